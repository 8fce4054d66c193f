"""同意 changes, applied to 督办台账 and 阶段目标: 办理时限, 完成时限, 状态, 级别, 责任人, 主责部门; those of targets to 目标库.

Every rule reads 变更记录 itself, so that a figure never waits for this; what is applied here is what a person sees in the ledger. A cell
that somebody has changed by hand since (it holds neither the value before nor the value after) is left alone and listed.
恢复 leaves 办理时限 and 完成时限 as they are (R4 reckons it from 变更记录 each time), and so does 升级 (its deadline is a second one).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from udfs.rules.ground.change_values import DATED, TARGET_CHANGES, asked_on, date_in, in_order
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.known_on import changes_on
from udfs.rules.ground.linked import changes_by_place
from udfs.rules.ground.problem_at import at
from udfs.rules.ground.states import (
    APPROVED,
    CANCELLED,
    COMPANY_LEVEL,
    CONTESTED,
    DEPARTMENT_LEVEL,
    ISSUED,
    PAUSED,
    REGISTERED,
    RESUMED,
    STATE_CHANGES,
    WORKING,
)
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.deadlines import Deadline, Pause, deadline_of, stage_deadline
from udfs.rules.supervision.applied import Applied, AppliedCells, CellPlace, ChangedValue
from udfs.rules.supervision.target_changes import apply_to_targets, check_target_changes
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables.daily import Change, Item, Stage

PAUSABLE = frozenset({REGISTERED, ISSUED, CONTESTED, WORKING})
"""States that 暂缓 ends; what has been handed in is not paused any more."""

TRANSFER = "责任调整"
REMEDY = "核对变更记录和台账，改成一致"


class Application(NamedTuple):
    """The tables with the changes in place, the cells to write, and what could not be applied, as (change, reason)."""

    tables: Tables
    cells: tuple[Applied, ...]
    left: tuple[tuple[Change, str], ...]


def apply_changes(tables: Tables, as_of: dt.date, calendar: Calendar, fixed: Collection[CellPlace] = ()) -> Application:
    """Every 同意 change known on `as_of` that the ledger does not show yet; 同意 without 批准日期 counts from 申请日期.

    fixed: cells that hold a formula, which is not written over."""
    known = changes_on(tables.changes, as_of)
    changes = changes_by_place(known)
    applying = Applying(tables, calendar, fixed)
    items = tuple(applying.item(item, changes.get((item.number, ""), ())) if item.number else item for item in tables.items)
    dues = {item.number: item.due for item in reversed(tables.items)}
    rests = {number: applying.judged(dues.get(number), rows).pauses for (number, stage), rows in changes.items() if not stage}
    stages = tuple(
        applying.stage(stage, changes.get((stage.number, stage.stage), ()), rests.get(stage.number, ())) for stage in tables.stages
    )
    targets = apply_to_targets(tables, known, applying)
    if not applying.cells:
        return Application(tables, (), tuple(applying.left))
    old = {cell.record.at: cell.after for cell in applying.cells if isinstance(cell.record, Change)}
    rows = tuple(row._replace(old=str(old[row.at])) if row.at in old else row for row in tables.changes)
    tables = tables._replace(items=items, stages=stages, targets=targets, changes=rows)
    return Application(tables, tuple(applying.cells), tuple(applying.left))


def check_applied(tables: Tables, as_of: dt.date, calendar: Calendar, fixed: Collection[CellPlace] = ()) -> list[Problem]:
    """The 同意 changes that the ledger contradicts, and those taken back whose value still stands in it (数据检查)."""
    left = apply_changes(tables, as_of, calendar, fixed).left
    targets = {target.number for target in tables.targets}
    return [
        *(
            at(change, "新值", change.new, f"{change.change}没有落实到{place_named(change, targets)}：{why}", REMEDY)
            for change, why in left
        ),
        *taken_back(tables),
        *check_target_changes(tables),
    ]


def place_named(change: Change, targets: Collection[str]) -> str:
    """Where a change is to be seen."""
    return "目标库" if change.change in TARGET_CHANGES and change.number in targets else "台账"


def taken_back(tables: Tables) -> Iterator[Problem]:
    """Changes that are not 同意 (any more), and whose cell holds the value after and not the one before."""
    items = {item.number: item for item in reversed(tables.items) if item.number}
    stages = {(stage.number, stage.stage): stage for stage in reversed(tables.stages)}
    for change in tables.changes:
        record: Item | Stage | None = stages.get((change.number, change.stage)) if change.stage else items.get(change.number)
        if change.result == APPROVED or record is None:
            continue
        header, now, old, new = cell_of(change, record)
        if old is not None and new is not None and now == new != old and not agreed_to(tables, change, new):
            told = f"结果是“{change.result}”，台账的“{header}”却是变更后的值 {now}"
            yield at(change, "结果", change.result, told, "改回变更前的值，或把结果改成“同意”")


def cell_of(change: Change, record: Item | Stage) -> tuple[str, ChangedValue, ChangedValue, ChangedValue]:
    """The header of the cell that a change is about, what it holds now, and the values before and after; None where they are unknown."""
    if change.change in DATED:
        return ("完成时限" if isinstance(record, Stage) else "办理时限"), record.due, date_in(change.old), date_in(change.new)
    if change.change == "升级" and isinstance(record, Item):
        return "级别", record.level, change.old or None, COMPANY_LEVEL
    if change.change == TRANSFER and isinstance(record, Item) and change.new == record.department:
        return "主责部门", record.department, change.old or None, change.new
    if change.change == TRANSFER:
        return "责任人", record.responsible, change.old or None, change.new or None
    return "", None, None, None


def agreed_to(tables: Tables, change: Change, new: ChangedValue) -> bool:
    """Whether another change of the same place leads to the same value and is 同意."""
    return any(
        other.result == APPROVED and (other.number, other.stage, other.change) == (change.number, change.stage, change.change)
        and new in (date_in(other.new), other.new, COMPANY_LEVEL)
        for other in tables.changes
    )  # fmt: skip


class Applying(AppliedCells):
    """One pass over ledger and stages; collects the cells to write and what is left."""

    def __init__(self, tables: Tables, calendar: Calendar, fixed: Collection[CellPlace]) -> None:
        super().__init__(fixed)
        self.settings, self.calendar = tables.settings, calendar
        self.people = {person.name for person in tables.people}
        self.departments = Departments(tables.departments)

    def item(self, item: Item, changes: Sequence[Change]) -> Item:
        approved = [change for change in in_order(changes) if change.result == APPROVED]
        if not approved:
            return item
        due = self.deadline(item, "办理时限", self.judged(item.due, changes), changes)
        status, why = state_after(item, approved)
        if why is not None and status == item.status:
            self.left.append((why, f"状态现为“{status}”，与变更前后都对不上"))
        elif why is not None and not self.set(item, "状态", item.status, status, why):
            status = item.status
        raised = next((change for change in approved if change.change == "升级"), None)
        level = item.level
        if raised is not None and item.level == DEPARTMENT_LEVEL:
            level = COMPANY_LEVEL if self.set(item, "级别", item.level, COMPANY_LEVEL, raised) else item.level
            if level == COMPANY_LEVEL and not raised.old:
                self.set(raised, "原值", "", item.level, raised)
        moved = self.transfer(item, approved)
        return item._replace(due=due, status=status, level=level, **moved)

    def judged(self, due: dt.date | None, changes: Sequence[Change]) -> Deadline:
        """The deadline of an item by its changes."""
        return deadline_of(due, changes, self.settings, self.calendar)

    def stage(self, stage: Stage, changes: Sequence[Change], rests: Sequence[Pause]) -> Stage:
        approved = [change for change in in_order(changes) if change.result == APPROVED]
        if not approved:
            return stage
        found = stage_deadline(stage, changes, rests, self.settings, self.calendar)
        due = self.deadline(stage, "完成时限", found, changes)
        return stage._replace(due=due, **self.transfer(stage, approved))

    def deadline(self, record: Item | Stage, header: str, found: Deadline, changes: Sequence[Change]) -> dt.date | None:
        """The deadline as the last effective 延期 or 改期 sets it."""
        due = record.due
        every = [*takewhile(lambda move: move.effect != "second deadline", found.moves)]
        moves = [move for move in every if move.effect == "moved"]
        if not moves or moves[-1].after == due:
            return due
        dated = [change for change in in_order(changes) if change.change in DATED]
        # with the moves of 恢复, which this cell never shows: it still holds what was there before them
        seen = {day for move in every for day in (move.before, move.after)} | {date_in(change.old) for change in dated}
        why, after = moves[-1].change, moves[-1].after
        if due is not None and due not in seen:
            self.left.append((why, f"{header}现为 {due}，与变更前后都对不上；考核仍按变更记录"))
            return due
        if not self.set(record, header, due, after, why):
            return due
        if not any(date_in(change.old) for change in dated):
            # R4 starts from the 原值 of the first 延期 or 改期: without it the deadline as first set would be lost in this cell
            self.set(moves[0].change, "原值", moves[0].change.old, str(due or ""), moves[0].change)
        return after

    def transfer(self, record: Item | Stage, approved: Iterable[Change]) -> dict[str, Any]:
        """责任调整: 新值 names a person (责任人) or a department (主责部门, of an item); the last of each prevails."""
        asked = [change for change in approved if change.change == TRANSFER and change.new]
        handed = grouped((self.field_of(record, change.new), change) for change in asked)
        if asked and not self.field_of(record, asked[-1].new):
            self.left.append((asked[-1], f"新值“{asked[-1].new}”不是“人员”里的姓名，也不是“部门”里的部门"))
        return {field: self.handed_on(record, field, changes) for field, changes in handed.items() if field}

    def field_of(self, record: Item | Stage, name: str) -> str:
        """Which field a 新值 is for; '' where nobody has this name, and it does not stand there already."""
        if name in self.people or name == record.responsible:
            return "responsible"
        known = isinstance(record, Item) and (self.departments.find(name) is not None or name == record.department)
        return "department" if known else ""

    def handed_on(self, record: Item | Stage, field: str, changes: Sequence[Change]) -> str:
        """Who answers after these 责任调整 of one field; a cell that holds none of their names is left."""
        last, now = changes[-1], str(getattr(record, field))
        header = {"responsible": "责任人", "department": "主责部门"}[field]
        if now == last.new:
            return now
        if last.old and now not in {name for change in changes for name in (change.old, change.new)}:
            self.left.append((last, f"{header}现为“{now}”，与原值“{last.old}”对不上"))
            return now
        if not self.set(record, header, now, last.new, last):
            return now
        if not last.old and now:
            self.set(last, "原值", "", now, last)
        return last.new


def state_after(item: Item, approved: Iterable[Change]) -> tuple[str, Change | None]:
    """状态 that the last 暂缓, 恢复 or 取消 puts the item in, and that change where it moves or contradicts the present one.

    恢复 ends the 暂缓 or 取消 decided before it, not one that somebody has entered by hand since.
    """
    decisions = [change for change in approved if change.change in STATE_CHANGES]
    if not decisions:
        return item.status, None
    decisions.sort(key=lambda change: (change.approved or asked_on(change) or dt.date.min, change.at.row))
    last, status = decisions[-1], item.status
    ended = next((change.change for change in reversed(decisions) if change.change != RESUMED), status)
    if (last.change == PAUSED and status in PAUSABLE) or (last.change == CANCELLED and status in PAUSABLE | {PAUSED}):
        status = last.change
    elif last.change == RESUMED and status in (PAUSED, CANCELLED):
        return (WORKING if status == ended else status), last
    return status, last if status != item.status else None
