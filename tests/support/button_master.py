"""The workbook whose buttons are tested."""

from pathlib import Path

from addin.closed.file_book import FileBook
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import silent
from support.year_end import OPTIONS
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY_NAME


def refreshed_master(parent: Path) -> Path:
    """The sample company, refreshed once, in a folder whose name has everything that could be misread on the way."""
    book = create(parent / "中文 目录 &(1) '甲' \"乙\" %20 𠮷", sample_rows(), COMPANY_NAME, OPTIONS, silent)
    refresh(FileBook(book), OPTIONS, silent)
    return book
