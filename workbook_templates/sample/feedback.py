"""反馈记录: what departments reported on the days that were set; of the daily and weekly ones only a part was kept."""

import datetime as dt
from collections.abc import Sequence
from random import Random

from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.company import LIAISONS
from workbook_templates.sample.days import A_DAY, LAST, after, workday
from workbook_templates.sample.ledger import SOLVED
from workbook_templates.sample.plan import PlannedMatter
from workbook_templates.sample.words import chosen, draw_of, filled, said
from workbook_templates.tables.daily import Feedback, Item

RHYTHM = {"日常": 30, "重点": 28, "难办": 21, "紧急": 3}
"""Days between two feedbacks that were kept."""
KEPT = 0.7
"""The share of items whose feedback was kept in the master."""
ACCURACY = {"准确": 84, "基本准确": 10, "不准确": 2, "": 4}
SILENT = 25
"""`reached` of the item whose last feedbacks are missing."""


def feedback(plans: Sequence[PlannedMatter], items: Sequence[Item]) -> list[Feedback]:
    """The rows of 反馈记录 by 应反馈日期."""
    draw = draw_of("feedback")
    rows: list[Feedback] = []
    for plan, item in zip(plans, items, strict=True):
        if plan.issued is None or plan.fate.end in ("下达", "待调整"):
            continue
        if plan.fate.end == "办理" or draw.random() < KEPT:
            rows += of_item(plan, item, plan.issued, draw)
    settled = {item.number for item in items if item.on_site == SOLVED}
    rows = [row for row in rows if row.number not in settled]
    return sorted(rows, key=lambda row: (row.due or LAST, row.number))


def of_item(plan: PlannedMatter, item: Item, issued: dt.date, draw: Random) -> list[Feedback]:
    """The feedbacks of one item from 下达 to 提交."""
    end = plan.submitted or (issued + 60 * A_DAY if plan.fate.end == "暂缓" else LAST)
    step = A_DAY * RHYTHM[plan.category]
    dues: list[dt.date] = []
    day = workday(issued + step)
    while day < end and len(dues) < 9:
        dues.append(day)
        day = workday(day + step)
    rows: list[Feedback] = []
    ways, unused = said("进展", plan.matter.form), list[str]()
    for place, due in enumerate(dues):
        reached = min(95, 100 * (place + 1) // (len(dues) + 1) + draw.randint(-6, 6))
        if plan.fate.reached is not None:
            reached = max(5, plan.fate.reached * (place + 1) // len(dues) - draw.randint(0, 3))
        if silent(plan, place, dues) or draw.random() < 0.035:
            rows.append(blank_record(Feedback)._replace(number=plan.number, due=due))
            continue
        unused = unused or draw.sample(ways, len(ways))
        text = filled(unused.pop().replace("{p}", str(reached)).replace("{rel}", draw.choice(("略快", "一致", "略慢"))), draw)
        if rows and rows[-1].content and draw.random() < 0.03:
            text = rows[-1].content
        elif draw.random() < 0.02:
            text = draw.choice(said("空话"))
        rows.append(given(plan, item, due, min(end, LAST), text, reached, draw))
    return rows


def silent(plan: PlannedMatter, place: int, dues: Sequence[dt.date]) -> bool:
    """Whether an item stopped reporting: its last two feedbacks are missing."""
    return plan.fate.end == "办理" and plan.fate.reached == SILENT and place >= len(dues) - 2


def given(plan: PlannedMatter, item: Item, due: dt.date, end: dt.date, text: str, reached: int, draw: Random) -> Feedback:
    """One feedback with its text, mostly on the day or the day before."""
    slow = draw.random() < 0.07
    day = after(due, draw.randint(1, 4)) if slow else after(due, -draw.choice((0, 0, 0, 1, 1, 2)))
    day = min(max(day, plan.issued or day), end)
    slow = day > due
    where = "现场" if plan.matter.form == "现场验收" else "案头"
    cause = chosen({"主观": 45, "客观": 55}, draw)
    has_problem = draw.random() < (0.6 if plan.fate.late else 0.18)
    row = blank_record(Feedback)._replace(
        number=plan.number,
        due=due,
        given=day,
        giver=draw.choice((item.handler, item.handler, item.responsible, LIAISONS[plan.department])),
        content=text,
        accuracy=chosen(ACCURACY, draw),
        highlight="是" if draw.random() < 0.03 else "",
        plan=filled(draw.choice(said("工作计划", where)).replace("{q}", str(min(100, reached + 15))), draw) if draw.random() < 0.55 else "",
    )
    if slow:
        row = row._replace(late_reason=filled(draw.choice(said("未按期原因", cause)), draw), late_cause=cause)
    if has_problem:
        row = row._replace(
            problems=filled(draw.choice(said("存在问题", where)), draw),
            coordination=filled(draw.choice(said("需协调事项", where)), draw) if draw.random() < 0.5 else "",
            measures=filled(draw.choice(said("下步措施", where)), draw),
        )
    return row
