"""The wall chart: one worksheet for each A3 page, cells and a few small icons, nothing to run. Prints as it stands."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from workbook_templates.map import map_layout as layout
from workbook_templates.map.map_icons import ICONS, icon_png, known
from workbook_templates.map.map_rows import BAR_KEY, HELD_KEY, MONTHS, SIGNS, TARGET_KEY, MapRow, YearMap, lane_text, shown_lights
from workbook_templates.sheets.cell_writing import fill_row, write_rich, write_shown, write_value
from workbook_templates.sheets.highlights import add_share_bars
from workbook_templates.sheets.printing import A3, page_text
from workbook_templates.sheets.report_book import made
from workbook_templates.sheets.style import (
    FONT,
    HAIR,
    INK,
    LINE_COLOUR,
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

TITLE, SUMMARY, GAP, QUARTERS, HEADER, BODY = 0, 1, 2, 3, 4, 5
FIRST_MONTH = 1 + len(layout.BEFORE)
FIRST_AFTER = FIRST_MONTH + MONTHS
LAST = FIRST_AFTER + len(layout.AFTER) - 1
GAP_HEIGHT, LEGEND_HEIGHT = 5.0, 17.0
HEAD_HEIGHTS = (32.0, 20.0, GAP_HEIGHT, 16.0, 16.0)
"""Points of the rows from TITLE to HEADER."""
BODY_HEIGHT, HIGHEST = 655.0, 19.0
"""Points that all lines of a page have together, and one line at most."""
ICON = 96
"""Pixels of an icon's picture; it is shown at a sixth."""
ICON_SHOWN = 15


def chart_workbook(whole: YearMap) -> bytes:
    """The bytes of the .xlsx; the same map gives the same bytes."""
    pages = layout.pages_of(whole)

    def fill(book: Workbook, styles: Styles) -> None:
        icons = {origin: icon_png(origin, ICON) for origin in ICONS}
        for number, lines in enumerate(pages, 1):
            sheet = book.add_worksheet(f"第{number}页")
            ChartPage(sheet, styles, whole, icons).write(lines, number, len(pages))

    return made(whole.company, whole.day, whole.title(), fill)


class ChartPage:
    """One A3 page on its sheet."""

    def __init__(self, sheet: Sheet, styles: Styles, whole: YearMap, icons: Mapping[str, bytes]) -> None:
        self.sheet, self.styles, self.whole, self.icons = sheet, styles, whole, icons

    def write(self, lines: Sequence[layout.PageLine], number: int, pages: int) -> None:
        """Head, lines, legend, paper."""
        self.set_columns()
        self.write_head(number, pages)
        height = min(BODY_HEIGHT / max(layout.lines_on(lines), 1), HIGHEST)
        for row, line in enumerate(lines, BODY):
            points = height * layout.height_of(line)
            self.sheet.set_row(row, points)
            if isinstance(line, layout.Strip):
                self.write_strip(row, line)
            else:
                self.write_line(row, line, points)
        if lines:  # a strip has no bar, for it has no number there
            add_share_bars(self.sheet, BODY, BODY + len(lines) - 1, FIRST_AFTER)
        if not lines:
            write_value(self.sheet, BODY, 1, "还没有事项。在“督办台账”里登记后再做一张图。", self.styles(font_color=SLATE))
        last = self.write_legend(BODY + max(len(lines), 1))
        self.set_up(last)

    def set_columns(self) -> None:
        """The widths of the columns, in pixels of the layout."""
        self.sheet.set_column_pixels(0, 0, layout.GUTTER)
        for place, column in enumerate(layout.BEFORE, 1):
            self.sheet.set_column_pixels(place, place, column.width)
        self.sheet.set_column_pixels(FIRST_MONTH, FIRST_AFTER - 1, layout.MONTH_WIDTH)
        for place, column in enumerate(layout.AFTER, FIRST_AFTER):
            self.sheet.set_column_pixels(place, place, column.width)

    # head

    def write_head(self, number: int, pages: int) -> None:
        """Title, summary with the lights, quarters and months."""
        sheet, styles, whole = self.sheet, self.styles, self.whole
        for row, height in enumerate(HEAD_HEIGHTS):
            sheet.set_row(row, height)
        title = styles(bold=True, font_size=20, font_color=WHITE, bg_color=layout.BAND, align="center_across")
        plain = {"font_color": INK, "bg_color": layout.SAND, "font_size": 10}
        for place in range(LAST + 1):
            write_value(sheet, TITLE, place, None if place else whole.title(), title)
            write_value(sheet, SUMMARY, place, None, styles(**plain, align="center_across"))
        pieces: list[object] = [styles(**plain), f"{whole.summary()}　　"]
        for light, count in shown_lights(whole.lights):
            dot = styles(bold=True, font_color=layout.light_fill(light)[0], font_size=11)
            pieces += [dot, "●", styles(**plain), f"{light} {count}　"]
        pieces += [styles(**plain), f"未亮灯 {whole.unlit}　　第 {number} 页，共 {pages} 页"]
        write_rich(sheet, SUMMARY, 0, pieces, styles(**plain, align="center_across"))
        head = styles(bold=True, font_size=9, font_color=WHITE, bg_color=NAVY, align="center", left=1, left_color=STEEL)
        headers = ["", *(column.header for column in layout.BEFORE), *[""] * MONTHS, *(column.header for column in layout.AFTER)]
        for place, header in enumerate(headers):
            if not FIRST_MONTH <= place < FIRST_AFTER:
                sheet.merge_range(QUARTERS, place, HEADER, place, header, head)
        for month in range(MONTHS):
            quarter = styles(bold=True, font_size=9, font_color=WHITE, bg_color=STEEL, align="center_across", **self.edge(month, 3))
            name = f"{'一二三四'[month // 3]}季度" if month % 3 == 0 else None
            write_value(sheet, QUARTERS, FIRST_MONTH + month, name, quarter)
            fill = RED_FILL if month == whole.month else layout.MONTH_BLUE
            look = styles(bold=True, font_size=9, font_color=WHITE, bg_color=fill, align="center", left=1, left_color=WHITE)
            write_value(sheet, HEADER, FIRST_MONTH + month, f"{month + 1}月", look)

    def edge(self, month: int, step: int) -> dict[str, object]:
        return {"left": 1, "left_color": WHITE} if month % step == 0 else {}

    # lines

    def write_strip(self, row: int, strip: layout.Strip) -> None:
        """The heading of a lane: its name, its figures, its lights with their letters."""
        pale = layout.mixed(strip.colour, 0.16)
        ground = self.styles(bg_color=pale, font_color=strip.colour, bold=True, top=2, top_color=strip.colour, font_size=9.5, indent=1)
        write_value(self.sheet, row, 0, None, self.styles(bg_color=strip.colour))
        fill_row(self.sheet, row, range(1, LAST + 1), ground)
        name = strip.lane.name + ("（续）" if strip.again else "")
        words = self.styles(font_color=INK, font_size=9)
        strong = self.styles(font_color=strip.colour, bold=True, font_size=10)
        pieces: list[object] = [strong, f"{name}　", words, lane_text(strip.lane) + "　"]
        for light, count in shown_lights(strip.lane.lights):
            dot = self.styles(bold=True, font_color=layout.light_fill(light)[0], font_size=10)
            pieces += [dot, "●", words, f"{light[0]} {count}　"]
        if strip.lane.unlit:
            pieces += [words, f"未亮 {strip.lane.unlit}"]
        write_rich(self.sheet, row, 1, pieces, ground)

    def write_line(self, row: int, line: layout.ChartLine, height: float) -> None:
        """One item."""
        item, sheet = line.row, self.sheet
        write_value(sheet, row, 0, None, self.styles(bg_color=line.colour))
        for place, column in enumerate(layout.BEFORE, 1):
            self.write_cell(row, place, column, line)
        for month, (kind, sign) in enumerate(zip(item.bar, item.signs, strict=True)):
            write_value(sheet, row, FIRST_MONTH + month, sign or None, self.month_style(month, kind, line))
        for place, column in enumerate(layout.AFTER, FIRST_AFTER):
            self.write_cell(row, place, column, line)
        top = max((height * 96 / 72 - ICON_SHOWN) / 2, 1)
        self.write_icon(row, 2, known(item.origin), (layout.BEFORE[1].width - ICON_SHOWN) / 2, top)

    def write_icon(self, row: int, column: int, origin: str, across: float, down: float) -> None:
        """The icon of a 来源, moving with its cell."""
        spot = {"x_offset": across, "y_offset": down, "x_scale": ICON_SHOWN / ICON, "y_scale": ICON_SHOWN / ICON, "object_position": 1}
        told = {"image_data": BytesIO(self.icons[origin]), "description": f"来源：{origin}"}
        if self.sheet.insert_image(row, column, f"{origin}.png", spot | told) == -1:
            raise ValueError(f"no icon {origin}")

    def write_cell(self, row: int, place: int, column: layout.ChartColumn, line: layout.ChartLine) -> None:
        """A cell beside the months. Completion is a number under a data bar, everything else text."""
        item, key = line.row, column.key
        look: dict[str, object] = {"font_size": column.size, "bottom": 1, "bottom_color": LINE_COLOUR}
        look["align"] = "left" if column.left else "center"
        value: str | float | None = layout.fitted(column.text(item, self.whole), column, line.lines) or None
        if key == "目标":
            look |= self.bracket(line)
            value = value if line.opens else None
        elif key == "源":
            value = None  # the icon lies here
        elif key == "灯":
            fill, letters = layout.light_fill(item.light)
            look |= {"bg_color": fill, "font_color": letters, "bold": True, "border": 1, "border_color": WHITE}
        elif key == "类":
            look |= {"bold": item.category in ("紧急", "难办"), "font_color": line.colour}
        elif key == "完成率":
            value = item.completion
            look["num_format"] = layout.PERCENT
        elif key in ("编号", "时限", "联动"):
            look["font_color"] = SLATE
        if key in ("编号", "事项") and item.level == "公司级":
            look["bold"] = True
        if key == "剩余":
            look |= self.left_look(item)
        if key == "事项" and item.secret:
            look |= {"font_color": SLATE, "bold": False}
        write_shown(self.sheet, row, place, value, self.styles(**({"num_format": "@", "text_wrap": line.lines > 1} | look)))

    def left_look(self, item: MapRow) -> dict[str, object]:
        """剩余: red where it is overdue, bold where it counts days."""
        if item.overdue:
            return {"bold": True, "font_color": layout.DARK_RED}
        return {"bold": item.left.isdecimal(), "font_color": INK if item.left.isdecimal() else SLATE}

    def bracket(self, line: layout.ChartLine) -> dict[str, object]:
        """Items of one target are held together by a bracket in the colour of the lane."""
        if not line.row.target:
            return {}
        edge = {"left": 2, "left_color": line.colour, "font_color": line.colour}
        if line.opens:
            edge |= {"top": 1, "top_color": line.colour}
        return edge | ({"bottom": 1, "bottom_color": line.colour} if line.closes else {"bottom": 0})

    def month_style(self, month: int, kind: str, line: layout.ChartLine) -> object:
        """A month of a bar: fill, sign, white above and below so that bars stand apart; the current month between red lines."""
        fill = layout.bar_fill(kind, line.colour)
        ink = layout.sign_colour(kind, line.colour, line.row.overdue)
        look: dict[str, object] = {"align": "center", "font_size": 9, "num_format": "@", "font_color": ink}
        if fill:
            look |= {"bg_color": fill, "top": 1, "top_color": WHITE, "bottom": 1, "bottom_color": WHITE}
        else:
            look |= {"bottom": 1, "bottom_color": LINE_COLOUR}
        if month == self.whole.month:
            look |= {"left": 2, "left_color": RED_FILL, "right": 2, "right_color": RED_FILL}
        elif not fill:
            look |= {"left": 1, "left_color": HAIR}
        return self.styles(**look)

    # legend

    def write_legend(self, row: int) -> int:
        """Signs, bars and lights in one row, icons and letters in the next; the last row used."""
        sheet, styles = self.sheet, self.styles
        sheet.set_row(row, GAP_HEIGHT)
        words = {"font_size": 9, "font_color": SLATE, "bg_color": PAPER}
        for line in (row + 1, row + 2):
            sheet.set_row(line, LEGEND_HEIGHT)
            fill_row(sheet, line, range(LAST + 1), styles(**words))
        plain, strong = styles(**words), styles(bold=True, font_size=10, font_color=INK)
        pieces: list[object] = [styles(bold=True, font_size=9, font_color=INK), "图例　"]
        for sign, meaning in SIGNS.items():
            pieces += [strong, sign, plain, f" {meaning}　"]
        colour = NAVY
        for kind, meaning in BAR_KEY:
            fill = {"逾期": "#E08A80"}.get(kind, layout.bar_fill(kind, colour))
            pieces += [styles(font_size=10, font_color=fill), "■", plain, f" {meaning}　"]
        pieces += [styles(bold=True, font_size=10, font_color=RED_FILL), "｜", plain, "本月　"]
        for letter, fill, meaning in layout.light_key():
            pieces += [styles(bold=True, font_size=10, font_color=fill), "■", plain, f"{letter}：{meaning}　"]
        pieces += [styles(bold=True, font_size=9, font_color=INK), "粗体", plain, " 公司级"]
        write_rich(sheet, row + 1, 1, pieces, plain)
        self.write_second_legend(row + 2, plain)
        return row + 2

    def write_second_legend(self, row: int, plain: object) -> None:
        """How to read letters and numbers; then the icon of each 来源 with its name, two months for each."""
        notes = (self.whole.short_note, "括线连起同一目标", TARGET_KEY, HELD_KEY)
        write_shown(self.sheet, row, 1, "；".join(filter(None, notes)), plain)
        strong = self.styles(font_size=9, font_color=INK, bold=True, bg_color=PAPER, align="right")
        write_value(self.sheet, row, FIRST_MONTH - 1, "来源", strong)
        for place, origin in enumerate(ICONS):
            column = FIRST_MONTH + place * 2
            self.write_icon(row, column, origin, 8, 4)
            name = self.styles(font_size=9, font_color=SLATE, bg_color=PAPER, indent=3)
            write_value(self.sheet, row, column, origin, name)

    # paper

    def set_up(self, last: int) -> None:
        """A3 landscape, the sheet on exactly one page."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.hide_row_col_headers()
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.set_margins(left=0.3, right=0.3, top=0.35, bottom=0.4)
        sheet.fit_to_pages(1, 1)
        sheet.print_area(0, 0, last, LAST)
        sheet.center_horizontally()
        sheet.freeze_panes(BODY, FIRST_MONTH)
        sheet.set_zoom(85)
        sheet.set_footer(
            f'&L&8&"{FONT}"{page_text(self.whole.company)}　{page_text(self.whole.office)}', {"margin": 0.18, "scale_with_doc": False}
        )
