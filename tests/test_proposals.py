"""Proposals live with their facts: brought up to date, withdrawn and back; what people decided or changed is left alone.

The day before, of and after; what improves after the day of a fact is no reason, what was true all along is."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from support.make import (
    accountability,
    change,
    closed,
    day,
    department,
    feedback,
    inspection,
    item,
    key_of,
    mark,
    person,
    point,
    risk_point,
    ruling,
    stage,
    tables,
)

from udfs.rules.decisions.contradictions import check_proposals
from udfs.rules.decisions.reconciliation import PROPOSAL_FIELDS, Settled, settle
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.proposed_rows import placed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.reading.parse import Tables

COMPANY: dict[str, Any] = {"level": "公司级", "due": "6-9"}
STAGE: dict[str, Any] = {"due": "12-31"}


def settled(held: Tables, as_of: str) -> Settled:
    return settle(judge(held, day(as_of), Calendar()), held)


def after(held: Tables, as_of: str) -> Tables:
    """The workbook after a refresh."""
    found = settled(held, as_of)
    for table, field in PROPOSAL_FIELDS.items():
        fresh = {edit.before.at: edit.after for edit in found.edits[table]}
        rows = [fresh.get(row.at, row) for row in getattr(held, field)]
        cells: dict[str, Any] = {field: (*rows, *placed(found.made[table], table, 4 + len(rows)))}
        held = held._replace(**cells)
    return held


def company(*records: Any, **settings: Any) -> Tables:
    return tables(department(), *records, **settings)


def states(held: Tables) -> list[tuple[str, str]]:
    """类别 (or what a change is) and the state of every row of proposals, in the order of the tables."""
    rows: list[tuple[str, str]] = [(row.change, row.result) for row in held.changes if row.origin]
    rows += [(row.kind, row.status) for row in held.points if row.origin]
    return rows + [(row.kind, row.status) for row in held.accountability if row.origin]


def with_items(held: Tables, *items: Any, **others: Any) -> Tables:
    return held._replace(items=items or held.items, **others)


DEDUCTED = [("督办考核", "拟")]
GONE = [("督办考核", "失效")]


@pytest.mark.parametrize(
    ("name", "later", "expected"),
    [
        ("handed in on the due day after all", {"status": "提交", "submitted": "6-9"}, GONE),
        ("handed in a day late", {"status": "提交", "submitted": "6-10"}, DEDUCTED),
        ("still not handed in", {}, DEDUCTED),
        ("closed in time", {"status": "办结", "closed": "6-9"}, GONE),
        ("no impact, 客观: costs nothing", {"impact": "无", "cause": "客观"}, GONE),
        ("the deadline itself was mistyped", {"due": "6-30"}, GONE),
        ("cancelled afterwards", {"status": "取消"}, DEDUCTED),
    ],
)
def test_a_deduction_goes_when_its_fact_goes(name: str, later: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Proposed on 10 June for 9 June; what is known on 15 June."""
    held = after(company(item(**COMPANY)), "6-10")
    assert [row for row in states(held) if row[0] == "督办考核"] == DEDUCTED
    cancelled = (change("取消", asked="6-14"),) if later.get("status") == "取消" else ()
    known = with_items(held, item(**COMPANY | later), changes=cancelled)
    assert [row for row in states(after(known, "6-15")) if row[0] == "督办考核"] == expected, name


def test_what_withdraws_a_deduction_says_why_and_what_comes_back_is_clean() -> None:
    held = after(company(item(**COMPANY)), "6-10")
    gone = after(with_items(held, item(**COMPANY, status="提交", submitted="6-9")), "6-15")
    (row,) = gone.points
    told = ("失效", "自动", day("6-15"), "2026-06-09 已提交，没有超过考核时限 2026-06-09")
    assert (row.status, row.confirmer, row.confirmed, row.opinion) == told
    assert facts_on(gone, day("6-14")).points == held.points, "a look back sees it waiting"
    back = after(with_items(gone, item(**COMPANY)), "6-16")
    assert back.points == held.points


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        (change("延期", asked="6-9", approved="6-12", new="2026-06-30"), GONE),
        (change("延期", asked="6-10", approved="6-12", new="2026-06-30"), DEDUCTED),
        (change("改期", asked="6-12", new="2026-06-30"), GONE),
        (change("延期", asked="6-9", approved=None, result="待批", new="2026-06-30"), DEDUCTED),
    ],
)
def test_a_deadline_that_was_moved_after_the_proposal(moved: Any, expected: list[tuple[str, str]]) -> None:
    held = after(company(item(**COMPANY)), "6-10")
    assert [row for row in states(after(held._replace(changes=(moved,)), "6-13")) if row[0] == "督办考核"] == expected


def test_impact_that_is_entered_later_reaches_the_deduction_that_waits() -> None:
    held = after(company(item(**COMPANY)), "6-10")
    known = after(with_items(held, item(**COMPANY, impact="重大")), "6-12")
    (before,), (now,) = held.points, known.points
    assert (before.points, now.points) == (Fraction(-1, 2), Fraction(-3))
    assert now.basis == "考核分档：公司级、负面影响重大、主观原因，扣 3 分"
    assert (now.day, now.origin != before.origin, key_of(now.origin)) == (before.day, True, key_of(before.origin))


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("confirmed", {"status": "已确认", "confirmer": "王总"}),
        ("revoked", {"status": "撤销", "confirmer": "王总"}),
        ("withdrawn by a person", {"status": "失效", "confirmer": "王总"}),
        ("other points", {"points": Fraction(-1)}),
        ("other words", {"fact": "经协商"}),
        ("another basis", {"basis": "会议纪要"}),
        ("without a check, as a person copies a key", {"origin": "自动:R6:1:2026-06-09"}),
    ],
)
def test_what_a_person_decided_or_changed_is_never_touched(name: str, cells: dict[str, Any]) -> None:
    held = after(company(item(**COMPANY)), "6-10")
    own = held._replace(points=tuple(row._replace(**cells) for row in held.points))
    for known in (own, with_items(own, item(**COMPANY, impact="重大")), with_items(own, item(**COMPANY, status="提交", submitted="6-9"))):
        found = settled(known, "6-12")
        assert (found.edits["加减分台账"], found.made["加减分台账"]) == ([], []), name


def test_a_refresh_done_again_changes_nothing() -> None:
    held = company(
        item(**COMPANY), item("2", due="6-9"), item("3", due="12-31"), stage(number="3", due="5-31", confirmed="0.9"),
        item("4", due="12-31"), feedback(number="4", due="5-1"), feedback(number="4", due="5-8"), 绿灯加分=1,
    )  # fmt: skip
    for as_of in ("6-9", "6-10", "6-30", "7-1", "7-2", "9-1"):
        once = after(held, as_of)
        again = settled(once, as_of)
        assert all(not rows for rows in (*again.made.values(), *again.edits.values())), as_of
        held = once
    keys = [row.origin for field in PROPOSAL_FIELDS.values() for row in getattr(held, field)]
    assert len(keys) == len(set(map(key_of, keys))), "no fact twice, whatever period came"


# lights


RED = [("督办函", "拟"), ("约谈", "拟"), ("问责建议", "拟")]
NO_RED = [("督办函", "失效"), ("约谈", "失效"), ("问责建议", "失效")]


@pytest.mark.parametrize(
    ("name", "rated", "ruled", "expected"),
    [
        ("rated on the due day, sent in late", {"self_rated": 1, "self_day": "6-9"}, [], NO_RED),
        ("rated only afterwards", {"self_rated": 1, "self_day": "6-12"}, [], RED),
        ("confirmed afterwards", {"confirmed": 1, "confirm_day": "6-12"}, [], RED),
        ("the meeting decides for the period", {}, [ruling("绿灯", "2026-B3", day="6-12")], NO_RED),
        ("the meeting decides for another", {}, [ruling("绿灯", "2026-B2", day="6-12")], RED),
        ("nothing", {}, [], RED),
    ],
)
def test_a_red_light(name: str, rated: dict[str, Any], ruled: list[Any], expected: list[tuple[str, str]]) -> None:
    """A stage of 9 June: red on 10 June; what is known on 15 June."""
    held = after(company(item(**STAGE), stage(due="6-9")), "6-10")
    assert states(held) == RED
    known = with_items(held, stages=(stage(due="6-9", **rated),), rulings=tuple(ruled))
    assert states(after(known, "6-15")) == expected, name


@pytest.mark.parametrize(("as_of", "expected"), [("6-30", NO_RED), ("8-31", NO_RED), ("9-1", RED)])
def test_rows_of_older_periods_stay_as_they_are(as_of: str, expected: list[tuple[str, str]]) -> None:
    """B3 is looked at until the end of B4; what is known then of the rating of 9 June comes too late in September."""
    held = after(company(item(**STAGE), stage(due="6-9")), "6-10")
    known = with_items(held, stages=(stage(due="6-9", self_rated=1, self_day="6-9"),))
    rows = [row for row in states(after(known, as_of)) if row[0] != "表扬"]
    assert rows == expected


@pytest.mark.parametrize(("period", "expected"), [("2026-B3", RED), ("2026H1", RED), ("2026Q1", NO_RED)])
def test_in_a_closed_period_nothing_is_touched(period: str, expected: list[tuple[str, str]]) -> None:
    held = after(company(item(**STAGE), stage(due="6-9")), "6-10")
    shut = closed(period, object_kind="公司", dimension="亮灯", closed=dt.datetime(2026, 7, 1, 9))
    known = with_items(held, stages=(stage(due="6-9", self_rated=1, self_day="6-9"),), closed=(shut,))
    assert [row for row in states(after(known, "7-2")) if row[0] != "表扬"] == expected


def test_praise_goes_where_a_deduction_comes() -> None:
    """In time as it seemed on 1 July; on 3 July the return proves to be late."""
    good = {"level": "公司级", "due": "6-9", "status": "办结", "submitted": "6-9", "closed": "6-12"}
    held = after(company(item(**good)), "7-1")
    assert states(held) == [("表扬", "拟")]
    late = after(with_items(held, item(**good | {"submitted": "6-10"})), "7-3")
    assert states(late) == [("督办考核", "拟"), ("表扬", "失效")]
    again = after(with_items(late, item(**good)), "7-4")
    assert states(again) == [("督办考核", "失效"), ("表扬", "拟")]


# 无为, 预警, R13


SILENT = item(due="12-31")
MISSED = feedback(due="5-1"), feedback(due="5-8")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("given in time, entered late", "5-8", "失效"),
        ("given late, and before the proposal", "6-9", "失效"),
        ("given after the proposal", "6-11", "拟"),
        ("never given", None, "拟"),
    ],
)
def test_a_standstill(name: str, given: str | None, expected: str) -> None:
    held = after(company(SILENT, *MISSED), "6-10")
    known = with_items(held, feedback=(MISSED[0], feedback(due="5-8", given=given)))
    assert states(after(known, "6-15")) == [("履职提醒", expected)], name


@pytest.mark.parametrize(
    ("name", "mended", "expected"),
    [
        ("in time, entered late", "6-9", "失效"),
        ("a day late", "6-10", "失效"),
        ("after the warning", "6-11", "拟"),
        ("not yet", None, "拟"),
    ],
)
def test_a_rectification(name: str, mended: str | None, expected: str) -> None:
    check: dict[str, Any] = {"day": "5-4", "number": "C1", "risk": "F1", "mend_due": "6-9"}
    held = after(company(risk_point("F1", interval=999), inspection("问题", **check)), "6-10")
    assert [key_of(row.origin) for row in held.accountability if row.kind == "预警"] == ["自动:R9:预警:C1/F1:2026-06-09"]
    known = with_items(held, inspections=(inspection("问题", mended=mended, **check),))
    assert [row.status for row in after(known, "6-15").accountability if row.kind == "预警"] == [expected], name


def test_a_scorer_who_tells_them_apart_after_all() -> None:
    held = after(company(*(mark(90, 100, matter=str(n), scorer="绩效办") for n in range(3))), "4-1")
    assert states(held) == [("差异化", "拟")]
    apart = tuple(mark(score, 100, matter=str(score), scorer="绩效办") for score in (90, 80, 70))
    assert states(after(with_items(held, marks=apart), "4-10")) == [("差异化", "失效")]
    shut = closed("2026Q1", object_kind="公司", dimension="指标", closed=dt.datetime(2026, 4, 5, 9))
    assert states(after(with_items(held, marks=apart, closed=(shut,)), "4-10")) == [("差异化", "拟")]


# keys


def test_a_renamed_department_is_still_the_same() -> None:
    good = {"due": "6-9", "status": "办结", "submitted": "6-9", "closed": "6-9"}
    held = after(company(item(**good)), "7-1")
    renamed = held._replace(departments=(department("规划部", former=("发展部",)),), items=(item(**good, department="规划部"),))
    known = after(renamed, "7-2")
    assert states(known) == [("表扬", "拟")]
    assert known.accountability[0].subject == "规划部"


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("as the first version wrote it", {"day": "6-10"}, []),
        ("marked by upgrade", {"day": "6-10", "origin": "自动:R11:提醒:1:2026-06-30#旧12345678", "status": "拟"}, []),
        ("of an earlier day", {"day": "6-8"}, ["自动:R11:提醒:1:2026-06-09"]),
        ("of another item", {"day": "6-10", "origin": "自动:R11:提醒:2:2026-06-30"}, ["自动:R11:提醒:1:2026-06-09"]),
        ("of another kind", {"day": "6-10", "origin": "自动:R11:督办函:1:2026-06-30"}, ["自动:R11:提醒:1:2026-06-09"]),
        ("by a person", {"day": "6-10", "origin": ""}, ["自动:R11:提醒:1:2026-06-09"]),
    ],
)
def test_a_row_of_the_first_version_stands_for_what_was_due_by_its_day(name: str, row: dict[str, Any], expected: list[str]) -> None:
    there = accountability(**{"kind": "提醒", "number": "1", "status": "已批", "origin": "自动:R11:提醒:1:2026-06-30", **row})
    found = settled(company(item(due="6-9", completion="0.7"), there), "6-20")
    assert [key_of(one.origin) for one in found.made["问责记录"]] == expected, name


def test_points_that_a_person_entered_stay_as_they_are() -> None:
    own = point(kind="督办考核", linked="1", status="拟")
    held = company(item(**COMPANY, status="提交", submitted="6-9"), own)
    assert settled(held, "6-10").edits["加减分台账"] == []


# what 数据检查 says


def listed(held: Tables, as_of: str) -> list[tuple[str, int, str]]:
    return [(one.table, one.row, one.problem) for one in check_proposals(held, day(as_of), Calendar())]


CONFIRMED: dict[str, Any] = {"status": "已确认", "confirmer": "王总", "confirmed": day("6-12")}


@pytest.mark.parametrize(
    ("name", "later", "cells", "contradicted"),
    [
        ("in time after all", {"status": "提交", "submitted": "6-9"}, CONFIRMED, True),
        ("handed in late", {"status": "提交", "submitted": "6-10"}, CONFIRMED, False),
        ("handed in after the decision", {"status": "提交", "submitted": "6-20"}, CONFIRMED, False),
        ("costs nothing by now", {"impact": "无", "cause": "客观"}, CONFIRMED, True),
        ("costs more by now", {"impact": "重大"}, CONFIRMED, False),
        ("revoked by a person", {"status": "提交", "submitted": "6-9"}, CONFIRMED | {"status": "撤销"}, False),
        ("changed by a person", {"status": "提交", "submitted": "6-9"}, {"points": Fraction(-1)}, True),
        ("nobody has decided: a refresh withdraws it", {"status": "提交", "submitted": "6-9"}, {}, False),
    ],
)
def test_what_later_facts_contradict_is_listed_with_both_rows(
    name: str, later: dict[str, Any], cells: dict[str, Any], contradicted: bool
) -> None:
    held = after(company(item(**COMPANY)), "6-10")
    known = with_items(held, item(**COMPANY | later, row=7), points=tuple(row._replace(**cells) for row in held.points), accountability=())
    told = "按现在所知（督办台账第 7 行），这条建议的事实不成立：自动:R6:1:2026-06-09"
    assert listed(known, "6-25") == [("加减分台账", held.points[0].at.row, told)] * contradicted, name


def test_an_approved_escalation_is_no_contradiction_of_itself() -> None:
    held = after(company(item(due="6-9")), "6-10")
    (risen,) = held.changes
    agreed = held._replace(changes=(risen._replace(result="同意", approver="王总", approved=day("6-10")),), accountability=())
    assert listed(with_items(agreed, item(due="6-9", level="公司级")), "6-20") == []
    in_time = item(due="6-9", level="公司级", status="提交", submitted="6-9")
    assert len(listed(with_items(agreed, in_time), "6-20")) == 1


@pytest.mark.parametrize(("as_of", "count"), [("8-31", 0), ("9-1", 1), ("12-31", 1)])
def test_undecided_rows_of_older_periods_are_listed_once(as_of: str, count: int) -> None:
    held = after(company(item(**STAGE), stage(due="6-9")), "6-10")
    found = [one for one in listed(held, as_of) if "往期" in one[2]]
    numbers = "、".join(str(row.at.row) for row in held.accountability)
    assert found == [("问责记录", 0, f"往期的建议还没有决定：第 {numbers} 行")] * count


@pytest.mark.parametrize(
    ("name", "results", "keys"),
    [
        ("three of them, two bad: the department and the person", "问题 问题 合格", ["发展部:2026Q1", "发展部/7:2026Q1"]),
        ("two rows are too few for a person", "问题 问题", ["发展部:2026Q1"]),
        ("two of three pass", "合格 苗头 问题", []),
        ("on the bound", "合格 合格 合格 问题 问题", []),
    ],
)
def test_persons_explain_too(name: str, results: str, keys: list[str]) -> None:
    """张三 is the one who was checked; with 抽查合格率下限 60 %."""
    checks = [inspection(result, day="3-5", inspected="张三") for result in results.split()]
    held = after(company(person("张三", staff_no="7", department="发展部"), *checks), "4-1")
    rows = [row for row in held.accountability if row.kind == "讲评说明"]
    assert [row.origin.partition("#")[0] for row in rows] == [f"自动:R9:讲评说明:{key}" for key in keys], name
    assert {row.subject for row in rows} <= {"发展部"}
    assert all("张三 被抽查的合格率" in row.fact for row in rows if "/" in row.origin)


@pytest.mark.parametrize(("homes", "subject"), [(["发展部"], "张三"), (["发展部", "运检部"], "张三（发展部）")])
def test_of_two_persons_of_one_name_the_department_is_said(homes: list[str], subject: str) -> None:
    people = [person("张三", staff_no=str(n), department=home) for n, home in enumerate(homes)]
    held = after(company(*people, item(due="6-9", completion="0.3")), "6-10")
    assert {row.subject for row in held.accountability if row.kind in ("督办函", "约谈")} == {subject}


def test_what_nobody_answers_for_is_the_departments() -> None:
    held = after(company(item(due="6-9", completion="0.3", responsible="")), "6-10")
    assert {row.subject for row in held.accountability if row.kind in ("督办函", "约谈")} == {"发展部"}
