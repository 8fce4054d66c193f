"""duban collect: what came back, merged three-way into the master, and 回收清单 of every cell.

Order: the master first, then the list. A run that dies between them leaves the accepted cells in the master and in 操作日志; the next
run finds them there already and writes a list of what is still to be decided.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from addin import outputs, store
from addin.book import Book
from addin.dated_names import in_order, next_name
from addin.foreign.reader import Reader
from addin.post.journals import mailbox_journal
from addin.whole_folder import WriteFailed, put_file
from macros.steps import batches, log_rows, run_log, session
from macros.steps.batches import SentBatches
from macros.steps.merged_files import Collected, CollectInto, collected
from macros.steps.report import Options, Progress, Report, Status
from macros.steps.returned_files import files_found, read_files
from udfs.exchange.dated_rows import unit_of
from udfs.rules.ground.departments import Departments
from workbook_templates.leaving.collect_list import CollectPage, choices_in, collect_workbook, marks_in
from workbook_templates.reading.cells import written, written_back
from workbook_templates.reading.errors import BookRefused
from workbook_templates.reading.units import MEASURED, written_in_unit
from workbook_templates.sent.outcomes import ACCEPTED, MARKED, OUTCOMES, REFUSED, UNCHANGED, UNDECIDED, CollectEntry, count, is_waiting
from workbook_templates.sent.returned import ReturnedFile
from workbook_templates.tables.grid import At, Value

if TYPE_CHECKING:
    from macros.steps.mail_fetching import Fetched

SHOWN = 12
READ_AGAIN = 3
LISTS = "回收清单"
NOT_WAITING = "这一处已经不是待定的了（台账或收回的文件又变了，或文件不在“回收”里），什么也没有写。请再回收一次，看新的清单。"


class Earlier(NamedTuple):
    """The lists of earlier runs: every 取舍 (a later list prevails), and the newest list with its 标识."""

    choices: dict[str, str]
    marks: Collection[str]
    newest: Path | None


def collect(book: Book, options: Options, progress: Progress) -> Report:
    """回收."""
    mail = by_mail(book, options, progress) if options.more.get("mail") else None
    report = collect_files(book, options, progress)
    if mail is None:
        return report
    status = report.status if mail.whole else max(report.status, Status.DONE_WITH_ENTRIES)
    figures = {**report.figures, "邮件": {"邮件": mail.mails, "表": mail.files}}
    return replace(report, status=status, messages=(*mail.told, *report.messages), figures=figures)


def by_mail(book: Book, options: Options, progress: Progress) -> "Fetched":
    """Look into the mailboxes first."""
    from macros.steps.mail_fetching import fetch

    reading = session.read(book, options, progress)
    session.require(reading)
    return fetch(book, reading.tables, options, progress)


Answers = Callable[[Reader, session.Reading, SentBatches], list[ReturnedFile]]
"""How to come by what came back in another way than as files."""


def collect_files(book: Book, options: Options, progress: Progress, answers: Answers | None = None) -> Report:
    """Take what lies in 回收, or what the call names; or answers that came in another way.

    Option choices: 取舍 by 标识, made just now, with its line of 操作日志; BookRefused where one of them is about nothing that waits."""
    found = [] if answers else files_found(options.more.get("files") or (), store.folders(book.path).returned)
    if not found and not answers:
        said = "“回收”里没有文件，什么也没有改动。把各部门发回的表放进去，再运行。"
        return Report("collect", Status.DONE, (said,), {"文件": 0, "改动": False}, (book.path,))
    with Reader() as reader:
        reader.start()
        reading = session.read(book, options, progress)
        session.require(reading)
        sent = SentBatches(batches.rows_in(book), Departments(reading.tables.departments))
        earlier = earlier_lists(reader, store.folders(book.path).output)
        operations = session.logged(book)
        given = run_log.numbers_given(operations)
        office = CollectInto(reading, sent, log_rows.taken_before(operations), earlier.choices, book.path, given)
        chosen: dict[str, str] = options.more.get("choices") or {}
        if answers:
            found = answers(reader, reading, sent)
        else:
            progress(f"读收回的 {len(found)} 个文件")
            read_files(reader, found)
        if mailbox_journal(book.path).exists() and not answers:
            from macros.steps.mail_fetching import refuse_others

            refuse_others(found, reading.tables, book.path)
        done = collected(office, reader, found)
        if chosen:
            if chosen.keys() - {entry.mark for entry in done.entries if is_waiting(entry)}:
                raise BookRefused(NOT_WAITING)
            done = collected(office._replace(choices={**earlier.choices, **chosen}), reader, found)
            session.log(book, options, *options.more["line"])
    progress("写入工作簿")
    stage(book, reading, done, options)
    note = f"{len(found)} 个文件，" + "、".join(f"{name} {count(done.entries, name)}" for name in (ACCEPTED, UNDECIDED, REFUSED, MARKED))
    changed = session.commit(book, options, log_rows.COLLECTED, note)
    path, failed = write_list(book, reading, done, earlier._replace(marks=()) if chosen else earlier, options)
    return report(book, reading, done, changed, path, [*failed, *session.unread_note(reading), *session.remarks(reading, options)])


def earlier_lists(reader: Reader, folder: Path) -> Earlier:
    """The last lists in 输出, oldest first. Each holds what was chosen before it, so that few are enough."""
    paths = lists_in(folder)[-READ_AGAIN:]
    choices: dict[str, str] = {}
    marks: set[str] = set()
    for _, told in reader.read(paths):
        if isinstance(told, list):
            choices |= choices_in(told)
            marks = marks_in(told)
    return Earlier(choices, marks, paths[-1] if paths else None)


def lists_in(folder: Path) -> list[Path]:
    """Every list of a run in 输出, oldest first."""
    there = in_order(outputs.lying(folder, f"{LISTS}_*"), LISTS, ".xlsx")
    return [path for path in there if path.is_file() and not path.is_symlink()]


def stage(book: Book, reading: session.Reading, done: Collected, options: Options) -> None:
    """Stage every accepted cell and row, each with its line in 操作日志, and of whom a file came for the first time; else nothing."""
    cells: dict[str, dict[At, Value]] = {}
    for change in done.changes:
        at = done.master.at(change.record, change.column.header)
        table = change.record.at.table
        percent = at in reading.grids[table].percent
        if change.column.header in MEASURED and isinstance(change.value, Fraction):
            cells.setdefault(table, {})[at] = written_in_unit(change.value, unit_of(change.record, reading.tables), percent=percent)
        else:
            cells.setdefault(table, {})[at] = written_back(change.value, change.column, percent=percent)
    for table, updates in cells.items():
        book.update(table, updates)
    for row in done.rows:
        book.append(row.table, tuple(row.values), [[written(value) for value in row.values.values()]])
    for line in run_log.numbered(done.numbers, f"{len(done.numbers)} 个申报的事项"):
        session.log(book, options, *line)
    log_rows.log_received(book, options, done.received)
    accepted = [*(change.logged for change in done.changes), *(entry for row in done.rows for entry in row.entries)]
    log_rows.log_accepted(book, options, accepted)


def write_list(book: Book, reading: session.Reading, done: Collected, earlier: Earlier, options: Options) -> tuple[Path | None, list[str]]:
    """The list of this run. None is written where the newest one says all of it; a message where it can't be written."""
    looked = {entry.mark for entry in done.entries if entry.outcome in (UNDECIDED, REFUSED, MARKED)}
    taken = count(done.entries, ACCEPTED)
    if not taken and looked <= set(earlier.marks):
        return earlier.newest if looked else None, []
    page = CollectPage(
        company=reading.tables.settings.company,
        day=reading.as_of,
        time=options.now,
        files=done.files,
        entries=done.entries,
        absent=done.absent,
        matters=done.matters,
    )
    path = next_name(
        outputs.place(book.path, LISTS, options.now.date()),
        LISTS,
        ".xlsx",
        options.now,
        outputs.lying(store.folders(book.path).output, f"{LISTS}_*"),
    )
    try:
        put_file(path, collect_workbook(page))
    except WriteFailed as error:
        said = "收到的已写进台账，" if taken else ""
        return None, [f"{said}“{outputs.told(path)}”没有写成（{error}）。请检查磁盘和权限，再回收一次。"]
    return path, []


def report(book: Book, reading: session.Reading, done: Collected, changed: bool, path: Path | None, more: Sequence[str]) -> Report:
    """What the clerk and a program are told."""
    counts = {name: count(done.entries, name) for name in OUTCOMES}
    waiting = [entry for entry in done.entries if is_waiting(entry)]
    kept = counts[UNDECIDED] - len(waiting)
    told = [
        f"收到 {len(done.files)} 个文件：采用 {counts[ACCEPTED]} 处，未变 {counts[UNCHANGED]} 处，待定 {len(waiting)} 处，"
        f"拒收 {counts[REFUSED]} 处，标记 {counts[MARKED]} 处。",
        *([f"按“取舍”保留现值 {kept} 处。"] if kept else []),
        *lines("待定", [entry._replace(remedy="") for entry in waiting]),
        *lines("拒收", [entry for entry in done.entries if entry.outcome == REFUSED]),
        *lines("请看一眼", [entry for entry in done.entries if entry.outcome == MARKED]),
        *([f"最近一批里这次没有收到的：{'、'.join(done.absent)}。"] if done.absent else []),
        *([f"逐格清单：{outputs.told(path)}。" + ("在“待定”页的“取舍”里选好、保存，再回收一次。" if waiting else "")] if path else []),
        written_down(counts[ACCEPTED], changed),
        *more,
    ]
    figures = {
        "基准日": reading.as_of.isoformat(),
        "文件": len(done.files),
        **counts,
        UNDECIDED: len(waiting),
        "保留": kept,
        "各文件": [file_figures(file) for file in done.files],
        "没有收到": list(done.absent),
        "条目": [entry._asdict() for entry in done.entries],
        "清单": str(path) if path else "",
        "改动": changed,
    }
    status = session.status_of(reading, waiting or counts[REFUSED])
    return Report("collect", status, tuple(told), figures, (book.path, *([path] if path else [])))


def written_down(taken: int, changed: bool) -> str:
    if taken:
        return "采用的已写进台账，改前改后见“操作日志”；请刷新。"
    return "台账没有改动，只在“操作日志”里记下收到了谁的。" if changed else "台账没有改动。"


def file_figures(file: ReturnedFile) -> dict[str, object]:
    return {"文件": file.name, "部门": file.addressee, "批次": file.batch, **file.counts, "说明": file.told}


def lines(title: str, entries: Sequence[CollectEntry]) -> list[str]:
    """The first of them, one a line."""
    more = [f"  等 {len(entries)} 处，其余见清单。"] if len(entries) > SHOWN else []
    return [f"{title}：", *(f"  {entry.said}" for entry in entries[:SHOWN]), *more] if entries else []
