"""The facts that were known on a 基准日 (rules.md §4): what is dated after it is taken out again.

A cell without a date of its own keeps its present value (现值); taking it from the 归档 copy is the caller's, who gives the
tables of that copy instead. Where nothing lies after 基准日 the tables come back as they are.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from udfs.rules.ground import states
from udfs.rules.ground.change_values import DATED, TARGET_ADJUSTED, TARGET_CHANGES, date_in, decided_on, in_order, place_of
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Accountability, Change, Feedback, Instruction, Item, Point, Target

BLANK_FEEDBACK = {
    "given": None, "giver": "", "content": "", "problems": "", "coordination": "", "late_reason": "", "late_cause": "",
    "measures": "", "plan": "", "accuracy": "", "highlight": "",
}  # fmt: skip

ABSENT: dict[str, str] = {
    "changes": "asked", "rulings": "day", "inspections": "day", "points": "day", "accountability": "day",
    "objections": "day", "instructions": "day", "improvements": "day", "progress": "until", "papers": "day",
    "closed": "closed", "reminded": "time", "sent": "time",
}  # fmt: skip
"""Field of Tables → its date; a row with a later one is not there yet."""


def not_given(row: Feedback) -> dict[str, Any]:
    """A feedback before it was given; that it is not owed has no day of its own and stays."""
    return BLANK_FEEDBACK | ({"late_cause": row.late_cause} if row.late_cause == states.EXCUSED else {})


class Undone(NamedTuple):
    """A date of a row, and what its row holds before that date. `cells` may depend on the row."""

    field: str
    cells: dict[str, Any] | Callable[[Any], dict[str, Any]]


def unconfirmed_point(point: Point) -> dict[str, Any]:
    return {"status": point.status and states.PROPOSED, "confirmer": "", "confirmed": None, "opinion": ""}


def undecided_case(row: Accountability) -> dict[str, Any]:
    """A row of 问责记录 before its decision, be it 已批, 撤销 or 失效."""
    return {"status": row.status and states.PROPOSED, "approver": "", "approved": None, "opinion": ""}


def unanswered(row: Instruction) -> dict[str, Any]:
    return {"reply": "", "replied": None, "status": states.TO_ANSWER if row.status == states.ANSWERED else row.status}


BLANKED: dict[str, tuple[Undone, ...]] = {
    "stages": (
        Undone("self_day", {"self_rated": None, "self_note": "", "self_day": None}),
        Undone("confirm_day", {"confirmed": None, "confirm_note": "", "confirmer": "", "confirm_day": None}),
    ),
    "feedback": (Undone("given", not_given),),
    "changes": (Undone("approved", {"result": states.PENDING, "approver": "", "approved": None, "opinion": ""}),),
    "indicators": (Undone("done", {"done": None}),),
    "improvements": (Undone("done", {"done": None}),),
    "instructions": (Undone("replied", unanswered),),
    "inspections": (Undone("mended", {"mended": None, "recheck": ""}),),
    "points": (Undone("confirmed", unconfirmed_point),),
    "accountability": (
        Undone(
            "done", lambda row: {"status": states.DECIDED if row.status == states.CARRIED_OUT else row.status, "done": None, "outcome": ""}
        ),
        Undone("approved", undecided_case),
    ),
    "objections": (Undone("answered", {"result": "", "answer": "", "answered": None}),),
    "papers": (Undone("received", {"received": None}), Undone("replied", {"replied": None, "reply": "", "closed": ""})),
}
"""Field of Tables → what is undone in a row for each of its dates that lies later."""


def facts_on(tables: Tables, as_of: dt.date) -> Tables:
    """The tables as far as they were facts at the end of `as_of`; the very same object where nothing lies after it."""
    cut: dict[str, Any] = {}
    for field in dict.fromkeys((*ABSENT, *BLANKED)):
        rows = getattr(tables, field)
        kept = present_rows(rows, ABSENT.get(field, ""), as_of)
        for undone in BLANKED.get(field, ()):
            kept = undo(kept, undone, as_of)
        if kept is not rows:
            cut[field] = kept
    items = items_on(tables, as_of)
    if items is not tables.items:
        cut["items"] = items
    if "changes" in cut:
        restore_deadlines(tables, cut)
        cut["targets"] = targets_on(tables, as_of)
    return tables._replace(**cut) if cut else tables


def as_it_stood(tables: Tables, day: dt.date) -> Tables:
    """The facts of a past day by all that is known now, for a proposal that was made that day.

    What was handed in, given, rated, mended or checked after it is taken out: it improves what stood, and does not undo it. What was
    decided later about that day holds: 认定, 延期, 改期 and 恢复; an 升级 has its time."""
    changes = tuple(row for row in tables.changes if not after(row.asked, day) or row.change == "改期")
    changes = tuple(
        row._replace(result=states.PENDING, approved=None) if row.change == "升级" and after(row.approved, day) else row for row in changes
    )
    cut: dict[str, Any] = {"changes": changes}
    for field in ("stages", "feedback", "inspections"):
        rows = present_rows(getattr(tables, field), ABSENT.get(field, ""), day)
        for undone in BLANKED[field]:
            rows = undo(rows, undone, day)
        cut[field] = rows
    cut["items"] = tuple(
        item._replace(completion=None) if after(item.submitted or item.closed, day) else item for item in items_on(tables, day)
    )
    return tables._replace(**cut)


def changes_on(changes: tuple[Change, ...], as_of: dt.date) -> tuple[Change, ...]:
    """变更记录 alone as it was known: asked for later: absent; approved later: 待批, and its 原值 is still the first deadline."""
    return undo(present_rows(changes, ABSENT["changes"], as_of), BLANKED["changes"][0], as_of)


def after(value: dt.date | None, as_of: dt.date) -> bool:
    """Whether a day, or the day of a moment, lies after `as_of`; a blank does not."""
    return value is not None and (value.date() if isinstance(value, dt.datetime) else value) > as_of


def present_rows(rows: tuple[Any, ...], field: str, as_of: dt.date) -> tuple[Any, ...]:
    if not field:
        return rows
    date = attrgetter(field)
    kept = tuple(row for row in rows if not after(date(row), as_of))
    return rows if len(kept) == len(rows) else kept


def undo(rows: tuple[Any, ...], undone: Undone, as_of: dt.date) -> tuple[Any, ...]:
    date = attrgetter(undone.field)
    late = [place for place, row in enumerate(rows) if (day := date(row)) is not None and day > as_of]
    if not late:
        return rows
    changed = list(rows)
    for place in late:
        cells = undone.cells(rows[place]) if callable(undone.cells) else undone.cells
        changed[place] = rows[place]._replace(**cells)
    return tuple(changed)


def items_on(tables: Tables, as_of: dt.date) -> tuple[Item, ...]:
    """The items given out (or at least registered) by `as_of`, with later steps of their course undone."""
    decided = decided_changes(tables.changes, as_of)
    changed = False
    kept = []
    for item in tables.items:
        start = item.issued or item.registered
        if start is not None and start > as_of:
            changed = True
            continue
        known = item
        if (
            (item.submitted is not None and item.submitted > as_of)
            or (item.closed is not None and item.closed > as_of)
            or (item.rated is not None and item.rated > as_of)
            or (item.confirm_day is not None and item.confirm_day > as_of)
        ):
            known = reopened(item, as_of)
        if item.number in decided:
            known = undecided(known, decided[item.number], as_of)
        changed = changed or known is not item
        kept.append(known)
    return tuple(kept) if changed else tables.items


def reopened(item: Item, as_of: dt.date) -> Item:
    """An item before its later 评价, 确认, 办结 and 提交: the state goes back to 提交 or 办理."""
    submitted = None if after(item.submitted, as_of) else item.submitted
    closed = None if after(item.closed, as_of) else item.closed
    status = item.status
    # 办结 without 办结日期 can't have been before its 提交日期; without either date the state is 现值
    if status == states.DONE and (after(item.closed, as_of) or (item.closed is None and after(item.submitted, as_of))):
        status = states.SUBMITTED if submitted is not None else states.WORKING
    elif status == states.SUBMITTED and after(item.submitted, as_of):
        status = states.WORKING
    known = item._replace(submitted=submitted, closed=closed, status=status)
    if after(item.rated, as_of) or status != item.status:
        known = known._replace(quality=None, rater="", rated=None)
    return known._replace(confirmer="", confirm_day=None) if after(item.confirm_day, as_of) else known


def decided_changes(changes: Iterable[Change], as_of: dt.date) -> dict[str, list[Change]]:
    """Per item, its approved 升级, 暂缓, 恢复, 取消, where at least one was approved after `as_of`."""
    found: dict[str, list[Change]] = {}
    late = set()
    for change in changes:
        dated = change.result == states.APPROVED and change.approved is not None and not change.stage
        if dated and change.number and change.change in ("升级", *states.STATE_CHANGES):
            found.setdefault(change.number, []).append(change)
            if after(change.approved, as_of):
                late.add(change.number)
    return {number: found[number] for number in late}


def undecided(item: Item, decided: Sequence[Change], as_of: dt.date) -> Item:
    """An item before later decisions: not yet escalated, and in the state that the last decision known had put it in."""
    known = sorted((c for c in decided if not after(c.approved, as_of)), key=lambda c: (c.approved or dt.date.min, c.at.row))
    if item.level == states.COMPANY_LEVEL and any(c.change == "升级" for c in decided) and not any(c.change == "升级" for c in known):
        item = item._replace(level=states.DEPARTMENT_LEVEL)
    if all(c.change == "升级" for c in decided if after(c.approved, as_of)) or item.status in (states.DONE, states.SUBMITTED):
        return item
    last = next((c.change for c in reversed(known) if c.change != "升级"), states.RESUMED)
    if last != states.RESUMED:
        return item._replace(status=last)
    return item._replace(status=states.WORKING) if item.status in (states.PAUSED, states.CANCELLED) else item


def restore_deadlines(tables: Tables, cut: dict[str, Any]) -> None:
    """Put back the 办理时限 and 完成时限 that later 延期 and 改期 have overwritten: their 原值."""
    present = {change.at for change in cut["changes"]}
    old: dict[tuple[str, str], dt.date] = {}
    for change in in_order(tables.changes):
        day = date_in(change.old) if change.change in DATED and change.at not in present else None
        if day is not None:
            old.setdefault(place_of(change), day)
    if not old:
        return
    cut["items"] = tuple(
        item._replace(due=old[item.number, ""]) if (item.number, "") in old else item for item in cut.get("items", tables.items)
    )
    cut["stages"] = tuple(
        stage._replace(due=old[stage.number, stage.stage]) if (stage.number, stage.stage) in old else stage
        for stage in cut.get("stages", tables.stages)
    )


def targets_on(tables: Tables, as_of: dt.date) -> tuple[Target, ...]:
    """The targets before the changes that were approved after `as_of`."""
    decided: dict[str, list[Change]] = {}
    for change in sorted(tables.changes, key=lambda row: (decided_on(row) or dt.date.max, row.at.row)):
        if change.change in TARGET_CHANGES and change.result == states.APPROVED and not change.stage:
            decided.setdefault(change.number, []).append(change)
    late = {number for number, rows in decided.items() if number and any(is_later(change, as_of) for change in rows)}
    return tuple(unchanged(target, decided[target.number], as_of) if target.number in late else target for target in tables.targets)


def is_later(change: Change, as_of: dt.date) -> bool:
    """Whether a change was asked for or decided after `as_of`."""
    return after(change.asked, as_of) or after(decided_on(change), as_of)


def unchanged(target: Target, changes: Sequence[Change], as_of: dt.date) -> Target:
    """A target before its later changes: 状态 as the last known one left it, else 原值 of the first later one; no 更新日期 yet."""
    moved = [change for change in changes if change.change != TARGET_ADJUSTED]
    known = [change for change in moved if not is_later(change, as_of)]
    if len(known) < len(moved):
        later = next(change for change in moved if change not in known)
        target = target._replace(status=known[-1].change if known else later.old)
    return target._replace(updated=None, update_note="") if after(target.updated, as_of) else target
