"""Every score of a period in one go: what a refresh prints, closing keeps, and a trial compares."""

from typing import NamedTuple

from udfs.rules.inspection.inspection import CheckScore, check_scores, company_checks
from udfs.rules.judging.department_lights import DepartmentLight, department_lights
from udfs.rules.judging.judgement import Judgement, judge_period
from udfs.rules.performance.composite import (
    INDICATORS,
    INSPECTION,
    LIGHTS,
    SUPERVISION,
    Composite,
    Counted,
    by_department,
    composites,
    confirmed_points,
    department_points,
)
from udfs.rules.performance.differentiation import Spread, differentiation
from udfs.rules.performance.indicators import IndicatorScore, UnitScore, company_score, indicator_scores, unit_scores
from udfs.rules.performance.personal import PersonResult, basis_of, person_results, year_results
from udfs.rules.supervision.supervision import DepartmentSupervision, supervision


class Scores(NamedTuple):
    """The scores of the period of a judgement.

    supervision, lights, units (指标), checks, points (加减分) and composites go by department, in the order of 部门.排序; a department
    without a figure is not in them. indicators are the scores of the single indicators of the period, by its name. company are the 公司
    indicators, all_checks the checks of all departments together. spread is 差异化 of the scorers, persons the scores of the people.
    """

    judgement: Judgement
    supervision: dict[str, DepartmentSupervision]
    lights: dict[str, DepartmentLight]
    indicators: dict[str, list[IndicatorScore]]
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
    indicators = indicator_scores(judgement, judgement.period.name)
    units = unit_scores(judgement, indicators, judgement.period)
    company = company_score(indicators, judgement.period)
    checks = check_scores(judgement)
    confirmed = confirmed_points(judgement)
    counted = department_points(confirmed, judgement)
    composed = composites(judgement, by_department({SUPERVISION: watched, LIGHTS: lights, INDICATORS: units, INSPECTION: checks}), counted)
    if judgement.period.kind == "年":
        persons = year_results(judgement, lambda quarter: scores_of(judge_period(judgement, quarter)).persons)
    else:
        persons = person_results(basis_of(judgement, company.score, composed, confirmed))
    return Scores(
        judgement=judgement,
        supervision=watched,
        lights=lights,
        indicators=indicators,
        units=units,
        company=company,
        checks=checks,
        all_checks=company_checks(judgement),
        points=counted,
        composites=composed,
        spread=differentiation(judgement),
        persons=persons,
    )
