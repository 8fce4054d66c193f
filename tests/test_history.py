"""历史成绩: which closing prevails, what a reopening does, and the sheets of a closed period from its rows alone."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from support.make import closed, day, person, point, tables

from udfs.rules.ground.history import closing_days, history, is_closed
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.composite import confirmed_points
from udfs.rules.performance.scoreboard import published_departments, published_persons

F = Fraction


def at(when: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{when}")


def figure(period: str = "2026Q1", score: Any = 80, when: str = "04-09 09:30:00", **fields: Any) -> Any:
    common = {"object_kind": "部门", "subject": "甲", "kind": "基层", "dimension": "综合", "closed": at(when) if when else None}
    return closed(period, score=score, **{**common, **fields})


def opened(period: str = "2026Q1", when: str = "05-01 09:00:00") -> Any:
    return closed(period, object_kind="公司", grade="重开", closed=at(when))


def period(name: str) -> Period:
    found = parse_period(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("never", [], {}),
        ("once", [figure()], {"2026Q1": [80]}),
        ("all rows of one closing", [figure(), figure(score=70, subject="乙")], {"2026Q1": [80, 70]}),
        ("the latest prevails", [figure(), figure(score=90, when="05-02 10:00:00")], {"2026Q1": [90]}),
        ("whatever the order of rows", [figure(score=90, when="05-02 10:00:00"), figure()], {"2026Q1": [90]}),
        ("by a second", [figure(), figure(score=90, when="04-09 09:30:01")], {"2026Q1": [90]}),
        ("reopened", [figure(), opened()], {}),
        ("closed again", [figure(), opened(), figure(score=90, when="05-02 10:00:00")], {"2026Q1": [90]}),
        ("and reopened again", [figure(), opened(), figure(score=90, when="05-02 10:00:00"), opened(when="05-03 10:00:00")], {}),
        ("reopened and closed within a second", [figure(), opened(when="04-09 09:30:00"), figure(score=90)], {"2026Q1": [90]}),
        ("closed and reopened within a second", [figure(), opened(when="04-09 09:30:00")], {}),
        ("another period is reopened", [figure(), opened("2026Q2")], {"2026Q1": [80]}),
        ("two periods", [figure(), figure("2026H1", 70)], {"2026Q1": [80], "2026H1": [70]}),
        ("one period written in two ways", [figure(), figure("2026年一季度", 90, "05-02 10:00:00")], {"2026Q1": [90]}),
        ("no period at all", [figure("去年"), figure("")], {}),
        ("without 结账时间: the oldest", [figure(score=70, when=""), figure()], {"2026Q1": [80]}),
        ("nothing but such", [figure(score=70, when="")], {"2026Q1": [70]}),
    ],
)
def test_which_rows_prevail(name: str, rows: list[Any], expected: dict[str, list[int]]) -> None:
    facts = tables(*rows)
    assert {one: [row.score for row in kept] for one, kept in history(facts).items()} == expected, name
    assert is_closed(facts, period("2026Q1")) is ("2026Q1" in expected)


@pytest.mark.parametrize(("as_of", "expected"), [("4-8", {}), ("4-9", {"2026Q1"}), ("4-30", {"2026Q1"}), ("5-1", {}), ("5-2", {"2026Q1"})])
def test_a_look_back_sees_what_was_closed_then(as_of: str, expected: set[str]) -> None:
    """Closed on 9 April, reopened on 1 May, closed again on 2 May."""
    facts = facts_on(tables(figure(), opened(), figure(when="05-02 10:00:00")), day(as_of))
    assert set(history(facts)) == set(expected)


def test_the_days_of_closings_by_kind() -> None:
    facts = tables(figure(), figure("2026-03", when="04-03 10:00:00"), figure("2026Q2", when="07-09 10:00:00"), figure("2025Q4", when=""))
    assert closing_days(facts, "季") == {"2026Q1": dt.date(2026, 4, 9), "2026Q2": dt.date(2026, 7, 9)}
    assert closing_days(facts, "月") == {"2026-03": dt.date(2026, 4, 3)}
    assert closing_days(facts, "年") == {}


# a point that is confirmed after its period was closed


@pytest.mark.parametrize(
    ("name", "rows", "when", "confirmed", "expected"),
    [
        ("nothing is closed", [], "3-31", "4-20", ["2026Q1"]),
        ("confirmed before the closing", [figure()], "3-31", "4-8", ["2026Q1"]),
        ("on the day of the closing", [figure()], "3-31", "4-9", ["2026Q1"]),
        ("the day after", [figure()], "3-31", "4-10", ["2026Q2"]),
        ("in the quarter after that", [figure()], "3-31", "7-1", ["2026Q3"]),
        ("dated in an open period", [figure()], "4-1", "7-1", ["2026Q2"]),
        ("never dated as confirmed", [figure()], "3-31", None, ["2026Q1"]),
        ("reopened", [figure(), opened()], "3-31", "4-10", ["2026Q1"]),
        ("closed again after that", [figure(), opened(), figure(when="05-02 10:00:00")], "3-31", "4-10", ["2026Q1"]),
        ("confirmed after that too", [figure(), opened(), figure(when="05-02 10:00:00")], "3-31", "5-3", ["2026Q2"]),
        ("the half-year is closed", [figure("2026H1", when="07-09 10:00:00")], "3-31", "7-10", ["2026Q1"]),
    ],
)
def test_a_late_point(name: str, rows: list[Any], when: str, confirmed: str | None, expected: list[str]) -> None:
    late = point(day=when, confirmed=confirmed)
    found = []
    for quarter in ("2026Q1", "2026Q2", "2026Q3", "2026Q4"):
        judgement = judge(tables(late, *rows), day("12-31"), Calendar(), period(quarter))
        found += [quarter for _ in confirmed_points(judgement)]
    assert found == expected, name


def test_a_late_point_in_half_years() -> None:
    """Each kind of period has its own closings."""
    facts = tables(point(day="3-31", confirmed="7-10"), figure("2026H1", when="07-09 10:00:00"))
    found = [name for name in ("2026H1", "2026H2") if confirmed_points(judge(facts, day("12-31"), Calendar(), period(name)))]
    assert found == ["2026H2"]


# the sheets from the rows alone


def test_departments_from_history() -> None:
    rows = [
        closed("2026Q1", object_kind="公司", subject="公司", dimension="督办", score=1),
        figure(dimension="督办", score="83.75", numerator=3, denominator=4, rank=2),
        figure(dimension="亮灯", score=75, green=1, yellow=2, red=3),
        figure(dimension="指标", score=90),
        figure(dimension="抽查", score=60, numerator=1, denominator=5),
        figure(dimension="加减分", score="-1.5"),
        figure(dimension="综合", score="77.25", rank=3),
        figure(dimension="综合", score=50, subject="乙", kind="后勤"),
        figure(dimension="督办", score=None, numerator=0, denominator=0, subject="丙"),
        figure(object_kind="个人", subject="1", dimension="个人"),
        figure(object_kind="事项", subject="2026-0001", dimension="亮灯", light="红灯"),
    ]
    first, second, third = published_departments("2026Q1", rows)
    assert tuple(first[:-1]) == (
        *("2026Q1", "甲", "基层", F("83.75"), 75, 90, 60, F("-1.5"), F("77.25"), 3, None, "是", 1, 2, 3, F(3, 4)),
        *(None, None, None, ""),
    )
    assert (second.department, second.kind, second.composite, second.kind_rank, second.ranked) == ("乙", "后勤", 50, None, "否")
    assert (second.supervision, second.lights, second.green, second.on_time_rate) == (None, None, None, None)
    assert (third.department, third.supervision, third.on_time_rate, third.ranked) == ("丙", None, None, "否")


def test_persons_from_history() -> None:
    people = [person("李四", staff_no="1", department="甲")]
    rows = [
        figure(object_kind="个人", subject="1", kind="员工", dimension="个人", score=84, rank=1, grade="良好"),
        figure(object_kind="个人", subject="9", kind="员工", dimension="个人", score=None, grade="待评"),
        figure(),
    ]
    found = published_persons("2026", rows, people)
    assert [tuple(row[:-1]) for row in found] == [
        ("2026", "1", "李四", "甲", "员工", 84, "良好", 1, "已定稿"),
        ("2026", "9", "", "", "员工", None, "待评", None, "已定稿"),
    ]
