"""R11: what lights, silence and confirmed deductions propose about persons and units, once each, on their boundaries."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from support.make import accountability, closed, day, department, feedback, item, key_of, point, ruling, stage, tables

from udfs.rules.decisions.reconciliation import settle
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.proposed_rows import placed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.reading.parse import Tables

JUNE = dt.date(2026, 6, 10)
LATE: dict[str, Any] = {"due": "6-9"}
"""An item that was due the day before 10 June."""


def judged(*records: Any, as_of: str = "6-10", period: str = "", **settings: Any) -> Judgement:
    return judge(tables(department(), *records, **settings), day(as_of), Calendar(), parse_period(period) if period else None)


def made(judgement: Judgement, present: Tables | None = None, table: str = "问责记录") -> list[Any]:
    """The new rows of a refresh. present: every row of the workbook (None: those known on 基准日)."""
    return settle(judgement, present or judgement.facts).made[table]


def kinds(*records: Any, **more: Any) -> list[tuple[str, str]]:
    """类别 and what stands in 规则, of every proposal."""
    return [(row.kind, row.rule) for row in made(judged(*records, **more))]


def written(judgement: Judgement) -> list[Any]:
    """The proposals as they stand in 问责记录 afterwards."""
    return placed(made(judgement), "问责记录", 4)


PRAISED = [("表扬", "R11 绿灯")]
REMINDED = [("提醒", "R11 黄灯")]
WARNED = [("督办函", "R11 红灯"), ("约谈", "R11 红灯")]
SEVERE = [*WARNED, ("问责建议", "R11 严重红灯")]
AGAIN = [*WARNED, ("问责建议", "R11 连续红灯")]


# lights


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("done: praise waits for the end of the two months", {"completion": 1}, []),
        ("on the green bound", {"completion": "0.8"}, REMINDED),
        ("on the yellow bound", {"completion": "0.6"}, REMINDED),
        ("below it", {"completion": "0.599"}, WARNED),
        ("on the bound of serious", {"completion": "0.3"}, WARNED),
        ("below it", {"completion": "0.299"}, SEVERE),
        ("nothing reported", {}, SEVERE),
        ("due today, nothing reported", {"due": "6-10"}, []),
        ("due today, rated already: from tomorrow on", {"due": "6-10", "completion": "0.5"}, []),
        ("due tomorrow: no light yet", {"due": "6-11"}, []),
        ("overdue since the quarter before", {"due": "3-31", "completion": "0.5"}, WARNED),
        ("overdue since January", {"due": "1-31", "completion": "0.5"}, WARNED),
        ("done in the last two months", {"due": "3-31", "status": "办结", "closed": "3-31"}, PRAISED),
        ("done in those before", {"due": "2-27", "status": "办结", "closed": "2-27"}, []),
        ("done late", {"due": "3-31", "status": "办结", "closed": "4-1"}, []),
        ("立项", {"status": "立项"}, []),
        ("暂缓", {"status": "暂缓"}, []),
        ("取消", {"status": "取消"}, []),
        ("without a number there is no key", {"number": ""}, []),
    ],
)
def test_lights(name: str, fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    number = fields.get("number", "1")
    rest = {field: value for field, value in fields.items() if field != "number"}
    assert kinds(item(number, **{**LATE, **rest})) == expected, name


@pytest.mark.parametrize(
    ("name", "fields", "rulings", "expected"),
    [
        ("handed in, and nobody has rated it", {}, [], []),
        ("rated with 50 %", {"completion": "0.5"}, [], WARNED),
        ("rated with 90 %", {"completion": "0.9"}, [], []),
        ("not rated, but judged by the meeting", {}, [ruling("红灯", "2026Q2")], SEVERE),
        ("a stage that nobody has rated", {}, [stage(due="6-9")], []),
        ("one rated, one not", {}, [stage(due="6-8", confirmed="0.5"), stage("二", due="6-9")], []),
        ("both rated", {}, [stage(due="6-8", confirmed="0.5"), stage("二", due="6-9", self_rated="0.5")], WARNED),
        ("状态 提交 without 提交日期", {"submitted": None}, [], SEVERE),
    ],
)
def test_what_was_handed_in_is_not_blamed_before_it_is_rated(
    name: str, fields: dict[str, Any], rulings: list[Any], expected: list[tuple[str, str]]
) -> None:
    assert kinds(item(**{**LATE, "status": "提交", "submitted": "6-8", **fields}), *rulings) == expected, name


def test_the_bound_of_serious_is_a_setting() -> None:
    assert kinds(item(**LATE, completion="0.4"), 严重红灯下限=40) == WARNED
    assert kinds(item(**LATE, completion="0.399"), 严重红灯下限=40) == SEVERE


def test_a_proposal_as_a_row() -> None:
    """Of two items of one department, on 10 June."""
    rows = made(judged(item("乙", **LATE, completion="0.7"), item("丙", **LATE, completion="0.25")))
    assert [(row.kind, row.subject, row.speaker, row.number, key_of(row.origin)) for row in rows] == [
        ("提醒", "发展部", "", "乙", "自动:R11:提醒:乙:2026-06-09"),
        ("督办函", "张三", "党群部", "丙", "自动:R11:督办函:丙:2026-06-09"),
        ("约谈", "张三", "党群部", "丙", "自动:R11:约谈:丙:2026-06-09"),
        ("问责建议", "张三", "", "丙", "自动:R11:问责建议:丙:2026-06-09"),
    ]
    assert {(row.day, row.status, row.approved, row.done, row.outcome) for row in rows} == {(JUNE, "拟", None, None, "")}
    assert [row.fact for row in rows] == [
        "2026-06-09 到期，黄灯，亮灯完成度 70.0%：事项乙",
        "2026-06-09 到期，红灯，亮灯完成度 25.0%：事项丙",
        "2026-06-09 到期，红灯，亮灯完成度 25.0%：事项丙",
        "2026-06-09 到期，红灯，亮灯完成度 25.0%，低于严重红灯下限 30.0%：事项丙",
    ]


@pytest.mark.parametrize(
    ("name", "due", "as_of", "period", "expected"),
    [
        ("the running two months", "6-9", "6-29", "2026Q2", "6-29"),
        ("their last day", "6-9", "6-30", "2026", "6-30"),
        ("over: their last day", "6-9", "7-1", "2026Q3", "6-30"),
        ("due on their last day", "6-30", "7-1", "2026Q2", "6-30"),
        ("two months later, overdue still", "6-9", "9-20", "2026Q1", "8-31"),
    ],
)
def test_the_day_of_a_proposal_is_that_of_the_look_whatever_the_period_assessed(
    name: str, due: str, as_of: str, period: str, expected: str
) -> None:
    rows = made(judged(item(due=due, completion="0.7"), as_of=as_of, period=period))
    assert [(row.day, key_of(row.origin)) for row in rows] == [(day(expected), f"自动:R11:提醒:1:{day(due)}")], name


@pytest.mark.parametrize(
    ("name", "completion", "light", "period", "expected"),
    [
        ("a red made yellow", "0.2", "黄灯", "2026Q2", REMINDED),
        ("a red made green", "0.2", "绿灯", "2026Q2", []),
        ("a green made red, not serious: it is at 90 %", "0.9", "红灯", "2026Q2", WARNED),
        ("made blue", "0.2", "蓝灯", "2026Q2", []),
        ("in another period", "0.9", "红灯", "2026Q1", []),
        ("in the month of the judged day", "0.9", "红灯", "2026-06", WARNED),
    ],
)
def test_the_light_of_the_meeting_prevails(name: str, completion: str, light: str, period: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(item(**LATE, completion=completion), ruling(light, period, day="6-1")) == expected, name


@pytest.mark.parametrize(("until", "owner"), [("6-29", "运检部"), ("6-30", "运检部"), ("7-1", "发展部")])
def test_what_went_to_another_department_is_its_praise(until: str, owner: str) -> None:
    units = department("发展部", until=until, merged_into="运检部"), department("运检部")
    rows = made(judge(tables(*units, item(due="6-9", status="办结", closed="6-8")), day("7-1"), Calendar()))
    assert [(row.kind, row.subject) for row in rows] == [("表扬", owner)]


@pytest.mark.parametrize(("start", "expected"), [("2026-06-08", WARNED), ("2026-06-09", WARNED), ("2026-06-10", [])])
def test_what_was_due_before_the_start_is_not_proposed(start: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(item(**LATE, completion="0.5"), 启用日期=start) == expected


# red again and again


def shut(period: str, light: str = "红灯", number: str = "1", **fields: Any) -> Any:
    common = {"object_kind": "事项", "subject": number, "dimension": "亮灯", "light": light, "closed": dt.datetime(2026, 5, 9, 9)}
    return closed(period, **{**common, **fields})


def reopened(period: str, when: dt.datetime) -> Any:
    return closed(period, object_kind="公司", grade="重开", closed=when)


@pytest.mark.parametrize(
    ("name", "as_of", "rows", "settings", "expected"),
    [
        ("both before 10 June", "6-10", [shut("2026-B1"), shut("2026-B2")], {}, AGAIN),
        ("the later one written first", "6-10", [shut("2026-B2"), shut("2026-B1")], {}, AGAIN),
        ("no closed period", "6-10", [], {}, WARNED),
        ("only the last is closed", "6-10", [shut("2026-B2")], {}, WARNED),
        ("only the one before is closed", "6-10", [shut("2026-B1")], {}, WARNED),
        ("yellow in the last", "6-10", [shut("2026-B1"), shut("2026-B2", "黄灯")], {}, WARNED),
        ("red three times, but not in the last", "6-10", [shut("2025-B6"), shut("2026-B1"), shut("2026-B2", "黄灯")], {}, WARNED),
        ("a gap between two reds", "6-10", [shut("2025-B6"), shut("2026-B2")], {}, WARNED),
        ("not in the list of the last", "6-10", [shut("2026-B1"), shut("2026-B2", number="2")], {}, WARNED),
        ("months are another kind", "6-10", [shut("2026-03"), shut("2026-04")], {}, WARNED),
        ("quarters are another kind", "6-10", [shut("2025Q4"), shut("2026Q1")], {}, WARNED),
        ("closed while it runs: settled", "6-10", [shut("2026-B2"), shut("2026-B3")], {}, []),
        ("on the day after it does", "7-1", [shut("2026-B2"), shut("2026-B3")], {}, AGAIN),
        ("one is enough, if so set", "6-10", [shut("2026-B2")], {"连续红灯期数": 1}, AGAIN),
        ("three are wanted", "6-10", [shut("2026-B1"), shut("2026-B2")], {"连续红灯期数": 3}, WARNED),
        ("three, over the new year", "6-10", [shut("2025-B6"), shut("2026-B1"), shut("2026-B2")], {"连续红灯期数": 3}, AGAIN),
        (
            "one was reopened",
            "6-10",
            [shut("2026-B1"), shut("2026-B2"), reopened("2026-B2", dt.datetime(2026, 5, 10, 9))],
            {},
            WARNED,
        ),
        (
            "closed again as yellow",
            "6-10",
            [shut("2026-B1"), shut("2026-B2"), shut("2026-B2", "黄灯", closed=dt.datetime(2026, 5, 11, 9))],
            {},
            WARNED,
        ),
        ("closed after 基准日", "6-10", [shut("2026-B1"), shut("2026-B2", closed=dt.datetime(2026, 6, 11, 9))], {}, WARNED),
        ("closed on 基准日", "6-10", [shut("2026-B1"), shut("2026-B2", closed=dt.datetime(2026, 6, 10, 23))], {}, AGAIN),
    ],
)
def test_red_again_and_again(name: str, as_of: str, rows: list[Any], settings: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert kinds(item(**LATE, completion="0.5"), *rows, as_of=as_of, **settings) == expected, name


def test_an_item_has_one_case() -> None:
    """Serious, red again and in error: one 问责建议 that names the three."""
    held = (
        item(**LATE, completion="0.1", impact="重大", cause="主观"),
        shut("2026-B1"),
        shut("2026-B2"),
        point(day="6-10", confirmed="6-10", kind="督办考核", linked="1", origin="自动:R6:1:2026-06-09", row=9),
    )
    assert kinds(*held) == SEVERE
    assert made(judged(*held))[-1].fact == (
        "2026-06-09 到期，红灯，亮灯完成度 10.0%，低于严重红灯下限 30.0%；最近 2 个双月期都是红灯；"
        "负面影响重大、主观原因，2026-06-10 已确认扣 1 分（加减分台账第 9 行）：事项1"
    )


# inaction


SILENT: dict[str, Any] = {"due": "12-31"}
DUTY = [("履职提醒", "R11 无为")]
MISSED = feedback(due="5-1"), feedback(due="5-8")


@pytest.mark.parametrize(
    ("name", "as_of", "held", "settings", "expected"),
    [
        ("two in a row", "6-10", [item(**SILENT), *MISSED], {}, DUTY),
        ("one", "6-10", [item(**SILENT), MISSED[0]], {}, []),
        ("two, three wanted", "6-10", [item(**SILENT), *MISSED], {"无为缺报次数": 3}, []),
        ("the second is due today", "6-10", [item(**SILENT), feedback(due="6-3"), feedback(due="6-10")], {}, []),
        ("since yesterday", "6-11", [item(**SILENT), feedback(due="6-3"), feedback(due="6-10")], {}, DUTY),
        ("a later one was given", "6-30", [item(**SILENT), *MISSED, feedback(due="5-15", given="5-15")], {}, []),
        ("given late is given", "6-30", [item(**SILENT), MISSED[0], feedback(due="5-8", given="5-20")], {}, []),
        ("given after 基准日", "6-10", [item(**SILENT), MISSED[0], feedback(due="5-8", given="6-11")], {}, DUTY),
        ("an earlier one was given", "6-30", [item(**SILENT), feedback(due="4-24", given="4-24"), *MISSED], {}, DUTY),
        ("idle for 30 days", "6-10", [item(**SILENT), feedback(due="4-24", given="5-11"), *MISSED], {}, DUTY),
        ("idle for 29 days", "6-9", [item(**SILENT), feedback(due="4-24", given="5-11"), *MISSED], {}, []),
        ("a bound of 29", "6-9", [item(**SILENT), feedback(due="4-24", given="5-11"), *MISSED], {"无为停滞天数": 29}, DUTY),
        ("of two items one each", "6-10", [item(**SILENT), item("2", **SILENT), MISSED[0], feedback(number="2", due="5-8")], {}, []),
        ("submitted", "6-10", [item(**SILENT, status="提交", submitted="4-1"), *MISSED], {}, []),
        ("暂缓", "6-10", [item(**SILENT, status="暂缓"), *MISSED], {}, []),
        ("办结", "6-10", [item(**SILENT, status="办结", closed="1-5"), *MISSED], {}, []),
        ("one before the start", "6-10", [item(**SILENT), *MISSED], {"启用日期": "2026-05-02"}, []),
        ("from the start on", "6-10", [item(**SILENT), *MISSED], {"启用日期": "2026-05-01"}, DUTY),
    ],
)
def test_inaction(name: str, as_of: str, held: list[Any], settings: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = [one for one in kinds(*held, as_of=as_of, **settings) if one[0] == "履职提醒"]
    assert found == expected, name


def test_a_duty_reminder_as_a_row() -> None:
    """Its key has the first feedback missed; the item was given out on 1 January."""
    (row,) = made(judged(item(**SILENT), *MISSED))
    assert (row.subject, row.number, row.day, key_of(row.origin)) == ("张三", "1", JUNE, "自动:R11:履职提醒:1:2026-05-01")
    assert row.fact == "连续 2 次没有反馈（2026-05-01、2026-05-08），2026-01-01 以后没有进展：事项1"


def test_one_standstill_is_proposed_once_however_long_it_lasts() -> None:
    """A third missed feedback belongs to the same run; after one that was given another run begins."""
    held = item(**SILENT), *MISSED
    there = written(judged(*held))
    assert kinds(*held, *there, feedback(due="5-15"), as_of="6-30") == []
    later = feedback(due="5-15", given="5-15"), feedback(due="5-22"), feedback(due="5-29")
    (row,) = made(judged(*held, *there, *later, as_of="6-30"))
    assert key_of(row.origin) == "自动:R11:履职提醒:1:2026-05-22"
    (longer,) = made(judged(*held, feedback(due="5-15")))
    assert longer.fact == "连续 3 次没有反馈（2026-05-01、2026-05-08、2026-05-15），2026-01-01 以后没有进展：事项1"


# errors


GRAVE: dict[str, Any] = {"due": "12-31", "impact": "较大", "cause": "主观"}
TAKEN: dict[str, Any] = {"day": "6-1", "confirmed": "6-10", "kind": "督办考核", "points": "-2", "linked": "1"}
CASE = [("问责建议", "R11 有错")]


@pytest.mark.parametrize(
    ("name", "of_item", "of_point", "settings", "expected"),
    [
        ("较大, 主观", {}, {}, {}, CASE),
        ("重大", {"impact": "重大"}, {}, {}, CASE),
        ("一般", {"impact": "一般"}, {}, {}, []),
        ("无", {"impact": "无"}, {}, {}, []),
        ("客观", {"cause": "客观"}, {}, {}, []),
        ("blank impact", {"impact": ""}, {}, {}, []),
        ("blank impact counts as 较大", {"impact": ""}, {}, {"空白负面影响": "较大"}, CASE),
        ("blank cause", {"cause": ""}, {}, {}, CASE),
        ("blank cause counts as 客观", {"cause": ""}, {}, {"空白原因": "客观"}, []),
        ("what is given beats the setting", {"impact": "一般"}, {}, {"空白负面影响": "重大"}, []),
        ("not confirmed", {}, {"status": "拟"}, {}, []),
        ("revoked", {}, {"status": "撤销"}, {}, []),
        ("confirmed after 基准日", {}, {"confirmed": "6-11"}, {}, []),
        ("an addition", {}, {"points": 2}, {}, []),
        ("of another item", {}, {"linked": "2"}, {}, []),
        ("of another quarter: it goes by 基准日", {}, {"day": "3-31"}, {}, CASE),
        ("dated after 基准日", {}, {"day": "6-11"}, {}, []),
    ],
)
def test_errors(
    name: str, of_item: dict[str, Any], of_point: dict[str, Any], settings: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert kinds(item(**{**GRAVE, **of_item}), point(**{**TAKEN, **of_point}), **settings) == expected, name


def test_an_error_as_a_row() -> None:
    (row,) = made(judged(item(**GRAVE), point(**TAKEN, row=17, origin="自动:R6:1:2026-05-31")))
    assert (row.subject, row.number, key_of(row.origin)) == ("张三", "1", "自动:R11:问责建议:1:2026-05-31")
    assert row.fact == "负面影响较大、主观原因，2026-06-01 已确认扣 2 分（加减分台账第 17 行）：事项1"


# once


@pytest.mark.parametrize("status", ["拟", "已批", "已办", "撤销"])
def test_what_was_proposed_does_not_come_back(status: str) -> None:
    held = item(**LATE, completion="0.5"), *MISSED
    there = [row._replace(status=status) for row in written(judged(*held))]
    assert [row.kind for row in there] == ["督办函", "约谈", "履职提醒"]
    assert kinds(*held, *there) == []
    assert kinds(*held, *there, as_of="9-30") == []
    assert kinds(*held, there[0]) == [("约谈", "R11 红灯"), ("履职提醒", "R11 无为")]


def test_another_stage_is_another_proposal_and_another_period_is_none() -> None:
    held = item(due="12-31"), stage(due="6-9", confirmed="0.5"), stage("二", due="7-9", confirmed="0.5")
    there = written(judged(*held))
    assert kinds(*held, *there, as_of="7-9") == []
    assert kinds(*held, *there, as_of="7-10") == WARNED
    assert kinds(*held, *there, as_of="7-10", period="2026") == WARNED


@pytest.mark.parametrize(("status", "expected"), [("拟", REMINDED), ("已批", []), ("撤销", []), ("失效", REMINDED)])
def test_a_red_that_became_yellow_is_no_second_proposal(status: str, expected: list[tuple[str, str]]) -> None:
    """The completion was put right. What nobody has decided goes; 失效 counts nowhere and blocks nothing."""
    held = item(**LATE, completion="0.5")
    there = [row._replace(status=status, approver="王总") for row in written(judged(held))]
    assert kinds(held._replace(completion=Fraction(7, 10)), *there) == expected


def test_a_row_of_a_later_day_blocks_another() -> None:
    """On 10 June the row of 20 June is no fact yet, but it stands in the workbook."""
    held = item(**LATE, completion="0.7")
    later = accountability(day="6-20", kind="提醒", origin="自动:R11:提醒:1:2026-06-09#1", status="撤销")
    judgement = judged(held, later)
    assert judgement.facts.accountability == ()
    present: Tables = tables(held, later)
    assert made(judgement, present) == []


def test_a_doubled_row_of_the_ledger_is_one_proposal() -> None:
    assert kinds(item(**LATE, completion="0.7"), item(**LATE, completion="0.7")) == REMINDED


# praise and points for green lights, once the two months are over


GOOD: dict[str, Any] = {"due": "6-9", "status": "办结", "submitted": "6-9", "closed": "6-9"}
BLAMED = accountability(day="6-15", kind="提醒", number="1", status="已批")
HALF = {"绿灯加分": "0.5"}


@pytest.mark.parametrize(
    ("name", "held", "settings", "praised"),
    [
        ("handed in on the day", [item(**GOOD)], {}, True),
        ("a day late", [item(**GOOD | {"submitted": "6-10", "closed": "6-10"})], {}, False),
        ("overdue at the end, at 90 %", [item(due="6-9", completion="0.9")], {}, False),
        ("late, and green for the meeting", [item(**GOOD | {"submitted": "6-10"}), ruling("绿灯", "2026Q2")], {}, False),
        ("a stage of an item that runs", [item(due="12-31"), stage(due="6-9", confirmed="0.9")], {}, True),
        ("the same, yellow", [item(due="12-31"), stage(due="6-9", confirmed="0.8")], {}, False),
        ("a green of the meeting", [item(due="12-31"), stage(due="6-9", confirmed="0.5"), ruling("绿灯", "2026Q2", day="6-30")], {}, True),
        ("a yellow of the meeting", [item(**GOOD), ruling("黄灯", "2026Q2", day="6-30")], {}, False),
        ("handed in, not rated", [item(due="6-9", status="提交", submitted="6-8")], {}, False),
        ("due before the start", [item(**GOOD)], {"启用日期": "2026-06-10"}, False),
        ("due on the start", [item(**GOOD)], {"启用日期": "2026-06-09"}, True),
        ("of the two months before", [item(**GOOD | {"due": "4-30", "submitted": "4-30", "closed": "4-30"})], {}, False),
        ("the two months are closed", [item(**GOOD), shut("2026-B3", "绿灯", closed=dt.datetime(2026, 7, 1))], {}, False),
        ("the half-year is closed", [item(**GOOD), shut("2026H1", "绿灯", closed=dt.datetime(2026, 7, 1))], {}, False),
        ("a deduction proposed", [item(**GOOD), point(kind="督办考核", linked="1", status="拟")], {}, False),
        ("a deduction confirmed", [item(**GOOD), point(kind="督办考核", linked="1")], {}, False),
        ("a deduction taken back", [item(**GOOD), point(kind="督办考核", linked="1", status="撤销")], {}, True),
        ("a deduction whose fact is gone", [item(**GOOD), point(kind="督办考核", linked="1", status="失效")], {}, True),
        ("another deduction", [item(**GOOD), point(kind="廉政监察", linked="1")], {}, True),
        ("one for what came after the period", [item(**GOOD), point(kind="督办考核", linked="1", day="7-5")], {}, True),
        (
            "one that was made after it for a deadline in it",
            [item(**GOOD), point(kind="督办考核", linked="1", day="7-5", origin="自动:R6:1:2026-06-30#1")],
            {},
            False,
        ),
        ("reminded in the two months", [item(**GOOD), BLAMED], {}, False),
        ("taken back", [item(**GOOD), BLAMED._replace(status="撤销")], {}, True),
        ("reminded in those before", [item(**GOOD), BLAMED._replace(day=day("4-30"))], {}, True),
        ("not asked for", [item(**GOOD)], {"表扬方式": "不提"}, False),
    ],
)
def test_praise(name: str, held: list[Any], settings: dict[str, Any], praised: bool) -> None:
    judgement = judged(*held, as_of="7-6", **HALF, **settings)
    rows = [row for row in made(judgement) if row.kind == "表扬"]
    assert [(row.subject, key_of(row.origin), row.day) for row in rows] == [
        ("发展部", "自动:R11:表扬:发展部:2026-B3", day("6-30"))
    ] * praised, name
    points = [row for row in made(judgement, table="加减分台账") if row.kind == "奖励"]
    won = [("发展部", Fraction(1, 2), "1", "自动:R11:奖励:1:2026-06-09")] * (praised or "表扬方式" in settings)
    assert [(row.department, row.points, row.linked, key_of(row.origin)) for row in points] == won, name


@pytest.mark.parametrize(("as_of", "count"), [("7-9", 1), ("7-10", 1), ("8-31", 1)])
def test_what_comes_late_after_the_period_takes_no_praise_away(as_of: str, count: int) -> None:
    """A stage of 9 June at 90 %; the item itself was due on 8 July."""
    held = item(due="7-8", level="公司级"), stage(due="6-9", confirmed="0.9")
    assert len([row for row in made(judged(*held, as_of=as_of)) if row.kind == "表扬"]) == count


@pytest.mark.parametrize(("as_of", "count"), [("6-30", 0), ("7-1", 1), ("8-31", 1), ("9-1", 0)])
def test_praise_comes_with_the_end_of_the_two_months(as_of: str, count: int) -> None:
    assert len(made(judged(item(**GOOD), as_of=as_of))) == count


def test_one_praise_a_department_names_its_items() -> None:
    held = item("甲", **GOOD), item("乙", **GOOD), item("丙", **GOOD, department="运检部"), department("运检部")
    rows = made(judged(*held, as_of="7-1"))
    assert [(row.subject, row.number, row.fact) for row in rows] == [
        ("发展部", "", "2026-B3 绿灯 2 项：甲 事项甲、乙 事项乙"),
        ("运检部", "", "2026-B3 绿灯 1 项：丙 事项丙"),
    ]
    each = made(judged(*held, as_of="7-1", 表扬方式="事项"))
    assert [(row.subject, row.number, key_of(row.origin)) for row in each] == [
        ("发展部", "甲", "自动:R11:表扬:甲:2026-B3"),
        ("发展部", "乙", "自动:R11:表扬:乙:2026-B3"),
        ("运检部", "丙", "自动:R11:表扬:丙:2026-B3"),
    ]


def test_no_points_for_green_by_default() -> None:
    assert made(judged(item(**GOOD), as_of="7-1"), table="加减分台账") == []


def test_a_light_that_a_meeting_gave_is_told_as_such() -> None:
    """Else a leader reads of a yellow light at 100 %."""
    held = tables(item(due="6-9", completion=1), ruling("黄灯", period="2026Q2"))
    (row,) = made(judge(held, day("6-30"), Calendar()))
    assert row.kind == "提醒"
    assert "黄灯（例会认定），亮灯完成度 100.0%" in row.fact
