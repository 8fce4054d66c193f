"""Cells as they leave and enter a workbook: values, blocks of values, and the table as it was read."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class CellError(NamedTuple):
    """An error cell such as #DIV/0!; a blank cell is None."""

    code: str


Value: TypeAlias = str | float | bool | dt.date | dt.datetime | CellError | None
Row: TypeAlias = Sequence[Value]
Block: TypeAlias = Sequence[Row]
At: TypeAlias = tuple[int, str]
"""A cell of a table: body row counted from 0, header."""


LONGEST_TEXT = 32_767
"""UTF-16 units that Excel keeps in a cell."""
NOT_COMPUTED = "#未计算"
"""The code of a formula cell without a result: a blank would be taken for an answer. Excel computes it when it opens the file."""


def fitting(text: str) -> str:
    """As much of a text as a cell keeps; what is cut ends with ……."""
    if len(text) <= LONGEST_TEXT // 2 or len(units := text.encode("utf-16-le", "surrogatepass")) <= LONGEST_TEXT * 2:
        return text
    return units[: (LONGEST_TEXT - 2) * 2].decode("utf-16-le", "ignore") + "……"


class RowsBelow(NamedTuple):
    """Filled rows below a table that are not read as its rows.

    first, last: their numbers. text: what stands first in the first of them. alike: whether they look like rows of the table."""

    first: int
    last: int
    text: str
    alike: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as it was read.

    sheet: the sheet it lies on; first_row: the number that Excel shows beside body row 0.
    rows: each as long as headers. A date without a time is a `date`, '' is None, a whole number a float.
    percent: cells whose number format shows percent (in any column). formulas: cells that hold a formula.
    unclean: cells whose text held control characters, which no file can keep; they are left out of it here.
    shown: the text of number and date cells whose own number format shows something else than the plain value: 2026.10, 007, 1-5.
    below: what stands below the table and is none of its rows.
    taken: body rows in which our columns hold something, blank ones with formulas included: new rows come after them.
    """

    sheet: str
    first_row: int
    headers: tuple[str, ...]
    rows: Sequence[Row]
    percent: frozenset[At] = frozenset()
    formulas: frozenset[At] = frozenset()
    shown: Mapping[At, str] = field(default_factory=dict)
    unclean: frozenset[At] = frozenset()
    below: Sequence[RowsBelow] = ()
    taken: int = 0

    @property
    def next_row(self) -> int:
        """The number of the row that the next new one gets."""
        return self.first_row + max(len(self.rows), self.taken)
