"""What a refresh does beside computing: 同意 changes go into the ledger, rules propose. Neither happens on a look back at a past day."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from addin.book import Book
from macros.steps import log_rows, session
from macros.steps.report import Options
from udfs.rules.decisions.accountability import accountability_proposals, green_points
from udfs.rules.ground.history import is_closed
from udfs.rules.ground.proposed_rows import ProposedRow, placed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.performance.differentiation import spread_proposals
from udfs.rules.performance.scoreboard import Scores
from udfs.rules.supervision.approved import apply_changes
from udfs.rules.supervision.escalation import proposals
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


def propose(book: Book, reading: session.Reading, scores: Scores) -> tuple[session.Reading, Done]:
    """Append what the rules propose and nobody has proposed yet; the reading goes on with the new rows."""
    judgement, tables = scores.judgement, reading.tables
    late, doubtful = proposals(judgement, tables), unread_items(reading)
    published = is_closed(judgement.facts, judgement.period)  # what was closed is settled: R6 alone goes by 基准日, not by the period
    points = list(late.points)
    if not published:
        points += [*green_points(judgement, tables), *spread_proposals(judgement, scores.spread, tables)]
    changes = append(book, reading, "变更记录", [row for row in late.changes if row.number not in doubtful])
    pointed = append(book, reading, "加减分台账", [row for row in points if row.linked not in doubtful])
    wanted = [] if published else accountability_proposals(judgement, tables)
    asked = append(book, reading, "问责记录", [row for row in wanted if row.number not in doubtful])
    tables = tables._replace(
        changes=(*tables.changes, *changes), points=(*tables.points, *pointed), accountability=(*tables.accountability, *asked)
    )
    done = Done(0, len(changes), len(pointed), len(asked))
    return reading._replace(tables=tables), done._replace(messages=proposed(done))


DECISIVE = {"督办台账": ("完成度", "状态", "提交日期", "办结日期", "办理时限"), "阶段目标": ("自评完成度", "确认完成度", "完成时限")}
"""Cells that decide whether an item is late or behind."""


def unread_items(reading: session.Reading) -> frozenset[str]:
    """The items with a decisive cell that could not be read: it counts as blank, and nobody is blamed for a slip of the pen."""
    unread = {(problem.table, problem.row) for problem in reading.problems if problem.header in DECISIVE.get(problem.table, ())}
    rows: list[Item | Stage] = [*reading.tables.items, *reading.tables.stages]
    return frozenset(row.number for row in rows if (row.at.table, row.at.row) in unread and row.number)


def append(book: Book, reading: session.Reading, table: str, rows: Sequence[ProposedRow]) -> list[ProposedRow]:
    """Stage new rows of a daily table; the rows with the place that they take."""
    if rows:
        book.append(table, TABLES[table].headers, rows_of(rows))
    return placed(rows, table, reading.grids[table].next_row)


def proposed(done: Done) -> tuple[str, ...]:
    counts = (("升级", done.escalations, "项"), ("加减分", done.deductions, "笔"), ("问责、提醒和表扬", done.accountability, "条"))
    told = "、".join(f"{name} {count} {unit}" for name, count, unit in counts if count)
    return (f"新建议：{told}，见“升级与问责”，等领导决定。",) if told else ()
