"""A systemd user timer: two small files in ~/.config/systemd/user. Persistent: what was missed while the machine was off is caught up."""

import os
from pathlib import Path

from addin.schedule.job import Job, JobState, asked, mark_of_book, told
from addin.whole_folder import WriteFailed, put_file
from workbook_templates.reading.errors import BookRefused

SERVICE = """[Unit]
Description={description}

[Service]
Type=oneshot
ExecStart={command}
SuccessExitStatus=1
TimeoutStartSec=2h
"""
TIMER = """[Unit]
Description={description}

[Timer]
OnCalendar=*-*-* {hours}:{minute:02d}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


def quoted(word: str, *, program: bool = False) -> str:
    """A word of ExecStart. program: the first one, in which no variable is looked for."""
    inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("%", "%%")
    return f'"{inner if program else inner.replace("$", "$$")}"'


def service_text(job: Job) -> str:
    words = [quoted(job.command[0], program=True), *map(quoted, job.command[1:])]
    return SERVICE.format(description=described(job), command=" ".join(words))


def timer_text(job: Job) -> str:
    hours = ",".join(f"{time.hour:02d}" for time in job.times)
    return TIMER.format(description=described(job), hours=hours, minute=job.at.minute)


def described(job: Job) -> str:
    """One line, in which % means nothing."""
    return " ".join(f"督办每日 {job.book.name}".split()).replace("%", "%%")


def units() -> Path:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() is an error where there is none
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "systemd" / "user"


def runs_here() -> bool:
    """Whether this user has a systemd of his own that answers."""
    try:
        return asked(["systemctl", "--user", "show-environment"]).status == 0
    except BookRefused:
        return False


class UserTimer:
    name = "systemd 用户定时器"

    def set(self, job: Job) -> None:
        base = f"duban-{job.mark}"
        try:
            put_file(units() / f"{base}.service", service_text(job).encode("utf-8", "surrogateescape"))
            put_file(units() / f"{base}.timer", timer_text(job).encode())
        except WriteFailed as error:
            raise BookRefused(f"“{units()}”写不进去（{error}），没有设成") from error
        told(asked(["systemctl", "--user", "daemon-reload"]), "登记定时器")
        told(asked(["systemctl", "--user", "enable", f"{base}.timer"]), "登记定时器")
        told(asked(["systemctl", "--user", "restart", f"{base}.timer"]), "启动定时器")

    def remove(self, book: Path) -> bool:
        base = f"duban-{mark_of_book(book)}"
        files = [path for end in ("timer", "service") if (path := units() / f"{base}.{end}").exists()]
        if not files:
            return False
        told(asked(["systemctl", "--user", "disable", "--now", f"{base}.timer"]), "停下定时器")
        try:
            for path in files:
                path.unlink()
        except OSError as error:
            raise BookRefused(f"“{path}”删不掉（{error.strerror}）；定时器已经停下") from error
        told(asked(["systemctl", "--user", "daemon-reload"]), "取消定时器")
        return True

    def state(self, book: Path) -> JobState:
        base = f"duban-{mark_of_book(book)}"
        timer = units() / f"{base}.timer"
        if not timer.exists():
            return JobState(there=False)
        at = next((line.partition("=")[2] for line in timer.read_text("utf-8").splitlines() if line.startswith("OnCalendar=")), "")
        shown = properties(f"{base}.timer", "NextElapseUSecRealtime", "LastTriggerUSec")
        ended = properties(f"{base}.service", "ExecMainStatus", "ExecMainExitTimestamp")
        result = ended.get("ExecMainStatus", "") if ended.get("ExecMainExitTimestamp") else ""
        return JobState(True, at, shown.get("NextElapseUSecRealtime", ""), shown.get("LastTriggerUSec", ""), result)


def properties(unit: str, *names: str) -> dict[str, str]:
    """What systemd knows of a unit."""
    answer = asked(["systemctl", "--user", "show", unit, f"--property={','.join(names)}"])
    return {key: value for line in answer.out.splitlines() for key, _, value in [line.partition("=")] if key}
