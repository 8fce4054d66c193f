"""What units have to explain at the review meeting (讲评说明 of R9): rows that leaders have approved, for the outline of 绩效通报.

A person who was checked is named only where 通报点名 allows it, else counted. What is secret, and what names somebody who may not be
named in words of somebody's own, is left out.
"""

from udfs.papers.paper_matters import may_name, said_of
from udfs.papers.paper_words import chinese_period
from udfs.rules.decisions.accountability import EXPLANATION
from udfs.rules.discretion import WITHHELD, persons_in
from udfs.rules.ground.figures import percent
from udfs.rules.ground.periods import Period
from udfs.rules.ground.proposed_rows import origin_in
from udfs.rules.ground.states import CARRIED_OUT, DECIDED
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.daily import Accountability


def explained_units(judgement: Judgement) -> dict[str, str]:
    """Department → what it has to explain in the quarter of the judgement."""
    facts, period = judgement.facts, judgement.period
    units: dict[str, list[str]] = {}
    persons: dict[str, list[str]] = {}
    for row in facts.accountability:
        if row.kind == EXPLANATION and row.status in (DECIDED, CARRIED_OUT) and is_of(row, period):
            told = persons if is_about_person(row) and not may_name(judgement) else units
            told.setdefault(judgement.departments.present(row.subject), []).append(said_in_public(row.fact, judgement))
    for unit, facts_told in persons.items():
        counted = f"{chinese_period(period)}{len(facts_told)}人被抽查的合格率低于 {percent(facts.settings.pass_bound)}"
        units.setdefault(unit, []).append(counted)
    return {unit: "；".join(dict.fromkeys(told)) for unit, told in units.items()}


def said_in_public(fact: str, judgement: Judgement) -> str:
    """A fact as a bulletin prints it, WITHHELD where it may not."""
    named = () if may_name(judgement) else persons_in([fact], (person.name for person in judgement.facts.people))
    return WITHHELD if named else said_of(fact, None, judgement.facts.settings) or WITHHELD


def is_about_person(row: Accountability) -> bool:
    """Whether the row is about somebody who was checked; one that a person has entered is about the department."""
    origin = origin_in(row.origin)
    return origin is not None and "/" in origin.key.subject


def is_of(row: Accountability, period: Period) -> bool:
    """Whether the row is about this quarter."""
    origin = origin_in(row.origin)
    return origin.key.mark == period.name if origin is not None else period.contains(row.day)
