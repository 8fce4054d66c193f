"""R3: the 亮灯 score of a department in a period, and how many of its items have each colour."""

from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.figures import weight_of, weighted_mean
from udfs.rules.ground.grouped import grouped
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.judging.lights import BLUE, GREEN, RED, YELLOW


class DepartmentLight(NamedTuple):
    """The lights of a department in a period.

    score is 亮灯得分 in points, 0..100, not rounded; None where no item has a light. It is taken from the computed lights, and weight is
    the sum of the weights of its items. green, yellow, red and blue count the lights that prevail (认定灯). items are all that count in
    the period.
    """

    department: str
    score: Fraction | None
    weight: Fraction
    green: int
    yellow: int
    red: int
    blue: int
    items: tuple[JudgedItem, ...]

    @property
    def scored(self) -> tuple[JudgedItem, ...]:
        """The items whose completions make the score."""
        return tuple(judged for judged in self.items if judged.light_completion is not None)


def department_lights(judgement: Judgement) -> dict[str, DepartmentLight]:
    """Department → its lights in the period of the judgement, in the order of 部门.排序; only those with items that count.

    Items stand with the department that answers for them at the judged day; an unknown name has its own entry, last.
    """
    groups = grouped((judged.department, judged) for judged in judgement.items if judged.counts)
    return {name: department_light(name, groups[name]) for name in sorted(groups, key=judgement.departments.order)}


def department_light(name: str, items: list[JudgedItem]) -> DepartmentLight:
    """The weighted mean of the completions that lights were taken from, in points, and the count of each colour."""
    scored = [judged for judged in items if judged.light_completion is not None]
    mean = weighted_mean((weight_of(judged.item.weight), judged.light_completion or 0) for judged in scored)
    weight = Fraction(sum(weight_of(judged.item.weight) for judged in scored))
    lights = [judged.light for judged in items]
    green, yellow, red, blue = (lights.count(light) for light in (GREEN, YELLOW, RED, BLUE))
    return DepartmentLight(
        department=name, score=None if mean is None else mean * 100, weight=weight, green=green, yellow=yellow,
        red=red, blue=blue, items=tuple(items),
    )  # fmt: skip
