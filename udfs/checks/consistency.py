"""Rows of the daily tables that contradict themselves or each other (数据检查). Nothing is corrected here and nothing is dropped.

Each check is a function from what it looks at to problems; `check_consistency` runs them all, the set-up checks too.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.checks.set_up_checks import check_set_up
from udfs.rules.ground.change_values import DATED, date_in
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.letters import bare
from udfs.rules.ground.linked import changes_by_place
from udfs.rules.ground.on_site import TO_STUDY, is_solved
from udfs.rules.ground.problem_at import Problems, at
from udfs.rules.ground.states import APPROVED, CANCELLED, COMPANY_LEVEL, CONTESTED, DONE, LIT, OPEN, PAUSED, RESUMED, SUBMITTED
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.deadlines import Deadline, Move, deadline_of, stage_deadline
from udfs.rules.judging.progress import completion_of, is_rated
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Change, Item, Stage

SHEET_PLACES = {name: place for place, name in enumerate(TABLES)}


class ItemCase(NamedTuple):
    """An item as a check looks at it.

    stages are its rows of 阶段目标; deadline is its judged deadline, stage_deadlines are those of its stages, in the same order. tables are
    all tables as they stand, as_of is 基准日, calendar knows the working days.
    """

    item: Item
    stages: Sequence[Stage]
    deadline: Deadline
    stage_deadlines: Sequence[Deadline]
    tables: Tables
    as_of: dt.date
    calendar: Calendar


def check_consistency(tables: Tables, as_of: dt.date, calendar: Calendar) -> list[Problem]:
    """Every contradiction in the tables as they stand (not cut to `as_of`), sorted by table and row as the sheets lie."""
    problems: list[Problem] = []
    for case in cases(tables, as_of, calendar):
        for check in ITEM_CHECKS:
            problems += check(case)
    problems += check_changes(tables, calendar)
    problems += [problem for change in tables.changes for problem in check_change(change)]
    problems += [problem for stage in tables.stages for problem in check_stage(stage)]
    problems += repeated_matters(tables.items)
    problems += shared_bases(tables.items)
    problems += check_objections(tables, calendar)
    problems += check_set_up(tables, as_of)
    problems += calendar.problems()  # last: only now is it known which years were asked for
    return sorted(problems, key=lambda problem: (SHEET_PLACES[problem.table], problem.row))


def cases(tables: Tables, as_of: dt.date, calendar: Calendar) -> Iterator[ItemCase]:
    """The items with what belongs to them. 取消 rows are left alone."""
    stages = grouped((stage.number, stage) for stage in tables.stages)
    changes = changes_by_place(tables.changes)

    for item in tables.items:
        if item.status != CANCELLED:
            own = stages.get(item.number, ()) if item.number else ()
            whole = deadline_of(item.due, changes.get((item.number, ""), ()), tables.settings, calendar)
            limits = [
                stage_deadline(stage, changes.get((stage.number, stage.stage), ()), whole.pauses, tables.settings, calendar)
                for stage in own
            ]
            yield ItemCase(
                item=item,
                stages=own,
                deadline=whole,
                stage_deadlines=limits,
                tables=tables,
                as_of=as_of,
                calendar=calendar,
            )


# --- one item -------------------------------------------------------------------------------------------------------------


def check_state(case: ItemCase) -> Problems:
    """状态 against the dates that go with it."""
    item = case.item
    if item.status == SUBMITTED and item.submitted is None:
        yield at(item, "提交日期", "", "状态为提交而没有提交日期，仍按未提交计时", "补提交日期，或把状态改回办理")
    if item.submitted is not None and item.status in OPEN and item.status != SUBMITTED:
        remedy = "已提交的把状态改为提交；退办的清空提交日期、退办次数加 1"
        yield at(item, "提交日期", item.submitted, f"状态为{item.status}却有提交日期，不停止计时", remedy)
    if item.status == DONE and item.submitted is None and item.closed is None:
        yield at(item, "办结日期", "", "办结而没有提交日期和办结日期，不计入按期办结率", "补提交日期和办结日期")
    elif item.status == DONE and item.closed is None:
        yield at(item, "办结日期", "", "办结而没有办结日期，不计入办结所在期间", "补办结日期")
    elif item.status == DONE and item.submitted is None and not is_solved(item):
        yield at(item, "提交日期", "", "办结而没有提交日期，是否按期以办结日期为准", "补提交日期")
    if item.closed is not None and item.status in OPEN:
        yield at(item, "办结日期", item.closed, f"有办结日期而状态为{item.status}", "已办结的把状态改为办结；未办结的清空办结日期")
    if item.status == DONE and not item.closing_note:
        yield at(item, "办结说明", "", "办结而没有办结说明", "写明怎样办结、有何佐证")
    if item.status in LIT and item.issued is None:
        yield at(item, "下达日期", "", f"状态为{item.status}而没有下达日期", "补下达日期；还没有下达的把状态改为立项")


def check_on_site(case: ItemCase) -> Problems:
    """R19: 现场已解决 is 办结 on the day it was raised; 需研究 has to be registered."""
    item, day = case.item, case.item.issued or case.item.registered
    if is_solved(item) and item.status != DONE:
        yield at(
            item, "现场分类", item.on_site, f"现场已解决而状态为{item.status}，按办结算", "改为办结，补办结日期；没有解决的改为“需研究”"
        )
    elif is_solved(item) and item.closed is not None and day is not None and item.closed > day:
        yield at(item, "办结日期", item.closed, f"现场已解决而办结晚于 {day}", "当场没有解决的改为“需研究”，照常督办")
    if item.on_site == TO_STUDY and item.registered is None:
        yield at(item, "立项日期", "", "需研究的事项没有立项日期", "补立项日期；研究定下主责部门、时限后下达")


def check_dates(case: ItemCase) -> Problems:
    """The order of the dates of one item, and dates that lie ahead."""
    item = case.item
    pairs = (
        ("下达日期", item.issued, "立项日期", item.registered),
        ("提交日期", item.submitted, "下达日期", item.issued),
        ("办结日期", item.closed, "下达日期", item.issued),
        ("办结日期", item.closed, "提交日期", item.submitted),
        ("评价日期", item.rated, "办结日期", item.closed),
        ("办理时限", item.due, "下达日期", item.issued),
        ("办理时限", item.due, "立项日期", item.registered if item.issued is None else None),
    )
    for header, day, other, before in pairs:
        if day is not None and before is not None and day < before:
            yield at(item, header, day, f"早于{other} {before}", f"核对{header}和{other}")
    for header, day in (("提交日期", item.submitted), ("办结日期", item.closed), ("评价日期", item.rated)):
        if day is not None and day > case.as_of:
            yield at(item, header, day, f"晚于 {case.as_of}，到那天才算数", f"核对{header}；填错的请改正，还没有发生的先空着")


def check_deadline(case: ItemCase) -> Problems:
    """Deadlines on rest days, and stages that end after their item. Only of items still to be done."""
    item, day = case.item, case.deadline.first
    if item.status not in OPEN:
        return
    for row, header, deadline in ((item, "办理时限", item.due), *((stage, "完成时限", stage.due) for stage in case.stages)):
        if deadline is not None and not case.calendar.is_workday(deadline):
            moves = case.tables.settings.move_rest_days
            remedy = f"已按参数顺延到 {case.calendar.next_workday(deadline)}" if moves else "改到工作日，或把参数“时限逢休顺延”设为是"
            yield at(row, header, deadline, "时限落在休息日", remedy)
    for stage, limit in zip(case.stages, case.stage_deadlines, strict=True):
        if day is not None and limit.first is not None and limit.first > day:
            yield at(stage, "完成时限", limit.first, f"晚于事项的考核时限 {day}", "核对阶段和事项的时限；事项延期的请登变更记录")


def check_completion(case: ItemCase) -> Problems:
    """完成度 against 状态, and ratings that say something else than the state."""
    item, stages = case.item, case.stages
    figure = completion_of(item, stages)
    if item.status in OPEN and item.status != SUBMITTED and figure.value == 1:
        yield at(item, "状态", item.status, "完成度 100% 而没有提交或办结", "办完的请提交、办结；没有办完的核对完成度")
    if item.status == DONE and figure.value < 1:
        rated = any(map(is_rated, stages))
        header, remedy = ("状态", "补阶段的确认完成度") if rated else ("完成度", "改为 100%，或清空")
        yield at(item, header, item.status if rated else item.completion, "办结而完成度不到 100%", remedy)
    if stages and item.completion is not None:
        yield at(item, "完成度", "", "有阶段目标，本列不起作用", "清空；完成度由阶段的自评和确认得出")
    if item.quality is not None and item.status in OPEN:
        yield at(item, "完成质量", "", f"状态为{item.status}却已评价", "办结后再评价")


def check_order(case: ItemCase) -> Problems:
    """审定 of 公司级 items, and weights that count as 1."""
    item = case.item
    if item.level == COMPANY_LEVEL and not item.approver:
        yield at(item, "审定人", "", "公司级事项没有审定人", "补审定人和审定日期")
    weights: list[tuple[Item | Stage, Fraction | None]] = [(item, item.weight), *((stage, stage.weight) for stage in case.stages)]
    for row, weight in weights:
        if weight is not None and weight <= 0:
            yield at(row, "权重", weight, "权重为 0，按 1 计", "填大于 0 的数，或空着即 1；不计的事项改为取消")


def check_contested(case: ItemCase) -> Problems:
    """待调整 that outlives the time for objections, or its answer."""
    item, days = case.item, case.tables.settings.objection_days
    if item.status != CONTESTED:
        return
    answered = [row for row in case.tables.objections if row.number == item.number and item.number and (row.result or row.answered)]
    if answered:
        yield at(item, "状态", item.status, "异议已答复，仍为待调整", "改为下达、办理或取消")
    elif item.issued is not None and case.as_of > case.calendar.add_workdays(item.issued, days):
        yield at(item, "状态", item.status, f"下达已超过 {days} 个工作日，异议时限已过", "答复异议，改为下达、办理或取消；时限照计")


ITEM_CHECKS: tuple[Callable[[ItemCase], Problems], ...] = (
    check_state,
    check_on_site,
    check_dates,
    check_deadline,
    check_completion,
    check_order,
    check_contested,
)


# --- stages and changes ---------------------------------------------------------------------------------------------------


def check_stage(stage: Stage) -> Problems:
    """Ratings without a date (they can't be taken back for a past 基准日), and a start after the end."""
    if stage.self_rated is not None and stage.self_day is None:
        yield at(stage, "自评日期", "", "有自评完成度而没有自评日期", "补自评日期")
    if stage.confirmed is not None and stage.confirm_day is None:
        yield at(stage, "确认日期", "", "有确认完成度而没有确认日期", "补确认日期")
    if stage.start is not None and stage.due is not None and stage.due < stage.start:
        yield at(stage, "完成时限", stage.due, f"早于开始日期 {stage.start}", "核对开始日期和完成时限")


def check_change(change: Change) -> Problems:
    """One row of 变更记录 by itself."""
    if change.result == APPROVED and change.approved is None:
        yield at(change, "批准日期", "", f"{change.change}已同意而没有批准日期", "补批准日期")
    if change.change == "改期" and change.result == APPROVED and not change.approver:
        yield at(change, "批准人", "", "改期须由领导批准，没有批准人", "补批准人；不是领导改期的请改为延期")
    if change.approved is not None and change.asked is not None and change.approved < change.asked:
        yield at(change, "批准日期", change.approved, f"早于申请日期 {change.asked}", "核对两个日期")
    if change.change in DATED and change.result != "不同意" and date_in(change.new) is None:
        yield at(change, "新值", change.new, f"{change.change}的新值不是日期，时限不动", "填新的时限，如 2026-03-05")
    if change.change in (RESUMED, "升级") and change.new and date_in(change.new) is None:
        yield at(change, "新值", change.new, "不是日期，按空着处理", "填日期，如 2026-03-05，或空着")
    if change.change in DATED and change.old and date_in(change.old) is None:
        yield at(change, "原值", change.old, "不是日期，原时限以台账为准", "填变更前的时限，如 2026-03-05")


def check_changes(tables: Tables, calendar: Calendar) -> Problems:
    """Changes that fall without effect beside the others: an 延期 asked too late, 恢复 without 暂缓, an item still 暂缓."""
    items = {item.number: item for item in tables.items}
    stages = {(stage.number, stage.stage): stage for stage in tables.stages}
    by_place = changes_by_place(tables.changes)
    for (number, stage), changes in by_place.items():
        item = items.get(number)
        if item is None:
            continue
        limit = deadline_of(item.due, by_place.get((number, ""), ()), tables.settings, calendar)
        if stage and (staged := stages.get((number, stage))) is not None:
            limit = stage_deadline(staged, changes, limit.pauses, tables.settings, calendar)
        for move in limit.moves:
            if move.effect == "asked too late":
                yield at(move.change, "申请日期", move.change.asked, *late_request(move))
        kinds = [change.change for change in changes if change.result == APPROVED]
        if RESUMED in kinds and PAUSED not in kinds:
            row = next(change for change in changes if change.result == APPROVED and change.change == RESUMED)
            if date_in(row.new) is None:
                yield at(row, "变更", RESUMED, "没有同意的暂缓，时限不顺延", "补登暂缓，或在新值填恢复后的时限")
    paused = {change.number for change in tables.changes if change.change == PAUSED and change.result == APPROVED and not change.stage}
    for item in tables.items:
        if item.status == PAUSED and item.number not in paused:
            yield at(item, "状态", PAUSED, "暂缓而变更记录里没有同意的暂缓", "在“变更记录”补登暂缓，写明批准人和批准日期")


# --- the ledger as a whole ------------------------------------------------------------------------------------------------


def late_request(move: Move) -> tuple[str, str]:
    """Why an 延期 moved nothing, and what to do."""
    if move.change.asked is None:
        return "没有申请日期，延期不起作用", "补申请日期"
    return f"申请晚于时限 {move.before}，延期不起作用", "由领导改期的请登“改期”"


def repeated_matters(items: Iterable[Item]) -> Problems:
    """The same 事项 twice: each row after the first."""
    first: dict[str, Item] = {}
    for item in items:
        matter = bare(item.matter) if item.status != CANCELLED else ""
        if matter and first.setdefault(matter, item) is not item:
            yield at(item, "事项", item.matter, f"与第 {first[matter].at.row} 行相同", "重复立项的把一行改为取消；不同的写出差别")


def shared_bases(items: Iterable[Item]) -> Problems:
    """One 依据 given to two departments: each row that differs from the first."""
    first: dict[str, Item] = {}
    for item in items:
        basis = bare(item.basis) if item.status != CANCELLED else ""
        if basis and item.department:
            other = first.setdefault(basis, item)
            if other.department != item.department:
                what = f"同一依据已交“{other.department}”（第 {other.at.row} 行）"
                yield at(item, "依据", item.basis, what, "分工确实不同的可不改；否则定一个主责部门，另一个写入协办部门")


def check_objections(tables: Tables, calendar: Calendar) -> Problems:
    """异议 to an item that came too late, or a second time."""
    items = {item.number: item for item in tables.items if item.number}
    seen: set[str] = set()
    for row in sorted(tables.objections, key=lambda row: (row.day or dt.date.max, row.at.row)):
        item = items.get(row.number)
        if item is None or row.table != "督办台账":
            continue
        if row.number in seen:
            yield at(row, "编号", row.number, "同一事项已提过异议，只能提一次", "核对；确有新情况的由领导改期或调整")
        seen.add(row.number)
        days = tables.settings.objection_days
        if item.issued is not None and row.day is not None and row.day > calendar.add_workdays(item.issued, days):
            yield at(row, "日期", row.day, f"晚于下达后 {days} 个工作日", "超过异议时限，由办公室决定是否受理")
