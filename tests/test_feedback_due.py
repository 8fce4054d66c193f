"""督办频次: which 反馈记录 rows are added, at the day before, of and after each boundary.

2026-03-02 is a Monday. 1 to 7 October 2026 are days off, and Saturday 10 October is worked.
"""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import make

from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.supervision.feedback_due import DAYS_AHEAD, due_feedback
from udfs.rules.supervision.supervision import feedback_due


def due(as_of: str, *records: Any, **settings: Any) -> list[str]:
    """'编号 月-日' of each row that is added; 督办频次 has its default rows."""
    tables = make.tables(*records, *make.default_table("督办频次"), **settings)
    rows = due_feedback(judge(tables, make.day(as_of), Calendar(tables.holidays)))
    return [f"{row.number} {row.due:%-m-%-d}" for row in rows if row.due]


@pytest.mark.parametrize(
    ("name", "item", "given", "as_of", "added"),
    [
        ("from 下达日期", {"category": "重点", "issued": "3-2"}, [], "3-3", ["1 3-9"]),
        ("due on 基准日 itself", {"category": "重点", "issued": "3-2"}, [], "3-9", ["1 3-9"]),
        ("the day after: nobody was asked, so the next one", {"category": "重点", "issued": "3-2"}, [], "3-10", ["1 3-16"]),
        ("from the last 应反馈日期", {"category": "重点", "issued": "3-2"}, ["3-11"], "3-12", ["1 3-18"]),
        ("the last 应反馈日期, not the lowest row", {"category": "重点", "issued": "3-2"}, ["3-18", "3-11"], "3-20", ["1 3-25"]),
        ("asked for already, ahead", {"category": "重点", "issued": "3-2"}, ["3-20"], "3-12", []),
        ("asked for today, the next lies beyond the week", {"category": "重点", "issued": "3-2"}, ["3-12"], "3-12", []),
        ("a month's step asks far ahead", {"category": "日常", "issued": "3-2"}, [], "3-3", ["1 4-1"]),
        ("a month's step asks once", {"category": "日常", "issued": "3-2"}, ["4-1"], "3-10", []),
        ("a month's step, day of", {"category": "日常", "issued": "3-2"}, ["4-1"], "4-1", []),
        ("a month's step, day after", {"category": "日常", "issued": "3-2"}, ["4-1"], "4-2", ["1 5-6"]),
        ("every date of a week", {"category": "难办", "issued": "3-2"}, [], "3-5", ["1 3-5", "1 3-9", "1 3-11"]),
        ("on from what was asked this week", {"category": "难办", "issued": "3-2"}, ["3-8"], "3-7", ["1 3-11"]),
        ("urgent: working days", {"category": "紧急", "issued": "3-2"}, [], "3-6", ["1 3-6", "1 3-9", "1 3-10", "1 3-11", "1 3-12"]),
        ("urgent over a long holiday", {"category": "紧急", "issued": "9-1"}, ["9-30"], "10-1", ["1 10-8"]),
        ("urgent: a worked Saturday", {"category": "紧急", "issued": "9-1"}, ["10-13"], "10-10", ["1 10-14", "1 10-15", "1 10-16"]),
        ("urgent: the worked Saturday itself", {"category": "紧急", "issued": "9-1"}, ["10-9"], "10-4", ["1 10-10"]),
        ("a rest day moves on", {"category": "重点", "issued": "3-1"}, [], "3-7", ["1 3-9"]),
        ("moved onto 基准日", {"category": "重点", "issued": "3-1"}, [], "3-9", ["1 3-9"]),
        ("two meet on one day", {"category": "难办", "issued": "9-25"}, [], "9-30", ["1 10-8"]),
        ("from 立项日期", {"category": "重点", "issued": None, "registered": "3-2"}, [], "3-3", ["1 3-9"]),
        ("no date to start from", {"category": "重点", "issued": None}, [], "3-3", []),
        ("no 类别", {"category": "", "issued": "3-2"}, [], "3-3", []),
        ("no 编号", {"category": "重点", "issued": "3-2", "number": ""}, [], "3-3", []),
        ("long overdue: still asked", {"category": "重点", "issued": "3-2", "due": "3-3"}, [], "3-12", ["1 3-16"]),
    ],
)  # fmt: skip
def test_which_rows_are_added(name: str, item: dict[str, Any], given: list[str], as_of: str, added: list[str]) -> None:
    number = item.pop("number", "1") if "number" in item else "1"
    rows = [make.feedback(number=number, due=day) for day in given]
    assert due(as_of, make.item(number, **item), *rows) == added, name


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        *((status, True) for status in ("下达", "待调整", "办理")),
        *((other, False) for other in ("立项", "提交", "办结", "暂缓", "取消", "")),
    ],
)
def test_who_is_asked(status: str, asked: bool) -> None:
    assert due("3-3", make.item(category="重点", issued="3-2", status=status)) == (["1 3-9"] if asked else [])


@pytest.mark.parametrize(("start", "added"), [("2026-03-08", ["1 3-9"]), ("2026-03-09", ["1 3-9"]), ("2026-03-10", ["1 3-16"])])
def test_nothing_before_the_office_began(start: str, added: list[str]) -> None:
    assert due("3-3", make.item(category="重点", issued="3-2"), 启用日期=start) == added


def test_a_number_that_stands_twice_is_asked_once() -> None:
    items = [make.item(category="重点", issued="3-2"), make.item(category="重点", issued="3-2", row=99)]
    assert due("3-3", *items) == ["1 3-9"]


def test_the_row_is_blank_but_for_its_key() -> None:
    tables = make.tables(make.item(category="重点", issued="3-2"), *make.default_table("督办频次"))
    (row,) = due_feedback(judge(tables, dt.date(2026, 3, 3), Calendar()))
    assert (row.number, row.due, row.at.key) == ("1", dt.date(2026, 3, 9), "1/2026-03-09")
    assert not any(row[2:-1])


@given(
    category=st.sampled_from(["日常", "重点", "难办", "紧急"]),
    asked=st.lists(st.integers(0, 300), max_size=5),
    day=st.integers(1, 300),
    gap=st.integers(0, 40),
)
def test_never_in_the_past_never_twice_and_a_second_run_adds_only_later_days(category: str, asked: list[int], day: int, gap: int) -> None:
    begin = dt.date(2026, 1, 5)
    item = make.item(category=category, issued=begin.isoformat())
    rows = [make.feedback(due=(begin + dt.timedelta(number)).isoformat()) for number in asked]
    now = begin + dt.timedelta(day)

    def added(as_of: dt.date, known: list[Any]) -> list[dt.date]:
        tables = make.tables(item, *known, *make.default_table("督办频次"))
        return [row.due for row in due_feedback(judge(tables, as_of, Calendar())) if row.due]

    first = added(now, rows)
    known = {row.due for row in rows if row.due}
    assert all(due >= now and due not in known for due in first)
    assert len(set(first)) == len(first)
    assert first or any(due >= now for due in known)  # somebody is asked for something to come
    more = [make.feedback(due=due.isoformat()) for due in first]
    assert added(now, rows + more) == []
    later = added(now + dt.timedelta(gap), rows + more)
    assert all(due > max(known | set(first)) for due in later)
    assert all(due <= now + dt.timedelta(DAYS_AHEAD) for due in first[1:])


@pytest.mark.parametrize(("move", "added"), [("是", ["1 3-9"]), ("否", ["1 3-8"])])
def test_dates_stand_where_the_office_says_so(move: str, added: list[str]) -> None:
    assert due("3-7", make.item(category="重点", issued="3-1"), 反馈逢休顺延=move) == added


Q1 = parse_period("2026Q1")

EXCUSES = [
    ("running", {}, [], ""),
    ("handed in the day after", {"status": "提交", "submitted": "3-11"}, [], ""),
    ("handed in on the day", {"status": "提交", "submitted": "3-10"}, [], "免报"),
    ("handed in the day before", {"status": "提交", "submitted": "3-9"}, [], "免报"),
    ("提交日期 in another state", {"status": "办理", "submitted": "3-9"}, [], ""),
    ("closed, and handed in later by its dates", {"status": "办结", "submitted": "3-20", "closed": "3-9"}, [], "免报"),
    ("closed without dates", {"status": "办结"}, [], ""),
    ("paused on the day", {"status": "暂缓"}, [make.change("暂缓", asked="3-10")], "免报"),
    ("paused the day after", {"status": "暂缓"}, [make.change("暂缓", asked="3-11")], ""),
    ("asked before, approved on the day", {"status": "暂缓"}, [make.change("暂缓", asked="3-2", approved="3-10")], "免报"),
    ("still 待批", {}, [make.change("暂缓", asked="3-2", result="待批")], ""),
    ("resumed on the day", {}, [make.change("暂缓", asked="3-2"), make.change("恢复", asked="3-10")], ""),
    ("resumed the day after", {}, [make.change("暂缓", asked="3-2"), make.change("恢复", asked="3-11")], "免报"),
    ("a stage paused", {}, [make.change("暂缓", asked="3-2", stage="一")], ""),
]


@pytest.mark.parametrize(("name", "item", "changes", "cause"), EXCUSES)
def test_what_nobody_owes(name: str, item: dict[str, Any], changes: list[Any], cause: str) -> None:
    """A feedback due on 10 March."""
    tables = make.tables(make.item(issued="1-5", **item), make.feedback(due="3-10"), *changes)
    judgement = judge(tables, dt.date(2026, 4, 1), Calendar(), Q1)
    assert [row.late_cause for row in judgement.facts.feedback] == [cause], name
    assert [row.due for row in feedback_due(judgement)] == ([] if cause else [dt.date(2026, 3, 10)])


@pytest.mark.parametrize("order", [1, -1])
def test_a_doubled_number_excuses_nothing_while_one_of_its_items_runs(order: int) -> None:
    ended = {"status": "办结", "closed": "3-9", "issued": "1-5"}
    for other, cause in (({"issued": "1-5"}, ""), ({**ended, "closed": "3-11"}, ""), (ended, "免报")):
        items = [make.item(**ended), make.item(**other)][::order]
        judgement = judge(make.tables(*items, make.feedback(due="3-10")), dt.date(2026, 4, 1), Calendar(), Q1)
        assert [row.late_cause for row in judgement.facts.feedback] == [cause]


def test_it_stays_excused_when_the_item_comes_back() -> None:
    tables = make.tables(make.item(issued="1-5"), make.feedback(due="3-10", late_cause="免报"), make.feedback(due="3-17"))
    rows = feedback_due(judge(tables, dt.date(2026, 4, 1), Calendar(), Q1))
    assert [row.due for row in rows] == [dt.date(2026, 3, 17)]
