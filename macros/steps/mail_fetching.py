"""collect --mail: the sheets that came back by mail are put into 回收, each with whom it is from; what a stranger sent lies apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from addin import store
from addin.book import Book
from addin.post.journals import Journal, mailbox_journal
from addin.post.mailbox import MailboxError, SeenMail, fetched
from addin.whole_folder import WriteFailed, put_file
from macros.steps.dispatch import MAIL, enabled
from macros.steps.report import Options, Progress
from udfs.rules.ground.departments import Departments
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.returned import Refusal, ReturnedFile
from workbook_templates.sent.sent_kinds import parts_of
from workbook_templates.tables.setup import ChannelRow

STRANGERS = "来历不明"
"""Folder within 回收 that collect never reads."""
SHOWN = 10


class Fetched(NamedTuple):
    """What a look into the mailboxes has brought.

    told: lines for the clerk. files, mails: how many. failed: a line for each mailbox that could not be read. strangers: files that
    lie apart. whole: whether nothing needs to be looked at."""

    told: tuple[str, ...]
    files: int
    mails: int
    failed: tuple[str, ...]
    strangers: int
    whole: bool


def mailboxes(tables: Tables) -> list[ChannelRow]:
    """The channels that sheets come back by."""
    return [row for row in enabled(tables.channels, "下发") if row.kind == MAIL]


def senders_of(tables: Tables) -> dict[str, set[str]]:
    """Mail address → whom it stands for: departments of 部门.邮箱 or whose liaison it is, and persons, as names are compared."""
    found: dict[str, set[str]] = {}
    persons: dict[str, set[str]] = {}
    for person in tables.people:
        if address := person.mail.strip().lower():
            found.setdefault(address, set()).add(closed(person.name))
            persons.setdefault(closed(person.name), set()).add(address)
    for row in tables.departments:
        for address in {row.mail.strip().lower()} | persons.get(closed(row.liaison), set()):
            if address:
                found.setdefault(address, set()).add(closed(row.name))
    return found


def fetch(book: Book, tables: Tables, options: Options, progress: Progress) -> Fetched:
    """Look into every mailbox of 渠道. One that can't be read is told, and the others are read all the same."""
    from addin.post.wires import channel_of

    rows = mailboxes(tables)
    if not rows:
        raise UsageError("“渠道”里没有启用的邮件、用途含下发的，没有收邮件，什么也没有改动。请在“渠道”里填一行，或不加 --mail。")
    folder, known = store.folders(book.path).returned, senders_of(tables)
    journal = Journal(mailbox_journal(book.path))
    seen: list[SeenMail] = []
    failed: list[str] = []

    def keep(one: SeenMail) -> Iterable[str]:
        apart = "" if one.sender in known else f"{STRANGERS}/"
        return [apart + put_away(folder / apart, file.name, file.data) for file in one.files]

    for row in rows:
        progress(f"收邮件：{row.name}")
        try:
            channel = channel_of(row, tables.settings.company, store.folders(book.path).templates)
            seen += fetched(channel, journal, options.now.date(), keep)
        except MailboxError as error:
            failed.append(f"渠道“{row.name}”的邮件没有收成：{error}。")
    files = [file for one in seen for file in one.files]
    known_files = sum(file.sender in known for file in files)
    told = [f"看了 {len(seen)} 封新邮件，收到 {known_files} 个表。", *failed, *remarks(seen, known)]
    return Fetched(
        told=tuple(told), files=known_files, mails=len(seen), failed=tuple(failed), strangers=len(files) - known_files, whole=len(told) == 1
    )


def put_away(folder: Path, name: str, data: bytes) -> str:
    """The name under which a file lies in a folder; the same file is put there once. Raises BookRefused."""
    path, number = folder / name, 2
    while path.exists() and path.read_bytes() != data:
        path, number = folder / f"{Path(name).stem}_{number}{Path(name).suffix}", number + 1
    try:
        if not path.exists():
            put_file(path, data)
    except WriteFailed as error:
        raise BookRefused(f"“回收”写不进去（{error}），没有再收邮件：请检查磁盘空间和权限，再运行一次") from error
    return path.name


def remarks(seen: Sequence[SeenMail], known: Mapping[str, set[str]]) -> list[str]:
    """Strangers, bounces, automatic answers, mails of known senders without a sheet: what the clerk should look at."""
    strangers = [one.sender for one in seen if one.files and one.sender not in known]
    told = (
        [f"不认识的发件人发来的表放进了“回收/{STRANGERS}”，没有收：{several(strangers)}。是哪家的，请登记邮箱后移进“回收”。"]
        if strangers
        else []
    )
    for why, count in Counter(one.why for one in seen if one.why and (one.sender in known or "退信" in one.why)).items():
        told.append(f"{why}的 {count} 封：{several([f'{one.sender}《{one.subject}》' for one in seen if one.why == why])}。")
    return told


def several(texts: Iterable[str]) -> str:
    found = list(dict.fromkeys(texts))
    return "、".join(found[:SHOWN]) + (f" 等 {len(found)} 个" if len(found) > SHOWN else "")


def refuse_others(files: Iterable[ReturnedFile], tables: Tables, book: Path) -> None:
    """A file that came by mail is taken only from the address of its department or person."""
    senders, known, departments = Journal(mailbox_journal(book)).senders, senders_of(tables), Departments(tables.departments)
    for file in files:
        sender = senders.get(file.path.name)
        if sender is None or file.refused or not file.addressee:
            continue
        _, name = parts_of(file.addressee)
        allowed = known.get(sender, set())
        if closed(name) not in allowed and closed(departments.present(name)) not in allowed:
            file.refused = Refusal(f"发件人 {sender} 不是“{name}”登记的邮箱", f"请“{name}”用登记的邮箱发，或核对“部门”“人员”的邮箱后再回收")
