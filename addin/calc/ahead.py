"""What is asked before it is needed: the office hands over every table while our modules are still being imported.

Each answer is given once, and each cell in one answer, so that who looks again sees what is there by then. None is given after something
may have been changed through the pipe, nor LASTING seconds after it came: it is asked for then as if nothing had been read.
"""

import contextlib
import json
import math
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from addin.a1 import LAST_COLUMN, LAST_ROW, Area
from addin.calc.bridge import UnoError, changes
from workbook_templates.errors import BookBusy

LASTING = 3.0

Answer = TypeVar("Answer")


class Meanwhile(Generic[Answer]):
    """Work that goes on in the background, of use where it waits for the office."""

    def __init__(self, work: Callable[[], Answer]) -> None:
        self._work = work
        self._answers: list[Answer] = []
        self._errors: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._answers.append(self._work())
        except BaseException as error:  # raised where the answer is wanted
            self._errors.append(error)

    def answer(self) -> Answer:
        """What the work has come to, or the error that it has raised."""
        self._thread.join()
        if self._errors:
            raise self._errors[0]
        return self._answers[0]


class Part:
    """A block that was read ahead. place: left, top, right, bottom; None for a page, blank beyond what was read. told: what `inside.peek`
    says of it."""

    def __init__(self, place: Sequence[int] | None, told: str) -> None:
        self._area = Area(0, 0, LAST_ROW, LAST_COLUMN) if place is None else _area(place)
        self._told = told
        self._given: list[Area] = []

    def take(self, place: Sequence[int]) -> tuple[Any, Any, Any] | None:
        """The same of a place within it; None for another place, and for cells that were given before."""
        wanted, whole = _area(place), self._area
        if whole.around(wanted) != whole or any(wanted.overlaps(other) for other in self._given):
            return None
        self._given.append(wanted)
        data, kinds, formulas = self._parts
        own = Area(wanted.top - whole.top, wanted.left - whole.left, wanted.bottom - whole.top, wanted.right - whole.left)
        return (
            _cut(data, own),
            [(*part, kind) for *area, kind in kinds if (part := _within(Area(*area), own))],
            [(row - own.top, column - own.left, text) for row, column, text in formulas if own.holds(row, column)],
        )

    @cached_property
    def _parts(self) -> Any:
        return json.loads(self._told)


def _area(place: Sequence[int]) -> Area:
    left, top, right, bottom = place
    return Area(top, left, bottom, right)


def _cut(data: Sequence[list[Any]], own: Area) -> list[list[Any]]:
    """An area of rows, blank where they have no cells."""
    blank = [""] * len(own.columns)
    rows = [row[own.left : own.right + 1] for row in data[own.top : own.bottom + 1]]
    return [row + blank[len(row) :] for row in rows] + [blank] * (len(own.rows) - len(rows))


def _within(area: Area, own: Area) -> Area | None:
    """What of an area lies in another, counted from there."""
    if not area.overlaps(own):
        return None
    top, left = max(area.top, own.top) - own.top, max(area.left, own.left) - own.left
    return Area(top, left, min(area.bottom, own.bottom) - own.top, min(area.right, own.right) - own.left)


class Ahead:
    """Answers by what is asked. sheets: the names of all sheets in their order. fetch: asks for `inside.everything`, in the background."""

    def __init__(self, fetch: Callable[[], str] | None = None, answers: Iterable[tuple[Hashable, Any]] = ()) -> None:
        self.sheets: tuple[str, ...] = ()
        self._answers = dict(answers)
        self._parts: dict[str, list[Part]] = {}
        self._changes, self._until = changes(), time.monotonic() + LASTING if self._answers else -math.inf
        self._coming = Meanwhile(lambda: (fetch(), time.monotonic())) if fetch else None

    def _arrive(self, coming: Meanwhile[tuple[str, float]]) -> None:
        with contextlib.suppress(UnoError, BookBusy):  # whoever asks in vain is told why
            told, at = coming.answer()
            head, *blocks = told.split("\n")
            sheets, tables, places = json.loads(head)
            self._answers = {("tables", sheet): [] for sheet in sheets}
            for table in tables:
                self._answers["tables", table[1]].append(table)
            for (sheet, place), block in zip(places, blocks, strict=True):
                self._parts.setdefault(sheet, []).append(Part(place, block))
            self.sheets, self._until = tuple(sheets), at + LASTING

    @property
    def holds(self) -> bool:
        if self._coming:
            coming, self._coming = self._coming, None
            self._arrive(coming)
        return self._changes == changes() and time.monotonic() < self._until

    def take(self, *question: Hashable) -> Any:
        """The answer; None when there is none."""
        return self._answers.pop(question, None) if self.holds else None

    def block(self, sheet: str, place: Sequence[int]) -> tuple[Any, Any, Any] | None:
        """What `inside.block` tells."""
        parts = self._parts.get(sheet, ()) if self.holds else ()
        return next((found for part in parts if (found := part.take(place))), None)
