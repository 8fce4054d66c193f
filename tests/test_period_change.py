"""R17: the figures of the year, each with the row on either side of its bound."""

import datetime as dt
from typing import Any

import pytest
from support.make import closed, day, holiday, item, paper, point, tables

from udfs.pages.period_change import YearFigures, year_figures
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge


def figures(*records: Any, as_of: str = "6-10", **settings: Any) -> YearFigures:
    held = tables(*records, **settings)
    return year_figures(judge(held, day(as_of), Calendar(held.holidays)))


@pytest.mark.parametrize(
    ("name", "row", "settings", "count"),
    [
        ("on the first day", item(issued="1-1"), {}, 1),
        ("the day before", item(issued="2025-12-31"), {}, 0),
        ("on 基准日", item(issued="6-10"), {}, 1),
        ("after 基准日", item(issued="6-11"), {}, 0),
        ("立项 alone is not 下达", item(issued=None, registered="6-1"), {}, 0),
        ("办结", item(status="办结", closed="6-1"), {}, 1),
        ("暂缓", item(status="暂缓"), {}, 1),
        ("cancelled", item(status="取消"), {}, 0),
        ("the year begins on 26 December", item(issued="2025-12-26"), {"月度截止日": "25"}, 1),
        ("the day before that", item(issued="2025-12-25"), {"月度截止日": "25"}, 0),
    ],
)
def test_work(name: str, row: Any, settings: dict[str, str], count: int) -> None:
    assert figures(row, **settings).work == count, name


def test_the_year_is_that_of_the_judged_day() -> None:
    rows = item(issued="2025-12-31"), item("2", issued="1-1"), item("3", issued="1-2")
    assert (figures(*rows, as_of="1-5").year, figures(*rows, as_of="1-5").work) == (2026, 2)
    past = figures(*rows, as_of="1-5", 考核期间="2025Q4")
    assert (past.year, past.work) == (2025, 1)


@pytest.mark.parametrize(
    ("name", "papers", "count"),
    [
        ("one", [paper("提醒单", "1", day="1-1")], 1),
        ("two items in one paper", [paper("提醒单", "1、2", day="1-1")], 2),
        ("one item in two papers", [paper("提醒单", "1", day="1-1"), paper("提醒单", "2;1", day="6-10")], 2),
        ("last year's", [paper("提醒单", "1", day="2025-12-31")], 0),
        ("after 基准日", [paper("提醒单", "1", day="6-11")], 0),
        ("on no day", [paper("提醒单", "1")], 0),
        ("another kind", [paper("督办函", "1", day="1-1"), paper("督办通报", "1", day="1-1")], 0),
        ("naming nothing", [paper("提醒单", "", day="1-1")], 0),
        ("naming what is no item", [paper("提醒单", "1、9", day="1-1")], 1),
        ("naming a cancelled item", [item("3", status="取消"), paper("提醒单", "3", day="1-1")], 0),
    ],
)
def test_reminders(name: str, papers: list[Any], count: int) -> None:
    assert figures(item("1"), item("2"), *papers).reminders == count, name


@pytest.mark.parametrize(
    ("name", "row", "count"),
    [
        ("confirmed", point(kind="督办考核", day="1-1"), 1),
        ("last year's", point(kind="督办考核", day="2025-12-31"), 0),
        ("after 基准日", point(kind="督办考核", day="6-11"), 0),
        ("confirmed only after 基准日", point(kind="督办考核", day="6-1", confirmed="6-11"), 0),
        ("拟", point(kind="督办考核", status="拟"), 0),
        ("撤销", point(kind="督办考核", status="撤销"), 0),
        ("another kind", point(kind="抽查"), 0),
    ],
)
def test_assessments(name: str, row: Any, count: int) -> None:
    assert figures(row).assessments == count, name


@pytest.mark.parametrize(
    ("name", "confirmed", "count"),
    [("confirmed before the closing", "1-14", 0), ("on its day", "1-15", 0), ("after it", "1-16", 1), ("on no day", None, 0)],
)
def test_a_point_of_a_closed_year_that_was_confirmed_later(name: str, confirmed: str | None, count: int) -> None:
    """§4: it counts in the period of 确认日期."""
    late = point(kind="督办考核", day="2025-12-31", confirmed=confirmed)
    assert figures(late, closed("2025", closed=dt.datetime(2026, 1, 15, 9))).assessments == count, name
    assert figures(late, closed("2025Q4", closed=dt.datetime(2026, 1, 15, 9))).assessments == 0
    assert figures(late).assessments == 0


@pytest.mark.parametrize(
    ("name", "row", "days"),
    [
        # 4 June 2026 is a Thursday; the 6th and 7th are a weekend
        ("the same day", {"registered": "6-4", "issued": "6-4"}, 0),
        ("Thursday to Friday", {"registered": "6-4", "issued": "6-5"}, 1),
        ("Thursday to Monday", {"registered": "6-4", "issued": "6-8"}, 2),
        ("Thursday to Sunday", {"registered": "6-4", "issued": "6-7"}, 1),
        ("given out before it was registered", {"registered": "6-5", "issued": "6-4"}, None),
        ("never registered", {"issued": "6-4"}, None),
        ("given out last year", {"registered": "2025-12-01", "issued": "2025-12-31"}, None),
        ("registered last year: Friday to Monday 5 January", {"registered": "2025-12-26", "issued": "1-5"}, 5),
        ("cancelled", {"registered": "6-4", "issued": "6-5", "status": "取消"}, None),
    ],
)
def test_days_until_given_out(name: str, row: dict[str, str], days: int | None) -> None:
    """At the turn of the year: 29, 30, 31 December, 4 January (a Sunday that is worked for the holiday) and 5 January."""
    assert figures(item(**row)).issuing_days == days, name


@pytest.mark.parametrize(
    ("name", "row", "days"),
    [
        ("Thursday to Monday", {"submitted": "6-4", "closed": "6-8"}, 2),
        ("closed before it was submitted", {"submitted": "6-5", "closed": "6-4"}, None),
        ("never submitted", {"closed": "6-4"}, None),
        ("not 办结 in spite of a day", {"submitted": "6-4", "closed": "6-5", "status": "办理"}, None),
        ("closed after 基准日", {"submitted": "6-4", "closed": "6-11"}, None),
        ("submitted last year", {"submitted": "2025-12-26", "closed": "1-5"}, 5),
        ("closed last year", {"submitted": "2025-12-26", "closed": "2025-12-29"}, None),
    ],
)
def test_days_until_closed(name: str, row: dict[str, str], days: int | None) -> None:
    assert figures(item(**{"status": "办结", **row})).closing_days == days, name


def test_the_mean_is_exact_and_by_the_offices_calendar() -> None:
    rows = [item(str(n), registered="6-4", issued=issued) for n, issued in enumerate(("6-4", "6-5", "6-5"))]
    found = figures(*rows).issuing_days
    assert found is not None
    assert found * 3 == 2
    assert figures(*rows, holiday("6-5", "休")).issuing_days == 0


def test_an_empty_workbook() -> None:
    assert figures() == YearFigures(2026, 0, 0, 0, None, None)
