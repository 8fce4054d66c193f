"""A file that came back: whose it is, which sheet holds which table, each row under its durable key, and what became of it.

Nothing is taken from the places where it went out: sheets are known by their headers, columns by header, rows by key. So renamed and
moved sheets, inserted columns and rows, title rows above the header, sorting and filters change nothing.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from workbook_templates.reading.cells import Wrong, as_shown, means_nothing, plain, text_of
from workbook_templates.reading.characters import is_nothing
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.reading.headers import Beside, beside, places_of
from workbook_templates.reading.parse import read_cell
from workbook_templates.reading.side_lines import first_label, label_in
from workbook_templates.reading.typed import READERS
from workbook_templates.reading.units import MEASURED, UNIT, in_unit
from workbook_templates.sent.sent_cells import key_texts, sent_text
from workbook_templates.sent.sent_identity import BATCH_LABEL, Identity, identity_in
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.tables.grid import CellError, Row, Value
from workbook_templates.tables.schema import Column, Table

Key: TypeAlias = tuple[str, str]
"""What stands under 编号 and under 阶段 in 批次."""
Pair: TypeAlias = tuple[str, str]
"""A batch and its addressee, by the present name."""
HEADER_WITHIN = 60
"""Rows from the top among which a header is looked for."""
LONGEST_HEADER = 40
HEADERS_ENOUGH = 0.6
"""Share of a table's headers that a row must hold to be its header."""


class ReturnedCell(NamedTuple):
    """One cell as it came back. percent: its format shows percent, and it holds no text; formula: it holds one; unlike: its header
    stands twice in the sheet and the two cells differ; day: the date that the cell holds, whatever it shows."""

    value: Value
    percent: bool = False
    formula: bool = False
    unlike: bool = False
    day: dt.date | None = None


NO_CELL = ReturnedCell(None)


class ReturnedRow(NamedTuple):
    """line: the row number that a spreadsheet shows. key: None where a part of it can't be read."""

    line: int
    key: Key | None
    cells: Mapping[str, ReturnedCell]

    def is_blank(self) -> bool:
        """Whether nothing was filled in: words that mean nothing are none."""
        return all(cell.value is None or (isinstance(cell.value, str) and is_nothing(cell.value)) for cell in self.cells.values())

    def says_no_row(self, form: Table | None = None) -> bool:
        """Whether it says that it is a sum, a signature or a remark; of a form, unless it is filled in all the same."""
        held = {header: cell.value for header, cell in self.cells.items() if cell.value is not None}
        return (first_label(held) if form is None else label_in(form, held)) != ""


class ReturnedTable(NamedTuple):
    """One sheet that holds the table `name`.

    headers: those of the table that were found. alike: columns beside them that bear nearly the same header, and are not read."""

    name: str
    sheet: str
    headers: frozenset[str]
    rows: Sequence[ReturnedRow]
    alike: Sequence[Beside] = ()


class Refusal(NamedTuple):
    """Why a file is not taken as a whole: 问题 and 应为."""

    reason: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.reason}：{self.remedy}" if self.remedy else self.reason


@dataclass
class ReturnedFile:
    """One file, from its arrival to its line in 回收清单; each step adds what it has found out.

    name: as it may be shown: without its folder, unless two are called alike.
    path: where it lies.
    refused: why it is not taken as a whole.
    batch, addressee: whose it says it is, then the addressee by the name that it has now; '' while nothing is known.
    sheets: what stands in it.
    tables: the tables and forms of its kind that the sheets hold.
    told: what is to be said of it as a whole.
    counts: outcome → its cells and rows.
    """

    name: str
    path: Path
    refused: Refusal | None = None
    batch: str = ""
    addressee: str = ""
    sheets: Sequence[ForeignSheet] = ()
    tables: Sequence[ReturnedTable] = ()
    told: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def pair(self) -> Pair:
        return self.batch, self.addressee


def identities(sheets: Iterable[ForeignSheet]) -> list[Identity]:
    """What the sheets say of the file, each thing once: more than one means that sheets of several files were put together."""
    found = (identity_in(sheet.rows) for sheet in sheets if tells_batch(sheet))
    return list(dict.fromkeys(identity for identity in found if identity is not None))


def tells_batch(sheet: ForeignSheet) -> bool:
    """Whether it is worth while to look for an identity: most sheets are tables."""
    return any(value.__class__ is str and BATCH_LABEL in value for row in sheet.rows for value in row)


def returned_tables(sheets: Iterable[ForeignSheet], kind: SentKind) -> list[ReturnedTable]:
    """The tables and forms of this kind that the sheets hold, in the order of the tabs."""
    keys = {name: sheet.key for name, sheet in kind.sheets.items()}
    known = {**{name: sheet.table for name, sheet in kind.sheets.items()}, **kind.forms}
    needed = {name: keys.get(name) or required(table) for name, table in known.items()}
    found = []
    for sheet in sheets:
        best = best_header(sheet, known, needed)
        if best is not None:
            name, line = best
            found.append(table_below(sheet, known[name], line, keys.get(name, ())))
    return found


def required(table: Table) -> tuple[str, ...]:
    return tuple(column.header for column in table.columns if column.spec.required)


@cache
def unspaced(text: str) -> str:
    """A header without blanks and line breaks, full-width forms made half-width."""
    return "".join(plain(text).split())


def title_of(value: Value) -> str:
    """The header in a cell; what is longer than any header is none."""
    return unspaced(value) if isinstance(value, str) and len(value) <= LONGEST_HEADER else ""


def best_header(sheet: ForeignSheet, tables: Mapping[str, Table], needed: Mapping[str, Sequence[str]]) -> tuple[str, int] | None:
    """The table that the sheet holds and the index of its header row: the row that has the key and most of the headers."""
    best: tuple[float, int, str] | None = None
    for line, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        texts = {title_of(value) for value in row}
        if len(texts) < 3:
            continue
        for name, table in tables.items():
            if not texts.issuperset(map(unspaced, needed[name])):
                continue
            share = sum(header in texts for header in map(unspaced, table.headers)) / len(table.headers)
            if share >= HEADERS_ENOUGH and (best is None or share > best[0]):
                best = share, line, name
        if best is not None and best[0] == 1:
            break
    return None if best is None else (best[2], best[1])


def table_below(sheet: ForeignSheet, table: Table, line: int, keys: Sequence[str]) -> ReturnedTable:
    """The rows below a header; a header that was pasted in again further down is no row."""
    header = [value if isinstance(value, str) and len(value) <= LONGEST_HEADER else "" for value in sheet.rows[line]]
    places = {title: places_of(title, header) for title in table.headers}
    places = {title: found for title, found in places.items() if found}
    first = keys[0] if keys else next(iter(places))
    columns = {column.header: column for column in table.columns}
    rows = []
    for index in range(line + 1, len(sheet.rows)):
        values = sheet.rows[index]
        if not any(value is not None for value in values):
            continue
        cells = {title: cell_at(sheet, index, values, found, columns[title]) for title, found in places.items()}
        if UNIT in cells:
            cells |= {title: measured(cells[title], cells[UNIT].value) for title in MEASURED if title in cells}
        row = ReturnedRow(index + 1, key_of(table, cells, keys), cells)
        if not row.is_blank() and title_of(cells[first].value) != unspaced(first):
            rows.append(row)
    alike = [one for one in beside(table.name, table.headers, header) if not one.alone]
    return ReturnedTable(table.name, sheet.name, frozenset(places), rows, alike)


def cell_at(sheet: ForeignSheet, index: int, row: Row, places: Sequence[int], column: Column) -> ReturnedCell:
    """The cell of a row under a header, which mostly stands once, as its column reads it."""
    first = places[0]
    value = raw = row[first] if first < len(row) else None
    at = index, first
    unlike = len(places) > 1 and any((row[place] if place < len(row) else None) != value for place in places[1:])
    formula = at in sheet.formulas
    if formula or sheet.shown:
        value = as_shown(column, value, sheet.shown.get(at), formula=formula)
    percent = at in sheet.percent and not isinstance(value, str)
    return ReturnedCell(value, percent, formula, unlike, raw if isinstance(raw, dt.date) else None)


def measured(cell: ReturnedCell, unit: Value) -> ReturnedCell:
    """A cell under its 计量单位, as the number of that unit."""
    value = in_unit(cell.value, unit, percent=cell.percent)
    return cell if value is cell.value else cell._replace(value=value, percent=False)


def key_of(table: Table, cells: Mapping[str, ReturnedCell], keys: Sequence[str]) -> Key | None:
    """The row's key as it stands in 批次; None for a row without one."""
    typed: list[Any] = []
    for header in keys:
        column = table.column(header)
        try:
            if cells[header].unlike:  # two columns of keys that differ: neither is the row's
                return None
            typed.append(READERS[column.kind](cells[header].value, column))
        except Wrong:
            return None
    return key_texts(typed) if typed and typed[0] and not is_nothing(str(typed[0])) else None


def same_key(key: Key) -> Key:
    """The key without the blanks that somebody may have typed into it."""
    return "".join(key[0].split()), "".join(key[1].split())


def shown(cell: ReturnedCell) -> str:
    """A returned cell as a list shows it: what cannot be read as a person sees it."""
    if cell.percent and isinstance(cell.value, float):
        return f"{cell.value * 100:.10g}%"
    return text_of(cell.value)


def read(cell: ReturnedCell, column: Column) -> tuple[Any, tuple[str, str] | None]:
    """The typed value, and 问题 and 应为."""
    return read_cell(column, cell.value, percent=cell.percent)


def as_sent(cell: ReturnedCell, column: Column) -> str:
    """The cell in the common form of three-way comparing; what the column can't read, as it stands."""
    if cell.value is None or means_nothing(cell.value, column):
        return ""
    typed, told = read(cell, column)
    if isinstance(cell.value, CellError) or (told is not None and typed in (None, "", ())):
        return shown(cell)
    return sent_text(typed, column) if typed not in (None, "") else ""
