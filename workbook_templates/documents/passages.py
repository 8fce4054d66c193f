"""Passages that the templates of bulletins share: headings, lists that are told in the text or in an annex, sentences of analysis."""

from collections.abc import Callable, Sequence

from docx.document import Document as Paper

from workbook_templates.documents.finish import saved
from workbook_templates.documents.paper import Col, add, new_paper
from workbook_templates.documents.parts import annex_list, imprint, opening, signature
from workbook_templates.sheets.style import AMBER, BLUE, GREEN, RED

NUMBER = Col("序号", 10, "{{ 行.序号 }}")
CODE = Col("编号", 21, "{{ 行.编号 }}")
MATTER = Col("事项", 55, "{{ 行.事项 }}", left=True)
DEPARTMENT = Col("主责部门", 27, "{{ 行.部门 }}{% if 行.责任人 %} {{ 行.责任人 }}{% endif %}")
DUE = Col("考核时限", 23, "{{ 行.时限 }}")
WHO = "{{ 行.部门 }}{% if 行.责任人 %}（{{ 行.责任人 }}）{% endif %}"
WHAT = WHO + "：{{ 行.事项 }}（{{ 行.编号 }}）"
COLOURS = (("绿灯", GREEN, ""), ("黄灯", AMBER, ""), ("红灯", RED, ""), ("蓝灯", BLUE, "时限口径"))
"""Light, its colour, and when it is a column of its own."""
OPENING = (
    "{% if 基准日 != 截止日 %}亮灯、逾期按{{ 截止日 }}认定，办理情况按{{ 基准日 }}掌握的记录统计。"
    "{% else %}数据截至{{ 截止日 }}。{% endif %}"
)
OBJECTION = "各部门对所列数据有异议的，{% if 公示天数 %}请在{{ 公示天数 }}天公示期内{% else %}请{% endif %}书面向督办办公室提出。"


def light_columns(width: float) -> tuple[Col, ...]:
    """A count of each light, its letter on its colour; blue only where the lights go by the time limit."""
    return tuple(
        Col(light[0], width, f"{{{{ 行.{light} }}}}", fill=colour[1:], total=f"{{{{ {light} }}}}", only=only)
        for light, colour, only in COLOURS
    )


def built(subject: str, sections: Sequence[Callable[[Paper], None]], annexes: Callable[[Paper], None]) -> bytes:
    """The template of a bulletin: the sections of its text, one after the other, and its annexes, in the frame that all of them share.
    The same bytes each time."""
    paper = new_paper(subject)
    opening(paper)
    for section in sections:
        section(paper)
    annex_list(paper)
    signature(paper)
    annexes(paper)
    imprint(paper)
    return saved(paper)


def text(paper: Paper, *paragraphs: str, style: str = "公文正文") -> None:
    for one in paragraphs:
        add(paper, style, one)


def heading(paper: Paper, first: str = "", second: str = "") -> None:
    """A heading of the first level, the second, or both."""
    if first:
        add(paper, "公文一级标题", first)
    if second:
        add(paper, "公文二级标题", second)


def told(paper: Paper, rows: str, sentence: str, none: str, each: str) -> None:
    """A list: a sentence and its rows, one numbered paragraph each; or the annex that has them; or that there is nothing.

    The sentence is not parted from the rows it leads to."""
    text(paper, f"{{%p if {rows}.条数 and not {rows}.附件 %}}")
    text(paper, sentence + "具体如下：", style="公文引出")
    text(
        paper,
        f"{{%p for 行 in {rows}.行 %}}",
        "{{ 行.序号 }}．" + each,
        "{%p endfor %}",
        f"{{%p elif {rows}.附件 %}}",
        sentence + f"详见{{{{ {rows}.附件 }}}}。",
        "{%p else %}",
        none,
        "{%p endif %}",
    )


def analysis(paper: Paper, rows: str, none: str = "") -> None:
    """Sentences of analysis, a paragraph each; or, where there are none, that there is nothing to say."""
    text(paper, f"{{%p for 行 in {rows} %}}", "{{ 行.句 }}", "{%p endfor %}")
    if none:
        text(paper, f"{{%p if not {rows} %}}", none, "{%p endif %}")
