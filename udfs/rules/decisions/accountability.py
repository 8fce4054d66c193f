"""R11: what is proposed about persons and units (拟, in 问责记录), and R9's 预警 and 讲评说明. Everything here is for people to decide.

Each rule says which facts it finds; module proposals says which of them are looked at on which day, and keeps their rows.
Last places are proposed by closing only (module closing).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from udfs.rules.discretion import matter_of
from udfs.rules.ground.excused import is_owed
from udfs.rules.ground.figures import number, percent
from udfs.rules.ground.grouped import firsts, grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.namesakes import called
from udfs.rules.ground.periods import Period, period_of, previous_period
from udfs.rules.ground.proposed_rows import REWARD, Fact, Key, checked, keyed, new_row, origin_in, rule_name
from udfs.rules.ground.states import ASSESSMENT, CONFIRMED, ITEM, LAPSED, OPEN, PROPOSED, TAKEN_BACK
from udfs.rules.inspection.check_warnings import explanations, warnings
from udfs.rules.inspection.inspection import person_checks
from udfs.rules.judging.deadlines import is_handed_in
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import GREEN, RED, YELLOW
from udfs.rules.judging.progress import is_rated
from udfs.rules.supervision.escalation import missed_deadline
from workbook_templates.reading.characters import halved
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Accountability, Point
from workbook_templates.tables.schema import NOWHERE, Source
from workbook_templates.tables.settings import Settings

PRAISE, REMINDER, LETTER, TALK, CASE, DUTY, WARNING, EXPLANATION = (
    "表扬", "提醒", "督办函", "约谈", "问责建议", "履职提醒", "预警", "讲评说明",
)  # fmt: skip
BLAME = (REMINDER, LETTER, TALK, CASE, DUTY)
"""What is never proposed beside praise of one item for one period."""
SEVERE = ("较大", "重大")


class Proposal(NamedTuple):
    """One proposal before it becomes a row.

    kind is its 类别, subject its 对象. reason is what stands behind R11 or R9 in 规则, fact the 事实. number is the 编号 of the item or
    check, "" for a proposal about a department as a whole. about and mark are what it is about in its key: a number or a department,
    and the day or period. dated is the day of the fact, day the 日期 of the row. speaker is the 谈话人, '' where nobody talks. at is the
    row that the fact is taken from. unit is the department of a person who is its 对象, '' where that is none.
    """

    kind: str
    subject: str
    reason: str
    fact: str
    number: str
    about: str
    mark: str
    dated: dt.date
    day: dt.date
    speaker: str = ""
    at: Source = NOWHERE
    unit: str = ""

    def as_fact(self, twice: Collection[str] = ()) -> Fact:
        """The row, under its key. twice: names that two persons bear."""
        rule = "R9" if self.kind in (WARNING, EXPLANATION) else "R11"
        key = Key(rule, self.kind, keyed(self.about), self.mark)
        row = new_row(
            Accountability, day=self.day, kind=self.kind, subject=called(self.subject, self.unit, twice), speaker=self.speaker,
            rule=rule_name(rule, self.reason), fact=self.fact, number=self.number, status=PROPOSED, origin=key.text(), at=self.at,
        )  # fmt: skip
        return Fact(key, self.dated, checked(row))


class Reason(NamedTuple):
    """Why an item is a case for 问责建议. mark: the deadline that it is about; day: the 日期 of the row."""

    reason: str
    fact: str
    judged: JudgedItem
    mark: dt.date
    day: dt.date


def item_proposal(kind: str, reason: str, fact: str, judged: JudgedItem, mark: dt.date, day: dt.date, speaker: str = "") -> Proposal:
    """A proposal about the 责任人 of an item; 表扬 and 提醒, and what nobody answers for, are for its department."""
    item = judged.item
    subject = judged.department if kind in (PRAISE, REMINDER) else item.responsible or judged.department
    return Proposal(
        kind=kind, subject=subject, reason=reason, fact=f"{fact}：{item.matter}", number=item.number, about=item.number,
        mark=str(mark), dated=mark, day=day, speaker=speaker, at=item.at,
        unit="" if subject == judged.department else judged.department,
    )  # fmt: skip


def is_asked_for(judged: JudgedItem, settings: Settings) -> bool:
    """Not due before 启用日期: such an item is in no proposal."""
    return settings.start is None or judged.deadline.first is None or judged.deadline.first >= settings.start


def lit_deadline(judged: JudgedItem, day: dt.date) -> dt.date | None:
    """The deadline that a light is about: the latest of the stages due, without stages 考核时限; 长期: the day it was closed."""
    if judged.stages:
        return max((stage.deadline.first for stage in judged.stages if stage.deadline.first and stage.is_due(day)), default=None)
    return judged.deadline.first or judged.item.closed


def lit_items(judgement: Judgement) -> Iterator[tuple[JudgedItem, dt.date]]:
    """The items of a period whose light may be proposed about, with the deadline it is about: past on 基准日, not before 启用日期."""
    start = judgement.facts.settings.start
    for judged in judgement.items:
        mark = lit_deadline(judged, judgement.day)
        if not (judged.counts and judged.item.number and judged.light and mark is not None and mark < judgement.as_of):
            continue
        if (start is None or mark >= start) and not waits_for_rating(judged, judgement.day):
            yield judged, mark


def waits_for_rating(judged: JudgedItem, day: dt.date) -> bool:
    """Handed in, and nobody has rated it yet: its light says nothing of the work, and nobody is praised or blamed for it."""
    if judged.ruling is not None or judged.item.status not in OPEN or not is_handed_in(judged.item):
        return False
    if judged.stages:
        return any(stage.is_due(day) and not is_rated(stage.stage) for stage in judged.stages)
    return not judged.light_completion


def light_facts(judgement: Judgement, known: Collection[tuple[str, dt.date]] = ()) -> Iterator[Proposal | Reason]:
    """Yellow: 提醒. Red: 督办函 and 约谈; far below, or again and again: a reason for 问责建议 besides. known: number and deadline of what
    has been looked at already."""
    settings, day = judgement.facts.settings, judgement.day
    runs = red_runs(judgement)
    for judged, mark in lit_items(judgement):
        if (judged.item.number, mark) in known:
            continue
        shown = percent(judged.light_completion) if judged.light_completion is not None else "—"
        ruled = "（例会认定）" if judged.ruling is not None and judged.light != judged.computed_light else ""
        fact = f"{mark} 到期，{judged.light}{ruled}，亮灯完成度 {shown}"
        if judged.light == YELLOW:
            yield item_proposal(REMINDER, YELLOW, fact, judged, mark, day)
        elif judged.light == RED:
            office = settings.discipline_office
            yield item_proposal(LETTER, RED, fact, judged, mark, day, office)
            yield item_proposal(TALK, RED, fact, judged, mark, day, office)
            if judged.light_completion is not None and judged.light_completion < settings.serious_red:
                yield Reason("严重红灯", f"{fact}，低于严重红灯下限 {percent(settings.serious_red)}", judged, mark, day)
            if halved(judged.item.number) in runs:
                yield Reason("连续红灯", f"最近 {settings.red_run} 个双月期都是红灯", judged, mark, day)


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
        red = {halved(row.subject) for row in closed[period.name] if row.object_kind == ITEM and row.light == RED}
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
        if item.status not in OPEN or is_handed_in(item) or not is_asked_for(judged, settings):
            continue
        if judged.days_idle is None or judged.days_idle < settings.inaction_days:
            continue
        rows = sorted(due.get(item.number, ()), key=lambda row: (row.due or dt.date.min, row.at.row))
        missed = [*takewhile(lambda row: row.given is None, reversed(rows))]
        if missed and len(missed) >= settings.missed_run:
            days = "、".join(str(row.due) for row in reversed(missed))
            since = judgement.index.last.get(item.number) or item.issued or item.registered
            fact = f"连续 {len(missed)} 次没有反馈（{days}），{since} 以后没有进展"
            # the key holds the first that was missed: one standstill is proposed once, however long it lasts
            yield item_proposal(DUTY, "无为", fact, judged, missed[-1].due or as_of, as_of)


def errors(judgement: Judgement) -> Iterator[Reason]:
    """有错: a confirmed deduction for an item with impact 较大 or 重大 and cause 主观."""
    settings = judgement.facts.settings
    items = firsts((judged.item.number, judged) for judged in judgement.items if judged.item.number and is_asked_for(judged, settings))
    for point in judgement.facts.points:
        counted = point.kind == ASSESSMENT and point.status == CONFIRMED and (point.points or 0) < 0
        judged = items.get(point.linked) if counted else None
        if judged is None:
            continue
        item, origin = judged.item, origin_in(point.origin)
        impact, cause = item.impact or settings.blank_impact, item.cause or settings.blank_cause
        mark = (origin.key.day if origin else None) or judged.deadline.in_force or point.day
        if impact in SEVERE and cause == "主观" and mark is not None:
            lost = f"{point.day} 已确认扣 {number(-(point.points or 0))} 分（加减分台账第 {point.at.row} 行）"
            yield Reason("有错", f"负面影响{impact}、主观原因，{lost}", judged, mark, judgement.as_of)


def cases(reasons: Iterable[Reason]) -> Iterator[Proposal]:
    """One 问责建议 an item and deadline, its reasons joined; 规则 names the first."""
    for group in grouped(((one.judged.item.number, one.mark), one) for one in reasons).values():
        first = group[0]
        facts = "；".join(dict.fromkeys(one.fact for one in group))
        yield item_proposal(CASE, first.reason, facts, first.judged, first.mark, first.day)


def check_facts(judgement: Judgement) -> Iterator[Proposal]:
    """预警 of R9, on 基准日."""
    for one in warnings(judgement):
        if not one.department:  # nobody to warn
            continue
        yield Proposal(
            kind=WARNING, subject=one.department, reason="预警", fact=one.fact, number=one.number, about=one.subject, mark=str(one.day),
            dated=one.day, day=judgement.as_of, at=one.at,
        )  # fmt: skip


def explanation_facts(judgement: Judgement, quarter: Period) -> Iterator[Proposal]:
    """讲评说明 of a quarter that has ended: of departments, then of persons who were checked often enough (被查人)."""
    for told in explanations(judgement, quarter):
        yield explanation(told.department, told.department, told.fact, quarter)
    names = {person.staff_no: person.name for person in judgement.facts.people}
    bound = judgement.facts.settings.pass_bound
    for (unit, staff_no), passed in person_checks(judgement, quarter).items():
        if passed.value is not None and passed.value < bound:
            fact = f"{quarter.name} {names[staff_no]} 被抽查的合格率 {passed.text()}，低于 {percent(bound)}"
            yield explanation(unit, f"{unit}/{staff_no}", fact, quarter)


def explanation(unit: str, about: str, fact: str, quarter: Period) -> Proposal:
    """One 讲评说明, for the department to give."""
    last = quarter.last
    return Proposal(
        kind=EXPLANATION, subject=unit, reason="讲评", fact=fact, number="", about=about, mark=quarter.name, dated=last, day=last
    )  # fmt: skip


# praise


class Green(NamedTuple):
    """An item that may be praised, and the deadline that it kept."""

    judged: JudgedItem
    mark: dt.date


def praised(judgement: Judgement, blamed: Collection[str]) -> list[Green]:
    """The green items of a period: nothing late or overdue, and none that is blamed besides. blamed: their numbers."""
    return [
        Green(judged, mark)
        for judged, mark in lit_items(judgement)
        if judged.light == GREEN and judged.item.number not in blamed and not is_late(judged, judgement)
    ]


def is_late(judged: JudgedItem, judgement: Judgement) -> bool:
    """Late or overdue in the period: on its judged day, or handed in after a deadline that was over by then."""
    last, first = judgement.period.last, judged.deadline.first
    missed = missed_deadline(judged, judgement)
    handed_in_late = judged.on_time is False and first is not None and first <= last
    return judged.late or handed_in_late or (missed is not None and missed.deadline <= last)


def blamed_items(tables: Tables, period: Period, facts: Iterable[Fact]) -> set[str]:
    """The numbers of the items with a deduction proposed or confirmed for a deadline up to the end of the period, or that are blamed in
    it, by rows or by today's facts."""

    def counts(row: Point) -> bool:
        origin = origin_in(row.origin)
        day = (origin.key.day if origin else None) or row.day
        return row.kind == ASSESSMENT and (row.points or 0) < 0 and (day is None or day <= period.last)

    found = {row.linked for row in tables.points if row.status in (PROPOSED, CONFIRMED) and counts(row)}
    found |= {
        row.number
        for row in tables.accountability
        if row.kind in BLAME and row.status not in (TAKEN_BACK, LAPSED) and period.contains(row.day)
    }
    for fact in facts:
        if isinstance(fact.row, Point):
            found |= {fact.row.linked} if counts(fact.row) else set()
        elif isinstance(fact.row, Accountability) and fact.row.kind in BLAME and period.contains(fact.row.day):
            found.add(fact.row.number)
    return found


def praise_facts(judgement: Judgement, green: Iterable[Green]) -> Iterator[Proposal]:
    """表扬: one a department and period that names its items; with 表扬方式 事项 one an item; 不提: none."""
    period, settings = judgement.period, judgement.facts.settings
    if settings.praise_by == "事项":
        for judged, mark in green:
            fact = f"{period.name} {GREEN}，{mark} 到期"
            yield item_proposal(PRAISE, GREEN, fact, judged, period.last, period.last)._replace(mark=period.name)
    elif settings.praise_by == "部门":
        for unit, group in grouped((one.judged.department, one.judged) for one in green).items():
            named = "、".join(f"{judged.item.number} {matter_of(judged.item, settings)}" for judged in group)
            yield Proposal(
                kind=PRAISE, subject=unit, reason=GREEN, fact=f"{period.name} {GREEN} {len(group)} 项：{named}", number="", about=unit,
                mark=period.name, dated=period.last, day=period.last, at=group[0].item.at,
            )  # fmt: skip


def green_points(judgement: Judgement, green: Iterable[Green]) -> Iterator[Fact]:
    """绿灯加分: a proposed addition for the department of each green item; none with 绿灯加分 0."""
    period, value = judgement.period, judgement.facts.settings.green_points
    for judged, mark in green if value else ():
        item, key = judged.item, Key("R11", REWARD, keyed(judged.item.number), str(mark))
        row = new_row(
            Point, day=period.last, department=judged.department, kind=REWARD, points=value, basis="绿灯加分", linked=item.number,
            fact=f"{item.number} {mark} 到期，{GREEN}：{item.matter}", status=PROPOSED, origin=key.text(), at=item.at,
        )  # fmt: skip
        yield Fact(key, mark, checked(row))
