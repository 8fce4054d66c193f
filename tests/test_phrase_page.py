"""模板/分析语句.docx: what is read back from the page that the office edits, and what is refused."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Paper

from workbook_templates.documents.phrase_page import build, phrases_in
from workbook_templates.documents.phrases import SITUATIONS, Phrases
from workbook_templates.reading.errors import DocumentRefused, FileRefused

NAME = "模板/分析语句.docx"


def edited(change: Callable[[Paper], None]) -> bytes:
    paper = Document(io.BytesIO(build()))
    change(paper)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def line(paper: Paper, situation: str) -> int:
    return next(place for place, row in enumerate(paper.tables[0].rows) if row.cells[0].text == situation)


def says(situation: str, sentence: str) -> Callable[[Paper], None]:
    """An edit of one sentence."""

    def change(paper: Paper) -> None:
        paper.tables[0].rows[line(paper, situation)].cells[-1].text = sentence

    return change


def twice(paper: Paper) -> None:
    paper.tables[0].rows[2].cells[0].text = paper.tables[0].rows[1].cells[0].text


def renamed(paper: Paper) -> None:
    paper.tables[0].rows[1].cells[0].text = "得分大涨"


def dropped(paper: Paper) -> None:
    for table in paper.tables:
        table._tbl.getparent().remove(table._tbl)


def test_the_delivered_page_says_what_the_house_says() -> None:
    assert phrases_in(build(), NAME).sentences == Phrases({}).sentences
    assert build() == build()


@pytest.mark.parametrize(
    ("situation", "sentence"),
    [
        ("得分上升", "{{ 名称 }}由{{ 上期 }}提高到{{ 本期 }}，值得肯定。"),
        ("得分上升", ""),
        ("亮点", "　{{ 部门 }}的做法（{{ 编号 }}）：{{ 内容 }}　"),
    ],
)
def test_the_offices_words(situation: str, sentence: str) -> None:
    assert phrases_in(edited(says(situation, sentence)), NAME).sentences[situation] == sentence.strip()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(says("得分持平", "{{ 名称 }}略有上升，基本持平。"), "“得分持平”的语句里不能有“上升”", id="equal figures do not rise"),
        pytest.param(says("得分持平", "{{ '上升' }}，持平"), "不能有“上升”", id="nor by a constant in a tag"),
        pytest.param(says("得分下降", "{{ 名称 }}为{{ 本期 }}。"), "“得分下降”的语句里要有下降、降低", id="a fall has to be said"),
        pytest.param(says("并列首位", "{{ 部门 }}居首位。"), "“并列首位”的语句里要有并列", id="a tie has no single leader"),
        pytest.param(says("独居首位", "{{ 部门 }}并列首位。"), "“独居首位”的语句里不能有“并列”", id="a leader is no tie"),
        pytest.param(says("独居首位", "{{ 部门 }}居首位，比上期进步。"), "不能有“上期”", id="nothing about change where none is known"),
        pytest.param(says("亮点", "{{ 姓名 }}"), "没有“姓名”这个名称", id="unknown name"),
        pytest.param(says("亮点", "{{ 部门"), "没有配成对", id="half a tag"),
        pytest.param(says("亮点", "{{ ''.__class__ }}"), "不允许用“__class__”", id="attack"),
        pytest.param(says("亮点", "{% if 部门 %}好{% endif %}"), "不能写条件", id="conditions are the rules'"),
        pytest.param(renamed, "没有“得分大涨”这种情形", id="unknown situation"),
        pytest.param(twice, "“得分上升”写了两行", id="two lines"),
        pytest.param(dropped, "没有找到语句表", id="no table"),
    ],
)
def test_what_is_refused(change: Callable[[Paper], None], message: str) -> None:
    with pytest.raises(DocumentRefused, match=message.replace("{", r"\{")):
        phrases_in(edited(change), NAME)


def test_what_is_no_word_document() -> None:
    with pytest.raises(FileRefused):
        phrases_in(b"hello", NAME)


def test_a_deleted_line_has_the_delivered_sentence() -> None:
    def change(paper: Paper) -> None:
        row = paper.tables[0].rows[line(paper, "亮点")]._tr
        row.getparent().remove(row)

    assert phrases_in(edited(change), NAME).sentences["亮点"] == SITUATIONS["亮点"].sentence
