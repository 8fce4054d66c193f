"""Rows that LibreOffice leaves below a table when somebody types them there."""

import re
import time
import zipfile
from pathlib import Path

import pytest
from support import tools
from support.rows_below import CASES, KIND, NAME, ROWS, SUM, left_below, text

from addin.closed.file_book import FileBook
from workbook_templates.master.master import write_master
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables import TABLES


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


@pytest.mark.parametrize(("cells", "rows", "below"), CASES)
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
