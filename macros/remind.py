"""duban remind: the list of reminders, and what each person is sent, ready to be sent by hand.

提醒清单 in the workbook is written anew; into 输出/提醒_<基准日> go a note per person (文本), their calendars (日历), 短信.xlsx and
提醒一览.xlsx. --mark-sent writes down as sent by hand what stands in 提醒清单.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from addin import outputs, store
from addin.book import Book
from macros.steps import own_remarks, run_log, session
from macros.steps.open_sheets import leaders_told, sheets_out, standing
from macros.steps.report import Options, Progress, Report, Status, again, option
from udfs.rules.ground.states import OPEN
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.reminder_digests import digests
from udfs.rules.supervision.reminders import Reminder, ReminderKey, addressed, sent_keys
from workbook_templates.leaving.digest import Digest, note
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import parse_table, rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Item
from workbook_templates.tables.grid import Grid, Row
from workbook_templates.tables.logs import ReminderSent
from workbook_templates.tables.results import ReminderRow

LIST, RECORD = "提醒清单", "提醒记录"
BY_HAND, SENT_BY_HAND = "人工", "人工已发"
NOTES, CALENDARS = "文本", "日历"
MESSAGES, OVERVIEW = "短信.xlsx", "提醒一览.xlsx"
SHOWN = 10
"""Names that a message lists."""


def remind(book: Book, options: Options, progress: Progress) -> Report:
    """提醒."""
    if options.more.get("send") and options.more.get("mark_sent"):
        both = f"由程序发的{option('remind', 'send')}，登记已经人工发出的{option('remind', 'mark_sent')}"
        raise UsageError(f"不能一起用：{both}。请只用一个，什么也没有改动。")
    if options.more.get("send"):
        from macros.steps.reminder_sending import sent

        return sent(book, options, progress)
    if options.more.get("mark_sent"):
        return mark_sent(book, options, progress)
    return make_list(book, options, progress)


def make_list(book: Book, options: Options, progress: Progress, *, in_workbook: bool = True) -> Report:
    """Write 提醒清单 and the files to send. in_workbook: not while somebody has the file open, then the files alone."""
    reading = session.read(book, options, progress)
    session.require(reading)
    progress("计算提醒")
    judgement = judge(reading.tables, reading.as_of, Calendar(reading.tables.holidays))
    found = addressed(judgement, reading.tables, sheets_out(session.logged(book), reading))
    people = digests(found, standing(book, reading))
    folder = outputs.place(book.path, "提醒", reading.as_of) / f"提醒_{reading.as_of}"
    progress("生成文本、短信、日历")
    files = contents(people, reading, options)
    changed, own = False, list[str]()
    if in_workbook:
        session.replace(book, LIST, [reminder.row for reminder in found])
        progress("写入工作簿")
        changed, own = own_remarks.commit(book, options, *run_log.listed(reading.as_of, len(found), len(people)))
    failed = write(folder, files)
    silent = [digest.name for digest in people if not digest.phone]
    entries = [
        *unnumbered(judgement.facts.items, book.path.name),
        *([f"没有手机号的（短信.xlsx 里手机空着）：{named(silent)}"] if silent else []),
        *leaders_told(found),
        *failed,
        *leftovers(folder, files),
    ]
    sent = again("remind", book.path.name, mark_sent=True)
    messages = [
        summary(found, people, reading.as_of.isoformat()),
        *([f"已写到“{outputs.told(folder)}”：每人一份文本、短信.xlsx、提醒一览.xlsx、日历。"] if files and not failed else []),
        *([f"程序没有发送；人工发出后登记，以后不再重复提醒：{sent}。"] if files and not failed else []),
        *entries,
        *session.unread_note(reading),
        *session.remarks(reading, options),
        *own,
        *([] if changed else ["提醒清单与上次相同，工作簿没有改动。"]),
    ]
    figures = {
        "基准日": reading.as_of.isoformat(),
        "提醒": len(found),
        "人数": len(people),
        "规则": dict(Counter(reminder.row.rule for reminder in found)),
        "没有手机号": silent,
        "文件夹": str(folder) if files else "",
        "改动": changed,
    }
    written = () if failed else tuple(folder / name for name in files)
    return Report("remind", session.status_of(reading, entries), tuple(messages), figures, (book.path, *written))


def summary(found: Sequence[Reminder], people: Sequence[Digest], day: str) -> str:
    """提醒清单 12 条，9 人（逾期 3、提前3天 5…）；基准日 2026-12-31。"""
    if not found:
        return f"提醒清单：今天没有要发的提醒。基准日 {day}。"
    rules = "、".join(f"{rule} {count}" for rule, count in Counter(reminder.row.rule for reminder in found).items())
    receivers = len({reminder.to.name for reminder in found if not reminder.listed})
    copies = f"，另 {len(people) - receivers} 人收抄送" if len(people) > receivers else ""
    return f"提醒清单 {len(found)} 条，{receivers} 人{copies}（{rules}）；基准日 {day}。"


def unnumbered(items: Iterable[Item], name: str) -> list[str]:
    """A message for open items without a number, which no reminder can name."""
    count = sum(not item.number and item.status in OPEN for item in items)
    return [f"有 {count} 个在办事项还没有编号，没有提醒。请先{again('refresh', name)}，再提醒。"] if count else []


def named(names: Sequence[str]) -> str:
    """甲、乙 等 12 人。"""
    more = f" 等 {len(names)} 人" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more + "。"


# the files to send


def contents(people: Sequence[Digest], reading: session.Reading, options: Options) -> dict[str, bytes]:
    """Relative path → bytes of everything that goes out; nothing where there is nobody to remind."""
    if not people:
        return {}
    from workbook_templates.leaving.digest_sheets import calendar_of, list_book, message_book

    company, office, day = reading.tables.settings.company, reading.tables.settings.office, reading.as_of
    files = {MESSAGES: message_book(people, company, office, day), OVERVIEW: list_book(people, company, day)}
    for name, digest in zip(file_names(people), people, strict=True):
        files[f"{NOTES}/{name}.txt"] = note(digest, company, office, day).encode("utf-8", "replace")
        calendar = calendar_of(digest, company, day, options.now.date())
        if calendar is not None:
            files[f"{CALENDARS}/{name}.ics"] = calendar
    return files


def file_names(people: Iterable[Digest]) -> list[str]:
    """A name for each person's files; two people never share one, on a system that doesn't tell a from A either."""
    taken: set[str] = set()
    names = []
    for digest in people:
        name = first = store.safe_name(digest.name)
        number = 2
        while name.casefold() in taken:
            name, number = f"{first}_{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def write(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write the files, each whole or not at all; a message where it could not be done. What lies there besides is left alone."""
    staged = folder / ".~提醒.tmp"
    for name, data in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.read_bytes() == data:
                continue
            store.operate("write file", partial(staged.write_bytes, data))
            store.operate("show file", partial(staged.replace, path))
        except OSError as error:
            with suppress(OSError):
                staged.unlink(missing_ok=True)
            why = f"提醒清单已写好，但“{path}”写不进去（{error.strerror}），其余文件没有生成。"
            return [why + "请关闭打开着的文件、检查文件夹，再运行一次。"]
    return []


def leftovers(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """A message about notes of an earlier run of the day that no longer hold: they are not to be sent by mistake."""
    kept = {Path(name).name for name in files}
    old = sorted(path.name for kind in (NOTES, CALENDARS) if (folder / kind).is_dir() for path in (folder / kind).iterdir())
    old = [name for name in old if name not in kept]
    return [f"“{folder.name}”里另有不是这一次生成的文件，请不要再发：{named(old)}"] if files and old else []


# what was sent by hand


def mark_sent(book: Book, options: Options, progress: Progress) -> Report:
    """Every row of 提醒清单 into 提醒记录, once; rows that can't be told apart stay in the list."""
    progress("读取提醒清单")
    grids = book.read([LIST, RECORD])
    listed, kept = listed_rows(grids)
    recorded = set(sent_keys(parse_table(TABLES[RECORD], grids[RECORD])[0]))
    now = options.now.replace(microsecond=0)
    new = {key_of(row): ReminderSent(now, *key_of(row), BY_HAND, SENT_BY_HAND) for row in listed if key_of(row) not in recorded}
    if listed:
        book.replace(LIST, TABLES[LIST].headers, kept)
        if new:
            book.append(RECORD, TABLES[RECORD].headers, rows_of(new.values()))
    written = run_log.list_written(session.logged(book))
    listed_on = f"登记的是基准日 {written[1]} 的清单（由“{written[0]}”写成）。" if written else ""
    receivers = len({row.recipient for row in new.values()})
    told = f"{len(new)} 条，{receivers} 人"
    changed, own = own_remarks.commit(book, options, *run_log.sent_by_hand(len(new), receivers))
    if not listed and not kept:
        messages = [f"“{LIST}”是空的，没有可登记的。先{again('remind', book.path.name)}生成提醒。"]
    else:
        messages = [f"已登记为人工已发：{told}；这些提醒不会再发。{listed_on}"]
        messages += [f"其中 {len(listed) - len(new)} 条以前登记过，没有重复登记。"] if len(listed) > len(new) else []
        messages += [f"{len(kept)} 行缺收件人、编号、规则或触发日，没有登记，仍留在“{LIST}”。"] if kept else []
    messages += own
    figures = {"登记": len(new), "人数": receivers, "规则": dict(Counter(row.rule for row in new.values())), "改动": changed}
    return Report("remind", Status.DONE_WITH_ENTRIES if kept else Status.DONE, tuple(messages), figures, (book.path,))


def listed_rows(grids: Mapping[str, Grid]) -> tuple[list[ReminderRow], list[Row]]:
    """The rows of 提醒清单 that can be recorded, and the cells of the others. Raises BookRefused where a table or column is gone."""
    for name in (LIST, RECORD):
        have = set(grids[name].headers) if name in grids else set()
        if lost := [header for header in TABLES[name].headers if header not in have]:
            raise BookRefused(f"表“{name}”里找不到“{'、'.join(lost)}”，什么也没有改动。请把表名、列名改回来，或从“归档/备份”里复制回来。")
    grid = grids[LIST]
    places = [grid.headers.index(header) for header in TABLES[LIST].headers]
    listed: list[ReminderRow] = []
    kept: list[Row] = []
    for row in parse_table(TABLES[LIST], grid)[0]:
        if row.recipient and row.number and row.rule and row.trigger:
            listed.append(row)
        else:
            cells = grid.rows[row.at.row - grid.first_row]
            kept.append([cells[place] for place in places])
    return listed, kept


def key_of(row: ReminderRow) -> ReminderKey:
    return row.number, row.stage, row.rule, row.trigger, closed(row.recipient)
