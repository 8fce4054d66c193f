"""The figures of 绩效通报: the scores of a quarter by department, where points were lost, and how far each scorer told the scored apart.

Of a closed quarter the scores are those that were published. No score, mark or rank of a person is told; of 问责记录 only the approved
讲评说明, in the outline of the review; of a year who of the 班子成员 is graded 优秀 (参数 优秀通报).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from udfs.papers.bulletins.explained_units import explained_units
from udfs.papers.bulletins.improvement_lists import improvement_evidence
from udfs.papers.bulletins.scorer_analysis import analysis_evidence
from udfs.papers.evidence import Behind, Evidence, counted, nowhere, of_rate, point_row
from udfs.papers.paper_matters import items_by_number
from udfs.papers.published_figures import COMPANY, Published, printed_score, published, published_before, still_gives
from udfs.rules.discretion import WITHHELD, words_about
from udfs.rules.ground.figures import Rate, round_half_up, weight_of
from udfs.rules.ground.states import PERSON
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import COMPOSITE, DIMENSIONS, INDICATORS, POINTS_DIMENSION, SUPERVISION, Counted
from udfs.rules.performance.differentiation import ScorerSpread
from udfs.rules.performance.indicator_sheet import bests_of
from udfs.rules.performance.indicators import IndicatorScore
from udfs.rules.performance.personal import EXCELLENT, TEAM
from udfs.rules.performance.scoreboard import Scores, person_rows, published_departments, score_rows, scores_of
from udfs.rules.supervision.indicator_progress import Progress, indicator_progress
from udfs.rules.supervision.supervision import ON_TIME_RATE, PLAN_RATE
from udfs.rules.supervision.target_changes import TargetChange, changed_in
from udfs.rules.trace.lost_points import lost_rows, main_losses
from workbook_templates.tables.results import DepartmentScore, TraceRow
from workbook_templates.tables.settings import Settings

WEAK = Fraction(100)
"""Below so many points an indicator has lost."""


class Unit(NamedTuple):
    """One department: its figures as printed, the losses behind them, the largest of those in words.

    before: 综合 of the last closed quarter; stale: dimensions that today's records no longer give as they were published. on_time, plan:
    按期办结率 (as published where the quarter is closed) and 计划执行率 (none where today's records give another score)."""

    row: DepartmentScore
    losses: tuple[TraceRow, ...]
    main: tuple[str, ...]
    before: Fraction | None
    stale: tuple[str, ...]
    on_time: Rate
    plan: Rate

    @property
    def name(self) -> str:
        return self.row.department


class WeakIndicator(NamedTuple):
    """An indicator below full, and the best at the same matter; holder: the units that have it, '' where none did better."""

    unit: str
    one: IndicatorScore
    best: Fraction
    holder: str


class PerformanceFigures(NamedTuple):
    """A quarter's figures.

    scores: as computed from today's records. closed: whether the quarter is published. score: of the 公司 indicators as printed.
    before: the last closed quarter, None where there is none. units: every department with a figure. weak: indicators of units below
    full. unreported: those without 实际值 or mark, but for persons'. points: department and its confirmed points. offices: the departments
    that gave marks. company_spread: 差异化率 of all marks. excellent: the 班子成员 of the year graded 优秀, by name. changed: the changes
    of targets and indicators decided in it, but for persons'. explained: department → what it is to explain at the review (讲评说明,
    approved). running: the indicators whose own period is not over on the judged day, the furthest behind first, those without a report
    last; none of persons."""

    judgement: Judgement
    scores: Scores
    closed: bool
    score: Fraction | None
    before: Published | None
    units: tuple[Unit, ...]
    weak: tuple[WeakIndicator, ...]
    unreported: tuple[IndicatorScore, ...]
    points: tuple[tuple[str, Counted], ...]
    offices: tuple[ScorerSpread, ...]
    company_spread: Rate
    excellent: tuple[str, ...]
    changed: tuple[TargetChange, ...]
    explained: Mapping[str, str]
    running: tuple[Progress, ...]

    @property
    def ranked(self) -> list[Unit]:
        """The departments that are ranked by a composite."""
        return [unit for unit in self.units if unit.row.kind_rank is not None and unit.row.composite is not None]


def performance_figures(judgement: Judgement) -> PerformanceFigures:
    """The figures of the judgement's quarter."""
    scores, closed = scores_of(judgement), published(judgement)
    settings = judgement.facts.settings
    return PerformanceFigures(
        judgement=judgement,
        scores=scores,
        closed=closed is not None,
        score=printed_score(closed, COMPANY, INDICATORS, scores.company.score, settings.digits),
        before=published_before(judgement),
        units=units_of(scores, closed),
        weak=weak_indicators(scores),
        unreported=tuple(one for one in scores.indicators if one.unreported and one.indicator.level != PERSON),
        points=tuple((name, one) for name, rows in scores.points.items() for one in rows),
        offices=tuple(one for one in scores.spread.scorers if one.office),
        company_spread=scores.spread.company,
        excellent=excellent_leaders(scores, closed),
        changed=tuple(one for one in changed_in(judgement.facts, judgement.period) if not is_of_person(one)),
        explained=explained_units(judgement),
        running=running_indicators(judgement),
    )


def running_indicators(judgement: Judgement) -> tuple[Progress, ...]:
    """R18 on the judged day. Of a quarter that is over only longer periods run on: its own are scored or 未报 by then."""
    day = judgement.day
    found = [one for one in indicator_progress(judgement.facts, day).values() if one.running and one.indicator.level != PERSON]
    found = [one for one in found if one.period.last > day or day == judgement.as_of]
    return tuple(sorted(found, key=lambda one: (not one.behind, one.reached is None, -(one.lag or 0), one.indicator.at.row)))


def is_of_person(one: TargetChange) -> bool:
    """Whether a change is about the indicator of a person, of which no bulletin tells."""
    return one.indicator is not None and one.indicator.level == PERSON


def excellent_leaders(scores: Scores, closed: Published | None) -> tuple[str, ...]:
    """优秀通报: the 班子成员 of a year graded 优秀, by 人员.排序, as published where it is closed; () for a shorter period."""
    facts = scores.judgement.facts
    if scores.judgement.period.kind != "年" or not facts.settings.publish_excellent:
        return ()
    if closed:
        graded = {row.subject for row in closed.rows.values() if (row.object_kind, row.kind, row.grade) == (PERSON, TEAM, EXCELLENT)}
    else:
        graded = {row.staff_no for row in person_rows(scores) if (row.role, row.grade) == (TEAM, EXCELLENT)}
    people = sorted(facts.people, key=lambda person: (person.order is None, person.order or 0, person.at.row))
    return tuple(person.name for person in people if person.staff_no in graded)


def units_of(scores: Scores, closed: Published | None) -> tuple[Unit, ...]:
    """Every department with a figure, in the order of 部门.排序."""
    judgement, before = scores.judgement, published_before(scores.judgement)
    rows = published_departments(judgement.period.name, list(closed.rows.values())) if closed else score_rows(scores)
    found = []
    for row in sorted(rows, key=lambda row: judgement.departments.order(row.department)):
        if all(value is None for value in (row.supervision, row.lights, row.indicators, row.inspection, row.points)):
            continue
        stale = stale_dimensions(row.department, scores, closed)
        losses = tuple(one for one in lost_rows(row.department, scores) if one.dimension not in stale)
        sure = [dimension for dimension in (*DIMENSIONS, POINTS_DIMENSION) if dimension not in stale]
        main = tuple(main_losses(row.department, scores, sure)) if COMPOSITE not in stale else ()
        earlier = before.score(row.department, COMPOSITE) if before else None
        on_time, plan = rates_of(row.department, scores, closed, is_stale=SUPERVISION in stale)
        found.append(Unit(row, losses, main, earlier, stale, on_time, plan))
    return tuple(found)


def rates_of(name: str, scores: Scores, closed: Published | None, *, is_stale: bool) -> tuple[Rate, Rate]:
    """按期办结率 and 计划执行率 of a department; none of either where it has nothing to measure."""
    watched = scores.supervision.get(name)
    on_time = closed.rate(name, SUPERVISION, ON_TIME_RATE) if closed else watched.on_time if watched else None
    plan = watched.plan if watched and not is_stale else None
    return on_time or Rate(0, 0, ON_TIME_RATE), plan or Rate(0, 0, PLAN_RATE)


def stale_dimensions(name: str, scores: Scores, closed: Published | None) -> tuple[str, ...]:
    """What was published and would come out otherwise today."""
    one, digits = scores.composites.get(name), scores.judgement.facts.settings.digits
    if closed is None:
        return ()
    now: dict[str, Fraction | None] = dict.fromkeys((*DIMENSIONS, POINTS_DIMENSION, COMPOSITE))
    if one is not None:
        now |= {share.dimension: share.score for share in one.shares}
        now |= {POINTS_DIMENSION: one.points, COMPOSITE: one.score}
    return tuple(dimension for dimension, value in now.items() if not still_gives(closed, name, dimension, value, digits))


def weak_indicators(scores: Scores) -> tuple[WeakIndicator, ...]:
    """The indicators of units that are below full, the lowest first."""
    bests = bests_of(scores)
    found = []
    for unit in scores.units.values():
        for one in unit.indicators:
            if one.score is not None and one.score < WEAK:
                best = bests.ahead(one)
                found.append(WeakIndicator(unit.unit, one, best.score if best else one.score, "、".join(best.units) if best else ""))
    order = scores.judgement.departments.order
    return tuple(sorted(found, key=lambda weak: (weak.one.score or 0, order(weak.unit), weak.one.indicator.number)))


def performance_linked(figures: PerformanceFigures) -> Iterable[str]:
    return (one.point.linked for _, one in figures.points)


# the rows behind


def performance_evidence(figures: PerformanceFigures) -> list[Evidence]:
    """Every figure of the bulletin with its rows."""
    judgement = figures.judgement
    settings = judgement.facts.settings
    known = items_by_number(judgement)
    points = [point_row(one.point, known.get(one.point.linked), judgement, one.points) for _, one in figures.points]
    assessed = [office for office in figures.offices if office.assessed]
    return [
        counted("参评部门", "参评、有综合得分并排了名的部门", "部门", [unit_row(unit) for unit in figures.ranked]),
        counted(
            "失分指标",
            f"得分低于100分的部门、{settings.units_called}指标",
            "指标",
            [indicator_row(weak.one, settings) for weak in figures.weak],
        ),
        counted("未报指标", "应报没有报实际值或打分的指标", "指标", [indicator_row(one, settings) for one in figures.unreported]),
        counted(
            "期间内指标",
            "自己的期间还没有过完、没有实际值的正向、反向指标（个人的不列）",
            "指标",
            [running_row(one, settings) for one in figures.running],
        ),
        counted(
            "落后指标",
            "其中落后于应有进度多于下限或差于底线值的",
            "指标",
            [running_row(one, settings) for one in figures.running if one.behind],
        ),
        counted("加减分笔数", "本期计分、已确认的加减分（个人的不列）", "加减分", [row._replace(part=1) for row in points]),
        counted("加减分值", "各笔按规定计入的分值之和", "加减分", points),
        counted("目标变更", "本期批准的目标、指标新增、调整、撤销", "目标变更", [change_row(one, judgement) for one in figures.changed]),
        analysis_evidence(judgement),
        *improvement_evidence(judgement),
        of_rate("差异化率", figures.company_spread, "打分", [row for office in assessed for row in mark_rows(office, judgement)]),
    ]


def unit_row(unit: Unit) -> Behind:
    row = unit.row
    return nowhere(1, row.department, row.kind, row.supervision, row.lights, row.indicators, row.inspection, row.points, row.composite)


def indicator_row(one: IndicatorScore, settings: Settings) -> Behind:
    row = one.indicator
    score = None if one.score is None else round_half_up(one.score, settings.digits)
    goal, actual = (None, None) if one.parts else (row.goal, one.actual)
    name = words_about(row.name, None, settings) or WITHHELD
    cells = (row.number, name, row.level, row.department, one.weight, goal, actual, score, one.note)
    return Behind(1, cells, one.at)


def running_row(one: Progress, settings: Settings) -> Behind:
    row = one.indicator
    at = one.rows[-1].at if one.rows else row.at
    name = words_about(row.name, None, settings) or WITHHELD
    cells = (row.number, name, row.level, row.department, Fraction(weight_of(row.weight)), row.goal, one.reached, None, one.said())
    return Behind(1, cells, at)


def change_row(one: TargetChange, judgement: Judgement) -> Behind:
    row, settings = one.change, judgement.facts.settings
    name = one.target.target if one.target else one.indicator.name if one.indicator else ""
    told = [words_about(text, None, settings) for text in (name, row.reason)]
    return Behind(1, (row.number, "目标" if one.target else "指标", told[0], row.change, row.asked, row.approved, told[1]), row.at)


def mark_rows(office: ScorerSpread, judgement: Judgement) -> Iterable[Behind]:
    """The marks of one scorer. What each gives to 差异化率: by 最大同分组 those outside of the largest group count."""
    matters = {mark.at: mark.matter for mark in judgement.facts.marks}
    good = set(differing(office, judgement.facts.settings.spread_by))
    for place, one in enumerate(office.scores):
        cells = (office.scorer, matters.get(one.at, ""), one.unit, one.percent)
        yield Behind((int(place in good), 1), cells, one.at)


def differing(office: ScorerSpread, kind: str) -> Iterable[int]:
    """The places of the marks that count in the numerator of 差异化率."""
    values = [one.percent for one in office.scores]
    if kind == "扣分面":
        return [place for place, value in enumerate(values) if value < WEAK]
    if kind == "异值率":
        return list({value: place for place, value in reversed(list(enumerate(values)))}.values())
    largest = max(values, key=values.count)
    return [place for place, value in enumerate(values) if value != largest]
