"""Feedback that nobody owes (免报, rules.md R5): due on or after the day an item was handed in or closed, or while it rested; and of an
item that was settled on the spot (R19).

A refresh writes 免报 into 原因类别, so that it stays excused when the item comes back; in the tables of a run the word stands there at
once. What is excused is neither due nor chased nor counted.
"""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from udfs.rules.ground.change_values import decided_on, in_order, rests
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.on_site import is_solved
from udfs.rules.ground.states import APPROVED, DONE, EXCUSED, PAUSED, RESUMED, SUBMITTED
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change, Feedback, Item


class Rest(NamedTuple):
    """A time in which an item was 暂缓: from `since` to the day before `until`; None: it still rests."""

    since: dt.date
    until: dt.date | None


def is_owed(row: Feedback) -> bool:
    """Whether a feedback is asked for: it is not 免报."""
    return row.late_cause != EXCUSED


def with_excuses(tables: Tables) -> Tables:
    """The tables with 免报 at every feedback that nobody owes; the very same object where there is none."""
    if not tables.feedback:
        return tables
    solved = {item.number for item in tables.items if is_solved(item) and item.number}
    days = grouped((item.number, handed_in(item)) for item in tables.items if item.number)
    ends = {number: max(filter(None, found)) for number, found in days.items() if None not in found}  # a doubled number: when all ended
    rests = rests_of(tables.changes)
    rows = tuple(
        row._replace(late_cause=EXCUSED)
        if row.due is not None
        and is_owed(row)
        and (row.number in solved or falls_away(row.due, ends.get(row.number), rests.get(row.number, ())))
        else row
        for row in tables.feedback
    )
    return tables if rows == tables.feedback else tables._replace(feedback=rows)


def falls_away(due: dt.date, end: dt.date | None, rests: Iterable[Rest]) -> bool:
    """Whether a feedback due on this day is excused. end: the day the item was handed in or closed."""
    if end is not None and due >= end:
        return True
    return any(rest.since <= due and (rest.until is None or due < rest.until) for rest in rests)


def handed_in(item: Item) -> dt.date | None:
    """The earlier of 提交日期 and 办结日期 of what is 提交 or 办结."""
    days = [day for day in (item.submitted, item.closed) if day is not None]
    return min(days) if days and item.status in (SUBMITTED, DONE) else None


def rests_of(changes: Iterable[Change]) -> dict[str, list[Rest]]:
    """编号 → the times in which the item rested, by its approved 暂缓 and 恢复 that have a day."""
    turns = grouped(
        (change.number, change)
        for change in changes
        if change.number and not change.stage and change.result == APPROVED and change.change in (PAUSED, RESUMED) and decided_on(change)
    )
    return {
        number: [
            Rest(since, decided_on(end) if end else None)
            for start, end in rests(in_order(rows))
            if (since := decided_on(start)) is not None
        ]
        for number, rows in turns.items()
    }
