"""What the office puts beside and on the rows of a result: it goes with the key of its row, or the run says what stayed where."""

import datetime as dt
import shutil
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from support.table_workbook import written

from addin.a1 import Area
from addin.changes import Body, Staged, change_of
from addin.closed.file_book import FileBook
from addin.closed.remarks import Remarks, remarks_in
from addin.own_columns import Stays
from addin.table_part import TablePart
from macros.refresh import refresh
from macros.steps.own_remarks import words
from macros.steps.report import Options, silent
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row, Value

RESULTS = [table.name for table in TABLES.values() if table.group == "结果"]
NOW = dt.datetime(2026, 12, 31, 12)


@pytest.mark.parametrize("table", RESULTS)
def test_every_result_has_a_key(table: str) -> None:
    key = TABLES[table].key
    assert key
    assert set(key) <= set(TABLES[table].headers)
    assert "行" not in key


@pytest.mark.parametrize("table", RESULTS)
def test_no_two_rows_of_the_sample_have_one_key(table: str, sample_company: Callable[[Path], Path], tmp_path: Path) -> None:
    grid = FileBook(sample_company(tmp_path / "示范") / "督办总台账.xlsm").read([table])[table]
    places = [grid.headers.index(header) for header in TABLES[table].key]
    keys = [tuple(row[place] for place in places) for row in grid.rows]
    assert len(keys) - len(set(keys)) <= (3 if table == "数据检查" else 0)  # 数据检查: one finding in four rows of one number


def row_of(table: str, key: Sequence[str]) -> list[Value]:
    """A row of a result whose key holds these texts."""
    given = dict(zip(TABLES[table].key, key, strict=False))
    return [given.get(header) for header in TABLES[table].headers]


@pytest.mark.parametrize("table", RESULTS)
def test_remarks_go_with_unique_keys_while_those_of_a_doubled_one_stay(table: str, tmp_path: Path) -> None:
    headers = TABLES[table].headers
    old = [row_of(table, name * len(TABLES[table].key)) for name in "甲乙乙丙丁"]
    path = written(tmp_path, {table: ((*headers, "批注"), [[*row, f"注{place}"] for place, row in enumerate(old)])})
    book = FileBook(path)
    book.replace(table, headers, [row_of(table, name * len(TABLES[table].key)) for name in "丁乙乙新甲"])
    (stays,) = book.stays()
    assert (len(stays.doubled), stays.gone, len(stays.moved)) == (1, 1, 3)
    assert book.commit(None)
    assert [row[-1] for row in FileBook(path).read([table])[table].rows] == ["注4", "注1", "注2", None, "注0"]
    assert any("乙" in text and "备份" in text for text in words([stays], tmp_path / "备份.xlsx"))


@pytest.mark.parametrize(
    ("lines", "notes"),
    [
        ([5, 8, 9], ["注5", "注8", "注9"]),  # one is mended
        ([9, 8, 7, 5], ["注9", "注8", "注7", "注5"]),
        ([6, 7, 8, 9, 10], ["注5", "注7", "注8", "注9", None]),  # what is not told stays in its place
    ],
)
def test_entries_of_one_kind_are_told_apart_by_their_row(lines: list[int], notes: list[Value], tmp_path: Path) -> None:
    def entry(line: int) -> list[Value]:
        return ["督办台账", float(line), "责任人", None, "必填项空着", "填写责任人", None, None]

    headers = TABLES["数据检查"].headers
    path = written(tmp_path, {"数据检查": ((*headers, "批注"), [[*entry(line), f"注{line}"] for line in (5, 7, 8, 9)])})
    book = FileBook(path)
    book.replace("数据检查", headers, [entry(line) for line in lines])
    (stays,) = book.stays()
    assert stays.doubled == ("督办台账/责任人//必填项空着",)
    assert book.commit(None)
    assert [row[-1] for row in FileBook(path).read(["数据检查"])["数据检查"].rows] == notes
    assert "按“行”对上的" in words([stays], tmp_path / "备份.xlsx")[0]


def change(old: Sequence[Row], new: Sequence[Row], formulas: Sequence[tuple[int, int]] = ()) -> tuple[list[Value], Stays]:
    part = TablePart("亮灯", "亮灯", "t.xml", Area(3, 1, 3 + len(old), 3), ("编号", "灯", "批注"), 1, 0, False)
    found = change_of(Body(part, old, formulas, False), Staged(replaced=(("编号", "灯"), new)))
    notes: list[Value] = [row[2] for row in old[: found.last - 3]] + [None] * max(0, len(new) - len(old))
    for number, cells in found.cells.items():
        notes[number - 4] = cells.get(3, notes[number - 4])
    for place, added in enumerate(found.added, len(old)):
        notes[place] = dict(zip(found.columns, added, strict=True)).get(3)
    assert found.stays is not None
    return notes, found.stays


@pytest.mark.parametrize(
    ("old", "new", "notes", "doubled", "gone"),
    [
        ("AB", "BA", ["b", "a"], (), 0),
        ("ABB", "BBA", [None, "b", "a"], ("B",), 1),  # the place of the second B is A's now
        ("ABC", "AABC", ["a", None, "b", "c"], ("A",), 0),
        ("AABC", "ABC", ["a", "c", "d"], ("A",), 1),
        ("AB", "B", ["b"], (), 1),
        ("AAB", "AAB", ["a", "b", "c"], (), 0),  # nothing moves, nothing is said
    ],
)
def test_whose_remark_it_is(old: str, new: str, notes: list[Value], doubled: tuple[str, ...], gone: int) -> None:
    found, stays = change([(key, "绿灯", "abcd"[place]) for place, key in enumerate(old)], [(key, "红灯") for key in new])
    assert found == notes
    assert (stays.doubled, stays.gone) == (doubled, gone)


def test_a_column_of_formulas_with_something_typed_in_it_is_named() -> None:
    old: list[Row] = [("A", "绿灯", "话"), ("B", "绿灯", 1.0)]
    notes, stays = change(old, [("B", "绿灯"), ("A", "绿灯")], [(5, 3)])
    assert notes == ["话", 1.0]
    assert stays.with_formulas == ("批注",)
    assert change([("A", "绿灯", 2.0), ("B", "绿灯", 1.0)], [("B", "绿灯")], [(4, 3), (5, 3)])[1].with_formulas == ()


def test_a_key_is_compared_as_cells_keep_it() -> None:
    found, stays = change([("A\nB", "绿灯", "话"), ("C", "绿灯", None)], [("C", "绿灯"), ("A\r\nB", "绿灯")])
    assert found == [None, "话"]
    assert stays.gone == 0


# what stands on cells


@pytest.fixture
def marked(sample_company: Callable[[Path], Path], tmp_path: Path) -> Path:
    """The sample company's workbook with a comment, a colour and a hidden row in 亮灯, of which an item has left the top."""
    made = sample_company(tmp_path / "示范") / "督办总台账.xlsm"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl loses does not matter here
        book = openpyxl.load_workbook(made)
    lights, ledger = book["亮灯"], book["督办台账"]
    lights["B8"].comment = Comment("看", "我")
    lights["A9"].fill = PatternFill("solid", fgColor="FFFF00")
    lights.row_dimensions[10].hidden = True
    lights["T11"] = "旁批"
    headers = {cell.value: place for place, cell in enumerate(ledger[3], 1)}
    number = next(row for row in range(4, 9) if ledger.cell(row, headers["编号"]).value == lights["A4"].value)
    ledger.cell(number, headers["状态"]).value = "取消"
    path = tmp_path / "督办总台账.xlsx"
    book.save(path)
    shutil.rmtree(tmp_path / "示范")
    return path


def test_what_stands_on_cells_is_named_where_rows_move(marked: Path, tmp_path: Path) -> None:
    report = refresh(FileBook(marked), Options(NOW, "测试员", NOW.date()), silent)
    told = [text for text in report.messages if text.startswith("“亮灯”")]
    assert remarks_in(marked, {"亮灯": range(4, 12), "没有的表": [1]}) == {"亮灯": Remarks((8,), (9,), (10,), (11,))}
    (backup,) = (tmp_path / "归档" / "备份").iterdir()
    (text,) = told
    named = ("批注（第 8 行）", "颜色（第 9 行）", "隐藏的行（第 10 行）", "右边的内容（第 11 行）", backup.name)
    assert all(part in text for part in named)
    again = refresh(FileBook(marked), Options(NOW, "测试员", NOW.date()), silent)
    assert not [text for text in again.messages if text.startswith("“亮灯”")]
