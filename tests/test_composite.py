"""R10: the composite by hand, from the weights that are present and the points; and the ranks in both tie styles."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, department, point, tables, weighting

from udfs.rules.ground.figures import Exact, ranks
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.composite import Composite, composites, confirmed_points, department_points, with_ranks

F = Fraction
ALL = {"督办": 80, "亮灯": 90, "指标": 70, "抽查": 100}
SKIP, DENSE = "并列跳号", "并列不跳号"


def composed(scores: Mapping[str, Mapping[str, Exact | None]], *records: Any, **settings: Any) -> dict[str, Composite]:
    """The first quarter, on 20 April."""
    judgement = judge(tables(*records, **settings), day("4-20"), Calendar(), parse_period("2026Q1"))
    return composites(judgement, scores, department_points(confirmed_points(judgement), judgement))


def one(scores: Mapping[str, Exact | None], *records: Any, kind: str = "业务职能", **settings: Any) -> Composite:
    return composed({"发展部": scores}, department(kind=kind), *records, **settings)["发展部"]


@pytest.mark.parametrize(
    ("name", "scores", "rows", "expected"),
    [
        ("all: 24 + 27 + 21 + 10", ALL, [], 82),
        ("without 抽查: 72 of 90", {**ALL, "抽查": None}, [], 80),
        ("without 督办 and 抽查: 48 of 60", {"亮灯": 90, "指标": 70}, [], 80),
        ("two weights apart: (27 + 10) of 40", {"亮灯": 90, "抽查": 100}, [], F("92.5")),
        ("one alone", {"抽查": 100}, [], 100),
        ("a third is not rounded", {"督办": F(100, 3)}, [], F(100, 3)),
        ("0 is a score", {"督办": 0, "亮灯": 90}, [], 45),
        ("no dimension", {}, [], None),
        ("none has a score", dict.fromkeys(ALL), [], None),
        ("no dimension, but points", {}, [point(points=3)], None),
        ("weights need not sum to 100", ALL, [weighting("业务职能", 1, 1, 1, 1)], 85),
        ("decimals", ALL, [weighting("业务职能", "0.1", "0.3", 0, 0)], F("87.5")),
        ("one without weight", ALL, [weighting("业务职能", 0, 30, 0, 10)], F("92.5")),
        ("weights that sum to 0", ALL, [weighting("业务职能", 0, 0, 0, 0)], None),
        ("what there is has no weight", {"督办": 80}, [weighting("业务职能", 0, 30, 30, 10)], None),
        ("and points do not help", {"督办": 80}, [weighting("业务职能", 0, 30, 30, 10), point(points=3)], None),
        ("a type without weights", ALL, [weighting("基层", 30, 30, 30, 10)], None),
        ("of two rows the first", ALL, [weighting("业务职能", 1, 0, 0, 0), weighting("业务职能", 0, 1, 0, 0)], 80),
        ("an addition", ALL, [point(points=2)], 84),
        ("a deduction", ALL, [point(points="-3.5")], F("78.5")),
        ("both, the additions capped at 5", ALL, [point(points=4), point(points=4), point(points=-1)], 86),
        ("a person's point is not the department's", ALL, [point(points=-3, staff_no="G1")], 82),
        ("not bounded above", dict.fromkeys(ALL, 100), [point(points=4)], 104),
        ("not bounded below", dict.fromkeys(ALL, 0), [point(points=-4)], -4),
    ],
)
def test_the_composite(name: str, scores: Mapping[str, Exact | None], rows: Sequence[Any], expected: Exact | None) -> None:
    assert one(scores, *rows).score == expected, name


@pytest.mark.parametrize(("kind", "score"), [("业务职能", 82), ("基层", 84), ("后勤", 83), ("所属企业", 83), ("外来", None)])
def test_the_default_weights(kind: str, score: Exact | None) -> None:
    """基层 16 + 27 + 21 + 20; 后勤 32 + 27 + 14 + 10; 所属企业 16 + 36 + 21 + 10."""
    assert one(ALL, kind=kind).score == score


def test_points_without_a_row_are_blank_and_cancelled_ones_are_0() -> None:
    assert one(ALL).points is None
    assert one(ALL, point(points=2), point(points=-2)).points == 0


def ranked(scores: Mapping[str, Any], *more: Any, **settings: Any) -> dict[str, tuple[Any, Any]]:
    """(within 类型, overall) by name, from a 督办 score alone."""
    held = [department(name) for name in scores if all(row.name != name for row in more)]
    dimensions = {name: {"督办": None if score is None else F(score)} for name, score in scores.items()}
    return {name: (row.kind_rank, row.overall_rank) for name, row in composed(dimensions, *held, *more, **settings).items()}


FOUR = {"甲": 80, "乙": 90, "丙": 70, "丁": 80}


@pytest.mark.parametrize(
    ("name", "scores", "settings", "expected"),
    [
        ("1-2-2-4", FOUR, {}, {"甲": 2, "乙": 1, "丙": 4, "丁": 2}),
        ("1-2-2-3", FOUR, {"并列方式": DENSE}, {"甲": 2, "乙": 1, "丙": 3, "丁": 2}),
        ("ties at the top", {"甲": 90, "乙": 90, "丙": 80}, {}, {"甲": 1, "乙": 1, "丙": 3}),
        ("all equal", {"甲": 90, "乙": 90}, {}, {"甲": 1, "乙": 1}),
        ("as shown: 80.004 and 80 are one", {"甲": "80.004", "乙": 80, "丙": 79}, {}, {"甲": 1, "乙": 1, "丙": 3}),
        ("80.005 is 80.01", {"甲": "80.005", "乙": 80, "丙": 79}, {}, {"甲": 1, "乙": 2, "丙": 3}),
        ("fewer decimals", {"甲": "80.4", "乙": 80, "丙": 79}, {"得分小数位": "0"}, {"甲": 1, "乙": 1, "丙": 3}),
        ("without a score", {"甲": None, "乙": 0}, {}, {"甲": None, "乙": 1}),
    ],
)
def test_ranks(name: str, scores: Mapping[str, Any], settings: dict[str, str], expected: dict[str, int | None]) -> None:
    assert ranked(scores, **settings) == {unit: (rank, rank) for unit, rank in expected.items()}, name


def test_ranks_within_a_type_and_overall() -> None:
    """乙 90, 甲 and 丁 80, 丙 70; 甲 and 丙 are 基层."""
    assert ranked(FOUR, department("甲", kind="基层"), department("丙", kind="基层")) == {
        "甲": (1, 2),
        "乙": (1, 1),
        "丙": (2, 4),
        "丁": (2, 2),
    }


@pytest.mark.parametrize(
    ("name", "fields", "takes_part"),
    [
        ("参评 是", {"ranked": "是"}, True),
        ("参评 否", {"ranked": "否"}, False),
        ("gone the day before the period's end", {"until": "3-30"}, False),
        ("on it", {"until": "3-31"}, False),
        ("the day after", {"until": "4-1"}, True),
        ("begun the day before", {"since": "3-30"}, True),
        ("on it", {"since": "3-31"}, True),
        ("the day after", {"since": "4-1"}, False),
    ],
)
def test_who_is_ranked(name: str, fields: dict[str, str], takes_part: bool) -> None:
    """乙 would be the first; who does not take part leaves no gap, and keeps its score."""
    unit = department("乙", **fields)
    places = (1, 2) if takes_part else (None, 1)
    assert ranked({"甲": 80, "乙": 90}, unit) == {"甲": (places[1],) * 2, "乙": (places[0],) * 2}, name
    assert composed({"乙": {"督办": 90}}, unit)["乙"].score == 90


def test_an_unknown_department_has_no_weights_and_no_rank() -> None:
    found = composed({"外单位": ALL}, department())
    assert [(row.department, row.score, row.ranked) for row in found.values()] == [("发展部", None, True), ("外单位", None, False)]


@pytest.mark.parametrize(
    ("name", "style", "lowest_first", "expected"),
    [
        ("highest first", SKIP, False, [2, 1, 2, 4, None]),
        ("dense", DENSE, False, [2, 1, 2, 3, None]),
        ("lowest first", SKIP, True, [2, 4, 2, 1, None]),
        ("lowest first, dense", DENSE, True, [2, 3, 2, 1, None]),
    ],
)
def test_ties(name: str, style: str, lowest_first: bool, expected: list[int | None]) -> None:
    figures = dict(zip("甲乙丙丁戊", (F(1, 2), F(3, 4), F(2, 4), 0, None), strict=True))
    found = ranks(figures, style, lowest_first=lowest_first)
    assert [found.get(unit) for unit in figures] == expected, name


SCORES = st.dictionaries(st.sampled_from([*ALL]), st.fractions(0, 100, max_denominator=6))


@given(scores=SCORES, weights=st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_a_composite_lies_among_its_scores(scores: dict[str, Fraction], weights: list[int]) -> None:
    found = one(scores, weighting("业务职能", *weights))
    counting = [score for name, score in scores.items() if weights[[*ALL].index(name)]]
    assert (found.score is None) == (not counting)
    assert found.score is None or min(counting) <= found.score <= max(counting)
    assert sum((share.points for share in found.shares), F(0)) == (found.score or 0)


@given(
    figures=st.dictionaries(st.text("甲乙丙丁", min_size=1, max_size=2), st.integers(0, 3), min_size=1),
    style=st.sampled_from([SKIP, DENSE]),
    pick=st.randoms(use_true_random=False),
)
def test_a_rank_counts_who_is_better(figures: dict[str, int], style: str, pick: Any) -> None:
    found = ranks(figures, style)
    for name, value in figures.items():
        better = [other for other in figures.values() if other > value]
        assert found[name] == 1 + len(better if style == SKIP else set(better))
    mixed = [*figures.items()]
    pick.shuffle(mixed)
    assert ranks(dict(mixed), style) == found


def test_who_owes_an_indicator_has_no_rank_until_the_period_is_closed() -> None:
    names = {"甲": 90, "乙": 80, "丙": 70}
    judgement = judge(tables(*map(department, names)), day("4-20"), Calendar(), parse_period("2026Q1"))
    found = composites(judgement, {name: {"督办": score} for name, score in names.items()}, {}, {"甲": 2})
    assert [(one.score, one.ranked, one.unreported) for one in found.values()] == [(F(90), True, 2), (F(80), True, 0), (F(70), True, 0)]
    assert [(one.kind_rank, one.overall_rank) for one in found.values()] == [(None, None), (1, 1), (2, 2)]
    closing = with_ranks(found, judgement.facts.settings, closing=True)
    assert [one.kind_rank for one in closing.values()] == [1, 2, 3]
