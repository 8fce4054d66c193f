"""The cells that 同意 changes set, each with what it held before; and what could not be set, with the reason."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple, TypeAlias

from workbook_templates.tables.daily import Change, Item, Stage, Target

ChangedValue: TypeAlias = str | dt.date | None
CellPlace: TypeAlias = tuple[str, int, str]
"""Table, row as its sheet shows it, header."""


class Applied(NamedTuple):
    """One cell that a change sets. record: the item, stage, target or change whose cell it is; change: why."""

    record: Item | Stage | Target | Change
    header: str
    before: ChangedValue
    after: ChangedValue
    change: Change


class AppliedCells:
    """Collects the cells to write and what is left. fixed: cells that hold a formula, which is not written over."""

    def __init__(self, fixed: Collection[CellPlace] = ()) -> None:
        self.fixed = fixed
        self.cells: list[Applied] = []
        self.left: list[tuple[Change, str]] = []

    def set(self, record: Item | Stage | Target | Change, header: str, before: ChangedValue, after: ChangedValue, change: Change) -> bool:
        """Set a cell; False for one that holds a formula."""
        at = record.at
        if (at.table, at.row, header) in self.fixed:
            self.left.append((change, f"“{at.table}”第 {at.row} 行的“{header}”是公式，没有覆盖；请改成数值，或把公式移到自己加的列里"))
            return False
        self.cells.append(Applied(record, header, before, after, change))
        return True
