"""The second computation of R12 and R13 against figures worked out by hand, and where the product parts from it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from support import oracle_persons as second
from support import random_company as rc
from support import random_scores as rx
from support.compared_companies import day, judged_by_the_product, office
from support.compared_persons import persons_of_the_product
from support.compared_scores import POINT, RATIO, WEIGHTED

Cells = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

F = Fraction
TODAY = day("2026-06-10")
ACTUAL = {"甲部": 90.0, "乙部": 60.0, "丙所": 75.0}
UNITS: Rows = [{"部门": name, "类型": "基层", "曾用名": "老甲" if name == "甲部" else None} for name in (*ACTUAL, "丁所")]
OWN: Rows = [RATIO | {"主责部室": name, "实际值": value} for name, value in ACTUAL.items()]
COMPANY: Cells = RATIO | {"层级": "公司", "实际值": 88.0}
CHIEF: Cells = {"工号": "P1", "姓名": "王建国", "角色": "主要领导"}
LEADER = CHIEF | {"角色": "班子成员"}
HEAD = CHIEF | {"角色": "部门负责人", "部门": "甲部"}
STAFF = CHIEF | {"角色": "员工", "部门": "甲部"}
MARKS: Cells = {"工作能力": 80.0, "工作态度": 90.0, "工作质量": 100.0}
RATING: Cells = {"期间": "2026Q2", "工号": "P1", "评分角色": "分管领导", "评分人": "李志强"} | MARKS
BY_HEAD = RATING | {"评分角色": "部门负责人", "工作质量": 75.0}


def company(person: Mapping[str, Any], ratings: Rows = (), indicators: Rows = OWN, points: Rows = (), **settings: Any) -> rc.Company:
    """甲部 90, 乙部 60, 丙所 75, 丁所 nothing."""
    tables = {"部门": UNITS, "考核权重": [WEIGHTED], "人员": [person], "个人评分": ratings, "指标": indicators, "加减分台账": points}
    return office(TODAY, settings, tables)


def score(person: Mapping[str, Any], ratings: Rows = (), indicators: Rows = OWN, points: Rows = (), **settings: Any) -> object:
    drawn = company(person, ratings, indicators, points, **settings)
    return second.persons(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q2")["P1"]


# -- R12 by hand -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "more", "points"),
    [
        pytest.param(CHIEF, {}, 75, id="mean of the composites there are"),
        pytest.param(CHIEF, {"indicators": [*OWN, COMPANY]}, 88, id="company indicators come first"),
        pytest.param(CHIEF, {"indicators": [*OWN, COMPANY | {"期间": "2026Q1"}]}, 75, id="of the period"),
        pytest.param(CHIEF, {"indicators": [*OWN, COMPANY | {"实际值": None}]}, 75, id="if they have a score"),
        pytest.param(CHIEF, {"indicators": []}, None, id="nothing at all"),
        pytest.param(CHIEF, {"points": [POINT | {"工号": "P1", "部门": None}]}, 74, id="a point of the person"),
        pytest.param(CHIEF, {"points": [POINT | {"工号": "P1", "分值": 9.0}] * 2}, 93, id="neither capped nor merged"),
        pytest.param(CHIEF, {"points": [POINT | {"工号": "P1", "状态": "拟"}]}, 75, id="a proposed one"),
        pytest.param(CHIEF, {"indicators": [], "points": [POINT | {"工号": "P1"}]}, None, id="a point alone is no score"),
        pytest.param(LEADER, {}, 75, id="the unit alone"),
        pytest.param(LEADER | {"分管部门": "甲部、丁所"}, {}, F(165, 2), id="(40 × 75 + 40 × 90) ÷ 80"),
        pytest.param(LEADER | {"分管部门": "甲部,乙部", "联系单位": "老甲"}, {}, 78, id="all three"),
        pytest.param(LEADER | {"分管部门": "甲部；老甲"}, {}, F(165, 2), id="a former name is the same"),
        pytest.param(LEADER | {"分管部门": "甲部"}, {"班子单位权重": 0}, 90, id="the unit weighs nothing"),
        pytest.param(LEADER, {"班子单位权重": 0}, None, id="and nothing else is there"),
        pytest.param(
            LEADER | {"分管部门": "乙部", "联系单位": "乙部"},
            {"points": [POINT | {"部门": "乙部", "分值": -10.0}], "indicators": [*OWN, COMPANY]},
            F(40 * 88 + 60 * 50, 100) - 1,
            id="a tenth of what they lost, once",
        ),
        pytest.param(
            LEADER | {"分管部门": "丁所"},
            {"points": [POINT | {"部门": "丁所", "分值": -10.0}, POINT | {"部门": "丁所", "分值": 4.0}]},
            74,
            id="of a department without a composite; additions do not make up for it",
        ),
        pytest.param(LEADER | {"分管部门": "甲部"}, {"points": [POINT | {"部门": "乙部", "分值": -3.0}]}, 82, id="unit 74"),
        pytest.param(HEAD, {"ratings": [RATING]}, F(60 * 90 + 40 * 91, 100), id="composite and rating"),
        pytest.param(HEAD, {}, None, id="not rated"),
        pytest.param(HEAD | {"部门": "丁所"}, {"ratings": [RATING]}, None, id="no composite"),
        pytest.param(HEAD | {"部门": "老甲"}, {"ratings": [RATING]}, F(60 * 90 + 40 * 91, 100), id="a former name"),
        pytest.param(HEAD, {"ratings": [BY_HEAD]}, None, id="rated by the head only"),
        pytest.param(STAFF, {"ratings": [RATING, BY_HEAD]}, F(60 * 81 + 40 * 91, 100), id="both ratings"),
        pytest.param(STAFF, {"ratings": [RATING]}, None, id="one rating"),
        pytest.param(STAFF, {"ratings": [RATING, BY_HEAD | {"工作能力": None}]}, None, id="a rating that lacks a mark"),
        pytest.param(STAFF, {"ratings": [RATING, BY_HEAD, BY_HEAD | {"工作能力": None}]}, 85, id="is none"),
        pytest.param(STAFF, {"ratings": [RATING, BY_HEAD, BY_HEAD | {"工作质量": 100.0}]}, 88, id="several raters are averaged"),
        pytest.param(STAFF, {"ratings": [RATING, BY_HEAD], "质量权重": 0}, 85, id="a mark that weighs nothing"),
        pytest.param(STAFF, {"ratings": [RATING | {"期间": "2026年二季度"}, BY_HEAD]}, 85, id="the period as it is written"),
        pytest.param(STAFF, {"ratings": [RATING | {"期间": "2026Q1"}, BY_HEAD]}, None, id="another period"),
        pytest.param(STAFF, {"ratings": [RATING | {"期间": "2026-05"}, BY_HEAD]}, 85, id="a month of it, where it has none itself"),
        pytest.param(STAFF, {"ratings": [RATING, RATING | {"期间": "2026-05", "工作能力": 0.0}, BY_HEAD]}, 85, id="it has one itself"),
        pytest.param(STAFF, {"ratings": [RATING | {"工号": "P2"}, BY_HEAD]}, None, id="another person"),
    ],
)
def test_persons(person: Mapping[str, Any], more: Cells, points: object) -> None:
    assert score(person, **more) == points


def test_who_is_not_there_has_no_score() -> None:
    drawn = company(CHIEF | {"在岗": "否"})
    assert second.persons(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q2") == {}


TEN = {f"P{n}": F(100 - n) for n in range(10)}
NINE = {name: TEN[name] for name in list(TEN)[:9]}
TIED = TEN | {"P2": F(99)}


@pytest.mark.parametrize(
    ("scores", "settings", "found"),
    [
        pytest.param(TEN, {}, "优优良良良良合合合合", id="two and four of ten"),
        pytest.param(NINE, {}, "优优良良良合合合合", id="1.8 and 5.4 of nine"),
        pytest.param(NINE, {"优秀名额取整": "舍去"}, "优良良良良合合合合", id="one and five of nine"),
        pytest.param(NINE, {"优秀名额取整": "进一"}, "优优良良良良合合合", id="two and six of nine"),
        pytest.param({name: TEN[name] for name in ("P0", "P1", "P2", "P3")}, {"优秀名额取整": "舍去"}, "良良合合", id="not one whole head"),
        pytest.param(TIED, {}, "优良良良良良合合合合", id="a tie at the border goes down"),
        pytest.param(TEN | {"P6": F(95)}, {}, "优优良良良合合合合合", id="so it does at the second border"),
        pytest.param(dict.fromkeys(TEN, F(90)), {}, "合合合合合合合合合合", id="all equal"),
        pytest.param(TEN, {"合格下限": "94.5"}, "优优良良良良不不不不", id="below the bound"),
        pytest.param(TEN, {"合格下限": 94}, "优优良良良良合不不不", id="on the bound"),
        pytest.param(TEN, {"合格下限": 96}, "优优良良良不不不不不", id="below the bound, whatever the rank"),
        pytest.param(TEN | {"P2": F("98.996")}, {}, "优良良良良良合合合合", id="a tie as shown"),
        pytest.param(TEN, {"优秀比例": 0, "优良合计比例": 100}, "良良良良良良良良良良", id="shares as set"),
        pytest.param(TEN, {"优秀比例": 20, "优良合计比例": 10}, "优合合合合合合合合合", id="both together at most"),
    ],
)
def test_grades(scores: Mapping[str, Fraction], settings: Cells, found: str) -> None:
    assert "".join(grade[0] for grade in second.grades(scores, rx.settings(office(TODAY, settings, {}))).values()) == found


def test_a_year_is_the_mean_of_its_quarters() -> None:
    """Of a closed quarter what its latest closing published, nobody else; of the others what is computed."""
    row: Cells = {"期间": "2026Q1", "对象类型": "个人", "对象": "P1", "得分": 60.0, "结账时间": day("2026-04-01")}
    tomorrow = row | {"期间": "2026Q2", "结账时间": day("2026-06-11")}
    closed = [row | {"对象": "P3"}, row | {"得分": 70.0, "结账时间": day("2026-04-02")}, tomorrow]
    computed = {"2026Q1": {"P1": F(99), "P2": F(99)}, "2026Q2": {"P1": F(80), "P2": F(85)}, "2026Q3": {"P1": F(90)}, "2026Q4": {}}
    drawn = office(TODAY, {}, {"历史成绩": closed})
    assert second.year(computed, rc.frames(drawn), TODAY) == {"P1": 80, "P2": 85}


# -- R13 by hand -------------------------------------------------------------------------------------------------------------

MARK: Cells = {"期间": "2026Q2", "考评部门": "甲部", "考评项目": "安全", "满分": 100.0}


def marks(*figures: float | None, **more: Any) -> list[Cells]:
    """One mark for each unit."""
    return [MARK | {"被考评单位": f"单位{n}", "得分": figure} | more for n, figure in enumerate(figures)]


def spread(rows: Rows, ratings: Rows = (), **settings: Any) -> dict[tuple[bool, str], dict[str, Any]]:
    drawn = office(TODAY, settings, {"考评打分": rows, "个人评分": ratings, "部门": UNITS})
    return second.scorers(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q2")


@pytest.mark.parametrize(
    ("rows", "settings", "rate"),
    [
        pytest.param(marks(90.0, 90.0, 80.0, 70.0), {}, (2, 4), id="the largest group"),
        pytest.param(marks(90.0, 90.0, 100.0, 70.0), {"差异化口径": "扣分面"}, (3, 4), id="below full"),
        pytest.param(marks(90.0, 90.0, 100.0, 70.0), {"差异化口径": "异值率"}, (3, 4), id="distinct"),
        pytest.param(marks(90.0, None, 90.0), {}, (0, 2), id="a blank is left out"),
        pytest.param([*marks(90.0), *marks(9.0, 满分=10.0)], {}, (0, 2), id="9 of 10 is 90 of 100"),
        pytest.param([*marks(90.0), *marks(0.0, 满分=0.0)], {}, (0, 1), id="of nothing there is no percentage"),
        pytest.param(marks(89.95, 90.04, 90.05), {}, (1, 3), id="rounded half up to a tenth"),
        pytest.param(marks(89.95, 90.04, 90.05), {"差异化并档精度": "0.01"}, (2, 3), id="or finer"),
        pytest.param(marks(88.0, 92.0, 92.5), {"差异化并档精度": 5}, (1, 3), id="or coarser"),
        pytest.param(marks(99.95, 99.94), {"差异化口径": "扣分面"}, (1, 2), id="full once rounded"),
        pytest.param([*marks(90.0), *marks(80.0, 考评部门="老甲")], {}, (1, 2), id="one scorer under two names"),
        pytest.param([*marks(90.0), *marks(80.0, 期间="2026年第2季度")], {}, (1, 2), id="the period as it is written"),
        pytest.param([*marks(90.0), *marks(80.0, 期间="2026Q1")], {}, (0, 1), id="another period"),
    ],
)
def test_telling_apart(rows: Rows, settings: Cells, rate: object) -> None:
    assert spread(rows, **settings)[True, "甲部"]["rate"] == rate


@pytest.mark.parametrize(
    ("figures", "settings", "told"),
    [
        pytest.param((90.0, 90.0), {}, (False, False), id="too few"),
        pytest.param((90.0, 90.0, 90.0), {}, (True, True), id="just enough, all the same"),
        pytest.param((90.0,) * 7 + (1.0, 2.0, 3.0), {}, (True, False), id="on the bound"),
        pytest.param((90.0,) * 7 + (1.0, 2.0, 3.0), {"差异化率下限": "30.1"}, (True, True), id="below it"),
    ],
)
def test_who_is_assessed(figures: tuple[float, ...], settings: Cells, told: tuple[bool, bool]) -> None:
    found = spread(marks(*figures), **settings)[True, "甲部"]
    assert (found["assessed"], found["low"]) == told


def test_spread_and_lean() -> None:
    """甲部 80, 90, 100; 乙部 70 and 84 of the first two: 85 − 77; what only one scored is not compared. 丙所 shares no unit."""
    rows = [*marks(80.0, 90.0, 100.0), *marks(70.0, 84.0, 考评部门="乙部"), *marks(50.0, 考评部门="丙所", 被考评单位="别的")]
    found = spread(rows)
    assert [found[True, "甲部"][name] for name in ("spread", "variance", "lean")] == [20, F(200, 3), 8]
    assert [found[True, name]["lean"] for name in ("乙部", "丙所")] == [-8, None]


def test_raters_are_scorers_too() -> None:
    rated = [RATING | {"工号": number} for number in ("P1", "P2")] + [RATING | {"评分人": None}, RATING | {"工作能力": None}]
    found = spread(marks(90.0, 90.0, 80.0), [*rated, RATING | {"评分人": "甲部", "工作质量": 0.0}])
    assert {key: row["rate"] for key, row in found.items()} == {(True, "甲部"): (1, 3), (False, "李志强"): (0, 2), (False, "甲部"): (0, 1)}
    assert found[False, "甲部"]["lean"] == -40


def test_the_whole_company() -> None:
    """1 of 3 and 2 of 4; a scorer with two scores and a rater do not count."""
    rows = [*marks(90.0, 90.0, 80.0), *marks(1.0, 2.0, 3.0, 3.0, 考评部门="乙部"), *marks(1.0, 2.0, 考评部门="丙所")]
    assert second.company_rate(spread(rows, [RATING] * 3)) == (3, 7)


# -- the product's rules against the second computation ----------------------------------------------------------------------


def test_where_the_two_part_on_a_part_that_weighs_nothing() -> None:
    """R12: “one rating or the composite missing → 待评”, whatever its weight; the product does not ask for a part of weight 0."""
    drawn = company(STAFF, [BY_HEAD], 员工分管评分权重=0)
    (found,) = persons_of_the_product(judged_by_the_product(drawn, "2026Q2"))
    assert found.score == 81
    assert score(STAFF, [BY_HEAD], 员工分管评分权重=0) is None
