"""The Book port: how an action sees a workbook, be it a closed file or one open in Excel or Calc.

Writes are only staged. `commit` first checks everything, then backs up, then writes; a refusal leaves the workbook as it was.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from addin.own_columns import Stays
from workbook_templates.tables.grid import At, Block, Grid, Row, Value


class Book(Protocol):
    """An open handle on one workbook. Tables and names are found by their Excel names, columns by header."""

    path: Path
    in_file: bool
    """Whether what commit writes is in the file at `path`: not so in an open workbook, which the user saves or not."""

    def tables(self) -> dict[str, tuple[str, ...]]:
        """Headers of every table, without reading a cell."""
        ...

    def read(self, names: Collection[str]) -> dict[str, Grid]:
        """The tables of these names that exist, one block each; a table with one blank row has no rows."""
        ...

    def shown(self, names: Collection[str]) -> dict[str, Block]:
        """What stands in the ranges of these defined names; without those that are missing or are no fixed range."""
        ...

    def replace(self, table: str, headers: Sequence[str], rows: Sequence[Row]) -> None:
        """Stage a whole result table. Columns are found by header; what the user typed in columns of his own goes with its row,
        by the key of the table, or stays in its place where the table has no key or that key stands more than once.
        The table and its filter are resized, filtered rows are shown again."""
        ...

    def append(self, table: str, headers: Sequence[str], rows: Sequence[Row]) -> None:
        """Stage rows below the last; they take the last row's style. Headers not named stay blank."""
        ...

    def update(self, table: str, cells: Mapping[At, Value]) -> None:
        """Stage single cells of a table; a cell that holds a formula is refused at commit."""
        ...

    def put(self, names: Mapping[str, Value | Block]) -> None:
        """Stage defined names: a value into the first cell of the name's range, a block into the whole range (same shape)."""
        ...

    def results(self, names: Mapping[str, Block]) -> None:
        """Stage what the live formulas in the ranges of these names give (workbook_templates.master.board_formulas), for readers
        that do not compute. The formulas stay. A range that holds another formula or none, or is gone, is left alone; so is an
        open workbook, whose host computes."""
        ...

    def differs(self) -> bool:
        """True when what is staged would change at least one cell."""
        ...

    def stays(self) -> list[Stays]:
        """What of the user's own will not go with its row when what is staged is written, for each result that changes."""
        ...

    def commit(self, backup: Path | None) -> bool:
        """Check, copy the workbook to `backup` (None: no copy), write. False: nothing differed, nothing written.

        Raises BookRefused (merged cells, something in the way below, a formula in the target, protected,
        changed since read) or BookBusy; then the workbook is byte for byte what it was."""
        ...

    notes: tuple[str, ...]
    """What the last plan and commit leave to the clerk, with sheet and cell: formulas that were written around or have no result now."""

    def write_around_formulas(self) -> None:
        """From now on a cell that holds a formula is left as it is and told in `notes`; it does not stop the rest of a commit."""
        ...

    def discard(self) -> None:
        """Forget what is staged."""
        ...
