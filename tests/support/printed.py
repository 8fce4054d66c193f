"""A printed workbook or paper taken apart: which words stand where on which page."""

import re
import subprocess
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
POINT = 72 / 25.4
"""Points in a millimetre."""
HEADER_ZONE = 30.0
"""Points from the top in which our page headers stand."""


class Word(NamedTuple):
    """Edges in points from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Page(NamedTuple):
    """number counts the printed pages from 1; sheet is what the page's header says."""

    number: int
    sheet: str
    width: float
    height: float
    words: list[Word]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)


def pages_of(pdf: Path, sheets: Collection[str] | None) -> list[Page]:
    """Every page with its words. sheets: each page's header must hold one of these names, else KeyError; None: headers name none."""
    done = subprocess.run(["pdftotext", "-bbox", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True, timeout=120)
    pages = []
    for number, (width, height, body) in enumerate(PAGE.findall(done.stdout.decode()), 1):
        words = [Word(float(a), float(b), float(c), float(d), unescape(text)) for a, b, c, d, text in WORD.findall(body)]
        named = [word.text for word in words if word.top < HEADER_ZONE and word.text in sheets] if sheets is not None else [""]
        if not named:
            raise KeyError(f"page {number} names no sheet")
        pages.append(Page(number, named[-1], float(width), float(height), words))
    return pages


def lines_of(paper: Path) -> Iterator[list[Word]]:
    """The printed lines of each page of a paper from the top down: the words that end at one height, as one."""
    for page in pages_of(paper, None):
        lines: dict[int, Word] = {}
        for word in page.words:
            known = lines.setdefault(key := round(word.bottom), word)
            if known is not word:
                left, top = min(known.left, word.left), min(known.top, word.top)
                lines[key] = Word(left, top, max(known.right, word.right), word.bottom, known.text + word.text)
        yield [lines[key] for key in sorted(lines)]


def overlapping(page: Page) -> Iterator[tuple[str, str]]:
    """Pairs of words that are printed over each other: text that left its cell, or a row too low for its lines."""
    words = sorted(page.words, key=lambda word: word.top)
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            if other.top >= one.bottom:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > 1.5 and down > 0.35 * (one.bottom - one.top):
                yield one.text, other.text


def letter_size(word: Word) -> float:
    """Points of the letters: the box around a word of Noto Sans CJK is 1.3 times as high."""
    return (word.bottom - word.top) / 1.3


def assert_readable(page: Page, width: int, headers: Collection[str]) -> None:
    """Nothing is cut, lies over something else or is too small to read; the page has its width in points and shows every header."""
    assert "###" not in page.text
    assert "#NAME" not in page.text
    assert list(overlapping(page)) == []
    assert min(word.left for word in page.words) >= 20
    assert max(word.right for word in page.words) <= page.width - 20
    assert round(page.width) == width
    inside = [word for word in page.words if word.top > HEADER_ZONE and word.bottom < page.height - 30]
    assert min(letter_size(word) for word in inside) >= 5.7
    assert set(headers) <= {word.text for word in page.words}
