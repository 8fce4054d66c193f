"""A LibreOffice process: one of our own, with its own profile and pipe, or one that is running and listens on a pipe."""

import atexit
import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from addin.calc import inside
from addin.calc.ahead import Ahead
from addin.calc.bridge import Remote, UnoError, changed, native, properties, struct, to_url, uno_module
from addin.calc.program import environment, soffice
from workbook_templates.reading.errors import BookBusy

PATIENCE = 60.0
"""Seconds that a cold LibreOffice may take to listen; a warm one takes about one and a half."""

PROFILE_PREFIX = "duban-calc-"
_number = itertools.count(1)

_SETTINGS = (
    # Chinese formats, whatever the machine speaks; no question about links; nothing saved behind our back
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale_CJK", "zh-CN"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
)


class Office:
    """A connection to one LibreOffice. `process` is None when it is not ours to end, `python` when it does not run `inside` for us."""

    def __init__(
        self, pipe: str, process: subprocess.Popen[bytes] | None = None, profile: Path | None = None, *, seen: bool = True
    ) -> None:
        self.pipe, self.process, self.profile, self.seen = pipe, process, profile, seen
        self.context: Remote = _resolved(pipe, process)
        self.desktop = self.service("frame.Desktop")
        self.python = self._hand_over()
        self.given_names: dict[str, str] = {}
        self.ahead: dict[str, Ahead] = {}
        self.pid = process.pid if process else zlib.crc32(pipe.encode())

    def service(self, name: str) -> Remote:
        """A service of the office, named without the leading com.sun.star."""
        made: Remote = self.context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", self.context)
        return made

    def _hand_over(self) -> Remote | None:
        """The functions of `inside` in the office; None when it has no Python, or holds another version of them since it was started."""
        try:
            loader = self.service("loader.Python")
            factory = loader.activate(f"{inside.SERVICE}.{inside.DIGEST}", "", to_url(inside.__file__), None)
            made: Remote = factory.createInstanceWithContext(self.context)
        except (UnoError, AttributeError):  # no such service is None
            return None
        return made

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """A function of `inside`: one crossing where the office runs it, else the many that it takes from here."""
        if function is inside.put_cells:
            changed()
        if self.python is None:
            return function(*arguments)
        return self.python.execute((struct("beans.NamedValue", Value=(function.__name__, *map(native, arguments))),))

    def read_ahead(self, document: Remote, first: Collection[str] = ()) -> None:
        """Begin to read all tables of a document, those in `first` before others; the answers lie in `ahead` by the document's number."""
        self.ahead[document.RuntimeUID] = Ahead(lambda function, *arguments: self.ask(function, document, *arguments), first)

    def documents(self) -> list[Remote]:
        """The open spreadsheets, the oldest first."""
        listed = self.desktop.Components.createEnumeration()
        found = []
        while listed.hasMoreElements():
            document = listed.nextElement()
            with contextlib.suppress(AttributeError):  # the start page and the Basic editor are components that offer no services
                if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                    found.append(document)
        return sorted(found, key=lambda document: int(document.RuntimeUID))

    def open(self, url: str, **how: Any) -> Remote | None:
        """A document in a window of its own; None when LibreOffice can't open it, for which it gives no reason.

        A hidden document would lose its frozen panes when it is saved, because they belong to the view. So it is opened visibly,
        and in an office that nobody sees its window is then made invisible: a visible window without a screen may repaint
        the buttons on the sheet for ever, and answer nothing any more.
        """
        document: Remote | None = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(**how))
        if document is not None and not self.seen:
            document.CurrentController.Frame.ContainerWindow.setVisible(False)
        return document

    def stop(self) -> None:
        """End the process and remove its profile, if they are ours; else only forget the office."""
        process, self.process = self.process, None
        if process is None:
            return
        with contextlib.suppress(BookBusy, UnoError):  # a busy or dead office can't be asked; it is killed below
            self.desktop.terminate()
        _end(process)
        if self.profile:
            shutil.rmtree(self.profile, ignore_errors=True)
        atexit.unregister(self.stop)


def start(profile: str | os.PathLike[str] | None = None, *, visible: bool = False) -> Office:
    """An own LibreOffice on a new pipe. profile: a folder to keep its settings in; None makes one that goes with the office.

    UsageError when LibreOffice or its Python interface is missing, BookBusy when it does not answer within PATIENCE seconds.
    """
    uno_module()
    command = soffice()
    own = None if profile else Path(tempfile.mkdtemp(prefix=f"{PROFILE_PREFIX}{os.getpid()}-"))
    folder = own or Path(os.fspath(profile or "")).absolute()
    _settle(folder)
    pipe = f"duban-{os.getpid()}-{next(_number)}"
    arguments = [command, "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
    arguments += [f"--accept=pipe,name={pipe};urp;", f"-env:UserInstallation={folder.as_uri()}", *([] if visible else ["--headless"])]
    # A session of its own, so that Ctrl+C in our terminal leaves it to us to close the workbooks, and so that all of it can be ended.
    process = subprocess.Popen(  # noqa: S603 - the program that the user has installed, and no shell
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(), start_new_session=True
    )
    try:
        office = Office(pipe, process, own, seen=visible)
    except BaseException:
        _end(process, patience=0)
        if own:
            shutil.rmtree(own, ignore_errors=True)
        raise
    atexit.register(office.stop)
    return office


def _settle(folder: Path) -> None:
    """Write the settings of a new profile; one that has settings keeps them."""
    settings = folder / "user" / "registrymodifications.xcu"
    if settings.exists():
        return
    settings.parent.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    settings.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>', "utf-8"
    )


def _resolved(pipe: str, process: subprocess.Popen[bytes] | None) -> Remote:
    """The component context behind a pipe. An own office is waited for, another one is there or not."""
    local = Remote(uno_module().getComponentContext())
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + (PATIENCE if process else 2.0)
    while True:
        try:
            found: Remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return found
        except UnoError as error:
            if "NoConnectException" not in error.kinds:
                raise
            if process and process.poll() not in (None, 0):
                raise BookBusy(f"LibreOffice 没有启动起来（退出状态 {process.returncode}）") from error
            if time.monotonic() > until:
                what = "LibreOffice 启动后没有应答" if process else f"没有 LibreOffice 在管道 {pipe} 上等待"
                raise BookBusy(f"{what}，请关闭 LibreOffice 后再试") from error
        time.sleep(0.02)


def _end(process: subprocess.Popen[bytes], patience: float = 10.0) -> None:
    """Wait for the process to end by itself, then end it and everything that it started."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
