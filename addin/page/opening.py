"""A file or folder shown by the program that the system has for it."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path


def show(path: Path) -> bool:
    """Whether the system was asked to open it. The path is an argument, never a text for a shell."""
    with suppress(OSError):
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - the user's own file, by the user's own program
        else:
            command = "open" if sys.platform == "darwin" else "xdg-open"
            quiet = subprocess.DEVNULL
            subprocess.Popen([command, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603
        return True
    return False
