"""The map as pictures, one PNG for each A3 page, drawn by Pillow: no browser and no spreadsheet program is needed for it."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from workbook_templates.map import map_layout as layout
from workbook_templates.map.map_icons import ICONS, draw_icon, known
from workbook_templates.map.map_rows import BAR_KEY, HELD_KEY, MONTHS, SIGNS, TARGET_KEY, YearMap, lane_text, shown_lights
from workbook_templates.reading.characters import one_line
from workbook_templates.sheets.style import BAR, HAIR, INK, LIGHT_COLOURS, LINE_COLOUR, NAVY, RED_FILL, SLATE, STEEL, WHITE
from workbook_templates.sheets.style import PAPER as GROUND

DPI = 200
PAPER = (round(420 / 25.4 * DPI), round(297 / 25.4 * DPI))
MARGIN = 9 / 25.4 * DPI
UNIT = (PAPER[0] - 2 * MARGIN) / layout.WIDTH
"""Pixels of the picture for one pixel of the layout."""
POINT = UNIT * 96 / 72
MONTHS_AT = layout.GUTTER + sum(column.width for column in layout.BEFORE)
AFTER_AT = MONTHS_AT + MONTHS * layout.MONTH_WIDTH
COLOURS = 200
"""Of the palette: the picture is a third of its size, and no shade is lost that one could see."""


class Face(NamedTuple):
    """Font files, regular and bold, and the number of the face in them."""

    regular: Path
    bold: Path
    number: int


class TextLook(NamedTuple):
    """How a text is set: points, weight, colour, lines at most; beside: at the left edge of its frame, not in the middle."""

    size: float = 8.5
    bold: bool = False
    colour: str = INK
    lines: int = 1
    beside: bool = False


PLAIN = TextLook()


def pictures(whole: YearMap, face: Face) -> Iterator[bytes]:
    """The PNG of each page, one after the other. OSError for a font file that can't be read."""
    pages = layout.pages_of(whole)
    icons = {origin: draw_icon(origin, round(15 * UNIT)) for origin in ICONS}
    fonts: dict[tuple[float, bool], Any] = {}
    for number, lines in enumerate(pages, 1):
        yield Picture(whole, face, fonts, icons).draw(lines, f"第 {number} 页，共 {len(pages)} 页")


class Picture:
    """One page. Places and sizes are given in pixels of the layout, fonts in points, and drawn at the picture's scale."""

    def __init__(self, whole: YearMap, face: Face, fonts: dict[tuple[float, bool], Any], icons: dict[str, Any]) -> None:
        from PIL import Image, ImageDraw

        self.whole, self.face, self.fonts, self.icons = whole, face, fonts, icons
        self.image = Image.new("RGB", PAPER, "white")
        self.pen = ImageDraw.Draw(self.image)
        self.height = (PAPER[1] - 2 * MARGIN) / UNIT

    def draw(self, lines: Sequence[layout.PageLine], page: str) -> bytes:
        """Head, lines, legend; the bytes of the PNG."""
        from PIL import Image

        top = self.head(page)
        legend = 52.0
        step = min((self.height - top - legend - 8) / max(layout.lines_on(lines), 1), 27.0)
        start = top
        for line in lines:
            height = step * layout.height_of(line)
            if isinstance(line, layout.Strip):
                self.strip(line, top, height)
            else:
                self.line(line, top, height)
            top += height
        if not lines:
            self.text("还没有事项。在“督办台账”里登记后再做一张图。", 12, top, 600, 26, TextLook(colour=SLATE, beside=True))
            top += 30
        elif self.whole.month is not None:
            for edge in (self.whole.month, self.whole.month + 1):
                self.box(MONTHS_AT + edge * layout.MONTH_WIDTH - 1, start, 2, top - start, RED_FILL)
        self.legend(top + 8)
        stream = BytesIO()
        small = self.image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        small.save(stream, "PNG", dpi=(DPI, DPI), compress_level=6)
        return stream.getvalue()

    # strokes

    def place(self, across: float, down: float) -> tuple[float, float]:
        return MARGIN + across * UNIT, MARGIN + down * UNIT

    def box(self, left: float, top: float, width: float, height: float, fill: str) -> None:
        """A filled rectangle; nothing where it is empty."""
        (x, y), (right, bottom) = self.place(left, top), self.place(left + width, top + height)
        self.pen.rectangle((round(x), round(y), max(round(right) - 1, round(x)), max(round(bottom) - 1, round(y))), fill=fill)

    def font(self, size: float, bold: bool) -> Any:
        """The font of that size in points, loaded once."""
        from PIL import ImageFont

        if (size, bold) not in self.fonts:
            path = self.face.bold if bold else self.face.regular
            self.fonts[size, bold] = ImageFont.truetype(str(path), round(size * POINT), index=self.face.number)
        return self.fonts[size, bold]

    def text(self, text: str, left: float, top: float, width: float, height: float, look: TextLook = PLAIN) -> None:
        """Text in a frame, its own line breaks as blanks; what does not fit in its lines is cut with …."""
        font = self.font(look.size, look.bold)
        rows = broken(one_line(text), font, (width - 4) * UNIT, look.lines)
        step = min(look.size * POINT * 1.25, height * UNIT / len(rows))
        x, y = self.place(left + (4 if look.beside else width / 2), top + height / 2)
        y -= step * (len(rows) - 1) / 2
        for row in rows:
            self.pen.text((x, y), row, font=font, fill=look.colour, anchor="lm" if look.beside else "mm")
            y += step

    def pieces(self, parts: Sequence[tuple[str, str, bool]], left: float, top: float, height: float, size: float) -> float:
        """Texts one behind the other: (text, colour, bold); the place after the last."""
        for text, colour, bold in parts:
            x, y = self.place(left, top + height / 2)
            text = one_line(text)
            self.pen.text((x, y), text, font=self.font(size, bold), fill=colour, anchor="lm")
            left += self.font(size, bold).getlength(text) / UNIT
        return left

    def lights(self, lights: dict[str, int], unlit: int, left: float, top: float, height: float, size: float) -> float:
        """Each light as a field with its letter, and its count."""
        for light, count in shown_lights(lights):
            fill, letters = layout.light_fill(light)
            side = size * 96 / 72 * 1.35
            self.box(left, top + (height - side) / 2, side, side, fill)
            self.text(light[0], left, top, side, height, TextLook(size - 0.5, True, letters))
            left = self.pieces([(f" {count}　", INK, False)], left + side, top, height, size)
        return self.pieces([(f"未亮灯 {unlit}", INK, False)], left, top, height, size) if unlit else left

    # parts

    def head(self, page: str) -> float:
        """Title, summary, quarters and months; where the lines begin."""
        whole = self.whole
        self.box(0, 0, layout.WIDTH, 46, layout.BAND)
        self.text(whole.title(), 0, 0, layout.WIDTH, 46, TextLook(22, True, WHITE))
        self.box(0, 46, layout.WIDTH, 28, layout.SAND)
        left = self.pieces([(f"{whole.summary()}　　", INK, False)], layout.WIDTH * 0.27, 46, 28, 10)
        left = self.lights(whole.lights, whole.unlit, left, 46, 28, 10)
        self.pieces([(f"　　{page}", INK, False)], left, 46, 28, 10)
        top, row = 80.0, 22.0
        self.box(0, top, layout.WIDTH, 2 * row, NAVY)
        for left, column in placed():
            self.text(column.header, left, top, column.width, 2 * row, TextLook(9, True, WHITE))
            self.box(left, top, 1, 2 * row, STEEL)
        for quarter in range(4):
            left = MONTHS_AT + quarter * 3 * layout.MONTH_WIDTH
            self.box(left, top, 3 * layout.MONTH_WIDTH, row, STEEL)
            self.box(left, top, 1, row, WHITE)
            self.text(f"{'一二三四'[quarter]}季度", left, top, 3 * layout.MONTH_WIDTH, row, TextLook(9, True, WHITE))
        for month in range(MONTHS):
            left = MONTHS_AT + month * layout.MONTH_WIDTH
            self.box(left, top + row, layout.MONTH_WIDTH, row, RED_FILL if month == whole.month else layout.MONTH_BLUE)
            self.box(left, top + row, 1, row, WHITE)
            self.text(f"{month + 1}月", left, top + row, layout.MONTH_WIDTH, row, TextLook(9, True, WHITE))
        return top + 2 * row

    def strip(self, strip: layout.Strip, top: float, height: float) -> None:
        """The heading of a lane."""
        self.box(0, top, layout.WIDTH, height, layout.mixed(strip.colour, 0.16))
        self.box(0, top, layout.GUTTER, height, strip.colour)
        self.box(0, top, layout.WIDTH, 2, strip.colour)
        name = strip.lane.name + ("（续）" if strip.again else "")
        parts = [(f"{name}　", strip.colour, True), (f"{lane_text(strip.lane)}　", INK, False)]
        left = self.pieces(parts, layout.GUTTER + 8, top, height, 9.5)
        self.lights(strip.lane.lights, strip.lane.unlit, left, top, height, 9)

    def line(self, line: layout.ChartLine, top: float, height: float) -> None:
        """One item."""
        item = line.row
        self.box(0, top, layout.GUTTER, height, line.colour)
        self.box(layout.GUTTER, top + height - 1, layout.WIDTH - layout.GUTTER, 1, LINE_COLOUR)
        for left, column in placed():
            self.cell(column, line, left, top, height)
        for month, (kind, sign) in enumerate(zip(item.bar, item.signs, strict=True)):
            left = MONTHS_AT + month * layout.MONTH_WIDTH
            fill = layout.bar_fill(kind, line.colour)
            if fill:
                self.box(left, top + 2, layout.MONTH_WIDTH, height - 4, fill)
            else:
                self.box(left, top, 1, height, HAIR)
            if sign:
                look = TextLook(9, False, layout.sign_colour(kind, line.colour, item.overdue))
                self.text(sign, left - 2, top, layout.MONTH_WIDTH + 4, height, look)

    def cell(self, column: layout.ChartColumn, line: layout.ChartLine, left: float, top: float, height: float) -> None:
        """A cell beside the months."""
        item, key, text = line.row, column.key, column.text(line.row, self.whole)
        colour, bold = INK, key in ("编号", "事项") and item.level == "公司级" and not item.secret
        if key == "源":
            icon = self.icons[known(item.origin)]
            x, y = self.place(left + column.width / 2, top + height / 2)
            self.image.paste(icon, (round(x - icon.width / 2), round(y - icon.height / 2)), icon)
            return
        if key == "目标":
            self.bracket(line, left, top, column.width, height)
            text, colour = text if line.opens else "", line.colour
        elif key == "灯":
            fill, colour = layout.light_fill(item.light)
            bold = True
            self.box(left + 2, top + 1, column.width - 4, height - 3, fill)
        elif key == "完成率" and item.completion:
            self.box(left + 2, top + 2, (column.width - 4) * min(item.completion, 1), height - 5, BAR)
        elif key == "类":
            colour, bold = line.colour, item.category in ("紧急", "难办")
        elif key == "剩余":
            bold = item.overdue or item.left.isdecimal()
            colour = layout.DARK_RED if item.overdue else INK if bold else SLATE
        elif key in ("编号", "时限", "联动") or item.secret:
            colour = SLATE
        if text:
            self.text(text, left, top, column.width, height, TextLook(column.size, bold, colour, line.lines, column.left))

    def bracket(self, line: layout.ChartLine, left: float, top: float, width: float, height: float) -> None:
        """Items of one target are held together."""
        if line.row.target:
            self.box(left, top, 2, height, line.colour)
            if line.opens:
                self.box(left, top, width, 1, line.colour)
            self.box(left + 2, top + height - 1, width - 2, 1, line.colour if line.closes else WHITE)

    def legend(self, top: float) -> None:
        """Signs, bars and lights; below them icons and how to read the rest."""
        self.box(0, top, layout.WIDTH, 44, GROUND)
        parts = [("图例　", INK, True)]
        for sign, meaning in SIGNS.items():
            parts += [(sign, INK, True), (f" {meaning}　", SLATE, False)]
        left = self.pieces(parts, 10, top, 22, 9)
        for kind, meaning in BAR_KEY:
            self.box(left, top + 5, 14, 12, layout.bar_fill(kind, STEEL))
            left = self.pieces([(f" {meaning}　", SLATE, False)], left + 14, top, 22, 9)
        for letter, fill, meaning in layout.light_key():
            self.box(left, top + 4, 15, 14, fill)
            self.text(letter, left, top, 15, 22, TextLook(8.5, True, LIGHT_COLOURS["黄灯"][1] if letter in "黄—" else WHITE))
            left = self.pieces([(f" {meaning}　", SLATE, False)], left + 15, top, 22, 9)
        self.pieces([("粗体", INK, True), (" 公司级", SLATE, False)], left, top, 22, 9)
        left = self.pieces([("来源　", INK, True)], 10, top + 22, 22, 9)
        for origin, icon in self.icons.items():
            x, y = self.place(left, top + 33)
            self.image.paste(icon, (round(x), round(y - icon.height / 2)), icon)
            left = self.pieces([(f" {origin}　", SLATE, False)], left + 16, top + 22, 22, 9)
        notes = (self.whole.short_note, "类：日常、重点、难办、紧急", "红框为本月", "括线连起同一目标", TARGET_KEY, HELD_KEY)
        self.pieces([("；".join(filter(None, notes)), SLATE, False)], left + 10, top + 22, 22, 9)


def placed() -> Iterator[tuple[float, layout.ChartColumn]]:
    """The columns beside the months with their left edges."""
    for first, columns in ((layout.GUTTER, layout.BEFORE), (AFTER_AT, layout.AFTER)):
        left = float(first)
        for column in columns:
            yield left, column
            left += column.width


def broken(text: str, font: Any, width: float, lines: int) -> list[str]:
    """The text in at most `lines` lines of `width` pixels; cut with … where it is longer."""
    if font.getlength(text) <= width:
        return [text]
    rows = [""]
    for place, letter in enumerate(text):
        if font.getlength(rows[-1] + letter) <= width or not rows[-1]:
            rows[-1] += letter
        elif len(rows) < lines:
            rows.append(letter)
        else:
            rows[-1] = rows[-1][:-1] + "…" if place else letter
            break
    return rows
