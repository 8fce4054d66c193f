"""What is typed below an input table: Excel takes further rows into the table, LibreOffice and some versions of WPS do not.

Rows that follow without a gap and look like rows of the table belong to it: it is read with them, and the next write draws its border
around them. A sum, a signature or a remark is none, and neither is what comes after it: that is left where it stands, and told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from addin.formulas import moved, reads
from addin.table_part import TablePart
from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.side_lines import is_row
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import RowsBelow, Value

INPUT = frozenset(name for name, table in TABLES.items() if table.group in ("设置", "日常"))
"""The tables that people type into; a result or a log has nothing of theirs below it that could be one of its rows."""


class LineBelow(NamedTuple):
    """A filled row below a table. cells: header → value, of its filled cells. alike: whether it looks like a row of the table."""

    number: int
    cells: Mapping[str, Value]
    alike: bool


def line_below(table: TablePart, number: int, values: Mapping[int, Value], formulas: Mapping[tuple[int, int], str]) -> LineBelow:
    """A row of the sheet below the table. values: column of the sheet → what its filled cells show; formulas: (row, column) → text without
    its equals sign, of the row itself and of the table's last."""
    cells = {plain(table.headers[column - table.area.left]): value for column, value in values.items()}
    sums = any(_sums(table, formulas, number, column) for column in values)
    return LineBelow(number, cells, not sums and is_row(TABLES[table.name], cells))


def _sums(table: TablePart, formulas: Mapping[tuple[int, int], str], row: int, column: int) -> bool:
    """Whether a formula is one over the table's rows, and no copy of the one above it in the table."""
    text, above = formulas.get((row, column)), formulas.get((table.last, column))
    if text is None or (above is not None and moved(above, row - table.last) == text):
        return False
    read, body = reads(text), table.body
    if any(area.overlaps(body) and not area.holds(row, area.left) and area.top < area.bottom for sheet, area in read.areas if not sheet):
        return True
    return any(named.name.lower() == table.name.lower() and not re.search("#this row|@", named.columns.lower()) for named in read.names)


def with_lines(table: TablePart, lines: Iterable[LineBelow]) -> TablePart:
    """The table with the lines that are its rows, and with what is left below it; itself where nothing stands there."""
    last, left = _sorted_out(table, lines)
    if last == table.last and not left:
        return table
    return replace(table, area=table.area._replace(bottom=last), outgrown=last - table.last, below=tuple(_blocks(left)))


def _sorted_out(table: TablePart, lines: Iterable[LineBelow]) -> tuple[int, list[LineBelow]]:
    """The last row of the table, and the lines that are left. A sum or a signature beyond a gap stands where it should."""
    last, touching = table.last, table.last
    left: list[LineBelow] = []
    for line in lines:
        if line.number == last + 1 and line.alike:
            last = touching = line.number
            continue
        if line.number == touching + 1:
            touching = line.number
        if line.number == touching or line.alike:
            left.append(line)
    return last, left


def _blocks(lines: Sequence[LineBelow]) -> Iterator[RowsBelow]:
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
