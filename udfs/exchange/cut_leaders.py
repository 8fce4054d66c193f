"""What each leader gets to see: the stages that wait for his confirmation, the changes that wait for his decision, and the items of his
departments with their lights; nothing of another leader's.

The leader of an item is its 分管领导, else that of the department that answers for it, else whoever has it among his 分管部门. Who has
nothing to fill in gets no file.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cut_rows import Cut, Wanted, doubled, order_of_day, sent_row, texts_of, told
from udfs.rules.decisions.pending import suggestion
from udfs.rules.ground.states import CANCELLED, DONE, OPEN, PAUSED, PENDING, SUBMITTED
from udfs.rules.judging.judgement import JudgedItem, JudgedStage, Judgement
from udfs.rules.supervision.reminder_people import People
from udfs.rules.supervision.reminder_people import Recipient as Person
from workbook_templates.reading.parse import Tables
from workbook_templates.sent.sent_kinds import LEADER, addressee_of
from workbook_templates.sent.sent_tables import Addressee, SentRow
from workbook_templates.sheets.style import LIGHTS
from workbook_templates.tables.daily import Change, Stage
from workbook_templates.tables.lists import NO

NO_SECRET = ("", "无")
WORST_FIRST = {light: place for place, light in enumerate(LIGHTS)}


class Own(NamedTuple):
    """The rows of one leader while they are gathered."""

    items: list[JudgedItem]
    stages: list[tuple[JudgedItem, JudgedStage, Stage]]
    changes: list[tuple[JudgedItem, Change]]


def cut_leaders(tables: Tables, judgement: Judgement, wanted: Wanted) -> Cut:
    """The sheets of all leaders; where departments were named, of those who answer for one of them."""
    cutter = LeaderCutter(tables, judgement)
    units = set(wanted.names)
    found = cutter.gathered()
    leaders = sorted((leader for leader in found if leader is not None), key=lambda leader: leader.order)
    if wanted.asked:
        leaders = [leader for leader in leaders if {cutter.unit(judged) for judged in found[leader].items} & units]
    busy = [leader for leader in leaders if found[leader].stages or found[leader].changes]
    made = tuple(cutter.leader(leader, found[leader]) for leader in busy)
    idle = tuple(leader.name for leader in leaders if leader not in busy)
    return Cut(made, cutter.left_out(found[None]), (), idle)


class LeaderCutter:
    """The tables of a run, and whose each item is."""

    def __init__(self, tables: Tables, judgement: Judgement) -> None:
        self.tables, self.judgement = tables, judgement
        self.people = People(judgement.facts, judgement.departments, judgement.as_of)
        self.raw_items = {item.at.row: item for item in tables.items}
        self.raw_stages = {stage.at.row: stage for stage in tables.stages}
        self.doubled = doubled((item.number,) for item in tables.items)
        self.doubled_stages = doubled((stage.number, stage.stage) for stage in tables.stages)
        self.doubled_changes = doubled(key_of(row) for row in tables.changes)
        self.overseers: dict[str, Person] = {}
        for person in sorted(tables.people, key=lambda one: (one.order is None, one.order or 0)):
            leader = None if person.active == NO else self.people.person(person.name, (person.department,))
            for unit in person.oversees if leader else ():
                self.overseers.setdefault(judgement.departments.heir(unit, judgement.as_of), self.people.addressee(person))

    def unit(self, judged: JudgedItem) -> str:
        return self.judgement.departments.heir(judged.item.department, self.judgement.as_of)

    def leader_of(self, judged: JudgedItem) -> Person | None:
        """Who is in charge of an item."""
        unit = self.unit(judged)
        return self.people.leader(judged.item.leader, (unit,)) or self.overseers.get(unit)

    def gathered(self) -> defaultdict[Person | None, Own]:
        """Leader → what is his; under None what has no leader."""
        found: defaultdict[Person | None, Own] = defaultdict(lambda: Own([], [], []))
        changes: defaultdict[str, list[Change]] = defaultdict(list)
        for row in self.tables.changes:
            if row.result == PENDING and key_of(row) not in self.doubled_changes:
                changes[row.number].append(row)
        for judged in self.judgement.items:
            number, status = judged.item.number, judged.item.status
            if not number or (number,) in self.doubled or status in (DONE, CANCELLED):
                continue
            own = found[self.leader_of(judged)]
            own.changes.extend((judged, row) for row in changes[number])
            if status in OPEN:
                own.stages.extend((judged, *pair) for pair in self.waiting(judged))
            if status in OPEN or status == PAUSED:
                own.items.append(judged)
        return found

    def waiting(self, judged: JudgedItem) -> Iterable[tuple[JudgedStage, Stage]]:
        """The stages of an item that are rated by the department and by nobody else."""
        for found in judged.stages:
            raw = self.raw_stages[found.stage.at.row]
            rated = raw.self_rated is not None and found.stage.self_rated is not None
            if rated and raw.confirmed is None and (raw.number, raw.stage) not in self.doubled_stages:
                yield found, raw

    def leader(self, leader: Person, own: Own) -> Addressee:
        """One leader's file."""
        items = sorted(own.items, key=lambda judged: (WORST_FIRST.get(judged.light, len(LIGHTS)), order_of_day(judged.deadline.first)))
        stages = sorted(own.stages, key=lambda each: order_of_day(each[1].deadline.first))
        tables: dict[str, list[SentRow]] = {
            "阶段目标": [self.stage_row(*each) for each in stages],
            "变更记录": [self.change_row(*each) for each in own.changes],
            "督办台账": [self.item_row(judged) for judged in items],
        }
        running = [judged for judged in items if judged.item.status in OPEN]
        summary = {
            "待确认阶段": len(stages),
            "待批变更": len(own.changes),
            "在办": len(running),
            "逾期": sum(judged.overdue for judged in running),
            "红灯": sum(judged.light == "红灯" for judged in running),
            "黄灯": sum(judged.light == "黄灯" for judged in running),
        }
        shown = {judged.item.number: judged for judged in (*items, *(one for one, *_ in stages), *(one for one, _ in own.changes))}
        secret = tuple(dict.fromkeys(one.item.secrecy for one in shown.values() if one.item.secrecy not in NO_SECRET))
        name = addressee_of(LEADER, leader.name)
        person = self.people.behind(leader)
        return Addressee(name, person.post if person else "", "", (), tables, summary, secret, liaison_label="职务")

    def stage_row(self, judged: JudgedItem, found: JudgedStage, stage: Stage) -> SentRow:
        shown = {"事项": judged.item.matter, "主责部门": self.unit(judged), "考核时限": found.deadline.first}
        return sent_row(LEADER, "阶段目标", stage, shown)

    def change_row(self, judged: JudgedItem, row: Change) -> SentRow:
        effect = suggestion(row, self.tables.settings).removeprefix("同意则")
        return sent_row(LEADER, "变更记录", row, {"事项": judged.item.matter, "主责部门": self.unit(judged), "同意后": effect})

    def item_row(self, judged: JudgedItem) -> SentRow:
        item = self.raw_items[judged.item.at.row]
        shown = {
            "主责部门": self.unit(judged),
            "级别": judged.level,
            "状态": judged.item.status,
            "考核时限": judged.deadline.first,
            "完成度": Fraction(judged.completion),
            "灯": judged.light,
            "剩余天数": None if judged.item.status == SUBMITTED and judged.item.submitted else judged.days_left,
        }
        return sent_row(LEADER, "督办台账", item, shown)

    def left_out(self, nobodys: Own) -> tuple[str, ...]:
        """What should have gone to a leader and could not, as messages for the clerk."""
        known = {judged.item.number for judged in self.judgement.items}
        lost = [row for row in self.tables.changes if row.result == PENDING and row.number not in known]
        pending = {key_of(row) for row in self.tables.changes if row.result == PENDING}
        waiting = {(s.number, s.stage) for s in self.tables.stages if s.self_rated is not None and s.confirmed is None}
        return told(
            (
                ([f"{stage.number}/{stage.stage}" for _, _, stage in nobodys.stages], f"个待确认阶段{NO_LEADER}"),
                ([row.number for _, row in nobodys.changes], f"个待批变更{NO_LEADER}"),
                ([row.number for row in lost], "个待批变更的编号不在督办台账里，没有下发：请改编号"),
                (texts_of(self.doubled_changes, pending.__contains__), "个待批变更重复，没有下发：请删去多余的一行"),
                (texts_of(self.doubled_stages, waiting.__contains__), "个待确认阶段重复，没有下发：请改成不同的阶段名称"),
            )
        )


NO_LEADER = "没有分管领导，没有下发：请在督办台账、部门或人员表里填上"


def key_of(row: Change) -> tuple[object, ...]:
    """The durable key of a change."""
    return row.number, row.stage, row.change, row.asked
