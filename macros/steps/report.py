"""What an action is told and what it answers: Options in, Report out, the same for a terminal and a button.

And how the clerk is told to call an action: the way he has just called one, by a command or by a button.
"""

import datetime as dt
import getpass
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from workbook_templates.reading.button_options import SHEET
from workbook_templates.tables.actions import BY_KEY, Option

Progress = Callable[[str], None]
"""Called with what is being done now, in Chinese; it may show it or not."""


def silent(step: str) -> None:
    """Progress that nobody looks at."""


def operator() -> str:
    """The name of the user who runs the action; "" where the system has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def program_name() -> str:
    """The command as the clerk calls it: setup_here.py names itself, an installed duban is plain duban."""
    return os.environ.get("DUBAN_COMMAND", "duban")


class Status(IntEnum):
    """The exit status of product.md §4."""

    DONE = 0
    DONE_WITH_ENTRIES = 1
    NOT_DONE = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What an action is told. now: the clock, read once where the run starts. as_of: 基准日 if the call gives one.

    more: the action's own options."""

    now: dt.datetime
    operator: str = ""
    as_of: dt.date | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What happened. messages: lines for the clerk. figures: what a program reads in --json. files: what was written, master first."""

    action: str
    status: Status = Status.DONE
    messages: tuple[str, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The machine-readable summary; keys are stable, values plain."""
        return {
            "action": self.action,
            "status": int(self.status),
            "messages": list(self.messages),
            "figures": dict(self.figures),
            "files": [str(path) for path in self.files],
        }


CLICKED = ContextVar("CLICKED", default=False)


@contextmanager
def clicked() -> Iterator[None]:
    """Within it, advice says what to fill in and to click instead of what to type."""
    token = CLICKED.set(True)
    try:
        yield
    finally:
        CLICKED.reset(token)


def option(key: str, name: str) -> str:
    """' --issue', or “按钮选项”里的“正式编号”, to stand before a mark. name: as in the action's options."""
    found = next(one for one in BY_KEY[key].options if one.name == name)
    return f"“{SHEET}”里的“{found.label}”" if CLICKED.get() else f" {found.flag}"


def again(key: str, book: object, **given: Any) -> str:
    """'运行 duban document 账.xlsm 督办通报 --issue', or 在“按钮选项”里把“文书”的“文书种类”填“督办通报”、“正式编号”填“是”，再点“文书”."""
    action = BY_KEY[key]
    filled = [(one, given[one.name]) for one in action.options if given.get(one.name)]
    if not CLICKED.get():
        return " ".join(["运行", program_name(), key, str(book), *(word for one, value in filled for word in words_of(one, value))])
    if action.whole:
        return "不保存就关闭工作簿"
    cells = "、".join(f"“{one.label}”填“{cell_of(value)}”" for one, value in filled)
    return f"在“{SHEET}”里把“{action.name}”的{cells}，再点“{action.name}”" if cells else f"点“{action.name}”"


def words_of(one: Option, value: Any) -> list[str]:
    """An option as it is typed: --dept 运检部 --dept 安监部."""
    flag = [one.flag] if one.flag.startswith("-") else []
    if one.kind == "yes":
        return flag
    return [word for each in (value if one.many else [value]) for word in (*flag, str(each))]


def cell_of(value: Any) -> str:
    """A value as 按钮选项 holds it."""
    return "是" if value is True else "、".join(value) if isinstance(value, tuple | list) else str(value)
