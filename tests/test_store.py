"""store: safe names, work folders, backups, locks, and a save that can be killed at any moment."""

import datetime as dt
import errno
import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from support.kill_points import end_at

from addin import store
from addin.closed.file_book import FileBook
from workbook_templates.reading.errors import BookBusy, BookRefused

T = TypeVar("T")

# names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("财政局", "财政局"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x\\y", "C__x_y"),
        ("con", "_con"),
        ("NUL.xlsx", "_NUL.xlsx"),
        ("LPT¹", "_LPT¹"),
        ("COM1 .txt", "_COM1 .txt"),
        ("财政局/预算处", "财政局_预算处"),
        ("教育\u202excod.局", "教育xcod.局"),
        ("市\u200b场局", "市场局"),
        ("  ..  ", "_"),
        ("", "_"),
        ("=cmd|x", "_=cmd_x"),
        ("-rf", "_-rf"),
        ("局\n长", "局 长"),
        ("民政局.", "民政局"),
        ("é", "é"),
        ("[x]", "_x_"),
        ("\ud800x", "x"),
        ("~$锁", "$锁"),
    ],
)
def test_safe_name(text: str, name: str) -> None:
    assert store.safe_name(text) == name


@given(st.text())
def test_a_safe_name_stays_in_its_folder(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    name = store.safe_name(text)
    folder = tmp_path_factory.getbasetemp()
    assert (folder / name).parent == folder
    assert (folder / name).resolve().parent == folder.resolve()
    assert 0 < len(name) <= 60
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name[-1] not in " ."
    assert store.safe_name(name) == name


def test_long_names_that_differ_stay_apart() -> None:
    names = {store.safe_name("局" * 100 + tail) for tail in ("甲", "乙", "")}
    assert len(names) == 3


def test_a_name_is_cut_where_a_system_would_not_take_it() -> None:
    name = store.safe_name("局" * 100, 100)
    assert len(name.encode()) <= store.LONGEST_NAME
    assert "…" in name
    assert store.safe_name(name, 100) == name


@pytest.mark.parametrize("stem", ["局" * 78, "w" * 240])
def test_a_workbook_with_the_longest_name_is_saved_and_backed_up(tmp_path: Path, stem: str) -> None:
    book = tmp_path / f"{stem}.xlsm"
    book.write_bytes(b"0")
    store.refuse_if_open(book)
    for number in range(2):
        store.save(book, b"%d" % (number + 1), store.backup_path(book, NOW))
    found = store.backups_of(store.folders(book).backups, book)
    assert [path.read_bytes() for path in found] == [b"0", b"1"]
    assert book.read_bytes() == b"2"


# folders and backups


def test_folders_lie_around_the_book(tmp_path: Path) -> None:
    found = store.folders(tmp_path / "督办总台账.xlsm")
    assert [folder.name for folder in found] == ["下发", "回收", "输出", "归档", "模板", "备份"]
    assert found.backups.parent == found.archive
    assert list(tmp_path.iterdir()) == []


NOW = dt.datetime(2025, 1, 31, 9, 30, 5)


def test_backups_of_one_second_do_not_meet(tmp_path: Path) -> None:
    book = tmp_path / "总.xlsm"
    book.write_bytes(b"0")
    names = []
    for number in range(3):
        backup = store.backup_path(book, NOW)
        store.save(book, b"%d" % (number + 1), backup)
        names.append(backup.name)
    assert names == ["总_20250131-093005.xlsm", "总_20250131-093005_2.xlsm", "总_20250131-093005_3.xlsm"]
    assert [(store.folders(book).backups / name).read_bytes() for name in names] == [b"0", b"1", b"2"]


def test_the_newest_fifty_backups_are_kept(tmp_path: Path) -> None:
    book = tmp_path / "总.xlsm"
    others = [tmp_path / "别的_20200101-000000.xlsm", tmp_path / "总_说明.txt", tmp_path / "总_20200101-000000.xlsx"]
    made = [tmp_path / f"总_{NOW + dt.timedelta(minutes=minute):%Y%m%d-%H%M%S}.xlsm" for minute in range(60)]
    second = made[-1].with_name(made[-1].stem + "_2.xlsm")
    for path in [*others, *made, second]:
        path.write_bytes(b"")
    store.prune_backups(tmp_path, book)
    assert set(tmp_path.iterdir()) == {*others, *made[11:], second}


def test_a_save_prunes_the_backups(tmp_path: Path) -> None:
    book = tmp_path / "总.xlsm"
    book.write_bytes(b"0")
    for minute in range(store.KEPT_BACKUPS + 3):
        store.save(book, b"%d" % minute, store.backup_path(book, NOW + dt.timedelta(minutes=minute)))
    left = sorted(path.name for path in store.folders(book).backups.iterdir())
    assert len(left) == store.KEPT_BACKUPS
    assert left[0] == "总_20250131-093305.xlsm"


def test_a_taken_backup_name_is_not_overwritten(tmp_path: Path) -> None:
    book, backup = tmp_path / "总.xlsx", tmp_path / "旧.xlsx"
    book.write_bytes(b"old")
    backup.write_bytes(b"older")
    store.save(book, b"new", backup)
    assert (book.read_bytes(), backup.read_bytes(), (tmp_path / "旧_2.xlsx").read_bytes()) == (b"new", b"older", b"old")


def test_permissions_stay(tmp_path: Path) -> None:
    book = tmp_path / "总.xlsx"
    book.write_bytes(b"old")
    book.chmod(0o640)
    store.save(book, b"new", None)
    assert book.stat().st_mode & 0o777 == 0o640


def test_a_file_made_read_only_is_left_alone(tmp_path: Path) -> None:
    """On POSIX the folder's permission alone would let it be replaced."""
    book = tmp_path / "总.xlsx"
    book.write_bytes(b"old")
    book.chmod(0o444)
    with pytest.raises(BookRefused, match="只读"):
        store.save(book, b"new", tmp_path / "备份.xlsx")
    assert book.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["总.xlsx"]


# faults of the disk: the workbook is what it was, nothing is left lying about


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (errno.ENOSPC, BookRefused, "磁盘空间不足"),
        (errno.EACCES, BookBusy, "写不进去"),
        (errno.EPERM, BookBusy, "写不进去"),
        (errno.EROFS, BookRefused, "只读"),
        (errno.EIO, BookRefused, "保存失败"),
    ],
)
@pytest.mark.parametrize("step", ["create", "write second half", "fsync", "replace", "name backup", "make folder"])
def test_a_fault_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int, kind: type[Exception], words: str
) -> None:
    book = tmp_path / "总.xlsx"
    book.write_bytes(b"old")

    def failing(name: str, action: Callable[[], T]) -> T:
        if name == step:
            raise OSError(code, os.strerror(code))
        return action()

    with monkeypatch.context() as patch:
        patch.setattr(store, "operate", failing)
        with pytest.raises(kind, match=words):
            store.save(book, b"new", tmp_path / "备份" / "总.xlsx")
    assert book.read_bytes() == b"old"
    assert not list(tmp_path.rglob("*.tmp"))
    store.save(book, b"new", tmp_path / "备份" / "总.xlsx")
    assert book.read_bytes() == b"new"


def test_a_moment_of_a_virus_scanner_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, failures = tmp_path / "总.xlsx", [PermissionError(), PermissionError()]
    book.write_bytes(b"old")
    replace = Path.replace

    def busy(path: Path, target: Path) -> Path:
        if failures:
            raise failures.pop()
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(store, "sleep", lambda _: None)
    store.save(book, b"new", None)
    assert book.read_bytes() == b"new"


# killed before and after each file operation


def workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表单")
    sheet.add_table("A1:B2", {"name": "表", "columns": [{"header": "甲"}, {"header": "乙"}], "data": [["旧", 1]]})
    book.close()
    return path


def commit_until(path: str, backup: str, ends_at: int, log: str) -> None:
    """In a child: commit, but end without a word at the given point."""
    end_at(ends_at, Path(log), store)
    book = FileBook(Path(path))
    book.replace("表", ["甲"], [["新"]] * 3)
    book.commit(Path(backup))


def run_child(path: Path, backup: Path, ends_at: int) -> tuple[int | None, list[str]]:
    log = path.with_name("log.txt")
    log.unlink(missing_ok=True)
    child = multiprocessing.get_context("fork").Process(target=commit_until, args=(str(path), str(backup), ends_at, str(log)))
    child.start()
    child.join(60)
    lines = log.read_text().split("\n")[:-1] if log.exists() else []
    log.unlink(missing_ok=True)
    return child.exitcode, lines


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_point_the_workbook_is_whole(tmp_path: Path) -> None:
    old = workbook(tmp_path / "先.xlsx").read_bytes()
    code, points = run_child(tmp_path / "先.xlsx", tmp_path / "备份" / "先.xlsx", ends_at=10_000)
    new = (tmp_path / "先.xlsx").read_bytes()
    assert code == 0
    assert new != old
    assert "before replace" in points
    assert "after fsync folder" in points
    seen = set()
    for ends_at, point in enumerate(points):
        folder = tmp_path / f"{ends_at}"
        folder.mkdir()
        book, backup = folder / "总.xlsx", folder / "备份" / "总_20250131-093005.xlsx"
        book.write_bytes(old)
        code, log = run_child(book, backup, ends_at)
        assert (code, log[-1]) == (-signal.SIGKILL, point)
        assert book.read_bytes() in (old, new), point
        assert not backup.exists() or backup.read_bytes() == old, point
        seen.add(book.read_bytes())
        again = FileBook(book)
        again.replace("表", ["甲"], [["再"]])
        assert again.commit(backup)
        assert [row[0] for row in FileBook(book).read(["表"])["表"].rows] == ["再"]
        assert sorted(path.name for path in folder.iterdir()) == ["备份", "总.xlsx"], point
        assert not list(folder.rglob("*.tmp")), point
    assert seen == {old, new}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("delay", [0.02 * step for step in range(1, 16)])
def test_killed_at_any_time_the_workbook_is_whole(tmp_path: Path, delay: float) -> None:
    book = workbook(tmp_path / "总.xlsx")
    context = multiprocessing.get_context("fork")  # ready at once, so that the time falls into the work
    child = context.Process(target=commit_for_ever, args=(str(book), str(tmp_path / "备份" / "总.xlsx")))
    child.start()
    child.join(delay)
    child.kill()
    child.join()
    assert FileBook(book).read(["表"])["表"].rows[0][1] == 1.0
    again = FileBook(book)
    again.replace("表", ["甲"], [["再"]])
    again.commit(None)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["总.xlsx"]


def commit_for_ever(path: str, backup: str) -> None:
    for number in range(10**6):
        book = FileBook(Path(path))
        book.replace("表", ["甲"], [[f"新{number}"]] * (number % 5 + 1))
        book.commit(Path(backup))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_the_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    book = workbook(tmp_path / "总.xlsx")
    code, _ = run_child(book, tmp_path / "备份.xlsx", ends_at=3)
    assert code == -signal.SIGKILL
    with store.locked(book, wait=0):
        pass


def test_the_lock_is_not_beside_the_book(tmp_path: Path) -> None:
    book = workbook(tmp_path / "总.xlsx")
    with store.locked(book):
        assert [path.name for path in tmp_path.iterdir()] == ["总.xlsx"]
        with pytest.raises(BookBusy, match=r"总\.xlsx"), store.locked(tmp_path / "x" / ".." / "总.xlsx", wait=0):
            pass
    with store.locked(book, wait=0):
        pass
