"""R15: what stands in the way of closing a period: figures that nobody has confirmed or reported, objections without answer, quarters.

obstacles(scores)         # what the office may pass over, the figures being marked 未确认 then
open_quarters(judgement)  # what it may not: a year is the mean of its quarters
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from udfs.rules.ground.history import history
from udfs.rules.ground.states import COMPANY, LIT
from udfs.rules.judging.judgement import Judgement, judge_period
from udfs.rules.judging.progress import is_rated, is_unconfirmed
from udfs.rules.performance.composite import COMPOSITE, INDICATORS, LIGHTS, confirmed_points
from udfs.rules.performance.personal_year import quarters_of
from udfs.rules.performance.scoreboard import Scores, scores_of
from udfs.rules.supervision.supervision import feedback_due
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.schema import Source


class Obstacle(NamedTuple):
    """Why a period should not be closed yet: where, and what to do."""

    at: Source
    subject: str
    dimension: str
    text: str


def obstacles(scores: Scores) -> list[Obstacle]:
    """A due stage, or due item without stages, that is 待确认, an indicator that is 未报, an 异议 without answer; in the order of the
    sheets."""
    return [*unconfirmed_work(scores), *unreported_indicators(scores), *open_objections(scores)]


def unconfirmed_work(scores: Scores) -> Iterator[Obstacle]:
    """The stages, and the items without stages, that count in the period, due by its judged day, with a figure nobody has confirmed."""
    judgement = scores.judgement
    for judged in judgement.items:
        if judged.item.status not in LIT or not judged.counts:
            continue
        if not judged.stages and is_unconfirmed(judged.item) and judged.deadline.first and judged.deadline.first <= judgement.day:
            text = f"{judged.item.number} 填了完成度，还没有确认（没有确认日期）"
            yield Obstacle(judged.item.at, judged.department, LIGHTS, text)
        for stage, deadline in judged.stages:
            due = deadline.first is not None and deadline.first <= judgement.day
            if due and is_rated(stage) and stage.confirmed is None:
                text = f"{stage.number} {stage.stage} 已自评，还没有确认完成度"
                yield Obstacle(stage.at, judged.department, LIGHTS, text)


def unreported_indicators(scores: Scores) -> Iterator[Obstacle]:
    for one in scores.indicators:
        for row in (part for part in one.parts or (one,) if part.unreported):
            unit = scores.judgement.departments.present(row.indicator.department)
            owner = COMPANY if row.indicator.level == COMPANY else unit
            when = f"{row.indicator.period} " if one.parts else ""
            text = f"指标 {row.indicator.number}（{row.indicator.name}）{when}{row.note}"
            yield Obstacle(row.indicator.at, owner, INDICATORS, text)


def open_objections(scores: Scores) -> Iterator[Obstacle]:
    """异议 to the figures of the period that nobody has answered by 基准日: those dated up to 公示天数 working days after its end, with
    a 编号 that counts in it or none; one that is nobody's can't be told to be of another period."""
    judgement = scores.judgement
    last = judgement.calendar.add_workdays(judgement.period.last, judgement.facts.settings.publicity_days)
    elsewhere = known_numbers(judgement.facts) - counting_numbers(scores)
    for row in judgement.facts.objections:
        if not row.result and (row.day is None or row.day <= last) and row.number not in elsewhere:
            unit = judgement.departments.present(row.department)
            yield Obstacle(row.at, unit, COMPOSITE, f"{row.department} {row.day or ''} 的异议还没有答复")


def counting_numbers(scores: Scores) -> frozenset[str]:
    """Every 编号 that counts in the period (§4): of items, of feedback that was due, of indicators, checks, and what points hang on."""
    judgement = scores.judgement
    items = (judged.item.number for judged in judgement.items if judged.counts)
    indicators = (one.indicator.number for one in scores.indicators)
    checks = (number for one in scores.all_checks.rows for number in (one.row.number, one.row.risk))
    points = (one.linked for one in confirmed_points(judgement))
    return frozenset((*items, *(row.number for row in feedback_due(judgement)), *indicators, *checks, *points))


def known_numbers(facts: Tables) -> frozenset[str]:
    """编号 of every item, indicator, check and risk point that there is."""
    checks = (number for row in facts.inspections for number in (row.number, row.risk))
    named = (row.number for rows in (facts.items, facts.indicators, facts.risk_points) for row in rows)
    return frozenset((*named, *checks)) - {""}


def open_quarters(judgement: Judgement) -> list[str]:
    """The quarters of the year of a judgement that have scores and are not closed; [] for another period."""
    if judgement.period.kind != "年":
        return []
    closed = history(judgement.facts)
    quarters = (one for one in quarters_of(judgement.period, judgement.facts.settings.month_end) if one.name not in closed)
    return [quarter.name for quarter in quarters if has_scores(scores_of(judge_period(judgement, quarter)))]


def has_scores(scores: Scores) -> bool:
    """Whether a department or a person has a score."""
    return any(one.score is not None for one in scores.composites.values()) or any(one.score is not None for one in scores.persons)


def unconfirmed_figures(left: Iterable[Obstacle]) -> frozenset[tuple[str, str]]:
    """(subject, dimension) of what rests on an obstacle: the figure itself, the 综合 of that department, the 亮灯 of the company."""
    found: set[tuple[str, str]] = set()
    for one in left:
        found |= {(one.subject, one.dimension), (one.subject, COMPOSITE)}
        if one.dimension == LIGHTS:
            found.add((COMPANY, LIGHTS))
    return frozenset(found)
