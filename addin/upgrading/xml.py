"""Parts of a workbook as lxml's elements, which keep prefixes, order of attributes and what they don't know; and where a child belongs."""

from collections.abc import Sequence
from typing import Any

from lxml import etree

from addin.closed.plain_xml import MAIN

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
M = f"{{{MAIN}}}"
WORKBOOK = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups", "externalReferences"),
    *("definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "fileRecoveryPr", "webPublishObjects", "extLst"),
)
WORKSHEET = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges"),
    *("scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
    *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture"),
    *("oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
)
STYLE_SHEET = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
"""The children of a part, in the order of the schema."""
_PARSER = etree.XMLParser(resolve_entities=False, huge_tree=True)


def parsed(part: bytes) -> Any:
    """The root of a part."""
    return etree.fromstring(part, _PARSER)  # guards.py refuses every document type and entity before a part comes here


def serialised(root: Any) -> bytes:
    """A part out of its root."""
    return HEAD + bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=False))


def element(tag: str, text: str | None = None, **attributes: object) -> Any:
    """An element of the main namespace."""
    made = etree.Element(M + tag, {name: str(value) for name, value in attributes.items()}, nsmap={None: MAIN})
    made.text = text
    return made


def insert(root: Any, child: Any, order: Sequence[str]) -> Any:
    """Put a child where the schema wants it: before the first of those that come after it. Returns it."""
    later = {M + name for name in order[order.index(etree.QName(child).localname) + 1 :]}
    at = next((place for place, other in enumerate(root) if other.tag in later), len(root))
    root.insert(at, child)
    return child


def group(root: Any, name: str, order: Sequence[str]) -> Any:
    """The child of this name, made where there is none."""
    found = root.find(M + name)
    return insert(root, element(name), order) if found is None else found


def append(parent: Any, child: Any) -> None:
    """Put a child at the end of a group, which counts its children."""
    parent.append(child)
    parent.set("count", str(len(parent)))
