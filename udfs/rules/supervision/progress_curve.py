"""R18: how far an indicator should be on a day (应有进度): 进度曲线, percentages at the ends of equal steps of its period.

A blank curve is linear in days, and its steps are the months of the period. Where the steps go evenly into the months of the period they
end with months (3 of a quarter, 12 or 4 of a year), else they are equally many days. Between two ends it is linear. A curve of
nothing but 100 says that the goal is kept to on every day, and its steps are months: for rates, such as 线损率, which do not add up.
"""

import datetime as dt
import re
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from udfs.rules.ground.periods import A_DAY, MONTHS_OF, Period, next_period, period_of
from workbook_templates.reading.cells import plain

WHOLE = Fraction(1)
BETWEEN = re.compile(r"[、,;/\s]+")
PERCENTAGE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%?")
LINEAR = "本次按天匀速算"


class Step(NamedTuple):
    """A step of a period, both days in it, and how far the indicator should be before and at its end, 0..1."""

    first: dt.date
    last: dt.date
    before: Fraction
    at_end: Fraction


class Curve(NamedTuple):
    """The steps of a period, in order."""

    steps: tuple[Step, ...]

    @property
    def is_level(self) -> bool:
        """Whether the goal is kept to on every day, and not worked up to."""
        return self.steps[0].before == WHOLE

    def step(self, day: dt.date) -> Step:
        """The step in which a day lies; before the period the first, after it the last."""
        return next((step for step in self.steps if day <= step.last), self.steps[-1])

    def expected(self, day: dt.date) -> Fraction:
        """应有进度 at the end of a day, 0..1; both ends of a step are counted."""
        step = self.step(day)
        passed = min(max((day - step.first).days + 1, 0), (step.last - step.first).days + 1)
        return step.before + (step.at_end - step.before) * Fraction(passed, (step.last - step.first).days + 1)

    def ended(self, day: dt.date) -> Step | None:
        """The latest step that is over on a day, that is the day after its last; None in the first."""
        return next((step for step in reversed(self.steps) if step.last < day), None)


def curve_of(text: str, period: Period, month_end: int) -> Curve:
    """The curve that a cell means; one that cannot be used is linear."""
    shares = shares_in(text)
    if not shares or wrong_curve(text, period):
        return linear(period, month_end)
    if shares[0] == WHOLE:
        ends = step_ends(period, MONTHS_OF.get(period.kind, 1), month_end)
        return with_steps(period, ends, (WHOLE,) * (len(ends) + 1))
    return with_steps(period, step_ends(period, len(shares), month_end), (Fraction(0), *shares))


def linear(period: Period, month_end: int) -> Curve:
    """In step with the days; a step is a month, of a week the week."""
    months = MONTHS_OF.get(period.kind, 1)
    ends = step_ends(period, months, month_end)
    days = (period.last - period.first).days + 1
    return with_steps(period, ends, (Fraction(0), *(Fraction((end - period.first).days + 1, days) for end in ends)))


def with_steps(period: Period, ends: list[dt.date], shares: tuple[Fraction, ...]) -> Curve:
    """shares: before the first step, then at the end of each."""
    firsts = (period.first, *(end + A_DAY for end in ends))
    return Curve(tuple(Step(first, last, *pair) for first, last, pair in zip(firsts, ends, pairwise(shares), strict=False)))


def step_ends(period: Period, count: int, month_end: int) -> list[dt.date]:
    """The last days of so many equal steps; the last is that of the period."""
    months = MONTHS_OF.get(period.kind, 0)
    if months and months % count == 0:
        month, ends = period_of(period.first, "月", month_end), []
        for place in range(1, months + 1):
            if place % (months // count) == 0:
                ends.append(month.last)
            month = next_period(month, month_end)
        return ends
    days = (period.last - period.first).days + 1
    return [period.first + A_DAY * (days * place // count - 1) for place in range(1, count + 1)]


def shares_in(text: str) -> tuple[Fraction, ...]:
    """The percentages of a cell as shares; () where there are none or one cannot be read."""
    parts = [part for part in BETWEEN.split(plain(text)) if part]
    found = [PERCENTAGE.fullmatch(part) for part in parts]
    return tuple(Fraction(one[1]) / 100 for one in found if one) if all(found) else ()


def wrong_curve(text: str, period: Period) -> str:
    """问题 of a cell of 进度曲线; '' where there is none, or it is blank."""
    if not plain(text):
        return ""
    shares = shares_in(text)
    if not shares:
        return f"读不出百分数，{LINEAR}"
    if len(shares) < 2:
        return f"只有一个数，不成曲线，{LINEAR}"
    if max(shares) > WHOLE:
        return f"有大于 100 的数，{LINEAR}"
    if any(after < before for before, after in pairwise(shares)):
        return f"后面的数比前面的小，{LINEAR}"
    if shares[-1] != WHOLE:
        return f"最后一个数不是 100，{LINEAR}"
    if len(shares) > (period.last - period.first).days + 1:
        return f"步数比期间的天数还多，{LINEAR}"
    return ""
