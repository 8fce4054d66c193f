"""The text of a template as it is read: a paragraph a line, with its style in front of it where it is not the plain one.

【一级标题】一、…  a paragraph of the style 公文一级标题.
【表】部门  the table whose rows are those of the tag 部门; another over the same rows has a second word: 【表】部门 得分.
【表单】签收  a form.
【清单】逾期清单  a list, in three more lines: the sentence before its rows, what is said where it has none, what each row says. The rows
    are numbered paragraphs or, where there are many, in an annex.
【分析】亮点：…  the sentences of analysis of a tag, a paragraph each; behind the colon what is said where there are none.
【若】逾期：…  a paragraph that is there only where the tag is true.
【附件】逾期清单  an annex on new pages, there only where the list has one: its number, its title, its table.
$what and its like stand for passages.

Below it, what several papers say alike: passages of their texts, and columns that say of an item what every list says."""

import re
from collections.abc import Callable, Mapping, Sequence
from string import Template
from types import MappingProxyType
from typing import Literal, NamedTuple

from docx.document import Document as Paper

from workbook_templates.documents.forms import Form, add_form
from workbook_templates.documents.paper import Col, add, add_table, col, summed
from workbook_templates.documents.shapes import Shape, list_of, read_texts
from workbook_templates.sheets.style import AMBER, BLUE_FILL, GREEN_FILL, RED_FILL

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
    return marked("清单", rows=rows, sentence=sentence, none=none, each=each)


def analysis(rows: str, none: str = "") -> str:
    """Sentences, a paragraph each; or that there is nothing to say."""
    return marked("分析", rows=rows) + (f"\n{marked('没有分析', rows=rows, none=none)}" if none else "")


def annex(rows: str, body: str = "") -> str:
    """The pages of an annex. body: what stands in it; '' for the table of the list's rows."""
    return marked("附件", rows=rows, body=body or f"【表】{rows}.行\n【表后】")


def only_where(tag: str, text: str) -> str:
    """A paragraph with its condition."""
    return marked("若", tag=tag, text=text)


def marked(mark: str, **parts: str) -> str:
    """What a line with a mark stands for, with its parts in place."""
    return Template(MARKS[mark]).substitute(parts)


MARKS = read_texts("marks")
LONGER: dict[str, Callable[..., str]] = {"分析": analysis, "附件": annex, "若": only_where}
"""Mark → what a line with it stands for."""


WORDS = read_texts("passages")
PASSAGES = {name: Template(text).safe_substitute(what=WORDS["what"]) for name, text in WORDS.items()}
"""What several papers say alike."""


def lists_of(this: str) -> dict[str, str]:
    """Lists that 督办通报 and 督办考核通报 have alike. this: what they call their period, 本月 or 本期."""
    return {name: Template(text).substitute(PASSAGES, this=this) for name, text in read_texts("lists").items()}


NUMBER = col("序号", 10)
CODE = col("编号", 21)
MATTER = col("事项", 55, left=True)
DEPARTMENT_COLUMN = Col("主责部门", 27, "{{ 行.部门 }}{% if 行.责任人 %} {{ 行.责任人 }}{% endif %}")
DUE_COLUMN = col("时限", 23, head="考核时限")
REASON = Col("所报原因", 26, "{% if 行.原因 %}{{ 行.原因 }}{% else %}未报{% endif %}", left=True)
IMPROVED: Shape = list_of(
    {
        "序号": "第几行", "编号": "编号", "日期": "2026-10-20", "日": "2026年10月20日", "类别": "制度或措施", "名称": "名称；涉密的略去",
        "缘由": "缘由；没有的空着", "部门": "责任部门", "时限": "完成时限，2026-10-20", "时限日": "2026年10月20日",
        "状态": "已完成、逾期未完成、办理中，没有时限的为已施行",
    }
)  # fmt: skip
IMPROVED_ROWS = (
    NUMBER, CODE, col("类别", 13), col("名称", 45, left=True), col("部门", 24, head="责任部门"), col("时限", 22, head="完成时限"),
    col("状态", 21),
)  # fmt: skip
"""制度措施, as 抽查运行通报 and 绩效通报 list them."""
COLOURS = (("绿灯", GREEN_FILL, ""), ("黄灯", AMBER, ""), ("红灯", RED_FILL, ""), ("蓝灯", BLUE_FILL, "时限口径"))
"""Light, its colour, and when it is a column of its own."""


def item_columns(*more: Col, matter: float = 55, department: float = 27, due: float = 0) -> tuple[Col, ...]:
    """Number, matter and department of an item, its deadline where that has a width, and more."""
    columns = (NUMBER, CODE, MATTER._replace(width=matter), DEPARTMENT_COLUMN._replace(width=department))
    return (*columns, *((DUE_COLUMN._replace(width=due),) if due else ()), *more)


OVERDUE_ROWS = item_columns(col("天数", 11, head="逾期天数"), REASON, matter=40, department=26, due=22)
ESCALATED_ROWS = item_columns(col("批准日期", 20), due=21)
ASSESSED_ROWS = (NUMBER, col("日期", 23), col("部门", 27), CODE, col("事由", 56, left=True), col("分值", 16))
"""Annexes that 督办通报 and 督办考核通报 have alike."""


def unit_columns(width: float, kind: float = 0, total: str = "合计") -> tuple[Col, ...]:
    """The department of a row, and its 类型 where that has a width. total: what the row of sums says, '' where there is none."""
    kinds = (col("类型", kind, "部门类型", total="—" if total else ""),) if kind else ()
    return (col("名称", width, "部门", head="部门", total=total), *kinds)


def light_columns(width: float) -> tuple[Col, ...]:
    """A count of each light, its letter on its colour; blue only where the lights go by the time limit."""
    return tuple(summed(light, width, head=light[0], only=only, fill=colour[1:]) for light, colour, only in COLOURS)
