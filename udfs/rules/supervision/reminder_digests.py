"""R5: one digest per person: everything that one person is sent, their own reminders and the copies that go to them."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from udfs.rules.supervision.reminder_people import PersonOrder, Recipient
from udfs.rules.supervision.reminder_triggers import (
    FEEDBACK_AHEAD,
    FEEDBACK_MISSED,
    OVERDUE,
    PROGRESS_BEHIND,
    SHEET_MISSING,
    shortened_for_text,
)
from udfs.rules.supervision.reminders import Reminder
from workbook_templates.leaving.digest import COPIES, GROUPS, Digest, DigestLine, Group
from workbook_templates.reading.characters import halved, message_line

PHONE = re.compile(r"\+?\d{5,15}")
BETWEEN = re.compile(r"[\s\-()]+")
NO_PHONE, NOT_LISTED = "没有手机号", "“人员”“部门”里没有此人，请核对责任人"


Standing: TypeAlias = Mapping[tuple[str, dt.date], str]
"""编号 and 应反馈日期 of the feedback that stands in a sheet which a department has not returned yet → its batch."""


def digests(reminders: Iterable[Reminder], standing: Standing = MappingProxyType({})) -> list[Digest]:
    """The digests of a run, by 人员.排序 of the person. standing: what is told together, because the sheet asks for it anyway."""
    people: dict[str, Recipient] = {}
    lines: dict[str, list[DigestLine]] = {}

    def add(to: Recipient, line: DigestLine) -> None:
        known = people.setdefault(to.name, to)
        if to.phone and not known.phone:
            people[to.name] = to
        lines.setdefault(to.name, []).append(line)

    for reminder in reminders:
        if reminder.listed:
            continue
        line = line_of(reminder)._replace(batch=batch_of(reminder, standing))
        add(reminder.to, line)
        for copy in reminder.copies:
            if copy.sent:
                add(copy.to, line._replace(group=COPIES, whose=message_line(reminder.to.name)))

    def order(name: str) -> PersonOrder:
        return people[name].order

    return [digest_of(people[name], lines[name]) for name in sorted(lines, key=order)]


def digest_of(to: Recipient, lines: list[DigestLine]) -> Digest:
    phone = dialled(to.phone)
    remark = "" if phone else f"{NO_PHONE}（“{message_line(to.phone)}”不是号码）" if to.phone else NO_PHONE if to.known else NOT_LISTED
    ordered = sorted(lines, key=lambda line: (GROUPS.index(line.group), line.due, line.number, line.stage, line.rule, line.whose))
    return Digest(message_line(to.name), phone, remark, tuple(ordered), to.known, to.mail.strip(), to.name)


def line_of(reminder: Reminder) -> DigestLine:
    row = reminder.row
    return DigestLine(
        group=group_of(row.rule), kind=reminder.kind, number=message_line(row.number), stage=message_line(row.stage),
        rule=row.rule, due=reminder.due, days_left=reminder.days_left, sentence=reminder.sentence,
        matter=shortened_for_text(message_line(reminder.text)), copies=message_line(row.copies), trigger=row.trigger, units=reminder.units,
    )  # fmt: skip


def batch_of(reminder: Reminder, standing: Standing) -> str:
    """The batch in which all feedback of a reminder stands; '' where there is none."""
    batches = {standing.get((reminder.row.number, due), "") for due in reminder.dues} if reminder.kind == "反馈" else {""}
    return batches.pop() if len(batches) == 1 else ""


def group_of(rule: str) -> Group:
    if rule in (FEEDBACK_AHEAD, FEEDBACK_MISSED, SHEET_MISSING):
        return "待反馈"
    if rule == PROGRESS_BEHIND:
        return "进度落后"
    return "已逾期" if rule == OVERDUE else "临近时限"


def dialled(phone: str) -> str:
    """A phone number as digits; '' for what is none: it goes into a file that a machine dials from."""
    text = BETWEEN.sub("", halved(phone))
    return text if PHONE.fullmatch(text) else ""
