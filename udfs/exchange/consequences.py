"""What follows from accepted cells, beside the cells themselves: stamps, 提交, new rows, and what the clerk should look at.

A department that fills in 提交日期 hands the item in: 下达 and 办理 become 提交. Of 待调整 it is not the department to decide that its
objection is over: the date is taken, the state stays (and 数据检查 lists it).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from udfs.exchange.merge_records import AcceptedCell
from udfs.rules.ground.history import history
from udfs.rules.ground.letters import bare
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.states import CANCELLED, CONTESTED, DONE, ISSUED, PAUSED, PENDING, SUBMITTED, WORKING
from udfs.rules.supervision.advice import reason_of
from udfs.rules.supervision.reminder_people import bare_name
from workbook_templates.reading.cells import is_person
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.reading.units import is_percent_unit
from workbook_templates.sent.outcomes import MARKED, REFUSED, CollectEntry
from workbook_templates.sent.sent_cells import key_texts, sent_text
from workbook_templates.sent.sent_spec import SentKind
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Feedback, Item
from workbook_templates.tables.schema import Column
from workbook_templates.tables.setup import Person

GIVEN_DATES = ("提交日期", "反馈日期")
"""Dates that decide whether something was in time."""
ENDED = {DONE: "事项已经办结", CANCELLED: "事项已经取消", PAUSED: "事项已经暂缓"}
SAID = 4
"""Letters from which on a text says something."""
NAMED = 3
"""Numbers that a message names."""
PERIOD_TABLES = ("指标", "指标进度", "考评打分", "个人评分")


class NewRow(NamedTuple):
    """A row for a table of the master: header → typed value."""

    table: str
    values: dict[str, Any]
    entries: list[CollectEntry]


class Blocking:
    """Rows that should not change any more without a decision of the office."""

    def __init__(self, tables: Tables) -> None:
        self.items: dict[str, Item] = {item.number: item for item in reversed(tables.items) if item.number}
        self.closed, self.month_end = frozenset(history(tables)), tables.settings.month_end

    def __call__(self, kind: SentKind, sheet: str, record: Any) -> str:
        """Why; '' for a row that may change."""
        table = kind.sheets[sheet].master
        if table in PERIOD_TABLES:
            period = parse_period(record.period, self.month_end)
            return f"期间 {period.name} 已经定稿" if period is not None and period.name in self.closed else ""
        spec = kind.sheets[sheet]
        for ask in spec.asks.values():
            if not spec.is_waiting(ask, record):
                return f"这一行已经有了决定（{ask.waits[0]} {getattr(record, column_of(table, ask.waits[0]).field)}）"
        if table not in ("督办台账", "阶段目标", "反馈记录", "变更记录"):
            return ""
        item = self.items.get(record.number)
        if table == "阶段目标" and kind.name == "部门" and record.confirmed is not None:
            return "这个阶段领导已经确认"
        if item is None or (table == "变更记录" and item.status == PAUSED):  # 恢复 is decided while the item is paused
            return ""
        return ENDED.get(item.status, "")


def column_of(table: str, header: str) -> Column:
    return TABLES[table].column(header)


def follow(change: AcceptedCell, table: str, header: str, value: Any, why: str) -> AcceptedCell:
    """A cell of the same row that changes with an accepted one. table: of the master."""
    column = column_of(table, header)
    before = getattr(change.record, column.field) if change.record is not None else None
    entry = change.entry._replace(field=header, sent="", returned=text(value, column), now=text(before, column), reason=why, remedy="")
    return change._replace(column=column, value=value, entry=entry, asked=False)


def text(value: Any, column: Column) -> str:
    return "" if value in (None, "", ()) else sent_text(value, column)


def person_called(name: str, people: Iterable[Person]) -> str:
    """The 姓名 of an addressee; of namesakes each is called by department or 工号 besides (reminder_people.People.addressee)."""
    called: dict[str, str] = {}
    for person in people:
        bare = bare_name(person.name)
        for text in (person.department + bare, bare + person.staff_no):
            called.setdefault(closed(text), bare)
        called[closed(bare)] = bare
    return called.get(closed(name), name)


def consequences(kind: SentKind, name: str, changes: Sequence[AcceptedCell], day: dt.date) -> list[AcceptedCell]:
    """Stamps of the kind, 提交, and the end of a 确认 whose 完成度 has changed. name: who has answered. Cells that hold the value
    already are left out."""
    found = []
    for change in changes:
        table = kind.sheets[change.sheet].master
        for stamp in kind.sheets[change.sheet].stamps:
            if stamp.of == change.column.header:
                undone = change.value in (None, "", PENDING)
                value: Any = None if undone else day if stamp.value == "day" else name
                found.append(follow(change, table, stamp.header, value or blank(table, stamp.header), "回收时登记"))
        if table == "督办台账" and change.column.header == "提交日期":
            status = change.record.status
            if change.value is not None and status in (ISSUED, WORKING):
                found.append(follow(change, table, "状态", SUBMITTED, "填了提交日期，按已提交登记"))
            elif change.value is None and status == SUBMITTED:
                found.append(follow(change, table, "状态", WORKING, "提交日期清空，退回办理"))
        confirmed = any(stamp.of == "完成度" for stamp in kind.sheets[change.sheet].stamps)
        if table == "督办台账" and change.column.header == "完成度" and change.value != change.record.completion and not confirmed:
            found += [follow(change, table, header, blank(table, header), "完成度变了，要重新确认") for header in ("确认人", "确认日期")]
    return [one for one in found if one.entry.returned != one.entry.now]


def blank(table: str, header: str) -> Any:
    return "" if column_of(table, header).kind == "text" else None


def new_rows(kind: SentKind, changes: Iterable[AcceptedCell], tables: Tables) -> tuple[list[NewRow], dict[CollectEntry, CollectEntry]]:
    """Rows of the master that begin with accepted cells; of rows that lack a required cell each entry with its refusal."""
    groups: dict[tuple[str, tuple[str, str]], list[AcceptedCell]] = {}
    for change in changes:
        if change.record is None:
            groups.setdefault((change.sheet, change.key), []).append(change)
    rows: list[NewRow] = []
    refused: dict[CollectEntry, CollectEntry] = {}
    for (sheet, key), cells in groups.items():
        spec = kind.sheets[sheet]
        start, table = spec.start, TABLES[spec.master]
        if start is None:
            raise ValueError(f"no row of {sheet} begins with a returned cell")
        values: dict[str, Any] = dict(zip(spec.key, key, strict=True))
        origin = by_key(tables, start.table, values[start.by])
        for header, source in start.copies.items():
            values[header] = getattr(origin, column_of(start.table, source).field) if origin is not None else ""
        if origin is not None:
            values[start.by] = origin.number
        values |= start.fixed
        values |= {change.column.header: change.value for change in cells if change.entry.returned}
        lacking = [column.header for column in table.columns if column.spec.required and values.get(column.header) in (None, "")]
        entries = [change.entry for change in cells]
        if lacking:
            why, remedy = f"这一行还缺{'、'.join(lacking)}", "请对方补齐再发"
            refused |= {entry: entry._replace(outcome=REFUSED, reason=why, remedy=remedy) for entry in entries}
        else:
            rows.append(NewRow(table.name, values, entries))
    return rows, refused


def by_key(tables: Tables, table: str, key: str) -> Any:
    """The record of a table with this single key."""
    fields = [column_of(table, header).field for header in TABLES[table].key]
    records = getattr(tables, FIELDS[table])
    return next((record for record in records if key_texts([getattr(record, field) for field in fields])[0] == key), None)


# what the clerk should look at


def marks(changes: Sequence[AcceptedCell], tables: Tables, sent: dt.date) -> list[CollectEntry]:
    """Accepted cells that deserve a look. sent: the day of the batch."""
    found = []
    rows: dict[int, dict[str, AcceptedCell]] = {}
    for change in changes:
        if change.sheet == "反馈记录" and change.record is not None:
            rows.setdefault(change.record.at.row, {})[change.column.header] = change
        if change.column.header in GIVEN_DATES and isinstance(change.value, dt.date) and change.value < sent and not change.entry.sent:
            told = f"早于下发日 {sent}，下发时这一格还是空的"
            found.append(marked(change, told, "核实是不是那天就办了，有没有佐证"))
        if change.sheet == "指标" and is_percent_unit(change.record.unit) and is_small(change.value, change.record.goal):
            found.append(marked(change, f"疑似：计量单位是 %，填的是 {change.entry.returned}", "核对是不是少写了百分号"))
        if change.column.header == "提交日期" and change.value is not None and change.record.status == CONTESTED:
            found.append(marked(change, "状态是待调整，没有改为提交", "异议有了结果，请在台账里改状态"))
    return [*found, *half_decided(changes), *pasted(changes), *feedback_marks(rows, tables)]


def half_decided(changes: Sequence[AcceptedCell]) -> Iterable[CollectEntry]:
    """Words on a row that waits for a decision, without the decision."""
    decided = {(change.sheet, change.key) for change in changes if change.asked}
    for change in changes:
        if change.column.header == "决定意见" and change.value and (change.sheet, change.key) not in decided:
            yield marked(change, "写了决定意见，没有选结果，不算决定", "请领导选了结果再发，或由办公室登记")


def is_small(value: Any, goal: Fraction | None) -> bool:
    """Whether a number up to 1 stands beside a 目标值 above 1: 0.965 may be meant as 96.5%."""
    return isinstance(value, Fraction) and goal is not None and 0 < value <= 1 < goal


def pasted(changes: Iterable[AcceptedCell]) -> Iterable[CollectEntry]:
    """One text that stands under several items or indicators in the same column: a line on the first."""
    told: dict[tuple[str, str, str], list[AcceptedCell]] = {}
    for change in changes:
        spec = change.column.spec
        if change.column.kind == "text" and not (spec.of or spec.refers or is_person(change.column)) and len(bare(change.value)) >= SAID:
            told.setdefault((change.sheet, change.column.header, bare(change.value)), []).append(change)
    for group in told.values():
        numbers = list(dict.fromkeys(change.key[0] for change in group))
        if others := numbers[1:]:
            named = "、".join(others[:NAMED]) + (f" 等 {len(others)} 项" if len(others) > NAMED else "")
            yield marked(group[0], f"与 {named} 填的是同一段话", "核对是不是整段粘贴；各项的情况分别写")


def feedback_marks(rows: dict[int, dict[str, AcceptedCell]], tables: Tables) -> Iterable[CollectEntry]:
    """Feedback that repeats the last one or says nothing, and half a feedback."""
    bound = tables.settings.stale_similarity
    before: dict[str, list[Feedback]] = {}
    for row in tables.feedback:
        before.setdefault(row.number, []).append(row)
    for cells in rows.values():
        change = next(iter(cells.values()))
        record = after(change.record, cells)
        if "内容" in cells and record.content:
            earlier = [after(row, rows.get(row.at.row, {})) for row in before[record.number]]
            told = [row for row in earlier if row.content and row.due and record.due and row.due < record.due]
            last = max(told, key=lambda row: row.due or dt.date.min, default=None)
            if reason := reason_of(record.content, last.content if last else "", bound):
                yield marked(cells["内容"], reason, "请部门重写：说清进展、数字、日期或结果")
        if record.content and record.given is None:
            yield marked(change, "写了内容，没有填反馈日期，不算已反馈", "请部门补上反馈日期，或由办公室填")
        elif record.given is not None and not record.content:
            yield marked(change, "填了反馈日期，没有写内容", "请部门补写内容")


def after(row: Feedback, cells: dict[str, AcceptedCell]) -> Feedback:
    """A feedback as it is once the accepted cells are in."""
    return row._replace(**{change.column.field: change.value for change in cells.values()})


def marked(change: AcceptedCell, reason: str, remedy: str) -> CollectEntry:
    return change.entry._replace(outcome=MARKED, reason=reason, remedy=remedy)
