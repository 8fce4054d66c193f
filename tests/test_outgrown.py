"""Rows that LibreOffice leaves below a table when somebody types them there."""

import re
import time
import zipfile
from pathlib import Path

import pytest
from support import tools

from addin.closed.file_book import FileBook
from workbook_templates.master.master import write_master
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables import TABLES

ROWS = [("甲部", "业务职能"), ("乙部", "基层"), ("丙部", "基层")]


def as_libreoffice_leaves_it(path: Path, name: str, last: int) -> None:
    """The table ends at row `last`, the rows below it stay."""
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members:
            if f' displayName="{name}"'.encode() in data[:600]:
                data = re.sub(rb'(ref="[A-Z]+[0-9]+:[A-Z]+)[0-9]+"', rb"\g<1>%d" % last + b'"', data)
            archive.writestr(info, data)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    width = len(TABLES["部门"].headers)
    book = tmp_path / "台账.xlsx"
    write_master(book, {"部门": [(*row, *[None] * (width - 2)) for row in ROWS]}, company="", year=2026)
    return book


def area(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(part) for part in archive.namelist() if part.startswith("xl/tables/")]
    (part,) = [part for part in parts if f' displayName="{name}"'.encode() in part]
    found = re.search(rb' ref="([^"]+)"', part)
    assert found
    return found[1].decode()


def test_rows_below_an_input_table_are_read(path: Path) -> None:
    as_libreoffice_leaves_it(path, "部门", 4)
    grid = FileBook(path).read(["部门"])["部门"]
    assert [row[:2] for row in grid.rows] == ROWS


def test_the_next_write_takes_them_into_the_table(path: Path) -> None:
    as_libreoffice_leaves_it(path, "部门", 4)
    book = FileBook(path)
    book.update("部门", {(2, "类型"): "后勤"})
    assert book.commit(None)
    assert area(path, "部门").endswith("6")
    assert [row[:2] for row in FileBook(path).read(["部门"])["部门"].rows] == [*ROWS[:2], ("丙部", "后勤")]
    assert tools.repair_errors(path) == []


def test_a_new_row_comes_after_them(path: Path) -> None:
    as_libreoffice_leaves_it(path, "部门", 4)
    book = FileBook(path)
    book.append("部门", ["部门"], [["丁部"]])
    assert book.commit(None)
    assert [row[0] for row in FileBook(path).read(["部门"])["部门"].rows] == ["甲部", "乙部", "丙部", "丁部"]


def test_a_gap_ends_them_and_a_result_has_none(path: Path) -> None:
    book = FileBook(path)
    book.update("部门", {(1, "部门"): None, (1, "类型"): None})
    book.commit(None)
    as_libreoffice_leaves_it(path, "部门", 4)
    assert len(FileBook(path).read(["部门"])["部门"].rows) == 1
    book = FileBook(path)
    book.replace("工作建议", ["类别"], [["甲"], ["乙"]])
    book.commit(None)
    as_libreoffice_leaves_it(path, "工作建议", 4)
    assert len(FileBook(path).read(["工作建议"])["工作建议"].rows) == 1


def left_below(path: Path, cells: dict[str, str], *, after: int = 6) -> Path:
    """The workbook with cells typed on the sheet 部门, as XML after their reference, below row `after`."""
    rows: dict[int, str] = {}
    for name, content in cells.items():
        number = int(re.sub(r"\D", "", name))
        rows[number] = rows.get(number, "") + f'<c r="{name}"{content}</c>'
    xml = "".join(f'<row r="{number}">{text}</row>' for number, text in sorted(rows.items())).encode()
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
        workbook = archive.read("xl/workbook.xml").decode()
    place = re.findall(r'<sheet name="([^"]+)"', workbook).index("部门") + 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members:
            if info.filename == f"xl/worksheets/sheet{place}.xml":
                data = re.sub(rb'<row r="(?:%d)"[^>]*(?:/>|>.*?</row>)' % (after + 1), b"", data)
                data = data.replace(b"</sheetData>", xml + b"</sheetData>")
            archive.writestr(info, data)
    return path


def text(value: str) -> str:
    return f' t="inlineStr"><is><t>{value}</t></is>'


SUM = "><f>SUM({})</f><v>3</v>"
KIND, NAME = text("基层"), text("丁部")


@pytest.mark.parametrize(
    ("cells", "rows", "below"),
    [
        pytest.param({"A7": NAME, "B7": KIND}, 4, [], id="a row"),
        pytest.param({"A7": text("合计"), "H7": SUM.format("H4:H6")}, 3, [(7, 7, "合计", False)], id="a sum"),
        pytest.param({"A7": text("各单位"), "B7": KIND, "H7": SUM.format("H4:H6")}, 3, [(7, 7, "各单位", False)], id="a formula over it"),
        pytest.param(
            {"A7": text("各单位"), "B7": KIND, "H7": SUM.format("部门[业务量]")}, 3, [(7, 7, "各单位", False)], id="over its column"
        ),
        pytest.param({"A7": NAME, "B7": KIND, "H7": SUM.format("Z1:Z9")}, 4, [], id="a formula over something else"),
        pytest.param(
            {"A7": NAME, "B7": KIND, "A8": text("填表人：张三")}, 4, [(8, 8, "填表人：张三", False)], id="a signature below a row"
        ),
        pytest.param(
            {"A7": text("合计"), "A8": NAME, "B8": KIND}, 3, [(7, 7, "合计", False), (8, 8, "丁部", True)], id="a row below a sum"
        ),
        pytest.param({"A9": NAME, "B9": KIND, "A10": NAME}, 3, [(9, 10, "丁部", True)], id="rows beyond a gap"),
        pytest.param({"A9": text("填表人：张三")}, 3, [], id="a signature where it should stand"),
        pytest.param({"ZZ7": text("合计")}, 3, [], id="beside the table"),
    ],
)
def test_what_looks_like_a_row_is_one(path: Path, cells: dict[str, str], rows: int, below: list[tuple[int, int, str, bool]]) -> None:
    grid = FileBook(left_below(path, cells)).read(["部门"])["部门"]
    assert len(grid.rows) == rows
    assert list(grid.below) == below


def test_a_sum_stays_where_it_stands_and_is_never_written_over(path: Path) -> None:
    left_below(path, {"A7": text("合计"), "H7": SUM.format("H4:H6")})
    book = FileBook(path)
    book.update("部门", {(0, "类型"): "后勤"})
    assert book.commit(None)
    assert area(path, "部门").endswith("6")
    book.append("部门", ["部门"], [["丁部"]])
    with pytest.raises(BookRefused, match="下方的单元格 A7 有内容"):
        book.commit(None)


def test_thousands_of_rows_are_taken_in_soon(path: Path) -> None:
    left_below(path, {f"{column}{row}": cell for row in range(7, 12_007) for column, cell in (("A", NAME), ("B", KIND))})
    start = time.process_time()
    assert len(FileBook(path).read(["部门"])["部门"].rows) == 12_003
    assert time.process_time() - start < 5
