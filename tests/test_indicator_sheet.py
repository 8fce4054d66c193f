"""指标成绩: a row for each indicator of every level, its score beside the best of the same 指标, and what is said of it."""

from fractions import Fraction
from typing import Any

import pytest
from support.make import day, department, indicator, report, tables

from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.indicator_sheet import indicator_rows
from udfs.rules.performance.scoreboard import scores_of
from udfs.rules.trace.score_trace import score_trace
from workbook_templates.tables.results import IndicatorRow

F = Fraction
UNITS = (department("甲部", order=1), department("乙部", order=2), department("丙部", order=3))


def sheet(*records: Any, as_of: str = "4-20", period: str = "2026Q1", **settings: Any) -> list[IndicatorRow]:
    return indicator_rows(scores_of(judge(tables(*UNITS, *records, **settings), day(as_of), Calendar(), parse_period(period))))


def reached(number: str, unit: str, actual: Any, **fields: Any) -> Any:
    return indicator(number, **{"name": "售电量", "department": unit, "goal": 100, "actual": actual, **fields})


def compared(*records: Any, **more: Any) -> dict[str, tuple[Any, str, Any]]:
    return {row.number: (row.score, row.best, row.behind_best) for row in sheet(*records, **more)}


def test_every_level_has_its_row_with_what_was_typed() -> None:
    levels = ("公司", "部门", "供电所", "班组", "个人")
    typed = [
        indicator(
            f"Z{place}", level=level, name=f"指标{level}", parent="Z0" if place else "", goal=80, actual=60, responsible="张三",
            department="甲部",
        )
        for place, level in enumerate(levels)
    ]  # fmt: skip
    rows = sheet(*typed)
    assert [(row.period, row.number, row.level, row.score) for row in rows] == [
        ("2026Q1", f"Z{place}", level, 75) for place, level in enumerate(levels)
    ]
    last = rows[-1]
    assert (last.parent, last.name, last.department, last.responsible, last.goal, last.actual) == ("Z0", "指标个人", "甲部", "张三", 80, 60)
    assert (last.until, last.progress, last.expected, last.best, last.behind_best) == (None, None, None, "", None)
    assert last.note == "实际 60 ÷ 目标 80 × 100"


def test_the_best_unit_is_the_one_with_the_best_score_of_that_name() -> None:
    found = compared(reached("A", "甲部", 90), reached("B", "乙部", 95), reached("C", "丙部", "33.333"), indicator("D", goal=1, actual=1))
    assert found == {"A": (90, "乙部", 5), "B": (95, "乙部", 0), "C": (F("33.33"), "乙部", F("61.67")), "D": (100, "", None)}


def test_units_that_are_best_together_are_all_named_in_their_order() -> None:
    found = compared(reached("C", "丙部", 95), reached("A", "甲部", 90), reached("B", "乙部", 95))
    assert found == {"C": (95, "乙部、丙部", 0), "A": (90, "乙部、丙部", 5), "B": (95, "乙部、丙部", 0)}


def test_the_company_and_persons_are_compared_with_their_like_alone() -> None:
    found = compared(
        reached("A", "甲部", 90),
        reached("K", "乙部", 99, level="公司"),
        reached("P", "乙部", 98, level="个人"),
        reached("Q", "甲部", 70, level="个人"),
    )
    assert found == {"A": (90, "", None), "K": (99, "", None), "P": (98, "乙部", 0), "Q": (70, "乙部", 28)}


def test_only_the_same_period_is_compared() -> None:
    year = reached("Y", "乙部", 99, period="2026")
    assert compared(reached("A", "甲部", 90), year) == {"A": (90, "", None), "Y": (99, "", None)}
    assert [row.period for row in sheet(reached("A", "甲部", 90), year, reached("W", "甲部", 1, period="2027"))] == ["2026Q1", "2026"]


def test_what_several_periods_make_shows_no_figure_of_its_own() -> None:
    (row,) = sheet(reached("A", "甲部", 90), reached("A", "甲部", 70, period="2026Q2"), as_of="7-10", period="2026H1")
    assert (row.period, row.score, row.goal, row.actual) == ("2026H1", 80, None, None)
    assert row.note == "2026Q1 90.00 分、2026Q2 70.00 分"


@pytest.mark.parametrize(
    ("row", "as_of", "note"),
    [
        (reached("A", "甲部", None), "3-30", "期间未完，还没有实际值；没有报 2026-02-01 至 2026-02-28 的进度"),
        (reached("A", "甲部", None), "3-31", "未报：没有实际值"),
        (indicator("A", method="打分", department="甲部"), "4-1", "未报：没有打分"),
        (reached("A", "甲部", 79, floor=80), "4-1", "底线：实际 79 ÷ 目标 100 × 100；79 差于底线值 80，得 0 分"),
        (reached("A", "甲部", 80, floor=80), "4-1", "实际 80 ÷ 目标 100 × 100"),
        (reached("A", "甲部", 80, goal=0), "4-1", "目标值为 0"),
        (indicator("A", method="节点", department="甲部", due="3-31"), "3-31", "时限 2026-03-31 未到"),
    ],
)
def test_what_is_said(row: Any, as_of: str, note: str) -> None:
    assert [found.note for found in sheet(row, as_of=as_of)] == [note]


def test_the_trace_and_the_sheet_compare_with_the_same_best() -> None:
    records = (*UNITS, reached("A", "甲部", 90), reached("B", "乙部", 95), reached("C", "丙部", 95))
    judgement = judge(tables(*records), day("4-20"), Calendar(), parse_period("2026Q1"))
    notes = [row.note for row in score_trace(scores_of(judgement)) if row.dimension == "指标"]
    assert [note.partition("；")[2] for note in notes] == ["最好的是乙部、丙部 95.00 分，差 5.00 分", "", ""]


def test_the_columns_of_progress_are_of_the_figure_so_far() -> None:
    """30 of 90 days of the quarter but one; what was not reported is said, and that the period is not over."""
    rows = sheet(
        reached("A", "甲部", None), report("1-31", 40, number="A"),
        reached("B", "乙部", None), reached("C", "丙部", 70), report("3-31", 65, number="C"),
        reached("D", "丙部", None, method="扣分"), report("1-31", 3, number="D"), as_of="3-2",
    )  # fmt: skip
    assert [(row.number, row.until, row.progress, row.expected) for row in rows] == [
        ("A", day("1-31"), F(2, 5), F(31, 90)), ("B", None, None, None), ("C", None, None, None), ("D", None, None, None),
    ]  # fmt: skip
    assert [row.note for row in rows] == [
        "期间未完，还没有实际值；没有报 2026-02-01 至 2026-02-28 的进度",
        "期间未完，还没有实际值；没有报 2026-02-01 至 2026-02-28 的进度",
        "实际 70 ÷ 目标 100 × 100",
        "期间未完，还没有实际值",
    ]


def test_an_actual_taken_from_the_reports_is_shown() -> None:
    (row,) = sheet(reached("A", "甲部", None), report("3-31", 90, number="A", row=9))
    assert (row.actual, row.until, row.progress, row.expected, row.score) == (90, day("3-31"), F(9, 10), 1, 90)
    assert row.note == "实际 90（指标进度，截至 2026-03-31） ÷ 目标 100 × 100"
