"""Periods: what a cell may say, where each begins and ends, and 月度截止日."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, tables

from udfs.rules.ground.periods import (
    MONTHS_OF,
    Period,
    PeriodKind,
    assessed_period,
    judged_day,
    next_period,
    parse_period,
    period_of,
    previous_period,
    year_of,
)

KINDS: list[PeriodKind] = ["周", "月", "两月", "季", "半年", "年"]


def found(text: str, month_end: int = 31) -> Period:
    period = parse_period(text, month_end)
    assert period is not None
    return period


@pytest.mark.parametrize(
    ("text", "name", "first", "last"),
    [
        ("2026-03", "2026-03", "2026-03-01", "2026-03-31"),
        ("2026-2", "2026-02", "2026-02-01", "2026-02-28"),
        ("2028-02", "2028-02", "2028-02-01", "2028-02-29"),
        ("2026年3月", "2026-03", "2026-03-01", "2026-03-31"),
        ("2026-03-01", "2026-03", "2026-03-01", "2026-03-31"),  # what Excel makes of a typed 2026-03
        ("2026-03-01 00:00:00", "2026-03", "2026-03-01", "2026-03-31"),
        ("2026-B1", "2026-B1", "2026-01-01", "2026-02-28"),
        ("2026-b6", "2026-B6", "2026-11-01", "2026-12-31"),
        ("2026Q1", "2026Q1", "2026-01-01", "2026-03-31"),
        ("2026q4", "2026Q4", "2026-10-01", "2026-12-31"),
        (" 2026 - Q2 ", "2026Q2", "2026-04-01", "2026-06-30"),
        ("2026年三季度", "2026Q3", "2026-07-01", "2026-09-30"),
        ("2026年第3季度", "2026Q3", "2026-07-01", "2026-09-30"),
        ("2026H2", "2026H2", "2026-07-01", "2026-12-31"),
        ("2026年上半年", "2026H1", "2026-01-01", "2026-06-30"),
        ("2026", "2026", "2026-01-01", "2026-12-31"),
        ("2026年度", "2026", "2026-01-01", "2026-12-31"),
        ("2026-W23", "2026-W23", "2026-06-01", "2026-06-07"),
        ("2026-W01", "2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-W53", "2026-12-28", "2027-01-03"),
        ("2026年第23周", "2026-W23", "2026-06-01", "2026-06-07"),
    ],
)
def test_what_a_cell_may_say(text: str, name: str, first: str, last: str) -> None:
    period = found(text)
    assert (period.name, period.first, period.last) == (name, day(first), day(last))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一季度",
        "2026-00",
        "2026-13",
        "2026Q5",
        "2026Q0",
        "2026H3",
        "2026-B7",
        "2026-B0",
        "2025-W53",
        "2026-03-15",
        "1999",
        "2026年第3",
        "26Q1",
        "2026 Q1 初稿",
    ],
)
def test_what_names_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "month_end", "first", "last"),
    [
        ("2026-03", 25, "2026-02-26", "2026-03-25"),
        ("2026-01", 25, "2025-12-26", "2026-01-25"),
        ("2026-B1", 25, "2025-12-26", "2026-02-25"),
        ("2026Q1", 25, "2025-12-26", "2026-03-25"),
        ("2026H2", 25, "2026-06-26", "2026-12-25"),
        ("2026", 25, "2025-12-26", "2026-12-25"),
        ("2026-W23", 25, "2026-06-01", "2026-06-07"),
        ("2026-02", 29, "2026-01-30", "2026-02-28"),
        ("2026-03", 29, "2026-03-01", "2026-03-29"),
        ("2028-03", 29, "2028-03-01", "2028-03-29"),
        ("2026-03", 30, "2026-03-01", "2026-03-30"),
        ("2026-05", 30, "2026-05-01", "2026-05-30"),
        ("2026-06", 30, "2026-05-31", "2026-06-30"),
    ],
)
def test_month_end_shifts_all_but_weeks(text: str, month_end: int, first: str, last: str) -> None:
    period = found(text, month_end)
    assert (period.first, period.last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("date", "month_end", "name"),
    [
        ("2026-03-25", 25, "2026-03"),
        ("2026-03-26", 25, "2026-04"),
        ("2026-12-25", 25, "2026-12"),
        ("2026-12-26", 25, "2027-01"),
        ("2026-12-31", 31, "2026-12"),
    ],
)
def test_the_month_of_a_day(date: str, month_end: int, name: str) -> None:
    assert period_of(day(date), "月", month_end).name == name


def test_the_ends_of_a_period_are_in_it() -> None:
    period = found("2026Q1")
    assert [period.contains(day(date)) for date in ("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01")] == [False, True, True, False]
    assert not period.contains(None)


@pytest.mark.parametrize(("as_of", "judged"), [("3-30", "3-30"), ("3-31", "3-31"), ("4-1", "3-31")])
def test_the_judged_day(as_of: str, judged: str) -> None:
    assert judged_day(found("2026Q1"), day(as_of)) == day(judged)


@pytest.mark.parametrize(
    ("text", "as_of", "name"),
    [("", "5-1", "2026Q2"), ("2026-03", "5-1", "2026-03"), ("上季度", "5-1", "2026Q2"), ("2026 h1", "5-1", "2026H1")],
)
def test_the_period_assessed(text: str, as_of: str, name: str) -> None:
    assert assessed_period(tables(考核期间=text).settings, day(as_of)).name == name


def test_the_year_is_that_of_the_judged_day() -> None:
    assert year_of(found("2026Q4"), day("2027-02-01")).name == "2026"
    assert year_of(found("2027Q1", 25), day("2026-12-27"), 25).name == "2027"


@given(st.dates(dt.date(2001, 1, 1), dt.date(2098, 12, 31)), st.sampled_from(KINDS), st.integers(1, 31))
def test_periods_tile_the_calendar(date: dt.date, kind: PeriodKind, month_end: int) -> None:
    period = period_of(date, kind, month_end)
    assert period.contains(date)
    assert parse_period(period.name, month_end) == period
    following = next_period(period, month_end)
    assert following.first - period.last == dt.timedelta(1)
    assert previous_period(following, month_end) == period
    if kind != "周":
        months = (following.year - period.year) * 12 + (following.index - period.index) * MONTHS_OF[kind]
        assert months == MONTHS_OF[kind]


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_none(text: str) -> None:
    period = parse_period(text)
    assert period is None or period.first <= period.last
