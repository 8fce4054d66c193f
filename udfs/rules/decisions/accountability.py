"""R11: what is proposed about persons and units (拟, in 问责记录), each once by its key. Everything here is for people to decide.

Last places are proposed by closing only (module last_places).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from udfs.rules.ground.change_values import AUTOMATIC
from udfs.rules.ground.figures import number, percent
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import period_of, previous_period
from udfs.rules.ground.states import OPEN, SUBMITTED
from udfs.rules.inspection.check_warnings import explanations, warnings
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import GREEN, RED, YELLOW
from udfs.rules.performance.counted_points import confirmed_points
from udfs.rules.supervision.escalation import ASSESSMENT
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Accountability, Feedback, Point
from workbook_templates.tables.schema import NOWHERE
from workbook_templates.tables.settings import Settings

PRAISE, REMINDER, LETTER, TALK, CASE, DUTY, WARNING, EXPLANATION = (
    "表扬", "提醒", "督办函", "约谈", "问责建议", "履职提醒", "预警", "讲评说明",
)  # fmt: skip
PROPOSED = "拟"
SEVERE = ("较大", "重大")
ITEM = "事项"


class Proposal(NamedTuple):
    """One proposal before it becomes a row. reason: what stands behind R11 or R9 in 规则; day: the date in its key.

    number: 编号 of the item or check; of a proposal about a department as a whole its name, and unit says so."""

    kind: str
    subject: str
    rule: str
    reason: str
    fact: str
    number: str
    day: dt.date
    speaker: str = ""
    unit: str = ""


def accountability_proposals(judgement: Judgement, present: Tables | None = None) -> list[Accountability]:
    """New rows for 问责记录. present: the tables with all their rows (None: those known on 基准日)."""
    return new_rows(proposals(judgement), judgement, present)


def new_rows(wanted: Iterable[Proposal], judgement: Judgement, present: Tables | None = None) -> list[Accountability]:
    """The proposals as rows, without those whose key is there already."""
    made = {row.origin for row in (present or judgement.facts).accountability if row.origin}
    found: dict[str, Accountability] = {}
    for proposal in wanted:
        key = origin_of(proposal)
        if key not in made and key not in found:
            found[key] = row_of(proposal, key, judgement)
    return list(found.values())


def proposals(judgement: Judgement) -> Iterator[Proposal]:
    """Every rule of R11 that a refresh applies, and the two of R9, in this order."""
    settings = judgement.facts.settings
    counting = [judged for judged in judgement.items if judged.counts and judged.item.number and is_asked_for(judged, settings)]
    runs = red_runs(judgement)
    for judged in counting:
        yield from by_light(judged, judgement, runs)
    yield from inaction(judgement)
    yield from errors(judgement)
    last = judgement.period.last
    for one in warnings(judgement):
        yield Proposal(WARNING, one.department, "R9", "预警", one.fact, one.number, one.day)
    for told in explanations(judgement):
        yield Proposal(EXPLANATION, told.department, "R9", "讲评", told.fact, told.department, last, unit=told.department)


def is_asked_for(judged: JudgedItem, settings: Settings) -> bool:
    """Not due before 启用日期: such an item is in no proposal."""
    return settings.start is None or judged.deadline.first is None or judged.deadline.first >= settings.start


def origin_of(proposal: Proposal) -> str:
    """来源: 自动:R11:提醒:2026-0012:2026-12-31."""
    return f"{AUTOMATIC}{proposal.rule}:{proposal.kind}:{proposal.number}:{proposal.day}"


def row_of(proposal: Proposal, key: str, judgement: Judgement) -> Accountability:
    number = "" if proposal.number == proposal.unit else proposal.number
    return Accountability(
        judgement.day, proposal.kind, proposal.subject, proposal.speaker, f"{proposal.rule} {proposal.reason}", proposal.fact, number,
        PROPOSED, None, "", key, NOWHERE,
    )  # fmt: skip


def by_light(judged: JudgedItem, judgement: Judgement, runs: frozenset[str]) -> Iterator[Proposal]:
    """Green: 表扬. Yellow: 提醒. Red: 督办函 and 约谈; far below or again and again: 问责建议 besides."""
    item, settings, day = judged.item, judgement.facts.settings, judgement.period.last
    shown = percent(judged.light_completion) if judged.light_completion is not None else "—"
    ruled = "（例会认定）" if judged.ruling is not None and judged.light != judged.computed_light else ""
    fact = f"{judgement.period.name} {judged.light}{ruled}，亮灯完成度 {shown}：{item.matter}"
    if judged.light == GREEN:
        yield Proposal(PRAISE, judged.department, "R11", "绿灯", fact, item.number, day)
    elif waits_for_rating(judged):
        return
    elif judged.light == YELLOW:
        yield Proposal(REMINDER, judged.department, "R11", "黄灯", fact, item.number, day)
    elif judged.light == RED:
        yield Proposal(LETTER, item.responsible, "R11", "红灯", fact, item.number, day, settings.discipline_office)
        yield Proposal(TALK, item.responsible, "R11", "红灯", fact, item.number, day, settings.discipline_office)
        if judged.light_completion is not None and judged.light_completion < settings.serious_red:
            serious = f"{fact}；低于严重红灯下限 {percent(settings.serious_red)}"
            yield Proposal(CASE, item.responsible, "R11", "严重红灯", serious, item.number, day)
    if item.number in runs:
        again = f"最近 {settings.red_run} 个双月期都是红灯：{item.matter}"
        yield Proposal(CASE, item.responsible, "R11", "连续红灯", again, item.number, day)


def waits_for_rating(judged: JudgedItem) -> bool:
    """Handed in, and nobody has rated it yet: its light says nothing of the work, and nobody is blamed for it."""
    handed_in = judged.item.status == SUBMITTED and judged.item.submitted is not None
    return handed_in and judged.ruling is None and not judged.light_completion


def red_runs(judgement: Judgement) -> frozenset[str]:
    """The items that were red in each of the last 连续红灯期数 two-month periods before 基准日, all of them closed."""
    facts = judgement.facts
    closed, month_end = history(facts), facts.settings.month_end
    period = period_of(judgement.as_of, "两月", month_end)
    found: set[str] | None = None
    for _ in range(facts.settings.red_run):
        period = previous_period(period, month_end)
        if period.name not in closed:
            return frozenset()
        red = {row.subject for row in closed[period.name] if row.object_kind == ITEM and row.light == RED}
        found = red if found is None else found & red
    return frozenset(found or ())


def inaction(judgement: Judgement) -> Iterator[Proposal]:
    """履职提醒 (无为): the last 无为缺报次数 feedbacks since 启用日期 all missed, and nothing done for 无为停滞天数."""
    settings, as_of = judgement.facts.settings, judgement.as_of
    start = settings.start or dt.date.min
    due: dict[str, list[Feedback]] = {}
    for row in judgement.facts.feedback:
        if row.number and row.due is not None and start <= row.due < as_of:
            due.setdefault(row.number, []).append(row)
    for judged in judgement.items:
        item = judged.item
        handed_in = item.status == SUBMITTED and item.submitted is not None
        if item.status not in OPEN or handed_in or not is_asked_for(judged, settings):
            continue
        if judged.days_idle is None or judged.days_idle < settings.inaction_days:
            continue
        rows = sorted(due.get(item.number, ()), key=lambda row: (row.due or dt.date.min, row.at.row))
        missed = [*takewhile(lambda row: row.given is None, reversed(rows))]
        if missed and len(missed) >= settings.missed_run:
            days = "、".join(str(row.due) for row in reversed(missed))
            fact = f"连续 {len(missed)} 次没有反馈（{days}），已 {judged.days_idle} 天没有进展：{item.matter}"
            # the key holds the first that was missed: one standstill is proposed once, however long it lasts
            yield Proposal(DUTY, item.responsible, "R11", "无为", fact, item.number, missed[-1].due or as_of)


def errors(judgement: Judgement) -> Iterator[Proposal]:
    """有错: a confirmed deduction for an item with impact 较大 or 重大 and cause 主观."""
    settings = judgement.facts.settings
    items = {judged.item.number: judged.item for judged in reversed(judgement.items) if is_asked_for(judged, settings)}
    for point in confirmed_points(judgement):
        item = items.get(point.linked) if point.kind == ASSESSMENT and (point.points or 0) < 0 else None
        if item is None:
            continue
        impact, cause = item.impact or settings.blank_impact, item.cause or settings.blank_cause
        if impact in SEVERE and cause == "主观":
            fact = f"负面影响{impact}、主观原因，{error_fact(point)}：{item.matter}"
            yield Proposal(CASE, item.responsible, "R11", "有错", fact, item.number, judgement.period.last)


def error_fact(point: Point) -> str:
    return f"{point.day} 已确认扣 {number(-(point.points or 0))} 分（加减分台账第 {point.at.row} 行）"


def green_points(judgement: Judgement, present: Tables | None = None) -> list[Point]:
    """绿灯加分: a proposed addition for the department of each green item; none with 绿灯加分 0."""
    settings = judgement.facts.settings
    value = settings.green_points
    if not value:
        return []
    made = {point.origin for point in (present or judgement.facts).points if point.origin}
    found = []
    for judged in judgement.items:
        key = f"{AUTOMATIC}R11:{judged.item.number}:{judgement.period.last}"
        if judged.counts and is_asked_for(judged, settings) and judged.light == GREEN and judged.item.number and key not in made:
            made.add(key)
            fact = f"{judged.item.number} {judgement.period.name} 绿灯：{judged.item.matter}"
            found.append(
                Point(judgement.day, judged.department, "", "奖励", value, fact, "绿灯加分", judged.item.number, PROPOSED, "", None, key)
            )
    return found
