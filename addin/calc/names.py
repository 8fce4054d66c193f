"""Defined names, of the book and of single sheets. What they refer to is text as Excel writes it."""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from addin.a1 import parse_area
from addin.calc.ahead import Ahead
from addin.calc.bridge import Remote, Told, struct
from addin.calc.document import area_of
from addin.calc.formula_text import sheet_prefix, to_calc, to_excel
from addin.calc.inside import contents_of
from addin.calc.properties import Listed, Of

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.books import Book
    from addin.calc.ranges import Range
    from addin.calc.sheets import Sheet


_A_BLOCK = re.compile(r"\$(?P<sheet>'(?:[^']|'')+'|\w+)\.(?P<cells>\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)")
"""$台账.$A$1:$B$2, as Calc writes what a name refers to."""


class Names(Listed["Name"], base_classes.Names):
    """Of a sheet when `sheet` is given, else of the book, which then shows those of its sheets too, as Excel does."""

    def __init__(self, book: "Book", sheet: "Sheet | None" = None) -> None:
        self.book, self.sheet = book, sheet

    @cached_property
    def listed(self) -> Remote:
        found: Remote = self.sheet.remote.NamedRanges if self.sheet else self.book.document.names
        return found

    api = Of[Any]("listed.native")

    def own(self) -> "list[Name]":
        """Without those of the sheets."""
        return [Name(self, key) for key in self.listed.ElementNames]

    def all(self) -> "list[Name]":
        found = self.own()
        if self.sheet is None:
            for sheet in self.book.sheets:
                found += sheet.names.own()
        return found

    def snapshot(self) -> "list[tuple[str, Name]]":
        return [(name.name, name) for name in self.all()]

    def named(self, key: str) -> "Name":
        if (content := self._content(key)) is not None:  # the usual case, without asking every sheet
            return Name(self, key, content)
        wanted = key.replace("'", "").casefold()
        for name in self.all():
            full = name.name.replace("'", "").casefold()
            if full == wanted or (self.sheet and name.key.casefold() == wanted):
                return name
        raise KeyError(key)

    def _content(self, key: str) -> str | None:
        """What the name of this very spelling refers to."""
        document, owner = self.book.document, self.sheet and self.sheet.name

        def found() -> str | None:
            content: str | None = document.ahead.take("name", owner, key)
            if content is None:
                content = document.name_contents.take(owner, key)
            if content is None:
                told = document.ask(contents_of, document.remote, self.sheet and self.sheet.spot, key)
                document.name_contents = Ahead(answers=[((owner, name), content) for name, content in told])
                content = document.name_contents.take(owner, key)
            return content

        content: str | None = document.told(("name", owner, key), found)
        return content

    contains = Listed.__contains__

    def add(self, name: str, refers_to: str) -> "Name":
        """A name with a sheet in front ('台账!率') is that sheet's. One that is there already refers to something else from now on."""
        if "!" in name:
            prefix, _, key = name.rpartition("!")
            names = self.book.sheets(unquoted(prefix)).names
        else:
            names, key = self, name
        if names.listed.hasByName(key):
            made = Name(names, key)
            made.refers_to = refers_to
            return made
        names.listed.addNewByName(key, to_calc(refers_to.removeprefix("=")), struct("table.CellAddress"), 0)
        return Name(names, key)


class Name(base_classes.Name):
    def __init__(self, names: Names, key: str, content: str | None = None) -> None:
        self.names, self.key, self._told = names, key, Told(content)

    @property
    def remote(self) -> Remote:
        found: Remote = self.names.listed.getByName(self.key)
        return found

    api = Of[Any]("remote.native")

    def delete(self) -> None:
        self.names.listed.removeByName(self.key)

    @property
    def name(self) -> str:
        """With the sheet in front when it is a sheet's own."""
        return (sheet_prefix(self.names.sheet.name) if self.names.sheet else "") + self.key

    @name.setter
    def name(self, value: str) -> None:
        key = value.rpartition("!")[2]
        self.remote.Name = key
        self.key = key

    @property
    def refers_to(self) -> str:
        return "=" + to_excel(self.remote.Content)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.remote.Content = to_calc(value.removeprefix("="))

    @property
    def refers_to_range(self) -> "Range":
        found = self.range_or_none()
        if found is None:
            raise XlwingsError(f"the name {self.name} refers to no range: {self.refers_to}")
        return found

    def range_or_none(self) -> "Range | None":
        """None for a name of a constant or a formula."""
        content = self._told.still() or self.remote.Content
        if plain := _A_BLOCK.fullmatch(content):  # the usual case, without asking for the cells
            sheet = unquoted(plain["sheet"])
            if sheet in self.names.book.sheets:
                return self.names.book.sheets(sheet).at(parse_area(plain["cells"]))
        cells = self.remote.ReferredCells
        if cells is None:
            return None
        address = cells.RangeAddress
        return self.names.book.sheets(address.Sheet + 1).at(area_of(address))


def unquoted(sheet: str) -> str:
    """'我的 表' → 我的 表"""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") and sheet.endswith("'") else sheet
