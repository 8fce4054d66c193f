"""R18: what 数据检查 lists of 进度曲线 and of 指标进度, beside unknown numbers and periods that are none (module references)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from udfs.rules.ground.figures import number
from udfs.rules.ground.grouped import firsts, grouped
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.problem_at import at
from udfs.rules.supervision.indicator_progress import EACH_PART, WITH_PROGRESS, ProgressKey, key_of
from udfs.rules.supervision.progress_curve import curve_of, wrong_curve
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.table_problems import Problem
from workbook_templates.reading.units import UNIT, is_percent_unit
from workbook_templates.tables.performance import Indicator, IndicatorProgress

CURVE = "填从小到大、最后到 100 的百分数，一步一个，如 5、15、30、60、100；按天匀速的空着；天天都应达到目标的（如比率）填 100、100"


def check_progress(tables: Tables) -> Iterator[Problem]:
    """The curves of 指标, then the rows of 指标进度, each in the order of its sheet."""
    month_end = tables.settings.month_end
    for row in tables.indicators:
        period = parse_period(row.period, month_end)
        if row.method in WITH_PROGRESS and period is not None and (problem := wrong_curve(row.curve, period)):
            yield at(row, "进度曲线", row.curve, problem, CURVE)
    planned = firsts((key, row) for row in tables.indicators if (key := key_of(row, month_end)) is not None)
    numbers = {row.number for row in tables.indicators}
    for one in tables.progress:
        yield from check_report(one, planned, numbers, month_end)
    reports = grouped((key, row) for row in tables.progress if (key := key_of(row, month_end)) in planned)
    for key, rows in reports.items():
        if key is not None:
            yield from falling(rows, planned[key], parse_period(planned[key].period, month_end), month_end)


def check_report(
    one: IndicatorProgress, planned: Mapping[ProgressKey, Indicator], numbers: Iterable[str], month_end: int
) -> Iterator[Problem]:
    """One row of 指标进度 against its indicator."""
    key = key_of(one, month_end)
    if key is None or one.number not in numbers:
        return
    row = planned.get(key)
    if row is None:
        periods = "、".join(dict.fromkeys(own.period for (name, _), own in planned.items() if name == one.number))
        yield at(one, "期间", one.period, f"指标 {one.number} 没有这个期间的行，这一行不起作用", f"填“指标”里的期间：{periods}")
        return
    if row.method not in WITH_PROGRESS:
        yield at(one, "指标编号", one.number, f"{row.method or '没有计分方式'}的指标不算进度，这一行不起作用", "只报正向、反向指标的进度")
        return
    period = parse_period(row.period, month_end)
    if one.until is not None and period is not None:
        yield from check_day(one, one.until, period)
    if one.actual is not None and row.goal is not None and is_percent_unit(row.unit) and 0 < one.actual <= 1 < row.goal:
        yield at(
            one, "实际值", one.actual, f"疑似：{UNIT}是 %，本次按 {number(one.actual)}% 计", f"若是 {number(one.actual * 100)}%，写成这样"
        )


def check_day(one: IndicatorProgress, until: dt.date, period: Period) -> Iterator[Problem]:
    """A date outside the period: before it a row counts for nothing, after it as the figure of its end."""
    if until < period.first:
        yield at(one, "截至日期", until, f"在期间 {period.name} 开始（{period.first}）以前，这一行不起作用", "核对截至日期和期间")
    elif until > period.last:
        yield at(one, "截至日期", until, f"在期间 {period.name} 结束（{period.last}）以后，按期末的数算", f"是期末的数，写 {period.last}")


def falling(rows: Sequence[IndicatorProgress], row: Indicator, period: Period | None, month_end: int) -> Iterator[Problem]:
    """Figures that add up from the beginning of the period and fall all the same; a rate that is kept to every day may."""
    if row.method not in WITH_PROGRESS or row.accrual == EACH_PART or period is None or curve_of(row.curve, period, month_end).is_level:
        return
    dated = sorted((one for one in rows if one.until is not None and one.actual is not None), key=lambda one: (one.until, one.at.row))
    for before, after in pairwise(dated):
        if (after.actual or Fraction(0)) < (before.actual or Fraction(0)):
            what = f"比 {before.until} 报的 {number(before.actual or 0)} 还小，累计的数不会变小"
            yield at(after, "实际值", after.actual, what, "核对；报的是本步的数，把“累计方式”改为 当期；是比率的，进度曲线填 100、100")
