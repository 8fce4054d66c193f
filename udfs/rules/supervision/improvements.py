"""制度措施: regulations revised and measures added out of checks, meetings and the analysis of performance; which of them are overdue."""

import datetime as dt
from collections.abc import Iterable

from udfs.rules.ground.periods import Period
from udfs.rules.ground.problem_at import Problems, at
from workbook_templates.reading.cells import plain
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Improvement
from workbook_templates.tables.lists import LISTS

REGULATION, MEASURE = LISTS["制度措施类别"]


def is_overdue(row: Improvement, day: dt.date) -> bool:
    """Whether 完成时限 was over before `day` and it is not done; 完成时限 itself still counts."""
    return row.due is not None and row.due < day and row.done is None


def state_of(row: Improvement, day: dt.date) -> str:
    """Where a regulation or measure stands: 已完成, 逾期未完成, 办理中, 已施行 where it has no deadline."""
    if row.done is not None:
        return "已完成"
    if is_overdue(row, day):
        return "逾期未完成"
    return "办理中" if row.due is not None else "已施行"


def of_period(rows: Iterable[Improvement], period: Period) -> list[Improvement]:
    """Those dated in a period, by day, those of a day in the order of their rows."""
    return sorted((row for row in rows if period.contains(row.day)), key=by_day)


def overdue(rows: Iterable[Improvement], day: dt.date) -> list[Improvement]:
    """Those that are overdue on a day, the longest first."""
    return sorted((row for row in rows if is_overdue(row, day)), key=lambda row: (row.due or day, row.at.row))


def by_day(row: Improvement) -> tuple[dt.date, int]:
    return row.day or dt.date.max, row.at.row


def check_improvements(tables: Tables, as_of: dt.date) -> Problems:
    """Overdue rows, and 关联编号 that names nothing known (数据检查)."""
    known = {row.number for table in (tables.items, tables.targets, tables.indicators, tables.risk_points) for row in table}
    known |= {row.number for table in (tables.inspections, tables.meetings, tables.papers) for row in table}
    known = {*known, *map(plain, known)}
    for row in tables.improvements:
        if row.linked and not {row.linked, plain(row.linked)} & known:
            what = f"没有编号是“{row.linked}”的抽查、会议、指标、事项、目标、风险点或文书"
            yield at(row, "关联编号", row.linked, what, "填出处的编号，或空着并在说明里写明出处")
        if is_overdue(row, as_of):
            yield at(row, "完成时限", row.due, f"到 {as_of} 还没有完成", "完成了的补完成日期；要延的改完成时限并在说明里写明")
        if row.done is not None and row.day is not None and row.done < row.day:
            yield at(row, "完成日期", row.done, f"早于日期 {row.day}", "核对日期和完成日期")
