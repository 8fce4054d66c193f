"""The buttons of new actions on 操作台 of an older master, below those that are there; nothing that is there moves.

A button as our own file has it is a shape of the sheet's legacy drawing. Excel and LibreOffice keep a second and a third description
of each when they save the file; there the clerk is told how to copy one.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from addin.closed.contents import contents
from addin.closed.package import Package

SHAPE = re.compile(rb"<v:shape [^>]*>.*?</v:shape>", re.DOTALL)
MACRO = re.compile(rb"<x:FmlaMacro>\[0\]!(DB_\w+)</x:FmlaMacro>")
ANCHOR = re.compile(rb"<x:Anchor>([^<]*)</x:Anchor>")
IDENTITY = re.compile(rb'id="_x0000_s(\d+)"')
CAPTION = re.compile(rb"<font [^>]*>([^<]*)</font>")
PLACE = re.compile(rb"margin-left:[\d.]+pt;margin-top:[\d.]+pt;")
ROW = re.compile(rb"<row [^>]*>")
GAP = 4
"""Pixels between two buttons."""


class NewButtons(NamedTuple):
    """The workbook with them, what those are called that were put in, and those for which there is no safe way (caption, Sub)."""

    data: bytes
    put: list[str]
    left: list[tuple[str, str]]


def with_new_buttons(data: bytes, donor: bytes, known: Collection[str], sheet: str) -> NewButtons:
    """known: the Subs that the workbook's module had: a button that is missing for one of them was taken away by the office."""
    package = Package(data)
    source, held = drawing_of(Package(donor), sheet), drawing_of(package, sheet)
    there = {*known, *map(macro_of, SHAPE.findall(held[1]) if held else ())}
    new = [shape for shape in SHAPE.findall(source[1]) if macro_of(shape) not in {*there, ""}] if source else []
    if not new:
        return NewButtons(data, [], [])
    named = [(caption_of(shape), macro_of(shape)) for shape in new]
    ours = [shape for shape in SHAPE.findall(held[1]) if MACRO.search(shape) and ANCHOR.search(shape)] if held else []
    xml = package.read(contents(package).sheets[sheet]) if held else b""
    if held is None or not ours or b"<control " in xml or not held[1].rstrip().endswith(b"</xml>"):
        return NewButtons(data, [], named)
    part, drawing = held
    heights = row_heights(xml)
    number = max(int(found) for found in IDENTITY.findall(drawing))
    below = max((anchor_of(shape) for shape in ours), key=lambda anchor: anchor[6:])
    row, offset = below[6], below[7] + GAP
    shapes = []
    for shape in new:
        number, height = number + 1, height_of(anchor_of(shape), heights)
        row, offset = moved(row, offset, heights)
        last, rest = moved(row, offset + height, heights)
        anchor = (*below[:2], row, offset, *below[4:6], last, rest)
        shapes.append(placed(shape, number, anchor))
        row, offset = last, rest + GAP
    package.change(part, drawing.rstrip().removesuffix(b"</xml>") + b"".join(shapes) + b"</xml>")
    return NewButtons(b"".join(package.written()), [caption for caption, _ in named], [])


def drawing_of(package: Package, sheet: str) -> tuple[str, bytes] | None:
    """The legacy drawing of a sheet: its part and what it holds."""
    part = contents(package).sheets.get(sheet)
    found = package.related(part, "vmlDrawing") if part else []
    return (found[0], package.read(found[0])) if found else None


def macro_of(shape: bytes) -> str:
    found = MACRO.search(shape)
    return found[1].decode() if found else ""


def caption_of(shape: bytes) -> str:
    found = CAPTION.search(shape)
    return found[1].decode() if found else macro_of(shape)


def anchor_of(shape: bytes) -> tuple[int, ...]:
    """Column, pixels, row, pixels of the upper left corner, then of the lower right one; rows from 0."""
    found = ANCHOR.search(shape)
    return tuple(int(part) for part in found[1].split(b",")) if found else (0,) * 8


def row_heights(xml: bytes) -> dict[int | None, int]:
    """Row from 0 → pixels; None: of rows that do not say."""
    default = re.search(rb'defaultRowHeight="([\d.]+)"', xml)
    heights: dict[int | None, int] = {None: pixels(default[1]) if default else 20}
    for tag in ROW.findall(xml):
        at, high = re.search(rb' r="(\d+)"', tag), re.search(rb' ht="([\d.]+)"', tag)
        if at and high:
            heights[int(at[1]) - 1] = pixels(high[1])
    return heights


def pixels(points: bytes) -> int:
    return round(float(points) * 4 / 3)


def height_of(anchor: tuple[int, ...], heights: dict[int | None, int]) -> int:
    """Pixels from the upper to the lower edge; a donor's rows are as high as an older master's, or nearly."""
    rows = sum(heights.get(row, heights[None]) for row in range(anchor[2], anchor[6]))
    return max(20, rows + anchor[7] - anchor[3])


def moved(row: int, offset: int, heights: dict[int | None, int]) -> tuple[int, int]:
    """The row in which a place lies that is so many pixels below the top of `row`, and the pixels that are left."""
    while offset >= (height := heights.get(row, heights[None])):
        row, offset = row + 1, offset - height
        if height <= 0 and row > 1_000:
            break
    return row, offset


def placed(shape: bytes, number: int, anchor: tuple[int, ...]) -> bytes:
    """A shape of the donor with a number and a place of its own; programs go by the anchor."""
    shape = IDENTITY.sub(b'id="_x0000_s%d"' % number, shape, count=1)
    shape = PLACE.sub(b"", shape, count=1)
    return ANCHOR.sub(b"<x:Anchor>" + ", ".join(map(str, anchor)).encode() + b"</x:Anchor>", shape, count=1)
