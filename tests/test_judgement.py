"""The facade: what the sheet 亮灯 shows of an item, idle days, steps, counts, and rows that make no sense."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import change, closed, day, department, feedback, item, paper, ruling, stage, tables

from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import judge, judge_period, light_rows, overview
from udfs.rules.judging.progress import completion_of
from udfs.rules.trace.light_trace import trace_rows
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.setting_values import defaults, with_values
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.results import LightRow

F = Fraction


def row(*records: Any, as_of: str = "3-31", **settings: Any) -> LightRow:
    return light_rows(judge(tables(*records, **settings), day(as_of), Calendar()))[0]


def test_a_row_in_full() -> None:
    own = item(department="发展部", responsible="张三", category="重点", due="4-10")
    found = row(own, stage(confirmed="0.9", confirm_day="3-20"), stage("二", self_rated="0.3", due="4-10"))
    assert found._asdict() == {
        "number": "1",
        "matter": "事项1",
        "department": "发展部",
        "responsible": "张三",
        "level": "部门级",
        "category": "重点",
        "due": day("4-10"),
        "completion": F("0.6"),
        "light_completion": F("0.9"),
        "planned": F("0.5"),
        "lag": 10,
        "light": "绿灯",
        "computed_light": "绿灯",
        "unconfirmed": "是",
        "days_left": 10,
        "days_overdue": None,
        "days_idle": 11,
        "step": "办理",
        "at": own.at,
    }


def test_all_items_are_listed_but_the_cancelled() -> None:
    states = ["立项", "下达", "待调整", "办理", "提交", "办结", "暂缓", "取消", ""]
    rows = light_rows(judge(tables(*(item(str(n), status=state) for n, state in enumerate(states))), day("3-31"), Calendar()))
    assert [found.number for found in rows] == ["0", "1", "2", "3", "4", "5", "6", "8"]


@pytest.mark.parametrize(
    ("name", "records", "idle"),
    [
        ("nothing", [], 89),
        ("a feedback", [feedback(given="3-1")], 30),
        ("a feedback not given", [feedback(due="3-1")], 89),
        ("a self-rating", [stage(self_rated=0, self_day="3-2")], 29),
        ("a confirmation", [stage(confirmed=0, confirm_day="3-3")], 28),
        ("an application", [change("延期", asked="3-4", approved=None, result="待批")], 27),
        ("its approval", [change("延期", asked="3-4", approved="3-5")], 26),
        ("a change of a stage", [change("改期", stage="一", asked="3-6")], 25),
        ("the latest of all", [feedback(given="3-9"), feedback(given="3-8", due="3-20"), stage(self_day="3-7", self_rated=0)], 22),
        ("of another item", [feedback(given="3-9", number="2")], 89),
        ("a proposal that a rule made", [change("升级", asked="3-9", approved=None, result="待批", origin="自动:R6:1:2026-03-01")], 89),
        ("the same once approved", [change("升级", asked="3-9", approved="3-10", origin="自动:R6:1:2026-03-01")], 21),
        ("after 基准日", [feedback(given="4-1")], 89),
    ],
)
def test_idle_days(name: str, records: list[Any], idle: int) -> None:
    assert row(item(), *records).days_idle == idle, name


DONE: dict[str, Any] = {"status": "办结", "closed": "3-1"}


@pytest.mark.parametrize(
    ("name", "cells", "records", "step"),
    [
        ("open", {"quality": 90}, [paper("督办通报", "1")], "办理"),
        ("办结", DONE, [], "办结"),
        ("评价", {**DONE, "quality": 90}, [], "评价"),
        ("评价 with 0", {**DONE, "quality": 0}, [], "评价"),
        ("通报", {**DONE, "quality": 90}, [paper("督办通报", "2、1;3")], "通报"),
        ("named in another paper", DONE, [paper("督办函", "1")], "办结"),
        ("named after 基准日", DONE, [paper("督办通报", "1", day="4-1")], "办结"),
        ("another number", DONE, [paper("督办通报", "11")], "办结"),
        ("考核", {**DONE, "quality": 90}, [closed("2026H1"), paper("督办通报", "1")], "考核"),
        ("another half-year", DONE, [closed("2025H2"), closed("2026Q1"), closed("2026")], "办结"),
        ("no 办结日期", {"status": "办结"}, [closed("2026H1")], "办结"),
    ],
)
def test_the_step_an_item_has_reached(name: str, cells: dict[str, Any], records: list[Any], step: str) -> None:
    assert row(item(**cells), *records).step == step, name


def test_an_approved_escalation_shows_before_it_is_applied() -> None:
    assert row(item(), change("升级")).level == "公司级"
    assert row(item(), change("升级", result="待批")).level == "部门级"
    assert row(item(), change("升级")).due == day("6-30"), "the columns keep the first deadline"


def test_overdue_and_days() -> None:
    assert [(found.days_left, found.days_overdue) for found in (row(item(), as_of=date) for date in ("6-29", "6-30", "7-1"))] == [
        (1, None),
        (0, None),
        (-1, 1),
    ]
    assert row(item(status="提交", submitted="7-1"), as_of="7-2").days_overdue is None


def test_the_counts_of_the_panel() -> None:
    held = tables(
        item("1", due="3-1", completion="0.5"),
        item("2", status="办结", closed="3-1"),
        item("3", status="取消", due="3-1"),
        item("4", status="暂缓", due="3-1"),
        item("5", status="提交", due="3-1", submitted="3-9"),
        ruling("绿灯", number="5"),
    )
    found = overview(judge(held, day("3-31"), Calendar()))
    assert found.by_status == {"立项": 0, "下达": 0, "待调整": 0, "办理": 1, "提交": 1, "办结": 1, "暂缓": 1, "取消": 1}
    assert (found.open, found.overdue, found.closed, found.unconfirmed) == (2, 1, 1, 1)
    assert found.lights == {"绿灯": 2, "黄灯": 0, "红灯": 1, "蓝灯": 0}


def test_rows_that_lack_a_number_take_nothing_from_each_other() -> None:
    found = judge(
        tables(item("", completion="0.7"), stage(number="", confirmed=1), change("改期", "", new="2026-12-31")), day("7-1"), Calendar()
    ).items[0]
    assert (found.stages, found.completion, found.deadline.first) == ((), F("0.7"), day("6-30"))


def test_hostile_rows_are_judged_without_a_fall() -> None:
    blank: dict[str, Any] = dict.fromkeys(("matter", "department", "status", "level", "responsible"), "") | {"issued": None, "due": None}
    held = tables(
        item("", **blank),
        *(item(state, **{**blank, "status": state}) for state in LISTS["状态"]),
        item("x", **{**blank, "status": "不知道"}),
        stage("", "办理", due=None),
        stage("", "办结", due=None, weight=0),
        change("", "办理", asked=None, approved=None, result=""),
        change("恢复", "办理", asked=None, approved=None),
        change("升级", "提交", asked=None, approved=None),
        ruling("", "", number=""),
        feedback(number="", due=None),
        department("", until="1-1"),
        paper("", ""),
        closed(""),
    )
    for basis in ("到期阶段", "全部阶段", "序时差", "时限"):
        basis_held = held._replace(settings=with_values(defaults(), {"亮灯口径": basis, "逾期亮红灯": "是", "时限逢休顺延": "是"}))
        judgement = judge(basis_held, day("3-31"), Calendar())
        assert len(light_rows(judgement)) == 9
        assert all(found.days_overdue is None for found in light_rows(judgement))
        trace_rows(judgement, department_lights(judgement))


def test_judging_another_period_leaves_the_facts_alone() -> None:
    judgement = judge(tables(item(due="2-15")), day("3-31"), Calendar())
    month = parse_period("2026-01")
    assert month is not None
    other = judge_period(judgement, month)
    assert (other.day, other.items[0].light, judgement.items[0].light) == (day("1-31"), "", "红灯")
    assert other.items == judge(tables(item(due="2-15", row=judgement.items[0].item.at.row)), day("3-31"), Calendar(), month).items


# --- properties --------------------------------------------------------------------------------------------------------------

DATES = st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
SHARES = st.one_of(st.none(), st.fractions(0, 1, max_denominator=20))
WEIGHTS = st.one_of(st.none(), st.fractions(0, 5, max_denominator=8))
ITEMS = st.builds(
    lambda n, **cells: item(str(n), row=100 + n, **cells),
    st.integers(0, 9),
    status=st.sampled_from(("", *LISTS["状态"])),
    issued=DATES,
    due=DATES,
    submitted=DATES,
    closed=DATES,
    completion=SHARES,
    weight=WEIGHTS,
    department=st.sampled_from(("发展部", "运检部", "", "某部")),
)
STAGES = st.builds(
    lambda n, name, **cells: stage(str(name), str(n), row=200 + 10 * n + name, **cells),
    st.integers(0, 9),
    st.integers(0, 3),
    due=DATES,
    weight=WEIGHTS,
    self_rated=SHARES,
    self_day=DATES,
    confirmed=SHARES,
    confirm_day=DATES,
)
LEDGERS = st.tuples(
    st.lists(ITEMS, max_size=8, unique_by=lambda one: one.number),
    st.lists(STAGES, max_size=12, unique_by=lambda one: (one.number, one.stage)),
)
AS_OF = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
BASES = st.sampled_from(("到期阶段", "全部阶段", "序时差", "时限"))


def held(ledger: tuple[list[Any], list[Any]], basis: str) -> Tables:
    return tables(*ledger[0], *ledger[1], 亮灯口径=basis)


@given(LEDGERS, BASES, AS_OF, st.randoms())
def test_row_order_never_matters(ledger: tuple[list[Any], list[Any]], basis: str, as_of: dt.date, random: Any) -> None:
    items, stages = ledger
    first = judge(held(ledger, basis), as_of, Calendar())
    random.shuffle(items)
    random.shuffle(stages)
    second = judge(held((items, stages), basis), as_of, Calendar())
    by_number = [{found.number: found for found in light_rows(one)} for one in (first, second)]
    assert by_number[0] == by_number[1]
    scores = [{name: light.score for name, light in department_lights(one).items()} for one in (first, second)]
    assert scores[0] == scores[1]


@given(LEDGERS, BASES, AS_OF)
def test_figures_stay_within_their_bounds(ledger: tuple[list[Any], list[Any]], basis: str, as_of: dt.date) -> None:
    for found in judge(held(ledger, basis), as_of, Calendar()).items:
        assert 0 <= found.completion <= 1
        assert found.planned is None or 0 <= found.planned <= 1
        assert found.light_completion is None or found.computed_light
        assert found.days_overdue is None or (found.days_overdue > 0 and found.days_left == -found.days_overdue)
        assert (found.lag is None) == (found.planned is None)


@given(LEDGERS, AS_OF)
def test_an_unconfirmed_figure_rests_on_a_rating(ledger: tuple[list[Any], list[Any]], as_of: dt.date) -> None:
    for found in judge(held(ledger, "到期阶段"), as_of, Calendar()).items:
        rows = [one.stage for one in found.stages]
        assert found.unconfirmed == completion_of(found.item, rows).unconfirmed
        if rows and all(one.confirmed is not None for one in rows):
            assert not found.unconfirmed
