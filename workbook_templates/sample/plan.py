"""The year as it went: every matter with its fate and its days, from which the tables are written.

And 目标库: sixty targets of the year and one that was withdrawn; 57 of the sixty land.
"""

import datetime as dt
from fractions import Fraction
from random import Random
from typing import NamedTuple

from workbook_templates.sample import days
from workbook_templates.sample.blanks import blank_record
from workbook_templates.sample.company import DEPARTMENT_NAMES, LEADER_OF, STATIONS
from workbook_templates.sample.days import A_DAY, LAST, YEAR, after, between, workday, workday_before
from workbook_templates.sample.fates import (
    ADDED,
    CHANGED,
    CLOSED_LATE_FATES,
    NOT_ISSUED,
    OF_MATTERS,
    OPEN_FATES,
    RULED,
    UPDATED,
    WITHDRAWN,
    Fate,
    day,
)
from workbook_templates.sample.lists import read_sections
from workbook_templates.sample.words import bare, chosen, draw_of, filled
from workbook_templates.tables.daily import Target

ORDINARY = dict(zip(DEPARTMENT_NAMES, (16, 10, 14, 15, 24, 38, 34, 20, 22, 19, 16, 16, 14, 17), strict=True))
"""Department → issued items besides those of targets; together with them 422."""
BUSY = (*DEPARTMENT_NAMES, "运检部", "营销部", "安监部", "城区供电所")
CATEGORIES = {"日常": 55, "重点": 29, "难办": 9, "紧急": 7}
DURATIONS = {"日常": (18, 65), "重点": (25, 95), "难办": (45, 120), "紧急": (4, 11)}
"""Working days from 下达 to 办理时限."""


class Aim(NamedTuple):
    """A target of the year: 目标编号, 主题, 主责部门, 目标, 完成标准."""

    number: str
    theme: str
    department: str
    target: str
    standard: str


class Matter(NamedTuple):
    """Something to be done: 事项, 完成形式, 完成标准, 主责部门. month: of the deadline, 0 for any; aim: 目标编号, blank for none."""

    text: str
    form: str
    standard: str
    department: str
    month: int = 0
    aim: str = ""


class PlannedMatter(NamedTuple):
    """A matter and how it went.

    matter: what is to be done. fate: how it ends. category: 类别. registered, issued: 立项日期 and 下达日期, None if it was not issued.
    due: the first deadline. moved: the one that an extension or a new date put in its place. submitted, closed: 提交日期 and 办结日期,
    None before. staged: it is done in stages. number: 编号, blank as long as nobody has numbered it.
    """

    matter: Matter
    fate: Fate
    category: str
    registered: dt.date
    issued: dt.date | None
    due: dt.date
    moved: dt.date | None = None
    submitted: dt.date | None = None
    closed: dt.date | None = None
    staged: bool = False
    number: str = ""

    @property
    def department(self) -> str:
        return self.matter.department

    @property
    def ends(self) -> dt.date:
        """The last day on which something happened to it."""
        return self.closed or LAST

    @property
    def counted(self) -> bool:
        """Whether it is one of the 422."""
        return self.issued is not None


def read_aims() -> tuple[list[Aim], list[Matter]]:
    """The targets, and the items that hang on them."""
    aims: list[Aim] = []
    matters: list[Matter] = []
    for theme, rows in read_sections("aims"):
        for first, *others in rows:
            if first.startswith("= "):
                aims.append(Aim(f"MB26-{len(aims) + 1:02}", theme, first[2:], *others))
            else:
                form, standard, department, month = others
                matters.append(Matter(first, form, standard, department or aims[-1].department, int(month), aims[-1].number))
    return aims, matters


def ordinary_matters(taken: set[str], draw: Random) -> list[Matter]:
    """As many matters of each department as ORDINARY says, and the few that are not issued; none twice, none in `taken`."""
    found: list[Matter] = []
    spare = dict.fromkeys(draw.sample(DEPARTMENT_NAMES, len(NOT_ISSUED)), 1)
    known = dict(read_sections("matters"))
    for department, count in ORDINARY.items():
        lines = known["供电所" if department in STATIONS else department]
        rounds: list[list[str]] = []
        count += spare.get(department, 0)
        while count:
            rounds = rounds or draw.sample(lines, len(lines))
            text, form, standard, *month = rounds.pop()
            text = filled(text, draw, department)
            if text.startswith(("供电所", "班组", "所内")):
                text = department.removesuffix("供电所") + text
            if bare(text) in taken:
                continue
            taken.add(bare(text))
            found.append(Matter(text, form, filled(standard, draw, department), department, int(month[0]) if month else 0))
            count -= 1
    return found


def fated() -> list[tuple[Matter, Fate]]:
    """Every matter with its fate; those that nothing is said of are closed in time."""
    draw = draw_of("fates")
    aims, of_aims = read_aims()
    ordinary = ordinary_matters({bare(matter.text) for matter in of_aims}, draw)
    fates: dict[Matter, Fate] = {matter: OF_MATTERS[matter.text] for matter in of_aims if matter.text in OF_MATTERS}
    free = {name: [m for m in ordinary if m.department == name and not m.month] for name in DEPARTMENT_NAMES}
    for group in free.values():
        draw.shuffle(group)
    turn = [BUSY[place * 7 % len(BUSY)] for place in range(len(BUSY))]
    for place, fate in enumerate((*OPEN_FATES, *NOT_ISSUED)):
        fates[free[turn[place % len(turn)]].pop()] = fate
    rest = [m for m in (*of_aims, *ordinary) if m not in fates and m.month not in (1, 2, 11, 12)]
    fates.update(zip(draw.sample(rest, len(CLOSED_LATE_FATES) + len(CHANGED)), (*CLOSED_LATE_FATES, *CHANGED), strict=True))
    supports = {aim.department: [other.number for other in aims if other.department == aim.department] for aim in aims}
    matters = [*of_aims, *(under_an_aim(m, supports, draw) if m not in fates and draw.random() < 0.08 else m for m in ordinary)]
    return [(matter, fates.get(matter, Fate())) for matter in matters]


def under_an_aim(matter: Matter, supports: dict[str, list[str]], draw: Random) -> Matter:
    """The matter, hung on a target of its department where there is one that stays."""
    aims = [number for number in supports.get(matter.department, ()) if number != withdrawn()]
    return matter._replace(aim=draw.choice(aims)) if aims else matter


def withdrawn() -> str:
    """目标编号 of the target that was withdrawn."""
    return next(aim.number for aim in read_aims()[0] if aim.standard == WITHDRAWN[0])


def plans() -> list[PlannedMatter]:
    """All items in the order of their 立项日期, numbered; two that nobody has numbered yet stand last."""
    draw = draw_of("plans")
    found = sorted((planned(matter, fate, draw) for matter, fate in fated()), key=lambda plan: plan.registered)
    last = [place for place, plan in enumerate(found) if plan.fate.end == "立项"][-2:]
    found += [found.pop(place) for place in reversed(last)]
    return [plan._replace(number=f"{YEAR}-{place:04}" if place <= len(found) - len(last) else "") for place, plan in enumerate(found, 1)]


def planned(matter: Matter, fate: Fate, draw: Random) -> PlannedMatter:
    """The days of one item."""
    category = chosen(CATEGORIES, draw)
    if matter.aim and category == "紧急":
        category = "重点"
    if fate.end == "办结":
        return closed_plan(matter, fate, category, draw)
    issued, due, submitted = open_days(fate, draw)
    registered = after(issued, -draw.randint(1, 4)) if issued else between(days.FIRST_DAY + 88 * A_DAY, days.FIRST_DAY + 150 * A_DAY, draw)
    if matter.aim and fate.end != "取消":
        registered, issued = breakdown(draw)
    if fate.end == "取消":
        due = after(registered, draw.randint(60, 120))
    if fate.end == "立项":
        registered = workday(dt.date(YEAR, 12, draw.choice((29, 30, 31))))
    return PlannedMatter(
        matter=matter, fate=fate, category=category, registered=registered, issued=issued, due=due,
        submitted=submitted, staged=fate.due > 0,
    )  # fmt: skip


def breakdown(draw: Random) -> tuple[dt.date, dt.date]:
    """立项 and 下达 of the year's tasks, after the work conference in January."""
    registered = between(dt.date(YEAR, 1, 15), dt.date(YEAR, 1, 26), draw)
    return registered, after(registered, draw.randint(1, 5))


def open_days(fate: Fate, draw: Random) -> tuple[dt.date | None, dt.date, dt.date | None]:
    """下达日期, deadline and 提交日期 of an item that is not closed."""
    next_year = workday(dt.date(YEAR + 1, draw.choice((1, 1, 3)), draw.randint(8, 28)))
    if fate.late:
        due = workday(LAST - fate.late * A_DAY)
        return after(due, -draw.randint(40, 110)), due, None
    if fate.end == "提交":
        due = after(LAST, -draw.randint(0, 2))
        return after(due, -draw.randint(35, 90)), due, after(due, -draw.randint(0, 3))
    if fate.end == "办理":
        return after(LAST, -draw.randint(50, 120)), next_year if fate.due else LAST, None
    if fate.end == "暂缓":
        return between(dt.date(YEAR, 4, 20), dt.date(YEAR, 8, 20), draw), between(dt.date(YEAR, 11, 2), LAST, draw), None
    if fate.end == "下达":
        return between(dt.date(YEAR, 12, 18), dt.date(YEAR, 12, 30), draw), next_year, None
    if fate.end == "待调整":
        return after(LAST, -draw.randint(1, 2)), next_year, None
    return None, next_year, None


def closed_plan(matter: Matter, fate: Fate, category: str, draw: Random) -> PlannedMatter:
    """The days of an item that is closed, in time or as late as its fate says."""
    low, high = DURATIONS[category]
    lasts = draw.randint(low, high)
    if fate.late or fate.change:
        lasts = max(lasts, 18)
    if matter.month and not matter.aim:
        lasts = draw.randint(12, 36)
    if matter.month:
        due = between(dt.date(YEAR, matter.month, 12), dt.date(YEAR, matter.month, 22 if matter.month == 12 else 28), draw)
    else:
        due = between(dt.date(YEAR, 2, 9), dt.date(YEAR, 10, 20) if fate.late or fate.change else dt.date(YEAR, 12, 22), draw)
    if matter.aim and matter.month:
        registered, issued = breakdown(draw)
    else:
        issued = max(after(due, -lasts), after(days.FIRST_DAY, draw.randint(3, 9)))
        registered = max(after(issued, -draw.randint(1, 4)), after(days.FIRST_DAY, 1))
    moved = after(due, draw.randint(8, 22)) if fate.change in ("延期", "改期") else None
    if fate.late:
        submitted = after(due, fate.late)
    elif fate.change == "恢复":
        submitted = after(due, draw.randint(2, 9))  # within the days of the pause
    else:
        early = draw.choices((0, draw.randint(1, 3), draw.randint(4, 8), draw.randint(9, 20)), (15, 40, 30, 15))[0]
        submitted = max(after(moved or due, -early), after(issued, 2))
    submitted = min(submitted, moved or due) if not fate.late and fate.change != "恢复" else submitted
    closed = min(after(submitted, draw.randint(1, 6)), LAST)
    long = (due - issued).days >= 28 and fate.change in ("", "责任调整", "延期")
    staged = long and draw.random() < (0.78 if matter.aim else 0.5)
    return PlannedMatter(
        matter=matter, fate=fate, category=category, registered=registered, issued=issued, due=workday_before(due),
        moved=moved, submitted=submitted, closed=closed, staged=staged,
    )  # fmt: skip


WEIGHTS = (Fraction(1), Fraction(2), Fraction(3), Fraction(3, 2))


def targets() -> list[Target]:
    """The rows of 目标库."""
    draw = draw_of("targets")
    return [target(aim, place, draw.choices(WEIGHTS, (30, 40, 20, 10))[0]) for place, aim in enumerate(read_aims()[0], 1)]


def target(aim: Aim, place: int, weight: Fraction) -> Target:
    """One target with what became of it."""
    row = blank_record(Target)._replace(
        number=aim.number, year=Fraction(YEAR), theme=aim.theme, target=aim.target, leader=LEADER_OF[aim.department],
        department=aim.department, standard=aim.standard, weight=weight, status="有效", since=dt.date(YEAR, 1, 12),
        order=Fraction(place),
    )  # fmt: skip
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
