"""The master's rows by the durable key that a sheet carries, and what stands in their cells now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from workbook_templates.reading.cells import means_nothing, text_of
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.sent.returned import Key
from workbook_templates.sent.sent_cells import key_texts, sent_text
from workbook_templates.sent.sent_spec import SentKind, SentSheet
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import At, Grid
from workbook_templates.tables.schema import Column

UNITS = {name: frozenset(column.header for column in table.columns if column.spec.refers == "部门") for name, table in TABLES.items()}
"""Table → its columns that name a department."""


class MasterRow(NamedTuple):
    """A row of the master. twice: its key stands in more rows than this one."""

    record: Any
    twice: bool


class MasterRows:
    """The tables of a run, with the grids that they were read from. tables: with what the run has taken so far."""

    def __init__(self, tables: Tables, grids: Mapping[str, Grid]) -> None:
        self.tables, self.grids = tables, grids
        self._taken: set[tuple[str, int, str]] = set()
        self._by_key: dict[tuple[str, str], tuple[SentSheet, dict[Key, MasterRow]]] = {}
        self._former = {row.name: row.former for row in tables.departments}
        self._places: dict[str, dict[str, int]] = {}

    def take(self, cells: Iterable[tuple[Any, Column, Any]]) -> None:
        """Hold cells that are taken (record, column, value): what is merged after them meets them as a later run would."""
        changed: dict[str, dict[int, dict[str, Any]]] = {}
        for record, column, value in cells:
            changed.setdefault(record.at.table, {}).setdefault(record.at.row, {})[column.field] = value
            self._taken.add((record.at.table, record.at.row, column.header))
        moved: dict[str, list[tuple[Any, Any]]] = {}
        for table, rows in changed.items():
            held = []
            for one in getattr(self.tables, FIELDS[table]):
                cells_taken = rows.get(one.at.row)
                held.append(one._replace(**cells_taken) if cells_taken else one)
                if cells_taken:
                    moved.setdefault(table, []).append((one, held[-1]))
            instead: dict[str, Any] = {FIELDS[table]: tuple(held)}
            self.tables = self.tables._replace(**instead)
        self._by_key = {at: index for at, index in self._by_key.items() if self._follows(*index, moved)}

    def _follows(self, spec: SentSheet, index: dict[Key, MasterRow], moved: Mapping[str, Sequence[tuple[Any, Any]]]) -> bool:
        """Put the records as they are now into an index; False where one has another key than before."""
        for before, now in moved.get(spec.master, ()):
            if spec.master_values(before) != spec.master_values(now):
                return False
            for key in self._keys(spec, now):
                if index[key].record is before:
                    index[key] = index[key]._replace(record=now)
        return True

    def find(self, kind: SentKind, sheet: str, key: Key) -> MasterRow | None:
        """The row of this key in the table that a sheet of this kind belongs to; a department in it may stand under a former name."""
        return self.rows(kind, sheet).get(key)

    def rows(self, kind: SentKind, sheet: str) -> Mapping[Key, MasterRow]:
        """Every row of that table by its key."""
        at = kind.name, sheet
        if at not in self._by_key:
            self._by_key[at] = kind.sheets[sheet], self._index(kind.sheets[sheet])
        return self._by_key[at][1]

    def _index(self, spec: SentSheet) -> dict[Key, MasterRow]:
        found: dict[Key, MasterRow] = {}
        for record in getattr(self.tables, FIELDS[spec.master]):
            for key in self._keys(spec, record):
                found[key] = MasterRow(found[key].record, True) if key in found else MasterRow(record, False)
        return found

    def _keys(self, spec: SentSheet, record: Any) -> Iterator[Key]:
        """The key of a record, under each name that a department in it has had."""
        values = zip(spec.master_key(), spec.master_values(record), strict=True)
        units = UNITS[spec.master]
        for names in product(*((value, *self._former.get(value, ())) if header in units else (value,) for header, value in values)):
            key = key_texts(names)
            if key[0]:
                yield key

    def text(self, record: Any, column: Column) -> str:
        """What the cell holds now, in the common form of three-way comparing; what can't be read, as it stands."""
        typed = getattr(record, column.field)
        if typed not in (None, "", ()):
            return sent_text(typed, column)
        if (record.at.table, record.at.row, column.header) in self._taken:
            return ""
        place = self.places(record.at.table).get(column.header)
        grid = self.grids[record.at.table]
        value = None if place is None else grid.rows[record.at.row - grid.first_row][place]
        return "" if means_nothing(value, column) else text_of(value).strip()

    def obstacle(self, record: Any, header: str) -> str:
        """Why the cell can't be written; '' where it can."""
        table = record.at.table
        if header not in self.places(table):
            return f"台账的“{table}”里没有“{header}”这一列"
        index = record.at.row - self.grids[table].first_row
        return "台账的这一格是公式" if (index, header) in self.grids[table].formulas else ""

    def at(self, record: Any, header: str) -> At:
        """Where the cell is, for Book.update."""
        table = record.at.table
        return record.at.row - self.grids[table].first_row, header

    def places(self, table: str) -> dict[str, int]:
        """Header → its place in the grid."""
        if table not in self._places:
            headers = self.grids[table].headers if table in self.grids else ()
            self._places[table] = {header: place for place, header in enumerate(headers)}
        return self._places[table]
