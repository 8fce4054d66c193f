"""Changes put into an open workbook, block by block, each with the way back.

Heights of rows are left to the host, which measures the rows that it edits; one that we set would stay for ever."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import xlwings as xw

from addin.a1 import Area, cell_name, parse_area, rectangles, runs
from addin.changes import NameChange, TableChange, cells_in
from addin.formulas import moved
from addin.live.cells import LiveTable, range_at
from addin.live.typed import typed
from addin.table_part import Look
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import Value

FEW_BLOCKS = 12
"""Blocks. A result that changes in more places is written as one block per run of columns, from its first change to its last."""

Step = tuple[Callable[[], object], Callable[[], object]]
"""What is to be done, and how it is undone."""
Filters = Sequence[Any]


class BlockWrite:
    """Cells that one call writes: what they shall hold and what they held, as xlwings takes it.

    Raises BookRefused for a value that no cell can hold."""

    def __init__(self, sheet: xw.Sheet, area: Area, new: Look, old: Look) -> None:
        self.place = range_at(sheet, area)
        self.new = [[_typed(sheet, row, column, new) for column in area.columns] for row in area.rows]
        self.old = [[_typed(sheet, row, column, old) for column in area.columns] for row in area.rows]

    def probe(self) -> None:
        """Write the first cell as it is."""
        set_values(self.place[0, 0], [[self.old[0][0]]])

    def write(self) -> None:
        set_values(self.place, self.new)

    def put_back(self) -> None:
        set_values(self.place, self.old)


def set_values(place: xw.Range, rows: Sequence[Sequence[Any]]) -> None:
    """What `value` does, which first asks the host for the range's own object: in Calc that takes as long as the writing. Only days need
    what it does besides, which differs from host to host."""
    if any(isinstance(value, dt.date) for row in rows for value in row):
        place.value = rows
    else:
        place.raw_value = [["" if value is None else value for value in row] for row in rows]


def _typed(sheet: xw.Sheet, row: int, column: int, look: Look) -> Any:
    value = look(row, column)
    try:
        return typed(value)
    except BookRefused as reason:
        raise BookRefused(f"工作表“{sheet.name}”的单元格 {cell_name(row, column)}：{reason}") from reason


def name_writes(change: NameChange, sheet: xw.Sheet, look: Look, merged: bool) -> list[BlockWrite]:
    """look: what the sheet holds. One block from the first change to the last; merged: only the cells that change."""
    new = _over(change.cells, look)
    areas = rectangles(cells_in(change.cells)) if merged else [_hull(cells_in(change.cells))]
    return [BlockWrite(sheet, area, new, look) for area in areas]


def _over(cells: Mapping[int, Mapping[int, Value]], look: Look) -> Look:
    return lambda row, column: cells[row][column] if row in cells and column in cells[row] else look(row, column)


def _hull(places: Sequence[tuple[int, int]]) -> Area:
    rows, columns = zip(*places, strict=True)
    return Area(min(rows), min(columns), max(rows), max(columns))


class TableWrite:
    """The change of one table, ready to be written: all its blocks are made, so that nothing is refused on the way."""

    def __init__(self, change: TableChange, sheet: xw.Sheet, read: LiveTable) -> None:
        self.change, self.sheet, self.read = change, sheet, read
        part = change.table
        body = read.body

        def old(row: int, column: int) -> Value:
            return body.row(row - part.first)[column - part.area.left] if row <= part.last else None

        self.blocks = [BlockWrite(sheet, area, _over(change.cells, old), old) for area in self._changed()]
        self.blocks += [BlockWrite(sheet, area, self._added, old) for area in self._below()]
        self.lost = part.body._replace(top=change.last + 1) if change.last < part.last else None
        formulas = read.formulas
        if self.lost:
            self.taken = [[formulas.get((r, c)) or _typed(sheet, r, c, old) for c in self.lost.columns] for r in self.lost.rows]

    def _changed(self) -> list[Area]:
        """Places that hold all cells that change."""
        places = cells_in(self.change.cells)
        areas = rectangles(places)
        if len(areas) <= FEW_BLOCKS or not self.change.lifts_filter or self.change.conflicts:
            return areas  # a row of the user's keeps every cell that does not change, and a formula stays
        changed, ours = {column for _, column in places}, {*self.change.columns}
        top, bottom = min(self.change.cells), max(self.change.cells)
        others = rectangles([place for place in places if place[1] not in ours])
        return [*(Area(top, left, bottom, right) for left, right in runs(changed & ours)), *others]

    def _below(self) -> list[Area]:
        if not self.change.added:
            return []
        top = self.change.table.last + 1
        return [Area(top, left, self.change.last, right) for left, right in runs(self.change.columns)]

    def _added(self, row: int, column: int) -> Value:
        return self.change.added[row - self.change.table.last - 1][self.change.columns.index(column)]

    def probe(self) -> None:
        if self.blocks:
            self.blocks[0].probe()
        elif self.lost:
            set_values(range_at(self.sheet, self.lost)[0, 0], [[self.taken[0][0]]])

    @cached_property
    def table(self) -> Any:
        return self.sheet.tables[self.change.table.name]

    def filters(self) -> Filters:
        return [criterion for criterion in self.table.autofilter.criteria if criterion.type != "none"]

    def steps(self) -> Iterator[Step]:
        """What is to be done and how it is undone, in order."""
        change, part = self.change, self.change.table
        filters = self.filters()
        if filters and (change.lifts_filter or (change.added and can_be_restored(filters))):
            yield self.table.autofilter.clear, lambda: restore_filters(self.table, filters)
        if change.last != part.last or part.outgrown:
            new, old = range_at(self.sheet, part.area._replace(bottom=change.last)), range_at(self.sheet, part.drawn)
            yield lambda: self.table.resize(new), lambda: self.table.resize(old)
            yield from self._print_area_steps()
        if change.added:
            yield self._style_new_rows, lambda: None
        for block in self.blocks:
            yield block.write, block.put_back
        if change.added:
            for area, formula in self._formulas_below():
                target = range_at(self.sheet, area)
                yield lambda target=target, formula=formula: setattr(target, "formula", formula), target.clear_contents  # type: ignore[misc]
        if self.lost:
            lost = range_at(self.sheet, self.lost)
            yield lost.clear_contents, lambda: setattr(lost, "value", self.taken)
        if filters and not change.lifts_filter and change.added and can_be_restored(filters):
            yield lambda: restore_filters(self.table, filters), lambda: None

    def _style_new_rows(self) -> None:
        """As the last row looks, its number formats too."""
        part = self.change.table
        range_at(self.sheet, part.area._replace(top=part.last, bottom=part.last)).copy()
        range_at(self.sheet, part.area._replace(top=part.last + 1, bottom=self.change.last)).paste(paste="formats")
        self.sheet.book.app.cut_copy_mode = False

    def _formulas_below(self) -> Iterator[tuple[Area, str]]:
        """The user's own columns of formulas go on in the new rows."""
        part = self.change.table
        for column in part.area.columns:
            text = self.read.formulas.get((part.last, column))
            if text and column not in self.change.columns:
                yield Area(part.last + 1, column, self.change.last, column), "=" + moved(text[1:], 1)

    def _print_area_steps(self) -> Iterator[Step]:
        """A print area that ended with the table ends with it again; one of several pieces is left alone."""
        part, setup = self.change.table, self.sheet.page_setup
        printed = setup.print_area
        try:
            area = parse_area(printed or "")
        except ValueError:
            return
        if area.bottom == part.last and area.top <= part.first and area.left <= part.area.right and part.area.left <= area.right:
            address = range_at(self.sheet, area._replace(bottom=self.change.last)).address
            yield lambda: setattr(setup, "print_area", address), lambda: setattr(setup, "print_area", printed)


def can_be_restored(filters: Filters) -> bool:
    """Whether every column is filtered by values, which a filter can be told again in any host; others stay as they are."""
    return all(criterion.type == "values" and criterion.values for criterion in filters)


def restore_filters(table: Any, filters: Filters) -> None:
    for criterion in filters:
        if criterion.type == "values" and criterion.values:
            table.autofilter.apply_values(criterion.field, criterion.values)
