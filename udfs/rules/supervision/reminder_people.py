"""R5, to whom: which person a cell means, who stands in where it means nobody, and the number to reach them.

A name that stands once in 人员 means that person. One that stands several times means the one in 主责部门; where there is not
exactly one there, nobody. Somebody who is told apart by nothing, or no longer 在岗, is replaced by the liaison of the department,
and where it has none by its 负责人; a reminder that then still has nobody keeps the name as typed, so that it is not lost. A name that is
not in 人员 stays as typed too (数据检查 lists it): it may be a newcomer, and R5 says 责任人.
"""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import DepartmentOrder, Departments
from udfs.rules.ground.grouped import grouped
from workbook_templates.reading.names import Spellings, closed, names_in, without_blanks
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.lists import NO
from workbook_templates.tables.setup import Department, Person

LEADING_ROLES = ("主要领导", "班子成员")
NOBODY = "（未写收件人）"

PersonOrder = tuple[bool, Fraction, DepartmentOrder, str, str]


class Recipient(NamedTuple):
    """Somebody who is written to.

    name: as 提醒清单 and 提醒记录 write it: 姓名, before it the department (or after it 工号) where several bear it.
    bare: 姓名 alone. phone, mail: as typed. order: by 人员.排序, then department. known: stands in 人员 or 部门.
    """

    name: str
    bare: str
    phone: str
    order: PersonOrder
    known: bool = True
    mail: str = ""


class People:
    """Everybody who can be written to on a 基准日. Their phone and mail are those of 人员, else, for a liaison, those of 部门."""

    def __init__(self, facts: Tables, departments: Departments, as_of: dt.date) -> None:
        self.departments, self.as_of = departments, as_of
        self.known = Spellings(bare_name(person.name) for person in facts.people if bare_name(person.name))
        self.named = grouped((self.known.spelt(person.name), person) for person in facts.people if bare_name(person.name))

    def answering(self, cell: str, units: tuple[str, ...]) -> tuple[Recipient, ...]:
        """Who is to act: everybody that the cell names, else the liaison, else the head of the first of `units` that has one."""
        names = names_in(cell, self.known)
        found = [one for name in names if (one := self.meant(name, units)) is not None]
        if found:
            return tuple(dict.fromkeys(found))
        stand_in = self.liaison(units) or self.head(units)
        if stand_in is not None:
            return (stand_in,)
        name = "、".join(names) or next(filter(None, units), "") or NOBODY
        return (self.stranger(name),)

    def meant(self, name: str, units: tuple[str, ...]) -> Recipient | None:
        """Whom a name means; a stranger is taken as typed."""
        if closed(name) not in self.known:
            return self.called(name) or self.stranger(name)
        person = self.person(name, units)
        return None if person is None else self.addressee(person)

    def called(self, name: str) -> Recipient | None:
        """One of several bearers of a name, as `addressee` tells them apart."""
        everybody = (
            self.addressee(person) for bearers in self.named.values() if len(bearers) > 1 for person in bearers if person.active != NO
        )
        return next((one for one in everybody if closed(one.name) == closed(name)), None)

    def leads(self, one: Recipient) -> bool:
        """Whether somebody is 主要领导 or 班子成员."""
        person = self.behind(one)
        return person is not None and person.role in LEADING_ROLES

    def stranger(self, name: str) -> Recipient:
        return Recipient(name, name, "", self.order(None, name), known=False)

    def person(self, name: str, units: tuple[str, ...]) -> Person | None:
        """The person 在岗 whom a name means beside these departments."""
        bearers = self.named.get(self.known.spelt(name), [])
        if len(bearers) > 1:
            bearers = self.nearest(bearers, units)
        return bearers[0] if len(bearers) == 1 and bearers[0].active != NO else None

    def nearest(self, bearers: list[Person], units: tuple[str, ...]) -> list[Person]:
        """Those who belong to these departments; else to the 所 of a 班组 among them, or to a 班组 below them."""
        above = tuple(name for unit in units for name in self.departments.above(unit))
        return (
            [person for person in bearers if self.belongs(person, units)]
            or [person for person in bearers if self.belongs(person, above)]
            or [person for person in bearers if {*self.departments.above(person.department)} & {*units}]
        )

    def belongs(self, person: Person, units: tuple[str, ...]) -> bool:
        """Whether somebody's department is one of these, under any of its names."""
        home = self.departments.find(person.department)
        return bool(person.department) and bool(
            {person.department, home.name if home else "", self.departments.heir(person.department, self.as_of)} & {*units} - {""}
        )

    def liaison(self, units: tuple[str, ...]) -> Recipient | None:
        """联系人 of the first department that has one 在岗; a 班组 without one has that of its 所."""
        return next((found for row in self.rows(units) if (found := self.officer(row.liaison, row, liaison=True))), None)

    def head(self, units: tuple[str, ...]) -> Recipient | None:
        """负责人 of the first department that has one 在岗."""
        return next((found for row in self.rows(units) if (found := self.officer(row.head, row))), None)

    def leader(self, cell: str, units: tuple[str, ...]) -> Recipient | None:
        """The leader in charge: the one that the row names, else 分管领导 of the department. Of namesakes the one who leads."""
        name = self.known.spelt(cell) or next((self.known.spelt(row.leader) for row in self.rows(units) if row.leader), "")
        if not name:
            return None
        bearers = self.named.get(name, [])
        leading = [person for person in bearers if person.role in LEADING_ROLES] if len(bearers) > 1 else bearers
        if not bearers:
            return Recipient(name, name, "", self.order(None, name))
        return self.addressee(leading[0]) if len(leading) == 1 and leading[0].active != NO else None

    def officer(self, cell: str, row: Department, *, liaison: bool = False) -> Recipient | None:
        """The liaison or head of a department; somebody who is not in 人员 is one all the same, because 部门 says so."""
        phone, mail = (row.phone, row.mail) if liaison else ("", "")
        name = self.known.spelt(cell)
        if not name:
            return None
        person = self.person(name, (row.name,))
        if person is not None:
            found = self.addressee(person)
            return found._replace(phone=found.phone or phone, mail=found.mail or mail)
        if name in self.named and all(other.active == NO for other in self.named[name]):
            return None
        shown = row.name + name if name in self.named else name
        return Recipient(shown, name, phone, self.order(None, shown), mail=mail)

    def rows(self, units: tuple[str, ...]) -> Iterable[Department]:
        """The rows of these departments, each before those above it."""
        named = (name for unit in units for name in (unit, *self.departments.above(unit)))
        return (row for row in map(self.departments.find, dict.fromkeys(named)) if row is not None)

    def addressee(self, person: Person) -> Recipient:
        """A person as one writes to them."""
        bare = self.known.spelt(person.name)
        name = bare
        if len(self.named[bare]) > 1:
            name = person.department + bare if person.department else bare + person.staff_no
        row = self.departments.find(person.department)
        liaison = row if row is not None and self.known.spelt(row.liaison) == bare else None
        phone, mail = person.phone or (liaison.phone if liaison else ""), person.mail or (liaison.mail if liaison else "")
        return Recipient(name, bare, phone, self.order(person, name), mail=mail)

    def behind(self, one: Recipient) -> Person | None:
        """The row of 人员 that an addressee was made from; None for somebody who has none."""
        return next((person for person in self.named.get(one.bare, ()) if self.addressee(person) == one), None)

    def order(self, person: Person | None, name: str) -> PersonOrder:
        if person is None:
            return True, Fraction(0), (True, Fraction(0), len(self.departments.rows), ""), "", name
        return person.order is None, person.order or Fraction(0), self.departments.order(person.department), person.staff_no, name


def bare_name(text: str) -> str:
    """A name as it is written, without blanks in it; "" for a blank cell."""
    return without_blanks(text)
