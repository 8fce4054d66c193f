"""How high a row of a table must be, so that none of its wrapped texts is cut: Excel measures that only for rows it edits,
LibreOffice only while it is open, and neither for a row that was put into a closed file."""

import math
from collections.abc import Callable

from workbook_templates.tables.grid import Row
from workbook_templates.tables.schema import Column, Table

LINE, PADDING, LEAST, MOST = 15.2, 5.8, 21.0, 409.0
"""Points: one line of 10-point text, the space around all lines, the lowest and the highest row."""
EM = 13.2
"""Pixels of a Chinese character at 10 points."""
INDENT = 8
"""Pixels that a left-aligned cell keeps free."""


def text_width(text: str) -> float:
    """Width in Chinese characters: a sign that UTF-8 holds in one byte is a Latin letter or a digit and counts 0.6, others 1."""
    narrow = len(text) - (len(text.encode("utf-8", "surrogatepass")) - len(text)) / 2
    return len(text) - 0.4 * max(narrow, 0)


def lines_of(text: str, width: float) -> int:
    """Lines that the text takes in a column of `width` Excel characters, at 10 points."""
    return lines_in(text, room_of(width))


def room_of(width: float) -> float:
    """Chinese characters at 10 points that one line of a column of `width` Excel characters holds."""
    return (width * 7 - INDENT) / EM


def lines_in(text: str, room: float) -> int:
    """Lines that the text takes where one line has room for so many Chinese characters.

    Half a character a line is kept free, because a line ends early before a punctuation mark or a Latin word.
    """
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(1 if (taken := text_width(part)) <= room else math.ceil(taken / max(room - 0.5, 1)) for part in text.split("\n") or [""])


def height_of_lines(lines: int) -> float:
    """Points for a row of so many lines."""
    return min(max(lines * LINE + PADDING, LEAST), MOST)


def row_height(table: Table, row: Row) -> float:
    """Points for one body row of a table, its values in header order."""
    return row_measure(table)(row)


def row_measure(table: Table) -> Callable[[Row], float]:
    """The function that measures the rows of one table; to be made once for many rows."""
    wrapping = [(place, room_of(column_width(column))) for place, column in enumerate(table.columns) if wraps(column)]

    def points(row: Row) -> float:
        lines = 1
        for place, room in wrapping:
            text = row[place]
            if isinstance(text, str) and (len(text) > room or "\n" in text):
                lines = max(lines, lines_in(text, room))
        return height_of_lines(lines)

    return points


def wraps(column: Column) -> bool:
    """Whether long text of this column goes on in a second line: all text, so that nothing is hidden."""
    return column.kind in ("text", "names")


def column_width(column: Column) -> float:
    """Width in Excel characters: as declared, but the header fits beside its filter arrow."""
    return max(column.spec.width, round((EM * len(column.header) + 14) / 7, 1))
