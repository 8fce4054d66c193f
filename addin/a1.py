"""Places in a sheet: A1 texts to numbers and back. Rows and columns are counted from 1, as Excel shows them."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_CORNER = re.compile(r"(?:\$?([A-Za-z]{1,3}))?(?:\$?(\d{1,7}))?")


class Area(NamedTuple):
    """A rectangle of cells, all four edges belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)

    def overlaps(self, other: "Area") -> bool:
        return self.top <= other.bottom and other.top <= self.bottom and self.left <= other.right and other.left <= self.right

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def around(self, other: "Area") -> "Area":
        """The smallest rectangle that holds both."""
        return Area(min(self.top, other.top), min(self.left, other.left), max(self.bottom, other.bottom), max(self.right, other.right))


@lru_cache(maxsize=LAST_COLUMN)
def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    text = ""
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text


@lru_cache(maxsize=LAST_COLUMN)
def column_of(text: str) -> int:
    """A → 1, aa → 27."""
    column = 0
    for letter in text.upper():
        column = column * 26 + ord(letter) - 64
    return column


def cell_name(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def parse_area(text: str) -> Area:
    """`A1`, `$A$1:$C$5`, `A:C` or `2:5`. Raises ValueError for anything else."""
    first, colon, last = text.partition(":")
    ends = [_CORNER.fullmatch(corner) for corner in (first, last if colon else first)]
    if not ends[0] or not ends[1] or not (ends[0][0] and ends[1][0]):
        raise ValueError(text)
    (column1, row1), (column2, row2) = ends[0].groups(), ends[1].groups()
    if (column1 is None) != (column2 is None) or (row1 is None) != (row2 is None) or (not last and None in (column1, row1)):
        raise ValueError(text)
    rows = sorted((int(row1), int(row2))) if row1 else (1, LAST_ROW)
    columns = sorted((column_of(column1), column_of(column2))) if column1 else (1, LAST_COLUMN)
    if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        raise ValueError(text)
    return Area(rows[0], columns[0], rows[1], columns[1])


def area_text(area: Area) -> str:
    """`A1:C5`, and `A1` for a single cell."""
    first, last = cell_name(area.top, area.left), cell_name(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"


def runs(columns: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring columns."""
    found: list[tuple[int, int]] = []
    for column in sorted(columns):
        if found and found[-1][1] == column - 1:
            found[-1] = found[-1][0], column
        else:
            found.append((column, column))
    return found


Place: TypeAlias = tuple[int, int]
"""Row and column in a block, from 0."""


def rectangles(places: Iterable[Place]) -> list[Area]:
    """Cells as few rectangles that cover just them: runs down a column, joined with equal runs to their left. Counted from 0."""
    runs: list[Area] = []
    for row, column in sorted(set(places), key=lambda place: (place[1], place[0])):
        last = runs[-1] if runs else None
        if last and last.left == column and last.bottom == row - 1:
            runs[-1] = last._replace(bottom=row)
        else:
            runs.append(Area(row, column, row, column))
    joined: dict[tuple[int, int, int], Area] = {}  # rows and last column → rectangle
    for run in runs:
        left = joined.pop((run.top, run.bottom, run.left - 1), run)
        joined[run.top, run.bottom, run.right] = left.around(run)
    return list(joined.values())
