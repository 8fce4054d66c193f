"""What is the case with each item on a 基准日: the one pass over the ledger that every other rule starts from.

judgement = judge(tables, as_of, Calendar(tables.holidays))
light_rows(judgement)          # the sheet 亮灯
department_lights(judgement)   # scores and counts (module department_lights)
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import Departments
from udfs.rules.ground.excused import with_excuses
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.linked import Index, index_of
from udfs.rules.ground.on_site import is_solved, settled
from udfs.rules.ground.periods import Period, assessed_period, judged_day, period_of
from udfs.rules.ground.states import CANCELLED, COMPANY_LEVEL, DONE, LIT, OPEN
from udfs.rules.ground.workdays import Calendar, days_after
from udfs.rules.judging import deadlines
from udfs.rules.judging.deadlines import Deadline, deadline_of, stage_deadline
from udfs.rules.judging.lights import Scale, Situation, computed_light, light_completion, prevailing_rulings, scale_of
from udfs.rules.judging.progress import Completion, completion_of, due_completion, is_rated, lag_of, planned_by_days, planned_by_stages
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Item, Ruling, Stage
from workbook_templates.tables.lists import LISTS, YES
from workbook_templates.tables.results import LightRow

DUE_TODAY = "今日到期"
"""In the column 待确认: due on 基准日 itself, no light from it before the day is over."""


class JudgedStage(NamedTuple):
    """A stage and its judged deadline."""

    stage: Stage
    deadline: Deadline

    def is_due(self, day: dt.date) -> bool:
        """Whether its 考核时限 has come by the end of `day`."""
        return self.deadline.first is not None and self.deadline.first <= day


class JudgedItem(NamedTuple):
    """An item with all that the rules say of it. Shares 0..1, lag in percentage points, days whole.

    item is its row of 督办台账, stages are its stages with their deadlines, deadline is its own. level is 级别 as it is since an 升级.

    At 基准日: completion is R1 over all stages, unconfirmed whether a rating in it waits for 确认. due_today says that something is due on
    基准日 itself and neither rated nor handed in yet (今日到期): it counts from the next day on. planned is 序时进度, lag 进度偏差; None
    without dates. on_time_date is the day that decides on time, on_time whether it keeps 考核时限; None where it can't be said. overdue is
    whether it is open with its deadline over. days_left, days_overdue and days_idle are 剩余天数, 逾期天数 and 停滞天数, None where they do
    not apply. step is 环节.

    At the judged day of the period: due is R1 over what is due, None where nothing is. light_completion is 亮灯完成度, None without a
    light, and light_unconfirmed says whether it waits for 确认. computed_light is 计算灯, light the one that prevails, ruling the 认定 that
    makes the difference. late is overdue on that day, counts whether the item counts in the period, department who answers for it then.
    """

    item: Item
    stages: tuple[JudgedStage, ...]
    deadline: Deadline
    level: str
    completion: Fraction
    unconfirmed: bool
    due_today: bool
    planned: Fraction | None
    lag: Fraction | None
    on_time_date: dt.date | None
    on_time: bool | None
    overdue: bool
    days_left: int | None
    days_overdue: int | None
    days_idle: int | None
    step: str
    due: Completion | None
    light_completion: Fraction | None
    light_unconfirmed: bool
    computed_light: str
    light: str
    ruling: Ruling | None
    late: bool
    counts: bool
    department: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every item of the ledger as judged.

    facts are the tables as known on as_of, 基准日. period is the one that is looked at, day its judged day. calendar knows the working
    days, index what belongs to an item, departments the names of departments. items are in the order of 督办台账.
    """

    facts: Tables
    as_of: dt.date
    period: Period
    day: dt.date
    calendar: Calendar
    index: Index
    departments: Departments
    items: tuple[JudgedItem, ...]


def judge(tables: Tables, as_of: dt.date, calendar: Calendar, period: Period | None = None) -> Judgement:
    """Judge every item on `as_of` for a period (None: 考核期间). A period that has ended has its lights at its last day."""
    facts = with_excuses(settled(facts_on(tables, as_of)))
    period = period or assessed_period(tables.settings, as_of)
    return judged(facts, index_of(facts), as_of, period, judged_day(period, as_of), calendar)


def judge_period(judgement: Judgement, period: Period) -> Judgement:
    """The same facts judged for another period."""
    day = judged_day(period, judgement.as_of)
    return judged(judgement.facts, judgement.index, judgement.as_of, period, day, judgement.calendar)


def foresee(judgement: Judgement, days: int) -> Judgement:
    """R17: the open items with the lights they have `days` after 基准日 if nothing more is reported; the period stays."""
    day = days_after(judgement.as_of, days)
    facts = judgement.facts._replace(items=tuple(item for item in judgement.facts.items if item.status in OPEN))
    return judged(facts, judgement.index, judgement.as_of, judgement.period, day, judgement.calendar)


def judged(facts: Tables, index: Index, as_of: dt.date, period: Period, day: dt.date, calendar: Calendar) -> Judgement:
    """Facts known on `as_of`, with lights as of the end of `day`."""
    judge_one = Judge(facts, index, as_of, period, day, calendar)
    items = tuple(map(judge_one.item, facts.items))
    return Judgement(
        facts=facts, as_of=as_of, period=period, day=day, calendar=calendar, index=index, departments=judge_one.departments, items=items
    )


class Judge:
    """Judges one item after the other; holds what is the same for all of them, and the deadlines met before."""

    def __init__(self, facts: Tables, index: Index, as_of: dt.date, period: Period, day: dt.date, calendar: Calendar) -> None:
        self.settings = facts.settings
        self.index = index
        self.as_of, self.period, self.day, self.calendar = as_of, period, day, calendar
        self.departments = Departments(facts.departments)
        self.scale: Scale = scale_of(facts.light_bounds)
        self.rulings = prevailing_rulings(facts.rulings, day, facts.settings.month_end)
        self.plain: dict[dt.date | None, Deadline] = {}
        self.heirs: dict[str, str] = {}

    def deadline(self, number: str, stage: str, due: dt.date | None) -> Deadline:
        """The judged deadline of an item (stage "") or stage; those without changes share one object a day."""
        changes = self.index.changes.get((number, stage))
        if changes:
            return deadline_of(due, changes, self.settings, self.calendar)
        known = self.plain.get(due)
        if known is None:
            known = self.plain[due] = deadline_of(due, (), self.settings, self.calendar)
        return known

    def stage_deadline(self, row: Stage, item: Deadline) -> Deadline:
        """The judged deadline of a stage; the rests of its item move it."""
        if not item.pauses:
            return self.deadline(row.number, row.stage, row.due)
        return stage_deadline(row, self.index.changes.get((row.number, row.stage), ()), item.pauses, self.settings, self.calendar)

    def item(self, item: Item) -> JudgedItem:
        """All that R1 to R4 say of one item."""
        number, as_of = item.number, self.as_of
        rows = self.index.stages.get(number, ())
        deadline = self.deadline(number, "", item.due)
        stages = tuple([JudgedStage(row, self.stage_deadline(row, deadline)) for row in rows])
        first = deadline.first
        completion = completion_of(item, rows)
        today = self.due_today(item, stages, first)
        planned = self.planned(item, stages, first, as_of, today)
        closing = deadlines.on_time_date(item, self.settings)
        overdue = deadlines.overdue_at(item, first, as_of)
        late = overdue if self.day == as_of else deadlines.overdue_at(item, first, self.day)
        lag = lag_of(completion.value, planned)
        in_time = deadlines.on_time(closing, first)
        waiting = today if self.day == as_of else ()
        due = self.due(item, stages, rows, first, waiting)
        then = planned if self.day == as_of else self.planned(item, stages, first, self.day, ())
        if waiting and not stages:
            then = None  # planned for the end of a day that still runs
        situation = Situation(
            due=due,
            completion=completion,
            planned=then,
            lag=lag if then is planned else lag_of(completion.value, then),
            overdue=late,
            days_left=deadlines.days_to(first, self.day),
            on_time=in_time,
        )
        light = computed_light(item, situation, self.settings, self.scale)
        taken = light_completion(light, situation, self.settings)
        ruling = self.rulings.get(number) if item.status in LIT else None
        # by keyword: it costs a microsecond an item, and nobody can read 24 places
        found = JudgedItem(
            item=item,
            stages=stages,
            deadline=deadline,
            level=COMPANY_LEVEL if deadline.escalated else item.level,
            completion=completion.value,
            unconfirmed=completion.unconfirmed,
            due_today=bool(today),
            planned=planned,
            lag=lag,
            on_time_date=closing,
            on_time=in_time,
            overdue=overdue,
            days_left=deadlines.days_left(item, first, as_of),
            days_overdue=deadlines.days_overdue(overdue, first, as_of),
            days_idle=deadlines.days_idle(item, self.index.last.get(number), as_of),
            step=self.step(item),
            due=due,
            light_completion=None if taken is None else taken.value,
            light_unconfirmed=taken is not None and taken.unconfirmed,
            computed_light=light,
            light=ruling.light if ruling else light,
            ruling=ruling,
            late=late,
            counts=counts_in(self.period, item, stages, first, late),
            department=self.heir(item.department),
        )
        return unmeasured(found) if is_solved(item) else found

    def due_today(self, item: Item, stages: Sequence[JudgedStage], first: dt.date | None) -> Collection[str]:
        """The stages that are due on 基准日 itself and not rated yet, "" for an item without stages; none of what was handed in."""
        if deadlines.is_handed_in(item):
            return ()
        if not stages:
            return ("",) if first == self.as_of and item.completion is None else ()
        return [stage.stage for stage, deadline in stages if deadline.first == self.as_of and not is_rated(stage)]

    def planned(
        self, item: Item, stages: Sequence[JudgedStage], first: dt.date | None, day: dt.date, waiting: Collection[str]
    ) -> Fraction | None:
        """序时进度 at the end of a day. waiting: the stages of that day that do not count yet."""
        if stages:
            dated = [(stage.weight, None if stage.stage in waiting else deadline.first) for stage, deadline in stages]
            return planned_by_stages(dated, day)
        return planned_by_days(item.issued or item.registered, first, day)

    def due(
        self, item: Item, stages: Sequence[JudgedStage], rows: Sequence[Stage], first: dt.date | None, waiting: Collection[str]
    ) -> Completion | None:
        """R1 over what is due at the judged day. waiting: what is due that day and does not count yet."""
        day = self.day
        due_rows = [
            stage for stage, deadline in stages if deadline.first is not None and deadline.first <= day and stage.stage not in waiting
        ]
        return due_completion(item, rows, due_rows, first is not None and first <= day and "" not in waiting)

    def step(self, item: Item) -> str:
        """环节: 状态; of a closed item then 评价, 通报, 考核, whichever it has reached."""
        if item.status != DONE:
            return item.status
        if item.closed is not None and self.index.closed_halves:
            half = period_of(item.closed, "半年", self.settings.month_end).name
            if half in self.index.closed_halves:
                return "考核"
        if item.number in self.index.bulletins:
            return "通报"
        return "评价" if item.quality is not None else item.status

    def heir(self, name: str) -> str:
        if name not in self.heirs:
            self.heirs[name] = self.departments.heir(name, self.day)
        return self.heirs[name]


def unmeasured(judged: JudgedItem) -> JudgedItem:
    """R19: an item that was settled on the spot: no light, no plan, nothing late, and it counts in no period."""
    return judged._replace(
        unconfirmed=False, due_today=False, planned=None, lag=None, on_time=None, overdue=False, days_left=None, days_overdue=None,
        days_idle=None, due=None, light_completion=None, light_unconfirmed=False, computed_light="", light="", ruling=None, late=False,
        counts=False,
    )  # fmt: skip


def counts_in(period: Period, item: Item, stages: Sequence[JudgedStage], first: dt.date | None, late: bool) -> bool:
    """Whether an item counts in a period: a stage or 考核时限 lies in it, it is overdue at the judged day, or 办结 in it."""
    if item.status not in LIT:
        return False
    if late or period.contains(first) or (item.status == DONE and period.contains(item.closed)):
        return True
    return any(period.contains(judged.deadline.first) for judged in stages)


def light_rows(judgement: Judgement) -> list[LightRow]:
    """The sheet 亮灯: every item but the cancelled ones, in the order of 督办台账."""
    return [light_row(judged) for judged in judgement.items if judged.item.status != CANCELLED]


def light_row(judged: JudgedItem) -> LightRow:
    """One item as the sheet 亮灯 shows it; `at` is its place in 督办台账."""
    item = judged.item
    return LightRow(
        number=item.number, matter=item.matter, department=item.department, responsible=item.responsible,
        level=judged.level, category=item.category, due=judged.deadline.first, completion=judged.completion,
        light_completion=judged.light_completion, planned=judged.planned, lag=judged.lag, light=judged.light,
        computed_light=judged.computed_light, unconfirmed=DUE_TODAY if judged.due_today else YES if judged.unconfirmed else "",
        days_left=judged.days_left, days_overdue=judged.days_overdue, days_idle=judged.days_idle, step=judged.step,
        at=item.at,
    )  # fmt: skip


class Overview(NamedTuple):
    """Counts over the whole ledger on 基准日. by_status: in the order of the list 状态, without zeros left out."""

    by_status: dict[str, int]
    open: int
    overdue: int
    closed: int
    unconfirmed: int
    lights: dict[str, int]


def overview(judgement: Judgement) -> Overview:
    """The counts that 操作台 shows; lights are the prevailing ones."""
    counted = Counter(judged.item.status for judged in judgement.items)
    shown = [judged for judged in judgement.items if judged.item.status != CANCELLED]
    lights = Counter(judged.light for judged in shown)
    return Overview(
        {status: counted[status] for status in LISTS["状态"]},
        sum(counted[status] for status in OPEN),
        sum(judged.overdue for judged in shown),
        counted[DONE],
        sum(judged.unconfirmed for judged in shown),
        {light: lights[light] for light in LISTS["灯"]},
    )
