"""Rows that a rule proposes: their key in 来源, which makes each of them once for its fact, and the check that tells whether a person has
changed one.

来源 is 自动:rule:类别:subject:mark#check (rules.md §2); R6 and R13 have no 类别. The mark is a day or the name of a period. Rows of the
first version have no check, and most of them another mark: they stand for every fact of their rule, 类别 and subject up to their 日期.
规则 is R11 or R9 with its reason. All this is written and read here alone.
"""

import datetime as dt
import functools
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias, TypeVar

from udfs.rules.ground.departments import Departments
from udfs.rules.ground.figures import number
from udfs.rules.ground.states import LAPSED, PENDING, PROPOSED
from workbook_templates.reading.characters import halved
from workbook_templates.reading.parse import Tables, blank
from workbook_templates.tables.daily import Accountability, Change, Point
from workbook_templates.tables.grid import fitting
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import NOWHERE, Source, columns_of

AUTOMATIC = "自动:"
ASKED = "申请"
"""Stands for the rule where a person asked for something."""
WITHDRAWN_BY = "自动"
"""批准人, 确认人 of a row that a refresh has withdrawn; a person's 失效 has another."""
REWARD = "奖励"
"""类别 in the key of 绿灯加分."""
FIRST_VERSION = "旧"
"""Begins the check of a row whose key the first version wrote."""

LONGEST_SUBJECT = 5_000
"""Letters of a subject in a key."""

ProposalRow: TypeAlias = Change | Point | Accountability
Row = TypeVar("Row")


class Key(NamedTuple):
    """What a proposal is about. kind: its 类别, "" where the rule has one kind of proposal; mark: the day or period of the fact."""

    rule: str
    kind: str
    subject: str
    mark: str

    def text(self) -> str:
        """来源 without the check: 自动:R6:2026-0012:2026-06-10, 自动:R11:提醒:2026-0012:2026-06-10."""
        return AUTOMATIC + ":".join(part for part in self if part)

    @property
    def day(self) -> dt.date | None:
        """The mark as a day; None where it names a period."""
        return day_in(self.mark)


def keyed(subject: str) -> str:
    """A subject as a key holds it: as it is compared, and whole, but for one so long that a cell would cut the key and no later run would
    know it again."""
    subject = halved(subject)
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    return f"{subject[:LONGEST_SUBJECT]}...{zlib.crc32(subject.encode('utf-8', 'surrogatepass')):08x}"


class Origin(NamedTuple):
    """来源 of a row that a rule proposed, as read. first_version: its key is not one of today's."""

    key: Key
    check: str
    first_version: bool


class Fact(NamedTuple):
    """What a rule proposes today. dated: the day of the fact; row: as it is to stand, not yet anywhere."""

    key: Key
    dated: dt.date
    row: ProposalRow


class Decision(NamedTuple):
    """The fields of a kind of row that hold what became of it, and those that a refresh brings up to date while nobody has decided."""

    status: str
    by: str
    on: str
    waiting: str
    texts: tuple[str, ...]


DECISIONS: dict[type[ProposalRow], Decision] = {
    Change: Decision("result", "approver", "approved", PENDING, ("reason",)),
    Point: Decision("status", "confirmer", "confirmed", PROPOSED, ("department", "points", "fact", "basis")),
    Accountability: Decision("status", "approver", "approved", PROPOSED, ("subject", "speaker", "rule", "fact")),
}


def origin_in(text: str) -> Origin | None:
    """来源 read; None for a row that a person asked for."""
    if not text.startswith(AUTOMATIC):
        return None
    told, _, check = text.removeprefix(AUTOMATIC).partition("#")
    rule, *parts = told.split(":")
    mark = parts.pop() if parts else ""
    kind = ""
    if rule in ("R9", "R11"):  # the first version's 绿灯加分 names no 类别
        kind = parts.pop(0) if len(parts) > 1 else REWARD
    older = not check or check.startswith(FIRST_VERSION)
    return Origin(Key(rule, kind, ":".join(parts), mark), check.removeprefix(FIRST_VERSION), older)


def day_in(mark: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(mark)
    except ValueError:
        return None


def is_automatic(row: ProposalRow) -> bool:
    """Whether a rule proposed the row, and no person."""
    return row.origin.startswith(AUTOMATIC)


def rule_in(origin: str) -> str:
    """'R6' of 自动:R6:…; what a person asked for has none."""
    found = origin_in(origin)
    return found.key.rule if found else ASKED


def rule_name(rule: str, reason: str) -> str:
    """规则 of a row of 问责记录: R11 红灯, R9 预警."""
    return f"{rule} {reason}"


def light_in(rule: str) -> str:
    """The light that 规则 names, also as 严重红灯 or 连续红灯; '' for a rule about something else."""
    return next((light for light in LISTS["灯"] if rule.endswith(light)), "")


# the check


def check_of(row: ProposalRow) -> str:
    """Eight signs that stand for whom a row is about and what it says; blanks don't count."""
    told: tuple[str, ...]
    if isinstance(row, Change):
        told = (row.number, row.reason)
    elif isinstance(row, Point):
        told = (row.department, row.staff_no, "" if row.points is None else number(row.points), row.fact, row.basis)
    else:
        told = (row.subject, row.fact)
    bare = ("".join(unicodedata.normalize("NFKC", text).split()) for text in told)
    return sha256("\n".join(bare).encode()).hexdigest()[:8]


def checked(row: ProposalRow, first_version: bool = False) -> ProposalRow:
    """The row with the check of what it says behind its key, and no text longer than its cell, so that it is read as it was checked."""
    row = replaced(row, **{field: fitting(value) for field, value in row._asdict().items() if isinstance(value, str)})
    key = row.origin.partition("#")[0]
    return replaced(row, origin=f"{key}#{FIRST_VERSION if first_version else ''}{check_of(row)}")


def replaced(row: ProposalRow, **cells: Any) -> ProposalRow:
    """The row with other values in these fields."""
    held: Any = row
    fresh: ProposalRow = held._replace(**cells)
    return fresh


def is_unchanged(row: ProposalRow, origin: Origin, departments: Departments) -> bool:
    """Whether nobody has changed what the row says. A department that was renamed since is the same under its former names."""
    if not origin.check:
        return False
    subject = "department" if isinstance(row, Point) else "subject"
    unit = None if isinstance(row, Change) else departments.find(getattr(row, subject))
    names = (unit.name, *unit.former) if unit else ()
    return any(check_of(one) == origin.check for one in (row, *(replaced(row, **{subject: name}) for name in names)))


# states


def is_undecided(row: ProposalRow) -> bool:
    """Whether the row waits for a decision."""
    decision = DECISIONS[type(row)]
    return bool(getattr(row, decision.status) == decision.waiting)


def is_withdrawn(row: ProposalRow) -> bool:
    """失效 by a refresh, and not by a person."""
    decision = DECISIONS[type(row)]
    return bool(getattr(row, decision.status) == LAPSED and getattr(row, decision.by) == WITHDRAWN_BY)


def withdrawn(row: ProposalRow, day: dt.date, why: str) -> ProposalRow:
    """The row as 失效."""
    decision = DECISIONS[type(row)]
    return replaced(row, **{decision.status: LAPSED, decision.by: WITHDRAWN_BY, decision.on: day, "opinion": why})


def waiting_again(row: ProposalRow) -> ProposalRow:
    """The row as it waits again, with what 失效 wrote cleared."""
    decision = DECISIONS[type(row)]
    return replaced(row, **{decision.status: decision.waiting, decision.by: "", decision.on: None, "opinion": ""})


def up_to_date(row: ProposalRow, fact: ProposalRow) -> ProposalRow:
    """The row with what its fact says today; its key, 日期 and decision stay."""
    origin = origin_in(row.origin)
    fresh = replaced(row, **{field: getattr(fact, field) for field in DECISIONS[type(row)].texts})
    return checked(fresh, first_version=origin is not None and origin.check != "" and origin.first_version)


def without_undecided(tables: Tables) -> Tables:
    """The tables without the proposals of earlier runs on which nobody has decided: a rule would make them again, or not."""

    def decided(rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if not (is_automatic(row) and (is_undecided(row) or is_withdrawn(row))))  # type: ignore[arg-type]

    return tables._replace(changes=decided(tables.changes), points=decided(tables.points), accountability=decided(tables.accountability))


def placed(rows: Iterable[ProposalRow], table: str, first: int) -> list[ProposalRow]:
    """Proposals with the place that they take in their sheet, from row `first` on."""
    return [replaced(row, at=Source(table, place, row.origin)) for place, row in enumerate(rows, first)]


def new_row(record: Callable[..., Row], /, **cells: Any) -> Row:
    """A row of a table with these cells, field by field; the others are blank, and it stands nowhere yet."""
    return record(**(_blank_cells(record) | cells))


@functools.cache
def _blank_cells(record: Any) -> dict[str, Any]:
    return {column.field: blank(column) for column in columns_of(record)} | {"at": NOWHERE}
