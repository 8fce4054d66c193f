"""The buttons of 操作台, one for every action that has one, and the VBA behind them.

Until the add-in brings the real macros, a button says what to do instead: the text of the cell 台_按钮提示.
"""

from collections.abc import Iterator
from itertools import groupby

from workbook_templates.actions import ACTIONS, Action
from workbook_templates.cell_writing import write_value
from workbook_templates.option_lists import column_letters, define
from workbook_templates.style import FONT, MIST, SLATE, Sheet, Styles, Workbook

NOTICE = "台_按钮提示"
TEXT = "按钮将随加载项启用。现在请关闭本工作簿，在命令行使用 duban 命令，如 duban refresh；命令一览见“使用说明”。"
TOP, GROUP_STEP, BUTTON_STEP, BUTTON = 104, 24, 31, (104, 27)
"""Pixels: where the menu begins, the height of a group's name, from button to button, a button."""


def shown() -> list[Action]:
    """The actions that have a button, group by group in the order of their first."""
    with_button = [action for action in ACTIONS if action.button]
    order = list(dict.fromkeys(action.group for action in with_button))
    return sorted(with_button, key=lambda action: order.index(action.group))


def macro(action: Action) -> str:
    """The Sub that the button calls: DB_Refresh."""
    return f"DB_{action.key.capitalize()}"


def add_buttons(sheet: Sheet) -> None:
    """The menu on the left of the page, grouped."""
    top = TOP
    for group, actions in groupby(shown(), key=lambda action: action.group):
        label(sheet, group, top)
        top += GROUP_STEP
        for action in actions:
            place = {"x_offset": 11, "y_offset": top, "width": BUTTON[0], "height": BUTTON[1]}
            sheet.insert_button(0, 0, {"macro": macro(action), "caption": action.name, "description": action.help, **place})
            top += BUTTON_STEP


def label(sheet: Sheet, text: str, top: int) -> None:
    font = {"name": FONT, "size": 9, "bold": True, "color": SLATE}
    place = {"x_offset": 8, "y_offset": top, "width": 104, "height": 22}
    sheet.insert_textbox(0, 0, text, {**place, "font": font, "line": {"none": True}, "fill": {"none": True}, "object_position": 2})


def add_commands(sheet: Sheet) -> None:
    """The menu of an .xlsx, which can't hold macros: what to type instead, in one frame."""
    groups = [
        "\n".join(f"{action.name} {action.key}" for action in actions) for _, actions in groupby(shown(), key=lambda action: action.group)
    ]
    text = "命令 duban …\n\n" + "\n\n".join(groups)
    font = {"name": FONT, "size": 9, "color": SLATE}
    place = {"x_offset": 4, "y_offset": TOP, "width": 116, "height": 480}
    sheet.insert_textbox(0, 0, text, {**place, "font": font, "line": {"none": True}, "fill": {"none": True}, "object_position": 2})


def write_notice(book: Workbook, sheet: Sheet, styles: Styles, row: int, column: int) -> None:
    """The text that a button shows, in a cell, because VBA source is ASCII."""
    write_value(sheet, row, column, TEXT, styles(font_color=MIST))
    define(book, NOTICE, f"={sheet.get_name()}!${column_letters(column)}${row + 1}")


def source() -> str:
    """The VBA module DB_Buttons, ASCII."""
    return "\r\n".join(lines()) + "\r\n"


def lines() -> Iterator[str]:
    name = " & ".join(f"ChrW({ord(sign)})" for sign in NOTICE)
    yield "Option Explicit"
    yield "Private Sub DB_Say()"
    yield f"    MsgBox ThisWorkbook.Names({name}).RefersToRange.Value, vbInformation"
    yield "End Sub"
    for action in shown():
        yield f"Sub {macro(action)}()"
        yield "    DB_Say"
        yield "End Sub"
