"""One run at a time: who comes second is told who is at it, who was cut off is named to the next, and what is not his stays."""

import datetime as dt
import multiprocessing
import os
import signal
import zipfile
from pathlib import Path

import pytest

from addin import store
from addin.closed.file_book import FileBook
from addin.whole_folder import hidden
from macros.attempt import on_file
from macros.refresh import refresh
from macros.steps import past
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.reading.errors import BookBusy, UsageError
from workbook_templates.tables.actions import ACTIONS, BY_KEY

NOW = dt.datetime(2026, 3, 3, 9, 30, 5)
OPTIONS = Options(NOW, "王芳", NOW.date())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return create(tmp_path_factory.mktemp("家"), {}, "", OPTIONS, silent)


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / made.name
    path.write_bytes(made.read_bytes())
    return path


def run(key: str, book: Path, **more: object) -> Report:
    given = {option.name: option.default for option in BY_KEY[key].options} | more
    return on_file(BY_KEY[key], book, Options(NOW + dt.timedelta(hours=1), "李四", NOW.date(), given), silent)


def hold(book: str, ready: str) -> None:
    """In a child: have the workbook until somebody ends us."""
    with store.running(Path(book), "刷新", "王芳", NOW):
        Path(ready).touch()
        signal.pause()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_who_has_it_is_named_and_a_killed_run_holds_nothing(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WAIT", 0.0)
    child = multiprocessing.get_context("fork").Process(target=hold, args=(str(book), str(tmp_path / "ready")))
    child.start()
    while not (tmp_path / "ready").exists():
        child.join(0.01)
    told = f"王芳的“刷新”，2026-03-03 09:30:05 开始，进程 {child.pid}"
    with pytest.raises(BookBusy, match=told):
        run("refresh", book)
    child.kill()
    child.join()
    report = run("refresh", book)
    assert report.status is Status.DONE
    assert f"上次{told}，没有运行完就中断了：台账没有改动，要办的请再办一次。" in report.messages
    assert not [line for line in run("refresh", book).messages if "中断" in line]


def test_what_a_run_calls_does_not_wait_for_it(book: Path) -> None:
    with store.running(book, "刷新", "王芳", NOW, wait=0), store.locked(book, wait=0):
        pass
    with store.locked(book, wait=0), pytest.raises(BookBusy), store.running(book, "刷新", "王芳", NOW, wait=0):
        pass


def cut_off(book: Path, action: str) -> None:
    """As if a run of this action had been killed: its note stays, its lock does not."""
    child = multiprocessing.get_context("fork").Process(target=die, args=(str(book), action))
    child.start()
    child.join()


def die(book: str, action: str) -> None:
    with store.running(Path(book), action, "王芳", NOW):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("key", "logged", "said"),
    [
        ("draw", True, "台账已经写好。没有抽查单的，用“操作日志”里的种子再抽一次，名单一样。"),
        ("draw", False, "台账没有改动，要办的请再办一次。"),
        ("import", True, "台账已经写好。收下的行在台账里；没有“导入清单”的，先撤回，再导入一次。"),
        ("document", False, "台账没有改动，要办的请再办一次。“输出”里有文号而“文书登记”里没有的文书，是它留下的，请删掉。"),
        ("publish", False, "台账没有改动，要办的请再办一次。“输出”里的公布本可能已经是它写的，再公布一次就记入“操作日志”。"),
        ("upgrade", True, "台账已经写好。"),
    ],
)
def test_a_run_that_was_cut_off_is_named_by_whatever_comes_next(key: str, logged: bool, said: str, book: Path) -> None:
    if logged:
        target = FileBook(book)
        target.append("操作日志", ["时间", "操作"], [[NOW, BY_KEY[key].name]])
        target.commit(None)
    cut_off(book, BY_KEY[key].name)
    left = hidden(store.folders(book).output / "半个.xlsx")
    left.parent.mkdir()
    left.touch()
    last = run("refresh", book).messages[-1]
    assert (f"“{BY_KEY[key].name}”" in last, last.endswith(said)) == (True, True), last
    assert not left.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_run_that_fails_does_not_forget_the_one_before(book: Path) -> None:
    cut_off(book, "抽取")
    mark = book.with_name(f".~lock.{book.name}#")
    mark.touch()
    with pytest.raises(BookBusy, match="打开"):
        run("refresh", book)
    mark.unlink()
    assert "“抽取”，2026-03-03 09:30:05 开始" in run("refresh", book).messages[-1]
    cut_off(book, "抽取")
    assert "“抽取”，2026-03-03 09:30:05 开始" in run("undo", book).messages[-1]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_the_copy_of_the_month_is_made_up_for(book: Path) -> None:
    refresh(FileBook(book), Options(NOW, "王芳", NOW.date()), silent)
    copy = past.monthly_copy(book, NOW.date())
    copy.unlink()
    cut_off(book, "刷新")
    written = book.read_bytes()
    run("check", book)
    assert not copy.exists()  # it reads beside others, and leaves what lies about to who has the workbook alone
    run("remind", book)
    assert copy.read_bytes() == written


def test_every_action_has_a_name_of_its_own() -> None:
    """A run is noted by it."""
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("there", [("督办总台账.xlsm",), ("督办总台账.xlsx",), ("督办总台账.xlsm", "督办总台账.xlsx")])
def test_two_masters_side_by_side_are_asked_about(there: tuple[str, ...], made: Path, tmp_path: Path) -> None:
    """By the folder and by the name without its ending; a whole name is that one."""
    for name in there:
        (tmp_path / name).write_bytes(made.read_bytes())
    for target in (tmp_path, tmp_path / "督办总台账"):
        if len(there) == 1:
            assert run("whatif", target, settings=("绿灯下限=85",)).status is Status.DONE
        else:
            with pytest.raises(UsageError, match=r"督办总台账\.xlsm和督办总台账\.xlsx 都有，不知道是哪一本，什么也没有做。请写明"):
                run("whatif", target, settings=("绿灯下限=85",))
    for name in there:
        assert run("whatif", tmp_path / name, settings=("绿灯下限=85",)).status is Status.DONE
    with pytest.raises(UsageError, match="里已经有"):
        create(tmp_path, {}, "", OPTIONS, silent)


@pytest.mark.parametrize("key", ["check", "refresh", "remind"])
def test_a_signed_workbook_is_announced_before_it_is_written(key: str, book: Path) -> None:
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<a/>")
    signed, progress = book.read_bytes(), list[str]()

    def seen(step: str) -> None:
        assert book.read_bytes() == signed or progress
        progress.append(step)

    report = on_file(BY_KEY[key], book, Options(NOW, "李四", NOW.date(), {}), seen)
    assert progress[0] == report.messages[0]
    assert report.messages[0].startswith("注意：督办总台账.xlsm 带有数字签名，内容一改签名就失效。")
    for backup in store.backups_of(store.folders(book).backups, book):
        assert backup.read_bytes() == signed
    assert "数字签名" not in "".join(run("whatif", book, settings=("绿灯下限=85",)).messages)
