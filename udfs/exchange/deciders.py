"""Which leader decides on what waits for a decision (product.md §2, leader sheets).

Changes, 升级 among them: 分管领导 of the item (of a target or an indicator its own). 督办考核, 奖励 and 表扬: the leader in charge of
the department that 督办机构 names. 差异化: of 绩效部门. 提醒, 督办函, 约谈 and what spot checks propose: of 纪检部门. 问责建议, 履职提醒,
再末位, what falls on the leader's own departments or on himself, and what has no such leader: 主要领导.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from udfs.rules.decisions.accountability import CASE, DUTY, EXPLANATION, LETTER, PRAISE, REMINDER, TALK, WARNING
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.namesakes import name_and_unit
from udfs.rules.ground.proposed_rows import REWARD, rule_name
from udfs.rules.ground.states import ASSESSMENT
from udfs.rules.judging.judgement import JudgedItem
from udfs.rules.supervision.reminder_people import People, bare_name
from udfs.rules.supervision.reminder_people import Recipient as Person
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Accountability, Change, Point
from workbook_templates.tables.lists import NO

CHIEF = "主要领导"
LAST_AGAIN = rule_name("R11", "再末位")
OF_OFFICE = (ASSESSMENT, REWARD, PRAISE)
OF_PERFORMANCE = ("差异化",)
OF_DISCIPLINE = (REMINDER, LETTER, TALK, WARNING, EXPLANATION, "抽查", "廉政监察")
OF_CHIEF = (CASE, DUTY)


class Deciders:
    """The leaders of a run. items: 编号 → the item as judged; unit: the department that answers for one on 基准日."""

    def __init__(
        self, tables: Tables, people: People, departments: Departments, items: Mapping[str, JudgedItem], unit: Callable[[str], str]
    ) -> None:
        self.tables, self.people, self.departments, self.items, self.unit = tables, people, departments, items, unit
        self.overseers: dict[str, Person] = {}
        self.overseen: dict[Person, set[str]] = {}
        for person in sorted(tables.people, key=lambda one: (one.order is None, one.order or 0)):
            leader = None if person.active == NO else people.person(person.name, (person.department,))
            for name in person.oversees if leader else ():
                addressee = people.addressee(person)
                self.overseers.setdefault(unit(name), addressee)
                self.overseen.setdefault(addressee, set()).add(unit(name))

    @cached_property
    def chief(self) -> Person | None:
        """主要领导; of several the first in 排序."""
        found = [self.people.addressee(one) for one in self.tables.people if one.role == CHIEF and one.active != NO and bare_name(one.name)]
        return min(found, key=lambda one: one.order, default=None)

    def of_unit(self, unit: str) -> Person | None:
        """Who is in charge of a department."""
        return self.people.leader("", (unit,)) or self.overseers.get(unit)

    def of_item(self, judged: JudgedItem) -> Person | None:
        """Who is in charge of an item: its 分管领导, else that of its department."""
        unit = self.unit(judged.item.department)
        return self.people.leader(judged.item.leader, (unit,)) or self.overseers.get(unit)

    def of_change(self, row: Change) -> Person | None:
        """分管领导 of what a change is about."""
        if judged := self.items.get(row.number):
            return self.of_item(judged) or self.chief
        named = [(target.leader, target.department) for target in self.tables.targets if target.number == row.number]
        named += [(one.leader, one.department) for one in self.tables.indicators if one.number == row.number]
        for leader, department in named:
            unit = self.unit(department)
            if found := self.people.leader(leader, (unit,)) or self.overseers.get(unit):
                return found
        return self.chief

    def of_point(self, row: Point) -> Person | None:
        """Who decides on points."""
        names = {person.name for person in self.tables.people if row.staff_no and person.staff_no == row.staff_no}
        return self.impartial(row.kind, self.units_of_point(row), row.linked, names)

    def of_case(self, row: Accountability) -> Person | None:
        """Who decides on a row of 问责记录."""
        if row.rule == LAST_AGAIN:
            return self.chief
        return self.impartial(row.kind, self.units_of_case(row), row.number, {name_and_unit(row.subject)[0]})

    def impartial(self, kind: str, units: Iterable[str], number: str, names: Iterable[str]) -> Person | None:
        """The leader for this kind, 主要领导 where that is nobody or what is to be decided falls on that leader's own."""
        leader = self.for_kind(kind)
        if leader is None or leader.bare in {bare_name(name) for name in names}:
            return self.chief
        own = self.overseen.get(leader, set())
        if any(unit in own or self.of_unit(unit) == leader for unit in units):
            return self.chief
        judged = self.items.get(number)
        return self.chief if judged is not None and self.of_item(judged) == leader else leader

    def for_kind(self, kind: str) -> Person | None:
        """The leader in charge of the department whose matter it is."""
        settings = self.tables.settings
        if kind in OF_CHIEF:
            return self.chief
        for kinds, name in (
            (OF_OFFICE, settings.office), (OF_PERFORMANCE, settings.performance_office), (OF_DISCIPLINE, settings.discipline_office),
        ):  # fmt: skip
            if kind in kinds:
                return self.of_unit(self.unit(name)) if self.departments.find(name) else None
        return None

    # on whom it falls

    def units_of_point(self, row: Point) -> set[str]:
        homes = [person.department for person in self.tables.people if row.staff_no and person.staff_no == row.staff_no]
        return self.units((row.department, *homes, self.home_of(row.linked)))

    def units_of_case(self, row: Accountability) -> set[str]:
        """Of the department, or of the person that it is about, and of its item."""
        name, home = name_and_unit(row.subject)
        bearers = [person.department for person in self.tables.people if bare_name(person.name) == bare_name(name)]
        return self.units((row.subject, home or "", *([] if home else bearers), self.home_of(row.number)))

    def home_of(self, number: str) -> str:
        judged = self.items.get(number)
        return judged.item.department if judged else ""

    def units(self, names: Iterable[str]) -> set[str]:
        return {self.unit(name) for name in names if name and self.departments.find(name)}
