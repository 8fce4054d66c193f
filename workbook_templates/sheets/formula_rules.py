"""Conditional formats by formula, for pages that are laid out once: the first rule of an area that holds is the one that shows."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from workbook_templates.sheets.style import BAR, LIGHTS, WHITE, Sheet, Styles

Look: TypeAlias = dict[str, object]
Rule: TypeAlias = tuple[str, Look]
"""A condition, as a formula for the first cell of its area, and what the cell then looks like."""


def add_rules(sheet: Sheet, styles: Styles, columns: tuple[int, int], rows: tuple[int, int], rules: Sequence[Rule]) -> None:
    """The rules of one area, the first one first. ValueError for one that XlsxWriter does not take."""
    for condition, look in rules:
        given = {"type": "formula", "criteria": f"={condition}", "format": styles.change(**look)}
        if sheet.conditional_format(rows[0], columns[0], rows[1], columns[1], given) == -1:
            raise ValueError(f"no conditional format {condition}")


def light_rules(cell: str, written: Callable[[str], str] = str) -> list[Rule]:
    """A cell in the colour of its light. written: how the light is written there, by its name."""
    return [
        (f'{cell}="{written(light)}"', {"bold": True, "bg_color": fill, "font_color": ink, "bottom": 1, "bottom_color": WHITE})
        for light, (fill, ink) in LIGHTS.items()
    ]


def add_share_bars(sheet: Sheet, first: int, last: int, column: int) -> None:
    """A bar behind each share of a column, from row `first` to `last`: the full cell is 100 %."""
    bar = {"type": "data_bar", "bar_solid": True, "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    sheet.conditional_format(first, column, last, column, {**bar, "bar_color": BAR, "bar_border_color": BAR})
