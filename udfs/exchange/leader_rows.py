"""What each leader gets to see: the stages and items that wait for his confirmation, what waits for his decision (deciders.py), and the
items of his departments with their lights; nothing of another leader's. Who has nothing to fill in gets no file.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cutting import Cutter, Portion, order_of_day, texts_of
from udfs.exchange.deciders import Deciders
from udfs.exchange.department_rows import shown_of
from udfs.rules.decisions.closed_years import ClosedYears
from udfs.rules.decisions.pending import UP_TO_LEADERS, effect_of
from udfs.rules.ground.states import CANCELLED, DONE, OPEN, PAUSED, PENDING, PROPOSED
from udfs.rules.judging.judgement import JudgedItem, JudgedStage
from udfs.rules.judging.progress import is_unconfirmed
from udfs.rules.supervision.reminder_people import Recipient as Person
from workbook_templates.sent.leader_kind import LEADER_KIND, TO_CONFIRM
from workbook_templates.sent.sent_file import SentFile, SentRow
from workbook_templates.sheets.style import LIGHT_COLOURS
from workbook_templates.tables.daily import Accountability, Change, Point, Stage

WORST_FIRST = {light: place for place, light in enumerate(LIGHT_COLOURS)}
NO_LEADER = "没有分管领导，没有下发：请在督办台账、部门或人员表里填上"
NO_CHIEF = "没有人决定，没有下发：请在人员表里填上分管部门和主要领导"
CHANGES, POINTS, CASES = "变更记录", "加减分台账", "问责记录"


class LeaderRows(NamedTuple):
    """The rows of one leader while they are gathered."""

    items: list[JudgedItem]
    stages: list[tuple[JudgedItem, JudgedStage, Stage]]
    confirming: list[JudgedItem]
    changes: list[Change]
    points: list[Point]
    cases: list[Accountability]

    @property
    def confirmations(self) -> int:
        return len(self.stages) + len(self.confirming)

    @property
    def decisions(self) -> int:
        return len(self.changes) + len(self.points) + len(self.cases)


class LeaderCutter(Cutter[LeaderRows]):
    """Files for leaders; where departments were named, for those who answer for one of them."""

    kind = LEADER_KIND

    def prepare(self) -> None:
        self.raw_items = {item.at.row: item for item in self.tables.items}
        self.raw_stages = {stage.at.row: stage for stage in self.tables.stages}
        self.by_number = {judged.item.number: judged for judged in self.judgement.items if judged.item.number}
        old = ClosedYears(self.tables, self.judgement.as_of)  # what nobody decided in a closed year is not asked for anew
        self.pending = [row for row in self.tables.changes if row.result == PENDING and old.year_of(row) is None]
        self.points = [row for row in self.tables.points if row.status == PROPOSED and old.year_of(row) is None]
        self.cases = [row for row in self.tables.accountability if row.status == PROPOSED and old.year_of(row) is None]
        self.nobodys = LeaderRows([], [], [], [], [], [])
        self.deciders = Deciders(self.tables, self.people, self.departments, self.by_number, self.unit)
        self.names = {target.number: (target.target, target.department) for target in self.tables.targets}
        self.names |= {row.number: (row.name, row.department) for row in self.tables.indicators}
        self.people_of = {person.staff_no: person.name for person in self.tables.people if person.staff_no}

    def portions(self) -> Iterable[Portion[LeaderRows]]:
        """What is each leader's; what is nobody's is kept for `left_out`."""
        found: defaultdict[Person | None, LeaderRows] = defaultdict(lambda: LeaderRows([], [], [], [], [], []))
        found[None] = self.nobodys
        units: defaultdict[Person | None, set[str]] = defaultdict(set)
        for judged in self.judgement.items:
            status, leader = judged.item.status, self.deciders.of_item(judged)
            if not judged.item.number or self.is_doubled("督办台账", judged.item) or status not in (*OPEN, PAUSED):
                continue
            own = found[leader]
            own.items.append(judged)
            units[leader].add(self.unit(judged.item.department))
            if status in OPEN:
                own.stages.extend((judged, *pair) for pair in self.waiting(judged))
                if not judged.stages and is_unconfirmed(self.raw_items[judged.item.at.row]):
                    own.confirming.append(judged)
        self.add_decisions(found, units)
        for leader in sorted((one for one in found if one is not None), key=lambda one: one.order):
            own = found[leader]
            yield Portion(leader.name, frozenset(units[leader]), own, leader, busy=bool(own.confirmations or own.decisions))

    def add_decisions(self, found: defaultdict[Person | None, LeaderRows], units: defaultdict[Person | None, set[str]]) -> None:
        """What waits for a decision, to whom it waits for."""
        for row in self.pending:
            if not self.is_doubled(CHANGES, row) and self.may_be_decided(row):
                leader = self.deciders.of_change(row)
                found[leader].changes.append(row)
                units[leader].add(self.unit(self.about(row.number)[1]))
        for point in self.points:
            if not self.is_doubled(POINTS, point):
                leader = self.deciders.of_point(point)
                found[leader].points.append(point)
                units[leader] |= self.deciders.units_of_point(point)
        for case in self.cases:
            if not self.is_doubled(CASES, case):
                leader = self.deciders.of_case(case)
                found[leader].cases.append(case)
                units[leader] |= self.deciders.units_of_case(case)

    def may_be_decided(self, row: Change) -> bool:
        """Whether a change is about something that is known and runs."""
        judged = self.by_number.get(row.number)
        if judged is None:
            return row.number in self.names
        return not self.is_doubled("督办台账", judged.item) and judged.item.status not in (DONE, CANCELLED)

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
        confirming = sorted(own.confirming, key=lambda judged: order_of_day(judged.deadline.first))
        tables: dict[str, list[SentRow]] = {
            "阶段目标": [self.stage_row(*each) for each in stages],
            TO_CONFIRM: [self.confirm_row(judged) for judged in confirming],
            CHANGES: [self.change_row(row) for row in own.changes],
            POINTS: [self.point_row(row) for row in sorted(own.points, key=lambda row: order_of_day(row.day))],
            CASES: [self.row(CASES, row, {}) for row in sorted(own.cases, key=lambda row: order_of_day(row.day))],
            "督办台账": [self.item_row(judged) for judged in items],
        }
        running = [judged for judged in items if judged.item.status in OPEN]
        summary = {
            "待确认": own.confirmations,
            "待决定": own.decisions,
            "在办": len(running),
            "逾期": sum(judged.overdue for judged in running),
            "红灯": sum(judged.light == "红灯" for judged in running),
            "黄灯": sum(judged.light == "黄灯" for judged in running),
        }
        numbers = [*(row.number for row in own.changes), *(row.number for row in own.cases), *(row.linked for row in own.points)]
        named = (self.by_number[number] for number in numbers if number in self.by_number)
        return self.sent_file(portion, tables, summary, secret=(judged.item.secrecy for judged in (*items, *named)))

    def about(self, number: str) -> tuple[str, str]:
        """What a number is about, and whose it is: of an item, a target or an indicator."""
        judged = self.by_number.get(number)
        return (judged.item.matter, judged.item.department) if judged else self.names.get(number, ("", ""))

    def shown_about(self, number: str) -> dict[str, object]:
        """What a row about an item says of it."""
        matter, department = self.about(number)
        return {"事项": matter, "主责部门": self.unit(department)}

    def stage_row(self, judged: JudgedItem, found: JudgedStage, stage: Stage) -> SentRow:
        return self.row("阶段目标", stage, {**self.shown_about(judged.item.number), "考核时限": found.deadline.first})

    def confirm_row(self, judged: JudgedItem) -> SentRow:
        item = self.raw_items[judged.item.at.row]
        return self.row(TO_CONFIRM, item, {"主责部门": self.unit(item.department), "考核时限": judged.deadline.first})

    def change_row(self, row: Change) -> SentRow:
        effect = effect_of(row, self.tables.settings) or UP_TO_LEADERS
        return self.row(CHANGES, row, {**self.shown_about(row.number), "同意后": effect})

    def point_row(self, row: Point) -> SentRow:
        who = self.people_of.get(row.staff_no, row.staff_no) if row.staff_no else row.department
        return self.row(POINTS, row, {"对象": who})

    def item_row(self, judged: JudgedItem) -> SentRow:
        item = self.raw_items[judged.item.at.row]
        shown = {**shown_of(judged), "主责部门": self.unit(judged.item.department), "完成度": Fraction(judged.completion)}
        return self.row("督办台账", item, shown)

    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """What has no leader, or can't be told apart."""
        known = {judged.item.number for judged in self.judgement.items} | self.names.keys()
        pending = {self.key(CHANGES, row) for row in self.pending}
        waiting = {(s.number, s.stage) for s in self.tables.stages if s.self_rated is not None and s.confirmed is None}
        nobodys = self.nobodys
        return (
            ([f"{stage.number}/{stage.stage}" for _, _, stage in nobodys.stages], f"个待确认阶段{NO_LEADER}"),
            ([judged.item.number for judged in nobodys.confirming], f"个待确认事项{NO_LEADER}"),
            ([row.number for row in nobodys.changes], f"个待批变更{NO_CHIEF}"),
            ([f"{row.kind} {row.department or row.staff_no} {row.linked}".rstrip() for row in nobodys.points], f"笔加减分{NO_CHIEF}"),
            ([f"{row.kind} {row.subject} {row.number}".rstrip() for row in nobodys.cases], f"条问责记录{NO_CHIEF}"),
            ([row.number for row in self.pending if row.number not in known], "个待批变更的编号不在督办台账里，没有下发：请改编号"),
            (texts_of(self.doubled[CHANGES], pending.__contains__), "个待批变更重复，没有下发：请删去多余的一行"),
            (self.doubled_rows(POINTS, self.points), "笔加减分重复，分不清，没有下发：请在台账里决定"),
            (self.doubled_rows(CASES, self.cases), "条问责记录重复，分不清，没有下发：请在台账里决定"),
            (texts_of(self.doubled["阶段目标"], waiting.__contains__), "个待确认阶段重复，没有下发：请改成不同的阶段名称"),
        )

    def doubled_rows(self, sheet: str, rows: Sequence[Point] | Sequence[Accountability]) -> list[str]:
        """The rows that can't be told apart, by their place in the table."""
        return [f"第 {row.at.row} 行" for row in rows if self.is_doubled(sheet, row)]
