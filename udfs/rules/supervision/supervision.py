"""R7: the supervision score (督办得分) of a department in a period, and the rates that go with it.

supervision(judgement)           # department → its score, over the items it answers for
company_supervision(judgement)   # the same figures over all items, each once
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from udfs.rules.ground.departments import NAMELESS
from udfs.rules.ground.excused import is_owed
from udfs.rules.ground.figures import Exact, Rate, weight_of, weighted_mean
from udfs.rules.ground.on_site import can_be_lit
from udfs.rules.ground.states import COMPANY, DONE
from udfs.rules.judging import deadlines
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.tables.daily import Feedback, Item
from workbook_templates.tables.settings import Settings

QUALITY, ON_TIME, FEEDBACK_TIME, FEEDBACK_ACCURACY = "完成质量", "按期办结", "反馈时效", "反馈准确"
YEARLY_TARGET = "年度目标"
"""来源 of the items whose 按期办结率 is the 计划执行率."""

ON_TIME_RATE = "按期办结的事项 ÷ 考核时限在期间内、已经提交办结或时限已过的事项"
PLAN_RATE = f"来源为{YEARLY_TARGET}的事项：{ON_TIME_RATE}"
CLOSING_RATE = "期末以前办结的事项 ÷ 期末以前下达、期初以前没有办结的事项"
FEEDBACK_RATE = "在应反馈日期当天或以前反馈的次数 ÷ 期间内应反馈的次数"

DepartmentShare: TypeAlias = tuple[str, Exact]
"""A department and what part of an item counts for it: 1 for 主责部门, 协办系数 for 协办部门."""


class MeasureEntry(NamedTuple):
    """One item or feedback in a measure. weight: what it counts; points: 0..100; helper: it counts for a 协办部门."""

    weight: Exact
    points: Exact
    record: JudgedItem | Feedback
    helper: bool

    @property
    def row(self) -> Item | Feedback:
        """The row of 督办台账 or 反馈记录 itself."""
        return self.record.item if isinstance(self.record, JudgedItem) else self.record


class Measure(NamedTuple):
    """One of the four parts of the score: the weighted mean of its entries, in points; None with nothing to measure."""

    name: str
    weight: Fraction
    value: Fraction | None
    entries: tuple[MeasureEntry, ...]


class DepartmentSupervision(NamedTuple):
    """What R7 says of a department in a period.

    score is 督办得分 in points, not rounded; None where nothing can be measured. measures are its four parts, also those without a value.
    on_time is 按期办结率, closing 办结率, feedback 反馈及时率, plan 计划执行率.
    """

    department: str
    score: Fraction | None
    measures: tuple[Measure, ...]
    on_time: Rate
    closing: Rate
    feedback: Rate
    plan: Rate


class Measured(NamedTuple):
    """What is measured for one department: its items and its feedbacks, each with the part that counts for it."""

    items: list[tuple[JudgedItem, Exact]]
    feedback: list[tuple[Feedback, Exact]]


def supervision(judgement: Judgement) -> dict[str, DepartmentSupervision]:
    """Department → its supervision score in the period of the judgement, in the order of 部门.排序; those with items alone."""
    shares = Shares(judgement)
    bases: dict[str, Measured] = {}
    for judged in judgement.items:
        for department, part in shares.of(judged):
            bases.setdefault(department, Measured([], [])).items.append((judged, part))
    for row in feedback_due(judgement):
        for department, part in shares.of_number(row.number):
            bases.setdefault(department, Measured([], [])).feedback.append((row, part))
    names = sorted(bases, key=judgement.departments.order)
    return {name: supervision_of(name, bases[name], judgement) for name in names}


def company_supervision(judgement: Judgement) -> DepartmentSupervision:
    """The same figures over all items that take part, each once, whoever answers for them."""
    taking = [judged for judged in judgement.items if takes_part(judged, judgement.facts.settings)]
    numbers = {judged.item.number for judged in taking if judged.item.number}
    basis = Measured([(judged, 1) for judged in taking], [(row, 1) for row in feedback_due(judgement) if row.number in numbers])
    return supervision_of(COMPANY, basis, judgement)


class Shares:
    """To whom an item counts, and how much of it: its department at the judged day, and the helpers by 协办系数."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement = judgement
        self.settings = judgement.facts.settings
        self.heirs: dict[str, str] = {}
        self.numbers = {judged.item.number: judged for judged in reversed(judgement.items)}

    def of(self, judged: JudgedItem) -> Iterator[DepartmentShare]:
        if not takes_part(judged, self.settings):
            return
        yield judged.department, 1
        if self.settings.helper_factor > 0 and judged.item.helpers:
            helpers = dict.fromkeys(map(self.heir, judged.item.helpers))
            for name in helpers:
                if name != judged.department and name != NAMELESS:
                    yield name, self.settings.helper_factor

    def of_number(self, number: str) -> Iterable[DepartmentShare]:
        judged = self.numbers.get(number)
        return () if judged is None or not number else self.of(judged)

    def heir(self, name: str) -> str:
        if name not in self.heirs:
            self.heirs[name] = self.judgement.departments.heir(name, self.judgement.day)
        return self.heirs[name]


def takes_part(judged: JudgedItem, settings: Settings) -> bool:
    """Not 立项, 暂缓, 取消, nor settled on the spot; and nothing that was due before 启用日期."""
    if not can_be_lit(judged.item):
        return False
    return settings.start is None or judged.deadline.first is None or judged.deadline.first >= settings.start


def feedback_due(judgement: Judgement) -> list[Feedback]:
    """The rows of 反馈记录 with 应反馈日期 in the period, since 启用日期, that somebody owes."""
    period, start = judgement.period, judgement.facts.settings.start
    return [
        row
        for row in judgement.facts.feedback
        if row.due is not None and is_owed(row) and period.first <= row.due <= period.last and (start is None or row.due >= start)
    ]


def supervision_of(name: str, basis: Measured, judgement: Judgement) -> DepartmentSupervision:
    """The four measures, their weighted mean, and the rates of one department."""
    settings, period = judgement.facts.settings, judgement.period
    closed = [one for one in basis.items if one[0].item.status == DONE and period.contains(one[0].item.closed)]
    quality = [quality_entry(judged, part, settings) for judged, part in closed if judged.item.quality is not None]
    timed = [one for one in basis.items if period.contains(one[0].deadline.first) and is_timed(one[0], judgement.as_of)]
    asked = [one for one in basis.feedback if one[0].due is not None and one[0].due <= judgement.day]
    measures = (
        measure(QUALITY, settings.quality_weight, quality),
        measure(ON_TIME, settings.on_time_weight, [entry(judged, part, in_time(judged), part) for judged, part in timed]),
        measure(FEEDBACK_TIME, settings.feedback_time_weight, [entry(row, part, was_given(row), part) for row, part in asked]),
        measure(FEEDBACK_ACCURACY, settings.feedback_accuracy_weight, accuracy_entries(basis.feedback, settings)),
    )
    score = weighted_mean((one.weight, one.value) for one in measures if one.value is not None)
    planned = [(judged, part) for judged, part in timed if judged.item.origin == YEARLY_TARGET]
    return DepartmentSupervision(
        department=name,
        score=score,
        measures=measures,
        on_time=rate(((in_time(judged), part) for judged, part in timed), ON_TIME_RATE),
        closing=rate(((is_closed(judged, period.last), part) for judged, part in basis.items if in_hand(judged, judgement)), CLOSING_RATE),
        feedback=rate(((was_given(row), part) for row, part in asked), FEEDBACK_RATE),
        plan=rate(((in_time(judged), part) for judged, part in planned), PLAN_RATE),
    )


def measure(name: str, weight: Fraction, entries: Sequence[MeasureEntry]) -> Measure:
    return Measure(name, weight, weighted_mean((one.weight, one.points) for one in entries), tuple(entries))


def entry(record: JudgedItem | Feedback, weight: Exact, good: bool, part: Exact) -> MeasureEntry:
    """An entry that has all 100 points or none."""
    return MeasureEntry(weight, 100 if good else 0, record, part != 1)


def quality_entry(judged: JudgedItem, part: Exact, settings: Settings) -> MeasureEntry:
    """完成质量 less 退办扣分 for each return, not below 0, by the weight of the item."""
    points = max((judged.item.quality or Fraction(0)) - settings.return_points * (judged.item.returns or 0), Fraction(0))
    return MeasureEntry(weight_of(judged.item.weight) * part, points, judged, part != 1)


def accuracy_entries(feedback: Iterable[tuple[Feedback, Exact]], settings: Settings) -> list[MeasureEntry]:
    """The points of each feedback that was given and marked."""
    points = {"准确": settings.accurate_points, "基本准确": settings.nearly_points, "不准确": settings.inaccurate_points}
    return [
        MeasureEntry(part, points[row.accuracy], row, part != 1)
        for row, part in feedback
        if row.given is not None and row.accuracy in points
    ]


def in_time(judged: JudgedItem) -> bool:
    """按期: an on-time date on or before 考核时限."""
    return judged.on_time is True


def is_timed(judged: JudgedItem, as_of: dt.date) -> bool:
    """Whether 按期 can be said of the item: it has an on-time date, or its 考核时限 is over."""
    return deadlines.is_timed(judged.on_time_date, judged.deadline.first, as_of)


def was_given(row: Feedback) -> bool:
    """Whether a feedback was given on or before 应反馈日期; one that was never given was not."""
    return row.given is not None and row.due is not None and row.given <= row.due


def is_closed(judged: JudgedItem, last: dt.date) -> bool:
    """办结 by `last`; one without 办结日期 counts."""
    return judged.item.status == DONE and (judged.item.closed is None or judged.item.closed <= last)


def in_hand(judged: JudgedItem, judgement: Judgement) -> bool:
    """Given out by the end of the period and not closed before its start."""
    item, period = judged.item, judgement.period
    start = item.issued or item.registered
    if start is None or start > period.last:
        return False
    return not (item.status == DONE and item.closed is not None and item.closed < period.first)


def rate(counted: Iterable[tuple[bool, Exact]], definition: str) -> Rate:
    """The parts that are good ÷ all parts."""
    numerator: Exact = 0
    denominator: Exact = 0
    for good, part in counted:
        denominator += part
        if good:
            numerator += part
    return Rate(numerator, denominator, definition)
