"""The published copy: what of the master anybody in the company may see (product.md §2, R5, R11, R12), and what is left out.

Left out whole: how persons were scored, what is only proposed about somebody, logs. Left out of what stays: phones and mails,
what a matter with 密级 is about, who a person's points belong to.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from udfs.rules.discretion import MAIL_ADDRESS, WITHHELD, folded, is_secret, without_contacts
from udfs.rules.ground.proposed_rows import is_automatic
from udfs.rules.ground.states import APPROVED, CONFIRMED, PERSON
from workbook_templates.master.published import PublishedTable
from workbook_templates.reading.cells import is_person, plain, text_of
from workbook_templates.reading.names import without_phones
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.phones import IDENTITY, PHONE
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import NOT_COMPUTED, Block, CellError, Grid, Row, Value
from workbook_templates.tables.schema import C, Column, Table

ABOUT_PERSONS = ("考评打分", "个人评分", "个人成绩", "升级与问责", "问责记录")
"""Tables about persons, or of what is only proposed; besides them every table of the group 日志 is left out."""
FOR_THE_OFFICE = ("按钮选项", "渠道", "异议", "批示", "数据检查")
"""Tables for the office alone."""
POINTS = "加减分台账"
CONTACTS = frozenset({("部门", "手机"), ("部门", "邮箱"), ("人员", "手机"), ("人员", "邮箱")})
WHOLLY_OURS = ("部门", "人员")
"""Of these no column that the office added is published: it is about persons."""
PRIVATE_HEADER = re.compile("手机|电话|联系方式|邮箱|邮件|微信|身份证|证件|住址|地址|薪|工资|奖金|评语|密码")
"""Columns that the office added are published unless their header has one of these."""
FIGURES_HEADER = re.compile("金额|[量额数费款值]|预算|成本|收入|利润|投资|资金")
"""Columns that the office added and whose numbers are figures, whatever they look like."""
LONG = 23
"""A result column wider than this holds words; a narrower one numbers, names and choices."""
NUMBERS = ("编号", "指标编号", "关联编号", "对象")
"""Columns that say which item or indicator a row is about."""
OF_A_PERSON = ("工号", "事由", "依据", "关联编号", "决定意见")
"""Columns of 加减分台账 that say whose points they are, where they are a person's."""


class Publication(NamedTuple):
    """What of a workbook goes out, and how much of it was left out.

    tables are the tables with the rows and columns that may be seen, blocks what the defined names of the pages show. own are the headers
    of the office's own columns that are in a table, hidden those that are not, by table. secret counts the items whose matter is left out,
    masked the cells in which a contact was found. stale names the cells without a result.
    """

    tables: tuple[PublishedTable, ...]
    blocks: Mapping[str, Block]
    own: Mapping[str, tuple[str, ...]]
    hidden: Mapping[str, tuple[str, ...]]
    secret: int
    masked: int
    stale: tuple[str, ...]


def is_published(table: Table) -> bool:
    return table.group != "日志" and table.name not in (*ABOUT_PERSONS, *FOR_THE_OFFICE)


def publication(grids: Mapping[str, Grid], blocks: Mapping[str, Block], tables: Tables, first_row: int) -> Publication:
    """Cut the published copy out of a workbook.

    grids: the workbook's tables. blocks: what its defined names show. first_row: the number of the first body row in the copy.
    """
    cut = Redaction(tables)
    own: dict[str, tuple[str, ...]] = {}
    hidden: dict[str, tuple[str, ...]] = {}
    stale: list[str] = []
    kept: dict[str, tuple[Table, Grid, list[int]]] = {}
    for name, grid in grids.items():
        table = TABLES[name]
        if not is_published(table):
            continue
        known = {column.header for column in table.columns}
        others = [header for header in grid.headers if header not in known]
        hidden[name] = tuple(header for header in others if name in WHOLLY_OURS or is_private(header))
        own[name] = tuple(header for header in others if header not in hidden[name])
        kept[name] = table, grid, [at for at in range(len(grid.rows)) if cut.keeps(table, grid, at)]
    moved = {(name, grid.first_row + at): first_row + new for name, (_, grid, places) in kept.items() for new, at in enumerate(places)}
    found = []
    for name, (table, grid, places) in kept.items():
        columns = columns_of(table, grid, hidden[name])
        rows = [cut.row(table, grid, at, columns, moved) for at in places]
        stale += stale_cells(name, grid, places, columns)
        shown = {grid.headers[place]: column.header for place, column in columns}
        back = {at: new for new, at in enumerate(places)}
        percent = frozenset((back[at], shown[header]) for at, header in grid.percent if at in back and header in shown)
        found.append(PublishedTable(replace(table, columns=tuple(column for _, column in columns)), rows, percent))
    stale += [f"“操作台”的“{name}”" for name, block in blocks.items() for row in block if NOT_COMPUTED in map(code_of, row)]
    shown_blocks = {name: [cut.block_row(row) for row in block] for name, block in blocks.items()}
    return Publication(
        tables=tuple(found), blocks=shown_blocks, own=filled(own), hidden=filled(hidden), secret=len(cut.secret_rows),
        masked=cut.masked, stale=tuple(dict.fromkeys(stale)),
    )  # fmt: skip


def is_private(header: str) -> bool:
    """Whether a column that the office added is about somebody's contacts, or has one in its header."""
    return PRIVATE_HEADER.search(header) is not None or without_contacts(header) != header


def filled(found: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: headers for name, headers in found.items() if headers}


def columns_of(table: Table, grid: Grid, hidden: Iterable[str]) -> list[tuple[int, Column]]:
    """Place in the grid and column of what is published, in the order of the sheet; a column of the office's own is one of text."""
    known = {column.header: column for column in table.columns}
    found = []
    for place, header in enumerate(grid.headers):
        column = known.get(header)
        if column is None and header not in hidden:
            found.append((place, Column("", "text", C(header, LONG + 1))))
        elif column is not None and (table.name, column.header) not in CONTACTS:
            found.append((place, column))
    return found


def stale_cells(name: str, grid: Grid, places: Iterable[int], columns: Iterable[tuple[int, Column]]) -> list[str]:
    """'“督办台账”第 5 行“剩余”', for every formula that nobody has computed since what it reads was changed."""
    return [
        f"“{name}”第 {grid.first_row + at} 行“{column.header}”"
        for at in places
        for place, column in columns
        if code_of(grid.rows[at][place]) == NOT_COMPUTED
    ]


def code_of(value: Value) -> str:
    return value.code if isinstance(value, CellError) else ""


class Redaction:
    """What is not to be seen, looked up for one row after the other. masked: how many contacts were found in cells so far."""

    def __init__(self, tables: Tables) -> None:
        secret = [item for item in tables.items if is_secret(item, tables.settings)]
        self.secret_rows = {item.at.row for item in secret}
        self.numbers = {plain(item.number) for item in secret if item.number}
        self.matters = [matter for item in secret if len(matter := folded(item.matter)) > 3]
        self.confirmed = {row.at.row for row in tables.points if row.status == CONFIRMED}
        self.personal = {plain(row.number) for row in tables.indicators if row.level == PERSON and row.number}
        self.proposed = {row.at.row for row in tables.changes if is_automatic(row) and row.result != APPROVED}
        lines = [(row.phone, row.mail) for row in tables.departments] + [(row.phone, row.mail) for row in tables.people]
        contacts = {text for line in lines for cell in line for text in re.split(r"[、;,/\s]+", cell) if len(text) > 5}
        known = "|".join(map(re.escape, sorted(contacts, key=len, reverse=True)))
        self.contact = re.compile(rf"(?<![\w.])(?:{known})(?!\w)|{MAIL_ADDRESS}" if known else MAIL_ADDRESS, re.ASCII)
        self.contacts = contacts
        self.masked = 0

    def keeps(self, table: Table, grid: Grid, at: int) -> bool:
        """Whether the row may be seen at all."""
        line = grid.first_row + at
        if table.name == POINTS:
            return line in self.confirmed
        if table.name == "变更记录" and line in self.proposed:
            return False
        if table.name == "得失分" and (cell(grid, at, "维度") == PERSON or not named(cell(grid, at, "表"))):
            return False
        return cell(grid, at, "层级") != PERSON and not self.names(self.personal, grid, at)

    def names(self, numbers: Collection[str], grid: Grid, at: int) -> bool:
        """Whether a row says that it is about one of these items or indicators."""
        return any(number in numbers for header in NUMBERS for number in re.split("[、;,]", cell(grid, at, header)))

    def is_persons_point(self, table: Table, grid: Grid, at: int) -> bool:
        """Whether a row of 加减分台账 is about a person: it stays, for the sum, without whose it is and why."""
        return table.name == POINTS and (bool(cell(grid, at, "工号")) or self.names(self.personal, grid, at))

    def row(
        self, table: Table, grid: Grid, at: int, columns: Sequence[tuple[int, Column]], moved: Mapping[tuple[str, int], int]
    ) -> list[Value]:
        """The cells of one row; numbers of rows are those of the copy."""
        row, secret, personal = grid.rows[at], self.is_about_secret(table, grid, at), self.is_persons_point(table, grid, at)
        values = []
        for place, column in columns:
            value, header = row[place], plain(column.header)
            if value is not None and ((secret and is_words(table, column)) or (personal and header in OF_A_PERSON)):
                value = WITHHELD
            elif header == "行" and table.name == "得失分":
                where = moved.get((cell(grid, at, "表"), int(value))) if isinstance(value, float) else None
                value = None if where is None else float(where)
            elif isinstance(value, str) and (is_person(column) or column.spec.refers == "部门"):
                value = without_phones(value)[0]
            values.append(self.seen(value, figure=is_figure(column)))
        return values

    def is_about_secret(self, table: Table, grid: Grid, at: int) -> bool:
        """Whether the row is, or is about, an item of which only number and department may be said."""
        if table.name == "督办台账":
            return grid.first_row + at in self.secret_rows
        return self.names(self.numbers, grid, at)

    def block_row(self, row: Row) -> list[Value]:
        """A row of a page: of a secret item what stands beside its number, which is the matter, is left out."""
        numbers = {place for place, value in enumerate(row) if isinstance(value, str) and plain(value) in self.numbers}
        return [
            WITHHELD if place - 1 in numbers and isinstance(value, str) and plain(value) not in self.numbers else self.seen(value)
            for place, value in enumerate(row)
        ]

    def seen(self, value: Value, *, figure: bool = True) -> Value:
        """A cell without contacts, and without the words of a secret item. figure: a number here counts something."""
        if isinstance(value, CellError):
            return value.code  # as a text: an error value is a formula, and there is none in the copy
        if isinstance(value, float):
            number = f"{value:.0f}"
            private = number in self.contacts or (not figure and any(found.fullmatch(number) for found in (PHONE, IDENTITY)))
            return self.masked_in(WITHHELD) if private else value
        if not isinstance(value, str):
            return value
        if self.matters and any(matter in text for text in [folded(value)] for matter in self.matters):
            return WITHHELD
        without = without_contacts(value, self.contact)
        return value if without == value else self.masked_in(without)

    def masked_in(self, text: str) -> str:
        self.masked += 1
        return text


def cell(grid: Grid, at: int, header: str) -> str:
    """The text of a cell, '' where the table has no such column."""
    return plain(text_of(grid.rows[at][grid.headers.index(header)])) if header in grid.headers else ""


def named(name: str) -> bool:
    """Whether a row may point to the table of this name."""
    return name not in TABLES or is_published(TABLES[name])


def is_figure(column: Column) -> bool:
    """Whether a number in this column counts something; in a column of text that may be a telephone number typed as a number."""
    return column.kind != "text" or (not column.field and FIGURES_HEADER.search(column.header) is not None)


def is_words(table: Table, column: Column) -> bool:
    """Whether the column says in words what an item is about; its numbers, days, choices and departments stay."""
    spec = column.spec
    if table.group == "结果":
        return spec.width > LONG
    return column.kind == "text" and not (spec.key or spec.of or spec.refers or plain(spec.header) in NUMBERS)
