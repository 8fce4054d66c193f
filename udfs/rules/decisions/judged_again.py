"""Whether the fact of a proposal still stood on its day, judged again by all that is known now.

What was handed in, rated or given after that day improves what stood, and does not undo it; what was entered later about that day does.
Only the items that the rows are about are judged: a year has hundreds of rows of as many days.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from udfs.rules.decisions import accountability as r11
from udfs.rules.decisions.accountability import Proposal, Reason
from udfs.rules.decisions.proposals import NO_DAY, QUARTERLY, TWO_MONTHLY, day_of, is_about_light
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.known_on import as_it_stood
from udfs.rules.ground.linked import Index, changes_by_place, last_activity
from udfs.rules.ground.namesakes import namesakes
from udfs.rules.ground.periods import judged_day, parse_period, period_of
from udfs.rules.ground.proposed_rows import REWARD, Fact, Origin, ProposalRow, keyed
from udfs.rules.ground.states import APPROVED, DEPARTMENT_LEVEL, ITEM
from udfs.rules.judging.judgement import Judgement, judged
from udfs.rules.performance.differentiation import spread_facts
from udfs.rules.supervision.escalation import ESCALATION, late_facts
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change


class Standing(NamedTuple):
    """A row that a rule proposed, and its 来源 as read, with departments by their name of today."""

    row: ProposalRow
    origin: Origin


def stands_for(standing: Standing, fact: Fact) -> bool:
    """Whether the row is about this fact: by its key; one of the first version for every fact of its rule, 类别 and subject that is
    dated up to its 日期."""
    key, row = standing.origin.key, standing.row
    if type(row) is not type(fact.row):
        return False
    if key == fact.key:
        return True
    same = key[:2] == fact.key[:2] and key.subject in (fact.key.subject, fact.key.subject.partition("/")[0])
    return standing.origin.first_version and same and fact.dated <= day_of(row)


class JudgedAgain:
    """Judges the facts of rows again. judgement: that of 基准日, whose tables and calendar it takes."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement, self.tables = judgement, judgement.facts
        self.closed = history(judgement.facts)
        self.twice = namesakes(judgement.facts.people)
        self.by_number: dict[str, dict[str, list[Any]]] | None = None

    def stood(self, rows: Iterable[Standing]) -> set[int]:
        """The places in `rows` of those whose fact stood."""
        rows = list(rows)
        found = {place for place, one in enumerate(rows) if one.origin.key.mark in self.closed}  # published
        groups = grouped((day_of(one.row), place) for place, one in enumerate(rows) if place not in found)
        for day, places in groups.items():
            facts = list(self.facts(day, [rows[place] for place in places])) if day > NO_DAY else []
            found |= {place for place in places if any(stands_for(rows[place], fact) for fact in facts)}
        return found

    def facts(self, day: dt.date, rows: Sequence[Standing]) -> Iterator[Fact]:
        """What the rules say of the subjects of these rows, all of one 日期."""
        kinds = grouped((group_of(one), one) for one in rows)
        if about := [*kinds.get("item", ()), *kinds.get("light", ())]:
            yield from self.item_facts(day, about)
        if "check" in kinds:
            yield from (one.as_fact() for one in r11.check_facts(self.on(as_it_stood(self.without_items(), day), day, day)))
        for one in kinds.get("praise", ()):
            yield from self.praise(one)
        if "period" in kinds:
            yield from spread_facts(self.judgement)
            for quarter in {parse_period(one.origin.key.mark, self.month_end) for one in kinds["period"]}:
                if quarter is not None and quarter.kind == QUARTERLY:
                    yield from (one.as_fact() for one in r11.explanation_facts(self.judgement, quarter))

    @property
    def month_end(self) -> int:
        return self.tables.settings.month_end

    def on(self, tables: Tables, as_of: dt.date, day: dt.date) -> Judgement:
        """These tables judged at `day`, in its two months."""
        index = Index(
            grouped((stage.number, stage) for stage in tables.stages if stage.number), changes_by_place(tables.changes),
            last_activity(tables), frozenset(), frozenset(),
        )  # fmt: skip
        return judged(tables, index, as_of, period_of(day, TWO_MONTHLY, self.month_end), day, self.judgement.calendar)

    def item_facts(self, day: dt.date, rows: Sequence[Standing]) -> Iterator[Fact]:
        """R6, 无为, 有错 on that day; lights on that day, and at the end of its two months where these are over."""
        part = self.part({one.origin.key.subject for one in rows})
        then = without_own(as_it_stood(part, day), [one.row for one in rows])
        on_day = self.on(then, day, day)
        yield from late_facts(on_day)
        as_of = self.judgement.as_of
        end = judged_day(period_of(day, TWO_MONTHLY, self.month_end), as_of)
        looks = [self.on(then, as_of, day), self.on(part, as_of, end)] if end < as_of or day < as_of else [on_day]
        lit: list[Proposal | Reason] = [light for look in looks for light in r11.light_facts(look)]
        reasons = [*(one for one in lit if isinstance(one, Reason)), *r11.errors(on_day)]
        proposed = [*(one for one in lit if isinstance(one, Proposal)), *r11.inaction(on_day), *r11.cases(reasons)]
        yield from (one.as_fact(self.twice) for one in proposed)

    def praise(self, one: Standing) -> Iterator[Fact]:
        """表扬 and 绿灯加分 of the two months of a row, by what is known now."""
        key, present = one.origin.key, self.judgement.departments
        period = period_of(day_of(one.row), TWO_MONTHLY, self.month_end)
        numbers = {
            key.subject,
            *(keyed(item.number) for item in self.tables.items if present.heir(item.department, period.last) == key.subject),
        }
        look = self.on(self.part(numbers), self.judgement.as_of, judged_day(period, self.judgement.as_of))
        green = r11.praised(look, r11.blamed_items(look.facts, period, ()))
        yield from (told.as_fact() for told in r11.praise_facts(look, green))
        yield from r11.green_points(look, green)

    def without_items(self) -> Tables:
        return self.tables._replace(items=(), stages=(), changes=(), feedback=())

    def part(self, numbers: Collection[str]) -> Tables:
        """The tables with the rows of these items alone."""
        if self.by_number is None:
            tables = self.tables
            of_items = tuple(row for row in tables.closed if row.object_kind == ITEM)
            self.by_number = {
                field: grouped((keyed(getattr(row, by)), row) for row in rows)
                for field, by, rows in (
                    ("items", "number", tables.items), ("stages", "number", tables.stages), ("changes", "number", tables.changes),
                    ("feedback", "number", tables.feedback), ("rulings", "number", tables.rulings), ("points", "linked", tables.points),
                    ("accountability", "number", tables.accountability), ("closed", "subject", of_items),
                )
            }  # fmt: skip
        rows: dict[str, Any] = {
            field: tuple(row for number in sorted(numbers) for row in held.get(number, ())) for field, held in self.by_number.items()
        }
        return self.tables._replace(**rows | dict.fromkeys(("inspections", "marks", "ratings", "papers"), ()))


def group_of(one: Standing) -> str:
    """How the fact of a row is judged again."""
    key = one.origin.key
    if key.kind in (r11.PRAISE, REWARD):
        return "praise"
    if key.kind == r11.WARNING:
        return "check"
    if key.rule == "R13" or key.kind == r11.EXPLANATION:
        return "period"
    return "light" if is_about_light(*one) else "item"


def without_own(tables: Tables, rows: Iterable[ProposalRow]) -> Tables:
    """The tables before the 升级 of these rows: they are not to hide the lateness that made them."""
    own = {row.at: row for row in rows if isinstance(row, Change) and row.change == ESCALATION}
    agreed = {row.number for row in own.values() if row.result == APPROVED}
    return tables._replace(
        changes=tuple(row for row in tables.changes if row.at not in own),
        items=tuple(item._replace(level=DEPARTMENT_LEVEL) if item.number in agreed else item for item in tables.items),
    )
