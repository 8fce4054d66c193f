"""What a button calls, in Excel and in LibreOffice: the action on the workbook that the button stands on.

The open workbook changes and is not saved: that is left to the user, who may also close it without saving.
"""

import ctypes
import datetime as dt
from pathlib import Path
from typing import cast

import xlwings as xw

from addin.live_book import LiveBook
from addin.store import is_address, locked
from macros.actions_on_files import BookAction, ToolAction
from macros.attempt import attempt, function_of, operator, unforeseen
from macros.report import Options, Progress, Report, Status
from workbook_templates.actions import BY_KEY, Action
from workbook_templates.errors import BookBusy

TITLE = "督办"
IN_THE_CLOUD = "这本工作簿是从云盘打开的，没有本机的文件夹，什么也没有改动。请另存到本机的文件夹，从那里打开再点。"


def run(key: str) -> Report | None:
    """Run the action `key`, tell how it goes and how it went in the status bar; what was not done also in a message box.

    The outcome stays in the status bar: who starts us clears it, or the next button does. None when another run has this workbook,
    such as the one of the click before: nothing is done then. Never an error of the action's; KeyError for an unknown key.
    """
    action = BY_KEY[key]
    try:
        book = xw.Book.caller()
        path = Path(book.fullname)
        if is_address(book.fullname):
            book.app.alert(IN_THE_CLOUD, f"{TITLE} · {action.name}")
            return None
    except Exception as error:
        message_box(unforeseen(error), f"{TITLE} · {action.name}")
        return None
    try:
        with locked(path, wait=0):
            report = attempt(action, lambda: perform(action, book), path.parent)
    except BookBusy:
        say(book, f"{action.name}：上一次还没有办完，这一次没有做，请稍候。")
        return None
    say(book, outcome(action, report))
    if report.status is Status.NOT_DONE or not action.target:
        book.app.alert("\n".join(report.messages), f"{TITLE} · {action.name}")
    return report


def message_box(text: str, title: str) -> None:
    """A box of Windows' own, for when there is no workbook to speak through; elsewhere nobody would see one."""
    windows = getattr(ctypes, "windll", None)
    if windows is not None:
        windows.user32.MessageBoxW(0, text, title, 0x40)


def perform(action: Action, book: xw.Book) -> Report:
    """The action's function on the open workbook."""
    if not action.target:
        options = Options(now=dt.datetime.now(), operator=operator(), more={"book": book})  # noqa: DTZ005 - the office's own clock
        return cast(ToolAction, function_of(action.key))(options, progress_in(book, action))
    if action.target != "BOOK":
        message = f"“{action.name}”不是在打开的工作簿上做的，什么也没有改动。请在命令行运行 duban {action.key}。"
        return Report(action.key, Status.NOT_DONE, (message,))
    if action.whole:
        message = f"“{action.name}”要先关闭工作簿，什么也没有改动。刚才按钮做的还没有保存：不保存就关闭，即回到上次保存的样子。"
        return Report(action.key, Status.NOT_DONE, (f"{message}已经保存了的，关闭工作簿，在命令行运行 duban {action.key}。",))
    if asked := [f"{option.help}（{option.flag}）" for option in action.options if option.required]:
        message = f"“{action.name}”要先给出{'、'.join(asked)}，按钮还不会问，什么也没有改动。"
        return Report(action.key, Status.NOT_DONE, (f"{message}请保存并关闭工作簿，在命令行运行 duban {action.key}。",))
    progress = progress_in(book, action)
    progress("开始")
    more = {option.name: option.default for option in action.options}
    options = Options(now=dt.datetime.now(), operator=operator(), more=more)  # noqa: DTZ005 - the office's own clock
    return cast(BookAction, function_of(action.key))(LiveBook(book), options, progress)


def progress_in(book: xw.Book, action: Action) -> Progress:
    """Progress that shows in the status bar: 刷新：读取工作簿…"""
    return lambda step: say(book, f"{action.name}：{step}…")


def say(book: xw.Book, text: str) -> None:
    """One line in the status bar."""
    book.app.status_bar = text


def outcome(action: Action, report: Report) -> str:
    """The report in one line: what it says first, and that a changed workbook is still to be saved, or that nothing changed."""
    if report.status is Status.NOT_DONE:
        return f"{action.name}没有办成：{report.messages[0]}"
    changed = report.figures.get("改动")
    return report.messages[0] + ("" if changed is None else "工作簿还没有保存。" if changed else "没有改动。")
