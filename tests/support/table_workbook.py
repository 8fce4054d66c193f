"""A workbook with given tables and names, and nothing else."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from support import book_contract
from workbook_templates.tables.grid import Row

counter = itertools.count()


def written(folder: Path, tables: book_contract.Tables, names: Mapping[str, Sequence[Row]] | None = None) -> Path:
    """A workbook with the tables on sheets of their own, not in their corners, and the names on another."""
    path = folder / f"账{next(counter)}.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, (headers, rows) in tables.items():
        sheet = book.add_worksheet(f"{name}的表单")
        lines = rows or [[None] * len(headers)]
        sheet.add_table(3, 2, 3 + len(lines), 1 + len(headers), {"name": name, "columns": [{"header": header} for header in headers]})
        dated = {place for row in lines for place, value in enumerate(row) if isinstance(value, dt.date)}
        for index, row in enumerate(lines):
            fill(sheet, 4 + index, 2, row, dict.fromkeys(dated, day))
    sheet = book.add_worksheet("名称")
    top = 1
    for name, block in (names or {}).items():
        for index, row in enumerate(block):
            fill(sheet, top + index, 1, row, {})
        book.define_name(name, f"=名称!$B${top + 1}:${'ABCDEF'[len(block[0])]}${top + len(block)}")
        top += len(block) + 1
    book.close()
    return path


def fill(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, values: Row, formats: dict[int, xlsxwriter.format.Format]) -> None:
    for place, value in enumerate(values):
        cell = row, column + place
        if isinstance(value, dt.date):
            sheet.write_datetime(*cell, value, formats[place])
        elif isinstance(value, str):
            sheet.write_string(*cell, value)
        elif value is None:
            sheet.write_blank(*cell, None, formats.get(place))
        else:
            sheet.write(*cell, value)
