"""The note of which interpreter serves the buttons in LibreOffice; workbook_templates/master/buttons.py says why."""

import contextlib
import os
import sys
from pathlib import Path

from addin.calc.bridge import uno_module
from workbook_templates.master.buttons import INTERPRETER
from workbook_templates.reading.errors import UsageError

OFF = "DUBAN_BUTTONS"
"""A variable that keeps a run from noting itself when it says 'off': tests and other throwaway installations."""


def remember() -> None:
    """Note the interpreter that runs this, once it is another one and can talk to LibreOffice; else the note stays as it is.

    A button without a note says what to do, and so is better than one that starts an interpreter in vain. Never an error: a home
    that can't be written to only leaves the buttons as they were.
    """
    if os.name != "posix" or os.environ.get(OFF) == "off":
        return
    note, line = Path.home() / INTERPRETER, f"{sys.executable}\n"
    with contextlib.suppress(OSError, UnicodeError, UsageError, RuntimeError):
        if note.is_file() and note.read_text("utf-8") == line:
            return
        uno_module()
        note.parent.mkdir(parents=True, exist_ok=True)
        staged = note.with_name(f".{note.name}.{os.getpid()}")
        staged.write_text(line, "utf-8")
        staged.replace(note)
