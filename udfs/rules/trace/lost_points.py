"""Where a department lost its points (失分): for each dimension the rows that took from 100, so that they add up to what is missing.

Unlike 得失分, which says what makes a score, this says what is not there; over-fulfilled indicators give back.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from udfs.rules.discretion import WITHHELD, words_about
from udfs.rules.ground.figures import FULL, fixed, number, percent, weight_of
from udfs.rules.inspection.inspection import CheckScore, takes_points
from udfs.rules.judging.department_lights import DepartmentLight
from udfs.rules.judging.judgement import JudgedItem
from udfs.rules.performance.composite import DIMENSIONS, INDICATORS, INSPECTION, LIGHTS, POINTS_DIMENSION, SUPERVISION, Counted
from udfs.rules.performance.indicators import UnitScore
from udfs.rules.performance.scoreboard import Scores
from udfs.rules.supervision.supervision import FEEDBACK_ACCURACY, QUALITY, DepartmentSupervision, Measure, MeasureEntry
from udfs.rules.trace.light_trace import Part, traced
from workbook_templates.tables.results import TraceRow
from workbook_templates.tables.schema import NOWHERE
from workbook_templates.tables.settings import Settings

MAIN = 3
"""Dimensions that are named as those which cost most."""


def lost_rows(name: str, scores: Scores) -> list[TraceRow]:
    """The losses of a department by dimension, rounded, a row 尾差 where rounding left something; then its points."""
    digits, period = scores.judgement.facts.settings.digits, scores.judgement.period.name
    rows: list[TraceRow] = []
    for dimension in DIMENSIONS:
        score, parts = missing(name, dimension, scores)
        rows += traced(period, name, dimension, None if score is None else FULL - score, parts, digits)
    one = scores.composites.get(name)
    if one is not None:
        rows += traced(period, name, POINTS_DIMENSION, one.points, point_parts(one.counted, scores.judgement.facts.settings), digits)
    return [row for row in rows if row.points]


def missing(name: str, dimension: str, scores: Scores) -> tuple[Fraction | None, Iterable[Part]]:
    """The score of a dimension and what it lost; (None, nothing) where there is none."""
    settings = scores.judgement.facts.settings
    if dimension == SUPERVISION and (watched := scores.supervision.get(name)) is not None:
        return watched.score, supervision_parts(watched)
    if dimension == LIGHTS and (light := scores.lights.get(name)) is not None:
        return light.score, light_parts(light)
    if dimension == INDICATORS and (unit := scores.units.get(name)) is not None:
        return unit.score, indicator_parts(unit, settings)
    if dimension == INSPECTION and (checks := scores.checks.get(name)) is not None:
        return checks.score, check_parts(checks, settings)
    return None, ()


def supervision_parts(one: DepartmentSupervision) -> Iterator[Part]:
    """What each item or feedback took, by the weights of the measures that there are."""
    present = [measure for measure in one.measures if measure.value is not None]
    whole = sum((measure.weight for measure in present), Fraction(0))
    for measure in present:
        yield from measure_parts(measure, measure.weight / whole if whole else Fraction(0))


def measure_parts(measure: Measure, share: Fraction) -> Iterator[Part]:
    weight = sum((Fraction(entry.weight) for entry in measure.entries), Fraction(0))
    if measure.name in (QUALITY, FEEDBACK_ACCURACY):
        yield from together(measure, weight, share)
        return
    for entry in measure.entries:
        lost = (FULL - entry.points) * entry.weight / weight * share
        if lost:
            note = f"{measure.name}：{measure_note(measure, entry)}"
            yield Part(lost, "R7", entry.row.number, entry.row.at, note, measure.name)


def together(measure: Measure, weight: Fraction, share: Fraction) -> Iterator[Part]:
    """One part for a measure of many small losses: how many, and the lowest of them."""
    lost = [(entry, (FULL - entry.points) * entry.weight / weight * share) for entry in measure.entries if entry.points < FULL]
    if lost:
        lowest = min(lost, key=lambda pair: pair[0].points)[0]
        row, whole = lowest.row, sum((points for _, points in lost), Fraction(0))
        note = f"{measure.name}：{len(lost)}项不满分，最低的是{row.number}（{measure_note(measure, lowest)}）"
        yield Part(whole, "R7", row.number, row.at, note, measure.name)


def measure_note(measure: Measure, entry: MeasureEntry) -> str:
    """Why one item or feedback took points."""
    record = entry.record
    if isinstance(record, JudgedItem):
        if measure.name == QUALITY:
            return f"{fixed(entry.points, 0)}分"
        first, done = record.deadline.first, record.on_time_date
        return f"晚{(done - first).days}天" if first and done else "过了时限没有办结"
    if measure.name == FEEDBACK_ACCURACY:
        return f"{record.due}应反馈的，{record.accuracy}"
    return f"{record.due}应反馈，{'迟报' if record.given else '漏报'}"


def light_parts(light: DepartmentLight) -> Iterator[Part]:
    for judged in light.scored:
        share = Fraction(judged.light_completion or 0)
        lost = (1 - share) * FULL * weight_of(judged.item.weight) / light.weight
        if lost:
            yield Part(lost, "R3", judged.item.number, judged.item.at, f"完成度{percent(share)}，{judged.computed_light or '未亮灯'}")


def indicator_parts(unit: UnitScore, settings: Settings) -> Iterator[Part]:
    present = [one for one in unit.indicators if one.score is not None]
    whole = sum((one.weight for one in present), Fraction(0))
    for one in present:
        lost = (FULL - (one.score or 0)) * one.weight / whole
        if lost:
            name = words_about(one.indicator.name, None, settings) or WITHHELD
            yield Part(lost, "R8", one.indicator.number, one.at, f"{name}：{one.note}", name)


def check_parts(one: CheckScore, settings: Settings) -> Iterator[Part]:
    for row in one.rows:
        if takes_points(row):
            problem = words_about(row.row.problem, None, settings) or f"扣{number(row.lost)}分"
            yield Part(FULL * row.lost / one.full / one.load, "R9", row.row.number, row.row.at, problem, opening(problem))
    if one.raw is not None and one.score is not None and one.raw != one.score:
        yield Part(one.raw - one.score, "R9", "", NOWHERE, "扣到0分为止")


def opening(text: str) -> str:
    """A finding, up to its first colon, where there is room for a few words."""
    return text.partition("：")[0]


def point_parts(counted: Iterable[Counted], settings: Settings) -> Iterator[Part]:
    """Confirmed points as they count."""
    for one in counted:
        words = words_about(one.point.fact, None, settings) or WITHHELD
        note = f"{one.point.kind}：{words}" + (f"；{one.note}" if one.note else "")
        if one.points or one.note:
            yield Part(one.points, "R10", one.point.linked, one.point.at, note)


def main_losses(name: str, scores: Scores, sure: Iterable[str]) -> list[str]:
    """The dimensions that cost the composite most, each with its largest rows: 督办失2.40分（按期办结：晚3天 2026-0012）."""
    one, digits = scores.composites.get(name), scores.judgement.facts.settings.digits
    if one is None:
        return []
    sure = set(sure)
    lost = [(share.dimension, (FULL - share.score) * share.part) for share in one.shares]
    told = []
    for dimension, points in sorted((pair for pair in lost if pair[1] > 0 and pair[0] in sure), key=lambda pair: -pair[1])[:MAIN]:
        _, parts = missing(name, dimension, scores)
        worst = sorted(parts, key=lambda part: -part.points)[:2]
        words = "，".join(f"{part.head or part.note} {part.number}".strip() for part in worst)
        told.append(f"{dimension}失{fixed(points, digits)}分（{words}）" if words else f"{dimension}失{fixed(points, digits)}分")
    if one.points is not None and one.points < 0 and POINTS_DIMENSION in sure:
        told.append(f"扣分{fixed(-one.points, digits)}分")
    return told
