"""R10: ranks on rounded figures, in either tie style, within 类型 and overall."""

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction

from udfs.rules.ground.figures import Exact
from udfs.rules.ground.grouped import grouped

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
