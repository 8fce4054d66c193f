"""Which 反馈记录 rows fall due by 督办频次, so that a department can be asked before the day and not blamed after it.

The series of an item runs from its last 应反馈日期 (else 下达日期, else 立项日期) in steps of the 反馈间隔天数 of its 类别.
A sheet goes out weekly, so each date from 基准日 to six days after it is asked for, and at least the next one. A date in the
past that nobody was asked for is never added. With 反馈逢休顺延 a date on a rest day moves to the next working day, one a day; those of
紧急 lie on working days always.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator

from udfs.rules.ground.grouped import firsts
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.ground.states import CONTESTED, ISSUED, WORKING
from udfs.rules.ground.workdays import Calendar, days_after
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.schema import Source
from workbook_templates.tables.setup import Frequency

REPORTING = frozenset({ISSUED, CONTESTED, WORKING})
"""States in which feedback is asked for: given out, and not yet submitted."""
URGENT = "紧急"
LONGEST_REST = 31
"""Days beyond any holiday: a date so long before another cannot move onto it."""
DAYS_AHEAD = 6
"""Days after 基准日 that one sheet covers: with 基准日 itself, a week."""


def due_feedback(judgement: Judgement) -> list[Feedback]:
    """The rows to be added to 反馈记录, by item in the order of 督办台账, then by date; none that 反馈记录 has already.

    An item without 编号, without any starting date, or of a 类别 that 督办频次 does not know has none.
    """
    facts, start = judgement.facts, judgement.facts.settings.start
    first = max(judgement.as_of, start) if start else judgement.as_of
    steps = step_days(facts.frequencies)
    asked = last_asked(facts.feedback)
    found: dict[tuple[str, dt.date], Feedback] = {}
    for judged in judgement.items:
        item = judged.item
        since = asked.get(item.number) or item.issued or item.registered
        step = steps.get(item.category)
        if item.status not in REPORTING or not item.number or since is None or step is None:
            continue
        calendar = judgement.calendar if facts.settings.feedback_workdays or item.category == URGENT else None
        for day in due_days(since, step, first, days_after(judgement.as_of, DAYS_AHEAD), calendar):
            found.setdefault(
                (item.number, day), new_row(Feedback, number=item.number, due=day, at=Source("反馈记录", 0, f"{item.number}/{day}"))
            )
    return list(found.values())


def due_days(since: dt.date, step: int, first: dt.date, last: dt.date, calendar: Calendar | None) -> Iterator[dt.date]:
    """The dates since + k × step, k ≥ 1, from `first` to `last`; where nothing is asked for after `first` yet, at least one.

    calendar: a date on a rest day moves to its next working day, and may meet another there; None: every date stands.
    """
    enough = since >= first
    skipped = max((first - since).days - 1 - LONGEST_REST, 0) // step
    ordinal = since.toordinal() + step * (skipped + 1)
    while ordinal <= dt.date.max.toordinal() - LONGEST_REST:
        day = dt.date.fromordinal(ordinal)
        day = calendar.next_workday(day) if calendar else day
        if day > last and enough:
            return
        if day >= first:
            enough = True
            yield day
        ordinal += step


def step_days(frequencies: Iterable[Frequency]) -> dict[str, int]:
    """类别 → 反馈间隔天数 as whole days, a broken day counting as a day; of two rows for one 类别 the first prevails."""
    return firsts(
        (row.category, math.ceil(row.feedback_days))
        for row in frequencies
        if row.category and row.feedback_days is not None and row.feedback_days > 0
    )


def last_asked(rows: Iterable[Feedback]) -> dict[str, dt.date]:
    """编号 → its last 应反馈日期, given or not."""
    last: dict[str, dt.date] = {}
    for row in rows:
        if row.number and row.due is not None and row.due > last.get(row.number, dt.date.min):
            last[row.number] = row.due
    return last
