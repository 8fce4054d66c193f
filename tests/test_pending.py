"""升级与问责: what waits for a decision, and what a 同意 will do."""

import datetime as dt
from typing import Any

import pytest
from support.make import accountability, change, closed, day, department, inspection, item, person, point, tables

from udfs.rules.decisions.pending import pending_rows
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.tables.results import EscalationRow

ASKED: dict[str, Any] = {"asked": "3-1", "result": "待批", "approved": None, "reason": "停电计划推迟"}


def rows(*records: Any, **settings: Any) -> list[EscalationRow]:
    return pending_rows(tables(item(), *records, **settings))


@pytest.mark.parametrize(
    ("kind", "fields", "fact", "told"),
    [
        ("延期", {"old": "2026-03-31", "new": "2026-04-30"}, "2026-03-31 → 2026-04-30，停电计划推迟", "同意则时限改为 2026-04-30"),
        ("改期", {"new": "2026-04-30", "reason": ""}, "原值 → 2026-04-30", "同意则时限改为 2026-04-30"),
        ("延期", {}, "停电计划推迟", "同意则时限改为 新值"),
        ("升级", {}, "停电计划推迟", "同意则改为公司级，另定时限（批准日起 15 天）"),
        ("升级", {"new": "2026-04-30"}, "原值 → 2026-04-30，停电计划推迟", "同意则改为公司级，另定时限（2026-04-30）"),
        ("取消", {}, "停电计划推迟", "同意则不再督办，原行保留"),
        ("暂缓", {}, "停电计划推迟", "同意则停止计时和提醒"),
        ("恢复", {}, "停电计划推迟", "同意则恢复办理，时限顺延或按新值"),
        ("责任调整", {"old": "张三", "new": "李四"}, "张三 → 李四，停电计划推迟", "同意则改由新值承办"),
        ("调整", {}, "停电计划推迟", "由领导决定"),
        ("延期", {"stage": "二", "new": "2026-04-30"}, "阶段“二”：原值 → 2026-04-30，停电计划推迟", "同意则时限改为 2026-04-30"),
    ],
)
def test_a_change(kind: str, fields: dict[str, Any], fact: str, told: str) -> None:
    (row,) = rows(change(kind, **{**ASKED, **fields}))
    assert tuple(row[:-1]) == (day("3-1"), kind, "发展部", "申请", fact, told, "1", "待批")


@pytest.mark.parametrize(("result", "count"), [("待批", 1), ("同意", 0), ("不同意", 0), ("", 0)])
def test_only_what_waits(result: str, count: int) -> None:
    assert len(rows(change("延期", **{**ASKED, "result": result}))) == count


def test_a_proposal_names_its_rule_and_the_grace_its_setting() -> None:
    (row,) = rows(change("升级", **{**ASKED, "origin": "自动:R6:1:2026-02-28"}), 升级宽限天数="10")
    assert (row.rule, row.suggestion) == ("R6", "同意则改为公司级，另定时限（批准日起 10 天）")


@pytest.mark.parametrize(
    ("fields", "subject", "told"),
    [
        ({"points": "-0.5"}, "发展部", "确认则扣 0.5 分"),
        ({"points": 2}, "发展部", "确认则加 2 分"),
        ({"points": None}, "发展部", "确认则加 0 分"),
        ({"points": -1, "staff_no": "G1"}, "李四", "确认则扣 1 分"),
        ({"points": -1, "staff_no": "G9"}, "G9", "确认则扣 1 分"),
    ],
)
def test_a_point(fields: dict[str, Any], subject: str, told: str) -> None:
    row = point(status="拟", kind="督办考核", fact="逾期 1 天", basis="考核分档", linked="1", origin="自动:R6:1:2026-02-28", **fields)
    (found,) = rows(person("李四", staff_no="G1"), row)
    assert tuple(found[:-1]) == (day("3-1"), "督办考核", subject, "R6", "逾期 1 天；考核分档", told, "1", "拟")


@pytest.mark.parametrize(("status", "count"), [("拟", 1), ("已确认", 0), ("撤销", 0)])
def test_only_points_that_wait(status: str, count: int) -> None:
    assert len(rows(point(status=status))) == count


@pytest.mark.parametrize(("status", "told"), [("拟", "由领导决定"), ("已批", "已批，待办理"), ("已办", None), ("撤销", None)])
def test_accountability(status: str, told: str | None) -> None:
    found = rows(accountability(status=status, fact="红灯", origin="自动:R11:约谈:1:2026-03-31"))
    assert [(row.kind, row.subject, row.rule, row.suggestion) for row in found] == ([("约谈", "张三", "R11", told)] if told else [])


def test_changes_then_points_then_accountability() -> None:
    found = rows(accountability(), point(status="拟"), change("延期", **ASKED), point(status="拟", kind="抽查"))
    assert [row.kind for row in found] == ["延期", "其他", "抽查", "约谈"]


def test_a_former_name_is_told_by_the_present_one_and_an_unknown_item_by_none() -> None:
    found = rows(department("规划部", former=("发展部",)), change("延期", **ASKED), change("延期", "9", **ASKED))
    assert [row.subject for row in found] == ["规划部", ""]


def test_what_is_moot_or_about_another_light_says_so_and_praise_comes_last() -> None:
    praise = accountability(kind="表扬", number="1", rule="R11 绿灯", fact="绿")
    letter = accountability(kind="督办函", number="1", rule="R11 红灯", fact="红")
    talk = accountability(kind="约谈", number="2", rule="R11 红灯", fact="红")
    held = tables(item("1"), item("2", status="取消"), praise, letter, talk)
    rows = pending_rows(held, {"1": "绿灯", "2": ""})
    assert [(row.kind, row.number) for row in rows] == [("督办函", "1"), ("约谈", "2"), ("表扬", "1")]
    assert rows[0].suggestion.endswith("（现为绿灯，与提出时不同，请核对）")
    assert rows[1].suggestion.endswith("（事项现已取消，请一并考虑）")
    assert "核对" not in rows[2].suggestion


@pytest.mark.parametrize(
    ("name", "row", "told"),
    [
        ("升级", change("升级", result="待批", approved=None, origin="自动:R6:1:2026-06-09", reason="晚"), "晚（已逾期 6 天）"),
        ("扣分", point(status="拟", linked="1", fact="晚", origin="自动:R6:1:2026-06-09"), "晚（已逾期 6 天）"),
        ("灯", accountability(fact="红灯", number="1", origin="自动:R11:约谈:1:2026-06-09"), "红灯（已逾期 6 天）"),
        (
            "无为",
            accountability(kind="履职提醒", fact="缺报", number="1", origin="自动:R11:履职提醒:1:2026-05-01"),
            "缺报（已 14 天没有进展）",
        ),
        ("抽查逾期", accountability(kind="预警", fact="应查", number="F1", origin="自动:R9:预警:F1:2026-06-01"), "应查（已逾期 14 天）"),
        ("问题", accountability(kind="预警", fact="问题", number="F2", origin="自动:R9:预警:F2:2026-06-01"), "问题"),
        ("整改", accountability(kind="预警", fact="整改", number="C1", origin="自动:R9:预警:C1/F2:2026-06-14"), "整改（已逾期 1 天）"),
        ("表扬", accountability(kind="表扬", fact="绿灯", number="1", origin="自动:R11:表扬:1:2026-B3"), "绿灯"),
        ("人提的", accountability(fact="红灯", number="1"), "红灯"),
    ],
)
def test_running_days_are_told_beside_the_fact(name: str, row: Any, told: str) -> None:
    held = tables(item(due="6-9", issued="6-1"), inspection("问题", number="C1", risk="F2", day="6-1"), row)
    (found,) = pending_rows(held, None, judge(held, day("6-15"), Calendar()))
    assert found.fact == told, name


def in_new_year(*records: Any, closed_year: str = "2025", as_of: str = "2026-02-01") -> list[EscalationRow]:
    """What is listed on a day of 2026. closed_year: the period that is closed."""
    kept = tables(item(), closed(closed_year, subject="发展部", dimension="综合", closed=dt.datetime(2026, 1, 20)), *records)
    return pending_rows(kept, {}, judge(kept, day(as_of), Calendar(())))


OLD: dict[str, Any] = {"day": "2025-11-03", "origin": "自动:R11:约谈:发展部:2025H2"}


def test_what_nobody_decided_in_a_closed_year_is_counted_by_kind() -> None:
    found = in_new_year(
        accountability(**OLD),
        accountability(**{**OLD, "day": "2025-04-01", "subject": "李四"}),
        accountability(**{**OLD, "kind": "提醒"}),
        point(day="2025-07-01", status="拟", origin="自动:R6:1:2025-06-30", kind="督办考核"),
        accountability(day="2026-01-15", origin="自动:R11:约谈:发展部:2026"),
    )
    assert [(row.day, row.kind, row.subject, row.status) for row in found] == [
        (day("2026-01-15"), "约谈", "张三", "拟"),
        (day("2025-12-31"), "督办考核", "2025 年共 1 条", "拟"),
        (day("2025-12-31"), "约谈", "2025 年共 2 条", "拟"),
        (day("2025-12-31"), "提醒", "2025 年共 1 条", "拟"),
    ]
    assert found[2].fact == "2025 年已定稿，还没有决定；原行在“问责记录”里，状态是“拟”，日期 2025-04-01 至 2025-11-03"
    assert found[2].suggestion == "要办的在“问责记录”里逐条决定；不办的填“撤销”"


@pytest.mark.parametrize(
    "record",
    [
        accountability(day="2025-11-03"),  # a person wrote it
        accountability(**{**OLD, "status": "已批"}),  # decided, to be carried out
        change("延期", **{**ASKED, "asked": "2025-12-20"}),  # what a department asks for
        change("升级", **{**ASKED, "asked": "2025-12-20", "origin": "自动:R6:1:2025-12-10"}),  # the item still runs
    ],
)
def test_what_still_waits_for_an_answer_is_shown_row_by_row(record: Any) -> None:
    assert [row.subject for row in in_new_year(record)] != ["2025 年共 1 条"]
    assert len(in_new_year(record)) == 1


def test_a_year_that_is_not_closed_or_still_runs_is_shown_row_by_row() -> None:
    assert [row.subject for row in in_new_year(accountability(**OLD), closed_year="2025Q4")] == ["张三"]
    assert [row.subject for row in in_new_year(accountability(**OLD), as_of="2025-12-31")] == ["张三"]


def test_an_escalation_of_an_item_that_is_over_is_counted() -> None:
    row = change("升级", "7", **{**ASKED, "asked": "2025-12-20", "origin": "自动:R6:7:2025-12-10"})
    (shown,) = in_new_year(row, item("7", status="办结", closed="2025-12-30"))
    assert (shown.subject, shown.suggestion) == ("2025 年共 1 条", "要办的在“变更记录”里逐条决定；不办的填“不同意”")
