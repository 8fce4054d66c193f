"""The paragraphs of a paper in reading order, each with the place that a person finds it at: 第 12 段, 第 2 个表第 3 行第 1 格."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.document import Document as Paper
from docx.oxml.ns import qn

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
