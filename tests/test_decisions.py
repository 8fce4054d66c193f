"""What a refresh decides nothing of: 同意 changes reach the ledger, proposals wait in their tables, once, and a look back does neither."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support import published
from support.digests import digest
from support.fake_book import FakeBook
from support.fake_master import ITEM, Cells, fake, lines, on
from support.make import key_of

from addin.closed.file_book import FileBook
from macros.refresh import refresh
from macros.steps.report import Options, Report, silent
from macros.steps.run_log import latest_day
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value
from workbook_templates.tables.logs import Operation

LOCAL = ITEM | {"编号": "B", "事项": "乙", "级别": "部门级"}
CHANGE: Cells = {
    "编号": "A",
    "变更": "延期",
    "申请日期": dt.date(2026, 6, 1),
    "新值": "2026-06-30",
    "批准人": "王总",
    "批准日期": dt.date(2026, 6, 2),
    "结果": "同意",
}


def refreshed(book: FakeBook, day: str) -> Report:
    return refresh(book, on(day), silent)


def write(book: FakeBook, table: str, row: int, **cells: Value) -> None:
    book.update(table, {(row, header): value for header, value in cells.items()})
    assert book.commit(None)


def counts(report: Report) -> tuple[int, int, int]:
    """Cells applied, escalations and deductions proposed."""
    return report.figures["落实变更"], report.figures["建议升级"], report.figures["建议加减分"]


def late_rows(book: FakeBook) -> list[tuple[Value, Value]]:
    """编号 and 类别 of what R6 has put into 升级与问责."""
    return [(row["编号"], row["类别"]) for row in lines(book, "升级与问责") if row["规则"] == "R6"]


# proposals


def test_proposals_are_appended_once_over_many_refreshes() -> None:
    book = fake(督办台账=[ITEM, LOCAL], 人员=[{"工号": "1", "姓名": "张三", "角色": "员工"}], 部门=[{"部门": "发展部", "类型": "业务职能"}])
    assert counts(refreshed(book, "06-09")) == (0, 0, 0)
    report = refreshed(book, "06-10")
    assert counts(report) == (0, 1, 1)
    assert any(message.startswith("新建议：升级 1 项、加减分 1 笔") for message in report.messages)
    changes, points = lines(book, "变更记录"), lines(book, "加减分台账")
    found = [(row["编号"], row["变更"], row["结果"], key_of(row["来源"])) for row in changes]
    assert found == [("B", "升级", "待批", "自动:R6:B:2026-06-09")]
    found = [(row["关联编号"], row["分值"], row["状态"], key_of(row["来源"])) for row in points]
    assert found == [("A", -0.5, "拟", "自动:R6:A:2026-06-09")]
    assert late_rows(book) == [("B", "升级"), ("A", "督办考核")]
    for day in ("06-10", "06-11", "06-30", "07-31", "12-31"):
        assert counts(refreshed(book, day)) == (0, 0, 0)
        assert refreshed(book, day).figures["改动"] is False
    assert (lines(book, "变更记录"), lines(book, "加减分台账")) == (changes, points)


def test_proposals_stand_below_the_rows_that_are_there() -> None:
    own: Cells = {"编号": "A", "变更": "调整", "申请日期": dt.date(2026, 2, 1), "原因": "人手", "结果": "不同意"}
    book = fake(督办台账=[LOCAL], 变更记录=[own])
    refreshed(book, "06-10")
    rows = lines(book, "变更记录")
    assert rows[0] == own
    assert [row["变更"] for row in rows] == ["调整", "升级"]


def test_what_leaders_refuse_and_revoke_does_not_come_back() -> None:
    book = fake(督办台账=[ITEM, LOCAL])
    refreshed(book, "06-10")
    write(book, "变更记录", 0, 结果="不同意", 批准日期=dt.date(2026, 6, 12))
    write(book, "加减分台账", 0, 状态="撤销", 确认日期=dt.date(2026, 6, 12))
    for day in ("06-11", "06-12", "06-20", "09-30"):
        assert counts(refreshed(book, day)) == (0, 0, 0)
    assert (len(lines(book, "变更记录")), len(lines(book, "加减分台账")), late_rows(book)) == (1, 1, [])


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("变更记录", {"编号": "B", "变更": "升级", "申请日期": dt.date(2026, 6, 25), "结果": "待批"}),
        ("加减分台账", {"日期": dt.date(2026, 6, 25), "类型": "督办考核", "分值": -0.5, "状态": "拟", "来源": "自动:R6:B:2026-06-09"}),
    ],
)
def test_a_row_of_a_later_day_blocks_another(table: str, row: Cells) -> None:
    """It stands in the workbook, though it is no fact on 基准日 yet."""
    book = fake(督办台账=[LOCAL if table == "变更记录" else LOCAL | {"级别": "公司级"}], **{table: [row]})
    assert counts(refreshed(book, "06-20")) == (0, 0, 0)
    assert len(lines(book, table)) == 1


def test_from_escalation_to_deduction() -> None:
    """Approved on 12 June: 公司级 in the ledger, a second deadline on 27 June, then 0.2 by the level at 立项."""
    book = fake(督办台账=[LOCAL])
    refreshed(book, "06-10")
    write(book, "变更记录", 0, 结果="同意", 批准日期=dt.date(2026, 6, 12))
    assert counts(refreshed(book, "06-11")) == (0, 0, 0)
    assert counts(refreshed(book, "06-12")) == (1, 0, 0)
    (row,) = lines(book, "督办台账")
    assert (row["级别"], row["办理时限"]) == ("公司级", dt.date(2026, 6, 9))
    assert counts(refreshed(book, "06-27")) == (0, 0, 0)
    assert counts(refreshed(book, "06-28")) == (0, 0, 1)
    (point,) = lines(book, "加减分台账")
    assert (point["分值"], key_of(point["来源"])) == (-0.2, "自动:R6:B:2026-06-27")


def test_a_new_item_gets_its_number_and_its_proposal_in_one_run() -> None:
    book = fake(督办台账=[{header: value for header, value in LOCAL.items() if header != "编号"}])
    assert counts(refreshed(book, "06-10")) == (0, 1, 0)
    assert key_of(lines(book, "变更记录")[0]["来源"]) == "自动:R6:2026-0001:2026-06-09"


def test_a_change_that_is_applied_now_counts_in_the_same_run() -> None:
    """With the 延期 in place nothing is late on 10 June."""
    book = fake(督办台账=[ITEM], 变更记录=[CHANGE])
    assert counts(refreshed(book, "06-10")) == (1, 0, 0)
    assert counts(refreshed(book, "07-01")) == (0, 0, 1)
    assert key_of(lines(book, "加减分台账")[0]["来源"]) == "自动:R6:A:2026-06-30"


def proposals_logged(book: FakeBook) -> list[tuple[Value, Value]]:
    """对象 and 说明 of the rows of 操作日志 about proposals."""
    return [(row["对象"], row["说明"]) for row in lines(book, "操作日志") if row["操作"] == "建议"]


def test_a_proposal_follows_its_fact_cell_by_cell_and_one_row_of_the_log_names_the_keys() -> None:
    book = fake(督办台账=[ITEM, ITEM | {"编号": "C", "事项": "丙"}])
    refreshed(book, "06-10")
    first = lines(book, "加减分台账")
    write(book, "督办台账", 0, 负面影响="重大")
    write(book, "督办台账", 1, 状态="提交", 提交日期=dt.date(2026, 6, 9), 完成度="100%")
    report = refreshed(book, "06-12")
    assert any(message.startswith("还没有决定的建议随事实变了：更新 1 条、失效 4 条") for message in report.messages)
    changed, gone = lines(book, "加减分台账")
    assert changed == first[0] | {"分值": -3.0, "依据": changed["依据"], "来源": changed["来源"]}
    decided = {
        "状态": "失效",
        "确认人": "自动",
        "确认日期": dt.date(2026, 6, 12),
        "决定意见": "2026-06-09 已提交，没有超过考核时限 2026-06-09",
    }
    assert gone == first[1] | decided
    write(book, "督办台账", 1, 状态="办理", 提交日期=None, 完成度=None)
    refreshed(book, "06-13")
    assert lines(book, "加减分台账") == [changed, first[1]]
    points = [note for table, note in proposals_logged(book) if table == "加减分台账"]
    assert points == [
        "新提 2 条：自动:R6:A:2026-06-09、自动:R6:C:2026-06-09",
        "更新 1 条：自动:R6:A:2026-06-09；失效 1 条：自动:R6:C:2026-06-09",
        "恢复 1 条：自动:R6:C:2026-06-09",
    ]
    before = lines(book, "操作日志")
    assert refreshed(book, "06-13").figures["改动"] is False
    assert lines(book, "操作日志") == before


def test_a_look_back_withdraws_nothing() -> None:
    book = fake(督办台账=[ITEM])
    refreshed(book, "06-20")
    write(book, "督办台账", 0, 状态="提交", 提交日期=dt.date(2026, 6, 9), 完成度="100%")
    before = lines(book, "加减分台账")
    refresh(book, on("06-15", "2026-06-20 09:00:00"), silent)
    assert lines(book, "加减分台账") == before


@pytest.mark.parametrize("period", ["2026H1", "2026", "2026-B3", "2026-06"])
def test_another_period_assessed_proposes_nothing_again(period: str) -> None:
    """考核期间 is switched for a bulletin, and back."""
    late = ITEM | {"编号": "B", "负面影响": "较大"}
    book = fake(督办台账=[ITEM, late], 参数=[{"名称": "考核期间", "取值": "2026Q2"}])
    refresh(book, on("07-06", "2026-07-06 09:00:00"), silent)
    tables = ("变更记录", "加减分台账", "问责记录")
    before = {table: lines(book, table) for table in tables}
    assert len(before["问责记录"]) > 2
    write(book, "参数", 0, 取值=period)
    refresh(book, on("07-06", "2026-07-06 10:00:00"), silent)
    assert {table: lines(book, table) for table in tables} == before


# changes in the ledger


def test_an_applied_change_is_logged_with_before_and_after() -> None:
    book = fake(督办台账=[ITEM], 变更记录=[CHANGE, CHANGE | {"变更": "暂缓", "新值": None}])
    report = refreshed(book, "06-05")
    assert "落实了已同意的变更：改动 2 个格子，改前改后见“操作日志”。" in report.messages
    (row,) = lines(book, "督办台账")
    assert (row["办理时限"], row["状态"]) == (dt.date(2026, 6, 30), "暂缓")
    assert lines(book, "变更记录")[0]["原值"] == "2026-06-09"
    logged = [row for row in lines(book, "操作日志") if row["操作"] == "变更落实"]
    assert [(row["对象"], row.get("变更前"), row["变更后"], row["说明"]) for row in logged] == [
        ("督办台账 A 办理时限", "2026-06-09", "2026-06-30", "变更记录第 2 行：延期，2026-06-02 批准"),
        ("变更记录 A//延期/2026-06-01 原值", None, "2026-06-09", "变更记录第 2 行：延期，2026-06-02 批准"),
        ("督办台账 A 状态", "办理", "暂缓", "变更记录第 3 行：暂缓，2026-06-02 批准"),
    ]
    assert all(row["操作人"] == "测试员" for row in logged)
    assert refreshed(book, "06-05").figures["改动"] is False


@pytest.mark.parametrize(
    ("limit", "new"),
    [("2026.6.9", "2026年6月30日"), ("20260609", "2026/6/30"), ("２０２６-６-９", "2026-6-30"), (dt.date(2026, 6, 9), "46203")],
)
def test_dates_typed_as_texts_are_applied(limit: Value, new: str) -> None:
    book = fake(督办台账=[ITEM | {"办理时限": limit}], 变更记录=[CHANGE | {"新值": new}])
    assert counts(refreshed(book, "06-05"))[0] == 1
    assert lines(book, "督办台账")[0]["办理时限"] == dt.date(2026, 6, 30)
    assert lines(book, "变更记录")[0]["新值"] == new
    assert lines(book, "变更记录")[0]["原值"] == "2026-06-09"
    assert refreshed(book, "06-05").figures["改动"] is False


def test_a_cell_changed_by_hand_is_left_and_listed() -> None:
    book = fake(督办台账=[ITEM | {"办理时限": dt.date(2026, 6, 20)}], 变更记录=[CHANGE | {"原值": "2026-06-09"}])
    assert counts(refreshed(book, "06-05"))[0] == 0
    assert lines(book, "督办台账")[0]["办理时限"] == dt.date(2026, 6, 20)
    assert [(row["行"], row["列"]) for row in lines(book, "数据检查") if "没有落实到台账" in str(row["问题"])] == [(2, "新值")]
    assert lines(book, "亮灯")[0]["考核时限"] == dt.date(2026, 6, 30)


def test_what_was_in_the_cell_of_the_value_before_is_not_lost() -> None:
    book = fake(督办台账=[ITEM], 变更记录=[CHANGE | {"原值": "六月上旬"}])
    refreshed(book, "06-05")
    assert lines(book, "变更记录")[0]["原值"] == "2026-06-09"
    assert "六月上旬" in [row.get("变更前") for row in lines(book, "操作日志")]


# a look back


def test_a_look_back_computes_but_neither_proposes_nor_applies() -> None:
    book = fake(督办台账=[ITEM | {"办理时限": dt.date(2026, 12, 31)}])
    refreshed(book, "06-20")
    book.append("督办台账", TABLES["督办台账"].headers, [[LOCAL.get(header) for header in TABLES["督办台账"].headers]])
    book.append("变更记录", TABLES["变更记录"].headers, [[CHANGE.get(header) for header in TABLES["变更记录"].headers]])
    book.commit(None)
    report = refreshed(book, "06-19")
    assert counts(report) == (0, 0, 0)
    assert "看的是过去的一天（最近刷新到 2026-06-20），只重算结果，不提新建议，也不落实变更。" in report.messages
    assert [(row["编号"], row.get("逾期天数")) for row in lines(book, "亮灯")] == [("A", None), ("B", 10)]
    assert (len(lines(book, "变更记录")), lines(book, "督办台账")[0]["办理时限"]) == (1, dt.date(2026, 12, 31))
    # the day itself is no look back, and what was left is made up for; nor does a look back become the latest day
    again = refreshed(book, "06-20")
    assert counts(again) == (1, 1, 0)
    assert not any("过去的一天" in message for message in again.messages)


def test_a_point_revoked_later_is_not_proposed_by_a_look_back_or_after_it() -> None:
    book = fake(督办台账=[ITEM])
    refreshed(book, "06-20")
    write(book, "加减分台账", 0, 状态="撤销", 确认日期=dt.date(2026, 6, 20))
    for day in ("06-12", "06-20", "06-21"):
        assert counts(refreshed(book, day)) == (0, 0, 0)


def operation(name: str, note: str) -> Operation:
    return Operation(dt.datetime(2026, 6, 30, 9), name, "", "督办总台账.xlsm", "", "", note)


@pytest.mark.parametrize(
    ("name", "rows", "day"),
    [
        ("an empty log", [], None),
        ("one refresh", [operation("刷新", "基准日 2026-06-30，数据检查 3 条")], dt.date(2026, 6, 30)),
        (
            "the latest, not the last",
            [operation("刷新", "基准日 2026-06-30"), operation("刷新", "基准日 2026-03-31")],
            dt.date(2026, 6, 30),
        ),
        ("another operation", [operation("编号", "基准日 2026-06-30")], None),
        ("a note that somebody has shortened", [operation("刷新", "数据检查 3 条")], None),
        (
            "a day far ahead was a slip",
            [operation("刷新", "基准日 2026-06-30"), operation("刷新", "基准日 2062-06-30")],
            dt.date(2026, 6, 30),
        ),
        ("ahead of its clock, up to 基准日 of 参数", [operation("刷新", "基准日 2026-07-31")], dt.date(2026, 7, 31)),
    ],
)
def test_the_latest_day(name: str, rows: list[Operation], day: dt.date | None) -> None:
    assert latest_day(rows, dt.date(2026, 7, 31)) == day, name
    if day is None or day <= dt.date(2026, 6, 30):
        assert latest_day(rows, None) == day, name


@pytest.mark.parametrize(("day", "listed"), [("06-09", [("奖励", "拟")]), ("06-10", [])])
def test_what_was_confirmed_after_the_day_was_waiting_on_it(day: str, listed: list[tuple[Value, Value]]) -> None:
    """A point of the period that is confirmed later counts in it neither then nor in a list of its own: it waits with the others."""
    point: Cells = {"日期": dt.date(2026, 6, 1), "部门": "发展部", "类型": "奖励", "分值": 2.0, "事由": "好", "状态": "已确认"}
    book = fake(加减分台账=[point | {"确认日期": dt.date(2026, 6, 10)}])
    refreshed(book, day)
    assert [(row["类别"], row["状态"]) for row in lines(book, "升级与问责")] == listed


# on real files


@pytest.fixture(scope="module")
def demo(sample_company: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company, refreshed for 31 December, with a late item of either level and an approved 延期."""
    home = sample_company(tmp_path_factory.mktemp("demo") / "示范")
    book = FileBook(home / "督办总台账.xlsm")
    items = [ITEM | {"编号": "X-1"}, LOCAL | {"编号": "X-2"}, ITEM | {"编号": "X-3", "办理时限": "2026.11.30"}]
    for table, rows in (("督办台账", items), ("变更记录", [CHANGE | {"编号": "X-3", "新值": "2027-01-31"}])):
        book.append(table, TABLES[table].headers, [[row.get(header) for header in TABLES[table].headers] for row in rows])
    assert book.commit(None)
    return book.path


@pytest.fixture
def book(demo: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return Path(shutil.copy(demo, tmp_path / demo.name))


YEAR_END = on("12-31", "2026-12-31 12:00:00")
NEW_YEAR = Options(dt.datetime(2027, 1, 4, 8), "测试员", dt.date(2027, 1, 4))


def test_proposals_and_changes_in_a_file(book: Path) -> None:
    before = published.sheet_rows(book)
    assert counts(refresh(FileBook(book), YEAR_END, silent)) == (1, 1, 1)
    once, rows = digest(book), published.sheet_rows(book)
    for table in ("变更记录", "加减分台账"):
        assert rows[table][: len(before[table]) - 1] == before[table][:-1]
        assert len(rows[table]) == len(before[table]) + 1
    moved = next(row for row in rows["变更记录"] if row["编号"] == "X-3")
    assert moved == before["变更记录"][-1] | {"原值": "2026-11-30"}
    assert key_of(rows["变更记录"][-1]["来源"]) == "自动:R6:X-2:2026-06-09"
    assert (key_of(rows["加减分台账"][-1]["来源"]), rows["加减分台账"][-1]["分值"]) == ("自动:R6:X-1:2026-06-09", -0.5)
    ledger = {row["编号"]: row for row in rows["督办台账"]}
    assert ledger["X-3"]["办理时限"] == dt.datetime(2027, 1, 31)
    (logged,) = [row for row in rows["操作日志"] if row["对象"] == "督办台账 X-3 办理时限"]
    assert (logged["变更前"], logged["变更后"]) == ("2026-11-30", "2027-01-31")

    for _ in range(2):
        again = refresh(FileBook(book), YEAR_END, silent)
        assert (again.figures["改动"], digest(book)) == (False, once)


def test_a_refused_proposal_stays_refused_in_a_file(book: Path) -> None:
    refresh(FileBook(book), YEAR_END, silent)
    target = FileBook(book)
    places = {table: len(target.read([table])[table].rows) - 1 for table in ("变更记录", "加减分台账")}
    target.update("变更记录", {(places["变更记录"], "结果"): "不同意"})
    target.update("加减分台账", {(places["加减分台账"], "状态"): "撤销"})
    assert target.commit(None)
    assert counts(refresh(FileBook(book), YEAR_END, silent)) == (0, 0, 0)
    refresh(FileBook(book), NEW_YEAR, silent)
    rows = published.sheet_rows(book)
    assert {row["编号"] for row in rows["升级与问责"] if row["规则"] == "R6"}.isdisjoint({"X-1", "X-2"})
    assert [row["结果"] for row in rows["变更记录"] if row["编号"] == "X-2"] == ["不同意"]
    assert [row["状态"] for row in rows["加减分台账"] if row["关联编号"] == "X-1"] == ["撤销"]


def test_a_look_back_in_a_file(book: Path) -> None:
    before = published.sheet_rows(book)
    report = refresh(FileBook(book), on("06-30", "2026-12-31 12:00:00"), silent)
    assert counts(report) == (0, 0, 0)
    assert "最近刷新到 2026-12-31" in "".join(report.messages)
    rows = published.sheet_rows(book)
    for table in ("督办台账", "变更记录", "加减分台账"):
        assert rows[table] == before[table]
    assert rows["亮灯"] != before["亮灯"]


@pytest.mark.parametrize(("closed", "asked"), [("2026Q1", True), ("2026Q2", False)])
def test_a_closed_period_is_settled(closed: str, asked: bool) -> None:
    """Nothing is proposed about the lights, checks and marks of a closed period; R6 goes by deadlines, and goes on."""
    settings: list[Cells] = [{"名称": "考核期间", "取值": "2026Q2"}]
    history: list[Cells] = [{"期间": closed, "对象类型": "公司", "对象": "公司", "维度": "亮灯", "结账时间": dt.datetime(2026, 7, 2, 9)}]
    book = fake(督办台账=[ITEM | {"负面影响": "一般"}], 参数=settings, 历史成绩=history)
    refresh(book, on("07-06", "2026-07-06 09:00:00"), silent)
    assert bool([row for row in lines(book, "问责记录") if row["日期"] <= dt.date(2026, 6, 30)]) is asked  # type: ignore[operator]
    assert lines(book, "加减分台账")
