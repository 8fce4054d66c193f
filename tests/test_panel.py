"""操作台: figures of 考核期间 beside the last closed one, what is due this week, and that the tiles say what they count."""

from fractions import Fraction
from typing import Any

import pytest
from support.make import closed, day, item, tables

from udfs.pages.dashboard_values import dashboard_values
from udfs.pages.period_change import change, company_figures, previous_figures, rate_change, year_figures
from udfs.rules.ground.figures import Rate
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.supervision.targets import landing
from workbook_templates.master.dashboard import BLOCKS, DUE_BLOCK, LISTS_ON_PAGE, TILES, WEAK, refreshed_day

F = Fraction


def judged(*records: Any, as_of: str = "6-10", **settings: Any) -> Judgement:
    return judge(tables(*records, **settings), day(as_of), Calendar())


def shown(*records: Any, as_of: str = "6-10", **settings: Any) -> dict[str, Any]:
    judgement = judged(*records, as_of=as_of, **settings)
    result = landing(judgement.facts, judgement.day)
    return dict(dashboard_values(judgement, department_lights(judgement), result, year_figures(judgement), 0))


def test_the_day_of_the_last_refresh_is_read_again() -> None:
    assert shown(as_of="6-10")["台_截止"] == "截至 2026年6月10日"
    assert refreshed_day(shown(as_of="6-10")["台_截止"]) == day("6-10")
    assert refreshed_day("尚未刷新") is None


def whole(period: str, **fields: Any) -> list[Any]:
    """What a closing leaves of the company: 督办 with 90 points and 9 of 12, 亮灯 with 80 points and 7, 2, 1."""
    watched = {"dimension": "督办", "score": 90, "numerator": 9, "denominator": 12}
    lights = {"dimension": "亮灯", "score": 80, "green": 7, "yellow": 2, "red": 1}
    return [closed(period, object_kind="公司", subject="公司", **{**dimension, **fields}) for dimension in (watched, lights)]


@pytest.mark.parametrize(
    ("now", "before", "digits", "text"),
    [
        (3, 2, None, "较上期 ▲1"),
        (2, 3, None, "较上期 ▼1"),
        (2, 2, None, "较上期持平"),
        (0, 0, None, "较上期持平"),
        (None, 2, None, ""),
        (2, None, None, ""),
        (F("90.5"), F(90), 2, "较上期 ▲0.50"),
        (F("89.99"), F(90), 2, "较上期 ▼0.01"),
        (F("90.001"), F(90), 2, "较上期持平"),
    ],
)
def test_change(now: Any, before: Any, digits: int | None, text: str) -> None:
    assert change(now, before, digits) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        ((9, 12), (8, 12), "较上期 ▲8.3 个百分点"),
        ((1, 3), (333, 1000), "较上期持平"),
        ((0, 0), (1, 2), ""),
        ((1, 2), (0, 0), ""),
    ],
)
def test_change_of_a_rate_is_between_the_figures_as_shown(now: tuple[int, int], before: tuple[int, int], text: str) -> None:
    assert rate_change(Rate(*now, ""), Rate(*before, "")) == text


@pytest.mark.parametrize(
    ("name", "records", "previous"),
    [
        ("nothing closed", [], None),
        ("the quarter before", whole("2026Q1"), "2026Q1"),
        ("an older quarter", whole("2025Q3"), "2025Q3"),
        ("the latest of them", [*whole("2026Q1"), *whole("2025Q4")], "2026Q1"),
        ("a half-year is no quarter", whole("2025H2"), None),
        ("a later quarter", whole("2026Q3"), None),
        ("the quarter itself", whole("2026Q2"), None),
        ("one that was opened again", [*whole("2026Q1", closed=None), closed("2026Q1", object_kind="公司", grade="重开")], None),
    ],
)
def test_previous_period(name: str, records: list[Any], previous: str | None) -> None:
    found = previous_figures(judged(item(), *records))
    assert (found.period if found else None) == previous, name


def test_tiles_without_a_closed_period_say_nothing_of_a_change() -> None:
    found = shown(item(status="办结", due="5-1", submitted="5-1", completion=1), item("2", due="6-1", completion="0.7"))
    assert (found["台_按期办结率"], found["台_按期办结率_注"]) == (0.5, "按期 1 ÷ 到期 2")
    assert (found["台_督办得分"], found["台_督办得分_注"]) == (50.0, "全公司 2026Q2")
    assert found["台_黄灯_注"] == "占亮灯 2 项的 50.0%"
    assert found["台_期间"] == "考核期间 2026Q2"
    assert "上期" not in "".join(str(value) for name, value in found.items() if name.endswith("_注"))


def test_tiles_with_a_closed_period_say_how_much_they_changed() -> None:
    found = shown(item(status="办结", due="5-1", submitted="5-1", completion=1), item("2", due="6-1", completion="0.7"), *whole("2026Q1"))
    assert found["台_期间"] == "考核期间 2026Q2，上期 2026Q1（定稿）"
    assert found["台_按期办结率_注"] == "按期 1 ÷ 到期 2\n较上期 ▼25.0 个百分点"
    assert found["台_督办得分_注"] == "全公司 2026Q2\n较上期 ▼40.00"
    assert found["台_亮灯得分_注"] == "全公司 2026Q2\n较上期 ▲5.00"
    assert found["台_绿灯_注"] == "占亮灯 2 项的 50.0%\n本期 1，较上期 ▼6"
    assert found["台_红灯_注"] == "占亮灯 2 项的 0.0%\n本期 0，较上期 ▼1"
    assert found["台_趋势"] == [("2026Q1", 90.0, 80.0, 0.75), *[(None,) * 4] * 5]
    assert found["台_趋势灯"] == [("2026Q1", 2.0, 1.0, 0.75), *[(None,) * 4] * 5]


def test_a_closed_period_shows_what_was_published() -> None:
    found = company_figures(judged(item(due="6-1", completion="0.7"), *whole("2026Q2")))
    assert (found.supervision, found.lights, found.on_time.text(), found.red) == (90, 80, "75.0%（9/12）", 1)


def test_the_trend_shows_the_last_six() -> None:
    periods = [f"{year}Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
    found = shown(item(), *(row for period in reversed(periods) for row in whole(period)))
    assert [row[0] for row in found["台_趋势"]] == periods[2:]


@pytest.mark.parametrize(
    ("due", "week", "listed"),
    [("6-9", 0, 0), ("6-10", 1, 1), ("6-14", 1, 1), ("6-15", 0, 1), ("7-10", 0, 1), ("7-11", 0, 0)],
)
def test_what_is_due_this_week(due: str, week: int, listed: int) -> None:
    """10 June 2026 is a Wednesday; the week ends on Sunday, the list after 30 days."""
    found = shown(item(due=due))
    assert (found["台_本周到期"], found["台_本周到期_注"]) == (week, f"30 天内到期 {listed} 项")
    assert [row[0] for row in found["台_近期到期"] if row[0]] == ["1"] * listed
    serial = (day(due) - day("1899-12-30")).days  # the condition that colours this week's rows
    left = (day(due) - day("6-10")).days
    assert ((serial - 2) // 7 == (serial - left - 2) // 7) == (due in ("6-9", "6-10", "6-14"))


def test_what_was_handed_in_is_due_no_more() -> None:
    assert shown(item(due="6-11", status="提交", submitted="6-1"))["台_本周到期"] == 0


def test_every_name_of_the_page_gets_a_value_that_fits_its_tile() -> None:
    """Two lines below a figure, each no longer than its tile is wide (13 Chinese characters)."""
    found = shown(item(due="6-11"), *whole("2026Q1"))
    assert {f"台_{tile.key}{tail}" for tile in TILES for tail in ("", "_注")} <= found.keys()
    assert {block.name for block in (*BLOCKS, *LISTS_ON_PAGE)} <= found.keys()
    for block in (*BLOCKS, DUE_BLOCK, WEAK):
        assert len(found[block.name]) == block.rows
    for tile in TILES:
        texts = str(found[f"台_{tile.key}_注"]).split("\n")
        assert len(texts) <= 2
        assert all(sum(1 if sign > "ÿ" else 0.6 for sign in text) <= 13 for text in texts), texts
