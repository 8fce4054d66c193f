"""duban open: the same actions on a page of this machine, for WPS, blocked macros, Linux and macOS. On the closed file only."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin import store
from addin.closed import closed_book
from addin.closed.guards import guarded
from macros.attempt import attempt, on_file
from macros.console import say
from macros.map import WEB
from macros.steps.leader_pages import newest_pages
from macros.steps.mail_fetching import put_away
from macros.steps.report import Options, Progress, Report, operator
from macros.waiting import decide, waiting_of
from workbook_templates.master.dashboard import LISTS_ON_PAGE, TILES, FilledBlock
from workbook_templates.reading import clock
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.errors import BookRefused
from workbook_templates.sheets.web import figure_text
from workbook_templates.tables.actions import ACTIONS, BY_KEY, Action
from workbook_templates.tables.grid import Value

if TYPE_CHECKING:
    from addin.page.desk import Board, PageDesk, PageOutcome

HEAD = ("台_单位", "台_期间", "台_截止", "台_提示")
OPEN = BY_KEY["open"]
ON_PAGE = tuple(action for action in ACTIONS if action.target == "BOOK" and not action.talks)
"""The actions that have a form: those on a workbook that ask nothing at a terminal."""
SHEETS = (".xlsx", ".xlsm", ".zip")


def open(path: Path, options: Options, progress: Progress) -> Report:  # noqa: A001, ARG001 - the name of the command
    """打开网页."""
    from addin.page.serving import serve  # loads Flask, which nothing else needs

    serve(desk_of(path), say)
    return Report("open", messages=("网页已经结束。",), figures={"改动": True})


def desk_of(path: Path) -> "PageDesk":
    """What can be done with the workbook at `path`."""
    from addin.page.desk import PageDesk

    return PageDesk(
        book=path,
        actions=ON_PAGE,
        perform=partial(performed, path),
        board=partial(board_of, path),
        waiting=lambda: waiting_of(path, None),
        decide=lambda key, answers, step: outcome(attempt(OPEN, partial(decide, path, key, answers, step), path.parent)),
        taken_in=partial(taken_in, path),
        map_page=partial(newest_map, path),
        leader_pages=lambda: dict(newest_pages(store.folders(path).output)),
        open_elsewhere=partial(store.open_elsewhere, path),
    )


def newest_map(path: Path) -> Path | None:
    """The page of 一张图 that was made last; None before the first."""
    return max(store.folders(path).output.rglob(WEB), key=lambda page: page.stat().st_mtime, default=None)


def outcome(report: Report) -> "PageOutcome":
    from addin.page.desk import PageOutcome

    return PageOutcome(int(report.status), report.messages, report.files)


def performed(path: Path, action: Action, more: Mapping[str, Any], day: dt.date | None, progress: Progress) -> "PageOutcome":
    """What the command line does with the same options."""

    def perform() -> Report:
        return on_file(action, path, Options(clock.now(), operator(), day, more), progress)

    return outcome(attempt(action, perform, path.parent))


def taken_in(path: Path, name: str, file: Path) -> str:
    """A returned file goes into 回收 where the guards have nothing against it. Raises DubanError."""
    if file.suffix.lower() not in SHEETS:
        raise BookRefused(f"{name} 不是表（{'、'.join(SHEETS)}）：请放部门发回的那一份")
    if file.suffix.lower() != ".zip":
        guarded(file)
    return f"已放进“回收”：{put_away(store.folders(path).returned, name, file.read_bytes())}"


def board_of(path: Path) -> "Board":
    """操作台 as the workbook holds it, shown as its cells are. Raises DubanError."""
    from addin.page.desk import Board, Sight

    names = [*HEAD, *(name for tile in TILES for name in (f"台_{tile.key}", f"台_{tile.key}_注")), *(one.name for one in LISTS_ON_PAGE)]
    shown = closed_book(path).shown(names)

    def first(name: str) -> Value:
        block = shown.get(name)
        return block[0][0] if block and block[0] else None

    sights = []
    for tile in TILES:
        notes = text_of(first(f"台_{tile.key}_注")).splitlines()
        sights.append(Sight(tile.key, figure_text(first(f"台_{tile.key}"), tile.shown), notes, tile.strong))
    lists = [(one.title.partition("（")[0], one.headers, listed(one, shown.get(one.name, ()))) for one in LISTS_ON_PAGE]
    return Board([text_of(first(name)) for name in HEAD], sights, lists)


def listed(one: FilledBlock, block: Sequence[Sequence[Value]]) -> list[list[str]]:
    """The filled rows of a list of 操作台."""
    filled = (row for row in block if any(value not in (None, "") for value in row))
    return [[figure_text(value, pattern) for value, pattern in zip(row, one.formats, strict=True)] for row in filled]
