"""What a run of 提醒 hands out: 短信.xlsx for a text message platform, 提醒一览.xlsx to hand to somebody, and the calendar of a person.

The sheets hold values only, every text a text. The calendar (.ics, for Outlook, phones and chat programs) has the dates that lie ahead.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence

from icalendar import Alarm, Calendar, Event

from workbook_templates.leaving.digest import LATE_GROUP, Digest, DigestLine, messages
from workbook_templates.reading.characters import one_line
from workbook_templates.reading.days import chinese_day
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.printing import A4, set_up_page
from workbook_templates.sheets.report_book import BODY, HEADER, TITLE, fit_row, made, write_band, write_header
from workbook_templates.sheets.style import INK, LINE_COLOUR, NAVY, RED_FILL, SLATE, Sheet, Styles, Workbook

MESSAGE_COLUMNS = {"手机": 16.0, "姓名": 16.0, "文本": 90.0, "字数": 8.0, "备注": 34.0}
REMINDER_COLUMNS = {
    "序号": 6.0, "收件人": 14.0, "提醒": 11.0, "编号": 13.0, "时限": 12.0, "剩余天数": 9.0, "内容": 62.0, "抄送": 34.0,
}  # fmt: skip


def message_book(digests: Sequence[Digest], company: str, office: str, day: dt.date) -> bytes:
    """手机, 姓名, 文本: one row per message, header in the first row, as platforms want it."""

    def fill(book: Workbook, styles: Styles) -> None:
        sheet = book.add_worksheet("短信")
        write_header(sheet, styles, 0, MESSAGE_COLUMNS, high=26, bg_color=NAVY)
        for place, width in enumerate(MESSAGE_COLUMNS.values()):
            sheet.set_column(place, place, width)
        text, wrapped = styles(num_format="@", align="center"), styles(num_format="@", text_wrap=True)
        split = [(digest, messages(digest, company + office, day)) for digest in digests]
        rows = [(digest, said, len(all_of_it)) for digest, all_of_it in split for said in all_of_it]
        for row, (digest, said, count) in enumerate(rows, 1):
            remark = "；".join(part for part in (digest.remark, f"一条放不下，分 {count} 条发" if count > 1 else "") if part)
            write_shown(sheet, row, 0, digest.phone, text)
            write_shown(sheet, row, 1, digest.name, text)
            write_shown(sheet, row, 2, said, wrapped)
            write_shown(sheet, row, 3, float(len(said)), styles(align="center"))
            write_shown(sheet, row, 4, remark, styles(num_format="@", text_wrap=True, font_color=RED_FILL))
            fit_row(sheet, row, [(said, MESSAGE_COLUMNS["文本"])])
        sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(rows) + 1}"})
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        set_up_page(sheet, company, paper=A4)

    return made(company, day, "督办提醒短信", fill)


def list_book(digests: Sequence[Digest], company: str, day: dt.date) -> bytes:
    """Every reminder once, under the person who is to act."""

    def fill(book: Workbook, styles: Styles) -> None:
        sheet = book.add_worksheet("提醒一览")
        own = [(digest, line) for digest in digests for line in digest.own]
        said = f"{company} · {chinese_day(day)} · {subtitle(own)}"
        write_band(sheet, styles, "督办提醒一览", said, tuple(REMINDER_COLUMNS.values()))
        write_header(sheet, styles, HEADER, REMINDER_COLUMNS, high=26, bg_color=NAVY)
        before = ""
        for place, (digest, line) in enumerate(own):
            write_line(sheet, BODY + place, place + 1, digest.name, line, styles, first=digest.name != before)
            before = digest.name
        sheet.ignore_errors({"number_stored_as_text": f"A{BODY + 1}:H{BODY + len(own) + 1}"})
        sheet.freeze_panes(BODY, 2)
        sheet.hide_gridlines(2)
        sheet.repeat_rows(TITLE, HEADER)
        set_up_page(sheet, company, paper=A4)

    return made(company, day, "督办提醒一览", fill)


def subtitle(own: Sequence[tuple[Digest, DigestLine]]) -> str:
    """12 条,8 人,其中逾期 3 条"""
    overdue = sum(line.group == LATE_GROUP for _, line in own)
    return f"共 {len(own)} 条，{len({digest.name for digest, _ in own})} 人" + (f"，其中逾期 {overdue} 条" if overdue else "")


def write_line(sheet: Sheet, row: int, number: int, name: str, line: DigestLine, styles: Styles, *, first: bool) -> None:
    """One reminder; the name stands in the first row of a person, what is overdue in red."""
    colour = RED_FILL if line.group == LATE_GROUP else INK
    edge = {"top": 1, "top_color": SLATE if first else LINE_COLOUR, "bottom": 1, "bottom_color": LINE_COLOUR, "left": 1, "right": 1}
    look = {**edge, "left_color": LINE_COLOUR, "right_color": LINE_COLOUR, "text_wrap": True}
    words = styles(num_format="@", indent=1, **look)
    fit_row(sheet, row, [(line.sentence, REMINDER_COLUMNS["内容"]), (line.copies, REMINDER_COLUMNS["抄送"])])
    write_shown(sheet, row, 0, float(number), styles(align="center", **look))
    write_shown(sheet, row, 1, name if first else None, styles(align="center", num_format="@", bold=True, **look))
    write_shown(sheet, row, 2, line.rule, styles(align="center", num_format="@", font_color=colour, **look))
    write_shown(sheet, row, 3, line.number, styles(align="center", num_format="@", **look))
    write_shown(sheet, row, 4, line.due, styles(align="center", num_format="yyyy-mm-dd", **look))
    write_shown(sheet, row, 5, float(line.days_left), styles(align="center", font_color=colour, bold=colour == RED_FILL, **look))
    write_shown(sheet, row, 6, line.sentence, words)
    write_shown(sheet, row, 7, line.copies, words)


PRODUCT = "-//duban//reminders//ZH-CN"
ALARM = dt.timedelta(hours=-15)
"""A day begins at midnight: nine o'clock on the day before."""

ENDS = {
    "事项": "办理时限",
    "阶段": "阶段任务时限",
    "指标": "指标完成时限",
    "进度": "指标期末",
    "整改": "整改时限",
    "反馈": "应反馈日期",
    "批示": "要求回复日期",
    "表": "交表",
}


def calendar_of(digest: Digest, company: str, day: dt.date, made: dt.date) -> bytes | None:
    """The person's calendar; None when nothing of theirs lies ahead. made: the day of the run, so that a day gives the same bytes."""
    ahead = [line for line in digest.own if line.due >= day]
    if not ahead:
        return None
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", one_line(f"{company}督办提醒"))
    for line in ahead:
        calendar.add_component(event_of(line, company, made))
    data: bytes = calendar.to_ical()
    return data


def event_of(line: DigestLine, company: str, made: dt.date) -> Event:
    """A whole-day entry on the date in question, with an alarm."""
    summary = f"督办 {line.number} {ENDS[line.kind]}" + (f"：{line.matter}" if line.matter else "")
    summary = one_line(summary)
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


def uid_of(line: DigestLine, company: str) -> str:
    """The same for the same deadline in every run, so that a calendar moves its entry instead of adding one."""
    parts = [company, line.kind, line.number, line.stage, *([line.due.isoformat()] if line.kind == "反馈" else [])]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32] + "@duban"
