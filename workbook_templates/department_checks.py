"""What the cells of a department's workbook accept, and what stands out in it.

Every list stands in the check itself and every date is written out: a defined name or a list on a hidden sheet would carry other
departments' values along.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from workbook_templates.department_tables import OBJECTED
from workbook_templates.entry_checks import bounds
from workbook_templates.highlights import equals, number
from workbook_templates.lists import LISTS
from workbook_templates.option_lists import column_letters
from workbook_templates.schema import Column, Table
from workbook_templates.sent_tables import LONGEST
from workbook_templates.style import BROWN, CREAM, LIGHTS, RED, Sheet, Styles

LONGEST_LIST = 255
"""Letters that a list written into a check may have."""
PERSONS = ("反馈人", "责任人", "承办人")


class Choices(NamedTuple):
    """What drop-downs offer besides the fixed lists. numbers: the cells with the department's own 编号, as a formula."""

    people: Sequence[str] = ()
    numbers: str = ""


def add_department_checks(sheet: Sheet, table: Table, first: int, rows: int, day: dt.date, choices: Choices) -> None:
    """Input checks for the columns that the department fills in."""
    for place, column in enumerate(table.columns):
        if column.spec.by != "部门":
            continue
        check = check_for(table, column, day, choices)
        if check is None:
            continue
        said = {"input_title": column.header, "input_message": column.spec.help} if column.spec.help else {}
        options = {"ignore_blank": True, "error_title": column.header, **check, **said}
        if sheet.data_validation(first, place, first + rows - 1, place, options) < 0:
            raise ValueError(f"{table.name}.{column.header}: no input check")


def check_for(table: Table, column: Column, day: dt.date, choices: Choices) -> dict[str, object] | None:
    """XlsxWriter's options of one column's check."""
    header = column.header
    if header == "编号":
        return listed(choices.numbers, "这个编号不在本部门的表里。仍要填写吗？", warning=True) if choices.numbers else None
    if table.name == "异议" and header == "表":
        return listed(OBJECTED, "请从下拉列表选择。")
    if header in PERSONS:
        named = fitting(choices.people)
        return listed(named, "名单里没有这个人。仍要填写吗？", warning=True) if named else None
    if column.spec.of:
        return listed(LISTS[column.spec.of], "请从下拉列表选择。")
    if column.kind == "date":
        ends = {"minimum": dt.date(day.year - 1, 1, 1), "maximum": dt.date(day.year + 2, 12, 31)}
        message = f"填 {day.year - 1} 至 {day.year + 2} 年的日期，如 {day.year}-03-05。"
        return {"validate": "date", "criteria": "between", **ends, "error_message": message}
    if column.kind == "text":
        return {"validate": "length", "criteria": "<=", "value": LONGEST, "error_message": f"最多 {LONGEST} 个字。"}
    return bounds(column)


def listed(source: object, message: str, *, warning: bool = False) -> dict[str, object]:
    kind = {"error_type": "warning"} if warning else {}
    return {"validate": "list", "source": source if isinstance(source, str) else list(source), "error_message": message, **kind}  # type: ignore[call-overload]  # a formula or words


def fitting(names: Sequence[str]) -> list[str]:
    """The names, if a list in a check can hold them: no comma in one, and not too many letters in all."""
    kept = [name for name in names if name and "," not in name and '"' not in name and not name.startswith("=")]
    return kept if kept and len(",".join(kept)) <= LONGEST_LIST else []


def add_department_highlights(sheet: Sheet, table: Table, styles: Styles, first: int, rows: int, day: dt.date) -> None:
    """Lights by name and colour; overdue days in red; what is due on 基准日 and not reported yet on cream."""
    letters = {header: f"${column_letters(place)}{first + 1}" for place, header in enumerate(table.headers)}
    last = first + rows - 1

    def rule(header: str, options: dict[str, object]) -> None:
        place = table.headers.index(header)
        if sheet.conditional_format(first, place, last, place, options) < 0:
            raise ValueError(f"no conditional format: {options}")

    waiting = styles.change(font_color=BROWN, bg_color=CREAM)
    today = f"DATE({day.year},{day.month},{day.day})"
    if table.name == "督办台账":
        for light, (fill, ink) in LIGHTS.items():
            rule("灯", equals(light, styles.change(font_color=ink, bg_color=fill, bold=True)))
        rule("剩余天数", number("<", 0, styles.change(font_color=RED, bold=True)))
    if table.name == "阶段目标":
        due, rated = letters["考核时限"], letters["自评完成度"]
        formula = f'=AND(ISNUMBER({due}),{due}<={today},{rated}="")'
        rule("自评完成度", {"type": "formula", "criteria": formula, "format": waiting})
    if table.name == "反馈记录":
        due, given = letters["应反馈日期"], letters["反馈日期"]
        late = f'=AND(ISNUMBER({due}),{due}<{today},{given}="")'
        rule("应反馈日期", {"type": "formula", "criteria": late, "format": styles.change(font_color=RED, bold=True)})
        rule("反馈日期", {"type": "formula", "criteria": late, "format": waiting})
