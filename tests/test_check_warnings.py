"""R9: 预警 of spot checks and the 讲评说明 that departments owe: each bound on the day before, of and after."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, inspection, risk_point, tables

from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.inspection.check_warnings import REPEATED, UNCHECKED, explanations, sort_told, warnings
from udfs.rules.judging.judgement import Judgement, judge

LOW = risk_point("F1", interval=999)
HIGH = risk_point("F1", frequency=3, subjectivity=3, severity=3, interval=999)
MIDDLE = HIGH._replace(severity=LOW.severity)


def judged(*records: Any, as_of: str = "3-20", period: str = "2026Q1", **settings: Any) -> Judgement:
    """The first quarter, on 20 March."""
    return judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period))


def warned(*records: Any, **settings: Any) -> list[tuple[str, str]]:
    return [(one.number, str(one.day)) for one in warnings(judged(*records, **settings))]


def problem(date: str, number: str = "", **fields: Any) -> Any:
    return inspection("问题", day=date, number=number or f"C{date}", risk="F1", **fields)


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("a problem on a 高 point", [HIGH, problem("3-1")], {}, ["2026-03-01"]),
        ("on a 中 point", [MIDDLE, problem("3-1")], {}, []),
        ("on a 低 point", [LOW, problem("3-1")], {}, []),
        ("a sign", [HIGH, problem("3-1")._replace(result="苗头")], {}, []),
        ("in order", [HIGH, problem("3-1")._replace(result="合格")], {}, []),
        ("366 days ago", [HIGH, problem("2025-03-19")], {}, []),
        ("365 days ago", [HIGH, problem("2025-03-20")], {}, ["2025-03-20"]),
        ("before 启用日期", [HIGH, problem("3-1")], {"启用日期": "2026-03-02"}, []),
        ("on 启用日期", [HIGH, problem("3-1")], {"启用日期": "2026-03-01"}, ["2026-03-01"]),
        ("基准日", [HIGH, problem("3-20")], {}, ["2026-03-20"]),
        ("the day after", [HIGH, problem("3-21")], {}, []),
        ("whatever 考核期间 is", [HIGH, problem("3-31"), problem("4-1")], {"as_of": "4-20"}, ["2026-03-31", "2026-04-01"]),
        ("a second problem", [LOW, problem("2-1"), problem("3-1")], {}, ["2026-03-01"]),
        ("in whatever order of rows", [LOW, problem("3-1"), problem("2-1")], {}, ["2026-03-01"]),
        ("and a third", [LOW, problem("1-5"), problem("2-1"), problem("3-1")], {}, ["2026-02-01", "2026-03-01"]),
        ("364 days later", [LOW, problem("2025-03-02"), problem("3-1")], {}, ["2026-03-01"]),
        ("exactly 365", [LOW, problem("2025-03-01"), problem("3-1")], {}, ["2026-03-01"]),
        ("366", [LOW, problem("2025-02-28"), problem("3-1")], {}, []),
        ("the day before the setting", [LOW, problem("2-20"), problem("3-1")], {"重复问题天数": "10"}, ["2026-03-01"]),
        ("on it", [LOW, problem("2-19"), problem("3-1")], {"重复问题天数": "10"}, ["2026-03-01"]),
        ("the day after", [LOW, problem("2-18"), problem("3-1")], {"重复问题天数": "10"}, []),
        ("a sign between is none", [LOW, problem("2-1")._replace(result="苗头"), problem("3-1")], {}, []),
        ("another point", [LOW, problem("2-1")._replace(risk="F2"), problem("3-1")], {}, []),
        ("no point", [problem("2-1")._replace(risk=""), problem("3-1")._replace(risk="")], {}, []),
        ("an unknown point twice", [problem("2-1"), problem("3-1")], {}, ["2026-03-01"]),
        ("two rows of one visit are one problem", [LOW, problem("3-1", "C1"), problem("3-1", "C1")], {}, []),
        ("visits that bear no number", [LOW, problem("2-1")._replace(number=""), problem("3-1")._replace(number="")], {}, ["2026-03-01"]),
        ("a second one on a 高 point is one warning", [HIGH, problem("2025-03-19"), problem("3-1")], {}, ["2026-03-01"]),
        ("two visits of one day", [LOW, problem("3-1", "C1"), problem("3-1", "C2")], {}, ["2026-03-01"]),
        ("the second is still to come", [LOW, problem("3-1"), problem("3-21")], {}, []),
    ],
)
def test_problems(name: str, rows: Sequence[Any], settings: dict[str, str], expected: list[str]) -> None:
    assert warned(*rows, **settings) == [("F1", date) for date in expected], name


@pytest.mark.parametrize(
    ("rows", "sort"),
    [
        ([LOW, problem("2-1"), problem("3-1")], REPEATED),
        ([HIGH, problem("3-1")], ""),
        ([problem("3-1", mend_due="3-10")._replace(risk="")], ""),
        ([HIGH._replace(interval=Fraction(10)), inspection("合格", day="3-1", number="C1", risk="F1")], UNCHECKED),
    ],
)
def test_the_sort_of_a_warning_is_read_back_from_its_fact(rows: Sequence[Any], sort: str) -> None:
    (one,) = warnings(judged(*rows))
    assert sort_told(one.fact) == sort


@pytest.mark.parametrize(
    "fact",
    [
        "2026-03-05 抽查 C1 在高风险点发现问题：再次发现问题（上次 2026-01-01）",
        "整改时限 2026-03-05，没有完成整改，逾期 3 天：补做抽查",
    ],
)
def test_what_people_wrote_makes_no_sort(fact: str) -> None:
    assert sort_told(fact) == ""


def rectified(**fields: Any) -> Any:
    return inspection("问题", number="C1", **{"mend_due": "3-19", **fields})


OVER = [("C1", "2026-03-19")]


@pytest.mark.parametrize(
    ("name", "row", "as_of", "expected"),
    [
        ("due tomorrow", rectified(), "3-18", []),
        ("due today", rectified(), "3-19", []),
        ("the day after", rectified(), "3-20", OVER),
        ("done", rectified(mended="3-10"), "3-20", []),
        ("done late is done", rectified(mended="3-20"), "3-20", []),
        ("done only after 基准日", rectified(mended="3-21"), "3-20", OVER),
        ("re-checked, in order", rectified(mended="3-10", recheck="合格"), "3-20", []),
        ("不合格 reopens it", rectified(mended="3-10", recheck="不合格"), "3-20", OVER),
        ("不合格, due today", rectified(mended="3-10", recheck="不合格"), "3-19", []),
        ("re-checked before it was done", rectified(recheck="合格"), "3-20", OVER),
        ("no date", rectified(mend_due=None), "12-31", []),
        ("of a check before the period", rectified(day="2025-12-01"), "3-20", OVER),
        ("of a check that is not there yet", rectified(day="3-21"), "3-20", []),
    ],
)
def test_rectifications(name: str, row: Any, as_of: str, expected: list[tuple[str, str]]) -> None:
    assert warned(row, as_of=as_of) == expected, name


@pytest.mark.parametrize(
    ("row", "fact"),
    [
        (rectified(demand="补签"), "整改时限 2026-03-19，没有完成整改：补签"),
        (rectified(problem="漏签"), "整改时限 2026-03-19，没有完成整改：漏签"),
        (rectified(demand="补签", problem="漏签", recheck="不合格"), "整改时限 2026-03-19，复查不合格：补签"),
    ],
)
def test_a_rectification_says_what_is_to_be_done(row: Any, fact: str) -> None:
    assert [one.fact for one in warnings(judged(row))] == [fact]


@pytest.mark.parametrize(
    ("name", "point", "rows", "as_of", "expected"),
    [
        ("高, never: the day", HIGH._replace(interval=None), [], "1-31", []),
        ("高, never: the day after", HIGH._replace(interval=None), [], "2-1", [("F1", "2026-01-31")]),
        ("高, checked 30 days ago", HIGH._replace(interval=None), [inspection(day="2-18", risk="F1")], "3-20", []),
        ("31 days ago", HIGH._replace(interval=None), [inspection(day="2-18", risk="F1")], "3-21", [("F1", "2026-03-20")]),
        ("中: the day", MIDDLE._replace(interval=None), [], "4-1", []),
        ("中: the day after", MIDDLE._replace(interval=None), [], "4-2", [("F1", "2026-04-01")]),
        ("更新日期 in the year: the day", HIGH._replace(interval=None, updated=day("2-1")), [], "3-3", []),
        ("更新日期 in the year: the day after", HIGH._replace(interval=None, updated=day("2-1")), [], "3-4", [("F1", "2026-03-03")]),
        ("更新日期 last year", HIGH._replace(interval=None, updated=day("2025-06-01")), [], "2-1", [("F1", "2026-01-31")]),
        ("低 is not warned of", LOW._replace(interval=None), [], "12-31", []),
        ("低 with an interval of its own", LOW._replace(interval=Fraction(1)), [], "12-31", []),
        ("高 by its own interval", HIGH._replace(interval=Fraction(10)), [], "1-12", [("F1", "2026-01-11")]),
        ("without a grade", HIGH._replace(interval=Fraction(10), severity=None), [], "12-31", []),
    ],
)
def test_intervals(name: str, point: Any, rows: Sequence[Any], as_of: str, expected: list[tuple[str, str]]) -> None:
    assert warned(point, *rows, as_of=as_of) == expected, name


@pytest.mark.parametrize(
    ("start", "as_of", "expected"),
    [
        ("2026-02-01", "3-3", []),
        ("2026-02-01", "3-4", [("F1", "2026-03-03")]),
        ("2025-06-01", "2-1", [("F1", "2026-01-31")]),
    ],
)
def test_the_first_interval_begins_with_the_start(start: str, as_of: str, expected: list[tuple[str, str]]) -> None:
    """On the first day of a new workbook nothing is overdue yet: 30 days from 1 February."""
    assert warned(HIGH._replace(interval=None), as_of=as_of, 启用日期=start) == expected


@pytest.mark.parametrize(("start", "expected"), [("2026-03-19", [("C1", "2026-03-19")]), ("2026-03-20", [])])
def test_a_rectification_due_before_the_start_is_not_warned_of(start: str, expected: list[tuple[str, str]]) -> None:
    assert warned(inspection("问题", number="C1", mend_due="3-19"), as_of="3-25", 启用日期=start) == expected


@pytest.mark.parametrize(
    ("name", "passed", "of", "settings", "owed"),
    [
        ("three of five are enough", 3, 5, {}, False),
        ("59 of 99", 59, 99, {}, True),
        ("60 of 99", 60, 99, {}, False),
        ("none", 0, 1, {}, True),
        ("on a moved bound", 3, 4, {"抽查合格率下限": "75"}, False),
        ("below it", 3, 4, {"抽查合格率下限": "75.1"}, True),
    ],
)
def test_explanations(name: str, passed: int, of: int, settings: dict[str, str], owed: bool) -> None:
    rows = [inspection("合格" if n < passed else "问题") for n in range(of)]
    assert [one.department for one in explanations(judged(*rows, **settings))] == ["发展部"] * owed, name


def test_an_explanation_names_the_figures() -> None:
    (found,) = explanations(judged(inspection("问题"), inspection()))
    assert found.fact == "2026Q1 抽查合格率 50.0%（1/2），低于 60.0%"
    assert explanations(judged(inspection("问题", day="2025-12-31"))) == [], "a check of another period"


DATES = st.sampled_from(["2025-02-28", "2025-03-01", "1-1", "2-19", "3-1", "3-20", "3-21"])
PROBLEMS = st.builds(problem, DATES, st.sampled_from(["C1", "C2", "C3"]), mend_due=st.none() | DATES, mended=st.none() | DATES)


@given(rows=st.lists(PROBLEMS, max_size=6, unique_by=lambda row: row.number), pick=st.randoms(use_true_random=False))
def test_no_order_of_rows_moves_a_warning(rows: list[Any], pick: Any) -> None:
    before = sorted(warned(HIGH, *rows))
    pick.shuffle(rows)
    assert sorted(warned(HIGH, *rows)) == before
