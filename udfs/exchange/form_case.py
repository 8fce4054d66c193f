"""What the filled rows of forms are read against: the master, whose forms they are, and what was taken of them before."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple, TypeAlias

from udfs.exchange.merge_records import Sent
from udfs.rules.ground.departments import Departments
from udfs.rules.judging.numbering import Numbers
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Item

REFUSAL: TypeAlias = tuple[str, str]
"""问题 and 应为."""


class FormCase(NamedTuple):
    """The case of one department in one run.

    tables, departments: of the master.
    department: whose forms they are, by its present name.
    sent: what went out.
    day: 基准日.
    today: what lies after it has not happened.
    taken: (subject, key) of what was accepted before.
    numbers: gives the next 编号.
    proposed: the tasks of this file that are taken, by the letters of their 事项; each is added when it is.
    stages: (编号, 阶段) of this file that are taken.
    instructions: every 批示编号; that of each one taken is added.
    """

    tables: Tables
    departments: Departments
    department: str
    sent: Sent
    day: dt.date
    today: dt.date
    taken: Collection[tuple[str, str]]
    numbers: Numbers
    proposed: dict[str, Item]
    stages: set[tuple[str, str]]
    instructions: list[str]

    def is_own(self, name: str) -> bool:
        """Whether what stands under this department goes out in the sheet of the one whose forms these are."""
        return self.departments.sheet_of(name, self.day) == self.department
