"""Places, looks and edits of ranges and sheets in a real Calc."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from support.calc_office import needs_calc

pytestmark = needs_calc


BLOCK = [["a", 1, None], ["b", 2, None], [None, None, "z"]]


# Places


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("A1", "$A$1"),
        ("b2:$A$1", "$A$1:$B$2"),
        ("A:C", "$A:$C"),
        ("2:5", "$2:$5"),
        ((3, 2), "$B$3"),
        ("Sheet1!C3", "$C$3"),
        ("'Sheet1'!C3", "$C$3"),
    ],
)
def test_places_by_address(sheet: xlwings.Sheet, place: Any, address: str) -> None:
    assert sheet.range(place).address == address


def test_places_from_places(sheet: xlwings.Sheet) -> None:
    block = sheet["B2:D5"]
    assert (block.row, block.column, block.shape, block.count, block.size) == (2, 2, (4, 3), 12, 12)
    assert block.last_cell.address == "$D$5"
    assert block.offset(1, 1).address == "$C$3:$E$6"
    assert block.resize(1, 2).address == "$B$2:$C$2"
    assert block[1:3, 0].address == "$B$3:$B$4"
    assert block(5).address == "$C$3"
    assert [row.address for row in block.rows][:2] == ["$B$2:$D$2", "$B$3:$D$3"]
    assert block.columns[-1].address == "$D$2:$D$5"
    assert sheet.range((1, 1), (2, 3)).address == "$A$1:$C$2"
    assert sheet.range("A1", "C2").address == "$A$1:$C$2"
    assert block.get_address(False, False) == "B2:D5"
    assert block.get_address(False, True, include_sheetname=True) == "Sheet1!$B2:$D5"
    assert block.get_address(external=True).endswith("]Sheet1!$B$2:$D$5")
    assert block.sheet == sheet
    assert sheet["A1"] == sheet[0, 0]
    with pytest.raises(KeyError):
        sheet["没有的名称"]
    with pytest.raises(IndexError):
        sheet.range((0, 1))


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        ("A1", "down", "$A$2"),
        ("A1", "right", "$B$1"),
        ("B2", "up", "$B$1"),
        ("B2", "left", "$A$2"),
        ("A2", "down", "$A$1048576"),
        ("C1", "down", "$C$3"),
        ("C3", "up", "$C$1"),
        ("C3", "left", "$A$3"),
        ("A1", "up", "$A$1"),
        ("A3", "up", "$A$2"),
    ],
)
def test_end_goes_where_the_arrow_goes(sheet: xlwings.Sheet, start: str, direction: str, end: str) -> None:
    sheet["A1"].value = BLOCK
    assert sheet[start].end(direction).address == end


def test_regions(sheet: xlwings.Sheet) -> None:
    assert sheet.used_range.address == "$A$1"
    sheet["B2"].value = BLOCK
    assert sheet["B2"].expand().address == "$B$2:$C$3"
    assert sheet["B2"].expand("down").address == "$B$2:$B$3"
    assert sheet["B2"].expand("right").address == "$B$2:$C$2"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet.used_range.address == "$B$2:$D$4"


# Looks


@pytest.mark.parametrize(
    ("name", "value", "back"),
    [
        ("number_format", "0.0%", "0.0%"),
        ("number_format", "yyyy-mm-dd", "yyyy-mm-dd"),
        ("number_format", 'yyyy"年"m"月"', 'yyyy"年"m"月"'),
        ("number_format", "General", "General"),
        ("number_format", "@", "@"),
        ("number_format", "#,##0.00;[Red]-#,##0.00", "#,##0.00;[RED]-#,##0.00"),
        ("color", (255, 199, 6), (255, 199, 6)),
        ("color", "#ffc706", (255, 199, 6)),
        ("color", 0x06C7FF, (255, 199, 6)),
        ("color", None, None),
        ("wrap_text", True, True),
        ("horizontal_alignment", "center", "center"),
        ("vertical_alignment", "top", "top"),
        ("column_width", 20, 20.0),
        ("row_height", 30, 30.0),
    ],
)
def test_looks_are_set_and_read(sheet: xlwings.Sheet, name: str, value: Any, back: Any) -> None:
    setattr(sheet["B2:C3"], name, value)
    assert getattr(sheet["B2:C3"], name) == back
    assert getattr(sheet["C3"], name) == back


@pytest.mark.parametrize(
    ("name", "value"), [("bold", True), ("italic", True), ("size", 14.0), ("name", "Noto Serif CJK SC"), ("color", (200, 0, 0))]
)
def test_fonts_are_set_and_read(sheet: xlwings.Sheet, name: str, value: Any) -> None:
    setattr(sheet["A1"].font, name, value)
    assert getattr(sheet["A1"].font, name) == value
    assert getattr(sheet["A1:A2"].font, name) is None  # they differ, and Calc would answer with the default


def test_fonts_are_set_for_chinese_too(sheet: xlwings.Sheet) -> None:
    sheet["A1"].font.bold = True
    sheet["A1"].font.size = 15
    cell = sheet["A1"].api
    assert (cell.CharWeightAsian, cell.CharHeightAsian) == (150.0, 15.0)


@pytest.mark.parametrize(
    ("name", "value"), [("number_format", "0%"), ("color", (1, 2, 3)), ("wrap_text", True), ("column_width", 33), ("row_height", 44)]
)
def test_a_mixed_range_has_no_look(sheet: xlwings.Sheet, name: str, value: Any) -> None:
    setattr(sheet["B2"], name, value)
    assert getattr(sheet["B2:C3"], name) is None


def test_sizes_fit_the_text(sheet: xlwings.Sheet) -> None:
    before = sheet["A1"].column_width or 0.0
    sheet["A1"].value = "督促检查工作领导小组办公室"
    sheet["A:A"].columns.autofit()
    assert (sheet["A1"].column_width or 0.0) > before
    assert sheet["A1"].width == pytest.approx(sheet["B1"].left, abs=0.1)
    sheet["A1:A3"].rows.hidden = True
    assert sheet["A1:A3"].rows.hidden is True
    assert sheet["A1:A4"].rows.hidden is None


# Edits


def test_clearing(sheet: xlwings.Sheet) -> None:
    block = sheet["A1:B2"]
    block.value, block.color = 5, (1, 2, 3)
    block.clear_contents()
    assert block.value == [[None, None]] * 2
    assert block.color == (1, 2, 3)
    block.value = 1
    block.clear_formats()
    assert block.value == [[1.0, 1.0]] * 2
    assert block.color is None
    block.clear()
    assert block.value == [[None, None]] * 2


def test_rows_are_inserted_and_deleted(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1], [2], ["=A1+A2"]]
    sheet["2:2"].insert("down")
    assert sheet["A1:A4"].value == [1.0, None, 2.0, 3.0]
    assert sheet["A4"].formula == "=A1+A3"
    sheet["2:2"].delete()
    assert sheet["A1:A3"].value == [1.0, 2.0, 3.0]
    sheet["A1"].insert("right")
    assert sheet["A1:B1"].value == [None, 1.0]
    sheet["A1"].delete("left")
    assert sheet["A1:A3"].value == [1.0, 2.0, 3.0]


def test_copies(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, "=A1*2"]]
    sheet["A1:B1"].color = (9, 9, 9)
    sheet["A1:B1"].copy(sheet["A3"])
    assert (sheet["B3"].formula, sheet["B3"].color) == ("=A3*2", (9, 9, 9))
    sheet["A5:B9"].value = "旧"
    sheet["B7"].formula = "=1+1"
    sheet["A5:B9"].copy_from(sheet["A1:B1"], "formats")
    assert (sheet["A5:B9"].color, sheet["A9"].value, sheet["B7"].formula) == ((9, 9, 9), "旧", "=1+1")
    sheet["D1:D5"].copy_from(sheet["B1"], "values")
    assert (sheet["D5"].value, sheet["D5"].formula, sheet["D5"].color) == (2.0, "2", None)
    sheet["B1"].copy()
    sheet["F1:G2"].paste()
    assert sheet["F1"].formula == "=E1*2"
    assert sheet["G2"].formula == "=F2*2"
    sheet["A1:B1"].move(sheet["A20"])
    assert (sheet["A1"].value, sheet["B20"].formula) == (None, "=A20*2")


def test_copies_into_another_book(book: xlwings.Book) -> None:
    other = book.app.books.add()
    book.sheets[0]["A1"].value = [["文", True]]
    book.sheets[0]["A1:B1"].color = (9, 9, 9)
    book.sheets[0]["A1:B1"].copy(other.sheets[0]["C3"])
    assert (other.sheets[0]["C3:D3"].value, other.sheets[0]["D3"].color) == (["文", True], (9, 9, 9))
    book.sheets[0].copy(after=other.sheets[0], name="抄")
    assert other.sheet_names == ["Sheet1", "抄"]
    other.close()


def test_merging(sheet: xlwings.Sheet) -> None:
    sheet["A1:B2"].merge()
    assert sheet["B2"].merge_cells
    assert sheet["A1:B2"].merge_cells
    assert not sheet["D1:E2"].merge_cells
    assert sheet["A2"].merge_area.address == "$A$1:$B$2"
    sheet["A1:B2"].unmerge()
    assert not sheet["A1"].merge_cells
    sheet["A1:B2"].merge(across=True)
    assert sheet["A2"].merge_area.address == "$A$2:$B$2"


def test_sorting_and_finding(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["名", "数"], ["b", 1], ["a", 2], ["a", 1]]
    sheet["A1:B4"].sort([1, 2], [True, False], has_headers=True)
    assert sheet["A1:B4"].value == [["名", "数"], ["a", 2.0], ["a", 1.0], ["b", 1.0]]
    found = sheet["A1:B4"].find("B", whole=True)
    assert isinstance(found, xlwings.Range)
    assert found.address == "$A$4"
    assert sheet["A1:B4"].find("没有") is None


def test_links(sheet: xlwings.Sheet) -> None:
    sheet["A1"].add_hyperlink("https://example.org/督办", "看")
    assert (sheet["A1"].value, sheet["A1"].hyperlink) == ("看", "https://example.org/督办")


# Sheets


def test_sheets(book: xlwings.Book) -> None:
    sheets = book.sheets
    sheets.add("台账")
    assert book.sheet_names == ["台账", "Sheet1"]
    assert sheets.active.name == "台账"
    sheets.add(after=sheets["Sheet1"])
    assert book.sheet_names == ["台账", "Sheet1", "Sheet2"]
    sheets["sheet2"].name = "末"
    assert (sheets[-1].name, sheets("末").index, len(sheets)) == ("末", 3, 3)
    sheets["末"].visible = False
    assert not sheets["末"].visible
    sheets["台账"]["A1"].value = 7
    copied = sheets["台账"].copy(name="抄")
    assert (copied["A1"].value, book.sheet_names[-1]) == (7.0, "抄")
    assert sheets["台账"].copy(before=sheets[0]).name == "台账 (2)"
    sheets["抄"].move(before=sheets[0])
    assert book.sheet_names[0] == "抄"
    sheets["抄"].delete()
    assert "抄" not in book.sheet_names
    assert "台账" in [sheet.name for sheet in sheets]
    with pytest.raises(KeyError):
        sheets["没有"]


def test_panes_and_print_areas_are_saved(book: xlwings.Book, tmp_path: Path) -> None:
    sheet = book.sheets.add("台账")
    sheet.freeze_panes.freeze_at("1:2")
    sheet.page_setup.print_area = "$A$1:$C$9"
    assert sheet.page_setup.print_area == "$A$1:$C$9"
    book.save(tmp_path / "表.xlsx")
    again = openpyxl.load_workbook(tmp_path / "表.xlsx")["台账"]
    assert again.freeze_panes == "A3"
    assert again.print_area == "'台账'!$A$1:$C$9"


def test_selection(book: xlwings.Book) -> None:
    book.sheets[0]["B2:C3"].select()
    selected = book.app.selection
    assert selected is not None
    assert selected.address == "$B$2:$C$3"


def test_formats_are_copied_without_notes(sheet: xlwings.Sheet) -> None:
    sheet["A1"].color = (9, 9, 9)
    sheet["A1"].add_note("来源的批注")
    sheet["A3:A6"].value = [["旧"]] * 4
    sheet["A5"].add_note("自己的批注")
    sheet["A1"].copy()
    sheet["A3:A6"].paste(paste="formats")
    assert (sheet["A3:A6"].color, sheet["A3:A6"].value) == ((9, 9, 9), ["旧"] * 4)
    assert {note.location.address: note.text for note in sheet.notes} == {"$A$1": "来源的批注", "$A$5": "自己的批注"}
