"""Numbers, stages and matters to be scored are shown as they were typed, and compared without the width of their letters."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.collect_office import new_office, sent_file
from support.fake_book import FakeBook
from support.fake_master import ITEM, Cells, fake, lines, on
from support.round_trip import ROWS

from addin.closed.file_book import FileBook
from macros.collect import collect
from macros.publish import publish
from macros.refresh import refresh
from macros.remind import remind
from macros.steps.report import Options, silent
from udfs.rules.judging.numbering import new_numbers
from workbook_templates.reading.names import codes_of
from workbook_templates.reading.parse import READ, parse
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

FULL, HALF = "（２０２６）督１号", "(2026)督1号"
STAGE, STAGE_HALF = "第１阶段（上）", "第1阶段(上)"


def item(number: str, **cells: Value) -> Cells:
    return {**ITEM, "编号": number, **cells}


def stage(number: str, name: str, **cells: Value) -> Cells:
    return {"编号": number, "阶段": name, "阶段任务": "做", "完成时限": dt.date(2026, 5, 31), **cells}


def office(number: str = HALF, part: str = STAGE_HALF, **more: Any) -> FakeBook:
    """An item and a stage typed in full width, named elsewhere as `number` and `part`."""
    departments: list[Cells] = [{"部门": "发展部", "类型": "业务职能"}]
    ask: Cells = {"编号": number, "阶段": part, "变更": "延期", "申请日期": dt.date(2026, 5, 1), "新值": "2026-06-20", "结果": "同意"}
    change: Cells = {**ask, "批准人": "李总", "批准日期": dt.date(2026, 5, 2)}
    rows: dict[str, list[Cells]] = {"部门": departments, "督办台账": [item(FULL)], "阶段目标": [stage(FULL, STAGE)], "变更记录": [change]}
    return fake(**rows | more)


def words(book: FakeBook, *tables: str) -> Iterator[str]:
    for table in tables:
        for row in lines(book, table):
            yield from (value for value in row.values() if isinstance(value, str))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ([FULL], {HALF: FULL}),
        ([FULL, FULL], {HALF: FULL}),
        ([FULL, HALF], {}),  # two ways: as it is compared
        ([HALF], {}),
        (["2026-0001"], {}),
        ([f" {FULL}\u200b"], {HALF: FULL}),
        ([], {}),
    ],
)
def test_how_a_code_is_written(typed: list[str], read: dict[str, str]) -> None:
    assert codes_of(typed) == read


@pytest.mark.parametrize(("number", "part"), [(FULL, STAGE), (HALF, STAGE_HALF), (f"{HALF} ", f"\u200b{STAGE_HALF}")])
def test_whoever_names_a_row_means_it(number: str, part: str) -> None:
    tables, problems = parse(office(number, part).read(READ))
    assert [(change.number, change.stage) for change in tables.changes] == [(FULL, STAGE)]
    assert [row.number for row in tables.stages] == [FULL]
    assert not [one for one in problems if one.header in ("编号", "阶段") and "看不见" not in one.problem]


def test_a_code_typed_in_two_ways_is_one_row_twice() -> None:
    book = fake(督办台账=[item(FULL), item(HALF)])
    refresh(book, on("06-30"), silent)
    doubled = [row for row in lines(book, "数据检查") if row["表"] == "督办台账" and "重复" in str(row["问题"])]
    assert doubled


def test_results_show_what_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # 提醒 writes its files beside the book
    book = office()
    refresh(book, on("06-12"), silent)
    remind(book, on("06-12"), silent)
    shown = set(words(book, "亮灯", "提醒清单", "升级与问责", "工作建议"))
    assert FULL in shown
    assert not any(HALF in text or STAGE_HALF in text for text in shown)
    assert [row["考核时限"] for row in lines(book, "亮灯")] == [dt.date(2026, 6, 9)]
    assert {STAGE} >= {str(row["阶段"]) for row in lines(book, "提醒清单") if "阶段" in row}


def test_what_was_sent_by_hand_is_not_reminded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    book = office()
    remind(book, on("06-12"), silent)
    assert lines(book, "提醒清单")
    remind(book, replace(on("06-12"), more={"mark_sent": True}), silent)
    remind(book, on("06-12"), silent)
    assert lines(book, "提醒清单") == []


def test_a_proposal_is_made_once_however_its_item_is_typed_later() -> None:
    """Its key in 来源 holds the number as it is compared."""
    book = office()
    refresh(book, on("06-30"), silent)
    proposed = lines(book, "加减分台账")
    keys = {str(row["来源"]) for row in proposed}
    assert keys
    assert all(HALF in key for key in keys)
    retyped = office(督办台账=[item(HALF)], 阶段目标=[stage(HALF, STAGE_HALF)], 加减分台账=proposed)
    refresh(retyped, on("06-30"), silent)
    assert {str(row["来源"]) for row in lines(retyped, "加减分台账")} == keys
    assert [row["状态"] for row in lines(retyped, "加减分台账")] == ["拟"] * len(keys)


def test_new_numbers_count_on_whatever_brackets_the_rule_has() -> None:
    typed = [item("（2026）0007号"), {**ITEM, "编号": None}]
    tables, _ = parse(fake(督办台账=typed).read(READ))
    assert new_numbers(tables.items, "（{年}）{序号}号", dt.date(2026, 6, 1)) == {1: "（2026）0008号"}


def test_what_was_sent_comes_back_to_its_row(tmp_path: Path) -> None:
    """The department types the number anew, in half width."""
    rows = {name: [{**row, **({"编号": FULL} if row.get("编号") == "1" else {})} for row in found] for name, found in ROWS.items()}
    master = new_office(tmp_path, rows)
    workbook: Any = openpyxl.load_workbook(sent_file(master))
    sheet = workbook["督办台账"]
    titles = [cell.value for cell in sheet[3]]
    at = next(line for line in range(4, sheet.max_row + 1) if sheet.cell(line, 1 + titles.index("编号")).value == FULL)
    sheet.cell(at, 1 + titles.index("编号")).value = HALF
    sheet.cell(at, 1 + titles.index("进展情况")).value = "完成 3 项"
    workbook.save(tmp_path / "回收" / "甲部.xlsx")
    collect(FileBook(master), Options(dt.datetime(2026, 3, 10, 9), "测试员", dt.date(2026, 3, 10)), silent)
    grid = FileBook(master).read(["督办台账"])["督办台账"]
    number, progress = grid.headers.index("编号"), grid.headers.index("进展情况")
    assert {row[progress] for row in grid.rows if row[number] == FULL} == {"完成 3 项"}


def test_a_secret_item_stays_secret_in_full_width(tmp_path: Path) -> None:
    from workbook_templates.master.master import write_master

    matter = "不能说出去的一件事"
    cells = {**item(FULL), "密级": "内部", "事项": matter}
    path = tmp_path / "督办总台账.xlsx"
    write_master(path, {"督办台账": [[cells.get(header) for header in TABLES["督办台账"].headers]]}, company="示范", year=2026)
    options = replace(on("06-30"), more={})
    refresh(FileBook(path), options, silent)
    report = publish(FileBook(path), options, silent)
    (copy,) = [Path(file) for file in report.files if Path(file) != path]
    assert matter not in text_in(copy)
    assert FULL in text_in(copy)


def text_in(path: Path) -> str:
    """All that a workbook holds, as it is written."""
    if path.suffix != ".xlsx":
        return ""
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
