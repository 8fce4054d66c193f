"""R6: what is proposed when an item is late. A 部门级 item should become 公司级; a 公司级 item should cost points.

Both are proposals that leaders decide on. The key in 来源 makes each of them once: a refused or revoked one does not come back.
"""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import number
from udfs.rules.ground.grouped import firsts
from udfs.rules.ground.proposed_rows import new_row, origin_of, origins
from udfs.rules.ground.states import ASSESSMENT, COMPANY_LEVEL, DEPARTMENT_LEVEL, LIT, PENDING, PROPOSED
from udfs.rules.judging import deadlines
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change, Point
from workbook_templates.tables.settings import Settings
from workbook_templates.tables.setup import DeductionBand

ESCALATION = "升级"
RULE = "R6"


class Proposals(NamedTuple):
    """New rows for 变更记录 and 加减分台账, in the order of 督办台账; `at` is the place of the item that they are about."""

    changes: tuple[Change, ...]
    points: tuple[Point, ...]


class MissedDeadline(NamedTuple):
    """A deadline that an item did not keep. day: when it was handed in late; None: it still is not."""

    deadline: dt.date
    day: dt.date | None


def proposals(judgement: Judgement, present: Tables | None = None) -> Proposals:
    """What R6 proposes on 基准日 and is not there yet. present: the tables with all their rows (None: those known on 基准日)."""
    present = present or judgement.facts
    escalated = {change.number for change in present.changes if change.change == ESCALATION}
    raised = {change.number for change in present.changes if change.change == ESCALATION and change.old == DEPARTMENT_LEVEL}
    made = origins(present.points)
    bands = deduction_bands(present.deduction_bands)
    changes: dict[str, Change] = {}
    points: dict[str, Point] = {}
    for judged in judgement.items:
        missed = missed_deadline(judged, judgement)
        if missed is None or not judged.item.number:
            continue
        key = origin_of(RULE, judged.item.number, day=missed.deadline)
        if judged.level == DEPARTMENT_LEVEL and missed.day is None and judged.item.number not in escalated:
            changes.setdefault(key, escalation_of(judged, missed, key, judgement))
        elif judged.level == COMPANY_LEVEL and key not in made and (judged.deadline.escalated or judged.item.number not in raised):
            # an 升级 that was agreed to and taken back left 公司级 in the ledger (listed): the item is 部门级, and blocked
            item, settings = judged.item, judgement.facts.settings
            deduction = banded(original_level(judged), item.impact, item.cause, settings, bands)
            if deduction:
                points.setdefault(key, point_of(judged, missed, key, deduction, judgement))
    return Proposals(tuple(changes.values()), tuple(points.values()))


def missed_deadline(judged: JudgedItem, judgement: Judgement) -> MissedDeadline | None:
    """The deadline in force that the item has missed by 基准日; one before 启用日期 is not counted."""
    item, deadline, start = judged.item, judged.deadline.in_force, judgement.facts.settings.start
    if deadline is None or item.status not in LIT or (start is not None and deadline < start):
        return None
    if deadlines.overdue_at(item, deadline, judgement.as_of):
        return MissedDeadline(deadline, None)
    if judged.on_time_date is not None and judged.on_time_date > deadline:
        return MissedDeadline(deadline, judged.on_time_date)
    return None


def proposed_on(deadline: dt.date, judgement: Judgement) -> dt.date:
    """日期 of a proposal: the judged day; 基准日 where the deadline was missed only after the period assessed."""
    return judgement.day if deadline < judgement.day else judgement.as_of


def escalation_of(judged: JudgedItem, missed: MissedDeadline, key: str, judgement: Judgement) -> Change:
    days = (judgement.as_of - missed.deadline).days
    return new_row(
        Change,
        number=judged.item.number,
        change=ESCALATION,
        asked=proposed_on(missed.deadline, judgement),
        reason=f"{DEPARTMENT_LEVEL}事项，考核时限 {missed.deadline}，已逾期 {days} 天，建议升为{COMPANY_LEVEL}督办",
        result=PENDING,
        origin=key,
        at=judged.item.at,
    )


def point_of(judged: JudgedItem, missed: MissedDeadline, key: str, deduction: Fraction, judgement: Judgement) -> Point:
    settings, item = judgement.facts.settings, judged.item
    if missed.day is None:
        late = f"到 {judgement.as_of} 未提交，逾期 {(judgement.as_of - missed.deadline).days} 天"
    else:
        late = f"{missed.day} 才完成，晚 {(missed.day - missed.deadline).days} 天"
    impact, cause = item.impact or settings.blank_impact, item.cause or settings.blank_cause
    return new_row(
        Point,
        day=proposed_on(missed.deadline, judgement),
        department=judgement.departments.heir(item.department, judgement.as_of),
        kind=ASSESSMENT,
        points=-deduction,
        fact=f"{item.number} 时限 {missed.deadline}，{late}",
        basis=f"考核分档：{original_level(judged)}、负面影响{impact}、{cause}原因，扣 {number(deduction)} 分",
        linked=item.number,
        status=PROPOSED,
        origin=key,
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
