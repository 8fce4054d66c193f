"""What was published: a bulletin of a closed period prints its figures from 历史成绩, and what it compares them with.

Published figures are never computed again. What is computed from today's records explains a figure only where it still gives it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import is_ranked
from udfs.rules.ground.figures import Exact, Rate, ranks, round_half_up
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.tables.logs import Closed

COMPANY, ITEM = "公司", "事项"


class Published(NamedTuple):
    """The figures of one closing. rows: (对象类型, 对象, 维度) → its row."""

    period: Period
    rows: dict[tuple[str, str, str], Closed]

    def row(self, subject: str, dimension: str) -> Closed | None:
        """The row of a department, or of the company."""
        return self.rows.get((COMPANY if subject == COMPANY else "部门", subject, dimension))

    def score(self, subject: str, dimension: str) -> Fraction | None:
        row = self.row(subject, dimension)
        return None if row is None or row.score is None else Fraction(row.score)

    def rate(self, subject: str, dimension: str, definition: str) -> Rate | None:
        row = self.row(subject, dimension)
        if row is None or not row.denominator:
            return None
        return Rate(row.numerator or 0, row.denominator, definition)


class Score(NamedTuple):
    """A department's score as printed, None where it has none. kind: 类型. before: that of the last closed period. rank: within 类型, None
    where it is not ranked."""

    department: str
    kind: str
    points: Fraction | None
    before: Fraction | None = None
    rank: int | None = None


def published(judgement: Judgement, period: Period | None = None) -> Published | None:
    """The closing of a period (None: that of the judgement); None where it is open."""
    period = period or judgement.period
    return table_of(period, history(judgement.facts).get(period.name))


def table_of(period: Period, rows: Sequence[Closed] | None) -> Published | None:
    return Published(period, {(row.object_kind, row.subject, row.dimension): row for row in rows}) if rows else None


def published_before(judgement: Judgement) -> Published | None:
    """The last closed period of the same kind before that of the judgement; None where there is none."""
    closed = history(judgement.facts)
    earlier = []
    for name in closed:
        period = parse_period(name, judgement.facts.settings.month_end)
        if period is not None and period.kind == judgement.period.kind and period.last < judgement.period.first:
            earlier.append(period)
    last = max(earlier, key=lambda period: period.last, default=None)
    return None if last is None else table_of(last, closed[last.name])


def printed_score(one: Published | None, subject: str, dimension: str, computed: Exact | None, digits: int) -> Fraction | None:
    """A score as the bulletin prints it: the published one of a closed period, else the computed one, rounded."""
    if one is not None:
        return one.score(subject, dimension)
    return None if computed is None else round_half_up(computed, digits)


def still_gives(one: Published | None, subject: str, dimension: str, computed: Exact | None, digits: int) -> bool:
    """Whether today's records still give the score that is printed, so that they may explain it."""
    now = None if computed is None else round_half_up(computed, digits)
    return one is None or one.score(subject, dimension) == now


def items_with_lights(judgement: Judgement) -> tuple[JudgedItem, ...]:
    """The items that count in the period, of a closed one with the lights that were published; those without light stay without."""
    counting = tuple(judged for judged in judgement.items if judged.counts)
    closed = published(judgement)
    if closed is None or not any(kind == ITEM for kind, _, _ in closed.rows):
        return counting
    found = []
    for judged in judgement.items:
        row = closed.rows.get((ITEM, judged.item.number, "亮灯"))
        if row is not None:
            share = None if row.score is None else Fraction(row.score) / 100
            found.append(judged._replace(light=row.light, light_completion=share, department=row.kind or judged.department))
        elif judged.counts and not judged.light:
            found.append(judged)
    return tuple(found)


def ranked_kinds(judgement: Judgement, names: Sequence[str]) -> dict[str, str]:
    """Department → 类型, of those that are ranked: 参评 是 and in force at the period's end."""
    found = {}
    for name in names:
        row = judgement.departments.find(name)
        if row is None or not is_ranked(row):
            continue
        begun = row.since is None or row.since <= judgement.period.last
        if begun and (row.until is None or row.until > judgement.period.last):
            found[name] = row.kind
    return found


def printed_scores(
    judgement: Judgement, dimension: str, computed: Mapping[str, Exact | None], lowest: Mapping[str, Exact | None] | None = None
) -> dict[str, Score]:
    """Department → its score of a 维度. They are ranked by it, the best first, or by `lowest`, the lowest first."""
    settings, closed, earlier = judgement.facts.settings, published(judgement), published_before(judgement)
    points = {name: printed_score(closed, name, dimension, score, settings.digits) for name, score in computed.items()}
    kinds, places = ranked_kinds(judgement, list(computed)), dict[str, int]()
    for kind in dict.fromkeys(kinds.values()):
        values = {name: (lowest or points)[name] for name, of in kinds.items() if of == kind}
        places |= ranks(values, settings.tie_style, lowest_first=lowest is not None)
    found = {}
    for name, score in points.items():
        row = judgement.departments.find(name)
        before = earlier.score(name, dimension) if earlier else None
        found[name] = Score(name, row.kind if row else "", score, before, places.get(name))
    return found
