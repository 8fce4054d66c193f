"""Who rates whom in the next period: 个人评分 follows the persons to the head and the leader of their present department."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from udfs.rules.ground.departments import Departments, people_in_order
from udfs.rules.ground.grouped import grouped
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.lists import NO
from workbook_templates.tables.performance import Rating
from workbook_templates.tables.schema import NOWHERE
from workbook_templates.tables.setup import Person

HEAD, LEADER = "部门负责人", "分管领导"
LEADERS = ("主要领导", "班子成员")
JOINED, LEFT, PROMOTED, OTHER_RATER, NO_RATER = "新进人员", "离岗人员", "职务变动", "换评分人", "缺评分人"


class Rated(NamedTuple):
    """The rows of one person, or a change that is to be told. what: in one word, '' where nothing is; text: a line for the clerk."""

    rows: tuple[Rating, ...] = ()
    what: str = ""
    text: str = ""


def next_ratings(rows: Iterable[Rating], day: dt.date, tables: Tables) -> Iterator[Rated]:
    """The rows of those who were rated in the period before, in its order, then of those who have come. day: the period's first."""
    known = {person.staff_no: person for person in tables.people}
    units, here = Departments(tables.departments), {person.name for person in tables.people if person.active != NO}
    by_person = grouped((row.staff_no, row) for row in rows)
    for number, own in by_person.items():
        person = known.get(number)
        if person is None or person.active == NO:
            name = f"{person.name}（{number}）" if person else f"工号 {number} "
            yield Rated((), LEFT, f"{name}{'已不在岗' if person else '已不在“人员”里'}：没有备行")
        elif person.role in LEADERS:
            yield Rated((), PROMOTED, f"{told(person)}现为{person.role}：不再备行")
        else:
            yield from still_rated(person, own, units, here, day)
    usual = {(known[number].role, row.role) for number, own in by_person.items() if number in known for row in own}
    for person in people_in_order(tables.people):
        if person.staff_no not in by_person and person.role not in LEADERS:
            yield from newly_rated(person, [role for role in (HEAD, LEADER) if (person.role, role) in usual], units, day)


def still_rated(person: Person, own: list[Rating], units: Departments, here: set[str], day: dt.date) -> Iterator[Rated]:
    """The rows of who was rated before, role by role."""
    for role, given in grouped((row.role, row) for row in own).items():
        before = [row.rater for row in given]
        now = raters(person, role, units, day)
        if person.name in now:
            yield Rated((), PROMOTED, f"{told(person)}现为{person.department}负责人：{role}这一行不再备")
            continue
        if len(before) > 1:  # the office has chosen several: those who are still here go on
            now = [name for name in before if name in here] or now
        was = "、".join(before) or "空着"
        if not now:
            yield Rated(tuple(given), NO_RATER, f"{told(person)}的部门没有填{role_of(role)}：评分人照旧（{was}），请核对")
            continue
        kept = tuple(given[0]._replace(rater=name) for name in now)
        if set(now) == set(before):
            yield Rated(kept)
        else:
            yield Rated(kept, OTHER_RATER, f"{told(person)}：{role}由 {was} 改为 {'、'.join(now)}")


def newly_rated(person: Person, roles: list[str], units: Departments, day: dt.date) -> Iterator[Rated]:
    """The rows of who was not rated in the period before, by the roles that rate others of the same 角色."""
    rows: list[Rating] = []
    for role in roles:
        names = [name for name in raters(person, role, units, day) if name != person.name]
        if not names:
            yield Rated((), NO_RATER, f"{told(person)}的部门没有填{role_of(role)}：没有备{role}的行")
        rows += [Rating("", person.staff_no, role, name, None, None, None, "", NOWHERE) for name in names]
    if rows:
        yield Rated(tuple(rows), JOINED, f"{told(person)}：上期没有评分，加 {len(rows)} 行")


def raters(person: Person, role: str, units: Departments, day: dt.date) -> list[str]:
    """Head or leader of the present department; of a 班组 that names none, of the department above it."""
    seen: set[str] = set()
    row = units.find(units.heir(person.department, day)) if person.department else None
    while row is not None and row.name not in seen:
        if names := [name for name in (row.head if role == HEAD else row.leader).split("、") if name]:
            return names
        seen.add(row.name)
        row = units.find(row.above) if row.above else None
    return []


def role_of(role: str) -> str:
    """What the column of 部门 is called that names the rater."""
    return "负责人" if role == HEAD else "分管领导"


def told(person: Person) -> str:
    """李明（运检部）"""
    return f"{person.name}（{person.department}）" if person.department else person.name
