"""The files of leaders, scorers and checking departments, made from the sample company: what stands open, and nothing of others."""

import datetime as dt
import html
import re
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from support import tools
from support.printed import assert_readable, pages_of

from addin.closed.file_book import FileBook
from macros.send import send
from macros.steps.report import Options, Report, silent
from workbook_templates.master.master import write_master
from workbook_templates.reading.parse import read_cell
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY_NAME
from workbook_templates.sent.sent_cells import key_texts, sent_text
from workbook_templates.sent.sent_file import Batch, SentFile, SentRow
from workbook_templates.sent.sent_identity import GUIDE, HIDDEN, Identity, identity_in
from workbook_templates.sent.sent_kinds import SENT_KINDS, kind_of
from workbook_templates.sent.sent_workbook import sent_workbook
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Row, Value

NOW = dt.datetime(2026, 12, 31, 16, 30)
OPTIONS = Options(NOW, "测试员", dt.date(2026, 12, 31), {"to": ("领导", "考评", "抽查", "纪检")})
BATCH = "20261231-1"
CHIEF = "陈国平"
"""主要领导."""
LOOKED_AT = ["领导：杨丽华", "考评：安监部", "考评：吴晓峰", "抽查：党群部"]
Key = tuple[str, str, str, str]
"""表, 编号, 阶段, 字段."""


class Sent(NamedTuple):
    """One run of 下发 on the sample company: master with its tables, report, addressee → file."""

    master: Path
    report: Report
    files: dict[str, Path]
    tables: dict[str, Grid]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    master = tmp_path_factory.mktemp("sent") / "督办总台账.xlsm"
    write_master(master, sample_rows(), company=COMPANY_NAME, year=2026)
    report = send(FileBook(master), OPTIONS, silent)
    files = {path.stem.rpartition("_")[0].replace("_", "：", 1): path for path in report.files[1:]}
    return Sent(master, report, files, FileBook(master).read(list(TABLES)))


def rows_of_batch(sent: Sent, addressee: str) -> dict[Key, str]:
    """What 批次 says was sent to one addressee."""
    rows = sent.tables["批次"].rows
    return {(str(r[2]), str(r[3]), str(r[4] or ""), str(r[5])): str(r[6] or "") for r in rows if r[1] == addressee}


def returned(path: Path, addressee: str) -> dict[Key, str]:
    """The cells of a file as collecting will read them, as 下发值."""
    kind = kind_of(addressee)
    found = {}
    for name, grid in FileBook(path).read(list(kind.sheets)).items():
        columns = {column.header: column for column in kind.sheets[name].table.columns}
        for place, row in enumerate(grid.rows):
            cells = dict(zip(grid.headers, row, strict=True))
            values = [
                read_cell(columns[header], cells[header], percent=(place, header) in grid.percent)[0] for header in kind.sheets[name].key
            ]
            number, part = key_texts(values)
            for header in kind.sheets[name].filled:
                value, told = read_cell(columns[header], cells[header], percent=(place, header) in grid.percent)
                assert told is None, (name, header, told)
                found[name, number, part, header] = sent_text(value, columns[header])
    return found


def open_cells(path: Path) -> dict[str, set[str]]:
    """Sheet → headers with an unlocked cell. Every sheet is protected, without a password."""
    found: dict[str, set[str]] = {}
    book: Any = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
        cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
        assert cells == [] or sheet.title not in (GUIDE, HIDDEN)
        if sheet.tables:
            first = sheet[sheet.tables[sheet.title].ref.partition(":")[0]].row
            found[sheet.title] = {str(sheet.cell(first, cell.column).value) for cell in cells}
    return found


def test_everybody_has_a_file(sent: Sent) -> None:
    leaders = {str(row[2]) for row in sample_rows()["部门"]} | {CHIEF}
    assert {name.partition("：")[2] for name in sent.files if name.startswith("领导")} <= leaders
    assert {
        "考评：党群部",
        "考评：安监部",
        "考评：郑海峰",
        "考评：吴晓峰",
        "抽查：党群部",
        "抽查：安监部",
        "抽查：刘志远",
        "抽查：马红霞",
        "纪检：党群部",
    } <= sent.files.keys()
    assert sent.report.figures["未下发"] == []
    assert {path.parent.name for path in sent.files.values()} == {BATCH}


def test_what_was_sent_stands_in_the_batch_and_reads_back(sent: Sent) -> None:
    total = 0
    for addressee, path in sent.files.items():
        kind, known = kind_of(addressee), rows_of_batch(sent, addressee)
        assert returned(path, addressee) == known, addressee
        filled = {name: set(sheet.filled) for name, sheet in kind.sheets.items()} | {name: set(t.headers) for name, t in kind.forms.items()}
        assert open_cells(path) == {name: filled[name] for name in open_cells(path)}, addressee
        assert known
        total += len(known)
    assert total == sent.report.figures["可填格子"]
    assert {key[0] for addressee in sent.files for key in rows_of_batch(sent, addressee)} == {
        name for kind in ("领导", "考评", "抽查", "纪检") for name, sheet in SENT_KINDS[kind].sheets.items() if sheet.filled
    } - {"问责记录"}  # nothing of it waits before a refresh has proposed


def test_a_file_says_whose_it_is(sent: Sent) -> None:
    for addressee in LOOKED_AT:
        for title in (GUIDE, HIDDEN):
            sheet = openpyxl.load_workbook(sent.files[addressee])[title]
            assert identity_in(sheet.iter_rows(values_only=True)) == Identity(BATCH, addressee)  # type: ignore[arg-type]


def test_input_checks_on_every_open_column(sent: Sent) -> None:
    expected = {
        ("领导：杨丽华", "阶段目标", "确认完成度"): ("decimal", "0", "1"),
        ("领导：杨丽华", "变更记录", "结果"): ("list", '"确认,不同意"', None),
        ("考评：安监部", "考评打分", "得分"): ("decimal", "0", "$E9"),
        ("考评：吴晓峰", "个人评分", "工作态度"): ("decimal", "0", "100"),
        ("抽查：党群部", "抽查记录", "日期"): ("date", "45658", "47118"),
        ("抽查：党群部", "抽查记录", "结果"): ("list", '"合格,问题,苗头"', None),
        ("抽查：党群部", "抽查记录", "抽查人"): ("list", '"马红霞,田甜,范文军"', None),
        ("抽查：党群部", "整改复查", "复查结果"): ("list", '"合格,不合格"', None),
    }
    found = {}
    for addressee in LOOKED_AT:
        book: Any = openpyxl.load_workbook(sent.files[addressee])
        for name, headers in open_cells(sent.files[addressee]).items():
            sheet = book[name]
            first = sheet[sheet.tables[name].ref.partition(":")[0]].row
            for check in sheet.data_validations.dataValidation:
                for part in check.sqref.ranges:
                    header = str(sheet.cell(first, part.min_col).value)
                    assert (part.min_row, part.max_row) == (first + 1, sheet.max_row), (addressee, name)
                    found[addressee, name, header] = (check.type, check.formula1, check.formula2)
            missing = headers - {header for who, table, header in found if (who, table) == (addressee, name)}
            assert missing == set(), (addressee, name)
    assert {key: found[key] for key in expected} == expected


# nothing of others


def everything(path: Path) -> str:
    """All parts of the file as one text, escapes undone."""
    with zipfile.ZipFile(path) as archive:
        return html.unescape("\n".join(archive.read(name).decode("utf-8") for name in archive.namelist()))


def texts_of(rows: list[dict[str, Any]], headers: str) -> set[str]:
    """The texts of some columns, cut at 、, that say something."""
    found = {str(row[header] or "").strip() for row in rows for header in headers.split()}
    return {part for text in found for part in re.split(r"[、\n]", text) if len(part) >= 2}


def master_rows(sent: Sent, table: str) -> list[dict[str, Any]]:
    grid = sent.tables[table]
    return [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]


PRIVATE = {
    "督办台账": "编号 事项 依据 完成标准 进展情况 办结说明 佐证 责任人 承办人",
    "阶段目标": "编号 阶段任务 自评说明 确认意见 责任人",
    "反馈记录": "内容 存在问题 需协调事项 未按期原因 下步措施 工作计划",
    "变更记录": "编号 来源",
    "考评打分": "考评项目 依据",
    "个人评分": "工号 评语",
    "风险点": "风险编号 风险点 防控措施 岗位责任人",
    "抽查记录": "抽查编号 问题描述 整改要求 再监督意见",
    "人员": "工号 姓名 手机 邮箱",
    "部门": "手机 邮箱",
    "问责记录": "事实",
    "加减分台账": "事由",
}
"""Table → columns whose texts would give somebody else away."""


def test_no_part_of_a_file_holds_anything_of_others(sent: Sent, tmp_path: Path) -> None:
    """Whatever the file's own rows do not say must not be anywhere in its XML: not in lists, names, properties or shared strings."""
    private = set().union(*(texts_of(master_rows(sent, table), headers) for table, headers in PRIVATE.items()))
    assert len(private) > 2500
    people = {str(row["姓名"]): row for row in master_rows(sent, "人员")}
    contact = {str(row["部门"]): f"{row['联系人']} {row['手机']}" for row in master_rows(sent, "部门")}
    for addressee, path in sent.files.items():
        kind, _, name = addressee.partition("：")
        blank = tmp_path / "blank.xlsx"
        nothing = {name: [SentRow("", "", (None,) * len(one.table.columns))] for name, one in SENT_KINDS[kind].sheets.items()}
        blank.write_bytes(
            sent_workbook(SentFile(f"{kind}：某人", "", "", (), nothing, {}), Batch(BATCH, NOW.date(), COMPANY_NAME, "督办办公室"))
        )
        grids = FileBook(path).read(list(kind_of(addressee).sheets))
        own = "\n".join(str(value) for grid in grids.values() for row in grid.rows for value in row if value is not None)
        own += name + contact.get(name, "") + str(people.get(name, {}).get("职务", ""))
        if kind in ("抽查", "纪检"):  # its people stand in the drop-down
            home = people[name]["部门"] if name in people else name
            own += "\n".join(str(row["姓名"]) for row in master_rows(sent, "人员") if home and row["部门"] == home)
        allowed = own + everything(blank)
        foreign = {text for text in private if text not in allowed}
        assert len(foreign) > 0.8 * len(private)
        there = everything(path)
        assert [text for text in foreign if text in there] == [], addressee


def test_own_rows_are_ones_own(sent: Sent) -> None:
    """No leader's item in two files, no score of another scorer, no point of another checker."""
    seen: dict[tuple[str, tuple[str, str]], str] = {}
    for addressee, path in sent.files.items():
        kind = kind_of(addressee)
        for name, grid in FileBook(path).read(list(kind.sheets)).items():
            places = [grid.headers.index(header) for header in kind.sheets[name].key]
            for row in grid.rows:
                key = (name, key_texts(row[place] for place in places))
                assert seen.setdefault(key, addressee) == addressee
    leaders = {str(row["部门"]): str(row["分管领导"]) for row in master_rows(sent, "部门")}
    for addressee in (name for name in sent.files if name.startswith("领导")):
        shown = FileBook(sent.files[addressee]).read(["督办台账"]).get("督办台账")
        assert (shown is None) == (addressee == f"领导：{CHIEF}")  # nobody's department is his
        if shown is None:
            continue
        owners = {str(row[shown.headers.index("主责部门")]) for row in shown.rows}
        assert {leaders[owner] for owner in owners} == {addressee.partition("：")[2]}
    scores = FileBook(sent.files["考评：安监部"]).read(["考评打分"])["考评打分"]
    assert {row[scores.headers.index("考评部门")] for row in scores.rows} == {"安监部"}


def test_no_defined_name_no_macro_no_link(sent: Sent) -> None:
    for addressee, path in sent.files.items():
        book = openpyxl.load_workbook(path)
        assert not list(book.defined_names)
        assert (book.properties.creator or "") == ""
        with zipfile.ZipFile(path) as archive:
            assert not [name for name in archive.namelist() if re.search("vba|custom|external|comment", name.lower())]
            formulas = [
                name
                for name in archive.namelist()
                if b"<f>" in archive.read(name).partition(b"<sheetData>")[2].partition(b"</sheetData>")[0]
            ]
        assert bool(formulas) is addressee.startswith("考评")


# what other programs make of them


@tools.needs_office
@pytest.mark.parametrize("addressee", LOOKED_AT)
def test_everything_survives_libreoffice_and_recalculation(sent: Sent, tmp_path: Path, addressee: str) -> None:
    again = tools.convert(sent.files[addressee], "xlsx", tmp_path / "out", recalculating=True)
    assert returned(again, addressee) == returned(sent.files[addressee], addressee)
    assert tools.cached(again).keys() == tools.cached(sent.files[addressee]).keys()
    before, after = tools.cached(sent.files[addressee]), tools.cached(again)
    for sheet, rows in before.items():
        for number, row in enumerate(rows, 1):
            for place, was in enumerate(row, 1):
                assert was is None or tools.same(was, tools.at(after[sheet], number, place)), (sheet, number, place, was)


@tools.needs_sdk
@pytest.mark.parametrize("addressee", LOOKED_AT)
def test_the_files_are_valid(sent: Sent, addressee: str) -> None:
    assert tools.sdk_errors(sent.files[addressee]) == []


def test_nothing_to_repair(sent: Sent) -> None:
    for addressee, path in sent.files.items():
        assert tools.repair_errors(path) == [], addressee


@tools.needs_office
@pytest.mark.parametrize("addressee", LOOKED_AT)
def test_the_pages_can_be_read(sent: Sent, tmp_path: Path, addressee: str) -> None:
    kind = kind_of(addressee)
    pages = pages_of(tools.pdf(sent.files[addressee], tmp_path), [GUIDE, *kind.sheets, *kind.forms])
    shown = [name for name in (*kind.sheets, *kind.forms) if name in FileBook(sent.files[addressee]).tables()]
    assert list(dict.fromkeys(page.sheet for page in pages)) == [GUIDE, *shown]
    for page in pages:
        table = kind.sheets[page.sheet].table if page.sheet in kind.sheets else kind.forms.get(page.sheet)
        assert_readable(page, 595 if page.sheet == GUIDE else 842, table.headers if table else ())


def test_the_same_input_gives_the_same_bytes(sent: Sent, tmp_path: Path) -> None:
    master = tmp_path / "督办总台账.xlsm"
    write_master(master, sample_rows(), company=COMPANY_NAME, year=2026)
    again = send(FileBook(master), OPTIONS, silent)
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in (sent.master, *sent.files.values())]


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """In a scoring sheet too, the one with formulas."""
    headers = TABLES["考评打分"].headers
    texts = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", '"&HYPERLINK("http://a.b")&"', "{=1}"]
    marks: list[Row] = []
    known: dict[str, Value]
    for text in texts:
        known = {"期间": "2026Q4", "考评部门": "甲部", "考评项目": text, "被考评单位": text, "满分": 10.0, "得分": 9.0, "依据": text}
        marks.append(tuple(known.get(header) for header in headers))
    known = {"部门": "甲部", "类型": "业务职能", "联系人": "=1+1"}
    rows: dict[str, list[Row]] = {"考评打分": marks, "部门": [tuple(known.get(header) for header in TABLES["部门"].headers)]}
    master = tmp_path / "督办总台账.xlsx"
    write_master(master, rows, company="&A公司", year=2026)
    report = send(FileBook(master), Options(NOW, "测试员", NOW.date(), {"to": ("考评",)}), silent)
    sheet: Any = openpyxl.load_workbook(report.files[1])["考评打分"]
    formulas = {cell.column_letter for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
    assert formulas == set("BCDEFGH") | {"G"}
    assert sorted(str(cell.value) for cell in sheet["H"][-5:]) == sorted(texts)
    assert tools.repair_errors(report.files[1]) == []
