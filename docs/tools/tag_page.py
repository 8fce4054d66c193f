"""The manual's page of the tags that the office may use in its templates."""

from collections.abc import Iterator

from workbook_templates.documents.kinds import KINDS, shape_of
from workbook_templates.documents.phrases import SITUATIONS, PhraseSituation
from workbook_templates.documents.shapes import Shape

HEAD = (
    "# 模板标签",
    "",
    "“模板”文件夹里的 Word 文档是文书的样子，可以在 Word 里改文字、字体、表格。`{{ 名称 }}` 处填入内容；下面是每种文书可以用的名称。",
    "",
    "- 写内容：`{{ 督办 }}`；组里的用点：`{{ 逾期清单.条数 }}`；清单逐行写时：`{{ 行.编号 }}`。",
    "- 整段有条件：一段 `{%p if 逾期 %}`，写内容的段，一段 `{%p else %}`（可以没有），一段 `{%p endif %}`；"
    "同一段里用 `{% if %}…{% endif %}`。",
    "- 逐段重复：一段 `{%p for 行 in 逾期清单.行 %}`，写内容的段，一段 `{%p endfor %}`。",
    "- 表格逐行重复：`{%tr for 行 in 部门 %}` 和 `{%tr endfor %}` 各占一行，中间一行写内容。",
    "- 只能写名称、条件和循环，不能调用、不能计算。用之前先查一遍：不认识的名称、没有配对的标签都报出在第几段、第几个表第几行。",
    "",
)
PHRASES = (
    "## 分析语句",
    "",
    "通报里分析部分的语句在“模板/分析语句.docx”的表里，第三栏可以改。哪种情形成立由程序按数据判断，改字不会改变判断；说得比数据多的词会被查出来，"
    "例如“得分持平”的语句里不能有“上升”，“并列首位”的语句里要有“并列”。第三栏清空，这种情形就不说；删掉一行或整个文件，用自带的语句。",
    "",
    "| 情形 | 什么时候用 | 可用的名称 | 自带的语句 |",
    "| --- | --- | --- | --- |",
)


def tags_page() -> str:
    """模板标签.md."""
    parts = [*HEAD]
    for kind in KINDS.values():
        parts += [f"## {kind.name}", "", "| 名称 | 内容 |", "| --- | --- |", *tag_rows(shape_of(kind), ""), ""]
    parts += [*PHRASES, *map(phrase_row, SITUATIONS.values())]
    return "\n".join(parts).rstrip() + "\n"


def phrase_row(one: PhraseSituation) -> str:
    """A line for a situation: when, with which names, and how it is said where the office has not changed it."""
    return f"| {one.name} | {one.when} | {'、'.join(one.facts)} | `{one.sentence}` |"


def tag_rows(shape: Shape, before: str) -> Iterator[str]:
    """A line for each tag; groups and lists are followed by what they hold."""
    for name, what in shape.items():
        if isinstance(what, list):
            yield f"| {before}{name} | 清单，每行有： |"
            yield from tag_rows(what[0], "　行.")
        elif isinstance(what, dict):
            yield from tag_rows(what, f"{before}{name}.")
        else:
            yield f"| {before}{name} | {what} |"
