"""R13: 差异化率 in its three definitions by hand, 极差, 标准差 and 偏差, whom it is asked of, and what is proposed."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, department, key_of, mark, point, rating, tables

from udfs.rules.decisions.reconciliation import settle
from udfs.rules.ground.figures import Exact, Rate
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.performance.differentiation import ScorerSpread, Spread, differentiation, differentiation_rows, rating_of
from workbook_templates.tables.daily import Point
from workbook_templates.tables.results import Differentiation

F = Fraction


def judged(*records: Any, as_of: str = "4-20", period: str = "2026Q1", **settings: Any) -> Judgement:
    """The first quarter, on 20 April."""
    return judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period))


def spread(*records: Any, **settings: Any) -> Spread:
    return differentiation(judged(*records, **settings))


def given_by(scorer: str, *scores: Any, full: Any = 100, **fields: Any) -> list[Any]:
    """One mark for each of the units 单位0, 单位1 and so on."""
    return [mark(score, full, scorer=scorer, unit=f"单位{n}", **fields) for n, score in enumerate(scores)]


def one(*scores: Any, **settings: Any) -> ScorerSpread:
    (found,) = spread(*given_by("绩效办", *scores), **settings).scorers
    return found


def parts(rate: Rate) -> tuple[Exact, Exact]:
    return rate.numerator, rate.denominator


@pytest.mark.parametrize(
    ("scores", "largest", "lowered", "distinct"),
    [
        ((90, 90, 80, 70), (2, 4), (4, 4), (3, 4)),
        ((90, 90, 80, 80), (2, 4), (4, 4), (2, 4)),
        ((100, 100, 100), (0, 3), (0, 3), (1, 3)),
        ((100, 90, 80), (2, 3), (2, 3), (3, 3)),
        ((0, 0, 100), (1, 3), (2, 3), (2, 3)),
        ((110, 100, 90), (2, 3), (1, 3), (3, 3)),
        ((90,), (0, 1), (1, 1), (1, 1)),
    ],
)
def test_the_three_definitions(
    scores: Sequence[Any], largest: tuple[int, int], lowered: tuple[int, int], distinct: tuple[int, int]
) -> None:
    for kind, expected in (("最大同分组", largest), ("扣分面", lowered), ("异值率", distinct)):
        assert parts(one(*scores, 差异化口径=kind).rate) == expected, kind


@pytest.mark.parametrize(
    ("name", "scores", "settings", "values"),
    [
        ("9.5 of 10 is 95 of 100", [mark("9.5", 10), mark(95, 100)], {}, [95, 95]),
        ("a third", [mark(1, 3)], {}, [F("33.3")]),
        ("half up", [mark("94.95", 100), mark("94.94", 100), mark("95.04", 100)], {}, [95, F("94.9"), 95]),
        ("just short of full is full as rounded", [mark("99.95", 100)], {}, [100]),
        ("a whole point", [mark("94.5", 100), mark("94.49", 100)], {"差异化并档精度": "1"}, [95, 94]),
        ("5 points", [mark("92.5", 100), mark("92.4", 100)], {"差异化并档精度": "5"}, [95, 90]),
        ("finer", [mark("94.954", 100)], {"差异化并档精度": "0.01"}, [F("94.95")]),
    ],
)
def test_scores_are_rounded_to_their_step(name: str, scores: Sequence[Any], settings: dict[str, str], values: list[Exact]) -> None:
    (found,) = spread(*scores, **settings).scorers
    assert [row.percent for row in found.scores] == values, name


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("a blank 得分", mark(None)),
        ("a blank 满分", mark(9, None)),
        ("a 满分 of 0", mark(0, 0)),
        ("another period", mark(9, period="2026Q2")),
        ("a longer period", mark(9, period="2026H1")),
        ("a month that only touches it", mark(9, period="2026-B2")),
        ("no period", mark(9, period="上季")),
    ],
)
def test_what_is_left_out(name: str, row: Any) -> None:
    assert spread(row).scorers == (), name
    (found,) = spread(row, mark(8, 10, unit="运检部", period="2026年第1季度")).scorers
    assert len(found.scores) == 1, name


@pytest.mark.parametrize(
    ("name", "scores", "settings", "assessed", "low"),
    [
        ("two are too few", (90, 90), {}, False, False),
        ("three are enough", (90, 90, 90), {}, True, True),
        ("one by the setting", (90,), {"差异化最少打分数": "1"}, True, True),
        ("three of ten: on the bound", (90,) * 7 + (1, 2, 3), {}, True, False),
        ("two of seven: below it", (90,) * 5 + (1, 2), {}, True, True),
        ("on a moved bound", (90, 80, 80), {"差异化率下限": "33.3"}, True, False),
        ("below a moved bound", (90, 80, 80), {"差异化率下限": "33.4"}, True, True),
    ],
)
def test_who_is_assessed(name: str, scores: Sequence[int], settings: dict[str, str], assessed: bool, low: bool) -> None:
    found = one(*scores, **settings)
    assert (found.assessed, found.low) == (assessed, low), name


def row_of(*scores: Any, **settings: Any) -> Differentiation:
    judgement = judged(*given_by("绩效办", *scores), **settings)
    return differentiation_rows(differentiation(judgement), judgement.facts.settings)[0]


@pytest.mark.parametrize(
    ("scores", "width", "deviation"),
    [
        ((20, 40, 40, 40, 50, 50, 70, 90), 70, 20),
        ((90, 90, 90), 0, 0),
        ((90,), 0, 0),
        ((80, 90), 10, 5),
        ((90, 90, 80, 70), 20, F("8.29")),
        ((0, 0, 1), 1, F("0.47")),
    ],
)
def test_width_and_deviation(scores: Sequence[int], width: Exact, deviation: Exact) -> None:
    """Variances: 400, 0, 0, 25, 68.75 (8.2916), 2/9 (0.4714)."""
    found = row_of(*scores)
    assert (found.spread, found.deviation) == (width, deviation)


@pytest.mark.parametrize(("digits", "expected"), [("0", 8), ("1", F("8.3")), ("4", F("8.2916")), ("6", F("8.291562"))])
def test_the_deviation_has_the_decimals_of_scores(digits: str, expected: Exact) -> None:
    assert row_of(90, 90, 80, 70, 得分小数位=digits).deviation == expected


A = mark(90, 100, scorer="甲", unit="一"), mark(80, 100, scorer="甲", unit="二"), mark(50, 100, scorer="甲", unit="三")
B = mark(80, 100, scorer="乙", unit="一"), mark(60, 100, scorer="乙", unit="二"), mark(10, 100, scorer="乙", unit="四")


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("alone", A, {"甲": None}),
        ("85 against 70 over 一 and 二", (*A, *B), {"甲": 15, "乙": -15}),
        ("no unit in common", (*A, B[2]), {"甲": None, "乙": None}),
        ("one in common", (*A, B[0]), {"甲": 10, "乙": -10}),
        (
            "two others: 85 against (80 + 60 + 100) ÷ 3",
            (*A, *B, mark(100, 100, scorer="丙", unit="一")),
            {"甲": 5, "乙": -20, "丙": 15},
        ),
        ("a unit by its former name", (department("一", former=("壹",)), *A, B[0]._replace(unit="壹")), {"甲": 10, "乙": -10}),
        (
            "a scorer by a former name",
            (department("甲", former=("老甲",)), A[0], A[1]._replace(scorer="老甲"), B[0]),
            {"甲": 10, "乙": -10},
        ),
    ],
)
def test_lean(name: str, rows: Sequence[Any], expected: dict[str, Exact | None]) -> None:
    """乙 of three: 70 against (90 + 80 + 100) ÷ 3; 丙: 100 against (90 + 80) ÷ 2."""
    assert {row.scorer: row.lean for row in spread(*rows).scorers} == expected, name


COMPANY = (
    *given_by("甲", 90, 90, 80, 70),
    *given_by("乙", 90, 90, 90),
    *given_by("丙", 90, 80),
    *(rating(f"G{n}", n) for n in range(5)),
)
"""差异化率 2/4, 0/3, too few, and 4/5 of a person."""


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("Σ over the two that are assessed", COMPANY, {}, (2, 7)),
        ("with fewer asked for", COMPANY, {"差异化最少打分数": "2"}, (3, 9)),
        ("with more", COMPANY, {"差异化最少打分数": "4"}, (2, 4)),
        ("none is", COMPANY, {"差异化最少打分数": "5"}, (0, 0)),
        ("扣分面", COMPANY, {"差异化口径": "扣分面"}, (7, 7)),
        ("异值率", COMPANY, {"差异化口径": "异值率"}, (4, 7)),
    ],
)
def test_the_company(name: str, rows: Sequence[Any], settings: dict[str, str], expected: tuple[int, int]) -> None:
    assert parts(spread(*rows, **settings).company) == expected, name


def test_the_sheet() -> None:
    """Offices, then raters, then the company. 偏差: 丙 85 − 90, 乙 90 − 430/5, 甲 260/3 − 440/5; nobody else rates the five persons."""
    judgement = judged(*COMPANY)
    rows = differentiation_rows(differentiation(judgement), judgement.facts.settings)
    assert [row[1:-1] for row in rows] == [
        ("丙", 2, F(1, 2), 10, 5, -5, "打分少，不考核（少于 3 个）"),
        ("乙", 3, 0, 0, 0, 4, "低于下限 30.0%"),
        ("甲", 4, F(1, 2), 20, F("8.29"), F("-1.33"), "达标"),
        ("王五", 5, F(4, 5), 4, F("1.41"), None, "达标"),
        ("全公司", 7, F(2, 7), None, None, None, "低于下限 30.0%"),
    ]


@pytest.mark.parametrize(("bound", "told"), [("50", "达标"), ("50.1", "低于下限 50.1%")])
def test_the_company_on_its_bound(bound: str, told: str) -> None:
    judgement = judged(*given_by("甲", 90, 90, 80, 70), 差异化率下限=bound)
    assert differentiation_rows(differentiation(judgement), judgement.facts.settings)[-1].verdict == told


def test_no_row_for_a_company_where_nobody_is_assessed() -> None:
    judgement = judged(*given_by("甲", 90, 80))
    assert [row.scorer for row in differentiation_rows(differentiation(judgement), judgement.facts.settings)] == ["甲"]
    assert differentiation_rows(spread(), judgement.facts.settings) == []


@pytest.mark.parametrize(
    ("name", "row", "settings", "expected"),
    [
        ("24 + 27 + 28", rating("G1", 80, 90, 70), {}, 79),
        ("marks of 0", rating("G1", 0, 0, 100), {}, 40),
        ("no 能力", rating("G1", None, 90, 70), {}, None),
        ("no 态度", rating("G1", 80, None, 70), {}, None),
        ("no 质量", rating("G1", 80, 90, None), {}, None),
        ("other weights", rating("G1", 80, 90, 70), {"能力权重": "1", "态度权重": "1", "质量权重": "0"}, 85),
        ("no weight at all", rating("G1", 80, 90, 70), dict.fromkeys(("能力权重", "态度权重", "质量权重"), "0"), None),
    ],
)
def test_a_rating(name: str, row: Any, settings: dict[str, str], expected: Exact | None) -> None:
    assert rating_of(row, tables(**settings).settings) == expected, name


def test_raters() -> None:
    """One without all its marks, without a rater, or of another period is none; the lean is among raters alone."""
    rows = (
        *(rating(number, score) for number, score in (("G1", 90), ("G2", 90), ("G3", 60))),
        rating("G1", 80, rater="赵六"),
        rating("G4", 80, None, 80),
        rating("G5", 80, rater=""),
        rating("G6", 80, period="2026Q2"),
        mark(10, 10, scorer="王五", unit="G1"),
    )
    found = [(one.scorer, one.office, parts(one.rate), one.lean) for one in spread(*rows).scorers]
    assert found == [("王五", True, (0, 1), None), ("王五", False, (1, 3), 10), ("赵六", False, (0, 1), -10)]


def test_a_longer_period_takes_the_marks_of_the_shorter_ones() -> None:
    """What a scorer gave a unit for the half-year itself, else for its quarters, else for its months."""
    rows = [
        *given_by("绩效办", 90, 80, period="2026Q1"),
        *given_by("绩效办", 70, period="2026Q2"),
        *given_by("绩效办", 10, 10, 60, period="2026-05"),
        *given_by("绩效办", 95, period="2026H1"),
        *given_by("绩效办", 1, 1, 1, 1, period="2026Q3"),
    ]
    (found,) = spread(*rows, period="2026H1", as_of="7-9").scorers
    assert [one.percent for one in found.scores] == [80, 60, 95]


# proposals

LOW = given_by("绩效办", 90, 90, 90)
KEY = "自动:R13:绩效办:2026Q1"


def proposed(*records: Any, **settings: Any) -> list[Point]:
    judgement = judged(*records, **settings)
    return [row for row in settle(judgement, judgement.facts).made["加减分台账"] if isinstance(row, Point)]


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("below the bound", LOW, {}, [(KEY, F("-0.5"))]),
        ("its points are a setting", LOW, {"差异化扣分": "1.5"}, [(KEY, F("-1.5"))]),
        ("0 is not proposed", LOW, {"差异化扣分": "0"}, []),
        ("the day before the period's end", LOW, {"as_of": "3-30"}, []),
        ("its last day, judged at its end", LOW, {"as_of": "3-31"}, [(KEY, F("-0.5"))]),
        ("the day after", LOW, {"as_of": "4-1"}, [(KEY, F("-0.5"))]),
        ("too few", LOW[:2], {}, []),
        ("on the bound", given_by("绩效办", *(90,) * 7, 1, 2, 3), {}, []),
        ("a person is not asked", [rating(f"G{n}", 90) for n in range(3)], {}, []),
        *((f"{status} before", [*LOW, point(origin=KEY, status=status)], {}, []) for status in ("拟", "已确认", "撤销")),
        ("another period's", [*LOW, point(origin="自动:R13:绩效办:2025Q4#1")], {}, [(KEY, F("-0.5"))]),
        ("another office's", [*LOW, point(origin="自动:R13:党群部:2026Q1#1")], {}, [(KEY, F("-0.5"))]),
        ("as the first version wrote it", [*LOW, point(origin="自动:R13:绩效办:2026-03-31", day="3-31")], {}, []),
        ("the first version's of the day before", [*LOW, point(origin="自动:R13:绩效办:2026-03-30", day="3-30")], {}, [(KEY, F("-0.5"))]),
        (
            "a year that the rows name, not 考核期间",
            [one._replace(period="2025") for one in LOW],
            {},
            [("自动:R13:绩效办:2025", F("-0.5"))],
        ),
        ("a period that still runs", [one._replace(period="2026H1") for one in LOW], {}, []),
        (
            "a month: its quarter is shown, not proposed",
            given_by("绩效办", 90, 90, 90, period="2026-03"),
            {},
            [("自动:R13:绩效办:2026-03", F("-0.5"))],
        ),
    ],
)
def test_proposals(name: str, rows: Sequence[Any], settings: dict[str, str], expected: list[tuple[str, Fraction]]) -> None:
    assert [(key_of(row.origin), row.points) for row in proposed(*rows, **settings)] == expected, name


def test_a_proposal() -> None:
    (found,) = proposed(*LOW)
    assert (found.day, found.department, found.staff_no, found.kind, found.status) == (day("3-31"), "绩效办", "", "差异化", "拟")
    assert found.fact == "2026Q1 打分差异化率 0.0%（0/3），低于 30.0%"
    assert found.basis == "差异化率 = 1 − 最大同分组的个数 ÷ 打分数"


def test_what_was_proposed_after_a_past_day_counts_as_proposed() -> None:
    """On a past 基准日 the row is not known, yet it stands in the workbook."""
    held = tables(*LOW, point(origin=KEY, status="拟", day="6-1"))
    judgement = judge(held, day("4-20"), Calendar(), parse_period("2026Q1"))
    assert settle(judgement, held).made["加减分台账"] == []
    assert len(settle(judgement, judgement.facts).made["加减分台账"]) == 1


@given(
    scores=st.lists(st.fractions(0, 100, max_denominator=8), min_size=1, max_size=8),
    kind=st.sampled_from(["最大同分组", "扣分面", "异值率"]),
    pick=st.randoms(use_true_random=False),
)
def test_a_rate_lies_within_0_and_1_and_no_order_moves_it(scores: list[Fraction], kind: str, pick: Any) -> None:
    found = one(*scores, 差异化口径=kind)
    assert 0 <= (found.rate.value or 0) <= 1
    pick.shuffle(scores)
    again = one(*scores, 差异化口径=kind)
    assert (again.rate, again.spread, again.variance, again.low) == (found.rate, found.spread, found.variance, found.low)
