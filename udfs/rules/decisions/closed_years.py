"""Proposals of a closed year that nobody has decided: they stay where they are, and are listed once, as a count for each kind."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.proposed_rows import ProposalRow, is_automatic, is_undecided
from udfs.rules.ground.states import OPEN
from workbook_templates.reading.parse import Tables
from workbook_templates.tables.daily import Change
from workbook_templates.tables.results import EscalationRow

ESCALATION = "升级"


class OldProposal(NamedTuple):
    """A proposal, the row that shows it, and the closed year in which it was made."""

    proposal: ProposalRow
    row: EscalationRow
    year: Period


class ClosedYears:
    """The years that are closed before a day, and what waits in them without an answer."""

    def __init__(self, tables: Tables, day: dt.date | None) -> None:
        """day: 基准日; None where nothing is looked at from a later year."""
        month_end = tables.settings.month_end
        periods = [period for name in history(tables) if (period := parse_period(name, month_end)) is not None and period.kind == "年"]
        self.years = [period for period in periods if day is not None and period.last < day]
        self.running = {item.number for item in tables.items if item.status in OPEN}

    def year_of(self, row: ProposalRow) -> Period | None:
        """The closed year in which a rule proposed this and nobody decided. None for what a department asked for, what is decided, and
        the 升级 of an item that still runs."""
        day = row.asked if isinstance(row, Change) else row.day
        year = next((year for year in self.years if year.contains(day)), None)
        alive = isinstance(row, Change) and row.change == ESCALATION and row.number in self.running
        return None if alive or not (is_automatic(row) and is_undecided(row)) else year


def parted(
    found: Iterable[tuple[ProposalRow, EscalationRow]], old: ClosedYears
) -> tuple[list[tuple[ProposalRow, EscalationRow]], list[EscalationRow]]:
    """What is shown row by row, and a row for each table and kind of a closed year that stands for the others."""
    shown, counted = [], []
    for proposal, row in found:
        year = old.year_of(proposal)
        if year is None:
            shown.append((proposal, row))
        else:
            counted.append(OldProposal(proposal, row, year))
    return shown, [told(rows) for rows in grouped(((one.year, one.proposal.at.table, one.row.kind), one) for one in counted).values()]


def told(rows: Sequence[OldProposal]) -> EscalationRow:
    """One row for those of a kind: how many, and where to look."""
    first = rows[0]
    table, year, days = first.proposal.at.table, first.year, sorted(one.row.day for one in rows if one.row.day is not None)
    column = "结果" if isinstance(first.proposal, Change) else "状态"
    return EscalationRow(
        day=year.last, kind=first.row.kind, subject=f"{year.name} 年共 {len(rows)} 条", rule=first.row.rule,
        fact=f"{year.name} 年已定稿，还没有决定；原行在“{table}”里，{column}是“{first.row.status}”，日期 {days[0]} 至 {days[-1]}",
        suggestion=f"要办的在“{table}”里逐条决定；不办的填“{'不同意' if column == '结果' else '撤销'}”", number="", status=first.row.status,
    )  # fmt: skip
