"""R14: changes of targets and indicators: what a 同意 one sets in 目标库, what is listed, and how a past day sees it."""

import datetime as dt
from typing import Any

import pytest
from support.fake_master import fake, lines, on
from support.make import change, day, indicator, item, target
from support.make import tables as made

from macros.refresh import refresh
from macros.steps.report import silent
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.approved import apply_changes, check_applied
from udfs.rules.supervision.target_changes import changed_in
from udfs.rules.supervision.targets import landing
from workbook_templates.reading.parse import Tables


def about(kind: str, asked: str, approved: str | None = None, number: str = "T1", **fields: Any) -> Any:
    return change(kind, number, asked=asked, approved=approved, **fields)


def shown(tables: Tables) -> list[tuple[str, str, str]]:
    """状态, 更新日期 and 更新说明 of each target."""
    return [(row.status, str(row.updated or ""), row.update_note) for row in tables.targets]


@pytest.mark.parametrize(
    ("name", "before", "changes", "after"),
    [
        ("撤销", {}, [about("撤销", "9-1", "9-10", reason="上级取消")], ("撤销", "2026-09-10", "上级取消")),
        ("新增", {"status": "有效"}, [about("新增", "9-1", "9-10", reason="上级新增")], ("新增", "2026-09-10", "上级新增")),
        ("调整 changes no state", {"status": "有效"}, [about("调整", "9-1", "9-10", reason="上调")], ("有效", "2026-09-10", "上调")),
        ("without a reason the change itself", {}, [about("撤销", "9-1", "9-10")], ("撤销", "2026-09-10", "撤销")),
        ("without 批准日期 by 申请日期", {}, [about("撤销", "9-1", reason="取消")], ("撤销", "2026-09-01", "取消")),
        ("待批 sets nothing", {}, [about("撤销", "9-1", result="待批")], ("", "", "")),
        (
            "a reason typed for it stays",
            {"update_note": "会议定"},
            [about("撤销", "9-1", "9-10", reason="甲")],
            ("撤销", "2026-09-10", "会议定"),
        ),
        (
            "a reason of an older date goes",
            {"updated": "5-1", "update_note": "上调"},
            [about("撤销", "9-1", "9-10", reason="取消")],
            ("撤销", "2026-09-10", "取消"),
        ),
        (
            "the last decides, by approval",
            {},
            [about("新增", "9-1", "9-20", reason="恢复"), about("撤销", "9-2", "9-10", reason="取消")],
            ("新增", "2026-09-20", "恢复"),
        ),
        (
            "an adjustment after a withdrawal",
            {},
            [about("撤销", "9-1", "9-10", reason="甲"), about("调整", "9-15", "9-20", reason="乙")],
            ("撤销", "2026-09-20", "乙"),
        ),
        (
            "有效 by hand later",
            {"status": "有效", "updated": "10-1"},
            [about("新增", "9-1", "9-10", reason="甲")],
            ("有效", "2026-10-01", ""),
        ),
        ("a later day", {}, [about("撤销", "9-1", "12-31", reason="甲")], ("", "", "")),
        ("a stage is none of a target", {}, [about("撤销", "9-1", "9-10", stage="一")], ("", "", "")),
        ("延期 is none either", {}, [about("延期", "9-1", "9-10", new="2026-12-01")], ("", "", "")),
    ],
)
def test_what_a_change_sets(name: str, before: dict[str, Any], changes: list[Any], after: tuple[str, str, str]) -> None:
    applied = apply_changes(made(target(**before), *changes), day("12-30"), Calendar()).tables
    assert shown(applied) == [after], name
    assert apply_changes(applied, day("12-30"), Calendar()).cells == (), "once"


def test_cells_and_what_stood_there() -> None:
    done = apply_changes(made(target(status="有效"), about("撤销", "9-1", "9-10", reason="取消")), day("12-30"), Calendar())
    assert [(cell.record.at.table, cell.header, cell.before, cell.after) for cell in done.cells] == [
        ("目标库", "状态", "有效", "撤销"),
        ("变更记录", "原值", None, "有效"),
        ("目标库", "更新日期", None, dt.date(2026, 9, 10)),
        ("目标库", "更新说明", None, "取消"),
    ]
    assert done.tables.changes[0].old == "有效"


def test_a_target_changed_by_hand_since_is_left_and_listed() -> None:
    held = made(target(status="有效", updated="10-1", update_note="恢复"), about("撤销", "9-1", "9-10", reason="取消"))
    assert shown(apply_changes(held, day("12-30"), Calendar()).tables) == [("有效", "2026-10-01", "恢复")]
    (problem,) = check_applied(held, day("12-30"), Calendar())
    assert problem.problem.startswith("撤销没有落实到目标库：“状态”现为“有效”")


@pytest.mark.parametrize(
    ("name", "records", "found"),
    [
        ("an item's number too", [target("1"), item("1"), about("调整", "9-1", number="1")], [("编号", "既是事项又是目标的编号")]),
        ("延期 of a target", [target(), about("延期", "9-1", new="2026-10-01")], [("变更", "目标没有“延期”，不起作用")]),
        ("升级 of an indicator", [indicator(), about("升级", "9-1", number="Z1")], [("变更", "指标没有“升级”，不起作用")]),
        ("撤销 of an item", [item(), about("撤销", "9-1", number="1")], [("变更", "事项没有“撤销”，不起作用")]),
        ("调整 of an item is its own matter", [item(), about("调整", "9-1", number="1")], []),
        (
            "an indicator still scored",
            [indicator(period="2026Q4"), about("撤销", "9-1", "9-10", number="Z1")],
            [("指标编号", "这一行仍计分")],
        ),
        ("its old quarters stay", [indicator(period="2026Q2"), about("撤销", "9-1", "9-10", number="Z1")], []),
        ("taken back", [target(status="撤销"), about("撤销", "9-1", result="不同意")], [("结果", "目标库的“状态”却是“撤销”")]),
        (
            "taken back and agreed again",
            [target(status="撤销", updated="9-9"), about("撤销", "9-1", result="不同意"), about("撤销", "9-9")],
            [],
        ),
    ],
)
def test_what_is_listed(name: str, records: list[Any], found: list[tuple[str, str]]) -> None:
    problems = check_applied(made(*records), day("12-30"), Calendar())
    assert len(problems) == len(found), name
    for problem, (header, part) in zip(problems, found, strict=True):
        assert problem.header == header
        assert part in problem.problem


def test_no_deadline_moves_and_the_rate_does_not_wait_for_a_refresh() -> None:
    held = made(target("T1", ruling="落地"), target("T2"), item("T1", target="T1"), about("撤销", "9-1", "9-10", number="T2"))
    assert landing(facts_on(held, day("9-9")), day("9-9")).rate.text() == "50.0%（1/2）"
    assert landing(facts_on(held, day("9-10")), day("9-10")).rate.text() == "100.0%（1/1）"
    assert judge(held, day("12-30"), Calendar()).items[0].deadline.moves == ()


@pytest.mark.parametrize(("date", "state"), [("3-31", "有效"), ("4-1", "撤销"), ("6-30", "撤销"), ("7-1", "新增")])
def test_a_past_day_sees_the_state_of_then(date: str, state: str) -> None:
    rows = (about("撤销", "3-20", "4-1", old="有效"), about("新增", "6-20", "7-1", old="撤销"))
    held = apply_changes(made(target(status="有效"), *rows), day("12-30"), Calendar()).tables
    assert held.targets[0].status == "新增"
    known = facts_on(held, day(date)).targets[0]
    assert (known.status, known.updated) == (state, day("7-1") if date == "7-1" else None)


def test_the_changes_of_a_period() -> None:
    held = made(
        target(), indicator(period="2026Q3"), item("9"), about("调整", "6-20", "7-1"), about("撤销", "9-29", "9-30", number="Z1"),
        about("撤销", "9-30", "10-1"), about("调整", "8-1", result="待批"), about("调整", "8-2", number="9"),
    )  # fmt: skip
    period = parse_period("2026Q3", 31)
    assert period is not None
    found = changed_in(held, period)
    assert [(one.change.number, one.change.change, one.target is None, one.indicator is None) for one in found] == [
        ("T1", "调整", False, True),
        ("Z1", "撤销", True, False),
    ]


def test_a_refresh_writes_logs_and_shows_what_waits() -> None:
    book = fake(
        目标库=[{"目标编号": "T1", "年度": 2026.0, "主题": "安全", "目标": "甲", "状态": "有效", "主责部门": "发展部"}],
        部门=[{"部门": "发展部", "类型": "业务职能"}],
        变更记录=[
            {
                "编号": "T1",
                "变更": "撤销",
                "申请日期": dt.date(2026, 6, 1),
                "批准日期": dt.date(2026, 6, 2),
                "结果": "同意",
                "原因": "取消",
            },
            {"编号": "T1", "变更": "新增", "申请日期": dt.date(2026, 6, 3), "结果": "待批", "原因": "恢复"},
        ],
    )
    report = refresh(book, on("06-10"), silent)
    assert report.figures["落实变更"] == 3
    (row,) = lines(book, "目标库")
    assert (row["状态"], row["更新日期"], row["更新说明"]) == ("撤销", dt.date(2026, 6, 2), "取消")
    logged = [(one["对象"], one.get("变更前"), one.get("变更后")) for one in lines(book, "操作日志") if one["操作"] == "变更落实"]
    assert logged[0] == ("目标库 T1 状态", "有效", "撤销")
    (waiting,) = lines(book, "升级与问责")
    assert (waiting["类别"], waiting["对象"], waiting["事实"], waiting["建议"]) == ("新增", "发展部", "恢复", "同意则列为新增的目标、指标")
    assert refresh(book, on("06-10"), silent).figures["落实变更"] == 0
