"""The workbook that one addressee receives: 说明, its rows, blank forms; no macro, nothing of anybody else.

Only a scoring sheet holds formulas: those of its own rows.
"""

import datetime as dt
import io
import warnings

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from workbook_templates.sent.sent_file import Batch, SentFile
from workbook_templates.sent.sent_guide import write_guide
from workbook_templates.sent.sent_identity import BATCH_LABEL, GUIDE, HIDDEN
from workbook_templates.sent.sent_kinds import kind_of
from workbook_templates.sent.sent_sheet import write_form, write_rows
from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.style import BLUE, GREEN, NAVY, RED, Styles, Workbook
from workbook_templates.sheets.table_sheet import BODY, TableWorksheet

VERSION = "1"


def sent_workbook(addressee: SentFile, batch: Batch) -> bytes:
    """The whole file. The same input gives the same bytes. ValueError for a text that no cell holds."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter only warns when it leaves out a table or a check
        settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
        book = xlsxwriter.Workbook(target, settings)
        fill(book, addressee, batch)
        book.close()
    return target.getvalue()


def fill(book: Workbook, addressee: SentFile, batch: Batch) -> None:
    """All sheets in the order of the tabs; a table without rows has none."""
    styles, kind = Styles(book), kind_of(addressee.name)
    book.set_properties({"title": kind.words.title, "created": dt.datetime.combine(batch.day, dt.time())})
    book.set_calc_mode("auto", 191029)
    book.calc_on_load = False
    book.set_size(28800, 15000)
    shown = [name for name in kind.sheets if addressee.tables.get(name)]
    guide = book.add_worksheet(GUIDE, Worksheet)
    guide.set_tab_color(RED)
    write_guide(guide, styles, addressee, batch, [*shown, *kind.forms])
    for name in shown:
        sheet = book.add_worksheet(name, TableWorksheet)
        sheet.set_tab_color(NAVY)
        write_rows(sheet, kind.sheets[name], styles, addressee, batch)
    numbers = own_numbers(addressee)
    for name, table in kind.forms.items():
        sheet = book.add_worksheet(name, TableWorksheet)
        sheet.set_tab_color(GREEN if name == "申报" else BLUE)
        write_form(sheet, table, styles, addressee, batch, numbers)
    hide_identity(book, styles, addressee, batch)
    guide.activate()


def own_numbers(addressee: SentFile) -> str:
    """The cells with the 编号 of the department's items; "" where it has none."""
    rows = addressee.tables.get("督办台账")
    return f"='督办台账'!$A${BODY + 1}:$A${BODY + len(rows)}" if rows else ""


def hide_identity(book: Workbook, styles: Styles, addressee: SentFile, batch: Batch) -> None:
    """The hidden sheet: one label and its value a row."""
    sheet = book.add_worksheet(HIDDEN, Worksheet)
    style = styles(num_format="@")
    values = (batch.number, addressee.name, str(batch.day), VERSION)
    for row, pair in enumerate(zip((BATCH_LABEL, kind_of(addressee.name).words.label, "基准日", "版本"), values, strict=True)):
        for place, value in enumerate(pair):
            write_value(sheet, row, place, value, style)
    sheet.set_column(0, 1, 18)
    sheet.protect("")
    sheet.hide()
