"""R8: indicators that can't be scored, that owe a figure, or that nobody answers for (数据检查): 未报, chain breaks, 目标值 0."""

import datetime as dt
from collections.abc import Callable, Iterator

from udfs.rules.ground.departments import Departments
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.problem_at import at
from udfs.rules.ground.states import COMPANY
from udfs.rules.performance.indicators import MarksByMatter, marks_by_matter, marks_of, period_name
from udfs.rules.supervision.indicator_progress import final_report, indicator_progress, kept_out
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables.performance import Indicator

MEASURED = ("正向", "反向", "扣分")
RATIO = ("正向", "反向")
UNREPORTED = "未报"
PARTS = "在“指标进度”补报这一步；没有新增、或已含在别的一次里的，补一行 0；或填实际值"


def check_indicators(tables: Tables, as_of: dt.date) -> Iterator[Problem]:
    """Everything of R8 that is listed, in the order of the sheet. A figure is owed once its 期间 is over."""
    parents = {(row.parent, period_name(row.period, tables.settings)) for row in tables.indicators if row.parent}
    unit_of = Departments(tables.departments).present
    marks = marks_by_matter(tables.marks, unit_of)
    progress = indicator_progress(tables, as_of)
    for row in tables.indicators:
        period = parse_period(row.period, tables.settings.month_end)
        if period is None:
            continue
        if row.method in RATIO and row.goal is None:
            yield at(row, "目标值", "", f"{row.method}指标没有目标值，不能计分", "填目标值")
        elif row.method in RATIO and row.goal == 0:
            yield at(row, "目标值", "0", "目标值为 0，不能按比例计分", "改目标值，或改计分方式（如 扣分）")
        if row.method == "节点" and row.due is None:
            yield at(row, "完成时限", "", "节点指标没有完成时限，不能计分", "填完成时限")
        final = final_report(row, progress, tables.settings.month_end)
        lacking = kept_out(row, progress, tables.settings.month_end)
        if lacking and period.last >= as_of:
            yield at(row, "累计方式", row.accrual, f"{lacking}，合计不全", PARTS)
        if period.last < as_of and final is None and is_owed(row, unit_of, marks, tables.settings.month_end):
            what = "期间已过，没有打分" if row.method == "打分" else "期间已过，没有实际值"
            if lacking:
                yield at(row, "实际值", UNREPORTED, f"{what}，指标进度{lacking}，不计分", PARTS)
            else:
                yield at(row, "实际值", UNREPORTED, f"{what}，不计分", "请主责部室补报，或在“考评打分”里补打")
        if row.level == COMPANY and row.number and (row.number, period.name) not in parents:
            yield at(row, "指标编号", row.number, "公司指标没有下级指标，没有人承接", "分解到部门、供电所，下级的“上级指标”填它的编号")
        for header, name in (("责任人", row.responsible), ("承办人", row.handler)):
            if not name:
                yield at(row, header, "", f"没有{header}", "明确到人")


def is_owed(row: Indicator, unit_of: Callable[[str], str], marks: MarksByMatter, month_end: int) -> bool:
    """未报: a blank 实际值 of 正向, 反向 and 扣分; no score at all for 打分."""
    if row.method in MEASURED:
        return row.actual is None
    return row.method == "打分" and not marks_of(row, unit_of, marks, month_end)
