"""What calamine and the scan of a sheet give, as the values of one table. Nobody else hands a file to calamine."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from addin.a1 import Area
from addin.changes import rows_taken
from addin.closed.package import Package
from addin.closed.sheet_formats import Formats, percent_cells, shown_cells
from addin.closed.sheet_scan import FormulaCell, has_odd_dimension, without_dimension, without_new_errors
from addin.rows_below import INPUT
from addin.table_part import Look, Places, TablePart, clean, cleaned, is_blank, normalised
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Grid, Value

_PLAIN = frozenset({str, dt.date})
_1904 = dt.date(1904, 1, 1)
_FIRST_DAY, _LAST_DAY = ((dt.date(year, 1, 1) - _1904).days for year in (2000, 2100))


class SheetValues:
    """What calamine reads of a workbook, a sheet at a time. parts: sheet → part."""

    def __init__(self, package: Package, parts: Mapping[str, str]) -> None:
        self._package, self._parts = package, parts
        self._reader: CalamineWorkbook | None = None

    def rows(self, sheet: str) -> list[list[Any]]:
        """Every row of a sheet from row 1 and column A."""
        if self._reader is None:
            self._reader = CalamineWorkbook.from_filelike(BytesIO(self._with_sound_dimensions()))
        try:
            return self._reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except CalamineError:
            self._reader = CalamineWorkbook.from_filelike(BytesIO(self._with_known_errors()))
            return self._reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    def _with_sound_dimensions(self) -> bytes:
        """The file without those dimensions that calamine can't read, or would believe though they lie; Excel looks at none."""
        odd = [part for part in self._parts.values() if has_odd_dimension(self._package.plain(part))]
        return self._copied(odd, without_dimension) if odd else self._package.data

    def _with_known_errors(self) -> bytes:
        """The file with #N/A for error values younger than calamine (#SPILL!, #CALC!), which refuses the sheet for them."""
        return self._copied(self._parts.values(), lambda xml: without_dimension(without_new_errors(xml)))

    def _copied(self, parts: Iterable[str], change: Callable[[bytes], bytes]) -> bytes:
        """The file with these sheets, in plain form, changed for calamine alone."""
        twin = self._package.unchanged()
        for part in parts:
            twin.change(part, change(twin.plain(part)))
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
        return clean(normalised(values[row - 1][column - 1]))

    return look


def grid_of(
    table: TablePart,
    values: list[list[Any]],
    formulas: Collection[FormulaCell],
    errors: Mapping[tuple[int, int], str],
    xml: bytes,
    formats: Formats,
    *,
    date1904: bool,
) -> Grid:
    """A table cut out of its sheet, without the blank rows at its end. xml: the sheet in plain form."""
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
    read = read._replace(bottom=first + len(rows) - 1)
    names = dict(enumerate(table.headers, left))
    if date1904:
        days_since_1904(rows, [place for place, header in enumerate(table.headers) if header in _headers(table, "date")])
    clean, unclean = cleaned(table, [tuple(row) for row in rows])
    return Grid(
        sheet=table.sheet,
        first_row=first,
        headers=table.headers,
        rows=clean,
        percent=frozenset((row - first, names[column]) for row, column in percent_cells(xml, formats, read)),
        formulas=frozenset((row - first, names[column]) for row, column in inside if row <= read.bottom),
        shown={(row - first, names[column]): text for (row, column), text in _shown(table, rows, xml, formats, read).items()},
        unclean=unclean,
        below=table.below,
        taken=rows_taken(table, inside),
    )


def _shown(table: TablePart, rows: Sequence[Sequence[Value]], xml: bytes, formats: Formats, read: Area) -> dict[tuple[int, int], str]:
    """(row, column) → what is shown there besides its value. A day in a column of days is that day, however it is shown."""
    words = _read_as_shown(table)
    columns = list(zip(*rows, strict=True))
    odd = any(float in set(map(type, columns[place])) for place in words if columns)
    codes = {**formats.days, **formats.numbers} if odd else formats.days
    if not codes:
        return {}
    days = {place for place, header in enumerate(table.headers) if header in _headers(table, "date", "time")}

    def look(row: int, column: int) -> Value:
        place = column - read.left
        value = rows[row - read.top][place] if place in words else None
        return None if place in days and isinstance(value, dt.date) else value

    return shown_cells(xml, codes, read, look)


def _headers(table: TablePart, *kinds: str) -> frozenset[str]:
    """The headers of the columns of these kinds, as far as the schema knows the table."""
    known = TABLES[table.name].columns if table.name in TABLES else ()
    return frozenset(column.header for column in known if column.kind in kinds)


def _read_as_shown(table: TablePart) -> set[int]:
    """Places of the columns in which what is shown counts: words and days that people type. Figures are read by their value, and what is
    not typed is ours."""
    if table.name in TABLES and table.name not in INPUT:
        return set()
    figures = _headers(table, "number", "rate")
    return {place for place, header in enumerate(table.headers) if header not in figures}


def days_since_1904(rows: Sequence[list[Value]], columns: Collection[int]) -> None:
    """Numbers of days without a date format in columns of dates become dates, in a workbook that counts them from 1904."""
    for row in rows:
        for column in columns:
            value = row[column] if column < len(row) else None
            if isinstance(value, float) and value.is_integer() and _FIRST_DAY <= value <= _LAST_DAY:
                row[column] = _1904 + dt.timedelta(value)


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
