"""What cells hold, block by block: values with their dates, booleans and errors, and formulas. Never a call per cell."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from addin.a1 import Area, Place, rectangles
from addin.calc import inside
from addin.calc.ahead import Peeked, peeked
from addin.calc.bridge import Remote, Told, UnoError
from addin.calc.document import DAY_FORMAT, GENERAL, MOMENT, corners_of
from addin.calc.formula_text import to_calc, to_excel
from addin.calc.inside import DATE, LOGICAL
from addin.calc.values import ErrorText, NumberTexts, SortedBlock, around, moment, sorted_block
from workbook_templates.reading.errors import BookRefused

if TYPE_CHECKING:  # the way back up: addin/calc/__init__.py says why
    from addin.calc.sheets import Sheet

VALUES, DATES, TEXTS, NOTES, FORMULAS, FORMATS, STYLES, EVERYTHING = 1, 2, 4, 8, 16, 32, 64, 1023
CONTENTS = VALUES | DATES | TEXTS | FORMULAS
"""What clearContents and queryContentCells are told (com.sun.star.sheet.CellFlags)."""

ERROR_CODES = {
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


class CellBlock:
    """A rectangle of cells of one sheet. area counted from 1."""

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self.sheet, self.area = sheet, area
        self._cells: Remote | None = None
        self._peeked: Told[Peeked] | None = None

    @property
    def cells(self) -> Remote:
        if self._cells is None:
            self._cells = self.sheet.remote.getCellRangeByPosition(*self.corners)
        return self._cells

    @property
    def corners(self) -> inside.Corners:
        """As UNO counts."""
        return corners_of(self.area)

    def part(self, area: Area) -> "CellBlock":
        """A rectangle within this one, counted from 0."""
        top, left = self.area.top, self.area.left
        return CellBlock(self.sheet, Area(top + area.top, left + area.left, top + area.bottom, left + area.right))

    # Values

    def _peek(self, with_kinds: bool) -> Peeked:
        ahead = self.sheet.document.ahead
        told = ahead.block(self.sheet.name, self.corners) if ahead.holds else None
        return told or peeked(self.sheet.ask(inside.peek, self.corners, with_kinds))

    def values(self) -> list[list[Any]]:
        """str, float, bool, datetime, ErrorText; '' for a blank."""
        found = self._peek(True)
        data = [*map(list, found.data)]
        for *part, kind in found.kinds:
            _convert(data, Area(*part), kind)
        if any(None in row for row in data):  # only an error is neither a number nor a text
            places = [(r, c) for r, row in enumerate(data) for c, value in enumerate(row) if value is None]
            formulas = {(row, column): text for row, column, text in found.formulas}
            for (r, c), text in self._errors(places, formulas).items():
                data[r][c] = ErrorText(text)
        self._peeked = Told(found)
        return data

    def _errors(self, places: list[Place], formulas: Mapping[Place, str]) -> dict[Place, str]:
        """The code of each error cell. Calc tells it cell by cell only, so one cell of each formula is asked."""
        asked: dict[Any, Place] = {}
        for place in places:
            asked.setdefault(formulas.get(place, place), place)
        numbers = self.sheet.ask(inside.errors, self.corners, tuple(asked.values()))
        codes = {key: ERROR_CODES.get(number, "#VALUE!") for key, number in zip(asked, numbers, strict=True)}
        return {place: codes[formulas.get(place, place)] for place in places}

    def write(self, block: Sequence[Sequence[Any]]) -> None:
        """Values, dates, booleans and formulas ('=…') in the shape of the area. BookRefused where nothing may be written."""
        made = sorted_block(block)
        has_formats = bool(made.days or made.moments or made.booleans or made.has_numbers)
        kinds = self._put(made, DATE | LOGICAL if has_formats else 0)
        if has_formats:
            self._set_formats(made, kinds)

    def put(self, made: SortedBlock) -> None:
        """The values and formulas alone, no number format."""
        self._put(made, 0)

    def _put(self, made: SortedBlock, mask: int) -> Sequence[Any]:
        """Rows grow with their texts only where they may: wrapped, or with a break. Returns where number formats are of a kind in mask.

        Cells with a note, which Calc would delete when a block is written over it, are written one by one."""
        breaks = any(type(value) is str and "\n" in value for row in made.data for value in row)

        def send(noted: set[Place]) -> Any:
            areas = around(len(made.data), len(made.data[0]), noted) if noted else [Area(0, 0, len(made.data) - 1, len(made.data[0]) - 1)]
            data = tuple((area, _cut(made.data, area)) for area in areas)
            texts = []
            for area in rectangles(made.formulas.keys() - noted):
                columns = range(area.left, area.right + 1)
                rows = tuple(tuple(to_calc(made.formulas[r, c]) for c in columns) for r in range(area.top, area.bottom + 1))
                texts.append((area, rows))
            known = tuple(noted)
            return self._set(self.sheet.ask, inside.put_cells, self.corners, data, tuple(texts), known, breaks, mask)

        noted: set[Place] = set()
        while (answer := send(noted))[0]:
            noted |= set(answer[0])
        for place in noted:
            self._put_one(place, made.data[place[0]][place[1]], made.formulas.get(place))
        return answer[1]  # type: ignore[no-any-return]

    def _put_one(self, place: Place, value: str | float, formula: str | None) -> None:
        cell = self.cells.getCellByPosition(place[1], place[0])
        if formula or value == "":
            self._set(cell.setFormula, to_calc(formula or ""))
        else:
            self._set(cell.setString if isinstance(value, str) else cell.setValue, value)

    def _set(self, method: Any, *arguments: Any) -> Any:
        try:
            return method(*arguments)
        except UnoError as error:
            if "RuntimeException" in error.kinds and "traceback follows" not in str(error):  # that one would be a fault of ours
                where = f"{self.sheet.name} 第 {self.area.top}~{self.area.bottom} 行"
                raise BookRefused(f"{where}写不进去：工作表受保护，或者这里有数组公式、合并的单元格，请处理后再试") from error
            raise

    def _set_formats(self, made: SortedBlock, kinds: Sequence[Any]) -> None:
        """Dates and booleans get a format that shows them; a number is no boolean any more. kinds: where there are such formats."""
        dated: set[Place] = set()
        logical: set[Place] = set()
        for top, left, bottom, right, kind in kinds:
            places = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
            (dated if kind & DATE else logical).update(places)
        numbers = {(r, c) for r, c in logical if type(made.data[r][c]) is float}
        own = self.sheet.document
        self._format([place for place in made.days if place not in dated], lambda: own.format_key(DAY_FORMAT))
        self._format([place for place in made.moments if place not in dated], lambda: own.format_key(MOMENT))
        self._format([place for place in made.booleans if place not in logical], own.boolean_key)
        self._format([*numbers.difference(made.booleans, made.days, made.moments)], lambda: own.format_key(GENERAL))

    def _format(self, places: list[Place], key: Callable[[], int]) -> None:
        """One call, however scattered the cells are."""
        if places:
            top, left = self.area.top, self.area.left
            areas = [Area(top + a.top, left + a.left, top + a.bottom, left + a.right) for a in rectangles(places)]
            self.sheet.document.several(self.sheet.index - 1, areas).NumberFormat = key()

    # Formulas

    def formulas(self) -> tuple[tuple[str, ...], ...]:
        """As Excel writes them; a constant as its text, '' for a blank. Kept, so that whoever looks again may learn that they are the
        same."""
        document, key = self.sheet.document, (self.sheet.known_as, self.corners)
        same: tuple[tuple[str, ...], ...] | None = document.ahead.known("texts", *key)
        if same:
            return same
        found = (self._peeked and self._peeked.still()) or self._peek(False)
        made = tuple(map(tuple, self._texts(found)))
        document.texts[key] = found.digest, made
        return made

    def _texts(self, found: Peeked) -> list[list[str]]:
        numbers = NumberTexts()
        texts = [[value if value.__class__ is str else numbers[value] for value in row] for row in found.data]
        if any(None in row for row in texts):
            told = self.cells.getFormulaArray()
            texts = [[told[r][c] if text is None else text for c, text in enumerate(row)] for r, row in enumerate(texts)]
        for r, c, text in found.formulas:
            texts[r][c] = to_excel(text)
        return texts  # type: ignore[return-value]

    @property
    def array_formula(self) -> str | None:
        """The formula that fills this block, or that its first cell is part of; None when there is none."""
        text: str = self.cells.getArrayFormula() or self.cells.getCellByPosition(0, 0).getArrayFormula()
        return to_excel(text) if text else None

    @array_formula.setter
    def array_formula(self, text: str) -> None:
        self._set(self.cells.setArrayFormula, to_calc(text))


def _cut(data: Sequence[tuple[Any, ...]], area: Area) -> tuple[tuple[Any, ...], ...]:
    return tuple(row[area.left : area.right + 1] for row in data[area.top : area.bottom + 1])


def _convert(data: list[list[Any]], area: Area, kind: int) -> None:
    for row in data[area.top : area.bottom + 1]:
        for c in range(area.left, area.right + 1):
            value = row[c]
            if value.__class__ is not float:
                continue
            if kind & DATE:
                row[c] = moment(value)
            elif value in (0.0, 1.0):
                row[c] = bool(value)
