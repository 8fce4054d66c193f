"""What stands in the way of writing a change, asked before anything is written: the same words for a closed file and an open workbook."""

from collections.abc import Callable, Iterable

from addin.a1 import LAST_ROW, Area, area_text, cell_name, rectangles
from addin.changes import NameChange, TableChange, cells_in
from addin.table_part import TablePart
from workbook_templates.reading.errors import BookRefused


def refuse_formulas(change: TableChange | NameChange, *, around: bool) -> None:
    """Raises BookRefused where a cell that should be written holds a formula. around: it is written around."""
    if change.conflicts and not around:
        cell = cell_name(*min(change.conflicts))
        raise BookRefused(f"工作表“{change.sheet}”的单元格 {cell} 是公式，程序不会覆盖公式：请改成数值，或把公式移到自己加的列里")


def spared_cells(changes: Iterable[TableChange | NameChange]) -> tuple[str, ...]:
    """What is left as it is because it holds a formula, a line a sheet."""
    held: dict[str, set[tuple[int, int]]] = {}
    for change in changes:
        held.setdefault(change.sheet, set()).update(change.conflicts)
    remedy = "是公式，程序没有覆盖，其余照常写了：请改成数值，或把公式移到自己加的列里"
    return tuple(
        f"工作表“{sheet}”的单元格 {'、'.join(area_text(area) for area in rectangles(sorted(places)))} {remedy}。"
        for sheet, places in held.items()
        if places
    )


def area_written(change: TableChange | NameChange) -> Area:
    """Where merged cells would stand in the way: a table with the rows that it gets, the range of a name."""
    if isinstance(change, NameChange):
        return change.area
    return change.table.area._replace(bottom=max(change.table.last, change.last))


def refuse_table(
    change: TableChange,
    tables: Iterable[TablePart],
    merge_in: Callable[[Area], Area | None],
    first_filled: Callable[[Area], str | None],
) -> None:
    """Raises BookRefused, naming sheet and cell, for the first thing in a table's way. tables: all of the workbook; merge_in: a merged
    range that an area meets; first_filled: the name of the first cell in an area that holds anything."""
    table = change.table
    where = f"工作表“{table.sheet}”的表“{table.name}”"
    if table.totals_rows:
        raise BookRefused(f"{where}有汇总行：请在“表设计”中取消“汇总行”后再运行")
    if change.last > LAST_ROW:
        raise BookRefused(f"{where}要写到第 {change.last} 行，超过 Excel 的 {LAST_ROW} 行：请先归档旧数据")
    if merge := merge_in(area_written(change)):
        raise BookRefused(f"工作表“{table.sheet}”的 {area_text(merge)} 是合并单元格，挡住了表“{table.name}”：请取消合并后再运行")
    if change.last <= table.last:
        return
    below = Area(table.last + 1, table.area.left, change.last, table.area.right)
    for other in tables:
        if other.sheet == table.sheet and other.name != table.name and other.area.overlaps(below):
            way = f"下方的表“{other.name}”（{area_text(other.area)}）"
            raise BookRefused(f"{where}要增加到第 {below.bottom} 行，会碰到{way}：请把它移开")
    if cell := first_filled(below):
        raise BookRefused(f"{where}下方的单元格 {cell} 有内容，放不下 {len(change.added)} 行新数据：请把它移到别处")


def refuse_hidden_cells(change: NameChange, merge_of: Callable[[int, int], Area]) -> None:
    """The first cell of a merged range is the one that shows; the others can't be written. merge_of: the merged range that a cell is
    part of, else the cell alone."""
    for row, column in cells_in(change.cells):
        if change.cells[row][column] is not None:
            merge = merge_of(row, column)
            if (row, column) != (merge.top, merge.left):
                cell = cell_name(row, column)
                raise BookRefused(
                    f"工作表“{change.sheet}”的单元格 {cell}（名称“{change.name}”）在合并区域 {area_text(merge)} 里：请取消合并"
                )
