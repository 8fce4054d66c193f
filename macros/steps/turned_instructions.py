"""转督办: instructions with 状态 已转督办 become items 立项, once each, and name them in 关联编号."""

from dataclasses import replace

from addin.book import Book
from macros.steps import run_log, session
from macros.steps.handling import with_cell
from macros.steps.report import Options
from udfs.rules.ground.departments import Departments
from udfs.rules.judging.numbering import Numbers
from udfs.rules.supervision.instructions import item_of, to_turn
from workbook_templates.reading.cells import plain
from workbook_templates.reading.parse import rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Row
from workbook_templates.tables.logs import Operation

LEDGER, REGISTER, LINKED = "督办台账", "批示", "关联编号"


def enter(book: Book, reading: session.Reading, options: Options, operations: tuple[Operation, ...]) -> tuple[session.Reading, list[str]]:
    """Stage the items, their numbers in 批示, and a row of 操作日志 for each; the reading goes on with both. What the clerk is told."""
    tables = reading.tables
    rows = to_turn(tables, run_log.turned_before(operations))
    if not rows:
        return reading, []
    numbers = Numbers(tables.items, tables.settings.numbering, run_log.numbers_given(operations))
    departments = Departments(tables.departments)
    made = [item_of(row, tables, departments, reading.as_of, numbers) for row in rows]
    book.append(LEDGER, TABLES[LEDGER].headers, rows_of(made))
    first = reading.grids[REGISTER].first_row
    named = {(row.at.row - first, LINKED): "、".join(filter(None, (row.linked, item.number))) for row, item in zip(rows, made, strict=True)}
    book.update(REGISTER, named)
    for row, item in zip(rows, made, strict=True):
        session.log(book, options, *run_log.turned(row.number, item.number))
    for line in run_log.numbered(numbers.given, f"{len(made)} 条批示转督办"):
        session.log(book, options, *line)
    grids = dict(reading.grids)
    for at, text in named.items():
        grids[REGISTER] = with_cell(grids[REGISTER], at, text)
    grids[LEDGER] = replace(grids[LEDGER], rows=[*grids[LEDGER].rows, *(as_in(grids[LEDGER], row) for row in rows_of(made))])
    pairs = "、".join(f"{row.number} → {item.number}" for row, item in zip(rows, made, strict=True))
    told = f"批示转督办 {len(made)} 项（{pairs}），在“督办台账”末尾，状态是立项：请补齐时限、标准，审定后下达。"
    return session.read_again(reading, grids), [told]


def as_in(grid: Grid, row: Row) -> Row:
    """A new row of the ledger in the order of the workbook's own columns."""
    cells = dict(zip(TABLES[LEDGER].headers, row, strict=True))
    return [cells.get(plain(header)) for header in grid.headers]
