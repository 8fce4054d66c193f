"""What a group sends to each of its companies: the departments of 类型 所属企业, or those that are named. Cancelled tasks go along, so that
the company hears of it."""

from collections.abc import Iterable

from udfs.exchange.cutting import Portion
from udfs.exchange.department_rows import DepartmentCutter, DepartmentRows
from udfs.rules.ground.states import CANCELLED
from udfs.rules.judging.judgement import JudgedItem
from workbook_templates.sent.sent_file import SentRow
from workbook_templates.sent.unit_kind import UNIT_KIND
from workbook_templates.tables.daily import Item

COMPANY_TYPE = "所属企业"


class UnitCutter(DepartmentCutter):
    """Task packages."""

    kind = UNIT_KIND

    def portions(self) -> Iterable[Portion[DepartmentRows]]:
        for portion in super().portions():
            row = self.departments.find(portion.name)
            if self.wanted.asked or (row is not None and row.kind == COMPANY_TYPE):
                yield portion

    def is_shown(self, item: Item) -> bool:
        return super().is_shown(item) or item.status == CANCELLED

    def item_row(self, judged: JudgedItem) -> SentRow:
        row = super().item_row(judged)
        place = self.kind.sheets["督办台账"].table.headers.index("提出人")
        values = (*row.values[:place], self.tables.settings.company, *row.values[place + 1 :])
        return row._replace(values=values)
