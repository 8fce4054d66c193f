"""Windows Task Scheduler: a task of the user, from an XML file, set and asked with schtasks."""

import csv
import datetime as dt
import subprocess
import tempfile
from io import StringIO
from pathlib import Path
from xml.sax.saxutils import escape

from addin.schedule.job import Job, JobState, asked, name_of_book, told

RESULTS = {"267009": "正在运行", "267011": "还没有运行过", "267014": "被人停下了"}
"""What Task Scheduler says besides an exit status (SCHED_S_TASK_RUNNING, _HAS_NOT_RUN, _TERMINATED)."""
NEXT, LAST, RESULT, START = 2, 5, 6, 19
"""Columns of schtasks /Query /V /FO CSV, from 0; their headers are in the language of the system."""
TASK = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Author>{user}</Author>
    <Description>{description}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>{repetition}
      <StartBoundary>{start}</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{command}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
REPETITION = """
      <Repetition>
        <Interval>PT1H</Interval>
        <Duration>{duration}</Duration>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>"""


def task_xml(job: Job, user: str, today: dt.date) -> str:
    """The task. user: DOMAIN\\name. The hours between the first and the last run, and a minute, are the duration of the repetition: a run
    that falls on its very end might be left out."""
    minutes = (len(job.times) - 1) * 60 + 1
    repetition = REPETITION.format(duration=f"PT{minutes // 60}H{minutes % 60}M") if len(job.times) > 1 else ""
    return TASK.format(
        user=escape(user),
        description=escape(f"督办：每日办一遍 {job.book}；办完了的当天不再办"),
        repetition=repetition,
        start=f"{today}T{job.at:%H:%M}:00",
        command=escape(job.command[0]),
        arguments=escape(subprocess.list2cmdline(job.command[1:])),
    )


class TaskScheduler:
    """user: DOMAIN\\name; today: the day from which on it runs; encoding: in which schtasks answers."""

    name = "Windows 任务计划"

    def __init__(self, user: str, today: dt.date, encoding: str = "oem") -> None:
        self._user, self._today, self._encoding = user, today, encoding

    def set(self, job: Job) -> None:
        with tempfile.TemporaryDirectory(prefix="duban-") as folder:
            file = Path(folder) / "task.xml"
            file.write_bytes(task_xml(job, self._user, self._today).replace("\n", "\r\n").encode("utf-16"))
            answer = asked(["schtasks", "/Create", "/TN", name_of_book(job.book), "/XML", str(file), "/F"], encoding=self._encoding)
        told(answer, "登记任务")

    def remove(self, book: Path) -> bool:
        if not self.state(book).there:
            return False
        told(asked(["schtasks", "/Delete", "/TN", name_of_book(book), "/F"], encoding=self._encoding), "删除任务")
        return True

    def state(self, book: Path) -> JobState:
        """A task that is not there and one that may not be seen are the same to schtasks: exit status 1."""
        answer = asked(["schtasks", "/Query", "/TN", name_of_book(book), "/V", "/FO", "CSV", "/NH"], encoding=self._encoding)
        rows = [row for row in csv.reader(StringIO(answer.out)) if len(row) > RESULT] if answer.status == 0 else []
        if not rows:
            return JobState(there=False)
        one = rows[0]
        at = one[START] if len(one) > START else ""
        return JobState(there=True, at=at, next_run=one[NEXT], last_run=one[LAST], result=RESULTS.get(one[RESULT], one[RESULT]))
