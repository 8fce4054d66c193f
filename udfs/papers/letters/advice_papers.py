"""工作建议书: the gaps and weak spots of the sheet 工作建议 on one paper for the leaders, who write their instruction on it."""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from functools import partial

from udfs.papers.letters.order_papers import ALL_LEADERS
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import numbered_rows, said_of, titled_by_company
from udfs.papers.paper_words import Context, Heading, chinese_period
from udfs.rules.discretion import WITHHELD, is_secret, matter_of, words_about
from udfs.rules.ground.figures import percent
from udfs.rules.ground.periods import period_of
from udfs.rules.judging.judgement import JudgedItem, Judgement, judge_period
from udfs.rules.supervision.advice import GAP, HELD_UP, LINE, STUDY, WEAK_SPOT, advice
from udfs.rules.supervision.supervision import ON_TIME_RATE, supervision
from udfs.rules.supervision.targets import landing
from workbook_templates.reading.days import chinese_day
from workbook_templates.tables.results import AdviceRow

GAPS, WEAK = (GAP, STUDY), (WEAK_SPOT, HELD_UP)
"""类别 of 工作建议 that are listed under each head; what is in none of them is only counted."""


def advice_drafts(desk: Desk) -> list[Draft]:
    """The one paper: of the quarter of 基准日, or of the period asked for; 考核期间 says only what the workbook shows."""
    known = desk.judgement
    period = desk.period or period_of(known.as_of, "季", known.facts.settings.month_end)
    judgement = unsaid(judge_period(known, period))
    rows = advice(judgement, supervision(judgement), landing(judgement.facts, judgement.day))
    told = [row for row in rows if row.kind in (*GAPS, *WEAK)]
    if not told:
        return []
    numbers = {judged.item.number for judged in judgement.items if judged.item.number}
    return [
        Draft(
            partial(advice_texts, rows, judgement),
            ALL_LEADERS,
            linked=list(dict.fromkeys(row.subject for row in told if row.subject in numbers)),
            about=period.name,
            since=judgement.as_of,
            figures={"漏项": len(of_kinds(rows, GAPS)), "薄弱环节": len(of_kinds(rows, WEAK))},
            named=[row.subject for row in rows if row.kind == LINE],
        )
    ]


def unsaid(judgement: Judgement) -> Judgement:
    """The judgement with the matter left out of what is secret: facts name the matters of items and the texts of targets."""
    settings = judgement.facts.settings

    def open_item(judged: JudgedItem) -> JudgedItem:
        item = judged.item
        return judged._replace(item=item._replace(matter=matter_of(item, settings))) if is_secret(item, settings) else judged

    targets = tuple(row._replace(target=words_about(row.target, None, settings) or WITHHELD) for row in judgement.facts.targets)
    return dataclasses.replace(judgement, facts=judgement.facts._replace(targets=targets), items=tuple(map(open_item, judgement.items)))


def advice_texts(rows: list[AdviceRow], judgement: Judgement, heading: Heading) -> Context:
    settings = judgement.facts.settings
    others = Counter(row.kind for row in rows if row.kind not in (*GAPS, *WEAK, LINE))
    return {
        **titled_by_company(heading, "工作建议书", judgement),
        "期间": chinese_period(judgement.period),
        "基准日": chinese_day(judgement.as_of),
        "漏项": listed("漏项", of_kinds(rows, GAPS), judgement),
        "薄弱": listed("薄弱环节", of_kinds(rows, WEAK), judgement),
        "条线": listed("分管条线", of_kinds(rows, (LINE,)), judgement),
        "另有": "、".join(f"{kind}{count}项" for kind, count in others.items()),
        "按期口径": ON_TIME_RATE,
        "薄弱下限": percent(settings.weak_bound),
    }


def of_kinds(rows: Iterable[AdviceRow], kinds: Iterable[str]) -> list[AdviceRow]:
    """The rows of these 类别, in the order of the sheet."""
    kinds = tuple(kinds)
    return [row for row in rows if row.kind in kinds]


def listed(name: str, rows: Iterable[AdviceRow], judgement: Judgement) -> Context:
    settings = judgement.facts.settings

    def told(row: AdviceRow) -> Context:
        fact, suggestion = (said_of(text, None, settings) or WITHHELD for text in (row.fact, row.suggestion))
        return {"对象": row.subject or WITHHELD, "事实": fact, "建议": suggestion}

    return numbered_rows(name, map(told, rows))
