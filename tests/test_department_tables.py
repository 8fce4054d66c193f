"""What a department's workbook holds, cell by cell: which columns it fills in, and what stands in 批次 for them."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_templates.reading.cells import read_date, read_number, read_rate, read_text
from workbook_templates.reading.typed import READERS
from workbook_templates.sent.department_kind import DEPARTMENT_KIND, FORMS
from workbook_templates.sent.sent_cells import decimal_text, part_text, sent_text
from workbook_templates.sent.sent_file import SentFile, SentRow, UnlockedCell
from workbook_templates.sent.sent_kinds import cells_of
from workbook_templates.sheets.row_heights import column_width
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import C, Column

DEPARTMENT_TABLES = {name: sheet.table for name, sheet in DEPARTMENT_KIND.sheets.items()}
KEYS = {name: sheet.key for name, sheet in DEPARTMENT_KIND.sheets.items()}
REPORTED = {name: sheet.filled for name, sheet in DEPARTMENT_KIND.sheets.items()}

ASKED = {
    "阶段目标": "自评完成度 自评说明",
    "督办台账": "进展情况 提交日期 办结说明 佐证 完成度",
    "反馈记录": "反馈日期 反馈人 内容 存在问题 需协调事项 未按期原因 原因类别 下步措施 工作计划",
    "指标": "实际值 完成日期 失分原因 改进措施",
    "指标进度": "截至日期 实际值 说明",
}
"""The unlocked columns of product.md §2, as it says them."""


def test_the_columns_that_a_department_fills_in() -> None:
    assert {name: set(headers) for name, headers in REPORTED.items()} == {name: set(text.split()) for name, text in ASKED.items()}


@pytest.mark.parametrize("name", DEPARTMENT_TABLES)
def test_a_column_is_read_as_the_master_reads_it(name: str) -> None:
    master = {column.header: column for column in TABLES[name].columns}
    for column in DEPARTMENT_TABLES[name].columns:
        theirs = master.get(column.header)
        if theirs is None:
            assert column.spec.by != "部门"
            continue
        narrower = DEPARTMENT_KIND.sheets[name].choices.get(column.header, theirs.spec.of)
        assert set(LISTS.get(narrower, ())) <= set(LISTS.get(theirs.spec.of, ()))
        assert (column.field, column.kind, column.spec.of, column.spec.low, column.spec.high) == (
            theirs.field,
            theirs.kind,
            narrower,
            theirs.spec.low,
            theirs.spec.high,
        )
        assert column.spec.by != "部门" or theirs.spec.by == "部门"
    assert set(KEYS[name]) <= set(master)
    assert set(KEYS[name]) <= set(DEPARTMENT_TABLES[name].headers)


@pytest.mark.parametrize("table", [*DEPARTMENT_TABLES.values(), *FORMS.values()], ids=lambda table: table.name)
def test_a_sheet_fits_across_a_page_of_a4(table: object) -> None:
    columns = table.columns  # type: ignore[attr-defined]  # parametrize passes objects
    assert sum(column_width(column) * 7 + 5 for column in columns) * 0.59 <= 985


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "date", ""),
        ("", "text", ""),
        (dt.date(2026, 3, 5), "date", "2026-03-05"),
        (Fraction(4, 5), "rate", "80%"),
        (Fraction(1, 1000), "rate", "0.1%"),
        (Fraction(0), "rate", "0%"),
        (Fraction(1), "rate", "100%"),
        (Fraction(9995, 100), "number", "99.95"),
        (Fraction(-1, 8), "number", "-0.125"),
        (Fraction(12), "number", "12"),
        ("=1+1", "text", "=1+1"),
        ("甲\r\n乙\r丙", "text", "甲\n乙\n丙"),
    ],
)
def test_text_of_a_cell_as_sent(value: object, kind: str, text: str) -> None:
    column = Column("x", kind, C("列"))  # type: ignore[arg-type]  # a kind
    assert sent_text(value, column) == text
    if value != "" and not (isinstance(value, str) and "\r" in value):
        assert READERS[kind](text or None, column) == value


@given(st.decimals(-(10**8), 10**8, allow_nan=False, places=6))
def test_every_number_reads_back_exactly(number: object) -> None:
    value = Fraction(str(number))
    assert read_number(sent_text(value, Column("x", "number", C("列"))), Column("x", "number", C("列"))) == value
    assert read_rate(sent_text(value, Column("x", "rate", C("列"))), Column("x", "rate", C("列"))) == value


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_date_reads_back(day: dt.date) -> None:
    column = Column("x", "date", C("列"))
    assert read_date(sent_text(day, column), column) == day


@given(st.text())
def test_every_text_reads_back_but_for_line_ends(text: str) -> None:
    column = Column("x", "text", C("列"))
    sent = sent_text(text, column)
    assert "\r" not in sent
    assert sent_text(read_text(sent, column), column) == sent.strip()


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        (Fraction(1, 3), 0, "0.333333333333333"),
        (Fraction(2, 3), 2, "66.6666666666667"),
        (Fraction(79, 150), 2, "52.6666666666667"),  # what LibreOffice saves, where a float has 52.66666666666666
        (Fraction(1200), 0, "1200"),
        (Fraction(-1, 2), 2, "-50"),
        (Fraction(0), 2, "0"),
        (Fraction(123456789012345), 0, "123456789012345"),
    ],
)
def test_a_number_has_the_digits_that_every_spreadsheet_keeps(number: Fraction, places: int, text: str) -> None:
    assert decimal_text(number, places) == text


def test_only_unlocked_cells_are_listed_with_their_key() -> None:
    table = DEPARTMENT_TABLES["督办台账"]

    def row(number: str, locked: frozenset[str] = frozenset(), **cells: Value | Fraction) -> SentRow:
        return SentRow(number, "", tuple(cells.get(header) for header in table.headers), locked)

    feedback = SentRow("A", part_text(dt.date(2026, 3, 5)), (None,) * len(DEPARTMENT_TABLES["反馈记录"].columns))
    rows = [row("A", 完成度=Fraction(1, 2)), row("B", frozenset({"完成度"})), row("C", frozenset(REPORTED["督办台账"]), 佐证="x")]
    found = cells_of(SentFile("甲", "", "", (), {"督办台账": rows, "反馈记录": [feedback]}, {}))
    items = [cell for cell in found if cell.table == "督办台账"]
    assert items[0] == UnlockedCell("督办台账", "A", "", "完成度", "50%")
    assert [(cell.number, cell.field) for cell in items] == [
        *(("A", header) for header in REPORTED["督办台账"]),
        *(("B", header) for header in REPORTED["督办台账"][1:]),
    ]
    assert {(cell.number, cell.part) for cell in found if cell.table == "反馈记录"} == {("A", "2026-03-05")}
