"""What is in a range: values, formulas, notes, links, its name and its table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from addin.a1 import Area
from addin.calc.cell_block import CONTENTS, EVERYTHING, FORMATS, STYLES, CellBlock
from addin.calc.notes import Note
from addin.calc.range_base import RangeBase
from addin.calc.values import sorted_block
from addin.formulas import moved

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.names import Name
    from addin.calc.tables import Table

LARGE = 1_000_000
"""Cells. A larger range is read as far as the sheet is used, and blank beyond."""


class RangeContents(RangeBase):
    @property
    def raw_value(self) -> Any:
        """Rows of str, float, bool, datetime, ErrorText, '' for a blank; the value itself for a single cell."""
        if len(self) > LARGE:
            return self._used_values()
        values = self.block.values()
        return values[0][0] if len(self) == 1 else values

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        block = self._target(value)
        if isinstance(value, str) and value.startswith("=") and len(self) > 1:
            self._fill(value)
        else:
            block.write(self._rows(value))

    def _rows(self, value: Any) -> Sequence[Sequence[Any]]:
        """What is written, as rows: a scalar fills the range, a flat list is one row."""
        if not isinstance(value, (list, tuple)):
            return [[value] * self.shape[1]] * self.shape[0]
        return value if value and isinstance(value[0], (list, tuple)) else [value]

    def _target(self, value: Any) -> CellBlock:
        """The cells that a value goes to: from the first cell of the range on, in the value's own shape."""
        rows = self._rows(value)
        area = Area(self.row, self.column, self.row + len(rows) - 1, self.column + len(rows[0]) - 1)
        return self.block if area == self.area else CellBlock(self._sheet, area)

    def _used_values(self) -> list[list[Any]]:
        used = self._sheet.used_range.area
        bottom = min(self.area.bottom, max(used.bottom, self.area.top))
        right = min(self.area.right, max(used.right, self.area.left))
        values = self.at(self.area.top, self.area.left, bottom, right).block.values()
        rows, columns = self.shape
        return [[*row, *[""] * (columns - len(row))] for row in values] + [[""] * columns for _ in range(rows - len(values))]

    def clear_contents(self) -> None:
        self.cells.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        self.cells.clearContents(FORMATS | STYLES)

    def clear(self) -> None:
        self.cells.clearContents(EVERYTHING)

    # Formulas

    @property
    def formula(self) -> Any:
        """A text for a single cell, else rows of texts."""
        formulas = self.block.formulas()
        return formulas[0][0] if len(self) == 1 else formulas

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    formula2 = formula
    """This LibreOffice has no dynamic arrays."""

    def _fill(self, formula: str) -> None:
        """One formula for all cells, its relative places moved along."""
        rows, columns = self.shape
        text = formula[1:]
        self.block.write([[f"={moved(text, r, c)}" for c in range(columns)] for r in range(rows)])

    @property
    def formula_array(self) -> str | None:
        return self.block.array_formula

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.block.array_formula = value

    @property
    def has_array(self) -> bool:
        return bool(self.first.getArrayFormula())

    def restore(self, values: Sequence[Sequence[Any]], formulas: Sequence[Sequence[str]]) -> None:
        """Put raw contents back without touching a number format: numbers, texts, and the formulas where there were some."""
        made = sorted_block([[f"'{value}" if isinstance(value, str) else value for value in row] for row in values])
        for r, row in enumerate(formulas):
            for c, text in enumerate(row):
                if text.startswith("=") and text != values[r][c]:
                    made.formulas[r, c] = text
        self.block.put(made)

    # Notes and links

    @property
    def note(self) -> Note | None:
        for note in self._sheet.notes:
            if note.area == self(1, 1).area:
                return note
        return None

    def add_note(self, text: str) -> Note:
        if self.note:
            raise ValueError(f"{self.address} already has a note")
        self._sheet.remote.Annotations.insertNew(self.cell_address, text)
        found = self.note
        if not found:
            raise ValueError(f"{self.address} can't hold a note")
        return found

    @property
    def hyperlink(self) -> str:
        fields = self.first.TextFields
        if not fields.Count:
            raise ValueError("The cell doesn't seem to contain a hyperlink!")
        url: str = fields.getByIndex(0).URL
        return url

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:  # noqa: ARG002 - Calc shows its own tip
        """A place in the book is written #Sheet!A1, as in Excel."""
        cell = self.first
        cell.setString("")
        link = self._sheet.document.remote.createInstance("com.sun.star.text.TextField.URL")
        link.URL, link.Representation = address, text_to_display or address
        cell.insertTextContent(cell.createTextCursor(), link, False)

    # Name and table

    @property
    def name(self) -> "Name | None":
        for name in (*self._sheet.names.all(), *self._sheet.book.names.all()):
            found = name.range_or_none()
            if found is not None and (found.sheet.name, found.area) == (self._sheet.name, self.area):
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.book.names.add(value, f"={self._sheet.prefix}{self.address}")

    @property
    def table(self) -> "Table | None":
        for table in self._sheet.tables:
            if table.range.area.overlaps(self.area):
                return table
        return None
