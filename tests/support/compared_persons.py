"""What the product makes of persons and of how scorers tell apart, beside the oracle’s second computation."""

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from support import oracle_calendar as cal
from support import oracle_persons as second
from support import random_company as rc
from support import random_scores as rx
from support.compared_companies import disagreements, judged_by_the_product
from support.compared_scores import Compared, of_the_product, undisputed_scores
from support.oracle import span_of
from support.oracle_scores import rounded
from udfs.rules.ground.periods import Period
from udfs.rules.judging.judgement import Judgement
from udfs.rules.performance.composite import confirmed_points
from udfs.rules.performance.differentiation import ScorerSpread, differentiation
from udfs.rules.performance.indicators import company_score, period_indicators
from udfs.rules.performance.personal import PersonResult, basis_of, person_results
from udfs.rules.performance.personal_year import grades_of, year_results


def undisputed_persons(drawn: rc.Company) -> rc.Company:
    """The company without what the tests of persons, and those of the scores, hold as open."""
    parts = ("负责人部门权重", "负责人评分权重", "员工部门评分权重", "员工分管评分权重")
    agreed = undisputed_scores(drawn)
    if all(drawn.settings.get(name) != 0 for name in parts):
        return agreed  # the very company whose scores were compared: what was computed for them holds
    return replace(agreed, settings={name: value for name, value in drawn.settings.items() if name not in parts or value != 0})


def persons_of_the_product(judgement: Judgement) -> list[PersonResult]:
    indicators = period_indicators(judgement, judgement.period)
    company = company_score(indicators).score
    return person_results(basis_of(judgement, company, of_the_product(judgement)[0], confirmed_points(judgement), indicators))


def persons_compared(drawn: rc.Company) -> Compared:
    period = rx.period_of(drawn)
    found = {one.person.staff_no: one.score for one in persons_of_the_product(judged_by_the_product(drawn, period))}
    wanted = second.persons(rc.frames(drawn), rx.settings(drawn), drawn.as_of, period)
    for number in sorted(found.keys() | wanted.keys()):
        yield number, found.get(number, "nobody"), wanted.get(number, "nobody")


def years_compared(drawn: rc.Company) -> Compared:
    """The year of 基准日, from quarters that are made up, and the grades of all as if they had one 角色."""
    settings, frames = rx.settings(drawn), rc.frames(drawn)
    name = cal.period_of(drawn.as_of, "year", settings["月度截止日"])
    pick = random.Random(f"quarters {drawn.seed}")
    figures = (
        Fraction(90),
        Fraction(90),
        Fraction(85),
        Fraction("85.004"),
        Fraction("99.995"),
        Fraction(60),
        Fraction("59.995"),
        Fraction(0),
    )
    quarters = {f"{name}Q{n}": {number: pick.choice(figures) for number in rx.STAFF if pick.random() < 0.8} for n in range(1, 5)}
    begun = {quarter: scores if span_of(settings, quarter)[0] <= drawn.as_of else {} for quarter, scores in quarters.items()}
    judgement = judged_by_the_product(drawn, name)

    def computed(quarter: Period) -> list[PersonResult]:
        people = [one for one in judgement.facts.people if one.staff_no in quarters[quarter.name]]
        return [PersonResult(one, quarters[quarter.name][one.staff_no], (), (), "") for one in people]

    found = {one.person.staff_no: one.score for one in year_results(judgement, computed)}
    wanted = second.year(begun, frames, drawn.as_of)
    for number, total in found.items():
        yield f"{name} {number}", total, wanted.get(number)
    scores = pick.choice(list(quarters.values()))
    typed = judgement.facts.settings
    shown = {number: rounded(value, typed.digits) or Fraction(0) for number, value in scores.items()}
    graded = grades_of(shown, typed.excellent_share, typed.good_share, typed.pass_score, typed.excellent_rounding).grades
    yield "等次", graded, second.grades(scores, settings)


def spread_compared(drawn: rc.Company) -> Compared:
    period = rx.period_of(drawn)
    product = differentiation(judged_by_the_product(drawn, period))
    found = {(one.office, one.scorer): spread_row(one) for one in product.scorers}
    wanted = second.scorers(rc.frames(drawn), rx.settings(drawn), drawn.as_of, period)
    for key in sorted(found.keys() | wanted.keys()):
        yield str(key), found.get(key), wanted.get(key)
    yield "全公司", (product.company.numerator, product.company.denominator), second.company_rate(wanted)


def spread_row(one: ScorerSpread) -> dict[str, object]:
    rate = (one.rate.numerator, one.rate.denominator)
    return {
        "rate": rate,
        "spread": one.spread,
        "variance": one.variance,
        "lean": one.lean,
        "assessed": one.assessed,
        "low": one.low,
    }


COMPARED: tuple[Callable[[rc.Company], Compared], ...] = (persons_compared, years_compared, spread_compared)


def person_differences(drawn: rc.Company) -> list[str]:
    """Every figure that the two do not share exactly."""
    agreed = undisputed_persons(drawn)
    return disagreements(told for compare in COMPARED for told in compare(agreed))
