"""An empty paper with the page and styles of GB/T 9704, and its paragraphs and tables.

python-docx keeps the package together; the styles are our own, because those of its default template are English and Japanese.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from workbook_templates.documents import measures
from workbook_templates.documents.measures import LOOKS, ParagraphLook

W = nsdecls("w")
DROPPED = ("stylesWithEffects", "numbering", "customXml", "thumbnail")
"""Parts of the default template that no paper of ours needs."""


class Col(NamedTuple):
    """A column of a table. width: in millimetres; cell: the text or tag of its body cells; only: a condition, blank for always.

    fill: of the head, with white letters; total: what stands in the row of sums. what: what the tag is, for the list of tags.
    """

    head: str
    width: float
    cell: str
    left: bool = False
    only: str = ""
    fill: str = ""
    total: str = ""
    what: str = ""
    tag: str = ""


def col(tag: str, width: float, what: str = "", *, head: str = "", left: bool = False, total: str = "", only: str = "") -> Col:
    """A column that shows a tag of the row, and is called like it unless `head` says otherwise."""
    return Col(head or tag, width, f"{{{{ 行.{tag} }}}}", left=left, only=only, total=total, what=what, tag=tag)


def summed(tag: str, width: float, what: str = "项数", *, head: str = "", only: str = "", fill: str = "") -> Col:
    """A column of counts, with their sum, which the tag of that name gives for all rows together."""
    return col(tag, width, what, head=head, total=f"{{{{ {tag} }}}}", only=only)._replace(fill=fill)


def tags_of(columns: Sequence[Col], **more: str) -> dict[str, object]:
    """The tags of a row that its columns show, and others; name → what it is."""
    return {**{column.tag: column.what for column in columns if column.tag}, **more}


def new_paper(subject: str, sideways: bool = False) -> Paper:
    """A paper with nothing on it. sideways: its pages lie on their side."""
    paper = Document()
    for part in (paper.part, paper.part.package):
        for number, rel in list(part.rels.items()):
            if rel.reltype.rpartition("/")[2] in DROPPED:
                del part.rels[number]
    replaced(paper.styles.element, styles_xml())
    for rel in paper.part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            rel.target_part._blob = fonts_xml().encode()  # a part that python-docx keeps as bytes
    replaced(paper.settings.element, settings_xml())
    page = paper.sections[0]
    top, bottom, left, right = measures.SIDEWAYS if sideways else (measures.TOP, measures.BOTTOM, measures.LEFT_MARGIN, measures.RIGHT)
    width, height = Mm(measures.PAGE_WIDTH), Mm(measures.PAGE_HEIGHT)
    page.page_width, page.page_height = (height, width) if sideways else (width, height)
    page.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(top), Mm(bottom), Mm(left), Mm(right)
    page.header_distance, page.footer_distance = Mm(15), Mm(bottom - measures.BOTTOM + measures.FOOTER)
    grid = page._sectPr.find(f"{{{parse_xml(f'<w:p {W}/>').nsmap['w']}}}docGrid")
    if grid is not None:
        page._sectPr.remove(grid)
    page._sectPr.append(element(f'<w:docGrid {W} w:type="lines" w:linePitch="{measures.LINE_PITCH}"/>'))
    for footer, style in ((page.footer, "公文页码单"), (page.even_page_footer, "公文页码双")):
        footer.is_linked_to_previous = False
        old = footer.paragraphs[0]._p
        old.addprevious(element(page_number(style)))
        old.getparent().remove(old)
    describe(paper, subject, dt.datetime(2012, 7, 1))
    return paper


def describe(paper: Paper, title: str, day: dt.datetime, author: str = "督办办公室") -> None:
    """The properties of the file; its dates are given, so that the same input gives the same bytes."""
    properties = paper.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.subject = properties.comments = properties.keywords = properties.category = ""
    properties.created = properties.modified = day
    properties.revision = 1


def element(xml: str) -> Any:
    return parse_xml(xml)


def replaced(old: Any, xml: str) -> None:
    """Put the children of `xml` in the place of those of an element."""
    for child in list(old):
        old.remove(child)
    for child in list(element(xml)):
        old.append(child)


def add(paper: Paper, style: str, text: str = "") -> None:
    """A paragraph at the end of the paper."""
    end(paper, paragraph(style, text))


def end(paper: Paper, xml: str) -> None:
    paper.element.body.insert_element_before(element(xml), "w:sectPr")


def paragraph(style: str, text: str = "", declared: bool = True) -> str:
    """A paragraph; a tab in the text stands for a tab."""
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t")) if text else ""
    run = f"<w:r>{runs}</w:r>" if runs else ""
    return f'<w:p{" " + W if declared else ""}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def page_number(style: str) -> str:
    """— 1 —"""
    field = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' + more for kind, more in (
        ("begin", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
        ("separate", "<w:r><w:t>1</w:t></w:r>"),
        ("end", ""),
    ))  # fmt: skip
    dash = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    return f'<w:p {W}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{dash.format("— ")}{field}{dash.format(" —")}</w:p>'


# tables


def add_table(paper: Paper, columns: Sequence[Col], rows: str) -> None:
    """A table with one row per `行` of the tag `rows`, and a row of sums where columns have `total`; its head repeats on every page and
    no row is split."""
    body = [
        row(columns, [f"{{%tr for 行 in {rows} %}}"]),
        row(columns, [column.cell for column in columns]),
        row(columns, ["{%tr endfor %}"]),
    ]
    if any(column.total for column in columns):
        body.append(row(columns, [column.total for column in columns], style="公文表尾"))
    framed(paper, columns, body)


def add_rows(paper: Paper, columns: Sequence[Col], rows: Sequence[Sequence[str]]) -> None:
    """A table whose rows are there already."""
    framed(paper, columns, [row(columns, texts) for texts in rows])


def framed(paper: Paper, columns: Sequence[Col], body: Sequence[str]) -> None:
    """A table with its head, between lines."""
    head = row(columns, [column.head for column in columns], head=True)
    end(paper, table_xml([twips(column.width) for column in columns], [head, *body], margin=57))


def table_xml(widths: Sequence[int], rows: Sequence[str], *, margin: int, thick: Sequence[str] = ()) -> str:
    """A table of columns and margins in twentieths of a point; thick: the edges with a line twice as thick."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(f'<w:{edge} w:val="single" w:sz="{8 if edge in thick else 4}" w:space="0" w:color="000000"/>' for edge in EDGES)
    sides = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def twips(millimetres: float) -> int:
    """A length in twentieths of a point."""
    return round(millimetres / measures.MM_PER_POINT * 20)


EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def row(columns: Sequence[Col], texts: Sequence[str], *, head: bool = False, style: str = "") -> str:
    """One row of cells; a single text is the tag of a loop, whose row goes away when the template is filled in."""
    loop = len(texts) == 1 < len(columns)
    shown = [column._replace(only="") for column in columns] if loop else columns
    cells = [
        cell(column, text, head=head, style=style)
        for column, text in zip(shown, [*texts, *[""] * (len(columns) - len(texts))], strict=True)
    ]
    height = "" if loop else '<w:trHeight w:val="482" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def cell(column: Col, text: str, *, head: bool, style: str) -> str:
    """One cell; with a condition it is there only where that holds."""
    fill = (column.fill or "F2F2F2") if head else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    width = twips(column.width)
    look = style or ("公文表头" if head else "公文表文左" if column.left else "公文表文")
    white = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>' if head and column.fill else ""
    shown = f'<w:r>{white}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    tag = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    paragraphs = f'<w:p><w:pPr><w:pStyle w:val="{look}"/></w:pPr>{shown}</w:p>'
    made = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
    if not column.only:
        return made
    switch = '<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr>{}</w:p></w:tc>'
    begin = switch.format(width, look, tag.format(f"{{%tc if {column.only} %}}"))
    return begin + made + switch.format(width, look, tag.format("{%tc endif %}"))


# styles


def styles_xml() -> str:
    """The styles of a paper."""
    fonts = font_xml(measures.FANGSONG, measures.DIGITS)
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl w:val="0"/>'
        f'<w:spacing w:after="0" w:line="{measures.LINE_PITCH}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )
    return f"<w:styles {W}>{defaults}{normal}{table}{''.join(map(style_xml, LOOKS))}</w:styles>"


def font_xml(chinese: str, latin: str) -> str:
    """The hint makes quotation marks and dashes Chinese ones, as wide as a character."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'


def style_xml(look: ParagraphLook) -> str:
    """One paragraph style."""
    level = f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else ""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>' for edge, colour, eighths, space in look.borders
    )
    border = f"<w:pBdr>{edges}</w:pBdr>" if edges else ""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{look.tab}"/></w:tabs>' if look.tab else ""
    line = f'w:line="{look.line}" w:lineRule="exact"' if look.line else 'w:line="240" w:lineRule="auto"'
    properties = (
        ("<w:keepNext/>" if look.keep_next else "")
        + ("<w:pageBreakBefore/>" if look.new_page else "")
        + border
        + tabs
        + ("" if look.grid else '<w:snapToGrid w:val="0"/>')
        + f'<w:spacing w:before="{round(look.before * 20)}" {line}/>'
        + indent_xml(look)
        + f'<w:jc w:val="{look.align}"/>'
        + level
    )
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    tighter = f'<w:spacing w:val="{look.tighter}"/>' if look.tighter else ""
    size = round(look.size * 2)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{look.name}"><w:name w:val="{look.name}"/><w:basedOn w:val="a"/>'
        f"<w:qFormat/><w:pPr>{properties}</w:pPr><w:rPr>{font_xml(look.font, look.latin)}{colour}{tighter}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def indent_xml(look: ParagraphLook) -> str:
    """Indents in characters, with their measure beside for programs that don't count characters."""
    parts = {"left": look.left, "right": look.right, "firstLine" if look.first >= 0 else "hanging": abs(look.first)}
    given = {name: value for name, value in parts.items() if value}
    if not given:
        return ""
    text = "".join(f' w:{name}Chars="{round(value * 100)}" w:{name}="{round(value * look.size * 20)}"' for name, value in given.items())
    return f"<w:ind{text}/>"


STAND_INS = {
    measures.FANGSONG: "仿宋",
    measures.KAITI: "楷体",
    measures.XIAOBIAOSONG: "华文中宋",
    measures.HEITI: "微软雅黑",
    measures.SONGTI: "新宋体",
}
"""What Word takes where a font is not installed."""


def fonts_xml() -> str:
    """The fonts of a paper, each with its stand-in."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in STAND_INS.items()
    )
    latin = f'<w:font w:name="{measures.DIGITS}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {W}>{fonts}{latin}</w:fonts>'


def settings_xml() -> str:
    """Two-sided pages, Chinese, and the layout of Word 2013 and later."""
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1), ("enableOpenTypeFeatures", 1))
    )
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="579"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat><w:useFELayout/>{compat}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
