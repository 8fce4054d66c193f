"""R16: every point has a reason. 得失分 lists the parts of a figure as they are printed, so that they add up to it exactly.

Here those of 亮灯, and of R7: which item and which feedback gives how much of a supervision score, and why.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import Exact, fixed, number, percent, round_half_up, weight_of
from udfs.rules.ground.states import COMPANY, DONE
from udfs.rules.judging.deadlines import days_overdue
from udfs.rules.judging.department_lights import DepartmentLight
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import RED, YELLOW
from udfs.rules.supervision.supervision import FEEDBACK_ACCURACY, QUALITY, DepartmentSupervision, Measure, MeasureEntry
from udfs.rules.supervision.targets import Landing
from workbook_templates.tables.daily import Feedback, Item
from workbook_templates.tables.results import TraceRow
from workbook_templates.tables.schema import Source
from workbook_templates.tables.settings import Settings

RESIDUE = "尾差"
LANDING = "目标落地"


class Part(NamedTuple):
    """One part of a figure, not rounded, and the row it comes from. number: 编号 of the item, target or the like.

    head: what it is in a word, where the note says more."""

    points: Exact
    rule: str
    number: str
    at: Source
    note: str
    head: str = ""


def traced(period: str, subject: str, dimension: str, figure: Exact | None, parts: Iterable[Part], digits: int) -> list[TraceRow]:
    """The parts as rows of 得失分, each rounded, and a row 尾差 for what rounding left, so that they sum to the printed figure.

    figure: in points (or percentage points), not rounded; None, a figure that there is not, has no rows.
    """
    if figure is None:
        return []
    rows = [
        TraceRow(
            period=period, subject=subject, dimension=dimension, rule=part.rule,
            points=round_half_up(part.points, digits), number=part.number, table=part.at.table,
            row=part.at.row or None, note=part.note,
        )
        for part in parts
    ]  # fmt: skip
    printed = round_half_up(figure, digits)
    left = printed - sum((Fraction(row.points or 0) for row in rows), Fraction(0))
    if left:
        note = f"各行四舍五入后的差额，补足后合计为 {fixed(printed, digits)}"
        rows.append(
            TraceRow(
                period=period, subject=subject, dimension=dimension, rule=RESIDUE, points=left, number="", table="", row=None, note=note
            )
        )
    return rows


def trace_rows(judgement: Judgement, lights: dict[str, DepartmentLight]) -> list[TraceRow]:
    """维度 亮灯 of every department, in the order of 部门.排序."""
    digits, name = judgement.facts.settings.digits, judgement.period.name
    rows: list[TraceRow] = []
    for light in lights.values():
        rows += traced(name, light.department, "亮灯", light.score, light_parts(light, judgement.facts.settings), digits)
    return rows


def light_parts(light: DepartmentLight, settings: Settings) -> list[Part]:
    """What each item gives to the 亮灯 score of its department, in points."""
    total = number(light.weight)
    return [
        Part(
            Fraction(judged.light_completion or 0) * 100 * weight_of(judged.item.weight) / light.weight,
            "R3",
            judged.item.number,
            judged.item.at,
            light_note(judged, total, settings),
        )
        for judged in light.scored
    ]


def light_note(judged: JudgedItem, total: str, settings: Settings) -> str:
    """完成度 75.0%(待确认)× 权重 2 ÷ 权重合计 40;黄灯"""
    unconfirmed = "（待确认）" if judged.light_unconfirmed else " "
    share = percent(judged.light_completion or 0)
    text = f"完成度 {share}{unconfirmed}× 权重 {number(weight_of(judged.item.weight))} ÷ 权重合计 {total}"
    text += f"；计算灯为{judged.computed_light}{light_reason(judged, settings)}"
    if judged.due_today:
        text += "；今日到期的还没有评，不算在内"
    if judged.ruling is not None:
        text += f"，例会认定为{judged.ruling.light}，认定只改灯，不改分"
    if judged.department != judged.item.department and judged.item.department:
        text += f"；原主责部门 {judged.item.department}"
    return text


def light_reason(judged: JudgedItem, settings: Settings) -> str:
    """Why the light is not the one that the completion alone would give."""
    if settings.overdue_red and judged.late and judged.computed_light == RED:
        return "（逾期，一律红灯）"
    if settings.light_basis in ("序时差", "时限"):
        return f"（亮灯口径为{settings.light_basis}，灯不看完成度）"
    if settings.red_needs_impact and judged.computed_light == YELLOW and (judged.item.impact or settings.blank_impact) == "无":
        return "（没有负面影响的，红灯降为黄灯）"
    return ""


def landing_trace(period: str, result: Landing, digits: int) -> list[TraceRow]:
    """维度 目标落地 of the company: the share of each target in 落地率, in percentage points."""
    share, total = result.rate.value, result.rate.denominator
    parts = [
        Part(
            Fraction(100) / total if one.landed else 0,
            "R14",
            one.target.number,
            one.target.at,
            f"{'落地' if one.landed else '未落地'}：{one.reason}；1 ÷ 目标 {number(total)} 个",
        )
        for one in result.targets
    ]
    return traced(period, COMPANY, LANDING, None if share is None else share * 100, parts, digits)


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
