"""批示: which instructions wait for a reply, which become an item of the ledger, and what is wrong with them (product.md §2)."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from udfs.rules.discretion import VERBATIM
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.letters import bare
from udfs.rules.ground.problem_at import Problems, at
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.ground.states import ANSWERED, DEPARTMENT_LEVEL, REGISTERED, TO_ANSWER, TO_LEDGER
from udfs.rules.judging.numbering import Numbers
from workbook_templates.reading.cells import plain
from workbook_templates.reading.names import Spellings, closed, names_in
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Instruction, Item
from workbook_templates.tables.lists import LISTS

TO_DO = LISTS["批示类别"][0]
"""批办: to be done and answered; 指导 and 参阅 are neither chased nor items."""
ORDERED = "领导交办"


class Addressed(NamedTuple):
    """Whom 对象 names: departments of today, and persons."""

    departments: tuple[str, ...]
    persons: tuple[str, ...]


def awaits_reply(row: Instruction) -> bool:
    """Whether an instruction is chased: 批办 that waits, without 回复日期."""
    return row.kind == TO_DO and row.status in ("", TO_ANSWER) and row.replied is None and bool(row.number)


def addressed_to(row: Instruction, tables: Tables, departments: Departments, day: dt.date) -> Addressed:
    """The departments and persons of 对象; of persons alone the department of the first who has one."""
    homes = {closed(person.name): person.department for person in tables.people if person.name}
    known = Spellings([*(one for unit in tables.departments for one in (unit.name, *unit.former)), *(one.name for one in tables.people)])
    units, persons = [], []
    for name in names_in(row.subject, known):
        if departments.find(name) is not None:
            units.append(departments.heir(name, day))
        else:
            persons.append(name)
    if not units:
        units = [departments.heir(home, day) for name in persons if (home := homes.get(closed(name), ""))][:1]
    return Addressed(tuple(dict.fromkeys(units)), tuple(persons))


def to_turn(tables: Tables, turned: Collection[str]) -> list[Instruction]:
    """The instructions that are to become an item: 批办 and 已转督办, whose 关联编号 names no item. turned: 批示编号 of earlier ones."""
    items = {plain(item.number) for item in tables.items if item.number}
    return [
        row
        for row in tables.instructions
        if row.kind == TO_DO and row.status == TO_LEDGER and row.number and row.number not in turned and not linked(row, items)
    ]


def linked(row: Instruction, numbers: Collection[str]) -> list[str]:
    """Which of these numbers stand in 关联编号."""
    return [number for number in map(plain, names_in(row.linked, ())) if number in numbers]


def item_of(row: Instruction, tables: Tables, departments: Departments, day: dt.date, numbers: Numbers) -> Item:
    """The item that an instruction becomes: 立项, for the office to complete and give out."""
    to = addressed_to(row, tables, departments, day)
    home = departments.find(to.departments[0]) if to.departments else None
    return new_row(
        Item,
        number=numbers.next(day),
        matter=row.content,
        origin=ORDERED,
        basis=f"批示 {row.number}",
        proposer=row.leader,
        category="日常",
        level=DEPARTMENT_LEVEL,
        department=to.departments[0] if to.departments else "",
        helpers=to.departments[1:],
        leader=home.leader if home else "",
        responsible=to.persons[0] if to.persons else home.head if home else "",
        registered=day,
        due=row.reply_due,
        status=REGISTERED,
        secrecy=row.secrecy,
    )


def check_instructions(tables: Tables) -> Problems:
    """What 数据检查 says of 批示."""
    known = {plain(number) for rows in (tables.items, tables.targets, tables.meetings, tables.papers) for number in numbers_of(rows)}
    for row in tables.instructions:
        if row.linked and not linked(row, known):
            yield at(row, "关联编号", row.linked, f"没有编号是“{row.linked}”的事项、目标、会议或文书", "填批在哪一项上的编号，或空着")
        if row.kind and row.kind != TO_DO and row.status == TO_LEDGER:
            yield at(row, "状态", row.status, f"{row.kind}不转督办", "要督办的，类别改为“批办”；不督办的，状态改为“阅存”")
        if row.kind == TO_DO and not row.subject and row.status in ("", TO_ANSWER, TO_LEDGER):
            yield at(row, "对象", "", "批办没有写批给谁，没有人可催", "填部门或姓名")
        if row.status == ANSWERED and row.replied is None:
            yield at(row, "回复日期", "", "状态是已回复，没有回复日期", "填哪天回复的")
        if row.replied is not None and row.day is not None and row.replied < row.day:
            yield at(row, "回复日期", row.replied, f"早于批示日期 {row.day}", "核对两个日期")

    spoken = {bare(row.content): row.number for row in tables.instructions if bare(row.content)}
    for item in tables.items:
        if item.secrecy == VERBATIM:
            what = f"是批示 {spoken.get(bare(item.matter), '')} 的原话，通报、一张图、公布本等一律略去"
            yield at(item, "事项", item.matter, what, "改写成事项：办什么、办到什么程度；不宜公开的填密级")


def numbers_of(rows: Iterable[object]) -> Iterable[str]:
    return (number for row in rows if (number := str(getattr(row, "number", ""))))
