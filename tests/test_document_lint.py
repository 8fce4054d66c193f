"""Templates that the office has edited (workbook_templates/documents/lint.py): each mistake is named with its place."""

from collections.abc import Callable, Sequence

import pytest
from docx import Document
from docx.document import Document as Paper
from support.edited_template import saved, template

from workbook_templates.documents.kinds import KINDS, shape_of, template_of
from workbook_templates.documents.lint import ENOUGH, problems_in
from workbook_templates.documents.shapes import Shape
from workbook_templates.reading.errors import FileRefused

SHAPE: Shape = {
    "标题": "标题",
    "逾期": "项数",
    "表": {"条数": "项数", "行": [{"编号": "编号", "事项": "事项"}]},
    "部门": [{"名称": "部门"}],
}
FOR, END = "{%tr for 行 in 表.行 %}", "{%tr endfor %}"


def problems(*paragraphs: str, rows: Sequence[Sequence[str]] = (), after: Sequence[str] = ()) -> list[str]:
    return problems_in(template(*paragraphs, rows=rows, after=after), "模板", SHAPE)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_our_own_template_has_nothing_wrong(kind: object) -> None:
    (found,) = [one for one in KINDS.values() if one is kind]
    assert problems_in(template_of(found), found.name, shape_of(found)) == []


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("{{ 标题 }}",),
        ("{{标题}}：{{ 表.条数 }}项",),
        ("{% if 逾期 %}有{% elif 表.条数 > 3 %}多{% else %}无{% endif %}",),
        ("{%p if 逾期 and not 表.条数 %}", "一", "{%p else %}", "二", "{%p endif %}"),
        ("{%p for 行 in 表.行 %}", "{{ loop.index }}．{{ 行.事项 }}（{{ 行.编号 }}）", "{%p endfor %}"),
        ("{% for 行 in 部门 %}{{ 行.名称 }}{% if not loop.last %}、{% endif %}{% endfor %}",),
        ("{# 给同事的话 #}", "没有标签的一段，有花括号 { } 和 100%"),
        ("{% if 表.行|length > 2 %}三项以上{% endif %}",),
        ("{% if 标题 == “通报” %}中文引号{% endif %}",),
    ],
)
def test_what_a_template_may_say(paragraphs: tuple[str, ...]) -> None:
    assert problems(*paragraphs) == []


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("好的一段", "{{ 标頭 }}"), "第 2 段“{{ 标頭 }}”：没有“标頭”这个名称，是不是“标题”？"),
        (("{{ 表.条树 }}",), "第 1 段“{{ 表.条树 }}”：没有“条树”这个名称，是不是“条数”？"),
        (("{{ 没有 }}",), "第 1 段“{{ 没有 }}”：没有“没有”这个名称"),
        (("{{ 标题 }",), "第 1 段“{{ 标题 }”：“{{”没有配成对"),
        (("标题 }}",), "“}}”没有配成对"),
        (("{% if 逾期 %",), "“{%”没有配成对"),
        (("｛｛ 标题 ｝｝",), "“｛｛”没有配成对"),
        (("{{ 标", "题 }}"), "第 2 段“题 }}”：“}}”没有配成对"),
        (("{%p if 逾期 %}", "有"), "第 1 段“{%p if 逾期 %}”：没有对应的 {%p endif %}"),
        (("{%p for 行 in 部门 %}", "{{ 行.名称 }}"), "第 1 段“{%p for 行 in 部门 %}”：没有对应的 {%p endfor %}"),
        (("{%p endif %}",), "第 1 段“{%p endif %}”：前面没有对应的 if"),
        (("{%p if 逾期 %}", "{%p endfor %}"), "第 2 段“{%p endfor %}”：前面没有对应的 for；还没有结束的是第 1 段“{%p if 逾期 %}”"),
        (("{% if 逾期 %}有", "{% endif %}"), "第 2 段“{% endif %}”：与第 1 段“{% if 逾期 %}”不在同一段；跨段的要写成 {%p … %}"),
        (("{%p if 逾期 %}", "{% endif %}"), "第 2 段“{% endif %}”：与第 1 段“{%p if 逾期 %}”不是一类，要写成 {%p endif %}"),
        (("前言{%p if 逾期 %}", "{%p endif %}"), "第 1 段“{%p if 逾期 %}”：{%p %} 要独占一段"),
        (("{%tr if 逾期 %}", "{%tr endif %}"), "第 1 段“{%tr if 逾期 %}”：{%tr %} 只能用在表格里"),
        (("{% set 逾期 = 1 %}",), "不认识“set”"),
        (("{% include 'x' %}",), "不认识“include”"),
        (("{% for 行 in 标题 %}{% endfor %}",), "in 后面不是清单"),
        (("{% for 甲, 乙 in 部门 %}{% endfor %}",), "写成 for 行 in 清单"),
        (("{{ 行.名称 }}",), "没有“行”这个名称"),
        (("{{ 部门 }}",), "不能直接写出"),
        (("{{ 部门.名称 }}",), "是清单，要用 for 逐行写"),
        (("{{ 标题.长度 }}",), "前面的不是一组内容"),
        (("{{ 逾期 逾期 }}",), "写法不对"),
        (("{{ }}",), "第 1 段“{{ }}”"),
        (("{%r if 逾期 %}{%r endif %}",), "不支持 {%r %}"),
        (("{{p 标题 }}",), "不带 p、tr、tc、r"),
    ],
)
def test_a_mistake_is_named_with_its_place(paragraphs: tuple[str, ...], said: str) -> None:
    assert said in "\n".join(problems(*paragraphs))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__ }}",
        "{{ 标题.__class__.__mro__ }}",
        "{{ 标题['__class__'] }}",
        "{{ 标题.format(1) }}",
        "{{ range(10**9) }}",
        "{{ 标题 * 999999999 }}",
        "{{ lipsum.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ 标题|attr('__class__') }}",
        "{{ cycler.__init__ }}",
        "{% for 行 in range(10**9) %}{% endfor %}",
        "{% if 标题.__class__ %}{% endif %}",
        "{% import 'os' as os %}",
    ],
)
def test_a_template_that_wants_more_is_refused(attack: str) -> None:
    assert len(problems(attack)) >= 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["头"], [FOR], ["{{ 行.编号 }}"], [END]], ""),
        ([["头"], [FOR], ["{{ 行.编好 }}"], [END]], "第 1 个表第 3 行第 1 格“{{ 行.编好 }}”：没有“编好”"),
        ([["头"], [FOR], ["{{ 行.编号 }}"]], f"第 1 个表第 2 行第 1 格“{FOR}”：没有对应的 {END}"),
        ([[FOR, "{{ 行.编号 }}"], [END, ""]], f"第 1 个表第 1 行第 1 格“{FOR}”：{{%tr %}} 要独占一行"),
        ([["{%tc if 逾期 %}", "甲", "{%tc endif %}"]], ""),
        ([["{%tc if 逾期 %}"], ["{%tc endif %}"]], "不在同一行"),
        ([["{%p if 逾期 %}"], ["{%p endif %}"]], "不在同一个单元格"),
    ],
)
def test_tables(rows: list[list[str]], said: str) -> None:
    found = problems(rows=rows)
    assert said in "\n".join(found)
    assert bool(found) is bool(said)


def test_a_loop_over_two_tables_is_no_loop() -> None:
    paper = Document()
    paper.add_table(1, 1).cell(0, 0).text = "{%tr for 行 in 表.行 %}"
    paper.add_paragraph("中间")
    paper.add_table(1, 1).cell(0, 0).text = "{%tr endfor %}"
    assert any("不在同一个表" in line for line in problems_in(saved(paper), "模板", SHAPE))


def in_footer(paper: Paper) -> None:
    paper.sections[0].footer.paragraphs[0].text = "{{ 页角 }}"


def in_header(paper: Paper) -> None:
    paper.sections[0].header.paragraphs[0].text = "{%p if 逾期 %}"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (in_footer, "页脚第 1 段“{{ 页角 }}”：没有“页角”这个名称"),
        (in_header, "页眉第 1 段“{%p if 逾期 %}”：没有对应的 {%p endif %}"),
    ],
)
def test_headers_and_footers_are_read_too(edit: Callable[[Paper], None], said: str) -> None:
    paper = Document()
    paper.add_paragraph("正文")
    edit(paper)
    assert problems_in(saved(paper), "模板", SHAPE) == [said]


def test_a_tag_that_word_has_split_into_runs_is_one_tag() -> None:
    paper = Document()
    paragraph = paper.add_paragraph()
    for part in ("{", "{ 标", "题", " }", "}"):
        paragraph.add_run(part).bold = len(part) > 1
    assert problems_in(saved(paper), "模板", SHAPE) == []


def test_a_template_with_many_mistakes_is_not_read_out_to_its_end() -> None:
    found = problems(*["{{ 错 }}"] * (ENOUGH + 5))
    assert found[ENOUGH:] == ["……另有 5 处"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a document", template_of(KINDS["督办通报"])[:5000]])
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused, match="不是能打开的 Word 文档"):
        problems_in(data, "模板/督办通报.docx", SHAPE)
