"""send --mail: each sheet of a batch goes to the mail address of who is to fill it in, through the outbox, and 发送记录 says so."""

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from addin.book import Book
from addin.post import outbox as post
from addin.post.messages import Attachment, Message
from macros.steps import own_remarks, run_log, session
from macros.steps.dispatch import MAIL, enabled, reasons, write_down
from macros.steps.reminder_sending import clock, refuse_other_hours, wires_of
from macros.steps.report import Options
from udfs.rules.judging.judgement import Judgement
from workbook_templates.reading.errors import UsageError
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.department_kind import DEPARTMENT_KIND
from workbook_templates.sent.sent_file import Batch, SentFile
from workbook_templates.sent.sent_kinds import parts_of

SHEETS = "下发"


class Mailed(NamedTuple):
    """What became of the sheets. told: lines for the clerk; sent, failed, unknown: how many; left: who got none."""

    told: tuple[str, ...]
    sent: int
    failed: int
    unknown: int
    left: tuple[str, ...]


def refuse_early(tables: Tables, options: Options) -> None:
    """Before anything is cut: without a channel or outside the hours no mail leaves. Raises UsageError."""
    refuse_other_hours(tables.settings.send_hours, options)
    if not any(row.kind == MAIL for row in enabled(tables.channels, SHEETS)):
        raise UsageError("“渠道”里没有启用的邮件、用途含下发的，没有下发，什么也没有改动。请在“渠道”里填一行，或不加 --mail 自己传。")


def addresses(judgement: Judgement, tables: Tables) -> Mapping[str, str]:
    """Addressee as 批次.部门 has it → mail address: of a department 部门.邮箱, else that of its liaison; of a person 人员.邮箱."""
    mails: dict[str, set[str]] = {}
    for person in tables.people:
        mails.setdefault(closed(person.name), set()).add(person.mail.strip())
    found: dict[str, str] = {}
    for name, known in mails.items():
        if len(known) == 1:  # of two persons of one name nobody can say which is meant
            found[name] = next(iter(known))
    for row in judgement.departments.rows:
        if row.name:
            found[closed(row.name)] = row.mail.strip() or found.get(closed(row.liaison), "")
    return found


def mailed(
    book: Book, options: Options, reading: session.Reading, judgement: Judgement, batch: Batch, files: Mapping[Path, SentFile]
) -> Mailed:
    """Send each file; what holds a secret item does not go by mail."""
    tables = reading.tables
    channels = [row for row in enabled(tables.channels, SHEETS) if row.kind == MAIL]
    known = addresses(judgement, tables)
    left: list[str] = []
    done: list[post.Entry] = []
    with ExitStack() as held:
        outbox = held.enter_context(post.opened(book.path))
        wires, lacking = wires_of(channels, tables.settings.company, book, held)
        outbox.settle(options.now.replace(microsecond=0))
        now = clock(options)
        for path, file in files.items():
            _, name = parts_of(file.name)
            address = known.get(closed(name), "")
            if file.secret or "@" not in address or not wires:
                left.append(name)
                continue
            message = mail_of(file, batch, address, path)
            for row in (one for one in channels if one.name in wires):
                draft = post.Entry("", now(), SHEETS, batch.number, row.name, file.name, (), path.name, post.ABOUT_TO)
                entry = post.handed_over(outbox, wires[row.name], message, draft, now, time.sleep)
                done.append(entry)
                if entry.state != post.UNDELIVERED:
                    break
        write_down(book, tables, outbox)
        own_remarks.commit(book, options, *run_log.mailed(batch.number, sum(one.state == post.DELIVERED for one in done)))
    return summed_up(done, left, lacking)


def mail_of(file: SentFile, batch: Batch, address: str, path: Path) -> Message:
    """The mail that a sheet goes with: what it is, until when nothing is asked, how it comes back."""
    kind, name = parts_of(file.name)
    greeting = f"{name}{'' if kind == DEPARTMENT_KIND.name else '同志'}："
    lines = [
        greeting,
        "",
        f"附件是{batch.company}{batch.office}下发的表（批次 {batch.number}，基准日 {batch.day}）。",
        "请填写其中没有锁定的格子，保存后直接回复本邮件，把填好的文件作为附件发回；文件名、格式不要紧，请不要改编号。",
        "",
        f"{batch.company}{batch.office}",
    ]
    return Message(
        address, f"督办表 {name}（批次 {batch.number}）", "\r\n".join(lines), attachments=(Attachment(path.name, path.read_bytes()),)
    )


def summed_up(done: Sequence[post.Entry], left: Sequence[str], lacking: Sequence[str]) -> Mailed:
    """The lines for the clerk."""
    by = {state: [one for one in done if one.state == state] for state in (post.DELIVERED, post.UNDELIVERED, post.UNCLEAR)}
    told = [f"用邮件发出 {len(by[post.DELIVERED])} 份。", *lacking]
    told += [f"没有发成：{reasons(by[post.UNDELIVERED])}。请用别的办法传。"] if by[post.UNDELIVERED] else []
    told += [f"不明 {len(by[post.UNCLEAR])} 份，请问一声收到没有：{reasons(by[post.UNCLEAR])}。"] if by[post.UNCLEAR] else []
    told += [f"没有邮箱、含密级事项或没有能用的渠道，没有用邮件发：{'、'.join(left)}。请从“下发”里传。"] if left else []
    return Mailed(tuple(told), len(by[post.DELIVERED]), len(by[post.UNDELIVERED]), len(by[post.UNCLEAR]), tuple(left))
