"""The marks that Excel, WPS and LibreOffice leave beside a workbook while it is open, and whose name they hold."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class OwnerMark(NamedTuple):
    """A hidden file beside a workbook; owner: who has it open, "" where the mark does not tell."""

    path: Path
    owner: str


def mark_of(book: Path) -> OwnerMark | None:
    """The mark that says that a workbook is open, or that its program crashed; None without one."""
    lock = book.with_name(f".~lock.{book.name}#")
    if is_file_there(lock):
        return OwnerMark(lock, _printable(_libreoffice_owner(lock)))
    found = next(filter(is_file_there, _owner_files(book)), None)
    return OwnerMark(found, _printable(_excel_owner(found))) if found else None


def is_file_there(path: Path) -> bool:
    """Whether there is such a file; none has a name that the system does not take."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises for a long name


def _owner_files(book: Path) -> Iterator[Path]:
    """~$总台账.xlsx and .~总台账.xlsx; WPS and Office also leave out the first one or two characters of the name. A shortened mark
    that is the full one of another file there is that file's."""
    for left_out in range(min(3, len(book.stem))):
        name = book.name[left_out:]
        if not left_out or not book.with_name(name).exists():
            yield from (book.with_name(sign + name) for sign in ("~$", ".~"))


def _printable(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:40].strip()


def _excel_owner(mark: Path) -> str:
    """The user's name in an owner file: UTF-16 with its length at byte 55, else one byte per letter with its length first."""
    with suppress(OSError):
        data = mark.read_bytes()
        if len(data) > 57:
            wide = data[57 : 57 + 2 * data[55]].decode("utf-16-le", "ignore").strip("\0 ")
            if wide:
                return wide
        if data:
            return data[1 : 1 + data[0]].decode("gbk", "ignore").strip("\0 ")
    return ""


def _libreoffice_owner(mark: Path) -> str:
    with suppress(OSError):
        fields = mark.read_text("utf-8", "ignore").split(",")
        return next((text.strip() for text in fields[:3] if text.strip()), "")
    return ""
