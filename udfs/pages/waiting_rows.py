"""What waits for somebody's decision in the workbook, row by row, with the figures that made it: for the page of this machine.

Each has its key: what it is known by, and what it says. A row that somebody has changed since it was shown has another one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any, Literal, NamedTuple, TypeAlias

from udfs.checks.handled import SEEN, TAKEN, Keys
from udfs.rules.decisions.accountability import CASE, DUTY
from udfs.rules.decisions.closed_years import ESCALATION, ClosedYears
from udfs.rules.decisions.pending import UP_TO_LEADERS, effect_of
from udfs.rules.ground.proposed_rows import is_automatic, origin_in
from udfs.rules.ground.states import ANSWERED, APPROVED, CONFIRMED, DECIDED, OPEN, PENDING, PROPOSED, TAKEN_BACK, TO_LEDGER
from udfs.rules.judging.progress import is_unconfirmed
from udfs.rules.supervision.instructions import awaits_reply
from udfs.rules.supervision.reminder_people import LEADING_ROLES
from workbook_templates.reading.cells import show_number, show_rate, written
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables import TABLES
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column

CONFLICTS, REFUSALS, CHANGES, POINTS, ESCALATIONS = "回收冲突", "拒收", "待批变更", "拟加减分", "升级与问责"
CASES, CONFIRMATIONS, INSTRUCTIONS, OBJECTIONS, CHECKS = "问责建议", "确认", "批示", "异议", "数据检查"
GROUPS = (CONFLICTS, REFUSALS, CHANGES, POINTS, ESCALATIONS, CASES, CONFIRMATIONS, INSTRUCTIONS, OBJECTIONS, CHECKS)
"""In the order in which they are shown."""
DECIDED_BY, DECIDED_ON = "决定人", "决定日期"
"""Who and when, where the table has no columns for it: 操作日志 keeps them."""
NEEDED = {**dict.fromkeys(("不同意", TAKEN_BACK), ("决定意见",)), ANSWERED: ("回复", "回复日期")}
"""Answer → what it wants besides: why not; what was replied and when."""
POINTED = {
    "督办台账": "事项 主责部门 责任人 级别 类别 办理时限 状态 完成度 提交日期 办结日期 负面影响 原因 密级",
    "亮灯": "考核时限 完成度 亮灯完成度 灯 计算灯 剩余天数 逾期天数 停滞天数",
    "目标库": "目标 主责部门 状态",
    "风险点": "风险点 部门 频率 主观性 危害 岗位责任人",
    "抽查计划": "风险值 等级 上次抽查 应查日期 逾期天数",
    "抽查记录": "日期 抽查层级 结果 问题描述 扣分 整改时限 整改完成日期 复查结果",
    "差异化": "打分数 差异化率 极差 标准差 结论",
    "部门成绩": "督办 亮灯 指标 抽查 加减分 综合 类型排名",
    "抽查成绩": "抽查次数 问题数 问题率 等级 排名",
}
"""Tables whose rows a proposal may point to, and what is shown of such a row."""
RESULTS = tuple(name for name in POINTED if TABLES[name].group == "结果")

Facts: TypeAlias = tuple[tuple[str, str], ...]


class WaitingAsk(NamedTuple):
    """One answer that is wanted.

    header: the column that it goes into. choices: what may be chosen; of a person those who are known.
    required: whether nothing is written without it. kind: how it is entered. help: what goes in."""

    header: str
    choices: tuple[str, ...] = ()
    required: bool = True
    kind: Literal["choice", "date", "text", "person"] = "text"
    help: str = ""


class Waiting(NamedTuple):
    """One thing that waits.

    key: opaque, the same while the row says the same, wherever it stands. group: one of GROUPS. title: what it is about.
    facts: label and value, the row's own and those that it points to. asks: what is to be answered; () where only a remedy is told."""

    key: str
    group: str
    title: str
    facts: Facts
    asks: tuple[WaitingAsk, ...]


class WaitingPlace(NamedTuple):
    """A waiting row and where it stands. record: its row; header: of the column by which it waits; of that column what stands there."""

    waiting: Waiting
    record: Any
    header: str = ""


def persons(tables: Tables) -> tuple[str, ...]:
    """Everybody in 人员, leaders first, each once."""
    ordered = sorted(tables.people, key=lambda one: (one.role not in LEADING_ROLES, one.order is None, one.order or 0))
    return tuple(dict.fromkeys(one.name for one in ordered if one.name))


def waiting_rows(tables: Tables, results: Mapping[str, Sequence[Any]], keys: Keys, rows: ClosedYears) -> list[WaitingPlace]:
    """Everything in the tables that waits, in the order of GROUPS and of the sheets. results: the rows of RESULTS and 数据检查 as they
    stand; keys: of the rows that 数据检查 speaks of; rows: what was left in closed years is not asked for anew."""
    return Gathering(tables, results, keys, rows).places()


class Gathering:
    """The rows while they are gathered."""

    def __init__(self, tables: Tables, results: Mapping[str, Sequence[Any]], keys: Keys, old: ClosedYears) -> None:
        self.tables, self.keys, self.old = tables, keys, old
        self.checks: Sequence[Any] = results.get(CHECKS, ())
        self.people = persons(tables)
        self.counted: dict[str, int] = {}
        self.pointed: dict[str, list[tuple[str, Any]]] = {}
        for name in POINTED:
            for row in results.get(name, ()) if name in RESULTS else getattr(tables, FIELDS[name]):
                for key in key_of(name, row):
                    self.pointed.setdefault(key, []).append((name, row))

    def places(self) -> list[WaitingPlace]:
        found = [*self.changes(), *self.points(), *self.cases(), *self.confirmations(), *self.instructions(), *self.objections()]
        found += self.check_entries()
        return sorted(found, key=lambda place: GROUPS.index(place.waiting.group))

    def changes(self) -> Iterator[WaitingPlace]:
        for row in self.tables.changes:
            if row.result == PENDING and self.old.year_of(row) is None:
                effect = effect_of(row, self.tables.settings) or UP_TO_LEADERS
                group = ESCALATIONS if row.change == ESCALATION else CHANGES
                asks = self.decision("结果", (APPROVED, "不同意"), "批准人", "批准日期", f"{APPROVED}：{effect}")
                yield self.place(row, group, f"{row.change} {row.number}", "结果", asks, (("同意后", effect),), row.number, row.stage)

    def points(self) -> Iterator[WaitingPlace]:
        names = {one.staff_no: one.name for one in self.tables.people}
        for row in self.tables.points:
            if row.status == PROPOSED and self.old.year_of(row) is None:
                asks = self.decision("状态", (CONFIRMED, TAKEN_BACK), "确认人", "确认日期", f"{CONFIRMED}了才计分")
                who = names.get(row.staff_no, row.staff_no) or row.department
                yield self.place(row, POINTS, f"{row.kind} {who} {self.number(row.points)} 分", "状态", asks, (), row.linked)

    def cases(self) -> Iterator[WaitingPlace]:
        for row in self.tables.accountability:
            if row.status == PROPOSED and self.old.year_of(row) is None:
                asks = self.decision("状态", (DECIDED, TAKEN_BACK), "批准人", "批准日期", f"{DECIDED}了才办、才出文书")
                group = CASES if row.kind in (CASE, DUTY) else ESCALATIONS
                yield self.place(row, group, f"{row.kind} {row.subject} {row.number}".rstrip(), "状态", asks, (), row.number)

    def confirmations(self) -> Iterator[WaitingPlace]:
        items = {item.number: item for item in self.tables.items if item.number}
        staged = {stage.number for stage in self.tables.stages}
        for row in self.tables.stages:
            item = items.get(row.number)
            if item and item.status in OPEN and row.self_rated is not None and row.confirmed is None:
                asks = (
                    WaitingAsk("确认完成度", help=f"百分比；与自评相同的填 {show_rate(row.self_rated)}"),
                    WaitingAsk("确认意见", required=False, help="与自评不同的写明为什么"),
                    *self.who_and_when("确认人", "确认日期"),
                )
                yield self.place(row, CONFIRMATIONS, f"{row.number} {row.stage} {item.matter}", "确认完成度", asks, (), row.number)
        for item in self.tables.items:
            if item.number not in staged and is_unconfirmed(item):
                own = WaitingAsk("完成度", help=f"百分比；同意部门填的，填 {show_rate(item.completion or Fraction(0))}")
                asked = (own, *self.who_and_when("确认人", "确认日期"))
                yield self.place(item, CONFIRMATIONS, f"{item.number} {item.matter}", "确认日期", asked, (), item.number, item=True)

    def instructions(self) -> Iterator[WaitingPlace]:
        for row in self.tables.instructions:
            if awaits_reply(row):
                asks = (
                    WaitingAsk("状态", (TO_LEDGER, ANSWERED, "阅存"), kind="choice", help=f"{TO_LEDGER}：下次刷新立项；{ANSWERED}的写回复"),
                    WaitingAsk("回复", required=False, help="回复了什么"),
                    WaitingAsk("回复日期", required=False, kind="date"),
                    *self.who_and_when(DECIDED_BY, DECIDED_ON),
                )
                yield self.place(row, INSTRUCTIONS, f"{row.number} {row.leader} → {row.subject}", "状态", asks, (), row.linked)

    def objections(self) -> Iterator[WaitingPlace]:
        for row in self.tables.objections:
            if not row.result:
                asks = (
                    WaitingAsk("结果", LISTS["异议结果"], kind="choice"),
                    WaitingAsk("答复", help="写给部门的答复"),
                    WaitingAsk(DECIDED_BY, self.people, kind="person", help="谁定的，记入操作日志"),
                    WaitingAsk("答复日期", kind="date"),
                )
                yield self.place(row, OBJECTIONS, f"{row.department} {row.table} {row.number}".rstrip(), "结果", asks, (), row.number)

    def check_entries(self) -> Iterator[WaitingPlace]:
        for row in self.checks:
            if row.handling:
                continue
            key = self.keys.get((row.table, int(row.row)), "") if row.row else ""
            choices = (TAKEN, SEEN) if row.proposed else (SEEN,)
            told = f"{TAKEN}：下次刷新写成建议值；{SEEN}：核过，不用改" if row.proposed else f"{SEEN}：核过，不用改；要改的到表里改"
            asks = (WaitingAsk("处理", choices, kind="choice", help=told), *self.who_and_when(DECIDED_BY, DECIDED_ON))
            facts = (("这一行", key),) if key.strip("/") else ()
            spoken = self.key(CHECKS, f"{row.table}\0{key}", (row.header, row.value, row.problem, row.proposed))
            title = f"{row.table}{f' {key}' if key.strip('/') else ''}{f' {row.header}' if row.header else ''}"
            waiting = Waiting(spoken, CHECKS, title, (*facts, *own_facts(CHECKS, row, ("处理",))), asks)
            yield WaitingPlace(waiting, row, "处理")

    def decision(self, header: str, choices: tuple[str, ...], by: str, on: str, told: str) -> tuple[WaitingAsk, ...]:
        words = WaitingAsk("决定意见", required=False, help=f"{choices[1]}的写明为什么")
        return (WaitingAsk(header, choices, kind="choice", help=told), *self.who_and_when(by, on), words)

    def who_and_when(self, by: str, on: str) -> tuple[WaitingAsk, WaitingAsk]:
        return who_and_when(self.people, by, on)

    def place(
        self, row: Any, group: str, title: str, header: str, asks: tuple[WaitingAsk, ...], more: Facts, *linked: str, item: bool = False
    ) -> WaitingPlace:
        """A row of a daily table that waits, with what it points to. item: the row is the item itself."""
        table = row.at.table
        asked = [ask.header for ask in asks]
        own = own_facts(table, row, asked if not item else [name for name in asked if name != "完成度"])
        spoken = self.key(table, row.at.key, [getattr(row, column.field) for column in TABLES[table].columns])
        return WaitingPlace(Waiting(spoken, group, title, (*own, *more, *self.evidence(row, linked)), asks), row, header)

    def key(self, table: str, known_by: str, told: Iterable[object]) -> str:
        """What a row is known by, what it says, and of rows that say the same which one it is."""
        said = f"{digest(table, known_by)}.{digest(*map(repr, told))}"
        self.counted[said] = self.counted.get(said, 0) + 1
        return f"{said}.{self.counted[said]}"

    def evidence(self, row: Any, linked: Collection[str]) -> Iterator[tuple[str, str]]:
        """The rows that one points to, by the numbers in it and by the fact in its 来源; each once."""
        origin = origin_in(row.origin) if getattr(row, "origin", "") and hasattr(row, "opinion") and is_automatic(row) else None
        named = [number for number in linked if number]
        if origin is not None:
            subject, mark = origin.key.subject, origin.key.mark
            named += [*subject.split("/"), f"{mark}/{subject}"]
        for key in dict.fromkeys(named):
            for table, found in self.pointed.get(key, ()):
                if found is not row and (told := "；".join(f"{label} {text}" for label, text in shown_of_row(table, found))):
                    yield f"{table} {key}", told

    def number(self, value: Any) -> str:
        return "" if value is None else show_number(value)


def who_and_when(people: tuple[str, ...], by: str, on: str) -> tuple[WaitingAsk, WaitingAsk]:
    """The two answers without which nothing is written."""
    return WaitingAsk(by, people, kind="person", help="谁定的"), WaitingAsk(on, kind="date", help="哪天定的，不晚于今天")


def digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def key_of(table: str, row: Any) -> Iterator[str]:
    """By what a row is pointed to: its number; a row of a period by period and unit."""
    if table in ("差异化", "部门成绩", "抽查成绩"):
        yield f"{row.period}/{getattr(row, 'scorer', '') or getattr(row, 'department', '')}"
    elif number := getattr(row, "risk", "") if table == "抽查计划" else row.number:
        yield number


def shown_of_row(table: str, row: Any) -> Iterator[tuple[str, str]]:
    for header in POINTED[table].split():
        if text := text_of_field(row, TABLES[table].column(header)):
            yield header, text


def own_facts(table: str, row: Any, asked: Collection[str]) -> Iterator[tuple[str, str]]:
    """What a row says itself, without the cells that are asked for."""
    for column in TABLES[table].columns:
        if column.header not in asked and (text := text_of_field(row, column)):
            yield column.header, text


def text_of_field(row: Any, column: Column) -> str:
    """A field as the clerk reads it in its cell."""
    value = getattr(row, column.field)
    if column.kind == "rate" and value is not None:
        return show_rate(value)
    if column.kind == "number" and value is not None:
        return show_number(value)
    shown = written(value)
    return "" if shown is None else str(shown)
