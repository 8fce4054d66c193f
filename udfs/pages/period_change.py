"""The company's figures that 操作台 shows: those of the year of the judged day (R17), and those of 考核期间 beside the last closed period.

A closed period keeps what was published.

    now, before = company_figures(judgement), previous_figures(judgement)
    change(now.red, before.red)        # '较上期 ▲3', '较上期持平', '' where one of the two is missing
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from udfs.rules.ground.figures import Exact, Rate, fixed, number, printed, round_half_up
from udfs.rules.ground.history import history
from udfs.rules.ground.linked import linked_numbers
from udfs.rules.ground.on_site import is_solved
from udfs.rules.ground.periods import Period, parse_period, year_of
from udfs.rules.ground.states import ASSESSMENT, CANCELLED, COMPANY, DONE
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.department_lights import department_light
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import LIGHTS, SUPERVISION, confirmed_points
from udfs.rules.supervision.improvements import MEASURE, REGULATION
from udfs.rules.supervision.supervision import ON_TIME_RATE, company_supervision
from workbook_templates.tables.daily import Item
from workbook_templates.tables.logs import Closed

REMINDER_PAPER = "提醒单"

Span: TypeAlias = tuple[dt.date | None, dt.date | None]


class YearFigures(NamedTuple):
    """work, reminders, assessments: counts; solved: of work, what was settled on the spot. regulations, measures: 制度措施 dated in the
    year. issuing_days, closing_days: mean working days 立项→下达, 提交→办结; None: no item."""

    year: int
    work: int
    reminders: int
    assessments: int
    issuing_days: Fraction | None
    closing_days: Fraction | None
    solved: int = 0
    regulations: int = 0
    measures: int = 0


def year_figures(judgement: Judgement) -> YearFigures:
    """督办工作, 督办提醒, 督办考核 of the year, and how long it took to give items out and to close them."""
    facts = judgement.facts
    year = year_of(judgement.period, judgement.as_of, facts.settings.month_end)
    items = [item for item in facts.items if item.status != CANCELLED]
    issued = [item for item in items if year.contains(item.issued)]
    closed = [item for item in items if item.status == DONE and year.contains(item.closed)]
    made = [row.kind for row in facts.improvements if year.contains(row.day)]
    known = {item.number for item in items}
    reminders = (paper for paper in facts.papers if paper.kind == REMINDER_PAPER and year.contains(paper.day))
    return YearFigures(
        year.year,
        len(issued),
        len(linked_numbers(reminders) & known),
        sum(row.kind == ASSESSMENT for row in confirmed_points(judgement, year)),
        mean_days(issued, lambda item: (item.registered, item.issued), judgement.calendar),
        mean_days(closed, lambda item: (item.submitted, item.closed), judgement.calendar),
        sum(map(is_solved, issued)),
        made.count(REGULATION),
        made.count(MEASURE),
    )


def mean_days(items: Iterable[Item], span: Callable[[Item], Span], calendar: Calendar) -> Fraction | None:
    """The mean of the working days after the first date, up to and with the second, over the items that have both in order."""
    days = [calendar.workdays_between(start, end) for start, end in map(span, items) if start and end and start <= end]
    return Fraction(sum(days), len(days)) if days else None


UP, DOWN = "▲", "▼"


class PeriodFigures(NamedTuple):
    """The figures of the whole company in one period.

    period is its name. supervision is 督办得分 and lights 亮灯得分 in points as printed, on_time 按期办结率. green, yellow and red count
    the lights of the items that count in it. closing is 办结率, feedback 反馈及时率, plan 计划执行率, which closing a period
    does not keep. None where there is no such figure.
    """

    period: str
    supervision: Exact | None
    lights: Exact | None
    on_time: Rate
    green: Exact | None
    yellow: Exact | None
    red: Exact | None
    closing: Rate | None = None
    feedback: Rate | None = None
    plan: Rate | None = None


def company_figures(judgement: Judgement) -> PeriodFigures:
    """Of 考核期间: as published where it is closed, else as they stand."""
    name = judgement.period.name
    published = history(judgement.facts).get(name)
    if published:
        return published_figures(name, published)
    digits = judgement.facts.settings.digits
    watched = company_supervision(judgement)
    light = department_light(COMPANY, [judged for judged in judgement.items if judged.counts])
    return PeriodFigures(
        period=name, supervision=printed(watched.score, digits), lights=printed(light.score, digits),
        on_time=watched.on_time, green=light.green, yellow=light.yellow, red=light.red,
        closing=watched.closing, feedback=watched.feedback, plan=watched.plan,
    )  # fmt: skip


def previous_figures(judgement: Judgement) -> PeriodFigures | None:
    """Of the last closed period of the same kind that began before 考核期间; None where there is none."""
    earlier = [one for one in closed_figures(judgement) if one[0].first < judgement.period.first]
    return earlier[-1][1] if earlier else None


def closed_figures(judgement: Judgement) -> list[tuple[Period, PeriodFigures]]:
    """Every closed period of the kind of 考核期间 with its figures, oldest first."""
    month_end = judgement.facts.settings.month_end
    found = [
        (period, published_figures(name, rows))
        for name, rows in history(judgement.facts).items()
        if (period := parse_period(name, month_end)) is not None and period.kind == judgement.period.kind
    ]
    return sorted(found, key=lambda entry: entry[0].first)


def published_figures(name: str, rows: Sequence[Closed]) -> PeriodFigures:
    """What the closing of a period left of the company in 历史成绩."""
    whole = {row.dimension: row for row in rows if row.object_kind == COMPANY}
    watched, light = whole.get(SUPERVISION), whole.get(LIGHTS)
    return PeriodFigures(
        period=name,
        supervision=watched.score if watched else None,
        lights=light.score if light else None,
        on_time=Rate((watched.numerator or 0) if watched else 0, (watched.denominator or 0) if watched else 0, ON_TIME_RATE),
        green=light.green if light else None,
        yellow=light.yellow if light else None,
        red=light.red if light else None,
    )


def change(now: Exact | None, before: Exact | None, digits: int | None = None, unit: str = "") -> str:
    """'较上期 ▲3'. digits: decimals of a score; None for a count. '' where one of the two is missing."""
    if now is None or before is None:
        return ""
    difference = Fraction(now) - Fraction(before)
    shown = number(abs(difference)) if digits is None else fixed(abs(difference), digits)
    if not difference or not float(shown):
        return "较上期持平"
    return f"较上期 {UP if difference > 0 else DOWN}{shown}{unit}"


def rate_change(now: Rate, before: Rate) -> str:
    """'较上期 ▼1.3 个百分点', between the two as they are shown, with one decimal."""
    if now.value is None or before.value is None:
        return ""
    return change(round_half_up(now.value * 100, 1), round_half_up(before.value * 100, 1), 1, " 个百分点")
