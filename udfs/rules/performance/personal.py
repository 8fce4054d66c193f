"""R12: the score of each person (个人成绩) by 角色, from units, departments and ratings, plus the person's own confirmed points.

A year is made of its quarters (personal_year.py). A leader's composite may be missing; then the rest is scaled up. A rating that is
missing leaves 待评, never a 0.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.departments import people_in_order
from udfs.rules.ground.figures import FULL, Exact, fixed, number, weighted_mean
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.period_rows import rating_key, rows_of_period
from udfs.rules.ground.states import CONFIRMED, PERSON
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import Composite
from udfs.rules.performance.differentiation import rating_of
from udfs.rules.performance.indicators import IndicatorScore
from udfs.rules.supervision.reminder_people import People
from workbook_templates.reading.names import names_in
from workbook_templates.tables.daily import Point
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.performance import Rating
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


def told(result: PersonResult, digits: int) -> str:
    """说明: how the score was reached, or what is missing."""
    if result.missing:
        return f"{WAITING}：{result.missing}"
    return "；".join(f"{term.name}：{fixed(term.value, digits)} → {fixed(term.points, digits)}" for term in result.terms)
