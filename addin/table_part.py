"""A table as a closed file and an open workbook both know it: its place, its headers, and its values in one form."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from addin.a1 import Area
from workbook_templates.reading.characters import CONTROL, clean_text, is_unsound
from workbook_templates.tables.grid import At, CellError, Row, RowsBelow, Value

Places = set[tuple[int, int]]
"""Cells as (row, column) of the sheet."""
Look = Callable[[int, int], Value]
"""What a sheet shows at a row and column."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """Where a table lies and how it is laid out.

    name: the name by which formulas call it.
    sheet: the sheet that it lies on.
    part: its part in the file; "" in an open workbook.
    area: all of it, header and totals rows included.
    headers: the columns by the names under which they are read and written (`headers_of`).
    header_rows: how many of its first rows are headers, 0 or 1.
    totals_rows: how many of its last rows are totals.
    filtered: whether a filter may hide rows of it.
    outgrown: how many rows of `area` were typed below the table, which does not count them yet.
    titles: the columns as the sheet and its formulas name them, where that may be otherwise.
    below: what stands further down and is none of its rows.
    """

    name: str
    sheet: str
    part: str
    area: Area
    headers: tuple[str, ...]
    header_rows: int
    totals_rows: int
    filtered: bool
    outgrown: int = 0
    titles: tuple[str, ...] = ()
    below: tuple[RowsBelow, ...] = ()

    @property
    def first(self) -> int:
        """The first body row."""
        return self.area.top + self.header_rows

    @property
    def last(self) -> int:
        """The last body row; a table always has one."""
        return self.area.bottom - self.totals_rows

    @property
    def drawn(self) -> Area:
        """All of it as its border is drawn now, without the rows that were typed below it."""
        return self.area._replace(bottom=self.area.bottom - self.outgrown)

    @property
    def body(self) -> Area:
        return Area(self.first, self.area.left, self.last, self.area.right)


def normalised(value: object) -> Value:
    """One form for what calamine gives: '' is None, numbers are floats, midnight is a date, a time or duration is days."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, int | float):
        return float(value) if isfinite(value) else CellError("#NUM!")
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    if isinstance(value, dt.date):
        return value
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86_400
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    return None


def clean(value: Value) -> Value:
    """A value without what no file can keep."""
    return (clean_text(value) or None) if isinstance(value, str) else value


def cleaned(part: TablePart, rows: list[Row]) -> tuple[list[Row], frozenset[At]]:
    """The rows of a table without what no file can keep, and the cells that held control characters; its line ends are line feeds."""
    odd: set[Value] = {value for row in rows for value in row if isinstance(value, str) and is_unsound(value)}
    if not odd:
        return rows, frozenset()
    listed = {value for value in odd if isinstance(value, str) and CONTROL.search(value)}
    lines = (zip(part.headers, row, strict=True) for row in rows)
    held = frozenset((at, header) for at, line in enumerate(lines) for header, value in line if value in listed)
    return [row if odd.isdisjoint(row) else tuple(map(clean, row)) for row in rows], held


def is_blank(row: Sequence[Value], number: int, left: int, formulas: Places) -> bool:
    """Nobody has typed anything in it; what formulas show does not count, unless there is nothing but formulas."""
    typed = [value for column, value in enumerate(row, left) if (number, column) not in formulas]
    return not any(value is not None for value in typed) and (bool(typed) or not any(value is not None for value in row))
