"""What an installation touches, as ports: the registry of the user, folders, the interpreter. Tests give fakes and see every write."""

import importlib
import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeAlias

RegistryValue: TypeAlias = str | int


class Registry(Protocol):
    """Keys are written HKCU\\Software\\…; names and values of a key that is not there are empty."""

    def values(self, key: str) -> dict[str, RegistryValue]: ...
    def keys(self, key: str) -> list[str]: ...
    def write(self, key: str, name: str, value: RegistryValue) -> None: ...
    def remove(self, key: str, name: str) -> None:
        """Take a value away; nothing where there is none."""
        ...

    def remove_key(self, key: str) -> None:
        """Take a key without keys below it away; nothing where there is none."""
        ...


class WindowsRegistry:
    """The real one. It can be made anywhere and asked on Windows alone."""

    @cached_property
    def winreg(self) -> Any:
        return importlib.import_module("winreg")

    def at(self, key: str) -> tuple[Any, str]:
        """The root and the path below it."""
        short, _, path = key.partition("\\")
        roots = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}
        return getattr(self.winreg, roots[short]), path

    def values(self, key: str) -> dict[str, RegistryValue]:
        try:
            with self.winreg.OpenKey(*self.at(key)) as handle:
                count = self.winreg.QueryInfoKey(handle)[1]
                rows = [self.winreg.EnumValue(handle, place) for place in range(count)]
        except OSError:
            return {}
        return {name: value for name, value, _ in rows if isinstance(value, str | int)}

    def keys(self, key: str) -> list[str]:
        try:
            with self.winreg.OpenKey(*self.at(key)) as handle:
                return [self.winreg.EnumKey(handle, place) for place in range(self.winreg.QueryInfoKey(handle)[0])]
        except OSError:
            return []

    def write(self, key: str, name: str, value: RegistryValue) -> None:
        kind = self.winreg.REG_SZ if isinstance(value, str) else self.winreg.REG_DWORD
        with self.winreg.CreateKey(*self.at(key)) as handle:
            self.winreg.SetValueEx(handle, name, 0, kind, value)

    def remove(self, key: str, name: str) -> None:
        try:
            with self.winreg.OpenKey(*self.at(key), 0, self.winreg.KEY_SET_VALUE) as handle:
                self.winreg.DeleteValue(handle, name)
        except FileNotFoundError:
            return

    def remove_key(self, key: str) -> None:
        try:
            self.winreg.DeleteKey(*self.at(key))
        except FileNotFoundError:
            return


@dataclass(frozen=True)
class Machine:
    """One user on one computer.

    windows: whether it is Windows, the only system with Excel add-ins.
    registry: what Windows has noted for this user.
    profile: the user's folder, where xlwings' VBA looks for its configuration.
    appdata: the folder for the user's programs.
    code_page: the encoding in which VBA reads a text file and the DLL its own path.
    python: the interpreter of our environment.
    prefix: the folder of that environment, where xlwings has put its DLL.
    house: the folder that macros and udfs come from.
    environment: the variables of the system.
    base: the folder of the Python that the environment was made from.
    """

    windows: bool
    registry: Registry
    profile: Path
    appdata: Path
    code_page: str
    python: Path
    prefix: Path
    house: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    base: Path = Path()

    @property
    def addin_folder(self) -> Path:
        """Holds nothing but the add-in: the one folder that Excel is told to trust."""
        return self.appdata / "duban" / "addin"

    @property
    def from_store(self) -> bool:
        """Whether it is the Python of the Microsoft Store, whose files Excel may not load."""
        places = (str(path).casefold() for path in (self.python, self.prefix, self.base))
        return self.windows and any(word in place for place in places for word in ("windowsapps", "pythonsoftwarefoundation"))

    @property
    def configuration(self) -> Path:
        """Where xlwings' VBA looks for it."""
        return self.profile / ".duban" / "duban.conf"


def this_machine() -> Machine:
    """The computer that runs this."""
    windows, home = os.name == "nt", Path.home()
    python = Path(sys.executable)
    quiet = python.with_name("pythonw.exe")
    return Machine(
        windows=windows,
        registry=WindowsRegistry(),
        profile=Path(os.environ.get("USERPROFILE", home)),
        appdata=Path(os.environ.get("APPDATA", home / ".config")),
        code_page="mbcs" if windows else locale.getpreferredencoding(False),
        python=quiet if quiet.exists() else python,
        prefix=Path(sys.prefix),
        house=Path(__file__).resolve().parents[2],
        environment=dict(os.environ),
        base=Path(sys.base_prefix),
    )
