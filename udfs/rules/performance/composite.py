"""R10: the composite of a department (综合): its dimensions by weight, plus its confirmed points; and the ranks.

composites(judgement, dimensions, points)   # department → Composite
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from udfs.rules.ground.departments import is_in_force
from udfs.rules.ground.figures import Exact, printed, weighted_mean
from udfs.rules.ground.ranking import ranks, ranks_within
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.counted_points import Counted, total
from workbook_templates.tables.lists import NO
from workbook_templates.tables.setup import Weighting

SUPERVISION, LIGHTS, INDICATORS, INSPECTION = "督办", "亮灯", "指标", "抽查"
DIMENSIONS = (SUPERVISION, LIGHTS, INDICATORS, INSPECTION)
POINTS, COMPOSITE = "加减分", "综合"

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
    in the ranks; kind_rank and overall_rank are its ranks within 类型 and over all, None where it has none.
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


def composites(
    judgement: Judgement, dimensions: Mapping[str, ByDimension], points: Mapping[str, Sequence[Counted]]
) -> dict[str, Composite]:
    """Every department in force at the period's end or with a figure, in the order of 部门.排序, with its ranks."""
    departments, settings = judgement.departments, judgement.facts.settings
    weightings = {row.kind: row for row in reversed(judgement.facts.weightings)}
    in_force = {row.name for row in departments.rows if is_in_force(row, judgement.period.last)}
    names = sorted(in_force | dimensions.keys() | points.keys(), key=departments.order)
    found: dict[str, Composite] = {}
    for name in names:
        row = departments.find(name)
        kind = row.kind if row else ""
        ranked = row is not None and row.ranked != NO and name in in_force
        found[name] = composite_of(name, kind, weightings.get(kind), dimensions.get(name, {}), points.get(name, ()), ranked)
    scores = {name: printed(one.score, settings.digits) for name, one in found.items() if one.ranked}
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
