"""Formulas of the office in tables of ours, named as a clerk finds them."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

OPEN_AND_SAVE = "请用 Excel、WPS 或 LibreOffice 打开总台账，等它算完，保存"
"""What gives a formula its result again."""
SHOWN = 6
"""Stretches of rows that a message names."""


class FormulaAt(NamedTuple):
    """A cell with a formula. row: as its sheet shows it."""

    table: str
    row: int
    header: str


def formulas_named(cells: Iterable[FormulaAt]) -> str:
    """“督办台账”的“责任人”第 4 至 9、12 行、“人员”的“部门”第 5 行."""
    columns: dict[tuple[str, str], set[int]] = {}
    for cell in cells:
        columns.setdefault((cell.table, cell.header), set()).add(cell.row)
    return "、".join(f"“{table}”的“{header}”第 {rows_named(rows)} 行" for (table, header), rows in columns.items())


def rows_named(rows: Iterable[int]) -> str:
    """4 至 9、12: rows by their stretches without a gap."""
    stretches = [[row for _, row in found] for _, found in groupby(enumerate(sorted(rows)), lambda pair: pair[1] - pair[0])]
    named = [f"{rows[0]} 至 {rows[-1]}" if len(rows) > 1 else str(rows[0]) for rows in stretches]
    return "、".join(named[:SHOWN]) + (" 等" if len(named) > SHOWN else "")
