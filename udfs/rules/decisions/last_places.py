"""R11: last places (末位), proposed by closing only: the last of its 类型 is talked to, one that was last before by a higher leader."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import fixed
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.kinds import DEPARTMENT
from udfs.rules.ground.periods import Period, parse_period, previous_period
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.logs import Closed


class Ranked(NamedTuple):
    """A department in a closed ranking. score: as printed."""

    department: str
    kind: str
    score: Fraction


class LastPlace(NamedTuple):
    """A department that was last of its 类型; again: it was before, by 约谈口径."""

    department: str
    kind: str
    again: bool
    fact: str


def last_of(rows: Iterable[Ranked], least: int) -> dict[str, str]:
    """Department → 类型 of those at the bottom of their 类型. Ties all count; all equal, or fewer than `least`: nobody."""
    found: dict[str, str] = {}
    for kind, group in grouped((row.kind, row) for row in rows).items():
        lowest, highest = min(row.score for row in group), max(row.score for row in group)
        if len(group) >= least and lowest != highest:
            found |= {row.department: kind for row in group if row.score == lowest}
    return found


def last_places(judgement: Judgement, period: Period, rows: Iterable[Ranked], history: Mapping[str, Iterable[Ranked]]) -> list[LastPlace]:
    """Who was last in a period that is being closed. history: closed periods of the same kind, by name, each with its ranking."""
    settings = judgement.facts.settings
    rows = list(rows)
    last = last_of(rows, settings.last_least)
    before: dict[str, list[str]] = {}
    for name, names in earlier_lasts(period, history, settings.talk_by, settings.last_least, settings.month_end).items():
        row = judgement.departments.find(name)  # closed periods keep old names: who was renamed is still the same
        before.setdefault(row.name if row else name, []).extend(names)
    scores = {row.department: row.score for row in rows}
    found = []
    for name, kind in last.items():
        earlier = before.get(name, [])
        counted = sum(row.kind == kind for row in rows)
        fact = f"{period.name} {settings.last_by}得分 {fixed(scores[name], settings.digits)}，在{kind} {counted} 个部门中末位"
        if earlier:
            fact += f"；{'、'.join(earlier)} 也是末位"
        found.append(LastPlace(name, kind, bool(earlier), fact))
    return found


def earlier_lasts(
    period: Period, history: Mapping[str, Iterable[Ranked]], talk_by: str, least: int, month_end: int
) -> dict[str, list[str]]:
    """Department → the earlier periods in which it was last: 累计 within the year, 连续 the one just before."""
    found: dict[str, list[str]] = {}
    for name, rows in history.items():
        other = parse_period(name, month_end)
        if other is None or other.kind != period.kind or other.last >= period.first:
            continue
        if other == previous_period(period, month_end) if talk_by == "连续" else other.year == period.year:
            for department in last_of(rows, least):
                found.setdefault(department, []).append(other.name)
    return found


def rankings(closed: Mapping[str, Iterable[Closed]], dimension: str) -> dict[str, list[Ranked]]:
    """The rankings of closed periods by one dimension, from 历史成绩 (module history); rows without a rank were not ranked."""
    return {
        name: [
            Ranked(row.subject, row.kind, Fraction(row.score))
            for row in rows
            if row.object_kind == DEPARTMENT and row.dimension == dimension and row.score is not None and row.rank is not None
        ]
        for name, rows in closed.items()
    }
