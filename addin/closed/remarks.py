"""What a person has put on the rows of a table besides values in its columns: comments, colours, hidden rows, words right of it.

Nothing of it goes with a row that is written elsewhere.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from addin.a1 import column_of, letters
from addin.closed.contents import Contents, contents
from addin.closed.guards import OWN, guarded, readable
from addin.closed.package import Package, tree
from addin.closed.plain_xml import MAIN
from addin.table_part import TablePart

_NOTED = re.compile(rb'<comment\b[^>]*? ref="([A-Z]+)([0-9]+)"')
_HIDDEN = re.compile(rb'<row r="([0-9]+)"[^>]* hidden="(?:1|true)"')
_FILLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?:[^>]*[^/>])?>(?!</c>)')
_STYLED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?: [a-rt-z]+="[^"]*")* s="([0-9]+)"')


class Remarks(NamedTuple):
    """Rows of the sheet, smallest first: those with a comment, those with a cell of another colour than its column, hidden ones, and those
    where something stands right of the table."""

    noted: tuple[int, ...]
    coloured: tuple[int, ...]
    hidden: tuple[int, ...]
    outside: tuple[int, ...]


def remarks_in(path: Path, rows: Mapping[str, Collection[int]]) -> dict[str, Remarks]:
    """Table → what stands on these rows of it; without those on which nothing stands. Raises FileRefused."""
    package = guarded(path, OWN)
    with readable(path.name):
        book = contents(package)
        known = [table for name in rows if (table := book.tables.get(name)) is not None]
        fills = _fills(package, book.workbook) if known else {}
        found = {table.name: _remarks(package, book, table, frozenset(rows[table.name]), fills) for table in known}
    return {name: one for name, one in found.items() if any(one)}


def _remarks(package: Package, book: Contents, table: TablePart, rows: Collection[int], fills: Mapping[bytes, str]) -> Remarks:
    sheet = book.sheets[table.sheet]
    xml, columns = package.plain(sheet), {letters(column).encode() for column in table.area.columns}
    notes = [place for part in package.related(sheet, "comments") for place in _NOTED.findall(package.plain(part))]
    noted = {int(digits) for name, digits in notes if name in columns}
    body = range(table.first, table.last + 1)
    cells = [(name, int(digits), fills.get(style, "")) for name, digits, style in _STYLED.findall(xml) if name in columns]
    counts: dict[bytes, Counter[str]] = {}
    for name, row, fill in cells:
        if row in body:
            counts.setdefault(name, Counter())[fill] += 1
    usual = {name: max(count, key=count.__getitem__) for name, count in counts.items()}
    coloured = {row for name, row, fill in cells if row in body and fill != usual[name]}
    hidden = set() if table.filtered else {int(digits) for digits in _HIDDEN.findall(xml)}  # a filter is lifted
    beyond = [(int(digits), column_of(name.decode())) for name, digits in _FILLED.findall(xml) if name not in columns]
    others = [other.area for other in book.on_sheet(table.sheet)]
    outside = {row for row, column in beyond if column > table.area.right and not any(area.holds(row, column) for area in others)}
    return Remarks(*(tuple(sorted(found.intersection(rows))) for found in (noted, coloured, hidden, outside)))


def _fills(package: Package, workbook: str) -> dict[bytes, str]:
    """Cell format → its fill, each by its index."""
    parts = package.related(workbook, "styles")
    formats = tree(package.read(parts[0])).find(f"{{{MAIN}}}cellXfs") if parts else None
    return {b"%d" % index: style.get("fillId", "0") for index, style in enumerate(formats if formats is not None else ())}
