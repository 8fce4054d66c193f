"""duban upgrade: an older workbook gets what this version needs, and loses nothing."""

import dataclasses
import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyopenvba import ExcelFile
from support import published
from support.digests import digest
from support.old_master import MACRO, NO_COLUMNS, NO_LISTS, NO_NAMES, NO_PAGE, NO_SETTINGS, NO_TABLES, OWN_HEADER, OWN_SHEET, write_old
from support.tools import HOUSE, assert_recalculation_changes_nothing, needs_office, needs_sdk, repair_errors, sdk_errors

from addin.a1 import letters
from addin.closed.contents import contents
from addin.closed.file_book import FileBook
from addin.closed.package import Package
from addin.closed.sheet_scan import formula_cells
from addin.excel.modules import buttons_source, master_modules
from addin.upgrading.additions import OlderWorkbook
from addin.upgrading.new_buttons import SHAPE, anchor_of, drawing_of, macro_of
from addin.upgrading.version import master_version, set_version
from macros.refresh import refresh
from macros.steps.master_file import cell_functions
from macros.steps.report import Options, Report, Status, silent
from macros.upgrade import upgrade
from workbook_templates.master.board_formulas import FORMULAS
from workbook_templates.master.master import VERSION, write_master
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.actions import ACTIONS
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.settings import SPECS

OPTIONS = Options(dt.datetime(2026, 12, 31, 9), "测试员", dt.date(2026, 12, 31))
NAME = "督办总台账"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_old(tmp_path_factory.mktemp("旧") / f"{NAME}.xlsm", pytest.MonkeyPatch())


@pytest.fixture
def book(old: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(old, tmp_path / old.name))


def up(path: Path) -> Report:
    return upgrade(FileBook(path), OPTIONS, silent)


def parts(path: Path) -> dict[str, bytes]:
    package = Package(path.read_bytes())
    return {name: package.read(name) for name in package.by_name}


def in_place(path: Path, part: str, was: bytes, becomes: bytes) -> None:
    package = Package(path.read_bytes())
    text = package.read(part)
    assert was in text
    package.change(part, text.replace(was, becomes, 1))
    path.write_bytes(b"".join(package.written()))


def part_of(path: Path, sheet: str) -> str:
    return contents(Package(path.read_bytes())).sheets[sheet]


def test_what_was_missing_is_there(book: Path) -> None:
    report = up(book)
    assert report.status is Status.DONE
    there = FileBook(book).tables()
    assert all(set(table.headers) <= set(there[name]) for name, table in TABLES.items())
    assert there["督办台账"][2] == OWN_HEADER  # the user's column stands where he put it
    assert set(there["督办台账"][-2:]) == set(NO_COLUMNS["督办台账"])
    rows = {row[0] for row in FileBook(book).read(["参数"])["参数"].rows}
    assert set(NO_SETTINGS) <= rows
    names = {name for _, name in contents(Package(book.read_bytes())).names}
    assert {*NO_NAMES, *(f"选项_{name}" for name in NO_LISTS)} <= names
    assert master_version(Package(book.read_bytes())) == VERSION
    assert (report.figures["表"], report.figures["版本"], report.figures["原版本"]) == (list(report.figures["表"]), VERSION, "0")
    assert set(report.figures["表"]) == set(NO_TABLES)
    said = "\n".join(report.messages)
    assert all(word in said for word in ("新表“异议”", "表“风险点”的新列：满分", "得分小数位", "下拉列表：来源、异议结果"))


def test_drop_downs_know_the_new_values_and_keep_their_order(book: Path) -> None:
    up(book)
    read = published.opened(book)
    for name in ("来源", *NO_LISTS):
        ((sheet, area),) = read.defined_names[f"选项_{name}"].destinations
        assert [cell[0].value for cell in read[sheet][area]] == list(LISTS[name])
    assert read["选项"].sheet_state == "hidden"


def test_the_results_can_be_written_into_it(book: Path) -> None:
    up(book)
    report = refresh(FileBook(book), OPTIONS, silent)
    assert report.status in (Status.DONE, Status.DONE_WITH_ENTRIES)
    grid = FileBook(book).read(["亮灯"])["亮灯"]
    steps = [row[grid.headers.index("环节")] for row in grid.rows]
    assert steps
    assert all(steps)
    before = digest(book)
    assert refresh(FileBook(book), OPTIONS, silent).figures["改动"] is False
    assert digest(book) == before


def test_nothing_of_the_users_is_touched(book: Path, old: Path) -> None:
    up(book)
    was, now = parts(old), parts(book)
    own = part_of(old, OWN_SHEET)
    assert now[own] == was[own]
    touched = {name for name, data in was.items() if now[name] != data}
    shared = {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "docProps/custom.xml",
        "xl/vbaProject.bin",
    }
    sheets = {part_of(old, name) for name in (*NO_COLUMNS, "参数", "文种", "选项", "操作台", "操作日志")}
    assert touched <= shared | sheets | {name for name in touched if name.startswith("xl/tables/")}
    for table in ("督办台账", "亮灯", "风险点", "部门"):
        before, after = FileBook(old).read([table])[table], FileBook(book).read([table])[table]
        assert [row[: len(before.headers)] for row in after.rows] == [tuple(row) for row in before.rows]
    styles = [re.findall(rb"<xf .*?(?:/>|</xf>)", one["xl/styles.xml"][one["xl/styles.xml"].index(b"<cellXfs") :]) for one in (was, now)]
    assert styles[1][: len(styles[0]) - 1] == styles[0][: len(styles[0]) - 1]
    read = published.opened(book)
    assert read[OWN_SHEET]["A1"].number_format == '0.000"项"'
    assert len(read[OWN_SHEET]._charts) == 1  # type: ignore[attr-defined]  # openpyxl has no other way to ask
    assert "我的名称" in read.defined_names


def looks(cell: Any) -> list[str]:
    return [repr(part) for part in (cell.font, cell.fill, cell.border, cell.alignment, cell.number_format)]


def rule_at(read: Any, table: str, column: int) -> list[str]:
    """The source of the input check of a column."""
    place = read[table].cell(9, column).coordinate
    return [check.formula1 for check in read[table].data_validations.dataValidation if place in check.sqref]


def test_new_columns_look_and_ask_as_in_a_new_master(book: Path, tmp_path: Path) -> None:
    up(book)
    fresh = tmp_path / "新.xlsx"
    write_master(fresh, {}, company="", year=2026)
    mine, new = published.opened(book), published.opened(fresh)
    for table, headers in NO_COLUMNS.items():
        for header in headers:
            here = FileBook(book).tables()[table].index(header) + 1
            there = TABLES[table].headers.index(header) + 1
            for row in (1, 2, 3, 4):
                one, other = mine[table].cell(row, here), new[table].cell(row, there)
                assert looks(one) == looks(other)
            checks = [rule_at(read, table, place) for read, place in ((mine, here), (new, there))]
            assert checks[0] == checks[1]


def test_macros_of_the_user_stay_and_ours_are_of_today(book: Path) -> None:
    up(book)
    with ExcelFile(book) as read:
        assert "Sub Mine()" in str(read.get_module("Mine"))
        assert MACRO.split("\r\n")[1] in str(read.get_module("Mine"))
        assert buttons_source().split("\r\n")[5] in str(read.get_module("DB_Buttons"))
        assert "DB_Close" in str(read.get_module("DB_Buttons"))
        assert {"xlwings", "xlwings_udfs"} <= set(read.module_names())


def test_twice_is_once_and_the_old_one_is_kept(book: Path, old: Path) -> None:
    report = up(book)
    once = digest(book)
    (backup,) = (book.parent / "归档" / "备份").iterdir()
    assert digest(backup) == digest(old)
    assert backup.name in report.messages[0]
    again = up(book)
    assert (again.figures["改动"], digest(book)) == (False, once)
    assert "没有改动" in again.messages[0]


def test_a_new_master_has_nothing_to_upgrade(tmp_path: Path) -> None:
    for suffix in (".xlsm", ".xlsx"):
        path = tmp_path / f"{NAME}{suffix}"
        write_master(path, {}, company="甲", year=2026, modules=master_modules(cell_functions()))
        before = digest(path)
        report = up(path)
        assert (report.figures["改动"], digest(path)) == (False, before), report.messages


@pytest.mark.parametrize("version", [f"{int(VERSION) + 1}", "10"])
def test_a_newer_workbook_is_refused(version: str, book: Path) -> None:
    in_place(book, "docProps/custom.xml", b"<vt:lpwstr>0<", f"<vt:lpwstr>{version}<".encode())
    before = digest(book)
    with pytest.raises(BookRefused, match=f"版本 {version} 的，程序只到版本 {VERSION}"):
        up(book)
    assert digest(book) == before


def test_something_right_of_a_table_is_in_the_way(book: Path) -> None:
    """Nothing is written then, and the message says where it is."""
    sheet = part_of(book, "风险点")
    width = len(FileBook(book).tables()["风险点"])
    cell = letters(width + 1) + "4"
    package = Package(book.read_bytes())
    text = package.read(sheet)
    row = re.search(rb'<row r="4"[^>]*>.*?</row>', text, re.DOTALL)
    assert row
    package.change(sheet, text.replace(row[0], row[0].replace(b"</row>", f'<c r="{cell}"><v>1</v></c></row>'.encode())))
    book.write_bytes(b"".join(package.written()))
    before = digest(book)
    with pytest.raises(BookRefused, match=f"工作表“风险点”的单元格 {cell} 有内容，表“风险点”右边放不下新列（满分）"):
        up(book)
    assert digest(book) == before
    assert not (book.parent / "归档").exists()


def test_what_stands_beside_the_title_stays(book: Path) -> None:
    sheet, width = part_of(book, "风险点"), len(FileBook(book).tables()["风险点"])
    cell = f"{letters(width + 1)}1"
    package = Package(book.read_bytes())
    text = package.read(sheet)
    row = re.search(rb'<row r="1"[^>]*>.*?</row>', text, re.DOTALL)
    assert row
    note = f'<c r="{cell}" t="inlineStr"><is><t>我写的</t></is></c></row>'.encode()
    package.change(sheet, text.replace(row[0], row[0].replace(b"</row>", note)))
    book.write_bytes(b"".join(package.written()))
    up(book)
    assert published.opened(book)["风险点"][cell].value == "我写的"


def test_a_page_comes_with_its_formulas_and_a_refresh_fills_it(book: Path) -> None:
    report = up(book)
    assert f"新的一页“{NO_PAGE}”" in "\n".join(report.messages)
    refresh(FileBook(book), OPTIONS, silent)
    shown = FileBook(book).shown(FORMULAS)
    assert [row[0] for row in shown["看板_亮灯"][:3]] == ["编号", "2026-0001", "2026-0002"]
    assert shown["看板_排名"][0][0] == "部门"
    formulas = {cell.text for cell in formula_cells(NO_PAGE, parts(book)[part_of(book, NO_PAGE)])}
    assert formulas == set(FORMULAS.values())


def test_a_page_that_was_deleted_comes_back(book: Path) -> None:
    """Excel leaves its names behind, without their places."""
    up(book)
    package = Package(book.read_bytes())
    workbook = package.read("xl/workbook.xml").decode()
    workbook = re.sub(r'<sheet name="实时看板"[^>]*/>', "", workbook).replace("实时看板!$", "#REF!$")
    workbook = re.sub(r'<definedName name="_xlnm.Print_Area" localSheetId="\d+">#REF![^<]*</definedName>', "", workbook)
    package.change("xl/workbook.xml", workbook.encode())
    book.write_bytes(b"".join(package.written()))
    assert FileBook(book).shown(["看板_开关"]) == {}
    up(book)
    assert FileBook(book).shown(["看板_开关"]) == {"看板_开关": [["开"]]}


def test_a_sheet_of_the_users_with_the_name_of_a_new_page(book: Path) -> None:
    in_place(book, "xl/workbook.xml", f'name="{OWN_SHEET}"'.encode(), f'name="{NO_PAGE}"'.encode())
    assert f"工作表叫“{NO_PAGE}_2”（已有同名的工作表）" in "\n".join(up(book).messages)
    refresh(FileBook(book), OPTIONS, silent)
    assert FileBook(book).shown(["看板_亮灯"])["看板_亮灯"][1][0] == "2026-0001"


def test_a_sheet_of_the_users_with_the_name_of_a_new_table(book: Path) -> None:
    in_place(book, "xl/workbook.xml", f'name="{OWN_SHEET}"'.encode(), 'name="异议"'.encode())
    report = up(book)
    assert "工作表叫“异议_2”（已有同名的工作表）" in "\n".join(report.messages)
    assert contents(Package(book.read_bytes())).tables["异议"].sheet == "异议_2"


def test_a_file_that_has_lost_its_version(book: Path) -> None:
    """As WPS and LibreOffice may leave it."""
    package = Package(book.read_bytes())
    package.drop("", "docProps/custom.xml")
    book.write_bytes(b"".join(package.written()))
    assert master_version(Package(book.read_bytes())) == ""
    assert "原来没有写版本" in up(book).messages[0]
    assert master_version(Package(book.read_bytes())) == VERSION
    assert repair_errors(book) == []


def test_other_properties_of_the_file_stay(book: Path) -> None:
    graft = OlderWorkbook(book.read_bytes(), book.read_bytes())
    in_place(book, "docProps/custom.xml", "督办版本".encode(), "科室".encode())
    graft = OlderWorkbook(book.read_bytes(), book.read_bytes())
    set_version(graft, "7")
    package = Package(graft.written())
    assert master_version(package) == "7"
    assert "科室" in package.read("docProps/custom.xml").decode()


def test_an_open_workbook_is_left_alone(book: Path) -> None:
    class Open(FileBook):
        in_file = False

    before = digest(book)
    with pytest.raises(UsageError, match="请保存并关闭"):
        upgrade(Open(book), OPTIONS, silent)
    assert digest(book) == before


@needs_sdk
@pytest.mark.parametrize("suffix", [".xlsm", ".xlsx"])
def test_the_file_is_sound(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_old(tmp_path / f"{NAME}{suffix}", monkeypatch)
    assert sdk_errors(path) == []
    up(path)
    refresh(FileBook(path), OPTIONS, silent)
    assert sdk_errors(path) == []
    assert repair_errors(path) == []


@needs_office
def test_libreoffice_computes_the_same(book: Path) -> None:
    up(book)
    refresh(FileBook(book), OPTIONS, silent)
    assert_recalculation_changes_nothing(book)


FIRST = HOUSE / "tests" / "fixtures" / "第一版.xlsx"
"""An empty master as the first version made it; it stays as it is for good."""


def test_proposals_that_wait_are_marked_and_then_follow_their_facts(tmp_path: Path) -> None:
    """A deduction and a red light as the first version proposed them; in the new one neither is proposed again, and the deduction goes
    when the return proves to be in time. What is decided is not marked."""
    book = tmp_path / "督办总台账.xlsx"
    shutil.copy(FIRST, book)
    old = FileBook(book)
    day, due = dt.date(2026, 6, 10), dt.date(2026, 6, 9)
    item = {
        "编号": "A",
        "事项": "甲",
        "来源": "其他",
        "类别": "日常",
        "级别": "公司级",
        "主责部门": "发展部",
        "责任人": "张三",
        "状态": "办理",
    }
    cost = {
        "日期": day,
        "部门": "发展部",
        "类型": "督办考核",
        "分值": -0.5,
        "事由": "A 逾期 1 天",
        "关联编号": "A",
        "来源": "自动:R6:A:2026-06-09",
    }
    talk = {
        "日期": day,
        "类别": "约谈",
        "对象": "张三",
        "规则": "R11 红灯",
        "事实": "红灯",
        "编号": "A",
        "来源": "自动:R11:约谈:A:2026-06-30",
    }
    given: dict[str, list[dict[str, Any]]] = {
        "部门": [{"部门": "发展部", "类型": "业务职能"}],
        "人员": [{"工号": "1", "姓名": "张三", "角色": "员工", "部门": "发展部"}],
        "督办台账": [item | {"办理时限": due}],
        "加减分台账": [cost | {"状态": "拟"}, cost | {"状态": "撤销", "来源": "自动:R6:A:2026-05-09"}],
        "问责记录": [talk | {"状态": "拟"}],
    }
    for table, rows in given.items():
        headers = old.tables()[table]
        old.append(table, headers, [[row.get(header) for header in headers] for row in rows])
    assert old.commit(None)
    report = up(book)
    assert any("还没有决定的建议 2 条加了校验" in message for message in report.messages)

    def held(table: str) -> list[dict[str, object]]:
        grid = FileBook(book).read([table])[table]
        return [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]

    origins = [str(row["来源"]) for row in (*held("加减分台账"), *held("问责记录"))]
    assert [bool(re.fullmatch(r".+:2026-06-09#[0-9a-f]{8}", origins[0])), origins[1], "#旧" in origins[2]] == [
        True,
        "自动:R6:A:2026-05-09",
        True,
    ]
    today = dataclasses.replace(OPTIONS, as_of=dt.date(2026, 6, 12), now=dt.datetime(2026, 6, 12, 9))
    refresh(FileBook(book), today, silent)
    assert [row["状态"] for row in held("加减分台账")] == ["拟", "撤销"]
    assert held("加减分台账")[0]["事由"] == "A 时限 2026-06-09，逾期未提交", "brought up to date"
    assert [row["类别"] for row in held("问责记录")] == ["约谈", "督办函", "问责建议"], "the talk stands for the red light of 9 June"
    place = FileBook(book)
    place.update("督办台账", {(0, "状态"): "提交", (0, "提交日期"): due, (0, "完成度"): 1.0})
    assert place.commit(None)
    refresh(FileBook(book), dataclasses.replace(today, as_of=dt.date(2026, 6, 13), now=dt.datetime(2026, 6, 13, 9)), silent)
    assert [(row["状态"], row["确认人"]) for row in held("加减分台账")] == [("失效", "自动"), ("撤销", None)]
    assert {row["状态"] for row in held("问责记录")} == {"失效"}


def test_a_master_of_the_first_version_becomes_one_of_this(tmp_path: Path) -> None:
    book = tmp_path / "督办总台账.xlsx"
    shutil.copy(FIRST, book)
    report = up(book)
    assert (report.figures["原版本"], report.figures["版本"]) == ("1", VERSION)
    there = FileBook(book).tables()
    assert all(set(table.headers) <= set(there[name]) for name, table in TABLES.items())
    settings = [row[0] for row in FileBook(book).read(["参数"])["参数"].rows]
    assert sorted(map(str, settings)) == sorted(spec.name for spec in SPECS.values())
    options = {"/".join(map(str, row[:2])) for row in FileBook(book).read(["按钮选项"])["按钮选项"].rows}
    assert {f"{action.name}/{option.label}" for action in ACTIONS if action.asks for option in action.options} <= options
    assert up(book).messages == (f"督办总台账.xlsx 已是本版本（{VERSION}）的样子，没有改动。",)
    assert refresh(FileBook(book), OPTIONS, silent).status in (Status.DONE, Status.DONE_WITH_ENTRIES)
    assert repair_errors(book) == []


def buttons_on_page(path: Path) -> dict[str, tuple[int, ...]]:
    """Sub → anchor of every button of 操作台."""
    package = Package(path.read_bytes())
    found = drawing_of(package, "操作台")
    assert found is not None
    return {macro_of(shape): anchor_of(shape) for shape in SHAPE.findall(found[1])}


@pytest.fixture
def without_period(tmp_path: Path) -> Path:
    """A master of before the action period, as our own program has made it."""
    path = tmp_path / "督办总台账.xlsm"
    actions = tuple(action for action in ACTIONS if action.key != "period")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbook_templates.master.buttons.ACTIONS", actions)
        write_master(path, {}, company="示范供电公司", year=2026, modules=master_modules(cell_functions()))
    return path


def test_the_button_of_a_new_action_comes_below_the_others(without_period: Path) -> None:
    before = buttons_on_page(without_period)
    report = up(without_period)
    after = buttons_on_page(without_period)
    assert {name: anchor for name, anchor in after.items() if name != "DB_Period"} == before
    lowest = max(anchor[6:] for anchor in before.values())
    left, top, right, bottom = after["DB_Period"][:2], after["DB_Period"][2:4], after["DB_Period"][4:6], after["DB_Period"][6:]
    assert top > lowest
    assert (left, right) == (before["DB_Refresh"][:2], before["DB_Refresh"][4:6])
    assert top < bottom
    assert "  “操作台”的新按钮：下期，在最下面，可以拖到别处。" in report.messages
    assert len(re.findall(rb'id="_x0000_s\d+"', drawing(without_period))) == len(
        set(re.findall(rb'id="_x0000_s\d+"', drawing(without_period)))
    )
    once = digest(without_period)
    up(without_period)
    assert digest(without_period) == once


def drawing(path: Path) -> bytes:
    found = drawing_of(Package(path.read_bytes()), "操作台")
    return found[1] if found else b""


def test_a_button_that_the_office_has_taken_away_stays_away(without_period: Path) -> None:
    package = Package(without_period.read_bytes())
    found = drawing_of(package, "操作台")
    assert found is not None
    (gone,) = (shape for shape in SHAPE.findall(found[1]) if macro_of(shape) == "DB_Draw")
    package.change(found[0], found[1].replace(gone, b""))
    without_period.write_bytes(b"".join(package.written()))
    up(without_period)
    assert "DB_Draw" not in buttons_on_page(without_period)
    assert "DB_Period" in buttons_on_page(without_period)


def test_where_another_program_describes_the_buttons_the_clerk_is_told_how(without_period: Path) -> None:
    package = Package(without_period.read_bytes())
    part = contents(package).sheets["操作台"]
    package.change(
        part, package.read(part).replace(b"<legacyDrawing ", b'<controls><control shapeId="1025"/></controls><legacyDrawing ', 1)
    )
    without_period.write_bytes(b"".join(package.written()))
    report = up(without_period)
    assert "DB_Period" not in buttons_on_page(without_period)
    assert any("新按钮“下期”请自己加" in line and "DB_Period" in line for line in report.messages)
