"""The rows below the input tables of a closed file, as its sheets' XML holds them (addin/rows_below.py)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from addin.a1 import Area, parse_area
from addin.closed.sheet_rows import is_filled, split_row
from addin.closed.sheet_scan import formula_cells
from addin.rows_below import INPUT, LineBelow, line_below, with_lines
from addin.table_part import Look, TablePart

_ROW = re.compile(rb'<row r="([0-9]+)"')


@dataclass(frozen=True, slots=True)
class _Below:
    """The part of a sheet below one of its tables."""

    table: TablePart
    xml: bytes
    look: Callable[[], Look]
    others: Sequence[Area]

    def lines(self) -> Iterator[LineBelow]:
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
            if b"<f" in text and formulas is None:
                formulas = {(cell.row, cell.column): cell.text for cell in formula_cells(self.table.sheet, self.xml)}
            yield line_below(self.table, number, {column: look(number, column) for column in columns}, formulas or {})

    def _near(self) -> int:
        """Where in the sheet's XML to look for what is below: at the last row of the table, if it has one."""
        return max(0, self.xml.find(b'<row r="%d"' % self.table.last))


def with_rows_below(tables: Mapping[str, TablePart], sheet: str, xml: bytes, look: Callable[[], Look]) -> dict[str, TablePart]:
    """The input tables of one sheet below which something stands: with the rows that follow without a gap and look like theirs, and with
    what is left. look: what the sheet shows, asked for only where something stands there."""
    here = [table for table in tables.values() if table.sheet == sheet]
    grown = {}
    for table in here:
        if table.name in INPUT and not table.totals_rows:
            found = with_lines(table, _Below(table, xml, look, [other.area for other in here if other is not table]).lines())
            if found is not table:
                grown[table.name] = found
    return grown
