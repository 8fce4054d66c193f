"""The files that departments receive, made from the sample company: what is unlocked, what stands in them, and nothing of others."""

import datetime as dt
import html
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from support import tools
from support.printed import assert_readable, pages_of

from addin.closed.file_book import FileBook
from macros.send import send
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.master.master import write_master
from workbook_templates.reading.parse import read_cell
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY_NAME
from workbook_templates.sent.department_kind import DEPARTMENT_KIND, FORMS
from workbook_templates.sent.sent_cells import part_text, sent_text
from workbook_templates.sent.sent_file import Batch, SentFile, SentRow
from workbook_templates.sent.sent_identity import GUIDE, HIDDEN, Identity, identity_in
from workbook_templates.sent.sent_workbook import sent_workbook
from workbook_templates.sheets.table_sheet import BODY, HEADER
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Row, Value

DEPARTMENT_TABLES = {name: sheet.table for name, sheet in DEPARTMENT_KIND.sheets.items()}
KEYS = {name: sheet.key for name, sheet in DEPARTMENT_KIND.sheets.items()}
REPORTED = {name: sheet.filled for name, sheet in DEPARTMENT_KIND.sheets.items()}

NOW = dt.datetime(2026, 12, 31, 16, 30)
OPTIONS = Options(NOW, "测试员", dt.date(2026, 12, 31))
SECOND = "运检部"


class Sent(NamedTuple):
    """One run of 下发 on the sample company with indicators: master, report, department → file."""

    master: Path
    report: Report
    files: dict[str, Path]


def indicators() -> list[Row]:
    """One indicator for each of three departments, and one of a quarter long past."""
    headers = TABLES["指标"].headers

    def row(number: str, period: str, department: str, **cells: Value) -> Row:
        known: dict[str, Value] = {
            "指标编号": number,
            "层级": "部门",
            "指标": f"指标{number}",
            "期间": period,
            "主责部室": department,
            "计分方式": "正向",
        }
        return [(known | cells).get(header) for header in headers]

    return [
        row("Z-01", "2026Q4", SECOND, 目标值=99.95, 失分原因="等待“停电计划”", 实际值=99.9),
        row("Z-02", "2026", "财务部", 目标值=12.0),
        row("Z-03", "2026Q3", "生技部"),
        row("Z-04", "2026Q1", SECOND),
    ]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    master = tmp_path_factory.mktemp("sent") / "督办总台账.xlsm"
    write_master(master, {**sample_rows(), "指标": indicators()}, company=COMPANY_NAME, year=2026)
    report = send(FileBook(master), OPTIONS, silent)
    files = {path.stem.rpartition("_")[0]: path for path in report.files[1:]}
    return Sent(master, report, files)


def test_every_department_has_its_file_in_the_folder_of_the_batch(sent: Sent) -> None:
    above = TABLES["部门"].headers.index("上级部门")
    departments = [row[0] for row in sample_rows()["部门"] if not row[above]]  # a 班组 without 联系人 goes with its 所
    assert list(sent.files) == departments
    assert {path.parent for path in sent.files.values()} == {sent.master.parent / "下发" / "20261231-1"}
    assert sorted(path.name for path in (sent.master.parent / "下发").iterdir()) == ["20261231-1"]
    assert sent.files[SECOND].name == f"{SECOND}_20261231-1.xlsx"


# what is unlocked, and what stands in it


def unlocked(path: Path) -> dict[tuple[str, str, str, str], Any]:
    """(sheet, 编号, second half of the key, header) → value, of every cell of a table of rows that protection leaves open."""
    found = {}
    book: Any = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
        open_cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
        if sheet.title in (GUIDE, HIDDEN):
            assert open_cells == []
        if sheet.title not in DEPARTMENT_TABLES:
            continue
        headers = [cell.value for cell in sheet[HEADER + 1]]
        places = [headers.index(header) for header in KEYS[sheet.title]]
        for cell in open_cells:
            line = [other.value for other in sheet[cell.row]]
            key = [line[place] for place in places]
            parts = [str(part.date()) if isinstance(part, dt.datetime) else str(part) for part in key]
            found[sheet.title, parts[0], parts[1] if parts[1:] else "", str(headers[cell.column - 1])] = cell.value
    return found


def test_the_unlocked_cells_are_the_rows_of_the_batch(sent: Sent) -> None:
    rows = FileBook(sent.master).read(["批次"])["批次"].rows
    assert {row[0] for row in rows} == {"20261231-1"}
    assert {row[7] for row in rows} == {NOW}
    total = 0
    for department, path in sent.files.items():
        known = {(str(r[2]), str(r[3]), str(r[4] or ""), str(r[5])): str(r[6] or "") for r in rows if r[1] == department}
        cells = unlocked(path)
        assert cells.keys() == known.keys(), department
        assert {header for table, _, _, header in cells if table == "督办台账"} <= set(REPORTED["督办台账"])
        total += len(known)
    assert total == len(rows) == sent.report.figures["可填格子"]
    assert {row[2] for row in rows} == set(REPORTED)


def returned(path: Path) -> dict[tuple[str, str, str, str], str]:
    """The reporting cells of a file as collecting will read them: by the master's columns, as 下发值."""
    found = {}
    for name, grid in FileBook(path).read(list(REPORTED)).items():
        columns = {column.header: replace(column, spec=column.spec._replace(required=False)) for column in TABLES[name].columns}
        for place, row in enumerate(grid.rows):
            cells = dict(zip(grid.headers, row, strict=True))
            key = [part_text(cells[header]) for header in KEYS[name]]
            for header in REPORTED[name]:
                value, told = read_cell(columns[header], cells[header], percent=(place, header) in grid.percent)
                assert told is None, (name, header, told)
                found[name, key[0], key[1] if key[1:] else "", header] = sent_text(value, columns[header])
    return found


def test_an_untouched_file_reads_back_as_it_was_sent(sent: Sent) -> None:
    rows = FileBook(sent.master).read(["批次"])["批次"].rows
    for department, path in sent.files.items():
        read = returned(path)
        known = {(str(r[2]), str(r[3]), str(r[4] or ""), str(r[5])): str(r[6] or "") for r in rows if r[1] == department}
        assert {key: read[key] for key in known} == known


def test_an_item_with_stages_and_a_paused_one_are_shut(sent: Sent) -> None:
    staged = {row[0] for row in sample_rows()["阶段目标"]}
    status = {row[0]: row[TABLES["督办台账"].headers.index("状态")] for row in sample_rows()["督办台账"]}
    shown = {number for path in sent.files.values() for number in column(path, "督办台账", "编号")}
    open_ = {(number, header) for path in sent.files.values() for table, number, _, header in unlocked(path) if table == "督办台账"}
    assert {status[number] for number in shown} == {"下达", "待调整", "办理", "提交", "暂缓"}
    for number in shown:
        wanted = set() if status[number] == "暂缓" else set(REPORTED["督办台账"]) - ({"完成度"} if number in staged else set())
        assert {header for other, header in open_ if other == number} == wanted, number


def column(path: Path, table: str, header: str) -> list[Value]:
    grid = FileBook(path).read([table]).get(table)
    return [] if grid is None else [row[grid.headers.index(header)] for row in grid.rows]


def test_feedback_that_falls_due_is_asked_for_and_in_the_master(sent: Sent) -> None:
    before = {(row[0], row[1]) for row in sample_rows()["反馈记录"]}
    grid = FileBook(sent.master).read(["反馈记录"])["反馈记录"]
    added = [row for row in grid.rows if (row[0], row[1]) not in before]
    assert len(added) == sent.report.figures["新反馈"] > 20
    assert all(isinstance(row[1], dt.date) and row[1] >= dt.date(2026, 12, 31) for row in added)
    assert all(row[2:] == (None,) * 11 for row in map(tuple, added))
    asked = {pair for path in sent.files.values() for pair in zip(*(column(path, "反馈记录", h) for h in KEYS["反馈记录"]), strict=True)}
    assert {(row[0], row[1]) for row in added} <= asked


def test_indicators_of_the_period_and_of_the_one_before(sent: Sent) -> None:
    assert column(sent.files[SECOND], "指标", "指标编号") == ["Z-01", "Z-03"]  # Z-03 stands under a former name
    assert column(sent.files["财务部"], "指标", "指标编号") == ["Z-02"]
    assert column(sent.files["安监部"], "指标", "指标编号") == []


# input checks, lights, forms


def checks(sheet: Any) -> dict[str, Any]:
    """Header → its check."""
    found = {}
    for check in sheet.data_validations.dataValidation:
        for part in check.sqref.ranges:
            assert part.min_row == BODY + 1
            found[str(sheet.cell(HEADER + 1, part.min_col).value)] = check
    return found


def test_input_checks(sent: Sent) -> None:
    book: Any = openpyxl.load_workbook(sent.files[SECOND])
    for name in (name for name in REPORTED if name in book.sheetnames):
        found = checks(book[name])
        assert set(found) == set(REPORTED[name]), name
    shares = checks(book["阶段目标"])["自评完成度"]
    assert (shares.type, shares.formula1, shares.formula2) == ("decimal", "0", "1")
    days = checks(book["反馈记录"])["反馈日期"]
    assert (days.type, days.formula1, days.formula2) == ("date", "45658", "47118")
    cause = checks(book["反馈记录"])["原因类别"]
    assert (cause.type, cause.formula1) == ("list", '"主观,客观"')
    prose = checks(book["督办台账"])["进展情况"]
    assert (prose.type, prose.operator, prose.formula1) == ("textLength", "lessThanOrEqual", "2000")
    numbers = checks(book["延期申请"])["编号"]
    last = BODY + book["督办台账"].max_row - HEADER - 1
    assert numbers.formula1 == f"'督办台账'!$A${BODY + 1}:$A${last}"
    people = checks(book["申报"])["责任人"]
    staff = [str(row[1]) for row in sample_rows()["人员"] if row[2] in (SECOND, "生技部", "生产技术部")]
    assert people.formula1 == f'"{",".join(staff)}"'
    assert book["申报"].cell(BODY + 1, 1).protection.locked is False
    assert set(FORMS) <= set(book.sheetnames)


def test_a_light_is_a_word_and_a_colour(sent: Sent) -> None:
    lights = {value for path in sent.files.values() for value in column(path, "督办台账", "灯")}
    assert {"绿灯", "黄灯", "红灯"} <= lights
    sheet = openpyxl.load_workbook(sent.files[SECOND])["督办台账"]
    place = [cell.value for cell in sheet[HEADER + 1]].index("灯") + 1
    rules = [
        rule for area in sheet.conditional_formatting if {part.min_col for part in area.cells.ranges} == {place} for rule in area.rules
    ]
    assert [rule.formula for rule in rules] == [['"红灯"'], ['"黄灯"'], ['"绿灯"'], ['"蓝灯"']]


# nothing of another department


def everything(path: Path) -> str:
    """All parts of the file as one text, escapes undone."""
    with zipfile.ZipFile(path) as archive:
        return html.unescape("\n".join(archive.read(name).decode("utf-8") for name in archive.namelist()))


PRIVATE = {
    "督办台账": "编号 事项 依据 完成标准 进展情况 办结说明 佐证 责任人 承办人".split(),
    "阶段目标": "编号 阶段任务 自评说明 责任人".split(),
    "反馈记录": "编号 内容 存在问题 需协调事项 未按期原因 下步措施 工作计划 反馈人".split(),
    "指标": ["指标编号", "指标"],
    "部门": "负责人 联系人 手机 邮箱".split(),
    "人员": "工号 姓名 手机 邮箱".split(),
}
"""Table → columns whose texts would give another department away."""


def texts_of(path: Path) -> set[str]:
    """Every text that stands in a private column of the master."""
    found = set()
    for name, grid in FileBook(path).read(PRIVATE).items():
        for header in PRIVATE[name]:
            found |= {str(row[grid.headers.index(header)]).strip() for row in grid.rows if row[grid.headers.index(header)] is not None}
    return {part for text in found for part in re.split(r"[、\n]", text) if len(part) >= 2}


def test_no_part_of_a_file_holds_anything_of_another_department(sent: Sent, tmp_path: Path) -> None:
    """Whatever the file's own rows do not say must not be anywhere in its XML: not in lists, names, properties or shared strings."""
    private = texts_of(sent.master)
    assert len(private) > 2000
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(
        sent_workbook(SentFile("某部", "", "", (), {}, {}), Batch("20261231-1", dt.date(2026, 12, 31), COMPANY_NAME, "督办办公室"))
    )
    always = everything(blank)
    people = FileBook(sent.master).read(["人员"])["人员"]
    belongs = [people.headers.index(header) for header in ("姓名", "部门")]
    contact = {str(row[0]): f"{row[4]} {row[5]}" for row in FileBook(sent.master).read(["部门"])["部门"].rows}
    for department, path in sent.files.items():
        grids = FileBook(path).read(list(DEPARTMENT_TABLES))
        own = "\n".join(str(value) for grid in grids.values() for row in grid.rows for value in row if value is not None)
        own += "\n".join(str(row[belongs[0]]) for row in people.rows if row[belongs[1]] == department) + contact[department]
        allowed = own + always
        foreign = {text for text in private if text not in allowed}
        assert len(foreign) > 0.8 * len(private)
        there = everything(path)
        assert [text for text in foreign if text in there] == [], department
        others = [name for name in sent.files if name != department and name not in allowed]
        assert [name for name in others if name in there] == [], department


def test_own_rows_name_no_item_of_another(sent: Sent) -> None:
    headers = TABLES["督办台账"].headers
    owner = {row[0]: row[headers.index("主责部门")] for row in sample_rows()["督办台账"]}
    for department, path in sent.files.items():
        for table in ("督办台账", "阶段目标", "反馈记录"):
            for number in column(path, table, "编号"):
                assert str(owner[number]).strip() in (department, "生产技术部", "生技部"), number


def test_no_defined_name_no_property_no_macro(sent: Sent) -> None:
    for path in sent.files.values():
        book = openpyxl.load_workbook(path)
        assert not list(book.defined_names)
        assert (book.properties.creator or "", book.properties.title) == ("", "督办部门表")
        with zipfile.ZipFile(path) as archive:
            assert not [name for name in archive.namelist() if "vba" in name.lower() or "custom" in name or "external" in name.lower()]


# what a file says of itself survives what people do with it


def identity_of(path: Path) -> Identity | None:
    book = openpyxl.load_workbook(path)
    found = [identity_in([[cell.value for cell in row] for row in sheet.iter_rows()]) for sheet in book.worksheets]  # type: ignore[misc]
    return next((identity for identity in found if identity), None)


def test_batch_and_department_survive_openpyxl_with_everything_moved(sent: Sent, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sent.files[SECOND])
    for place, sheet in enumerate(book.worksheets):
        sheet.protection.disable()
        sheet.title = f"改名{place}"
        if place:
            sheet.insert_cols(1)
            sheet.insert_rows(1)
    again = tmp_path / "再存.xlsx"
    book.save(again)
    assert identity_of(again) == Identity("20261231-1", SECOND)
    del book[book.sheetnames[-1]]  # the hidden one: 说明 says it too
    book.save(again)
    assert identity_of(again) == Identity("20261231-1", SECOND)


@tools.needs_office
def test_everything_survives_libreoffice(sent: Sent, tmp_path: Path) -> None:
    path = sent.files[SECOND]
    again = tools.convert(path, "xlsx", tmp_path / "out")
    assert identity_of(again) == Identity("20261231-1", SECOND)
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(again)
    assert after.sheetnames == before.sheetnames
    assert after[HIDDEN].sheet_state == "hidden"
    assert returned(again) == returned(path)
    assert unlocked(again).keys() >= unlocked(path).keys()
    tools.assert_recalculation_changes_nothing(path)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["督办批次", "20261231-1"], ["部门", "运检部"]], Identity("20261231-1", "运检部")),
        ([[None, "督办批次", None, "20261231-1", "部门", None, "运检部"]], Identity("20261231-1", "运检部")),
        ([["督办批次 ", "20261231-1 "], [], ["部门", " 运检部"]], Identity("20261231-1", "运检部")),
        ([["督办批次", "20261231-1"]], None),
        ([["督办批次"], ["部门", "运检部"]], None),
        ([["批次", "20261231-1"], ["部门", "运检部"]], None),
        ([], None),
    ],
)
def test_identity(rows: list[Row], found: Identity | None) -> None:
    assert identity_in(rows) == found


# as it prints


@tools.needs_office
@pytest.mark.parametrize("name", [SECOND, "西河供电所"])
def test_the_pages_can_be_read(sent: Sent, tmp_path: Path, name: str) -> None:
    sheets = [GUIDE, *DEPARTMENT_TABLES, *FORMS]
    pages = pages_of(tools.pdf(sent.files[name], tmp_path), sheets)
    with_rows = [table for table in DEPARTMENT_TABLES if column(sent.files[name], table, KEYS[table][0])]
    assert [page.sheet for page in pages] == [GUIDE, *with_rows, *FORMS]
    for page in pages:
        table = {**DEPARTMENT_TABLES, **FORMS}.get(page.sheet)
        assert_readable(page, 595 if page.sheet == GUIDE else 842, table.headers if table else ())


# judges


@tools.needs_sdk
@pytest.mark.parametrize("name", [SECOND, "财务部", "党群部"])
def test_the_files_are_valid(sent: Sent, name: str) -> None:
    assert tools.sdk_errors(sent.files[name]) == []
    assert tools.repair_errors(sent.files[name]) == []


def test_the_same_input_gives_the_same_bytes(sent: Sent, tmp_path: Path) -> None:
    master = tmp_path / "督办总台账.xlsm"
    write_master(master, {**sample_rows(), "指标": indicators()}, company=COMPANY_NAME, year=2026)
    again = send(FileBook(master), OPTIONS, silent)
    for path in again.files[1:]:
        assert path.read_bytes() == sent.files[path.stem.rpartition("_")[0]].read_bytes(), path.name
    assert master.read_bytes() == sent.master.read_bytes()


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    table = DEPARTMENT_TABLES["督办台账"]
    texts = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "http://a.b/c", "{=1}", "_x0041_", "甲\r\n乙", "x" * 30_000, "<&>\"'"]
    rows = [
        SentRow(f"{n}", "", tuple(text if c.header in ("事项", "进展情况") else None for c in table.columns))
        for n, text in enumerate(texts)
    ]
    hostile = SentFile("=cmd|'/c'!A1 & <部>" + "长" * 300, "&8", "x\n", ("=甲", "乙,丙", '丁"'), {"督办台账": rows}, {}, ("工作秘密",))
    path = tmp_path / "x.xlsx"
    path.write_bytes(sent_workbook(hostile, Batch("20261231-1", dt.date(2026, 12, 31), "&A公司&1" * 50, "督办办公室")))
    assert "<f>" not in everything(path).partition("<sheetData>")[2].replace("<f>'督办台账'", "")
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "<hyperlink" in archive.read(name).decode("utf-8")]
    grid: Grid = FileBook(path).read(["督办台账"])["督办台账"]
    assert grid.formulas == frozenset()
    assert [row[1] for row in grid.rows] == [text.replace("\r\n", "\n") for text in texts]
    if tools.sdk():
        assert tools.sdk_errors(path) == []
    assert tools.repair_errors(path) == []


def test_a_row_is_as_high_as_its_longest_text_needs(tmp_path: Path) -> None:
    table = DEPARTMENT_TABLES["督办台账"]

    def height(**cells: object) -> float:
        row = SentRow("1", "", tuple(cells.get(column.header) for column in table.columns))
        path = tmp_path / "x.xlsx"
        department = SentFile("甲部", "", "", (), {"督办台账": [row]}, {})
        path.write_bytes(sent_workbook(department, Batch("20261231-1", dt.date(2026, 12, 31), "", "督办办公室")))
        return float(openpyxl.load_workbook(path)["督办台账"].row_dimensions[BODY + 1].height or 0)

    assert height() == 36
    assert height(进展情况="长" * 200) > 150
    assert height(协办部门=("城区供电所", "调控中心", "东山供电所", "党群部")) > 60


def test_status_says_that_something_stayed_at_home(sent: Sent) -> None:
    """The sample has one item whose 状态 can't be read."""
    assert sent.report.status is Status.DONE_WITH_ENTRIES
    assert sent.report.figures["未下发"] == ["1 个事项的状态空着或读不懂，没有下发：请改好状态（2026-0429）。"]
