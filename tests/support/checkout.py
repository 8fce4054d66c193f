"""The checkout that the tests belong to: its files, and a copy of it."""

import shutil
import subprocess
from pathlib import Path

from support.tools import HOUSE


def files() -> list[Path]:
    """What git knows or would add, relative to the checkout: no .venv, no caches."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=HOUSE, capture_output=True, check=True).stdout
    return sorted(Path(name) for name in listed.decode().split("\0") if name and (HOUSE / name).is_file())


def copy_checkout(to: Path) -> Path:
    """The files as they are now."""
    for name in files():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(HOUSE / name, to / name)
    return to
