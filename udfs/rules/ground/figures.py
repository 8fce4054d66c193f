"""Exact arithmetic that every rule shares: rounding, weights, means, rates, ranks (R10), and figures as text.

Numbers are `Fraction`s or ints, never binary floats: 0.1 is one tenth, and a figure that stands exactly on a bound stays there.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from udfs.rules.ground.grouped import grouped

Exact: TypeAlias = Fraction | int

FULL = Fraction(100)
"""All the points that there are."""

BLANK = "—"
"""What a text shows for a figure that there is not."""


def round_half_up(value: Exact, digits: int = 0) -> Fraction:
    """四舍五入 to `digits` decimals. Half goes away from zero, so that −0.5 points lost is rounded like 0.5 won."""
    return Fraction(_units(value, digits), 10**digits)


def printed(value: Exact | None, digits: int) -> Fraction | None:
    """A figure as the sheets show it; a figure that there is not stays so."""
    return None if value is None else round_half_up(value, digits)


def _units(value: Exact, digits: int) -> int:
    """The rounded figure counted in units of its last decimal."""
    top, below = value.numerator, value.denominator
    units: int = (abs(top) * 10**digits * 2 + below) // (below * 2)
    return units if top >= 0 else -units


def weight_of(weight: Exact | None) -> Exact:
    """权重 of a row: blank is 1; 0 or less counts as 1 too, and is listed in 数据检查 (rules.md §1)."""
    return weight if weight is not None and weight > 0 else 1


def weighted_mean(pairs: Iterable[tuple[Exact, Exact]]) -> Fraction | None:
    """Σ weight·value ÷ Σ weight over (weight, value); None where there is nothing to weigh.

    Products are summed as whole numbers per denominator: adding Fractions one by one reduces each time, and a ledger has
    100,000 items.
    """
    tops: dict[int, int] = {}
    weights: dict[int, int] = {}
    for weight, value in pairs:
        part = weight.denominator
        weights[part] = weights.get(part, 0) + weight.numerator
        below = part * value.denominator
        tops[below] = tops.get(below, 0) + weight.numerator * value.numerator
    whole, part = summed(weights)
    top, below = summed(tops)
    return Fraction(top * part, below * whole) if whole else None


def summed(tops: dict[int, int]) -> tuple[int, int]:
    """The sum of numerator ÷ denominator over denominator → numerator, as one numerator and one denominator."""
    common = math.lcm(*tops)
    return sum(top * (common // below) for below, top in tops.items()), common


class Rate(NamedTuple):
    """A rate with what it is made of; it is never shown without numerator, denominator and definition."""

    numerator: Exact
    denominator: Exact
    definition: str

    @property
    def value(self) -> Fraction | None:
        """0..1; None with a denominator of 0, never 0 and never 100 %."""
        return Fraction(self.numerator) / self.denominator if self.denominator else None

    @property
    def percent(self) -> Fraction | None:
        """0..100 with one decimal, as it is shown."""
        return None if self.value is None else round_half_up(self.value * 100, 1)

    def text(self, digits: int = 1) -> str:
        """'75.0%(3/4)', or '—'."""
        share = self.value
        return BLANK if share is None else f"{percent(share, digits)}（{number(self.numerator)}/{number(self.denominator)}）"


def fixed(value: Exact, digits: int) -> str:
    """A figure with exactly `digits` decimals, rounded half up: '85.00', '-0.50'."""
    units = _units(value, digits)
    sign, text = "-" if units < 0 else "", str(abs(units)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else sign + text


def percent(share: Exact, digits: int = 1) -> str:
    """A share, 0..1, as '75.0%'."""
    return fixed(share * 100, digits) + "%"


def number(value: Exact) -> str:
    """A number as typed, without needless zeros: '2', '0.5'; at most six decimals."""
    text = fixed(value, 6).rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def rate_figures(rate: Rate) -> dict[str, float | str | None]:
    """A rate for a program: value, numerator, denominator, definition."""
    value = rate.value
    return {
        "值": None if value is None else float(value),
        "分子": float(rate.numerator),
        "分母": float(rate.denominator),
        "口径": rate.definition,
    }


SKIPPING = "并列跳号"
"""1-2-2-4; else 1-2-2-3."""


def ranks(figures: Mapping[str, Exact | None], style: str, *, lowest_first: bool = False) -> dict[str, int]:
    """Name → rank, the best first; equal figures share a rank. A name without a figure has none."""
    present = {name: Fraction(value) for name, value in figures.items() if value is not None}
    better = sorted(set(present.values()), reverse=not lowest_first)
    if style == SKIPPING:
        values = sorted(present.values(), reverse=not lowest_first)
        return {name: values.index(value) + 1 for name, value in present.items()}
    places = {value: place for place, value in enumerate(better, 1)}
    return {name: places[value] for name, value in present.items()}


def ranks_within(
    figures: Mapping[str, Exact | None], group_of: Callable[[str], Hashable], style: str, *, lowest_first: bool = False
) -> dict[str, int]:
    """Name → rank among the names of its group, such as 类型."""
    groups = grouped((group_of(name), (name, figure)) for name, figure in figures.items())
    return {name: rank for group in groups.values() for name, rank in ranks(dict(group), style, lowest_first=lowest_first).items()}
