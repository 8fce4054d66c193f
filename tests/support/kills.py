"""A small company, every action that writes run on a copy of it, ended at a chosen moment, and whether the next run makes good.

Every try runs in a fork of this process, which has everything loaded: so it costs what the action itself costs.
"""

import datetime as dt
import itertools
import os
import shutil
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
import xlsxwriter

from addin import store, whole_folder
from addin.closed.file_book import FileBook
from macros.attempt import attempt, on_file
from macros.refresh import refresh
from macros.steps import batches, past, run_log, session
from macros.steps.document_orders import number_in_name
from macros.steps.report import Options, Report, Status, silent
from support.collect_office import OPTIONS, fill, new_office, sent_file
from workbook_templates.reading.parse import parse_table
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS, BY_KEY

T = TypeVar("T")
MASTER = "督办总台账.xlsm"
LEDGER, MINUTES, NEXT, FAULT = "旧台账.xlsx", "纪要.txt", "明年", "错.txt"
MORE: dict[str, dict[str, Any]] = {
    "close": {"period": "2026-02", "anyway": True},
    "document": {"kind": "督办通报", "period": "2026-02"},
    "document --issue": {"kind": "督办通报", "period": "2026-02", "issue": True},
    "draw": {"n": 1, "seed": 7},
    "period": {"period": "2026Q2"},
    "remind --mark-sent": {"mark_sent": True},
    "whatif": {"settings": ("高风险下限=1",)},
}
"""The options of an action, by the words that it is called with."""
WRITING = [action.key for action in ACTIONS if action.target == "BOOK" and not action.talks and action.key not in ("daily", "schedule")]
"""An action on a workbook writes the workbook, files beside it, or both; one that talks with the clerk about keys writes neither, and
schedule writes what the system keeps. daily does several of the others in turn: test_daily ends it where it likes."""
CALLS = ("new", *WRITING, "document --issue", "remind --mark-sent")
"""Every action that writes, as it is called."""


def new_home(folder: Path) -> Path:
    """A small company: sheets are out, one has come back, everything is refreshed, an old ledger waits. To be copied."""
    master = new_office(folder)
    book = FileBook(master)
    headers = ["风险编号", "部门", "风险点", "频率", "主观性", "危害"]
    book.append("风险点", headers, [[f"F{n}", "甲部", f"风险{n}", 2.0, 2.0, 3.0] for n in (1, 2)])
    item = {"编号": "9", "事项": "三天后到期", "来源": "其他", "类别": "重点", "级别": "部门级", "状态": "办理"}
    item |= {"主责部门": "甲部", "责任人": "张三"}
    days = {"下达日期": OPTIONS.now.date(), "办理时限": OPTIONS.now.date() + dt.timedelta(3)}
    book.append("督办台账", [*item, *days], [[*item.values(), *days.values()]])
    book.commit(None)
    refresh(FileBook(master), OPTIONS, silent)
    book = FileBook(master)
    book.append("数据检查", ["表", "问题"], [["督办台账", "早就改好了"]])  # so that a check and a refresh have something to write
    book.commit(None)
    fill(sent_file(master), folder / "回收" / "甲部.xlsx")
    old = xlsxwriter.Workbook(str(folder / LEDGER))
    sheet = old.add_worksheet("台账")
    sheet.write_row(0, 0, ["督办事项", "责任部门", "完成时限", "负责人"])
    sheet.write_row(1, 0, ["修路", "甲部", "2026-6-30", "张三"])
    old.close()
    (folder / MINUTES).write_text("周例会纪要\n2026年3月2日\n一、由甲部牵头，于2026年4月15日前完成修路。\n", encoding="utf-8")
    return folder


def copied(home: Path, target: Path) -> Path:
    return Path(shutil.copytree(home, target))


def perform(call: str, folder: Path) -> Report:
    """The action as the command line runs it, always at the same moment."""
    key = call.split()[0]
    more = {option.name: option.default for option in BY_KEY[key].options} | MORE.get(call, {})
    if key in ("import", "minutes"):
        more["file"] = str(folder / {"import": LEDGER, "minutes": MINUTES}[key])
    if key == "new":
        more["from"] = str(folder / MASTER)
    options = Options(OPTIONS.now.replace(hour=11), OPTIONS.operator, OPTIONS.as_of, more)
    target = folder / (NEXT if key == "new" else MASTER)
    return attempt(BY_KEY[key], lambda: on_file(BY_KEY[key], target, options, silent))


def status_of(call: str, folder: Path) -> int:
    return int(perform(call, folder).status)


def forked(work: Callable[[], int]) -> int:
    """The process id of a fork that does this and nothing else; its exit status is what `work` returns, 99 for an error."""
    pid = os.fork()
    if pid == 0:
        status = 99
        try:
            status = work()
        finally:
            os._exit(status)
    return pid


def ended(pid: int) -> int:
    """Its exit status, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Outcome(NamedTuple):
    """The workbook before and after a run that nobody disturbs, and every file operation of it."""

    old: bytes
    new: bytes
    points: list[str]


def undisturbed(call: str, home: Path, folder: Path) -> Outcome:
    """What an action does undisturbed, on a copy of the home."""
    copied(home, folder)
    points: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        watch(patch, points.append)
        report = perform(call, folder)
    assert report.status is not Status.NOT_DONE, report.messages
    return Outcome((home / MASTER).read_bytes(), (folder / MASTER).read_bytes(), points)


def watch(patch: pytest.MonkeyPatch, before: Callable[[str], None], after: Callable[[str], None] = lambda _: None) -> None:
    """Call these around every file operation."""

    def operate(name: str, action: Callable[[], T]) -> T:
        before(name)
        result = action()
        after(name)
        return result

    for module in (store, whole_folder):
        patch.setattr(module, "operate", operate)


def ends_at(call: str, folder: Path, place: int) -> int:
    """In a fork: run the action, but end without a word at this point; points lie before and after each operation."""
    counted = itertools.count()

    def point(_: str) -> None:
        if next(counted) == place:
            os.kill(os.getpid(), signal.SIGKILL)

    patch = pytest.MonkeyPatch()
    watch(patch, point, point)
    return int(perform(call, folder).status)


def recovered(call: str, folder: Path, outcome: Outcome) -> int:
    """In a fork: the workbook is one of the two; the next run completes, and ends where an undisturbed one does. 0, or 1 with FAULT."""
    try:
        made_good(call, folder, outcome)
    except Exception:
        (folder / FAULT).write_text(traceback.format_exc(), encoding="utf-8")
        return 1
    return 0


SAME = ("refresh", "check", "collect", "close", "publish", "document", "document --issue", "import", "upgrade", "remind", "map", "whatif")
"""Calls that, given once more after they were done, leave the workbook as it is."""


def made_good(call: str, folder: Path, outcome: Outcome) -> None:
    """AssertionError where the next run does not make good what was cut off."""
    master, made = folder / MASTER, folder / NEXT / MASTER
    found = master.read_bytes()
    assert found in (outcome.old, outcome.new)
    there = made.exists()
    report = perform(call, folder)
    told = "\n".join(report.messages)
    if call == "close" and found == outcome.new:
        assert "已经定稿" in told
    elif call == "new" and there:
        assert "已经有" in told
    else:
        assert report.status is not Status.NOT_DONE, told
    assert call not in SAME or master.read_bytes() == outcome.new
    assert call != "new" or FileBook(made).tables()
    for path in (folder / "归档" / "备份").glob("*.xlsm"):
        assert FileBook(path).tables()
    nothing_half_done(folder, told)
    if call == "refresh":
        assert (folder / "归档" / "督办总台账_2026-03.xlsm").exists()


def nothing_half_done(folder: Path, told: str, *, undone: bool = False) -> None:
    """What the workbook says is there lies there, and the other way round. told: what the last run has said. undone: files may lie
    there of a run that was undone."""
    assert not [path for path in folder.rglob("*") if path.name.startswith(".~") or past.UNFINISHED in path.name]
    book, home = FileBook(folder / MASTER), store.folders(folder / MASTER)
    if undone:
        return
    grids = book.read(list(TABLES))
    papers, closed = (parse_table(TABLES[name], grids[name])[0] for name in ("文书登记", "历史成绩"))
    log = session.logged(book)
    assert {str(row[0]) for row in batches.rows_in(book)} <= {path.name for path in home.outgoing.iterdir()}
    assert {past.frozen_copy(book.path, row.period, row.closed) for row in closed} == {*home.archive.glob("*_定稿_*")}
    numbered = {path.relative_to(home.output).as_posix() for path in home.output.rglob("*.docx") if number_in_name(path.name)}
    assert {row.file for row in papers} == numbered
    published = [*home.output.rglob("公布本_*.xlsx")]
    assert all(run_log.holds(log, run_log.published(path.name, path.read_bytes())) for path in published)
    drawn = {row.subject.split()[-1] for row in log if row.operation == run_log.DRAWN}
    assert drawn == {path.stem.split("_")[2] for path in home.output.rglob("抽查单_*.xlsx")}
    imported = sum(row.operation == "导入" for row in log)
    assert imported <= len([*home.output.rglob("导入清单_*.xlsx")]) or "没有“导入清单”的" in told
