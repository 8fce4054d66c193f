"""How many of each department's risk points were checked this year: by any check, and by checks of the level they are assigned to."""

import datetime as dt
from typing import Any

from support.make import day, department, inspection, risk_point, tables

from udfs.rules.ground.workdays import Calendar
from udfs.rules.inspection.unit_coverage import UnitCoverage, total_coverage, unit_coverage
from udfs.rules.judging.judgement import judge


def covered(*records: Any, as_of: str = "6-30", **settings: Any) -> list[UnitCoverage]:
    held = tables(*records, **settings)
    return unit_coverage(judge(held, day(as_of), Calendar(held.holidays)))


def texts(unit: UnitCoverage) -> tuple[str, list[str], int, dt.date | None]:
    return unit.checked.text(0), [rate.text(0) for rate in unit.levels.values()], len(unit.visits), unit.last


POINTS = [
    risk_point("F1", check_level="日常"), risk_point("F2", check_level="日常"), risk_point("F3", check_level="牵头"),
    risk_point("F4", department="运检部", check_level="定向"), risk_point("F5", department="旧名"), risk_point(""),
]  # fmt: skip
UNITS = [department("运检部", former=("旧名",)), department("发展部")]


def test_by_department_and_level() -> None:
    checks = [
        inspection(number="C1", risk="F1", day="1-1"),
        inspection(number="C1", risk="F3", day="1-1"),  # F3 is 牵头: checked, but not by its level
        inspection(number="C2", risk="F1", day="6-30", level="定向"),
        inspection(number="C2", risk="F4", day="6-30", level="定向", department="运检部"),
        inspection(number="C3", risk="F2", day="2025-12-31"),
        inspection(number="C4", risk="F2", day="7-1"),  # after 基准日
    ]
    inspection_unit, development = covered(*POINTS, *UNITS, *checks)
    assert (inspection_unit.department, development.department) == ("运检部", "发展部")  # in the order of 部门
    assert texts(inspection_unit) == ("50%（1/2）", ["100%（1/1）", "—", "—"], 1, day("6-30"))
    assert texts(development) == ("67%（2/3）", ["—", "0%（0/1）", "50%（1/2）"], 2, day("6-30"))
    whole = total_coverage([inspection_unit, development])
    assert texts(whole) == ("60%（3/5）", ["100%（1/1）", "0%（0/1）", "50%（1/2）"], 2, day("6-30"))  # C2 saw both


def test_nobody_was_checked_and_a_year_that_ends_early() -> None:
    assert [texts(unit)[0] for unit in covered(*POINTS, *UNITS)] == ["0%（0/2）", "0%（0/3）"]
    assert texts(total_coverage([]))[0] == "—"
    late = [inspection(number="C1", risk="F1", day="2025-12-26")]  # with 月度截止日 25 the year began on that day
    assert covered(*POINTS, *UNITS, *late, 月度截止日=25)[1].checked.text(0) == "33%（1/3）"
    assert covered(*POINTS, *UNITS, *late)[1].checked.text(0) == "0%（0/3）"
