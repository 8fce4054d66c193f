"""Starting, attaching, stopping; opening, saving, printing; macros, the caller; what is said when LibreOffice or UNO is missing."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings
from support.calc_office import needs_calc, processes_with, shared_app, watched

from addin.calc import bridge, engine, inside, program
from addin.calc import office as offices
from workbook_templates.master.master import vba_project, write_master
from workbook_templates.reading.errors import BookBusy, DubanError, FileRefused, UsageError
from workbook_templates.sample import sample_rows

pytestmark = needs_calc


# The process


def test_an_office_starts_and_leaves_nothing(tmp_path: Path) -> None:
    app = engine.start()
    office = app.impl.office
    with watched(app):
        book = app.books.add()
        book.sheets[0]["A1"].value = "督办"
        assert (len(app.books), app.books.active.name, app.pid) == (1, "Book1", office.process.pid)
        assert app in list(xlwings.apps)
        assert app.version.major >= 7
        book.save(tmp_path / "甲.xlsx")
        profile = office.profile
        assert profile.is_dir()
        engine.stop(app)
    assert processes_with(office.pipe) == []
    assert not profile.exists()
    assert app not in list(xlwings.apps)
    assert not list(tmp_path.glob(".~lock*"))


def test_a_given_profile_is_kept(tmp_path: Path) -> None:
    app = engine.start(tmp_path / "配 置")
    with watched(app):
        pipe = app.impl.office.pipe
        engine.stop(app)
    assert (tmp_path / "配 置" / "user" / "registrymodifications.xcu").is_file()
    assert processes_with(pipe) == []


def test_attaching_leaves_the_office_running() -> None:
    own = shared_app()
    with watched(own):
        book = own.books.add()
        book.sheets[0]["A1"].value = 7
        guest = engine.attach(own.impl.office.pipe)
        assert guest.pid != own.pid
        there = next(found for found in guest.books if found.impl.document.uid == book.impl.document.uid)
        there.sheets[0]["A1"].value = 8
        guest.screen_updating = False
        engine.stop(guest)
        assert book.sheets[0]["A1"].value == 8.0
        assert own.impl.office.process.poll() is None
        assert not book.api.hasControllersLocked()
        book.close()


def test_nobody_on_the_pipe() -> None:
    with pytest.raises(BookBusy, match="没有 LibreOffice 在管道"):
        engine.attach("duban-nobody")


def test_an_office_that_is_gone_says_so() -> None:
    app = engine.start()
    book = app.books.add()
    os.killpg(app.pid, signal.SIGKILL)
    app.impl.office.process.wait()
    with pytest.raises(DubanError, match="已经关闭"):
        book.sheets[0]["A1"].value = 1
    engine.stop(app)
    assert app not in list(xlwings.apps)


def test_soffice_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_SOFFICE", "/nowhere/soffice")
    with pytest.raises(UsageError, match="DUBAN_SOFFICE"):
        engine.start()
    monkeypatch.delenv("DUBAN_SOFFICE")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(program, "INSTALLED", ())
    with pytest.raises(UsageError, match="没有找到 LibreOffice"):
        engine.start()


def test_an_office_that_ends_at_once_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "soffice"
    broken.write_text("#!/bin/sh\nexit 77\n")
    broken.chmod(0o755)
    monkeypatch.setenv("DUBAN_SOFFICE", str(broken))
    with pytest.raises(BookBusy, match="77"):
        engine.start()


ASK = """
import sys
from pathlib import Path
from addin.calc import bridge, engine
from workbook_templates.reading.errors import UsageError
bridge.PLACES = {places}
try:
    engine.start()
except UsageError as error:
    print(error)
"""


def said_by_another_interpreter(places: str) -> str:
    command = [sys.executable, "-c", ASK.format(places=places)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False, env=os.environ | {"PYTHONUTF8": "1"})
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_uno_is_missing() -> None:
    """As in an interpreter that does not know Debian's packages."""
    assert "apt install python3-uno" in said_by_another_interpreter("()")


def test_uno_belongs_to_another_python(tmp_path: Path) -> None:
    """Told before it is loaded: it would bring its own libpython along and end the process."""
    (tmp_path / "libpyuno.so").write_bytes(b"\x7fELF\0libpython3.99.so.1.0\0")
    said = said_by_another_interpreter(f"(Path({str(tmp_path)!r}),)")
    assert "Python 3.99" in said
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in said


def test_importing_uno_leaves_no_traces() -> None:
    ask = "import builtins, sys; a = builtins.__import__, [*sys.path]; from addin.calc import bridge; print('uno' in sys.modules)"
    ask += "; bridge.uno_module(); print((builtins.__import__, sys.path) == a, 'xlwings' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stdout.split()) == (0, ["False", "True", "False"]), done.stderr


# xlwings


def test_calc_is_the_engine_of_xlwings(book: xlwings.Book) -> None:
    engine.activate()
    engine.activate()
    assert [found.name for found in xlwings.engines] == ["libreoffice"]
    assert xlwings.engines["libreoffice"] is xlwings.engines(1)
    assert xlwings.apps.active is not None
    assert book in list(xlwings.books)
    assert (book.app.engine.name, book.app.engine.type) == ("libreoffice", "desktop")
    assert repr(book.sheets[0]["A1"]).startswith("<Range [Book")


def test_the_calling_book(book: xlwings.Book) -> None:
    book.set_mock_caller()
    assert xlwings.Book.caller() == book


def test_an_app_of_xlwings_is_an_office_of_its_own(tmp_path: Path) -> None:
    engine.activate()
    with xlwings.App(visible=False) as app:
        pipe = app.impl.office.pipe
        with watched(app):
            book = app.books[0]
            book.sheets[0]["A1"].value = 1
            book.save(tmp_path / "甲.xlsx")
            assert xlwings.apps.active == app
            assert xlwings.Book(tmp_path / "甲.xlsx") == book
            assert xlwings.Range("A1").value == 1.0
            book.close()
            assert xlwings.Book(tmp_path / "甲.xlsx").sheets[0]["A1"].value == 1.0
    assert processes_with(pipe) == []


def test_books_are_found_and_activated(book: xlwings.Book) -> None:
    app = book.app
    other = app.books.add()
    assert app.books.active == other
    book.activate()
    assert app.books.active == book
    assert app.books[book.name.lower()] == book
    assert book.name in app.books
    assert "没有.xlsx" not in app.books
    name = other.name
    other.close()
    assert name not in app.books
    with pytest.raises(KeyError):
        app.books["没有.xlsx"]


def test_the_status_bar_and_other_switches(book: xlwings.Book) -> None:
    app = book.app
    assert app.status_bar is False
    with app.properties(status_bar="正在刷新…", screen_updating=False, display_alerts=False, enable_events=False):
        switched = [app.status_bar, app.screen_updating, app.display_alerts]
        assert switched == ["正在刷新…", False, False]
        assert book.api.hasControllersLocked()
        book.sheets[0]["A1"].value = 1
    switched = [app.status_bar, app.screen_updating, app.display_alerts]
    assert switched == [False, True, True]
    assert not book.api.hasControllersLocked()
    with pytest.raises(xlwings.XlwingsError):
        app.alert("?")


# Files


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".ods", ".xls"])
def test_saved_books_open_again(book: xlwings.Book, tmp_path: Path, suffix: str) -> None:
    book.sheets[0]["A1"].value = [["文", True, dt.date(2024, 1, 1), "=1+1"]]
    path = tmp_path / f"总 台账{suffix}"
    book.save(path)
    assert (book.fullname, book.name) == (str(path), path.name)
    book.sheets[0]["A2"].value = "再"
    book.save()
    copy = tmp_path / f"又{suffix}"
    copy.write_bytes(path.read_bytes())
    again = book.app.books.open(copy)
    assert again.sheets[0]["A1:D1"].value == ["文", True, dt.datetime(2024, 1, 1), 2.0]
    assert again.sheets[0]["A2"].value == "再"
    assert book.app.books.open(copy) == again
    again.close()


def test_saving_is_refused_in_chinese(book: xlwings.Book, tmp_path: Path) -> None:
    folder = tmp_path / "文件夹.xlsx"
    folder.mkdir()
    with pytest.raises(UsageError, match="不能保存为"):
        book.save(tmp_path / "甲.docx")
    with pytest.raises(BookBusy, match="保存不了"):
        book.save(folder)


def test_a_pdf_of_all_sheets_and_of_one(book: xlwings.Book, tmp_path: Path) -> None:
    book.sheets[0]["A1"].value = "第一页"
    book.sheets.add("台账", after=book.sheets[0])["A1"].value = "第二页"
    book.to_pdf(tmp_path / "全.pdf")
    book.sheets["台账"].to_pdf(tmp_path / "一.pdf")
    texts = [
        subprocess.run(["pdftotext", tmp_path / name, "-"], capture_output=True, encoding="utf-8", check=True).stdout
        for name in ("全.pdf", "一.pdf")
    ]
    assert ["第一页" in texts[0], "第二页" in texts[0], "第一页" in texts[1], "第二页" in texts[1]] == [True, True, False, True]
    assert all(sheet.visible for sheet in book.sheets)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    app = shared_app()
    with watched(app):
        with pytest.raises(FileRefused, match="打不开"):
            app.books.open(tmp_path / "坏.xlsx")
        with pytest.raises(FileNotFoundError):
            app.books.open(tmp_path / "没有.xlsx")


def lock_of(path: Path, profile: str) -> Path:
    lock = path.with_name(f".~lock.{path.name}#")
    lock.write_text(f"张三,zhang,pc1,21.11.2026 09:00,file://{profile};", "utf-8")
    return lock


def test_a_book_that_another_holds_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    openpyxl.Workbook().save(path)
    lock = lock_of(path, "/nowhere/profile")
    app = shared_app()
    with watched(app):
        with pytest.raises(BookBusy, match="张三"):
            app.books.open(path)
        assert lock.exists()
        lock.unlink()
        app.books.open(path).close()


@pytest.mark.parametrize(("pid", "stale"), [pytest.param(None, False, id="we still run"), pytest.param(4_190_000, True, id="gone")])
def test_the_lock_of_an_office_of_ours_that_was_killed_is_removed(tmp_path: Path, pid: int | None, stale: bool) -> None:
    path = tmp_path / "甲.xlsx"
    openpyxl.Workbook().save(path)
    profile = tmp_path / f"{offices.PROFILE_PREFIX}{pid or os.getpid()}-abc"
    profile.mkdir()
    lock_of(path, str(profile))
    app = shared_app()
    with watched(app):
        if stale:
            app.books.open(path).close()
        else:
            with pytest.raises(BookBusy):
                app.books.open(path)


# Macros

MODULE = """
Public Function DB_Twice(x)
    DB_Twice = x * 2
End Function
Sub DB_Write()
    ThisWorkbook.Sheets(1).Range("A1").Value = "pressed"
End Sub
"""


def test_macros_of_a_book(tmp_path: Path) -> None:
    path = tmp_path / "宏.xlsm"
    with xlsxwriter.Workbook(path) as made:
        made.add_vba_project(vba_project(1, {"DB_Buttons": MODULE.replace("\n", "\r\n")}), is_stream=True)
        made.add_worksheet("台账").write("B1", "=DB_Twice(4)")
        made.set_vba_name("ThisWorkbook")
        made.worksheets()[0].set_vba_name("Sheet1")
    app = shared_app()
    with watched(app):
        book = app.books.open(path)
        assert book.macro("DB_Twice")(21) == 42
        assert book.macro("DB_Buttons.DB_Twice")(1.5) == 3.0
        book.macro("DB_Write")()
        assert book.sheets[0]["A1"].value == "pressed"
        with pytest.raises(KeyError):
            book.macro("没有")()
        book.close()


# The master


def loaded(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* is not supported and will be removed", UserWarning)  # we only read
        return openpyxl.load_workbook(path, keep_vba=True)


def test_the_master_opens_changes_and_is_saved(tmp_path: Path) -> None:
    """What LibreOffice writes still has its tables, macros, frozen panes; the ledger is read in two blocks."""
    path = tmp_path / "总台账.xlsm"
    rows = sample_rows()
    write_master(path, rows, company="示范公司", year=2025)
    before = loaded(path)
    app = shared_app()
    with watched(app):
        started = time.monotonic()
        book = app.books.open(path)
        opened = time.monotonic()
        table = book.sheets["督办台账"].tables["督办台账"]
        count = bridge.crossings()
        assert table.data_body_range is not None
        values = table.data_body_range.value
        took = f"open {opened - started:.2f} s, read {len(values)} rows {time.monotonic() - opened:.2f} s"
        print(f"{took}, {bridge.crossings() - count} crossings")
        assert len(values) == len(rows["督办台账"])
        assert [row[0] for row in values] == [row[0] for row in rows["督办台账"]]
        cell = table.data_body_range[0, 1]
        cell.value = "改过的事项"
        book.save()
        book.close()
    after = loaded(path)
    names = {table.name: table.ref for sheet in before.worksheets for table in sheet.tables.values()}
    assert {table.name: table.ref for sheet in after.worksheets for table in sheet.tables.values()} == names
    assert {sheet.title: sheet.freeze_panes for sheet in after.worksheets} == {
        sheet.title: sheet.freeze_panes for sheet in before.worksheets
    }
    assert "改过的事项" in [value for row in after["督办台账"].iter_rows(values_only=True) for value in row]
    assert after.vba_archive is not None
    assert "xl/vbaProject.bin" in after.vba_archive.namelist()


def test_an_office_that_holds_other_functions_is_asked_from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an upgrade while it was open: what it has loaded before is not what we would ask for."""
    pipe = shared_app().impl.office.pipe
    assert offices.Office(pipe).python is not None
    monkeypatch.setattr(inside, "DIGEST", "0" * 64)
    assert offices.Office(pipe).python is None
