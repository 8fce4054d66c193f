"""What is asked before it is needed: the office hands over every table while our modules are still being imported, and at once what a
commit looks at.

Each answer is given once, and each cell in one answer, so that who looks again sees what is there by then. None is given after something
may have been changed through the pipe, nor LASTING seconds after it came: it is asked for then as if nothing had been read.
"""

import json
import math
import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from addin.a1 import LAST_COLUMN, LAST_ROW, Area
from addin.calc import inside
from addin.calc.bridge import UnoError, change_count
from workbook_templates.reading.errors import BookBusy

LASTING = 3.0
MANY = 4_000
"""Cells that are asked for at one time: whoever waits for the first need not wait for the last."""

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


class Peeked(NamedTuple):
    """A block as Calc gives it. kinds: parts whose numbers are dates or booleans, each with its kind; formulas: (row, column, text) as Calc
    writes them; digest: of data and formulas, "" where that is not known."""

    data: Sequence[Sequence[Any]]
    kinds: Sequence[Any]
    formulas: Sequence[Any]
    digest: str = ""


def peeked(line: str) -> Peeked:
    """What a line says that `inside.peek` tells."""
    kinds, contents = line.split("\t")
    data, formulas = json.loads(contents)
    return Peeked(data, json.loads(kinds), formulas, inside.digest(contents))


class PartAhead:
    """A block that is read ahead. place: left, top, right, bottom; None for a page, blank beyond what was read. told: what `inside.block`
    tells of it, or a line of `inside.blocks`; None until it has come."""

    def __init__(self, place: Sequence[int] | None, told: Any = None) -> None:
        self._area = _area(place) if place else Area(0, 0, LAST_ROW, LAST_COLUMN)
        self._given: list[Area] = []
        self.told = told

    def holds(self, place: Sequence[int]) -> bool:
        """Whether a place lies within it, no cell of which was given before."""
        wanted = _area(place)
        return self._area.around(wanted) == self._area and not any(wanted.overlaps(other) for other in self._given)

    def take(self, place: Sequence[int]) -> Peeked | None:
        """What a place within it holds; None when it has not come or was left out."""
        if not self.told:
            return None
        if isinstance(self.told, str):
            self.told = peeked(self.told)
        wanted, whole = _area(place), self._area
        self._given.append(wanted)
        if wanted == whole:
            return Peeked(*self.told)
        data, kinds, formulas, *_ = self.told
        own = Area(wanted.top - whole.top, wanted.left - whole.left, wanted.bottom - whole.top, wanted.right - whole.left)
        return Peeked(
            _cut(data, own),
            [(*part, kind) for *area, kind in kinds if (part := _within(Area(*area), own))],
            [(row - own.top, column - own.left, text) for row, column, text in formulas if own.holds(row, column)],
        )


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


Wanted = tuple[Any, PartAhead]
"""Table, sheet and place of `inside.listing`, and where the answer goes."""
Piece = tuple[float, Callable[[], None]]
"""Until when it holds, and what takes it in."""


class Ahead:
    """Answers by what is asked. sheets: the names of all sheets in their order.

    ask: a function of `inside` about the document, in the background. first: tables whose bodies are wanted before those of others."""

    def __init__(
        self,
        ask: Callable[..., Any] | None = None,
        first: Collection[str] = (),
        answers: Iterable[tuple[Hashable, Any]] = (),
        sheets: Iterable[str] = (),
    ) -> None:
        self.sheets: tuple[str, ...] = tuple(sheets)
        self._answers = dict(answers)
        self._parts: dict[str, list[PartAhead]] = {}
        self._changes, self._until = change_count(), time.monotonic() + LASTING if self._answers else -math.inf
        self._pieces: SimpleQueue[Piece | None] = SimpleQueue()
        self._is_coming = ask is not None
        if ask:
            threading.Thread(target=self._read, args=(ask, first), daemon=True).start()

    # in the background

    def _read(self, ask: Callable[..., Any], first: Collection[str]) -> None:
        """Piece by piece, what each brings is left to the other thread; None at the end, and where the office has gone away."""
        try:
            sheets, tables, headers, bodies, used = json.loads(ask(inside.listing))
            parts = [PartAhead(place) for *_, place in bodies]
            self._bring(self._list, sheets, tables, headers, [*zip(bodies, parts, strict=True)], used)
            for group in groups([*zip(bodies, parts, strict=True)], sheets, first):
                places = tuple((sheet, place and tuple(place)) for (_, sheet, place), _ in group)
                self._bring(self._fill, [part for _, part in group], ask(inside.blocks, places).split("\n"))
            self._bring(self._answer, {("name", None, name): content for name, content in json.loads(ask(inside.named))})
            ask(inside.settle)
            self._bring(self._answer, {("settled",): True})
        except (UnoError, BookBusy):  # whoever asks in vain is told why
            pass
        finally:
            self._pieces.put(None)

    def _bring(self, take_in: Callable[..., None], *brought: Any) -> None:
        self._pieces.put((time.monotonic() + LASTING, partial(take_in, *brought)))

    # where it is asked for

    def _list(self, sheets: Any, tables: Any, headers: Any, bodies: Any, used: Any) -> None:
        self._answers = {("tables", sheet): [] for sheet in sheets}
        self._answers |= {("used", sheet): place for sheet, place in used}
        for table in tables:
            self._answers["tables", table[1]].append(table)
        for sheet, place, told in headers:
            self.add(sheet, PartAhead(place, told))
        for (_, sheet, _), part in bodies:
            self.add(sheet, part)
        self.sheets = tuple(sheets)

    def add(self, sheet: str, part: PartAhead) -> None:
        self._parts.setdefault(sheet, []).append(part)

    @staticmethod
    def _fill(parts: Sequence[PartAhead], lines: Sequence[str]) -> None:
        for part, line in zip(parts, lines, strict=True):
            part.told = line

    def _answer(self, answers: Mapping[Hashable, Any]) -> None:
        self._answers.update(answers)

    def _receive(self) -> bool:
        """Take in one more piece; False when there is none to come."""
        piece = self._pieces.get() if self._is_coming else None
        self._is_coming = piece is not None
        if piece:
            self._until, take_in = piece
            take_in()
        return self._is_coming

    @property
    def holds(self) -> bool:
        while not self.sheets and self._receive():
            pass
        return self._changes == change_count() and time.monotonic() < self._until

    def take(self, *question: Hashable) -> Any:
        """The answer, waited for; None when there is none."""
        while self.holds and question not in self._answers and self._receive():
            pass
        return self.known(*question)

    def known(self, *question: Hashable) -> Any:
        """The answer that has come; None when there is none."""
        return self._answers.pop(question, None) if self.holds else None

    def block(self, sheet: str, place: Sequence[int]) -> Peeked | None:
        """What a place holds."""
        parts = self._parts.get(sheet, ()) if self.holds else ()
        part = next((part for part in parts if part.holds(place)), None)
        while part and part.told is None and self._receive():
            pass
        return part.take(place) if part and self.holds else None


def foretold(told: Any, looked: Sequence[Any], merging: Sequence[Any], texts: Mapping[Any, tuple[str, Any]]) -> Ahead:
    """What `inside.standing` tells of these places. texts: by sheet and place, with their digests, as `Document` keeps them."""
    sheets, tables, seen, merged = told
    answers: dict[Hashable, Any] = {("table", table[0]): [table] for table in tables}
    answers |= {("merged", *at): is_merged for at, is_merged in zip(merging, merged, strict=True)}
    answers |= {("texts", *at): texts[at][1] for at, (is_same, _) in zip(looked, seen, strict=True) if is_same}
    made = Ahead(answers=answers.items(), sheets=sheets)
    for (sheet, place), (_, line) in zip(looked, seen, strict=True):
        if line:
            made.add(sheet, PartAhead(place, line))
    return made


def groups(bodies: Iterable[Wanted], sheets: Sequence[str], first: Collection[str]) -> Iterator[list[Wanted]]:
    """What is asked for at one time, MANY cells or little more: those in `first` in the order of their sheets, then the small before the
    large, then the pages."""

    def order(body: Wanted) -> tuple[int, int, int]:
        (name, sheet, place), _ = body
        return (0, sheets.index(sheet), place[1]) if name in first else (1, size(place), 0) if place else (2, 0, 0)

    group: list[Wanted] = []
    cells = 0
    for body in sorted(bodies, key=order):
        group.append(body)
        cells += size(place) if (place := body[0][2]) else MANY
        if cells >= MANY:
            yield group
            group, cells = [], 0
    if group:
        yield group


def size(place: Sequence[int]) -> int:
    left, top, right, bottom = place
    return (right - left + 1) * (bottom - top + 1)
