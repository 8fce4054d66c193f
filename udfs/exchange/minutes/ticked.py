"""The ticked rows of the list as rows of 督办台账, each once; a cell that does not hold is refused with its place."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from udfs.exchange.minutes.listing import key_of
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.ground.states import DEPARTMENT_LEVEL, REGISTERED
from udfs.rules.judging.numbering import Numbers
from workbook_templates.leaving.minutes_list import LEDGER_FIELDS, ROW_MARK, MinutesRow
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.names import Roster
from workbook_templates.reading.parse import Tables, read_cell
from workbook_templates.reading.typed import is_never
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Item, Meeting
from workbook_templates.tables.grid import Value

LEDGER = TABLES["督办台账"]
COLUMNS = {column.header: column for column in LEDGER.columns}
REMEDIES = {
    "事项": "写清楚要办什么",
    "主责部门": "从“部门”表里选一个",
    "责任人": "填一个人的姓名",
    "办理时限": "填日期，如 2026-03-31，或 长期",
}


class RefusedCell(NamedTuple):
    """A cell of a ticked row that does not hold."""

    sheet: str
    row: int
    header: str
    value: str
    problem: str
    remedy: str

    @property
    def said(self) -> str:
        """One line for the clerk."""
        return f"“{self.sheet}”第 {self.row} 行“{self.header}”（{self.value or '空着'}）：{self.problem}；{self.remedy}"


class Ticked(NamedTuple):
    """What the ticked rows come to. items: with the key of each; cells: as the ledger holds them; held: ticked, and taken before."""

    items: list[tuple[str, Item, dict[str, Any]]]
    refused: list[RefusedCell]
    held: int


class TickedRows:
    """Takes ticked rows into the ledger. taken: the keys of those taken before."""

    def __init__(self, tables: Tables, roster: Roster, taken: Mapping[str, str], numbers: Numbers, day: dt.date) -> None:
        self.roster, self.taken, self.numbers, self.day = roster, taken, numbers, day
        self.departments = Departments(tables.departments)
        self.result = Ticked([], [], 0)

    def take(self, rows: Sequence[MinutesRow]) -> Ticked:
        """Every ticked row; of two with one key that differ the second is refused."""
        done: dict[str, MinutesRow] = {}
        for row in (row for row in rows if row.ticked):
            subject = "，".join(text_of(row.values.get(header)).strip() for header in ("事项", "主责部门"))
            mark = row.mark or f"手填-{key_of(subject)}"
            if mark in self.taken:
                self.result = self.result._replace(held=self.result.held + 1)
            elif mark in done:
                if any(row.values.get(header) != done[mark].values.get(header) for header in LEDGER_FIELDS):
                    told = "和另一行的标识相同", "要分成两项的，把这一格清空"
                    self.result.refused.append(RefusedCell(row.sheet, row.row, ROW_MARK, mark, *told))
            else:
                done[mark] = row
                self.one(mark, row)
        return self.result

    def one(self, mark: str, row: MinutesRow) -> None:
        """One row, unless a cell of it is refused."""
        values: dict[str, Any] = {}
        refused = []
        for header in LEDGER_FIELDS:
            value = row.values.get(header)
            column = COLUMNS[header]
            if header == "办理时限" and is_never(column, value):
                values[header] = None
                continue
            typed, told = read_cell(column, value, percent=False, roster=self.roster)
            told = told or self.unknown(header, typed)
            if told is not None:
                refused.append(RefusedCell(row.sheet, row.row, header, text_of(value), told[0], REMEDIES.get(header, told[1])))
            values[header] = typed
        if refused:
            self.result.refused.extend(refused)
            return
        home = self.departments.find(values["主责部门"])
        fixed = {"类别": "日常", "级别": DEPARTMENT_LEVEL, "状态": REGISTERED, "立项日期": self.day}
        leader = {"分管领导": home.leader} if home is not None and home.leader else {}
        cells = {"编号": self.numbers.next(self.day), **values, **fixed, **leader}
        if is_never(COLUMNS["办理时限"], row.values.get("办理时限")):
            cells["办理时限"] = COLUMNS["办理时限"].spec.never
        item = new_row(Item, **{COLUMNS[header].field: value for header, value in cells.items()})
        self.result.items.append((mark, item, cells))

    def unknown(self, header: str, typed: Any) -> tuple[str, str] | None:
        """A department that 部门 does not have."""
        names: Iterable[str] = typed if isinstance(typed, tuple) else (typed,) if header == "主责部门" else ()
        lost = [name for name in names if self.departments.find(name) is None] if header in ("主责部门", "协办部门") else []
        return (f"“部门”表里没有{'、'.join(lost)}", "照“部门”表里的写") if lost else None


def meeting_of(found: Mapping[str, Value], meetings: Iterable[Meeting]) -> tuple[dict[str, Any], str]:
    """The row for 会议, {} where it is there already or is not wanted; and what is wrong with it, ''."""
    number = text_of(found.get("会议编号")).strip()
    if not number or any(row.number == number for row in meetings):
        return {}, ""
    cells: dict[str, Any] = {}
    for header in ("会议编号", "日期", "会议", "议题", "文件"):
        typed, told = read_cell(TABLES["会议"].column(header), found.get(header), percent=False)
        if told is not None:
            return (
                {},
                f"“会议”没有登记：清单里“会议”页的“{header}”（{text_of(found.get(header)) or '空着'}）{told[0]}，{told[1]}，改好再办一次。",
            )
        cells[header] = typed
    return {header: value for header, value in cells.items() if value not in (None, "")}, ""
