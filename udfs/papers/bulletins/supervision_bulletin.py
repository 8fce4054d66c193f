"""The figures of 督办通报: what happened in a month, counted once, with the rows behind each count.

Everything that the bulletin says is taken from here, by text and tables alike. The same items are counted as in R7: given out by
the month's end and not closed before it (so that carried over + given out = closed + in hand). Nothing of 问责记录 is read.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.papers.paper_matters import About, items_by_number
from udfs.rules.ground.departments import is_in_force, is_ranked
from udfs.rules.ground.figures import ranks, round_half_up
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import Period, next_period
from udfs.rules.ground.states import APPROVED
from udfs.rules.judging.department_lights import DepartmentLight, department_lights
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.performance.composite import confirmed_points
from udfs.rules.supervision.supervision import (
    DepartmentSupervision,
    company_supervision,
    feedback_due,
    in_hand,
    is_closed,
    is_timed,
    supervision,
    takes_part,
    was_given,
)
from udfs.rules.supervision.target_changes import target_changes
from udfs.rules.supervision.targets import Landing, landing
from workbook_templates.tables.daily import Change, Feedback, Item, Point

ASSESSED, ESCALATED = "督办考核", "升级"


class Counts(NamedTuple):
    """Items of the month: carried + given = total = closed + open; overdue is a part of open."""

    carried: int
    given: int
    closed: int
    open: int
    overdue: int

    @property
    def total(self) -> int:
        return self.carried + self.given


class FeedbackCounts(NamedTuple):
    """Feedbacks due in the month up to the judged day: in_time + late + missed = due."""

    due: int
    in_time: int
    late: int
    missed: int


class DepartmentFigures(NamedTuple):
    """One department. score: 督办得分 in points as printed; rank: among all that are ranked, None where it has none."""

    name: str
    counts: Counts
    light: DepartmentLight | None
    supervision: DepartmentSupervision | None
    score: Fraction | None
    rank: int | None


class Missed(NamedTuple):
    """A feedback that was asked for, and its item; in `missed` those that were never given."""

    row: Feedback
    judged: JudgedItem


class Figures(NamedTuple):
    """A month's figures. Lists are in the order of 部门.排序, then by date and number.

    company: rates and score of the company by R7. counts, feedback: of all its items and feedbacks. lights: field of DepartmentLight →
    count, unlit: items that count and have no light. departments: those that have anything to show. closed, overdue: items closed in the
    month, and those past 考核时限 in hand at its end. asked: every feedback due in it, missed: those never given. changes, escalations:
    approved in it. points: confirmed 督办考核. due_next: open items due in the `next` month. landing: 落地率 of the year."""

    judgement: Judgement
    company: DepartmentSupervision
    counts: Counts
    feedback: FeedbackCounts
    lights: dict[str, int]
    unlit: int
    departments: tuple[DepartmentFigures, ...]
    closed: tuple[JudgedItem, ...]
    overdue: tuple[JudgedItem, ...]
    asked: tuple[Missed, ...]
    missed: tuple[Missed, ...]
    changes: tuple[About[Change], ...]
    escalations: tuple[About[Change], ...]
    points: tuple[About[Point], ...]
    due_next: tuple[JudgedItem, ...]
    next: Period
    landing: Landing


def figures_of(judgement: Judgement) -> Figures:
    """The figures of the judgement's period."""
    mine, known = items_in_hand(judgement), items_by_number(judgement)
    asked, changes = asked_feedback(judgement), decided_changes(judgement, known)
    lights = department_lights(judgement)
    closed, running = parted(mine, judgement)
    following = next_period(judgement.period, judgement.facts.settings.month_end)
    return Figures(
        judgement=judgement,
        company=company_supervision(judgement),
        counts=counts_of(mine, judgement),
        feedback=feedback_counts(asked),
        lights={name: sum(getattr(light, name) for light in lights.values()) for name in ("green", "yellow", "red", "blue")},
        unlit=sum(not judged.light for light in lights.values() for judged in light.items),
        departments=departments_of(judgement, mine, lights, supervision(judgement)),
        closed=ordered(closed, judgement),
        overdue=ordered((judged for judged in running if judged.late), judgement),
        asked=tuple(asked),
        missed=tuple(sorted((one for one in asked if one.row.given is None), key=lambda one: missed_order(one, judgement))),
        changes=tuple(change for change in changes if change.row.change != ESCALATED),
        escalations=tuple(change for change in changes if change.row.change == ESCALATED),
        points=assessed(judgement, known),
        due_next=ordered((judged for judged in running if following.contains(judged.deadline.first)), judgement),
        next=following,
        landing=landing(judgement.facts, judgement.day),
    )


def items_taking_part(judgement: Judgement) -> list[JudgedItem]:
    """The items of the ledger that are supervised (立项, 暂缓, 取消 are not)."""
    return [judged for judged in judgement.items if takes_part(judged, judgement.facts.settings)]


def items_in_hand(judgement: Judgement) -> list[JudgedItem]:
    """Those that were in hand in the period."""
    return [judged for judged in items_taking_part(judgement) if in_hand(judged, judgement)]


def timed_items(judgement: Judgement) -> list[JudgedItem]:
    """Those whose 考核时限 is in the period and can be judged: the denominator of 按期办结率."""
    taking = items_taking_part(judgement)
    return [judged for judged in taking if judgement.period.contains(judged.deadline.first) and is_timed(judged, judgement.as_of)]


def is_new(judged: JudgedItem, judgement: Judgement) -> bool:
    """Whether an item was given out in the period."""
    return judgement.period.contains(judged.item.issued or judged.item.registered)


def parted(mine: Iterable[JudgedItem], judgement: Judgement) -> tuple[list[JudgedItem], list[JudgedItem]]:
    """Those closed by the end of the period, and those still in hand then."""
    closed: list[JudgedItem] = []
    running: list[JudgedItem] = []
    for judged in mine:
        (closed if is_closed(judged, judgement.period.last) else running).append(judged)
    return closed, running


def counts_of(mine: Sequence[JudgedItem], judgement: Judgement) -> Counts:
    """The counts of items in hand in the period."""
    closed, running = parted(mine, judgement)
    given = sum(is_new(judged, judgement) for judged in mine)
    return Counts(len(mine) - given, given, len(closed), len(running), sum(judged.late for judged in running))


def asked_feedback(judgement: Judgement) -> list[Missed]:
    """The feedbacks due in the period up to the judged day, with their items; those of items that take no part are left out.

    Of two items with one number the one that takes part counts, as in the rate."""
    taking = {one.item.number: one for one in reversed(items_taking_part(judgement)) if one.item.number}
    return [
        Missed(row, taking[row.number])
        for row in feedback_due(judgement)
        if row.due is not None and row.due <= judgement.day and row.number in taking
    ]


def feedback_counts(asked: Sequence[Missed]) -> FeedbackCounts:
    in_time = sum(was_given(one.row) for one in asked)
    missed = sum(one.row.given is None for one in asked)
    return FeedbackCounts(len(asked), in_time, len(asked) - in_time - missed, missed)


def missed_order(one: Missed, judgement: Judgement) -> tuple[object, ...]:
    return judgement.departments.order(one.judged.department), one.row.due, one.row.number


def ordered(items: Iterable[JudgedItem], judgement: Judgement) -> tuple[JudgedItem, ...]:
    """By department, deadline (none last), number."""

    def key(judged: JudgedItem) -> tuple[object, ...]:
        first = judged.deadline.first
        return judgement.departments.order(judged.department), first is None, first or judgement.day, judged.item.number

    return tuple(sorted(items, key=key))


def departments_of(
    judgement: Judgement,
    mine: Iterable[JudgedItem],
    lights: dict[str, DepartmentLight],
    scores: dict[str, DepartmentSupervision],
) -> tuple[DepartmentFigures, ...]:
    """The departments that have anything to show, in the order of 部门.排序."""
    groups = grouped((judged.department, judged) for judged in mine)
    names = {name for name, one in scores.items() if one.on_time.denominator or one.feedback.denominator or one.score is not None}
    names |= groups.keys() | lights.keys()
    digits = judgement.facts.settings.digits
    points = {name: None if one.score is None else round_half_up(one.score, digits) for name, one in scores.items()}
    places = overall_ranks({name: points.get(name) for name in names}, judgement)
    return tuple(
        DepartmentFigures(
            name, counts_of(groups.get(name, ()), judgement), lights.get(name), scores.get(name), points.get(name), places.get(name)
        )
        for name in sorted(names, key=judgement.departments.order)
    )


def overall_ranks(points: dict[str, Fraction | None], judgement: Judgement) -> dict[str, int]:
    """总排名入通报 是: the rank by score as printed, among departments with 参评 是 in force at the period's end."""
    settings = judgement.facts.settings
    if not settings.publish_overall:
        return {}
    taking = {row.name for row in judgement.departments.rows if is_ranked(row) and is_in_force(row, judgement.period.last)}
    return ranks({name: score for name, score in points.items() if name in taking}, settings.tie_style)


def decided_changes(judgement: Judgement, known: dict[str, JudgedItem]) -> list[About[Change]]:
    """The changes of items approved in the period (without 批准日期: asked for in it), by department and day."""
    aims = {one.change.at for one in target_changes(judgement.facts)}
    rows = [
        About(row, known.get(row.number))
        for row in judgement.facts.changes
        if row.result == APPROVED and row.at not in aims and judgement.period.contains(row.approved or row.asked)
    ]

    def key(one: About[Change]) -> tuple[object, ...]:
        name = one.judged.department if one.judged else ""
        return judgement.departments.order(name), one.row.approved or one.row.asked, one.row.number

    return sorted(rows, key=key)


def assessed(judgement: Judgement, known: dict[str, JudgedItem]) -> tuple[About[Point], ...]:
    """Confirmed rows of 督办考核 that count in the period, as registered. Those of a person (with a 工号) are that person's own matter."""
    rows = [About(row, known.get(row.linked)) for row in confirmed_points(judgement) if row.kind == ASSESSED and not row.staff_no]
    return tuple(sorted(rows, key=lambda one: (judgement.departments.order(one.row.department), one.row.day, one.row.linked)))


def named_items(figures: Figures) -> list[Item]:
    """Every item that the bulletin names, each once, in the order of the ledger."""
    named: list[JudgedItem | None] = [*figures.closed, *figures.overdue, *figures.due_next]
    named += [one.judged for one in figures.missed]
    named += [one.judged for one in (*figures.changes, *figures.escalations)]
    named += [one.judged for one in figures.points]
    numbers = {judged.item.number for judged in named if judged is not None and judged.item.number}
    return [judged.item for judged in figures.judgement.items if judged.item.number in numbers]


def bulletin_linked(figures: Figures) -> Iterable[str]:
    return (item.number for item in named_items(figures))
