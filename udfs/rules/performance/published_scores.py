"""部门成绩 and 个人成绩 of a closed period, from its rows in 历史成绩 alone: published figures are never computed again."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from workbook_templates.tables.lists import NO, YES
from workbook_templates.tables.logs import Closed
from workbook_templates.tables.results import DepartmentScore, PersonScore
from workbook_templates.tables.schema import NOWHERE
from workbook_templates.tables.setup import Person

FIELDS = {"督办": "supervision", "亮灯": "lights", "指标": "indicators", "抽查": "inspection", "加减分": "points", "综合": "composite"}


def published_departments(period: str, rows: Sequence[Closed]) -> list[DepartmentScore]:
    """One row per department in the order of the closing. 总排名, 办结率 and 反馈及时率 are not kept there and stay blank."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.object_kind != "部门":
            continue
        blank = dict.fromkeys(DepartmentScore._fields)
        one = found.setdefault(
            row.subject, {**blank, "period": period, "department": row.subject, "kind": row.kind, "ranked": NO, "at": NOWHERE}
        )
        if row.dimension in FIELDS:
            one[FIELDS[row.dimension]] = row.score
        if row.dimension == "综合":
            one["kind_rank"], one["ranked"] = row.rank, YES if row.rank is not None else NO
        elif row.dimension == "亮灯":
            one["green"], one["yellow"], one["red"] = row.green, row.yellow, row.red
        elif row.dimension == "督办" and row.denominator:
            one["on_time_rate"] = Fraction(row.numerator or 0) / Fraction(row.denominator)
    return [DepartmentScore(**fields) for fields in found.values()]


def published_persons(period: str, rows: Sequence[Closed], people: Sequence[Person]) -> list[PersonScore]:
    """One row per person; name and department as they are now."""
    known = {person.staff_no: person for person in people}
    found = []
    for row in rows:
        if row.object_kind == "个人":
            person = known.get(row.subject)
            name, home = (person.name, person.department) if person else ("", "")
            found.append(PersonScore(period, row.subject, name, home, row.kind, row.score, row.grade, row.rank, "已定稿", NOWHERE))
    return found
