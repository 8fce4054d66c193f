"""目标库: sixty targets of the year and one that was withdrawn; 57 of the sixty land."""

import datetime as dt
from fractions import Fraction

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.company import LEADER_OF
from workbook_templates.sample.days import YEAR
from workbook_templates.sample.fates import ADDED, RULED, UPDATED, WITHDRAWN, day
from workbook_templates.sample.plan import Aim, read_aims
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.daily import Target

WEIGHTS = (Fraction(1), Fraction(2), Fraction(3), Fraction(3, 2))


def targets() -> list[Target]:
    """The rows of 目标库."""
    draw = draw_of("targets")
    return [target(aim, place, draw.choices(WEIGHTS, (30, 40, 20, 10))[0]) for place, aim in enumerate(read_aims()[0], 1)]


def target(aim: Aim, place: int, weight: Fraction) -> Target:
    """One target with what became of it."""
    row = blank_record(Target)._replace(
        number=aim.number,
        year=Fraction(YEAR),
        theme=aim.theme,
        target=aim.target,
        leader=LEADER_OF[aim.department],
        department=aim.department,
        standard=aim.standard,
        weight=weight,
        status="有效",
        since=dt.date(YEAR, 1, 12),
        order=Fraction(place),
    )
    if aim.standard in ADDED:
        since, note = ADDED[aim.standard]
        row = row._replace(status="新增", since=day(since), updated=day(since), update_note=note)
    if aim.standard in UPDATED:
        updated, note = UPDATED[aim.standard]
        row = row._replace(updated=day(updated), update_note=note)
    if aim.standard in RULED:
        ruling, updated, note = RULED[aim.standard]
        row = row._replace(ruling=ruling, updated=day(updated), update_note=note)
    if aim.standard == WITHDRAWN[0]:
        row = row._replace(status="撤销", updated=day(WITHDRAWN[1]), update_note=WITHDRAWN[2])
    return row
