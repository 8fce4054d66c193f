"""同意 changes in the ledger: what each kind sets, what is left alone, and that no judged deadline is moved by it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.make import change, day, department, item, person, stage, tables

from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.approved import Application, apply_changes, check_applied
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change, Item

Cells = list[tuple[str, str, str]]

LIMIT = item(due="3-31")


def applied(*records: Any, as_of: str = "6-10", **settings: Any) -> Application:
    return apply_changes(tables(*records, **settings), day(as_of), Calendar())


def cells(found: Application) -> Cells:
    """Header, before and after of every cell to write."""
    return [(cell.header, str(cell.before or ""), str(cell.after or "")) for cell in found.cells]


def moved(after: str, before: str = "2026-03-31", *, filled: bool = True) -> Cells:
    """办理时限 set, and 原值 where it was blank."""
    return [("办理时限", before, after), *([("原值", "", before)] if filled else [])]


def extended(new: str, asked: str = "3-1", **fields: Any) -> Change:
    return change("延期", asked=asked, new=new, **fields)


def led(new: str, asked: str = "3-1", **fields: Any) -> Change:
    return change("改期", asked=asked, new=new, **fields)


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("an 延期 asked for on the day", [extended("2026-04-30", "3-31")], moved("2026-04-30")),
        ("an 延期 a day late moves nothing", [extended("2026-04-30", "4-1")], []),
        ("a late 改期 does", [led("2026-04-30", "4-1")], moved("2026-04-30")),
        ("原值 is there already", [extended("2026-04-30", old="2026-03-31")], moved("2026-04-30", filled=False)),
        ("原值 in another spelling", [extended("2026.4.30", old="2026年3月31日")], moved("2026-04-30", filled=False)),
        ("refused", [extended("2026-04-30", result="不同意")], []),
        ("待批", [extended("2026-04-30", result="待批", approved=None)], []),
        ("同意 without 批准日期 counts from 申请日期", [extended("2026-04-30", approved=None)], moved("2026-04-30")),
        ("approved on 基准日", [extended("2026-04-30", approved="6-10")], moved("2026-04-30")),
        ("approved the day after", [extended("2026-04-30", approved="6-11")], []),
        ("asked for after 基准日", [led("2026-04-30", "6-11", approved="6-1")], []),
        ("a 新值 that is no date", [extended("四月底")], []),
        ("two in a row", [extended("2026-04-30"), extended("2026-05-31", "4-30")], moved("2026-05-31")),
        ("the second too late", [extended("2026-04-30"), extended("2026-05-31", "5-1")], moved("2026-04-30")),
        (
            "the first refused, the second in time",
            [extended("2026-04-30", result="不同意"), extended("2026-05-31", "3-5")],
            moved("2026-05-31"),
        ),
        ("by 申请日期, not by row", [extended("2026-05-31", "3-9"), extended("2026-04-30", "3-2")], moved("2026-05-31")),
        (
            "an 升级 opens a second deadline, which is none of this cell",
            [change("升级", asked="3-1", new="2026-04-30")],
            [("级别", "部门级", "公司级"), ("原值", "", "部门级")],
        ),
        (
            "an 延期 after it moves the second",
            [change("升级", asked="3-1", new="2026-04-30"), extended("2026-05-31", "4-1")],
            [("级别", "部门级", "公司级"), ("原值", "", "部门级")],
        ),
        (
            "an 延期 before it moves the first",
            [extended("2026-04-15", "3-1"), change("升级", asked="3-2")],
            [*moved("2026-04-15"), ("级别", "部门级", "公司级"), ("原值", "", "部门级")],
        ),
        ("a 恢复 with a blank 新值 leaves the cell", [change("暂缓", asked="3-1"), change("恢复", asked="3-11")], []),
        ("so does one with a date", [change("暂缓", asked="3-1"), change("恢复", asked="3-11", new="2026-05-01")], []),
        (
            "an 延期 by the resumed deadline, 10 April",
            [change("暂缓", asked="3-1"), change("恢复", asked="3-11"), extended("2026-06-01", "4-10")],
            moved("2026-06-01"),
        ),
        (
            "an 延期 a day after it",
            [change("暂缓", asked="3-1"), change("恢复", asked="3-11"), extended("2026-06-01", "4-11")],
            [],
        ),
        ("调整 sets nothing", [change("调整", new="2026-04-30")], []),
        ("of another item", [extended("2026-04-30", number="2")], []),
        ("of a stage", [extended("2026-04-30", stage="一")], []),
        ("with no number", [extended("2026-04-30", number="")], []),
    ],
)
def test_deadlines(name: str, changes: Sequence[Change], expected: Cells) -> None:
    found = applied(LIMIT, *changes)
    assert (cells(found), found.left) == (expected, ()), name


def test_the_value_before_goes_into_the_first_change_that_moved_something() -> None:
    refused, first, second = extended("2026-04-30", result="不同意"), extended("2026-05-15", "3-2"), extended("2026-06-30", "4-1")
    found = applied(LIMIT, refused, first, second)
    assert [(cell.record.at, cell.change.at) for cell in found.cells] == [(LIMIT.at, second.at), (first.at, first.at)]
    assert [row.old for row in found.tables.changes] == ["", "2026-03-31", ""]


def test_an_open_deadline_is_set() -> None:
    found = applied(item(due=None), led("2026-04-30"))
    assert cells(found)[0] == ("办理时限", "", "2026-04-30")
    assert found.tables.items[0].due == day("4-30")


def test_a_stage_has_its_own_changes() -> None:
    two = stage("二", due="4-15")
    found = applied(
        LIMIT, stage("一"), two, person("李四"), extended("2026-05-01", "4-1", stage="二"), change("责任调整", stage="二", new="李四")
    )
    assert cells(found) == [("完成时限", "2026-04-15", "2026-05-01"), ("原值", "", "2026-04-15"), ("责任人", "", "李四")]
    assert [row.due for row in found.tables.stages] == [day("3-31"), day("5-1")]
    assert found.tables.items == (LIMIT,)


@pytest.mark.parametrize(
    ("name", "row", "changes", "reason"),
    [
        (
            "neither before nor after",
            item(due="4-1"),
            [extended("2026-04-30", old="2026-03-31")],
            "办理时限现为 2026-04-01，与变更前后都对不上",
        ),
        ("after: done", item(due="4-30"), [extended("2026-04-30", old="2026-03-31")], ""),
        ("between two: goes on", item(due="4-30"), [extended("2026-04-30", old="2026-03-31"), extended("2026-05-31", "4-1")], ""),
        ("a person nobody knows", LIMIT, [change("责任调整", new="外人")], "新值“外人”不是“人员”里的姓名，也不是“部门”里的部门"),
        (
            "another person by now",
            item(responsible="王五"),
            [change("责任调整", old="张三", new="李四")],
            "责任人现为“王五”，与原值“张三”对不上",
        ),
        ("resumed once, cancelled by hand since", item(status="取消"), [change("暂缓"), change("恢复", asked="3-9")], "状态现为“取消”"),
    ],
)
def test_what_somebody_has_changed_since_is_left_and_told(name: str, row: Any, changes: Sequence[Change], reason: str) -> None:
    held = tables(row, person("李四"), *changes)
    found = apply_changes(held, day("6-10"), Calendar())
    assert [why[: len(reason)] for _, why in found.left] == ([reason] if reason else []), name
    if reason:
        assert (found.cells, found.tables) == ((), held)
    problems = check_applied(held, day("6-10"), Calendar())
    assert [(problem.table, problem.row, problem.header) for problem in problems] == [
        ("变更记录", change.at.row, "新值") for change, _ in found.left
    ]


@pytest.mark.parametrize(
    ("name", "status", "changes", "after"),
    [
        *((f"暂缓 of {status}", status, [change("暂缓")], "暂缓") for status in ("立项", "下达", "待调整", "办理")),
        *((f"暂缓 of {status}", status, [change("暂缓")], status) for status in ("提交", "办结", "取消")),
        *((f"取消 of {status}", status, [change("取消")], "取消") for status in ("立项", "下达", "待调整", "办理", "暂缓")),
        *((f"取消 of {status}", status, [change("取消")], status) for status in ("提交", "办结")),
        ("恢复", "暂缓", [change("暂缓"), change("恢复", asked="3-9")], "办理"),
        ("恢复 of what was cancelled", "取消", [change("取消"), change("恢复", asked="3-9")], "办理"),
        ("恢复 of what was paused by hand", "暂缓", [change("恢复")], "办理"),
        ("恢复 of what runs", "下达", [change("暂缓"), change("恢复", asked="3-9")], "下达"),
        ("恢复 of what has been handed in", "提交", [change("暂缓"), change("恢复", asked="3-9")], "提交"),
        ("恢复 refused", "暂缓", [change("暂缓"), change("恢复", asked="3-9", result="不同意")], "暂缓"),
        ("恢复 not approved yet", "暂缓", [change("暂缓"), change("恢复", asked="3-9", approved="6-11")], "暂缓"),
        ("the last decided prevails, not the last asked", "办理", [change("暂缓", approved="3-20"), change("恢复", asked="3-9")], "暂缓"),
        ("of one day the lower row", "办理", [change("恢复", row=8), change("暂缓", row=9)], "暂缓"),
        ("paused again", "办理", [change("暂缓"), change("恢复", asked="3-9"), change("暂缓", asked="4-1")], "暂缓"),
        ("cancelled while paused", "暂缓", [change("暂缓"), change("取消", asked="3-9")], "取消"),
        ("a stage's 暂缓 is not the item's", "办理", [change("暂缓", stage="一")], "办理"),
    ],
)
def test_states(name: str, status: str, changes: Sequence[Change], after: str) -> None:
    found = applied(item(status=status), *changes)
    assert found.tables.items[0].status == after, name
    assert cells(found) == ([("状态", status, after)] if after != status else [])
    assert found.left == ()


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("to a person", [change("责任调整", old="张三", new="李四")], [("责任人", "张三", "李四")]),
        ("to a department", [change("责任调整", old="发展部", new="运检部")], [("主责部门", "发展部", "运检部")]),
        ("a blank 原值 is filled", [change("责任调整", new="李四")], [("责任人", "张三", "李四"), ("原值", "", "张三")]),
        ("to who has it already", [change("责任调整", old="李四", new="张三")], []),
        ("refused", [change("责任调整", new="李四", result="不同意")], []),
        ("to nobody", [change("责任调整")], []),
        (
            "two in a row in one run",
            [change("责任调整", old="张三", new="李四"), change("责任调整", asked="3-2", old="李四", new="王五")],
            [("责任人", "张三", "王五")],
        ),
        (
            "a department and then a person",
            [change("责任调整", old="发展部", new="运检部"), change("责任调整", asked="3-2", old="张三", new="李四")],
            [("主责部门", "发展部", "运检部"), ("责任人", "张三", "李四")],
        ),
        (
            "by way of somebody who has left",
            [change("责任调整", old="张三", new="前任"), change("责任调整", asked="3-2", new="李四")],
            [("责任人", "张三", "李四"), ("原值", "", "张三")],
        ),
    ],
)
def test_transfers(name: str, changes: Sequence[Change], expected: Cells) -> None:
    found = applied(LIMIT, person("李四"), person("王五"), department("运检部"), *changes)
    assert (cells(found), found.left) == (expected, ()), name


def test_a_stage_has_no_department() -> None:
    found = applied(LIMIT, stage("一"), department("运检部"), change("责任调整", stage="一", new="运检部"))
    assert (found.cells, len(found.left)) == ((), 1)


def test_an_escalation_changes_the_level_alone() -> None:
    found = applied(LIMIT, change("升级", asked="4-1", approved="4-2"))
    assert cells(found) == [("级别", "部门级", "公司级"), ("原值", "", "部门级")]
    assert found.tables.items[0] == LIMIT._replace(level="公司级")
    assert cells(applied(LIMIT._replace(level="公司级"), change("升级", asked="4-1"))) == []
    assert cells(applied(LIMIT, change("升级", asked="4-1", result="不同意"))) == []


def test_without_changes_the_tables_are_the_same_object() -> None:
    held = tables(LIMIT)
    assert apply_changes(held, day("6-10"), Calendar()).tables is held


# properties


DAY0 = dt.date(2026, 3, 1)
DATES = st.integers(0, 120).map(lambda days: DAY0 + dt.timedelta(days))
VALUES = st.just("") | DATES.map(str)
KINDS = st.sampled_from(["延期", "延期", "延期", "改期", "升级", "暂缓", "恢复", "取消", "责任调整", "调整"])
CHANGES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": KINDS,
            "asked": DATES,
            "approved": st.none() | DATES,
            "result": st.sampled_from(["同意", "同意", "同意", "不同意", "待批"]),
            "old": st.sampled_from(["", "", "as set"]) | DATES.map(str),
            "new": VALUES,
            "stage": st.sampled_from(["", "", "一"]),
        }
    ),
    max_size=6,
)
REST = st.sampled_from(["是", "否"])


def company(changes: list[dict[str, Any]], due: dt.date, status: str, rest: str) -> Tables:
    rows = [
        change(row["kind"], **{key: str(due) if value == "as set" else value for key, value in row.items() if key != "kind"})
        for row in changes
    ]
    return tables(item(due=due, status=status), stage(due=due), person("李四"), *rows, 时限逢休顺延=rest)


def deadlines(held: Tables, as_of: dt.date) -> list[tuple[object, ...]]:
    (judged,) = judge(held, as_of, Calendar()).items
    found = (judged.deadline, *(one.deadline for one in judged.stages))
    return [(one.first, one.in_force, one.escalated) for one in found]


@given(CHANGES, DATES, st.sampled_from(["办理", "暂缓", "取消", "提交"]), REST, DATES)
def test_applying_moves_no_judged_deadline_and_twice_is_once(
    changes: list[dict[str, Any]], due: dt.date, status: str, rest: str, as_of: dt.date
) -> None:
    held = company(changes, due, status, rest)
    found = apply_changes(held, as_of, Calendar())
    # rows that come later and name another first deadline decide it anew
    if all(row["old"] in ("", "as set") or row["asked"] <= as_of for row in changes):
        for later in (as_of, as_of + dt.timedelta(30), DAY0 + dt.timedelta(400)):
            assert deadlines(found.tables, later) == deadlines(held, later)
    again = apply_changes(found.tables, as_of, Calendar())
    assert (again.tables, again.cells, again.left) == (found.tables, (), found.left)


@given(CHANGES, DATES, REST)
def test_day_by_day_comes_to_the_same_as_at_once(changes: list[dict[str, Any]], due: dt.date, rest: str) -> None:
    """A refresh every tenth day leaves the deadline that one refresh at the end leaves."""
    assume(all(row["old"] in ("", "as set") for row in changes))
    held = at_once = company(changes, due, "办理", rest)
    end = DAY0 + dt.timedelta(150)
    for days in range(0, 151, 10):
        held = apply_changes(held, DAY0 + dt.timedelta(days), Calendar()).tables
    assert deadlines(held, end) == deadlines(at_once, end)


@pytest.mark.parametrize(
    ("name", "record", "row", "listed"),
    [
        ("an 升级 taken back", item(level="公司级"), change("升级", old="部门级", result="不同意"), "级别"),
        ("the level put back too", item(level="部门级"), change("升级", old="部门级", result="不同意"), ""),
        ("never applied: 原值 unknown", item(level="公司级"), change("升级", result="不同意"), ""),
        ("an 延期 taken back", item(due="9-30"), change("延期", old="2026-08-20", new="2026-09-30", result="待批"), "办理时限"),
        ("the deadline put back", item(due="8-20"), change("延期", old="2026-08-20", new="2026-09-30", result="不同意"), ""),
        ("still agreed to", item(due="9-30"), change("延期", old="2026-08-20", new="2026-09-30"), ""),
        ("a person", item(responsible="李四"), change("责任调整", old="张三", new="李四", result="不同意"), "责任人"),
        ("a department", item(department="运检部"), change("责任调整", old="发展部", new="运检部", result="不同意"), "主责部门"),
    ],
)
def test_what_was_taken_back_is_listed_while_the_ledger_keeps_it(name: str, record: Item, row: Change, listed: str) -> None:
    problems = check_applied(tables(record, row), day("10-1"), Calendar())
    assert [problem.problem.split("“")[2].split("”")[0] for problem in problems] == ([listed] if listed else []), name


def test_a_value_that_another_agreed_change_gives_is_no_contradiction() -> None:
    back = change("延期", old="2026-08-20", new="2026-09-30", result="不同意", asked="8-1")
    again = change("延期", old="2026-08-20", new="2026-09-30", asked="8-5")
    assert check_applied(tables(item(due="9-30"), back, again), day("10-1"), Calendar()) == []
