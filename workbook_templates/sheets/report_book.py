"""A workbook of values that is handed to somebody: made in memory, the same input the same bytes."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import xlsxwriter

from workbook_templates.sheets.style import Styles, Workbook


def made(company: str, day: dt.date, title: str, fill: Callable[[Workbook, Styles], None]) -> bytes:
    """The bytes of a workbook; the same input gives the same bytes."""
    stream = BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, settings)
    created = dt.datetime.combine(day, dt.time())
    book.set_properties({"title": title, "author": "督办办公室", "company": company, "created": created})
    fill(book, Styles(book))
    book.close()
    return stream.getvalue()
