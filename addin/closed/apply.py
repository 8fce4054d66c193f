"""Changes put into a package: refusals first, then cells, tables, names, and the formulas that have gone stale."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from addin.a1 import LAST_ROW, Area, area_text, cell_name
from addin.cell_xml import encoded, encoded_result
from addin.changes import NameChange, TableChange, cells_in
from addin.closed.contents import Contents, resized_table, with_full_calculation, with_moved_names
from addin.closed.package import Package
from addin.closed.sheet_patch import SheetPatch, Template
from addin.closed.sheet_scan import FormulaCell
from addin.closed.stale import Changed, stale_formulas
from addin.table_part import TablePart
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import Row, Value


def refuse(changes: Iterable[TableChange | NameChange], patches: Mapping[str, SheetPatch], book: Contents) -> None:
    """Raises BookRefused, naming sheet and cell, for the first thing that stands in the way."""
    for change in changes:
        sheet = change.sheet
        patch = patches[sheet]
        if patch.is_protected():
            raise BookRefused(f"工作表“{sheet}”有保护，写不进去：请在“审阅”中取消工作表保护后再运行")
        if change.conflicts:
            cell = cell_name(*min(change.conflicts))
            raise BookRefused(f"工作表“{sheet}”的单元格 {cell} 是公式，程序不会覆盖公式：请改成数值，或把公式移到自己加的列里")
        if isinstance(change, TableChange):
            _refuse_table(change, patch, book)
        else:
            _refuse_merged_cells(change, patch)


def _refuse_table(change: TableChange, patch: SheetPatch, book: Contents) -> None:
    table = change.table
    sheet, name = table.sheet, table.name
    if table.totals_rows:
        raise BookRefused(f"工作表“{sheet}”的表“{name}”有汇总行：请在“表设计”中取消“汇总行”后再运行")
    if change.last > LAST_ROW:
        raise BookRefused(f"工作表“{sheet}”的表“{name}”要写到第 {change.last} 行，超过 Excel 的 {LAST_ROW} 行：请先归档旧数据")
    body = table.area._replace(bottom=max(table.last, change.last))
    for merge in patch.merges():
        if merge.overlaps(body):
            raise BookRefused(f"工作表“{sheet}”的 {area_text(merge)} 是合并单元格，挡住了表“{name}”：请取消合并后再运行")
    if change.last <= table.last:
        return
    below = Area(table.last + 1, table.area.left, change.last, table.area.right)
    for other in book.on_sheet(sheet):
        if other.name != name and other.area.overlaps(below):
            way = f"下方的表“{other.name}”（{area_text(other.area)}）"
            raise BookRefused(f"工作表“{sheet}”的表“{name}”要增加到第 {below.bottom} 行，会碰到{way}：请把它移开")
    cell = patch.first_filled(below)
    if cell:
        raise BookRefused(f"工作表“{sheet}”的表“{name}”下方的单元格 {cell} 有内容，放不下 {len(change.added)} 行新数据：请把它移到别处")


def _refuse_merged_cells(change: NameChange, patch: SheetPatch) -> None:
    """The first cell of a merged range is the one that shows; the others can't be written."""
    merges = patch.merges()
    for row, column in cells_in(change.cells):
        for merge in merges:
            if merge.holds(row, column) and (row, column) != (merge.top, merge.left) and change.cells[row][column] is not None:
                cell = cell_name(row, column)
                raise BookRefused(
                    f"工作表“{change.sheet}”的单元格 {cell}（名称“{change.name}”）在合并区域 {area_text(merge)} 里：请取消合并"
                )


def apply(
    changes: Sequence[TableChange | NameChange],
    patches: dict[str, SheetPatch],
    formulas: Iterable[FormulaCell],
    package: Package,
    book: Contents,
) -> None:
    """Put the changes into `package`. patches: of every sheet that changes; more are made for sheets with stale formulas.

    formulas: those of the workbook that nobody but a spreadsheet computes."""
    changed = Changed()
    for change in changes:
        if isinstance(change, TableChange):
            _apply_table(change, patches[change.table.sheet], package, book, changed)
        elif change.results:
            _apply_results(change, patches[change.sheet], book, changed)
        else:
            _apply_cells(change.cells, change.sheet, patches[change.sheet], book, changed)
    stale = stale_formulas(formulas, changed, book)
    by_sheet: dict[str, list[Area]] = {}
    for cell in stale:
        by_sheet.setdefault(cell.sheet, []).append(cell.area)
    for sheet, areas in by_sheet.items():
        if sheet not in patches:
            patches[sheet] = sheet_patch(package, book, sheet)
        patches[sheet].forget_results(areas)
    for sheet, patch in patches.items():
        package.change(book.sheets[sheet], patch.written())
    formulas_changed = any(patch.formulas_changed for patch in patches.values())
    if stale or formulas_changed:
        package.change(book.workbook, with_full_calculation(package.read(book.workbook)))
    if formulas_changed:
        for chain in package.related(book.workbook, "calcChain"):
            package.drop(book.workbook, chain)


def sheet_patch(package: Package, book: Contents, sheet: str) -> SheetPatch:
    """Raises BookRefused when the sheet's rows are not in order, which Excel mends when it saves."""
    try:
        return SheetPatch(package.plain(book.sheets[sheet]))
    except ValueError as broken:
        raise BookRefused(f"工作表“{sheet}”的内部结构不规范（{broken}）：请用 Excel 打开并保存一次后再运行") from broken


def _apply_cells(
    cells: Mapping[int, Mapping[int, Value]],
    sheet: str,
    patch: SheetPatch,
    book: Contents,
    changed: Changed,
    styles: Mapping[int, bytes] | None = None,
) -> None:
    for row, values in cells.items():
        contents = _contents(list(values.values()), sheet, row, list(values), book.date1904)
        patch.set_cells(row, dict(zip(values, contents, strict=True)), styles)
    for area in _stretches(cells):
        changed.add(sheet, area)


def _apply_results(change: NameChange, patch: SheetPatch, book: Contents, changed: Changed) -> None:
    for row, values in change.cells.items():
        contents = _contents(list(values.values()), change.sheet, row, list(values), book.date1904, encoded_result)
        patch.set_results(row, dict(zip(values, contents, strict=True)))
    for area in _stretches(change.cells):
        changed.add(change.sheet, area)


def _stretches(cells: Mapping[int, Mapping[int, Value]]) -> Iterable[Area]:
    """Places that hold all the cells: each cell, or for very many rows a stretch per column."""
    if len(cells) <= 10_000:
        return [Area(row, column, row, column) for row, column in cells_in(cells)]
    columns: set[int] = set().union(*cells.values())
    return [Area(min(cells), column, max(cells), column) for column in columns]


def _contents(
    values: Row, sheet: str, row: int, columns: Sequence[int], date1904: bool, as_xml: Callable[[Value, bool], bytes] = encoded
) -> list[bytes]:
    """Raises BookRefused with the cell's place for a value that no cell can hold."""
    try:
        return [as_xml(value, date1904) for value in values]
    except BookRefused:
        for value, column in zip(values, columns, strict=True):
            try:
                as_xml(value, date1904)
            except BookRefused as reason:
                raise BookRefused(f"工作表“{sheet}”的单元格 {cell_name(row, column)}：{reason}") from reason
        raise


def _template(table: TablePart, patch: SheetPatch) -> Template:
    """The last body row; where it has no format, as blank rows may, the first one's."""
    columns = range(table.area.left, table.area.right + 1)
    first, last = patch.template(table.first, columns), patch.template(table.last, columns)
    return replace(last, styles=dict(first.styles) | {column: style for column, style in last.styles.items() if style})


def _apply_table(change: TableChange, patch: SheetPatch, package: Package, book: Contents, changed: Changed) -> None:
    table = change.table
    template = _template(table, patch)
    lifts = change.lifts_filter and table.filtered
    if lifts:
        patch.show_rows(table.body)
    _apply_cells(change.cells, table.sheet, patch, book, changed, None if change.lifts_filter else template.styles)
    if change.added:
        rows = (
            _contents(row, table.sheet, number, change.columns, book.date1904) for number, row in enumerate(change.added, table.last + 1)
        )
        patch.add_rows(table.last + 1, change.columns, rows, template)
    for number, points in change.heights.items():
        patch.set_height(number, points)
    if change.last < table.last:
        patch.clear(table.body._replace(top=change.last + 1))
    if change.last != table.last:
        first = min(table.last, change.last + 1)  # at least one old row: who reads the whole table must notice that it has grown
        changed.add(table.sheet, table.area._replace(top=first, bottom=max(table.last, change.last)))
        patch.follow(table.body, change.last)
        package.change(book.workbook, with_moved_names(package.read(book.workbook), table, change.last))
    if table.outgrown:
        changed.add(table.sheet, table.body)
    if change.last != table.last or lifts or table.outgrown:
        package.change(table.part, resized_table(package.read(table.part), table, change.last, change.lifts_filter))
