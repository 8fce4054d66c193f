"""Ledgers with what offices put into them besides plain rows: each made by openpyxl, as small as shows it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADER: list[Any] = ["序号", "督办事项", "责任部门", "责任人", "完成时限", "完成情况"]
ROW: list[Any] = [1, "修路", "运检部", "张三", "2026-06-30", "在修"]
Change = Callable[[Any, Any], object]


def odd_ledger(path: Path, rows: list[list[Any]], change: Change | None = None, title: str = "台账") -> Path:
    """A file with one sheet of these rows. change: what is done to the book and the sheet before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(book, sheet)
    book.save(path)
    return path


def counted_from_1904(book: Any, sheet: Any) -> None:
    """The file counts days from 1904; E2 holds 30 June 2026 as a bare number."""
    book.epoch = CALENDAR_MAC_1904
    sheet["E2"] = (dt.date(2026, 6, 30) - dt.date(1904, 1, 1)).days
    sheet["E2"].number_format = "General"


def filtered(book: Any, sheet: Any) -> None:
    """A filter that is set hides row 3; somebody hid row 4."""
    del book
    sheet.auto_filter.ref = f"A1:F{sheet.max_row}"
    sheet.auto_filter.add_filter_column(2, ["运检部"])
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True


def with_hidden_sheet(book: Any, sheet: Any) -> None:
    """A second sheet of the same kind that nobody sees."""
    del sheet
    other = book.create_sheet("旧账")
    other.sheet_state = "hidden"
    other.append(HEADER)
    other.append([1, "架桥", "安监部", "李四", "2026-07-31", None])
