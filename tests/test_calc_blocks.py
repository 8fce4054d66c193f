"""Blocks of values and formulas as text, without an office."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.a1 import Area, Place, rectangles
from addin.calc.formula_text import sheet_prefix, to_calc, to_excel
from addin.calc.values import ErrorText, around, cleaned, day_number, moment, python_value, sorted_block


@pytest.mark.parametrize(
    ("day", "number"),
    [
        pytest.param(dt.date(1899, 12, 30), 0.0, id="the first day"),
        pytest.param(dt.date(2024, 1, 1), 45292.0, id="a day"),
        pytest.param(dt.datetime(2024, 1, 1, 18), 45292.75, id="a moment"),
        pytest.param(dt.datetime(2024, 1, 1, 18, tzinfo=dt.UTC), 45292.75, id="the clock on the wall"),
    ],
)
def test_a_day_is_a_number(day: dt.date, number: float) -> None:
    assert day_number(day) == number
    assert moment(number) == dt.datetime(1899, 12, 30) + dt.timedelta(days=number)


def test_a_number_beyond_the_calendar_stays_a_number() -> None:
    assert moment(1e12) == 1e12


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1), max_value=dt.datetime(9999, 12, 31)).map(lambda d: d.replace(microsecond=0)))
def test_moments_come_back(day: dt.datetime) -> None:
    assert moment(day_number(day)) == day


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(float("nan"), "", id="nan"),
        pytest.param(np.float64("nan"), "", id="numpy's nan"),
        pytest.param(pd.NaT, "", id="no time"),
        pytest.param(pd.NA, "", id="not available"),
        pytest.param(np.bool_(True), True, id="numpy's boolean"),
        pytest.param(np.int64(3), 3, id="numpy's whole number"),
        pytest.param(np.float32(0.5), 0.5, id="numpy's number"),
        pytest.param(np.str_("文"), "文", id="numpy's text"),
        pytest.param(np.datetime64("2024-01-01T12:00:00", "ns"), dt.datetime(2024, 1, 1, 12), id="numpy's moment"),
        pytest.param(pd.Timestamp(2024, 1, 1, 12), dt.datetime(2024, 1, 1, 12), id="pandas' moment"),
        pytest.param("007", "007", id="text"),
        pytest.param(True, True, id="boolean"),
    ],
)
def test_what_is_written_is_plain(value: Any, expected: Any) -> None:
    assert python_value(value) == expected
    assert isinstance(python_value(value), type(expected))


def test_what_no_cell_holds_is_refused() -> None:
    with pytest.raises(TypeError):
        sorted_block([[object()]])


def test_what_is_read_follows_the_options() -> None:
    block = [["文", 1.0, True, "", dt.datetime(2024, 1, 2), ErrorText("#N/A")]]
    assert cleaned(block, dt.datetime, None, None, False) == [["文", 1.0, True, None, dt.datetime(2024, 1, 2), None]]
    day = cleaned(block, lambda year, month, day, **_: dt.date(year, month, day), "空", int, True)
    assert day == [["文", 1, True, "空", dt.date(2024, 1, 2), "#N/A"]]


PLACES = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 5)))


def cells_of(areas: list[Area]) -> list[Place]:
    return [(r, c) for area in areas for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)]


@given(PLACES)
def test_rectangles_cover_each_cell_once(places: set[Place]) -> None:
    assert sorted(cells_of(rectangles(places))) == sorted(places)


def test_a_full_block_is_one_rectangle() -> None:
    assert rectangles((r, c) for r in range(3) for c in range(4)) == [Area(0, 0, 2, 3)]


@given(PLACES)
def test_around_is_the_rest(holes: set[Place]) -> None:
    block = {(r, c) for r in range(8) for c in range(6)}
    assert sorted(cells_of(around(8, 6, holes))) == sorted(block - holes)


FORMULAS = [
    ("=SUM(A1,B1)", "=SUM(A1;B1)", "=SUM(A1,B1)"),
    ("=督办台账!A1", "=$'督办台账'.A1", "=督办台账!A1"),
    ("='我的 表'!$A$1:B2", "=$'我的 表'.$A$1:B2", "='我的 表'!$A$1:B2"),
    ("='it''s'!A1", "=$'it''s'.A1", "='it''s'!A1"),
    ('=IF(A1="x,y;z",{1,2;3,4},0)', '=IF(A1="x,y;z";{1;2|3;4};0)', '=IF(A1="x,y;z",{1,2;3,4},0)'),
    ("=SUM((A1,B2))", "=SUM((A1~B2))", "=SUM((A1,B2))"),
    ("=SUM(A1:B2 B2:C3)", "=SUM(A1:B2!B2:C3)", "=SUM(A1:B2 B2:C3)"),
    ("=A1 + B1", "=A1 + B1", "=A1 + B1"),
    ("=SUM(A1, B1)", "=SUM(A1; B1)", "=SUM(A1, B1)"),
    ("=SUM(表[完成率])", "=SUM(表[完成率])", "=SUM(表[完成率])"),
    ("=表[@完成率]", "=表[[#This Row];[完成率]]", "=表[[#This Row],[完成率]]"),
    ("=表[@[完成 率]]", "=表[[#This Row];[完成 率]]", "=表[[#This Row],[完成 率]]"),
    ("=SUM(表[[#Data],[甲]:[乙]])", "=SUM(表[[#Data];[甲]:[乙]])", "=SUM(表[[#Data],[甲]:[乙]])"),
    ("=ROWS(表[#All])", "=ROWS(表[[#All]])", "=ROWS(表[[#All]])"),
    ("=_xlfn.CONCAT(A1,B1)", "=CONCAT(A1;B1)", "=CONCAT(A1,B1)"),
    ("=_xlfn._xlws.FILTER(A1,B1)", "=FILTER(A1;B1)", "=FILTER(A1,B1)"),
    ("=@A1:A9", "=A1:A9", "=A1:A9"),
    ("=IF(A1=#N/A,1,#DIV/0!)", "=IF(A1=#N/A;1;#DIV/0!)", "=IF(A1=#N/A,1,#DIV/0!)"),
    ("=STDEV.S(A:A)+1.5E+3%", "=STDEV.S(A:A)+1.5E+3%", "=STDEV.S(A:A)+1.5E+3%"),
    ("=督办台账!率", "=$'督办台账'.率", "=督办台账!率"),
]


@pytest.mark.parametrize(("excel", "calc", "back"), FORMULAS, ids=[excel for excel, _, _ in FORMULAS])
def test_formulas_are_translated_both_ways(excel: str, calc: str, back: str) -> None:
    assert to_calc(excel) == calc
    assert to_excel(calc) == back


@pytest.mark.parametrize(
    ("calc", "excel"),
    [
        ("{=SUM(A1:A2)}", "=SUM(A1:A2)"),
        ("=COM.SUN.STAR.SHEET.ADDIN.ANALYSIS.GETEDATE(A1;1)", "=EDATE(A1,1)"),
        ("=$Sheet1.A1:B2", "=Sheet1!A1:B2"),
        ("=Sheet1.$A$1", "=Sheet1!$A$1"),
        ("$Sheet1.$A$1", "Sheet1!$A$1"),
    ],
)
def test_what_calc_prints_is_understood(calc: str, excel: str) -> None:
    assert to_excel(calc) == excel


@pytest.mark.parametrize(
    ("name", "prefix"), [("台账", "台账!"), ("我的 表", "'我的 表'!"), ("A1", "'A1'!"), ("R1C1", "'R1C1'!"), ("2025", "'2025'!")]
)
def test_sheets_are_quoted_where_excel_quotes_them(name: str, prefix: str) -> None:
    assert sheet_prefix(name) == prefix
