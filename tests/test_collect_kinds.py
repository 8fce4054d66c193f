"""What leaders, scorers and checkers return: merged by the same path, stamped with who and when, and refused alike."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from support.round_trip import DAY, ROWS, Cells, RoundTrip, arrival, edited, item, refused, stage_row, taken, told, waiting

from workbook_templates.sent.outcomes import REFUSED, UNCHANGED, UNDECIDED
from workbook_templates.sent.returned import ReturnedFile
from workbook_templates.tables.grid import Value

RATED = stage_row("1", 自评完成度=0.9, 自评说明="完成")
CHANGE: Cells = {
    "编号": "1", "变更": "延期", "申请日期": dt.date(2026, 3, 2), "原值": "2026-06-30", "新值": "2026-07-31",
    "原因": "工期", "结果": "待批",
}  # fmt: skip
MARKS: list[Cells] = [
    {"期间": "2026Q1", "考评部门": "甲部", "考评项目": "安全", "被考评单位": unit, "满分": 20.0} for unit in ("乙部", "丙部", "丁部")
]
RISKS: list[Cells] = [
    {
        "风险编号": number, "部门": "甲部", "风险点": f"点{number}", "频率": 3.0, "主观性": 3.0, "危害": 2.0,
        "抽查层级": "牵头", "抽查责任人": "乙部",
    }
    for number in ("F1", "F2")
]  # fmt: skip
OFFICE: dict[str, list[Cells]] = {
    **ROWS,
    "部门": [{"部门": name, "类型": "业务职能", "分管领导": "李总"} for name in ("甲部", "乙部", "丙部", "丁部")],
    "督办台账": [item("1"), item("2", "乙部")],
    "阶段目标": [RATED, stage_row("2", 自评完成度=1.0)],
    "变更记录": [CHANGE],
    "指标": [],
    "考评打分": MARKS,
    "风险点": RISKS,
}


def office(folder: Path, kind: str, rows: Mapping[str, list[Cells]] = OFFICE) -> RoundTrip:
    made = RoundTrip(folder, rows)
    made.send(to=[kind])
    return made


def answer(made: RoundTrip, name: str, sheet: str, edits: Mapping[tuple[str, ...], Value], keys: tuple[str, ...]) -> ReturnedFile:
    """The file of this name with cells filled in: (key…, header) → value."""
    sheets = made.sheets[name]
    for (*key, header), value in edits.items():
        sheets = [edited(one, key, header, value, keys) if one.name == sheet else one for one in sheets]
    return arrival(sheets, f"{name}.xlsx")


def test_nothing_filled_in_changes_nothing(tmp_path: Path) -> None:
    for kind in ("领导", "考评", "抽查"):
        made = office(tmp_path, kind)
        done = made.collected(*(answer(made, name, "", {}, ()) for name in made.sheets))
        assert {entry.outcome for entry in done.entries} == {UNCHANGED}, refused(done)
        assert done.changes == []


def test_a_leader_confirms_and_decides(tmp_path: Path) -> None:
    made = office(tmp_path, "领导")
    edits: dict[tuple[str, ...], Value] = {("1", "一", "确认完成度"): 0.8, ("1", "一", "确认意见"): "佐证不全"}
    first = answer(made, "领导_李总", "阶段目标", edits, ("编号", "阶段"))
    sheets = [edited(one, ["1"], "结果", "同意", ("编号",)) if one.name == "变更记录" else one for one in first.sheets]
    done = made.collect(replace(first, sheets=sheets))
    assert (refused(done), waiting(done)) == ([], [])
    stage = made.row("阶段目标", "1", "一")
    assert (stage["确认完成度"], stage["确认意见"], stage["确认人"], stage["确认日期"]) == (80, "佐证不全", "李总", DAY)
    change = made.rows("变更记录")[0]
    assert (change["结果"], change["批准人"], change["批准日期"]) == ("同意", "李总", DAY)
    assert made.row("阶段目标", "2", "一")["确认日期"] is None
    again = made.collect(replace(first, sheets=sheets))
    assert (again.changes, told(again, UNDECIDED), told(again, REFUSED)) == ([], [], [])


def test_a_paused_item_may_be_decided_on_and_a_closed_one_waits(tmp_path: Path) -> None:
    for status, expected in (("暂缓", []), ("取消", ["变更记录 1 /延期/2026-03-02 结果: 事项已经取消"])):
        made = office(tmp_path, "领导")
        file = answer(made, "领导_李总", "变更记录", {("1", "结果"): "确认"}, ("编号",))
        made.book.update("督办台账", {(0, "状态"): status})
        made.book.commit(None)
        assert waiting(made.collected(file)) == expected


def test_of_namesakes_the_name_alone_is_stamped(tmp_path: Path) -> None:
    staff: list[Cells] = [
        {"工号": "G1", "姓名": "李总", "角色": "班子成员"}, {"工号": "G2", "姓名": "李总", "部门": "甲部", "角色": "员工"},
    ]  # fmt: skip
    made = office(tmp_path, "领导", {**OFFICE, "人员": staff})
    made.collect(answer(made, "领导_李总G1", "阶段目标", {("1", "一", "确认完成度"): 0.8}, ("编号", "阶段")))
    assert made.row("阶段目标", "1", "一")["确认人"] == "李总"


def test_scores_come_back_and_none_is_above_the_full_score(tmp_path: Path) -> None:
    made = office(tmp_path, "考评")
    edits: dict[tuple[str, ...], Value] = {
        ("乙部", "得分"): 18.5, ("乙部", "依据"): "现场检查", ("丙部", "得分"): 21.0, ("丁部", "得分"): "优秀",
    }  # fmt: skip
    done = made.collect(answer(made, "考评_甲部", "考评打分", edits, ("被考评单位",)))
    assert taken(done) == {
        ("考评打分", "安全", "2026Q1/甲部/乙部", "得分"): "18.5",
        ("考评打分", "安全", "2026Q1/甲部/乙部", "依据"): "现场检查",
    }
    assert refused(done) == [
        "考评打分 安全 2026Q1/甲部/丙部 得分: 21 超过满分 20",
        "考评打分 安全 2026Q1/甲部/丁部 得分: “优秀”不是数字",
    ]
    assert [row["得分"] for row in made.rows("考评打分")] == [18.5, None, None]


def test_scores_come_back_under_names_that_units_had_when_they_went_out(tmp_path: Path) -> None:
    """Who scores and who is scored have other names meanwhile; the rows of 考评打分 keep the old ones, or have the new."""
    made = office(tmp_path, "考评")
    renamed: dict[tuple[int, str], Value] = {(0, "部门"): "甲中心", (0, "曾用名"): "甲部", (1, "部门"): "乙中心", (1, "曾用名"): "乙部"}
    made.book.update("部门", renamed)
    made.book.update("考评打分", {(1, "考评部门"): "甲中心"})
    made.book.commit(None)
    edits: dict[tuple[str, ...], Value] = {("乙部", "得分"): 18.5, ("丙部", "得分"): 17.0, ("丁部", "得分"): 16.0}
    done = made.collect(answer(made, "考评_甲部", "考评打分", edits, ("被考评单位",)))
    assert refused(done) == []
    assert [row["得分"] for row in made.rows("考评打分")] == [18.5, 17, 16]


CHECKED: dict[tuple[str, ...], Value] = {
    ("F1", "日期"): DAY, ("F1", "抽查人"): "乙主任", ("F1", "抽查人次"): 3.0, ("F1", "结果"): "问题",
    ("F1", "问题描述"): "缺签字", ("F1", "扣分"): 1.0,
}  # fmt: skip


def test_a_check_becomes_a_row_of_the_master_once(tmp_path: Path) -> None:
    made = office(tmp_path, "抽查")
    file = answer(made, "抽查_乙部", "抽查记录", CHECKED, ("风险编号",))
    done = made.collect(file)
    assert refused(done) == []
    (row,) = made.rows("抽查记录")
    expected = {
        "抽查编号": "CC20260303-2-01", "日期": DAY, "抽查层级": "牵头", "抽查人": "乙主任", "部门": "甲部", "风险编号": "F1",
        "抽查人次": 3, "结果": "问题", "问题描述": "缺签字", "扣分": 1,
    }  # fmt: skip
    assert {header: row[header] for header in expected} == expected
    log = len(made.rows("操作日志"))
    again = made.collect(file)
    assert (again.rows, again.changes, told(again, UNDECIDED)) == ([], [], [])
    assert (len(made.rows("抽查记录")), len(made.rows("操作日志"))) == (1, log)


@pytest.mark.parametrize("lacking", ["日期", "结果"])
def test_a_check_without_its_result_is_refused_with_what_it_lacks(tmp_path: Path, lacking: str) -> None:
    made = office(tmp_path, "抽查")
    edits = {key: value for key, value in CHECKED.items() if key[1] != lacking} | {("F2", "日期"): DAY, ("F2", "结果"): "合格"}
    done = made.collect(answer(made, "抽查_乙部", "抽查记录", edits, ("风险编号",)))
    assert {entry.reason for entry in told(done, REFUSED)} == {f"这一行还缺{lacking}"}
    assert len(told(done, REFUSED)) == len(CHECKED) - 1
    assert [row["风险编号"] for row in made.rows("抽查记录")] == ["F2"]
    assert sum(entry.number.startswith("CC") for entry in done.entries if entry.outcome == "采用") == 2


def test_a_rectification_goes_back_to_its_check(tmp_path: Path) -> None:
    open_: Cells = {
        "抽查编号": "C1", "日期": dt.date(2026, 2, 20), "抽查层级": "牵头", "抽查人": "乙主任", "部门": "甲部",
        "风险编号": "F1", "结果": "问题", "整改时限": dt.date(2026, 3, 1),
    }  # fmt: skip
    staff: list[Cells] = [{"工号": "1", "姓名": "乙主任", "部门": "乙部", "角色": "部门负责人"}]
    made = office(tmp_path, "抽查", {**OFFICE, "抽查记录": [open_], "人员": staff})
    file = answer(made, "抽查_乙部", "整改复查", {("C1", "整改完成日期"): DAY, ("C1", "复查结果"): "合格"}, ("抽查编号",))
    done = made.collect(file)
    assert refused(done) == []
    assert (made.rows("抽查记录")[0]["整改完成日期"], made.rows("抽查记录")[0]["复查结果"]) == (DAY, "合格")
    assert "抽查记录 C1/F1 复查结果" in {row["对象"] for row in made.rows("操作日志")}


def test_a_refusal_is_told_whole_where_the_addressee_holds_a_colon(tmp_path: Path) -> None:
    made = office(tmp_path, "领导")
    sheets = made.sheets["领导_李总"]
    strange = [
        one._replace(rows=[["领导：王总" if value == "领导：李总" else value for value in row] for row in one.rows]) for one in sheets
    ]
    (entry,) = told(made.collected(arrival(strange)), REFUSED)
    assert entry.reason == "“批次”里没有发给“领导：王总”的表"
    assert entry.remedy == "核对是不是从这本台账下发的；部门改了名的，在“部门”表写上曾用名"
