"""延期申请, 异议, 申报: what a department asks for becomes a row that waits for a decision, once."""

import datetime as dt
from pathlib import Path

import pytest
from support.round_trip import DAY, RoundTrip, arrival, refused, told

from macros.steps.merged_files import Collected
from workbook_templates.reading.parse import parse
from workbook_templates.sent.outcomes import ACCEPTED, MARKED, REFUSED, UNCHANGED
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

Row = dict[str, Value]
EXTENSION: Row = {"编号": "1", "申请日期": DAY, "申请延至": "2026年7月31日", "原因": "物资推迟到货"}
OBJECTION: Row = {"编号": "2", "表": "亮灯", "日期": DAY, "意见": "灯不对"}
PROPOSAL: Row = {"事项": "新建试点", "责任人": "张三", "办理时限": dt.date(2026, 9, 30), "完成标准": "通过验收"}
STAGE: Row = {"事项": "新建试点", "阶段": "一", "阶段任务": "勘察", "完成时限": dt.date(2026, 5, 31)}


@pytest.fixture
def office(tmp_path: Path) -> RoundTrip:
    return RoundTrip(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> RoundTrip:
    """Only for tests that write nothing."""
    return RoundTrip(tmp_path_factory.mktemp("shared"))


def asked(office: RoundTrip, form: str, *rows: Row, write: bool = False) -> Collected:
    edits = {(form, str(place), header): value for place, row in enumerate(rows) for header, value in row.items()}
    answer = office.answer(edits=edits)
    return office.collect(answer) if write else office.collected(answer)


def test_an_extension_waits_in_the_changes_with_the_deadline_as_it_is(office: RoundTrip) -> None:
    stage: Row = {**EXTENSION, "阶段": "一", "申请延至": dt.date(2026, 4, 30)}
    done = asked(office, "延期申请", EXTENSION, stage, write=True)
    assert len(told(done, ACCEPTED)) == 2
    rows = office.rows("变更记录")
    expected: Row = {
        "编号": "1", "阶段": None, "变更": "延期", "申请日期": DAY, "原值": "2026-06-30", "新值": "2026-07-31",
        "原因": "物资推迟到货", "批准人": None, "批准日期": None, "结果": "待批",
    }  # fmt: skip
    assert {header: rows[0][header] for header in expected} == expected
    assert (rows[1]["阶段"], rows[1]["原值"], rows[1]["新值"]) == ("一", "2026-03-31", "2026-04-30")
    assert all(str(row["来源"]).startswith("回收:20260303-1:甲部:延期申请:") for row in rows)
    assert rows[0]["来源"] != rows[1]["来源"]


def test_an_objection_and_a_proposal_become_rows(office: RoundTrip) -> None:
    asked(office, "异议", OBJECTION, {"日期": "2026.3.3", "意见": "没有编号的意见"}, write=True)
    assert [(row["日期"], row["部门"], row["编号"], row["表"], row["意见"]) for row in office.rows("异议")] == [
        (DAY, "甲部", "2", "亮灯", "灯不对"), (DAY, "甲部", None, None, "没有编号的意见"),
    ]  # fmt: skip
    asked(office, "申报", PROPOSAL, {**PROPOSAL, "事项": "第二件", "类别": "紧急"}, write=True)
    one, two = office.rows("督办台账")[-2:]
    expected: Row = {
        "编号": "2026-0001", "事项": "新建试点", "来源": "部门申报", "类别": "日常", "级别": "部门级", "主责部门": "甲部",
        "分管领导": "李总", "责任人": "张三", "立项日期": DAY, "办理时限": dt.date(2026, 9, 30), "完成标准": "通过验收", "状态": "立项",
    }  # fmt: skip
    assert {header: one[header] for header in expected} == expected
    assert (two["编号"], two["事项"], two["类别"]) == ("2026-0002", "第二件", "紧急")
    grids = office.book.read(list(TABLES))
    assert [problem for problem in parse(grids)[1] if problem.table in ("督办台账", "变更记录", "异议") and problem.header != "编号"] == []


@pytest.mark.parametrize(("form", "row"), [("延期申请", EXTENSION), ("异议", OBJECTION), ("申报", PROPOSAL)])
def test_nothing_is_asked_twice(office: RoundTrip, form: str, row: Row) -> None:
    before = {name: len(office.rows(name)) for name in ("变更记录", "异议", "督办台账", "操作日志")}
    asked(office, form, row, row, write=True)  # twice in one file
    after = {name: len(office.rows(name)) for name in before}
    assert sum(after.values()) == sum(before.values()) + 3 + (form == "申报")  # the row, its line in the log, who it came from, its 编号
    done = asked(office, form, row, write=True)
    assert [entry.reason for entry in told(done, UNCHANGED) if entry.table == form] == ["以前收过"]
    office.send()
    done = asked(office, form, row, write=True)  # copied into the form of the next batch
    assert told(done, ACCEPTED) == told(done, REFUSED) == []
    assert [entry.reason.split("（")[0] for entry in told(done, UNCHANGED) if entry.table == form] == [
        {"延期申请": "变更记录里已经有这条申请", "异议": "异议表里已经有这条意见", "申报": "台账里已经有这个事项"}[form]
    ]
    assert {name: len(office.rows(name)) for name in before if name != "操作日志"} == {n: after[n] for n in before if n != "操作日志"}


@pytest.mark.parametrize(("form", "row", "table"), [("异议", OBJECTION, "异议"), ("申报", PROPOSAL, "督办台账")])
def test_a_row_that_the_office_reworded_or_deleted_does_not_come_back(office: RoundTrip, form: str, row: Row, table: str) -> None:
    asked(office, form, row, write=True)
    last = len(office.rows(table)) - 1
    office.book.update(table, {(last, "意见" if form == "异议" else "事项"): "办公室改写的"})
    office.book.commit(None)
    done = asked(office, form, row, write=True)
    assert told(done, ACCEPTED) == []
    assert len(office.rows(table)) == last + 1


@pytest.mark.parametrize(
    ("form", "row", "why"),
    [
        ("延期申请", {**EXTENSION, "编号": "4"}, "4 不是“甲部”的事项"),
        ("延期申请", {**EXTENSION, "编号": "99"}, "台账里没有编号 99"),
        ("延期申请", {**EXTENSION, "编号": "5"}, "5 的状态是“暂缓”，不在办"),
        ("延期申请", {**EXTENSION, "阶段": "三"}, "1 没有阶段“三”"),
        ("延期申请", {**EXTENSION, "申请延至": dt.date(2026, 6, 30)}, "申请延至 2026-06-30，不晚于现在的时限 2026-06-30"),
        ("延期申请", {**EXTENSION, "申请延至": "尽快"}, "“尽快”不是日期"),
        ("延期申请", {**EXTENSION, "申请日期": dt.date(2026, 3, 4)}, "日期 2026-03-04 还没有到（今天 2026-03-03）"),
        ("延期申请", {**EXTENSION, "原因": None}, "必填项空着"),
        ("延期申请", {**EXTENSION, "原因": "/"}, "必填项空着"),
        ("延期申请", {**EXTENSION, "申请延至": "待定"}, "必填项空着"),
        ("延期申请", {**EXTENSION, "原因": "同上"}, "“同上”不作内容读"),
        ("异议", {**OBJECTION, "编号": "4"}, "4 不是“甲部”的事项或指标"),
        ("异议", {**OBJECTION, "日期": None}, "必填项空着"),
        ("申报", {**PROPOSAL, "办理时限": dt.date(1926, 9, 30)}, "年份 1926 不对"),
        ("申报", {**PROPOSAL, "类别": "很急"}, "“很急”不在下拉列表中"),
        ("申报", {"事项": "只有事项"}, "必填项空着"),
        ("申报阶段", {**STAGE, "事项": "没有申报的"}, "没有收到申报的事项“没有申报的”"),
        ("申报阶段", {**STAGE, "事项": "事项1"}, "“事项1”（1）的状态是“办理”，不是申报后还在立项的"),
        ("申报阶段", {**STAGE, "事项": "事项4"}, "没有收到申报的事项“事项4”"),
        ("申报阶段", {**STAGE, "完成时限": "下月"}, "“下月”不是日期"),
        ("申报阶段", {**STAGE, "权重": -1.0}, "-1 超出范围"),
        ("申报阶段", {**STAGE, "阶段任务": None}, "必填项空着"),
    ],
)
def test_what_can_not_be_taken_is_refused_with_its_cell(shared: RoundTrip, form: str, row: Row, why: str) -> None:
    good: Row = {"日期": DAY, "意见": "照常收"}
    edits = {(form, "0", header): value for header, value in row.items()} | {("异议", "3", header): value for header, value in good.items()}
    done = shared.collected(shared.answer(edits=edits))
    assert {entry.reason for entry in told(done, REFUSED)} == {why}, refused(done)
    assert all(entry.line == 4 and entry.sheet == form and entry.remedy for entry in told(done, REFUSED))
    assert [row.values["意见"] for row in done.rows] == ["照常收"]


def test_an_application_dated_before_the_sheet_went_out_is_marked(shared: RoundTrip) -> None:
    done = asked(shared, "延期申请", {**EXTENSION, "申请日期": dt.date(2026, 2, 1)})
    assert [entry.reason for entry in told(done, MARKED)] == ["申请日期早于下发日 2026-03-03"]
    done = asked(shared, "申报", {**PROPOSAL, "办理时限": dt.date(2026, 2, 1)})
    assert [entry.reason for entry in told(done, MARKED)] == ["办理时限 2026-02-01 已经过去"]


def test_a_form_row_of_strokes_is_no_request_and_a_stroke_for_a_stage_is_the_whole_item(shared: RoundTrip) -> None:
    strokes = {("延期申请", "0", header): "/" for header in EXTENSION} | {("申报", "0", header): "无" for header in PROPOSAL}
    assert shared.collected(shared.answer(edits=strokes)).rows == []
    edits = {("延期申请", "0", header): value for header, value in {**EXTENSION, "阶段": "/"}.items()}
    (row,) = shared.collected(shared.answer(edits=edits)).rows
    assert (row.values["编号"], row.values["阶段"], row.values["变更"]) == ("1", "", "延期")


# tasks with stages


def task(*stages: Row, matter: Row = PROPOSAL) -> dict[tuple[str, ...], Value]:
    """A task in the first row of 申报, and its stages."""
    edits: dict[tuple[str, ...], Value] = {("申报", "0", header): value for header, value in matter.items()}
    return edits | {("申报阶段", str(place), header): value for place, row in enumerate(stages) for header, value in row.items()}


MORE: Row = {"完成标准": "验收", "责任人": "张三", "权重": 2.0}
SECOND: Row = {**STAGE, **MORE, "阶段": "二", "阶段任务": "施工", "完成时限": "2026年9月20日"}


def test_a_task_is_proposed_with_its_stages_once(office: RoundTrip) -> None:
    edits = task(STAGE, {**SECOND, "事项": " 新建 试点。"})
    answer = office.answer(edits=edits)
    moved = sorted(answer.sheets, key=lambda sheet: sheet.name != "申报阶段")  # the stages stand before their task
    done = office.collect(arrival(moved))
    assert refused(done) == []
    assert [(row["编号"], row["事项"], row["状态"], row["来源"]) for row in office.rows("督办台账")[5:]] == [
        ("2026-0001", "新建试点", "立项", "部门申报")
    ]
    one, two = office.rows("阶段目标")[-2:]
    assert (one["编号"], one["阶段"], one["阶段任务"], one["完成时限"], one["权重"]) == ("2026-0001", "一", "勘察", STAGE["完成时限"], None)
    told_of = ("编号", "阶段", "阶段任务", "完成标准", "责任人", "完成时限", "权重")
    assert tuple(two[header] for header in told_of) == ("2026-0001", "二", "施工", "验收", "张三", dt.date(2026, 9, 20), 2)
    rows = {name: office.rows(name) for name in ("督办台账", "阶段目标", "操作日志")}
    again = office.collect(answer)
    assert told(again, ACCEPTED) == told(again, REFUSED) == []
    office.send()
    copied = office.collect(office.answer(edits=edits))  # into the forms of the next batch
    assert told(copied, ACCEPTED) == told(copied, REFUSED) == []
    assert {name: office.rows(name) for name in rows if name != "操作日志"} == {n: rows[n] for n in rows if n != "操作日志"}


def test_a_stage_may_come_after_its_task_while_nobody_has_decided(office: RoundTrip) -> None:
    office.collect(office.answer(edits=task()))
    office.collect(office.answer(edits=task(STAGE)))
    assert [row["编号"] for row in office.rows("阶段目标")][-1] == "2026-0001"
    office.book.update("督办台账", {(5, "状态"): "下达"})
    office.book.commit(None)
    done = office.collect(office.answer(edits=task(STAGE, SECOND)))
    assert [entry.reason for entry in told(done, REFUSED)] == ["“新建试点”（2026-0001）的状态是“下达”，不是申报后还在立项的"]


def test_a_stage_of_a_task_that_is_refused_is_refused_too_and_others_go_on(office: RoundTrip) -> None:
    late: Row = {**SECOND, "阶段": "三", "完成时限": dt.date(2026, 10, 8)}
    done = office.collect(office.answer(edits=task(STAGE, {**SECOND, "阶段": "一"}, late, matter={**PROPOSAL, "办理时限": "不知道"})))
    assert {entry.reason for entry in told(done, REFUSED)} == {"“不知道”不是日期", "没有收到申报的事项“新建试点”"}
    done = office.collect(office.answer(edits=task(STAGE, {**SECOND, "阶段": " 一"}, late)))
    assert [entry.reason for entry in told(done, REFUSED)] == ["同一个事项写了两个“一”阶段"]
    assert [entry.reason for entry in told(done, MARKED)] == ["完成时限 2026-10-08 晚于事项的办理时限 2026-09-30"]
    assert [row["阶段"] for row in office.rows("阶段目标") if row["编号"] == "2026-0001"] == ["一", "三"]


def test_one_matter_in_two_rows_of_a_file_is_one_task(office: RoundTrip) -> None:
    done = asked(office, "申报", PROPOSAL, {**PROPOSAL, "完成标准": "另一个"}, write=True)
    assert [entry.reason for entry in told(done, REFUSED)] == ["这份表里已经申报过这个事项"]
    assert len(office.rows("督办台账")) == 6


def test_a_number_given_on_collecting_is_never_used_again(office: RoundTrip) -> None:
    """Its cell was cleared by hand since; the next proposal gets the next number."""
    asked(office, "申报", PROPOSAL, write=True)
    office.book.update("督办台账", {(5, "编号"): None})
    office.book.commit(None)
    asked(office, "申报", PROPOSAL, {**PROPOSAL, "事项": "第二件"}, write=True)
    assert [row["编号"] for row in office.rows("督办台账")[5:]] == [None, "2026-0002"]
    logged = [(row["对象"], row["说明"]) for row in office.rows("操作日志") if row["操作"] == "编号"]
    assert logged == [("1 个申报的事项", "2026-0001"), ("1 个申报的事项", "2026-0002")]
