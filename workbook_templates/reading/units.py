"""目标值, 底线值 and 实际值 of an indicator in its 计量单位: with % a percent cell 96.5% is 96.5, with 万元 the text 0.05亿元 is 500."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from workbook_templates.reading.cells import exact, plain, show_number
from workbook_templates.tables.grid import Value

UNIT = "计量单位"
MEASURED = ("目标值", "底线值", "实际值")
PERCENT_UNITS = frozenset({"%", "百分比", "百分率"})


NUMBER_IN_UNIT = re.compile(r"([-+]?\d[\d,]*\.?\d*) *(\D+)")
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


class UnitCell(NamedTuple):
    """One of the three cells: its header, its number in 计量单位, and whether it is written as a percentage."""

    header: str
    number: Fraction
    percent: bool


def is_percent_unit(unit: Value) -> bool:
    return isinstance(unit, str) and plain(unit) in PERCENT_UNITS


def in_unit(value: Value, unit: Value, *, percent: bool) -> Value:
    """A cell under its 计量单位: a number with a unit of the same kind behind it as the number of that unit; any other as it is."""
    if is_percent_unit(unit):
        return in_percent(value, percent=percent)
    found = NUMBER_IN_UNIT.fullmatch(plain(value)) if isinstance(value, str) and isinstance(unit, str) and plain(unit) else None
    if found is None:
        return value
    (scale, base), (own_scale, own_base) = scaled(found[2]), scaled(plain(str(unit)))
    return show_number(Fraction(found[1].replace(",", "")) * scale / own_scale) if base == own_base else value


def scaled(unit: str) -> tuple[int, str]:
    """A unit as its scale and its base: 万元 is 10,000 元, 千瓦时 1,000 瓦时."""
    scale = 1
    while unit and unit[0] in SCALES:
        scale, unit = scale * SCALES[unit[0]], unit[1:]
    return scale, unit


def in_percent(value: Value, *, percent: bool) -> Value:
    """A cell under 计量单位 %: the number of percent that it shows."""
    if isinstance(value, str):
        return plain(value).removesuffix("%").rstrip() or value
    return float(exact(value) * 100) if percent and isinstance(value, float) else value


def written_in_unit(number: Fraction, unit: str, *, percent: bool) -> float:
    """A number in 计量单位 as a cell holds it that shows percent or does not."""
    return float(number / 100 if percent and is_percent_unit(unit) else number)


def differing(unit: str, cells: Sequence[UnitCell]) -> tuple[str, str, str] | None:
    """Header, 问题 and 应为 where these cells of one row are not in one unit; None where they are."""
    remedy = f"三格用同一单位填，并写明{UNIT}"
    if is_percent_unit(unit):
        small = next((cell for cell in cells if not cell.percent and 0 < cell.number <= 1), None)
        if small is not None and any(cell.number > 1 for cell in cells):
            shown = show_number(small.number)
            return small.header, f"疑似：{UNIT}是 %，本次按 {shown}% 计", f"若是 {show_number(small.number * 100)}%，写成这样；{remedy}"
        return None
    first = next((cell for cell in cells if cell.percent != cells[0].percent), None)
    if first is None and (not cells or not cells[0].percent or not unit):
        return None
    odd = next((cell for cell in cells if cell.percent), cells[0])
    shown = f"{show_number(odd.number * 100)}%"
    return odd.header, f"填的是百分数 {shown}，与其余的格子或{UNIT}“{unit}”不一致，本次按 {show_number(odd.number)} 计", remedy
