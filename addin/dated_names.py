"""Files that are called by the time at which they were made, in the order in which they were made, whatever the clock did.

总台账_20261231-093000.xlsm; the second of that second ends in _2. Where the clock or its zone has gone back, a name ends in a number
of its own, _0001, and every later one goes on from there: those without such a number are older.
"""

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_TIMED = re.compile(r"_(\d{8}-\d{6})(?:_(?:(\d{4,})|(\d{1,3})))?(?!\d)")


class Turn(NamedTuple):
    """When a file was made, to be compared with others of its kind. number: its own, 0 without one; place: among those of one second;
    rest: what somebody has added to the name."""

    number: int
    time: str
    place: int
    rest: str


def turn_of(path: Path, stem: str) -> Turn | None:
    """None for a file of another kind."""
    found = _TIMED.match(path.stem, len(stem)) if path.stem.startswith(stem) else None
    return Turn(int(found[2] or 0), found[1], int(found[3] or 1), path.stem[found.end() :]) if found else None


def in_order(paths: Iterable[Path], stem: str, suffix: str) -> list[Path]:
    """Those of the paths that are called so, oldest first."""
    turns = ((turn_of(path, stem), path) for path in paths if path.suffix == suffix)
    return [path for turn, path in sorted((turn, path) for turn, path in turns if turn is not None)]


def next_name(folder: Path, stem: str, suffix: str, now: dt.datetime, there: Iterable[Path] | None = None) -> Path:
    """A name for a file that is made now and comes last. there: the files after which it comes, if not those of the folder."""
    if there is None:
        there = folder.iterdir() if folder.is_dir() else ()
    found = in_order(there, stem, suffix)
    last = turn_of(found[-1], stem) if found else None
    path = folder / f"{stem}_{now:%Y%m%d-%H%M%S}{suffix}"
    if last is not None and (last.number or f"{now:%Y%m%d-%H%M%S}" < last.time):
        return path.with_stem(f"{path.stem}_{last.number + 1:04d}")
    return free_path(path)


def free_path(path: Path) -> Path:
    """This name, or the next that is not taken, ending in _2 and so on: what somebody signed or noted on is never written over."""
    free, place = path, 2
    while free.exists():
        free, place = path.with_stem(f"{path.stem}_{place}"), place + 1
    return free
