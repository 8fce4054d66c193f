"""The sheet of one table: title band, one line of help with the legend, header, body."""

from collections.abc import Callable, Sequence

from xlsxwriter.worksheet import Worksheet

from workbook_templates.sheets.cell_writing import write_rich, write_shown, write_value
from workbook_templates.sheets.column_styles import body_style, header_style, plain_style
from workbook_templates.sheets.entry_checks import LAST_ROW_FROM_0, add_checks
from workbook_templates.sheets.highlights import add_highlights
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.printing import frozen_columns, set_up_table_page
from workbook_templates.sheets.row_heights import column_width, row_height, row_measure
from workbook_templates.sheets.style import HEADER_COLOURS, NAVY, PAPER, RED_FILL, SLATE, WHITE, WRITER_NAMES, Format, Sheet, Styles
from workbook_templates.tables.grid import Row, Value
from workbook_templates.tables.schema import Column, Table

TITLE, HELP, HEADER, BODY = 0, 1, 2, 3
"""Rows, counted from 0."""
BAND = 104.0
"""The title band is at least this wide, in characters, so that the line of help fits into it."""


class TableWorksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A sheet whose body rows have a height, but stay free to grow when somebody types more into them."""

    body = BODY

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        if tag == "row" and dict(attributes).get("r", 0) > self.body:  # type: ignore[operator]  # r is a number
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


def write_table(
    sheet: Sheet,
    table: Table,
    rows: Sequence[Row],
    styles: Styles,
    company: str,
    style_of: Callable[[int, Column, Value], Format] | None = None,
) -> None:
    """Lay the sheet out and fill it; a table without rows gets one blank row. ValueError for a row that is not as wide as the table.

    style_of: the format of a cell by row, counted from 0, column and value, for a sheet that is only looked at: it gets no input checks."""
    body = rows or [(None,) * len(table.columns)]
    write_band(sheet, table, styles)
    sheet.set_row(HEADER, 36)
    columns = [{"header": column.header, "header_format": header_style(styles, column)} for column in table.columns]
    last = BODY + len(body) - 1
    options = {"name": table.name, "columns": columns, "style": None, "autofilter": True}
    if sheet.add_table(HEADER, 0, last, len(columns) - 1, options) < 0:
        raise ValueError(f"no table {table.name}")
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column_width(column), plain_style(styles, column))
    if style_of:
        write_cells(sheet, table, body, style_of)
    else:
        write_body(sheet, table, body, styles)
        add_checks(sheet, table, BODY)
    add_highlights(sheet, table, styles, BODY)
    sheet.ignore_errors({"number_stored_as_text": f"A{BODY + 1}:{column_letters(len(columns) - 1)}{LAST_ROW_FROM_0 + 1}"})
    sheet.freeze_panes(BODY, frozen_columns(table))
    sheet.hide_gridlines(2)
    set_up_table_page(sheet, table, company, HEADER)


def write_band(sheet: Sheet, table: Table, styles: Styles) -> None:
    """The sheet's name on navy; below it what the table is for, and what the header's colours mean."""
    across, width = 0, 0.0
    while across < len(table.columns) or width < BAND:
        width += column_width(table.columns[across]) if across < len(table.columns) else 8.43
        across += 1
    sheet.set_row(TITLE, 34)
    sheet.set_row(HELP, 22)
    title, helped = (
        styles(bold=True, font_size=18, font_color=WHITE, bg_color=NAVY, indent=1),
        styles(font_color=SLATE, bg_color=PAPER, indent=1),
    )
    for place in range(across):
        write_value(sheet, TITLE, place, table.name if place == 0 else None, title)
        if place:
            write_value(sheet, HELP, place, None, helped)
    write_rich(sheet, HELP, 0, legend(table, styles), helped)


def legend(table: Table, styles: Styles) -> list[object]:
    """The line of help as pieces of rich text: ■ in the colour of each writer that the table has."""
    plain = styles(font_color=SLATE)
    pieces: list[object] = [plain, table.help + "      填写："]
    for writer, colour in HEADER_COLOURS.items():
        if any(column.spec.by == writer for column in table.columns):
            pieces += [styles(font_color=colour, bold=True), " ■ ", plain, WRITER_NAMES.get(writer, writer) + " "]
    if any(column.spec.required for column in table.columns):
        pieces += [styles(font_color=RED_FILL, bold=True), "   ▂ ", plain, "表头红边为必填"]
    return pieces


def write_body(sheet: Sheet, table: Table, rows: Sequence[Row], styles: Styles) -> None:
    """The body, each cell in the format of its column. ValueError for a row that is not as wide as the table."""
    ready = [body_style(styles, column) for column in table.columns]
    same = [column.kind in ("date", "time") for column in table.columns]
    for number, row in enumerate(rows, BODY):
        if len(row) != len(table.columns):
            raise ValueError(f"{table.name}: row {number - BODY} has {len(row)} values for {len(table.columns)} columns")
        sheet.set_row(number, row_height(table, row))
        for place, value in enumerate(row):
            style = (
                ready[place]
                if same[place] or value is None or isinstance(value, str | float)
                else body_style(styles, table.columns[place], value)
            )
            write_shown(sheet, number, place, value, style)


def write_cells(sheet: Sheet, table: Table, rows: Sequence[Row], style_of: Callable[[int, Column, Value], Format]) -> None:
    """The body, each cell in a format of its own."""
    height = row_measure(table)
    for at, row in enumerate(rows):
        sheet.set_row(BODY + at, height(row))
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            write_shown(sheet, BODY + at, place, value, style_of(at, column, value))
