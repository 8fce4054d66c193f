"""The figures of a filled paper against each other, as they were read from it, before the file is written.

What is compared: each figure wherever it stands; the rows of each table against its total and the text; the numbered rows of a
list against the count; sums such as 办结 + 在办 = 督办; a percentage against its numerator and denominator.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from workbook_templates.documents.marks import Figure, Value, half_of_last, totals_in
from workbook_templates.documents.render import Sighting
from workbook_templates.documents.shapes import Sums

RATE = re.compile(r"(-?[\d.]+)%（([\d.]+)/([\d.]+)）")
NUMBER = re.compile(r"([加扣-]?)(\d+(?:\.\d+)?)")
NONE = "—"
HALF = Fraction(1, 20)
"""Half of the last decimal of a percentage, in points."""


def contradictions(sightings: Sequence[Sighting], context: Mapping[str, Any], sums: Sums) -> list[str]:
    """What does not agree, as lines for the clerk; [] when all does."""
    expected = {figure.name: figure for figure in totals_in(context)}
    found: list[str] = []
    values: dict[str, Value] = {}
    groups: dict[tuple[str, str, str], list[Sighting]] = {}
    for sighting in sightings:
        figure = sighting.figure
        value = read(figure.text)
        if value is None:
            found.append(f"{sighting.place}的“{figure.name}”写成了“{figure.text}”，读不出数")
        elif figure.role == "total":
            found += told(sighting, expected)
            values.setdefault(figure.name, value)
        else:
            groups.setdefault((sighting.table, figure.name, figure.role), []).append(sighting)
    for (table, name, role), members in groups.items():
        found += summed(table, name, role, members, expected)
    for name, parts in sums:
        found += added(name, parts, values, expected)
    return found


def read(text: str) -> Value | None:
    """A figure as printed: a count, points (-2, 扣2), or numerator and denominator; '—' is none of none. None for anything else."""
    if text == NONE:
        return 0, 0
    rate = RATE.fullmatch(text)
    if rate:
        top, below = Fraction(rate[2]), Fraction(rate[3])
        return (top, below) if below and abs(100 * top / below - Fraction(rate[1])) <= HALF else None
    number = NUMBER.fullmatch(text)
    return None if number is None else Fraction(number[2]) * (-1 if number[1] in ("-", "扣") else 1)


def told(sighting: Sighting, expected: Mapping[str, Figure]) -> list[str]:
    """A whole figure against the one that was computed."""
    name, text = sighting.figure.name, sighting.figure.text
    wanted = expected[name].text if name in expected else "没有这个数"
    return [] if text == wanted else [f"{sighting.place}的“{name}”是 {text}，应为 {wanted}"]


def summed(table: str, name: str, role: str, members: Sequence[Sighting], expected: Mapping[str, Figure]) -> list[str]:
    """The rows of one table, or of one list in the text, against the whole."""
    if name not in expected:
        return [f"{members[0].place}的“{name}”没有可以核对的合计"]
    where, whole = table or "正文", expected[name]
    values = [read(member.figure.text) for member in members]
    if role == "row":
        if [*values] == [*range(1, len(values) + 1)] and len(values) == whole.value:
            return []
        return [f"{where}列出“{name}”{len(values)} 行，与 {whole.text} 不一致"]
    if isinstance(whole.value, tuple):
        pairs = [value for value in values if isinstance(value, tuple)]
        top, below = sum((pair[0] for pair in pairs), Fraction(0)), sum((pair[1] for pair in pairs), Fraction(0))
        total: Value = (top, below)
        shown = f"（{top}/{below}）"
    else:
        total = added_up = sum((value for value in values if value is not None and not isinstance(value, tuple)), Fraction(0))
        shown = str(float(added_up)) if added_up.denominator > 1 else str(added_up)
        if abs(added_up - Fraction(whole.value)) <= sum((half_of_last(member.figure.text) for member in members), half_of_last(whole.text)):
            return []
    return [] if total == whole.value else [f"{where}各行的“{name}”合计 {shown}，与 {whole.text} 不一致"]


def added(name: str, parts: Sequence[str], values: Mapping[str, Value], expected: Mapping[str, Figure]) -> list[str]:
    """A sum of figures, as they stand in the paper where they stand in it."""

    def value(one: str) -> Fraction | int:
        known = values.get(one, expected[one].value)
        return known if not isinstance(known, tuple) else 0

    total = sum(value(part) for part in parts)
    if total == value(name):
        return []
    return [f"“{'＋'.join(parts)}”等于 {total}，与“{name}”{value(name)} 不一致"]
