"""督办单 and 办结报告: one form for each item, when it is given out and when it is closed.

And 整改意见书: the problems that one visit found in one department, each with what is asked, of whom and until when.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from udfs.papers.bulletins.supervision_bulletin import ASSESSED
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import NO_WORDS, contact_of, free_words, item_texts, joined, numbered_rows, titled_by_company
from udfs.papers.paper_words import Context, Heading, counts, long_day, rate_figure, short_day
from udfs.rules.ground.excused import is_owed
from udfs.rules.ground.figures import BLANK, Rate, number
from udfs.rules.ground.figures import number as number_text
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import period_of
from udfs.rules.ground.states import APPROVED, CONFIRMED, CONTESTED, DONE, ISSUED, OPEN
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.inspection.inspection import PASSED
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.supervision.feedback_due import step_days
from udfs.rules.supervision.supervision import FEEDBACK_RATE, was_given
from workbook_templates.tables.performance import Inspection, RiskPoint

ALL_LEADERS = "公司领导"


def order_drafts(desk: Desk) -> list[Draft]:
    """督办单: items in state 下达 or 待调整; with a period every open one given out in it."""
    judgement, found = desk.judgement, []
    for judged in judgement.items:
        item = judged.item
        day = item.issued or item.registered
        waits = item.status in (ISSUED, CONTESTED) if desk.period is None else item.status in OPEN and desk.period.contains(day)
        if item.number and waits:
            found.append(form_of(judged, partial(order_texts, judged, judgement), judged.department, day))
    return found


def form_of(judged: JudgedItem, texts: Callable[[Heading], Context], addressee: str, since: dt.date | None) -> Draft:
    """The form of one item."""
    item = judged.item
    return Draft(texts, addressee, [item.number], department=judged.department, about=item.number, since=since)


def order_texts(judged: JudgedItem, judgement: Judgement, heading: Heading) -> Context:
    """What 督办单 says of the item: the matter, its stages, how often to report, until when to object."""
    settings, item = judgement.facts.settings, judged.item
    days = step_days(judgement.facts.frequencies).get(item.category)
    stages = numbered_rows("阶段", (stage_row(judged, place, judgement) for place in range(len(judged.stages))))
    return {
        **titled_by_company(heading, "督办单", judgement),
        **item_texts(judged, judgement),
        **contact_of(judgement, item.supervisor),
        "反馈要求": f"每{days}天反馈一次进展" if days else "按督办部门要求反馈",
        "异议天数": settings.objection_days,
        "阶段": stages,
    }


def stage_row(judged: JudgedItem, place: int, judgement: Judgement) -> Context:
    stage, deadline = judged.stages[place]
    task = free_words(stage.task, judged, judgement)
    return {"阶段": stage.stage, "任务": task, "责任人": stage.responsible or NO_WORDS, "时限日": long_day(deadline.first)}


def closing_drafts(desk: Desk) -> list[Draft]:
    """办结报告: items closed in the period, else in the month of 基准日."""
    judgement = desk.judgement
    period = desk.period or period_of(judgement.as_of, "月", judgement.facts.settings.month_end)
    return [
        form_of(judged, partial(closing_texts, judged, judgement), judged.item.leader or ALL_LEADERS, judged.item.closed)
        for judged in judgement.items
        if judged.item.number and judged.item.status == DONE and period.contains(judged.item.closed)
    ]


def closing_texts(judged: JudgedItem, judgement: Judgement, heading: Heading) -> Context:
    """The report on one item: what was asked, what was done and when, why it was late, how it was judged."""
    item, facts = judged.item, judgement.facts
    changes = [row for row in facts.changes if row.number == item.number and row.result == APPROVED]
    assessed = (row for row in facts.points if row.linked == item.number and row.kind == ASSESSED and not row.staff_no)
    points = [row for row in assessed if row.status == CONFIRMED]
    reasons = [row.late_reason for row in facts.feedback if row.number == item.number and row.late_reason]
    late = judged.on_time is False
    stages = numbered_rows("阶段", (closed_stage_row(judged, place, judgement) for place in range(len(judged.stages))))
    return {
        **titled_by_company(heading, "督办事项办结报告", judgement),
        **item_texts(judged, judgement),
        **feedback_texts(judged, judgement),
        "提交日": long_day(item.submitted),
        "办结日": long_day(item.closed),
        "是否按期": {True: "按期", False: "逾期", None: "没有时限"}[judged.on_time],
        "逾期天数": late_days(judged),
        "变更情况": "、".join(f"{row.change}（{long_day(row.approved or row.asked)}批准）" for row in changes) or "没有变更",
        "退办次数": number(item.returns or 0),
        "逾期": late,
        "未按期原因": (free_words(reasons[-1], judged, judgement) if reasons else "未报") if late else "",
        "完成情况": free_words(item.closing_note, judged, judgement),
        "佐证": free_words(item.evidence, judged, judgement),
        "完成质量": BLANK if item.quality is None else f"{number(item.quality)}分",
        "评价人": item.rater or NO_WORDS,
        "考核情况": "、".join(f"{long_day(row.day)}督办考核{number(row.points or 0)}分" for row in points) or "没有扣分",
        "阶段": stages,
    }


def late_days(judged: JudgedItem) -> str:
    """How many days after the deadline it was handed in; '' in time."""
    first, day = judged.deadline.first, judged.on_time_date
    return str((day - first).days) if first is not None and day is not None and day > first else ""


def closed_stage_row(judged: JudgedItem, place: int, judgement: Judgement) -> Context:
    stage = judged.stages[place].stage
    rated = stage.confirmed if stage.confirmed is not None else stage.self_rated
    shown = BLANK if rated is None else f"{number(rated * 100)}%"
    return {**stage_row(judged, place, judgement), "完成度": shown + ("" if stage.confirmed is not None or rated is None else "（待确认）")}


def feedback_texts(judged: JudgedItem, judgement: Judgement) -> Context:
    """How the item was reported on: due = in time + late + missed."""
    rows = [row for row in judgement.facts.feedback if row.number == judged.item.number and is_owed(row)]
    rows = [row for row in rows if row.due and row.due <= judgement.as_of]
    in_time, missed = sum(was_given(row) for row in rows), sum(row.given is None for row in rows)
    return {
        **counts({"应反馈": len(rows), "按时反馈": in_time, "迟反馈": len(rows) - in_time - missed, "漏报": missed}),
        "反馈及时率": rate_figure("反馈及时率", Rate(in_time, len(rows), FEEDBACK_RATE)),
    }


def mending_drafts(desk: Desk) -> list[Draft]:
    """One a visit and department: rows that are not 合格 and ask for something, until it is done; with a period all found in it."""
    judgement = desk.judgement
    present = judgement.departments.present

    def is_asked(row: Inspection) -> bool:
        asked = row.number and row.department and row.result not in ("", PASSED) and (row.demand or row.mend_due)
        return bool(asked) and (not is_mended(row) if desk.period is None else desk.period.contains(row.day))

    groups = grouped(((row.number, present(row.department)), row) for row in judgement.facts.inspections if is_asked(row))
    return [
        Draft(
            partial(mending_texts, name, rows, judgement),
            name,
            [number],
            department=name,
            about=f"{name}_{number}",
            since=rows[0].day,
            reply_by=max((row.mend_due for row in rows if row.mend_due is not None), default=None),
        )
        for (number, name), rows in groups.items()
    ]


def mending_texts(name: str, rows: Sequence[Inspection], judgement: Judgement, heading: Heading) -> Context:
    """The opinion on one visit."""
    first = rows[0]
    points = {point.number: point for point in reversed(judgement.facts.risk_points) if point.number}
    return {
        **titled_by_company(heading, "整改意见书", judgement),
        **contact_of(judgement, judgement.facts.settings.performance_office),
        "被查单位": name,
        "抽查编号": first.number,
        "抽查日": long_day(first.day),
        "抽查层级": first.level or NO_WORDS,
        "抽查人": first.checker or NO_WORDS,
        "被查人": joined(list(dict.fromkeys(row.inspected for row in rows if row.inspected))),
        "问题": numbered_rows("问题", (problem_row(row, points.get(row.risk), judgement) for row in rows)),
    }


def problem_row(row: Inspection, point: RiskPoint | None, judgement: Judgement) -> Context:
    """One problem: where, what, what is asked."""
    mender = row.mender or (point.owner if point is not None else "")
    return {
        "风险编号": row.risk or NO_WORDS,
        "风险点": free_words(point.point, None, judgement) if point is not None else NO_WORDS,
        "结果": row.result,
        "问题": free_words(row.problem, None, judgement),
        "要求": free_words(row.demand, None, judgement),
        "整改责任人": mender or NO_WORDS,
        "整改时限": short_day(row.mend_due),
        "扣分": number_text(row.lost) if row.lost else "0",
    }
