"""Departments by name: 曾用名 lead to the present name, and items follow 并入部门 from 停用日期 (R10); and people in order."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from workbook_templates.reading.names import closed
from workbook_templates.tables.lists import NO
from workbook_templates.tables.setup import Department, Person

DepartmentOrder: TypeAlias = tuple[bool, Fraction, int, str]

NAMELESS = "（未填部门）"
"""Stands for a blank 主责部门, so that its items stay visible in every count."""


class Departments:
    """The rows of 部门, found by present or former name. A former name that two departments claim leads to neither."""

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
        """A sort key: 排序, then the order of rows; departments without 排序 after the others, unknown ones last."""
        row = self.find(name)
        if row is None:
            return True, Fraction(0), len(self.rows), name
        return row.order is None, row.order or Fraction(0), self._places[row.name], name


def is_in_force(row: Department | None, day: dt.date) -> bool:
    """Whether there is such a department on this day: begun, and not ended."""
    if row is None:
        return False
    return (row.since is None or row.since <= day) and (row.until is None or row.until > day)


def people_in_order(people: Iterable[Person]) -> list[Person]:
    """Everybody 在岗 by 人员.排序, those without one after the others."""
    present = (person for person in people if person.active != NO)
    return sorted(present, key=lambda person: (person.order is None, person.order or 0, person.at.row))
