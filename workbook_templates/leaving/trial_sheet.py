"""试算: what a change of settings would do, as a workbook to read and to print: a first page that sums it up, then a sheet per kind.

It holds the scores of persons, and says on every page that it is for the office only.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbook_templates.sheets import report_book
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.report_book import BODY, GRID, HEADER, PAGES, Margins
from workbook_templates.sheets.style import RED_FILL, SLATE, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Value

INSIDE = "仅限内部"
MARGINS = Margins(0.45, 0.6, 0.55, 0.3, 0.25)
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
    """What 试算 says.

    company, day: whose it is, and 基准日.
    subtitle: the line below every title.
    tried: name, now, as tried.
    counts: kind → how many would be different, with what is counted ('3 项').
    notes: what is said below the counts.
    tables: a list for each kind.
    """

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

    return report_book.made(page.company, page.day, f"试算（{INSIDE}）", fill)


def write_summary(sheet: Sheet, page: TrialPage, styles: Styles) -> None:
    """What was tried, how much would be different, and what this paper is not."""
    widths = tuple(SUMMARY_COLUMNS.values())
    report_book.write_band(sheet, styles, f"试算结果（{INSIDE}）", page.subtitle, widths)
    look = {**GRID, "num_format": "@"}
    sheet.set_row(HEADER, 10)
    row = BODY
    report_book.write_header(sheet, styles, row, SUMMARY_COLUMNS)
    for name, was, becomes in page.tried:
        row += 1
        write_shown(sheet, row, 0, name, styles(indent=1, **look))
        write_shown(sheet, row, 1, was, styles(align="center", **look))
        write_shown(sheet, row, 2, becomes, styles(align="center", bold=True, font_color=RED_FILL, **look))
        report_book.fit_row(sheet, row, zip((name, was, becomes), widths, strict=True))
    row += 2
    report_book.write_header(sheet, styles, row, ("会变的", "多少", "在哪张表"))
    for name, count in page.counts:
        row += 1
        sheet.set_row(row, 21)
        write_shown(sheet, row, 0, name, styles(indent=1, **look))
        write_shown(sheet, row, 1, count or NOTHING, styles(align="center", bold=bool(count), **look))
        write_shown(sheet, row, 2, f"工作表“{name}”" if count else None, styles(align="center", font_color=SLATE, **look))
    for place, note in enumerate((*page.notes, *ASIDE), row + 2):
        report_book.write_note(sheet, place, widths, note, styles(font_color=SLATE, text_wrap=True, num_format="@"))
    set_up(sheet, page)


def write_table(sheet: Sheet, table: TrialTable, page: TrialPage, styles: Styles) -> None:
    """One list, its header on every page."""
    headers, widths = tuple(table.columns), tuple(table.columns.values())
    report_book.write_band(sheet, styles, f"{table.name}（{INSIDE}）", page.subtitle, widths)
    report_book.write_header(sheet, styles, HEADER, headers)
    for row, cells in enumerate(table.rows, BODY):
        report_book.fit_row(sheet, row, zip(cells, widths, strict=True))
        for place, value in enumerate(cells):
            change = CHANGED if headers[place] == "变化" and isinstance(value, float | int) else {}
            write_shown(sheet, row, place, value, report_book.value_style(styles, value, widths[place], **change))
    report_book.finish_list(sheet, len(table.rows), len(headers))
    set_up(sheet, page)


CHANGED = {"num_format": "+0.######;-0.######;0", "bold": True}
"""A difference has its sign; a lower rank is a better one, so it has no colour."""


def set_up(sheet: Sheet, page: TrialPage) -> None:
    """A4 portrait, one page wide; every page says whom it is for."""
    report_book.set_up_report_page(sheet, MARGINS, page.company, ("试算，不作依据", PAGES, None), centre=INSIDE)
