"""What makes Excel offer to "repair" a workbook, although every schema accepts it: rules between parts, and between cells.

`lint(path)` gives one line per finding, named by part and cell; [] for a file that Excel should open without a word. Packages
without a workbook (.docx) are held to the package rules only. The rules come from what Excel is known to refuse; a file is read
whole, so this is for files that we made, never for files from outside.
"""

import math
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
MAX_ROW, MAX_COLUMN, MAX_TEXT, MAX_FORMULA = 1_048_576, 16_384, 32_767, 8_192

SHEET_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState "
    "dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins "
    "pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()

# Functions newer than Excel 2007: without _xlfn. in the file the cell shows #NAME? until somebody edits it.
NEW_FUNCTIONS = frozenset(
    (
        "ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV BITAND "
        "BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT "
        "CHISQ.TEST CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COT COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS "
        "DECIMAL DROP ERF.PRECISE ERFC.PRECISE EXPAND EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FILTER FILTERXML FLOOR.MATH "
        "FLOOR.PRECISE FORECAST.ETS FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA "
        "GAMMA.DIST GAMMA.INV GAMMALN.PRECISE GAUSS HSTACK HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMSEC IMSECH IMSINH "
        "IMTAN ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL "
        "MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE PDURATION PERCENTILE.EXC PERCENTILE.INC "
        "PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI POISSON.DIST QUARTILE.EXC QUARTILE.INC QUERYSTRING RANDARRAY RANK.AVG "
        "RANK.EQ REDUCE RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORT SORTBY STDEV.P STDEV.S SWITCH T.DIST T.DIST.2T "
        "T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW UNICHAR UNICODE UNIQUE VALUETOTEXT "
        "VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR Z.TEST"
    ).split()
)


class Area(NamedTuple):
    """A rectangle of cells, all four counted from 1 and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: "Area") -> bool:
        """Whether at least one cell lies in both."""
        return self.top <= other.bottom and other.top <= self.bottom and self.left <= other.right and other.left <= self.right


class Relation(NamedTuple):
    """One line of a .rels part; target is a part name unless external."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """The parts of a file: every member's name, and the parsed XML of those that are XML."""

    names: frozenset[str]
    xml: dict[str, ET.Element]

    def relations(self, part: str) -> dict[str, Relation]:
        """By id; {} for a part that has none. The package itself is the part ''."""
        path = PurePosixPath(part)
        rels = f"{path.parent}/_rels/{path.name}.rels".removeprefix("./") if part else "_rels/.rels"
        if rels not in self.xml:
            return {}
        found = {}
        for element in self.xml[rels]:
            target, external = element.get("Target", ""), element.get("TargetMode") == "External"
            found[element.get("Id", "")] = Relation(element.get("Type", ""), target if external else resolve(part, target), external)
        return found


@dataclass
class Names:
    """What has to be unique in the whole workbook, gathered while sheets are read."""

    defined: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    table_ids: set[str] = field(default_factory=set)
    formulas: set[tuple[str, str]] = field(default_factory=set)
    """(sheet name, cell) of every formula cell."""


@dataclass(frozen=True)
class Limits:
    """How many of each the workbook's shared parts hold, for indices into them."""

    styles: int
    formats: int
    strings: list[str]


@dataclass(frozen=True)
class Sheet:
    """One worksheet being read. texts: (row, column) → text of string cells, for the comparison with table headers."""

    name: str
    part: str
    root: ET.Element
    texts: dict[tuple[int, int], str] = field(default_factory=dict)


def lint(path: Path) -> list[str]:
    """Every finding of every rule. A file whose XML can't be read has only those findings; a file that is no zip raises BadZipFile."""
    findings: list[str] = []
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        xml: dict[str, ET.Element] = {}
        if len(names) != len(set(names)):
            findings.append("duplicate zip member")
        for name in names:
            if name.endswith((".xml", ".rels")):
                try:
                    xml[name] = ET.fromstring(archive.read(name))  # noqa: S314 - files of our own making
                except ET.ParseError as error:
                    findings.append(f"{name}: not well-formed: {error}")
    if findings:
        return findings
    package = Package(frozenset(names), xml)
    findings += content_types(package)
    findings += missing_targets(package)
    if WORKBOOK in package.xml:
        findings += workbook(package)
    return findings


# The package


def resolve(part: str, target: str) -> str:
    """The part name that a relationship target means, seen from the part that holds it."""
    steps = [] if target.startswith("/") else list(PurePosixPath(part).parts[:-1])
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def content_types(package: Package) -> Iterator[str]:
    """Each part has a content type; a part under xl/ that is XML has one of its own; none is declared for a part that isn't there."""
    declared = package.xml[CONTENT_TYPES]
    parts = {element.get("PartName", "") for element in declared if element.get("PartName")}
    extensions = {element.get("Extension", "").lower() for element in declared if element.get("Extension")}
    for name in sorted(package.names - {CONTENT_TYPES}):
        by_extension = name.rpartition(".")[2].lower() in extensions
        if f"/{name}" not in parts and (not by_extension or (name.startswith("xl/") and name.endswith(".xml"))):
            yield f"{name}: no content type"
    for part in sorted(parts):
        if part.removeprefix("/") not in package.names:
            yield f"content type for missing part {part}"


def missing_targets(package: Package) -> Iterator[str]:
    """Each inner relationship leads to a part that is there."""
    for part in ["", *sorted(name for name in package.names if not name.endswith(".rels"))]:
        for key, relation in package.relations(part).items():
            if not relation.external and relation.target not in package.names:
                yield f"{part or 'package'}: relationship {key} -> missing {relation.target}"


# The workbook


def workbook(package: Package) -> Iterator[str]:
    """Names, sheets one by one, then what spans them."""
    root, relations, names, limits = package.xml[WORKBOOK], package.relations(WORKBOOK), Names(), limits_of(package)
    yield from (f"shared string longer than {MAX_TEXT}" for text in limits.strings if length(text) > MAX_TEXT)
    yield from defined_names(root, names)
    seen: set[str] = set()
    for element in root.iterfind(f"{MAIN}sheets/{MAIN}sheet"):
        name = element.get("name", "")
        if name.lower() in seen:
            yield f"duplicate sheet name {name}"
        seen.add(name.lower())
        if not 1 <= length(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"bad sheet name {name}"
        relation = relations.get(element.get(REL_ID, ""))
        if relation is None or relation.target not in package.xml:
            yield f"sheet {name}: no part"
        elif package.xml[relation.target].tag == f"{MAIN}worksheet":
            yield from worksheet(package, Sheet(name, relation.target, package.xml[relation.target]), limits, names)
    yield from calculation_chain(package, names)


def limits_of(package: Package) -> Limits:
    """Counts from xl/styles.xml and the texts of xl/sharedStrings.xml; without those parts an index has nothing to point to."""
    styles = package.xml.get("xl/styles.xml", ET.Element("none"))
    strings = package.xml.get("xl/sharedStrings.xml", ET.Element("none"))
    return Limits(
        styles=len(styles.findall(f"{MAIN}cellXfs/{MAIN}xf")),
        formats=len(styles.findall(f"{MAIN}dxfs/{MAIN}dxf")),
        strings=[text_of(item) for item in strings.iterfind(f"{MAIN}si")],
    )


def defined_names(root: ET.Element, names: Names) -> Iterator[str]:
    """Unique in their scope, without regard to case, and spelled as Excel allows."""
    seen: set[tuple[str, str | None]] = set()
    for element in root.iter(f"{MAIN}definedName"):
        name, scope = element.get("name", ""), element.get("localSheetId")
        if (name.lower(), scope) in seen:
            yield f"duplicate defined name {name}"
        seen.add((name.lower(), scope))
        names.defined.add(name.lower())
        if not is_name(name):
            yield f"bad defined name {name}"


def is_name(name: str) -> bool:
    """Whether Excel accepts it as the name of a range or table: no spaces, no digit first, not like a cell (A1 or R1C1)."""
    return bool(re.fullmatch(r"[^\W\d][\w.\\?]*|\\[\w.]*", name)) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*([Cc]\d*)?|[Cc]\d*", name)


def calculation_chain(package: Package, names: Names) -> Iterator[str]:
    """Each entry stands for a cell that has a formula."""
    chain = next((r.target for r in package.relations(WORKBOOK).values() if r.kind.endswith("/calcChain")), None)
    if chain is None or chain not in package.xml:
        return
    sheets = {element.get("sheetId"): element.get("name", "") for element in package.xml[WORKBOOK].iter(f"{MAIN}sheet")}
    sheet_id = None
    for entry in package.xml[chain]:
        sheet_id = entry.get("i", sheet_id)  # an entry without i lies on the sheet of the one before
        if (sheets.get(sheet_id, ""), entry.get("r", "")) not in names.formulas:
            yield f"calcChain {entry.get('r')} has no formula"


# One sheet


def worksheet(package: Package, sheet: Sheet, limits: Limits, names: Names) -> Iterator[str]:
    """The rules of one worksheet and of the tables on it."""
    order = [SHEET_ORDER.index(name) for child in sheet.root if (name := local(child)) in SHEET_ORDER]
    if order != sorted(order):
        yield f"{sheet.part}: order of child elements"
    yield from rows(sheet, limits, names)
    yield from shared_formulas(sheet)
    yield from formats_and_validations(sheet, limits)
    merges = [area_of(element.get("ref", "")) for element in sheet.root.iter(f"{MAIN}mergeCell")]
    if any(merge.meets(other) for at, merge in enumerate(merges) for other in merges[:at]):
        yield f"{sheet.part}: merges overlap"
    yield from tables(package, sheet, merges, names)


def rows(sheet: Sheet, limits: Limits, names: Names) -> Iterator[str]:
    """Rows and cells rise, lie on the sheet, and each cell is sound in itself."""
    last_row = 0
    for row in sheet.root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r", last_row + 1))
        if not last_row < number <= MAX_ROW:
            yield f"{sheet.part}: row {number} out of order or beyond the sheet"
        last_row, last_column = number, 0
        for cell in row:
            where = cell.get("r", "")
            at = area_of(where)
            if not last_column < at.left <= MAX_COLUMN or at.top != number:
                yield f"{sheet.part}: cell {where} out of order, twice, or in another row"
            last_column = at.left
            for finding in (*cell_value(sheet, cell, at, limits), *cell_formula(sheet, cell, names)):
                yield f"{sheet.part}: {where} {finding}"


def cell_value(sheet: Sheet, cell: ET.Element, at: Area, limits: Limits) -> Iterator[str]:
    """Style and text exist, a number is one. Texts are noted in the sheet."""
    if int(cell.get("s", "0")) >= limits.styles:
        yield "style that does not exist"
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    if kind == "s" and value is not None:
        if int(value) >= len(limits.strings):
            yield "shared string that does not exist"
        else:
            sheet.texts[at.top, at.left] = limits.strings[int(value)]
    elif kind == "inlineStr":
        text = sheet.texts[at.top, at.left] = text_of(cell)
        if length(text) > MAX_TEXT:
            yield f"text longer than {MAX_TEXT}"
    elif kind == "n" and value and not is_number(value):
        yield f"not a number: {value[:40]}"


def cell_formula(sheet: Sheet, cell: ET.Element, names: Names) -> Iterator[str]:
    """A formula as the file format wants it: English, commas, no leading =, new functions prefixed."""
    formula = cell.find(f"{MAIN}f")
    if formula is None:
        return
    names.formulas.add((sheet.name, cell.get("r", "")))
    text = formula.text or ""
    bare = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'', "", text)
    if bare.startswith("=") or bare.count("(") != bare.count(")") or ";" in re.sub(r"\{[^}]*\}|\[[^\[\]]*\]", "", bare):
        yield f"formula syntax: {text[:40]}"
    if len(text) > MAX_FORMULA:
        yield f"formula longer than {MAX_FORMULA}"
    if unprefixed := sorted(NEW_FUNCTIONS.intersection(re.findall(r"(?<![.\w])([A-Z][A-Z0-9.]*)\(", bare))):
        yield f"formula needs _xlfn. before {', '.join(unprefixed)}"


def shared_formulas(sheet: Sheet) -> Iterator[str]:
    """Each cell that shares a formula finds the one that holds it."""
    shared = [element for element in sheet.root.iter(f"{MAIN}f") if element.get("t") == "shared"]
    if {element.get("si") for element in shared} - {element.get("si") for element in shared if element.text}:
        yield f"{sheet.part}: shared formula without master"


def formats_and_validations(sheet: Sheet, limits: Limits) -> Iterator[str]:
    """Conditional formats point to a style; a list typed into a validation holds 255 characters (and its two quotes)."""
    for rule in sheet.root.iter(f"{MAIN}cfRule"):
        if int(rule.get("dxfId", "-1")) >= limits.formats:
            yield f"{sheet.part}: conditional format with a style that does not exist"
    for formula in sheet.root.iterfind(f".//{MAIN}dataValidation/{MAIN}formula1"):
        if length(formula.text or "") > 257:
            yield f"{sheet.part}: validation longer than 255"


# Tables


def tables(package: Package, sheet: Sheet, merges: Iterable[Area], names: Names) -> Iterator[str]:
    """Every table on the sheet, and that none touches another one or a merged cell."""
    relations, taken = package.relations(sheet.part), list(merges)
    for element in sheet.root.iter(f"{MAIN}tablePart"):
        relation = relations.get(element.get(REL_ID, ""))
        if relation is None or relation.target not in package.xml:
            yield f"{sheet.part}: table without part"
            continue
        table = package.xml[relation.target]
        name, area = table.get("displayName", ""), area_of(table.get("ref", ""))
        yield from table_identity(table, name, names)
        yield from table_shape(sheet, table, name, area)
        if any(area.meets(other) for other in taken):
            yield f"{sheet.part}: table {name} overlaps a merge or a table"
        taken.append(area)


def table_identity(table: ET.Element, name: str, names: Names) -> Iterator[str]:
    """Name and id are unique in the workbook, the name among defined names too."""
    if name.lower() in names.tables | names.defined:
        yield f"duplicate table name {name}"
    if not is_name(name):
        yield f"bad table name {name}"
    if table.get("id", "") in names.table_ids:
        yield f"table {name}: duplicate id"
    names.tables.add(name.lower())
    names.table_ids.add(table.get("id", ""))


def table_shape(sheet: Sheet, table: ET.Element, name: str, area: Area) -> Iterator[str]:
    """Columns as many as the range is wide, unlike each other, each the text of its header cell; a body; a filter from the header on."""
    listed = table.find(f"{MAIN}tableColumns")
    columns = [re.sub("_x000a_", "\n", column.get("name", ""), flags=re.IGNORECASE) for column in listed] if listed is not None else []
    if len({column.lower() for column in columns}) != len(columns):
        yield f"table {name}: duplicate column"
    if len(columns) != area.right - area.left + 1 or (listed is not None and listed.get("count") not in (None, str(len(columns)))):
        yield f"table {name}: column count does not fit the range"
    if table.get("headerRowCount", "1") != "0":
        for at, column in enumerate(columns, area.left):
            if (shown := sheet.texts.get((area.top, at))) != column:
                yield f"table {name}: header cell {shown!r} is not column {column!r}"
    if area.bottom <= area.top:
        yield f"table {name}: no body"
    autofilter = table.find(f"{MAIN}autoFilter")
    if autofilter is not None and area_of(autofilter.get("ref", ""))[:2] != area[:2]:
        yield f"table {name}: filter does not start at the header"


# Small things


@lru_cache(maxsize=100_000)
def area_of(reference: str) -> Area:
    """'B2:D9' or 'B2', with or without $; a reference that is none gives an area outside every sheet."""
    corners = re.findall(r"([A-Z]+)(\d+)", reference.replace("$", ""))
    if not corners:
        return Area(0, 0, 0, 0)
    (left, top), (right, bottom) = corners[0], corners[-1]
    return Area(int(top), column_number(left), int(bottom), column_number(right))


def column_number(letters: str) -> int:
    """A → 1, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def is_number(text: str) -> bool:
    """As a cell stores one; NaN and infinity are none."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def length(text: str) -> int:
    """Excel counts UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def local(element: ET.Element) -> str:
    """The tag without its namespace."""
    return element.tag.rpartition("}")[2]


def text_of(element: ET.Element) -> str:
    """The text of a string item, its runs joined."""
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))
