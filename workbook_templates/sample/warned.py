"""问责记录: the warnings (预警) of the first three quarters, decided; reminders, praise, letters and talks of the year.

The warnings of the fourth quarter are not here: the refresh at the year's end proposes them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.company import CHIEFS, HEADS, LEADER_OF
from workbook_templates.sample.days import A_DAY, FIRST_DAY, LAST, YEAR, after
from workbook_templates.sample.fates import day
from workbook_templates.sample.plan import PlannedMatter
from workbook_templates.sample.spot_checks import is_overdue
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.daily import Accountability, Item, Ruling
from workbook_templates.tables.performance import Inspection, RiskPoint

QUARTER_ENDS = ("03-31", "06-30", "09-30")
HIGH, MIDDLE = 18, 8
INTERVALS = {"高": 30, "中": 90, "低": 180}
"""高风险下限, 中风险下限 and the intervals by default."""
REPEAT = 365
REMINDED = ("2026-B1", "2026-B2", "2026-B3", "2026-B4")
"""Two-month periods of whose yellow lights some departments were reminded."""
SETTLING = 12
"""Working days from the check that was missed to the end of its warning."""
LAST_MEETING = dt.date(YEAR, 12, 28)
DECIDED = 3
"""So many letters, and so many items to be reminded of, were decided at the last meeting and not yet written."""
REVOKED = {"FX-1003": "该岗位轮换期间已安排专人代管，经分管领导同意不予预警"}
"""The warning that the leaders took back, and why."""


def accountability(
    plans: Sequence[PlannedMatter],
    items: Sequence[Item],
    rulings: Sequence[Ruling],
    points: Sequence[RiskPoint],
    checks: Sequence[Inspection],
) -> list[Accountability]:
    """The rows of 问责记录 by date."""
    rows = [
        *warnings(points, checks),
        *reminders(items, rulings),
        *praise(plans, items),
        *letters(plans, items),
        *talks(checks),
        *decided_at_last(plans, items),
    ]
    return sorted(rows, key=lambda row: (row.day or LAST, row.origin, row.number))


def warnings(points: Sequence[RiskPoint], checks: Sequence[Inspection]) -> list[Accountability]:
    """预警 as they stood at the end of each quarter, each once, and how each was handled."""
    draw = draw_of("warnings")
    rows: dict[str, Accountability] = {}
    for place, end in enumerate(QUARTER_ENDS):
        on = day(end)
        first = day(QUARTER_ENDS[place - 1]) + A_DAY if place else FIRST_DAY
        for number, department, missed, fact in stood(points, checks, first, on):
            origin = f"自动:R9:预警:{number}:{missed}"
            if origin not in rows:
                proposed = blank_record(Accountability)._replace(day=on, kind="预警", subject=department, rule="R9 预警", origin=origin)
                proposed = proposed._replace(fact=fact, number=number.partition("/")[0], status="已批")
                rows[origin] = handled(proposed, missed, checks, draw)
    return list(rows.values())


def handled(row: Accountability, missed: dt.date, checks: Sequence[Inspection], draw: Random) -> Accountability:
    """A warning of a problem ends with its rectification, one of a missed check with the next check; else it still waits."""
    on = row.day or LAST
    soon = after(on, draw.randint(4, 12))
    if row.number in REVOKED:
        return row._replace(status="撤销", done=soon, outcome=REVOKED[row.number])
    found = next((check for check in checks if check.risk == row.number and check.day == missed), None)
    if found is not None:
        return row._replace(status="已办", done=soon, outcome=f"{found.mended} 整改完成，复查{found.recheck}")
    later = next((check for check in checks if check.risk == row.number and check.day and check.day > on), None)
    if later is None or later.day is None or after(later.day, SETTLING) > LAST:
        return row
    return row._replace(status="已办", done=after(later.day, SETTLING), outcome=f"已补抽查（{later.number}），结果{later.result}")


def stood(
    points: Sequence[RiskPoint], checks: Sequence[Inspection], first: dt.date, on: dt.date
) -> Iterator[tuple[str, str, dt.date, str]]:
    """Number, department, day and fact: problems since `first` on high points or again, what is overdue at the end of `on`."""
    graded = {point.number: grade(point) for point in points}
    problems = [row for row in checks if row.result == "问题" and row.day and row.day <= on]
    for row in problems:
        found = row.day or on
        before = [other.day for other in problems if other.risk == row.risk and other.day and found - A_DAY * REPEAT <= other.day < found]
        if found < first:
            continue
        if before:
            yield row.risk, row.department, found, f"{found} 抽查 {row.number} 再次发现问题（上次 {before[-1]}）：{row.problem}"
        elif graded[row.risk] == "高":
            yield row.risk, row.department, found, f"{found} 抽查 {row.number} 在高风险点发现问题：{row.problem}"
    for row in checks:
        if row.mend_due and is_overdue(row, on):
            number = f"{row.number}/{row.risk}" if row.risk else row.number
            yield number, row.department, row.mend_due, f"整改时限 {row.mend_due}，没有完成整改：{row.demand}"
    for point in points:
        made = [row.day for row in checks if row.risk == point.number and row.day and row.day <= on]
        interval = int(point.interval) if point.interval else INTERVALS[graded[point.number]]
        due = max(made, default=max(point.updated or FIRST_DAY, FIRST_DAY)) + A_DAY * interval
        if graded[point.number] != "低" and due < on:
            last = f"上次抽查 {max(made)}" if made else "还没有抽查过"
            yield (
                point.number,
                point.department,
                due,
                f"{graded[point.number]}风险点应在 {due} 以前抽查，{last}，逾期未查：{point.point}",
            )


def grade(point: RiskPoint) -> str:
    """高, 中 or 低 by the default bounds."""
    value = (point.frequency or 0) * (point.subjectivity or 0) * (point.severity or 0)
    return "高" if value >= HIGH else "中" if value >= MIDDLE else "低"


def reminders(items: Sequence[Item], rulings: Sequence[Ruling]) -> Iterator[Accountability]:
    """提醒 to departments for the first light that each of the first meetings ruled yellow."""
    draw = draw_of("reminders of lights")
    known = {item.number: item for item in items}
    for period in REMINDED:
        ruling = next(row for row in rulings if row.period == period)
        item = known[ruling.number]
        month = int(period[-1]) * 2 + 1
        last = dt.date(YEAR, month, 1) - A_DAY
        origin = f"自动:R11:提醒:{item.number}:{last}"
        on = ruling.day or last
        yield blank_record(Accountability)._replace(
            day=on, kind="提醒", subject=item.department, rule="R11 黄灯", fact=f"{period} 认定黄灯：{item.matter}",
            number=item.number, status="已办", done=after(on, draw.randint(4, 12)), outcome="已提醒部门负责人，措施已上报",
            origin=origin,
        )  # fmt: skip


def praise(plans: Sequence[PlannedMatter], items: Sequence[Item]) -> Iterator[Accountability]:
    """表扬 of a few departments for items that were closed well before the deadline, decided by the meeting."""
    draw = draw_of("praise")
    good = [
        item
        for plan, item in zip(plans, items, strict=True)
        if plan.closed and plan.staged and not plan.fate.late and item.level == "公司级" and (item.quality or 0) >= 95
    ]
    for item in draw.sample(good, 3):
        on = after(item.closed or LAST, draw.randint(2, 6))
        fact = f"提前办结、完成质量 {float(item.quality or 0):g} 分：{item.matter}"
        if on <= LAST:
            yield blank_record(Accountability)._replace(
                day=on, kind="表扬", subject=item.department, fact=fact, number=item.number, status="已办", done=on, outcome="督办通报表扬"
            )


def letters(plans: Sequence[PlannedMatter], items: Sequence[Item]) -> Iterator[Accountability]:
    """督办函 for the items of the company's level that were latest, decided by the leaders."""
    known = zip(plans, items, strict=True)
    late = [(plan, item) for plan, item in known if plan.closed and item.level == "公司级" and plan.fate.late >= 11]
    for plan, item in late[:3]:
        on = after(plan.due, 5)
        yield blank_record(Accountability)._replace(
            day=on, kind="督办函", subject=item.responsible, speaker="党群部", fact=not_submitted(plan, item, on),
            number=item.number, status="已办", done=after(on, 2), outcome="已回函并报送赶工计划",
        )  # fmt: skip


def decided_at_last(plans: Sequence[PlannedMatter], items: Sequence[Item]) -> Iterator[Accountability]:
    """What the last meeting of the year decided and nobody has written yet: letters and a talk on the longest overdue, a reminder."""
    blank = blank_record(Accountability)._replace(day=LAST_MEETING, speaker="党群部", status="已批")
    running = [(plan, item) for plan, item in zip(plans, items, strict=True) if plan.counted and item.status in ("下达", "办理")]
    overdue = sorted((pair for pair in running if pair[0].due < LAST_MEETING), key=lambda pair: (pair[0].due, pair[1].number))
    for plan, item in overdue[:DECIDED]:
        yield blank._replace(kind="督办函", subject=item.responsible, fact=not_submitted(plan, item, LAST_MEETING), number=item.number)
    for plan, item in overdue[:1]:
        yield blank._replace(kind="约谈", subject=item.responsible, fact=not_submitted(plan, item, LAST_MEETING), number=item.number)
    soon = sorted((pair for pair in running if pair[0].due > LAST), key=lambda pair: (pair[0].due, pair[1].number))
    for plan, item in soon[:DECIDED]:
        yield blank._replace(kind="提醒", subject=item.department, fact=f"时限 {plan.due}，进度偏慢：{item.matter}", number=item.number)


def not_submitted(plan: PlannedMatter, item: Item, on: dt.date) -> str:
    """What a letter says of an item whose deadline has passed."""
    return f"时限 {plan.due}，到 {on} 未提交：{item.matter}"


def talks(checks: Sequence[Inspection]) -> Iterator[Accountability]:
    """约谈 after checks: those who answer for the problem, by the leader in charge."""
    for row in checks:
        if row.talks and row.day:
            yield blank_record(Accountability)._replace(
                day=after(row.day, 2),
                kind="约谈",
                subject=row.mender,
                speaker=LEADER_OF.get(row.department, CHIEFS[0][0]),
                fact=f"抽查 {row.number} 发现问题：{row.problem}（{row.department} {HEADS[row.department]} 陪同）",
                number=row.number,
                status="已办",
                done=after(row.day, 4),
                outcome="书面检查，限期整改",
            )
