"""The workbook that one addressee receives: 说明, its rows, blank forms; no macro, nothing of anybody else.

Only a scoring sheet holds formulas: those of its own rows. 说明, the first page, says on one sheet of A4 whose the workbook is, what
stands in it and what to do with it.
"""

import datetime as dt
import io
from collections.abc import Collection, Sequence

from xlsxwriter.worksheet import Worksheet

from workbook_templates.reading.days import chinese_day
from workbook_templates.sent.sent_file import Batch, SentFile
from workbook_templates.sent.sent_identity import BATCH_LABEL, GUIDE, HIDDEN
from workbook_templates.sent.sent_kinds import bare_addressee, kind_of
from workbook_templates.sent.sent_sheet import write_form, write_rows
from workbook_templates.sent.sent_spec import KindWords, SentKind
from workbook_templates.sheets.cell_writing import write_rich, write_shown, write_value
from workbook_templates.sheets.printing import page_text
from workbook_templates.sheets.report_book import Margins, NewBook, set_up_report_page, write_book, write_tile
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.sheets.style import (
    BLUE_FILL,
    CREAM,
    GREEN_FILL,
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
    Workbook,
)
from workbook_templates.sheets.table_sheet import BODY, TableWorksheet

VERSION = "1"


def sent_workbook(addressee: SentFile, batch: Batch) -> bytes:
    """The whole file. The same input gives the same bytes. ValueError for a text that no cell holds."""
    target = io.BytesIO()
    book = NewBook(target)
    write_book(book, lambda: fill(book, addressee, batch))
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
    guide.set_tab_color(RED_FILL)
    write_guide(guide, styles, addressee, batch, [*shown, *kind.forms])
    for name in shown:
        sheet = book.add_worksheet(name, TableWorksheet)
        sheet.set_tab_color(NAVY)
        write_rows(sheet, kind.sheets[name], styles, addressee, batch)
    numbers = own_numbers(addressee)
    for name, table in kind.forms.items():
        sheet = book.add_worksheet(name, TableWorksheet)
        sheet.set_tab_color(GREEN_FILL if name.startswith("申报") else BLUE_FILL)
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
            write_shown(sheet, row, place, value, style)
    sheet.set_column(0, 1, 18)
    sheet.protect("")
    sheet.hide()


GUIDE_WIDTHS = (2, 15, 15, 15, 15, 15, 15, 2)
LEFT, RIGHT = 1, 6


def write_guide(sheet: Sheet, styles: Styles, addressee: SentFile, batch: Batch, sheets: Sequence[str]) -> None:
    """The whole page. sheets: the tables that follow it."""
    kind = kind_of(addressee.name)
    words = kind.words
    for place, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(place, place, width)
    row = write_head(sheet, styles, words, addressee, batch)
    row = write_tiles(sheet, styles, words, addressee, row + 1)
    row = write_section(sheet, styles, "怎么填", row + 1)
    for number, text in enumerate(steps_for(kind, sheets, batch.office), 1):
        row = write_line(sheet, styles, row, str(number), text, styles(bold=True, font_size=12, font_color=RED_FILL, align="center"))
    row = write_section(sheet, styles, "各张表", row + 1)
    for name in sheets:
        table = kind.sheets[name].table if name in kind.sheets else kind.forms[name]
        count = f"（{len(addressee.tables[name])} 行）" if name in kind.sheets else ""
        row = write_line(sheet, styles, row, name, table.help + count, styles(bold=True, font_color=NAVY, indent=1))
    lights = batch.lights if words.lights else ()
    if lights:
        row = write_section(sheet, styles, "灯", row + 1)
    for light, meaning in lights:
        fill, ink = LIGHT_COLOURS[light]
        chip = styles(bold=True, font_color=ink, bg_color=fill, align="center", bottom=2, bottom_color=WHITE)
        row = write_line(sheet, styles, row, light, meaning, chip)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    set_up_guide_page(sheet, addressee, batch)


def steps_for(kind: SentKind, sheets: Collection[str], office: str) -> list[str]:
    """The steps of a file with these sheets: those about sheets that it lacks are left out."""
    return [step.text.format(督办机构=office) for step in kind.words.steps if not step.about or {*step.about} & {*sheets}]


def write_head(sheet: Sheet, styles: Styles, words: KindWords, addressee: SentFile, batch: Batch) -> int:
    """The title, and below it whose file this is; the row after them."""
    name = bare_addressee(addressee.name)
    lines = lines_of(name, sum(GUIDE_WIDTHS[LEFT : RIGHT + 1]) * 10 / 22)
    sheet.set_row(0, min(20 + 28 * lines, 400))
    sheet.merge_range(0, 0, 0, RIGHT + 1, "", styles(bg_color=NAVY))
    title = styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY, indent=1, text_wrap=True)
    write_value(sheet, 0, 0, f"{name} {words.heading}", title)
    sheet.set_row(1, 10)
    label = styles(font_color=SLATE, bg_color=PAPER, bottom=1, bottom_color=LINE_COLOUR, indent=1)
    value = styles(bold=True, bottom=1, bottom_color=LINE_COLOUR, indent=1, text_wrap=True)
    contact = " ".join(part for part in (addressee.liaison, addressee.phone) if part)
    pairs = (
        ((BATCH_LABEL, batch.number), (words.label, addressee.name)),
        (("基准日", chinese_day(batch.day)), (addressee.liaison_label, contact)),
    )
    for row, line in enumerate(pairs, 2):
        sheet.set_row(row, max(height_of_lines(lines_of(text, 28)) for _, text in line))
        for place, (caption, text) in zip((LEFT, LEFT + 3), line, strict=True):
            write_value(sheet, row, place, caption, label)
            sheet.merge_range(row, place + 1, row, place + 2, "", value)
            write_value(sheet, row, place + 1, text or None, value)
    if addressee.secret:
        said = f"内含密级事项（{'、'.join(addressee.secret)}）：按保密规定传递和保管，不要用公共聊天软件传。"
        sheet.set_row(4, 24)
        sheet.merge_range(4, LEFT, 4, RIGHT, "", styles(bold=True, font_color=RED_FILL, bg_color=CREAM, indent=1))
        write_value(sheet, 4, LEFT, said, styles(bold=True, font_color=RED_FILL, bg_color=CREAM, indent=1))
        return 5
    return 4


def write_tiles(sheet: Sheet, styles: Styles, words: KindWords, addressee: SentFile, row: int) -> int:
    """The addressee's own figures, side by side across the page; the row after them."""
    sheet.set_row(row - 1, 10)
    wide = (RIGHT - LEFT + 1) // len(words.tiles)
    for place, name in zip(range(LEFT, RIGHT + 1, wide), words.tiles, strict=True):
        count = addressee.summary.get(name, 0)
        ink = RED_FILL if name in words.alarming and count else NAVY
        write_tile(sheet, styles, row, (place, place + wide - 1), count, name, ink)
    return row + 2


def write_section(sheet: Sheet, styles: Styles, title: str, row: int) -> int:
    """A heading over a coloured line; the row after it."""
    sheet.set_row(row - 1, 12)
    sheet.set_row(row, 24)
    for place in range(LEFT, RIGHT + 1):
        style = styles(bold=True, font_size=13, font_color=NAVY, bottom=2, bottom_color=RED_FILL)
        write_value(sheet, row, place, title if place == LEFT else None, style)
    return row + 1


def write_line(sheet: Sheet, styles: Styles, row: int, name: str, text: str, look: Format) -> int:
    """A name and what it means across the page; the row after it."""
    body = styles(text_wrap=True, bottom=1, bottom_color=LINE_COLOUR, indent=1)
    sheet.set_row(row, height_of_lines(lines_of(text, sum(GUIDE_WIDTHS[LEFT + 1 : RIGHT + 1]))) + 3)
    write_value(sheet, row, LEFT, name, look)
    sheet.merge_range(row, LEFT + 1, row, RIGHT, "", body)
    pieces = text.split("蓝底的格子", 1)
    if len(pieces) == 2 and all(pieces):
        plain, blue = styles(), styles(bold=True, font_color=BLUE_FILL)
        write_rich(sheet, row, LEFT + 1, [plain, pieces[0], blue, "蓝底的格子", plain, pieces[1]], body)
    else:
        write_value(sheet, row, LEFT + 1, text, body)
    return row + 1


def set_up_guide_page(sheet: Sheet, addressee: SentFile, batch: Batch) -> None:
    """One page of A4, upright."""
    footer = (page_text(addressee.name), None, f"批次 {batch.number}")
    set_up_report_page(sheet, Margins(0.5, 0.6, 0.5, 0.25, 0.22), batch.company, footer, tall=1)
