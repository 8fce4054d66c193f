"""操作台: the first page. Sixteen figures, what is due, where it is weak, seven charts, and a button for every action.

The page is laid out once; refresh puts values into its defined names and touches nothing else:

    台_<key>, 台_<key>_注   one tile's figure and the lines below it, key in TILES
    台_单位 台_期间 台_截止 台_提示 台_按钮提示   one text each
    台_近期到期 台_薄弱       the lists on the page (LISTS_ON_PAGE)
    台_部门灯 台_月度 台_主题 台_灯色 台_趋势 台_趋势灯 台_指标进度   what the charts draw (BLOCKS), right of the page; unused rows
                            are blank
    台_全公司                the company's own figures, beside them
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from workbook_templates.master.dashboard_charts import add_charts
from workbook_templates.reading.days import chinese_day
from workbook_templates.sheets.cell_writing import fill_row, write_value
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.printing import A4, set_up_page
from workbook_templates.sheets.style import (
    BLUE_FILL,
    BROWN,
    CREAM,
    LINE_COLOUR,
    MIST,
    NAVY,
    PAPER,
    RED_FILL,
    SLATE,
    STEEL,
    WHITE,
    Sheet,
    Styles,
    Workbook,
)
from workbook_templates.tables.grid import Row

SHEET = "操作台"
MENU, LEFT, RIGHT, EDGE, DATA = 0, 2, 10, 15, 17
"""Columns counted from 0: menu; first tile; first list column; right margin; first chart block."""
WIDTHS = (17, 1.6, 18.5, 1.4, 18.5, 1.4, 18.5, 1.4, 18.5, 2.2, 13, 44, 18, 13, 11, 1.6, 3)
HEIGHTS = (42, 22, 24, 8, *(17, 29, 27, 6) * 3, 17, 29, 27, 10, 24, 22, *[20] * 8, 10, 24, 22, *[20] * 5, 6)
TILE_ROWS, DUE_ROW, WEAK_ROW, BLOCK_ROW = (4, 8, 12, 16), 20, 31, 4
PERCENT = "0.0%"
STRIP = "#E9EEF3"
"""The colour of the menu's strip."""
BLANK = "—"
"""What a tile shows before the first refresh."""
REFRESHED_TO = re.compile(r"截至 (\d+)年(\d+)月(\d+)日")


def refreshed_to(day: dt.date) -> str:
    """What 台_截止 says after a refresh for `day`."""
    return f"截至 {chinese_day(day)}"


def refreshed_day(text: str) -> dt.date | None:
    """The day that 台_截止 says; None before the first refresh."""
    found = REFRESHED_TO.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None


class Tile(NamedTuple):
    """One figure: its key in the defined names, its colour, its number format. strong: white on the colour."""

    key: str
    colour: str
    shown: str = "0"
    strong: bool = False


TILES = (
    Tile("在办", NAVY, strong=True),
    Tile("红灯", RED_FILL, strong=True),
    Tile("黄灯", "#B97900", strong=True),
    Tile("绿灯", "#24804A", strong=True),
    Tile("办结", BLUE_FILL, strong=True),
    Tile("逾期", "#8E1B2B", strong=True),
    Tile("按期办结率", "#155E63", PERCENT, strong=True),
    Tile("督办得分", STEEL, "0.00", strong=True),
    Tile("督办工作", NAVY),
    Tile("督办提醒", NAVY),
    Tile("督办考核", NAVY),
    Tile("落地率", NAVY, PERCENT),
    Tile("本周到期", RED_FILL),
    Tile("亮灯得分", STEEL, "0.00"),
    Tile("下达用时", SLATE, "0.0"),
    Tile("办结用时", SLATE, "0.0"),
)


class FilledBlock(NamedTuple):
    """A block of fixed size that refresh fills: its defined name, title, headers, rows, number formats by column, and its first content."""

    name: str
    title: str
    headers: tuple[str, ...]
    rows: int
    formats: tuple[str, ...]
    start: Sequence[Row] = ()


MONTHS = tuple((f"{month}月", None, None, None) for month in range(1, 13))
COLOURS = tuple((light, None) for light in ("绿灯", "黄灯", "红灯", "蓝灯", "未亮灯"))
"""The doughnut's colours go by this order."""

WHOLE_COMPANY = FilledBlock(
    "台_全公司", "全公司的数，集团汇总取自这里", ("全公司", "数", "分子", "分母"), 20, ("@", "General", "General", "General")
)
"""What a group takes over of a company, found by its headers, so that a published copy, which has no names, tells it too."""

BLOCKS = (
    FilledBlock("台_部门灯", "各部门亮灯", ("部门", "绿灯", "黄灯", "红灯", "未亮灯"), 16, ("@", "0", "0", "0", "0")),
    FilledBlock("台_月度", "按月", ("月份", "下达", "到期", "办结"), 12, ("@", "0", "0", "0"), MONTHS),
    FilledBlock("台_主题", "按主题", ("主题", "目标数", "落地数", "落地率"), 10, ("@", "0", "0", PERCENT)),
    FilledBlock("台_灯色", "灯色", ("灯", "项数"), 5, ("@", "0"), COLOURS),
    FilledBlock("台_趋势", "近六期", ("期间", "督办", "亮灯", "按期办结率"), 6, ("@", "0.00", "0.00", PERCENT)),
    FilledBlock("台_趋势灯", "近六期红黄灯", ("期间", "黄灯", "红灯", "按期办结率"), 6, ("@", "0", "0", PERCENT)),
    FilledBlock("台_指标进度", "指标进度", ("指标", "进度", "应有进度"), 6, ("@", PERCENT, PERCENT)),
    WHOLE_COMPANY,
)
DUE_HEADERS = ("编号", "事项", "主责部门", "考核时限", "剩余天数")
DUE_BLOCK = FilledBlock("台_近期到期", "近期到期（有底色的本周到期）", DUE_HEADERS, 8, ("@", "@", "@", "yyyy-mm-dd", "0"))
WEAK = FilledBlock(
    "台_薄弱", "薄弱部门（依次按红灯数、逾期数、亮灯得分排）", ("部门", "红灯", "逾期", "亮灯得分"), 5, ("@", "0", "0", "0.00")
)
LISTS_ON_PAGE = (DUE_BLOCK, WEAK)
LINKS = ("按钮选项", "督办台账", "阶段目标", "亮灯", "提醒清单", "数据检查")


def write_dashboard(book: Workbook, sheet: Sheet, styles: Styles, company: str, year: int) -> None:
    """Lay the page out, empty; every value comes with the first refresh."""
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    for row, height in enumerate(HEIGHTS):
        sheet.set_row(row, height)
    write_title(book, sheet, styles, company, year)
    for place, tile in enumerate(TILES):
        write_tile(book, sheet, styles, tile, TILE_ROWS[place // 4], LEFT + 2 * (place % 4))
    write_list(book, sheet, styles, DUE_BLOCK, DUE_ROW, RIGHT)
    write_list(book, sheet, styles, WEAK, WEAK_ROW, RIGHT + 1)
    for row in range(WEAK.rows):
        write_value(
            sheet,
            WEAK_ROW + 2 + row,
            RIGHT,
            row + 1,
            styles(font_color=MIST, bold=True, align="center", bottom=1, bottom_color=LINE_COLOUR),
        )
    add_charts(book, sheet, write_blocks(book, sheet, styles))
    write_menu(sheet, styles)
    sheet.hide_gridlines(2)
    sheet.set_zoom(85)
    set_up_page(sheet, company, paper=A4, tall=1)
    sheet.print_area(0, MENU + 1, len(HEIGHTS) - 1, EDGE)
    sheet.center_horizontally()


def write_title(book: Workbook, sheet: Sheet, styles: Styles, company: str, year: int) -> None:
    """The band with name, company, period and day, and below it the line that says what to look at."""
    fill_row(sheet, 0, range(MENU, EDGE + 1), styles(bg_color=NAVY))
    fill_row(sheet, 1, range(MENU, EDGE + 1), styles(bg_color=STEEL))
    fill_row(sheet, 2, range(MENU + 1, EDGE + 1), styles(bg_color=CREAM))
    write_value(sheet, 0, LEFT, "督办工作台", styles(bold=True, font_size=22, font_color=WHITE, bg_color=NAVY))
    put(book, sheet, "台_单位", 1, LEFT, company or "（单位名称在“参数”里填）", styles.below_title(bold=True))
    put(book, sheet, "台_期间", 1, RIGHT, f"{year}年度", styles.below_title())
    put(book, sheet, "台_截止", 1, EDGE - 1, "尚未刷新", styles.below_title(align="right"))
    note = styles(font_color=BROWN, bg_color=CREAM)
    put(book, sheet, "台_提示", 2, LEFT, "还没有刷新。填好“督办台账”和“阶段目标”后刷新，这一页就有数。", note)


def put(book: Workbook, sheet: Sheet, name: str, row: int, column: int, value: str, style: object) -> None:
    """A text in a cell with a defined name."""
    write_value(sheet, row, column, value, style)
    book.name_range(name, SHEET, row, column)


def write_tile(book: Workbook, sheet: Sheet, styles: Styles, tile: Tile, row: int, column: int) -> None:
    """A figure between its name and what it counts; the note has two lines."""
    card = {"bg_color": tile.colour if tile.strong else PAPER, "indent": 1, "align": "left"}
    words, ink = (WHITE, WHITE) if tile.strong else (SLATE, tile.colour)
    edge = {} if tile.strong else {"top": 5, "top_color": tile.colour}
    write_value(sheet, row, column, tile.key, styles(**card, **edge, font_color=words, bold=tile.strong))
    figure = styles(**card, font_color=ink, bold=True, font_size=22, num_format=tile.shown)
    put(book, sheet, f"台_{tile.key}", row + 1, column, BLANK, figure)
    note = styles(**card, font_color=words, font_size=8.7, valign="top", text_wrap=True)
    put(book, sheet, f"台_{tile.key}_注", row + 2, column, "", note)


def write_list(book: Workbook, sheet: Sheet, styles: Styles, block: FilledBlock, row: int, column: int) -> None:
    """A list on the page: title with a red edge across the right half, header, blank rows."""
    for place in range(RIGHT, EDGE):
        title = block.title if place == RIGHT else None
        write_value(sheet, row, place, title, styles(bold=True, font_size=13, font_color=NAVY, bottom=2, bottom_color=RED_FILL))
        write_value(sheet, row + 1, place, None, styles(bg_color=PAPER))
    for place, (header, shown) in enumerate(zip(block.headers, block.formats, strict=True), column):
        words = shown == "@"
        align = {"align": "left"} if words else {"align": "center"}
        write_value(sheet, row + 1, place, header, styles(bold=True, font_color=SLATE, bg_color=PAPER, **align))
        for number in range(block.rows):
            style = styles(num_format=shown, bottom=1, bottom_color=LINE_COLOUR, shrink=words, **align)
            write_value(sheet, row + 2 + number, place, None, style)
    book.name_range(block.name, SHEET, row + 2, column, block.rows, len(block.headers))
    if block is DUE_BLOCK:  # this week, Monday to Sunday: 基准日 is 考核时限 less 剩余天数, and serial number 2 a Monday
        due, left = (f"${column_letters(column + place)}{row + 3}" for place in (3, 4))
        this_week = f'=AND({due}<>"",INT(({due}-2)/7)=INT(({due}-{left}-2)/7))'
        look = {"type": "formula", "criteria": this_week, "format": styles.change(bg_color=CREAM, bold=True)}
        sheet.conditional_format(row + 2, column, row + 1 + block.rows, column + len(block.headers) - 1, look)


def write_blocks(book: Workbook, sheet: Sheet, styles: Styles) -> dict[str, tuple[int, int, int]]:
    """The charts' figures, right of the page. Name → first row, first column, number of rows."""
    places: dict[str, tuple[int, int, int]] = {}
    column = DATA
    write_value(sheet, 2, DATA, "图表的数据，由刷新填写，请勿改动", styles(font_color=MIST))
    for block in BLOCKS:
        for place, header in enumerate(block.headers):
            sheet.set_column(column + place, column + place, 18 if place == 0 else 8)
            write_value(sheet, BLOCK_ROW, column + place, header, styles(font_color=SLATE, bg_color=PAPER, bold=True))
            for row in range(block.rows):
                value = block.start[row][place] if block.start else None
                write_value(sheet, BLOCK_ROW + 1 + row, column + place, value, styles(font_color=SLATE, num_format=block.formats[place]))
        book.name_range(block.name, SHEET, BLOCK_ROW + 1, column, block.rows, len(block.headers))
        places[block.name] = (BLOCK_ROW + 1, column, block.rows)
        column += len(block.headers) + 1
    return places


def write_menu(sheet: Sheet, styles: Styles) -> None:
    """The strip on the left, where the buttons lie; below them links to the sheets that are opened most."""
    for row in range(2, len(HEIGHTS)):
        write_value(sheet, row, MENU, None, styles(bg_color=STRIP))
    write_value(sheet, WEAK_ROW, MENU, "常用表", styles(bg_color=STRIP, font_color=SLATE, bold=True, indent=1, valign="bottom"))
    link = styles(bg_color=STRIP, font_color=BLUE_FILL, indent=1)
    for row, name in enumerate(LINKS, WEAK_ROW + 1):
        if sheet.write_url(row, MENU, f"internal:'{name}'!A1", link, name) < 0:
            raise ValueError(f"no link to {name}")
