"""The buttons of 操作台, one for every action that has one, and the VBA behind them: the same Sub in Excel and in LibreOffice.

Excel hands the action to xlwings' RunPython. It is called by its name at run time, because a module that names a Sub which is not
there does not compile. LibreOffice, which calls itself Excel 11, has no xlwings: there the Sub starts macros/button_in_calc.py.

Which interpreter? The workbook holds no path: it would name a folder of another machine as soon as the file is passed on, and be
stale when the folder is moved. Every command notes its interpreter in the user's own file INTERPRETER (addin/calc/interpreter.py)
and the Sub reads it there, so that the installation which ran last serves the buttons of all workbooks, old ones too.

Where there is no RunPython, no such file or no such interpreter, a button says what to do: the text of the cell 台_按钮提示.
Names travel as the hexadecimal numbers of their letters: no quote, space or Chinese letter can be misread on the way.
"""

from itertools import groupby

from workbook_templates.actions import ACTIONS, Action
from workbook_templates.cell_writing import write_value
from workbook_templates.option_lists import column_letters, define
from workbook_templates.style import FONT, MIST, SLATE, Sheet, Styles, Workbook

NOTICE = "台_按钮提示"
TEXT = (
    "按钮还没有接通，什么也没有改动。在 LibreOffice 里（Linux，装有 python3-uno）：先在安装文件夹里运行一次任何督办命令，如 "
    "python3 addin/setup_here.py refresh 示范，按钮就能用。在 Excel 里：按钮要等加载项，本版本还没有；"
    "请保存并关闭工作簿，在命令行运行命令。命令一览见“使用说明”。"
)
INTERPRETER = ".config/duban/python"
"""Below the home folder: a text file with one line, the path of the interpreter that runs the buttons in LibreOffice."""
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
    """The VBA module DB_Buttons, ASCII. LibreOffice takes a Sub that ends on the line where it begins for a broken one."""
    subs = "".join(f'Sub {macro(action)}(): DB_Call "{action.key}"\nEnd Sub\n' for action in shown())
    notice = " & ".join(f"ChrW({ord(sign)})" for sign in NOTICE)
    return (VBA.replace("<interpreter>", INTERPRETER).replace("<notice>", notice) + subs).replace("\n", "\r\n")


VBA = '''Option Explicit
Private Sub DB_Call(ByVal key As String)
    Dim python As String, file As Integer
    On Error GoTo failed
    If Val(Application.Version) >= 12 Then
        Application.Run "RunPython", "import macros.buttons; macros.buttons.run('" & key & "')"
        Exit Sub
    End If
    file = FreeFile
    Open Environ("HOME") & "/<interpreter>" For Input As #file
    Line Input #file, python
    Close #file
    If Dir(python) = "" Then GoTo failed
    Shell """" & python & """ -I -m macros.button_in_calc " & key & " " & DB_Hex(ThisWorkbook.Path & "/" & ThisWorkbook.Name), 0
    Exit Sub
failed:
    MsgBox ThisWorkbook.Names(<notice>).RefersToRange.Value, vbInformation
End Sub
Private Function DB_Hex(ByVal text As String) As String
    Dim place As Long
    For place = 1 To Len(text)
        DB_Hex = DB_Hex & Right("000" & Hex(AscW(Mid(text, place, 1)) And 65535), 4)
    Next
End Function
'''
