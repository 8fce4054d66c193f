"""The text of a template as it is read: a paragraph a line, with its style in front of it where it is not the plain one.

【一级标题】一、…  a paragraph of the style 公文一级标题.
【表】部门  the table whose rows are those of the tag 部门; another over the same rows has a second word: 【表】部门 得分.
【清单】逾期清单  a list, in three more lines: the sentence before its rows, what is said where it has none, what each row says. The rows
    are numbered paragraphs or, where there are many, in an annex.
【分析】亮点：…  the sentences of analysis of a tag, a paragraph each; behind the colon what is said where there are none.
【附件】逾期清单  an annex on new pages, there only where the list has one: its number, its title, its table.
$what and its like stand for PASSAGES. A paragraph too long for a line of the source goes on behind a backslash.
"""

import re
from collections.abc import Mapping, Sequence
from string import Template

from docx.document import Document as Paper

from workbook_templates.documents.paper import Col, add, add_table

PLAIN = "公文正文"
MARK = re.compile(r"【(.+?)】(.*)")
WHAT = "{{ 行.部门 }}{% if 行.责任人 %}（{{ 行.责任人 }}）{% endif %}：{{ 行.事项 }}（{{ 行.编号 }}）"
PASSAGES = {
    "what": WHAT,
    "as_of": (
        "{% if 基准日 != 截止日 %}亮灯、逾期按{{ 截止日 }}认定，办理情况按{{ 基准日 }}掌握的记录统计。"
        "{% else %}数据截至{{ 截止日 }}。{% endif %}"
    ),
    "reason": "{% if 行.原因 %}所报原因：{{ 行.原因 }}{% else %}未报原因{% endif %}",
    "overdue": (
        "【清单】逾期清单\n截至{{ 截止日 }}，逾期未办结{{ 逾期清单.条数 }}项。\n截至{{ 截止日 }}，没有逾期未办结的事项。\n"
        f"{WHAT}，考核时限{{{{ 行.时限日 }}}}，逾期{{{{ 行.天数 }}}}天，"
        "{% if 行.原因 %}所报原因：{{ 行.原因 }}{% else %}未报原因{% endif %}。"
    ),
    "escalated": f"{WHAT}，考核时限{{{{ 行.时限日 }}}}，{{{{ 行.批准日 }}}}批准升级。",
    "assessed": "{{ 行.部门 }}：{{ 行.事由 }}{% if 行.编号 %}（{{ 行.编号 }}）{% endif %}",
    "objection": "各部门对所列数据有异议的，{% if 公示天数 %}请在{{ 公示天数 }}天公示期内{% else %}请{% endif %}书面向督办办公室提出。",
}
"""What several papers say alike."""


def write(
    paper: Paper, text: str, tables: Mapping[str, Sequence[Col]] | None = None, style: str = PLAIN, passages: Mapping[str, str] = PASSAGES
) -> None:
    """The paragraphs and tables of a text, at the end of the paper. tables: rows → columns; style: of a line without a mark; passages: what
    a paper says several times, besides PASSAGES."""
    lines = iter(Template(text.strip("\n")).substitute({**PASSAGES, **passages}).split("\n"))
    for line in filter(None, lines):
        mark, words = (found[1], found[2]) if (found := MARK.match(line)) else ("", line)
        if mark == "表":
            add_table(paper, (tables or {})[words], words.split()[0])
        elif mark == "清单":
            write(paper, told(words, *(next(lines) for _ in range(3))))
        elif mark == "分析":
            write(paper, analysis(*words.split("：", 1)))
        elif mark == "附件":
            write(paper, annex(words), tables)
        else:
            add(paper, f"公文{mark}" if mark else style, words)


def told(rows: str, sentence: str, none: str, each: str) -> str:
    """A list: a sentence and its rows; or the annex that has them; or that there is nothing. The sentence stays with its first row."""
    return f"""
{{%p if {rows}.条数 and not {rows}.附件 %}}
【引出】{sentence}具体如下：
{{%p for 行 in {rows}.行 %}}
{{{{ 行.序号 }}}}．{each}
{{%p endfor %}}
{{%p elif {rows}.附件 %}}
{sentence}详见{{{{ {rows}.附件 }}}}。
{{%p else %}}
{none}
{{%p endif %}}
"""


def analysis(rows: str, none: str = "") -> str:
    """Sentences, a paragraph each; or that there is nothing to say."""
    said = f"{{%p for 行 in {rows} %}}\n{{{{ 行.句 }}}}\n{{%p endfor %}}"
    return f"{said}\n{{%p if not {rows} %}}\n{none}\n{{%p endif %}}" if none else said


def annex(rows: str) -> str:
    """The pages of an annex whose table has the rows of the list."""
    return annex_of(rows, f"【表】{rows}.行\n【表后】")


def annex_of(rows: str, body: str) -> str:
    """The pages of an annex of any content."""
    return f"""
{{%p if {rows}.附件 %}}
【附件序号】{{{{ {rows}.附件 }}}}
【附件标题】{{{{ {rows}.标题 }}}}
{body.strip()}
{{%p endif %}}
"""
