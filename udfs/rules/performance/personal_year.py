"""R12 of a year: the mean of a person's quarters, and 等次 by rank within 角色. A year alone has 等次.

Published quarters count as published."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import round_half_up
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import Period, next_period, period_of
from udfs.rules.ground.states import PERSON
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.personal import EXCELLENT, PersonResult, Term, scored_people
from workbook_templates.tables.setup import Person


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
