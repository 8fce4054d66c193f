"""Where the lines of a title end (GB/T 9704 §7.3.1): by meaning, and in the shape of a trapezium or rhombus.

A line never ends inside a listed word, a number or the sign that belongs to it; the last line has at least four characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from workbook_templates.documents import measures
from workbook_templates.documents.words import WORDS

LAST_LINE = 4
MOST_LINES = 6
FULL = measures.TEXT_WIDTH / measures.MM_PER_POINT / measures.TITLE_SIZE
"""Characters on a line of the title."""
NUMBER = re.compile(
    r"20\d\d年(?:第?[一二三四]季度|[上下]半年|(?:\d+至)?\d+月份?|第\d+周)|"
    r"[0-9A-Za-z.%．]+(?:年度?|月份?|日|季度?|号|期|周|项|个|次|千伏)?|第[一二三四五六七八九十0-9]+."
    r"|[〔（《“(\[].|.[〕）》”)\]、，。：；！？]"
)
"""Characters that stay together whatever the words: a number with its sign, a bracket with what it holds, a mark with what it follows."""


MEETING = re.compile(r"[\u4e00-\u9fff](?=[0-9A-Za-z])|[0-9A-Za-z](?=[\u4e00-\u9fff])")


def width_of(text: str) -> float:
    """In characters: a Chinese one is 1, a letter or digit a half, and a quarter stays free where the two meet."""
    letters = sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)
    return letters + 0.25 * len(MEETING.findall(text))


def lines_of(title: str, names: Iterable[str] = (), full: float = FULL) -> list[str]:
    """The lines of a title, as few as will do. names: of the company and its departments.

    Where no way of breaking leaves the words whole (a name longer than a line), those too long for a line are broken, then others.
    """
    if width_of(title) <= full:
        return [title]
    words = [word for word in dict.fromkeys((*WORDS, *names)) if len(word) > 1]
    short = [word for word in words if width_of(word) <= full]
    for kept in (words, short, []):
        places = [place for place in range(1, len(title)) if place not in barred(title, kept)]
        for count in range(2, MOST_LINES + 1):
            found = best(title, [0, *places, len(title)], count, full)
            if found:
                return found
    size = int(full)
    return [title[start : start + size] for start in range(0, len(title), size)]


def barred(title: str, words: Sequence[str]) -> set[int]:
    """The places of a title at which no line may end."""
    inside: set[int] = set()
    for word in words:
        start = title.find(word)
        while start >= 0:
            inside.update(range(start + 1, start + len(word)))
            start = title.find(word, start + 1)
    for start in range(len(title)):
        found = NUMBER.match(title, start)
        if found:
            inside.update(range(start + 1, found.end()))
    return inside


def best(title: str, places: Sequence[int], count: int, full: float) -> list[str] | None:
    """The evenest way to break a title at these places into `count` lines; None where none fits."""
    found = [lines for lines in splits(title, places, count, full) if len(lines[-1]) >= LAST_LINE]
    return min(found, key=unevenness) if found else None


def splits(title: str, places: Sequence[int], count: int, full: float, start: int = 0) -> Iterator[list[str]]:
    """Every way to break what follows `start` into `count` lines that fit."""
    if count == 1:
        if start < len(title) and width_of(title[start:]) <= full:
            yield [title[start:]]
        return
    for place in places:
        if place <= start or place == len(title):
            continue
        line = title[start:place]
        if width_of(line) > full:
            return
        if width_of(title[place:]) > full * (count - 1):
            continue
        for rest in splits(title, places, count - 1, full, place):
            yield [line, *rest]


def unevenness(lines: Sequence[str]) -> tuple[bool, float]:
    """An hourglass, shorter in the middle, comes last; equal lines make a block, so that a little difference is better than none."""
    widths = [width_of(line) for line in lines]
    hourglass = any(before > width < after for before, width, after in zip(widths, widths[1:], widths[2:], strict=False))
    mean = sum(widths) / len(widths)
    return hourglass, sum((width - mean) ** 2 for width in widths) + (1 if len(set(widths)) == 1 else 0)
