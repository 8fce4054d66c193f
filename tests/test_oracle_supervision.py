"""The second computation of R6, R7 and R17 against figures worked out by hand, and the product's rules against it on random companies."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from support import oracle_supervision as second
from support import random_company as rc
from support import random_supervision as rs
from support.compared_companies import FULL, assert_agreed, day, disagreements, judged_by_the_product, office, periods_of, undisputed_items
from support.make import key_of

from udfs.pages.period_change import year_figures
from udfs.rules.decisions.reconciliation import settle
from udfs.rules.supervision.supervision import DepartmentSupervision, supervision
from workbook_templates.tables.daily import Change, Point

Cells = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Compared = Iterator[tuple[str, object, object]]
Proposed = tuple[list[str], list[tuple[str, Fraction]]]
"""Keys of proposed 升级; keys and points of proposed deductions."""

F = Fraction
TODAY = day("2026-06-10")
YESTERDAY, TOMORROW = day("2026-06-09"), day("2026-06-11")
OPEN: Cells = {"编号": "A", "状态": "办理", "级别": "公司级", "主责部门": "甲部", "下达日期": day("2026-06-01"), "办理时限": TODAY}
DONE: Cells = OPEN | {"状态": "办结", "办理时限": day("2026-06-05"), "提交日期": day("2026-06-05"), "办结日期": day("2026-06-06")}
FEEDBACK: Cells = {"编号": "A", "应反馈日期": day("2026-06-05"), "反馈日期": day("2026-06-05"), "准确性": "准确"}
BEFORE: Cells = FEEDBACK | {"应反馈日期": day("2026-06-04"), "反馈日期": day("2026-06-04")}
"""Due the day before DONE was handed in."""


def figures(
    items: Rows, feedback: Rows = (), unit: str = "甲部", period: str = "2026Q2", units: Rows = (), **settings: Any
) -> dict[str, Any]:
    """What R7 says of one department; empty where it has nothing at all."""
    drawn = office(TODAY, settings, {"督办台账": items, "反馈记录": feedback, "部门": units})
    table = second.supervision(rc.frames(drawn), rc.settings(drawn), TODAY, period)
    return dict(table.loc[unit]) if unit in table.index else {}


# -- R7 --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "settings", "points"),
    [
        pytest.param([DONE | {"完成质量": 90.0}], {}, 90, id="as rated"),
        pytest.param([DONE | {"完成质量": 90.0, "退办次数": 2.0}], {"退办扣分": 10}, 70, id="two returns"),
        pytest.param([DONE | {"完成质量": 90.0, "退办次数": 9.0}], {"退办扣分": 10}, 0, id="nine returns use it up"),
        pytest.param([DONE | {"完成质量": 90.0, "退办次数": 10.0}], {"退办扣分": 10}, 0, id="never below 0"),
        pytest.param([DONE | {"完成质量": 0.0}], {}, 0, id="a zero is a mark"),
        pytest.param([DONE], {}, None, id="not rated"),
        pytest.param(
            [DONE | {"完成质量": 90.0, "权重": 2.0}, DONE | {"编号": "B", "完成质量": 60.0}], {}, 80, id="weighted, a blank weight is 1"
        ),
        pytest.param([DONE | {"完成质量": 90.0, "办结日期": day("2026-03-31")}], {}, None, id="closed the day before the period"),
        pytest.param([DONE | {"完成质量": 90.0, "办结日期": day("2026-04-01")}], {}, 90, id="closed on its first day"),
        pytest.param([DONE | {"完成质量": 90.0, "办结日期": None}], {}, None, id="closed on no day"),
        pytest.param([DONE | {"完成质量": 90.0, "办结日期": TOMORROW}], {}, None, id="closed tomorrow"),
        pytest.param([DONE | {"完成质量": 90.0, "状态": "暂缓"}], {}, None, id="paused"),
    ],
)
def test_quality(items: Rows, settings: Cells, points: int | None) -> None:
    assert figures(items, **settings).get("完成质量") == points


@pytest.mark.parametrize(
    ("item", "settings", "rate"),
    [
        pytest.param(DONE, {}, (1, 1), id="handed in on the day"),
        pytest.param(DONE | {"提交日期": day("2026-06-04")}, {}, (1, 1), id="the day before"),
        pytest.param(DONE | {"提交日期": day("2026-06-06")}, {}, (0, 1), id="the day after"),
        pytest.param(DONE, {"办结认定日期": "办结"}, (0, 1), id="by the day of closing"),
        pytest.param(DONE | {"办结日期": None}, {"办结认定日期": "办结"}, (1, 1), id="the other date where it is blank"),
        pytest.param(OPEN | {"办理时限": YESTERDAY}, {}, (0, 1), id="open, due yesterday"),
        pytest.param(OPEN, {}, (0, 0), id="open, due today"),
        pytest.param(OPEN | {"状态": "提交", "提交日期": TODAY, "办理时限": TOMORROW}, {}, (1, 1), id="handed in, due tomorrow"),
        pytest.param(OPEN | {"提交日期": TODAY, "办理时限": TOMORROW}, {}, (0, 0), id="a date in another state is none"),
        pytest.param(DONE | {"办理时限": day("2026-03-31")}, {}, (0, 0), id="due the day before the period"),
        pytest.param(DONE | {"办理时限": day("2026-04-01")}, {}, (0, 1), id="due on its first day"),
        pytest.param(DONE | {"办理时限": day("2026-06-30")}, {}, (1, 1), id="due on its last day"),
        pytest.param(DONE | {"办理时限": day("2026-07-01")}, {}, (0, 0), id="due the day after"),
        pytest.param(DONE | {"办理时限": "长期"}, {}, (0, 0), id="no deadline"),
        pytest.param(DONE, {"启用日期": day("2026-06-05")}, (1, 1), id="due on 启用日期"),
        pytest.param(DONE, {"启用日期": day("2026-06-06")}, None, id="due before it"),
        pytest.param(OPEN | {"状态": "立项", "办理时限": YESTERDAY}, {}, None, id="only registered"),
        pytest.param(OPEN | {"状态": "取消", "办理时限": YESTERDAY}, {}, None, id="cancelled"),
    ],
)
def test_on_time(item: Cells, settings: Cells, rate: tuple[int, int] | None) -> None:
    found = figures([item | {"来源": "年度目标"}], **settings)
    assert (found.get("按期办结率"), found.get("计划执行率")) == (rate, rate)
    assert figures([item], **settings).get("计划执行率") == (rate and (0, 0))


@pytest.mark.parametrize(
    ("item", "rate"),
    [
        pytest.param(DONE, (1, 1), id="closed in it"),
        pytest.param(DONE | {"办结日期": day("2026-04-01")}, (1, 1), id="closed on its first day"),
        pytest.param(DONE | {"办结日期": day("2026-03-31")}, (0, 0), id="closed before it"),
        pytest.param(DONE | {"办结日期": None}, (1, 1), id="closed on no day"),
        pytest.param(OPEN, (0, 1), id="open"),
        pytest.param(OPEN | {"下达日期": None, "立项日期": day("2026-06-01")}, (0, 1), id="by 立项日期"),
        pytest.param(OPEN | {"下达日期": None}, (0, 0), id="given out on no day"),
    ],
)
def test_closing(item: Cells, rate: tuple[int, int]) -> None:
    assert figures([item])["办结率"] == rate


def test_closing_in_a_period_that_has_ended() -> None:
    """Given out on 31 March, closed on 6 June: in hand in the first quarter; given out a day later: not yet."""
    assert figures([DONE | {"下达日期": day("2026-03-31")}], period="2026Q1")["办结率"] == (0, 1)
    assert figures([DONE | {"下达日期": day("2026-04-01")}], period="2026Q1")["办结率"] == (0, 0)


@pytest.mark.parametrize(
    ("row", "timely", "marked"),
    [
        pytest.param({}, (1, 1), 100, id="given on the day"),
        pytest.param({"反馈日期": day("2026-06-06")}, (0, 1), 100, id="given a day late"),
        pytest.param({"反馈日期": None}, (0, 1), None, id="never given, though marked"),
        pytest.param({"应反馈日期": TODAY, "反馈日期": None}, (0, 1), None, id="due today"),
        pytest.param({"应反馈日期": TOMORROW, "反馈日期": None}, (0, 0), None, id="due tomorrow"),
        pytest.param({"应反馈日期": TOMORROW, "准确性": "基本准确"}, (0, 0), 60, id="due tomorrow, given and marked"),
        pytest.param({"应反馈日期": day("2026-03-31")}, (0, 0), None, id="due before the period"),
        pytest.param({"应反馈日期": day("2026-04-01"), "准确性": "不准确"}, (0, 1), 0, id="due on its first day"),
        pytest.param({"准确性": None}, (1, 1), None, id="not marked"),
        pytest.param({"反馈日期": TOMORROW}, (0, 1), None, id="given tomorrow"),
    ],
)
def test_feedback(row: Cells, timely: tuple[int, int], marked: int | None) -> None:
    found = figures([OPEN], [FEEDBACK | row])
    assert (found["反馈及时率"], found["反馈准确"]) == (timely, marked)


def test_the_four_parts_by_weight() -> None:
    """(30 × 90 + 30 × 100 + 20 × 50 + 20 × 80) ÷ 100 = 83; without feedback (30 × 90 + 30 × 100) ÷ 60 = 95."""
    rated = DONE | {"完成质量": 90.0}
    given = [BEFORE, BEFORE | {"应反馈日期": day("2026-06-03"), "准确性": "基本准确"}]
    assert figures([rated], given)["督办得分"] == 83
    assert figures([rated])["督办得分"] == 95
    assert figures([OPEN])["督办得分"] is None
    assert figures([OPEN | {"状态": "办结", "完成质量": 90.0, "办结日期": TODAY, "办理时限": "长期"}], 完成质量权重=0)["督办得分"] is None


def test_co_departments() -> None:
    """乙部: quality (2 × ½ × 90 + 1 × 60) ÷ 2 = 75; on time ½ of ½ and 0 of 1; named twice or as 主责部门 it counts once."""
    own = DONE | {"编号": "B", "主责部门": "乙部", "完成质量": 60.0, "提交日期": day("2026-06-06"), "协办部门": "乙部"}
    items = [DONE | {"完成质量": 90.0, "权重": 2.0, "协办部门": "老乙；乙部"}, own]
    units: Rows = [{"部门": "甲部"}, {"部门": "乙部", "曾用名": "老乙"}]
    helped = figures(items, [BEFORE], "乙部", units=units, 协办系数="0.5")
    assert (helped["完成质量"], helped["按期办结率"], helped["反馈及时率"]) == (75, (F(1, 2), F(3, 2)), (F(1, 2), F(1, 2)))
    assert figures(items, [BEFORE], "乙部", units=units)["按期办结率"] == (0, 1)


@pytest.mark.parametrize(("gone", "unit"), [(YESTERDAY, "丙所"), (TODAY, "丙所"), (TOMORROW, "甲部")])
def test_items_follow_a_merger_by_the_judged_day(gone: dt.date, unit: str) -> None:
    units: Rows = [{"部门": "甲部", "停用日期": gone, "并入部门": "丙所"}, {"部门": "丙所"}]
    assert figures([DONE], unit=unit, units=units)["按期办结率"] == (1, 1)


# -- R6 --------------------------------------------------------------------------------------------------------------------

BANDS = [
    {"级别": level, "负面影响": impact, "原因": cause, "扣分": points}
    for level, impact, cause, points in (
        *(("公司级", "无", "主观", 0.5), ("公司级", "重大", "主观", 3.0), ("公司级", "无", "客观", 0.0), ("部门级", "无", "主观", 0.2)),
    )
]
LATE = OPEN | {"办理时限": YESTERDAY}
LOCAL = LATE | {"级别": "部门级"}
RAISED: Cells = {"编号": "A", "变更": "升级", "申请日期": day("2026-06-02"), "新值": "2026-06-08", "结果": "同意"}


def proposed(item: Mapping[str, Any], changes: Rows = (), points: Rows = (), **settings: Any) -> Proposed:
    """What R6 says of one item."""
    tables = {"督办台账": [item], "变更记录": changes, "加减分台账": points, "考核分档": BANDS}
    drawn = office(TODAY, settings, tables)
    rising, costing = second.proposals(rc.frames(drawn), rc.settings(drawn), TODAY)
    return list(rising["来源"]), list(zip(costing["来源"], costing["分值"], strict=True))


KEY = "自动:R6:A:2026-06-09"
COST: Proposed = ([], [(KEY, F(-1, 2))])
RISE: Proposed = ([KEY], [])
NONE: Proposed = ([], [])


@pytest.mark.parametrize(
    ("item", "changes", "points", "settings", "expected"),
    [
        pytest.param(LATE, [], [], {}, COST, id="company level, a day late"),
        pytest.param(OPEN, [], [], {}, NONE, id="due today"),
        pytest.param(LATE | {"状态": "提交", "提交日期": TODAY}, [], [], {}, COST, id="handed in late"),
        pytest.param(LATE | {"状态": "提交", "提交日期": YESTERDAY}, [], [], {}, NONE, id="handed in on the day"),
        pytest.param(LATE | {"状态": "办结", "办结日期": TODAY}, [], [], {}, COST, id="closed late"),
        pytest.param(LATE | {"状态": "暂缓"}, [], [], {}, NONE, id="paused"),
        pytest.param(LATE | {"负面影响": "重大"}, [], [], {}, ([], [(KEY, F(-3))]), id="a grave impact"),
        pytest.param(LATE, [], [], {"空白负面影响": "重大"}, ([], [(KEY, F(-3))]), id="a blank impact as set"),
        pytest.param(LATE | {"原因": "客观"}, [], [], {}, NONE, id="nothing to deduct"),
        pytest.param(LATE | {"负面影响": "一般"}, [], [], {}, NONE, id="no such row in 考核分档"),
        pytest.param(LATE, [], [{"来源": KEY, "状态": "撤销", "日期": TODAY}], {}, NONE, id="revoked before"),
        pytest.param(LATE, [], [{"来源": f"{KEY}#1", "状态": "失效", "日期": TODAY}], {}, NONE, id="a key is made once"),
        pytest.param(LATE, [], [{"来源": KEY.replace("09", "08"), "状态": "撤销", "日期": TODAY}], {}, NONE, id="an older key"),
        pytest.param(LATE, [], [{"来源": KEY, "状态": "拟", "日期": TOMORROW}], {}, COST, id="a row of tomorrow is not there"),
        pytest.param(LATE, [], [{"来源": KEY.replace("09", "08"), "状态": "已确认"}], {}, COST, id="for another deadline"),
        pytest.param(LATE, [], [], {"启用日期": YESTERDAY}, COST, id="due on 启用日期"),
        pytest.param(LATE, [], [], {"启用日期": TODAY}, NONE, id="due before it"),
        pytest.param(LATE, [RAISED], [], {"启用日期": YESTERDAY}, NONE, id="due on a second deadline before it"),
        pytest.param(
            LATE | {"办理时限": day("2026-06-01")},
            [RAISED],
            [],
            {"启用日期": day("2026-06-05")},
            ([], [(KEY.replace("09", "08"), F(-1, 5))]),
            id="due on a second deadline after it",
        ),
        pytest.param(LOCAL, [], [], {}, RISE, id="department level"),
        pytest.param(LOCAL | {"状态": "办结", "办结日期": TODAY}, [], [], {}, NONE, id="closed late: no longer overdue"),
        pytest.param(LOCAL, [RAISED | {"结果": "不同意"}], [], {}, NONE, id="refused before"),
        pytest.param(LOCAL, [RAISED | {"结果": "待批"}], [], {}, NONE, id="proposed before"),
        pytest.param(LOCAL, [RAISED], [], {}, ([], [(KEY.replace("09", "08"), F(-1, 5))]), id="raised and late again"),
        pytest.param(LATE, [RAISED], [], {}, ([], [(KEY.replace("09", "08"), F(-1, 5))]), id="the level at 立项 costs"),
        pytest.param(LOCAL, [RAISED | {"新值": "2026-06-10"}], [], {}, NONE, id="the second deadline is today"),
    ],
)
def test_proposals(item: Cells, changes: Rows, points: Rows, settings: Cells, expected: Proposed) -> None:
    assert proposed(item, changes, points, **settings) == expected


def test_a_deduction_goes_to_where_the_item_is_by_today() -> None:
    units: Rows = [{"部门": "甲部", "停用日期": TODAY, "并入部门": "丙所"}, {"部门": "丙所"}]
    drawn = office(TODAY, {"考核期间": "2026Q1"}, {"督办台账": [LATE], "考核分档": BANDS, "部门": units})
    _, costing = second.proposals(rc.frames(drawn), rc.settings(drawn), TODAY)
    assert tuple(costing.iloc[0]) == (TODAY, "丙所", "督办考核", F(-1, 2), "A", "拟", KEY)


# -- R17 -------------------------------------------------------------------------------------------------------------------


def test_figures_of_the_year() -> None:
    """From Thursday 18 June over the Dragon Boat days to Monday 22: one working day; from Monday 1 to Wednesday 3: two."""
    new = OPEN | {"下达日期": day("2026-06-03"), "立项日期": day("2026-06-01")}
    items = [
        new,
        DONE | {"编号": "B", "下达日期": day("2026-01-01"), "提交日期": day("2026-06-18"), "办结日期": day("2026-06-22")},
        new | {"编号": "C", "状态": "取消"},
        new | {"编号": "D", "立项日期": day("2026-06-04"), "现场分类": "现场已解决"},
        new | {"编号": "E", "下达日期": day("2025-12-31"), "现场分类": "现场已解决"},
        new | {"编号": "F", "下达日期": None, "提交日期": day("2026-06-01"), "办结日期": day("2026-06-05")},  # 办理 again
    ]
    papers = [
        {"种类": "提醒单", "成文日期": day("2026-01-01"), "关联编号": "A、B"},
        {"种类": "提醒单", "成文日期": TODAY, "关联编号": "B;C;无此号"},
        {"种类": "提醒单", "成文日期": day("2025-12-31"), "关联编号": "D"},
        {"种类": "督办函", "成文日期": TODAY, "关联编号": "E"},
    ]
    point: Cells = {"类型": "督办考核", "状态": "已确认", "日期": day("2026-01-01"), "分值": -1.0}
    points = [
        point,
        point | {"日期": day("2025-12-31"), "确认日期": day("2026-01-20")},
        point | {"日期": day("2025-12-31"), "确认日期": day("2026-01-10")},
        *(point | more for more in ({"状态": "拟"}, {"类型": "奖励"}, {"确认日期": day("2026-07-01")})),
    ]
    closed: Rows = [{"期间": "2025", "结账时间": dt.datetime(2026, 1, 15, 9)}]
    tables: dict[str, Rows] = {"督办台账": items, "文书登记": papers, "加减分台账": points, "历史成绩": closed}
    drawn = office(day("2026-06-30"), {}, tables)
    assert second.year_figures(rc.frames(drawn), rc.settings(drawn), drawn.as_of) == {
        "督办工作": 3,
        "现场已解决": 1,
        "督办提醒": 2,
        "督办考核": 2,
        "立项至下达": 2,
        "提交至办结": 1,
    }


@pytest.mark.parametrize(
    ("late", "bound", "spots"),
    [
        pytest.param(2, 60, {("部门", "甲部"): (1, 3), ("来源", "领导交办"): (1, 3), ("主题", "安全"): (1, 3)}, id="one of three"),
        pytest.param(1, 60, {}, id="two of three are not below 60 %"),
        pytest.param(2, "33.3", {}, id="a lower bound"),
    ],
)
def test_weak_spots(late: int, bound: Any, spots: Mapping[tuple[str, str], object]) -> None:
    items = [DONE | {"编号": str(n), "来源": "领导交办", "目标编号": "M1"} for n in range(3)]
    for item in items[:late]:
        item["提交日期"] = TODAY
    drawn = office(TODAY, {"薄弱下限": bound}, {"督办台账": items, "目标库": [{"目标编号": "M1", "主题": "安全"}]})
    assert second.weak_spots(rc.frames(drawn), rc.settings(drawn), TODAY, "2026Q2") == spots
    fewer = replace(drawn, rows={**drawn.rows, "督办台账": drawn.rows["督办台账"][:2]})
    assert second.weak_spots(rc.frames(fewer), rc.settings(fewer), TODAY, "2026Q2") == {}


# -- the product's rules against the second computation ----------------------------------------------------------------------


def supervision_compared(drawn: rc.Company) -> Compared:
    """Score and rates of every department in some periods; one with nothing is the same as one that is not listed."""
    nothing = (None, *[(0, 0)] * 4)
    for period in periods_of(drawn):
        found = {name: shown(row) for name, row in supervision(judged_by_the_product(drawn, period)).items()}
        table = second.supervision(rc.frames(drawn), rc.settings(drawn), drawn.as_of, period)
        wanted = {str(name): tuple(row[["督办得分", *second.RATES]]) for name, row in table.iterrows()}
        for name in sorted(found.keys() | wanted.keys()):
            yield f"{period} {name}", found.get(name, nothing), wanted.get(name, nothing)


def shown(row: DepartmentSupervision) -> tuple[object, ...]:
    return row.score, *((rate.numerator, rate.denominator) for rate in (row.on_time, row.closing, row.feedback, row.plan))


def proposals_compared(drawn: rc.Company) -> Compared:
    """Every new row."""
    judgement = judged_by_the_product(drawn)
    made = settle(judgement, judgement.facts).made
    risen = [row for row in made["变更记录"] if isinstance(row, Change)]
    costs = [row for row in made["加减分台账"] if isinstance(row, Point) and row.kind == "督办考核"]
    rising, costing = second.proposals(rc.frames(drawn), rc.settings(drawn), drawn.as_of)

    yield (
        "升级",
        [(row.number, row.change, row.asked, row.result, key_of(row.origin)) for row in risen],
        [(row["编号"], row["变更"], row["申请日期"], row["结果"], row["来源"]) for _, row in rising.iterrows()],
    )
    yield (
        "扣分",
        [(row.day, row.department, row.kind, row.points, row.linked, row.status, key_of(row.origin)) for row in costs],
        [tuple(row) for _, row in costing.iterrows()],
    )


def year_compared(drawn: rc.Company) -> Compared:
    """The figures of the year."""
    found = year_figures(judged_by_the_product(drawn))
    wanted = second.year_figures(rc.frames(drawn), rc.settings(drawn), drawn.as_of)
    figures = (found.work, found.solved, found.reminders, found.assessments, found.issuing_days, found.closing_days)
    for (name, figure), product in zip(wanted.items(), figures, strict=True):
        yield name, product, figure


COMPARED: tuple[Callable[[rc.Company], Compared], ...] = (supervision_compared, proposals_compared, year_compared)


def differences(drawn: rc.Company) -> list[str]:
    """Every figure and row that the two do not share exactly."""
    agreed = undisputed_items(drawn)
    return disagreements(told for compare in COMPARED for told in compare(agreed))


@pytest.mark.parametrize("seed", range(150))
def test_the_rules_agree_with_the_second_computation(seed: int) -> None:
    assert_agreed(rs.company(seed), differences)


WHOLE: Cells = FULL | {"办理时限": day("2026-06-01"), "级别": "公司级"}


def test_the_day_of_a_proposal_is_that_of_today_whatever_the_period() -> None:
    drawn = office(TODAY, {"考核期间": "2026Q1"}, {"督办台账": [WHOLE], "考核分档": BANDS})
    _, costing = second.proposals(rc.frames(drawn), rc.settings(drawn), TODAY)
    judgement = judged_by_the_product(drawn)
    (found,) = settle(judgement, judgement.facts).made["加减分台账"]
    assert isinstance(found, Point)
    assert [found.day, *costing["日期"]] == [TODAY, TODAY]
