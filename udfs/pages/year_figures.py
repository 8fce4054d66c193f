"""R17: the figures of the year that 操作台 shows. The year is that of the judged day."""

import datetime as dt
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from udfs.rules.ground.kinds import ASSESSMENT
from udfs.rules.ground.linked import linked_numbers
from udfs.rules.ground.periods import year_of
from udfs.rules.ground.states import CANCELLED, DONE
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.counted_points import confirmed_points
from workbook_templates.tables.daily import Item

REMINDER_PAPER = "提醒单"

Span: TypeAlias = tuple[dt.date | None, dt.date | None]


class YearFigures(NamedTuple):
    """work, reminders, assessments: counts. issuing_days, closing_days: mean working days 立项→下达, 提交→办结; None: no item."""

    year: int
    work: int
    reminders: int
    assessments: int
    issuing_days: Fraction | None
    closing_days: Fraction | None


def year_figures(judgement: Judgement) -> YearFigures:
    """督办工作, 督办提醒, 督办考核 of the year, and how long it took to give items out and to close them."""
    facts = judgement.facts
    year = year_of(judgement.period, judgement.as_of, facts.settings.month_end)
    items = [item for item in facts.items if item.status != CANCELLED]
    issued = [item for item in items if year.contains(item.issued)]
    closed = [item for item in items if item.status == DONE and year.contains(item.closed)]
    known = {item.number for item in items}
    reminders = (paper for paper in facts.papers if paper.kind == REMINDER_PAPER and year.contains(paper.day))
    return YearFigures(
        year.year,
        len(issued),
        len(linked_numbers(reminders) & known),
        sum(row.kind == ASSESSMENT for row in confirmed_points(judgement, year)),
        mean_days(issued, lambda item: (item.registered, item.issued), judgement.calendar),
        mean_days(closed, lambda item: (item.submitted, item.closed), judgement.calendar),
    )


def mean_days(items: Iterable[Item], span: Callable[[Item], Span], calendar: Calendar) -> Fraction | None:
    """The mean of the working days after the first date, up to and with the second, over the items that have both in order."""
    days = [calendar.workdays_between(start, end) for start, end in map(span, items) if start and end and start <= end]
    return Fraction(sum(days), len(days)) if days else None
