"""What is shown in the status bars while an action runs: in order, the last text always, and never in anybody's way."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from addin.calc.bridge import Remote, Told, UnoError
from addin.calc.status_bars import StatusBars
from workbook_templates.reading.errors import BookBusy


class Indicator:
    """A status bar whose office is busy until `free` is set."""

    def __init__(self) -> None:
        self.free, self.reached = threading.Event(), threading.Event()
        self.shown: list[str] = []

    def start(self, text: str, _: int) -> None:
        self.reached.set()
        assert self.free.wait(10)
        self.shown.append(text)

    def setText(self, text: str) -> None:  # noqa: N802 - as UNO calls it
        self.shown.append(text)

    def end(self) -> None:
        self.shown.append("—")


class Office:
    def __init__(self, *bars: Indicator) -> None:
        self.bars = bars

    def ask(self, *_: Any) -> tuple[Indicator, ...]:
        return self.bars


def bars_of(*bars: Indicator) -> StatusBars:
    office: Any = Office(*bars)
    return StatusBars(office, [])


def test_a_busy_office_is_not_waited_for_and_shows_the_last_text() -> None:
    bar = Indicator()
    bars = bars_of(bar)
    bars.show("一")
    assert bar.reached.wait(10)
    for text in ("二", "三", "四"):
        bars.show(text)
    assert bar.shown == []
    bar.free.set()
    bars.end()
    assert bar.shown == ["一", "四", "—"]


def test_a_text_that_the_office_has_time_for_is_shown() -> None:
    bar = Indicator()
    bar.free.set()
    bars = bars_of(bar)
    for text in ("一", "二", "三"):
        bars.show(text)
        bars.wait()
    assert bar.shown == ["一", "二", "三"]
    bars.end()
    assert bar.shown[-1] == "—"


@pytest.mark.parametrize("failing", ["start", "setText", "end"])
@pytest.mark.parametrize("error", [BookBusy("closed"), UnoError(RuntimeError("?"))])
def test_a_window_that_fails_keeps_no_other_from_being_told(failing: str, error: Exception) -> None:
    def fails(*_: object) -> None:
        raise error

    bad, good = Indicator(), Indicator()
    setattr(bad, failing, fails)
    for bar in (bad, good):
        bar.free.set()
    bars = bars_of(bad, good)
    for text in ("一", "二"):
        bars.show(text)
        bars.wait()
    bars.end()
    assert good.shown == ["一", "二", "—"]


def test_an_office_that_is_gone_stops_nobody() -> None:
    office: Any = Office()

    def gone(*_: object) -> None:
        raise BookBusy("gone")

    office.ask = gone
    bars = StatusBars(office, [])
    for text in ("一", "二"):
        bars.show(text)
        bars.wait()
    bars.end()


def test_an_end_without_a_text_asks_for_nothing() -> None:
    bar = Indicator()
    bars_of(bar).end()
    assert bar.shown == []


def test_what_another_thread_asks_ends_no_answer() -> None:
    asked = Remote(SimpleNamespace(property="what every crossing counts"))
    told = Told("答")
    other = threading.Thread(target=lambda: asked.property)
    other.start()
    other.join()
    assert told.still() == "答"
    assert asked.property
    assert told.still() is None
