"""The figures of 抽查运行通报: the spot checks of a month, counted once, with the rows behind each count.

Nothing of 问责记录 is read, and nobody who was checked is named.
"""

from collections.abc import Iterable
from typing import NamedTuple

from udfs.papers.evidence import Behind, Evidence, check_row, counted, of_rate
from udfs.papers.published_figures import COMPANY, Published, printed_score, published, published_before, ranked_kinds
from udfs.rules.ground.figures import Exact, Rate, round_half_up
from udfs.rules.ground.periods import Period, next_period
from udfs.rules.ground.ranking import ranks
from udfs.rules.inspection.check_warnings import Explanation, explanations, is_mended
from udfs.rules.inspection.inspection import (
    COVERAGE,
    GOOD_RATE,
    HIGH,
    MIDDLE,
    PASSED,
    PROBLEM,
    PROBLEM_RATE,
    SIGN,
    Checked,
    CheckScore,
    Plan,
    check_plans,
    check_scores,
    checked_rows,
    company_checks,
    coverage,
    takes_points,
)
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.lists import LISTS

LEVELS = LISTS["抽查层级"]
INSPECTION = "抽查"
RESULTS = (PASSED, SIGN, PROBLEM)


class LevelFigures(NamedTuple):
    """One 抽查层级. coverage: None where no risk point is assigned to it."""

    level: str
    rows: tuple[Checked, ...]
    coverage: Rate | None

    @property
    def visits(self) -> int:
        return len({one.row.number or one.row.at for one in self.rows})


class CheckedDepartment(NamedTuple):
    """score: 比例计分 as printed; rank: by 问题率 as printed within 类型, None where it is not ranked."""

    check: CheckScore
    kind: str
    score: Exact | None
    rank: int | None


class InspectionFigures(NamedTuple):
    """A month's checks. unmended: rectifications that are overdue on 基准日; overdue: 高 and 中 points past their interval on it;
    due_next: points whose check falls due in the next month."""

    judgement: Judgement
    company: CheckScore
    score: Exact | None
    before: Published | None
    levels: tuple[LevelFigures, ...]
    departments: tuple[CheckedDepartment, ...]
    problems: tuple[Checked, ...]
    signs: tuple[Checked, ...]
    unmended: tuple[Checked, ...]
    overdue: tuple[Plan, ...]
    due_next: tuple[Plan, ...]
    next: Period
    explanations: tuple[Explanation, ...]


def inspection_figures(judgement: Judgement) -> InspectionFigures:
    """The figures of the judgement's period."""
    settings, departments = judgement.facts.settings, judgement.departments
    company, closed = company_checks(judgement), published(judgement)
    known = coverage(judgement)
    rows = sorted(company.rows, key=lambda one: (departments.order(one.row.department), one.row.day or judgement.day, one.row.number))
    following = next_period(judgement.period, settings.month_end)
    plans = sorted(check_plans(judgement), key=lambda plan: (departments.order(plan.risk.point.department), plan.due or judgement.day))
    mending = sorted(every_row(judgement), key=lambda one: (departments.order(one.row.department), one.row.mend_due or judgement.day))
    return InspectionFigures(
        judgement,
        company,
        printed_score(closed, COMPANY, INSPECTION, company.score, settings.digits),
        published_before(judgement),
        tuple(LevelFigures(level, tuple(one for one in rows if one.row.level == level), known.get(level)) for level in LEVELS),
        checked_departments(judgement, closed),
        tuple(one for one in rows if one.row.result == PROBLEM),
        tuple(one for one in rows if one.row.result == SIGN),
        tuple(one for one in mending if is_unmended(one, judgement)),
        tuple(plan for plan in plans if plan.days_overdue and plan.risk.grade in (HIGH, MIDDLE)),
        tuple(plan for plan in plans if following.contains(plan.due)),
        following,
        tuple(explanations(judgement)),
    )


def every_row(judgement: Judgement) -> list[Checked]:
    """The checks up to the judged day, whenever they were: a rectification stays open beyond its month."""
    first = min((row.day for row in judgement.facts.inspections if row.day is not None), default=judgement.day)
    whole = Period("年", judgement.period.year, 1, min(first, judgement.day), judgement.day)
    return checked_rows(judgement, whole)


def is_unmended(one: Checked, judgement: Judgement) -> bool:
    """Past 整改时限 on 基准日 and not done, or done and found wanting."""
    due = one.row.mend_due
    return due is not None and due < judgement.as_of and not is_mended(one.row)


def checked_departments(judgement: Judgement, closed: Published | None) -> tuple[CheckedDepartment, ...]:
    """Every department that was checked, in the order of 部门.排序."""
    settings = judgement.facts.settings
    checks = check_scores(judgement)
    kinds = ranked_kinds(judgement, list(checks))
    places: dict[str, int] = {}
    for kind in dict.fromkeys(kinds.values()):
        rates = {name: printed_rate(checks[name].problems) for name, of in kinds.items() if of == kind}
        places |= ranks(rates, settings.tie_style, lowest_first=True)
    found = []
    for name, check in checks.items():
        row = judgement.departments.find(name)
        score = printed_score(closed, name, INSPECTION, check.score, settings.digits)
        found.append(CheckedDepartment(check, row.kind if row else "", score, places.get(name)))
    return tuple(found)


def printed_rate(rate: Rate) -> Exact | None:
    return None if rate.value is None else round_half_up(rate.value * 100, 1)


# the rows behind


def inspection_evidence(figures: InspectionFigures) -> list[Evidence]:
    """Every figure of the bulletin with its rows."""
    judgement, company = figures.judgement, figures.company
    rows = [one for level in figures.levels for one in level.rows]
    rows += [one for one in company.rows if one.row.level not in LEVELS]

    def listed(chosen: list[Checked] | tuple[Checked, ...], part: int = 1) -> list[Behind]:
        return [check_row(one, judgement, part) for one in chosen]

    firsts: dict[object, Checked] = {}
    for one in rows:
        firsts.setdefault(one.row.number or one.row.at, one)
    blank = [one for one in rows if one.row.result not in RESULTS]
    losing = [check_row(one, judgement, one.lost) for one in rows if takes_points(one)]
    return [
        counted("抽查次数", "期间内的抽查编号数；一次抽查可有几个风险点", "抽查", listed(list(firsts.values()))),
        counted("抽查记录", "期间内抽查记录的行数，一行是一次抽查的一个风险点", "抽查", listed(rows)),
        counted("抽查人次", "期间内各行抽查人次之和", "抽查", [check_row(one, judgement, one.row.people or 0) for one in rows]),
        counted("合格", "结果为合格的行", "抽查", listed(of_result(rows, PASSED))),
        counted("苗头", "结果为苗头的行", "抽查", listed(figures.signs)),
        counted("问题", "结果为问题的行", "抽查", listed(figures.problems)),
        counted("结果未填", "结果空着或读不懂的行", "抽查", listed(blank)),
        of_rate("合格率", company.passed, "抽查", rated(rows, PASSED, judgement), GOOD_RATE),
        of_rate("问题率", company.problems, "抽查", rated(rows, PROBLEM, judgement), PROBLEM_RATE),
        counted("约谈人次", "各行约谈人次之和", "抽查", [check_row(one, judgement, one.row.talks) for one in rows if one.row.talks]),
        counted("再监督", "有再监督人的行", "抽查", listed([one for one in rows if one.row.overseer])),
        counted("失分", "各行扣分之和，苗头不扣分", "抽查", losing),
        counted("整改逾期", "整改时限早于基准日，没有完成或复查不合格的", "抽查", listed(figures.unmended)),
        counted("超期未查", "高、中风险点到基准日超过应查日期的", "风险点", [plan_row(plan) for plan in figures.overdue]),
        counted("下月应查", "应查日期在下月的风险点", "风险点", [plan_row(plan) for plan in figures.due_next]),
        *(covered(level, figures) for level in figures.levels if level.coverage is not None),
    ]


def of_result(rows: Iterable[Checked], result: str) -> list[Checked]:
    return [one for one in rows if one.row.result == result]


def rated(rows: Iterable[Checked], result: str, judgement: Judgement) -> list[Behind]:
    """The rows of a rate over all checks."""
    return [check_row(one, judgement, (int(one.row.result == result), 1)) for one in rows]


def covered(level: LevelFigures, figures: InspectionFigures) -> Evidence:
    """覆盖率 of a level, over the points assigned to it."""
    done = {one.row.risk for one in level.rows}
    plans = {plan.risk.point.at: plan for plan in check_plans(figures.judgement)}
    points = [point for point in figures.judgement.facts.risk_points if point.check_level == level.level]
    rows = [plan_row(plans[point.at], (int(point.number in done), 1)) for point in points]
    assert level.coverage is not None  # noqa: S101 - asked for levels with points alone
    return of_rate(f"{level.level}覆盖率", level.coverage, "风险点", rows, COVERAGE)


def plan_row(plan: Plan, part: int | tuple[int, int] = 1) -> Behind:
    point = plan.risk.point
    return Behind(part, (point.number, point.department, point.point, plan.risk.grade, plan.last, plan.due), point.at)
