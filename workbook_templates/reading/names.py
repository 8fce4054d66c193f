"""The names in a cell: several in one, with blanks inside, with a telephone number beside them.

Names are compared by `closed`, without the width of their letters and the blanks in them, and shown as they are written: a known one as
部门 or 人员 has it, another as it stands in the cell.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from workbook_templates.reading.characters import halved, is_nothing, one_line, visible
from workbook_templates.reading.phones import PHONE, digits_of

JOINTS = re.compile(r"[、,;\n，；､﹐﹔﹑]+")
"""What stands between names, in half and full width."""
STROKES = re.compile(r"[/\\／＼]+")
"""Joins names too, but may also stand in a number or a word such as N/A."""
INNER_BLANKS = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
"""Blanks in a name that do not count: all but those between two words of Latin letters."""
DIGITS = re.compile(r"\d\D?\d")
EMPTY_BRACKETS = re.compile(r"[(\[【<]\s*[、,;:/]*\s*[)\]】>]")
BRACKETED = re.compile(r"(.+?)[（(](.+)[）)]")
"""A person with the department in brackets: 王强（城东所）."""
LONGEST_GIVEN = 8
"""Words between blanks that are tried as one name."""


class Spellings(dict[str, str]):
    """The names there are: what one is compared by → how it is written, the first time where it stands twice."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__()
        for name in names:
            self.setdefault(closed(name), one_line(visible(name)).strip())

    def spelt(self, name: str) -> str:
        """The name as it is written where it is known; another as it stands, without the blanks that do not count."""
        return self.get(closed(name)) or without_blanks(name)


class Roster(NamedTuple):
    """The names that 部门 and 人员 hold, and all of both. By them a blank between names is told from one inside; in departments a 曾用名
    leads to the name of today, in all it stands as it is.

    codes: what a code is compared by → how its own table has it, where the two differ: (2026)1号 → （2026）1号."""

    departments: Spellings = Spellings()
    persons: Spellings = Spellings()
    all: Spellings = Spellings()
    codes: Mapping[str, str] = MappingProxyType({})

    def named(self, refers: str) -> Spellings:
        """The names that a column may mean which refers to this table; one that refers to no such table may mean any."""
        return {"部门": self.departments, "人员": self.persons}.get(refers, self.all)


def roster_of(departments: Iterable[str], persons: Iterable[str], former: Iterable[tuple[str, str]] = ()) -> Roster:
    """A roster of these names. former: each 曾用名 with the department that bears it; one that two bear, or that is the present name of
    a department, leads to neither."""
    units, people = Spellings(departments), Spellings(map(without_blanks, persons))
    bearers: dict[str, set[str]] = {}
    names = list(former)
    for old, name in names:
        bearers.setdefault(closed(old), set()).add(units.spelt(name))
    everybody = Spellings([*units.values(), *(old for old, _ in names), *people.values()])
    for old, name in names:
        units.setdefault(closed(old), units.spelt(name) if len(bearers[closed(old)]) == 1 else one_line(visible(old)).strip())
    return Roster(units, people, everybody)


def codes_of(typed: Iterable[str]) -> dict[str, str]:
    """How codes are written whose writing is not what they are compared by: as they are typed where they have a table of their own. One
    that is typed there in two ways is read as it is compared."""
    written: dict[str, set[str]] = {}
    for text in set(typed):
        written.setdefault(halved(text), set()).add(one_line(visible(text)).strip())
    return {code: shown for code, (shown, *others) in written.items() if not others and shown != code}


def codes_in(text: str, codes: Mapping[str, str]) -> str:
    """A cell that may name several codes, each as its own table has it: 关联编号 of 文书登记."""
    parts = [part.strip() for part in JOINTS.split(text)]
    known = [codes.get(halved(part), part) for part in parts]
    return "、".join(known) if known != parts else text


def closed(name: str) -> str:
    """What a name is compared by: half-width, without the blanks inside it: 郑　伟 is 郑伟."""
    return INNER_BLANKS.sub("", halved(name))


def subject_today(text: str, departments: Spellings) -> str:
    """A 对象 that is a department, or a person with the department in brackets, by its name of today; '' for another."""
    found = BRACKETED.fullmatch(text)
    name, unit = (found[1], found[2]) if found else ("", text)
    present = departments.get(closed(text)) or departments.get(closed(unit), "")
    return f"{name}（{present}）" if present and name and closed(text) not in departments else present


def without_blanks(name: str) -> str:
    """A person's name as it is written, but for the blanks inside it."""
    return INNER_BLANKS.sub("", visible(name)).strip()


def without_phones(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell of names without the telephone numbers in it, and those numbers as digits: 责任人（电话 138 0000 0001）. The text comes
    back as typed where there is none."""
    plain = halved(text)
    if not DIGITS.search(plain):
        return text, ()
    phones = tuple(digits_of(phone[0]) for phone in PHONE.finditer(plain))
    if not phones:
        return text, ()
    bare = EMPTY_BRACKETS.sub("", EMPTY_BRACKETS.sub("", PHONE.sub(" ", plain)))
    return bare.strip(" \n\t、,;:/-"), phones


def names_in(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The names of persons or departments in a cell, each once, in the order typed, without telephone numbers and words of nothing.

    known: the names there are. One that is known as it stands is not split, and a blank parts only two known names."""
    known = known if isinstance(known, Spellings) else Spellings(known)
    if (whole := closed(text)) in known:
        return (known[whole],)
    return tuple(dict.fromkeys(_parts(without_phones(text)[0], known)))


def _parts(text: str, known: Spellings) -> Iterator[str]:
    for part in JOINTS.split(text):
        if (whole := closed(part)) in known:
            yield known[whole]
        elif not is_nothing(part.strip()):
            for name in STROKES.split(part):
                yield from at_blanks(name, known) if closed(name) and not is_nothing(name) else ()


def at_blanks(text: str, known: Spellings) -> tuple[str, ...]:
    """The known names that blanks part, one that holds a blank first; the text as one name where it is not made of known names alone."""
    words = visible(text).split()
    if len(words) < 2:
        return (known.spelt(text),)
    steps: dict[int, tuple[str, int]] = {len(words): ("", 0)}
    for start in range(len(words) - 1, -1, -1):
        ends = range(start + 1, min(start + LONGEST_GIVEN, len(words)) + 1)
        found = [(known[name], end) for end in ends if end in steps and (name := closed(" ".join(words[start:end]))) in known]
        if found:
            steps[start] = next((step for step in reversed(found) if " " in step[0]), found[0])
    names: list[str] = []
    place = 0
    while place in steps and place < len(words):
        name, place = steps[place]
        names.append(name)
    return tuple(names) or (known.spelt(text),)
