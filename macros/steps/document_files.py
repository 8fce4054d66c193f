"""The files of a run in 输出, and their rows in 文书登记. Files come first: a number without its file can't be.

Beside a bulletin lies a workbook (…_数据.xlsx): its figures with the rows behind each, compared with the bulletin first.
"""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from addin import outputs, store
from addin.book import Book
from addin.dated_names import free_path
from addin.whole_folder import SAVERS, WriteFailed, put_file
from macros.steps import session
from macros.steps.document_orders import Letter, Order, number_in_name
from macros.steps.report import Options
from udfs.papers.evidence import HEADERS, Evidence, disagreements
from udfs.papers.paper_words import Context, linked_cells
from udfs.rules.ground.figures import number
from workbook_templates.documents.companion import Answer, CompanionPage, companion_book
from workbook_templates.reading.cells import written
from workbook_templates.reading.days import chinese_day
from workbook_templates.reading.errors import BookRefused, DocumentRefused, DubanError
from workbook_templates.reading.parse import rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value
from workbook_templates.tables.logs import Paper
from workbook_templates.tables.schema import Source

REGISTER = "文书登记"
LOGGED = 20
"""Papers that one row of 操作日志 names."""


class File(NamedTuple):
    """A file that is ready to be written. path: in 输出; letter: the paper that it is, or goes with."""

    path: Path
    data: bytes
    letter: Letter


def unregistered(output: Path, order: Order, papers: Sequence[Paper], letters: Sequence[Letter]) -> list[str]:
    """Numbered papers of this kind in 输出 that 文书登记 does not know: a run was cut off between the files and the register."""
    numbers = {paper.number for paper in papers}
    files = {Path(file).name for file in (*(paper.file for paper in papers), *(letter.file for letter in letters))}
    found = outputs.lying(output, f"{order.kind.name}_*.docx")
    numbered = ((path, number_in_name(path.name)) for path in found)
    left = [path for path, number in numbered if number and number not in numbers and path.name not in files]
    return [path.relative_to(output).as_posix() for path in left]


def write(book: Book, options: Options, order: Order, files: Sequence[File]) -> list[Path]:
    """Write the files, then register those papers that got a number: all or none. Files that were moved out of the way.

    After a refusal the workbook is as it was, and so are the files: what this run made is gone, what it moved is back, and what
    another run has written in the meantime stays. What is killed in between leaves files that the next run names."""
    with store.locked(store.folders(book.path).output / "文号"):  # two workbooks may share the folder
        return write_alone(book, options, order, files)


def write_alone(book: Book, options: Options, order: Order, files: Sequence[File]) -> list[Path]:
    """As `write`, while no other run writes papers there."""
    fresh = [file for file in files if file.letter.number and file.letter.before is None]
    made = [file.path for file in fresh if not file.path.exists()]
    kept: dict[Path, Path] = {}
    try:
        for file in files:
            if (old := kept_copy(file.path, file.data, options.now)) is not None:
                kept[file.path] = old
        with ThreadPoolExecutor(SAVERS) as saver:  # each waits for the disk
            for job in [saver.submit(put_whole, file.path, file.data) for file in files]:
                job.result()
        register(book, options, order, fresh)
    except DubanError:  # the workbook is as it was; after anything else it may not be, and the files stay for the next run to name
        for path in made:
            with suppress(OSError):
                path.unlink()
        for path, old in kept.items():
            with suppress(OSError):
                old.replace(path)
        raise
    return [*kept.values()]


def kept_copy(path: Path, data: bytes, now: dt.datetime) -> Path | None:
    """Move a file of that name out of the way where it holds something else: somebody may have worked in it."""
    with suppress(OSError):
        if not path.exists() or path.read_bytes() == data:
            return None
        return path.rename(free_path(path.with_name(f"{path.stem}_旧{now:%Y%m%d-%H%M%S}{path.suffix}")))
    raise BookRefused(f"“{outputs.told(path)}”动不了（可能正在 Word 里打开）。请关闭它再运行，什么也没有改动。")


def put_whole(path: Path, data: bytes) -> None:
    """A file, whole. Raises BookRefused."""
    try:
        put_file(path, data)
    except WriteFailed as error:
        raise BookRefused(f"写不了“{outputs.told(path)}”（{error}）。请关闭打开着它的程序、检查磁盘和权限后再运行。") from error


def delivered(template: Path, data: bytes) -> list[str]:
    """The template for the office, where it has none yet, and a line about it. The papers are done by then."""
    if not data:
        return []
    try:
        put_file(template, data)
    except WriteFailed as error:
        return [f"模板“模板/{template.name}”没有写成（{error}）；文书是按自带的模板出的。"]
    return [f"已建模板“模板/{template.name}”，可以在 Word 里改文字和版式，以后按改过的出。"]


def register(book: Book, options: Options, order: Order, fresh: Sequence[File]) -> None:
    """The rows of 文书登记, in one commit with a row of 操作日志 for every so many papers."""
    letters = list({file.letter.file: file.letter for file in fresh}.values())
    if not letters:
        return
    kind, period = order.kind, order.period.name if order.kind.periods and order.period is not None else ""
    rows = [
        Paper(
            number=letter.number, kind=kind.name, addressee=letter.draft.addressee, period=period,
            day=letter.heading.day, linked=cell, file=letter.file, reply_due=letter.heading.reply_due, received=None,
            replied=None, reply="", closed="",
        )
        for letter in letters
        for cell in linked_cells(letter.draft.linked)
    ]  # fmt: skip
    book.append(REGISTER, TABLES[REGISTER].headers, rows_of(rows))
    parts = [letters[start : start + LOGGED] for start in range(0, len(letters), LOGGED)]
    for part in parts[:-1]:
        session.log(book, options, "文书", book.path.name, log_note(kind.name, period, part))
    session.commit(book, options, "文书", log_note(kind.name, period, parts[-1]))


def log_note(kind: str, period: str, letters: Sequence[Letter]) -> str:
    """督办函 编号 督函〔2026〕3号，文件 …；…"""
    told = "；".join(f"编号 {letter.number}，文件 {letter.file}" for letter in letters)
    return f"{kind} {period} {told}" if period else f"{kind} {told}"


TAIL = "_数据.xlsx"


def companion(evidence: Sequence[Evidence], context: Context, company: str, day: dt.date, known: dt.date) -> bytes:
    """The bytes of the workbook. day: 成文日期; known: 基准日. Raises DocumentRefused where rows and figures do not agree."""
    apart = disagreements(evidence, context)
    if apart:
        listed = "\n".join(f"  {line}" for line in apart)
        raise DocumentRefused(f"文书里的数和它的明细对不上，没有写文件：\n{listed}\n这是程序的错，请把这段话和工作簿副本发给维护的人。")
    title = str(context["标题"]).replace("\n", "")
    subtitle = f"{context['文号'] or '送审稿'}；按 {chinese_day(known)} 掌握的记录；只列文书里可以写的内容"
    return companion_book(CompanionPage(company, day, title, subtitle, HEADERS, [answer_of(one) for one in evidence]))


def answer_of(one: Evidence) -> Answer:
    """A figure as cells."""
    rate = one.value if isinstance(one.value, tuple) else None
    plain = all(row.part == 1 for row in one.rows)
    return Answer(
        name=one.name,
        text=one.text,
        top=None if rate is None else float(rate[0]),
        below=None if rate is None else float(rate[1]),
        definition=one.definition,
        sheet=one.sheet,
        rows=[[written(cell) if not isinstance(cell, float) else cell for cell in row.cells] for row in one.rows],
        parts=[None if plain else part_of(row.part) for row in one.rows],
        places=[place_of(row.at) for row in one.rows],
    )


def part_of(part: object) -> Value:
    """What a row gives: in a rate whether it is in the numerator, or its weights."""
    if isinstance(part, tuple):
        top, below = part
        return ("是" if top else "否") if below == 1 else f"{number(top)}/{number(below)}"
    value = written(part)
    return value if isinstance(value, float) else None


def place_of(at: Source) -> str:
    return f"{at.table}第 {at.row} 行" if at.row else ""
