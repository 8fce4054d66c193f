"""R10: the confirmed points of a department in a period (加减分), and why one of them may count for less or for nothing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import number
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import closing_days
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.states import CONFIRMED
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.daily import Point
from workbook_templates.tables.settings import Settings


class Counted(NamedTuple):
    """One confirmed point of the period. points: what it counts; note: why that is not its 分值, else blank."""

    point: Point
    points: Fraction
    note: str


def confirmed_points(judgement: Judgement, period: Period | None = None) -> list[Point]:
    """The confirmed rows of 加减分台账 that count in a period, by 日期; one confirmed after its period was closed by 确认日期."""
    facts, period = judgement.facts, period or judgement.period
    closed = closing_days(facts, period.kind)
    return [
        row for row in facts.points if row.status == CONFIRMED and row.points and period.contains(counting_day(row, closed, facts.settings))
    ]


def counting_day(row: Point, closed: dict[str, dt.date], settings: Settings) -> dt.date | None:
    """日期; 确认日期 where the period of 日期 was closed before it was confirmed."""
    if row.day is None or row.confirmed is None:
        return row.day
    for name, day in closed.items():
        period = parse_period(name, settings.month_end)
        if period is not None and period.contains(row.day) and row.confirmed > day:
            return row.confirmed
    return row.day


def department_points(points: Iterable[Point], judgement: Judgement) -> dict[str, list[Counted]]:
    """Department → its points: without those of persons, checks listed but not added, doubles and the additions beyond the cap out."""
    departments, settings = judgement.departments, judgement.facts.settings
    checks = {row.number for row in judgement.facts.inspections if row.number}
    groups = grouped((departments.present(row.department), row) for row in points if row.department and not row.staff_no)
    return {name: counted(groups[name], checks, settings) for name in sorted(groups, key=departments.order)}


def counted(rows: Sequence[Point], checks: set[str], settings: Settings) -> list[Counted]:
    """What each row of one department counts, in the order of the sheet."""
    largest: dict[tuple[str, str], Point] = {}
    if settings.largest_only:
        for row in rows:
            if (row.points or 0) < 0 and row.linked and row.linked not in checks:
                before = largest.get((row.linked, row.kind))
                if before is None or (row.points or 0) < (before.points or 0):
                    largest[row.linked, row.kind] = row
    left = settings.bonus_cap
    found = []
    for row in rows:
        value = row.points or Fraction(0)
        note = ""
        if row.linked in checks:
            value, note = Fraction(0), "抽查的扣分已在抽查得分里，只列不加"
        elif value < 0 and row.linked and (kept := largest.get((row.linked, row.kind))) is not None and kept is not row:
            value, note = Fraction(0), f"同一事项同类扣分只取最大的一笔（第 {kept.at.row} 行）"
        elif value > left:
            note = f"加分合计以 {number(settings.bonus_cap)} 分为限，{number(value)} 分计 {number(left)} 分"
            value, left = left, Fraction(0)
        elif value > 0:
            left -= value
        found.append(Counted(row, value, note))
    return found


def total(rows: Iterable[Counted]) -> Fraction:
    return sum((one.points for one in rows), Fraction(0))
