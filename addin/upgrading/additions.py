"""Tables, columns, lists and names that a newer master has, put into an older workbook; nothing that is there is taken away.

The donor is a new master. Its sheets come over with formats, checks and print set-up; all parts of the workbook that are not
concerned keep their bytes. Sheets are added at the end, columns at the right end of their table.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from html import escape

from addin.a1 import Area, area_text, letters, parse_area
from addin.cell_xml import encoded
from addin.closed.contents import Contents, contents
from addin.closed.package import Package, relations_name
from addin.closed.plain_xml import plain
from addin.closed.sheet_patch import SheetPatch
from addin.table_part import TablePart
from addin.upgrading.columns import with_checks, with_column, with_highlights, with_table_columns
from addin.upgrading.styles import StyleSheet, StylesTaken
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import Value

XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NO_RELATIONS = XML + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class OlderWorkbook:
    """Changes to one package, from a donor. Raises BookRefused where something is in the way; the caller's bytes stay as they are."""

    def __init__(self, data: bytes, donor: bytes) -> None:
        self.package, self.donor = Package(data), Package(donor)
        self.book: Contents = contents(self.package)
        self.new: Contents = contents(self.donor)
        self.here = StyleSheet(self.package, self.book.workbook)
        self.styles = StylesTaken(self.here, StyleSheet(self.donor, self.new.workbook))
        strings = plain(self.donor.read(self.donor.related(self.new.workbook, "sharedStrings")[0]))
        self.strings = re.findall(rb"<si>(.*?)</si>", strings, re.DOTALL)

    def written(self) -> bytes:
        self.here.written()
        return b"".join(self.package.written())

    def patch(self, sheet: str) -> SheetPatch:
        """A sheet as it is now, earlier changes included."""
        return SheetPatch(plain(self.package.read(self.book.sheets[sheet])))

    # whole sheets

    def add_sheet(self, name: str, *, hidden: bool = False) -> str:
        """A sheet of the donor with its table; the name that it has here, another one where the user has a sheet of that name."""
        shown = free_name(name, self.book.sheets)
        old_part = self.new.sheets[name]
        part = free_part(self.package, "xl/worksheets/sheet{}.xml")
        self.package.add(part, self.sheet_xml(plain(self.donor.read(old_part))))
        self.add_type(part, f"{SPREADSHEET}.worksheet+xml")
        relations = self.donor.read(relations_name(old_part)) if relations_name(old_part) in self.donor else b""
        for link in self.donor.relations(old_part):
            if link.kind != "table":
                raise BookRefused(f"工作表“{name}”里有加不进来的东西（{link.kind}）")
            table = free_part(self.package, "xl/tables/table{}.xml")
            self.package.add(table, numbered(plain(self.donor.read(link.target)), free_table_id(self.package)))
            self.add_type(table, f"{SPREADSHEET}.table+xml")
            old_name = link.target.rpartition("/")[2].encode()
            relations = relations.replace(b"tables/" + old_name + b'"', b"tables/" + table.rpartition("/")[2].encode() + b'"')
        if relations:
            self.package.add(relations_name(part), relations)
        self.list_sheet(shown, part, ' state="hidden"' if hidden else "")
        self.local_names(name, shown)
        self.book = contents(self.package)
        return shown

    def sheet_xml(self, xml: bytes) -> bytes:
        """The donor's sheet with the formats of this workbook, its texts in its cells, selected and named by nobody."""
        xml = re.sub(rb' codeName="[^"]*"| tabSelected="[^"]*"', b"", xml)
        xml = re.sub(rb'(<(?:c|row)\b[^>]*?\ss=")([0-9]+)"', self.restyled, xml)
        xml = re.sub(rb'(<col\b[^>]*?\sstyle=")([0-9]+)"', self.restyled, xml)
        xml = re.sub(rb'(<cfRule\b[^>]*?\sdxfId=")([0-9]+)"', lambda f: f[1] + b'%d"' % self.styles.change(int(f[2])), xml)
        return re.sub(rb' t="s"><v>([0-9]+)</v>', lambda f: b' t="inlineStr"><is>' + self.strings[int(f[1])] + b"</is>", xml)

    def restyled(self, found: re.Match[bytes]) -> bytes:
        return found[1] + b'%d"' % self.styles.cell(int(found[2]))

    def list_sheet(self, name: str, part: str, state: str) -> None:
        """The sheet in the workbook, as its last."""
        owner = self.book.workbook
        identity = self.relate(owner, "worksheet", part)
        xml = plain(self.package.read(owner))
        prefix = re.search(rb'xmlns:(\w+)="' + OFFICE_RELATIONS.encode() + rb'"', xml)
        numbers = [int(number) for number in re.findall(rb'<sheet\b[^>]*?\bsheetId="([0-9]+)"', xml)]
        sheet = (
            f'<sheet name="{escape(name)}" sheetId="{max(numbers) + 1}"{state} {prefix[1].decode() if prefix else "r"}:id="{identity}"/>'
        )
        if prefix is None:
            xml = re.sub(rb"<workbook\b", b'<workbook xmlns:r="' + OFFICE_RELATIONS.encode() + b'"', xml, count=1)
        self.package.change(owner, xml.replace(b"</sheets>", sheet.encode() + b"</sheets>", 1))

    def relate(self, owner: str, kind: str, target: str) -> str:
        """A new relation from one part to another; its id."""
        name = relations_name(owner)
        if name not in self.package:
            self.package.add(name, NO_RELATIONS)
        xml = plain(self.package.read(name))
        taken = {link.id for link in self.package.relations(owner)}
        identity = next(f"rId{number}" for number in range(1, 100_000) if f"rId{number}" not in taken)
        link = f'<Relationship Id="{identity}" Type="{OFFICE_RELATIONS}/{kind}" Target="/{target}"/>'
        self.package.change(name, xml.replace(b"</Relationships>", link.encode() + b"</Relationships>", 1))
        return identity

    def add_type(self, part: str, kind: str) -> None:
        name = "[Content_Types].xml"
        override = f'<Override PartName="/{part}" ContentType="{kind}"/>'.encode()
        self.package.change(name, plain(self.package.read(name)).replace(b"</Types>", override + b"</Types>", 1))

    # names

    def local_names(self, name: str, shown: str) -> None:
        """Print titles and areas of a sheet that came over."""
        xml = plain(self.package.read(self.book.workbook))
        place = len(re.findall(rb"<sheet\b", xml)) - 1
        for (sheet, low), text in self.new.names.items():
            if sheet == name and low.startswith("_xlnm."):
                titled = "_xlnm.Print_Titles" if low.endswith("titles") else "_xlnm.Print_Area"
                moved = text.replace(f"{name}!", f"'{shown}'!" if shown != name else f"{name}!")
                self.put_name(f'<definedName name="{titled}" localSheetId="{place}">{escape(moved)}</definedName>')

    def define(self, name: str, formula: str) -> None:
        """A defined name of the workbook, new or with another range."""
        pattern = rb'(<definedName\b(?![^>]*localSheetId)[^>]*?\bname="' + re.escape(escape(name).encode()) + rb'"[^>]*>)[^<]*'
        xml = plain(self.package.read(self.book.workbook))
        if re.search(pattern, xml):
            self.package.change(self.book.workbook, re.sub(pattern, lambda f: f[1] + escape(formula).encode(), xml, count=1))
        else:
            self.put_name(f'<definedName name="{escape(name)}">{escape(formula)}</definedName>')

    def put_name(self, element: str) -> None:
        xml = plain(self.package.read(self.book.workbook))
        if b"</definedNames>" in xml:
            xml = xml.replace(b"</definedNames>", element.encode() + b"</definedNames>", 1)
        else:
            before = (b"</sheets>", b"</functionGroups>", b"</externalReferences>")
            at = max(xml.rfind(end) + len(end) for end in before if end in xml)
            xml = xml[:at] + b"<definedNames>" + element.encode() + b"</definedNames>" + xml[at:]
        self.package.change(self.book.workbook, xml)

    # columns

    def add_columns(self, name: str, headers: Collection[str]) -> None:
        """New columns at the right end of a table. Raises BookRefused where their cells are not free."""
        table, donor = self.book.tables[name], self.new.tables[name]
        patch = self.patch(table.sheet)
        first = table.area.right + 1
        room = Area(table.area.top, first, table.area.bottom, table.area.right + len(headers))
        self.refuse_taken(table, room, headers, patch.first_filled(room), patch.merges())
        source = plain(self.donor.read(self.new.sheets[donor.sheet]))
        columns = {header: donor.area.left + donor.headers.index(header) for header in headers}
        heads = {place: self.cell_style(source, donor.area.top, old) for place, old in enumerate(columns.values(), first)}
        bodies = {place: self.cell_style(source, donor.first, old) for place, old in enumerate(columns.values(), first)}
        if table.header_rows:
            patch.set_cells(
                table.area.top, {place: encoded(header, self.book.date1904) for place, header in enumerate(columns, first)}, heads
            )
        blank = dict.fromkeys(bodies, encoded(None, self.book.date1904))
        band = Area(1, first, table.area.top - 1, room.right)
        if 1 < table.area.top == donor.area.top and patch.first_filled(band) is None:  # the title band reaches as far as the table
            for row in range(1, table.area.top):
                patch.set_cells(row, blank, {place: self.cell_style(source, row, old) for place, old in enumerate(columns.values(), first)})
        for row in range(table.first, table.last + 1):
            patch.set_cells(row, blank, bodies)
        xml = patch.written()
        for place, (_, old) in enumerate(columns.items(), first):
            style = column_style(source, old)
            own = b"" if style is None else b' style="%d"' % self.styles.cell(style)
            xml = with_column(xml, place, own, column_width(source, old))
            xml = with_highlights(xml, source, old, place, (donor.first, table.first), self.styles.change)
            xml = with_checks(xml, source, old, place, (donor.first, table.first))
        self.package.change(self.book.sheets[table.sheet], xml)
        self.package.change(table.part, with_table_columns(plain(self.package.read(table.part)), table, list(columns)))
        self.book = contents(self.package)

    def cell_style(self, source: bytes, row: int, column: int) -> bytes:
        """The format of a cell of the donor, as an attribute with its number here."""
        found = re.search(rb'<c r="%s%d"[^>]*?\ss="([0-9]+)"' % (letters(column).encode(), row), source)
        return b' s="%d"' % self.styles.cell(int(found[1])) if found else b""

    def refuse_taken(self, table: TablePart, room: Area, headers: Iterable[str], filled: str | None, merges: Iterable[Area]) -> None:
        """Whether the cells right of a table are free."""
        new = "、".join(headers)
        if table.totals_rows:
            raise BookRefused(f"工作表“{table.sheet}”的表“{table.name}”有汇总行：请在“表设计”中取消“汇总行”后再升级")
        if filled:
            raise BookRefused(f"工作表“{table.sheet}”的单元格 {filled} 有内容，表“{table.name}”右边放不下新列（{new}）：请把它移开再升级")
        for other in self.book.on_sheet(table.sheet):
            if other.name != table.name and other.area.overlaps(room):
                raise BookRefused(f"表“{other.name}”挡住了表“{table.name}”右边的新列（{new}）：请把它移开再升级")
        if any(merge.overlaps(room) for merge in merges):
            raise BookRefused(f"工作表“{table.sheet}”的 {area_text(room)} 里有合并单元格，放不下新列（{new}）：请取消合并再升级")

    # cells on pages

    def write_cells(self, sheet: str, cells: Mapping[tuple[int, int], Value]) -> None:
        """Values in free cells of a sheet, without a format of their own. (row, column) from 1."""
        patch = self.patch(sheet)
        for (row, column), value in cells.items():
            patch.set_cells(row, {column: encoded(value, self.book.date1904)})
        self.package.change(self.book.sheets[sheet], patch.written())

    def right_edge(self, sheet: str) -> int:
        """The last column of a sheet that has a cell."""
        xml = plain(self.package.read(self.book.sheets[sheet]))
        return max((parse_area(found.decode()).left for found in set(re.findall(rb'<c r="([A-Z]+[0-9]+)"', xml))), default=0)


def free_name(name: str, taken: Collection[str]) -> str:
    low = {other.casefold() for other in taken}
    return next(shown for shown in (name, *(f"{name}_{number}" for number in range(2, 1000))) if shown.casefold() not in low)


def free_part(package: Package, form: str) -> str:
    """A part name that is not taken; numbers go on from the largest, so that a dropped part's name is never used again."""
    pattern = re.compile(re.escape(form).replace(r"\{\}", r"(\d+)"))
    numbers = [int(found[1]) for name in package.by_name if (found := pattern.fullmatch(name))]
    return form.format(max(numbers, default=0) + 1)


def free_table_id(package: Package) -> int:
    parts = [package.read(name) for name in package.by_name if re.fullmatch(r"xl/tables/[^/]+\.xml", name) and name in package]
    numbers = [int(found[1]) for part in parts if (found := re.search(rb'<(?:\w+:)?table\b[^>]*?\sid="([0-9]+)"', part))]
    return max(numbers, default=0) + 1


def numbered(table: bytes, number: int) -> bytes:
    return re.sub(rb'(<table\b[^>]*?\sid=")[0-9]+"', rb'\g<1>%d"' % number, table, count=1)


def column_style(sheet: bytes, column: int) -> int | None:
    found = column_tag(sheet, column)
    style = re.search(rb'\sstyle="([0-9]+)"', found) if found else None
    return int(style[1]) if style else None


def column_width(sheet: bytes, column: int) -> bytes:
    found = column_tag(sheet, column)
    width = re.search(rb'\swidth="([^"]+)"', found) if found else None
    return width[1] if width else b"12"


def column_tag(sheet: bytes, column: int) -> bytes | None:
    for tag in re.findall(rb"<col\b[^>]*/>", sheet):
        ends = re.search(rb'\bmin="([0-9]+)"', tag), re.search(rb'\bmax="([0-9]+)"', tag)
        if ends[0] and ends[1] and int(ends[0][1]) <= column <= int(ends[1][1]):
            return bytes(tag)
    return None
