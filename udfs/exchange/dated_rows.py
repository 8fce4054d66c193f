"""Rows of 指标进度 that a department fills in: which row of the master an answer belongs to, and why it may have no place there.

One row goes out for each indicator, without 截至日期; the day that is answered says which row of the master it is. So the same file
merged twice changes nothing, another day is another row, and another figure for one day is weighed against what the master holds.
"""

import datetime as dt
from typing import Any

from udfs.exchange.returned_values import AnswerDays, ReadAnswer, answer_in
from udfs.rules.ground.periods import parse_period
from udfs.rules.supervision.indicator_progress import key_of
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.units import MEASURED, UNIT, is_percent_unit
from workbook_templates.sent.returned import NO_CELL, Key, ReturnedCell, ReturnedRow
from workbook_templates.sent.sent_spec import SentSheet


def dated_key(spec: SentSheet, key: Key, row: ReturnedRow, days: AnswerDays) -> Key:
    """The key in the master of a returned row: with the day that was answered, where there is one."""
    if not spec.dated:
        return key
    answer = answer_in(row.cells.get(spec.dated, NO_CELL), spec.table.column(spec.dated), "", days)
    return (key[0], f"{key[1]}/{answer.text}") if isinstance(answer, ReadAnswer) and answer.text else key


def report_hindrance(spec: SentSheet, field: str, value: Any, cell: ReturnedCell, planned: Any, month_end: int) -> tuple[str, str] | None:
    """问题 and 应为 of an answer that no row of 指标进度 can hold. planned: its row of 指标, None where there is none any more."""
    if planned is None:
        return "台账的“指标”里已经没有这个指标", "核对台账：行被删去，或编号、期间改过"
    period = parse_period(planned.period, month_end)
    if field == spec.dated and isinstance(value, dt.date) and period is not None and value < period.first:
        return f"截至日期 {value} 在期间 {period.name} 开始以前", f"填 {period.first} 至 {period.last} 的日期"
    if field in MEASURED and cell.percent and planned.unit and not is_percent_unit(planned.unit):
        return f"填的是百分数，{UNIT}是“{planned.unit}”", f"按{UNIT}填数字"
    return None


def unit_of(record: Any, tables: Tables) -> str:
    """计量单位 of a row of 指标, or of 指标进度 that of its indicator."""
    if record.at.table == "指标":
        return str(record.unit)
    month_end = tables.settings.month_end
    return next((row.unit for row in tables.indicators if key_of(row, month_end) == key_of(record, month_end)), "")
