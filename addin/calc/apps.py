"""Offices as xlwings' apps: one App is one LibreOffice with all its spreadsheets."""

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from addin.calc.books import Book, Books
from addin.calc.bridge import Remote, UnoError, enum, native, properties
from addin.calc.document import area_of
from addin.calc.inside import settle, spreadsheets
from addin.calc.office import Office, start
from addin.calc.program import soffice
from addin.calc.properties import Kept, Of, With
from addin.calc.ranges import Range
from addin.calc.status_bars import StatusBars
from workbook_templates.reading.errors import BookBusy

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.engine import Engine

_BOX_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


class Apps(base_classes.Apps):
    """The offices that this process has started or attached, the active one first."""

    def __init__(self, engine: "Engine") -> None:
        self.engine = engine
        self.open: list[App] = []

    def take(self, office: Office) -> "App":
        app = App(self, office)
        self.open.insert(0, app)
        return app

    def keys(self) -> list[int]:
        return [app.pid for app in self.open]

    def add(self, spec: Any = None, add_book: bool | None = None, xl: Any = None, visible: bool | None = None) -> "App":  # noqa: ARG002 - xlwings' list
        """A new office; visible only when asked for, because it needs a screen."""
        app = self.take(start(visible=bool(visible)))
        if add_book is not False:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing: an office that is stopped leaves nothing behind."""

    def __iter__(self) -> "Iterator[App]":
        return iter([*self.open])

    def __len__(self) -> int:
        return len(self.open)

    def __getitem__(self, pid: int) -> "App":
        for app in self.open:
            if app.pid == pid:
                return app
        raise KeyError(f"no LibreOffice with process id {pid}")


class App(base_classes.App):
    def __init__(self, apps: Apps, office: Office) -> None:
        self._apps, self.office = apps, office
        self.active_uid: str | None = None
        self.clipboard: Any = None
        self._books: dict[str, Book] = {}
        self._screen_updating = True
        self._status: str | bool = False
        self._status_bars: StatusBars | None = None

    def book_of(self, remote: Remote) -> Book:
        """The book of a document; the same object each time, so that it knows its number formats."""
        uid: str = remote.RuntimeUID
        if uid not in self._books:
            self._books[uid] = Book(self, remote)
        return self._books[uid]

    def all_books(self) -> list[Book]:
        """The open ones, the oldest first. Those that are known are only counted: each object would take longer than that."""
        open_now = sorted(self.office.ask(spreadsheets, self.office.desktop), key=int)
        if self._books.keys() >= {*open_now}:
            return [self._books[uid] for uid in open_now]
        return [self.book_of(remote) for remote in self.office.documents()]

    def forget(self, uid: str) -> None:
        self._books.pop(uid, None)
        if self.active_uid == uid:
            self.active_uid = None

    engine, api = Of["Engine"]("_apps.engine"), Of[Any]("office.desktop.native")
    pid = Of[int]("office.pid")
    """Of the process that we started; for an attached office a number made from its pipe."""
    hwnd, startup_path = None, ""
    display_alerts, enable_events, interactive = Kept(), Kept(), Kept()

    @property
    def path(self) -> str:
        return soffice()

    @property
    def version(self) -> str:
        provider = self.office.service("configuration.ConfigurationProvider")
        where = properties(nodepath="/org.openoffice.Setup/Product")
        product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", where)
        return f"{product.getByName('ooSetupVersion')}.0"

    books = With[Books](Books)

    @property
    def selection(self) -> Range | None:
        """None when a shape or several ranges are selected."""
        book = self.books.active
        selected = book.remote.CurrentController.Selection if book else None
        if book is None or selected is None or not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return book.sheets(selected.Spreadsheet.Name).at(area_of(selected.RangeAddress))

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002 - nothing to steal from
        self._apps.open.remove(self)
        self._apps.open.insert(0, self)

    def quit(self) -> None:
        """End an office that we started, unsaved books and all; let go of one that was attached."""
        if self in self._apps.open:
            self._apps.open.remove(self)
        if self.office.process is not None:
            with contextlib.suppress(BookBusy, UnoError):  # a book may refuse or be gone; the process ends all the same
                for book in self.books:
                    book.close()
            self.office.stop()
        else:
            with contextlib.suppress(BookBusy, UnoError):  # an office that is gone needs no thawing
                self.screen_updating = True
                self.status_bar = False

    def kill(self) -> None:
        self.quit()

    # How it behaves

    @property
    def visible(self) -> bool:
        return self.office.seen

    @visible.setter
    def visible(self, value: bool) -> None:
        """An office without a screen stays unseen."""
        if self.office.seen:
            for book in self.books:
                book.remote.CurrentController.Frame.ContainerWindow.setVisible(bool(value))

    @property
    def screen_updating(self) -> bool:
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if bool(value) != self._screen_updating:
            self._screen_updating = bool(value)
            for book in self.books:
                book.remote.unlockControllers() if value else book.remote.lockControllers()
                book.document.still = None if value else {}

    @property
    def cut_copy_mode(self) -> bool:
        return self.clipboard is not None

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        if not value:
            self.clipboard = None

    @property
    def calculation(self) -> str:
        """'automatic' or 'manual'; Calc keeps it per book, the active one answers."""
        book = self.books.active
        return "manual" if book and not book.remote.isAutomaticCalculationEnabled() else "automatic"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            raise ValueError(f"Calc calculates 'automatic' or 'manual', not {value!r}")
        for book in self.books:
            if value == "manual" and not book.document.ahead.take("settled"):
                self.office.ask(settle, book.remote)  # afterwards it would not be done
            book.remote.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Every formula of every book."""
        for book in self.books:
            book.remote.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        """What we wrote there; False when LibreOffice has it for itself."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        """Shown in the windows of the books that are open at the first text."""
        text = "" if value in (False, None) else str(value)
        self._status = text or False
        if text:
            self._status_bars = self._status_bars or StatusBars(self.office, [book.remote for book in self.books])
            self._status_bars.show(text)
        elif self._status_bars:
            self._status_bars.end()
            self._status_bars = None

    def wait_for_status(self) -> None:
        """Until the status bars show the last text."""
        if self._status_bars:
            self._status_bars.wait()

    def alert(self, prompt: str, title: str, buttons: str, mode: str | None, callback: Any) -> str | None:  # noqa: ARG002 - xlwings' list
        """'ok', 'cancel', 'yes' or 'no'. XlwingsError in an office that nobody sees, where it would wait for ever."""
        book = self.books.active
        if not self.office.seen or book is None:
            raise XlwingsError(f"nobody sees this office, so nobody can answer: {prompt}")
        window = book.remote.CurrentController.Frame.ContainerWindow
        kind = enum("awt.MessageBoxType", "MESSAGEBOX")
        self.wait_for_status()
        box = window.Toolkit.createMessageBox(window, kind, _BOX_BUTTONS[buttons], title or "", prompt)
        try:
            return _ANSWERS.get(box.execute())
        finally:
            box.dispose()  # else it stays, unseen, as long as the office runs

    def run(self, macro: str, args: list[Any]) -> Any:
        """A Sub or Function of a book: 'Name', 'Module.Name' or \"'book.xlsm'!Name\". KeyError when there is none of this name."""
        named = re.fullmatch(r"'?(.*?)'?!(.+)", macro)
        book = self.books(named[1]) if named else self.books.active
        name = named[2] if named else macro
        if book is None:
            raise KeyError(macro)
        libraries = book.remote.BasicLibraries
        library = "VBAProject" if libraries.hasByName("VBAProject") else "Standard"
        modules = libraries.getByName(library)
        pattern = re.compile(rf"(?im)^\s*(?:public\s+)?(?:sub|function)\s+{re.escape(name.rpartition('.')[2])}\b")
        wanted = name.rpartition(".")[0]
        module = next((m for m in modules.ElementNames if wanted in ("", m) and pattern.search(modules.getByName(m))), None)
        if module is None:
            raise KeyError(f"no macro {macro} in {book.name}")
        uri = f"vnd.sun.star.script:{library}.{module}.{name.rpartition('.')[2]}?language=Basic&location=document"
        return book.remote.getScriptProvider().getScript(uri).invoke(tuple(map(native, args)), (), ())[0]
