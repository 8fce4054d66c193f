"""Sums, signatures and remarks among and below the rows of a table: which lines are rows, and which are not."""

import datetime as dt

import pytest

from workbook_templates.reading.parse import parse_table
from workbook_templates.reading.side_lines import is_row, label_in
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, RowsBelow, Value

DAY = dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        pytest.param("督办台账", {"事项": "整治供电质量"}, id="a matter alone"),
        pytest.param("督办台账", {"编号": "2026-0431"}, id="a number alone"),
        pytest.param("督办台账", {"办理时限": DAY}, id="a date where one is required"),
        pytest.param("督办台账", {"办理时限": "2026.3.5"}, id="a date typed as text"),
        pytest.param("督办台账", {"办理时限": "长期"}, id="no deadline, on purpose"),
        pytest.param("督办台账", {"类别": "日常"}, id="a word of the list"),
        pytest.param("督办台账", {"责任人": "张三"}, id="a person"),
        pytest.param("督办台账", {"事项": "关于迎峰度夏：落实会议要求", "完成度": 0.3}, id="a matter with a colon"),
        pytest.param("阶段目标", {"编号": "2026-0001", "阶段": "审核", "阶段任务": "审核方案"}, id="a stage called 审核"),
        pytest.param("部门", {"部门": "丁部"}, id="a department alone"),
        pytest.param("加减分台账", {"日期": DAY, "分值": -1.0}, id="points"),
    ],
)
def test_rows(table: str, cells: dict[str, Value]) -> None:
    assert is_row(TABLES[table], cells)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        pytest.param("督办台账", {"编号": "合计", "权重": 31.0}, id="a sum"),
        pytest.param("督办台账", {"编号": "合　计", "事项": 12.0}, id="a sum written wide"),
        pytest.param("督办台账", {"事项": "本页小计"}, id="a sum of a page"),
        pytest.param("督办台账", {"编号": "填表人：张三", "类别": "审核人：李四"}, id="a signature"),
        pytest.param("督办台账", {"编号": "制表人：张三　　审核：李四　　2026年3月5日"}, id="signatures in one cell"),
        pytest.param("督办台账", {"编号": "审核", "事项": "李四", "办理时限": DAY}, id="a signature with its date"),
        pytest.param("督办台账", {"编号": "单位负责人（签字）：", "办理时限": DAY}, id="a place to sign"),
        pytest.param("督办台账", {"事项": "备注：以上按会议纪要"}, id="a remark"),
        pytest.param("督办台账", {"编号": "注1、空着的由办公室补"}, id="a numbered remark"),
        pytest.param("督办台账", {"事项": "截止：本月底"}, id="a lone line that introduces something"),
        pytest.param("督办台账", {"权重": 31.0, "完成度": 0.5}, id="figures alone"),
        pytest.param("考核权重", {"督办": 130.0, "亮灯": 110.0, "指标": 100.0}, id="sums without a word"),
        pytest.param("部门", {"部门": "总计", "业务量": 900.0}, id="a sum of departments"),
        pytest.param("部门", {"部门": "以上单位由办公室核定。"}, id="a sentence"),
        pytest.param("加减分台账", {"日期": "合计", "分值": -46.3}, id="a sum of points"),
        pytest.param("督办台账", {"备注": "看过"}, id="nothing that makes a row"),
    ],
)
def test_no_rows(table: str, cells: dict[str, Value]) -> None:
    assert not is_row(TABLES[table], cells)


def parsed(name: str, *rows: dict[str, Value], below: tuple[RowsBelow, ...] = ()) -> tuple[int, list[tuple[int, str, str]]]:
    """How many records, and what is listed of lines that are none."""
    table = TABLES[name]
    grid = Grid(name, 5, table.headers, [tuple(row.get(header) for header in table.headers) for row in rows], below=below)
    records, problems = parse_table(table, grid)
    return len(records), [(p.row, p.header, p.value) for p in problems if "不算一行" in p.problem or "没有读" in p.problem]


ITEM: dict[str, Value] = {"编号": "2026-1", "事项": "甲", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "甲部"}
FULL: dict[str, Value] = {**ITEM, "责任人": "张三", "办理时限": DAY, "状态": "办理"}


@pytest.mark.parametrize(
    ("name", "last", "told"),
    [
        pytest.param("督办台账", {"编号": "合计", "权重": 31.0}, "编号", id="a sum"),
        pytest.param("督办台账", {"事项": "填表人：张三"}, "事项", id="a signature"),
        pytest.param("督办台账", {"事项": "合计", "来源": "其他"}, "事项", id="a sum with one cell of a row"),
        pytest.param("督办台账", {**FULL, "事项": "合计"}, "", id="a whole row, whatever it says"),
        pytest.param("督办台账", {"事项": "总结"}, "", id="a matter with its cells missing"),
    ],
)
def test_the_last_row_of_a_table(name: str, last: dict[str, Value], told: str) -> None:
    count, listed = parsed(name, FULL, last)
    assert count == (1 if told else 2)
    assert listed == ([(6, told, last[told])] if told else [])


def test_what_is_left_below_is_listed_with_its_row() -> None:
    below = (RowsBelow(6, 6, "合计", alike=False), RowsBelow(8, 9, "2026-2", alike=True))
    assert parsed("督办台账", FULL, below=below) == (1, [(6, "", "合计"), (8, "", "2026-2")])


def test_a_key_makes_a_row() -> None:
    assert label_in(TABLES["阶段目标"], {"编号": "2026-0001", "阶段": "小计"}) == ""
    assert label_in(TABLES["阶段目标"], {"编号": 3.0, "阶段": "小计"}) == "阶段"
