"""What a scoring sheet shows while somebody types: the scorer's own mean, spread and 差异化率, period by period, and by which rule."""

from fractions import Fraction
from typing import NamedTuple


class ScoringRule(NamedTuple):
    """R13 as the settings have it.

    by: 差异化口径.
    definition: the same in words.
    bound: 差异化率下限, 0..1.
    least: how many scores it takes to judge.
    step: 差异化并档精度, in points of 100.
    digits: 得分小数位.
    weights: of 工作能力, 工作态度, 工作质量 in a rating.
    few, low, fine: the three 结论 of the sheet 差异化.
    """

    by: str
    definition: str
    bound: Fraction
    least: int
    step: Fraction
    digits: int
    weights: tuple[Fraction, Fraction, Fraction]
    few: str
    low: str
    fine: str


class ScoredPart(NamedTuple):
    """The rows of one period in a scoring table, and what the rules say of the scores given so far. Without scores the figures are None.

    period: 期间.
    first: the place of its first row, from 0.
    rows: how many there are.
    given: how many of them have a score.
    verdict: 结论.
    mean, spread, deviation: 平均分, 极差, 标准差, in points of 100.
    rate: 差异化率, 0..1.
    """

    period: str
    first: int
    rows: int
    given: int
    verdict: str
    mean: Fraction | None = None
    spread: Fraction | None = None
    deviation: Fraction | None = None
    rate: Fraction | None = None


class Scoring(NamedTuple):
    """parts: table → its periods, in the order of the rows."""

    rule: ScoringRule
    parts: dict[str, tuple[ScoredPart, ...]]


NOT_BEGUN = "还没有打分"
"""结论 where no score is given yet."""
