"""What the page is handed: the actions, and functions that do them. The page itself knows no rule and no action."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from workbook_templates.tables.actions import Action

Step = Callable[[str], None]
"""Called with what is being done now."""


class PageOutcome(NamedTuple):
    """What came of an action. status: 0 done, 1 done with entries, 2 not done. files: what was written."""

    status: int
    messages: Sequence[str]
    files: Sequence[Path] = ()


class Sight(NamedTuple):
    """A figure of 操作台: its name, as it is shown, the lines below it. strong: white on its colour."""

    name: str
    text: str
    notes: Sequence[str]
    strong: bool


class Board(NamedTuple):
    """操作台 as the workbook holds it. head: company, period, day, notice. lists: title, headers, rows."""

    head: Sequence[str]
    sights: Sequence[Sight]
    lists: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]]


class Asked(Protocol):
    """One answer that is wanted; kind is choice, date, text or person."""

    @property
    def header(self) -> str: ...
    @property
    def choices(self) -> tuple[str, ...]: ...
    @property
    def required(self) -> bool: ...
    @property
    def kind(self) -> str: ...
    @property
    def help(self) -> str: ...


class Waits(Protocol):
    """One thing that waits for a decision, with the figures that made it."""

    @property
    def key(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def facts(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def asks(self) -> Iterable[Asked]: ...


class PageDesk(NamedTuple):
    """One workbook and what can be done with it.

    book: its path. actions: those that have a form. perform: does one with its options and 基准日, never fails.
    board: 操作台. waiting: what waits for a decision. decide: writes one, by its key. taken_in: puts a returned file into 回收 and says so.
    map_page: the newest 一张图 of the workbook, None before the first. leader_pages: 领导掌上页 of the newest day, by leader.
    open_elsewhere: what to do where the workbook is open, else ''.
    Those that read the workbook raise DubanError where it can't be read."""

    book: Path
    actions: Sequence[Action]
    perform: Callable[[Action, Mapping[str, Any], dt.date | None, Step], PageOutcome]
    board: Callable[[], Board]
    waiting: Callable[[], Sequence[Waits]]
    decide: Callable[[str, Mapping[str, str], Step], PageOutcome]
    taken_in: Callable[[str, Path], str]
    map_page: Callable[[], Path | None]
    leader_pages: Callable[[], Mapping[str, Path]]
    open_elsewhere: Callable[[], str]
