"""R7: the supervision score by hand, part by part, and the rows of 得失分 that tell why (R16)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import change, day, department, feedback, item, tables

from udfs.rules.ground.figures import Exact, Rate, round_half_up
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.states import COMPANY
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge, judge_period
from udfs.rules.supervision.supervision import DepartmentSupervision, company_supervision, supervision
from udfs.rules.trace.light_trace import supervision_trace
from workbook_templates.tables.results import TraceRow

F = Fraction
NONE: tuple[None, ...] = (None,) * 4


def judged(*records: Any, as_of: str = "6-10", **settings: Any) -> Judgement:
    """The second quarter on 10 June, unless said otherwise."""
    return judge(tables(*records, **settings), day(as_of), Calendar())


def one(*records: Any, name: str = "发展部", **settings: Any) -> DepartmentSupervision:
    return supervision(judged(*records, **settings))[name]


def values(found: DepartmentSupervision) -> tuple[Exact | None, ...]:
    """The four parts: quality, on time, feedback in time, feedback accuracy."""
    return tuple(measure.value for measure in found.measures)


def parts_of(rate: Rate) -> tuple[Exact, Exact]:
    return rate.numerator, rate.denominator


def done(number: str = "1", **fields: Any) -> Any:
    """办结 in time in the second quarter."""
    return item(number, **{"status": "办结", "due": "6-5", "submitted": "6-5", "closed": "6-6", **fields})


# quality (2 × 90 + 60) ÷ 3 = 80; one of two on time, 50; one of two given in time, 50; (100 + 60) ÷ 2 = 80
COMPLETE = (
    done("1", quality=90, weight=2),
    done("2", quality=60, submitted="6-6"),
    feedback(due="5-8", given="5-8", accuracy="准确"),
    feedback(due="5-25", given="5-26", accuracy="基本准确"),
)


def test_the_four_parts() -> None:
    assert values(one(*COMPLETE)) == (80, 50, 50, 80)


@pytest.mark.parametrize(
    ("name", "rows", "settings", "score"),
    [
        ("30, 30, 20, 20", COMPLETE, {}, F(2400 + 1500 + 1000 + 1600, 100)),
        ("quality without weight", COMPLETE, {"完成质量权重": "0"}, F(1500 + 1000 + 1600, 70)),
        ("weights need not sum to 100", COMPLETE, {"按期权重": "0.5"}, F(2400 + 25 + 1000 + 1600) / F("70.5")),
        ("no feedback: 30 and 30 of 60", COMPLETE[:2], {}, 65),
        ("feedback alone", (item(due=None), *COMPLETE[2:]), {}, 65),
        ("no mark was given: 30, 30, 20 of 80", (*COMPLETE[:2], feedback(due="5-25", given="5-25")), {}, F(2400 + 1500 + 2000, 80)),
        ("what there is has no weight", COMPLETE[:2], {"完成质量权重": "0", "按期权重": "0"}, None),
        ("nothing to measure is neither 0 nor 100", (item(due="6-30"),), {}, None),
    ],
)
def test_the_score(name: str, rows: Sequence[Any], settings: dict[str, str], score: Fraction | None) -> None:
    assert one(*rows, **settings).score == score, name


@pytest.mark.parametrize(
    ("name", "rows", "settings", "value"),
    [
        ("a blank weight is 1", [done(quality=90), done("2", quality=60, weight=3)], {}, F("67.5")),
        ("0 counts as 1", [done(quality=90, weight=0), done("2", quality=60)], {}, 75),
        ("a quality of 0 is a mark", [done(quality=0), done("2", quality=60)], {}, 30),
        ("a blank one is none", [done(), done("2", quality=60)], {}, 60),
        ("returns cost nothing by default", [done(quality=60, returns=3)], {}, 60),
        ("two returns at 2.5", [done(quality=60, returns=2)], {"退办扣分": "2.5"}, 55),
        ("to 0", [done(quality=60, returns=6)], {"退办扣分": "10"}, 0),
        ("not below 0", [done(quality=60, returns=7), done("2", quality=60)], {"退办扣分": "10"}, 30),
        ("closed the day before the period", [done(quality=60, closed="3-31")], {}, None),
        ("on its first day", [done(quality=60, closed="4-1")], {}, 60),
        ("on 基准日", [done(quality=60, closed="6-10")], {}, 60),
        ("after 基准日: not closed yet", [done(quality=60, closed="6-11")], {}, None),
        ("on no day", [done(quality=60, closed=None)], {}, None),
        ("due long before, closed now", [done(quality=60, due="1-5")], {}, 60),
        ("rated, but not 办结", [item(quality=60, submitted="6-5", status="提交")], {}, None),
    ],
)
def test_quality(name: str, rows: Sequence[Any], settings: dict[str, str], value: Fraction | None) -> None:
    assert values(one(*rows, **settings))[0] == value, name


@pytest.mark.parametrize(
    ("name", "row", "settings", "rate"),
    [
        ("handed in the day before", done(submitted="6-4"), {}, (1, 1)),
        ("on the day", done(), {}, (1, 1)),
        ("the day after", done(submitted="6-6"), {}, (0, 1)),
        ("only 提交 counts too", item(status="提交", due="6-5", submitted="6-5"), {}, (1, 1)),
        ("提交 without a day", item(status="提交", due="6-5"), {}, (0, 1)),
        ("by the day of closing", done(), {"办结认定日期": "办结"}, (0, 1)),
        ("by the day of closing, blank: the other", done(closed=None), {"办结认定日期": "办结"}, (1, 1)),
        ("by the day of submission, blank: the other", done(submitted=None), {}, (0, 1)),
        ("办结 without any day", done(submitted=None, closed=None), {}, (0, 1)),
        ("open, due yesterday", item(due="6-9"), {}, (0, 1)),
        ("open, due today: not counted yet", item(due="6-10"), {}, (0, 0)),
        ("handed in, due today", item(due="6-10", status="提交", submitted="6-10"), {}, (1, 1)),
        ("handed in before a deadline to come", item(due="6-30", status="提交", submitted="6-1"), {}, (1, 1)),
        ("a date in another state is none", item(due="6-30", submitted="6-1"), {}, (0, 0)),
        ("due on the last day before the period", done(due="3-31"), {}, (0, 0)),
        ("due on its first day", done(due="4-1"), {}, (0, 1)),
        ("due on its last day", done(due="6-30"), {}, (1, 1)),
        ("due on the first day after it", done(due="7-1"), {}, (0, 0)),
        ("长期", done(due=None), {}, (0, 0)),
        ("due on 启用日期", done(), {"启用日期": "2026-06-05"}, (1, 1)),
        ("待调整 is open", item(due="6-9", status="待调整"), {}, (0, 1)),
    ],
)
def test_on_time(name: str, row: Any, settings: dict[str, str], rate: tuple[int, int]) -> None:
    found = one(row._replace(origin="年度目标"), **settings)
    assert parts_of(found.on_time) == parts_of(found.plan) == rate, name
    assert values(found)[1] == (F(100 * rate[0], rate[1]) if rate[1] else None)
    assert parts_of(one(row._replace(origin="领导交办"), **settings).plan) == (0, 0)


def test_an_approved_extension_is_on_time_and_a_late_one_is_not() -> None:
    late = item(due="5-31", status="提交", submitted="6-5")
    assert parts_of(one(late, change("延期", asked="5-31", new="2026-06-05")).on_time) == (1, 1)
    assert parts_of(one(late, change("延期", asked="6-1", new="2026-06-05")).on_time) == (0, 1)
    assert parts_of(one(late, change("升级", asked="5-31", new="2026-06-05")).on_time) == (0, 1), "rates keep the first deadline"


@pytest.mark.parametrize("status", ["立项", "暂缓", "取消", ""])
def test_states_that_take_no_part(status: str) -> None:
    assert supervision(judged(item(due="5-1", status=status, quality=90), feedback(due="5-8"))) == {}


def test_what_was_due_before_the_start_takes_no_part_in_anything() -> None:
    assert supervision(judged(*COMPLETE, 启用日期="2026-06-06")) == {}
    held = (item(due="6-30"), *COMPLETE[2:])
    assert values(one(*held, 启用日期="2026-05-25")) == (None, None, 0, 60)
    assert values(one(*held, 启用日期="2026-05-26")) == NONE


@pytest.mark.parametrize(
    ("name", "row", "in_time", "accuracy"),
    [
        ("the day before", feedback(due="6-5", given="6-4"), (1, 1), None),
        ("on the day", feedback(due="6-5", given="6-5"), (1, 1), None),
        ("the day after", feedback(due="6-5", given="6-6", accuracy="准确"), (0, 1), 100),
        ("never", feedback(due="6-5"), (0, 1), None),
        ("never, though marked", feedback(due="6-5", accuracy="准确"), (0, 1), None),
        ("given only after 基准日", feedback(due="6-5", given="6-11", accuracy="准确"), (0, 1), None),
        ("due on 基准日", feedback(due="6-10"), (0, 1), None),
        ("due the day after", feedback(due="6-11"), (0, 0), None),
        ("due the day after, given and marked", feedback(due="6-11", given="6-10", accuracy="基本准确"), (0, 0), 60),
        ("due on the last day before the period", feedback(due="3-31", given="4-1", accuracy="准确"), (0, 0), None),
        ("due on its first day", feedback(due="4-1", given="4-1", accuracy="不准确"), (1, 1), 0),
        ("due after it, given in it", feedback(due="7-1", given="6-10", accuracy="准确"), (0, 0), None),
        ("of no item", feedback(due="6-5", number="9"), (0, 0), None),
        ("without a number", feedback(due="6-5", number=""), (0, 0), None),
    ],
)
def test_feedback(name: str, row: Any, in_time: tuple[int, int], accuracy: int | None) -> None:
    found = one(item(due=None), row)
    assert (parts_of(found.feedback), values(found)[3]) == (in_time, accuracy), name
    assert values(found)[2] == (100 * in_time[0] if in_time[1] else None)


def test_the_points_of_a_mark_are_settings() -> None:
    marked = [feedback(due=f"6-{n}", given="6-1", accuracy=mark) for n, mark in enumerate(("准确", "基本准确", "不准确"), 2)]
    assert values(one(item(due=None), *marked, 准确分="90", 基本准确分="66.6", 不准确分="1"))[3] == (90 + F("66.6") + 1) / 3


@pytest.mark.parametrize(
    ("name", "row", "period", "rate"),
    [
        ("open", item(), "2026Q2", (0, 1)),
        ("closed in it", done(), "2026Q2", (1, 1)),
        ("closed on its first day", done(closed="4-1"), "2026Q2", (1, 1)),
        ("closed the day before", done(closed="3-31"), "2026Q2", (0, 0)),
        ("closed on its last day", done(closed="3-31"), "2026Q1", (1, 1)),
        ("closed after it", done(closed="4-1"), "2026Q1", (0, 1)),
        ("closed on no day", done(closed=None), "2026Q1", (1, 1)),
        ("given out on its last day", item(issued="3-31"), "2026Q1", (0, 1)),
        ("given out after it", item(issued="4-1"), "2026Q1", (0, 0)),
        ("by 立项日期 where 下达日期 is blank", item(issued=None, registered="3-31"), "2026Q1", (0, 1)),
        ("下达日期 goes before 立项日期", item(issued="4-1", registered="3-31"), "2026Q1", (0, 0)),
        ("given out on no day", item(issued=None), "2026Q1", (0, 0)),
        ("submitted is not closed", item(status="提交", submitted="3-1"), "2026Q1", (0, 1)),
    ],
)
def test_closing(name: str, row: Any, period: str, rate: tuple[int, int]) -> None:
    assert parts_of(one(row, 考核期间=period).closing) == rate, name


def test_a_half_year_is_computed_over_its_own_rows() -> None:
    """One item of 100 in the first quarter, three of 60 in the second: 70, not the mean 80."""
    rows = [done(quality=100, closed="3-6"), *(done(str(n), quality=60) for n in (2, 3, 4))]
    whole = judged(*rows, 考核期间="2026H1", 按期权重="0")
    assert supervision(whole)["发展部"].score == 70
    for name, score in (("2026Q1", 100), ("2026Q2", 60)):
        period = parse_period(name)
        assert period is not None
        assert supervision(judge_period(whole, period))["发展部"].score == score


def test_a_past_period_is_told_by_what_is_known_today() -> None:
    """Due on 31 March, still open on 1 April: counted as late as soon as 基准日 is past it, in the period of the deadline."""
    held = item(due="3-31"), feedback(due="3-31", given="4-9", accuracy="准确")
    assert parts_of(one(*held, as_of="3-31").on_time) == (0, 0)
    past = one(*held, as_of="4-10", 考核期间="2026Q1")
    assert (parts_of(past.on_time), parts_of(past.feedback), values(past)[3]) == ((0, 1), (0, 1), 100)
    assert values(one(*held, as_of="4-8", 考核期间="2026Q1"))[3] is None


# co-departments, mergers, the company


HELPED = done("1", quality=90, weight=2, helpers=("运检部",)), done("2", quality=60, submitted="6-6", department="运检部")


def test_a_helper_counts_by_its_factor() -> None:
    """(2 × ½ × 90 + 60) ÷ 2 = 75; half of one and a half on time."""
    reports = feedback(due="6-4", given="6-4", accuracy="准确"), feedback(number="2", due="6-4", accuracy="准确")
    found = one(*HELPED, *reports, name="运检部", 协办系数="0.5")
    assert values(found) == (75, F(100, 3), F(100, 3), 100)
    assert (parts_of(found.on_time), parts_of(found.closing)) == ((F(1, 2), F(3, 2)), (F(3, 2), F(3, 2)))
    assert found.score == (30 * 75 + 30 * F(100, 3) + 20 * F(100, 3) + 20 * 100) / 100
    assert values(one(*HELPED, 协办系数="0.5")) == (90, 100, None, None), "主责部门 keeps the whole"


@pytest.mark.parametrize(
    ("name", "helpers", "units", "expected"),
    [
        ("factor 0 is the default", ("运检部",), [], {"发展部": (1, 1)}),
        ("主责部门 named again", ("发展部",), [], {"发展部": (1, 1)}),
        ("doubled", ("运检部", "运检部"), [], {"发展部": (1, 1), "运检部": (F(1, 4), F(1, 4))}),
        (
            "doubled by a former name",
            ("老运检", "运检部"),
            [department("运检部", former=("老运检",))],
            {"运检部": (F(1, 4), F(1, 4)), "发展部": (1, 1)},
        ),
        ("a former name of 主责部门", ("老发展",), [department("发展部", former=("老发展",))], {"发展部": (1, 1)}),
        (
            "merged into 主责部门 by the judged day",
            ("运检部",),
            [department("发展部"), department("运检部", until="6-10", merged_into="发展部")],
            {"发展部": (1, 1)},
        ),
        (
            "merged the day after",
            ("运检部",),
            [department("发展部"), department("运检部", until="6-11", merged_into="发展部")],
            {"发展部": (1, 1), "运检部": (F(1, 4), F(1, 4))},
        ),
    ],
)
def test_helpers(name: str, helpers: tuple[str, ...], units: list[Any], expected: dict[str, tuple[Fraction, Fraction]]) -> None:
    factor = {} if name.startswith("factor 0") else {"协办系数": "0.25"}
    found = supervision(judged(done(helpers=helpers), *units, **factor))
    assert {unit: parts_of(row.on_time) for unit, row in found.items()} == expected, name


@pytest.mark.parametrize(
    ("until", "period", "unit"), [("3-31", "2026Q1", "运检部"), ("4-1", "2026Q1", "发展部"), ("4-1", "2026Q2", "运检部")]
)
def test_items_follow_a_merger_by_the_judged_day(until: str, period: str, unit: str) -> None:
    units = department("发展部", until=until, merged_into="运检部"), department("运检部")
    assert [*supervision(judged(done(), *units, 考核期间=period))] == [unit]


@pytest.mark.parametrize(("until", "helper"), [("3-31", "财务部"), ("4-1", "运检部")])
def test_helpers_follow_a_merger_by_the_judged_day(until: str, helper: str) -> None:
    units = department("发展部"), department("运检部", until=until, merged_into="财务部"), department("财务部")
    assert [*supervision(judged(done(helpers=("运检部",)), *units, 考核期间="2026Q1", 协办系数="0.5"))] == ["发展部", helper]


def test_departments_stand_in_their_order() -> None:
    units = department("乙", order=2), department("甲", order=1)
    rows = [done(str(n), department=name) for n, name in enumerate(("外单位", "乙", "甲", ""))]
    assert [*supervision(judged(*rows, *units))] == ["甲", "乙", "外单位", "（未填部门）"]


def test_the_company_counts_each_item_once() -> None:
    """Two items, (2 × 90 + 60) ÷ 3 = 80, whoever helps; the report of an unknown item is nobody's."""
    reports = feedback(due="6-4", given="6-4"), feedback(number="", due="6-4"), feedback(number="9", due="6-4")
    found = company_supervision(judged(*HELPED, item("", due=None), *reports, item("3", status="取消"), 协办系数="0.5"))
    assert found.department == COMPANY
    assert (values(found), parts_of(found.on_time), parts_of(found.feedback)) == ((80, 50, 100, None), (1, 2), (1, 1))


# 得失分


def traced(*records: Any, **settings: Any) -> list[TraceRow]:
    judgement = judged(*records, **settings)
    return supervision_trace(judgement, supervision(judgement))


def test_every_entry_is_a_row() -> None:
    rows = traced(*COMPLETE, 退办扣分="5")
    assert [(row.period, row.subject, row.dimension, row.rule, row.number, row.table) for row in rows] == [
        ("2026Q2", "发展部", "督办", "R7", number, table)
        for number, table in (*(("1", "督办台账"), ("2", "督办台账")) * 2, *(("1", "反馈记录"),) * 4)
    ]
    assert [row.points for row in rows] == [18, 6, 15, 0, 10, 0, 10, 6]
    assert [row.row for row in rows] == [COMPLETE[place].at.row for place in (0, 1, 0, 1, 2, 3, 2, 3)]


@pytest.mark.parametrize(
    ("name", "rows", "settings", "told"),
    [
        ("a return", [done(quality=90, returns=1, weight=2)], {"退办扣分": "5", "按期权重": "0"}, "完成质量：退办 1 次，-5 分"),
        ("returns beyond 0", [done(quality=8, returns=2)], {"退办扣分": "5", "按期权重": "0"}, "扣到 0 分为止，2 分"),
        ("in time", [done()], {}, "考核时限 2026-06-05，2026-06-05 提交，按期，100 分"),
        ("late", [done(submitted="6-8")], {}, "考核时限 2026-06-05，2026-06-08 提交，晚 3 天，0 分"),
        ("by the day of closing", [done()], {"办结认定日期": "办结"}, "考核时限 2026-06-05，2026-06-06 办结，晚 1 天，0 分"),
        ("the other day", [done(closed=None)], {"办结认定日期": "办结"}, "考核时限 2026-06-05，2026-06-05 提交，按期，100 分"),
        ("not there", [item(due="6-5")], {}, "考核时限 2026-06-05，未提交，逾期 5 天，0 分"),
        ("closed without a day", [done(submitted=None, closed=None)], {}, "办结了，但提交日期、办结日期都没填，0 分"),
        ("given late", [item(due=None), feedback(due="6-5", given="6-6")], {}, "应反馈 2026-06-05，2026-06-06 反馈，迟报，0 分"),
        ("given in time", [item(due=None), feedback(due="6-5", given="6-5")], {}, "应反馈 2026-06-05，2026-06-05 反馈，按时，100 分"),
        ("not given", [item(due=None), feedback(due="6-5")], {}, "应反馈 2026-06-05，没有反馈，0 分"),
        ("marked", [item(due=None), feedback(due="6-15", given="6-5", accuracy="基本准确")], {}, "2026-06-05 反馈，基本准确，60 分"),
    ],
)
def test_a_row_says_why(name: str, rows: list[Any], settings: dict[str, str], told: str) -> None:
    assert any(told in row.note for row in traced(*rows, **settings)), name


def test_a_helpers_row_says_so() -> None:
    notes = {(row.subject, row.number): row.note for row in traced(*HELPED, 协办系数="0.5", 按期权重="0")}
    assert "（协办，系数 0.5）" in notes["运检部", "1"]
    assert all("协办" not in note for place, note in notes.items() if place != ("运检部", "1"))


def test_no_score_no_rows() -> None:
    assert traced(item(due="6-30")) == []
    assert traced(*COMPLETE, **dict.fromkeys(("完成质量权重", "按期权重", "反馈时效权重", "反馈准确权重"), "0")) == []


# properties


DAYS = st.sampled_from(["3-31", "4-1", "5-20", "6-9", "6-10", "6-11", "6-30", "7-1"])
NAMES = st.sampled_from(["甲", "乙", "丙"])
ITEMS = st.fixed_dictionaries(
    {
        "department": NAMES,
        "helpers": st.lists(NAMES, max_size=2).map(tuple),
        "status": st.sampled_from(["办理", "提交", "办结", "办结", "办结", "暂缓"]),
        "due": st.none() | DAYS,
        "submitted": st.none() | DAYS,
        "closed": st.none() | DAYS,
        "quality": st.none() | st.fractions(0, 100, max_denominator=7),
        "returns": st.none() | st.integers(0, 3),
        "weight": st.none() | st.fractions(0, 5, max_denominator=3),
    }
)
REPORTS = st.fixed_dictionaries(
    {
        "number": st.sampled_from("0123"),
        "due": DAYS,
        "given": st.none() | DAYS,
        "accuracy": st.sampled_from(["", "准确", "基本准确", "不准确"]),
    }
)
WEIGHTS = st.sampled_from(["0", "1", "12.5", "30"])
SETTINGS = st.fixed_dictionaries(
    {"完成质量权重": WEIGHTS, "按期权重": WEIGHTS, "反馈准确权重": WEIGHTS},
    optional={"协办系数": st.sampled_from(["0.5", "0.3", "1"]), "退办扣分": st.just("7"), "得分小数位": st.sampled_from("014")},
)


@given(st.lists(ITEMS, max_size=6), st.lists(REPORTS, max_size=6), SETTINGS, st.randoms(use_true_random=False))
def test_rows_sum_to_the_printed_score_in_any_order(items: list[Any], reports: list[Any], settings: dict[str, str], pick: Any) -> None:
    rows = [*(item(str(n), **row) for n, row in enumerate(items)), *(feedback(**row) for row in reports)]
    judgement = judged(*rows, **settings)
    found = supervision(judgement)
    sums: dict[str, Fraction] = {}
    for row in supervision_trace(judgement, found):
        sums[row.subject] = sums.get(row.subject, F(0)) + F(row.points or 0)
    digits = judgement.facts.settings.digits
    assert sums == {name: round_half_up(one.score, digits) for name, one in found.items() if one.score is not None}
    pick.shuffle(rows)
    again = supervision(judged(*rows, **settings))
    assert {name: told(one) for name, one in again.items()} == {name: told(one) for name, one in found.items()}
    assert all(one.score is None or 0 <= one.score <= 100 for one in found.values())


def told(found: DepartmentSupervision) -> tuple[object, ...]:
    return found.score, values(found), found.on_time, found.closing, found.feedback, found.plan


@pytest.mark.parametrize(
    ("name", "place", "fields"),
    [
        ("quality", 0, {"quality": F(91)}),
        ("a weight", 0, {"weight": F(3)}),
        ("on time", 1, {"submitted": day("6-5")}),
        ("a deadline out of the period", 1, {"due": day("7-1")}),
        ("a state", 1, {"status": "暂缓"}),
        ("another department", 1, {"department": "运检部"}),
        ("a report in time", 3, {"given": day("5-25")}),
        ("a report withdrawn", 2, {"given": None}),
        ("a mark", 3, {"accuracy": "不准确"}),
        ("a report due in another quarter", 3, {"due": day("7-8")}),
    ],
)
def test_one_changed_row_moves_the_score(name: str, place: int, fields: dict[str, Any]) -> None:
    rows = [*COMPLETE]
    rows[place] = rows[place]._replace(**fields)
    assert one(*rows).score != one(*COMPLETE).score, name
