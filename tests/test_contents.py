"""contents: what the small parts of a workbook say, and how they are changed."""

import re
from pathlib import Path

import pytest
import xlsxwriter
from support import fixture_master

from addin.a1 import Area, parse_area
from addin.closed.contents import contents, resized_table, with_full_calculation, with_moved_names
from addin.closed.package import Package
from addin.closed.sheet_formats import formats_of
from addin.table_part import TablePart

MAIN = fixture_master.MAIN


def table(area: str = "B5:I11", totals: int = 0, sheet: str = "督办结果") -> TablePart:
    place = parse_area(area)
    return TablePart("结果", sheet, "t", place, ("x",) * (place.right - place.left + 1), 1, totals, True)


def test_sheets_names_and_tables(tmp_path: Path) -> None:
    package = Package(fixture_master.build(tmp_path / "总.xlsx").read_bytes())
    book = contents(package)
    assert list(book.sheets)[:3] == ["操作台", "督办结果", "督办 台账"]
    assert book.names[None, "总数"] == "操作台!$B$3"
    assert book.names["督办结果", "_xlnm.print_area"] == "督办结果!$A$1:$I$11"
    result = book.tables["结果"]
    assert (result.sheet, result.body, result.filtered) == ("督办结果", Area(6, 2, 11, 9), True)
    assert not book.tables["日志"].filtered
    assert book.tables["台账"].headers[-1] == "说明\n(自填)"
    assert [found.name for found in book.on_sheet("督办结果")] == ["结果"]
    assert not book.date1904


@pytest.mark.parametrize(
    ("code", "is_percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ("#,##0.0%;[红色]-0.0%", True),
        ('0.0"%"', False),
        ("0\\%", False),
        ("0_%", False),
        ("General", False),
        ("yyyy-mm-dd", False),
        ('"完成"0%', True),
        ("[Color10]0%", True),
    ],
)
def test_percent_formats(tmp_path: Path, code: str, is_percent: bool) -> None:
    path = tmp_path / "式.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_number(0, 0, 1, book.add_format({"num_format": code, "bold": True}))
    book.close()
    assert formats_of(Package(path.read_bytes()), "xl/workbook.xml").percent == ({1} if is_percent else set())


FILTER = '<filterColumn colId="1"><filters><filter val="x"/></filters></filterColumn>'
HIDDEN = '<filterColumn colId="0" hiddenButton="1"/>'
BOTH = '<filterColumn colId="2" hiddenButton="1"><top10 val="3"/></filterColumn>'
SORT = '<sortState ref="B6:I11"><sortCondition ref="C6:C11"/></sortState>'


def part(inner: str, area: str = "B5:I11", filter_area: str = "B5:I11") -> bytes:
    columns = '<tableColumns count="1"><tableColumn id="1" name="ref=&quot;B5:I11&quot;"/></tableColumns>'
    head = f'<table xmlns="{MAIN}" id="1" name="结果" displayName="结果" ref="{area}">'
    return f'{head}<autoFilter ref="{filter_area}">{inner}</autoFilter>{SORT}{columns}</table>'.encode()


def test_a_table_is_resized_with_its_filter_and_sort() -> None:
    made = resized_table(part(FILTER), table(), 20, lift_filter=False).decode()
    assert re.findall(r'\bref="([^"]+)"', made) == ["B5:I20", "B5:I20", "B6:I20", "C6:C20"]
    assert FILTER in made
    assert "&quot;B5:I11&quot;" in made


def test_a_lifted_filter_leaves_the_hidden_buttons() -> None:
    made = resized_table(part(HIDDEN + FILTER + BOTH), table(), 7, lift_filter=True).decode()
    assert made.count("filterColumn") == 2
    assert HIDDEN in made
    assert '<filterColumn colId="2" hiddenButton="1"/>' in made
    assert "sortState" not in made
    assert '<autoFilter ref="B5:I7">' in made


def test_totals_stay_below_the_body() -> None:
    made = resized_table(part("", "B5:I12"), table("B5:I12", totals=1), 20, lift_filter=False).decode()
    assert 'displayName="结果" ref="B5:I21"' in made
    assert '<autoFilter ref="B5:I20"' in made


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<sheets/><calcPr calcId="1"/>', '<sheets/><calcPr fullCalcOnLoad="1" calcId="1"/>'),
        ('<sheets/><calcPr calcId="1" fullCalcOnLoad="0"></calcPr>', '<sheets/><calcPr fullCalcOnLoad="1" calcId="1"></calcPr>'),
        ("<sheets></sheets><oleSize/>", '<sheets></sheets><calcPr fullCalcOnLoad="1"/><oleSize/>'),
        (
            "<sheets></sheets><externalReferences></externalReferences><definedNames></definedNames><pivotCaches/>",
            "<sheets></sheets><externalReferences></externalReferences><definedNames></definedNames>"
            '<calcPr fullCalcOnLoad="1"/><pivotCaches/>',
        ),
    ],
)
def test_full_calculation(before: str, after: str) -> None:
    root = f'<workbook xmlns="{MAIN}">'
    made = with_full_calculation(f"{root}{before}</workbook>".encode())
    assert made.decode() == f"{root}{after}</workbook>"
    assert with_full_calculation(made) == made


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("_xlnm.Print_Area", "督办结果!$A$1:$I$11", "督办结果!$A$1:$I$20"),
        ("_xlnm.Print_Area", "'督办结果'!$A$1:$I$11", "'督办结果'!$A$1:$I$20"),
        ("_xlnm.Print_Area", "督办结果!$A$1:$I$11,督办结果!$K$1:$L$11", "督办结果!$A$1:$I$20,督办结果!$K$1:$L$11"),
        ("_xlnm.Print_Area", "督办结果!$A$1:$I$12", "督办结果!$A$1:$I$12"),
        ("_xlnm.Print_Area", "别的!$A$1:$I$11", "别的!$A$1:$I$11"),
        ("_xlnm.Print_Area", "督办结果!$K$1:$L$11", "督办结果!$K$1:$L$11"),
        ("_xlnm.Print_Area", "督办结果!$A:$I", "督办结果!$A:$I"),
        ("_xlnm.Print_Area", "督办结果!#REF!", "督办结果!#REF!"),
        ("_xlnm._FilterDatabase", "督办结果!$B$5:$I$11", "督办结果!$B$5:$I$20"),
        ("_xlnm.Print_Titles", "督办结果!$A$1:$I$11", "督办结果!$A$1:$I$11"),
        ("我的区域", "督办结果!$A$1:$I$11", "督办结果!$A$1:$I$11"),
    ],
)
def test_print_areas_follow(name: str, before: str, after: str) -> None:
    def workbook(text: str) -> bytes:
        names = f'<definedNames><definedName name="{name}" localSheetId="0">{text}</definedName></definedNames>'
        return f'<workbook xmlns="{MAIN}"><sheets></sheets>{names}</workbook>'.encode()

    assert with_moved_names(workbook(before), table(), 20) == workbook(after)


def test_a_sheet_name_with_everything_in_it() -> None:
    name = "<definedName name=\"_xlnm.Print_Area\">'a, &amp; b''c'!$B$5:$I$11</definedName>"
    made = with_moved_names(f'<workbook xmlns="{MAIN}">{name}</workbook>'.encode(), table(sheet="a, & b'c"), 6)
    assert b"'a, &amp; b''c'!$B$5:$I$6<" in made
