"""A process that is killed before or after one of its file operations, each point counted and logged."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")


def end_at(ends_at: int, log: Path, *modules: ModuleType) -> None:
    """In a child: from now on end without a word at the given point; points are counted before and after each file operation of
    these modules, whichever thread does it."""
    points, one_at_a_time = 0, threading.Lock()

    def point(name: str) -> None:
        nonlocal points
        with one_at_a_time:
            with log.open("a") as file:
                file.write(name + "\n")
            if points == ends_at:
                os.kill(os.getpid(), signal.SIGKILL)
            points += 1

    def counted(name: str, action: Callable[[], T]) -> T:
        point(f"before {name}")
        result = action()
        point(f"after {name}")
        return result

    for module in modules:
        monkeyed: Any = module
        monkeyed.operate = counted
