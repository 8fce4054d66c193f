"""Blocks of an open sheet as our values: one call for the values, one for the formulas, a few for the number formats."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any

import xlwings as xw

from addin.a1 import Area, Place
from addin.cell_xml import ERRORS
from addin.changes import Body, rows_taken
from addin.number_formats import shown_besides, shows_percent
from addin.table_part import TablePart, cleaned, is_blank, normalised
from workbook_templates.reading.headers import headers_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import CellError, Grid, Row, Value

_EPOCH = dt.date(1899, 12, 30)

Formulas = Mapping[tuple[int, int], str]
"""(row, column) of the sheet → the formula, with its equals sign."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A block as it was read; area: its place on the sheet. A formula that is nothing but an error value counts as that value.
    texts: what the host calls its formulas, a constant as its text."""

    area: Area
    values: list[list[Value]]
    formulas: Formulas
    texts: Sequence[Sequence[str]]

    def look(self, row: int, column: int) -> Value:
        return self.values[row - self.area.top][column - self.area.left]


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table as it was read, without the blank rows at its end: what a commit compares with and puts back. texts: as in Cells."""

    part: TablePart
    rows: list[Row]
    formulas: Formulas
    texts: Sequence[Sequence[str]]

    @property
    def body(self) -> Body:
        return Body(self.part, self.rows, self.formulas.keys(), date1904=False)

    def grid(self, sheet: xw.Sheet) -> Grid:
        """What an action sees. Which cells show percent is asked now, and what a number among texts shows."""
        part, rows, first = self.part, self.rows, self.part.first

        def named(places: Iterable[tuple[int, int]]) -> frozenset[tuple[int, str]]:
            return frozenset((row - first, part.headers[column - part.area.left]) for row, column in places if row - first < len(rows))

        read = part.body._replace(bottom=first + len(rows) - 1)
        asked = [read._replace(left=left, right=right) for left, right in share_columns(part)] if rows else []
        percent = chain.from_iterable(percent_cells(range_at(sheet, area)) for area in asked)
        clean, unclean = cleaned(part, rows)
        return Grid(
            sheet=part.sheet,
            first_row=first,
            headers=part.headers,
            rows=clean,
            percent=named(percent),
            formulas=named(self.formulas),
            taken=rows_taken(part, self.formulas.keys()),
            shown={(row - first, part.headers[column - part.area.left]): text for (row, column), text in shown_texts(sheet, part, rows)},
            unclean=unclean,
            below=part.below,
        )

    def lies_in(self, book: xw.Book) -> bool:
        """Whether the table is still where it was when its place was asked for, which was before its cells were."""
        table = same_table(book, self.part)
        return table is not None and area_of_range(table.range) == self.part.drawn

    def stands_in(self, book: xw.Book) -> bool:
        """Whether the table is still where it was and holds what was typed into it; a formula may show something else. One call for all
        of its texts, as a formula is told too: a number that has become a text of the same look is not noticed, nor is it overwritten."""
        table = same_table(book, self.part)
        part = None if table is None else part_of(book.sheets[self.part.sheet], table)
        known = replace(self.part, area=self.part.drawn, outgrown=0, below=())
        return part == known and _block(range_at(book.sheets[known.sheet], self.part.body).formula) == self.texts


def range_at(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def area_of_range(place: xw.Range) -> Area:
    rows, columns = place.shape
    top, left = place.row, place.column
    return Area(top, left, top + rows - 1, left + columns - 1)


def read_cells(sheet: xw.Sheet, area: Area) -> Cells:
    """One block of a sheet: a call for the values, one for the formulas, one more where a text looks like an error."""
    place = range_at(sheet, area)
    raw = place.options(ndim=2, err_to_str=True).value
    formulas: dict[tuple[int, int], str] = {}
    told = _block(place.formula)
    suspects: list[tuple[int, int]] = []
    for r, (texts, values) in enumerate(zip(told, raw, strict=True)):
        line = "".join(texts)
        if "=" not in line and "#" not in line:
            continue
        for c, (text, value) in enumerate(zip(texts, values, strict=True)):
            if text[:1] == "=" and len(text) > 1 and text != value and text[1:] not in ERRORS:
                formulas[area.top + r, area.left + c] = text
            if isinstance(value, str) and value[:1] == "#":
                suspects.append((r, c))
    read = [
        [
            value  # a finite number less itself is 0
            if value is None or ((kind := value.__class__) is str and value) or (kind is float and value - value == 0.0)
            else from_host(value)
            for value in values
        ]
        for values in raw
    ]
    if suspects:  # an error and the text of its name look alike, but asked this way an error is a blank
        blank = place.options(ndim=2).value
        for r, c in suspects:
            if blank[r][c] is None:
                read[r][c] = CellError(str(read[r][c]))
    return Cells(area, read, formulas, told)


def _block(formulas: Any) -> Sequence[Sequence[str]]:
    """Rows of texts, also from a single cell."""
    return [[formulas]] if isinstance(formulas, str) else formulas


@lru_cache(maxsize=10_000, typed=True)
def from_host(value: object) -> Value:
    """What xlwings gives, in one form. Excel gives money as Decimal, and a time of day as a moment on the day its count begins."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime) and value.date() == _EPOCH:
        return normalised(value.time())
    return normalised(value)


def read_table(sheet: xw.Sheet, part: TablePart) -> LiveTable:
    """The body of a table without the blank rows at its end."""
    cells = read_cells(sheet, part.body)
    rows, first, left = cells.values, part.first, part.area.left
    filled = set(cells.formulas)
    while rows and is_blank(rows[-1], first + len(rows) - 1, left, filled):
        rows.pop()
    return LiveTable(part, [tuple(row) for row in rows], cells.formulas, cells.texts)


def share_columns(part: TablePart) -> list[tuple[int, int]]:
    """First and last of the columns where it matters whether a cell shows percent, since asking takes as long as reading them: those
    that the schema reads as shares or points of a percentage, and all of a table that it does not know."""
    area, table = part.area, TABLES.get(part.name)
    if table is None:
        return [(area.left, area.right)]
    shares = {column.header for column in table.columns if column.kind == "rate" or column.spec.points}
    return [(column, column) for column, header in enumerate(part.headers, area.left) if header in shares]


def shown_texts(sheet: xw.Sheet, part: TablePart, rows: Sequence[Row]) -> Iterator[tuple[Place, str]]:
    """Row and column on the sheet, and what is shown there. Asked only where a number stands in a column of texts or days, or a day in one
    of texts: in an ordinary workbook nowhere, and nothing is asked of the host."""
    kinds = {column.header: column.kind for column in TABLES[part.name].columns} if part.name in TABLES else {}
    for place, header in enumerate(part.headers):
        kind = kinds.get(header, "")
        odd = {"date": (float,), "time": (float,), "number": (), "rate": ()}.get(kind, (float, dt.date))
        lines = [line for line, row in enumerate(rows) if isinstance(row[place], odd)]
        if lines:
            column = part.area.left + place
            area = Area(part.first + lines[0], column, part.first + lines[-1], column)
            for where, code in formats_in(range_at(sheet, area)):
                for row in where.rows:
                    value = rows[row - part.first][place]
                    text = shown_besides(value, code) if isinstance(value, odd) else None
                    if text is not None:
                        yield (row, column), text


def formats_in(place: xw.Range) -> Iterator[tuple[Area, str]]:
    """The areas of a range that have one number format each: asked for the whole, then by column, then by halves of columns."""
    code = place.number_format
    rows, columns = place.shape
    if code is not None:
        yield area_of_range(place), code
    elif columns > 1:
        for column in range(columns):
            yield from formats_in(place[:, column])
    elif rows > 1:
        yield from formats_in(place[: rows // 2, :])
        yield from formats_in(place[rows // 2 :, :])


def percent_cells(place: xw.Range) -> Iterator[Place]:
    """(row, column) of every cell whose number format shows percent, blank ones too: the host knows the formats of rows and columns."""
    for area, code in formats_in(place):
        if shows_percent(code):
            yield from ((row, column) for row in area.rows for column in area.columns)


def table_parts(book: xw.Book) -> dict[str, TablePart]:
    """Every table with headers."""
    parts = (part_of(sheet, table) for sheet in book.sheets for table in sheet.tables)
    return {part.name: part for part in parts if part is not None}


def same_table(book: xw.Book, part: TablePart) -> Any:
    """The table as it is now; None when it has left its sheet."""
    if part.sheet not in book.sheets or part.name not in (tables := book.sheets[part.sheet].tables):
        return None
    return tables[part.name]


def part_of(sheet: xw.Sheet, table: Any) -> TablePart | None:
    """None without headers. `filtered` is not asked here: only a commit needs it."""
    header = table.header_row_range
    if header is None:
        return None
    area, totals = area_of_range(table.range), int(table.show_totals)  # side by side, which a host may answer at once
    (texts,) = header.options(ndim=2).value
    titles, name = tuple("" if text is None else str(text) for text in texts), table.name
    return TablePart(
        name=name,
        sheet=sheet.name,
        part="",
        area=area,
        headers=headers_of(name, titles),
        header_rows=1,
        totals_rows=totals,
        filtered=False,
        titles=titles,
    )
