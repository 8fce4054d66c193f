"""What every action asks of the workbook first: the columns that figures rest on, a sensible day, and cells that decide about people."""

import datetime as dt

import pytest
from support.fake_book import FakeBook
from support.fake_master import ITEM, Cells, fake, lines, on

from macros.refresh import refresh
from macros.steps import session
from macros.steps.report import Options, silent
from workbook_templates.reading.errors import BookRefused, UsageError

DAY = dt.date(2026, 6, 30)


def without(table: str, header: str, **tables: list[Cells]) -> FakeBook:
    """A workbook where a column bears another name."""
    book = fake(**tables)
    headers, rows = book.saved["tables"][table]
    book.saved["tables"][table] = (tuple(f"我的{one}" if one == header else one for one in headers), rows)
    return book


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("督办台账", "完成度"),
        ("督办台账", "提交日期"),
        ("督办台账", "下达日期"),
        ("督办台账", "负面影响"),
        ("督办台账", "协办部门"),
        ("阶段目标", "确认完成度"),
        ("反馈记录", "反馈日期"),
        ("变更记录", "原值"),
        ("变更记录", "批准日期"),
        ("加减分台账", "来源"),
        ("问责记录", "来源"),
        ("提醒记录", "结果"),
        ("部门", "停用日期"),
    ],
)
def test_a_column_that_figures_rest_on_is_asked_for(table: str, header: str) -> None:
    book = without(table, header)
    with pytest.raises(BookRefused, match=f"“{table}”的“{header}”列"):
        refresh(book, on("06-30"), silent)
    assert lines(book, "操作日志") == []


@pytest.mark.parametrize("header", ["名称", "取值"])
def test_settings_that_cannot_be_read_are_asked_for(header: str) -> None:
    with pytest.raises(BookRefused, match="“参数”的“名称、取值”列"):
        refresh(without("参数", header), on("06-30"), silent)


@pytest.mark.parametrize(("table", "header"), [("督办台账", "备注"), ("督办台账", "进展情况"), ("反馈记录", "下步措施"), ("部门", "邮箱")])
def test_a_column_of_free_text_may_be_missing(table: str, header: str) -> None:
    report = refresh(without(table, header), on("06-30"), silent)
    assert report.figures["数据检查"]


@pytest.mark.parametrize(("day", "refused"), [("2027-07-02", False), ("2027-07-03", True), ("2062-12-31", True)])
def test_a_day_a_year_ahead_is_a_slip(day: str, refused: bool) -> None:
    options = Options(dt.datetime(2026, 7, 1, 9), as_of=dt.date.fromisoformat(day))
    if refused:
        with pytest.raises(UsageError, match="比今天晚一年多"):
            refresh(fake(), options, silent)
    else:
        refresh(fake(), options, silent)


@pytest.mark.parametrize(
    ("header", "value"), [("完成度", "八成"), ("提交日期", "7月31日下午"), ("办结日期", "月底"), ("办理时限", "8月初"), ("状态", "快好了")]
)
def test_a_cell_that_cannot_be_read_blames_nobody(header: str, value: str) -> None:
    """The same item with the cell blank is proposed for; with a slip of the pen it is listed and left alone."""
    late = ITEM | {"负面影响": "一般", "原因": "主观"}
    blank = fake(督办台账=[late])
    refresh(blank, on("06-30"), silent)
    assert lines(blank, "加减分台账")
    assert lines(blank, "问责记录")
    slip = fake(督办台账=[late | {header: value}])
    refresh(slip, on("06-30"), silent)
    assert lines(slip, "加减分台账") == []
    assert lines(slip, "问责记录") == []
    assert any(row["列"] == header for row in lines(slip, "数据检查"))


@pytest.mark.parametrize(("set_day", "told"), [("2026-05-31", False), ("2026-05-30", True), ("2026-12-31", False)])
def test_a_fixed_day_that_was_forgotten_is_told(set_day: str, told: bool) -> None:
    book = fake(参数=[{"名称": "基准日", "取值": set_day}])
    report = refresh(book, Options(dt.datetime(2026, 7, 1, 9)), silent)
    assert any("基准日”停在" in message for message in report.messages) is told
    asked = refresh(fake(参数=[{"名称": "基准日", "取值": set_day}]), on("06-30"), silent)
    assert not any("基准日”停在" in message for message in asked.messages)


def test_other_actions_say_that_cells_could_not_be_read() -> None:
    reading = session.read(fake(督办台账=[ITEM | {"完成度": "八成"}]), on("06-30"), silent)
    (told,) = session.unread_note(reading)
    assert "1 处数据读不懂" in told
    assert session.unread_note(session.read(fake(督办台账=[ITEM]), on("06-30"), silent)) == []
