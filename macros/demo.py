"""duban demo: the sample company's master workbook, and the round of actions run once on it."""

import dataclasses
import datetime as dt
from pathlib import Path

from addin.closed.file_book import FileBook
from macros.close import close
from macros.refresh import refresh
from macros.steps.master_file import create
from macros.steps.report import Options, Progress, Report, silent
from workbook_templates.sample import sample_rows
from workbook_templates.sample.company import COMPANY_NAME

CLOSINGS = (
    ("2026Q1", dt.date(2026, 4, 13)),
    ("2026Q2", dt.date(2026, 7, 13)),
    ("2026H1", dt.date(2026, 7, 13)),
    ("2026Q3", dt.date(2026, 10, 15)),
)
"""The periods that were closed by the end of the year, each on the day of its review meeting."""


def demo(folder: Path, options: Options, progress: Progress) -> Report:
    """演示."""
    book = create(folder, sample_rows(), COMPANY_NAME, options, progress)
    close_earlier_periods(book, options, progress)
    report = refresh(FileBook(book), options, progress)
    message = f"已在 {book} 建好示范供电公司的总台账并完整跑了一遍。用 Excel、WPS 或 LibreOffice 打开看看。"
    return dataclasses.replace(report, action="demo", messages=(message, *report.messages))


def close_earlier_periods(book: Path, options: Options, progress: Progress) -> None:
    """Close the quarters before the last, and the first half-year, as the office did on those days."""
    for period, day in CLOSINGS:
        progress(f"定稿 {period}")
        now = dt.datetime.combine(day, dt.time(17))
        close(FileBook(book), Options(now, options.operator, day, {"period": period, "anyway": True}), silent)
