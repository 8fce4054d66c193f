"""stale: which formulas show an old result after a change, and which keep theirs."""

import dataclasses

import pytest

from addin.a1 import Area, parse_area
from addin.closed.contents import Contents
from addin.closed.sheet_scan import FormulaCell
from addin.closed.stale import ChangedCells, stale_formulas
from addin.table_part import TablePart

BOOK = Contents(
    "xl/workbook.xml",
    {"结果": "1", "汇总": "2", "参数": "3"},
    {
        "成绩": TablePart("成绩", "结果", "t1", parse_area("B2:C9"), ("甲", "乙"), 1, 0, False),
        "旁表": TablePart("旁表", "结果", "t2", parse_area("F2:G9"), ("甲", "乙"), 1, 0, False),
    },
    {
        (None, "总分"): "SUM(成绩[乙])",
        (None, "阈值"): "参数!$B$1",
        (None, "绕圈"): "绕圈+1",
        ("参数", "本表"): "结果!$C$5",
        (None, "本表"): "参数!$A$9",
    },
    False,
)


def cell(place: str, text: str, sheet: str = "汇总", area: str | None = None) -> FormulaCell:
    at = parse_area(place)
    return FormulaCell(sheet, at.top, at.left, parse_area(area) if area else at, text)


def test_a_formula_names_columns_as_the_sheet_does() -> None:
    part = TablePart("亮灯", "结果", "t1", parse_area("B2:C9"), ("编号", "灯"), 1, 0, False, titles=("编号 ", "灯"))
    book = dataclasses.replace(BOOK, tables={"亮灯": part})
    changed = ChangedCells()
    changed.add("结果", parse_area("C5"))
    found = stale_formulas([cell("A1", "COUNTA(亮灯[编号 ])"), cell("A2", "COUNTA(亮灯[灯])")], changed, book)
    assert [formula.text for formula in found] == ["COUNTA(亮灯[灯])"]


def stale(formulas: list[FormulaCell], sheet: str = "结果", area: str = "C5") -> list[str]:
    changed = ChangedCells()
    changed.add(sheet, parse_area(area))
    return [formula.text for formula in stale_formulas(formulas, changed, BOOK)]


@pytest.mark.parametrize(
    ("formula", "is_stale"),
    [
        ("SUM(成绩[乙])", True),
        ("SUM(成绩)", True),
        ("sum(成绩[[#All],[乙]])", True),
        ("SUM(旁表[乙])", False),
        ("结果!C5", True),
        ("结果!C4", False),
        ("SUM(结果!A:C)", True),
        ("SUM(结果!D:D)", False),
        ("SUM(结果!4:6)", True),
        ("总分*2", True),
        ("阈值", False),
        ("绕圈", False),
        ("C5", False),
        ('INDIRECT("x")', True),
        ("NOW()", False),
        ("本表", False),
        ("参数!本表", True),
        ('"结果!C5"', False),
        ("[1]结果!C5", False),
        ("DB_LIGHT(结果!C5)", True),
        ("DB_LIGHT(0.5)", False),
        ("1+1", False),
    ],
)
def test_one_formula(formula: str, is_stale: bool) -> None:
    assert bool(stale([cell("A1", formula)])) == is_stale


def test_sheets_are_found_in_any_case() -> None:
    book = Contents("w", {"Data": "1", "汇总": "2"}, {}, {}, False)
    changed = ChangedCells()
    changed.add("Data", parse_area("A1"))
    assert stale_formulas([cell("B1", "DATA!A1")], changed, book)


def test_staleness_goes_on_through_formulas_in_any_order() -> None:
    chain = [cell(f"A{row}", f"A{row - 1}+1") for row in range(50, 1, -1)]
    start = cell("A1", "结果!C5")
    other = cell("B1", "B2")
    assert len(stale([*chain, other, start])) == 50
    assert stale([*chain, other]) == []


def test_an_array_passes_it_on_with_its_whole_range() -> None:
    array = cell("A1", "成绩[乙]", area="A1:A8")
    reader = cell("C1", "A7")
    beside = cell("C2", "B7")
    assert stale([reader, beside, array]) == ["成绩[乙]", "A7"]


def test_nothing_changed_nothing_stale() -> None:
    assert stale_formulas([cell("A1", "NOW()")], ChangedCells(), BOOK) == []


def test_what_has_changed_is_known_to_the_row() -> None:
    changed = ChangedCells()
    changed.add("a", Area(1, 1, 1, 1))
    changed.add("a", Area(9, 1, 9, 1))
    changed.add("a", Area(3, 2, 3, 2))
    assert changed.touches("a", Area(9, 1, 9, 1))
    assert not changed.touches("a", Area(5, 1, 5, 1))
    assert changed.touches("a", Area(4, 1, 5, 1))  # more than one row: told from above
    assert not changed.touches("a", Area(10, 1, 20, 1))
    assert not changed.touches("a", Area(1, 2, 1, 2))
    assert not changed.touches("b", Area(1, 1, 1, 1))
    changed.add("a", Area(2, 1, 6, 1))
    assert all(changed.touches("a", Area(row, 1, row, 1)) for row in (1, 2, 5, 6, 9))
    changed.add("a", Area(30, 1, 30, 1))
    assert changed.touches("a", Area(30, 1, 30, 1))


@pytest.mark.parametrize(
    ("formula", "row", "is_stale"),
    [
        ("成绩[[#This Row],[乙]]", 5, True),
        ("成绩[[#This Row],[乙]]", 4, False),
        ("成绩[[#This Row],[甲]]", 5, False),
        ("成绩[[#This Row],[甲]:[乙]]", 5, True),
        ("成绩[#This Row]", 5, True),
        ("成绩[#This Row]", 4, False),
        ("成绩[[#This Row],[没有]]", 4, True),  # a column that can't be found: any
        ("成绩[@乙]", 4, True),
        ("成绩[甲]", 4, False),
        ("成绩[乙]", 4, True),
        ("成绩[[甲]:[乙]]", 4, True),
        ("成绩[[#All],[甲]]", 4, False),
        ("成绩[#All]", 4, True),
        ("SUM(成绩[[#This Row],[甲]],成绩[乙])", 4, True),
    ],
)
def test_columns_and_rows_of_a_table(formula: str, row: int, is_stale: bool) -> None:
    assert bool(stale([cell(f"H{row}", formula, "结果")])) == is_stale
