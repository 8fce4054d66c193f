"""R5, in which words: the one line that may leave the house.

Number and dates always; the matter itself only where the caller has found that it may leave (module discretion, 短信带事项内容).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, TypeAlias

from udfs.rules.supervision.reminder_triggers import FEEDBACK_MISSED, OVERDUE

ReminderKind: TypeAlias = Literal["事项", "阶段", "指标", "整改", "反馈"]

LONGEST_IN_TEXT = 60
"""Letters of a matter in a text; a text message is no place for a paragraph."""

TO_DO = {"事项": "办结", "阶段": "完成并报送自评", "指标": "完成", "整改": "完成整改并报送结果"}
CHASING = (OVERDUE, FEEDBACK_MISSED)


def heading(rule: str) -> str:
    """What a text begins with."""
    return "【督办催办】" if rule in CHASING else "【督办提醒】"


def sentence(kind: ReminderKind, number: str, matter: str, dues: Sequence[dt.date], as_of: dt.date) -> str:
    """One reminder as one sentence, without its heading. matter: '' where it stays in the house; dues: several for feedback only."""
    subject = subject_of(kind, one_line(number), shortened_for_text(one_line(matter)))
    left = (dues[0] - as_of).days
    days = "、".join(map(day_in_words, dues))
    if kind == "反馈":
        if left < 0:
            return f"{subject}应于{days}反馈进展，至今未收到，请尽快补报，并说明未按期的原因。"
        return f"{subject}请于{days}前反馈进展，{time_left(left, '距应反馈日期')}。"
    if left < 0:
        return f"{subject}应于{days}前{TO_DO[kind]}，已逾期{-left}天，请抓紧办理，并说明原因和预计完成时间。"
    return f"{subject}请于{days}前{TO_DO[kind]}，{time_left(left, '距时限')}。"


def subject_of(kind: ReminderKind, number: str, matter: str) -> str:
    """2026-0012, or 2026-0012“推进配网改造”."""
    before, after = {"阶段": ("", "的阶段任务"), "指标": ("指标", ""), "整改": ("抽查整改", "")}.get(kind, ("", ""))
    if not matter:
        return f"{before}{number}{after}"
    return f"{before}{number}{after}“{matter}”"


def time_left(days: int, to: str) -> str:
    return f"{to}还有{days}天" if days else "今天到期"


def day_in_words(day: dt.date) -> str:
    """2026年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def one_line(text: str) -> str:
    """A text without line breaks and invisible signs: it goes into a line of a message."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def shortened_for_text(text: str) -> str:
    return text if len(text) <= LONGEST_IN_TEXT else text[: LONGEST_IN_TEXT - 1] + "…"
