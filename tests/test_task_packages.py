"""A group's tasks: sent to its companies, imported there without a mapping, changed, and their answers taken back like any return."""

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.sending import line

from addin.closed.file_book import FileBook
from macros.group import group
from macros.import_ import import_
from macros.refresh import refresh
from macros.send import send
from macros.steps.master_file import create
from macros.steps.report import Options, Report, Status, silent
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables.grid import Value

Cells = dict[str, Value]
DAY, NOW = dt.date(2026, 3, 3), dt.datetime(2026, 3, 3, 9)
GROUP, FIRST, SECOND = "省公司", "甲公司", "乙公司"


def options(day: dt.date = DAY, **more: Any) -> Options:
    return Options(dt.datetime.combine(day, dt.time(9)), "测试员", day, more)


def task(number: str, unit: str = FIRST, **cells: Value) -> Cells:
    common: Cells = {"事项": f"任务{number}", "来源": "年度目标", "类别": "重点", "级别": "公司级", "主责部门": unit, "责任人": "王总"}
    more: Cells = {"完成标准": f"标准{number}", "下达日期": dt.date(2026, 2, 2), "办理时限": dt.date(2026, 6, 30), "状态": "办理"}
    return {"编号": number, **common, **more, **cells}


def stage(number: str, name: str, due: dt.date) -> Cells:
    return {"编号": number, "阶段": name, "阶段任务": f"做{name}", "完成时限": due}


GROUP_ROWS: Mapping[str, list[Cells]] = {
    "部门": [
        {"部门": "办公室", "类型": "业务职能"},
        {"部门": FIRST, "类型": "所属企业", "联系人": "甲联系"},
        {"部门": SECOND, "类型": "所属企业", "联系人": "乙联系"},
    ],
    "人员": [{"工号": "1", "姓名": "王总", "部门": FIRST, "角色": "部门负责人"}],
    "督办台账": [
        task("1"), task("2"), task("3", SECOND), task("4", "办公室"),
        task("5", 密级="商业秘密"), task("6", 状态="暂缓"), task("7", 状态="取消"),
    ],
    "阶段目标": [stage("2", "一", dt.date(2026, 3, 31)), stage("2", "二", dt.date(2026, 6, 30))],
    "反馈记录": [{"编号": "1", "应反馈日期": dt.date(2026, 3, 2)}],
}  # fmt: skip
OWN_ROWS: Mapping[str, list[Cells]] = {
    "部门": [{"部门": "运检部", "类型": "业务职能"}],
    "人员": [{"工号": "1", "姓名": "张三", "部门": "运检部", "角色": "员工"}],
    "督办台账": [{**task("1", "运检部"), "事项": "自己的事", "责任人": "张三"}],
}


def made(folder: Path, company: str, rows: Mapping[str, list[Cells]]) -> Path:
    lines = {name: [line(name, row) for row in found] for name, found in rows.items()}
    return create(folder, lines, company, Options(NOW, "测试员"), silent)


def table(path: Path, name: str) -> list[Cells]:
    grid = FileBook(path).read([name])[name]
    return [dict(zip(grid.headers, row, strict=True)) for row in grid.rows]


def put(path: Path, name: str, key: Cells, **cells: Value) -> None:
    """Type into the row of this key, as a person does."""
    book = FileBook(path)
    grid = book.read([name])[name]
    (row,) = [at for at, one in enumerate(grid.rows) if all(one[grid.headers.index(header)] == value for header, value in key.items())]
    book.update(name, {(row, header): value for header, value in cells.items()})
    book.commit(None)


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The group's master and those of two companies."""
    return (
        made(tmp_path / "集团", GROUP, GROUP_ROWS),
        made(tmp_path / "各单位" / "甲", f"某省{FIRST}", OWN_ROWS),
        made(tmp_path / "各单位" / "乙", SECOND, OWN_ROWS),
    )


def packages(master: Path, day: dt.date = DAY, **more: Any) -> dict[str, Path]:
    """Addressee → its file."""
    report = send(FileBook(master), options(day, to=["单位"], **more), silent)
    return {path.name.split("_")[1]: path for path in report.files[1:]}


def imported(master: Path, package: Path, day: dt.date = DAY) -> Report:
    return import_(FileBook(master), options(day, file=str(package)), silent)


def test_a_package_goes_to_each_company_and_to_nobody_else(offices: tuple[Path, Path, Path]) -> None:
    assert set(packages(offices[0])) == {FIRST, SECOND}


def test_the_company_takes_it_as_its_superiors_tasks(offices: tuple[Path, Path, Path]) -> None:
    group_master, first, _ = offices
    package = packages(group_master)[FIRST]
    report = imported(first, package)
    assert report.figures["收下"] == {"督办台账": 4, "阶段目标": 2, "反馈记录": 4}
    rows = {row["编号"]: row for row in table(first, "督办台账")}
    assert list(rows) == ["1", "上级-1", "上级-2", "上级-5", "上级-6"]
    assert rows["1"]["事项"] == "自己的事"
    taken = {header: rows["上级-1"][header] for header in ("事项", "来源", "提出人", "级别", "办理时限", "完成标准", "状态", "主责部门")}
    assert taken == {
        "事项": "任务1", "来源": "上级部署", "提出人": GROUP, "级别": "公司级", "办理时限": dt.date(2026, 6, 30), "完成标准": "标准1",
        "状态": "立项", "主责部门": None,
    }  # fmt: skip
    assert (rows["上级-5"]["密级"], rows["上级-6"]["状态"]) == ("商业秘密", "暂缓")
    assert [(row["编号"], row["阶段"]) for row in table(first, "阶段目标")] == [("上级-2", "一"), ("上级-2", "二")]
    days = {(row["编号"], row["应反馈日期"]) for row in table(first, "反馈记录")}
    asked = {(row["编号"], row["应反馈日期"]) for row in table(group_master, "反馈记录") if row["编号"] != "3"}
    assert days == {(f"上级-{number}", day) for number, day in asked}
    before = first.read_bytes()
    again = imported(first, package)
    assert (again.figures["收下"], first.read_bytes()) == ({}, before)


def test_a_package_for_another_company_is_refused(offices: tuple[Path, Path, Path]) -> None:
    group_master, first, _ = offices
    before = first.read_bytes()
    with pytest.raises(UsageError, match="发给“乙公司”"):
        imported(first, packages(group_master)[SECOND])
    assert first.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "cells", "change", "new"),
    [
        ("a later deadline", {"办理时限": dt.date(2026, 7, 31)}, "改期", "2026-07-31"),
        ("cancelled", {"状态": "取消"}, "取消", None),
        ("paused", {"状态": "暂缓"}, "暂缓", None),
    ],
)
def test_what_the_superior_changes_waits_for_a_decision(
    name: str, cells: Cells, change: str, new: str | None, offices: tuple[Path, Path, Path]
) -> None:
    group_master, first, _ = offices
    imported(first, packages(group_master)[FIRST])
    put(group_master, "督办台账", {"编号": "1"}, **cells)
    package = packages(group_master, dt.date(2026, 3, 4))[FIRST]
    assert imported(first, package, dt.date(2026, 3, 4)).figures["收下"] == {"变更记录": 1}, name
    (row,) = table(first, "变更记录")
    assert (row["编号"], row["变更"], row["新值"], row["结果"]) == ("上级-1", change, new, "待批")
    ours = next(row for row in table(first, "督办台账") if row["编号"] == "上级-1")
    assert (ours["办理时限"], ours["状态"]) == (dt.date(2026, 6, 30), "立项")
    assert imported(first, package, dt.date(2026, 3, 5)).figures["收下"] == {}


def test_an_extension_of_the_companys_own_is_not_asked_back(offices: tuple[Path, Path, Path]) -> None:
    group_master, first, _ = offices
    imported(first, packages(group_master)[FIRST])
    book = FileBook(first)
    book.append(
        "变更记录", ("编号", "变更", "申请日期", "原值", "新值", "批准人", "批准日期", "结果"),
        [("上级-1", "延期", DAY, "2026-06-30", "2026-08-31", "李总", DAY, "同意")],
    )  # fmt: skip
    book.commit(None)
    put(first, "督办台账", {"编号": "上级-1"}, 办理时限=dt.date(2026, 8, 31))
    assert imported(first, packages(group_master, dt.date(2026, 3, 4))[FIRST]).figures["收下"] == {}


def test_a_new_stage_and_a_moved_one(offices: tuple[Path, Path, Path]) -> None:
    group_master, first, _ = offices
    imported(first, packages(group_master)[FIRST])
    put(group_master, "阶段目标", {"编号": "2", "阶段": "一"}, 完成时限=dt.date(2026, 4, 30))
    book = FileBook(group_master)
    book.append("阶段目标", ("编号", "阶段", "阶段任务", "完成时限"), [("2", "三", "做三", dt.date(2026, 6, 30))])
    book.commit(None)
    assert imported(first, packages(group_master, dt.date(2026, 3, 4))[FIRST]).figures["收下"] == {"变更记录": 1, "阶段目标": 1}
    assert [(row["编号"], row["阶段"], row["新值"]) for row in table(first, "变更记录")] == [("上级-2", "一", "2026-04-30")]


def test_a_number_of_another_superior_is_left_alone(offices: tuple[Path, Path, Path]) -> None:
    group_master, first, _ = offices
    package = packages(group_master)[FIRST]
    imported(first, package)
    put(first, "督办台账", {"编号": "上级-1"}, 提出人="市政府")
    report = imported(first, package)
    assert (report.status, report.figures["收下"], report.figures["没有收"]) == (Status.DONE_WITH_ENTRIES, {}, 1)


# the way back


@pytest.fixture
def answered(offices: tuple[Path, Path, Path]) -> tuple[Path, Path, Path]:
    """The companies have taken their packages; the first has answered."""
    pytest.importorskip("duckdb", reason="the extra `group` is not installed: pip install 'duban[group]'")
    group_master, first, second = offices
    sent = packages(group_master)
    for master, name in ((first, FIRST), (second, SECOND)):
        imported(master, sent[name])
    given: Cells = {"主责部门": "运检部", "责任人": "张三", "状态": "办理", "下达日期": DAY}
    put(
        first,
        "督办台账",
        {"编号": "上级-1"},
        **given,
        进展情况="完成招标 2 个",
        完成度=0.4,
        提交日期=dt.date(2026, 3, 2),
        办结说明="验收 2 处",
    )
    put(first, "督办台账", {"编号": "上级-2"}, **given, 进展情况="到货 5 台")
    put(first, "督办台账", {"编号": "上级-5"}, **given, 进展情况="绝不外传 3 份")
    put(
        first,
        "阶段目标",
        {"编号": "上级-2", "阶段": "一"},
        自评完成度=0.9,
        确认完成度=0.85,
        确认人="李总",
        确认日期=DAY,
        自评说明="装 5 台",
    )
    put(
        first,
        "反馈记录",
        {"编号": "上级-1", "应反馈日期": dt.date(2026, 3, 2)},
        反馈日期=dt.date(2026, 3, 2),
        反馈人="张三",
        内容="现场勘察 2 处",
        工作计划="4 月开工",
    )
    for master in (first, second):
        refresh(FileBook(master), options(), silent)
    return group_master, first, second


def taken_back(master: Path) -> Report:
    more: dict[str, Any] = {"dir": (str(master.parent.parent / "各单位"),), "out": str(master.parent), "processes": 1}
    return group(options(**more), silent)


def test_state_and_feedback_come_into_the_groups_own_ledger(answered: tuple[Path, Path, Path]) -> None:
    group_master, _, _ = answered
    report = taken_back(group_master)
    rows = {row["编号"]: row for row in table(group_master, "督办台账")}
    got = {header: rows["1"][header] for header in ("完成度", "进展情况", "提交日期", "办结说明")}
    assert got == {"完成度": 0.4, "进展情况": "完成招标 2 个", "提交日期": dt.date(2026, 3, 2), "办结说明": "验收 2 处"}
    assert rows["2"]["进展情况"] == "到货 5 台"
    assert rows["5"]["进展情况"] is None
    stages = {row["阶段"]: (row["自评完成度"], row["自评说明"]) for row in table(group_master, "阶段目标")}
    assert stages["一"] == (0.85, "装 5 台")
    (feedback,) = [row for row in table(group_master, "反馈记录") if row["反馈日期"]]
    assert (feedback["编号"], feedback["内容"], feedback["工作计划"]) == ("1", "现场勘察 2 处", "4 月开工")
    assert (report.figures["取回"]["采用"], rows["1"]["状态"]) == (13, "提交")
    before = group_master.read_bytes()
    again = taken_back(group_master)
    assert (again.figures["取回"]["采用"], group_master.read_bytes()) == (0, before)


def test_what_the_group_has_changed_meanwhile_is_left_to_the_clerk(answered: tuple[Path, Path, Path]) -> None:
    group_master, _, _ = answered
    put(group_master, "督办台账", {"编号": "1"}, 进展情况="集团自己写的")
    report = taken_back(group_master)
    assert report.figures["取回"]["待定"] == 1
    assert next(row for row in table(group_master, "督办台账") if row["编号"] == "1")["进展情况"] == "集团自己写的"


def test_a_task_in_two_companies_is_nobodys_answer(answered: tuple[Path, Path, Path]) -> None:
    group_master, first, _ = answered
    copied = first.parent.parent / "丙" / first.name
    shutil.copytree(first.parent, copied.parent)
    put(copied, "参数", {"名称": "单位名称"}, 取值="丙公司")
    refresh(FileBook(copied), options(), silent)
    told = taken_back(group_master).figures["取回"]["没有取"]
    assert any(text.startswith("任务 1 在几个单位里都有") for text in told)
    assert next(row for row in table(group_master, "督办台账") if row["编号"] == "1")["进展情况"] is None


def test_a_company_that_has_not_imported_is_named(offices: tuple[Path, Path, Path]) -> None:
    pytest.importorskip("duckdb", reason="the extra `group` is not installed: pip install 'duban[group]'")
    group_master, first, second = offices
    packages(group_master)
    for master in (first, second):
        refresh(FileBook(master), options(), silent)
    told = taken_back(group_master).figures["取回"]["没有取"]
    assert [text.split("：")[0] for text in told] == [FIRST, SECOND]


def test_a_groups_own_workbook_that_is_open_stops_nothing_else(answered: tuple[Path, Path, Path]) -> None:
    group_master, _, _ = answered
    (group_master.parent / f".~lock.{group_master.name}#").write_text(",王五,,,")
    before = group_master.read_bytes()
    report = taken_back(group_master)
    assert (report.figures["单位"], report.status) == (2, Status.DONE_WITH_ENTRIES)
    assert any("打开" in text for text in report.figures["取回"]["没有取"])
    assert group_master.read_bytes() == before
