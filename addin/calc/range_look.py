"""How a range looks: formats, fonts, colours, sizes. None where its cells differ, as in Excel."""

from typing import Any

from xlwings import base_classes

from addin.calc.bridge import Remote, enum
from addin.calc.document import excel_format
from addin.calc.inside import mixed, number_format
from addin.calc.range_base import RangeBase

AUTOMATIC = -1
"""No fill, and the font's automatic colour."""

_POINTS = 72 / 2540
"""Calc measures in hundredths of a millimetre, Excel in points."""

_HORIZONTAL = {"general": "STANDARD", "left": "LEFT", "center": "CENTER", "right": "RIGHT", "justify": "BLOCK", "fill": "REPEAT"}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
_BOTTOM_BY_DEFAULT = 0


def points(length: int) -> float:
    """Hundredths of a millimetre → points, to a hundredth."""
    return round(length * _POINTS, 2)


def millimetres(length: float) -> int:
    """Points → hundredths of a millimetre."""
    return round(length / _POINTS)


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


def common(cells: Remote, name: str) -> Any:
    """A property that all cells share; None when they differ."""
    return None if mixed(cells, name) else getattr(cells, name)


class RangeFont(base_classes.Font):
    """Each property is set for western and for Chinese characters, which Calc keeps apart; it is read from the western ones."""

    def __init__(self, cells: Remote) -> None:
        self.cells = cells

    def _set(self, name: str, value: Any) -> None:
        for script in ("", "Asian", "Complex"):
            setattr(self.cells, name + script, value)

    @property
    def api(self) -> Any:
        return self.cells.native

    @property
    def bold(self) -> bool | None:
        weight = common(self.cells, "CharWeight")
        return None if weight is None else weight > 100

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", 150.0 if value else 100.0)

    @property
    def italic(self) -> bool | None:
        posture = common(self.cells, "CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        size: float | None = common(self.cells, "CharHeight")
        return size

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str | None:
        name: str | None = common(self.cells, "CharFontName")
        return name

    @name.setter
    def name(self, value: str) -> None:
        for script in ("", "Asian", "Complex"):
            setattr(self.cells, f"CharFontName{script}", value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        number = common(self.cells, "CharColor")
        return None if number is None else (0, 0, 0) if number == AUTOMATIC else rgb(number)

    @color.setter
    def color(self, value: tuple[int, int, int] | int | str | None) -> None:
        self.cells.CharColor = colour_number(value)


class RangeLook(RangeBase):
    @property
    def font(self) -> RangeFont:
        return RangeFont(self.cells)

    @property
    def number_format(self) -> str | None:
        found = self._sheet.ask(number_format, self.block.place, self._sheet.document.english)
        return None if found is None else excel_format(*found)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self.cells.NumberFormat = self._sheet.document.format_key(value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        number = common(self.cells, "CellBackColor")
        return None if number in (None, AUTOMATIC) else rgb(number)

    @color.setter
    def color(self, value: tuple[int, int, int] | int | str | None) -> None:
        self.cells.CellBackColor = colour_number(value)

    @property
    def wrap_text(self) -> bool | None:
        wrapped: bool | None = common(self.cells, "IsTextWrapped")
        return wrapped

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.cells.IsTextWrapped = bool(value)

    @property
    def horizontal_alignment(self) -> str | None:
        found = common(self.cells, "HoriJustify")
        return None if found is None else next((name for name, value in _HORIZONTAL.items() if value == found.value), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise ValueError(f"Calc has no horizontal alignment {value!r}")
        self.cells.HoriJustify = enum("table.CellHoriJustify", _HORIZONTAL[value])

    @property
    def vertical_alignment(self) -> str | None:
        found = common(self.cells, "VertJustify")
        if found == _BOTTOM_BY_DEFAULT:
            return "bottom"
        return next((name for name, value in _VERTICAL.items() if value == found), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            raise ValueError(f"Calc has no vertical alignment {value!r}")
        self.cells.VertJustify = _VERTICAL[value]

    # Sizes

    @property
    def column_width(self) -> float | None:
        """In characters: a width of n is 7n + 5 pixels of the standard font at 96 dpi."""
        width = _alike(self.cells.Columns, self.shape[1], "Width")
        return None if width is None else round((round(width * 96 / 2540) - 5) / 7, 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.cells.Columns.Width = round((value * 7 + 5) * 2540 / 96)

    @property
    def row_height(self) -> float | None:
        """In points, to a quarter."""
        height = _alike(self.cells.Rows, self.shape[0], "Height")
        return None if height is None else round(height * _POINTS * 4) / 4

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.cells.Rows.Height = millimetres(value)

    @property
    def width(self) -> float:
        return points(self.cells.Size.Width)

    @property
    def height(self) -> float:
        return points(self.cells.Size.Height)

    @property
    def left(self) -> float:
        return points(self.cells.Position.X)

    @property
    def top(self) -> float:
        return points(self.cells.Position.Y)

    def autofit(self, axis: str | None = None) -> None:
        """axis: 'r' or 'rows', 'c' or 'columns', None for both."""
        if axis in (None, "c", "columns"):
            self.cells.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            self.cells.Rows.OptimalHeight = True

    @property
    def row_hidden(self) -> bool | None:
        visible = _alike(self.cells.Rows, self.shape[0], "IsVisible")
        return None if visible is None else not visible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.cells.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        visible = _alike(self.cells.Columns, self.shape[1], "IsVisible")
        return None if visible is None else not visible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.cells.Columns.IsVisible = not value


def _alike(lines: Remote, count: int, name: str) -> Any:
    """A property that all rows or columns share; None when two differ. Calc only answers for the first, so each is asked."""
    first = getattr(lines.getByIndex(0), name)
    return first if all(getattr(lines.getByIndex(number), name) == first for number in range(1, count)) else None
