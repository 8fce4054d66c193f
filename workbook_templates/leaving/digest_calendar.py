"""日历: the dates that lie ahead of one person, as .ics for Outlook, phones and chat programs."""

import datetime as dt
import hashlib

from icalendar import Alarm, Calendar, Event

from workbook_templates.leaving.digest import Digest, Line

PRODUCT = "-//duban//reminders//ZH-CN"
ALARM = dt.timedelta(hours=-15)
"""A day begins at midnight: nine o'clock on the day before."""

ENDS = {"事项": "办理时限", "阶段": "阶段任务时限", "指标": "指标完成时限", "整改": "整改时限", "反馈": "应反馈日期"}


def calendar_of(digest: Digest, company: str, day: dt.date, made: dt.date) -> bytes | None:
    """The person's calendar; None when nothing of theirs lies ahead. made: the day of the run, so that a day gives the same bytes."""
    ahead = [line for line in digest.own if line.due >= day]
    if not ahead:
        return None
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{company}督办提醒")
    for line in ahead:
        calendar.add_component(event_of(line, company, made))
    data: bytes = calendar.to_ical()
    return data


def event_of(line: Line, company: str, made: dt.date) -> Event:
    """A whole-day entry on the date in question, with an alarm."""
    summary = f"督办 {line.number} {ENDS[line.kind]}" + (f"：{line.matter}" if line.matter else "")
    event = Event()
    event.add("uid", uid_of(line, company))
    event.add("dtstamp", dt.datetime.combine(made, dt.time(), dt.UTC))
    event.add("dtstart", line.due)
    event.add("dtend", line.due + dt.timedelta(1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", ALARM)
    event.add_component(alarm)
    return event


def uid_of(line: Line, company: str) -> str:
    """The same for the same deadline in every run, so that a calendar moves its entry instead of adding one."""
    parts = [company, line.kind, line.number, line.stage, *([line.due.isoformat()] if line.kind == "反馈" else [])]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + "@duban"
