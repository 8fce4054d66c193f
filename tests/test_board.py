"""实时看板: what a refresh puts beside its formulas is what they give, and stays there; what LibreOffice makes of the page."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import tools
from support.calling_book import Book as Calling
from support.calling_book import raw
from support.digests import digest
from support.udf_host import Call, dispatcher

from addin.closed.contents import contents
from addin.closed.file_book import FileBook
from addin.closed.package import Package
from addin.closed.sheet_scan import formula_cells
from macros.refresh import refresh
from macros.steps.report import Options, silent
from udfs import calling_workbook
from udfs.pages.live_board import BoardAsks, results
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.master.board_formulas import CUT_OFF, FORMULAS, HEADER, ITEMS, LEFT, LIST, LIVE, RANKING, SHEET, SIZES, STOPPED
from workbook_templates.master.master import write_master
from workbook_templates.reading.parse import parse
from workbook_templates.sample import sample_rows
from workbook_templates.sheets.option_lists import absolute
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import NOT_COMPUTED, Block, CellError, Grid, Value

DAY = dt.date(2026, 5, 17)
OPTIONS = Options(dt.datetime(2026, 12, 31, 9), "测试员", DAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, refreshed."""
    path = tmp_path_factory.mktemp("看板") / "督办总台账.xlsm"
    write_master(path, sample_rows(), company="示范供电公司", year=2026)
    refresh(FileBook(path), OPTIONS, silent)
    return path


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / made.name))


@pytest.fixture(scope="module")
def call() -> Iterator[Call]:
    with dispatcher() as made:
        yield made


def shown(path: Path, name: str) -> list[list[Value]]:
    return [list(row) for row in FileBook(path).shown([name])[name]]


def column(path: Path, header: str) -> list[Value]:
    return [row[LIST.index(header)] for row in shown(path, "看板_亮灯")[1:]]


def put(path: Path, **cells: Value) -> None:
    target = FileBook(path)
    target.put({f"看板_{name}": value for name, value in cells.items()})
    target.commit(None)


# the functions themselves, by xlwings' dispatcher, and the page


@pytest.mark.parametrize(
    "asked",
    [{}, {"绿灯下限": 95.0, "黄灯下限": 0.7, "绿灯含下限": "是"}, {"期间": "2026Q1", "基准日": dt.date(2026, 4, 20)}, {"期间": "去年"}],
)
def test_the_page_holds_what_the_functions_give(asked: dict[str, Any], book: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    put(book, **asked)
    refresh(FileBook(book), OPTIONS, silent)
    grids = FileBook(book).read(TABLES)
    calling = Calling("账", **{name: [*grid.rows] for name, grid in grids.items() if name not in ("参数",)})
    calling.tables["参数"] = [("基准日", dt.datetime(2026, 5, 17), None, None)]
    for name in grids:
        calling.formats[name] = {place: "0%" for place, one in enumerate(TABLES[name].columns) if one.kind == "rate"}
    monkeypatch.setattr(calling_workbook, "caller", lambda: calling)
    given = {name: raw(grids[name]) for name in ("部门", "督办台账", "阶段目标", "变更记录", "反馈记录")}
    day, period = asked.get("基准日"), asked.get("期间")
    status = call("DB_STATUS", given["督办台账"], given["阶段目标"], given["变更记录"], day, shape=SIZES["看板_亮灯"][2:])
    assert cells(shown(book, "看板_亮灯")) == cells(status)
    board = call("DB_SCOREBOARD", *given.values(), period, day, shape=SIZES["看板_排名"][2:])
    assert cells(shown(book, "看板_排名")) == cells(board)
    completions = tuple((row[LIST.index("亮灯完成度")],) for row in status[1:])
    trial = call("DB_LIGHT", completions, *(asked.get(name) for name in ("绿灯下限", "黄灯下限", "绿灯含下限")))
    assert cells(shown(book, "看板_试算灯")) == cells(trial)


def cells(block: Any) -> list[list[Any]]:
    """As a cell shows it."""
    plain = {"": None, True: 1.0}
    return [[v.date() if isinstance(v, dt.datetime) else float(v) if type(v) is int else plain.get(v, v) for v in row] for row in block]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((1, 1), "基准日：“昨天”不是日期"), ((2, 3), [["基准日：“昨天”不是日期", "", ""], ["", "", ""]])],
)
def test_a_message_stands_in_the_first_cell_alone(call: Call, shape: tuple[int, int], expected: object) -> None:
    table = (("编号", "事项", "来源", "类别", "级别", "主责部门", "责任人", "办理时限", "状态"),)
    assert call("DB_STATUS", table, None, None, "昨天", shape=shape) == expected


def test_what_does_not_fit_is_left_to_excel(call: Call) -> None:
    """A result larger than the array is cut by Excel itself: nothing is taken away here."""
    filling = call.functions.cell_function.__globals__["filling"]  # type: ignore[attr-defined]
    place = type("Cells", (), {"shape": (2, 2)})()
    assert filling(place, [["一", "二", "三"], [1, 2, 3], [4, 5, 6]]) == [["一", "二", "三"], [1, 2, 3], [4, 5, 6]]
    assert filling(place, [["一"]]) == [["一", ""], ["", ""]]
    assert filling(None, "字") == "字"


# the rule over made-up items


def page(asked: BoardAsks, *rates: float | None) -> dict[str, Block]:
    """The page over items without stages, each with this 完成度 and due."""
    headers = TABLES["督办台账"].headers
    given = {"事项": "事", "来源": "其他", "类别": "日常", "级别": "部门级", "主责部门": "甲", "责任人": "张三", "状态": "办理"}
    days = {"下达日期": dt.date(2026, 1, 5), "办理时限": dt.date(2026, 3, 1)}
    rows = [{**given, **days, "编号": str(place), "完成度": rate} for place, rate in enumerate(rates, 1)]
    lines = [tuple(row.get(header) for header in headers) for row in rows]
    percent = frozenset((at, "完成度") for at in range(len(lines)))
    grids = {name: Grid(name, 4, TABLES[name].headers, default_rows(name)) for name in ("亮灯规则", "考核权重")}
    grids["督办台账"] = Grid("督办台账", 4, headers, lines, percent)
    grids["部门"] = Grid("部门", 4, TABLES["部门"].headers, [("甲", "基层", *[None] * (len(TABLES["部门"].headers) - 2))])
    tables, _ = parse(grids)

    def judged(period: Any, day: dt.date | None) -> Judgement:
        return judge(tables, day or dt.date(2026, 3, 31), Calendar(), period)

    return results(asked, tables.light_bounds, judged)


@pytest.mark.parametrize(
    ("asked", "trial", "counts", "would_change"),
    [
        (BoardAsks(), ["绿灯", "黄灯", "黄灯", "红灯", "红灯"], [1, 2, 2], 0),
        (BoardAsks(green=85.0), ["黄灯", "黄灯", "黄灯", "红灯", "红灯"], [0, 3, 2], 1),
        (BoardAsks(green=0.8, included="是"), ["绿灯", "绿灯", "黄灯", "红灯", "红灯"], [2, 1, 2], 1),
        (BoardAsks(yellow=50.0), ["绿灯", "黄灯", "黄灯", "黄灯", "红灯"], [1, 3, 1], 1),
        (BoardAsks(green=50.0, yellow=40.0), ["绿灯", "绿灯", "绿灯", "绿灯", "红灯"], [4, 0, 1], 3),
    ],
)
def test_bounds_on_trial(asked: BoardAsks, trial: list[str], counts: list[int], would_change: int) -> None:
    """81, 80, 60, 59 and no percent, by 亮灯规则 green above 80 and yellow from 60."""
    made = page(asked, 0.81, 0.8, 0.6, 0.59, None)
    assert [row[0] for row in made["看板_试算灯"]] == [*trial, *[None] * (ITEMS - 5)]
    assert made["看板_现在"] == [[1.0, 2.0, 2.0]]
    assert made["看板_试算"] == [counts]
    assert made["看板_会变"] == [[would_change]]
    assert made["看板_状态"] == [[LIVE]]


def test_switched_off_the_page_is_blank_and_says_so() -> None:
    for switch in ("关", None):
        made = page(BoardAsks(switch), 0.81)
        assert made["看板_状态"] == [[STOPPED]]
        assert {value for name, block in made.items() if name != "看板_状态" for row in block for value in row} == {None}


@pytest.mark.parametrize(
    ("asked", "name", "text"),
    [
        (BoardAsks(day="昨天"), "看板_亮灯", "基准日：“昨天”不是日期"),
        (BoardAsks(period="明年"), "看板_排名", "期间：“明年”不是期间"),
        (BoardAsks(green="高"), "看板_试算灯", "绿灯下限：“高”不是数字"),
        (BoardAsks(day=CellError("#N/A")), "看板_排名", "基准日：错误值 #N/A"),
    ],
)
def test_a_bad_cell_of_the_clerks_is_told_in_the_first_cell(asked: BoardAsks, name: str, text: str) -> None:
    made = page(asked, 0.81)
    assert made[name][0][0] == text
    assert {name: (len(block), len(block[0])) for name, block in made.items()} == {name: SIZES[name][2:] for name in FORMULAS}


def test_more_items_than_lines() -> None:
    made = page(BoardAsks(), *[0.9] * (ITEMS + 3))
    assert made["看板_亮灯"][-1][0] == str(ITEMS)
    assert made["看板_现在"] == [[float(ITEMS), 0.0, 0.0]]


def test_columns_are_those_of_the_functions() -> None:
    made = page(BoardAsks(), 0.9)
    assert tuple(made["看板_亮灯"][0]) == LIST == TABLES["亮灯"].headers
    assert tuple(made["看板_排名"][0]) == RANKING
    assert {*RANKING} <= {*TABLES["部门成绩"].headers}


# in the file


def test_formulas_stay_and_results_stand_beside_them(book: Path) -> None:
    there = {cell.text: cell for cell in formula_cells(SHEET, sheet_xml(book))}
    assert set(there) == set(FORMULAS.values())
    assert all(cell.computed for cell in there.values())
    other = openpyxl.load_workbook(book, read_only=True, data_only=True)[SHEET]
    (row,) = other.iter_rows(HEADER + 2, HEADER + 2, LEFT + 1, LEFT + len(LIST), values_only=True)
    first = dict(zip(LIST, row, strict=True))
    assert (first["编号"], first["主责部门"], first["完成度"]) == ("2026-0001", "运检部", 1)
    lights = FileBook(book).read(["亮灯"])["亮灯"].rows
    assert [tuple(row) for row in shown(book, "看板_亮灯")[1 : 1 + len(lights)]] == [tuple(row) for row in lights]


def sheet_xml(path: Path, sheet: str = SHEET) -> bytes:
    return Package(path.read_bytes()).plain(sheet_part(path, sheet))


def calculates_on_load(path: Path) -> bool:
    return b'fullCalcOnLoad="1"' in Package(path.read_bytes()).read("xl/workbook.xml")


def test_twice_is_once(book: Path) -> None:
    before = digest(book)
    assert refresh(FileBook(book), OPTIONS, silent).figures["改动"] is False
    assert digest(book) == before
    assert not calculates_on_load(book)


def test_what_changes_in_the_ledger_shows_after_the_next_refresh(book: Path) -> None:
    before = shown(book, "看板_亮灯")
    grid = FileBook(book).read(["督办台账"])["督办台账"]
    target = FileBook(book)
    target.update("督办台账", {(0, "事项"): "换了名字的事项"})
    target.commit(None)
    assert shown(book, "看板_亮灯") == before  # as 亮灯 itself: of the last refresh
    assert not calculates_on_load(book)
    refresh(FileBook(book), OPTIONS, silent)
    assert column(book, "事项")[0] == "换了名字的事项" != grid.rows[0][grid.headers.index("事项")]


def test_a_formula_of_the_users_that_reads_the_page_is_computed_anew(book: Path) -> None:
    cell = absolute(HEADER + 1, LEFT + LIST.index("事项"))
    with_formula(book, "操作台", "AZ1", f"{SHEET}!{cell}", "旧的")
    target = FileBook(book)
    target.update("督办台账", {(0, "事项"): "换了名字的事项"})
    target.commit(None)
    assert b"<v>" in formula_at(book)
    refresh(FileBook(book), OPTIONS, silent)
    assert b"<v>" not in formula_at(book)
    assert calculates_on_load(book)


def with_formula(path: Path, sheet: str, name: str, formula: str, value: str) -> None:
    """A formula of the user's, with its value, at the end of the first row of a sheet."""
    made = f'<c r="{name}" t="str"><f>{formula}</f><v>{value}</v></c>'.encode()
    with_part(path, sheet_part(path, sheet), lambda xml: xml.replace(b"</row>", made + b"</row>", 1))


def with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    package = Package(path.read_bytes())
    package.change(part, change(package.read(part)))
    path.write_bytes(b"".join(package.written()))


def sheet_part(path: Path, sheet: str) -> str:
    return contents(Package(path.read_bytes())).sheets[sheet]


def formula_at(path: Path) -> bytes:
    xml = sheet_xml(path, "操作台")
    start = xml.index(b'<c r="AZ1"')
    return xml[start : xml.index(b"</c>", start)]


def test_a_formula_that_the_office_has_changed_is_left_to_excel(book: Path) -> None:
    with_part(book, sheet_part(book, SHEET), lambda xml: xml.replace("看板_基准日),".encode(), b"A1),"))
    before = shown(book, "看板_试算灯")
    target = FileBook(book)
    target.update("督办台账", {(0, "完成度"): 0.1})
    target.commit(None)
    assert shown(book, "看板_亮灯")[0][0] == CellError(NOT_COMPUTED)  # rather no figure than an old one
    assert shown(book, "看板_试算灯") == before
    report = refresh(FileBook(book), OPTIONS, silent)
    assert report.figures["改动"] is True
    assert calculates_on_load(book)


def test_a_page_that_is_gone_or_turned_into_values_stops_nothing(book: Path) -> None:
    with_part(book, sheet_part(book, SHEET), without_formulas)
    before = shown(book, "看板_亮灯")
    target = FileBook(book)
    target.update("督办台账", {(0, "事项"): "换了名字的事项"})
    target.commit(None)
    refresh(FileBook(book), OPTIONS, silent)
    assert shown(book, "看板_亮灯") == before  # the office's own values now
    with_part(book, "xl/workbook.xml", lambda xml: xml.decode().replace('name="看板_截至"', 'name="看板_别的"').encode())
    assert refresh(FileBook(book), OPTIONS, silent).figures["改动"] is False


def without_formulas(xml: bytes) -> bytes:
    return re.sub(rb'<f t="array"[^>]*>[^<]*</f>', b"", xml)


TEXTS = (" 前后 有空 ", "_x0041_", "多\n行", "<b>&amp;\"'", "=1+1", "#N/A", "𠀀", "x" * 2000)


def test_any_text_of_the_ledger_comes_back_from_the_page(book: Path) -> None:
    target = FileBook(book)
    target.update("督办台账", {(row, "事项"): text for row, text in enumerate(TEXTS)})
    target.commit(None)
    refresh(FileBook(book), OPTIONS, silent)
    lights = FileBook(book).read(["亮灯"])["亮灯"].rows
    assert column(book, "事项")[: len(TEXTS)] == [row[LIST.index("事项")] for row in lights[: len(TEXTS)]]
    before = digest(book)
    refresh(FileBook(book), OPTIONS, silent)
    assert digest(book) == before


@tools.needs_sdk
def test_the_page_is_sound(book: Path) -> None:
    assert tools.sdk_errors(book) == []
    assert tools.repair_errors(book) == []


# in LibreOffice


@tools.needs_office
def test_libreoffice_shows_no_error_and_says_why_the_page_is_blank(book: Path, tmp_path: Path) -> None:
    assert shown(book, "看板_状态") == [[LIVE]]
    after = tools.convert(book, "xlsx", tmp_path / "重算", recalculating=True)
    found = FileBook(after).shown(FORMULAS)
    assert found["看板_状态"] == [[CUT_OFF]]
    assert {value for name, block in found.items() if name != "看板_状态" for row in block for value in row} == {None}


@tools.needs_office
def test_a_workbook_that_libreoffice_has_saved_gets_its_figures_back(book: Path, tmp_path: Path) -> None:
    saved = tools.convert(book, "xlsx", tmp_path / "存过")
    assert {value for row in shown(saved, "看板_亮灯") for value in row} == {None}
    refresh(FileBook(saved), OPTIONS, silent)
    assert shown(saved, "看板_亮灯") == shown(book, "看板_亮灯")
    assert shown(saved, "看板_状态") == [[LIVE]]


@tools.needs_office
def test_libreoffice_counts_as_the_page_does(book: Path, tmp_path: Path) -> None:
    """The plain formulas, over the lists as values."""
    put(book, 绿灯下限=100.0)
    refresh(FileBook(book), OPTIONS, silent)
    with_part(book, sheet_part(book, SHEET), lambda xml: re.sub(rb'<f t="array"[^>]*>[^<]*DB_[^<]*</f>', b"", xml))
    after = tools.convert(book, "xlsx", tmp_path / "重算", recalculating=True)
    names = ["看板_状态", "看板_现在", "看板_试算", "看板_会变"]
    assert FileBook(after).shown(names) == FileBook(book).shown(names)
    ((would_change,),) = FileBook(after).shown(["看板_会变"])["看板_会变"]
    assert isinstance(would_change, float)
    assert would_change > 0
