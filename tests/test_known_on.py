"""The cut of rules.md §4: what was known at the end of a past 基准日."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import change, closed, day, feedback, indicator, item, objection, paper, point, record, ruling, stage, tables, target

from udfs.rules.ground.known_on import facts_on
from workbook_templates.reading.parse import Tables

AS_OF = day("3-31")
BEFORE, ON, AFTER = "3-30", "3-31", "4-1"


def inspection(**fields: Any) -> Any:
    return record("抽查记录", **{"number": "C1", "day": "3-1", "result": "问题", **fields})


def talk(**fields: Any) -> Any:
    return record("问责记录", **{"day": "3-1", "kind": "约谈", "status": "已办", **fields})


ROWS: list[tuple[str, Callable[[str], Any]]] = [
    ("items", lambda date: item(issued=date)),
    ("items", lambda date: item(issued=None, registered=date)),
    ("changes", lambda date: change("延期", asked=date)),
    ("rulings", lambda date: ruling("红灯", day=date)),
    ("inspections", lambda date: inspection(day=date)),
    ("points", lambda date: point(day=date)),
    ("accountability", lambda date: talk(day=date)),
    ("objections", lambda date: objection(day=date)),
    ("papers", lambda date: paper("督办通报", "1", day=date)),
    ("closed", lambda date: closed("2026Q1", closed=dt.datetime.combine(day(date), dt.time(17, 30)))),
]


@pytest.mark.parametrize(("field", "row"), ROWS)
def test_a_row_dated_later_is_absent(field: str, row: Any) -> None:
    kept = [len(getattr(facts_on(tables(row(date)), AS_OF), field)) for date in (BEFORE, ON, AFTER)]
    assert kept == [1, 1, 0]


def test_rows_without_a_date_stay() -> None:
    held = tables(item(issued=None), change("延期", asked=None, approved=None), ruling("红灯"), paper("督办通报", "1"), closed("2026Q1"))
    assert facts_on(held, AS_OF) is held


def test_a_target_stays_because_it_has_no_day_on_which_it_was_given() -> None:
    held = tables(target(since=AFTER))
    assert facts_on(held, AS_OF).targets == held.targets


CELLS: list[tuple[str, Callable[[str], Any], tuple[str, ...]]] = [
    ("stages", lambda d: stage(self_rated=1, self_day=d), ("self_rated", "self_day")),
    ("stages", lambda d: stage(confirmed=1, confirmer="王总", confirm_day=d), ("confirmed", "confirmer", "confirm_day")),
    ("feedback", lambda d: feedback(given=d, content="立杆 3 基", accuracy="准确"), ("given", "content", "accuracy")),
    ("indicators", lambda d: indicator(done=d), ("done",)),
    ("inspections", lambda d: inspection(mended=d, recheck="合格"), ("mended", "recheck")),
    ("objections", lambda d: objection(answered=d, result="采纳", answer="同意"), ("answered", "result", "answer")),
    ("papers", lambda d: paper("督办函", "1", replied=d, reply="已改"), ("replied", "reply")),
    ("items", lambda d: item(status="办结", closed="3-1", quality=90, rated=d), ("quality", "rated")),
]


@pytest.mark.parametrize(("field", "row", "blank"), CELLS)
def test_cells_dated_later_are_blank(field: str, row: Any, blank: tuple[str, ...]) -> None:
    for date, kept in ((BEFORE, True), (ON, True), (AFTER, False)):
        (found,) = getattr(facts_on(tables(row(date)), AS_OF), field)
        assert [bool(getattr(found, name)) for name in blank] == [kept] * len(blank), date


def test_a_confirmation_taken_back_leaves_the_self_rating() -> None:
    (found,) = facts_on(tables(stage(self_rated="0.5", self_day="3-1", confirmed=1, confirm_day=AFTER)), AS_OF).stages
    assert (found.self_rated, found.confirmed) == (Fraction(1, 2), None)


@pytest.mark.parametrize(
    ("name", "cells", "status", "submitted", "closed_on"),
    [
        ("办结 on the day", {"status": "办结", "submitted": "3-1", "closed": ON}, "办结", "3-1", ON),
        ("办结 later", {"status": "办结", "submitted": ON, "closed": AFTER}, "提交", ON, None),
        ("both later", {"status": "办结", "submitted": AFTER, "closed": "4-2"}, "办理", None, None),
        ("办结 later, no 提交日期", {"status": "办结", "closed": AFTER}, "办理", None, None),
        ("no 办结日期, 提交 later", {"status": "办结", "submitted": AFTER}, "办理", None, None),
        ("办结 without any date is present value", {"status": "办结"}, "办结", None, None),
        ("办结 before 提交", {"status": "办结", "submitted": AFTER, "closed": ON}, "办结", None, ON),
        ("提交 later", {"status": "提交", "submitted": AFTER}, "办理", None, None),
        ("提交 on the day", {"status": "提交", "submitted": ON}, "提交", ON, None),
        ("取消 stays", {"status": "取消", "submitted": AFTER}, "取消", None, None),
    ],
)
def test_a_state_goes_back(name: str, cells: dict[str, Any], status: str, submitted: str | None, closed_on: str | None) -> None:
    (found,) = facts_on(tables(item(**cells)), AS_OF).items
    expected = (status, submitted and day(submitted), closed_on and day(closed_on))
    assert (found.status, found.submitted, found.closed) == expected, name


def test_an_approval_later_makes_a_change_pending() -> None:
    held = tables(item(), change("延期", asked=ON, approved=AFTER), change("改期", asked=ON, approved=ON))
    assert [(c.result, c.approver, c.approved) for c in facts_on(held, AS_OF).changes] == [("待批", "", None), ("同意", "王总", AS_OF)]


@pytest.mark.parametrize(("status", "expected"), [("已确认", "拟"), ("撤销", "拟"), ("拟", "拟")])
def test_points_confirmed_later_are_proposals(status: str, expected: str) -> None:
    (found,) = facts_on(tables(point(status=status, confirmed=AFTER, confirmer="王总")), AS_OF).points
    assert (found.status, found.confirmed, found.confirmer) == (expected, None, "")


def test_a_talk_held_later_was_approved_at_most() -> None:
    assert [row.status for row in facts_on(tables(talk(done=AFTER), talk(done=ON)), AS_OF).accountability] == ["已批", "已办"]


@pytest.mark.parametrize(
    ("name", "status", "changes", "expected"),
    [
        ("暂缓 later", "暂缓", [("暂缓", AFTER)], "办理"),
        ("暂缓 on the day", "暂缓", [("暂缓", ON)], "暂缓"),
        ("取消 later", "取消", [("取消", AFTER)], "办理"),
        ("恢复 later", "办理", [("暂缓", "3-1"), ("恢复", AFTER)], "暂缓"),
        ("paused, resumed, later cancelled", "取消", [("暂缓", "3-1"), ("恢复", "3-5"), ("取消", AFTER)], "办理"),
        ("an 升级 later leaves the state", "暂缓", [("暂缓", "3-1"), ("升级", AFTER)], "暂缓"),
    ],
)
def test_decisions_taken_later_are_undone(name: str, status: str, changes: list[tuple[str, str]], expected: str) -> None:
    held = tables(item(status=status), *(change(kind, asked="3-1", approved=date) for kind, date in changes))
    assert facts_on(held, AS_OF).items[0].status == expected, name


@pytest.mark.parametrize(("approved", "level"), [(ON, "公司级"), (AFTER, "部门级")])
def test_an_escalation_approved_later_is_undone(approved: str, level: str) -> None:
    held = tables(item(level="公司级"), change("升级", asked=ON, approved=approved))
    assert facts_on(held, AS_OF).items[0].level == level


def test_a_deadline_overwritten_later_is_put_back() -> None:
    held = tables(
        item(due="5-31"),
        stage(due="4-30"),
        stage("二", due="6-30"),
        change("延期", asked=AFTER, old="2026-04-15", new="2026-04-30"),
        change("延期", asked="4-10", old="2026-04-30", new="2026-05-31"),
        change("改期", asked=AFTER, stage="一", old="2026-03-20", new="2026-04-30"),
    )
    facts = facts_on(held, AS_OF)
    assert [row.due for row in facts.items] == [day("4-15")]
    assert [row.due for row in facts.stages] == [day("3-20"), day("6-30")]
    assert facts.changes == ()


def everything() -> Tables:
    return tables(
        *(row(date) for _, row in ROWS for date in (BEFORE, AFTER)),
        *(row(date) for _, row, _ in CELLS for date in (BEFORE, AFTER)),
        item("9", status="办结", submitted=ON, closed=AFTER),
        change("暂缓", "9", approved=AFTER),
        point(confirmed=AFTER),
    )


def test_the_far_future_cuts_nothing() -> None:
    held = everything()
    assert facts_on(held, dt.date.max) is held


@given(st.dates(dt.date(2026, 2, 25), dt.date(2026, 4, 5)), st.dates(dt.date(2026, 2, 25), dt.date(2026, 4, 5)))
def test_cutting_twice_is_cutting_at_the_earlier_day(one: dt.date, two: dt.date) -> None:
    held = everything()
    early, late = sorted((one, two))
    assert facts_on(facts_on(held, late), early) == facts_on(held, early)
    assert facts_on(facts_on(held, early), late) == facts_on(held, early)


@pytest.mark.parametrize(("date", "confirmer"), [(BEFORE, "王总"), (ON, "王总"), (AFTER, "")])
def test_a_completion_confirmed_later_is_unconfirmed(date: str, confirmer: str) -> None:
    (known,) = facts_on(tables(item(completion="0.5", confirmer="王总", confirm_day=date)), AS_OF).items
    assert (known.completion, known.confirmer, known.confirm_day is None) == (Fraction(1, 2), confirmer, not confirmer)


def test_a_closed_item_without_dates_is_not_reopened_by_a_later_rating() -> None:
    """Only its 评价 is undone: 办结 has no date here, so it stays as it is (现值)."""
    row = item(status="办结", submitted=None, closed=None, quality=90, rated=AFTER)
    (known,) = facts_on(tables(row), AS_OF).items
    assert (known.status, known.quality, known.rated) == ("办结", None, None)
