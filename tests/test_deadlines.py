"""R4: what moves a deadline, the second deadline, on time, overdue, and the day counts."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import change, day, holiday, item, stage, tables

from udfs.rules.ground.change_values import date_in
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.deadlines import Deadline, days_idle, days_left, deadline_of, on_time, on_time_date, overdue_at, stage_deadline
from workbook_templates.tables.daily import Change

DUE = day("3-31")


def limits(*changes: Change, due: dt.date | None = DUE, **settings: Any) -> tuple[str, str]:
    """考核时限 and the deadline in force, as 'M-D'."""
    found = judged(*changes, due=due, **settings)
    return short(found.first), short(found.in_force)


def judged(*changes: Change, due: dt.date | None = DUE, **settings: Any) -> Deadline:
    return deadline_of(due, changes, tables(**settings).settings, Calendar([holiday("2026-05-15", "休")]))


def short(date: dt.date | None) -> str:
    return "" if date is None else f"{date.month}-{date.day}"


@pytest.mark.parametrize(
    ("name", "changes", "first", "in_force"),
    [
        ("no change", [], "3-31", "3-31"),
        ("延期 asked the day before", [change("延期", asked="3-30", new="2026-04-30")], "4-30", "4-30"),
        ("延期 asked on the day", [change("延期", asked="3-31", new="2026-04-30")], "4-30", "4-30"),
        ("延期 asked the day after", [change("延期", asked="4-1", new="2026-04-30")], "3-31", "3-31"),
        ("approval may come later", [change("延期", asked="3-31", approved="4-9", new="2026年4月30日")], "4-30", "4-30"),
        ("改期 moves it always", [change("改期", asked="4-20", new="2026.4.30")], "4-30", "4-30"),
        ("待批 moves nothing", [change("延期", new="2026-04-30", result="待批")], "3-31", "3-31"),
        ("不同意 moves nothing", [change("改期", new="2026-04-30", result="不同意")], "3-31", "3-31"),
        ("新值 that is no date", [change("延期", new="年底前")], "3-31", "3-31"),
        ("调整 and 责任调整 move nothing", [change("调整", new="2026-04-30"), change("责任调整", new="李四")], "3-31", "3-31"),
        ("取消 moves nothing", [change("取消", new="2026-04-30")], "3-31", "3-31"),
        (
            "a second 延期 by the deadline in force",
            [change("延期", asked="3-31", new="2026-04-30"), change("延期", asked="4-30", new="2026-05-31")],
            "5-31",
            "5-31",
        ),
        (
            "a second 延期 after it",
            [change("延期", asked="3-31", new="2026-04-30"), change("延期", asked="5-1", new="2026-05-31")],
            "4-30",
            "4-30",
        ),
        (
            "a refused 延期 does not carry the next",
            [change("延期", asked="3-30", new="2026-04-30", result="不同意"), change("延期", asked="4-2", new="2026-05-31")],
            "3-31",
            "3-31",
        ),
        (
            "order is that of 申请日期",
            [change("延期", asked="4-30", new="2026-05-31"), change("延期", asked="3-31", new="2026-04-30")],
            "5-31",
            "5-31",
        ),
        (
            "of one day the lower row last",
            [change("改期", new="2026-05-31", row=9), change("改期", new="2026-04-30", row=8)],
            "5-31",
            "5-31",
        ),
        ("原值 is the first deadline", [change("延期", asked="3-5", old="2026-03-10", new="2026-03-31")], "3-31", "3-31"),
        ("a refused row tells it too", [change("延期", asked="3-5", old="2026-03-10", new="2026-03-31", result="不同意")], "3-10", "3-10"),
        (
            "the first 原值 that is a date",
            [change("延期", asked="3-1", old="月底", new="x"), change("改期", asked="3-5", old="20260310", new="x")],
            "3-10",
            "3-10",
        ),
        ("原值 of other changes is no deadline", [change("责任调整", old="2026-03-10", new="李四")], "3-31", "3-31"),
        ("asked unknown, approved in time", [change("延期", asked=None, approved="3-31", new="2026-04-30")], "4-30", "4-30"),
        ("no day at all", [change("延期", asked=None, approved=None, new="2026-04-30")], "3-31", "3-31"),
        (
            "恢复 adds from approval to approval",
            [change("暂缓", asked="3-1", approved="3-3"), change("恢复", asked="3-10", approved="3-13")],
            "4-10",
            "4-10",
        ),
        (
            "else from application to application",
            [change("暂缓", asked="3-1", approved=None), change("恢复", asked="3-10", approved="3-13")],
            "4-9",
            "4-9",
        ),
        ("恢复 with a date sets it", [change("暂缓", asked="3-1"), change("恢复", asked="3-10", new="2026-06-30")], "6-30", "6-30"),
        ("恢复 without 暂缓 adds nothing", [change("恢复", asked="3-10")], "3-31", "3-31"),
        (
            "two pauses",
            [change("暂缓", asked="3-1"), change("恢复", asked="3-3"), change("暂缓", asked="3-11"), change("恢复", asked="3-14")],
            "4-5",
            "4-5",
        ),
        ("paused twice before 恢复", [change("暂缓", asked="3-1"), change("暂缓", asked="3-5"), change("恢复", asked="3-8")], "4-7", "4-7"),
        ("暂缓 alone", [change("暂缓", asked="3-1")], "3-31", "3-31"),
        ("升级 opens 15 days from approval", [change("升级", asked="4-1", approved="4-3")], "3-31", "4-18"),
        ("升级 with 新值", [change("升级", asked="4-1", new="2026-05-08")], "3-31", "5-8"),
        ("升级 without approval day", [change("升级", asked="4-1", approved=None)], "3-31", "4-16"),
        ("升级 待批", [change("升级", asked="4-1", result="待批")], "3-31", "3-31"),
        ("延期 after 升级 moves the second", [change("升级", asked="4-1"), change("延期", asked="4-16", new="2026-05-08")], "3-31", "5-8"),
        ("延期 after the second", [change("升级", asked="4-1"), change("延期", asked="4-17", new="2026-05-08")], "3-31", "4-16"),
        ("改期 after 升级 moves the second", [change("升级", asked="4-1"), change("改期", asked="6-1", new="2026-05-08")], "3-31", "5-8"),
        (
            "恢复 after 升级 moves the second",
            [change("升级", asked="4-1"), change("暂缓", asked="4-2"), change("恢复", asked="4-4")],
            "3-31",
            "4-18",
        ),
        (
            "延期 before 升级 moves the first",
            [change("延期", asked="3-31", new="2026-04-10"), change("升级", asked="4-11")],
            "4-10",
            "4-26",
        ),
    ],
)
def test_what_moves_a_deadline(name: str, changes: list[Change], first: str, in_force: str) -> None:
    assert limits(*changes) == (first, in_force), name


def test_the_grace_days_are_a_setting() -> None:
    assert limits(change("升级", asked="4-1"), 升级宽限天数="10") == ("3-31", "4-11")
    assert limits(change("升级", asked="4-1"), 升级宽限天数="999999999999")[1] == "12-31", "held at the calendar's end"


@pytest.mark.parametrize(
    ("due", "moves", "expected"), [("3-6", "是", "3-6"), ("3-7", "是", "3-9"), ("3-7", "否", "3-7"), ("5-15", "是", "5-18")]
)
def test_a_deadline_on_a_rest_day(due: str, moves: str, expected: str) -> None:
    assert limits(due=day(due), 时限逢休顺延=moves) == (expected, expected)


def test_a_rest_day_also_moves_the_second_deadline_and_the_last_day_to_ask() -> None:
    assert limits(change("升级", asked="4-1", new="2026-05-15"), 时限逢休顺延="是") == ("3-31", "5-18")
    late = change("延期", asked="3-8", new="2026-03-20")
    assert limits(late, due=day("3-7"), 时限逢休顺延="是")[0] == "3-20"
    assert limits(late, due=day("3-7"))[0] == "3-7"


def test_no_deadline_stays_none_until_a_change_sets_one() -> None:
    assert judged(due=None) == Deadline(None, None)
    assert limits(change("暂缓"), change("恢复", asked="3-9"), due=None) == ("", "")
    assert limits(change("延期", new="2026-05-08"), due=None) == ("5-8", "5-8")
    assert limits(change("升级", asked="4-1"), due=None) == ("", "4-16")


def test_every_move_says_what_it_did() -> None:
    found = judged(
        change("延期", asked="4-1", new="2026-04-30"), change("改期", asked="4-2", new="2026-05-08"), change("升级", asked="5-9")
    )
    assert [(move.change.change, short(move.before), short(move.after), move.effect) for move in found.moves] == [
        ("延期", "3-31", "3-31", "asked too late"),
        ("改期", "3-31", "5-8", "moved"),
        ("升级", "5-8", "5-24", "second deadline"),
    ]
    assert found.escalated


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-3-5", "3-5"),
        ("2026年3月5日", "3-5"),
        ("20260305", "3-5"),
        ("46086", "3-5"),
        ("2026-03-05 00:00:00", "3-5"),
        ("", ""),
        ("年底前", ""),
        ("2026-02-30", ""),
    ],
)
def test_dates_that_stand_as_text(text: str, date: str) -> None:
    assert short(date_in(text)) == date


@given(
    st.permutations(
        [
            change("延期", asked="3-10", new="2026-04-30"),
            change("升级", asked="5-1"),
            change("改期", asked="5-3", new="2026-06-01"),
            change("暂缓", asked="5-4"),
            change("恢复", asked="5-6"),
        ]
    )
)
def test_row_order_never_matters_for_different_days(changes: list[Change]) -> None:
    assert limits(*changes) == ("4-30", "6-3")


@given(st.integers(0, 40), st.integers(0, 40))
def test_asking_earlier_never_hurts(asked: int, later: int) -> None:
    def moved(days: int) -> dt.date:
        found = judged(change("延期", asked=day("3-10") + dt.timedelta(days), new="2026-06-30")).first
        assert found is not None
        return found

    assert moved(asked) >= moved(asked + later)


ON_TIME = [
    # status, 提交日期, 办结日期, by 提交, by 办结
    ("提交", "3-31", None, "3-31", "3-31"),
    ("办结", "3-31", "4-2", "3-31", "4-2"),
    ("办结", None, "4-2", "4-2", "4-2"),
    ("办结", "3-31", None, "3-31", "3-31"),
    ("办结", None, None, "", ""),
    ("办理", "3-31", None, "", ""),
    ("暂缓", "3-31", "4-2", "", ""),
]


@pytest.mark.parametrize(("status", "submitted", "closed", "by_submission", "by_closing"), ON_TIME)
def test_the_on_time_date(status: str, submitted: str | None, closed: str | None, by_submission: str, by_closing: str) -> None:
    one = item(status=status, submitted=submitted, closed=closed)
    assert short(on_time_date(one, tables().settings)) == by_submission
    assert short(on_time_date(one, tables(办结认定日期="办结").settings)) == by_closing


@pytest.mark.parametrize(("date", "expected"), [("3-30", True), ("3-31", True), ("4-1", False)])
def test_on_time(date: str, expected: bool) -> None:
    assert on_time(day(date), DUE) is expected
    assert on_time(None, DUE) is None
    assert on_time(day(date), None) is None


@pytest.mark.parametrize(
    ("status", "submitted", "closed", "overdue_on"),
    [
        ("办理", None, None, "4-1"),
        ("下达", None, None, "4-1"),
        ("待调整", None, None, "4-1"),
        ("提交", None, None, "4-1"),
        ("办理", "3-1", None, "4-1"),  # 提交日期 in another open state does not stop the clock
        ("提交", "3-31", None, ""),
        ("提交", "4-1", None, ""),
        ("办结", "3-31", "4-9", ""),
        ("办结", None, None, ""),
        ("立项", None, None, ""),
        ("暂缓", None, None, ""),
        ("取消", None, None, ""),
        ("", None, None, ""),
    ],
)
def test_overdue_begins_the_day_after(status: str, submitted: str | None, closed: str | None, overdue_on: str) -> None:
    one = item(status=status, submitted=submitted, closed=closed)
    assert [short(d) for d in map(day, ("3-30", "3-31", "4-1")) if overdue_at(one, DUE, d)] == ([overdue_on] if overdue_on else [])
    assert not overdue_at(one, None, day("12-31"))


@pytest.mark.parametrize(("date", "expected"), [("3-31", False), ("4-1", True), ("4-4", True), ("4-5", False)])
def test_what_was_submitted_later_was_overdue_till_then(date: str, expected: bool) -> None:
    assert overdue_at(item(status="提交", submitted="4-5"), DUE, day(date)) is expected
    assert overdue_at(item(status="办结", submitted="4-5", closed="4-9"), DUE, day(date)) is expected
    assert overdue_at(item(status="办结", closed="4-5"), DUE, day(date)) is expected


def test_day_counts_are_of_open_items() -> None:
    assert [days_left(item(), DUE, day(date)) for date in ("3-30", "3-31", "4-1")] == [1, 0, -1]
    assert days_left(item(status="办结"), DUE, day("3-30")) is None
    assert days_left(item(), None, day("3-30")) is None
    assert days_idle(item(), None, day("1-31")) == 30
    assert days_idle(item(issued=None, registered="1-11"), None, day("1-31")) == 20
    assert days_idle(item(issued=None), None, day("1-31")) is None
    assert days_idle(item(), day("1-30"), day("1-31")) == 1
    assert days_idle(item(status="办结"), day("1-30"), day("1-31")) is None


# 暂缓 and 恢复


def rest(begin: str, end: str, **ended: Any) -> tuple[Change, Change]:
    return change("暂缓", asked=begin), change("恢复", asked=end, **ended)


@pytest.mark.parametrize(
    ("name", "changes", "item_due", "stage_due"),
    [
        ("caught both", rest("3-21", "3-31"), "4-10", "4-10"),
        ("began on the day itself", rest("3-31", "4-10"), "4-10", "4-10"),
        ("began the day after: missed", rest("4-1", "4-11"), "3-31", "3-31"),
        ("by approval", (change("暂缓", asked="3-1", approved="3-21"), change("恢复", asked="3-22", approved="3-26")), "4-5", "4-5"),
        ("a date in 新值: as many days for the stages", rest("3-21", "3-31", new="2026-04-05"), "4-5", "4-5"),
        ("a date in 新值 of an item that was missed", rest("4-1", "4-11", new="2026-04-20"), "4-20", "3-31"),
        ("two rests", (*rest("3-1", "3-6"), *rest("3-11", "3-16")), "4-10", "4-10"),
        ("not over", (change("暂缓", asked="3-21"),), "3-31", "3-31"),
        ("恢复 of what did not rest", (change("恢复", asked="3-21", new="2026-04-20"),), "4-20", "3-31"),
        ("refused", rest("3-21", "3-31", result="不同意"), "3-31", "3-31"),
    ],
)
def test_a_rest_moves_item_and_stage(name: str, changes: tuple[Change, ...], item_due: str, stage_due: str) -> None:
    whole = judged(*changes)
    staged = stage_deadline(stage(due="3-31"), (), whole.pauses, tables().settings, Calendar())
    assert (short(whole.first), short(staged.first)) == (item_due, stage_due), name


@pytest.mark.parametrize(
    ("name", "rated", "due"),
    [
        ("not rated", {}, "4-10"),
        ("rated the day before", {"self_rated": "1", "self_day": "3-20"}, "3-31"),
        ("on the day", {"self_rated": "1", "self_day": "3-21"}, "3-31"),
        ("the day after", {"self_rated": "1", "self_day": "3-22"}, "4-10"),
        ("confirmed alone", {"confirmed": "1", "confirm_day": "3-20"}, "3-31"),
        ("without a day", {"self_rated": "1"}, "3-31"),
    ],
)
def test_a_rated_stage_does_not_rest(name: str, rated: dict[str, str], due: str) -> None:
    whole = judged(*rest("3-21", "3-31"))
    assert short(stage_deadline(stage(due="3-31", **rated), (), whole.pauses, tables().settings, Calendar()).first) == due, name


def test_a_stage_moves_by_its_own_deadline() -> None:
    """The item rests from 21 to 31 March: a stage due on 15 March was missed by then, one that was put off to 25 March was not."""
    whole, settings = judged(*rest("3-21", "3-31"), due=day("6-30")), tables().settings
    late, put_off = stage(due="3-15"), change("延期", asked="3-10", new="2026-03-25", stage="一")
    assert short(stage_deadline(late, (), whole.pauses, settings, Calendar()).first) == "3-15"
    assert short(stage_deadline(late, (put_off,), whole.pauses, settings, Calendar()).first) == "4-4"
    assert short(whole.first) == "7-10"


def test_an_escalated_item_rests_with_its_second_deadline() -> None:
    raised = change("升级", asked="4-1", new="2026-04-20")
    assert limits(raised, *rest("4-11", "4-16")) == ("3-31", "4-25")
