"""The group's workbook: a first page that says what is compared and what is not, then a list for each thing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbook_templates.sheets import report_book
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.report_book import BODY, HEADER, PAGES, Margins
from workbook_templates.sheets.style import NAVY, RED_FILL, SLATE, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Value

MARGINS = Margins(0.45, 0.6, 0.55, 0.3, 0.25)
FIRST = "总览"
WIDTHS = (20.0,) * 5
PERCENT = {"num_format": "0.0%"}
PLAIN = {"num_format": "0.##"}


class GroupList(NamedTuple):
    """One list, and the sheet it stands on. columns: header → width. rows: as cells; a number under a header in 率 or 完成度 is a share."""

    name: str
    told: str
    columns: Mapping[str, float]
    rows: Sequence[Sequence[Value]]


class GroupPage(NamedTuple):
    """What workbook and page say.

    title, told: of the whole. day: of the file. tiles: name → text. notes: paragraphs. lists: in order."""

    title: str
    told: str
    day: dt.date
    tiles: Mapping[str, str]
    notes: Sequence[str]
    lists: Sequence[GroupList]


def group_workbook(page: GroupPage) -> bytes:
    """The bytes of the .xlsx; the same page gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        write_first(book.add_worksheet(FIRST), page, styles)
        for one in page.lists:
            write_list(book.add_worksheet(one.name), one, page, styles)

    return report_book.made(page.title, page.day, page.title, fill)


def write_first(sheet: Sheet, page: GroupPage, styles: Styles) -> None:
    """The figures, and what is to be known of them."""
    report_book.write_band(sheet, styles, page.title, page.told, WIDTHS)
    sheet.set_row(HEADER, 8)
    row = BODY
    for place, (name, text) in enumerate(page.tiles.items()):
        at, column = row + 2 * (place // len(WIDTHS)), place % len(WIDTHS)
        ink = RED_FILL if name in ("红灯", "逾期", "未列入") and text != "0" else NAVY
        sheet.set_row(at, 32)
        write_shown(sheet, at, column, text, styles(bold=True, font_size=18, font_color=ink, align="center", num_format="@"))
        write_shown(sheet, at + 1, column, name, styles(font_size=9, font_color=SLATE, align="center"))
    row += 2 * (-(-len(page.tiles) // len(WIDTHS))) + 1
    for note in page.notes:
        report_book.write_note(sheet, row, WIDTHS, note, styles(text_wrap=True, num_format="@", valign="top"))
        row += 1
    set_up(sheet, page)


def write_list(sheet: Sheet, one: GroupList, page: GroupPage, styles: Styles) -> None:
    """One list, its header on every page."""
    headers, widths = tuple(one.columns), tuple(one.columns.values())
    report_book.write_band(sheet, styles, one.name, f"{page.told}　{one.told}", widths)
    report_book.write_header(sheet, styles, HEADER, headers)
    for row, cells in enumerate(one.rows, BODY):
        report_book.fit_row(sheet, row, zip(cells, widths, strict=True))
        for place, value in enumerate(cells):
            looks = PERCENT if is_share(headers[place]) else PLAIN
            write_shown(sheet, row, place, value, report_book.value_style(styles, value, widths[place], **looks))
    report_book.finish_list(sheet, max(len(one.rows), 1), len(headers))
    set_up(sheet, page, landscape=sum(widths) > 100)


def is_share(header: str) -> bool:
    """Whether a number under this header is a share."""
    return header.endswith(("率", "完成度"))


def set_up(sheet: Sheet, page: GroupPage, *, landscape: bool = False) -> None:
    report_book.set_up_report_page(sheet, MARGINS, page.title, (None, PAGES, None), landscape=landscape)
