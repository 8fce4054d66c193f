"""Formulas of the office in tables of ours: their results are kept while nothing that they read is changed, and never counted as blanks."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from support.collect_office import OPTIONS, new_office
from support.typed_cells import formula, typed

from addin.closed.file_book import FileBook
from macros.attempt import attempt, on_file
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.tables.actions import BY_KEY
from workbook_templates.tables.grid import NOT_COMPUTED, CellError

LOST = CellError(NOT_COMPUTED)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return new_office(tmp_path)


def run(key: str, path: Path, days: int = 40, **more: Any) -> Report:
    options = Options(OPTIONS.now, "测试员", OPTIONS.now.date() + dt.timedelta(days), {"files": (), "dept": (), "to": (), **more})
    return attempt(BY_KEY[key], lambda: on_file(BY_KEY[key], path, options, silent))


def column(path: Path, table: str, header: str) -> list[Any]:
    grid = FileBook(path).read([table])[table]
    return [row[grid.headers.index(header)] for row in grid.rows]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("VLOOKUP(N4,部门!A:E,5,0)", True, id="whole columns of another table"),
        pytest.param("INDEX(部门[联系人],MATCH(督办台账[[#This Row],[主责部门]],部门[部门],0))", True, id="columns by name"),
        pytest.param('IF(B4="","",部门!E4)', True, id="a cell of its own row"),
        pytest.param('IF(COUNT(变更记录!A1:C2)=0,"张三","")', True, id="the head of a table that grows"),
        pytest.param('IF(ROWS(变更记录[编号])>0,"张三","")', False, id="a table that grows"),
        pytest.param('IF(ROWS(INDIRECT("变更记录"))>0,"张三","")', False, id="what can't be told"),
        pytest.param('IF(TODAY()>0,"张三","")', True, id="today"),
        pytest.param('IF(亮灯!N4>0,"张三","张三")', False, id="a result that is written"),
    ],
)
def test_a_result_is_kept_while_what_it_reads_is(master: Path, text: str, kept: bool) -> None:
    typed(master, "督办台账", {(0, "责任人"): formula(text, "张三")})
    book = FileBook(master)
    book.append("变更记录", ["编号", "变更", "申请日期", "结果"], [["1", "延期", dt.date(2026, 2, 1), "待批"], ["2", "延期", None, "待批"]])
    report = run("refresh", master) if "亮灯" in text else None
    if report is None:
        assert book.commit(None)
    assert column(master, "督办台账", "责任人")[0] == ("张三" if kept else LOST)
    told = (*book.notes, *(report.messages if report else ()))
    row = FileBook(master).read(["督办台账"])["督办台账"].first_row
    assert any(f"“督办台账”的“责任人”第 {row} 行" in message for message in told) == (not kept)


def test_the_last_row_keeps_its_result_when_rows_come(master: Path) -> None:
    rows = column(master, "反馈记录", "编号")
    typed(master, "反馈记录", {(len(rows) - 1, "反馈人"): formula("B4", "张三")})
    book = FileBook(master)
    book.append("反馈记录", ["编号", "应反馈日期"], [["1", dt.date(2026, 3, 30)]])
    assert book.commit(None)
    assert column(master, "反馈记录", "反馈人")[len(rows) - 1] == "张三"


@pytest.mark.parametrize("key", ["refresh", "send", "remind", "map", "collect"])
@pytest.mark.parametrize(
    ("table", "header", "named"),
    [("督办台账", "责任人", "第 4 至 5 行"), ("阶段目标", "完成时限", "第 4 至 5 行"), ("参数", "取值", "第 4 至 5 行")],
)
def test_no_blank_is_counted_for_a_result(master: Path, key: str, table: str, header: str, named: str) -> None:
    (master.parent / "回收" / "甲部.xlsx").write_bytes(b"")
    typed(master, table, {(row, header): formula('"张三"', None) for row in range(2)})
    before = master.read_bytes()
    report = run(key, master)
    assert report.status is Status.NOT_DONE
    assert f"“{table}”的“{header}”{named}" in report.messages[0]
    assert "打开总台账，等它算完，保存" in report.messages[0]
    assert master.read_bytes() == before


def test_own_columns_and_remarks_wait_for_nobody(master: Path) -> None:
    typed(master, "督办台账", {(0, "备注"): formula('"x"', None)})
    assert run("refresh", master).status is not Status.NOT_DONE


def test_a_check_lists_them(master: Path) -> None:
    typed(master, "督办台账", {(0, "责任人"): formula('"张三"', None)})
    assert any("公式还没有计算结果" in message for message in run("check", master).messages)


@pytest.mark.parametrize("text", ["VLOOKUP(N4,部门!A:E,5,0)", 'IF(TODAY()>0,"张三","")'])
def test_twice_is_the_same_file(master: Path, text: str) -> None:
    typed(master, "督办台账", {(row, "责任人"): formula(text, "张三") for row in range(4)})
    assert run("refresh", master).status is not Status.NOT_DONE
    before = master.read_bytes()
    run("refresh", master)
    assert master.read_bytes() == before
    assert column(master, "督办台账", "责任人")[:4] == ["张三"] * 4
