"""The text of a formula: what it reads, and what it says when it is copied some rows or columns away."""

import re
from functools import lru_cache
from typing import NamedTuple

from addin.a1 import LAST_COLUMN, LAST_ROW, Area, column_of, letters, parse_area

ANYWHERE = frozenset("INDIRECT OFFSET CELL INFO".split())
"""These may read cells that they do not name, so they are taken to read the whole workbook. TODAY and RAND read none: what was saved of
them holds until a spreadsheet opens the file."""

_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
AREA = rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}})(?![\w.\\(\[!])"
BRACKET = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
"""A place, and the brackets after the name of a table, in the text of a formula."""
_TOKEN = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>'(?:[^']|'')+'!|(?:\[\d+\])?(?:[^\W\d][\w.]*)?!)
    | (?P<bracket>{BRACKET})
    | (?P<error>\#(?:N/A|DIV/0!|[A-Z_]+[!?]))
    | (?P<area>{AREA})
    | (?P<name>(?:[^\W\d]|\\)[\w.\\?]*)(?P<call>\s*\()?
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<colon>:)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


class Named(NamedTuple):
    """A defined name or a table in a formula; columns: the text in brackets after a table, such as `[[#This Row],[完成率]]`."""

    sheet: str | None
    name: str
    columns: str = ""


class Reads(NamedTuple):
    """What a formula names. A sheet of None is the formula's own. everything: it may read any cell."""

    areas: tuple[tuple[str | None, Area], ...]
    names: tuple[Named, ...]
    everything: bool


@lru_cache(maxsize=20_000)
def reads(formula: str) -> Reads:
    """Areas and names (defined names and tables) in a formula's text, which is without its leading `=`."""
    areas: list[tuple[str | None, Area]] = []
    names: list[Named] = []
    everything = external = False
    sheet: str | None = None
    before = ""
    for token in _TOKEN.finditer(formula):
        kind = token.lastgroup or ""
        if kind == "sheet":
            sheet, external, several = _sheet_named(token[0][:-1])
            everything |= several
            before = kind
            continue
        if kind == "area" and not external:
            areas.append((sheet, parse_area_or_all(token[0])))
        elif kind == "call" and token["name"].upper().rpartition(".")[2] in ANYWHERE:
            everything = True
        elif kind in ("name", "call") and not external:
            names.append(Named(sheet, token["name"]))
        elif kind == "bracket" and before == "name" and names:
            names[-1] = names[-1]._replace(columns=token[0])
        elif kind in ("colon", "bracket"):
            everything = True  # a range between two expressions, or columns of a table that is not named
        sheet, external, before = None, False, kind
    return Reads(tuple(areas), tuple(names), everything)


def parse_area_or_all(text: str) -> Area:
    """Digits that make no row, such as A0, can't be read; the widest meaning is the safe one."""
    try:
        return parse_area(text)
    except ValueError:
        return Area(1, 1, LAST_ROW, LAST_COLUMN)


def _sheet_named(prefix: str) -> tuple[str | None, bool, bool]:
    """Sheet, whether it lies in another workbook, whether it is a row of sheets (first:last)."""
    if prefix.startswith("'"):
        prefix = prefix[1:-1].replace("''", "'")
    book, bracket, sheet = prefix.rpartition("]")
    if bracket and book.rpartition("[")[2] != "0":
        return None, True, False
    return sheet or None, False, ":" in sheet


def moved(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as Excel would copy it `rows` down and `columns` to the right; a place off the sheet becomes #REF!."""

    def shift(token: re.Match[str]) -> str:
        return ":".join(_moved_corner(end, rows, columns) for end in token[0].split(":")) if token["area"] else token[0]

    text = _TOKEN.sub(shift, formula)
    return re.sub(r"#REF!:[^,)+\-*/&=<> ]+|(?<![\w#!'])[$A-Za-z0-9]+:#REF!", "#REF!", text) if "#REF!" in text else text


def _moved_corner(end: str, rows: int, columns: int) -> str:
    fixed_column, column, fixed_row, row = _CORNER.findall(end)[0]
    if column and not row:
        fixed_row = ""
    elif row and not column:
        fixed_column, fixed_row = "", fixed_column or fixed_row
    if column and not fixed_column:
        number = column_of(column) + columns
        if not 1 <= number <= LAST_COLUMN:
            return "#REF!"
        column = letters(number)
    if row and not fixed_row:
        number = int(row) + rows
        if not 1 <= number <= LAST_ROW:
            return "#REF!"
        row = str(number)
    return f"{fixed_column}{column}{fixed_row}{row}"
