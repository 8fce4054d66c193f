"""R16: every point has a reason. 得失分 lists the parts of a figure as they are printed, so that they add up to it exactly."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import Exact, fixed, number, percent, round_half_up, weight_of
from udfs.rules.ground.kinds import COMPANY
from udfs.rules.judging.department_lights import DepartmentLight
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import RED, YELLOW
from udfs.rules.supervision.targets import Landing
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
            period=period,
            subject=subject,
            dimension=dimension,
            rule=part.rule,
            points=round_half_up(part.points, digits),
            number=part.number,
            table=part.at.table,
            row=part.at.row or None,
            note=part.note,
        )
        for part in parts
    ]
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
