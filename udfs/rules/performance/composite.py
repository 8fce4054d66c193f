"""R10: the composite of a department (综合): its dimensions by weight, plus its confirmed points; and the ranks.

composites(judgement, dimensions, points)   # department → Composite
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import is_in_force
from udfs.rules.ground.figures import Exact, round_half_up, weighted_mean
from udfs.rules.ground.ranking import ranks
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.counted_points import Counted, total
from workbook_templates.tables.lists import NO
from workbook_templates.tables.setup import Weighting

SUPERVISION, LIGHTS, INDICATORS, INSPECTION = "督办", "亮灯", "指标", "抽查"
DIMENSIONS = (SUPERVISION, LIGHTS, INDICATORS, INSPECTION)
POINTS, COMPOSITE = "加减分", "综合"

Scores = Mapping[str, Exact | None]
"""Dimension → score in points; None where there is none."""


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
    """score: points, not rounded, not bounded; None with no dimension, or weights that sum to 0. points: None without any row."""

    department: str
    kind: str
    shares: tuple[Share, ...]
    counted: tuple[Counted, ...]
    points: Fraction | None
    score: Fraction | None
    ranked: bool
    kind_rank: int | None = None
    overall_rank: int | None = None


def composites(judgement: Judgement, dimensions: Mapping[str, Scores], points: Mapping[str, Sequence[Counted]]) -> dict[str, Composite]:
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
    scores = {name: rounded(one.score, settings.digits) for name, one in found.items() if one.ranked}
    overall = ranks(scores, settings.tie_style)
    within: dict[str, int] = {}
    for kind in dict.fromkeys(one.kind for one in found.values()):
        within |= ranks({name: score for name, score in scores.items() if found[name].kind == kind}, settings.tie_style)
    return {name: one._replace(kind_rank=within.get(name), overall_rank=overall.get(name)) for name, one in found.items()}


def composite_of(name: str, kind: str, weighting: Weighting | None, scores: Scores, counted: Sequence[Counted], ranked: bool) -> Composite:
    """Σ weight × score over the dimensions that the department has, scaled to the weights present, plus its points."""
    weights = weights_of(weighting)
    present = [(dimension, Fraction(score)) for dimension in DIMENSIONS if (score := scores.get(dimension)) is not None]
    whole = sum((weights[dimension] for dimension, _ in present), Fraction(0))
    mean = weighted_mean((weights[dimension], score) for dimension, score in present)
    shares = [Share(dimension, score, weights[dimension], weights[dimension] / whole) for dimension, score in present] if whole else []
    points = total(counted) if counted else None
    score = None if mean is None else mean + (points or 0)
    return Composite(name, kind, tuple(shares), tuple(counted), points, score, ranked)


def weights_of(row: Weighting | None) -> dict[str, Fraction]:
    """Dimension → weight; a 类型 without a row of 考核权重 has none."""
    if row is None:
        return dict.fromkeys(DIMENSIONS, Fraction(0))
    values = (row.supervision, row.lights, row.indicators, row.inspection)
    return {dimension: value or Fraction(0) for dimension, value in zip(DIMENSIONS, values, strict=True)}


def rounded(score: Exact | None, digits: int) -> Fraction | None:
    return None if score is None else round_half_up(score, digits)
