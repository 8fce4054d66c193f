"""Names, tables, filters, notes and shapes in a real Calc."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
import xlwings
from support.calc_office import needs_calc, shared_app, watched

from workbook_templates.master.master import vba_project

pytestmark = needs_calc


# Names


def test_names_of_the_book(book: xlwings.Book, sheet: xlwings.Sheet) -> None:
    sheet["B2:C3"].name = "块"
    book.names.add("率", "=0.5")
    assert (book.names["块"].refers_to, book.names["率"].refers_to) == ("=Sheet1!$B$2:$C$3", "=0.5")
    assert book.names["块"].refers_to_range == sheet["B2:C3"]
    assert sheet["块"].address == "$B$2:$C$3"
    assert sheet["B2:C3"].name == book.names["块"]
    assert sheet["A1"].name is None
    assert {name.name for name in book.names} == {"块", "率"}
    assert "块" in book.names
    with pytest.raises(xlwings.XlwingsError):
        book.names["率"].refers_to_range  # noqa: B018 - asking is what raises
    book.names["率"].refers_to = "=Sheet1!$A$1"
    assert book.names["率"].refers_to_range.address == "$A$1"
    book.names["率"].name = "比率"
    assert "率" not in book.names
    del book.names["比率"]
    assert len(book.names) == 1


def test_names_of_a_sheet(book: xlwings.Book) -> None:
    sheet = book.sheets.add("我的 表")
    sheet.names.add("标题", "='我的 表'!$A$1")
    sheet["B1"].name = "'我的 表'!旁"
    assert [name.name for name in sheet.names] == ["'我的 表'!旁", "'我的 表'!标题"] or len(sheet.names) == 2
    assert sheet["标题"].address == "$A$1"
    assert sheet.names["旁"].refers_to_range.address == "$B$1"
    assert book.names["'我的 表'!旁"].refers_to == "='我的 表'!$B$1"
    assert len(book.sheets["Sheet1"].names) == 0
    sheet.names["旁"].delete()
    assert "旁" not in sheet.names


# Tables


@pytest.fixture
def table(sheet: xlwings.Sheet) -> xlwings.main.Table:
    sheet["B2"].value = [["编号", "完成率"], ["'007", 0.5], ["'008", 1], [None, None]]
    return sheet.tables.add(source=sheet["B2:C4"], name="台账")


def test_a_table_and_its_parts(sheet: xlwings.Sheet, table: xlwings.main.Table) -> None:
    assert sheet.tables["台账"].name == table.display_name == "台账"
    assert table.range.address == "$B$2:$C$4"
    assert table.header_row_range is not None
    assert table.header_row_range.value == ["编号", "完成率"]
    assert table.data_body_range is not None
    assert table.data_body_range.value == [["007", 0.5], ["008", 1.0]]
    assert (table.show_headers, table.show_totals, table.show_autofilter) == (True, False, True)
    assert table.totals_row_range is None
    assert table.insert_row_range is None
    assert table.parent == sheet
    assert sheet["C3"].table == table
    assert sheet["D3"].table is None
    assert sheet["台账"].address == "$B$3:$C$4"
    assert [column.name for column in table.columns] == ["编号", "完成率"]
    assert [column.data_body_range and column.data_body_range.value for column in table.columns] == [["007", "008"], [0.5, 1.0]]
    assert "没有" not in sheet.tables
    with pytest.raises(KeyError):
        sheet.tables["没有"]


def test_a_table_grows_and_changes(sheet: xlwings.Sheet, table: xlwings.main.Table) -> None:
    table.resize(sheet["B2:C9"])
    assert table.range.address == "$B$2:$C$9"
    assert (table.show_headers, table.show_autofilter) == (True, True)
    table.show_autofilter = False
    assert not table.show_autofilter
    table.show_totals = True
    assert table.totals_row_range is not None
    assert table.totals_row_range.address == "$B$10:$C$10"
    table.show_totals = False
    table.name = "新台账"
    assert "台账" not in sheet.tables
    assert sheet.tables["新台账"].range.address == "$B$2:$C$9"
    table.resize(sheet["B2:C2"])
    assert table.range.address == "$B$2:$C$3"
    sheet["3:3"].insert("down")
    assert table.range.address == "$B$2:$C$4"


def test_tables_come_by_their_place(sheet: xlwings.Sheet, table: xlwings.main.Table) -> None:
    sheet["F1"].value = [["甲"], [None]]
    upper = sheet.tables.add(source=sheet["F1"])
    assert [found.name for found in sheet.tables] == [upper.name, table.name] == ["Table1", "台账"]
    assert upper.insert_row_range is not None


def test_a_frame_updates_a_table(table: xlwings.main.Table) -> None:
    table.update(pd.DataFrame({"编号": ["a", "b", "c"], "完成率": [1.0, 2.0, 3.0]}), index=False)
    assert table.range.address == "$B$2:$C$5"
    assert table.data_body_range is not None
    assert table.data_body_range.value == [["a", 1.0], ["b", 2.0], ["c", 3.0]]


def test_tables_are_sorted(table: xlwings.main.Table) -> None:
    table.sort(2, ascending=False)
    assert table.data_body_range is not None
    assert table.data_body_range.value == [["008", 1.0], ["007", 0.5]]


def test_filters_are_told_and_lifted(sheet: xlwings.Sheet, table: xlwings.main.Table) -> None:
    assert table.autofilter.criteria == []
    table.autofilter.apply_values(1, ["008"])
    assert [sheet[f"{row}:{row}"].rows.hidden for row in (2, 3, 4)] == [False, True, False]
    (criterion,) = table.autofilter.criteria
    assert (criterion.type, criterion.values, criterion.field) == ("values", ["008"], 1)
    table.autofilter.clear()
    assert table.autofilter.criteria == []
    assert [sheet[f"{row}:{row}"].rows.hidden for row in (2, 3, 4)] == [False] * 3
    assert (table.show_autofilter, table.show_headers, table.range.address) == (True, True, "$B$2:$C$4")


def test_tables_are_saved(book: xlwings.Book, table: xlwings.main.Table, tmp_path: Path) -> None:
    table.resize(table.range.resize(4, 2))
    book.save(tmp_path / "表.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "表.xlsx").worksheets[0].tables["台账"]
    assert saved.ref == "B2:C5"
    assert [column.name for column in saved.tableColumns] == ["编号", "完成率"]


# Notes


def test_notes(sheet: xlwings.Sheet) -> None:
    first, second = sheet["A1"].add_note("第一"), sheet["B1"].add_note("第二")
    assert [note.text for note in sheet.notes] == ["第一", "第二"]
    first.delete()
    assert sheet["A1"].note is None
    assert sheet["B1"].note is not None
    second.text = "改"
    assert [(note.text, note.location.address) for note in sheet.notes] == [("改", "$B$1")]


# Shapes


def test_buttons_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "钮.xlsm"
    with xlsxwriter.Workbook(path) as made:
        made.add_vba_project(vba_project(1, {"DB_Buttons": "Sub DB_Refresh()\r\nEnd Sub\r\n"}), is_stream=True)
        first = made.add_worksheet("台账")
        first.insert_button("D3", {"macro": "DB_Refresh", "caption": "刷新", "width": 80, "height": 30})
        first.insert_textbox("D9", "说明")
        made.set_vba_name("ThisWorkbook")
        first.set_vba_name("Sheet1")
    app = shared_app()
    with watched(app):
        book = app.books.open(path)
        shapes = {shape.text: shape for shape in book.sheets[0].shapes}
        assert set(shapes) == {"刷新", "说明"}
        button = shapes["刷新"]
        assert button.type == "form_control"
        assert [button.width, button.height] == pytest.approx([60, 22.5], abs=1)
        assert button.parent == book.sheets[0]
        button.name = "钮"
        button.text, button.left, button.width = "再刷新", 100, 90
        again = book.sheets[0].shapes["钮"]
        assert again.text == "再刷新"
        assert [again.left, again.width] == pytest.approx([100, 90], abs=0.1)
        shapes["说明"].delete()
        assert len(book.sheets[0].shapes) == 1
        book.close()
