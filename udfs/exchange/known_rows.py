"""The rows that the workbook has, and those that a file has brought so far: what is in them already is not taken again."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from udfs.rules.ground.departments import Departments
from workbook_templates.leaving.import_words import ANCHORS
from workbook_templates.reading.cells import Wrong, plain, read_date, text_of, written
from workbook_templates.reading.names import roster_of
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import C, Column

LEDGER = "督办台账"
FALLBACK: Mapping[str, tuple[str, ...]] = {
    "目标库": ("年度", "目标"),
    "人员": ("姓名", "部门"),
    "指标": ("指标", "期间", "主责部室"),
    "风险点": ("部门", "风险点"),
}
"""What makes two rows one where the key is blank."""


class Place(NamedTuple):
    """Where a row stands, in words. in_file: in the file that is imported, not yet in the workbook."""

    text: str
    in_file: bool


class KnownRows:
    """The rows that the workbook has, and those taken so far in this run."""

    def __init__(self, tables: Tables) -> None:
        self.departments = Departments(tables.departments)
        self.names = [row.name for row in tables.departments]
        self.roster = roster_of(
            [name for row in tables.departments for name in (row.name, *row.former)], [row.name for row in tables.people]
        )
        self.numbers: dict[str, tuple[str, str]] = {}
        self.matters: dict[tuple[str, str], list[tuple[Place, set[Any]]]] = {}
        dues = first_deadlines(tables)
        for stage in tables.stages:
            dues.setdefault(stage.number, set()).add(stage.due)
        for item in tables.items:
            its = {item.due, *dues.get(item.number, ())}
            self.add_item(item.number, item.matter, item.department, its, Place(f"{LEDGER}第 {item.at.row} 行", in_file=False))
        self.keys: dict[tuple[str, ...], Place] = {}
        for table in TABLES:
            for row in getattr(tables, FIELDS[table], ()) if table in ANCHORS and table != LEDGER else ():
                for key in self.keys_of(table, {c.header: getattr(row, c.field) for c in TABLES[table].columns}):
                    self.keys.setdefault(key, Place(f"{table}第 {row.at.row} 行", in_file=False))

    def identity(self, matter: str, department: str) -> tuple[str, str]:
        return unmarked(matter), self.departments.present(department)

    def add_item(self, number: str, matter: str, department: str, dues: set[Any], where: Place) -> None:
        identity = self.identity(matter, department)
        if number:
            self.numbers.setdefault(number, identity)
        self.matters.setdefault(identity, []).append((where, dues))

    def item_at(self, matter: str, department: str, dues: set[Any]) -> tuple[Place, set[Any]] | None:
        """Where the workbook or the file has this item already, and the deadlines that it has there."""
        for where, known in self.matters.get(self.identity(matter, department), ()):
            if not dues - {None} or dues & known or not known - {None}:
                return where, known
        return None

    def keys_of(self, table: str, row: Mapping[str, Any]) -> list[tuple[str, ...]]:
        """The keys under which a row is known: that of the table, and another where it is whole."""
        found = []
        for headers in (TABLES[table].key, FALLBACK.get(table, ())):
            values = [unmarked(str(shown_key(row.get(header)))) for header in headers]
            if headers and all(values):
                found.append((table, "/".join(headers), *values))
        return found


def shown_key(value: Any) -> str:
    return text_of(written(value)) if value is not None else ""


def unmarked(text: str) -> str:
    """A text without blanks and marks: 修路。 is 修路."""
    return re.sub(r"[\W_]+", "", plain(text))


def first_deadlines(tables: Tables) -> dict[str, set[Any]]:
    """编号 → the deadlines that its changes speak of: an imported row may have been put off since."""
    found: dict[str, set[Any]] = {}
    column = Column("", "date", C(""))
    for change in tables.changes:
        for text in (change.old, change.new):
            try:
                found.setdefault(change.number, set()).add(read_date(text, column))
            except Wrong:
                continue
    return found
