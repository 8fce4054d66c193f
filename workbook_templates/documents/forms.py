"""Forms that people fill in and sign: a table of labelled cells.

A cell of several lines has a paragraph for each. A row may be repeated or left out by a tag, as in every other table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as Paper

from workbook_templates.documents.paper import end, paragraph, table_xml, twips

SIGNED = "　　　　年　　月　　日"
"""Where a date is written by hand."""
LABEL, TEXT, MIDDLE_STYLE, SIGN_STYLE = "公文表单项", "公文表单文", "公文表单中", "公文表单签"
GREY = "F2F2F2"
HALF = 78
"""Millimetres of a label and its value: half of a page."""


class Box(NamedTuple):
    """A cell of a form. text: its lines, parted by line ends; span: how many columns it takes; style: of its lines, with `last` for the
    last one where that is different (a line to sign on)."""

    text: str
    span: int = 1
    style: str = TEXT
    last: str = ""


class FormLine(NamedTuple):
    """A row of a form. height: in millimetres, at least; a single Box with a tag of docxtpl is a loop or condition over rows."""

    boxes: tuple[Box, ...]
    height: float = 8


def label(text: str, span: int = 1) -> Box:
    return Box(text, span, LABEL)


def pairs(*texts: str, height: float = 8) -> FormLine:
    """Label, value, label, value …; the last value fills the row."""
    boxes = [label(text) if place % 2 == 0 else Box(text) for place, text in enumerate(texts)]
    return FormLine((*boxes[:-1], boxes[-1]._replace(span=0)), height)


def named(*tags: str) -> FormLine:
    """Pairs whose labels are called like their tags."""
    return pairs(*(text for tag in tags for text in (tag, f"{{{{ {tag} }}}}")))


def wide(name: str, text: str, height: float = 8) -> FormLine:
    """A label and a value that fills the row."""
    return FormLine((label(name), Box(text, 0)), height)


def signing(name: str, words: str, line: str, height: float = 24) -> FormLine:
    """A row for an opinion written by hand. words: what is printed above it; line: who signs."""
    return FormLine((label(name), Box(f"{words}\n{line}", 0, TEXT, SIGN_STYLE)), height)


def item_lines(height: float) -> tuple[FormLine, ...]:
    """What every form about an item begins with. height: of the matter, in millimetres."""
    return (
        wide("督办事项", "{{ 事项 }}", height),
        pairs("事项编号", "{{ 编号 }}", "级别类别", "{{ 级别 }}　{{ 类别 }}{% if 密级 %}　密级：{{ 密级 }}{% endif %}"),
        named("来源", "依据"),
        named("主责部门", "协办部门"),
    )


def tag(text: str) -> FormLine:
    """A row that holds nothing but a tag and goes away."""
    return FormLine((Box(text, 0),), 0)


class Form(NamedTuple):
    """widths: of its columns, in millimetres."""

    widths: Sequence[float]
    lines: Sequence[FormLine]


def four_columns(label: float, *lines: FormLine) -> Form:
    """A form of labels, so many millimetres wide, and values, twice in each row."""
    return Form((label, HALF - label) * 2, lines)


def add_form(paper: Paper, form: Form) -> None:
    """A table of its rows; a Box of span 0 takes what is left of its row."""
    columns = [twips(width) for width in form.widths]
    end(paper, table_xml(columns, [line_xml(line, columns) for line in form.lines], margin=85, thick=OUTER))


OUTER = ("top", "left", "bottom", "right")


def line_xml(line: FormLine, columns: Sequence[int]) -> str:
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
    align = "bottom" if box.last == SIGN_STYLE and not box.text.partition("\n")[0] else "center"
    lines = box.text.split("\n")
    styles = [box.style] * (len(lines) - 1) + [box.last or box.style]
    paragraphs = "".join(paragraph(style, text, declared=False) for style, text in zip(styles, lines, strict=True))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{shade}<w:vAlign w:val="{align}"/></w:tcPr>{paragraphs}</w:tc>'
