"""R3: the light of an item under each 亮灯口径, at each bound, and what prevails over it."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.make import bound, change, day, default_table, department, item, ruling, stage, tables

from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import JudgedItem, foresee, judge, light_row
from udfs.rules.judging.lights import light_of, prevailing_rulings, scale_of
from workbook_templates.tables.daily import Ruling
from workbook_templates.tables.setup import LightBound

F = Fraction
SCALE = scale_of(default_table("亮灯规则"))


def judged(*records: Any, as_of: str = "3-31", period: str = "", **settings: Any) -> JudgedItem:
    """The first item as judged."""
    return judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period)).items[0]


def light(*records: Any, **settings: Any) -> str:
    return judged(*records, **settings).light


@pytest.mark.parametrize(
    ("percent", "colour"),
    [
        ("100", "绿灯"),
        ("80.0001", "绿灯"),
        ("80", "黄灯"),
        ("79.9999999999", "黄灯"),
        ("60.0001", "黄灯"),
        ("60", "黄灯"),
        ("59.9999999999", "红灯"),
        ("0.1", "红灯"),
        ("0", "红灯"),
    ],
)
def test_the_default_bounds(percent: str, colour: str) -> None:
    assert light_of(F(percent) / 100, SCALE) == colour


@pytest.mark.parametrize(
    ("name", "rows", "percent", "colour"),
    [
        ("含下限 of green", [bound("绿灯", 80, "是"), bound("黄灯", 60, "是"), bound("红灯", 0)], "80", "绿灯"),
        ("含下限 of yellow 否", [bound("绿灯", 80), bound("黄灯", 60), bound("红灯", 0)], "60", "红灯"),
        ("rows in any order", [bound("红灯", 0), bound("绿灯", 80), bound("黄灯", 60)], "70", "黄灯"),
        ("the lowest light has no floor", [bound("绿灯", 80), bound("黄灯", 60), bound("红灯", 30)], "10", "红灯"),
        ("0 without 含下限", [bound("绿灯", 80), bound("黄灯", 60), bound("红灯", 0)], "0", "红灯"),
        ("a light that is missing", [bound("绿灯", 80), bound("红灯", 0)], "70", "红灯"),
        ("two lights at one bound", [bound("黄灯", 80, "否"), bound("绿灯", 80, "否"), bound("红灯", 0)], "90", "绿灯"),
        ("above two at one bound", [bound("黄灯", 80, "是"), bound("绿灯", 80, "否"), bound("红灯", 0)], "100", "绿灯"),
        ("the better one holds it", [bound("黄灯", 80, "否"), bound("绿灯", 80, "是"), bound("红灯", 0)], "100", "绿灯"),
        ("two at one bound, one holds it", [bound("绿灯", 80, "否"), bound("黄灯", 80, "是"), bound("红灯", 0)], "80", "黄灯"),
        ("a broken bound", [bound("绿灯", "92.5"), bound("红灯", 0)], "92.5", "红灯"),
        ("a row without a bound", [bound("绿灯", None), bound("红灯", 0)], "99", "红灯"),
    ],
)
def test_other_tables_of_bounds(name: str, rows: list[LightBound], percent: str, colour: str) -> None:
    assert light_of(F(percent) / 100, scale_of(rows)) == colour, name


def test_no_bounds_no_light() -> None:
    assert light_of(F(1), ()) == ""


@given(st.permutations(default_table("亮灯规则")), st.fractions(0, 1))
def test_the_order_of_the_rows_never_matters(rows: list[LightBound], completion: Fraction) -> None:
    assert light_of(completion, scale_of(rows)) == light_of(completion, SCALE)


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_more_completion_never_makes_a_worse_light(one: Fraction, two: Fraction) -> None:
    order = ["红灯", "黄灯", "绿灯"]
    low, high = sorted((one, two))
    assert order.index(light_of(low, SCALE)) <= order.index(light_of(high, SCALE))


def test_thirds_of_weight_stand_exactly_on_the_bound() -> None:
    stages = [stage(str(n), weight="0.1", confirmed=share, due="3-1") for n, share in enumerate(("0.7", "0.8", "0.9"))]
    assert light(item(), *stages) == "黄灯", "exactly 80 % is yellow"
    assert light(item(), *stages[:2], stage("2", weight="0.1", confirmed="0.9000001", due="3-1")) == "绿灯"


# --- 到期阶段 and 全部阶段 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "colour", "figure"), [("3-30", "", None), ("3-31", "绿灯", "0.9"), ("6-30", "绿灯", "0.9"), ("7-1", "红灯", "0.45")]
)
def test_a_stage_counts_from_its_deadline_on(as_of: str, colour: str, figure: str | None) -> None:
    found = judged(item(), stage(confirmed="0.9"), stage("二", due="6-30"), as_of=as_of)
    assert (found.light, found.light_completion) == (colour, None if figure is None else F(figure))
    assert found.completion == F("0.45")


HANDED_IN: dict[str, Any] = {"status": "提交", "submitted": "6-30"}


@pytest.mark.parametrize(
    ("name", "as_of", "fields", "stages", "colour", "told", "planned"),
    [
        ("the day before", "6-29", {}, [], "", "", F(180, 181)),
        ("the day of, nothing given", "6-30", {}, [], "", "今日到期", F(1)),
        ("the day after", "7-1", {}, [], "红灯", "", F(1)),
        ("the day of, rated", "6-30", {"completion": "0.9"}, [], "绿灯", "是", F(1)),
        ("the day of, rated with 0", "6-30", {"completion": 0}, [], "红灯", "是", F(1)),
        ("the day of, handed in", "6-30", HANDED_IN, [], "红灯", "", F(1)),
        ("handed in without a day", "6-30", {"status": "提交"}, [], "", "今日到期", F(1)),
        ("a stage the day before", "6-29", {}, [stage(due="6-30")], "", "", F(0)),
        ("a stage on the day", "6-30", {}, [stage(due="6-30")], "", "今日到期", F(0)),
        ("a stage the day after", "7-1", {}, [stage(due="6-30")], "红灯", "", F(1)),
        ("a stage rated on the day", "6-30", {}, [stage(due="6-30", self_rated="0.7")], "黄灯", "是", F(1)),
        ("a stage of what was handed in", "6-30", HANDED_IN, [stage(due="6-30")], "红灯", "", F(1)),
        ("beside one that is due since March", "6-30", {}, [stage(confirmed=1), stage("二", due="6-30")], "绿灯", "今日到期", F(1, 2)),
        ("the same the day after", "7-1", {}, [stage(confirmed=1), stage("二", due="6-30")], "红灯", "", F(1)),
    ],
)
@pytest.mark.parametrize("basis", ["到期阶段", "全部阶段"])
def test_what_is_due_today_gives_no_light_before_the_day_is_over(
    basis: str, name: str, as_of: str, fields: dict[str, Any], stages: list[Any], colour: str, told: str, planned: Fraction
) -> None:
    """Nobody is red on the morning of the due day."""
    found = judged(item(**fields), *stages, as_of=as_of, 亮灯口径=basis)
    half = basis == "全部阶段" and told and len(stages) == 2
    assert (found.light, light_row(found).unconfirmed, found.planned) == ("红灯" if half else colour, told, planned), name


def test_a_period_that_is_over_counts_its_last_day() -> None:
    """Judged on 30 June: on that day itself nothing yet, from 1 July on red."""
    assert [light(item(), as_of=as_of, period="2026-06") for as_of in ("6-30", "7-1", "7-15")] == ["", "红灯", "红灯"]


@pytest.mark.parametrize(("as_of", "colour"), [("6-29", "黄灯"), ("6-30", ""), ("7-1", "红灯")])
def test_by_lag_nothing_is_late_on_the_due_day(as_of: str, colour: str) -> None:
    early = {"completion": "0.95"} if as_of == "6-29" else {}
    assert light(item(**early), as_of=as_of, 亮灯口径="序时差") == colour


def test_a_moved_stage_is_due_on_its_judged_deadline() -> None:
    moved = change("延期", stage="一", asked="3-31", new="2026-04-30")
    assert light(item(), stage(confirmed="0.9"), moved, as_of="4-29") == ""
    assert light(item(), stage(confirmed="0.9"), moved, as_of="4-30") == "绿灯"
    assert light(item(), stage(confirmed="0.9"), moved._replace(stage=""), as_of="4-29") == "绿灯", "a change of the item moves no stage"


@pytest.mark.parametrize(("as_of", "colour"), [("6-29", ""), ("6-30", "黄灯"), ("7-1", "黄灯")])
def test_an_item_without_stages_is_due_on_its_deadline(as_of: str, colour: str) -> None:
    assert light(item(completion="0.7"), as_of=as_of) == colour


def test_an_item_without_stages_has_its_light_once_done() -> None:
    assert light(item(status="办结", closed="3-1")) == "绿灯"
    assert light(item(status="办结", closed="3-1", due=None)) == "绿灯"
    assert light(item(completion=1, due=None)) == ""


def test_all_stages_takes_the_whole_but_waits_for_the_first() -> None:
    rows = (item(), stage(confirmed=1), stage("二", due="6-30"))
    found = judged(*rows, 亮灯口径="全部阶段")
    assert (found.light, found.light_completion) == ("红灯", F(1, 2))
    assert light(*rows, 亮灯口径="全部阶段", as_of="3-30") == ""
    assert light(*rows) == "绿灯"


@pytest.mark.parametrize("status", ["立项", "暂缓", "取消", ""])
def test_states_without_a_light(status: str) -> None:
    for basis in ("到期阶段", "全部阶段", "序时差", "时限"):
        assert light(item(status=status, due="3-1"), ruling("绿灯"), 亮灯口径=basis, 逾期亮红灯="是") == ""


def test_a_confirmation_moves_the_light() -> None:
    assert light(item(), stage(self_rated="0.5")) == "红灯"
    assert light(item(), stage(self_rated="0.5", confirmed="0.9")) == "绿灯"


# --- 序时差 and 时限 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completion", "colour"),
    [("0.5", "绿灯"), ("0.4999", "黄灯"), ("0.4", "黄灯"), ("0.3999", "红灯"), ("1", "绿灯")],
)
def test_by_lag_both_bounds_included(completion: str, colour: str) -> None:
    # 1 March to 10 March; on the 5th half of the days are gone
    assert light(item(issued="3-1", due="3-10", completion=completion), as_of="3-5", 亮灯口径="序时差") == colour


def test_by_lag_there_is_no_light_before_anything_was_planned() -> None:
    assert light(item(issued="3-1", due=None), as_of="3-5", 亮灯口径="序时差") == ""
    assert light(item(issued=None, due="3-10"), as_of="3-5", 亮灯口径="序时差") == ""
    assert light(item(), stage(confirmed=1), as_of="3-30", 亮灯口径="序时差") == ""
    assert light(item(), stage(confirmed="0.95"), as_of="3-31", 亮灯口径="序时差") == "黄灯"


def test_the_bounds_of_lag_are_settings() -> None:
    row = item(issued="3-1", due="3-10", completion="0.45")
    assert light(row, as_of="3-5", 亮灯口径="序时差", 序时差绿灯下限="-5") == "绿灯"
    assert light(row, as_of="3-5", 亮灯口径="序时差", 序时差黄灯下限="-4") == "红灯"


@pytest.mark.parametrize(
    ("name", "cells", "as_of", "colour"),
    [
        ("on plan, far off", {"completion": "0.9"}, "3-2", "绿灯"),
        ("behind plan", {"completion": "0.1"}, "3-2", "黄灯"),
        ("8 days left", {"completion": 1}, "3-2", "绿灯"),
        ("7 days left", {"completion": 1}, "3-3", "蓝灯"),
        ("0 days left", {"completion": 1}, "3-10", "蓝灯"),
        ("overdue", {"completion": 1}, "3-11", "红灯"),
        ("behind plan beats blue", {"completion": "0.5"}, "3-9", "黄灯"),
        ("submitted late is not overdue", {"completion": 1, "status": "提交", "submitted": "3-11"}, "3-12", "绿灯"),
        ("done in time", {"status": "办结", "submitted": "3-10", "closed": "3-12"}, "3-12", "绿灯"),
        ("done late", {"status": "办结", "submitted": "3-11", "closed": "3-12"}, "3-12", "黄灯"),
        ("done without a date", {"status": "办结"}, "3-12", "黄灯"),
        ("done without a deadline", {"status": "办结", "closed": "3-12", "due": None}, "3-12", "绿灯"),
        ("no deadline", {"due": None}, "3-12", "绿灯"),
    ],
)
def test_by_deadline(name: str, cells: dict[str, Any], as_of: str, colour: str) -> None:
    assert light(item(**{"issued": "3-1", "due": "3-10", **cells}), as_of=as_of, 亮灯口径="时限") == colour, name


def test_blue_begins_with_the_largest_reminder() -> None:
    row = item(issued="3-1", due="3-10", completion=1)
    assert light(row, as_of="3-7", 亮灯口径="时限", 提前提醒天数="3,1") == "蓝灯"
    assert light(row, as_of="3-6", 亮灯口径="时限", 提前提醒天数="3,1") == "绿灯"


# --- switches, rulings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("as_of", "colour"), [("6-30", "绿灯"), ("7-1", "红灯")])
def test_overdue_is_red_if_so_set(as_of: str, colour: str) -> None:
    assert light(item(completion=1), as_of=as_of, 逾期亮红灯="是") == colour
    assert light(item(completion=1), as_of=as_of) == "绿灯"
    assert light(item(completion=1, status="提交", submitted="6-30"), as_of=as_of, 逾期亮红灯="是") == "绿灯"


def test_overdue_is_red_even_where_no_stage_is_due() -> None:
    found = judged(item(due="3-1"), stage(due="6-30"), 逾期亮红灯="是")
    assert (found.light, found.light_completion) == ("红灯", None)


@pytest.mark.parametrize(
    ("impact", "blank", "colour"), [("无", "一般", "黄灯"), ("一般", "无", "红灯"), ("", "无", "黄灯"), ("", "一般", "红灯")]
)
def test_red_needs_an_impact_if_so_set(impact: str, blank: str, colour: str) -> None:
    row = item(due="3-1", completion="0.1", impact=impact)
    assert light(row, 红灯须有影响="是", 空白负面影响=blank) == colour
    assert light(row, 空白负面影响=blank) == "红灯"


@pytest.mark.parametrize(
    ("name", "rulings", "colour"),
    [
        ("its period holds the day", [ruling("绿灯", "2026Q1")], "绿灯"),
        ("an earlier period", [ruling("绿灯", "2026-02")], "红灯"),
        ("a later period", [ruling("绿灯", "2026Q2")], "红灯"),
        ("another item", [ruling("绿灯", number="2")], "红灯"),
        ("the latest day prevails", [ruling("绿灯", "2026-03", day="3-20"), ruling("黄灯", "2026Q1", day="3-10")], "绿灯"),
        ("of one day the lower row", [ruling("绿灯", day="3-20", row=8), ruling("黄灯", day="3-20", row=7)], "绿灯"),
        ("a row without a day comes first", [ruling("绿灯", row=9), ruling("黄灯", day="1-1", row=8)], "黄灯"),
        ("a period that is none", [ruling("绿灯", "一季度")], "红灯"),
        ("decided after 基准日", [ruling("绿灯", day="4-1")], "红灯"),
    ],
)
def test_a_ruling_prevails_in_its_period(name: str, rulings: list[Ruling], colour: str) -> None:
    found = judged(item(due="3-1"), *rulings)
    assert (found.light, found.computed_light) == (colour, "红灯"), name


def test_a_blank_number_takes_no_ruling() -> None:
    assert prevailing_rulings([ruling("绿灯", number="")], day("3-31"), 31) == {}


def test_a_ruling_gives_a_light_where_none_was_computed() -> None:
    found = judged(item(), ruling("蓝灯"))
    assert (found.light, found.computed_light, found.light_completion) == ("蓝灯", "", None)


# --- periods that have ended, foresight -------------------------------------------------------------------------------------


def test_an_ended_period_is_judged_at_its_last_day_with_what_is_known_now() -> None:
    rows = (item(), stage(due="3-31", self_rated="0.5", self_day="3-31", confirmed="0.9", confirm_day="4-9"), stage("二", due="4-5"))
    now = judged(*rows, as_of="4-10", period="2026Q2")
    then = judged(*rows, as_of="4-10", period="2026Q1")
    assert (now.light, now.light_completion) == ("红灯", F("0.45"))
    assert (then.light, then.light_completion) == ("绿灯", F("0.9")), "confirmed on 9 April, known on the 10th"
    assert judged(*rows, as_of="4-8", period="2026Q1").light == "红灯", "not yet known on the 8th"
    assert (then.planned, then.lag, then.days_left) == (now.planned, now.lag, now.days_left)
    assert (now.planned, now.lag, now.days_left) == (F(1), F(-55), 81)


def test_an_ended_period_takes_plan_and_overdue_there_too() -> None:
    row = item(issued="3-1", due="4-9", completion="0.7")
    assert light(row, as_of="4-10", period="2026Q2", 亮灯口径="时限") == "红灯"
    assert light(row, as_of="4-10", period="2026Q1", 亮灯口径="时限") == "黄灯", "31 of 40 days gone, 70 % done"
    assert light(row._replace(completion=F("0.775")), as_of="4-10", period="2026Q1", 亮灯口径="序时差") == "绿灯"
    late = item(due="3-30", status="办结", submitted="4-2", closed="4-3")
    assert light(late, as_of="4-10", period="2026Q1", 亮灯口径="时限") == "红灯", "it was overdue on 31 March"
    assert light(late, as_of="4-10", period="2026Q2", 亮灯口径="时限") == "黄灯"


def test_a_ruling_goes_by_the_judged_day() -> None:
    rows = (item(due="3-1"), ruling("绿灯", "2026Q1", day="4-5"))
    assert light(*rows, as_of="4-10", period="2026Q1") == "绿灯"
    assert light(*rows, as_of="4-10", period="2026Q2") == "红灯"


def test_red_tomorrow() -> None:
    judgement = judge(tables(item(due="4-3"), item("2", due="4-4")), day("3-31"), Calendar())
    assert [one.light for one in foresee(judgement, 0).items] == ["", ""]
    assert [one.light for one in foresee(judgement, 3).items] == ["红灯", ""]
    assert [one.light for one in foresee(judgement, 7).items] == ["红灯", "红灯"]


# --- departments -------------------------------------------------------------------------------------------------------------


def scores(*records: Any, as_of: str = "3-31", period: str = "2026Q1", **settings: Any) -> dict[str, Any]:
    found = department_lights(judge(tables(*records, **settings), day(as_of), Calendar(), parse_period(period)))
    return {name: (light.score, light.green, light.yellow, light.red) for name, light in found.items()}


def test_a_score_is_the_weighted_mean_of_the_completions() -> None:
    rows = [
        item("1", due="3-1", completion="0.9", weight=2),
        item("2", due="3-1", completion="0.6"),
        item("3", due="3-1", completion="0.3", weight=0),
    ]
    assert scores(*rows) == {"发展部": (F("67.5"), 1, 1, 1)}
    assert scores(*rows[::-1]) == scores(*rows)


def test_rulings_count_but_never_score() -> None:
    assert scores(item(due="3-1", completion="0.5"), ruling("绿灯")) == {"发展部": (50, 1, 0, 0)}
    assert scores(item(due="3-1"), stage(due="6-30"), ruling("绿灯")) == {"发展部": (None, 1, 0, 0)}


def test_items_without_a_light_are_left_out_and_no_item_is_no_score() -> None:
    rows = [item("1", due="3-31", completion="0.9"), item("2", due="6-30")]
    assert scores(*rows, as_of="3-30") == {"发展部": (None, 0, 0, 0)}
    assert scores(*rows) == {"发展部": (90, 1, 0, 0)}
    assert scores(item(status="暂缓", due="3-1")) == {}


@pytest.mark.parametrize(
    ("name", "cells", "counts"),
    [
        ("due on the first day", {"due": "1-1"}, True),
        ("due on the last day", {"due": "3-31"}, True),
        ("due the day after", {"due": "4-1"}, False),
        ("overdue since before", {"due": "2025-12-31"}, True),
        ("submitted before", {"due": "2025-12-31", "status": "提交", "submitted": "2025-12-30"}, False),
        ("closed on the first day", {"due": "2025-12-31", "status": "办结", "submitted": "2025-12-30", "closed": "1-1"}, True),
        ("closed the day before", {"due": "2025-12-31", "status": "办结", "closed": "2025-12-31"}, False),
        ("closed in it, due later", {"due": "12-31", "status": "办结", "closed": "3-31"}, True),
        ("取消", {"due": "3-1", "status": "取消"}, False),
    ],
)
def test_what_counts_in_a_period(name: str, cells: dict[str, Any], counts: bool) -> None:
    assert judged(item(**cells), period="2026Q1").counts is counts, name


def test_a_stage_in_the_period_counts() -> None:
    assert judged(item(due="12-31"), stage(due="3-31"), period="2026Q1").counts
    assert not judged(item(due="12-31"), stage(due="4-1"), period="2026Q1").counts


@pytest.mark.parametrize(("basis", "score"), [("到期阶段", 100), ("全部阶段", 50), ("序时差", 100), ("时限", 100)])
def test_what_a_score_averages(basis: str, score: int) -> None:
    assert scores(item(), stage(confirmed=1), stage("二", due="6-30"), 亮灯口径=basis)["发展部"][0] == score


def test_by_deadline_a_light_before_anything_is_due_counts_without_scoring() -> None:
    found = scores(item(due="3-31", completion=1), as_of="3-20", 亮灯口径="时限")
    assert found == {"发展部": (None, 1, 0, 0)}


@pytest.mark.parametrize(("as_of", "name"), [("3-14", "发展部"), ("3-15", "运检部"), ("3-16", "运检部")])
def test_items_follow_a_merged_department(as_of: str, name: str) -> None:
    merged = department("发展部", until="3-15", merged_into="运检部")
    assert list(scores(merged, department("运检部"), item(due="3-1"), as_of=as_of)) == [name]


def test_a_closed_period_keeps_the_old_department() -> None:
    merged = department("发展部", until="4-1", merged_into="运检部")
    assert list(scores(merged, department("运检部"), item(due="3-1"), as_of="5-1")) == ["发展部"]


def test_departments_that_nobody_knows_stay_visible_and_come_last() -> None:
    rows = [item("1", due="3-1", department="某部"), item("2", due="3-1", department=""), item("3", due="3-1", department="老发展部")]
    held = [department("发展部", order=2, former=("老发展部",)), department("运检部", order=1), item("4", due="3-1", department="运检部")]
    assert list(scores(*rows, *held)) == ["运检部", "发展部", "某部", "（未填部门）"]


@pytest.mark.parametrize(
    ("name", "rows", "heir"),
    [
        ("a chain", [("发展部", "1-1", "运检部"), ("运检部", "2-1", "营销部"), ("营销部", None, "")], "营销部"),
        ("a chain that is not over", [("发展部", "1-1", "运检部"), ("运检部", "12-1", "营销部"), ("营销部", None, "")], "运检部"),
        ("no heir", [("发展部", "1-1", "")], "发展部"),
        ("an heir that nobody knows", [("发展部", "1-1", "某部")], "发展部"),
        ("a circle ends", [("发展部", "1-1", "运检部"), ("运检部", "1-1", "发展部")], "发展部"),
        ("not ended", [("发展部", None, "运检部"), ("运检部", None, "")], "发展部"),
    ],
)
def test_who_answers_for_a_department(name: str, rows: list[tuple[str, str | None, str]], heir: str) -> None:
    held = [department(one, until=until, merged_into=into) for one, until, into in rows]
    assert list(scores(*held, item(due="3-1"))) == [heir], name
