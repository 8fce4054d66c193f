"""The figures of 亮灯通报 as its template takes them."""

from collections.abc import Sequence
from fractions import Fraction

from udfs.papers.analysis import Said, Score, count_change, highlights, laggards, leaders, most_red, movers, score_change
from udfs.papers.bulletins.bulletin_words import ADJUSTED, counts, period_texts, shares
from udfs.papers.bulletins.light_bulletin import LightFigures, LitDepartment, NextTask, colours_lost, stage_words
from udfs.papers.bulletins.supervision_bulletin_lists import day_text, item_texts, listed, long_day, numbered, reported_reason
from udfs.papers.paper_words import Context, Heading, chinese_day, chinese_period
from udfs.papers.published_figures import COMPANY
from udfs.rules.discretion import words_about
from udfs.rules.ground.figures import BLANK, fixed, number, percent
from udfs.rules.judging.judgement import JudgedItem
from udfs.rules.judging.lights import RED, YELLOW
from udfs.rules.performance.composite import LIGHTS
from workbook_templates.documents.marks import Figure
from workbook_templates.documents.phrases import Phrases
from workbook_templates.tables.lists import LISTS, YES

SUBJECT = "亮灯考核情况通报"
SCORE = "亮灯得分"
UNLIT = "未亮灯"
WHOLE = "占比"


def light_texts(figures: LightFigures, heading: Heading, say: Phrases) -> Context:
    """Everything that a template of 亮灯通报 may hold; the names are those of its SHAPE."""
    judgement, settings = figures.judgement, figures.judgement.facts.settings
    months, following = chinese_period(judgement.period), chinese_period(figures.next)
    lists = {
        "议程": agenda(figures, following),
        **{
            f"{light}清单": listed(light, f"{months}{light}事项清单", [item_row(judged, figures) for judged in items])
            for light, items in zip(("红灯", "黄灯", "绿灯"), (figures.red, figures.yellow, figures.green), strict=True)
        },
        "认定清单": listed("例会认定", f"{months}例会认定清单", [ruling_row(judged, figures) for judged in figures.ruled]),
        "任务清单": listed("下期任务", f"{following}任务清单", [task_row(one, figures) for one in figures.tasks]),
    }
    annexes = numbered(lists)
    by_light = {light: getattr(figures.company, field) for light, field in FIELDS.items()}
    parts = {light: count for light, count in {**by_light, UNLIT: len(figures.unlit)}.items() if count or light in ALWAYS}
    meeting = figures.meetings[-1] if figures.meetings else None
    return {
        **period_texts(judgement, heading, SUBJECT),
        "下期": following,
        **counts({"亮灯": len(figures.company.items), **by_light, UNLIT: len(figures.unlit)}),
        **counts({"待确认": len(figures.unconfirmed), "例会认定": len(figures.ruled)}),
        WHOLE: Figure(WHOLE, 100 if figures.company.items else 0, "100.0" if figures.company.items else "0"),
        "凑整": any(adjusted for _, adjusted in shares(parts).values()),
        "时限口径": settings.light_basis == "时限" or bool(figures.company.blue),
        "亮灯得分": BLANK if figures.score is None else fixed(figures.score, settings.digits),
        "已定稿": figures.closed,
        "规则": rule_text(figures),
        "例会": "" if meeting is None or meeting.day is None else chinese_day(meeting.day),
        "灯": light_rows(parts, figures),
        "部门": [department_row(one, figures) for one in figures.departments],
        "变化": changes(figures, say),
        "对比": comparison(figures, say),
        "亮点": highlights(say, judgement),
        **lists,
        "附件": annexes,
    }


FIELDS = dict(zip(LISTS["灯"], ("green", "yellow", "red", "blue"), strict=True))
ALWAYS = ("绿灯", "黄灯", "红灯", UNLIT)


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
            "占比": share_figure(found[light][0]) if light in found else BLANK,
            "注": ADJUSTED if light in found and found[light][1] else "",
            "处理": handling.get(light) or BLANK,
        }
        for light, count in parts.items()
    ]


def share_figure(share: Fraction) -> Figure:
    return Figure(WHOLE, share, fixed(share, 1), "part")


def department_row(one: LitDepartment, figures: LightFigures) -> Context:
    light, digits = one.light, figures.judgement.facts.settings.digits
    named = {name: getattr(light, field) for name, field in FIELDS.items()}
    return {
        "名称": light.department,
        "类型": one.kind or BLANK,
        **counts({"亮灯": len(light.items), **named, UNLIT: one.unlit}, "part"),
        "得分": BLANK if one.score is None else fixed(one.score, digits),
        "排名": BLANK if one.rank is None else str(one.rank),
    }


def item_row(judged: JudgedItem, figures: LightFigures) -> Context:
    """One item of a colour, with the reason that was reported."""
    settings = figures.judgement.facts.settings
    share = judged.light_completion
    return {
        **item_texts(judged, figures.judgement),
        "完成度": BLANK if share is None else percent(share),
        "待确认": "（待确认）" if judged.light_unconfirmed else "",
        "认定": "例会认定" if judged.ruling is not None and judged.light != judged.computed_light else "",
        "原因": words_about(reported_reason(judged, figures.judgement), judged, settings),
        "分管领导": judged.item.leader if settings.named_in_bulletin == "责任人" else "",
        "逾期": judged.late,
    }


def ruling_row(judged: JudgedItem, figures: LightFigures) -> Context:
    """A light that a meeting gave."""
    ruling, settings = judged.ruling, figures.judgement.facts.settings
    return {
        **item_texts(judged, figures.judgement),
        "计算灯": judged.computed_light or UNLIT,
        "认定灯": ruling.light if ruling else "",
        "理由": words_about(ruling.reason, judged, settings) if ruling else "",
    }


def task_row(one: NextTask, figures: LightFigures) -> Context:
    stage, task = stage_words(one, figures.judgement)
    settings = figures.judgement.facts.settings
    return {
        **item_texts(one.judged, figures.judgement),
        "阶段": stage or BLANK,
        "任务": task or BLANK,
        "标准": words_about(one.stage.standard if one.stage else one.judged.item.standard, one.judged, settings),
        "完成时限": day_text(one.due),
        "完成时限日": long_day(one.due),
    }


def agenda(figures: LightFigures, following: str) -> Context:
    """议程: the order of the meeting, red before yellow, each department in its place; always an annex."""
    reds, yellows = by_department(figures.red), by_department(figures.yellow)
    rows: list[tuple[str, str, str]] = [("通报亮灯情况", "督办办公室", f"{len(figures.company.items)}项")]
    rows += [("红灯事项说明原因和措施", name, named(items)) for name, items in reds.items()]
    rows += [("黄灯事项说明原因和措施", name, named(items)) for name, items in yellows.items()]
    if figures.unconfirmed:
        rows.append(("确认完成度", "有关分管领导", f"{len(figures.unconfirmed)}项待确认"))
    rows.append(("审议认定灯", "督办办公室", f"{len(figures.ruled)}项" if figures.ruled else "按会议意见"))
    rows.append((f"审定{following}任务", "督办办公室", f"{len(figures.tasks)}项"))
    rows.append(("领导讲评", "公司领导", ""))
    made = listed("议程", f"亮灯例会议程（{chinese_period(figures.judgement.period)}）", [
        {"议题": title, "汇报": who, "内容": what} for title, who, what in rows
    ])  # fmt: skip
    return {**made, "附件": "附件"}


def by_department(items: Sequence[JudgedItem]) -> dict[str, list[JudgedItem]]:
    groups: dict[str, list[JudgedItem]] = {}
    for judged in items:
        groups.setdefault(judged.department, []).append(judged)
    return groups


def named(items: Sequence[JudgedItem]) -> str:
    """3项：2026-0012、2026-0034、2026-0051."""
    return f"{len(items)}项：" + "、".join(judged.item.number for judged in items if judged.item.number)


# analysis


def scores_of(figures: LightFigures) -> list[Score]:
    return [Score(one.light.department, one.kind, one.score, one.before) for one in figures.departments]


def changes(figures: LightFigures, say: Phrases) -> Said:
    """What the score and the red lights did since the last closed two months."""
    before, digits = figures.before, figures.judgement.facts.settings.digits
    if before is None:
        return []
    row = before.row(COMPANY, LIGHTS)
    earlier = before.score(COMPANY, LIGHTS)
    return [
        *score_change(say, f"全公司{SCORE}", figures.score, earlier, digits, before.period),
        *count_change(say, RED, Figure(RED, len(figures.red)), row.red if row else None, "项", before.period),
        *count_change(say, YELLOW, Figure(YELLOW, len(figures.yellow)), row.yellow if row else None, "项", before.period),
        *movers(say, SCORE, scores_of(figures), digits, before.period),
    ]


def comparison(figures: LightFigures, say: Phrases) -> Said:
    """Who leads and who is behind, among those that are ranked, and where the red lights are."""
    digits = figures.judgement.facts.settings.digits
    ranked = [score for score, one in zip(scores_of(figures), figures.departments, strict=True) if one.rank is not None]
    reasons = {one.light.department: colours_lost(one.light) for one in figures.departments}
    reds = {one.light.department: one.light.red for one in figures.departments}
    return [*leaders(say, SCORE, ranked, digits), *laggards(say, SCORE, ranked, digits, reasons), *most_red(say, reds)]
