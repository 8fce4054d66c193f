"""Tables, columns, lists and names that a newer master has, put into an older workbook; nothing that is there is taken away.

The donor is a new master. Its sheets come over with formats, checks and print set-up; all parts of the workbook that are not
concerned keep their bytes. Sheets are added at the end, columns at the right end of their table.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from lxml import etree

from addin.a1 import Area, area_text, cell_name, parse_area
from addin.cell_xml import encoded
from addin.closed.contents import Contents, contents
from addin.closed.package import Package, relations_name
from addin.closed.plain_xml import plain
from addin.closed.sheet_patch import SheetPatch
from addin.table_part import TablePart
from addin.upgrading.columns import NewColumn, add_column, add_table_columns
from addin.upgrading.styles import StyleSheet, StylesTaken
from addin.upgrading.xml import HEAD, WORKBOOK, M, element, group, parsed, serialised
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import Value

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NO_RELATIONS = HEAD + f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode()
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
        self.strings = list(parsed(self.donor.read(self.donor.related(self.new.workbook, "sharedStrings")[0])))

    def written(self) -> bytes:
        self.here.written()
        return b"".join(self.package.written())

    @contextmanager
    def changed(self, part: str) -> Iterator[Any]:
        """The root of a part, which is written back as it is afterwards."""
        root = parsed(self.package.read(part))
        yield root
        self.package.change(part, serialised(root))

    def patch(self, sheet: str) -> SheetPatch:
        """A sheet as it is now, earlier changes included."""
        return SheetPatch(plain(self.package.read(self.book.sheets[sheet])))

    # whole sheets

    def add_sheet(self, name: str, *, hidden: bool = False) -> str:
        """A sheet of the donor with its table; the name that it has here, another one where the user has a sheet of that name."""
        shown = free_name(name, self.book.sheets)
        old_part = self.new.sheets[name]
        part = free_part(self.package, "xl/worksheets/sheet{}.xml")
        self.package.add(part, self.adapted(parsed(self.donor.read(old_part))))
        self.add_type(part, f"{SPREADSHEET}.worksheet+xml")
        moved = {}
        for link in self.donor.relations(old_part):
            if link.kind != "table":
                raise BookRefused(f"工作表“{name}”里有加不进来的东西（{link.kind}）")
            table = free_part(self.package, "xl/tables/table{}.xml")
            root = parsed(self.donor.read(link.target))
            root.set("id", str(free_table_id(self.package)))
            self.package.add(table, serialised(root))
            self.add_type(table, f"{SPREADSHEET}.table+xml")
            moved[link.id] = f"../tables/{table.rpartition('/')[2]}"
        if moved:
            relations = parsed(self.donor.read(relations_name(old_part)))
            for relation in relations:
                relation.set("Target", moved[relation.get("Id")])
            self.package.add(relations_name(part), serialised(relations))
        self.list_sheet(shown, part, {"state": "hidden"} if hidden else {})
        self.add_print_names(name, shown)
        self.book = contents(self.package)
        return shown

    def adapted(self, root: Any) -> bytes:
        """The donor's sheet with the formats of this workbook, its texts in its cells, selected and named by nobody."""
        for owner, attribute in ((M + "sheetPr", "codeName"), (M + "sheetView", "tabSelected")):
            for found in root.iter(owner):
                found.attrib.pop(attribute, None)
        for tags, attribute, taken in (
            ((M + "c", M + "row"), "s", self.styles.cell),
            ((M + "col",), "style", self.styles.cell),
            ((M + "cfRule",), "dxfId", self.styles.change),
        ):
            for found in root.iter(*tags):
                if attribute in found.attrib:
                    found.set(attribute, str(taken(int(found.get(attribute)))))
        for cell in root.iter(M + "c"):
            if cell.get("t") == "s":
                text = parsed(etree.tostring(self.strings[int(cell.findtext(M + "v"))], with_tail=False))
                text.tag = M + "is"
                cell.set("t", "inlineStr")
                cell.replace(cell.find(M + "v"), text)
        return serialised(root)

    def list_sheet(self, name: str, part: str, state: Mapping[str, str]) -> None:
        """The sheet in the workbook, as its last."""
        identity = self.relate(self.book.workbook, "worksheet", part)
        with self.changed(self.book.workbook) as root:
            sheets = root.find(M + "sheets")
            number = max(int(sheet.get("sheetId")) for sheet in sheets) + 1
            attributes = {"name": name, "sheetId": str(number), **state, f"{{{OFFICE_RELATIONS}}}id": identity}
            etree.SubElement(sheets, M + "sheet", attributes, nsmap={"r": OFFICE_RELATIONS})

    def relate(self, owner: str, kind: str, target: str) -> str:
        """A new relation from one part to another; its id."""
        name = relations_name(owner)
        if name not in self.package:
            self.package.add(name, NO_RELATIONS)
        taken = {link.id for link in self.package.relations(owner)}
        identity = next(f"rId{number}" for number in range(1, 100_000) if f"rId{number}" not in taken)
        with self.changed(name) as root:
            link = {"Id": identity, "Type": f"{OFFICE_RELATIONS}/{kind}", "Target": f"/{target}"}
            etree.SubElement(root, f"{{{PACKAGE}/relationships}}Relationship", link)
        return identity

    def add_type(self, part: str, kind: str) -> None:
        with self.changed("[Content_Types].xml") as root:
            etree.SubElement(root, f"{{{PACKAGE}/content-types}}Override", {"PartName": f"/{part}", "ContentType": kind})

    # names

    def add_print_names(self, name: str, shown: str) -> None:
        """Print titles and areas of a sheet that came over, which is the last."""
        with self.changed(self.book.workbook) as root:
            place = len(root.find(M + "sheets")) - 1
            for (sheet, low), text in self.new.names.items():
                if sheet == name and low.startswith("_xlnm."):
                    titled = "_xlnm.Print_Titles" if low.endswith("titles") else "_xlnm.Print_Area"
                    moved = text.replace(f"{name}!", f"'{shown}'!" if shown != name else f"{name}!")
                    group(root, "definedNames", WORKBOOK).append(element("definedName", moved, name=titled, localSheetId=place))

    def define(self, name: str, formula: str) -> None:
        """A defined name of the workbook, new or with another range."""
        with self.changed(self.book.workbook) as root:
            names = group(root, "definedNames", WORKBOOK)
            known = next((one for one in names if one.get("name") == name and one.get("localSheetId") is None), None)
            if known is None:
                names.append(element("definedName", formula, name=name))
            else:
                known.text = formula

    # columns

    def add_columns(self, name: str, headers: Collection[str]) -> None:
        """New columns at the right end of a table. Raises BookRefused where their cells are not free."""
        table, donor = self.book.tables[name], self.new.tables[name]
        patch = self.patch(table.sheet)
        first = table.area.right + 1
        room = Area(table.area.top, first, table.area.bottom, table.area.right + len(headers))
        self.refuse_taken(table, room, headers, patch.first_filled(room), patch.merges())
        source = parsed(self.donor.read(self.new.sheets[donor.sheet]))
        formats = {cell.get("r"): cell.get("s") for cell in source.iter(M + "c")}
        columns = [donor.area.left + donor.headers.index(header) for header in headers]

        def style(row: int, column: int) -> bytes:
            """The format of a cell of the donor, as an attribute with its number here."""
            found = formats.get(cell_name(row, column))
            return b' s="%d"' % self.styles.cell(int(found)) if found else b""

        heads = {place: style(donor.area.top, old) for place, old in enumerate(columns, first)}
        bodies = {place: style(donor.first, old) for place, old in enumerate(columns, first)}
        if table.header_rows:
            texts = {place: encoded(header, self.book.date1904) for place, header in enumerate(headers, first)}
            patch.set_cells(table.area.top, texts, heads)
        blank = dict.fromkeys(bodies, encoded(None, self.book.date1904))
        band = Area(1, first, table.area.top - 1, room.right)
        if 1 < table.area.top == donor.area.top and patch.first_filled(band) is None:  # the title band reaches as far as the table
            for row in range(1, table.area.top):
                patch.set_cells(row, blank, {place: style(row, old) for place, old in enumerate(columns, first)})
        for row in range(table.first, table.last + 1):
            patch.set_cells(row, blank, bodies)
        self.package.change(self.book.sheets[table.sheet], patch.written())
        with self.changed(self.book.sheets[table.sheet]) as root:
            for place, old in enumerate(columns, first):
                add_column(root, NewColumn(source, old, place, donor.first, table.first), self.styles)
        with self.changed(table.part) as root:
            add_table_columns(root, table, list(headers))
        self.book = contents(self.package)

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
        cells = parsed(plain(self.package.read(self.book.sheets[sheet]))).iter(M + "c")
        return max((parse_area(cell.get("r")).left for cell in cells), default=0)


def free_name(name: str, taken: Collection[str]) -> str:
    """This name, or the next with a number that is not taken: 异议_2."""
    low = {other.casefold() for other in taken}
    return next(shown for shown in (name, *(f"{name}_{number}" for number in range(2, 1000))) if shown.casefold() not in low)


def free_part(package: Package, form: str) -> str:
    """A part name that is not taken; numbers go on from the largest, so that a dropped part's name is never used again."""
    pattern = re.compile(re.escape(form).replace(r"\{\}", r"(\d+)"))
    numbers = [int(found[1]) for name in package.by_name if (found := pattern.fullmatch(name))]
    return form.format(max(numbers, default=0) + 1)


def free_table_id(package: Package) -> int:
    parts = [package.read(name) for name in package.by_name if re.fullmatch(r"xl/tables/[^/]+\.xml", name) and name in package]
    found = [re.search(rb"<(?:\w+:)?table\s[^>]*?\bid\s*=\s*[\"']([0-9]+)", part) for part in parts]
    return max((int(one[1]) for one in found if one), default=0) + 1
