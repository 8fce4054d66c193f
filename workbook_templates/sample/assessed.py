"""加减分台账 and 文书登记: the assessments of late items that leaders confirmed, and the 提醒单 sent during the year.

Besides 督办考核 there are audits, checks, opinions, honours, scorers who told nobody apart; 67 confirmed rows in all.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction

from workbook_templates.sample.blanks import blank_record, cells_of
from workbook_templates.sample.company import CHIEFS
from workbook_templates.sample.days import A_DAY, LAST, YEAR, after, workday
from workbook_templates.sample.fates import COMPANY_LEVEL, DEPARTMENT_LEVEL, day
from workbook_templates.sample.lists import read_rows
from workbook_templates.sample.plan import PlannedMatter
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.daily import Change, Item, Point
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.logs import Paper
from workbook_templates.tables.setup import Person

GRACE = 15
"""升级宽限天数 by default."""
REMINDED = 36
"""So many items were named in a 提醒单 during the year (product.md §5)."""
KIND = "提醒单"


def points(plans: Sequence[PlannedMatter], items: Sequence[Item], changes: Sequence[Change]) -> list[Point]:
    """督办考核 of every late item of the company's level whose band in 考核分档 costs something, confirmed within days."""
    bands = {(level, impact, cause): Fraction(str(lost)) for level, impact, cause, lost in default_rows("考核分档")}
    draw = draw_of("points")
    raised = {row.number: row for row in changes if row.change == "升级" and row.result == "同意"}
    found = []
    for plan, item in zip(plans, items, strict=True):
        missed = missed_deadline(plan, item, raised)
        lost = bands[DEPARTMENT_LEVEL if plan.number in raised else COMPANY_LEVEL, item.impact or "无", item.cause or "主观"]
        if missed is None or not lost:
            continue
        day = workday(missed + A_DAY)
        found.append(
            blank_record(Point)._replace(
                day=day,
                department=item.department,
                kind="督办考核",
                points=-lost,
                fact=f"{item.number} 时限 {missed}，到 {day} 未提交，逾期 {(day - missed).days} 天",
                basis="督办考核办法第十二条",
                linked=item.number,
                status="已确认",
                confirmer=CHIEFS[0][0],
                confirmed=min(after(day, draw.randint(2, 5)), LAST),
                origin=f"自动:R6:{item.number}:{missed}",
            )
        )
    return sorted(found, key=lambda row: row.day or LAST)


def missed_deadline(plan: PlannedMatter, item: Item, raised: dict[str, Change]) -> dt.date | None:
    """The deadline that an item of the company's level did not keep; of an escalated one the second."""
    if plan.fate.level != COMPANY_LEVEL and plan.number not in raised:
        return None
    due = plan.moved or plan.due
    if plan.number in raised:
        due = (raised[plan.number].approved or LAST) + GRACE * A_DAY
    return due if plan.fate.late and (item.submitted or LAST) > due else None


def papers(plans: Sequence[PlannedMatter], items: Sequence[Item]) -> list[Paper]:
    """The 提醒单 of the year: each to one department, for one or two items that were late or about to be."""
    draw = draw_of("papers")
    code = next(str(row[1]) for row in default_rows("文种") if row[0] == KIND)
    late = [(plan, item) for plan, item in zip(plans, items, strict=True) if plan.fate.late and plan.issued]
    chosen = sorted(draw.sample(late, REMINDED), key=lambda pair: (pair[0].due, pair[0].number))
    return [
        blank_record(Paper)._replace(
            number=f"{code}〔{YEAR}〕{place}号", kind=KIND, addressee=group[0].department, period=f"{day:%Y-%m}",
            day=day, linked="、".join(item.number for item in group),
            file=f"提醒单_{group[0].department}_{day:%Y%m%d}.docx", received=min(after(day, 1), LAST),
        )
        for place, (day, group) in enumerate(sheets(chosen), 1)
    ]  # fmt: skip


def sheets(chosen: Sequence[tuple[PlannedMatter, Item]]) -> Iterator[tuple[dt.date, list[Item]]]:
    """The items of one department that were due in the same fortnight go into one sheet, on the working day after the last."""
    groups: dict[tuple[str, int], list[tuple[PlannedMatter, Item]]] = {}
    for plan, item in chosen:
        groups.setdefault((plan.department, plan.due.toordinal() // 14), []).append((plan, item))
    dated = [(min(workday(max(plan.due for plan, _ in group) + A_DAY), LAST), [item for _, item in group]) for group in groups.values()]
    yield from sorted(dated, key=lambda sheet: (sheet[0], sheet[1][0].number))


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
                day=on, department=scorer, kind="差异化", points=FINE, fact=f"{YEAR}Q{on.month // 3} 考评差异化率低于 30%",
                basis="绩效评议会纪要", status="已确认", confirmer=CHIEFS[0][0], confirmed=day(confirmed),
                origin=f"自动:R13:{scorer}:{YEAR}Q{on.month // 3}",
            )  # fmt: skip
