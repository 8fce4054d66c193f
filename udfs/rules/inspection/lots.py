"""R9: the draw (抽取): which risk points to check next. Overdue ones first, then by weight, without replacement, from a seed.

weight = 风险值 × days since the last check (never checked: since 1 January of the year of 基准日). A point that was checked on 基准日
itself has weight 0 and comes only when no other is left. The numbers come from SHA-256 of the seed, so that a draw is the same with
every version of Python and on every machine, and anybody can follow it by hand:

draw(judgement, 5, 20261231)
"""

import datetime as dt
import hashlib
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from udfs.rules.ground.figures import number
from udfs.rules.inspection.inspection import Plan, check_plans
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.performance import RiskPoint

TICKETS = 2**256
"""How many values a SHA-256 has."""


class Chance(NamedTuple):
    """A point in the pot. days: since its last check; weight: its value × days, never negative."""

    plan: Plan
    days: int
    weight: Fraction

    @property
    def number(self) -> str:
        """风险编号."""
        return self.plan.risk.point.number


class LeftOut(NamedTuple):
    """A row of 风险点 that can't be drawn, and why."""

    point: RiskPoint
    why: str


class Draw(NamedTuple):
    """Which risk points were drawn, and out of what.

    drawn: in the order in which they came. pot: how many points could be drawn; overdue: how many of those were overdue."""

    seed: int
    drawn: tuple[Chance, ...]
    pot: int
    overdue: int
    left_out: tuple[LeftOut, ...]


def draw(judgement: Judgement, n: int, seed: int) -> Draw:
    """n points of the pot, or all of it where it has no more. The same whatever the order of the rows."""
    pot, left_out = pot_of(judgement)
    overdue = [one for one in pot if one.plan.days_overdue is not None]
    others = [one for one in pot if one.plan.days_overdue is None]
    tiers = (overdue, [one for one in others if one.weight > 0], [one for one in others if one.weight == 0])
    values = stream(seed)
    drawn: list[Chance] = []
    for tier in tiers:
        drawn += taken(tier, n - len(drawn), values)
    return Draw(seed, tuple(drawn), len(pot), len(overdue), tuple(left_out))


def pot_of(judgement: Judgement) -> tuple[list[Chance], list[LeftOut]]:
    """The points that can be drawn, by 风险编号; and those that can't, in the order of the sheet."""
    start = dt.date(judgement.as_of.year, 1, 1)
    pot: dict[str, Chance] = {}
    left_out = []
    for plan in check_plans(judgement):
        point, value = plan.risk.point, plan.risk.value
        if not point.number:
            left_out.append(LeftOut(point, "没有风险编号"))
        elif point.number in pot:
            left_out.append(LeftOut(point, "风险编号重复，只按前一行"))
        elif value is None:
            marks = {"频率": point.frequency, "主观性": point.subjectivity, "危害": point.severity}
            left_out.append(LeftOut(point, f"没有{'、'.join(name for name, mark in marks.items() if mark is None)}，算不出风险值"))
        else:
            days = (judgement.as_of - (plan.last or start)).days
            pot[point.number] = Chance(plan, days, value * days)
    return [pot[name] for name in sorted(pot)], left_out


def taken(tier: Sequence[Chance], n: int, values: Iterator[int]) -> list[Chance]:
    """Up to n of the tier, each by its weight among those that are left; weights of 0 among themselves are equal."""
    left = list(tier)
    scale = math.lcm(*(one.weight.denominator for one in left))
    shares = [int(one.weight * scale) or 1 for one in left]
    found: list[Chance] = []
    while left and len(found) < n:
        ticket, place = below(sum(shares), values), 0
        while ticket >= shares[place]:
            ticket, place = ticket - shares[place], place + 1
        found.append(left.pop(place))
        del shares[place]
    return found


def stream(seed: int) -> Iterator[int]:
    """SHA-256 of '<seed>:1', '<seed>:2' and so on, as whole numbers."""
    return (int.from_bytes(hashlib.sha256(f"{seed}:{place}".encode()).digest(), "big") for place in count(1))


def below(bound: int, values: Iterator[int]) -> int:
    """The next value as a number from 0 up to bound − 1, each as likely as any other."""
    fair = TICKETS - TICKETS % bound
    return next(value for value in values if value < fair) % bound


def reason(one: Chance) -> str:
    """How it was chosen: '逾期 35 天优先，权重 12×118＝1416', '权重 12×118＝1416'."""
    weight = f"权重 {number(one.plan.risk.value or 0)}×{one.days}＝{number(one.weight)}"
    if one.plan.days_overdue is not None:
        return f"逾期 {one.plan.days_overdue} 天优先，{weight}"
    return weight if one.weight else f"{weight}，最后才抽"


def basis(one: Chance) -> str:
    """The same in short, a line for each part: the paper shows the days and the value apart."""
    if one.plan.days_overdue is not None:
        return f"逾期优先\n权重 {number(one.weight)}"
    return f"权重 {number(one.weight)}" if one.weight else "权重 0\n最后才抽"
