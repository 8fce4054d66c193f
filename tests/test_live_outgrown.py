"""Rows below a table of a workbook that is open in LibreOffice: what its file would give, and the next write takes them in."""

import re
from collections.abc import Iterator, Mapping

import pytest
import xlwings
from support.calc_office import needs_calc, shared_app, watched
from support.rows_below import CASES, KIND, NAME, ROWS, text

from addin.live.live_book import LiveBook
from addin.live.writes import BlockWrite
from workbook_templates.master.master import write_master
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables import TABLES

pytestmark = needs_calc


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xlwings.Book]:
    """One master for all of them: it takes some seconds to open."""
    width = len(TABLES["部门"].headers)
    path = tmp_path_factory.mktemp("台账") / "台账.xlsx"
    write_master(path, {"部门": [(*row, *[None] * (width - 2)) for row in ROWS]}, company="", year=2026)
    app = shared_app()
    with watched(app):
        book = app.books.open(path)
        yield book
        book.close()


@pytest.fixture
def book(opened: xlwings.Book) -> Iterator[xlwings.Book]:
    """The master with its three rows, and nothing below them."""
    table = opened.sheets["部门"].tables["部门"]
    place = table.range.address
    yield opened
    opened.sheets["部门"]["A7:ZZ20"].clear_contents()
    table.resize(opened.sheets["部门"].range(place))
    opened.sheets["部门"]["A4"].value = [list(row) for row in ROWS]


def typed(book: xlwings.Book, cells: Mapping[str, str]) -> xlwings.Book:
    """Cells as a person types them, from their XML."""
    for name, content in cells.items():
        formula, words = re.search("<f>(.*)</f>", content), re.search("<t>(.*)</t>", content)
        if formula:
            book.sheets["部门"][name].formula = f"={formula[1]}"
        elif words:
            book.sheets["部门"][name].value = words[1]
    return book


def last_row(book: xlwings.Book) -> int:
    """The last row within the table's border."""
    return int(book.sheets["部门"].tables["部门"].range.last_cell.row)


@pytest.mark.parametrize(("cells", "rows", "below"), CASES)
def test_what_looks_like_a_row_is_one(
    book: xlwings.Book, cells: dict[str, str], rows: int, below: list[tuple[int, int, str, bool]]
) -> None:
    grid = LiveBook(typed(book, cells)).read(["部门"])["部门"]
    assert len(grid.rows) == rows
    assert list(grid.below) == below


def test_the_next_write_takes_them_into_the_table(book: xlwings.Book) -> None:
    live = LiveBook(typed(book, {"A7": NAME, "B7": KIND}))
    assert last_row(book) == 6
    live.update("部门", {(3, "类型"): "后勤"})
    assert live.commit(None)
    assert last_row(book) == 7
    assert [row[:2] for row in LiveBook(book).read(["部门"])["部门"].rows] == [*ROWS, ("丁部", "后勤")]


def test_a_new_row_comes_after_them(book: xlwings.Book) -> None:
    live = LiveBook(typed(book, {"A7": NAME, "B7": KIND}))
    live.append("部门", ["部门"], [["戊部"]])
    assert live.commit(None)
    assert last_row(book) == 8
    assert [row[0] for row in LiveBook(book).read(["部门"])["部门"].rows] == ["甲部", "乙部", "丙部", "丁部", "戊部"]


def test_a_failure_draws_the_border_as_it_was(book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: BlockWrite) -> None:
        raise RuntimeError("坏了")

    live = LiveBook(typed(book, {"A7": NAME, "B7": KIND}))
    live.append("部门", ["部门"], [["戊部"]])
    monkeypatch.setattr(BlockWrite, "write", broken)
    with pytest.raises(BookRefused, match="已恢复原样"):
        live.commit(None)
    assert last_row(book) == 6


def test_a_sum_is_never_written_over(book: xlwings.Book) -> None:
    live = LiveBook(typed(book, {"A7": text("合计")}))
    live.append("部门", ["部门"], [["丁部"]])
    with pytest.raises(BookRefused, match="A7"):
        live.commit(None)


def test_a_row_typed_below_while_it_was_read_stops_the_write(book: xlwings.Book) -> None:
    live = LiveBook(typed(book, {"A7": NAME, "B7": KIND}))
    live.read(["部门"])
    live.append("部门", ["部门"], [["戊部"]])
    typed(book, {"A8": text("己部")})
    with pytest.raises(BookRefused):
        live.commit(None)
