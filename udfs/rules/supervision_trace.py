"""R16 for R7: which item and which feedback gives how much of a supervision score, and why."""

from fractions import Fraction

from udfs.rules.deadlines import days_overdue
from udfs.rules.figures import Exact, number, weight_of
from udfs.rules.states import DONE
from udfs.rules.status import JudgedItem, Judgement
from udfs.rules.supervision import FEEDBACK_ACCURACY, QUALITY, DepartmentSupervision, Entry, Measure
from udfs.rules.trace import Part, traced
from workbook_templates.settings import Settings
from workbook_templates.tables.daily import Feedback
from workbook_templates.tables.results import TraceRow

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
    return [part for measure in present for part in measure_parts(measure, measure.weight / whole, whole, judgement)]


def measure_parts(measure: Measure, share: Fraction, whole: Fraction, judgement: Judgement) -> list[Part]:
    """The entries of one measure. share: what the measure makes of the score, 0..1."""
    total: Exact = sum((one.weight for one in measure.entries), Fraction(0))
    tail = f"；÷ 合计 {number(total)}，占 {number(measure.weight)}/{number(whole)}"
    parts = []
    for one in measure.entries:
        record = one.record.item if isinstance(one.record, JudgedItem) else one.record
        told = f"{measure.name}：{note_of(measure.name, one, judgement)}{tail}"
        parts.append(Part(share * one.weight * one.points / total, "R7", record.number, record.at, told))
    return parts


def note_of(name: str, one: Entry, judgement: Judgement) -> str:
    """'完成质量 90 分，退办 1 次扣 5 分 × 权重 2'."""
    settings = judgement.facts.settings
    if isinstance(one.record, Feedback):
        text = accuracy_note(one.record, one.points) if name == FEEDBACK_ACCURACY else feedback_note(one.record)
    else:
        text = quality_note(one.record, settings) if name == QUALITY else time_note(one.record, judgement)
    if name == QUALITY and isinstance(one.record, JudgedItem):
        text += f" × 权重 {number(weight_of(one.record.item.weight))}"
    if one.helper:
        text += f" × 协办系数 {number(settings.helper_factor)}"
    return text


def quality_note(judged: JudgedItem, settings: Settings) -> str:
    item = judged.item
    text = f"{number(item.quality or 0)} 分"
    if item.returns and settings.return_points:
        lost = settings.return_points * item.returns
        text += f"，退办 {number(item.returns)} 次扣 {number(lost)} 分"
        text += "，扣到 0 为止" if lost > (item.quality or 0) else ""
    return text


def time_note(judged: JudgedItem, judgement: Judgement) -> str:
    """On time, late by so many days, or not there yet."""
    first, day = judged.deadline.first, judged.on_time_date
    word = "办结" if judged.item.status == DONE else "提交"
    if first is None:
        return ""
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
    return f"应反馈 {row.due}，{row.accuracy}，{number(points)} 分"
