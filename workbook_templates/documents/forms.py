"""Forms that people fill in and sign: a title, a line with number and date, and a table of labelled cells; and the parts of a letter.

A cell of several lines has a paragraph for each. A row may be repeated or left out by a tag, as in every other table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as Paper
from docx.shared import Mm

from workbook_templates.documents import measures
from workbook_templates.documents.paper import W, element, end, font_xml, new_paper, page_number, paragraph, table_xml, twips
from workbook_templates.documents.parts import signature
from workbook_templates.documents.written import write

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


def wide(name: str, text: str, height: float = 8) -> Line:
    """A label and a value that fills the row."""
    return Line((label(name), Box(text, 0)), height)


def signing(name: str, words: str, line: str, height: float = 24) -> Line:
    """A row for an opinion written by hand. words: what is printed above it; line: who signs."""
    return Line((label(name), Box(f"{words}\n{line}", 0, TEXT, SIGN)), height)


def item_lines(height: float) -> tuple[Line, ...]:
    """What every form about an item begins with. height: of the matter, in millimetres."""
    return (
        wide("督办事项", "{{ 事项 }}", height),
        pairs("事项编号", "{{ 编号 }}", "级别类别", "{{ 级别 }}　{{ 类别 }}{% if 密级 %}　密级：{{ 密级 }}{% endif %}"),
        pairs("来源", "{{ 来源 }}", "依据", "{{ 依据 }}"),
        pairs("主责部门", "{{ 主责部门 }}", "协办部门", "{{ 协办部门 }}"),
    )


def tag(text: str) -> Line:
    """A row that holds nothing but a tag and goes away."""
    return Line((Box(text, 0),), 0)


def form(paper: Paper, widths: Sequence[float], lines: Sequence[Line]) -> None:
    """A table of these rows on columns of these widths in millimetres; a Box of span 0 takes what is left of its row."""
    columns = [twips(width) for width in widths]
    end(paper, table_xml(columns, [line_xml(line, columns) for line in lines], margin=85, thick=OUTER))


OUTER = ("top", "left", "bottom", "right")


def line_xml(line: Line, columns: Sequence[int]) -> str:
    cells, place = [], 0
    for box in line.boxes:
        span = box.span or len(columns) - place
        cells.append(box_xml(box, sum(columns[place : place + span]), span))
        place += span
    height = f'<w:trHeight w:val="{twips(line.height)}" w:hRule="atLeast"/>' if line.height else ""
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
    left, style = "编号：{{ 文号 }}" if numbered else "{{ 发文机关 }}", "表单号横" if sideways else "表单号"
    mark = "【表单送审稿】{{ 送审稿 }}\n" if numbered else ""
    write(paper, f"{mark}【表单题】{{{{ 标题 }}}}\n【{style}】{left}\t{right}")


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
    raised = twips(measures.FOOTER - measures.LETTER_FOOT)
    for footer, style in ((page.footer, "公文页码单"), (page.even_page_footer, "公文页码双")):
        old = footer.paragraphs[0]._p
        old.addprevious(element(page_number(style).replace("</w:pPr>", f'<w:spacing w:after="{raised}"/></w:pPr>', 1)))
        old.getparent().remove(old)
    end(paper, number_line())
    write(paper, "【标题】{{ 标题 }}\n【主送】{{ 主送 }}：")


def number_line() -> str:
    """The mark of a draft on the left, the number on the right in the font of the text."""
    number = f"<w:r><w:rPr>{font_xml(measures.FANGSONG, measures.DIGITS)}</w:rPr><w:tab/><w:t>{{{{ 文号 }}}}</w:t></w:r>"
    draft = '<w:r><w:t xml:space="preserve">{{ 送审稿 }}</w:t></w:r>'
    return f'<w:p {W}><w:pPr><w:pStyle w:val="公文函号"/></w:pPr>{draft}{number}</w:p>'


def red_line(kind: str) -> str:
    """A red double line across the page, wider than the text."""
    over = twips((measures.TEXT_WIDTH - measures.LETTER_LINE) / 2)
    return (
        f'<w:p {W}><w:pPr><w:pStyle w:val="公文函线"/><w:pBdr><w:bottom w:val="{kind}" w:sz="24" w:space="0" w:color="{measures.RED}"/>'
        f'</w:pBdr><w:ind w:left="{over}" w:right="{over}"/></w:pPr></w:p>'
    )


def letter(subject: str, text: str) -> Paper:
    """A letter with this text, from its head to 附注 (whom to ask) and 版记 (抄送 alone, without lines and without who printed it)."""
    paper = new_paper(subject)
    letter_head(paper)
    write(paper, text)
    signature(paper)
    write(paper, LETTER_END)
    return paper


LETTER_END = """
{%p if 联系人 %}
【联系】（联系人：{{ 联系部门 }} {{ 联系人 }}{% if 联系电话 %}，电话：{{ 联系电话 }}{% endif %}）
{%p endif %}
{%p if 抄送 %}
【抄送】抄送：{{ 抄送 }}。
{%p endif %}
"""
