"""指标成绩: one row for each indicator of every level, with its score beside the best unit of the same 指标.

best_units is the one comparison with the best: the sheet, 得失分 and 绩效通报 take it from here.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import Departments
from udfs.rules.ground.figures import printed
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import parse_period
from udfs.rules.performance.indicators import UNIT_LEVELS, IndicatorScore, longer_indicators, period_name
from udfs.rules.performance.scoreboard import Scores
from udfs.rules.supervision.indicator_progress import WITH_PROGRESS, Progress, ProgressKey, indicator_progress, key_of
from workbook_templates.tables.performance import Indicator
from workbook_templates.tables.results import IndicatorRow

UNREPORTED = "未报"
OWED = {"打分": "没有打分"}
"""What 未报 lacks, where it is no 实际值."""


class Best(NamedTuple):
    """The best score, in points, among `rows` indicators of one name, and the units that have it, by 部门.排序."""

    score: Fraction
    units: tuple[str, ...]
    rows: int


class Bests:
    """The best score of each 指标 of one period. Units are compared with units, the company and persons each with their like."""

    def __init__(self, scores: Iterable[IndicatorScore], departments: Departments) -> None:
        self.departments = departments
        there = grouped((likes(one.indicator), one) for one in scores if one.score is not None)
        self.found = {like: self.best(rows) for like, rows in there.items()}

    def best(self, rows: list[IndicatorScore]) -> Best:
        top = max(one.score for one in rows if one.score is not None)
        units = dict.fromkeys(self.departments.present(one.indicator.department) for one in rows if one.score == top)
        return Best(top, tuple(sorted(units, key=self.departments.order)), len(rows))

    def of(self, row: Indicator) -> Best | None:
        """The best of what is like this indicator; None where none of it has a score."""
        return self.found.get(likes(row))

    def ahead(self, one: IndicatorScore) -> Best | None:
        """The best, where other units did better than this one with all it has of the same name."""
        best = self.of(one.indicator)
        if best is None or one.score is None or best.score <= one.score or self.departments.present(one.indicator.department) in best.units:
            return None
        return best


def likes(row: Indicator) -> tuple[str, str]:
    """What an indicator is compared with: those of its name at the levels of units, of the company, or of persons."""
    return "单位" if row.level in UNIT_LEVELS else row.level, row.name


def bests_of(scores: Scores) -> Bests:
    """The best of the period."""
    return Bests(scores.indicators, scores.judgement.departments)


def indicator_rows(scores: Scores) -> list[IndicatorRow]:
    """指标成绩: the indicators of the period, then those of longer periods in which it lies; each in the order of 指标."""
    judgement = scores.judgement
    progress = indicator_progress(judgement.facts, judgement.as_of)
    longer = grouped((one.indicator.period, one) for one in longer_indicators(judgement))
    rows = rows_of(judgement.period.name, scores.indicators, scores, progress)
    for name, found in longer.items():
        rows += rows_of(period_name(name, judgement.facts.settings), found, scores, progress)
    return rows


def rows_of(period: str, found: Iterable[IndicatorScore], scores: Scores, progress: Mapping[ProgressKey, Progress]) -> list[IndicatorRow]:
    """The rows of one period, compared among themselves."""
    found = sorted(found, key=lambda one: one.indicator.at.row)
    bests = Bests(found, scores.judgement.departments)
    return [indicator_row(period, one, bests, scores, progress_in(one, scores, progress)) for one in found]


def progress_in(one: IndicatorScore, scores: Scores, progress: Mapping[ProgressKey, Progress]) -> Progress | None:
    """Where an indicator stands inside its period (R18); None where several periods make it, or its 计分方式 has no progress."""
    key = None if one.parts else key_of(one.indicator, scores.judgement.facts.settings.month_end)
    return progress.get(key) if key and one.indicator.method in WITH_PROGRESS else None


def indicator_row(period: str, one: IndicatorScore, bests: Bests, scores: Scores, inside: Progress | None) -> IndicatorRow:
    """One indicator. 最好单位 stays blank where there is nothing to compare with; 目标值 and 实际值 where several periods make it, and the
    columns of progress (inside) too."""
    row, digits = one.indicator, scores.judgement.facts.settings.digits
    best = bests.of(row)
    compared = best is not None and best.rows > 1
    owed = inside.owes() if inside and (inside.holes or inside.period.last > scores.judgement.as_of) else ""
    score = printed(one.score, digits)
    return IndicatorRow(
        period=period, number=row.number, parent=row.parent, level=row.level, name=row.name, department=row.department,
        responsible=row.responsible, goal=None if one.parts else row.goal, actual=None if one.parts else one.actual,
        until=inside.until if inside else None, progress=inside.share if inside else None,
        expected=inside.expected if inside else None, score=score,
        best="、".join(best.units) if best and compared else "",
        behind_best=(printed(best.score, digits) or 0) - score if best and compared and score is not None else None,
        note="；".join(filter(None, (said_of(one, scores), owed))), at=row.at,
    )  # fmt: skip


def said_of(one: IndicatorScore, scores: Scores) -> str:
    """说明: how the score was reached, with 未报 or 底线 before it; what keeps it from being scored."""
    period = parse_period(one.indicator.period, scores.judgement.facts.settings.month_end)
    over = period is None or period.last <= scores.judgement.as_of
    if one.unreported and not one.parts:
        return f"{UNREPORTED}：{OWED.get(one.indicator.method, '没有实际值')}" if over else "期间未完，还没有实际值"
    marks = "、".join((UNREPORTED,) * (one.unreported and over) + ("底线",) * one.below)
    return "：".join(filter(None, (marks, one.note or one.unsound)))
