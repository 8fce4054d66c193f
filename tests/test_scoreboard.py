"""部门成绩, 抽查成绩, 抽查计划 and 个人成绩: who has a row, who takes part in a ranking, and that what is not there stays blank."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from support.make import closed, day, department, feedback, indicator, inspection, item, person, point, rating, risk_point, tables

from udfs.rules.ground.figures import Exact
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import Scores, check_rows, person_rows, plan_rows, score_rows, scores_of
from workbook_templates.tables.results import DepartmentScore, InspectionScore, PersonScore

F = Fraction


def rows(*records: Any, as_of: str = "6-10", **settings: Any) -> dict[str, DepartmentScore]:
    judgement = judge(tables(*records, **settings), day(as_of), Calendar())
    return {row.department: row for row in score_rows(scores_of(judgement))}


@pytest.mark.parametrize(
    ("name", "unit", "listed", "ranked"),
    [
        ("in force", department(), True, "是"),
        ("参评 是", department(ranked="是"), True, "是"),
        ("参评 否", department(ranked="否"), True, "否"),
        ("from the last day of the period", department(since="6-30"), True, "是"),
        ("from the day after", department(since="7-1"), False, ""),
        ("until the last day: gone on that day", department(until="6-30"), False, ""),
        ("until the day after", department(until="7-1"), True, "是"),
        ("gone before the period", department(until="1-1"), False, ""),
    ],
)
def test_departments_without_figures(name: str, unit: Any, listed: bool, ranked: str) -> None:
    found = rows(unit)
    assert [*found] == (["发展部"] if listed else []), name
    if listed:
        blank = (None,) * 8
        assert tuple(found["发展部"][:-1]) == ("2026Q2", "发展部", "业务职能", *blank, ranked, 0, 0, 0, None, None, None, None, "")


def test_a_department_with_figures() -> None:
    """Quality 90; on time; one of two in time. (30 × 90 + 30 × 100 + 20 × 50) ÷ 80 = 83.75, lights (100 + 50) ÷ 2.

    Without 指标 and 抽查 the composite is (30 × 83.75 + 30 × 75) ÷ 60 = 79.375."""
    held = (
        item("1", status="办结", due="6-5", submitted="6-5", closed="6-6", quality=90),
        item("2", due="6-10", completion="0.5"),
        item("3", due="6-30"),
        feedback(due="6-4", given="6-4"),
        feedback(number="2", due="6-8"),
    )
    row = rows(department(), *held)["发展部"]
    assert (row.supervision, row.lights, row.green, row.yellow, row.red) == (F("83.75"), 75, 1, 0, 1)
    assert (row.on_time_rate, row.closing_rate, row.feedback_rate) == (1, F(1, 3), F(1, 2))
    assert (row.indicators, row.inspection, row.points) == (None, None, None)
    assert (row.composite, row.kind_rank, row.overall_rank) == (F("79.38"), 1, 1)


@pytest.mark.parametrize(("digits", "expected"), [("2", F("66.67")), ("0", 67), ("4", F("66.6667"))])
def test_scores_are_rounded_and_rates_are_not(digits: str, expected: Fraction) -> None:
    held = [item(str(n), due="6-5", status="提交", submitted="6-5" if n else "6-6") for n in range(3)]
    row = rows(*held, 得分小数位=digits)["发展部"]
    assert (row.supervision, row.on_time_rate) == (expected, F(2, 3))


def test_an_unknown_department_has_its_row_but_no_rank() -> None:
    found = rows(department(), item(department="外单位", due="6-5"), item("2", department="", due="6-5"))
    assert [(name, row.kind, row.ranked, row.on_time_rate) for name, row in found.items()] == [
        ("发展部", "业务职能", "是", None),
        ("外单位", "", "否", 0),
        ("（未填部门）", "", "否", 0),
    ]


def test_a_department_that_ends_within_the_period_keeps_its_figures_until_then() -> None:
    """On 10 June it still answers for its items; it is not in force at the period's end, so that it takes no part."""
    units = department("发展部", until="6-20", merged_into="运检部"), department("运检部")
    before, after = (rows(item(due="6-5"), *units, as_of=as_of) for as_of in ("6-19", "6-20"))
    assert [(name, row.ranked, row.on_time_rate) for name, row in before.items()] == [("发展部", "否", 0), ("运检部", "是", None)]
    assert [(name, row.ranked, row.on_time_rate) for name, row in after.items()] == [("运检部", "是", 0)]


@pytest.mark.parametrize(
    ("name", "as_of", "more", "note", "rank"),
    [
        ("the day before the period's last", "6-29", [], "", 1),
        ("its last day", "6-30", [], "指标 1 项未报", None),
        ("the day after", "7-1", [], "指标 1 项未报", None),
        ("reported", "7-1", [indicator("Z1", period="2026Q2", goal=5, actual=5)], "", 1),
        ("closed", "7-10", [closed("2026Q2", closed=dt.datetime(2026, 7, 9))], "", 1),
        ("another quarter closed", "7-10", [closed("2026Q1", closed=dt.datetime(2026, 4, 9))], "指标 1 项未报", None),
        ("a mark is owed too", "7-1", [indicator("Z2", period="2026Q2", method="打分")], "指标 2 项未报", None),
        ("what the company owes is not the department's", "7-1", [indicator("Z2", period="2026Q2", level="公司")], "指标 1 项未报", None),
    ],
)
def test_a_department_that_owes_indicators(name: str, as_of: str, more: list[Any], note: str, rank: int | None) -> None:
    reported = any(getattr(row, "actual", None) for row in more)
    owed = [] if reported else [indicator("Z1", period="2026Q2", goal=5)]
    row = rows(department(), item(due="4-10"), *owed, *more, as_of=as_of, 考核期间="2026Q2")["发展部"]
    assert (row.note, row.kind_rank, row.overall_rank, row.ranked) == (note, rank, rank, "是"), name


@pytest.mark.parametrize(("origins", "expected"), [(("年度目标", "年度目标", "其他"), F(1, 2)), (("其他",), None), (("年度目标",), 1)])
def test_the_rate_of_the_plan(origins: tuple[str, ...], expected: Exact | None) -> None:
    """计划执行率: the items of 年度目标 that were in time; the second of each list was late."""
    dates = ("6-5", "6-7", "6-5")
    held = [item(str(n), due="6-5", status="提交", submitted=dates[n], origin=origin) for n, origin in enumerate(origins)]
    assert rows(department(), *held)["发展部"].plan_rate == expected


def test_rows_stand_in_the_order_of_the_departments() -> None:
    units = department("丙", order=3), department("甲", order=1), department("乙", order=2), department("丁")
    assert [*rows(*units, item(department="外单位", due="6-5"))] == ["甲", "乙", "丙", "丁", "外单位"]


def scored(*records: Any, as_of: str = "3-20", **settings: Any) -> Scores:
    """The first quarter, on 20 March."""
    return scores_of(judge(tables(*records, **settings), day(as_of), Calendar(), parse_period("2026Q1")))


# 抽查成绩


def checks(*records: Any, **settings: Any) -> dict[str, InspectionScore]:
    return {row.department: row for row in check_rows(scored(*records, **settings))}


def problems(unit: str, wrong: int, of: int) -> list[Any]:
    """So many rows of a department, the first ones with a problem."""
    return [inspection("问题" if n < wrong else "合格", department=unit) for n in range(of)]


def test_the_checks_of_a_department_and_of_the_company() -> None:
    """发展部 loses 2 of 30 at a load of a half; the company, with 10 rows of 运检部, 2 of 130 without one."""
    rows = (
        inspection("问题", number="C1", people=3, lost=2, level="定向", checker="李总"),
        inspection("苗头", number="C1", people=1, lost=9, overseer="赵六"),
        inspection(number="C2", level="定向", checker="王总"),
    )
    units = department(volume=50, leader="王总"), department("运检部", volume=150)
    found = checks(*rows, *problems("运检部", 0, 10), *units)
    own, company = found["发展部"], found["公司"]
    assert own[:-2] == ("2026Q1", "部门", "发展部", "业务职能", 2, 4, 1, F(1, 3), 2, 30, F("86.67"), "中", 2)
    assert own.note == "合格率 66.7%（2/3）；苗头 1 个；业务量系数 0.50；不是分管领导做的定向抽查：C1；再监督 1 次"
    assert company[:-2] == ("2026Q1", "公司", "公司", "", 12, 4, 1, F(1, 13), 2, 130, None, "良", None)
    assert company.note == "合格率 92.3%（12/13）；苗头 1 个；不是分管领导做的定向抽查：C1；再监督 1 次"


SIX = {"甲": (1, 4), "乙": (0, 3), "丙": (2, 8), "丁": (1, 1)}


@pytest.mark.parametrize(
    ("name", "units", "found", "settings", "ranks"),
    [
        ("lowest 问题率 first: 1-2-2-4", [department(name) for name in SIX], SIX, {}, [2, 1, 2, 4]),
        ("1-2-2-3", [department(name) for name in SIX], SIX, {"并列方式": "并列不跳号"}, [2, 1, 2, 3]),
        ("参评 否", [department("乙", ranked="否"), *(department(name) for name in "甲丙丁")], SIX, {}, [1, None, 1, 3]),
        ("gone at the period's end", [department("乙", until="3-31"), *(department(name) for name in "甲丙丁")], SIX, {}, [1, None, 1, 3]),
        ("an unknown department", [department(name) for name in "甲丙丁"], SIX, {}, [1, None, 1, 3]),
        ("within the 类型", [department(name, kind="基层" if name in "甲丁" else "后勤") for name in SIX], SIX, {}, [1, 1, 2, 2]),
        ("as shown: 333/1000 and 1/3", [department(name) for name in "甲乙"], {"甲": (333, 1000), "乙": (1, 3)}, {}, [1, 1]),
        ("66.7 and 66.6", [department(name) for name in "甲乙"], {"甲": (2, 3), "乙": (666, 1000)}, {}, [2, 1]),
    ],
)
def test_ranks_by_the_rate_of_problems(
    name: str, units: Sequence[Any], found: dict[str, tuple[int, int]], settings: dict[str, str], ranks: list[int | None]
) -> None:
    rows = checks(*units, *(row for unit, (wrong, of) in found.items() for row in problems(unit, wrong, of)), **settings)
    assert [rows[unit].rank for unit in found] == ranks, name


def test_coverage_stands_below() -> None:
    points = risk_point("F1", check_level="日常"), risk_point("F2", check_level="日常")
    *_, row = check_rows(scored(*points, inspection(risk="F2")))
    assert row[:4] == ("2026Q1", "层级", "日常", "")
    assert row.note == "覆盖率 50.0%（1/2）：期间内做过该层级抽查的风险点 ÷ 划给该层级的风险点"
    assert set(row[4:-2]) == {None, ""}
    assert check_rows(scored(department())) == [], "no checks, no rows"


# 抽查计划


def test_the_plan_begins_with_what_is_most_overdue() -> None:
    """F1 and F3 from 1 January on, F2 from 1 March on; F4 has no grade."""
    high = {"frequency": 3, "subjectivity": 3, "severity": 3}
    points = (
        risk_point("F4", severity=None, owner="张三"),
        risk_point("F2", **high),
        risk_point("F3", frequency=2, subjectivity=2, severity=2),
        risk_point("F1", **high),
    )
    rows = plan_rows(scored(*points, inspection("问题", risk="F2")))
    assert [(row.risk, row.value, row.grade, row.last, row.due, row.days_overdue, row.problems, row.renew) for row in rows] == [
        ("F1", 27, "高", None, day("1-31"), 48, 0, ""),
        ("F2", 27, "高", day("3-1"), day("3-31"), None, 1, ""),
        ("F3", 8, "中", None, day("4-1"), None, 0, ""),
        ("F4", None, "", None, None, None, 0, "是"),
    ]
    assert rows[3].note == "岗位责任人 张三 不在本部门"


# 个人成绩


def people(*records: Any, **settings: Any) -> dict[str, PersonScore]:
    return {row.staff_no: row for row in person_rows(scored(*records, **settings))}


def rated(number: str, score: Any, **fields: Any) -> list[Any]:
    """One who is rated alike by head and leader."""
    return [person(number, staff_no=number, **fields), rating(number, score), rating(number, score, role="分管领导")]


def test_a_person() -> None:
    """0.6 × 80 + 0.4 × 90 − 1.005 = 82.995."""
    rows = person(staff_no="G1"), rating("G1", 80), rating("G1", 90, role="分管领导"), point(staff_no="G1", points="-1.005", fact="迟报")
    row = people(*rows)["G1"]
    assert row[:-2] == ("2026Q1", "G1", "张三", "发展部", "员工", 83, "", 1)
    assert row.note == "部门负责人评分 × 60/100：80.00 → 48.00；分管领导评分 × 40/100：90.00 → 36.00；加减分：迟报：-1.01 → -1.01"


def test_who_lacks_a_rating_waits() -> None:
    row = people(person(staff_no="G1"), rating("G1", 80))["G1"]
    assert (row.score, row.grade, row.rank, row.note) == (None, "待评", None, "待评：没有分管领导评分")


@pytest.mark.parametrize(
    ("name", "scores", "settings", "ranks"),
    [
        ("1-2-2-4", (80, 90, 80, 70), {}, [2, 1, 2, 4]),
        ("1-2-2-3", (80, 90, 80, 70), {"并列方式": "并列不跳号"}, [2, 1, 2, 3]),
        ("as shown", ("80.004", 80, 79), {}, [1, 1, 3]),
        ("not as shown", ("80.005", 80, 79), {}, [1, 2, 3]),
    ],
)
def test_ranks_of_persons(name: str, scores: Sequence[Any], settings: dict[str, str], ranks: list[int]) -> None:
    rows = people(*(row for n, score in enumerate(scores) for row in rated(f"G{n}", score)), **settings)
    assert [row.rank for row in rows.values()] == ranks, name


def test_persons_are_ranked_within_their_role_and_stand_by_their_order() -> None:
    """The item is late, so that the department has 督办 0 and 亮灯 70, together 35; its head has 0.6 × 35 + 0.4 × 90 = 57."""
    unit = department(), item(due="3-1", completion="0.7")
    head = person("头", staff_no="H", role="部门负责人", order=1), rating("H", 90, role="分管领导")
    rows = people(*unit, *rated("G1", 60, order=3), *rated("G2", 95, order=2), *head, *rated("G3", 99, active="否"))
    assert [(name, row.score, row.rank) for name, row in rows.items()] == [("H", 57, 1), ("G2", 95, 1), ("G1", 60, 2)]
