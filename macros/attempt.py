"""What a terminal and a button do alike with an action: try it, and say in Chinese what became of it, whatever happens."""

import contextlib
import datetime as dt
import errno
import getpass
import importlib
import keyword
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from macros.steps.report import Report, Status
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables.actions import ACTIONS, Action

LOG = "督办-出错.log"
"""The traces of all faults, oldest first."""


def attempt(action: Action, perform: Callable[[], Report], folder: Path | None = None) -> Report:
    """The report of `perform`; of an action that this version does not have, or that fails, one that says so. Never an error.

    folder: the work folder, in which the trace of a fault is kept."""
    if not action.built:
        return Report(action.key, Status.NOT_DONE, (f"“{action.name}”在本版本还没有，什么也没有改动。已有的命令：{built_names()}。",))
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
    now = dt.datetime.now()  # noqa: DTZ005 - the office's own clock
    told = f"{now:%Y-%m-%d %H:%M:%S}\n{''.join(traceback.format_exception(error))}\n"
    archive = [folder / "归档"] if folder and (folder / "归档").is_dir() else []
    path = Path(LOG)
    for place in (*archive, Path(tempfile.gettempdir())):
        path = place / LOG
        with contextlib.suppress(OSError), path.open("a", encoding="utf-8", errors="replace") as file:
            file.write(told)
            break
    return f"程序出错（{type(error).__name__}），没有办完；工作簿是整本的，不会只写一半。请把这个文件发给维护人：{path}"


def built_names() -> str:
    return "、".join(f"{action.key}（{action.name}）" for action in ACTIONS if action.built)


def function_of(key: str) -> Any:
    """The action itself: macros/<key>.py has a function of that name; with _ where the key is a word of Python's."""
    name = f"{key}_" if keyword.iskeyword(key) else key
    return getattr(importlib.import_module(f"macros.{name}"), name)


def operator() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
