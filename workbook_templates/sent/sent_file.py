"""What goes into one file of 下发: its rows with their keys, whose it is, and the batch it belongs to.

Of a scorer also what his sheet shows while he types: mean, spread and 差异化率, period by period, and by which rule.
"""

import datetime as dt
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


class SentRow(NamedTuple):
    """One row of a sent table: its key, typed values in the order of the columns, and open columns that stay locked here."""

    number: str
    part: str
    values: tuple[object, ...]
    locked: frozenset[str] = frozenset()


class UnlockedCell(NamedTuple):
    """One unlocked cell as it was sent: the columns 表, 编号, 阶段, 字段, 下发值 of 批次."""

    table: str
    number: str
    part: str
    field: str
    value: str


class SentFile(NamedTuple):
    """All that goes into one file.

    name: of the addressee, as in 批次.部门.
    liaison: who gets it; of a person his post.
    phone: of the liaison.
    people: whom drop-downs offer.
    tables: sheet → its rows, in the order of the tabs.
    summary: figure → count, for the first page.
    secret: 密级 that it holds.
    scoring: only for a scorer, what the strip above the rows shows.
    liaison_label: what `liaison` is.
    """

    name: str
    liaison: str
    phone: str
    people: tuple[str, ...]
    tables: dict[str, list[SentRow]]
    summary: dict[str, int]
    secret: tuple[str, ...] = ()
    scoring: Scoring | None = None
    liaison_label: str = "联系人"


class Batch(NamedTuple):
    """One run of 下发. day: 基准日. office: 督办机构. lights: light and what it means in this office, best first."""

    number: str
    day: dt.date
    company: str
    office: str
    lights: tuple[tuple[str, str], ...] = ()
