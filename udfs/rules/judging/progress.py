"""R1 and R2: how far an item is (完成度), how far the calendar asks it to be (序时进度), and what lies between (进度偏差).

Completion and plan are shares, 0..1; 进度偏差 is in percentage points.
"""

import datetime as dt
import functools
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import Exact, weight_of, weighted_mean
from udfs.rules.ground.states import DONE, OPEN
from workbook_templates.tables.daily import Item, Stage

ZERO, ONE = Fraction(0), Fraction(1)


class Completion(NamedTuple):
    """How far something is. value: 0..1; unconfirmed: it rests on a rating that nobody has confirmed yet."""

    value: Fraction
    unconfirmed: bool = False


def stage_completion(stage: Stage) -> Completion:
    """确认完成度, else 自评完成度 (then 待确认), else 0."""
    if stage.confirmed is not None:
        return Completion(stage.confirmed)
    return Completion(ZERO) if stage.self_rated is None else Completion(stage.self_rated, True)


def is_rated(stage: Stage) -> bool:
    """Whether somebody has rated this stage, be it with 0 %."""
    return stage.confirmed is not None or stage.self_rated is not None


def completion_of_stages(stages: Sequence[Stage]) -> Completion:
    """Σ wᵢcᵢ / Σ wᵢ over at least one stage."""
    if len(stages) == 1:
        return stage_completion(stages[0])
    pairs: list[tuple[Exact, Exact]] = []
    unconfirmed = False
    for stage in stages:
        value = stage.confirmed
        if value is None:
            value = stage.self_rated
            unconfirmed = unconfirmed or value is not None
        pairs.append((1 if stage.weight is None else weight_of(stage.weight), ZERO if value is None else value))
    first = pairs[0][1]
    if all(value is first for _, value in pairs):  # most items: nothing rated yet, or one rating throughout
        return Completion(Fraction(first), unconfirmed)
    return Completion(weighted_mean(pairs) or ZERO, unconfirmed)


def completion_of(item: Item, stages: Sequence[Stage]) -> Completion:
    """R1 over all stages; without stages the item's own 完成度, blank 0; 办结 is 100 % where nothing was rated."""
    if stages:
        if item.status == DONE and not any(map(is_rated, stages)):
            return Completion(ONE)
        return completion_of_stages(stages)
    if item.completion is None:
        return Completion(ONE if item.status == DONE else ZERO)
    return Completion(item.completion, is_unconfirmed(item))


def is_unconfirmed(item: Item) -> bool:
    """待确认 of an item without stages: open, with a 完成度 and without 确认日期."""
    return item.status in OPEN and item.completion is not None and item.confirm_day is None


def due_completion(item: Item, stages: Sequence[Stage], due: Sequence[Stage], item_due: bool) -> Completion | None:
    """R1 over the stages that are due; None where nothing is due yet, which is not 0.

    due: those of `stages` that are due. item_due: 考核时限 has come (it decides for an item without stages, as does 办结).
    """
    if not stages:
        return completion_of(item, ()) if item_due or item.status == DONE else None
    if not due:
        return None
    if len(due) == len(stages) or (item.status == DONE and not any(map(is_rated, stages))):
        return completion_of(item, stages)
    return completion_of_stages(due)


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
