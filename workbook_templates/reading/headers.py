"""Which column of a table is which of ours: the one that bears our header exactly, else the only one that differs from it by nothing
that counts when names are compared. Reading and writing, in a file as in an open workbook, go by what is found here.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbook_templates.reading.characters import UNSEEN
from workbook_templates.reading.names import closed
from workbook_templates.tables import TABLES


class Beside(NamedTuple):
    """Columns of a table that may be taken for one of ours and are not.

    table: the table. header: ours. titles: theirs, as the sheet writes them. alone: no column bears our header, and there are several
    like it, so that ours is none of them."""

    table: str
    header: str
    titles: tuple[str, ...]
    alone: bool

    @property
    def words(self) -> str:
        """Their headers, with what nobody sees in them."""
        return "、".join(f"“{spelt(title)}”" for title in self.titles)


def places_of(header: str, titles: Sequence[str]) -> list[int]:
    """Where a header stands among the titles of a sheet: the places where it stands exactly, else those where it differs by blanks, line
    breaks, full-width forms or characters that nobody sees."""
    exact = [place for place, title in enumerate(titles) if title == header]
    return exact or [place for place, title in enumerate(titles) if closed(title) == header]


def place_of(header: str, titles: Sequence[str]) -> int | None:
    """Where a header stands: the first place where it stands exactly, else the only one like it; None where there is none, or several."""
    found = places_of(header, titles)
    return found[0] if len(found) == 1 or (found and titles[found[0]] == header) else None


def headers_of(table: str, titles: Sequence[str]) -> tuple[str, ...]:
    """The columns of a table by the names under which it is read and written (表头): ours as the schema has them, every other as it is.

    Two columns of one title are told apart by blanks after the later ones. A header for which several stand, none exactly, is nobody's."""
    named: list[str] = []
    for title in titles:
        while title in named:
            title += " "
        named.append(title)
    for header in TABLES[table].headers if table in TABLES else ():
        if header not in named and (place := place_of(header, named)) is not None:
            named[place] = header
    return tuple(named)


def beside_ours(table: str, headers: Sequence[str]) -> list[Beside]:
    """The columns beside ours that bear nearly the same header. headers: as `headers_of` gives them."""
    return beside(table, TABLES[table].headers, headers) if table in TABLES else []


def beside(table: str, ours: Sequence[str], titles: Sequence[str]) -> list[Beside]:
    """Titles that are like one of these headers of ours, and not it."""
    near: dict[str, list[str]] = {}
    for title in titles:
        if title not in ours:
            near.setdefault(closed(title), []).append(title)
    return [Beside(table, header, tuple(near[header]), header not in titles) for header in ours if header in near]


def all_beside(tables: Mapping[str, Sequence[str]]) -> list[Beside]:
    """The same for all tables of a workbook."""
    return [one for table in TABLES for one in beside_ours(table, tables.get(table, ()))]


def spelt(title: str) -> str:
    """A header with what nobody sees in it made visible: 编号␠."""
    shown = "".join("↵" if one in "\r\n" else "␠" if one.isspace() else one for one in title)
    return UNSEEN.sub("（看不见的字符）", shown)
