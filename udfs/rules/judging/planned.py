"""R2: 序时进度, the progress that the calendar asks for, as a share, 0..1; and 进度偏差 in percentage points."""

import datetime as dt
import functools
from collections.abc import Sequence
from fractions import Fraction

from udfs.rules.ground.figures import Exact, weight_of

ZERO, ONE = Fraction(0), Fraction(1)


def planned_by_stages(stages: Sequence[tuple[Exact | None, dt.date | None]], day: dt.date) -> Fraction:
    """Σ weight of the stages due on or before `day` ÷ Σ weight, over (权重, 考核时限) of at least one stage."""
    due = [weight for weight, limit in stages if limit is not None and limit <= day]
    if not due or len(due) == len(stages):
        return ONE if due else ZERO
    if all(weight is None for weight, _ in stages):
        return share(len(due), len(stages))
    return Fraction(sum(map(weight_of, due))) / sum(weight_of(weight) for weight, _ in stages)


@functools.lru_cache(maxsize=4096)
def share(part: int, whole: int) -> Fraction:
    """part ÷ whole; the same few shares come back all over a ledger."""
    return Fraction(part, whole)


def planned_by_days(start: dt.date | None, deadline: dt.date | None, day: dt.date) -> Fraction | None:
    """Days from `start` to `day` ÷ days from `start` to the deadline, both ends counted, within 0..1.

    A start after the deadline: 1 from the deadline on, else 0. None without a start or a deadline.
    """
    if start is None or deadline is None:
        return None
    if day >= deadline:
        return ONE
    if start > deadline or day < start:
        return ZERO
    return share((day - start).days + 1, (deadline - start).days + 1)


def lag_of(completion: Fraction, planned: Fraction | None) -> Fraction | None:
    """进度偏差 = completion − planned, in percentage points; negative is behind plan."""
    if planned is None:
        return None
    # one Fraction instead of two: this runs for every item of the ledger
    difference = completion.numerator * planned.denominator - planned.numerator * completion.denominator
    return Fraction(difference * 100, completion.denominator * planned.denominator)
