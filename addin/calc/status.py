"""The progress part of the status bars. What stands there follows in the background: an office that is computing takes a text late, and
whoever has more to do need not wait for that."""

import contextlib
import threading
from collections.abc import Sequence
from queue import SimpleQueue

from addin.calc.bridge import Remote, UnoError
from addin.calc.inside import indicators
from addin.calc.office import Office
from workbook_templates.errors import BookBusy


class StatusBars:
    """Those in the windows of some documents; a document that is closed meanwhile needs none. Nothing that fails here stops anybody.

    end: wait until they are the office's own again."""

    def __init__(self, office: Office, documents: Sequence[Remote]) -> None:
        self._office, self._documents = office, documents
        self._texts: SimpleQueue[str | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def show(self, text: str) -> None:
        """A text that has been followed by another one before the office took it is left out."""
        self._texts.put(text)

    def end(self) -> None:
        self._texts.put(None)
        self._thread.join()

    def _follow(self) -> None:
        text = self._latest()
        with contextlib.suppress(BookBusy, UnoError):
            shown = self._office.ask(indicators, *self._documents) if text is not None else ()
            for indicator in shown:
                indicator.start(text, 0)
            while text is not None and (text := self._latest()) is not None:
                for indicator in shown:
                    with contextlib.suppress(BookBusy):
                        indicator.setText(text)
            for indicator in shown:
                with contextlib.suppress(BookBusy):
                    indicator.end()

    def _latest(self) -> str | None:
        text = self._texts.get()
        while not self._texts.empty():
            text = self._texts.get()
        return text
