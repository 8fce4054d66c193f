"""R5, when: the days on which a deadline or a feedback is reminded of, and which of them a run takes.

Every deadline has one row of triggers: some days ahead of it, then the day after, then again and again. A run takes the latest
that has come, once it has been moved to a working day: a day that was missed is made up for by the next run, but never two of them.
"""

import datetime as dt
from typing import NamedTuple

from udfs.rules.ground.workdays import Calendar, days_after
from workbook_templates.tables.settings import Settings

OVERDUE, FEEDBACK_AHEAD, FEEDBACK_MISSED = "逾期", "反馈提前", "反馈漏报"


class Trigger(NamedTuple):
    """触发日, moved to a working day, and 规则."""

    day: dt.date
    rule: str


def ahead_rule(days: int) -> str:
    """规则 of a reminder before a deadline: 提前7天."""
    return f"提前{days}天"


def latest_of_deadline(due: dt.date, interval: int | None, as_of: dt.date, settings: Settings, calendar: Calendar) -> Trigger | None:
    """The latest trigger of a deadline on or before `as_of`; of several on one day the one nearest the deadline.

    interval: 逾期催办间隔天数; None: chased once.
    """
    chased = latest_chase(due, interval, as_of, calendar)
    if chased is not None:
        return Trigger(chased, OVERDUE)
    reached = ((day_ahead(due, days, settings, calendar), -days) for days in settings.remind_ahead)
    day, nearest = max((pair for pair in reached if pair[0] <= as_of), default=(None, 0))
    return None if day is None else Trigger(day, ahead_rule(-nearest))


def latest_of_feedback(due: dt.date, as_of: dt.date, settings: Settings, calendar: Calendar) -> Trigger | None:
    """The latest trigger of a feedback that has not been given: 反馈提前, then 反馈漏报 the day after, once."""
    missed = latest_chase(due, None, as_of, calendar)
    if missed is not None:
        return Trigger(missed, FEEDBACK_MISSED)
    day = day_ahead(due, settings.feedback_ahead, settings, calendar)
    return Trigger(day, FEEDBACK_AHEAD) if day <= as_of else None


def day_ahead(due: dt.date, days: int, settings: Settings, calendar: Calendar) -> dt.date:
    """`days` calendar days before; with 提醒日逢休提前 是 moved to the working day before."""
    day = days_after(due, -days)
    return calendar.previous_workday(day) if settings.remind_earlier else day


def latest_chase(due: dt.date, interval: int | None, as_of: dt.date, calendar: Calendar) -> dt.date | None:
    """The day after, and every `interval` days from there, each moved to the next working day: the latest by `as_of`."""
    first = days_after(due, 1)
    if as_of < first:
        return None
    count = 0 if interval is None else (as_of - first).days // interval
    while count >= 0:
        day = calendar.next_workday(days_after(first, count * (interval or 0)))
        if day <= as_of:
            return day
        count -= 1  # this one was moved beyond `as_of`; the one before may not have been
    return None
