"""Tags where none is filled in, and templates that would never end: refused with the place, in bounded time."""

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support.edited_template import saved, template

from workbook_templates.documents.lint import LONGEST_TAG, MOST_TAGS, problems_in
from workbook_templates.documents.render import render
from workbook_templates.documents.shapes import Shape
from workbook_templates.reading.errors import DocumentRefused

SHAPE: Shape = {"标题": "标题", "逾期": "项数", "部门": [{"名称": "部门"}]}
TAG = "{{ 标题 }}"
BOMB = "{% for a in range(999999999) %}{% endfor %}"


def in_paragraph(xml: str) -> Callable[[Paper], None]:
    return lambda paper: paper.paragraphs[0]._p.append(parse_xml(xml.replace(">", f" {nsdecls('w', 'wp', 'a')}>", 1)))


def in_title(paper: Paper) -> None:
    paper.core_properties.title = BOMB


def in_keywords(paper: Paper) -> None:
    paper.core_properties.keywords = TAG


def in_comment(paper: Paper) -> None:
    paper.add_comment(paper.paragraphs[0].runs, TAG)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (in_title, "文档属性“{% for a in range("),
        (in_keywords, "文档属性“{{ 标题 }}”"),
        (in_comment, "批注“{{ 标题 }}”"),
        (in_paragraph(f"<w:del><w:r><w:delText>{TAG}</w:delText></w:r></w:del>"), "修订里删去的文字“{{ 标题 }}”"),
        (
            in_paragraph("<w:del><w:r><w:delText>{</w:delText></w:r><w:r><w:delText>{ 标题 }}</w:delText></w:r></w:del>"),
            "修订里删去的文字“{{ 标题 }}”",
        ),
        (in_paragraph(f"<w:r><w:instrText>TITLE {TAG}</w:instrText></w:r>"), "域代码“{{ 标题 }}”"),
        (in_paragraph(f'<w:r><w:drawing><wp:inline><wp:docPr id="9" name="图" descr="{TAG}"/></wp:inline></w:drawing></w:r>'), "替代文字"),
        (in_paragraph(f'<w:r><w:drawing><wp:inline><wp:docPr id="9" name="图" title="{TAG}"/></wp:inline></w:drawing></w:r>'), "替代文字"),
    ],
)
def test_a_tag_where_none_is_filled_in_is_named(edit: Callable[[Paper], None], said: str) -> None:
    paper = Document()
    paper.add_paragraph("正文")
    edit(paper)
    (line,) = problems_in(saved(paper), "模板", SHAPE)
    assert said in line
    assert "请" in line


def test_a_tag_in_a_footnote_is_named() -> None:
    data, out = template("正文"), io.BytesIO()
    note = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{TAG}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = (
        '<Relationship Id="rId99" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                text = text.replace(b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode())
            if name == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", note)
    assert problems_in(out.getvalue(), "模板", SHAPE) == ["脚注“{{ 标题 }}”：标签只在正文、表格、文本框、页眉和页脚里填写，请删掉它"]


def test_properties_of_a_paper_are_ours() -> None:
    paper = Document(io.BytesIO(template(TAG)))
    paper.core_properties.title = BOMB
    data = render(saved(paper), "模板", {"标题": "通报"}, "通报", dt.date(2026, 1, 1)).data
    assert Document(io.BytesIO(data)).core_properties.title == "通报"


DEEP = "{% if 逾期 %}" * 30 + "{% endif %}" * 30
NESTED = "{% for a in 部门 %}" * 4 + "{{ 标题 }}" + "{% endfor %}" * 4


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        ((DEEP,), "套得太深"),
        (("{{ " + "(" * 4000 + "标题" + ")" * 4000 + " }}",), f"标签太长，最多 {LONGEST_TAG} 字"),
        (("{{" * 100_000,), "标签太多"),
        (("{{ 标题 }}" * (MOST_TAGS + 1),), "标签太多"),
        (("字" * 60_000 + "{{ 标题 }}",), "标签太多"),
        (("{{ 部门 | join(标题) }}",), "引号"),
    ],
)
def test_a_template_beyond_measure_is_refused_soon(paragraphs: tuple[str, ...], said: str) -> None:
    begun = time.perf_counter()
    assert said in "\n".join(problems_in(template(*paragraphs), "模板", SHAPE))
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize("inner", ["{{ 标题 }}", "", "{{ 长 }}"])
def test_loops_in_one_another_come_to_an_end(inner: str) -> None:
    rows = [{"名称": "甲"}] * 400
    begun = time.perf_counter()
    with pytest.raises(DocumentRefused, match="循环套得太多"):
        render(
            template(NESTED.replace("{{ 标题 }}", inner)),
            "模板",
            {"标题": "通报", "部门": rows, "长": "长" * 30_000},
            "题",
            dt.date(2026, 1, 1),
        )
    assert time.perf_counter() - begun < 20
