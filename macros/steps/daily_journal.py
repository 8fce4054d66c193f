"""What the daily runs have done, a line an event: 归档/每日_工作簿名.jsonl. It outlives `undo`: what is done once stays so."""

import datetime as dt
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from addin import store
from addin.post.journals import append, lines_of
from workbook_templates.reading.errors import BookRefused


class DailyRun(NamedTuple):
    """A run as the journal has it. left: the steps that are to be tried again; done: whether nothing of the day is left."""

    time: dt.datetime
    left: tuple[str, ...]
    done: bool


class DailyJournal:
    """runs: in their order. once: what was made for a period, as (what, period). begun_with: what was begun, the same way: where it is not
    among those that were made, a run was cut off over it. cut_off: when a run began that never ended."""

    def __init__(self, book: Path) -> None:
        self.path = store.folders(book).archive / f"每日_{store.stem_of(book)}.jsonl"
        self.runs: list[DailyRun] = []
        self.once: set[tuple[str, str]] = set()
        self.begun_with: set[tuple[str, str]] = set()
        self.cut_off: dt.datetime | None = None
        try:
            for line in lines_of(self.path):
                with suppress(KeyError, ValueError, TypeError):
                    if "period" in line:
                        self.once.add((str(line["what"]), str(line["period"])))
                    elif "making" in line:
                        self.begun_with.add((str(line["what"]), str(line["making"])))
                    elif "began" in line:
                        self.cut_off = dt.datetime.fromisoformat(line["began"])
                    else:
                        self.cut_off = None
                        left = tuple(map(str, line["left"]))
                        self.runs.append(DailyRun(dt.datetime.fromisoformat(line["time"]), left, bool(line["done"])))
        except OSError as error:
            raise BookRefused(f"“归档/{self.path.name}”读不出来（{error.strerror}），没有办：请检查“归档”文件夹的权限") from error

    @property
    def last(self) -> DailyRun | None:
        return self.runs[-1] if self.runs else None

    def begun(self, day: dt.date) -> dt.date:
        """The day of the first run, this one's if there was none."""
        return min((run.time.date() for run in self.runs), default=day)

    def done(self, day: dt.date) -> bool:
        """Whether nothing of this day is left."""
        return any(run.done for run in self.runs if run.time.date() == day)

    def has(self, what: str, period: str) -> bool:
        return (what, period) in self.once

    def making(self, now: dt.datetime, what: str, period: str) -> None:
        """This is being made for this period, in more than one file."""
        if (what, period) not in self.begun_with:
            self.begun_with.add((what, period))
            self._write({"time": now.isoformat(timespec="seconds"), "what": what, "making": period})

    def made(self, now: dt.datetime, what: str, period: str) -> None:
        """Once for all: this was made for this period."""
        self.once.add((what, period))
        self._write({"time": now.isoformat(timespec="seconds"), "what": what, "period": period})

    def begins(self, now: dt.datetime) -> None:
        """A run begins."""
        self._write({"began": now.isoformat(timespec="seconds")})

    def ran(self, now: dt.datetime, left: Iterable[str], *, done: bool) -> None:
        """The end of a run."""
        self.runs.append(DailyRun(now, tuple(left), done))
        self._write({"time": now.isoformat(timespec="seconds"), "left": [*left], "done": done})

    def _write(self, line: dict[str, object]) -> None:
        try:
            store.operate("journal", lambda: append(self.path, json.dumps(line, ensure_ascii=False)))
        except OSError as error:
            raise BookRefused(f"“归档/{self.path.name}”写不进去（{error.strerror}）：请检查磁盘空间和“归档”文件夹的权限") from error
