"""What a terminal, a button and a test do alike with an action: find it, try it, and say in Chinese what became of it, whatever happens."""

import contextlib
import dataclasses
import errno
import importlib
import keyword
import os
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from addin import store
from addin.book import Book
from addin.closed import closed_book
from macros.console import keep
from macros.steps import cut_off
from macros.steps.master_file import find, signature_note
from macros.steps.report import Options, Progress, Report, Status
from workbook_templates.reading import clock
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables.actions import Action

INTERRUPTED = "已中断。工作簿是整本的：没有改动，或已经改好（看“操作日志”的最后一行）。"
UNSAVED = "注意：工作簿正在别的程序里打开着，没有保存的改动没有算进去。请保存并关闭后再运行。"

BookAction = Callable[[Book, Options, Progress], Report]
PathAction = Callable[[Path, Options, Progress], Report]
ToolAction = Callable[[Options, Progress], Report]


def function_of(key: str) -> Any:
    """The action itself: macros/<key>.py has a function of that name; with _ where the key is a word of Python's."""
    name = f"{key}_" if keyword.iskeyword(key) else key
    return getattr(importlib.import_module(f"macros.{name}"), name)


WAITS_FOR_NOBODY = ("channels", "check", "open", "schedule", "whatif")
"""Actions that may run beside another: they read, and what they write is one step, under the lock of that step."""
ONLY_READ = ("channels", "map", "open", "whatif")
"""Actions that never write the workbook themselves."""


def on_file(action: Action, target: Path | None, options: Options, progress: Progress) -> Report:
    """The report of the action on the folder or closed workbook that the call names; None for an action on neither."""
    function = function_of(action.key)
    if target is None:
        return cast(ToolAction, function)(options, progress)
    if action.target == "DIR":
        return cast(PathAction, function)(target, options, progress)
    path = find(target).resolve()
    if action.key in WAITS_FOR_NOBODY and action.whole:
        return cast(PathAction, function)(path, options, progress)
    if action.key in WAITS_FOR_NOBODY:
        return on_closed_book(action, path, options, progress)
    with store.running(path, action.name, options.operator, options.now) as before:
        if not action.whole:
            return on_closed_book(action, path, options, progress, lambda book: cut_off.left_by(book, path, before, options.now))
        report = cast(PathAction, function)(path, options, progress)
        with contextlib.suppress(DubanError):
            return told_besides(report, cut_off.left_by(closed_book(path), path, before, options.now))
        return report


def on_closed_book(
    action: Action, path: Path, options: Options, progress: Progress, mended: Callable[[Book], tuple[str, ...]] = lambda _: ()
) -> Report:
    """The report of an action on a closed workbook. mended: sees to what lies about, and says what is to be said of it."""
    book = closed_book(path)
    signed = signature_note(book) if action.key not in ONLY_READ else ()
    for note in signed:
        progress(note)
    told = mended(book)
    report = with_notes(cast(BookAction, function_of(action.key))(book, options, progress), book)
    if not report.figures.get("改动", True):  # nothing differed: perhaps because what was changed is not saved yet
        told = (*told, UNSAVED) if store.open_elsewhere(book.path) else told
    return told_besides(report, told, signed)


def told_besides(report: Report, last: tuple[str, ...], first: tuple[str, ...] = ()) -> Report:
    """The report with what is said before and after it."""
    return dataclasses.replace(report, messages=(*first, *report.messages, *last)) if first or last else report


def with_notes(report: Report, book: Book) -> Report:
    """The report with what the workbook leaves to the clerk."""
    if report.status is Status.NOT_DONE or not book.notes:
        return report
    return dataclasses.replace(report, status=Status.DONE_WITH_ENTRIES, messages=(*report.messages, *book.notes))


def attempt(action: Action, perform: Callable[[], Report], folder: Path | None = None) -> Report:
    """The report of `perform`; where that fails, one that says so. Never an error.

    folder: the work folder, in which the trace of a fault is kept."""
    try:
        return perform()
    except DubanError as error:
        return Report(action.key, Status.NOT_DONE, (str(error),))
    except KeyboardInterrupt:
        return Report(action.key, Status.NOT_DONE, (INTERRUPTED,))
    except Exception as error:
        return Report(action.key, Status.NOT_DONE, (refused_by_system(error) or unforeseen(error, folder),))


NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
TOO_LONG = 206
"""What Windows calls a path that is too long."""


def refused_by_system(error: BaseException | None) -> str:
    """A file that the system did not let be written, somewhere beneath this error; '' where it is something else."""
    while error is not None:
        if isinstance(error, OSError):
            if error.errno in NO_ROOM + NOT_ALLOWED:
                what = "磁盘空间不足" if error.errno in NO_ROOM else "没有写文件的权限"
                where = f"：{error.filename}" if error.filename else "，也可能是系统的临时文件夹"
                return f"{what}（{error.strerror}{where}），没有办完；工作簿是整本的，不会只写一半。请清理磁盘、检查权限后再运行。"
            if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", 0) == TOO_LONG:
                return f"路径或文件名太长（{str(error.filename or '')[:60]}…），没有办完。请移到短一些的文件夹，或把名称改短，再运行。"
            if isinstance(error, FileNotFoundError) and (lost := lost_folder()):
                return f"{lost}，没有办。请换到别的文件夹再运行。"
        error = error.__cause__ or error.__context__
    return ""


def lost_folder() -> str:
    """Which of the folders that a process lives by is gone; '' where both are there."""
    for what, folder in (("现在所在的文件夹已经不在了", os.getcwd), ("系统没有能写的临时文件夹", tempfile.gettempdir)):
        try:
            folder()
        except OSError:
            return what
    return ""


def unforeseen(error: BaseException, folder: Path | None = None) -> str:
    """A fault of the program itself: its trace goes to the end of a file in the work folder, else in the temporary one; the clerk is
    told where."""
    with contextlib.suppress(DubanError):  # a clock that tests have set wrong
        keep(f"{clock.now():%Y-%m-%d %H:%M:%S}\n", folder)
    path = keep("".join(traceback.format_exception(error)) + "\n", folder)
    where = f"这个文件发给维护人：{path}" if path else f"这句话发给维护人：{error}"
    return f"程序出错（{type(error).__name__}），没有办完；工作簿是整本的，不会只写一半。请把{where}"
