"""What is proposed on a day: proposals live with their facts (rules.md §5). Each rule is looked at as said here, whatever 考核期间 is.

R6, 无为, 有错 and 预警 on 基准日; lights for the last ended two-month period at its last day, by what is known now, and for the
running one at 基准日; 表扬 and 绿灯加分 only for the last ended one; R13 for each ended 期间 that 考评打分 names; 讲评说明 for the
last ended quarter. In a closed period nothing is proposed.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from udfs.rules.decisions import accountability as r11
from udfs.rules.decisions.accountability import Proposal, Reason
from udfs.rules.ground.history import history
from udfs.rules.ground.namesakes import namesakes
from udfs.rules.ground.periods import Period, parse_period, period_of, previous_period
from udfs.rules.ground.proposed_rows import REWARD, Fact, Origin, ProposalRow, light_in
from udfs.rules.judging.judgement import Judgement, judge_period
from udfs.rules.performance.differentiation import spread_facts
from udfs.rules.supervision.escalation import late_facts
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Accountability

TWO_MONTHLY, QUARTERLY = "两月", "季"
NO_DAY = dt.date(1900, 1, 1)
"""Stands for a blank 日期."""
ABOUT_LIGHTS = (r11.REMINDER, r11.LETTER, r11.TALK, r11.CASE)
"""类别 of what lights propose, praise apart."""


class Looks:
    """What is looked at on 基准日, each period judged once."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement = judgement
        month_end = judgement.facts.settings.month_end
        named = (parse_period(name, month_end) for name in history(judgement.facts))
        self.closed = tuple(period for period in named if period is not None)
        self.running = period_of(judgement.as_of, TWO_MONTHLY, month_end)
        self.ended = previous_period(self.running, month_end)
        self.quarter = previous_period(period_of(judgement.as_of, QUARTERLY, month_end), month_end)

    @cached_property
    def lights(self) -> tuple[Judgement, ...]:
        """The ended two-month period, then the running one."""
        return tuple(judge_period(self.judgement, one) for one in (self.ended, self.running) if not self.is_settled(one))

    def is_settled(self, period: Period) -> bool:
        """Whether the period is closed, by itself or as a part of a longer one."""
        return any(one.first <= period.first and period.last <= one.last for one in self.closed)

    def facts(self, present: Tables) -> list[Fact]:
        """What the rules propose, praise apart. present: every row of the workbook."""
        judgement = self.judgement
        lit, looked = list[Proposal | Reason](), set[tuple[str, dt.date]]()
        for look in self.lights:  # what the running period says of a deadline that the ended one has judged is the same fact
            lit += r11.light_facts(look, looked)
            looked |= {(judged.item.number, mark) for judged, mark in r11.lit_items(look)}
        reasons = [one for one in lit if isinstance(one, Reason)]
        proposed = [one for one in lit if isinstance(one, Proposal)]
        proposed += [*r11.inaction(judgement), *r11.cases([*reasons, *r11.errors(judgement)]), *r11.check_facts(judgement)]
        if not self.is_settled(self.quarter):
            proposed += r11.explanation_facts(judgement, self.quarter)
        month_end, twice = judgement.facts.settings.month_end, namesakes(judgement.facts.people)
        named = ((parse_period(fact.key.mark, month_end), fact) for fact in spread_facts(judgement))
        spread = (fact for period, fact in named if period is not None and not self.is_settled(period))
        return [*late_facts(judgement, present), *spread, *(one.as_fact(twice) for one in proposed)]

    def praise(self, present: Tables, others: Iterable[Fact]) -> list[Fact]:
        """表扬 and 绿灯加分. present: the rows as they stand beside the other facts of the day."""
        look = next((one for one in self.lights if one.period == self.ended), None)
        if look is None:
            return []
        green = r11.praised(look, r11.blamed_items(present, look.period, others))
        return [*(one.as_fact() for one in r11.praise_facts(look, green)), *r11.green_points(look, green)]

    def holds(self, row: ProposalRow, origin: Origin) -> bool:
        """Whether a refresh looks at the period of the row: one of an older or a closed period stays as it is."""
        key, month_end = origin.key, self.judgement.facts.settings.month_end
        if is_last_place(row, origin):
            return is_reopened(key.mark, self.judgement)
        if key.rule == "R13" or key.kind == r11.EXPLANATION:
            period = parse_period(key.mark, month_end) or period_of(day_of(row), QUARTERLY, month_end)
            return not self.is_settled(period) and (key.rule == "R13" or period == self.quarter)
        if key.kind in (r11.PRAISE, REWARD) or is_about_light(row, origin):
            period = period_of(day_of(row), TWO_MONTHLY, month_end)
            looked_at = (self.ended,) if key.kind in (r11.PRAISE, REWARD) else (self.ended, self.running)
            return period in looked_at and not self.is_settled(period)
        return not any(period.contains(day_of(row)) for period in self.closed)


def day_of(row: ProposalRow) -> dt.date:
    """日期; a blank one, which a person made, lies in no period."""
    return getattr(row, "day", None) or getattr(row, "asked", None) or NO_DAY


def is_about_light(row: ProposalRow, origin: Origin) -> bool:
    """Whether a light made the row: 有错 is 问责建议 too, and is looked at on 基准日."""
    return isinstance(row, Accountability) and origin.key.kind in ABOUT_LIGHTS and bool(light_in(row.rule))


def is_last_place(row: ProposalRow, origin: Origin) -> bool:
    """Whether closing a period proposed the row."""
    return isinstance(row, Accountability) and origin.key.kind == r11.TALK and not light_in(row.rule)


def is_reopened(name: str, judgement: Judgement) -> bool:
    """Whether the period was closed and is open again."""
    facts = judgement.facts
    month_end = facts.settings.month_end
    named = parse_period(name, month_end)
    closed_once = named is not None and any(parse_period(row.period, month_end) == named for row in facts.closed)
    return closed_once and named is not None and named.name not in history(facts)
