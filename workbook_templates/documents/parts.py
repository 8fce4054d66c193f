"""The parts that the papers of an office share: red head, number, title and addressee before the text; signature, date, annex titles,
imprint after it. Each adds paragraphs with tags to a template."""

from docx.document import Document as Paper

from workbook_templates.documents import measures
from workbook_templates.documents.paper import W, end, paragraph, twips
from workbook_templates.documents.written import write

IMPRINT_HEIGHT = 20
"""Millimetres, for one line of 抄送; finish.py makes room for more."""


def opening(paper: Paper) -> None:
    """From the mark of a draft to the addressee."""
    write(paper, OPENING)


OPENING = """
【送审稿】{{ 送审稿 }}
【红头】{{ 发文机关标志 }}
【文号】{{ 文号 }}
【标题】{{ 标题 }}
【主送】{{ 主送 }}：
"""


def annex_list(paper: Paper) -> None:
    """附件说明: one blank line below the text, the first annex behind the word 附件, no mark after a name."""
    write(paper, ANNEX_LIST, style="公文附件说明")


ANNEX_LIST = """
{%p for 行 in 附件 %}
{%p if loop.first %}
附件：{{ 行.说明 }}
{%p else %}
【附件说明续】{{ 行.说明 }}
{%p endif %}
{%p endfor %}
"""


def signature(paper: Paper) -> None:
    """署名 and 成文日期, both about one axis."""
    write(paper, "【署名】{{ 署名 }}\n【成文日期】{{ 成文日期 }}")


NAMESPACES = " ".join(
    f'xmlns:{name}="http://schemas.{where}"'
    for name, where in (
        ("mc", "openxmlformats.org/markup-compatibility/2006"),
        ("wp", "openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "openxmlformats.org/drawingml/2006/main"),
        ("wps", "microsoft.com/office/word/2010/wordprocessingShape"),
    )
)
EMU_PER_MM = 36000


def imprint(paper: Paper) -> None:
    """版记 at the foot of the last page: 抄送, then who printed it and when. A text box, because only that stays at the foot."""
    width, height = measures.TEXT_WIDTH * EMU_PER_MM, IMPRINT_HEIGHT * EMU_PER_MM
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
