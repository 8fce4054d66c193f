"""FileBook: the contract of every Book, and how it reads what any program writes and any user does to a table."""

import datetime as dt
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from support import book_contract, fake_book, fixture_master, tools
from support.fixture_master import RATES, SHEET2, WRITTEN, results
from support.package_parts import check_package, edited, parts, put_parts, sheet_part
from support.table_workbook import written

from addin.book import Book
from addin.closed.file_book import FileBook
from addin.closed.guards import FOREIGN
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Row, Value

# the contract


def fake(tables: book_contract.Tables, names: Mapping[str, Sequence[Row]] | None = None) -> book_contract.Open:
    book = fake_book.FakeBook(
        {name: (tuple(headers), [list(row) for row in rows]) for name, (headers, rows) in tables.items()},
        {name: [list(row) for row in block] for name, block in (names or {}).items()},
    )
    return lambda: book


@pytest.fixture(params=["fake", "file"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> book_contract.Make:
    def make_file(tables: book_contract.Tables, names: Mapping[str, Sequence[Row]] | None = None) -> book_contract.Open:
        path = written(tmp_path, tables, names)
        return lambda: FileBook(path)

    return fake if request.param == "fake" else make_file


@pytest.mark.parametrize("promise", book_contract.CONTRACT, ids=lambda promise: promise.__name__)
def test_contract(promise: Callable[[book_contract.Make], None], make: book_contract.Make) -> None:
    promise(make)


def test_file_book_is_a_book(tmp_path: Path) -> None:
    book: Book = FileBook(written(tmp_path, {"表": (("甲",), [])}))
    assert book.path.parent == tmp_path


@pytest.fixture
def master(year_old: Path, tmp_path: Path) -> Path:
    path = tmp_path / "督办总台账.xlsx"
    path.write_bytes(year_old.read_bytes())
    return path


def test_reading_the_master(master: Path) -> None:
    grids = FileBook(master).read(["结果", "台账", "日志"])
    result, ledger = grids["结果"], grids["台账"]
    assert (result.sheet, result.first_row, result.headers) == ("督办结果", 6, fixture_master.RESULT_HEADERS)
    assert result.rows[0] == ("我的备注0", "A000", "事项 0 <&> _x0041_", 0.5, 1.0, dt.date(2025, 3, 1), "黄", "够")
    assert {row for row, header in result.percent if header == "完成率"} == set(range(6))
    assert {header for _, header in result.percent} == {"完成率", "两倍"}
    assert result.formulas == {(row, header) for row in range(6) for header in ("两倍", "标记")}
    assert ledger.headers[-1] == "说明\n(自填)"
    assert [row[0] for row in ledger.rows] == ["000", "001", "002", "003"]
    assert ledger.rows[0][-1] == "按重点督办"
    assert list(grids["日志"].rows) == []
    assert grids["日志"].first_row == 3


# what other programs write, and what users do to a table


def test_a_table_is_found_wherever_the_user_has_moved_it(tmp_path: Path) -> None:
    path = tmp_path / "改过.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("别的")
    sheet = book.add_worksheet("改名'了 2025")
    headers = ["自己的", "截止", "编号", "另一列"]
    sheet.add_table(999, 27, 1001, 30, {"name": "督办", "columns": [{"header": header} for header in headers]})
    sheet.write_row(1000, 27, ["我", 45658, "001", "x"])
    book.close()
    file = FileBook(path)
    assert list(file.read(["督办"])["督办"].rows) == [("我", 45658.0, "001", "x")]
    file.replace("督办", ["编号", "截止"], [["001", dt.date(2025, 1, 1)], ["002", 2.5], ["003", None]])
    assert file.commit(None)
    assert [row[1:3] for row in FileBook(path).read(["督办"])["督办"].rows] == [(45658.0, "001"), (2.5, "002"), (None, "003")]
    check_package(path)


def other_writers(xml: str) -> dict[str, str]:
    """The same sheet as other programs might write it."""
    prefixed = re.sub(r"<(/?)(?!x14|xm|mc)([a-zA-Z]+)(?=[\s/>])", r"<\1x:\2", xml)
    prefixed = prefixed.replace(f'xmlns="{fixture_master.MAIN}"', f'xmlns:x="{fixture_master.MAIN}"')
    return {
        "prefix": prefixed,
        "single quotes": re.sub(r"<(row|c) [^>]*>", lambda tag: tag[0].replace('"', "'"), xml),
        "style first": re.sub(r'<c (r="[A-Z]+\d+")( s="\d+")', r"<c\2 \1", xml),
        "comment": xml.replace("<sheetData>", "<sheetData><!-- <row r='1'> -->"),
        "cdata": xml.replace("我的备注", "<![CDATA[我的备注]]>"),
        "spaces": xml.replace("<row ", "<row\n   ").replace(' s="', '  s="'),
    }


@pytest.mark.parametrize("writer", ["prefix", "single quotes", "style first", "comment", "cdata", "spaces"])
def test_sheets_of_other_writers(master: Path, writer: str) -> None:
    content = parts(master)
    content[SHEET2] = other_writers(content[SHEET2].decode())[writer].encode()
    put_parts(master, content)
    book = FileBook(master)
    grid = book.read(["结果"])["结果"]
    assert [row[0] for row in grid.rows] == [f"我的备注{index}" for index in range(6)]
    assert [row[3] for row in grid.rows] == list(RATES)
    assert {row for row, header in grid.formulas if header == "两倍"} == set(range(6))
    assert len(grid.percent) == 12
    book.replace("结果", WRITTEN, results(8))
    book.commit(None)
    assert [row[0] for row in FileBook(master).read(["结果"])["结果"].rows] == [f"我的备注{index}" for index in range(6)] + [None, None]
    check_package(master)


def test_errors_and_odd_values_are_read_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "值.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    formats = [book.add_format({"num_format": code}) for code in ("hh:mm", "[h]:mm", "yyyy-mm-dd hh:mm", '0.0" %"', "0.0%", "yyyy-mm-dd")]
    sheet.add_table("A1:C9", {"name": "值", "columns": [{"header": header} for header in "甲乙丙"]})
    sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
    sheet.write_string("B2", 't="e" #N/A <v>')
    sheet.write_formula("C2", "=NA()", None, "#N/A")
    sheet.write_number("A3", 0.75, formats[0])
    sheet.write_number("B3", 1.5, formats[1])
    sheet.write_number("C3", 45658.5, formats[2])
    sheet.write_number("A4", 0.5, formats[3])
    sheet.write_number("B4", 0.5, formats[4])
    sheet.write_number("C4", 45658, formats[5])
    sheet.write_boolean("A5", True)
    sheet.write_string("B5", "2025-01-01")
    sheet.write_formula("C6", '=""', None, "")
    book.close()
    grid = FileBook(path).read(["值"])["值"]
    noon = dt.datetime(2025, 1, 1, 12)
    assert grid.rows == [
        (CellError("#DIV/0!"), 't="e" #N/A <v>', CellError("#N/A")),
        (0.75, 1.5, noon),
        (0.5, 0.5, dt.date(2025, 1, 1)),
        (True, "2025-01-01", None),
    ]
    assert grid.percent == {(2, "乙")}
    assert grid.formulas == {(0, "甲"), (0, "丙")}
    copy = FileBook(path)
    copy.update("值", {(1, "甲"): CellError("#N/A"), (1, "乙"): float("nan"), (3, "甲"): False, (3, "丙"): noon})
    assert copy.commit(None)
    assert FileBook(path).read(["值"])["值"].rows[1][:2] == (CellError("#N/A"), CellError("#NUM!"))
    assert FileBook(path).read(["值"])["值"].rows[3] == (False, "2025-01-01", 45658.5)


def test_a_table_without_a_header_row(tmp_path: Path) -> None:
    path = tmp_path / "无头.xlsx"
    book = xlsxwriter.Workbook(str(path))
    columns = [{"header": "甲"}, {"header": "乙"}]
    book.add_worksheet().add_table("B3:C4", {"name": "表", "header_row": False, "columns": columns, "data": [["一", 1], ["二", 2]]})
    book.close()
    file = FileBook(path)
    assert (file.read(["表"])["表"].first_row, file.read(["表"])["表"].rows) == (3, [("一", 1.0), ("二", 2.0)])
    file.replace("表", ["乙"], [[1], [2], [3]])
    assert file.commit(None)
    assert FileBook(path).read(["表"])["表"].rows == [("一", 1.0), ("二", 2.0), (None, 3.0)]
    check_package(path)


def with_cell(path: Path, xml: str, last: str | None = None) -> Path:
    """A table 表 of 甲 and 乙 with two rows, whose A3 is the XML given and B3 is `last`."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.add_table("A1:B3", {"name": "表", "columns": [{"header": "甲"}, {"header": "乙"}], "data": [["一", "二"], [3, last]]})
    book.close()
    edited(path, "xl/worksheets/sheet1.xml", '<c r="A3"><v>3</v></c>', xml)
    return path


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A3" t="e"><v>#SPILL!</v></c>', CellError("#SPILL!")),  # younger than calamine
        ('<c r="A3" t="e"><f>_xlfn.LAMBDA(1)</f><v>#CALC!</v></c>', CellError("#CALC!")),
        ('<c r="A3" t="e"><v>#N/A</v></c>', CellError("#N/A")),
        ('<c r="A3"><v>NaN</v></c>', CellError("#NUM!")),
        ('<c r="A3"><v>1e400</v></c>', CellError("#NUM!")),
        ('<c r="A3" t="b"><v>1</v></c>', True),
        ('<c r="A3" t="d"><v>2025-01-02</v></c>', dt.date(2025, 1, 2)),
        ('<c r="A3" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>', "a b"),
        ('<c r="A3" t="str"><f>"007"</f><v>007</v></c>', "007"),
        ('<c r="A3" t="str"><f>""</f><v></v></c>', None),
        ('<c r="A3"><f>B3</f></c>', CellError(NOT_COMPUTED)),  # as openpyxl writes it: nobody has computed it yet
        ('<c r="A3"><f t="array" ref="A3:A3">B3</f></c>', CellError(NOT_COMPUTED)),
    ],
)
def test_cells_as_any_program_writes_them(tmp_path: Path, xml: str, value: Value) -> None:
    path = with_cell(tmp_path / "格.xlsx", xml, "末")
    book = FileBook(path)
    assert book.read(["表"])["表"].rows[1:] == [(value, "末")]
    book.update("表", {(0, "甲"): "改", (1, "乙"): 5})
    book.commit(None)
    now = CellError(NOT_COMPUTED) if "B3" in xml else value
    assert FileBook(path).read(["表"])["表"].rows == [("改", "二"), (now, 5.0)]


def test_rows_that_hold_formulas_only_are_free_for_new_ones(tmp_path: Path) -> None:
    """A ledger prepared with a formula in every row: what the formulas show is no entry."""
    path = with_cell(tmp_path / "备.xlsx", '<c r="A3"><f>ROW()</f><v>3</v></c>')
    book = FileBook(path)
    assert book.read(["表"])["表"].rows == [("一", "二")]
    book.append("表", ["乙"], [["新"], ["再"]])
    assert book.commit(None)
    assert [row[1] for row in FileBook(path).read(["表"])["表"].rows] == ["二", "新", "再"]
    assert "<f>ROW()</f></c>" in sheet_part(path, "Sheet1").partition('r="A4"')[2]
    assert 'fullCalcOnLoad="1"' in parts(path)["xl/workbook.xml"].decode()  # nobody has computed the new formula


@tools.needs_office
def test_a_master_saved_by_libreoffice_goes_on(master: Path, tmp_path: Path) -> None:
    before = FileBook(master).read(["结果", "台账"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = tools.convert(master, "xlsx", tmp_path / "lo")
    book = FileBook(path)
    after = book.read(["结果", "台账"])
    assert {name: grid.rows for name, grid in after.items()} == {name: grid.rows for name, grid in before.items()}
    assert {name: grid.percent for name, grid in after.items()} == {name: grid.percent for name, grid in before.items()}
    book.replace("结果", WRITTEN, results(9))
    assert book.commit(None)
    grid = FileBook(path).read(["结果"])["结果"]
    assert [row[1] for row in grid.rows] == [f"B{i:03d}" for i in range(9)]
    assert tools.repair_errors(path) == []


def test_no_heavy_library_is_loaded() -> None:
    code = "import sys, addin.closed.file_book; print(sorted({'pandas', 'numpy', 'xlwings', 'openpyxl', 'lxml'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert done.stdout.strip() == "[]"


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    path = tmp_path / "苹果.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.add_table("A1:A2", {"name": "表", "columns": [{"header": "日"}]})
    sheet.write_datetime("A2", dt.date(2025, 1, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    file = FileBook(path)
    assert file.read(["表"])["表"].rows == [(dt.date(2025, 1, 1),)]
    file.replace("表", ["日"], [[dt.date(2025, 1, 1)]])
    assert not file.differs()
    file.replace("表", ["日"], [[dt.date(2024, 2, 29)], [dt.date(1904, 1, 2)]])
    assert file.commit(None)
    assert FileBook(path).read(["表"])["表"].rows == [(dt.date(2024, 2, 29),), (dt.date(1904, 1, 2),)]


# files that lie: read, refused in words, or written soundly; never a crash

DAMAGES = [b"", b"9", b"99999999", b"<", b'"', b"A1:XFD1048576", b"-1", b"&#x1;", b"r=", b"</c>"]


@settings(max_examples=150)
@given(data=st.data())
def test_a_damaged_part_never_ends_in_a_crash(year_old: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = parts(year_old)
    watched = [name for name in content if re.search(r"workbook|sheet[23]\.xml|tables|styles|rels", name)]
    name = data.draw(st.sampled_from(watched))
    part = bytearray(content[name])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(part) - 1))
        length = data.draw(st.integers(0, 12))
        part[at : at + length] = data.draw(st.sampled_from(DAMAGES))
    content[name] = bytes(part)
    path = tmp_path_factory.mktemp("damaged") / "坏.xlsx"
    put_parts(path, content)
    with suppress(DubanError):
        book = FileBook(path, FOREIGN)
        book.read(list(book.tables()))
        book.replace("结果", WRITTEN, results(9))
        book.append("台账", ["编号"], [["x"]])
        book.put({"总数": 5})
        book.commit(None)
        assert FileBook(path, FOREIGN).read(["台账"])["台账"].rows[-1][0] == "x"
