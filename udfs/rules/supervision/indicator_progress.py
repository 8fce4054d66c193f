"""R18: where the indicators stand inside their period: what 指标进度 holds of each by 基准日, against what should be reached by then.

indicator_progress(tables, as_of)     # (指标编号, 期间) → Progress

Only 正向 and 反向. 应有进度 is that of 截至日期, the day that the figure reaches to: a figure that is a fortnight old is held against what
was to be reached a fortnight ago, and that nothing came since is said apart (missing). No figure is not a figure of 0: a sum of
parts (当期) that lacks one is neither behind nor the figure of the whole period.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from udfs.rules.ground.figures import fixed, number, percent
from udfs.rules.ground.grouped import firsts, grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.supervision.progress_curve import Curve, Step, curve_of
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.performance import Indicator, IndicatorProgress

ProgressKey: TypeAlias = tuple[str, str]
"""指标编号 and the name of the 期间."""

WITH_PROGRESS = ("正向", "反向")
LESS_IS_BETTER = "反向"
ADDED_UP, EACH_PART = "累计", "当期"
"""累计方式: of figures from the beginning of the period on, which a blank means; of figures that are each of their own part of it."""
PARTS_DIGITS = 1


class Progress(NamedTuple):
    """One indicator of one period.

    indicator, period, curve: what was planned.
    rows: those of 指标进度 that make the figure, by 截至日期; () without a report.
    reached: what they come to, in 计量单位. share: 进度, 0..1 and beyond; None without a figure or a 目标值.
    expected: 应有进度 of 截至日期, 0..1; None without a report.
    missing: the latest step that is over and that no report is dated in or after, of 当期 none in it; None where none is owed.
    holes: of 当期 without 实际值 every step that is over and has no figure of its own, also after the period's end.
    running: whether 基准日 lies in the period, which is neither closed nor reported.
    bound: 落后进度下限, in percentage points.
    """

    indicator: Indicator
    period: Period
    curve: Curve
    rows: tuple[IndicatorProgress, ...]
    reached: Fraction | None
    share: Fraction | None
    expected: Fraction | None
    missing: Step | None
    holes: tuple[Step, ...]
    running: bool
    bound: Fraction

    @property
    def until(self) -> dt.date | None:
        """截至日期."""
        return self.rows[-1].until if self.rows else None

    @property
    def final(self) -> bool:
        """Whether the figure reaches to the end of the period, and is whole: it may stand for a blank 实际值."""
        return self.until is not None and self.until >= self.period.last and not self.holes

    @property
    def lag(self) -> Fraction | None:
        """How far it is behind, in percentage points; below 0 ahead. None where it can't be said."""
        if self.share is None or self.expected is None or any(step.last < (self.until or step.last) for step in self.holes):
            return None
        ahead = self.expected - self.share if self.indicator.method == LESS_IS_BETTER else self.share - self.expected
        return -ahead * 100

    @property
    def past_floor(self) -> bool:
        """Whether an indicator of which less is better has used more than its 底线值."""
        row = self.indicator
        return row.method == LESS_IS_BETTER and row.floor is not None and self.reached is not None and self.reached > row.floor

    @property
    def behind(self) -> bool:
        """Whether it is to be spoken of: running, and behind by more than 落后进度下限 or past its 底线值."""
        return self.running and ((self.lag is not None and self.lag > self.bound) or self.past_floor)

    def said(self) -> str:
        """'截至 2026-11-30 进度 53.6%，应有 66.3%，落后 12.7 个百分点'; '' without a report."""
        if self.until is None or self.reached is None:
            return ""
        figure = f"完成 {number(self.reached)}{self.indicator.unit}" if self.share is None else f"进度 {percent(self.share, PARTS_DIGITS)}"
        plan = f"，应有 {percent(self.expected, PARTS_DIGITS)}" if self.share is not None and self.expected is not None else ""
        late = f"，落后 {fixed(self.lag, PARTS_DIGITS)} 个百分点" if self.lag is not None and self.lag > 0 else ""
        over = f"，{number(self.reached)} 已差于底线值 {number(self.indicator.floor or 0)}" if self.past_floor else ""
        return f"截至 {self.until} {figure}{plan}{late}{over}"

    def source(self) -> str:
        """'（指标进度，截至 2026-12-31）', of a sum the days of its rows: they stay what they are when somebody sorts the sheet."""
        days = "、".join(str(one.until) for one in self.rows)
        return f"（指标进度 {days} 合计）" if len(self.rows) > 1 else f"（指标进度，截至 {days}）"

    def owes(self) -> str:
        """'没有报 2026-11-01 至 2026-11-30 的进度'; '' where nothing is owed."""
        steps = self.holes or ((self.missing,) if self.missing else ())
        return f"没有报 {'、'.join(f'{step.first} 至 {step.last}' for step in steps)} 的进度" if steps else ""


def indicator_progress(facts: Tables, as_of: dt.date) -> dict[ProgressKey, Progress]:
    """The progress of every 正向 and 反向 indicator, in the order of 指标; of two rows of one key the first."""
    month_end, published = facts.settings.month_end, frozenset(history(facts))
    reports = grouped((key, row) for row in facts.progress if (key := key_of(row, month_end)) is not None)
    rows = firsts((key, row) for row in facts.indicators if row.method in WITH_PROGRESS and (key := key_of(row, month_end)) is not None)
    return {key: progress_of(row, reports.get(key, ()), facts, as_of, published) for key, row in rows.items()}


def final_report(row: Indicator, progress: Mapping[ProgressKey, Progress], month_end: int) -> Progress | None:
    """The 指标进度 that stands for a blank 实际值; None where 实际值 is there, or nothing reaches to the period's end."""
    key = key_of(row, month_end) if row.actual is None else None
    found = progress.get(key) if key else None
    return found if found is not None and found.final else None


def kept_out(row: Indicator, progress: Mapping[ProgressKey, Progress], month_end: int) -> str:
    """Why parts that reach to the period's end do not stand for a blank 实际值: '没有报 … 的进度'; '' where none is lacking."""
    key = key_of(row, month_end) if row.actual is None else None
    found = progress.get(key) if key else None
    return found.owes() if found is not None and found.holes else ""


def key_of(row: Indicator | IndicatorProgress, month_end: int) -> ProgressKey | None:
    """What an indicator and its reports have in common; None without a number or a period."""
    period = parse_period(row.period, month_end)
    return (row.number, period.name) if row.number and period else None


def progress_of(row: Indicator, reports: Sequence[IndicatorProgress], facts: Tables, as_of: dt.date, published: frozenset[str]) -> Progress:
    """One indicator with its reports. published: the names of the closed periods."""
    settings = facts.settings
    period = parse_period(row.period, settings.month_end)
    if period is None:
        raise ValueError(row.period)
    curve = curve_of(row.curve, period, settings.month_end)
    known = reports_by(reports, period, as_of)
    summed = row.accrual == EACH_PART
    counted = tuple(known) if summed else tuple(known[-1:])
    reached = sum((one.actual or Fraction(0) for one in counted), Fraction(0)) if counted else None
    running = period.contains(as_of) and row.actual is None and period.name not in published and has_begun(as_of, facts)
    last = known[-1].until if known else None
    holes = holes_in(curve, reports, known, as_of, settings.start) if summed and row.actual is None else ()
    missing = next(reversed(holes), None) if summed else missing_step(curve, last, as_of, settings.start)
    return Progress(
        indicator=row,
        period=period,
        curve=curve,
        rows=counted,
        reached=reached,
        share=reached / row.goal if reached is not None and row.goal else None,
        expected=curve.expected(last) if last is not None else None,
        missing=missing if running else None,
        holes=holes,
        running=running,
        bound=settings.behind_bound,
    )


def has_begun(as_of: dt.date, facts: Tables) -> bool:
    """启用日期: before it nobody is warned."""
    return facts.settings.start is None or as_of >= facts.settings.start


def reports_by(reports: Iterable[IndicatorProgress], period: Period, as_of: dt.date) -> list[IndicatorProgress]:
    """The reports that count on a day, by 截至日期: with a figure, not from before the period; of one day the upper row."""
    days = firsts((one.until, one) for one in reports if one.until is not None and one.actual is not None)
    return [days[day] for day in sorted(day for day in days if day is not None and period.first <= day <= as_of)]


def missing_step(curve: Curve, last: dt.date | None, as_of: dt.date, start: dt.date | None) -> Step | None:
    """The latest step that is over, if no report is dated in or after it; none that was over before 启用日期."""
    step = curve.ended(as_of)
    if step is None or (start is not None and step.last < start) or (last is not None and last >= step.first):
        return None
    return step


def holes_in(
    curve: Curve, reports: Iterable[IndicatorProgress], known: Iterable[IndicatorProgress], as_of: dt.date, start: dt.date | None
) -> tuple[Step, ...]:
    """The steps that are over, not before 启用日期, and have no report, or one without a figure. known: those with one, up to `as_of`."""
    days = {one.until for one in known if one.until is not None}
    blank = {one.until for one in reports if one.until is not None and one.actual is None and one.until <= as_of} - days
    told = {curve.step(day) for day in days} - {curve.step(day) for day in blank if day >= curve.steps[0].first}
    return tuple(step for step in curve.steps if step.last < as_of and not (start and step.last < start) and step not in told)
