"""公布本: the published copy, a new workbook of values in the master's layout. The same input gives the same bytes.

No macros, formulas, input checks, comments, hidden sheets, names or properties of the master's: what is in the file was put there.
"""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import BinaryIO, NamedTuple

from xlsxwriter.worksheet import Worksheet

from workbook_templates.map import map_page
from workbook_templates.master import dashboard
from workbook_templates.master.help_page import TextPage, colour_lines, sheet_lines
from workbook_templates.master.master import sheet_order
from workbook_templates.reading.days import chinese_day
from workbook_templates.sheets.cell_writing import write_shown
from workbook_templates.sheets.column_styles import NUMBER_FORMATS, body_style
from workbook_templates.sheets.report_book import NewBook, write_book
from workbook_templates.sheets.style import BLUE_FILL, GROUP_COLOURS, LINE_COLOUR, Format, Sheet, Styles
from workbook_templates.sheets.table_sheet import TableWorksheet, write_table
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import At, Block, Row, Value
from workbook_templates.tables.schema import Column, Table


class PublishedTable(NamedTuple):
    """A table as it is published, its columns as the sheet has them, the office's own among them. percent: as in Grid."""

    table: Table
    rows: Sequence[Row]
    percent: frozenset[At]


SHEET = "公布说明"
PUBLISHED_NAMES = (
    *(f"台_{name}" for name in ("单位", "期间", "截止", "提示")),
    *(f"台_{tile.key}{tail}" for tile in dashboard.TILES for tail in ("", "_注")),
    *(block.name for block in (*dashboard.BLOCKS, *dashboard.LISTS_ON_PAGE)),
    *map_page.MAP_NAMES,
)
"""The defined names of 操作台 and 一张图 whose values are published."""
DAY_TILE = "台_截止"


class PublishedCopy(NamedTuple):
    """What goes into the file. blocks: the values of NAMES. notes: paragraphs that say what is not in it."""

    company: str
    day: dt.date
    tables: Sequence[PublishedTable]
    blocks: Mapping[str, Block]
    notes: Sequence[str]


class NamelessBook(NewBook):
    """A workbook that remembers where a layout wants defined names, and has none."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__(target)
        self.places: dict[str, tuple[int, int]] = {}

    def name_range(self, name: str, _sheet: str, row: int, column: int, _height: int = 1, _width: int = 1) -> None:
        self.places[name] = row, column


def published_workbook(copy: PublishedCopy) -> bytes:
    """The whole file. ValueError for a text that no cell holds."""
    target = io.BytesIO()
    book = NamelessBook(target)
    write_book(book, lambda: fill(book, copy))
    return target.getvalue()


def fill(book: NamelessBook, copy: PublishedCopy) -> None:
    """All sheets in the order of the master's tabs."""
    styles = Styles(book)
    title = {"title": "督办公布本", "subject": f"截至 {copy.day}", "company": copy.company}
    book.set_properties({**title, "created": dt.datetime.combine(copy.day, dt.time())})
    book.set_calc_mode("auto", 191029)
    book.calc_on_load = False
    book.set_size(28800, 15000)
    tables = {one.table.name: one for one in copy.tables}
    pages = [dashboard.SHEET, *([map_page.SHEET] if set(map_page.MAP_NAMES) <= copy.blocks.keys() else []), SHEET]
    listed = [name for name in sheet_order() if name in tables]
    order = [*pages, *listed]
    sheets: dict[str, Sheet] = {name: book.add_worksheet(name, TableWorksheet if name in tables else Worksheet) for name in order}
    for name, sheet in sheets.items():
        sheet.set_tab_color(GROUP_COLOURS[tables[name].table.group if name in tables else "页面"])
        if name in tables:
            one = tables[name]
            write_table(sheet, one.table, one.rows, styles, copy.company, Looks(styles, one.percent))
    write_first_page(book, sheets[dashboard.SHEET], styles, copy)
    if map_page.SHEET in sheets:
        map_page.write_map_page(book, sheets[map_page.SHEET], styles, copy.company, copy.day.year)
        write_blocks(book, sheets[map_page.SHEET], {name: copy.blocks[name] for name in map_page.MAP_NAMES})
    write_notes(sheets[SHEET], styles, copy, listed)
    sheets[dashboard.SHEET].activate()


class Looks:
    """The format of every cell of a table: a share in a cell that does not show percent is a plain number there, as in the master."""

    def __init__(self, styles: Styles, percent: frozenset[At]) -> None:
        self._styles, self._percent = styles, percent

    def __call__(self, at: int, column: Column, value: Value) -> Format:
        if isinstance(value, float) and (column.kind == "rate") != ((at, column.header) in self._percent):
            shown = "General_ " if column.kind == "rate" else NUMBER_FORMATS["rate"]
            return self._styles(num_format=shown, align="right", border=1, border_color=LINE_COLOUR)
        return body_style(self._styles, column, value)


def write_first_page(book: NamelessBook, sheet: Sheet, styles: Styles, copy: PublishedCopy) -> None:
    """操作台 with its figures and charts, without the menu of commands."""
    dashboard.write_dashboard(book, sheet, styles, copy.company, copy.day.year)
    write_blocks(book, sheet, {name: block for name, block in copy.blocks.items() if name not in map_page.MAP_NAMES})
    link = styles(bg_color=dashboard.STRIP, font_color=BLUE_FILL, indent=1, bold=True)
    if sheet.write_url(dashboard.TILE_ROWS[0], dashboard.MENU, f"internal:'{SHEET}'!A1", link, SHEET) < 0:
        raise ValueError("no link")


def write_blocks(book: NamelessBook, sheet: Sheet, blocks: Mapping[str, Block]) -> None:
    """Values where the layout of the page wants them, in the formats that it has given."""
    for name, block in blocks.items():
        top, left = book.places[name]
        for row, values in enumerate(block, top):
            for column, value in enumerate(values, left):
                write_shown(sheet, row, column, value, sheet.table[row][column].format)


def write_notes(sheet: Sheet, styles: Styles, copy: PublishedCopy, order: Sequence[str]) -> None:
    """公布说明: what this file is, what is not in it, and where to find what."""
    day = chinese_day(copy.day)
    page = TextPage(sheet, styles, copy.company, SHEET, f"督办总台账公布本，截至 {day}")
    for text in copy.notes:
        page.paragraph(text)
    page.section("表头的颜色", "谁填的")
    page.lines(colour_lines(styles))
    page.section("工作表", "点名称可跳转")
    counts = {one.table.name: len(one.rows) for one in copy.tables}
    page.lines(sheet_lines(styles, ((TABLES[name].group, name, f"{TABLES[name].help}（{counts[name]} 行）") for name in order)))
    page.finish()
