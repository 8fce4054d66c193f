"""The papers of the sample company as a run leaves them, and the tables they come from."""

from pathlib import Path

from docx import Document

from addin.closed.file_book import FileBook
from support.sending import rows_in
from workbook_templates.documents.render import pieces_of
from workbook_templates.tables.grid import Value

LISTED = 1
"""The exit status of a paper that was made: the sample company has cells that can't be read (product.md §4)."""


def texts(path: Path) -> list[str]:
    """Every paragraph of a paper."""
    return [piece.text for piece in pieces_of(Document(str(path)))]


def rows(home: Path, table: str) -> list[dict[str, Value]]:
    """A table of the master in this folder."""
    return rows_in(FileBook(home / "督办总台账.xlsm"), table)
