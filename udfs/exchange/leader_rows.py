"""What each leader gets to see: the stages that wait for his confirmation, the changes that wait for his decision, and the items of his
departments with their lights; nothing of another leader's.

The leader of an item is its 分管领导, else that of the department that answers for it, else whoever has it among his 分管部门. Who has
nothing to fill in gets no file.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cutting import Cutter, Portion, order_of_day, texts_of
from udfs.exchange.department_rows import shown_of
from udfs.rules.decisions.pending import UP_TO_LEADERS, effect_of
from udfs.rules.ground.states import CANCELLED, DONE, OPEN, PAUSED, PENDING
from udfs.rules.judging.judgement import JudgedItem, JudgedStage
from udfs.rules.supervision.reminder_people import Recipient as Person
from workbook_templates.sent.leader_kind import LEADER_KIND
from workbook_templates.sent.sent_file import SentFile, SentRow
from workbook_templates.sheets.style import LIGHT_COLOURS
from workbook_templates.tables.daily import Change, Stage
from workbook_templates.tables.lists import NO

WORST_FIRST = {light: place for place, light in enumerate(LIGHT_COLOURS)}
NO_LEADER = "没有分管领导，没有下发：请在督办台账、部门或人员表里填上"


class LeaderRows(NamedTuple):
    """The rows of one leader while they are gathered."""

    items: list[JudgedItem]
    stages: list[tuple[JudgedItem, JudgedStage, Stage]]
    changes: list[tuple[JudgedItem, Change]]


class LeaderCutter(Cutter[LeaderRows]):
    """Files for leaders; where departments were named, for those who answer for one of them."""

    kind = LEADER_KIND

    def prepare(self) -> None:
        self.raw_items = {item.at.row: item for item in self.tables.items}
        self.raw_stages = {stage.at.row: stage for stage in self.tables.stages}
        self.pending = [row for row in self.tables.changes if row.result == PENDING]
        self.nobodys = LeaderRows([], [], [])
        self.overseers: dict[str, Person] = {}
        for person in sorted(self.tables.people, key=lambda one: (one.order is None, one.order or 0)):
            leader = None if person.active == NO else self.people.person(person.name, (person.department,))
            for unit in person.oversees if leader else ():
                self.overseers.setdefault(self.unit(unit), self.people.addressee(person))

    def leader_of(self, judged: JudgedItem) -> Person | None:
        """Who is in charge of an item."""
        unit = self.unit(judged.item.department)
        return self.people.leader(judged.item.leader, (unit,)) or self.overseers.get(unit)

    def portions(self) -> Iterable[Portion[LeaderRows]]:
        """What is each leader's; what is nobody's is kept for `left_out`."""
        found: defaultdict[Person | None, LeaderRows] = defaultdict(lambda: LeaderRows([], [], []))
        found[None] = self.nobodys
        changes: defaultdict[str, list[Change]] = defaultdict(list)
        for row in self.pending:
            if not self.is_doubled("变更记录", row):
                changes[row.number].append(row)
        for judged in self.judgement.items:
            number, status = judged.item.number, judged.item.status
            if not number or self.is_doubled("督办台账", judged.item) or status in (DONE, CANCELLED):
                continue
            own = found[self.leader_of(judged)]
            own.changes.extend((judged, row) for row in changes[number])
            if status in OPEN:
                own.stages.extend((judged, *pair) for pair in self.waiting(judged))
            if status in OPEN or status == PAUSED:
                own.items.append(judged)
        for leader in sorted((one for one in found if one is not None), key=lambda one: one.order):
            own = found[leader]
            units = frozenset(self.unit(judged.item.department) for judged in own.items)
            yield Portion(leader.name, units, own, leader, busy=bool(own.stages or own.changes))

    def waiting(self, judged: JudgedItem) -> Iterable[tuple[JudgedStage, Stage]]:
        """The stages of an item that are rated by the department and by nobody else."""
        for found in judged.stages:
            raw = self.raw_stages[found.stage.at.row]
            rated = raw.self_rated is not None and found.stage.self_rated is not None
            if rated and raw.confirmed is None and not self.is_doubled("阶段目标", raw):
                yield found, raw

    def file(self, portion: Portion[LeaderRows]) -> SentFile:
        """One leader's file."""
        own = portion.own
        items = sorted(
            own.items, key=lambda judged: (WORST_FIRST.get(judged.light, len(LIGHT_COLOURS)), order_of_day(judged.deadline.first))
        )
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
        return self.sent_file(portion, tables, summary, secret=(judged.item.secrecy for judged in shown.values()))

    def about(self, judged: JudgedItem) -> dict[str, object]:
        """What a row about an item says of it."""
        return {"事项": judged.item.matter, "主责部门": self.unit(judged.item.department)}

    def stage_row(self, judged: JudgedItem, found: JudgedStage, stage: Stage) -> SentRow:
        return self.row("阶段目标", stage, {**self.about(judged), "考核时限": found.deadline.first})

    def change_row(self, judged: JudgedItem, row: Change) -> SentRow:
        effect = effect_of(row, self.tables.settings) or UP_TO_LEADERS
        return self.row("变更记录", row, {**self.about(judged), "同意后": effect})

    def item_row(self, judged: JudgedItem) -> SentRow:
        item = self.raw_items[judged.item.at.row]
        shown = {**shown_of(judged), "主责部门": self.unit(judged.item.department), "完成度": Fraction(judged.completion)}
        return self.row("督办台账", item, shown)

    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """What has no leader, or can't be told apart."""
        known = {judged.item.number for judged in self.judgement.items}
        pending = {self.key("变更记录", row) for row in self.pending}
        waiting = {(s.number, s.stage) for s in self.tables.stages if s.self_rated is not None and s.confirmed is None}
        return (
            ([f"{stage.number}/{stage.stage}" for _, _, stage in self.nobodys.stages], f"个待确认阶段{NO_LEADER}"),
            ([row.number for _, row in self.nobodys.changes], f"个待批变更{NO_LEADER}"),
            ([row.number for row in self.pending if row.number not in known], "个待批变更的编号不在督办台账里，没有下发：请改编号"),
            (texts_of(self.doubled["变更记录"], pending.__contains__), "个待批变更重复，没有下发：请删去多余的一行"),
            (texts_of(self.doubled["阶段目标"], waiting.__contains__), "个待确认阶段重复，没有下发：请改成不同的阶段名称"),
        )
