"""The group's lists as one page for a browser: no network, nothing to install; to filter by list, company, department, light, and to sort.

Every text is escaped, and the page's own policy lets no script run but group.js (by its hash) and loads nothing. Without scripts all of it
shows. A filter can stand in the address: 集团.html?单位=甲公司&灯=红灯.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from workbook_templates.leaving.group_book import GroupList, GroupPage, is_share
from workbook_templates.sheets.style import LIGHT_COLOURS
from workbook_templates.sheets.web import choice, own_page, safe
from workbook_templates.tables.grid import Value

MOST = 3000
"""Rows of a list that the page shows; a browser has enough of them then, and the workbook has all."""
FILTERED = {"单位": "u", "主责部门": "d", "灯": "l"}
LETTERS = {"红灯": "r", "黄灯": "y", "绿灯": "g", "蓝灯": "b"}
WORDY = 20


def group_web(page: GroupPage) -> bytes:
    """The bytes of the page, UTF-8; the same page gives the same bytes."""
    style, script = (f"\n{Path(__file__).with_name(f'group.{ending}').read_text(encoding='utf-8')}" for ending in ("css", "js"))
    for name, light in (("@RED", "红灯"), ("@GREEN", "绿灯"), ("@YELLOW", "黄灯"), ("@BLUE", "蓝灯")):
        style = style.replace(name, f"{LIGHT_COLOURS[light][0]};color:{LIGHT_COLOURS[light][1]}")
    tiles = "".join(f"<div><b>{safe(text)}</b>{safe(name)}</div>" for name, text in page.tiles.items())
    notes = "".join(f"<p>{safe(note)}</p>" for note in page.notes)
    body = (
        f"<header><h1>{safe(page.title)}</h1>{safe(page.told)}</header>{filters(page.lists)}"
        f'<div class="tiles">{tiles}</div>{notes}{"".join(map(section, page.lists))}'
    )
    return own_page(page.title, style, script, body)


def filters(lists: Sequence[GroupList]) -> str:
    """The bar above the lists; it shows where scripts run."""
    fields = [choice("s", "清单", [one.name for one in lists])]
    for header, key in FILTERED.items():
        values = {text for one in lists if header in one.columns for text in texts_below(one, header)}
        fields.append(choice(key, header, sorted(values)))
    return (
        f'<form id="filter" hidden>{"".join(fields)}<input type="search" placeholder="查找编号或文字" aria-label="查找">'
        '<button type="reset">全部</button><output></output></form>'
    )


def texts_below(one: GroupList, header: str) -> Iterable[str]:
    place = list(one.columns).index(header)
    return (str(row[place]) for row in one.rows[:MOST] if row[place])


def section(one: GroupList) -> str:
    """One list with its title."""
    more = f"；这里是前 {MOST} 行，共 {len(one.rows)} 行，其余见工作簿" if len(one.rows) > MOST else ""
    head = "".join(f"<th>{safe(header)}</th>" for header in one.columns)
    body = "".join(line(one, row) for row in one.rows[:MOST])
    return (
        f'<section id="{safe(one.name)}"><h2>{safe(one.name)}</h2><p class="told">{safe(one.told + more)}</p>'
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>'
    )


def line(one: GroupList, row: Sequence[Value]) -> str:
    """One row, with what it is filtered by."""
    named = dict(zip(one.columns, row, strict=True))
    marks = "".join(f' data-{key}="{safe(str(named[header] or ""))}"' for header, key in FILTERED.items() if header in named)
    return f"<tr{marks}>{''.join(cell(header, width, named[header]) for header, width in one.columns.items())}</tr>"


def cell(header: str, width: float, value: Value) -> str:
    """One cell: a light with its letter, a number with its value to sort by."""
    if value is None:
        return "<td></td>"
    if isinstance(value, float | int):
        shown = f"{value:.1%}" if is_share(header) else f"{value:.2f}".rstrip("0").rstrip(".")
        return f'<td data-v="{value:.10g}">{shown}</td>'
    text = str(value)
    if text in LETTERS:
        return f'<td><span class="light {LETTERS[text]}">{text[0]}</span></td>'
    return f"<td{' class=w' if width > WORDY else ''}>{safe(text)}</td>"
