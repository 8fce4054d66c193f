"""What a refresh does beside computing: 同意 changes go into the ledger, R6 proposes. Neither happens on a look back at a past day."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from addin.book import Book
from macros import session
from macros.report import Options
from udfs.rules.approved import Applied, apply_changes
from udfs.rules.escalation import Proposals, placed, proposals
from udfs.rules.status import Judgement
from udfs.rules.workdays import Calendar
from workbook_templates.grid import At, Value
from workbook_templates.parse import rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Change
from workbook_templates.tables.logs import Operation

REFRESHED = "刷新"
APPLIED = "变更落实"
DAY = re.compile(r"基准日 (\d{4}-\d\d-\d\d)")


class Done(NamedTuple):
    """What was applied and proposed, for the report; messages for the clerk."""

    applied: int = 0
    escalations: int = 0
    deductions: int = 0
    messages: tuple[str, ...] = ()


def latest_day(operations: Sequence[Operation]) -> dt.date | None:
    """The latest 基准日 that the workbook was refreshed for, by 操作日志."""
    days = [dt.date.fromisoformat(found[1]) for row in operations if row.operation == REFRESHED and (found := DAY.search(row.note))]
    return max(days, default=None)


def apply(book: Book, reading: session.Reading, options: Options, calendar: Calendar) -> tuple[session.Reading, Done]:
    """Stage what 同意 changes set, each cell with before and after in 操作日志; the reading goes on with the new values."""
    application = apply_changes(reading.tables, reading.as_of, calendar)
    cells: dict[str, dict[At, Value]] = {}
    for cell in application.cells:
        table = cell.record.at.table
        cells.setdefault(table, {})[cell.record.at.row - reading.grids[table].first_row, cell.header] = written(cell.after)
    for table, updates in cells.items():
        book.update(table, updates)
    counted = [cell for cell in application.cells if not isinstance(cell.record, Change)]
    for cell in counted:
        session.log(book, options, APPLIED, place_of(cell), why_of(cell), shown(cell.before), shown(cell.after))
    told = (f"落实了已同意的变更：改动 {len(counted)} 个格子，改前改后见“操作日志”。",) if counted else ()
    return reading._replace(tables=application.tables), Done(applied=len(counted), messages=told)


def written(value: object) -> Value:
    return value if isinstance(value, dt.date | str) else None


def shown(value: object) -> str:
    return "" if value is None else str(value)


def place_of(cell: Applied) -> str:
    """'督办台账 2026-0012 办理时限'."""
    return f"{cell.record.at.table} {cell.record.at.key} {cell.header}"


def why_of(cell: Applied) -> str:
    change = cell.change
    when = f"，{change.approved} 批准" if change.approved else ""
    return f"变更记录第 {change.at.row} 行：{change.change}{when}"


def propose(book: Book, reading: session.Reading, judgement: Judgement) -> tuple[session.Reading, Done]:
    """Append what R6 proposes; the reading goes on with the new rows."""
    new = proposals(judgement, reading.tables)
    for name, rows in (("变更记录", new.changes), ("加减分台账", new.points)):
        if rows:
            book.append(name, TABLES[name].headers, rows_of(rows))
    changes = placed(new.changes, "变更记录", after(reading, "变更记录"))
    points = placed(new.points, "加减分台账", after(reading, "加减分台账"))
    tables = reading.tables._replace(changes=(*reading.tables.changes, *changes), points=(*reading.tables.points, *points))
    return reading._replace(tables=tables), Done(0, len(changes), len(points), proposed(new))


def after(reading: session.Reading, table: str) -> int:
    """The row below the last of a table."""
    grid = reading.grids[table]
    return grid.first_row + len(grid.rows)


def proposed(new: Proposals) -> tuple[str, ...]:
    if not (new.changes or new.points):
        return ()
    return (f"新建议：升级 {len(new.changes)} 项、扣分 {len(new.points)} 笔，见“升级与问责”，等领导决定。",)
