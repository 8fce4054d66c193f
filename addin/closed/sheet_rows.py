"""One row of a sheet's XML taken apart into cells and put together again; a cell that is not changed keeps its bytes."""

import re
from dataclasses import dataclass

_STYLE = re.compile(rb' s="[0-9]+"')
_VALUE = re.compile(rb"<v(?:\s[^>]*)?(?:/>|>[^<]*</v>)|<is>.*?</is>", re.DOTALL)
_LAST_CELL = re.compile(rb"((?:[^>]*?/>)|(?:[^>]*?>.*?</c>))(.*)", re.DOTALL)
_KEPT_ROW = re.compile(rb' (?:customHeight|customFormat|hidden|outlineLevel|collapsed|thickTop|thickBot)="')


@dataclass(slots=True)
class Row:
    """A row taken apart: its tag, its cells by reference (the text after `<c r="`), and what follows them."""

    tag: bytes
    cells: dict[bytes, bytes]
    rest: bytes


def split_row(text: bytes) -> Row:
    """A row out of its text, which starts at its tag."""
    tag_end = text.index(b">") + 1
    if text[tag_end - 2 : tag_end] == b"/>":
        return Row(text[: tag_end - 2] + b">", {}, b"")
    inner = text[tag_end : text.rindex(b"</row>")]
    pieces = inner.split(b'<c r="')
    cells = {piece[: piece.index(b'"')]: piece for piece in pieces[1:]}
    rest = pieces[0].strip()
    if cells and b"<ext" in pieces[-1]:
        ref, piece = next(reversed(cells.items()))
        found = _LAST_CELL.fullmatch(piece)
        if found:
            cells[ref], rest = found[1], found[2]
    return Row(text[:tag_end], cells, rest)


def joined_row(row: Row) -> bytes:
    """The text of a row; nothing of one that holds neither cells nor a mark of the user’s."""
    if not row.cells and not row.rest:
        return row.tag[:-1] + b"/>" if _KEPT_ROW.search(row.tag) else b""
    return row.tag + b"".join([b'<c r="' + piece for piece in row.cells.values()]) + row.rest + b"</row>"


def is_filled(piece: bytes) -> bool:
    """True for a cell that holds a value or a formula, not just a format."""
    return b"<v" in piece or b"<f" in piece or b"<is" in piece


def row_style(tag: bytes) -> bytes:
    """The format that a row's tag gives to cells without an element, as an attribute; nothing when it has none."""
    found = _STYLE.search(tag) if b' customFormat="1"' in tag or b' customFormat="true"' in tag else None
    return found[0] if found else b""


def style_of(piece: bytes) -> bytes:
    """The format of a cell, as an attribute; nothing when it has none."""
    found = _STYLE.search(piece, 0, piece.index(b">"))
    return found[0] if found else b""


def without_value(piece: bytes) -> bytes:
    """The cell with format and formula, but without what it shows."""
    end = piece.index(b">")
    tag = re.sub(rb' t="\w+"', b"", piece[:end])
    rest = _VALUE.sub(b"", piece[end:])
    return tag + (b"/>" if rest.strip() == b"></c>" else rest)
