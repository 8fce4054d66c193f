"""A workbook that came from outside, as plain cells: every sheet from A1 on, without trust in its tables, names or formats."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from workbook_templates.reading.cells import plain
from workbook_templates.tables.grid import Row, Value

Cell: TypeAlias = tuple[int, int]
"""Row and column of a sheet, both counted from 0."""


class ForeignSheet(NamedTuple):
    """A sheet of a file from outside, as it is shown.

    rows: as long as each needs to be, from row 1 and column A. percent: cells whose number format shows percent. formulas: cells that
    hold one. hidden is not told: what a filter or a person hides is an answer too. shown: as in Grid, by place.
    """

    name: str
    rows: Sequence[Row]
    percent: frozenset[Cell] = frozenset()
    formulas: frozenset[Cell] = frozenset()
    shown: Mapping[Cell, str] = MappingProxyType({})


def rows_below(sheet: ForeignSheet, headers: Sequence[str], needed: Sequence[str] | None = None) -> list[list[Value]]:
    """The cells under these headers of a list that this program wrote, wherever the columns stand now; [] for a sheet without it.

    needed: headers without which it is no such list; all of them where none are named. A header that is gone has blanks below it."""
    for line, row in enumerate(sheet.rows[:20]):
        titles = [plain(value) for value in row]
        if all(header in titles for header in needed or headers):
            places = [titles.index(header) if header in titles else -1 for header in headers]
            return [[below[place] if 0 <= place < len(below) else None for place in places] for below in sheet.rows[line + 1 :]]
    return []
