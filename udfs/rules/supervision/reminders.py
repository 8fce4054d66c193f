"""R5: the reminders of a 基准日 (催办).

reminders(judgement, tables)     # the sheet 提醒清单
addressed(judgement, tables)     # the same with the persons behind the names

`tables` are the tables as they stand: what was ever sent is never sent again, also when a past day is looked at.

Keys. 编号, 阶段, 规则, 触发日 and 收件人 tell reminders apart, in 提醒清单 and in 提醒记录. Of an item and its feedback 编号 is the
item's and 阶段 is blank; of a stage 阶段 is its name; of an indicator and its progress 编号 is 指标编号 and 阶段 its 期间, because it
stands once a period; of a rectification 编号 is 抽查编号 and 阶段 the 风险编号, because a visit has a row for each risk point.
Feedbacks of one item whose triggers fall on one working day are one reminder that names all their dates. Of a sheet that did not come
back 编号 is the 批次 and 阶段 the addressee; it is chased once a batch, whatever the day and whoever got it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from udfs.rules.judging.judgement import Judgement
from udfs.rules.supervision.reminder_people import People, Recipient
from udfs.rules.supervision.reminder_subjects import SheetOut, Subject, subjects
from udfs.rules.supervision.reminder_triggers import OVERDUE, SHEET_MISSING, ReminderKind, heading, sentence
from workbook_templates.reading.cells import plain
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.logs import ReminderSent
from workbook_templates.tables.results import ReminderRow

SENT = ("已发", "人工已发", "不明")
LIAISON_ROLE, LEADER_ROLE, NAMED_ONLY = "联系人", "分管领导", "仅列名"
SENDING = "发送"

ReminderKey = tuple[str, str, str, dt.date | None, str]


class CopyTo(NamedTuple):
    """Somebody named in 抄送. sent: gets it too, and is not only named."""

    to: Recipient
    role: str
    sent: bool


class Reminder(NamedTuple):
    """A row of 提醒清单 and what stands behind it.

    kind says what it is about, to who gets it, copies who else is named in 抄送. sentence and text may leave the house: text is the
    matter, '' where it may not. due is the nearest date in question, dues are all of them, days_left the days to it from 基准日. units are
    those of the subject. listed: it is for a leader, and nothing is sent.
    """

    row: ReminderRow
    kind: ReminderKind
    to: Recipient
    copies: tuple[CopyTo, ...]
    sentence: str
    text: str
    due: dt.date
    days_left: int
    units: tuple[str, ...]
    dues: tuple[dt.date, ...] = ()
    listed: bool = False


def reminders(judgement: Judgement, present: Tables | None = None, sheets: Iterable[SheetOut] = ()) -> list[ReminderRow]:
    """The rows of 提醒清单. present: the tables with every row of 提醒记录 (None: those known on 基准日). sheets: what did not return."""
    return [reminder.row for reminder in addressed(judgement, present, sheets)]


def addressed(judgement: Judgement, present: Tables | None = None, sheets: Iterable[SheetOut] = ()) -> list[Reminder]:
    """What is to be sent and was not, by 人员.排序 of the recipient, then deadline. No two have one key."""
    people = People(judgement.facts, judgement.departments, judgement.as_of)
    sent = set(sent_keys((present or judgement.facts).reminded))
    found: dict[ReminderKey, Reminder] = {}
    chased = {key[:2] for key in sent if key[2] == SHEET_MISSING}
    for subject in subjects(judgement, sheets):
        if subject.kind == "表" and key_of(subject, "")[:2] in chased:
            continue
        for to in people.answering(subject.responsible, subject.units):
            keys = [key_of(subject, name) for name in (to.name, to.bare)]
            if not sent.intersection(keys):
                reminder = reminder_of(subject, to, people, judgement)
                other = found.setdefault(keys[0], reminder)
                if other is not reminder:  # a doubled row of the ledger: whichever stands first, the same one is kept
                    found[keys[0]] = min(other, reminder, key=place_in_list)
    return sorted(found.values(), key=place_in_list)


def place_in_list(reminder: Reminder) -> tuple[object, ...]:
    row = reminder.row
    return reminder.to.order, reminder.to.name, row.due, row.number, row.stage, row.rule, row.trigger, row.matter, row.text, row.copies


def sent_keys(rows: Iterable[ReminderSent]) -> Iterator[ReminderKey]:
    """The keys of what was sent, or may have been; 失败 and 演练 were not."""
    return ((plain(row.number), plain(row.stage), row.rule, row.trigger, closed(row.recipient)) for row in rows if row.result in SENT)


def key_of(subject: Subject, name: str) -> ReminderKey:
    """The key as it is read back from a sheet."""
    return plain(subject.number), plain(subject.stage), subject.trigger.rule, subject.trigger.day, closed(name)


def reminder_of(subject: Subject, to: Recipient, people: People, judgement: Judgement) -> Reminder:
    rule, left = subject.trigger.rule, (subject.dues[0] - judgement.as_of).days
    copies = copies_of(subject, to, people, judgement.facts.settings.copy_leader == SENDING)
    listed = subject.listed or (subject.kind == "表" and people.leads(to))
    shown = NAMED_ONLY if listed else "、".join(map(copy_text, copies))
    said = subject.said or sentence(subject.kind, subject.number, subject.text, subject.dues, judgement.as_of)
    row = ReminderRow(
        recipient=to.name, number=subject.number, stage=subject.stage, matter=subject.matter, rule=rule,
        trigger=subject.trigger.day, due=subject.dues[0], days_left=left, copies=shown,
        text=heading(rule) + said,
    )  # fmt: skip
    return Reminder(
        row=row, kind=subject.kind, to=to, copies=copies, sentence=said, text=subject.text, due=subject.dues[0], days_left=left,
        units=subject.units, dues=subject.dues, listed=listed,
    )  # fmt: skip


def copies_of(subject: Subject, to: Recipient, people: People, leader_too: bool) -> tuple[CopyTo, ...]:
    """The liaison; of what is overdue the leader in charge as well. Nobody gets a copy of their own reminder."""
    copies = []
    liaison = people.liaison(subject.units)
    if liaison is not None and liaison.name != to.name:
        copies.append(CopyTo(liaison, LIAISON_ROLE, sent=True))
    if subject.trigger.rule == OVERDUE:
        leader = people.leader(subject.leader, subject.units)
        if leader is not None and leader.name not in (to.name, liaison.name if liaison else ""):
            copies.append(CopyTo(leader, LEADER_ROLE, leader_too))
    return tuple(copies)


def copy_text(copy: CopyTo) -> str:
    """王芳（联系人）, 李四（分管领导，仅列名）."""
    return f"{copy.to.name}（{copy.role}{'' if copy.sent else '，' + NAMED_ONLY}）"
