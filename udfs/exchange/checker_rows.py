"""What each 牵头 department gets to see: the risk points that it is to check, a row each to record a check, and its open rectifications.

A point is a department's to check where its 抽查层级 is 牵头 and its 抽查责任人 is that department, or somebody in it (the first name
that leads to a department). 定向 checks are made by leaders and 日常 checks by heads: the office records those. A rectification is
the department's where the check was 牵头 and made by somebody in it, else where the risk point is its to check; it is open until it is
done and 复查结果 says 合格.

Each department to be checked gets one 抽查编号 a batch: all of its points are one visit. The number is in the sheet before the check is
made, so that a file may come back any number of times, and what it says is always about the same row.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from udfs.exchange.cutting import Cutter, Portion, doubled, order_of_day, texts_of
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.inspection.inspection import PASSED, PROBLEM, Plan, check_plans
from workbook_templates.reading.names import names_in
from workbook_templates.sent.checker_kind import CHECKER_KIND, CHECKS, MENDING
from workbook_templates.sent.sent_file import SentFile, SentRow
from workbook_templates.tables.daily import Inspection

LED_CHECK = "牵头"
NO_CHECKER = "看不出归哪个部门抽查，没有下发：抽查责任人请填部门，或填那个部门的人"


class CheckerRows(NamedTuple):
    """The rows of one department that checks, while they are gathered."""

    points: list[Plan]
    mending: list[Inspection]


class CheckerCutter(Cutter[CheckerRows]):
    """Files for the departments that check others."""

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

    def portions(self) -> Iterable[Portion[CheckerRows]]:
        """What is each department's to check; what is nobody's is kept for `left_out`."""
        found: defaultdict[str, CheckerRows] = defaultdict(lambda: CheckerRows([], []))
        found[""] = self.nobodys
        checkers: dict[str, str] = {}
        for plan in check_plans(self.judgement):
            point = plan.risk.point
            if point.check_level == LED_CHECK:
                checkers[point.number] = self.department_of(point.checker)
                if point.number and (point.number,) not in self.doubled_points:
                    found[checkers[point.number]].points.append(plan)
        known = {row.at.row for row in self.judgement.facts.inspections}
        for row in self.tables.inspections:
            plain = bool(row.number) and not self.is_doubled(MENDING, row)
            if row.level == LED_CHECK and row.at.row in known and is_unmended(row) and plain:
                found[self.department_of(row.checker) or checkers.get(row.risk, "")].mending.append(row)
        for name in sorted(found.keys() - {""}, key=self.departments.order):
            yield Portion(name, frozenset({name}), found[name])

    def file(self, portion: Portion[CheckerRows]) -> SentFile:
        """One department's file."""
        points = sorted(portion.own.points, key=lambda plan: (order_of_day(plan.due), plan.risk.point.number))
        visits = self.numbered(points)
        mending = sorted(portion.own.mending, key=lambda row: (order_of_day(row.mend_due), row.number, row.risk))
        tables: dict[str, list[SentRow]] = {
            CHECKS: [self.check_row(plan, visits[self.checked(plan)]) for plan in points],
            MENDING: [self.row(MENDING, row, {}) for row in mending],
        }
        due = sum(plan.due is not None and plan.due <= self.as_of for plan in points)
        summary = {"牵头风险点": len(points), "到期应查": due, "待了结整改": len(mending)}
        return self.sent_file(portion, tables, summary, people=self.staff.get(portion.name, ()))

    def checked(self, plan: Plan) -> str:
        """The department that is checked, as it is called now."""
        return self.departments.present(plan.risk.point.department)

    def numbered(self, points: list[Plan]) -> dict[str, str]:
        """Department that is checked → 抽查编号; numbers run on through the batch."""
        found = {}
        for name in sorted({self.checked(plan) for plan in points}, key=self.departments.order):
            self.visits += 1
            found[name] = f"CC{self.wanted.number}-{self.visits:02}"
        return found

    def check_row(self, plan: Plan, visit: str) -> SentRow:
        """A row for a check that is still to be made."""
        point = plan.risk.point
        known = dict.fromkeys(self.kind.sheets[CHECKS].table.headers) | {
            "抽查编号": visit,
            "风险编号": point.number,
            "部门": point.department,
            "风险点": point.point,
            "等级": plan.risk.grade,
            "应查日期": plan.due,
        }
        return self.row(CHECKS, None, known)

    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """What is nobody's to check, or can't be told apart."""
        led = {(row.number,) for row in self.tables.risk_points if row.check_level == LED_CHECK}
        checks = {(row.number, row.risk) for row in self.tables.inspections if row.level == LED_CHECK and is_unmended(row)}
        return (
            ([plan.risk.point.number for plan in self.nobodys.points], f"个牵头抽查的风险点{NO_CHECKER}"),
            ([row.number for row in self.nobodys.mending], f"项没有了结的整改{NO_CHECKER}"),
            (texts_of(self.doubled_points, led.__contains__), "个风险编号重复，没有下发：请改成不同的编号"),
            (texts_of(self.doubled[MENDING], checks.__contains__), "行抽查记录重复，没有下发：请改成不同的抽查编号"),
        )


def is_unmended(row: Inspection) -> bool:
    """Whether something is still to be mended or to be checked again."""
    asked = row.result == PROBLEM or bool(row.demand) or row.mend_due is not None
    return asked and not (is_mended(row) and row.recheck == PASSED)
