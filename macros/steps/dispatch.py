"""Digests on their way out: by which channel each goes, into the outbox before it leaves, and from the outbox into the logs.

A digest goes by the first enabled 渠道 of 用途 提醒 that reaches the person, by the next only where it certainly was not delivered. A robot
is a group: it gets counts alone, once a day.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from addin.book import Book
from addin.post.messages import Message, Wire
from addin.post.outbox import ABOUT_TO, DELIVERED, UNCLEAR, UNDELIVERED, Entry, Key, Outbox, handed_over
from udfs.rules.supervision.reminder_triggers import SHEET_MISSING
from udfs.rules.supervision.reminders import ReminderKey
from workbook_templates.leaving.digest import LATE_GROUP, Digest, DigestLine, message_parts, note
from workbook_templates.reading.cells import plain
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import Tables, rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.lists import YES
from workbook_templates.tables.logs import ReminderSent, SentMessage
from workbook_templates.tables.setup import ChannelRow

REMINDER, CHASE = "提醒", "催收"
MESSAGES, RECORD = "发送记录", "提醒记录"
"""The logs: a row a message, a row a reminder."""
MAIL, SMS = "邮件", "短信网关"
ROBOTS = ("企业微信机器人", "钉钉机器人", "飞书机器人")
FREED = "失败"
"""What the clerk turns 不明 into, so that it goes out again."""


class Parcel(NamedTuple):
    """One message to one person: how a wire takes it, and the reminders that it holds."""

    message: Message
    keys: tuple[Key, ...]


class Sender(NamedTuple):
    """What sending needs besides the messages. channels: the enabled ones that can work; now: the time of each step; pause: waits so many
    seconds; wires: by 渠道."""

    outbox: Outbox
    channels: Sequence[ChannelRow]
    wires: Mapping[str, Wire]
    company: str
    office: str
    day: dt.date
    now: Callable[[], dt.datetime]
    pause: Callable[[float], object]


def enabled(channels: Iterable[ChannelRow], purpose: str) -> list[ChannelRow]:
    """The channels that are switched on for this 用途, in the order of the sheet."""
    return [row for row in channels if row.enabled == YES and row.name and row.kind and (not row.purpose or purpose in row.purpose)]


# what has been sent


def freed(tables: Tables, outbox: Outbox) -> set[Key]:
    """The reminders of messages that the clerk has found not to have arrived: 不明 in the outbox, 失败 in 发送记录."""
    marks = {row.mark for row in tables.sent if row.result == FREED}
    return {key for entry in outbox.entries.values() if entry.mark in marks and entry.state == UNCLEAR for key in entry.keys}


def recorded(tables: Tables, outbox: Outbox) -> tuple[list[SentMessage], list[ReminderSent]]:
    """The rows that the logs lack of what the outbox holds; none for what is still 将发."""
    known = {row.mark for row in tables.sent}
    entries = [one for one in outbox.entries.values() if one.mark not in known and one.state != ABOUT_TO]
    return [message_row(one) for one in entries], [row for one in entries for row in reminder_rows(one)]


def write_down(book: Book, tables: Tables, outbox: Outbox) -> None:
    """Stage the rows that the logs lack of what the outbox holds."""
    messages, reminders = recorded(tables, outbox)
    for name, rows in ((MESSAGES, messages), (RECORD, reminders)):
        if rows:
            book.append(name, TABLES[name].headers, rows_of(rows))


def message_row(entry: Entry) -> SentMessage:
    return SentMessage(
        time=entry.time, kind=entry.kind, batch=entry.batch, recipient=entry.recipient, channel=entry.channel, mark=entry.mark,
        file=entry.file, result=entry.state, note=entry.said,
    )  # fmt: skip


def reminder_rows(entry: Entry) -> Iterator[ReminderSent]:
    for number, stage, rule, trigger, recipient in entry.keys:
        yield ReminderSent(entry.time, number, stage, rule, dt.date.fromisoformat(trigger), recipient, entry.channel, entry.state)


def as_recorded(tables: Tables, outbox: Outbox) -> Tables:
    """The tables with what the outbox knows beyond the logs, and without what the clerk has set free."""
    messages, reminders = recorded(tables, outbox)
    free = freed(tables, outbox)
    kept = [row for row in tables.reminded if row.result != UNCLEAR or row_key(row) not in free]
    return tables._replace(sent=(*tables.sent, *messages), reminded=(*kept, *reminders))


def row_key(row: ReminderSent) -> Key:
    return texts_of((plain(row.number), plain(row.stage), row.rule, row.trigger, closed(row.recipient)))


def texts_of(key: ReminderKey) -> Key:
    number, stage, rule, trigger, recipient = key
    return number, stage, rule, str(trigger), recipient


# sending


def send_digests(people: Sequence[Digest], sender: Sender) -> list[Entry]:
    """Send what reaches somebody; the last entry of every message that was tried."""
    done: list[Entry] = []
    for digest in people:
        done += digest_sent(digest, [row for row in sender.channels if address_of(digest, row)], sender)
    for row in sender.channels:
        if row.kind in ROBOTS and (told := counts_for(row, people)) and not told_today(row, sender):
            done.append(tried(Parcel(Message("", "", told), ()), row, row.name, sender))
    return done


def digest_sent(digest: Digest, channels: Sequence[ChannelRow], sender: Sender) -> Iterator[Entry]:
    """The messages of one digest; what a channel certainly has not delivered goes by the next that reaches the person."""
    if not channels:
        return
    for parcel in parcels(digest, channels[0], sender):
        entry = tried(parcel, channels[0], digest.name, sender)
        yield entry
        if entry.state == UNDELIVERED and len(channels) > 1:
            left = digest._replace(lines=tuple(line for line in digest.lines if key_of(line, digest) in parcel.keys))
            yield from digest_sent(left, channels[1:], sender)


def parcels(digest: Digest, row: ChannelRow, sender: Sender) -> list[Parcel]:
    """A digest as the messages of a channel."""
    address = address_of(digest, row)
    subject = f"督办提醒（{sender.day.month}月{sender.day.day}日，{len(digest.lines)}条）"
    if row.kind == SMS:
        parts = message_parts(digest, f"【{sender.office}】", sender.day)
        return [Parcel(Message(address, subject, part.text), keys_of(part.lines, digest)) for part in parts]
    text = note(digest, sender.company, sender.office, sender.day)
    return [Parcel(Message(address, subject, text), keys_of(digest.lines, digest))]


def address_of(digest: Digest, row: ChannelRow) -> str:
    """Where a channel reaches a person, '' where it does not."""
    return {SMS: digest.phone, MAIL: digest.mail if "@" in digest.mail else ""}.get(row.kind, "")


def keys_of(lines: Iterable[DigestLine], digest: Digest) -> tuple[Key, ...]:
    """The reminders that lines tell of, to this person: a copy has a key of its own."""
    return tuple(key_of(line, digest) for line in lines)


def still_to_go(people: Iterable[Digest], tables: Tables, outbox: Outbox) -> list[Digest]:
    """The digests without the copies that have left in an earlier run, which reminds again of what was not delivered."""
    gone = {key for entry in outbox.entries.values() if entry.state != UNDELIVERED for key in entry.keys} - freed(tables, outbox)
    left = [one._replace(lines=tuple(line for line in one.lines if not line.whose or key_of(line, one) not in gone)) for one in people]
    return [one for one in left if one.lines]


def key_of(line: DigestLine, digest: Digest) -> Key:
    return plain(line.number), plain(line.stage), line.rule, str(line.trigger), closed(digest.recipient)


def tried(parcel: Parcel, row: ChannelRow, recipient: str, sender: Sender) -> Entry:
    """One message, through the outbox."""
    chased = {key[0] for key in parcel.keys} if all(key[2] == SHEET_MISSING for key in parcel.keys) else set()
    batch = "、".join(sorted(chased))
    draft = Entry("", sender.now(), CHASE if chased else REMINDER, batch, row.name, recipient, parcel.keys, "", ABOUT_TO)
    return handed_over(sender.outbox, sender.wires[row.name], parcel.message, draft, sender.now, sender.pause)


def told_today(row: ChannelRow, sender: Sender) -> bool:
    """Whether the group has its counts of the day, or may have them."""
    entries = sender.outbox.entries.values()
    return any(one.channel == row.name and not one.keys and one.time.date() == sender.day and one.state != UNDELIVERED for one in entries)


def counts_for(row: ChannelRow, people: Sequence[Digest]) -> str:
    """What a group is told: how many reminders went out and how many of them are overdue; '' for none. No name, no matter."""
    lines = [line for digest in people for line in digest.own]
    if row.department:
        lines = [line for line in lines if row.department in line.units]
    if not lines:
        return ""
    late = sum(line.group == LATE_GROUP for line in lines)
    where = f"{row.department}" if row.department else "全公司"
    return f"【督办提醒】{where}今天有 {len(lines)} 条督办提醒，其中已逾期 {late} 条。请各责任人查看本人的通知，按时办理、及时反馈。"


def summed_up(done: Iterable[Entry], everybody: Collection[str]) -> list[str]:
    """已发 12 条（短信 10、邮件 2）；失败 …; 不明 …; who was not reached."""
    last = list(done)
    sent = Counter(entry.channel for entry in last if entry.state == DELIVERED)
    failed = [entry for entry in last if entry.state == UNDELIVERED]
    unknown = [entry for entry in last if entry.state == UNCLEAR]
    told = [f"已发 {sent.total()} 条（{'、'.join(f'{name} {count}' for name, count in sent.items())}）。"] if sent else ["没有发出去的。"]
    told += [f"没有发成 {len(failed)} 条：{reasons(failed)}。下次再发。"] if failed else []
    if unknown:
        told.append(f"不明 {len(unknown)} 条，发没发到不知道，不会自己再发：{reasons(unknown)}。")
        told.append("不明的请问过本人，在“发送记录”里把结果改成 人工已发 或 失败；改成失败的下次再发。")
    return told + ([f"没有渠道能发到的：{'、'.join(everybody)}。请人工发出。"] if everybody else [])


def reasons(entries: Iterable[Entry]) -> str:
    """甲（短信：余额不足）、乙（…）."""
    return "、".join(f"{entry.recipient}（{entry.channel}{'：' if entry.said else ''}{entry.said}）" for entry in entries)
