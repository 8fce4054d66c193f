"""The figures of 督办通报 as its template takes them: texts, and figures that stay recognisable."""

from collections import Counter
from collections.abc import Callable

from udfs.papers.bulletins.supervision_bulletin import DepartmentFigures, Figures
from udfs.papers.bulletins.supervision_bulletin_lists import lists_of, numbered
from udfs.papers.paper_words import Context, Heading, chinese_day, chinese_period, heading_texts, span, title_of
from udfs.rules.ground.figures import BLANK, Rate, fixed, number
from udfs.rules.supervision.supervision import CLOSING_RATE, FEEDBACK_RATE, ON_TIME_RATE
from udfs.rules.supervision.targets import BY_COUNT, BY_WEIGHT
from workbook_templates.documents.marks import Figure, Role
from workbook_templates.tables.lists import LISTS

LIGHT_FIELDS = dict(zip(LISTS["灯"], ("green", "yellow", "red", "blue"), strict=True))


def bulletin_texts(figures: Figures, heading: Heading) -> Context:
    """Everything that a template of 督办通报 may hold; the names are those of its SHAPE."""
    judgement = figures.judgement
    settings, period = judgement.facts.settings, judgement.period
    names = [settings.company, heading.issuer, *(row.name for row in judgement.departments.rows)]
    lists = lists_of(figures)
    annexes = numbered(lists)
    return {
        **heading_texts(heading, title_of(settings.company or heading.issuer, period), names),
        "期间": chinese_period(period),
        "起止": span(period),
        "年度": str(figures.landing.year),
        "截止日": chinese_day(judgement.day),
        "基准日": chinese_day(judgement.as_of),
        "下月": chinese_period(figures.next),
        **counts_texts(figures),
        **rate_texts(figures),
        "公示天数": settings.publicity_days,
        "时限口径": settings.light_basis == "时限" or bool(figures.lights["blue"]),
        "列排名": settings.publish_overall,
        "部门合计说明": helper_note(figures),
        "部门": [department_row(row, figures) for row in figures.departments],
        "按期不足": below(figures, lambda row: row.supervision and row.supervision.on_time),
        "反馈不足": below(figures, lambda row: row.supervision and row.supervision.feedback),
        **lists,
        "附件": annexes,
    }


def counts_texts(figures: Figures) -> Context:
    """The counts of the company."""
    counts, feedback, landing = figures.counts, figures.feedback, figures.landing
    lights = {light: figures.lights[field] for light, field in LIGHT_FIELDS.items()}
    closed = Counter(judged.on_time for judged in figures.closed)
    named = {
        "督办": counts.total,
        "上月结转": counts.carried,
        "本月下达": counts.given,
        "办结": counts.closed,
        "在办": counts.open,
        "逾期": counts.overdue,
        "应反馈": feedback.due,
        "按时反馈": feedback.in_time,
        "迟反馈": feedback.late,
        "漏报": feedback.missed,
        "亮灯": sum(lights.values()) + figures.unlit,
        **lights,
        "未亮灯": figures.unlit,
        "目标": len(landing.targets),
        "落地": sum(target.landed for target in landing.targets),
        "办结按期": closed[True],
        "办结逾期": closed[False],
        "办结无时限": closed[None],
    }
    return {name: Figure(name, value) for name, value in named.items()}


def rate_texts(figures: Figures) -> Context:
    """The rates of the company, and how each is defined."""
    company, landing = figures.company, figures.landing
    rates = {
        "办结率": company.closing,
        "按期办结率": company.on_time,
        "反馈及时率": company.feedback,
        "计划执行率": company.plan,
        "落地率": landing.rate,
        "落地率按权重": landing.by_weight,
    }
    definitions = [
        f"办结率＝{CLOSING_RATE}",
        f"按期办结率＝{ON_TIME_RATE}",
        f"反馈及时率＝{FEEDBACK_RATE}",
        *(["计划执行率为来源是年度目标的事项的按期办结率"] if company.plan.denominator else []),
        *([f"落地率（个数）＝{BY_COUNT}", f"落地率（权重）＝{BY_WEIGHT}"] if landing.targets else []),
    ]
    return {**{name: rate_figure(name, rate) for name, rate in rates.items()}, "口径": "；".join(definitions) + "。"}


def rate_figure(name: str, rate: Rate, role: Role = "total") -> Figure:
    """A rate with numerator and denominator."""
    return Figure(name, (rate.numerator, rate.denominator), rate.text(), role)


def helper_note(figures: Figures) -> str:
    """With 协办系数 the departments' rates don't add up to the company's, and the paper says so."""
    factor = figures.judgement.facts.settings.helper_factor
    if not factor:
        return ""
    return f"协办事项按 {number(factor)} 计入协办部门的比率，全公司每项只计一次，因此各部门的分子、分母之和不等于全公司的数。"


def department_row(row: DepartmentFigures, figures: Figures) -> Context:
    """One department of the two tables."""
    counts, score = row.counts, row.supervision
    shares = figures.judgement.facts.settings.helper_factor > 0
    named = {
        "督办": counts.total,
        "上月结转": counts.carried,
        "本月下达": counts.given,
        "办结": counts.closed,
        "在办": counts.open,
        "逾期": counts.overdue,
        **{light: getattr(row.light, field) if row.light else 0 for light, field in LIGHT_FIELDS.items()},
    }
    rates = {"按期办结率": score.on_time if score else None, "反馈及时率": score.feedback if score else None}
    return {
        "名称": row.name,
        **{name: Figure(name, value, role="part") for name, value in named.items()},
        **{
            name: BLANK if rate is None else rate.text() if shares else rate_figure(name, rate, "part")
            for name, rate in rates.items()
        },
        "督办得分": BLANK if row.score is None else fixed(row.score, figures.judgement.facts.settings.digits),
        "排名": BLANK if row.rank is None else str(row.rank),
    }


def below(figures: Figures, rate_of: Callable[[DepartmentFigures], Rate | None]) -> str:
    """The departments whose rate is not 100 %."""
    found = [(row.name, rate_of(row)) for row in figures.departments]
    return "、".join(f"{name}{rate.text()}" for name, rate in found if rate is not None and rate.value not in (None, 1))
