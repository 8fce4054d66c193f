"""The figures of 督办通报 as its template takes them: figures that stay recognisable, and the lists, row by row."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from udfs.papers.bulletins.bulletin_words import LIGHT_FIELDS, listed, listed_item, numbered, period_texts, reported_reason, tally
from udfs.papers.bulletins.supervision_bulletin import Counts, DepartmentFigures, FeedbackCounts, Figures
from udfs.papers.paper_matters import About, days_late, said_of
from udfs.papers.paper_words import (
    Context,
    Heading,
    chinese_period,
    counts,
    figures_of_rates,
    long_day,
    points_text,
    rate_figure,
    short_day,
    signed_figure,
)
from udfs.rules.discretion import WITHHELD
from udfs.rules.ground.change_values import date_in
from udfs.rules.ground.figures import BLANK, Exact, Rate, number, rate_figures
from udfs.rules.ground.grouped import grouped
from udfs.rules.judging.judgement import JudgedItem
from udfs.rules.supervision.supervision import CLOSING_RATE, FEEDBACK_RATE, ON_TIME_RATE, DepartmentSupervision
from udfs.rules.supervision.targets import BY_COUNT, BY_WEIGHT
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases
from workbook_templates.reading.days import chinese_day
from workbook_templates.tables.daily import Change, Point

SUBJECT = "督办工作通报"


def bulletin_texts(figures: Figures, heading: Heading, _say: Phrases) -> Context:
    """Everything that a template of 督办通报 may hold; the names are those of its SHAPE."""
    judgement, settings = figures.judgement, figures.judgement.facts.settings
    lists = lists_of(figures)
    annexes = numbered(lists)
    return {
        **period_texts(judgement, heading, SUBJECT),
        "年度": str(figures.landing.year),
        "下月": chinese_period(figures.next),
        **counts_texts(figures),
        **rate_texts(figures),
        "时限口径": settings.light_basis == "时限" or bool(figures.lights["blue"]),
        "列排名": settings.publish_overall,
        "部门合计说明": helper_note(figures),
        "部门": [department_row(row, figures) for row in figures.departments],
        "按期不足": below(figures, lambda row: row.supervision and row.supervision.on_time),
        "反馈不足": below(figures, lambda row: row.supervision and row.supervision.feedback),
        **lists,
        "附件": annexes,
    }


def figures_told(figures: Figures) -> dict[str, Any]:
    """The figures of the month, for a program."""
    feedback, company = figures.feedback, figures.company
    return {
        **item_counts(figures.counts, "上月结转", "本月下达"), "应反馈": feedback.due, "漏报": feedback.missed,
        "灯": light_counts(figures), "变更": len(figures.changes), "升级": len(figures.escalations),
        "督办考核": len(figures.points), "下月到期": len(figures.due_next), "办结率": rate_figures(company.closing),
        "按期办结率": rate_figures(company.on_time), "反馈及时率": rate_figures(company.feedback),
        "计划执行率": rate_figures(company.plan),
        "落地率": rate_figures(figures.landing.rate), "部门": len(figures.departments),
    }  # fmt: skip


def item_counts(found: Counts, carried: str, given: str) -> dict[str, Exact]:
    """The counts of items by name. carried, given: how the period calls what it took over and what was given out in it."""
    return {
        "督办": found.total,
        carried: found.carried,
        given: found.given,
        "办结": found.closed,
        "在办": found.open,
        "逾期": found.overdue,
    }


def asked_counts(feedback: FeedbackCounts) -> dict[str, Exact]:
    return {"应反馈": feedback.due, "按时反馈": feedback.in_time, "迟反馈": feedback.late, "漏报": feedback.missed}


def light_counts(figures: Figures) -> dict[str, int]:
    return {light: figures.lights[field] for light, field in LIGHT_FIELDS.items()}


def counts_texts(figures: Figures) -> Context:
    """The counts of the company."""
    lights, closed = light_counts(figures), Counter(judged.on_time for judged in figures.closed)
    return counts(
        {
            **item_counts(figures.counts, "上月结转", "本月下达"),
            **asked_counts(figures.feedback),
            "亮灯": sum(lights.values()) + figures.unlit,
            **lights,
            "未亮灯": figures.unlit,
            "目标": len(figures.landing.targets),
            "落地": sum(target.landed for target in figures.landing.targets),
            "办结按期": closed[True],
            "办结逾期": closed[False],
            "办结无时限": closed[None],
        }
    )


def company_rates(company: DepartmentSupervision) -> dict[str, Rate]:
    """The rates of the company, by their names."""
    return {"办结率": company.closing, "按期办结率": company.on_time, "反馈及时率": company.feedback, "计划执行率": company.plan}


def rate_texts(figures: Figures) -> Context:
    """The rates of the company, and how each is defined."""
    company, landing = figures.company, figures.landing
    rates = {**company_rates(company), "落地率": landing.rate, "落地率按权重": landing.by_weight}
    definitions = [
        *rate_definitions(company),
        *([f"落地率（个数）＝{BY_COUNT}", f"落地率（权重）＝{BY_WEIGHT}"] if landing.targets else []),
    ]
    return {**figures_of_rates(rates), "口径": "；".join(definitions) + "。"}


def rate_definitions(company: DepartmentSupervision) -> list[str]:
    """How each rate of the company is reckoned; nothing of 计划执行率 where it has no items."""
    return [
        f"办结率＝{CLOSING_RATE}",
        f"按期办结率＝{ON_TIME_RATE}",
        f"反馈及时率＝{FEEDBACK_RATE}",
        *(["计划执行率为来源是年度目标的事项的按期办结率"] if company.plan.denominator else []),
    ]


def helper_note(figures: Figures) -> str:
    """With 协办系数 the departments' rates don't add up to the company's, and the paper says so."""
    factor = figures.judgement.facts.settings.helper_factor
    if not factor:
        return ""
    return f"协办事项按 {number(factor)} 计入协办部门的比率，全公司每项只计一次，因此各部门的分子、分母之和不等于全公司的数。"


def department_row(row: DepartmentFigures, figures: Figures) -> Context:
    """One department of the two tables."""
    settings, score = figures.judgement.facts.settings, row.supervision
    lights = {light: getattr(row.light, field) if row.light else 0 for light, field in LIGHT_FIELDS.items()}
    known = company_rates(score) if score else {}
    rates = {name: known.get(name) for name in ("按期办结率", "计划执行率", "反馈及时率")}
    return {
        "名称": row.name,
        **counts({**item_counts(row.counts, "上月结转", "本月下达"), **lights}, "part"),
        **{
            name: BLANK if rate is None else rate.text() if settings.helper_factor > 0 else rate_figure(name, rate, "part")
            for name, rate in rates.items()
        },
        "督办得分": points_text(row.score, settings.digits),
        "排名": BLANK if row.rank is None else str(row.rank),
    }


def below(figures: Figures, rate_of: Callable[[DepartmentFigures], Rate | None]) -> str:
    """The departments whose rate is not 100 %."""
    found = [(row.name, rate_of(row)) for row in figures.departments]
    return "、".join(f"{name}{rate.text()}" for name, rate in found if rate is not None and rate.value not in (None, 1))


# lists


def lists_of(figures: Figures) -> Context:
    """Every list, with its rows, in the order of the annexes."""
    month, following = chinese_period(figures.judgement.period), chinese_period(figures.next)
    return {
        "办结清单": listed("办结清单", f"{month}办结事项清单", [closed_row(one, figures) for one in figures.closed]),
        "逾期清单": overdue_list(figures),
        "漏报清单": missed_list(figures),
        "变更清单": {
            **listed("变更清单", f"{month}批准变更清单", [change_row(one, figures) for one in figures.changes]),
            "分类": tally(one.row.change for one in figures.changes),
        },
        "升级清单": escalation_list(figures),
        "考核清单": point_list(figures),
        "到期清单": {
            **listed("到期清单", f"{following}到期事项清单", [next_row(one, figures) for one in figures.due_next]),
            "分部门": tally(one.department for one in figures.due_next),
        },
    }


def closed_row(judged: JudgedItem, figures: Figures) -> Context:
    first, done = judged.deadline.first, judged.on_time_date
    late = f"逾期{days_late(judged, (done - first).days)}天" if first is not None and done is not None else ""
    result = {True: "按期", False: late, None: "没有时限" if first is None else "没有日期"}[judged.on_time]
    closed = judged.item.closed
    return {**listed_item(judged, figures.judgement), "办结日期": short_day(closed), "办结日": long_day(closed), "结果": result}


def overdue_list(figures: Figures) -> Context:
    title = f"{chinese_period(figures.judgement.period)}逾期未办结事项清单"
    return listed("逾期清单", title, [overdue_row(one, figures) for one in figures.overdue])


def overdue_row(judged: JudgedItem, figures: Figures) -> Context:
    first, day = judged.deadline.first, figures.judgement.day
    return {
        **listed_item(judged, figures.judgement),
        "天数": days_late(judged, (day - first).days) if first is not None else BLANK,
        "原因": said_of(reported_reason(judged, figures.judgement), judged, figures.judgement.facts.settings),
    }


def missed_list(figures: Figures) -> Context:
    """One row a department, with the numbers of its items."""
    groups = grouped((one.judged.department, one.row.number) for one in figures.missed)
    rows = [
        {"序号": str(place), "部门": name, "次数": Figure("漏报清单", len(numbers), role="part"), "编号": repeated(numbers)}
        for place, (name, numbers) in enumerate(groups.items(), 1)
    ]
    return {"条数": Figure("漏报清单", len(figures.missed)), "附件": "", "行": rows}


def repeated(numbers: Iterable[str]) -> str:
    """2026-0101、2026-0102（2次）."""
    return "、".join(f"{name}（{count}次）" if count > 1 else name for name, count in Counter(numbers).items())


def change_row(one: About[Change], figures: Figures) -> Context:
    return {**approved_row(one, figures), "变更": one.row.change, "说明": change_note(one, figures)}


def approved_row(one: About[Change], figures: Figures) -> Context:
    """The item of a change, and the day of approval."""
    day = one.row.approved or one.row.asked
    return {**listed_item(one.judged, figures.judgement, one.row.number), "批准日期": short_day(day), "批准日": long_day(day)}


def change_note(one: About[Change], figures: Figures) -> str:
    """From which date to which, and the reason; of one that moves nothing why. Other old and new values may be names of persons, and
    stay in the ledger."""
    settings = figures.judgement.facts.settings
    reason = said_of(one.row.reason, one.judged, settings)
    if idle := why_idle(one):
        return "，".join(filter(None, (idle, reason)))
    old, new = date_in(one.row.old), date_in(one.row.new)
    moved = f"时限由{chinese_day(old)}改为{chinese_day(new)}" if old and new else f"时限改为{chinese_day(new)}" if new else ""
    stage = f"阶段“{one.row.stage}”" if one.row.stage and said_of(one.row.stage, one.judged, settings) else ""
    return "，".join(part for part in (stage + moved, reason) if part)


def why_idle(one: About[Change]) -> str:
    """What is said of an approved 延期 or 改期 that R4 lets move nothing; '' of any other."""
    judged = one.judged
    limits = [] if judged is None else [judged.deadline, *(stage.deadline for stage in judged.stages)]
    effect = next((move.effect for limit in limits for move in limit.moves if move.change.at == one.row.at), "")
    told = {"asked too late": "在考核时限以后才申请，按规定时限不变", "no date": "没有写明新的时限，时限不变"}
    return told.get(effect, "")


def escalation_list(figures: Figures) -> Context:
    title = f"{chinese_period(figures.judgement.period)}升级事项清单"
    return listed("升级清单", title, [approved_row(one, figures) for one in figures.escalations])


def point_list(figures: Figures) -> Context:
    points = sum((one.row.points or 0 for one in figures.points), start=0)
    title = f"{chinese_period(figures.judgement.period)}督办考核清单"
    rows = [point_row(one, figures) for one in figures.points]
    return {**listed("考核清单", title, rows), "分值": signed_figure("考核分值", points, number(points))}


def point_row(one: About[Point], figures: Figures) -> Context:
    """A point with its fact; of a secret item only number and department."""
    point, settings = one.row, figures.judgement.facts.settings
    return {
        "日期": short_day(point.day),
        "部门": point.department or BLANK,
        "编号": point.linked,
        "事由": said_of(point.fact, one.judged, settings) or WITHHELD,
        "分值": signed_figure("考核分值", point.points or 0, number(point.points or 0), "part"),
    }


def next_row(judged: JudgedItem, figures: Figures) -> Context:
    return {**listed_item(judged, figures.judgement), "级别": judged.level}
