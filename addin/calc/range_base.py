"""A range as a place: where it lies, its cells, parts and neighbours."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from xlwings import base_classes

from addin.a1 import LAST_COLUMN, LAST_ROW, Area, letters
from addin.calc.bridge import Remote, struct
from addin.calc.cell_block import CONTENTS, CellBlock
from addin.calc.document import area_of, range_address
from addin.calc.formula_text import sheet_prefix
from addin.calc.properties import Of

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.sheets import Sheet


class RangeBase(base_classes.Range):
    """sheet: the engine's sheet; area counted from 1, with bottom < top (right < left) when it has no row (column)."""

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self._sheet, self.area = sheet, area
        self._block: CellBlock | None = None
        self.options: dict[str, Any] = {}
        self.arg1_input = ""

    def at(self, top: int, left: int, bottom: int, right: int) -> Self:
        """Another range of the same sheet."""
        return type(self)(self._sheet, Area(top, left, bottom, right))

    def _cell(self, row: int, column: int) -> Self:
        return self.at(row, column, row, column)

    @property
    def block(self) -> CellBlock:
        if self._block is None:
            self._block = CellBlock(self._sheet, self.area)
        return self._block

    @property
    def cells(self) -> Remote:
        return self.block.cells

    @property
    def first(self) -> Remote:
        """The cell at the top left."""
        found: Remote = self.cells.getCellByPosition(0, 0)
        return found

    @property
    def api(self) -> Any:
        """The UNO cell range; None for a range without cells."""
        return self.cells.native if all(self.shape) else None

    sheet, row, column = Of["Sheet"]("_sheet"), Of[int]("area.top"), Of[int]("area.left")
    max_cells_per_read = max_cells_per_write = None
    """A block is one call, whatever its size."""

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.bottom - self.area.top + 1, self.area.right - self.area.left + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, arg1: int, arg2: int | None = None) -> Self:
        """A cell by row and column from 1, or by its number along the rows; both may lie outside the range."""
        if 0 in (arg1, arg2):
            raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
        row, column = divmod(arg1 - 1, self.shape[1]) if arg2 is None else (arg1 - 1, arg2 - 1)
        return self._cell(self.row + row, self.column + column)

    @property
    def cell_address(self) -> Any:
        return struct("table.CellAddress", Sheet=self._sheet.index - 1, Row=self.row - 1, Column=self.column - 1)

    @property
    def range_address(self) -> Any:
        return range_address(self._sheet.index - 1, self.area)

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """$A$1:$B$2, $A:$B, $1:$2; external: with [book]sheet! in front."""
        in_rows, in_columns = "$" if row_absolute else "", "$" if col_absolute else ""
        whole_columns = (self.area.top, self.area.bottom) == (1, LAST_ROW)
        whole_rows = (self.area.left, self.area.right) == (1, LAST_COLUMN) and not whole_columns

        def corner(row: int, column: int) -> str:
            return ("" if whole_rows else in_columns + letters(column)) + ("" if whole_columns else in_rows + str(row))

        text, last = corner(self.area.top, self.area.left), corner(self.area.bottom, self.area.right)
        if len(self) != 1:
            text = f"{text}:{last}"
        if not external:
            return text
        prefix = sheet_prefix(self._sheet.name)
        book = f"[{self._sheet.book.name}]"
        quoted = prefix.startswith("'") or not book.strip("[]").replace(".", "").replace("_", "").isalnum()
        return ("'{}{}'!".format(book, self._sheet.name.replace("'", "''")) if quoted else book + prefix) + text

    # Neighbours

    def end(self, direction: str) -> Self:
        """Ctrl+arrow from the first cell: 'down', 'up', 'right', 'left' or 'd', 'u', 'r', 'l'."""
        way = direction[0].lower()
        vertical, forward = way in "du", way in "dr"
        here, last = (self.row, LAST_ROW) if vertical else (self.column, LAST_COLUMN)
        if here == (last if forward else 1):
            return self._cell(self.row, self.column)
        low, high = (here + 1, last) if forward else (1, here - 1)
        line = self.at(low, self.column, high, self.column) if vertical else self.at(self.row, low, self.row, high)

        def spans(found: Remote) -> list[tuple[int, int]]:
            areas = [area_of(address) for address in found.RangeAddresses]
            return sorted((area.top, area.bottom) if vertical else (area.left, area.right) for area in areas)

        blank = spans(line.cells.queryEmptyCells())
        next_cell = low if forward else high
        next_is_blank = any(first <= next_cell <= final for first, final in blank)
        if self.first.Type.value != "EMPTY" and not next_is_blank:  # to the end of this run
            gap = (blank[0][0] - 1 if forward else blank[-1][1] + 1) if blank else None
        else:  # to the next run
            filled = spans(line.cells.queryContentCells(CONTENTS))
            gap = (filled[0][0] if forward else filled[-1][1]) if filled else None
        edge = gap or (last if forward else 1)
        return self._cell(edge, self.column) if vertical else self._cell(self.row, edge)

    def _by_cursor(self, move: str) -> Self:
        cursor = self._sheet.remote.createCursorByRange(self.cells)
        getattr(cursor, move)()
        return type(self)(self._sheet, area_of(cursor.RangeAddress))

    @property
    def current_region(self) -> Self:
        return self._by_cursor("collapseToCurrentRegion")

    @property
    def merge_area(self) -> Self:
        return self._cell(self.row, self.column)._by_cursor("collapseToMergedArea")

    def rows_of(self) -> Iterator[Self]:
        """Each row as a range of its own."""
        for row in range(self.area.top, self.area.bottom + 1):
            yield self.at(row, self.area.left, row, self.area.right)
