"""督办函, 约谈通知, 提醒单, 预警信息单: papers that leaders have decided on. They are drafted from rows of 问责记录 in state 已批
(R11), never from 拟, and nothing here proposes anything."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeAlias

from udfs.papers.paper_drafts import Desk, Draft, registered_since
from udfs.papers.paper_matters import (
    NO_WORDS,
    About,
    contact_of,
    fact_of,
    item_texts,
    items_by_number,
    letter_title,
    numbered_rows,
    said_of,
    titled,
    titled_by_company,
)
from udfs.papers.paper_words import Context, Heading, long_day
from udfs.rules.decisions.accountability import LETTER, REMINDER, TALK, WARNING
from udfs.rules.ground.figures import BLANK, number
from udfs.rules.ground.namesakes import name_and_unit
from udfs.rules.ground.states import DECIDED
from udfs.rules.inspection.check_warnings import REPEATED, UNCHECKED, is_mended, sort_told
from udfs.rules.inspection.inspection import HIGH, Plan, check_plans
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.shapes import ITEM_TAGS
from workbook_templates.reading.days import chinese_day
from workbook_templates.tables.daily import Accountability
from workbook_templates.tables.performance import Inspection

NO_TEXTS: Callable[[Heading], Context] = lambda _heading: {}  # noqa: E731 - stands for the texts of a draft that is only looked up

POINT_TAGS = ("风险编号", "风险点", "岗位", "岗位责任人", "防控措施", "风险值", "风险等级", "上次抽查日", "应查日", "一年内问题")


Matter: TypeAlias = About[Accountability]


def decided(desk: Desk, kind: str) -> list[Matter]:
    """The 已批 rows of a 类别, in the order of 问责记录; with a period those dated in it."""
    known = items_by_number(desk.judgement)
    return [
        About(row, known.get(row.number))
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
    name, unit = name_and_unit(matter.row.subject)
    if unit:
        return judgement.departments.present(unit)
    homes = {person.department for person in judgement.facts.people if person.name == name and person.department}
    return judgement.departments.present(homes.pop()) if len(homes) == 1 else ""


def called(matter: Matter, judgement: Judgement) -> str:
    """主送 as printed: a department as it is, a person with department."""
    unit, subject = unit_of(matter, judgement), matter.row.subject
    return unit if unit == subject or judgement.departments.find(subject) is not None else f"{unit}{name_and_unit(subject)[0]}同志"


def draft_of(matters: Sequence[Matter], judgement: Judgement, texts: Callable[[Heading], Context]) -> Draft:
    """One paper about one or several decided rows of one 对象."""
    first = matters[0]
    linked = list(dict.fromkeys(link_of(one.row) for one in matters))
    days = [one.row.day for one in matters if one.row.day is not None]
    about = f"{first.row.subject}_{linked[0]}" + (f"等{len(linked)}项" if len(linked) > 1 else "")
    return Draft(
        texts,
        first.row.subject,
        linked,
        salutation=called(first, judgement),
        department=unit_of(first, judgement),
        about=about,
        since=max(days, default=None),
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
    judgement = desk.judgement
    return [draft_of([one], judgement, partial(letter_texts, one, judgement)) for one in decided(desk, LETTER)]


def letter_texts(matter: Matter, judgement: Judgement, heading: Heading) -> Context:
    """Background, state found, request, reply."""
    row, judged = matter
    title = "督办有关事项的函" if judged is None else letter_title(judged.item, judgement)
    nothing = dict.fromkeys(ITEM_TAGS, NO_WORDS)
    return {
        **titled(heading, f"关于{title}", judgement),
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
    told = [said_of(text, judged, judgement.facts.settings) for text in texts]
    return {"最近反馈日": long_day(last.given), **dict(zip(("存在问题", "所报原因", "所报措施"), told, strict=True))}


# 约谈通知


def talk_drafts(desk: Desk) -> list[Draft]:
    """约谈通知: one talk for all that one person is to explain to one speaker."""
    judgement, groups = desk.judgement, together(desk, decided(desk, TALK), lambda row: (row.subject, row.speaker))
    return [draft_of(group, judgement, partial(talk_texts, group, judgement)) for group in groups]


def talk_texts(matters: Sequence[Matter], judgement: Judgement, heading: Heading) -> Context:
    """Why, who, when, what about, what to bring; the form of the record besides."""
    first = matters[0].row
    name, _ = name_and_unit(first.subject)
    speaker = first.speaker or judgement.facts.settings.discipline_office
    office = judgement.departments.find(speaker)
    contact = contact_of(judgement, office.name if office else judgement.facts.settings.discipline_office)
    return {
        **titled(heading, f"关于约谈{name}同志的通知", judgement, f"{name}同志"),
        **contact,
        "对象": name,
        "部门": unit_of(matters[0], judgement) or NO_WORDS,
        "谈话人": speaker,
        "事由": numbered_rows("事由", (matter_row(one, judgement) for one in matters)),
    }


def matter_row(matter: Matter, judgement: Judgement) -> Context:
    """What a list says of one decided row."""
    judged = matter.judged
    texts = item_texts(judged, judgement) if judged is not None else dict.fromkeys(ITEM_TAGS, NO_WORDS) | {"编号": matter.row.number}
    return {**texts, "有事项": judged is not None, "事实": fact_of(matter.row, judged, judgement), "日": long_day(matter.row.day)}


# 提醒单


def reminder_drafts(desk: Desk) -> list[Draft]:
    """提醒单: one for all items of one addressee."""
    judgement, groups = desk.judgement, together(desk, decided(desk, REMINDER), lambda row: (row.subject,))
    return [draft_of(group, judgement, partial(reminder_texts, group, judgement)) for group in groups]


def reminder_texts(matters: Sequence[Matter], judgement: Judgement, heading: Heading) -> Context:
    settings = judgement.facts.settings
    return {
        **titled_by_company(heading, "提醒单", judgement),
        **contact_of(judgement, matters[0].row.speaker or settings.discipline_office),
        "基准日": chinese_day(judgement.as_of),
        "提醒部门": matters[0].row.speaker or settings.discipline_office,
        "事由": numbered_rows("事由", (matter_row(one, judgement) for one in matters)),
    }


# 预警信息单


def warning_drafts(desk: Desk) -> list[Draft]:
    """预警信息单: one a warning."""
    judgement = desk.judgement
    plans = {plan.risk.point.number: plan for plan in reversed(check_plans(judgement)) if plan.risk.point.number}
    return [draft_of([one], judgement, partial(warning_texts, one, judgement, plans)) for one in decided(desk, WARNING)]


def warning_texts(matter: Matter, judgement: Judgement, plans: dict[str, Plan], heading: Heading) -> Context:
    """What stands out at which risk point, how far, and what to do about it."""
    row = matter.row
    check = check_behind(row, judgement)
    plan = plans.get(row.number) or (plans.get(check.risk) if check is not None else None)
    sort, advice = sort_of(row, check, plan)
    return {
        **titled_by_company(heading, "预警信息单", judgement),
        **contact_of(judgement, judgement.facts.settings.performance_office),
        "对象": row.subject,
        "预警类型": sort,
        "预警日": long_day(row.day),
        "编号": row.number or NO_WORDS,
        **plan_texts(plan),
        "事实": fact_of(row, matter.judged, judgement),
        "建议": advice,
        "基准日": chinese_day(judgement.as_of),
    }


def plan_texts(plan: Plan | None) -> Context:
    """The risk point that a warning is about; — throughout where it names none."""
    if plan is None:
        return {**dict.fromkeys(POINT_TAGS, NO_WORDS), "风险值": BLANK}
    point, risk = plan.risk.point, plan.risk
    factors = "×".join(number(value or 0) for value in (point.frequency, point.subjectivity, point.severity))
    told = (
        point.number,
        point.point,
        point.post,
        point.owner,
        point.measure,
        f"{factors}＝{number(risk.value)}" if risk.value is not None else BLANK,
        f"{risk.grade}风险" if risk.grade else "",
        long_day(plan.last, "还没有抽查过"),
        long_day(plan.due),
        f"{plan.problems}次",
    )
    return {name: text or NO_WORDS for name, text in zip(POINT_TAGS, told, strict=True)}


def check_behind(row: Accountability, judgement: Judgement) -> Inspection | None:
    """The check that a warning names by 抽查编号 (an overdue rectification)."""
    return next((one for one in judgement.facts.inspections if row.number and one.number == row.number), None)


def sort_of(row: Accountability, check: Inspection | None, plan: Plan | None) -> tuple[str, str]:
    """What sort of warning it is, by its fact, and what is advised."""
    if check is not None and not is_mended(check):
        return "整改逾期", "立即完成整改并报送佐证；确有困难的，书面说明原因和新的完成时间，由抽查部门复查。"
    told = sort_told(row.fact)
    if told == REPEATED:
        return REPEATED, "查明重复发生的原因，修订防控措施，对同类岗位举一反三，必要时调整岗位责任人。"
    if told == UNCHECKED:
        return UNCHECKED, "尽快安排补查，并按抽查间隔排定下次抽查日期。"
    if plan is not None and plan.risk.grade == HIGH:
        return "高风险点发现问题", "立即整改，缩短抽查间隔，由分管领导组织一次复查。"
    return "风险预警", "核实情况，制定并落实防控措施。"
