"""R19: what holds an item up: a prerequisite (前置编号) that is open and overdue, or due after the item that waits for it."""

from typing import NamedTuple

from udfs.rules.ground.grouped import firsts
from udfs.rules.ground.states import CANCELLED, DONE, PAUSED
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.tables.schema import Source


class Holding(NamedTuple):
    """A prerequisite that holds its follower up. overdue: it should be done already; else it is due only after the follower."""

    judged: JudgedItem
    overdue: bool


def held_up(judgement: Judgement) -> dict[Source, list[Holding]]:
    """Place of a follower that still runs → what holds it up, in the order of its 前置编号; by 考核时限, on 基准日."""
    known = firsts((judged.item.number, judged) for judged in judgement.items if judged.item.number)
    found: dict[Source, list[Holding]] = {}
    for judged in judgement.items:
        if not judged.item.after or judged.item.status in (DONE, CANCELLED, PAUSED):
            continue
        before = [known[number] for number in dict.fromkeys(judged.item.after) if number in known and number != judged.item.number]
        if held := [Holding(one, one.overdue) for one in before if one.overdue or is_due_after(one, judged)]:
            found[judged.item.at] = held
    return found


def is_due_after(before: JudgedItem, follower: JudgedItem) -> bool:
    """Whether a prerequisite that is not over yet has its 考核时限 after that of the item that waits for it."""
    first, last = before.deadline.first, follower.deadline.first
    return before.item.status not in (DONE, CANCELLED) and first is not None and last is not None and first > last
