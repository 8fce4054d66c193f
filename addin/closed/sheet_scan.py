"""What calamine does not tell: which cells of a sheet hold errors, formulas, percentages. Every sheet here is in plain form."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from addin.a1 import Area, area_text, column_of, parse_area
from addin.cell_xml import ERRORS, unescaped
from addin.formulas import moved

_CELL = b'<c r="'
_LONGEST_TAG, _LONGEST_CELL = 500, 60_000  # bytes looked at around a find, so that no file can make the scan slow
FORMULA = re.compile(rb"<f(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</f>)")
_REFERENCE = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
_ATTRIBUTE = re.compile(rb'\s(\w+)="([^"]*)"')
_DIMENSION = re.compile(rb"<dimension\b[^>]*?(?:/>|>.*?</dimension>)", re.DOTALL)
_SOUND_DIMENSION = re.compile(rb'<dimension ref="([A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?)"\s*/>')
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


_EMPTY_RESULTS = (b"<v></v>", b"<v/>", b"<v />")


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell that holds a formula; area: the cells that its result fills (an array's whole range). text: as in the file, without `=`.

    computed: False when the file holds no result, because no spreadsheet has opened it since it was written."""

    sheet: str
    row: int
    column: int
    area: Area
    text: str
    computed: bool = True


def dimension_of(xml: bytes) -> Area | None:
    """What <dimension> says, where it says it as Excel writes it; None without one, or for A0:J20, #REF!, J20:A1, two areas."""
    found = _SOUND_DIMENSION.search(xml, 0, max(0, xml.find(b"<sheetData")))
    if found:
        with suppress(ValueError):
            area = parse_area(found[1].decode())
            if area_text(area) == found[1].decode():
                return area
    return None


def has_odd_dimension(xml: bytes) -> bool:
    """Whether a sheet has a dimension that is not written as Excel writes it."""
    return xml.find(b"<dimension", 0, max(0, xml.find(b"<sheetData"))) >= 0 and dimension_of(xml) is None


def with_dimension(head: bytes, dimension: bytes = b"") -> bytes:
    """The part of a sheet before its rows with another <dimension>, or with none."""
    return _DIMENSION.sub(dimension, head)


def without_dimension(xml: bytes) -> bytes:
    """The sheet without what it says of its own extent."""
    start = max(0, xml.find(b"<sheetData"))
    return with_dimension(xml[:start]) + xml[start:]


def formula_cells(sheet: str, xml: bytes) -> Iterator[FormulaCell]:
    """Every formula of a sheet; a cell of a shared formula with the text it would have alone."""
    shared: dict[bytes, tuple[int, int, str]] = {}
    for found in FORMULA.finditer(xml):
        at = xml.rfind(_CELL, max(0, found.start() - _LONGEST_TAG), found.start())
        place = _REFERENCE.match(xml, at) if at >= 0 else None
        if place is None or xml.find(b">", at) + 1 != found.start():
            continue  # a formula of something else, such as a conditional format's
        row, column = int(place[2]), column_of(place[1].decode())
        text = plain_text((found[2] or b"").decode())
        area = Area(row, column, row, column)
        if found[1]:
            attributes = dict(_ATTRIBUTE.findall(found[1]))
            kind, index = attributes.get(b"t"), attributes.get(b"si", b"")
            if kind in (b"array", b"dataTable") and b"ref" in attributes:
                area = parse_area(attributes[b"ref"].decode())
            elif kind == b"shared" and text:
                shared[index] = row, column, text
            elif kind == b"shared" and index in shared:
                first_row, first_column, first_text = shared[index]
                text = moved(first_text, row - first_row, column - first_column)
        # openpyxl leaves <v></v>; an empty text is a result only where the cell says that it is a text
        empty = xml.startswith(_EMPTY_RESULTS, found.end()) and b' t="str"' not in xml[at : found.start()]
        yield FormulaCell(sheet, row, column, area, text, not empty and xml.startswith((b"<v", b"<is"), found.end()))


def plain_text(text: str) -> str:
    """A formula's text without the XML escapes."""
    if "&" not in text:
        return text
    numbered = re.sub(r"&#(x[0-9A-Fa-f]+|[0-9]+);", lambda code: chr(int(f"0{code[1]}", 16) if code[1][0] == "x" else int(code[1])), text)
    return re.sub("&(?:lt|gt|quot|apos|amp);", lambda entity: _ENTITIES[entity[0]], numbered)


def _errors(xml: bytes) -> Iterator[tuple[re.Match[bytes], int, int]]:
    """The reference of every error cell, and where its code starts and ends."""
    at = xml.find(b' t="e"')
    while at >= 0:
        place = _REFERENCE.match(xml, xml.rfind(b"<", max(0, at - _LONGEST_TAG), at))
        tag_end = xml.find(b">", at, at + _LONGEST_TAG)
        end = xml.find(b"</c>", at, at + _LONGEST_CELL) if place and xml[tag_end - 1 : tag_end] != b"/" else -1
        value = xml.find(b"<v>", at, end) if end >= 0 else -1
        if place and value >= 0:
            yield place, value + 3, xml.find(b"</v>", value)
        at = xml.find(b' t="e"', at + 1)


def error_cells(xml: bytes) -> dict[tuple[int, int], str]:
    """(row, column) → code such as #DIV/0! of every error cell, typed or computed."""
    return {(int(place[2]), column_of(place[1].decode())): unescaped(xml[start:end].decode()) for place, start, end in _errors(xml)}


def without_new_errors(xml: bytes) -> bytes:
    """The sheet with #N/A in place of error codes that Excel did not have in 2007."""
    known = {code.encode() for code in ERRORS}
    pieces, at = [], 0
    for _, start, end in _errors(xml):
        if xml[start:end] not in known:
            pieces += [xml[at:start], b"#N/A"]
            at = end
    return b"".join([*pieces, xml[at:]])


def styled_cells(xml: bytes, styles: Collection[int]) -> list[tuple[bytes, bytes]]:
    """Column letters and row number, as the file writes them, of every cell that has one of these formats."""
    wanted = [style for style in styles if b' s="%d"' % style in xml]
    if not wanted:
        return []
    numbers = b"|".join(b"%d" % style for style in sorted(wanted))
    return re.findall(rb'<c r="([A-Z]+)([0-9]+)"(?: [a-rt-z]+="[^"]*")* s="(?:' + numbers + rb')"', xml)
