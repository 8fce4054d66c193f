"""抽查运行通报: the spot checks of a month; its figures, counted once, the rows behind each count, its words.

Nothing of 问责记录 is read, and nobody who was checked is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.papers.analysis import Said, count_change, rate_change
from udfs.papers.bulletins.bulletin_words import listed, numbered, period_texts
from udfs.papers.bulletins.improvement_lists import LATE_MEASURES, PERIOD_MEASURES, improvement_evidence, improvement_texts
from udfs.papers.evidence import Behind, Evidence, check_row, counted, counted_checks, first_rows, of_rate
from udfs.papers.paper_matters import said_of
from udfs.papers.paper_words import (
    Context,
    Heading,
    chinese_period,
    counts,
    figures_of_rates,
    long_day,
    points_figure,
    points_text,
    rate_figure,
    short_day,
)
from udfs.papers.published_figures import COMPANY, Published, Score, printed_scores, published_before
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.figures import BLANK, Exact, Rate, fixed, percent
from udfs.rules.ground.periods import Period, next_period
from udfs.rules.ground.states import FAILED
from udfs.rules.inspection import inspection
from udfs.rules.inspection.check_warnings import explanations, is_mended
from udfs.rules.judging.judgement import Judgement
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases
from workbook_templates.tables.lists import LISTS

SUBJECT = "抽查运行情况通报"
LEVELS = LISTS["抽查层级"]
UNTOLD = "未写明"
INSPECTION = "抽查"
RESULTS = (inspection.PASSED, inspection.SIGN, inspection.PROBLEM)


class LevelFigures(NamedTuple):
    """One 抽查层级. coverage: None where no risk point is assigned to it."""

    level: str
    rows: tuple[inspection.Checked, ...]
    coverage: Rate | None


class CheckedDepartment(NamedTuple):
    """One department that was checked. score: 比例计分 as printed, ranked by 问题率 as printed, the lowest first."""

    check: inspection.CheckScore
    score: Score


class InspectionFigures(NamedTuple):
    """A month's checks.

    company: the checks of all departments together. before: the last closed month, None where there is none. levels, departments: each with
    its checks. problems, signs: rows with that result. unmended: rectifications that are overdue on 基准日. overdue: 高 and 中 points past
    their interval on it. due_next: points whose check falls due in the `next` month. explaining: departments whose pass rate is too low."""

    judgement: Judgement
    company: inspection.CheckScore
    before: Published | None
    levels: tuple[LevelFigures, ...]
    departments: tuple[CheckedDepartment, ...]
    problems: tuple[inspection.Checked, ...]
    signs: tuple[inspection.Checked, ...]
    unmended: tuple[inspection.Checked, ...]
    overdue: tuple[inspection.Plan, ...]
    due_next: tuple[inspection.Plan, ...]
    next: Period
    explaining: tuple[str, ...]


def inspection_figures(judgement: Judgement) -> InspectionFigures:
    """The figures of the judgement's period."""
    order, day = judgement.departments.order, judgement.day
    company, known = inspection.company_checks(judgement), inspection.coverage(judgement)
    rows = sorted(company.rows, key=lambda one: (order(one.row.department), one.row.day or day, one.row.number))
    following = next_period(judgement.period, judgement.facts.settings.month_end)
    plans = sorted(inspection.check_plans(judgement), key=lambda plan: (order(plan.risk.point.department), plan.due or day))
    mending = sorted(every_row(judgement), key=lambda one: (order(one.row.department), one.row.mend_due or day))
    return InspectionFigures(
        judgement=judgement,
        company=company,
        before=published_before(judgement),
        levels=by_level(rows, known),
        departments=checked_departments(judgement),
        problems=tuple(of_result(rows, inspection.PROBLEM)),
        signs=tuple(of_result(rows, inspection.SIGN)),
        unmended=tuple(one for one in mending if is_unmended(one, judgement)),
        overdue=tuple(plan for plan in plans if plan.days_overdue and plan.risk.grade in (inspection.HIGH, inspection.MIDDLE)),
        due_next=tuple(plan for plan in plans if following.contains(plan.due)),
        next=following,
        explaining=tuple(one.department for one in explanations(judgement)),
    )


def by_level(rows: Sequence[inspection.Checked], known: Mapping[str, Rate]) -> tuple[LevelFigures, ...]:
    """Each 抽查层级 with its checks, and those of which none is told, so that the parts make the whole."""
    found = [LevelFigures(level, tuple(one for one in rows if one.row.level == level), known.get(level)) for level in LEVELS]
    others = tuple(one for one in rows if one.row.level not in LEVELS)
    return (*found, LevelFigures(UNTOLD, others, None)) if others else tuple(found)


def of_result(rows: Iterable[inspection.Checked], result: str) -> list[inspection.Checked]:
    return [one for one in rows if one.row.result == result]


def every_row(judgement: Judgement) -> list[inspection.Checked]:
    """The checks up to the judged day, whenever they were: a rectification stays open beyond its month."""
    first = min((row.day for row in judgement.facts.inspections if row.day is not None), default=judgement.day)
    return inspection.checked_rows(judgement, Period("年", judgement.period.year, 1, min(first, judgement.day), judgement.day))


def is_unmended(one: inspection.Checked, judgement: Judgement) -> bool:
    """Past 整改时限 on 基准日 and not done, or done and found wanting."""
    due = one.row.mend_due
    return due is not None and due < judgement.as_of and not is_mended(one.row)


def checked_departments(judgement: Judgement) -> tuple[CheckedDepartment, ...]:
    """Every department that was checked, in the order of 部门.排序; last, without a score, the checks of which no department is told."""
    checks = inspection.check_scores(judgement)
    rates = {name: check.problems.percent for name, check in checks.items()}
    of_each = {name: check.score for name, check in checks.items()}
    others = [one for one in inspection.checked_rows(judgement) if not judgement.departments.present(one.row.department)]
    if others:
        check = inspection.score_of(UNTOLD, others, Fraction(1), judgement.facts.settings)
        checks, of_each[UNTOLD], rates[UNTOLD] = {**checks, UNTOLD: check._replace(score=None)}, None, None
    scores = printed_scores(judgement, INSPECTION, of_each, lowest=rates)
    return tuple(CheckedDepartment(check, scores[name]) for name, check in checks.items())


def inspection_linked(figures: InspectionFigures) -> Iterable[str]:
    """抽查编号 of the month."""
    return (one.row.number for one in figures.company.rows)


def inspection_evidence(figures: InspectionFigures) -> list[Evidence]:
    """Every figure of the bulletin with its rows."""
    judgement, company = figures.judgement, figures.company
    rows = [one for level in figures.levels for one in level.rows]

    def of_checks(name: str, definition: str, chosen: Iterable[inspection.Checked]) -> Evidence:
        return counted_checks(name, definition, chosen, judgement)

    def summed(name: str, definition: str, parts: Iterable[tuple[inspection.Checked, Exact]]) -> Evidence:
        return counted(name, definition, "抽查", [check_row(one, judgement, part) for one, part in parts])

    def rated(*, problem: bool) -> list[Behind]:
        return [check_row(one, judgement, (int((one.row.result == inspection.PROBLEM) is problem), 1)) for one in rows]

    def of_plans(name: str, definition: str, plans: Iterable[inspection.Plan]) -> Evidence:
        return counted(name, definition, "风险点", map(plan_row, plans))

    return [
        of_checks("抽查次数", "期间内的抽查编号数；一次抽查可有几个风险点", first_rows(rows)),
        of_checks("抽查记录", "期间内抽查记录的行数，一行是一次抽查的一个风险点", rows),
        summed("抽查人次", "期间内各行抽查人次之和", ((one, one.row.people or 0) for one in rows)),
        of_checks("合格", "结果为合格的行", of_result(rows, inspection.PASSED)),
        of_checks("苗头", "结果为苗头的行", figures.signs),
        of_checks("问题", "结果为问题的行", figures.problems),
        of_checks("结果未填", "结果空着或读不懂的行", (one for one in rows if one.row.result not in RESULTS)),
        of_rate("合格率", company.passed, "抽查", rated(problem=False), inspection.GOOD_RATE),
        of_rate("问题率", company.problems, "抽查", rated(problem=True), inspection.PROBLEM_RATE),
        summed("约谈人次", "各行约谈人次之和", ((one, one.row.talks) for one in rows if one.row.talks)),
        of_checks("再监督", "有再监督人的行", (one for one in rows if one.row.overseer)),
        summed("失分", "各行扣分之和，苗头不扣分", ((one, one.lost) for one in rows if inspection.takes_points(one))),
        of_checks("整改逾期", "整改时限早于基准日，没有完成或复查不合格的", figures.unmended),
        of_plans("超期未查", "高、中风险点到基准日超过应查日期的", figures.overdue),
        of_plans("下月应查", "应查日期在下月的风险点", figures.due_next),
        *improvement_evidence(judgement),
        *(covered(level, level.coverage, figures) for level in figures.levels if level.coverage is not None),
    ]


def covered(level: LevelFigures, rate: Rate, figures: InspectionFigures) -> Evidence:
    """覆盖率 of a level, over the points assigned to it."""
    done = {one.row.risk for one in level.rows}
    plans = {plan.risk.point.at: plan for plan in inspection.check_plans(figures.judgement)}
    points = [point for point in figures.judgement.facts.risk_points if point.check_level == level.level]
    rows = [plan_row(plans[point.at], (int(point.number in done), 1)) for point in points]
    return of_rate(f"{level.level}覆盖率", rate, "风险点", rows, inspection.COVERAGE)


def plan_row(plan: inspection.Plan, part: int | tuple[int, int] = 1) -> Behind:
    point = plan.risk.point
    return Behind(part, (point.number, point.department, point.point, plan.risk.grade, plan.last, plan.due), point.at)


# its words


def inspection_texts(figures: InspectionFigures, heading: Heading, say: Phrases) -> Context:
    """Everything that a template of 抽查运行通报 may hold; the names are those of its SHAPE."""
    judgement, company = figures.judgement, figures.company
    settings, month, following = judgement.facts.settings, chinese_period(judgement.period), chinese_period(figures.next)
    improved = improvement_texts(judgement)
    lists = {
        "问题清单": listed("问题", f"{month}抽查发现问题清单", [problem_row(one, figures) for one in figures.problems]),
        "苗头清单": listed("苗头", f"{month}抽查苗头清单", [problem_row(one, figures) for one in figures.signs]),
        "整改逾期清单": listed("整改逾期", "整改逾期清单", [problem_row(one, figures) for one in figures.unmended]),
        **{name: improved[name] for name in (PERIOD_MEASURES, LATE_MEASURES)},
        "超期清单": listed("超期未查", "超期未查的高、中风险点清单", [plan_texts(plan, figures) for plan in figures.overdue]),
        "应查清单": listed("下月应查", f"{following}应查风险点清单", [plan_texts(plan, figures) for plan in figures.due_next]),
    }
    annexes = numbered(lists)
    rates = figures_of_rates({"合格率": company.passed, "问题率": company.problems})
    return {
        **period_texts(judgement, heading, SUBJECT),
        "下月": following,
        **counts(
            {
                "抽查次数": company.visits,
                "抽查记录": len(company.rows),
                "抽查人次": company.people,
                **{result: len(of_result(company.rows, result)) for result in RESULTS},
                "结果未填": sum(one.row.result not in RESULTS for one in company.rows),
                "再监督": sum(bool(one.row.overseer) for one in company.rows),
                "约谈人次": sum((one.row.talks or 0 for one in company.rows), start=0),
            }
        ),
        **rates,
        "失分": points_figure("失分", company.lost, settings.digits),
        "合格率下限": percent(settings.pass_bound),
        "口径": f"合格率＝{inspection.GOOD_RATE}；问题率＝{inspection.PROBLEM_RATE}；覆盖率＝{inspection.COVERAGE}。",
        "层级": [level_row(level) for level in figures.levels],
        "部门": [department_row(one, figures) for one in figures.departments],
        "变化": changes(figures, rates["问题率"], say),
        "须说明": "、".join(figures.explaining),
        **improved,
        **lists,
        "附件": annexes,
    }


def changes(figures: InspectionFigures, problem_rate: Figure, say: Phrases) -> Said:
    """What 问题率 and the number of problems did since the last closed month."""
    before = figures.before
    if before is None or not figures.company.rows:
        return []
    earlier = before.rate(COMPANY, INSPECTION, inspection.PROBLEM_RATE)
    problems = Figure("问题", len(figures.problems))
    return [
        *rate_change(say, "问题率", problem_rate, figures.company.problems, earlier, before.period),
        *count_change(say, "发现问题", problems, earlier.numerator if earlier else None, "个", before.period),
    ]


def level_row(level: LevelFigures) -> Context:
    return {
        "名称": level.level,
        **counts({"抽查记录": len(level.rows), "问题": len(of_result(level.rows, inspection.PROBLEM))}, "part"),
        "次数": str(len(first_rows(level.rows))),
        "覆盖率": BLANK if level.coverage is None else rate_figure(f"{level.level}覆盖率", level.coverage),
    }


def department_row(one: CheckedDepartment, figures: InspectionFigures) -> Context:
    """One department of the table."""
    check, digits = one.check, figures.judgement.facts.settings.digits
    visits: dict[str, Exact] = {"抽查记录": len(check.rows), "抽查人次": check.people}
    found: dict[str, Exact] = {"问题": check.problems.numerator, "苗头": check.signs}
    return {
        "名称": check.department,
        "类型": one.score.kind or BLANK,
        "抽查次数": str(check.visits),
        **counts(visits | found, "part"),
        "问题率": rate_figure("问题率", check.problems, "part"),
        "失分": points_figure("失分", check.lost, digits, "part"),
        "比例计分": points_text(one.score.points, digits),
        "等级": check.grade or BLANK,
        "排名": BLANK if one.score.rank is None else str(one.score.rank),
    }


def problem_row(one: inspection.Checked, figures: InspectionFigures) -> Context:
    """A problem, what was asked, and where its rectification stands."""
    row, settings = one.row, figures.judgement.facts.settings
    return {
        "编号": row.number,
        "日期": short_day(row.day),
        "日": long_day(row.day),
        "层级": row.level,
        "部门": row.department,
        "风险编号": row.risk or BLANK,
        "问题": said_of(row.problem, None, settings) or WITHHELD,
        "要求": said_of(row.demand, None, settings),
        "时限": short_day(row.mend_due),
        "时限日": long_day(row.mend_due),
        "扣分": fixed(one.lost, settings.digits) if one.lost else "",
        "整改": mending(one, figures),
    }


def mending(one: inspection.Checked, figures: InspectionFigures) -> str:
    """已整改，复查合格; 整改未到期; 逾期3天未整改."""
    row, day = one.row, figures.judgement.as_of
    if row.recheck == FAILED:
        return "复查不合格，重新整改"
    if row.mended is not None:
        return "已整改，复查合格" if row.recheck == inspection.PASSED else "已整改"
    if row.mend_due is None:
        return "没有整改时限" if row.demand else ""
    return f"逾期{(day - row.mend_due).days}天未整改" if row.mend_due < day else "整改中"


def plan_texts(plan: inspection.Plan, figures: InspectionFigures) -> Context:
    """A risk point that is due to be checked."""
    point, settings = plan.risk.point, figures.judgement.facts.settings
    return {
        "编号": point.number,
        "部门": point.department,
        "风险点": said_of(point.point, None, settings) or WITHHELD,
        "等级": plan.risk.grade or BLANK,
        "层级": point.check_level or BLANK,
        "上次": short_day(plan.last),
        "应查日期": short_day(plan.due),
        "应查日": long_day(plan.due),
        "天数": str(plan.days_overdue or 0),
    }
