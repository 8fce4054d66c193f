"""The rows of a longer period (rules.md §4): its own, and for what has none there those of the longest periods that lie within it."""

from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar

from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import Period, parse_period
from workbook_templates.tables.performance import Mark, Rating


class OfPeriod(Protocol):
    """A row that names its 期间."""

    @property
    def period(self) -> str: ...


T = TypeVar("T", bound=OfPeriod)


def lies_within(part: Period, whole: Period) -> bool:
    """Whether a period lies in another, be it the same."""
    return whole.first <= part.first and part.last <= whole.last


def rows_of_period(rows: Iterable[T], period: Period, what: Callable[[T], Hashable], month_end: int) -> list[T]:
    """The rows that count in a period, in their order. what: what a row is about, such as its 指标编号.

    A half-year takes for each such thing the rows that name it itself, else those of its quarters, else of its months."""
    named = ((parse_period(row.period, month_end), place, row) for place, row in enumerate(rows))
    within = grouped((what(row), (own, place, row)) for own, place, row in named if own is not None and lies_within(own, period))
    found: list[tuple[int, T]] = []
    for group in within.values():
        longest = period.kind if any(own == period for own, *_ in group) else max((own for own, *_ in group), key=length).kind
        found += [(place, row) for own, place, row in group if own.kind == longest]
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def mark_key(present: Callable[[str], str]) -> Callable[[Mark], Hashable]:
    """What a row of 考评打分 is about, whatever its 期间. present: the name of today of a department."""
    return lambda row: (present(row.scorer), row.matter, present(row.unit))


def rating_key(row: Rating) -> Hashable:
    """What a row of 个人评分 is about, whatever its 期间."""
    return row.staff_no, row.role, row.rater


def length(period: Period) -> int:
    return (period.last - period.first).days
