"""One sheet of a workbook that is sent: title, who and which batch, a line of help, then a table in which only blue cells are unlocked.

Protected without a password, against slips and not against people: filtering, column widths and row heights stay free. Every list
stands in the input check itself and every date is written out: a defined name or a list on a hidden sheet would carry other
departments' values along.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from workbook_templates.reading.cells import written
from workbook_templates.sent.department_kind import DEPARTMENT_KIND, OBJECTED
from workbook_templates.sent.scoring_panel import height_of_panel, write_panel, write_shares
from workbook_templates.sent.sent_cells import same_line_ends
from workbook_templates.sent.sent_file import Batch, SentFile
from workbook_templates.sent.sent_kinds import bare_addressee
from workbook_templates.sent.sent_spec import SentSheet
from workbook_templates.sheets.cell_writing import write_rich, write_shown, write_value
from workbook_templates.sheets.column_styles import alignment, header_style, number_format
from workbook_templates.sheets.entry_checks import bounds
from workbook_templates.sheets.highlights import equals
from workbook_templates.sheets.highlights import number as compared
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.printing import page_text
from workbook_templates.sheets.report_book import PAGES, Margins, set_up_report_page
from workbook_templates.sheets.row_heights import column_width, row_measure, wraps
from workbook_templates.sheets.style import (
    BLUE_FILL,
    BROWN,
    CREAM,
    LIGHT_COLOURS,
    LINE_COLOUR,
    NAVY,
    PAPER,
    RED_FILL,
    SLATE,
    WHITE,
    Format,
    Sheet,
    Styles,
)
from workbook_templates.sheets.table_sheet import BODY, HELP, TITLE
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column, Kind, Table

FILLED, SHUT = "#DCEBFA", "#ECEFF3"
"""Fill of a cell that the addressee fills in, and of one in the same column that is not to be filled in here."""
ROOMY_ROW, LOW_ROW = 36.0, 24.0
"""Points that a row has at least where somebody is to write prose, and elsewhere."""
FORM_ROWS = 12
"""Rows of a blank form."""
MARGINS = Margins(0.3, 0.5, 0.45, 0.25, 0.22)
FREE = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
"""What stays allowed on a protected sheet."""


MATTER_COLUMN = column_letters(DEPARTMENT_KIND.forms["申报"].headers.index("事项"))
PROPOSED_MATTERS = f"='申报'!${MATTER_COLUMN}${BODY + 1}:${MATTER_COLUMN}${BODY + FORM_ROWS}"
"""The cells of 申报 with the matters that the department proposes, as a formula."""


class Choices(NamedTuple):
    """What cells accept besides the fixed lists. numbers: the cells with the department's own 编号, as a formula. most: column → the
    column of the same row that its number may not exceed."""

    people: Sequence[str] = ()
    numbers: str = ""
    most: Mapping[str, str] = {}


def write_rows(sheet: Sheet, spec: SentSheet, styles: Styles, addressee: SentFile, batch: Batch) -> None:
    """A sheet of rows of which the addressee fills in the open columns."""
    table, rows = spec.table, addressee.tables[spec.table.name]
    panel = addressee.scoring if addressee.scoring and addressee.scoring.parts.get(table.name) else None
    body = sheet.body = BODY + (height_of_panel(panel, table) if panel else 0)
    frame(sheet, table, len(rows), styles, addressee, batch)
    looks = [cell_style(styles, column, open_=is_open(column)) for column in table.columns]
    shut = {header: cell_style(styles, table.column(header), open_=False, bg_color=SHUT) for header in spec.filled}
    places = [(place, column.header, column.kind) for place, column in enumerate(table.columns)]
    measure = row_measure(table)
    least = ROOMY_ROW if any(wraps(table.column(header)) for header in spec.filled) and not panel else LOW_ROW
    for number, row in enumerate(rows, body):
        values = [written(value) if value.__class__ is tuple else value for value in row.values]
        sheet.set_row(number, max(measure(values), least))  # type: ignore[arg-type]  # looks only at the texts among them
        for (place, header, kind_of_value), look, value in zip(places, looks, values, strict=True):
            write_cell(sheet, number, place, value, kind_of_value, shut[header] if header in row.locked else look)
    if panel:
        write_panel(sheet, table, styles, panel, body)
        write_shares(sheet, table, styles, panel, rows, body)
    finish(sheet, table, len(rows), addressee, batch, Choices(addressee.people, most=spec.most))
    add_sent_highlights(sheet, spec, styles, body, len(rows), batch.day)
    sheet.freeze_panes(body, 0 if panel else 2)


def write_form(sheet: Sheet, table: Table, styles: Styles, addressee: SentFile, batch: Batch, numbers: str) -> None:
    """A blank form. numbers: the cells that hold the department's own 编号, as a formula; "" for none."""
    frame(sheet, table, FORM_ROWS, styles, addressee, batch)
    ready = [cell_style(styles, column, open_=True) for column in table.columns]
    for number in range(BODY, BODY + FORM_ROWS):
        sheet.set_row(number, ROOMY_ROW)
        for place, style in enumerate(ready):
            sheet.write_blank(number, place, None, style)
    finish(sheet, table, FORM_ROWS, addressee, batch, Choices(addressee.people, numbers))
    sheet.freeze_panes(BODY, 0)


def write_cell(sheet: Sheet, row: int, place: int, value: object, kind: Kind, style: Format) -> None:
    """One typed value; the many blanks, texts and dates by the short way."""
    if value is None or value == "":
        sheet.write_blank(row, place, None, style)
    elif kind == "date":
        sheet.write_datetime(row, place, value, style)
    else:
        write_shown(sheet, row, place, same_line_ends(value) if isinstance(value, str) else written(value), style)


def cell_style(styles: Styles, column: Column, *, open_: bool, **more: object) -> Format:
    """White and locked, or blue and unlocked."""
    look = {"bg_color": FILLED, "locked": False} if open_ else {}
    return styles(
        num_format=number_format(column), text_wrap=wraps(column), border=1, border_color=LINE_COLOUR, **alignment(column), **look, **more
    )


def frame(sheet: Sheet, table: Table, rows: int, styles: Styles, addressee: SentFile, batch: Batch) -> None:
    """Title, help, column widths, the table with its header."""
    last, header = len(table.columns) - 1, sheet.body - 1
    title = styles(bold=True, font_size=16, font_color=WHITE, bg_color=NAVY, indent=1)
    helped = styles(font_color=SLATE, bg_color=PAPER, indent=1)
    sheet.set_row(TITLE, 30)
    sheet.set_row(HELP, 22)
    for place in range(1, last + 1):
        sheet.write_blank(TITLE, place, None, title)
        sheet.write_blank(HELP, place, None, helped)
    write_value(sheet, TITLE, 0, f"{table.name}　　{bare_addressee(addressee.name)}", title)
    write_help(sheet, table, styles, batch, helped)
    sheet.set_row(header, 33)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column_width(column))
    looks = {(is_open(column), column.spec.required): header_style(styles, as_open(column)) for column in reversed(table.columns)}
    columns = [{"header": column.header, "header_format": looks[is_open(column), column.spec.required]} for column in table.columns]
    options = {"name": table.name, "columns": columns, "style": None, "autofilter": True}
    if sheet.add_table(header, 0, header + rows, last, options) < 0:
        raise ValueError(f"no table {table.name}")


def write_help(sheet: Sheet, table: Table, styles: Styles, batch: Batch, look: Format) -> None:
    """One line: what to fill in, what the table is for, which batch."""
    marked = "带红边的必填。" if any(column.spec.required for column in table.columns) else ""
    said = f"{table.help}{marked}　　批次 {batch.number}　基准日 {batch.day}"
    if any(map(is_open, table.columns)):
        write_rich(
            sheet, HELP, 0, [styles(font_color=BLUE_FILL, bold=True), "■ ", styles(font_color=SLATE), "只填蓝底的格子。" + said], look
        )
    else:
        write_value(sheet, HELP, 0, said, look)


def is_open(column: Column) -> bool:
    """Whether somebody else than the office fills it in."""
    return column.spec.by != "办公室"


def as_open(column: Column) -> Column:
    """Whoever fills a column in, its header is blue like its cells."""
    return replace(column, spec=column.spec._replace(by="部门")) if is_open(column) else column


def finish(sheet: Sheet, table: Table, rows: int, addressee: SentFile, batch: Batch, choices: Choices) -> None:
    """Input checks, protection, paper."""
    body = sheet.body
    add_sent_checks(sheet, table, body, rows, batch.day, choices)
    sheet.ignore_errors({"number_stored_as_text": f"A{body + 1}:{column_letters(len(table.columns) - 1)}{body + rows}"})
    sheet.protect("", FREE)
    set_up_sent_page(sheet, addressee, batch)
    sheet.repeat_rows(TITLE, body - 1)


def set_up_sent_page(sheet: Sheet, addressee: SentFile, batch: Batch) -> None:
    """A4 landscape, one page wide; whose it is and which batch stand below every page."""
    footer = (page_text(addressee.name), PAGES, f"批次 {batch.number}")
    set_up_report_page(sheet, MARGINS, batch.company, footer, landscape=True)


LONGEST_PROSE = 2000
"""Letters that a check lets into one cell of prose."""
LONGEST_LIST = 255
"""Letters that a list written into a check may have."""
PERSONS = ("反馈人", "责任人", "承办人", "再监督人")
SEVERAL = ("抽查人",)
"""Columns that name one person or more, joined with 、."""


def add_sent_checks(sheet: Sheet, table: Table, first: int, rows: int, day: dt.date, choices: Choices) -> None:
    """Input checks for the columns that stand open."""
    for place, column in enumerate(table.columns):
        if column.spec.by == "办公室":
            continue
        check = check_for(table, column, day, choices, first)
        if check is None:
            continue
        said = {"input_title": column.header, "input_message": column.spec.help} if column.spec.help else {}
        options = {"ignore_blank": True, "error_title": column.header, **check, **said}
        if sheet.data_validation(first, place, first + rows - 1, place, options) < 0:
            raise ValueError(f"{table.name}.{column.header}: no input check")


def check_for(table: Table, column: Column, day: dt.date, choices: Choices, first: int = 0) -> dict[str, object] | None:
    """XlsxWriter's options of one column's check. first: the row of its first cell, from 0."""
    header = column.header
    if header == "编号" and table.name == "批示":
        return listed(choices.numbers, "“督办台账”表里没有这个编号。仍要填写吗？", warning=True) if choices.numbers else None
    if header == "编号":
        return listed(choices.numbers, "这个编号不在本部门的表里。仍要填写吗？", warning=True) if choices.numbers else None
    if table.name == "申报阶段" and header == "事项":
        return listed(PROPOSED_MATTERS, "“申报”表里没有这个事项。以前申报的，照原来的事项写。仍要填写吗？", warning=True)
    if table.name == "异议" and header == "表":
        return listed(OBJECTED, "请从下拉列表选择。")
    if header in PERSONS:
        named = fitting(choices.people)
        return listed(named, "名单里没有这个人。仍要填写吗？", warning=True) if named else None
    if header in SEVERAL:
        named = fitting(choices.people)
        return {**listed(named, ""), "show_error": False, "input_message": "多个人以、隔开。"} if named else None
    if header in choices.most:
        return at_most(table, first, choices.most[header])
    if column.spec.of:
        return listed(LISTS[column.spec.of], "请从下拉列表选择。")
    if column.kind == "date":
        ends = {"minimum": dt.date(day.year - 1, 1, 1), "maximum": dt.date(day.year + 2, 12, 31)}
        message = f"填 {day.year - 1} 至 {day.year + 2} 年的日期，如 {day.year}-03-05。"
        return {"validate": "date", "criteria": "between", **ends, "error_message": message}
    if column.kind == "text":
        return {"validate": "length", "criteria": "<=", "value": LONGEST_PROSE, "error_message": f"最多 {LONGEST_PROSE} 个字。"}
    return bounds(column)


def at_most(table: Table, first: int, header: str) -> dict[str, object]:
    """A number from 0 to what stands in another column of the row."""
    most = f"=${column_letters(table.headers.index(header))}{first + 1}"
    return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most, "error_message": f"填 0 至{header}之间的数。"}


def listed(source: object, message: str, *, warning: bool = False) -> dict[str, object]:
    kind = {"error_type": "warning"} if warning else {}
    return {"validate": "list", "source": source if isinstance(source, str) else list(source), "error_message": message, **kind}  # type: ignore[call-overload]  # a formula or words


def fitting(names: Sequence[str]) -> list[str]:
    """The names, if a list in a check can hold them: no comma in one, and not too many letters in all."""
    kept = [name for name in names if name and "," not in name and '"' not in name and not name.startswith("=")]
    return kept if kept and len(",".join(kept)) <= LONGEST_LIST else []


LOOKS: dict[str, dict[str, object]] = {
    "waiting": {"font_color": BROWN, "bg_color": CREAM},
    "alarming": {"font_color": RED_FILL, "bold": True},
}


def add_sent_highlights(sheet: Sheet, spec: SentSheet, styles: Styles, first: int, rows: int, day: dt.date) -> None:
    """The conditional formats of one sheet. first: the row of its first cells, from 0."""
    headers = spec.table.headers
    cells = {header: f"${column_letters(place)}{first + 1}" for place, header in enumerate(headers)}
    cells["基准日"] = f"DATE({day.year},{day.month},{day.day})"

    def rule(header: str, options: dict[str, object]) -> None:
        place = headers.index(header)
        if sheet.conditional_format(first, place, first + rows - 1, place, options) < 0:
            raise ValueError(f"no conditional format: {options}")

    if "灯" in headers:
        for light, (fill, ink) in LIGHT_COLOURS.items():
            rule("灯", equals(light, styles.change(font_color=ink, bg_color=fill, bold=True)))
        rule("剩余天数", compared("<", 0, styles.change(font_color=RED_FILL, bold=True)))
    for one in spec.highlights:
        look = styles.change(**LOOKS[one.look])
        formula = {"type": "formula", "criteria": f"={one.when.format_map(cells)}", "format": look}
        rule(one.header, equals(one.is_, look) if one.is_ else formula)
