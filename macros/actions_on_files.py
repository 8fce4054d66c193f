"""Actions on closed files: find what the call names, open it, run the action of that key."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

from addin.book import Book
from macros.report import Options, Progress, Report
from workbook_templates.errors import UsageError

MASTER = "督办总台账.xlsm"
BookAction = Callable[[Book, Options, Progress], Report]
FolderAction = Callable[[Path, Options, Progress], Report]


def run(key: str, target: Path, on_folder: bool, options: Options, progress: Progress) -> Report:
    """The report of the action `key`: macros/<key>.py has a function of that name. on_folder: it makes files in a folder."""
    action = getattr(importlib.import_module(f"macros.{key}"), key)
    if on_folder:
        return cast(FolderAction, action)(target, options, progress)
    from addin.file_book import FileBook

    return cast(BookAction, action)(FileBook(find(target)), options, progress)


def find(target: Path) -> Path:
    """The workbook that the call names; a folder means the master in it. Raises UsageError."""
    if target.is_dir():
        masters = sorted(path for path in target.glob("督办总台账.xls[mx]"))
        if not masters:
            raise UsageError(f"文件夹“{target}”里没有 {MASTER}。请写明工作簿的文件名。")
        return masters[0]
    if not target.exists():
        raise UsageError(f"找不到“{target}”。请核对文件名和所在文件夹。")
    return target
