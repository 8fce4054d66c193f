"""The rows below the input tables of an open workbook (addin/rows_below.py)."""

from collections.abc import Iterable, Iterator, Sequence

import xlwings as xw

from addin.a1 import Area
from addin.live.cells import area_of_range, read_cells
from addin.rows_below import INPUT, LineBelow, line_below, with_lines
from addin.table_part import TablePart


def with_rows_below(sheet: xw.Sheet, table: TablePart, tables: Iterable[TablePart]) -> TablePart:
    """The table, if people type into it with the rows below it that are its own, and with what is left there. tables: all of the book."""
    if table.name not in INPUT or table.totals_rows:
        return table
    last = area_of_range(sheet.used_range).bottom
    if last <= table.last:
        return table
    others = [other.area for other in tables if other.sheet == table.sheet and other is not table]
    return with_lines(table, _lines(sheet, table, last, others))


def _lines(sheet: xw.Sheet, table: TablePart, last: int, others: Sequence[Area]) -> Iterator[LineBelow]:
    """The rows with something in the table's columns and in no other table. The table's last row is read too, for its formulas."""
    cells = read_cells(sheet, table.body._replace(top=table.last, bottom=last))
    formulas = {place: text.removeprefix("=") for place, text in cells.formulas.items()}
    for row in range(table.last + 1, last + 1):
        values = {column: value for column in table.area.columns if (value := cells.look(row, column)) is not None}
        values |= {column: "" for column in table.area.columns if (row, column) in formulas and column not in values}
        if values and not any(area.overlaps(table.area._replace(top=row, bottom=row)) for area in others):
            yield line_below(table, row, values, formulas)
