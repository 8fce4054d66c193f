"""A look back at a past day: the cells without a date come from the 归档 copy nearest before it, else they are marked 现值.

Looking back is judging on a day before the latest that the workbook was refreshed for (操作日志). A first computation for a day, late
as it may be, is none: what was entered for it is what counts. 归档 keeps one copy of each month and one of each closing; their names
are made and read here.
"""

import calendar as months
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from glob import escape
from pathlib import Path
from typing import NamedTuple

from addin import store
from addin.book import Book
from addin.closed import closed_book
from macros.steps import session
from macros.steps.report import Options
from macros.steps.run_log import latest_day
from udfs.rules.judging.look_back import NOW, Copy, Known, known_on
from workbook_templates.reading.errors import DubanError
from workbook_templates.reading.parse import READ, parse, parse_table
from workbook_templates.reading.setting_values import read_settings
from workbook_templates.tables import TABLES
from workbook_templates.tables.logs import Operation
from workbook_templates.tables.results import CheckRow

MONTHLY = re.compile(r"_(\d{4})-(\d\d)\.xls[xm]")
FROZEN = re.compile(r"_定稿_.+_(\d{8})-\d{6}\.xls[xm]")


class Candidate(NamedTuple):
    """A copy in 归档. day: the last day that it can know of; sure: whether that is known, or only bounded by its month."""

    day: dt.date
    path: Path
    sure: bool


def monthly_copy(book: Path, day: dt.date) -> Path:
    """归档/督办总台账_2026-10.xlsm: the copy that the refreshes of a month leave."""
    return store.folders(book).archive / f"{store.stem_of(book)}_{day:%Y-%m}{book.suffix}"


def frozen_copy(book: Path, period: str, closed: object) -> Path:
    """归档/督办总台账_定稿_2026Q3_20261009-093000.xlsm: the copy that closing leaves, by its 结账时间."""
    when = f"{closed:%Y%m%d-%H%M%S}" if closed else ""
    return store.folders(book).archive / f"{store.stem_of(book)}_定稿_{period}_{when}{book.suffix}"


UNFINISHED = "_未完成"


def unfinished_copy(frozen: Path) -> Path:
    """What a frozen copy is called until the workbook says that its period is closed."""
    return frozen.with_name(f"{frozen.stem}{UNFINISHED}{frozen.suffix}")


def ready_copies(book: Path) -> dict[Path, Path]:
    """The unfinished copies that a closing has left, each with the name that it was to get."""
    found = store.folders(book).archive.glob(f"{escape(book.stem)}_定稿_*{UNFINISHED}{book.suffix}")
    return {path: path.with_name(path.stem.removesuffix(UNFINISHED) + path.suffix) for path in sorted(found)}


def candidates(book: Path, as_of: dt.date) -> Iterator[Candidate]:
    """The copies of this workbook that may be from `as_of` or before."""
    archive, stem = store.folders(book).archive, store.stem_of(book)
    for path in archive.iterdir() if archive.is_dir() else ():
        if not path.name.startswith(stem):
            continue
        tail = path.name[len(stem) :]
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


SHOWN = 5


class Past(NamedTuple):
    """What a look back rests on.

    as_of: the day that is looked at.
    latest: the last day that the workbook was refreshed for.
    copy: the file in 归档, None where there is none.
    copy_day: the last day that it knows of.
    known: the tables as they were known, and what in them is of today.
    damaged: the names of newer copies that can't be read."""

    as_of: dt.date
    latest: dt.date
    copy: Path | None
    copy_day: dt.date | None
    known: Known
    damaged: tuple[str, ...]


def look_back(
    book: Book, reading: session.Reading, options: Options, log: Sequence[Operation] | None = None
) -> tuple[session.Reading, Past | None]:
    """The reading as it was known on 基准日, and what that rests on; the very same reading and None where nobody looks back.

    The problems, grids and rows stay those of today: they are what the clerk can put right. log: 操作日志 where it is read already."""
    latest = latest_before(reading, options, lambda: session.logged(book) if log is None else log)
    if latest is None:
        return reading, None
    path, copy, damaged = nearest_copy(book.path, reading.as_of)
    known = known_on(reading.tables, copy, reading.as_of)
    past = Past(as_of=reading.as_of, latest=latest, copy=path, copy_day=copy.day if copy else None, known=known, damaged=damaged)
    return reading._replace(tables=known.tables), past


def latest_before(reading: session.Reading, options: Options, log: Callable[[], Sequence[Operation]]) -> dt.date | None:
    """The later day that the workbook was refreshed for, where this run is a look back; else None. The log is read where it is needed."""
    today = max(options.now.date(), reading.tables.settings.as_of or options.now.date())
    if reading.as_of >= today:  # no refresh can have been for a later day
        return None
    latest = latest_day(log(), reading.tables.settings.as_of)
    return None if latest is None or reading.as_of >= latest else latest


def nearest_copy(book: Path, as_of: dt.date) -> tuple[Path | None, Copy | None, tuple[str, ...]]:
    """The newest readable copy that knows nothing after `as_of`; the names of newer ones that can't be read."""
    damaged: list[str] = []
    waiting = sorted(candidates(book, as_of))
    while waiting:
        candidate = waiting.pop()
        try:
            if not candidate.sure:
                day = day_of(candidate)
                if day <= as_of:
                    waiting = sorted([*waiting, candidate._replace(day=day, sure=True)])
            elif candidate.day <= as_of:
                return candidate.path, copy_of(candidate), tuple(damaged)
        except (DubanError, OSError):
            damaged.append(candidate.path.name)
    return None, None, tuple(damaged)


def day_of(candidate: Candidate) -> dt.date:
    """The latest 基准日 that a monthly copy was refreshed for; the end of its month where its log does not say."""
    found = refreshed_day(candidate.path)
    return found if found is not None and found <= candidate.day else candidate.day


def refreshed_day(path: Path) -> dt.date | None:
    """The latest 基准日 that a file was refreshed for, by its 操作日志. Raises FileRefused or OSError."""
    grids = closed_book(path).read([session.LOG, "参数"])
    rows = parse_table(TABLES[session.LOG], grids[session.LOG])[0] if session.LOG in grids else ()
    set_day = read_settings(grids["参数"])[0].as_of if "参数" in grids else None
    return latest_day(rows, set_day)


def copy_of(candidate: Candidate) -> Copy:
    """The tables of a copy, and the columns and tables that its version did not have yet."""
    tables, problems = parse(closed_book(candidate.path).read(READ))
    lacking = [(one.table, one.header) for one in problems if one.missing]
    return Copy(tables, candidate.day, lacking)


def words(past: Past | None, shown: int = 0) -> list[str]:
    """What the clerk is told of a look back. shown: rows of the result sheets that carry 现值."""
    if past is None:
        return []
    told = [source(past)]
    if past.known.marks:
        counts = "、".join(f"{name} {count} 行" for name, count in counted(past).items())
        told.append(f"{NOW}：{counts}有格子没有日期、留存里也没有，按现在的算" + (f"；结果表里标“{NOW}”的 {shown} 行。" if shown else "。"))
    if past.known.lacking:
        told.append(f"留存里没有{named(past.known.lacking)}，按现在的算。")
    if past.known.gone:
        told.append(f"留存里有、现在没有的 {len(past.known.gone)} 行没有计入（删去了，或改了编号）：{named(past.known.gone)}。")
    if past.damaged:
        told.append(f"归档里的{named(past.damaged)}读不了，没有用；请从备份里换一份好的。")
    return told


def source(past: Past) -> str:
    """Where the cells without a date come from."""
    if past.copy is None:
        return f"看 {past.as_of}：“归档”里没有那天或以前的留存，没有日期的格子（级别、权重、取值等）和参数都按现在的算。"
    return f"看 {past.as_of}：没有日期的格子（级别、权重、取值等）和参数取自 {past.copy_day} 的留存“归档/{past.copy.name}”。"


def named(names: Sequence[str]) -> str:
    return "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")


def counted(past: Past) -> dict[str, int]:
    """Table → rows with cells that are as they are now, in the order of the sheets."""
    counts = Counter(table for table, _ in past.known.marks)
    return {name: counts[name] for name in READ if counts[name]}


def check_rows(past: Past | None) -> list[CheckRow]:
    """What 数据检查 says of a look back: a row for each table of which the figures rest on what is there now."""
    if past is None:
        return []
    where = f"{past.copy_day} 的留存“归档/{past.copy.name}”里没有" if past.copy else "“归档”里没有那天或以前的留存"
    problem = f"{NOW}：看 {past.as_of}，{where}，没有日期的格子按现在的算"
    remedy = "只作参考；照那天发过的文书、表核对"
    return [CheckRow(name, None, "", f"{count} 行", problem, remedy, "", "") for name, count in counted(past).items()]


def figures(past: Past | None) -> dict[str, object]:
    """What a look back rests on, for a program."""
    if past is None:
        return {}
    copy = past.copy.name if past.copy else ""
    return {"留存": copy, "留存日": past.copy_day.isoformat() if past.copy_day else None, NOW: counted(past)}
