"""A workbook as a closed file: its values, and changes put into its parts without losing anything else."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from addin.closed.file_book import FileBook


def closed_book(path: Path) -> "FileBook":
    """A workbook as a file. What reads and writes files comes in now: a button on an open workbook mostly wants none of it."""
    from addin.closed.file_book import FileBook

    return FileBook(path)
