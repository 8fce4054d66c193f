"""Cells as the office types them: value, column kind, what is read or what the clerk is told."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_templates.reading import cells
from workbook_templates.reading.meant import proposed_day
from workbook_templates.reading.typed import READERS
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Value
from workbook_templates.tables.schema import C, Column, Kind

DAY = dt.date(2026, 3, 5)


def read_percent(value: Value, column: Column) -> Fraction | None:
    return cells.read_rate(value, column, percent=True)


def column(kind: Kind, **spec: Any) -> Column:
    return Column("field", kind, C("列", **spec))


@pytest.mark.parametrize(
    "typed",
    [
        DAY,
        dt.datetime(2026, 3, 5, 17, 30),
        "2026-03-05",
        "2026.3.5",
        "2026/3/5",
        "2026年3月5日",
        "2026年03月05日",
        "2026-3-5 00:00:00",
        "20260305",
        " 2026.3.5 ",
        "\uff12\uff10\uff12\uff16\uff0e\uff13\uff0e\uff15",  # full-width
        20260305.0,
        46086.0,
    ],
)
def test_a_day_in_each_spelling(typed: Value) -> None:
    assert cells.read_date(typed, column("date")) == DAY


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("2026-06-31", "“2026-06-31”不是日期"),
        ("2026-02-29", "“2026-02-29”不是日期"),
        ("3月5日", "“3月5日”不是日期"),
        ("2026年3月", "“2026年3月”不是日期"),
        ("年底前", "“年底前”不是日期"),
        (dt.date(1926, 3, 5), "年份 1926 不对"),
        ("2106-03-05", "年份 2106 不对"),
        (36525.0, "“36525”不是日期"),
        (12.5, "“12.5”不是日期"),
        (True, "“TRUE”不是日期"),
        (CellError("#REF!"), "错误值 #REF!"),
        (CellError(NOT_COMPUTED), "公式还没有计算结果"),
    ],
)
def test_no_day(typed: Value, problem: str) -> None:
    with pytest.raises(cells.Wrong) as wrong:
        cells.read_date(typed, column("date"))
    assert wrong.value.args[0] == problem
    assert wrong.value.args[1]


def test_the_first_and_the_last_day_that_a_cell_may_hold() -> None:
    for day in (dt.date(2000, 1, 1), dt.date(2099, 12, 31)):
        assert cells.read_date(day, column("date")) == day
        assert cells.read_date((day - cells.EPOCH).days * 1.0, column("date")) == day


@pytest.mark.parametrize(
    ("typed", "percent", "share"),
    [
        (0.85, True, "0.85"),
        (0.85, False, "0.0085"),
        (85.0, False, "0.85"),
        (1.0, True, "1"),
        (1.0, False, "0.01"),
        (1.5, False, "0.015"),
        (100.0, False, "1"),
        ("85%", False, "0.85"),
        ("\uff18\uff15\uff05", False, "0.85"),  # full-width
        ("85", False, "0.85"),
        ("0.85", False, "0.0085"),
        ("85%", True, "0.85"),
        ("85", True, "0.85"),
        (0.1, True, "0.1"),
        (0.0, True, "0"),
    ],
)
def test_a_share(typed: Value, percent: bool, share: str) -> None:
    read = read_percent if percent else READERS["rate"]
    assert read(typed, column("rate", low=0, high=1)) == Fraction(share)


@pytest.mark.parametrize(
    ("typed", "percent", "problem"),
    [
        (8.5, True, "850% 超出范围"),
        (80.0, True, "8000% 超出范围"),
        (101.0, False, "101% 超出范围"),
        ("8000%", False, "8000% 超出范围"),
        (-0.1, True, "-10% 超出范围"),
        ("已完成", False, "“已完成”不是数字"),
        (DAY, False, "“2026-03-05”不是数字"),
        (True, True, "“TRUE”不是数字"),
    ],
)
def test_no_share(typed: Value, percent: bool, problem: str) -> None:
    read = read_percent if percent else READERS["rate"]
    with pytest.raises(cells.Wrong) as wrong:
        read(typed, column("rate", low=0, high=1))
    assert wrong.value.args[0] == problem
    assert wrong.value.args[1]


@pytest.mark.parametrize(
    ("typed", "doubtful"),
    [(0.8, True), (1.0, True), ("0.8", True), ("1", True), (0.0, False), (1.01, False), (80.0, False), ("0.8%", False), (None, False)],
)
def test_a_plain_number_up_to_one_is_doubtful(typed: Value, doubtful: bool) -> None:
    assert cells.is_doubtful_rate(typed) is doubtful


@given(st.integers(0, 10_000), st.booleans())
def test_a_share_written_back_reads_back(parts: int, percent: bool) -> None:
    share = Fraction(parts, 10_000)
    rate = column("rate", low=0, high=1)
    cell = cells.written_back(share, rate, percent=percent)
    assert (read_percent if percent else READERS["rate"])(cell, rate) == share


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("年底前", "2026-12-31"),
        ("本年底", "2026-12-31"),
        ("12月底", "2026-12-31"),
        ("2月底前", "2026-02-28"),
        ("11月末", "2026-11-30"),
        ("13月底", "None"),
        ("尽快", "None"),
        ("2026-06-31", "None"),
    ],
)
def test_the_day_that_a_vague_deadline_means(text: str, day: str) -> None:
    assert str(proposed_day(text, 2026)) == day


def test_a_number_is_the_decimal_as_typed() -> None:
    assert cells.read_number(0.1, column("number")) == Fraction(1, 10)
    assert cells.read_number("1,200", column("number")) == 1200
    assert cells.read_number("\uff11\uff12.5", column("number")) == Fraction(25, 2)
    assert cells.read_number("  ", column("number")) is None


@pytest.mark.parametrize(
    "typed",
    [
        "85分",
        "1e400",
        "nan",
        "inf",
        "1e-20",
        float("nan"),
        float("inf"),
        1e16,
        "12.3.4",
        "1,5",
        "1_000",
        "1e999999999",
        "1e999",
        CellError("#N/A"),
    ],
)
def test_no_number(typed: Value) -> None:
    with pytest.raises(cells.Wrong):
        cells.read_number(typed, column("number"))


@pytest.mark.parametrize(("typed", "ok"), [(1.0, True), (0.0, False), (3.0, True), (4.0, False), (3.0000001, False)])
def test_bounds_belong_to_the_range(typed: float, ok: bool) -> None:
    bounded = column("number", low=1, high=3)
    if ok:
        assert cells.read_number(typed, bounded) == Fraction(str(typed))
    else:
        with pytest.raises(cells.Wrong, match="超出范围"):
            cells.read_number(typed, bounded)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("张三、李四", ("张三", "李四")),
        ("张 三，李　四；王五", ("张三", "李四", "王五")),
        ("安监部、安监部、", ("安监部",)),
        ("甲\n乙", ("甲", "乙")),
        (None, ()),
        ("、", ()),
    ],
)
def test_names(typed: Value, names: tuple[str, ...]) -> None:
    assert cells.read_names(typed, column("names")) == names


@pytest.mark.parametrize(
    ("spec", "typed", "text"),
    [
        ({}, " 正文 ", "正文"),
        ({}, 2026.0, "2026"),
        ({}, 13800001234.0, "13800001234"),
        ({}, 0.5, "0.5"),
        ({"key": True}, "2026-0012 ", "2026-0012"),
        ({"refers": "人员"}, "张 三", "张三"),
        ({"of": "灯"}, "绿灯 ", "绿灯"),
        ({"of": "灯"}, None, ""),
        ({"key": True}, "\uff12\uff10\uff12\uff16\uff0d\uff10\uff10\uff11\uff12", "2026-0012"),  # full-width
        ({}, "\uff11全角保留", "\uff11全角保留"),
    ],
)
def test_text(spec: dict[str, Any], typed: Value, text: str) -> None:
    assert cells.read_text(typed, column("text", **spec)) == text


def test_a_choice_that_the_list_does_not_have() -> None:
    with pytest.raises(cells.Wrong) as wrong:
        cells.read_text("绿", column("text", of="灯"))
    assert wrong.value.args == ("“绿”不在下拉列表中", "从下拉列表选择：绿灯、黄灯、红灯、蓝灯")


@given(st.decimals(-(10**9), 10**9, places=4))
def test_what_is_written_reads_back(number: Any) -> None:
    exact = Fraction(number)
    assert cells.read_number(cells.written(exact), column("number")) == exact


@given(st.floats(allow_nan=True, allow_infinity=True) | st.text() | st.booleans() | st.dates() | st.datetimes() | st.none())
@pytest.mark.parametrize("kind", READERS)
def test_any_cell_is_read_or_named(kind: Kind, typed: Value) -> None:
    try:
        READERS[kind](typed, column(kind, of="灯" if kind == "text" else ""))
    except cells.Wrong as wrong:
        problem, remedy = wrong.args
        assert problem
        assert remedy
