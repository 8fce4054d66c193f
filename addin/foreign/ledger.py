"""A ledger that others keep, with its looks: hidden sheets, rows and columns, filters, merged cells.

To be called in a child with limits (reader.py). Cells come as from any file from outside (file.py), with what they show; openpyxl is asked
for the looks alone, and a file that it can't read is read without them, which is said.
"""

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from addin.a1 import parse_area
from addin.foreign.file import columns_of_days, foreign_sheets
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.reading.ledger_sheet import LedgerSheet, Merged


def ledger_sheets(path: Path) -> list[LedgerSheet]:
    """Every worksheet in the order of the tabs. Raises FileRefused."""
    sheets = foreign_sheets(path)
    try:
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception:
        return [LedgerSheet(sheet, seen=False) for sheet in sheets]
    looks = {look.title: look for look in book.worksheets}
    from_1904 = book.epoch == CALENDAR_MAC_1904
    return [with_looks(sheet, looks[sheet.name], from_1904) if sheet.name in looks else LedgerSheet(sheet, seen=False) for sheet in sheets]


def with_looks(cells: ForeignSheet, look: Any, from_1904: bool) -> LedgerSheet:
    """The sheet with what openpyxl sees of it."""
    hidden = {row - 1 for row, known in look.row_dimensions.items() if known.hidden}
    filtered = hidden & rows_filtered(look)
    merged = [Merged(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1) for area in look.merged_cells.ranges]
    width = max((len(row) for row in cells.rows), default=0)
    return LedgerSheet(
        cells,
        hidden=look.sheet_state != "visible",
        hidden_rows=frozenset(hidden - filtered),
        filtered_rows=frozenset(filtered),
        hidden_columns=frozenset(hidden_columns(look, width)),
        merged=tuple(sorted(merged)),
        from_1904=frozenset(range(width)) - columns_of_days(cells.rows) if from_1904 else frozenset(),
    )


def rows_filtered(look: Any) -> set[int]:
    """The rows below the header of every filter that is set, on the sheet or on a table of it."""
    rows: set[int] = set()
    for one in (look.auto_filter, *(table.autoFilter for table in look.tables.values())):
        if one is not None and one.ref and one.filterColumn:
            area = parse_area(one.ref.replace("$", ""))
            rows |= set(range(area.top, area.bottom))
    return rows


def hidden_columns(look: Any, width: int) -> set[int]:
    """The columns that are hidden, as far as the sheet has cells."""
    spans = [(known.min, known.max) for known in look.column_dimensions.values() if known.hidden and known.min and known.max]
    return {column - 1 for first, last in spans for column in range(first, min(last, width) + 1)}
