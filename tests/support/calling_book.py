"""The workbook that calls a cell function, as xlwings would show it."""

import types
from typing import Any

from udfs.pages.cell_values import cell_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Row


class Place:
    """A table's range as xlwings shows it: the values, and the number formats of columns."""

    def __init__(self, cells: list[Row], formats: dict[int, str]) -> None:
        self.cells, self.formats, self.row = cells, formats, 3

    def options(self, **_: object) -> "Place":
        return self

    @property
    def value(self) -> list[Row]:
        return self.cells

    def __getitem__(self, place: tuple[Any, int]) -> Any:
        return types.SimpleNamespace(number_format=self.formats.get(place[1], "General"))


class Book:
    """A workbook with these tables; counts how often it is read."""

    def __init__(self, name: str, **tables: list[Row]) -> None:
        self.fullname, self.reads = name, 0
        self.formats: dict[str, dict[int, str]] = {}
        self.tables = tables

    @property
    def sheets(self) -> dict[str, Any]:
        self.reads += 1
        return {name: types.SimpleNamespace(tables={name: self._table(name)}) for name in self.tables}

    def _table(self, name: str) -> Any:
        cells = [TABLES[name].headers, *self.tables[name]]
        return types.SimpleNamespace(range=Place(cells, self.formats.get(name, {})))


def raw(grid: Grid) -> tuple[tuple[Any, ...], ...]:
    """A table as COM hands it over."""
    return tuple(tuple(None if (cell := cell_of(value)) == "" else cell for value in row) for row in (grid.headers, *grid.rows))
