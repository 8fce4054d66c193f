"""duban demo: the sample company's master workbook, and the round of actions run once on it."""

import dataclasses
from pathlib import Path

from addin.file_book import FileBook
from macros.new import create
from macros.refresh import refresh
from macros.report import Options, Progress, Report
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY


def demo(folder: Path, options: Options, progress: Progress) -> Report:
    """演示."""
    book = create(folder, sample_rows(), COMPANY, options, progress)
    report = refresh(FileBook(book), options, progress)
    message = f"已在 {book} 建好示范供电公司的总台账并完整跑了一遍。用 Excel、WPS 或 LibreOffice 打开看看。"
    return dataclasses.replace(report, action="demo", messages=(message, *report.messages))
