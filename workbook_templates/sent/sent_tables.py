"""The tables of a sheet that is sent: their columns, their rows, and all that goes into the file of one addressee.

A column that the master has too keeps its header and its reading, so that a returned cell is read by the very column it goes back to.
A row carries its durable key in visible columns.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from workbook_templates.sent.scored_part import Scoring
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import C, Column, Table, Writer

LONGEST = 2000
"""Letters that an input check lets into one cell of prose."""

SHOWN = (
    Column("matter", "text", C("事项")),
    Column("owner", "text", C("主责部门")),
    Column("judged_due", "date", C("考核时限")),
    Column("light", "text", C("灯")),
    Column("days_left", "number", C("剩余天数")),
    Column("last_feedback", "text", C("上次反馈")),
    Column("effect", "text", C("同意后")),
    Column("name", "text", C("姓名")),
    Column("home", "text", C("部门")),
    Column("post", "text", C("职务")),
    Column("share", "number", C("百分制得分", digits=1)),
    Column("grade", "text", C("等级")),
    Column("check_due", "date", C("应查日期")),
    Column("point", "text", C("风险点")),
)
"""Columns that a sheet shows and the master's table of that name does not have."""


class SentRow(NamedTuple):
    """One row of a sent table: its key, typed values in the order of the columns, and reporting columns that stay locked."""

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


class Addressee(NamedTuple):
    """All that goes into one file. name: as in 批次.部门. liaison: who gets it, with his phone (of a person: his post). people: whom
    drop-downs offer; summary: figure → count, for the first page; secret: 密级 it holds; scoring: only for a scorer."""

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


def column_of(table: str, header: str, width: float, by: Writer) -> Column:
    """A column as the addressee sees it: the master's where it has one, but of this width."""
    known = {column.header: column for column in (*SHOWN, *TABLES[table].columns)}[header]
    return replace(known, spec=known.spec._replace(width=width, by=by, required=False, help=""))


def sent_table(name: str, widths: Iterable[tuple[str, float]], filled: Mapping[str, Writer], told: str, master: str = "") -> Table:
    """A table of a sheet. widths: header and width, in order; filled: who fills in which column; master: its table there, if not `name`."""
    columns = tuple(column_of(master or name, header, width, filled.get(header, "办公室")) for header, width in widths)
    return Table(name, "日常", None, False, told, columns)
