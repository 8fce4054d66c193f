"""What follows from an accepted cell: stamps, 提交, new rows of checks, and what the clerk should look at."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from support.round_trip import DAY, ROWS, Cells, RoundTrip, arrival, header_row, indicator, item, stage_row, taken, told, waiting

from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.outcomes import ACCEPTED, MARKED, REFUSED, TAKE, UNCHANGED, UNDECIDED
from workbook_templates.tables.grid import Grid, Value


@pytest.fixture
def office(tmp_path: Path) -> RoundTrip:
    return RoundTrip(tmp_path)


@pytest.mark.parametrize(
    ("status", "day", "after"),
    [("下达", DAY, "提交"), ("办理", "2026-3-1", "提交"), ("待调整", DAY, "待调整"), ("提交", DAY, "提交")],
)
def test_handing_in_is_a_date(tmp_path: Path, status: str, day: Value, after: str) -> None:
    office = RoundTrip(tmp_path, {**ROWS, "督办台账": [item("1", 状态=status)], "阶段目标": [], "指标": []})
    done = office.collect(office.answer(edits={("督办台账", "1", "提交日期"): day}))
    assert office.row("督办台账", "1")["状态"] == after
    logged = [(row["对象"], row["变更前"], row["变更后"]) for row in office.rows("操作日志") if "状态" in str(row["对象"])]
    assert logged == ([("督办台账 1 状态", status, "提交")] if after != status else [])
    assert [entry.reason for entry in told(done, MARKED) if "待调整" in entry.reason] == (
        ["状态是待调整，没有改为提交"] if status == "待调整" else []
    )


def test_taking_a_hand_in_back_is_decided_by_the_office_and_goes_back_to_work(tmp_path: Path) -> None:
    office = RoundTrip(tmp_path, {**ROWS, "督办台账": [item("1", 状态="提交", 提交日期=DAY)], "阶段目标": [], "指标": []})
    answer = office.answer(edits={("督办台账", "1", "提交日期"): None})
    (entry,) = told(office.collect(answer), UNDECIDED)
    assert (office.row("督办台账", "1")["状态"], entry.reason) == ("提交", "把原有内容清空了")
    done = office.collect(answer, choices={entry.mark: TAKE})
    row = office.row("督办台账", "1")
    assert (row["状态"], row["提交日期"]) == ("办理", None)
    assert [entry.reason for entry in told(done, MARKED)] == ["清空了原有内容：2026-03-03"]


def test_a_self_rating_is_dated_by_the_day_of_collecting(office: RoundTrip) -> None:
    answer = office.answer(edits={("阶段目标", "1", "一", "自评完成度"): 0.5, ("阶段目标", "1", "二", "自评说明"): "只写说明"})
    office.now = dt.datetime(2026, 3, 5, 8)
    office.collect(answer)
    assert office.row("阶段目标", "1", "一")["自评日期"] == dt.date(2026, 3, 5)
    assert office.row("阶段目标", "1", "二")["自评日期"] is None
    office.now = dt.datetime(2026, 3, 9, 8)
    office.collect(answer)
    assert office.row("阶段目标", "1", "一")["自评日期"] == dt.date(2026, 3, 5)


@pytest.mark.parametrize(("typed", "kept"), [(0.5, True), ("50%", True), (0.6, False), (1.0, False)])
def test_another_completion_is_to_be_confirmed_anew(tmp_path: Path, typed: Value, kept: bool) -> None:
    ledger = [item("1", 完成度=50.0, 确认人="王总", 确认日期=dt.date(2026, 3, 1))]
    office = RoundTrip(tmp_path, {**ROWS, "督办台账": ledger, "阶段目标": [], "指标": []})
    done = office.collect(office.answer(edits={("督办台账", "1", "完成度"): typed}))
    row = office.row("督办台账", "1")
    assert (row["确认人"], row["确认日期"]) == (("王总", dt.date(2026, 3, 1)) if kept else (None, None))
    logged = [str(row["对象"]) for row in office.rows("操作日志") if "确认" in str(row["对象"])]
    assert logged == ([] if kept else ["督办台账 1 确认人", "督办台账 1 确认日期"])
    assert [entry.field for entry in told(done, ACCEPTED) if entry.reason == "完成度变了，要重新确认"] == (
        [] if kept else ["确认人", "确认日期"]
    )


THEN = dt.date(2026, 2, 20)
LAST: Cells = {"编号": "1", "应反馈日期": THEN, "反馈日期": THEN, "内容": "已完成 12 台开关更换，余下月底完成"}


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"内容": "已完成 15 台开关更换，下周验收，共 20 台", "反馈日期": DAY}, []),
        ({"内容": "已完成 12 台开关更换，余下月底完成。", "反馈日期": DAY}, ["与上次反馈的内容相同"]),
        ({"内容": "正在推进", "反馈日期": DAY}, ["没有数字、日期，也没有结果"]),
        ({"内容": "完成 3 项"}, ["写了内容，没有填反馈日期，不算已反馈"]),
        ({"反馈日期": DAY}, ["填了反馈日期，没有写内容"]),
        ({"内容": "完成 3 项", "反馈日期": dt.date(2026, 3, 1)}, ["早于下发日 2026-03-03，下发时这一格还是空的"]),
    ],
)
def test_feedback_that_says_nothing_or_half_is_taken_and_marked(tmp_path: Path, cells: Cells, why: list[str]) -> None:
    office = RoundTrip(tmp_path, {**ROWS, "反馈记录": [LAST]})
    due = office.rows("反馈记录")[1]["应反馈日期"]
    done = office.collect(office.answer(edits={("反馈记录", "1", str(due), header): value for header, value in cells.items()}))
    assert [entry.reason for entry in told(done, MARKED)] == why
    assert len(taken(done)) == len(cells)


def test_a_hand_in_dated_before_the_sheet_went_out_is_marked(office: RoundTrip) -> None:
    done = office.collect(office.answer(edits={("督办台账", "1", "提交日期"): dt.date(2026, 2, 27)}))
    assert [entry.reason for entry in told(done, MARKED)] == ["早于下发日 2026-03-03，下发时这一格还是空的"]


@pytest.mark.parametrize("typed", [None, "/", "\uff0f", "无", " 暂无 ", "\u2014", "\u2014\u2014", "\uff0d", "N/A", "n/a", "待定", "\u200b"])
def test_clearing_a_text_is_left_to_the_office(office: RoundTrip, typed: str | None) -> None:
    answer = office.answer(edits={("督办台账", "1", "进展情况"): typed})
    done = office.collect(answer)
    assert [(entry.returned, entry.now, entry.reason) for entry in told(done, UNDECIDED)] == [("", "旧进展", "把原有内容清空了")]
    assert office.row("督办台账", "1")["进展情况"] == "旧进展"
    done = office.collect(answer, choices={told(done, UNDECIDED)[0].mark: TAKE})
    assert [entry.reason for entry in told(done, MARKED)] == ["清空了原有内容：旧进展"]
    assert office.row("督办台账", "1")["进展情况"] is None


@pytest.mark.parametrize("typed", [None, "/", "无"])
@pytest.mark.parametrize(("header", "cleared"), [("存在问题", True), ("需协调事项", True), ("内容", False), ("下步措施", False)])
def test_problems_and_wishes_are_cleared_by_a_blank(tmp_path: Path, header: str, cleared: bool, typed: str | None) -> None:
    due = dt.date(2026, 3, 2)
    row: Cells = {"编号": "1", "应反馈日期": due, "内容": "装了 3 台", "存在问题": "缺料", "需协调事项": "催料"}
    row["下步措施"] = "抓紧"
    office = RoundTrip(tmp_path, {**ROWS, "反馈记录": [row]})
    done = office.collect(office.answer(edits={("反馈记录", "1", "2026-03-02", header): typed}))
    assert (office.row("反馈记录", "1", due)[header] is None, len(told(done, UNDECIDED))) == (cleared, not cleared)
    assert [entry.reason for entry in told(done, MARKED) if "清空" in entry.reason] == (
        [f"清空了原有内容：{row[header]}"] if cleared else []
    )


def test_a_word_for_nothing_in_an_empty_cell_is_no_answer(office: RoundTrip) -> None:
    done = office.collected(office.answer(edits={("督办台账", "2", "办结说明"): "/", ("督办台账", "2", "提交日期"): "无"}))
    assert {entry.outcome for entry in done.entries} == {UNCHANGED}


def test_one_text_pasted_over_several_items_is_marked(office: RoundTrip) -> None:
    same = "按计划推进，没有问题。"
    edits: dict[tuple[str, ...], Value] = {
        ("督办台账", "1", "进展情况"): same,
        ("督办台账", "2", "进展情况"): f" {same}",
        ("督办台账", "3", "进展情况"): "装了 3 台",
    }
    done = office.collect(office.answer(edits=edits))
    assert [(entry.number, entry.reason) for entry in told(done, MARKED)] == [("1", "与 2 填的是同一段话")]
    assert len(taken(done)) == 3


def test_a_telephone_number_beside_a_name_is_not_taken_over(office: RoundTrip) -> None:
    due = str(office.rows("反馈记录")[0]["应反馈日期"])
    done = office.collect(office.answer(edits={("反馈记录", "1", due, "反馈人"): "张三（电话：13800000001）"}))
    assert taken(done)["反馈记录", "1", due, "反馈人"] == "张三"
    assert any("电话号码" in entry.reason for entry in told(done, MARKED))


def test_a_cell_that_holds_a_formula_in_the_master_is_left(office: RoundTrip, monkeypatch: pytest.MonkeyPatch) -> None:
    read = office.book.read

    def with_formula(names: object) -> dict[str, Grid]:
        grids: dict[str, Grid] = read(names)
        if "督办台账" in grids:
            grids["督办台账"] = replace(grids["督办台账"], formulas=frozenset({(0, "进展情况")}))
        return grids

    monkeypatch.setattr(office.book, "read", with_formula)
    done = office.collected(office.answer(edits={("督办台账", "1", "进展情况"): "新", ("督办台账", "2", "进展情况"): "新"}))
    assert [(entry.number, entry.reason) for entry in done.entries if entry.outcome == "拒收"] == [("1", "台账的这一格是公式")]
    assert list(taken(done)) == [("督办台账", "2", "", "进展情况")]


def test_percent_cells_of_a_merged_share(tmp_path: Path) -> None:
    office = RoundTrip(tmp_path, {**ROWS, "阶段目标": [stage_row("1", 自评完成度="50%"), stage_row("1", "二")]})
    assert waiting(office.collect(office.answer(edits={("阶段目标", "1", "一", "自评完成度"): "75 %"}))) == []
    assert office.row("阶段目标", "1", "一")["自评完成度"] == 75


@pytest.mark.parametrize(
    ("unit", "typed", "percent", "taken_as", "why"),
    [
        ("%", 0.965, True, "96.5", ""),
        ("%", "96.5%", False, "96.5", ""),
        ("%", 96.5, False, "96.5", ""),
        ("万元", 0.965, True, "", "填的是百分数，计量单位是“万元”"),
        ("万元", 96.5, False, "96.5", ""),
        ("万元", "96.5 万元", False, "96.5", ""),
        ("万元", "965000元", False, "96.5", ""),
        ("万元", "96.5", True, "96.5", ""),
    ],
)
@pytest.mark.parametrize("shows_percent", [False, True])
def test_a_measured_value_comes_back_in_its_unit(
    tmp_path: Path, unit: str, typed: Value, percent: bool, taken_as: str, why: str, shows_percent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = RoundTrip(tmp_path, {**ROWS, "指标": [indicator("Z1", 计量单位=unit, 目标值=95.0)]})
    read = office.book.read
    if shows_percent:  # the cell in the master is formatted so

        def as_percent(names: object) -> dict[str, Grid]:
            grids: dict[str, Grid] = read(names)
            if "指标" in grids:
                grids["指标"] = replace(grids["指标"], percent=frozenset({(0, "实际值")}))
            return grids

        monkeypatch.setattr(office.book, "read", as_percent)
    answer = office.answer(edits={("指标", "Z1", "实际值"): typed})
    sheets = [sheet if sheet.name != "指标" else formatted(sheet, "实际值", percent) for sheet in answer.sheets]
    done = office.collect(arrival(sheets))
    assert [entry.returned for entry in told(done, ACCEPTED)] == ([taken_as] if taken_as else [])
    assert [entry.reason for entry in told(done, REFUSED)] == ([why] if why else [])
    if taken_as:
        in_cell = 0.965 if shows_percent and unit == "%" else 96.5
        assert office.row("指标", "Z1")["实际值"] == in_cell


def formatted(sheet: ForeignSheet, header: str, percent: bool) -> ForeignSheet:
    """The column under a header shows percent, or does not."""
    top = header_row(sheet)
    place = list(sheet.rows[top]).index(header)
    cells = frozenset((row, place) for row in range(top + 1, len(sheet.rows)))
    return sheet._replace(percent=(sheet.percent - cells) | (cells if percent else frozenset()))
