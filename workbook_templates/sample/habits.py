"""Rows as an office leaves them: dates typed as text, full-width digits, blanks inside names, and the few cells that are wrong."""

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from workbook_templates.sample.days import as_typed
from workbook_templates.sample.words import draw_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row, Value
from workbook_templates.tables.schema import Column

HALF = "0123456789%"
WIDE = str.maketrans(HALF, "".join(chr(ord(sign) + 0xFEE0) for sign in HALF))
TYPED = ("目标库", "督办台账", "阶段目标", "反馈记录", "变更记录")
"""The tables that people type into day by day."""
JOINTS = ("、", "、", "、", "\uff0c", ",", "; ")


class WrongCell(NamedTuple):
    """A cell that 数据检查 must list. row: body row, counted from 0. unreadable: else the cell is read, but names nothing known."""

    table: str
    row: int
    header: str
    value: Value
    unreadable: bool


class Mistake(NamedTuple):
    """A wrong cell to make: in one of the rows that `fits` allows, which are those where it moves no published figure.

    value: what it then holds; {} in it is what it held.
    """

    table: str
    header: str
    value: Value
    fits: Callable[[dict[str, Value]], bool]
    unreadable: bool = True


def is_closed(row: dict[str, Value]) -> bool:
    return row["状态"] == "办结"


def is_confirmed(row: dict[str, Value]) -> bool:
    return row["确认完成度"] == 1.0


MISTAKES = (
    Mistake("人员", "角色", "组长", lambda row: row["部门"] == "后勤服务中心" and row["角色"] == "员工"),
    Mistake("督办台账", "状态", "拟立项", lambda row: row["状态"] == "立项"),
    Mistake("督办台账", "完成质量", "优", lambda row: is_closed(row) and row["完成质量"] is not None),
    Mistake("督办台账", "评价日期", "2026-13-05", lambda row: is_closed(row) and row["评价日期"] is not None),
    Mistake("督办台账", "协办部门", "{}、信通公司", lambda row: is_closed(row) and bool(row["协办部门"]), False),
    Mistake("督办台账", "承办人", "刘畅", is_closed, False),
    Mistake("督办台账", "前置编号", "2025-0399", lambda row: is_closed(row) and not row["前置编号"], False),
    Mistake("阶段目标", "自评日期", "2026-06-31", lambda row: is_confirmed(row) and str(row["自评日期"]).startswith("2026-06")),
    Mistake("阶段目标", "自评完成度", 8.5, is_confirmed),
    Mistake("反馈记录", "准确性", "较准确", lambda row: row["准确性"] == "准确"),
    Mistake("变更记录", "结果", "同意（口头）", lambda row: row["变更"] == "调整" and not str(row["编号"]).startswith(("MB", "ZB"))),
)


SCORING_MISTAKES = (
    Mistake("指标", "实际值", "7台", lambda row: row["指标编号"] == "ZB-03B" and row["期间"] == "2026Q2"),
    Mistake("个人评分", "工作态度", "优", lambda row: row["期间"] == "2026Q2" and row["评分角色"] == "部门负责人"),
    Mistake("风险点", "频率", "中", lambda row: (row["频率"], row["主观性"], row["危害"]) == (2.0, 1.0, 1.0)),
    Mistake("抽查记录", "风险编号", "FX-0609", lambda row: row["风险编号"] in ("FX-0606", "FX-0607", "FX-0608"), False),
    Mistake("加减分台账", "确认日期", "2026-6-31", lambda row: row["状态"] == "撤销" and row["类型"] == "其他"),
    Mistake("指标", "承办人", "赵辰", lambda row: row["层级"] == "部门" and row["主责部室"] == "办公室" and row["期间"] == "2026Q1", False),
)


class Habit(NamedTuple):
    """The mistakes and the typing in a group of tables. part: names the generator that they are drawn from."""

    part: str
    typed: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


HABITS = (
    Habit("habits", TYPED, MISTAKES),
    Habit("habits of scoring", ("指标", "考评打分", "风险点", "抽查记录"), SCORING_MISTAKES),
)


def as_left(rows: dict[str, Sequence[Row]]) -> tuple[dict[str, list[Row]], tuple[WrongCell, ...]]:
    """The rows as the office left them, and the wrong cells among them."""
    left: dict[str, list[list[Value]]] = {name: [list(row) for row in body] for name, body in rows.items()}
    wrong = tuple(cell for habit in HABITS for cell in leave(habit, left))
    return {name: [tuple(row) for row in body] for name, body in left.items()}, wrong


def leave(habit: Habit, left: dict[str, list[list[Value]]]) -> tuple[WrongCell, ...]:
    """Change the cells of one group of tables; the wrong ones among them."""
    draw = draw_of(habit.part)
    wrong = tuple(put_in(mistake, left[mistake.table], draw) for mistake in habit.mistakes)
    spared = {(cell.table, cell.row, cell.header) for cell in wrong}
    for name in habit.typed:
        columns = TABLES[name].columns
        for number, row in enumerate(left[name]):
            for place, column in enumerate(columns):
                value = row[place]
                if value is not None and (name, number, column.header) not in spared:
                    row[place] = typed(value, column, draw)
    return wrong


def put_in(mistake: Mistake, body: Sequence[list[Value]], draw: Random) -> WrongCell:
    """Put the mistake into a row that it fits."""
    headers = TABLES[mistake.table].headers
    fitting = [number for number, row in enumerate(body) if mistake.fits(dict(zip(headers, row, strict=True)))]
    number = draw.choice(fitting)
    place = headers.index(mistake.header)
    value = mistake.value.format(body[number][place]) if isinstance(mistake.value, str) else mistake.value
    body[number][place] = value
    return WrongCell(mistake.table, number, mistake.header, value, mistake.unreadable)


def typed(value: Value, column: Column, draw: Random) -> Value:
    """The cell as somebody may have typed it; the parser reads the same from it."""
    spec, chance = column.spec, draw.random()
    if isinstance(value, dt.date):
        return as_typed(value, draw) if chance < 0.03 else value
    if isinstance(value, float):
        if chance >= 0.02:
            return value
        if column.kind == "rate":
            return f"{round(value * 100)}%".translate(WIDE if chance < 0.01 else {})
        return f"{value:g}".translate(WIDE if chance < 0.01 else {})
    if not isinstance(value, str):
        return value
    if column.kind == "names" and "、" in value:
        return value.replace("、", draw.choice(JOINTS)) if chance < 0.3 else value
    if column.header == "编号":
        return value.translate(WIDE) if chance < 0.006 else value
    if spec.refers == "人员" and len(value) == 2:
        return f"{value[0]}\u3000{value[1]}" if chance < 0.02 else value
    if not spec.of and not spec.key and column.header not in ("原值", "新值"):
        return f"{value} " if chance < 0.012 else value
    return value
