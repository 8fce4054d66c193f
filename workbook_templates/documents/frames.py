"""The frames of papers: what stands above and below the text of a bulletin, a letter, a form. Drawn among them are the head and foot of
a letter, and 版记, the imprint, at the foot of the last page."""

from docx.document import Document as Paper
from docx.shared import Mm

from workbook_templates.documents import measures
from workbook_templates.documents.finish import saved
from workbook_templates.documents.paper import W, element, end, font_xml, new_paper, page_number, paragraph, twips
from workbook_templates.documents.shapes import read_texts
from workbook_templates.documents.written import Layout, annex, write

TEXTS = read_texts("frames")


def made(subject: str, layout: Layout) -> bytes:
    """The template of a kind; the same bytes each time."""
    paper = new_paper(subject, sideways=layout.sideways)
    if layout.frame == "通报":
        write(paper, within(layout, TEXTS["通报抬头"], layout.text, TEXTS["附件说明"], TEXTS["落款"]))
        add_annexes(paper, layout)
        imprint(paper)
    elif layout.frame == "函":
        letter_head(paper)
        write(paper, within(layout, TEXTS["函抬头"], layout.text, TEXTS["落款"], TEXTS["函尾"], layout.after))
    else:
        write(paper, layout)
    return saved(paper)


def within(layout: Layout, *texts: str) -> Layout:
    """The layout with all that stands above and below its text."""
    return layout._replace(text="\n".join(texts))


def add_annexes(paper: Paper, layout: Layout) -> None:
    """The annexes of a bulletin, in their order."""
    for rows, content in layout.annexes.items():
        if isinstance(content, str):
            write(paper, layout._replace(text=annex(rows, content)))
        else:
            write(paper, Layout(f"【附件】{rows}", {f"{rows}.行": content}))


def letter_head(paper: Paper) -> None:
    """信函格式: the name in red 30 mm from the top, a red double line 4 mm below it, another 20 mm from the foot of the first page,
    both 170 mm long; the number at the right below the first; no page number on the first page."""
    page = paper.sections[0]
    page.different_first_page_header_footer = True
    page.header_distance, page.footer_distance = Mm(measures.LETTER_HEAD), Mm(measures.LETTER_FOOT)
    above, below = [paragraph("公文函头", "{{ 发文机关 }}"), red_line("thickThinSmallGap")], [red_line("thinThickSmallGap")]
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


def number_line() -> str:
    """The mark of a draft on the left, the number on the right in the font of the text."""
    number = f"<w:r><w:rPr>{font_xml(measures.FANGSONG, measures.DIGITS)}</w:rPr><w:tab/><w:t>{{{{ 文号 }}}}</w:t></w:r>"
    draft = '<w:r><w:t xml:space="preserve">{{ 送审稿 }}</w:t></w:r>'
    return f'<w:p {W}><w:pPr><w:pStyle w:val="公文函号"/></w:pPr>{draft}{number}</w:p>'


def red_line(kind: str) -> str:
    """A red double line across the page, wider than the text."""
    over = twips((measures.TEXT_WIDTH - measures.LETTER_LINE) / 2)
    return (
        f'<w:p {W}><w:pPr><w:pStyle w:val="公文函线"/><w:pBdr><w:bottom w:val="{kind}" w:sz="24" w:space="0" w:color="{measures.RED_INK}"/>'
        f'</w:pBdr><w:ind w:left="{over}" w:right="{over}"/></w:pPr></w:p>'
    )


NAMESPACES = " ".join(
    f'xmlns:{name}="http://schemas.{where}"'
    for name, where in (
        ("mc", "openxmlformats.org/markup-compatibility/2006"),
        ("wp", "openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "openxmlformats.org/drawingml/2006/main"),
        ("wps", "microsoft.com/office/word/2010/wordprocessingShape"),
    )
)


def imprint(paper: Paper) -> None:
    """版记 at the foot of the last page: 抄送, then who printed it and when. A text box, because only that stays at the foot."""
    width, height = measures.TEXT_WIDTH * measures.EMU_PER_MM, measures.IMPRINT_HEIGHT * measures.EMU_PER_MM
    size = f'cx="{width}" cy="{height}"'
    shape = (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{imprint_table()}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="版记"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"{shape}</a:graphicData></a:graphic></wp:anchor>"
    )
    end(
        paper,
        f'<w:p {W} {NAMESPACES}><w:pPr><w:pStyle w:val="公文表后"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing>{anchor}</w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>",
    )


def imprint_table() -> str:
    """Two rows between lines: the first and last 0.35 mm, the middle one 0.25 mm."""
    width = twips(measures.TEXT_WIDTH)
    lines = "".join(f'<w:{edge} w:val="single" w:sz="{eighths}" w:space="0" w:color="000000"/>' for edge, eighths in IMPRINT_LINES)
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(style, text, declared=False)}</w:tc></w:tr>"
        for style, text in IMPRINT
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
        f"{paragraph('公文版记尾', declared=False)}"
    )


IMPRINT_LINES = (("top", 8), ("bottom", 8), ("insideH", 6))
IMPRINT = (
    ("公文抄送", "{%tr if 抄送 %}"),
    ("公文抄送", "抄送：{{ 抄送 }}。"),
    ("公文抄送", "{%tr endif %}"),
    ("公文印发", "{{ 印发机关 }}\t{{ 印发日期 }}印发"),
)
"""Style and text of its rows."""
