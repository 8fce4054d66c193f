"""R5, when and in which words: the days on which a deadline or a feedback is reminded of, which of them a run takes, the line that is sent.

Every deadline has one row of triggers: some days ahead of it, then the day after, then again and again. A run takes the latest
that has come, once it has been moved to a working day: a day that was missed is made up for by the next run, but never two of them.
The line may leave the house. It has number and dates always; the matter itself only where the caller has found that it may leave
(module discretion, 短信带事项内容).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from udfs.rules.ground.figures import fixed, percent
from udfs.rules.ground.workdays import Calendar, days_after
from udfs.rules.supervision.indicator_progress import Progress
from workbook_templates.reading.characters import cut, message_line
from workbook_templates.reading.days import chinese_day
from workbook_templates.tables.settings import Settings

OVERDUE, FEEDBACK_AHEAD, FEEDBACK_MISSED, PROGRESS_BEHIND, SHEET_MISSING = "逾期", "反馈提前", "反馈漏报", "进度落后", "催收"


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


def latest_of_feedback(due: dt.date, as_of: dt.date, settings: Settings, calendar: Calendar, *, ahead: bool = True) -> Trigger | None:
    """The latest trigger of a feedback that was not given: 反馈提前 (ahead: its 类别 has it), then 反馈漏报 the day after, once."""
    missed = latest_chase(due, None, as_of, calendar)
    if missed is not None:
        return Trigger(missed, FEEDBACK_MISSED)
    if not ahead:
        return None
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


def of_progress(first: dt.date, as_of: dt.date, calendar: Calendar) -> Trigger | None:
    """The trigger of a step of an indicator that is behind in it: its first working day, so that a step has one; none on a rest day."""
    day = calendar.next_workday(first)
    return Trigger(day, PROGRESS_BEHIND) if day <= as_of and calendar.is_workday(as_of) else None


def of_sheet(sent: dt.date, days: int, as_of: dt.date, calendar: Calendar) -> Trigger | None:
    """The trigger of a sheet that did not come back: so many working days after it went out."""
    day = calendar.next_workday(calendar.add_workdays(sent, days)) if sent <= as_of else None
    return Trigger(day, SHEET_MISSING) if day and day <= as_of else None


ReminderKind: TypeAlias = Literal["事项", "阶段", "指标", "整改", "反馈", "进度", "批示", "表"]

LONGEST_IN_TEXT = 60
"""Letters of a matter in a text; a text message is no place for a paragraph."""

TO_DO = {"事项": "办结", "阶段": "完成并报送自评", "指标": "完成", "整改": "完成整改并报送结果"}
CHASING = (OVERDUE, FEEDBACK_MISSED, SHEET_MISSING)


def heading(rule: str) -> str:
    """What a text begins with."""
    return "【督办催办】" if rule in CHASING else "【督办提醒】"


def sentence(kind: ReminderKind, number: str, matter: str, dues: Sequence[dt.date], as_of: dt.date) -> str:
    """One reminder as one sentence, without its heading. matter: '' where it stays in the house; dues: several for feedback only."""
    subject = subject_of(kind, message_line(number), shortened_for_text(message_line(matter)))
    left = (dues[0] - as_of).days
    days = "、".join(map(chinese_day, dues))
    if kind == "批示":
        if left < 0:
            return f"{subject}要求{days}前回复办理情况，至今未收到，请尽快回复。"
        return f"{subject}请于{days}前回复办理情况，{time_left(left, '距要求回复日期')}。"
    if kind == "反馈":
        if left < 0:
            return f"{subject}应于{days}反馈进展，至今未收到，请尽快补报，并说明未按期的原因。"
        return f"{subject}请于{days}前反馈进展，{time_left(left, '距应反馈日期')}。"
    if left < 0:
        return f"{subject}应于{days}前{TO_DO[kind]}，已逾期{-left}天，请抓紧办理，并说明原因和预计完成时间。"
    return f"{subject}请于{days}前{TO_DO[kind]}，{time_left(left, '距时限')}。"


def progress_sentence(progress: Progress, matter: str) -> str:
    """What is said of an indicator that is behind: how far it is only where its matter may leave; else that it is, and of which day."""
    row, until = progress.indicator, progress.until
    subject = subject_of("进度", message_line(row.number), shortened_for_text(message_line(matter)))
    day = chinese_day(until) if until else ""
    over = "已差于底线值" if progress.past_floor else "落后于应有进度"
    if not matter or progress.share is None or progress.expected is None:
        return f"{subject}截至{day}{over}，请抓紧推进，并说明原因和措施。"
    late = f"，落后{fixed(progress.lag, 1)}个百分点" if progress.lag is not None and progress.lag > 0 else ""
    floor = "，已差于底线值" if progress.past_floor else ""
    return f"{subject}截至{day}进度{percent(progress.share)}，应有{percent(progress.expected)}{late}{floor}，请抓紧推进，并说明原因和措施。"


def sheet_sentence(batch: str, name: str, sent: dt.date) -> str:
    """What is said of a sheet that did not come back."""
    sheet = f"{chinese_day(sent)}下发给{message_line(name)}的表（批次{message_line(batch)}）"
    return f"{sheet}还没有收到，请填好尽快发回；已经发回的，请告知一声。"


def subject_of(kind: ReminderKind, number: str, matter: str) -> str:
    """2026-0012, or 2026-0012“推进配网改造”."""
    before, after = {
        "阶段": ("", "的阶段任务"),
        "指标": ("指标", ""),
        "进度": ("指标", ""),
        "整改": ("抽查整改", ""),
        "批示": ("领导批示", ""),
    }.get(kind, ("", ""))
    if not matter:
        return f"{before}{number}{after}"
    return f"{before}{number}{after}“{matter}”"


def time_left(days: int, to: str) -> str:
    return f"{to}还有{days}天" if days else "今天到期"


def shortened_for_text(text: str) -> str:
    return cut(text, LONGEST_IN_TEXT)
