"""What the cuts of all kinds of sheets have in common: rows as they are sent, rows that can't be, and who they are for."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from udfs.rules.ground.periods import next_period, parse_period
from udfs.rules.judging.judgement import Judgement
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.sent_cells import key_texts, part_text
from workbook_templates.sent.sent_kinds import SENT_KINDS
from workbook_templates.sent.sent_tables import Addressee, SentRow
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.lists import NO

NAMED = 5
"""Keys that a message names; the others are counted."""


class Cut(NamedTuple):
    """addressees: those with rows or asked for by name, in order. left_out: what could not go out, as messages for the clerk.

    feedback: the new rows that go out with them. idle: addressees that have nothing to fill in and get no file."""

    addressees: tuple[Addressee, ...]
    left_out: tuple[str, ...]
    feedback: tuple[Feedback, ...] = ()
    idle: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """What a run is to cut. names: departments in order; asked: whether they were named; number: the batch."""

    names: tuple[str, ...]
    asked: bool
    number: str


FIELDS = {
    (kind.name, name): tuple((column.header, column.field) for column in table.columns)
    for kind in SENT_KINDS.values()
    for name, table in kind.tables.items()
}
"""Kind and table → header and field of its columns."""


def sent_row(kind: str, table: str, record: Any, shown: Mapping[str, object], locked: frozenset[str] = frozenset()) -> SentRow:
    """A record in the order of the sheet's columns. shown: header → what it shows instead of the record's own value."""
    values = tuple(shown[header] if header in shown else getattr(record, field) for header, field in FIELDS[kind, table])
    number, part = key_texts(values[place] for place in KEY_PLACES[kind, table])
    return SentRow(number, part, values, locked)


KEY_PLACES = {
    (kind.name, name): tuple(kind.tables[name].headers.index(header) for header in headers)
    for kind in SENT_KINDS.values()
    for name, headers in kind.keys.items()
}
"""Kind and table → the places of its key among the columns."""


def doubled(keys: Iterable[tuple[Any, ...]]) -> frozenset[tuple[Any, ...]]:
    """Keys that stand more than once; a blank 编号 is no key."""
    return frozenset(key for key, count in Counter(keys).items() if count > 1 and key[0])


def texts_of(keys: Iterable[tuple[Any, ...]], wanted: Callable[[tuple[Any, ...]], bool] = lambda _: True) -> list[str]:
    """Keys as text, in order."""
    return sorted("/".join(map(part_text, key)) for key in keys if wanted(key))


def counted(names: Iterable[str], what: str) -> str:
    """'2 个…（甲、乙）。': a few by name, the others only counted."""
    each = list(dict.fromkeys(names))
    more = "等" if len(each) > NAMED else ""
    return f"{len(each)} {what}（{'、'.join(each[:NAMED])}{more}）。"


def told(parts: Iterable[tuple[list[str], str]]) -> tuple[str, ...]:
    """A message for each part that names something."""
    return tuple(counted(found, what) for found, what in parts if found)


def staff_of(tables: Tables, judgement: Judgement) -> dict[str, tuple[str, ...]]:
    """Department → the people in it who are 在岗."""
    found: dict[str, dict[str, None]] = {}
    for person in tables.people:
        if person.active != NO:
            found.setdefault(judgement.departments.heir(person.department, judgement.as_of), {})[person.name] = None
    return {name: tuple(people) for name, people in found.items()}


def is_current(period_text: str, judgement: Judgement, closed: Collection[str]) -> bool:
    """Whether a 期间 runs on 基准日, or is the one before and not closed yet: its figures come in only after its end."""
    month_end, as_of = judgement.facts.settings.month_end, judgement.as_of
    period = parse_period(period_text, month_end)
    if period is None:
        return False
    return period.contains(as_of) or (next_period(period, month_end).contains(as_of) and period.name not in closed)


def order_of_day(day: dt.date | None) -> dt.date:
    """Sorts rows without a date last."""
    return day or dt.date.max
