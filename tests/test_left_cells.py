"""One cell that can't be written, or holds more than a cell can: it is named with its place, and everything else goes on."""

import datetime as dt
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from support.collect_office import FILLED, OPTIONS, fill, new_office, sent_file
from support.typed_cells import formula, text, typed, typed_at

from addin.closed.file_book import FileBook
from macros.attempt import attempt, on_file
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.tables.actions import BY_KEY
from workbook_templates.tables.grid import LONGEST_TEXT

LONG = "长" * 40_000
DAY = dt.date(2026, 2, 1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company with its sheets out, refreshed once."""
    folder = tmp_path_factory.mktemp("家")
    run("refresh", new_office(folder))
    return folder


@pytest.fixture
def master(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office, tmp_path / "家")) / "督办总台账.xlsm"


def run(key: str, path: Path, **more: Any) -> Report:
    """The action as the command line runs it; never ended by an error."""
    asked = {"files": (), "dept": (), "to": (), **more}
    options = Options(OPTIONS.now, "测试员", OPTIONS.as_of, asked)
    report = attempt(BY_KEY[key], lambda: on_file(BY_KEY[key], path, options, silent))
    assert report.status is not Status.NOT_DONE, report.messages
    return report


def checks(path: Path) -> set[tuple[Any, ...]]:
    """表, 行, 列, 问题 of 数据检查."""
    grid = FileBook(path).read(["数据检查"])["数据检查"]
    return {(row[0], row[1], row[2], row[4]) for row in grid.rows}


def longest(path: Path) -> int:
    book = FileBook(path)
    return max(len(value) for grid in book.read(book.tables()).values() for row in grid.rows for value in row if isinstance(value, str))


def agree(path: Path, *changes: tuple[str, str | None]) -> None:
    book = FileBook(path)
    headers = ["编号", "变更", "申请日期", "新值", "批准人", "批准日期", "结果"]
    book.append("变更记录", headers, [["1", kind, DAY, new, "王", DAY, "同意"] for kind, new in changes])
    book.commit(None)


@pytest.mark.parametrize(
    ("header", "content", "change"),
    [
        pytest.param("办理时限", formula("DATE(2026,6,30)", 46203), ("延期", "2026-07-31"), id="a deadline"),
        pytest.param("状态", formula('"办理"', "办理"), ("暂缓", None), id="a state"),
        pytest.param("责任人", formula('"张三"', "张三"), ("责任调整", "甲部联系"), id="a person"),
    ],
)
def test_a_change_of_a_cell_that_holds_a_formula(master: Path, header: str, content: bytes, change: tuple[str, str | None]) -> None:
    typed(master, "督办台账", {(0, header): content})
    book = FileBook(master)
    book.append("人员", ["工号", "姓名", "角色"], [["9", "甲部联系", "员工"]])
    book.commit(None)
    agree(master, change)
    row = FileBook(master).read(["督办台账"])["督办台账"].first_row
    run("refresh", master)
    told = next(problem for table, _, _, problem in checks(master) if table == "变更记录" and "没有落实" in problem)
    assert f"“督办台账”第 {row} 行的“{header}”是公式" in told
    before = master.read_bytes()
    run("refresh", master)
    assert master.read_bytes() == before
    log = FileBook(master).read(["操作日志"])["操作日志"].rows
    assert not [line for line in log if line[1] == "变更落实"]


@pytest.mark.parametrize(
    ("table", "header", "cell"),
    [("亮灯", "事项", "B4"), ("数据检查", "建议值", ""), ("部门成绩", "综合", "I4")],
)
def test_a_formula_in_a_result_stays_and_is_told(master: Path, table: str, header: str, cell: str) -> None:
    if header not in FileBook(master).tables()[table]:
        header = "问题"
    typed(master, table, {(0, header): formula("1+1", 2)})
    report = run("refresh", master)
    (told,) = [message for message in report.messages if "是公式，程序没有覆盖" in message]
    assert f"工作表“{table}”的单元格 {cell}" in told
    assert (0, header) in FileBook(master).read([table])[table].formulas
    assert report.status is Status.DONE_WITH_ENTRIES


def test_a_formula_on_the_board_stays_and_is_told(master: Path) -> None:
    cell = typed_at(master, "台_提示", formula("1+1", 2))
    report = run("refresh", master)
    assert any(f"的单元格 {cell} 是公式" in message for message in report.messages)


def test_new_rows_come_below_formulas_copied_down(master: Path) -> None:
    """批准人 was copied down into a blank row of the table."""
    grid = FileBook(master).read(["变更记录"])["变更记录"]
    assert not grid.rows
    typed(master, "变更记录", {(0, "批准人"): formula('""', "")})
    book = FileBook(master)
    book.write_around_formulas()
    book.append("变更记录", ["编号", "变更", "申请日期", "批准人", "结果"], [["1", "延期", DAY, "王", "待批"]])
    grid = book.read(["变更记录"])["变更记录"]
    assert book.commit(None)
    rows = FileBook(master).read(["变更记录"])["变更记录"].rows
    assert (grid.next_row, len(rows)) == (grid.first_row + len(rows) - 1, 2)
    assert rows[-1][grid.headers.index("批准人")] == "王"


def test_an_item_whose_number_is_a_formula_gets_none(master: Path) -> None:
    typed(master, "督办台账", {(3, "编号"): formula('""', "")})
    run("refresh", master)
    row = FileBook(master).read(["督办台账"])["督办台账"].first_row + 3
    assert ("督办台账", row, "编号", "是公式，结果空着，没有补编号") in checks(master)


@pytest.mark.parametrize("header", ["事项", "进展情况", "责任人", "依据"])
@pytest.mark.parametrize("length", [LONGEST_TEXT - 7, 40_000])
def test_an_over_long_cell_stops_nothing(master: Path, header: str, length: int) -> None:
    typed(master, "督办台账", {(0, header): text("长" * length)})
    for key in ("refresh", "refresh", "check", "send", "remind", "map", "publish"):
        run(key, master)
    fill(
        sent_file(master),
        master.parent / "回收" / "甲部.xlsx",
        {key: value for key, value in FILLED.items() if key[:2] != ("督办台账", "1")},
    )
    run("collect", master)
    run("refresh", master)
    assert longest(master) == max(length, LONGEST_TEXT if header == "责任人" else 0)
    table, place = FileBook(master).read(["督办台账"])["督办台账"], FileBook(master).tables()["督办台账"].index(header)
    assert len(str(table.rows[0][place])) == length
    assert all(len(str(value)) <= LONGEST_TEXT for row in FileBook(master).read(["亮灯"])["亮灯"].rows for value in row)
    if length > LONGEST_TEXT and header != "责任人":
        assert any(found[:3] == ("督办台账", table.first_row, header) and "个字" in found[3] for found in checks(master))


def test_an_over_long_cell_of_an_imported_ledger(master: Path) -> None:
    ledger = master.parent / "旧.xlsx"
    book = xlsxwriter.Workbook(str(ledger))
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, ["督办事项", "责任部门", "完成时限", "负责人", "备注"])
    sheet.write_row(1, 0, ["修路", "甲部", "2026-6-30", "张三", "短"])
    book.close()
    spoil(ledger)
    report = run("import", master, file=str(ledger))
    assert any("一格装不下" in message for message in report.messages)
    assert longest(master) == LONGEST_TEXT


def spoil(path: Path) -> None:
    """短 in the shared texts becomes a text that no cell keeps."""
    with zipfile.ZipFile(path) as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in members:
            archive.writestr(info, data.replace("短".encode(), LONG.encode()) if info.filename == "xl/sharedStrings.xml" else data)


@pytest.mark.parametrize(("header", "given"), [("提交日期", ("督办台账", "3", "提交日期")), ("状态", ("督办台账", "3", "提交日期"))])
def test_an_answer_into_a_cell_with_a_formula(master: Path, header: str, given: tuple[str, ...]) -> None:
    """Of 提交日期 nothing is taken; where 状态 alone is a formula the answer is, and what follows from it is left to the clerk."""
    numbers = [str(row[0]) for row in FileBook(master).read(["督办台账"])["督办台账"].rows]
    typed(
        master,
        "督办台账",
        {(numbers.index("3"), header): formula('""' if header == "提交日期" else '"办理"', "" if header == "提交日期" else "办理")},
    )
    fill(sent_file(master), master.parent / "回收" / "甲部.xlsx", {given: FILLED[given]})
    report = run("collect", master)
    assert any("这一格是公式" in message for message in report.messages)
    assert report.figures["采用"] == (0 if header == "提交日期" else 1)
