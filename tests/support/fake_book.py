"""A Book in memory: what an action's test needs, held to the same contract as the real ones."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from addin.own_columns import Stays
from workbook_templates.reading.errors import BookRefused
from workbook_templates.reading.headers import headers_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import At, Block, CellError, Grid, Row, Value

Table = tuple[tuple[str, ...], list[list[Value]]]


class FakeBook:
    """tables: name → (headers, rows), names: name → block of values; both are what a commit changes."""

    path = Path("假的总台账.xlsm")
    notes: tuple[str, ...] = ()
    in_file = True

    def __init__(self, tables: dict[str, Table], names: dict[str, list[list[Value]]] | None = None) -> None:
        self.saved: dict[str, Any] = {"tables": tables, "names": names or {}}
        self.discard()

    def tables(self) -> dict[str, tuple[str, ...]]:
        return {name: headers_of(name, headers) for name, (headers, _) in self.saved["tables"].items()}

    def read(self, names: Collection[str]) -> dict[str, Grid]:
        found = {name: table for name, table in self.saved["tables"].items() if name in names}
        return {
            name: Grid(name, 2, headers_of(name, headers), [tuple(row) for row in trimmed(rows)]) for name, (headers, rows) in found.items()
        }

    def shown(self, names: Collection[str]) -> dict[str, Block]:
        return {name: self._names[name] for name in names if name in self._names}

    def replace(self, table: str, headers: Sequence[str], rows: Sequence[Row]) -> None:
        places, width = self._places(table, headers), len(self.tables()[table])
        old = self._tables[table][1]
        new: list[list[Value]] = [[*old[i]] if i < len(old) else [None] * width for i in range(len(rows))]
        for line, row in zip(new, rows, strict=True):
            for place, value in zip(places, row, strict=True):
                line[place] = plain(value)
        self._tables[table] = self.tables()[table], new

    def append(self, table: str, headers: Sequence[str], rows: Sequence[Row]) -> None:
        places, (known, old) = self._places(table, headers), self._tables[table]
        lines = [{place: plain(value) for place, value in zip(places, row, strict=True)} for row in rows]
        self._tables[table] = known, trimmed(old) + [[line.get(place) for place in range(len(known))] for line in lines]

    def update(self, table: str, cells: Mapping[At, Value]) -> None:
        rows = [[*row] for row in self._tables[table][1]]
        for (row, header), value in cells.items():
            rows[row][self._places(table, [header])[0]] = plain(value)
        self._tables[table] = self.tables()[table], rows

    def write_around_formulas(self) -> None:
        """It has no formulas."""

    def put(self, names: Mapping[str, Value | Block]) -> None:
        for name, value in names.items():
            block = self._names.get(name)
            if block is None:
                raise BookRefused(f"没有名称 {name}")
            is_block = isinstance(value, Sequence) and not isinstance(value, str | CellError)
            new: Any = value if is_block else [[value, *block[0][1:]], *block[1:]]
            if [len(row) for row in new] != [len(row) for row in block]:
                raise BookRefused(f"名称 {name} 的区域不是这个形状")
            self._names[name] = [[plain(cell) for cell in row] for row in new]

    def results(self, names: Mapping[str, Block]) -> None:
        """Its ranges hold no formulas."""

    def stays(self) -> list[Stays]:
        """Nobody has anything of his own in it."""
        return []

    def differs(self) -> bool:
        now = {name: trimmed(rows) for name, (_, rows) in self._tables.items()}
        return now != {name: trimmed(rows) for name, (_, rows) in self.saved["tables"].items()} or self._names != self.saved["names"]

    def commit(self, backup: Path | None) -> bool:  # noqa: ARG002 - there is no file to copy
        differed = self.differs()
        if differed:
            self.saved["tables"].update(self._tables)
            self.saved["names"].update(self._names)
        self.discard()
        return differed

    def discard(self) -> None:
        self._tables: dict[str, Table] = dict(self.saved["tables"])
        self._names: dict[str, list[list[Value]]] = dict(self.saved["names"])

    def _places(self, table: str, headers: Sequence[str]) -> list[int]:
        known = self.tables().get(table, ())
        if not set(headers) <= set(known):
            raise BookRefused(f"没有表 {table} 或它的列 {headers}")
        return [known.index(header) for header in headers]


def every_table(rows: Mapping[str, Sequence[Mapping[str, Value]]]) -> dict[str, Table]:
    """All tables of a master: those that have rows here, as header → value, with them; the others as a new workbook has them."""
    held: dict[str, Table] = {}
    for name, table in TABLES.items():
        given = rows.get(name, ())
        assert all(row.keys() <= set(table.headers) for row in given), name
        lines = [[row.get(header) for header in table.headers] for row in given]
        held[name] = (table.headers, lines or [list(row) for row in default_rows(name)])
    return held


def master_in(folder: Path, rows: Mapping[str, Sequence[Mapping[str, Value]]], name: str = "督办总台账.xlsm") -> FakeBook:
    """A book of all tables whose folders lie in `folder`."""
    book = FakeBook(every_table(rows))
    book.path = folder / name
    return book


def plain(value: Value) -> Value:
    """As a cell gives it back: '' is None, a number a float, midnight a date."""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return float(value) if type(value) is int else None if value == "" else value


def trimmed(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Without the blank rows at the end."""
    lines = [[plain(value) for value in row] for row in rows]
    while lines and not any(value is not None for value in lines[-1]):
        lines.pop()
    return lines
