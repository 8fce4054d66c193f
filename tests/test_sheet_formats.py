"""sheet_formats, and what is written by it: a cell's format is that of its element, else its row's, else its column's."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support import table_workbook

from addin.a1 import Area, cell_name
from addin.closed.file_book import FileBook
from addin.closed.sheet_formats import Formats, column_styles, percent_cells, shown_cells
from addin.closed.sheet_patch import SheetPatch
from addin.closed.sheet_scan import dimension_of, has_odd_dimension
from addin.foreign.file import foreign_sheets
from workbook_templates.tables.grid import Value

FORMATS = Formats(percent=frozenset({1}), days={5: 'yyyy"年"m"月"'}, numbers={3: "000", 4: "0.00"})
CODES = {**FORMATS.days, **FORMATS.numbers}
COLUMNS = b'<cols><col min="2" max="3" width="9" style="1" customWidth="1"/><col min="5" max="16384" style="1"/></cols>'
ROWS = (
    b'<row r="2"><c r="A2" s="3"><v>7</v></c><c r="C2"/><c r="D2" s="4"><v>2026.1</v></c></row>'
    b'<row r="3" s="2" customFormat="1"><c r="A3" s="5"><v>46086</v></c></row>'
    b'<row r="4" s="1" customFormat="true"><c r="A4" s="4"><v>2.5</v></c><c r="B4" s="2"><v>2</v></c></row>'
    b'<row r="5" s="1"><c r="A5" s="3"/></row>'
)
SHEET = b"<worksheet>" + COLUMNS + b"<sheetData>" + ROWS + b"</sheetData></worksheet>"
VALUES: dict[str, Value] = {"A2": 7.0, "D2": 2026.1, "A3": dt.date(2026, 3, 5), "A4": 2.5, "B4": 2.0}


def look(row: int, column: int) -> Value:
    return VALUES.get(cell_name(row, column))


def named(places: Any) -> str:
    return " ".join(cell_name(*place) for place in sorted(places))


def test_percent_of_blank_cells() -> None:
    """B2 by its column, not C2, whose element says ordinary; nothing of row 3, all of row 4 but what has an element; none of row 5."""
    assert named(percent_cells(SHEET, FORMATS, Area(2, 1, 6, 5))) == "B2 E2 C4 D4 E4 B5 C5 E5 B6 C6 E6"
    assert named(percent_cells(SHEET, FORMATS, Area(4, 1, 3, 5))) == ""
    assert named(percent_cells(b"<worksheet><sheetData>" + ROWS + b"</sheetData></worksheet>", FORMATS, Area(2, 1, 4, 2))) == ""


def test_columns_are_read_as_far_as_they_make_sense() -> None:
    def columns(*spans: tuple[int, int, int]) -> bytes:
        tags = "".join(f'<col min="{first}" max="{last}" style="{style}"/>' for first, last, style in spans)
        return f"<cols>{tags}</cols><sheetData/>".encode()

    assert column_styles(columns((3, 4, 7), (2, 9, 8))) == {3: 7, 4: 7}
    assert max(column_styles(columns((3, 4, 7), (5, 99_999_999, 9)))) == 16_384
    assert column_styles(b"<sheetData/>") == {}


def test_what_is_shown() -> None:
    found = shown_cells(SHEET, CODES, Area(2, 1, 9, 5), look)
    assert {cell_name(*place): text for place, text in found.items()} == {"A2": "007", "D2": "2026.10", "A3": "2026年3月", "A4": "2.50"}
    assert shown_cells(SHEET, CODES, Area(3, 2, 9, 5), look) == {}


def test_a_new_cell_takes_the_format_of_its_row_or_column() -> None:
    patch = SheetPatch(SHEET)
    for row in (2, 3, 4, 6):
        patch.set_cells(row, {2: b"><v>0.5</v></c>", 3: b"><v>0.5</v></c>", 4: b"><v>0.5</v></c>"}, {4: b' s="6"'})
    written = patch.written()
    for cell in (
        b'<c r="B2" s="1">', b'<c r="C2">', b'<c r="D2" s="4">', b'<c r="B3" s="2">', b'<c r="D3" s="2">',
        b'<c r="B4" s="2">', b'<c r="C4" s="1">', b'<c r="D4" s="1">', b'<c r="C6" s="1">', b'<c r="D6" s="6">',
    ):  # fmt: skip
        assert cell in written


def test_a_new_row_takes_what_the_row_above_has_without_elements() -> None:
    patch = SheetPatch(SHEET)
    patch.add_rows(6, [1, 2, 4], [[b"/>", b"/>", b"/>"]], patch.template(2, range(1, 5)))
    assert b'<row r="6"><c r="A6" s="3"/><c r="B6" s="1"/>' in patch.written()


DIMENSIONS = {
    "A1:J20": True, "B2": True, "A0:J20": False, "1:20": False, "A:J": False, "": False, "#REF!": False, "$A$1:$J$13": False,
    "A1:B2 D4:E5": False, "督办台账!A1:J20": False, "J20:A1": False, "XFD1048577": False, "ZZZ1": False, "A1:A1": False,
}  # fmt: skip


@pytest.mark.parametrize("text", DIMENSIONS)
def test_dimensions(text: str) -> None:
    """Whether one is as Excel writes it; another is left out of what calamine sees, and a changed sheet gets a sound one."""
    sheet = SHEET.replace(b"<cols>", f'<dimension ref="{text}"/><cols>'.encode())
    assert has_odd_dimension(sheet) is not DIMENSIONS[text]
    patch = SheetPatch(sheet)
    patch.set_cells(9, {7: b"><v>1</v></c>"})
    found = dimension_of(patch.written())
    assert found is not None
    assert found.holds(9, 7)
    assert DIMENSIONS[text] or found == Area(2, 1, 9, 7)
    assert not has_odd_dimension(SHEET)


# whole files


def test_a_file_from_outside_shows_more_than_its_values(tmp_path: Path) -> None:
    made: Any = openpyxl.Workbook()
    for row in (["期间", "办理时限", "编号"], [2026.1, dt.date(2026, 3, 5), 7], [2026.5, dt.date(2026, 3, 6), 8]):
        made.active.append(row)
    made.active["A2"].number_format, made.active["C2"].number_format = "0.00", "000"
    made.active["B2"].number_format, made.active["B3"].number_format = "m-d", "yyyy/m/d"
    made.save(tmp_path / "a.xlsx")
    (sheet,) = foreign_sheets(tmp_path / "a.xlsx")
    assert sheet.shown == {(1, 0): "2026.10", (1, 1): "3-5", (1, 2): "007"}


def test_days_since_1904(tmp_path: Path) -> None:
    """A day without a format, in a column of days, is no four years off; a number in another column is a number."""
    made: Any = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    for row in (["编号", "办理时限"], [44624, 44624], [1, dt.date(2026, 3, 5)], [2, "长期"]):
        made.active.append(row)
    made.active["B2"].number_format = "General"
    made.save(tmp_path / "a.xlsx")
    (sheet,) = foreign_sheets(tmp_path / "a.xlsx")
    assert [row[1] for row in sheet.rows] == ["办理时限", dt.date(2026, 3, 5), dt.date(2026, 3, 5), "长期"]
    assert sheet.rows[1][0] == 44624.0


def test_a_table_shows_more_than_its_values(tmp_path: Path) -> None:
    """Not in columns of numbers, which are read by their value."""
    path = table_workbook.written(tmp_path, {"督办台账": (["编号", "完成度", "事项"], [[7.0, 0.5, "一"], [8.0, 0.25, 5.2]])})
    made: Any = openpyxl.load_workbook(path)
    sheet = made.worksheets[0]
    sheet["C5"].number_format, sheet["D5"].number_format, sheet["E6"].number_format = "000", "0.00", "0.00"
    made.save(path)
    grid = FileBook(path).read(["督办台账"])["督办台账"]
    assert grid.shown == {(0, "编号"): "007", (1, "事项"): "5.20"}
