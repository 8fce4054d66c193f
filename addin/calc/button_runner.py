"""From the button on a sheet to the workbook that it stands on: attaches the engine to the pipe of the office that has called."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from addin.calc import office
from addin.calc.ahead import Meanwhile
from addin.calc.bridge import Remote, UnoError, to_path, uno_module
from addin.calc.calling_office import Caller
from workbook_templates.reading.errors import BookBusy

_SPARED = ("pandas", "numpy", "matplotlib", "PIL", "cryptography")
"""What xlwings imports when it is there; it takes as long as a whole button, and no button needs it of xlwings."""


@contextlib.contextmanager
def calling_book(caller: Caller, has_opened: Callable[[], object], path: str) -> Iterator[Callable[[], None]]:
    """`xlwings.Book.caller()` is the open workbook of this path meanwhile; afterwards the office is as it was. has_opened: waits for the
    pipe. Gives what waits until the status bar shows the last text.

    BookBusy when the office does not answer or has closed the workbook.
    """
    uno_module()

    def opened() -> office.Office:
        has_opened()
        return office.Office(caller.pipe)

    def found() -> Remote:
        document = _document(opening.answer(), path)
        opening.answer().read_ahead(document, first)
        return document

    opening = Meanwhile(opened)
    from workbook_templates.reading import (
        button_options,
        parse,  # while the office opens the pipe, as what comes in below is while it reads
    )

    first = {button_options.SHEET, *parse.READ}
    finding = Meanwhile(found)
    with _spared():
        import xlwings

        from addin.calc import engine
    calling = opening.answer()
    try:
        document = finding.answer()
        app = engine.attach(calling)
        xlwings.Book(impl=app.impl.book_of(document)).set_mock_caller()
        try:
            yield app.impl.wait_for_status
        finally:
            engine.stop(app)
    finally:
        with contextlib.suppress(BookBusy, UnoError):  # an office that has ended needs no word, which would start it anew
            calling.documents()
            caller.close_pipe()()


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
