"""历史成绩: what was published. The latest closing of a period prevails; a reopened period is open again.

Reopening appends one row that says so (等次 重开, no 维度), and the latest rows of that period are then no closing any more.
"""

import datetime as dt

from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import Period, parse_period
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.logs import Closed

REOPENED = "重开"
NEVER = dt.datetime.combine(dt.date.min, dt.time.min)


def history(facts: Tables) -> dict[str, list[Closed]]:
    """Name of each closed period → the rows of its latest closing. Rows whose 期间 is no period are left out (数据检查 lists them)."""
    periods = {text: parse_period(text, facts.settings.month_end) for text in {row.period for row in facts.closed}}
    groups = grouped((period.name, row) for row in facts.closed if (period := periods[row.period]) is not None)
    return {name: rows for name, group in groups.items() if (rows := latest(group))}


def latest(rows: list[Closed]) -> list[Closed]:
    """The rows of the latest closing; [] where that is a reopening. Rows without 结账时间 are the oldest; of one second the lower ones
    prevail."""
    last = max(row.closed or NEVER for row in rows)
    kept: list[Closed] = []
    for row in rows:
        if (row.closed or NEVER) == last:
            if row.grade == REOPENED and not row.dimension:
                kept.clear()
            else:
                kept.append(row)
    return kept


def is_closed(facts: Tables, period: Period) -> bool:
    """Whether the period is closed on 基准日."""
    return period.name in history(facts)


def time_of_closing(facts: Tables, period: Period, now: dt.datetime) -> dt.datetime:
    """结账时间 of what closes or reopens a period now: a second after the last one where the clock has gone back."""
    rows = (row for row in facts.closed if row.closed is not None and parse_period(row.period, facts.settings.month_end) == period)
    now = now.replace(microsecond=0)
    last = max((row.closed or NEVER for row in rows), default=now)
    return now if last <= now else last + dt.timedelta(seconds=1)


def closing_days(facts: Tables, kind: str) -> dict[str, dt.date]:
    """Name → the day of its latest closing, of the closed periods of one kind."""
    found: dict[str, dt.date] = {}
    for name, rows in history(facts).items():
        period = parse_period(name, facts.settings.month_end)
        if period is not None and period.kind == kind and rows[0].closed is not None:
            found[name] = rows[0].closed.date()
    return found
