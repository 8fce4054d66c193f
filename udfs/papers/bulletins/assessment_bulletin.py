"""The figures of 督办考核通报: how each department's supervised items went in a half-year, scored by R7, with the rows behind.

The counts are those of 督办通报 over the longer period. Nothing of 问责记录 is read: what a rank leads to is for leaders to decide.
"""

from fractions import Fraction
from typing import NamedTuple

from udfs.papers.bulletins.supervision_bulletin import Figures, figures_of, ordered
from udfs.papers.bulletins.supervision_bulletin_evidence import bulletin_evidence
from udfs.papers.evidence import Behind, Evidence, counted, item_row, item_rows, of_rate
from udfs.papers.published_figures import COMPANY, Published, printed_score, published, published_before, ranked_kinds, still_gives
from udfs.rules.ground.figures import Rate, fixed
from udfs.rules.ground.ranking import ranks
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
    is_timed,
    takes_part,
)

NAMED = 4
"""Numbers that a reason names."""
RENAMED = {"上月结转": "上期结转", "本月下达": "本期下达"}
WORDS = (("本月", "本期"), ("上月", "上期"), ("下月", "下期"), ("月初", "期初"), ("月末", "期末"))


class Assessed(NamedTuple):
    """One department. score: 督办得分 as printed; rank: within 类型, None where it is not ranked; reasons: where its points went."""

    supervision: DepartmentSupervision
    kind: str
    score: Fraction | None
    before: Fraction | None
    rank: int | None
    on_time: Rate
    reasons: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.supervision.department


class AssessmentFigures(NamedTuple):
    """figures: the counts. on_time: 按期办结率 of the company, as published where the period is closed.

    late: items whose 考核时限 is in the period and that were not in time; returned: items of the period that were sent back."""

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
    figures, closed, before = figures_of(judgement), published(judgement), published_before(judgement)
    settings = judgement.facts.settings
    company = figures.company
    taking = [judged for judged in judgement.items if takes_part(judged, settings)]
    timed = [judged for judged in taking if judgement.period.contains(judged.deadline.first) and is_timed(judged, judgement.as_of)]
    published_rate = closed.rate(COMPANY, SUPERVISION, ON_TIME_RATE) if closed else None
    return AssessmentFigures(
        figures,
        closed is not None,
        printed_score(closed, COMPANY, SUPERVISION, company.score, settings.digits),
        published_rate or company.on_time,
        before,
        assessed_departments(figures, closed, before),
        ordered((judged for judged in timed if not in_time(judged)), judgement),
        ordered((judged for judged in figures.closed if judged.item.returns), judgement),
    )


def assessed_departments(figures: Figures, closed: Published | None, before: Published | None) -> tuple[Assessed, ...]:
    judgement = figures.judgement
    settings = judgement.facts.settings
    watched = {row.name: row.supervision for row in figures.departments if row.supervision is not None}
    scores = {name: printed_score(closed, name, SUPERVISION, one.score, settings.digits) for name, one in watched.items()}
    kinds = ranked_kinds(judgement, list(watched))
    places: dict[str, int] = {}
    for kind in dict.fromkeys(kinds.values()):
        places |= ranks({name: scores[name] for name, of in kinds.items() if of == kind}, settings.tie_style)
    found = []
    for name, one in watched.items():
        row = judgement.departments.find(name)
        sure = still_gives(closed, name, SUPERVISION, one.score, settings.digits)
        rate = (closed.rate(name, SUPERVISION, ON_TIME_RATE) if closed else None) or one.on_time
        earlier = before.score(name, SUPERVISION) if before else None
        reasons = tuple(measures_lost(one, settings.digits)) if sure else ()
        found.append(Assessed(one, row.kind if row else "", scores[name], earlier, places.get(name), rate, reasons))
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
        late = sum(entry.points < 100 for entry in measure.entries)
        return f"（{late}次{'迟报或漏报' if measure.name == FEEDBACK_TIME else '不够准确'}）"
    named = [number for number in numbers if number]
    return f"（{'、'.join(named[:NAMED])}{f'等{len(named)}项' if len(named) > NAMED else ''}）" if named else ""


def record_number(record: object) -> str:
    if isinstance(record, JudgedItem):
        return record.item.number
    return str(getattr(record, "number", ""))


def assessment_evidence(figures: AssessmentFigures) -> list[Evidence]:
    """The counts of 督办通报 under their names here, and what this bulletin has besides."""
    judgement = figures.judgement
    found = []
    for one in bulletin_evidence(figures.figures):
        definition = one.definition
        for word, here in WORDS:
            definition = definition.replace(word, here)
        found.append(one._replace(name=RENAMED.get(one.name, one.name), definition=definition))
    timed = on_time_rows(figures)
    found = [one for one in found if one.name not in ("按期办结率", "到期清单")]
    return [
        *found,
        *([of_rate("按期办结率", figures.on_time, "事项", timed)] if is_same(figures) else []),
        counted("未按期", "考核时限在本期、没有按期办结的事项", "事项", item_rows(figures.late, judgement)),
        counted("退办", "本期办结的事项中退办过的", "事项", item_rows(figures.returned, judgement)),
    ]


def is_same(figures: AssessmentFigures) -> bool:
    """Whether today's records still give the published 按期办结率; only then have its rows anything to show."""
    now = figures.figures.company.on_time
    return (now.numerator, now.denominator) == (figures.on_time.numerator, figures.on_time.denominator)


def on_time_rows(figures: AssessmentFigures) -> list[Behind]:
    judgement = figures.judgement
    taking = [judged for judged in judgement.items if takes_part(judged, judgement.facts.settings)]
    timed = [judged for judged in taking if judgement.period.contains(judged.deadline.first) and is_timed(judged, judgement.as_of)]
    return [item_row(judged, judgement, (int(in_time(judged)), 1)) for judged in timed]
