"""R8: the score of each indicator (指标得分) by its 计分方式, and the score of a unit over its own indicators.

No score is not a score of 0: an indicator without its figures has none, and is 未报 where somebody owes the figure. In a longer period
an indicator that has no row there is made of its rows in the longest periods that lie within it (§4).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from udfs.rules.ground.figures import FULL, Exact, Rate, fixed, number, percent, weight_of, weighted_mean
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import is_closed
from udfs.rules.ground.period_rows import lies_within, mark_key, rows_of_period
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.states import COMPANY
from udfs.rules.judging.judgement import Judgement, judge_period
from udfs.rules.supervision.indicator_progress import Progress, ProgressKey, final_report, indicator_progress, kept_out
from udfs.rules.supervision.supervision import supervision
from workbook_templates.reading.characters import halved
from workbook_templates.tables.performance import Indicator, Mark
from workbook_templates.tables.schema import Source
from workbook_templates.tables.settings import Settings

UNIT_LEVELS = ("部门", "供电所", "班组")
"""层级 of the indicators that make a unit's score."""

HIGHER_IS_WORSE = ("反向", "扣分")


class IndicatorScore(NamedTuple):
    """The score of one indicator in its 期间.

    indicator is its row. score is in points within 0..计分上限, not rounded; None where there is none. raw is it before 底线 and caps, note
    says how it was reached. unreported is 未报: its figure is owed. below is worse than 底线值, which makes it 0. unsound says why it can't
    be scored at all, '' where it can. parts are its scores in shorter periods where the period that is looked at has no row of it
    (indicator is then the last of their rows); () where it has. gaps names what of them does not count, '' where all do. reported is the
    指标进度 (R18) that stands for a blank 实际值, None where none does.
    """

    indicator: Indicator
    score: Fraction | None = None
    raw: Fraction | None = None
    note: str = ""
    unreported: bool = False
    below: bool = False
    unsound: str = ""
    parts: tuple["IndicatorScore", ...] = ()
    gaps: str = ""
    reported: Progress | None = None

    @property
    def actual(self) -> Fraction | None:
        """What was reached: 实际值, else the last of 指标进度 where that reaches to the end of the period."""
        return self.indicator.actual if self.reported is None else self.reported.reached

    @property
    def at(self) -> Source:
        """The row that its figure comes from: of 指标, or of 指标进度."""
        return self.indicator.at if self.reported is None else self.reported.rows[-1].at

    @property
    def weight(self) -> Fraction:
        """权重 among the indicators of its unit: its own, the plain mean of those of its parts."""
        weights = [Fraction(weight_of(one.indicator.weight)) for one in self.parts or (self,)]
        return sum(weights, Fraction(0)) / len(weights)

    def leaves(self) -> "list[tuple[IndicatorScore, Fraction]]":
        """The scores of single rows that make it, each with the part (0..1) that it has in it; [] without a score."""
        there = [one for one in self.parts or (self,) if one.score is not None]
        whole = sum((one.weight for one in there), Fraction(0))
        return [(one, one.weight / whole) for one in there]


class Raw(NamedTuple):
    """A score before 底线 and caps. actual: what 底线值 is compared with."""

    points: Fraction | None
    note: str
    actual: Fraction | None = None
    unreported: bool = False
    unsound: str = ""
    reported: Progress | None = None


class UnitScore(NamedTuple):
    """The indicators of a unit in a period and their weighted mean; None where none has a score."""

    unit: str
    score: Fraction | None
    indicators: tuple[IndicatorScore, ...]


MarksByMatter: TypeAlias = Mapping[tuple[str, str], Sequence[Mark]]
"""(考评项目, unit by its present name) → the rows of 考评打分 about them, of whatever 期间."""


class Sources(NamedTuple):
    """What scores are taken from, gathered once. progress: R18. on_time: (unit, 期间) → 按期办结率."""

    settings: Settings
    as_of: dt.date
    marks: MarksByMatter
    on_time: Callable[[str, str], Rate | None]
    unit_of: Callable[[str], str]
    progress: Mapping[ProgressKey, Progress] = MappingProxyType({})


def indicator_scores(judgement: Judgement) -> dict[str, list[IndicatorScore]]:
    """Period's name → the scores of its indicators, each in its own 期间; a text that is no period stays as typed."""
    sources = sources_of(judgement)
    return grouped((period_name(row.period, sources.settings), score_of(row, sources)) for row in judgement.facts.indicators)


def period_indicators(judgement: Judgement, period: Period) -> list[IndicatorScore]:
    """The indicators of a period, those of its shorter periods put together by 指标编号 where it has none itself."""
    sources = sources_of(judgement)
    month_end = sources.settings.month_end
    every = grouped((matter_of(row), row) for row in judgement.facts.indicators)
    taken = grouped((matter_of(row), row) for row in rows_of_period(judgement.facts.indicators, period, matter_of, month_end))
    found = []
    for matter, rows in taken.items():
        scores = [score_of(row, sources) for row in rows]
        if parse_period(rows[0].period, month_end) == period:
            found += scores
            continue
        gaps = [f"{name} 期间较短" for name in left_out(every[matter], rows, period, month_end)]
        groups = grouped(((sources.unit_of(one.indicator.department), one.indicator.level), one) for one in scores)
        found += [together(parts, gaps, sources.settings.digits) for parts in groups.values()]
    return found


def longer_indicators(judgement: Judgement) -> list[IndicatorScore]:
    """The indicators of longer periods in which that of the judgement lies, such as those of its year; each in its own 期间."""
    sources = sources_of(judgement)
    period, month_end = judgement.period, sources.settings.month_end
    named = ((row, parse_period(row.period, month_end)) for row in judgement.facts.indicators)
    return [score_of(row, sources) for row, own in named if own is not None and own != period and lies_within(period, own)]


def matter_of(row: Indicator) -> tuple[str, ...]:
    """What makes rows of several periods one indicator: 指标编号; where that is blank, its name and unit."""
    return (row.number,) if row.number else (row.name, row.department)


def left_out(rows: Sequence[Indicator], taken: Sequence[Indicator], period: Period, month_end: int) -> list[str]:
    """The 期间 of rows that lie within a longer period, but in none of those that were taken."""
    parts = [part for row in taken if (part := parse_period(row.period, month_end)) is not None]
    named = ((row.period, parse_period(row.period, month_end)) for row in rows)
    inside = ((name, own) for name, own in named if own is not None and lies_within(own, period))
    return [name for name, own in inside if not any(lies_within(own, part) for part in parts)]


def together(parts: Sequence[IndicatorScore], gaps: Sequence[str], digits: int) -> IndicatorScore:
    """One indicator of a longer period: the mean of its parts by their 权重. gaps: what does not count besides parts without a score."""
    there = [one for one in parts if one.score is not None]
    missing = [*(f"{one.indicator.period} {one.note or one.unsound}" for one in parts if one.score is None), *gaps]
    told = [f"{one.indicator.period} {fixed(one.score or 0, digits)} 分" for one in there]
    gap = f"没有计入：{'、'.join(missing)}" if missing else ""
    return IndicatorScore(
        indicator=parts[-1].indicator,
        score=weighted_mean((one.weight, one.score or 0) for one in there),
        raw=weighted_mean((one.weight, one.raw or 0) for one in there),
        note="；".join(filter(None, ("、".join(told), gap))),
        unreported=any(one.unreported for one in parts),
        below=any(one.below for one in parts),
        parts=tuple(parts),
        gaps=gap,
    )


def unit_scores(judgement: Judgement, scores: Sequence[IndicatorScore]) -> dict[str, UnitScore]:
    """Unit → its score: the weighted mean of the 部门, 供电所 and 班组 indicators it is 主责部室 of. scores: those of a period."""
    unit_of = judgement.departments.present  # indicators stay where they arose (R10)
    own = (one for one in scores if one.indicator.level in UNIT_LEVELS)
    groups = grouped((unit_of(one.indicator.department), one) for one in own if one.indicator.department)
    return {name: unit_score(name, groups[name]) for name in sorted(groups, key=judgement.departments.order)}


def unit_score(name: str, scores: Sequence[IndicatorScore]) -> UnitScore:
    mean = weighted_mean((one.weight, one.score) for one in scores if one.score is not None)
    return UnitScore(name, mean, tuple(scores))


def company_score(scores: Sequence[IndicatorScore]) -> UnitScore:
    """The 公司 indicators of a period (R12)."""
    return unit_score(COMPANY, [one for one in scores if one.indicator.level == COMPANY])


def unreported_by_unit(judgement: Judgement, units: Mapping[str, UnitScore]) -> dict[str, int]:
    """Unit → how many of its indicators are 未报, from the period's last day until it is closed; such a unit has no rank."""
    if judgement.period.last > judgement.as_of or is_closed(judgement.facts, judgement.period):
        return {}
    counts = {name: sum(one.unreported for one in unit.indicators) for name, unit in units.items()}
    return {name: count for name, count in counts.items() if count}


def period_name(text: str, settings: Settings) -> str:
    period = parse_period(text, settings.month_end)
    return period.name if period else text


def sources_of(judgement: Judgement) -> Sources:
    """Marks by matter and unit; on-time rates per period, worked out when they are first asked for."""
    settings, unit_of = judgement.facts.settings, judgement.departments.present
    marks = marks_by_matter(judgement.facts.marks, unit_of)
    rates: dict[str, dict[str, Rate]] = {}

    def on_time(unit: str, name: str) -> Rate | None:
        period = parse_period(name, settings.month_end)
        if period is None:
            return None
        if period.name not in rates:
            of_period = judgement if period == judgement.period else judge_period(judgement, period)
            rates[period.name] = {department: one.on_time for department, one in supervision(of_period).items()}
        return rates[period.name].get(unit)

    return Sources(settings, judgement.as_of, marks, on_time, unit_of, indicator_progress(judgement.facts, judgement.as_of))


def score_of(row: Indicator, sources: Sources) -> IndicatorScore:
    """One indicator: its way of scoring, then 底线值, then 0..计分上限."""
    way = BY_METHOD.get(row.method)
    if way is None:
        return IndicatorScore(indicator=row, unsound="没有计分方式")
    raw = way(row, sources)
    if raw.points is None:
        return IndicatorScore(indicator=row, note=raw.note, unreported=raw.unreported, unsound=raw.unsound)
    if is_below(row, raw.actual):
        note = f"{raw.note}；{number(raw.actual or 0)} 差于底线值 {number(row.floor or 0)}，得 0 分"
        return IndicatorScore(indicator=row, score=Fraction(0), raw=raw.points, note=note, below=True, reported=raw.reported)
    cap = row.cap if row.cap is not None else sources.settings.score_cap
    score = min(max(raw.points, Fraction(0)), cap)
    note = raw.note
    if raw.points > cap:
        note += f"；高于计分上限，按 {number(cap)} 分"
    elif raw.points < 0:
        note += "；低于 0 分，按 0 分"
    return IndicatorScore(indicator=row, score=score, raw=raw.points, note=note, reported=raw.reported)


def is_below(row: Indicator, actual: Fraction | None) -> bool:
    """Worse than 底线值: above it for 反向 and 扣分, below it for the others; 节点 has no figure to compare."""
    if row.floor is None or actual is None:
        return False
    return actual > row.floor if row.method in HIGHER_IS_WORSE else actual < row.floor


def by_ratio(row: Indicator, sources: Sources) -> Raw:
    """正向: 实际 ÷ 目标 × 100. 反向: (2 − 实际 ÷ 目标) × 100. A blank 实际值: the 指标进度 up to the period's end (R18)."""
    reported = final_report(row, sources.progress, sources.settings.month_end)
    actual = row.actual if reported is None else reported.reached
    if actual is None:
        lacking = kept_out(row, sources.progress, sources.settings.month_end)
        return Raw(None, f"未报实际值{f'，指标进度{lacking}' if lacking else ''}", unreported=True)
    if row.goal is None:
        return Raw(None, "没有目标值", unsound="没有目标值，不能计分")
    if row.goal == 0:
        return Raw(None, "目标值为 0", unsound="目标值为 0，不能按比例计分")
    shown = f"实际 {number(actual)}{'' if reported is None else reported.source()} ÷ 目标 {number(row.goal)}"
    if row.method == "正向":
        return Raw(actual / row.goal * FULL, f"{shown} × 100", actual, reported=reported)
    return Raw((2 - actual / row.goal) * FULL, f"（2 − {shown}）× 100", actual, reported=reported)


def by_date(row: Indicator, sources: Sources) -> Raw:
    """节点: in time 100, late 100 − 扣分单价 × days, not done 0 from the day after 完成时限, before it no score."""
    if row.due is None:
        return Raw(None, "没有完成时限", unsound="没有完成时限，不能计分")
    if row.done is None:
        if sources.as_of > row.due:
            return Raw(Fraction(0), f"时限 {row.due}，到 {sources.as_of} 未完成")
        return Raw(None, f"时限 {row.due} 未到")
    days = (row.done - row.due).days
    if days <= 0:
        return Raw(FULL, f"时限 {row.due}，{row.done} 完成")
    price = unit_points(row, sources.settings)
    return Raw(FULL - price * days, f"时限 {row.due}，{row.done} 完成，晚 {days} 天 × {number(price)} 分")


def by_deduction(row: Indicator, sources: Sources) -> Raw:
    """扣分: 100 − 扣分单价 × 实际值."""
    if row.actual is None:
        return Raw(None, "未报实际值", unreported=True)
    price = unit_points(row, sources.settings)
    return Raw(FULL - price * row.actual, f"100 − {number(row.actual)} × {number(price)} 分", row.actual)


def unit_points(row: Indicator, settings: Settings) -> Fraction:
    return row.unit_points if row.unit_points is not None else settings.unit_points


def by_marks(row: Indicator, sources: Sources) -> Raw:
    """打分: 100 × Σ 得分 ÷ Σ 满分 over the marks of that 期间 (§4) for its number or name."""
    marks = marks_of(row, sources.unit_of, sources.marks, sources.settings.month_end)
    if not marks:
        return Raw(None, "没有打分", unreported=True)
    given: Exact = sum((mark.score or 0 for mark in marks), Fraction(0))
    full: Exact = sum((mark.full or 0 for mark in marks), Fraction(0))
    points = Fraction(given) / full * FULL
    return Raw(points, f"{len(marks)} 个打分合计 {number(given)} ÷ 满分 {number(full)} × 100", points)


def marks_by_matter(marks: Iterable[Mark], unit_of: Callable[[str], str]) -> MarksByMatter:
    return grouped(((halved(mark.matter), unit_of(mark.unit)), mark) for mark in marks)


def marks_of(row: Indicator, unit_of: Callable[[str], str], marks: MarksByMatter, month_end: int) -> list[Mark]:
    """The rows of 考评打分 in the 期间 of an indicator (§4), for its number or name, that have 得分 and 满分."""
    period = parse_period(row.period, month_end)
    names = dict.fromkeys(halved(name) for name in (row.number, row.name) if name)
    about = [mark for name in names for mark in marks.get((name, unit_of(row.department)), ())]
    own = rows_of_period(about, period, mark_key(unit_of), month_end) if period else ()
    return [mark for mark in own if mark.score is not None and mark.full]


def by_supervision(row: Indicator, sources: Sources) -> Raw:
    """督办: 按期办结率 × 100 of 主责部室 in the indicator's own 期间."""
    rate = sources.on_time(sources.unit_of(row.department), row.period)
    if rate is None or rate.value is None:
        return Raw(None, "期间内没有按期办结率")
    points = rate.value * FULL
    return Raw(points, f"按期办结率 {percent(rate.value)}（{number(rate.numerator)}/{number(rate.denominator)}）× 100", points)


BY_METHOD: dict[str, Callable[[Indicator, Sources], Raw]] = {
    "正向": by_ratio,
    "反向": by_ratio,
    "节点": by_date,
    "扣分": by_deduction,
    "打分": by_marks,
    "督办": by_supervision,
}
