"""What each 牵头 department gets to see: the risk points that it is to check, a row each to record a check, and its open rectifications.

A point is a department's to check where its 抽查层级 is 牵头 and its 抽查责任人 is that department, or somebody in it (the first name
that leads to a department). 定向 checks are made by leaders and 日常 checks by heads: the office records those. A rectification is
the department's where the check was 牵头 and made by somebody in it, else where the risk point is its to check; it is open until it is
done and 复查结果 says 合格.

Each department to be checked gets one 抽查编号 a batch: all of its points are one visit. The number is in the sheet before the check is
made, so that a file may come back any number of times, and what it says is always about the same row.
"""

from collections import defaultdict
from typing import NamedTuple

from udfs.exchange.cut_rows import Cut, Wanted, doubled, order_of_day, sent_row, staff_of, texts_of, told
from udfs.rules.ground.departments import is_in_force
from udfs.rules.inspection.check_warnings import is_mended
from udfs.rules.inspection.inspection import PASSED, PROBLEM, Plan, check_plans
from udfs.rules.judging.judgement import Judgement
from udfs.rules.supervision.reminder_people import People, bare_name
from workbook_templates.reading.cells import JOINTS
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.check_tables import CHECK_TABLES, MENDING
from workbook_templates.sent.sent_kinds import CHECKER, addressee_of
from workbook_templates.sent.sent_tables import Addressee, SentRow
from workbook_templates.tables.daily import Inspection

LED = "牵头"


class Own(NamedTuple):
    """The rows of one department that checks."""

    points: list[Plan]
    mending: list[Inspection]


def cut_checks(tables: Tables, judgement: Judgement, wanted: Wanted) -> Cut:
    """The sheets of the departments that check others."""
    cutter = CheckCutter(tables, judgement, wanted.number)
    found = cutter.gathered()
    nobodys = found.pop("", Own([], []))
    names = [name for name in sorted(found, key=judgement.departments.order) if not wanted.asked or name in wanted.names]
    return Cut(tuple(cutter.checker(name, found[name]) for name in names), cutter.left_out(nobodys))


class CheckCutter:
    """The risk points and checks of a run, and whose they are."""

    def __init__(self, tables: Tables, judgement: Judgement, batch: str) -> None:
        self.tables, self.judgement, self.batch = tables, judgement, batch
        self.people = People(judgement.facts, judgement.departments, judgement.as_of)
        self.staff = staff_of(tables, judgement)
        self.doubled_points = doubled((row.number,) for row in tables.risk_points)
        self.doubled_checks = doubled((row.number, row.risk) for row in tables.inspections)
        self.visits = 0

    def department_of(self, cell: str) -> str:
        """The department that a cell of names leads to: named itself, or home of the first person in it that has one; "" for none."""
        departments, as_of = self.judgement.departments, self.judgement.as_of
        for name in map(bare_name, JOINTS.split(cell)):
            person = self.people.person(name, ())
            home = name if departments.find(name) else person.department if person else ""
            heir = departments.heir(home, as_of) if home else ""
            if heir and is_in_force(departments.find(heir), as_of):
                return heir
        return ""

    def gathered(self) -> defaultdict[str, Own]:
        """Department → what is its to check; under "" what is nobody's."""
        found: defaultdict[str, Own] = defaultdict(lambda: Own([], []))
        checkers: dict[str, str] = {}
        for plan in check_plans(self.judgement):
            point = plan.risk.point
            if point.check_level == LED:
                checkers[point.number] = self.department_of(point.checker)
                if point.number and (point.number,) not in self.doubled_points:
                    found[checkers[point.number]].points.append(plan)
        known = {row.at.row for row in self.judgement.facts.inspections}
        for row in self.tables.inspections:
            plain = bool(row.number) and (row.number, row.risk) not in self.doubled_checks
            if row.level == LED and row.at.row in known and is_open(row) and plain:
                found[self.department_of(row.checker) or checkers.get(row.risk, "")].mending.append(row)
        return found

    def checker(self, name: str, own: Own) -> Addressee:
        """One department's file."""
        as_of = self.judgement.as_of
        points = sorted(own.points, key=lambda plan: (order_of_day(plan.due), plan.risk.point.number))
        visits = self.numbered(points)
        rows = [self.check_row(plan, visits[self.checked(plan)]) for plan in points]
        mending = sorted(own.mending, key=lambda row: (order_of_day(row.mend_due), row.number, row.risk))
        tables: dict[str, list[SentRow]] = {
            "抽查记录": rows,
            MENDING: [sent_row(CHECKER, MENDING, row, {}) for row in mending],
        }
        due = sum(plan.due is not None and plan.due <= as_of for plan in points)
        summary = {"牵头风险点": len(points), "到期应查": due, "待了结整改": len(mending)}
        known = self.judgement.departments.find(name)
        contact = (known.liaison, known.phone) if known else ("", "")
        return Addressee(addressee_of(CHECKER, name), *contact, self.staff.get(name, ()), tables, summary)

    def checked(self, plan: Plan) -> str:
        """The department that is checked, as it is called now."""
        return self.judgement.departments.present(plan.risk.point.department)

    def numbered(self, points: list[Plan]) -> dict[str, str]:
        """Department that is checked → 抽查编号; numbers run on through the batch."""
        found = {}
        for name in sorted({self.checked(plan) for plan in points}, key=self.judgement.departments.order):
            self.visits += 1
            found[name] = f"CC{self.batch}-{self.visits:02}"
        return found

    def check_row(self, plan: Plan, visit: str) -> SentRow:
        point = plan.risk.point
        known = dict.fromkeys(CHECK_TABLES["抽查记录"].headers) | {
            "抽查编号": visit,
            "风险编号": point.number,
            "部门": point.department,
            "风险点": point.point,
            "等级": plan.risk.grade,
            "应查日期": plan.due,
        }
        return sent_row(CHECKER, "抽查记录", None, known)

    def left_out(self, nobodys: Own) -> tuple[str, ...]:
        """What should have gone to a checking department and could not, as messages for the clerk."""
        led = {(row.number,) for row in self.tables.risk_points if row.check_level == LED}
        checks = {(row.number, row.risk) for row in self.tables.inspections if row.level == LED and is_open(row)}
        return told(
            (
                ([plan.risk.point.number for plan in nobodys.points], f"个牵头抽查的风险点{NO_CHECKER}"),
                ([row.number for row in nobodys.mending], f"项没有了结的整改{NO_CHECKER}"),
                (texts_of(self.doubled_points, led.__contains__), "个风险编号重复，没有下发：请改成不同的编号"),
                (texts_of(self.doubled_checks, checks.__contains__), "行抽查记录重复，没有下发：请改成不同的抽查编号"),
            )
        )


NO_CHECKER = "看不出归哪个部门抽查，没有下发：抽查责任人请填部门，或填那个部门的人"


def is_open(row: Inspection) -> bool:
    """Whether something is still to be mended or to be checked again."""
    asked = row.result == PROBLEM or bool(row.demand) or row.mend_due is not None
    return asked and not (is_mended(row) and row.recheck == PASSED)
