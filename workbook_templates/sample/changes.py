"""变更记录: extensions asked in time and too late, new dates, escalations, pauses, changes of what is to be done and by whom.

And of the year's targets: what was added, adjusted, withdrawn, and why; and one indicator that is counted otherwise."""

import datetime as dt
from collections.abc import Iterable, Sequence
from random import Random

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.company import CHIEFS, LEADER_OF, TEAMS
from workbook_templates.sample.days import A_DAY, LAST, YEAR, after, as_typed, between, workday
from workbook_templates.sample.fates import day
from workbook_templates.sample.plan import PlannedMatter, targets
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.daily import Change, Item, Stage

REASONS = {
    "延期": ("停电计划调整，工期顺延", "物资到货推迟", "上级验收时间推迟", "外部协调未完成", "用户内部工程未完"),
    "改期": ("主要领导要求与年中会议一并研究", "市公司统一调整检查时间", "与县政府专项行动同步"),
    "升级": ("部门级事项逾期未办结，提请升级为公司级督办",),
    "暂缓": ("等待上级计划批复", "用地手续受阻", "上级系统改版，暂缓实施", "与年度大修计划冲突", "费用渠道未落实"),
    "恢复": ("条件已具备，恢复办理",),
    "责任调整": ("原责任人岗位变动", "班组分工调整"),
    "调整": ("检查范围扩大到全部供电所", "完成标准按上级新规定修改", "增加佐证要求", "合并同类事项"),
    "取消": ("与已有事项重复，合并办理", "布点规划调整，目标撤销"),
}


def changes(plans: Sequence[PlannedMatter], items: Sequence[Item], stages: Sequence[Stage]) -> list[Change]:
    """The rows of 变更记录 by 申请日期, those of one day in the order of the ledger."""
    draw = draw_of("changes")
    rows: list[Change] = []
    for plan, item in zip(plans, items, strict=True):
        rows += of_item(plan, item, draw)
    rows += of_stages(plans, stages, tuple(rows))
    rows += of_targets()
    return sorted(rows, key=lambda row: row.asked or LAST)


MOVED = {"MB26-14": ("99.930%", "99.935%"), "MB26-35": ("1600 万千瓦时", "1800 万千瓦时"), "MB26-16": ("8300 万元", "8640 万元")}
"""Target → what was asked of it before and since its 调整."""
WAITING = ("MB26-44", "12-30", "市公司年终考核口径可能调整，提请按新口径核定")
"""The target of which a change still waits for its decision."""
OF_INDICATOR = ("ZB-03", "07-09", "市公司三季度起改按同期线损口径统计")
"""The indicator that is counted otherwise, when that was approved, why."""


def of_targets() -> Iterable[Change]:
    """The changes of targets that 目标库 shows already, one that waits, and one of an indicator."""
    chief = CHIEFS[0][0]
    for target in targets():
        kind = {"新增": "新增", "撤销": "撤销"}.get(target.status, "" if target.ruling else "调整")
        if target.updated is not None and kind:
            old, new = MOVED.get(target.number, ("有效", kind) if kind == "撤销" else ("", ""))
            yield aimed(target.number, kind, target.updated, target.update_note, chief)._replace(old=old, new=new)
    number, asked, reason = WAITING
    yield aimed(number, "调整", day(asked), reason, "")
    number, approved, reason = OF_INDICATOR
    yield aimed(number, "调整", day(approved), reason, chief)


def aimed(number: str, kind: str, decided: dt.date, reason: str, approver: str) -> Change:
    """A change of a target or an indicator. approver: '' of one that still waits."""
    row = blank_record(Change)._replace(number=number, change=kind, asked=after(decided, -2) if approver else decided, reason=reason)
    return row._replace(approver=approver, approved=decided if approver else None, result="同意" if approver else "待批")


def text(day: dt.date, draw: Random) -> str:
    """A date in 原值 or 新值, mostly in one form."""
    return day.isoformat() if draw.random() < 0.75 else as_typed(day, draw).strip()


def row(plan: PlannedMatter, what: str, asked: dt.date, draw: Random, old: str = "", new: str = "", result: str = "同意") -> Change:
    """One row, decided by the leader in charge one to four working days later."""
    approver = "" if result == "待批" else LEADER_OF[plan.department]
    return blank_record(Change)._replace(
        number=plan.number,
        change=what,
        asked=asked,
        old=old,
        new=new,
        reason=draw.choice(REASONS[what]),
        approver=approver,
        approved=min(after(asked, draw.randint(1, 4)), LAST) if approver else None,
        result=result,
    )


def of_item(plan: PlannedMatter, item: Item, draw: Random) -> Iterable[Change]:
    """The changes of one item, as its fate says."""
    what, due = plan.fate.change, plan.due
    if plan.fate.escalated:
        yield escalation(plan, draw)
    if what in ("延期", "改期") and plan.moved:
        asked = after(due, -draw.randint(1, 6) if what == "延期" else -draw.randint(4, 12))
        done = row(plan, what, asked, draw, text(due, draw), text(plan.moved, draw))
        yield done._replace(approver=CHIEFS[0][0]) if what == "改期" else done
    elif what == "延期不同意":
        yield row(plan, "延期", after(due, -draw.randint(3, 8)), draw, text(due, draw), text(after(due, 15), draw), "不同意")
    elif what == "迟延期":
        result = "同意" if plan.fate.late % 2 else "不同意"
        yield row(plan, "延期", after(due, draw.randint(1, 3)), draw, text(due, draw), text(after(due, 10), draw), result)
    elif what == "未落地延期":
        yield row(plan, "延期", dt.date(YEAR, 12, 24), draw, text(due, draw), text(after(due, 45), draw))
    elif what == "暂缓":
        start = plan.issued or plan.registered
        yield row(plan, "暂缓", between(start + 20 * A_DAY, dt.date(YEAR, 10, 20), draw), draw, "办理", "暂缓")
    elif what == "恢复":
        yield from pause(plan, draw)
    elif what == "责任调整":
        old = draw.choice([name for name in TEAMS[plan.department] if name != item.responsible] or [item.handler])
        yield row(plan, what, after(due, -draw.randint(8, 14)), draw, old, item.responsible)
    elif what == "调整":
        yield row(plan, what, after(due, -draw.randint(8, 14)), draw, "完成标准", item.standard)
    elif what == "取消":
        done = row(plan, what, after(plan.registered, draw.randint(2, 9)), draw, "立项", "取消")
        yield done._replace(reason=REASONS["取消"][1 if plan.matter.aim else 0])


def escalation(plan: PlannedMatter, draw: Random) -> Change:
    """升级 of an overdue item, proposed a few days after the deadline; the add-in made it where 来源 says so."""
    asked = min(after(plan.due, draw.randint(2, 4)), LAST)
    new = row(plan, "升级", asked, draw, "部门级", "", plan.fate.escalated)
    if plan.fate.escalated != "待批":
        new = new._replace(approver=CHIEFS[0][0], approved=after(asked, draw.randint(1, 2)))
    if plan.fate.escalated == "不同意":
        new = new._replace(reason="部门级事项逾期；部门说明正在收尾，暂不升级")
    if plan.due > dt.date(YEAR, 6, 30):
        new = new._replace(origin=f"自动:R6:{plan.number}:{plan.due.isoformat()}")
    return new


def pause(plan: PlannedMatter, draw: Random) -> Iterable[Change]:
    """暂缓 and 恢复 of an item: the deadline moves by at least sixteen days."""
    asked = after(plan.due, -draw.randint(8, 12))
    first = row(plan, "暂缓", asked, draw, "办理", "暂缓")._replace(approved=after(asked, 1))
    back = asked + 22 * A_DAY
    second = row(plan, "恢复", workday(back), draw, "暂缓")._replace(approved=after(back, 1))
    yield first
    yield second._replace(new=text(after(plan.due, 14), draw)) if plan.due.month % 2 else second


def of_stages(plans: Sequence[PlannedMatter], stages: Sequence[Stage], items: Iterable[Change]) -> Iterable[Change]:
    """The extension of an item with stages, asked for its last stage too: a change without 阶段 moves none."""
    staged = {plan.number for plan in plans if plan.fate.change == "延期" and plan.staged}
    last = {stage.number: stage.stage for stage in stages}
    return [change._replace(stage=last[change.number]) for change in items if change.number in staged and change.change == "延期"]
