"""Forms that people fill in and sign: a title, a line with number and date, and a table of labelled cells; and the parts of a letter.

A cell of several lines has a paragraph for each. A row may be repeated or left out by a tag, as in every other table.
"""

import io
from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as Paper
from docx.shared import Mm

from workbook_templates.documents import measures
from workbook_templates.documents.finish import packed
from workbook_templates.documents.paper import EDGES, W, add, element, end, font_xml, page_number, paragraph

SIGNED = "　　　　年　　月　　日"
"""Where a date is written by hand."""
LABEL, TEXT, MIDDLE, SIGN = "公文表单项", "公文表单文", "公文表单中", "公文表单签"
GREY = "F2F2F2"


class Box(NamedTuple):
    """A cell of a form. text: its lines, parted by line ends; span: how many columns it takes; style: of its lines, with `last` for the
    last one where that is different (a line to sign on)."""

    text: str
    span: int = 1
    style: str = TEXT
    last: str = ""


class Line(NamedTuple):
    """A row of a form. height: in millimetres, at least; a single Box with a tag of docxtpl is a loop or condition over rows."""

    boxes: tuple[Box, ...]
    height: float = 8


def label(text: str, span: int = 1) -> Box:
    return Box(text, span, LABEL)


def pairs(*texts: str, height: float = 8) -> Line:
    """Label, value, label, value …; the last value fills the row."""
    boxes = [label(text) if place % 2 == 0 else Box(text) for place, text in enumerate(texts)]
    return Line((*boxes[:-1], boxes[-1]._replace(span=0)), height)


def signing(name: str, words: str, line: str, height: float = 24) -> Line:
    """A row for an opinion written by hand. words: what is printed above it; line: who signs."""
    return Line((label(name), Box(f"{words}\n{line}", 0, TEXT, SIGN)), height)


def tag(text: str) -> Line:
    """A row that holds nothing but a tag and goes away."""
    return Line((Box(text, 0),), 0)


def form(paper: Paper, widths: Sequence[float], lines: Sequence[Line]) -> None:
    """A table of these rows on columns of these widths in millimetres; a Box of span 0 takes what is left of its row."""
    columns = [round(width / measures.MM_PER_POINT * 20) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    edges = "".join(f'<w:{edge} w:val="single" w:sz="{8 if edge in OUTER else 4}" w:space="0" w:color="000000"/>' for edge in EDGES)
    rows = "".join(line_xml(line, columns) for line in lines)
    end(
        paper,
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>",
    )


OUTER = ("top", "left", "bottom", "right")


def line_xml(line: Line, columns: Sequence[int]) -> str:
    cells, place = [], 0
    for box in line.boxes:
        span = box.span or len(columns) - place
        cells.append(box_xml(box, sum(columns[place : place + span]), span))
        place += span
    height = f'<w:trHeight w:val="{round(line.height / measures.MM_PER_POINT * 20)}" w:hRule="atLeast"/>' if line.height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{''.join(cells)}</w:tr>"


def box_xml(box: Box, width: int, span: int) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{GREY}"/>' if box.style == LABEL else ""
    align = "bottom" if box.last == SIGN and not box.text.partition("\n")[0] else "center"
    lines = box.text.split("\n")
    styles = [box.style] * (len(lines) - 1) + [box.last or box.style]
    paragraphs = "".join(paragraph(style, text, declared=False) for style, text in zip(styles, lines, strict=True))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{shade}<w:vAlign w:val="{align}"/></w:tcPr>{paragraphs}</w:tc>'


def form_head(paper: Paper, *, numbered: bool = True, sideways: bool = False, right: str = "{{ 成文日期 }}") -> None:
    """The mark of a draft, the title, and a line with the number on the left and `right` on the right."""
    if numbered:
        add(paper, "公文表单送审稿", "{{ 送审稿 }}")
    add(paper, "公文表单题", "{{ 标题 }}")
    left = "编号：{{ 文号 }}" if numbered else "{{ 发文机关 }}"
    add(paper, "公文表单号横" if sideways else "公文表单号", f"{left}\t{right}")


# letters


def letter_head(paper: Paper, name: str = "{{ 发文机关 }}") -> None:
    """信函格式: the name in red 30 mm from the top, a red double line 4 mm below it, another 20 mm from the foot of the first page,
    both 170 mm long; the number at the right below the first; no page number on the first page."""
    page = paper.sections[0]
    page.different_first_page_header_footer = True
    page.header_distance, page.footer_distance = Mm(measures.LETTER_HEAD), Mm(measures.LETTER_FOOT)
    above, below = [paragraph("公文函头", name), red_line("thickThinSmallGap")], [red_line("thinThickSmallGap")]
    for holder, paragraphs in ((page.first_page_header, above), (page.first_page_footer, below)):
        holder.is_linked_to_previous = False
        old = holder.paragraphs[0]._p
        for xml in paragraphs:
            old.addprevious(element(xml))
        old.getparent().remove(old)
    raised = round((measures.FOOTER - measures.LETTER_FOOT) / measures.MM_PER_POINT * 20)
    for footer, style in ((page.footer, "公文页码单"), (page.even_page_footer, "公文页码双")):
        old = footer.paragraphs[0]._p
        old.addprevious(element(page_number(style).replace("</w:pPr>", f'<w:spacing w:after="{raised}"/></w:pPr>', 1)))
        old.getparent().remove(old)
    end(paper, number_line())
    add(paper, "公文标题", "{{ 标题 }}")
    add(paper, "公文主送", "{{ 主送 }}：")


def number_line() -> str:
    """The mark of a draft on the left, the number on the right in the font of the text."""
    number = f'<w:r><w:rPr>{font_xml(measures.FANGSONG, measures.DIGITS)}</w:rPr><w:tab/><w:t>{{{{ 文号 }}}}</w:t></w:r>'
    draft = '<w:r><w:t xml:space="preserve">{{ 送审稿 }}</w:t></w:r>'
    return f'<w:p {W}><w:pPr><w:pStyle w:val="公文函号"/></w:pPr>{draft}{number}</w:p>'


def red_line(kind: str) -> str:
    """A red double line across the page, wider than the text."""
    over = round((measures.TEXT_WIDTH - measures.LETTER_LINE) / 2 / measures.MM_PER_POINT * 20)
    return (
        f'<w:p {W}><w:pPr><w:pStyle w:val="公文函线"/><w:pBdr><w:bottom w:val="{kind}" w:sz="24" w:space="0" w:color="{measures.RED}"/>'
        f'</w:pBdr><w:ind w:left="{over}" w:right="{over}"/></w:pPr></w:p>'
    )


def copies_line(paper: Paper) -> None:
    """版记 of a letter: 抄送 alone, without lines and without who printed it."""
    add(paper, "公文正文", "{%p if 抄送 %}")
    add(paper, "公文抄送", "抄送：{{ 抄送 }}。")
    add(paper, "公文正文", "{%p endif %}")


def contact_line(paper: Paper) -> None:
    """附注: whom to ask."""
    add(paper, "公文正文", "{%p if 联系人 %}")
    add(paper, "公文联系", "（联系人：{{ 联系部门 }} {{ 联系人 }}{% if 联系电话 %}，电话：{{ 联系电话 }}{% endif %}）")
    add(paper, "公文正文", "{%p endif %}")


def text_of(paper: Paper, *paragraphs: str, style: str = "公文正文") -> None:
    for one in paragraphs:
        add(paper, style, one)




def saved(paper: Paper) -> bytes:
    """The template as a file; the same bytes each time."""
    file = io.BytesIO()
    paper.save(file)
    return packed(file.getvalue())
