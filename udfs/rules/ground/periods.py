"""Periods (rules.md §4): 2026-03, 2026-B2 (two months), 2026Q1, 2026H1, 2026, 2026-W23 (ISO week).

With 月度截止日 25 a month runs from the 26th to the 25th, and two months, quarters, halves and years with it; weeks never shift.
"""

import calendar
import datetime as dt
import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from workbook_templates.tables.settings import Settings

PeriodKind: TypeAlias = Literal["周", "月", "两月", "季", "半年", "年"]

MONTHS_OF: dict[PeriodKind, int] = {"月": 1, "两月": 2, "季": 3, "半年": 6, "年": 12}
"""How many months a period of each kind has; a week is none of these."""

NATURAL = 31
"""月度截止日 of calendar months."""

A_DAY = dt.timedelta(1)
NUMERALS_IN_PERIODS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
PERIOD_FORMS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    ("年", re.compile(r"(20\d\d)年?(?:度)?()")),
    ("季", re.compile(r"(20\d\d)(?:[-/.年]?Q|年?第?)([1-4一二三四])(?:季度?)?")),
    ("半年", re.compile(r"(20\d\d)(?:[-/.年]?H([12])|年?([上下])半年)")),
    ("两月", re.compile(r"(20\d\d)[-/.年]?B([1-6])")),
    ("周", re.compile(r"(20\d\d)(?:[-/.年]?W|年第?)(\d{1,2})周?")),
    # Excel makes the date 2026-03-01 of a typed 2026-03, so that the first of a month stands for the month.
    ("月", re.compile(r"(20\d\d)[-/.年](\d{1,2})(?:月|月份|[-/.]0?1(?:00:00:00)?)?")),
)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends in it. index: month 3 of 2026-03, 2 of 2026-B2, 1 of 2026; name: as the tables write it."""

    kind: PeriodKind
    year: int
    index: int
    first: dt.date
    last: dt.date

    @property
    def name(self) -> str:
        forms = {"月": "{}-{:02d}", "两月": "{}-B{}", "季": "{}Q{}", "半年": "{}H{}", "年": "{}", "周": "{}-W{:02d}"}
        return forms[self.kind].format(self.year, self.index)

    def contains(self, day: dt.date | None) -> bool:
        """Whether this day lies in the period; a blank date lies in none."""
        return day is not None and self.first <= day <= self.last


def month_last(year: int, month: int, month_end: int) -> dt.date:
    """The last day of a month under 月度截止日: its 25th, say, or the calendar's last day where the month is shorter."""
    return dt.date(year, month, min(month_end, calendar.monthrange(year, month)[1]))


def of_months(kind: PeriodKind, year: int, index: int, month_end: int) -> Period:
    """The index-th period of a kind that is made of months."""
    months = MONTHS_OF[kind]
    opening = (index - 1) * months
    before = month_last(year, opening, month_end) if opening else month_last(year - 1, 12, month_end)
    return Period(kind, year, index, before + A_DAY, month_last(year, opening + months, month_end))


def of_week(year: int, week: int) -> Period | None:
    """An ISO week, Monday to Sunday; None for a 53rd week in a year of 52."""
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return Period("周", year, week, monday, monday + 6 * A_DAY)


@functools.lru_cache(maxsize=8192)  # the periods of a ledger are few, and each of their rows names one
def parse_period(text: str, month_end: int = NATURAL) -> Period | None:
    """The period that a cell names; None for any other text.

    Tolerated: full-width forms, blanks, small letters, 2026-3, 2026年3月, 2026年一季度, 2026年上半年, 2026年第23周.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    for kind, form in PERIOD_FORMS:
        found = form.fullmatch(plain)
        if not found:
            continue
        index = next((part for part in found.groups()[1:] if part), "1")
        if kind == "季" and not re.search(r"Q|季", plain):
            continue  # 2026年3 names no quarter
        if kind == "周" and not re.search(r"W|周", plain):
            continue
        place = NUMERALS_IN_PERIODS[index] if index in NUMERALS_IN_PERIODS else int(index)
        if kind == "周":
            return of_week(int(found[1]), place)
        return of_months(kind, int(found[1]), place, month_end) if 1 <= place <= 12 // MONTHS_OF[kind] else None
    return None


@functools.lru_cache(maxsize=8192)  # the days of a ledger are few, and each asks for its month, half-year and year
def period_of(day: dt.date, kind: PeriodKind, month_end: int = NATURAL) -> Period:
    """The period of a kind in which a day lies."""
    if kind == "周":
        year, week, _ = day.isocalendar()
        monday = dt.date.fromisocalendar(year, week, 1)
        return Period("周", year, week, monday, monday + 6 * A_DAY)
    year, month = day.year, day.month
    if day > month_last(year, month, month_end):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return of_months(kind, year, (month - 1) // MONTHS_OF[kind] + 1, month_end)


def previous_period(period: Period, month_end: int = NATURAL) -> Period:
    """The period of the same kind that ends the day before this one starts."""
    return period_of(period.first - A_DAY, period.kind, month_end)


def next_period(period: Period, month_end: int = NATURAL) -> Period:
    """The period of the same kind that starts the day after this one ends."""
    return period_of(period.last + A_DAY, period.kind, month_end)


def ended_periods(kind: PeriodKind, since: dt.date, day: dt.date, month_end: int = NATURAL) -> list[Period]:
    """The periods of a kind whose last day lies on or after `since` and before `day`, oldest first."""
    found: list[Period] = []
    period = previous_period(period_of(day, kind, month_end), month_end)
    while period.last >= since:
        found.insert(0, period)
        period = previous_period(period, month_end)
    return found


def judged_day(period: Period, as_of: dt.date) -> dt.date:
    """The day at which a period is judged: its last day, or 基准日 while it runs."""
    return min(period.last, as_of)


def assessed_period(settings: Settings, as_of: dt.date) -> Period:
    """考核期间; blank, or not a period (then listed in 数据检查): the quarter of 基准日."""
    named = parse_period(settings.period, settings.month_end) if settings.period else None
    return named or period_of(as_of, "季", settings.month_end)


def year_of(period: Period, as_of: dt.date, month_end: int = NATURAL) -> Period:
    """The year whose figures go with a period: that of its judged day."""
    return period_of(judged_day(period, as_of), "年", month_end)
