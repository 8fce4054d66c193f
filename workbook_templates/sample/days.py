"""The year 2026: its working days (节假日 as the State Council announced it), and dates as clerks type them."""

import datetime as dt
import random

from workbook_templates.tables.setup import Holiday

YEAR = 2026
FIRST_DAY, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
A_DAY = dt.timedelta(1)
RESTS = (
    ("01-01", 3, "元旦"),
    ("02-15", 9, "春节"),
    ("04-04", 3, "清明节"),
    ("05-01", 5, "劳动节"),
    ("06-19", 3, "端午节"),
    ("09-25", 3, "中秋节"),
    ("10-01", 7, "国庆节"),
)
"""First day, number of days, name."""
WORKED = (("01-04", "元旦"), ("02-14", "春节"), ("02-28", "春节"), ("05-09", "劳动节"), ("09-20", "国庆节"), ("10-10", "国庆节"))
OFF = {dt.date.fromisoformat(f"{YEAR}-{day}") + n * A_DAY: name for day, count, name in RESTS for n in range(count)} | {
    dt.date(YEAR + 1, 1, 1): "元旦"
}
ON = {dt.date.fromisoformat(f"{YEAR}-{day}"): f"{name}调休上班" for day, name in WORKED}


def holidays() -> list[Holiday]:
    """The rows of 节假日 for the year."""
    days = {day: ("休", note) for day, note in OFF.items() if day.year == YEAR} | {day: ("班", note) for day, note in ON.items()}
    return [Holiday(day, *days[day]) for day in sorted(days)]


def is_workday(day: dt.date) -> bool:
    return day in ON or (day not in OFF and day.weekday() < 5)


def workday(day: dt.date) -> dt.date:
    """The first working day on or after `day`."""
    while not is_workday(day):
        day += A_DAY
    return day


def workday_before(day: dt.date) -> dt.date:
    """The last working day on or before `day`."""
    while not is_workday(day):
        day -= A_DAY
    return day


def after(day: dt.date, days: int) -> dt.date:
    """The day that is so many working days after `day` (before it, where negative)."""
    step = A_DAY if days >= 0 else -A_DAY
    for _ in range(abs(days)):
        day += step
        while not is_workday(day):
            day += step
    return day


def between(first: dt.date, last: dt.date, draw: random.Random) -> dt.date:
    """A working day from `first` to `last`, near which it falls back when there is none."""
    return workday_before(first + A_DAY * draw.randint(0, max((last - first).days, 0)))


def as_typed(day: dt.date, draw: random.Random) -> str:
    """A date as somebody types it as text."""
    year, month, date = day.year, day.month, day.day
    return draw.choice(
        (
            f"{year}.{month}.{date}",
            f"{year}年{month}月{date}日",
            f"{year}/{month}/{date}",
            f"{year}-{month:02}-{date:02}",
            f"{year}{month:02}{date:02}",
            f"{year}.{month:02}.{date:02} ",
        )
    )
