"""What each department gets to see: its own rows, cut from the tables, and nothing of another's.

Values that a department fills in are those of the tables as they stand now; lights, deadlines and states are those of 基准日. A row
whose key stands twice can't be told from the other when it comes back, and the other may be another department's: such rows stay
at home and are listed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cut_rows import Cut, Wanted, doubled, is_current, sent_row, staff_of, texts_of, told
from udfs.rules.ground.departments import is_in_force
from udfs.rules.ground.states import OPEN, PAUSED, REGISTERED, SUBMITTED
from udfs.rules.judging.judgement import JudgedItem, JudgedStage, Judgement
from udfs.rules.supervision.feedback_due import due_feedback
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.department_tables import DEPARTMENT_TABLES, REPORTED
from workbook_templates.sent.sent_kinds import DEPARTMENT
from workbook_templates.sent.sent_tables import Addressee, SentRow
from workbook_templates.tables.daily import Feedback, Indicator, Item, Stage

PROPOSED = "部门申报"
"""来源 of an item that the department proposed itself: it sees that its proposal has arrived."""
NO_SECRET = ("", "无")
WEEK = 7


class Own(NamedTuple):
    """The rows of one department while they are gathered."""

    items: list[JudgedItem]
    indicators: list[Indicator]


def cut_departments(tables: Tables, judgement: Judgement, wanted: Wanted) -> Cut:
    """The rows of departments, with the feedback that falls due; one that was named gets its forms even without rows."""
    cutter = Cutter(tables, judgement, due_feedback(judgement))
    own = cutter.gathered()
    made = [cutter.department(name, own[name]) for name in wanted.names if wanted.asked or own[name].items or own[name].indicators]
    sent = {row.number for department in made for row in department.tables["督办台账"]}
    added = tuple(row for row in cutter.due if row.number in sent and cutter.is_reported(row.number))
    idle = {*wanted.names} - {department.name for department in made}
    return Cut(tuple(made), cutter.left_out(wanted.names), added, tuple(name for name in wanted.names if name in idle))


class Cutter:
    """The tables of a run, grouped by item, and what can't go out."""

    def __init__(self, tables: Tables, judgement: Judgement, due: Iterable[Feedback]) -> None:
        self.tables, self.judgement, self.due = tables, judgement, tuple(due)
        self.raw: dict[int, Item] = {item.at.row: item for item in tables.items}
        self.raw_stages: dict[int, Stage] = {stage.at.row: stage for stage in tables.stages}
        self.doubled = doubled((item.number,) for item in tables.items)
        self.doubled_stages = doubled((stage.number, stage.stage) for stage in tables.stages)
        self.doubled_feedback = doubled((row.number, row.due) for row in tables.feedback)
        self.doubled_indicators = doubled((row.number, row.period) for row in tables.indicators)
        self.feedback: dict[str, list[Feedback]] = defaultdict(list)
        for row in (*tables.feedback, *self.due):
            self.feedback[row.number].append(row)
        self.people = staff_of(tables, judgement)
        self.status = {judged.item.number: judged.item.status for judged in judgement.items}

    def gathered(self) -> defaultdict[str, Own]:
        """Department → its items and indicators, as it answers for them on 基准日."""
        found: defaultdict[str, Own] = defaultdict(lambda: Own([], []))
        heir, as_of = self.judgement.departments.heir, self.judgement.as_of
        for judged in self.judgement.items:
            if is_shown(judged.item) and self.is_known_by_number(judged.item):
                found[heir(judged.item.department, as_of)].items.append(judged)
        closed = {row.period for row in self.tables.closed}
        for row in self.tables.indicators:
            if row.number and (row.number, row.period) not in self.doubled_indicators and is_current(row.period, self.judgement, closed):
                found[heir(row.department, as_of)].indicators.append(row)
        return found

    def is_known_by_number(self, item: Item) -> bool:
        return bool(item.number) and (item.number,) not in self.doubled

    def is_reported(self, number: str) -> bool:
        return self.status.get(number) in OPEN

    def department(self, name: str, own: Own) -> Addressee:
        """One department's file."""
        known = self.judgement.departments.find(name)
        tables: dict[str, list[SentRow]] = {table: [] for table in DEPARTMENT_TABLES}
        reported = [judged for judged in own.items if judged.item.status in OPEN]
        for judged in own.items:
            tables["督办台账"].append(self.item_row(judged))
        for judged in reported:
            tables["阶段目标"] += self.stage_rows(judged)
        tables["反馈记录"] = self.feedback_rows(reported)
        tables["指标"] = [sent_row(DEPARTMENT, "指标", row, {}) for row in own.indicators]
        secret = tuple(dict.fromkeys(j.item.secrecy for j in own.items if j.item.secrecy not in NO_SECRET))
        liaison, phone = (known.liaison, known.phone) if known else ("", "")
        return Addressee(name, liaison, phone, self.people.get(name, ()), tables, self.summary(reported, tables), secret)

    def summary(self, reported: list[JudgedItem], tables: dict[str, list[SentRow]]) -> dict[str, int]:
        """The figures of the first page."""
        as_of = self.judgement.as_of
        days = [judged.days_left for judged in reported if judged.days_left is not None and judged.item.status != SUBMITTED]
        unrated = [stage for judged in reported for stage in judged.stages if stage.is_due(as_of) and stage.stage.self_rated is None]
        return {
            "在办": len(reported),
            "逾期": sum(judged.overdue for judged in reported),
            "七天内到期": sum(0 <= left <= WEEK for left in days),
            "待填反馈": len(tables["反馈记录"]),
            "待自评阶段": sum(stage.stage.confirmed is None for stage in unrated),
            "指标": len(tables["指标"]),
        }

    def item_row(self, judged: JudgedItem) -> SentRow:
        """A row of 督办台账; an item that nobody works on is locked, and of one with stages the 完成度."""
        item = self.raw[judged.item.at.row]
        locked: frozenset[str] = frozenset()
        if judged.item.status not in OPEN:
            locked = frozenset(REPORTED["督办台账"])
        elif judged.stages:
            locked = frozenset({"完成度"})
        shown = {
            "级别": judged.level,
            "状态": judged.item.status,
            "考核时限": judged.deadline.first,
            "灯": judged.light,
            "剩余天数": None if judged.item.status == SUBMITTED and judged.item.submitted else judged.days_left,
            **({"完成度": Fraction(judged.completion)} if judged.stages else {}),
        }
        return sent_row(DEPARTMENT, "督办台账", item, shown, locked)

    def stage_rows(self, judged: JudgedItem) -> Iterable[SentRow]:
        """The stages of an item, in the order of their rows."""
        for found in judged.stages:
            stage = self.raw_stages[found.stage.at.row]
            if (stage.number, stage.stage) not in self.doubled_stages:
                yield stage_row(judged, stage, found)

    def feedback_rows(self, reported: list[JudgedItem]) -> list[SentRow]:
        """What is to be given, by date: missed, due and to come, each beside what was given last."""
        found = []
        for judged in reported:
            number = judged.item.number
            rows = self.feedback[number]
            given = max((row for row in rows if row.given is not None and row.content), key=given_on, default=None)
            last = f"{given.given}：{given.content}" if given else ""
            for row in rows:
                if row.given is None and row.due is not None and (number, row.due) not in self.doubled_feedback:
                    shown = {"事项": judged.item.matter, "上次反馈": last}
                    found.append(sent_row(DEPARTMENT, "反馈记录", row, shown))
        return sorted(found, key=lambda row: row.part)

    def left_out(self, names: Collection[str]) -> tuple[str, ...]:
        """What should have gone out to these departments and could not, as messages for the clerk."""
        heir, as_of = self.judgement.departments.heir, self.judgement.as_of
        items = [judged.item for judged in self.judgement.items if heir(judged.item.department, as_of) in names]
        numbers = {item.number for item in items}
        indicators = {row.number for row in self.tables.indicators if heir(row.department, as_of) in names}
        nobodys = [j.item for j in self.judgement.items if j.item.status in OPEN and not is_somebodys(j.item, self.judgement)]
        parts = (
            ([name_of(i) for i in items if is_shown(i) and not i.number], "个事项没有编号，没有下发：请先刷新，编号会自动补上"),
            ([i.number for i in items if (i.number,) in self.doubled], "个事项的编号重复，没有下发：请改成不同的编号"),
            ([name_of(i) for i in items if not i.status], "个事项的状态空着或读不懂，没有下发：请改好状态"),
            ([name_of(i) for i in nobodys], "个在办事项的主责部门不在“部门”表里或已经停用，没有下发：请改主责部门，或填上并入部门"),
            (texts_of(self.doubled_stages, lambda key: key[0] in numbers), "个阶段重复，没有下发：请改成不同的阶段名称"),
            (texts_of(self.doubled_feedback, lambda key: key[0] in numbers), "次反馈重复，没有下发：请删去多余的一行"),
            (texts_of(self.doubled_indicators, lambda key: key[0] in indicators), "个指标重复，没有下发：请改成不同的指标编号或期间"),
        )
        return told(parts)


def is_shown(item: Item) -> bool:
    """Open items are reported on; paused ones, and proposals of the department that wait for a decision, are only seen."""
    return item.status in OPEN or item.status == PAUSED or (item.status == REGISTERED and item.origin == PROPOSED)


def is_somebodys(item: Item, judgement: Judgement) -> bool:
    """Whether a department in force answers for the item on 基准日."""
    return is_in_force(judgement.departments.find(judgement.departments.heir(item.department, judgement.as_of)), judgement.as_of)


def stage_row(judged: JudgedItem, stage: Stage, found: JudgedStage) -> SentRow:
    shown = {"事项": judged.item.matter, "考核时限": found.deadline.first}
    return sent_row(DEPARTMENT, "阶段目标", stage, shown)


def given_on(row: Feedback) -> tuple[dt.date, int]:
    """Sorts the feedback of an item: the latest 反馈日期 last, of one day the lower row."""
    return row.given or dt.date.min, row.at.row


def name_of(item: Item) -> str:
    """How a message names an item: by its number, else by its matter."""
    return item.number or item.matter[:20] or f"第 {item.at.row} 行"
