"""R13: how far each scorer tells the scored apart (差异化率), per 考评部门 and per 评分人, and for the whole company.

Scores are compared in percent of 满分, rounded to 差异化并档精度, so that 9.5 of 10 and 95 of 100 are one and the same score.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

from udfs.rules.ground.figures import Rate, percent, printed, round_half_up, weighted_mean
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import is_closed
from udfs.rules.ground.period_rows import mark_key, rating_key, rows_of_period
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.proposed_rows import Fact, Key, checked, keyed, new_row
from udfs.rules.ground.states import PROPOSED
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.daily import Point
from workbook_templates.tables.performance import Rating
from workbook_templates.tables.results import Differentiation
from workbook_templates.tables.schema import Source
from workbook_templates.tables.settings import Settings

WHOLE = "全公司"
FEW, BELOW, FINE = "打分少，不考核", "低于下限", "达标"
DEFINITIONS = {
    "最大同分组": "1 − 最大同分组的个数 ÷ 打分数",
    "扣分面": "低于满分的个数 ÷ 打分数",
    "异值率": "不同分值的个数 ÷ 打分数",
}


class GivenScore(NamedTuple):
    """One score. percent: of 满分, rounded to 差异化并档精度; unit: who got it; at: its row."""

    scorer: str
    unit: str
    percent: Fraction
    at: Source


class ScorerSpread(NamedTuple):
    """One scorer in a period.

    office says whether it is a 考评部门 (else a person in 个人评分). rate is 差异化率, spread 极差 and lean 偏差 in percentage points,
    lean None where nobody else scored the same units; variance is that of the percentages, whose root is 标准差. assessed says whether
    there are enough scores to be judged, low whether they lie below the bound then. scores are the scores themselves.
    """

    scorer: str
    office: bool
    rate: Rate
    spread: Fraction | None
    variance: Fraction | None
    lean: Fraction | None
    assessed: bool
    low: bool
    scores: tuple[GivenScore, ...]


class Spread(NamedTuple):
    """Every scorer of a period, 考评部门 first, and the whole company over the 考评部门 that are assessed."""

    period: Period
    scorers: tuple[ScorerSpread, ...]
    company: Rate


def differentiation(judgement: Judgement, period: Period | None = None, *, own: bool = False) -> Spread:
    """The spread of all scores of a period (None: that of the judgement). own: without those of shorter periods within it (§4), which are
    shown and never proposed on."""
    settings, period = judgement.facts.settings, period or judgement.period
    offices = grouped((one.scorer, one) for one in office_scores(judgement, period, own=own))
    persons = grouped((one.scorer, one) for one in person_scores(judgement, period, own=own))
    order = judgement.departments.order
    scorers = [spread_of(name, True, offices, settings) for name in sorted(offices, key=order)]
    scorers += [spread_of(name, False, persons, settings) for name in sorted(persons)]
    assessed = [one.rate for one in scorers if one.office and one.assessed]
    whole = Rate(
        sum((rate.numerator for rate in assessed), 0),
        sum((rate.denominator for rate in assessed), 0),
        DEFINITIONS[settings.spread_by],
    )
    return Spread(period, tuple(scorers), whole)


def office_scores(judgement: Judgement, period: Period, *, own: bool) -> Iterable[GivenScore]:
    """考评打分 of the period (§4); rows without 得分 or 满分 are left out."""
    settings, present = judgement.facts.settings, judgement.departments.present
    for mark in rows_of_period(judgement.facts.marks, period, mark_key(present), settings.month_end):
        if mark.score is None or not mark.full or (own and not names(mark.period, period, settings)):
            continue
        share = mark.score / mark.full * 100
        yield GivenScore(present(mark.scorer), present(mark.unit), stepped(share, settings), mark.at)


def person_scores(judgement: Judgement, period: Period, *, own: bool) -> Iterable[GivenScore]:
    """个人评分 of the period (§4), each the weighted rating of its three marks."""
    settings = judgement.facts.settings
    for row in rows_of_period(judgement.facts.ratings, period, rating_key, settings.month_end):
        rating = rating_of(row, settings)
        if rating is not None and row.rater and not (own and not names(row.period, period, settings)):
            yield GivenScore(row.rater, row.staff_no, stepped(rating, settings), row.at)


def rating_of(row: Rating, settings: Settings) -> Fraction | None:
    """R12: ability, attitude and quality by weight, in points of 100; None where a mark is missing or the weights sum to 0."""
    marks = ((settings.ability_weight, row.ability), (settings.attitude_weight, row.attitude), (settings.work_weight, row.quality))
    if any(mark is None for _, mark in marks):
        return None
    return weighted_mean((weight, mark) for weight, mark in marks if mark is not None)


def names(text: str, period: Period, settings: Settings) -> bool:
    """Whether a 期间 names this very period."""
    return parse_period(text, settings.month_end) == period


def stepped(share: Fraction, settings: Settings) -> Fraction:
    """A percentage rounded to 差异化并档精度."""
    return round_half_up(share / settings.spread_step) * settings.spread_step


def spread_of(name: str, office: bool, groups: dict[str, list[GivenScore]], settings: Settings) -> ScorerSpread:
    """The figures of one scorer."""
    own = groups[name]
    values = [one.percent for one in own]
    rate = rate_of(values, settings.spread_by)
    assessed = len(values) >= settings.spread_least
    low = assessed and rate.value is not None and rate.value < settings.spread_bound
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)
    return ScorerSpread(
        scorer=name, office=office, rate=rate, spread=max(values) - min(values), variance=variance,
        lean=lean_of(name, groups), assessed=assessed, low=low, scores=tuple(own),
    )  # fmt: skip


def rate_of(values: Sequence[Fraction], kind: str) -> Rate:
    """差异化率 by 差异化口径; at least one value."""
    if kind == "扣分面":
        good = sum(value < 100 for value in values)
    elif kind == "异值率":
        good = len(set(values))
    else:
        good = len(values) - max(Counter(values).values())
    return Rate(good, len(values), DEFINITIONS[kind])


def lean_of(name: str, groups: dict[str, list[GivenScore]]) -> Fraction | None:
    """偏差: the scorer's mean less that of all others, over the units that both scored; None where there is none."""
    own_units = {one.unit for one in groups[name]}
    others = [one for other, group in groups.items() if other != name for one in group if one.unit in own_units]
    common = {one.unit for one in others}
    own = [one.percent for one in groups[name] if one.unit in common]
    if not others:
        return None
    return sum(own, Fraction(0)) / len(own) - sum((one.percent for one in others), Fraction(0)) / len(others)


def root(value: Fraction, digits: int) -> Fraction:
    """The square root, rounded half up to `digits` decimals, without floats."""
    scale = 10 ** (digits + 1)
    return round_half_up(Fraction(isqrt(value.numerator * scale * scale // value.denominator), scale), digits)


def differentiation_rows(spread: Spread, settings: Settings) -> list[Differentiation]:
    """The sheet 差异化: a row per scorer, then 全公司."""
    digits = settings.digits
    rows = [
        Differentiation(
            period=spread.period.name,
            scorer=one.scorer,
            scores=one.rate.denominator,
            rate=one.rate.value,
            spread=printed(one.spread, digits),
            deviation=None if one.variance is None else root(one.variance, digits),
            lean=printed(one.lean, digits),
            verdict=verdict(one, settings),
        )
        for one in spread.scorers
    ]
    if spread.company.denominator:
        value = spread.company.value
        told = FINE if value is not None and value >= settings.spread_bound else f"{BELOW} {percent(settings.spread_bound)}"
        rows.append(
            new_row(Differentiation, period=spread.period.name, scorer=WHOLE, scores=spread.company.denominator, rate=value, verdict=told)
        )
    return rows


def verdict(one: ScorerSpread, settings: Settings) -> str:
    if not one.assessed:
        return f"{FEW}（少于 {settings.spread_least} 个）"
    return f"{BELOW} {percent(settings.spread_bound)}" if one.low else FINE


def spread_facts(judgement: Judgement) -> Iterator[Fact]:
    """A 考评部门 below the bound should lose points, for each 期间 that 考评打分 names and that has ended: in one that runs marks may be
    missing yet. What is closed is settled."""
    facts, settings = judgement.facts, judgement.facts.settings
    named = {parse_period(text, settings.month_end) for text in {mark.period for mark in facts.marks}}
    ended = [period for period in named if period is not None and period.last <= judgement.as_of and not is_closed(facts, period)]
    for period in sorted(ended, key=lambda period: (period.last, period.name)) if settings.spread_points else ():
        for one in differentiation(judgement, period, own=True).scorers:
            if one.office and one.low:
                key = Key("R13", "", keyed(one.scorer), period.name)
                row = new_row(
                    Point,
                    day=period.last,
                    department=one.scorer,
                    kind="差异化",
                    points=-settings.spread_points,
                    fact=f"{period.name} 打分差异化率 {one.rate.text()}，低于 {percent(settings.spread_bound)}",
                    basis=f"差异化率 = {one.rate.definition}",
                    status=PROPOSED,
                    origin=key.text(),
                    at=one.scores[0].at,
                )
                yield Fact(key, period.last, checked(row))
