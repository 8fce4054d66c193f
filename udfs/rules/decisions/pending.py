"""升级与问责: everything that waits for a decision of the leaders, in one view over 变更记录, 加减分台账 and 问责记录."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from udfs.rules.decisions.accountability import DUTY, PRAISE, WARNING
from udfs.rules.decisions.closed_years import ClosedYears, parted
from udfs.rules.ground.change_values import TARGET_ADDED, TARGET_WITHDRAWN
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.figures import number
from udfs.rules.ground.proposed_rows import ProposalRow, keyed, light_in, origin_in, rule_in
from udfs.rules.ground.states import CANCELLED, DECIDED, DONE, PAUSED, PENDING, PROPOSED
from udfs.rules.inspection.inspection import PROBLEM
from udfs.rules.judging.judgement import Judgement
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Accountability, Change, Point
from workbook_templates.tables.results import EscalationRow
from workbook_templates.tables.settings import Settings

UP_TO_LEADERS = "由领导决定"
RULES = {
    "取消": "不再督办，原行保留",
    "暂缓": "停止计时和提醒",
    "恢复": "恢复办理，时限顺延或按新值",
    "责任调整": "改由新值承办",
    TARGET_ADDED: "列为新增的目标、指标",
    TARGET_WITHDRAWN: "不再是目标、指标，目标不计入落地率",
}


def pending_rows(tables: Tables, lights: Mapping[str, str] | None = None, judgement: Judgement | None = None) -> list[EscalationRow]:
    """待批 changes, 拟 points, 拟 and 已批 accountability, in the order of those tables; 表扬 last, and below
    it what nobody has decided in a closed year, as a count.

    lights: 编号 → the light it has now; a proposal about another light says so. judgement: that of the day, for the running counts of
    days, which stand here alone."""
    running = RunningDays(judgement) if judgement else None
    owners = owners_of(tables)
    departments = Departments(tables.departments)
    names = {person.staff_no: person.name for person in tables.people if person.staff_no}
    over = {item.number: f"（事项现已{item.status}，请一并考虑）" for item in tables.items if item.status in (DONE, CANCELLED, PAUSED)}
    found: list[tuple[ProposalRow, EscalationRow]] = [
        *((row, change_row(row, owners, departments, tables.settings)) for row in tables.changes if row.result == PENDING),
        *((row, point_row(row, names)) for row in tables.points if row.status == PROPOSED),
        *accountability_rows(tables.accountability),
    ]
    found, of_closed_years = parted(found, ClosedYears(tables, judgement.as_of if judgement else None))
    shown = [row._replace(fact=row.fact + (running.told(proposal) if running else "")) for proposal, row in found]
    shown = [row._replace(suggestion=row.suggestion + over[row.number]) if is_moot(row, over) else row for row in shown]
    shown = [row._replace(suggestion=row.suggestion + changed_light(row, lights or {})) for row in shown]
    return [*sorted(shown, key=lambda row: row.kind == "表扬"), *of_closed_years]


def owners_of(tables: Tables) -> dict[str, str]:
    """编号 of an item, a target or an indicator → its department; of one number the item prevails."""
    named = [(row.number, row.department) for row in tables.indicators]
    named += [(row.number, row.department) for row in tables.targets]
    named += [(row.number, row.department) for row in tables.items]
    return {number: department for number, department in named if number}


def changed_light(row: EscalationRow, lights: Mapping[str, str]) -> str:
    """What to say where a proposal was made about a light that the item no longer has."""
    light = light_in(row.rule)
    now = lights.get(row.number, "")
    return f"（现为{now}，与提出时不同，请核对）" if light and now and now != light else ""


def is_moot(row: EscalationRow, over: dict[str, str]) -> bool:
    """Whether a proposal is about an item that no longer runs; what is said of its light was said of its end."""
    return row.number in over and row.kind not in ("表扬", "提醒")


def change_row(row: Change, owners: dict[str, str], departments: Departments, settings: Settings) -> EscalationRow:
    where = f"阶段“{row.stage}”：" if row.stage else ""
    wanted = f"{row.old or '原值'} → {row.new}，" if row.new else ""
    return EscalationRow(
        day=row.asked, kind=row.change, subject=departments.present(owners.get(row.number, "")),
        rule=rule_in(row.origin), fact=f"{where}{wanted}{row.reason}".strip("，"),
        suggestion=suggestion(row, settings), number=row.number, status=row.result,
    )  # fmt: skip


def suggestion(row: Change, settings: Settings) -> str:
    """What a 同意 will do, as a sentence."""
    effect = effect_of(row, settings)
    return f"同意则{effect}" if effect else UP_TO_LEADERS


def effect_of(row: Change, settings: Settings) -> str:
    """What a 同意 will do; '' where that is up to the leaders."""
    if row.change == "升级":
        deadline = row.new or f"批准日起 {settings.escalation_grace} 天"
        return f"改为公司级，另定时限（{deadline}）"
    if row.change in ("延期", "改期"):
        return f"时限改为 {row.new or '新值'}"
    return RULES.get(row.change, "")


def point_row(row: Point, names: dict[str, str]) -> EscalationRow:
    subject = names.get(row.staff_no, row.staff_no) if row.staff_no else row.department
    value = row.points or Fraction(0)
    told = f"确认则{'扣' if value < 0 else '加'} {number(abs(value))} 分"
    return EscalationRow(
        day=row.day, kind=row.kind, subject=subject, rule=rule_in(row.origin),
        fact=f"{row.fact}；{row.basis}".strip("；"), suggestion=told, number=row.linked, status=row.status,
    )  # fmt: skip


def accountability_rows(rows: tuple[Accountability, ...]) -> Iterator[tuple[Accountability, EscalationRow]]:
    for row in rows:
        if row.status in (PROPOSED, DECIDED):
            told = "由领导决定" if row.status == PROPOSED else "已批，待办理"
            shown = EscalationRow(
                day=row.day, kind=row.kind, subject=row.subject, rule=row.rule or rule_in(row.origin), fact=row.fact,
                suggestion=told, number=row.number, status=row.status,
            )  # fmt: skip
            yield row, shown


class RunningDays:
    """How many days something has lasted by 基准日: a proposal names dates, and the count is told beside it."""

    def __init__(self, judgement: Judgement) -> None:
        self.as_of = judgement.as_of
        self.items = {keyed(judged.item.number): judged for judged in judgement.items}
        self.problems = {(keyed(check.risk), check.day) for check in judgement.facts.inspections if check.result == PROBLEM}

    def told(self, row: ProposalRow) -> str:
        """（已逾期 5 天）, and '' for a row of a person or one that counts no days."""
        origin = origin_in(row.origin)
        if origin is None:
            return ""
        key, judged = origin.key, self.items.get(origin.key.subject)
        if key.kind == DUTY:
            days = judged.days_idle if judged else None
            return f"（已 {days} 天没有进展）" if days else ""
        if key.kind == WARNING:
            problem = (key.subject, key.day) in self.problems
            overdue = None if problem or key.day is None else (self.as_of - key.day).days
        else:
            overdue = judged.days_overdue if judged and key.kind != PRAISE else None
        return f"（已逾期 {overdue} 天）" if overdue and overdue > 0 else ""
