"""Every score of a period in one go, which a refresh prints, closing keeps and a trial compares; and the result sheets, as rows.

The sheets are 部门成绩, 个人成绩, 抽查成绩 and 抽查计划. A figure that there is not stays blank. Those of a closed period are made from
its rows in 历史成绩 alone: published figures are never computed again.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from udfs.rules.ground.figures import Exact, Rate, fixed, printed, ranks_within, round_half_up
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.ground.states import COMPANY, DEPARTMENT, PERSON
from udfs.rules.inspection.check_warnings import explanations
from udfs.rules.inspection.inspection import COVERAGE, CheckScore, check_plans, check_scores, company_checks, coverage, led_by_leader
from udfs.rules.judging.department_lights import DepartmentLight, department_lights
from udfs.rules.judging.judgement import Judgement, judge_period
from udfs.rules.performance.composite import (
    COMPOSITE,
    INDICATORS,
    INSPECTION,
    LIGHTS,
    POINTS_DIMENSION,
    SUPERVISION,
    Composite,
    Counted,
    by_department,
    composites,
    confirmed_points,
    department_points,
)
from udfs.rules.performance.differentiation import Spread, differentiation
from udfs.rules.performance.indicators import (
    IndicatorScore,
    UnitScore,
    company_score,
    period_indicators,
    unit_scores,
    unreported_by_unit,
)
from udfs.rules.performance.personal import WAITING, PersonResult, basis_of, person_results, told
from udfs.rules.performance.personal_year import Grades, year_grades, year_results
from udfs.rules.supervision.supervision import DepartmentSupervision, supervision
from workbook_templates.tables.lists import NO, YES
from workbook_templates.tables.logs import Closed
from workbook_templates.tables.results import DepartmentScore, InspectionPlan, InspectionScore, PersonScore
from workbook_templates.tables.setup import Person


class Scores(NamedTuple):
    """The scores of the period of a judgement.

    supervision, lights, units (指标), checks, points (加减分) and composites go by department, in the order of 部门.排序; a department
    without a figure is not in them. indicators are the scores of the single indicators of the period. company are the 公司
    indicators, all_checks the checks of all departments together. spread is 差异化 of the scorers, persons the scores of the people.
    """

    judgement: Judgement
    supervision: dict[str, DepartmentSupervision]
    lights: dict[str, DepartmentLight]
    indicators: list[IndicatorScore]
    units: dict[str, UnitScore]
    company: UnitScore
    checks: dict[str, CheckScore]
    all_checks: CheckScore
    points: dict[str, list[Counted]]
    composites: dict[str, Composite]
    spread: Spread
    persons: list[PersonResult]


def scores_of(judgement: Judgement) -> Scores:
    """R3, R7 to R10, R12 and R13 for the period of the judgement."""
    watched, lights = supervision(judgement), department_lights(judgement)
    indicators = period_indicators(judgement, judgement.period)
    units = unit_scores(judgement, indicators)
    company = company_score(indicators)
    checks = check_scores(judgement)
    confirmed = confirmed_points(judgement)
    counted = department_points(confirmed, judgement)
    dimensions = by_department({SUPERVISION: watched, LIGHTS: lights, INDICATORS: units, INSPECTION: checks})
    composed = composites(judgement, dimensions, counted, unreported_by_unit(judgement, units))
    if judgement.period.kind == "年":
        persons = year_results(judgement, lambda quarter: scores_of(judge_period(judgement, quarter)).persons)
    else:
        persons = person_results(basis_of(judgement, company.score, composed, confirmed, indicators))
    return Scores(
        judgement=judgement, supervision=watched, lights=lights, indicators=indicators, units=units, company=company,
        checks=checks, all_checks=company_checks(judgement), points=counted, composites=composed,
        spread=differentiation(judgement), persons=persons,
    )  # fmt: skip


SCORE_FIELDS = {
    SUPERVISION: "supervision", LIGHTS: "lights", INDICATORS: "indicators", INSPECTION: "inspection", POINTS_DIMENSION: "points",
    COMPOSITE: "composite",
}  # fmt: skip
"""Dimension → its field in 部门成绩."""

LEVEL = "层级"


def score_rows(scores: Scores) -> list[DepartmentScore]:
    """部门成绩: the departments in force at the period's end and any other with figures, in the order of 部门.排序."""
    return [score_row(one, scores) for one in scores.composites.values()]


def score_row(one: Composite, scores: Scores) -> DepartmentScore:
    """One department; scores in points as printed, rates 0..1."""
    name, digits = one.department, scores.judgement.facts.settings.digits
    watched, light = scores.supervision.get(name), scores.lights.get(name)
    unit, checks = scores.units.get(name), scores.checks.get(name)
    return DepartmentScore(
        period=scores.judgement.period.name,
        department=name,
        kind=one.kind,
        supervision=printed(watched.score if watched else None, digits),
        lights=printed(light.score if light else None, digits),
        indicators=printed(unit.score if unit else None, digits),
        inspection=printed(checks.score if checks else None, digits),
        points=printed(one.points, digits),
        composite=printed(one.score, digits),
        kind_rank=one.kind_rank,
        overall_rank=one.overall_rank,
        ranked=YES if one.ranked else NO,
        green=light.green if light else 0,
        yellow=light.yellow if light else 0,
        red=light.red if light else 0,
        on_time_rate=share(watched.on_time if watched else None),
        closing_rate=share(watched.closing if watched else None),
        feedback_rate=share(watched.feedback if watched else None),
        plan_rate=share(watched.plan if watched else None),
        note=f"指标 {one.unreported} 项未报" if one.unreported else "",
    )


def person_rows(scores: Scores) -> list[PersonScore]:
    """个人成绩, by 人员.排序; ranks within 角色 on printed scores. 等次 only for a year (module personal)."""
    settings, period = scores.judgement.facts.settings, scores.judgement.period.name
    points = {one.person.staff_no: printed(one.score, settings.digits) for one in scores.persons}
    roles = {one.person.staff_no: one.person.role for one in scores.persons}
    places = ranks_within(points, roles.__getitem__, settings.tie_style)
    grades = year_grades(scores.persons, scores.judgement) if scores.judgement.period.kind == "年" else {}
    return [
        PersonScore(
            period=period,
            staff_no=one.person.staff_no,
            name=one.person.name,
            department=one.person.department,
            role=one.person.role,
            score=points[one.person.staff_no],
            grade=WAITING if one.missing else group.grades.get(one.person.staff_no, "") if (group := grades.get(one.person.role)) else "",
            rank=places.get(one.person.staff_no),
            note=told(one, settings.digits) + head_counts(grades, one),
        )
        for one in scores.persons
    ]


def head_counts(grades: dict[str, Grades], one: PersonResult) -> str:
    """How many may be 优秀, and 优秀 and 良好 together, of those with a score in this 角色."""
    if one.missing or one.person.role not in grades:
        return ""
    group = grades[one.person.role]
    return f"；{one.person.role} {group.people} 人有分，优秀不超过 {group.excellent} 人，优秀和良好合计不超过 {group.good} 人"


def check_rows(scores: Scores) -> list[InspectionScore]:
    """抽查成绩: each department, then the levels with their coverage, then the company. Ranks by 问题率 as shown, lowest first."""
    ranked = {name for name, one in scores.composites.items() if one.ranked}
    rates = {name: one.problems.percent for name, one in scores.checks.items() if name in ranked}
    style = scores.judgement.facts.settings.tie_style
    places = ranks_within(rates, lambda name: scores.composites[name].kind, style, lowest_first=True)
    owed = {one.department: f"须在讲评会说明：{one.fact}" for one in explanations(scores.judgement)}
    rows = [check_row(one, scores, places.get(name), owed.get(name, "")) for name, one in scores.checks.items()]
    if scores.all_checks.rows:
        rows.append(check_row(scores.all_checks, scores, None, ""))
    rows += level_rows(scores)
    return rows


def check_row(one: CheckScore, scores: Scores, rank: int | None, note: str) -> InspectionScore:
    digits = scores.judgement.facts.settings.digits
    whole = one is scores.all_checks
    composed = scores.composites.get(one.department)
    told = [f"合格率 {one.passed.text()}", *remarks(one, scores), note]
    return InspectionScore(
        period=scores.judgement.period.name, object_kind=COMPANY if whole else DEPARTMENT, department=one.department,
        kind=composed.kind if composed and not whole else "", checks=one.visits, people=one.people,
        problems=one.problems.numerator, problem_rate=one.problems.value, lost=round_half_up(one.lost, digits),
        full=one.full, score=None if whole else printed(one.score, digits), grade=one.grade, rank=rank,
        note="；".join(filter(None, told)),
    )  # fmt: skip


def remarks(one: CheckScore, scores: Scores) -> list[str]:
    """What else is to be known of the checks: signs, the load factor, who checked, and whether the checks were checked."""
    departments = scores.judgement.departments
    wrong = dict.fromkeys(row.row.number for row in one.rows if not led_by_leader(row.row, departments))
    watched = sum(bool(row.row.overseer) for row in one.rows)
    return [
        f"苗头 {one.signs} 个" if one.signs else "",
        f"业务量系数 {fixed(one.load, 2)}" if one.load != 1 else "",
        f"不是分管领导做的定向抽查：{'、'.join(wrong)}" if wrong else "",
        f"再监督 {watched} 次" if watched else "",
    ]


def level_rows(scores: Scores) -> list[InspectionScore]:
    """覆盖率 of each 抽查层级."""
    period = scores.judgement.period.name
    levels = coverage(scores.judgement).items()
    return [
        new_row(InspectionScore, period=period, object_kind=LEVEL, department=level, note=f"覆盖率 {rate.text()}：{COVERAGE}")
        for level, rate in levels
    ]


def plan_rows(scores: Scores) -> list[InspectionPlan]:
    """抽查计划: the overdue points first, then by 应查日期; points that were never graded last."""
    plans = check_plans(scores.judgement)
    plans.sort(key=lambda plan: (plan.due is None, plan.due or scores.judgement.as_of, plan.risk.point.at.row))
    return [
        InspectionPlan(
            risk=plan.risk.point.number, department=plan.risk.point.department, point=plan.risk.point.point,
            value=plan.risk.value, grade=plan.risk.grade, last=plan.last, due=plan.due,
            days_overdue=plan.days_overdue, problems=plan.problems, renew=YES if plan.renew else "", note=plan.renew,
        )
        for plan in plans
    ]  # fmt: skip


def share(rate: Rate | None) -> Exact | None:
    return None if rate is None else rate.value


# of a closed period


def published_departments(period: str, rows: Sequence[Closed]) -> list[DepartmentScore]:
    """One row per department in the order of the closing. 总排名, 说明 and the rates but 按期办结率 are not kept there and stay blank."""
    found = []
    for name, own in grouped((row.subject, row) for row in rows if row.object_kind == DEPARTMENT).items():
        cells: dict[str, Any] = {"ranked": NO}
        for row in own:
            if row.dimension in SCORE_FIELDS:
                cells[SCORE_FIELDS[row.dimension]] = row.score
            if row.dimension == COMPOSITE:
                cells |= {"kind_rank": row.rank, "ranked": YES if row.rank is not None else NO}
            elif row.dimension == LIGHTS:
                cells |= {"green": row.green, "yellow": row.yellow, "red": row.red}
            elif row.dimension == SUPERVISION and row.denominator:
                cells["on_time_rate"] = Fraction(row.numerator or 0) / Fraction(row.denominator)
        found.append(new_row(DepartmentScore, period=period, department=name, kind=own[0].kind, **cells))
    return found


def published_persons(period: str, rows: Sequence[Closed], people: Sequence[Person]) -> list[PersonScore]:
    """One row per person; name and department as they are now."""
    known = {person.staff_no: person for person in people}
    found = []
    for row in rows:
        if row.object_kind == PERSON:
            person = known.get(row.subject)
            found.append(
                PersonScore(
                    period=period, staff_no=row.subject, name=person.name if person else "",
                    department=person.department if person else "", role=row.kind, score=row.score, grade=row.grade,
                    rank=row.rank, note="已定稿",
                )
            )  # fmt: skip
    return found
