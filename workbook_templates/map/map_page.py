"""一张图 in the master: a grid formatted once, whose values follow each refresh. Letters and signs carry it; colours come on top.

Refresh puts values into its defined names and touches nothing else:

    图_标题 图_摘要   one text each
    图_本月                 the current month, 1 to 12; 0 outside the year
    图_行                  ROWS lines of COLUMNS cells: strips of the lanes and items; unused lines are blank

The last cell of a line is its code, in a hidden column, by which the conditional formats colour it: 题 for a strip; else twelve
letters, one a month (d done, p planned, l late, . outside the bar), and ! for an overdue item.
"""

from collections.abc import Sequence
from typing import NamedTuple

from workbook_templates.map.map_layout import DARK_RED, MONTH_BLUE, bar_fill, mixed
from workbook_templates.map.map_rows import (
    HELD_KEY,
    MONTHS,
    SIGNS,
    TARGET_KEY,
    MapLane,
    MapRow,
    YearMap,
    lane_text,
    lights_text,
    links_text,
)
from workbook_templates.sheets.cell_writing import write_value
from workbook_templates.sheets.highlights import Look, Rule, add_rules, add_share_bars, light_rules
from workbook_templates.sheets.option_lists import column_letters
from workbook_templates.sheets.printing import A3, set_up_page
from workbook_templates.sheets.style import CREAM, INK, LINE_COLOUR, NAVY, PAPER, RED_FILL, SLATE, STEEL, WHITE, Sheet, Styles, Workbook
from workbook_templates.tables.grid import Row, Value

SHEET = "一张图"
MAP_NAMES = ("图_标题", "图_摘要", "图_本月", "图_行")
"""The defined names that a refresh fills."""
ROWS = 600
"""Lines of the grid. With more, closed items are left out first, and the page says so."""
TITLE, SUMMARY, LEGEND, QUARTERS, HEADER, BODY = 0, 1, 2, 3, 4, 5
STRIP = "题"
CODES = {"": ".", "完成": "d", "计划": "p", "逾期": "l"}


class GridColumn(NamedTuple):
    """One column beside the months: header, width, number format, whether it stands on the left."""

    header: str
    width: float
    shown: str = "@"
    left: bool = False


BEFORE = (
    GridColumn("目标", 10.5, left=True),
    GridColumn("源", 3.6),
    GridColumn("类", 3.6),
    GridColumn("级", 3.6),
    GridColumn("编号", 11),
    GridColumn("事项", 36, left=True),
    GridColumn("主责部门", 13),
    GridColumn("责任人", 8.5),
)
AFTER = (
    GridColumn("完成率", 8, "0%"),
    GridColumn("偏差", 6.5, "+0;-0;0"),
    GridColumn("灯", 4.5),
    GridColumn("时限", 11, "yyyy-mm-dd"),
    GridColumn("剩余", 8),
    GridColumn("联动：前置、后续、协办", 30, left=True),
)
FIRST_MONTH = len(BEFORE)
FIRST_AFTER = FIRST_MONTH + MONTHS
CODE = FIRST_AFTER + len(AFTER)
COLUMNS = CODE + 1
LIGHT = FIRST_AFTER + 2


def write_map_page(book: Workbook, sheet: Sheet, styles: Styles, company: str, year: int) -> None:
    """Lay the grid out, empty; every value comes with the first refresh."""
    for place, column in enumerate(BEFORE):
        sheet.set_column(place, place, column.width)
    sheet.set_column(FIRST_MONTH, FIRST_AFTER - 1, 5.2)
    for place, column in enumerate(AFTER, FIRST_AFTER):
        sheet.set_column(place, place, column.width)
    sheet.set_column(CODE, CODE, 14, None, {"hidden": True})
    sheet.set_default_row(17)
    write_head(book, sheet, styles, company, year)
    for row in range(BODY, BODY + ROWS):
        write_blank_line(sheet, row, styles)
    book.name_range("图_行", SHEET, BODY, 0, ROWS, COLUMNS)
    book.name_range("图_本月", SHEET, HEADER, CODE)
    add_colours(sheet, styles)
    sheet.freeze_panes(BODY, FIRST_MONTH - 2)
    sheet.hide_gridlines(2)
    sheet.set_zoom(85)
    set_up_page(sheet, company, paper=A3)
    sheet.repeat_rows(TITLE, HEADER)


def write_head(book: Workbook, sheet: Sheet, styles: Styles, company: str, year: int) -> None:
    """Title, summary, legend, quarters and months."""
    for row, height in ((TITLE, 36), (SUMMARY, 22), (LEGEND, 20), (QUARTERS, 18), (HEADER, 20)):
        sheet.set_row(row, height)
    bands = (
        styles(bold=True, font_size=20, font_color=WHITE, bg_color=NAVY),
        styles(font_size=11, font_color=INK, bg_color=CREAM),
        styles(font_size=9, font_color=SLATE, bg_color=PAPER),
    )
    texts = (f"{company}{year}年度督办一张图", "还没有刷新。刷新后，全年事项按主题列在这里。", legend())
    for row, (style, text) in enumerate(zip(bands, texts, strict=True)):
        for place in range(CODE):
            write_value(sheet, row, place, None if place else text, style)
    book.name_range("图_标题", SHEET, TITLE, 0)
    book.name_range("图_摘要", SHEET, SUMMARY, 0)
    head = styles(bold=True, font_color=WHITE, bg_color=NAVY, align="center", left=1, left_color=STEEL)
    for place, column in (*enumerate(BEFORE), *enumerate(AFTER, FIRST_AFTER)):
        write_value(sheet, QUARTERS, place, None, head)
        write_value(sheet, HEADER, place, column.header, head)
    for month in range(MONTHS):
        name = f"{'一二三四'[month // 3]}季度" if month % 3 == 0 else None
        edge = {"left": 1, "left_color": WHITE} if name else {}
        quarter = styles(bold=True, font_color=WHITE, bg_color=STEEL, align="center_across", **edge)
        write_value(sheet, QUARTERS, FIRST_MONTH + month, name, quarter)
        label = styles(bold=True, font_color=WHITE, bg_color=MONTH_BLUE, align="center", left=1, left_color=WHITE, num_format='0"月"')
        write_value(sheet, HEADER, FIRST_MONTH + month, float(month + 1), label)
    write_value(sheet, HEADER, CODE, 0.0, styles(font_color=SLATE))


def legend() -> str:
    """What signs, fills and letters mean, in one line."""
    signs = "　".join(f"{sign} {meaning}" for sign, meaning in SIGNS.items())
    marks = f"{TARGET_KEY}　{HELD_KEY}"
    fills = "深色 已完成　浅色 计划　粉色 逾期"
    return f"{signs}　｜　{fills}　｜　灯：绿、黄、红、蓝　源、类、级：取首字　{marks}　｜　挂墙的 A3 图、网页和图片：“一张图”按钮"


def write_blank_line(sheet: Sheet, row: int, styles: Styles) -> None:
    """A line of the grid in its formats, without values."""
    for place, column in (*enumerate(BEFORE), *enumerate(AFTER, FIRST_AFTER)):
        style = styles(num_format=column.shown, align="left" if column.left else "center", shrink=place > 0 and column.shown == "@")
        write_value(sheet, row, place, None, style)
    for month in range(MONTHS):
        write_value(sheet, row, FIRST_MONTH + month, None, styles(num_format="@", align="center"))
    write_value(sheet, row, CODE, None, styles(num_format="@", font_color=SLATE))


def add_colours(sheet: Sheet, styles: Styles) -> None:
    """Conditional formats: strips, bars, lights, the current month, what is overdue, a hairline under every line.

    Areas do not overlap and the first rule that holds is the one that shows: LibreOffice applies no more than one.
    """
    code, row = f"${column_letters(CODE)}{BODY + 1}", BODY + 1
    month = f"{column_letters(FIRST_MONTH)}${HEADER + 1}"
    now = f"{month}=${column_letters(CODE)}${HEADER + 1}"
    light, left = f"${column_letters(LIGHT)}{row}", FIRST_AFTER + 4
    hairline: Look = {"bottom": 1, "bottom_color": LINE_COLOUR}
    strip: Rule = (f'{code}="{STRIP}"', {"bold": True, "font_color": NAVY, "bg_color": mixed(NAVY, 0.12), "top": 1, "top_color": NAVY})
    line: Rule = (f'{code}<>""', hairline)
    edges: Look = {"left": 1, "left_color": RED_FILL, "right": 1, "right_color": RED_FILL}
    bars: list[Rule] = [
        (f'MID({code},{month},1)="{letter}"', {"bg_color": fill, "font_color": ink, "bottom": 1, "bottom_color": WHITE})
        for letter, fill, ink in (
            ("d", bar_fill("完成", STEEL), WHITE),
            ("p", bar_fill("计划", STEEL), NAVY),
            ("l", bar_fill("逾期", STEEL), DARK_RED),
        )
    ]
    with_edges: list[Rule] = [(f"AND({now},{condition})", look | edges) for condition, look in [*bars, line]]
    lights = light_rules(light, lambda name: name[0])
    late: Rule = (f'RIGHT({code},1)="!"', {"bold": True, "font_color": DARK_RED} | hairline)
    body = BODY, BODY + ROWS - 1
    add_share_bars(sheet, BODY, BODY + ROWS - 1, FIRST_AFTER)
    add_rules(sheet, styles, (0, FIRST_MONTH - 1), body, [strip, line])
    add_rules(sheet, styles, (FIRST_MONTH, FIRST_AFTER - 1), body, [strip, *with_edges, *bars, line])
    add_rules(sheet, styles, (FIRST_AFTER, FIRST_AFTER), body, [strip, line])
    add_rules(sheet, styles, (FIRST_AFTER + 1, FIRST_AFTER + 1), body, [strip, line])
    add_rules(sheet, styles, (LIGHT, LIGHT), body, [strip, *lights, line])
    add_rules(sheet, styles, (LIGHT + 1, LIGHT + 1), body, [strip, line])
    add_rules(sheet, styles, (left, left), body, [strip, late, line])
    add_rules(sheet, styles, (left + 1, CODE - 1), body, [strip, line])
    add_rules(sheet, styles, (FIRST_MONTH, FIRST_AFTER - 1), (HEADER, HEADER), [(now, {"bg_color": RED_FILL})])


def map_values(whole: YearMap) -> dict[str, Value | Sequence[Row]]:
    """Defined name → value or block, every name of this page that a refresh fills."""
    lines, left_out = grid_lines(whole)
    more = f"　其中 {left_out} 个办结事项这一页放不下，见挂图" if left_out else ""
    return {
        "图_标题": whole.title(),
        "图_摘要": f"{whole.summary()}　{lights_text(whole.lights, whole.unlit)}{more}",
        "图_本月": 0.0 if whole.month is None else float(whole.month + 1),
        "图_行": [*lines, *[(None,) * COLUMNS] * (ROWS - len(lines))],
    }


def grid_lines(whole: YearMap) -> tuple[list[Row], int]:
    """Strips and items, at most ROWS; and how many items are left out, closed ones first."""
    room = ROWS - len(whole.lanes)
    rows = [(row.left == "办结", place) for place, row in enumerate(row for lane in whole.lanes for row in lane.rows)]
    kept = {place for _, place in sorted(rows)[: max(room, 0)]}
    lines: list[Row] = []
    place = 0
    for lane in whole.lanes:
        lines.append(strip_line(lane))
        before = ""
        for row in lane.rows:
            if place in kept:
                lines.append(item_line(row, whole, opens=not row.target or row.target != before))
                before = row.target
            place += 1
    return lines[:ROWS], len(rows) - len(kept)


def strip_line(lane: MapLane) -> Row:
    """The heading of a lane, in the first cell: the cells behind it are blank, so that it shows as a whole."""
    text = f"{lane.name}　{lane_text(lane)}　{lights_text(lane.lights, lane.unlit)}"
    return (text, *(None,) * (CODE - 1), STRIP)


def item_line(row: MapRow, whole: YearMap, *, opens: bool) -> Row:
    """One item. opens: the first of its target."""
    code = "".join(CODES[kind] for kind in row.bar) + ("!" if row.overdue else ".")
    texts: tuple[Value, ...] = (
        row.aim if opens else None, row.origin[:1], row.category[:1], row.level[:1], row.number, row.matter, row.department, row.person,
        *row.signs,
        row.completion, row.lag, row.letter, row.due or "长期", row.left, links_text(row, whole), code,
    )  # fmt: skip
    return tuple(None if text == "" else text for text in texts)
