"""duban schedule: the system runs `daily` by itself, each day at a time and again each hour until 18:00 while something is left.

A rest day is told by `daily`, which knows the office's calendar, and not here.
"""

import datetime as dt
import os
import re
import shutil
import sys
from pathlib import Path

from addin.excel.machine import this_machine
from addin.schedule.cron import Cron
from addin.schedule.job import LATEST, Job, JobState, Scheduler
from addin.schedule.systemd import UserTimer, runs_here
from addin.schedule.windows import TaskScheduler
from macros.steps.daily_journal import DailyJournal
from macros.steps.report import Options, Progress, Report, Status, again
from workbook_templates.reading.cells import plain
from workbook_templates.reading.errors import UsageError

TIME = re.compile(r"(\d{1,2})[:：.](\d{2})")
MEANINGS = {"0": "0（办完）", "1": "1（办完，有要看的）", "2": "2（没有办成）"}


def schedule(path: Path, options: Options, progress: Progress) -> Report:
    """定时."""
    at, remove = options.more.get("at"), bool(options.more.get("remove"))
    if sum(map(bool, (at, remove, options.more.get("status")))) > 1:
        raise UsageError("--at、--remove、--status 一次只能用一个，什么也没有做。")
    progress("问系统")
    system = scheduler(options)
    if at:
        job = Job(path, time_of(at), command_for(path))
        system.set(job)
        told = f"设好了：每天 {job.at:%H:%M} 办“每日”，没有办完的每小时再试，到 18:00 为止；休息日不办。用的是{system.name}。"
        where = (
            "电脑要开着、您要登录着；错过的，下次登录以后补办。" if system.name != Cron.name else "电脑关着时错过的，当天下一个整点补办。"
        )
        look = f"看结果：{again('schedule', path.name, status=True)}；取消：{again('schedule', path.name, remove=True)}。"
        return Report("schedule", Status.DONE, (told, where, look), {"方式": system.name, "时刻": [f"{one:%H:%M}" for one in job.times]})
    if remove:
        gone = system.remove(path)
        said = "已取消，系统不再自己办“每日”。" if gone else "本来就没有设，什么也没有改。"
        return Report("schedule", Status.DONE, (said,), {"方式": system.name, "取消": gone})
    return shown(path, system.name, system.state(path))


def shown(path: Path, name: str, state: JobState) -> Report:
    """Whether it is set, what the system says of the last run, and what the run itself has written down."""
    last = DailyJournal(path).last
    if state.there:
        result = MEANINGS.get(state.result, state.result)
        parts = {"时刻": state.at, "下一次": state.next_run, "上一次": state.last_run, "上一次的结果": result}
        first = f"设了（{name}）。" + "".join(f"{key}：{value}。" for key, value in parts.items() if value)
    else:
        first = f"没有设（{name}）。要设：{again('schedule', path.name, at='08:30')}。"
    told = [first]
    if last is not None:
        left = "都办完了" if last.done else f"没有办完：{'、'.join(last.left)}"
        told.append(f"最近一次“每日”：{last.time:%Y-%m-%d %H:%M}，{left}；详见“输出/每日/{last.time.date()}.txt”。")
    figures = {**state._asdict(), "方式": name, "最近一次": str(last.time) if last else "", "办完": last.done if last else None}
    return Report("schedule", Status.DONE, tuple(told), figures)


def time_of(text: str) -> dt.time:
    """08:30. Raises UsageError."""
    found = TIME.fullmatch(plain(text).strip())
    try:
        time = dt.time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        time = None
    if time is None or time > LATEST:
        raise UsageError(f"时刻“{text}”不对，什么也没有设。请写如 08:30，不晚于 18:00。")
    return time


def command_for(path: Path) -> tuple[str, ...]:
    """daily, without a window and without the folder of the workbook in Python's way."""
    return (str(this_machine().python), "-P", "-m", "macros", "daily", str(path), "--scheduled", "--quiet")


def scheduler(options: Options) -> Scheduler:
    """What this system has. Raises UsageError."""
    if sys.platform == "win32":
        domain, user = os.environ.get("USERDOMAIN", ""), os.environ.get("USERNAME", "") or options.operator
        return TaskScheduler(f"{domain}\\{user}" if domain else user, options.now.date())
    if runs_here():
        return UserTimer()
    if shutil.which("crontab"):
        return Cron()
    raise UsageError("这台机器没有能用的 systemd 用户会话，也没有 cron，没有设。请装 cron，或自己每天运行 duban daily。")
