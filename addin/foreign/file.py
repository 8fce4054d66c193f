"""A file from outside, read as plain cells. To be called in a child with limits (reader.py): guards come first, but a parser
may still die of what they let through."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from addin.a1 import Area, parse_area
from addin.closed.contents import counts_from_1904, sheet_parts
from addin.closed.guards import Limits, guarded, readable
from addin.closed.package import tree
from addin.closed.sheet_formats import Formats, formats_of, percent_cells, shown_cells
from addin.closed.sheet_scan import error_cells, formula_cells
from addin.closed.table_values import SheetValues, days_since_1904, filled_by_formulas
from addin.table_part import clean, normalised
from workbook_templates.reading.cells import plain
from workbook_templates.reading.errors import FileRefused
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Value

RETURNED = Limits(unpacked=100_000_000, ratio=200, cells=500_000, members=2_000)
"""A filled-in sheet of ours has some thousand cells; pictures that somebody pasted in may make it a few megabytes."""
LARGEST = 30_000_000
"""Bytes of a file on the disk."""
_DAYS = frozenset(column.header for table in TABLES.values() for column in table.columns if column.kind == "date")
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\sref="([^"]+)"')


def foreign_sheets(path: Path, limits: Limits = RETURNED) -> list[ForeignSheet]:
    """Every worksheet in the order of the tabs. Raises FileRefused, with the file's name and what to do."""
    if path.stat().st_size > LARGEST:
        raise FileRefused.of(path.name, f"有 {path.stat().st_size // 1_000_000} MB，不像填好的表", "请删去图片和多余的工作表后另存")
    package = guarded(path, limits)
    with readable(path.name):
        workbook = package.related("", "officeDocument")[0]
        parts = {name: part for name, part in sheet_parts(package, workbook).items() if b"sheetData" in package.plain(part)}
        values, formats = SheetValues(package, parts), formats_of(package, workbook)
        date1904 = counts_from_1904(tree(package.read(workbook)))
        return [foreign_sheet(name, values.rows(name), package.plain(part), formats, date1904=date1904) for name, part in parts.items()]


def foreign_sheet(name: str, values: list[list[Any]], xml: bytes, formats: Formats, *, date1904: bool) -> ForeignSheet:
    """One sheet in plain form: values, errors, formulas; what is merged over several rows stands in each of them, as a person reads it."""
    rows: list[list[Value]] = [[clean(normalised(value)) for value in line] for line in values]
    for (row, column), code in error_cells(xml).items():
        set_blank(rows, row - 1, column - 1, CellError(code))
    extent = Area(1, 1, max(len(rows), 1), max((len(row) for row in rows), default=1))
    found = list(formula_cells(name, xml))
    formulas = {(row - 1, column - 1) for row, column in filled_by_formulas(found, extent)}
    for row, column in filled_by_formulas((cell for cell in found if not cell.computed), extent):
        set_blank(rows, row - 1, column - 1, CellError(NOT_COMPUTED))
    if date1904:
        days_since_1904(rows, columns_of_days(rows))
    percent = {(row - 1, column - 1) for row, column in percent_cells(xml, formats, extent)}
    told = shown_cells(xml, {**formats.days, **formats.numbers}, extent, partial(value_at, rows))
    shown = {(row - 1, column - 1): text for (row, column), text in told.items()}
    for area in merged_areas(xml, extent):
        fill_down(rows, area, formulas, percent, shown)
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
    return ForeignSheet(name, rows, frozenset(percent), frozenset(formulas), shown)


def value_at(rows: Sequence[Sequence[Value]], row: int, column: int) -> Value:
    """The value at a place counted from 1; blank beyond the rows."""
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None


def columns_of_days(rows: Sequence[Sequence[Value]]) -> set[int]:
    """The columns below a header that names a day."""
    titles = ((column, plain(value)) for row in rows[:20] for column, value in enumerate(row) if isinstance(value, str))
    return {column for column, title in titles if title in _DAYS or title.endswith(("日期", "时限", "时间"))}


def set_blank(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    """A value where calamine saw a blank."""
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = value


def merged_areas(xml: bytes, extent: Area) -> list[Area]:
    """The merged areas of more than one row, as far as the sheet has cells. An area that is none is no reason to refuse the file."""
    found = []
    for text in _MERGED.findall(xml):
        try:
            area = parse_area(text.decode())
        except ValueError:
            continue
        if area.top < area.bottom and extent.holds(area.top, area.left):
            found.append(area._replace(bottom=min(area.bottom, extent.bottom)))
    return found


def fill_down(
    rows: Sequence[list[Value]],
    area: Area,
    formulas: set[tuple[int, int]],
    percent: set[tuple[int, int]],
    shown: dict[tuple[int, int], str],
) -> None:
    """The value of a merged area in every row of its first column."""
    top, column = area.top - 1, area.left - 1
    if column >= len(rows[top]) or rows[top][column] is None:
        return
    for row in range(area.top, area.bottom):
        if column < len(rows[row]):
            rows[row][column] = rows[top][column]
            for marks in (formulas, percent):
                if (top, column) in marks:
                    marks.add((row, column))
            if (top, column) in shown:
                shown[row, column] = shown[top, column]
