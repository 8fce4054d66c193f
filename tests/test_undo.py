"""duban undo: back to the last backup, logged; the present becomes a backup itself, so undoing can be undone."""

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from addin import store
from addin.closed.file_book import FileBook
from addin.closed.package import Package
from macros import buttons
from macros.__main__ import run
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from macros.undo import undo
from workbook_templates.reading.errors import BookBusy, BookRefused, FileRefused, UsageError
from workbook_templates.tables.actions import BY_KEY

OPTIONS = Options(dt.datetime(2026, 3, 3, 9, 30), "测试员", dt.date(2026, 3, 3))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An empty master after one refresh: one backup."""
    made = create(tmp_path / "家", {}, "", OPTIONS, silent)
    refresh(FileBook(made), OPTIONS, silent)
    return made


def later(minutes: int) -> Options:
    return replace(OPTIONS, now=OPTIONS.now + dt.timedelta(minutes=minutes))


def logged(book: Path) -> list[object]:
    grid = FileBook(book).read(["操作日志"])["操作日志"]
    return [row[grid.headers.index("操作")] for row in grid.rows]


def backups(book: Path) -> list[Path]:
    return store.backups_of(store.folders(book).backups, book)


def said(report: Report, *words: str) -> None:
    assert report.status is Status.DONE
    assert [word for word in words if word not in "\n".join(report.messages)] == []


def test_back_and_back_again(book: Path) -> None:
    refreshed = book.read_bytes()
    report = undo(book, later(1), silent)
    said(report, "已退回到 20260303-093000", "撤回的操作：刷新（2026-03-03 09:30）", "再撤回一次就回到它")
    assert logged(book) == ["撤回"]
    assert backups(book)[-1].read_bytes() == refreshed
    report = undo(book, later(2), silent)
    said(report, "撤回的操作：撤回（2026-03-03 09:31）", "找回的操作：刷新（2026-03-03 09:30）")
    assert logged(book) == ["刷新", "撤回"]
    assert len(backups(book)) == 3


def test_what_was_typed_since_is_in_a_backup(book: Path) -> None:
    changed = FileBook(book)
    changed.append("部门", ["部门"], [["手填的部"]])
    changed.commit(None)
    typed = book.read_bytes()
    report = undo(book, later(1), silent)
    assert report.files[1].read_bytes() == typed
    assert FileBook(book).read(["部门"])["部门"].rows == []


def test_only_typing_since(book: Path) -> None:
    kept = store.backup_path(book, later(1).now)
    store.copy_backup(book, kept)
    changed = FileBook(book)
    changed.append("部门", ["部门"], [["手填的部"]])
    changed.commit(None)
    said(undo(book, later(2), silent), "这以后没有运行过操作，退回的是手工改的内容")


def test_a_backup_that_is_the_present_is_passed_over(book: Path) -> None:
    """A button backs up the saved file; who closes without saving has it twice."""
    store.copy_backup(book, store.backup_path(book, later(5).now))
    said(undo(book, later(6), silent), "已退回到 20260303-093000")


def test_to_an_older_one(book: Path) -> None:
    for minute in (1, 2):
        changed = FileBook(book)
        changed.append("部门", ["部门"], [[f"部{minute}"]])
        changed.commit(store.backup_path(book, later(minute).now))
    report = undo(book, replace(later(3), more={"to": "20260303-093100"}), silent)
    said(report, "已退回到 20260303-093100", "更早的备份：20260303-093000")
    assert FileBook(book).read(["部门"])["部门"].rows == []
    with pytest.raises(UsageError, match="20260303-093300、20260303-093200、20260303-093100"):
        undo(book, replace(later(4), more={"to": "昨天"}), silent)


def test_a_damaged_workbook_comes_back(book: Path) -> None:
    broken = book.read_bytes()[:5000]
    book.write_bytes(broken)
    assert run(["refresh", str(book)]) == Status.NOT_DONE
    assert run(["undo", str(book.parent)]) == Status.DONE
    assert logged(book) == ["撤回"]
    assert backups(book)[-1].read_bytes() == broken


def test_a_warning_where_papers_went_out(book: Path) -> None:
    changed = FileBook(book)
    changed.append("操作日志", ["时间", "操作"], [[dt.datetime(2026, 3, 3, 9, 40), "下发"]])
    changed.commit(store.backup_path(book, later(10).now))
    said(undo(book, later(11), silent), "撤回的下发：表已经发出去的，收回时认不出")


def test_without_a_log_it_comes_back_all_the_same(book: Path) -> None:
    (backup,) = backups(book)
    data = Package(backup.read_bytes())  # a backup of a workbook whose log somebody renamed
    for part in data.members:
        if part.filename.startswith("xl/tables/") and "操作日志" in data.read(part.filename).decode():
            data.change(part.filename, data.read(part.filename).replace("操作日志".encode(), "我的日志".encode()))
    backup.write_bytes(b"".join(data.written()))
    said(undo(book, later(1), silent), "没能记下这次撤回")


@pytest.mark.parametrize("mark", ["~${}", ".~lock.{}#"])
def test_an_open_workbook_is_refused(book: Path, mark: str) -> None:
    now = book.read_bytes()
    book.with_name(mark.format(book.name)).write_bytes(b"")
    with pytest.raises(BookBusy, match="请保存并关闭"):
        undo(book, later(1), silent)
    assert (book.read_bytes(), len(backups(book))) == (now, 1)


def test_nothing_to_go_back_to(tmp_path: Path) -> None:
    made = create(tmp_path / "家", {}, "", OPTIONS, silent)
    with pytest.raises(BookRefused, match="没有可以撤回的"):
        undo(made, OPTIONS, silent)
    store.copy_backup(made, store.backup_path(made, OPTIONS.now))
    with pytest.raises(BookRefused, match="一模一样"):
        undo(made, later(1), silent)


def test_a_damaged_backup_is_refused(book: Path) -> None:
    now = book.read_bytes()
    backups(book)[0].write_bytes(b"PK halb")
    with pytest.raises(
        FileRefused, match=r"备份 归档/备份/督办总台账_20260303-093000\.xlsm 已损坏.*督办总台账\.xlsm 没有改动。没有更早的备份了"
    ):
        undo(book, later(1), silent)
    assert book.read_bytes() == now


def test_before_a_damaged_backup_there_are_older_ones(book: Path) -> None:
    changed = FileBook(book)
    changed.append("部门", ["部门"], [["手填的部"]])
    changed.commit(store.backup_path(book, later(1).now))
    backups(book)[1].write_bytes(b"PK halb")
    with pytest.raises(FileRefused, match="更早的备份：20260303-093000，用 duban undo"):
        undo(book, later(2), silent)
    said(undo(book, replace(later(3), more={"to": "20260303-093000"}), silent), "已退回到 20260303-093000")


def test_the_clock_goes_back_and_undo_does_not(book: Path) -> None:
    """Every run is earlier by the clock than the one before."""
    states = [book.read_bytes()]
    for minute in (-10, -20):
        changed = FileBook(book)
        changed.append("部门", ["部门"], [[f"部{minute}"]])
        changed.commit(store.backup_path(book, later(minute).now))
        states.append(book.read_bytes())
    report = undo(book, later(-30), silent)
    said(report, "已退回到 20260303-091000_0002", "更早的备份：20260303-092000_0001、20260303-093000")
    assert FileBook(book).read(["部门"])["部门"].rows[-1][0] == "部-10"
    said(undo(book, later(-40), silent), "已退回到 20260303-090000_0003")
    assert FileBook(book).read(["部门"])["部门"].rows[-1][0] == "部-20"
    assert [one.read_bytes() for one in backups(book)[1:4]] == states
    said(undo(book, replace(later(-50), more={"to": "20260303-092000"}), silent), "已退回到 20260303-092000_0001")


def test_a_time_that_two_backups_have_is_asked_about(book: Path) -> None:
    for _ in range(2):
        undo(book, later(-10), silent)
    with pytest.raises(UsageError, match="有 2 份备份都是 20260303-092000 的，请写全"):
        undo(book, replace(later(1), more={"to": "20260303-092000"}), silent)
    said(undo(book, replace(later(1), more={"to": "20260303-092000_0001"}), silent), "已退回到 20260303-092000_0001")


def test_a_signature_that_the_row_in_the_log_breaks_is_told(book: Path) -> None:
    (backup,) = backups(book)
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<a/>")
    said(undo(book, later(1), silent), "带有数字签名")


def test_the_button_says_what_to_do(book: Path) -> None:
    report = buttons.perform(BY_KEY["undo"], SimpleNamespace(fullname=str(book)))  # type: ignore[arg-type]  # it looks at the path alone
    assert report.status is Status.NOT_DONE
    assert "不保存就关闭" in report.messages[1]
    assert backups(book)[0].name in report.messages[2]
