"""Values and formulas through xlwings' Range in a real Calc, both ways."""

import datetime as dt
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlwings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.calc_office import needs_calc

from addin.calc.bridge import crossings
from workbook_templates.reading.errors import BookRefused

pytestmark = needs_calc

DAY, MOMENT = dt.datetime(2024, 2, 29), dt.datetime(2024, 2, 29, 13, 30, 15)


def padded(back: Any, *, down: bool) -> list[list[Any]]:
    """A value, a row, a column or a block as the 2 x 2 cells that it lies in."""
    rows = back if isinstance(back, list) else [back]
    block = rows if rows and isinstance(rows[0], list) else [[value] for value in rows] if down else [rows]
    return [[*row, None][:2] for row in [*block, [None, None]]][:2]


@pytest.mark.parametrize(
    ("value", "back"),
    [
        pytest.param("督办", "督办", id="text"),
        pytest.param("", None, id="empty text"),
        pytest.param(None, None, id="none"),
        pytest.param(0, 0.0, id="zero"),
        pytest.param(-1.25, -1.25, id="number"),
        pytest.param(True, True, id="true"),
        pytest.param(False, False, id="false"),
        pytest.param(dt.date(2024, 2, 29), DAY, id="date"),
        pytest.param(MOMENT, MOMENT, id="moment"),
        pytest.param("多\n行", "多\n行", id="lines"),
        pytest.param("<b>&amp; 🚦", "<b>&amp; 🚦", id="signs"),
        pytest.param("=1+1", 2.0, id="formula"),
        pytest.param("=", "=", id="equals sign"),
        pytest.param("=1=1", True, id="boolean formula"),
        pytest.param("=DATE(2024,2,29)", DAY, id="date formula"),
        pytest.param([1, 2], [1.0, 2.0], id="row"),
        pytest.param([[1], [2]], [1.0, 2.0], id="column"),
        pytest.param([["a", None], [None, "b"]], [["a", None], [None, "b"]], id="block"),
        pytest.param((("a", 1), ("b", True)), [["a", 1.0], ["b", True]], id="tuples"),
        pytest.param(np.array([[1, 2], [3, 4]]), [[1.0, 2.0], [3.0, 4.0]], id="numpy"),
        pytest.param({"a": 1, "b": 2}, [["a", 1.0], ["b", 2.0]], id="dict"),
    ],
)
def test_values_come_back(sheet: xlwings.Sheet, value: Any, back: Any) -> None:
    sheet["B2"].value = value
    assert sheet["B2:C3"].options(ndim=2).value == padded(back, down=isinstance(value, list) and isinstance(value[0], list))
    assert sheet["A1"].value is None


TEXTS = ["007", "2024-01-01", "1/2", "TRUE", "1e5", "=1+1", "+86", "-1", "@x", "#N/A", "'x", "5%", " 空 "]


@pytest.mark.parametrize("text", TEXTS)
def test_an_apostrophe_makes_it_text(sheet: xlwings.Sheet, text: str) -> None:
    """The Excel way; the apostrophe itself is not shown, and not read back."""
    sheet["A1"].value = f"'{text}"
    assert sheet["A1"].value == text
    assert sheet["A1"].formula == text
    assert sheet["A1"].number_format in ("General", "@")  # Calc marks some texts that look like numbers or dates
    sheet["B1"].formula = "=ISTEXT(A1)"
    assert sheet["B1"].value is True


@pytest.mark.parametrize("text", [text for text in TEXTS if text[0] not in "='"])
def test_text_without_an_apostrophe_stays_text(sheet: xlwings.Sheet, text: str) -> None:
    """Unlike Excel, which would make a number, a date or a boolean of some."""
    sheet["A1"].value = text
    assert sheet["A1"].value == text


def test_text_survives_saving(book: xlwings.Book, tmp_path: Any) -> None:
    book.sheets[0]["A1"].value = [[f"'{text}"] for text in TEXTS]
    book.save(tmp_path / "文.xlsx")
    again = openpyxl.load_workbook(tmp_path / "文.xlsx").worksheets[0]
    assert [(cell.value, cell.data_type == "f") for cell in again["A"]] == [(text, False) for text in TEXTS]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=64).map(lambda x: 0.0 if abs(x) < 1e-300 else x),
    st.integers(-(10**9), 10**9).map(float),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2999, 1, 1)).map(lambda d: d.replace(microsecond=0)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)))
def test_any_block_comes_back(sheet: xlwings.Sheet, block: list[list[Any]]) -> None:
    """Over what the block before left behind: formats of dates and booleans must not stick to numbers."""
    sheet["A1"].value = [[f"'{value}" if isinstance(value, str) else value for value in row] for row in block]
    found = sheet["A1"].resize(len(block), len(block[0])).options(ndim=2).value
    dated = [[isinstance(value, dt.datetime) for value in row] for row in found]
    for row, back, was_dated in zip(block, found, dated, strict=True):
        for value, read, is_dated in zip(row, back, was_dated, strict=True):
            if isinstance(value, float) and is_dated:  # a number in a cell formatted as a date is a date, as in Excel
                continue
            assert (type(read), read) == (type(value), value)


def test_numbers_over_booleans_are_numbers(sheet: xlwings.Sheet) -> None:
    sheet["A1:B2"].value = [[True, True], [False, "x"]]
    sheet["A1:B2"].value = [[1, True], [0, 0]]
    assert sheet["A1:B2"].value == [[1.0, True], [0.0, 0.0]]
    assert sheet["A1"].number_format == "General"


def test_dates_keep_a_date_format(sheet: xlwings.Sheet) -> None:
    sheet["A1:A2"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["A1:B2"].value = [[DAY, DAY], [DAY, MOMENT]]
    assert sheet["A1"].number_format == 'yyyy"年"m"月"d"日"'
    assert sheet["B1"].number_format == "yyyy-mm-dd"
    assert sheet["B2"].number_format == "yyyy-mm-dd hh:mm:ss"
    assert sheet["A1:B2"].options(dates=dt.date).value == [[DAY.date()] * 2] * 2


@pytest.mark.parametrize("banded", [False, True])
def test_dates_in_many_pieces(sheet: xlwings.Sheet, banded: bool) -> None:
    """Blanks, texts and plain numbers between the days, booleans and a formula beside them; bands of colour cut the formats in pieces."""
    formula = "=DATE(2024,2,29)"
    pieces = [DAY, None, "文", 1.0]
    rows = [[pieces[row % 4], row % 3 == 0, float(row % 2), 0.5 if row else formula, MOMENT] for row in range(200)]
    sheet["A1"].value = rows
    for row in range(0, 200, 2 if banded else 1000):
        sheet.range((row + 1, 1), (row + 1, 5)).color = (230, 230, 250)
    back = sheet["A1:E200"].value
    assert back == [[row[0], row[1], row[2], DAY if number == 0 else row[3], row[4]] for number, row in enumerate(rows)]
    assert [[type(value) for value in row] for row in back[1:]] == [[type(value) for value in row] for row in rows[1:]]


def test_a_time_of_day_is_a_number(sheet: xlwings.Sheet) -> None:
    sheet["A1"].number_format = "hh:mm"
    sheet["A1"].value = 0.5
    assert sheet["A1"].value == 0.5


ERRORS = [["=1/0", "=NA()", "=FOO(1)"], ["=SQRT(-1)", '="x"+1', "=#REF!"], [1, "x", None], ["=1/0", None, "=NA()"]]
CODES = [["#DIV/0!", "#N/A", "#NAME?"], ["#NUM!", "#VALUE!", "#REF!"], [1.0, "x", None], ["#DIV/0!", None, "#N/A"]]


def test_errors_are_none_or_their_codes(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = ERRORS
    block = sheet["A1:C4"]
    assert block.value == [[None, None, None], [None, None, None], [1.0, "x", None], [None, None, None]]
    assert block.options(err_to_str=True).value == CODES
    assert sheet["A1"].options(err_to_str=True).value == "#DIV/0!"


@pytest.mark.parametrize(
    ("options", "back"),
    [
        ({"ndim": 1}, [1.0, 2.0]),
        ({"ndim": 2}, [[1.0, 2.0]]),
        ({"numbers": int}, [1, 2]),
        ({"transpose": True, "ndim": 2}, [[1.0], [2.0]]),
        ({"expand": "right"}, [1.0, 2.0, None, 4.0][:2]),
        ({"empty": "空"}, [1.0, 2.0]),
        ({"convert": tuple}, (1.0, 2.0)),
        ({"convert": np.array}, [1.0, 2.0]),
    ],
)
def test_options(sheet: xlwings.Sheet, options: dict[str, Any], back: Any) -> None:
    sheet["A1"].value = [1, 2, None, 4]
    found = sheet["A1:B1"].options(**options).value
    assert type(found)(back) == found if isinstance(found, tuple) else list(found) == back


def test_frames_both_ways(sheet: xlwings.Sheet) -> None:
    frame = pd.DataFrame({"编号": ["007", "008"], "率": [0.5, None], "日期": [DAY, pd.NaT], "达标": [True, False]})
    sheet["A1"].options(index=False).value = frame
    back = sheet["A1"].options(pd.DataFrame, index=False, expand="table").value
    assert list(back.columns) == list(frame.columns)
    assert back["编号"].tolist() == ["007", "008"]
    assert back["率"].isna().tolist() == [False, True]
    assert back["日期"][0] == DAY
    assert back["达标"].tolist() == [True, False]


def test_a_scalar_fills_the_range(sheet: xlwings.Sheet) -> None:
    sheet["A1:B2"].value = "x"
    assert sheet["A1:B2"].value == [["x", "x"], ["x", "x"]]


def test_raw_values_of_a_whole_column_end_with_the_sheet(sheet: xlwings.Sheet) -> None:
    sheet["A2"].value = 5
    column = sheet["A:B"].raw_value
    assert (len(column), column[0], column[1]) == (1_048_576, ["", ""], [5.0, ""])


# Formulas


def test_formulas_are_read_as_excel_writes_them(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["x", 1.5, None], ["=SUM(B1,2)", "=Sheet1!$B$1*2", "=EDATE(1,1)"]]
    formulas: Any = sheet["A1:C2"].formula
    assert formulas == (("x", "1.5", ""), ("=SUM(B1,2)", "=Sheet1!$B$1*2", "=EDATE(1,1)"))
    assert sheet["A2"].formula == sheet["A2"].formula2 == "=SUM(B1,2)"
    assert sheet["A2:C2"].value == [3.5, 3.0, 32.0] or sheet["A2:B2"].value == [3.5, 3.0]


def test_one_formula_fills_a_range(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 10], [2, 20], [3, 30]]
    sheet["C1:C3"].formula = "=A1*$B$1+B1"
    assert sheet["C1:C3"].value == [20.0, 40.0, 60.0]
    assert sheet["C3"].formula == "=A3*$B$1+B3"
    sheet["D1:D3"].formula = [["=A1"], ["=A2"], ["文"]]
    assert sheet["D1:D3"].value == [1.0, 2.0, "文"]


def test_array_formulas(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 10], [2, 20]]
    sheet["D1:D2"].formula_array = "=A1:A2*B1:B2"
    assert sheet["D1:D2"].value == [10.0, 40.0]
    assert sheet["D1:D2"].formula_array == sheet["D2"].formula_array == "=A1:A2*B1:B2"
    assert sheet["D1"].has_array
    assert not sheet["A1"].has_array
    assert sheet["A1"].formula_array is None
    with pytest.raises(BookRefused, match="写不进去"):
        sheet["D1"].value = 1


FORMULAS = [
    ("=SUM((A1,B2))", 5.0),
    ("=SUM(A1:B2 B2:C3)", 4.0),
    ("=SUM({1,2;3,4})", 10.0),
    ('=IF(A1=1,"x,y;z",0)', "x,y;z"),
    ("=SUM('我的 表'!A1:A2,台账!A1)", 12.0),
    ("=SUM(表[率])", 0.75),
    ("=ROWS(表[#All])+COUNTA(表[[#Data],[号]:[率]])", 7.0),
    ("=_xlfn.CONCAT(E1:E2)", "号a"),
    ('=SUMIFS(F2:F3,E2:E3,"b")', 0.25),
    ("=率*2", 1.0),
    ("=台账!本表", 7.0),
    ('=IFERROR(VLOOKUP("b",E:F,2,FALSE),"")', 0.25),
    ('=TEXT(45292,"yyyy-mm-dd")', "2024-01-01"),
    ("=WORKDAY(45292,1)", None),
]


@pytest.mark.parametrize(("formula", "value"), FORMULAS, ids=[formula for formula, _ in FORMULAS])
def test_formulas_mean_the_same(book: xlwings.Book, formula: str, value: Any) -> None:
    sheet = book.sheets[0]
    for name in ("我的 表", "台账"):
        book.sheets.add(name, after=book.sheets[-1])["A1"].value = [[5], [2]] if name != "台账" else [[5], [7]]
    book.sheets["台账"].names.add("本表", "=台账!$A$2")
    book.names.add("率", "=0.5")
    sheet["A1"].value = [[1, 2, None, None, "号", "率"], [3, 4, None, None, "a", 0.5], [None] * 4 + ["b", 0.25]]
    sheet.tables.add(source=sheet["E1:F3"], name="表")
    sheet["H2"].formula = formula
    if value is not None:
        assert sheet["H2"].value == value
    again = sheet["H2"].formula
    sheet["H3"].value = again
    assert sheet["H3"].options(err_to_str=True).value == sheet["H2"].options(err_to_str=True).value


def test_formulas_are_computed_when_calculation_becomes_manual(book: xlwings.Book) -> None:
    sheet = book.sheets[0]
    sheet["A1"].value = [1, "=A1*2"]
    with book.app.properties(calculation="manual"):
        assert book.app.calculation == "manual"
        assert sheet["B1"].value == 2.0
        sheet["A1"].value = 5
        assert sheet["B1"].value == 2.0
        book.app.calculate()
        assert sheet["B1"].value == 10.0
    assert book.app.calculation == "automatic"


# Notes, crossings


def test_writing_keeps_the_notes(sheet: xlwings.Sheet) -> None:
    """Calc itself would delete them with the old contents."""
    for cell in ("A1", "B2", "C3"):
        sheet[cell].add_note(f"批注 {cell}")
    block = [["=1+1", 2, "x"], [DAY, True, None], ["a", "'=b", "'007"]]
    sheet["A1"].value = block
    assert sheet["A1:C3"].value == [[2.0, 2.0, "x"], [DAY, True, None], ["a", "=b", "007"]]
    assert [note.text for note in sheet.notes] == ["批注 A1", "批注 B2", "批注 C3"]


def mixed(rows: int) -> list[list[Any]]:
    """Values of each kind, none in columns of its own."""
    kinds = ["'文", 1.5, True, None, DAY, MOMENT, "=1+1"]
    return [[kinds[(row + column) % 6] for column in range(19)] + [kinds[6]] for row in range(rows)]


def crossings_for(sheet: xlwings.Sheet, rows: int) -> tuple[int, int]:
    sheet.clear()
    start = crossings()
    sheet["A1"].value = mixed(rows)
    written = crossings()
    sheet["A1"].resize(rows, 20).value  # noqa: B018 - reading is what is counted
    return written - start, crossings() - written


def test_a_block_costs_the_same_number_of_crossings_whatever_its_size(sheet: xlwings.Sheet) -> None:
    """Seven kinds of values; an average of one crossing per cell would be 20,000."""
    crossings_for(sheet, 12)  # the number formats are made and known from then on
    small, large = crossings_for(sheet, 12), crossings_for(sheet, 1000)
    assert large == small
    assert max(large) < 50


NUMBERS = [0.0, -0.0, 1.0, -2.5, 1 / 3, 0.1 + 0.2, -2 / 3, 556885.2300002915, 99999999999999.9, 45292.5, 0.00012345678901234567]
NUMBERS += [1e15, 1e16, 1e22, 1e-4, 1e-5, 1.5e-7, 2.5e300, 5e-324, 123456789012345678.0]


def test_a_number_as_a_formula_is_what_calc_shows(sheet: xlwings.Sheet) -> None:
    place = sheet["A1"].resize(len(NUMBERS), 1)
    place.value = [[number] for number in NUMBERS]
    assert place.formula == place.api.getFormulaArray()


def test_what_was_told_does_not_outlast_a_change(sheet: xlwings.Sheet) -> None:
    """A range is asked anew once anything else has been asked: also what it told of its formulas together with its values."""
    place = sheet["A1:B1"]
    place.value = [[1, 2]]
    assert place.value == [1.0, 2.0]
    sheet["B1"].formula = "=A1*3"
    assert list(place.formula) == [("1", "=A1*3")]
    assert place.value == [1.0, 3.0]


def test_many_errors_cost_few_crossings(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["=1/0", "=NA()", 1]] * 200
    start = crossings()
    assert sheet["A1:C200"].options(err_to_str=True).value == [["#DIV/0!", "#N/A", 1.0]] * 200
    assert crossings() - start < 12


def test_a_protected_sheet_is_refused_in_chinese(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = "旧"
    sheet.api.protect("")
    with pytest.raises(BookRefused, match="受保护"):
        sheet["A1"].value = "新"
    sheet.api.unprotect("")
    assert sheet["A1"].value == "旧"
