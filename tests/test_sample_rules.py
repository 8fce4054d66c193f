"""The sample company as the rules see it: what its own simple logic wrote beforehand is what they find."""

import datetime as dt
import functools
from fractions import Fraction

import pytest
from support.sample_cells import grids

from udfs.rules.decisions.reconciliation import settle
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.inspection.check_warnings import warnings
from udfs.rules.inspection.inspection import HIGH, LOW, MIDDLE, check_plans, check_scores, company_checks, coverage, led_by_leader, risks
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.performance.composite import department_points
from udfs.rules.performance.differentiation import differentiation
from udfs.rules.performance.indicators import IndicatorScore, indicator_scores, period_indicators, unit_scores
from workbook_templates.reading.parse import Tables, parse
from workbook_templates.sample.lists import read_sections
from workbook_templates.sample.warned import QUARTER_ENDS
from workbook_templates.tables.daily import Accountability

YEAR_END = dt.date(2026, 12, 31)
QUARTERS = tuple(f"2026Q{place}" for place in (1, 2, 3, 4))


@functools.cache
def tables() -> Tables:
    return parse(grids())[0]


@functools.cache
def judged(day: dt.date) -> Judgement:
    return judge(tables(), day, Calendar(tables().holidays))


def period(name: str) -> Period:
    found = parse_period(name)
    assert found is not None
    return found


@functools.cache
def scores() -> dict[str, list[IndicatorScore]]:
    return indicator_scores(judged(YEAR_END))


def test_the_decided_warnings_are_those_of_the_first_three_quarters() -> None:
    found = set()
    for end in QUARTER_ENDS:
        judgement = judged(dt.date.fromisoformat(f"2026-{end}"))
        found |= {(f"自动:R9:预警:{one.subject}:{one.day}", one.department) for one in warnings(judgement)}
    rows = [row for row in tables().accountability if row.kind == "预警"]
    assert {(row.origin, row.subject) for row in rows} == found
    assert len(rows) == 12


def test_with_those_of_the_last_quarter_there_are_21_warnings() -> None:
    proposed = [
        row for row in settle(judged(YEAR_END), tables()).made["问责记录"] if isinstance(row, Accountability) and row.kind == "预警"
    ]
    assert len(proposed) == 9
    assert sum(row.kind == "预警" for row in tables().accountability) + len(proposed) == 21
    assert sum("以前抽查" in row.fact for row in proposed) == 5
    assert sum("再次发现问题" in row.fact for row in proposed) == 1
    assert sum("高风险点发现问题" in row.fact for row in proposed) == 1
    assert sum("整改时限" in row.fact for row in proposed) == 2


def test_most_points_that_matter_were_checked_in_time() -> None:
    plans = [plan for plan in check_plans(judged(YEAR_END)) if plan.risk.grade in (HIGH, MIDDLE)]
    assert (len(plans), sum(plan.days_overdue is not None for plan in plans)) == (42, 5)


def test_the_checks_of_the_year() -> None:
    whole = company_checks(judged(YEAR_END), period("2026"))
    assert whole.people == Fraction(410)
    assert (whole.visits, whole.problems.numerator) == (23, 6)
    assert {risk.grade for risk in risks(judged(YEAR_END)).values()} == {HIGH, MIDDLE, LOW, ""}
    assert all(0 < rate.numerator <= rate.denominator for rate in coverage(judged(YEAR_END), period("2026")).values())
    led = [row for row in tables().inspections if not led_by_leader(row, judged(YEAR_END).departments)]
    assert len({row.number for row in led}) == 1


@pytest.mark.parametrize("name", QUARTERS)
def test_scores_are_plausible(name: str) -> None:
    """Every department has indicators; nobody is below 75 points in them or in checks."""
    units = unit_scores(judged(YEAR_END), period_indicators(judged(YEAR_END), period(name)))
    crews = [units.pop(row.name) for row in tables().departments if row.above]
    assert (len(units), len(crews)) == (14, 2)
    assert all(one.score is not None and 75 <= one.score <= 100 for one in units.values())
    assert all(one.score is not None and one.score >= 75 for one in check_scores(judged(YEAR_END), period(name)).values())


def test_what_is_not_reported_and_what_misses_its_floor() -> None:
    unreported = {(one.indicator.number, name) for name, group in scores().items() for one in group if one.unreported}
    assert unreported == {("ZB-01E-1", "2026Q4"), ("ZB-02-4", "2026Q4"), ("ZB-09", "2026Q4"), ("ZB-03B", "2026Q2")}
    assert [(one.indicator.number, name) for name, group in scores().items() for one in group if one.below] == [("ZB-03B", "2026Q1")]
    assert not [one for group in scores().values() for one in group if one.unsound]


def test_differentiation_reaches_30_percent_in_the_last_quarter() -> None:
    spread = differentiation(judged(YEAR_END), period("2026Q4"))
    assert spread.company.value == Fraction(30, 100)
    offices = [one for one in spread.scorers if one.office]
    assert len(offices) == len(read_sections("scores"))
    assert [one.scorer for one in offices if one.low] == ["办公室", "财务部", "营销部"]
    assert [one.scorer for one in offices if not one.assessed] == ["调控中心"]


@pytest.mark.parametrize("name", ["2026Q2", "2026Q3"])
def test_who_was_below_the_bound_lost_points(name: str) -> None:
    """The first quarter was not assessed, those of the last are for the leaders to decide."""
    low = {one.scorer for one in differentiation(judged(YEAR_END), period(name)).scorers if one.low and one.office}
    rows = [row for row in tables().points if row.kind == "差异化" and period(name).contains(row.day)]
    assert {row.department for row in rows} == low
    assert {row.origin for row in rows} == {f"自动:R13:{scorer}:{name}" for scorer in low}


def test_points_of_one_matter_and_of_checks_are_listed_and_not_added() -> None:
    rows = [row for row in tables().points if row.status == "已确认"]
    notes = [one.note for group in department_points(rows, judged(YEAR_END)).values() for one in group if one.note]
    assert sum("同一事项" in note for note in notes) == 2
    assert sum("抽查得分" in note for note in notes) == 6


def test_a_point_whose_owner_moved_and_one_that_is_old() -> None:
    reasons = {plan.risk.point.number: plan.renew for plan in check_plans(judged(YEAR_END)) if plan.renew}
    assert "段鹏飞" in reasons["FX-1204"]
    assert "超过一年" in reasons["FX-0706"]
