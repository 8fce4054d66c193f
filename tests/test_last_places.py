"""R11: who is last of its 类型 when a period is closed, and who was last before, under both 约谈口径 and both 末位口径."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from support.make import closed, day, department, indicator, item, key_of, person, tables

from udfs.rules.decisions.closing import Ranked, last_of, last_place_proposals, rankings
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import scores_of
from workbook_templates.tables.logs import Closed

F = Fraction
A, B = "业务职能", "基层"


def ranked(kind: str = A, **scores: Any) -> list[Ranked]:
    return [Ranked(name, kind, F(score)) for name, score in scores.items()]


@pytest.mark.parametrize(
    ("name", "rows", "least", "expected"),
    [
        ("one last", ranked(甲=90, 乙=80, 丙=70), 3, {"丙": A}),
        ("a tie at the bottom: both", ranked(甲=90, 乙=70, 丙=70), 3, {"乙": A, "丙": A}),
        ("all equal: nobody", ranked(甲=70, 乙=70, 丙=70), 3, {}),
        ("a tie at the top", ranked(甲=90, 乙=90, 丙=70), 3, {"丙": A}),
        ("as many as wanted", ranked(甲=90, 乙=80, 丙=70), 3, {"丙": A}),
        ("one fewer", ranked(甲=90, 乙=80), 3, {}),
        ("two are enough, if so set", ranked(甲=90, 乙=80), 2, {"乙": A}),
        ("one alone equals itself", ranked(甲=90), 1, {}),
        ("each 类型 for itself", [*ranked(甲=90, 乙=80, 丙=70), *ranked(B, 丁=60, 戊=50, 己=40)], 3, {"丙": A, "己": B}),
        ("a small 类型 beside a large", [*ranked(甲=90, 乙=80, 丙=70), *ranked(B, 丁=60, 戊=50)], 3, {"丙": A}),
        ("by the figures as printed", ranked(甲=90, 乙="70.01", 丙="70.00"), 3, {"丙": A}),
        ("below zero", ranked(甲=1, 乙=0, 丙=-1), 3, {"丙": A}),
        ("nobody", [], 3, {}),
    ],
)
def test_last_of(name: str, rows: list[Ranked], least: int, expected: dict[str, str]) -> None:
    assert last_of(rows, least) == expected, name


# proposed by closing


def units(**more: Any) -> list[Any]:
    """Three departments, each with its leader and its head."""
    return [department(name, leader=f"{name}分管", head=f"{name}负责", **more) for name in ("甲部", "乙部", "丙部")]


def indicators(period: str, *actual: int) -> list[Any]:
    """One 正向 indicator of 100 each: the composite is what was reached."""
    names = ("甲部", "乙部", "丙部")
    return [indicator(f"Z{name}", department=name, period=period, goal=100, actual=n) for name, n in zip(names, actual, strict=True)]


def shut(period: str, dimension: str, *scores: int, kind: str = A, **fields: Any) -> list[Closed]:
    """A closed ranking of the three."""
    rows = zip(("甲部", "乙部", "丙部"), scores, strict=True)
    common = {"object_kind": "部门", "dimension": dimension, "kind": kind, "rank": 1, "closed": dt.datetime(2026, 7, 9, 9)}
    return [closed(period, subject=name, score=score, **{**common, **fields}) for name, score in rows]


def talks(period: str, as_of: str, *records: Any, **settings: Any) -> list[tuple[str, str, str]]:
    """对象, 谈话人 and 规则 of what closing the period proposes."""
    judgement = judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period))
    return [(row.subject, row.speaker, row.reason) for row in last_place_proposals(scores_of(judgement))]


BOSS = person("王总", role="主要领导")
LAST = [("丙部负责", "丙部分管", "末位")]
AGAIN = [("丙部负责", "王总", "再末位")]
BY_ALL: dict[str, Any] = {"末位口径": "综合"}


def test_a_last_place_as_a_proposal() -> None:
    """丙部 has 70.005, printed 70.01 of 100."""
    held = [*units(), *indicators("2026Q3", 90, 80, 0)[:2], indicator("丙", department="丙部", period="2026Q3", goal=100, actual="70.005")]
    judgement = judge(tables(*held, BOSS, **BY_ALL), day("10-9"), Calendar(), parse_period("2026Q3"))
    (row,) = last_place_proposals(scores_of(judgement))
    assert (row.kind, row.subject, row.speaker, row.reason) == ("约谈", "丙部负责", "丙部分管", "末位")
    assert (row.number, row.day, key_of(row.as_fact().row.origin)) == ("", dt.date(2026, 9, 30), "自动:R11:约谈:丙部:2026Q3")
    assert row.fact == "2026Q3 丙部综合得分 70.01，在业务职能 3 个部门中末位（第 3 名）"


@pytest.mark.parametrize(
    ("name", "held", "settings", "expected"),
    [
        ("last", indicators("2026Q3", 90, 80, 70), {}, LAST),
        ("a tie", indicators("2026Q3", 90, 70, 70), {}, [("乙部负责", "乙部分管", "末位"), *LAST]),
        ("all equal", indicators("2026Q3", 70, 70, 70), {}, []),
        ("one without a score: two are too few", indicators("2026Q3", 90, 80, 70)[:2], {}, []),
        ("two are enough", indicators("2026Q3", 90, 80, 70)[1:], {"末位最少部门数": 2}, LAST),
        ("of another 期间", indicators("2026Q2", 90, 80, 70), {}, []),
    ],
)
def test_by_composite(name: str, held: list[Any], settings: dict[str, Any], expected: list[Any]) -> None:
    assert talks("2026Q3", "10-9", *units(), BOSS, *held, **BY_ALL, **settings) == expected, name


def test_printed_decimals_decide() -> None:
    """69.996 and 70 are both printed as 70.00: a tie; with three decimals they are not."""
    held = [*indicators("2026Q3", 90, 70, 0)[:2], indicator("丙", department="丙部", period="2026Q3", goal=100, actual="69.996")]
    assert len(talks("2026Q3", "10-9", *units(), BOSS, *held, **BY_ALL)) == 2
    assert talks("2026Q3", "10-9", *units(), BOSS, *held, **BY_ALL, 得分小数位=3) == LAST


def test_who_takes_no_part_is_not_last() -> None:
    held = [*units()[:2], department("丙部", ranked="否"), department("丁部", head="丁部负责", leader="丁部分管")]
    fourth = indicator("丁", department="丁部", period="2026Q3", goal=100, actual=75)
    found = talks("2026Q3", "10-9", *held, BOSS, *indicators("2026Q3", 90, 80, 10), fourth, **BY_ALL)
    assert found == [("丁部负责", "丁部分管", "末位")]


@pytest.mark.parametrize(("until", "expected"), [("9-29", []), ("9-30", []), ("10-1", LAST)])
def test_who_is_gone_by_the_last_day_is_not_last(until: str, expected: list[Any]) -> None:
    held = [*units()[:2], department("丙部", until=until, head="丙部负责", leader="丙部分管")]
    assert talks("2026Q3", "10-9", *held, BOSS, *indicators("2026Q3", 90, 80, 10), **BY_ALL) == expected


@pytest.mark.parametrize(
    ("name", "of_unit", "expected"),
    [
        ("no head, no leader", {}, ("丙部", "分管领导")),
        ("a head", {"head": "丙某"}, ("丙某", "分管领导")),
        ("a leader", {"leader": "李总"}, ("丙部", "李总")),
    ],
)
def test_who_is_talked_to_where_the_sheet_is_silent(name: str, of_unit: dict[str, Any], expected: tuple[str, str]) -> None:
    held = [*units()[:2], department("丙部", **of_unit), *indicators("2026Q3", 90, 80, 70)]
    assert talks("2026Q3", "10-9", *held, **BY_ALL) == [(*expected, "末位")], name


# again


@pytest.mark.parametrize(
    ("name", "talk_by", "history", "expected"),
    [
        ("never before", "累计", [], LAST),
        ("in the quarter before", "累计", shut("2026Q2", "综合", 90, 80, 70), AGAIN),
        ("in the first quarter", "累计", shut("2026Q1", "综合", 90, 80, 70), AGAIN),
        ("another was last", "累计", shut("2026Q2", "综合", 70, 80, 90), LAST),
        ("last year", "累计", shut("2025Q4", "综合", 90, 80, 70), LAST),
        ("a month is another kind", "累计", shut("2026-06", "综合", 90, 80, 70), LAST),
        ("a half-year too", "累计", shut("2026H1", "综合", 90, 80, 70), LAST),
        ("by another dimension", "累计", shut("2026Q2", "督办", 90, 80, 70), LAST),
        ("not ranked then", "累计", shut("2026Q2", "综合", 90, 80, 70, rank=None), LAST),
        ("all equal then", "累计", shut("2026Q2", "综合", 70, 70, 70), LAST),
        ("last of another 类型 then", "累计", shut("2026Q2", "综合", 90, 80, 70, kind=B), AGAIN),
        ("in a row", "连续", shut("2026Q2", "综合", 90, 80, 70), AGAIN),
        ("with one between", "连续", shut("2026Q1", "综合", 90, 80, 70), LAST),
        ("with another last between", "连续", [*shut("2026Q1", "综合", 90, 80, 70), *shut("2026Q2", "综合", 70, 80, 90)], LAST),
        ("a later one does not count", "累计", shut("2026Q4", "综合", 90, 80, 70), LAST),
        ("closed after 基准日", "累计", shut("2026Q2", "综合", 90, 80, 70, closed=dt.datetime(2026, 10, 10, 9)), LAST),
    ],
)
def test_last_again(name: str, talk_by: str, history: list[Any], expected: list[Any]) -> None:
    held = [*units(), BOSS, *indicators("2026Q3", 90, 80, 70), *history]
    assert talks("2026Q3", "10-9", *held, **BY_ALL, 约谈口径=talk_by) == expected, name


@pytest.mark.parametrize(("talk_by", "expected"), [("累计", LAST), ("连续", AGAIN)])
def test_in_a_row_goes_over_the_new_year(talk_by: str, expected: list[Any]) -> None:
    held = [*units(), BOSS, *indicators("2026Q1", 90, 80, 70), *shut("2025Q4", "综合", 90, 80, 70, closed=dt.datetime(2026, 1, 9, 9))]
    assert talks("2026Q1", "4-9", *held, **BY_ALL, 约谈口径=talk_by) == expected


def test_a_reopened_period_makes_nobody_last() -> None:
    open_again = closed("2026Q2", object_kind="公司", grade="重开", closed=dt.datetime(2026, 8, 1))
    held = [*units(), BOSS, *indicators("2026Q3", 90, 80, 70), *shut("2026Q2", "综合", 90, 80, 70), open_again]
    assert talks("2026Q3", "10-9", *held, **BY_ALL) == LAST


def test_what_was_renamed_is_the_same_department() -> None:
    """The closed period keeps 丙科, the old name of 丙部."""
    held = [*units()[:2], department("丙部", head="丙部负责", leader="丙部分管", former=("丙科",))]
    history = [row._replace(subject="丙科") if row.subject == "丙部" else row for row in shut("2026Q2", "综合", 90, 80, 70)]
    assert talks("2026Q3", "10-9", *held, BOSS, *indicators("2026Q3", 90, 80, 70), *history, **BY_ALL) == AGAIN


def test_the_fact_of_a_repeated_last_place_names_the_periods() -> None:
    held = [*units(), BOSS, *indicators("2026Q3", 90, 80, 70), *shut("2026Q1", "综合", 90, 80, 70), *shut("2026Q2", "综合", 90, 80, 70)]
    judgement = judge(tables(*held, **BY_ALL), day("10-9"), Calendar(), parse_period("2026Q3"))
    (row,) = last_place_proposals(scores_of(judgement))
    assert row.fact == "2026Q3 丙部综合得分 70.00，在业务职能 3 个部门中末位（第 3 名）；2026Q1、2026Q2 也是末位"


# by 督办: half-years alone


def rated(period_day: str, *quality: int) -> list[Any]:
    """One item of each department, handed in and closed on that day, in time."""
    names = ("甲部", "乙部", "丙部")
    common: dict[str, Any] = {"due": period_day, "status": "办结", "submitted": period_day, "closed": period_day}
    return [item(name, department=name, quality=n, **common) for name, n in zip(names, quality, strict=True)]


@pytest.mark.parametrize(
    ("name", "period", "expected"),
    [("a half-year", "2026H1", LAST), ("its last quarter", "2026Q2", []), ("its last month", "2026-06", []), ("the year", "2026", [])],
)
def test_by_supervision_half_years_alone(name: str, period: str, expected: list[Any]) -> None:
    """(30 × 70 + 30 × 100) ÷ 60 = 85 for 丙部, 90 and 95 for the others."""
    assert talks(period, "2027-01-09", *units(), BOSS, *rated("6-10", 90, 80, 70)) == expected, name


def test_by_supervision_the_composite_does_not_matter() -> None:
    """With lights of 100 for all: 甲部 (95 + 100 + 10) ÷ 3, 乙部 (90 + 100 + 20) ÷ 3, 丙部 (85 + 100 + 100) ÷ 3."""
    held = [*units(), BOSS, *rated("6-10", 90, 80, 70), *indicators("2026H1", 10, 20, 100)]
    assert talks("2026H1", "7-9", *held) == LAST
    assert talks("2026H1", "7-9", *held, **BY_ALL) == [("甲部负责", "甲部分管", "末位")]


@pytest.mark.parametrize(
    ("name", "talk_by", "history", "expected"),
    [
        ("last by 督办 before", "累计", shut("2026H1", "督办", 95, 90, 85), AGAIN),
        ("in a row", "连续", shut("2026H1", "督办", 95, 90, 85), AGAIN),
        ("last by 综合 before", "累计", shut("2026H1", "综合", 95, 90, 85), LAST),
        ("in a quarter", "累计", shut("2026Q2", "督办", 95, 90, 85), LAST),
    ],
)
def test_by_supervision_again(name: str, talk_by: str, history: list[Any], expected: list[Any]) -> None:
    assert talks("2026H2", "2027-01-09", *units(), BOSS, *rated("11-10", 90, 80, 70), *history, 约谈口径=talk_by) == expected, name


def test_rankings_keep_what_was_ranked() -> None:
    rows = [
        *shut("2026Q2", "综合", 90, 80, 70),
        closed("2026Q2", object_kind="部门", subject="丁部", dimension="综合", score=10, rank=None),
        closed("2026Q2", object_kind="部门", subject="甲部", dimension="督办", score=1, rank=3),
        closed("2026Q2", object_kind="个人", subject="甲部", dimension="综合", score=2, rank=3),
        closed("2026Q2", object_kind="部门", subject="戊部", dimension="综合", score=None, rank=3),
    ]
    assert rankings({"2026Q2": rows}, "综合") == {"2026Q2": ranked(甲部=90, 乙部=80, 丙部=70)}
