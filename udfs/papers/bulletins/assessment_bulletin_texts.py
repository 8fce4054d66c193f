"""The figures of 督办考核通报 as its template takes them."""

from udfs.papers.analysis import Said, Score, highlights, laggards, leaders, longest_overdue, movers, rate_change, score_change
from udfs.papers.bulletins.assessment_bulletin import Assessed, AssessmentFigures, is_same
from udfs.papers.bulletins.bulletin_words import counts, period_texts, rate_figure
from udfs.papers.bulletins.supervision_bulletin_lists import (
    closed_row,
    escalation_row,
    item_texts,
    listed,
    missed_list,
    numbered,
    overdue_row,
    point_row,
)
from udfs.papers.paper_words import Context, Heading, chinese_period
from udfs.papers.published_figures import COMPANY
from udfs.rules.ground.figures import BLANK, fixed, number
from udfs.rules.judging.judgement import JudgedItem
from udfs.rules.performance.composite import SUPERVISION
from udfs.rules.supervision.supervision import CLOSING_RATE, FEEDBACK_RATE, ON_TIME_RATE
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases

SUBJECT = "督办考核情况通报"
SCORE = "督办得分"


def assessment_texts(assessed: AssessmentFigures, heading: Heading, say: Phrases) -> Context:
    """Everything that a template of 督办考核通报 may hold; the names are those of its SHAPE."""
    figures, judgement = assessed.figures, assessed.judgement
    settings, words = judgement.facts.settings, chinese_period(judgement.period)
    points = sum((one.row.points or 0 for one in figures.points), start=0)
    lists = {
        "未按期清单": listed("未按期", f"{words}未按期事项清单", [late_row(one, assessed) for one in assessed.late]),
        "逾期清单": listed("逾期清单", f"{words}逾期未办结事项清单", [overdue_row(one, figures) for one in figures.overdue]),
        "退办清单": listed("退办", f"{words}退办事项清单", [returned_row(one, assessed) for one in assessed.returned]),
        "漏报清单": missed_list(figures),
        "升级清单": listed("升级清单", f"{words}升级事项清单", [escalation_row(one, figures) for one in figures.escalations]),
        "考核清单": {
            **listed("考核清单", f"{words}督办考核清单", [point_row(one, figures) for one in figures.points]),
            "分值": Figure("考核分值", points, number(points)),
        },
    }
    annexes = numbered(lists)
    feedback, company = figures.feedback, figures.company
    rates = {
        "办结率": rate_figure("办结率", company.closing),
        "按期办结率": rate_figure("按期办结率", assessed.on_time),
        "反馈及时率": rate_figure("反馈及时率", company.feedback),
        "计划执行率": rate_figure("计划执行率", company.plan),
    }
    return {
        **period_texts(judgement, heading, SUBJECT),
        **counts(
            {
                "督办": figures.counts.total,
                "上期结转": figures.counts.carried,
                "本期下达": figures.counts.given,
                "办结": figures.counts.closed,
                "在办": figures.counts.open,
                "逾期": figures.counts.overdue,
                "应反馈": feedback.due,
                "按时反馈": feedback.in_time,
                "迟反馈": feedback.late,
                "漏报": feedback.missed,
                "未按期": len(assessed.late),
                "退办": len(assessed.returned),
            }
        ),
        **rates,
        "督办得分": BLANK if assessed.score is None else fixed(assessed.score, settings.digits),
        "已定稿": assessed.closed,
        "有改动": not is_same(assessed),
        "口径": f"办结率＝{CLOSING_RATE}；按期办结率＝{ON_TIME_RATE}；反馈及时率＝{FEEDBACK_RATE}。",
        "计分": weights_text(assessed),
        "部门": [department_row(one, assessed) for one in assessed.departments],
        "变化": changes(assessed, rates["按期办结率"], say),
        "对比": comparison(assessed, say),
        "最久": longest_overdue(say, figures.overdue, judgement),
        "亮点": highlights(say, judgement),
        **lists,
        "附件": annexes,
    }


def weights_text(assessed: AssessmentFigures) -> str:
    """完成质量30、按期办结30、反馈时效20、反馈准确20."""
    return "、".join(f"{one.name}{number(one.weight)}" for one in assessed.figures.company.measures)


def department_row(one: Assessed, assessed: AssessmentFigures) -> Context:
    digits = assessed.judgement.facts.settings.digits
    shares = assessed.judgement.facts.settings.helper_factor > 0
    values = {measure.name: BLANK if measure.value is None else fixed(measure.value, digits) for measure in one.supervision.measures}
    counted = next((row.counts for row in assessed.figures.departments if row.name == one.name), None)
    named = {"督办": counted.total, "办结": counted.closed, "逾期": counted.overdue} if counted else {"督办": 0, "办结": 0, "逾期": 0}
    summed = not shares and not assessed.closed
    return {
        "名称": one.name,
        "类型": one.kind or BLANK,
        **counts(named, "part"),
        **values,
        "按期办结率": rate_figure("按期办结率", one.on_time, "part") if summed else one.on_time.text(),
        "督办得分": BLANK if one.score is None else fixed(one.score, digits),
        "排名": BLANK if one.rank is None else str(one.rank),
    }


def late_row(judged: JudgedItem, assessed: AssessmentFigures) -> Context:
    """An item that was not in time: closed late, or still open."""
    row = closed_row(judged, assessed.figures)
    if judged.on_time_date is None:
        first = judged.deadline.first
        days = (assessed.judgement.as_of - first).days if first else 0
        row["结果"] = f"未办结，已逾期{days}天"
    return row


def returned_row(judged: JudgedItem, assessed: AssessmentFigures) -> Context:
    return {**item_texts(judged, assessed.judgement), "次数": number(judged.item.returns or 0)}


def scores_of(assessed: AssessmentFigures) -> list[Score]:
    return [Score(one.name, one.kind, one.score, one.before) for one in assessed.departments]


def changes(assessed: AssessmentFigures, on_time: Figure, say: Phrases) -> Said:
    """What the score and 按期办结率 did since the last closed half-year."""
    before, digits = assessed.before, assessed.judgement.facts.settings.digits
    if before is None:
        return []
    earlier = before.rate(COMPANY, SUPERVISION, ON_TIME_RATE)
    return [
        *score_change(say, f"全公司{SCORE}", assessed.score, before.score(COMPANY, SUPERVISION), digits, before.period),
        *rate_change(say, "按期办结率", on_time, assessed.on_time, earlier, before.period),
        *movers(say, SCORE, scores_of(assessed), digits, before.period),
    ]


def comparison(assessed: AssessmentFigures, say: Phrases) -> Said:
    """Who leads and who is behind and why, among those that are ranked."""
    digits = assessed.judgement.facts.settings.digits
    ranked = [score for score, one in zip(scores_of(assessed), assessed.departments, strict=True) if one.rank is not None]
    reasons = {one.name: one.reasons for one in assessed.departments}
    return [*leaders(say, SCORE, ranked, digits), *laggards(say, SCORE, ranked, digits, reasons)]
