"""FileBook: a workbook of a year's use loses nothing when it is written, and what can't be written is refused with its place."""

import datetime as dt
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from support import tools
from support.digests import digest
from support.fixture_master import SHEET2, WRITTEN, results
from support.package_parts import changed_parts, check_package, edited, parts, put_parts, sheet_part
from support.table_workbook import written

from addin.book import Book
from addin.closed.file_book import FileBook
from addin.store import locked
from workbook_templates.reading.characters import clean_text
from workbook_templates.reading.errors import BookBusy, BookRefused
from workbook_templates.tables.grid import NOT_COMPUTED, CellError


@pytest.fixture
def master(year_old: Path, tmp_path: Path) -> Path:
    path = tmp_path / "督办总台账.xlsx"
    path.write_bytes(year_old.read_bytes())
    return path


RESULT_PARTS = {
    "xl/worksheets/sheet2.xml",  # 督办结果
    "xl/worksheets/sheet5.xml",  # 我的汇总: its formulas read the results
    "xl/workbook.xml",
}


@pytest.mark.parametrize("count", [1, 3, 5, 6, 7, 40])
def test_replace_touches_its_own_parts_only(master: Path, count: int) -> None:
    before = parts(master)
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(count))
    assert book.commit(None)
    table = next(name for name, part in before.items() if b'displayName="\xe7\xbb\x93\xe6\x9e\x9c"' in part)
    extra = {"xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"} if count != 6 else set()
    assert changed_parts(before, master) == RESULT_PARTS | {table} | extra
    assert f'ref="B5:I{5 + count}"' in parts(master)[table].decode()
    grid = FileBook(master).read(["结果"])["结果"]
    columns = [grid.headers.index(header) for header in WRITTEN]
    assert [[row[column] for column in columns] for row in grid.rows] == results(count)
    assert [row[0] for row in grid.rows] == [f"我的备注{i}" for i in range(min(count, 6))] + [None] * max(0, count - 6)
    check_package(master)


def test_a_new_result_is_shown_whole(master: Path) -> None:
    """The filter that hid rows is lifted, and what belongs to the table's columns follows its length."""
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(9))
    book.commit(None)
    xml, table = sheet_part(master, "督办结果"), parts(master)["xl/tables/table1.xml"].decode()
    assert "hidden" not in xml
    assert "filterColumn" not in table
    assert "sortState" not in table
    assert '<autoFilter ref="B5:I14"' in table
    assert xml.count('sqref="E6:E14"') + xml.count("<xm:sqref>E6:E14</xm:sqref>") == 2  # data bar, old and new form
    assert 'sqref="F6:F14"' in xml
    assert 'sqref="H6:H14"' in xml
    assert 'sqref="G6:G1048576"' in xml
    assert "<xm:sqref>K6</xm:sqref>" in xml
    assert '<dimension ref="B1:L14"' in xml
    assert "督办结果!$A$1:$I$14" in parts(master)["xl/workbook.xml"].decode()


def test_new_rows_take_format_height_and_own_formulas(master: Path) -> None:
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(8))
    book.commit(None)
    xml = sheet_part(master, "督办结果")
    old, new = (re.search(rf'<row r="{row}".*?</row>', xml, re.DOTALL) for row in (11, 13))
    assert old is not None
    assert new is not None
    assert re.findall(r' s="\d+"', old[0]) == re.findall(r' s="\d+"', new[0])
    assert 'ht="33" customHeight="1"' in new[0] or 'customHeight="1" ht="33"' in new[0]
    assert '<c r="F13" s="' in new[0]
    assert "<f>E13*2</f>" in new[0]
    assert "<f>IF(结果[[#This Row],[完成率]]&lt;阈值," in new[0]


def test_a_sheet_that_reads_nothing_of_ours_keeps_its_values(master: Path) -> None:
    book = FileBook(master)
    book.update("台账", {(1, "完成率"): 0.9, (1, "部门"): "公安局"})
    book.commit(None)
    xml = sheet_part(master, "我的汇总")
    kept = dict(re.findall(r'<c r="([A-Z]\d)"[^>]*><f[^>]*>[^<]*</f><v>([^<]*)</v>', xml))
    assert set(kept) == {"B1", "B3", "B5", "B6", "B8", "D1"}
    assert 'fullCalcOnLoad="1"' in parts(master)["xl/workbook.xml"].decode()
    assert "<v>" not in sheet_part(master, "动态").partition("<sheetData>")[2].replace("<v></v>", "")
    check_package(master)


def test_a_formula_beside_an_untouched_row_keeps_its_value(master: Path) -> None:
    book = FileBook(master)
    book.update("台账", {(1, "完成率"): 0.1})
    book.append("台账", ["编号", "完成率"], [["004", 1.0]])
    book.commit(None)
    grid = FileBook(master).read(["台账"])["台账"]
    unknown = CellError(NOT_COMPUTED)
    assert [row[4] for row in grid.rows] == ["是", unknown, "否", "是", unknown]  # the last old row reads nothing that is new


def test_a_row_hidden_by_the_clerk_stays_hidden_when_the_ledger_grows(master: Path) -> None:
    book = FileBook(master)
    book.append("台账", ["编号", "部门", "完成率"], [["004", "卫健委", 1.0]])
    book.commit(None)
    xml, table = sheet_part(master, "督办 台账"), parts(master)["xl/tables/table2.xml"].decode()
    assert re.search(r'<row r="6"[^>]*hidden="1"', xml)
    assert "filterColumn" in table
    assert '<autoFilter ref="C4:H9">' in table
    assert '<c r="G9"' in xml
    assert FileBook(master).read(["台账"])["台账"].rows[4][:3] == ("004", "卫健委", 1.0)
    check_package(master)


def test_what_formulas_of_the_user_show_is_never_old(master: Path, tmp_path: Path) -> None:
    """LibreOffice computes everything anew: no figure that the file shows may change, and the dropped ones come back right."""
    if not tools.office():
        pytest.skip("LibreOffice is not installed")
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(9))
    book.update("台账", {(0, "完成率"): 0.9, (3, "部门"): "财政局"})
    book.append("台账", ["编号", "部门", "完成率"], [["004", "财政局", 1.0]])
    book.append("日志", ["时间", "动作", "条数"], [[dt.datetime(2025, 1, 2, 3, 4), "刷新", 9]])
    book.put({"总数": 9, "分布": [[i, i, i] for i in range(4)]})
    book.commit(tmp_path / "备份.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tools.assert_recalculation_changes_nothing(master, except_sheets=["透视", "动态"])  # a pivot refreshes; SORT is too new for it
        summary = tools.recalculated(master)["我的汇总"]
    rates: list[Any] = [row[2] for row in results(9)]
    assert summary[0][1] == pytest.approx(sum(rates) / 9)
    assert summary[1][1] == pytest.approx(0.9 + 0.2 + 0.75 + 1.0)
    assert summary[2][1] == pytest.approx(sum(rates) / 9 * 100)
    assert summary[3][1] == "B000"
    assert summary[6][1] == pytest.approx(0.9 + 1.0 + 0.2 + 0.75)
    check_package(master)


def test_a_round_there_and_back_leaves_every_other_part_alone(master: Path) -> None:
    before = parts(master)
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(30))
    book.append("日志", ["时间", "动作"], [[dt.date(2025, 1, 2), "一"], [dt.date(2025, 1, 3), "二"]])
    book.update("台账", {(0, "部门"): "公安局"})
    book.put({"总数": 30})
    book.commit(None)
    book.replace("结果", WRITTEN, results(2))
    book.commit(None)
    allowed = {f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4, 5, 8)} | {f"xl/tables/table{n}.xml" for n in (1, 2, 3)}
    allowed |= {"xl/workbook.xml", "xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert changed_parts(before, master) <= allowed
    foreign = "chart|drawing|media|slicer|pivot|persons|threaded|comment|custom|styles|sharedStrings"
    kept = [name for name in before if re.search(foreign, name)]
    assert len(kept) > 15
    assert {name: parts(master)[name] for name in kept} == {name: before[name] for name in kept}
    check_package(master)


def test_the_same_again_does_not_touch_the_file(master: Path) -> None:
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(9))
    book.commit(None)
    before, stamp = digest(master), master.stat().st_mtime_ns
    again = FileBook(master)
    again.replace("结果", list(reversed(WRITTEN)), [list(reversed(row)) for row in results(9)])
    assert not again.commit(None)
    assert (digest(master), master.stat().st_mtime_ns) == (before, stamp)


def test_same_input_gives_same_bytes(year_old: Path, tmp_path: Path) -> None:
    digests = set()
    for name in ("甲.xlsx", "乙.xlsx"):
        path = tmp_path / name
        path.write_bytes(year_old.read_bytes())
        book = FileBook(path)
        book.replace("结果", WRITTEN, results(9))
        book.commit(None)
        digests.add(digest(path))
    assert len(digests) == 1


def test_the_backup_is_the_old_file(master: Path, tmp_path: Path) -> None:
    old = master.read_bytes()
    book = FileBook(master)
    book.put({"总数": 1})
    book.commit(tmp_path / "归档" / "备份" / "旧.xlsx")
    assert (tmp_path / "归档" / "备份" / "旧.xlsx").read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["归档", "督办总台账.xlsx"]


@tools.needs_sdk
def test_the_validator_of_excel_finds_nothing(master: Path, tmp_path: Path) -> None:
    assert tools.sdk_errors(master) == []
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(9))
    book.append("日志", ["时间", "动作"], [[dt.date(2025, 1, 2), "一"]])
    book.update("台账", {(0, "完成率"): CellError("#N/A"), (1, "编号"): " _x0041_\n<&>"})
    book.put({"总数": None, "分布": [[True, "x", dt.date(2025, 1, 1)]] * 4})
    book.commit(tmp_path / "备份.xlsx")
    assert tools.sdk_errors(master) == []


# refusals: each names the place, and the file is what it was


def grow(book: Book) -> None:
    book.replace("结果", WRITTEN, results(9))


def shrink(book: Book) -> None:
    book.replace("结果", WRITTEN, results(2))


END = "</sheetData>"


REFUSALS: dict[str, tuple[Callable[[Path], None], Callable[[Book], None], str]] = {
    "occupied below": (
        lambda path: edited(path, SHEET2, END, '<row r="13"><c r="D13" t="inlineStr"><is><t>合计</t></is></c></row>' + END),
        grow,
        "D13",
    ),
    "no more rows": (lambda _: None, lambda book: book.append("台账", ["编号"], [["x"]] * 1_048_570), "1048576"),
    "merged inside": (
        lambda path: edited(path, SHEET2, '<mergeCells count="1">', '<mergeCells count="2"><mergeCell ref="C7:D7"/>'),
        grow,
        "C7:D7",
    ),
    "merged below": (
        lambda path: edited(path, SHEET2, '<mergeCells count="1">', '<mergeCells count="2"><mergeCell ref="C13:D13"/>'),
        grow,
        "C13:D13",
    ),
    "protected": (
        lambda path: edited(path, SHEET2, END, END + '<sheetProtection sheet="1" objects="1"/>'),
        shrink,
        "取消工作表保护",
    ),
    "totals row": (
        lambda path: edited(path, "xl/tables/table1.xml", 'totalsRowShown="0"', 'totalsRowCount="1"'),
        grow,
        "汇总行",
    ),
    "formula in a result": (
        lambda path: edited(path, SHEET2, "><v>0.25</v>", "><f>1/4</f><v>0.25</v>"),
        grow,
        "E8",
    ),
    "array formula over a result": (
        lambda path: edited(path, SHEET2, "><v>0.25</v>", '><f t="array" ref="E8:E9">E10:E11</f><v>0.25</v>'),
        grow,
        "E8",
    ),
    "formula in an update": (lambda _: None, lambda book: book.update("台账", {(1, "是否达标"): "否"}), "G6"),
    "formula in an update of the same value": (lambda _: None, lambda book: book.update("台账", {(1, "是否达标"): "是"}), "G6"),
    "formula column in an append": (lambda _: None, lambda book: book.append("台账", ["是否达标"], [["否"]]), "G8"),
    "formula in a name": (
        lambda path: edited(path, "xl/workbook.xml", "操作台!$B$3", "操作台!$F$3"),
        lambda book: book.put({"总数": 3}),
        "F3",
    ),
    "merged in a name": (
        lambda path: edited(path, "xl/workbook.xml", "操作台!$B$3", "操作台!$B$1"),
        lambda book: book.put({"总数": 3}),
        "A1:F1",
    ),
    "name is no range": (
        lambda path: edited(path, "xl/workbook.xml", "操作台!$B$3", "OFFSET(操作台!$B$3,0,0)"),
        lambda book: book.put({"总数": 3}),
        "名称管理器",
    ),
    "name has lost its cells": (
        lambda path: edited(path, "xl/workbook.xml", "操作台!$B$3", "操作台!#REF!"),
        lambda book: book.put({"总数": 3}),
        "名称管理器",
    ),
    "text too long": (lambda _: None, lambda book: book.update("台账", {(0, "部门"): "长" * 32_768}), "D5"),
    "date before the calendar": (lambda _: None, lambda book: book.update("台账", {(0, "交办日期"): dt.date(1899, 12, 31)}), "F5"),
    "rows out of order": (
        lambda path: edited(path, SHEET2, '<row r="6"', '<row r="600"'),
        grow,
        "督办结果",
    ),
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_refusal(master: Path, reason: str, tmp_path: Path) -> None:
    damage, stage, named = REFUSALS[reason]
    damage(master)
    before = digest(master)
    book = FileBook(master)
    stage(book)
    with pytest.raises(BookRefused, match=re.escape(named)):
        book.commit(tmp_path / "备份.xlsx")
    assert digest(master) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["督办总台账.xlsx"]


def test_a_table_below_is_named(tmp_path: Path) -> None:
    path = tmp_path / "两表.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("合在一起")
    sheet.add_table("A1:B3", {"name": "上", "columns": [{"header": "甲"}, {"header": "乙"}]})
    sheet.add_table("B6:C8", {"name": "下", "columns": [{"header": "甲"}, {"header": "乙"}]})
    book.close()
    before = digest(path)
    upper = FileBook(path)
    upper.replace("上", ["甲"], [["x"]] * 4)
    assert upper.commit(None)
    upper.replace("上", ["甲"], [["x"]] * 5)
    with pytest.raises(BookRefused, match="“下”"):
        upper.commit(None)
    assert digest(path) != before
    assert len(FileBook(path).read(["上"])["上"].rows) == 4


def test_open_in_excel_is_said_with_the_name(master: Path) -> None:
    book = FileBook(master)
    book.put({"总数": 1})
    before = digest(master)
    marks = {
        "~$督办总台账.xlsx": b"\x04" + "王五".encode("gbk").ljust(54) + bytes([2, 0]) + "王五".encode("utf-16-le"),
        ".~督办总台账.xlsx": b"",
        ".~lock.督办总台账.xlsx#": "李四,zs,host,20.11.2026 10:00,file:///x;".encode(),
    }
    for (name, content), who in zip(marks.items(), ("王五", "另一个程序", "李四"), strict=True):
        mark = master.with_name(name)
        mark.write_bytes(content)
        with pytest.raises(BookBusy, match=f"{who}.*{re.escape(name)}"):
            book.commit(None)
        mark.unlink()
    assert digest(master) == before
    assert book.commit(None)


def test_two_runs_at_once(master: Path) -> None:
    first, second, late = FileBook(master), FileBook(master, wait=0.05), FileBook(master)
    for book in (first, second, late):
        book.put({"总数": 1})
    with locked(master), pytest.raises(BookBusy, match="另一个"):
        second.commit(None)
    assert first.commit(None)
    before = digest(master)
    with pytest.raises(BookRefused, match="读取之后被改动"):
        late.commit(None)
    assert digest(master) == before


def test_a_file_taken_away_is_refused(master: Path) -> None:
    book = FileBook(master)
    book.put({"总数": 1})
    master.unlink()
    with pytest.raises(BookRefused, match="移走"):
        book.commit(None)


def test_staged_twice_in_two_ways_is_a_mistake_of_ours(master: Path) -> None:
    book = FileBook(master)
    book.append("台账", ["编号"], [["x"]])
    with pytest.raises(ValueError, match="台账"):
        book.replace("台账", ["编号"], [["x"]])
    with pytest.raises(ValueError, match="台账"):
        book.append("台账", ["编号"], [["x", "y"]])


def test_rows_without_cells_take_the_format_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "空行.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.add_table("A1:B3", {"name": "表", "columns": [{"header": "日"}, {"header": "文"}]})
    sheet.write_datetime("A2", dt.date(2025, 1, 1))
    book.close()
    file = FileBook(path)
    file.append("表", ["日"], [[dt.date(2025, 1, day)] for day in (2, 3)])
    file.commit(None)
    assert [row[0] for row in FileBook(path).read(["表"])["表"].rows] == [dt.date(2025, 1, day) for day in (1, 2, 3)]


def test_rows_that_the_user_has_hidden_without_a_filter_stay_hidden(master: Path) -> None:
    filter_xml = re.search("<filterColumn.*</filterColumn>", parts(master)["xl/tables/table1.xml"].decode())
    assert filter_xml is not None
    edited(master, "xl/tables/table1.xml", filter_xml[0], "")
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(6))
    book.commit(None)
    assert re.search(r'<row r="7"[^>]*hidden="1"', sheet_part(master, "督办结果"))


def test_a_link_stays_a_link(master: Path, tmp_path: Path) -> None:
    link = tmp_path / "桌面" / "快捷.xlsx"
    link.parent.mkdir()
    link.symlink_to(master)
    book = FileBook(link)
    book.put({"总数": 99})
    book.commit(None)
    assert link.is_symlink()
    assert not master.is_symlink()
    assert openpyxl_cell(master, "操作台", "B3") == 99


def test_a_merged_tile_is_written_at_its_first_cell(master: Path) -> None:
    edited(master, "xl/workbook.xml", "操作台!$B$3", "操作台!$A$1:$F$1")
    book = FileBook(master)
    book.put({"总数": "新标题"})
    assert book.commit(None)
    assert openpyxl_cell(master, "操作台", "A1") == "新标题"
    book.put({"总数": [["新标题", None, None, None, None, None]]})
    assert not book.differs()


def openpyxl_cell(path: Path, sheet: str, cell: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says which parts it would lose
        book = openpyxl.load_workbook(path, data_only=True)
    value: object = book[sheet][cell].value
    book.close()
    return value


def test_openpyxl_reads_what_was_written(master: Path) -> None:
    """The second judge: another reader finds the same cells."""
    book = FileBook(master)
    book.replace("结果", WRITTEN, results(8))
    book.commit(None)
    assert openpyxl_cell(master, "督办结果", "C13") == "B007"
    assert openpyxl_cell(master, "督办结果", "E13") == 7 / 8
    assert openpyxl_cell(master, "督办结果", "G13") == dt.datetime(2025, 6, 8)
    assert openpyxl_cell(master, "督办结果", "F13") is None  # to be computed when it is opened
    assert openpyxl_cell(master, "督办结果", "B6") == "我的备注0"


def test_a_shared_formula_survives_the_loss_of_its_first_row(master: Path) -> None:
    """The user has sorted the table upside down: the cell that holds the shared text is in a row that goes."""
    content = parts(master)
    xml = content[SHEET2].decode().replace('<f t="shared" si="0"/>', "@", 5)
    xml = xml.replace('<f t="shared" ref="F6:F11" si="0">E6*2</f>', '<f t="shared" si="0"/>')
    head, _, tail = xml.rpartition("@")
    xml = (head + '<f t="shared" ref="F6:F11" si="0">E11*2</f>' + tail).replace("@", '<f t="shared" si="0"/>')
    content[SHEET2] = xml.encode()
    put_parts(master, content)
    book = FileBook(master)
    shrink(book)
    assert book.commit(None)
    assert re.findall(r"<f>(E\d+\*2)</f>", sheet_part(master, "督办结果")) == ["E6*2", "E7*2"]
    check_package(master)


# any text, any order

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | st.text("=+-@'\"<>&_x0041\n\t \r\x00\x1f\ufffe", max_size=20) | st.text()


@pytest.fixture(scope="module")
def text_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("texts"), {"表": (("甲", "乙"), [["a", "b"]])})


@settings(max_examples=120)
@given(texts=st.lists(TEXTS, min_size=1, max_size=8))
def test_any_text_reads_back(text_file: Path, texts: list[str]) -> None:
    book = FileBook(text_file)
    book.replace("表", ["甲", "乙"], [[text, "末"] for text in texts])
    book.commit(None)
    again = FileBook(text_file)
    assert [row[0] for row in again.read(["表"])["表"].rows] == [clean_text(text) or None for text in texts]
    again.replace("表", ["甲", "乙"], [[text, "末"] for text in texts])
    assert not again.differs()


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.integers(-(2**53), 2**53)


@settings(max_examples=60)
@given(values=st.lists(NUMBERS, min_size=1, max_size=8))
def test_any_number_reads_back(text_file: Path, values: list[float]) -> None:
    book = FileBook(text_file)
    book.replace("表", ["乙", "甲"], [[value, "末"] for value in values])
    book.commit(None)
    read = [row[1] for row in FileBook(text_file).read(["表"])["表"].rows]
    assert read == values
    assert [type(value) for value in read] == [bool if isinstance(value, bool) else float for value in values]


@settings(max_examples=30)
@given(sizes=st.lists(st.integers(0, 12), min_size=1, max_size=4), order=st.permutations(WRITTEN))
def test_any_walk_of_sizes_ends_in_the_same_cells(
    year_old: Path, tmp_path_factory: pytest.TempPathFactory, sizes: list[int], order: list[str]
) -> None:
    """Growing and shrinking on the way leaves nothing behind in the table; the order of the columns given does not matter."""
    path = tmp_path_factory.mktemp("walk") / "总.xlsx"
    path.write_bytes(year_old.read_bytes())
    book = FileBook(path)
    places = [WRITTEN.index(header) for header in order]
    for size in sizes:
        book.replace("结果", order, [[row[place] for place in places] for row in results(max(1, size))[:size]])
        book.commit(None)
    grid = FileBook(path).read(["结果"])["结果"]
    columns = [grid.headers.index(header) for header in WRITTEN]
    assert [[row[column] for column in columns] for row in grid.rows] == results(max(1, sizes[-1]))[: sizes[-1]]
    assert [row[0] for row in grid.rows] == [f"我的备注{i}" if i < min([6, *sizes]) else None for i in range(sizes[-1])]
    assert tools.repair_errors(path) == []
