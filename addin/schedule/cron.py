"""cron, where a user has no systemd of his own: one line of the user's table, found by the mark at its end."""

import shlex
from pathlib import Path

from addin.schedule.job import Job, JobState, asked, mark_of_book, told
from workbook_templates.reading.errors import BookRefused


def cron_line(job: Job) -> str:
    """The line. Raises BookRefused for a path that no line can hold."""
    command = shlex.join(job.command)
    if "\n" in command or "\r" in command:
        raise BookRefused("文件夹或文件名里有换行，cron 记不下，没有设。请改名再设")
    hours = ",".join(str(time.hour) for time in job.times)
    escaped = command.replace("%", "\\%")
    return f"{job.at.minute} {hours} * * * {escaped} >/dev/null 2>&1 # duban-{job.mark}"


def lines_now() -> list[str]:
    """The user's table; empty where there is none."""
    answer = asked(["crontab", "-l"])
    if answer.status != 0 and "no crontab" not in answer.error:
        told(answer, "读 crontab ")
    return answer.out.splitlines() if answer.status == 0 else []


def write(lines: list[str]) -> None:
    told(asked(["crontab", "-"], "".join(f"{line}\n" for line in lines)), "写 crontab ")


def others(lines: list[str], book: Path) -> list[str]:
    """The lines that are not this workbook's."""
    return [line for line in lines if not line.endswith(f"# duban-{mark_of_book(book)}")]


class Cron:
    name = "cron"

    def set(self, job: Job) -> None:
        write([*others(lines_now(), job.book), cron_line(job)])

    def remove(self, book: Path) -> bool:
        lines = lines_now()
        left = others(lines, book)
        if left == lines:
            return False
        write(left)
        return True

    def state(self, book: Path) -> JobState:
        """cron keeps no result."""
        lines = lines_now()
        mine = next((line for line in lines if line not in others(lines, book)), "")
        return JobState(there=bool(mine), at=" ".join(mine.split()[:2]))
