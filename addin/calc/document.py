"""A Calc document and its number formats, which tell dates and booleans from numbers."""

import re
from collections.abc import Callable, Hashable
from typing import Any

from addin.a1 import Area
from addin.calc.ahead import Ahead
from addin.calc.bridge import Remote, Told, UnoError, struct
from addin.calc.inside import DATE, LOGICAL, Corners
from addin.calc.office import Office
from addin.calc.properties import Once

TIME = 4
_SHEETS = "sheets"
DAY_FORMAT, MOMENT, GENERAL = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "General"


class NamedSheet:
    """A sheet by its name. The object is asked for when it is needed, and is the sheet from then on, whatever name it gets."""

    def __init__(self, document: "Document", name: str) -> None:
        self._document, self.name = document, name
        self._remote: Remote | None = None

    @property
    def remote(self) -> Remote:
        if self._remote is None:
            self._remote = self._document.sheets.getByName(self.name)
        return self._remote

    def name_now(self) -> str | None:
        """None for a sheet that is not there any more."""
        if self._remote is None:
            return self.name if self._document.sheets.hasByName(self.name) else None
        try:
            name: str = self._remote.Name
        except UnoError:
            return None
        return name


class Document:
    """One open document. Its collections, its number formats and the objects of its sheets and tables are asked for once: each new
    object takes ten times as long as a property.

    database_ranges: name → object, which asks Calc by this name each time.
    still: what was asked for since the screen stands still, its own name and those of its sheets: xlwings compares sheets and books a dozen
    times for each block that is written. None while it moves.
    ahead: what was read before it is asked for. name_contents: the same, of defined names.
    texts: (sheet, place) → the digest of what a block held when it was last read, and its texts.
    table_sheets: name → the sheet that a table was last seen on, for the sheets `sheet_order`.
    """

    def __init__(self, remote: Remote, office: Office) -> None:
        self.remote, self.office = remote, office
        self.uid: str = remote.RuntimeUID
        self.english = struct("lang.Locale", Language="en", Country="US")
        self.database_ranges: dict[str, Remote] = {}
        self.table_sheets: dict[str, str] = {}
        self.sheet_order: tuple[str, ...] = ()
        self.sheet_objects: dict[str, NamedSheet] = {}
        self.still: dict[Hashable, Any] | None = None
        self.ahead = office.ahead.pop(self.uid, Ahead())
        self.name_contents = Ahead()
        self.texts: dict[tuple[str, Corners], tuple[str, tuple[tuple[str, ...], ...]]] = {}
        self._last: tuple[Hashable, Told[Any]] = None, Told(None)

    sheets, tables, names = Once[Remote]("remote.Sheets"), Once[Remote]("remote.DatabaseRanges"), Once[Remote]("remote.NamedRanges")
    _formats = Once[Remote]("remote.NumberFormats")

    def told(self, question: Hashable, ask: Callable[[], Any]) -> Any:
        """What `ask` says; what it said when this was the last question asked."""
        last, answer = self._last
        if last != question or (found := answer.still()) is None:
            found = ask()
            self._last = question, Told(found)
        return found

    def holds(self, name: str) -> bool:
        """Whether there is a sheet of this name, as far as that is known without asking."""
        return (self.still is not None and name in self.still.get(_SHEETS, ())) or (self.ahead.holds and name in self.ahead.sheets)

    def known_sheet(self, name: str) -> NamedSheet | None:
        """The sheet of this very name; None when there is none."""
        known = self.sheet_objects.get(name)
        if known is None or self.name_now(known) != name:
            known = NamedSheet(self, name)
            if self.name_now(known) is None:
                return None
            self.sheet_objects[name] = known
        return known

    def name_now(self, sheet: NamedSheet) -> str | None:
        """The name of a sheet, which the user may change; None when it is not there any more."""
        if self.still is not None and _SHEETS not in self.still:
            self.still[_SHEETS] = self.sheet_names()
        if not self.holds(sheet.name):
            name = sheet.name_now()
            if name is None:
                return None
            sheet.name = name
        return sheet.name

    def sheet_names(self) -> tuple[str, ...]:
        """In their order."""
        if self.ahead.holds:
            return self.ahead.sheets
        names: tuple[str, ...] = self.sheets.ElementNames
        return names

    def name_of(self, remote: Remote, ask: Callable[[], str]) -> str:
        """What `ask` says, asked once while the screen stands still."""
        if self.still is None:
            return ask()
        if remote not in self.still:
            self.still[remote] = ask()
        return str(self.still[remote])

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """A function of `inside`."""
        return self.office.ask(function, *arguments)

    def format_key(self, text: str) -> int:
        """The key of a number format, written as in an English Excel; made when the document has none such."""
        key: int = self._formats.queryKey(text, self.english, False)
        if key == -1:
            key = self._formats.addNew(text, self.english)
        return key

    def boolean_key(self) -> int:
        key: int = self._formats.getStandardFormat(LOGICAL, self.english)
        return key

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


def corners_of(area: Area) -> Corners:
    """A rectangle as the functions of `inside` are told."""
    return area.left - 1, area.top - 1, area.right - 1, area.bottom - 1


def area_of(address: Any) -> Area:
    """The rectangle that a UNO address names, counted from 1."""
    return Area(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def excel_format(text: str, kind: int) -> str:
    """A number format of Calc's as Excel writes it: YYYY-MM-DD → yyyy-mm-dd; quoted texts, brackets such as [$-804] and AM/PM stay."""
    if not kind & (DATE | TIME):
        return text
    parts = re.split(r'("[^"]*"|\\.|\[\$[^\]]*\]|AM/PM|A/P)', text)
    return "".join(part if index % 2 else part.lower() for index, part in enumerate(parts))
