"""What a button calls, in Excel and in LibreOffice: the action on the workbook that the button stands on.

The open workbook changes and is not saved: that is left to the user, who may also close it without saving. An action with options
takes them from the sheet 按钮选项, tells in a message box what it did and with which of them, and forgets some of them when it is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, cast

import xlwings as xw

from addin import store
from addin.book import Book
from addin.live.live_book import LiveBook
from addin.store import Run, backups_of, folders, is_address, running
from macros.attempt import BookAction, ToolAction, attempt, function_of, unforeseen, with_notes
from macros.console import message_box
from macros.steps import cut_off
from macros.steps.report import Options, Progress, Report, Status, clicked, operator
from workbook_templates.reading import button_options, clock
from workbook_templates.reading.button_options import SHEET, VALUE, AskedOption
from workbook_templates.reading.errors import BookBusy, DubanError, UsageError
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables.actions import BY_KEY, Action, Option

NOTHING = "什么也没有改动。"


class Given(NamedTuple):
    """What 按钮选项 says for one action. more: the value of each of its options; rows: those that are filled in."""

    more: Mapping[str, Any]
    rows: Sequence[AskedOption]

    @property
    def told(self) -> str:
        """'选项：文书种类 督办通报、正式编号 是。', '' where nothing is filled in."""
        named = "、".join(f"{one.option.label} {' '.join(one.text.split())}" for one in self.rows)
        return f"用的“{SHEET}”：{named}。" if named else ""

    @property
    def places(self) -> str:
        """Where each value stands, for when one of them was not right."""
        named = "；".join(f"第 {one.row} 行“{one.option.label}”是“{one.text}”" for one in self.rows)
        return f"“{SHEET}”的“{VALUE}”：{named}。要改的在那里改好，再点。" if named else ""


def given_to(action: Action, book: Book) -> Given:
    """The options of the action. Raises UsageError for a wrong or a missing one."""
    more: dict[str, Any] = {option.name: option.default for option in action.options}
    if not action.asks:
        return Given(more, ())
    grid = book.read([SHEET]).get(SHEET)
    found, problems = button_options.read(grid, action) if grid is not None else ([], [])
    if problems:
        listed = [told(problem) for problem in problems]
        raise UsageError("\n".join([f"“{SHEET}”里有不对的，{action.name}没有做，{NOTHING}", *listed]))
    rows = [one for one in found if one.text]
    more |= {one.option.name: one.value for one in rows}
    for option in action.options:
        if option.required and more[option.name] in (None, ()):
            raise UsageError(missing(action, option, found, there=grid is not None))
    for option in action.options:
        if option.kind == "file":
            value, folder = more[option.name], book.path.parent
            more[option.name] = tuple(placed(one, folder) for one in value) if option.many else placed(value, folder)
    return Given(more, rows)


def told(problem: Problem) -> str:
    """“按钮选项”第 33 行“取值”（几个）：抽几个：“几个”不是整数。填整数，如 5。"""
    place = (f"第 {problem.row} 行" if problem.row else "") + f"“{problem.header}”" + (f"（{problem.value}）" if problem.value else "")
    return f"  “{SHEET}”{place}：{problem.problem}。{problem.remedy}。"


def missing(action: Action, option: Option, found: Sequence[AskedOption], *, there: bool) -> str:
    """The message where an option that the action can't do without is blank: which cell to fill in."""
    if not there:
        return (
            f"“{action.name}”要先知道{option.label}，而这本工作簿还没有“{SHEET}”这张表，{NOTHING}"
            "请保存并关闭工作簿，运行升级（duban upgrade），表就有了；别的按钮照常能用。"
        )
    row = next((one.row for one in found if one.option is option), None)
    if row is None:
        return (
            f"“{SHEET}”里没有“{action.name}”的“{option.label}”这一行，{NOTHING}"
            f"请在表的最下面加一行：操作填“{action.name}”，选项填“{option.label}”，取值填{option.help}，再点“{action.name}”。"
        )
    return f"“{action.name}”要先在“{SHEET}”第 {row} 行的“{VALUE}”里填{option.label}（{option.help}），再点。{NOTHING}"


def placed(path: str, folder: Path) -> str:
    """The whole path of a file; one beside the workbook or in 回收 may be given by its name alone."""
    for place in (folder, store.folders(folder / "督办").returned):
        if path and (place / path).exists():
            return str(place / path)
    return str(folder / path) if path else path


def forget(action: Action, book: Book) -> str:
    """Empty what is done once, so that the next click does not repeat it; what is told of it."""
    grid = book.read([SHEET]).get(SHEET)
    rows = [one for one in button_options.read(grid, action)[0] if one.option.once and one.value] if grid is not None else []
    if not rows:
        return ""
    labels = "、".join(f"“{one.option.label}”" for one in rows)
    book.update(SHEET, {(one.at, VALUE): None for one in rows})
    try:
        book.commit(None)
    except DubanError as error:
        return f"已经办好，但“{SHEET}”里的{labels}没能清空（{error}）。请自己清空，免得下次再办一遍。"
    return f"“{SHEET}”里的{labels}已清空，下次点不会再办一遍。"


TITLE = "督办"
HEAD, TAIL = 24, 4
"""Lines of a long report that the message box shows."""
SHOWN_BACKUPS = 3
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
        with running(path, action.name, operator(), clock.now(), wait=0) as before:
            report = attempt(action, lambda: perform(action, book, before), path.parent)
    except BookBusy:
        say(book, f"{action.name}：上一次还没有办完，这一次没有做，请稍候。")
        return None
    except DubanError as error:
        book.app.alert(str(error), f"{TITLE} · {action.name}")
        return None
    say(book, outcome(action, report))
    if report.status is Status.NOT_DONE or not action.target or action.asks:
        book.app.alert(shortened([*"\n".join(report.messages).split("\n"), *unsaved(report)]), f"{TITLE} · {action.name}")
    return report


def perform(action: Action, book: xw.Book, before: Run | None = None) -> Report:
    """The action's function on the open workbook, with what 按钮选项 says. before: the run before, where it was cut off."""
    now, progress = clock.now(), progress_in(book, action)
    if not action.target:
        options = Options(now=now, operator=operator(), more={"book": book})
        return cast(ToolAction, function_of(action.key))(options, progress)
    if action.target != "BOOK":
        message = f"“{action.name}”不是在打开的工作簿上做的，什么也没有改动。请在命令行运行 duban {action.key}。"
        return Report(action.key, Status.NOT_DONE, (message,))
    if action.whole:
        return Report(action.key, Status.NOT_DONE, how_to_go_back(action, Path(book.fullname)))
    progress("开始")
    live = LiveBook(book)
    given = given_to(action, live)
    options = Options(now=now, operator=operator(), more=given.more)
    told = cut_off.left_by(live, Path(book.fullname), before, now)
    with clicked():
        try:
            report = with_notes(cast(BookAction, function_of(action.key))(live, options, progress), live)
        except UsageError as error:
            return Report(action.key, Status.NOT_DONE, tuple(filter(None, (str(error), given.places))))
    if report.status is Status.NOT_DONE:
        return replace(report, messages=tuple(filter(None, (*report.messages, *told, given.places))))
    forgotten = forget(action, LiveBook(book)) if action.asks else ""
    figures = {**report.figures, "改动": True} if forgotten else report.figures
    return replace(report, messages=tuple(filter(None, (*report.messages, *told, given.told, forgotten))), figures=figures)


def how_to_go_back(action: Action, path: Path) -> tuple[str, ...]:
    """What a clerk can do, with the mouse alone, where an action takes the file as a whole."""
    newest = [one.name for one in reversed(backups_of(folders(path).backups, path))][:SHOWN_BACKUPS]
    by_hand = f"在“归档/备份”里找要的那一份（最近的：{'、'.join(newest)}），复制到 {path.parent}，改名为 {path.name}"
    return (
        f"“{action.name}”要先关闭工作簿，什么也没有改动。",
        "刚才按钮做的还没有保存：不保存就关闭，再打开，就是上次保存的样子。",
        *([f"已经保存了的：关闭工作簿，把它改名留着；{by_hand}，再打开。"] if newest else ["“归档/备份”里还没有这本工作簿的备份。"]),
        f"会用命令的，关闭以后运行 duban {action.key} {path.name}：它先留下现在的样子，还会说撤回了哪些操作。",
    )


def shortened(lines: Sequence[str]) -> str:
    """What a message box has room for: the first lines and the last."""
    if len(lines) <= HEAD + TAIL + 1:
        return "\n".join(lines)
    return "\n".join([*lines[:HEAD], f"……（中间略去 {len(lines) - HEAD - TAIL} 行）", *lines[-TAIL:]])


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
    return report.messages[0] + "".join(unsaved(report) or (["没有改动。"] if "改动" in report.figures else []))


def unsaved(report: Report) -> list[str]:
    """What is to be done after a run that has changed the workbook."""
    return ["工作簿还没有保存。"] if report.figures.get("改动") else []
