"""Where what is made lies: 输出/种类/月份, as 输出/通报/2026-03. What an earlier version has left flat in 输出 stays there and is found."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from glob import escape
from pathlib import Path

from addin import store

OUTPUT = "输出"
BULLETIN = "通报"
"""All kinds of bulletins lie in one folder."""


def folder_of(kind: str) -> str:
    """The folder of a kind of paper or list: 通报 for every 通报, else its own name."""
    return BULLETIN if kind.endswith(BULLETIN) else store.safe_name(kind)


def place(book: Path, kind: str, day: dt.date) -> Path:
    """输出/通报/2026-03 beside the workbook; it is not made."""
    return store.folders(book).output / folder_of(kind) / f"{day:%Y-%m}"


def told(path: Path) -> str:
    """How a file is named to the clerk: 输出/通报/2026-03/督办通报.docx."""
    parts = path.parts
    start = max((at for at, part in enumerate(parts) if part == OUTPUT), default=len(parts) - 1)
    return "/".join(parts[start:])


def lying(output: Path, pattern: str) -> list[Path]:
    """What is called so in 输出, flat or by kind and month, by name."""
    return sorted([*output.glob(pattern), *output.glob(f"*/????-??/{pattern}")], key=lambda path: path.name)


def find(output: Path, file: str) -> Path | None:
    """A file by its place in 输出 or, where somebody has moved it, by its name in 输出 or 归档/输出."""
    if (output / file).exists():
        return output / file
    name = escape(Path(file).name)
    kept = output.parent / "归档" / OUTPUT
    return next(iter([*lying(output, name), *lying(kept, name)]), None)


def old_months(output: Path, first: dt.date) -> Iterator[Path]:
    """The folders of months before the one of this day."""
    for path in sorted(output.glob("*/????-??")):
        if path.is_dir() and path.name < f"{first:%Y-%m}":
            yield path


def put_away(book: Path, day: dt.date) -> tuple[int, list[str]]:
    """Move what is older than a year to 归档/输出; how many folders of a month, and those that could not be moved."""
    folders, moved, left = store.folders(book), 0, []
    for path in [*old_months(folders.output, day.replace(year=day.year - 1, day=1))]:
        target = folders.archive / OUTPUT / path.parent.name / path.name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
            moved += 1
        except OSError:
            left.append(told(path))
        with suppress(OSError):
            path.parent.rmdir()  # only where nothing is left in it
    return moved, left
