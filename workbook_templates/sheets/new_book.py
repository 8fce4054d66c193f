"""A workbook written anew by XlsxWriter: text stays text, and what XlsxWriter would leave out is an error, never a gap."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from workbook_templates.sheets.option_lists import absolute, define


class NewBook(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter ships no types
    """A workbook whose cells hold what they are given: no text becomes a formula, a link or a number."""

    def __init__(self, target: Path | BinaryIO) -> None:
        given = str(target) if isinstance(target, Path) else target
        super().__init__(given, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True})

    def name_range(self, name: str, sheet: str, row: int, column: int, height: int = 1, width: int = 1) -> None:
        """A defined name for the range that begins at row and column, counted from 0."""
        define(self, name, f"={sheet}!{absolute(row, column, height, width)}")


def write_book(book: NewBook, fill: Callable[[], None]) -> None:
    """Fill the book and close it. What XlsxWriter only warns of, such as a table or a check that it leaves out, is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fill()
        book.close()  # not by `with`, which would leave half a workbook behind after an error
