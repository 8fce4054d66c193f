"""The figures of 绩效通报 as its template takes them."""

from collections.abc import Sequence
from fractions import Fraction

from udfs.papers.analysis import Said, highlights, movers, score_change, standing
from udfs.papers.bulletins.bulletin_words import listed, numbered, period_texts
from udfs.papers.bulletins.improvement_lists import LATE_MEASURES, PERIOD_MEASURES, improvement_texts
from udfs.papers.bulletins.performance_bulletin import PerformanceFigures, Unit, WeakIndicator
from udfs.papers.bulletins.scorer_analysis import scorer_analysis
from udfs.papers.paper_matters import items_by_number, said_of
from udfs.papers.paper_words import (
    Context,
    Heading,
    chinese_period,
    counts,
    long_day,
    points_figure,
    points_text,
    rate_figure,
    short_day,
    signed_figure,
)
from udfs.papers.published_figures import COMPANY, Score
from udfs.rules.discretion import WITHHELD, is_secret
from udfs.rules.ground.change_values import TARGET_ADJUSTED, decided_on
from udfs.rules.ground.figures import BLANK, fixed, percent
from udfs.rules.performance.composite import DIMENSIONS, INDICATORS, POINTS_DIMENSION, Counted
from udfs.rules.performance.differentiation import DEFINITIONS, ScorerSpread, root, verdict
from udfs.rules.performance.indicators import IndicatorScore
from udfs.rules.supervision.indicator_progress import Progress
from udfs.rules.supervision.supervision import ON_TIME_RATE
from udfs.rules.supervision.target_changes import TargetChange
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases
from workbook_templates.tables.settings import Settings

SUBJECT = "绩效考核情况通报"
SCORE = "综合得分"
FIELDS = {"督办": "supervision", "亮灯": "lights", "指标": "indicators", "抽查": "inspection"}
BRIEFED = 3
"""Weak indicators that the outline of a unit names."""


def performance_texts(figures: PerformanceFigures, heading: Heading, say: Phrases) -> Context:
    """Everything that a template of 绩效通报 may hold; the names are those of its SHAPE."""
    judgement = figures.judgement
    settings, quarter = judgement.facts.settings, chinese_period(judgement.period)
    total = sum((one.points for _, one in figures.points), start=Fraction(0))
    units, offices = [unit_table(unit, figures) for unit in figures.units], [office_row(one, settings) for one in figures.offices]
    improved = improvement_texts(judgement)
    lists: dict[str, Context] = {
        "失分指标清单": listed("失分指标", f"{quarter}失分指标清单", [weak_row(weak, figures) for weak in figures.weak]),
        "未报指标清单": listed("未报指标", f"{quarter}未报指标清单", [unreported_row(one, figures) for one in figures.unreported]),
        "指标进度清单": listed("期间内指标", f"{quarter}期间内指标进度清单", [running_texts(one, figures) for one in figures.running]),
        "加减分清单": {
            **listed("加减分笔数", f"{quarter}加减分清单", [point_texts(name, one, figures) for name, one in figures.points]),
            "分值": signed_figure("加减分值", total, fixed(total, settings.digits)),
        },
        "目标变更清单": listed("目标变更", f"{quarter}目标、指标变更清单", [target_change_row(one, figures) for one in figures.changed]),
        **{name: improved[name] for name in (PERIOD_MEASURES, LATE_MEASURES)},
        "单位表": {"条数": Figure("单位", len(units)), "标题": f"{quarter}各单位得失分情况", "附件": "附件", "行": units},
        "打分表": listed("考评部门", f"{quarter}考评打分差异化情况", offices, always=bool(offices)),
        "分析表": scorer_analysis(judgement, f"{quarter}各考评部门考评分析"),
        "提纲": listed("讲评单位", f"{quarter}讲评提纲", [outline_row(unit, figures) for unit in briefed(figures)], always=True),
    }
    annexes = numbered(lists)
    return {
        **period_texts(judgement, heading, SUBJECT),
        **counts({"参评部门": len(figures.ranked), "失分指标": len(figures.weak), "未报指标": len(figures.unreported)}),
        **counts({"落后指标": sum(one.behind for one in figures.running)}),
        "已定稿": figures.closed,
        "基层称谓": settings.units_called,
        "有得分指标": any(one.score is not None for unit in figures.scores.units.values() for one in unit.indicators),
        "公司指标": points_text(figures.score, settings.digits),
        **spread_texts(figures),
        "差异化率": rate_figure("差异化率", figures.company_spread),
        "差异化口径": f"差异化率＝{DEFINITIONS[settings.spread_by]}",
        "差异化下限": percent(settings.spread_bound),
        "低于下限": "、".join(one.scorer for one in figures.offices if one.low),
        "按期口径": ON_TIME_RATE,
        "有指标": bool(figures.scores.indicators),
        "优秀成员": "、".join(figures.excellent),
        "列总排名": settings.publish_overall and not figures.closed,
        "部门": [department_row(unit, figures) for unit in figures.units],
        "变化": changes(figures, say),
        "对比": comparison(figures, say),
        "亮点": highlights(say, judgement),
        **improved,
        **lists,
        "附件": annexes,
    }


def spread_texts(figures: PerformanceFigures) -> Context:
    """平均, 最高, 最低, 极差 of the printed composites of those that are ranked."""
    digits = figures.judgement.facts.settings.digits
    values = [Fraction(unit.row.composite) for unit in figures.ranked if unit.row.composite is not None]
    if not values:
        return dict.fromkeys(("平均", "最高", "最低", "极差"), BLANK)
    mean = sum(values, Fraction(0)) / len(values)
    named = {"平均": mean, "最高": max(values), "最低": min(values), "极差": max(values) - min(values)}
    return {name: fixed(value, digits) for name, value in named.items()}


def department_row(unit: Unit, figures: PerformanceFigures) -> Context:
    row, digits = unit.row, figures.judgement.facts.settings.digits
    return {
        "名称": row.department,
        "类型": row.kind or BLANK,
        **{name: points_text(getattr(row, field), digits) for name, field in FIELDS.items()},
        "加减分": points_text(row.points, digits),
        "综合": points_text(row.composite, digits),
        "排名": BLANK if row.kind_rank is None else str(row.kind_rank),
        "总排名": BLANK if row.overall_rank is None else str(row.overall_rank),
        "按期办结率": unit.on_time.text(),
        "计划执行率": unit.plan.text(),
    }


def weak_row(weak: WeakIndicator, figures: PerformanceFigures) -> Context:
    """An indicator that lost points, with the cause and remedy that were reported."""
    one, digits, settings = weak.one, figures.judgement.facts.settings.digits, figures.judgement.facts.settings
    row, score = one.indicator, one.score or Fraction(0)
    reported = [part.indicator for part in one.parts or (one,)]
    return {
        "编号": row.number,
        "部门": weak.unit,
        "指标": said_of(row.name, None, settings) or WITHHELD,
        "得分": fixed(score, digits),
        "最好": weak.holder,
        "差距": fixed(weak.best - score, digits) if weak.holder else "",
        "原因": "；".join(filter(None, dict.fromkeys(said_of(part.lost_reason, None, settings) for part in reported))),
        "措施": "；".join(filter(None, dict.fromkeys(said_of(part.remedy, None, settings) for part in reported))),
    }


def unreported_row(one: IndicatorScore, figures: PerformanceFigures) -> Context:
    row = one.indicator
    settings = figures.judgement.facts.settings
    return {"编号": row.number, "部门": row.department, "指标": said_of(row.name, None, settings) or WITHHELD}


def target_change_row(one: TargetChange, figures: PerformanceFigures) -> Context:
    """A change of a target or an indicator: what, from what to what, since when, why."""
    row, settings = one.change, figures.judgement.facts.settings
    name = one.target.target if one.target else one.indicator.name if one.indicator else ""
    old, new, reason = (said_of(text, None, settings) for text in (row.old, row.new, row.reason))
    moved = f"{old or '原来'}改为{new}" if new and row.change == TARGET_ADJUSTED else ""
    day = decided_on(row)
    return {
        "编号": row.number,
        "类别": "目标" if one.target else "指标",
        "名称": said_of(name, None, settings) or WITHHELD,
        "变更": row.change,
        "批准日期": short_day(day),
        "批准日": long_day(day),
        "说明": "；".join(filter(None, (moved, reason))) or (WITHHELD if row.reason else BLANK),
    }


def running_texts(one: Progress, figures: PerformanceFigures) -> Context:
    """An indicator inside its period: what was reached by the last report, and how far it should have been by then."""
    row, settings = one.indicator, figures.judgement.facts.settings
    late = one.lag if one.lag is not None and one.lag > 0 else None
    return {
        "编号": row.number,
        "部门": figures.judgement.departments.present(row.department),
        "指标": said_of(row.name, None, settings) or WITHHELD,
        "截至": short_day(one.until) if one.until else BLANK,
        "截至日": long_day(one.until) if one.until else "",
        "进度": BLANK if one.share is None else percent(one.share),
        "应有": BLANK if one.expected is None else percent(one.expected),
        "落后": "" if late is None else fixed(late, 1),
        "差于底线": one.past_floor,
    }


def point_texts(name: str, one: Counted, figures: PerformanceFigures) -> Context:
    """A confirmed point of a department, as it counts; of a secret item no more than its number."""
    settings, point = figures.judgement.facts.settings, one.point
    judged = items_by_number(figures.judgement).get(point.linked)
    return {
        "日期": short_day(point.day),
        "日": long_day(point.day),
        "部门": name,
        "类型": point.kind,
        "编号": point.linked,
        "事由": said_of(point.fact, judged, settings) or WITHHELD,
        "分值": signed_figure("加减分值", one.points, fixed(one.points, settings.digits), "part"),
        "说明": one.note,
    }


def unit_table(unit: Unit, figures: PerformanceFigures) -> Context:
    """The annex of one unit: its figures, then the rows that took from them, which add up by dimension."""
    settings, row = figures.judgement.facts.settings, unit.row
    digits = settings.digits
    secret = {judged.item.number for judged in figures.judgement.items if is_secret(judged.item, settings)}
    lost = sum((Fraction(one.points or 0) for one in unit.losses if one.dimension != POINTS_DIMENSION), Fraction(0))
    name = f"{unit.name}失分"
    stale = [dimension for dimension in unit.stale if dimension in (*DIMENSIONS, POINTS_DIMENSION)]
    return {
        "名称": unit.name,
        "得分": "，".join(f"{label}{points_text(getattr(row, field), digits)}" for label, field in FIELDS.items()),
        "加减分": points_text(row.points, digits),
        "综合": points_text(row.composite, digits),
        "排名": BLANK if row.kind_rank is None else f"{row.kind}第{row.kind_rank}名",
        "失分": points_figure(name, lost, digits),
        "有失分": bool(unit.losses),
        "旧": f"{'、'.join(stale)}在定稿以后有数据改动，明细见“归档”里的定稿副本。" if stale else "",
        "行": [
            {
                "维度": one.dimension,
                "编号": one.number or BLANK,
                "失分": Figure(name, Fraction(one.points or 0), fixed(one.points or 0, digits), "part")
                if one.dimension != POINTS_DIMENSION
                else fixed(one.points or 0, digits),
                "说明": WITHHELD
                if one.number in secret and one.dimension == POINTS_DIMENSION
                else said_of(one.note, None, settings) or WITHHELD,
            }
            for one in unit.losses
        ],
    }


def office_row(one: ScorerSpread, settings: Settings) -> Context:
    """What one scoring department's marks look like. Persons who score are not listed."""
    digits = settings.digits
    return {
        "名称": one.scorer,
        "打分数": str(len(one.scores)),
        "差异化率": rate_figure("差异化率", one.rate, "part") if one.assessed else one.rate.text(),
        "极差": points_text(one.spread, digits),
        "标准差": BLANK if one.variance is None else fixed(root(one.variance, digits), digits),
        "偏差": points_text(one.lean, digits),
        "结论": verdict(one, settings),
    }


def briefed(figures: PerformanceFigures) -> list[Unit]:
    """The order of the briefing: by 类型, within it the best first; last within it who has no rank and yet something to explain."""
    kinds = list(dict.fromkeys(unit.row.kind for unit in figures.units))
    others = [unit for unit in figures.units if unit not in figures.ranked and unit.name in figures.explained]
    return sorted([*figures.ranked, *others], key=lambda unit: (kinds.index(unit.row.kind), unit in others, unit.row.kind_rank or 0))


def outline_row(unit: Unit, figures: PerformanceFigures) -> Context:
    """讲评提纲 of a unit: where it stands, what it lost, what to ask."""
    digits, row = figures.judgement.facts.settings.digits, unit.row
    weak = [one for one in figures.weak if one.unit == unit.name][:BRIEFED] if INDICATORS not in unit.stale else []
    measures = list(dict.fromkeys(one.one.indicator.remedy for one in weak if one.one.indicator.remedy))
    settings = figures.judgement.facts.settings
    told = [words for words in (said_of(text, None, settings) for text in measures) if words]
    asked = "；".join(told) or ("介绍做法" if is_first(unit, figures) or not (unit.main or unit.stale) else "说明失分原因和改进措施")
    if unit.name in figures.explained:
        asked = "；".join((*told, f"就抽查情况作说明：{figures.explained[unit.name]}"))
    return {
        "名称": unit.name,
        "类型": row.kind,
        "综合": points_text(row.composite, digits),
        "排名": BLANK if row.kind_rank is None else str(row.kind_rank),
        "失分": "；".join(unit.main) or ("定稿以后有数据改动，见定稿副本" if unit.stale else "没有失分"),
        "要点": asked,
    }


def is_first(unit: Unit, figures: PerformanceFigures) -> bool:
    """Whether a unit alone leads two or more of its 类型."""
    points = [other.row.composite for other in figures.ranked if other.row.kind == unit.row.kind]
    return len(points) > 1 and unit.row.kind_rank == 1 and points.count(unit.row.composite) == 1


# analysis


def scores_of(units: Sequence[Unit]) -> list[Score]:
    """The composites as printed; ranked are those of the departments that are."""
    found = []
    for unit in units:
        points = None if unit.row.composite is None else Fraction(unit.row.composite)
        rank = None if points is None or unit.row.kind_rank is None else int(unit.row.kind_rank)
        found.append(Score(unit.name, unit.row.kind, points, unit.before, rank))
    return found


def changes(figures: PerformanceFigures, say: Phrases) -> Said:
    """What the company's indicators and the composites did since the last closed quarter."""
    before, digits = figures.before, figures.judgement.facts.settings.digits
    if before is None:
        return []
    return [
        *score_change(say, "公司指标得分", figures.score, before.score(COMPANY, INDICATORS), digits, before.period),
        *movers(say, SCORE, scores_of(figures.units), digits, before.period),
    ]


def comparison(figures: PerformanceFigures, say: Phrases) -> Said:
    """Who leads and who is behind and why."""
    reasons = {unit.name: unit.main for unit in figures.units}
    return standing(say, SCORE, scores_of(figures.units), figures.judgement.facts.settings.digits, reasons)
