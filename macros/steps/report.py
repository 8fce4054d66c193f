"""What an action is told and what it answers: Options in, Report out, the same for a terminal and a button."""

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

Progress = Callable[[str], None]
"""Called with what is being done now, in Chinese; it may show it or not."""


def silent(step: str) -> None:
    """Progress that nobody looks at."""


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
