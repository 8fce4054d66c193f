"""R3: the light (灯) of an item, from its completion, its lag or its deadline, as 亮灯口径 says.

A light is judged at the end of a day, and overdue begins the next day. While that day still runs, what is due on it counts only once
it is rated or handed in: nobody is red on the morning of the due day.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.states import DONE, LIT
from udfs.rules.judging.progress import Completion
from workbook_templates.tables.daily import Item, Ruling
from workbook_templates.tables.lists import LISTS, YES
from workbook_templates.tables.settings import Settings
from workbook_templates.tables.setup import LightBound

GREEN, YELLOW, RED, BLUE = LISTS["灯"]
NO_LIGHT = ""


class LightStep(NamedTuple):
    """One light of the scale: it begins above `bound` (a share, 0..1), or at it where `included`."""

    bound: Fraction
    included: bool
    light: str


Scale: TypeAlias = tuple[LightStep, ...]
"""The lights from the highest bound to the lowest."""


class Situation(NamedTuple):
    """What a light is taken from, all at the judged day.

    due is R1 over what is due, None where nothing is; completion is R1 over all stages. planned is 序时进度 as a share, 0..1, lag 进度偏差
    in percentage points; None without dates. overdue is whether the deadline is over, days_left the days to it, on_time whether it was
    kept.
    """

    due: Completion | None
    completion: Completion
    planned: Fraction | None
    lag: Fraction | None
    overdue: bool
    days_left: int | None
    on_time: bool | None


def scale_of(rows: Iterable[LightBound]) -> Scale:
    """The rows of 亮灯规则, in whatever order they stand; of one bound the better light comes first."""
    order = {light: place for place, light in enumerate(LISTS["灯"])}
    steps = [LightStep(row.bound / 100, row.included == YES, row.light) for row in rows if row.bound is not None and row.light]
    return tuple(sorted(steps, key=lambda step: (-step.bound, order.get(step.light, len(order)))))


def light_of(completion: Fraction, scale: Scale) -> str:
    """The light of a completion, 0..1. Bounds alone leave no hole: what lies below them all has the lowest light."""
    for step in scale:
        # compared as whole numbers: exact, and three times as fast as Fractions
        above = completion.numerator * step.bound.denominator - step.bound.numerator * completion.denominator
        if above > 0 or (above == 0 and step.included):
            return step.light
    return scale[-1].light if scale else NO_LIGHT


def light_by_lag(planned: Fraction | None, lag: Fraction | None, settings: Settings) -> str:
    """口径 序时差: 进度偏差 against its two bounds, both included; no light while nothing was planned yet."""
    if not planned or lag is None:
        return NO_LIGHT
    if lag >= settings.lag_green:
        return GREEN
    return YELLOW if lag >= settings.lag_yellow else RED


def light_by_deadline(item: Item, situation: Situation, settings: Settings) -> str:
    """口径 时限: red overdue, yellow behind plan, blue shortly before the deadline, else green; 办结 green or, late, yellow."""
    if situation.overdue:
        return RED
    if item.status == DONE:
        dated = item.submitted is not None or item.closed is not None
        return GREEN if dated and situation.on_time is not False else YELLOW
    if situation.lag is not None and situation.lag < 0:
        return YELLOW
    soon = max(settings.remind_ahead, default=0)
    return BLUE if situation.days_left is not None and 0 <= situation.days_left <= soon else GREEN


def computed_light(item: Item, situation: Situation, settings: Settings, scale: Scale) -> str:
    """计算灯; "" for no light, which is not red."""
    if item.status not in LIT:
        return NO_LIGHT
    if settings.light_basis == "时限":
        light = light_by_deadline(item, situation, settings)
    elif settings.light_basis == "序时差":
        light = light_by_lag(situation.planned, situation.lag, settings)
    elif situation.due is None:
        light = NO_LIGHT
    else:
        light = light_of((situation.due if settings.light_basis == "到期阶段" else situation.completion).value, scale)
    if settings.overdue_red and situation.overdue:
        light = RED
    if light == RED and settings.red_needs_impact and (item.impact or settings.blank_impact) == "无":
        light = YELLOW
    return light


def light_completion(light: str, situation: Situation, settings: Settings) -> Completion | None:
    """亮灯完成度: the figure that the light is taken from, and that the department's score averages.

    In 序时差 and 时限 it is R1 over what is due; None without a computed light, or while nothing is due.
    """
    if not light or situation.due is None:
        return None
    return situation.completion if settings.light_basis == "全部阶段" else situation.due


def prevailing_rulings(rulings: Collection[Ruling], day: dt.date, month_end: int) -> Mapping[str, Ruling]:
    """编号 → the 认定 in force on the judged day: its 期间 holds the day; of several the latest 日期, then the lower row."""
    periods = {text: parse_period(text, month_end) for text in {ruling.period for ruling in rulings}}
    in_force = (ruling for ruling in rulings if (period := periods[ruling.period]) and period.contains(day))
    groups = grouped((ruling.number, ruling) for ruling in in_force if ruling.number and ruling.light)
    return {number: max(reversed(rows), key=rank) for number, rows in groups.items()}


def rank(ruling: Ruling) -> tuple[dt.date, int]:
    return ruling.day or dt.date.min, ruling.at.row
