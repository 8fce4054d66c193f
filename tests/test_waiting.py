"""What waits for a decision, and one decision in the workbook: as a person would have written it, with its log row, and undone by undo."""

import datetime as dt
import functools
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.collect_office import fill, new_office, sent_file
from support.make import change, tables
from support.round_trip import Cells, item, line, stage_row
from support.sending import rows_in

from addin.closed.file_book import FileBook
from macros.collect import collect
from macros.refresh import refresh
from macros.steps.report import Options, Report, Status, silent
from macros.undo import undo
from macros.waiting import Waiting, decide, waiting_of
from udfs.pages.waiting_rows import GROUPS, waiting_rows
from udfs.rules.decisions.closed_years import ClosedYears
from workbook_templates.master.master import write_master
from workbook_templates.sample import sample_rows
from workbook_templates.tables.grid import Value

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl's, of the conditional formats
DAY = dt.date(2026, 3, 3)
NOW = dt.datetime(2026, 3, 3, 9, 15)
WHO = "李总"
ROWS: dict[str, list[Cells]] = {
    "部门": [{"部门": "甲部", "类型": "业务职能", "分管领导": WHO}, {"部门": "乙部", "类型": "业务职能"}],
    "人员": [
        {"工号": "1", "姓名": "张三", "部门": "甲部", "角色": "员工"},
        {"工号": "2", "姓名": WHO, "角色": "班子成员"},
        {"工号": "3", "姓名": "王强", "部门": "甲部", "角色": "员工"},
        {"工号": "4", "姓名": "王强", "部门": "乙部", "角色": "员工"},
    ],
    "督办台账": [
        item("1", 密级="商业秘密", 事项="机密改造"),
        item("2", 完成度=0.6),
        item("3", 状态="暂缓", 完成度=0.5),
        item("4", 完成度=0.5, 确认日期=DAY),
        item("5", 办理时限="2026年3月31日", 类别="重 点"),
        item("6", 主责部门="甲部 ", 协办部门="丙部"),
    ],
    "阶段目标": [stage_row("1", "一", 自评完成度=0.9), stage_row("1", "二"), stage_row("5", "一", 自评完成度=0.8, 确认完成度=0.8)],
    "变更记录": [
        {"编号": "1", "变更": "延期", "申请日期": DAY, "新值": "2026-07-31", "原因": "物资推迟", "结果": "待批"},
        {"编号": "2", "变更": "升级", "申请日期": DAY, "原因": "逾期", "结果": "待批"},
        {"编号": "4", "变更": "延期", "申请日期": DAY, "新值": "2026-07-31", "结果": "不同意", "批准人": WHO, "批准日期": DAY},
    ],
    "加减分台账": [
        {"日期": DAY, "部门": "甲部", "类型": "督办考核", "分值": -0.5, "事由": "迟交", "关联编号": "1", "状态": "拟"},
        {"日期": DAY, "部门": "甲部", "类型": "奖励", "分值": 1.0, "事由": "竞赛", "状态": "已确认", "确认人": WHO, "确认日期": DAY},
    ],
    "问责记录": [
        {"日期": DAY, "类别": "约谈", "对象": "张三", "规则": "R11 红灯", "事实": "红灯", "编号": "1", "状态": "拟"},
        {"日期": DAY, "类别": "问责建议", "对象": "张三", "事实": "严重红灯", "编号": "1", "状态": "拟"},
        {"日期": DAY, "类别": "提醒", "对象": "甲部", "事实": "黄灯", "编号": "2", "状态": "已批"},
    ],
    "批示": [
        {"批示编号": "PS1", "日期": DAY, "领导": WHO, "类别": "批办", "内容": "请报原因", "对象": "甲部", "关联编号": "1", "状态": "待办"},
        {"批示编号": "PS2", "日期": DAY, "领导": WHO, "类别": "参阅", "内容": "请学习", "对象": "甲部"},
        {"批示编号": "PS3", "日期": DAY, "领导": WHO, "类别": "批办", "内容": "请查", "对象": "乙部", "状态": "已回复", "回复日期": DAY},
    ],
    "异议": [
        {"日期": DAY, "部门": "甲部", "编号": "1", "表": "督办台账", "意见": "时限太紧"},
        {"日期": DAY, "部门": "乙部", "编号": "2", "表": "督办台账", "意见": "不是我部", "结果": "采纳"},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_NOW", NOW.isoformat())


@functools.cache
def office() -> bytes:
    """The master of these rows after a refresh."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "督办总台账.xlsm"
        write_master(path, {name: [line(name, row) for row in found] for name, found in ROWS.items()}, company="示范", year=2026)
        refresh(FileBook(path), Options(NOW, "测试员", DAY), silent)
        return path.read_bytes()


def master(folder: Path, **rows: list[Cells]) -> Path:
    """A copy of it, with other rows in some tables."""
    path = folder / "督办总台账.xlsm"
    path.write_bytes(office())
    if rows:
        held = {**ROWS, **rows}
        path.unlink()
        write_master(path, {name: [line(name, row) for row in found] for name, found in held.items()}, company="示范", year=2026)
        refresh(FileBook(path), Options(NOW, "测试员", DAY), silent)
    return path


def one(path: Path, group: str, title: str = "") -> Waiting:
    (found,) = [waiting for waiting in waiting_of(path, DAY) if waiting.group == group and title in waiting.title]
    return found


def signed(by: str, on: str, **more: str) -> dict[str, str]:
    return {by: WHO, on: "2026-3-3", **more}


def typed(path: Path, table: str, row: int, cells: Mapping[str, Value]) -> None:
    """A person types into cells of a row of a master, and saves."""
    book: Any = openpyxl.load_workbook(path, keep_vba=True)
    sheet = book[table]
    titles = {cell.value: cell.column for found in sheet.iter_rows(min_row=1, max_row=3) for cell in found}
    for header, value in cells.items():
        sheet.cell(row, titles[header]).value = value
    book.save(path)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_waits_is_what_the_tables_say(tmp_path: Path) -> None:
    path = master(tmp_path)
    found = waiting_of(path, DAY)
    waiting = [(one.group, one.title) for one in found if one.group != "数据检查"]
    assert waiting == [
        ("待批变更", "延期 1"),
        ("拟加减分", "督办考核 甲部 -0.5 分"),
        ("升级与问责", "升级 2"),
        ("升级与问责", "约谈 张三 1"),
        ("问责建议", "问责建议 张三 1"),
        ("确认", "1 一 机密改造"),
        ("确认", "2 事项2"),
        ("批示", "PS1 李总 → 甲部"),
        ("异议", "甲部 督办台账 1"),
    ]
    entries = [row for row in rows_in(FileBook(path), "数据检查") if row["处理"] is None]
    assert sum(one.group == "数据检查" for one in found) == len(entries) > 3
    assert len({one.key for one in found}) == len(found)
    assert sorted(found, key=lambda one: GROUPS.index(one.group)) == list(found)


def test_the_figures_of_a_row_and_of_what_it_points_to(tmp_path: Path) -> None:
    told = dict(one(master(tmp_path), "拟加减分").facts)
    assert (told["分值"], told["事由"]) == ("-0.5", "迟交")
    assert "事项 机密改造" in told["督办台账 1"]  # the clerk sees what the workbook shows
    assert "密级 商业秘密" in told["督办台账 1"]
    assert "考核时限 2026-06-30" in told["亮灯 1"]


def table_rows(path: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet as another program reads them."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = [*book[name].iter_rows(values_only=True)]
    book.close()
    top = next(n for n, row in enumerate(rows) if sum(value is not None for value in row) > 3)
    return [dict(zip(map(str, rows[top]), row, strict=False)) for row in rows[top + 1 :] if any(value is not None for value in row)]


def test_the_sample_company_waits_for_what_another_program_reads_in_it(tmp_path: Path) -> None:
    path = tmp_path / "督办总台账.xlsm"
    write_master(path, sample_rows(), company="示范供电公司", year=2026)
    day = dt.date(2026, 12, 31)
    refresh(FileBook(path), Options(dt.datetime(2026, 12, 31, 9), as_of=day), silent)
    counted = Counter(one.group for one in waiting_of(path, day))
    changes, cases = ([*table_rows(path, name)] for name in ("变更记录", "问责记录"))
    items = {row["编号"]: row for row in table_rows(path, "督办台账") if row["编号"]}
    stages = table_rows(path, "阶段目标")
    running = {number for number, row in items.items() if row["状态"] in ("下达", "办理", "提交", "待调整")}
    pending = [row["变更"] for row in changes if row["结果"] == "待批"]
    proposed = [row["类别"] in ("问责建议", "履职提醒") for row in cases if row["状态"] == "拟"]
    rated = [row for row in stages if row["自评完成度"] is not None and row["确认完成度"] is None and row["编号"] in running]
    bare = running - {row["编号"] for row in stages}
    confirmed = [number for number in bare if items[number]["完成度"] is not None and items[number]["确认日期"] is None]
    assert counted == Counter(
        {
            "待批变更": sum(kind != "升级" for kind in pending),
            "升级与问责": pending.count("升级") + proposed.count(False),
            "问责建议": proposed.count(True),
            "拟加减分": sum(row["状态"] == "拟" for row in table_rows(path, "加减分台账")),
            "批示": sum(row["类别"] == "批办" and row["状态"] == "待办" for row in table_rows(path, "批示")),
            "确认": len(rated) + len(confirmed),
            "数据检查": sum(row["处理"] is None for row in table_rows(path, "数据检查")),
        }
    )
    assert min(counted.values()) > 0


DECISIONS = [
    ("待批变更", "", signed("批准人", "批准日期", 结果="同意"), "变更记录", {"结果": "同意", "批准人": WHO, "批准日期": DAY}),
    (
        "升级与问责", "升级 2", signed("批准人", "批准日期", 结果="不同意", 决定意见="本月能办结"),
        "变更记录", {"结果": "不同意", "批准人": WHO, "批准日期": DAY, "决定意见": "本月能办结"},
    ),
    ("拟加减分", "", signed("确认人", "确认日期", 状态="已确认"), "加减分台账", {"状态": "已确认", "确认人": WHO, "确认日期": DAY}),
    ("升级与问责", "约谈", signed("批准人", "批准日期", 状态="已批"), "问责记录", {"状态": "已批", "批准人": WHO, "批准日期": DAY}),
    (
        "问责建议", "", signed("批准人", "批准日期", 状态="撤销", 决定意见="先谈话"),
        "问责记录", {"状态": "撤销", "批准人": WHO, "批准日期": DAY, "决定意见": "先谈话"},
    ),
    (
        "确认", "1 一", signed("确认人", "确认日期", 确认完成度="85%", 确认意见="差两台"),
        "阶段目标", {"确认完成度": 0.85, "确认意见": "差两台", "确认人": WHO, "确认日期": DAY},
    ),
    ("确认", "2 事项2", signed("确认人", "确认日期", 完成度="60"), "督办台账", {"完成度": 0.6, "确认人": WHO, "确认日期": DAY}),
    (
        "批示", "", signed("决定人", "决定日期", 状态="已回复", 回复="线损已查清", 回复日期="2026-3-3"),
        "批示", {"状态": "已回复", "回复": "线损已查清", "回复日期": DAY},
    ),
    (
        "异议", "", signed("决定人", "答复日期", 结果="不采纳", 答复="时限由会议定"),
        "异议", {"结果": "不采纳", "答复": "时限由会议定", "答复日期": DAY},
    ),
    ("数据检查", "督办台账 6 协办部门", signed("决定人", "决定日期", 处理="已核"), "数据检查", {"处理": "已核"}),
]  # fmt: skip


@pytest.mark.parametrize(("group", "title", "answers", "table", "cells"), DECISIONS)
def test_a_decision_is_what_a_person_would_have_typed(
    tmp_path: Path, group: str, title: str, answers: dict[str, str], table: str, cells: dict[str, Value]
) -> None:
    path = master(tmp_path)
    waiting = one(path, group, title)
    before, sheets = digest(path), {name: rows_in(FileBook(path), name) for name in FileBook(path).tables()}
    report = decide(path, waiting.key, answers, silent)
    assert (report.status, report.figures["改动"]) == (Status.DONE, True), report.messages
    row = int(report.figures["行"])
    after = FileBook(path)

    person = tmp_path / "手工" / path.name
    person.parent.mkdir()
    (backup,) = [one for one in (tmp_path / "归档" / "备份").iterdir() if digest(one) == before]
    person.write_bytes(backup.read_bytes())
    typed(person, table, row, cells)
    ours, theirs = after.read([table])[table], FileBook(person).read([table])[table]
    assert (ours.rows, ours.percent) == (theirs.rows, theirs.percent)

    changed = {name for name, found in sheets.items() if rows_in(after, name) != found}
    assert changed == {table, "操作日志"}
    logged = rows_in(after, "操作日志")[-1]
    assert (logged["操作"], logged["操作人"] is None) == ("决定", False)
    assert all(text in str(logged["说明"]) for text in answers.values())
    assert all(other.key != waiting.key for other in waiting_of(path, DAY))

    undo(path, Options(NOW.replace(hour=10), "测试员"), silent)
    back = FileBook(path)
    assert {name for name, found in sheets.items() if rows_in(back, name) != found} == {"操作日志"}
    assert waiting in waiting_of(path, DAY)


def consequence(path: Path) -> Callable[[str], list[dict[str, Value]]]:
    refresh(FileBook(path), Options(NOW.replace(hour=11), "测试员", DAY), silent)
    return lambda table: rows_in(FileBook(path), table)


def test_what_follows_after_the_next_refresh(tmp_path: Path) -> None:
    path = master(tmp_path)
    told = dict(one(path, "待批变更").facts)
    assert told["同意后"] == "时限改为 2026-07-31"
    for group, title, answers, *_ in DECISIONS[:7]:
        assert decide(path, one(path, group, title).key, answers, silent).status == Status.DONE
    rows = consequence(path)
    assert next(row for row in rows("亮灯") if row["编号"] == "1")["考核时限"] == dt.date(2026, 7, 31)
    assert next(row for row in rows("部门成绩") if row["部门"] == "甲部")["加减分"] == 0.5  # 1 and −0.5
    assert [(row["类别"], row["状态"]) for row in rows("升级与问责") if row["编号"] == "1"] == [("约谈", "已批")]
    assert [row["待确认"] for row in rows("亮灯") if row["编号"] in ("1", "2")] == [None, None]


def test_an_adopted_entry_of_the_checks_is_written_by_the_next_refresh(tmp_path: Path) -> None:
    path = master(tmp_path, 督办台账=[item("1"), item("2", 办理时限="3月31日", 立项日期=DAY)])
    waiting = one(path, "数据检查", "督办台账 2 办理时限")
    choice = next(ask for ask in waiting.asks if ask.header == "处理")
    assert choice.choices == ("采纳", "已核")
    assert decide(path, waiting.key, signed("决定人", "决定日期", 处理="采纳"), silent).status == Status.DONE
    rows = consequence(path)
    assert next(row for row in rows("督办台账") if row["编号"] == "2")["办理时限"] == dt.date(2026, 3, 31)
    others = [one for one in waiting_of(path, DAY) if one.group == "数据检查"]
    assert all(ask.choices == ("已核",) for one in others for ask in one.asks[:1] if "建议值" not in dict(one.facts))


GOOD = {"结果": "同意", "批准人": WHO, "批准日期": "2026-03-03"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"批准人": ""}, "“延期 1”的“批准人”：没有填"),
        ({"批准日期": " "}, "“延期 1”的“批准日期”：没有填"),
        ({"结果": ""}, "“延期 1”的“结果”：没有填"),
        ({"结果": "待批"}, "“延期 1”的“结果”（待批）：不在可选的里面，请选同意、不同意"),
        ({"批准人": "赵六"}, "“人员”表里没有这个人"),
        ({"批准日期": "2026-03-04"}, "晚于今天（2026-03-03）"),
        ({"批准日期": "上周"}, "“延期 1”的“批准日期”（上周）"),
        ({"结果": "不同意"}, "“延期 1”选了“不同意”，请填“决定意见”"),
        ({"完成度": "80%"}, "没有“完成度”可填"),
    ],
)
def test_an_answer_that_does_not_fit_writes_nothing(tmp_path: Path, answers: dict[str, str], said: str) -> None:
    path = master(tmp_path)
    before = digest(path)
    report = decide(path, one(path, "待批变更").key, {**GOOD, **answers}, silent)
    assert (report.status, digest(path)) == (Status.NOT_DONE, before)
    assert said in report.messages[0]
    assert "什么也没有写" in report.messages[0]


@pytest.mark.parametrize(("text", "said"), [("0.85", "疑似"), ("120%", "超出范围"), ("快了", "快了")])
def test_a_completion_that_can_not_be_read_writes_nothing(tmp_path: Path, text: str, said: str) -> None:
    path = master(tmp_path)
    before = digest(path)
    report = decide(path, one(path, "确认", "1 一").key, signed("确认人", "确认日期", 确认完成度=text), silent)
    assert (report.status, digest(path)) == (Status.NOT_DONE, before)
    assert said in report.messages[0]


def test_an_instruction_that_is_to_be_an_item_becomes_one_at_the_next_refresh(tmp_path: Path) -> None:
    path = master(tmp_path, 批示=[{**ROWS["批示"][0], "关联编号": None}])
    waiting = one(path, "批示")
    answers = signed("决定人", "决定日期", 状态="已回复", 回复日期="2026-3-3")
    assert "请填“回复”" in decide(path, waiting.key, answers, silent).messages[0]
    assert decide(path, waiting.key, signed("决定人", "决定日期", 状态="已转督办"), silent).status == Status.DONE
    rows = consequence(path)
    assert [row["事项"] for row in rows("督办台账") if row["依据"] == "批示 PS1"] == ["请报原因"]


def test_a_namesake_is_named_as_the_sheets_name_them(tmp_path: Path) -> None:
    path = master(tmp_path)
    report = decide(path, one(path, "待批变更").key, {**GOOD, "批准人": "甲部王强"}, silent)
    assert report.status == Status.DONE


def sorted_upside_down(path: Path, table: str) -> None:
    book = FileBook(path)
    grid = book.read([table])[table]
    rows = [*reversed(grid.rows)]
    book.update(table, {(at, header): value for at, row in enumerate(rows) for header, value in zip(grid.headers, row, strict=True)})
    book.commit(None)


def test_a_key_survives_sorting_and_not_a_change_of_its_row(tmp_path: Path) -> None:
    path = master(tmp_path)
    waiting = one(path, "待批变更")
    sorted_upside_down(path, "变更记录")
    assert one(path, "待批变更").key == waiting.key
    book = FileBook(path)
    book.update("变更记录", {(2, "新值"): "2026-12-31"})
    book.commit(None)
    before = digest(path)
    report = decide(path, waiting.key, GOOD, silent)
    assert (report.status, digest(path)) == (Status.NOT_DONE, before)
    assert report.messages[0].startswith("“延期 1”这一行在您看过以后改了，什么也没有写。")
    fresh = one(path, "待批变更").key
    assert decide(path, fresh, GOOD, silent).status == Status.DONE
    again = decide(path, fresh, GOOD, silent)
    assert again.status == Status.NOT_DONE
    assert "已经不等决定了" in again.messages[0]


def test_rows_that_say_the_same_are_two(tmp_path: Path) -> None:
    path = master(tmp_path, 变更记录=[ROWS["变更记录"][0]] * 2)
    keys = [one.key for one in waiting_of(path, DAY) if one.group == "待批变更"]
    assert len({*keys}) == 2
    assert decide(path, keys[1], GOOD, silent).status == Status.DONE
    assert [row["结果"] for row in rows_in(FileBook(path), "变更记录")] == ["待批", "同意"]


def test_a_formula_and_a_lost_column_are_not_written_over(tmp_path: Path) -> None:
    path = master(tmp_path)
    waiting = one(path, "待批变更")
    book: Any = openpyxl.load_workbook(path, keep_vba=True)
    sheet = book["变更记录"]
    place = next(cell for row in sheet.iter_rows(min_row=1, max_row=3) for cell in row if cell.value == "批准人")
    sheet.cell(place.row + 1, place.column).value = '=""'
    book.save(path)
    before = digest(path)
    report = decide(path, waiting.key, GOOD, silent)
    assert (report.status, digest(path)) == (Status.NOT_DONE, before)
    assert "公式" in report.messages[0]


def test_an_open_workbook_is_not_written(tmp_path: Path) -> None:
    path = master(tmp_path)
    key, before = one(path, "待批变更").key, digest(path)
    (tmp_path / f"~${path.name}").write_bytes(b"")
    report = decide(path, key, GOOD, silent)
    assert (report.status, digest(path)) == (Status.NOT_DONE, before)
    assert "打开" in report.messages[0]


# what came back


CONFLICT = ("督办台账", "1", "进展情况")


def with_a_conflict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office that has changed a cell itself before the department's answer came, and an answer that is refused."""
    folder.mkdir()
    path = new_office(folder)
    fill(sent_file(path), folder / "回收" / "甲部.xlsx", {CONFLICT: "完成 3 项", ("督办台账", "2", "完成度"): "快了"})
    book = FileBook(path)
    book.update("督办台账", {(0, "进展情况"): "办公室记的"})
    book.commit(None)
    collect(FileBook(path), Options(NOW, "测试员", DAY), silent)
    monkeypatch.setenv("DUBAN_NOW", NOW.replace(minute=30).isoformat())
    return path


def choose(path: Path, choice: str) -> Report:
    """What a person does: 取舍 in the newest list, saved, and collected again."""
    lists = sorted(path.parent.glob("输出/回收清单/*/回收清单_*.xlsx"))
    book: Any = openpyxl.load_workbook(lists[-1])
    sheet = book["待定"]
    titles = next(row for row in sheet.iter_rows() if any(cell.value == "取舍" for cell in row))
    place = next(cell for cell in titles if cell.value == "取舍")
    sheet.cell(place.row + 1, place.column).value = choice
    book.save(lists[-1])
    return collect(FileBook(path), Options(NOW.replace(minute=30), "测试员", DAY), silent)


@pytest.mark.parametrize(("choice", "stands"), [("采用回收值", "完成 3 项"), ("保留现值", "办公室记的")])
def test_a_choice_is_what_collecting_takes_from_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choice: str, stands: str) -> None:
    path = with_a_conflict(tmp_path / "甲", monkeypatch)
    waiting = one(path, "回收冲突")
    assert waiting.title == "甲部 督办台账 1 进展情况"
    assert {"回收值": "完成 3 项", "现值": "办公室记的"}.items() <= dict(waiting.facts).items()
    report = decide(path, waiting.key, signed("决定人", "决定日期", 取舍=choice), silent)
    assert report.status != Status.NOT_DONE, report.messages
    by_hand = with_a_conflict(tmp_path / "乙", monkeypatch)
    choose(by_hand, choice)
    ours, theirs = ([*FileBook(one).read(["督办台账"])["督办台账"].rows] for one in (path, by_hand))
    assert ours == theirs
    assert rows_in(FileBook(path), "督办台账")[0]["进展情况"] == stands
    logged = [row for row in rows_in(FileBook(path), "操作日志") if row["操作"] == "决定"]
    assert [(row["对象"], row["说明"]) for row in logged] == [
        ("回收清单 甲部 督办台账 1 进展情况", f"取舍 {choice}，决定人 {WHO}，决定日期 2026-3-3")
    ]
    assert [one for one in waiting_of(path, DAY) if one.group == "回收冲突"] == []
    again = decide(path, waiting.key, signed("决定人", "决定日期", 取舍=choice), silent)
    assert again.status == Status.NOT_DONE
    collect(FileBook(path), Options(NOW.replace(minute=40), "测试员", DAY), silent)
    assert rows_in(FileBook(path), "督办台账")[0]["进展情况"] == stands


def test_a_choice_about_a_cell_that_changed_meanwhile_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_a_conflict(tmp_path / "甲", monkeypatch)
    key = one(path, "回收冲突").key
    book = FileBook(path)
    book.update("督办台账", {(0, "进展情况"): "又改了"})
    book.commit(None)
    before = digest(path)
    report = decide(path, key, signed("决定人", "决定日期", 取舍="采用回收值"), silent)
    assert (report.status, digest(path)) == (Status.NOT_DONE, before)
    assert "请再回收一次" in report.messages[0]


def test_a_refused_cell_comes_with_its_remedy_and_wants_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_a_conflict(tmp_path / "甲", monkeypatch)
    waiting = one(path, "拒收")
    told = dict(waiting.facts)
    assert (waiting.asks, told["回收值"], bool(told["怎么办"])) == ((), "快了", True)
    report = decide(path, waiting.key, {}, silent)
    assert report.status == Status.NOT_DONE
    assert "不用决定" in report.messages[0]


def test_the_gathering_alone_needs_no_workbook() -> None:
    held = tables(change("延期", result="待批"))
    (place,) = waiting_rows(held, {}, {}, ClosedYears(held, DAY))
    assert place.waiting.group == "待批变更"
