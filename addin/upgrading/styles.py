"""Cell formats of one workbook put into another: appended at the end of its styles, so that no format there changes its number."""

import re

from addin.closed.package import Package, attributes_of
from addin.closed.plain_xml import plain

ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
"""The children of a style sheet, in the order of the schema."""
PARTS = (("fontId", "fonts", "font"), ("fillId", "fills", "fill"), ("borderId", "borders", "border"))
FIRST_OWN_FORMAT = 164


class StyleSheet:
    """A style part that is read and appended to."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package = package
        self.part = package.related(workbook, "styles")[0]
        self.xml = plain(package.read(self.part))

    def children(self, group: str, element: str) -> list[bytes]:
        found = re.search(rb"<%s\b[^>]*[^/]>(.*?)</%s>" % (group.encode(), group.encode()), self.xml, re.DOTALL)
        name = element.encode()
        return re.findall(rb"<%s(?:\s[^>]*)?/>|<%s(?:\s[^>]*[^/])?>.*?</%s>" % (name, name, name), found[1], re.DOTALL) if found else []

    def add(self, group: str, element: str, child: bytes) -> int:
        """The place of `child` in its group: where it stands already, else at its end."""
        known = self.children(group, element)
        if element != "xf" and child in known:
            return known.index(child)
        name = group.encode()
        if not known:
            self.xml = re.sub(rb"<%s\b[^>]*/>|<%s\b[^>]*[^/]>\s*</%s>" % (name, name, name), b"", self.xml)
            at = self.place_of(group)
            self.xml = self.xml[:at] + b'<%s count="1">%s</%s>' % (name, child, name) + self.xml[at:]
            return 0
        at = self.xml.index(b"</%s>" % name)
        self.xml = self.xml[:at] + child + self.xml[at:]
        count = b'count="%d"' % (len(known) + 1)
        self.xml = re.sub(rb"(<%s\b[^>]*?)\bcount=\"[0-9]*\"" % name, rb"\g<1>" + count, self.xml, count=1)
        return len(known)

    def place_of(self, group: str) -> int:
        """Where a missing group belongs: before the first of those that come after it."""
        for later in ORDER[ORDER.index(group) + 1 :]:
            found = re.search(rb"<%s\b" % later.encode(), self.xml)
            if found:
                return found.start()
        return self.xml.rindex(b"</styleSheet>")

    def written(self) -> None:
        self.package.change(self.part, self.xml)


class StylesTaken:
    """Numbers of the donor's cell formats and change formats → their numbers here, each taken over when first asked for."""

    def __init__(self, here: StyleSheet, donor: StyleSheet) -> None:
        self.here, self.donor = here, donor
        self.formats = donor.children("cellXfs", "xf")
        self.changes = donor.children("dxfs", "dxf")
        self.parts = {group: donor.children(group, element) for _, group, element in PARTS}
        self.codes = {attributes_of(one)["numFmtId"]: attributes_of(one)["formatCode"] for one in donor.children("numFmts", "numFmt")}
        self.raw_codes = {attributes_of(one)["numFmtId"]: one for one in donor.children("numFmts", "numFmt")}
        self.cells: dict[int, int] = {}
        self.dxfs: dict[int, int] = {}

    def cell(self, number: int) -> int:
        """The format of a cell, row or column."""
        if number not in self.cells:
            xf = self.formats[number]
            for attribute, group, element in PARTS:
                old = int(attributes_of(xf[: xf.index(b">") + 1]).get(attribute, "0"))
                new = self.here.add(group, element, self.parts[group][old])
                xf = re.sub(rb'\b%s="[0-9]+"' % attribute.encode(), b'%s="%d"' % (attribute.encode(), new), xf, count=1)
            shown = attributes_of(xf[: xf.index(b">") + 1]).get("numFmtId", "0")
            if shown in self.codes:
                xf = re.sub(rb'\bnumFmtId="[0-9]+"', b'numFmtId="%d"' % self.format_code(shown), xf, count=1)
            xf = re.sub(rb'\bxfId="[0-9]+"', b'xfId="0"', xf, count=1)
            self.cells[number] = self.here.add("cellXfs", "xf", xf)
        return self.cells[number]

    def format_code(self, number: str) -> int:
        """The number of a format code here: one that has it already, else a new one."""
        known = {attributes_of(one)["formatCode"]: int(attributes_of(one)["numFmtId"]) for one in self.here.children("numFmts", "numFmt")}
        if self.codes[number] in known:
            return known[self.codes[number]]
        new = max([FIRST_OWN_FORMAT - 1, *known.values()]) + 1
        child = re.sub(rb'\bnumFmtId="[0-9]+"', b'numFmtId="%d"' % new, self.raw_codes[number], count=1)
        self.here.add("numFmts", "numFmt", child)
        return new

    def change(self, number: int) -> int:
        """The format of a conditional format."""
        if number not in self.dxfs:
            self.dxfs[number] = self.here.add("dxfs", "dxf", self.changes[number])
        return self.dxfs[number]
