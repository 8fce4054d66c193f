"""What waits for the clerk or for a leader: counts of rows that nobody has decided, answered or looked into, each with its sheet."""

import datetime as dt
from typing import NamedTuple

from udfs.rules.ground.states import DECIDED, OPEN, PENDING, PROPOSED, REGISTERED, SUBMITTED
from udfs.rules.judging.progress import is_rated, is_unconfirmed
from udfs.rules.supervision.instructions import awaits_reply
from workbook_templates.reading.parse import Tables

UNCLEAR = "不明"
"""结果 of a message of which nobody can tell whether it arrived."""


class WaitingCount(NamedTuple):
    """what: in the clerk's words; rows: how many; sheet: where they stand."""

    what: str
    rows: int
    sheet: str


def waiting_counts(tables: Tables, day: dt.date) -> list[WaitingCount]:
    """What is there, in the order of the sheets; nothing with a count of 0. day: 基准日."""
    staged = {stage.number for stage in tables.stages}
    running = {item.number for item in tables.items if item.status in OPEN}
    unanswered = [one for one in tables.papers if one.reply_due is not None and one.reply_due < day and not (one.replied or one.closed)]
    self_rated = [one for one in tables.stages if one.number in running and is_rated(one) and one.confirmed is None]
    found = [
        WaitingCount("还没有下达的", sum(one.status == REGISTERED for one in tables.items), "督办台账"),
        WaitingCount("提交了等办结或退办的", sum(one.status == SUBMITTED for one in tables.items), "督办台账"),
        WaitingCount("填了完成度等确认的", sum(one.number not in staged and is_unconfirmed(one) for one in tables.items), "督办台账"),
        WaitingCount("自评了等确认的阶段", len(self_rated), "阶段目标"),
        WaitingCount("等批的变更", sum(one.result == PENDING for one in tables.changes), "变更记录"),
        WaitingCount("拟的加减分等确认", sum(one.status == PROPOSED for one in tables.points), "加减分台账"),
        WaitingCount("拟的问责、表扬等批", sum(one.status == PROPOSED for one in tables.accountability), "问责记录"),
        WaitingCount("已批还没有办理的", sum(one.status == DECIDED for one in tables.accountability), "问责记录"),
        WaitingCount("没有答复的异议", sum(not one.result for one in tables.objections), "异议"),
        WaitingCount("没有回复的批办", sum(map(awaits_reply, tables.instructions)), "批示"),
        WaitingCount("过了回复日期还没有回复的文书", len(unanswered), "文书登记"),
        WaitingCount("发没发到不知道的（不明）", sum(one.result == UNCLEAR for one in tables.sent), "发送记录"),
    ]
    return [one for one in found if one.rows]
