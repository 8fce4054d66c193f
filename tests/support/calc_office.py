"""One LibreOffice for all tests of a run that drive Calc: made at the first use, with a profile of its own, ended with the process.

A call that hangs is ended by killing the office: it then fails with a message, and so does not block CI. When even that does not
help, faulthandler prints where Python stands and ends the run.
"""

import contextlib
import faulthandler
import functools
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from addin.calc import bridge, engine
from support.tools import IN_CI, needs_office
from workbook_templates.reading.errors import UsageError

PATIENCE = 120.0
"""Seconds for one test; the slowest takes about ten."""


def uno_fits() -> bool:
    try:
        bridge.uno_module()
    except UsageError:
        return False
    return True


needs_calc = [
    needs_office,
    pytest.mark.skipif(
        not IN_CI and not uno_fits(), reason="python3-uno is missing or belongs to another Python (.ci/run lists the packages)"
    ),
]


@functools.cache
def shared_app() -> xlwings.App:
    """The office ends itself when the process does."""
    return engine.start()


def new_book(app: xlwings.App | None = None) -> Iterator[xlwings.Book]:
    """A new book for one test, watched. For `yield from` in a fixture."""
    app = app or shared_app()
    with watched(app):
        book = app.books.add()
        try:
            yield book
        finally:
            book.close()


class watched:  # noqa: N801 - reads as a word in a with statement
    """Kill the office when the block does not end in time."""

    def __init__(self, app: xlwings.App) -> None:
        self.timer = threading.Timer(PATIENCE, os.killpg, (app.pid, signal.SIGKILL))
        self.timer.daemon = True

    def __enter__(self) -> None:
        faulthandler.dump_traceback_later(PATIENCE + 30, exit=True)
        self.timer.start()

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        faulthandler.cancel_dump_traceback_later()


def processes_with(text: str) -> list[int]:
    """Every process whose command line holds this text."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # gone meanwhile
            if text.encode() in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found
