"""阶段目标: about half of the items are done in two to four stages, rated by the department and confirmed by the leader."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from random import Random

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.days import DAY, FIRST, LAST, after, workday, workday_before
from workbook_templates.sample.phrases import said, stage_tasks
from workbook_templates.sample.plan import PlannedMatter
from workbook_templates.sample.words import draw_of, filled
from workbook_templates.tables.daily import Item, Stage

NAMES = ("第一阶段", "第二阶段", "第三阶段", "第四阶段")
PICKED = {2: (1, 3), 3: (0, 1, 3), 4: (0, 1, 2, 3)}
"""How many stages → which of the four phases."""
WEIGHTS: dict[int, tuple[tuple[int | None, ...], ...]] = {
    2: ((None, None), (40, 60), (1, 2)),
    3: ((None, None, None), (30, 30, 40), (1, 1, 2)),
    4: ((None, None, None, None), (20, 30, 30, 20), (1, 2, 2, 1)),
}
STANDARDS = (
    "按节点时限完成，佐证齐全",
    "完成率 100%",
    "经分管领导确认",
    "问题整改率 100%",
    "资料留存完整",
    "质量抽查合格率不低于 {n:90-98}%",
)


def stages(plans: Sequence[PlannedMatter], items: Sequence[Item]) -> list[Stage]:
    """The rows of 阶段目标, item by item in the order of the ledger."""
    draw = draw_of("stages")
    rows: list[Stage] = []
    for plan, item in zip(plans, items, strict=True):
        if plan.staged and plan.issued is not None:
            rows += of_item(plan, item, plan.issued, draw)
    return rows


def of_item(plan: PlannedMatter, item: Item, issued: dt.date, draw: Random) -> list[Stage]:
    """The stages of one item, with the ratings that its fate asks for."""
    dues = deadlines(plan, issued, draw)
    count = len(dues)
    weights = draw.choice(WEIGHTS[count]) if plan.closed else (None,) * count
    phases = stage_tasks(plan.matter.form)
    closing = PICKED[count]
    rows: list[Stage] = []
    start = issued
    for place, due in enumerate(dues):
        weight = weights[place]
        last = place == count - 1
        row = blank_record(Stage)._replace(
            number=plan.number,
            stage=NAMES[place],
            task=draw.choice(phases[closing[place]]),
            standard=plan.matter.standard if last else filled(draw.choice(STANDARDS), draw) if draw.random() < 0.7 else "",
            responsible=item.responsible if draw.random() < 0.6 else item.handler,
            start=start,
            due=due,
            weight=None if weight is None else Fraction(weight),
        )
        rows.append(row)
        start = after(due, 1)
    return rated_open(rows, plan, item, draw) if plan.closed is None else [rated_closed(row, rows, plan, item, draw) for row in rows]


def deadlines(plan: PlannedMatter, issued: dt.date, draw: Random) -> list[dt.date]:
    """When the stages are due: spread over the item's time; of an open item, `fate.due` of them by the end of the year."""
    if plan.closed is None:
        due, later = plan.fate.due, 0
        if plan.due > LAST:
            later = 1 if due > 1 or draw.random() < 0.6 else 2
        end = min(plan.due, workday_before(LAST - DAY * draw.randint(1, 30)) if later else LAST)
        past = spread(issued, end, due)
        return past + (spread(max(LAST, end), plan.due, later) if later else [])
    span = (plan.due - issued).days
    count = 2 if span < 45 else draw.choices((2, 3, 4), (25, 45, 30))[0]
    return spread(issued, plan.due, count)


def spread(start: dt.date, end: dt.date, count: int) -> list[dt.date]:
    """`count` working days at even distances after `start`, the last one `end`."""
    span = (end - start).days
    return [workday(start + DAY * (span * place // count)) for place in range(1, count)] + [end]


def rated_closed(row: Stage, rows: Sequence[Stage], plan: PlannedMatter, item: Item, draw: Random) -> Stage:
    """A stage of a closed item: everything was reached in the end, mostly in time."""
    submitted, closed, due = plan.submitted or plan.ends, plan.ends, row.due or plan.due
    own = submitted if row is rows[-1] else min(max(after(due, draw.choice((-4, -2, -1, 0, 0, 0, 1, 3))), row.start or FIRST), submitted)
    confirmed = min(after(own, draw.randint(1, 5)), closed)
    note = filled(draw.choice(said("自评说明")), draw) if draw.random() < 0.7 else ""
    row = row._replace(self_rated=Fraction(draw.choices((100, 98, 95), (86, 8, 6))[0], 100), self_note=note, self_day=own)
    return confirmation(row, Fraction(1), confirmed, item, draw)


def rated_open(rows: list[Stage], plan: PlannedMatter, item: Item, draw: Random) -> list[Stage]:
    """Stages of an item that is not closed: what is due reaches exactly what its fate says, on the mean of equal weights."""
    count, reached = plan.fate.due, plan.fate.reached or 0
    step = min(10, 100 - reached, reached)
    shares = {1: [reached], 2: [reached + step, reached - step], 3: [reached + step, reached, reached - step]}[count]
    for place, share in enumerate(shares):
        row = rows[place]
        due = row.due or LAST
        own = min(after(due, draw.choice((-3, -1, 0, 0))), plan.submitted or LAST)
        note = filled(draw.choice(said("自评说明" if share > 80 else "滞后说明")), draw)
        high = min(100, share + draw.choice((0, 0, 5, 10, 15)))
        if plan.fate.unconfirmed and place == count - 1:
            rows[place] = row._replace(self_rated=Fraction(share, 100), self_note=note, self_day=own)
            continue
        row = row._replace(self_rated=Fraction(high, 100), self_note=note, self_day=own)
        day = min(after(own, draw.randint(1, 4)), LAST)
        rows[place] = confirmation(row, Fraction(share, 100), day, item, draw)
    return rows


def confirmation(row: Stage, share: Fraction, day: dt.date, item: Item, draw: Random) -> Stage:
    """The stage, confirmed by the leader in charge."""
    own = row.self_rated or share
    comment = draw.choice(said("存疑意见" if share < own and share < 1 else "确认意见"))
    return row._replace(confirmed=share, confirm_note=comment if draw.random() < 0.8 else "", confirmer=item.leader, confirm_day=day)
