"""Telephone numbers that stood beside names in a ledger: into 人员, where one person alone can be meant."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from udfs.exchange.import_lines import GUESSED, FoundPhone, ImportLine
from workbook_templates.reading.names import closed
from workbook_templates.tables.setup import Person


class EnteredPhone(NamedTuple):
    """A number for a person of 人员 who has none."""

    person: Person
    phone: str


def enter_phones(
    found: Iterable[FoundPhone], people: Sequence[Person], fixed: Collection[int] = ()
) -> tuple[list[EnteredPhone], list[ImportLine]]:
    """The numbers to be entered, and what the list says of each number: entered, there already, or why it is left to the clerk.

    fixed: rows of 人员 in which 手机 is a formula."""
    entered: list[EnteredPhone] = []
    lines: list[ImportLine] = []
    given: dict[str, str] = {}
    for one in dict.fromkeys(found):
        namesakes = [person for person in people if one.name and closed(person.name) == one.name]
        has = namesakes[0].phone or given.get(one.name, "") if len(namesakes) == 1 else ""
        if len(namesakes) != 1:
            note = f"人员里有 {len(namesakes)} 个叫这个名字，电话没有填" if namesakes else "人员里没有这个名字，电话没有填"
        elif namesakes[0].at.row in fixed:
            note = "人员的手机是公式，电话没有填"
        elif has:
            note = "人员里已有这个电话" if has == one.phone else f"人员里已有另一个电话 {has}，没有改"
        else:
            note = "电话填进人员"
            given[one.name] = one.phone
            entered.append(EnteredPhone(namesakes[0], one.phone))
        written = one.phone if note == "电话填进人员" else ""
        lines.append(ImportLine(GUESSED, one.sheet, one.row, one.header, f"{one.name} {one.phone}", "人员", "手机", written, note))
    return entered, lines
