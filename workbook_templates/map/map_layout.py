"""How a page of the wall chart is built up: columns, colours, pages. The workbook and the picture both draw from it.

A page holds at most MOST_LINES lines, lanes' strips among them, so that nothing on A3 prints smaller than 7 points.
"""

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from workbook_templates.map.map_rows import MONTHS, MapLane, MapRow, YearMap, due_text, links_text
from workbook_templates.sheets.row_heights import text_width
from workbook_templates.sheets.style import AMBER, BLUE_FILL, GREEN_FILL, LIGHT_COLOURS, MIST, RED_FILL, WHITE

MOST_LINES = 46
"""Lines of a page, strips among them; a long text takes two or three."""
MOST_OF_ONE = 3
"""Lines that one item takes at most; a longer text is cut."""
FEWEST = 3
"""A lane does not begin on a page with fewer items than these."""
THEMES = (
    *("#8A1F2D", "#1F4E79", "#2F6B3A", "#8A5A00", "#5B3A86", "#13606A"),
    *("#4A4A4A", "#7A3B69", "#3D5A1E", "#2B4C9B", "#9A4A16", "#345B63"),
)
"""Colours of the lanes, over again where there are more."""
BAND, SAND, MONTH_BLUE, DARK_RED = "#9E1B1E", "#F6E7D8", "#3D6590", "#B00020"
"""Colours of the title, of the line below it, of the months' heads, and of what is overdue."""
PERCENT = "0%"
NO_LIGHT_FILL = ("#E3E7EC", "#2B3642")


class ChartColumn(NamedTuple):
    """One column beside the months: key, header, width in pixels, what it shows, on which side it stands."""

    key: str
    header: str
    width: int
    text: Callable[[MapRow, YearMap], str]
    left: bool = False
    size: float = 8.5


BEFORE = (
    ChartColumn("目标", "目标", 56, lambda row, _: row.aim, size=8),
    ChartColumn("源", "源", 24, lambda row, _: row.origin[:1]),
    ChartColumn("类", "类", 24, lambda row, _: row.category[:1]),
    ChartColumn("编号", "编号", 48, lambda row, whole: whole.short(row.number)),
    ChartColumn("事项", "事项", 258, lambda row, _: row.matter, left=True, size=9),
    ChartColumn("部门", "主责部门", 82, lambda row, _: row.department),
    ChartColumn("责任人", "责任人", 56, lambda row, _: row.person),
)
AFTER = (
    ChartColumn("完成率", "完成率", 54, lambda row, _: "" if row.completion is None else f"{row.completion * 100:.0f}%"),
    ChartColumn("偏差", "偏差", 42, lambda row, _: "" if row.lag is None else lag_text(row.lag)),
    ChartColumn("灯", "灯", 30, lambda row, _: row.letter, size=9),
    ChartColumn("时限", "时限", 64, lambda row, whole: due_text(row, whole.year)),
    ChartColumn("剩余", "剩余", 46, lambda row, _: row.left),
    ChartColumn("联动", "联动：前置、后续、协办", 200, links_text, left=True, size=8),
)
MONTH_WIDTH = 39
GUTTER = 8
"""The colour of the lane at the left edge."""
WIDTH = GUTTER + sum(column.width for column in (*BEFORE, *AFTER)) + MONTHS * MONTH_WIDTH


def lag_text(lag: float) -> str:
    """Whole percentage points with their sign."""
    return f"{lag:+.0f}" if round(lag) else "0"


class Strip(NamedTuple):
    """The heading of a lane. again: it goes on from the page before."""

    lane: MapLane
    colour: str
    again: bool


class ChartLine(NamedTuple):
    """An item in its lane. opens, closes: it is the first, the last of its target on this page; both for a target of its own.

    lines: how many its longest text takes."""

    row: MapRow
    colour: str
    opens: bool
    closes: bool
    lines: int


PageLine: TypeAlias = Strip | ChartLine


@functools.lru_cache(maxsize=256)
def mixed(colour: str, share: float) -> str:
    """A colour on white paper: share 1 is the colour itself."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)


def bar_fill(kind: str, colour: str) -> str:
    """The fill of a month of a bar; '' outside it. In a grey print done is the darkest."""
    return {"完成": mixed(colour, 0.62), "计划": mixed(colour, 0.2), "逾期": "#F6C9C4"}.get(kind, "")


def light_fill(light: str) -> tuple[str, str]:
    """Fill and letter colour of a light."""
    return LIGHT_COLOURS.get(light, NO_LIGHT_FILL)


def sign_colour(kind: str, colour: str, overdue: bool) -> str:
    """White on what is done, red on what is late, else the colour of the lane."""
    if kind == "完成":
        return WHITE
    return DARK_RED if kind == "逾期" or overdue else mixed(colour, 1)


def width_of(text: str, size: float) -> float:
    """Pixels that a text takes at `size` points, on the safe side for any font."""
    return text_width(text) * size * 96 / 72


def room_of(column: ChartColumn) -> float:
    """Pixels of a column that text may fill."""
    return column.width - 6


def lines_of(row: MapRow, whole: YearMap) -> int:
    """Lines that an item takes: as many as its longest text needs, up to three."""
    widest = max(width_of(column.text(row, whole), column.size) / room_of(column) for column in (*BEFORE, *AFTER))
    return min(max(math.ceil(widest), 1), MOST_OF_ONE)


def fitted(text: str, column: ChartColumn, lines: int) -> str:
    """The text, cut with … where it needs more than `lines`."""
    room = room_of(column) * lines - (lines - 1) * column.size * 96 / 72
    if width_of(text, column.size) <= room_of(column) * lines:
        return text
    while text and width_of(text, column.size) + column.size * 96 / 72 > room:
        text = text[:-1]
    return f"{text}…"


def pages_of(whole: YearMap) -> list[list[PageLine]]:
    """The pages, filled evenly; one without a line for an empty map. Every item stands on exactly one of them."""
    costs = [[lines_of(row, whole) for row in lane.rows] for lane in whole.lanes]
    fewest = len(filled(costs, MOST_LINES))
    most = MOST_LINES
    while most > MOST_OF_ONE + 1 and len(filled(costs, most - 1)) == fewest:
        most -= 1
    return [list(dressed(whole, page, costs)) for page in filled(costs, most)] or [[]]


def room_for(lines: int) -> float:
    """What an item of so many text lines takes of the page, in lines of one text line: the space around texts is not doubled."""
    return 0.4 + 0.6 * lines


class LanePart(NamedTuple):
    """A stretch of a lane on one page: number of the lane, first item, the one after the last."""

    lane: int
    start: int
    end: int


def filled(costs: Sequence[Sequence[int]], most: int) -> list[list[LanePart]]:
    """Lanes cut into pages of at most `most` lines. costs: of each lane, the text lines of each item."""
    pages: list[list[LanePart]] = []
    room = 0.0
    for lane, rows in enumerate(costs):
        place = 0
        while place < len(rows):
            if not pages or room < 1 + sum(map(room_for, rows[place : place + FEWEST])):
                pages.append([])
                room = most
            room -= 1
            start = place
            while place < len(rows) and (room_for(rows[place]) <= room or place == start):
                room -= room_for(rows[place])
                place += 1
            pages[-1].append(LanePart(lane, start, place))
    return pages


def dressed(whole: YearMap, parts: Sequence[LanePart], costs: Sequence[Sequence[int]]) -> Iterator[PageLine]:
    """The lines of a page."""
    for part in parts:
        lane, colour = whole.lanes[part.lane], THEMES[part.lane % len(THEMES)]
        yield Strip(lane, colour, part.start > 0)
        for place in range(part.start, part.end):
            row = lane.rows[place]
            opens = not row.target or place == part.start or lane.rows[place - 1].target != row.target
            closes = not row.target or place + 1 == part.end or lane.rows[place + 1].target != row.target
            yield ChartLine(row, colour, opens, closes, costs[part.lane][place])


def lines_on(page: Sequence[PageLine]) -> float:
    """Lines of a page, strips among them."""
    return sum(map(height_of, page))


def height_of(line: PageLine) -> float:
    """The height of a line, in lines."""
    return 1.0 if isinstance(line, Strip) else room_for(line.lines)


def light_key() -> list[tuple[str, str, str]]:
    """Letter, fill, meaning of each light in the legend."""
    return [("绿", GREEN_FILL, "绿灯"), ("黄", AMBER, "黄灯"), ("红", RED_FILL, "红灯"), ("蓝", BLUE_FILL, "蓝灯"), ("—", MIST, "未亮灯")]
