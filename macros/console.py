"""The two streams that a run speaks on, which may be closed, full, broken, or unable to hold Chinese. Speaking is never an error.

What could not be said on the error stream goes to the end of a file, so that there is a word of it somewhere.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LOG = "督办-出错.log"
"""The traces of all faults, oldest first."""


def open_streams() -> None:
    """Nothing that is opened from now on gets the number of a stream that was closed; what a stream can't hold is escaped."""
    with suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(number)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(text: str, *, error: bool = False, folder: Path | None = None, box: bool = True) -> None:
    """A line on the output, or on the error stream. folder: the work folder, for a word of an error that no stream takes. box: not where
    nobody sits there: a box would stand, and the run with it, until somebody comes."""
    stream = sys.stderr if error else sys.stdout
    try:
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        stream.flush()
    except (AttributeError, OSError, ValueError):  # no stream at all, a broken or full one, a closed one
        if error:
            keep(text + "\n", folder)
            if box:
                message_box(text, "督办")


def keep(text: str, folder: Path | None = None) -> Path | None:
    """The file to whose end a text was written, in 归档 of the work folder, else in the system's folder for temporary files."""
    for place in places(folder):
        path = place / LOG
        with suppress(OSError), path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
            return path
    return None


def places(folder: Path | None) -> Iterator[Path]:
    """Where a text may be kept, the best first."""
    with suppress(OSError):
        if folder and (folder / "归档").is_dir():
            yield folder / "归档"
    with suppress(OSError):
        yield Path(tempfile.gettempdir())


def message_box(text: str, title: str) -> None:
    """A box of Windows' own, for when there is nothing else to speak through; elsewhere nobody would see one."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, text, title, 0x40)


def close_streams() -> None:
    """What is still in a stream goes out, or is given up: a stream that is broken by now does not change the exit status."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            with suppress(AttributeError, OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
