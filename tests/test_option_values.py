"""Values of options: what a command line and a cell of 按钮选项 may hold, and what is said of the rest."""

import datetime as dt

import pytest

from workbook_templates.reading.cells import Wrong
from workbook_templates.reading.option_values import values_of
from workbook_templates.tables.actions import BY_KEY, Option
from workbook_templates.tables.grid import CellError, Value


def option(key: str, label: str) -> Option:
    return next(one for one in BY_KEY[key].options if one.label == label)


@pytest.mark.parametrize(
    ("key", "label", "cell", "read"),
    [
        ("draw", "抽几个", None, None),
        ("draw", "抽几个", " \u3000", None),
        ("draw", "抽几个", 5.0, 5),
        ("draw", "抽几个", "5", 5),
        ("draw", "抽几个", "５", 5),
        ("draw", "抽几个", " 5.0 ", 5),
        ("draw", "随机种子", 20261231093000.0, 20261231093000),
        ("document", "文书种类", " 督办通报 ", "督办通报"),
        ("document", "期间", "２０２６－１０", "2026-10"),
        ("document", "期间", 2026.0, "2026"),
        ("document", "正式编号", "是", True),
        ("document", "正式编号", "否", False),
        ("document", "正式编号", None, False),
        ("document", "部门", None, ()),
        ("document", "部门", "、；", ()),
        ("document", "部门", "运检部、安监部；营销部\n财务部，运检部", ("运检部", "安监部", "营销部", "财务部")),
        ("document", "部门", "=1+1", ("=1+1",)),
        ("send", "发给谁", "领导，考评", ("领导", "考评")),
        ("whatif", "参数改为", "绿灯下限＝85，提前提醒天数=7,3,1；密级词=绝密、机密\n黄灯下限=60",
         ("绿灯下限=85", "提前提醒天数=7,3,1", "密级词=绝密、机密", "黄灯下限=60")),
        ("collect", "回收文件", '"C:\\甲，乙\\运检部、一.xlsx"\n乙.xlsx；丙（２）.xlsx',
         ("C:\\甲，乙\\运检部、一.xlsx", "乙.xlsx", "丙（２）.xlsx")),
        ("import", "导入文件", "“旧 台账.xlsx”", "旧 台账.xlsx"),
    ],
)  # fmt: skip
def test_a_cell_is_read(key: str, label: str, cell: Value, read: object) -> None:
    found = values_of(option(key, label), cell)
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("key", "label", "cell", "problem", "remedy"),
    [
        ("draw", "抽几个", "几个", "“几个”不是数字", "填整数，如 5"),
        ("draw", "抽几个", 2.5, "“2.5”不是整数", "填整数，如 5"),
        ("draw", "抽几个", dt.date(2026, 10, 1), "“2026-10-01”不是数字", "填整数，如 5"),
        ("draw", "抽几个", True, "“TRUE”不是数字", "填整数，如 5"),
        ("draw", "抽几个", CellError("#N/A"), "错误值 #N/A", "改正公式，或直接填写内容"),
        ("document", "文书种类", "督办通知", "“督办通知”不在可选值中", "督办通报、亮灯通报"),
        ("document", "期间", dt.datetime(2026, 10, 1), "“2026-10-01 00:00:00”是日期", "先打一个单引号"),
        ("document", "正式编号", "是的", "“是的”不在可选值中", "可选：是、否"),
        ("document", "正式编号", True, "“TRUE”不在可选值中", "可选：是、否"),
        ("send", "发给谁", "领导、谁", "“谁”不在可选值中", "可选：部门、领导、考评、抽查"),
        ("import", "导入文件", CellError("#REF!"), "错误值 #REF!", "改正公式"),
    ],
)
def test_a_wrong_cell_is_told(key: str, label: str, cell: Value, problem: str, remedy: str) -> None:
    with pytest.raises(Wrong) as caught:
        values_of(option(key, label), cell)
    assert caught.value.args[0] == problem
    assert remedy in caught.value.args[1]
