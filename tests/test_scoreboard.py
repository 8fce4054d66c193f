"""部门成绩: who has a row, who takes part in the ranking, and that what is not there stays blank."""

from fractions import Fraction
from typing import Any

import pytest
from make import day, department, feedback, item, tables

from udfs.rules.scoreboard import score_rows
from udfs.rules.scoring import scores_of
from udfs.rules.status import judge
from udfs.rules.workdays import Calendar
from workbook_templates.tables.results import DepartmentScore

F = Fraction


def rows(*records: Any, as_of: str = "6-10", **settings: Any) -> dict[str, DepartmentScore]:
    judgement = judge(tables(*records, **settings), day(as_of), Calendar())
    return {row.department: row for row in score_rows(scores_of(judgement))}


@pytest.mark.parametrize(
    ("name", "unit", "listed", "ranked"),
    [
        ("in force", department(), True, "是"),
        ("参评 是", department(ranked="是"), True, "是"),
        ("参评 否", department(ranked="否"), True, "否"),
        ("from the last day of the period", department(since="6-30"), True, "是"),
        ("from the day after", department(since="7-1"), False, ""),
        ("until the last day: gone on that day", department(until="6-30"), False, ""),
        ("until the day after", department(until="7-1"), True, "是"),
        ("gone before the period", department(until="1-1"), False, ""),
    ],
)
def test_departments_without_figures(name: str, unit: Any, listed: bool, ranked: str) -> None:
    found = rows(unit)
    assert [*found] == (["发展部"] if listed else []), name
    if listed:
        blank = (None,) * 8
        assert tuple(found["发展部"][:-1]) == ("2026Q2", "发展部", "业务职能", *blank, ranked, 0, 0, 0, None, None, None)


def test_a_department_with_figures() -> None:
    """Quality 90; on time; one of two in time. (30 × 90 + 30 × 100 + 20 × 50) ÷ 80 = 83.75, lights (100 + 50) ÷ 2.

    Without 指标 and 抽查 the composite is (30 × 83.75 + 30 × 75) ÷ 60 = 79.375."""
    held = (
        item("1", status="办结", due="6-5", submitted="6-5", closed="6-6", quality=90),
        item("2", due="6-10", completion="0.5"),
        item("3", due="6-30"),
        feedback(due="6-5", given="6-5"),
        feedback(due="6-8"),
    )
    row = rows(department(), *held)["发展部"]
    assert (row.supervision, row.lights, row.green, row.yellow, row.red) == (F("83.75"), 75, 1, 0, 1)
    assert (row.on_time_rate, row.closing_rate, row.feedback_rate) == (1, F(1, 3), F(1, 2))
    assert (row.indicators, row.inspection, row.points) == (None, None, None)
    assert (row.composite, row.kind_rank, row.overall_rank) == (F("79.38"), 1, 1)


@pytest.mark.parametrize(("digits", "expected"), [("2", F("66.67")), ("0", 67), ("4", F("66.6667"))])
def test_scores_are_rounded_and_rates_are_not(digits: str, expected: Fraction) -> None:
    held = [item(str(n), due="6-5", status="提交", submitted="6-5" if n else "6-6") for n in range(3)]
    row = rows(*held, 得分小数位=digits)["发展部"]
    assert (row.supervision, row.on_time_rate) == (expected, F(2, 3))


def test_an_unknown_department_has_its_row_but_no_rank() -> None:
    found = rows(department(), item(department="外单位", due="6-5"), item("2", department="", due="6-5"))
    assert [(name, row.kind, row.ranked, row.on_time_rate) for name, row in found.items()] == [
        ("发展部", "业务职能", "是", None),
        ("外单位", "", "否", 0),
        ("（未填部门）", "", "否", 0),
    ]


def test_a_department_that_ends_within_the_period_keeps_its_figures_until_then() -> None:
    """On 10 June it still answers for its items; it is not in force at the period's end, so that it takes no part."""
    units = department("发展部", until="6-20", merged_into="运检部"), department("运检部")
    before, after = (rows(item(due="6-5"), *units, as_of=as_of) for as_of in ("6-19", "6-20"))
    assert [(name, row.ranked, row.on_time_rate) for name, row in before.items()] == [("发展部", "否", 0), ("运检部", "是", None)]
    assert [(name, row.ranked, row.on_time_rate) for name, row in after.items()] == [("运检部", "是", 0)]


def test_rows_stand_in_the_order_of_the_departments() -> None:
    units = department("丙", order=3), department("甲", order=1), department("乙", order=2), department("丁")
    assert [*rows(*units, item(department="外单位", due="6-5"))] == ["甲", "乙", "丙", "丁", "外单位"]
