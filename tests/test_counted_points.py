"""R10: which points of 加减分台账 count for a department in a period, and what a cap or a double takes from them."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import closed, day, department, inspection, point, tables

from udfs.rules.ground.figures import Exact
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.composite import Counted, confirmed_points, department_points, total

F = Fraction


def counted(*records: Any, as_of: str = "5-20", period: str = "2026Q1", **settings: Any) -> dict[str, list[Counted]]:
    """The first quarter, on 20 May."""
    judgement = judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period))
    return department_points(confirmed_points(judgement), judgement)


def values(*records: Any, **settings: Any) -> list[Fraction]:
    """What each listed row of 发展部 counts, by its place in the sheet."""
    found = counted(*records, **settings).get("发展部", [])
    return [one.points for one in sorted(found, key=lambda one: one.point.at.row)]


@pytest.mark.parametrize(
    ("name", "row", "as_of", "expected"),
    [
        ("已确认", point(), "5-20", [-1]),
        ("拟", point(status="拟"), "5-20", []),
        ("撤销", point(status="撤销"), "5-20", []),
        ("no state", point(status=""), "5-20", []),
        ("confirmed on 基准日", point(confirmed="3-5"), "3-5", [-1]),
        ("confirmed the day after", point(confirmed="3-6"), "3-5", []),
        ("the day before the period", point(day="2025-12-31"), "5-20", []),
        ("its first day", point(day="1-1"), "5-20", [-1]),
        ("its last day", point(day="3-31"), "5-20", [-1]),
        ("the day after it", point(day="4-1"), "5-20", []),
        ("dated after 基准日", point(day="3-6"), "3-5", []),
        ("of a person", point(staff_no="G1"), "5-20", []),
        ("of a person without department", point(staff_no="G1", department=""), "5-20", []),
        ("of nobody", point(department=""), "5-20", []),
        ("no 分值", point(points=None), "5-20", []),
    ],
)
def test_which_points_count(name: str, row: Any, as_of: str, expected: list[Exact]) -> None:
    assert values(row, as_of=as_of) == expected, name


def test_points_stand_with_the_department_where_they_arose() -> None:
    units = department("老部", until="2-1", merged_into="新部", order=2), department("新部", former=("旧部",), order=1)
    rows = (point(department=name, points=n) for n, name in enumerate(("老部", "旧部", "新部", "外单位"), 1))
    assert {name: total(found) for name, found in counted(*units, *rows).items()} == {"新部": 5, "老部": 1, "外单位": 4}


Q1 = closed("2026Q1", closed=dt.datetime(2026, 4, 10, 18, 0))
AGAIN = closed("2026年一季度", closed=dt.datetime(2026, 4, 30, 9, 0))
REOPENED = closed("2026Q1", grade="重开", closed=dt.datetime(2026, 4, 12, 9, 0))


@pytest.mark.parametrize(
    ("name", "rows", "first", "second"),
    [
        ("not closed", [point(confirmed="5-5")], [-1], []),
        ("confirmed the day before the closing", [point(confirmed="4-9"), Q1], [-1], []),
        ("on its day", [point(confirmed="4-10"), Q1], [-1], []),
        ("the day after", [point(confirmed="4-11"), Q1], [], [-1]),
        ("no 确认日期", [point(), Q1], [-1], []),
        ("reopened after it", [point(confirmed="4-11"), Q1, REOPENED], [-1], []),
        ("before the latest closing", [point(confirmed="4-30"), Q1, AGAIN], [-1], []),
        ("after it", [point(confirmed="5-1"), Q1, AGAIN], [], [-1]),
        ("dated in the open period", [point(day="4-2", confirmed="4-11"), Q1], [], [-1]),
        ("a closing that is not there yet", [point(confirmed="5-20"), closed("2026Q1", closed=dt.datetime(2026, 5, 21))], [-1], []),
    ],
)
def test_a_late_confirmation_counts_by_its_own_date(name: str, rows: Sequence[Any], first: list[Exact], second: list[Exact]) -> None:
    assert (values(*rows), values(*rows, period="2026Q2")) == (first, second), name


def lost(points: Any, linked: str = "", **fields: Any) -> Any:
    return point(points=-F(points), linked=linked, **fields)


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("the largest", [lost(1, "7"), lost(3, "7"), lost(2, "7")], {}, [0, -3, 0]),
        ("of equals one", [lost(2, "7"), lost(2, "7")], {}, [-2, 0]),
        ("as the setting says", [lost(1, "7"), lost(3, "7")], {"同事项不重复扣分": "否"}, [-1, -3]),
        ("another type", [lost(1, "7", kind="督办考核"), lost(3, "7")], {}, [-1, -3]),
        ("another number", [lost(1, "7"), lost(3, "8")], {}, [-1, -3]),
        ("blank numbers are never merged", [lost(1), lost(3), lost(3)], {}, [-1, -3, -3]),
        ("additions are no doubles", [point(points=1, linked="7"), point(points=2, linked="7")], {}, [1, 2]),
        ("an addition and a deduction", [point(points=1, linked="7"), lost(2, "7")], {}, [1, -2]),
        ("another period's is none", [lost(1, "7"), lost(3, "7", day="4-1")], {}, [-1]),
        ("a person's is none", [lost(1, "7"), lost(3, "7", staff_no="G1")], {}, [-1]),
        ("a proposed one is none", [lost(1, "7"), lost(3, "7", status="拟")], {}, [-1]),
        ("another department's is none", [lost(1, "7"), lost(3, "7", department="运检部")], {}, [-1]),
        ("the former name is the same", [department(former=("旧",)), lost(1, "7"), lost(3, "7", department="旧")], {}, [0, -3]),
        ("a check's number", [inspection(number="C1"), lost(1, "C1", kind="抽查"), lost(2)], {}, [0, -2]),
        ("an addition too", [inspection(number="C1"), point(points=1, linked="C1")], {}, [0]),
        ("a check of long ago", [inspection(number="C1", day="2025-01-01"), lost(1, "C1")], {}, [0]),
        ("a check of another department", [inspection(number="C1", department="运检部"), lost(1, "C1")], {}, [0]),
        ("no such check", [inspection(number="C1"), lost(1, "C2")], {}, [-1]),
        ("checks and points without numbers", [inspection(number=""), lost(1)], {}, [-1]),
    ],
)
def test_doubles_and_checks(name: str, rows: Sequence[Any], settings: dict[str, str], expected: list[Exact]) -> None:
    assert values(*rows, **settings) == expected, name


def won(*points: Any) -> list[Any]:
    return [point(points=value) for value in points]


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("below", won(2, "2.9"), {}, [2, F("2.9")]),
        ("on it", won(2, 3), {}, [2, 3]),
        ("part of a row", won(2, "3.5", 1), {}, [2, 3, 0]),
        ("one beyond it", won(8), {}, [5]),
        ("the setting", won(2, 3), {"加分上限": "2.5"}, [2, F("0.5")]),
        ("a cap of 0", won(2, 3), {"加分上限": "0"}, [0, 0]),
        ("deductions make no room", [*won(4), lost(3), *won(4)], {}, [4, -3, 1]),
        ("deductions have no cap", [lost(30), lost(40)], {}, [-30, -40]),
        ("what is only listed takes no room", [inspection(number="C1"), point(points=4, linked="C1"), *won(4)], {}, [0, 4]),
        ("a person's takes none", [point(points=4, staff_no="G1"), *won(4)], {}, [4]),
        ("each department its own", [point(points=4, department="运检部"), *won(4)], {}, [4]),
    ],
)
def test_the_cap_on_additions(name: str, rows: Sequence[Any], settings: dict[str, str], expected: list[Exact]) -> None:
    assert values(*rows, **settings) == expected, name


def test_a_note_stands_where_a_row_counts_for_less() -> None:
    """And only there; it names the row that was kept."""
    rows = [inspection(number="C1"), lost(1, "C1"), lost(3, "7", row=44), lost(2, "7"), *won(4, 2, 1)]
    notes = [one.note for one in counted(*rows)["发展部"]]
    assert notes == [
        "抽查的扣分已在抽查得分里，只列不加",
        "",
        "同一事项同类扣分只取最大的一笔（第 44 行）",
        "",
        "加分合计以 5 分为限，2 分计 1 分",
        "加分合计以 5 分为限，1 分计 0 分",
    ]


POINTS = st.builds(
    point,
    department=st.sampled_from(["甲", "乙"]),
    points=st.fractions(-6, 6, max_denominator=4),
    linked=st.sampled_from(["", "7", "8", "C1"]),
    kind=st.sampled_from(["其他", "奖励"]),
    staff_no=st.sampled_from(["", "", "G1"]),
)


@given(rows=st.lists(POINTS, max_size=8), cap=st.sampled_from(["0", "2.5", "5"]), pick=st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_no_sum(rows: list[Any], cap: str, pick: Any) -> None:
    before = counted(inspection(number="C1"), *rows, 加分上限=cap)
    assert all(sum(one.points for one in found if one.points > 0) <= F(cap) for found in before.values())
    assert all((one.point.points == one.points) == (not one.note) for found in before.values() for one in found)
    pick.shuffle(rows)
    again = counted(inspection(number="C1"), *rows, 加分上限=cap)
    assert {name: total(found) for name, found in again.items()} == {name: total(found) for name, found in before.items()}
