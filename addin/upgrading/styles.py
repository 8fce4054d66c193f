"""Cell formats of one workbook put into another: appended at the end of its styles, so that no format there changes its number."""

from copy import deepcopy
from typing import Any

from addin.closed.package import Package
from addin.upgrading.xml import STYLE_SHEET, M, append, group, parsed, serialised

PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
FIRST_OWN_FORMAT = 164


class StyleSheet:
    """A style part that is read and appended to."""

    def __init__(self, package: Package, workbook: str) -> None:
        self.package = package
        self.part = package.related(workbook, "styles")[0]
        self.root = parsed(package.read(self.part))
        self.has_grown = False

    def children(self, name: str) -> list[Any]:
        found = self.root.find(M + name)
        return [] if found is None else list(found)

    def add(self, name: str, child: Any) -> int:
        """The place of `child` in its group: where it stands already, else at its end. A cell format is always a new one."""
        known = self.children(name)
        place = next((place for place, other in enumerate(known) if alike(other, child)), None) if name != "cellXfs" else None
        if place is None:
            append(group(self.root, name, STYLE_SHEET), deepcopy(child))
            self.has_grown = True
        return len(known) if place is None else place

    def codes(self) -> dict[str, int]:
        """Format code → its number."""
        return {one.get("formatCode"): int(one.get("numFmtId")) for one in self.children("numFmts")}

    def written(self) -> None:
        if self.has_grown:
            self.package.change(self.part, serialised(self.root))


def alike(one: Any, other: Any) -> bool:
    """Whether two elements say the same."""
    same = (one.tag, one.attrib, (one.text or "").strip(), len(one)) == (other.tag, other.attrib, (other.text or "").strip(), len(other))
    return same and all(map(alike, one, other))


class StylesTaken:
    """Numbers of the donor's cell formats and change formats → their numbers here, each taken over when first asked for."""

    def __init__(self, here: StyleSheet, donor: StyleSheet) -> None:
        self.here, self.donor = here, donor
        self.formats, self.changes = donor.children("cellXfs"), donor.children("dxfs")
        self.codes = {one.get("numFmtId"): one for one in donor.children("numFmts")}
        self.cells: dict[int, int] = {}
        self.dxfs: dict[int, int] = {}

    def cell(self, number: int) -> int:
        """The format of a cell, row or column."""
        if number not in self.cells:
            xf = deepcopy(self.formats[number])
            for attribute, name in PARTS:
                xf.set(attribute, str(self.here.add(name, self.donor.children(name)[int(xf.get(attribute, "0"))])))
            if xf.get("numFmtId") in self.codes:
                xf.set("numFmtId", str(self.format_code(self.codes[xf.get("numFmtId")])))
            if "xfId" in xf.attrib:
                xf.set("xfId", "0")
            self.cells[number] = self.here.add("cellXfs", xf)
        return self.cells[number]

    def format_code(self, code: Any) -> int:
        """The number of a format code here: one that has it already, else a new one."""
        known = self.here.codes()
        if code.get("formatCode") not in known:
            fresh = deepcopy(code)
            fresh.set("numFmtId", str(max([FIRST_OWN_FORMAT - 1, *known.values()]) + 1))
            self.here.add("numFmts", fresh)
        return self.here.codes()[code.get("formatCode")]

    def change(self, number: int) -> int:
        """The format of a conditional format."""
        if number not in self.dxfs:
            self.dxfs[number] = self.here.add("dxfs", self.changes[number])
        return self.dxfs[number]
