"""R6: what is proposed when an item is late. A 部门级 item should become 公司级; a 公司级 item should cost points.

Both are proposals that leaders decide on; module proposals keeps each of them once and up to date.
"""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import number
from udfs.rules.ground.grouped import firsts, grouped
from udfs.rules.ground.on_site import can_be_lit
from udfs.rules.ground.proposed_rows import Fact, Key, checked, keyed, new_row, origin_in
from udfs.rules.ground.states import ASSESSMENT, COMPANY_LEVEL, DEPARTMENT_LEVEL, LAPSED, PENDING, PROPOSED
from udfs.rules.judging import deadlines
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change, Point
from workbook_templates.tables.settings import Settings
from workbook_templates.tables.setup import DeductionBand

ESCALATION = "升级"
RULE = "R6"


class MissedDeadline(NamedTuple):
    """A deadline that an item did not keep. day: when it was handed in late; None: it still is not."""

    deadline: dt.date
    day: dt.date | None


def late_facts(judgement: Judgement, present: Tables | None = None) -> list[Fact]:
    """升级 and 督办考核 for what is late on 基准日, in the order of 督办台账. present: the tables with all their rows (None: those known on
    基准日); an 升级 row of an item, whatever became of it, blocks another one, unless it is 失效."""
    present = present or judgement.facts
    standing = [change for change in present.changes if change.change == ESCALATION and change.result != LAPSED]
    escalated = grouped((change.number, origin_in(change.origin)) for change in standing)
    raised = {change.number for change in standing if change.old == DEPARTMENT_LEVEL}
    bands = deduction_bands(present.deduction_bands)
    found: dict[tuple[type, Key], Fact] = {}
    for judged in judgement.items:
        missed, named = missed_deadline(judged, judgement), judged.item.number
        if missed is None or not named:
            continue
        key = Key(RULE, "", keyed(named), str(missed.deadline))
        if judged.level == DEPARTMENT_LEVEL and missed.day is None:
            if all(origin is not None and origin.key == key for origin in escalated.get(named, ())):
                row = escalation_of(judged, missed, key, judgement)
                found.setdefault((Change, key), Fact(key, missed.deadline, checked(row)))
        elif judged.level == COMPANY_LEVEL and (judged.deadline.escalated or named not in raised):
            # an 升级 that was agreed to and taken back left 公司级 in the ledger (listed): the item is 部门级, and blocked
            item, settings = judged.item, judgement.facts.settings
            deduction = banded(original_level(judged), item.impact, item.cause, settings, bands)
            if deduction:
                point = point_of(judged, missed, key, deduction, judgement)
                found.setdefault((Point, key), Fact(key, missed.deadline, checked(point)))
    return list(found.values())


def missed_deadline(judged: JudgedItem, judgement: Judgement) -> MissedDeadline | None:
    """The deadline in force that the item has missed by 基准日; one before 启用日期 is not counted."""
    item, deadline, start = judged.item, judged.deadline.in_force, judgement.facts.settings.start
    if deadline is None or not can_be_lit(item) or (start is not None and deadline < start):
        return None
    if deadlines.overdue_at(item, deadline, judgement.as_of):
        return MissedDeadline(deadline, None)
    if judged.on_time_date is not None and judged.on_time_date > deadline:
        return MissedDeadline(deadline, judged.on_time_date)
    return None


def escalation_of(judged: JudgedItem, missed: MissedDeadline, key: Key, judgement: Judgement) -> Change:
    return new_row(
        Change,
        number=judged.item.number,
        change=ESCALATION,
        asked=judgement.as_of,
        reason=f"{DEPARTMENT_LEVEL}事项，考核时限 {missed.deadline}，逾期未提交，建议升为{COMPANY_LEVEL}督办",
        result=PENDING,
        origin=key.text(),
        at=judged.item.at,
    )


def point_of(judged: JudgedItem, missed: MissedDeadline, key: Key, deduction: Fraction, judgement: Judgement) -> Point:
    settings, item = judgement.facts.settings, judged.item
    late = "逾期未提交" if missed.day is None else f"{missed.day} 才完成，晚 {(missed.day - missed.deadline).days} 天"
    impact, cause = item.impact or settings.blank_impact, item.cause or settings.blank_cause
    return new_row(
        Point,
        day=judgement.as_of,
        department=judgement.departments.heir(item.department, judgement.as_of),
        kind=ASSESSMENT,
        points=-deduction,
        fact=f"{item.number} 时限 {missed.deadline}，{late}",
        basis=f"考核分档：{original_level(judged)}、负面影响{impact}、{cause}原因，扣 {number(deduction)} 分",
        linked=item.number,
        status=PROPOSED,
        origin=key.text(),
        at=item.at,
    )


def original_level(judged: JudgedItem) -> str:
    """级别 at 立项: 部门级 if the item was escalated since."""
    return DEPARTMENT_LEVEL if judged.deadline.escalated else judged.item.level


def deduction_bands(rows: Iterable[DeductionBand]) -> dict[tuple[str, str, str], Fraction]:
    """考核分档 by 级别, 负面影响, 原因; of two rows for one band the first prevails (the second is listed)."""
    return firsts(((row.level, row.impact, row.cause), row.points) for row in rows if row.points is not None)


def banded(level: str, impact: str, cause: str, settings: Settings, bands: dict[tuple[str, str, str], Fraction]) -> Fraction | None:
    """扣分 of a band; a blank impact or cause is what the settings say."""
    return bands.get((level, impact or settings.blank_impact, cause or settings.blank_cause))
