"""R9: how many of each department's risk points were checked in the year, and of those assigned to each level, by a check of that level.

It stands beside a draw, so that a department that is drawn too seldom is seen.
"""

import datetime as dt
from typing import NamedTuple

from udfs.rules.ground.figures import Rate
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import period_of
from udfs.rules.inspection.inspection import COVERAGE, checked_rows
from udfs.rules.judging.judgement import Judgement

LEVELS = ("定向", "牵头", "日常")
EVER = "本年至基准日查过的风险点 ÷ 全部风险点"


class UnitCoverage(NamedTuple):
    """The risk points of a department in the year of 基准日.

    checked: by any check ÷ all. levels: 抽查层级 → by a check of that level ÷ those assigned to it. visits: the 抽查编号 (a row without
    one is a visit of its own). last: day of the last check, None for none."""

    department: str
    checked: Rate
    levels: dict[str, Rate]
    visits: frozenset[str]
    last: dt.date | None


def unit_coverage(judgement: Judgement) -> list[UnitCoverage]:
    """Of every department with risk points, in the order of 部门.排序. Points without 风险编号 can't be told and don't count."""
    year = period_of(judgement.as_of, "年", judgement.facts.settings.month_end)
    present = judgement.departments.present
    rows = [one.row for one in checked_rows(judgement, year)]
    done = {(row.level, row.risk) for row in rows if row.risk}
    ever = {risk for _, risk in done}
    points = {row.number: row for row in reversed(judgement.facts.risk_points) if row.number}
    visits = grouped((present(row.department), row) for row in rows)
    units = grouped((present(point.department), point) for point in points.values())
    found = []
    for name in sorted(units, key=judgement.departments.order):
        of_level = {level: [point.number for point in units[name] if point.check_level == level] for level in LEVELS}
        own = visits.get(name, ())
        found.append(
            UnitCoverage(
                department=name,
                checked=Rate(sum(point.number in ever for point in units[name]), len(units[name]), EVER),
                levels={
                    level: Rate(sum((level, number) in done for number in of_level[level]), len(of_level[level]), COVERAGE)
                    for level in LEVELS
                },
                visits=frozenset(row.number or f"第 {row.at.row} 行" for row in own),
                last=max((row.day for row in own if row.day), default=None),
            )
        )
    return found


def total_coverage(units: list[UnitCoverage]) -> UnitCoverage:
    """The same of the whole company."""

    def added(rates: list[Rate], definition: str) -> Rate:
        return Rate(sum(rate.numerator for rate in rates), sum(rate.denominator for rate in rates), definition)

    return UnitCoverage(
        department="全公司",
        checked=added([unit.checked for unit in units], EVER),
        levels={level: added([unit.levels[level] for unit in units], COVERAGE) for level in LEVELS},
        visits=frozenset[str]().union(*(unit.visits for unit in units)),
        last=max((unit.last for unit in units if unit.last), default=None),
    )
