"""A workbook that came from outside, as plain cells: every sheet from A1 on, without trust in its tables, names or formats."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from workbook_templates.tables.grid import Row

Cell: TypeAlias = tuple[int, int]
"""Row and column of a sheet, both counted from 0."""


class ForeignSheet(NamedTuple):
    """rows: as long as each needs to be, from row 1 and column A. percent: cells whose number format shows percent.

    formulas: cells that hold one. hidden is not told: what a filter or a person hides is an answer too."""

    name: str
    rows: Sequence[Row]
    percent: frozenset[Cell] = frozenset()
    formulas: frozenset[Cell] = frozenset()
