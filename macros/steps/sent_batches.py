"""批次, read for collecting: which batch is the latest of whom, what stood in each open cell, and the file as it went out."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from addin import store
from macros.steps.batches import ID, file_name, order_of, present_addressee
from udfs.exchange.merging import Place
from udfs.rules.ground.departments import Departments
from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.returned import Key, ReturnedRow, returned_tables
from workbook_templates.sent.sent_kinds import kind_of
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.tables.grid import Row

Pair = tuple[str, str]
"""A batch and its addressee, by the present name."""


class SentBatches:
    """The rows of 批次. A department is known by its present and by its former names."""

    def __init__(self, rows: Sequence[Row], departments: Departments) -> None:
        self._rows, self._departments = rows, departments
        self._names: dict[str, str] = {}
        pairs = dict.fromkeys((text_of(row[0]), text_of(row[1])) for row in rows)
        self.pairs: list[Pair] = list(dict.fromkeys((batch, self.present(name)) for batch, name in pairs))
        self.latest: dict[str, str] = {}
        for batch, name in self.pairs:
            self.latest[name] = max(self.latest.get(name, ""), batch, key=order_of)

    def present(self, addressee: str) -> str:
        """The addressee under the name that it has now."""
        if addressee not in self._names:
            self._names[addressee] = present_addressee(plain(addressee), self._departments)
        return self._names[addressee]

    def cells(self, wanted: Collection[Pair]) -> dict[Pair, dict[Place, dict[str, str]]]:
        """The open cells of these batches: row → column → 下发值. A batch of forms alone has none.

        A row of 批次 that somebody has spoilt is left out: its cell then counts as one that was not open, and is not taken."""
        found: dict[Pair, dict[Place, dict[str, str]]] = {pair: {} for pair in wanted}
        for batch, name, table, number, part, field, value, _ in self._rows:
            pair = text_of(batch), self.present(text_of(name))
            sheet = kind_of(pair[1]).sheets.get(text_of(table))
            if pair in found and sheet is not None and text_of(field) in sheet.filled:
                place = text_of(table), (text_of(number), text_of(part))
                found[pair].setdefault(place, {})[text_of(field)] = text_of(value)
        return found

    def owners(self) -> Mapping[tuple[str, str, Key], str]:
        """(kind, table, key) → who got this row last."""
        found: dict[tuple[str, str, Key], str] = {}
        for _, name, table, number, part, field, _, _ in self._rows:
            if field is not None:
                addressee = self.present(text_of(name))
                found[kind_of(addressee).name, text_of(table), (text_of(number), text_of(part))] = addressee
        return found


def day_of(batch: str, otherwise: dt.date) -> dt.date:
    """The day that a batch's id begins with; `otherwise` where somebody has spoilt it."""
    found = ID.fullmatch(batch)
    try:
        return dt.date.fromisoformat(found[1]) if found else otherwise
    except ValueError:
        return otherwise


def sent_files(book: Path, batch: str, addressee: str) -> Iterator[Path]:
    """Where the file may lie that went out: under 下发/批次, named for the addressee."""
    folder = store.folders(book).outgoing / store.safe_name(batch)
    names = [file_name(addressee, batch, apart=apart) for apart in (False, True)]
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*.xlsx")) if path.name in names and path.is_file() and not path.is_symlink())


def rows_sent(sheets: Sequence[ForeignSheet], kind: SentKind) -> dict[Place, ReturnedRow]:
    """Every row of a file as it went out."""
    return {(table.name, row.key): row for table in returned_tables(sheets, kind) for row in table.rows if row.key}
