"""R14: 新增, 调整 and 撤销 of targets and indicators in 变更记录, and what a 同意 one sets in 目标库: 状态, 更新日期, 更新说明.

A row is about a target or an indicator where its 编号 is one of theirs and its 变更 one of the three. None of them moves a deadline (R4).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from udfs.rules.ground.change_values import TARGET_ADDED, TARGET_ADJUSTED, TARGET_CHANGES, TARGET_WITHDRAWN, decided_on
from udfs.rules.ground.grouped import firsts, grouped
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.problem_at import Problems, at
from udfs.rules.ground.states import APPROVED
from udfs.rules.supervision.applied import AppliedCells, ChangedValue
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change, Target
from workbook_templates.tables.performance import Indicator


class TargetChange(NamedTuple):
    """A change with the target or the indicator that it is about; the other is None."""

    change: Change
    target: Target | None
    indicator: Indicator | None


def target_changes(tables: Tables) -> Iterator[TargetChange]:
    """The rows of 变更记录 that are about a target or an indicator, in their order, whatever their 结果."""
    targets = firsts((row.number, row) for row in tables.targets if row.number)
    indicators = grouped((row.number, row) for row in tables.indicators if row.number)
    for change in tables.changes:
        if change.change not in TARGET_CHANGES or change.stage:
            continue
        if change.number in targets:
            yield TargetChange(change, targets[change.number], None)
        elif change.number in indicators:
            yield TargetChange(change, None, indicator_of(indicators[change.number], decided_on(change), tables.settings.month_end))


def indicator_of(rows: Sequence[Indicator], day: dt.date | None, month_end: int) -> Indicator:
    """The row of the period that a day lies in, else the first of the number."""
    periods = ((row, parse_period(row.period, month_end)) for row in rows)
    return next((row for row, period in periods if period is not None and period.contains(day)), rows[0])


def changed_in(tables: Tables, period: Period) -> list[TargetChange]:
    """The 同意 changes of targets and indicators that were decided in a period, by day, those of a day by row."""
    found = [one for one in target_changes(tables) if one.change.result == APPROVED and period.contains(decided_on(one.change))]
    return sorted(found, key=by_day)


def by_day(one: TargetChange) -> tuple[dt.date, int]:
    return decided_on(one.change) or dt.date.max, one.change.at.row


def apply_to_targets(tables: Tables, changes: Iterable[Change], cells: AppliedCells) -> tuple[Target, ...]:
    """The targets with what `changes`, as known on a day, have decided of them; the cells that this sets go into `cells`."""
    decided = grouped((change.number, change) for change in changes if change.result == APPROVED and change.change in TARGET_CHANGES)
    return tuple(
        brought_up(target, decided[target.number], cells) if target.number and target.number in decided else target
        for target in tables.targets
    )


def brought_up(target: Target, changes: Iterable[Change], cells: AppliedCells) -> Target:
    """A target after its changes. A later 更新日期 says that somebody has changed it by hand since: then it is left, and listed."""
    dated = [(day, change) for change in changes if not change.stage and (day := decided_on(change)) is not None]
    if not dated:
        return target
    dated.sort(key=lambda one: (one[0], one[1].at.row))
    day, last = dated[-1]
    states = [change for _, change in dated if change.change != TARGET_ADJUSTED]
    by_hand = target.updated is not None and target.updated > day
    fresh: dict[str, Any] = {}

    def put(field: str, header: str, value: ChangedValue, change: Change) -> bool:
        done = cells.set(target, header, getattr(target, field) or None, value, change)
        if done:
            fresh[field] = value
        return done

    if states and contradicts(target.status, states[-1].change, by_hand=by_hand):
        status = states[-1]
        if by_hand:
            cells.left.append((status, f"“状态”现为“{target.status}”，而更新日期 {target.updated} 晚于批准日期"))
        elif put("status", "状态", status.change, status) and not status.old and target.status:
            cells.set(status, "原值", None, target.status, status)
    if target.updated is None or target.updated < day:
        put("updated", "更新日期", day, last)
    if says_nothing_of(target, day):
        put("update_note", "更新说明", last.reason or last.change, last)
    return target._replace(**fresh)


def contradicts(status: str, change: str, *, by_hand: bool) -> bool:
    """Whether a 状态 is not what the last 新增 or 撤销 says; 有效 set by hand later is no contradiction of 新增."""
    if by_hand and change == TARGET_ADDED:
        return status == TARGET_WITHDRAWN
    return status != change


def says_nothing_of(target: Target, day: dt.date) -> bool:
    """Whether 更新说明 is blank, or belongs to an older 更新日期 than that of the last change."""
    if target.updated is not None and target.updated != day:
        return target.updated < day
    return not target.update_note


def check_target_changes(tables: Tables) -> Problems:
    """What is wrong with the changes of targets and indicators (数据检查)."""
    items = {item.number for item in tables.items if item.number}
    targets = firsts((row.number, row) for row in tables.targets if row.number)
    indicators = {row.number for row in tables.indicators if row.number}
    for change in tables.changes:
        kind, number = change.change, change.number
        what = "目标" if number in targets else "指标" if number in indicators else ""
        if not number:
            continue
        if what and number in items:
            told = f"“{number}”既是事项又是{what}的编号：{'、'.join(TARGET_CHANGES)}按{what}算，其余按事项算"
            yield at(change, "编号", number, told, "给其中一个换一个编号")
        elif what and kind and kind not in TARGET_CHANGES:
            yield at(change, "变更", kind, f"{what}没有“{kind}”，不起作用", f"{what}的变更填{'、'.join(TARGET_CHANGES)}")
        elif number in items and kind in (TARGET_ADDED, TARGET_WITHDRAWN):
            yield at(change, "变更", kind, f"事项没有“{kind}”，不起作用", "取消事项填“取消”；目标、指标填它的编号")
    yield from withdrawn_indicators(tables)
    yield from taken_back_targets(tables, targets)


def withdrawn_indicators(tables: Tables) -> Problems:
    """Rows of 指标 of a period that ends after their indicator was withdrawn: nothing but a person takes a row out of a period."""
    gone = withdrawn_on(tables)
    for row in tables.indicators:
        day = gone.get(row.number)
        period = parse_period(row.period, tables.settings.month_end)
        if day and period is not None and period.last > day:
            told = f"{day} 已同意撤销，这一行仍计分"
            yield at(row, "指标编号", row.number, told, "不再考的删去这一行；这个期间仍要考的可不改")


def withdrawn_on(tables: Tables) -> dict[str, dt.date]:
    """Number of each indicator whose last 同意 新增 or 撤销 is 撤销 → the day that it was decided on."""
    found = sorted(target_changes(tables), key=by_day)
    last = {one.change.number: one.change for one in found if is_state(one.change) and one.indicator}
    days = {number: decided_on(change) for number, change in last.items() if change.change == TARGET_WITHDRAWN}
    return {number: day for number, day in days.items() if day is not None}


def is_state(change: Change) -> bool:
    """Whether a change decides whether something counts at all."""
    return change.result == APPROVED and change.change in (TARGET_ADDED, TARGET_WITHDRAWN)


def taken_back_targets(tables: Tables, targets: dict[str, Target]) -> Problems:
    """撤销 that is not 同意 (any more) while the target is 撤销 and no other change says so."""
    agreed = {change.number for change in tables.changes if change.result == APPROVED and change.change == TARGET_WITHDRAWN}
    for change in tables.changes:
        target = targets.get(change.number)
        undone = change.change == TARGET_WITHDRAWN and change.result not in ("", APPROVED) and change.number not in agreed
        if target is not None and undone and target.status == TARGET_WITHDRAWN:
            told = f"结果是“{change.result}”，目标库的“状态”却是“{TARGET_WITHDRAWN}”"
            yield at(change, "结果", change.result, told, "改回变更前的状态，或把结果改成“同意”")
