"""LiveBook in a real Calc: the contract of every Book, refusals, failures, and that it agrees with the closed file."""

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from support import book_contract
from support.book_contract import HEADERS, OURS, ROWS, rows_of
from support.calc_office import needs_calc, processes_with, shared_app, watched
from support.table_workbook import written

from addin.book import Book
from addin.calc import engine
from addin.calc.bridge import crossings
from addin.closed.file_book import FileBook
from addin.live import live_book, writes
from addin.live.cells import from_host
from addin.live.live_book import LiveBook
from addin.live.typed import needs_apostrophe
from macros.check import check
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import Options, silent
from workbook_templates.reading.errors import BookRefused
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY_NAME
from workbook_templates.tables.grid import CellError, Row, Value

pytestmark = needs_calc


@pytest.fixture
def app() -> Iterator[xlwings.App]:
    app = shared_app()
    with watched(app):
        yield app
        for book in list(app.books):
            book.close()


@pytest.fixture
def make(app: xlwings.App, tmp_path: Path) -> book_contract.Make:
    def make_open(tables: book_contract.Tables, names: Mapping[str, Sequence[Row]] | None = None) -> book_contract.Open:
        book = app.books.open(written(tmp_path, tables, names))
        return lambda: LiveBook(book)

    return make_open


@pytest.mark.parametrize("promise", book_contract.CONTRACT, ids=lambda promise: promise.__name__)
def test_contract(promise: Callable[[book_contract.Make], None], make: book_contract.Make) -> None:
    promise(make)


def test_contract_where_the_office_has_no_python(make: book_contract.Make, app: xlwings.App, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `inside` does is then done from here, by more crossings. A third of the promises uses all of it."""
    monkeypatch.setattr(app.impl.office, "python", None)
    for promise in book_contract.CONTRACT[::3]:
        promise(make)


@pytest.fixture
def opened(app: xlwings.App, tmp_path: Path) -> xlwings.Book:
    """A table of three rows at C4:G7 of the first sheet, a name of two by two cells on the second."""
    return app.books.open(written(tmp_path, {"表": (HEADERS, ROWS)}, {"分布": [["绿", 1.0], ["红", 2.0]]}))


def everything(book: xlwings.Book) -> list[Any]:
    """Values, formulas and tables of every sheet."""
    found: list[Any] = []
    for sheet in book.sheets:
        used = sheet.range((1, 1), (40, 12))
        found += [
            used.options(err_to_str=True).value,
            used.formula,
            sheet.page_setup.print_area,
            [(table.name, table.range.address) for table in sheet.tables],
        ]
    return found


def test_is_a_book(opened: xlwings.Book) -> None:
    book: Book = LiveBook(opened)
    assert book.path == Path(opened.fullname)


# values both ways


COERCED = (
    *("=1+1", "=", "+86", "-1", "@x", "'引号", "''", "#N/A", "#DIV/0!", "TRUE", "false", " True "),
    *("007", "1", "-0.5", "1e5", "1E+05", "1,234", "5%", "(5)", "￥5", "$5", "5元", "½", "１２", "1/2", "1 1/2", "3.", ".5"),
    *("2024-01-01", "2025/1/2", "2025.1.2", "1-2", "3月1日", "2025年3月", "2025年3月1日", "二〇二五年三月一日", "三月一日"),
    *("Jan 5", "5 May 2025", "May-25", "10:30", "上午9:00", "9:00 AM", "9时30分", "10:30:15.5", "9:30 p", " 5 ", "5\t", "１：３０"),
)
"""Texts that Excel, in one language or another, would turn into numbers, dates, booleans, errors or formulas."""

UNHARMED = (
    "A001",
    "督办〔2025〕1号",
    "2025年第1批",
    "一张图",
    "第3项",
    "修路",
    "NA",
    "真",
    "http://a.b",
    "Mayor 5",
    "1号线",
    "<b>&amp;",
    "三",
    "一",
)
"""Texts that arrive as they are, so that no apostrophe shows in the formula bar."""


@pytest.mark.parametrize("text", COERCED)
def test_a_text_that_excel_would_read_gets_its_apostrophe(text: str) -> None:
    assert needs_apostrophe(text)


@pytest.mark.parametrize("text", UNHARMED)
def test_another_text_gets_none(text: str) -> None:
    assert not needs_apostrophe(text)


def test_every_such_text_arrives_as_text(make: book_contract.Make) -> None:
    texts = [*COERCED, *UNHARMED]
    book = make({"表": (("文字",), [[None]])})()
    book.replace("表", ["文字"], [[text] for text in texts])
    assert book.commit(None)
    assert [row[0] for row in rows_of(book)] == texts
    book.replace("表", ["文字"], [[text] for text in texts])
    assert not book.differs()


VALUES: list[Value] = ["字", 1.5, True, False, dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 13, 30, 15), None]
VALUES += [CellError(code) for code in ("#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#REF!", "#VALUE!")]


def test_every_kind_of_value_comes_back(make: book_contract.Make) -> None:
    """In new cells, over texts, and over the same kind."""
    opened = make({"表": (("值",), [[None]])})
    values = [*VALUES, "末"]
    for text in (None, "旧", "#N/A"):
        for wanted in ([text or value for value in values], values):
            book = opened()
            book.replace("表", ["值"], [[value] for value in wanted])
            book.commit(None)
            grid = opened().read(["表"])["表"]
            assert [row[0] for row in grid.rows] == wanted
            assert not grid.formulas


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        pytest.param("", None, id="empty"),
        pytest.param(3, 3.0, id="whole number"),
        pytest.param(Decimal("1.25"), 1.25, id="money"),
        pytest.param(dt.datetime(2024, 2, 29), dt.date(2024, 2, 29), id="midnight"),
        pytest.param(dt.datetime(1899, 12, 30, 12), 0.5, id="time of day"),
    ],
)
def test_what_excel_gives_in_one_form(host: object, ours: Value) -> None:
    assert from_host(host) == ours


def test_percent_and_what_is_shown_are_those_of_the_closed_file(app: xlwings.App, tmp_path: Path) -> None:
    """Also of blank cells whose column is formatted, and of numbers and days among words."""
    path = written(tmp_path, {"督办台账": (["编号", "完成度", "事项", "办理时限"], [[7.0, None, "一", None], [8.0, 0.25, 5.2, None]])})
    made: Any = openpyxl.load_workbook(path)
    sheet = made.worksheets[0]
    sheet["C5"].number_format, sheet["E6"].number_format = "000", "0.00"
    sheet["F6"] = dt.date(2026, 3, 5)
    sheet["F6"].number_format = "m-d"
    sheet.column_dimensions["D"].number_format = "0%"
    sheet["D6"].number_format = "0.00"
    made.save(path)
    told = [book.read(["督办台账"])["督办台账"] for book in (LiveBook(app.books.open(path)), FileBook(path))]
    assert [grid.percent for grid in told] == [{(0, "完成度")}] * 2
    assert [dict(grid.shown) for grid in told] == [{(0, "编号"): "007", (1, "事项"): "5.20"}] * 2


def test_formulas_percents_and_errors_are_told(opened: xlwings.Book) -> None:
    sheet = opened.sheets[0]
    sheet["G5:G7"].formula = "=E5*2"
    sheet["F7"].formula = "=1/0"
    sheet["E6:E7"].number_format = "0.0%"
    grid = LiveBook(opened).read(["表"])["表"]
    assert grid.formulas == {(0, "备注"), (1, "备注"), (2, "备注"), (2, "截止日期")}
    assert grid.percent == {(1, "完成率"), (2, "完成率")}
    assert grid.rows[2][3:] == (CellError("#DIV/0!"), 0.0)
    assert grid.first_row == 5


# what is refused, and then nothing has changed


def protect(sheet: xlwings.Sheet) -> None:
    sheet.api.protect("")


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        pytest.param(protect, "保护", id="protected"),
        pytest.param(lambda sheet: sheet["C6:D6"].merge(), "C6:D6 是合并单元格", id="merged"),
        pytest.param(lambda sheet: sheet["C8:C9"].merge(), "C8:C9 是合并单元格", id="merged below"),
        pytest.param(lambda sheet: setattr(sheet["D9"], "value", "合计"), "单元格 D9 有内容", id="occupied below"),
        pytest.param(lambda sheet: setattr(sheet["D9"], "formula", '=""'), "单元格 D9 有内容", id="a formula below"),
        pytest.param(lambda sheet: setattr(sheet["E6"], "formula", "=1+1"), "单元格 E6 是公式", id="formula in the target"),
        pytest.param(lambda sheet: sheet.tables.add(sheet["B9:D10"], name="别的"), "下方的表“别的”", id="another table below"),
        pytest.param(lambda sheet: setattr(sheet.tables["表"], "show_totals", True), "汇总行", id="totals"),
    ],
)
def test_refused(opened: xlwings.Book, spoil: Callable[[xlwings.Sheet], object], text: str, tmp_path: Path) -> None:
    spoil(opened.sheets[0])
    before = everything(opened)
    book = LiveBook(opened)
    book.replace("表", OURS, [[f"N{index}", "事", 0.5, None] for index in range(8)])
    book.put({"分布": [["黄", 3.0], ["灰", 4.0]]})
    with pytest.raises(BookRefused, match=text):
        book.commit(tmp_path / "备份" / "账.xlsx")
    assert everything(opened) == before
    assert not (tmp_path / "备份").exists()
    assert opened.app.screen_updating


@pytest.mark.parametrize(
    "meddle",
    [
        pytest.param(lambda sheet: setattr(sheet["G6"], "value", "用户刚写的"), id="a cell"),
        pytest.param(lambda sheet: sheet["6:6"].insert("down"), id="a row inserted"),
        pytest.param(lambda sheet: sheet["1:1"].insert("down"), id="moved down"),
        pytest.param(lambda sheet: setattr(sheet["E6"], "formula", "=1/1"), id="a value is a formula now"),
        pytest.param(lambda sheet: setattr(sheet["G4"], "value", "别名"), id="a header"),
    ],
)
def test_changed_since_read_is_refused_and_works_the_second_time(opened: xlwings.Book, meddle: Callable[[xlwings.Sheet], object]) -> None:
    book = LiveBook(opened)
    book.read(["表"])
    meddle(opened.sheets[0])
    before = everything(opened)
    book.update("表", {(2, "事项"): "改"})
    with pytest.raises(BookRefused, match="再运行一次"):
        book.commit(None)
    assert everything(opened) == before
    book.update("表", {(2, "事项"): "改"})
    assert book.commit(None)


def test_a_formula_that_shows_something_else_is_no_change(opened: xlwings.Book) -> None:
    opened.sheets[0]["G5:G7"].formula = "=$K$1"
    book = LiveBook(opened)
    book.read(["表"])
    opened.sheets[0]["K1"].value = 5
    book.update("表", {(2, "事项"): "改"})
    assert book.commit(None)


# how it is written


def test_new_rows_look_like_the_last_and_go_on_with_the_users_formulas(opened: xlwings.Book) -> None:
    sheet = opened.sheets[0]
    sheet["G5:G7"].formula = "=E5*2"
    sheet["E7"].number_format = "0.0%"
    sheet["C7:G7"].color = (255, 230, 153)
    book = LiveBook(opened)
    book.append("表", OURS, [[f"N{index}", "事", 0.25, None] for index in range(3)])
    assert book.commit(None)
    assert sheet["E8:E10"].number_format == "0.0%"
    assert sheet["C8:G10"].color == (255, 230, 153)
    assert [sheet[f"G{row}"].formula for row in (8, 9, 10)] == ["=E8*2", "=E9*2", "=E10*2"]
    assert sheet["G10"].value == 0.5
    assert sheet.tables["表"].range.address == "$C$4:$G$10"


def test_new_rows_grow_with_their_texts(opened: xlwings.Book) -> None:
    sheet = opened.sheets[0]
    sheet["D5:D7"].wrap_text = True
    book = LiveBook(opened)
    book.append("表", ["编号", "事项"], [["010", "短"], ["011", "一段很长的话，一行放不下" * 3]])
    assert book.commit(None)
    assert (sheet["D9"].row_height or 0) > 2 * (sheet["D8"].row_height or 100)


def test_filters_of_results_go_and_the_users_stay(opened: xlwings.Book) -> None:
    sheet = opened.sheets[0]
    table = sheet.tables["表"]
    table.autofilter.apply_values(1, ["007"])
    book = LiveBook(opened)
    book.append("表", ["编号"], [["010"]])
    assert book.commit(None)
    assert [criterion.values for criterion in table.autofilter.criteria if criterion.type != "none"] == [["007"]]
    assert [sheet[f"{row}:{row}"].rows.hidden for row in (5, 6, 7, 8)] == [False, True, True, True]
    book.replace("表", ["编号"], [["1"], ["2"]])
    assert book.commit(None)
    assert [criterion for criterion in table.autofilter.criteria if criterion.type != "none"] == []
    assert sheet["4:8"].rows.hidden is False


def test_a_print_area_follows_the_table(opened: xlwings.Book) -> None:
    setup = opened.sheets[0].page_setup
    setup.print_area = "B2:H7"
    book = LiveBook(opened)
    book.append("表", ["编号"], [["010"], ["011"]])
    assert book.commit(None)
    assert setup.print_area == "$B$2:$H$9"


def test_it_is_backed_up_and_not_saved(opened: xlwings.Book, tmp_path: Path) -> None:
    saved = Path(opened.fullname).read_bytes()
    book = LiveBook(opened)
    book.update("表", {(0, "编号"): "改"})
    assert book.commit(tmp_path / "归档" / "备份" / "账_20250131-093000.xlsx")
    assert (tmp_path / "归档" / "备份" / "账_20250131-093000.xlsx").read_bytes() == saved == Path(opened.fullname).read_bytes()
    assert opened.sheets[0]["C5"].value == "改"


def test_a_workbook_that_was_never_saved_has_no_backup(app: xlwings.App, tmp_path: Path) -> None:
    new = app.books.add()
    new.sheets[0]["A1"].value = [["编号", "事项"], ["1", "旧"]]
    new.sheets[0].tables.add(new.sheets[0]["A1:B2"], name="表")
    book = LiveBook(new)
    book.update("表", {(0, "事项"): "新"})
    assert book.commit(tmp_path / "备份" / "账.xlsx")
    assert not (tmp_path / "备份").exists()


STAGES: list[Callable[[Book], object]] = [
    lambda book: book.replace("表", OURS, [["N", "事", True, dt.date(2025, 1, 1)]] * 9),
    lambda book: book.replace("表", OURS, [["N", "事", 0.1, None]]),
    lambda book: book.append("表", ["编号", "截止日期"], [["010", dt.date(2025, 1, 1)]] * 3),
    lambda book: book.update("表", {(0, "编号"): "改", (1, "备注"): "改", (2, "完成率"): 0.9}),
]


@pytest.mark.parametrize("stage", STAGES, ids=["more rows", "fewer rows", "appended", "updated"])
def test_a_failure_in_the_middle_puts_everything_back(
    opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch, stage: Callable[[Book], object]
) -> None:
    """Each step fails once when it is done, until there is none left to fail."""
    opened.sheets[0].tables["表"].autofilter.apply_values(1, ["007"])
    opened.sheets[0].page_setup.print_area = "B2:H7"
    before = everything(opened)
    steps = live_book.steps_of
    for failing in range(30):
        number = itertools.count()

        def broken(do: Callable[[], object], number: Iterator[int] = number, failing: int = failing) -> None:
            do()
            if next(number) == failing:
                raise OSError("磁盘")

        monkeypatch.setattr(live_book, "steps_of", lambda write: ((lambda do=do: broken(do), back) for do, back in steps(write)))
        book = LiveBook(opened)
        stage(book)
        book.put({"分布": [["黄", 3.0], ["灰", 4.0]]})
        with suppress(BookRefused):
            assert book.commit(None)
            break
        assert opened.app.screen_updating
        assert everything(opened) == before, failing
    assert failing >= 2
    assert everything(opened) != before


def test_a_failed_way_back_is_said(opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: writes.BlockWrite) -> None:
        raise OSError("磁盘")

    monkeypatch.setattr(writes.BlockWrite, "write", failing)
    monkeypatch.setattr(writes.BlockWrite, "put_back", failing)
    book = LiveBook(opened)
    book.update("表", {(0, "编号"): "改"})
    with pytest.raises(BookRefused, match="不要保存"):
        book.commit(None)


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize(("screen", "calculation"), [(True, "automatic"), (False, "manual")])
def test_the_screen_stands_still_meanwhile(
    opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch, screen: bool, calculation: str, fails: bool
) -> None:
    seen: list[Any] = []
    write, app = writes.BlockWrite.write, opened.app

    def watching(block: writes.BlockWrite) -> None:
        seen.append((app.screen_updating, app.calculation))
        write(block)
        if fails:
            raise OSError("磁盘")

    monkeypatch.setattr(writes.BlockWrite, "write", watching)
    app.screen_updating, app.calculation = screen, calculation
    book = LiveBook(opened)
    book.update("表", {(0, "编号"): "改"})
    with pytest.raises(BookRefused) if fails else nullcontext():
        assert book.commit(None)
    found = app.screen_updating, app.calculation
    app.screen_updating, app.calculation = True, "automatic"
    assert seen == [(False, "manual")]
    assert found == (screen, calculation)


def test_formulas_that_read_a_result_are_computed_after_a_commit(opened: xlwings.Book) -> None:
    sheet = opened.sheets[0]
    sheet["K1"].formula = "=SUM(E5:E7)"
    book = LiveBook(opened)
    book.update("表", {(2, "完成率"): 0.25})
    assert book.commit(None)
    assert sheet["K1"].value == 1.75


def test_notes_stay_where_they_are(opened: xlwings.Book) -> None:
    sheet = opened.sheets[0]
    for cell in ("C5", "C7", "G7"):
        sheet[cell].add_note(f"批注 {cell}")
    book = LiveBook(opened)
    book.replace("表", OURS, [[f"N{index}", "事", 0.25, None] for index in range(6)])
    assert book.commit(None)
    assert [cell for cell in ("C5", "C6", "C7", "C8", "C9", "C10", "G7", "G8") if sheet[cell].note] == ["C5", "C7", "G7"]


def test_a_formula_typed_meanwhile_is_seen_when_more_is_put(opened: xlwings.Book) -> None:
    """The sheet is read again as far as the second name reaches, so the first is compared again too."""
    sheet = opened.sheets["名称"]
    opened.names.add("另", "=名称!$E$9:$E$9")
    book = LiveBook(opened)
    book.put({"分布": [["绿", 7.0], ["红", 8.0]]})
    assert book.differs()
    place = opened.names["分布"].refers_to_range
    place[0, 1].formula = "=1+1"
    book.put({"另": "新"})
    with pytest.raises(BookRefused, match="是公式，程序不会覆盖公式"):
        book.commit(None)
    assert (place[0, 1].formula, sheet["E9"].value) == ("=1+1", None)


# costs


def test_a_commit_costs_the_same_number_of_crossings_whatever_its_size(make: book_contract.Make) -> None:
    """Every third row changes, and as many rows again come; one crossing per cell would be thousands."""

    def cost(rows: int) -> int:
        old: list[list[Value]] = [[f"{index:03d}", "事", index / 7, dt.date(2025, 1, 1), "我的话"] for index in range(rows)]
        book = make({"表": (HEADERS, old)}, {"分布": [["绿", 1.0]] * rows})()
        book.replace("表", OURS, [["改" if index % 3 else f"{index:03d}", "事", index / 5, None] for index in range(2 * rows)])
        book.put({"分布": [["红" if index % 3 else "绿", 2.0] for index in range(rows)]})
        start = crossings()
        assert book.commit(None)
        return crossings() - start

    cost(60)
    small, large = cost(60), cost(900)
    print(f"a commit {small} crossings, a large one {large}")
    assert large <= small * 1.3 < 250


def test_nothing_is_left_running(tmp_path: Path) -> None:
    app = engine.start()
    pipe = app.impl.office.pipe
    with watched(app):
        book = LiveBook(app.books.open(written(tmp_path, {"表": (HEADERS, ROWS)})))
        book.update("表", {(0, "编号"): "改"})
        assert book.commit(None)
        engine.stop(app)
    assert processes_with(pipe) == []


# the sample company


OPTIONS = Options(dt.datetime(2026, 12, 31, 12), "测试员", dt.date(2026, 12, 31))
RESULTS = ("亮灯", "得失分", "数据检查")


def test_the_sample_company_gives_cell_for_cell_what_its_file_gives(app: xlwings.App, tmp_path: Path) -> None:
    made = create(tmp_path / "示范", sample_rows(), COMPANY_NAME, OPTIONS, silent)
    (tmp_path / "同样").mkdir()
    twin = Path(shutil.copy(made, tmp_path / "同样" / made.name))
    saved = made.read_bytes()
    opened = app.books.open(made)
    live = LiveBook(opened)
    assert live.tables() == FileBook(twin).tables()
    assert live.read(live.tables()) == FileBook(twin).read(live.tables())
    on_file = refresh(FileBook(twin), OPTIONS, silent)

    before = crossings()
    while_open = refresh(LiveBook(opened), OPTIONS, silent)
    print(f"the first refresh in Calc: {crossings() - before} crossings")
    assert (while_open.figures, while_open.messages) == (on_file.figures, on_file.messages)
    assert made.read_bytes() == saved

    file, live = FileBook(twin), LiveBook(opened)
    every = file.tables()
    assert {"亮灯", "得失分", "数据检查"} <= set(every)
    assert {name: list(grid.rows) for name, grid in live.read(every).items()} == {
        name: list(grid.rows) for name, grid in file.read(every).items()
    }
    assert all(live.read([name])[name].rows for name in RESULTS)
    shown = dashboard(opened)
    opened.close()
    opened = app.books.open(twin)
    assert shown == dashboard(opened)

    before = crossings()
    assert not refresh(LiveBook(opened), OPTIONS, silent).figures["改动"]
    print(f"a refresh that changes nothing: {crossings() - before} crossings")
    assert crossings() - before < 15 * len(every)  # a few for each table, whatever it holds
    assert check(LiveBook(opened), OPTIONS, silent).figures == check(FileBook(twin), OPTIONS, silent).figures


def dashboard(book: xlwings.Book) -> dict[str, Any]:
    """Every name of 操作台 with what its cells show."""
    found = {name.name: name.refers_to_range.options(ndim=2).value for name in book.names if name.name.startswith("台_")}
    assert found
    return found


def test_remarks_beside_a_result_go_with_unique_keys_and_the_others_are_named(make: book_contract.Make) -> None:
    opened = make({"亮灯": (("编号", "灯", "批注", "灯 "), [[key, "绿灯", f"注{key}{at}", key] for at, key in enumerate("ABBCD")])})
    book = opened()
    book.replace("亮灯", ["编号", "灯"], [[key, "红灯"] for key in "DBBXA"])
    (stays,) = book.stays()
    assert (stays.doubled, stays.gone, stays.with_formulas) == (("B",), 1, ())
    assert book.commit(None)
    rows = [list(row) for row in opened().read(["亮灯"])["亮灯"].rows]
    assert [row[2:] for row in rows] == [["注D4", "D"], ["注B1", "B"], ["注B2", "B"], [None, None], ["注A0", "A"]]
    assert [row[1] for row in rows] == ["红灯"] * 5
