"""What calamine and the scan of a sheet give, as the values of one table."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from addin.a1 import Area, column_of
from addin.closed.package import Package
from addin.closed.sheet_scan import FormulaCell, without_new_errors
from addin.table_part import Look, Places, TablePart, is_blank, normalised
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Grid, Value

_PLAIN = frozenset({str, dt.date})


class SheetValues:
    """What calamine reads of a workbook, a sheet at a time. parts: sheet → part."""

    def __init__(self, package: Package, parts: Mapping[str, str]) -> None:
        self._package, self._parts = package, parts
        self._reader: CalamineWorkbook | None = None

    def rows(self, sheet: str) -> list[list[Any]]:
        """Every row of a sheet from row 1 and column A."""
        if self._reader is None:
            self._reader = CalamineWorkbook.from_filelike(BytesIO(self._package.data))
        try:
            return self._reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except CalamineError:
            self._reader = CalamineWorkbook.from_filelike(BytesIO(self._with_known_errors()))
            return self._reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    def _with_known_errors(self) -> bytes:
        """The file with #N/A for error values younger than calamine (#SPILL!, #CALC!), which refuses the sheet for them."""
        twin = self._package.unchanged()
        for part in self._parts.values():
            twin.change(part, without_new_errors(twin.plain(part)))
        return b"".join(twin.written())


def filled_by_formulas(cells: Iterable[FormulaCell], within: Area) -> Places:
    """Cells of an area that formulas fill, an array's whole range included."""
    places: Places = set()
    for cell in cells:
        if within.overlaps(cell.area):
            rows = range(max(within.top, cell.area.top), min(within.bottom, cell.area.bottom) + 1)
            columns = range(max(within.left, cell.area.left), min(within.right, cell.area.right) + 1)
            places.update((row, column) for row in rows for column in columns)
    return places


def looker(values: list[list[Any]], errors: Mapping[tuple[int, int], str]) -> Look:
    """What a sheet shows: the values of calamine, blank beyond them, with the errors that it reads as blanks."""

    def look(row: int, column: int) -> Value:
        if (row, column) in errors:
            return CellError(errors[row, column])
        if row > len(values) or column > len(values[row - 1]):
            return None
        return normalised(values[row - 1][column - 1])

    return look


def grid_of(
    table: TablePart,
    values: list[list[Any]],
    formulas: Collection[FormulaCell],
    errors: Mapping[tuple[int, int], str],
    percent: Sequence[tuple[bytes, bytes]],
) -> Grid:
    """A table cut out of its sheet, without the blank rows at its end."""
    first, left = table.first, table.area.left
    rows = _rows(table, values)
    for (row, column), code in errors.items():
        if table.body.holds(row, column):
            rows[row - first][column - left] = CellError(code)
    read = table.body._replace(bottom=first + len(rows) - 1)
    inside = filled_by_formulas(formulas, read)
    for row, column in filled_by_formulas((cell for cell in formulas if not cell.computed), read):
        rows[row - first][column - left] = CellError(NOT_COMPUTED)
    while rows and is_blank(rows[-1], first + len(rows) - 1, left, inside):
        rows.pop()
    end = first + len(rows)
    names = dict(enumerate(table.headers, left))
    known = {letter: names[column] for letter in {letter for letter, _ in percent} if (column := column_of(letter.decode())) in names}
    shown = frozenset((at - first, known[letter]) for letter, digits in percent if letter in known and first <= (at := int(digits)) < end)
    marked = frozenset((row - first, names[column]) for row, column in inside if row < end)
    return Grid(table.sheet, first, table.headers, [tuple(row) for row in rows], shown, marked)


def _rows(table: TablePart, values: list[list[Any]]) -> list[list[Value]]:
    """The table's lines as far as the sheet has any; the hot loop, so it is spelled out."""
    left, right = table.area.left, table.area.right
    width, other, date = right - left + 1, normalised, dt.date
    rows: list[list[Value]] = []
    for line in values[table.first - 1 : table.last]:
        part = line[left - 1 : right]
        if _PLAIN.issuperset(map(type, part)):  # texts and days alone: the most common line but for its numbers
            row: list[Value] = [value or None for value in part]
        else:
            row = [
                value  # a finite number less itself is 0
                if ((kind := value.__class__) is float and value - value == 0.0) or (kind is str and value)
                else (None if kind is str else (value if kind is date else other(value)))
                for value in part
            ]
        rows.append(row if len(row) == width else row + [None] * (width - len(row)))
    return rows
