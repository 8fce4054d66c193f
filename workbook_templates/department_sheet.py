"""One sheet of a department's workbook: title, who and which batch, a line of help, then a table in which only blue cells are unlocked.

Protected without a password, against slips and not against people: filtering, column widths and row heights stay free.
"""

from collections.abc import Sequence

from workbook_templates.cell_writing import write_rich, write_value
from workbook_templates.cells import written
from workbook_templates.column_styles import alignment, header_style, number_format
from workbook_templates.department_checks import Choices, add_department_checks, add_department_highlights
from workbook_templates.department_tables import FORM_ROWS, REPORTED
from workbook_templates.option_lists import column_letters
from workbook_templates.printing import A4
from workbook_templates.row_heights import column_width, row_measure, wraps
from workbook_templates.schema import Column, Kind, Table
from workbook_templates.sent_cells import same_line_ends
from workbook_templates.sent_tables import Addressee, Batch, SentRow
from workbook_templates.style import BLUE, FONT, LINE, NAVY, PAPER, SLATE, WHITE, Format, Sheet, Styles
from workbook_templates.table_sheet import BODY, HEADER, HELP, TITLE

FILLED, SHUT = "#DCEBFA", "#ECEFF3"
"""Fill of a cell that the department fills in, and of one in the same column that is not to be filled in here."""
ROOMY = 36.0
"""Points that a row has at least where somebody is to write prose."""
FREE = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
"""What stays allowed on a protected sheet."""


def write_rows(sheet: Sheet, table: Table, rows: Sequence[SentRow], styles: Styles, department: Addressee, batch: Batch) -> None:
    """A sheet of rows that the department reports on."""
    frame(sheet, table, len(rows), styles, department, batch)
    looks = [cell_style(styles, column, open_=column.spec.by == "部门") for column in table.columns]
    shut = {header: cell_style(styles, table.column(header), open_=False, bg_color=SHUT) for header in REPORTED[table.name]}
    places = [(place, column.header, column.kind) for place, column in enumerate(table.columns)]
    measure = row_measure(table)
    for number, row in enumerate(rows, BODY):
        values = [written(value) if value.__class__ is tuple else value for value in row.values]
        sheet.set_row(number, max(measure(values), ROOMY))  # type: ignore[arg-type]  # looks only at the texts among them
        for (place, header, kind), look, value in zip(places, looks, values, strict=True):
            write_cell(sheet, number, place, value, kind, shut[header] if header in row.locked else look)
    finish(sheet, table, len(rows), department, batch, Choices(department.people))
    add_department_highlights(sheet, table, styles, BODY, len(rows), batch.day)
    sheet.freeze_panes(BODY, 2)


def write_form(sheet: Sheet, table: Table, styles: Styles, department: Addressee, batch: Batch, numbers: str) -> None:
    """A blank form. numbers: the cells that hold the department's own 编号, as a formula; "" for none."""
    frame(sheet, table, FORM_ROWS, styles, department, batch)
    ready = [cell_style(styles, column, open_=True) for column in table.columns]
    for number in range(BODY, BODY + FORM_ROWS):
        sheet.set_row(number, ROOMY)
        for place, style in enumerate(ready):
            sheet.write_blank(number, place, None, style)
    finish(sheet, table, FORM_ROWS, department, batch, Choices(department.people, numbers))
    sheet.freeze_panes(BODY, 0)


def write_cell(sheet: Sheet, row: int, place: int, value: object, kind: Kind, style: Format) -> None:
    """One typed value; the many blanks, texts and dates by the short way."""
    if value is None or value == "":
        sheet.write_blank(row, place, None, style)
    elif kind == "date":
        sheet.write_datetime(row, place, value, style)
    else:
        write_value(sheet, row, place, same_line_ends(value) if isinstance(value, str) else written(value), style)


def cell_style(styles: Styles, column: Column, *, open_: bool, **more: object) -> Format:
    """White and locked, or blue and unlocked."""
    look = {"bg_color": FILLED, "locked": False} if open_ else {}
    return styles(
        num_format=number_format(column), text_wrap=wraps(column), border=1, border_color=LINE, **alignment(column), **look, **more
    )


def frame(sheet: Sheet, table: Table, rows: int, styles: Styles, department: Addressee, batch: Batch) -> None:
    """Title, help, column widths, the table with its header."""
    last = len(table.columns) - 1
    title = styles(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY, indent=1)
    helped = styles(font_color=SLATE, bg_color=PAPER, indent=1)
    sheet.set_row(TITLE, 30)
    sheet.set_row(HELP, 22)
    for place in range(1, last + 1):
        sheet.write_blank(TITLE, place, None, title)
        sheet.write_blank(HELP, place, None, helped)
    write_value(sheet, TITLE, 0, f"{table.name}　　{department.name}", title)
    blue = styles(font_color=BLUE, bold=True)
    plain = styles(font_color=SLATE)
    marked = "带红边的必填。" if any(column.spec.required for column in table.columns) else ""
    said = f"{table.help}{marked}　　批次 {batch.number}　基准日 {batch.day}"
    write_rich(sheet, HELP, 0, [blue, "■ ", plain, "只填蓝底的格子。" + said], helped)
    sheet.set_row(HEADER, 33)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column_width(column))
    looks = {(column.spec.by, column.spec.required): header_style(styles, column) for column in reversed(table.columns)}
    columns = [{"header": column.header, "header_format": looks[column.spec.by, column.spec.required]} for column in table.columns]
    options = {"name": table.name, "columns": columns, "style": None, "autofilter": True}
    if sheet.add_table(HEADER, 0, HEADER + rows, last, options) < 0:
        raise ValueError(f"no table {table.name}")


def finish(sheet: Sheet, table: Table, rows: int, department: Addressee, batch: Batch, choices: Choices) -> None:
    """Input checks, protection, paper."""
    add_department_checks(sheet, table, BODY, rows, batch.day, choices)
    sheet.ignore_errors({"number_stored_as_text": f"A{BODY + 1}:{column_letters(len(table.columns) - 1)}{BODY + rows}"})
    sheet.protect("", FREE)
    sheet.hide_gridlines(2)
    set_up_department_page(sheet, department, batch)
    sheet.repeat_rows(TITLE, HEADER)


def set_up_department_page(sheet: Sheet, department: Addressee, batch: Batch) -> None:
    """A4 landscape, one page wide; whose it is and which batch stand below every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.45)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f'&L&9&"{FONT}"{page_text(batch.company)}&R&9&"{FONT}"&A', {"margin": 0.25, "scale_with_doc": False})
    sheet.set_footer(
        f'&L&8&"{FONT}"{page_text(department.name)}&C&8&"{FONT}"第 &P 页 / 共 &N 页&R&8&"{FONT}"批次 {batch.number}',
        {"margin": 0.22, "scale_with_doc": False},
    )


def page_text(text: str) -> str:
    """Text in a page's header: & is a code there, and all of it may have 255 letters."""
    return text[:40].replace("&", "&&")
