"""加减分台账 besides 督办考核: audits, checks, opinions, honours, scorers who told nobody apart; with `assessed` 67 confirmed rows."""

from collections.abc import Iterator
from fractions import Fraction

from workbook_templates.sample.blanks import blank_record, cells_of
from workbook_templates.sample.company import CHIEFS
from workbook_templates.sample.days import LAST, YEAR, after
from workbook_templates.sample.fates import day
from workbook_templates.sample.lists import read_rows
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.daily import Point
from workbook_templates.tables.setup import Person

CONFIRMERS = {"抽查": "何秀兰", "廉政监察": "何秀兰"}
"""Who confirms by 类型; all others the head of the company."""
FINE = Fraction(-1, 2)
"""差异化扣分 by default."""
SPREAD_BOUND = (
    ("06-30", "07-14", ("办公室", "绩效办", "财务部", "安监部", "营销部")),
    ("09-30", "10-16", ("办公室", "财务部", "安监部", "营销部")),
)
"""The day on which a quarter's scores were judged, when that was confirmed, the scorers below 30 %; the first quarter was not assessed."""


def other_points(people: list[Person]) -> list[Point]:
    """The rows of the list points.txt by date, confirmed some working days later."""
    draw = draw_of("other points")
    rows = []
    for date, department, name, *line in read_rows("points"):
        row = blank_record(Point)._replace(**cells_of(Point, "类型 分值 事由 依据 关联编号", line[:5]))
        state, on = line[5] if len(line) > 5 else "已确认", day(date)
        rows.append(
            row._replace(
                day=on,
                department=department,
                staff_no=staff_no(name, department, people),
                status=state,
                confirmer="" if state == "拟" else CONFIRMERS.get(row.kind, CHIEFS[0][0]),
                confirmed=None if state == "拟" else min(after(on, draw.randint(2, 6)), LAST),
            )
        )
    return sorted([*rows, *fines()], key=lambda row: row.day or LAST)


def staff_no(name: str, department: str, people: list[Person]) -> str:
    return next(person.staff_no for person in people if (person.name, person.department) == (name, department)) if name else ""


def fines() -> Iterator[Point]:
    """差异化 of the scorers below 30 %, as the add-in proposed it and the meeting confirmed it."""
    for end, confirmed, scorers in SPREAD_BOUND:
        on = day(end)
        for scorer in scorers:
            yield blank_record(Point)._replace(
                day=on,
                department=scorer,
                kind="差异化",
                points=FINE,
                fact=f"{YEAR}Q{on.month // 3} 考评差异化率低于 30%",
                basis="绩效评议会纪要",
                status="已确认",
                confirmer=CHIEFS[0][0],
                confirmed=day(confirmed),
                origin=f"自动:R13:{scorer}:{on}",
            )
