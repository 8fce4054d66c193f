"""The figures of 亮灯通报: the lights of two months, counted once, with the rows behind each count.

Of a closed period the lights are those that were published. Nothing of 问责记录 is read: what a colour leads to is the rule's word.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.papers.bulletins.supervision_bulletin import ordered
from udfs.papers.bulletins.supervision_bulletin_evidence import light_evidence
from udfs.papers.evidence import Behind, Evidence, counted, item_rows
from udfs.papers.published_figures import COMPANY, Published, items_with_lights, printed_score, published, published_before, ranked_kinds
from udfs.rules.discretion import matter_of, words_about
from udfs.rules.ground.periods import Period, next_period, parse_period
from udfs.rules.ground.ranking import ranks
from udfs.rules.ground.states import OPEN
from udfs.rules.judging.department_lights import DepartmentLight, department_light
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import GREEN, RED, YELLOW
from udfs.rules.performance.composite import LIGHTS
from workbook_templates.tables.daily import Meeting, Stage

MEETING = "亮灯例会"


class LitDepartment(NamedTuple):
    """One department. score: 亮灯 score as printed; rank: by it within 类型, None where it is not ranked."""

    light: DepartmentLight
    kind: str
    score: Fraction | None
    before: Fraction | None
    rank: int | None

    @property
    def unlit(self) -> int:
        light = self.light
        return len(light.items) - light.green - light.yellow - light.red - light.blue


class NextTask(NamedTuple):
    """What falls due in the next two months: a stage, or an item that has none (stage None)."""

    judged: JudgedItem
    stage: Stage | None
    due: dt.date


class LightFigures(NamedTuple):
    """Lists are in the order of 部门.排序, then by date and number. ruled: items whose light a meeting gave."""

    judgement: Judgement
    closed: bool
    company: DepartmentLight
    score: Fraction | None
    before: Published | None
    departments: tuple[LitDepartment, ...]
    red: tuple[JudgedItem, ...]
    yellow: tuple[JudgedItem, ...]
    green: tuple[JudgedItem, ...]
    unlit: tuple[JudgedItem, ...]
    unconfirmed: tuple[JudgedItem, ...]
    ruled: tuple[JudgedItem, ...]
    next: Period
    tasks: tuple[NextTask, ...]
    meetings: tuple[Meeting, ...]


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
        judgement,
        closed is not None,
        company,
        printed_score(closed, COMPANY, LIGHTS, company.score, settings.digits),
        published_before(judgement),
        lit_departments(items, judgement, closed),
        of(RED),
        of(YELLOW),
        of(GREEN),
        of(""),
        tuple(judged for judged in items if judged.light_unconfirmed),
        tuple(judged for judged in items if judged.ruling is not None and is_for(judged.ruling.period, judgement)),
        following,
        tasks_of(judgement, following),
        tuple(sorted(meetings, key=lambda row: (row.day or judgement.day, row.number))),
    )


def is_for(text: str, judgement: Judgement) -> bool:
    """Whether a cell names the period of the judgement."""
    return parse_period(text, judgement.facts.settings.month_end) == judgement.period


def lit_departments(items: Sequence[JudgedItem], judgement: Judgement, closed: Published | None) -> tuple[LitDepartment, ...]:
    """The departments with items that count, in the order of 部门.排序."""
    settings, before = judgement.facts.settings, published_before(judgement)
    groups: dict[str, list[JudgedItem]] = {}
    for judged in items:
        groups.setdefault(judged.department, []).append(judged)
    lights = {name: department_light(name, groups[name]) for name in sorted(groups, key=judgement.departments.order)}
    scores = {name: printed_score(closed, name, LIGHTS, light.score, settings.digits) for name, light in lights.items()}
    kinds = ranked_kinds(judgement, list(lights))
    places: dict[str, int] = {}
    for kind in dict.fromkeys(kinds.values()):
        places |= ranks({name: scores[name] for name, of in kinds.items() if of == kind}, settings.tie_style)
    found = []
    for name, light in lights.items():
        row = judgement.departments.find(name)
        earlier = before.score(name, LIGHTS) if before else None
        found.append(LitDepartment(light, row.kind if row else "", scores[name], earlier, places.get(name)))
    return tuple(found)


def tasks_of(judgement: Judgement, following: Period) -> tuple[NextTask, ...]:
    """The stages of open items, and open items without stages, that fall due in the next period."""
    found: list[NextTask] = []
    for judged in judgement.items:
        if judged.item.status not in OPEN:
            continue
        for stage, deadline in judged.stages:
            if deadline.first is not None and following.contains(deadline.first):
                found.append(NextTask(judged, stage, deadline.first))
        first = judged.deadline.first
        if not judged.stages and first is not None and following.contains(first):
            found.append(NextTask(judged, None, first))
    order = judgement.departments.order
    return tuple(sorted(found, key=lambda one: (order(one.judged.department), one.due, one.judged.item.number)))


def light_bulletin_evidence(figures: LightFigures) -> list[Evidence]:
    """Every figure of the bulletin with its rows."""
    judgement = figures.judgement
    return [
        *light_evidence(figures.company.items, judgement),
        counted("待确认", "亮灯所依据的完成度是自评、还没有确认的事项", "事项", item_rows(figures.unconfirmed, judgement)),
        counted("例会认定", "由认定记录给灯的事项", "事项", item_rows(figures.ruled, judgement)),
        counted("下期任务", "下一个两月里到期的阶段，和没有分解阶段的到期事项", "阶段", task_rows(figures.tasks, judgement)),
    ]


def task_rows(tasks: Iterable[NextTask], judgement: Judgement) -> list[Behind]:
    found = []
    for one in tasks:
        item = one.judged.item
        cells = (item.number, matter_of(item, judgement.facts.settings), one.judged.department, *stage_words(one, judgement), one.due)
        found.append(Behind(1, cells, one.stage.at if one.stage else item.at))
    return found


def stage_words(one: NextTask, judgement: Judgement) -> tuple[str, str]:
    """Name and task of the stage; of an item without stages that it is to be closed."""
    if one.stage is None:
        return "", "办结"
    settings = judgement.facts.settings
    return words_about(one.stage.stage, one.judged, settings), words_about(one.stage.task, one.judged, settings)


def colours_lost(light: DepartmentLight) -> list[str]:
    """What a department's 亮灯 score lost by: its red and yellow items."""
    found = []
    for colour in (RED, YELLOW):
        numbers = [judged.item.number for judged in light.items if judged.light == colour and judged.item.number]
        if numbers:
            more = f"等{len(numbers)}项" if len(numbers) > NAMED else f"{len(numbers)}项"
            found.append(f"{colour}{more}（{'、'.join(numbers[:NAMED])}）")
    return found


NAMED = 5
"""Numbers that a reason names."""
