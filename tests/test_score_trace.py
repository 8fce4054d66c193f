"""R16 for R8 to R12: the rows of 得失分 add up to the printed score, and each cap, clamp and double is a row of its own."""

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import closed, day, department, feedback, indicator, inspection, item, mark, person, point, rating, risk_point, tables

from udfs.rules.ground.figures import Exact, round_half_up
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import Scores, check_rows, person_rows, plan_rows, score_rows, scores_of
from udfs.rules.trace.light_trace import supervision_trace, trace_rows
from udfs.rules.trace.score_trace import score_trace
from workbook_templates.tables.results import TraceRow

F = Fraction


def scored(*records: Any, as_of: str = "4-20", period: str = "2026Q1", **settings: Any) -> Scores:
    """The first quarter, on 20 April."""
    return scores_of(judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period)))


def rows_of(dimension: str, *records: Any, subject: str = "发展部", **settings: Any) -> list[TraceRow]:
    found = score_trace(scored(*records, **settings))
    return [row for row in found if row.dimension == dimension and row.subject == subject]


def short(rows: Sequence[TraceRow]) -> list[tuple[str, Exact | None]]:
    return [(row.rule, row.points) for row in rows]


def goal(actual: Any, **fields: Any) -> Any:
    return indicator(**{"goal": 100, "actual": actual, **fields})


def problem(lost: Any, **fields: Any) -> Any:
    return inspection("问题", lost=lost, risk="F1", **fields)


# 指标


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("one", [goal(80)], {}, [("R8", 80)]),
        ("by weight: 3/4 of 80, 1/4 of 60", [goal(80, weight=3), goal(60, number="Z2")], {}, [("R8", 60), ("R8", 15)]),
        ("one without a score has no row", [goal(80), goal(None, number="Z2")], {}, [("R8", 80)]),
        ("a cap takes", [goal(130)], {}, [("R8", 130), ("R8 上限", -30)]),
        ("half of it", [goal(130), goal(60, number="Z2")], {}, [("R8", 65), ("R8 上限", -15), ("R8", 30)]),
        ("a floor takes", [goal(60, floor=70)], {}, [("R8", 60), ("R8 底线", -60)]),
        ("a clamp gives back", [goal(-30)], {}, [("R8", -30), ("R8 下限", 30)]),
        ("a floor below 0", [goal(-30, floor=0)], {}, [("R8", -30), ("R8 底线", 30)]),
        (
            "quarters round up and down alike",
            [goal(n, number=f"Z{n}") for n in (50, 50, 100)],
            {},
            [("R8", F("16.67")), ("R8", F("16.67")), ("R8", F("33.33"))],
        ),
        ("of 70 and two of 50", [goal(n, number=f"Z{n}") for n in (70, 50, 50)], {}, [("R8", F("23.33")), *[("R8", F("16.67"))] * 2]),
        ("three thirds of 100", [goal(100)] * 3, {}, [*[("R8", F("33.33"))] * 3, ("尾差", F("0.01"))]),
        ("no score, no rows", [goal(None)], {}, []),
    ],
)
def test_indicators(name: str, rows: Sequence[Any], settings: dict[str, str], expected: list[tuple[str, Exact]]) -> None:
    assert short(rows_of("指标", *rows, **settings)) == expected, name


def test_an_indicators_row_leads_to_its_cell_and_names_the_best() -> None:
    rows = goal(80, row=11), goal(95, row=12, department="运检部")
    (own,) = rows_of("指标", *rows)
    (best,) = rows_of("指标", *rows, subject="运检部")
    assert (own.number, own.table, own.row) == ("Z1", "指标", 11)
    assert own.note == "指标Z1：实际 80 ÷ 目标 100 × 100，权重 1/1；最好的是运检部 95.00 分，差 15.00 分"
    assert "最好" not in best.note
    first, second = goal(95), goal(95, department="运检部")
    assert "最好" not in rows_of("指标", first, second, subject="运检部")[0].note, "as good as the best"
    (behind,) = rows_of("指标", first, second, goal(80, department="营销部"), subject="营销部")
    assert "最好的是发展部" in behind.note, "of two that are best the first"


# 抽查


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("nothing lost", [inspection()], {}, [("R9", 100)]),
        ("2 and 1 of 20", [problem(2), problem(1)], {}, [("R9", 100), ("R9", -10), ("R9", -5)]),
        ("合格 with 扣分 has one", [problem(2), inspection(lost=1)], {}, [("R9", 100), ("R9", -10), ("R9", -5)]),
        ("苗头 has no row", [problem(2), inspection("苗头", lost=5)], {}, [("R9", 100), ("R9", -10)]),
        ("a load of a half", [problem(1), department(volume=50), department("运检部", volume=150)], {}, [("R9", 100), ("R9", -20)]),
        ("to 0", [problem(10)], {}, [("R9", 100), ("R9", -100)]),
        ("below 0 is a row", [problem(12)], {}, [("R9", 100), ("R9", -120), ("R9 下限", 20)]),
        ("nothing could be lost", [problem(2), risk_point(full=0)], {}, []),
    ],
)
def test_checks(name: str, rows: Sequence[Any], settings: dict[str, str], expected: list[tuple[str, Exact]]) -> None:
    assert short(rows_of("抽查", *rows, **settings)) == expected, name


def test_a_checks_row_leads_to_its_cell() -> None:
    row = rows_of("抽查", problem(2, number="C7", row=21, problem="漏填"))[1]
    assert (row.number, row.table, row.row) == ("C7", "抽查记录", 21)
    assert row.note == "扣 2 分 ÷ 满分 10 ÷ 业务量系数 1.00 × 100：漏填"


# 加减分 and 综合


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("as it stands", [point(points=-2)], [("R10", -2)]),
        ("a double", [point(points=-2, linked="7"), point(points=-3, linked="7")], [("R10", -2), ("R10 不计", 2), ("R10", -3)]),
        ("the cap", [point(points=4), point(points=4)], [("R10", 4), ("R10", 4), ("R10 不计", -3)]),
        ("of a check", [inspection(number="C1"), point(points=-2, linked="C1")], [("R10", -2), ("R10 不计", 2)]),
        ("a person's has no row here", [point(points=-2, staff_no="G1")], []),
        ("a proposed one has none", [point(points=-2, status="拟")], []),
    ],
)
def test_points(name: str, rows: Sequence[Any], expected: list[tuple[str, Exact]]) -> None:
    assert short(rows_of("加减分", *rows)) == expected, name


def test_a_points_row_leads_to_its_cell() -> None:
    (row,) = rows_of("加减分", point(points=-2, linked="7", fact="迟报", row=31))
    assert (row.number, row.table, row.row, row.note) == ("7", "加减分台账", 31, "其他：迟报")


def test_a_composite() -> None:
    """指标 80 and 抽查 90 at 30 and 10 of 40, less 2."""
    rows = rows_of("综合", department(), goal(80), problem(1), point(points=-2))
    assert short(rows) == [("R10", 60), ("R10", F("22.5")), ("R10", -2)]
    assert rows[0].note == "指标 80.00 分 × 权重 30，在有分的各项中占 75%"
    assert rows_of("综合", goal(80)) == [], "an unknown department has no weights"


# persons

STAFF = person("张三", staff_no="G1", row=41)
RATED = rating("G1", 80), rating("G1", 90, role="分管领导")


def test_a_persons_rows() -> None:
    """48 + 36, less 1, plus half a point."""
    more = point(staff_no="G1", points=-1, fact="迟报", linked="7", row=51), point(staff_no="G1", points="0.5", fact="获奖", row=52)
    rows = rows_of("个人", STAFF, *RATED, *more, subject="张三（G1）")
    assert [(row.rule, row.points, row.number, row.table, row.row) for row in rows] == [
        ("R12", 48, "G1", "人员", 41),
        ("R12", 36, "G1", "人员", 41),
        ("R12", -1, "7", "加减分台账", 51),
        ("R12", F("0.5"), "", "加减分台账", 52),
    ]


def test_two_points_of_one_wording_lead_each_to_its_own_row() -> None:
    more = (point(staff_no="G1", points=-n, fact="迟报", row=50 + n) for n in (1, 2))
    rows = rows_of("个人", STAFF, *RATED, *more, subject="张三（G1）")
    assert [(row.points, row.row) for row in rows[2:]] == [(-1, 51), (-2, 52)]


def test_who_waits_for_a_rating_has_no_rows() -> None:
    assert rows_of("个人", STAFF, RATED[0], point(staff_no="G1"), subject="张三（G1）") == []


# properties

UNITS = st.sampled_from(["甲", "乙", "丙", "外单位"])
FIGURES = st.fractions(-20, 140, max_denominator=7)
SMALL = st.fractions(-4, 4, max_denominator=6)
DATES = st.sampled_from(["2025-12-31", "1-1", "2-15", "3-31", "4-1"])
INDICATORS = st.builds(
    indicator,
    department=UNITS,
    method=st.sampled_from(["正向", "反向", "扣分", "打分", "督办"]),
    level=st.sampled_from(["部门", "供电所", "公司"]),
    goal=st.sampled_from([0, 3, 7, 100]),
    actual=st.none() | FIGURES,
    floor=st.none() | st.just(50),
    cap=st.none() | st.sampled_from([60, 120]),
    weight=st.none() | st.integers(0, 5),
)
CHECKS = st.builds(
    inspection,
    st.sampled_from(["合格", "问题", "问题", "苗头"]),
    number=st.sampled_from(["C1", "C2", "C3"]),
    day=DATES,
    department=UNITS,
    risk=st.sampled_from(["", "F1"]),
    lost=st.none() | st.fractions(0, 12, max_denominator=6),
)
POINTS = st.builds(
    point,
    day=DATES,
    department=UNITS,
    points=SMALL,
    linked=st.sampled_from(["", "7", "C1"]),
    staff_no=st.sampled_from(["", "", "G1", "G2"]),
    fact=st.sampled_from(["迟报", "获奖"]),
)
MARKS = st.builds(mark, st.none() | st.integers(0, 12), st.sampled_from([7, 10]), unit=UNITS, scorer=UNITS)
RATINGS = st.builds(
    rating,
    st.sampled_from(["G1", "G2", "G3"]),
    st.none() | st.fractions(0, 100, max_denominator=3),
    role=st.sampled_from(["部门负责人", "分管领导"]),
    rater=st.sampled_from(["王五", "赵六"]),
)
ITEMS = st.builds(
    item,
    st.sampled_from("123456"),
    department=UNITS,
    due=DATES,
    completion=st.none() | st.fractions(0, 1, max_denominator=7),
    quality=st.none() | st.fractions(0, 100, max_denominator=3),
    weight=st.none() | st.integers(1, 3),
    status=st.sampled_from(["办理", "办结"]),
    closed=st.none() | DATES,
)
REPORTS = st.builds(feedback, number=st.sampled_from("123"), due=DATES, given=st.none() | DATES)
COMPANY = [
    department("甲", volume=40, former=("旧甲",)),
    department("乙", volume=100, kind="业务职能"),
    department("丙", kind="后勤", ranked="否"),
    risk_point("F1", full=7),
    person("子", staff_no="G1", department="甲"),
    person("丑", staff_no="G2", department="乙", role="部门负责人"),
    person("寅", staff_no="G3", department="", role="班子成员", oversees=("甲", "乙"), linked=("丙",)),
    person("卯", staff_no="G4", department="", role="主要领导"),
]
PARTS = (INDICATORS, CHECKS, POINTS, MARKS, RATINGS, REPORTS)


def test_an_indicator_of_a_half_year_leads_to_the_rows_of_its_quarters() -> None:
    """(3 × 80 + 1 × 100, capped from 120) ÷ 4 = 85 with weight 2, 40 of the half-year with weight 1, and 60 of one month of two with
    weight 1: 67.5. The month of March lies in a quarter that counts, that of April in none."""
    rows = (
        department(),
        goal(80, period="2026Q1", weight=3, row=5),
        goal(120, period="2026Q2", weight=1, row=6),
        goal(1, period="2026-03", row=7),
        goal(40, number="Z2", period="2026H1", row=8),
        goal(1, number="Z2", period="2026Q1", row=9),
        goal(None, number="Z3", period="2026-01", row=10),
        goal(60, number="Z3", period="2026-02", row=11),
        goal(1, number="Z3", period="2026-W16", row=12),
    )
    found = rows_of("指标", *rows, period="2026H1", as_of="6-29")
    assert [(row.rule, row.number, row.row, row.points) for row in found] == [
        ("R8", "Z1", 5, F("30")),
        ("R8", "Z1", 6, F("15")),
        ("R8 上限", "Z1", 6, F("-2.5")),
        ("R8", "Z2", 8, F("10")),
        ("R8", "Z3", 11, F("15")),
    ]
    gaps = "没有计入：2026-01 未报实际值、2026-W16 期间较短"
    assert found[0].note == "2026Q1 指标Z1：实际 80 ÷ 目标 100 × 100，占其中 75%，权重 2/4"
    assert found[-1].note == f"2026-02 指标Z3：实际 60 ÷ 目标 100 × 100，占其中 100%，权重 1/4；{gaps}"
    (unit,) = scored(*rows, period="2026H1", as_of="6-29").units.values()
    assert [(one.score, one.unreported, one.note) for one in unit.indicators] == [
        (F(85), False, "2026Q1 80.00 分、2026Q2 100.00 分"),
        (F(40), False, "实际 40 ÷ 目标 100 × 100"),
        (F(60), True, f"2026-02 60.00 分；{gaps}"),
    ]


def test_an_indicator_that_went_over_to_another_unit_counts_for_each_what_it_had() -> None:
    rows = goal(80, period="2026Q1"), goal(60, period="2026Q2", department="运检部")
    found = scored(department(), department("运检部"), *rows, period="2026H1", as_of="6-29").units
    assert {name: (unit.score, unit.indicators[0].gaps) for name, unit in found.items()} == {"发展部": (F(80), ""), "运检部": (F(60), "")}


LEDGER = st.lists(ITEMS, max_size=4, unique_by=lambda row: row.number)  # of two items of one number, reports go to the upper one
TABLES = st.tuples(LEDGER, *(st.lists(part, max_size=4) for part in PARTS)).map(lambda parts: [row for part in parts for row in part])
SETTINGS = st.fixed_dictionaries(
    {
        "得分小数位": st.sampled_from(["0", "1", "2", "6"]),
        "加分上限": st.sampled_from(["0", "2.5", "5"]),
        "同事项不重复扣分": st.sampled_from(["是", "否"]),
        "并列方式": st.sampled_from(["并列跳号", "并列不跳号"]),
    }
)


def printed(scores: Scores) -> dict[tuple[str, str], Exact]:
    """(对象, 维度) → the figure on 部门成绩 and 个人成绩."""
    figures: dict[tuple[str, str], Exact | None] = {}
    for row in score_rows(scores):
        places = ("督办", row.supervision), ("亮灯", row.lights), ("指标", row.indicators), ("抽查", row.inspection)
        for dimension, figure in (*places, ("加减分", row.points), ("综合", row.composite)):
            figures[row.department, dimension] = figure
    figures |= {(f"{row.name}（{row.staff_no}）", "个人"): row.score for row in person_rows(scores)}
    return {place: figure for place, figure in figures.items() if figure is not None}


def told(scores: Scores) -> list[TraceRow]:
    """All of 得失分."""
    judgement = scores.judgement
    return [*supervision_trace(judgement, scores.supervision), *trace_rows(judgement, scores.lights), *score_trace(scores)]


@given(rows=TABLES, settings=SETTINGS)
def test_the_rows_add_up_to_the_printed_scores(rows: list[Any], settings: Mapping[str, str]) -> None:
    """Exactly, for every department and dimension and every person; and there is no row of a figure that is not there."""
    scores = scored(*COMPANY, *rows, **settings)
    digits, sums = int(settings["得分小数位"]), dict[tuple[str, str], Exact]()
    for row in told(scores):
        points = row.points or 0
        assert points == round_half_up(points, digits), "a row shows no more decimals than a score"
        sums[row.subject, row.dimension] = sums.get((row.subject, row.dimension), 0) + points
    figures = printed(scores)
    assert {place: total for place, total in sums.items() if total} == {place: figure for place, figure in figures.items() if figure}
    assert sums.keys() <= figures.keys()


def everything(scores: Scores) -> tuple[object, ...]:
    return (
        score_rows(scores),
        person_rows(scores),
        sorted(check_rows(scores)),
        plan_rows(scores),
        [row.scorer for row in scores.spread.scorers],
    )


@given(rows=TABLES, settings=SETTINGS, pick=st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_no_score(rows: list[Any], settings: Mapping[str, str], pick: Any) -> None:
    before = everything(scored(*COMPANY, *rows, **settings))
    more = COMPANY[3:]  # the order of departments is the order of the sheets
    pick.shuffle(rows)
    pick.shuffle(more)
    assert everything(scored(*COMPANY[:3], *rows, *more, **settings)) == before


BASE = {
    "unit": department("甲", volume=40),
    "other": department("乙", volume=100),
    "indicator": goal(80, department="甲", weight=2),
    "second": goal(60, number="Z2", department="甲", method="打分"),
    "mark": mark(6, 10, matter="Z2", unit="甲"),
    "check": problem(1, department="甲"),
    "point": point(points=-2, department="甲", linked="7"),
    "double": point(points=-1, department="甲", linked="7"),
    "item": item(department="甲", due="3-1", status="办结", submitted="3-1", closed="3-1", quality=90),
    "risk": risk_point("F1", department="甲"),
    "person": person("子", staff_no="G1", department="甲"),
    "rating": rating("G1", 80),
    "leader": rating("G1", 70, role="分管领导"),
    "own": point(points=-1, staff_no="G1"),
}


@pytest.mark.parametrize(
    ("which", "fields", "moved"),
    [
        ("indicator", {"actual": F(81)}, {("甲", "指标"), ("甲", "综合")}),
        ("indicator", {"goal": F(99)}, {("甲", "指标"), ("甲", "综合")}),
        ("indicator", {"weight": F(3)}, {("甲", "指标"), ("甲", "综合")}),
        ("indicator", {"floor": F(81)}, {("甲", "指标"), ("甲", "综合")}),
        ("indicator", {"cap": F(79)}, {("甲", "指标"), ("甲", "综合")}),
        ("indicator", {"period": "2026Q2"}, {("甲", "指标"), ("甲", "综合")}),
        ("indicator", {"level": "个人"}, {("甲", "指标"), ("甲", "综合")}),
        ("mark", {"score": F(7)}, {("甲", "指标"), ("甲", "综合")}),
        ("mark", {"full": F(9)}, {("甲", "指标"), ("甲", "综合")}),
        ("check", {"lost": F(2)}, {("甲", "抽查"), ("甲", "综合")}),
        ("check", {"result": "苗头"}, {("甲", "抽查"), ("甲", "综合")}),
        ("risk", {"full": F(20)}, {("甲", "抽查"), ("甲", "综合")}),
        ("other", {"volume": F(60)}, {("甲", "抽查"), ("甲", "综合")}),
        ("unit", {"kind": "后勤"}, {("甲", "抽查"), ("甲", "综合")}),
        ("point", {"points": F(-3)}, {("甲", "加减分"), ("甲", "综合")}),
        ("point", {"status": "撤销"}, {("甲", "加减分"), ("甲", "综合")}),
        ("double", {"linked": ""}, {("甲", "加减分"), ("甲", "综合")}),
        ("double", {"kind": "抽查"}, {("甲", "加减分"), ("甲", "综合")}),
        ("double", {"points": F("-1.5")}, set()),
        ("item", {"quality": F(91)}, {("甲", "督办"), ("甲", "综合")}),
        ("rating", {"ability": F(81)}, {("子（G1）", "个人")}),
        ("leader", {"quality": F(71)}, {("子（G1）", "个人")}),
        ("own", {"points": F(-2)}, {("子（G1）", "个人")}),
        ("own", {"day": day("4-1")}, {("子（G1）", "个人")}),
    ],
)
def test_one_changed_row_moves_its_figures_and_no_others(which: str, fields: dict[str, Any], moved: set[tuple[str, str]]) -> None:
    before = printed(scored(*BASE.values()))
    after = printed(scored(*{**BASE, which: BASE[which]._replace(**fields)}.values()))
    assert {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)} == moved


def test_a_point_confirmed_after_its_period_was_closed_says_why_it_counts_now() -> None:
    held = tables(
        department("甲"),
        point(department="甲", day="3-5", confirmed="4-20", points=-1, fact="迟报"),
        closed("2026Q1", closed=dt.datetime(2026, 4, 13, 9), dimension="综合", object_kind="部门", subject="甲"),
        考核期间="2026Q2",
    )
    rows = score_trace(scores_of(judge(held, day("6-30"), Calendar())))
    (row,) = (row for row in rows if row.dimension == "加减分")
    assert row.note == "其他：迟报（2026-03-05 发生，那个期间定稿以后才确认，计入本期）"
