"""What a terminal, a button and a test do alike with an action: find it, try it, and say in Chinese what became of it, whatever happens."""

import contextlib
import dataclasses
import errno
import getpass
import importlib
import keyword
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from addin.book import Book
from addin.closed import closed_book
from addin.store import refuse_if_open
from macros.steps.master_file import find
from macros.steps.report import Options, Progress, Report, Status
from workbook_templates.reading import clock
from workbook_templates.reading.errors import BookBusy, DubanError
from workbook_templates.tables.actions import Action

LOG = "督办-出错.log"
"""The traces of all faults, oldest first."""
UNSAVED = "注意：工作簿正在别的程序里打开着，没有保存的改动没有算进去。请保存并关闭后再运行。"

BookAction = Callable[[Book, Options, Progress], Report]
PathAction = Callable[[Path, Options, Progress], Report]
ToolAction = Callable[[Options, Progress], Report]


def function_of(key: str) -> Any:
    """The action itself: macros/<key>.py has a function of that name; with _ where the key is a word of Python's."""
    name = f"{key}_" if keyword.iskeyword(key) else key
    return getattr(importlib.import_module(f"macros.{name}"), name)


def operator() -> str:
    """The name of the user who runs the action; "" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def on_file(action: Action, target: Path | None, options: Options, progress: Progress) -> Report:
    """The report of the action on the folder or closed workbook that the call names; None for an action on neither."""
    function = function_of(action.key)
    if target is None:
        return cast(ToolAction, function)(options, progress)
    if action.target == "DIR":
        return cast(PathAction, function)(target, options, progress)
    if action.whole:
        return cast(PathAction, function)(find(target).resolve(), options, progress)
    book = closed_book(find(target))
    report = with_notes(cast(BookAction, function)(book, options, progress), book)
    if not report.figures.get("改动", True):  # nothing differed: perhaps because what was changed is not saved yet
        try:
            refuse_if_open(book.path)
        except BookBusy:
            return dataclasses.replace(report, messages=(*report.messages, UNSAVED))
    return report


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
    except Exception as error:
        return Report(action.key, Status.NOT_DONE, (refused_by_system(error) or unforeseen(error, folder),))


NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


def refused_by_system(error: BaseException | None) -> str:
    """A file that the system did not let be written, somewhere beneath this error; '' where it is something else."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_ROOM + NOT_ALLOWED:
            what = "磁盘空间不足" if error.errno in NO_ROOM else "没有写文件的权限"
            where = f"：{error.filename}" if error.filename else "，也可能是系统的临时文件夹"
            return f"{what}（{error.strerror}{where}），没有办完；工作簿是整本的，不会只写一半。请清理磁盘、检查权限后再运行。"
        error = error.__cause__ or error.__context__
    return ""


def unforeseen(error: Exception, folder: Path | None = None) -> str:
    """A fault of the program itself: its trace goes to the end of a file in the work folder, else in the temporary one; the clerk is
    told where."""
    told = f"{clock.now():%Y-%m-%d %H:%M:%S}\n{''.join(traceback.format_exception(error))}\n"
    archive = [folder / "归档"] if folder and (folder / "归档").is_dir() else []
    path = Path(LOG)
    for place in (*archive, Path(tempfile.gettempdir())):
        path = place / LOG
        with contextlib.suppress(OSError), path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(told)
            break
    return f"程序出错（{type(error).__name__}），没有办完；工作簿是整本的，不会只写一半。请把这个文件发给维护人：{path}"
