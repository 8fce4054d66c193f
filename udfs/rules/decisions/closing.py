"""R15: closing a period (期末定稿): the rows of 历史成绩, and the last places that closing proposes.

Last places (末位, R11): the last of its 类型 is talked to, one that was last before by a higher leader.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.decisions.accountability import TALK, Proposal
from udfs.rules.ground.figures import Exact, Rate, fixed, ranks_within, round_half_up
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import REOPENED, history
from udfs.rules.ground.periods import Period, parse_period, previous_period
from udfs.rules.ground.proposed_rows import new_row
from udfs.rules.ground.states import COMPANY, DEPARTMENT, ITEM, PERSON
from udfs.rules.judging.department_lights import DepartmentLight, department_light
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import (
    COMPOSITE,
    INDICATORS,
    INSPECTION,
    LIGHTS,
    POINTS_DIMENSION,
    SUPERVISION,
    with_ranks,
)
from udfs.rules.performance.personal import CHIEF
from udfs.rules.performance.scoreboard import Scores, person_rows
from udfs.rules.supervision.supervision import company_supervision
from udfs.rules.trace.score_trace import PERSONAL
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
    """Who was last in a period that is being closed, 班组 left out. history: closed periods of the same kind, by name, each with its
    ranking."""
    settings, is_team = judgement.facts.settings, judgement.departments.is_team
    rows = [row for row in rows if not is_team(row.department)]
    history = {name: [row for row in ranked if not is_team(row.department)] for name, ranked in history.items()}
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
        place = 1 + sum(row.kind == kind and row.score > scores[name] for row in rows)
        score = fixed(scores[name], settings.digits)
        fact = f"{period.name} {name}{settings.last_by}得分 {score}，在{kind} {counted} 个部门中末位（第 {place} 名）"
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


UNCONFIRMED = "未确认"


def for_closing(scores: Scores) -> Scores:
    """The scores as they are closed: who still owes an indicator is ranked with the others, and marked 未确认."""
    return scores._replace(composites=with_ranks(scores.composites, scores.judgement.facts.settings, closing=True))


def reopening_row(period: Period, now: dt.datetime) -> Closed:
    """The row that opens a closed period again."""
    return new_row(Closed, period=period.name, object_kind=COMPANY, grade=REOPENED, closed=now)


class Closing:
    """The rows of 历史成绩 of one period, all with one 结账时间. unsure: (subject, dimension) that are marked 未确认."""

    def __init__(self, scores: Scores, now: dt.datetime, unsure: frozenset[tuple[str, str]]) -> None:
        self.scores, self.now, self.unsure = scores, now, unsure
        self.digits = scores.judgement.facts.settings.digits
        self.style = scores.judgement.facts.settings.tie_style

    def rows(self) -> list[Closed]:
        """The company, the departments, the persons, the lights of the items."""
        return [*self.company(), *self.departments(), *self.persons(), *self.items()]

    def row(self, kind: str, subject: str, group: str, dimension: str, score: Exact | None, **more: object) -> Closed:
        grade = UNCONFIRMED if (subject, dimension) in self.unsure else ""
        return new_row(
            Closed,
            period=self.scores.judgement.period.name,
            object_kind=kind,
            subject=subject,
            kind=group,
            dimension=dimension,
            score=None if score is None else round_half_up(score, self.digits),
            closed=self.now,
            **{"grade": grade, **more},
        )

    def company(self) -> Iterator[Closed]:
        judgement, checks = self.scores.judgement, self.scores.all_checks
        watched = company_supervision(judgement)
        light = department_light(COMPANY, [judged for judged in judgement.items if judged.counts])
        yield self.row(COMPANY, COMPANY, "", SUPERVISION, watched.score, **parts(watched.on_time))
        yield self.row(COMPANY, COMPANY, "", LIGHTS, light.score, **colours(light))
        if self.scores.company.score is not None:
            yield self.row(COMPANY, COMPANY, "", INDICATORS, self.scores.company.score)
        if checks.rows:
            yield self.row(COMPANY, COMPANY, "", INSPECTION, checks.score, **parts(checks.problems))

    def departments(self) -> Iterator[Closed]:
        scores = self.scores
        places = supervision_ranks(scores)
        for name, one in scores.composites.items():
            watched, light = scores.supervision.get(name), scores.lights.get(name)
            unit, checks = scores.units.get(name), scores.checks.get(name)
            if watched is not None and watched.score is not None:
                yield self.row(DEPARTMENT, name, one.kind, SUPERVISION, watched.score, rank=places.get(name), **parts(watched.on_time))
            if light is not None:
                yield self.row(DEPARTMENT, name, one.kind, LIGHTS, light.score, **colours(light))
            if unit is not None and unit.score is not None:
                yield self.row(DEPARTMENT, name, one.kind, INDICATORS, unit.score)
            if checks is not None:
                yield self.row(DEPARTMENT, name, one.kind, INSPECTION, checks.score, **parts(checks.problems))
            if one.points is not None:
                yield self.row(DEPARTMENT, name, one.kind, POINTS_DIMENSION, one.points)
            if one.score is not None:
                yield self.row(DEPARTMENT, name, one.kind, COMPOSITE, one.score, rank=one.kind_rank)

    def persons(self) -> Iterator[Closed]:
        for row in person_rows(self.scores):
            yield self.row(PERSON, row.staff_no, row.role, PERSONAL, row.score, rank=row.rank, grade=row.grade)

    def items(self) -> Iterator[Closed]:
        for judged in self.scores.judgement.items:
            if judged.counts and judged.light and judged.item.number:
                share = None if judged.light_completion is None else judged.light_completion * 100
                grade = UNCONFIRMED if judged.light_unconfirmed else ""
                yield self.row(ITEM, judged.item.number, judged.department, LIGHTS, share, light=judged.light, grade=grade)


def parts(rate: Rate) -> dict[str, object]:
    return {"numerator": rate.numerator, "denominator": rate.denominator}


def colours(light: DepartmentLight) -> dict[str, object]:
    return {"green": light.green, "yellow": light.yellow, "red": light.red}


def supervision_ranks(scores: Scores) -> dict[str, int]:
    """Department → rank by 督办得分 as printed, within 类型, among those that are ranked."""
    digits, style = scores.judgement.facts.settings.digits, scores.judgement.facts.settings.tie_style
    return ranks_within(supervision_points(scores, digits), lambda name: scores.composites[name].kind, style)


def supervision_points(scores: Scores, digits: int) -> dict[str, Fraction]:
    watched = scores.supervision
    names = (name for name, one in scores.composites.items() if one.ranked and name in watched)
    return {name: round_half_up(score, digits) for name in names if (score := watched[name].score) is not None}


def last_place_proposals(scores: Scores) -> list[Proposal]:
    """约谈 of the heads whose departments were last, by 末位口径: 督办 in half-years alone, 综合 in any period."""
    judgement = scores.judgement
    settings = judgement.facts.settings
    by_supervision = settings.last_by == SUPERVISION
    if by_supervision and judgement.period.kind != "半年":
        return []
    if by_supervision:
        points = supervision_points(scores, settings.digits)
    else:
        ranked = ((name, one.score) for name, one in scores.composites.items() if one.ranked)
        points = {name: round_half_up(score, settings.digits) for name, score in ranked if score is not None}
    rows = [Ranked(name, scores.composites[name].kind, score) for name, score in points.items()]
    earlier = rankings(history(judgement.facts), SUPERVISION if by_supervision else COMPOSITE)
    return [talk_with(one, scores) for one in last_places(judgement, judgement.period, rows, earlier)]


def talk_with(one: LastPlace, scores: Scores) -> Proposal:
    """对象: the 部门负责人; who talks: 分管领导, or 主要领导 where it happened before."""
    judgement = scores.judgement
    row = judgement.departments.find(one.department)
    chief = next((person.name for person in judgement.facts.people if person.role == CHIEF), CHIEF)
    speaker = chief if one.again else (row.leader if row and row.leader else "分管领导")
    subject = row.head if row and row.head else one.department
    reason = "再末位" if one.again else "末位"
    unit = one.department
    period = judgement.period
    return Proposal(
        kind=TALK, subject=subject, reason=reason, fact=one.fact, number="", about=unit, mark=period.name, dated=period.last,
        day=period.last, speaker=speaker, unit="" if subject == unit else unit,
    )  # fmt: skip
