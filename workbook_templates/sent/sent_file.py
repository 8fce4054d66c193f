"""What goes into one file of 下发: its rows with their keys, whose it is, and the batch it belongs to."""

import datetime as dt
from typing import NamedTuple

from workbook_templates.sent.scored_part import Scoring


class SentRow(NamedTuple):
    """One row of a sent table: its key, typed values in the order of the columns, and open columns that stay locked here."""

    number: str
    part: str
    values: tuple[object, ...]
    locked: frozenset[str] = frozenset()


class UnlockedCell(NamedTuple):
    """One unlocked cell as it was sent: the columns 表, 编号, 阶段, 字段, 下发值 of 批次."""

    table: str
    number: str
    part: str
    field: str
    value: str


class SentFile(NamedTuple):
    """All that goes into one file.

    name: of the addressee, as in 批次.部门.
    liaison: who gets it; of a person his post.
    phone: of the liaison.
    people: whom drop-downs offer.
    tables: sheet → its rows, in the order of the tabs.
    summary: figure → count, for the first page.
    secret: 密级 that it holds.
    scoring: only for a scorer, what the strip above the rows shows.
    liaison_label: what `liaison` is.
    """

    name: str
    liaison: str
    phone: str
    people: tuple[str, ...]
    tables: dict[str, list[SentRow]]
    summary: dict[str, int]
    secret: tuple[str, ...] = ()
    scoring: Scoring | None = None
    liaison_label: str = "联系人"


class Batch(NamedTuple):
    """One run of 下发. day: 基准日. lights: light and what it means in this office, best first."""

    number: str
    day: dt.date
    company: str
    lights: tuple[tuple[str, str], ...] = ()
