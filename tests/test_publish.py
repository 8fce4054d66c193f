"""duban publish: every figure of the master as a value, nothing that is not for everybody, in the cells and in the raw file."""

import datetime as dt
import re
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel
from support import tools
from support.typed_cells import formula, typed
from support.year_end import OPTIONS
from xlsxwriter.utility import xl_cell_to_rowcol

from addin.closed.file_book import FileBook
from addin.whole_folder import WriteFailed
from macros import publish as action
from macros.publish import publish
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import Status, silent
from udfs.copies.publication import ABOUT_PERSONS, FOR_THE_OFFICE, Publication, code_of, publication
from udfs.rules.discretion import WITHHELD
from workbook_templates.master.published import PUBLISHED_NAMES, SHEET
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.errors import BookBusy, BookRefused, UsageError
from workbook_templates.reading.parse import parse
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY_NAME
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Grid, Row, Value

DAY = dt.date(2026, 12, 31)
Cells = Mapping[str, Value]
LEFT_OUT = {*ABOUT_PERSONS, *FOR_THE_OFFICE, *(name for name, table in TABLES.items() if table.group == "日志")}


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, refreshed once."""
    book = create(tmp_path_factory.mktemp("公布") / "示范", sample_rows(), COMPANY_NAME, OPTIONS, silent)
    refresh(FileBook(book), OPTIONS, silent)
    return book


@pytest.fixture(scope="module")
def copy(master: Path) -> Path:
    """Its published copy."""
    publish(FileBook(master), OPTIONS, silent)
    return master.parent / "输出" / "公布本" / f"{DAY:%Y-%m}" / f"公布本_{DAY}.xlsx"


@pytest.fixture
def book(master: Path, tmp_path: Path) -> Path:
    """A copy of the master to change."""
    return Path(shutil.copy(master, tmp_path / master.name))


def loaded(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* is not supported and will be removed", UserWarning)
        return openpyxl.load_workbook(path)


def cells(path: Path, table: str) -> list[dict[str, Value]]:
    grid = FileBook(path).read([table])[table]
    return [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]


def raw(path: Path) -> str:
    """Every part of the file as one text."""
    with zipfile.ZipFile(path) as archive:
        return unescape("\n".join(archive.read(name).decode("utf-8") for name in archive.namelist()))


# what is in it


def test_every_figure_is_the_masters(master: Path, copy: Path) -> None:
    """Row by row and cell by cell, but for what is left out on purpose."""
    ours, theirs = FileBook(master), FileBook(copy)
    assert theirs.tables().keys() == TABLES.keys() - LEFT_OUT
    shortened = {"加减分台账", "变更记录", "指标", "指标进度", "指标成绩", "得失分", "工作建议", "提醒清单"}
    withheld = 0
    for name, grid in theirs.read(TABLES).items():
        whole = ours.read([name])[name]
        places = [whole.headers.index(header) for header in grid.headers]
        assert set(whole.headers) - set(grid.headers) == ({"手机", "邮箱"} if name in ("部门", "人员") else set())
        if name in shortened:
            assert len(grid.rows) <= len(whole.rows)
            continue
        assert len(grid.rows) == len(whole.rows), name
        for row, full in zip(grid.rows, whole.rows, strict=True):
            differing = [(value, full[place]) for value, place in zip(row, places, strict=True) if not tools.same(value, full[place])]
            assert [pair for pair in differing if WITHHELD not in str(pair[0]) and pair[0] != code_of(pair[1])] == []
            withheld += len(differing)
    assert withheld > 100
    names, sheets = loaded(master).defined_names, tools.cached(copy)
    for name, block in ours.shown(PUBLISHED_NAMES).items():
        held = sheets["一张图" if name.startswith("图_") else "操作台"]
        first = names[name].attr_text.rpartition("!")[2].partition(":")[0].replace("$", "")
        top, left = xl_cell_to_rowcol(first)
        for down, values in enumerate(block, top + 1):
            for right, value in enumerate(values, left + 1):
                seen = tools.at(held, down, right)
                kept = to_excel(value) if isinstance(value, dt.date) else value  # type: ignore[no-untyped-call]
                assert seen == WITHHELD or tools.same(kept, seen), name


def test_the_points_add_up_to_the_published_figures(copy: Path) -> None:
    rows = cells(copy, "加减分台账")
    assert len(rows) == 67
    assert {row["状态"] for row in rows} == {"已确认"}
    assert round(sum(value for row in rows if isinstance(value := row["分值"], float) and value < 0), 1) == -46.3
    personal = [row for row in rows if row["工号"] is not None]
    assert {(row["工号"], row["事由"], row["依据"]) for row in personal} == {(WITHHELD,) * 3}


def test_reasons_lead_to_rows_of_the_copy(copy: Path) -> None:
    """Where rows were left out, the numbers of the others are those of the copy."""
    grids = FileBook(copy).read(TABLES)
    led = 0
    for row in cells(copy, "得失分"):
        if row["表"] in ("加减分台账", "督办台账") and isinstance(row["行"], float):
            grid = grids[str(row["表"])]
            header = "关联编号" if row["表"] == "加减分台账" else "编号"
            value = grid.rows[int(row["行"]) - grid.first_row][grid.headers.index(header)]
            assert value == row["编号"] or text_of(value).strip() == text_of(row["编号"]).strip()
            led += 1
    assert led > 100
    assert "个人" not in {row["维度"] for row in cells(copy, "得失分")}


def test_nothing_private_is_in_the_raw_file(master: Path, copy: Path) -> None:
    """Every private text of the sample company is looked for in every part, unless it also stands where anybody may see it."""

    grids = FileBook(master).read(TABLES)
    rows = {name: [dict(zip(grid.headers, row, strict=True)) for row in grid.rows] for name, grid in grids.items()}

    def column(table: str, *headers: str, only: Callable[[dict[str, Value]], bool] = lambda _: True) -> Iterator[str]:
        yield from (text_of(row[header]) for row in rows[table] if only(row) for header in headers if row[header] is not None)

    secret = {row["编号"] for row in rows["督办台账"] if row["密级"] not in (None, "无")}
    needles = {
        "contacts": {*column("部门", "手机", "邮箱"), *column("人员", "手机", "邮箱")},
        "matters": {*column("督办台账", "事项", only=lambda row: row["编号"] in secret)},
        "points": {*column("加减分台账", "事由", only=lambda row: row["状态"] != "已确认" or row["工号"] is not None)},
        "talks": {*column("问责记录", "事实")},
        "ratings": {*column("个人评分", "评语")},
        "marks": {*column("考评打分", "依据")},
        "log": {*column("操作日志", "说明")},
        "persons": {*column("得失分", "对象", only=lambda row: row["维度"] == "个人")},
        "proposals": {*column("变更记录", "来源", only=lambda row: row["结果"] == "待批")},
        "stages": {*column("阶段目标", "阶段任务", only=lambda row: row["编号"] in secret)},
    }
    generic = {*column("阶段目标", "阶段任务", only=lambda row: row["编号"] not in secret)}
    assert min(len(found) for found in needles.values()) > 2
    text = raw(copy)
    leaked = {kind: [one for one in found - generic if len(one) > 3 and one in text] for kind, found in needles.items()}
    assert leaked == {kind: [] for kind in needles}
    for word in ("个人评分", "个人成绩", "问责建议", "履职提醒"):
        assert word not in {sheet.title for sheet in loaded(copy).worksheets}
    values = {value for grid in FileBook(copy).read(TABLES).values() for row in grid.rows for value in row}
    assert not values & {"问责建议", "履职提醒"}


def charts(parts: list[str]) -> int:
    return len([name for name in parts if name.startswith("xl/charts/chart")])


def test_no_formula_no_macro_no_name_nothing_hidden(master: Path, copy: Path) -> None:
    with zipfile.ZipFile(copy) as archive:
        parts = archive.namelist()
        sheets = [archive.read(name).decode() for name in parts if name.startswith("xl/worksheets/sheet")]
    odd = ("vba", "custom", "comment", "external", "media", "ctrlProp", "printer", "calcChain", "person")
    assert [name for name in parts if any(word.lower() in name.lower() for word in odd)] == []
    assert [sheet for sheet in sheets if re.search("<f[ >]|dataValidation|legacyDrawing", sheet)] == []
    book = loaded(copy)
    assert not list(book.defined_names)
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    with zipfile.ZipFile(master) as archive:
        assert charts(parts) == charts(archive.namelist()) > 0
    properties = book.properties
    assert (properties.creator or "", properties.lastModifiedBy, properties.title) == ("", None, "督办公布本")


@tools.needs_sdk
def test_no_spreadsheet_offers_to_repair_it(copy: Path) -> None:
    assert tools.sdk_errors(copy) == []
    assert tools.repair_errors(copy) == []


@tools.needs_office
def test_libreoffice_shows_the_same_figures(copy: Path) -> None:
    tools.assert_recalculation_changes_nothing(copy)


# the run


def test_twice_is_once(book: Path) -> None:
    first = publish(FileBook(book), OPTIONS, silent)
    path = first.files[1]
    made, whole = path.read_bytes(), book.read_bytes()
    assert first.status is Status.DONE
    assert cells(book, "操作日志")[-1]["操作"] == "公布"
    again = publish(FileBook(book), OPTIONS, silent)
    assert (again.figures["改动"], path.read_bytes(), book.read_bytes()) == (False, made, whole)


def refused(book: Path, error: type[Exception], said: str, options: Any = OPTIONS) -> None:
    """Nothing is written, and the message says what to do."""
    before = {path: path.read_bytes() for path in book.parent.rglob("*") if path.is_file()}
    with pytest.raises(error, match=said):
        publish(FileBook(book), options, silent)
    assert {path: path.read_bytes() for path in book.parent.rglob("*") if path.is_file()} == before


def test_a_workbook_changed_since_its_refresh_is_refused(book: Path) -> None:
    changed = FileBook(book)
    place = next(at for at, row in enumerate(cells(book, "督办台账")) if row["状态"] == "办理" and row["密级"] is None)
    changed.update("督办台账", {(place, "状态"): "取消"})
    changed.commit(None)
    refused(book, BookRefused, "请先刷新再公布")


@pytest.mark.parametrize(
    ("header", "shown"), [("灯", "特别灯"), ("灯", 3.0), ("完成度", 0.77), ("编号", "甲-1"), ("责任人", "张三等"), ("剩余天数", 5.0)]
)
def test_a_formula_of_the_offices_in_a_result_is_published_as_it_shows(header: str, shown: float | str, book: Path) -> None:
    typed(book, "亮灯", {(3, header): formula("1+1", shown)})
    refresh(FileBook(book), OPTIONS, silent)
    report = publish(FileBook(book), OPTIONS, silent)
    assert any(f"“亮灯”的“{header}”第 7 行是您自己的公式" in message for message in report.messages)
    assert cells(report.files[1], "亮灯")[3][header] == shown
    changed = FileBook(book)
    changed.update("督办台账", {(0, "责任人"): "另一人"})
    changed.commit(None)
    refused(book, BookRefused, "请先刷新再公布")


def test_another_day_than_the_refresh_is_refused(book: Path) -> None:
    refused(book, UsageError, "上次刷新的结果（2026-12-31）", OPTIONS.__class__(OPTIONS.now, "", dt.date(2026, 12, 30)))


def test_a_look_back_is_refused(book: Path) -> None:
    refresh(FileBook(book), replace(OPTIONS, as_of=DAY - dt.timedelta(days=30)), silent)
    refused(
        book,
        BookRefused,
        "现在的结果是回看 2026-12-01 的（已刷新到过 2026-12-31）.*请先刷新到最近的一天再公布",
        replace(OPTIONS, as_of=None),
    )
    refresh(FileBook(book), OPTIONS, silent)
    assert publish(FileBook(book), OPTIONS, silent).status is Status.DONE


def test_a_workbook_never_refreshed_is_refused(tmp_path: Path) -> None:
    refused(create(tmp_path / "空", {}, "", OPTIONS, silent), BookRefused, "请先刷新")


def test_an_open_workbook_leaves_no_copy(book: Path) -> None:
    (book.parent / f"~${book.name}").write_bytes(b"")
    refused(book, BookBusy, "正被")


def test_a_copy_that_cannot_be_written(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise WriteFailed("No space left on device")

    monkeypatch.setattr(action, "put_file", full)
    refused(book, BookRefused, "写不进去")


# what a row loses, on grids


def cut(table: str, *rows: Cells, more: dict[str, Grid] | None = None, own: tuple[str, ...] = ()) -> Publication:
    """The publication of a workbook with these rows in one table, `own` columns to the right."""
    headers = (*TABLES[table].headers, *own)
    lines: list[Row] = [[row.get(header) for header in headers] for row in rows]
    grids = {name: Grid(name, 4, one.headers, []) for name, one in TABLES.items()} | {table: Grid(table, 4, headers, lines)} | (more or {})
    return publication(grids, {}, parse(grids)[0], 4)


def shown(found: Publication, table: str) -> list[dict[str, Value]]:
    (one,) = [published for published in found.tables if published.table.name == table]
    return [dict(zip((column.header for column in one.table.columns), row, strict=True)) for row in one.rows]


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("请找张三 13812345678", f"请找张三 {WITHHELD}"),
        ("１３８１２３４５６７８", WITHHELD),
        ("138-1234-5678、138 1234 5679", f"{WITHHELD}、{WITHHELD}"),
        ("11010519491231002X", WITHHELD),
        ("写信 zhang.san+x@sub.example.com.cn。", f"写信 {WITHHELD}。"),
        ("总机 0571-88886666", f"总机 {WITHHELD}"),  # somebody's number in 人员
        ("总机（0551）6234-5678转1", f"总机{WITHHELD}转1"),
        ("总机 010-62345678", f"总机 {WITHHELD}"),
        ("电话：62345678", f"电话{WITHHELD}"),
        ("138\u200b1234\u200b5678", WITHHELD),
        ("指标 0551-123", "指标 0551-123"),
        ("2026-0001-0002", "2026-0001-0002"),
        (13812345678.0, WITHHELD),
        ("合同 20260101138123456789", "合同 20260101138123456789"),
        ("12345678901", "12345678901"),
        (13812345679.0, WITHHELD),
        (CellError("#DIV/0!"), "#DIV/0!"),
        ("全角１２", "全角１２"),
    ],
)
def test_contacts_in_any_cell(value: Value, seen: Value) -> None:
    people = Grid("人员", 4, ("姓名", "手机"), [["张三", "0571-88886666"], ["李四", "13812345678"]])
    found = cut("会议", {"会议编号": "1", "结论": value}, more={"人员": people})
    assert shown(found, "会议")[0]["结论"] == seen
    assert [row.get("手机") for row in shown(found, "人员")] == [None, None]


def test_the_offices_own_columns() -> None:
    row: Cells = {"编号": "1", "事项": "修路", "密级": "内部", "甲方": "宏达", "联系电话": "8"}
    found = cut("督办台账", row, {"编号": "2", "甲方": "水厂"}, own=("甲方", "联系电话"))
    assert (found.own, found.hidden) == ({"督办台账": ("甲方",)}, {"督办台账": ("联系电话",)})
    assert [line["甲方"] for line in shown(found, "督办台账")] == [WITHHELD, "水厂"]
    found = cut("人员", {"姓名": "张三", "爱好": "棋"}, own=("爱好",))
    assert (found.own, found.hidden) == ({}, {"人员": ("爱好",)})


def test_a_formula_without_result_is_named() -> None:
    found = cut("督办台账", {"编号": "1"}, {"编号": "2", "剩余": CellError(NOT_COMPUTED)}, own=("剩余",))
    assert found.stale == ("“督办台账”第 5 行“剩余”",)
    with pytest.raises(BookRefused, match=r"“督办台账”第 5 行“剩余”.*打开总台账，保存"):
        action.refuse_stale(found)
    assert cut("个人评分", {"期间": CellError(NOT_COMPUTED)}).stale == ()  # not published, so nobody waits for it


def test_a_secret_matter_is_found_in_other_words() -> None:
    ledger = Grid("督办台账", 4, ("编号", "事项", "密级"), [["1", "迎接 保密 检查", "工作秘密"], ["2", "商业秘密清单", None]])
    found = cut(
        "会议", {"会议编号": "1", "结论": "会上讨论了迎接保密检查的事"}, {"会议编号": "2", "结论": "修路"}, more={"督办台账": ledger}
    )
    assert [row["结论"] for row in shown(found, "会议")] == [WITHHELD, "修路"]
    assert [(row["编号"], row["事项"]) for row in shown(found, "督办台账")] == [("1", WITHHELD), ("2", WITHHELD)]


@pytest.mark.parametrize(
    ("table", "row", "kept"),
    [
        ("加减分台账", {"日期": DAY, "类型": "其他", "分值": -1.0, "状态": "拟"}, False),
        ("加减分台账", {"日期": DAY, "类型": "其他", "分值": -1.0, "状态": " 已确认 "}, True),
        ("加减分台账", {"日期": DAY, "类型": "其他", "分值": -1.0, "状态": "确认了"}, False),
        ("变更记录", {"编号": "1", "变更": "升级", "结果": "待批", "来源": "自动:R6:1:2026-01-01"}, False),
        ("变更记录", {"编号": "1", "变更": "升级", "结果": "同意", "来源": "自动:R6:1:2026-01-01"}, True),
        ("变更记录", {"编号": "1", "变更": "延期", "结果": "待批", "来源": "部门申请"}, True),
        ("得失分", {"期间": "2026Q1", "对象": "张三（1）", "维度": "个人"}, False),
        ("得失分", {"期间": "2026Q1", "对象": "甲部", "维度": "督办"}, True),
        ("指标", {"指标编号": "P", "层级": "个人"}, False),
        ("指标", {"指标编号": "P", "层级": "班组"}, True),
        ("指标成绩", {"指标编号": "P", "层级": "个人"}, False),
        ("指标成绩", {"指标编号": "P", "层级": "供电所"}, True),
    ],
)
def test_rows_that_are_not_for_everybody(table: str, row: Cells, kept: bool) -> None:
    assert len(shown(cut(table, row), table)) == kept


def test_nothing_of_a_persons_indicator_goes_out() -> None:
    """Its progress, its reminders, its changes and the advice about it, which name it by its number."""
    typed = Grid("指标", 4, ("指标编号", "层级", "实际值"), [["P", "个人", 1.0], ["Z", "部门", 2.0]])
    for table, header in (("工作建议", "对象"), ("提醒清单", "编号"), ("变更记录", "编号")):
        told = cut(table, {header: "P"}, {header: "Z"}, more={"指标": typed})
        assert [row[header] for row in shown(told, table)] == ["Z"], table
    found = cut("指标进度", {"指标编号": "P"}, {"指标编号": "Z"}, more={"指标": typed})
    assert [row["指标编号"] for row in shown(found, "指标进度")] == ["Z"]


PERSONS = Grid("指标", 4, ("指标编号", "层级", "实际值"), [["P-7", "个人", 1.0], ["Z", "部门", 2.0]])
SAYS_WHICH = [
    (name, header)
    for name, table in TABLES.items()
    if name not in LEFT_OUT and name != "指标"
    for header in ("编号", "指标编号", "关联编号", "对象")
    if header in table.headers
]


@pytest.mark.parametrize(("table", "header"), SAYS_WHICH)
@pytest.mark.parametrize("number", ["P-7", " Ｐ－７ ", "Z、P-7"])
def test_no_table_tells_anything_of_a_persons_indicator(table: str, header: str, number: str) -> None:
    """Whatever names it: the row is left out; of 加减分台账 only words, so that the sum holds."""
    words = {
        one.header: "张三的指标落后" for one in TABLES[table].columns if one.kind == "text" and one.header not in ("状态", "结果", "工号")
    }
    state: Cells = {"状态": "已确认", "分值": -1.0} if table == "加减分台账" else {}
    rows = shown(cut(table, {**words, **state, header: number}, more={"指标": PERSONS}), table)
    if table != "加减分台账":
        assert rows == []
        return
    (row,) = rows
    assert {row[name] for name in ("事由", "依据", "关联编号", "决定意见")} == {WITHHELD}
    assert row["分值"] == -1


def test_of_a_persons_points_the_decision_is_withheld_and_of_a_departments_not() -> None:
    common: Cells = {"日期": DAY, "类型": "其他", "分值": -1.0, "状态": "已确认", "决定意见": "张三认账"}
    rows = shown(cut("加减分台账", {**common, "工号": "7"}, {**common, "部门": "甲部"}), "加减分台账")
    assert [row["决定意见"] for row in rows] == [WITHHELD, "张三认账"]


def test_the_notes_say_what_is_missing(copy: Path) -> None:
    text = "".join(str(cell.value) for line in loaded(copy)[SHEET].iter_rows() for cell in line if cell.value)
    for word in ("手机", "个人评分", "个人成绩", "问责记录", "没有公式和宏", "密级"):
        assert word in text


def test_a_name_goes_out_without_the_number_beside_it() -> None:
    row: Cells = {"编号": "1", "事项": "修路", "责任人": "张三（055162345678）", "主责部门": "运检部 13812345678"}
    (line,) = shown(cut("督办台账", row), "督办台账")
    assert (line["责任人"], line["主责部门"]) == ("张三", "运检部")
