"""How high a row of a table must be, so that none of its wrapped texts is cut: Excel measures that only for rows it edits,
LibreOffice only while it is open, and neither for a row that was put into a closed file."""

import math
import unicodedata
from collections.abc import Iterable

from workbook_templates.grid import Row
from workbook_templates.schema import Column, Table

LINE, PADDING, LEAST, MOST = 15.2, 5.8, 21.0, 409.0
"""Points: one line of 10-point text, the space around all lines, the lowest and the highest row."""
EM = 13.2
"""Pixels of a Chinese character at 10 points."""
INDENT = 8
"""Pixels that a left-aligned cell keeps free."""


def text_width(text: str) -> float:
    """Width in Chinese characters: half for Latin letters and digits, a little more for capitals."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.68 if sign.isupper() or sign in "%@&" else 0.57 for sign in text)


def lines_of(text: str, width: float) -> int:
    """Lines that the text takes in a column of `width` Excel characters, at 10 points.

    Half a character a line is kept free, because a line ends early before a punctuation mark or a Latin word.
    """
    room = (width * 7 - INDENT) / EM
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(1 if (taken := text_width(part)) <= room else math.ceil(taken / max(room - 0.5, 1)) for part in text.split("\n") or [""])


def height_of_lines(lines: int) -> float:
    """Points for a row of so many lines."""
    return min(max(lines * LINE + PADDING, LEAST), MOST)


def row_height(table: Table, row: Row) -> float:
    """Points for one body row of a table, its values in header order."""
    texts = ((column, value) for column, value in zip(table.columns, row, strict=True) if isinstance(value, str) and wraps(column))
    return height_of_lines(most_lines(texts))


def most_lines(texts: Iterable[tuple[Column, str]]) -> int:
    return max((lines_of(text, column_width(column)) for column, text in texts), default=1)


def wraps(column: Column) -> bool:
    """Whether long text of this column goes on in a second line: all text, so that nothing is hidden."""
    return column.kind in ("text", "names")


def column_width(column: Column) -> float:
    """Width in Excel characters: as declared, but the header fits beside its filter arrow."""
    return max(column.spec.width, round((EM * len(column.header) + 14) / 7, 1))
