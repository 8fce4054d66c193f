"""What is true on a day, read from the tables by a hand of its own: no rule of the product is asked."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from year.office import Cells

OPEN = ("下达", "待调整", "办理")
GRACE = 15


def as_day(value: Any) -> dt.date | None:
    """A date, also as text 2026-03-05."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None


class Deadlines:
    """考核时限 and the deadline in force of an item (rules.md R4), from its row and its approved changes."""

    def __init__(self, item: Cells, changes: Sequence[Cells]) -> None:
        own = [row for row in changes if row["编号"] == item["编号"] and not row["阶段"]]
        own.sort(key=lambda row: row["申请日期"])
        dated = [as_day(row["原值"]) for row in own if row["变更"] in ("延期", "改期") and as_day(row["原值"])]
        self.first = self.second = dated[0] if dated else as_day(item["办理时限"])
        self.escalated = False
        self.moved = False
        paused: Cells | None = None
        for row in own:
            if row["结果"] != "同意":
                continue
            day, asked = (self.second if self.escalated else self.first), row["申请日期"]
            if (row["变更"] == "延期" and as_day(row["新值"]) and day and asked <= day) or (row["变更"] == "改期" and as_day(row["新值"])):
                day = as_day(row["新值"])
            elif row["变更"] == "升级":
                self.escalated = True
                day = as_day(row["新值"]) or (row["批准日期"] or asked) + dt.timedelta(GRACE)
            elif row["变更"] == "暂缓":
                paused = paused or row
            elif row["变更"] == "恢复":
                day, paused = self.after_pause(day, paused, row), None
            else:
                continue
            self.moved = True
            self.second = day
            if not self.escalated:
                self.first = day

    @staticmethod
    def after_pause(day: dt.date | None, paused: Cells | None, row: Cells) -> dt.date | None:
        if as_day(row["新值"]):
            return as_day(row["新值"])
        if paused is None or day is None:
            return day
        start, end = (paused["批准日期"], row["批准日期"])
        if start is None or end is None:
            start, end = paused["申请日期"], row["申请日期"]
        return day + (end - start) if day >= start else day


def handed_in(item: Cells) -> dt.date | None:
    """The day that decides on time: 提交日期, else 办结日期, of what is 提交 or 办结."""
    if item["状态"] not in ("提交", "办结"):
        return None
    return as_day(item["提交日期"]) or as_day(item["办结日期"])


def is_overdue(item: Cells, deadline: dt.date | None, day: dt.date) -> bool:
    """Open after its deadline on that day."""
    return deadline is not None and deadline < day and item["状态"] in OPEN


def is_late(item: Cells, deadline: dt.date | None, day: dt.date) -> bool:
    """Overdue, or handed in after the deadline."""
    handed = handed_in(item)
    return is_overdue(item, deadline, day) or (handed is not None and deadline is not None and handed > deadline)


def stopped(item: Cells) -> dt.date | None:
    """From this day on nobody owes a feedback any more: the earlier of 提交日期 and 办结日期."""
    days = [day for day in (as_day(item["提交日期"]), as_day(item["办结日期"])) if day]
    return min(days) if days and item["状态"] in ("提交", "办结") else None


def at_rest(item: Cells, changes: Sequence[Cells], day: dt.date) -> bool:
    """Whether the item was 暂缓 on that day."""
    own = [row for row in changes if row["编号"] == item["编号"] and row["结果"] == "同意" and row["变更"] in ("暂缓", "恢复")]
    turns = sorted((row["批准日期"] or row["申请日期"], row["变更"]) for row in own)
    before = [kind for turn, kind in turns if turn <= day]
    return bool(before) and before[-1] == "暂缓"
