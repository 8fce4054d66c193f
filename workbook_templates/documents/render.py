"""A template filled in. Nothing that comes from a cell can become a tag or an element, and nothing gets lost without a word.

docxtpl reads what it has rendered with a parser that forgives: one sign too many, and half of the paper is gone without an error.
So the rendered text is parsed strictly first, and the finished file is opened again and compared. Every paragraph is read with the
place that a person finds it at: 第 12 段, 第 2 个表第 3 行第 1 格.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

from workbook_templates.documents.finish import fit_imprint, fit_red_head, saved
from workbook_templates.documents.marks import BEGIN, END, MIDDLE_MARK, Found, clean, found_in, printed, unmarked
from workbook_templates.documents.paper import describe
from workbook_templates.documents.phrases import Sentence
from workbook_templates.reading.characters import property_text
from workbook_templates.reading.errors import DocumentRefused, FileRefused

LARGEST = 64 << 20
"""Bytes that a template may hold when it is unpacked."""


MOST_ROWS = 500_000
"""Rows that the loops of a template may go through, all together."""
AGAIN = "或删掉它，下次运行会重新生成一份。"


class Sighting(NamedTuple):
    """A figure of the paper and where it stands. table: '' in the text."""

    figure: Found
    place: str
    table: str


class Rendered(NamedTuple):
    """A filled paper as a file, its figures, its paragraphs."""

    data: bytes
    sightings: tuple[Sighting, ...]
    paragraphs: tuple[str, ...]


class TooLarge(Exception):
    """A template repeats so much that no paper comes of it."""


class Rows(list[Any]):
    """A list of the context, which a template may go through as often as all lists together may be."""

    def __init__(self, rows: Iterable[Any], budget: list[int]) -> None:
        super().__init__(rows)
        self.budget = budget

    def __iter__(self) -> Iterator[Any]:
        self.budget[0] -= len(self)
        if self.budget[0] < 0:
            raise TooLarge
        return super().__iter__()


class Strict(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """docxtpl's template, but what it renders has to be whole."""

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: SandboxedEnvironment) -> str:
        """One part filled in, without docxtpl's second meaning of `{_{`: that may stand in a cell."""
        self.current_rendering_part = part
        pieces, size = [], 0
        for piece in jinja_env.from_string(src_xml).generate(context):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise TooLarge
        return str(self.resolve_listing("".join(pieces)))

    def render_properties(self, *_: object) -> None:
        """Blank, not filled in: the properties of a paper are ours (describe)."""
        for name in ("author", "comments", "identifier", "language", "subject", "title"):
            setattr(self.docx.core_properties, name, "")

    def render_footnotes(self, *_: object) -> None:
        """Not filled in: no tag may stand there (stray_tags)."""

    def patch_xml(self, src_xml: str) -> str:
        """docxtpl's reading of a template's text, which is the same for every paper that is made from it."""
        found = PATCHED.get(src_xml)
        if found is None:
            if len(PATCHED) >= KEPT:
                PATCHED.clear()
            found = PATCHED[src_xml] = str(super().patch_xml(src_xml))
        return found

    def map_headers_footers_xml(self, relKey: str, xml: bytes) -> None:  # noqa: N803 - docxtpl's name
        """A header or footer filled in where it stands: docxtpl would put another part there, which python-docx doesn't see."""
        self.docx.part.rels[relKey].target_part._element = parse_xml(xml)

    def fix_tables(self, xml: str) -> Any:
        """As in docxtpl, after the text was read by a parser that does not forgive. LxmlError where it is not whole."""
        parse_xml(xml)
        return super().fix_tables(xml)


PATCHED: dict[str, str] = {}
"""Text of a template's parts → as docxtpl reads it."""
KEPT = 64
"""Parts that are remembered: those of all templates of a run."""


class Language(SandboxedEnvironment):
    """What a template may do: nothing but print and repeat what it is given. Each text is compiled once."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.compiled: dict[str, Template] = {}

    def from_string(self, source: Any, *arguments: Any, **more: Any) -> Template:
        found = self.compiled.get(source)
        if found is None:
            found = self.compiled[source] = super().from_string(source, *arguments, **more)
        return found


def environment() -> Language:
    """A fresh one."""
    return Language()


def opened(data: bytes, name: str) -> Paper:
    """A .docx as python-docx has it. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST:
                raise FileRefused(f"“{name}”解压后太大，不像一份文书模板。请换回原来的模板。")
        return Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, LxmlError, OSError) as error:
        raise FileRefused(f"“{name}”不是能打开的 Word 文档（.docx）。请在 Word 里另存为 .docx，{AGAIN}") from error


def render(template: bytes, name: str, context: Mapping[str, Any], title: str, day: dt.date, language: Language | None = None) -> Rendered:
    """The paper that a template makes of `context`. template: one that `problems_in` could open, and found right; language: one for
    all papers of a run. Raises DocumentRefused."""
    filled = Strict(io.BytesIO(template))
    try:
        filled.render(cleaned(context, [MOST_ROWS]), language or environment(), autoescape=True)
    except TooLarge as error:
        raise DocumentRefused(f"模板“{name}”里的循环套得太多，填出来太大，没有写文件。请去掉套在一起的循环，{AGAIN}") from error
    except TemplateError as error:
        raise DocumentRefused(f"模板“{name}”填不了：{error.message}。请在 Word 里改正，{AGAIN}") from error
    except LxmlError as error:
        raise DocumentRefused(f"按模板“{name}”填出来的文书不完整（{error}），没有写文件。请检查模板里的标签是否各占一段、一行。") from error
    paper: Paper = filled.docx
    sightings = tuple(taken_out(paper))
    for part in (paper.element.body, *heads_of(paper)):
        fit_red_head(part)
    fit_imprint(paper.element.body)
    describe(paper, property_text(clean(title)), dt.datetime.combine(day, dt.time()))
    paragraphs = tuple(piece.text for piece in pieces_of(paper))
    data = saved(paper)
    again = text_in(opened(data, name))
    if again != text_in(paper) or any(mark in again for mark in (BEGIN, MIDDLE_MARK, END)):
        raise DocumentRefused(f"按模板“{name}”填出来的文书再打开时内容不一样，没有写文件。请删掉这份模板，下次运行会重新生成一份。")
    return Rendered(data, sightings, paragraphs)


def heads_of(paper: Paper) -> list[Any]:
    """The headers and footers of a paper; a letter has its name in the first."""
    return [rel.target_part.element for rel in paper.part.rels.values() if rel.reltype.endswith(("/header", "/footer"))]


def text_in(paper: Paper) -> str:
    """All text of a paper, paragraph by paragraph, in the order of its parts."""
    parts = [paper.element.body, *sorted(heads_of(paper), key=lambda part: str(part.tag))]
    text, paragraph = qn("w:t"), qn("w:p")
    return "".join("\n" if node.tag == paragraph else node.text or "" for part in parts for node in part.iter(text, paragraph))


def cleaned(value: Any, budget: list[int]) -> Any:
    """The context with every text fit for XML and as it is printed. budget: rows that its lists have in common."""
    if isinstance(value, Sentence):
        return value
    if isinstance(value, str):
        return printed(value)
    if isinstance(value, Mapping):
        return {key: cleaned(one, budget) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return Rows((cleaned(one, budget) for one in value), budget)
    return value


def taken_out(paper: Paper) -> list[Sighting]:
    """The figures of the filled paper, with their marks taken out of it."""
    sightings = []
    for piece in pieces_of(paper):
        for node in piece.nodes:
            if node.text and BEGIN in node.text:
                sightings += [Sighting(figure, piece.place, piece.table) for figure in found_in(node.text)]
                node.text = unmarked(node.text)
    return sightings


TEXT_BOX = qn("w:txbxContent")


class Piece(NamedTuple):
    """A paragraph. holder: what it lies in (body, cell, text box); row, cell: its w:tr and w:tc.

    table: '' outside of tables, else 第 2 个表."""

    place: str
    paragraph: Any
    holder: Any
    table: str = ""
    row: Any = None
    cell: Any = None

    @property
    def text(self) -> str:
        """What stands in it, without the text boxes that hang on it."""
        return "".join(node.text or "" for node in self.nodes)

    @property
    def nodes(self) -> list[Any]:
        """Its own w:t."""
        return [node for node in self.paragraph.iter(qn("w:t")) if next(node.iterancestors(qn("w:p"))) is self.paragraph]


def pieces_of(paper: Paper) -> Iterator[Piece]:
    """The body, then headers and footers."""
    yield from pieces_in(paper.element.body, "")
    seen: set[int] = set()
    for number, section in enumerate(paper.sections, 1):
        for name, part in (
            ("页眉", section.header),
            ("页脚", section.footer),
            ("首页页眉", section.first_page_header),
            ("首页页脚", section.first_page_footer),
            ("偶数页页眉", section.even_page_header),
            ("偶数页页脚", section.even_page_footer),
        ):
            if part.is_linked_to_previous or id(part._element) in seen:
                continue
            seen.add(id(part._element))
            yield from pieces_in(part._element, name if len(paper.sections) == 1 else f"第 {number} 节{name}")


def pieces_in(holder: Any, where: str) -> Iterator[Piece]:
    """The paragraphs below an element, tables row by row; paragraphs and tables are counted from 1."""
    paragraphs = tables = 0
    for child in blocks(holder):
        if child.tag == qn("w:p"):
            paragraphs += 1
            place = f"{where}第 {paragraphs} 段"
            yield Piece(place, child, holder)
            for box in child.iter(TEXT_BOX):
                for piece in pieces_in(box, ""):
                    table = f"{place}的文本框{piece.table}" if piece.table else ""
                    yield piece._replace(place=f"{place}的文本框{piece.place}", table=table)
        else:
            tables += 1
            yield from pieces_of_table(child, f"{where}第 {tables} 个表")


def pieces_of_table(table: Any, name: str) -> Iterator[Piece]:
    for number, row in enumerate(table.iter(qn("w:tr")), 1):
        for column, cell in enumerate(row.iter(qn("w:tc")), 1):
            for paragraph in cell.iter(qn("w:p")):
                yield Piece(f"{name}第 {number} 行第 {column} 格", paragraph, cell, name, row, cell)


def blocks(holder: Any) -> Iterator[Any]:
    """Paragraphs and tables of an element, those in content controls too."""
    for child in holder:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from blocks(content)
