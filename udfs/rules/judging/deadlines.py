"""R4: the deadline of an item or stage (考核时限), on time, overdue, and the day counts.

The first deadline is moved by approved changes in the order they were asked for. An 升级 opens a second one, which
reminders and escalation use, while lights, on time and rates keep the first as it stood. A 恢复 of the item moves its stages too.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from udfs.rules.ground.change_values import DATED, asked_on, date_in, in_order, rests
from udfs.rules.ground.states import APPROVED, DONE, OPEN, RESUMED, SUBMITTED
from udfs.rules.ground.workdays import Calendar, days_after
from workbook_templates.tables.daily import Change, Item, Stage
from workbook_templates.tables.settings import Settings

Effect: TypeAlias = Literal["moved", "asked too late", "no date", "resumed", "second deadline"]
"""What an approved change does: 延期 and 改期 move, unless asked too late or without a date in 新值; 恢复 resumes; 升级 opens a second."""


class Move(NamedTuple):
    """What one approved change did to the deadline in force: from `before` to `after`."""

    change: Change
    before: dt.date | None
    after: dt.date | None
    effect: Effect


class Pause(NamedTuple):
    """A rest of an item that is over. change: its 恢复; began: the day of its 暂缓; days: by which it moves the stages that it caught."""

    change: Change
    began: dt.date
    days: int


class Deadline(NamedTuple):
    """A judged deadline. first: 考核时限; in_force: what reminders and R6 go by; None: no deadline. pauses: the item's, for its stages."""

    first: dt.date | None
    in_force: dt.date | None
    escalated: bool = False
    moves: tuple[Move, ...] = ()
    pauses: tuple[Pause, ...] = ()


def stage_deadline(stage: Stage, changes: Sequence[Change], pauses: Iterable[Pause], settings: Settings, calendar: Calendar) -> Deadline:
    """The deadline of a stage. changes: its own; pauses: its item's, of which those count that found it not rated."""
    caught = [pause for pause in pauses if not is_rated_by(stage, pause.began)]
    return deadline_of(stage.due, changes, settings, calendar, caught)


def is_rated_by(stage: Stage, day: dt.date) -> bool:
    """Whether a stage had a 自评完成度 or 确认完成度 by that day; one without a date was there before."""
    rated = ((stage.self_rated, stage.self_day), (stage.confirmed, stage.confirm_day))
    return any(share is not None and (on is None or on <= day) for share, on in rated)


def deadline_of(
    due: dt.date | None, changes: Sequence[Change], settings: Settings, calendar: Calendar, caught: Sequence[Pause] = ()
) -> Deadline:
    """The deadline of one item or stage. due: 办理时限 or 完成时限; changes: the rows of that item or stage alone; caught: the rests
    of its item that move a stage."""
    if not changes and not caught:
        first = on_workday(due, settings, calendar)
        return Deadline(first, first)
    ended = {pause.change: pause for pause in caught}
    ordered = in_order([*changes, *ended])
    first, second = original(due, ordered), None
    escalated = False
    approved = [change for change in ordered if change.result == APPROVED]
    began = {end: start for start, end in rests(one for one in approved if one not in ended) if end is not None}
    moves: list[Move] = []
    pauses: list[Pause] = []
    for change in approved:
        now = day = second if escalated else first
        effect: Effect | None = None
        if change in ended:
            day, effect = longer(now, ended[change], settings, calendar), "resumed"
        elif change.change == "升级":
            day, effect = opened(change, settings) or now, "second deadline"
            escalated = True
        elif change.change == RESUMED:
            pause = pause_of(now, began.get(change), change)
            day, effect = date_in(change.new) or longer(now, pause, settings, calendar), "resumed"
            pauses += [pause] if pause else []
        elif change.change in DATED:
            effect = effect_of(now, change, settings, calendar)
            day = date_in(change.new) if effect == "moved" else now
        if effect:
            moves.append(Move(change, now, day, effect))
        if escalated:
            second = day
        else:
            first = day
    first = on_workday(first, settings, calendar)
    return Deadline(first, on_workday(second, settings, calendar) if escalated else first, escalated, tuple(moves), tuple(pauses))


def original(due: dt.date | None, ordered: Sequence[Change]) -> dt.date | None:
    """The deadline as first set: 原值 of the first 延期 or 改期 that has a date there, whatever became of it, else `due`."""
    days = (date_in(change.old) for change in ordered if change.change in DATED)
    return next((day for day in days if day is not None), due)


def opened(change: Change, settings: Settings) -> dt.date | None:
    """The second deadline of an 升级: 新值, else 批准日期 (where it is missing, 申请日期) and 升级宽限天数."""
    start = change.approved or change.asked
    return date_in(change.new) or (None if start is None else days_after(start, settings.escalation_grace))


def pause_of(now: dt.date | None, paused: Change | None, resumption: Change) -> Pause | None:
    """The rest that a 恢复 ends; None where nothing rested. now: the item's deadline in force, from which a date in 新值 counts the days.

    The paused days run from approval to approval; where one is missing, from application to application; never negative."""
    if paused is None:
        return None
    start, end = paused.approved, resumption.approved
    if start is None or end is None:
        start, end = paused.asked, resumption.asked
    if start is None or end is None:
        return None
    new = date_in(resumption.new)
    days = max((end - start).days, 0) if new is None else 0 if now is None else (new - now).days
    return Pause(resumption, start, days)


def longer(now: dt.date | None, pause: Pause | None, settings: Settings, calendar: Calendar) -> dt.date | None:
    """A deadline after a rest: later by its days, unless it was missed when the rest began."""
    if now is None or pause is None:
        return now
    limit = on_workday(now, settings, calendar)
    return days_after(now, pause.days) if limit is not None and pause.began <= limit else now


def effect_of(now: dt.date | None, change: Change, settings: Settings, calendar: Calendar) -> Effect:
    """延期 and 改期: an 延期 asked for after the deadline in force moves nothing, nor does a 新值 that is no date."""
    if date_in(change.new) is None:
        return "no date"
    limit, asked = on_workday(now, settings, calendar), asked_on(change)
    late = limit is not None and (asked is None or asked > limit)
    return "asked too late" if late and change.change != "改期" else "moved"


def on_workday(day: dt.date | None, settings: Settings, calendar: Calendar) -> dt.date | None:
    """With 时限逢休顺延 是: the next working day on or after a deadline."""
    return calendar.next_workday(day) if settings.move_rest_days and day is not None else day


def on_time_date(item: Item, settings: Settings) -> dt.date | None:
    """The day that decides on time: 提交日期 or 办结日期 by 办结认定日期, the other where blank; only of 提交 and 办结."""
    if item.status not in (SUBMITTED, DONE):
        return None
    return item.submitted or item.closed if settings.on_time_by == "提交" else item.closed or item.submitted


def on_time(day: dt.date | None, deadline: dt.date | None) -> bool | None:
    """Whether an on-time date keeps 考核时限; None where one of the two is missing."""
    return None if day is None or deadline is None else day <= deadline


def is_timed(day: dt.date | None, deadline: dt.date | None, as_of: dt.date) -> bool:
    """Whether 按期 can be said: there is an on-time date, or 考核时限 is over."""
    return deadline is not None and (day is not None or deadline < as_of)


def overdue_at(item: Item, deadline: dt.date | None, day: dt.date) -> bool:
    """Whether the item was open at the end of `day` with its deadline before it.

    What was submitted or closed only after `day` was still running then; 提交 without 提交日期 does not stop the clock.
    """
    if deadline is None or deadline >= day:
        return False
    if item.status == DONE:
        stops = [stop for stop in (item.submitted, item.closed) if stop is not None]
        return bool(stops) and min(stops) > day
    if item.status == SUBMITTED:
        return item.submitted is None or item.submitted > day
    return item.status in OPEN


def is_handed_in(item: Item) -> bool:
    """办结, or 提交 with 提交日期."""
    return item.status == DONE or (item.status == SUBMITTED and item.submitted is not None)


def days_left(item: Item, deadline: dt.date | None, as_of: dt.date) -> int | None:
    """剩余天数 of an open item, negative once the deadline has passed."""
    return days_to(deadline, as_of) if item.status in OPEN else None


def days_to(deadline: dt.date | None, day: dt.date) -> int | None:
    """Days from `day` to a deadline, negative once it has passed."""
    return None if deadline is None else (deadline - day).days


def days_overdue(overdue: bool, deadline: dt.date | None, as_of: dt.date) -> int | None:
    """逾期天数, only of an overdue item."""
    return (as_of - deadline).days if overdue and deadline is not None else None


def days_idle(item: Item, last: dt.date | None, as_of: dt.date) -> int | None:
    """停滞天数 of an open item: since `last` (its latest feedback, rating or change), else 下达日期, else 立项日期."""
    since = last or item.issued or item.registered
    return max((as_of - since).days, 0) if since is not None and item.status in OPEN else None
