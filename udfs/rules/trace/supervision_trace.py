"""R16 for R7: which item and which feedback gives how much of a supervision score, and why."""

from collections.abc import Iterator
from fractions import Fraction

from udfs.rules.ground.figures import Exact, number, percent
from udfs.rules.ground.states import DONE
from udfs.rules.judging.deadlines import days_overdue
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.supervision.supervision import FEEDBACK_ACCURACY, QUALITY, DepartmentSupervision, Measure, MeasureEntry
from udfs.rules.trace.light_trace import Part, traced
from workbook_templates.tables.daily import Feedback, Item
from workbook_templates.tables.results import TraceRow
from workbook_templates.tables.settings import Settings

DIMENSION = "督办"


def supervision_trace(judgement: Judgement, scores: dict[str, DepartmentSupervision]) -> list[TraceRow]:
    """维度 督办 of every department: its rows add up to the printed score."""
    digits, period = judgement.facts.settings.digits, judgement.period.name
    rows: list[TraceRow] = []
    for one in scores.values():
        rows += traced(period, one.department, DIMENSION, one.score, supervision_parts(one, judgement), digits)
    return rows


def supervision_parts(one: DepartmentSupervision, judgement: Judgement) -> list[Part]:
    """What each entry gives to the score, in points, in the order of the four measures."""
    present = [measure for measure in one.measures if measure.value is not None and measure.weight]
    whole = sum((measure.weight for measure in present), Fraction(0))
    scaled = len(present) < sum(1 for measure in one.measures if measure.weight)
    return [part for measure in present for part in measure_parts(measure, measure.weight / whole, scaled, judgement)]


def measure_parts(measure: Measure, share: Fraction, scaled: bool, judgement: Judgement) -> Iterator[Part]:
    """The entries of one measure; 退办 and its clamp at 0 are rows of their own. share: what the measure makes of the score, 0..1."""
    total: Exact = sum((one.weight for one in measure.entries), Fraction(0))
    even = len({one.weight for one in measure.entries}) == 1
    tail = f"；{len(measure.entries)} 项平均" if even else f"；权重合计 {number(total)}"
    tail += f"，本部分占总分 {percent(share)}" + ("（没有数据的部分不计）" if scaled else "")
    for one in measure.entries:
        record = one.row
        factor = share * one.weight / total
        points, *more = points_of(measure.name, one, judgement.facts.settings)
        told = f"{measure.name}：{note_of(measure.name, one, judgement)}{weight_note(one, even, judgement)}{tail}"
        yield Part(factor * points, "R7", record.number, record.at, told)
        for rule, value, note in more_rows(more, record):
            yield Part(factor * value, rule, record.number, record.at, f"{measure.name}：{note}")


def points_of(name: str, one: MeasureEntry, settings: Settings) -> list[Exact]:
    """The points of an entry before 退办, what 退办 takes, and what the clamp at 0 gives back; the last two only where they are not 0."""
    if name != QUALITY or not isinstance(one.record, JudgedItem):
        return [one.points]
    quality = one.record.item.quality or Fraction(0)
    lost = settings.return_points * (one.record.item.returns or 0)
    if not lost:
        return [quality]
    return [quality, -lost, lost - quality] if lost > quality else [quality, -lost]


def more_rows(points: list[Exact], record: Item | Feedback) -> Iterator[tuple[str, Exact, str]]:
    times = number(record.returns or 0) if isinstance(record, Item) else ""
    rules = (("R7 退办", f"退办 {times} 次"), ("R7 下限", "扣到 0 分为止"))
    for (rule, note), value in zip(rules, points, strict=False):
        yield rule, value, f"{note}，{number(value)} 分"


def note_of(name: str, one: MeasureEntry, judgement: Judgement) -> str:
    """'90 分', '考核时限 2026-06-05，2026-06-04 提交，按期，100 分'."""
    if isinstance(one.record, Feedback):
        return accuracy_note(one.record, one.points) if name == FEEDBACK_ACCURACY else feedback_note(one.record)
    if name == QUALITY:
        return f"{number(one.record.item.quality or 0)} 分"
    return time_note(one.record, judgement)


def weight_note(one: MeasureEntry, even: bool, judgement: Judgement) -> str:
    """'，权重 2', '（协办，计 0.5）', and where the item came from by a merger."""
    text = f"，权重 {number(one.weight)}" if not even else ""
    if one.helper:
        text += f"（协办，系数 {number(judgement.facts.settings.helper_factor)}）"
    elif isinstance(one.record, JudgedItem) and one.record.department != one.record.item.department and one.record.item.department:
        text += f"；原主责部门 {one.record.item.department}"
    return text


def time_note(judged: JudgedItem, judgement: Judgement) -> str:
    """On time, late by so many days, or not there yet."""
    first, day = judged.deadline.first, judged.on_time_date
    word = "提交" if day == judged.item.submitted else "办结"
    if first is None:
        return ""
    if day is None and judged.item.status == DONE:
        return f"考核时限 {first}，办结了，但提交日期、办结日期都没填，0 分"
    if day is None:
        return f"考核时限 {first}，未提交，逾期 {days_overdue(True, first, judgement.as_of)} 天，0 分"
    if judged.on_time:
        return f"考核时限 {first}，{day} {word}，按期，100 分"
    return f"考核时限 {first}，{day} {word}，晚 {(day - first).days} 天，0 分"


def feedback_note(row: Feedback) -> str:
    if row.given is None:
        return f"应反馈 {row.due}，没有反馈，0 分"
    late = row.due is not None and row.given > row.due
    return f"应反馈 {row.due}，{row.given} 反馈，" + ("迟报，0 分" if late else "按时，100 分")


def accuracy_note(row: Feedback, points: Exact) -> str:
    return f"应反馈 {row.due}，{row.given} 反馈，{row.accuracy}，{number(points)} 分"
