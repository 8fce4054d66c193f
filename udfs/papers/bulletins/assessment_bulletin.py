"""督办考核通报: how each department's supervised items went in a half-year, scored by R7; its figures, the rows behind them, its words.

The counts are those of 督办通报 over the longer period. Nothing of 问责记录 is read: what a rank leads to is for leaders to decide.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from udfs.papers.analysis import Said, highlights, longest_overdue, movers, rate_change, score_change, standing
from udfs.papers.bulletins.bulletin_words import listed, listed_item, numbered, period_texts
from udfs.papers.bulletins.supervision_bulletin import Figures, figures_of, named_items, ordered, timed_items
from udfs.papers.bulletins.supervision_bulletin_evidence import TERM, bulletin_evidence, rated
from udfs.papers.bulletins.supervision_bulletin_texts import (
    asked_counts,
    closed_row,
    company_rates,
    escalation_list,
    item_counts,
    missed_list,
    overdue_list,
    point_list,
    rate_definitions,
)
from udfs.papers.evidence import Evidence, counted_items, of_rate
from udfs.papers.paper_matters import days_late
from udfs.papers.paper_words import Context, Heading, chinese_period, counts, figures_of_rates, points_text, rate_figure
from udfs.papers.published_figures import (
    COMPANY,
    Published,
    Score,
    printed_score,
    printed_scores,
    published,
    published_before,
    still_gives,
)
from udfs.rules.ground.figures import BLANK, Rate, fixed, number
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.performance.composite import SUPERVISION
from udfs.rules.supervision.supervision import (
    FEEDBACK_TIME,
    ON_TIME,
    ON_TIME_RATE,
    QUALITY,
    DepartmentSupervision,
    Measure,
    in_time,
)
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases

SUBJECT = "督办考核情况通报"
SCORE = "督办得分"
NAMED = 4
"""Numbers that a reason names."""


class Assessed(NamedTuple):
    """One department.

    score: 督办得分 as printed. on_time: 按期办结率, as published where the period is closed. plan: 计划执行率, None where
    today's records no longer give the score. reasons: where its points went, () there."""

    supervision: DepartmentSupervision
    score: Score
    on_time: Rate
    plan: Rate | None
    reasons: tuple[str, ...]


class AssessmentFigures(NamedTuple):
    """A half-year's figures.

    figures: the counts. closed: whether the period is published. score, on_time: of the company, as published where it is. before: the last
    closed half-year, None where there is none. departments: those with a score by R7, in the order of 部门.排序. late: items whose 考核时限
    is in the period and that were not in time. returned: items closed in it that were sent back before."""

    figures: Figures
    closed: bool
    score: Fraction | None
    on_time: Rate
    before: Published | None
    departments: tuple[Assessed, ...]
    late: tuple[JudgedItem, ...]
    returned: tuple[JudgedItem, ...]

    @property
    def judgement(self) -> Judgement:
        return self.figures.judgement


def assessment_figures(judgement: Judgement) -> AssessmentFigures:
    """The figures of the judgement's period."""
    figures, closed = figures_of(judgement), published(judgement)
    company = figures.company
    return AssessmentFigures(
        figures=figures,
        closed=closed is not None,
        score=printed_score(closed, COMPANY, SUPERVISION, company.score, judgement.facts.settings.digits),
        on_time=on_time_rate(closed, COMPANY, company.on_time),
        before=published_before(judgement),
        departments=assessed_departments(figures, closed),
        late=ordered((judged for judged in timed_items(judgement) if not in_time(judged)), judgement),
        returned=ordered((judged for judged in figures.closed if judged.item.returns), judgement),
    )


def on_time_rate(closed: Published | None, subject: str, computed: Rate) -> Rate:
    """按期办结率 as published, else as computed."""
    return (closed.rate(subject, SUPERVISION, ON_TIME_RATE) if closed else None) or computed


def assessed_departments(figures: Figures, closed: Published | None) -> tuple[Assessed, ...]:
    judgement, digits = figures.judgement, figures.judgement.facts.settings.digits
    watched = {row.name: row.supervision for row in figures.departments if row.supervision is not None}
    scores = printed_scores(judgement, SUPERVISION, {name: one.score for name, one in watched.items()})
    found = []
    for name, one in watched.items():
        sure = still_gives(closed, name, SUPERVISION, one.score, digits)
        plan, reasons = (one.plan, tuple(measures_lost(one, digits))) if sure else (None, ())
        found.append(Assessed(one, scores[name], on_time_rate(closed, name, one.on_time), plan, reasons))
    return tuple(found)


def measures_lost(one: DepartmentSupervision, digits: int) -> list[str]:
    """The parts of the score that took most, at most two, with the rows they come from: 按期办结失3.45分（2026-0012、2026-0034）."""
    present = [measure for measure in one.measures if measure.value is not None]
    whole = sum((measure.weight for measure in present), Fraction(0))
    if not whole:
        return []
    lost = [(measure, (100 - (measure.value or Fraction(0))) * measure.weight / whole) for measure in present]
    worst = sorted((pair for pair in lost if pair[1] > 0), key=lambda pair: -pair[1])[:2]
    return [f"{measure.name}失{fixed(points, digits)}分{where_lost(measure)}" for measure, points in worst]


def where_lost(measure: Measure) -> str:
    """The rows of a measure that took points."""
    numbers = [record_number(entry.record) for entry in measure.entries if entry.points < 100]
    if measure.name not in (QUALITY, ON_TIME):
        return f"（{len(numbers)}次{'迟报或漏报' if measure.name == FEEDBACK_TIME else '不够准确'}）"
    named = [number for number in numbers if number]
    return f"（{'、'.join(named[:NAMED])}{f'等{len(named)}项' if len(named) > NAMED else ''}）" if named else ""


def record_number(record: object) -> str:
    if isinstance(record, JudgedItem):
        return record.item.number
    return str(getattr(record, "number", ""))


def is_same(assessed: AssessmentFigures) -> bool:
    """Whether today's records still give the published 按期办结率; only then have its rows anything to show."""
    now = assessed.figures.company.on_time
    return (now.numerator, now.denominator) == (assessed.on_time.numerator, assessed.on_time.denominator)


def assessment_linked(assessed: AssessmentFigures) -> Iterable[str]:
    """Every item that the bulletin names, in the order of the ledger."""
    named = [*named_items(assessed.figures), *(judged.item for judged in (*assessed.late, *assessed.returned))]
    numbers = {item.number for item in named if item.number}
    return (judged.item.number for judged in assessed.judgement.items if judged.item.number in numbers)


def assessment_evidence(assessed: AssessmentFigures) -> list[Evidence]:
    """The counts of 督办通报 under their names here, and what this bulletin has besides."""
    judgement = assessed.judgement
    timed = rated(((judged, in_time(judged)) for judged in timed_items(judgement)), judgement)
    return [
        *(one for one in bulletin_evidence(assessed.figures, TERM) if one.name not in ("按期办结率", "到期清单")),
        *([of_rate("按期办结率", assessed.on_time, "事项", timed)] if is_same(assessed) else []),
        counted_items("未按期", "考核时限在本期、没有按期办结的事项", assessed.late, judgement),
        counted_items("退办", "本期办结的事项中退办过的", assessed.returned, judgement),
    ]


# its words


def assessment_texts(assessed: AssessmentFigures, heading: Heading, say: Phrases) -> Context:
    """Everything that a template of 督办考核通报 may hold; the names are those of its SHAPE."""
    figures, judgement = assessed.figures, assessed.judgement
    period = chinese_period(judgement.period)
    lists = {
        "未按期清单": listed("未按期", f"{period}未按期事项清单", [late_row(one, assessed) for one in assessed.late]),
        "逾期清单": overdue_list(figures),
        "退办清单": listed("退办", f"{period}退办事项清单", [returned_row(one, assessed) for one in assessed.returned]),
        "漏报清单": missed_list(figures),
        "升级清单": escalation_list(figures),
        "考核清单": point_list(figures),
    }
    annexes = numbered(lists)
    rates = figures_of_rates({**company_rates(figures.company), "按期办结率": assessed.on_time})
    return {
        **period_texts(judgement, heading, SUBJECT),
        **counts(item_counts(figures.counts, "上期结转", "本期下达")),
        **counts({**asked_counts(figures.feedback), "未按期": len(assessed.late), "退办": len(assessed.returned)}),
        **rates,
        "督办得分": points_text(assessed.score, judgement.facts.settings.digits),
        "已定稿": assessed.closed,
        "有改动": not is_same(assessed),
        "口径": "；".join(rate_definitions(figures.company)) + "。",
        "计分": "、".join(f"{one.name}{number(one.weight)}" for one in figures.company.measures),
        "部门": [department_row(one, assessed) for one in assessed.departments],
        "变化": changes(assessed, rates["按期办结率"], say),
        "对比": comparison(assessed, say),
        "最久": longest_overdue(say, figures.overdue, judgement),
        "亮点": highlights(say, judgement),
        **lists,
        "附件": annexes,
    }


def department_row(one: Assessed, assessed: AssessmentFigures) -> Context:
    settings, name = assessed.judgement.facts.settings, one.supervision.department
    found = next((row.counts for row in assessed.figures.departments if row.name == name), None)
    named = {"督办": found.total, "办结": found.closed, "逾期": found.overdue} if found else {"督办": 0, "办结": 0, "逾期": 0}
    summed = settings.helper_factor <= 0 and not assessed.closed
    return {
        "名称": name,
        "类型": one.score.kind or BLANK,
        **counts(named, "part"),
        **{measure.name: points_text(measure.value, settings.digits) for measure in one.supervision.measures},
        "按期办结率": rate_figure("按期办结率", one.on_time, "part") if summed else one.on_time.text(),
        "计划执行率": BLANK if one.plan is None else rate_figure("计划执行率", one.plan, "part") if summed else one.plan.text(),
        "督办得分": points_text(one.score.points, settings.digits),
        "排名": BLANK if one.score.rank is None else str(one.score.rank),
    }


def late_row(judged: JudgedItem, assessed: AssessmentFigures) -> Context:
    """An item that was not in time: closed late, or still open."""
    row = closed_row(judged, assessed.figures)
    if judged.on_time_date is None:
        first = judged.deadline.first
        days = (assessed.judgement.day - first).days if first else 0
        row["结果"] = f"未办结，已逾期{days_late(judged, days)}天" if days > 0 else "到期未办结"
    return row


def returned_row(judged: JudgedItem, assessed: AssessmentFigures) -> Context:
    return {**listed_item(judged, assessed.judgement), "次数": number(judged.item.returns or 0)}


def changes(assessed: AssessmentFigures, on_time: Figure, say: Phrases) -> Said:
    """What the score and 按期办结率 did since the last closed half-year."""
    before, digits = assessed.before, assessed.judgement.facts.settings.digits
    if before is None:
        return []
    earlier = before.rate(COMPANY, SUPERVISION, ON_TIME_RATE)
    return [
        *score_change(say, f"全公司{SCORE}", assessed.score, before.score(COMPANY, SUPERVISION), digits, before.period),
        *rate_change(say, "按期办结率", on_time, assessed.on_time, earlier, before.period),
        *movers(say, SCORE, [one.score for one in assessed.departments], digits, before.period),
    ]


def comparison(assessed: AssessmentFigures, say: Phrases) -> Said:
    """Who leads and who is behind and why."""
    reasons = {one.supervision.department: one.reasons for one in assessed.departments}
    return standing(say, SCORE, [one.score for one in assessed.departments], assessed.judgement.facts.settings.digits, reasons)
