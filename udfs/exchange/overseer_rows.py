"""What 纪检部门 gets to see: the checks of the year that nobody has looked over (再监督), the latest first.

A visit (抽查编号) is looked over once one of its rows has a 再监督意见. The department is the one that the setting 纪检部门 names.
"""

from collections.abc import Iterable, Sequence

from udfs.exchange.checker_rows import is_unmended
from udfs.exchange.cutting import Cutter, Portion, texts_of
from udfs.rules.inspection.inspection import PROBLEM
from workbook_templates.sent.overseer_kind import OVERSEER_KIND, OVERSIGHT
from workbook_templates.sent.sent_file import SentFile, SentRow
from workbook_templates.tables.performance import Inspection


class OverseerCutter(Cutter[list[Inspection]]):
    """The one file of 纪检部门."""

    kind = OVERSEER_KIND

    def prepare(self) -> None:
        """The checks known on 基准日, and the department."""
        known = {row.at.row for row in self.judgement.facts.inspections}
        rows = [row for row in self.tables.inspections if row.at.row in known and row.day and row.day.year == self.as_of.year]
        seen = {row.number for row in rows if row.oversight}
        self.waiting = [row for row in rows if row.number and row.number not in seen]
        named = self.tables.settings.discipline_office
        heir = self.unit(named) if self.departments.find(named) else ""
        self.office = heir if heir and self.is_in_force(heir) else ""

    def portions(self) -> Iterable[Portion[list[Inspection]]]:
        """What it is to look over."""
        rows = [row for row in self.waiting if not self.is_doubled(OVERSIGHT, row)]
        if self.office and rows:
            yield Portion(self.office, frozenset({self.office}), rows)

    def file(self, portion: Portion[list[Inspection]]) -> SentFile:
        """Its file."""
        rows = sorted(portion.own, key=lambda row: (-(row.day or self.as_of).toordinal(), row.number, row.risk))
        tables: dict[str, list[SentRow]] = {OVERSIGHT: [self.row(OVERSIGHT, row, {}) for row in rows]}
        summary = {
            "待再监督抽查": len({row.number for row in rows}),
            "发现问题": sum(row.result == PROBLEM for row in rows),
            "整改未了结": sum(map(is_unmended, rows)),
        }
        return self.sent_file(portion, tables, summary, people=self.staff.get(portion.name, ()))

    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """Checks that can't be told apart, and all where there is no such department."""
        waiting = {self.key(OVERSIGHT, row) for row in self.waiting}
        nobody = [row.number for row in self.waiting] if not self.office else []
        named = self.tables.settings.discipline_office
        return (
            (nobody, f"次抽查没有下发：参数“纪检部门”的“{named}”不在“部门”表里或已经停用"),
            (texts_of(self.doubled[OVERSIGHT], waiting.__contains__), "行抽查记录重复，没有下发：请改成不同的抽查编号"),
        )
