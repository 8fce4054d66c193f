"""Sheets of a book, and what a sheet has besides cells."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.a1 import LAST_COLUMN, LAST_ROW, Area, parse_area
from addin.calc.bridge import Remote
from addin.calc.cell_block import CONTENTS, EVERYTHING, FORMATS, STYLES
from addin.calc.document import Document, NamedSheet, area_of, range_address
from addin.calc.formula_text import sheet_prefix
from addin.calc.inside import used
from addin.calc.names import Names, unquoted
from addin.calc.notes import Note, notes_of
from addin.calc.properties import Flag, Listed, Of, With
from addin.calc.ranges import Range
from addin.calc.shapes import Shapes
from addin.calc.tables import Tables

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.books import Book


class Sheets(Listed["Sheet"], base_classes.Sheets):
    def __init__(self, book: "Book") -> None:
        self.book = book

    listed = Of[Remote]("book.document.sheets")
    api = Of[Any]("listed.native")

    @property
    def active(self) -> "Sheet":
        return self._named(self.book.remote.CurrentController.ActiveSheet.Name)

    def all(self) -> "list[Sheet]":
        return [*map(self._named, self.book.document.sheet_names())]

    def __call__(self, key: int | str) -> "Sheet":
        return self._named(self.book.document.sheet_names()[key - 1]) if isinstance(key, int) else self.named(key)

    def named(self, key: str) -> "Sheet":
        if (known := self.book.document.known_sheet(key)) is not None:
            return Sheet(self.book, known)
        for name in self.book.document.sheet_names():
            if name.casefold() == key.casefold():
                return self._named(name)
        raise KeyError(key)

    def _named(self, name: str) -> "Sheet":
        known = self.book.document.known_sheet(name)
        if known is None:
            raise KeyError(name)
        return Sheet(self.book, known)

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        """Before the active sheet when neither is given, as in Excel; the new sheet becomes active."""
        taken = {taken.casefold() for taken in self.listed.ElementNames}
        name = name or next(free for number in range(1, 100_000) if (free := f"Sheet{number}").casefold() not in taken)
        self.listed.insertNewByName(name, position(before, after) if before or after else self.active.index - 1)
        made = self(name)
        made.activate()
        return made


def position(before: "Sheet | None", after: "Sheet | None") -> int:
    """Where a new sheet goes, counted from 0."""
    return before.index - 1 if before else after.index if after else 0


class Sheet(base_classes.Sheet):
    def __init__(self, book: "Book", named: NamedSheet) -> None:
        self._book, self._named = book, named

    remote, document, book, api = Of[Remote]("_named.remote"), Of[Document]("_book.document"), Of["Book"]("_book"), Of[Any]("remote.native")
    known_as = Of[str]("_named.name")
    """The name that it had when it was last asked for."""

    @property
    def spot(self) -> Remote | str:
        """What `inside` is told: the name as long as it holds, because an object of its own takes long to get."""
        return self._named.name if self.document.holds(self._named.name) else self.remote

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """A function of `inside` that is told the document and this sheet."""
        return self.document.ask(function, self.document.remote, self.spot, *arguments)

    @property
    def name(self) -> str:
        """BookBusy when the sheet has been deleted."""
        return self.document.name_now(self._named) or str(self.remote.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.remote.Name = value
        document, known = self.document, self._named
        document.sheet_objects.pop(known.name, None)
        document.sheet_objects[value] = known
        known.name = value
        if document.still:
            document.still.clear()

    @property
    def prefix(self) -> str:
        """台账!"""
        return sheet_prefix(self.name)

    @property
    def index(self) -> int:
        """From 1."""
        number: int = self.remote.RangeAddress.Sheet
        return number + 1

    visible = Flag("remote.IsVisible")

    # Places

    def at(self, area: Area) -> Range:
        return Range(self, area)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """'A1:B2', '表!A1', a name, a table, (row, column), or the rectangle around two such. KeyError when there is none."""
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        found = self._one(arg1)
        if arg2 is not None:
            found = found.sheet.at(found.area.around(self._one(arg2).area))
        found.arg1_input = arg1 if isinstance(arg1, str) else ""
        return found

    def _one(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            if 0 in place[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            row, column, rows, columns = place if len(place) == 4 else (*place, 1, 1)  # (row, column, rows, columns) is xlwings' own
            return self.at(Area(row, column, row + rows - 1, column + columns - 1))
        text: str = place
        if "!" in text:
            sheet, _, text = text.rpartition("!")
            return self._book.sheets(unquoted(sheet.rpartition("]")[2] if not sheet.startswith("'") else sheet))._one(text)
        try:
            return self.at(parse_area(text))
        except ValueError:
            return self._called(text)

    def _called(self, text: str) -> Range:
        """The range of a name of this sheet or of the book, or the body of a table."""
        for names in (self.names, self._book.names):
            for name in names.own():
                if name.key.casefold() == text.casefold():
                    return name.refers_to_range
        tables = self.document.tables
        for key in tables.ElementNames:
            if key.casefold() == text.casefold():
                table = self._book.sheets(tables.getByName(key).DataArea.Sheet + 1).tables(key)
                return table.data_body_range or table.range
        raise KeyError(f"No such range: {text!r}")

    @property
    def cells(self) -> Range:
        return self.at(Area(1, 1, LAST_ROW, LAST_COLUMN))

    @property
    def used_range(self) -> Range:
        told = self.document.ahead.take("used", self.known_as) or self.document.ask(used, self.document.remote, self.known_as)
        left, top, right, bottom = told
        return self.at(Area(top + 1, left + 1, bottom + 1, right + 1))

    # The sheet as a whole

    def activate(self) -> None:
        self._book.remote.CurrentController.setActiveSheet(self.remote)

    select = activate

    def clear_contents(self) -> None:
        self.remote.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        self.remote.clearContents(FORMATS | STYLES)

    def clear(self) -> None:
        self.remote.clearContents(EVERYTHING)

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        name = self.name
        self.document.sheets.removeByName(name)
        self.document.sheet_objects.pop(name, None)
        if self.document.still:
            self.document.still.clear()

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Named like Excel's copies, 台账 (2)."""
        beside = before or after
        if beside is None:
            raise ValueError("before or after")
        there = beside.document.sheets
        taken = {name.casefold() for name in there.ElementNames}
        own = self.name
        name = next(made for number in range(2, 100_000) if (made := f"{own} ({number})").casefold() not in taken)
        if beside.document.uid == self.document.uid:
            there.copyByName(own, name, position(before, after))
            return
        if own.casefold() not in taken:
            there.importSheet(self._book.remote, own, position(before, after))
            return
        self.name = name  # a sheet keeps its name on the way, and the other book has one of this name
        try:
            there.importSheet(self._book.remote, name, position(before, after))
        finally:
            self.name = own

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        self.document.sheets.moveByName(self.name, position(before, after))

    # What lies on it

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    tables, shapes, notes = With[Tables](Tables), With[Shapes](Shapes), With[list[Note]](notes_of)
    freeze_panes = With["FreezePanes"](lambda sheet: FreezePanes(sheet))
    page_setup = With["PageSetup"](lambda sheet: PageSetup(sheet))


class FreezePanes(base_classes.FreezePanes):
    """Belongs to the view, so the sheet is shown for a moment."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """The rows and columns of this address stay: 'A1:B2', 'A:B' or '1:2'."""
        area = parse_area(frozen_range)
        self._freeze(0 if area.right == LAST_COLUMN else area.right, 0 if area.bottom == LAST_ROW else area.bottom)

    def unfreeze(self) -> None:
        self._freeze(0, 0)

    def _freeze(self, columns: int, rows: int) -> None:
        before = self.sheet.book.sheets.active
        self.sheet.activate()
        self.sheet.book.remote.CurrentController.freezeAtPosition(columns, rows)
        before.activate()


class PageSetup(base_classes.PageSetup):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    api = Of[Any]("sheet.api")

    @property
    def print_area(self) -> str | None:
        areas = self.sheet.remote.getPrintAreas()
        return self.sheet.at(area_of(areas[0])).address if areas else None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = (range_address(self.sheet.index - 1, self.sheet.range(value).area),) if value else ()
        self.sheet.remote.setPrintAreas(areas)
