"""Actions on closed files: find what the call names, open it, run the action of that key."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import cast

from addin.book import Book
from addin.closed import closed_book
from macros.attempt import function_of
from macros.steps.master_file import find
from macros.steps.report import Options, Progress, Report
from workbook_templates.reading.errors import BookBusy
from workbook_templates.tables.actions import Action

BookAction = Callable[[Book, Options, Progress], Report]
PathAction = Callable[[Path, Options, Progress], Report]
ToolAction = Callable[[Options, Progress], Report]


def run(action: Action, target: Path | None, options: Options, progress: Progress) -> Report:
    """The report of the action on the folder or workbook that the call names; None for an action on neither."""
    function = function_of(action.key)
    if target is None:
        return cast(ToolAction, function)(options, progress)
    if action.target == "DIR":
        return cast(PathAction, function)(target, options, progress)
    if action.whole:
        return cast(PathAction, function)(find(target).resolve(), options, progress)
    book = closed_book(find(target))
    report = cast(BookAction, function)(book, options, progress)
    return report if report.figures.get("改动", True) else dataclasses.replace(report, messages=(*report.messages, *warning(book.path)))


def warning(book: Path) -> tuple[str, ...]:
    """Nothing differed: perhaps because what was changed is not saved yet."""
    from addin.store import refuse_if_open

    try:
        refuse_if_open(book)
    except BookBusy:
        return ("注意：工作簿正在别的程序里打开着，没有保存的改动没有算进去。请保存并关闭后再运行。",)
    return ()
