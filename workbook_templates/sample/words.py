"""How the sample company's texts and choices are drawn: generators of a fixed seed, templates filled with places and figures.

And what departments write about their work: {p} is the percentage reached, {q} that of the next report, {n:3-9} a figure.
"""

import re
from random import Random

from workbook_templates.sample.days import YEAR
from workbook_templates.sample.lists import read_sections

PART = re.compile(r"\{(?:n:(\d+)-(\d+)|(\w+))\}")


PLACES: dict[str, dict[str, list[str]]] = {}
"""Department, blank for all → kind of place → names."""
for heading, (names,) in read_sections("places"):
    kind, _, owner = heading.partition(" ")
    PLACES.setdefault(owner, {})[kind] = names[0].split("、")


def draw_of(part: str) -> Random:
    """A generator of its own for each part, so that a change in one part leaves the others as they are."""
    return Random(f"{YEAR} {part}")


def filled(template: str, draw: Random, department: str = "") -> str:
    """A template with its braces filled: {站}, {线}… with a place of the department, {n:5-20} with a figure."""
    places = PLACES[""] | PLACES.get(department, {})

    def fill(found: re.Match[str]) -> str:
        low, high, place = found.groups()
        return draw.choice(places[place]) if place else str(draw.randint(int(low), int(high)))

    return PART.sub(fill, template)


def chosen(weights: dict[str, int], draw: Random) -> str:
    """One of the keys, as often as its weight says."""
    return draw.choices(list(weights), list(weights.values()))[0]


def bare(text: str) -> str:
    """A matter without blanks and marks: two that agree in it would be listed as the same 事项 twice."""
    return re.sub(r"\W", "", text)


WAYS: dict[str, dict[str, list[list[str]]]] = {}
"""What is written about → the case, blank where there is but one → its rows."""
for heading, rows in read_sections("phrases"):
    what, _, case = heading.partition(" ")
    WAYS.setdefault(what, {})[case] = rows


def said(what: str, case: str = "") -> list[str]:
    """The ways to write it. case: 完成形式, 现场 or 案头, or 原因, as the list phrases.txt has it."""
    return [way for (way,) in WAYS[what][case]]


def stage_tasks(form: str) -> list[list[str]]:
    """阶段任务 of a 完成形式: the ways to write each of its four phases."""
    return WAYS["阶段任务"][form]
