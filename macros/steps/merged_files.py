"""Returned files, sorted by addressee and batch, and merged: what is taken, what is not, and what is to be said of each file."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from addin.foreign.reader import Reader
from macros.steps.batches import SentBatches, order_of, rows_sent, sent_files
from macros.steps.session import Reading
from udfs.exchange.consequences import Blocking, NewRow, consequences, marks, new_rows, person_called
from udfs.exchange.form_case import FormCase
from udfs.exchange.master_rows import MasterRows
from udfs.exchange.merge_records import AcceptedCell, Merge, MergedInto, Sent
from udfs.exchange.merging import merge
from udfs.exchange.requests import requests
from udfs.exchange.row_contents import RowPlace
from udfs.rules.ground.departments import Departments
from udfs.rules.judging.numbering import Numbers
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.department_kind import DEPARTMENT_KIND, PROGRESS
from workbook_templates.sent.outcomes import ACCEPTED, MARKED, REFUSED, TAKE, UNCHANGED, UNDECIDED, CollectEntry
from workbook_templates.sent.returned import Key, Pair, Refusal, ReturnedFile, ReturnedRow, identities, returned_tables
from workbook_templates.sent.row_marks import mark_of
from workbook_templates.sent.sent_kinds import bare_addressee, kind_of
from workbook_templates.sent.sent_spec import SentKind

IN_LATEST = "请对方在最近一批的表里填"


class CollectInto(NamedTuple):
    """What is merged into: the master as read, 批次, what was taken before, what the clerk has chosen, where the workbook lies, and the
    numbers of items that were ever given."""

    reading: Reading
    sent: SentBatches
    taken: Mapping[Pair, Collection[tuple[str, str]]]
    choices: Mapping[str, str]
    path: Path
    numbers: Collection[str] = ()


class Collected(NamedTuple):
    """The outcome of a run.

    files: each with what is to be said of it.
    entries: what is to be said of cells, rows and files.
    changes: cells of the master that are taken.
    rows: rows of the master that are taken.
    absent: addressees of the batches that came, of whom nothing has ever come.
    master: its rows, to find the places of the cells.
    matters: 编号 or 标识 → what it is about.
    numbers: 编号 that new rows got.
    received: batch and addressee of the files that were merged, and of whom none had been before.
    """

    files: list[ReturnedFile]
    entries: list[CollectEntry]
    changes: list[AcceptedCell]
    rows: list[NewRow]
    absent: list[str]
    master: MasterRows
    matters: dict[str, str]
    numbers: Sequence[str] = ()
    received: Sequence[Pair] = ()


def collected(office: CollectInto, reader: Reader, arrived: Iterable[ReturnedFile]) -> Collected:
    """Merge all that arrived."""
    return Collecting(office, reader, arrived).done()


class Collecting:
    """A run while it goes on."""

    def __init__(self, office: CollectInto, reader: Reader, arrived: Iterable[ReturnedFile]) -> None:
        self.office, self.reader = office, reader
        self.as_of = office.reading.as_of
        self.master = MasterRows(office.reading.tables, office.reading.grids)
        self.blocking = Blocking(self.tables)
        self.departments = Departments(self.tables.departments)
        self.files = [replace(file) for file in arrived]
        self.entries: list[CollectEntry] = []
        self.changes: list[AcceptedCell] = []
        self.rows: list[NewRow] = []
        self.begun: dict[tuple[str, str, str], dict[str, str]] = {}
        self.numbers = Numbers(self.tables.items, self.tables.settings.numbering, office.numbers)
        self.instructions = [row.number for row in self.tables.instructions]
        self.owners: Mapping[tuple[str, str, Key], str] | None = None

    @property
    def tables(self) -> Tables:
        """The master's, with what was taken of the addressees before."""
        return self.master.tables

    def done(self) -> Collected:
        """All of it, addressee by addressee: departments first, on whose answers others' rest; of each the older batch first."""
        parcels: dict[Pair, list[ReturnedFile]] = {}
        for file in self.files:
            if self.is_merged(file):
                parcels.setdefault(file.pair, []).append(file)
        pairs = sorted(parcels, key=lambda pair: (kind_of(pair[1]) is not DEPARTMENT_KIND, pair[1], order_of(pair[0])))
        cells, before = self.office.sent.cells(pairs), self.as_sent(filter(self.is_latest, pairs))
        for pair in pairs:
            self.parcel(parcels[pair], Sent(*pair, self.office.sent.day(pair, self.as_of), cells[pair], before.get(pair)))
        counted = Counter((entry.file, entry.outcome) for entry in self.entries)
        for file in self.files:
            file.counts = {name: counted[file.name, name] for name in (ACCEPTED, UNCHANGED, UNDECIDED, REFUSED, MARKED)}
            file.told = file.told or ("" if any(file.counts[name] for name in (ACCEPTED, UNDECIDED, REFUSED)) else "没有填新内容")
        matters = {row.number: row.name for row in self.tables.indicators} | {item.number: item.matter for item in self.tables.items}
        matters |= {mark_of(row): row.fact for row in self.tables.points}
        matters |= {mark_of(row): row.fact for row in self.tables.accountability}
        return Collected(
            files=self.files,
            entries=self.entries,
            changes=self.changes,
            rows=self.rows,
            absent=self.absent(),
            master=self.master,
            matters=matters,
            numbers=tuple(self.numbers.given),
            received=[pair for pair in pairs if self.is_latest(pair) and pair not in self.office.taken],
        )

    def absent(self) -> list[str]:
        """Addressees of the batches that came, of whom nothing came and nothing was taken before."""
        came = {file.pair for file in self.files if file.batch}
        batches = {batch for batch, _ in came}
        latest = [(batch, name) for name, batch in self.office.sent.latest.items() if batch in batches]
        return [pair[1] for pair in latest if pair not in came and pair not in self.office.taken]

    def is_latest(self, pair: Pair) -> bool:
        return self.office.sent.latest.get(pair[1]) == pair[0]

    def is_merged(self, file: ReturnedFile) -> bool:
        """Whether 批次 knows what the file says it is. If not, it is refused as a whole, or passed over as collected long ago."""
        if file.refused is not None:
            self.refuse(file, file.refused)
            return False
        sent = self.office.sent
        file.addressee = sent.present(file.addressee)
        latest = sent.latest.get(file.addressee)
        if file.pair in sent.pairs:
            return True
        if latest is None:
            remedy = "核对是不是从这本台账下发的；部门改了名的，在“部门”表写上曾用名"
            self.refuse(file, Refusal(f"“批次”里没有发给“{file.addressee}”的表", remedy))
        elif order_of(file.batch) >= order_of(latest):
            remedy = "下发以后工作簿没有保存，或是从另一本台账下发的，请核对"
            self.refuse(file, Refusal(f"“批次”里没有 {file.batch}", remedy))
        elif not self.office.taken.get(file.pair):
            self.refuse(file, Refusal(f"旧批次 {file.batch}，最近一批是 {latest}", IN_LATEST))
        else:
            file.told = "旧批次，内容以前收过"
        return False

    def refuse(self, file: ReturnedFile, why: Refusal) -> None:
        """A file that is not taken as a whole."""
        file.refused, file.told = why, str(why)
        self.entries.append(CollectEntry(REFUSED, *file.pair, file.name, reason=why.reason, remedy=why.remedy))

    def as_sent(self, pairs: Iterable[Pair]) -> dict[Pair, dict[RowPlace, ReturnedRow]]:
        """The rows of the files as they went out, where those files still lie in 下发."""
        where = {path: pair for pair in pairs for path in sent_files(self.office.path, *pair)}
        found: dict[Pair, dict[RowPlace, ReturnedRow]] = {}
        for path, told in self.reader.read(list(where)):
            pair = where[path]
            if isinstance(told, list) and [(one.batch, self.office.sent.present(one.department)) for one in identities(told)] == [pair]:
                found[pair] = rows_sent(told, kind_of(pair[1]))
        return found

    def parcel(self, files: Sequence[ReturnedFile], sent: Sent) -> None:
        """Merge the files of one addressee and batch, or list what an older batch would still bring."""
        kind, pair = kind_of(sent.addressee), (sent.batch, sent.addressee)
        for file in files:
            file.tables = returned_tables(file.sheets, kind)
        taken = self.office.taken.get(pair, ())
        ask = MergedInto(
            master=self.master,
            today=self.office.reading.today,
            blocked=self.blocking,
            owner=self.owner,
            taken=taken,
            choices=self.office.choices,
        )
        done = merge(kind, sent, files, ask)
        if not self.is_latest(pair):
            self.older(files, sent, done)
            return
        added, refused = new_rows(kind, done.changes, self.tables)
        added, instead = self.first_begun(added)
        refused |= instead
        changes = [change for change in done.changes if change.record is not None]
        name = person_called(bare_addressee(sent.addressee), self.tables.people)
        followed = []
        for change in consequences(kind, name, changes, self.as_of):
            if obstacle := self.master.obstacle(change.record, change.column.header):
                self.entries.append(change.entry._replace(outcome=MARKED, reason=f"{obstacle}，没有登记", remedy="在台账里改好，自己填上"))
            else:
                followed.append(change)
        self.entries += [refused.get(entry, entry) for entry in done.entries]
        self.entries += [change.entry for change in followed]
        self.entries += marks([change for change in done.changes if change.entry not in refused], self.tables, sent.day)
        self.changes += [*changes, *followed]
        self.rows += added
        self.forms(kind, sent, files, taken)
        if sent.rows is None:
            for file in files:
                file.told = "下发时的文件已不在“下发”里，锁定的格子没有核对"
        self.master.take((change.record, change.column, change.value) for change in (*changes, *followed))
        self.blocking = Blocking(self.tables)

    def first_begun(self, added: Sequence[NewRow]) -> tuple[list[NewRow], dict[CollectEntry, CollectEntry]]:
        """Of rows that two addressees begin the first; of the others what is the same, and what waits, as it would in a later run."""
        kept, instead = [], {}
        for row in added:
            place = (row.table, row.entries[0].number, row.entries[0].part)
            if place not in self.begun:
                self.begun[place] = {entry.field: entry.returned for entry in row.entries}
                kept.append(row)
                continue
            for entry in row.entries:
                now = self.begun[place].get(entry.field, "")
                same = now == entry.returned
                outcome, why = (UNCHANGED, "台账里已经是这个值") if same else (UNDECIDED, "这次收到的另一份表里也有这一行")
                remedy = "" if same else f"在“取舍”里选{TAKE}或保留现值，再回收一次"
                instead[entry] = entry._replace(outcome=outcome, now=now, reason=why, remedy=remedy)
        return kept, instead

    def forms(self, kind: SentKind, sent: Sent, files: Sequence[ReturnedFile], taken: Collection[tuple[str, str]]) -> None:
        """Read the forms that are filled in."""
        if kind.forms:
            department = self.departments.heir(sent.addressee, self.as_of)
            asked = requests(
                FormCase(
                    tables=self.tables,
                    departments=self.departments,
                    department=department,
                    sent=sent,
                    day=self.as_of,
                    today=self.office.reading.today,
                    taken=taken,
                    numbers=self.numbers,
                    proposed={},
                    stages=set(),
                    instructions=self.instructions,
                ),
                kind.forms,
                files,
            )
            self.entries += asked.entries
            self.rows += asked.rows

    def older(self, files: Sequence[ReturnedFile], sent: Sent, done: Merge) -> None:
        """An older batch is not merged. What it would bring is listed, so that the clerk can see it."""
        news = [entry for entry in done.entries if entry.outcome in (ACCEPTED, UNDECIDED)]
        told = f"旧批次 {sent.batch}，最近一批是 {self.office.sent.latest[sent.addressee]}"
        for file in files:
            if mine := [entry for entry in news if entry.file == file.name]:
                self.refuse(file, Refusal(f"{told}，其中 {len(mine)} 格与台账不同", IN_LATEST))
            else:
                file.told = f"{told}，没有新内容"
        remedy = f"{IN_LATEST}，或由办公室在台账里填"
        self.entries += [entry._replace(outcome=REFUSED, reason=told, remedy=remedy, choice="") for entry in news]

    def owner(self, kind: SentKind, sheet: str, key: Key) -> str:
        """Whose row this is: of whom the ledger says so, else who got it last; '' for nobody's."""
        about = "指标" if sheet == PROGRESS else sheet
        found = self.master.find(kind, about, key) if about in kind.sheets else None
        if found is not None and kind is DEPARTMENT_KIND:
            item = self.blocking.items.get(found.record.number) if about != "指标" else None
            name = found.record.department if about == "指标" else item.department if item is not None else ""
            return self.departments.sheet_of(name, self.as_of) if name else ""
        if self.owners is None:
            self.owners = self.office.sent.owners()
        return self.owners.get((kind.name, sheet, key), "")
