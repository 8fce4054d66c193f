"""R9: risk grades, 比例计分 by hand, 问题率, what is due to be checked, coverage, and who was to make a 定向 check."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import day, department, inspection, person, risk_point, tables

from udfs.rules.ground.figures import Exact
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.inspection.inspection import (
    CheckScore,
    Plan,
    check_plans,
    check_scores,
    company_checks,
    coverage,
    led_by_leader,
    load_factors,
    person_checks,
    risks,
)
from udfs.rules.judging.judgement import Judgement, judge

F = Fraction


def judged(*records: Any, as_of: str = "3-20", period: str = "2026Q1", **settings: Any) -> Judgement:
    """The first quarter, on 20 March."""
    return judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period))


def checked(*records: Any, name: str = "发展部", **settings: Any) -> CheckScore:
    return check_scores(judged(*records, **settings))[name]


def planned(*records: Any, **settings: Any) -> Plan:
    return check_plans(judged(*records, **settings))[0]


# grades and intervals


def graded(frequency: Any, subjectivity: Any, severity: Any, **fields: Any) -> Any:
    return risk_point(frequency=frequency, subjectivity=subjectivity, severity=severity, **fields)


@pytest.mark.parametrize(
    ("name", "point", "settings", "expected"),
    [
        ("3 × 3 × 3", graded(3, 3, 3), {}, (27, "高", 30)),
        ("18 is high", graded(3, 3, 2), {}, (18, "高", 30)),
        ("17 is not", graded(3, 3, 2), {"高风险下限": "18.01"}, (18, "中", 90)),
        ("12", graded(3, 2, 2), {}, (12, "中", 90)),
        ("8 is middle", graded(2, 2, 2), {}, (8, "中", 90)),
        ("6 is low", graded(3, 2, 1), {}, (6, "低", 180)),
        ("on a moved bound", graded(3, 2, 1), {"中风险下限": "6"}, (6, "中", 90)),
        ("1 is low", graded(1, 1, 1), {}, (1, "低", 180)),
        ("the intervals are settings", graded(3, 3, 3), {"高风险间隔天数": "7"}, (27, "高", 7)),
        ("the middle one", graded(2, 2, 2), {"中风险间隔天数": "8"}, (8, "中", 8)),
        ("the low one", graded(1, 1, 1), {"低风险间隔天数": "9"}, (1, "低", 9)),
        ("its own goes first", graded(3, 3, 3, interval=45), {"高风险间隔天数": "7"}, (27, "高", 45)),
        ("a factor is missing", graded(3, None, 3), {}, (None, "", None)),
        ("a factor is missing, the interval is there", graded(3, 3, None, interval=45), {}, (None, "", 45)),
    ],
)
def test_grades(name: str, point: Any, settings: dict[str, str], expected: tuple[Exact | None, str, int | None]) -> None:
    found = risks(judged(point, **settings))["F1"]
    assert (found.value, found.grade, found.interval) == expected, name


# 比例计分

FOUND = inspection("问题", risk="F1", lost=2)
UNITS = department("甲", volume=50), department("乙", volume=150), department("丙"), department("丁", kind="基层", volume=1000)
"""甲 half the mean of 业务职能, 乙 one and a half, 丙 unknown, 丁 alone in its 类型."""


@pytest.mark.parametrize(
    ("name", "rows", "settings", "expected"),
    [
        ("2 of 10", [FOUND], {}, (2, 10, 80)),
        ("2 of 20", [FOUND, inspection()], {}, (2, 20, 90)),
        ("满分 of the point", [FOUND, risk_point(full=40)], {}, (2, 40, 95)),
        ("a point without 满分", [FOUND, risk_point()], {}, (2, 10, 80)),
        ("its setting", [FOUND, risk_point()], {"风险点满分": "8"}, (2, 8, 75)),
        ("an unknown point", [FOUND._replace(risk="F9"), risk_point(full=40)], {}, (2, 10, 80)),
        ("no risk point", [FOUND._replace(risk=""), risk_point(full=40)], {}, (2, 10, 80)),
        ("each row counts its point", [FOUND, FOUND._replace(number="C2", lost=F(6)), risk_point(full=40)], {}, (8, 80, 90)),
        ("苗头 takes no points but counts in full", [FOUND, inspection("苗头", lost=5)], {}, (2, 20, 90)),
        ("合格 with 扣分 takes points", [FOUND, inspection(lost=1)], {}, (3, 20, 85)),
        ("a problem without 扣分", [FOUND._replace(lost=None)], {}, (0, 10, 100)),
        ("nothing wrong", [inspection()], {}, (0, 10, 100)),
        ("all of it", [FOUND._replace(lost=F(10))], {}, (10, 10, 0)),
        ("more than all", [FOUND._replace(lost=F(11))], {}, (11, 10, 0)),
        ("nothing could be lost", [FOUND, risk_point(full=0)], {}, (2, 0, None)),
        ("a third", [FOUND._replace(lost=F(1)), inspection(), inspection()], {"风险点满分": "1"}, (1, 3, F(200, 3))),
    ],
)
def test_the_score(name: str, rows: Sequence[Any], settings: dict[str, str], expected: tuple[Exact, Exact, Exact | None]) -> None:
    found = checked(*rows, **settings)
    assert (found.lost, found.full, found.score) == expected, name


@pytest.mark.parametrize(
    ("name", "unit", "settings", "load", "score"),
    [
        ("half the mean of its 类型", "甲", {}, F(1, 2), 60),
        ("one and a half", "乙", {}, F(3, 2), F(260, 3)),
        ("unknown", "丙", {}, 1, 80),
        ("no such department", "外单位", {}, 1, 80),
        ("alone in its 类型", "丁", {}, 1, 80),
        ("on the lower bound", "甲", {"业务量系数下限": "0.5"}, F(1, 2), 60),
        ("under it", "甲", {"业务量系数下限": "0.8"}, F(4, 5), 75),
        ("on the upper bound", "乙", {"业务量系数上限": "1.5"}, F(3, 2), F(260, 3)),
        ("over it", "乙", {"业务量系数上限": "1.25"}, F(5, 4), 84),
        ("bounds of 0 leave no score", "甲", {"业务量系数下限": "0", "业务量系数上限": "0"}, 0, None),
    ],
)
def test_the_load(name: str, unit: str, settings: dict[str, str], load: Exact, score: Exact | None) -> None:
    found = checked(FOUND._replace(department=unit), *UNITS, name=unit, **settings)
    assert (found.load, found.score) == (load, score), name


def test_loads_within_the_default_bounds() -> None:
    """The mean of 10, 100 and 790 is 300: 1/30 and 1/3 rise to a half, 79/30 falls to 2."""
    judgement = judged(*(department(name, volume=volume) for name, volume in (("甲", 10), ("乙", 100), ("丙", 790))))
    assert load_factors(judgement.departments, judgement.facts.settings) == {"甲": F(1, 2), "乙": F(1, 2), "丙": 2}


@pytest.mark.parametrize(("volumes", "expected"), [((0, 100), {"甲": F(1, 2), "乙": 2}), ((0, 0), {"甲": 1, "乙": 1})])
def test_a_volume_of_0_is_known(volumes: tuple[int, int], expected: dict[str, Exact]) -> None:
    judgement = judged(*(department(name, volume=volume) for name, volume in zip("甲乙", volumes, strict=True)))
    assert load_factors(judgement.departments, judgement.facts.settings) == expected


def test_the_company_has_no_load() -> None:
    """(2 + 2) of 20; by department 60 and 260/3."""
    rows = FOUND._replace(department="甲"), FOUND._replace(department="乙")
    assert company_checks(judged(*rows, *UNITS)).score == 80


def test_counts() -> None:
    """Four rows of two visits: one problem, two in order, one sign; the sign passes."""
    rows = (
        inspection("问题", number="C1", people=2, lost=1),
        inspection(number="C1", people=1),
        inspection(number="C2"),
        inspection("苗头", number="C2", people="0.5"),
    )
    found = checked(*rows)
    assert (found.visits, found.people, found.signs) == (2, F("3.5"), 1)
    assert [(rate.numerator, rate.denominator) for rate in (found.problems, found.passed)] == [(1, 4), (3, 4)]
    assert checked(*rows, *(row._replace(number="") for row in rows)).visits == 6, "rows without a number are visits of their own"


@pytest.mark.parametrize(
    ("name", "date", "as_of", "counted"),
    [
        ("the day before the period", "2025-12-31", "3-20", False),
        ("its first day", "1-1", "3-20", True),
        ("基准日", "3-20", "3-20", True),
        ("the day after", "3-21", "3-20", False),
        ("the period's last day", "3-31", "4-20", True),
        ("the day after it", "4-1", "4-20", False),
    ],
)
def test_rows_of_the_period(name: str, date: str, as_of: str, counted: bool) -> None:
    assert ("发展部" in check_scores(judged(inspection(day=date), as_of=as_of))) is counted, name


def test_departments_by_name() -> None:
    """Former names lead to the present one; a merger leaves the checks where they arose."""
    gone = department("老部", until="1-1", merged_into="新部", order=2), department("新部", former=("旧部",), order=1)
    rows = (inspection(department=name) for name in ("老部", "旧部", "新部", "外单位"))
    assert {name: one.visits for name, one in check_scores(judged(*gone, *rows)).items()} == {"新部": 2, "老部": 1, "外单位": 1}
    assert [*check_scores(judged(*gone, inspection(department="老部"), inspection(department="新部")))] == ["新部", "老部"]


@pytest.mark.parametrize(
    ("passed", "of", "settings", "grade"),
    [
        (20, 20, {}, "优"),
        (19, 20, {}, "优"),
        (18, 19, {}, "良"),
        (17, 20, {}, "良"),
        (16, 19, {}, "中"),
        (3, 5, {}, "中"),
        (59, 99, {}, "差"),
        (0, 1, {}, "差"),
        (19, 20, {"抽查优下限": "95.1"}, "良"),
        (17, 20, {"抽查良下限": "85.1"}, "中"),
        (3, 5, {"抽查中下限": "60.1"}, "差"),
    ],
)
def test_grades_by_pass_rate(passed: int, of: int, settings: dict[str, str], grade: str) -> None:
    rows = [inspection(("合格", "苗头")[n % 2] if n < passed else "问题") for n in range(of)]
    assert checked(*rows, **settings).grade == grade


# 抽查计划

HIGH = graded(3, 3, 3)


@pytest.mark.parametrize(
    ("name", "as_of", "rows", "due", "overdue"),
    [
        ("due tomorrow", "3-19", [inspection(day="2-18", risk="F1")], "3-20", None),
        ("due today", "3-20", [inspection(day="2-18", risk="F1")], "3-20", None),
        ("due yesterday", "3-21", [inspection(day="2-18", risk="F1")], "3-20", 1),
        ("the latest check", "3-20", [inspection(day=date, risk="F1") for date in ("3-1", "1-5", "2-1")], "3-31", None),
        ("one without a problem is a check too", "3-20", [inspection(day="3-1", risk="F1")], "3-31", None),
        ("of the year before", "3-20", [inspection(day="2025-12-31", risk="F1")], "1-30", 49),
        ("never: since 1 January", "1-31", [], "1-31", None),
        ("never: a day over", "2-1", [], "1-31", 1),
        ("a check to come", "3-20", [inspection(day="3-21", risk="F1")], "1-31", 48),
        ("of another point", "3-20", [inspection(day="3-1", risk="F2"), inspection(day="3-1")], "1-31", 48),
    ],
)
def test_when_a_point_is_due(name: str, as_of: str, rows: Sequence[Any], due: str, overdue: int | None) -> None:
    found = planned(HIGH, *rows, as_of=as_of)
    assert (found.due, found.days_overdue) == (day(due), overdue), name


def test_a_point_without_grade_and_interval_is_never_due() -> None:
    found = planned(graded(None, 3, 3), as_of="12-31")
    assert (found.due, found.days_overdue) == (None, None)


def test_problems_of_a_year() -> None:
    rows = [inspection(result, day=date, risk="F1") for result, date in (("问题", "3-20"), ("问题", "2025-03-22"), ("问题", "2025-03-19"))]
    assert planned(HIGH, *rows, inspection("苗头", risk="F1"), inspection(risk="F1"), inspection("问题", risk="F2")).problems == 2


@pytest.mark.parametrize(
    ("name", "point", "people", "reasons"),
    [
        ("nobody named, never updated", {}, [], 0),
        ("updated 365 days ago", {"updated": "2025-03-20"}, [], 0),
        ("366 days ago", {"updated": "2025-03-19"}, [], 1),
        ("still there", {"owner": "张三"}, [person()], 0),
        ("moved", {"owner": "张三"}, [person(department="运检部")], 1),
        ("moved, and never looked at since", {"owner": "张三", "updated": "2025-01-01"}, [person(department="运检部")], 2),
        ("in no department", {"owner": "张三"}, [person(department="")], 1),
        ("nobody of that name", {"owner": "张三"}, [person("李四")], 1),
        ("the department's former name", {"owner": "张三", "department": "计划部"}, [person()], 0),
        ("one of two of that name is there", {"owner": "张三"}, [person(), person(department="运检部")], 0),
        ("in whatever order", {"owner": "张三"}, [person(department="运检部"), person()], 0),
        ("neither of two is there", {"owner": "张三"}, [person(department="运检部"), person(department="调控中心")], 1),
    ],
)
def test_what_is_to_be_renewed(name: str, point: dict[str, str], people: Sequence[Any], reasons: int) -> None:
    units = department(former=("计划部",)), department("运检部"), department("调控中心")
    found = planned(risk_point(**point), *units, *people)
    assert len([reason for reason in found.renew.split("；") if reason]) == reasons, name


# coverage, and who checks


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("none checked", [], {"定向": (0, 1), "日常": (0, 3)}),
        ("one of three", [inspection(risk="F1")], {"定向": (0, 1), "日常": (1, 3)}),
        ("one twice", [inspection(risk="F1"), inspection(risk="F1")], {"定向": (0, 1), "日常": (1, 3)}),
        ("by a check of another level", [inspection(risk="F1", level="定向")], {"定向": (0, 1), "日常": (0, 3)}),
        ("of another level", [inspection(risk="F4")], {"定向": (0, 1), "日常": (0, 3)}),
        ("each level its own", [inspection(risk="F4", level="定向"), inspection(risk="F2")], {"定向": (1, 1), "日常": (1, 3)}),
        ("before the period", [inspection(risk="F1", day="2025-12-31")], {"定向": (0, 1), "日常": (0, 3)}),
        ("of no point", [inspection()], {"定向": (0, 1), "日常": (0, 3)}),
        ("a point without a number", [inspection(), risk_point("", check_level="日常")], {"定向": (0, 1), "日常": (0, 4)}),
    ],
)
def test_coverage(name: str, rows: Sequence[Any], expected: dict[str, tuple[int, int]]) -> None:
    points = [*(risk_point(f"F{n}", check_level="日常") for n in (1, 2, 3)), risk_point("F4", check_level="定向"), risk_point("F5")]
    found = coverage(judged(*points, *rows))
    assert {level: (rate.numerator, rate.denominator) for level, rate in found.items()} == {
        level: expected[level] for level in ("日常", "定向")
    }, name


@pytest.mark.parametrize(
    ("name", "row", "in_order"),
    [
        ("the 分管领导", {"checker": "王总"}, True),
        ("somebody else", {"checker": "李总"}, False),
        ("nobody", {"checker": ""}, False),
        ("with others", {"checker": "李总、王总"}, True),
        ("with others, a blank between", {"checker": "李总， 王总"}, True),
        ("on a line of its own", {"checker": "李总\n王总"}, True),
        ("part of a name", {"checker": "王总工"}, False),
        ("another level", {"checker": "李总", "level": "日常"}, True),
        ("another level", {"checker": "李总", "level": "牵头"}, True),
        ("a department without 分管领导", {"checker": "李总", "department": "运检部"}, True),
        ("an unknown department", {"checker": "李总", "department": "外单位"}, True),
        ("the former name", {"checker": "李总", "department": "计划部"}, False),
    ],
)
def test_who_makes_a_targeted_check(name: str, row: dict[str, str], in_order: bool) -> None:
    units = judged(department(leader="王总", former=("计划部",)), department("运检部")).departments
    assert led_by_leader(inspection(**{"level": "定向", **row}), units) is in_order, name


ROWS = st.builds(
    inspection,
    st.sampled_from(["合格", "问题", "苗头"]),
    number=st.sampled_from(["C1", "C2", "C3"]),
    department=st.sampled_from(["甲", "乙", "丙"]),
    risk=st.sampled_from(["", "F1", "F2", "F9"]),
    lost=st.none() | st.fractions(0, 12, max_denominator=4),
)


@given(rows=st.lists(ROWS, min_size=1, max_size=8), pick=st.randoms(use_true_random=False))
def test_scores_are_bounded_and_no_order_of_rows_moves_them(rows: list[Any], pick: Any) -> None:
    more = [*UNITS, risk_point("F1", full=5), risk_point("F2", full="0.5")]
    before = {name: one[:-1] for name, one in check_scores(judged(*rows, *more)).items()}
    assert all(one[9] is None or 0 <= one[9] <= 100 for one in before.values())
    pick.shuffle(rows)
    assert {name: one[:-1] for name, one in check_scores(judged(*rows, *more)).items()} == before


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("two rows are too few", ["张三"] * 2, {}),
        ("three", ["张三"] * 3, {("发展部", "G1"): F(2, 3)}),
        ("several names in one cell", ["张三、李四", "李四", "张三 李四", "张三"], {("发展部", "G1"): F(2, 3), ("发展部", "G2"): F(2, 3)}),
        ("the one of two namesakes who is in the department", ["王强"] * 3, {("发展部", "G3"): F(2, 3)}),
        ("one of another department", ["赵六"] * 3, {("发展部", "G5"): F(2, 3)}),
        ("two namesakes elsewhere", ["孙七"] * 3, {}),
        ("nobody who is known", ["外人"] * 3, {}),
        ("a team", ["张三等 3 人"] * 3, {}),
    ],
)
def test_the_pass_rates_of_persons(name: str, rows: list[str], expected: dict[tuple[str, str], Fraction]) -> None:
    """The first row of each list is a problem."""
    people = [
        *(person(who, staff_no=number, department="发展部") for who, number in (("张三", "G1"), ("李四", "G2"), ("王强", "G3"))),
        *(person(who, staff_no=number, department="运检部") for who, number in (("王强", "G4"), ("赵六", "G5"))),
        *(person("孙七", staff_no=number, department="运检部") for number in ("G6", "G7")),
    ]
    held = [inspection("合格" if n else "问题", inspected=who) for n, who in enumerate(rows)]
    found = person_checks(judged(*people, department(), department("运检部"), *held))
    assert {key: rate.value for key, rate in found.items()} == expected, name
