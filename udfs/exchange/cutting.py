"""The rows of one kind of workbook, cut for each addressee: what all kinds do alike. Which rows each gets, its own cutter knows.

Values that somebody fills in are those of the tables as they stand now; lights, deadlines and states are those of 基准日. A row whose
key stands twice can't be told from the other when it comes back, and the other may be another addressee's: such rows stay at home and
are listed.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from udfs.rules.ground.departments import is_in_force
from udfs.rules.ground.periods import next_period, parse_period
from udfs.rules.judging.judgement import Judgement
from udfs.rules.supervision.reminder_people import People
from udfs.rules.supervision.reminder_people import Recipient as Person
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.sent.row_marks import mark_of
from workbook_templates.sent.sent_cells import key_texts, part_text
from workbook_templates.sent.sent_file import Scoring, SentFile, SentRow
from workbook_templates.sent.sent_kinds import addressee_of
from workbook_templates.sent.sent_spec import MARK, SentKind
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.lists import NO

NAMED = 5
"""Keys that a message names; the others are counted."""
NO_SECRET = ("", "无")
Own = TypeVar("Own")
"""The rows of one addressee while they are gathered."""
Keys = frozenset[tuple[Any, ...]]


class Cut(NamedTuple):
    """files: those with rows or asked for by name, in order. left_out: what could not go out, as messages for the clerk.

    feedback: the new rows that go out with them. idle: addressees that have nothing to fill in and get no file."""

    files: tuple[SentFile, ...]
    left_out: tuple[str, ...]
    feedback: tuple[Feedback, ...] = ()
    idle: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """What a run is to cut. names: departments in order; asked: whether they were named; number: the batch."""

    names: tuple[str, ...]
    asked: bool
    number: str


class Portion(NamedTuple, Generic[Own]):
    """What one addressee is to get. units: the departments under which it is asked for. person: where it is one and no department.
    busy: whether there is something to fill in."""

    name: str
    units: frozenset[str]
    own: Own
    person: Person | None = None
    busy: bool = True


class Cutter(ABC, Generic[Own]):
    """The tables of a run, and what of them each addressee of one kind gets."""

    kind: ClassVar[SentKind]

    def __init__(self, tables: Tables, judgement: Judgement, wanted: Wanted) -> None:
        self.tables, self.judgement, self.wanted = tables, judgement, wanted
        self.departments, self.as_of = judgement.departments, judgement.as_of
        self.key_places = {name: sheet.key_places for name, sheet in self.kind.sheets.items()}
        self.shown = {name: tuple((c.header, c.field) for c in sheet.table.columns) for name, sheet in self.kind.sheets.items()}
        self.doubled: dict[str, Keys] = {
            name: doubled(self.key(name, row) for row in getattr(tables, FIELDS[sheet.master])) for name, sheet in self.kind.sheets.items()
        }
        self.prepare()

    @abstractmethod
    def prepare(self) -> None:
        """Look up what this kind needs besides."""

    def cut(self) -> Cut:
        """The files of this kind; where departments were named, only what belongs to them."""
        names = {*self.wanted.names}
        portions = [portion for portion in self.portions() if not self.wanted.asked or portion.units & names]
        files = tuple(self.file(portion) for portion in portions if portion.busy)
        idle = tuple(portion.name for portion in portions if not portion.busy)
        left_out = tuple(counted(found, what) for found, what in self.left_out() if found)
        return Cut(files, left_out, self.added(files), idle)

    @abstractmethod
    def portions(self) -> Iterable[Portion[Own]]:
        """Every addressee and what is its own, in order."""

    @abstractmethod
    def file(self, portion: Portion[Own]) -> SentFile:
        """One addressee's file."""

    @abstractmethod
    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """What should have gone out and could not: its keys, and a message that begins with their number. Asked for after `portions`."""

    def added(self, files: Sequence[SentFile]) -> tuple[Feedback, ...]:
        """Rows of the master that begin with these files."""
        del files
        return ()

    # rows

    def key(self, sheet: str, record: Any) -> tuple[Any, ...]:
        """The durable key of a record that a sheet shows."""
        return self.kind.sheets[sheet].key_values(record)

    def is_doubled(self, sheet: str, record: Any) -> bool:
        return self.key(sheet, record) in self.doubled[sheet]

    def row(self, sheet: str, record: Any, shown: Mapping[str, object], locked: frozenset[str] = frozenset()) -> SentRow:
        """A record in the order of the sheet's columns. shown: header → what it shows instead of the record's own value."""
        if (spec := self.kind.sheets[sheet]).asks:
            shown = {MARK: mark_of(record) if MARK in spec.key else "", **dict.fromkeys(spec.asks), **shown}
        values = tuple(shown[header] if header in shown else getattr(record, field) for header, field in self.shown[sheet])
        return SentRow(*key_texts(values[place] for place in self.key_places[sheet]), values, locked)

    # whose they are

    @cached_property
    def people(self) -> People:
        """The people of the office, to be found by name."""
        return People(self.judgement.facts, self.departments, self.as_of)

    @cached_property
    def staff(self) -> Mapping[str, tuple[str, ...]]:
        """Department → the people in it who are 在岗."""
        found: dict[str, dict[str, None]] = {}
        for person in self.tables.people:
            if person.active != NO:
                found.setdefault(self.unit(person.department), {})[person.name] = None
        return {name: tuple(people) for name, people in found.items()}

    def unit(self, department: str) -> str:
        """The department that answers for this one on 基准日."""
        return self.departments.heir(department, self.as_of)

    def is_in_force(self, department: str) -> bool:
        return is_in_force(self.departments.find(department), self.as_of)

    def sent_file(
        self,
        portion: Portion[Own],
        tables: dict[str, list[SentRow]],
        summary: dict[str, int],
        *,
        people: tuple[str, ...] = (),
        secret: Iterable[str] = (),
        scoring: Scoring | None = None,
    ) -> SentFile:
        """A portion as a file. secret: 密级 of its rows. A department has its 联系人 on the first page, a person his 职务."""
        department = self.departments.find(portion.name) if portion.person is None else None
        known = self.people.behind(portion.person) if portion.person is not None else None
        return SentFile(
            name=addressee_of(self.kind, portion.name),
            liaison=department.liaison if department else known.post if known else "",
            phone=department.phone if department else "",
            people=people,
            tables=tables,
            summary=summary,
            secret=tuple(dict.fromkeys(one for one in secret if one not in NO_SECRET)),
            scoring=scoring,
            liaison_label="联系人" if portion.person is None else "职务",
        )

    # periods

    @cached_property
    def closed(self) -> frozenset[str]:
        """The periods that are closed."""
        return frozenset(row.period for row in self.tables.closed)

    def is_current(self, text: str) -> bool:
        """Whether a 期间 runs on 基准日, or is the one before and not closed yet: its figures come in only after its end."""
        month_end = self.judgement.facts.settings.month_end
        period = parse_period(text, month_end)
        if period is None:
            return False
        return period.contains(self.as_of) or (next_period(period, month_end).contains(self.as_of) and period.name not in self.closed)


def doubled(keys: Iterable[tuple[Any, ...]]) -> Keys:
    """Keys that stand more than once; a blank 编号 is no key."""
    return frozenset(key for key, count in Counter(keys).items() if count > 1 and key[0])


def texts_of(keys: Iterable[tuple[Any, ...]], wanted: Callable[[tuple[Any, ...]], bool]) -> list[str]:
    """Keys as text, in order."""
    return sorted("/".join(map(part_text, key)) for key in keys if wanted(key))


def counted(names: Iterable[str], what: str) -> str:
    """'2 个…（甲、乙）。': a few by name, the others only counted."""
    each = list(dict.fromkeys(names))
    more = "等" if len(each) > NAMED else ""
    return f"{len(each)} {what}（{'、'.join(each[:NAMED])}{more}）。"


def order_of_day(day: dt.date | None) -> dt.date:
    """Sorts rows without a date last."""
    return day or dt.date.max
