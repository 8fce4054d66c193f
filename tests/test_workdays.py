"""Working days around the holidays of 2026, the office's own rows, and years that nobody knows."""

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, holiday

from udfs.rules.ground.workdays import Calendar, days_after

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("date", "works"),
    [
        ("2026-02-13", True),  # the Friday before 春节
        ("2026-02-14", True),  # a Saturday worked for 春节
        ("2026-02-16", False),  # a Monday of 春节
        ("2026-02-23", False),  # its last day, a Monday
        ("2026-02-24", True),
        ("2026-03-06", True),  # Friday
        ("2026-03-07", False),  # Saturday
        ("2026-03-08", False),  # Sunday
        ("2026-03-09", True),  # Monday
    ],
)
def test_days_of_the_built_in_calendar(date: str, works: bool) -> None:
    assert Calendar().is_workday(day(date)) is works


def test_the_office_prevails_over_the_built_in_calendar() -> None:
    calendar = Calendar([holiday("2026-02-16", "班"), holiday("2026-03-06", "休"), holiday("2026-03-06", "班")])
    assert calendar.is_workday(day("2-16"))
    assert not calendar.is_workday(day("3-6")), "of two rows of one day the first prevails"
    assert calendar.unknown_years == ()


@pytest.mark.parametrize(
    ("date", "after", "before"),
    [("3-6", "3-6", "3-6"), ("3-7", "3-9", "3-6"), ("3-8", "3-9", "3-6"), ("3-9", "3-9", "3-9"), ("2-18", "2-24", "2-14")],
)
def test_next_and_previous_workday(date: str, after: str, before: str) -> None:
    calendar = Calendar()
    assert calendar.next_workday(day(date)) == day(after)
    assert calendar.previous_workday(day(date)) == day(before)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [("3-6", "3-6", 0), ("3-6", "3-7", 0), ("3-6", "3-9", 1), ("3-5", "3-9", 2), ("3-9", "3-6", -1), ("2025-12-31", "2026-01-05", 2)],
)
def test_workdays_between_leaves_the_first_day_out(start: str, end: str, days: int) -> None:
    # 1 to 3 January 2026 are a holiday, 4 January is a Sunday worked
    assert Calendar().workdays_between(day(start), day(end)) == days


@pytest.mark.parametrize(
    ("date", "days", "expected"), [("3-6", 0, "3-6"), ("3-6", 1, "3-9"), ("3-7", 1, "3-9"), ("3-9", -1, "3-6"), ("3-6", 3, "3-11")]
)
def test_add_workdays(date: str, days: int, expected: str) -> None:
    assert Calendar().add_workdays(day(date), days) == day(expected)


def test_an_unknown_year_is_used_and_reported_once_asked() -> None:
    calendar = Calendar()
    assert calendar.problems() == []
    assert calendar.is_workday(day("2031-10-01")), "a Wednesday, as nobody has said otherwise"
    assert not calendar.is_workday(day("2031-10-04"))
    assert calendar.unknown_years == (2031,)
    (problem,) = calendar.problems()
    assert (problem.table, problem.value) == ("节假日", "2031")
    assert "2031 年没有节假日数据" in problem.problem


@pytest.mark.parametrize(("rests", "unknown"), [(6, (2031,)), (7, ())])
def test_a_year_the_office_has_entered_is_known(rests: int, unknown: tuple[int, ...]) -> None:
    calendar = Calendar([holiday(f"2031-10-0{place}", "休") for place in range(1, rests + 1)])
    assert not calendar.is_workday(day("2031-10-01"))
    assert calendar.unknown_years == unknown


@given(DAYS, st.integers(1, 60))
def test_adding_then_counting_workdays_is_identity(start: dt.date, days: int) -> None:
    calendar = Calendar([holiday(f"2027-01-0{place}", "休") for place in range(1, 8)])
    end = calendar.add_workdays(start, days)
    assert calendar.is_workday(end)
    assert calendar.workdays_between(start, end) == days


@given(DAYS, DAYS, DAYS)
def test_spans_add_up(one: dt.date, two: dt.date, three: dt.date) -> None:
    calendar = Calendar()
    assert calendar.workdays_between(one, two) + calendar.workdays_between(two, three) == calendar.workdays_between(one, three)


@given(DAYS, DAYS)
def test_counting_agrees_with_asking_each_day(one: dt.date, two: dt.date) -> None:
    start, end = sorted((one, two))
    calendar = Calendar()
    asked = sum(calendar.is_workday(dt.date.fromordinal(n)) for n in range(start.toordinal() + 1, end.toordinal() + 1))
    assert calendar.workdays_between(start, end) == asked


def test_days_far_off_stop_at_the_end_of_the_calendar() -> None:
    assert days_after(day("3-1"), 10**12) == dt.date.max
    assert days_after(day("3-1"), -(10**12)) == dt.date.min


def test_the_package_is_loaded_only_when_asked() -> None:
    loaded = "udfs.rules.judging.judgement, udfs.rules.ground.workdays as w"
    code = f"import sys, {loaded}; w.Calendar(); sys.exit('chinese_calendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
