"""duban send --to 领导|考评|抽查: whose each row is, what stays at home, and what the master keeps of it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from support.fake_book import FakeBook
from support.sending import Cells, departments, fake, item, names, options, rows_in, shown, stage

from macros.send import send
from macros.steps import batches
from macros.steps.report import Report, Status, silent
from udfs.rules.ground.departments import Departments
from workbook_templates.reading.errors import UsageError
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value


def people(*lines: str) -> list[Cells]:
    """'姓名 部门 角色': rows of 人员; a dash is a blank."""
    found: list[Cells] = []
    for number, line in enumerate(lines, 1):
        name, home, role = (None if part == "-" else part for part in line.split())
        found.append({"工号": f"G{number}", "姓名": name, "部门": home, "角色": role, "职务": f"{name}职务", "排序": number})
    return found


def sent(book: FakeBook, *kinds: str, **more: Any) -> Report:
    return send(book, options(to=kinds, **more), silent)


def file_of(report: Report, name: str) -> Path:
    return next(path for path in report.files[1:] if path.name.startswith(name + "_2026"))


def open_cells(book: FakeBook, addressee: str) -> dict[tuple[Value, ...], Value]:
    """表, 编号, 阶段, 字段 → 下发值 of one addressee."""
    rows = [row for row in rows_in(book, "批次") if row["部门"] == addressee]
    return {(row["表"], row["编号"], row["阶段"], row["字段"]): row["下发值"] for row in rows}


# leaders

LED: list[Cells] = [{"部门": "甲部", "类型": "业务职能", "分管领导": "张总"}, {"部门": "乙部", "类型": "业务职能", "分管领导": "李总"}]
CHIEFS = people("张总 - 班子成员", "李总 - 班子成员", "王总 - 班子成员")


def change(number: str, what: str = "延期", **cells: Value) -> Cells:
    return {"编号": number, "变更": what, "申请日期": dt.date(2026, 3, 2), "新值": "2026-07-31", "原因": "工期", "结果": "待批", **cells}


def test_a_leader_gets_what_waits_for_him_and_his_lines(tmp_path: Path) -> None:
    ledger = [item("1", "甲部"), item("2", "乙部"), item("3", "乙部", 分管领导="张总"), item("4", "甲部", 状态="办结"), item("5", "甲部")]
    stages = [
        stage("1", "一", 自评完成度=0.9),
        stage("1", "二"),
        stage("2", "一", 自评完成度=1.0),
        stage("3", "一", 自评完成度=0.5, 确认完成度=0.5, 确认日期=dt.date(2026, 3, 1)),
        stage("4", "一", 自评完成度=0.5),
    ]
    changes = [change("3", 阶段="一"), change("2", "暂缓", 新值=None), change("1", 结果="同意"), change("4")]
    book = fake(tmp_path, 部门=LED, 人员=CHIEFS, 督办台账=ledger, 阶段目标=stages, 变更记录=changes)
    report = sent(book, "领导")
    assert names(tmp_path / "下发") == ["20260303-1/领导_张总_20260303-1.xlsx", "20260303-1/领导_李总_20260303-1.xlsx"]
    first, second = file_of(report, "领导_张总"), file_of(report, "领导_李总")
    assert sorted(map(str, shown(first, "督办台账"))) == ["1", "3", "5"]
    assert shown(second, "督办台账") == ["2"]
    assert (shown(first, "阶段目标"), shown(second, "阶段目标")) == (["1"], ["2"])
    assert (shown(first, "变更记录"), shown(second, "变更记录")) == (["3"], ["2"])
    assert shown(first, "变更记录", "同意后") == ["时限改为 2026-07-31"]
    assert open_cells(book, "领导：张总") == {
        ("阶段目标", "1", "一", "确认完成度"): None,
        ("阶段目标", "1", "一", "确认意见"): None,
        ("变更记录", "3", "一/延期/2026-03-02", "结果"): None,
        ("变更记录", "3", "一/延期/2026-03-02", "决定意见"): None,
    }
    assert ("变更记录", "2", "/暂缓/2026-03-02", "结果") in open_cells(book, "领导：李总")
    assert report.figures["领导"] == ["张总", "李总"]
    counts = {"阶段目标": 2, "待确认事项": 0, "变更记录": 2, "加减分台账": 0, "问责记录": 0, "督办台账": 4}
    assert report.figures["行"] == counts
    assert report.messages[0].startswith("已下发 2 位领导，批次 20260303-1")
    assert rows_in(book, "反馈记录") == []  # only departments are asked for feedback
    assert not {"没有行的部门", "部门"} & report.figures.keys()


def test_who_the_leader_of_an_item_is(tmp_path: Path) -> None:
    """The item's own, else the department's, else who oversees it; of namesakes the one who leads; nobody is told."""
    known = departments("甲部", "乙部", "丙部")
    known[0] |= {"分管领导": "张总"}
    staff = people("张总 - 班子成员", "张总 甲部 员工", "李总 - 班子成员")
    staff[2] |= {"分管部门": "甲部、乙部"}
    ledger = [item("1", "甲部"), item("2", "乙部"), item("3", "丙部"), item("4", "丙部", 分管领导="外请的")]
    stages = [stage(number, 自评完成度=0.9) for number in "1234"]
    report = sent(fake(tmp_path, 部门=known, 人员=staff, 督办台账=ledger, 阶段目标=stages), "领导")
    assert report.figures["领导"] == ["张总G1", "李总", "外请的"]
    assert shown(file_of(report, "领导_张总G1"), "阶段目标") == ["1"]
    assert report.figures["未下发"] == ["1 个待确认阶段没有分管领导，没有下发：请在督办台账、部门或人员表里填上（3/一）。"]
    assert report.status is Status.DONE_WITH_ENTRIES


def test_a_leader_with_nothing_to_decide_gets_no_file(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=LED, 人员=CHIEFS, 督办台账=[item("1", "甲部"), item("2", "乙部")], 阶段目标=[stage("2", 自评完成度=0.9)])
    report = sent(book, "领导")
    assert report.figures["领导"] == ["李总"]
    assert "没有要填的，没有生成：张总。" in report.messages
    assert sent(book, "领导", dept=["甲部"]).figures["改动"] is False
    assert sent(book, "领导", dept=["乙部"]).figures["领导"] == ["李总"]


def test_what_can_not_go_to_a_leader_is_listed(tmp_path: Path) -> None:
    stages = [stage("1", 自评完成度=0.9), stage("1", 自评完成度=0.8)]
    changes = [change("1"), change("1"), change("9"), change("1", "调整")]
    book = fake(tmp_path, 部门=LED, 人员=CHIEFS, 督办台账=[item("1", "甲部")], 阶段目标=stages, 变更记录=changes)
    report = sent(book, "领导")
    assert {key[2] for key in open_cells(book, "领导：张总")} == {"/调整/2026-03-02"}
    assert [text.partition("，")[0] for text in report.figures["未下发"]] == [
        "1 个待批变更的编号不在督办台账里",
        "1 个待批变更重复",
        "1 个待确认阶段重复",
    ]


# scorers


def mark(scorer: str, unit: str, **cells: Value) -> Cells:
    return {"期间": "2026Q1", "考评部门": scorer, "考评项目": "安全", "被考评单位": unit, "满分": 20, **cells}


def rating(staff: str, role: str, rater: str | None, **cells: Value) -> Cells:
    return {"期间": "2026Q1", "工号": staff, "评分角色": role, "评分人": rater, **cells}


def test_a_scorer_gets_the_rows_of_the_open_period(tmp_path: Path) -> None:
    known = departments("甲部", "乙部", "丙部")
    known[0] |= {"曾用名": "旧甲部"}
    marks = [
        mark("甲部", "丙部", 得分=19.0, 依据="台账"),
        mark("旧甲部", "乙部"),
        mark("甲部", "乙部", 期间="2025Q4"),
        mark("甲部", "丙部", 期间="2025Q3"),
        mark("甲部", "丙部", 期间="2026Q2"),
        mark("乙部", "甲部", 期间="2025Q4"),
    ]
    closed: list[Cells] = [{"期间": "2025Q4", "对象类型": "部门", "对象": "甲部", "维度": "综合", "结账时间": dt.datetime(2026, 1, 20)}]
    book = fake(tmp_path, 部门=known, 考评打分=marks, 历史成绩=closed)
    report = sent(book, "考评")
    assert report.figures["考评"] == ["甲部"]
    path = file_of(report, "考评_甲部")
    assert shown(path, "考评打分", "被考评单位") == ["乙部", "丙部"]
    assert shown(path, "考评打分", "考评部门") == ["甲部", "甲部"]
    assert open_cells(book, "考评：甲部") == {
        ("考评打分", "安全", "2026Q1/甲部/乙部", "得分"): None,
        ("考评打分", "安全", "2026Q1/甲部/乙部", "依据"): None,
        **{("考评打分", "安全", f"2026Q1/甲部/{unit}", header): None for unit in ("乙部", "丙部") for header in ("存在问题", "改进建议")},
        ("考评打分", "安全", "2026Q1/甲部/丙部", "得分"): "19",
        ("考评打分", "安全", "2026Q1/甲部/丙部", "依据"): "台账",
    }


def test_the_period_before_is_open_until_it_is_closed(tmp_path: Path) -> None:
    marks = [mark("甲部", "乙部", 期间=period) for period in ("2025Q3", "2025Q4", "2026Q1", "2025", "2026")]
    report = sent(fake(tmp_path, 部门=departments("甲部", "乙部"), 考评打分=marks), "考评")
    assert shown(file_of(report, "考评_甲部"), "考评打分", "期间") == ["2025", "2025Q4", "2026", "2026Q1"]


def test_raters_get_their_own_rows(tmp_path: Path) -> None:
    staff = people(
        "甲主任 甲部 部门负责人", "小王 甲部 员工", "小李 乙部 员工", "同名 甲部 部门负责人", "同名 乙部 部门负责人", "张总 - 班子成员"
    )
    ratings = [
        rating("G2", "部门负责人", "甲主任", 工作能力=90.0, 工作态度=88.0, 工作质量=85.0),
        rating("G2", "分管领导", "张总"),
        rating("G2", "部门负责人", "同名"),
        rating("G3", "部门负责人", "同名"),
        rating("G3", "分管领导", None),
        rating("G2", "部门负责人", "\u3000"),
        rating("G3", "分管领导", "张总", 期间="2025Q2"),
    ]
    book = fake(tmp_path, 部门=departments("甲部", "乙部"), 人员=staff, 个人评分=ratings)
    report = sent(book, "考评")
    assert report.figures["考评"] == ["甲主任", "甲部同名", "乙部同名", "张总"]
    assert shown(file_of(report, "考评_甲部同名"), "个人评分", "工号") == ["G2"]
    assert shown(file_of(report, "考评_乙部同名"), "个人评分", "工号") == ["G3"]
    assert shown(file_of(report, "考评_张总"), "个人评分", "姓名") == ["小王"]
    assert open_cells(book, "考评：甲主任")["个人评分", "G2", "2026Q1/部门负责人/甲主任", "工作态度"] == "88"
    assert report.figures["未下发"] == [
        "2 行个人评分的评分人空着或分不清是哪一位，没有下发：请改评分人，或在人员表里分清（G3/分管领导/（空）、G2/部门负责人/（空））。"
    ]
    only = sent(book, "考评", dept=["乙部"])
    assert only.figures["考评"] == ["乙部同名"]


def test_what_can_not_go_to_a_scorer_is_listed(tmp_path: Path) -> None:
    marks = [
        mark("甲部", "乙部"),
        mark("甲部", "乙部", 得分=1.0),
        mark("谁", "乙部"),
        {**mark("谁", "丁部"), "考评部门": None},
        mark("甲部", "丙部"),
        mark("甲部", "丁部", 考评项目=None),
    ]
    nameless: Cells = {"类型": "业务职能"}
    book = fake(tmp_path, 部门=[*departments("甲部", "乙部"), nameless], 考评打分=marks)
    report = sent(book, "考评")
    assert {key[2] for key in open_cells(book, "考评：甲部")} == {"2026Q1/甲部/丙部"}
    assert [text.partition("，")[0] for text in report.figures["未下发"]] == [
        "2 个考评部门不在“部门”表里或已经停用",
        "1 行考评打分没有考评项目",
        "1 行考评打分重复",
    ]


# checks


def risk(number: str, unit: str, checker: str | None, **cells: Value) -> Cells:
    common: Cells = {"风险点": f"点{number}", "频率": 3, "主观性": 3, "危害": 2, "抽查层级": "牵头"}
    return {"风险编号": number, "部门": unit, "抽查责任人": checker, **common, **cells}


def check(number: str, point: str, **cells: Value) -> Cells:
    common: Cells = {"日期": dt.date(2026, 2, 20), "抽查层级": "牵头", "抽查人": "乙主任", "部门": "甲部", "结果": "问题"}
    return {"抽查编号": number, "风险编号": point, **common, **cells}


INSPECTORS = people("乙主任 乙部 部门负责人", "丙主任 丙部 部门负责人", "同名 乙部 员工", "同名 丙部 员工", "张总 - 班子成员")


def test_who_leads_a_check(tmp_path: Path) -> None:
    """The department that 抽查责任人 names, or the home of the first person in it who has one."""
    risks = [
        risk("1", "甲部", "乙主任"),
        risk("2", "甲部", "丙部"),
        risk("3", "丙部", "张总、乙主任"),
        risk("4", "甲部", "同名"),
        risk("5", "甲部", None),
        risk("6", "甲部", "丙主任", 抽查层级=None),
        risk("7", "甲部", "同名、丙主任", 抽查层级="牵头"),
    ]
    report = sent(fake(tmp_path, 部门=departments("甲部", "乙部", "丙部"), 人员=INSPECTORS, 风险点=risks), "抽查")
    assert report.figures["抽查"] == ["乙部", "丙部"]
    assert shown(file_of(report, "抽查_乙部"), "抽查记录", "风险编号") == ["1", "3"]
    assert shown(file_of(report, "抽查_丙部"), "抽查记录", "风险编号") == ["2", "7"]
    assert report.figures["未下发"] == [
        "2 个风险点看不出归谁抽查，没有下发：牵头的抽查责任人请填部门或那个部门的人，定向、日常的请填人员表里的人（4、5）。"
    ]


def test_targeted_checks_are_a_leaders_and_daily_ones_a_heads(tmp_path: Path) -> None:
    """Whom 抽查责任人 names; else 分管领导 and 负责人 of the department. A name that nobody bears is not replaced by another."""
    known = departments("甲部", "乙部", "丙部")
    known[0] |= {"分管领导": "张总", "负责人": "甲主任"}
    known[1] |= {"负责人": "乙主任"}
    risks = [
        risk("1", "甲部", "张总", 抽查层级="定向"), risk("2", "甲部", None, 抽查层级="定向"), risk("3", "乙部", "李总", 抽查层级="定向"),
        risk("4", "甲部", "乙主任", 抽查层级="日常"), risk("5", "乙部", None, 抽查层级="日常"), risk("6", "甲部", "乙部", 抽查层级="日常"),
        risk("7", "甲部", "外来的", 抽查层级="日常"), risk("8", "丙部", None, 抽查层级="定向"), risk("9", "甲部", "张总", 抽查层级="日常"),
        risk("10", "甲部", "乙部"),
    ]  # fmt: skip
    staff: list[Cells] = [*INSPECTORS, {"工号": "G9", "姓名": "李总", "角色": "班子成员", "排序": 9}]
    book = fake(tmp_path, 部门=known, 人员=staff, 风险点=risks)
    report = sent(book, "抽查")
    assert report.figures["抽查"] == ["乙部", "乙主任", "张总", "李总"]
    held = {name: shown(file_of(report, f"抽查_{name}"), "抽查记录", "风险编号") for name in report.figures["抽查"]}
    assert held == {"乙部": ["10"], "乙主任": ["4", "5", "6"], "张总": ["1", "2", "9"], "李总": ["3"]}
    numbers = dict(zip(held["张总"], shown(file_of(report, "抽查_张总"), "抽查记录", "抽查编号"), strict=True))
    assert numbers["1"] == numbers["2"] != numbers["9"]  # 定向 and 日常 are two visits
    assert [text.partition("（")[2] for text in report.figures["未下发"]] == ["7、8）。"]
    assert sent(book, "抽查", dept=["丙部"]).figures["改动"] is False
    assert sent(book, "抽查", dept=["甲部"]).figures["抽查"] == ["乙主任", "张总"]


# 纪检


def test_the_discipline_department_gets_the_checks_that_nobody_looked_over(tmp_path: Path) -> None:
    rows = [
        check("C1", "1"), check("C1", "2"), check("C2", "1", 日期=dt.date(2026, 3, 1)), check("C3", "1", 再监督意见="查得细"),
        check("C3", "2"), check("C4", "1", 日期=dt.date(2025, 12, 30)), check("C5", "1", 日期=dt.date(2026, 4, 1)),
        check("C6", "1"), check("C6", "1"),
    ]  # fmt: skip
    known: list[Cells] = [*departments("甲部", "乙部"), {"部门": "纪检组", "类型": "业务职能", "曾用名": "党群部"}]
    staff: list[Cells] = [*INSPECTORS, {"工号": "G9", "姓名": "马主任", "部门": "纪检组", "角色": "部门负责人"}]
    report = sent(fake(tmp_path, 部门=known, 人员=staff, 抽查记录=rows), "纪检")
    assert report.figures["纪检"] == ["纪检组"]
    path = file_of(report, "纪检_纪检组")
    keys = list(zip(shown(path, "再监督", "抽查编号"), shown(path, "再监督", "风险编号"), strict=True))
    assert keys == [("C2", "1"), ("C1", "1"), ("C1", "2")]  # the latest first
    assert [text.partition("，")[0] for text in report.figures["未下发"]] == ["1 行抽查记录重复"]
    report = sent(fake(tmp_path, 部门=departments("甲部"), 人员=staff, 抽查记录=rows[:3]), "纪检")
    assert report.figures["未下发"] == ["2 次抽查没有下发：参数“纪检部门”的“党群部”不在“部门”表里或已经停用（C1、C2）。"]


def test_a_visit_has_its_number_before_it_is_made(tmp_path: Path) -> None:
    """One number for each department that is checked, running on through the batch, and other ones in the next."""
    risks = [risk("1", "甲部", "乙部"), risk("2", "丙部", "乙部"), risk("3", "甲部", "乙部"), risk("4", "甲部", "丙部")]
    book = fake(tmp_path, 部门=departments("甲部", "乙部", "丙部"), 人员=INSPECTORS, 风险点=risks)
    for batch in ("20260303-1", "20260303-2"):
        report = sent(book, "抽查")
        own = dict(
            zip(
                shown(file_of(report, "抽查_乙部"), "抽查记录", "风险编号"),
                shown(file_of(report, "抽查_乙部"), "抽查记录", "抽查编号"),
                strict=True,
            )
        )
        assert own == {"1": f"CC{batch}-01", "3": f"CC{batch}-01", "2": f"CC{batch}-02"}
        assert shown(file_of(report, "抽查_丙部"), "抽查记录", "抽查编号") == [f"CC{batch}-03"]
    assert ("抽查记录", "CC20260303-2-02", "2", "结果") in open_cells(book, "抽查：乙部")
    assert rows_in(book, "抽查记录") == []  # a check that nobody has made is no row of the master


def test_rectifications_stay_open_until_the_re_check_is_good(tmp_path: Path) -> None:
    done = dt.date(2026, 3, 1)
    rows = [
        check("C1", "1", 整改时限=dt.date(2026, 3, 1)),
        check("C2", "1", 整改要求="改", 整改完成日期=done),
        check("C3", "1", 整改完成日期=done, 复查结果="不合格"),
        check("C4", "1", 整改完成日期=done, 复查结果="合格"),
        check("C5", "1", 结果="合格"),
        check("C6", "1", 结果="苗头"),
        check("C7", "1", 抽查层级="日常"),
        check("C11", "1", 抽查层级="定向", 抽查人="张总、乙主任"),
        check("C8", "2", 抽查人="外来的"),
        check("C9", "9", 抽查人="外来的"),
        check("C10", "1", 日期=dt.date(2026, 4, 1)),
    ]
    book = fake(tmp_path, 部门=departments("甲部", "乙部", "丙部"), 人员=INSPECTORS, 风险点=[risk("2", "甲部", "丙主任")], 抽查记录=rows)
    report = sent(book, "抽查")
    assert shown(file_of(report, "抽查_乙部"), "整改复查", "抽查编号") == ["C1", "C2", "C3"]
    assert shown(file_of(report, "抽查_丙部"), "整改复查", "抽查编号") == ["C8"]
    assert shown(file_of(report, "抽查_乙主任"), "整改复查", "抽查编号") == ["C7"]
    assert shown(file_of(report, "抽查_张总"), "整改复查", "抽查编号") == ["C11"]
    assert open_cells(book, "抽查：乙部")["整改复查", "C3", "1", "复查结果"] == "不合格"
    assert [text.partition("，")[0] for text in report.figures["未下发"]] == ["1 项没有了结的整改看不出归谁抽查"]


# all kinds


def test_several_kinds_in_one_batch(tmp_path: Path) -> None:
    book = fake(
        tmp_path,
        部门=LED,
        人员=CHIEFS,
        督办台账=[item("1", "甲部")],
        阶段目标=[stage("1", 自评完成度=0.9)],
        考评打分=[mark("甲部", "乙部")],
        风险点=[risk("1", "甲部", "乙部")],
    )
    report = sent(book, "抽查", "部门", "考评", "领导", "部门")
    assert [path.name.removesuffix("_20260303-1.xlsx") for path in report.files[1:]] == ["甲部", "领导_张总", "考评_甲部", "抽查_乙部"]
    assert {row["部门"] for row in rows_in(book, "批次")} == {"甲部", "领导：张总", "考评：甲部", "抽查：乙部"}
    assert report.messages[0].startswith("已下发 1 个部门，1 位领导，1 个考评人，1 个抽查人，批次")
    assert len(rows_in(book, "批次")) == report.figures["可填格子"]


def test_each_addressee_keeps_its_latest_two_batches(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=LED, 人员=CHIEFS, 督办台账=[item("1", "甲部")], 阶段目标=[stage("1", 自评完成度=0.9)])
    for kinds in (["部门"], ["领导"], ["领导"], ["部门"], ["领导"]):
        sent(book, *kinds)
    kept = {(row["部门"], row["批次"]) for row in rows_in(book, "批次")}
    assert kept == {
        ("甲部", "20260303-1"),
        ("甲部", "20260303-4"),
        ("领导：张总", "20260303-3"),
        ("领导：张总", "20260303-5"),
    }


def test_a_renamed_scorer_is_one_addressee() -> None:
    table = TABLES["部门"]
    record = table.record(*("甲部" if c.header == "部门" else ("旧甲部",) if c.header == "曾用名" else None for c in table.columns))
    rows = [("20260301-1", "考评：旧甲部"), ("20260302-1", "考评：甲部"), ("20260302-1", "旧甲部")]
    split = batches.kept(rows, ["考评：甲部"], Departments([record]))
    assert split.go == [("20260301-1", "考评：旧甲部")]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("领导", "没有等领导确认的阶段、事项"),
        ("考评", "没有正在打分的期间"),
        ("抽查", "没有划了抽查层级的风险点"),
        ("纪检", "没有等再监督的抽查"),
    ],
)
def test_nobody_to_send_to(tmp_path: Path, kind: str, said: str) -> None:
    report = sent(fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部")]), kind)
    assert (report.status, report.figures["改动"]) == (Status.DONE, False)
    assert said in report.messages[0]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    book = fake(tmp_path, 部门=departments("甲部"), 督办台账=[item("1", "甲部")])
    with pytest.raises(UsageError, match="可选：部门、领导、考评、抽查、纪检、单位。"):
        sent(book, "部门", "谁")
    assert not book.differs()
