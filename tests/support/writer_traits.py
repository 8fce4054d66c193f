"""How other programs write the same workbook: each trait rewrites the parts of an .xlsx and changes nothing that a person sees.

WPS: a UTF-16 customXml part, its own settings. Excel: formats of whole rows and columns with no element for a blank cell, shared
strings, a default style. LibreOffice and openpyxl: other orders, inline texts. Old or careless writers: a dimension that is wrong.
"""

import random
import re
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO

from addin.a1 import column_of, letters

Parts = dict[str, bytes]
Trait = Callable[[Parts, random.Random], None]

DIMENSIONS = ("A0:J20", "1:20", "A:J", "", "#REF!", "$A$1:$J$13", "A1:B2 D4:E5", "督办台账!A1:J20", "J20:A1", "XFD1048577", "A1:A1")
"""Texts that have stood in <dimension>; Excel looks at none of them."""


def rewritten(data: bytes, traits: Iterable[Trait], seed: int = 0) -> bytes:
    """The workbook with these traits."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    draw = random.Random(seed)
    for trait in traits:
        trait(parts, draw)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return stream.getvalue()


def sheets(parts: Parts) -> list[str]:
    return [name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]


# what WPS adds


def wps_custom_xml(parts: Parts, _: random.Random) -> None:
    """WPS keeps notes of its own in customXml, in UTF-16."""
    parts["customXml/item1.xml"] = (
        '<?xml version="1.0" encoding="UTF-16"?><s:customData xmlns:s="http://www.wps.cn/x">注</s:customData>'.encode("utf-16")
    )
    name = "xl/_rels/workbook.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    link = b'<Relationship Id="rIdWps" Type="%s" Target="../customXml/item1.xml"/>' % kind
    parts[name] = parts[name].replace(b"</Relationships>", link + b"</Relationships>")


def foreign_declaration(parts: Parts, _: random.Random) -> None:
    """A part that nobody of ours reads declares another encoding, and one holds a document type."""
    parts["customXml/item7.xml"] = '<?xml version="1.0" encoding="GBK"?><注/>'.encode("gbk")
    parts["docProps/thumbnail.xml"] = b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'


def byte_order_mark(parts: Parts, _: random.Random) -> None:
    """A part begins with UTF-8's byte order mark."""
    for name in sheets(parts):
        parts[name] = b"\xef\xbb\xbf" + parts[name]


# formats without elements

_CELL = re.compile(rb'<c r="([A-Z]+)[0-9]+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_ROW = re.compile(rb'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_BLANK = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="(\d+)")?\s*/>')
_COLUMNS = re.compile(rb"<cols>.*?</cols>", re.DOTALL)
Cells = dict[int, bytes]


def formats_of_columns(parts: Parts, draw: random.Random) -> None:
    """As Excel does when a whole column was formatted: a blank cell has no element, its format stands in <cols>."""
    for name in sheets(parts):
        parts[name] = _by_columns(parts[name], draw)


def formats_of_rows(parts: Parts, draw: random.Random) -> None:
    """As Excel does when a whole row was formatted."""
    for name in sheets(parts):
        parts[name] = _rows_changed(parts[name], partial(_by_row, styles=_column_styles(parts[name]), right=_right(parts[name]), draw=draw))


def formats_of_cells(parts: Parts, _: random.Random) -> None:
    """As LibreOffice does: every blank cell has an element, no row and no column has a format."""
    for name in sheets(parts):
        xml = _rows_changed(parts[name], partial(_by_cells, styles=_column_styles(parts[name]), right=_right(parts[name])))
        parts[name] = _COLUMNS.sub(lambda found: re.sub(rb' style="\d+"', b"", found[0]), xml)


def formats_written_out(parts: Parts, _: random.Random) -> None:
    """The ordinary format is named as s="0", as openpyxl does not and others do."""
    for name in sheets(parts):
        parts[name] = re.sub(rb'<c r="([A-Z]+\d+)"(?! s=)', rb'<c r="\1" s="0"', parts[name])


def formats_left_out(parts: Parts, _: random.Random) -> None:
    """The ordinary format is not named."""
    for name in sheets(parts):
        parts[name] = re.sub(rb'(<c r="[A-Z]+\d+") s="0"', rb"\1", parts[name])


def _rows_changed(xml: bytes, change: Callable[[bytes, Cells, bytes], tuple[bytes, Cells]]) -> bytes:
    """The sheet whose rows were changed: from the attributes of a row and its cells by column to others."""

    def row(found: re.Match[bytes]) -> bytes:
        cells = {column_of(cell[1].decode()): cell[0] for cell in _CELL.finditer(found[3] or b"")}
        tag, cells = change(found[2], cells, found[1])
        return b'<row r="%s"%s>%s</row>' % (found[1], tag, b"".join(cells[column] for column in sorted(cells)))

    return _ROW.sub(row, xml)


def _style(cell: bytes) -> bytes | None:
    """The format of a blank cell; None of one that is not blank."""
    found = _BLANK.fullmatch(cell)
    return (found[1] or b"0") if found else None


def _right(xml: bytes) -> int:
    return max((column_of(name.decode()) for name in set(re.findall(rb'<c r="([A-Z]+)', xml))), default=0)


def _column_tags(xml: bytes) -> dict[int, dict[str, str]]:
    """The attributes of <cols>, a column at a time."""
    known: dict[int, dict[str, str]] = {}
    for tag in re.findall(rb"<col [^>]*/>", xml):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag.decode()))
        for number in range(int(attributes["min"]), min(int(attributes["max"]), 200) + 1):
            known[number] = {key: value for key, value in attributes.items() if key not in ("min", "max")}
    return known


def _column_styles(xml: bytes) -> dict[int, bytes]:
    return {column: tag["style"].encode() for column, tag in _column_tags(xml).items() if "style" in tag}


def _whole(tag: bytes, cells: Cells, number: bytes, styles: dict[int, bytes], right: int) -> Cells:
    """A row of which every cell has an element, with the format that it takes from its column now; a row with its own stays."""
    if b"customFormat" in tag:
        return cells
    made = {
        column: b'<c r="%s%s" s="%s"/>' % (letters(column).encode(), number, styles.get(column, b"0")) for column in range(1, right + 1)
    }
    return made | cells


def _by_cells(tag: bytes, cells: Cells, number: bytes, styles: dict[int, bytes], right: int) -> tuple[bytes, Cells]:
    return tag, _whole(tag, cells, number, styles, right)


def _by_row(tag: bytes, cells: Cells, number: bytes, styles: dict[int, bytes], right: int, draw: random.Random) -> tuple[bytes, Cells]:
    """One of the formats of the row's blank cells becomes the row's, and those cells go."""
    known = sorted({style for cell in cells.values() if (style := _style(cell))})
    if not known or b"customFormat" in tag:
        return tag, cells
    chosen = draw.choice(known)
    whole = _whole(tag, cells, number, styles, right)
    left = {column: cell for column, cell in whole.items() if _style(cell) != chosen}
    return re.sub(rb' s="\d+"', b"", tag) + b' s="%s" customFormat="1"' % chosen, left


def _by_columns(xml: bytes, draw: random.Random) -> bytes:
    """One of the formats of a column's blank cells becomes the column's, and those cells go."""
    styles, right = _column_styles(xml), _right(xml)
    blank: dict[int, set[bytes]] = {}

    def whole(tag: bytes, cells: Cells, number: bytes) -> tuple[bytes, Cells]:
        cells = _whole(tag, cells, number, styles, right)
        for column, cell in cells.items():
            if style := _style(cell):
                blank.setdefault(column, set()).add(style)
        return tag, cells

    xml = _rows_changed(xml, whole)
    chosen = {column: draw.choice(sorted(known)) for column, known in sorted(blank.items())}

    def bare(tag: bytes, cells: Cells, _: bytes) -> tuple[bytes, Cells]:
        if b"customFormat" in tag:
            return tag, cells
        return tag, {column: cell for column, cell in cells.items() if _style(cell) is None or _style(cell) != chosen[column]}

    return _with_columns(_rows_changed(xml, bare), chosen)


def _with_columns(xml: bytes, styled: dict[int, bytes]) -> bytes:
    """The formats in <cols>, one element a column; widths stay."""
    known = _column_tags(xml)
    for column, style in styled.items():
        known.setdefault(column, {"width": "9"})["style"] = style.decode()
    tags = "".join(
        f'<col min="{number}" max="{number}"' + "".join(f' {key}="{value}"' for key, value in known[number].items()) + "/>"
        for number in sorted(known)
    )
    xml = _COLUMNS.sub(b"", xml)
    return xml.replace(b"<sheetData>", b"<cols>" + tags.encode() + b"</cols><sheetData>", 1) if tags else xml


# texts and places


def odd_dimensions(parts: Parts, draw: random.Random) -> None:
    """A <dimension> that says something else, or nothing that can be read."""
    for name in sheets(parts):
        chosen = draw.choice((*DIMENSIONS, None))
        text = b"" if chosen is None else f'<dimension ref="{chosen}"/>'.encode()
        parts[name] = re.sub(rb'<dimension ref="[^"]*"/>', text, parts[name])


def shared_strings(parts: Parts, _: random.Random) -> None:
    """Inline texts become shared ones."""
    name = "xl/sharedStrings.xml"
    if name not in parts:
        return
    head, tail = parts[name].rsplit(b"</sst>", 1)
    count = len(re.findall(rb"<si>", head))
    added: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        added.append(b"<si>" + found[2] + b"</si>")
        return b"<c " + found[1] + b' t="s"><v>%d</v></c>' % (count + len(added) - 1)

    for sheet in sheets(parts):
        parts[sheet] = re.sub(rb'<c ([^>]*?) t="inlineStr"><is>(.*?)</is></c>', share, parts[sheet], flags=re.DOTALL)
    parts[name] = re.sub(rb' (?:count|uniqueCount)="\d+"', b"", head) + b"".join(added) + b"</sst>" + tail


def inline_strings(parts: Parts, _: random.Random) -> None:
    """Shared texts become inline ones, as openpyxl writes them."""
    shared = re.findall(rb"<si>(.*?)</si>|<si/>", parts.get("xl/sharedStrings.xml", b""), re.DOTALL)
    for sheet in sheets(parts):
        parts[sheet] = re.sub(
            rb'<c ([^>]*?) t="s"><v>(\d+)</v></c>',
            lambda found: b"<c " + found[1] + b' t="inlineStr"><is>' + shared[int(found[2])] + b"</is></c>",
            parts[sheet],
        )


def without_references(parts: Parts, _: random.Random) -> None:
    """Rows and cells that do not say where they are, where the one before tells it."""
    for sheet in sheets(parts):
        parts[sheet] = _ROW.sub(_without_references, parts[sheet])


def _without_references(found: re.Match[bytes]) -> bytes:
    at = 0

    def bare(cell: re.Match[bytes]) -> bytes:
        nonlocal at
        before, at = at, column_of(cell[1].decode())
        return b"<c" if at == before + 1 else cell[0]

    return b'<row r="%s"%s>%s</row>' % (found[1], found[2], re.sub(rb'<c r="([A-Z]+)\d+"', bare, found[3] or b""))


def prefixed(parts: Parts, _: random.Random) -> None:
    """Every element of a sheet with a prefix, as some libraries write."""
    for sheet in sheets(parts):
        text = parts[sheet].decode()
        if re.search(r"<\w+:", text):
            continue  # it has elements of other namespaces; a person's program would rename those too
        text = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", text)
        parts[sheet] = text.replace('xmlns="', 'xmlns:x="', 1).encode()


TRAITS: dict[str, Trait] = {
    trait.__name__: trait
    for trait in (
        wps_custom_xml,
        foreign_declaration,
        byte_order_mark,
        formats_of_columns,
        formats_of_rows,
        formats_of_cells,
        formats_written_out,
        formats_left_out,
        odd_dimensions,
        shared_strings,
        inline_strings,
        without_references,
        prefixed,
    )
}
"""Name → trait. None of them changes what a workbook says."""
