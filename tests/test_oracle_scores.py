"""The second computation of R8 and R10 against figures worked out by hand, and where the product parts from it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from support import oracle_scores as second
from support import random_company as rc
from support import random_scores as rx
from support.compared_companies import day, judged_by_the_product, office
from support.compared_scores import POINT, RATIO, WEIGHTED, of_the_product, there
from support.oracle_checks import check_facts

from udfs.rules.performance.indicators import indicator_scores

Cells = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

F = Fraction
TODAY = day("2026-06-10")

INVERSE = RATIO | {"计分方式": "反向"}
DEDUCTION: Cells = RATIO | {"计分方式": "扣分", "目标值": None}
NODE: Cells = RATIO | {"计分方式": "节点", "完成时限": day("2026-06-05"), "目标值": None}
MARKED: Cells = RATIO | {"计分方式": "打分", "目标值": None}
WATCHED: Cells = RATIO | {"计分方式": "督办", "目标值": None}
MARK: Cells = {"期间": "2026Q2", "考评部门": "乙部", "考评项目": "线损", "被考评单位": "甲部", "满分": 20.0, "得分": 15.0}
ITEM: Cells = {"编号": "A", "状态": "提交", "级别": "公司级", "主责部门": "甲部", "下达日期": day("2026-03-01")}
ITEMS: Rows = [
    ITEM | {"办理时限": day("2026-05-01"), "提交日期": day("2026-05-01")},
    ITEM | {"编号": "B", "办理时限": day("2026-05-02"), "提交日期": day("2026-05-03")},
    ITEM | {"编号": "C", "办理时限": day("2026-03-31"), "提交日期": day("2026-03-31")},
]
UNITS: Rows = [{"部门": "甲部", "类型": "基层", "曾用名": "老甲"}, {"部门": "乙部", "类型": "基层"}, {"部门": "丙所", "类型": "后勤"}]


def company(**tables: Rows) -> rc.Company:
    return office(TODAY, {}, {"部门": UNITS} | tables)


def scores(drawn: rc.Company, **settings: Any) -> list[object]:
    drawn = replace(drawn, settings=settings)
    tables, typed = rc.frames(drawn), rx.settings(drawn)
    supervision_of = second.supervised(tables, typed, TODAY)
    return list(second.indicators(check_facts(tables, TODAY), typed, TODAY, supervision_of)["score"])


# -- R8 by hand --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "settings", "points"),
    [
        pytest.param(RATIO | {"实际值": 90.0}, {}, 90, id="below the target"),
        pytest.param(RATIO | {"实际值": 0.1, "目标值": 0.3}, {}, F(100, 3), id="decimals as typed"),
        pytest.param(RATIO | {"实际值": 120.0}, {}, 100, id="capped"),
        pytest.param(RATIO | {"实际值": 120.0}, {"计分上限": 110}, 110, id="capped as set"),
        pytest.param(RATIO | {"实际值": 120.0, "计分上限": 130.0}, {"计分上限": 110}, 120, id="a cap of its own"),
        pytest.param(RATIO | {"实际值": 120.0, "计分上限": 0.0}, {}, 0, id="a cap of 0"),
        pytest.param(RATIO | {"实际值": -5.0}, {}, 0, id="never below 0"),
        pytest.param(RATIO, {}, None, id="not reported"),
        pytest.param(RATIO | {"实际值": 0.0}, {}, 0, id="a zero is reported"),
        pytest.param(RATIO | {"实际值": 90.0, "目标值": 0.0}, {}, None, id="a target of 0"),
        pytest.param(RATIO | {"实际值": 90.0, "目标值": None}, {}, None, id="no target"),
        pytest.param(RATIO | {"实际值": 90.0, "底线值": 90.0}, {}, 90, id="on the floor"),
        pytest.param(RATIO | {"实际值": 89.9, "底线值": 90.0}, {}, 0, id="below the floor"),
        pytest.param(INVERSE | {"实际值": 110.0}, {}, 90, id="inverse"),
        pytest.param(INVERSE | {"实际值": 90.0}, {}, 100, id="inverse, capped"),
        pytest.param(INVERSE | {"实际值": 90.0, "计分上限": 120.0}, {}, 110, id="inverse, its own cap"),
        pytest.param(INVERSE | {"实际值": 201.0}, {}, 0, id="inverse, never below 0"),
        pytest.param(INVERSE | {"实际值": 105.0, "底线值": 105.0}, {}, 95, id="inverse, on the floor"),
        pytest.param(INVERSE | {"实际值": 105.1, "底线值": 105.0}, {}, 0, id="inverse, above the floor"),
        pytest.param(DEDUCTION | {"实际值": 3.0}, {}, 97, id="deducted"),
        pytest.param(DEDUCTION | {"实际值": 3.0}, {"扣分单价": "0.5"}, F(197, 2), id="at the price set"),
        pytest.param(DEDUCTION | {"实际值": 3.0, "扣分单价": 2.0}, {"扣分单价": "0.5"}, 94, id="at its own price"),
        pytest.param(DEDUCTION | {"实际值": 3.0, "扣分单价": 0.0}, {}, 100, id="at the price of 0"),
        pytest.param(DEDUCTION | {"实际值": 3.0, "底线值": 2.0}, {}, 0, id="above the floor of deductions"),
        pytest.param(DEDUCTION, {}, None, id="no deduction reported"),
        pytest.param(NODE | {"完成日期": day("2026-06-05")}, {}, 100, id="done on the day"),
        pytest.param(NODE | {"完成日期": day("2026-06-07")}, {}, 98, id="done two days late"),
        pytest.param(NODE | {"完成日期": day("2026-06-07"), "扣分单价": 60.0}, {}, 0, id="and dear"),
        pytest.param(NODE, {}, 0, id="not done"),
        pytest.param(NODE | {"完成时限": day("2026-06-09")}, {}, 0, id="not done, due yesterday"),
        pytest.param(NODE | {"完成时限": TODAY}, {}, None, id="not done, due today"),
        pytest.param(NODE | {"完成日期": day("2026-06-11")}, {}, 0, id="done tomorrow"),
        pytest.param(NODE | {"完成时限": None, "完成日期": TODAY}, {}, None, id="due on no day"),
        pytest.param(NODE | {"完成日期": day("2026-06-05"), "底线值": 101.0, "实际值": 1.0}, {}, 100, id="a node has no floor"),
    ],
)
def test_indicators(row: Mapping[str, Any], settings: Cells, points: object) -> None:
    assert scores(company(指标=[row]), **settings) == [points]


@pytest.mark.parametrize(
    ("marks", "row", "points"),
    [
        pytest.param([MARK], {}, 75, id="by its name"),
        pytest.param([MARK | {"考评项目": "Z1"}], {}, 75, id="by its number"),
        pytest.param([MARK, MARK | {"考评项目": "Z1", "满分": 10.0, "得分": 0.0}], {}, 50, id="sums, and a zero is a mark"),
        pytest.param([MARK, MARK | {"考评部门": "丙所", "得分": None}], {}, 75, id="a blank is left out"),
        pytest.param([MARK | {"被考评单位": "老甲"}], {}, 75, id="by a former name"),
        pytest.param([MARK | {"期间": "2026年二季度"}], {"期间": "2026q2"}, 75, id="the period as others write it"),
        pytest.param([MARK | {"期间": "2026Q1"}], {}, None, id="another period"),
        pytest.param([MARK | {"被考评单位": "乙部"}], {}, None, id="another unit"),
        pytest.param([MARK | {"考评项目": "别的"}], {}, None, id="another matter"),
        pytest.param([MARK | {"满分": 0.0, "得分": 0.0}], {}, None, id="nothing to be had"),
        pytest.param([MARK], {"底线值": 75.0}, 75, id="on the floor"),
        pytest.param([MARK], {"底线值": 75.1}, 0, id="below the floor"),
        pytest.param([MARK], {"指标": "Z1", "指标编号": "线损"}, 75, id="number and name the other way round"),
        pytest.param([MARK], {"指标编号": "线损"}, 75, id="number and name the same: counted once"),
    ],
)
def test_marked_indicators(marks: Rows, row: Cells, points: object) -> None:
    assert scores(company(指标=[MARKED | row], 考评打分=marks)) == [points]


@pytest.mark.parametrize(
    ("row", "points"),
    [
        pytest.param({}, 50, id="one of two"),
        pytest.param({"期间": "2026Q1"}, 100, id="its own period"),
        pytest.param({"期间": "2026年3月"}, 100, id="a month"),
        pytest.param({"期间": "2026年"}, F(200, 3), id="the year"),
        pytest.param({"期间": "2025"}, None, id="nothing was due"),
        pytest.param({"期间": "下一期"}, None, id="no period"),
        pytest.param({"主责部室": "乙部"}, None, id="another unit"),
        pytest.param({"主责部室": "老甲", "底线值": 50.1}, 0, id="a former name; below the floor"),
    ],
)
def test_indicators_of_supervision(row: Cells, points: object) -> None:
    assert scores(company(指标=[WATCHED | row], 督办台账=ITEMS)) == [points]


def test_the_score_of_a_unit() -> None:
    """(2 × 90 + 1 × 60) ÷ 3 = 80, a weight of 0 being 1; what is a person's, what has no score and another period do not count."""
    rows = [
        RATIO | {"实际值": 90.0, "权重": 2.0},
        RATIO | {"实际值": 60.0, "层级": "供电所", "主责部室": "老甲", "期间": "2026年第2季度", "权重": 0.0},
        *(RATIO | more for more in ({"实际值": 0.0, "层级": "个人"}, {"实际值": None}, {"实际值": 0.0, "期间": "2026-06"})),
        RATIO | {"实际值": 70.0, "层级": "公司"},
        RATIO | {"主责部室": "乙部"},
    ]
    drawn = company(指标=rows)
    whole = second.scored(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q2")
    assert second.unit_scores(whole.indicators, "2026Q2", rx.settings(drawn)) == {"甲部": 80, "乙部": None}
    assert second.company_score(whole.indicators, "2026Q2", rx.settings(drawn)) == 70


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("2026 q1", "2026Q1"), ("２０２６Q1", "2026Q1"), ("2026年一季度", "2026Q1"), ("2026年第4季度", "2026Q4"), ("2026年3", "2026年3")),
        *(("2026年上半年", "2026H1"), ("2026年3月", "2026-03"), ("2026/3", "2026-03"), ("2026年度", "2026"), ("2026-b2", "2026-B2")),
        *(("2026年第7周", "2026-W07"), ("2026-w23", "2026-W23"), ("下一期", "下一期"), ("2026年13月", "2026年13月")),
    ],
)
def test_periods_as_they_are_written(text: str, name: str) -> None:
    assert second.named(text) == name


# -- R10 by hand -------------------------------------------------------------------------------------------------------------

CLOSED: Rows = [{"期间": "2026Q1", "结账时间": day("2026-04-10")}, {"期间": "2026H1", "结账时间": day("2026-04-10")}]


def points(rows: Rows, unit: str = "甲部", period: str = "2026Q2", closed: Rows = (), **settings: Any) -> object:
    drawn = replace(company(加减分台账=rows, 历史成绩=closed, 抽查记录=[{"抽查编号": "C1", "日期": TODAY}]), settings=settings)
    table = second.sums(second.department_points(check_facts(rc.frames(drawn), TODAY), rx.settings(drawn), period), rx.settings(drawn))
    return table["total"].get(unit, 0)


@pytest.mark.parametrize(
    ("rows", "more", "sum_of_them"),
    [
        pytest.param([POINT], {}, -1, id="confirmed"),
        pytest.param([POINT | {"状态": "拟"}], {}, 0, id="proposed"),
        pytest.param([POINT | {"状态": "撤销"}], {}, 0, id="revoked"),
        pytest.param([POINT | {"确认日期": day("2026-06-11")}], {}, 0, id="confirmed tomorrow"),
        pytest.param([POINT | {"部门": "老甲"}], {}, -1, id="a former name"),
        pytest.param([POINT | {"工号": "P1"}], {}, 0, id="a person's"),
        pytest.param([POINT | {"关联编号": "C1"}], {}, 0, id="of a check"),
        pytest.param([POINT, POINT | {"分值": -3.0}, POINT | {"分值": -2.0}], {}, -3, id="only the largest of one matter"),
        pytest.param([POINT, POINT], {}, -1, id="of equal ones one"),
        pytest.param([POINT, POINT | {"部门": "老甲"}], {}, -1, id="of one department, whatever its name"),
        pytest.param([POINT, POINT | {"类型": "其他"}], {}, -2, id="another kind"),
        pytest.param([POINT, POINT | {"关联编号": "B"}], {}, -2, id="another matter"),
        pytest.param([POINT | {"关联编号": None}] * 2, {}, -2, id="no matter, never merged"),
        pytest.param([POINT] * 2, {"同事项不重复扣分": "否"}, -2, id="merged only if set"),
        pytest.param([POINT, POINT | {"工号": "P1", "分值": -3.0}], {}, -1, id="a person's is not the largest"),
        pytest.param([POINT | {"分值": 2.0}] * 2, {}, 4, id="additions are not merged"),
        pytest.param([POINT | {"分值": 3.0}] * 2, {}, 5, id="but capped in sum"),
        pytest.param([POINT | {"分值": 3.0}] * 2 + [POINT], {"加分上限": "2.5"}, F(3, 2), id="the cap is on additions alone"),
        pytest.param([POINT | {"日期": day("2026-03-31")}], {}, 0, id="the day before the period"),
        pytest.param([POINT | {"日期": day("2026-04-01")}], {}, -1, id="its first day"),
        pytest.param([POINT | {"日期": day("2026-06-30")}], {}, 0, id="a day to come"),
    ],
)
def test_points_of_a_department(rows: Rows, more: Cells, sum_of_them: object) -> None:
    assert points(rows, **more) == sum_of_them


@pytest.mark.parametrize(
    ("confirmed", "period", "sum_of_them"),
    [
        pytest.param("2026-04-10", "2026Q1", -1, id="confirmed on the day of closing"),
        pytest.param("2026-04-11", "2026Q1", 0, id="the day after: not there"),
        pytest.param("2026-04-11", "2026Q2", -1, id="but in the period of 确认日期"),
        pytest.param("2026-04-10", "2026Q2", 0, id="not in both"),
        pytest.param("2026-04-11", "2026-03", -1, id="the month was not closed"),
        pytest.param("2026-04-11", "2026H1", -1, id="confirmed late within one half-year"),
    ],
)
def test_points_confirmed_after_closing(confirmed: str, period: str, sum_of_them: object) -> None:
    rows = [POINT | {"日期": day("2026-03-31"), "确认日期": day(confirmed)}]
    assert points(rows, period=period, closed=CLOSED) == sum_of_them


ACTUAL = {"甲部": 80.0, "乙部": 80.0, "丙所": 70.0, "丁所": 90.0}


def board(units: Mapping[str, Mapping[str, Any]], actual: Mapping[str, float], period: str = "2026Q2", **more: Any) -> Any:
    """部门 with composites: each unit has one indicator."""
    settings: Cells = {name: more.pop(name) for name in ("并列方式", "得分小数位") if name in more}
    rows = [{"部门": name, "类型": "基层"} | dict(cells) for name, cells in units.items()]
    found = [RATIO | {"主责部室": name, "实际值": value, "期间": period} for name, value in actual.items()]
    drawn = replace(company(**{"部门": rows, "指标": found, "考核权重": [WEIGHTED]} | more), settings=settings)
    return second.scored(rc.frames(drawn), rx.settings(drawn), TODAY, period).units


def test_a_composite_of_what_there_is() -> None:
    """督办 100 × 20 and 指标 70 × 30 over 50 = 82, less one point; 亮灯 and 抽查 have nothing."""
    items = [ITEM | {"办理时限": day("2026-06-30"), "提交日期": day("2026-05-01")}]
    row = board({"甲部": {}}, {"甲部": 70.0}, 督办台账=items, 加减分台账=[POINT]).loc["甲部"]
    assert [row[name] for name in (*second.DIMENSIONS, "加减分", "综合")] == [100, None, 70, None, -1, 81]


@pytest.mark.parametrize(
    ("unit", "weights", "composite"),
    [
        pytest.param({}, WEIGHTED, 71, id="one dimension carries all, and points come on top"),
        pytest.param({"类型": "无此类"}, WEIGHTED, None, id="no weights for its kind"),
        pytest.param({}, WEIGHTED | {"指标": 0.0}, None, id="weights that sum to 0"),
        pytest.param({"参评": "否"}, WEIGHTED, 71, id="not ranked, but scored"),
    ],
)
def test_whether_there_is_a_composite(unit: Cells, weights: Cells, composite: object) -> None:
    table = board({"甲部": unit, "乙部": {}}, {"甲部": 70.0}, 考核权重=[weights], 加减分台账=[POINT | {"分值": 1.0}])
    assert (table.loc["甲部", "综合"], table.loc["乙部", "综合"]) == (composite, None)


@pytest.mark.parametrize(
    ("units", "more", "overall", "within"),
    [
        pytest.param({}, {}, [2, 2, 4, 1], [2, 2, 4, 1], id="1-2-2-4"),
        pytest.param({}, {"并列方式": "并列不跳号"}, [2, 2, 3, 1], [2, 2, 3, 1], id="1-2-2-3"),
        pytest.param({"丁所": {"参评": "否"}}, {}, [1, 1, 3, None], [1, 1, 3, None], id="one is not ranked"),
        pytest.param({"丁所": {"参评": "是"}}, {}, [2, 2, 4, 1], [2, 2, 4, 1], id="one says so"),
        pytest.param({"丁所": {"停用日期": day("2026-06-30")}}, {}, [1, 1, 3, None], [1, 1, 3, None], id="gone on the last day"),
        pytest.param({"丁所": {"停用日期": day("2026-07-01")}}, {}, [2, 2, 4, 1], [2, 2, 4, 1], id="gone the day after"),
        pytest.param({"丁所": {"启用日期": day("2026-07-01")}}, {}, [1, 1, 3, None], [1, 1, 3, None], id="begun the day after"),
        pytest.param({"丁所": {"启用日期": day("2026-06-30")}}, {}, [2, 2, 4, 1], [2, 2, 4, 1], id="begun on the last day"),
        pytest.param({"丁所": {"类型": "后勤"}}, {}, [1, 1, 3, None], [1, 1, 3, None], id="no weights, no rank"),
    ],
)
def test_ranks(units: Mapping[str, Cells], more: Cells, overall: object, within: object) -> None:
    table = board({name: units.get(name, {}) for name in ACTUAL}, ACTUAL, **more)
    found = [list(map(there, table[name])) for name in ("总排名", "类型排名")]
    assert found == [overall, within]


@pytest.mark.parametrize(("digits", "first"), [(2, 1), (1, 1), (3, 2)])
def test_ranks_are_on_rounded_scores(digits: int, first: int) -> None:
    """80.004 and 80 tie at two decimals."""
    assert board({"甲部": {}, "乙部": {}}, {"甲部": 80.0, "乙部": 80.004}, 得分小数位=digits)["总排名"].iloc[0] == first


def test_ranks_within_a_kind() -> None:
    kinds = [WEIGHTED, WEIGHTED | {"部门类型": "后勤"}]
    table = board({name: {"类型": "后勤" if name == "丙所" else "基层"} for name in ACTUAL}, ACTUAL, 考核权重=kinds)
    assert (list(table["总排名"]), list(table["类型排名"])) == ([2, 2, 4, 1], [2, 2, 1, 1])


# -- the product's rules against the second computation ----------------------------------------------------------------------


def test_where_the_two_part_on_marks_out_of_nothing() -> None:
    """R8: “100 × Σ得分 ÷ Σ满分”: a mark of 5 out of 0 (an extra) is in Σ得分; the product leaves the row out. (15 + 5) ÷ 20."""
    drawn = office(TODAY, {}, {"指标": [MARKED], "考评打分": [MARK, MARK | {"考评部门": "丙所", "满分": 0.0, "得分": 5.0}]})
    (found,) = indicator_scores(judged_by_the_product(drawn))["2026Q2"]
    assert found.score == 75
    assert scores(drawn) == [100]


def test_where_the_two_part_on_a_blank_weight() -> None:
    """R10, “Weights: blank is 1”: 督办 100 × 20 and 指标 70 × 1; the product takes 0 in 考核权重."""
    items: Rows = [ITEM | {"办理时限": day("2026-06-30"), "提交日期": day("2026-05-01")}]
    tables: dict[str, Rows] = {"督办台账": items, "指标": [RATIO | {"实际值": 70.0}], "考核权重": [WEIGHTED | {"指标": None}]}
    drawn = company(**tables)
    found = of_the_product(judged_by_the_product(drawn, "2026Q2"))[0]["甲部"].score
    wanted: object = second.scored(rc.frames(drawn), rx.settings(drawn), TODAY, "2026Q2").units.loc["甲部", "综合"]
    assert found == 100
    assert wanted == F(2070, 21)
