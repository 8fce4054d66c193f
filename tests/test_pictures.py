"""The pages as they print: nothing cut, nothing over something else, nothing too small to read, no ###."""

import pytest
from render_pictures import LARGEST, PICTURES, picture_book
from support.office_rows import office_rows, page_figures
from support.printed import HEADER_ZONE, Page, Word, letter_size, overlapping, pages_of
from support.tools import needs_office, pdf

from workbook_templates.master import dashboard
from workbook_templates.master.master import sheet_order
from workbook_templates.sheets.printing import A3, A4, frozen_columns, paper_of
from workbook_templates.sheets.row_heights import lines_of, row_height
from workbook_templates.tables import TABLES

pytestmark = needs_office

ROWS = 6
EDGE = 20.0
"""Points that stay free left and right."""
PAPER_WIDTH = {A4: 842, A3: 1191}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    folder = tmp_path_factory.mktemp("printed")
    printed = pdf(picture_book(folder / "督办总台账.xlsm", office_rows(ROWS), page_figures()), folder / "out")
    pages: dict[str, list[Page]] = {}
    for page in pages_of(printed, sheet_order()):
        pages.setdefault(page.sheet, []).append(page)
    return pages


def body(page: Page) -> list[Word]:
    return [word for word in page.words if word.top > HEADER_ZONE and word.bottom < page.height - 30]


def test_every_sheet_prints_and_the_hidden_one_does_not(pages: dict[str, list[Page]]) -> None:
    assert list(pages) == sheet_order()[:-1]


def test_no_figure_is_too_wide_for_its_column(pages: dict[str, list[Page]]) -> None:
    assert [page.number for sheet in pages.values() for page in sheet if "###" in page.text] == []


def test_nothing_is_printed_over_something_else(pages: dict[str, list[Page]]) -> None:
    assert [(page.sheet, pair) for sheet in pages.values() for page in sheet for pair in overlapping(page)] == []


def test_nothing_leaves_the_page(pages: dict[str, list[Page]]) -> None:
    for sheet in pages.values():
        for page in sheet:
            assert min(word.left for word in page.words) >= EDGE, page.sheet
            assert max(word.right for word in page.words) <= page.width - EDGE, page.sheet


@pytest.mark.parametrize("name", TABLES)
def test_table_prints_its_headers_on_the_paper_it_should(pages: dict[str, list[Page]], name: str) -> None:
    table = TABLES[name]
    paper, wide = paper_of(table)
    assert {round(page.width) for page in pages[name]} == {PAPER_WIDTH[paper]}
    first = pages[name][:wide]
    words = [word.text for page in first for word in body(page)]
    assert [header for header in table.headers if header not in words] == []
    for page in first[1:]:
        again = {word.text for word in body(page)}
        assert set(table.headers[: frozen_columns(table)]) <= again
    assert min(letter_size(word) for page in first for word in body(page)) >= 5.85


@pytest.mark.parametrize("name", TABLES)
def test_every_text_of_a_row_is_on_the_page(pages: dict[str, list[Page]], name: str) -> None:
    printed = "".join(page.text for page in pages[name]).replace(" ", "")
    signs = set(printed)
    for row in office_rows(ROWS).get(name, [])[:ROWS]:
        for value in row:
            if isinstance(value, str):
                assert set(value.replace(" ", "")) <= signs, value
                assert len(value) > 12 or value.replace(" ", "") in printed, value


def test_first_page_is_one_page_and_readable(pages: dict[str, list[Page]]) -> None:
    (page,) = pages["操作台"]
    names = {tile.key for tile in dashboard.TILES} | {block.title for block in dashboard.LISTS_ON_PAGE}
    assert names | {"422", "95.0%"} <= {word.text for word in page.words}
    assert min(letter_size(word) for word in body(page)) >= 5.7


def test_help_begins_its_long_lists_on_new_pages(pages: dict[str, list[Page]]) -> None:
    firsts = [{word.text for word in body(page)[:3]} for page in pages["使用说明"]]
    begin = [next(place for place, words in enumerate(firsts) if title in words) for title in ("使用说明", "工作表", "备份与安全")]
    assert begin == sorted({*begin}), "each on a page of its own"
    assert len(firsts) <= 5


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("短", 10, 1),
        ("一二三四五六七八九十一二三四五六七", 34, 1),
        ("一二三四五六七八九十一二三四五六七八九", 34, 2),
        ("甲\n乙\n丙", 34, 3),
    ],
)
def test_lines_of_a_text(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    table = TABLES["异议"]
    blank = [None] * len(table.columns)
    low = row_height(table, blank)
    high = row_height(table, [*blank[:4], "很长的意见" * 30, *blank[5:]])
    assert low == 21
    assert high > 5 * 14
    assert row_height(table, [*blank[:4], "长" * 30000, *blank[5:]]) == 409  # the most that Excel takes


def test_overlap_is_noticed() -> None:
    one, over, below = Word(0, 0, 40, 10, "一"), Word(10, 5, 50, 15, "二"), Word(0, 11, 40, 21, "三")
    assert list(overlapping(Page(1, "", 100, 100, [one, over]))) == [("一", "二")]
    assert list(overlapping(Page(1, "", 100, 100, [one, below]))) == []


def test_pictures_of_every_sheet_are_there_and_small() -> None:
    assert {picture.stem for picture in PICTURES.glob("*.png")} >= set(sheet_order()[:-1])
    assert all(picture.stat().st_size <= LARGEST for picture in PICTURES.glob("*.png"))
