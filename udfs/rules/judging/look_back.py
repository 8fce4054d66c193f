"""What a look back takes from the 归档 copy (rules.md §4): the cells that no date tells about, row by row, by key.

Each column of each input table is declared once in PAST (undated_columns): taken from the copy, told by a date of its row, or,
with the reason, left as it is now. What the copy does not know stays as it is now and is marked 现值.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from udfs.rules.ground.known_on import after
from udfs.rules.ground.states import APPROVED, DONE, REGISTERED, STATE_CHANGES, SUBMITTED
from udfs.rules.judging.look_back_columns import PAST, SETTINGS_NOW, headers_taken
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Change, Item
from workbook_templates.tables.results import Differentiation, IndicatorRow, InspectionPlan, LightRow, PersonScore, TraceRow
from workbook_templates.tables.schema import Source

NOW = "现值"
RowPlace = tuple[str, int]
"""Table and row, as Excel shows it."""


class Known(NamedTuple):
    """The tables as they were known then. marks: rows with cells that stay as they are now; gone: rows of the copy that are not here
    any more (deleted, or their key changed), which are not counted; lacking: columns and tables that the copy does not have."""

    tables: Tables
    marks: frozenset[RowPlace]
    gone: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def doubts(self) -> "Doubts":
        return Doubts(self.marks, self.tables)


class Copy(NamedTuple):
    """A copy of the workbook: its tables, the last day that it knows, and the (table, header) that it does not have ("": no such table)."""

    tables: Tables
    day: dt.date
    lacking: Collection[tuple[str, str]] = ()


def known_on(present: Tables, copy: Copy | None, as_of: dt.date) -> Known:
    """The undated cells from the copy, for `facts_on` to cut the dated ones. Without a copy all of them are 现值."""
    changed: dict[str, Any] = {}
    marks: set[RowPlace] = set()
    gone: list[str] = []
    for name, kept in PAST.items():
        if name == "参数":
            continue
        field = FIELDS[name]
        rows = getattr(present, field)
        there = copy is not None and (name, "") not in copy.lacking
        if kept.whole:
            if copy is not None and there:
                changed[field] = getattr(copy.tables, field)
            continue
        merge = TableMerge(name, copy if there else None, as_of, present.changes)
        changed[field] = merge.rows(rows)
        marks |= merge.marks
        gone += merge.gone
    tables = present._replace(**changed)
    if copy is not None and ("参数", "") not in copy.lacking:
        tables = tables._replace(settings=copy.tables.settings._replace(**{f: getattr(present.settings, f) for f in SETTINGS_NOW}))
    marked_items = {stage.number for stage in present.stages if (stage.at.table, stage.at.row) in marks}
    marks |= {(item.at.table, item.at.row) for item in present.items if item.number in marked_items}
    return Known(tables, frozenset(marks), tuple(gone), tuple(lacking_words(copy)))


def lacking_words(copy: Copy | None) -> Iterable[str]:
    """'督办台账.完成度': what was asked for and is not in the copy."""
    for name, header in copy.lacking if copy else ():
        if not header:
            yield name
        elif header in headers_taken(name):
            yield f"{name}.{header}"


class TableMerge:
    """Puts one table's rows and the copy's together. copy: None where the copy does not have the table."""

    def __init__(self, name: str, copy: Copy | None, as_of: dt.date, changes: Iterable[Change]) -> None:
        self.name, self.copy, self.as_of = name, copy, as_of
        self.marks: set[RowPlace] = set()
        self.gone: list[str] = []
        columns = TABLES[name].columns
        fields = {column.header: column.field for column in columns}
        counted = {column.field for column in columns if column.spec.of or column.spec.refers or column.kind != "text"}
        missing = {fields[header] for table, header in (copy.lacking if copy else ()) if table == name and header in fields}

        def split(text: str, out: Collection[str] = ()) -> tuple[str, ...]:
            return tuple(fields[header] for header in text.split() if fields[header] not in out)

        texts = set(fields.values()) - counted
        kept = PAST[name]
        self.copied = split(kept.copied, missing)
        self.dated = [(fields[one.date], split(one.cells, missing)) for one in kept.dated if fields[one.date] not in missing]
        self.touched = [(split(one.dates), split(one.cells, missing)) for one in kept.touched]
        self.free = frozenset(split(" ".join([kept.copied, *(one.cells for one in kept.touched)]), texts))
        self.waiting = [(fields[one.date], split(one.cells, texts), one.initial) for one in kept.dated]
        self.missing = missing
        self.told = told_states(changes, copy.day, as_of) if copy and name == "督办台账" else None

    def rows(self, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        """The present rows, each with what the copy says of it; the very same tuple without a copy."""
        kept = unique(getattr(self.copy.tables, FIELDS[self.name])) if self.copy else {}
        own = unique(rows)
        found, used = [], set()
        for row in rows:
            keys = [row.at.key, *getattr(row, "former", ())] if row.at.key in own else []
            key = next((key for key in keys if key in kept), None)
            if self.copy is None or key is None:
                doubtful = self.holds_undated(row)
                found.append(row)
            else:
                cells, doubtful = self.cells(row, kept[key], self.copy.day)
                used.add(key)
                found.append(row._replace(**cells))
            if doubtful:
                self.marks.add((row.at.table, row.at.row))
        held = {row.at.key for row in rows}
        self.gone = [f"{self.name} {key}" for key in kept if key not in used and key not in held]
        return tuple(found) if self.copy else rows

    def cells(self, row: Any, kept: Any, kept_day: dt.date) -> tuple[dict[str, Any], bool]:
        """Field → what the copy says of it; and whether a figure of the row rests on what is there now."""
        found = {field: getattr(kept, field) for field in self.copied}
        for date, fields in self.dated:
            day = getattr(row, date)
            if day is None or after(day, self.as_of):
                found |= {field: getattr(kept, field) for field in (date, *fields)}
        doubtful = any(is_filled(getattr(row, field)) for field in self.free & self.missing)
        for dates, fields in self.touched:
            if any(is_between(getattr(row, date), kept_day, self.as_of) for date in dates):
                doubtful = doubtful or any(is_filled(getattr(row, field)) for field in fields if field in self.free)
            else:
                found |= {field: getattr(kept, field) for field in fields}
        if self.told is not None and "status" not in self.missing:
            found |= course(row, kept, kept_day, self.as_of, self.told)
            doubtful = doubtful or (kept_day < self.as_of and (row.returns or 0) != (kept.returns or 0))  # 退办 empties 提交日期
        return found, doubtful

    def holds_undated(self, row: Any) -> bool:
        """Whether a row that the copy does not have holds anything that no date tells about."""
        if any(is_filled(getattr(row, field)) for field in self.free):
            return True
        return any(
            getattr(row, date) is None and any(is_filled(getattr(row, field)) and getattr(row, field) != initial for field in fields)
            for date, fields, initial in self.waiting
        )


def course(row: Item, kept: Item, kept_day: dt.date, as_of: dt.date, told: Collection[str]) -> dict[str, Any]:
    """状态, 提交日期 and 办结日期 where no date or decision after the copy tells the state: those of the copy.

    told: the items that a change after the copy has paused, resumed or cancelled."""
    closed = row.status == DONE and row.closed is not None and row.closed <= as_of
    submitted = row.status == SUBMITTED and row.submitted is not None and row.submitted <= as_of
    became_known = row.submitted if row.submitted != kept.submitted else None  # a day before the copy too, where the return came late
    handed_in = row.status in (SUBMITTED, DONE) and became_known is not None and not after(became_known, as_of)
    given_out = kept.status == REGISTERED and is_between(row.issued, kept_day, as_of)
    if closed or submitted or handed_in or given_out or row.number in told:
        return {}
    return {
        "status": kept.status,
        "submitted": row.submitted if row.submitted is not None and row.submitted <= as_of else kept.submitted,
        "closed": row.closed if row.closed is not None and row.closed <= as_of else kept.closed,
    }


def told_states(changes: Iterable[Change], kept_day: dt.date, as_of: dt.date) -> frozenset[str]:
    """The items whose state an approved change after the copy tells."""
    return frozenset(
        change.number
        for change in changes
        if change.result == APPROVED and change.change in STATE_CHANGES and is_between(change.approved, kept_day, as_of)
    )


def is_between(day: Any, kept_day: dt.date, as_of: dt.date) -> bool:
    """After the copy and by 基准日."""
    return day is not None and after(day, kept_day) and not after(day, as_of)


def is_filled(value: Any) -> bool:
    return value not in (None, "", ())


def unique(rows: Iterable[Any]) -> dict[str, Any]:
    """Key → row, for the keys that stand once: of two rows with one key nobody knows which is which."""
    held = tuple(rows)
    counted = Counter(row.at.key for row in held)
    return {row.at.key: row for row in held if counted[row.at.key] == 1 and row.at.key.strip("/")}


class Doubts:
    """Writes 现值 into the rows of the result sheets that rest on cells as they are now. shown: how many rows of them carry it."""

    def __init__(self, marks: Collection[RowPlace] = (), tables: Tables | None = None) -> None:
        self.marks = marks
        self.shown = 0
        ratings, scores, points = (tables.ratings, tables.marks, tables.risk_points) if tables and marks else ((), (), ())
        self.rated = {row.staff_no for row in ratings if self.has(row.at)}
        self.scorers = {row.scorer for row in scores if self.has(row.at)}
        self.risks = {row.number for row in points if self.has(row.at)}

    def has(self, at: Source) -> bool:
        return (at.table, at.row) in self.marks

    def lights(self, rows: Sequence[LightRow]) -> Sequence[LightRow]:
        """In 待确认: the completion is not the one of that day."""
        return self.flagged(rows, "unconfirmed", lambda row: self.has(row.at), "、")

    def traces(self, rows: Sequence[TraceRow]) -> Sequence[TraceRow]:
        """In 说明, by the row that the points come from."""
        return self.flagged(rows, "note", lambda row: (row.table, row.row) in self.marks)

    def plans(self, rows: Sequence[InspectionPlan]) -> Sequence[InspectionPlan]:
        return self.flagged(rows, "note", lambda row: row.risk in self.risks)

    def persons(self, rows: Sequence[PersonScore]) -> Sequence[PersonScore]:
        return self.flagged(rows, "note", lambda row: row.staff_no in self.rated)

    def indicators(self, rows: Sequence[IndicatorRow]) -> Sequence[IndicatorRow]:
        return self.flagged(rows, "note", lambda row: self.has(row.at))

    def spreads(self, rows: Sequence[Differentiation]) -> Sequence[Differentiation]:
        return self.flagged(rows, "verdict", lambda row: row.scorer in self.scorers)

    def flagged(self, rows: Sequence[Any], field: str, doubtful: Callable[[Any], bool], joint: str = "；") -> Sequence[Any]:
        if not self.marks:
            return rows
        found = [row._replace(**{field: joint.join(filter(None, (getattr(row, field), NOW)))}) if doubtful(row) else row for row in rows]
        self.shown += sum(map(doubtful, rows))
        return found


NO_DOUBTS = Doubts()
