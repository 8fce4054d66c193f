"""duban document: papers as Word files in 输出, from the template in 模板; with --issue each gets the next number, once.

A call makes one paper, or one for each addressee; all are made and checked before the first is written.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from addin import fonts, outputs, store
from addin.book import Book
from macros.steps import once_a_day, past, session
from macros.steps.document_files import File, delivered, unregistered, write
from macros.steps.document_orders import Letter, Order, letters_of, order_of
from macros.steps.report import Options, Progress, Report, again, option
from udfs.rules.discretion import persons_in
from workbook_templates.documents.kinds import KINDS, ON_TELEPHONE, Kind, shape_of, sums_of, template_of
from workbook_templates.documents.phrases import DEFAULT as DEFAULT_PHRASES
from workbook_templates.documents.phrases import Phrases
from workbook_templates.reading.errors import DocumentRefused

PHRASES = "分析语句"
"""The page of 模板 with the sentences of analysis."""
NAMED = 12
"""Files that a message names one by one."""


class Made(NamedTuple):
    """The files of a run. left: papers that were issued before and whose files stand where they should; words: what is told besides."""

    files: tuple[File, ...]
    left: tuple[Letter, ...]
    new_template: bytes
    words: tuple[str, ...] = ()


def document(book: Book, options: Options, progress: Progress) -> Report:
    """文书."""
    if options.more["kind"] == ON_TELEPHONE.name:
        from macros.steps.leader_pages import pages_for_leaders  # only then is there anything to load for it

        return pages_for_leaders(book, options, progress)
    kind = KINDS[options.more["kind"]]
    output = store.folders(book.path).output
    reading = session.read(book, options, progress)
    session.require(reading)
    order = order_of(kind, reading, options)
    progress("计算数字")
    then, back = past.look_back(book, reading, options)
    templates = store.folders(book.path).templates
    phrases, new_phrases = phrases_of(kind, templates / f"{PHRASES}.docx")
    letters = letters_of(order, then, reading.tables.papers, phrases)
    template = templates / f"{kind.name}.docx"
    made = make(order, letters, template, output, progress, unnamed(kind, reading))
    made = with_companions(made, reading)
    progress("写文书")
    strays = unregistered(output, order, reading.tables.papers, letters)
    kept = write(book, options, order, made.files)
    said = [*messages(order, made, kept, strays), *delivered(template, made.new_template)]
    said += [*delivered(templates / f"{PHRASES}.docx", new_phrases), *made.words]
    said += once_a_day.fresh(book.path, options, fonts.missing_note()) if made.files else []
    said += [*session.unread_note(reading), *past.words(back), *session.remarks(reading, options)]
    files = tuple(outputs.find(output, letter.file) or output / letter.file for letter in letters)
    beside = tuple(file.path for file in made.files if file.path not in files)
    status = session.status_of(reading, back and back.known.marks)
    return Report("document", status, tuple(said), {**told(order, letters, reading), **past.figures(back)}, (*files, *beside))


def unnamed(kind: Kind, reading: session.Reading) -> tuple[str, ...]:
    """The names that the clerk is told of where they stand in a paper: in those to all, with 通报点名 部门."""
    tables = reading.tables
    return tuple(row.name for row in tables.people) if kind.addressee and tables.settings.named_in_bulletin != "责任人" else ()


def make(order: Order, letters: Sequence[Letter], template: Path, output: Path, progress: Progress, unwanted: Sequence[str]) -> Made:
    """The papers, checked, without those that were issued before and still stand in 输出: what was issued is not written over."""
    left = tuple(letter for letter in letters if letter.before is not None and outputs.find(output, letter.file))
    there = {letter.file for letter in left}
    wanted = [letter for letter in letters if letter.file not in there]
    if not wanted:
        return Made((), left, b"")
    progress("填模板")
    own = read_template(template)
    filled = Filler(order.kind, own or template_of(order.kind), f"模板/{template.name}")
    files, words = [], []
    for letter in wanted:
        data, paragraphs = filled.paper(letter)
        files.append(File(output / letter.file, data, letter))
        words += names_told(paragraphs, [name for name in unwanted if name not in letter.draft.named])
    return Made(tuple(files), left, b"" if own else filled.template, tuple(words))


def phrases_of(kind: Kind, path: Path) -> tuple[Phrases, bytes]:
    """The office's sentences of analysis, and the page to write where it has none yet. Raises DocumentRefused, FileRefused."""
    if not kind.analysis:
        return DEFAULT_PHRASES, b""
    from workbook_templates.documents.phrase_page import build, phrases_in

    own = read_template(path)
    return (phrases_in(own, f"模板/{path.name}"), b"") if own else (DEFAULT_PHRASES, build())


def with_companions(made: Made, reading: session.Reading) -> Made:
    """With a workbook of the rows behind its figures beside each bulletin. Raises DocumentRefused where they do not agree."""
    from macros.steps.document_files import TAIL, companion

    files = []
    for file in made.files:
        files.append(file)
        if file.letter.draft.evidence is not None:
            context = file.letter.draft.texts(file.letter.heading)
            company = reading.tables.settings.company or file.letter.heading.issuer
            data = companion(file.letter.draft.evidence(), context, company, file.letter.heading.day, reading.as_of)
            files.append(File(file.path.with_name(file.path.stem + TAIL), data, file.letter))
    return made._replace(files=tuple(files))


def read_template(path: Path) -> bytes:
    """The office's template; b'' where there is none. Raises DocumentRefused where it can't be read."""
    if not path.exists():
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentRefused(f"读不了“模板/{path.name}”（{error.strerror}）。请在 Word 里关闭它再运行。") from error


class Filler:
    """A template that was found right, ready to be filled in once or many times.

    Raises DocumentRefused, FileRefused: what is wrong in the template."""

    def __init__(self, kind: Kind, template: bytes, name: str) -> None:
        from workbook_templates.documents.lint import problems_in
        from workbook_templates.documents.render import environment

        self.language = environment()
        self.kind, self.template, self.name = kind, template, name
        wrong = problems_in(template, name, shape_of(kind))
        if wrong:
            listed = "\n".join(f"  {line}" for line in wrong)
            raise DocumentRefused(f"“{name}”里有标签不对，没有写文书：\n{listed}\n请在 Word 里改正，或删掉它，下次运行会重新生成一份。")

    def paper(self, letter: Letter) -> tuple[bytes, tuple[str, ...]]:
        """One filled paper and its paragraphs. Raises DocumentRefused: what does not agree."""
        from workbook_templates.documents.proof import contradictions
        from workbook_templates.documents.render import render

        context = letter.draft.texts(letter.heading)
        title = context["标题"].replace("\n", "")
        paper = render(self.template, self.name, context, title, letter.heading.day, self.language)
        apart = contradictions(paper.sightings, context, sums_of(self.kind))
        if apart:
            listed = "\n".join(f"  {line}" for line in apart)
            raise DocumentRefused(
                f"文书里的数互相对不上，没有写文件：\n{listed}\n请检查“{self.name}”里的表格和清单是否删漏了行、加了条件。"
            )
        return paper.data, paper.paragraphs


def names_told(paragraphs: tuple[str, ...], names: Sequence[str]) -> list[str]:
    """A line where names stand in the paper although 通报点名 is 部门: they were in the words of the ledger."""
    found = persons_in(paragraphs, names)
    return [f"注意：文中出现了与人员同名的字样：{'、'.join(found)}（来自事项、原因等文字），请核对是否点名。"] if found else []


# what is told


def told(order: Order, letters: Sequence[Letter], reading: session.Reading) -> dict[str, Any]:
    """The summary for a program: of one paper as it always was, of several a list."""
    period = order.period.name if order.period is not None else ""
    fresh = [letter for letter in letters if letter.number and letter.before is None]
    single: Mapping[str, Any] = letters[0].draft.figures if len(letters) == 1 else {}
    return {
        "种类": order.kind.name,
        "期间": period,
        "基准日": reading.as_of.isoformat(),
        "文号": letters[0].number if len(letters) == 1 else "",
        "成文日期": (letters[0].heading.day if len(letters) == 1 else order.day).isoformat(),
        "份数": len(letters),
        "新编号": len(fresh),
        "改动": bool(fresh),
        "文书": [
            {
                "主送": letter.draft.addressee,
                "文号": letter.number,
                "文件": letter.file,
                "关联编号": list(letter.draft.linked),
                "要求回复日期": letter.heading.reply_due.isoformat() if letter.heading.reply_due else None,
            }
            for letter in letters
        ],
        **single,
    }


def messages(order: Order, made: Made, kept: Sequence[Path], strays: Sequence[str]) -> list[str]:
    """What the clerk is told."""
    letters = list({file.letter.file: file.letter for file in made.files}.values())
    fresh = [letter for letter in letters if letter.number and letter.before is None]
    again = [letter for letter in letters if letter.before is not None]
    plain = [letter for letter in letters if not letter.number]
    found = [*issued(fresh), *drafted(order, plain), *reprinted(again), *untouched(made.left)]
    if not found:
        found = [f"没有要出的{order.kind.name}：{order.kind.source or '没有内容'}，一份也没有，什么也没有写。"]
    found += [f"原来的同名文书与这次不同，已改名为“{outputs.told(path)}”。" for path in kept]
    if strays:
        found.append(f"注意：{'、'.join(strays)} 有文号而“文书登记”里没有，是上次没有办完留下的。请核对后删掉或补登记。")
    return found


def issued(letters: Sequence[Letter]) -> list[str]:
    if len(letters) == 1:
        return [f"已编号 {letters[0].number} 并登记，文书在“输出/{letters[0].file}”。"]
    if not letters:
        return []
    first, last = letters[0].number, letters[-1].number
    return [f"已编号 {len(letters)} 份（{first}至{last}）并登记，文书在“输出”：{listed(letters)}。"]


def drafted(order: Order, letters: Sequence[Letter]) -> list[str]:
    if not letters:
        return []
    kind = order.kind
    where = f"在“输出/{letters[0].file}”" if len(letters) == 1 else f"{len(letters)} 份在“输出”：{listed(letters)}"
    if not kind.numbered:
        return [f"{kind.name}{where}。"]
    period = order.period.name if order.period is not None else ""
    way = again("document", "工作簿", kind=kind.name, period=period, dept=order.departments, issue=True)
    return [f"送审稿{where}，没有编号。审定后正式编号：{way}。"]


def reprinted(letters: Sequence[Letter]) -> list[str]:
    """Papers whose number was given before and whose files were gone."""
    if not letters:
        return []
    return [f"{len(letters)} 份以前已编号，文件不在了，按原来的文号和成文日期重出，没有再登记：{listed(letters)}。"]


def untouched(letters: Sequence[Letter]) -> list[str]:
    """Papers that were issued before and whose files are there."""
    if not letters:
        return []
    if len(letters) == 1:
        one = letters[0]
        what = f"已按 {one.number} 印发，成文日期 {one.heading.day}，文件“输出/{one.file}”还在"
    else:
        what = f"{len(letters)} 份已按 {letters[0].number} 等文号印发，文件都还在“输出”"
    drop = option("document", "issue")
    return [f"{what}；没有再编号，也没有重写。要按现在的数据和模板重出，先把原文件移走；要改内容另出一份，去掉{drop}。"]


def listed(letters: Sequence[Letter]) -> str:
    """The files by name, as many as a message can hold."""
    names = "、".join(letter.file for letter in letters[:NAMED])
    return f"{names} 等" if len(letters) > NAMED else names
