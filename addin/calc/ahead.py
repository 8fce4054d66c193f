"""What is asked before it is needed: the office hands over every table while our modules are still being imported.

Each answer is given once, so that who looks again sees what is there by then. None is given after something may have been changed
through the pipe, nor LASTING seconds after it came: it is asked for then as if nothing had been read.
"""

import contextlib
import json
import math
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from addin.calc.bridge import UnoError, changes
from workbook_templates.errors import BookBusy

LASTING = 3.0


class Ahead:
    """Answers by what is asked. sheets: the names of all sheets in their order. fetch: asks for `inside.everything`, in the background."""

    def __init__(self, fetch: Callable[[], str] | None = None, answers: Iterable[tuple[Hashable, Any]] = ()) -> None:
        self.sheets: tuple[str, ...] = ()
        self._answers = dict(answers)
        self._changes, self._until = changes(), time.monotonic() + LASTING if self._answers else -math.inf
        self._thread = threading.Thread(target=self._fill, args=(fetch,), daemon=True) if fetch else None
        if self._thread:
            self._thread.start()

    def _fill(self, fetch: Callable[[], str]) -> None:
        with contextlib.suppress(UnoError, BookBusy):  # whoever asks in vain is told why
            head, *blocks = fetch().split("\n")
            sheets, tables, places = json.loads(head)
            self._answers = {("tables", sheet): [] for sheet in sheets}
            for table in tables:
                self._answers["tables", table[1]].append(table)
            self._answers |= {("block", sheet, *place): block for (sheet, place), block in zip(places, blocks, strict=True)}
            self.sheets, self._until = tuple(sheets), time.monotonic() + LASTING

    @property
    def holds(self) -> bool:
        if self._thread:
            self._thread.join()
            self._thread = None
        return self._changes == changes() and time.monotonic() < self._until

    def take(self, *question: Hashable) -> Any:
        """The answer; None when there is none."""
        return self._answers.pop(question, None) if self.holds else None
