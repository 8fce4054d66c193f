"""Figures that stay recognisable while a paper is filled in: each is written between marks that say what it counts.

The marks are characters that no text may hold (Unicode non-characters); they are read from the filled paper, with their places,
and taken out of it again, so that proof.py knows where each figure stands, whatever words the office has put around it.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

BEGIN, MIDDLE_MARK, END = "\ufdd0", "\ufdd1", "\ufdd2"
MARKED = re.compile(f"{BEGIN}([^{BEGIN}{MIDDLE_MARK}{END}]*){MIDDLE_MARK}([^{BEGIN}{MIDDLE_MARK}{END}]*){END}")
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u2028\u2029]")
"""Control characters, halves of characters and non-characters: no part of a text, and trouble in XML."""
Role: TypeAlias = Literal["total", "part", "row"]
"""total: the figure as a whole; part: what one row gives to it; row: the number of a row, which counts one."""
Value: TypeAlias = Fraction | int | tuple[Fraction | int, Fraction | int]
"""A count, or numerator and denominator of a rate."""

ROLES: dict[Role, str] = {"total": "", "part": "+", "row": "#"}


@functools.total_ordering
class Figure:
    """A figure in the context of a template: prints its text between marks, compares as its value, is false when it is nothing."""

    __slots__ = ("name", "role", "text", "value")

    def __init__(self, name: str, value: Value, text: str = "", role: Role = "total") -> None:
        self.name, self.value, self.role = name, value, role
        self.text = text or str(value)

    def __str__(self) -> str:
        return f"{BEGIN}{ROLES[self.role]}{self.name}{MIDDLE_MARK}{self.text}{END}"

    def __repr__(self) -> str:
        return f"Figure({ROLES[self.role]}{self.name} {self.text})"

    def __bool__(self) -> bool:
        return bool(self.value[1] if isinstance(self.value, tuple) else self.value)

    def __eq__(self, other: object) -> bool:
        return self.number == other

    def __lt__(self, other: float) -> bool:
        return self.number < other

    def __hash__(self) -> int:
        return hash((self.name, self.text, self.role))

    @property
    def number(self) -> Fraction | int:
        """What a condition in a template compares; of a rate its share."""
        if not isinstance(self.value, tuple):
            return self.value
        return Fraction(self.value[0]) / self.value[1] if self.value[1] else 0


def totals_in(context: object) -> Iterator[Figure]:
    """Every figure of the context that stands for a whole."""
    if isinstance(context, Figure):
        if context.role == "total":
            yield context
    elif isinstance(context, Mapping):
        for value in context.values():
            yield from totals_in(value)
    elif isinstance(context, list | tuple):
        for value in context:
            yield from totals_in(value)


class Found(NamedTuple):
    """A figure as it was read from a paper."""

    name: str
    role: Role
    text: str


def found_in(text: str) -> list[Found]:
    """The figures of a text, in order."""
    signs = {sign: role for role, sign in ROLES.items() if sign}
    figures = []
    for name, shown in MARKED.findall(text):
        role = signs.get(name[:1], "total")
        figures.append(Found(name.removeprefix(ROLES[role]), role, shown))
    return figures


def unmarked(text: str) -> str:
    """The text as it will be read."""
    return MARKED.sub(r"\2", text)


QUOTED = re.compile(r'"([^"\n]+)"')
QUOTED_WITHIN = re.compile(r"'([^'\n]*[\u4e00-\u9fff][^'\n]*)'")
DOTS = re.compile(r"(?<![\d.])\.{3,6}(?![\d.])")
"""What a keyboard writes for “”, ‘’ and ……."""


def printed(text: str) -> str:
    """A text from a cell as a paper prints it: with Chinese quotation marks and dots, its line breaks kept."""
    lines = re.split(r"\r\n|[\r\n\v\f\u2028\u2029\x85]", text)
    told = "\n".join(clean(line) for line in lines).strip("\n")
    return DOTS.sub("……", QUOTED_WITHIN.sub(r"‘\1’", QUOTED.sub(r"“\1”", told)))


def clean(text: str) -> str:
    """A text from a cell without what XML or the template engine would stumble over; line ends and tabs become blanks."""
    return FORBIDDEN.sub("", re.sub(r"[\t\r\n\v\f\u2028\u2029\x85]+", " ", text))


def half_of_last(text: str) -> Fraction:
    """Half of the last decimal that a figure shows, by which rounding may move it; 0 where it shows none, as a count does."""
    return Fraction(1, 2 * 10 ** len(text.partition(".")[2])) if "." in text and "%" not in text else Fraction(0)
