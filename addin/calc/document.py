"""A Calc document and its number formats, which tell dates and booleans from numbers."""

import re
from collections.abc import Callable
from typing import Any

from addin.a1 import Area
from addin.calc.bridge import Remote, UnoError, struct
from addin.calc.inside import DATE, LOGICAL
from addin.calc.office import Office

TIME = 4
DAY, MOMENT, GENERAL = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "General"


class Document:
    """One open document. Its collections, its number formats and the objects of its sheets and tables are asked for once: each new
    object takes ten times as long as a property.

    database_ranges: name → object, which asks Calc by this name each time.
    still: names that were asked for since the screen stands still, by the object's id: xlwings compares sheets and books a dozen times
    for each block that is written. None while it moves.
    table_sheets: name → number of the sheet that a table was last seen on, for the sheets `sheet_order`.
    """

    def __init__(self, remote: Remote, office: Office) -> None:
        self.remote, self.office = remote, office
        self.uid: str = remote.RuntimeUID
        self._formats: Remote = remote.NumberFormats
        self._english = struct("lang.Locale", Language="en", Country="US")
        self._kinds: dict[int, int] = {}
        self._texts: dict[int, str] = {}
        self.database_ranges: dict[str, Remote] = {}
        self.table_sheets: dict[str, int] = {}
        self.sheet_order: tuple[str, ...] = ()
        self.sheets: Remote = remote.Sheets
        self.tables: Remote = remote.DatabaseRanges
        self.names: Remote = remote.NamedRanges
        self.sheet_objects: dict[str, Remote] = {}
        self.still: dict[int, tuple[Remote, str]] | None = None

    def known_sheet(self, name: str) -> Remote | None:
        """The sheet of this very name if its object is known: it is asked whether it has the name still."""
        known = self.sheet_objects.get(name)
        return known if known is not None and self._name_now(known) == name else None

    @staticmethod
    def _name_now(sheet: Remote) -> str | None:
        """None for a sheet that has been deleted."""
        try:
            name: str = sheet.Name
        except UnoError:
            return None
        return name

    def sheet(self, name: str) -> Remote:
        """The sheet of this very name, which there is."""
        known = self.known_sheet(name)
        if known is None:
            known = self.sheet_objects[name] = self.sheets.getByName(name)
        return known

    def name_of(self, remote: Remote, ask: Callable[[], str]) -> str:
        """What `ask` says, asked once while the screen stands still."""
        if self.still is None:
            return ask()
        if id(remote) not in self.still:
            self.still[id(remote)] = remote, ask()  # the object is held, so that no other gets its id
        return self.still[id(remote)][1]

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """A function of `inside`."""
        return self.office.ask(function, *arguments)

    def format_key(self, text: str) -> int:
        """The key of a number format, written as in an English Excel; made when the document has none such."""
        key: int = self._formats.queryKey(text, self._english, False)
        if key == -1:
            key = self._formats.addNew(text, self._english)
        return key

    def boolean_key(self) -> int:
        key: int = self._formats.getStandardFormat(LOGICAL, self._english)
        return key

    def kind_of(self, key: int) -> int:
        """DATE, TIME, LOGICAL and others, added up."""
        if key not in self._kinds:
            self._kinds[key] = self._formats.getByKey(key).Type
        return self._kinds[key]

    def format_text(self, key: int) -> str:
        """A number format as an English Excel writes it, whatever language the office speaks."""
        if key not in self._texts:
            made = self._formats.getByKey(key)
            text, locale = made.FormatString, made.Locale
            if locale.Language != "en":  # "" is the language of the office: General may be 常规 there
                text = self._formats.getByKey(self._formats.addNewConverted(text, locale, self._english)).FormatString
            self._texts[key] = _small_letters(text) if self.kind_of(key) & (DATE | TIME) else text
        return self._texts[key]

    def several(self, sheet: int, areas: list[Area]) -> Remote:
        """Many rectangles of one sheet as one object, so that a property is set on all at once. sheet from 0, areas from 1."""
        ranges: Remote = self.remote.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddresses(tuple(range_address(sheet, area) for area in areas), False)
        return ranges


def range_address(sheet: int, area: Area) -> Any:
    """A rectangle as UNO names it. sheet from 0, area from 1."""
    return struct(
        "table.CellRangeAddress",
        Sheet=sheet,
        StartRow=area.top - 1,
        StartColumn=area.left - 1,
        EndRow=area.bottom - 1,
        EndColumn=area.right - 1,
    )


def area_of(address: Any) -> Area:
    """The rectangle that a UNO address names, counted from 1."""
    return Area(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def _small_letters(text: str) -> str:
    """YYYY-MM-DD → yyyy-mm-dd; quoted texts, brackets such as [$-804] and AM/PM stay."""
    parts = re.split(r'("[^"]*"|\\.|\[\$[^\]]*\]|AM/PM|A/P)', text)
    return "".join(part if index % 2 else part.lower() for index, part in enumerate(parts))
