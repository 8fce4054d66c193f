"""The figures of 抽查运行通报 as its template takes them."""

from collections.abc import Sequence

from udfs.papers.analysis import Said, count_change, rate_change
from udfs.papers.bulletins.bulletin_words import counts, period_texts, points_figure, rate_figure
from udfs.papers.bulletins.inspection_bulletin import INSPECTION, RESULTS, CheckedDepartment, InspectionFigures, of_result
from udfs.papers.bulletins.supervision_bulletin_lists import day_text, listed, long_day, numbered
from udfs.papers.paper_words import Context, Heading, chinese_period
from udfs.papers.published_figures import COMPANY
from udfs.rules.discretion import WITHHELD, words_about
from udfs.rules.ground.figures import BLANK, fixed, percent
from udfs.rules.ground.kinds import FAILED
from udfs.rules.inspection.inspection import COVERAGE, GOOD_RATE, PASSED, PROBLEM_RATE, Checked, Plan
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases

SUBJECT = "抽查运行情况通报"


def inspection_texts(figures: InspectionFigures, heading: Heading, say: Phrases) -> Context:
    """Everything that a template of 抽查运行通报 may hold; the names are those of its SHAPE."""
    judgement, company = figures.judgement, figures.company
    settings, month, following = judgement.facts.settings, chinese_period(judgement.period), chinese_period(figures.next)
    lists = {
        "问题清单": listed("问题", f"{month}抽查发现问题清单", [problem_row(one, figures) for one in figures.problems]),
        "苗头清单": listed("苗头", f"{month}抽查苗头清单", [problem_row(one, figures) for one in figures.signs]),
        "整改逾期清单": listed("整改逾期", "整改逾期清单", [problem_row(one, figures) for one in figures.unmended]),
        "超期清单": listed("超期未查", "超期未查的高、中风险点清单", [plan_texts(plan, figures) for plan in figures.overdue]),
        "应查清单": listed("下月应查", f"{following}应查风险点清单", [plan_texts(plan, figures) for plan in figures.due_next]),
    }
    annexes = numbered(lists)
    rates = {"合格率": rate_figure("合格率", company.passed), "问题率": rate_figure("问题率", company.problems)}
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
        "口径": f"合格率＝{GOOD_RATE}；问题率＝{PROBLEM_RATE}；覆盖率＝{COVERAGE}。",
        "层级": [
            {
                "名称": level.level,
                **counts({"抽查记录": len(level.rows)}, "part"),
                "次数": str(level.visits),
                **counts({"问题": sum(one.row.result == "问题" for one in level.rows)}, "part"),
                "覆盖率": BLANK if level.coverage is None else rate_figure(f"{level.level}覆盖率", level.coverage),
            }
            for level in figures.levels
        ],
        "部门": [department_row(one, figures) for one in figures.departments],
        "变化": changes(figures, rates["问题率"], say),
        "须说明": "、".join(one.department for one in figures.explanations),
        **lists,
        "附件": annexes,
    }


def changes(figures: InspectionFigures, problem_rate: Figure, say: Phrases) -> Said:
    """What 问题率 and the number of problems did since the last closed month."""
    before = figures.before
    if before is None or not figures.company.rows:
        return []
    earlier = before.rate(COMPANY, INSPECTION, PROBLEM_RATE)
    problems = Figure("问题", len(figures.problems))
    return [
        *rate_change(say, "问题率", problem_rate, figures.company.problems, earlier, before.period),
        *count_change(say, "发现问题", problems, earlier.numerator if earlier else None, "个", before.period),
    ]


def department_row(one: CheckedDepartment, figures: InspectionFigures) -> Context:
    """One department of the table."""
    check, digits = one.check, figures.judgement.facts.settings.digits
    return {
        "名称": check.department,
        "类型": one.kind or BLANK,
        "抽查次数": str(check.visits),
        **counts({"抽查记录": len(check.rows), "抽查人次": check.people}, "part"),
        **counts({"问题": check.problems.numerator, "苗头": check.signs}, "part"),
        "问题率": rate_figure("问题率", check.problems, "part"),
        "失分": points_figure("失分", check.lost, digits, "part"),
        "比例计分": BLANK if one.score is None else fixed(one.score, digits),
        "等级": check.grade or BLANK,
        "排名": BLANK if one.rank is None else str(one.rank),
    }


def problem_row(one: Checked, figures: InspectionFigures) -> Context:
    """A problem, what was asked, and where its rectification stands."""
    row, settings = one.row, figures.judgement.facts.settings
    return {
        "编号": row.number,
        "日期": day_text(row.day),
        "日": long_day(row.day),
        "层级": row.level,
        "部门": row.department,
        "风险编号": row.risk or BLANK,
        "问题": words_about(row.problem, None, settings) or WITHHELD,
        "要求": words_about(row.demand, None, settings),
        "时限": day_text(row.mend_due),
        "时限日": long_day(row.mend_due),
        "扣分": fixed(one.lost, settings.digits) if one.lost else "",
        "整改": mending(one, figures),
    }


def mending(one: Checked, figures: InspectionFigures) -> str:
    """已整改，复查合格; 整改未到期; 逾期3天未整改."""
    row, day = one.row, figures.judgement.as_of
    if row.recheck == FAILED:
        return "复查不合格，重新整改"
    if row.mended is not None:
        return "已整改，复查合格" if row.recheck == PASSED else "已整改"
    if row.mend_due is None:
        return "没有整改时限" if row.demand else ""
    return f"逾期{(day - row.mend_due).days}天未整改" if row.mend_due < day else "整改中"


def plan_texts(plan: Plan, figures: InspectionFigures) -> Context:
    """A risk point that is due to be checked."""
    point, settings = plan.risk.point, figures.judgement.facts.settings
    return {
        "编号": point.number,
        "部门": point.department,
        "风险点": words_about(point.point, None, settings) or WITHHELD,
        "等级": plan.risk.grade or BLANK,
        "层级": point.check_level or BLANK,
        "上次": day_text(plan.last),
        "应查日期": day_text(plan.due),
        "应查日": long_day(plan.due),
        "天数": str(plan.days_overdue or 0),
    }


def linked(figures: InspectionFigures) -> Sequence[str]:
    """抽查编号 of the month, each once."""
    return list(dict.fromkeys(one.row.number for one in figures.company.rows if one.row.number))
