"""The rows of 操作日志 that sending, collecting and applied changes leave. What is read again is read here, beside where it is worded.

Masters in the field hold such rows: a wording may gain a new form, and the old one is still to be read.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from addin.book import Book
from macros.steps import session
from macros.steps.report import Options
from macros.steps.run_log import keys_in, notes_of
from udfs.rules.supervision.applied import Applied
from workbook_templates.reading.parse import rows_of
from workbook_templates.sent.outcomes import CollectEntry, subject
from workbook_templates.sent.returned import Pair
from workbook_templates.sent.sent_kinds import kind_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import LONGEST_TEXT
from workbook_templates.tables.logs import Operation

SENT, COLLECTED, APPLIED, PROPOSALS, GIVEN, RECEIVED = "下发", "回收", "变更落实", "建议", "发给", "收到"
ORIGIN = re.compile(r"批次 (?P<batch>.+?)，(?P<addressee>.+?)；《", re.DOTALL)
"""How 说明 of an accepted cell or form row begins."""


def log_sent(book: Book, options: Options, batch: str, day: dt.date, counted: str, feedback: int) -> None:
    """下发: one row for a batch. counted: how many files of each kind."""
    session.log(book, options, SENT, book.path.name, f"批次 {batch}，基准日 {day}，{counted}，新反馈 {feedback} 行")


def log_given(book: Book, options: Options, batch: str, addressees: Iterable[str]) -> None:
    """发给: who got a sheet with open cells in a batch."""
    for note in notes_of([*addressees]):
        session.log(book, options, GIVEN, batch, note)


def log_received(book: Book, options: Options, pairs: Iterable[Pair]) -> None:
    """收到: of whom a file was merged for the first time, a row or more a batch."""
    batches: dict[str, list[str]] = {}
    for batch, addressee in pairs:
        batches.setdefault(batch, []).append(addressee)
    for batch, addressees in batches.items():
        for note in notes_of(addressees):
            session.log(book, options, RECEIVED, batch, note)


def given(operations: Iterable[Operation]) -> Iterator[tuple[Pair, dt.datetime | None]]:
    """Batch and addressee of every sheet with open cells, and when it went out."""
    return (((row.subject, one), row.time) for row in operations if row.operation == GIVEN for one in keys_in(row.note))


def log_applied(book: Book, options: Options, cell: Applied) -> None:
    """变更落实: one row for each cell that a 同意 change sets."""
    change = cell.change
    about = f"{cell.record.at.table} {cell.record.at.key} {cell.header}"
    note = f"变更记录第 {change.at.row} 行：{change.change}" + (f"，{change.approved} 批准" if change.approved else "")
    session.log(book, options, APPLIED, about, note, shown(cell.before), shown(cell.after))


def log_proposals(book: Book, options: Options, table: str, keys: Mapping[str, Sequence[str]]) -> None:
    """建议: one row a run and table. keys: what was done → 来源 of its rows, without the check."""
    told = "；".join(f"{what} {len(rows)} 条：{'、'.join(rows)}" for what, rows in keys.items())
    session.log(book, options, PROPOSALS, table, told if len(told) <= LONGEST_TEXT else told[: LONGEST_TEXT - 2] + "……")


def shown(value: object) -> str:
    return "" if value is None else str(value)


def log_accepted(book: Book, options: Options, entries: Sequence[CollectEntry]) -> None:
    """回收: one row for each cell and form row that was accepted, with before and after."""
    if entries:
        now = options.now.replace(microsecond=0)
        rows = [accepted_row(entry, now, options.operator) for entry in entries]
        book.append(session.LOG, TABLES[session.LOG].headers, rows_of(rows))


def accepted_row(entry: CollectEntry, now: dt.datetime, operator: str) -> Operation:
    """A row of a form has no cell of its own: its key stands as the answer."""
    kind = kind_of(entry.addressee)
    form = entry.table in kind.forms
    table = kind.sheets[entry.table].master if entry.table in kind.sheets else entry.table
    about = subject(table, entry.number, entry.part, "" if form else entry.field)
    note = f"批次 {entry.batch}，{entry.addressee}；{entry.where}" + (f"；{entry.reason}" if entry.reason else "")
    return Operation(
        time=now,
        operation=COLLECTED,
        operator=operator,
        subject=about,
        before="" if form else entry.now,
        after=entry.field if form else entry.returned,
        note=note,
    )


def taken_before(operations: Iterable[Operation]) -> Mapping[Pair, Collection[tuple[str, str]]]:
    """Batch and addressee of every file that was merged → what was accepted of it, as (subject, answer): nothing is merged twice."""
    found: dict[Pair, set[tuple[str, str]]] = {}
    for row in operations:
        for one in keys_in(row.note) if row.operation == RECEIVED else ():
            found.setdefault((row.subject, one), set())
        told = ORIGIN.match(row.note) if row.operation == COLLECTED else None
        if told is not None:
            found.setdefault((told["batch"], told["addressee"]), set()).add((row.subject, row.after))
    return found
