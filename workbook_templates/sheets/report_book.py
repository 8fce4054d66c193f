"""The workbooks that are written anew by XlsxWriter: text stays text, and what it leaves out is an error, never a gap."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO

from workbook_templates.sheets.new_book import NewBook
from workbook_templates.sheets.style import Styles, Workbook


def made(company: str, day: dt.date, title: str, fill: Callable[[Workbook, Styles], None]) -> bytes:
    """The bytes of a workbook; the same input gives the same bytes."""
    stream = BytesIO()
    book = NewBook(stream)
    created = dt.datetime.combine(day, dt.time())
    book.set_properties({"title": title, "author": "督办办公室", "company": company, "created": created})
    fill(book, Styles(book))
    book.close()
    return stream.getvalue()
