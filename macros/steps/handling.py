"""数据检查.处理 from one run to the next: the entries are written anew each time, and what the clerk has typed goes with their rows.

An entry shows the number of its row, which is another one as soon as somebody sorts. So 操作日志 notes, when the entries are written,
which row (by its key) stood where: only what is new or has moved.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from addin.book import Book
from macros.steps import run_log, session
from macros.steps.report import Options
from udfs.checks.handled import TAKEN, Handled, Keys, adoptions, handled, row_keys
from udfs.rules.ground.workdays import Calendar
from workbook_templates.reading.parse import parse_table
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Value
from workbook_templates.tables.logs import Operation
from workbook_templates.tables.results import CheckRow

SHEET = "数据检查"
SHOWN = 10
"""Entries that are named one by one."""


class Written(NamedTuple):
    """The entries of the last run as they stand in the sheet, and the keys of the rows as they were then."""

    entries: Sequence[CheckRow]
    keys: Keys


class Adoption(NamedTuple):
    """The reading with the 建议值 that were adopted; what was and was not, for the clerk."""

    reading: session.Reading
    taken: int = 0
    left: Sequence[str] = ()
    messages: Sequence[str] = ()


def last_written(book: Book, operations: Sequence[Operation]) -> Written:
    """What the last run wrote, and the clerk beside it."""
    grid = book.read([SHEET]).get(SHEET)
    entries = parse_table(TABLES[SHEET], grid)[0] if grid is not None else ()
    return Written(entries, run_log.rows_noted(operations))


def with_handling(rows: Sequence[CheckRow], reading: session.Reading, last: Written) -> Handled:
    """The entries of this run with what the clerk has written beside them."""
    return handled(rows, last.entries, row_keys(reading.tables, reading.grids), last.keys)


def put(book: Book, options: Options, rows: Sequence[CheckRow], reading: session.Reading, last: Written) -> None:
    """Stage the entries, and in 操作日志 which rows they are about, where that is not noted already."""
    session.replace(book, SHEET, rows)
    keys = row_keys(reading.tables, reading.grids)
    places = dict.fromkeys((row.table, int(row.row)) for row in rows if row.row)
    new = {place: keys[place] for place in places if keys.get(place, "").strip("/") and last.keys.get(place) != keys[place]}
    for line in run_log.rows_at(new):
        session.log(book, options, *line)


def adopt(book: Book, options: Options, reading: session.Reading, last: Written) -> Adoption:
    """Stage what is 采纳, each cell with before and after in 操作日志; the reading goes on with the new values."""
    if not any(row.handling == TAKEN for row in last.entries):
        return Adoption(reading)
    keys = row_keys(reading.tables, reading.grids)
    found = with_handling(session.check_rows(reading, Calendar(reading.tables.holidays)), reading, last)
    taken, left = adoptions(found, reading.tables, reading.grids, keys, session.formula_cells(reading))
    changed = dict(reading.grids)
    for one in taken:
        at = (int(one.entry.row or 0) - changed[one.entry.table].first_row, one.entry.header)
        book.update(one.entry.table, {at: one.value})
        changed[one.entry.table] = with_cell(changed[one.entry.table], at, one.value)
        subject = f"{one.entry.table} {one.key} {one.entry.header}"
        session.log(book, options, run_log.ADOPTED, subject, one.entry.problem, one.entry.value, one.entry.proposed)
    named = [f"{where(row)}：{why}" for row, why in left]
    told = [
        *([f"采纳了建议值 {len(taken)} 处，改前改后见“操作日志”。"] if taken else []),
        *([f"未采纳 {len(left)} 处：{'；'.join(named[:SHOWN])}{f'；等 {len(left)} 处' if len(left) > SHOWN else ''}。"] if left else []),
    ]
    return Adoption(session.read_again(reading, changed) if taken else reading, len(taken), named, told)


def with_cell(grid: Grid, at: tuple[int, str], value: Value) -> Grid:
    """The table with one cell changed."""
    index, header = at
    rows = list(grid.rows)
    row = list(rows[index])
    row[grid.headers.index(header)] = value
    rows[index] = row
    shown = {place: text for place, text in grid.shown.items() if place != at}
    return replace(grid, rows=rows, shown=shown, percent=grid.percent - {at}, unclean=grid.unclean - {at})


def where(row: CheckRow) -> str:
    """督办台账第 12 行“主责部门”"""
    return f"{row.table}第 {row.row} 行“{row.header}”" if row.row else row.table
