"""按钮选项: what the clerk has filled in for the buttons, and what is wrong there."""

from typing import NamedTuple

from workbook_templates.reading.cells import Wrong, text_of
from workbook_templates.reading.option_values import values_of
from workbook_templates.reading.parse import parse_table
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS, Action, Option
from workbook_templates.tables.grid import Grid
from workbook_templates.tables.lists import YES

SHEET, VALUE = "按钮选项", "取值"
BY_NAME: dict[str, Action] = {action.name: action for action in ACTIONS if action.asks}


class AskedOption(NamedTuple):
    """A row of the sheet. row: as Excel shows it; at: body row from 0; value: as the action takes it; text: as it stands in the cell."""

    action: Action
    option: Option
    row: int
    at: int
    value: object
    text: str


def read(grid: Grid, only: Action | None = None) -> tuple[list[AskedOption], list[Problem]]:
    """The rows, those that are wrong left out, and what is wrong. only: of this action, and what is wrong with the table as a whole."""
    records, problems = parse_table(TABLES[SHEET], grid)
    lines = {record.at.row for record in records if only is None or record.action == only.name}
    problems = [problem for problem in problems if problem.row in lines or not problem.row]
    if any(problem.missing and problem.header != "说明" for problem in problems):
        return [], problems
    place = grid.headers.index(VALUE)
    found: list[AskedOption] = []
    for record in records:
        line = record.at.row
        if line not in lines or not (record.action or record.option or record.value):
            continue
        raw = grid.rows[line - grid.first_row][place]
        action = BY_NAME.get(record.action)
        option = next((one for one in action.options if one.label == record.option), None) if action else None
        if action is None:
            problems.append(Problem(SHEET, line, "操作", record.action, "没有这个按钮，或它没有选项", f"填{'、'.join(BY_NAME)}"))
        elif option is None:
            labels = "、".join(one.label for one in action.options)
            problems.append(Problem(SHEET, line, "选项", record.option, f"“{action.name}”没有这个选项", f"填{labels}"))
        else:
            try:
                found.append(AskedOption(action, option, line, line - grid.first_row, values_of(option, raw), text_of(raw).strip()))
            except Wrong as error:
                problems.append(Problem(SHEET, line, VALUE, text_of(raw), f"{option.label}：{error.args[0]}", error.args[1]))
    problems.sort(key=lambda problem: problem.row)
    return found, problems


def choices() -> dict[str, tuple[str, ...]]:
    """Option → what its drop-down shows; the departments are a list of their own."""
    options = [option for action in BY_NAME.values() for option in action.options]
    return {option.label: (YES,) if option.kind == "yes" else option.of for option in options if option.of or option.kind == "yes"}
