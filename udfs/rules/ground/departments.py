"""Departments by name: 曾用名 lead to the present name, and items follow 并入部门 from 停用日期 (R10); and people in order.

A row of 部门 with 上级部门 is a 班组 (R8): a unit with items, checks and indicators of its own, below the one it names.
"""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from workbook_templates.reading.names import closed
from workbook_templates.tables.lists import NO, YES
from workbook_templates.tables.setup import Department, Person

DepartmentOrder: TypeAlias = tuple[bool, Fraction, int, str]

NAMELESS = "（未填部门）"
"""Stands for a blank 主责部门, so that its items stay visible in every count."""


class Departments:
    """The rows of 部门, found by present or former name. A former name that two departments claim leads to neither.

    A 班组 without 分管领导 has that of the department above it."""

    def __init__(self, rows: Iterable[Department]) -> None:
        self.rows = tuple(rows)
        self._places: dict[str, int] = {}
        claims: dict[str, set[int]] = {}
        for place, row in enumerate(self.rows):
            self._places.setdefault(row.name, place)
            for name in row.former:
                claims.setdefault(name, set()).add(self._places[row.name])
        for name, places in claims.items():
            if name not in self._places and len(places) == 1:
                self._places[name] = min(places)
        self._keys: dict[str, int] = {}
        for name, place in self._places.items():
            self._keys.setdefault(closed(name), place)
        self.rows = tuple(row._replace(leader=self.leader_above(row)) if row.above and not row.leader else row for row in self.rows)

    def leader_above(self, row: Department) -> str:
        """分管领导 of the nearest department above a 班组 that has one."""
        return next((one.leader for name in self.above(row.name) if (one := self.find(name)) is not None and one.leader), "")

    def find(self, name: str) -> Department | None:
        """The row of a present or former name, in any width and with any blanks that do not count."""
        place = self._places.get(name)
        if place is None and name:
            place = self._keys.get(closed(name))
        return None if place is None else self.rows[place]

    def present(self, name: str) -> str:
        """The present name of a department, 并入部门 not followed (R10: what stays where it arose); an unknown name as typed."""
        row = self.find(name)
        return row.name if row else name

    def is_team(self, name: str) -> bool:
        """Whether this is a 班组."""
        row = self.find(name)
        return row is not None and bool(row.above)

    def above(self, name: str) -> list[str]:
        """The departments above a 班组, the nearest first; [] for any other. A loop, which 数据检查 lists, ends where it closes."""
        found: list[str] = []
        row = self.find(name)
        while row is not None and (row := self.find(row.above)) is not None and row.name not in (name, *found):
            found.append(row.name)
        return found

    def sheet_of(self, name: str, day: dt.date) -> str:
        """In whose department sheet the rows of a department go out on `day`: its own, but for a 班组 without 联系人 that of its 所."""
        own = self.heir(name, day)
        for place in (own, *(self.heir(other, day) for other in self.above(own))):
            row = self.find(place)
            if row is not None and is_in_force(row, day) and (row.liaison or not row.above):
                return place
        return own

    def heir(self, name: str, day: dt.date) -> str:
        """The department that answers on `day` for what stands under `name`; an unknown name stays as it is typed."""
        seen: set[str] = set()
        while (row := self.find(name)) is not None:
            name = row.name
            ended = row.until is not None and row.until <= day
            if not ended or name in seen or self.find(row.merged_into) is None:
                return name
            seen.add(name)
            name = row.merged_into
        return name or NAMELESS

    def order(self, name: str) -> DepartmentOrder:
        """A sort key: 排序, then the order of rows; departments without 排序 after the others, unknown ones last. A 班组 without 排序
        stands below the department above it."""
        row = self.find(name)
        if row is None:
            return True, Fraction(0), len(self.rows), name
        above = [found for other in self.above(row.name) if (found := self.find(other)) is not None] if row.order is None else []
        base = next((one for one in above if one.order is not None), above[-1] if above else row)
        key = f"{base.name}\0{self._places[row.name]:06}" if above else name
        return base.order is None, base.order or Fraction(0), self._places[base.name], key


def is_in_force(row: Department | None, day: dt.date) -> bool:
    """Whether there is such a department on this day: begun, and not ended."""
    if row is None:
        return False
    return (row.since is None or row.since <= day) and (row.until is None or row.until > day)


def is_ranked(row: Department | None) -> bool:
    """参评: whether a department is ranked; blank is 是, for a 班组 否."""
    return row is not None and (row.ranked == YES if row.above else row.ranked != NO)


def people_in_order(people: Iterable[Person]) -> list[Person]:
    """Everybody 在岗 by 人员.排序, those without one after the others."""
    present = (person for person in people if person.active != NO)
    return sorted(present, key=lambda person: (person.order is None, person.order or 0, person.at.row))
