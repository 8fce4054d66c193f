"""The result sheets 部门成绩, 个人成绩, 抽查成绩 and 抽查计划, as rows. A figure that there is not stays blank."""

from udfs.rules.ground.figures import Exact, Rate, fixed, round_half_up
from udfs.rules.ground.ranking import ranks
from udfs.rules.inspection.check_warnings import explanations
from udfs.rules.inspection.inspection import COVERAGE, CheckScore, Plan, check_plans, coverage, led_by_leader
from udfs.rules.performance.composite import Composite
from udfs.rules.performance.personal import WAITING, Grades, PersonResult, told
from udfs.rules.performance.scoring import Scores
from udfs.rules.performance.year_scores import year_grades
from workbook_templates.tables.lists import LISTS, NO, YES
from workbook_templates.tables.results import DepartmentScore, InspectionPlan, InspectionScore, PersonScore
from workbook_templates.tables.schema import NOWHERE

COMPANY, DEPARTMENT, LEVEL = "公司", "部门", "层级"


def score_rows(scores: Scores) -> list[DepartmentScore]:
    """部门成绩: the departments in force at the period's end and any other with figures, in the order of 部门.排序."""
    return [score_row(one, scores) for one in scores.composites.values()]


def score_row(one: Composite, scores: Scores) -> DepartmentScore:
    """One department; scores in points as printed, rates 0..1."""
    name, digits = one.department, scores.judgement.facts.settings.digits
    watched, light = scores.supervision.get(name), scores.lights.get(name)
    unit, checks = scores.units.get(name), scores.checks.get(name)
    return DepartmentScore(
        scores.judgement.period.name,
        name,
        one.kind,
        printed(watched.score if watched else None, digits),
        printed(light.score if light else None, digits),
        printed(unit.score if unit else None, digits),
        printed(checks.score if checks else None, digits),
        printed(one.points, digits),
        printed(one.score, digits),
        one.kind_rank,
        one.overall_rank,
        YES if one.ranked else NO,
        light.green if light else 0,
        light.yellow if light else 0,
        light.red if light else 0,
        share(watched.on_time if watched else None),
        share(watched.closing if watched else None),
        share(watched.feedback if watched else None),
        NOWHERE,
    )


def person_rows(scores: Scores) -> list[PersonScore]:
    """个人成绩, by 人员.排序; ranks within 角色 on printed scores. 等次 only for a year (module year_scores)."""
    settings, period = scores.judgement.facts.settings, scores.judgement.period.name
    points = {one.person.staff_no: printed(one.score, settings.digits) for one in scores.persons}
    places: dict[str, int] = {}
    for role in LISTS["角色"]:
        group = {one.person.staff_no: points[one.person.staff_no] for one in scores.persons if one.person.role == role}
        places |= ranks(group, settings.tie_style)
    grades = year_grades(scores.persons, scores.judgement) if scores.judgement.period.kind == "年" else {}
    return [
        PersonScore(
            period,
            one.person.staff_no,
            one.person.name,
            one.person.department,
            one.person.role,
            points[one.person.staff_no],
            WAITING if one.missing else grade_in(grades, one),
            places.get(one.person.staff_no),
            told(one, settings.digits) + head_counts(grades, one),
        )
        for one in scores.persons
    ]


def grade_in(grades: dict[str, Grades], one: PersonResult) -> str:
    return grades[one.person.role].grades.get(one.person.staff_no, "") if one.person.role in grades else ""


def head_counts(grades: dict[str, Grades], one: PersonResult) -> str:
    """How many may be 优秀, and 优秀 and 良好 together, of those with a score in this 角色."""
    if one.missing or one.person.role not in grades:
        return ""
    group = grades[one.person.role]
    return f"；{one.person.role} {group.people} 人有分，优秀不超过 {group.excellent} 人，优秀和良好合计不超过 {group.good} 人"


def check_rows(scores: Scores) -> list[InspectionScore]:
    """抽查成绩: each department, then the levels with their coverage, then the company. Ranks by 问题率 as shown, lowest first."""
    ranked = {name for name, one in scores.composites.items() if one.ranked}
    rates = {name: shown_rate(one.problems) for name, one in scores.checks.items() if name in ranked}
    places: dict[str, int] = {}
    for kind in dict.fromkeys(one.kind for one in scores.composites.values()):
        group = {name: rate for name, rate in rates.items() if scores.composites[name].kind == kind}
        places |= ranks(group, scores.judgement.facts.settings.tie_style, lowest_first=True)
    owed = {one.department: f"须在讲评会说明：{one.fact}" for one in explanations(scores.judgement)}
    rows = [check_row(one, scores, places.get(name), owed.get(name, "")) for name, one in scores.checks.items()]
    if scores.all_checks.rows:
        rows.append(check_row(scores.all_checks, scores, None, ""))
    rows += level_rows(scores)
    return rows


def shown_rate(rate: Rate) -> Exact | None:
    """A rate as the sheet shows it: percent with one decimal."""
    return None if rate.value is None else round_half_up(rate.value * 100, 1)


def check_row(one: CheckScore, scores: Scores, rank: int | None, note: str) -> InspectionScore:
    digits = scores.judgement.facts.settings.digits
    whole = one is scores.all_checks
    composed = scores.composites.get(one.department)
    told = [f"合格率 {one.passed.text()}", *remarks(one, scores), note]
    return InspectionScore(
        scores.judgement.period.name, COMPANY if whole else DEPARTMENT, one.department, composed.kind if composed and not whole else "",
        one.visits, one.people, one.problems.numerator, one.problems.value, round_half_up(one.lost, digits), one.full,
        None if whole else printed(one.score, digits), one.grade, rank, "；".join(filter(None, told)), NOWHERE,
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
    return [
        InspectionScore(
            period, LEVEL, level, "", None, None, None, None, None, None, None, "", None,
            f"覆盖率 {rate.text()}：{COVERAGE}",
        )
        for level, rate in coverage(scores.judgement).items()
    ]  # fmt: skip


def plan_rows(scores: Scores) -> list[InspectionPlan]:
    """抽查计划: the overdue points first, then by 应查日期; points that were never graded last."""
    plans = check_plans(scores.judgement)
    plans.sort(key=lambda plan: (plan.due is None, plan.due or scores.judgement.as_of, plan.risk.point.at.row))
    return [plan_row(plan) for plan in plans]


def plan_row(plan: Plan) -> InspectionPlan:
    risk, point = plan.risk, plan.risk.point
    return InspectionPlan(
        point.number, point.department, point.point, risk.value, risk.grade, plan.last, plan.due, plan.days_overdue, plan.problems,
        YES if plan.renew else "", plan.renew,
    )  # fmt: skip


def printed(points: Exact | None, digits: int) -> Exact | None:
    return None if points is None else round_half_up(points, digits)


def share(rate: Rate | None) -> Exact | None:
    return None if rate is None else rate.value
