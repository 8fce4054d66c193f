"""交接清单: what a new clerk has to know on the first day: open items, next dates, promises, open proposals, papers that wait for a
reply, objections without answer, whom to call. It is for the office alone."""

import datetime as dt

from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import (
    NO_WORDS,
    free_words,
    item_texts,
    items_by_number,
    numbered_rows,
    official,
    short_deadline,
    titled_by_company,
)
from udfs.papers.paper_words import Context, Heading, short_day
from udfs.rules.decisions.pending import pending_rows
from udfs.rules.discretion import WITHHELD, is_secret
from udfs.rules.ground.excused import is_owed
from udfs.rules.ground.states import OPEN
from udfs.rules.ground.workdays import days_after
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.supervision.feedback_due import due_feedback
from udfs.rules.supervision.instructions import awaits_reply
from workbook_templates.documents.marks import Figure
from workbook_templates.reading.days import chinese_day
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.logs import Paper

AHEAD = 30
"""Days that 近期节点 looks ahead."""


def handover_drafts(desk: Desk) -> list[Draft]:
    """One list for the office."""
    judgement, papers = desk.judgement, desk.judgement.facts.papers
    return [Draft(lambda heading: handover_texts(judgement, papers, heading), "接收人", figures={"在办": len(open_items(judgement))})]


def words(text: str, number: str, judgement: Judgement, known: dict[str, JudgedItem]) -> str:
    """Free text of a row about the item of this number; nothing of a secret one. Its number leads the new clerk to the ledger."""
    item = known.get(number)
    if item is not None and is_secret(item.item, judgement.facts.settings):
        return WITHHELD
    return free_words(text, item, judgement)


def open_items(judgement: Judgement) -> list[JudgedItem]:
    return [judged for judged in judgement.items if judged.item.status in OPEN]


def handover_texts(judgement: Judgement, papers: tuple[Paper, ...], heading: Heading) -> Context:
    """The seven lists."""
    settings, facts = judgement.facts.settings, judgement.facts
    mine, known = open_items(judgement), items_by_number(judgement)
    overdue = sum(judged.overdue for judged in mine)
    asked = latest_feedback(judgement)
    pending = pending_rows(facts, {judged.item.number: judged.light for judged in judgement.items}, judgement)
    waiting = [row for row in papers if row.reply_due is not None and row.replied is None and not row.closed]
    return {
        **titled_by_company(heading, "督办工作交接清单", judgement),
        "基准日": chinese_day(judgement.as_of),
        "节点天数": AHEAD,
        "在办": Figure("在办", len(mine)),
        "逾期": Figure("逾期", overdue),
        "未逾期": Figure("未逾期", len(mine) - overdue),
        "在办清单": numbered_rows("在办", (item_row(judged, judgement, asked) for judged in mine)),
        "节点清单": numbered_rows("节点清单", next_dates(judgement)),
        "承诺清单": numbered_rows("承诺清单", promises(judgement, asked)),
        "建议清单": numbered_rows(
            "建议清单",
            (
                {"日": short_day(row.day), "类别": row.kind, "对象": row.subject, "编号": row.number or NO_WORDS, "状态": row.status,
                 "事实": words(official(row.fact, settings.month_end), row.number, judgement, known), "建议": row.suggestion}
                for row in pending
            ),
        ),
        "文书清单": numbered_rows("文书清单", (paper_row(row, judgement) for row in waiting)),
        "异议清单": numbered_rows(
            "异议清单",
            (
                {"日": short_day(row.day), "部门": row.department, "编号": row.number or NO_WORDS, "表": row.table or NO_WORDS,
                 "意见": words(row.objection, row.number, judgement, known)}
                for row in facts.objections
                if not row.result
            ),
        ),
        "联系清单": numbered_rows(
            "联系清单",
            (
                {"部门": row.name, "分管领导": row.leader or NO_WORDS, "负责人": row.head or NO_WORDS, "联系人": row.liaison or NO_WORDS,
                 "手机": row.phone or NO_WORDS, "邮箱": row.mail or NO_WORDS}
                for row in facts.departments
                if row.name and (row.until is None or row.until > judgement.as_of)
            ),
        ),
    }  # fmt: skip


def latest_feedback(judgement: Judgement) -> dict[str, Feedback]:
    """编号 → its latest feedback that was given."""
    found: dict[str, Feedback] = {}
    for row in judgement.facts.feedback:
        if row.number and row.given is not None:
            known = found.get(row.number)
            if known is None or row.given >= (known.given or dt.date.min):
                found[row.number] = row
    return found


def item_row(judged: JudgedItem, judgement: Judgement, asked: dict[str, Feedback]) -> Context:
    last = asked.get(judged.item.number)
    texts = item_texts(judged, judgement)
    return {
        **{name: texts[name] for name in ("编号", "事项", "级别", "主责部门", "责任人", "完成度")},
        "灯": judged.light[:1] or NO_WORDS,
        "时限情况": short_deadline(judged),
        "状态": judged.item.status,
        "时限": short_day(judged.deadline.first, "长期"),
        "最近反馈": short_day(last.given if last else None),
    }


def next_dates(judgement: Judgement) -> list[Context]:
    """What falls due from 基准日 to AHEAD days after it, by day: deadlines, stages, feedback, rectifications, replies to papers and
    instructions."""
    first, last = judgement.as_of, days_after(judgement.as_of, AHEAD)
    found: list[tuple[dt.date, str, str, str, str]] = []

    def note(day: dt.date | None, what: str, number: str, unit: str, about: str) -> None:
        if day is not None and first <= day <= last:
            found.append((day, what, number or NO_WORDS, unit or NO_WORDS, about or NO_WORDS))

    for judged in open_items(judgement):
        matter = item_texts(judged, judgement)["事项"]
        note(judged.deadline.first, "考核时限", judged.item.number, judged.department, matter)
        for stage, deadline in judged.stages:
            if stage.confirmed is None:
                note(deadline.first, f"阶段“{stage.stage}”", judged.item.number, judged.department, matter)
    homes = {judged.item.number: judged.department for judged in judgement.items if judged.item.number}
    waiting = [row for row in judgement.facts.feedback if row.given is None and is_owed(row)]
    days = {(row.number, row.due) for row in (*waiting, *due_feedback(judgement))}
    by_day: dict[dt.date, list[str]] = {}
    for number, day in days:
        if day is not None and first <= day <= last and number in homes:
            by_day.setdefault(day, []).append(number)
    for day, numbers in by_day.items():
        numbers.sort()
        note(day, "应反馈", f"{len(numbers)}项", "各主责部门", "、".join(numbers))
    for row in judgement.facts.inspections:
        if not is_mended(row):
            note(row.mend_due, "整改时限", row.number, row.department, words(row.demand or row.problem, "", judgement, {}))
    for paper in judgement.facts.papers:
        if paper.replied is None and not paper.closed:
            note(paper.reply_due, f"{paper.kind}回复", paper.number, paper.addressee, paper.linked)
    for instruction in filter(awaits_reply, judgement.facts.instructions):
        note(instruction.reply_due, "批示回复", instruction.number, instruction.subject, instruction.linked)
    found.sort()
    return [dict(zip(("日", "节点", "编号", "部门", "内容"), (one[0].isoformat(), *one[1:]), strict=True)) for one in found]


def promises(judgement: Judgement, asked: dict[str, Feedback]) -> list[Context]:
    """What departments have said they will do, by their latest feedback on open items, and approved new deadlines."""
    rows, known = [], items_by_number(judgement)
    for judged in open_items(judgement):
        last = asked.get(judged.item.number)
        told = "；".join(text for text in (last.measures, last.plan) if text) if last is not None else ""
        if last is not None and told:
            rows.append({
                "编号": judged.item.number, "部门": judged.department, "反馈人": last.giver or NO_WORDS, "反馈日": short_day(last.given),
                "承诺": words(told, judged.item.number, judgement, known),
                "需协调": words(last.coordination, judged.item.number, judgement, known),
            })  # fmt: skip
    return rows


def paper_row(row: Paper, judgement: Judgement) -> Context:
    late = (judgement.as_of - row.reply_due).days if row.reply_due is not None else 0
    return {
        "文号": row.number or NO_WORDS, "种类": row.kind, "主送": row.addressee or NO_WORDS, "成文日": short_day(row.day),
        "编号": row.linked or NO_WORDS, "回复日": short_day(row.reply_due), "情况": f"已超过{late}天" if late > 0 else "未到",
    }  # fmt: skip
