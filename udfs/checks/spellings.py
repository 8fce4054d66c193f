"""Which known name an unknown one is another spelling of: its 建议值. Two that fit are none."""

import re
from collections.abc import Collection, Iterable

from workbook_templates.reading.names import closed

DASHES = re.compile(r"[‐‑‒–—―−﹣－─_]+")
ENDINGS = re.compile(r"(?:办公室|分公司|公司|中心|部门|部|室|处|科|所|办)$")
"""What the name of a department mostly ends with, and is left out in talk."""


def known_spelling(name: str, known: Collection[str], *, short: bool = False) -> str:
    """The one known name that differs from this one in width, blanks, dashes and small letters alone; short: or that it abbreviates
    (安监 is 安监部, 城区所 is 城区供电所). '' where there is none, or more than one."""
    for fits in (same, *((abbreviated, letters_of) if short else ())):
        if found := only(one for one in known if fits(name, one)):
            return found
    return ""


def only(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    return found[0] if len(found) == 1 else ""


def folded(name: str) -> str:
    return DASHES.sub("-", closed(name)).casefold()


def same(name: str, known: str) -> bool:
    return folded(name) == folded(known)


def abbreviated(name: str, known: str) -> bool:
    """安监, 安监处 for 安监部: what stands before the ending is the same."""
    stem = ENDINGS.sub("", folded(name))
    return len(stem) > 1 and stem == ENDINGS.sub("", folded(known))


def letters_of(name: str, known: str) -> bool:
    """城区所 for 城区供电所: all its letters in their order, the first and the last ones the same."""
    short, whole = folded(name), folded(known)
    if not 1 < len(short) < len(whole) or (short[0], short[-1]) != (whole[0], whole[-1]):
        return False
    letters = iter(whole)
    return all(letter in letters for letter in short)
