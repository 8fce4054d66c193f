"""Which row of a sheet a returned row is: by its key, or, where that was changed or sorted without its row, by what stands beside it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from udfs.exchange.master_rows import MasterRows
from workbook_templates.sent.returned import NO_CELL, Key, ReturnedRow, ReturnedTable, as_sent, same_key
from workbook_templates.sent.sent_cells import sent_text
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import Column

RowPlace: TypeAlias = tuple[str, Key]
"""A row of a sheet: its table and its key."""
Contents: TypeAlias = Mapping[str, str]
"""The locked cells of a row that hold something: header → text in the common form."""
NAMING = 2
"""Headers that a message names."""


class RowCopy(NamedTuple):
    """A copy of a row that came back. doubt: why it may be another row than it is taken for."""

    file: str
    table: ReturnedTable
    row: ReturnedRow
    doubt: str = ""


class Described(NamedTuple):
    """The row that a returned row's contents are of, and the columns that tell it apart."""

    place: RowPlace
    columns: str


class SentRows:
    """The rows that went out to one addressee, known by key and by contents.

    rows: as the file held them, None where that file is gone; then the master's record tells what stood there.
    """

    def __init__(self, kind: SentKind, places: Iterable[RowPlace], rows: Mapping[RowPlace, ReturnedRow] | None, master: MasterRows) -> None:
        self.kind, self.rows, self.master = kind, rows, master
        self.places = dict.fromkeys([*places, *(rows or {})])
        self._alike: dict[RowPlace, list[RowPlace]] = {}
        for place in self.places:
            self._alike.setdefault((place[0], same_key(place[1])), []).append(place)
        self._contents: dict[RowPlace, Contents] = {}

    def by_key(self, table: str, key: Key | None) -> RowPlace | None:
        """The row of this key; blanks inside a number do not count where only one row can be meant."""
        if key is None or (table, key) in self.places:
            return (table, key) if key else None
        alike = self._alike.get((table, same_key(key)), [])
        return alike[0] if len(alike) == 1 else None

    def placed(self, copies: Iterable[RowCopy]) -> tuple[dict[RowPlace, list[RowCopy]], list[RowCopy]]:
        """The copies under the rows that they are of, and those that went out with no file. One that tells of another row than its key is
        taken for that other, as a doubt, unless the other came back under its own key too."""
        given: dict[RowPlace, list[RowCopy]] = {}
        doubtful: list[tuple[RowCopy, RowPlace | None, Described]] = []
        strange: list[RowCopy] = []
        for copy in copies:
            own = self.by_key(copy.table.name, copy.row.key)
            other = self.described(own, copy.table.name, copy.row)
            if other is not None:
                doubtful.append((copy, own, other))
            elif own is not None:
                given.setdefault(own, []).append(copy)
            else:
                strange.append(copy)
        sure = set(given)
        for copy, own, other in doubtful:
            place = other.place if other.place not in sure else own
            if place is None:
                strange.append(copy)
                continue
            number = "/".join(filter(None, copy.row.key)) if copy.row.key else "空着或读不懂"
            doubt = f"编号是 {number}，{other.columns}却是 {number_of(other.place)} 的，可能编号单独排过序；采用即填到 {number_of(place)}"
            given.setdefault(place, []).append(copy._replace(doubt=doubt))
        return given, strange

    def locked(self, table: str) -> list[Column]:
        """The columns of a sheet that are neither filled in nor part of the key."""
        spec = self.kind.sheets[table]
        return [column for column in spec.table.columns if column.header not in (*spec.filled, *spec.key)]

    def contents(self, place: RowPlace) -> Contents:
        """What stood in the locked cells of a row when it went out, else what the master holds."""
        if place not in self._contents:
            self._contents[place] = self._sent_contents(place)
        return self._contents[place]

    def _sent_contents(self, place: RowPlace) -> Contents:
        table, key = place
        if self.rows is not None:
            return contents_of(self.rows[place], self.locked(table)) if place in self.rows else {}
        found = self.master.find(self.kind, table, key)
        known = {column.header: column for column in TABLES[self.kind.sheets[table].master].columns}
        names = [column.header for column in self.locked(table) if column.header in known]
        typed = {name: getattr(found.record, known[name].field) for name in names} if found is not None else {}
        return {name: sent_text(value, known[name]) for name, value in typed.items() if value not in (None, "", ())}

    def all_of(self, table: str) -> Iterable[RowPlace]:
        """The rows that a returned one may tell of: those that went out; where they are not known for sure, all of the master."""
        if self.rows is None:
            return [(table, key) for key in self.master.rows(self.kind, table)]
        return [place for place in self.places if place[0] == table]

    def described(self, own: RowPlace | None, name: str, row: ReturnedRow) -> Described | None:
        """Another row than that of its key, of which the returned row tells: its 事项 (or what else names a row) and more of its
        locked cells are those of the other. None where its own fit as well."""
        columns = self.locked(name)
        title = next((column for column in columns if column.kind == "text" and not column.spec.of and column.header in row.cells), None)
        before = self.rows.get(own) if self.rows is not None and own is not None else None
        if title is None or (before is not None and before.cells.get(title.header, NO_CELL).value == row.cells[title.header].value):
            return None  # nearly every row
        text = as_sent(row.cells[title.header], title)
        if not text or (own is not None and self.contents(own).get(title.header, text) == text):
            return None
        found = contents_of(row, columns)
        fits = {
            place: sum(found.get(header) == told for header, told in contents.items())
            for place in self.all_of(name)
            if (contents := self.contents(place)).get(title.header) == text
        }
        best = max(fits.values(), default=0)
        others = [place for place, count in fits.items() if count == best]
        if not others or (own is not None and best <= sum(found.get(header) == told for header, told in self.contents(own).items())):
            return None
        alike = [place for place in others if row.key is not None and place[1][1] == row.key[1]]
        if len(others) > 1 and len(alike) != 1:
            return None
        place = alike[0] if len(alike) == 1 else others[0]
        own_contents = self.contents(own) if own is not None else {}
        told = [header for header, text in self.contents(place).items() if found.get(header) == text != own_contents.get(header)]
        return Described(place, "、".join(told[:NAMING]))


def contents_of(row: ReturnedRow, columns: list[Column]) -> Contents:
    """The locked cells of a row that came back, or went out, and hold something."""
    texts = {column.header: as_sent(row.cells[column.header], column) for column in columns if column.header in row.cells}
    return {name: text for name, text in texts.items() if text and not row.cells[name].formula}


def number_of(place: RowPlace) -> str:
    """A key as a message names it: 2026-0001, 2026-0001/一阶段."""
    return "/".join(filter(None, place[1]))
