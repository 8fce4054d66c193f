"""督办函, 约谈通知, 提醒单, 预警信息单: papers that leaders have decided on. They are drafted from rows of 问责记录 in state 已批
(R11), never from 拟, and nothing here proposes anything."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from udfs.papers.paper_drafts import Desk, Draft, registered_since
from udfs.papers.paper_matters import (
    NO_WORDS,
    contact_of,
    fact_of,
    item_texts,
    items_by_number,
    long_day,
    named_title,
    numbered_rows,
    people_names,
)
from udfs.papers.paper_words import Context, Heading, chinese_day, heading_texts
from udfs.rules.decisions.accountability import LETTER, REMINDER, TALK, WARNING
from udfs.rules.discretion import words_about
from udfs.rules.ground.figures import BLANK, number
from udfs.rules.ground.states import DECIDED
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.inspection.inspection import Plan, check_plans
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.shapes import ITEM
from workbook_templates.tables.daily import Accountability, Inspection

NO_TEXTS: Callable[[Heading], Context] = lambda _heading: {}  # noqa: E731 - stands for the texts of a draft that is only looked up


class Matter(NamedTuple):
    """A decided row and the item that it names, if that is in the ledger."""

    row: Accountability
    judged: JudgedItem | None


def decided(desk: Desk, kind: str) -> list[Matter]:
    """The 已批 rows of a 类别, in the order of 问责记录; with a period those dated in it."""
    known = items_by_number(desk.judgement)
    return [
        Matter(row, known.get(row.number))
        for row in desk.judgement.facts.accountability
        if row.kind == kind and row.status == DECIDED and row.subject and (desk.period is None or desk.period.contains(row.day))
    ]


def link_of(row: Accountability) -> str:
    """关联编号: the row's 编号; one about a department as a whole has none and is called by its rule and day."""
    return row.number or re.sub(r"[\s、,;]+", "", f"{row.rule or row.kind}{row.day or ''}")


def unit_of(matter: Matter, judgement: Judgement) -> str:
    """The department that a decided row concerns: 对象 where that is one, else that of the item, else of the person."""
    found = judgement.departments.find(matter.row.subject)
    if found is not None:
        return found.name
    if matter.judged is not None:
        return matter.judged.department
    homes = {person.department for person in judgement.facts.people if person.name == matter.row.subject and person.department}
    return judgement.departments.present(homes.pop()) if len(homes) == 1 else ""


def called(matter: Matter, judgement: Judgement) -> str:
    """主送 as printed: a department as it is, a person with department."""
    unit, subject = unit_of(matter, judgement), matter.row.subject
    return unit if unit == subject or judgement.departments.find(subject) is not None else f"{unit}{subject}同志"


def draft_of(matters: Sequence[Matter], judgement: Judgement, texts: Callable[[Heading], Context]) -> Draft:
    """One paper about one or several decided rows of one 对象."""
    first = matters[0]
    linked = list(dict.fromkeys(link_of(one.row) for one in matters))
    days = [one.row.day for one in matters if one.row.day is not None]
    about = f"{first.row.subject}_{linked[0]}" + (f"等{len(linked)}项" if len(linked) > 1 else "")
    return Draft(
        texts, first.row.subject, linked, called(first, judgement), unit_of(first, judgement), about, max(days, default=None)
    )


def together(desk: Desk, matters: Iterable[Matter], by: Callable[[Accountability], tuple[str, ...]]) -> list[list[Matter]]:
    """Rows that go into one paper: those of one addressee that have no paper yet, and those that one registered paper names."""
    groups: dict[tuple[str, ...], list[Matter]] = {}
    for one in matters:
        paper = registered_since(desk.papers, Draft(NO_TEXTS, one.row.subject, [link_of(one.row)], since=one.row.day))
        groups.setdefault((*by(one.row), paper.number if paper else ""), []).append(one)
    return list(groups.values())


# 督办函


def letter_drafts(desk: Desk) -> list[Draft]:
    """督办函: one matter a letter."""
    return [letter_draft(one, desk.judgement) for one in decided(desk, LETTER)]


def letter_draft(matter: Matter, judgement: Judgement) -> Draft:
    return draft_of([matter], judgement, lambda heading: letter_texts(matter, judgement, heading))


def letter_texts(matter: Matter, judgement: Judgement, heading: Heading) -> Context:
    """Background, state found, request, reply."""
    row, judged = matter
    title = "督办有关事项的函" if judged is None else named_title("督办", judged.item, judgement, "的函")
    nothing = dict.fromkeys(ITEM, NO_WORDS)
    return {
        **heading_texts(heading, f"关于{title}", people_names(judgement)),
        **(nothing if judged is None else item_texts(judged, judgement)),
        **contact_of(judgement, row.speaker or judgement.facts.settings.discipline_office),
        **last_report(judged, judgement),
        "有事项": judged is not None,
        "事实": fact_of(row, judged, judgement),
        "发函部门": row.speaker or judgement.facts.settings.discipline_office,
        "基准日": chinese_day(judgement.as_of),
    }


def last_report(judged: JudgedItem | None, judgement: Judgement) -> Context:
    """The latest feedback, and what it gave as the reason."""
    blank = {"最近反馈日": "", "存在问题": "", "所报原因": "", "所报措施": ""}
    if judged is None:
        return blank
    rows = [row for row in judgement.facts.feedback if row.number == judged.item.number and row.given is not None]
    if not rows:
        return blank
    last = max(rows, key=lambda row: row.given or dt.date.min)
    texts = (last.problems, last.late_reason, last.measures)
    told = [words_about(text, judged, judgement.facts.settings) for text in texts]
    return {"最近反馈日": long_day(last.given), **dict(zip(("存在问题", "所报原因", "所报措施"), told, strict=True))}


# 约谈通知


def talk_drafts(desk: Desk) -> list[Draft]:
    """约谈通知: one talk for all that one person is to explain to one speaker."""
    groups = together(desk, decided(desk, TALK), lambda row: (row.subject, row.speaker))
    return [talk_draft(group, desk.judgement) for group in groups]


def talk_draft(matters: Sequence[Matter], judgement: Judgement) -> Draft:
    return draft_of(matters, judgement, lambda heading: talk_texts(matters, judgement, heading))


def talk_texts(matters: Sequence[Matter], judgement: Judgement, heading: Heading) -> Context:
    """Why, who, when, what about, what to bring; the form of the record besides."""
    first = matters[0].row
    speaker = first.speaker or judgement.facts.settings.discipline_office
    office = judgement.departments.find(speaker)
    contact = contact_of(judgement, office.name if office else judgement.facts.settings.discipline_office)
    return {
        **heading_texts(heading, f"关于约谈{first.subject}同志的通知", [*people_names(judgement), f"{first.subject}同志"]),
        **contact,
        "对象": first.subject,
        "部门": unit_of(matters[0], judgement) or NO_WORDS,
        "谈话人": speaker,
        "事由": numbered_rows("事由", (matter_row(one, judgement) for one in matters)),
    }


def matter_row(matter: Matter, judgement: Judgement) -> Context:
    """What a list says of one decided row."""
    judged = matter.judged
    texts = item_texts(judged, judgement) if judged is not None else dict.fromkeys(ITEM, NO_WORDS) | {"编号": matter.row.number}
    return {**texts, "有事项": judged is not None, "事实": fact_of(matter.row, judged, judgement), "日": long_day(matter.row.day)}


# 提醒单


def reminder_drafts(desk: Desk) -> list[Draft]:
    """提醒单: one for all items of one addressee."""
    groups = together(desk, decided(desk, REMINDER), lambda row: (row.subject,))
    return [reminder_draft(group, desk.judgement) for group in groups]


def reminder_draft(matters: Sequence[Matter], judgement: Judgement) -> Draft:
    return draft_of(matters, judgement, lambda heading: reminder_texts(matters, judgement, heading))


def reminder_texts(matters: Sequence[Matter], judgement: Judgement, heading: Heading) -> Context:
    settings = judgement.facts.settings
    return {
        **heading_texts(heading, f"{settings.company or heading.issuer}提醒单", people_names(judgement)),
        **contact_of(judgement, matters[0].row.speaker or settings.discipline_office),
        "基准日": chinese_day(judgement.as_of),
        "提醒部门": matters[0].row.speaker or settings.discipline_office,
        "事由": numbered_rows("事由", (matter_row(one, judgement) for one in matters)),
    }


# 预警信息单


def warning_drafts(desk: Desk) -> list[Draft]:
    """预警信息单: one a warning."""
    plans = {plan.risk.point.number: plan for plan in reversed(check_plans(desk.judgement)) if plan.risk.point.number}
    return [warning_draft(one, desk.judgement, plans) for one in decided(desk, WARNING)]


def warning_draft(matter: Matter, judgement: Judgement, plans: dict[str, Plan]) -> Draft:
    return draft_of([matter], judgement, lambda heading: warning_texts(matter, judgement, plans, heading))


def warning_texts(matter: Matter, judgement: Judgement, plans: dict[str, Plan], heading: Heading) -> Context:
    """What stands out at which risk point, how far, and what to do about it."""
    row, settings = matter.row, judgement.facts.settings
    check = check_behind(row, judgement)
    plan = plans.get(row.number) or (plans.get(check.risk) if check is not None else None)
    point = plan.risk.point if plan is not None else None
    sort, advice = sort_of(row, check, plan)
    return {
        **heading_texts(heading, f"{settings.company or heading.issuer}预警信息单", people_names(judgement)),
        **contact_of(judgement, settings.performance_office),
        "对象": row.subject,
        "预警类型": sort,
        "预警日": long_day(row.day),
        "编号": row.number or NO_WORDS,
        "风险编号": point.number if point is not None else NO_WORDS,
        "风险点": (point.point or NO_WORDS) if point is not None else NO_WORDS,
        "岗位": (point.post or NO_WORDS) if point is not None else NO_WORDS,
        "岗位责任人": (point.owner or NO_WORDS) if point is not None else NO_WORDS,
        "防控措施": (point.measure or NO_WORDS) if point is not None else NO_WORDS,
        "风险值": value_text(plan),
        "风险等级": (f"{plan.risk.grade}风险" if plan.risk.grade else NO_WORDS) if plan is not None else NO_WORDS,
        "上次抽查日": long_day(plan.last, "还没有抽查过") if plan is not None else NO_WORDS,
        "应查日": long_day(plan.due) if plan is not None else NO_WORDS,
        "一年内问题": f"{plan.problems}次" if plan is not None else NO_WORDS,
        "事实": fact_of(row, matter.judged, judgement),
        "建议": advice,
        "基准日": chinese_day(judgement.as_of),
    }


def value_text(plan: Plan | None) -> str:
    """3×2×3＝18."""
    if plan is None or plan.risk.value is None:
        return BLANK
    point = plan.risk.point
    factors = "×".join(number(value or 0) for value in (point.frequency, point.subjectivity, point.severity))
    return f"{factors}＝{number(plan.risk.value)}"


def check_behind(row: Accountability, judgement: Judgement) -> Inspection | None:
    """The check that a warning names by 抽查编号 (an overdue rectification)."""
    return next((one for one in judgement.facts.inspections if row.number and one.number == row.number), None)


def sort_of(row: Accountability, check: Inspection | None, plan: Plan | None) -> tuple[str, str]:
    """What sort of warning it is, by its fact, and what is advised."""
    if check is not None and not is_mended(check):
        return "整改逾期", "立即完成整改并报送佐证；确有困难的，书面说明原因和新的完成时间，由抽查部门复查。"
    if "再次发现问题" in row.fact:
        return "重复问题", "查明重复发生的原因，修订防控措施，对同类岗位举一反三，必要时调整岗位责任人。"
    if "抽查" in row.fact and "逾期" in row.fact:
        return "抽查逾期", "尽快安排补查，并按抽查间隔排定下次抽查日期。"
    if plan is not None and plan.risk.grade == "高":
        return "高风险点发现问题", "立即整改，缩短抽查间隔，由分管领导组织一次复查。"
    return "风险预警", "核实情况，制定并落实防控措施。"
