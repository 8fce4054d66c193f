"""R15: what stands in the way of closing, on its dates, and the rows that 历史成绩 gets, all of them."""

import datetime as dt
from typing import Any

import pytest
from support.make import day as on
from support.make import department, feedback, indicator, inspection, item, mark, objection, person, point, rating, ruling, stage, tables

from udfs.rules.decisions.closing import Closing
from udfs.rules.decisions.obstacles import obstacles, unconfirmed_figures
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import Scores, scores_of

NOW = dt.datetime(2026, 7, 9, 9, 30)


def scored(*records: Any, as_of: str = "7-9", period: str = "2026Q2", **settings: Any) -> Scores:
    return scores_of(judge(tables(*records, **settings), on(as_of), Calendar(), parse_period(period)))


def left(*records: Any, **more: Any) -> list[tuple[str, str, str]]:
    """表, subject and dimension of each obstacle."""
    return [(one.at.table, one.subject, one.dimension) for one in obstacles(scored(department(), *records, **more))]


STAGE = [("阶段目标", "发展部", "亮灯")]
INDICATOR = [("指标", "发展部", "指标")]
OBJECTION = [("异议", "发展部", "综合")]


@pytest.mark.parametrize(
    ("name", "of_item", "of_stage", "as_of", "expected"),
    [
        ("rated by itself", {}, {"self_rated": 1}, "7-9", STAGE),
        ("with 0 %", {}, {"self_rated": 0}, "7-9", STAGE),
        ("confirmed", {}, {"self_rated": 1, "confirmed": "0.9"}, "7-9", []),
        ("confirmed with 0 %", {}, {"self_rated": 1, "confirmed": 0}, "7-9", []),
        ("not rated at all: 0 %, and certain", {}, {}, "7-9", []),
        ("due on the last day", {}, {"due": "6-30", "self_rated": 1}, "7-9", STAGE),
        ("due the day after", {}, {"due": "7-1", "self_rated": 1}, "7-9", []),
        ("due in an earlier quarter, of an item of this one", {}, {"due": "3-1", "self_rated": 1}, "7-9", STAGE),
        ("of an item that does not count", {"due": "12-31"}, {"due": "3-1", "self_rated": 1}, "7-9", []),
        ("rated after 基准日", {}, {"self_rated": 1, "self_day": "7-10"}, "7-9", []),
        ("rated on 基准日", {}, {"self_rated": 1, "self_day": "7-9"}, "7-9", STAGE),
        ("confirmed after 基准日", {}, {"self_rated": 1, "confirmed": 1, "confirm_day": "7-10"}, "7-9", STAGE),
        ("confirmed on 基准日", {}, {"self_rated": 1, "confirmed": 1, "confirm_day": "7-9"}, "7-9", []),
        ("of a closed item", {"status": "办结", "closed": "6-20"}, {"self_rated": 1}, "7-9", STAGE),
        ("of a paused one", {"status": "暂缓"}, {"self_rated": 1}, "7-9", []),
        ("of a cancelled one", {"status": "取消"}, {"self_rated": 1}, "7-9", []),
    ],
)
def test_unconfirmed_stages(
    name: str, of_item: dict[str, Any], of_stage: dict[str, Any], as_of: str, expected: list[tuple[str, str, str]]
) -> None:
    assert left(item(**{"due": "6-20", **of_item}), stage(**{"due": "6-10", **of_stage}), as_of=as_of) == expected, name


@pytest.mark.parametrize(
    ("name", "fields", "blocks"),
    [
        ("with a 完成度", {}, True),
        ("of 0 %", {"completion": 0}, True),
        ("without one: 0 %, and certain", {"completion": None}, False),
        ("confirmed", {"confirmer": "王总", "confirm_day": "6-21"}, False),
        ("confirmed on 基准日", {"confirm_day": "7-9"}, False),
        ("confirmed the day after", {"confirm_day": "7-10"}, True),
        ("a name alone confirms nothing", {"confirmer": "王总"}, True),
        ("due on the last day", {"due": "6-30"}, True),
        ("due the day after", {"due": "7-1"}, False),
        ("overdue since the quarter before", {"due": "3-1"}, True),
        ("handed in, and open", {"status": "提交", "submitted": "6-19"}, True),
        ("closed", {"status": "办结", "closed": "6-20"}, False),
        ("paused", {"status": "暂缓"}, False),
    ],
)
def test_unconfirmed_items_without_stages(name: str, fields: dict[str, Any], blocks: bool) -> None:
    found = left(item(**{"due": "6-20", "completion": "0.5", **fields}))
    assert found == ([("督办台账", "发展部", "亮灯")] if blocks else []), name


def test_with_stages_the_items_own_completion_needs_nobody() -> None:
    assert left(item(due="6-20", completion="0.5"), stage(due="6-10", confirmed=1)) == []


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("no 实际值", {"goal": 100}, INDICATOR),
        ("实际值 of 0", {"goal": 100, "actual": 0}, []),
        ("of another quarter", {"goal": 100, "period": "2026Q1"}, []),
        ("of the half-year", {"goal": 100, "period": "2026H1"}, []),
        ("期间 written otherwise", {"goal": 100, "period": "2026年二季度"}, INDICATOR),
        ("扣分 without 实际值", {"method": "扣分"}, INDICATOR),
        ("反向 without 实际值", {"method": "反向", "goal": 100}, INDICATOR),
        ("打分 without a mark", {"method": "打分"}, INDICATOR),
        ("节点 not done after its day", {"method": "节点", "due": "6-30"}, []),
        ("督办 with nothing to measure", {"method": "督办"}, []),
        ("of a person: owed all the same", {"level": "个人", "goal": 100}, INDICATOR),
        ("of the company", {"level": "公司", "goal": 100}, [("指标", "公司", "指标")]),
    ],
)
def test_unreported_indicators(name: str, fields: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert left(indicator(**{"period": "2026Q2", **fields})) == expected, name


def test_a_marked_indicator_is_reported() -> None:
    assert left(indicator(period="2026Q2", method="打分"), mark(8, period="2026Q2")) == []


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("no answer", {"day": "6-15"}, OBJECTION),
        ("of the quarter before", {"day": "3-15"}, OBJECTION),
        ("of the last day of the quarter", {"day": "6-30"}, OBJECTION),
        ("on the last working day of 公示", {"day": "7-3"}, OBJECTION),
        ("the day after", {"day": "7-4"}, []),
        ("about an item that counts", {"day": "6-15", "number": "1"}, OBJECTION),
        ("about one that does not", {"day": "6-15", "number": "2"}, []),
        ("about feedback that was due", {"day": "6-15", "number": "3"}, OBJECTION),
        ("about an indicator", {"day": "6-15", "number": "Z1"}, OBJECTION),
        ("about one of another quarter", {"day": "6-15", "number": "Z2"}, []),
        ("about a check", {"day": "6-15", "number": "C1"}, OBJECTION),
        ("about what a point hangs on", {"day": "6-15", "number": "2025-0007"}, OBJECTION),
        ("about nothing that is known", {"day": "6-15", "number": "X"}, OBJECTION),
        ("without a date", {"day": None}, OBJECTION),
        ("accepted", {"day": "6-15", "result": "采纳", "answered": "6-20"}, []),
        ("refused", {"day": "6-15", "result": "不采纳", "answered": "6-20"}, []),
        ("answered on 基准日", {"day": "6-15", "result": "采纳", "answered": "7-9"}, []),
        ("answered after it", {"day": "6-15", "result": "采纳", "answered": "7-10"}, OBJECTION),
        ("by its former name", {"day": "6-15", "department": "旧部"}, OBJECTION),
    ],
)
def test_open_objections(name: str, fields: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    held = (
        department(former=("旧部",)),
        item("1", due="6-10"),
        item("2", due="9-10"),
        item("3", due="9-10"),
        feedback(number="3", due="6-15", given="6-15"),
        indicator("Z1", period="2026Q2", goal=1, actual=1),
        indicator("Z2", period="2026Q1", goal=1, actual=1),
        inspection(number="C1", day="5-5"),
        point(day="5-5", linked="2025-0007"),
        objection(**{"number": "", **fields}),
    )
    assert [(one.at.table, one.subject, one.dimension) for one in obstacles(scored(*held))] == expected, name


@pytest.mark.parametrize(("days", "blocks"), [("2", False), ("3", True), ("0", False)])
def test_objections_while_the_scores_are_public(days: str, blocks: bool) -> None:
    """The third working day after 30 June is 3 July."""
    assert bool(obstacles(scored(department(), objection(day="7-3", number=""), 公示天数=days))) is blocks


def test_obstacles_say_where_and_what() -> None:
    held = (
        department(),
        item("2026-0001", due="6-20"),
        stage("初稿", "2026-0001", due="6-10", self_rated=1, row=8),
        indicator("Z9", name="线损率", period="2026Q2", goal=5, row=6),
        objection(day="6-15", number="2026-0001", row=5),
        item("2026-0002", due="6-20", completion="0.5", row=9),
    )
    assert [(one.at.row, one.text) for one in obstacles(scored(*held))] == [
        (8, "2026-0001 初稿 已自评，还没有确认完成度"),
        (9, "2026-0002 填了完成度，还没有确认（没有确认日期）"),
        (6, "指标 Z9（线损率）未报实际值"),
        (5, "发展部 2026-06-15 的异议还没有答复"),
    ]


def test_what_rests_on_an_obstacle() -> None:
    found = obstacles(
        scored(
            department(),
            item(due="6-20"),
            stage(due="6-10", self_rated=1),
            indicator(period="2026Q2", goal=5, department="运检部"),
            indicator("Z2", period="2026Q2", goal=5, level="公司"),
        )
    )
    assert unconfirmed_figures(found) == {
        ("发展部", "亮灯"),
        ("发展部", "综合"),
        ("公司", "亮灯"),
        ("运检部", "指标"),
        ("运检部", "综合"),
        ("公司", "指标"),
        ("公司", "综合"),
    }
    assert unconfirmed_figures([]) == frozenset()


# the rows


def written(scores: Scores, unsure: frozenset[tuple[str, str]] = frozenset()) -> dict[tuple[str, str, str], Any]:
    rows = Closing(scores, NOW, unsure).rows()
    found = {(row.object_kind, row.subject, row.dimension): row for row in rows}
    assert len(found) == len(rows)
    assert {(row.period, row.closed) for row in rows} == {(scores.judgement.period.name, NOW)}
    return found


FULL = (
    department("甲部"),
    department("乙部"),
    person("王总", role="主要领导", staff_no="1"),
    person("张三", role="部门负责人", staff_no="2", department="甲部"),
    item("A", department="甲部", status="办结", due="6-10", submitted="6-10", closed="6-11", quality=90),
    item("B", department="甲部", due="6-20", completion="0.7"),
    item("C", department="乙部", due="6-20", completion="0.5"),
    item("D", department="乙部", due="7-31"),
    feedback(number="A", due="5-1", given="5-1"),
    indicator("Z", department="甲部", period="2026Q2", goal=3, actual=2),
    indicator("G", department="甲部", period="2026Q2", goal=100, actual=88, level="公司"),
    inspection("问题", day="5-5", department="乙部", lost=2),
    inspection("合格", day="5-6", department="乙部"),
    point(department="乙部", day="5-5", points="-0.5"),
    rating("2", 80, role="分管领导", period="2026Q2"),
)


def test_every_figure_of_the_period_has_its_row() -> None:
    """甲部: quality 90, one of two in time, feedback in time: (30 × 90 + 30 × 50 + 20 × 100) ÷ 80 = 77.5; lights (100 + 70) ÷ 2;
    2 ÷ 3 of the goal. 乙部: not in time; light 50; 100 × (1 − 2 ÷ 20); composite (30 × 0 + 30 × 50 + 10 × 90) ÷ 70 − 0.5.
    The company: one of three in time, (30 × 90 + 30 × 100 ÷ 3 + 20 × 100) ÷ 80. 张三: 60 % × 76.39 + 40 % × 80."""
    found = written(scored(*FULL))
    scores = {key: None if row.score is None else float(row.score) for key, row in found.items()}
    assert scores == {
        ("公司", "公司", "督办"): 71.25,
        ("公司", "公司", "亮灯"): 73.33,
        ("公司", "公司", "指标"): 88,
        ("公司", "公司", "抽查"): 90,
        ("部门", "甲部", "督办"): 77.5,
        ("部门", "甲部", "亮灯"): 85,
        ("部门", "甲部", "指标"): 66.67,
        ("部门", "甲部", "综合"): 76.39,
        ("部门", "乙部", "督办"): 0,
        ("部门", "乙部", "亮灯"): 50,
        ("部门", "乙部", "抽查"): 90,
        ("部门", "乙部", "加减分"): -0.5,
        ("部门", "乙部", "综合"): 33.79,
        ("个人", "1", "个人"): 88,
        ("个人", "2", "个人"): 77.83,
        ("事项", "A", "亮灯"): 100,
        ("事项", "B", "亮灯"): 70,
        ("事项", "C", "亮灯"): 50,
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (("公司", "公司", "督办"), {"kind": "", "numerator": 1, "denominator": 3, "rank": None}),
        (("公司", "公司", "亮灯"), {"green": 1, "yellow": 1, "red": 1}),
        (("公司", "公司", "抽查"), {"numerator": 1, "denominator": 2}),
        (("部门", "甲部", "督办"), {"kind": "业务职能", "numerator": 1, "denominator": 2, "rank": 1}),
        (("部门", "甲部", "亮灯"), {"green": 1, "yellow": 1, "red": 0, "numerator": None, "rank": None}),
        (("部门", "甲部", "综合"), {"kind": "业务职能", "rank": 1}),
        (("部门", "乙部", "督办"), {"numerator": 0, "denominator": 1, "rank": 2}),
        (("部门", "乙部", "综合"), {"rank": 2}),
        (("个人", "1", "个人"), {"kind": "主要领导", "rank": 1, "grade": ""}),
        (("事项", "B", "亮灯"), {"kind": "甲部", "light": "黄灯", "grade": "未确认"}),
        (("事项", "C", "亮灯"), {"kind": "乙部", "light": "红灯"}),
    ],
)
def test_what_a_row_holds(key: tuple[str, str, str], expected: dict[str, Any]) -> None:
    row = written(scored(*FULL))[key]
    assert {field: getattr(row, field) for field in expected} == expected


def test_what_is_not_there_has_no_row_and_what_waits_has_one() -> None:
    """No company indicator, no checks; a person without a rating waits; a department without any figure has none."""
    found = written(scored(department("甲部"), department("乙部"), item(due="6-20", department="甲部"), person(staff_no="1")))
    assert [key for key in found if key[0] == "公司"] == [("公司", "公司", "督办"), ("公司", "公司", "亮灯")]
    assert [key for key in found if key[1] == "乙部"] == []
    assert (found["个人", "1", "个人"].score, found["个人", "1", "个人"].grade) == (None, "待评")


@pytest.mark.parametrize(
    ("name", "held", "expected"),
    [
        ("a ruling prevails in the light, not in the score", [item(due="6-20", completion="0.5"), ruling("绿灯", "2026Q2")], ("绿灯", 50)),
        ("a ruling of another period", [item(due="6-20", completion="0.5"), ruling("绿灯", "2026Q1")], ("红灯", 50)),
        ("a ruling alone: no score", [item(due="6-20"), stage(due="7-20"), ruling("红灯", "2026Q2")], ("红灯", None)),
    ],
)
def test_the_lights_of_items(name: str, held: list[Any], expected: tuple[str, Any]) -> None:
    row = written(scored(department(), *held))["事项", "1", "亮灯"]
    assert (row.light, row.score) == expected, name


@pytest.mark.parametrize(
    ("name", "fields", "listed"),
    [
        ("due in the period", {"due": "6-30"}, True),
        ("due after it", {"due": "7-1"}, False),
        ("overdue since the quarter before", {"due": "3-31"}, True),
        ("closed in it", {"due": "3-31", "status": "办结", "submitted": "3-30", "closed": "4-1"}, True),
        ("closed before", {"due": "3-31", "status": "办结", "submitted": "3-30", "closed": "3-31"}, False),
        ("cancelled", {"due": "6-20", "status": "取消"}, False),
    ],
)
def test_which_items_are_kept(name: str, fields: dict[str, Any], listed: bool) -> None:
    assert (("事项", "1", "亮灯") in written(scored(department(), item(**fields)))) is listed, name


def test_what_is_unsure_is_marked() -> None:
    scores = scored(*FULL, stage(number="C", due="6-10", self_rated="0.5"))
    found = written(scores, unconfirmed_figures(obstacles(scores)))
    marked = {key for key, row in found.items() if row.grade == "未确认"}
    assert marked == {
        ("公司", "公司", "亮灯"),
        ("部门", "甲部", "亮灯"),
        ("部门", "甲部", "综合"),
        ("部门", "乙部", "亮灯"),
        ("部门", "乙部", "综合"),
        ("事项", "B", "亮灯"),  # its own 完成度, in an open item
        ("事项", "C", "亮灯"),
    }


def test_a_year_keeps_the_grades() -> None:
    ratings = [rating("2", 90, period="2026Q2"), rating("2", 90, role="分管领导", period="2026Q2")]
    found = written(scored(department(), person(staff_no="2"), *ratings, as_of="2027-01-09", period="2026"))
    assert (found["个人", "2", "个人"].score, found["个人", "2", "个人"].grade) == (90, "良好")  # of one head 0.2 is 优秀, 0.6 良好
