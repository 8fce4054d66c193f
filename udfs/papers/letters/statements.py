"""对账单: what counts for or against one department in a period, to object to before the bulletin. Nothing about others."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from udfs.papers.bulletins.supervision_bulletin import asked_feedback, items_in_hand
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import free_words, items_by_number, numbered_rows, period_tags, titled
from udfs.papers.paper_words import Context, Heading, chinese_period, counts, figures_of_rates, points_text, short_day, signed_figure
from udfs.rules.discretion import WITHHELD, is_secret, matter_of
from udfs.rules.ground.figures import BLANK, Exact, Rate, fixed, number, percent, round_half_up
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import history
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.performance.composite import COMPOSITE, DIMENSIONS, POINTS_DIMENSION
from udfs.rules.performance.scoreboard import Scores, scores_of
from udfs.rules.supervision.supervision import CLOSING_RATE, FEEDBACK_RATE, ON_TIME_RATE, PLAN_RATE, was_given
from udfs.rules.trace.light_trace import supervision_trace, trace_rows
from udfs.rules.trace.score_trace import score_trace
from workbook_templates.documents.marks import Figure
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.performance import Inspection
from workbook_templates.tables.results import TraceRow

ORDER = (*DIMENSIONS, POINTS_DIMENSION, COMPOSITE)
TIMELY = {True: "按时", False: "迟报", None: "漏报"}


class Statement(NamedTuple):
    """What counts for one department: its items, the feedbacks asked of it, its checks, its rows of 得失分."""

    department: str
    items: Sequence[JudgedItem]
    feedback: Sequence[Feedback]
    checks: Sequence[Inspection]
    traces: Sequence[TraceRow]


def statement_drafts(desk: Desk) -> list[Draft]:
    """One for every department that anything counts for, in the order of 部门."""
    judgement, scores = desk.judgement, scores_of(desk.judgement)
    present = judgement.departments.present
    own = score_trace(scores, of_others=False)  # a statement names no other department
    trace = (*supervision_trace(judgement, scores.supervision), *trace_rows(judgement, scores.lights), *own)
    traces = grouped((row.subject, row) for row in trace)
    counting = {judged.item.at for judged in (*items_in_hand(judgement), *(one for one in judgement.items if one.counts))}
    items = grouped((judged.department, judged) for judged in judgement.items if judged.item.at in counting)
    feedback = grouped((asked.judged.department, asked.row) for asked in asked_feedback(judgement))
    checks = grouped((present(row.department), row) for row in judgement.facts.inspections if judgement.period.contains(row.day))
    found = []
    for name in sorted(scores.composites.keys() | items.keys() | feedback.keys(), key=judgement.departments.order):
        told = Statement(name, items.get(name, []), feedback.get(name, []), checks.get(name, []), traces.get(name, []))
        figures = {"事项": len(told.items), "反馈": len(told.feedback), "得失分": len(told.traces)}
        if any(told[1:]):
            found.append(Draft(partial(statement_texts, told, scores), name, department=name, about=name, figures=figures))
    return found


def statement_texts(told: Statement, scores: Scores, heading: Heading) -> Context:
    """Four tables and the scores that they make."""
    judgement, name = scores.judgement, told.department
    known, row = items_by_number(judgement), judgement.departments.find(name)
    return {
        **titled(heading, f"{chinese_period(judgement.period)}督办考核对账单", judgement),
        **period_tags(judgement),
        "部门": name,
        "负责人": row.head if row else "",
        "已定稿": judgement.period.name in history(judgement.facts),
        "事项清单": numbered_rows("事项清单", (item_row(one, judgement) for one in told.items)),
        "反馈清单": numbered_rows("反馈清单", (feedback_row(one) for one in told.feedback)),
        "抽查清单": numbered_rows("抽查清单", (check_row(one, judgement) for one in told.checks)),
        **rates_of(name, scores, told.feedback),
        "成绩": [scores_row(dimension, name, scores) for dimension in ORDER],
        "得失分": [part for dimension in ORDER if (part := trace_part(dimension, told.traces, known, judgement)) is not None],
    }


def item_row(judged: JudgedItem, judgement: Judgement) -> Context:
    item = judged.item
    result = {True: "按期", False: "逾期", None: BLANK}[judged.on_time]
    if judged.on_time_date is None and judged.late:
        result = "逾期未提交"
    light = judged.light if judged.counts else ""
    return {
        "编号": item.number or BLANK,
        "事项": matter_of(item, judgement.facts.settings),
        "责任人": item.responsible or BLANK,
        "状态": item.status,
        "时限": short_day(judged.deadline.first),
        "提交": short_day(item.submitted),
        "办结": short_day(item.closed),
        "结果": result,
        "完成度": percent(judged.completion),
        "灯": (light[:1] if light else BLANK) + ("（认定）" if judged.ruling is not None and light else ""),
        "质量": BLANK if item.quality is None else number(item.quality),
    }


def feedback_row(row: Feedback) -> Context:
    return {
        "编号": row.number,
        "应反馈": short_day(row.due),
        "反馈": short_day(row.given),
        "结果": TIMELY[None if row.given is None else was_given(row)],
        "准确性": row.accuracy or BLANK,
        "反馈人": row.giver or BLANK,
    }


def check_row(row: Inspection, judgement: Judgement) -> Context:
    return {
        "编号": row.number or BLANK, "日期": short_day(row.day), "层级": row.level, "抽查人": row.checker or BLANK,
        "风险编号": row.risk or BLANK, "结果": row.result, "问题": free_words(row.problem, None, judgement),
        "扣分": number(row.lost) if row.lost else "0", "整改": mending(row),
    }  # fmt: skip


def mending(row: Inspection) -> str:
    if row.mended is not None:
        return f"{row.mended}完成" + (f"，复查{row.recheck}" if row.recheck else "")
    return f"时限{row.mend_due}" if row.mend_due else BLANK


def rates_of(name: str, scores: Scores, feedback: Sequence[Feedback]) -> Context:
    """The rates with numerator and denominator, and the counts of feedback."""
    watched = scores.supervision.get(name)
    in_time, missed = sum(map(was_given, feedback)), sum(row.given is None for row in feedback)
    rates = {
        "按期办结率": watched.on_time if watched else Rate(0, 0, ON_TIME_RATE),
        "办结率": watched.closing if watched else Rate(0, 0, CLOSING_RATE),
        "反馈及时率": watched.feedback if watched else Rate(0, 0, FEEDBACK_RATE),
        "计划执行率": watched.plan if watched else Rate(0, 0, PLAN_RATE),
    }
    return {
        **figures_of_rates(rates),
        **counts({"应反馈": len(feedback), "按时反馈": in_time, "迟反馈": len(feedback) - in_time - missed, "漏报": missed}),
        "口径": "；".join(f"{name}＝{rate.definition}" for name, rate in rates.items()) + "。",
    }


def score_in(dimension: str, name: str, scores: Scores) -> Exact | None:
    """The score of a dimension as computed."""
    composed = scores.composites.get(name)
    holders: dict[str, Mapping[str, object]] = {
        "督办": scores.supervision,
        "亮灯": scores.lights,
        "指标": scores.units,
        "抽查": scores.checks,
    }
    if dimension in holders:
        return getattr(holders[dimension].get(name), "score", None)
    return None if composed is None else composed.points if dimension == POINTS_DIMENSION else composed.score


def scores_row(dimension: str, name: str, scores: Scores) -> Context:
    return {"维度": dimension, "得分": points_text(score_in(dimension, name, scores), scores.judgement.facts.settings.digits)}


def trace_part(dimension: str, traces: Sequence[TraceRow], known: dict[str, JudgedItem], judgement: Judgement) -> Context | None:
    """The rows of one dimension, which add up to its score; None where it has none."""
    rows = [row for row in traces if row.dimension == dimension]
    if not rows:
        return None
    digits = judgement.facts.settings.digits
    total = sum((Fraction(row.points or 0) for row in rows), Fraction(0))
    name = f"{dimension}得分"
    return {
        "维度": dimension,
        "合计": (signed_figure if dimension == POINTS_DIMENSION else Figure)(name, round_half_up(total, digits), fixed(total, digits)),
        "行": [
            {
                "规则": row.rule,
                "分值": Figure(name, row.points or Fraction(0), fixed(row.points or 0, digits), "part"),
                "编号": row.number or BLANK,
                "出处": f"{row.table}第{number(row.row)}行" if row.table and row.row else BLANK,
                "说明": trace_words(row, known.get(row.number), judgement),
            }
            for row in rows
        ],
    }


def trace_words(row: TraceRow, judged: JudgedItem | None, judgement: Judgement) -> str:
    """说明 of a part; that of a secret item is left out where it holds its matter."""
    if judged is not None and is_secret(judged.item, judgement.facts.settings) and judged.item.matter in row.note:
        return WITHHELD
    return free_words(row.note, None, judgement)
