"""Arrivals, sorted by addressee and batch, and merged: what is taken, what is not, and what is to be said of each file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from addin.foreign.reader import Reader
from macros.steps.batches import order_of
from macros.steps.returned_files import Arrival
from macros.steps.sent_batches import Pair, SentBatches, day_of, rows_sent, sent_files
from macros.steps.session import Reading
from udfs.exchange.collecting import Blocking, NewRow, consequences, marks, new_rows, person_called
from udfs.exchange.master_rows import MasterRows
from udfs.exchange.merging import Ask, Change, Merge, Place, ReturnedFile, Sent, merge
from udfs.exchange.requests import Case, requests
from udfs.rules.ground.departments import Departments
from workbook_templates.leaving.collect_list import FileLine
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.sent.collected import MARKED, OPEN, REFUSED, SAME, TAKEN, Entry, origin
from workbook_templates.sent.department_kind import DEPARTMENT_KIND
from workbook_templates.sent.returned import Key, ReturnedRow, identities, returned_tables
from workbook_templates.sent.sent_kinds import SENT_KINDS, bare_addressee, kind_of
from workbook_templates.sent.sent_spec import SentKind


class Office(NamedTuple):
    """What is merged into: the master as read, 批次, what was taken before, what the clerk has chosen, and where the workbook lies."""

    reading: Reading
    sent: SentBatches
    taken: Mapping[str, set[tuple[str, str]]]
    choices: Mapping[str, str]
    path: Path


class Collected(NamedTuple):
    """The outcome of a run. master_tables: (addressee, sheet) → the master's table; forms: names of sheets whose rows become new rows."""

    files: list[FileLine]
    entries: list[Entry]
    changes: list[Change]
    rows: list[NewRow]
    absent: list[str]
    master: MasterRows
    master_tables: dict[tuple[str, str], str]
    forms: frozenset[str]
    matters: dict[str, str]


class Parcel(NamedTuple):
    """The files of one addressee and batch."""

    pair: Pair
    files: list[Arrival]


def collected(office: Office, reader: Reader, arrived: Sequence[Arrival]) -> Collected:
    """Merge all that arrived."""
    collecting = Collecting(office, reader)
    whole, parcels = collecting.sorted_out(arrived)
    cells = office.sent.cells([parcel.pair for parcel in parcels])
    before = collecting.as_sent([parcel.pair for parcel in parcels if is_latest(office.sent, parcel.pair)])
    for parcel in parcels:
        day = day_of(parcel.pair[0], office.reading.as_of)
        collecting.parcel(parcel, Sent(*parcel.pair, day, cells[parcel.pair], before.get(parcel.pair)))
    return collecting.done(arrived, whole)


def is_latest(sent: SentBatches, pair: Pair) -> bool:
    return sent.latest.get(pair[1]) == pair[0]


class Collecting:
    """A run while it goes on."""

    def __init__(self, office: Office, reader: Reader) -> None:
        self.office, self.reader = office, reader
        self.tables = office.reading.tables
        self.departments = Departments(self.tables.departments)
        self.master = MasterRows(self.tables, office.reading.grids)
        self.blocking = Blocking(self.tables)
        self.entries: list[Entry] = []
        self.changes: list[Change] = []
        self.rows: list[NewRow] = []
        self.told: dict[str, str] = {}
        self.owners: Mapping[tuple[str, str, Key], str] | None = None

    def sorted_out(self, arrived: Sequence[Arrival]) -> tuple[dict[str, Pair], list[Parcel]]:
        """Files by addressee and batch; what can't be merged as a whole is refused here. File → its pair, as far as it is known."""
        pairs: dict[str, Pair] = {}
        parcels: dict[Pair, Parcel] = {}
        for file in arrived:
            if file.identity is None:
                self.refuse(file.name, ("", ""), file.why)
                continue
            pair = file.identity.batch, self.office.sent.present(file.identity.department)
            pairs[file.name] = pair
            why = self.unknown(pair)
            if why is None:
                parcels.setdefault(pair, Parcel(pair, [])).files.append(file)
            elif why:
                self.refuse(file.name, pair, why)
            else:
                self.told[file.name] = "旧批次，内容以前收过"
        return pairs, [parcels[pair] for pair in sorted(parcels, key=lambda pair: (pair[1], order_of(pair[0])))]

    def unknown(self, pair: Pair) -> str | None:
        """Why 批次 holds nothing of this batch for this addressee; None where it does, '' where all of it was collected long ago."""
        sent = self.office.sent
        if pair in sent.pairs:
            return None
        latest = sent.latest.get(pair[1])
        if latest is None:
            return f"“批次”里没有发给“{pair[1]}”的表：核对是不是从这本台账下发的；部门改了名的，在“部门”表写上曾用名"
        if order_of(pair[0]) < order_of(latest):
            return "" if origin(*pair) in self.office.taken else f"旧批次 {pair[0]}，最近一批是 {latest}：请对方在最近一批的表里填"
        return f"“批次”里没有 {pair[0]}：下发以后工作簿没有保存，或是从另一本台账下发的，请核对"

    def refuse(self, name: str, pair: Pair, why: str) -> None:
        """A file that is not taken as a whole. why: what happened and what to do, with ： between them."""
        reason, _, remedy = why.partition("：")
        self.told[name] = why
        self.entries.append(Entry(REFUSED, *pair, name, reason=reason, remedy=remedy))

    def as_sent(self, pairs: Iterable[Pair]) -> dict[Pair, dict[Place, ReturnedRow]]:
        """The rows of the files as they went out, where those files still lie in 下发."""
        where = {path: pair for pair in pairs for path in sent_files(self.office.path, *pair)}
        found: dict[Pair, dict[Place, ReturnedRow]] = {}
        for path, told in self.reader.read(list(where)):
            pair = where[path]
            if isinstance(told, list) and self.is_of(told, pair):
                found[pair] = rows_sent(told, kind_of(pair[1]))
        return found

    def is_of(self, sheets: Sequence[ForeignSheet], pair: Pair) -> bool:
        return [(one.batch, self.office.sent.present(one.department)) for one in identities(sheets)] == [pair]

    def parcel(self, parcel: Parcel, sent: Sent) -> None:
        """Merge the files of one addressee and batch, or list what an older batch would still bring."""
        kind = kind_of(sent.addressee)
        files = [ReturnedFile(file.name, returned_tables(file.sheets, kind)) for file in parcel.files]
        taken = self.office.taken.get(origin(*parcel.pair), set())
        ask = Ask(self.master, self.office.reading.today, self.blocking, self.owner, taken, self.office.choices)
        done = merge(kind, sent, files, ask)
        if not is_latest(self.office.sent, parcel.pair):
            self.older(parcel, sent, done)
            return
        added, refused = new_rows(kind, done.changes, self.tables)
        changes = [change for change in done.changes if change.record is not None]
        name = person_called(bare_addressee(sent.addressee), self.tables.people)
        followed = consequences(kind, name, changes, self.office.reading.as_of)
        self.entries += [refused.get(entry, entry) for entry in done.entries]
        self.entries += [change.entry for change in followed]
        self.entries += marks([change for change in done.changes if change.entry not in refused], self.tables, sent.day)
        self.changes += [*changes, *followed]
        self.rows += added
        self.forms(kind, sent, files, taken)
        if sent.rows is None:
            for file in files:
                self.told[file.name] = "下发时的文件已不在“下发”里，锁定的格子没有核对"

    def forms(self, kind: SentKind, sent: Sent, files: Sequence[ReturnedFile], taken: set[tuple[str, str]]) -> None:
        if kind.forms:
            reading = self.office.reading
            department = self.departments.heir(sent.addressee, reading.as_of)
            case = Case(self.tables, self.departments, department, sent, reading.as_of, reading.today, taken)
            asked = requests(case, kind.forms, files)
            self.entries += asked.entries
            self.rows += asked.rows

    def older(self, parcel: Parcel, sent: Sent, done: Merge) -> None:
        """An older batch is not merged. What it would bring is listed, so that the clerk can see it."""
        latest = self.office.sent.latest[sent.addressee]
        news = [entry for entry in done.entries if entry.outcome in (TAKEN, OPEN)]
        told = f"旧批次 {sent.batch}，最近一批是 {latest}"
        for file in parcel.files:
            mine = [entry for entry in news if entry.file == file.name]
            if mine:
                self.refuse(file.name, parcel.pair, f"{told}，其中 {len(mine)} 格与台账不同：请对方在最近一批的表里填")
            else:
                self.told[file.name] = f"{told}，没有新内容"
        remedy = "请对方在最近一批的表里填，或由办公室在台账里填"
        self.entries += [entry._replace(outcome=REFUSED, reason=told, remedy=remedy, choice="") for entry in news]

    def owner(self, kind: SentKind, sheet: str, key: Key) -> str:
        """Whose row this is: of whom the ledger says so, else who got it last; '' for nobody's."""
        found = self.master.find(kind, sheet, key) if sheet in kind.sheets else None
        if found is not None and kind is DEPARTMENT_KIND:
            item = self.blocking.items.get(found.record.number) if sheet != "指标" else None
            name = found.record.department if sheet == "指标" else item.department if item is not None else ""
            return self.departments.heir(name, self.office.reading.as_of) if name else ""
        if self.owners is None:
            self.owners = self.office.sent.owners()
        return self.owners.get((kind.name, sheet, key), "")

    def done(self, arrived: Sequence[Arrival], pairs: Mapping[str, Pair]) -> Collected:
        """All of it, with a line for each file."""
        files = []
        for file in arrived:
            batch, addressee = pairs.get(file.name, ("", ""))
            mine = [entry.outcome for entry in self.entries if entry.file == file.name]
            counts = {name: mine.count(name) for name in (TAKEN, SAME, OPEN, REFUSED, MARKED)}
            told = self.told.get(file.name, "") or ("" if any(counts[name] for name in (TAKEN, OPEN, REFUSED)) else "没有填新内容")
            files.append(FileLine(file.name, addressee, batch, counts, told))
        came = set(pairs.values())
        batches = {batch for batch, _ in came}
        latest = [(batch, name) for name, batch in self.office.sent.latest.items() if batch in batches]
        absent = [pair[1] for pair in latest if pair not in came and origin(*pair) not in self.office.taken]
        tables = {(name, sheet): spec.master for _, name in came for sheet, spec in kind_of(name).sheets.items()}
        forms = frozenset(name for kind in SENT_KINDS.values() for name in kind.forms)
        matters = {row.number: row.name for row in self.tables.indicators} | {item.number: item.matter for item in self.tables.items}
        return Collected(files, self.entries, self.changes, self.rows, absent, self.master, tables, forms, matters)
