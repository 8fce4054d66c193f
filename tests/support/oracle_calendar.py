"""Periods and working days for the oracle, written from rules.md §4 and §1 alone; nothing here asks the product's rules."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping

import chinese_calendar

Bounds = tuple[dt.date, dt.date]

PERIOD = re.compile(r"(\d{4})(?:-(\d\d)|-B([1-6])|Q([1-4])|H([12])|-W(\d\d))?")
MONTHS_IN = {"month": 1, "two months": 2, "quarter": 3, "half": 6, "year": 12}
NAMES = {"month": "{}-{:02d}", "two months": "{}-B{}", "quarter": "{}Q{}", "half": "{}H{}", "year": "{}"}


def month_last(year: int, month: int, cutoff: int) -> dt.date:
    """The last day of a month that ends on 月度截止日; month 0 is December of the year before."""
    year, month = (year - 1, 12) if month == 0 else (year, month)
    return dt.date(year, month, min(cutoff, calendar.monthrange(year, month)[1]))


def bounds(period: str, cutoff: int = 31) -> Bounds | None:
    """First and last day of a 期间; None for a text that names none."""
    found = PERIOD.fullmatch(period)
    if not found:
        return None
    year, month, pair, quarter, half, week = (int(part) if part else 0 for part in found.groups())
    if found[6] is not None:
        try:
            monday = dt.date.fromisocalendar(year, week, 1)
        except ValueError:
            return None
        return monday, monday + dt.timedelta(6)
    if found[2] is not None and not 1 <= month <= 12:
        return None
    length, place = next(((n, p) for n, p in ((1, month), (2, pair), (3, quarter), (6, half)) if p), (12, 1))
    last_month = length * place
    return month_last(year, last_month - length, cutoff) + dt.timedelta(1), month_last(year, last_month, cutoff)


def period_of(day: dt.date, kind: str, cutoff: int = 31) -> str:
    """The period of this kind that a day lies in, found by looking at all that may."""
    names = (NAMES[kind].format(year, n + 1) for year in (day.year, day.year + 1) for n in range(12 // MONTHS_IN[kind]))
    return next(name for name in names if inside(day, bounds(name, cutoff)))


def inside(day: dt.date, span: Bounds | None) -> bool:
    return span is not None and span[0] <= day <= span[1]


def works(day: dt.date, overrides: Mapping[dt.date, str]) -> bool:
    """A working day: 节假日 first, then the built-in calendar, then the week."""
    if day in overrides:
        return overrides[day] == "班"
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def next_working(day: dt.date, overrides: Mapping[dt.date, str]) -> dt.date:
    """The day itself if it is worked, else the first one after it that is."""
    while not works(day, overrides):
        day += dt.timedelta(1)
    return day


def previous_working(day: dt.date, overrides: Mapping[dt.date, str]) -> dt.date:
    """The day itself if it is worked, else the last one before it that is."""
    while not works(day, overrides):
        day -= dt.timedelta(1)
    return day


def working_days(first: dt.date, last: dt.date, overrides: Mapping[dt.date, str]) -> int:
    """R17: the working days after the first date, up to and with the second; none where the second is not after the first."""
    return sum(works(first + dt.timedelta(n), overrides) for n in range(1, (last - first).days + 1))
