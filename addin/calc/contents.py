"""What cells hold, block by block: values with their dates, booleans and errors, and formulas. Never a call per cell."""

import contextlib
from collections.abc import Sequence
from typing import Any

from addin.a1 import Area, runs
from addin.calc.blocks import ErrorText, Place, Written, around, moment, rectangles, written
from addin.calc.bridge import Remote, UnoError
from addin.calc.document import DATE, DAY, GENERAL, LOGICAL, MOMENT, Document, is_mixed
from addin.calc.formula_text import to_calc, to_excel
from workbook_templates.errors import BookRefused

VALUES, DATES, TEXTS, NOTES, FORMULAS, FORMATS, STYLES, EVERYTHING = 1, 2, 4, 8, 16, 32, 64, 1023
CONTENTS = VALUES | DATES | TEXTS | FORMULAS
"""What clearContents and queryContentCells are told (com.sun.star.sheet.CellFlags)."""

ERRORS = {
    532: "#DIV/0!",
    32767: "#N/A",
    525: "#NAME?",
    508: "#NAME?",
    521: "#NULL!",
    503: "#NUM!",
    502: "#NUM!",
    524: "#REF!",
    519: "#VALUE!",
}
_FEW = 3


class Block:
    """A rectangle of cells of one sheet. sheet: the UNO sheet; area counted from 1."""

    def __init__(self, document: Document, sheet: Remote, area: Area) -> None:
        self.document, self.sheet, self.area = document, sheet, area
        self._raw: Sequence[Sequence[Any]] = ()
        self.cells: Remote = sheet.getCellRangeByPosition(area.left - 1, area.top - 1, area.right - 1, area.bottom - 1)

    def part(self, area: Area) -> "Block":
        """A rectangle within this one, counted from 0."""
        top, left = self.area.top, self.area.left
        return Block(self.document, self.sheet, Area(top + area.top, left + area.left, top + area.bottom, left + area.right))

    # Values

    def values(self) -> list[list[Any]]:
        """str, float, bool, datetime, ErrorText; '' for a blank."""
        self._raw = self.cells.getDataArray()
        data = [list(row) for row in self._raw]
        kinds = {type(value) for row in data for value in row}
        for left, right in runs(self._formatted_columns(data)) if float in kinds else ():
            part = self.part(Area(0, left, len(data) - 1, right))
            for area, kind in self.document.formatted(part.cells, part.area, DATE | LOGICAL):
                _convert(data, area._replace(left=area.left + left, right=area.right + left), kind)
        if type(None) in kinds:  # only an error is neither a number nor a text
            places = [(r, c) for r, row in enumerate(data) for c, value in enumerate(row) if value is None]
            for (r, c), text in self._errors(places).items():
                data[r][c] = ErrorText(text)
        return data

    def _formatted_columns(self, data: list[list[Any]]) -> set[int]:
        """Where a number may be a date or a boolean: in columns with dates or formulas, which Calc tells in one call, and with a 0 or 1.
        To ask how cells are formatted costs three calls and a new object for each way in which they are."""
        found = {column for row in data for column, value in enumerate(row) if value in (0.0, 1.0)}
        for address in self.cells.queryContentCells(DATES | FORMULAS).RangeAddresses:
            found.update(range(address.StartColumn + 1 - self.area.left, address.EndColumn + 2 - self.area.left))
        return found

    def _errors(self, places: list[Place]) -> dict[Place, str]:
        """The code of each error cell. Calc tells it cell by cell only, so many are told apart by the texts they give as formulas
        (two calls for all), and one cell of each kind is asked."""
        if len(places) <= _FEW:
            return {place: self._error(place) for place in places}
        rows, columns = zip(*places, strict=True)
        hull = Area(min(rows), min(columns), max(rows), max(columns))
        access = self.document.function_access()
        texts = access.callFunction("FORMULA", (self.part(hull).cells.native,))
        kinds: dict[Any, str] = {}
        found: dict[Place, str] = {}
        for r, c in places:
            text = texts[r - hull.top][c - hull.left] if texts else (r, c)
            if text not in kinds:
                kinds[text] = self._error((r, c))
            found[r, c] = kinds[text]
        return found

    def _error(self, place: Place) -> str:
        return ERRORS.get(self.cells.getCellByPosition(place[1], place[0]).getError(), "#VALUE!")

    def write(self, block: Sequence[Sequence[Any]]) -> None:
        """Values, dates, booleans and formulas ('=…') in the shape of the area. BookRefused where nothing may be written."""
        made = written(block)
        self.put(made)
        with self.document.heights_kept():
            self._set_formats(made)

    def put(self, made: Written) -> None:
        """The values and formulas alone, no number format. Rows grow with their texts only where they may: wrapped, or with a break."""
        grows = any(type(value) is str and "\n" in value for row in made.data for value in row)
        grows = grows or is_mixed(self.cells, "IsTextWrapped") or bool(self.cells.IsTextWrapped)
        noted, self._raw = self._noted(), ()
        with contextlib.nullcontext() if grows else self.document.heights_kept():
            if not noted:
                self._set(self.cells.setDataArray, tuple(made.data))
            else:
                for area in around(len(made.data), len(made.data[0]), noted):
                    lines = [row[area.left : area.right + 1] for row in made.data[area.top : area.bottom + 1]]
                    self._set(self.part(area).cells.setDataArray, tuple(lines))
            for area in rectangles(made.formulas.keys() - noted):
                formulas = [
                    [to_calc(made.formulas[r, c]) for c in range(area.left, area.right + 1)] for r in range(area.top, area.bottom + 1)
                ]
                self._set(self.part(area).cells.setFormulaArray, tuple(map(tuple, formulas)))
            for place in noted:
                self._put_one(place, made.data[place[0]][place[1]], made.formulas.get(place))

    def _noted(self) -> set[Place]:
        """Cells with a note, which Calc would delete when a block is written over it; they are written one by one."""
        notes = self.sheet.Annotations
        found: set[Place] = set()
        for number in range(notes.Count):
            position = notes.getByIndex(number).Position
            if self.area.holds(position.Row + 1, position.Column + 1):
                found.add((position.Row + 1 - self.area.top, position.Column + 1 - self.area.left))
        return found

    def _put_one(self, place: Place, value: str | float, formula: str | None) -> None:
        cell = self.cells.getCellByPosition(place[1], place[0])
        if formula or value == "":
            self._set(cell.setFormula, to_calc(formula or ""))
        else:
            self._set(cell.setString if isinstance(value, str) else cell.setValue, value)

    def _set(self, method: Any, data: Any) -> None:
        try:
            method(data)
        except UnoError as error:
            if "RuntimeException" in error.kinds:
                where = f"{self.sheet.Name} 第 {self.area.top}~{self.area.bottom} 行"
                raise BookRefused(f"{where}写不进去:工作表受保护,或者这里有数组公式、合并的单元格,请处理后再试") from error
            raise

    def _set_formats(self, made: Written) -> None:
        """Dates and booleans get a format that shows them; a number is no boolean any more."""
        if not (made.days or made.moments or made.booleans or made.has_numbers):
            return
        dated: set[Place] = set()
        logical: set[Place] = set()
        for area, kind in self.document.formatted(self.cells, self.area, DATE | LOGICAL):
            places = ((r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1))
            (dated if kind & DATE else logical).update(places)
        numbers = {(r, c) for r, c in logical if type(made.data[r][c]) is float}
        document = self.document
        self._format([place for place in made.days if place not in dated], document.format_key(DAY))
        self._format([place for place in made.moments if place not in dated], document.format_key(MOMENT))
        self._format([place for place in made.booleans if place not in logical], document.boolean_key())
        self._format([*numbers.difference(made.booleans, made.days, made.moments)], document.format_key(GENERAL))

    def _format(self, places: list[Place], key: int) -> None:
        """One call, however scattered the cells are."""
        if places:
            top, left = self.area.top, self.area.left
            areas = [Area(top + a.top, left + a.left, top + a.bottom, left + a.right) for a in rectangles(places)]
            self.document.several(self.sheet.RangeAddress.Sheet, areas).NumberFormat = key

    # Formulas

    def formulas(self) -> list[list[str]]:
        """As Excel writes them; a constant as its text, '' for a blank. Values that were read just before serve to tell texts from
        formulas: a text that has been typed meanwhile is still not taken for a formula unless it looks like one."""
        data, texts = self._raw or self.cells.getDataArray(), self.cells.getFormulaArray()
        return [[_formula(text, value) for text, value in zip(*rows, strict=True)] for rows in zip(texts, data, strict=True)]

    @property
    def array_formula(self) -> str | None:
        """The formula that fills this block, or that its first cell is part of; None when there is none."""
        text: str = self.cells.getArrayFormula() or self.cells.getCellByPosition(0, 0).getArrayFormula()
        return to_excel(text) if text else None

    @array_formula.setter
    def array_formula(self, text: str) -> None:
        self._set(self.cells.setArrayFormula, to_calc(text))


def _convert(data: list[list[Any]], area: Area, kind: int) -> None:
    for row in data[area.top : area.bottom + 1]:
        for c in range(area.left, area.right + 1):
            value = row[c]
            if type(value) is not float:
                continue
            if kind & DATE:
                row[c] = moment(value)
            elif value in (0.0, 1.0):
                row[c] = bool(value)


def _formula(text: str, value: Any) -> str:
    """Calc marks a text that looks like something else with an apostrophe; a text that looks like a formula is its own value."""
    if text == value:
        return text
    if isinstance(value, str) and text == f"'{value}":
        return value
    return to_excel(text)
