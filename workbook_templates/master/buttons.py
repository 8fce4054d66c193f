"""The buttons of 操作台, one for every action that has one. The Sub behind a button (addin/excel/vba) is the same in Excel and in
LibreOffice: Excel hands the action to xlwings' RunPython; LibreOffice, which calls itself Excel 11, starts macros/button_in_calc.py.

Which interpreter? The workbook holds no path: it would name a folder of another machine as soon as the file is passed on, and be
stale when the folder is moved. In Excel the configuration that `duban install` wrote for this user names it. In LibreOffice every
command notes its interpreter in the user's own file INTERPRETER (addin/calc/interpreter.py) and the Sub reads it there, so that the
installation which ran last serves the buttons of all workbooks, old ones too.

Where there is no such file or no such interpreter, a button says what to do: the text of the cell 台_按钮提示.
Names travel as the hexadecimal numbers of their letters: no quote, space or Chinese letter can be misread on the way.
"""

from itertools import groupby
from typing import get_args

from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.style import FONT, MIST, SLATE, Sheet, Styles, Workbook
from workbook_templates.tables.actions import ACTIONS, Action, Group

NOTICE = "台_按钮提示"
TEXT = (
    "按钮还没有接通，什么也没有改动。在 Excel 里（Windows）：先在安装文件夹里双击 addin 文件夹中的 install_excel.cmd，"
    "或运行 py addin\\setup_here.py install，重新打开 Excel 再点。在 LibreOffice 里（Linux，装有 python3-uno）：先在安装文件夹里"
    "运行一次任何督办命令，如 python3 addin/setup_here.py refresh 示范，按钮就能用。仍不行，运行诊断（doctor），它会说出原因和办法。"
)
INTERPRETER = ".config/duban/python"
"""Below the home folder: a text file with one line, the path of the interpreter that runs the buttons in LibreOffice."""
TOP, GROUP_STEP, BUTTON_STEP, BUTTON = 104, 24, 31, (104, 27)
"""Pixels: where the menu begins, the height of a group's name, from button to button, a button."""


def shown() -> list[Action]:
    """The actions that have a button, group by group."""
    order = get_args(Group)
    return sorted((action for action in ACTIONS if action.button), key=lambda action: order.index(action.group))


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
    """The name of a group above its buttons."""
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
    book.name_range(NOTICE, sheet.get_name(), row, column)
