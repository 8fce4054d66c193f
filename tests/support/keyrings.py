"""Key stores for tests: one in memory that counts as real, one that is locked, none; and the folder in which the file would be."""

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError


class InMemory(KeyringBackend):
    """A store of the system. locked: its owner is not there to open it."""

    priority = 5

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = locked

    def opened(self) -> dict[tuple[str, str], str]:
        if self.locked:
            raise KeyringLocked("locked")
        return self.kept

    def get_password(self, service: str, username: str) -> str | None:
        return self.opened().get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.opened()[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.opened().pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, store: KeyringBackend | None = None) -> Path:
    """This process has that store, or none; the file in which keys are otherwise."""
    found = store or NoKeyring()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(keyring, "get_keyring", lambda: found)
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder / "duban" / "渠道密钥.json"
