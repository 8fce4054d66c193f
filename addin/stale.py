"""Which formulas may show an old result after some cells have changed.

A formula is stale when it reads a changed cell, directly, through a table, through a defined name or through another stale
formula. What can't be told (INDIRECT, a range between two expressions) counts as stale: too many is slow, too few is wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from addin.a1 import Area
from addin.contents import Contents
from addin.formulas import reads
from addin.sheet_scan import FormulaCell


@dataclass(slots=True)
class Changed:
    """The cells that changed, per sheet; within the same columns kept as one stretch of rows."""

    areas: dict[str, dict[tuple[int, int], Area]] = field(default_factory=dict)

    def add(self, sheet: str, area: Area) -> None:
        stretches = self.areas.setdefault(sheet, {})
        columns = area.left, area.right
        stretches[columns] = stretches[columns].around(area) if columns in stretches else area

    def touches(self, sheet: str, area: Area) -> bool:
        return any(area.overlaps(stretch) for stretch in self.areas.get(sheet, {}).values())

    def __bool__(self) -> bool:
        return bool(self.areas)


@dataclass(frozen=True, slots=True)
class _Sources:
    """Places that one formula reads. everything: any place."""

    places: tuple[tuple[str, Area], ...]
    everything: bool


def stale_formulas(formulas: Iterable[FormulaCell], changed: Changed, book: Contents) -> list[FormulaCell]:
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
            if sources.everything or any(changed.touches(sheet, area) for sheet, area in sources.places):
                changed.add(cell.sheet, cell.area)
                stale.append(cell)
                found = True
            else:
                left.append((cell, sources))
        waiting = left
    return stale


def _sources(formula: str, sheet: str, book: Contents, seen: frozenset[str]) -> _Sources:
    """What a formula on `sheet` reads, defined names and tables resolved; `seen` stops names that name each other."""
    read = reads(formula)
    places = [(_sheet(named, book) or sheet, area) for named, area in read.areas]
    everything = read.everything
    tables = {name.lower(): table for name, table in book.tables.items()}
    for named, name in read.names:
        low = name.lower()
        if low in tables:
            places.append((tables[low].sheet, tables[low].area))
            continue
        where = _sheet(named, book) or sheet
        text = book.names.get((where, low), book.names.get((None, low)))
        if text is not None and low not in seen:
            inner = _sources(text, where, book, seen | {low})
            places += inner.places
            everything |= inner.everything
    return _Sources(tuple(dict.fromkeys(places)), everything)


def _sheet(named: str | None, book: Contents) -> str | None:
    """The sheet as the workbook spells it; formulas may spell it in another case."""
    if named is None or named in book.sheets:
        return named
    return next((sheet for sheet in book.sheets if sheet.lower() == named.lower()), named)

