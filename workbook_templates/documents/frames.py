"""The frames of papers: what stands above and below the text of a bulletin, a letter, a form."""

from docx.document import Document as Paper

from workbook_templates.documents.finish import saved
from workbook_templates.documents.paper import new_paper
from workbook_templates.documents.parts import imprint, letter_head
from workbook_templates.documents.written import Layout, annex_of, write

OPENING = """
【送审稿】{{ 送审稿 }}
【红头】{{ 发文机关标志 }}
【文号】{{ 文号 }}
【标题】{{ 标题 }}
【主送】{{ 主送 }}：
"""
SIGNATURE = """
【署名】{{ 署名 }}
【成文日期】{{ 成文日期 }}
"""
"""署名 and 成文日期, both about one axis."""
ANNEX_LIST = """
【附件说明】{%p for 行 in 附件 %}
【附件说明】{%p if loop.first %}
【附件说明】附件：{{ 行.说明 }}
【附件说明】{%p else %}
【附件说明续】{{ 行.说明 }}
【附件说明】{%p endif %}
【附件说明】{%p endfor %}
"""
"""附件说明: one blank line below the text, the first annex behind the word 附件, no mark after a name."""
LETTER_END = """
{%p if 联系人 %}
【联系】（联系人：{{ 联系部门 }} {{ 联系人 }}{% if 联系电话 %}，电话：{{ 联系电话 }}{% endif %}）
{%p endif %}
{%p if 抄送 %}
【抄送】抄送：{{ 抄送 }}。
{%p endif %}
"""
"""附注, whom to ask, and 版记 of a letter: 抄送 alone, without lines and without who printed it."""


def made(subject: str, layout: Layout) -> bytes:
    """The template of a kind; the same bytes each time."""
    paper = new_paper(subject, sideways=layout.sideways)
    if layout.frame == "通报":
        write(paper, layout._replace(text=OPENING + layout.text.lstrip("\n") + ANNEX_LIST + SIGNATURE.lstrip("\n")))
        add_annexes(paper, layout)
        imprint(paper)
    elif layout.frame == "函":
        letter_head(paper)
        head = "【标题】{{ 标题 }}\n【主送】{{ 主送 }}：\n"
        write(paper, layout._replace(text=head + layout.text + SIGNATURE + LETTER_END + layout.after))
    else:
        write(paper, layout)
    return saved(paper)


def add_annexes(paper: Paper, layout: Layout) -> None:
    """The annexes of a bulletin, in their order."""
    for rows, content in layout.annexes.items():
        if isinstance(content, str):
            write(paper, layout._replace(text=annex_of(rows, content)))
        else:
            write(paper, Layout(f"【附件】{rows}", {f"{rows}.行": content}))
