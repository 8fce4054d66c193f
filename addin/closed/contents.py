"""What a workbook holds: its sheets, tables and defined names, as its small parts say. No cell is read here."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection
from dataclasses import dataclass

from addin.a1 import area_text, parse_area
from addin.cell_xml import unescaped
from addin.closed.package import Package, tree
from addin.closed.plain_xml import MAIN, plain
from addin.table_part import TablePart
from workbook_templates.reading.headers import headers_of

_M = f"{{{MAIN}}}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Contents:
    """sheets: name → part, in the workbook's order (chart sheets too). names: (sheet or None, lower-case name) → formula text."""

    workbook: str
    sheets: dict[str, str]
    tables: dict[str, TablePart]
    names: dict[tuple[str | None, str], str]
    date1904: bool

    def on_sheet(self, sheet: str) -> list[TablePart]:
        return [table for table in self.tables.values() if table.sheet == sheet]


def contents(package: Package, wanted: Collection[str] | None = None) -> Contents:
    """Read of the small parts. Raises ET.ParseError, LookupError or ValueError for parts that do not fit together.

    wanted: the sheets that are looked at, None for all."""
    workbook = package.related("", "officeDocument")[0]
    root = tree(package.read(workbook))
    sheets = {name: part for name, part in sheet_parts(package, workbook).items() if wanted is None or name in wanted}
    order = [sheet.get("name", "") for sheet in root.iter(_M + "sheet")]
    names: dict[tuple[str | None, str], str] = {}
    for name in root.iter(_M + "definedName"):
        local = name.get("localSheetId")
        sheet = order[int(local)] if local is not None and int(local) < len(order) else None
        names[sheet, name.get("name", "").lower()] = name.text or ""
    tables = {}
    for sheet_name, part in sheets.items():
        for table_part in package.related(part, "table"):
            table = _table(package.read(table_part), table_part, sheet_name)
            tables[table.name] = table
    return Contents(workbook, sheets, tables, names, counts_from_1904(root))


def noted_in(package: Package, name: str) -> str:
    """A property of the office's own that the file carries; "" where it does not: another program may have dropped it."""
    properties = (one for part in package.related("", "custom-properties") for one in tree(package.read(part)))
    return next(("".join(one.itertext()).strip() for one in properties if one.get("name") == name), "")


def counts_from_1904(workbook: ET.Element) -> bool:
    """Whether the days of a workbook are counted from 1904, as old Excel for Mac did."""
    properties = workbook.find(_M + "workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def sheet_parts(package: Package, workbook: str) -> dict[str, str]:
    """Sheet → part, in the order of the tabs."""
    targets = {link.id: link.target for link in package.relations(workbook)}
    sheets = tree(package.read(workbook)).iter(_M + "sheet")
    return {sheet.get("name", ""): targets[sheet.get(_R_ID, "")] for sheet in sheets if sheet.get(_R_ID, "") in targets}


def _table(part: bytes, name: str, sheet: str) -> TablePart:
    root = tree(part)
    titles = tuple(unescaped(column.get("name", "")) for column in root.iter(_M + "tableColumn"))
    filtered = any(len(column) for column in root.iter(_M + "filterColumn"))  # without criteria it only hides the button
    header_rows, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
    area, called = parse_area(root.get("ref", "")), unescaped(root.get("displayName") or root.get("name") or "")
    if len(titles) != area.right - area.left + 1 or area.bottom - area.top < header_rows + totals:
        raise ValueError(f"工作表“{sheet}”里表“{called}”的范围 {area_text(area)} 与它的列、行对不上")
    return TablePart(
        name=called,
        sheet=sheet,
        part=name,
        area=area,
        headers=headers_of(called, titles),
        header_rows=header_rows,
        totals_rows=totals,
        filtered=filtered,
        titles=titles,
    )


def resized_table(part: bytes, table: TablePart, last: int, lift_filter: bool) -> bytes:
    """The table part whose body ends at row `last`; lift_filter: without filter and sort, as after a new result."""
    text = plain(part)
    area = table.area._replace(bottom=last + table.totals_rows)
    text = re.sub(rb'(<table\b[^>]*?\sref=")[^"]*', rb"\g<1>" + area_text(area).encode(), text, count=1)
    inner = area._replace(bottom=last)
    text = re.sub(rb'(<autoFilter\b[^>]*?\sref=")[^"]*', rb"\g<1>" + area_text(inner).encode(), text, count=1)
    if lift_filter:
        text = re.sub(rb"<filterColumn\b([^>]*[^/])>.*?</filterColumn>", _without_criteria, text, flags=re.DOTALL)
        return re.sub(rb"<sortState\b[^>]*?(?:/>|>.*?</sortState>)", b"", text, flags=re.DOTALL)
    return re.sub(rb"<sort(?:State|Condition)\b[^>]*>", lambda tag: _with_last_row(tag[0], table.last, last), text)


def _with_last_row(tag: bytes, old: int, new: int) -> bytes:
    """What is sorted reaches as far as the table."""
    return re.sub(rb'(\sref="[A-Z]+[0-9]+:[A-Z]+)%d"' % old, rb"\g<1>%d" % new + b'"', tag)


def _without_criteria(column: re.Match[bytes]) -> bytes:
    """A column whose button the layout hides keeps it hidden."""
    return b"<filterColumn" + column[1] + b"/>" if re.search(rb' (?:hiddenButton|showButton)="', column[1]) else b""


def with_full_calculation(workbook: bytes) -> bytes:
    """The workbook part that makes Excel calculate every formula when it opens."""
    text = plain(workbook)
    found = re.search(rb"<calcPr\b[^>]*?/?>", text)
    if found:
        tag = re.sub(rb'\sfullCalcOnLoad="[^"]*"', b"", found[0]).replace(b"<calcPr", b'<calcPr fullCalcOnLoad="1"', 1)
        return text.replace(found[0], tag, 1)
    before = (b"</sheets>", b"</functionGroups>", b"</externalReferences>", b"</definedNames>")  # the schema wants calcPr right after these
    at = max(text.rfind(end) + len(end) for end in before if end in text)
    return text[:at] + b'<calcPr fullCalcOnLoad="1"/>' + text[at:]


def with_moved_names(workbook: bytes, table: TablePart, last: int) -> bytes:
    """The workbook part in which a print area or filter range that ended with the table's last row ends with its new one."""
    text = plain(workbook)

    def follow(found: re.Match[bytes]) -> bytes:
        areas = [_followed(area, table, last) for area in _split_areas(found[2].decode())]
        return found[1] + ",".join(areas).encode()

    return re.sub(rb'(<definedName\b[^>]*\bname="_xlnm\.(?:Print_Area|_FilterDatabase)"[^>]*>)([^<]*)', follow, text)


def _split_areas(text: str) -> list[str]:
    """Commas inside a quoted sheet name part nothing."""
    return re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", text)


def _followed(text: str, table: TablePart, last: int) -> str:
    sheet, _, corners = text.rpartition("!")
    named = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    named = named.replace("&amp;", "&").replace("&apos;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    try:
        area = parse_area(corners)
    except ValueError:
        return text
    spans = area.left <= table.area.right and table.area.left <= area.right
    if named != table.sheet or not spans or area.bottom != table.last or area.top > table.first or ":" not in corners:
        return text
    return f"{sheet}!{re.sub(r'[0-9]+$', str(last), corners)}"
