"""The figures of 督办通报: what happened in a month, counted once, with the rows behind each count.

Everything that the bulletin says is taken from here, by text and tables alike. The same items are counted as in R7: given out by
the month's end and not closed before it (so that carried over + given out = closed + in hand). Nothing of 问责记录 is read.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import is_in_force
from udfs.rules.ground.figures import round_half_up
from udfs.rules.ground.periods import Period, next_period
from udfs.rules.ground.ranking import ranks
from udfs.rules.ground.states import APPROVED
from udfs.rules.judging.department_lights import DepartmentLight, department_lights
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.performance.counted_points import confirmed_points
from udfs.rules.supervision.supervision import (
    DepartmentSupervision,
    company_supervision,
    feedback_due,
    in_hand,
    is_closed,
    supervision,
    takes_part,
    was_given,
)
from udfs.rules.supervision.targets import Landing, landing
from workbook_templates.tables.daily import Change, Feedback, Item, Point
from workbook_templates.tables.lists import NO

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


class Approved(NamedTuple):
    """A change approved in the month, and the item it names (None: none in the ledger)."""

    row: Change
    judged: JudgedItem | None


class Assessed(NamedTuple):
    """A confirmed point of the month, and the item it names (None: none in the ledger)."""

    row: Point
    judged: JudgedItem | None


class Figures(NamedTuple):
    """A month's figures. Lists are in the order of 部门.排序, then by date and number; asked: every feedback
    due in it; due_next: open items due in the next month."""

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
    changes: tuple[Approved, ...]
    escalations: tuple[Approved, ...]
    points: tuple[Assessed, ...]
    due_next: tuple[JudgedItem, ...]
    next: Period
    landing: Landing


def figures_of(judgement: Judgement) -> Figures:
    """The figures of the judgement's period."""
    settings = judgement.facts.settings
    mine = [judged for judged in judgement.items if takes_part(judged, settings) and in_hand(judged, judgement)]
    known = {judged.item.number: judged for judged in reversed(judgement.items) if judged.item.number}
    asked = asked_feedback(judgement)
    lights = department_lights(judgement)
    scores = supervision(judgement)
    closed, running = parted(mine, judgement)
    following = next_period(judgement.period, settings.month_end)
    changes = decided_changes(judgement, known)
    return Figures(
        judgement,
        company_supervision(judgement),
        counts_of(mine, judgement),
        feedback_counts(asked),
        {name: sum(getattr(light, name) for light in lights.values()) for name in ("green", "yellow", "red", "blue")},
        sum(not judged.light for light in lights.values() for judged in light.items),
        departments_of(judgement, mine, lights, scores),
        ordered(closed, judgement),
        ordered((judged for judged in running if judged.late), judgement),
        tuple(asked),
        tuple(sorted((one for one in asked if one.row.given is None), key=lambda one: missed_order(one, judgement))),
        tuple(change for change in changes if change.row.change != ESCALATED),
        tuple(change for change in changes if change.row.change == ESCALATED),
        assessed(judgement, known),
        ordered((judged for judged in running if following.contains(judged.deadline.first)), judgement),
        following,
        landing(judgement.facts, judgement.day),
    )


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
    given = sum(judgement.period.contains(judged.item.issued or judged.item.registered) for judged in mine)
    return Counts(len(mine) - given, given, len(closed), len(running), sum(judged.late for judged in running))


def asked_feedback(judgement: Judgement) -> list[Missed]:
    """The feedbacks due in the period up to the judged day, with their items; those of items that take no part are left out.

    Of two items with one number the one that takes part counts, as in the rate."""
    settings = judgement.facts.settings
    taking = {one.item.number: one for one in reversed(judgement.items) if one.item.number and takes_part(one, settings)}
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
    groups: dict[str, list[JudgedItem]] = {}
    for judged in mine:
        groups.setdefault(judged.department, []).append(judged)
    digits = judgement.facts.settings.digits
    names = {name for name, one in scores.items() if one.on_time.denominator or one.feedback.denominator or one.score is not None}
    rows = [
        DepartmentFigures(
            name,
            counts_of(groups.get(name, ()), judgement),
            lights.get(name),
            scores.get(name),
            rounded(scores[name].score, digits) if name in scores else None,
            None,
        )
        for name in sorted(names | groups.keys() | lights.keys(), key=judgement.departments.order)
    ]
    return with_ranks(rows, judgement)


def rounded(points: Fraction | None, digits: int) -> Fraction | None:
    return None if points is None else round_half_up(points, digits)


def with_ranks(rows: Sequence[DepartmentFigures], judgement: Judgement) -> tuple[DepartmentFigures, ...]:
    """总排名入通报 是: the rank by score as printed, among departments with 参评 是 in force at the period's end."""
    settings = judgement.facts.settings
    if not settings.publish_overall:
        return tuple(rows)
    taking = {row.name for row in judgement.departments.rows if row.ranked != NO and is_in_force(row, judgement.period.last)}
    places = ranks({row.name: row.score for row in rows if row.name in taking}, settings.tie_style)
    return tuple(row._replace(rank=places.get(row.name)) for row in rows)


def decided_changes(judgement: Judgement, known: dict[str, JudgedItem]) -> list[Approved]:
    """The changes approved in the period (without 批准日期: asked for in it), by department and day."""
    rows = [
        Approved(row, known.get(row.number))
        for row in judgement.facts.changes
        if row.result == APPROVED and judgement.period.contains(row.approved or row.asked)
    ]

    def key(one: Approved) -> tuple[object, ...]:
        name = one.judged.department if one.judged else ""
        return judgement.departments.order(name), one.row.approved or one.row.asked, one.row.number

    return sorted(rows, key=key)


def assessed(judgement: Judgement, known: dict[str, JudgedItem]) -> tuple[Assessed, ...]:
    """Confirmed rows of 督办考核 that count in the period, as registered. Those of a person (with a 工号) are that person's own matter."""
    rows = [Assessed(row, known.get(row.linked)) for row in confirmed_points(judgement) if row.kind == ASSESSED and not row.staff_no]
    return tuple(sorted(rows, key=lambda one: (judgement.departments.order(one.row.department), one.row.day, one.row.linked)))


def named_items(figures: Figures) -> list[Item]:
    """Every item that the bulletin names, each once, in the order of the ledger."""
    named: list[JudgedItem | None] = [*figures.closed, *figures.overdue, *figures.due_next]
    named += [one.judged for one in figures.missed]
    named += [one.judged for one in (*figures.changes, *figures.escalations)]
    named += [one.judged for one in figures.points]
    numbers = {judged.item.number for judged in named if judged is not None and judged.item.number}
    return [judged.item for judged in figures.judgement.items if judged.item.number in numbers]
