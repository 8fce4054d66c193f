"""批次: what was sent to whom, so that a returned cell can be compared with the one that went out.

A batch is one run of 下发. Its id is the day and a number: 20261231-1. Of each addressee the latest two batches stay in the sheet;
older rows move into 归档/批次, one file for each run that moved some, written before they leave the sheet. Collecting reads here
which batch is the latest of whom, what stood in each open cell, and where the file lies that went out.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from addin import store
from addin.book import Book
from udfs.exchange.row_contents import RowPlace
from udfs.rules.ground.departments import Departments
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.characters import visible
from workbook_templates.reading.errors import BookRefused
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.department_kind import DEPARTMENT_KIND
from workbook_templates.sent.returned import Key, Pair, ReturnedRow, returned_tables
from workbook_templates.sent.sent_cells import key_texts
from workbook_templates.sent.sent_file import Batch, SentFile
from workbook_templates.sent.sent_kinds import COLON, addressee_of, bare_addressee, cells_of, kind_of
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row, Value, fitting

T = TypeVar("T")
BATCHES = "批次"
BATCH_HEADERS = TABLES[BATCHES].headers
ID = re.compile(r"(\d{8})-(\d{1,6})")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class SplitRows(NamedTuple):
    """Rows of 批次 in the order of BATCH_HEADERS: those that stay, and those that move into the archive."""

    stay: list[Row]
    go: list[Row]


def next_batch(day: dt.date, rows: Iterable[Row], folders: Iterable[Path]) -> str:
    """The id after the day's last one, by the sheet 批次 and by the names of what lies in 下发 and in the archive.

    Where the clock has gone back it goes on from the last id there is: a batch that goes out now is the latest of its addressees."""
    names = [path.stem for folder in folders if folder.is_dir() for path in folder.iterdir()]
    texts = (*{text_of(row[0]) for row in rows}, *(name.rpartition("_")[2] for name in names))
    ids = [(found[1], int(found[2])) for text in texts if (found := ID.fullmatch(text)) and day_of(text, None)]
    last, number = max(ids, default=("", 0))
    today = f"{day:%Y%m%d}"
    return f"{last}-{number + 1}" if last >= today else f"{today}-1"


def archive_folder(book: Path) -> Path:
    """归档/批次 beside the workbook."""
    return store.folders(book).archive / BATCHES


def rows_in(book: Book) -> list[Row]:
    """The rows of 批次 in the order of BATCH_HEADERS. Raises BookRefused when the table or one of its columns is gone."""
    grid = book.read([BATCHES]).get(BATCHES)
    missing = [] if grid is None else [header for header in BATCH_HEADERS if header not in grid.headers]
    if grid is None or missing:
        what = f"的“{missing[0]}”列" if missing else ""
        raise BookRefused(f"工作簿里找不到表“{BATCHES}”{what}，什么也没有改动。请把表名、列名改回来，或从“归档/备份”里复制回来。")
    places = [grid.headers.index(header) for header in BATCH_HEADERS]
    return [tuple(row[place] for place in places) for row in grid.rows if any(row[place] is not None for place in places)]


def kept(rows: Sequence[Row], sent: Iterable[str], departments: Departments) -> SplitRows:
    """Split the rows: the addressees that are sent to now keep only their latest batch, all others keep what they have."""
    now = set(sent)
    names: dict[Value, str] = {}
    latest: dict[str, tuple[str, int, str]] = {}
    owners = []
    for row in rows:
        raw = row[1]
        if raw not in names:
            names[raw] = present_addressee(visible(text_of(raw)).strip(), departments)
        owner = names[raw]
        owners.append(owner)
        if owner in now:
            latest[owner] = max(latest.get(owner, ("", 0, "")), order_of(row[0]))
    stay: list[Row] = []
    go: list[Row] = []
    for owner, row in zip(owners, rows, strict=True):
        (go if owner in now and order_of(row[0]) != latest[owner] else stay).append(row)
    return SplitRows(stay, go)


def present_addressee(addressee: str, departments: Departments) -> str:
    """An addressee of an older batch as it is called now."""
    return addressee_of(kind_of(addressee), departments.present(bare_addressee(addressee)))


def file_stem(addressee: str) -> str:
    """How the name of an addressee's file begins: 运检部, 领导_张三."""
    return store.safe_name(addressee if kind_of(addressee) is DEPARTMENT_KIND else addressee.replace(COLON, "_"))


def file_name(addressee: str, batch: str, *, apart: bool = False) -> str:
    """The name of an addressee's file. apart: with a checksum of the name that it is made of."""
    checked = f"_{sha256(addressee.encode('utf-8', 'replace')).hexdigest()[:6]}" if apart else ""
    return f"{file_stem(addressee)}{checked}_{batch}.xlsx"


def order_of(batch: Value) -> tuple[str, int, str]:
    """A sort key of a batch id: day, number; an id that the clerk has spoilt comes first."""
    text = text_of(batch)
    found = ID.fullmatch(text)
    return (found[1], int(found[2]), text) if found else ("", 0, text)


def new_rows(files: Iterable[SentFile], batch: Batch, now: dt.datetime) -> list[Row]:
    """A row for each unlocked cell; a department that got forms only has one row, so that its file is known when it comes back."""
    found: list[Row] = []
    for file in files:
        cells: list[Row] = [
            (batch.number, file.name, table, number, part or None, field, fitting(value) or None, now)
            for table, number, part, field, value in cells_of(file)
        ]
        found += cells or [(batch.number, file.name, "申报", None, None, None, None, now)]
    return found


def archive_name(batch: str) -> str:
    """The name of the file that holds what moved when this batch went out; like every name here it ends with the id."""
    return f"批次归档_{batch}.csv"


def archive_file(rows: Iterable[Row]) -> bytes:
    """The rows as CSV that Excel opens. A text that a spreadsheet would take for a formula has ' before it, and so has one that
    begins with ' itself: cutting one ' off gives every text back."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(BATCH_HEADERS)
    writer.writerows([guarded(text_of(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    return "'" + text if text.startswith(FORMULA) else text


# read again


class SentBatches:
    """The rows of 批次. A department is known by its present and by its former names."""

    def __init__(self, rows: Sequence[Row], departments: Departments) -> None:
        self._rows, self._departments = rows, departments
        self._names: dict[str, str] = {}
        self._times: dict[Pair, Value] | None = None
        pairs = dict.fromkeys((text_of(row[0]), text_of(row[1])) for row in rows)
        self.pairs: list[Pair] = list(dict.fromkeys((batch, self.present(name)) for batch, name in pairs))
        self.latest: dict[str, str] = {}
        for batch, name in self.pairs:
            self.latest[name] = max(self.latest.get(name, ""), batch, key=order_of)

    def present(self, addressee: str) -> str:
        """The addressee under the name that it has now."""
        if addressee not in self._names:
            self._names[addressee] = present_addressee(visible(addressee).strip(), self._departments)
        return self._names[addressee]

    def cells(self, wanted: Collection[Pair]) -> dict[Pair, dict[RowPlace, dict[str, str]]]:
        """The open cells of these batches: row → column → 下发值. A batch of forms alone has none.

        A row of 批次 that somebody has spoilt is left out: its cell then counts as one that was not open, and is not taken."""
        found: dict[Pair, dict[RowPlace, dict[str, str]]] = {pair: {} for pair in wanted}
        for batch, name, table, number, part, field, value, _ in self._rows:
            pair = text_of(batch), self.present(text_of(name))
            sheet = kind_of(pair[1]).sheets.get(text_of(table))
            if pair in found and sheet is not None and text_of(field) in sheet.filled:
                place = text_of(table), key_texts((text_of(number), text_of(part)))
                found[pair].setdefault(place, {})[text_of(field)] = text_of(value)
        return found

    def day(self, pair: Pair, otherwise: dt.date) -> dt.date:
        """The day on which a batch went out; that of its id where 下发时间 does not say."""
        if self._times is None:
            times = {(batch, name): time for batch, name, *_, time in self._rows}
            self._times = {(text_of(batch), self.present(text_of(name))): time for (batch, name), time in times.items()}
        time = self._times.get(pair)
        return time.date() if isinstance(time, dt.datetime) else day_of(pair[0], otherwise)

    def open_feedback(self, returned: Collection[Pair]) -> dict[tuple[str, dt.date], str]:
        """编号 and 应反馈日期 of the 反馈记录 rows in latest batches of departments → the batch. returned: batches that came back."""
        found: dict[tuple[str, dt.date], str] = {}
        latest = {(batch, name) for name, batch in self.latest.items()} - set(returned)
        for batch, name, table, number, part, *_ in self._rows:
            if text_of(table) == "反馈记录" and (text_of(batch), self.present(text_of(name))) in latest:
                with suppress(ValueError):
                    found[text_of(number), dt.date.fromisoformat(text_of(part)[:10])] = text_of(batch)
        return found

    def owners(self) -> Mapping[tuple[str, str, Key], str]:
        """(kind, table, key) → who got this row last."""
        found: dict[tuple[str, str, Key], str] = {}
        for _, name, table, number, part, field, _, _ in self._rows:
            if field is not None:
                addressee = self.present(text_of(name))
                found[kind_of(addressee).name, text_of(table), key_texts((text_of(number), text_of(part)))] = addressee
        return found


def day_of(batch: str, otherwise: T) -> dt.date | T:
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


def rows_sent(sheets: Sequence[ForeignSheet], kind: SentKind) -> dict[RowPlace, ReturnedRow]:
    """Every row of a file as it went out."""
    return {(table.name, row.key): row for table in returned_tables(sheets, kind) for row in table.rows if row.key}
