"""xlwings' Range on Calc: what it holds, how it looks, and what changes the shape of a sheet (insert, delete, copy, move, merge, sort)."""

from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from addin.a1 import LAST_COLUMN, LAST_ROW
from addin.calc.bridge import enum, properties, struct, uno_module
from addin.calc.inside import merged
from addin.calc.notes import notes_kept
from addin.calc.range_contents import RangeContents
from addin.calc.range_look import RangeLook

if TYPE_CHECKING:
    import xlwings

COPIES = ("all", "formats", "values")


class Range(RangeContents, RangeLook):
    """A rectangle of cells of one sheet."""

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002 - Calc takes the format above or left
        """shift: 'down' or 'right'; None goes by the shape, as in Excel."""
        rows, columns = self.shape
        mode = self._whole_lines() or {"down": "DOWN", "right": "RIGHT"}.get(shift or "") or ("RIGHT" if rows > columns else "DOWN")
        self._sheet.remote.insertCells(self.range_address, enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """shift: 'up' or 'left'; None goes by the shape, as in Excel."""
        rows, columns = self.shape
        mode = self._whole_lines() or {"up": "UP", "left": "LEFT"}.get(shift or "") or ("LEFT" if rows > columns else "UP")
        self._sheet.remote.removeRange(self.range_address, enum("sheet.CellDeleteMode", mode))

    def _whole_lines(self) -> str | None:
        rows, columns = self.shape
        return "ROWS" if columns == LAST_COLUMN else "COLUMNS" if rows == LAST_ROW else None

    # Copies

    def copy(self, destination: "xlwings.Range | None" = None) -> None:
        """To a place, or onto the engine's own clipboard, from which only `paste` takes it."""
        if destination is None:
            self._sheet.book.app.clipboard = self
        else:
            destination.impl.take(self, "all")

    def paste(self, paste: str | None = None, operation: str | None = None, skip_blanks: bool = False, transpose: bool = False) -> None:
        """paste: None or one of COPIES."""
        source = self._sheet.book.app.clipboard
        if source is None:
            raise XlwingsError("Nothing was copied before paste()")
        if operation or skip_blanks or transpose:
            raise NotImplementedError("paste() in Calc knows no operation, skip_blanks, transpose")
        self.take(source, paste or "all")

    def copy_from(self, source_range: "xlwings.Range", copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False) -> None:
        if skip_blanks or transpose:
            raise NotImplementedError("copy_from() in Calc knows no skip_blanks, transpose")
        self.take(source_range.impl, copy_type)

    def take(self, source: "Range", what: str) -> None:
        """Copy here. A source that fits several times into this range fills it, as in Excel; else it is copied once.

        NotImplementedError for another `what` than COPIES.
        """
        if what not in COPIES:
            raise NotImplementedError(f"Calc can't copy {what!r}, only {', '.join(COPIES)}")
        (rows, columns), (height, width) = self.shape, source.shape
        down, right = (rows // height, columns // width) if rows % height == 0 and columns % width == 0 else (1, 1)
        target = self.at(self.row, self.column, self.row + down * height - 1, self.column + right * width - 1)
        if what == "values":
            values = source.cells.getDataArray()
            target.restore([row * right for row in values] * down, [[""] * columns for _ in range(down * height)])
            return
        if what == "all":
            target.spread(source, down, right)
            return
        contents = target.cells.getDataArray(), target.block.formulas()
        with notes_kept(target.sheet, target.area):
            if target.is_right_below(source):
                target.fill_from(source)
            else:
                target.spread(source, down, right)
        target.restore(*contents)

    def is_right_below(self, source: "Range") -> bool:
        ours, theirs = self.area, source.area
        below = (ours.left, ours.right, ours.top) == (theirs.left, theirs.right, theirs.bottom + 1)
        return below and self.sheet.document is source.sheet.document and self.sheet.index == source.sheet.index

    def fill_from(self, source: "Range") -> None:
        """Fill these cells from those right above, formats and all. Each copy would get conditional formats of its own, a thousand for a
        result of four hundred rows; filling widens those that are there."""
        both = self.at(source.area.top, source.area.left, self.area.bottom, source.area.right)
        both.cells.fillAuto(enum("sheet.FillDirection", "TO_BOTTOM"), source.shape[0])

    def spread(self, source: "Range", down: int, right: int) -> None:
        """Copy everything, `down` times below each other and `right` times beside: what is there already is doubled each time."""
        if source.sheet.book is not self.sheet.book and source.sheet.document.uid != self.sheet.document.uid:
            self._carry(source)
            return
        height, width = source.shape
        sheet = self._sheet.remote
        sheet.copyRange(self.cell_address, source.range_address)
        done = 1
        while done < down:
            more = min(done, down - done)
            part = self.at(self.row, self.column, self.row + more * height - 1, self.column + width - 1)
            sheet.copyRange(self(done * height + 1, 1).cell_address, part.range_address)
            done += more
        done = 1
        while done < right:
            more = min(done, right - done)
            part = self.at(self.row, self.column, self.area.bottom, self.column + more * width - 1)
            sheet.copyRange(self(1, done * width + 1).cell_address, part.range_address)
            done += more

    def _carry(self, source: "Range") -> None:
        """Into another workbook, by the views of both; the selections move with it."""
        source.select()
        carried = source.sheet.document.remote.CurrentController.getTransferable()
        self(1, 1).select()
        self.sheet.document.remote.CurrentController.insertTransferable(carried)

    def move(self, destination: "xlwings.Range") -> None:
        """Cut and paste: formulas that read the cells follow them."""
        self._sheet.remote.moveRange(destination.impl.cell_address, self.range_address)

    def select(self) -> None:
        self._sheet.activate()
        self._sheet.document.remote.CurrentController.select(self.cells)

    # Merged cells

    def merge(self, across: bool) -> None:
        for part in self.rows_of() if across else (self,):
            part.cells.merge(True)

    def unmerge(self) -> None:
        self.cells.merge(False)

    @property
    def merge_cells(self) -> bool:
        told = self._sheet.document.ahead.known("merged", self._sheet.known_as, self.block.corners)
        return bool(self._sheet.ask(merged, self.block.corners) if told is None else told)

    # Order

    def sort(self, keys: list[int], ascending: list[bool], has_headers: bool) -> None:
        """keys: columns from 1, the first decides first."""
        fields = tuple(struct("table.TableSortField", Field=key - 1, IsAscending=up) for key, up in zip(keys, ascending, strict=True))
        order = uno_module().Any("[]com.sun.star.table.TableSortField", fields)
        self.cells.sort(properties(SortFields=order, ContainsHeader=has_headers))

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Any:
        """The first cell whose value reads so; searched in the values as they are stored."""
        values = self.block.values()
        places = [(r, c) for r in range(self.shape[0]) for c in range(self.shape[1])]
        if order == "columns":
            places.sort(key=lambda place: place[::-1])
        wanted = text if match_case else text.casefold()
        for r, c in reversed(places) if direction == "backward" else places:
            shown = str(values[r][c])
            shown = shown if match_case else shown.casefold()
            if shown == wanted or (wanted in shown and not whole):
                return self(r + 1, c + 1)
        return None
