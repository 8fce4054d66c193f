"""Changes put into a package: refusals first, then cells, tables, names, and the formulas that have gone stale."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from addin.a1 import Area, cell_name
from addin.cell_xml import encoded, encoded_result
from addin.changes import NameChange, TableChange, cells_in
from addin.closed.contents import Contents, resized_table, with_full_calculation, with_moved_names
from addin.closed.package import Package
from addin.closed.sheet_patch import SheetPatch, Template
from addin.closed.sheet_scan import FormulaCell
from addin.closed.stale import ChangedCells, stale_formulas
from addin.refusals import refuse_formulas, refuse_hidden_cells, refuse_table
from addin.table_part import TablePart
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import Row, Value


def refuse(changes: Iterable[TableChange | NameChange], patches: Mapping[str, SheetPatch], book: Contents, *, around: bool = False) -> None:
    """Raises BookRefused, naming sheet and cell, for the first thing that stands in the way. around: formulas do not."""
    for change in changes:
        patch = patches[change.sheet]
        if patch.is_protected():
            raise BookRefused(f"工作表“{change.sheet}”有保护，写不进去：请在“审阅”中取消工作表保护后再运行")
        refuse_formulas(change, around=around)
        merges = patch.merges()
        if isinstance(change, TableChange):
            refuse_table(change, book.tables.values(), partial(_merge_in, merges), patch.first_filled)
        else:
            refuse_hidden_cells(change, partial(_merge_of, merges))


def _merge_in(merges: Iterable[Area], area: Area) -> Area | None:
    return next((merge for merge in merges if merge.overlaps(area)), None)


def _merge_of(merges: Iterable[Area], row: int, column: int) -> Area:
    own = Area(row, column, row, column)
    return _merge_in(merges, own) or own


def apply(
    changes: Sequence[TableChange | NameChange],
    patches: dict[str, SheetPatch],
    formulas: Iterable[FormulaCell],
    package: Package,
    book: Contents,
) -> list[FormulaCell]:
    """Put the changes into `package`. patches: of every sheet that changes; more are made for sheets with stale formulas.

    Returns the formulas whose result was dropped, since it may be another one now.
    formulas: those of the workbook that nobody but a spreadsheet computes."""
    changed = ChangedCells()
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
    return stale


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
    changed: ChangedCells,
    styles: Mapping[int, bytes] = MappingProxyType({}),
) -> None:
    """styles: of cells that have none, by column; of a new cell for a date before that of its row or column, which may show a number."""
    for row, values in cells.items():
        contents = _contents(list(values.values()), sheet, row, list(values), book.date1904)
        dated = {column: styles[column] for column, value in values.items() if column in styles and isinstance(value, dt.date)}
        patch.set_cells(row, dict(zip(values, contents, strict=True)), styles, dated)
    for area in _stretches(cells):
        changed.add(sheet, area)


def _apply_results(change: NameChange, patch: SheetPatch, book: Contents, changed: ChangedCells) -> None:
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


def _apply_table(change: TableChange, patch: SheetPatch, package: Package, book: Contents, changed: ChangedCells) -> None:
    table = change.table
    template = _template(table, patch)
    lifts = change.lifts_filter and table.filtered
    if lifts:
        patch.show_rows(table.body)
    _apply_cells(change.cells, table.sheet, patch, book, changed, {} if change.lifts_filter else template.styles)
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
        first, last = sorted((table.last, change.last))
        changed.add(table.sheet, table.area._replace(top=first + 1, bottom=last))
        patch.follow(table.body, change.last)
        package.change(book.workbook, with_moved_names(package.read(book.workbook), table, change.last))
    if table.outgrown or change.last != table.last:
        changed.resized.add(table.name.lower())
    if change.last != table.last or lifts or table.outgrown:
        package.change(table.part, resized_table(package.read(table.part), table, change.last, change.lifts_filter))
