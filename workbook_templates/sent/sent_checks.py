"""What the cells of a workbook that is sent accept.

Every list stands in the check itself and every date is written out: a defined name or a list on a hidden sheet would carry other
departments' values along.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbook_templates.sent.department_kind import OBJECTED
from workbook_templates.sheets.entry_checks import bounds
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.style import Sheet
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column, Table

LONGEST_PROSE = 2000
"""Letters that a check lets into one cell of prose."""
LONGEST_LIST = 255
"""Letters that a list written into a check may have."""
PERSONS = ("反馈人", "责任人", "承办人")
SEVERAL = ("抽查人",)
"""Columns that name one person or more, joined with 、."""


class Choices(NamedTuple):
    """What cells accept besides the fixed lists. numbers: the cells with the department's own 编号, as a formula. most: column → the
    column of the same row that its number may not exceed."""

    people: Sequence[str] = ()
    numbers: str = ""
    most: Mapping[str, str] = {}


def add_sent_checks(sheet: Sheet, table: Table, first: int, rows: int, day: dt.date, choices: Choices) -> None:
    """Input checks for the columns that stand open."""
    for place, column in enumerate(table.columns):
        if column.spec.by == "办公室":
            continue
        check = check_for(table, column, day, choices, first)
        if check is None:
            continue
        said = {"input_title": column.header, "input_message": column.spec.help} if column.spec.help else {}
        options = {"ignore_blank": True, "error_title": column.header, **check, **said}
        if sheet.data_validation(first, place, first + rows - 1, place, options) < 0:
            raise ValueError(f"{table.name}.{column.header}: no input check")


def check_for(table: Table, column: Column, day: dt.date, choices: Choices, first: int = 0) -> dict[str, object] | None:
    """XlsxWriter's options of one column's check. first: the row of its first cell, from 0."""
    header = column.header
    if header == "编号":
        return listed(choices.numbers, "这个编号不在本部门的表里。仍要填写吗？", warning=True) if choices.numbers else None
    if table.name == "异议" and header == "表":
        return listed(OBJECTED, "请从下拉列表选择。")
    if header in PERSONS:
        named = fitting(choices.people)
        return listed(named, "名单里没有这个人。仍要填写吗？", warning=True) if named else None
    if header in SEVERAL:
        named = fitting(choices.people)
        return {**listed(named, ""), "show_error": False, "input_message": "多个人以、隔开。"} if named else None
    if header in choices.most:
        return at_most(table, first, choices.most[header])
    if column.spec.of:
        return listed(LISTS[column.spec.of], "请从下拉列表选择。")
    if column.kind == "date":
        ends = {"minimum": dt.date(day.year - 1, 1, 1), "maximum": dt.date(day.year + 2, 12, 31)}
        message = f"填 {day.year - 1} 至 {day.year + 2} 年的日期，如 {day.year}-03-05。"
        return {"validate": "date", "criteria": "between", **ends, "error_message": message}
    if column.kind == "text":
        return {"validate": "length", "criteria": "<=", "value": LONGEST_PROSE, "error_message": f"最多 {LONGEST_PROSE} 个字。"}
    return bounds(column)


def at_most(table: Table, first: int, header: str) -> dict[str, object]:
    """A number from 0 to what stands in another column of the row."""
    most = f"=${column_letters(table.headers.index(header))}{first + 1}"
    return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most, "error_message": f"填 0 至{header}之间的数。"}


def listed(source: object, message: str, *, warning: bool = False) -> dict[str, object]:
    kind = {"error_type": "warning"} if warning else {}
    return {"validate": "list", "source": source if isinstance(source, str) else list(source), "error_message": message, **kind}  # type: ignore[call-overload]  # a formula or words


def fitting(names: Sequence[str]) -> list[str]:
    """The names, if a list in a check can hold them: no comma in one, and not too many letters in all."""
    kept = [name for name in names if name and "," not in name and '"' not in name and not name.startswith("=")]
    return kept if kept and len(",".join(kept)) <= LONGEST_LIST else []
