"""Workbooks of an office: found, opened, saved, printed, closed."""

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.a1 import Area
from addin.calc import inside
from addin.calc.ahead import foretold
from addin.calc.bridge import Remote, UnoError, properties, to_path, to_url, uno_module
from addin.calc.document import Document, corners_of
from addin.calc.names import Names
from addin.calc.office import PROFILE_PREFIX
from addin.calc.properties import Listed, Of, With
from addin.calc.sheets import Sheets
from workbook_templates.reading.errors import BookBusy, FileRefused, UsageError

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.apps import App

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
_RUN_MACROS = 4
"""com.sun.star.document.MacroExecMode ALWAYS_EXECUTE_NO_WARN: what a program opens runs its macros, as in Excel."""


class Books(Listed["Book"], base_classes.Books):
    def __init__(self, app: "App") -> None:
        self.app = app

    api = Of[Any]("app.office.desktop.native")

    def all(self) -> "list[Book]":
        return self.app.all_books()

    @property
    def active(self) -> "Book | None":
        """The one that was added, opened or activated last; in an attached office the one on top."""
        books = self.all()
        shown = self.app.office.desktop.CurrentComponent if self.app.active_uid is None else None
        wanted = getattr(shown, "RuntimeUID", None) if shown is not None else self.app.active_uid
        return next((book for book in books if book.document.uid == wanted), books[-1] if books else None)

    def named(self, key: str) -> "Book":
        """By its name or its whole path."""
        for book in self.all():
            if key.casefold() in (book.name.casefold(), book.fullname.casefold()):
                return book
        raise KeyError(key)

    def add(self) -> "Book":
        """A new book with one sheet, Sheet1, which is called Book1, Book2 … until it is saved."""
        office = self.app.office
        remote = office.open("private:factory/scalc")
        if remote is None:
            raise BookBusy("LibreOffice 打不开新的工作簿，请重新启动 LibreOffice 后再试")
        office.given_names[remote.RuntimeUID] = f"Book{len(office.given_names) + 1}"
        remote.Sheets.getByIndex(0).Name = "Sheet1"
        return self._opened(remote)

    def open(self, fullname: str, update_links: bool | None = None, read_only: bool | None = None, *others: Any) -> "Book":
        """others: format and password of xlwings' list; the rest belongs to Excel.

        BookBusy when another office holds the file, FileRefused when LibreOffice can't read it. A lock that a killed office of ours
        left behind is removed.
        """
        path = Path(fullname).absolute()
        lock = path.with_name(f".~lock.{path.name}#")
        if not read_only:
            _remove_stale(lock)
        held = lock.exists() and not read_only
        how = properties_of(update_links, read_only, others[1] if len(others) > 1 else None)
        try:
            remote = self.app.office.open(to_url(path), **how)
        except UnoError as error:
            raise FileRefused(f"LibreOffice 打不开 {path.name}，请用 Excel 或 LibreOffice 另存一份后再试") from error
        if remote is not None and held and remote.isReadonly():  # so LibreOffice opens what another holds
            remote.close(True)
            remote = None
        if remote is None and held:
            raise BookBusy(f"{path.name} 正由{_holder(lock)}打开，请先关闭；若确定没有人打开，删除同一文件夹里的 {lock.name} 后再试")
        if remote is None:
            raise FileRefused(f"LibreOffice 打不开 {path.name}：文件损坏、有密码或不是工作簿，请另存为 .xlsx 后再试")
        return self._opened(remote)

    def _opened(self, remote: Remote) -> "Book":
        book = self.app.book_of(remote)
        self.app.active_uid = book.document.uid
        if not self.app.screen_updating:
            remote.lockControllers()
        return book


def properties_of(update_links: bool | None, read_only: bool | None, password: str | None) -> dict[str, Any]:
    """How a document is opened: links never updated unless asked for."""
    how = {"MacroExecutionMode": _RUN_MACROS, "UpdateDocMode": 3 if update_links else 1}
    return how | ({"ReadOnly": True} if read_only else {}) | ({"Password": password} if password else {})


def _holder(lock: Path) -> str:
    """Who made a lock file (name, login, machine, time, profile): '张三（在 pc1 上）'."""
    with contextlib.suppress(OSError, IndexError, UnicodeDecodeError):
        fields = lock.read_text("utf-8").split(",")
        return f" {fields[0] or fields[1]}（在 {fields[2]} 上）"
    return "别人"


def _remove_stale(lock: Path) -> None:
    """Remove the lock of an office of ours that is gone: it names a profile of ours that is no more, or whose process is no more."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        profile = re.search(rf"file://[^;,]*/{PROFILE_PREFIX}(\d+)-[^;,/]*", lock.read_text("utf-8"))
        if profile and not (Path(to_path(profile[0])).is_dir() and _runs(int(profile[1]))):
            lock.unlink()


def _runs(pid: int) -> bool:
    if sys.platform == "win32":  # there the same call would end it
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class Book(base_classes.Book):
    app: Any = None  # the base class has a property that can't be set

    def __init__(self, app: "App", remote: Remote) -> None:
        self.app, self.remote = app, remote
        self.document = Document(remote, app.office)

    api = Of[Any]("remote.native")

    @property
    def path(self) -> str:
        """'' until it is saved."""
        return self.document.name_of(self.remote, lambda: to_path(self.remote.URL))

    @property
    def name(self) -> str:
        path = self.path
        return Path(path).name if path else self.app.office.given_names.get(self.document.uid) or str(self.remote.Title)

    @property
    def fullname(self) -> str:
        return self.path or self.name

    sheets, names = With[Sheets](Sheets), With[Names](Names)

    def foretell(self, looked: Iterable[tuple[str, Area]], merging: Iterable[tuple[str, Area]]) -> None:
        """Ask at once what whoever is about to write asks next: what places (sheet, area) hold, where cells are merged, and all tables.
        Beside xlwings' interface: without it each is asked by itself, and what can't be told here is."""
        document = self.document
        places = [(sheet, corners_of(area)) for sheet, area in looked]
        digests = [document.texts[at][0] if at in document.texts else "" for at in places]
        seen = tuple((*at, digest) for at, digest in zip(places, digests, strict=True))
        joined = tuple((sheet, corners_of(area)) for sheet, area in merging)
        with contextlib.suppress(UnoError):
            told = json.loads(document.ask(inside.standing, document.remote, seen, joined))
            document.ahead = foretold(told, places, joined, document.texts)

    def activate(self) -> None:
        self.app.active_uid = self.document.uid
        self.remote.CurrentController.Frame.activate()

    def close(self) -> None:
        """Without saving."""
        self.app.forget(self.document.uid)
        self.remote.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """The suffix decides the format: .xlsx .xlsm .xltx .xls .ods .csv; without a path where it is, or in the current folder.

        UsageError for another suffix, BookBusy when the file can't be written.
        """
        if path is None and self.path:
            self._store(lambda: self.remote.store(), self.path)
            return
        target = Path(path or f"{self.name}.xlsx").absolute()
        target = target if target.suffix else target.with_suffix(".xlsx")
        chosen = FILTERS.get(target.suffix.lower())
        if not chosen:
            raise UsageError(f"不能保存为 {target.suffix}：请用 {'、'.join(FILTERS)}")
        how = properties(FilterName=chosen, Overwrite=True, Password=password)
        self._store(lambda: self.remote.storeAsURL(to_url(target), how), str(target))

    def _store(self, store: Any, path: str) -> None:
        try:
            store()
        except UnoError as error:
            if "IOException" in error.kinds:
                raise BookBusy(f"保存不了 {path}：文件只读、文件夹不在或磁盘已满，请处理后再试") from error
            raise

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """Every visible sheet. quality: 'standard' or 'minimum'."""
        pictures = {"Quality": 50 if quality == "minimum" else 90, "ReduceImageResolution": quality == "minimum"}
        data = uno_module().Any("[]com.sun.star.beans.PropertyValue", properties(**pictures))
        how = properties(FilterName="calc_pdf_Export", FilterData=data)
        self._store(lambda: self.remote.storeToURL(to_url(path), how), path)
