"""What goes from this year's workbook into next year's (duban new --from): set-up as it is, open business with all that its rules need.

An open item takes its stages, feedback, changes, reminders, points and proposals along: its deadlines, days without progress and
what was proposed once and is not to be proposed again rest on them. Their dates keep them out of next year's scores.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from udfs.rules.decisions.reconciliation import item_of
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.proposed_rows import is_automatic, is_undecided
from udfs.rules.ground.states import CANCELLED, DECIDED, DONE, ITEM, OPEN, PAUSED, PROPOSED, REGISTERED, TO_ANSWER
from udfs.rules.supervision.target_changes import withdrawn_on
from udfs.rules.supervision.targets import landing
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables.daily import Accountability, Item, Point, Target
from workbook_templates.tables.grid import Value
from workbook_templates.tables.logs import Closed, Paper
from workbook_templates.tables.performance import Indicator, Inspection

RUNNING = OPEN | {REGISTERED, PAUSED}
CARRIED_WHOLE = ("亮灯规则", "节假日", "督办频次", "考核分档", "考核权重", "文种", "部门", "人员", "风险点", "渠道", "发送记录")
"""Tables that go over row by row as they are; 参数 too, but for RESET."""
RESET = ("基准日", "考核期间")
"""Settings that named a day or period of this year: blank again."""
OF_ITEMS = {"阶段目标": "number", "反馈记录": "number", "变更记录": "number", "提醒记录": "number"}
"""Tables whose rows go over with their item; the field with its number."""
STARTS_ANEW = {
    "会议": "新年度的会议新记",
    "指标进度": "按期间新报",
    "考评打分": "按期间新打",
    "个人评分": "按期间新打",
}
"""Tables of which only rows dated or named for the new year go over; why."""


class CarriedRow(NamedTuple):
    """A row that goes over, and the cells in which it changes: header → value."""

    record: Any
    cells: Mapping[str, Value] = {}


class CarriedOver(NamedTuple):
    """Table → its rows, in the order of the sheet. items: 编号 of those that go over; left: of those that stay; year: the new one.

    withdrawn: 指标编号 of last year's indicators that were withdrawn and have no row."""

    rows: dict[str, list[CarriedRow]]
    items: frozenset[str]
    left: tuple[str, ...]
    year: int
    withdrawn: tuple[str, ...] = ()


def year_of(tables: Tables, day: dt.date) -> int:
    """The year that the workbook is about: the latest 年度 of its targets, else that of `day`."""
    return max((int(row.year) for row in tables.targets if row.year is not None), default=day.year)


def carried_over(tables: Tables, year: int) -> CarriedOver:
    """What goes into the workbook of `year`, from the rows that are there, whatever their dates."""
    first = dt.date(year, 1, 1)
    items = frozenset(item.number for item in tables.items if item.status in RUNNING and item.number)
    rows: dict[str, list[CarriedRow]] = {name: [CarriedRow(row) for row in getattr(tables, FIELDS[name])] for name in CARRIED_WHOLE}
    rows["督办台账"] = [
        CarriedRow(item, without_closed(item, tables)) for item in tables.items if item.status in RUNNING or not item.status
    ]
    for name, field in OF_ITEMS.items():
        rows[name] = [CarriedRow(row) for row in getattr(tables, FIELDS[name]) if getattr(row, field) in items]
    rows["目标库"] = [CarriedRow(row, cells) for row, cells in targets(tables, items, year)]
    rows["指标"] = [CarriedRow(row, cells) for row, cells in indicators(tables, year)]
    chosen: dict[str, Callable[[Any], bool]] = {
        "认定记录": lambda row: row.number in items and reaches(row.period, first, tables),
        "会议": lambda row: row.day is not None and row.day >= first,
        "指标进度": lambda row: reaches(row.period, first, tables),
        "考评打分": lambda row: reaches(row.period, first, tables),
        "个人评分": lambda row: reaches(row.period, first, tables),
        "抽查记录": lambda row: is_recent_check(row, first),
        "加减分台账": lambda row: is_open_point(row, items),
        "问责记录": lambda row: is_open_case(row, items) or is_recent_warning(row, first),
        "异议": lambda row: not row.result,
        "批示": lambda row: row.status in ("", TO_ANSWER) or (row.day is not None and row.day >= first) or row.linked in items,
        "制度措施": lambda row: row.done is None or (row.day is not None and row.day >= first),
        "文书登记": lambda row: is_open_paper(row, items),
        "历史成绩": lambda row: is_history(row, items),
    }
    for name, goes in chosen.items():
        rows[name] = [CarriedRow(row, without_fact(row)) for row in getattr(tables, FIELDS[name]) if goes(row)]
    left = tuple(item.number for item in tables.items if item.number and item.number not in items)
    gone, kept = withdrawn_on(tables), {one.record.number for one in rows["指标"]}
    return CarriedOver(rows, items, left, year, tuple(number for number in gone if number not in kept))


def without_closed(item: Item, tables: Tables) -> dict[str, Value]:
    """前置编号 without the items that are over: they stay behind."""
    over = {row.number for row in tables.items if row.status in (DONE, CANCELLED)}
    kept = tuple(number for number in item.after if number not in over)
    return {} if kept == item.after else {"前置编号": "、".join(kept) or None}


def targets(tables: Tables, items: Iterable[str], year: int) -> Iterable[tuple[Target, dict[str, Value]]]:
    """The targets of the new year as they are; last year's that are not reached, as targets of the new one; those of open items."""
    open_items = set(items)
    hung = {item.target for item in tables.items if item.number in open_items and item.target}
    landed = {one.target.at for one in landing(tables, dt.date(year - 1, 12, 31)).targets if one.landed}
    for row in tables.targets:
        if row.year is not None and row.year >= year:
            yield row, {}
        elif row.year is not None and row.year == year - 1 and row.at not in landed and row.status != "撤销":
            yield row, {"年度": float(year), "状态": "有效", "认定": None, "更新日期": None, "更新说明": f"由 {year - 1} 年结转"}
        elif row.number in hung:
            yield row, {}


def indicators(tables: Tables, year: int) -> Iterable[tuple[Indicator, dict[str, Value]]]:
    """Those of the new year as they are; last year's a year on, but for what the new one has already and what was withdrawn."""
    gone = withdrawn_on(tables)
    named = [(row, period) for row in tables.indicators if (period := parse_period(row.period, tables.settings.month_end))]
    there = {(row.number, period.name) for row, period in named if period.year >= year}
    for row, period in named:
        if period.year >= year:
            yield row, {}
        elif period.year == year - 1 and row.number not in gone and (row.number, of_year(period, year).name) not in there:
            yield row, next_indicator(row, year)


def next_indicator(row: Indicator, year: int) -> dict[str, Value]:
    """The same indicator a year on, with nothing reported yet."""
    period = parse_period(row.period)
    cells: dict[str, Value] = {"实际值": None, "完成日期": None, "失分原因": None, "改进措施": None}
    if period is not None:
        cells["期间"] = of_year(period, year).name
    if row.due is not None:
        cells["完成时限"] = a_year_on(row.due)
    return cells


def of_year(period: Period, year: int) -> Period:
    """2026Q1 → 2027Q1; a 53rd week of a year that has none is its last."""
    wanted = parse_period(period.name.replace(str(period.year), str(year), 1))
    return wanted or parse_period(f"{year}-W52") or period


def a_year_on(day: dt.date) -> dt.date:
    """The same day a year later; 28 February after the 29th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def reaches(text: str, first: dt.date, tables: Tables) -> bool:
    """Whether a period ends in the new year."""
    period = parse_period(text, tables.settings.month_end)
    return period is not None and period.last >= first


def is_recent_check(row: Inspection, first: dt.date) -> bool:
    """Checks of the last year, which say when a point is due again and whether a problem comes again, and open rectifications."""
    year_back = first.replace(year=first.year - 1)
    return (row.day is not None and row.day >= year_back) or (row.mend_due is not None and row.mended is None)


def is_open_point(row: Point, items: Iterable[str]) -> bool:
    """A proposal that waits, and what was proposed about an open item: it is not to be proposed again."""
    return row.status == PROPOSED or (bool(row.origin) and row.linked in items)


def is_open_case(row: Accountability, items: Iterable[str]) -> bool:
    return row.status in (PROPOSED, DECIDED) or (bool(row.origin) and row.number in items)


def is_recent_warning(row: Accountability, first: dt.date) -> bool:
    """What was proposed about the checks that go over: it is not to be proposed again."""
    return row.kind == "预警" and is_automatic(row) and row.day is not None and row.day >= first.replace(year=first.year - 1)


def without_fact(row: Any) -> dict[str, Value]:
    """来源 without its check, for a proposal that waits about a department: the items, marks and checks that made it stay behind, and no
    refresh is to withdraw it for that."""
    waits = isinstance(row, Point | Accountability) and is_automatic(row) and is_undecided(row) and not item_of(row)
    return {"来源": row.origin.partition("#")[0]} if waits else {}


def is_open_paper(row: Paper, items: Iterable[str]) -> bool:
    """A paper whose reply is still awaited, and one about an open item alone."""
    awaited = row.reply_due is not None and row.replied is None and not row.closed
    return awaited or row.linked in items


def is_history(row: Closed, items: Iterable[str]) -> bool:
    """Last places, runs of red lights and trends go on over the turn of the year."""
    return row.object_kind != ITEM or row.subject in items
