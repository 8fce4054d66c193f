"""Which formulas may show an old result after some cells have changed.

A formula is stale when it reads a changed cell, directly, through a table, through a defined name or through another stale
formula. What can't be told (INDIRECT, a range between two expressions) counts as stale: too many is slow, too few is wrong.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from addin.a1 import Area
from addin.closed.contents import Contents
from addin.closed.sheet_scan import FormulaCell
from addin.formulas import reads
from addin.rows_below import INPUT
from addin.table_part import TablePart
from workbook_templates.reading.cells import plain
from workbook_templates.reading.formula_places import OPEN_AND_SAVE, FormulaAt, formulas_named
from workbook_templates.tables import TABLES

_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]", re.DOTALL)


@dataclass(slots=True)
class _Stretch:
    """Changed rows within some columns: from top to bottom, and which of them, unless every one."""

    top: int
    bottom: int
    rows: set[int] | None


@dataclass(slots=True)
class ChangedCells:
    """The cells that changed, per sheet and columns; a question about one row is answered exactly, about more from above.

    resized: tables, by name in small letters, that have more or fewer rows now: who reads them by name reads other rows."""

    stretches: dict[str, dict[tuple[int, int], _Stretch]] = field(default_factory=dict)
    resized: set[str] = field(default_factory=set)

    def add(self, sheet: str, area: Area) -> None:
        rows = {area.top} if area.top == area.bottom else None
        columns = self.stretches.setdefault(sheet, {})
        known = columns.get((area.left, area.right))
        if known is None:
            columns[area.left, area.right] = _Stretch(area.top, area.bottom, rows)
            return
        if rows and known.rows is not None:
            known.rows.add(area.top)
        else:
            known.rows = None
        known.top, known.bottom = min(known.top, area.top), max(known.bottom, area.bottom)

    def touches(self, sheet: str, area: Area) -> bool:
        for (left, right), stretch in self.stretches.get(sheet, {}).items():
            meets = left <= area.right and area.left <= right and stretch.top <= area.bottom and area.top <= stretch.bottom
            if meets and (area.top != area.bottom or stretch.rows is None or area.top in stretch.rows):
                return True
        return False

    def __bool__(self) -> bool:
        return bool(self.stretches or self.resized)


@dataclass(frozen=True, slots=True)
class _Sources:
    """Places that a formula reads. beside: of these only the formula's own row. tables: those that it reads by name, in small letters,
    whatever their rows are. everything: any place."""

    places: tuple[tuple[str, Area], ...]
    beside: tuple[tuple[str, Area], ...]
    tables: frozenset[str]
    everything: bool

    def touched(self, changed: ChangedCells, row: int) -> bool:
        if self.everything or not changed.resized.isdisjoint(self.tables):
            return True
        if any(changed.touches(sheet, area) for sheet, area in self.places):
            return True
        return any(changed.touches(sheet, area._replace(top=row, bottom=row)) for sheet, area in self.beside)


def stale_formulas(formulas: Iterable[FormulaCell], changed: ChangedCells, book: Contents) -> list[FormulaCell]:
    """Those of `formulas` whose result can't be trusted any more; `changed` grows by the cells that they fill."""
    if not changed:
        return []
    known: dict[tuple[str, str], _Sources] = {}
    waiting = []
    for cell in formulas:
        key = cell.sheet, cell.text
        if key not in known:
            known[key] = _sources(cell.text, cell.sheet, book, frozenset())
        waiting.append((cell, known[key]))
    stale: list[FormulaCell] = []
    found = True
    while found and waiting:
        found, left = False, []
        for cell, sources in waiting:
            if sources.touched(changed, cell.row):
                changed.add(cell.sheet, cell.area)
                stale.append(cell)
                found = True
            else:
                left.append((cell, sources))
        waiting = left
    return stale


def dropped_results(stale: Iterable[FormulaCell], tables: Collection[TablePart]) -> tuple[str, ...]:
    """What is to be said of formulas in columns of ours, in tables that people type into, whose result was dropped."""
    found: list[FormulaAt] = []
    for cell in stale:
        table = next((one for one in tables if one.sheet == cell.sheet and one.body.holds(cell.row, cell.column)), None)
        if table is not None and table.name in INPUT:
            header = plain(table.headers[cell.column - table.area.left])
            found += [FormulaAt(table.name, cell.row, header)] if header in TABLES[table.name].headers else []
    said = f"要重新算，因为它们读的格子改了：{formulas_named(found)}。{OPEN_AND_SAVE}，再做下一步。"
    return (f"有 {len(found)} 个公式{said}",) if found else ()


def _sources(formula: str, sheet: str, book: Contents, seen: frozenset[str]) -> _Sources:
    """What a formula on `sheet` reads, defined names and tables resolved; `seen` stops names that name each other."""
    read = reads(formula)
    places = [(_sheet(named, book) or sheet, area) for named, area in read.areas]
    beside: list[tuple[str, Area]] = []
    whole: set[str] = set()
    everything = read.everything
    tables = {name.lower(): table for name, table in book.tables.items()}
    for named in read.names:
        low = named.name.lower()
        if low in tables:
            area, own_row = _columns_read(tables[low], named.columns)
            (beside if own_row else places).append((tables[low].sheet, area))
            whole |= set() if own_row else {low}
            continue
        where = _sheet(named.sheet, book) or sheet
        text = book.names.get((where, low), book.names.get((None, low)))
        if text is not None and low not in seen:
            inner = _sources(text, where, book, seen | {low})
            places += inner.places
            beside += inner.beside
            whole |= inner.tables
            everything |= inner.everything
    return _Sources(tuple(dict.fromkeys(places)), tuple(dict.fromkeys(beside)), frozenset(whole), everything)


def _columns_read(table: TablePart, columns: str) -> tuple[Area, bool]:
    """The part of a table that a text such as `[[#This Row],[完成率]]` names, and whether it is the formula's own row only."""
    items = _ITEM.findall(columns)
    names = [re.sub("'(.)", r"\1", item) for item in items if not item.startswith("#")]
    own_row = any(item.lower() == "#this row" for item in items)
    titles = table.titles or table.headers
    if not names or not set(names) <= set(titles):
        return table.area, own_row and not names
    places = [table.area.left + titles.index(name) for name in names]
    return table.area._replace(left=min(places), right=max(places)), own_row


def _sheet(named: str | None, book: Contents) -> str | None:
    """The sheet as the workbook spells it; formulas may spell it in another case."""
    if named is None or named in book.sheets:
        return named
    return next((sheet for sheet in book.sheets if sheet.lower() == named.lower()), named)
