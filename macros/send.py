"""duban send: a workbook for each department, the feedback that falls due, and what was sent, in 批次.

Order, so that a run that dies leaves nothing unnoticed: the files are written under a hidden name, then the older batch rows into
the archive, then the master, then the files get their name by one rename. Before the master is written nobody has heard of the
batch, and the next run takes the hidden files away. After it the hidden files are complete, and the next run gives them their
name and says so. Files that nobody can see never go out unknown to the master, and rows without files never stay unseen.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from addin import store, whole_folder
from addin.book import Book
from addin.whole_folder import WriteFailed
from macros import batches, session
from macros.cut import Cut, cut
from macros.report import Options, Progress, Report, Status
from udfs.rules.departments import is_in_force
from udfs.rules.feedback_due import due_feedback
from udfs.rules.status import Judgement, judge
from udfs.rules.workdays import Calendar
from workbook_templates.cells import plain, show_number, text_of
from workbook_templates.department_tables import DEPARTMENT_TABLES
from workbook_templates.errors import BookRefused, DubanError, UsageError
from workbook_templates.grid import Row
from workbook_templates.lists import YES
from workbook_templates.parse import Tables, rows_of
from workbook_templates.sent_tables import Addressee, Batch
from workbook_templates.sent_workbook import sent_workbook
from workbook_templates.style import LIGHTS

DEPARTMENTS = "部门"
"""The one addressee of --to that this version knows."""
FEEDBACK_KEY = ("编号", "应反馈日期")
BY_COMPLETION = ("到期阶段", "全部阶段")
"""亮灯口径 whose bounds are shares of completion."""


class Outcome(NamedTuple):
    """What a run has done besides the rows it cut: the folder of the files, the files, the rows of 批次
    that came and went, and what to tell of it."""

    folder: Path
    files: tuple[Path, ...]
    cells: int
    archived: int
    told: tuple[str, ...]


def send(book: Book, options: Options, progress: Progress) -> Report:
    """下发."""
    refuse_other_addressees(options.more.get("to") or ())
    reading = session.read(book, options, progress)
    session.require(reading)
    old = batches.rows_in(book)
    progress("挑出各部门的行")
    judgement = judge(reading.tables, reading.as_of, Calendar(reading.tables.holidays))
    asked = options.more.get("dept") or ()
    names = addressees(judgement, asked)
    rows = cut(reading.tables, judgement, due_feedback(judgement), names, even_empty=bool(asked))
    outgoing = store.folders(book.path).outgoing
    with store.locked(outgoing):
        mended = finish_interrupted(outgoing, old)
        if not rows.departments:
            return nothing_to_send(book, judgement, rows, mended)
        number = batches.next_batch(options.now.date(), old, (outgoing, batches.archive_folder(book.path)))
        batch = Batch(number, reading.as_of, reading.tables.settings.company, light_meanings(reading.tables))
        progress("写各部门的表和工作簿")
        outcome = write(book, options, judgement, rows, batch, old)
    told = (*mended, *outcome.told, *session.unread_note(reading), *session.remarks(reading, options))
    return report(book, rows, names, batch, outcome._replace(told=told))


def refuse_other_addressees(given: Sequence[str]) -> None:
    """Raises UsageError for an addressee that this version has no sheets for."""
    others = [name for name in given if name != DEPARTMENTS]
    if others:
        raise UsageError(f"本版本只能下发给部门，还不能下发给{'、'.join(others)}，什么也没有改动。请去掉 --to，或写 --to 部门。")


def addressees(judgement: Judgement, given: Sequence[str]) -> list[str]:
    """The departments in force on 基准日 that are sent to, in the order of 部门; a former name means the present one.

    Raises UsageError for a name that none of them has.
    """
    departments, day = judgement.departments, judgement.as_of
    known = sorted(
        {row.name for row in departments.rows if row.name and is_in_force(departments.find(row.name), day)}, key=departments.order
    )
    if not given:
        return known
    wanted = set()
    for text in given:
        typed = plain(text)
        name = departments.heir(typed if departments.find(typed) else "".join(typed.split()), day)
        if name not in known:
            raise UsageError(
                f"没有部门“{text}”（或已停用），什么也没有改动。现有部门：{'、'.join(known) or '一个也没有，请先填“部门”表'}。"
            )
        wanted.add(name)
    return [name for name in known if name in wanted]


def light_meanings(tables: Tables) -> tuple[tuple[str, str], ...]:
    """What each light means in this office, best first, as 亮灯规则 has it."""
    rows = sorted((row for row in tables.light_bounds if row.light in LIGHTS and row.bound is not None), key=lambda row: -(row.bound or 0))
    found = []
    for place, row in enumerate(rows):
        bound = f"完成度{'不低于' if row.included == YES else '高于'} {show_number(row.bound)}%" if row.bound else ""
        above = f"未到{rows[place - 1].light}" if place else ""
        when = "，".join(part for part in (bound, above) if part) if tables.settings.light_basis in BY_COMPLETION else ""
        meaning = "：".join(part for part in (when, row.handling) if part)
        found.append((row.light, meaning and meaning + "。"))
    return tuple(found)


def file_names(departments: Iterable[Addressee], number: str) -> dict[str, Addressee]:
    """File name → department. Two names that are one to a file system each carry a checksum, so that neither overwrites the other."""
    made: dict[str, list[Addressee]] = {}
    for department in departments:
        made.setdefault(store.safe_name(department.name).casefold(), []).append(department)
    found = {}
    for same in made.values():
        for department in same:
            apart = f"_{sha256(department.name.encode('utf-8', 'replace')).hexdigest()[:6]}" if len(same) > 1 else ""
            found[f"{store.safe_name(department.name)}{apart}_{number}.xlsx"] = department
    return found


def finish_interrupted(outgoing: Path, old: Sequence[Row]) -> tuple[str, ...]:
    """Give the files of a run that died after writing the master their name; take those of one that died before it away."""
    known = {text_of(row[0]) for row in old}
    told = []
    for staged in whole_folder.left_behind(outgoing):
        number = whole_folder.name_of(staged)
        if number in known and not (outgoing / number).exists():
            _, said = unveiled(staged)
            told.append(f"上次下发在最后一步中断，批次 {number} 的文件是全的，请照常发给各部门：{outgoing / number}。{said}")
        else:
            whole_folder.discard(staged)
    return tuple(told)


def unveiled(staged: Path) -> tuple[Path, str]:
    """The folder under its own name, and "" or what to do where the system does not let it be renamed."""
    try:
        return whole_folder.show(staged), ""
    except OSError as error:
        name = whole_folder.name_of(staged)
        return staged, f"文件夹没能改名（{error.strerror}），文件现在在 {staged}：请把它改名为 {name}；不改也行，下一次下发会再试。"


def write(
    book: Book,
    options: Options,
    judgement: Judgement,
    rows: Cut,
    batch: Batch,
    old: Sequence[Row],
) -> Outcome:
    """Files, archive, master, names, in this order. Raises BookRefused or BookBusy; then nothing of this run is left."""
    split = batches.kept(old, (department.name for department in rows.departments), judgement.departments)
    new = batches.new_rows(rows.departments, batch, options.now.replace(microsecond=0))
    book.replace(batches.TABLE, batches.HEADERS, [*split.stay, *new])
    if rows.feedback:
        book.append("反馈记录", FEEDBACK_KEY, [row[:2] for row in rows_of(rows.feedback)])
    archive = batches.archive_folder(book.path) / f"批次归档_{batch.number}.csv"
    files = file_names(rows.departments, batch.number)
    staged = whole_folder.hidden(store.folders(book.path).outgoing / batch.number)
    try:
        whole_folder.prepare(staged, ((name, sent_workbook(one, batch)) for name, one in files.items()))
        if split.go:
            whole_folder.put_file(archive, batches.archive_file(split.go))
        note = f"批次 {batch.number}，基准日 {batch.day}，{len(files)} 个部门，新反馈 {len(rows.feedback)} 行"
        session.log(book, options, "下发", book.path.name, note)  # a batch is always new, so nobody needs to ask whether anything differs
        book.commit(store.backup_path(book.path, options.now))
    except (DubanError, WriteFailed) as error:  # the master is what it was; after any other end the next run sees to what is left
        book.discard()
        whole_folder.discard(staged)
        if split.go:
            archive.unlink(missing_ok=True)
        if isinstance(error, WriteFailed):
            raise BookRefused(f"“下发”或“归档”写不进去（{error}），没有下发，工作簿没有改动。请检查磁盘和权限后再运行。") from error
        raise
    folder, said = unveiled(staged)
    moved = (f"更早批次的 {len(split.go)} 行移到了“归档/批次/{archive.name}”。",) if split.go else ()
    return Outcome(folder, tuple(folder / name for name in files), len(new), len(split.go), (*([said] if said else []), *moved))


def nothing_to_send(book: Book, judgement: Judgement, rows: Cut, mended: tuple[str, ...]) -> Report:
    """No department has a row: nothing was written."""
    said = "没有要下发的：各部门都没有在办、暂缓的事项，也没有本期指标。什么也没有改动。"
    figures = {"基准日": judgement.as_of.isoformat(), "批次": None, "部门": [], "未下发": list(rows.left_out), "改动": False}
    status = Status.DONE_WITH_ENTRIES if rows.left_out else Status.DONE
    return Report("send", status, (*mended, said, *rows.left_out), figures, (book.path,))


def report(book: Book, rows: Cut, names: Sequence[str], batch: Batch, outcome: Outcome) -> Report:
    """What the clerk and a program are told."""
    sent = [department.name for department in rows.departments]
    without = [name for name in names if name not in sent]
    secret = [department.name for department in rows.departments if department.secret]
    counts = {table: sum(len(one.tables[table]) for one in rows.departments) for table in DEPARTMENT_TABLES}
    messages = [
        f"已下发 {len(sent)} 个部门，批次 {batch.number}，基准日 {batch.day}：{outcome.folder}。",
        "、".join(f"{table} {count} 行" for table, count in counts.items())
        + f"，可填 {outcome.cells} 格；新到期的反馈 {len(rows.feedback)} 次。收回后放进“回收”文件夹。",
        *([f"含密级事项的表请按保密规定传递：{'、'.join(secret)}。"] if secret else []),
        *([f"没有要填的行，没有生成：{'、'.join(without)}。要给他们空表申报，用 --dept 写明部门。"] if without else []),
        *outcome.told,
        *rows.left_out,
    ]
    figures = {
        "基准日": batch.day.isoformat(),
        "批次": batch.number,
        "部门": sent,
        "没有行的部门": without,
        "行": counts,
        "可填格子": outcome.cells,
        "新反馈": len(rows.feedback),
        "归档行": outcome.archived,
        "未下发": list(rows.left_out),
        "文件夹": str(outcome.folder),
        "改动": True,
    }
    status = Status.DONE_WITH_ENTRIES if rows.left_out else Status.DONE
    return Report("send", status, tuple(messages), figures, (book.path, *outcome.files))
