"""R5: what there is to remind of on a 基准日, sent or not, each with the trigger that has come.

Left out: items without a number (there is nothing to call them by: a refresh gives them one) and, with 启用日期, whatever was due
before it, with all stages and feedback of an item that was (by the deadline in force).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from udfs.rules.discretion import may_leave
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.excused import is_owed
from udfs.rules.ground.grouped import firsts
from udfs.rules.ground.states import FAILED, OPEN, SUBMITTED
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.progress import is_rated
from udfs.rules.supervision.indicator_progress import Progress, indicator_progress
from udfs.rules.supervision.instructions import addressed_to, awaits_reply
from udfs.rules.supervision.reminder_triggers import (
    ReminderKind,
    Trigger,
    latest_of_deadline,
    latest_of_feedback,
    of_progress,
    of_sheet,
    progress_sentence,
    sheet_sentence,
)
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Feedback, Instruction, Item, Stage
from workbook_templates.tables.performance import Indicator, Inspection, RiskPoint
from workbook_templates.tables.setup import Frequency

ROUTINE = "日常"
BY_DATE = "节点"
INSTRUCTED = "领导批示"
"""What the lists say of an instruction: whose and what it is stands in 批示 alone."""


class SheetOut(NamedTuple):
    """A sheet with open cells, the latest of its addressee, of which no file was merged. addressee: as 批次.部门 has it; name: the
    department or person alone; sent: the day of 下发; listed: of the kind that leaders get."""

    batch: str
    addressee: str
    name: str
    sent: dt.date
    listed: bool = False


class Subject(NamedTuple):
    """What is reminded of.

    kind, number and stage tell it apart (see Keys above). matter is it as the workbook shows it; text what may leave of it, '' for
    nothing. dues are the dates in question, the earliest first; trigger is the day that has come and its 规则. responsible is the cell
    that says who is to act, leader the one that names the leader in charge; units are the departments whose people are asked, in this
    order. said is what is said of it, '' for what is said of every deadline. listed: it stands in 提醒清单, and nothing is sent.
    """

    kind: ReminderKind
    number: str
    stage: str
    matter: str
    text: str
    dues: tuple[dt.date, ...]
    trigger: Trigger
    responsible: str
    leader: str
    units: tuple[str, ...]
    said: str = ""
    listed: bool = False


def subjects(judgement: Judgement, sheets: Iterable[SheetOut] = ()) -> Iterator[Subject]:
    """Everything with a trigger that has come, sent or not."""
    chase = Chase(judgement)
    running = [judged for judged in judgement.items if is_chased(judged.item) and chase.is_after_start(judged.deadline.in_force)]
    for judged in running:
        yield from chase.item(judged)
    yield from chase.feedback({judged.item.number: judged.item for judged in reversed(running)}, judgement.facts.feedback)
    for indicator in judgement.facts.indicators:
        yield from chase.indicator(indicator)
    for progress in indicator_progress(judgement.facts, judgement.as_of).values():
        yield from chase.progress(progress)
    for instruction in judgement.facts.instructions:
        yield from chase.instruction(instruction, judgement.facts)
    owners = {point.number: point for point in judgement.facts.risk_points}
    for inspection in judgement.facts.inspections:
        yield from chase.rectification(inspection, owners.get(inspection.risk))
    for sheet in sheets:
        yield from chase.sheet(sheet)


def is_chased(item: Item) -> bool:
    """Open, with a number, and not handed in: 提交 with 提交日期 waits for the office."""
    return bool(item.number) and item.status in OPEN and not (item.status == SUBMITTED and item.submitted is not None)


class Chase:
    """Finds what is due; holds what is the same for all of it."""

    def __init__(self, judgement: Judgement) -> None:
        self.as_of, self.calendar, self.settings = judgement.as_of, judgement.calendar, judgement.facts.settings
        self.departments: Departments = judgement.departments
        self.intervals = chase_intervals(judgement.facts.frequencies)

    def is_after_start(self, due: dt.date | None) -> bool:
        """启用日期: what was due before it is in no reminder."""
        start = self.settings.start
        return due is None or start is None or due >= start

    def trigger(self, due: dt.date | None, category: str) -> Trigger | None:
        if due is None or not self.is_after_start(due):
            return None
        return latest_of_deadline(due, self.intervals.get(category), self.as_of, self.settings, self.calendar)

    def leaving(self, text: str, mark: str, *others: str) -> str:
        """The text if it may leave, else ''. others: texts beside it whose words decide too."""
        return text if self.settings.text_with_matter and may_leave(self.settings, mark, text, *others) else ""

    def item(self, judged: JudgedItem) -> Iterator[Subject]:
        """The item by its deadline in force, and its stages that nobody has rated, unless they are due on that very day."""
        item, due = judged.item, judged.deadline.in_force
        trigger = self.trigger(due, item.category)
        if trigger is not None and due is not None:
            yield self.about("事项", item, (due,), trigger)
        for stage, deadline in judged.stages:
            ends = deadline.in_force
            trigger = None if is_rated(stage) or ends == due else self.trigger(ends, item.category)
            if trigger is not None and ends is not None:
                yield self.about("阶段", item, (ends,), trigger, stage)

    def about(self, kind: ReminderKind, item: Item, dues: tuple[dt.date, ...], trigger: Trigger, stage: Stage | None = None) -> Subject:
        """What is said of an item, one of its stages or its feedback, and whom it is said to."""
        name, matter, text, who = "", item.matter, self.leaving(item.matter, item.secrecy), item.responsible
        if stage is not None:
            name, who = stage.stage, stage.responsible or item.responsible
            matter = f"{item.matter}｜{stage.task}" if stage.task else item.matter
            text = self.leaving(stage.task or item.matter, item.secrecy, item.matter, stage.stage)
        return Subject(
            kind=kind, number=item.number, stage=name, matter=matter, text=text, dues=dues, trigger=trigger,
            responsible=who, leader=item.leader, units=(self.departments.heir(item.department, self.as_of),),
        )  # fmt: skip

    def feedback(self, items: dict[str, Item], rows: Iterable[Feedback]) -> Iterator[Subject]:
        """The feedback that is awaited, and the one that was not given, one reminder for each item and trigger."""
        dues: dict[tuple[str, Trigger], set[dt.date]] = {}
        for row in rows:
            if row.number in items and row.given is None and is_owed(row) and row.due is not None and self.is_after_start(row.due):
                ahead = items[row.number].category in self.settings.feedback_ahead_of
                trigger = latest_of_feedback(row.due, self.as_of, self.settings, self.calendar, ahead=ahead)
                if trigger is not None:
                    dues.setdefault((row.number, trigger), set()).add(row.due)
        for (number, trigger), days in dues.items():
            yield self.about("反馈", items[number], tuple(sorted(days)), trigger)

    def indicator(self, row: Indicator) -> Iterator[Subject]:
        """A 节点 indicator that is not done, chased as 日常."""
        trigger = self.trigger(row.due, ROUTINE) if row.number and row.method == BY_DATE and row.done is None else None
        if trigger is not None and row.due is not None:
            yield Subject(
                kind="指标", number=row.number, stage=row.period, matter=row.name, text=self.leaving(row.name, ""),
                dues=(row.due,), trigger=trigger, responsible=row.responsible, leader=row.leader,
                units=self.own_units(row.department),
            )  # fmt: skip

    def progress(self, one: Progress) -> Iterator[Subject]:
        """An indicator that is behind inside its period (R18), once a step."""
        trigger = of_progress(one.curve.step(self.as_of).first, self.as_of, self.calendar) if one.behind else None
        if trigger is not None:
            row = one.indicator
            text = self.leaving(row.name, "")
            yield Subject(
                kind="进度", number=row.number, stage=row.period, matter=row.name, text=text, dues=(one.period.last,), trigger=trigger,
                responsible=row.responsible, leader=row.leader, units=self.own_units(row.department), said=progress_sentence(one, text),
            )  # fmt: skip

    def instruction(self, row: Instruction, tables: Tables) -> Iterator[Subject]:
        """An instruction that is to be answered, chased like feedback; its text stays in the register."""
        if row.reply_due is None or not awaits_reply(row) or not self.is_after_start(row.reply_due):
            return
        trigger = latest_of_feedback(row.reply_due, self.as_of, self.settings, self.calendar)
        to = addressed_to(row, tables, self.departments, self.as_of)
        if trigger is not None:
            yield Subject(
                kind="批示", number=row.number, stage="", matter=INSTRUCTED, text="", dues=(row.reply_due,), trigger=trigger,
                responsible="、".join(to.persons), leader="", units=to.departments,
            )  # fmt: skip

    def rectification(self, row: Inspection, point: RiskPoint | None) -> Iterator[Subject]:
        """A rectification that is not done, or that failed its re-check, chased as 日常."""
        is_open = bool(row.number) and (row.mended is None or row.recheck == FAILED)
        trigger = self.trigger(row.mend_due, ROUTINE) if is_open else None
        if trigger is not None and row.mend_due is not None:
            matter = row.demand or row.problem or (point.point if point else "")
            home = self.departments.find(row.department)
            yield Subject(
                kind="整改",
                number=row.number,
                stage=row.risk,
                matter=matter,
                text=self.leaving(matter, "", row.problem, point.point if point else ""),
                dues=(row.mend_due,),
                trigger=trigger,
                responsible=row.mender or (point.owner if point else "") or (home.head if home else ""),
                leader="",
                units=self.own_units(row.department),
            )

    def sheet(self, one: SheetOut) -> Iterator[Subject]:
        """A sheet that did not come back (催收), once: to the liaison of the department, or to the person."""
        trigger = of_sheet(one.sent, self.settings.chase_after, self.as_of, self.calendar)
        if trigger is not None and self.is_after_start(trigger.day):
            known = self.departments.find(one.name) is not None
            yield Subject(
                kind="表", number=one.batch, stage=one.addressee, matter=f"下发给{one.name}的表", text="", dues=(trigger.day,),
                trigger=trigger,
                responsible="" if known else one.name, leader="", units=self.own_units(one.name) if known else (),
                said=sheet_sentence(one.batch, one.name, one.sent), listed=one.listed,
            )  # fmt: skip

    def own_units(self, name: str) -> tuple[str, ...]:
        """Indicators and checks stay where they arose (R10); where nobody is left there, who took the department over is asked."""
        return tuple(dict.fromkeys((self.departments.present(name), self.departments.heir(name, self.as_of))))


def chase_intervals(rows: Iterable[Frequency]) -> dict[str, int]:
    """逾期催办间隔天数 by 类别; of two rows for one the first prevails. A 类别 without a row is chased once."""
    return firsts((row.category, max(int(row.chase_days), 1)) for row in rows if row.chase_days is not None)
