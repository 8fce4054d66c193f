"""What belongs to a new column besides its cells: width, input check, conditional formats, and its place in the table part."""

import re
from collections.abc import Callable, Sequence
from html import escape

from addin.a1 import area_text, letters
from addin.table_part import TablePart

CHECKS_BEFORE = (
    b"<hyperlinks", b"<printOptions", b"<pageMargins", b"<pageSetup", b"<headerFooter", b"<rowBreaks", b"<colBreaks", b"<customProperties",
    b"<cellWatches", b"<ignoredErrors", b"<smartTags", b"<drawing", b"<legacyDrawing", b"<picture", b"<oleObjects", b"<controls",
    b"<webPublishItems", b"<tableParts", b"<extLst", b"</worksheet>",
)  # fmt: skip
"""What comes after the input checks of a sheet, in the order of the schema."""
Rows = tuple[int, int]
"""The first body row in the donor and here."""


def with_column(sheet: bytes, column: int, style: bytes, width: bytes) -> bytes:
    """Width and format of a column, unless the user has set them. style: as an attribute."""
    tags = re.findall(rb"<col\b[^>]*/>", sheet)
    ends = [(int(re.search(rb'\bmin="([0-9]+)"', tag)[1]), int(re.search(rb'\bmax="([0-9]+)"', tag)[1])) for tag in tags]  # type: ignore[index]
    if any(low <= column <= high for low, high in ends):
        return sheet
    new = b'<col min="%d" max="%d" width="%s"%s customWidth="1"/>' % (column, column, width, style)
    if not tags:
        return sheet.replace(b"<sheetData", b"<cols>" + new + b"</cols><sheetData", 1)
    later = next((tag for tag, (low, _) in zip(tags, ends, strict=True) if low > column), b"</cols>")
    return sheet.replace(later, new + later, 1)


def with_checks(sheet: bytes, source: bytes, old: int, new: int, rows: Rows) -> bytes:
    """The donor's input check of a column; one that looks at other columns is left out."""
    found = [
        check
        for check in re.findall(rb"<dataValidation\b[^>]*/>|<dataValidation\b[^>]*[^/]>.*?</dataValidation>", source, re.DOTALL)
        if re.search(rb'\ssqref="%s%d:' % (letters(old).encode(), rows[0]), check) and b"INDIRECT" not in check
    ]
    if not found:
        return sheet
    moved = readdressed(found[0], old, new, rows)
    if b"</dataValidations>" in sheet:
        sheet = sheet.replace(b"</dataValidations>", moved + b"</dataValidations>", 1)
        return re.sub(rb'(<dataValidations\b[^>]*?\bcount=")([0-9]+)"', lambda f: f[1] + b'%d"' % (int(f[2]) + 1), sheet, count=1)
    return inserted(sheet, b'<dataValidations count="1">' + moved + b"</dataValidations>", CHECKS_BEFORE)


def with_highlights(sheet: bytes, source: bytes, old: int, new: int, rows: Rows, change: Callable[[int], int]) -> bytes:
    """The donor's conditional formats of a column alone; data bars, whose other half lies elsewhere in the sheet, are left out."""
    letter = letters(old).encode()
    form = rb'<conditionalFormatting sqref="%s%d:%s[0-9]+">.*?</conditionalFormatting>' % (letter, rows[0], letter)
    for block in re.findall(form, source, re.DOTALL):
        rules = [rule for rule in re.findall(rb"<cfRule\b.*?</cfRule>", block, re.DOTALL) if b"dxfId=" in rule]
        head = re.match(rb"<conditionalFormatting[^>]*>", block)
        if not rules or head is None:
            continue
        first = max([int(number) for number in re.findall(rb'<cfRule\b[^>]*?\bpriority="([0-9]+)"', sheet)], default=0)
        text = b""
        for place, rule in enumerate(rules, first + 1):
            fresh = re.sub(rb'\bpriority="[0-9]+"', b'priority="%d"' % place, rule, count=1)
            text += re.sub(rb'\bdxfId="([0-9]+)"', lambda f: b'dxfId="%d"' % change(int(f[1])), fresh, count=1)
        moved = readdressed(head[0] + text + b"</conditionalFormatting>", old, new, rows)
        sheet = inserted(sheet, moved, (b"<dataValidations", *CHECKS_BEFORE))
    return sheet


def readdressed(xml: bytes, old: int, new: int, rows: Rows) -> bytes:
    """The same with the references to its own column moved."""
    was, becomes = letters(old).encode(), letters(new).encode()
    xml = re.sub(rb"(?<![A-Za-z$])(\$?)%s(\$?)%d(?![0-9])" % (was, rows[0]), rb"\g<1>%s\g<2>%d" % (becomes, rows[1]), xml)
    return re.sub(rb":%s([0-9]+)" % was, rb":%s\g<1>" % becomes, xml)


def inserted(sheet: bytes, element: bytes, before: Sequence[bytes]) -> bytes:
    """The element before the first of what comes after it, behind the rows and the conditional formats, which hold extensions too."""
    start = max(sheet.rfind(b"</sheetData>"), sheet.rfind(b"<sheetData/>"), sheet.rfind(b"</conditionalFormatting>"))
    at = min(at for mark in before if (at := sheet.find(mark, start + 1)) >= 0)
    return sheet[:at] + element + sheet[at:]


def with_table_columns(part: bytes, table: TablePart, headers: Sequence[str]) -> bytes:
    """The table part with columns at its end."""
    area = table.area._replace(right=table.area.right + len(headers))
    ids = [int(number) for number in re.findall(rb'<tableColumn\b[^>]*?\sid="([0-9]+)"', part)]
    new = "".join(f'<tableColumn id="{number}" name="{escape(header)}"/>' for number, header in enumerate(headers, max(ids, default=0) + 1))
    part = part.replace(b"</tableColumns>", new.encode() + b"</tableColumns>", 1)
    part = re.sub(rb'(<tableColumns\b[^>]*?\bcount=")[0-9]+"', rb'\g<1>%d"' % (len(table.headers) + len(headers)), part, count=1)
    part = re.sub(rb'(<table\b[^>]*?\sref=")[^"]*', rb"\g<1>" + area_text(area).encode(), part, count=1)
    return re.sub(rb'(<autoFilter\b[^>]*?\sref=")[^"]*', rb"\g<1>" + area_text(area).encode(), part, count=1)
