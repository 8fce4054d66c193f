"""按钮选项: a row for every option of every button, and what 数据检查 says of the rows."""

import datetime as dt
from typing import Any

import pytest
from support.fake_book import FakeBook, every_table

from macros.check import check
from macros.steps.report import Options, silent
from workbook_templates.reading import button_options
from workbook_templates.reading.button_options import SHEET
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS, BY_KEY
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import CellError, Grid, Value

HEADERS = TABLES[SHEET].headers


def grid(*rows: tuple[Value, ...], headers: tuple[str, ...] = HEADERS) -> Grid:
    return Grid(SHEET, 4, headers, [(*row, *[None] * (len(headers) - len(row))) for row in rows])


def test_every_option_of_every_button_has_its_row() -> None:
    wanted = [(action.name, one.label) for action in ACTIONS if action.button and action.target == "BOOK" for one in action.options]
    assert [row[:2] for row in default_rows(SHEET)] == [pair for pair in wanted if pair[0] != "撤回"]
    assert all(row[3] for row in default_rows(SHEET))


def test_the_rows_of_a_new_workbook_are_right_and_give_what_is_required() -> None:
    found, problems = button_options.read(grid(*map(tuple, default_rows(SHEET))))
    assert problems == []
    filled = {one.option.label: one.value for one in found if one.text}
    assert filled == {"文书种类": "督办通报", "抽几个": 5, "参数改为": ("绿灯下限=85",)}
    once = {"登记已发", "正式编号", "有未了结也定稿", "重开", "由程序发送", "不在时段也发", "用邮件发"}
    assert {one.option.label for one in found if one.option.once} == once


def test_only_the_rows_of_one_action() -> None:
    rows = grid(("抽取", "抽几个", "几"), ("文书", "期间", "2026-10"), ("文书", "期见", "x"), ("不知道", "期间", "x"))
    found, problems = button_options.read(rows, BY_KEY["document"])
    assert [(one.option.label, one.row, one.at, one.value) for one in found] == [("期间", 5, 1, "2026-10")]
    assert [(one.row, one.header) for one in problems] == [(6, "选项")]


@pytest.mark.parametrize(
    ("row", "header", "said", "remedy"),
    [
        (("抽签", "抽几个", 5.0), "操作", "没有这个按钮，或它没有选项", "填下发、回收、提醒、文书、定稿、下期、抽取、试算、导入"),
        (("刷新", "部门"), "操作", "没有这个按钮，或它没有选项", "填下发"),
        (("撤回", "退回到"), "操作", "没有这个按钮，或它没有选项", "填下发"),
        (("抽取", "几个"), "选项", "“抽取”没有这个选项", "填抽几个、随机种子"),
        (("抽取", None, 5.0), "选项", "“抽取”没有这个选项", "填抽几个"),
        ((None, "抽几个", 5.0), "操作", "没有这个按钮，或它没有选项", "填下发"),
        ((None, None, 5.0), "操作", "没有这个按钮，或它没有选项", "填下发"),
        (("抽取", "抽几个", "几个"), "取值", "抽几个：“几个”不是数字", "填整数，如 5"),
        (("抽取", "抽几个", CellError("#DIV/0!")), "取值", "抽几个：错误值 #DIV/0!", "改正公式"),
        (("文书", "期间", dt.date(2026, 10, 1)), "取值", "期间：“2026-10-01”是日期", "单引号"),
    ],
)
def test_a_wrong_row_is_listed(row: tuple[Value, ...], header: str, said: str, remedy: str) -> None:
    found, problems = button_options.read(grid(row))
    assert found == []
    assert {(one.table, one.row) for one in problems} == {(SHEET, 4)}
    told = [(one.problem, one.remedy) for one in problems if one.header == header]
    assert any(said == problem and remedy in cure for problem, cure in told), problems


def test_a_row_with_a_remark_alone_is_no_option() -> None:
    assert button_options.read(grid((None, None, None, "以下自用"))) == ([], [])


def test_a_doubled_row_and_a_lost_column_are_listed() -> None:
    _, problems = button_options.read(grid(("抽取", "抽几个", 5.0), ("抽取", "抽几个")))
    assert [(one.row, one.value, one.problem) for one in problems] == [(5, "抽取/抽几个", "重复")]
    found, problems = button_options.read(grid(("抽取", "抽几个", 5.0), headers=("操作", "选项", "值", "说明")))
    assert found == []
    assert [(one.row, one.header, one.problem) for one in problems] == [(0, "取值", "缺少这一列")]


def listed(held: dict[str, Any]) -> list[list[Value]]:
    book = FakeBook(held)
    check(book, Options(dt.datetime(2026, 5, 4, 9)), silent)
    read = book.read(["数据检查"])["数据检查"]
    return [list(row) for row in read.rows if row[0] == SHEET]


def test_check_lists_wrong_rows_and_a_missing_table() -> None:
    held: dict[str, Any] = {**every_table({})}
    assert listed(held) == []
    held[SHEET][1][0][1] = "部们"
    assert [row[1:5] for row in listed(held)] == [[2.0, "选项", "部们", "“下发”没有这个选项"]]
    del held[SHEET]
    ((_, row, _, _, problem, remedy, *_),) = listed(held)
    assert (row, problem) == (None, "工作簿里没有这张表")
    assert "升级" in str(remedy)
