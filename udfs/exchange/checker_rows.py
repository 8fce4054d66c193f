"""What everybody who checks gets to see: the risk points that are theirs to check, a row each to record a check, and open rectifications.

牵头 points are a department's: the one that 抽查责任人 names, or the home of the first person in it who has one. 定向 points are a
leader's: the person that 抽查责任人 names, else 分管领导 of the department. 日常 points are a head's: the person that 抽查责任人 names,
else 负责人 of the department. A rectification is with whoever made the check (of a 牵头 check that person's department), else with whom
the risk point is with; it is open until it is done and 复查结果 says 合格.

Each department to be checked gets one 抽查编号 a batch, checker and level: all of its points are one visit. The number is in the sheet
before the check is made, so that a file may come back any number of times, and what it says is always about the same row.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from udfs.exchange.cutting import Cutter, Portion, doubled, order_of_day, texts_of
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.inspection.inspection import PASSED, PROBLEM, Plan, check_plans
from udfs.rules.supervision.reminder_people import Recipient as Person
from workbook_templates.reading.names import names_in
from workbook_templates.sent.checker_kind import CHECKER_KIND, CHECKS, MENDING
from workbook_templates.sent.sent_file import SentFile, SentRow
from workbook_templates.tables.performance import Inspection, RiskPoint

TARGETED, LED, DAILY = "定向", "牵头", "日常"
LEVELS = (TARGETED, LED, DAILY)
"""抽查层级."""
NO_CHECKER = "看不出归谁抽查，没有下发：牵头的抽查责任人请填部门或那个部门的人，定向、日常的请填人员表里的人"

Checker: TypeAlias = Person | str | None
"""A person, the name of a department, or nobody."""


class CheckerRows(NamedTuple):
    """What one checker is to do, while it is gathered."""

    points: list[Plan]
    mending: list[Inspection]


class CheckerCutter(Cutter[CheckerRows]):
    """Files for those who check others."""

    kind = CHECKER_KIND

    def prepare(self) -> None:
        self.doubled_points = doubled((row.number,) for row in self.tables.risk_points)
        self.nobodys = CheckerRows([], [])
        self.visits = 0

    def department_of(self, cell: str) -> str:
        """The department that a cell of names leads to: named itself, or home of the first person in it that has one; "" for none."""
        for name in names_in(cell, self.people.known):
            person = self.people.person(name, ())
            home = name if self.departments.find(name) else person.department if person else ""
            heir = self.unit(home) if home else ""
            if heir and self.is_in_force(heir):
                return heir
        return ""

    def person_in(self, cell: str, unit: str) -> Person | None:
        """The first person 在岗 that a cell names."""
        found = (self.people.person(name, (unit,)) for name in names_in(cell, self.people.known))
        return next((self.people.addressee(person) for person in found if person is not None), None)

    def checker_of(self, point: RiskPoint) -> Checker:
        """Whose a risk point is to check."""
        if point.check_level == LED:
            return self.department_of(point.checker) or None
        unit = self.unit(point.department)
        named = names_in(point.checker, self.people.known)
        if any(not self.departments.find(name) for name in named):  # a person, or nobody that is known
            return self.person_in(point.checker, unit)
        home = self.department_of(point.checker) or unit
        return self.people.leader("", (unit,)) if point.check_level == TARGETED else self.people.head((home,))

    def checked_by(self, row: Inspection) -> Checker:
        """Who made a check."""
        return self.department_of(row.checker) or None if row.level == LED else self.person_in(row.checker, self.unit(row.department))

    def portions(self) -> Iterable[Portion[CheckerRows]]:
        """What is each one's to check; what is nobody's is kept for `left_out`. Departments first."""
        found: defaultdict[Checker, CheckerRows] = defaultdict(lambda: CheckerRows([], []))
        found[None] = self.nobodys
        units: defaultdict[Checker, set[str]] = defaultdict(set)
        checkers: dict[tuple[str, str], Checker] = {}
        for plan in check_plans(self.judgement):
            point = plan.risk.point
            if point.check_level in LEVELS:
                checker = checkers[point.number, point.check_level] = self.checker_of(point)
                if point.number and (point.number,) not in self.doubled_points:
                    found[checker].points.append(plan)
                    units[checker].add(self.unit(point.department))
        known = {row.at.row for row in self.judgement.facts.inspections}
        for row in self.tables.inspections:
            plain = bool(row.number) and not self.is_doubled(MENDING, row)
            if row.level in LEVELS and row.at.row in known and is_unmended(row) and plain:
                checker = self.checked_by(row) or checkers.get((row.risk, row.level))
                found[checker].mending.append(row)
                units[checker].add(self.unit(row.department))
        for name in sorted((one for one in found if isinstance(one, str)), key=self.departments.order):
            yield Portion(name, frozenset({name}), found[name])
        for person in sorted((one for one in found if isinstance(one, Person)), key=lambda one: one.order):
            yield Portion(person.name, frozenset(units[person]), found[person], person)

    def file(self, portion: Portion[CheckerRows]) -> SentFile:
        """One checker's file."""
        points = sorted(portion.own.points, key=lambda plan: (order_of_day(plan.due), plan.risk.point.number))
        visits = self.numbered(points)
        mending = sorted(portion.own.mending, key=lambda row: (order_of_day(row.mend_due), row.number, row.risk))
        tables: dict[str, list[SentRow]] = {
            CHECKS: [self.check_row(plan, visits[self.visit(plan)]) for plan in points],
            MENDING: [self.row(MENDING, row, {}) for row in mending],
        }
        due = sum(plan.due is not None and plan.due <= self.as_of for plan in points)
        summary = {"应抽查风险点": len(points), "到期应查": due, "待了结整改": len(mending)}
        return self.sent_file(portion, tables, summary, people=self.helpers(portion))

    def helpers(self, portion: Portion[CheckerRows]) -> tuple[str, ...]:
        """Whom the drop-down of 抽查人 offers: the department; a person, and who is of that person's department."""
        if portion.person is None:
            return self.staff.get(portion.name, ())
        known = self.people.behind(portion.person)
        home = self.unit(known.department) if known is not None and known.department else ""
        return tuple(dict.fromkeys((portion.person.bare, *self.staff.get(home, ()))))

    def visit(self, plan: Plan) -> tuple[str, str]:
        """The level, and the department that is checked, as it is called now."""
        point = plan.risk.point
        return point.check_level, self.departments.present(point.department)

    def numbered(self, points: list[Plan]) -> dict[tuple[str, str], str]:
        """Level and department that is checked → 抽查编号; numbers run on through the batch."""
        found = {}
        for visit in sorted(
            {self.visit(plan) for plan in points}, key=lambda visit: (self.departments.order(visit[1]), LEVELS.index(visit[0]))
        ):
            self.visits += 1
            found[visit] = f"CC{self.wanted.number}-{self.visits:02}"
        return found

    def check_row(self, plan: Plan, visit: str) -> SentRow:
        """A row for a check that is still to be made."""
        point = plan.risk.point
        known = dict.fromkeys(self.kind.sheets[CHECKS].table.headers) | {
            "抽查编号": visit,
            "风险编号": point.number,
            "抽查层级": point.check_level,
            "部门": point.department,
            "风险点": point.point,
            "等级": plan.risk.grade,
            "应查日期": plan.due,
        }
        return self.row(CHECKS, None, known)

    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """What is nobody's to check, or can't be told apart."""
        assigned = {(row.number,) for row in self.tables.risk_points if row.check_level in LEVELS}
        checks = {(row.number, row.risk) for row in self.tables.inspections if row.level in LEVELS and is_unmended(row)}
        return (
            ([plan.risk.point.number for plan in self.nobodys.points], f"个风险点{NO_CHECKER}"),
            ([row.number for row in self.nobodys.mending], f"项没有了结的整改{NO_CHECKER}"),
            (texts_of(self.doubled_points, assigned.__contains__), "个风险编号重复，没有下发：请改成不同的编号"),
            (texts_of(self.doubled[MENDING], checks.__contains__), "行抽查记录重复，没有下发：请改成不同的抽查编号"),
        )


def is_unmended(row: Inspection) -> bool:
    """Whether something is still to be mended or to be checked again."""
    asked = row.result == PROBLEM or bool(row.demand) or row.mend_due is not None
    return asked and not (is_mended(row) and row.recheck == PASSED)
