"""R12 for a year: the mean of its quarters that have a score, published ones as published; and the grades (等次)."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from udfs.rules.ground.figures import round_half_up
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import Period, next_period, period_of
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.personal import WAYS, Grades, PersonResult, Term, grades_of
from workbook_templates.tables.daily import Point
from workbook_templates.tables.lists import NO

PERSON = "个人"
Quarter = tuple[str, dict[str, Fraction]]
"""Name of a quarter and 工号 → score."""


def quarters_of(year: Period, month_end: int) -> list[Period]:
    """The four quarters of a year, under 月度截止日."""
    found = [period_of(year.first, "季", month_end)]
    while len(found) < 4:
        found.append(next_period(found[-1], month_end))
    return found


def year_results(judgement: Judgement, computed: Callable[[Period], Sequence[PersonResult]]) -> list[PersonResult]:
    """Everybody's score of the year of the judgement. computed: the persons of a quarter that is not published."""
    settings, closed = judgement.facts.settings, history(judgement.facts)
    quarters: list[Quarter] = []
    for quarter in quarters_of(judgement.period, settings.month_end):
        if quarter.name in closed:
            rows = [row for row in closed[quarter.name] if row.object_kind == PERSON and row.score is not None]
            quarters.append((f"{quarter.name}（已定稿）", {row.subject: Fraction(row.score or 0) for row in rows}))
        elif quarter.first <= judgement.as_of:
            scored = {one.person.staff_no: one.score for one in computed(quarter) if one.score is not None}
            quarters.append((quarter.name, scored))
    people = [person for person in judgement.facts.people if person.active != NO and person.staff_no and person.role in WAYS]
    people.sort(key=lambda person: (person.order is None, person.order or 0, person.at.row))
    found = []
    for person in people:
        own = [(name, scores[person.staff_no]) for name, scores in quarters if person.staff_no in scores]
        terms = tuple(Term(name, score, Fraction(1, len(own))) for name, score in own)
        nothing: tuple[Point, ...] = ()
        if own:
            found.append(PersonResult(person, sum((term.points for term in terms), Fraction(0)), terms, nothing, ""))
        else:
            found.append(PersonResult(person, None, (), nothing, "各季度都没有得分"))
    return found


def year_grades(results: Sequence[PersonResult], judgement: Judgement) -> dict[str, Grades]:
    """角色 → 等次 by rank among those with a score, as printed."""
    settings = judgement.facts.settings
    groups: dict[str, dict[str, Fraction]] = {}
    for one in results:
        if one.score is not None:
            groups.setdefault(one.person.role, {})[one.person.staff_no] = round_half_up(one.score, settings.digits)
    return {role: grades_of(scores, settings.excellent_share, settings.good_share, settings.pass_score) for role, scores in groups.items()}
