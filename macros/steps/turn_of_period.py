"""What the first run after the end of a month, two months, a quarter, a half-year makes: the drafts of its bulletins, the rows of the next.

Each once: the journal of the daily runs says what was made; a paper that is registered, or a draft that lies in 输出, is none to make,
unless a daily run was cut off over it: then it is made whole.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from addin import outputs, store
from macros.steps.daily_journal import DailyJournal
from udfs.copies.next_period import OF_PERIOD
from udfs.rules.ground.history import is_closed
from udfs.rules.ground.periods import Period, PeriodKind, ended_periods, next_period, parse_period
from workbook_templates.documents.kinds import ALL, KINDS
from workbook_templates.reading.parse import FIELDS, Tables

TURNING: tuple[PeriodKind, ...] = ("月", "两月", "季", "半年")
NEXT_ROWS = "下期"
REACH = dt.timedelta(30)
"""How long before the first daily run a period may have ended that is still seen to."""


class DueOnce(NamedTuple):
    """A period that has ended by this day, and what is to be made. what: a kind of bulletin, or 下期."""

    what: str
    period: Period


def due_rows(tables: Tables, journal: DailyJournal, day: dt.date) -> Iterator[DueOnce]:
    """The periods whose rows are to be made from those of the period that has ended."""
    month_end = tables.settings.month_end
    named = {parse_period(row.period, month_end) for name in OF_PERIOD for row in getattr(tables, FIELDS[name])}
    for sort in TURNING:
        for ended in over(sort, tables, journal, day):
            period = next_period(ended, month_end)
            if ended in named and not journal.has(NEXT_ROWS, period.name) and not is_closed(tables, period):
                yield DueOnce(NEXT_ROWS, period)
                named.add(period)


def due_drafts(tables: Tables, journal: DailyJournal, book: Path, day: dt.date) -> Iterator[DueOnce]:
    """The bulletins of the ended periods that nobody has drafted or issued. 文种.默认期间 says which sort of period each goes by."""
    month_end = tables.settings.month_end
    sorts = {row.kind: row.period for row in tables.document_kinds}
    registered = {(paper.kind, parse_period(paper.period, month_end)) for paper in tables.papers}
    for kind in KINDS.values():
        if kind.addressee != ALL or kind.source:  # what rests on decided rows waits for who decides
            continue
        sort = next((sort for sort in kind.periods if sort == sorts.get(kind.name)), kind.periods[0])
        for ended in over(sort, tables, journal, day) if sort in TURNING else ():
            there = journal.has(kind.name, ended.name) or (kind.name, ended) in registered
            begun = (kind.name, ended.name) in journal.begun_with
            if not there and (begun or not lying(book, f"{kind.name}_{ended.name}_*.docx")):
                yield DueOnce(kind.name, ended)


def over(sort: PeriodKind, tables: Tables, journal: DailyJournal, day: dt.date) -> list[Period]:
    """The periods of a sort that have ended since the daily runs began, or shortly before; none of the time before 启用日期."""
    start = tables.settings.start or dt.date.min
    return [one for one in ended_periods(sort, journal.begun(day) - REACH, day, tables.settings.month_end) if one.last >= start]


def lying(book: Path, pattern: str) -> bool:
    """Whether such a file lies in 输出, or was put away."""
    folders = store.folders(book)
    return any(outputs.lying(place, pattern) for place in (folders.output, folders.archive / outputs.OUTPUT))
