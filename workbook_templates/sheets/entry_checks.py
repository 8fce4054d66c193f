"""What a column's cells accept: drop-downs, dates, shares and numbers within bounds, and a short prompt where there is help."""

import datetime as dt

from workbook_templates.reading.button_options import SHEET as BUTTONS
from workbook_templates.reading.cells import FIRST_YEAR, LAST_YEAR
from workbook_templates.sheets.option_lists import button_list_name, column_letters, list_name, roll_name, setting_list_name
from workbook_templates.sheets.style import Sheet
from workbook_templates.tables.actions import DEPARTMENT_OPTION
from workbook_templates.tables.schema import Column, Table

LAST_ROW_FROM_0 = 1_048_575
"""The last row of a sheet, counted from 0."""
MANY = "多个以、隔开"
BY_ROW = {
    "参数": ("名称", f'INDIRECT("{setting_list_name("")}"&{{}})'),
    BUTTONS: ("选项", f'IF({{0}}="{DEPARTMENT_OPTION.label}",名单_部门,INDIRECT("{button_list_name("")}"&{{0}}))'),
}
"""Tables whose 取值 has a list of its own in every row: the column that names it, and the list."""


def add_checks(sheet: Sheet, table: Table, first: int) -> None:
    """Input checks for every column that needs one, from row `first` (counted from 0) to the end of the sheet."""
    for place, column in enumerate(table.columns):
        check = check_by_row(table, column, first) if table.name in BY_ROW and column.header == "取值" else check_of(column)
        if check and sheet.data_validation(first, place, LAST_ROW_FROM_0, place, check) < 0:
            raise ValueError(f"{table.name}.{column.header}: no input check")


def check_by_row(table: Table, column: Column, first: int) -> dict[str, object]:
    """A drop-down of the choices of this row, wherever sorting puts it; a row without choices takes anything."""
    header, listed = BY_ROW[table.name]
    source = "=" + listed.format(f"${column_letters(table.headers.index(header))}{first + 1}")
    return {"validate": "list", "source": source, "show_error": False, "input_title": column.header, "input_message": column.spec.help}


def check_of(column: Column) -> dict[str, object] | None:
    """XlsxWriter's options of the check; None for a column that takes anything and has nothing to say."""
    if column.spec.by == "督办":
        return None
    notes = [column.spec.help, MANY if column.kind == "names" else ""]
    prompt = ";".join(note for note in notes if note)
    said = {"input_title": column.header, "input_message": prompt[:255]} if prompt else {}
    check = bounds(column)
    if check is None:
        return {"validate": "any", **said} if said else None
    return {"ignore_blank": True, "error_title": column.header, **check, **said}


def bounds(column: Column) -> dict[str, object] | None:
    """What the cells of a column accept, and what is said of anything else; None for a column that takes any text."""
    spec = column.spec
    if spec.of:
        return {"validate": "list", "source": f"={list_name(spec.of)}", "error_message": "请从下拉列表选择。"}
    if spec.refers:
        roll = {"validate": "list", "source": f"={roll_name(column)}"}
        if column.kind == "names" or spec.or_of:
            return {**roll, "show_error": False}
        return {**roll, "error_type": "warning", "error_message": f"“{spec.refers}”表里没有。仍要填写吗？"}
    if column.kind == "date":
        ends: dict[str, object] = {"minimum": dt.date(FIRST_YEAR, 1, 1), "maximum": dt.date(LAST_YEAR, 12, 31)}
        message = f"填日期，如 2026-03-05（{FIRST_YEAR} 至 {LAST_YEAR} 年）。"
        if spec.never:
            ends |= {"error_type": "warning"}
            message += f"没有就填“{spec.never}”。"
        return {"validate": "date", "criteria": "between", **ends, "error_message": message}
    if column.kind == "rate":
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_message": "填 0% 至 100%。"}
    if column.kind == "number":
        return number_bounds(spec.low, spec.high)
    return None


def number_bounds(low: float | None, high: float | None) -> dict[str, object]:
    """A number, within its bounds where it has any."""
    if low is not None and high is not None:
        message = f"填 {low:g} 至 {high:g} 的数。"
        limits: dict[str, object] = {"criteria": "between", "minimum": low, "maximum": high, "error_message": message}
    elif low is not None:
        limits = {"criteria": ">=", "value": low, "error_message": f"填不小于 {low:g} 的数。"}
    else:
        most = 1e15 if high is None else high
        limits = {"criteria": "between", "minimum": -1e15, "maximum": most, "error_message": "填数字。"}
    return {"validate": "decimal", **limits}
