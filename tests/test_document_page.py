"""The look of GB/T 9704, measured on the PDF that LibreOffice makes with the stand-in fonts of tests/fonts.conf."""

import io
import re

import pytest
from docx import Document
from support.printed import POINT, Word, lines_of
from support.tools import needs_office, pdf

from workbook_templates.documents import measures
from workbook_templates.documents.paper import add, new_paper

pytestmark = needs_office


@pytest.fixture(scope="module")
def text_pages(tmp_path_factory: pytest.TempPathFactory) -> list[list[Word]]:
    """Three pages of plain text."""
    folder = tmp_path_factory.mktemp("page")
    paper = new_paper("满页")
    add(paper, "公文正文", "国" * (3 * measures.LINES * measures.CHARACTERS - 100))
    path = folder / "满页.docx"
    paper.save(str(path))
    return list(lines_of(pdf(path, folder)))


def test_a_full_page_has_22_lines_of_28_characters(text_pages: list[list[Word]]) -> None:
    for number, page in enumerate(text_pages[:2]):
        body = [line for line in page if "国" in line.text]
        assert len(body) == measures.LINES == 22
        first = 2 if number == 0 else 0
        assert [len(line.text) for line in body] == [28 - first] + [28] * 21


def test_margins(text_pages: list[list[Word]]) -> None:
    for page in text_pages[:2]:
        body = [line for line in page if "国" in line.text]
        assert min(line.left for line in body) == pytest.approx(28 * POINT, abs=1)
        assert max(line.right for line in body) == pytest.approx((210 - 26) * POINT, abs=4)
        assert min(line.top for line in body) == pytest.approx(37 * POINT, abs=12)
        assert max(line.bottom for line in body) == pytest.approx((297 - 35) * POINT, abs=10)


def test_page_numbers_stand_outside_and_below(text_pages: list[list[Word]]) -> None:
    """— 1 — at the right of odd pages, — 2 — at the left of even ones, one character from the edge of the text, 7 mm below it."""
    odd, even = (page[-1] for page in text_pages[:2])
    assert (odd.text, even.text) == ("—1—", "—2—")
    assert odd.right == pytest.approx((210 - 26) * POINT - 14, abs=3)
    assert even.left == pytest.approx(28 * POINT + 14, abs=3)
    middle = (odd.top + odd.bottom) / 2
    assert (297 - 35 + 5) * POINT < middle < (297 - 35 + 11) * POINT


def test_styles_name_the_fonts_of_the_standard() -> None:
    file = io.BytesIO()
    new_paper("").save(file)
    styles = {style.name: style for style in Document(file).styles}
    fonts = {look.name: look.font for look in measures.LOOKS}
    assert {name: re.findall(r'eastAsia="([^"]+)"', styles[name].element.xml)[-1] for name in fonts} == fonts
    named = [fonts[name] for name in ("公文正文", "公文二级标题", "公文一级标题", "公文标题")]
    assert named == ["仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"]
