"""The second computation of R9 against figures worked out by hand, and the product's rules against it on random companies."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from support import oracle_checks as second
from support import random_company as rc
from support import random_scores as rx
from support.compared_companies import assert_agreed, day, disagreements, judged_by_the_product, office
from support.oracle import plain_day

from udfs.rules.ground.figures import Rate
from udfs.rules.inspection.inspection import CheckScore, check_plans, check_scores, coverage, risks
from udfs.rules.inspection.unit_coverage import unit_coverage

Cells = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Compared = Iterator[tuple[str, object, object]]

F = Fraction
TODAY = day("2026-06-10")
RISK: Cells = {"风险编号": "F1", "部门": "甲部", "风险点": "风险", "频率": 3.0, "主观性": 3.0, "危害": 2.0, "抽查层级": "日常"}
CHECK: Cells = {"抽查编号": "C1", "日期": day("2026-06-01"), "抽查层级": "日常", "部门": "甲部", "风险编号": "F1", "结果": "问题"}
UNITS: Rows = [
    {"部门": "甲部", "类型": "基层", "业务量": 50.0},
    {"部门": "乙部", "类型": "基层", "业务量": 150.0},
    {"部门": "丙所", "类型": "基层"},
]


def company(checks: Rows = (), points: Rows = (RISK,), units: Rows = UNITS, people: Rows = (), **settings: Any) -> rc.Company:
    return office(TODAY, settings, {"抽查记录": checks, "风险点": points, "部门": units, "人员": people})


def scored(checks: Rows, unit: str = "甲部", **more: Any) -> dict[str, Any]:
    """What R9 says of one department in the second quarter."""
    drawn = company(checks, **more)
    table = second.check_scores(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q2")
    return dict(table.loc[unit]) if unit in table.index else {}


def planned(checks: Rows = (), point: Mapping[str, Any] | None = None, people: Rows = (), **settings: Any) -> dict[str, Any]:
    drawn = company(checks, [RISK | dict(point or {})], people=people, **settings)
    return dict(second.plans(rc.frames(drawn), rx.settings(drawn), TODAY).iloc[0])


# -- by hand ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("factors", "settings", "found"),
    [
        pytest.param((3.0, 3.0, 2.0), {}, (18, "高", 30), id="on the upper bound"),
        pytest.param((1.5, 3.0, 3.0), {}, (F(27, 2), "中", 90), id="below it"),
        pytest.param((2.0, 2.0, 2.0), {}, (8, "中", 90), id="on the lower bound"),
        pytest.param((1.0, 2.0, 3.0), {}, (6, "低", 180), id="below that"),
        pytest.param((1.0, 2.0, 3.0), {"高风险下限": 6, "高风险间隔天数": 7}, (6, "高", 7), id="bounds as set"),
        pytest.param((1.0, 2.0, None), {}, (None, "", None), id="a factor is missing"),
    ],
)
def test_risk_values(factors: tuple[float | None, ...], settings: Cells, found: tuple[object, ...]) -> None:
    point = RISK | dict(zip(("频率", "主观性", "危害"), factors, strict=True))
    drawn = company((), [point], **settings)
    row = second.risks(second.check_facts(rc.frames(drawn), TODAY), rx.settings(drawn)).iloc[0]
    assert (row["value"], row["grade"], row["interval"]) == found


@pytest.mark.parametrize(
    ("checks", "more", "points"),
    [
        pytest.param([CHECK | {"扣分": 2.0}], {}, 60, id="2 of 10, load a half"),
        pytest.param([CHECK | {"扣分": 2.0}], {"业务量系数下限": 1}, 80, id="load within its lower bound"),
        pytest.param([CHECK | {"扣分": 2.0, "部门": "乙部"}], {"unit": "乙部"}, F(260, 3), id="load one and a half"),
        pytest.param([CHECK | {"扣分": 2.0, "部门": "乙部"}], {"unit": "乙部", "业务量系数上限": "1.25"}, 84, id="upper bound"),
        pytest.param([CHECK | {"扣分": 2.0, "部门": "丙所"}], {"unit": "丙所"}, 80, id="no 业务量"),
        pytest.param([CHECK | {"扣分": 2.0, "部门": "无此部"}], {"unit": "无此部"}, 80, id="an unknown department"),
        pytest.param([CHECK | {"扣分": 2.0}], {"points": [RISK | {"满分": 8.0}]}, 50, id="full marks of the point"),
        pytest.param([CHECK | {"扣分": 2.0, "风险编号": None}], {"风险点满分": 20}, 80, id="no risk point"),
        pytest.param([CHECK | {"扣分": 2.0, "结果": "苗头"}], {}, 100, id="a sign takes no points"),
        pytest.param([CHECK], {}, 100, id="nothing lost"),
        pytest.param([CHECK | {"扣分": 5.0}], {}, 0, id="all is lost"),
        pytest.param([CHECK | {"扣分": 6.0}], {}, 0, id="never below 0"),
        pytest.param([CHECK], {"points": [RISK | {"满分": 0.0}]}, None, id="nothing to lose"),
        pytest.param([CHECK | {"日期": day("2026-03-31")}], {}, None, id="the day before the period"),
        pytest.param([CHECK | {"日期": day("2026-04-01")}], {}, 100, id="its first day"),
        pytest.param([CHECK | {"日期": TODAY}], {}, 100, id="today"),
        pytest.param([CHECK | {"日期": day("2026-06-11")}], {}, None, id="tomorrow"),
        pytest.param([CHECK | {"部门": "老甲"}], {"units": [{"部门": "甲部", "类型": "基层", "曾用名": "老甲"}]}, 100, id="a former name"),
        pytest.param(
            [CHECK],
            {"units": [{"部门": "甲部", "类型": "基层", "停用日期": day("2026-01-01"), "并入部门": "乙部"}, UNITS[1]]},
            100,
            id="checks stay where they arose",
        ),
    ],
)
def test_points_of_a_department(checks: Rows, more: Cells, points: object) -> None:
    assert scored(checks, **more).get("比例计分") == points


def test_counts_of_a_department() -> None:
    """Two visits, four rows: one problem, two in order, one sign, which passes."""
    rows = [
        CHECK | {"扣分": 1.0, "抽查人次": 2.0},
        CHECK | {"结果": "合格", "风险编号": None},
        CHECK | {"抽查编号": "C2", "结果": "合格", "抽查人次": 1.0},
        CHECK | {"抽查编号": "C2", "结果": "苗头", "风险编号": None, "扣分": 5.0},
    ]
    found = scored(rows)
    assert [found[name] for name in ("抽查次数", "人次", "问题", "合格", "失分", "满分", "load")] == [2, 3, (1, 4), (3, 4), 1, 40, F(1, 2)]
    assert (found["比例计分"], found["等级"]) == (95, "中")


@pytest.mark.parametrize(
    ("passed", "of", "grade"),
    [(19, 20, "优"), (18, 20, "良"), (17, 20, "良"), (16, 20, "中"), (12, 20, "中"), (11, 20, "差"), (0, 1, "差")],
)
def test_grades_by_pass_rate(passed: int, of: int, grade: str) -> None:
    assert scored([CHECK | {"结果": "合格" if n < passed else "问题"} for n in range(of)])["等级"] == grade


@pytest.mark.parametrize(
    ("checks", "point", "due", "overdue"),
    [
        pytest.param([CHECK | {"日期": day("2026-05-11")}], {}, "2026-06-10", None, id="due today"),
        pytest.param([CHECK | {"日期": day("2026-05-10")}], {}, "2026-06-09", 1, id="due yesterday"),
        pytest.param([CHECK, CHECK | {"日期": day("2026-05-10")}], {}, "2026-07-01", None, id="the latest check"),
        pytest.param([CHECK | {"日期": day("2026-06-11")}], {}, "2026-01-31", 130, id="tomorrow's check is not there"),
        pytest.param([], {}, "2026-01-31", 130, id="never checked: since 1 January"),
        pytest.param([], {"更新日期": day("2026-05-11")}, "2026-06-10", None, id="never checked: since 更新日期"),
        pytest.param([], {"更新日期": day("2025-05-11")}, "2026-01-31", 130, id="updated last year: since 1 January"),
        pytest.param([CHECK], {"抽查间隔天数": 5.0}, "2026-06-06", 4, id="an interval of its own"),
        pytest.param([CHECK], {"频率": None}, None, None, id="no grade, no interval"),
    ],
)
def test_what_is_due_to_be_checked(checks: Rows, point: Cells, due: str | None, overdue: int | None) -> None:
    found = planned(checks, point)
    assert (plain_day(found["due"]), found["overdue"]) == (None if due is None else day(due), overdue)


def test_problems_within_a_span() -> None:
    """Ten days back, both ends counted; signs and other points are not."""
    days = [CHECK | {"日期": TODAY - dt.timedelta(n)} for n in (0, 10, 11)]
    assert planned([*days, CHECK | {"结果": "苗头"}, CHECK | {"风险编号": "F2"}], 重复问题天数=10)["problems"] == 2


@pytest.mark.parametrize(
    ("point", "people", "renew"),
    [
        pytest.param({}, [], False, id="nobody named, never updated"),
        pytest.param({"更新日期": day("2025-06-10")}, [], False, id="a year old today"),
        pytest.param({"更新日期": day("2025-06-09")}, [], True, id="over a year old"),
        pytest.param({"岗位责任人": "张伟"}, [{"姓名": "张伟", "部门": "甲部"}], False, id="still there"),
        pytest.param({"岗位责任人": "张伟"}, [{"姓名": "张伟", "部门": "乙部"}], True, id="elsewhere"),
        pytest.param({"岗位责任人": "张伟"}, [{"姓名": "张伟"}], True, id="in no department"),
        pytest.param({"岗位责任人": "张伟"}, [], True, id="gone"),
        pytest.param({"岗位责任人": "张伟"}, [{"姓名": "张伟", "部门": u} for u in ("乙部", "甲部", "丙所")], False, id="one of that name"),
    ],
)
def test_renewal(point: Cells, people: Rows, renew: bool) -> None:
    assert planned((), point, people)["renew"] == renew


def test_coverage() -> None:
    """Two of three daily points were checked as such; a check of another level covers none."""
    points = [RISK | {"风险编号": f"F{n}"} for n in range(3)] + [RISK | {"风险编号": "F3", "抽查层级": "定向"}]
    checks = [CHECK | {"风险编号": number} for number in ("F0", "F1", "F1", "F3")]
    drawn = company(checks, points)
    assert second.coverage(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q2") == {"定向": (0, 1), "牵头": (0, 0), "日常": (2, 3)}
    assert second.coverage(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q1")["日常"] == (0, 3)


# -- the product's rules against the second computation ----------------------------------------------------------------------


def undisputed(drawn: rc.Company) -> rc.Company:
    """The company without what the tests at the end hold."""
    year_ago = drawn.as_of - dt.timedelta(365)
    rows = dict(drawn.rows)
    rows["抽查记录"] = [row | ({"日期": drawn.as_of} if row["日期"] == year_ago else {}) for row in rows["抽查记录"]]
    return replace(drawn, rows=rows, settings={name: value for name, value in drawn.settings.items() if name != "重复问题天数"})


def scores_compared(drawn: rc.Company) -> Compared:
    period = rx.period_of(drawn)
    judgement = judged_by_the_product(drawn, period)
    frames, settings = rc.frames(drawn), rx.settings(drawn)
    found = {name: shown(row) for name, row in check_scores(judgement).items()}
    wanted = {str(name): tuple(row) for name, row in second.check_scores(frames, settings, drawn.as_of, period).iterrows()}
    for name in sorted(found.keys() | wanted.keys()):
        yield name, found.get(name), wanted.get(name)
    rates = {level: (rate.numerator, rate.denominator) for level, rate in coverage(judgement).items()}
    for level, rate in second.coverage(frames, settings, drawn.as_of, period).items():
        yield level, rates.get(level, (0, 0)), rate
    covered = {
        unit.department: (pair(unit.checked), {level: pair(rate) for level, rate in unit.levels.items()}, len(unit.visits))
        for unit in unit_coverage(judgement)
    }
    yield "覆盖", covered, second.unit_coverage(frames, settings, drawn.as_of)


def pair(rate: Rate) -> tuple[object, object]:
    return rate.numerator, rate.denominator


def shown(row: CheckScore) -> tuple[object, ...]:
    problems, passed = ((rate.numerator, rate.denominator) for rate in (row.problems, row.passed))
    return row.visits, row.people, problems, passed, row.lost, row.full, row.load, row.score, row.grade


def plans_compared(drawn: rc.Company) -> Compared:
    judgement = judged_by_the_product(drawn)
    graded, found = risks(judgement), {plan.risk.point.number: plan for plan in check_plans(judgement)}
    table = second.plans(rc.frames(drawn), rx.settings(drawn), drawn.as_of)
    yield "风险点", [*found], [*table.index]
    for number, row in table.iterrows():
        plan, risk = found[str(number)], graded[str(number)]
        yield f"{number} graded", (risk.value, risk.grade, risk.interval), (row["value"], row["grade"], row["interval"])
        last, due = plain_day(row["last"]), plain_day(row["due"])
        wanted = (last, due, row["overdue"], row["problems"], row["renew"])
        yield f"{number} planned", (plan.last, plan.due, plan.days_overdue, plan.problems, bool(plan.renew)), wanted


def differences(drawn: rc.Company) -> list[str]:
    """Every figure that the two do not share exactly."""
    agreed = undisputed(drawn)
    return disagreements(told for compare in (scores_compared, plans_compared) for told in compare(agreed))


@pytest.mark.parametrize("seed", range(150))
def test_the_rules_agree_with_the_second_computation(seed: int) -> None:
    assert_agreed(rx.company(seed), differences)


def told_apart(compare: Callable[[rc.Company], Compared], drawn: rc.Company) -> list[tuple[object, object]]:
    """What the two say where they part."""
    return [(found, wanted) for _, found, wanted in compare(drawn) if found != wanted]


def test_loads_bounded_by_zero_leave_no_score() -> None:
    """Nothing forbids two bounds of 0; then there is nothing to divide by."""
    bounds: Cells = {"业务量系数上限": 0, "业务量系数下限": 0}
    drawn = company([CHECK], **bounds)
    assert scored([CHECK], **bounds)["比例计分"] is None
    assert told_apart(scores_compared, drawn) == []


@pytest.mark.parametrize(
    ("ago", "settings", "found", "wanted"),
    [(365, {}, 0, 1), (364, {}, 1, 1), (366, {}, 0, 0), (30, {"重复问题天数": 10}, 1, 0), (400, {"重复问题天数": 500}, 0, 1)],
)
def test_where_the_two_part_on_problems_within_a_year(ago: int, settings: Cells, found: int, wanted: int) -> None:
    """“No rule constant lives only in code”: the oracle takes 重复问题天数, both ends in; the product 365 days, the first one out."""
    drawn = company([CHECK | {"日期": TODAY - dt.timedelta(ago)}], **settings)
    table = second.plans(rc.frames(drawn), rx.settings(drawn), TODAY)
    assert (check_plans(judged_by_the_product(drawn))[0].problems, table["problems"].iloc[0]) == (found, wanted)


def test_a_name_that_is_twice_in_the_staff() -> None:
    """R9: “岗位责任人 is no longer in that department”: one of that name still is."""
    people = [{"姓名": "张伟", "部门": unit} for unit in ("甲部", "乙部")]
    assert told_apart(plans_compared, company((), [RISK | {"岗位责任人": "张伟"}], people=people)) == []
