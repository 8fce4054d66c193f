"""duban send: a workbook for each department, leader, scorer, checker and for 纪检部门, the feedback that falls due, and 批次.

Order, so that a run that dies leaves nothing unnoticed: the files are written under a hidden name, then the older batch rows into
the archive, then the master, then the files get their name by one rename. Before the master is written nobody has heard of the
batch, and the next run takes the hidden files away. After it the hidden files are complete, and the next run gives them their
name and says so. Files that nobody can see never go out unknown to the master, and rows without files never stay unseen.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from addin import store, whole_folder
from addin.book import Book
from addin.whole_folder import WriteFailed
from macros.steps import batches, log_rows, session
from macros.steps.cut_off import finish_sending, unveiled
from macros.steps.report import Options, Progress, Report, Status, option
from udfs.exchange.checker_rows import CheckerCutter
from udfs.exchange.cutting import Cut, Cutter, Wanted
from udfs.exchange.department_rows import DepartmentCutter
from udfs.exchange.leader_rows import LeaderCutter
from udfs.exchange.overseer_rows import OverseerCutter
from udfs.exchange.scorer_rows import ScorerCutter
from udfs.exchange.unit_rows import UnitCutter
from udfs.rules.ground.departments import is_in_force
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.reading.cells import show_number
from workbook_templates.reading.errors import BookRefused, DubanError, UsageError
from workbook_templates.reading.parse import Tables, rows_of
from workbook_templates.sent.department_kind import DEPARTMENT_KIND
from workbook_templates.sent.sent_file import Batch, SentFile
from workbook_templates.sent.sent_kinds import SENT_KINDS, bare_addressee
from workbook_templates.sent.sent_workbook import sent_workbook
from workbook_templates.sheets.style import LIGHT_COLOURS
from workbook_templates.tables.grid import Row
from workbook_templates.tables.lists import YES

if TYPE_CHECKING:
    from macros.steps.sheet_mailing import Mailed

DEPARTMENT = DEPARTMENT_KIND.name


class SendOutcome(NamedTuple):
    """What a run has done besides the rows it cut: the folder of the files, the files, the rows of 批次
    that came and went, and what to tell of it."""

    folder: Path
    files: tuple[Path, ...]
    cells: int
    archived: int
    told: tuple[str, ...]


def how_many(cuts: Mapping[str, Cut]) -> str:
    """'14 个部门，5 位领导'."""
    return "，".join(SENT_KINDS[kind].words.counted.format(len(cut.files)) for kind, cut in cuts.items() if cut.files)


def nothing_to_send(path: Path, day: dt.date, cuts: Mapping[str, Cut], mended: tuple[str, ...]) -> Report:
    """Nobody has a row: nothing was written."""
    left_out = [text for cut in cuts.values() for text in cut.left_out]
    said = f"没有要下发的：{'；'.join(SENT_KINDS[kind].words.nothing for kind in cuts)}。什么也没有改动。"
    figures = {"基准日": day.isoformat(), "批次": None, **sent_names(cuts), "未下发": left_out, "改动": False}
    status = Status.DONE_WITH_ENTRIES if left_out else Status.DONE
    return Report("send", status, (*mended, said, *left_out), figures, (path,))


def sent_names(cuts: Mapping[str, Cut]) -> dict[str, list[str]]:
    """Kind → whom files were made for."""
    return {kind: [bare_addressee(one.name) for one in cut.files] for kind, cut in cuts.items()}


def rows_sent(cuts: Mapping[str, Cut]) -> dict[str, int]:
    """Table → rows in all files."""
    counts: dict[str, int] = {}
    for kind, cut in cuts.items():
        for table in SENT_KINDS[kind].sheets:
            counts[table] = counts.get(table, 0) + sum(len(one.tables.get(table, ())) for one in cut.files)
    return counts


def sent_report(path: Path, cuts: Mapping[str, Cut], batch: Batch, outcome: SendOutcome) -> Report:
    """What was sent, to whom, and what stayed at home."""
    secret = [bare_addressee(one.name) for cut in cuts.values() for one in cut.files if one.secret]
    left_out = [text for cut in cuts.values() for text in cut.left_out]
    feedback = sum(len(cut.feedback) for cut in cuts.values())
    counts = rows_sent(cuts)
    asked = f"；新到期的反馈 {feedback} 次" if DEPARTMENT in cuts else ""
    messages = [
        f"已下发 {how_many(cuts)}，批次 {batch.number}，基准日 {batch.day}：{outcome.folder}。",
        "、".join(f"{table} {count} 行" for table, count in counts.items()) + f"，可填 {outcome.cells} 格{asked}。收回后放进“回收”文件夹。",
        *([f"含密级事项的表请按保密规定传递：{'、'.join(secret)}。"] if secret else []),
        *(idle_note(kind, cut.idle) for kind, cut in cuts.items() if cut.idle),
        *outcome.told,
        *left_out,
    ]
    figures = {
        "基准日": batch.day.isoformat(),
        "批次": batch.number,
        **sent_names(cuts),
        **({"没有行的部门": list(cuts[DEPARTMENT].idle)} if DEPARTMENT in cuts else {}),
        "行": counts,
        "可填格子": outcome.cells,
        "新反馈": feedback,
        "归档行": outcome.archived,
        "未下发": left_out,
        "文件夹": str(outcome.folder),
        "改动": True,
    }
    status = Status.DONE_WITH_ENTRIES if left_out else Status.DONE
    return Report("send", status, tuple(messages), figures, (path, *outcome.files))


def idle_note(kind: str, names: tuple[str, ...]) -> str:
    """Who got no file, and what to do about it."""
    forms = SENT_KINDS[kind].forms
    more = f"要给他们空表申报，请写明{option('send', 'dept')}。" if "申报" in forms else ""
    return f"没有要填的{'行' if '申报' in forms else ''}，没有生成：{'、'.join(names)}。{more}"


CUTTERS: dict[str, type[Cutter[Any]]] = {
    one.kind.name: one for one in (DepartmentCutter, LeaderCutter, ScorerCutter, CheckerCutter, OverseerCutter, UnitCutter)
}
"""Kind, as --to takes it → how its rows are cut."""
FEEDBACK_KEY = ("编号", "应反馈日期")
BY_COMPLETION = ("到期阶段", "全部阶段")
"""亮灯口径 whose bounds are shares of completion."""


def send(book: Book, options: Options, progress: Progress) -> Report:
    """下发."""
    kinds = kinds_asked(options.more.get("to") or ())
    reading = session.read(book, options, progress)
    session.require(reading)
    old = batches.rows_in(book)
    if options.more.get("mail"):
        from macros.steps import sheet_mailing  # only then is there anything to load for it

        sheet_mailing.refuse_early(reading.tables, options)
    judgement = judge(reading.tables, reading.as_of, Calendar(reading.tables.holidays))
    asked = options.more.get("dept") or ()
    names = addressees(judgement, asked)
    outgoing = store.folders(book.path).outgoing
    with store.locked(outgoing):
        mended = finish_sending(outgoing, old)
        number = batches.next_batch(options.now.date(), old, (outgoing, batches.archive_folder(book.path)))
        progress("挑出各自的行")
        wanted = Wanted(tuple(names), bool(asked), number)
        cuts = {kind: CUTTERS[kind](reading.tables, judgement, wanted).cut() for kind in kinds}
        if not any(one.files for one in cuts.values()):
            told = (*mended, *session.unread_note(reading))
            return session.noted(nothing_to_send(book.path, reading.as_of, cuts, told), reading)
        settings = reading.tables.settings
        batch = Batch(number, reading.as_of, settings.company, settings.office, light_meanings(reading.tables))
        progress("写各自的表和工作簿")
        outcome = write(book, options, judgement, cuts, batch, old)
    told = (*mended, *outcome.told, *session.unread_note(reading), *session.remarks(reading, options))
    report = sent_report(book.path, cuts, batch, outcome._replace(told=told))
    if options.more.get("mail"):
        files = file_names([file for cut in cuts.values() for file in cut.files], batch.number)
        where = {outcome.folder / name: file for name, file in files.items()}
        report = with_mail(report, sheet_mailing.mailed(book, options, reading, judgement, batch, where))
    return session.noted(report, reading)


def with_mail(report: Report, mailed: "Mailed") -> Report:
    """The report with what became of the mails."""
    counts = {"已发": mailed.sent, "失败": mailed.failed, "不明": mailed.unknown, "没有发": list(mailed.left)}
    whole = not (mailed.failed or mailed.unknown or mailed.left)
    return replace(
        report,
        status=report.status if whole else Status.DONE_WITH_ENTRIES,
        messages=(*report.messages, *mailed.told),
        figures={**report.figures, "邮件": counts},
    )


def kinds_asked(given: Sequence[str]) -> list[str]:
    """The kinds of sheets that --to names, in a fixed order; departments where it names none. Raises UsageError for an unknown one."""
    unknown = [name for name in given if name not in CUTTERS]
    if unknown:
        raise UsageError(f"不能下发给“{'、'.join(unknown)}”，什么也没有改动。可选：{'、'.join(CUTTERS)}。")
    return [kind for kind in CUTTERS if kind in (given or (DEPARTMENT_KIND.name,))]


def addressees(judgement: Judgement, given: Sequence[str]) -> list[str]:
    """The departments in force on 基准日 that are sent to, in the order of 部门; a former name means the present one, a 班组 without 联系人
    its 所.

    Raises UsageError for a name that none of them has.
    """
    departments, day = judgement.departments, judgement.as_of
    in_force = {row.name for row in departments.rows if row.name and is_in_force(departments.find(row.name), day)}
    known = sorted((name for name in in_force if departments.sheet_of(name, day) == name), key=departments.order)
    if not given:
        return known
    wanted = set()
    for text in given:
        name = departments.sheet_of(text, day)
        if name not in known:
            raise UsageError(
                f"没有部门“{text}”（或已停用），什么也没有改动。现有部门：{'、'.join(known) or '一个也没有，请先填“部门”表'}。"
            )
        wanted.add(name)
    return [name for name in known if name in wanted]


def light_meanings(tables: Tables) -> tuple[tuple[str, str], ...]:
    """What each light means in this office, best first, as 亮灯规则 has it."""
    rows = sorted(
        (row for row in tables.light_bounds if row.light in LIGHT_COLOURS and row.bound is not None), key=lambda row: -(row.bound or 0)
    )
    found = []
    for place, row in enumerate(rows):
        bound = f"完成度{'不低于' if row.included == YES else '高于'} {show_number(row.bound)}%" if row.bound else ""
        above = f"未到{rows[place - 1].light}" if place else ""
        when = "，".join(part for part in (bound, above) if part) if tables.settings.light_basis in BY_COMPLETION else ""
        meaning = "：".join(part for part in (when, row.handling) if part)
        found.append((row.light, meaning and meaning + "。"))
    return tuple(found)


def file_names(files: Iterable[SentFile], number: str) -> dict[str, SentFile]:
    """File name → file. Two names that are one to a file system each carry a checksum, so that neither overwrites the other."""
    made: dict[str, list[SentFile]] = {}
    for file in files:
        made.setdefault(batches.file_stem(file.name).casefold(), []).append(file)
    return {batches.file_name(file.name, number, apart=len(same) > 1): file for same in made.values() for file in same}


def write(book: Book, options: Options, judgement: Judgement, cuts: Mapping[str, Cut], batch: Batch, old: Sequence[Row]) -> SendOutcome:
    """Files, archive, master, names, in this order. Raises BookRefused or BookBusy; then nothing of this run is left."""
    sent = [file for found in cuts.values() for file in found.files]
    feedback = [row for found in cuts.values() for row in found.feedback]
    split = batches.kept(old, (file.name for file in sent), judgement.departments)
    new = batches.new_rows(sent, batch, options.now.replace(microsecond=0))
    book.replace(batches.BATCHES, batches.BATCH_HEADERS, [*split.stay, *new])
    if feedback:
        book.append("反馈记录", FEEDBACK_KEY, [row[:2] for row in rows_of(feedback)])
    archive = batches.archive_folder(book.path) / batches.archive_name(batch.number)
    files = file_names(sent, batch.number)
    staged = whole_folder.hidden(store.folders(book.path).outgoing / batch.number)
    try:
        whole_folder.fill(staged, ((name, sent_workbook(one, batch)) for name, one in files.items()))
        if split.go:
            whole_folder.put_file(archive, batches.archive_file(split.go))
        log_rows.log_sent(book, options, batch.number, batch.day, how_many(cuts), len(feedback))
        log_rows.log_given(book, options, batch.number, dict.fromkeys(str(row[1]) for row in new if row[5] is not None))
        # a batch is always new, so nobody needs to ask whether anything differs
        book.write_around_formulas()
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
    return SendOutcome(folder, tuple(folder / name for name in files), len(new), len(split.go), (*([said] if said else []), *moved))
