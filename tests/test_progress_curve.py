"""R18: 应有进度 on a day, step by step, and the curves that cannot be used."""

import datetime as dt
from fractions import Fraction

import pytest
from support.make import day

from udfs.rules.ground.periods import parse_period
from udfs.rules.supervision.progress_curve import Curve, curve_of, wrong_curve

F = Fraction


def curve(text: str, period: str = "2026Q4", month_end: int = 31) -> Curve:
    found = parse_period(period, month_end)
    assert found is not None
    return curve_of(text, found, month_end)


@pytest.mark.parametrize(
    ("name", "text", "period", "on", "share"),
    [
        ("blank: the first day", "", "2026Q4", "2026-10-01", F(1, 92)),
        ("blank: a month", "", "2026Q4", "2026-10-31", F(31, 92)),
        ("blank: the day after it", "", "2026Q4", "2026-11-01", F(32, 92)),
        ("blank: the last day", "", "2026Q4", "2026-12-31", F(1)),
        ("blank: the day before the period", "", "2026Q4", "2026-09-30", F(0)),
        ("blank: after the period", "", "2026Q4", "2027-01-05", F(1)),
        ("blank: half a leap February", "", "2028-02", "2028-02-15", F(15, 29)),
        ("blank: a week", "", "2026-W23", "2026-06-04", F(4, 7)),
        ("three steps of a quarter are its months", "20、50、100", "2026Q4", "2026-10-31", F(1, 5)),
        ("the day before a step's end", "20、50、100", "2026Q4", "2026-10-30", F(1, 5) * F(30, 31)),
        ("the day after", "20、50、100", "2026Q4", "2026-11-01", F(1, 5) + F(3, 10) * F(1, 30)),
        ("the second end", "20、50、100", "2026Q4", "2026-11-30", F(1, 2)),
        ("twelve of a year", "5,15,30,40,45,50,55,60,70,80,90,100", "2026", "2026-03-31", F(3, 10)),
        ("four of a year are its quarters", "10;40;70;100", "2026", "2026-06-30", F(2, 5)),
        ("six of a quarter are equally many days", "0 0 0 50 50 100", "2026Q4", "2026-11-30", F(1, 2)),
        ("six: the day before the fourth ends", "0 0 0 50 50 100", "2026Q4", "2026-11-29", F(1, 2) * F(14, 15)),
        ("two of a month of 31 days: the first ends on the 15th", "40、100", "2026-10", "2026-10-15", F(2, 5)),
        ("nothing but 100 is kept to on every day", "100、100", "2026Q4", "2026-10-01", F(1)),
        ("signs, decimals, full-width", "\uff12\uff10%\uff0c 52.5% \n100%", "2026Q4", "2026-11-30", F(21, 40)),
        ("one that cannot be used is linear", "50、40、100", "2026Q4", "2026-10-31", F(31, 92)),
    ],
)
def test_expected(name: str, text: str, period: str, on: str, share: Fraction) -> None:
    assert curve(text, period).expected(day(on)) == share, name


def test_months_end_with_the_month_of_the_office() -> None:
    """月度截止日 25: the quarter runs from 26 September to 25 December, its first month to 25 October."""
    found = curve("20、50、100", month_end=25)
    assert [(step.first, step.last) for step in found.steps] == [
        (dt.date(2026, 9, 26), dt.date(2026, 10, 25)),
        (dt.date(2026, 10, 26), dt.date(2026, 11, 25)),
        (dt.date(2026, 11, 26), dt.date(2026, 12, 25)),
    ]
    assert found.expected(day("2026-10-25")) == F(1, 5)


@pytest.mark.parametrize(
    ("on", "first", "ended"),
    [
        ("2026-10-31", "2026-10-01", None),
        ("2026-11-01", "2026-11-01", "2026-10-31"),
        ("2026-11-30", "2026-11-01", "2026-10-31"),
        ("2026-12-01", "2026-12-01", "2026-11-30"),
        ("2026-12-31", "2026-12-01", "2026-11-30"),
        ("2027-01-01", "2026-12-01", "2026-12-31"),
    ],
)
def test_the_step_of_a_day_and_the_last_that_is_over(on: str, first: str, ended: str | None) -> None:
    found = curve("")
    assert found.step(day(on)).first == day(first)
    over = found.ended(day(on))
    assert (over.last if over else None) == (day(ended) if ended else None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ""),
        ("5、15、30、100", ""),
        ("0、0、100", ""),
        ("100、100", ""),
        ("上旬", "读不出百分数"),
        ("5、一半、100", "读不出百分数"),
        ("-5、100", "读不出百分数"),
        ("100", "只有一个数"),
        ("5、101、100", "有大于 100 的数"),
        ("5、30、15、100", "后面的数比前面的小"),
        ("5、15、30", "最后一个数不是 100"),
        ("、".join(["100"] * 93), "步数比期间的天数还多"),
    ],
)
def test_what_is_wrong_with_a_curve(text: str, problem: str) -> None:
    period = parse_period("2026Q4")
    assert period is not None
    found = wrong_curve(text, period)
    assert found.startswith(problem)
    assert bool(found) == bool(problem)
