"""The buttons of an older master: the VBA behind them as it is today, and one for each action that is new."""

from pathlib import Path

from addin.closed.package import Package
from addin.excel.modules import master_modules
from addin.upgrading.new_buttons import with_new_buttons
from addin.upgrading.version import subs_in, with_modules
from macros.steps.master_file import cell_functions
from workbook_templates.master import dashboard

BUTTONS = "DB_Buttons"
"""The module with the Sub of each button."""


def buttons_up_to_date(data: bytes, donor: bytes, path: Path) -> tuple[bytes, list[str]]:
    """The VBA behind the buttons as it is today, the user's own macros beside it untouched; and buttons for the actions that are new."""
    if path.suffix.lower() != ".xlsm":
        return data, []
    known = subs_in(data, BUTTONS)
    try:
        data, changed = with_modules(data, master_modules(cell_functions()))
    except ValueError as error:
        return data, [f"按钮背后的宏没有更新（{error}）；命令照常可用。"]
    told = ["按钮背后的宏已更新。"] if changed else []
    if known and BUTTONS in changed:
        new = with_new_buttons(data, donor, known, dashboard.SHEET)
        data = new.data
        told += [f"“{dashboard.SHEET}”的新按钮：{'、'.join(new.put)}，在最下面，可以拖到别处。"] if new.put else []
        told += [by_hand(caption, macro) for caption, macro in new.left]
    signed = any(name.startswith("xl/vbaProjectSignature") for name in Package(data).by_name)
    return data, [*told, *(["宏项目原来的数字签名因此失效，请重新签名。"] if changed and signed else [])]


def by_hand(caption: str, macro: str) -> str:
    """How the clerk makes a button where we can't: the file was saved by a program that describes buttons its own way."""
    return (
        f"新按钮“{caption}”请自己加：在“{dashboard.SHEET}”按住 Ctrl 点一个按钮，复制粘贴，文字改为“{caption}”，右键“指定宏”选 {macro}；"
        "命令照常可用。"
    )
