"""A workbook that came from outside, as plain cells: every sheet from A1 on, without trust in its tables, names or formats."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from workbook_templates.reading.cells import text_of
from workbook_templates.reading.headers import place_of
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
        titles = [text_of(value) for value in row]
        found = {header: place_of(header, titles) for header in {*headers, *(needed or ())}}
        if all(found[header] is not None for header in needed or headers):
            places = [found[header] for header in headers]
            below = sheet.rows[line + 1 :]
            return [[row[place] if place is not None and place < len(row) else None for place in places] for row in below]
    return []
