"""What an import brings: rows for the tables, lines for 导入清单, telephone numbers for 人员."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbook_templates.tables.grid import Value

IMPORTED, GUESSED, UNREAD, HELD, SKIPPED = "收下", "猜的", "没读懂", "已有", "没有收"
Cells = dict[str, Value]
"""A row by header, as cells."""


class ImportLine(NamedTuple):
    """One line of 导入清单.

    kind: what became of it: IMPORTED, GUESSED, UNREAD, HELD or SKIPPED.
    sheet, row: where it stands, as a spreadsheet shows it; 0 for the whole sheet or a column.
    header, value: what stands there; of a row what it is about.
    table, column: where it went.
    written: what was written.
    note: why.
    """

    kind: str
    sheet: str
    row: int
    header: str = ""
    value: str = ""
    table: str = ""
    column: str = ""
    written: str = ""
    note: str = ""


class FoundPhone(NamedTuple):
    """A telephone number that stood beside a name. sheet, row, header: where."""

    name: str
    phone: str
    sheet: str
    row: int
    header: str


@dataclass
class Import:
    """What was made of a file.

    rows: table → its new rows. lines: the list, sheet by sheet. phones: numbers that stood beside names. staged: the items that have
    stages, each with its rows of 阶段目标, which lack the number if it does. numbers: those that such items were given. hidden,
    filtered: rows that were taken though nobody sees them. lacking: label of a table → the required columns that it does not have.
    """

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    lines: list[ImportLine] = field(default_factory=list)
    phones: list[FoundPhone] = field(default_factory=list)
    staged: list[tuple[Cells, list[Cells]]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    hidden: int = 0
    filtered: int = 0
    lacking: dict[str, list[str]] = field(default_factory=dict)


def counts(lines: Sequence[ImportLine]) -> dict[str, int]:
    """How many lines of each kind, every kind named."""
    return {kind: sum(line.kind == kind for line in lines) for kind in (IMPORTED, GUESSED, UNREAD, HELD, SKIPPED)}
