"""R10: the composite of a department (综合): its dimensions by weight, plus its confirmed points; and the ranks.

Counted points (加减分) are the confirmed ones of a period; one of them may count for less or for nothing, and says why.

composites(judgement, dimensions, points)   # department → Composite
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple, Protocol

from udfs.rules.ground.departments import is_in_force, is_ranked
from udfs.rules.ground.figures import Exact, number, printed, ranks, ranks_within, weighted_mean
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import closing_days
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.states import CONFIRMED
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.daily import Point
from workbook_templates.tables.settings import Settings
from workbook_templates.tables.setup import Weighting


class Counted(NamedTuple):
    """One confirmed point of the period. points: what it counts; note: why that is not its 分值, else blank."""

    point: Point
    points: Fraction
    note: str


def confirmed_points(judgement: Judgement, period: Period | None = None) -> list[Point]:
    """The confirmed rows of 加减分台账 that count in a period, by 日期; one confirmed after its period was closed by 确认日期."""
    facts, period = judgement.facts, period or judgement.period
    closed = closing_days(facts, period.kind)
    return [
        row for row in facts.points if row.status == CONFIRMED and row.points and period.contains(counting_day(row, closed, facts.settings))
    ]


def counting_day(row: Point, closed: dict[str, dt.date], settings: Settings) -> dt.date | None:
    """日期; 确认日期 where the period of 日期 was closed before it was confirmed."""
    if row.day is None or row.confirmed is None:
        return row.day
    for name, day in closed.items():
        period = parse_period(name, settings.month_end)
        if period is not None and period.contains(row.day) and row.confirmed > day:
            return row.confirmed
    return row.day


def department_points(points: Iterable[Point], judgement: Judgement) -> dict[str, list[Counted]]:
    """Department → its points: without those of persons, checks listed but not added, doubles and the additions beyond the cap out."""
    departments, settings = judgement.departments, judgement.facts.settings
    checks = {row.number for row in judgement.facts.inspections if row.number}
    groups = grouped((departments.present(row.department), row) for row in points if row.department and not row.staff_no)
    return {name: counted(groups[name], checks, settings) for name in sorted(groups, key=departments.order)}


def counted(rows: Sequence[Point], checks: set[str], settings: Settings) -> list[Counted]:
    """What each row of one department counts, in the order of the sheet."""
    largest: dict[tuple[str, str], Point] = {}
    if settings.largest_only:
        for row in rows:
            if (row.points or 0) < 0 and row.linked and row.linked not in checks:
                before = largest.get((row.linked, row.kind))
                if before is None or (row.points or 0) < (before.points or 0):
                    largest[row.linked, row.kind] = row
    left = settings.bonus_cap
    found = []
    for row in rows:
        value = row.points or Fraction(0)
        note = ""
        if row.linked in checks:
            value, note = Fraction(0), "抽查的扣分已在抽查得分里，只列不加"
        elif value < 0 and row.linked and (kept := largest.get((row.linked, row.kind))) is not None and kept is not row:
            value, note = Fraction(0), f"同一事项同类扣分只取最大的一笔（第 {kept.at.row} 行）"
        elif value > left:
            note = f"加分合计以 {number(settings.bonus_cap)} 分为限，{number(value)} 分计 {number(left)} 分"
            value, left = left, Fraction(0)
        elif value > 0:
            left -= value
        found.append(Counted(row, value, note))
    return found


def total(rows: Iterable[Counted]) -> Fraction:
    return sum((one.points for one in rows), Fraction(0))


SUPERVISION, LIGHTS, INDICATORS, INSPECTION = "督办", "亮灯", "指标", "抽查"
DIMENSIONS = (SUPERVISION, LIGHTS, INDICATORS, INSPECTION)
POINTS_DIMENSION, COMPOSITE = "加减分", "综合"

ByDimension = Mapping[str, Exact | None]
"""Dimension → score in points; None where there is none."""


class HasScore(Protocol):
    """A result of one dimension: what R3, R7, R8 and R9 give."""

    @property
    def score(self) -> Fraction | None: ...


class Share(NamedTuple):
    """What one dimension gives: its score, its weight among those present (0..1), and the product."""

    dimension: str
    score: Fraction
    weight: Fraction
    part: Fraction

    @property
    def points(self) -> Fraction:
        return self.score * self.part


class Composite(NamedTuple):
    """The composite of a department.

    kind is its 类型, shares what each of its dimensions gives. counted are its confirmed points, points their sum; None without any row.
    score is 综合 in points, not rounded, not bounded; None with no dimension, or weights that sum to 0. ranked says whether it takes part
    in the ranks; kind_rank and overall_rank are its ranks within 类型 and over all, None where it has none. unreported counts its
    indicators that are 未报 after the end of an open period: until they are reported, or the period is closed, it has no rank.
    """

    department: str
    kind: str
    shares: tuple[Share, ...]
    counted: tuple[Counted, ...]
    points: Fraction | None
    score: Fraction | None
    ranked: bool
    kind_rank: int | None = None
    overall_rank: int | None = None
    unreported: int = 0


def composites(
    judgement: Judgement,
    dimensions: Mapping[str, ByDimension],
    points: Mapping[str, Sequence[Counted]],
    unreported: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Composite]:
    """Every department in force at the period's end or with a figure, in the order of 部门.排序, with its ranks. unreported: department →
    how many of its indicators are still owed."""
    departments, settings = judgement.departments, judgement.facts.settings
    weightings = {row.kind: row for row in reversed(judgement.facts.weightings)}
    in_force = {row.name for row in departments.rows if is_in_force(row, judgement.period.last)}
    names = sorted(in_force | dimensions.keys() | points.keys(), key=departments.order)
    found: dict[str, Composite] = {}
    for name in names:
        row = departments.find(name)
        kind = row.kind if row else ""
        ranked = is_ranked(row) and name in in_force
        whole = composite_of(name, kind, weightings.get(kind), dimensions.get(name, {}), points.get(name, ()), ranked)
        found[name] = whole._replace(unreported=unreported.get(name, 0))
    return with_ranks(found, settings)


def with_ranks(found: Mapping[str, Composite], settings: Settings, *, closing: bool = False) -> dict[str, Composite]:
    """The composites with their ranks. closing: those that still owe an indicator are ranked too."""
    scores = {name: printed(one.score, settings.digits) for name, one in found.items() if one.ranked and (closing or not one.unreported)}
    overall = ranks(scores, settings.tie_style)
    within = ranks_within(scores, lambda name: found[name].kind, settings.tie_style)
    return {name: one._replace(kind_rank=within.get(name), overall_rank=overall.get(name)) for name, one in found.items()}


def by_department(scored: Mapping[str, Mapping[str, HasScore]]) -> dict[str, ByDimension]:
    """Dimension → department → its result, turned round: department → dimension → score in points."""
    names = dict.fromkeys(name for results in scored.values() for name in results)
    return {name: {dimension: results[name].score for dimension, results in scored.items() if name in results} for name in names}


def composite_of(
    name: str, kind: str, weighting: Weighting | None, scores: ByDimension, counted: Sequence[Counted], ranked: bool
) -> Composite:
    """Σ weight × score over the dimensions that the department has, scaled to the weights present, plus its points."""
    weights = weights_of(weighting)
    present = [(dimension, Fraction(score)) for dimension in DIMENSIONS if (score := scores.get(dimension)) is not None]
    whole = sum((weights[dimension] for dimension, _ in present), Fraction(0))
    mean = weighted_mean((weights[dimension], score) for dimension, score in present)
    shares = [Share(dimension, score, weights[dimension], weights[dimension] / whole) for dimension, score in present] if whole else []
    points = total(counted) if counted else None
    score = None if mean is None else mean + (points or 0)
    return Composite(department=name, kind=kind, shares=tuple(shares), counted=tuple(counted), points=points, score=score, ranked=ranked)


def weights_of(row: Weighting | None) -> dict[str, Fraction]:
    """Dimension → weight; a 类型 without a row of 考核权重 has none."""
    if row is None:
        return dict.fromkeys(DIMENSIONS, Fraction(0))
    values = (row.supervision, row.lights, row.indicators, row.inspection)
    return {dimension: value or Fraction(0) for dimension, value in zip(DIMENSIONS, values, strict=True)}
