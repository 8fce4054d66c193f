"""What papers say of an item, a department's contact and a decided row of 问责记录: texts only, nothing of a secret matter."""

import re
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from udfs.papers.paper_words import Context, Heading, chinese_period, heading_texts, long_day, short_day, span
from udfs.rules.discretion import WITHHELD, is_secret, matter_of, words_about
from udfs.rules.ground.figures import BLANK, percent
from udfs.rules.ground.periods import parse_period
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.marks import Figure
from workbook_templates.reading.days import chinese_day
from workbook_templates.tables.daily import Accountability, Item
from workbook_templates.tables.settings import Settings

FOREVER = "长期"
NO_WORDS = "—"
LONGEST_IN_TITLE = 28

Row = TypeVar("Row")


class About(NamedTuple, Generic[Row]):
    """A row and the item that it names, None where that is not in the ledger."""

    row: Row
    judged: JudgedItem | None


def items_by_number(judgement: Judgement) -> dict[str, JudgedItem]:
    """编号 → the item; the first of two with one number."""
    return {judged.item.number: judged for judged in reversed(judgement.items) if judged.item.number}


def item_texts(judged: JudgedItem, judgement: Judgement) -> Context:
    """Everything that a form says of an item. Of a secret one number, departments, persons and days stay."""
    item, first = judged.item, judged.deadline.first
    return {
        "编号": item.number,
        "事项": matter_of(item, judgement.facts.settings),
        "来源": item.origin or NO_WORDS,
        "依据": free_words(item.basis, judged, judgement),
        "级别": judged.level or NO_WORDS,
        "类别": item.category or NO_WORDS,
        "主责部门": judged.department,
        "协办部门": joined(item.helpers),
        "督办部门": item.supervisor or NO_WORDS,
        "分管领导": item.leader or NO_WORDS,
        "责任人": item.responsible or NO_WORDS,
        "承办人": item.handler or NO_WORDS,
        "下达日": long_day(item.issued or item.registered),
        "时限日": FOREVER if item.due is None and first is None else long_day(first),
        "时限": FOREVER if item.due is None and first is None else short_day(first),
        "完成形式": free_words(item.form, judged, judgement),
        "完成标准": free_words(item.standard, judged, judgement),
        "完成度": percent(judged.completion),
        "序时进度": BLANK if judged.planned is None else percent(judged.planned),
        "灯": judged.light or "未亮灯",
        "时限情况": deadline_words(judged),
        "密级": item.secrecy if item.secrecy not in ("", "无") else "",
    }


def free_words(text: str, judged: JudgedItem | None, judgement: Judgement) -> str:
    """Free text about an item: that it is left out where it may not be said, — where there is none."""
    return said_of(text, judged, judgement.facts.settings) or (WITHHELD if text else NO_WORDS)


def said_of(text: str, judged: JudgedItem | None, settings: Settings) -> str:
    """Free text about an item as a paper prints it: days and periods in Chinese; '' where it may not be said."""
    return official(words_about(text, judged, settings), settings.month_end)


def period_tags(judgement: Judgement) -> Context:
    """The tags of every paper about a period (PERIODIC of documents.shapes)."""
    period = judgement.period
    return {
        "期间": chinese_period(period),
        "起止": span(period),
        "截止日": chinese_day(judgement.day),
        "基准日": chinese_day(judgement.as_of),
        "公示天数": judgement.facts.settings.publicity_days,
    }


def joined(names: Sequence[str]) -> str:
    return "、".join(names) or NO_WORDS


def deadline_words(judged: JudgedItem) -> str:
    """How the item stands to its deadline on 基准日."""
    if judged.days_overdue is not None:
        return f"已逾期{judged.days_overdue}天"
    if judged.days_left is not None and judged.days_left >= 0 and judged.on_time_date is None:
        return f"距考核时限还有{judged.days_left}天" if judged.days_left else "今天到期"
    if judged.on_time_date is not None:
        late = 0 if judged.deadline.first is None else (judged.on_time_date - judged.deadline.first).days
        return f"{chinese_day(judged.on_time_date)}提交" + (f"，逾期{late}天" if late > 0 else "，按期")
    return "没有考核时限" if judged.deadline.first is None else "尚未提交"


def days_late(judged: JudgedItem, days: int) -> Figure:
    """By how many days an item is late: one figure, so that a paper never says it twice and otherwise."""
    return Figure(f"{judged.item.number or judged.item.at.row}逾期天数", days)


def short_deadline(judged: JudgedItem) -> str:
    """The same in a column."""
    if judged.days_overdue is not None:
        return f"逾期{judged.days_overdue}天"
    if judged.on_time_date is not None:
        return "已提交"
    if judged.days_left is None:
        return "长期"
    return f"还有{judged.days_left}天" if judged.days_left else "今天到期"


def may_name(judgement: Judgement) -> bool:
    """Whether a bulletin may name persons (通报点名)."""
    return judgement.facts.settings.named_in_bulletin == "责任人"


def contact_of(judgement: Judgement, name: str) -> Context:
    """联系人 of a department, by its row in 部门; all blank where it has none."""
    row = judgement.departments.find(name)
    if row is None or not row.liaison:
        return {"联系部门": "", "联系人": "", "联系电话": ""}
    return {"联系部门": row.name, "联系人": row.liaison, "联系电话": row.phone}


def fact_of(row: Accountability, judged: JudgedItem | None, judgement: Judgement) -> str:
    """事实 without the matter at its end, which the paper says itself; of a secret item only what comes before the colon."""
    settings, fact = judgement.facts.settings, official(row.fact, judgement.facts.settings.month_end)
    if judged is not None and judged.item.matter:
        fact = fact.replace(f"：{judged.item.matter}", "")
        if is_secret(judged.item, settings):
            return fact.partition("：")[0] if judged.item.matter not in fact.partition("：")[0] else WITHHELD
    return words_about(fact, judged, settings) or WITHHELD


WHEN = re.compile(r" ?(?<!\d)(?:(20\d\d(?:Q[1-4]|H[12]|-B[1-6]))|(20\d\d)-(\d\d?)-(\d\d?))(?!\d) ?")


def official(text: str, month_end: int) -> str:
    """A fact in the words of a paper: 2026年第四季度 for 2026Q4, 2026年3月5日 for 2026-03-05."""

    def said(found: re.Match[str]) -> str:
        period = parse_period(found[1], month_end) if found[1] else None
        if period is not None:
            return chinese_period(period)
        return f"{found[2]}年{int(found[3])}月{int(found[4])}日" if found[2] else found[0]

    return WHEN.sub(said, text)


def letter_title(item: Item, judgement: Judgement) -> str:
    """督办“…”的函 with the matter where it is short and open, else with its number."""
    open_matter = not is_secret(item, judgement.facts.settings) and len(item.matter) <= LONGEST_IN_TITLE and "\n" not in item.matter
    return f"督办“{item.matter}”的函" if open_matter else f"督办{item.number}号事项的函"


def numbered_rows(name: str, rows: Iterable[Context]) -> Context:
    """A list: its count, and its rows with their numbers, so that the finished paper can be counted."""
    found = list(rows)
    for place, row in enumerate(found, 1):
        row["序号"] = Figure(name, place, role="row")
    return {"条数": Figure(name, len(found)), "行": found}


def titled(heading: Heading, title: str, judgement: Judgement, *names: str) -> Context:
    """The heading of a paper with this title. names: what no line of it may be broken in, besides those of company and departments."""
    known = [judgement.facts.settings.company, *(row.name for row in judgement.departments.rows)]
    return {**heading_texts(heading, title, [*known, *names]), "督办机构": judgement.facts.settings.office}


def titled_by_company(heading: Heading, subject: str, judgement: Judgement) -> Context:
    """The heading of a form: 示范供电公司督办单."""
    return titled(heading, f"{judgement.facts.settings.company or heading.issuer}{subject}", judgement)
