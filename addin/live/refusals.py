"""What stands in the way of writing into an open workbook: asked before anything is written."""

from collections.abc import Mapping

import xlwings as xw

from addin.a1 import LAST_ROW, Area, area_text, cell_name
from addin.changes import NameChange, TableChange, cells_in
from addin.live.cells import area_of_range, range_at, read_cells
from addin.table_part import TablePart
from workbook_templates.reading.errors import BookRefused


def refuse(change: TableChange | NameChange, sheet: xw.Sheet, tables: Mapping[str, TablePart]) -> bool:
    """Raises BookRefused, naming sheet and cell, for the first thing that stands in the way. tables: all of the workbook.

    Returns whether there are merged cells, which only a name may have, where they need not be written."""
    if change.conflicts:
        cell = cell_name(*min(change.conflicts))
        raise BookRefused(f"工作表“{sheet.name}”的单元格 {cell} 是公式，程序不会覆盖公式：请改成数值，或把公式移到自己加的列里")
    if isinstance(change, TableChange):
        _refuse_table(change, sheet, tables)
        return False
    return _refuse_merged_cells(change, sheet)


def area_written(change: TableChange | NameChange) -> Area:
    """Where merged cells would stand in the way: a table with the rows that it gets, the range of a name."""
    if isinstance(change, NameChange):
        return change.area
    return change.table.area._replace(bottom=max(change.table.last, change.last))


def _refuse_table(change: TableChange, sheet: xw.Sheet, tables: Mapping[str, TablePart]) -> None:
    table = change.table
    where = f"工作表“{table.sheet}”的表“{table.name}”"
    if table.totals_rows:
        raise BookRefused(f"{where}有汇总行：请在“表设计”中取消“汇总行”后再运行")
    if change.last > LAST_ROW:
        raise BookRefused(f"{where}要写到第 {change.last} 行，超过 Excel 的 {LAST_ROW} 行：请先归档旧数据")
    place = range_at(sheet, area_written(change))
    if place.merge_cells is not False:  # None: some are
        merge = first_merge(place)
        raise BookRefused(f"工作表“{table.sheet}”的 {area_text(merge)} 是合并单元格，挡住了表“{table.name}”：请取消合并后再运行")
    if change.last <= table.last:
        return
    below = Area(table.last + 1, table.area.left, change.last, table.area.right)
    for other in tables.values():
        if other.sheet == table.sheet and other.name != table.name and other.area.overlaps(below):
            way = f"下方的表“{other.name}”（{area_text(other.area)}）"
            raise BookRefused(f"{where}要增加到第 {below.bottom} 行，会碰到{way}：请把它移开")
    cells = read_cells(sheet, below)
    filled = [
        (row, column)
        for row, line in enumerate(cells.values, below.top)
        for column, value in enumerate(line, below.left)
        if value is not None
    ]
    if filled or cells.formulas:
        cell = cell_name(*min([*filled, *cells.formulas]))
        raise BookRefused(f"{where}下方的单元格 {cell} 有内容，放不下 {len(change.added)} 行新数据：请把它移到别处")


def first_merge(place: xw.Range) -> Area:
    """A merged range in a place that has some, found by halves."""
    while len(place) > 1:
        rows, columns = place.shape
        halves = (place[: rows // 2, :], place[rows // 2 :, :]) if rows > 1 else (place[:, : columns // 2], place[:, columns // 2 :])
        part = next((half for half in halves if half.merge_cells is not False), None)
        if part is None:
            break
        place = part
    return area_of_range(place.merge_area)


def _refuse_merged_cells(change: NameChange, sheet: xw.Sheet) -> bool:
    """The first cell of a merged range is the one that shows; the others can't be written. Returns whether there are some."""
    if range_at(sheet, area_written(change)).merge_cells is False:  # None: some are
        return False
    for row, column in cells_in(change.cells):
        if change.cells[row][column] is None:
            continue
        merge = area_of_range(sheet.range((row, column)).merge_area)
        if (row, column) != (merge.top, merge.left):
            cell = cell_name(row, column)
            raise BookRefused(f"工作表“{change.sheet}”的单元格 {cell}（名称“{change.name}”）在合并区域 {area_text(merge)} 里：请取消合并")
    return True
