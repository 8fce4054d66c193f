"""Cells of a closed workbook as another program leaves them: formulas with and without a result, texts longer than Excel's."""

from collections.abc import Mapping
from pathlib import Path

from addin.a1 import cell_name, parse_area
from addin.cell_xml import escaped
from addin.closed.contents import contents
from addin.closed.package import Package
from addin.closed.sheet_patch import SheetPatch


def formula(text: str, result: str | float | None) -> bytes:
    """The content of a cell with a formula; a result of None is one that no spreadsheet has computed."""
    kind = ' t="str"' if isinstance(result, str) else ""
    value = "" if result is None else f"<v>{escaped(str(result))}</v>"
    return f"{kind}><f>{escaped(text)}</f>{value}</c>".encode()


def text(value: str) -> bytes:
    return f' t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'.encode()


def number(value: float) -> bytes:
    return f"><v>{value}</v></c>".encode()


def typed_at(path: Path, name: str, content: bytes) -> str:
    """The workbook with this content in the first cell of a defined name; which cell that is."""
    package = Package(path.read_bytes())
    book = contents(package)
    sheet, _, corners = book.names[None, name.lower()].rpartition("!")
    area = parse_area(corners)
    part = book.sheets[sheet.strip("'")]
    patch = SheetPatch(package.plain(part))
    patch.set_cells(area.top, {area.left: content})
    package.change(part, patch.written())
    path.write_bytes(b"".join(package.written()))
    return cell_name(area.top, area.left)


def typed(path: Path, table: str, cells: Mapping[tuple[int, str], bytes]) -> Path:
    """The workbook with these contents in a table, by body row from 0 and header."""
    package = Package(path.read_bytes())
    book = contents(package)
    part = book.tables[table]
    sheet = book.sheets[part.sheet]
    patch = SheetPatch(package.plain(sheet))
    for (row, header), content in cells.items():
        patch.set_cells(part.first + row, {part.area.left + part.headers.index(header): content})
    package.change(sheet, patch.written())
    path.write_bytes(b"".join(package.written()))
    return path
