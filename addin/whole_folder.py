"""Files that appear whole: a folder whose files are all there or none, and a single new file.

A folder is filled under a hidden name beside its place and gets its own name by one rename. What a killed run has left stands
there under the hidden name, so that the next run can finish it or take it away.
"""

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from addin.store import operate, sync_folder

HEAD, TAIL = ".~", ".tmp"
SAVERS = 8
"""Files on their way to the disk at once: the system takes them together, and a busy disk costs no more than one of them."""


class WriteFailed(Exception):
    """The system did not let a file be written; its words are the message. What was begun is gone again."""


def hidden(folder: Path) -> Path:
    """The hidden name under which a folder is filled."""
    return folder.with_name(f"{HEAD}{folder.name}{TAIL}")


def fill(staged: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Fill a hidden folder, made anew, with files by name; each goes to the disk while the next are being made. Raises WriteFailed."""
    discard(staged)
    try:
        operate("make folder", lambda: staged.mkdir(parents=True))
        with ThreadPoolExecutor(SAVERS) as saver:
            jobs = [saver.submit(operate, "write file", partial(_write, staged / name, data)) for name, data in files]
        for job in jobs:
            job.result()
        sync_folder(staged)
        sync_folder(staged.parent)
    except BaseException as error:
        discard(staged)
        if isinstance(error, OSError):
            raise WriteFailed(error.strerror or str(error)) from error
        raise


def show(staged: Path) -> Path:
    """Give a hidden folder its own name; OSError where that is taken or the system does not let it."""
    folder = staged.with_name(name_of(staged))
    operate("show folder", lambda: staged.rename(folder))
    return folder


def name_of(staged: Path) -> str:
    """The name that a hidden folder is to get."""
    return staged.name.removeprefix(HEAD).removesuffix(TAIL)


def left_behind(parent: Path) -> list[Path]:
    """Hidden folders that killed runs have left."""
    if not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if path.is_dir() and path.name.startswith(HEAD) and path.name.endswith(TAIL))


def discard(staged: Path) -> None:
    """Take a hidden folder away, if it is there."""
    shutil.rmtree(staged, ignore_errors=True)


def discard_files(folders: Iterable[Path]) -> None:
    """Take the single files away that a killed run has left under a hidden name, in these folders and three below."""
    for path in [path for folder in folders for pattern in ("", "*/", "*/*/", "*/*/*/") for path in folder.glob(f"{pattern}{HEAD}*{TAIL}")]:
        if path.is_file():
            with suppress(OSError):
                path.unlink(missing_ok=True)


def put_file(path: Path, data: bytes) -> None:
    """A new file, whole or not there; what stands under its name is replaced. Raises WriteFailed."""
    staged = hidden(path)
    try:
        operate("make folder", lambda: path.parent.mkdir(parents=True, exist_ok=True))
        operate("write file", partial(_write, staged, data))
        operate("show file", lambda: staged.replace(path))
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise WriteFailed(error.strerror or str(error)) from error


def _write(path: Path, data: bytes) -> None:
    """On the disk, not just in the system's memory."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
