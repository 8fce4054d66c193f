"""duban document: a paper as a Word file in 输出, from the template in 模板; with --issue it gets the next number, once."""

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, NamedTuple

from addin import store
from addin.book import Book
from addin.whole_folder import WriteFailed, put_file
from macros import session
from macros.document_contents import CONTENTS
from macros.report import Options, Progress, Report, Status, program_name
from udfs.rules.discretion import persons_in
from udfs.rules.paper_numbers import issued_for, linked_cells, next_number, number_text
from udfs.rules.paper_words import Heading
from udfs.rules.periods import Period, parse_period, period_of, previous_period
from udfs.rules.secrecy import sealed
from udfs.rules.status import judge
from udfs.rules.workdays import Calendar
from workbook_templates.documents.kinds import KINDS, NAMES, Kind, shape_of, sums_of, template_of
from workbook_templates.errors import BookRefused, DocumentRefused, DubanError, UsageError
from workbook_templates.parse import rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.logs import Paper
from workbook_templates.tables.setup import DocumentKind

REGISTER = "文书登记"
DEFAULT = "督办通报"
"""What the button makes, which asks for nothing."""
NUMBERED = re.compile(r"_([^_]+〔20\d\d〕\d+号)\.docx")


class Order(NamedTuple):
    """What is to be made. entry: its row of 文种; number: 文号, '' for a draft; day: 成文日期."""

    kind: Kind
    entry: DocumentKind
    period: Period
    number: str
    day: dt.date

    @property
    def file(self) -> str:
        """The name of the file in 输出."""
        return store.safe_name(f"{self.kind.name}_{self.period.name}_{self.number or '送审稿'}", 100) + ".docx"


class Made(NamedTuple):
    """A paper ready to be written. linked: the numbers it names; words: what the clerk is told besides."""

    data: bytes
    linked: list[str]
    words: list[str]
    figures: Mapping[str, Any]


def document(book: Book, options: Options, progress: Progress) -> Report:
    """文书."""
    kind = kind_named(options.more.get("kind") or DEFAULT)
    if options.more.get("dept") and not kind.by_department:
        raise UsageError(f"{kind.name}写给{kind.addressee}，不分部门。请去掉 --dept。")
    output = store.folders(book.path).output
    with ExitStack() as held:
        if options.more.get("issue"):
            held.enter_context(store.locked(output / "文号"))  # from reading 文书登记 to writing it nobody else takes the number
        reading = session.read(book, options, progress)
        session.require(reading)
        order = order_of(kind, reading, options)
        template = store.folders(book.path).templates / f"{kind.name}.docx"
        made, new_template = make(order, reading, template, progress)
        progress("写文书")
        left = unregistered(output, kind, reading.tables.papers, order)
        kept = kept_copy(output / order.file, made.data, options.now)
        written(output / order.file, made.data)
        if order.number:
            register(book, options, order, made, output)
    said = [*messages(order, kept, left), *delivered(template, new_template), *made.words]
    said += [*session.unread_note(reading), *session.remarks(reading, options)]
    figures = {
        "种类": kind.name,
        "期间": order.period.name,
        "基准日": reading.as_of.isoformat(),
        "文号": order.number,
        "成文日期": order.day.isoformat(),
        "改动": bool(order.number),
        **made.figures,
    }
    return Report("document", Status.DONE, tuple(said), figures, (output / order.file,))


def kind_named(name: str) -> Kind:
    """The kind that the call names. Raises UsageError for one that is not built, or unknown."""
    if name in KINDS:
        return KINDS[name]
    built = f"已有的文书：{'、'.join(KINDS)}。"
    if name in NAMES:
        raise UsageError(f"文书“{name}”在本版本还没有，什么也没有改动。{built}")
    raise UsageError(f"没有“{name}”这种文书。{built}")


def order_of(kind: Kind, reading: session.Reading, options: Options) -> Order:
    """What the call asks for. Raises UsageError, also where the paper has its number already."""
    tables, issue = reading.tables, bool(options.more.get("issue"))
    blank = DocumentKind(kind.name, "", "", "", (), "")
    entry = next((row for row in tables.document_kinds if row.kind == kind.name), blank)
    period = period_asked(kind, entry, options.more.get("period"), reading)
    day = options.as_of or options.now.date()
    if not issue:
        return Order(kind, entry, period, "", day)
    if period.last > reading.as_of:
        raise UsageError(f"{period.name} 到 {period.last} 才结束（基准日 {reading.as_of}），还不能正式编号。去掉 --issue 可先出送审稿。")
    if not entry.code:
        raise UsageError(f"“文种”表里没有“{kind.name}”的代字，编不了文号。请填上代字（如 督通报）再运行。")
    before = issued_for(tables.papers, kind.name, period, tables.settings.month_end)
    if before is not None:
        when = f"，成文日期 {before.day}" if before.day else ""
        raise UsageError(
            f"{period.name} 的{kind.name}已按 {before.number} 印发{when}，文件 {before.file or '没有登记'}；没有再编号，什么也没有改动。"
            "要改内容，去掉 --issue 另出送审稿，由办公室决定是否更正。"
        )
    if day < period.last:
        raise UsageError(f"成文日期 {day} 早于 {period.name} 的最后一天 {period.last}。请用 --as-of 写明成文日期。")
    number = number_text(entry.code, day.year, next_number(tables.papers, entry.code, day.year))
    return Order(kind, entry, period, number, day)


def period_asked(kind: Kind, entry: DocumentKind, asked: str | None, reading: session.Reading) -> Period:
    """--period; without it the latest period of the kind's sort that is over on 基准日."""
    month_end, sort = reading.tables.settings.month_end, kind.period
    if not asked:
        if entry.period not in ("", kind.period):
            raise UsageError(
                f"“文种”表里{kind.name}的默认期间是“{entry.period}”，而{kind.name}按{kind.period}出。请改成“{kind.period}”，或用 --period。"
            )
        running = period_of(reading.as_of, sort, month_end)
        return running if running.last <= reading.as_of else previous_period(running, month_end)
    period = parse_period(asked, month_end)
    if period is None or period.kind != kind.period:
        raise UsageError(f"{kind.name}按{kind.period}出，“{asked}”不是一个{kind.period}。请写成 --period 2026-10。")
    if period.first > reading.as_of:
        raise UsageError(f"{period.name} 还没有开始（基准日 {reading.as_of}）。请核对 --period。")
    return period


def make(order: Order, reading: session.Reading, template: Path, progress: Progress) -> tuple[Made, bytes]:
    """The paper, checked; and the template to write where the office has none yet (b'' otherwise)."""
    progress("计算数字")
    tables = sealed(reading.tables, reading.problems)
    judgement = judge(tables, reading.as_of, Calendar(tables.holidays), order.period)
    issuer = order.entry.issuer or tables.settings.company
    heading = Heading(issuer, order.kind.addressee, order.entry.copies, order.number, order.day)
    content = CONTENTS[order.kind.name](judgement, heading)
    progress("填模板")
    own, name = read_template(template), f"模板/{template.name}"
    data, paragraphs = filled(order, own or template_of(order.kind), name, content.context)
    words = [] if tables.settings.named_in_bulletin == "责任人" else names_told(paragraphs, [row.name for row in tables.people])
    return Made(data, content.linked, words, content.figures), b"" if own else template_of(order.kind)


def read_template(path: Path) -> bytes:
    """The office's template; b'' where there is none. Raises DocumentRefused where it can't be read."""
    if not path.exists():
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentRefused(f"读不了“模板/{path.name}”（{error.strerror}）。请在 Word 里关闭它再运行。") from error


def filled(order: Order, template: bytes, name: str, context: Mapping[str, Any]) -> tuple[bytes, tuple[str, ...]]:
    """The filled paper and its paragraphs. Raises DocumentRefused, FileRefused: what is wrong in the template, what does not agree."""
    from workbook_templates.documents.lint import problems_in
    from workbook_templates.documents.proof import contradictions
    from workbook_templates.documents.render import render

    wrong = problems_in(template, name, shape_of(order.kind))
    if wrong:
        listed = "\n".join(f"  {line}" for line in wrong)
        raise DocumentRefused(f"“{name}”里有标签不对，没有写文书：\n{listed}\n请在 Word 里改正，或删掉它，下次运行会重新生成一份。")
    paper = render(template, name, context, context["标题"].replace("\n", ""), order.day)
    apart = contradictions(paper.sightings, context, sums_of(order.kind))
    if apart:
        listed = "\n".join(f"  {line}" for line in apart)
        raise DocumentRefused(f"文书里的数互相对不上，没有写文件：\n{listed}\n请检查“{name}”里的表格和清单是否删漏了行、加了条件。")
    return paper.data, paper.paragraphs


def names_told(paragraphs: tuple[str, ...], names: list[str]) -> list[str]:
    """A line where names stand in the paper although 通报点名 is 部门: they were in the words of the ledger."""
    found = persons_in(paragraphs, names)
    return [f"注意：文中出现了与人员同名的字样：{'、'.join(found)}（来自事项、原因等文字），请核对是否点名。"] if found else []


# files and register


def unregistered(output: Path, kind: Kind, papers: tuple[Paper, ...], order: Order) -> list[str]:
    """Numbered papers of this kind in 输出 that 文书登记 does not know: a run was cut off between the file and the register."""
    numbers = {paper.number for paper in papers}
    files = {paper.file for paper in papers} | {order.file}
    found = sorted(output.glob(f"{kind.name}_*.docx")) if output.is_dir() else []
    numbered = ((path.name, match[1]) for path in found if (match := NUMBERED.search(path.name)))
    return [name for name, number in numbered if number not in numbers and name not in files]


def kept_copy(path: Path, data: bytes, now: dt.datetime) -> Path | None:
    """Move a file of that name out of the way where it holds something else: somebody may have worked in it."""
    with suppress(OSError):
        if not path.exists() or path.read_bytes() == data:
            return None
        old, number = path.with_name(f"{path.stem}_旧{now:%Y%m%d-%H%M%S}.docx"), 2
        while old.exists():
            old, number = path.with_name(f"{path.stem}_旧{now:%Y%m%d-%H%M%S}_{number}.docx"), number + 1
        return path.rename(old)
    raise BookRefused(f"“输出/{path.name}”动不了（可能正在 Word 里打开）。请关闭它再运行，什么也没有改动。")


def written(path: Path, data: bytes) -> None:
    """A file, whole. Raises BookRefused."""
    try:
        put_file(path, data)
    except WriteFailed as error:
        raise BookRefused(f"写不了“{path.parent.name}/{path.name}”（{error}）。请关闭打开着它的程序、检查磁盘和权限后再运行。") from error


def delivered(template: Path, data: bytes) -> list[str]:
    """The template for the office, where it has none yet, and a line about it. The paper is done by then."""
    if not data:
        return []
    try:
        put_file(template, data)
    except WriteFailed as error:
        return [f"模板“模板/{template.name}”没有写成（{error}）；文书是按自带的模板出的。"]
    return [f"已建模板“模板/{template.name}”，可以在 Word 里改文字和版式，以后按改过的出。"]


def register(book: Book, options: Options, order: Order, made: Made, output: Path) -> None:
    """The row of 文书登记, after the file: a number without its file can't be; a file without its row is named by the next run."""
    rows = [
        Paper(order.number, order.kind.name, order.kind.addressee, order.period.name, order.day, cell, order.file, None, None, None, "", "")
        for cell in linked_cells(made.linked)
    ]
    book.append(REGISTER, TABLES[REGISTER].headers, rows_of(rows))
    try:
        session.commit(book, options, "文书", f"{order.kind.name} {order.period.name} 编号 {order.number}，文件 {order.file}")
    except DubanError:  # the workbook is as it was; after anything else it may not be, and the file stays for the next run to name
        with suppress(OSError):
            (output / order.file).unlink()
        raise


def messages(order: Order, kept: Path | None, left: list[str]) -> list[str]:
    """What the clerk is told."""
    if order.number:
        first = f"已编号 {order.number} 并登记，文书在“输出/{order.file}”。"
    else:
        first = (
            f"送审稿在“输出/{order.file}”，没有编号。"
            f"审定后运行 {program_name()} document 工作簿 {order.kind.name} --period {order.period.name} --issue 正式编号。"
        )
    return [
        first,
        *([f"原来的同名文书与这次不同，已改名为“输出/{kept.name}”。"] if kept else []),
        *([f"注意：{'、'.join(left)} 有文号而“文书登记”里没有，是上次没有办完留下的。请核对后删掉或补登记。"] if left else []),
    ]
