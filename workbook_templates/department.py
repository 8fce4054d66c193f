"""The workbook that one department receives: 说明, its rows, three blank forms; no macro, no formula, nothing of anybody else.

What a returned file says of itself: 督办批次 and 部门, as cells (label, then value to its right) on the hidden sheet 批次信息 and again
on 说明. Cells survive what names, properties and sheet names do not: re-saving by LibreOffice, WPS and openpyxl, renamed sheets,
inserted rows and columns, a copy of the sheets in a new workbook. `identity_in` finds them again.
"""

import datetime as dt
import io
import warnings
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workbook_templates.cell_writing import write_value
from workbook_templates.cells import plain, text_of
from workbook_templates.department_guide import IDENTITY_LABELS, write_guide
from workbook_templates.department_sheet import write_form, write_rows
from workbook_templates.department_tables import DEPARTMENT_TABLES, FORMS
from workbook_templates.grid import Row
from workbook_templates.sent_tables import Addressee, Batch
from workbook_templates.style import BLUE, GREEN, NAVY, RED, Styles, Workbook
from workbook_templates.table_sheet import BODY, TableWorksheet

GUIDE, HIDDEN = "说明", "批次信息"
VERSION = "1"


class Identity(NamedTuple):
    """What a department's file says of itself."""

    batch: str
    department: str


def department_workbook(department: Addressee, batch: Batch) -> bytes:
    """The whole file. The same input gives the same bytes. ValueError for a text that no cell holds."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves out a table or a check
        settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
        book = xlsxwriter.Workbook(target, settings)
        fill(book, department, batch)
        book.close()
    return target.getvalue()


def fill(book: Workbook, department: Addressee, batch: Batch) -> None:
    """All sheets in the order of the tabs; a table without rows has none."""
    styles = Styles(book)
    book.set_properties({"title": "督办部门表", "created": dt.datetime.combine(batch.day, dt.time())})
    book.set_calc_mode("auto", 191029)
    book.calc_on_load = False
    book.set_size(28800, 15000)
    shown = [name for name in DEPARTMENT_TABLES if department.tables.get(name)]
    guide = book.add_worksheet(GUIDE, Worksheet)
    guide.set_tab_color(RED)
    write_guide(guide, styles, department, batch, [*shown, *FORMS])
    for name in shown:
        sheet = book.add_worksheet(name, TableWorksheet)
        sheet.set_tab_color(NAVY)
        write_rows(sheet, DEPARTMENT_TABLES[name], department.tables[name], styles, department, batch)
    numbers = own_numbers(department)
    for name, table in FORMS.items():
        sheet = book.add_worksheet(name, TableWorksheet)
        sheet.set_tab_color(GREEN if name == "申报" else BLUE)
        write_form(sheet, table, styles, department, batch, numbers)
    hide_identity(book, styles, department, batch)
    guide.activate()


def own_numbers(department: Addressee) -> str:
    """The cells with the 编号 of the department's items; "" where it has none."""
    rows = department.tables.get("督办台账")
    return f"='督办台账'!$A${BODY + 1}:$A${BODY + len(rows)}" if rows else ""


def hide_identity(book: Workbook, styles: Styles, department: Addressee, batch: Batch) -> None:
    """The hidden sheet: one label and its value a row."""
    sheet = book.add_worksheet(HIDDEN, Worksheet)
    style = styles(num_format="@")
    values = (batch.number, department.name, str(batch.day), VERSION)
    for row, pair in enumerate(zip((*IDENTITY_LABELS, "基准日", "版本"), values, strict=True)):
        for place, value in enumerate(pair):
            write_value(sheet, row, place, value, style)
    sheet.set_column(0, 1, 18)
    sheet.protect("")
    sheet.hide()


def identity_in(rows: Iterable[Row]) -> Identity | None:
    """What the cells of one sheet say of the file; None where 督办批次 or 部门 does not stand there with a value to its right."""
    found: dict[str, str] = {}
    for row in rows:
        values = [text_of(value) for value in row if value is not None]
        for label, value in pairwise(values):
            if plain(label) in IDENTITY_LABELS and value.strip():
                found.setdefault(plain(label), value.strip())
    batch, department = (found.get(label, "") for label in IDENTITY_LABELS)
    return Identity(batch, department) if batch and department else None
