"""How a range looks: formats, fonts, colours, sizes. None where its cells differ, as in Excel."""

from typing import Any

from xlwings import base_classes

from addin.calc.bridge import Remote, enum
from addin.calc.document import excel_format
from addin.calc.inside import mixed, number_format
from addin.calc.properties import POINTS, Common, Length, Of, With, millimetres
from addin.calc.range_base import RangeBase

AUTOMATIC = -1
"""No fill, and the font's automatic colour."""

_HORIZONTAL = {"general": "STANDARD", "left": "LEFT", "center": "CENTER", "right": "RIGHT", "justify": "BLOCK", "fill": "REPEAT"}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
_BOTTOM_BY_DEFAULT = 0


def colour_number(colour: tuple[int, int, int] | int | str | None) -> int:
    """(255, 0, 0), "#ff0000" or Excel's number (blue first) → Calc's number (red first); None → AUTOMATIC."""
    if colour is None:
        return AUTOMATIC
    if isinstance(colour, str):
        return int(colour.removeprefix("#"), 16)
    red, green, blue = (colour & 255, colour >> 8 & 255, colour >> 16 & 255) if isinstance(colour, int) else colour
    return red << 16 | green << 8 | blue


def rgb(number: int) -> tuple[int, int, int]:
    return number >> 16 & 255, number >> 8 & 255, number & 255


def of_cells(owner: Any, name: str) -> Any:
    """A property that all cells share; None when they differ."""
    return None if mixed(owner.cells, name) else getattr(owner.cells, name)


def of_lines(owner: Any, path: str) -> Any:
    """A property that all rows or columns share; None when two differ. Calc only answers for the first, so each is asked."""
    kind, name = path.split(".")
    lines, count = getattr(owner.cells, kind), owner.shape[kind == "Columns"]
    first = getattr(lines.getByIndex(0), name)
    return first if all(getattr(lines.getByIndex(number), name) == first for number in range(1, count)) else None


def calc_horizontal(value: str) -> Any:
    if value not in _HORIZONTAL:
        raise ValueError(f"Calc has no horizontal alignment {value!r}")
    return enum("table.CellHoriJustify", _HORIZONTAL[value])


def calc_vertical(value: str) -> int:
    if value not in _VERTICAL:
        raise ValueError(f"Calc has no vertical alignment {value!r}")
    return _VERTICAL[value]


def excel_vertical(found: int) -> str | None:
    return "bottom" if found == _BOTTOM_BY_DEFAULT else next((name for name, value in _VERTICAL.items() if value == found), None)


def itself(value: Any) -> Any:
    return value


class RangeFont(base_classes.Font):
    """Each property is set for western and for Chinese characters, which Calc keeps apart; it is read from the western ones."""

    def __init__(self, cells: Remote) -> None:
        self.cells = cells

    api = Of[Any]("cells.native")
    bold = Common(
        of_cells, "CharWeight CharWeightAsian CharWeightComplex", lambda weight: weight > 100, lambda value: 150.0 if value else 100.0
    )
    italic = Common(
        of_cells,
        "CharPosture CharPostureAsian CharPostureComplex",
        lambda posture: posture.value != "NONE",
        lambda value: enum("awt.FontSlant", "ITALIC" if value else "NONE"),
    )
    size = Common(of_cells, "CharHeight CharHeightAsian CharHeightComplex", float, float)
    name = Common(of_cells, "CharFontName CharFontNameAsian CharFontNameComplex", str, itself)
    color = Common(of_cells, "CharColor", lambda number: (0, 0, 0) if number == AUTOMATIC else rgb(number), colour_number)


class RangeLook(RangeBase):
    font = With[RangeFont](lambda owner: RangeFont(owner.cells))

    @property
    def number_format(self) -> str | None:
        found = self._sheet.ask(number_format, self.block.corners, self._sheet.document.english)
        return None if found is None else excel_format(*found)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.cells.NumberFormat = self._sheet.document.format_key(value)

    color = Common(of_cells, "CellBackColor", lambda number: None if number == AUTOMATIC else rgb(number), colour_number)
    wrap_text = Common(of_cells, "IsTextWrapped")
    horizontal_alignment = Common(
        of_cells,
        "HoriJustify",
        lambda found: next((name for name, value in _HORIZONTAL.items() if value == found.value), None),
        calc_horizontal,
    )
    vertical_alignment = Common(of_cells, "VertJustify", excel_vertical, calc_vertical)

    # Sizes

    column_width = Common(
        of_lines,
        "Columns.Width",
        lambda width: round((round(width * 96 / 2540) - 5) / 7, 2),
        lambda value: round((value * 7 + 5) * 2540 / 96),
    )
    """In characters: a width of n is 7n + 5 pixels of the standard font at 96 dpi."""
    row_height = Common(of_lines, "Rows.Height", lambda height: round(height * POINTS * 4) / 4, millimetres)
    """In points, to a quarter."""
    row_hidden = Common(of_lines, "Rows.IsVisible", lambda visible: not visible, lambda value: not value)
    column_hidden = Common(of_lines, "Columns.IsVisible", lambda visible: not visible, lambda value: not value)
    width, height = Length("cells.Size.Width"), Length("cells.Size.Height")
    left, top = Length("cells.Position.X"), Length("cells.Position.Y")

    def autofit(self, axis: str | None = None) -> None:
        """axis: 'r' or 'rows', 'c' or 'columns', None for both."""
        if axis in (None, "c", "columns"):
            self.cells.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            self.cells.Rows.OptimalHeight = True
