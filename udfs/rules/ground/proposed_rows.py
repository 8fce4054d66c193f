"""Rows that a rule proposes: their key in 来源, which makes each of them once, and 规则, which names what made them.

来源 is 自动:rule:subject:day and 规则 is R11 with its reason (rules.md §2, R11). Both are written and read here alone.
"""

import datetime as dt
import functools
import zlib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from udfs.rules.ground.states import PENDING, PROPOSED
from workbook_templates.reading.parse import Tables, blank
from workbook_templates.tables.daily import Accountability, Change, Point
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import NOWHERE, Source, columns_of

AUTOMATIC = "自动:"
ASKED = "申请"
"""Stands for the rule where a person asked for something."""

LONGEST_SUBJECT = 5_000
"""Letters of a subject in a key."""

ProposedRow = TypeVar("ProposedRow", Change, Point, Accountability)
Row = TypeVar("Row")


def origin_of(rule: str, *subject: str, day: dt.date) -> str:
    """来源: 自动:R6:2026-0012:2026-06-10, 自动:R11:提醒:2026-0012:2026-12-31."""
    return AUTOMATIC + ":".join((rule, *map(keyed, subject), str(day)))


def keyed(subject: str) -> str:
    """A subject as a key holds it: whole, but for one so long that a cell would cut the key and no later run would know it again."""
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    return f"{subject[:LONGEST_SUBJECT]}…{zlib.crc32(subject.encode('utf-8', 'surrogatepass')):08x}"


def is_automatic(row: Change | Point | Accountability) -> bool:
    """Whether a rule proposed the row, and no person."""
    return row.origin.startswith(AUTOMATIC)


def rule_in(origin: str) -> str:
    """'R6' of 自动:R6:…; what a person asked for has none."""
    return origin.removeprefix(AUTOMATIC).split(":")[0] if origin.startswith(AUTOMATIC) else ASKED


def rule_name(rule: str, reason: str) -> str:
    """规则 of a row of 问责记录: R11 红灯, R9 预警."""
    return f"{rule} {reason}"


def light_in(rule: str) -> str:
    """The light that 规则 names, also as 严重红灯 or 连续红灯; '' for a rule about something else."""
    return next((light for light in LISTS["灯"] if rule.endswith(light)), "")


def origins(rows: Iterable[Change | Point | Accountability]) -> set[str]:
    """The keys that are there already, of whatever state: none of them is proposed again."""
    return {row.origin for row in rows if row.origin}


def without_undecided(tables: Tables) -> Tables:
    """The tables without the proposals of earlier runs on which nobody has decided: a rule would make them again, or not."""
    return tables._replace(
        changes=tuple(row for row in tables.changes if not (is_automatic(row) and row.result == PENDING)),
        points=tuple(row for row in tables.points if not (is_automatic(row) and row.status == PROPOSED)),
        accountability=tuple(row for row in tables.accountability if not (is_automatic(row) and row.status == PROPOSED)),
    )


def placed(rows: Iterable[ProposedRow], table: str, first: int) -> list[ProposedRow]:
    """Proposals with the place that they take in their sheet, from row `first` on."""
    return [row._replace(at=Source(table, place, row.origin)) for place, row in enumerate(rows, first)]


def new_row(record: Callable[..., Row], /, **cells: Any) -> Row:
    """A row of a table with these cells, field by field; the others are blank, and it stands nowhere yet."""
    return record(**(_blank_cells(record) | cells))


@functools.cache
def _blank_cells(record: Any) -> dict[str, Any]:
    return {column.field: blank(column) for column in columns_of(record)} | {"at": NOWHERE}
