"""remind --send: today's reminders leave through the channels, and the logs and 提醒清单 say which have."""

import datetime as dt
import re
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

from addin import store
from addin.book import Book
from addin.post import outbox as post
from addin.post.messages import Wire
from macros.steps import own_remarks, run_log, session
from macros.steps.dispatch import (
    REMINDER,
    Sender,
    address_of,
    as_recorded,
    enabled,
    recorded,
    send_digests,
    still_to_go,
    summed_up,
    write_down,
)
from macros.steps.open_sheets import leaders_told, sheets_out, standing
from macros.steps.report import Options, Progress, Report, Status, option
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.reminder_digests import digests
from udfs.rules.supervision.reminder_subjects import SheetOut
from udfs.rules.supervision.reminders import Reminder, addressed
from workbook_templates.reading.cells import plain
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.setup import ChannelRow

HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-－—至~]\s*(\d{1,2})[:：](\d{2})")
LIST = "提醒清单"


def sent(book: Book, options: Options, progress: Progress, *, in_workbook: bool = True) -> Report:
    """Send what is due today, once. in_workbook: not while somebody has the file open: the outbox holds it until the next run."""
    reading = session.read(book, options, progress)
    session.require(reading)
    refuse_other_days(reading, options)
    refuse_other_hours(reading.tables.settings.send_hours, options)
    channels = enabled(reading.tables.channels, REMINDER)
    if not channels:
        raise UsageError("“渠道”里没有启用的、用途含提醒的，没有发送，什么也没有改动。请在“渠道”里填一行、启用填 是，再设密码。")
    with ExitStack() as held:
        outbox = held.enter_context(post.opened(book.path))
        wires, lacking = wires_of(channels, reading.tables.settings.company, book, held)
        usable = [row for row in channels if row.name in wires]
        if not usable:
            raise UsageError("；".join(lacking) + "。没有发送，什么也没有改动。")
        outbox.settle(options.now.replace(microsecond=0))
        tables = as_recorded(reading.tables, outbox)
        progress("计算提醒")
        out = sheets_out(session.logged(book), reading)
        found = addressed(judge(tables, reading.as_of, Calendar(tables.holidays)), tables, out)
        people = still_to_go(digests(found, standing(book, reading)), reading.tables, outbox)
        reached = [one for one in people if any(address_of(one, row) for row in usable)]
        progress(f"发送，{len(reached)} 人")
        settings = tables.settings
        sender = Sender(outbox, usable, wires, settings.company, settings.office, reading.as_of, clock(options), time.sleep)
        done = send_digests(people, sender)
        left = still_listed(reading, outbox, out)
        changed, own = False, list[str]()
        if in_workbook:
            progress("记入工作簿")
            write_down(book, reading.tables, outbox)
            session.replace(book, LIST, [reminder.row for reminder in left])
            told = run_log.sent_itself(len([one for one in done if one.state == post.DELIVERED]), len(done))
            changed, own = own_remarks.commit(book, options, *told)
    missed = [one.name for one in people if one not in reached]
    again = sum(not one.listed and one.to.name not in missed for one in left) + sum(
        one.state == post.UNDELIVERED and not one.keys for one in done
    )
    lines = [*summed_up(done, missed), *leaders_told(found), *lacking]
    figures: dict[str, Any] = {
        "基准日": reading.as_of.isoformat(),
        **{str(state): sum(one.state == state for one in done) for state in (post.DELIVERED, post.UNDELIVERED, post.UNCLEAR)},
        "没有渠道": missed,
        "还在清单": len(left),
        "再发": again,
        "改动": changed,
    }
    whole = all(one.state == post.DELIVERED for one in done) and not missed and not lacking
    return Report("remind", Status.DONE if whole else Status.DONE_WITH_ENTRIES, (*lines, *own), figures, (book.path,))


def refuse_other_days(reading: session.Reading, options: Options) -> None:
    """Only today's reminders leave."""
    if reading.as_of != options.now.date():
        raise UsageError(f"基准日是 {reading.as_of}，不是今天，没有发送：只发今天的提醒。请清空“参数”的基准日，不写 --as-of。")


def hours_of(hours: str) -> tuple[int, int]:
    """发送时段 as minutes of the day. Raises UsageError."""
    found = HOURS.fullmatch(plain(hours).replace(" ", ""))
    if found is None:
        raise UsageError(f"参数“发送时段”写的是“{hours}”，看不懂，没有发送。请写成 08:00-18:00。")
    return int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])


def refuse_other_hours(hours: str, options: Options) -> None:
    """Outside 发送时段 only with a word more."""
    first, last = hours_of(hours)
    now = options.now.hour * 60 + options.now.minute
    if not first <= now <= last and not options.more.get("now"):
        anyway = option("remind", "now")
        raise UsageError(f"现在 {options.now:%H:%M}，不在发送时段 {hours}，没有发送，什么也没有改动。现在就要发的，再加{anyway}。")


def wires_of(channels: Sequence[ChannelRow], company: str, book: Book, held: ExitStack) -> tuple[dict[str, Wire], list[str]]:
    """The wires of the channels that can work, and a line for each of the others."""
    from addin.post.wires import channel_of, fault_of, wire_of

    templates = store.folders(book.path).templates
    wires: dict[str, Wire] = {}
    lacking = []
    for row in channels:
        channel = channel_of(row, company, templates)
        if fault := fault_of(channel, templates):
            lacking.append(f"渠道“{row.name}”不能用：{fault}")
            continue
        wires[row.name] = wire_of(channel, templates)
        held.callback(wires[row.name].close)
    return wires, lacking


def clock(options: Options) -> Callable[[], dt.datetime]:
    """The time of a step: that of the run, and what has passed since."""
    start = time.monotonic()
    return lambda: (options.now + dt.timedelta(seconds=time.monotonic() - start)).replace(microsecond=0)


def still_listed(reading: session.Reading, outbox: post.Outbox, out: Sequence[SheetOut]) -> list[Reminder]:
    """The reminders of 提醒清单 that have not left. out: the sheets that did not come back."""
    tables = as_recorded(reading.tables, outbox)
    return addressed(judge(tables, reading.as_of, Calendar(tables.holidays)), tables, out)


def folded(book: Book, options: Options, progress: Progress) -> int:
    """Write into the logs what the outbox holds beyond them, such as what left while the workbook was open; how many messages."""
    if not post.outbox_path(book.path).exists():
        return 0
    reading = session.read(book, options, progress)
    session.require(reading)
    with post.opened(book.path) as outbox:
        outbox.settle(options.now.replace(microsecond=0))
        lacking = len(recorded(reading.tables, outbox)[0])
        write_down(book, reading.tables, outbox)
        session.commit(book, options, *run_log.folded(lacking))
    return lacking
