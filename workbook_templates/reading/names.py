"""The names in a cell: several in one, with blanks inside, with a telephone number beside them.

Names are compared by `closed`, without the width of their letters and the blanks in them, and shown as they are written: a known one as
部门 or 人员 has it, another as it stands in the cell.
"""

import re
from collections.abc import Collection, Iterable, Iterator
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
    """The names that 部门 (with 曾用名) and 人员 hold, and all of both. By them a blank between names is told from one inside."""

    departments: Spellings = Spellings()
    persons: Spellings = Spellings()
    all: Spellings = Spellings()

    def named(self, refers: str) -> Spellings:
        """The names that a column may mean which refers to this table; one that refers to no such table may mean any."""
        return {"部门": self.departments, "人员": self.persons}.get(refers, self.all)


def roster_of(departments: Iterable[str], persons: Iterable[str]) -> Roster:
    """A roster of these names."""
    units, people = Spellings(departments), Spellings(map(without_blanks, persons))
    return Roster(units, people, Spellings([*units.values(), *people.values()]))


def closed(name: str) -> str:
    """What a name is compared by: half-width, without the blanks inside it: 郑　伟 is 郑伟."""
    return INNER_BLANKS.sub("", halved(name))


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
