"""部门成绩: one row for each department in the period, from what the rules give. A figure that there is not stays blank."""

from udfs.rules.department_lights import DepartmentLight
from udfs.rules.figures import Exact, Rate, round_half_up
from udfs.rules.periods import Period
from udfs.rules.status import Judgement
from udfs.rules.supervision import DepartmentSupervision
from workbook_templates.lists import NO, YES
from workbook_templates.schema import NOWHERE
from workbook_templates.tables.results import DepartmentScore
from workbook_templates.tables.setup import Department


def score_rows(judgement: Judgement, scores: dict[str, DepartmentSupervision], lights: dict[str, DepartmentLight]) -> list[DepartmentScore]:
    """The departments in force at the period's end, and any other that has figures, in the order of 部门.排序."""
    in_force = {row.name for row in judgement.departments.rows if is_in_force(row, judgement.period)}
    names = sorted(in_force | scores.keys() | lights.keys(), key=judgement.departments.order)
    return [score_row(name, judgement, scores.get(name), lights.get(name)) for name in names]


def is_in_force(row: Department, period: Period) -> bool:
    """Whether a department exists at the end of the period."""
    return (row.since is None or row.since <= period.last) and (row.until is None or row.until > period.last)


def score_row(name: str, judgement: Judgement, score: DepartmentSupervision | None, light: DepartmentLight | None) -> DepartmentScore:
    """One department; scores in points as printed, rates 0..1."""
    row, digits = judgement.departments.find(name), judgement.facts.settings.digits
    ranked = row is not None and row.ranked != NO and is_in_force(row, judgement.period)
    return DepartmentScore(
        judgement.period.name,
        name,
        row.kind if row else "",
        printed(score.score if score else None, digits),
        printed(light.score if light else None, digits),
        None,
        None,
        None,
        None,
        None,
        None,
        YES if ranked else NO,
        light.green if light else 0,
        light.yellow if light else 0,
        light.red if light else 0,
        share(score.on_time if score else None),
        share(score.closing if score else None),
        share(score.feedback if score else None),
        NOWHERE,
    )


def printed(points: Exact | None, digits: int) -> Exact | None:
    return None if points is None else round_half_up(points, digits)


def share(rate: Rate | None) -> Exact | None:
    return None if rate is None else rate.value
