"""One plain way of writing a spreadsheet part, so that the patching has one form to know.

Plain means: UTF-8, no comments, no CDATA, attributes in double quotes right after one space, the main namespace without
prefix, and every row and cell with its `r` first. Excel, WPS, LibreOffice, openpyxl and XlsxWriter write it this way;
another writer's part is rewritten, with the same meaning, when it is touched.
"""

import re
from xml.parsers import expat

from addin.a1 import column_of, letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROOT = re.compile(rb"<(?![?!])([^\s/>]+)([^>]*)>")
_SIGNS = (b"='", b" =", b"= ")
_ODD = re.compile(rb"=\s*'|\s=|=\s+\"")
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_QUOTED = _TEXT | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def plain(part: bytes) -> bytes:
    """The part itself when it is plain already, else rewritten. Raises expat.ExpatError when it is not well-formed."""
    return part if is_plain(part) else _Rewriter().rewrite(part)


def is_plain(part: bytes) -> bool:
    """Whether the part is written the plain way already, which is asked of every sheet and so costs little."""
    root = _ROOT.search(part)
    if not root or b":" in root[1] or b"<!" in part:
        return False
    start, end = part.find(b"<sheetData"), part.rfind(b"</sheetData")  # within, only cells start with c and only rows with row
    for element in (b"<c", b"<row"):
        if 0 <= start < end and part.count(element, start, end) != part.count(element + b' r="', start, end):
            return False
    return not any(part.find(sign, root.start()) >= 0 for sign in _SIGNS) or not _has_odd_attribute(part, root.start())


def _has_odd_attribute(part: bytes, at: int) -> bool:
    """Formulas and texts hold quotes and equals signs too; only those inside a tag count. Each text is looked at once."""
    while found := _ODD.search(part, at):
        if part.rfind(b"<", 0, found.start()) > part.rfind(b">", 0, found.start()):
            return True
        at = part.find(b"<", found.start())
        if at < 0:
            break
    return False


class _Rewriter:
    def __init__(self) -> None:
        self.out: list[str] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
        self.prefix = ""
        self.row = self.column = 0
        self.open = False

    def rewrite(self, part: bytes) -> bytes:
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(part, True)
        return "".join(self.out).encode()

    def name(self, qualified: str) -> str:
        return qualified.removeprefix(self.prefix) if self.prefix else qualified

    def start(self, qualified: str, flat: list[str]) -> None:
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        if len(self.out) == 1:
            self.find_prefix(attributes)
        name = self.name(qualified)
        if name == "row":
            self.row, self.column = int(attributes.pop("r", self.row + 1)), 0
            attributes = {"r": str(self.row), **attributes}
        elif name == "c":
            given = attributes.pop("r", f"{letters(self.column + 1)}{self.row}")
            self.column = column_of(given.rstrip("0123456789"))
            attributes = {"r": given, **attributes}
        self.close_start()
        self.out.append("<" + name + "".join(f' {key}="{_escaped(value, _QUOTED)}"' for key, value in attributes.items()))
        self.open = True

    def find_prefix(self, attributes: dict[str, str]) -> None:
        prefixes = [key[6:] for key, value in attributes.items() if key.startswith("xmlns:") and value == MAIN]
        if prefixes and "xmlns" not in attributes:
            self.prefix = prefixes[0] + ":"
            attributes["xmlns"] = attributes.pop("xmlns:" + prefixes[0])

    def close_start(self) -> None:
        if self.open:
            self.out.append(">")
            self.open = False

    def end(self, qualified: str) -> None:
        if self.open:
            self.out.append("/>")
            self.open = False
        else:
            self.out.append(f"</{self.name(qualified)}>")

    def text(self, data: str) -> None:
        self.close_start()
        self.out.append(_escaped(data, _TEXT))


def _escaped(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)
