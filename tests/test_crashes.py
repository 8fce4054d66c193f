"""Ended at any moment, without room, without permission, while open, two at once: the workbook is the old or the new one, nothing is
lost, the next run completes, and what is said is Chinese and says what to do. kill_all.py tries a thousand times what is tried here.
"""

import errno
import os
import random
import resource
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from support.collect_office import OPTIONS
from support.kills import (
    CALLS,
    FAULT,
    MASTER,
    WRITING,
    Outcome,
    copied,
    ended,
    ends_at,
    files,
    forked,
    new_home,
    nothing_half_done,
    perform,
    recovered,
    status_of,
    undisturbed,
    watch,
)

from addin import store
from addin.closed.file_book import FileBook
from macros.attempt import attempt, function_of
from macros.steps.report import Report, Status, silent
from workbook_templates.tables.actions import BY_KEY

TRIES, AT_ONCE = 200, 2
"""Random kills, and how many run at a time."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither fork nor SIGKILL")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company, to be copied."""
    return new_home(tmp_path_factory.mktemp("家"))


@pytest.fixture(scope="module")
def clean(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Outcome]:
    """What an action does undisturbed, found once."""
    known: dict[str, Outcome] = {}

    def outcome(call: str) -> Outcome:
        if call not in known:
            known[call] = undisturbed(call, office, tmp_path_factory.mktemp("整") / "家")
        return known[call]

    return outcome


# ended before and after each file operation


def all_recovered(tries: Sequence[tuple[str, Path]], clean: Callable[[str], Outcome]) -> None:
    """Two at a time, each in a fork; the folders go."""
    for first in range(0, len(tries), AT_ONCE):
        some = tries[first : first + AT_ONCE]
        running = [forked(partial(recovered, key, folder, clean(key))) for key, folder in some]
        for (key, folder), status in zip(some, [ended(pid) for pid in running], strict=True):
            assert status == 0, (key, folder.name, (folder / FAULT).read_text(encoding="utf-8"))
            shutil.rmtree(folder)


EVERYWHERE = ("refresh", "collect", "close", "undo", "publish")


@pytest.mark.parametrize("key", EVERYWHERE)
def test_ended_before_and_after_each_file_operation(key: str, office: Path, clean: Callable[[str], Outcome], tmp_path: Path) -> None:
    """What lies after one operation is what lies before the next; test_store kills at both of a save."""
    outcome = clean(key)
    assert "replace" in outcome.points
    places = [*range(0, 2 * len(outcome.points), 2), 2 * len(outcome.points) - 1]
    assert ended_at(key, places, office, clean, tmp_path) == {outcome.old, outcome.new}


@pytest.mark.parametrize("call", [call for call in CALLS if call not in EVERYWHERE])
def test_ended_around_the_workbook_and_at_the_end(call: str, office: Path, clean: Callable[[str], Outcome], tmp_path: Path) -> None:
    """Of all other actions that write: before and after the workbook gets its name, and after the last operation."""
    points = clean(call).points
    crossing = 2 * points.index("replace") if "replace" in points else len(points)
    ended_at(call, sorted({crossing, crossing + 1, 2 * len(points) - 1}), office, clean, tmp_path)


def ended_at(call: str, places: Sequence[int], office: Path, clean: Callable[[str], Outcome], tmp_path: Path) -> set[bytes]:
    """The workbooks that lie there after a kill at each of the places; the next run has made good all of them."""
    seen, tries = set(), []
    for place in places:
        folder = copied(office, tmp_path / str(place))
        assert ended(forked(partial(ends_at, call, folder, place))) == -signal.SIGKILL
        seen.add((folder / MASTER).read_bytes())
        tries.append((call, folder))
    all_recovered(tries, clean)
    return seen


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


@pytest.mark.parametrize(
    ("one", "other"), [("refresh", "collect"), ("undo", "refresh"), ("publish", "import"), *((call, call) for call in CALLS)]
)
def test_two_runs_at_once(one: str, other: str, office: Path, tmp_path: Path) -> None:
    """Each does its work or says that it did not; neither takes away what the other wrote."""
    folder = copied(office, tmp_path / "家")
    statuses = [ended(pid) for pid in [forked(partial(status_of, call, folder)) for call in (one, other)]]
    assert set(statuses) <= {0, 1, 2}
    assert min(statuses) < 2
    FileBook(folder / MASTER)
    nothing_half_done(folder, "", undone="undo" in (one, other))
    if one not in ("undo", "new", "close"):
        for call in (one, other):
            assert perform(call, folder).status is not Status.NOT_DONE


def test_who_comes_second_is_told_who_is_at_it(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And leaves everything as it was."""
    folder = copied(office, tmp_path / "家")
    before = files(folder)

    def hold() -> int:
        with store.running(folder / MASTER, "刷新", "王芳", OPTIONS.now):
            (tmp_path / "ready").touch()
            signal.pause()
        return 0

    holder = forked(hold)
    while not (tmp_path / "ready").exists():
        time.sleep(0.01)
    monkeypatch.setattr(store, "WAIT", 0.0)
    for call in set(CALLS) - {"check", "whatif", "new"}:
        report = perform(call, folder)
        assert report.status is Status.NOT_DONE, call
        assert "王芳的“刷新”" in report.messages[0], call
        assert "请等它运行完再试" in report.messages[0], call
    os.kill(holder, signal.SIGKILL)
    assert ended(holder) == -signal.SIGKILL
    assert files(folder) == before


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
