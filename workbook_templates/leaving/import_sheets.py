"""导入对照: which header of the office's ledger means which column, for the office to correct; and 导入清单: what became of every row.

Both are workbooks that are made anew at each import; of 导入对照 what the office has settled is read first and stays.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbook_templates.leaving.import_words import SYNONYMS
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.foreign import ForeignSheet, rows_below
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.printing import A4, set_up_page
from workbook_templates.sheets.report_book import BODY, GRID, HEADER, finish_list, fit_row, made, write_band, write_header
from workbook_templates.sheets.style import (
    AMBER,
    BLUE_FILL,
    CREAM,
    GREEN_FILL,
    LINE_COLOUR,
    MIST,
    NAVY,
    RED_FILL,
    SLATE,
    WHITE,
    Sheet,
    Styles,
    Workbook,
)
from workbook_templates.tables import TABLES

MAPPING, IMPORT_LIST, COLUMNS_SHEET = "导入对照", "导入清单", "可选的列"
MAPPING_COLUMNS = {
    "来源工作表": 22.0,
    "原表头": 22.0,
    "总台账的表": 14.0,
    "总台账的列": 16.0,
    "怎么来的": 10.0,
    "例子": 60.0,
    "来源文件": 22.0,
}
SHEET, OWN_HEADER, TABLE, COLUMN = tuple(MAPPING_COLUMNS)[:4]
MAPPING_TOLD = (
    "猜错了、没有认出的，改黄底的两列：表从下拉列表选，列照“可选的列”填，不要这一列就空着。保存，再导入："
    "以后这张表照办；来源工作表空着的，张张照办。"
)
IMPORT_COLUMNS = {
    "类别": 9.0, "工作表": 18.0, "行": 7.0, "原表头": 16.0, "原来的值": 36.0, "表": 11.0, "列": 12.0, "写成": 22.0, "说明": 54.0,
}  # fmt: skip
IMPORT_COLOURS = {"收下": GREEN_FILL, "猜的": AMBER, "没读懂": RED_FILL, "已有": MIST, "没有收": SLATE}


class MappingRow(NamedTuple):
    """One header. sheet: its table's label, '' for every table. how: 认得, 猜的, 人工 or 不导入. sample: values that stand below it.

    file: where it was last."""

    sheet: str
    header: str
    table: str
    column: str
    how: str
    sample: str
    file: str = ""


def mapping_workbook(rows: Sequence[MappingRow], company: str, day: dt.date) -> bytes:
    """The bytes of 导入对照.xlsx."""

    def fill(book: Workbook, styles: Styles) -> None:
        sheet = book.add_worksheet(MAPPING)
        choices = book.add_worksheet(COLUMNS_SHEET)
        band(sheet, MAPPING, MAPPING_TOLD, MAPPING_COLUMNS, styles)
        words = styles(border=1, border_color=LINE_COLOUR, num_format="@", indent=1)
        open_ = styles(border=1, border_color=LINE_COLOUR, num_format="@", indent=1, bg_color=CREAM, bold=True)
        for at, row in enumerate(rows, BODY):
            colour = {"猜的": AMBER, "不导入": RED_FILL, "人工": BLUE_FILL}.get(row.how, GREEN_FILL)
            how = styles(border=1, border_color=LINE_COLOUR, num_format="@", align="center", font_color=colour, bold=True)
            for place, value in enumerate(row):
                write_shown(sheet, at, place, value, open_ if place in (2, 3) else how if place == 4 else words)
        last = BODY + max(len(rows), 1) - 1
        check = {"show_error": False, "input_title": COLUMN, "input_message": f"每张表有哪些列，见“{COLUMNS_SHEET}”。空着就是不导入。"}
        sheet.data_validation(BODY, 2, last, 2, {"validate": "list", "source": list(SYNONYMS)})
        sheet.data_validation(BODY, 3, last, 3, {"validate": "any", **check})
        write_choices(choices, styles, company)
        finish(sheet, last - BODY + 1, len(MAPPING_COLUMNS), company)

    return made(company, day, MAPPING, fill)


def write_choices(sheet: Sheet, styles: Styles, company: str) -> None:
    """Every table that can be imported into, with its columns below it."""
    head = styles(bold=True, font_color=WHITE, bg_color=NAVY, align="center")
    for place, name in enumerate(SYNONYMS):
        sheet.set_column(place, place, 15)
        write_shown(sheet, 0, place, name, head)
        for row, column in enumerate(TABLES[name].columns, 1):
            write_shown(sheet, row, place, column.header, styles(num_format="@", indent=1))
    sheet.freeze_panes(1, 0)
    set_up_page(sheet, company, paper=A4)


def settled(sheets: Iterable[ForeignSheet]) -> list[MappingRow]:
    """The rows of 导入对照 as the office has left them, wherever its columns stand now."""
    for sheet in sheets:
        rows = rows_below(sheet, tuple(MAPPING_COLUMNS), needed=(SHEET, OWN_HEADER, TABLE, COLUMN))
        if rows:
            found = (MappingRow(*(text_of(value).strip() for value in row)) for row in rows)
            return [row for row in found if row.header]
    return []


class ListPage(NamedTuple):
    """What 导入清单 says. told: one line; lines: kind, sheet, row, header, value, table, column, written, note."""

    company: str
    day: dt.date
    told: str
    counts: Mapping[str, int]
    lines: Sequence[tuple[str, str, int, str, str, str, str, str, str]]


def list_workbook(page: ListPage) -> bytes:
    """The bytes of 导入清单: a sheet a kind, what wants attention first."""

    def fill(book: Workbook, styles: Styles) -> None:
        for kind in ("没读懂", "猜的", "没有收", "收下", "已有"):
            lines = [line for line in page.lines if line[0] == kind]
            if lines:
                sheet = book.add_worksheet(kind)
                sheet.set_tab_color(IMPORT_COLOURS[kind])
                band(sheet, f"{IMPORT_LIST}：{kind}（{len(lines)}）", page.told, IMPORT_COLUMNS, styles)
                write_lines(sheet, lines, styles)
                finish(sheet, len(lines), len(IMPORT_COLUMNS), page.company)

    return made(page.company, page.day, IMPORT_LIST, fill)


def write_lines(sheet: Sheet, lines: Sequence[tuple[object, ...]], styles: Styles) -> None:
    look = {**GRID, "num_format": "@"}
    words, middle = styles(indent=1, **look), styles(align="center", **look)
    for at, line in enumerate(lines, BODY):
        texts = ["" if value in (0, "") else str(value) for value in line]
        fit_row(sheet, at, zip(texts, IMPORT_COLUMNS.values(), strict=True), most=200.0)
        for place, text in enumerate(texts):
            if place == 2 and text:
                write_shown(sheet, at, place, float(text), styles(align="center", num_format="0", **GRID))
            else:
                write_shown(sheet, at, place, text or None, middle if place in (0, 5, 6) else words)


def band(sheet: Sheet, title: str, told: str, columns: Mapping[str, float], styles: Styles) -> None:
    """Title, a line of help, header."""
    write_band(sheet, styles, title, told, tuple(columns.values()))
    write_header(sheet, styles, HEADER, columns)


def finish(sheet: Sheet, rows: int, columns: int, company: str) -> None:
    """Filter, panes and page."""
    finish_list(sheet, rows, columns, frozen=0)
    sheet.hide_gridlines(2)
    set_up_page(sheet, company, paper=A4)
