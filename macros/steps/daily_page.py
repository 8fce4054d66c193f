"""The page of a daily run, 输出/每日/日期.txt: what was done, what was not and why, what waits for the clerk; and the same as a mail.

It holds counts, numbers of papers and names of departments alone, and so may leave the house.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from addin import store
from addin.book import Book
from addin.post import outbox as post
from addin.post.messages import Message
from addin.whole_folder import WriteFailed, put_file
from macros.steps.dispatch import MAIL, REMINDER
from macros.steps.reminder_sending import clock, wires_of
from macros.steps.report import Options
from udfs.rules.ground.departments import Departments
from workbook_templates.reading.errors import BookRefused
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.lists import YES

PAGES = "每日"


@dataclass
class Day:
    """What a run tells. done, waits: lines; left: step → why it was not done; again: the steps of these that are tried again today."""

    done: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)

    def leave(self, step: str, why: str, *, again: bool = True) -> None:
        """A step was not done, or not wholly."""
        self.left[step] = "；".join(filter(None, (line.strip() for line in why.splitlines())))
        if again and step not in self.again:
            self.again.append(step)


def page_path(book: Path, options: Options) -> Path:
    return store.folders(book).output / PAGES / f"{options.now.date()}.txt"


def page_text(day: Day, book: Path, options: Options) -> str:
    """The page, lines ended by LF."""
    state = "今天的办完了。" if not day.again else "今天的还没有办完，每小时再试一次，到 18:00 为止；没有办成的明天接着办。"
    parts = [f"{book.name} 每日 {options.now:%Y-%m-%d %H:%M}", state, *section("办了的", day.done)]
    parts += section("没有办的和原因", [f"{step}：{why}" for step, why in day.left.items()])
    parts += section("等您办的", day.waits)
    return "\n".join([*parts, "", "程序没有正式编号、确认、定稿任何东西。", ""])


def section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{title}：", *(f"  {number}. {line}" for number, line in enumerate(lines, 1))] if lines else []


def put_page(day: Day, book: Path, options: Options) -> Path:
    """Write the page; that of an earlier run of the day is replaced. Raises BookRefused."""
    path = page_path(book, options)
    try:
        put_file(path, page_text(day, book, options).replace("\n", "\r\n").encode("utf-8-sig"))
    except WriteFailed as error:
        raise BookRefused(f"“输出/每日/{path.name}”写不进去（{error}）：请检查磁盘空间和权限") from error
    return path


def clerk_of(tables: Tables, account: str) -> tuple[str, str]:
    """Name and mail address of who keeps the workbook: of the department that 督办机构 names, else the mailbox that it sends from."""
    office = tables.settings.office
    row = Departments(tables.departments).find(office)
    if row is not None:
        persons = {person.mail.strip() for person in tables.people if closed(person.name) == closed(row.liaison)}
        address = row.mail.strip() or (persons.pop() if len(persons) == 1 else "")
        if "@" in address:
            return office, address
    return office, account if "@" in account else ""


def mail_page(day: Day, book: Book, tables: Tables, options: Options) -> None:
    """Send the page to the clerk: that of the first run of a day, and that of the run that has done the last of it."""
    channels = [row for row in tables.channels if row.enabled == YES and row.name and row.kind == MAIL]
    if not channels:
        return
    finished = not day.again
    name = f"{options.now.date()}{'' if finished else '_没有办完'}.txt"
    office, _ = clerk_of(tables, "")
    with ExitStack() as held:
        outbox = held.enter_context(post.opened(book.path))
        outbox.settle(options.now.replace(microsecond=0))
        if any(one.file == name and one.recipient == office and one.state != post.UNDELIVERED for one in outbox.entries.values()):
            return
        wires, lacking = wires_of(channels, tables.settings.company, book, held)
        if lacking and not wires:
            day.leave("把这一页发给您", "；".join(lacking))
            return
        now = clock(options)
        for row in (one for one in channels if one.name in wires):
            _, address = clerk_of(tables, row.account)
            if not address:
                day.leave("把这一页发给您", f"“部门”里没有“{office}”（参数“督办机构”）的邮箱", again=False)
                return
            message = Message(address, f"督办每日（{options.now.month}月{options.now.day}日）", page_text(day, book.path, options))
            draft = post.Entry("", now(), REMINDER, "", row.name, office, (), name, post.ABOUT_TO)
            entry = post.handed_over(outbox, wires[row.name], message, draft, now, time.sleep)
            if entry.state != post.UNDELIVERED:
                return
        day.leave("把这一页发给您", entry.said)
