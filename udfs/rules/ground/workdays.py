"""Working days: the office's 节假日, then the built-in calendar of the State Council's notices, then plain weekends.

A year that neither knows is used with plain weekends and reported: `Calendar.problems`.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate

from udfs.rules.ground.periods import A_DAY
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables.setup import Holiday

SATURDAY = 5
LEAST_RESTS = 7
"""A year has seven statutory holidays; fewer rows of 休 than that can't be a whole year."""


def days_after(day: dt.date, days: int) -> dt.date:
    """`day` + `days`, held at the calendar's ends: a setting of a billion days must not stop the run."""
    ordinal = min(max(day.toordinal() + days, dt.date.min.toordinal()), dt.date.max.toordinal())
    return dt.date.fromordinal(ordinal)


def builtin_year(year: int) -> tuple[frozenset[dt.date], frozenset[dt.date]] | None:
    """(days off, weekend days worked) of the package chinesecalendar; None for a year that it does not know."""
    import chinese_calendar  # start-up is speed, and a run that asks for no working day never needs it

    if not any(day.year == year for day in chinese_calendar.holidays):
        return None
    off = frozenset(day for day in chinese_calendar.holidays if day.year == year)
    return off, frozenset(day for day in chinese_calendar.workdays if day.year == year)


class Calendar:
    """Which days are worked. Made once a run from the rows of 节假日; of two rows for one day the first prevails."""

    def __init__(self, holidays: Iterable[Holiday] = ()) -> None:
        self._kinds: dict[dt.date, str] = {}
        for row in holidays:
            if row.day is not None and row.kind:
                self._kinds.setdefault(row.day, row.kind)
        self._rests = Counter(day.year for day, kind in self._kinds.items() if kind == "休")
        self._years: dict[int, tuple[int, ...]] = {}
        self._unknown: set[int] = set()

    @property
    def unknown_years(self) -> tuple[int, ...]:
        """Years that were asked for, and that neither 节假日 nor the built-in calendar knows."""
        return tuple(sorted(self._unknown))

    def problems(self) -> list[Problem]:
        """One loud line for each year asked for whose holidays nobody knows."""
        found = []
        for year in self.unknown_years:
            rests = self._rests[year]
            what = f"只登记了 {rests} 天休息" if rests else "没有节假日数据"
            remedy = f"国务院办公厅发布通知后，把 {year} 年的放假和调休补录到“节假日”"
            found.append(Problem("节假日", 0, "日期", str(year), f"{year} 年{what}，工作日暂按周一至周五推算", remedy))
        return found

    def is_workday(self, day: dt.date) -> bool:
        """Whether people work on this day."""
        counted = self._year(day.year)
        place = day.timetuple().tm_yday
        return counted[place] > counted[place - 1]

    def next_workday(self, day: dt.date) -> dt.date:
        """The first working day on or after `day`."""
        while not self.is_workday(day) and day < dt.date.max:
            day += A_DAY
        return day

    def previous_workday(self, day: dt.date) -> dt.date:
        """The last working day on or before `day`."""
        while not self.is_workday(day) and day > dt.date.min:
            day -= A_DAY
        return day

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start`, up to and with `end`; negative where `end` lies before `start`."""
        if end < start:
            return -self.workdays_between(end, start)
        whole = sum(self._year(year)[-1] for year in range(start.year, end.year))
        return whole + self._year(end.year)[end.timetuple().tm_yday] - self._year(start.year)[start.timetuple().tm_yday]

    def add_workdays(self, day: dt.date, days: int) -> dt.date:
        """The day that is `days` working days after `day` (before it, where negative); with 0, `day` itself."""
        step = A_DAY if days > 0 else -A_DAY
        ends = (dt.date.max, dt.date.min)
        left = abs(days)
        while left and day not in ends:
            day += step
            left -= self.is_workday(day)
        return day

    def _year(self, year: int) -> tuple[int, ...]:
        """Place n: the working days of the year up to and with its n-th day; place 0 is 0. Counted once a year."""
        if year not in self._years:
            known = builtin_year(year)
            if known is None and self._rests[year] < LEAST_RESTS:
                self._unknown.add(year)
            off, worked = known or (frozenset(), frozenset())
            first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
            days = map(dt.date.fromordinal, range(first, last + 1))
            self._years[year] = (0, *accumulate(int(self._works(day, off, worked)) for day in days))
        return self._years[year]

    def _works(self, day: dt.date, off: frozenset[dt.date], worked: frozenset[dt.date]) -> bool:
        kind = self._kinds.get(day)
        if kind is not None:
            return kind == "班"
        return day in worked or (day.weekday() < SATURDAY and day not in off)
