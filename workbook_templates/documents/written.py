"""The text of a template as it is read: a paragraph a line, with its style in front of it where it is not the plain one.

【一级标题】一、…  a paragraph of the style 公文一级标题.
【表】部门  the table whose rows are those of the tag 部门; another over the same rows has a second word: 【表】部门 得分.
【表单】签收  a form.
【清单】逾期清单  a list, in three more lines: the sentence before its rows, what is said where it has none, what each row says. The rows
    are numbered paragraphs or, where there are many, in an annex.
【分析】亮点：…  the sentences of analysis of a tag, a paragraph each; behind the colon what is said where there are none.
【若】逾期：…  a paragraph that is there only where the tag is true.
【附件】逾期清单  an annex on new pages, there only where the list has one: its number, its title, its table.
$what and its like stand for passages. A paragraph too long for a line of the source goes on behind a backslash.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from string import Template
from types import MappingProxyType
from typing import Literal, NamedTuple

from docx.document import Document as Paper

from workbook_templates.documents.forms import Form, add_form
from workbook_templates.documents.paper import Col, add, add_table
from workbook_templates.documents.passages import PASSAGES

MARK = re.compile(r"【(.+?)】(.*)")
NONE: Mapping[str, str] = MappingProxyType({})


class Layout(NamedTuple):
    """What the template of a kind is made from (frames.py).

    text: between what its frame puts above and below. tables: rows → columns of the tables in it. forms: its forms by name. annexes: of a
    bulletin, list → the columns of its table, or the text of what is no plain table. passages: what the text says several times. frame:
    the sort of paper. style: of a line without a mark. sideways: its pages lie on their side. after: text behind the end of a letter."""

    text: str
    tables: Mapping[str, Sequence[Col]] = MappingProxyType({})
    forms: Mapping[str, Form] = MappingProxyType({})
    annexes: Mapping[str, Sequence[Col] | str] = MappingProxyType({})
    passages: Mapping[str, str] = NONE
    frame: Literal["通报", "函", "表单"] = "通报"
    style: str = "公文正文"
    sideways: bool = False
    after: str = ""


def write(paper: Paper, layout: Layout) -> None:
    """The paragraphs, tables and forms of a text, at the end of the paper."""
    lines = iter(Template(layout.text.strip("\n")).substitute({**PASSAGES, **layout.passages}).split("\n"))
    for line in filter(None, lines):
        mark, words = (found[1], found[2]) if (found := MARK.match(line)) else ("", line)
        if mark == "表":
            add_table(paper, layout.tables[words], words.split()[0])
        elif mark == "表单":
            add_form(paper, layout.forms[words])
        elif mark == "清单":
            write(paper, Layout(told(words, *(next(lines) for _ in range(3)))))
        elif mark in LONGER:
            write(paper, layout._replace(text=LONGER[mark](*words.split("：", 1))))
        else:
            add(paper, f"公文{mark}" if mark else layout.style, words)


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


def only_where(tag: str, text: str) -> str:
    """A paragraph with its condition."""
    return f"{{%p if {tag} %}}\n{text}\n{{%p endif %}}"


LONGER: dict[str, Callable[..., str]] = {"分析": analysis, "附件": annex, "若": only_where}
"""Mark → what a line with it stands for."""
