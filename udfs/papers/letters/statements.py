"""对账单: what counts for or against one department in a period, to object to before the bulletin. Nothing about others."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from udfs.papers.bulletins.supervision_bulletin import asked_feedback
from udfs.papers.paper_drafts import Desk, Draft
from udfs.papers.paper_matters import NO_WORDS, items_by_number, numbered_rows, people_names
from udfs.papers.paper_words import Context, Heading, chinese_day, chinese_period, heading_texts, short_day, span
from udfs.rules.discretion import WITHHELD, is_secret, matter_of, words_about
from udfs.rules.ground.figures import BLANK, Exact, Rate, fixed, number, percent, round_half_up
from udfs.rules.ground.history import history
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.performance.composite import COMPOSITE, DIMENSIONS, POINTS
from udfs.rules.performance.scoring import Scores, scores_of
from udfs.rules.supervision.supervision import CLOSING_RATE, FEEDBACK_RATE, ON_TIME_RATE, in_hand, takes_part, was_given
from udfs.rules.trace.light_trace import trace_rows
from udfs.rules.trace.score_trace import score_trace
from udfs.rules.trace.supervision_trace import supervision_trace
from workbook_templates.documents.marks import Figure
from workbook_templates.tables.daily import Feedback, Inspection
from workbook_templates.tables.results import TraceRow

ORDER = (*DIMENSIONS, POINTS, COMPOSITE)
TIMELY = {True: "按时", False: "迟报", None: "漏报"}


def statement_drafts(desk: Desk) -> list[Draft]:
    """One for every department that anything counts for, in the order of 部门."""
    judgement, scores = desk.judgement, scores_of(desk.judgement)
    traces: dict[str, list[TraceRow]] = {}
    own = score_trace(scores, of_others=False)  # a statement names no other department
    for row in (*supervision_trace(judgement, scores.supervision), *trace_rows(judgement, scores.lights), *own):
        traces.setdefault(row.subject, []).append(row)
    items: dict[str, list[JudgedItem]] = {}
    for judged in judgement.items:
        lit = judged.counts or (takes_part(judged, judgement.facts.settings) and in_hand(judged, judgement))
        if lit:
            items.setdefault(judged.department, []).append(judged)
    feedback: dict[str, list[Feedback]] = {}
    for asked in asked_feedback(judgement):
        feedback.setdefault(asked.judged.department, []).append(asked.row)
    checks: dict[str, list[Inspection]] = {}
    for check in judgement.facts.inspections:
        if judgement.period.contains(check.day):
            checks.setdefault(judgement.departments.present(check.department), []).append(check)
    names = sorted(scores.composites.keys() | items.keys() | feedback.keys(), key=judgement.departments.order)
    told = {name: (items.get(name, []), feedback.get(name, []), checks.get(name, []), traces.get(name, [])) for name in names}
    return [statement_draft(name, scores, *rows) for name, rows in told.items() if any(rows)]


def statement_draft(
    name: str,
    scores: Scores,
    items: Sequence[JudgedItem],
    feedback: Sequence[Feedback],
    checks: Sequence[Inspection],
    traces: Sequence[TraceRow],
) -> Draft:
    return Draft(
        lambda heading: statement_texts(name, scores, items, feedback, checks, traces, heading),
        name, department=name, about=name, figures={"事项": len(items), "反馈": len(feedback), "得失分": len(traces)},
    )  # fmt: skip


def statement_texts(
    name: str,
    scores: Scores,
    items: Sequence[JudgedItem],
    feedback: Sequence[Feedback],
    checks: Sequence[Inspection],
    traces: Sequence[TraceRow],
    heading: Heading,
) -> Context:
    """Four tables and the scores that they make."""
    judgement, settings = scores.judgement, scores.judgement.facts.settings
    known = items_by_number(judgement)
    when = chinese_period(judgement.period)
    row = judgement.departments.find(name)
    return {
        **heading_texts(heading, f"{when}督办考核对账单", people_names(judgement)),
        "部门": name,
        "负责人": row.head if row else "",
        "期间": when,
        "起止": span(judgement.period),
        "截止日": chinese_day(judgement.day),
        "基准日": chinese_day(judgement.as_of),
        "公示天数": settings.publicity_days,
        "已定稿": judgement.period.name in history(judgement.facts),
        "事项清单": numbered_rows("事项清单", (item_row(one, judgement) for one in items)),
        "反馈清单": numbered_rows("反馈清单", (feedback_row(one) for one in feedback)),
        "抽查清单": numbered_rows("抽查清单", (check_row(one, judgement) for one in checks)),
        **rates_of(name, scores, feedback),
        "成绩": [scores_row(dimension, name, scores) for dimension in ORDER],
        "得失分": [part for dimension in ORDER if (part := trace_part(dimension, traces, known, judgement)) is not None],
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
    settings = judgement.facts.settings
    return {
        "编号": row.number or BLANK,
        "日期": short_day(row.day),
        "层级": row.level,
        "抽查人": row.checker or BLANK,
        "风险编号": row.risk or BLANK,
        "结果": row.result,
        "问题": words_about(row.problem, None, settings) or (WITHHELD if row.problem else BLANK),
        "扣分": number(row.lost) if row.lost else "0",
        "整改": mending(row),
    }


def mending(row: Inspection) -> str:
    if row.mended is not None:
        return f"{row.mended}完成" + (f"，复查{row.recheck}" if row.recheck else "")
    return f"时限{row.mend_due}" if row.mend_due else BLANK


def rates_of(name: str, scores: Scores, feedback: Sequence[Feedback]) -> Context:
    """The three rates with numerator and denominator, and the counts of feedback."""
    watched = scores.supervision.get(name)
    in_time, missed = sum(map(was_given, feedback)), sum(row.given is None for row in feedback)
    rates = {
        "按期办结率": watched.on_time if watched else Rate(0, 0, ON_TIME_RATE),
        "办结率": watched.closing if watched else Rate(0, 0, CLOSING_RATE),
        "反馈及时率": watched.feedback if watched else Rate(0, 0, FEEDBACK_RATE),
    }
    counts = {"应反馈": len(feedback), "按时反馈": in_time, "迟反馈": len(feedback) - in_time - missed, "漏报": missed}
    return {
        **{name: Figure(name, (rate.numerator, rate.denominator), rate.text()) for name, rate in rates.items()},
        **{name: Figure(name, value) for name, value in counts.items()},
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
    return None if composed is None else composed.points if dimension == POINTS else composed.score


def scores_row(dimension: str, name: str, scores: Scores) -> Context:
    digits = scores.judgement.facts.settings.digits
    score = score_in(dimension, name, scores)
    return {"维度": dimension, "得分": BLANK if score is None else fixed(score, digits)}


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
        "合计": Figure(name, round_half_up(total, digits), fixed(total, digits)),
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
    return words_about(row.note, None, judgement.facts.settings) or (WITHHELD if row.note else NO_WORDS)
