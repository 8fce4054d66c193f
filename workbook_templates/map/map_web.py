"""The map as one page for a browser: no network, nothing to install; to filter by department, theme, light and person, and to print.

Every text from the workbook is escaped, and the page's own policy lets no script run but year_map.js (by its hash) and loads nothing.
Without scripts the whole map shows. A filter can stand in the address, to be kept as a bookmark: 一张图.html?部门=运检部&灯=红灯.
The same map gives the same bytes.
"""

from collections.abc import Iterable
from pathlib import Path

from workbook_templates.map.map_icons import ICONS, known, symbols
from workbook_templates.map.map_layout import THEMES, bar_fill, lag_text, light_fill, light_key, mixed
from workbook_templates.map.map_rows import (
    BAR_KEY,
    HELD_KEY,
    HELD_MARK,
    LIGHT_ORDER,
    SIGNS,
    TARGET_KEY,
    MapLane,
    MapRow,
    YearMap,
    due_text,
    lane_text,
    shown_lights,
)
from workbook_templates.sheets.web import choice, own_page, safe

UNLIT = "未亮灯"
BARS = {"": "", "完成": "d", "计划": "p", "逾期": "l"}
COLUMNS = 25
LIGHT_CLASSES = {"绿灯": "g", "黄灯": "y", "红灯": "r", "蓝灯": "b"}


def web_page(whole: YearMap) -> bytes:
    """The bytes of the page, UTF-8."""
    style, script = (f"\n{beside(ending)}" for ending in ("css", "js"))
    for name, light in (("@RED", "红灯"), ("@GREEN", "绿灯"), ("@YELLOW", "黄灯"), ("@BLUE", "蓝灯")):
        style = style.replace(name, light_fill(light)[0])
    style += "".join(map(theme_style, range(len(THEMES))))
    places = {row.number: place for place, row in reversed(list(enumerate(all_rows(whole)))) if row.number}
    bodies, first = [], 0
    for number, lane in enumerate(whole.lanes):
        bodies.append(lane_body(whole, lane, number, first, places))
        first += len(lane.rows)
    empty = f'<tbody><tr><td class="w" colspan="{COLUMNS}">还没有事项。</td></tr></tbody>' if not whole.total else ""
    body = f"{symbols()}{filters(whole)}<table>{columns()}{head(whole)}\n{''.join(bodies)}{empty}{legend(whole)}</table>"
    return own_page(whole.title(), style, script, body)


def beside(ending: str) -> str:
    """The style (css) or the script (js) of the page, which lie beside this module."""
    return Path(__file__).with_name(f"year_map.{ending}").read_text(encoding="utf-8")


def all_rows(whole: YearMap) -> Iterable[MapRow]:
    return (row for lane in whole.lanes for row in lane.rows)


def theme_style(number: int) -> str:
    """The colours of a lane, as a class of the style."""
    colour = THEMES[number]
    done, planned = bar_fill("完成", colour), bar_fill("计划", colour)
    return f".t{number}{{--c:{colour};--d:{done};--p:{planned};--s:{mixed(colour, 0.14)}}}\n"


def light_name(row: MapRow) -> str:
    return row.light or UNLIT


def filters(whole: YearMap) -> str:
    """The bar above the map; it shows where scripts run."""
    rows = list(all_rows(whole))
    lights = [light for light in (*LIGHT_ORDER, UNLIT) if any(light_name(row) == light for row in rows)]
    fields = (
        choice("d", "部门", ordered(row.department for row in rows)),
        choice("t", "主题", [lane.name for lane in whole.lanes]),
        choice("l", "灯", lights),
        choice("p", "责任人", ordered(row.person for row in rows)),
    )
    return (
        f'<form id="filter" hidden>{"".join(fields)}<input type="search" placeholder="查找编号或文字" aria-label="查找">'
        '<label><input type="checkbox" id="help"> 含协办</label><label><input type="checkbox" id="open"> 只看未办结</label>'
        '<button type="reset">全部</button><button type="button" id="print">打印</button><output></output></form>'
    )


def ordered(texts: Iterable[str]) -> list[str]:
    return sorted({text for text in texts if text})


def columns() -> str:
    """The widths of the columns; that of 事项 takes what is left."""
    widths = (74, 27, 27, 52, 0, 92, 62, *[40] * 12, 62, 44, 34, 62, 52, 190)
    return "<colgroup>" + "".join(f'<col style="width:{width}px">' if width else "<col>" for width in widths) + "</colgroup>"


def head(whole: YearMap) -> str:
    """Title, summary, quarters and months: repeated on every printed page."""
    lights = "　".join(f"{light_mark(light)} {count}" for light, count in shown_lights(whole.lights))
    before = "".join(f'<th rowspan="2">{text}</th>' for text in ("目标", "源", "类", "编号", "事项", "主责部门", "责任人"))
    after = "".join(f'<th rowspan="2">{text}</th>' for text in ("完成率", "偏差", "灯", "时限", "剩余", "联动：前置、后续、协办"))
    quarters = "".join(f'<th class="q" colspan="3">{name}季度</th>' for name in "一二三四")
    months = "".join(f'<th class="m{" now" if month == whole.month else ""}">{month + 1}月</th>' for month in range(12))
    return (
        f'<thead><tr class="title"><th colspan="{COLUMNS}">{safe(whole.title())}</th></tr>'
        f'<tr class="sum"><td colspan="{COLUMNS}">{safe(whole.summary())}　{lights}　未亮灯 {whole.unlit}</td></tr>'
        f'<tr class="head">{before}{quarters}{after}</tr><tr class="head">{months}</tr></thead>'
    )


def light_mark(light: str) -> str:
    """A light: its letter on its colour."""
    name = LIGHT_CLASSES.get(light, "")
    return f'<span class="light {name}">{light[0] if name else "—"}</span>'


def lane_body(whole: YearMap, lane: MapLane, number: int, first: int, places: dict[str, int]) -> str:
    """The rows of one lane, its figures above them."""
    lights = "　".join(f"{light_mark(light)} {count}" for light, count in shown_lights(lane.lights))
    unlit = f"　未亮 {lane.unlit}" if lane.unlit else ""
    text = f"<b>{safe(lane.name)}</b>{safe(lane_text(lane))}　{lights}{unlit}"
    strip = f'<tr class="strip"><td colspan="{COLUMNS}">{text}</td></tr>\n'
    rows = []
    for place, row in enumerate(lane.rows):
        again = place > 0 and bool(row.target) and lane.rows[place - 1].target == row.target
        goes_on = bool(row.target) and place + 1 < len(lane.rows) and lane.rows[place + 1].target == row.target
        rows.append(item_row(whole, lane, row, first + place, places, again=again, goes_on=goes_on))
    return f'<tbody class="lane t{number % len(THEMES)}">{strip}{"".join(rows)}</tbody>\n'


def item_row(whole: YearMap, lane: MapLane, row: MapRow, place: int, places: dict[str, int], *, again: bool, goes_on: bool) -> str:
    """One item. data-k: the ids of the rows that it hangs together with."""
    flags = (("late", row.overdue), ("co", row.level == "公司级"), ("sec", row.secret), ("in", goes_on))
    linked = " ".join(f"i{places[number]}" for number in dict.fromkeys((*row.before, *row.following, *row.mates)) if number in places)
    data = {
        "d": row.department, "h": "\n".join(row.helpers), "t": lane.name, "l": light_name(row), "p": row.person,
        "o": "" if row.left == "办结" else "1", "k": linked,
    }  # fmt: skip
    attributes = "".join(f' data-{name}="{safe(value)}"' for name, value in data.items())
    done = "" if row.completion is None else f"{row.completion * 100:.0f}%"
    width = max(min((row.completion or 0) * 100, 100), 0)
    origin = safe(row.origin)
    place_of_icon = list(ICONS).index(known(row.origin))
    icon = f'<svg class="i" role="img" aria-label="{origin}"><title>{origin}</title><use href="#icon{place_of_icon}"/></svg>'
    months = "".join(
        f'<td class="b {BARS[kind]}{" now" if month == whole.month else ""}">{sign}</td>'
        for month, (kind, sign) in enumerate(zip(row.bar, row.signs, strict=True))
    )
    return (
        f'<tr id="i{place}" class="item {" ".join(name for name, on in flags if on)}"{attributes}>'
        f'<td>{"" if again else safe(row.aim)}</td><td>{icon}</td><td title="{safe(row.category)}">{safe(row.category[:1])}</td>'
        f'<td class="n" title="{safe(row.number)}">{safe(whole.short(row.number))}</td><td class="w x">{safe(row.matter)}</td>'
        f"<td>{safe(row.department)}</td><td>{safe(row.person)}</td>{months}"
        f'<td><div class="bar"><i style="width:{width:.0f}%"></i><span>{done}</span></div></td>'
        f'<td class="s">{"" if row.lag is None else lag_text(row.lag)}</td><td>{light_mark(row.light)}</td>'
        f'<td class="s">{due_text(row, whole.year)}</td><td class="left">{safe(row.left)}</td>'
        f'<td class="w s">{links(whole, row, places)}</td></tr>\n'
    )


def links(whole: YearMap, row: MapRow, places: dict[str, int]) -> str:
    """Prerequisites and what waits for them, to click on; who helps."""

    def listed(numbers: Iterable[str]) -> str:
        return "、".join(
            (f'<a href="#i{places[number]}">{safe(whole.short(number))}</a>' if number in places else safe(whole.short(number)))
            + (HELD_MARK if number in row.held else "")
            for number in numbers
        )

    parts = [
        *([f"前 {listed(row.before)}"] if row.before else []),
        *([f"后 {listed(row.following)}"] if row.following else []),
        *([f"协 {safe('、'.join(row.helpers))}"] if row.helpers else []),
    ]
    return " ".join(parts)


def legend(whole: YearMap) -> str:
    """Signs, bars, lights, icons, and how to read numbers and brackets: below the map, on every printed page."""
    signs = "".join(f"<span><b>{sign}</b> {meaning}</span>" for sign, meaning in SIGNS.items())
    bars = "".join(f'<span><i style="background:{bar_fill(kind, THEMES[1])}"></i>{meaning}</span>' for kind, meaning in BAR_KEY)
    lights = "".join(f"<span>{light_mark(meaning)} {meaning}</span>" for _, _, meaning in light_key())
    icons = "".join(f'<span><svg class="i"><use href="#icon{place}"/></svg> {safe(origin)}</span>' for place, origin in enumerate(ICONS))
    prefix = f"<span>{safe(whole.short_note)}</span>" if whole.short_note else ""
    more = '<span><b class="now">本月</b></span><span>类：日常、重点、难办、紧急</span><span><b>粗体</b> 公司级</span>'
    more += f"<span>{TARGET_KEY}</span><span>{HELD_KEY}</span>"
    return (
        f'<tfoot class="legend"><tr><td colspan="{COLUMNS}">{signs}{bars}{lights}</td></tr>'
        f'<tr><td colspan="{COLUMNS}">{icons}{prefix}{more}<span>指着一行，前置、后续和同一目标的事项一起标出</span></td></tr></tfoot>'
    )
