"""A workbook written anew by XlsxWriter: text stays text, and what XlsxWriter would leave out is an error, never a gap.

Also one of values that is handed to somebody: made in memory, the same input the same bytes; and what the sheets of such a workbook
have in common: the band on top, the header, rows as high as their words, the page.
"""

import datetime as dt
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

import xlsxwriter

from workbook_templates.reading.characters import property_text
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.option_lists import absolute, column_letters, define
from workbook_templates.sheets.printing import A4, page_text
from workbook_templates.sheets.row_heights import MOST, height_of_lines, lines_of
from workbook_templates.sheets.style import (
    FONT,
    LIGHT_COLOURS,
    LINE_COLOUR,
    NAVY,
    PAPER,
    SLATE,
    STEEL,
    WHITE,
    Format,
    Sheet,
    Styles,
    Workbook,
)
from workbook_templates.tables.grid import Value


class NewBook(xlsxwriter.Workbook):  # type: ignore[misc]  # XlsxWriter ships no types
    """A workbook whose cells hold what they are given: no text becomes a formula, a link or a number."""

    def __init__(self, target: Path | BinaryIO) -> None:
        self.whole: BinaryIO = BytesIO() if isinstance(target, Path) else target
        self.place = target if isinstance(target, Path) else None
        super().__init__(
            self.whole, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
        )

    def set_properties(self, properties: Mapping[str, object]) -> None:
        """Title, company and their like, without what no file can keep."""
        super().set_properties({key: property_text(value) if isinstance(value, str) else value for key, value in properties.items()})

    def name_range(self, name: str, sheet: str, row: int, column: int, height: int = 1, width: int = 1) -> None:
        """A defined name for the range that begins at row and column, counted from 0."""
        define(self, name, f"={sheet}!{absolute(row, column, height, width)}")


def write_book(book: NewBook, fill: Callable[[], None]) -> None:
    """Fill the book and close it. What XlsxWriter only warns of, such as a table or a check that it leaves out, is an error.

    A file is written whole: XlsxWriter would leave one open that the disk has no room for."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fill()
        book.close()  # not by `with`, which would leave half a workbook behind after an error
    if book.place and isinstance(book.whole, BytesIO):
        book.place.write_bytes(book.whole.getbuffer())


TITLE, SUBTITLE, HEADER, BODY = 0, 1, 2, 3
"""Rows of a list: the band takes two, then the header, then the first row."""
GRID: Mapping[str, object] = {"border": 1, "border_color": LINE_COLOUR, "text_wrap": True}
"""How every cell of a list looks."""
WORDY = 24
"""A column at least this wide holds prose, on the left."""
PAGES = "第 &P 页 / 共 &N 页"


class Margins(NamedTuple):
    """Inches: left and right, top, bottom, and of header and footer from the edge."""

    side: float
    top: float
    bottom: float
    header: float
    footer: float


def made(company: str, day: dt.date, title: str, fill: Callable[[Workbook, Styles], None]) -> bytes:
    """The bytes of a workbook; the same input gives the same bytes."""
    stream = BytesIO()
    book = NewBook(stream)
    created = dt.datetime.combine(day, dt.time())
    book.set_properties({"title": title, "author": "督办办公室", "company": company, "created": created})
    fill(book, Styles(book))
    book.close()
    return stream.getvalue()


def write_band(sheet: Sheet, styles: Styles, title: str, told: str, widths: Sequence[float], *, size: int = 18, high: float = 34) -> None:
    """The columns, and across them the title and a line below it."""
    band = styles(bold=True, font_size=size, font_color=WHITE, bg_color=NAVY, indent=1)
    below = styles(font_color=SLATE, bg_color=PAPER, indent=1)
    sheet.set_row(TITLE, high)
    sheet.set_row(SUBTITLE, 22)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
        write_shown(sheet, TITLE, place, None if place else title, band)
        write_shown(sheet, SUBTITLE, place, None if place else told, below)


def write_header(sheet: Sheet, styles: Styles, row: int, headers: Iterable[str], *, high: float = 24, **looks: object) -> None:
    """The header of a list. looks: what differs from the common look."""
    style = styles(**{"bold": True, "font_color": WHITE, "bg_color": STEEL, "align": "center", "border": 1, "border_color": WHITE} | looks)
    sheet.set_row(row, high)
    for place, header in enumerate(headers):
        write_shown(sheet, row, place, header, style)


def fit_row(sheet: Sheet, row: int, texts: Iterable[tuple[Value, float]], *, least: float = 0, most: float = MOST) -> None:
    """Make a row as high as the words in it. texts: each with the width of its column; what is no text takes one line."""
    lines = max((lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)
    sheet.set_row(row, min(max(height_of_lines(lines), least), most))


def value_style(styles: Styles, value: Value, width: float, **looks: object) -> Format:
    """Lights in their colour, prose to the left, all else in the middle. looks: of what is no text."""
    if isinstance(value, str):
        fill, ink = LIGHT_COLOURS.get(value, ("", ""))
        if fill:
            return styles(align="center", num_format="@", bg_color=fill, font_color=ink, **GRID)
        return styles(num_format="@", **({"indent": 1} if width >= WORDY else {"align": "center"}), **GRID)
    return styles(align="center", **looks, **GRID)


def write_note(sheet: Sheet, row: int, widths: Sequence[float], text: str, style: Format, *, more: float = 0) -> None:
    """A text across all columns, as high as it takes. more: points besides."""
    sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
    sheet.set_row(row, height_of_lines(lines_of(text, sum(widths))) + more)
    write_shown(sheet, row, 0, text, style)


def write_tile(sheet: Sheet, styles: Styles, row: int, columns: tuple[int, int], figure: float, name: str, ink: str) -> None:
    """A figure and below it what it counts, across these columns, first and last."""
    edge = {"left": 2, "left_color": WHITE, "right": 2, "right_color": WHITE, "bg_color": PAPER, "align": "center"}
    large, small = styles(bold=True, font_size=20, font_color=ink, **edge), styles(font_size=9, font_color=SLATE, **edge)
    first, last = columns
    for at, value, style, high in ((row, figure, large, 34), (row + 1, name, small, 20)):
        sheet.set_row(at, high)
        if last > first:
            sheet.merge_range(at, first, at, last, "", style)
        write_shown(sheet, at, first, value, style)


def finish_list(sheet: Sheet, rows: int, columns: int, *, frozen: int = 1) -> None:
    """Filter, panes, and the header on every page, for a list of so many rows. frozen: columns that stay in view."""
    last = BODY + rows
    sheet.ignore_errors({"number_stored_as_text": f"A{BODY + 1}:{column_letters(columns - 1)}{last}"})
    sheet.autofilter(HEADER, 0, last - 1, columns - 1)
    sheet.freeze_panes(BODY, frozen)
    sheet.repeat_rows(TITLE, HEADER)


def set_up_report_page(
    sheet: Sheet,
    margins: Margins,
    company: str,
    footer: Sequence[str | None],
    *,
    centre: str | None = None,
    right: str = "&A",
    landscape: bool = False,
    tall: int = 0,
) -> None:
    """A4, one page wide. centre, right: of the header, beside the company; footer: texts at left, centre, right; tall: pages from top to
    bottom, 0 for as many as it takes."""
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.set_margins(left=margins.side, right=margins.side, top=margins.top, bottom=margins.bottom)
    sheet.fit_to_pages(1, tall)
    sheet.hide_gridlines(2)
    sheet.set_header(in_three(9, (page_text(company), centre, right)), {"margin": margins.header, "scale_with_doc": False})
    sheet.set_footer(in_three(8, footer), {"margin": margins.footer, "scale_with_doc": False})


def in_three(size: int, texts: Sequence[str | None]) -> str:
    """Texts at left, centre and right in the codes of a page's header."""
    return "".join(f'&{place}&{size}&"{FONT}"{text}' for place, text in zip("LCR", texts, strict=True) if text is not None)
