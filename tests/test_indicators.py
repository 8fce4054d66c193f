"""R8: each way of scoring an indicator by hand, its caps and floors, and the mean of a unit over its own indicators."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, department, indicator, item, mark, tables

from udfs.rules.ground.figures import Exact
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.performance.indicators import IndicatorScore, company_score, indicator_scores, period_indicators, unit_scores
from workbook_templates.reading.parse import parse, parse_table
from workbook_templates.reading.units import MEASURED
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid

F = Fraction


def judged(*records: Any, as_of: str = "4-20", period: str = "2026Q1", **settings: Any) -> Judgement:
    """The first quarter, on 20 April."""
    return judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period))


def scored(row: Any, *more: Any, **settings: Any) -> IndicatorScore:
    """The score of one indicator of the workbook."""
    (found,) = (one for group in indicator_scores(judged(row, *more, **settings)).values() for one in group if one.indicator.at == row.at)
    return found


def units(*records: Any, **settings: Any) -> dict[str, Fraction | None]:
    judgement = judged(*records, **settings)
    return {name: one.score for name, one in unit_scores(judgement, period_indicators(judgement, judgement.period)).items()}


def forward(**fields: Any) -> Any:
    return indicator(**{"goal": 80, "actual": 60, **fields})


def backward(**fields: Any) -> Any:
    return indicator(method="反向", **{"goal": 80, "actual": 60, **fields})


def cost(**fields: Any) -> Any:
    return indicator(method="扣分", **{"actual": 3, **fields})


def milestone(**fields: Any) -> Any:
    return indicator(method="节点", **{"due": "3-31", **fields})


MARKED = indicator(method="打分")
WATCHED = indicator(method="督办")


@pytest.mark.parametrize(
    ("name", "row", "settings", "score"),
    [
        ("正向: 60 of 80", forward(), {}, 75),
        ("正向: on the goal", forward(actual=80), {}, 100),
        ("正向: a third", forward(actual=1, goal=3), {}, F(100, 3)),
        ("正向: decimals as typed", forward(actual="0.3", goal="0.1", cap=500), {}, 300),
        ("正向: an actual of 0 is reported", forward(actual=0), {}, 0),
        ("正向: a loss is not below 0", forward(actual=-8), {}, 0),
        ("反向: 60 of 80", backward(cap=200), {}, 125),
        ("反向: 60 of 80, capped", backward(), {}, 100),
        ("反向: on the goal", backward(actual=80), {}, 100),
        ("反向: 100 of 80", backward(actual=100), {}, 75),
        ("反向: twice the goal", backward(actual=160), {}, 0),
        ("反向: more than twice", backward(actual=161), {}, 0),
        ("反向: nothing at all", backward(actual=0, cap=250), {}, 200),
        ("扣分: 3 at 1", cost(), {}, 97),
        ("扣分: 3 at 2.5", cost(unit_points="2.5"), {}, F("92.5")),
        ("扣分: at the setting's price", cost(), {"扣分单价": "4"}, 88),
        ("扣分: the row's price goes first, 0 too", cost(unit_points=0), {"扣分单价": "4"}, 100),
        ("扣分: none", cost(actual=0), {}, 100),
        ("扣分: exactly all", cost(actual=100), {}, 0),
        ("扣分: more than all", cost(actual=101), {}, 0),
        ("节点: the day before", milestone(done="3-30"), {}, 100),
        ("节点: on the day", milestone(done="3-31"), {}, 100),
        ("节点: a day late", milestone(done="4-1"), {}, 99),
        ("节点: 20 days late at 2", milestone(done="4-20", unit_points=2), {}, 60),
        ("节点: at the setting's price", milestone(done="4-2"), {"扣分单价": "10"}, 80),
        ("节点: late beyond 0", milestone(done="4-20", unit_points=6), {}, 0),
        ("节点: not done, due yesterday", milestone(due="4-19"), {}, 0),
        ("节点: not done, due today", milestone(due="4-20"), {}, None),
        ("节点: not done, due tomorrow", milestone(due="4-21"), {}, None),
        ("节点: done before it is due", milestone(due="4-21", done="4-20"), {}, 100),
        ("节点: done only after 基准日", milestone(due="4-19", done="4-21"), {}, 0),
        ("节点: a price of 0", milestone(done="4-20", unit_points=0), {}, 100),
    ],
)
def test_the_ways(name: str, row: Any, settings: dict[str, str], score: Exact | None) -> None:
    assert scored(row, **settings).score == score, name


@pytest.mark.parametrize(
    ("name", "row", "settings", "score"),
    [
        ("100 by default", forward(actual=81), {}, 100),
        ("just below it", forward(actual="79.9"), {}, F("99.875")),
        ("the setting", forward(actual=120), {"计分上限": "120"}, 120),
        ("the row's own goes first", forward(actual=120), {"计分上限": "90"}, 90),
        ("a higher one of the row", forward(actual=120, cap=150), {"计分上限": "90"}, 150),
        ("a cap of 0 is a cap", forward(cap=0), {}, 0),
        ("on the cap", forward(actual=96, cap=120), {}, 120),
        ("节点 too", milestone(done="3-1", cap=80), {}, 80),
        ("扣分 too", cost(cap=80), {}, 80),
    ],
)
def test_caps(name: str, row: Any, settings: dict[str, str], score: Exact) -> None:
    assert scored(row, **settings).score == score, name


@pytest.mark.parametrize(
    ("name", "row", "more", "score", "below"),
    [
        ("正向: below", forward(floor="60.01"), (), 0, True),
        ("正向: on it", forward(floor=60), (), 75, False),
        ("正向: above", forward(floor="59.99"), (), 75, False),
        ("反向: above", backward(actual=100, floor="99.99"), (), 0, True),
        ("反向: on it", backward(actual=100, floor=100), (), 75, False),
        ("反向: below", backward(actual=100, floor="100.01"), (), 75, False),
        ("扣分: above", cost(floor="2.9"), (), 0, True),
        ("扣分: on it", cost(floor=3), (), 97, False),
        ("扣分: below", cost(floor="3.1"), (), 97, False),
        ("扣分: a floor of 0", cost(floor=0), (), 0, True),
        ("打分: below, in points of 100", MARKED._replace(floor=F("90.01")), (mark(9),), 0, True),
        ("打分: on it", MARKED._replace(floor=F(90)), (mark(9),), 90, False),
        (
            "督办: below",
            WATCHED._replace(floor=F("50.01")),
            (item(due="3-1"), item("2", due="3-1", status="提交", submitted="3-1")),
            0,
            True,
        ),
        ("督办: on it", WATCHED._replace(floor=F(50)), (item(due="3-1"), item("2", due="3-1", status="提交", submitted="3-1")), 50, False),
        ("节点 has no figure to compare", milestone(done="3-31", floor=1000), (), 100, False),
        ("before the cap: the actual is compared", forward(actual=100, goal=50, floor=100), (), 100, False),
    ],
)
def test_floors(name: str, row: Any, more: Sequence[Any], score: Exact, below: bool) -> None:
    found = scored(row, *more)
    assert (found.score, found.below, "差于底线值" in found.note) == (score, below, below), name


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (forward(actual=80), "实际 80 ÷ 目标 80 × 100"),
        (forward(actual=88), "实际 88 ÷ 目标 80 × 100；高于计分上限，按 100 分"),
        (forward(actual=0), "实际 0 ÷ 目标 80 × 100"),
        (forward(actual=-8), "实际 -8 ÷ 目标 80 × 100；低于 0 分，按 0 分"),
        (forward(floor=70), "实际 60 ÷ 目标 80 × 100；60 差于底线值 70，得 0 分"),
        (backward(actual=100), "（2 − 实际 100 ÷ 目标 80）× 100"),
        (cost(unit_points="2.5"), "100 − 3 × 2.5 分"),
        (milestone(done="3-31"), "时限 2026-03-31，2026-03-31 完成"),
        (milestone(done="4-2", unit_points=2), "时限 2026-03-31，2026-04-02 完成，晚 2 天 × 2 分"),
        (milestone(due="4-19"), "时限 2026-04-19，到 2026-04-20 未完成"),
        (milestone(due="4-20"), "时限 2026-04-20 未到"),
        (forward(actual=None), "未报实际值"),
    ],
)
def test_a_score_says_how_it_was_reached(row: Any, note: str) -> None:
    assert scored(row).note == note


@pytest.mark.parametrize(
    ("name", "row", "unreported", "unsound"),
    [
        ("正向 without 实际值", forward(actual=None), True, False),
        ("反向", backward(actual=None), True, False),
        ("扣分", cost(actual=None), True, False),
        ("打分 without a mark", MARKED, True, False),
        ("a goal of 0", forward(goal=0), False, True),
        ("反向, a goal of 0", backward(goal=0), False, True),
        ("no goal", forward(goal=None), False, True),
        ("neither goal nor actual: the figure is owed", forward(goal=None, actual=None), True, False),
        ("节点 without 完成时限", milestone(due=None), False, True),
        ("节点 not due yet is not owed", milestone(due="4-20"), False, False),
        ("督办 with nothing to measure is not owed", WATCHED, False, False),
        ("no 计分方式", forward(method=""), False, True),
    ],
)
def test_no_score_is_not_0(name: str, row: Any, unreported: bool, unsound: bool) -> None:
    found = scored(row)
    assert (found.score, found.unreported, bool(found.unsound)) == (None, unreported, unsound), name


CREW = department("一班", above="发展部")
OLD = department(former=("计划部",))


@pytest.mark.parametrize(
    ("name", "marks", "score"),
    [
        ("one", [mark(9)], 90),
        ("Σ ÷ Σ, not the mean of shares", [mark(9), mark(50, 100, scorer="党群部")], F(5900, 110)),
        ("by name", [mark(9, matter="指标Z1")], 90),
        ("by number and by name", [mark(9), mark(6, matter="指标Z1", scorer="党群部")], 75),
        ("0 is a mark", [mark(0), mark(9, scorer="党群部")], 45),
        ("a blank one is none", [mark(None), mark(9, scorer="党群部")], 90),
        ("a blank 满分 is none", [mark(9, None), mark(8, scorer="党群部")], 80),
        ("a 满分 of 0 is none", [mark(0, 0)], None),
        ("more than full", [mark(11)], 100),
        ("another matter", [mark(9, matter="Z2")], None),
        ("another unit", [mark(9, unit="运检部")], None),
        ("another period", [mark(9, period="2026Q2"), mark(9, period="2026"), mark(9, period="2026-04")], None),
        ("its months", [mark(9, period="2026-03"), mark(8, period="2026-02"), mark(1, period="2026-W10")], 85),
        (
            "its months where it has none of this scorer",
            [mark(9), mark(1, period="2026-03"), mark(8, scorer="党群部", period="2026-02")],
            85,
        ),
        ("a blank mark of its own", [mark(None), mark(9, period="2026-03")], None),
        ("the period in another form", [mark(9, period="2026年一季度"), mark(8, period="2026-q1", scorer="党群部")], 85),
        ("the unit's former name", [mark(9, unit="计划部")], 90),
    ],
)
def test_marks(name: str, marks: Sequence[Any], score: Exact | None) -> None:
    assert scored(MARKED, OLD, *marks).score == score, name
    assert scored(MARKED._replace(department="计划部"), OLD, *marks).score == score, f"{name}: an indicator of the former name"
    assert scored(MARKED._replace(period="2026 Q1"), OLD, *marks).score == score, f"{name}: an indicator of another form"


IN_TIME = item("1", due="3-10", status="提交", submitted="3-10")
LATE = item("2", due="3-31", status="提交", submitted="4-1")
LATER = item("3", due="4-10", status="提交", submitted="4-10")
YEAR_BEFORE = item("4", due="2025-12-31", status="提交", submitted="2026-01-01", issued="2025-01-01")


@pytest.mark.parametrize(
    ("name", "row", "score"),
    [
        ("one of two in the quarter", WATCHED, 50),
        ("the first day out of it", WATCHED._replace(period="2026Q2"), 100),
        ("of the year: two of three", WATCHED._replace(period="2026"), F(200, 3)),
        ("of a month", WATCHED._replace(period="2026年3月"), 50),
        ("of a month without any", WATCHED._replace(period="2026-02"), None),
        ("of the year before", WATCHED._replace(period="2025"), 0),
        ("a text that is no period", WATCHED._replace(period="上季"), None),
        ("another unit", WATCHED._replace(department="运检部"), None),
        ("the unit's former name", WATCHED._replace(department="计划部"), 50),
    ],
)
def test_supervision_by_the_indicators_own_period(name: str, row: Any, score: Exact | None) -> None:
    for period in ("2026Q1", "2026Q2"):
        assert scored(row, OLD, IN_TIME, LATE, LATER, YEAR_BEFORE, period=period).score == score, name


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("a mean: (75 + 100) ÷ 2", [forward(), cost(actual=0)], {"发展部": F("87.5")}),
        ("by weight: (3 × 75 + 100) ÷ 4", [forward(weight=3), cost(actual=0, weight=1)], {"发展部": F("81.25")}),
        ("a blank weight is 1", [forward(weight=3), cost(actual=0)], {"发展部": F("81.25")}),
        ("a weight of 0 counts as 1", [forward(weight=3), cost(actual=0, weight=0)], {"发展部": F("81.25")}),
        ("one without a score is left out, its weight too", [forward(), cost(actual=None, weight=9)], {"发展部": 75}),
        ("none has a score", [forward(actual=None)], {"发展部": None}),
        ("部门, 供电所 and 班组", [forward(), cost(actual=0, level="供电所"), cost(actual=5, level="班组")], {"发展部": 90}),
        *((f"{level} takes no part", [forward(level=level)], {}) for level in ("公司", "个人", "")),
        (
            "a 班组 has its own, its 所 has not",
            [CREW, forward(), cost(actual=0, level="班组", department="一班")],
            {"发展部": 75, "一班": 100},
        ),
        ("another period", [forward(), cost(actual=0, period="2026Q2"), cost(actual=0, period="2026-03")], {"发展部": 75}),
        ("the period in another form", [forward(period="2026年第1季度"), cost(actual=0, period="２０２６Ｑ１")], {"发展部": F("87.5")}),
        ("the former name", [OLD, forward(), cost(actual=0, department="计划部")], {"发展部": F("87.5")}),
        ("units apart", [forward(), cost(actual=0, department="运检部")], {"发展部": 75, "运检部": 100}),
        ("no unit", [forward(department="")], {}),
        (
            "indicators stay where they arose after a merger",
            [department(until="1-1", merged_into="运检部"), department("运检部"), forward()],
            {"发展部": 75},
        ),
    ],
)
def test_units(name: str, rows: Sequence[Any], expected: dict[str, Exact | None]) -> None:
    assert units(*rows) == expected, name


def test_units_stand_in_the_order_of_the_departments() -> None:
    rows = [department("乙", order=2), department("甲", order=1), *(forward(department=name) for name in ("丙", "乙", "甲"))]
    assert [*units(*rows)] == ["甲", "乙", "丙"]


def test_the_companys_own() -> None:
    """(2 × 75 + 100) ÷ 3; those of departments take no part."""
    rows = forward(level="公司", weight=2), cost(level="公司", actual=0), cost(actual=50)
    judgement = judged(*rows)
    assert company_score(period_indicators(judgement, judgement.period)).score == F(250, 3)
    assert company_score(period_indicators(judged(rows[2]), judgement.period)).score is None


FIGURES = st.fractions(-5, 300, max_denominator=8)


@given(
    method=st.sampled_from(["正向", "反向", "扣分"]), actual=FIGURES, goal=FIGURES, cap=st.none() | st.fractions(0, 200, max_denominator=4)
)
def test_a_score_lies_within_0_and_its_cap(method: str, actual: Fraction, goal: Fraction, cap: Fraction | None) -> None:
    found = scored(indicator(method=method, actual=actual, goal=goal, cap=cap))
    assert (found.score is None) == (goal == 0 and method != "扣分")
    assert found.score is None or 0 <= found.score <= (100 if cap is None else cap)


@given(rows=st.lists(st.tuples(FIGURES, st.none() | st.integers(-1, 4)), min_size=1, max_size=6), pick=st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_nothing(rows: list[tuple[Fraction, int | None]], pick: Any) -> None:
    held = [forward(number=f"Z{n}", actual=actual, weight=weight) for n, (actual, weight) in enumerate(rows)]
    before = units(*held)
    pick.shuffle(held)
    assert units(*held) == before


@pytest.mark.parametrize(
    ("unit", "typed", "read"),
    [
        ("万元", "500万元", 500),
        ("万元", "500 万元", 500),
        ("万元", "0.05亿元", 500),
        ("万元", "5,000,000元", 500),
        ("元", "1.2万元", 12000),
        ("千瓦时", "3万千瓦时", 30000),
        ("瓦时", "3千瓦时", 3000),
        ("天", "30天", 30),
        ("‰", "5‰", 5),
        ("万元", "500", 500),
        ("%", "96.5%", F("96.5")),
        ("万元", "500天", None),
        ("万元", "约500万元", None),
        ("", "500万元", None),
    ],
)
def test_figures_are_brought_to_their_unit(unit: str, typed: str, read: Exact | None) -> None:
    """A unit of another kind, or none to bring it to, is listed and read as nothing."""
    cells = {"指标编号": "Z1", "层级": "部门", "指标": "投资", "期间": "2026Q1", "主责部室": "发展部", "计分方式": "正向", "计量单位": unit}
    table = TABLES["指标"]
    row = tuple((cells | dict.fromkeys(MEASURED, typed)).get(header) for header in table.headers)
    (record,), problems = parse_table(table, Grid("指标", 4, table.headers, [row]))
    assert (record.goal, record.floor, record.actual) == (read,) * 3
    assert [one.header for one in problems if one.header in MEASURED] == ([] if read is not None else [*MEASURED])


@pytest.mark.parametrize(
    ("unit", "value", "percent", "read"),
    [
        ("万千瓦时", "0.05亿千瓦时", False, 500),
        ("万千瓦时", 500.0, False, 500),
        ("%", 0.965, True, F("96.5")),
        ("%", "96.5%", False, F("96.5")),
        ("元", 0.5, True, F("0.5")),
    ],
)
def test_progress_is_read_in_the_unit_of_its_indicator(unit: str, value: Any, percent: bool, read: Fraction) -> None:
    rows = {
        "指标": {"指标编号": "Z1", "期间": "2026Q1", "计量单位": unit},
        "指标进度": {"指标编号": "Z1", "期间": "2026Q1", "实际值": value},
    }
    shown = frozenset({(0, "实际值")}) if percent else frozenset()
    grids = {
        name: Grid(name, 4, TABLES[name].headers, [tuple(row.get(header) for header in TABLES[name].headers)], shown)
        for name, row in rows.items()
    }
    found, problems = parse(grids)
    assert found.progress[0].actual == read
    assert [problem.header for problem in problems if "填的是百分数" in problem.problem] == (["实际值"] if unit == "元" else [])
