"""The copies of a workbook in 归档, one of each month and one of each closing: their names, made and read."""

import calendar as months
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from addin import store

MONTHLY = re.compile(r"_(\d{4})-(\d\d)\.xls[xm]")
FROZEN = re.compile(r"_定稿_.+_(\d{8})-\d{6}\.xls[xm]")


class Candidate(NamedTuple):
    """A copy in 归档. day: the last day that it can know of; sure: whether that is known, or only bounded by its month."""

    day: dt.date
    path: Path
    sure: bool


def monthly_copy(book: Path, day: dt.date) -> Path:
    """归档/督办总台账_2026-10.xlsm: the copy that the refreshes of a month leave."""
    return store.folders(book).archive / f"{book.stem}_{day:%Y-%m}{book.suffix}"


def frozen_copy(book: Path, period: str, closed: object) -> Path:
    """归档/督办总台账_定稿_2026Q3_20261009-093000.xlsm: the copy that closing leaves, by its 结账时间."""
    when = f"{closed:%Y%m%d-%H%M%S}" if closed else ""
    return store.folders(book).archive / f"{book.stem}_定稿_{period}_{when}{book.suffix}"


def candidates(book: Path, as_of: dt.date) -> Iterator[Candidate]:
    """The copies of this workbook that may be from `as_of` or before."""
    archive = store.folders(book).archive
    for path in archive.iterdir() if archive.is_dir() else ():
        if not path.name.startswith(book.stem):
            continue
        tail = path.name[len(book.stem) :]
        try:
            if found := MONTHLY.fullmatch(tail):
                first = dt.date(int(found[1]), int(found[2]), 1)
                if first <= as_of:
                    yield Candidate(first.replace(day=months.monthrange(first.year, first.month)[1]), path, sure=False)
            elif found := FROZEN.fullmatch(tail):
                day = dt.datetime.strptime(found[1], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
                if day <= as_of:
                    yield Candidate(day, path, sure=True)
        except ValueError:  # a name like _2026-13: not one of ours
            continue


def put_copy(book: Path, copy: Path) -> list[str]:
    """The workbook as it was saved last, under this name; a message where that could not be done."""
    try:
        store.copy_backup(book, copy)
    except OSError as error:
        return [f"工作簿已写好，但留存“归档/{copy.name}”没有写成（{error.strerror}）。请自己复制一份。"]
    return []
