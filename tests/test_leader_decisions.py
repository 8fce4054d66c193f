"""What waits for a leader's decision: to whom it goes, how it comes back, and what of it is not taken."""

import datetime as dt
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from support.round_trip import DAY, Cells, RoundTrip, arrival, edited, item, refused, told, waiting
from support.sending import rows_in

from macros.refresh import refresh
from macros.steps.report import silent
from workbook_templates.sent.outcomes import ACCEPTED, MARKED, REFUSED, TAKE, UNDECIDED
from workbook_templates.sent.returned import ReturnedFile
from workbook_templates.tables.grid import Value

MARCH = dt.date(2026, 3, 1)
UNITS = {"督办室": "赵总", "绩效办": "钱总", "党群部": "孙总", "甲部": "李总", "乙部": None}
LEADERS = {"王总": "主要领导", "赵总": "班子成员", "钱总": "班子成员", "孙总": "班子成员", "李总": "班子成员"}
LED: list[Cells] = [{"工号": f"L{n}", "姓名": name, "角色": role, "排序": n} for n, (name, role) in enumerate(LEADERS.items())]
OFFICE: dict[str, list[Cells]] = {
    "参数": [{"名称": "督办机构", "取值": "督办室"}],
    "部门": [{"部门": name, "类型": "业务职能", "分管领导": leader} for name, leader in UNITS.items()],
    "人员": [
        *LED,
        {"工号": "1", "姓名": "张三", "部门": "甲部", "角色": "员工"},
        {"工号": "2", "姓名": "李四", "部门": "党群部", "角色": "部门负责人"},
        {"工号": "3", "姓名": "孙总", "部门": "甲部", "角色": "员工"},
    ],
    "督办台账": [item("1"), item("2", "督办室"), item("3", "甲部", 分管领导="孙总"), item("4", "乙部")],
    "目标库": [{"目标编号": "T1", "年度": 2026, "主题": "安全", "目标": "零事故", "分管领导": "李总"}],
}  # fmt: skip


def change(number: str, what: str = "延期", **cells: Value) -> Cells:
    return {"编号": number, "变更": what, "申请日期": MARCH, "新值": "2026-07-31", "原因": "工期", "结果": "待批", **cells}


def point(kind: str, department: str | None = "甲部", number: str | None = None, **cells: Value) -> Cells:
    common: Cells = {"日期": MARCH, "部门": department, "类型": kind, "分值": -0.5, "事由": f"{kind}的事", "关联编号": number}
    return {**common, "状态": "拟", **cells}


def case(kind: str, subject: str = "甲部", number: str | None = None, **cells: Value) -> Cells:
    return {"日期": MARCH, "类别": kind, "对象": subject, "事实": f"{kind}的事", "编号": number, "状态": "拟", "规则": "R11 红灯", **cells}


def decided_by(folder: Path, table: str, row: Cells, rows: Mapping[str, list[Cells]] = OFFICE) -> str:
    """The leader whose file holds a row."""
    made = RoundTrip(folder, {**rows, table: [row]})
    made.send(to=["领导"])
    return "、".join(name for name, sheets in made.sheets.items() if any(sheet.name == table and len(sheet.rows) > 3 for sheet in sheets))


@pytest.mark.parametrize(
    ("table", "row", "leader"),
    [
        ("变更记录", change("1"), "李总"),
        ("变更记录", change("1", "升级"), "李总"),
        ("变更记录", change("3"), "孙总L3"),  # its own 分管领导
        ("变更记录", change("4"), "王总"),  # nobody is in charge of 乙部
        ("变更记录", change("T1", "撤销", 新值=None), "李总"),
        ("加减分台账", point("督办考核", number="1"), "赵总"),
        ("加减分台账", point("督办考核", "督办室", "2"), "王总"),  # falls on the leader's own
        ("加减分台账", point("督办考核", "甲部", "2"), "王总"),  # so does its item
        ("加减分台账", point("奖励", None, 工号="1"), "赵总"),
        ("加减分台账", point("差异化"), "钱总"),
        ("加减分台账", point("差异化", "绩效办"), "王总"),
        ("加减分台账", point("抽查"), "孙总L3"),
        ("加减分台账", point("抽查", None, 工号="2"), "王总"),
        ("加减分台账", point("舆情监测"), "王总"),  # no leader is named for it
        ("问责记录", case("提醒", number="1"), "孙总L3"),
        ("问责记录", case("督办函", "张三", "1"), "孙总L3"),
        ("问责记录", case("约谈", "张三", "1"), "孙总L3"),
        ("问责记录", case("约谈", "张三", "3"), "王总"),  # the item is his
        ("问责记录", case("约谈", "李四"), "王总"),  # of his department
        ("问责记录", case("约谈", "孙总（甲部）"), "王总"),  # by his name: nobody decides on himself
        ("问责记录", case("约谈", "张三", 规则="R11 末位"), "孙总L3"),
        ("问责记录", case("约谈", "张三", 规则="R11 再末位"), "王总"),
        ("问责记录", case("问责建议", "张三", "1"), "王总"),
        ("问责记录", case("履职提醒", "张三", "1"), "王总"),
        ("问责记录", case("表扬"), "赵总"),
        ("问责记录", case("预警"), "孙总L3"),
        ("问责记录", case("讲评说明", 规则="R9 讲评"), "孙总L3"),
        ("问责记录", case("提醒", 状态="已批"), ""),
        ("加减分台账", point("差异化", 状态="失效"), ""),
    ],
)
def test_to_whom_a_decision_goes(tmp_path: Path, table: str, row: Cells, leader: str) -> None:
    assert decided_by(tmp_path, table, row) == (f"领导_{leader}" if leader else "")


def test_without_a_department_of_that_name_it_goes_to_the_head_and_without_a_head_it_stays(tmp_path: Path) -> None:
    named: dict[str, list[Cells]] = {**OFFICE, "参数": [{"名称": "督办机构", "取值": "督办委员会"}]}
    assert decided_by(tmp_path, "加减分台账", point("督办考核"), named) == "领导_王总"
    headless = {**named, "人员": [row for row in OFFICE["人员"] if row["姓名"] != "王总"], "问责记录": [case("问责建议", "张三", "1")]}
    made = RoundTrip(tmp_path, {**headless, "加减分台账": [point("督办考核")]})
    report = made.send(to=["领导"])
    what = "没有人决定，没有下发：请在人员表里填上分管部门和主要领导"
    assert report.figures["未下发"] == [f"1 笔加减分{what}（督办考核 甲部）。", f"1 条问责记录{what}（问责建议 张三 1）。"]


def test_rows_that_can_not_be_told_apart_stay_at_home_and_those_of_rules_can(tmp_path: Path) -> None:
    of_rules = [case("讲评说明", 来源=f"自动:R9:讲评说明:甲部{who}:2026Q1#0a1b2c3d", 规则="R9 讲评") for who in ("", "/1", "/2")]
    made = RoundTrip(tmp_path, {**OFFICE, "问责记录": [case("提醒", number="1"), case("提醒", number="1"), *of_rules]})
    report = made.send(to=["领导"])
    assert report.figures["未下发"] == ["2 条问责记录重复，分不清，没有下发：请在台账里决定（第 2 行、第 3 行）。"]
    assert len({row["编号"] for row in rows_in(made.book, "批次") if row["表"] == "问责记录"}) == 3


def test_two_of_one_day_are_told_by_what_they_say(tmp_path: Path) -> None:
    """Two 奖励 of one department, of one matter with two figures, and two facts about one person: each gets its own answer."""
    rewards = [point("奖励", 事由=fact, 分值=points) for fact, points in (("竞赛一等奖", 1.0), ("合理化建议", 1.0), ("合理化建议", 0.5))]
    cases = [case("约谈", "张三", 事实="会上无故缺席"), case("约谈", "张三", 事实="材料两次退回")]
    made = RoundTrip(tmp_path, {**OFFICE, "加减分台账": rewards, "问责记录": cases})
    assert made.send(to=["领导"]).figures["未下发"] == []
    key, headers = ["合理化建议", "0.5"], ("事由", "分值")
    sheets = made.sheets["领导_赵总"]
    made.collect(
        arrival([edited(one, key, "结果", "确认", headers) if one.name == "加减分台账" else one for one in sheets], "赵总.xlsx"),
    )
    assert [row["状态"] for row in made.rows("加减分台账")] == ["拟", "拟", "已确认"]
    sheets = [
        edited(one, ["材料两次退回"], "结果", "确认", ("事实",)) if one.name == "问责记录" else one for one in made.sheets["领导_孙总L3"]
    ]
    made.collect(arrival(sheets, "孙总.xlsx"))
    assert [row["状态"] for row in made.rows("问责记录")] == ["拟", "已批"]


def test_a_file_holds_nothing_that_is_another_leaders(tmp_path: Path) -> None:
    """Every text of every part of the file."""
    rows: dict[str, list[Cells]] = {
        **OFFICE,
        "变更记录": [change("1", 原因="李总才看的延期"), change("4", 原因="王总才看的延期")],
        "加减分台账": [point("差异化", 事由="钱总才看的扣分"), point("督办考核", 事由="赵总才看的扣分")],
        "问责记录": [case("问责建议", "张三", "1", 事实="王总才看的建议"), case("提醒", number="1", 事实="孙总才看的提醒")],
    }
    made = RoundTrip(tmp_path, rows)
    made.send(to=["领导"])
    for name, path in made.paths.items():
        with zipfile.ZipFile(path) as parts:
            text = "".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
        for leader in LEADERS:
            assert (f"{leader}才看的" in text) == (leader == name.removeprefix("领导_").removesuffix("L3")), (name, leader)


# there and back

PENDING: dict[str, list[Cells]] = {
    **OFFICE,
    "变更记录": [change("1", 来源="自动:R6:1:2026-02-28#00000000")],
    "加减分台账": [point("督办考核", number="1"), point("奖励", 分值=0.5)],
    "问责记录": [case("提醒", number="1"), case("督办函", "张三", "1")],
}
KINDS = {"变更记录": "变更", "加减分台账": "类型", "问责记录": "类别"}


@pytest.fixture
def office(tmp_path: Path) -> RoundTrip:
    made = RoundTrip(tmp_path, PENDING)
    made.send(to=["领导"])
    return made


def answer(made: RoundTrip, leader: str, table: str, edits: Mapping[tuple[str, str], Value]) -> ReturnedFile:
    """The leader's file with cells of a table filled in: (类别, header) → value."""
    sheets = made.sheets[f"领导_{leader}"]
    for (kind, header), value in edits.items():
        sheets = [edited(one, [kind], header, value, (KINDS[table],)) if one.name == table else one for one in sheets]
    return arrival(sheets, f"{leader}.xlsx")


@pytest.mark.parametrize(
    ("table", "leader", "kind", "typed", "reason", "result"),
    [
        ("变更记录", "李总", "延期", "确认", None, ("结果", "同意", "批准人", "批准日期")),
        ("变更记录", "李总", "延期", "同意", "可以", ("结果", "同意", "批准人", "批准日期")),
        ("变更记录", "李总", "延期", "不同意", "抓紧", ("结果", "不同意", "批准人", "批准日期")),
        ("加减分台账", "赵总", "督办考核", "确认", None, ("状态", "已确认", "确认人", "确认日期")),
        ("加减分台账", "赵总", "奖励", "不同意", "证书未见", ("状态", "撤销", "确认人", "确认日期")),
        ("问责记录", "孙总L3", "督办函", "确认", "月底前办完", ("状态", "已批", "批准人", "批准日期")),
        ("问责记录", "孙总L3", "提醒", "不同意", "已当面说过", ("状态", "撤销", "批准人", "批准日期")),
    ],
)
def test_a_decision_is_written_into_its_row_once(
    office: RoundTrip, table: str, leader: str, kind: str, typed: str, reason: str | None, result: tuple[str, str, str, str]
) -> None:
    file = answer(office, leader, table, {(kind, "结果"): typed, **({(kind, "决定意见"): reason} if reason else {})})
    before = {row[KINDS[table]]: row for row in office.rows(table)}
    done = office.collect(file)
    assert (refused(done), waiting(done)) == ([], [])
    header, value, by, on = result
    rows = {row[KINDS[table]]: row for row in office.rows(table)}
    assert (rows[kind][header], rows[kind][by], rows[kind][on], rows[kind]["决定意见"]) == (value, leader.removesuffix("L3"), DAY, reason)
    assert {name: row for name, row in rows.items() if name != kind} == {name: row for name, row in before.items() if name != kind}
    logged = [(str(row["对象"]).split()[-1], row["变更前"], row["变更后"]) for row in office.rows("操作日志") if row["操作"] == "回收"]
    waits = "待批" if table == "变更记录" else "拟"
    assert (header, waits, value) in logged
    log, again = len(office.rows("操作日志")), office.collect(file)
    assert (again.changes, told(again, UNDECIDED), told(again, REFUSED)) == ([], [], [])
    assert (office.rows(table)[0], len(office.rows("操作日志"))) == (rows[office.rows(table)[0][KINDS[table]]], log)


def test_a_line_of_the_log_says_which_row_it_is_about(office: RoundTrip) -> None:
    office.collect(answer(office, "孙总L3", "问责记录", {("督办函", "结果"): "确认"}))
    (note,) = [str(row["说明"]) for row in office.rows("操作日志") if str(row["对象"]).endswith(" 状态")]
    assert note.endswith("；2026-03-01 督办函 张三 1；登记为 状态 已批")


def test_marks_that_were_sorted_without_their_rows_are_left_to_the_clerk(office: RoundTrip) -> None:
    """The column 标识 alone was sorted: each row tells of the other."""
    file = answer(office, "孙总L3", "问责记录", {("提醒", "结果"): "确认", ("督办函", "结果"): "不同意", ("督办函", "决定意见"): "不发"})
    sheets = []
    for one in file.sheets:
        rows = [[*row] for row in one.rows]
        if one.name == "问责记录":
            rows[3][0], rows[4][0] = rows[4][0], rows[3][0]
        sheets.append(one._replace(rows=rows))
    done = office.collect(replace(file, sheets=sheets))
    assert done.changes == []
    assert len(told(done, UNDECIDED)) == 3
    assert all("可能编号单独排过序" in entry.reason for entry in told(done, UNDECIDED))
    assert {row["状态"] for row in office.rows("问责记录")} == {"拟"}


def test_a_refusal_needs_its_reason_and_words_alone_decide_nothing(office: RoundTrip) -> None:
    done = office.collect(answer(office, "赵总", "加减分台账", {("督办考核", "结果"): "不同意", ("奖励", "决定意见"): "再看看"}))
    assert [entry.reason for entry in told(done, REFUSED)] == ["选了“不同意”，没有写决定意见"]
    assert [entry.reason for entry in told(done, MARKED)] == ["写了决定意见，没有选结果，不算决定"]
    assert [(row["状态"], row["确认人"]) for row in office.rows("加减分台账")] == [("拟", None)] * 2


@pytest.mark.parametrize(
    ("typed", "why"), [("已确认", "“已确认”不在下拉列表中"), ("撤销", "“撤销”不在下拉列表中"), (1.0, "“1”不在下拉列表中")]
)
def test_another_word_is_refused(office: RoundTrip, typed: Value, why: str) -> None:
    done = office.collected(answer(office, "赵总", "加减分台账", {("奖励", "结果"): typed}))
    assert [(entry.reason, entry.remedy) for entry in told(done, REFUSED)] == [(why, "从下拉列表选：确认、不同意")]


def settle(office: RoundTrip, table: str, row: int, **cells: Value) -> None:
    """What happens to a row after its sheet went out."""
    office.book.update(table, {(row, header): value for header, value in cells.items()})
    office.book.commit(None)


def test_what_was_decided_meanwhile_is_left_to_the_clerk(office: RoundTrip) -> None:
    file = answer(office, "赵总", "加减分台账", {("督办考核", "结果"): "确认", ("督办考核", "决定意见"): "属实"})
    settle(office, "加减分台账", 0, 状态="撤销", 确认人="王总", 确认日期=DAY)
    done = office.collect(file)
    decided = "这一行已经有了决定（状态 撤销）"
    assert {entry.field: entry.reason for entry in told(done, UNDECIDED)} == {
        "结果": f"下发以后台账也改了；{decided}", "决定意见": decided,
    }  # fmt: skip
    assert (office.rows("加减分台账")[0]["状态"], office.rows("加减分台账")[0]["决定意见"]) == ("撤销", None)
    done = office.collect(file, choices={entry.mark: TAKE for entry in told(done, UNDECIDED)})
    row = office.rows("加减分台账")[0]
    assert (row["状态"], row["确认人"], row["决定意见"]) == ("已确认", "赵总", "属实")


def test_the_same_decision_by_the_clerk_is_no_conflict(office: RoundTrip) -> None:
    file = answer(office, "赵总", "加减分台账", {("督办考核", "结果"): "确认"})
    settle(office, "加减分台账", 0, 状态="已确认", 确认人="王总", 确认日期=MARCH)
    done = office.collect(file)
    assert (done.changes, waiting(done), refused(done)) == ([], [], [])
    assert office.rows("加减分台账")[0]["确认人"] == "王总"


def test_what_has_lapsed_is_refused_with_its_reason(office: RoundTrip) -> None:
    file = answer(office, "孙总L3", "问责记录", {("督办函", "结果"): "不同意", ("督办函", "决定意见"): "不发"})
    settle(office, "问责记录", 1, 状态="失效", 批准人="自动", 批准日期=DAY, 决定意见="按现在所知，不是红灯")
    done = office.collect(file)
    assert {(entry.field, entry.reason) for entry in told(done, REFUSED)} == {
        (field, "这条建议已经失效：按现在所知，不是红灯") for field in ("结果", "决定意见")
    }
    assert office.rows("问责记录")[1]["状态"] == "失效"


def test_a_decision_rests_on_what_the_sheet_showed(tmp_path: Path) -> None:
    """A refresh has brought points and facts up to date since; the leader has seen others."""
    proposed = {
        "加减分台账": [point("督办考核", number="1", 来源="自动:R8:督办考核:甲部:1:2026Q1#0a1b2c3d")],
        "问责记录": [case("提醒", number="1", 来源="自动:R11:提醒:1:2026Q1#0a1b2c3d")],
    }
    office = RoundTrip(tmp_path, {**OFFICE, **proposed})
    office.send(to=["领导"])
    points = answer(office, "赵总", "加减分台账", {("督办考核", "结果"): "确认"})
    cases = answer(office, "孙总L3", "问责记录", {("提醒", "结果"): "确认"})
    settle(office, "加减分台账", 0, 分值=-2)
    settle(office, "问责记录", 0, 事实="完成度 65%")
    done = office.collect(points, cases)
    assert sorted(entry.reason for entry in told(done, UNDECIDED)) == [
        "下发以后事实改了：提醒的事 → 完成度 65%",
        "下发以后分值改了：-0.5 → -2",
    ]
    assert told(done, ACCEPTED) == []


def test_a_row_that_is_gone_or_locked_or_pasted_in(office: RoundTrip) -> None:
    file = answer(office, "赵总", "加减分台账", {("督办考核", "结果"): "确认", ("奖励", "分值"): 5.0})
    settle(office, "加减分台账", 0, 类型="其他")  # the row of a person is known by what it is about
    done = office.collect(file)
    assert sorted(entry.reason for entry in told(done, REFUSED)) == ["台账里已经没有这一行", "锁定的格子被改过，没有采用"]
    (own,) = [sheet for sheet in office.sheets["领导_孙总L3"] if sheet.name == "问责记录"]
    strange = [one._replace(rows=[*one.rows, own.rows[-1]]) if one.name == "加减分台账" else one for one in office.sheets["领导_赵总"]]
    done = office.collected(arrival(strange, "赵总.xlsx"))
    assert [entry.outcome for entry in done.entries if entry.line == len(strange[1].rows) or "多出来" in entry.reason] != []
    assert done.changes == []


def test_a_decided_row_stays_as_decided_on_the_next_refresh(tmp_path: Path) -> None:
    """A 部门级 item is overdue: the refresh proposes, the leader refuses, the next refresh leaves it and proposes nothing again."""
    late = item("1", 办理时限=dt.date(2026, 2, 27), 完成度=40.0)
    made = RoundTrip(tmp_path, {**OFFICE, "督办台账": [late]})
    made.book.put = dict  # no 操作台 here
    refresh(made.book, made.options(), silent)
    (row,) = made.rows("变更记录")
    assert (row["变更"], row["结果"]) == ("升级", "待批")
    red = [row for row in made.rows("问责记录") if row["类别"] in ("督办函", "约谈")]
    assert len(red) == 2
    made.send(to=["领导"])
    made.collect(
        answer(made, "李总", "变更记录", {("升级", "结果"): "不同意", ("升级", "决定意见"): "部门自己办"}),
        answer(made, "孙总L3", "问责记录", {("督办函", "结果"): "确认", ("约谈", "结果"): "不同意", ("约谈", "决定意见"): "先发函"}),
    )
    made.now += dt.timedelta(1)
    before = made.rows("变更记录"), made.rows("问责记录")
    assert [(row["类别"], row["状态"]) for row in before[1] if row in before[1] and row["类别"] in ("督办函", "约谈")] == [
        ("督办函", "已批"), ("约谈", "撤销"),
    ]  # fmt: skip
    refresh(made.book, made.options(), silent)
    assert (made.rows("变更记录"), made.rows("问责记录")) == before


# items without stages


RATED = item("1", 完成度=60.0, 进展情况="装了一半")


def confirming(folder: Path, *items: Cells) -> RoundTrip:
    made = RoundTrip(folder, {**OFFICE, "督办台账": [*items]})
    made.send(to=["领导"])
    return made


def confirmed(made: RoundTrip, value: Value, number: str = "1") -> ReturnedFile:
    sheets = [edited(one, [number], "确认完成度", value) if one.name == "待确认事项" else one for one in made.sheets["领导_李总"]]
    return arrival(sheets, "李总.xlsx")


def test_which_items_wait_for_a_confirmation(tmp_path: Path) -> None:
    others = [
        item("2"), item("3", 完成度=80.0, 确认人="李总", 确认日期=MARCH), item("4", 完成度=80.0, 状态="办结"),
        item("5", 完成度=80.0, 状态="暂缓"), item("6", 完成度=0.0), item("7", "乙部", 完成度=70.0),
    ]  # fmt: skip
    made = confirming(tmp_path, RATED, *others)
    (sheet,) = [one for one in made.sheets["领导_李总"] if one.name == "待确认事项"]
    assert [row[0] for row in sheet.rows[3:]] == ["1", "6"]
    assert [row["编号"] for row in rows_in(made.book, "批次") if row["表"] == "待确认事项"] == ["1", "6"]


@pytest.mark.parametrize(("typed", "kept"), [(0.6, 60), ("60%", 60), (0.45, 45), (1.0, 100)])
def test_a_leader_confirms_or_corrects_a_completion(tmp_path: Path, typed: Value, kept: float) -> None:
    made = confirming(tmp_path, RATED)
    done = made.collect(confirmed(made, typed))
    assert (refused(done), waiting(done)) == ([], [])
    row = made.row("督办台账", "1")
    assert (row["完成度"], row["确认人"], row["确认日期"]) == (kept, "李总", DAY)
    again = made.collect(confirmed(made, typed))
    assert (again.changes, told(again, UNDECIDED), told(again, REFUSED)) == ([], [], [])


@pytest.mark.parametrize("typed", ["同意", 80.0, -0.1])
def test_what_is_no_completion_is_refused(tmp_path: Path, typed: Value) -> None:
    made = confirming(tmp_path, RATED)
    done = made.collected(confirmed(made, typed))
    assert ([entry.field for entry in told(done, REFUSED)], done.changes) == (["确认完成度"], [])


def test_a_completion_that_changed_meanwhile_is_not_confirmed_unseen(tmp_path: Path) -> None:
    made = confirming(tmp_path, RATED)
    settle(made, "督办台账", 0, 完成度=90)
    done = made.collect(confirmed(made, 0.6))
    assert [entry.reason for entry in told(done, UNDECIDED)] == ["下发以后完成度改了：60% → 90%"]
    assert made.row("督办台账", "1")["确认日期"] is None


def test_a_completion_that_the_department_changes_later_waits_again(tmp_path: Path) -> None:
    made = confirming(tmp_path, RATED)
    leaders = made.sheets
    made.collect(confirmed(made, 0.6))
    made.send()
    made.collect(made.answer(edits={("督办台账", "1", "完成度"): 0.9}))
    row = made.row("督办台账", "1")
    assert (row["完成度"], row["确认人"], row["确认日期"]) == (90, None, None)
    made.sheets = leaders
    done = made.collect(confirmed(made, 0.6))  # the old sheet once more
    assert [entry.reason for entry in done.entries if entry.field == "确认完成度"] == ["这个答案以前收过，台账后来又改了"]
    assert made.row("督办台账", "1")["完成度"] == 90


def test_an_old_sheet_without_the_new_columns_comes_back(office: RoundTrip) -> None:
    """One that went out before 决定意见 was asked for: its 结果 held 待批."""
    rows = office.book.read(["批次"])["批次"]
    places = {header: place for place, header in enumerate(rows.headers)}
    mine = [n for n, row in enumerate(rows.rows) if (row[places["表"]], row[places["字段"]]) == ("变更记录", "结果")]
    gone = [n for n, row in enumerate(rows.rows) if (row[places["表"]], row[places["字段"]]) == ("变更记录", "决定意见")]
    settle(office, "批次", mine[0], 下发值="待批")
    settle(office, "批次", gone[0], 表="没有了")
    file = answer(office, "李总", "变更记录", {("延期", "结果"): "不同意"})
    old = [one if one.name != "变更记录" else one._replace(rows=[row[:-1] for row in one.rows]) for one in file.sheets]
    done = office.collect(replace(file, sheets=old))
    assert (refused(done), waiting(done)) == ([], [])
    assert office.rows("变更记录")[0]["结果"] == "不同意"
