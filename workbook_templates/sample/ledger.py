"""督办台账: one row for each plan; and 阶段目标: about half of the items are done in two to four stages.

A stage is rated by the department and confirmed by the leader.
"""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from random import Random

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.company import (
    CHIEFS,
    CLERK,
    DEPARTMENT_NAMES,
    DISCIPLINE,
    HEADS,
    LEADER_OF,
    LEADERS,
    LIAISONS,
    OFFICE,
    PERFORMANCE,
    STATIONS,
    TEAMS,
)
from workbook_templates.sample.days import A_DAY, FIRST_DAY, LAST, YEAR, after, workday, workday_before
from workbook_templates.sample.plan import PlannedMatter
from workbook_templates.sample.words import chosen, draw_of, filled, said, stage_tasks
from workbook_templates.tables.daily import Item, Stage

ORIGINS = {"会议纪要": 30, "领导交办": 25, "上级部署": 20, "部门申报": 12, "巡察审计": 7, "其他": 6}
BUSINESS = {
    "办公室": "综合管理", "绩效办": "人力资源", "党群部": "党建监督", "财务部": "财务资产", "安监部": "安全监督", "运检部": "设备运维",
    "营销部": "营销服务", "调控中心": "电网运行", "后勤服务中心": "后勤保障", "电力实业公司": "产业发展",
}  # fmt: skip
PAPERS = {"安监部": "安", "运检部": "运", "调控中心": "调", "营销部": "营", "党群部": "党", "财务部": "财"} | dict.fromkeys(STATIONS, "营")
"""The mark of the superior's papers that reach a department; the others get those of its office."""
SECRECY = {"": 93, "内部": 4, "工作秘密": 2, "商业秘密": 1}
SOLVED = "现场已解决"
ON_THE_SPOT = ("10 千伏文峰线同杆架设通信线清理", "高压用户计量装置现场校验", "光缆北原变段纤芯衰耗治理")
"""Matters that a leader raised on a visit and that were settled there and then."""
NOTES = ("已列入周例会跟踪", "市公司挂牌督办", "与年度绩效挂钩", "纳入营商环境专班", "请持续关注")


def items(plans: Sequence[PlannedMatter]) -> list[Item]:
    """The rows of 督办台账, in the order of the plans."""
    draw = draw_of("ledger")
    counts: dict[str, int] = {}
    earlier: dict[str, str] = {}
    rows = []
    for plan in plans:
        row = outcome(origin(given_out(plan, draw), plan, counts, draw), plan, draw)
        if plan.closed and (row.on_site == SOLVED or row.matter in ON_THE_SPOT):
            row = solved(row)
        if plan.matter.aim and plan.counted:
            if plan.matter.aim in earlier and draw.random() < 0.35:
                row = row._replace(after=(earlier[plan.matter.aim],))
            earlier[plan.matter.aim] = plan.number
        rows.append(row)
    return rows


def solved(row: Item) -> Item:
    """An item that was settled where it was raised: registered, given out and closed on one day, without anything to report or rate."""
    day = row.issued
    told = f"{day.month}月{day.day}日在现场当场协调解决，{row.standard}。" if day else ""
    return row._replace(
        on_site=SOLVED, status="办结", registered=day, due=day, submitted=None, closed=day, completion=None, returns=None,
        closing_note=told, progress="", quality=None, rater="", rated=None, note="",
    )  # fmt: skip


def given_out(plan: PlannedMatter, draw: Random) -> Item:
    """What an item is when it is given out."""
    matter, department = plan.matter, plan.department
    level = plan.fate.level or chosen({"公司级": 46, "部门级": 54} if matter.aim else {"公司级": 22, "部门级": 78}, draw)
    approver, approved = "", None
    if level == "公司级":
        approver = draw.choice((CHIEFS[0][0], CHIEFS[0][0], CHIEFS[1][0], LEADER_OF[department]))
        approved = plan.issued or plan.registered
    team = TEAMS[department]
    responsible = HEADS[department] if draw.random() < (0.6 if level == "公司级" else 0.2) else draw.choice(team)
    others = [name for name in DEPARTMENT_NAMES if name != department]
    helpers = tuple(draw.sample(others, draw.choices((0, 1, 2, 3), (42, 34, 18, 6))[0]))
    supervisors = (OFFICE, PERFORMANCE if matter.aim else OFFICE, DISCIPLINE if level == "公司级" else OFFICE)
    return blank_record(Item)._replace(
        number=plan.number,
        matter=matter.text,
        target=matter.aim,
        business=BUSINESS.get(department, "供电服务"),
        category=plan.category,
        level=level,
        approver=approver,
        approved=approved,
        department=department,
        helpers=helpers,
        supervisor=draw.choices(supervisors, (80, 12, 8))[0],
        leader=LEADER_OF[department],
        responsible=responsible,
        handler=draw.choice([name for name in team if name != responsible] or team),
        registered=plan.registered,
        issued=plan.issued,
        due=plan.moved or plan.due,
        form=matter.form,
        standard=matter.standard,
        weight=draw.choices((None, Fraction(1), Fraction(3, 2), Fraction(2), Fraction(3)), (62, 14, 8, 12, 4))[0],
        status=plan.fate.end,
        secrecy=chosen(SECRECY, draw),
        note=draw.choice(NOTES) if draw.random() < 0.06 else "",
    )


def origin(row: Item, plan: PlannedMatter, counts: dict[str, int], draw: Random) -> Item:
    """The row with 来源, 依据 and 提出人; no 依据 is given twice. counts: how many of a kind there were before."""

    def count(what: str) -> int:
        counts[what] = counts.get(what, 0) + 1
        return counts[what]

    day, department = plan.registered, plan.department
    if plan.matter.aim and plan.issued is not None and plan.issued < dt.date(YEAR, 2, 14):
        return row._replace(origin="年度目标", basis=f"2026年重点工作任务分解表第{count('分解表')}项")
    kind = chosen(ORIGINS, draw)
    if kind == "会议纪要":
        half = 2 * day.month - (day.day <= 15)
        meeting = draw.choice((f"2026年第{half}次总经理办公会纪要", f"{day.month}月份月度经营会议纪要", f"2026年第{day.month}次党委会纪要"))
        return row._replace(origin=kind, basis=f"{meeting}第{count(meeting)}条", proposer=draw.choice(("", CLERK)))
    if kind == "领导交办":
        leader = draw.choice((CHIEFS[0][0], CHIEFS[1][0], LEADER_OF[department], draw.choice(LEADERS).name))
        mistake = f"{day.month}月{day.day}日{draw.choice(('现场调研', '批示', '周例会'))}交办单第{count('交办单')}号"
        site = "" if draw.random() < 0.5 else SOLVED if plan.category == "紧急" and plan.closed else "需研究"
        return row._replace(origin=kind, basis=mistake, proposer=leader, on_site=site)
    if kind == "上级部署":
        name = draw.choice((f"市公司{PAPERS.get(department, '办')}", "市公司办", "县政办"))
        return row._replace(
            origin=kind, basis=f"{name}〔2026〕{3 * count(name) + draw.randint(0, 2)}号", proposer=draw.choice(("", "市公司"))
        )
    if kind == "巡察审计":
        paper = draw.choice(("市公司党委巡察反馈问题清单", "2025年经济责任审计整改清单", "安全督查整改通知"))
        return row._replace(origin=kind, basis=f"{paper}第{count(paper)}项")
    if kind == "部门申报":
        return row._replace(
            origin=kind, basis=f"{department}{day.month}月重点任务申报表第{count(department)}项", proposer=HEADS[department]
        )
    return row._replace(origin=kind, basis=f"12398转办单2026-{count('转办单'):04}" if draw.random() < 0.6 else "")


def outcome(row: Item, plan: PlannedMatter, draw: Random) -> Item:
    """The row with what became of it by the end of the year."""
    fate = plan.fate
    row = row._replace(submitted=plan.submitted, closed=plan.closed, impact=fate.impact, cause=fate.cause)
    if fate.end == "办结":
        return closed(row, plan, draw)
    if fate.end == "取消":
        return row._replace(note="开发区布点规划调整，随目标撤销" if plan.matter.aim else "与已有事项重复，合并办理")
    if fate.end in ("立项", "下达", "待调整"):
        return row._replace(note="部门提出时限异议，待答复" if fate.end == "待调整" else row.note)
    if fate.end == "暂缓":
        return row._replace(
            progress="等待上级计划批复，经批准暂缓实施。", completion=None if plan.staged else Fraction(draw.randint(2, 5), 10)
        )
    share = fate.share or Fraction(0)
    text = filled(draw.choice(said("进展", plan.matter.form)).replace("{p}", str(fate.reached)).replace("{rel}", "略慢"), draw)
    row = row._replace(progress=text, completion=None if plan.staged else share)
    if fate.end == "提交":
        evidence, note = said("佐证", plan.matter.form)[0], filled(draw.choice(said("办结说明", plan.matter.form)), draw)
        row = row._replace(evidence=evidence, closing_note=note)
    if fate.late:
        row = row._replace(progress=text + f"未按期原因：{draw.choice((said('滞后说明')[0], said('未按期原因', '客观')[0]))}。")
        row = row._replace(progress=filled(row.progress, draw))
    return row


def closed(row: Item, plan: PlannedMatter, draw: Random) -> Item:
    """A closed item: 办结说明, 佐证, 完成质量, 退办次数."""
    form = plan.matter.form
    note = filled(draw.choice(said("办结说明", form)), draw)
    returns = draw.choices((0, 1, 2), (86, 12, 2))[0]
    good = draw.choices((draw.randint(92, 100), draw.randint(85, 93), draw.randint(74, 86)), (50, 38, 12))[0]
    quality = draw.randint(70, 88) if plan.fate.late > 5 else good
    if draw.random() < 0.4:
        note = f"已完成：{plan.matter.standard}。"
    day = plan.submitted or plan.ends
    done = f"{day.month}月{day.day}日提交办结材料。{note}"
    rated = after(plan.ends, draw.randint(1, 8))
    row = row._replace(
        completion=None if plan.staged or draw.random() < 0.45 else Fraction(1),
        returns=Fraction(returns) if returns or draw.random() < 0.2 else None,
        closing_note=note,
        evidence=said("佐证", form)[0] + (f"（{draw.randint(1, 9)}份）" if draw.random() < 0.3 else ""),
        progress=note if draw.random() < 0.35 else done,
        note=draw.choice(said("退办备注")) if returns else row.note,
    )
    if rated <= LAST:
        points = quality - 3 * returns
        row = row._replace(quality=Fraction(max(points, 70)), rater=draw.choice((CLERK, CLERK, LIAISONS[PERFORMANCE])), rated=rated)
    return row


STAGE_NAMES = ("第一阶段", "第二阶段", "第三阶段", "第四阶段")
PICKED = {2: (1, 3), 3: (0, 1, 3), 4: (0, 1, 2, 3)}
"""How many stages → which of the four phases."""
WEIGHTS: dict[int, tuple[tuple[int | None, ...], ...]] = {
    2: ((None, None), (40, 60), (1, 2)),
    3: ((None, None, None), (30, 30, 40), (1, 1, 2)),
    4: ((None, None, None, None), (20, 30, 30, 20), (1, 2, 2, 1)),
}
STANDARDS = (
    "按节点时限完成，佐证齐全",
    "完成率 100%",
    "经分管领导确认",
    "问题整改率 100%",
    "资料留存完整",
    "质量抽查合格率不低于 {n:90-98}%",
)


def stages(plans: Sequence[PlannedMatter], items: Sequence[Item]) -> list[Stage]:
    """The rows of 阶段目标, item by item in the order of the ledger."""
    draw = draw_of("stages")
    rows: list[Stage] = []
    for plan, item in zip(plans, items, strict=True):
        if plan.staged and plan.issued is not None:
            rows += of_item(plan, item, plan.issued, draw)
    return rows


def of_item(plan: PlannedMatter, item: Item, issued: dt.date, draw: Random) -> list[Stage]:
    """The stages of one item, with the ratings that its fate asks for."""
    dues = deadlines(plan, issued, draw)
    count = len(dues)
    weights = draw.choice(WEIGHTS[count]) if plan.closed else (None,) * count
    phases = stage_tasks(plan.matter.form)
    closing = PICKED[count]
    rows: list[Stage] = []
    start = issued
    for place, due in enumerate(dues):
        weight = weights[place]
        last = place == count - 1
        row = blank_record(Stage)._replace(
            number=plan.number,
            stage=STAGE_NAMES[place],
            task=draw.choice(phases[closing[place]]),
            standard=plan.matter.standard if last else filled(draw.choice(STANDARDS), draw) if draw.random() < 0.7 else "",
            responsible=item.responsible if draw.random() < 0.6 else item.handler,
            start=start,
            due=due,
            weight=None if weight is None else Fraction(weight),
        )
        rows.append(row)
        start = after(due, 1)
    return rated_open(rows, plan, item, draw) if plan.closed is None else [rated_closed(row, rows, plan, item, draw) for row in rows]


def deadlines(plan: PlannedMatter, issued: dt.date, draw: Random) -> list[dt.date]:
    """When the stages are due: spread over the item's time; of an open item, `fate.due` of them by the end of the year."""
    if plan.closed is None:
        due, later = plan.fate.due, 0
        if plan.due > LAST:
            later = 1 if due > 1 or draw.random() < 0.6 else 2
        end = min(plan.due, workday_before(LAST - A_DAY * draw.randint(1, 30)) if later else LAST)
        past = spread(issued, end, due)
        return past + (spread(max(LAST, end), plan.due, later) if later else [])
    span = (plan.due - issued).days
    count = 2 if span < 45 else draw.choices((2, 3, 4), (25, 45, 30))[0]
    return spread(issued, plan.due, count)


def spread(start: dt.date, end: dt.date, count: int) -> list[dt.date]:
    """`count` working days at even distances after `start`, the last one `end`."""
    span = (end - start).days
    return [workday(start + A_DAY * (span * place // count)) for place in range(1, count)] + [end]


def rated_closed(row: Stage, rows: Sequence[Stage], plan: PlannedMatter, item: Item, draw: Random) -> Stage:
    """A stage of a closed item: everything was reached in the end, mostly in time."""
    submitted, closed, due = plan.submitted or plan.ends, plan.ends, row.due or plan.due
    own = (
        submitted if row is rows[-1] else min(max(after(due, draw.choice((-4, -2, -1, 0, 0, 0, 1, 3))), row.start or FIRST_DAY), submitted)
    )
    confirmed = min(after(own, draw.randint(1, 5)), closed)
    note = filled(draw.choice(said("自评说明")), draw) if draw.random() < 0.7 else ""
    row = row._replace(self_rated=Fraction(draw.choices((100, 98, 95), (86, 8, 6))[0], 100), self_note=note, self_day=own)
    return confirmation(row, Fraction(1), confirmed, item, draw)


def rated_open(rows: list[Stage], plan: PlannedMatter, item: Item, draw: Random) -> list[Stage]:
    """Stages of an item that is not closed: what is due reaches exactly what its fate says, on the mean of equal weights."""
    count, reached = plan.fate.due, plan.fate.reached or 0
    step = min(10, 100 - reached, reached)
    shares = {1: [reached], 2: [reached + step, reached - step], 3: [reached + step, reached, reached - step]}[count]
    for place, share in enumerate(shares):
        row = rows[place]
        due = row.due or LAST
        own = min(after(due, draw.choice((-3, -1, 0, 0))), plan.submitted or LAST)
        note = filled(draw.choice(said("自评说明" if share > 80 else "滞后说明")), draw)
        high = min(100, share + draw.choice((0, 0, 5, 10, 15)))
        if plan.fate.unconfirmed and place == count - 1:
            rows[place] = row._replace(self_rated=Fraction(share, 100), self_note=note, self_day=own)
            continue
        row = row._replace(self_rated=Fraction(high, 100), self_note=note, self_day=own)
        day = min(after(own, draw.randint(1, 4)), LAST)
        rows[place] = confirmation(row, Fraction(share, 100), day, item, draw)
    return rows


def confirmation(row: Stage, share: Fraction, day: dt.date, item: Item, draw: Random) -> Stage:
    """The stage, confirmed by the leader in charge."""
    own = row.self_rated or share
    comment = draw.choice(said("存疑意见" if share < own and share < 1 else "确认意见"))
    return row._replace(confirmed=share, confirm_note=comment if draw.random() < 0.8 else "", confirmer=item.leader, confirm_day=day)
