"""R16 for R8 to R12: what makes 指标, 抽查, 加减分, 综合 and the score of a person. Caps, clamps and doubles are rows of their own."""

from collections.abc import Iterable
from fractions import Fraction

from udfs.rules.ground.figures import FULL, fixed, number
from udfs.rules.ground.periods import Period
from udfs.rules.inspection.inspection import CheckScore, takes_points
from udfs.rules.performance.composite import COMPOSITE, INDICATORS, INSPECTION, POINTS_DIMENSION, Composite, Counted
from udfs.rules.performance.indicator_sheet import Bests, bests_of
from udfs.rules.performance.indicators import IndicatorScore, UnitScore
from udfs.rules.performance.personal import PersonResult
from udfs.rules.performance.scoreboard import Scores
from udfs.rules.trace.light_trace import Part, traced
from workbook_templates.tables.results import TraceRow
from workbook_templates.tables.schema import NOWHERE

PERSONAL = "个人"


def score_trace(scores: Scores, *, of_others: bool = True) -> list[TraceRow]:
    """The rows of every department in the order of 部门.排序, then those of the persons.

    of_others: whether the note of an indicator names the unit that did best; not so where one department reads the rows."""
    digits, period = scores.judgement.facts.settings.digits, scores.judgement.period.name
    bests = bests_of(scores) if of_others else None
    rows: list[TraceRow] = []
    for name, one in scores.composites.items():
        if name in scores.units:
            unit = scores.units[name]
            rows += traced(period, name, INDICATORS, unit.score, indicator_parts(unit, bests, digits), digits)
        if name in scores.checks:
            checks = scores.checks[name]
            rows += traced(period, name, INSPECTION, checks.score, check_parts(checks), digits)
        rows += traced(period, name, POINTS_DIMENSION, one.points, point_parts(one.counted, scores.judgement.period), digits)
        rows += traced(period, name, COMPOSITE, one.score, composite_parts(one, digits), digits)
    for person in scores.persons:
        rows += traced(period, person_name(person), PERSONAL, person.score, person_parts(person), digits)
    return rows


def person_name(result: PersonResult) -> str:
    """姓名 with 工号: two persons may bear one name."""
    return f"{result.person.name}（{result.person.staff_no}）"


def indicator_parts(unit: UnitScore, bests: Bests | None, digits: int) -> Iterable[Part]:
    """Each indicator by its weight, and what 底线值, 计分上限 or 0 took from it or gave to it. bests: None where no other unit is named."""
    present = [one for one in unit.indicators if one.score is not None]
    whole = sum((one.weight for one in present), Fraction(0))
    for one in present:
        leaves, better = one.leaves(), against_best(one, bests, digits)
        for place, (leaf, within) in enumerate(leaves):
            row, share = leaf.indicator, one.weight / whole * within
            raw, score = leaf.raw or Fraction(0), leaf.score or Fraction(0)
            part = f"，占其中 {number(within * 100)}%" if one.parts else ""
            gaps = f"；{one.gaps}" if one.gaps and place == 0 else ""
            note = f"{row.name}：{leaf.note}{part}，权重 {number(one.weight)}/{number(whole)}{better}{gaps}"
            yield Part(raw * share, "R8", row.number, leaf.at, f"{row.period} {note}" if one.parts else note)
            if score != raw:
                why = "底线" if leaf.below else "上限" if score < raw else "下限"
                told = f"{row.name}：{fixed(raw, digits)} 分按 {fixed(score, digits)} 分计"
                yield Part((score - raw) * share, f"R8 {why}", row.number, leaf.at, told)


def against_best(one: IndicatorScore, bests: Bests | None, digits: int) -> str:
    """'；最好的是运检部 100.00 分，差 5.00 分', where another unit did better."""
    best = bests.ahead(one) if bests else None
    if best is None or one.score is None:
        return ""
    return f"；最好的是{'、'.join(best.units)} {fixed(best.score, digits)} 分，差 {fixed(best.score - one.score, digits)} 分"


def check_parts(one: CheckScore) -> Iterable[Part]:
    """100 points, what each problem took, and what the clamp at 0 gave back."""
    yield Part(FULL, "R9", "", NOWHERE, f"满分 100；风险点满分合计 {number(one.full)}，业务量系数 {fixed(one.load, 2)}")
    for row in one.rows:
        if takes_points(row):
            taken = FULL * row.lost / one.full / one.load
            note = f"扣 {number(row.lost)} 分 ÷ 满分 {number(one.full)} ÷ 业务量系数 {fixed(one.load, 2)} × 100：{row.row.problem}"
            yield Part(-taken, "R9", row.row.number, row.row.at, note)
    if one.raw is not None and one.score is not None and one.raw != one.score:
        yield Part(one.score - one.raw, "R9 下限", "", NOWHERE, "扣到 0 分为止")


def point_parts(counted: Iterable[Counted], period: Period) -> Iterable[Part]:
    """Each confirmed point as it stands, and what a cap or a double took back. One of a closed period says why it counts here."""
    for one in counted:
        value = one.point.points or Fraction(0)
        late = "" if period.contains(one.point.day) else f"（{one.point.day} 发生，那个期间定稿以后才确认，计入本期）"
        yield Part(value, "R10", one.point.linked, one.point.at, f"{one.point.kind}：{one.point.fact}{late}")
        if one.points != value:
            yield Part(one.points - value, "R10 不计", one.point.linked, one.point.at, one.note)


def composite_parts(one: Composite, digits: int) -> Iterable[Part]:
    """Each dimension by its weight among those present, then the points."""
    for share in one.shares:
        note = (
            f"{share.dimension} {fixed(share.score, digits)} 分 × 权重 {number(share.weight)}，在有分的各项中占 {number(share.part * 100)}%"
        )
        yield Part(share.points, "R10", "", NOWHERE, note)
    if one.points is not None:
        yield Part(one.points, "R10", "", NOWHERE, f"加减分 {fixed(one.points, digits)} 分")


def person_parts(one: PersonResult) -> Iterable[Part]:
    """The terms of a person's score; the person's own points lead to their rows."""
    first = len(one.terms) - len(one.points)  # the points are the last terms, each in its place: two may bear one 事由
    for place, term in enumerate(one.terms):
        point = one.points[place - first] if place >= first else None
        own = (one.person.staff_no, one.person.at) if term.at == NOWHERE else (term.number, term.at)
        number_of, at = own if point is None else (point.linked, point.at)
        yield Part(term.points, "R12", number_of, at, f"{term.name}，{fixed(term.value, 2)} 分")
