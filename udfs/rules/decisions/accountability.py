"""R11: what is proposed about persons and units (拟, in 问责记录), each once by its key. Everything here is for people to decide.

Last places are proposed by closing only (module last_places).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from udfs.rules.ground.excused import is_owed
from udfs.rules.ground.figures import number, percent
from udfs.rules.ground.grouped import firsts, grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import period_of, previous_period
from udfs.rules.ground.proposed_rows import new_row, origin_of, origins, rule_name
from udfs.rules.ground.states import ASSESSMENT, ITEM, OPEN, PROPOSED, SUBMITTED
from udfs.rules.inspection.check_warnings import explanations, warnings
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import GREEN, RED, YELLOW
from udfs.rules.performance.composite import confirmed_points
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Accountability, Point
from workbook_templates.tables.settings import Settings

PRAISE, REMINDER, LETTER, TALK, CASE, DUTY, WARNING, EXPLANATION = (
    "表扬", "提醒", "督办函", "约谈", "问责建议", "履职提醒", "预警", "讲评说明",
)  # fmt: skip
SEVERE = ("较大", "重大")


class Proposal(NamedTuple):
    """One proposal before it becomes a row.

    kind is its 类别, subject its 对象. reason is what stands behind R11 or R9 in 规则, fact the 事实. number is the 编号 of the item or
    check; of a proposal about a department as a whole it is its name, and unit says so. day is the date in its key. speaker is the
    谈话人, '' where nobody talks.
    """

    kind: str
    subject: str
    reason: str
    fact: str
    number: str
    day: dt.date
    speaker: str = ""
    unit: str = ""

    @property
    def rule(self) -> str:
        """R9 for what spot checks propose, else R11."""
        return "R9" if self.kind in (WARNING, EXPLANATION) else "R11"

    @property
    def origin(self) -> str:
        """来源."""
        return origin_of(self.rule, self.kind, self.number, day=self.day)


def accountability_proposals(judgement: Judgement, present: Tables | None = None) -> list[Accountability]:
    """New rows for 问责记录. present: the tables with all their rows (None: those known on 基准日)."""
    return new_rows(wanted_proposals(judgement), judgement, present)


def new_rows(wanted: Iterable[Proposal], judgement: Judgement, present: Tables | None = None) -> list[Accountability]:
    """The wanted_proposals as rows, without those whose key is there already."""
    made = origins((present or judgement.facts).accountability)
    fresh = firsts((proposal.origin, proposal) for proposal in wanted)
    return [row_of(proposal, key, judgement) for key, proposal in fresh.items() if key not in made]


def wanted_proposals(judgement: Judgement) -> Iterator[Proposal]:
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
        yield Proposal(kind=WARNING, subject=one.department, reason="预警", fact=one.fact, number=one.number, day=one.day)
    for told in explanations(judgement):
        unit = told.department
        yield Proposal(kind=EXPLANATION, subject=unit, reason="讲评", fact=told.fact, number=unit, day=last, unit=unit)


def is_asked_for(judged: JudgedItem, settings: Settings) -> bool:
    """Not due before 启用日期: such an item is in no proposal."""
    return settings.start is None or judged.deadline.first is None or judged.deadline.first >= settings.start


def row_of(proposal: Proposal, key: str, judgement: Judgement) -> Accountability:
    return new_row(
        Accountability,
        day=judgement.day,
        kind=proposal.kind,
        subject=proposal.subject,
        speaker=proposal.speaker,
        rule=rule_name(proposal.rule, proposal.reason),
        fact=proposal.fact,
        number="" if proposal.number == proposal.unit else proposal.number,
        status=PROPOSED,
        origin=key,
    )


def item_proposal(kind: str, reason: str, fact: str, judged: JudgedItem, day: dt.date, speaker: str = "") -> Proposal:
    """A proposal about the 责任人 of an item; 表扬 and 提醒 are for its department."""
    subject = judged.department if kind in (PRAISE, REMINDER) else judged.item.responsible
    return Proposal(kind=kind, subject=subject, reason=reason, fact=fact, number=judged.item.number, day=day, speaker=speaker)


def by_light(judged: JudgedItem, judgement: Judgement, runs: frozenset[str]) -> Iterator[Proposal]:
    """Green: 表扬. Yellow: 提醒. Red: 督办函 and 约谈; far below or again and again: 问责建议 besides."""
    item, settings, day = judged.item, judgement.facts.settings, judgement.period.last
    shown = percent(judged.light_completion) if judged.light_completion is not None else "—"
    ruled = "（例会认定）" if judged.ruling is not None and judged.light != judged.computed_light else ""
    fact = f"{judgement.period.name} {judged.light}{ruled}，亮灯完成度 {shown}：{item.matter}"
    if judged.light == GREEN:
        yield item_proposal(PRAISE, GREEN, fact, judged, day)
    elif waits_for_rating(judged):
        return
    elif judged.light == YELLOW:
        yield item_proposal(REMINDER, YELLOW, fact, judged, day)
    elif judged.light == RED:
        yield item_proposal(LETTER, RED, fact, judged, day, settings.discipline_office)
        yield item_proposal(TALK, RED, fact, judged, day, settings.discipline_office)
        if judged.light_completion is not None and judged.light_completion < settings.serious_red:
            serious = f"{fact}；低于严重红灯下限 {percent(settings.serious_red)}"
            yield item_proposal(CASE, "严重红灯", serious, judged, day)
    if item.number in runs:
        again = f"最近 {settings.red_run} 个双月期都是红灯：{item.matter}"
        yield item_proposal(CASE, "连续红灯", again, judged, day)


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
    feedback = (row for row in judgement.facts.feedback if row.due is not None and is_owed(row) and start <= row.due < as_of)
    due = grouped((row.number, row) for row in feedback if row.number)
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
            yield item_proposal(DUTY, "无为", fact, judged, missed[-1].due or as_of)


def errors(judgement: Judgement) -> Iterator[Proposal]:
    """有错: a confirmed deduction for an item with impact 较大 or 重大 and cause 主观."""
    settings = judgement.facts.settings
    items = firsts((judged.item.number, judged) for judged in judgement.items if is_asked_for(judged, settings))
    for point in confirmed_points(judgement):
        judged = items.get(point.linked) if point.kind == ASSESSMENT and (point.points or 0) < 0 else None
        if judged is None:
            continue
        item = judged.item
        impact, cause = item.impact or settings.blank_impact, item.cause or settings.blank_cause
        if impact in SEVERE and cause == "主观":
            lost = f"{point.day} 已确认扣 {number(-(point.points or 0))} 分（加减分台账第 {point.at.row} 行）"
            fact = f"负面影响{impact}、主观原因，{lost}：{item.matter}"
            yield item_proposal(CASE, "有错", fact, judged, judgement.period.last)


def green_points(judgement: Judgement, present: Tables | None = None) -> list[Point]:
    """绿灯加分: a proposed addition for the department of each green item; none with 绿灯加分 0."""
    settings = judgement.facts.settings
    value = settings.green_points
    if not value:
        return []
    made = origins((present or judgement.facts).points)
    found: dict[str, Point] = {}
    for judged in judgement.items:
        item, key = judged.item, origin_of("R11", judged.item.number, day=judgement.period.last)
        if judged.counts and is_asked_for(judged, settings) and judged.light == GREEN and item.number and key not in made | found.keys():
            found[key] = new_row(
                Point,
                day=judgement.day,
                department=judged.department,
                kind="奖励",
                points=value,
                fact=f"{item.number} {judgement.period.name} 绿灯：{item.matter}",
                basis="绿灯加分",
                linked=item.number,
                status=PROPOSED,
                origin=key,
            )
    return list(found.values())
