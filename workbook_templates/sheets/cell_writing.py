"""Values into cells: text always as text, and a cell that could not be written is an error, never a gap."""

import datetime as dt
import math
from collections.abc import Iterable

from workbook_templates.reading.characters import clean_text
from workbook_templates.sheets.style import Format, Sheet
from workbook_templates.tables.grid import CellError, Value, fitting

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


def write_value(sheet: Sheet, row: int, column: int, value: Value, style: Format) -> None:
    """Write one value at row and column counted from 0. ValueError for a text, number or place that no cell takes."""
    if value is None or value == "":
        done = sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        done = sheet.write_string(row, column, clean_text(value), style)
    elif isinstance(value, bool):
        done = sheet.write_boolean(row, column, value, style)
    elif isinstance(value, float | int):
        if not math.isfinite(value):
            raise ValueError(f"no cell holds {value}")
        done = sheet.write_number(row, column, value, style)
    elif isinstance(value, CellError):
        if value.code not in ERRORS:
            raise ValueError(f"no cell holds the error {value.code}")
        done = sheet.write_formula(row, column, f"={value.code}", style, value.code)
    elif isinstance(value, dt.date):  # a datetime is one
        done = sheet.write_datetime(row, column, value, style)
    else:
        raise TypeError(f"no cell holds a {type(value).__name__}")
    if done < 0:
        raise ValueError(f"row {row}, column {column}: not written ({done})")


def write_shown(sheet: Sheet, row: int, column: int, value: Value, style: Format) -> None:
    """The same in a list that only shows what stands elsewhere: a text too long for a cell is cut with ……."""
    write_value(sheet, row, column, fitting(value) if isinstance(value, str) else value, style)


def fill_row(sheet: Sheet, row: int, columns: Iterable[int], style: Format) -> None:
    """Blank cells in one format: a band, a rule, the ground of a heading."""
    for column in columns:
        write_value(sheet, row, column, None, style)


def write_rich(sheet: Sheet, row: int, column: int, pieces: list[object], style: Format) -> None:
    """One cell of text in several formats: format, text, format, text…"""
    if sheet.write_rich_string(row, column, *pieces, style) < 0:
        raise ValueError(f"row {row}, column {column}: text not written")
