"""What each department gets to see: its own rows, cut from the tables, the feedback that falls due, and nothing of another's."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.exchange.cutting import Cutter, Portion, texts_of
from udfs.rules.ground.excused import is_owed, with_excuses
from udfs.rules.ground.states import OPEN, PAUSED, REGISTERED, SUBMITTED
from udfs.rules.judging.judgement import JudgedItem
from udfs.rules.supervision.feedback_due import due_feedback
from udfs.rules.supervision.indicator_progress import ADDED_UP, Progress, indicator_progress
from workbook_templates.sent.department_kind import DEPARTMENT_KIND, PROGRESS
from workbook_templates.sent.sent_file import SentFile, SentRow
from workbook_templates.tables.daily import Feedback, Item, Stage
from workbook_templates.tables.performance import Indicator

BY_DEPARTMENT = "部门申报"
"""来源 of an item that the department proposed itself: it sees that its proposal has arrived."""
WEEK = 7


class DepartmentRows(NamedTuple):
    """The rows of one department while they are gathered."""

    items: list[JudgedItem]
    indicators: list[Indicator]


class DepartmentCutter(Cutter[DepartmentRows]):
    """Files for departments. One that was named gets its forms even without rows."""

    kind = DEPARTMENT_KIND

    def prepare(self) -> None:
        self.due = tuple(due_feedback(self.judgement))
        self.raw: dict[int, Item] = {item.at.row: item for item in self.tables.items}
        self.raw_stages: dict[int, Stage] = {stage.at.row: stage for stage in self.tables.stages}
        progress = indicator_progress(self.judgement.facts, self.as_of).values()
        self.running = {one.indicator.at.row: one for one in progress if one.running}
        self.feedback: dict[str, list[Feedback]] = defaultdict(list)
        for row in (*with_excuses(self.tables).feedback, *self.due):
            self.feedback[row.number].append(row)

    def portions(self) -> Iterable[Portion[DepartmentRows]]:
        """Items and indicators of the wanted departments, as each answers for them on 基准日; a 班组 without 联系人 stands with its 所."""
        found: defaultdict[str, DepartmentRows] = defaultdict(lambda: DepartmentRows([], []))
        for judged in self.judgement.items:
            if self.is_shown(judged.item) and judged.item.number and not self.is_doubled("督办台账", judged.item):
                found[self.sheet(judged.item.department)].items.append(judged)
        for row in self.tables.indicators if "指标" in self.kind.sheets else ():
            if row.number and not self.is_doubled("指标", row) and self.is_current(row.period):
                found[self.sheet(row.department)].indicators.append(row)
        for name in self.wanted.names:
            own = found[name]
            yield Portion(name, frozenset({name}), own, busy=self.wanted.asked or bool(own.items or own.indicators))

    def is_shown(self, item: Item) -> bool:
        """Open items are reported on; paused ones, and proposals of the department that wait for a decision, are only seen."""
        return item.status in OPEN or item.status == PAUSED or (item.status == REGISTERED and item.origin == BY_DEPARTMENT)

    def sheet(self, department: str) -> str:
        """In whose sheet the rows of a department go out."""
        return self.departments.sheet_of(department, self.as_of)

    def staff_of(self, name: str) -> tuple[str, ...]:
        """The people of the departments whose rows go out in this sheet, its own first."""
        own = [unit for unit in self.staff if unit == name or self.sheet(unit) == name]
        return tuple(dict.fromkeys(person for unit in sorted(own, key=self.departments.order) for person in self.staff[unit]))

    def added(self, files: Sequence[SentFile]) -> tuple[Feedback, ...]:
        """The feedback that falls due of the open items in these files."""
        sent = {row.number for file in files for row in file.tables["督办台账"]}
        status = {judged.item.number: judged.item.status for judged in self.judgement.items}
        return tuple(row for row in self.due if row.number in sent and status.get(row.number) in OPEN)

    def file(self, portion: Portion[DepartmentRows]) -> SentFile:
        """One department's file."""
        items, indicators = portion.own
        reported = [judged for judged in items if judged.item.status in OPEN]
        tables: dict[str, list[SentRow]] = {
            "督办台账": [self.item_row(judged) for judged in items],
            "阶段目标": [row for judged in reported for row in self.stage_rows(judged)],
            "反馈记录": self.feedback_rows(reported),
            "指标": [self.row("指标", row, {}) for row in indicators],
            PROGRESS: [self.progress_row(one) for row in indicators if (one := self.running.get(row.at.row)) is not None],
        }
        tables = {name: rows for name, rows in tables.items() if name in self.kind.sheets}
        secret = (judged.item.secrecy for judged in items)
        return self.sent_file(portion, tables, self.summary(reported, tables), people=self.staff_of(portion.name), secret=secret)

    def summary(self, reported: list[JudgedItem], tables: dict[str, list[SentRow]]) -> dict[str, int]:
        """The figures of the first page."""
        days = [judged.days_left for judged in reported if judged.days_left is not None and judged.item.status != SUBMITTED]
        unrated = [stage for judged in reported for stage in judged.stages if stage.is_due(self.as_of) and stage.stage.self_rated is None]
        return {
            "在办": len(reported),
            "逾期": sum(judged.overdue for judged in reported),
            "七天内到期": sum(0 <= left <= WEEK for left in days),
            "待填反馈": len(tables["反馈记录"]),
            "待自评阶段": sum(stage.stage.confirmed is None for stage in unrated),
            "指标": len(tables.get("指标", ())),
        }

    def item_row(self, judged: JudgedItem) -> SentRow:
        """A row of 督办台账; an item that nobody works on is locked, and of one with stages the 完成度."""
        locked: frozenset[str] = frozenset()
        if judged.item.status not in OPEN:
            locked = frozenset(self.kind.sheets["督办台账"].filled)
        elif judged.stages:
            locked = frozenset({"完成度"})
        shown = {**shown_of(judged), **({"完成度": Fraction(judged.completion)} if judged.stages else {})}
        return self.row("督办台账", self.raw[judged.item.at.row], shown, locked)

    def stage_rows(self, judged: JudgedItem) -> Iterable[SentRow]:
        """The stages of an item, in the order of their rows."""
        for found in judged.stages:
            stage = self.raw_stages[found.stage.at.row]
            if not self.is_doubled("阶段目标", stage):
                yield self.row("阶段目标", stage, {"事项": judged.item.matter, "考核时限": found.deadline.first})

    def feedback_rows(self, reported: list[JudgedItem]) -> list[SentRow]:
        """What is to be given, by date: missed, due and to come, each beside what was given last."""
        found = []
        for judged in reported:
            rows = self.feedback[judged.item.number]
            given = max((row for row in rows if row.given is not None and row.content), key=given_on, default=None)
            last = f"{given.given}：{given.content}" if given else ""
            owed = (row for row in rows if row.given is None and row.due is not None and is_owed(row))
            open_ = (row for row in owed if not self.is_doubled("反馈记录", row))
            found += [self.row("反馈记录", row, {"事项": judged.item.matter, "上次反馈": last}) for row in open_]
        return sorted(found, key=lambda row: row.part)

    def progress_row(self, one: Progress) -> SentRow:
        """A row of 指标进度 that is still to be reported, beside what was reported last."""
        row, last = one.indicator, one.rows[-1] if one.rows else None
        known = dict.fromkeys(self.kind.sheets[PROGRESS].table.headers) | {
            "指标编号": row.number, "期间": row.period, "指标": row.name, "责任人": row.responsible,
            "目标值": row.goal, "计量单位": row.unit, "累计方式": row.accrual or ADDED_UP,
            "上次截至": last.until if last else None, "上次实际值": last.actual if last else None,
            "应有进度": one.curve.expected(self.as_of),
        }  # fmt: skip
        return self.row(PROGRESS, None, known)

    def left_out(self) -> Sequence[tuple[list[str], str]]:
        """Of the wanted departments."""
        names, twice = self.wanted.names, self.doubled
        items = [judged.item for judged in self.judgement.items if self.sheet(judged.item.department) in names]
        numbers = {item.number for item in items}
        indicators = {row.number for row in self.tables.indicators if self.sheet(row.department) in names}
        running = [judged.item for judged in self.judgement.items if judged.item.status in OPEN]
        nobodys = [item for item in running if not self.is_in_force(self.sheet(item.department))]
        return (
            ([name_of(i) for i in items if self.is_shown(i) and not i.number], "个事项没有编号，没有下发：请先刷新，编号会自动补上"),
            ([i.number for i in items if self.is_doubled("督办台账", i)], "个事项的编号重复，没有下发：请改成不同的编号"),
            ([name_of(i) for i in items if not i.status], "个事项的状态空着或读不懂，没有下发：请改好状态"),
            ([name_of(i) for i in nobodys], "个在办事项的主责部门不在“部门”表里或已经停用，没有下发：请改主责部门，或填上并入部门"),
            (texts_of(twice["阶段目标"], lambda key: key[0] in numbers), "个阶段重复，没有下发：请改成不同的阶段名称"),
            (texts_of(twice["反馈记录"], lambda key: key[0] in numbers), "次反馈重复，没有下发：请删去多余的一行"),
            (
                texts_of(twice.get("指标", frozenset()), lambda key: key[0] in indicators),
                "个指标重复，没有下发：请改成不同的指标编号或期间",
            ),
        )


def shown_of(judged: JudgedItem) -> dict[str, object]:
    """What a row of 督办台账 shows as judged on 基准日."""
    return {
        "级别": judged.level,
        "状态": judged.item.status,
        "考核时限": judged.deadline.first,
        "灯": judged.light,
        "剩余天数": None if judged.item.status == SUBMITTED and judged.item.submitted else judged.days_left,
    }


def given_on(row: Feedback) -> tuple[dt.date, int]:
    """Sorts the feedback of an item: the latest 反馈日期 last, of one day the lower row."""
    return row.given or dt.date.min, row.at.row


def name_of(item: Item) -> str:
    """How a message names an item: by its number, else by its matter."""
    return item.number or item.matter[:20] or f"第 {item.at.row} 行"
