"""What an import and a superior's task package do alike: their rows into the workbook, and where the list of them lies."""

import datetime as dt
from pathlib import Path

from addin import outputs, store
from addin.book import Book
from udfs.exchange.import_lines import Import
from workbook_templates.tables import TABLES

IMPORT = "导入"
IMPORTS = "导入清单"


def stage(book: Book, result: Import) -> None:
    """Rows for the end of each table; columns that the workbook does not have stay out."""
    headers = book.tables()
    for name, rows in result.rows.items():
        used = [header for header in TABLES[name].headers if header in headers.get(name, ()) and any(header in row for row in rows)]
        book.append(name, used, [[row.get(header) for header in used] for row in rows])


def list_path(book: Path, file: Path, now: dt.datetime) -> Path:
    """The list of what became of each row of a file."""
    return outputs.place(book, IMPORTS, now.date()) / f"{IMPORTS}_{store.safe_name(file.stem)}_{now:%Y%m%d-%H%M%S}.xlsx"
