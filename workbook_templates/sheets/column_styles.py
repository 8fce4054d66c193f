"""How the cells of a column look: number format, alignment, wrapping."""

import datetime as dt

from workbook_templates.sheets.row_heights import wraps
from workbook_templates.sheets.style import BODY_TINTS, HEADER_COLOURS, LINE_COLOUR, RED_FILL, WHITE, Format, Styles
from workbook_templates.tables.grid import Value
from workbook_templates.tables.schema import Column, Kind

NUMBER_FORMATS: dict[Kind, str] = {"date": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm", "rate": "0.0%_ "}
LONG, SHORT = 23, 12
"""A text column wider than LONG is prose; a narrower one holds codes, names and choices, which Excel
must not turn into numbers; up to SHORT they stand in the middle."""


def number_format(column: Column) -> str:
    """Excel's number format of the column; `_ ` keeps a figure off the border."""
    if column.kind == "number":
        digits = column.spec.digits
        return f"0.{'0' * digits}_ " if digits else "General_ "
    if column.kind in NUMBER_FORMATS:
        return NUMBER_FORMATS[column.kind]
    prose = column.kind == "text" and column.spec.width > LONG and not (column.spec.of or column.spec.refers or column.spec.key)
    return "General" if prose else "@"


def alignment(column: Column) -> dict[str, object]:
    """Numbers to the right, dates and choices in the middle, words to the left."""
    if column.kind in ("number", "rate"):
        return {"align": "right"}
    spec = column.spec
    if column.kind in ("date", "time") or spec.of or spec.width <= SHORT or (spec.refers == "人员" and column.kind == "text"):
        return {"align": "center"}
    return {"align": "left", "indent": 1}


def plain_style(styles: Styles, column: Column) -> Format:
    """The format of the whole column, for cells that nobody has filled yet: no borders, no fill."""
    return styles(num_format=number_format(column), text_wrap=wraps(column), **alignment(column))


def body_style(styles: Styles, column: Column, value: Value = None) -> Format:
    """The format of a cell in a row of the table; a date in a column of another kind still shows as a date."""
    shown = number_format(column)
    if isinstance(value, dt.date) and column.kind not in ("date", "time"):
        shown = NUMBER_FORMATS["time" if isinstance(value, dt.datetime) else "date"]
    tint = {"bg_color": BODY_TINTS[column.spec.by]} if column.spec.by in BODY_TINTS else {}
    return styles(num_format=shown, text_wrap=wraps(column), border=1, border_color=LINE_COLOUR, **alignment(column), **tint)


def header_style(styles: Styles, column: Column) -> Format:
    """White on the colour of who fills the column in; a required column has a red lower edge."""
    edge = {"bottom": 5, "bottom_color": RED_FILL} if column.spec.required else {"bottom": 1, "bottom_color": WHITE}
    return styles(
        bold=True,
        font_color=WHITE,
        bg_color=HEADER_COLOURS[column.spec.by],
        align="center",
        text_wrap=True,
        left=1,
        left_color=WHITE,
        right=1,
        right_color=WHITE,
        top=1,
        top_color=WHITE,
        **edge,
    )
