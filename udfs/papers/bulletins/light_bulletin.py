"""亮灯通报: the lights of two months; its figures, counted once, the rows behind each count, its words.

Of a closed period the lights are those that were published. Nothing of 问责记录 is read: what a colour leads to is the rule's word.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.papers.analysis import Said, count_change, highlights, most_red, movers, score_change, standing
from udfs.papers.bulletins.bulletin_words import LIGHT_FIELDS, listed, listed_item, numbered, period_texts, reported_reason, shares
from udfs.papers.bulletins.supervision_bulletin import ordered
from udfs.papers.bulletins.supervision_bulletin_evidence import light_evidence
from udfs.papers.evidence import Behind, Evidence, counted, counted_items
from udfs.papers.paper_matters import may_name, said_of
from udfs.papers.paper_words import Context, Heading, chinese_period, counts, long_day, points_text, short_day
from udfs.papers.published_figures import COMPANY, Score, items_with_lights, printed_score, printed_scores, published, published_before
from udfs.rules.discretion import matter_of
from udfs.rules.ground.figures import BLANK, fixed, number, percent
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import Period, next_period, parse_period
from udfs.rules.ground.states import OPEN
from udfs.rules.judging.department_lights import DepartmentLight, department_light
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import GREEN, RED, YELLOW
from udfs.rules.performance.composite import LIGHTS
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases
from workbook_templates.tables.daily import Meeting, Stage
from workbook_templates.tables.lists import YES

SUBJECT = "亮灯考核情况通报"
SCORE = "亮灯得分"
MEETING = "亮灯例会"
UNLIT = "未亮灯"
WHOLE = "占比"
ALWAYS = (GREEN, YELLOW, RED, UNLIT)
"""What the table of the lights has a row for, even of none."""
REVISED = "*"
NAMED = 5
"""Numbers that a reason names."""


class LitDepartment(NamedTuple):
    """One department with items that count; score: its 亮灯 score as printed."""

    light: DepartmentLight
    score: Score


class NextTask(NamedTuple):
    """What falls due in the next two months: a stage, or an item that has none (stage None)."""

    judged: JudgedItem
    stage: Stage | None
    due: dt.date


class LightFigures(NamedTuple):
    """The lights of two months. Lists are in the order of 部门.排序, then by date and number.

    closed: whether the period is published. company, score: of all items, the score as printed. departments: those with items that count.
    red, yellow, green, unlit: items by light. unconfirmed: items lit by a completion that nobody has confirmed. ruled: items whose light a
    meeting gave. next, tasks: the two months to come, and what falls due in them. meeting: the last 亮灯例会 of the period."""

    judgement: Judgement
    closed: bool
    company: DepartmentLight
    score: Fraction | None
    departments: tuple[LitDepartment, ...]
    red: tuple[JudgedItem, ...]
    yellow: tuple[JudgedItem, ...]
    green: tuple[JudgedItem, ...]
    unlit: tuple[JudgedItem, ...]
    unconfirmed: tuple[JudgedItem, ...]
    ruled: tuple[JudgedItem, ...]
    next: Period
    tasks: tuple[NextTask, ...]
    meeting: Meeting | None


def light_figures(judgement: Judgement) -> LightFigures:
    """The figures of the judgement's period."""
    settings = judgement.facts.settings
    items = ordered(items_with_lights(judgement), judgement)
    company, closed = department_light(COMPANY, list(items)), published(judgement)
    following = next_period(judgement.period, settings.month_end)

    def of(light: str) -> tuple[JudgedItem, ...]:
        return tuple(judged for judged in items if judged.light == light)

    meetings = [row for row in judgement.facts.meetings if row.meeting == MEETING and is_for(row.period, judgement)]
    return LightFigures(
        judgement=judgement,
        closed=closed is not None,
        company=company,
        score=printed_score(closed, COMPANY, LIGHTS, company.score, settings.digits),
        departments=lit_departments(items, judgement),
        red=of(RED),
        yellow=of(YELLOW),
        green=of(GREEN),
        unlit=of(""),
        unconfirmed=tuple(judged for judged in items if judged.light_unconfirmed),
        ruled=tuple(judged for judged in items if judged.ruling is not None and is_for(judged.ruling.period, judgement)),
        next=following,
        tasks=tasks_of(judgement, following),
        meeting=max(meetings, key=lambda row: (row.day or judgement.day, row.number), default=None),
    )


def is_for(text: str, judgement: Judgement) -> bool:
    """Whether a cell names the period of the judgement."""
    return parse_period(text, judgement.facts.settings.month_end) == judgement.period


def by_department(items: Iterable[JudgedItem]) -> dict[str, list[JudgedItem]]:
    return grouped((judged.department, judged) for judged in items)


def lit_departments(items: Sequence[JudgedItem], judgement: Judgement) -> tuple[LitDepartment, ...]:
    """The departments with items that count, in the order of 部门.排序."""
    groups = by_department(items)
    lights = {name: department_light(name, groups[name]) for name in sorted(groups, key=judgement.departments.order)}
    scores = printed_scores(judgement, LIGHTS, {name: light.score for name, light in lights.items()})
    return tuple(LitDepartment(light, scores[name]) for name, light in lights.items())


def tasks_of(judgement: Judgement, following: Period) -> tuple[NextTask, ...]:
    """The stages of open items, and open items without stages, that fall due in the next period."""
    found: list[NextTask] = []
    for judged in judgement.items:
        if judged.item.status in OPEN:
            dues: list[tuple[Stage | None, dt.date | None]] = [(stage, deadline.first) for stage, deadline in judged.stages]
            dues = dues or [(None, judged.deadline.first)]
            found += [NextTask(judged, stage, due) for stage, due in dues if due is not None and following.contains(due)]
    order = judgement.departments.order
    return tuple(sorted(found, key=lambda one: (order(one.judged.department), one.due, one.judged.item.number)))


def light_linked(figures: LightFigures) -> Iterable[str]:
    """Every item that the bulletin names, in the order of the ledger."""
    named = {judged.item.number for judged in figures.company.items} | {one.judged.item.number for one in figures.tasks}
    return (judged.item.number for judged in figures.judgement.items if judged.item.number in named)


def light_bulletin_evidence(figures: LightFigures) -> list[Evidence]:
    """Every figure of the bulletin with its rows."""
    judgement = figures.judgement

    def task(one: NextTask) -> Behind:
        item = one.judged.item
        cells = (item.number, matter_of(item, judgement.facts.settings), one.judged.department, *stage_words(one, judgement), one.due)
        return Behind(1, cells, one.stage.at if one.stage else item.at)

    return [
        *light_evidence(figures.company.items, judgement),
        counted_items("待确认", "亮灯所依据的完成度是自评、还没有确认的事项", figures.unconfirmed, judgement),
        counted_items("例会认定", "由认定记录给灯的事项", figures.ruled, judgement),
        counted("下期任务", "下一个两月里到期的阶段，和没有分解阶段的到期事项", "阶段", map(task, figures.tasks)),
    ]


def stage_words(one: NextTask, judgement: Judgement) -> tuple[str, str]:
    """Name and task of the stage; of an item without stages that it is to be closed."""
    if one.stage is None:
        return "", "办结"
    settings = judgement.facts.settings
    return said_of(one.stage.stage, one.judged, settings), said_of(one.stage.task, one.judged, settings)


# its words


def light_texts(figures: LightFigures, heading: Heading, say: Phrases) -> Context:
    """Everything that a template of 亮灯通报 may hold; the names are those of its SHAPE."""
    judgement, settings = figures.judgement, figures.judgement.facts.settings
    months, following = chinese_period(judgement.period), chinese_period(figures.next)
    lists = {
        "议程": agenda(figures, following),
        **{
            f"{light}清单": listed(light, f"{months}{light}事项清单", [item_row(judged, figures) for judged in items])
            for light, items in ((RED, figures.red), (YELLOW, figures.yellow), (GREEN, figures.green))
        },
        "认定清单": listed("例会认定", f"{months}例会认定清单", [ruling_row(judged, figures) for judged in figures.ruled]),
        "任务清单": listed("下期任务", f"{following}任务清单", [task_row(one, figures) for one in figures.tasks]),
    }
    annexes = numbered(lists)
    by_light = {light: getattr(figures.company, field) for light, field in LIGHT_FIELDS.items()}
    parts = {light: count for light, count in {**by_light, UNLIT: len(figures.unlit)}.items() if count or light in ALWAYS}
    return {
        **period_texts(judgement, heading, SUBJECT),
        "下期": following,
        **counts({"亮灯": len(figures.company.items), **by_light, UNLIT: len(figures.unlit)}),
        **counts({"待确认": len(figures.unconfirmed), "例会认定": len(figures.ruled)}),
        WHOLE: Figure(WHOLE, 100 if figures.company.items else 0, "100.0" if figures.company.items else "0"),
        "凑整": any(adjusted for _, adjusted in shares(parts).values()),
        "时限口径": settings.light_basis == "时限" or bool(figures.company.blue),
        "亮灯得分": points_text(figures.score, settings.digits),
        "已定稿": figures.closed,
        "规则": rule_text(figures),
        "例会": long_day(figures.meeting.day if figures.meeting else None, ""),
        "灯": light_rows(parts, figures),
        "部门": [department_row(one, settings.digits) for one in figures.departments],
        "变化": changes(figures, say),
        "对比": comparison(figures, say),
        "亮点": highlights(say, judgement),
        **lists,
        "附件": annexes,
    }


def rule_text(figures: LightFigures) -> str:
    """绿灯高于80%，黄灯不低于60%，红灯为其余: the rule as the office has set it."""
    facts = figures.judgement.facts
    if facts.settings.light_basis == "时限":
        return "按考核时限亮灯"
    if facts.settings.light_basis == "序时差":
        green, yellow = number(facts.settings.lag_green), number(facts.settings.lag_yellow)
        return f"按进度偏差亮灯：绿灯不低于{green}个百分点，黄灯不低于{yellow}个百分点，其余为红灯"
    rows = sorted((row for row in facts.light_bounds if row.bound is not None), key=lambda row: -(row.bound or 0))
    told = [f"{row.light}{'不低于' if row.included == YES else '高于'}{number(row.bound or 0)}%" for row in rows if row.bound]
    last = [f"其余为{row.light}" for row in rows if not row.bound]
    basis = "到期阶段" if facts.settings.light_basis == "到期阶段" else "全部阶段"
    return f"按{basis}的完成度亮灯：{'，'.join(told + last)}"


def light_rows(parts: dict[str, int], figures: LightFigures) -> list[Context]:
    """The table of the lights with their shares, and what each leads to by 亮灯规则."""
    handling = {row.light: row.handling for row in figures.judgement.facts.light_bounds}
    found = shares(parts)
    return [
        {
            "名称": light,
            "项数": Figure("亮灯", count, role="part"),
            "占比": Figure(WHOLE, found[light][0], fixed(found[light][0], 1), "part") if light in found else BLANK,
            "注": REVISED if light in found and found[light][1] else "",
            "处理": handling.get(light) or BLANK,
        }
        for light, count in parts.items()
    ]


def department_row(one: LitDepartment, digits: int) -> Context:
    light = one.light
    named = {name: getattr(light, field) for name, field in LIGHT_FIELDS.items()}
    return {
        "名称": light.department,
        "类型": one.score.kind or BLANK,
        **counts({"亮灯": len(light.items), **named, UNLIT: len(light.items) - sum(named.values())}, "part"),
        "得分": points_text(one.score.points, digits),
        "排名": BLANK if one.score.rank is None else str(one.score.rank),
    }


def item_row(judged: JudgedItem, figures: LightFigures) -> Context:
    """One item of a colour, with the reason that was reported."""
    judgement, share = figures.judgement, judged.light_completion
    return {
        **listed_item(judged, judgement),
        "完成度": BLANK if share is None else percent(share),
        "待确认": "（待确认）" if judged.light_unconfirmed else "",
        "认定": "例会认定" if judged.ruling is not None and judged.light != judged.computed_light else "",
        "原因": said_of(reported_reason(judged, judgement), judged, judgement.facts.settings),
        "分管领导": judged.item.leader if may_name(judgement) else "",
        "逾期": judged.late,
    }


def ruling_row(judged: JudgedItem, figures: LightFigures) -> Context:
    """A light that a meeting gave."""
    ruling, settings = judged.ruling, figures.judgement.facts.settings
    return {
        **listed_item(judged, figures.judgement),
        "计算灯": judged.computed_light or UNLIT,
        "认定灯": ruling.light if ruling else "",
        "理由": said_of(ruling.reason, judged, settings) if ruling else "",
    }


def task_row(one: NextTask, figures: LightFigures) -> Context:
    stage, task = stage_words(one, figures.judgement)
    standard = one.stage.standard if one.stage else one.judged.item.standard
    return {
        **listed_item(one.judged, figures.judgement),
        "阶段": stage or BLANK,
        "任务": task or BLANK,
        "标准": said_of(standard, one.judged, figures.judgement.facts.settings),
        "完成时限": short_day(one.due),
        "完成时限日": long_day(one.due),
    }


def agenda(figures: LightFigures, following: str) -> Context:
    """议程: the order of the meeting, red before yellow, each department in its place; always an annex."""
    rows: list[tuple[str, str, str]] = [("通报亮灯情况", figures.judgement.facts.settings.office, f"{len(figures.company.items)}项")]
    for colour, items in ((RED, figures.red), (YELLOW, figures.yellow)):
        rows += [(f"{colour}事项说明原因和措施", name, told(group)) for name, group in by_department(items).items()]
    if figures.unconfirmed:
        rows.append(("确认完成度", "有关分管领导", f"{len(figures.unconfirmed)}项待确认"))
    rows.append(("审议认定灯", figures.judgement.facts.settings.office, f"{len(figures.ruled)}项" if figures.ruled else "按会议意见"))
    rows.append((f"审定{following}任务", figures.judgement.facts.settings.office, f"{len(figures.tasks)}项"))
    rows.append(("领导讲评", "公司领导", ""))
    title = f"亮灯例会议程（{chinese_period(figures.judgement.period)}）"
    return listed("议程", title, [{"议题": what, "汇报": who, "内容": about} for what, who, about in rows], always=True)


def told(items: Sequence[JudgedItem]) -> str:
    """3项：2026-0012、2026-0034、2026-0051."""
    return f"{len(items)}项：" + "、".join(judged.item.number for judged in items if judged.item.number)


def changes(figures: LightFigures, say: Phrases) -> Said:
    """What the score and the red lights did since the last closed two months."""
    before, digits = published_before(figures.judgement), figures.judgement.facts.settings.digits
    if before is None:
        return []
    row = before.row(COMPANY, LIGHTS)
    return [
        *score_change(say, f"全公司{SCORE}", figures.score, before.score(COMPANY, LIGHTS), digits, before.period),
        *count_change(say, RED, Figure(RED, len(figures.red)), row.red if row else None, "项", before.period),
        *count_change(say, YELLOW, Figure(YELLOW, len(figures.yellow)), row.yellow if row else None, "项", before.period),
        *movers(say, SCORE, [one.score for one in figures.departments], digits, before.period),
    ]


def comparison(figures: LightFigures, say: Phrases) -> Said:
    """Who leads and who is behind, and where the red lights are."""
    reasons = {one.light.department: colours_lost(one.light) for one in figures.departments}
    reds = {one.light.department: one.light.red for one in figures.departments}
    digits = figures.judgement.facts.settings.digits
    return [*standing(say, SCORE, [one.score for one in figures.departments], digits, reasons), *most_red(say, reds)]


def colours_lost(light: DepartmentLight) -> list[str]:
    """What a department's 亮灯 score lost by: its red and yellow items."""
    found = []
    for colour in (RED, YELLOW):
        numbers = [judged.item.number for judged in light.items if judged.light == colour and judged.item.number]
        if numbers:
            more = f"等{len(numbers)}项" if len(numbers) > NAMED else f"{len(numbers)}项"
            found.append(f"{colour}{more}（{'、'.join(numbers[:NAMED])}）")
    return found
