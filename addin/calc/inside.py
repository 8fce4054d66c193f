"""What the engine asks of a document in one breath. LibreOffice's own Python runs these functions inside the office, where that can be:
there a call takes a hundredth of what it takes through the pipe, so that each function costs one crossing and not dozens. Where it
can't be (an office without Python scripting), they run here, on the other end of the pipe, and do the same.

So this file imports nothing but the standard library. Rows and columns count from 0; arguments and answers are UNO objects and what UNO
knows: str, float, int, bool, None, tuples. A sheet is given as an object, or by the name that it has. An office keeps the file that it
has loaded; DIGEST tells it apart from a later one.
"""

import hashlib
import importlib
import json
from pathlib import Path
from typing import Any

SERVICE = "duban.calc.inside"
DIGEST = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
VALUES, DATES, FORMULAS = 1, 2, 16
"""com.sun.star.sheet.CellFlags; DATES are numbers that are shown as a date or a time, VALUES all others."""
DATE, LOGICAL = 2, 1024
"""Kinds of number format (com.sun.star.util.NumberFormat), added up. A time of day alone is no date, as in Excel."""
FEW_PIECES, FEW_NAMES = 40, 500
MOST, PAGE = 1_000_000, 20_000
"""Cells of a table and of a page that are read before anybody asks for them."""

Corners = tuple[int, int, int, int]
"""left, top, right, bottom of a block on its sheet, as UNO wants them."""
Within = tuple[int, int, int, int]
"""top, left, bottom, right within a block."""


def on(document: Any, sheet: Any, place: Corners) -> tuple[Any, Any]:
    """The sheet itself, and its cells at a place."""
    sheet = document.Sheets.getByName(sheet) if isinstance(sheet, str) else sheet
    return sheet, sheet.getCellRangeByPosition(*place)


def mixed(cells: Any, name: str) -> bool:
    """Whether the cells differ in a property; the property itself would then be the default, not None."""
    return bool(cells.getPropertyState(name).value == "AMBIGUOUS_VALUE")


def peek(document: Any, sheet: Any, place: Corners, with_kinds: bool) -> str:
    """What `block` tells, as JSON, which crosses in half of the time that values take: the kinds, a tab, data and formulas."""
    data, kinds, texts = block(document, sheet, place, with_kinds)
    return f"{packed(kinds)}\t{packed((data, texts))}"


def digest(contents: str) -> str:
    """Tells what `peek` says after the tab from anything else that it could say there."""
    return hashlib.blake2b(contents.encode(), digest_size=16).hexdigest()


def packed(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def listing(document: Any) -> str:
    """What whoever reads all tables asks first, as JSON: the sheets in their order; the tables as `tables` tells them; of each that has
    headers the sheet, the headers' place and what `block` tells of it; and what is to be read: (table, sheet, place) of the bodies, but
    for very large ones, and ("", sheet, None) of the pages without a table; and of each sheet with a table what is used of it."""
    sheets = document.Sheets.ElementNames
    listed = tables(document, document.DatabaseRanges.ElementNames)
    headers: list[Any] = []
    places: list[tuple[str, str, Corners | None]] = []
    for name, sheet, (top, left, bottom, right), has_headers, has_totals, _ in listed:
        if has_headers:
            place = left - 1, top - 1, right - 1, top - 1
            headers.append((sheet, place, block(document, sheet, place, True)))
            if has_totals < bottom - top <= MOST / (right - left + 1):
                places.append((name, sheet, (left - 1, top, right - 1, bottom - 1 - has_totals)))
    tabled = sorted({table[1] for table in listed})
    places += [("", sheet, None) for sheet in sorted({*sheets}.difference(tabled))]
    return packed((sheets, listed, headers, places, [(sheet, used(document, sheet)) for sheet in tabled]))


def blocks(document: Any, places: Any) -> str:
    """What `peek` tells of each of some places of `listing`, a line each. A page is told up to its last used cell; the line of one that is
    too large is empty."""
    lines = []
    for sheet, place in places:
        at = place or (0, 0, *used(document, sheet)[2:])
        small = place or (at[2] + 1) * (at[3] + 1) <= PAGE
        lines.append(peek(document, sheet, at, True) if small else "")
    return "\n".join(lines)


def used(document: Any, sheet: str) -> Corners:
    cursor = document.Sheets.getByName(sheet).createCursor()
    cursor.gotoStartOfUsedArea(False)
    cursor.gotoEndOfUsedArea(True)
    found = cursor.RangeAddress
    return found.StartColumn, found.StartRow, found.EndColumn, found.EndRow


def named(document: Any) -> str:
    """The defined names of a document with what they refer to, as JSON; none where there are very many."""
    return packed(_referring(document.NamedRanges))


def _referring(names: Any) -> list[tuple[str, str]]:
    listed = names.ElementNames
    return [(name, names.getByName(name).Content) for name in listed] if len(listed) <= FEW_NAMES else []


def settle(document: Any) -> None:
    """Compute the formulas that are due, as whoever writes wants first: they are computed when they are looked at. Not where that has
    been turned off."""
    if document.isAutomaticCalculationEnabled():
        document.calculate()


def standing(document: Any, looked: Any, merging: Any) -> str:
    """What whoever is about to write looks at, as JSON: the sheets in their order; all tables, as `tables` tells them; of each of the
    places looked at (sheet, place, digest, "" for none) whether it still holds what has that digest, and what `peek` tells, but not of
    what it still holds nor of what is large; and of each (sheet, place) of merging what `merged` tells."""
    sheets = document.Sheets.ElementNames
    seen = []
    for sheet, place, known in looked:
        line = peek(document, sheet, place, not known)
        left, top, right, bottom = place
        is_small = (right - left + 1) * (bottom - top + 1) <= PAGE
        seen.append((digest(line.split("\t")[1]) == known, line if is_small and not known else ""))
    found = tables(document, document.DatabaseRanges.ElementNames)
    return packed((sheets, found, seen, [merged(document, sheet, place) for sheet, place in merging]))


def indicators(*documents: Any) -> tuple[Any, ...]:
    """The progress part of the status bar of each."""
    return tuple(document.CurrentController.Frame.createStatusIndicator() for document in documents)


def block(document: Any, sheet: Any, place: Corners, with_kinds: bool) -> tuple[Any, Any, Any]:
    """The data of cells, an error as None; parts in which every number is a date or a boolean, each with its kind, none unless asked for;
    their formulas (row, column, text)."""
    sheet, cells = on(document, sheet, place)
    data = cells.getDataArray()
    found: set[Any] = set().union(*data)
    numbers = with_kinds and any(isinstance(value, float) for value in found)
    texts = formulas(sheet, cells, place)
    mask = DATE | LOGICAL if 0.0 in found or 1.0 in found else DATE
    return data, kinds_of(document, sheet, cells, place, mask, bool(texts)) if numbers else [], texts


def kinds_of(document: Any, sheet: Any, cells: Any, place: Corners, mask: int, has_formulas: bool) -> list[tuple[int, ...]]:
    """Parts in which every number is of a kind in mask, each with its kind: by the numbers; by the formats where the dates are in many
    pieces, since blanks lie between them, and the formats in few: bands of colour make as many of these."""
    dates = cells.queryContentCells(DATES)
    if dates.Count > FEW_PIECES:
        parts = alike(document, cells, mask)
        if sum(part.Count for part, _ in parts) <= FEW_PIECES:
            return pieces(parts, place)
    queries = [(dates, DATE)]
    queries += [(cells.queryContentCells(VALUES), LOGICAL)] if mask & LOGICAL else []
    queries += [(cells.queryContentCells(FORMULAS), mask)] if has_formulas else []
    return [kind for found, wanted in queries for kind in numbers_of_kind(document, sheet, found, place, wanted)]


def pieces(parts: Any, place: Corners) -> list[tuple[int, ...]]:
    """The rectangles of parts, each with its kind."""
    return [(*_part(area, place), kind) for part, kind in parts for area in part.RangeAddresses]


def alike(document: Any, cells: Any, mask: int) -> list[tuple[Any, int]]:
    """Cells of one format each, with the kind of their number format: those of a kind in mask."""
    formats, kinds, found = document.NumberFormats, {}, []
    listed = cells.UniqueCellFormatRanges
    for number in range(listed.Count):
        part = listed.getByIndex(number)
        key = part.NumberFormat
        if key not in kinds:
            kinds[key] = formats.getByKey(key).Type
        if kinds[key] & mask:
            found.append((part, kinds[key]))
    return found


def formulas(sheet: Any, cells: Any, place: Corners) -> tuple[tuple[int, int, str], ...]:
    """(row, column, text) of every formula in the cells of a place, as Calc writes it."""
    left, top, _, _ = place
    areas = [_part(area, place) for area in cells.queryContentCells(FORMULAS).RangeAddresses]
    if not areas:
        return ()
    if len(areas) > FEW_PIECES:
        texts = cells.getFormulaArray()
        return tuple((row, column, texts[row][column]) for a, b, c, d in areas for row in range(a, c + 1) for column in range(b, d + 1))
    found: list[tuple[int, int, str]] = []
    for first, start, last, end in areas:
        texts = sheet.getCellRangeByPosition(left + start, top + first, left + end, top + last).getFormulaArray()
        found += [(row, column, text) for row, line in enumerate(texts, first) for column, text in enumerate(line, start)]
    return tuple(found)


def _part(address: Any, place: Corners) -> Within:
    left, top, _, _ = place
    return address.StartRow - top, address.StartColumn - left, address.EndRow - top, address.EndColumn - left


def numbers_of_kind(document: Any, sheet: Any, found: Any, place: Corners, mask: int) -> list[tuple[int, ...]]:
    """Where the cells that a query found are of a kind in mask; other cells of that kind may lie between."""
    if not found.Count:
        return []
    if not mixed(found, "NumberFormat"):
        kind = document.NumberFormats.getByKey(found.NumberFormat).Type
        return [(*_part(area, place), kind) for area in found.RangeAddresses] if kind & mask else []
    _, top, _, bottom = place
    made = []
    for first, last in _runs({column for area in found.RangeAddresses for column in range(area.StartColumn, area.EndColumn + 1)}):
        cells = sheet.getCellRangeByPosition(first, top, last, bottom)
        made += formatted(document, cells, place, mask)
    return made


def _runs(columns: set[int]) -> list[tuple[int, int]]:
    """First and last of each run of columns side by side."""
    firsts = sorted(column for column in columns if column - 1 not in columns)
    lasts = sorted(column for column in columns if column + 1 not in columns)
    return [*zip(firsts, lasts, strict=True)]


def formatted(document: Any, cells: Any, place: Corners, mask: int) -> list[tuple[int, ...]]:
    """Parts of the block at `place`, each with its kind: the cells whose number format is of a kind in mask."""
    if not mixed(cells, "NumberFormat"):
        kind = document.NumberFormats.getByKey(cells.NumberFormat).Type
        return [(*_part(cells.RangeAddress, place), kind)] if kind & mask else []
    return pieces(alike(document, cells, mask), place)


def errors(document: Any, sheet: Any, place: Corners, at: Any) -> tuple[int, ...]:
    """Calc's numbers of the errors of these cells (row, column) of a block."""
    _, cells = on(document, sheet, place)
    return tuple(cells.getCellByPosition(column, row).getError() for row, column in at)


def number_format(document: Any, sheet: Any, place: Corners, english: Any) -> tuple[str, int] | None:
    """The number format that all cells share, as it is written in `english` (a Locale), and its kind; None when they differ."""
    _, cells = on(document, sheet, place)
    if mixed(cells, "NumberFormat"):
        return None
    formats = document.NumberFormats
    made = formats.getByKey(cells.NumberFormat)
    text, locale = made.FormatString, made.Locale
    if locale.Language != english.Language:  # "" is the language of the office: General may be 常规 there
        text = formats.getByKey(formats.addNewConverted(text, locale, english)).FormatString
    return text, made.Type


def put_cells(document: Any, sheet: Any, place: Corners, data: Any, texts: Any, known: Any, breaks: bool, mask: int) -> tuple[Any, Any]:
    """Write (part, rows) of values and of formulas. Nothing is written when a cell other than the known ones has a note, which would be
    lost. Returns those cells (row, column), and what `formatted` said before, nothing for a mask of 0.

    Rows may become as high as their texts need only where these are wrapped or have breaks, and no single cell is written as it is:
    measuring Chinese texts takes ten times as long as writing them."""
    left, top, right, bottom = place
    sheet, cells = on(document, sheet, place)
    notes = sheet.Annotations
    at = [notes.getByIndex(number).Position for number in range(notes.Count)]
    noted = {(a.Row - top, a.Column - left) for a in at if left <= a.Column <= right and top <= a.Row <= bottom}
    if more := noted - {(row, column) for row, column in known}:
        return tuple(more), ()
    kinds = tuple(formatted(document, cells, place, mask)) if mask else ()
    same = place[:2] == place[2:] and not texts and any(rows == cells.getDataArray() for _, rows in data)
    grows = not same and (breaks or mixed(cells, "IsTextWrapped") or bool(cells.IsTextWrapped))
    if not grows:
        document.IsAdjustHeightEnabled = False
    try:
        for part, rows in data:
            _at(sheet, cells, place, part).setDataArray(rows)
        for part, rows in texts:
            _at(sheet, cells, place, part).setFormulaArray(rows)
    finally:
        if not grows:
            document.IsAdjustHeightEnabled = True
    return (), kinds


def _at(sheet: Any, cells: Any, place: Corners, part: Within) -> Any:
    """A part of the cells at a place."""
    left, top, right, bottom = place
    first, start, last, end = part
    whole = (first, start, last, end) == (0, 0, bottom - top, right - left)
    return cells if whole else sheet.getCellRangeByPosition(left + start, top + first, left + end, top + last)


def merged(document: Any, sheet: Any, place: Corners) -> bool:
    """Whether a merged range lies in the place or across its edge; for a single cell, whether it is part of one."""
    left, top, right, bottom = place
    sheet, cells = on(document, sheet, place)
    if cells.getIsMerged():
        return True
    cursor = sheet.createCursorByRange(cells)
    cursor.collapseToMergedArea()
    found = cursor.RangeAddress
    return (found.StartColumn, found.StartRow, found.EndColumn, found.EndRow) != (left, top, right, bottom)


def spreadsheets(desktop: Any) -> tuple[str, ...]:
    """The numbers of the open spreadsheets."""
    listed, found = desktop.Components.createEnumeration(), []
    while listed.hasMoreElements():
        document = listed.nextElement()
        if getattr(document, "supportsService", None) and document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            found.append(document.RuntimeUID)
    return tuple(found)


def contents_of(document: Any, sheet: Any, key: str) -> tuple[tuple[str, str], ...]:
    """A defined name of this very spelling, of the document where sheet is None, with what it refers to; then others, unless there are
    very many: who looks for one looks for more. Nothing when there is no such name."""
    names = ((document.Sheets.getByName(sheet) if isinstance(sheet, str) else sheet) or document).NamedRanges
    if not names.hasByName(key):
        return ()
    return ((key, names.getByName(key).Content), *_referring(names))


def tables_on(document: Any, own: str, order: Any, known: Any) -> tuple[Any, Any]:
    """The names of all sheets in their order, and the tables of one, as `tables` tells them, perhaps with some of other sheets. known:
    (name, sheet) of tables that were seen when the order was this one; those of others aren't asked again."""
    now, names = document.Sheets.ElementNames, document.DatabaseRanges.ElementNames
    elsewhere = {name for name, sheet in known if sheet != own} if tuple(order) == tuple(now) else set()
    return now, tables(document, [name for name in names if name not in elsewhere])


def tables(document: Any, names: Any) -> tuple[Any, ...]:
    """(name, sheet, area counted from 1, whether it has headers, totals, a filter) of these tables, those that there are."""
    listed, sheets = document.DatabaseRanges, document.Sheets.ElementNames
    found = []
    for name in names:
        if listed.hasByName(name):
            table = listed.getByName(name)
            at = table.DataArea
            area = (at.StartRow + 1, at.StartColumn + 1, at.EndRow + 1, at.EndColumn + 1)
            filtered = bool(table.getFilterDescriptor().getFilterFields3())
            found.append((name, sheets[at.Sheet], area, bool(table.ContainsHeader), bool(table.TotalsRow), filtered))
    return tuple(found)


def getComponentFactory(name: str, manager: Any, key: Any) -> Any:  # noqa: N802 - what the office calls
    """Inside the office: the object whose `execute` runs a function of this file, for who asks for this very file."""
    uno, unohelper = importlib.import_module("uno"), importlib.import_module("unohelper")

    class Inside(unohelper.Base, uno.getClass("com.sun.star.task.XJob")):  # type: ignore[misc,name-defined]
        @staticmethod
        def execute(arguments: Any) -> Any:
            function, *rest = arguments[0].Value
            return globals()[function](*rest)

    helper = unohelper.ImplementationHelper()
    helper.addImplementation(lambda _: Inside(), f"{SERVICE}.{DIGEST}", ())
    return helper.getComponentFactory(name, key, manager)
