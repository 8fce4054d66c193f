"""What is to be run and when, and what a system's scheduler says of it."""

import datetime as dt
import hashlib
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from addin import store
from workbook_templates.reading.errors import BookRefused

LATEST = dt.time(18)
"""No run begins later on a day."""


class Job(NamedTuple):
    """book: the workbook, whole path. at: when the first run of a day begins. command: program and arguments."""

    book: Path
    at: dt.time
    command: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What tells the job of one workbook from that of another."""
        return mark_of_book(self.book)

    @property
    def times(self) -> list[dt.time]:
        """Every run of a day: each hour from `at` to 18:00. A run that finds the day done does nothing."""
        return [self.at.replace(hour=hour) for hour in range(self.at.hour, 24) if self.at.replace(hour=hour) <= LATEST]


class JobState(NamedTuple):
    """What the system says. there: whether the job is set. at: its times; next_run, last_run: as the system writes them. result: the exit
    status of the last run. '' each where it does not say."""

    there: bool
    at: str = ""
    next_run: str = ""
    last_run: str = ""
    result: str = ""


class Scheduler(Protocol):
    """One of the three. Each raises BookRefused where the system refuses."""

    name: str

    def set(self, job: Job) -> None: ...
    def remove(self, book: Path) -> bool:
        """Whether there was one."""
        ...

    def state(self, book: Path) -> JobState: ...


def mark_of_book(book: Path) -> str:
    """Eight letters made of the path of a workbook."""
    return hashlib.sha256(os.path.normcase(book).encode("utf-8", "surrogateescape")).hexdigest()[:8]


def name_of_book(book: Path) -> str:
    """督办每日 督办总台账 1a2b3c4d: a name that every scheduler takes."""
    return f"督办每日 {store.safe_name(book.stem, 40)} {mark_of_book(book)}"


class SystemAnswer(NamedTuple):
    """What a program of the system answered."""

    status: int
    out: str
    error: str


def asked(command: Sequence[str], given: str | None = None, encoding: str = "utf-8") -> SystemAnswer:
    """Run a program of the system. Raises BookRefused where it is not there or does not end."""
    try:
        done = subprocess.run(  # noqa: S603 - a list of words, no shell
            command, input=given, capture_output=True, encoding=encoding, errors="replace", timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BookRefused(f"系统的 {command[0]} 运行不了（{error}），什么也没有改") from error
    return SystemAnswer(done.returncode, done.stdout, done.stderr)


def told(answer: SystemAnswer, what: str) -> SystemAnswer:
    """The answer, if it is yes. Raises BookRefused with the system's own words."""
    if answer.status != 0:
        raise BookRefused(f"{what}没有成，系统说：{' '.join((answer.error or answer.out).split())[:300] or f'退出状态 {answer.status}'}")
    return answer
