"""R12: the four roles by hand, what is missing, points of persons, the year and its grades."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from support.make import closed, day, department, indicator, inspection, item, person, point, rating, tables

from udfs.rules.ground.figures import round_half_up
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.performance.composite import Composite, Counted, confirmed_points
from udfs.rules.performance.personal import PersonResult, basis_of, person_results, told, unit_of
from udfs.rules.performance.personal_year import grades_of, quarters_of, year_results
from udfs.rules.performance.scoreboard import person_rows, scores_of
from udfs.rules.trace.score_trace import score_trace
from workbook_templates.tables.results import PersonScore

F = Fraction


def judged(*records: Any, as_of: str = "4-9", period: str = "2026Q1", **settings: Any) -> Judgement:
    return judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period))


def composite(score: Any, *lost: Any) -> Composite:
    """A department with this composite, and points as they count."""
    counted = tuple(Counted(point(points=value), F(value), "") for value in lost)
    return Composite("", "", (), counted, None, None if score is None else F(score), True)


FOUR = {"甲": composite(90), "乙": composite(80, -2), "丙": composite(70, -1, "-0.5", 3), "丁": composite(None, -4)}
UNITS = tuple(department(name) for name in FOUR)


def result(
    who: Any, *ratings: Any, company: Any = None, composites: dict[str, Composite] = FOUR, points: Sequence[Any] = (), **settings: Any
) -> PersonResult:
    """One person's score in the first quarter."""
    judgement = judged(*UNITS, who, *ratings, *points, **settings)
    value = None if company is None else F(company)
    (found,) = person_results(basis_of(judgement, value, composites, confirmed_points(judgement)))
    return found


# the unit


@pytest.mark.parametrize(
    ("name", "company", "composites", "expected"),
    [
        ("公司 indicators", 88, FOUR, 88),
        ("公司 indicators at 0", 0, FOUR, 0),
        ("the plain mean of those that have one", None, FOUR, 80),
        ("nobody has one", None, {"丁": composite(None)}, None),
        ("no department", None, {}, None),
    ],
)
def test_the_unit(name: str, company: Any, composites: dict[str, Composite], expected: Any) -> None:
    assert unit_of(company, composites.values()) == expected, name


def test_the_unit_from_the_sheets() -> None:
    """公司 indicators: 90 with weight 3 and 50 with 1 make 80; without them (100 + 50) ÷ 2, whoever is ranked or not."""
    boss = person("王总", role="主要领导")
    own = [indicator("甲", department="甲", goal=100, actual=100), indicator("乙", department="乙", goal=100, actual=50)]
    whole = [indicator(n, level="公司", goal=100, actual=a, weight=w, department="甲") for n, a, w in (("一", 90, 3), ("二", 50, 1))]
    pair = department("甲"), department("乙", ranked="否")
    assert scores_of(judged(*pair, boss, *own, *whole)).persons[0].score == 80
    assert scores_of(judged(*pair, boss, *own)).persons[0].score == 75


# the four roles


@pytest.mark.parametrize(
    ("name", "company", "composites", "expected", "missing"),
    [
        ("the unit", 88, FOUR, 88, ""),
        ("the mean", None, FOUR, 80, ""),
        ("nothing", None, {}, None, "没有单位成绩"),
    ],
)
def test_chief(name: str, company: Any, composites: dict[str, Composite], expected: Any, missing: str) -> None:
    found = result(person("王总", role="主要领导"), company=company, composites=composites)
    assert (found.score, found.missing) == (expected, missing), name


def member(oversees: str = "", linked: str = "", **fields: Any) -> Any:
    return person("李总", role="班子成员", oversees=tuple(oversees), linked=tuple(linked), **fields)


ONE_TO_THREE: dict[str, Any] = {"班子单位权重": 0, "班子分管权重": 1, "班子联系权重": 3}


@pytest.mark.parametrize(
    ("name", "who", "more", "expected"),
    [
        # 0.4 × 88 + 0.4 × 90 + 0.2 × 90; nothing was deducted
        ("three parts", member("甲", "甲"), {"company": 88}, "89.2"),
        # 0.4 × 88 + 0.4 × (90 + 80) ÷ 2 + 0.2 × 70 = 83.2; 0.1 × (2 + 1.5)
        ("means, less a tenth of what they lost", member("甲乙", "丙"), {"company": 88}, "82.85"),
        # 0.4 × 88 + 0.4 × 75 + 0.2 × 75 = 80.2; 乙 and 丙 once each: 0.1 × 3.5
        ("in both lists: deducted once", member("乙丙", "丙乙"), {"company": 88}, "79.85"),
        ("named twice in one list", member("乙乙", ""), {"company": 88}, F(88 + 80, 2) - F("0.2")),
        ("nothing linked: (40 × 88 + 40 × 90) ÷ 80", member("甲", ""), {"company": 88}, 89),
        ("nothing overseen: (40 × 88 + 20 × 90) ÷ 60", member("", "甲"), {"company": 88}, F(266, 3)),
        ("the unit alone", member(), {"company": 88}, 88),
        ("no unit: (40 × 90 + 20 × 80) ÷ 60 − 0.2", member("甲", "乙"), {"composites": {"甲": composite(90), "乙": composite(80, -2)}},
         (40 * 85 + 40 * 90 + 20 * 80) / F(100) - F("0.2")),
        ("a department without a composite still lost points", member("丁", ""), {"company": 88}, 88 - F("0.4")),
        ("and is left out of the mean", member("甲丁", ""), {"company": 88}, 89 - F("0.4")),
        ("an unknown department", member("甲戊", ""), {"company": 88}, 89),
        ("other weights: (1 × 90 + 3 × 80) ÷ 4", member("甲", "乙"), {"company": 88, **ONE_TO_THREE}, F("82.5") - F("0.2")),
        ("no deduction", member("乙", ""), {"company": 88, "挂钩扣减系数": 0}, 84),
        ("the whole of it", member("乙", ""), {"company": 88, "挂钩扣减系数": 1}, 82),
    ],
)  # fmt: skip
def test_team(name: str, who: Any, more: dict[str, Any], expected: Any) -> None:
    assert result(who, **more).score == F(expected), name


def test_team_without_anything() -> None:
    found = result(member("丁", ""), composites={"丁": composite(None, -4)})
    assert (found.score, found.missing) == (None, "没有单位、分管和联系单位的成绩")


def test_a_former_name_is_the_same_department() -> None:
    held = department("甲", former=("旧甲",)), member("甲", ""), indicator("Z", department="甲", goal=100, actual=90)
    lost = point(department="甲", day="3-1", confirmed="3-2")
    whole = scores_of(judged(*held, lost)).persons[0]
    named = scores_of(judged(held[0], held[1]._replace(oversees=("旧甲", "甲"), linked=("旧甲",)), held[2], lost)).persons[0]
    assert [whole.score, named.score] == [F("88.9"), F("88.9")]


def test_deductions_count_as_they_counted_for_the_department() -> None:
    """Of −2 and −1 for one item the larger; −3 of a check is in the 抽查 score; a person's point is the person's; +1 is none."""
    held = [department("甲"), member("甲", ""), item("事"), inspection("合格", number="抽1", department="甲")]
    common: dict[str, Any] = {"department": "甲", "day": "3-1", "confirmed": "3-2", "kind": "督办考核"}
    points = [
        point(**common, points=-2, linked="事"),
        point(**common, points=-1, linked="事"),
        point(**{**common, "kind": "抽查"}, points=-3, linked="抽1"),
        point(**common, points=-5, staff_no="别人"),
        point(**{**common, "status": "拟"}, points=-7),
        point(**{**common, "day": "12-31"}, points=-7),
        point(**{**common, "kind": "奖励"}, points=1),
    ]
    (found,) = scores_of(judged(*held, *points)).persons
    assert found.terms[-1].name == "挂钩扣减：分管、联系单位被扣 2 分"
    assert found.terms[-1].points == F("-0.2")


HEAD = person("张三", role="部门负责人", staff_no="1", department="甲")
STAFF = person("李四", role="员工", staff_no="1", department="甲")
LEADER: dict[str, Any] = {"role": "分管领导", "rater": "王总"}
OTHER: dict[str, Any] = {"role": "分管领导", "rater": "赵总"}


@pytest.mark.parametrize(
    ("name", "ratings", "more", "expected", "missing"),
    [
        # 80 × 30 % + 90 × 30 % + 100 × 40 % = 91; 60 % × 90 + 40 % × 91
        ("both", [rating("1", 80, 90, 100, **LEADER)], {}, "90.4", ""),
        ("no rating", [], {}, None, "没有分管领导评分"),
        ("rated by the head alone", [rating("1", 80)], {}, None, "没有分管领导评分"),
        ("no composite", [rating("1", 80, **LEADER)], {"composites": {"甲": composite(None)}}, None, "没有部门综合得分"),
        ("neither", [], {"composites": {}}, None, "没有部门综合得分、没有分管领导评分"),
        ("a mark is missing", [rating("1", 80, None, 100, **LEADER)], {}, None, "没有分管领导评分"),
        ("a mark of 0 is none missing", [rating("1", 0, 0, 0, **LEADER)], {}, 54, ""),
        ("two leaders: (91 + 81) ÷ 2 = 86", [rating("1", 80, 90, 100, **LEADER), rating("1", 81, **OTHER)], {}, "88.4", ""),
        ("one of two lacks a mark", [rating("1", 91, **LEADER), rating("1", 81, 81, None, **OTHER)], {}, "90.4", ""),
        ("of another 期间", [rating("1", 80, **LEADER, period="2026Q2")], {}, None, "没有分管领导评分"),
        ("期间 written otherwise", [rating("1", 90, **LEADER, period="2026年一季度")], {}, 90, ""),
        ("of another person", [rating("2", 80, **LEADER)], {}, None, "没有分管领导评分"),
        ("the department alone counts", [], {"负责人评分权重": 0}, 90, ""),
        ("half and half", [rating("1", 80, **LEADER)], {"负责人部门权重": 1, "负责人评分权重": 1}, 85, ""),
        ("ability alone", [rating("1", 50, 100, 100, **LEADER)], {"态度权重": 0, "质量权重": 0}, 74, ""),
    ],
)
def test_head(name: str, ratings: list[Any], more: dict[str, Any], expected: Any, missing: str) -> None:
    found = result(HEAD, *ratings, **more)
    assert (found.score, found.missing) == (None if expected is None else F(expected), missing), name


@pytest.mark.parametrize(
    ("name", "ratings", "more", "expected", "missing"),
    [
        ("60 % × 80 + 40 % × 90", [rating("1", 80), rating("1", 90, **LEADER)], {}, 84, ""),
        ("no leader's", [rating("1", 80)], {}, None, "没有分管领导评分"),
        ("no head's", [rating("1", 90, **LEADER)], {}, None, "没有部门负责人评分"),
        ("neither", [], {}, None, "没有部门负责人评分、没有分管领导评分"),
        ("the department does not matter", [rating("1", 80), rating("1", 90, **LEADER)], {"composites": {}}, 84, ""),
        ("two heads: (80 + 70) ÷ 2", [rating("1", 80), rating("1", 70, rater="赵六"), rating("1", 90, **LEADER)], {}, 81, ""),
        ("head's rating lacks a mark", [rating("1", None, 80, 80), rating("1", 90, **LEADER)], {}, None, "没有部门负责人评分"),
        ("not rounded on the way", [rating("1", "66.67"), rating("1", "33.33", **LEADER)], {}, "53.334", ""),
    ],
)
def test_staff(name: str, ratings: list[Any], more: dict[str, Any], expected: Any, missing: str) -> None:
    found = result(STAFF, *ratings, **more)
    assert (found.score, found.missing) == (None if expected is None else F(expected), missing), name


# own points


BOTH = rating("1", 80), rating("1", 80, **LEADER)


@pytest.mark.parametrize(
    ("name", "points", "expected"),
    [
        ("one", [point(staff_no="1", points=2, confirmed="3-2")], 82),
        ("a deduction", [point(staff_no="1", points="-0.5", confirmed="3-2")], "79.5"),
        ("both", [point(staff_no="1", points=2), point(staff_no="1", points="-0.5")], "81.5"),
        ("more than the cap of departments", [point(staff_no="1", points=9)], 89),
        ("of somebody else", [point(staff_no="2", points=2)], 80),
        ("of the department", [point(department="甲", points=2)], 80),
        ("not confirmed", [point(staff_no="1", points=2, status="拟")], 80),
        ("on the last day of the quarter", [point(staff_no="1", points=2, day="3-31")], 82),
        ("on the day after", [point(staff_no="1", points=2, day="4-1")], 80),
        ("on the first day", [point(staff_no="1", points=2, day="1-1")], 82),
        ("on the day before", [point(staff_no="1", points=2, day="2025-12-31")], 80),
        ("confirmed on 基准日", [point(staff_no="1", points=2, confirmed="4-9")], 82),
        ("confirmed after it", [point(staff_no="1", points=2, confirmed="4-10")], 80),
    ],
)
def test_own_points(name: str, points: list[Any], expected: Any) -> None:
    assert result(STAFF, *BOTH, points=points).score == F(expected), name


def test_a_point_of_a_person_is_no_point_of_the_department() -> None:
    unit = department("甲"), indicator("Z", department="甲", goal=100, actual=90)
    found = scores_of(judged(*unit, STAFF, *BOTH, point(department="甲", staff_no="1", points=-3)))
    assert [found.composites["甲"].score, found.persons[0].score] == [90, 77]


def test_points_alone_are_no_score() -> None:
    found = result(STAFF, points=[point(staff_no="1", points=2)])
    assert (found.score, len(found.points), found.missing) == (None, 1, "没有部门负责人评分、没有分管领导评分")


def test_a_score_is_told() -> None:
    found = result(member("甲乙", "丙"), company=88, points=[point(staff_no="G", points=1, fact="立功")])
    assert told(found, 2) == (
        "单位成绩 × 40/100：88.00 → 35.20；分管部门均分（甲、乙） × 40/100：85.00 → 34.00；联系单位均分（丙） × 20/100：70.00 → 14.00；"
        "挂钩扣减：分管、联系单位被扣 3.5 分：-3.50 → -0.35"
    )
    assert told(result(STAFF), 2) == "待评：没有部门负责人评分、没有分管领导评分"


# who is listed


def test_everybody_who_is_there_in_order() -> None:
    people = [
        person("丙", staff_no="3", role="员工", order=2),
        person("乙", staff_no="2", role="主要领导", order=1),
        person("丁", staff_no="4", role="员工"),
        person("甲", staff_no="1", role="员工", active="否", order=1),
        person("戊", staff_no="", role="员工", order=1),
        person("己", staff_no="6", role="", order=1),
        person("庚", staff_no="7", role="员工", active="是"),
    ]
    found = person_results(basis_of(judged(*people), F(80), {}, []))
    assert [one.person.name for one in found] == ["乙", "丙", "丁", "庚"]


def rows(*records: Any, **more: Any) -> dict[str, PersonScore]:
    return {row.staff_no: row for row in person_rows(scores_of(judged(*records, **more)))}


def test_a_quarter_has_ranks_within_the_role_and_no_grades() -> None:
    """Staff 90, 80, 80 and one who waits; a head who would be between them is ranked alone."""
    people = [person(n, staff_no=n, role="员工") for n in "甲乙丙丁"]
    marks = [rating(n, score, **who) for n, score in zip("甲乙丙", (90, 80, 80), strict=True) for who in ({}, LEADER)]
    head = [person("戊", staff_no="戊", role="部门负责人", department="发展部"), rating("戊", 85, **LEADER)]
    unit = department(), indicator("Z", goal=100, actual=85)
    found = rows(*unit, *people, *head, *marks)
    assert [(row.staff_no, row.score, row.rank, row.grade) for row in found.values()] == [
        ("甲", 90, 1, ""),
        ("乙", 80, 2, ""),
        ("丙", 80, 2, ""),
        ("丁", None, None, "待评"),
        ("戊", 85, 1, ""),
    ]
    dense = rows(*unit, *people, *marks, rating("丁", 70), rating("丁", 70, **LEADER), 并列方式="并列不跳号")
    assert [dense[n].rank for n in "甲乙丙丁"] == [1, 2, 2, 3]
    assert [rows(*unit, *people, *marks, rating("丁", 70), rating("丁", 70, **LEADER))[n].rank for n in "甲乙丙丁"] == [1, 2, 2, 4]


# 员工指标权重


def own_indicator(actual: Any, number: str = "P1", **fields: Any) -> Any:
    common = {"level": "个人", "department": "甲", "responsible": "李四", "goal": 100, "name": f"指标{number}"}
    return indicator(number, actual=actual, **{**common, **fields})


RATED = (rating("1", 80), rating("1", 70, **LEADER))
"""(60 × 80 + 40 × 70) ÷ 100 = 76."""


@pytest.mark.parametrize(
    ("name", "rows", "weight", "expected"),
    [
        ("0: the ratings alone", [own_indicator(100)], 0, 76),
        ("30: 0.7 × 76 + 0.3 × 100", [own_indicator(100)], 30, F("83.2")),
        ("two by 权重: 0.7 × 76 + 0.3 × (3 × 90 + 50) ÷ 4", [own_indicator(90, weight=3), own_indicator(50, "P2")], 30, F("77.2")),
        ("none at all", [], 30, 76),
        ("none scored", [own_indicator(None)], 30, 76),
        ("what has no score is left out", [own_indicator(100), own_indicator(None, "P2", weight=9)], 30, F("83.2")),
        ("0 points are a score", [own_indicator(0)], 30, F("53.2")),
        ("100: the indicators alone", [own_indicator(90)], 100, 90),
        ("100, none scored", [own_indicator(None)], 100, 76),
        ("of another level", [own_indicator(100, level="班组")], 30, 76),
        ("somebody else's", [own_indicator(100, responsible="张三")], 30, 76),
        ("one of two 责任人", [own_indicator(100, responsible="张三、李四")], 30, F("83.2")),
        ("another period", [own_indicator(100, period="2026Q2")], 30, 76),
        ("of its months", [own_indicator(100, period="2026-01"), own_indicator(80, period="2026-02")], 30, F("80.2")),
    ],
)
def test_own_indicators(name: str, rows: list[Any], weight: int, expected: Any) -> None:
    found = scores_of(judged(department("甲"), STAFF, person("张三", staff_no="2", department="甲"), *RATED, *rows, 员工指标权重=weight))
    assert {one.person.staff_no: one.score for one in found.persons}["1"] == expected, name
    traced = [row for row in score_trace(found) if row.subject == "李四（1）"]
    assert sum(Fraction(row.points or 0) for row in traced) == round_half_up(expected, 2)


@pytest.mark.parametrize(("weight", "score", "missing"), [(30, None, "没有分管领导评分"), (100, 90, ""), (0, None, "没有分管领导评分")])
def test_a_missing_rating_waits_unless_the_indicators_are_all(weight: int, score: Any, missing: str) -> None:
    found = scores_of(judged(department("甲"), STAFF, RATED[0], own_indicator(90), 员工指标权重=weight)).persons[0]
    assert (found.score, found.missing) == (score, missing)


def test_only_staff_are_scored_by_indicators() -> None:
    """A head's own indicator is shown, and moves nothing: 60 % of 50 and 40 % of 70."""
    held = [department("甲"), HEAD, rating("1", 70, **LEADER), indicator(department="甲", goal=100, actual=50)]
    found = scores_of(judged(*held, own_indicator(100, responsible="张三"), 员工指标权重=30)).persons[0]
    assert found.score == 58


@pytest.mark.parametrize(("unit", "whose"), [("甲", "1"), ("乙", "2"), ("丙", "")])
def test_of_one_name_the_one_in_the_unit_is_scored(unit: str, whose: str) -> None:
    people = [person("李四", staff_no=number, department=home) for number, home in (("1", "甲"), ("2", "乙"))]
    ratings = [rating(number, 80, **who) for number in "12" for who in ({}, LEADER)]
    found = scores_of(judged(*UNITS, *people, *ratings, own_indicator(0, department=unit), 员工指标权重=50)).persons
    assert {one.person.staff_no: one.score for one in found} == {number: 40 if number == whose else 80 for number in "12"}


def test_each_indicator_is_a_term_that_leads_to_its_row() -> None:
    rows = [own_indicator(90, weight=3), own_indicator(50, "P2")]
    found = scores_of(judged(department("甲"), STAFF, *RATED, *rows, 员工指标权重=30))
    assert told(found.persons[0], 2) == (
        "部门负责人评分 × 60/100 × 70%：80.00 → 33.60；分管领导评分 × 40/100 × 70%：70.00 → 19.60；"
        "个人指标“指标P1” × 30%：90.00 → 20.25；个人指标“指标P2” × 30%：50.00 → 3.75"
    )
    traced = [(row.rule, row.number, row.table, row.row) for row in score_trace(found) if row.subject == "李四（1）"]
    assert traced[2:] == [("R12", "P1", "指标", rows[0].at.row), ("R12", "P2", "指标", rows[1].at.row)]


# the year


def quarterly(*ratings: tuple[str, int]) -> list[Any]:
    """李四 with these ratings of quarters, from both."""
    return [rating("1", score, period=period, **who) for period, score in ratings for who in ({}, LEADER)]


def published(period: str, score: Any, when: str = "2026-04-09", **fields: Any) -> Any:
    common = {"object_kind": "个人", "subject": "1", "kind": "员工", "dimension": "个人"}
    return closed(period, score=score, **{**common, "closed": dt.datetime.fromisoformat(f"{when} 09:00:00"), **fields})


YEAR: dict[str, Any] = {"as_of": "2027-01-09", "period": "2026"}


@pytest.mark.parametrize(
    ("name", "held", "more", "expected"),
    [
        ("four quarters", quarterly(("2026Q1", 90), ("2026Q2", 80), ("2026Q3", 70), ("2026Q4", 60)), {}, 75),
        ("two that have a score", quarterly(("2026Q1", 90), ("2026Q3", 70)), {}, 80),
        ("of the year alone", quarterly(("2025Q4", 10), ("2026Q1", 90), ("2027Q1", 10)), {}, 90),
        ("a rating of the year is none of a quarter", quarterly(("2026", 90)), {}, None),
        ("none", [], {}, None),
        ("the year runs: up to 基准日", quarterly(("2026Q1", 90), ("2026Q2", 80), ("2026Q3", 70)), {"as_of": "4-1"}, 85),
        ("the quarter has not begun", quarterly(("2026Q1", 90), ("2026Q2", 80)), {"as_of": "3-31"}, 90),
        ("published as published", [*quarterly(("2026Q1", 90), ("2026Q2", 80)), published("2026Q1", "60.01")], {}, "70.005"),
        ("published without this person", [*quarterly(("2026Q1", 90), ("2026Q2", 80)), published("2026Q1", 60, subject="2")], {}, 80),
        ("published as 待评", [*quarterly(("2026Q1", 90), ("2026Q2", 80)), published("2026Q1", None, grade="待评")], {}, 80),
        (
            "reopened: computed again",
            [
                *quarterly(("2026Q1", 90), ("2026Q2", 80)),
                published("2026Q1", 60),
                closed("2026Q1", object_kind="公司", grade="重开", closed=dt.datetime(2026, 5, 1, 9)),
            ],
            {},
            85,
        ),
        (
            "closed again: the latest",
            [*quarterly(("2026Q1", 90), ("2026Q2", 80)), published("2026Q1", 60), published("2026Q1", 70, "2026-05-02")],
            {},
            75,
        ),
        (
            "published after 基准日",
            [*quarterly(("2026Q1", 90)), published("2026Q1", 60, "2026-04-10")],
            {"as_of": "4-9"},
            90,
        ),
        ("published on 基准日", [*quarterly(("2026Q1", 90)), published("2026Q1", 60, "2026-04-09")], {"as_of": "4-9"}, 60),
        ("points in their quarter: (80 + 2 + 80) ÷ 2", [*quarterly(("2026Q1", 80), ("2026Q2", 80)), point(staff_no="1", points=2)], {}, 81),
        ("points of a quarter without a score", [*quarterly(("2026Q2", 80)), point(staff_no="1", points=2)], {}, 80),
    ],
)  # fmt: skip
def test_the_year(name: str, held: list[Any], more: dict[str, Any], expected: Any) -> None:
    (found,) = scores_of(judged(STAFF, *held, **{**YEAR, **more})).persons
    assert found.score == (None if expected is None else F(expected)), name
    assert found.missing == ("各季度都没有得分" if expected is None else ""), name


def test_a_point_confirmed_after_its_quarter_was_closed_counts_once_in_the_year() -> None:
    """Dated in March, confirmed in May: in the second quarter. (60 as published + 80 + 2) ÷ 2."""
    held = [*quarterly(("2026Q1", 90), ("2026Q2", 80)), published("2026Q1", 60), point(staff_no="1", points=2, confirmed="5-5")]
    (found,) = scores_of(judged(STAFF, *held, **YEAR)).persons
    assert found.score == 71


def test_the_terms_of_a_year_name_what_is_published() -> None:
    (found,) = scores_of(judged(STAFF, *quarterly(("2026Q2", 80)), published("2026Q1", 60), **YEAR)).persons
    assert told(found, 2) == "2026Q1（已定稿）：60.00 → 30.00；2026Q2：80.00 → 40.00"


@pytest.mark.parametrize(
    ("month_end", "first", "last"), [(31, dt.date(2026, 1, 1), dt.date(2026, 12, 31)), (25, dt.date(2025, 12, 26), dt.date(2026, 12, 25))]
)
def test_the_quarters_of_a_year(month_end: int, first: dt.date, last: dt.date) -> None:
    year = parse_period("2026", month_end)
    assert year is not None
    quarters = quarters_of(year, month_end)
    assert [quarter.name for quarter in quarters] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert (quarters[0].first, quarters[3].last) == (first, last)


def test_only_quarters_that_are_not_published_are_computed() -> None:
    asked: list[str] = []

    def computed(quarter: Period) -> list[PersonResult]:
        asked.append(quarter.name)
        return []

    year_results(judged(STAFF, published("2026Q2", 60), **{**YEAR, "as_of": "9-30"}), computed)
    assert asked == ["2026Q1", "2026Q3"]


# grades


def given(*scores: Any) -> dict[str, Fraction]:
    return {name: F(score) for name, score in zip("甲乙丙丁戊己庚辛壬癸", scores, strict=False)}


@pytest.mark.parametrize(
    ("name", "scores", "shares", "expected"),
    [
        ("ten: 2, 6 together", (99, 98, 97, 96, 95, 94, 93, 92, 91, 90), (F(1, 5), F(3, 5)), "优优良良良良合合合合"),
        ("nine: 1, 5 together", (99, 98, 97, 96, 95, 94, 93, 92, 91), (F(1, 5), F(3, 5)), "优良良良良合合合合"),
        ("four: none, 2 together", (99, 98, 97, 96), (F(1, 5), F(3, 5)), "良良合合"),
        ("one: none at all", (99,), (F(1, 5), F(3, 5)), "合"),
        ("five: 1, 3", (99, 98, 97, 96, 95), (F(1, 5), F(3, 5)), "优良良合合"),
        ("a tie at the border of 优秀", (99, 99, 97, 96, 95), (F(1, 5), F(3, 5)), "良良良合合"),
        ("a tie at the border of 良好", (99, 98, 97, 97, 95), (F(1, 5), F(3, 5)), "优良合合合"),
        ("a tie across both borders", (99, 99, 99, 99, 95), (F(1, 5), F(3, 5)), "合合合合合"),
        ("a tie within a grade", (99, 98, 98, 96, 95), (F(1, 5), F(3, 5)), "优良良合合"),
        ("on the bound", (99, 60, 60, 60, 60), (F(1, 5), F(3, 5)), "优合合合合"),
        ("below it, whatever the rank", ("59.99", 50, 40, 30, 20), (F(1, 5), F(3, 5)), "不不不不不"),
        ("who failed fills no place but counts as a head", (99, 98, 59, 58, 57), (F(1, 5), F(3, 5)), "优良不不不"),
        ("not in order", (95, 99, 96, 98, 97), (F(1, 5), F(3, 5)), "合优合良良"),
        ("no 优秀", (99, 98, 97, 96, 95), (F(0), F(3, 5)), "良良良合合"),
        ("everybody", (99, 98, 97, 96, 95), (F(1), F(1)), "优优优优优"),
        ("together at most: the smaller share holds", (99, 98, 97, 96, 95), (F(4, 5), F(2, 5)), "优优合合合"),
        ("nobody", (), (F(1, 5), F(3, 5)), ""),
    ],
)
def test_grades(name: str, scores: tuple[Any, ...], shares: tuple[Fraction, Fraction], expected: str) -> None:
    words = {"优": "优秀", "良": "良好", "合": "合格", "不": "不合格"}
    found = grades_of(given(*scores), *shares, F(60), "舍去").grades
    assert list(found.values()) == [words[letter] for letter in expected], name


def test_head_counts_are_shown() -> None:
    found = grades_of(given(*range(90, 99)), F(1, 5), F(3, 5), F(60), "四舍五入")
    assert (found.people, found.excellent, found.good) == (9, 2, 5)


@pytest.mark.parametrize(
    ("people", "rounding", "excellent", "good"),
    [
        (1, "四舍五入", 0, 1),  # 0.2 and 0.6
        (2, "四舍五入", 0, 1),  # 0.4 and 1.2
        (3, "四舍五入", 1, 2),  # 0.6 and 1.8
        (5, "四舍五入", 1, 3),  # whole heads
        (3, "舍去", 0, 1),
        (4, "舍去", 0, 2),
        (1, "进一", 1, 1),
        (6, "进一", 2, 4),
        (10, "进一", 2, 6),
    ],
)
def test_head_counts_are_rounded_as_set(people: int, rounding: str, excellent: int, good: int) -> None:
    found = grades_of(given(*range(70, 70 + people)), F(1, 5), F(3, 5), F(60), rounding)
    assert (found.excellent, found.good) == (excellent, good)


def test_half_a_head_rounds_up_and_excellent_stays_within_both() -> None:
    """0.5 of five at 10 %; both together 10 % too, so that nobody is 良好."""
    found = grades_of(given(99, 98, 97, 96, 95), F(1, 10), F(1, 10), F(60), "四舍五入")
    assert list(found.grades.values()) == ["优秀", "合格", "合格", "合格", "合格"]


def test_grades_of_a_year_are_within_the_role_and_as_printed() -> None:
    """Of five staff one 优秀, three together. 89.995 and 90 are both printed 90.00, a tie at the border of 优秀; who waits is no head."""
    people = [person(n, staff_no=n, role="员工") for n in "甲乙丙丁戊己"]
    values = ("90", "89.995", "80", "70", "59.994")
    marks = [rating(n, value, **who) for n, value in zip("甲乙丙丁戊", values, strict=True) for who in ({}, LEADER)]
    head = [person("庚", staff_no="庚", role="部门负责人", department="发展部"), rating("庚", 99, **LEADER)]
    unit = department(), indicator("Z", goal=100, actual=99)
    found = rows(*unit, *people, *head, *marks, **YEAR)
    assert [(row.staff_no, row.grade) for row in found.values()] == [
        ("甲", "良好"),
        ("乙", "良好"),
        ("丙", "良好"),
        ("丁", "合格"),
        ("戊", "不合格"),
        ("己", "待评"),
        ("庚", "良好"),  # one head of this 角色: 0.6 of one is one
    ]
    assert found["甲"].note.endswith("；员工 5 人有分，优秀不超过 1 人，优秀和良好合计不超过 3 人")
    assert "人有分" not in found["己"].note
