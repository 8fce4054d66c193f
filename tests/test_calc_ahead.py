"""What is read before it is asked for: given once, in few crossings, and never once something has been changed or time has passed."""

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from support.book_contract import HEADERS, ROWS
from support.calc_office import needs_calc, shared_app, watched
from support.table_workbook import written

from addin.a1 import Area
from addin.calc import ahead as ahead_module
from addin.calc import inside
from addin.calc.books import Book
from addin.calc.bridge import crossings
from addin.calc.office import Office
from addin.live.cells import range_at, read_cells, table_parts
from addin.live.live_book import LiveBook
from workbook_templates.reading.errors import BookBusy, BookRefused

pytestmark = needs_calc
TABLES = {f"表{number}": (HEADERS, ROWS) for number in range(6)}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[xlwings.Book]:
    app = shared_app()
    with watched(app):
        yield app.books.open(written(tmp_path, TABLES, {"分布": [["绿", 1.0], ["红", 2.0]]}))
        for book in list(app.books):
            book.close()


def again(opened: xlwings.Book) -> xlwings.Book:
    """The same workbook, read ahead, as a button's own process would see it for the first time."""
    app, remote = opened.app.impl, opened.impl.remote
    app.forget(opened.impl.document.uid)
    app.office.read_ahead(remote, ["表3"])
    book = xlwings.Book(impl=app.book_of(remote))
    assert book.impl.document.ahead.take("what nobody asked") is None  # all of it has come by then
    return book


def native(book: xlwings.Book, table: str = "表0") -> Any:
    """The first cell of a table's body as UNO has it: changing it is what somebody at the keyboard does."""
    part = table_parts(book)[table]
    return book.api.Sheets.getByName(part.sheet).getCellByPosition(part.area.left - 1, part.first - 1)


def test_all_tables_cost_no_crossing_of_their_own(opened: xlwings.Book) -> None:
    expected = LiveBook(opened).read(TABLES)
    start = crossings()
    assert LiveBook(opened).read(TABLES) == expected
    without = crossings() - start
    book = again(opened)
    assert book.impl.document.ahead.holds
    start = crossings()
    assert LiveBook(book).read(TABLES) == expected
    assert crossings() - start <= without - 4 * len(TABLES)  # its place, its headers, its body, its sheet; what is left are number formats


def test_where_the_office_has_no_python(opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = LiveBook(opened).read(TABLES)
    monkeypatch.setattr(opened.app.impl.office, "python", None)
    book = again(opened)
    assert book.impl.document.ahead.holds
    assert LiveBook(book).read(TABLES) == expected


def test_who_looks_again_sees_what_is_there_by_then(opened: xlwings.Book) -> None:
    cell = native(opened)
    book = again(opened)
    assert book.impl.document.ahead.holds
    cell.setString("另一个")
    assert LiveBook(book).read(["表0"])["表0"].rows[0][0] == ROWS[0][0]
    assert LiveBook(book).read(["表0"])["表0"].rows[0][0] == "另一个"


def test_nothing_outlasts_a_change(opened: xlwings.Book) -> None:
    cell = native(opened)
    book = again(opened)
    assert book.impl.document.ahead.holds
    cell.setString("另一个")
    book.sheets[0]["A1"].value = "改"
    assert not book.impl.document.ahead.holds
    assert LiveBook(book).read(["表0"])["表0"].rows[0][0] == "另一个"


def test_nothing_outlasts_its_time(opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = native(opened)
    monkeypatch.setattr(ahead_module, "LASTING", -math.inf)
    book = again(opened)
    assert not book.impl.document.ahead.holds
    cell.setString("另一个")
    assert LiveBook(book).read(["表0"])["表0"].rows[0][0] == "另一个"


def test_what_was_changed_meanwhile_is_refused(opened: xlwings.Book) -> None:
    """Read ahead or not, a table is looked at again before it is written."""
    cell = native(opened)
    book = LiveBook(again(opened))
    cell.setString("另一个")
    book.replace("表0", HEADERS[:1], [["新"]])
    with pytest.raises(BookRefused, match="在读取之后被改动了"):
        book.commit(None)
    assert cell.getString() == "另一个"


# what a commit looks at, asked at once


def changed(opened: xlwings.Book, share: float = 7.0) -> LiveBook:
    """Two tables and a name are to be written."""
    book = LiveBook(opened)
    book.replace("表0", HEADERS[:1], [[f"新{share}"]])
    book.append("表1", HEADERS[:1], [["又一"]])
    book.put({"分布": [["绿", share], ["红", 8.0]]})
    return book


def by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a host that can't be asked for all at once."""
    monkeypatch.delattr(Book, "foretell")


def test_the_checks_before_a_commit_are_one_crossing(opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, asked = Office.ask, list[str]()

    def noted(office: Office, function: Any, *arguments: Any) -> Any:
        asked.append(function.__name__)
        return ask(office, function, *arguments)

    def checks(share: float) -> Counter[str]:
        book = changed(opened, share)
        assert book.differs()
        asked.clear()
        assert book.commit(None)
        return Counter(asked[: asked.index("put_cells")])

    monkeypatch.setattr(Office, "ask", noted)
    assert checks(7.0) == {"spreadsheets": 3, "settle": 1, "standing": 1, "peek": 1}  # that one for the cells below a table that grows
    by_themselves(monkeypatch)
    alone = checks(9.0)
    assert [alone[name] for name in ("standing", "tables", "merged", "peek")] == [0, 2, 3, 5]


@pytest.mark.parametrize("asked_at_once", [True, False])
@pytest.mark.parametrize(
    ("what", "do", "reason"),
    [
        ("a body", lambda cell: cell.setString("另一个"), "在读取之后被改动了"),
        ("a number that reads like the text", lambda cell: cell.setFormula("=1+1"), "在读取之后被改动了"),
        ("a header", lambda cell: header_of(cell).setString("改名"), "在读取之后被改动了"),
        ("its sheet's name", lambda cell: setattr(cell.Spreadsheet, "Name", "改名"), "在读取之后被改动了"),
        ("a merged cell", lambda cell: row_of(cell).merge(True), "是合并单元格"),
        ("its protection", lambda cell: cell.Spreadsheet.protect("x"), "写不进去"),
    ],
)
def test_what_stands_in_the_way_is_seen_either_way(
    opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch, what: str, do: Any, reason: str, asked_at_once: bool
) -> None:
    if not asked_at_once:
        by_themselves(monkeypatch)
    book, cell = changed(opened), native(opened)
    assert book.differs(), what
    do(cell)
    with pytest.raises(BookRefused, match=reason):
        book.commit(None)
    assert LiveBook(opened).read(["表1"])["表1"].rows[0][0] == ROWS[0][0]


def header_of(cell: Any) -> Any:
    at = cell.CellAddress
    return cell.Spreadsheet.getCellByPosition(at.Column, at.Row - 1)


def row_of(cell: Any) -> Any:
    at = cell.CellAddress
    return cell.Spreadsheet.getCellRangeByPosition(at.Column, at.Row, at.Column + 1, at.Row)


def test_a_row_that_comes_while_tables_are_read_is_not_lost(opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are asked for first, cells by groups afterwards: somebody may insert a row between."""
    ask, first = Office.ask, native(opened, "表1")
    pending = [lambda: first.Spreadsheet.Rows.insertByIndex(first.CellAddress.Row + 1, 1)]

    def slow(office: Office, function: Any, *arguments: Any) -> Any:
        while function is inside.blocks and pending:
            pending.pop()()
        return ask(office, function, *arguments)

    monkeypatch.setattr(Office, "ask", slow)
    book = LiveBook(again(opened))
    assert len(book.read(["表1"])["表1"].rows) == len(ROWS)
    assert not pending
    book.replace("表0", HEADERS[:1], [["新"]])
    with pytest.raises(BookRefused, match="表“表1”在读取之后被改动了，没有写入"):
        book.commit(None)
    assert native(opened).getString() == ROWS[0][0]
    assert len(LiveBook(opened).read(["表1"])["表1"].rows) == len(ROWS) + 1


def test_what_was_only_read_may_be_edited(opened: xlwings.Book) -> None:
    book = LiveBook(opened)
    book.read(["表1"])
    book.replace("表0", HEADERS[:1], [["新"]])
    native(opened, "表1").setString("另一个")
    assert book.commit(None)


def test_a_sheet_that_has_gone_is_told_of(opened: xlwings.Book) -> None:
    book = changed(opened)
    assert book.differs()
    opened.api.Sheets.removeByName(native(opened).Spreadsheet.Name)
    with pytest.raises(BookRefused, match="在读取之后被改动了"):
        book.commit(None)


def test_a_formula_that_shows_something_else_stands_in_nobodys_way(opened: xlwings.Book) -> None:
    cell = native(opened)
    below = cell.Spreadsheet.getCellByPosition(cell.CellAddress.Column + len(HEADERS) - 1, cell.CellAddress.Row)
    outside = cell.Spreadsheet.getCellByPosition(cell.CellAddress.Column + len(HEADERS) + 5, 0)
    below.setFormula(f"={outside.AbsoluteName.rpartition('.')[2]}")
    book = changed(opened)
    assert book.differs()
    outside.setValue(5)
    assert book.commit(None)
    assert below.getValue() == 5


def test_a_sheet_keeps_its_identity(opened: xlwings.Book) -> None:
    """Known by its name alone it is the same sheet as any other, and follows a new name."""
    book = again(opened)
    assert book.impl.document.ahead.holds
    first, same = book.sheets[0], book.sheets[0]
    name = first.name
    first.name = "新名"
    assert (same.name, next(sheet.name for sheet in book.sheets)) == ("新名", "新名")
    assert "新名" in book.sheets
    assert name not in book.sheets
    assert same["A1"].value == book.sheets["新名"]["A1"].value
    same.delete()
    assert "新名" not in book.sheets


def test_what_can_not_be_read_is_left_to_who_asks(opened: xlwings.Book) -> None:
    def gone(_: object) -> str:
        raise BookBusy("gone")

    found = ahead_module.Ahead(gone)
    assert (found.holds, found.take("tables", opened.sheets[0].name)) == (False, None)


def test_a_part_is_what_the_cells_say_themselves(opened: xlwings.Book) -> None:
    """Days, booleans, errors, formulas and texts, cut out of a page in every way, blanks beyond it too."""
    page = opened.sheets.add("页面", after=opened.sheets[-1])
    rows = [[dt.date(2026, 1, 1), True, 0.5, "=A1+1", "文"], [1.0, "=1/0", None, False, dt.datetime(2026, 1, 2, 9)]] * 3
    page["A1"].value = rows
    for top, left, bottom, right in itertools.product((1, 3), (1, 2, 3), (4, 6, 9), (3, 5, 7)):
        area = Area(top, left, bottom, right)
        expected = read_cells(page, area)
        book = again(opened)
        assert book.impl.document.ahead.holds
        start = crossings()
        values = range_at(book.sheets["页面"], area).options(ndim=2).value
        assert crossings() - start <= 2  # what the errors are, for one formula of them
        assert values == range_at(page, area).options(ndim=2).value
        assert read_cells(again(opened).sheets["页面"], area) == expected
