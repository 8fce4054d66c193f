"""What stands in the way of writing into an open workbook, as its host tells."""

from collections.abc import Collection

import xlwings as xw

from addin.a1 import Area, cell_name
from addin.changes import NameChange, TableChange
from addin.live.cells import area_of_range, range_at, read_cells
from addin.refusals import area_written, refuse_formulas, refuse_hidden_cells, refuse_table
from addin.table_part import TablePart


def refuse(change: TableChange | NameChange, sheet: xw.Sheet, tables: Collection[TablePart], *, around: bool) -> bool:
    """Raises BookRefused, naming sheet and cell, for the first thing that stands in the way. tables: all of the workbook.
    around: formulas are written around.

    Returns whether there are merged cells, which only a name may have, where they need not be written."""
    refuse_formulas(change, around=around)
    if isinstance(change, TableChange):
        refuse_table(change, tables, lambda area: merge_in(range_at(sheet, area)), lambda area: first_filled(sheet, area))
        return False
    if range_at(sheet, area_written(change)).merge_cells is False:  # None: some are
        return False
    refuse_hidden_cells(change, lambda row, column: area_of_range(sheet.range((row, column)).merge_area))
    return True


def first_filled(sheet: xw.Sheet, area: Area) -> str | None:
    """The name of the first cell that holds anything."""
    cells = read_cells(sheet, area)
    filled = [(row, column) for row in area.rows for column in area.columns if cells.look(row, column) is not None]
    return cell_name(*min([*filled, *cells.formulas])) if filled or cells.formulas else None


def merge_in(place: xw.Range) -> Area | None:
    """A merged range in a place, found by halves; None where there is none."""
    if place.merge_cells is False:  # None: some are
        return None
    while len(place) > 1:
        rows, columns = place.shape
        halves = (place[: rows // 2, :], place[rows // 2 :, :]) if rows > 1 else (place[:, : columns // 2], place[:, columns // 2 :])
        part = next((half for half in halves if half.merge_cells is not False), None)
        if part is None:
            break
        place = part
    return area_of_range(place.merge_area)
