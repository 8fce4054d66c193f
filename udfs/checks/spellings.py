"""Which known name an unknown one is another spelling of: its 建议值. Two that fit are none."""

import re
from collections.abc import Collection, Iterable

from workbook_templates.reading.names import closed

DASHES = re.compile(r"[‐‑‒–—―−﹣－─_]+")
OFFICE = re.compile(r"(?:办公室|部门|部|室|处|科|办)$")
"""What the name of an office mostly ends with: left out in talk, and one said for the other."""
UNIT = re.compile(r"(?:办公室|部门|分公司|公司|中心|[部室处科办所站班队厂院校])$")
"""An office's ending, or one that is part of the name: 物资公司 is not 物资部, 信息中心 not 信息科."""
PARTS = re.compile(r"[部室处科办所站班队厂院校]|公司|中心")
"""What is left out of a name may not be a unit itself: 城区中心 is not 城区供电所服务中心."""
HEAD = 2
"""Letters with which a name and its short form begin alike."""


def known_spelling(name: str, known: Collection[str], *, short: bool = False) -> str:
    """The one known name that differs from this one in width, blanks, dashes and small letters alone; short: or that it abbreviates
    (安监 is 安监部, 城区所 is 城区供电所). '' where there is none, or more than one."""
    if found := only(one for one in known if same(name, one)):
        return found
    if not short or (is_bare(name) and len([one for one in known if UNIT.sub("", folded(one)) == folded(name)]) > 1):
        return ""
    return next((found for fits in (abbreviated, shortened) if (found := only(one for one in known if fits(name, one)))), "")


def only(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    return found[0] if len(found) == 1 else ""


def folded(name: str) -> str:
    return DASHES.sub("-", closed(name)).casefold()


def same(name: str, known: str) -> bool:
    return folded(name) == folded(known)


def is_bare(name: str) -> bool:
    """Whether a name has no ending: 物资 may be 物资部 and 物资公司."""
    return not UNIT.search(folded(name))


def abbreviated(name: str, known: str) -> bool:
    """安监, 安监处 for 安监部: what stands before the ending of an office is the same."""
    stem = OFFICE.sub("", folded(name))
    whole = folded(known)
    return len(stem) > 1 and stem != whole and stem == OFFICE.sub("", whole)


def shortened(name: str, known: str) -> bool:
    """城区所 for 城区供电所: letters inside are left out, two at least before them and the ending behind."""
    short, whole = folded(name), folded(known)
    ending = UNIT.search(short)
    left = len(whole) - len(short)
    if ending is None or left <= 0 or not whole.endswith(ending[0]):
        return False
    return any(
        whole == short[:place] + whole[place : place + left] + short[place:] and not PARTS.search(whole[place : place + left])
        for place in range(HEAD, ending.start() + 1)
    )
