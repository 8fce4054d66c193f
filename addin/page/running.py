"""One thing at a time: what runs, how far it is, what came of the last one. It goes on where the page is closed, and is shown again."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from addin.page.desk import PageOutcome, Step

KEPT = 500
"""Files that the page still knows by their numbers."""


class State(NamedTuple):
    """revision: grows with each change. running: what is being done, '' for nothing; step: how far. last: what was done before, and its
    outcome; files: the numbers by which the page asks for its files."""

    revision: int = 0
    running: str = ""
    step: str = ""
    last: str = ""
    outcome: PageOutcome | None = None
    files: tuple[int, ...] = ()


class Runner:
    """Runs one thing at a time in a thread of its own."""

    def __init__(self) -> None:
        self.state = State()
        self.seen = time.monotonic()
        self.files: dict[int, Path] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self, name: str, work: Callable[[Step], PageOutcome], after: Callable[[], None] = lambda: None) -> bool:
        """Begin `work`; False where something is still running. after: what is done at its end, whatever became of it."""
        with self._changed:
            if self.state.running:
                return False
            self._put(running=name, step="开始")
        self._thread = threading.Thread(target=self._work, args=(name, work, after))
        self._thread.start()
        return True

    def _work(self, name: str, work: Callable[[Step], PageOutcome], after: Callable[[], None]) -> None:
        outcome = PageOutcome(2, ("没有办完，请看终端窗口里的话。",))
        try:
            outcome = work(self.step)
        finally:
            after()
            with self._changed:
                numbers = tuple(self._numbered(path) for path in outcome.files)
                self._put(running="", step="", last=name, outcome=outcome, files=numbers)

    def step(self, text: str) -> None:
        """What is being done now."""
        with self._changed:
            self._put(step=text)

    def _put(self, **changed: object) -> None:
        self.state = self.state._replace(revision=self.state.revision + 1, **changed)  # type: ignore[arg-type]
        self._changed.notify_all()

    def _numbered(self, path: Path) -> int:
        """The number of a file, the same for the same file; of the oldest ones nothing is known any more."""
        known = next((number for number, one in self.files.items() if one == path), None)
        if known is None:
            known = max(self.files, default=0) + 1
            self.files[known] = path
            while len(self.files) > KEPT:
                del self.files[next(iter(self.files))]
        return known

    def after(self, revision: int, seconds: float) -> State:
        """The state, as soon as it is another than that of `revision`, at the latest after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.revision != revision, seconds)
            return self.state

    def looked_at(self) -> None:
        """Somebody has the page before him."""
        self.seen = time.monotonic()

    def unseen(self) -> float:
        """For how many seconds nobody has had the page before him; 0 while something runs."""
        return 0.0 if self.state.running else time.monotonic() - self.seen

    def wait(self) -> None:
        """Until what runs is done."""
        if self._thread:
            self._thread.join()
