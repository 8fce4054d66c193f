"""What is typed below an input table: Excel takes further rows into the table, LibreOffice and some versions of WPS do not.

Rows that follow without a gap and look like rows of the table belong to it: it is read with them, and the next write draws its border
around them. A sum, a signature or a remark is none, and neither is what comes after it: that is left where it stands, and told.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from addin.a1 import Area, parse_area
from addin.closed.sheet_rows import is_filled, split_row
from addin.closed.sheet_scan import formula_cells
from addin.formulas import moved, reads
from addin.table_part import Look, TablePart
from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.side_lines import is_row
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import RowsBelow, Value

INPUT = frozenset(name for name, table in TABLES.items() if table.group in ("设置", "日常"))
"""The tables that people type into; a result or a log has nothing of theirs below it that could be one of its rows."""
_ROW = re.compile(rb'<row r="([0-9]+)"')


class _Line(NamedTuple):
    """A filled row below a table. cells: header → value, of its filled cells. alike: whether it looks like a row of the table."""

    number: int
    cells: Mapping[str, Value]
    alike: bool


@dataclass(frozen=True, slots=True)
class _Below:
    """The part of a sheet below one of its tables."""

    table: TablePart
    xml: bytes
    look: Callable[[], Look]
    others: Sequence[Area]

    def lines(self) -> Iterator[_Line]:
        """The rows with something in the table's columns and in no other table, each as it is come to."""
        start = next((found.start() for found in _ROW.finditer(self.xml, self._near()) if int(found[1]) > self.table.last), -1)
        if start < 0:
            return
        end = self.xml.index(b"</sheetData>", start)
        tail = self.xml[start:end]
        if not is_filled(tail):
            return
        formulas: dict[tuple[int, int], str] | None = None
        left, right = self.table.area.left, self.table.area.right
        for text in re.split(rb"(?=<row r=)", tail)[1:]:
            places = [parse_area(name.decode()) for name, piece in split_row(text.strip()).cells.items() if is_filled(piece)]
            columns = [place.left for place in places if left <= place.left <= right]
            if not columns or any(area.overlaps(self.table.area._replace(top=places[0].top, bottom=places[0].top)) for area in self.others):
                continue
            number, look = places[0].top, self.look()
            cells = {plain(self.table.headers[column - left]): look(number, column) for column in columns}
            if b"<f" in text and formulas is None:
                formulas = {(cell.row, cell.column): cell.text for cell in formula_cells(self.table.sheet, self.xml)}
            sums = formulas is not None and b"<f" in text and any(self.sums(formulas, number, column) for column in columns)
            yield _Line(number, cells, not sums and is_row(TABLES[self.table.name], cells))

    def _near(self) -> int:
        """Where in the sheet's XML to look for what is below: at the last row of the table, if it has one."""
        return max(0, self.xml.find(b'<row r="%d"' % self.table.last))

    def sums(self, formulas: Mapping[tuple[int, int], str], row: int, column: int) -> bool:
        """Whether a formula is one over the table's rows, and no copy of the one above it in the table."""
        text, above = formulas.get((row, column)), formulas.get((self.table.last, column))
        if text is None or (above is not None and moved(above, row - self.table.last) == text):
            return False
        read, body = reads(text), self.table.body
        if any(
            area.overlaps(body) and not area.holds(row, area.left) and area.top < area.bottom for sheet, area in read.areas if not sheet
        ):
            return True
        return any(
            named.name.lower() == self.table.name.lower() and not re.search("#this row|@", named.columns.lower()) for named in read.names
        )


def with_rows_below(tables: Mapping[str, TablePart], sheet: str, xml: bytes, look: Callable[[], Look]) -> dict[str, TablePart]:
    """The input tables of one sheet below which something stands: with the rows that follow without a gap and look like theirs, and with
    what is left. look: what the sheet shows, asked for only where something stands there."""
    here = [table for table in tables.values() if table.sheet == sheet]
    grown = {}
    for table in here:
        if table.name in INPUT and not table.totals_rows:
            lines = _Below(table, xml, look, [other.area for other in here if other is not table]).lines()
            last, left = sorted_out(table, lines)
            if last > table.last or left:
                grown[table.name] = replace(
                    table, area=table.area._replace(bottom=last), outgrown=last > table.last, below=tuple(blocks(left))
                )
    return grown


def sorted_out(table: TablePart, lines: Iterable[_Line]) -> tuple[int, list[_Line]]:
    """The last row of the table, and the lines that are left. A sum or a signature beyond a gap stands where it should."""
    last, touching = table.last, table.last
    left: list[_Line] = []
    for line in lines:
        if line.number == last + 1 and line.alike:
            last = touching = line.number
            continue
        if line.number == touching + 1:
            touching = line.number
        if line.number == touching or line.alike:
            left.append(line)
    return last, left


def blocks(lines: Sequence[_Line]) -> Iterator[RowsBelow]:
    """The lines as stretches of rows without a gap that look alike."""
    found: RowsBelow | None = None
    for line in lines:
        if found is not None and (line.number, line.alike) == (found.last + 1, found.alike):
            found = found._replace(last=line.number)
            continue
        if found is not None:
            yield found
        text = next((text_of(value) for value in line.cells.values() if value is not None), "")
        found = RowsBelow(line.number, line.number, text, line.alike)
    if found is not None:
        yield found
