"""The files of a run in 输出, and their rows in 文书登记. Files come first: a number without its file can't be."""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from addin.book import Book
from addin.whole_folder import SAVERS, WriteFailed, put_file
from macros.steps import session
from macros.steps.document_orders import Letter, Order, number_in_name
from macros.steps.report import Options
from udfs.papers.paper_numbers import linked_cells
from workbook_templates.reading.errors import BookRefused, DubanError
from workbook_templates.reading.parse import rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.logs import Paper

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
    files = {paper.file for paper in papers} | {letter.file for letter in letters}
    found = sorted(output.glob(f"{order.kind.name}_*.docx")) if output.is_dir() else []
    numbered = ((path.name, number_in_name(path.name)) for path in found)
    return [name for name, number in numbered if number and number not in numbers and name not in files]


def write(book: Book, options: Options, order: Order, files: Sequence[File]) -> list[Path]:
    """Write the files, then register those papers that got a number: all or none. Files that were moved out of the way.

    After a refusal the workbook is as it was, and no new numbered file is left; what is killed in between leaves files that the
    next run names."""
    kept = [old for file in files if (old := kept_copy(file.path, file.data, options.now)) is not None]
    fresh = [file for file in files if file.letter.number and file.letter.before is None]
    try:
        with ThreadPoolExecutor(SAVERS) as saver:  # each waits for the disk
            for job in [saver.submit(written, file.path, file.data) for file in files]:
                job.result()
        register(book, options, order, fresh)
    except DubanError:  # the workbook is as it was; after anything else it may not be, and the files stay for the next run to name
        for file in fresh:
            with suppress(OSError):
                file.path.unlink()
        raise
    return kept


def kept_copy(path: Path, data: bytes, now: dt.datetime) -> Path | None:
    """Move a file of that name out of the way where it holds something else: somebody may have worked in it."""
    with suppress(OSError):
        if not path.exists() or path.read_bytes() == data:
            return None
        old, number = path.with_name(f"{path.stem}_旧{now:%Y%m%d-%H%M%S}{path.suffix}"), 2
        while old.exists():
            old, number = path.with_name(f"{path.stem}_旧{now:%Y%m%d-%H%M%S}_{number}{path.suffix}"), number + 1
        return path.rename(old)
    raise BookRefused(f"“输出/{path.name}”动不了（可能正在 Word 里打开）。请关闭它再运行，什么也没有改动。")


def written(path: Path, data: bytes) -> None:
    """A file, whole. Raises BookRefused."""
    try:
        put_file(path, data)
    except WriteFailed as error:
        raise BookRefused(f"写不了“{path.parent.name}/{path.name}”（{error}）。请关闭打开着它的程序、检查磁盘和权限后再运行。") from error


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
            number=letter.number,
            kind=kind.name,
            addressee=letter.draft.addressee,
            period=period,
            day=letter.heading.day,
            linked=cell,
            file=letter.file,
            reply_due=letter.heading.reply_due,
            received=None,
            replied=None,
            reply="",
            closed="",
        )
        for letter in letters
        for cell in linked_cells(letter.draft.linked)
    ]
    book.append(REGISTER, TABLES[REGISTER].headers, rows_of(rows))
    parts = [letters[start : start + LOGGED] for start in range(0, len(letters), LOGGED)]
    for part in parts[:-1]:
        session.log(book, options, "文书", book.path.name, log_note(kind.name, period, part))
    session.commit(book, options, "文书", log_note(kind.name, period, parts[-1]))


def log_note(kind: str, period: str, letters: Sequence[Letter]) -> str:
    """督办函 编号 督函〔2026〕3号，文件 …；…"""
    told = "；".join(f"编号 {letter.number}，文件 {letter.file}" for letter in letters)
    return f"{kind} {period} {told}" if period else f"{kind} {told}"
