"""One row of the office's own ledger, read as a row of ours: 同上 is what stands above, names are parted from telephone numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from udfs.exchange.foreign_ledger import LEDGER, NODE, STAGES, FoundSheet, Mapped
from udfs.exchange.foreign_values import CellLook, ForeignValue, read_foreign, shown
from udfs.exchange.import_lines import GUESSED, UNREAD, FoundPhone, ImportLine
from workbook_templates.reading.cells import is_person, plain_number, text_of
from workbook_templates.reading.characters import is_ditto
from workbook_templates.reading.names import JOINTS, Roster, closed, names_in, without_phones
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value, fitting
from workbook_templates.tables.schema import Column

SECOND: Mapping[str, str] = {"主责部门": "协办部门", "责任人": "承办人"}
"""督办台账: a column of one name → the column where the others of its cell go."""


class Seen(NamedTuple):
    """A cell as it is read: its value, and the index of the row that it stands in, which for 同上 is one above."""

    value: Value
    at: int


@dataclass
class ReadRow:
    """A row that was understood.

    at: its index in the sheet. section: the heading above it. values: header → typed value. raw: header → text to be written as it
    stands. node: column of 阶段目标 → what this node of the matter has. others: column → further names of a cell for one name.
    lines: what the list says of its cells. phones: numbers that stood beside names.
    """

    at: int
    section: str
    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    node: dict[str, Any] = field(default_factory=dict)
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: list[ImportLine] = field(default_factory=list)
    phones: list[FoundPhone] = field(default_factory=list)

    @property
    def content(self) -> tuple[object, ...]:
        """All that the row says: two rows of one content are one."""
        return self.values, self.raw, self.node, self.others


class RowReader:
    """Reads the rows of a table, from top to bottom."""

    def __init__(self, one: FoundSheet, roster: Roster, year: int) -> None:
        self.one, self.roster, self.year = one, roster, year
        self.columns = [(mapped, column_of(one.table, mapped.column)) for mapped in one.columns if mapped.column]
        self.shares = {mapped.place for mapped, column in self.columns if column.kind == "rate" and self.all_up_to_one(mapped.place)}
        self.above: dict[int, Seen] = {}

    def all_up_to_one(self, place: int) -> bool:
        """Whether no number of a column of percentages is above 1, and one is a fraction: then 0.8 is 80 %."""
        rows = self.one.sheet.rows[self.one.line + 1 :]
        values = [number for row in rows if place < len(row) and (number := plain_number(row[place])) is not None]
        return any(0 < value < 1 for value in values) and all(value <= 1 for value in values)

    def seen(self, at: int) -> dict[int, Seen]:
        """The filled cells of a row, 同上 as what stands above."""
        found: dict[int, Seen] = {}
        for place, value in enumerate(self.one.sheet.rows[at]):
            if value is not None and text_of(value).strip():
                found[place] = self.above.get(place, Seen(value, at)) if isinstance(value, str) and is_ditto(value) else Seen(value, at)
        return found

    def read(self, at: int, cells: Mapping[int, Seen], section: str) -> ReadRow:
        """The row at this index."""
        self.above = {**self.above, **cells}
        row = ReadRow(at, section)
        for mapped, column in self.columns:
            cell = cells.get(mapped.place, Seen(None, at))
            about = {"header": mapped.header, "value": text_of(cell.value), "column": column.header}
            if isinstance(cell.value, str) and is_ditto(cell.value):
                row.lines.append(self.line(UNREAD, at, "上面没有可以照着的", **about))
                cell = Seen(None, at)
            elif cell.at != at:
                row.lines.append(self.line(GUESSED, at, f"照第 {cell.at + 1} 行", **about, written=text_of(cell.value)))
            if isinstance(cell.value, str) and (kept := fitting(cell.value)) != cell.value:
                told = f"有 {len(cell.value)} 个字，一格装不下，截到 {len(kept)} 个"
                row.lines.append(self.line(UNREAD, at, told, **about, written=kept))
                cell = Seen(kept, cell.at)
            if is_name(column) and isinstance(cell.value, str):
                cell = Seen(self.name(row, mapped, column, cell.value), cell.at)
            read = read_foreign(
                column, cell.value, self.look(cell, mapped.place), year=self.year, shares=mapped.place in self.shares, roster=self.roster
            )
            self.tell(row, read, about)
            if mapped.column.startswith(NODE):
                row.node[column.header] = read.value
            else:
                row.values[column.header] = read.value
                row.raw |= {column.header: read.raw} if read.raw else {}
        return row

    def look(self, cell: Seen, place: int) -> CellLook:
        """What the cell shows besides its value."""
        sheet = self.one.sheet
        percent = (cell.at, place) in sheet.percent
        return CellLook(percent, sheet.shown.get((cell.at, place), ""), place in self.one.look.from_1904)

    def tell(self, row: ReadRow, read: ForeignValue, about: Mapping[str, str]) -> None:
        """What the list says of a cell."""
        if read.problem:
            problem, remedy = read.problem
            kept = f"{remedy}；照抄在格子里，改好以前按涉密处理" if read.raw else remedy
            row.lines.append(self.line(UNREAD, row.at, f"{problem}；{kept}", **about, written=read.raw))
        elif read.guess:
            written = read.raw or (shown(read.value) if read.value is not None else "")
            row.lines.append(self.line(GUESSED, row.at, read.guess, **about, written=written))

    def name(self, row: ReadRow, mapped: Mapped, column: Column, text: str) -> str:
        """The names in a cell joined by 、, or the first alone where the column holds one; telephone numbers are taken off."""
        names, phones = names_and_phones(text, column, self.roster)
        about = {"header": mapped.header, "value": text, "column": column.header}
        for name, phone in phones:
            row.phones.append(FoundPhone(name, phone, self.one.sheet.name, row.at + 1, mapped.header))
        if column.kind == "names" or len(names) < 2:
            if phones or (len(names) > 1 and names != tuple(JOINTS.split(text))):
                row.lines.append(self.line(GUESSED, row.at, "姓名、单位分开，电话取下", **about, written="、".join(names)))
            return "、".join(names)
        other = SECOND.get(column.header) if self.one.table == LEDGER else None
        if other is not None:
            row.lines.append(self.line(GUESSED, row.at, f"原来写着“{text}”，第一个当作{column.header}", **about, written=names[0]))
            row.others[other] = names[1:]
            return names[0]
        if column.spec.refers == "部门":
            row.lines.append(
                self.line(UNREAD, row.at, f"这一列只能有一个部门，收了第一个，没有收{'、'.join(names[1:])}", **about, written=names[0])
            )
            return names[0]
        row.lines.append(self.line(GUESSED, row.at, "几个人分开写", **about, written="、".join(names)))
        return "、".join(names)

    def line(self, kind: str, at: int, note: str, **about: str) -> ImportLine:
        """A line about the row at this index, -1 for the whole table."""
        return ImportLine(kind, self.one.label if at < 0 else self.one.sheet.name, at + 1, table=self.one.table, note=note, **about)


def column_of(table: str, column: str) -> Column:
    """The column that a header means: of the table, or of 阶段目标."""
    return TABLES[STAGES].column(column.removeprefix(NODE)) if column.startswith(NODE) else TABLES[table].column(column)


def is_name(column: Column) -> bool:
    """Whether the cells of this column name persons or departments."""
    return column.spec.refers == "部门" or is_person(column)


def names_and_phones(text: str, column: Column, roster: Roster) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The names in a cell, and each telephone number with the name it stands beside: by the order where there are as many."""
    known = roster.named(column.spec.refers)
    names: list[str] = []
    phones: list[tuple[str, str]] = []
    for part in [text] if closed(text) in known else JOINTS.split(text):
        found, numbers = names_in(part, known), without_phones(part)[1]
        names += found
        if numbers and len(found) == len(numbers):
            phones += zip(found, numbers, strict=True)
        elif numbers and (len(found) == 1 or (not found and names)):
            phones += ((names[-1], number) for number in numbers)
        else:
            phones += (("", number) for number in numbers)
    return tuple(dict.fromkeys(names)), phones
