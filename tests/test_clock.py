"""The clock of a run: the system's, or where a test has stopped it."""

import datetime as dt

import pytest

from macros.__main__ import run
from udfs.calling_workbook import OfficeSetUp
from workbook_templates.reading import clock
from workbook_templates.reading.errors import UsageError
from workbook_templates.reading.parse import parse


def test_the_system_s_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.STOPPED, raising=False)
    before = dt.datetime.now()  # noqa: DTZ005 - the office's own clock
    assert before <= clock.now() <= before + dt.timedelta(minutes=1)
    assert clock.now().tzinfo is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-12-31T09:30:00", dt.datetime(2026, 12, 31, 9, 30)),
        ("2026-12-31 09:30:15.5", dt.datetime(2026, 12, 31, 9, 30, 15, 500000)),
        ("2024-02-29T00:00", dt.datetime(2024, 2, 29)),
    ],
)
def test_a_stopped_clock(text: str, time: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.STOPPED, text)
    assert clock.now() == time
    office = OfficeSetUp(parse({})[0], None, None)  # type: ignore[arg-type]  # the day asks neither scale nor calendar
    assert office.settings.as_of is None
    assert office.as_of(None) == time.date()


@pytest.mark.parametrize("text", ["", "昨天", "2026-02-29T09:30:00", "2026-12-31T09:30:00Z", "2026-12-31T09:30:00+08:00"])
def test_what_is_no_local_time_is_refused(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(clock.STOPPED, text)
    with pytest.raises(UsageError, match=r"环境变量 DUBAN_NOW 是“.*”，不是本地时间，什么也没有改动。"):
        clock.now()
    assert run(["doctor"]) == 2
    assert f"环境变量 DUBAN_NOW 是“{text}”" in capsys.readouterr().err
