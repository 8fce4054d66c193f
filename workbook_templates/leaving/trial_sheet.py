"""试算: what a change of settings would do, as a workbook to read and to print: a first page that sums it up, then a sheet per kind.

It holds the scores of persons, and says on every page that it is for the office only.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.printing import A4
from workbook_templates.sheets.report_book import made
from workbook_templates.sheets.row_heights import height_of_lines, lines_of
from workbook_templates.sheets.style import FONT, LIGHTS, LINE, NAVY, PAPER, RED, SLATE, STEEL, WHITE, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Value

INSIDE = "仅限内部"
TITLE, SUBTITLE, HEADER, BODY = 0, 1, 2, 3
SUMMARY_COLUMNS = {"名称": 36.0, "现在": 30.0, "试算": 30.0}
NOTHING = "没有变化"
ASIDE = (
    "这是试算，督办总台账没有改动；要当真，请改“参数”或规则表里的取值，再刷新。",
    "含个人成绩和建议，只供办公室研究规则用，不外传，不作考核依据。",
)


class TrialTable(NamedTuple):
    """One list. columns: header → width; rows: as cells."""

    name: str
    columns: Mapping[str, float]
    rows: Sequence[Sequence[Value]]


class TrialPage(NamedTuple):
    """tried: name, now, as tried. counts: kind → how many would be different, with what is counted ('3 项')."""

    company: str
    day: dt.date
    subtitle: str
    tried: tuple[tuple[str, str, str], ...]
    counts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    tables: tuple[TrialTable, ...]


def trial_workbook(page: TrialPage) -> bytes:
    """The bytes of the .xlsx; the same page gives the same bytes."""

    def fill(book: Workbook, styles: Styles) -> None:
        write_summary(book.add_worksheet("试算"), page, styles)
        for table in page.tables:
            if table.rows:
                write_table(book.add_worksheet(table.name), table, page, styles)

    return made(page.company, page.day, f"试算（{INSIDE}）", fill)


def write_band(sheet: Sheet, page: TrialPage, title: str, columns: int, styles: Styles) -> None:
    """Title and subtitle across the page."""
    band = styles(bold=True, font_size=18, font_color=WHITE, bg_color=NAVY, indent=1)
    below = styles(font_color=SLATE, bg_color=PAPER, indent=1)
    sheet.set_row(TITLE, 34)
    sheet.set_row(SUBTITLE, 22)
    for place in range(columns):
        write_value(sheet, TITLE, place, None if place else f"{title}（{INSIDE}）", band)
        write_value(sheet, SUBTITLE, place, None if place else page.subtitle, below)


def write_header(sheet: Sheet, row: int, headers: Sequence[str], styles: Styles) -> None:
    style = styles(bold=True, font_color=WHITE, bg_color=STEEL, align="center", border=1, border_color=WHITE)
    sheet.set_row(row, 24)
    for place, header in enumerate(headers):
        write_value(sheet, row, place, header, style)


def write_summary(sheet: Sheet, page: TrialPage, styles: Styles) -> None:
    """What was tried, how much would be different, and what this paper is not."""
    for place, width in enumerate(SUMMARY_COLUMNS.values()):
        sheet.set_column(place, place, width)
    write_band(sheet, page, "试算结果", len(SUMMARY_COLUMNS), styles)
    look = {"border": 1, "border_color": LINE, "num_format": "@", "text_wrap": True}
    sheet.set_row(HEADER, 10)
    row = BODY
    write_header(sheet, row, list(SUMMARY_COLUMNS), styles)
    for name, was, becomes in page.tried:
        row += 1
        write_value(sheet, row, 0, name, styles(indent=1, **look))
        write_value(sheet, row, 1, was, styles(align="center", **look))
        write_value(sheet, row, 2, becomes, styles(align="center", bold=True, font_color=RED, **look))
        lines = max(lines_of(text, width) for text, width in zip((name, was, becomes), SUMMARY_COLUMNS.values(), strict=True))
        sheet.set_row(row, height_of_lines(lines))
    row += 2
    write_header(sheet, row, ("会变的", "多少", "在哪张表"), styles)
    for name, count in page.counts:
        row += 1
        sheet.set_row(row, 21)
        write_value(sheet, row, 0, name, styles(indent=1, **look))
        write_value(sheet, row, 1, count or NOTHING, styles(align="center", bold=bool(count), **look))
        write_value(sheet, row, 2, f"工作表“{name}”" if count else None, styles(align="center", font_color=SLATE, **look))
    row += 1
    style = styles(font_color=SLATE, text_wrap=True, num_format="@")
    for note in (*page.notes, *ASIDE):
        row += 1
        sheet.merge_range(row, 0, row, len(SUMMARY_COLUMNS) - 1, "", style)
        sheet.set_row(row, height_of_lines(lines_of(note, sum(SUMMARY_COLUMNS.values()))))
        write_value(sheet, row, 0, note, style)
    set_up(sheet, page)


def write_table(sheet: Sheet, table: TrialTable, page: TrialPage, styles: Styles) -> None:
    """One list, its header on every page."""
    headers, widths = list(table.columns), list(table.columns.values())
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    write_band(sheet, page, table.name, len(headers), styles)
    write_header(sheet, HEADER, headers, styles)
    for row, cells in enumerate(table.rows, BODY):
        texts = ((str(value), width) for value, width in zip(cells, widths, strict=True) if isinstance(value, str))
        sheet.set_row(row, height_of_lines(max((lines_of(text, width) for text, width in texts), default=1)))
        for place, value in enumerate(cells):
            write_value(sheet, row, place, value, cell_style(styles, headers[place], value, widths[place]))
    last = BODY + len(table.rows)
    sheet.ignore_errors({"number_stored_as_text": f"A{BODY + 1}:{chr(ord('A') + len(headers) - 1)}{last}"})
    sheet.freeze_panes(BODY, 1)
    sheet.autofilter(HEADER, 0, last - 1, len(headers) - 1)
    sheet.repeat_rows(TITLE, HEADER)
    set_up(sheet, page)


WORDY = 24
"""A column at least this wide holds prose, on the left."""


def cell_style(styles: Styles, header: str, value: Value, width: float) -> object:
    """Lights in their colour, differences signed (a lower rank is a better one, so they have no colour), words to the left."""
    look: dict[str, object] = {"border": 1, "border_color": LINE, "text_wrap": True}
    if isinstance(value, str):
        if value in LIGHTS:
            fill, letters = LIGHTS[value]
            return styles(align="center", num_format="@", bg_color=fill, font_color=letters, **look)
        return styles(num_format="@", **({"indent": 1} if width >= WORDY else {"align": "center"}), **look)
    if header == "变化" and isinstance(value, float | int):
        return styles(align="center", num_format="+0.######;-0.######;0", bold=True, **look)
    return styles(align="center", **look)


def set_up(sheet: Sheet, page: TrialPage) -> None:
    """A4 portrait, one page wide; every page says whom it is for."""
    sheet.set_portrait()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.45, right=0.45, top=0.6, bottom=0.55)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    name = page.company[:40].replace("&", "&&")
    sheet.set_header(f'&L&9&"{FONT}"{name}&C&9&"{FONT}"{INSIDE}&R&9&"{FONT}"&A', {"margin": 0.3, "scale_with_doc": False})
    sheet.set_footer(f'&L&8&"{FONT}"试算，不作依据&C&8&"{FONT}"第 &P 页 / 共 &N 页', {"margin": 0.25, "scale_with_doc": False})
