"""Rows typed below an input table: Excel takes them into the table, LibreOffice and some versions of WPS do not.

They belong to the table all the same: nobody types below it anything but a further row. So the table is read with them, and
the next write draws its border around them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from addin.a1 import parse_area
from addin.closed.sheet_rows import is_filled, split_row
from addin.table_part import TablePart
from workbook_templates.tables import TABLES

INPUT = frozenset(name for name, table in TABLES.items() if table.group in ("设置", "日常"))
"""The tables that people type into; a result or a log has nothing of theirs below it that could be one of its rows."""


def with_rows_below(tables: Mapping[str, TablePart], sheet: str, xml: bytes) -> dict[str, TablePart]:
    """The input tables of one sheet that reach further down than their part says, with the rows that follow without a gap."""
    here = [table for table in tables.values() if table.sheet == sheet]
    grown = {}
    for table in here:
        if table.name in INPUT and not table.totals_rows:
            last = last_filled(table, xml, (other for other in here if other is not table))
            if last > table.last:
                grown[table.name] = replace(table, area=table.area._replace(bottom=last), outgrown=True)
    return grown


def last_filled(table: TablePart, xml: bytes, others: Iterable[TablePart]) -> int:
    """The last of the rows right below the table that hold something in its columns and in no other table."""
    taken = [other.area for other in others]
    last = table.last
    while True:
        row = table.area._replace(top=last + 1, bottom=last + 1)
        start = xml.find(b'<row r="%d"' % (last + 1))
        if start < 0 or any(area.overlaps(row) for area in taken):
            return last
        ends = [end for end in (xml.find(b"<row ", start + 1), xml.find(b"</sheetData>", start)) if end > 0]
        cells = split_row(xml[start : min(ends)].strip()).cells
        if not any(is_filled(piece) and row.overlaps(parse_area(name.decode())) for name, piece in cells.items()):
            return last
        last += 1
