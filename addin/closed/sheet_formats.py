"""What the number formats of a sheet say of its cells: which show percent, and which show another text than their plain value.

The format of a cell is that of its element, else that of its row, else that of its column. Every sheet here is in plain form.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from addin.a1 import LAST_COLUMN, Area, letters
from addin.closed.package import Package, attributes_of, tree
from addin.closed.plain_xml import MAIN
from addin.closed.sheet_scan import styled_cells
from addin.number_formats import BUILT_IN, is_of_days, may_tell_more, shown_besides, shows_percent
from addin.table_part import Places
from workbook_templates.tables.grid import Value

_M = f"{{{MAIN}}}"
_COLUMN = re.compile(rb"<col\s[^>]*>")
_FORMATTED_ROW = re.compile(rb'<row r="([0-9]+)"(?=[^>]* customFormat="(?:1|true)")[^>]* s="([0-9]+)"')


@dataclass(frozen=True, slots=True)
class Formats:
    """Cell formats of a workbook by their index. percent: those that show a percent sign. days, numbers: code of those that may show
    something else than the plain value, of a day and of a number."""

    percent: frozenset[int]
    days: Mapping[int, str]
    numbers: Mapping[int, str]


def formats_of(package: Package, workbook: str) -> Formats:
    """The formats of the style part; none without one."""
    parts = package.related(workbook, "styles")
    if not parts:
        return Formats(frozenset(), {}, {})
    root = tree(package.read(parts[0]))
    known = BUILT_IN | {int(custom.get("numFmtId", "0")): custom.get("formatCode", "") for custom in root.iter(_M + "numFmt")}
    cell_formats = root.find(_M + "cellXfs")
    styles = () if cell_formats is None else cell_formats
    codes = {index: known.get(int(style.get("numFmtId", "0")), "") for index, style in enumerate(styles)}
    percent = frozenset(index for index, code in codes.items() if shows_percent(code))
    odd = {index: code for index, code in codes.items() if may_tell_more(code)}
    days = {index: code for index, code in odd.items() if is_of_days(code)}
    return Formats(percent, days, {index: code for index, code in odd.items() if index not in days})


def column_styles(xml: bytes) -> dict[int, int]:
    """Column → the format of its cells that have no element of their own, as far as <cols> says."""
    found: dict[int, int] = {}
    last = 0
    for tag in _COLUMN.findall(xml, 0, max(0, xml.find(b"<sheetData"))):
        told = attributes_of(tag)
        first, end = int(told.get("min", "0")), min(int(told.get("max", "0")), LAST_COLUMN)
        if first > last and "style" in told:
            found.update(dict.fromkeys(range(first, end + 1), int(told["style"])))
        last = max(last, end)
    return found


def percent_cells(xml: bytes, formats: Formats, area: Area) -> Places:
    """The cells of an area that show percent, blank ones too."""
    near = _names(area.columns)
    found = {
        (row, near[name])
        for name, digits in styled_cells(xml, formats.percent)
        if name in near and area.top <= (row := int(digits)) <= area.bottom
    }
    return found | _without_element(xml, formats.percent, area)


def _names(columns: Collection[int]) -> dict[bytes, int]:
    return {letters(column).encode(): column for column in columns}


def _without_element(xml: bytes, styles: Collection[int], area: Area) -> Places:
    """The cells of an area that have no element and take one of these formats from their row or column."""
    columns = [column for column, style in column_styles(xml).items() if style in styles and column in area.columns]
    rows = {}
    if b" customFormat=" in xml:
        rows = {int(row): int(style) for row, style in _FORMATTED_ROW.findall(xml)}
    of_rows = [row for row, style in rows.items() if style in styles and row in area.rows]
    places = {(row, column) for row in area.rows if row not in rows for column in columns}
    places |= {(row, column) for row in of_rows for column in area.columns}
    if places:
        names = _names({column for _, column in places})
        written = re.findall(rb'<c r="(' + b"|".join(names) + rb')([0-9]+)"', xml)
        places -= {(int(digits), names[name]) for name, digits in written}
    return places


def shown_cells(xml: bytes, codes: Mapping[int, str], area: Area, look: Callable[[int, int], Value]) -> dict[tuple[int, int], str]:
    """(row, column) → the text of the cells of an area that show something else than their plain value. codes: the formats that are
    asked for; look: the value at a place."""
    used = [style for style in codes if b' s="%d"' % style in xml]
    near = _names(area.columns) if used else {}
    found = {}
    for style in used:
        for name, digits in styled_cells(xml, (style,)):
            row = int(digits)
            if name in near and area.top <= row <= area.bottom:
                text = shown_besides(look(row, near[name]), codes[style])
                if text is not None:
                    found[row, near[name]] = text
    return found
