"""R17: 工作建议. Of every category a row that appears, and one just beyond the bound that does not."""

from typing import Any

import pytest
from support.make import change, day, department, feedback, item, person, ruling, stage, tables, target

from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.advice import FORECAST, GAP, IDLE, LINE, STALE_FEEDBACK, WEAK_SPOT, advice
from udfs.rules.supervision.supervision import supervision
from udfs.rules.supervision.targets import landing
from workbook_templates.tables.results import AdviceRow


def rows(kind: str, *records: Any, as_of: str = "6-10", **settings: Any) -> list[AdviceRow]:
    """The rows of one category."""
    judgement = judge(tables(*records, **settings), day(as_of), Calendar())
    found = advice(judgement, supervision(judgement), landing(judgement.facts, judgement.day))
    return [row for row in found if row.kind == kind]


def facts(kind: str, *records: Any, **settings: Any) -> list[tuple[str, str]]:
    return [(row.subject, row.fact) for row in rows(kind, *records, **settings)]


STAGED = stage(due="6-30")
"""Without it an open item is listed for having no stage."""


def hard(number: str = "1", **fields: Any) -> Any:
    return item(number, category="难办", **fields)


# 漏项


@pytest.mark.parametrize(
    ("name", "records", "listed"),
    [
        ("nothing hangs on it", [target()], ["T1"]),
        ("only a cancelled item", [target(), item(target="T1", status="取消")], ["T1"]),
        ("a paused item", [target(), item(target="T1", status="暂缓")], []),
        ("withdrawn", [target(status="撤销")], []),
        ("of another year", [target(year=2025)], []),
        ("landed by ruling, but without an item", [target(ruling="落地")], ["T1"]),
    ],
)
def test_targets_without_items(name: str, records: list[Any], listed: list[str]) -> None:
    found = rows(GAP, *records, STAGED)
    assert [row.subject for row in found] == listed, name
    if listed:
        assert (found[0].fact, found[0].suggestion) == ("目标“目标T1”没有挂事项", "分解为事项，明确主责部门、责任人和时限")


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ({"responsible": ""}, ["“事项1”没有责任人"]),
        ({"department": ""}, ["“事项1”没有主责部门"]),
        ({"department": "", "responsible": ""}, ["“事项1”没有主责部门和责任人"]),
        ({"responsible": "", "status": "立项"}, ["“事项1”没有责任人"]),
        ({"responsible": "", "status": "办结"}, []),
        ({"responsible": "", "status": "暂缓"}, []),
        ({"responsible": "", "status": "取消"}, []),
        ({}, []),
    ],
)
def test_items_without_unit_or_person(fields: dict[str, Any], fact: list[str]) -> None:
    assert [told for _, told in facts(GAP, item(**fields), STAGED)] == fact


@pytest.mark.parametrize(
    ("name", "records", "listed"),
    [
        ("open without a stage", [hard()], True),
        ("with one", [hard(), STAGED], False),
        ("another item's stage", [hard(), stage(number="2")], True),
        ("handed in", [hard(status="提交")], False),
        ("办结", [hard(status="办结")], False),
        ("立项", [hard(status="立项")], False),
        ("长期", [hard(due=None)], False),
        ("a simple one", [item(category="日常")], False),
    ],
)
def test_items_without_a_stage(name: str, records: list[Any], listed: bool) -> None:
    assert facts(GAP, *records) == ([("发展部", "1 项重点、难办事项没有分解阶段：1")] if listed else []), name


def test_items_without_a_stage_are_one_row_a_department() -> None:
    """Nine of 发展部: eight are named. Departments in their order, items by who answers for them now."""
    units = department("发展部", order=2), department("运检部", order=1), department("原部", until="6-1", merged_into="运检部")
    found = facts(GAP, *(hard(str(n)) for n in range(1, 10)), hard("X", department="原部"), *units)
    assert found == [
        ("运检部", "1 项重点、难办事项没有分解阶段：X"),
        ("发展部", "9 项重点、难办事项没有分解阶段：1、2、3、4、5、6、7、8 等 9 项"),
    ]


# 薄弱环节


def timed(number: str, *, good: bool, **fields: Any) -> Any:
    return item(number, **{"status": "提交", "due": "6-5", "submitted": "6-5" if good else "6-6", **fields})


def share(good: int, whole: int, **fields: Any) -> list[Any]:
    return [timed(str(n), good=n < good, **fields) for n in range(whole)]


@pytest.mark.parametrize(
    ("name", "records", "settings", "told"),
    [
        ("one of two: too few", share(1, 2), {}, ""),
        ("none of three", share(0, 3), {}, "0.0%（0/3）"),
        ("one of three", share(1, 3), {}, "33.3%（1/3）"),
        ("three of five: exactly 60 %", share(3, 5), {}, ""),
        ("four of seven: below", share(4, 7), {}, "57.1%（4/7）"),
        ("three of five under a bound of 60.1 %", share(3, 5), {"薄弱下限": "60.1%"}, "60.0%（3/5）"),
        ("two of two, a third not counted yet", [*share(0, 2), item("9", due="6-10")], {}, ""),
        ("the third due yesterday", [*share(0, 2), item("9", due="6-9")], {}, "0.0%（0/3）"),
        ("in the quarter before", share(0, 3, due="3-31"), {}, ""),
        ("cancelled", share(0, 3, status="取消"), {}, ""),
    ],
)
def test_weak_departments(name: str, records: list[Any], settings: dict[str, str], told: str) -> None:
    found = facts(WEAK_SPOT, *records, **settings)
    assert [subject for subject, _ in found] == (["部门 发展部"] if told else []), name
    assert all(f"2026Q2 按期办结率 {told}，低于" in fact for _, fact in found)


def test_a_weak_spot_names_what_was_late() -> None:
    ((_, fact),) = facts(WEAK_SPOT, *share(1, 3))
    assert fact == "2026Q2 按期办结率 33.3%（1/3），低于 60.0%；没有按期的：1、2"


def test_weak_themes_and_origins() -> None:
    """Two departments with too few each; together they make a weak theme, and one of two weak origins."""
    records = [
        timed("1", good=False, target="T1", origin="会议纪要"),
        timed("2", good=False, target="T1", origin="领导交办"),
        timed("3", good=True, target="T1", origin="领导交办", department="运检部"),
        timed("4", good=False, target="T9", origin="领导交办", department="运检部"),
        timed("5", good=False, target="", origin=""),
    ]
    found = facts(WEAK_SPOT, *(row._replace(department=f"部{row.number}") for row in records), target())
    assert [(subject, fact.rpartition("：")[2]) for subject, fact in found] == [("主题 安全", "1、2"), ("来源 领导交办", "2、4")]


def test_a_helper_is_weak_over_three_counted_shares() -> None:
    """Six times a half are three; five times a half are not."""
    late = [timed(str(n), good=False, helpers=("运检部",), department=f"部{n}") for n in range(6)]
    assert [subject for subject, _ in facts(WEAK_SPOT, *late, 协办系数="0.5")] == ["部门 运检部"]
    assert facts(WEAK_SPOT, *late[1:], 协办系数="0.5") == []


# 预亮灯


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("6-9", []),
        ("6-10", []),
        ("6-11", ["“事项1”3 天后（2026-06-13）将亮红灯：亮灯完成度 40.0%"]),
        ("6-13", ["“事项1”3 天后（2026-06-13）将亮红灯：亮灯完成度 40.0%"]),
        ("6-14", ["“事项1”7 天后（2026-06-17）将亮红灯：亮灯完成度 40.0%"]),
        ("6-17", ["“事项1”7 天后（2026-06-17）将亮红灯：亮灯完成度 40.0%"]),
        ("6-18", []),
    ],
)
def test_red_tomorrow(due: str, told: list[str]) -> None:
    """Due by today it is red already; each item is told once, by the nearer day."""
    assert [fact for _, fact in facts(FORECAST, item(due=due, completion="0.4"))] == told


@pytest.mark.parametrize(
    ("name", "records", "settings", "listed"),
    [
        ("60 % will be yellow", [item(due="6-12", completion="0.6")], {}, 0),
        ("办结", [item(due="6-12", status="办结", completion="0.4")], {}, 0),
        ("暂缓", [item(due="6-12", status="暂缓")], {}, 0),
        ("a stage", [item(due="12-1"), stage(due="6-12", confirmed="0.5")], {}, 1),
        ("a stage that is done", [item(due="12-1"), stage(due="6-12", confirmed=1)], {}, 0),
        ("its days are a setting", [item(due="6-12")], {"预亮灯天数": "1"}, 0),
        ("and may be many, in any order", [item(due="6-12")], {"预亮灯天数": "9,2,5"}, 1),
        ("ruled green for the quarter", [item(due="6-12"), ruling("绿灯", "2026Q2")], {}, 0),
    ],
)
def test_what_will_be_red(name: str, records: list[Any], settings: dict[str, str], listed: int) -> None:
    assert len(facts(FORECAST, *records, **settings)) == listed, name


def test_what_is_red_today_is_no_forecast_though_a_past_quarter_is_assessed() -> None:
    held = item(due="6-1", completion="0.4"), item("2", due="6-12", completion="0.4")
    assert [subject for subject, _ in facts(FORECAST, *held, 考核期间="2026Q1")] == ["2"]


# 停滞, 反馈质量


@pytest.mark.parametrize(
    ("name", "records", "settings", "days"),
    [
        ("29 days", [item(issued="5-12")], {}, None),
        ("30 days", [item(issued="5-11")], {}, 30),
        ("31 days under a bound of 32", [item(issued="5-10")], {"停滞天数": "32"}, None),
        ("handed in", [item(issued="5-1", status="提交")], {}, None),
        ("暂缓", [item(issued="5-1", status="暂缓")], {}, None),
        ("a feedback 29 days ago", [item(), feedback(due="5-1", given="5-12")], {}, None),
        ("a feedback that was only due", [item(issued="5-11"), feedback(due="6-1")], {}, 30),
        ("a rating", [item(), stage(self_day="5-12")], {}, None),
        ("a change", [item(), change("调整", asked="5-12")], {}, None),
        (
            "a proposal of the machine is no work",
            [item(), change("升级", asked="6-9", result="待批", approved=None, origin="自动:R6:1:x")],
            {},
            160,
        ),
    ],
)
def test_standstill(name: str, records: list[Any], settings: dict[str, str], days: int | None) -> None:
    told = [] if days is None else [("1", f"“事项1”已 {days} 天没有反馈、自评、确认或变更")]
    assert facts(IDLE, *records, **settings) == told, name


@pytest.mark.parametrize(
    ("name", "status", "listed"), [("open", "办理", True), ("handed in", "提交", True), ("办结", "办结", False), ("暂缓", "暂缓", False)]
)
def test_stale_feedback(name: str, status: str, listed: bool) -> None:
    said = feedback(due="6-5", given="6-4", content="下一步继续推进")
    told = [("1", "“事项1”2026-06-04 的反馈没有数字、日期，也没有结果")] if listed else []
    assert facts(STALE_FEEDBACK, item(status=status), said) == told, name


def test_the_likeness_is_a_setting() -> None:
    said = [feedback(due=f"6-{n}", given=f"6-{n}", content=f"推进到 {n}0%") for n in (1, 2)]
    assert facts(STALE_FEEDBACK, item(), *said) == []
    assert facts(STALE_FEEDBACK, item(), *said, 相似反馈下限="80%") == [("1", "“事项1”2026-06-02 的反馈与上次反馈的内容相似 80%")]


# 分管条线进展


def test_the_line_of_each_leader() -> None:
    people = person("钱总", order=2), person("赵总", order=1), person("孙总", active="否", order=0)
    units = (
        department("发展部", leader="赵总", order=2),
        department("运检部", leader="赵总", order=1),
        department("财务部", leader="钱总"),
        department("工会", leader="孙总"),
        department("无人管"),
    )
    held = (
        item("1", due="6-5", completion="0.4"),
        timed("2", good=True, department="运检部", completion="1"),
        item("3", due="6-30", department="运检部"),
        item("4", status="取消", department="财务部"),
        item("5", department="无人管"),
    )
    found = rows(LINE, *people, *units, *held)
    assert [(row.subject, row.fact, row.suggestion) for row in found] == [
        ("赵总", "分管 运检部、发展部：在办 3 项，按期办结率 50.0%（1/2），逾期 1 项；绿灯 1、黄灯 0、红灯 1", "关注 1"),
        ("钱总", "分管 财务部：在办 0 项，按期办结率 —，逾期 0 项；绿灯 0、黄灯 0、红灯 0", "按计划推进"),
        ("孙总", "分管 工会：在办 0 项，按期办结率 —，逾期 0 项；绿灯 0、黄灯 0、红灯 0", "按计划推进"),
    ]


@pytest.mark.parametrize(
    ("name", "period", "told"),
    [
        ("the quarter of the merger", "2026Q2", [("钱总", "运检部", 1)]),
        ("the quarter before: its items are still told with it", "2026Q1", [("钱总", "运检部", 0), ("赵总", "发展部", 1)]),
    ],
)
def test_a_line_follows_a_merger_as_its_items_do(name: str, period: str, told: list[tuple[str, str, int]]) -> None:
    units = department("发展部", leader="赵总", until="6-1", merged_into="运检部"), department("运检部", leader="钱总")
    found = rows(LINE, item(), *units, person("钱总", order=1), 考核期间=period)
    expected = [(leader, f"分管 {unit}：在办 {count} 项，") for leader, unit, count in told]
    assert [(row.subject, row.fact[: len(start)]) for row, (_, start) in zip(found, expected, strict=True)] == expected, name


def test_categories_stand_in_order() -> None:
    held = [*share(0, 3, issued="1-1"), item("X", due="6-12", responsible=""), department(leader="赵总")]
    said = feedback(number="X", due="2-1", given="2-1", content="推进中")
    judgement = judge(tables(*held, said), day("6-10"), Calendar())
    kinds = [row.kind for row in advice(judgement, supervision(judgement), landing(judgement.facts, judgement.day))]
    assert [*dict.fromkeys(kinds)] == [GAP, WEAK_SPOT, FORECAST, IDLE, STALE_FEEDBACK, LINE]


def test_an_empty_workbook_has_no_advice() -> None:
    judgement = judge(tables(), day("6-10"), Calendar())
    assert advice(judgement, {}, landing(judgement.facts, judgement.day)) == []
