"""From the button on a sheet to the workbook that it stands on: asks the running office for a pipe and attaches the engine to it.

The office has started us by Basic's Shell and goes on meanwhile. A second `soffice` call does not start another office: it hands
its arguments to the one that runs with the same profile and ends.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from addin.calc import office
from addin.calc.ahead import Meanwhile
from addin.calc.bridge import Remote, UnoError, load, to_path
from workbook_templates.errors import BookBusy

_PROFILE = "-env:UserInstallation="
_SPARED = ("pandas", "numpy", "matplotlib", "PIL", "cryptography")
"""What xlwings imports when it is there; it takes as long as a whole button, and no button needs it of xlwings."""


class Caller(NamedTuple):
    """The office whose button was clicked. command: its program; profile: the argument that names its profile, none for the usual."""

    command: str
    profile: Sequence[str]

    def tell(self, word: str) -> "subprocess.Popen[bytes]":
        """Hand the running office an argument."""
        quiet = subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603 - the program that is running already, and no shell
            [self.command, word, *self.profile], stdin=quiet, stdout=quiet, stderr=quiet, env=office.environment()
        )


def let_go() -> Caller:
    """Go on in the background, so that the office has nothing to wait for and we survive it. UsageError when there is no soffice."""
    parent = Path("/proc") / str(os.getppid())  # asked now: after the fork it is another one
    command, words = None, []
    with contextlib.suppress(OSError):  # a system without /proc
        words = os.fsdecode((parent / "cmdline").read_bytes()).split("\0")
        command = (parent / "exe").readlink().with_name("soffice")
    if sys.platform != "win32":
        if os.fork():
            os._exit(0)
        os.setsid()
    found = str(command) if command and command.is_file() else office.soffice()
    return Caller(found, [word for word in words if word.startswith(_PROFILE)])


@contextlib.contextmanager
def calling_book(caller: Caller, path: str) -> Iterator[None]:
    """`xlwings.Book.caller()` is the open workbook of this path meanwhile; afterwards the office is as it was.

    BookBusy when the office does not answer or has closed the workbook.
    """
    name = f"duban-button-{os.getpid()}"
    pipe = f"pipe,name={name};urp;"
    told = caller.tell(f"--accept={pipe}")
    load()

    def opened() -> office.Office:
        told.wait()
        return office.Office(name)

    def found() -> Remote:
        document = _document(opening.answer(), path)
        opening.answer().read_ahead(document)
        return document

    opening = Meanwhile(opened)
    finding = Meanwhile(found)
    with _spared():  # while the office opens the pipe and reads
        import xlwings

        from addin.calc import engine
    calling = opening.answer()
    try:
        document = finding.answer()
        app = engine.attach(calling)
        xlwings.Book(impl=app.impl.book_of(document)).set_mock_caller()
        try:
            yield
        finally:
            engine.stop(app)
    finally:
        with contextlib.suppress(BookBusy, UnoError):  # an office that has ended needs no word, which would start it anew
            calling.documents()
            caller.tell(f"--unaccept={pipe}").wait()


def _document(calling: office.Office, path: str) -> Remote:
    """The open workbook of this path, else one of its name. BookBusy when there is none."""
    paths = [(document, to_path(document.URL)) for document in calling.documents()]
    named = [document for document, place in paths if place == path] or [
        document for document, place in paths if Path(place).name == Path(path).name
    ]
    if not named:
        raise BookBusy(f"{Path(path).name} 已经关闭，什么也没有改动：请打开后再点按钮")
    return named[0]


@contextlib.contextmanager
def _spared() -> Iterator[None]:
    """Whoever imports one of _SPARED meanwhile is told that it is not there; afterwards it is."""
    modules: dict[str, Any] = sys.modules  # None in it means: not to be found
    held = [name for name in _SPARED if name not in modules]
    modules.update(dict.fromkeys(held))
    try:
        yield
    finally:
        for name in held:
            del modules[name]
