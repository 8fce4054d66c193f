"""The registry of a Windows, in memory."""

from addin.excel.machine import RegistryValue

DLL = "xlwings64-1.2.3.dll"


class FakeRegistry:
    """Key → its values; a key is there with its first value."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, RegistryValue]] = {}

    def values(self, key: str) -> dict[str, RegistryValue]:
        return dict(self.held.get(key, {}))

    def keys(self, key: str) -> list[str]:
        below = [name.removeprefix(f"{key}\\").partition("\\")[0] for name in self.held if name.startswith(f"{key}\\")]
        return [*dict.fromkeys(below)]

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        self.held.setdefault(key, {})[name] = value

    def remove(self, key: str, name: str) -> None:
        self.held.get(key, {}).pop(name, None)

    def remove_key(self, key: str) -> None:
        assert self.keys(key) == []
        self.held.pop(key, None)
