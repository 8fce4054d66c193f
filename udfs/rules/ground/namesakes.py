"""Persons of one name (R11): who bears a name that is twice in 人员 is called with the department in brackets, 王强（城东所）."""

from collections import Counter
from collections.abc import Collection, Iterable

from workbook_templates.reading.names import BRACKETED
from workbook_templates.tables.setup import Person


def namesakes(people: Iterable[Person]) -> frozenset[str]:
    """The names that stand more than once in 人员."""
    return frozenset(name for name, count in Counter(person.name for person in people if person.name).items() if count > 1)


def called(name: str, unit: str, twice: Collection[str]) -> str:
    """A person as 对象: with the department where the name alone does not say who it is. twice: such names."""
    return f"{name}（{unit}）" if name in twice and unit else name


def name_and_unit(subject: str) -> tuple[str, str]:
    """The name in a 对象, and the department that stands in brackets behind it, '' where there is none."""
    found = BRACKETED.fullmatch(subject)
    return (found[1], found[2]) if found else (subject, "")
