"""Proposals over some months, day by day, with returns that come late, facts that change, closings and people's decisions: what holds
after each refresh, whatever came before."""

import datetime as dt
import random
from fractions import Fraction
from typing import Any

import pytest
from support.make import change, closed, department, feedback, inspection, item, key_of, mark, risk_point, stage, tables

from udfs.rules.decisions.accountability import BLAME, PRAISE
from udfs.rules.decisions.reconciliation import PROPOSAL_FIELDS, Settled, settle
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import parse_period, period_of
from udfs.rules.ground.proposed_rows import DECISIONS, placed
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from workbook_templates.reading.parse import Tables

FIRST, LAST = dt.date(2026, 1, 5), dt.date(2026, 8, 20)
DECIDED = {"变更记录": ("同意", "不同意"), "加减分台账": ("已确认", "撤销"), "问责记录": ("已批", "撤销")}


class Office:
    """A small company whose facts change at random, from a seed."""

    def __init__(self, seed: int) -> None:
        self.pick, self.day = random.Random(seed), FIRST
        items, stages, due_feedback = [], [], []
        for number in map(str, range(self.pick.randint(2, 5))):
            span = self.pick.randint(5, 200)
            level, unit = self.pick.choice(("公司级", "部门级")), self.pick.choice(("发展部", "运检部"))
            items.append(item(number, level=level, department=unit, due=str(self.later(span)), impact=self.pick.choice(("", "较大"))))
            stages += [
                stage(f"{place}", number, due=str(self.later(self.pick.randint(5, span + 5)))) for place in range(self.pick.randint(0, 2))
            ]
            due_feedback += [
                feedback(number=number, due=str(self.later(self.pick.randint(5, 200)))) for _ in range(self.pick.randint(0, 5))
            ]
        marks = [mark(score, 100, matter=str(place), scorer="绩效办") for place, score in enumerate((90, 90, 90, 80))]
        units = department(), department("运检部")
        risk = risk_point("F1", frequency=3, subjectivity=3, severity=3, interval=60)
        self.held = tables(
            *units, *items, *stages, *due_feedback, *marks, risk, 绿灯加分="0.5", 表扬方式=self.pick.choice(("部门", "事项"))
        )

    def later(self, days: int) -> dt.date:
        return self.day + dt.timedelta(days)

    def put(self, field: str, **cells: Any) -> None:
        """Change one row of a table, any."""
        rows = list(getattr(self.held, field))
        if rows:
            place = self.pick.randrange(len(rows))
            rows[place] = rows[place]._replace(**cells)
            self.with_rows(field, rows)

    def with_rows(self, field: str, rows: Any) -> None:
        cells: dict[str, Any] = {field: tuple(rows)}
        self.held = self.held._replace(**cells)

    def something_happens(self) -> None:
        """What comes in on a day is often of some days before."""
        on = self.later(-self.pick.choice((0, 0, 1, 4)))
        share = self.pick.choice((Fraction(1), Fraction(7, 10), Fraction(1, 2)))
        number = self.pick.choice(self.held.items).number
        match self.pick.randrange(9):
            case 0:
                self.put("items", status=self.pick.choice(("提交", "办结")), submitted=on, completion=share)
            case 1:
                self.put("items", status="办理", submitted=None)
            case 2:
                self.put("items", impact=self.pick.choice(("无", "重大")), cause=self.pick.choice(("主观", "客观")))
            case 3:
                self.put("stages", self_rated=share, self_day=on)
            case 4:
                self.put("stages", confirmed=share, confirm_day=self.day)
            case 5:
                self.put("feedback", given=on)
            case 6:
                moved = change("延期", number, asked=str(on), approved=str(self.day), new=str(self.later(20)))
                self.with_rows("changes", (*self.held.changes, moved))
            case 7:
                found = inspection("问题", day=str(on), number=f"C{self.day}", risk="F1", mend_due=str(self.later(5)))
                self.with_rows("inspections", (*self.held.inspections, found))
            case 8:
                period = parse_period(self.pick.choice(("2026Q1", "2026-B1", "2026-B2", "2026H1")))
                if period is not None and period.last < self.day:
                    shut = closed(period.name, object_kind="公司", dimension="亮灯", closed=dt.datetime.combine(self.day, dt.time(8)))
                    self.with_rows("closed", (*self.held.closed, shut))

    def leaders_decide(self) -> None:
        for table, field in PROPOSAL_FIELDS.items():
            rows = list(getattr(self.held, field))
            for place, row in enumerate(rows):
                told = DECISIONS[type(row)]
                if getattr(row, told.status) == told.waiting and self.pick.random() < 0.05:
                    decision = {told.status: self.pick.choice(DECIDED[table]), told.by: "王总", told.on: self.day}
                    rows[place] = row._replace(**decision)
            self.with_rows(field, rows)

    def settled(self) -> Settled:
        return settle(judge(self.held, self.day, Calendar()), self.held)

    def refresh(self) -> None:
        found = self.settled()
        for table, field in PROPOSAL_FIELDS.items():
            fresh = {edit.before.at: edit.after for edit in found.edits[table]}
            rows = [fresh.get(row.at, row) for row in getattr(self.held, field)]
            self.with_rows(field, (*rows, *placed(found.made[table], table, 100_000 + len(rows))))


def doubled(held: Tables) -> list[str]:
    keys = [key_of(row.origin) for field in PROPOSAL_FIELDS.values() for row in getattr(held, field) if row.origin]
    return sorted({key for key in keys if keys.count(key) > 1} - {key for key in keys if ":R6:" in key})


def praised_and_blamed(held: Tables) -> list[tuple[str, str]]:
    """(item, what else) of the praise that waits."""
    found = []
    for row in held.accountability:
        if row.kind != PRAISE or row.status != "拟":
            continue
        period = period_of(row.day or FIRST, "两月")
        for number in {one.number for one in held.items if row.number == one.number or f"{one.number} {one.matter}" in row.fact}:
            found += [
                (number, other.kind)
                for other in held.accountability
                if other.kind in BLAME and other.number == number and other.status in ("拟", "已批") and period.contains(other.day)
            ]
    return found


def in_time_and_deducted(held: Tables, as_of: dt.date) -> list[str]:
    """Deductions that wait for a deadline that was kept; those of a closed period are not touched."""
    judged = {one.item.number: one for one in judge(held, as_of, Calendar()).items}
    shut = [period for name in history(held) if (period := parse_period(name)) is not None]
    return [
        row.linked
        for row in held.points
        if row.kind == "督办考核" and row.status == "拟" and not any(period.contains(row.day) for period in shut)
        if judged[row.linked].on_time and f":{judged[row.linked].deadline.in_force}#" in row.origin
    ]


@pytest.mark.parametrize("seed", range(5))
def test_after_every_refresh(seed: int) -> None:
    office = Office(seed)
    while office.day < LAST:
        office.day = office.later(office.pick.choice((1, 1, 2, 5)))
        for _ in range(office.pick.randint(0, 2)):
            office.something_happens()
        office.leaders_decide()
        if office.pick.random() < 0.3:
            continue  # a day on which nobody runs anything
        office.refresh()
        again = office.settled()
        assert not any(again.made.values()), f"{office.day}: made again"
        assert not any(again.edits.values()), f"{office.day}: changed again"
        assert doubled(office.held) == [], office.day
        assert praised_and_blamed(office.held) == [], office.day
        assert in_time_and_deducted(office.held, office.day) == [], office.day
