"""duban schedule: what each system's scheduler is given, read back, and taken away again. Windows itself was never asked."""

import csv
import datetime as dt
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from support.daily_office import new_master, run_day
from support.fake_system import put_on_path

from addin.schedule.cron import Cron, cron_line
from addin.schedule.job import Job, Scheduler, name_of_book
from addin.schedule.systemd import UserTimer, service_text, timer_text
from addin.schedule.windows import TaskScheduler, task_xml
from macros import schedule as command
from macros.attempt import attempt, on_file
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.actions import BY_KEY

GOLDEN = Path(__file__).parent / "fixtures" / "schedule"
BOOK = Path('/办公 室/王\'s "督办" 100% $HOME & <台账>/督办总台账.xlsm')
PYTHON = "/opt/督办 程序/.venv/bin/python"
JOB = Job(BOOK, dt.time(8, 30), (PYTHON, "-P", "-m", "macros", "daily", str(BOOK), "--scheduled", "--quiet"))
WINDOWS_BOOK = r"C:\Users\王芳\我的 文档 & 台账\督办总台账.xlsm"
WINDOWS_JOB = Job(
    Path(WINDOWS_BOOK),
    dt.time(8, 30),
    (r"C:\Program Files\督办\.venv\Scripts\pythonw.exe", "-P", "-m", "macros", "daily", WINDOWS_BOOK, "--scheduled", "--quiet"),
)
DAY = dt.date(2026, 6, 26)
NOW = dt.datetime(2026, 6, 26, 10)
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("task.xml", task_xml(WINDOWS_JOB, "公司\\王芳", DAY)),
        ("duban.service", service_text(JOB)),
        ("duban.timer", timer_text(JOB)),
        ("crontab", cron_line(JOB) + "\n"),
    ],
)
def test_what_the_system_is_given(name: str, made: str) -> None:
    """Golden files: the paths have blanks, Chinese, quotes and signs that mean something to one system or another."""
    assert made == (GOLDEN / name).read_text("utf-8")


def test_the_task_runs_on_battery_catches_up_and_stands_alone() -> None:
    task = etree.fromstring(task_xml(WINDOWS_JOB, "王芳", DAY).encode("utf-16"))
    told = {element.tag.removeprefix(TASK): element.text for element in task.iter() if isinstance(element.tag, str)}
    assert (told["DisallowStartIfOnBatteries"], told["StopIfGoingOnBatteries"]) == ("false", "false")
    assert (told["StartWhenAvailable"], told["MultipleInstancesPolicy"]) == ("true", "IgnoreNew")
    assert (told["RunLevel"], told["LogonType"]) == ("LeastPrivilege", "InteractiveToken")
    assert (told["StartBoundary"], told["Interval"], told["Duration"]) == ("2026-06-26T08:30:00", "PT1H", "PT9H1M")
    assert told["Arguments"] == f'-P -m macros daily "{WINDOWS_BOOK}" --scheduled --quiet'


@pytest.mark.parametrize(
    ("at", "hours", "duration"),
    [
        (dt.time(8, 0), [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18], "PT10H1M"),
        (dt.time(8, 1), [8, 9, 10, 11, 12, 13, 14, 15, 16, 17], "PT9H1M"),
        (dt.time(16, 59), [16, 17], "PT1H1M"),
        (dt.time(17, 1), [17], ""),
        (dt.time(18, 0), [18], ""),
    ],
)
def test_again_each_hour_until_six(at: dt.time, hours: list[int], duration: str) -> None:
    job = JOB._replace(at=at)
    assert [time.hour for time in job.times] == hours
    assert (f"<Duration>{duration}</Duration>" in task_xml(job, "x", DAY)) == bool(duration)
    assert ("<Repetition>" in task_xml(job, "x", DAY)) == bool(duration)


def test_a_shell_reads_the_line_back() -> None:
    """cron takes the backslash before % away, and a shell reads the rest."""
    words = shlex.split(cron_line(JOB).replace("\\%", "%"), comments=True)
    assert words[:5] == ["30", "8,9,10,11,12,13,14,15,16,17", "*", "*", "*"]
    assert words[5 : 5 + len(JOB.command)] == [*JOB.command]
    with pytest.raises(BookRefused, match="换行"):
        cron_line(JOB._replace(command=("python", "a\nb")))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_itself_reads_the_units(tmp_path: Path) -> None:
    """The real program is asked whether it understands them, and which command it would run."""
    (tmp_path / "duban.service").write_text(service_text(JOB._replace(command=(sys.executable, *JOB.command[1:]))), "utf-8")
    (tmp_path / "duban.timer").write_text(timer_text(JOB), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.glob("duban.*"))], capture_output=True, encoding="utf-8", check=False
    )
    assert "duban" not in done.stderr
    told = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=11", "--base-time=2026-06-26 00:00:00", "*-*-* 08,09,17:30:00"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert told.returncode == 0


# set, seen, removed


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return put_on_path(monkeypatch, tmp_path / "系统")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return new_master(tmp_path / "办公 室's")


SYSTEMS: list[Scheduler] = [TaskScheduler("公司\\王芳", DAY, "utf-8"), UserTimer(), Cron()]


def asked(book: Path, **more: object) -> Report:
    options = Options(NOW, "测试员", None, {"at": None, "remove": False, "status": False, **more})
    return attempt(BY_KEY["schedule"], lambda: on_file(BY_KEY["schedule"], book, options, silent))


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda one: one.name)
def test_set_seen_and_removed(system: Scheduler, book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "scheduler", lambda _: system)
    assert "没有设" in asked(book).messages[0]
    assert asked(book, remove=True).figures["取消"] is False
    assert asked(book, at="08:30").status is Status.DONE
    assert asked(book, at="9：15").figures["时刻"][:2] == ["09:15", "10:15"]  # set anew: it stands once
    state = system.state(book)
    assert state.there
    assert "15" in state.at
    assert "设了" in asked(book, status=True).messages[0]
    assert asked(book, remove=True).figures["取消"] is True
    assert not system.state(book).there
    assert "没有设" in asked(book, status=True).messages[0]
    left = [path for name in ("tasks", "on", "config") for path in (kept / name).rglob("*") if path.is_file()]
    assert left == []


def test_two_workbooks_have_a_job_each(book: Path, tmp_path: Path, kept: Path) -> None:
    other, both = new_master(tmp_path / "另一家"), SYSTEMS
    for system in both:
        for path in (book, other):
            system.set(Job(path, dt.time(8, 30), ("python", str(path))))
        assert system.remove(book)
        assert not system.state(book).there
        assert system.state(other).there
    assert name_of_book(book) != name_of_book(other)
    assert (kept / "table").read_text("utf-8").count("# duban-") == 1


def test_lines_of_others_stay(book: Path, kept: Path) -> None:
    (kept / "table").write_text("# 备份\n0 3 * * * backup  100\\%\n", "utf-8")
    Cron().set(Job(book, dt.time(8, 30), ("python", str(book))))
    assert Cron().remove(book)
    assert (kept / "table").read_text("utf-8") == "# 备份\n0 3 * * * backup  100\\%\n"


@pytest.mark.parametrize("system", SYSTEMS[:2], ids=lambda one: one.name)
@pytest.mark.parametrize(("result", "said"), [("0", "0（办完）"), ("1", "1（办完，有要看的）"), ("2", "2（没有办成）")])
def test_the_last_result_is_told(
    system: Scheduler, result: str, said: str, book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "scheduler", lambda _: system)
    asked(book, at="08:30")
    (kept / "result").write_text(result)
    told = "\n".join(asked(book, status=True).messages)
    assert f"上一次的结果：{said}" in told
    assert "2026" in told


def test_what_the_run_itself_wrote_down_is_told(book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del kept
    monkeypatch.setattr(command, "scheduler", lambda _: Cron())
    run_day(book, NOW)
    told = asked(book, status=True)
    assert "最近一次“每日”：2026-06-26 10:00，都办完了" in told.messages[1]
    assert told.figures["办完"] is True


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"at": "25:00"}, "不对"),
        ({"at": "18:01"}, "不晚于 18:00"),
        ({"at": "早上"}, "不对"),
        ({"at": "08:30", "remove": True}, "一次只能用一个"),
    ],
)
def test_wrong_words_set_nothing(more: dict[str, object], said: str, book: Path, kept: Path) -> None:
    report = asked(book, **more)
    assert report.status is Status.NOT_DONE
    assert said in report.messages[0]
    assert not (kept / "table").exists()


def test_what_the_system_refuses_is_told_in_its_words(book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (kept / "bin" / "schtasks").write_text(f"#!{sys.executable}\nimport sys\nsys.exit('ERROR: Access is denied.')\n", "utf-8")
    monkeypatch.setattr(command, "scheduler", lambda _: SYSTEMS[0])
    report = asked(book, at="08:30")
    assert report.status is Status.NOT_DONE
    assert "Access is denied." in report.messages[0]


@pytest.mark.skipif(sys.platform == "win32", reason="which of the two a Linux has")
def test_which_scheduler_this_machine_has(book: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(book).figures["方式"] == UserTimer.name
    (kept / "no session").touch()
    assert asked(book).figures["方式"] == Cron.name
    monkeypatch.setenv("PATH", str(kept / "nothing"))
    report = asked(book)
    assert report.status is Status.NOT_DONE
    assert "没有能用的" in report.messages[0]


def test_the_command_does_what_it_says(book: Path, kept: Path) -> None:
    """What stands in the table is run as it stands there, and the day is done."""
    del kept
    Cron().set(Job(book, dt.time(8, 30), command.command_for(book)))
    line = subprocess.run(["crontab", "-l"], capture_output=True, encoding="utf-8", check=True).stdout.split(" * * * ")[1]
    done = subprocess.run(["/bin/sh", "-c", line.replace("\\%", "%")], cwd="/", check=False)
    assert done.returncode in (0, 1)
    assert len(list((book.parent / "输出" / "每日").iterdir())) == 1


def test_the_csv_of_schtasks_is_read_by_place(book: Path, kept: Path) -> None:
    """In any language: its headers are left out."""
    del kept
    SYSTEMS[0].set(Job(book, dt.time(8, 30), ("python", str(book))))
    out = subprocess.run(
        ["schtasks", "/Query", "/TN", name_of_book(book), "/V", "/FO", "CSV", "/NH"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    (row,) = csv.reader(out.splitlines())
    state = SYSTEMS[0].state(book)
    assert (state.next_run, state.last_run, state.at) == (row[2], row[5], row[19])
