"""Ended at any moment, without room, without permission, while open, two at once: the workbook is the old or the new one, nothing is
lost, the next run completes, and what is said is Chinese and says what to do.

Every try runs in a fork of this process, which has everything loaded: so it costs what the action itself costs.
"""

import datetime as dt
import errno
import os
import random
import resource
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
import xlsxwriter
from support.collect_office import OPTIONS, fill, new_office, sent_file

from addin import store, whole_folder
from addin.closed.file_book import FileBook
from macros.attempt import attempt, function_of
from macros.refresh import refresh
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.tables.actions import ACTIONS, BY_KEY

T = TypeVar("T")
MASTER = "督办总台账.xlsm"
LEDGER, FAULT = "旧台账.xlsx", "错.txt"
TRIES, AT_ONCE = 200, 2
"""Random kills, and how many run at a time."""
MORE: dict[str, dict[str, Any]] = {
    "close": {"period": "2026-02", "anyway": True},
    "document": {"kind": "督办通报", "period": "2026-02"},
    "draw": {"n": 1, "seed": 7},
    "whatif": {"settings": ("高风险下限=1",)},
}
WRITING = [action.key for action in ACTIONS if action.target == "BOOK"]
"""An action on a workbook writes the workbook, files beside it, or both."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither fork nor SIGKILL")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company: sheets are out, one has come back, everything is refreshed, an old ledger waits. To be copied."""
    folder = tmp_path_factory.mktemp("家")
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
    return folder


def copied(office: Path, target: Path) -> Path:
    return Path(shutil.copytree(office, target))


def perform(key: str, folder: Path) -> Report:
    """The action as the command line runs it, always at the same moment."""
    more = {option.name: option.default for option in BY_KEY[key].options} | MORE.get(key, {})
    if key == "import":
        more["file"] = str(folder / LEDGER)
    options = Options(OPTIONS.now.replace(hour=11), OPTIONS.operator, OPTIONS.as_of, more)
    path = folder / MASTER
    return attempt(BY_KEY[key], lambda: function_of(key)(path if BY_KEY[key].whole else FileBook(path), options, silent))


def status_of(key: str, folder: Path) -> int:
    return int(perform(key, folder).status)


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


@pytest.fixture(scope="module")
def clean(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Outcome]:
    """What an action does undisturbed, found once."""
    known: dict[str, Outcome] = {}

    def outcome(key: str) -> Outcome:
        if key not in known:
            folder = copied(office, tmp_path_factory.mktemp("整") / "家")
            points: list[str] = []
            with pytest.MonkeyPatch.context() as patch:
                watch(patch, points.append)
                report = perform(key, folder)
            assert report.status is not Status.NOT_DONE, report.messages
            known[key] = Outcome((office / MASTER).read_bytes(), (folder / MASTER).read_bytes(), points)
        return known[key]

    return outcome


def watch(patch: pytest.MonkeyPatch, before: Callable[[str], None], after: Callable[[str], None] = lambda _: None) -> None:
    """Call these around every file operation."""

    def operate(name: str, action: Callable[[], T]) -> T:
        before(name)
        result = action()
        after(name)
        return result

    for module in (store, whole_folder):
        patch.setattr(module, "operate", operate)


# ended before and after each file operation


def ends_at(key: str, folder: Path, place: int) -> int:
    """In a fork: run the action, but end without a word at this point; points lie before and after each operation."""
    count = 0

    def point(_: str) -> None:
        nonlocal count
        if count == place:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1

    patch = pytest.MonkeyPatch()
    watch(patch, point, point)
    return int(perform(key, folder).status)


def recovered(key: str, folder: Path, outcome: Outcome) -> int:
    """In a fork: the workbook is one of the two; the next run completes, and ends where an undisturbed one does. 0, or 1 with FAULT."""
    master = folder / MASTER
    found = master.read_bytes()
    try:
        assert found in (outcome.old, outcome.new)
        report = perform(key, folder)
        if key == "close" and found == outcome.new:
            assert "已经定稿" in report.messages[0]
        else:
            assert report.status is not Status.NOT_DONE, report.messages
        assert key == "undo" or master.read_bytes() == outcome.new  # the next undo undoes
        for path in (folder / "归档" / "备份").glob("*.xlsm"):
            assert FileBook(path).tables()
    except Exception:
        (folder / FAULT).write_text(traceback.format_exc(), encoding="utf-8")
        return 1
    return 0


def all_recovered(tries: Sequence[tuple[str, Path]], clean: Callable[[str], Outcome]) -> None:
    """Two at a time, each in a fork; the folders go."""
    for first in range(0, len(tries), AT_ONCE):
        some = tries[first : first + AT_ONCE]
        running = [forked(partial(recovered, key, folder, clean(key))) for key, folder in some]
        for (key, folder), status in zip(some, [ended(pid) for pid in running], strict=True):
            assert status == 0, (key, folder.name, (folder / FAULT).read_text(encoding="utf-8"))
            shutil.rmtree(folder)


@pytest.mark.parametrize("key", ["refresh", "collect", "close", "undo", "publish"])
def test_ended_before_and_after_each_file_operation(key: str, office: Path, clean: Callable[[str], Outcome], tmp_path: Path) -> None:
    """What lies after one operation is what lies before the next; test_store kills at both of a save."""
    outcome, seen, tries = clean(key), set(), []
    assert "replace" in outcome.points
    for place in [*range(0, 2 * len(outcome.points), 2), 2 * len(outcome.points) - 1]:
        folder = copied(office, tmp_path / str(place))
        assert ended(forked(partial(ends_at, key, folder, place))) == -signal.SIGKILL
        seen.add((folder / MASTER).read_bytes())
        tries.append((key, folder))
    all_recovered(tries, clean)
    assert seen == {outcome.old, outcome.new}


# ended at random times


def test_ended_at_any_time(office: Path, clean: Callable[[str], Outcome], tmp_path: Path) -> None:
    """200 seeded moments, from the start of an action to a little after its end."""
    keys, dice = ("collect", "refresh", "close"), random.Random(20260303)
    lasts = {key: timed(key, copied(office, tmp_path / f"t-{key}")) for key in keys if clean(key)}
    killed = 0
    for first in range(0, TRIES, AT_ONCE):
        tries = [(keys[number % 3], copied(office, tmp_path / str(number))) for number in range(first, first + AT_ONCE)]
        waits = [dice.uniform(0, 1.2 * AT_ONCE) * lasts[key] for key, _ in tries]
        start = time.monotonic()
        running = [forked(partial(status_of, key, folder)) for key, folder in tries]
        for wait, pid in sorted(zip(waits, running, strict=True)):
            time.sleep(max(0.0, start + wait - time.monotonic()))
            os.kill(pid, signal.SIGKILL)  # one that is done waits to be asked for its status, and takes no harm
        killed += sum(ended(pid) == -signal.SIGKILL for pid in running)
        all_recovered(tries, clean)
    assert killed  # how many depends on how busy the machine is


def timed(key: str, folder: Path) -> float:
    """Seconds that the action takes now, on this machine."""
    start = time.monotonic()
    assert ended(forked(partial(status_of, key, folder))) != 99
    return time.monotonic() - start


# two at once


@pytest.mark.parametrize(("one", "other"), [("refresh", "refresh"), ("refresh", "collect"), ("undo", "refresh"), ("publish", "import")])
def test_two_runs_at_once(one: str, other: str, office: Path, tmp_path: Path) -> None:
    """Each does its work or says that it did not; neither takes away what the other wrote."""
    folder = copied(office, tmp_path / "家")
    statuses = [ended(pid) for pid in [forked(partial(status_of, key, folder)) for key in (one, other)]]
    assert set(statuses) <= {0, 1, 2}
    assert 2 not in statuses or min(statuses) < 2
    FileBook(folder / MASTER)
    if one != "undo":
        for key in (one, other):
            assert perform(key, folder).status is not Status.NOT_DONE
    assert not list(folder.glob(".~*"))


# no room, no permission


def said_what_to_do(report: Report, key: str, step: str) -> None:
    told = "\n".join(report.messages)
    assert "程序出错" not in told, (key, step, told)
    assert "请" in told, (key, step, told)


@pytest.mark.parametrize("key", WRITING)
def test_no_room_and_no_permission_at_any_step(
    key: str, office: Path, clean: Callable[[str], Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step fails each time it comes: the workbook is the old or the new one, and the message says what to do. No room and no
    permission take turns from step to step; both at every step of a save are in test_store."""
    outcome = clean(key)
    steps = [step for step in dict.fromkeys(outcome.points) if step != "copy mode" and not step.startswith("fsync folder")]  # may fail
    for place, step in enumerate(steps):
        code = (errno.ENOSPC, errno.EACCES)[place % 2]
        folder = copied(office, tmp_path / str(place))

        def failing(name: str, step: str = step, code: int = code) -> None:
            if name == step:
                raise OSError(code, os.strerror(code))

        with monkeypatch.context() as patch:
            watch(patch, failing)
            patch.setattr(store, "sleep", lambda _: None)
            report = perform(key, folder)
        found = (folder / MASTER).read_bytes()
        said_what_to_do(report, key, step)
        assert found in (outcome.old, outcome.new), step
        assert report.status is not Status.NOT_DONE or found == outcome.old, step
        shutil.rmtree(folder)


@pytest.mark.parametrize("key", WRITING)
def test_a_full_disk(key: str, office: Path, clean: Callable[[str], Outcome], tmp_path: Path) -> None:
    """No file may grow beyond 2 KB: as if the disk were full. An action that finds nothing to write needs no room."""
    folder = copied(office, tmp_path / "家")
    before = files(folder)

    def work() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
        report = perform(key, folder)
        told = "\n".join(report.messages)
        return 50 if "程序出错" in told or (report.status and "请" not in told) else int(report.status)

    status = ended(forked(work))
    assert status in ((1, 2) if clean(key).points else (0, 1))
    after = files(folder)
    assert {name: data for name, data in after.items() if name in before} == before
    if status == 2:
        assert not [name for name in after.keys() - before.keys() if Path(name).suffix]


def test_a_full_disk_under_a_new_workbook(tmp_path: Path) -> None:
    def work() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
        report = attempt(BY_KEY["new"], lambda: function_of("new")(tmp_path / "新", OPTIONS, silent))
        return 50 if "磁盘空间不足" not in report.messages[0] else int(report.status)

    assert ended(forked(work)) == Status.NOT_DONE


@pytest.mark.parametrize("key", WRITING)
def test_a_workbook_that_is_open_or_read_only(key: str, office: Path, clean: Callable[[str], Outcome], tmp_path: Path) -> None:
    """What writes the workbook says so and leaves nothing behind; what does not goes on."""
    writes = clean(key).old != clean(key).new
    for state, said in (("open", "打开"), ("read-only", "只读")):
        folder = copied(office, tmp_path / state)
        master = folder / MASTER
        if state == "open":
            (folder / f".~lock.{MASTER}#").write_text(",王芳,电脑,,;", encoding="utf-8")
        else:
            master.chmod(0o444)
        before = files(folder)
        report = perform(key, folder)
        assert master.read_bytes() == before[MASTER]
        if writes:
            assert report.status is Status.NOT_DONE, (key, state)
            assert said in "\n".join(report.messages)
            assert "请" in "\n".join(report.messages)
            assert files(folder) == before, (key, state)
        else:
            assert report.status is not Status.NOT_DONE
