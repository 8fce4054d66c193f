"""What 数据检查 says of proposals: those decided (or changed by a person) that later facts contradict, and those of older periods that
nobody has decided on. A refresh touches neither."""

import datetime as dt
from collections.abc import Iterator

from udfs.rules.decisions.judged_again import JudgedAgain, Standing
from udfs.rules.decisions.proposals import TWO_MONTHLY, Looks, is_last_place
from udfs.rules.decisions.reconciliation import PROPOSAL_FIELDS, bare, item_of, standing_rows
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.linked import Index
from udfs.rules.ground.periods import period_of
from udfs.rules.ground.problem_at import at, whole
from udfs.rules.ground.proposed_rows import DECISIONS, is_automatic, is_unchanged, is_undecided, keyed
from udfs.rules.ground.states import APPROVED, CARRIED_OUT, CONFIRMED, DECIDED
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables.schema import Source

IN_FORCE = (APPROVED, CONFIRMED, DECIDED, CARRIED_OUT)
"""结果 and 状态 of a proposal that somebody decided for."""
TOLD_BY = {"变更记录": ("原因", "reason"), "加减分台账": ("事由", "fact"), "问责记录": ("事实", "fact")}
"""Table → the column that says why, and its field."""


def check_proposals(tables: Tables, day: dt.date, calendar: Calendar) -> list[Problem]:
    """Entries for 数据检查, in the order of the tables. day: what is known by then counts."""
    facts = facts_on(tables, day)
    if not any(is_automatic(row) for field in PROPOSAL_FIELDS.values() for row in getattr(facts, field)):
        return []
    period = period_of(day, TWO_MONTHLY, facts.settings.month_end)
    nothing = Index({}, {}, {}, frozenset(), frozenset())  # only the items that rows are about are judged, each with its own
    judgement = Judgement(
        facts=facts,
        as_of=day,
        period=period,
        day=day,
        calendar=calendar,
        index=nothing,
        departments=Departments(facts.departments),
        items=(),
    )
    looks, again = Looks(judgement), JudgedAgain(judgement)
    found: list[Problem] = []
    for table, field in PROPOSAL_FIELDS.items():
        rows = [one for one in standing_rows(getattr(facts, field), judgement.departments) if not is_last_place(*one)]
        doubtful = [one for one in rows if is_judged_again(one, looks)]
        stood = again.stood(doubtful)
        found += (contradiction(one, table, judgement) for place, one in enumerate(doubtful) if place not in stood)
        older = [one.row.at.row for one in rows if is_undecided(one.row) and not looks.holds(*one)]
        if older:
            told = f"往期的建议还没有决定：第 {'、'.join(map(str, older))} 行"
            found.append(whole(table, "状态", f"{len(older)} 行", told, "请领导决定；事实已不成立的改成“撤销”"))
    return found


def is_judged_again(one: Standing, looks: Looks) -> bool:
    """Whether the row is in force, or waits and is not touched any more. Lights and marks of the first version went by other periods."""
    if one.origin.first_version and one.origin.key.rule not in ("R6", "R9"):
        return False
    if is_undecided(one.row):
        return not (looks.holds(*one) and is_unchanged(one.row, one.origin, looks.judgement.departments))
    return getattr(one.row, DECISIONS[type(one.row)].status) in IN_FORCE


def contradiction(one: Standing, table: str, judgement: Judgement) -> Problem:
    """An entry that names both rows."""
    header, field = TOLD_BY[table]
    where = other_row(one, judgement)
    told = f"（{where.table}第 {where.row} 行）" if where else ""
    problem = f"按现在所知{told}，这条建议的事实不成立：{bare(one.row)}"
    return at(one.row, header, getattr(one.row, field), problem, "核对两行；确实不成立的改成“撤销”，已经公布的按异议更正")


def other_row(one: Standing, judgement: Judgement) -> Source | None:
    """The row that the fact was taken from: the item, the check or the risk point, the department."""
    facts, key = judgement.facts, one.origin.key
    number = keyed(item_of(one.row)) or key.subject
    return next(candidates(number, key.subject, facts, judgement), None)


def candidates(number: str, subject: str, facts: Tables, judgement: Judgement) -> Iterator[Source]:
    yield from (item.at for item in facts.items if keyed(item.number) == number)
    yield from (check.at for check in facts.inspections if keyed(check.number) == number)
    yield from (point.at for point in facts.risk_points if keyed(point.number) == number)
    unit = judgement.departments.find(subject.partition("/")[0])
    if unit is not None:
        yield unit.at
