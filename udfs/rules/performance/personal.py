"""R12: the score of each person (个人成绩) by 角色, from units, departments and ratings, plus the person's own confirmed points.

A year is the mean of its quarters that have a score, published ones as published; a year alone has 等次.
A leader's composite may be missing; then the rest is scaled up. A rating that is missing leaves 待评, never a 0.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import people_in_order
from udfs.rules.ground.figures import FULL, Exact, fixed, number, round_half_up, weighted_mean
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.period_rows import rating_key, rows_of_period
from udfs.rules.ground.periods import Period, next_period, period_of
from udfs.rules.ground.states import CONFIRMED, PERSON
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import Composite
from udfs.rules.performance.differentiation import rating_of
from udfs.rules.performance.indicators import IndicatorScore
from udfs.rules.supervision.reminder_people import People
from workbook_templates.reading.names import names_in
from workbook_templates.tables.daily import Point, Rating
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import NOWHERE, Source
from workbook_templates.tables.setup import Person

CHIEF, TEAM, DEPARTMENT_HEAD, STAFF = LISTS["角色"]
BY_HEAD, BY_LEADER = LISTS["评分角色"]
WAITING, EXCELLENT = "待评", "优秀"


class Term(NamedTuple):
    """One part of a person's score.

    part: what it makes of the score, 0..1 (1 for points that are added or taken off). number, at: of the row that it rests on, where
    that is one row and no other's."""

    name: str
    value: Fraction
    part: Fraction
    number: str = ""
    at: Source = NOWHERE

    @property
    def points(self) -> Fraction:
        return self.value * self.part


class PersonResult(NamedTuple):
    """The score of a person.

    score: points, not rounded; None: 待评, and missing says what for. points: the person's confirmed rows."""

    person: Person
    score: Fraction | None
    terms: tuple[Term, ...]
    points: tuple[Point, ...]
    missing: str


class Basis(NamedTuple):
    """What persons are scored from. unit: the company's score; the others by department, by (工号, 评分角色), and by 工号."""

    judgement: Judgement
    unit: Fraction | None
    composites: dict[str, Composite]
    ratings: dict[tuple[str, str], list[Rating]]
    points: dict[str, list[Point]]
    indicators: dict[str, list[IndicatorScore]]


def unit_of(company: Exact | None, composites: Iterable[Composite]) -> Fraction | None:
    """The score of 公司 indicators, else the plain mean of all composites; None with neither."""
    if company is not None:
        return Fraction(company)
    scores = [one.score for one in composites if one.score is not None]
    return sum(scores, Fraction(0)) / len(scores) if scores else None


def basis_of(
    judgement: Judgement,
    company: Exact | None,
    composites: dict[str, Composite],
    points: Iterable[Point],
    indicators: Iterable[IndicatorScore] = (),
) -> Basis:
    """Gather what the persons of the period are scored from. points: the confirmed ones that count in it (confirmed_points).
    indicators: those of the period (period_indicators)."""
    of_period = rows_of_period(judgement.facts.ratings, judgement.period, rating_key, judgement.facts.settings.month_end)
    ratings = grouped(((row.staff_no, row.role), row) for row in of_period)
    confirmed = (point for point in sorted(points, key=lambda point: point.at.row) if point.status == CONFIRMED)
    own = grouped((point.staff_no, point) for point in confirmed if point.staff_no)
    units = (one for name, one in composites.items() if not judgement.departments.is_team(name))
    return Basis(judgement, unit_of(company, units), composites, ratings, own, indicators_of_persons(indicators, judgement))


def indicators_of_persons(scores: Iterable[IndicatorScore], judgement: Judgement) -> dict[str, list[IndicatorScore]]:
    """工号 → the 个人 indicators whose 责任人 that is. Of one name it is the person in 主责部室 or near it."""
    people = People(judgement.facts, judgement.departments, judgement.as_of)
    found: dict[str, list[IndicatorScore]] = {}
    for one in scores:
        if one.indicator.level != PERSON:
            continue
        unit = judgement.departments.present(one.indicator.department)
        for name in names_in(one.indicator.responsible, people.known):
            person = people.person(name, (unit,))
            if person is not None and person.staff_no:
                found.setdefault(person.staff_no, []).append(one)
    return found


def person_results(basis: Basis) -> list[PersonResult]:
    """Everybody who is scored, in the order of 人员.排序."""
    return [result_of(person, basis) for person in scored_people(basis.judgement)]


def scored_people(judgement: Judgement) -> list[Person]:
    """Everybody 在岗 with a 工号 and a 角色 that is scored, in the order of 人员.排序."""
    return [person for person in people_in_order(judgement.facts.people) if person.staff_no and person.role in BY_ROLE]


def result_of(person: Person, basis: Basis) -> PersonResult:
    """The score by 角色, and the person's points on top."""
    terms, missing = BY_ROLE[person.role](person, basis)
    points = tuple(basis.points.get(person.staff_no, ()))
    if missing:
        return PersonResult(person, None, (), points, missing)
    terms = [*terms, *(Term(f"加减分：{point.fact}", point.points or Fraction(0), Fraction(1)) for point in points)]
    return PersonResult(person, sum((term.points for term in terms), Fraction(0)), tuple(terms), points, "")


TermsOrGap = tuple[list[Term], str]
"""The parts of a score, and what is missing ('' if nothing)."""


def of_chief(_person: Person, basis: Basis) -> TermsOrGap:
    """主要领导: the unit's score."""
    return ([], "没有单位成绩") if basis.unit is None else ([Term("单位成绩", basis.unit, Fraction(1))], "")


def of_team(person: Person, basis: Basis) -> TermsOrGap:
    """班子成员: unit, mean of 分管部门, mean of 联系单位, absent ones left out; less what those departments lost."""
    settings = basis.judgement.facts.settings
    overseen, linked = without_teams(person.oversees, basis), without_teams(person.linked, basis)
    parts = [
        ("单位成绩", settings.team_unit_weight, basis.unit),
        (f"分管部门均分（{'、'.join(overseen)}）", settings.team_overseen_weight, mean(overseen, basis)),
        (f"联系单位均分（{'、'.join(linked)}）", settings.team_linked_weight, mean(linked, basis)),
    ]
    terms = weighted_terms((name, value, weight) for name, weight, value in parts if value is not None)
    if not terms:
        return [], "没有单位、分管和联系单位的成绩"
    lost = sum((deducted(name, basis) for name in dict.fromkeys((*overseen, *linked))), Fraction(0))
    if lost and settings.linked_deduction:
        terms.append(Term(f"挂钩扣减：分管、联系单位被扣 {number(lost)} 分", -lost, settings.linked_deduction))
    return terms, ""


def of_head(person: Person, basis: Basis) -> TermsOrGap:
    """部门负责人: the department's composite and the leader's rating."""
    settings = basis.judgement.facts.settings
    department = present([person.department], basis)
    composite = basis.composites[department[0]].score if department else None
    rating = rating_by(person, BY_LEADER, basis)
    return two_parts(("部门综合得分", composite, settings.head_department_weight), ("分管领导评分", rating, settings.head_rating_weight))


def of_staff(person: Person, basis: Basis) -> TermsOrGap:
    """员工: the head's and the leader's ratings, and with 员工指标权重 the person's own indicators."""
    settings = basis.judgement.facts.settings
    share = settings.staff_indicator_weight
    own = [one for one in basis.indicators.get(person.staff_no, ()) if one.score is not None]
    if share and own:
        measured = indicator_terms(own, share / 100)
        if share == FULL:
            return measured, ""
    terms, missing = two_parts(
        ("部门负责人评分", rating_by(person, BY_HEAD, basis), settings.staff_head_weight),
        ("分管领导评分", rating_by(person, BY_LEADER, basis), settings.staff_leader_weight),
    )
    if missing or not (share and own):
        return terms, missing
    rest = (FULL - share) / 100
    return [*(term._replace(name=f"{term.name} × {number(FULL - share)}%", part=term.part * rest) for term in terms), *measured], ""


def indicator_terms(scores: Sequence[IndicatorScore], share: Fraction) -> list[Term]:
    """A person's indicators by their 权重. share: what they make of the score, 0..1; of several periods each row is a term."""
    whole = sum((one.weight for one in scores), Fraction(0))
    return [
        Term(
            f"个人指标“{leaf.indicator.name}”{f'（{leaf.indicator.period}）' if one.parts else ''} × {number(share * 100)}%",
            leaf.score or Fraction(0),
            share * one.weight / whole * within,
            leaf.indicator.number,
            leaf.indicator.at,
        )
        for one in scores
        for leaf, within in one.leaves()
    ]


def two_parts(*parts: tuple[str, Fraction | None, Fraction]) -> TermsOrGap:
    """Both by weight; a part that is missing leaves nothing. A part with weight 0 isn't asked for."""
    asked = [(name, value, weight) for name, value, weight in parts if weight > 0]
    missing = [name for name, value, _ in asked if value is None]
    if missing or not asked:
        return [], "、".join(f"没有{name}" for name in missing) or "权重合计为 0"
    return weighted_terms((name, value or Fraction(0), weight) for name, value, weight in asked), ""


def weighted_terms(parts: Iterable[tuple[str, Fraction, Fraction]]) -> list[Term]:
    """The parts of a score by their weights, over (name, value, weight); those without weight left out."""
    there = [part for part in parts if part[2] > 0]
    whole = sum((weight for *_, weight in there), Fraction(0))
    return [Term(f"{name} × {number(weight)}/{number(whole)}", value, weight / whole) for name, value, weight in there]


def rating_by(person: Person, role: str, basis: Basis) -> Fraction | None:
    """The mean over the raters of one role; a rating lacking a mark is none."""
    settings = basis.judgement.facts.settings
    values = [value for row in basis.ratings.get((person.staff_no, role), ()) if (value := rating_of(row, settings)) is not None]
    return sum(values, Fraction(0)) / len(values) if values else None


def present(names: Sequence[str], basis: Basis) -> list[str]:
    """The departments of these names that have a row of 部门成绩, each once."""
    departments = basis.judgement.departments
    found = [departments.present(name) for name in names if name]
    return [name for name in dict.fromkeys(found) if name in basis.composites]


def without_teams(names: Sequence[str], basis: Basis) -> list[str]:
    """Of these names the departments that count in means: no 班组."""
    return [name for name in present(names, basis) if not basis.judgement.departments.is_team(name)]


def mean(names: Sequence[str], basis: Basis) -> Fraction | None:
    return weighted_mean((1, score) for name in names if (score := basis.composites[name].score) is not None)


def deducted(name: str, basis: Basis) -> Fraction:
    """The points that the department lost in the period, as a positive number."""
    return -sum((one.points for one in basis.composites[name].counted if one.points < 0), Fraction(0))


BY_ROLE: dict[str, Callable[[Person, Basis], TermsOrGap]] = {CHIEF: of_chief, TEAM: of_team, DEPARTMENT_HEAD: of_head, STAFF: of_staff}


# the year


def quarters_of(year: Period, month_end: int) -> list[Period]:
    """The four quarters of a year, under 月度截止日."""
    found = [period_of(year.first, "季", month_end)]
    while len(found) < 4:
        found.append(next_period(found[-1], month_end))
    return found


def year_results(judgement: Judgement, computed: Callable[[Period], Sequence[PersonResult]]) -> list[PersonResult]:
    """Everybody's score of the year of the judgement. computed: the persons of a quarter that is not published."""
    settings, closed = judgement.facts.settings, history(judgement.facts)
    quarters: list[tuple[str, dict[str, Fraction]]] = []
    for quarter in quarters_of(judgement.period, settings.month_end):
        if quarter.name in closed:
            rows = [row for row in closed[quarter.name] if row.object_kind == PERSON and row.score is not None]
            quarters.append((f"{quarter.name}（已定稿）", {row.subject: Fraction(row.score or 0) for row in rows}))
        elif quarter.first <= judgement.as_of:
            scored = {one.person.staff_no: one.score for one in computed(quarter) if one.score is not None}
            quarters.append((quarter.name, scored))
    return [year_result(person, quarters) for person in scored_people(judgement)]


def year_result(person: Person, quarters: Sequence[tuple[str, dict[str, Fraction]]]) -> PersonResult:
    """The mean of the quarters in which the person has a score. quarters: name and 工号 → score."""
    own = [(name, scores[person.staff_no]) for name, scores in quarters if person.staff_no in scores]
    if not own:
        return PersonResult(person, None, (), (), "各季度都没有得分")
    terms = tuple(Term(name, score, Fraction(1, len(own))) for name, score in own)
    return PersonResult(person, sum((term.points for term in terms), Fraction(0)), terms, (), "")


class Grades(NamedTuple):
    """等次 of one 角色: 工号 → grade, and the head-counts that were allowed."""

    grades: dict[str, str]
    excellent: int
    good: int
    people: int


def head_count(allowed: Fraction, rounding: str) -> int:
    """How many people a share of a head-count is, by 优秀名额取整."""
    if rounding == "舍去":
        return math.floor(allowed)
    return math.ceil(allowed) if rounding == "进一" else int(round_half_up(allowed))


def grades_of(
    scores: dict[str, Fraction], excellent_share: Fraction, good_share: Fraction, bound: Fraction, rounding: str = "四舍五入"
) -> Grades:
    """等次 by rank: at most so many 优秀, so many 优秀 and 良好 together; a tie at the border goes to the lower grade.

    scores: 工号 → score as printed, of those who have one. Below `bound`: 不合格, whatever the rank. rounding: 优秀名额取整."""
    people = len(scores)
    both = head_count(people * good_share, rounding)
    most = min(head_count(people * excellent_share, rounding), both)
    grades = {}
    for name, score in scores.items():
        up_to = sum(other >= score for other in scores.values())  # the place of the last one with this score
        if score < bound:
            grades[name] = "不合格"
        elif up_to <= most:
            grades[name] = EXCELLENT
        else:
            grades[name] = "良好" if up_to <= both else "合格"
    return Grades(grades, most, both, people)


def year_grades(results: Sequence[PersonResult], judgement: Judgement) -> dict[str, Grades]:
    """角色 → 等次 by rank among those with a score, as printed."""
    settings = judgement.facts.settings
    printed = ((one.person, round_half_up(one.score, settings.digits)) for one in results if one.score is not None)
    groups = grouped((person.role, (person.staff_no, score)) for person, score in printed)
    shares = settings.excellent_share, settings.good_share, settings.pass_score, settings.excellent_rounding
    return {role: grades_of(dict(scores), *shares) for role, scores in groups.items()}


def told(result: PersonResult, digits: int) -> str:
    """说明: how the score was reached, or what is missing."""
    if result.missing:
        return f"{WAITING}：{result.missing}"
    return "；".join(f"{term.name}：{fixed(term.value, digits)} → {fixed(term.points, digits)}" for term in result.terms)
