"""What a refresh does beside computing: 同意 changes go into the ledger, rules propose. Neither happens on a look back at a past day."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from addin.book import Book
from macros.steps import log_rows, session
from macros.steps.report import Options
from udfs.rules.decisions.reconciliation import FOLLOWED, LOST, PROPOSAL_FIELDS, REGAINED, Settled, settle
from udfs.rules.ground.proposed_rows import ProposalRow, placed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.performance.scoreboard import Scores
from udfs.rules.supervision.approved import apply_changes
from workbook_templates.reading.parse import rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Change, Item, Stage
from workbook_templates.tables.grid import At, Value


class Done(NamedTuple):
    """What was applied and proposed, for the report; messages for the clerk."""

    applied: int = 0
    escalations: int = 0
    deductions: int = 0
    accountability: int = 0
    messages: tuple[str, ...] = ()


def apply(book: Book, reading: session.Reading, options: Options, calendar: Calendar) -> tuple[session.Reading, Done]:
    """Stage what 同意 changes set, each cell with before and after in 操作日志; the reading goes on with the new values."""
    application = apply_changes(reading.tables, reading.as_of, calendar, session.formula_cells(reading))
    cells: dict[str, dict[At, Value]] = {}
    for cell in application.cells:
        table = cell.record.at.table
        cells.setdefault(table, {})[cell.record.at.row - reading.grids[table].first_row, cell.header] = written(cell.after)
    for table, updates in cells.items():
        book.update(table, updates)
    counted = [cell for cell in application.cells if not isinstance(cell.record, Change)]
    for cell in application.cells:
        log_rows.log_applied(book, options, cell)
    told = (f"落实了已同意的变更：改动 {len(counted)} 个格子，改前改后见“操作日志”。",) if counted else ()
    return reading._replace(tables=application.tables), Done(applied=len(counted), messages=told)


def written(value: object) -> Value:
    return value if isinstance(value, dt.date | str) else None


def propose(book: Book, reading: session.Reading, scores: Scores, options: Options) -> tuple[session.Reading, Done]:
    """Bring the proposals in line with the facts of the day; the reading goes on with the rows as they stand then."""
    settled = settle(scores.judgement, reading.tables, unread_items(reading))
    reading = put(book, reading, settled, options)
    escalations, deductions, asked = (len(settled.made[table]) for table in PROPOSAL_FIELDS)
    done = Done(escalations=escalations, deductions=deductions, accountability=asked)
    return reading, done._replace(messages=proposed(done, settled))


def put(book: Book, reading: session.Reading, settled: Settled, options: Options) -> session.Reading:
    """Stage the rows and cells of the proposals, and one row of 操作日志 a table that names the keys; the reading with them."""
    changed: dict[str, Any] = {}
    for table, field in PROPOSAL_FIELDS.items():
        edits, grid = settled.edits[table], reading.grids[table]
        cells = {
            (edit.before.at.row - grid.first_row, column.header): cell_value(getattr(edit.after, column.field))
            for edit in edits
            for column in TABLES[table].columns
            if getattr(edit.before, column.field) != getattr(edit.after, column.field)
        }
        if cells:
            book.update(table, cells)
        fresh = {edit.before.at: edit.after for edit in edits}
        rows = [fresh.get(row.at, row) for row in getattr(reading.tables, field)]
        changed[field] = (*rows, *append(book, reading, table, settled.made[table]))
        if keys := settled.keys(table):
            log_rows.log_proposals(book, options, table, keys)
    return reading._replace(tables=reading.tables._replace(**changed))


def cell_value(value: Any) -> Value:
    """A field as a cell holds it."""
    return float(value) if isinstance(value, Fraction) else None if value == "" else value


DECISIVE = {"督办台账": ("完成度", "状态", "提交日期", "办结日期", "办理时限"), "阶段目标": ("自评完成度", "确认完成度", "完成时限")}
"""Cells that decide whether an item is late or behind."""


def unread_items(reading: session.Reading) -> frozenset[str]:
    """The items with a decisive cell that could not be read: it counts as blank, and nobody is blamed for a slip of the pen."""
    unread = {(problem.table, problem.row) for problem in reading.problems if problem.header in DECISIVE.get(problem.table, ())}
    rows: list[Item | Stage] = [*reading.tables.items, *reading.tables.stages]
    return frozenset(row.number for row in rows if (row.at.table, row.at.row) in unread and row.number)


def append(book: Book, reading: session.Reading, table: str, rows: Sequence[ProposalRow]) -> list[ProposalRow]:
    """Stage new rows of a daily table; the rows with the place that they take."""
    if rows:
        book.append(table, TABLES[table].headers, rows_of(rows))
    return placed(rows, table, reading.grids[table].next_row)


def proposed(done: Done, settled: Settled) -> tuple[str, ...]:
    """What the clerk is told of the proposals."""
    counts = (("升级", done.escalations, "项"), ("加减分", done.deductions, "笔"), ("问责、提醒和表扬", done.accountability, "条"))
    told = "、".join(f"{name} {count} {unit}" for name, count, unit in counts if count)
    edits = Counter(edit.what for edited in settled.edits.values() for edit in edited)
    others = "、".join(f"{what} {edits[what]} 条" for what in (FOLLOWED, LOST, REGAINED) if edits[what])
    return (
        *([f"新建议：{told}，见“升级与问责”，等领导决定。"] if told else []),
        *([f"还没有决定的建议随事实变了：{others}，逐条见“操作日志”。"] if others else []),
    )
