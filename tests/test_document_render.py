"""A template filled in (render.py, marks.py, finish.py): nothing from a cell becomes a tag or an element, nothing gets lost."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st
from support.edited_template import template
from support.tools import needs_sdk, sdk_errors

from workbook_templates.documents.kinds import KINDS, template_of
from workbook_templates.documents.marks import Figure, Found, clean, found_in, printed, unmarked
from workbook_templates.documents.render import Rendered, render
from workbook_templates.reading.errors import DocumentRefused

DAY = dt.date(2026, 11, 2)
HOSTILE = [
    "{{ x }} {% if %} {# #}",
    "{{ ''.__class__ }}",
    "{_{ a }_} {_% b %_}",
    "<w:p><w:r><w:t>字</w:t></w:r></w:p>",
    "]]> &amp; &#x41; <!-- -->",
    "“引号”'\"",
    "=1+1",
    "𠮷野家😀",
    "长" * 5000,
    "100%} 与 {%",
]


def filled(data: bytes, **context: Any) -> Rendered:
    return render(data, "模板", context, "标题", DAY)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_cell_stays_text(text: str) -> None:
    made = filled(template("前", "{{ 值 }}", "后", rows=[["{{ 值 }}"]]), 值=text)
    assert made.paragraphs[:4] == ("前", text, "后", text)


@given(st.text())
@example("a\x0bb\x00c\ud800d\ufffee\ufdd0f")
def test_any_text_reads_back(text: str) -> None:
    made = filled(ONE, 值=text)
    assert made.paragraphs[:2] == (printed(text).replace("\n", ""), "后")
    assert set(printed(text)) <= set(clean(text)) | set("\n“”‘’…")


ONE = template("{{ 值 }}", "后")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一\t二", "一 二"),
        ("一\x07二", "一二"),
        ("一\ufdd0二\ufdd2", "一二"),
    ],
)
def test_what_is_no_part_of_a_text_goes(text: str, shown: str) -> None:
    assert filled(ONE, 值=text).paragraphs[0] == shown


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\u2028"])
def test_line_breaks_of_a_cell_stay(end: str) -> None:
    """Alt+Enter in a cell, and what other programs write for it; what stands at the ends breaks nothing."""
    body = Document(io.BytesIO(filled(ONE, 值=f"第一行{end}第二行\x07{end}").data)).paragraphs[0]._p
    assert [node.text for node in body.iter(qn("w:t"))] == ["第一行", "第二行"]
    assert len(list(body.iter(qn("w:br")))) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('落实"三重一大"制度', "落实“三重一大”制度"),
        ('"甲"和"乙"', "“甲”和“乙”"),
        ("'两票'执行", "‘两票’执行"),
        ("等等...", "等等……"),
        ("等......", "等……"),
        ('屏幕 27" 一台', '屏幕 27" 一台'),
        ("It's，don't", "It's，don't"),
        ("1...5", "1...5"),
        ("v1.2.3", "v1.2.3"),
        ("“已经是”……", "“已经是”……"),
    ],
)
def test_marks_of_the_keyboard_are_printed_as_chinese_ones(text: str, shown: str) -> None:
    """Pairs of straight quotes and rows of full stops; a single one may be an inch or an apostrophe."""
    assert printed(text) == shown
    assert filled(ONE, 值=text).paragraphs[0] == shown


def test_the_same_input_gives_the_same_bytes() -> None:
    assert template_of(KINDS["督办通报"]) == template_of(KINDS["督办通报"])
    first, second = filled(ONE, 值="甲"), filled(ONE, 值="甲")
    assert first.data == second.data != filled(ONE, 值="乙").data
    with zipfile.ZipFile(io.BytesIO(first.data)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
    properties = Document(io.BytesIO(first.data)).core_properties
    midnight = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    assert (properties.created, properties.modified, properties.title) == (midnight, midnight, "标题")


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ 没有 }}", "没有"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ 值.__class__ }}", "unsafe"),
        ("{{ 值.没有 }}", "没有"),
    ],
)
def test_a_template_that_was_not_linted_still_can_do_nothing(tag: str, said: str) -> None:
    """The sandbox, behind the lint."""
    with pytest.raises(DocumentRefused, match=said):
        filled(template(tag), 值="甲")


def test_a_paper_that_is_not_whole_is_refused() -> None:
    """A tag that swallows the end of a paragraph makes broken XML; docxtpl alone would cut the paper short without a word."""
    with pytest.raises(DocumentRefused, match="不完整"):
        filled(template("甲{% if 值 %}", rows=[["乙{% endif %}"]], after=["丙"]), 值="")


# figures between marks


def test_figures_are_found_and_taken_out() -> None:
    made = filled(
        template("共{{ 数 }}项，率{{ 率 }}", rows=[["{{ 行 }}"]]),
        数=Figure("办结", 3), 率=Figure("率", (1, 3), "33.3%（1/3）"), 行=Figure("办结", 3, role="part"),
    )  # fmt: skip
    assert made.paragraphs[:2] == ("共3项，率33.3%（1/3）", "3")
    assert [(one.figure, one.place, one.table) for one in made.sightings] == [
        (Found("办结", "total", "3"), "第 1 段", ""),
        (Found("率", "total", "33.3%（1/3）"), "第 1 段", ""),
        (Found("办结", "part", "3"), "第 1 个表第 1 行第 1 格", "第 1 个表"),
    ]


@pytest.mark.parametrize(
    ("figure", "truth"),
    [(Figure("a", 0), False), (Figure("a", 2), True), (Figure("a", (0, 0), "—"), False), (Figure("a", (0, 3), "0.0%（0/3）"), True)],
)
def test_a_figure_in_a_condition(figure: Figure, truth: bool) -> None:
    assert bool(figure) is truth
    assert filled(template("{% if 数 %}有{% else %}无{% endif %}"), 数=figure).paragraphs[0] == ("有" if truth else "无")


def test_figures_compare_as_their_values() -> None:
    assert filled(template("{% if 数 > 9 and 数 == 10 and 数 < 11 %}是{% endif %}"), 数=Figure("a", 10)).paragraphs[0] == "是"


def test_marks() -> None:
    text = f"共{Figure('办结', 3)}项，其中{Figure('逾期', 1, role='row')}"
    assert unmarked(text) == "共3项，其中1"
    assert found_in(text) == [Found("办结", "total", "3"), Found("逾期", "row", "1")]


# what the paper gets last


@pytest.mark.parametrize(
    ("name", "size", "scale"),
    [("示范供电公司文件", 51, None), ("督办文件", 54, None), ("北方特大型能源电力集团有限责任公司东部分公司文件", 26, 66)],
)
def test_the_red_head_fits_its_line(name: str, size: int, scale: int | None) -> None:
    made = Document(io.BytesIO(render(head_template(), "模板", {"名": name}, "", DAY).data))
    properties = made.paragraphs[0].runs[0]._r.rPr
    assert properties is not None
    sizes = [node.get(qn("w:val")) for node in properties.iter(qn("w:sz"))]
    scales = [node.get(qn("w:val")) for node in properties.iter(qn("w:w"))]
    assert (sizes, scales) == ([str(size * 2)], [str(scale)] if scale else [])


def head_template() -> bytes:
    from workbook_templates.documents.paper import add, new_paper

    paper = new_paper("")
    add(paper, "公文红头", "{{ 名 }}")
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


@needs_sdk
def test_our_template_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(template_of(KINDS["督办通报"]))
    assert sdk_errors(path) == []
