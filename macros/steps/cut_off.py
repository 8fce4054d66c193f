"""What a run that was cut off has left: finished from what lies ready under a hidden name, or named with what to do about it.

The workbook is written by one replace, so that a run is either in it or not; 操作日志 says which. Files that belong to a run and
were not written yet are the other half: a batch of sent sheets and the frozen copy of a closing lie ready beside their place before
the workbook is written, all other files are made again by the same action.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from addin import store, whole_folder
from addin.book import Book
from addin.store import Run
from macros.steps import past, run_log, session
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.errors import DubanError
from workbook_templates.reading.parse import parse_table
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS, Action
from workbook_templates.tables.grid import Row

BY_NAME = {action.name: action for action in ACTIONS}
LEFT = {
    "document": "登记了而文件不在的文书，再出一次就照原来的文号补上。",
    "draw": "没有抽查单的，用“操作日志”里的种子再抽一次，名单一样。",
    "import": "收下的行在台账里；没有“导入清单”的，先撤回，再导入一次。",
    "collect": "再回收一次，还要定的仍会列出来；改过的格子见“操作日志”。",
    "remind": "再提醒一次，缺的文件会补上。",
}
"""What to do about the files of a run that is in the workbook, by action; a run that leaves none has no line."""
UNKNOWN = {
    "document": "“输出”里有文号而“文书登记”里没有的文书，是它留下的，请删掉。",
    "publish": "“输出”里的公布本可能已经是它写的，再公布一次就记入“操作日志”。",
}
"""What to do about the files of a run that is not in the workbook."""


def left_by(book: Book, path: Path, run: Run | None, now: dt.datetime) -> tuple[str, ...]:
    """See to what cut-off runs have left beside the workbook at `path`, and what is told of it. run: the one before, if it was cut off.

    To be called by who has the workbook alone: what lies ready may be another run's otherwise. A workbook that lacks the table is
    refused by the action itself."""
    outgoing, told = store.folders(path).outgoing, list[str]()
    with suppress(DubanError):
        if whole_folder.left_behind(outgoing):
            from macros.steps import batches  # knows all kinds of sent sheets, which few runs need

            told += finish_sending(outgoing, batches.rows_in(book))
        if ready := past.ready_copies(path):
            told += finish_closing(book, ready)
        if run is not None and run.action in BY_NAME:
            whole_folder.discard_files(part for part in store.folders(path) if part.is_dir())
            told += [words(book, run, BY_NAME[run.action]), *keep_month(book, run, now)]
    return tuple(told)


def finish_sending(outgoing: Path, old: Sequence[Row]) -> tuple[str, ...]:
    """Give the files of a run that died after writing the master their name; take those of one that died before it away."""
    known = {text_of(row[0]) for row in old}
    told = []
    for staged in whole_folder.left_behind(outgoing):
        number = whole_folder.name_of(staged)
        if number in known and not (outgoing / number).exists():
            _, said = unveiled(staged)
            told.append(f"上次下发在最后一步中断，批次 {number} 的文件是全的，请照常发给各部门：{outgoing / number}。{said}")
        else:
            whole_folder.discard(staged)
    return tuple(told)


def unveiled(staged: Path) -> tuple[Path, str]:
    """The folder under its own name, and "" or what to do where the system does not let it be renamed."""
    try:
        return whole_folder.show(staged), ""
    except OSError as error:
        name = whole_folder.name_of(staged)
        return staged, f"文件夹没能改名（{error.strerror}），文件现在在 {staged}：请把它改名为 {name}；不改也行，下一次下发会再试。"


def finish_closing(book: Book, ready: Mapping[Path, Path]) -> list[str]:
    """Name the frozen copy of a closing that 历史成绩 has; take that of one that never was away. ready: each with its name to be."""
    grid = book.read(["历史成绩"]).get("历史成绩")
    rows = parse_table(TABLES["历史成绩"], grid)[0] if grid is not None else ()
    closings = {past.frozen_copy(book.path, row.period, row.closed) for row in rows}
    told = []
    for making, frozen in ready.items():
        try:
            if frozen in closings and not frozen.exists():
                making.replace(frozen)
                told.append(f"上次定稿在最后一步中断，定稿副本已补上：归档/{frozen.name}。")
            else:
                making.unlink()
        except OSError as error:
            told.append(f"“归档/{making.name}”动不了（{error.strerror}）：请关闭打开着它的程序，下一次运行会再试。")
    return told


def words(book: Book, run: Run, action: Action) -> str:
    """What is told of a run that was cut off: whether it is in the workbook, and what to do."""
    start = run.start.replace(microsecond=0)
    if any(row.time == start for row in session.logged(book)):
        done = f"台账已经写好。{LEFT.get(action.key, '')}"
    else:
        done = f"台账没有改动，要办的请再办一次。{UNKNOWN.get(action.key, '')}"
    return f"上次{run.told}，没有运行完就中断了：{done}"


def keep_month(book: Book, run: Run, now: dt.datetime) -> list[str]:
    """The month's copy that a refresh was to leave, while it is still that month: later the workbook holds what was typed since."""
    day = run_log.refreshed_at(session.logged(book), run.start.replace(microsecond=0))
    if day is None or not book.in_file or not run.start.date() <= day or (day.year, day.month) != (now.year, now.month):
        return []
    return past.put_copy(book.path, past.monthly_copy(book.path, day))
