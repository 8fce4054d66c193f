"""How a check names a place in a table: one constructor for every entry of 数据检查 that a rule makes."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from workbook_templates.reading.cells import show_number, show_rate
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables import TABLES

Problems: TypeAlias = Iterator[Problem]
"""What a check finds."""


def at(row: Any, header: str, value: object, problem: str, remedy: str, proposed: str = "") -> Problem:
    """A problem of one cell of a record. value: as typed in the record, or as text; proposed: 建议值."""
    return Problem(row.at.table, row.at.row, header, shown(row.at.table, header, value), problem, remedy, proposed=proposed)


def whole(table: str, header: str, value: str, problem: str, remedy: str) -> Problem:
    """A problem of a table as a whole."""
    return Problem(table, 0, header, value, problem, remedy)


def shown(table: str, header: str, value: object) -> str:
    """A typed value as the clerk sees it in the cell: a share as percent, a number without fractions."""
    if isinstance(value, Fraction):
        return show_rate(value) if TABLES[table].column(header).kind == "rate" else show_number(value)
    return "" if value is None else str(value)
