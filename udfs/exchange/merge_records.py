"""What merging is told and what it tells: the cells that went out, the workbook they come back to, the cells that are taken."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from udfs.exchange.master_rows import MasterRows
from udfs.exchange.row_contents import RowPlace
from workbook_templates.sent.outcomes import CollectEntry
from workbook_templates.sent.returned import Key, ReturnedRow
from workbook_templates.sent.sent_cells import sent_text
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.tables.schema import Column


class Sent(NamedTuple):
    """What went out to one addressee in one batch. cells: row → column → 下发值, of the open cells. rows: every row of the file as it
    went out, None where that file is not to be had any more. day: of the batch."""

    batch: str
    addressee: str
    day: dt.date
    cells: Mapping[RowPlace, Mapping[str, str]]
    rows: Mapping[RowPlace, ReturnedRow] | None = None


class AcceptedCell(NamedTuple):
    """A cell of the master that gets a new value. sheet: the table as it went out; column: of the master; record: the row, None for one
    still to be made; asked: the answer stood in another column."""

    sheet: str
    key: Key
    column: Column
    value: Any
    record: Any
    entry: CollectEntry
    asked: bool = False

    @property
    def logged(self) -> CollectEntry:
        """The line as 操作日志 has it: with the column and the value of the master, where another column was asked."""
        if not self.asked:
            return self.entry
        before, after = (
            "" if value in (None, "") else sent_text(value, self.column) for value in (getattr(self.record, self.column.field), self.value)
        )
        return self.entry._replace(field=self.column.header, now=before, returned=after)


class Merge(NamedTuple):
    """What is to be said of the cells and rows, and what is taken."""

    entries: list[CollectEntry]
    changes: list[AcceptedCell]


class MergedInto(NamedTuple):
    """What merging asks the workbook.

    master: its rows.
    today: what lies after it has not happened.
    blocked: (kind, sheet, record) → why the row is not to be changed any more without a decision.
    owner: (kind, sheet, key) → whose row this is.
    taken: (subject, answer) that were merged before.
    choices: mark → 取舍.
    """

    master: MasterRows
    today: dt.date
    blocked: Callable[[SentKind, str, Any], str]
    owner: Callable[[SentKind, str, Key], str]
    taken: Collection[tuple[str, str]]
    choices: Mapping[str, str]
