"""The progress part of the status bars. What stands there follows in the background: an office that is computing takes a text late, and
whoever has more to do need not wait for that."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from addin.calc.bridge import Remote, UnoError
from addin.calc.inside import indicators
from addin.calc.office import Office
from workbook_templates.reading.errors import BookBusy


class StatusBars:
    """Those in the windows of some documents. Nothing that fails here stops anybody: a document may be closed meanwhile, or the office."""

    def __init__(self, office: Office, documents: Sequence[Remote]) -> None:
        self._office, self._documents = office, documents
        self._changed = threading.Condition()
        self._next: str | None = None
        self._is_showing = self._is_ending = False
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def show(self, text: str) -> None:
        """A text that another one follows before the office has taken it is left out."""
        with self._changed:
            self._next = text
            self._changed.notify_all()

    def wait(self) -> None:
        """Until the office has taken the last text."""
        with self._changed:
            self._changed.wait_for(lambda: self._next is None and not self._is_showing)

    def end(self) -> None:
        """Show the last text still, then leave the bars to the office, and wait for that."""
        with self._changed:
            self._is_ending = True
            self._changed.notify_all()
        self._thread.join()

    def _follow(self) -> None:
        bars: Sequence[Any] | None = None
        while (text := self._text()) is not None:
            if bars is None:
                bars = _tried(self._office.ask, indicators, *self._documents) or ()
                for bar in bars:
                    _tried(bar.start, text, 0)
            else:
                for bar in bars:
                    _tried(bar.setText, text)
        for bar in bars or ():
            _tried(bar.end)

    def _text(self) -> str | None:
        """The next to be shown, waited for; None at the end."""
        with self._changed:
            self._is_showing = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._next is not None or self._is_ending)
            text, self._next = self._next, None
            self._is_showing = text is not None
            return text


def _tried(do: Callable[..., Any], *arguments: Any) -> Any:
    """None where it can't be done; AttributeError is what a document without a window gives."""
    try:
        return do(*arguments)
    except (BookBusy, UnoError, AttributeError):
        return None
