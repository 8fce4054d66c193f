"""The rows of the next period (duban period): 指标, 考评打分 and 个人评分 of the period before it, of the same kind, with blank answers.

A row comes once: what stands there already, and what was made before and deleted since, is not made again. Persons and departments are
followed: who left has no row, who came gets one, and who now belongs elsewhere is rated by head and leader of the present department.
"""

import calendar
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from udfs.copies.next_raters import next_ratings
from udfs.rules.ground.departments import Departments, is_in_force
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import MONTHS_OF, Period, parse_period, previous_period
from udfs.rules.supervision.target_changes import withdrawn_on
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.tables.lists import NO
from workbook_templates.tables.performance import Indicator, Mark

OF_PERIOD = ("指标", "考评打分", "个人评分")
"""The tables whose rows name their 期间, in the order in which they are made."""
ANSWERS = {
    "指标": ("actual", "done", "lost_reason", "remedy"),
    "考评打分": ("score", "basis", "problems", "advice"),
    "个人评分": ("ability", "attitude", "quality", "comment"),
}
"""The fields that wait for the new period's answer."""
STOPPED, OPENED, UNLISTED, NOBODY_HERE = "停用部门", "新部门", "没有列入的部门", "责任人不在岗"
WITHDRAWN = "撤销的指标"


class Followed(NamedTuple):
    """A person or department that is no longer as it was in the period before. what: in one word; text: a line for the clerk."""

    what: str
    text: str


class NextRows(NamedTuple):
    """Table → its new rows; how many the period before has, stand there already, were made before and deleted since; who was followed."""

    before: Period
    rows: Mapping[str, list[Any]]
    earlier: Mapping[str, int]
    standing: Mapping[str, int]
    deleted: Mapping[str, int]
    followed: tuple[Followed, ...]

    def keys(self, name: str) -> list[str]:
        """What the new rows of a table are about, each once."""
        return list(dict.fromkeys(known_by(name, row) for row in self.rows[name]))


def next_rows(tables: Tables, period: Period, made: Callable[[str, str], bool] = lambda _table, _key: False) -> NextRows:
    """The rows that `period` lacks. made: whether a row of this table and key was made by an earlier run."""
    before = previous_period(period, tables.settings.month_end)
    earlier = {name: rows_of(tables, name, before) for name in OF_PERIOD}
    present = {name: rows_of(tables, name, period) for name in OF_PERIOD}
    followed: list[Followed] = []
    asked: dict[str, list[Any]] = {
        "指标": list(next_indicators(earlier["指标"], before, period, tables, followed)),
        "考评打分": list(next_marks(earlier["考评打分"], period, tables, followed)),
        "个人评分": [],
    }
    for one in next_ratings(earlier["个人评分"], period.first, tables):
        asked["个人评分"] += one.rows
        followed += [Followed(one.what, one.text)] if one.what else []
    rows: dict[str, list[Any]] = {}
    deleted: dict[str, int] = {}
    for name in OF_PERIOD:
        there = {known_by(name, row) for row in present[name]}
        lacking = [blank(name, row, period) for row in asked[name] if known_by(name, row) not in there]
        rows[name] = [row for row in lacking if not made(name, known_by(name, row))]
        deleted[name] = len(lacking) - len(rows[name])
    counted = {name: len(earlier[name]) for name in OF_PERIOD}
    return NextRows(before, rows, counted, {name: len(present[name]) for name in OF_PERIOD}, deleted, tuple(dict.fromkeys(followed)))


def rows_of(tables: Tables, name: str, period: Period) -> list[Any]:
    """The rows of a table that name this very period."""
    month_end = tables.settings.month_end
    return [row for row in getattr(tables, FIELDS[name]) if parse_period(row.period, month_end) == period]


def known_by(name: str, row: Any) -> str:
    """What a row is about within its period; of a rating the person and the role, whoever rates."""
    if name == "指标":
        return str(row.number)
    return f"{row.scorer}/{row.matter}/{row.unit}" if name == "考评打分" else f"{row.staff_no}/{row.role}"


def blank(name: str, row: Any, period: Period) -> Any:
    """The row in the new period, its answers blank."""
    defaults = {"actual": None, "done": None, "score": None, "ability": None, "attitude": None, "quality": None}
    return row._replace(period=period.name, **{field: defaults.get(field, "") for field in ANSWERS[name]})


def next_indicators(
    rows: Iterable[Indicator], before: Period, period: Period, tables: Tables, followed: list[Followed]
) -> Iterator[Indicator]:
    """指标 with their deadlines moved, without those that were withdrawn; those of a department that is no more go to the one that took
    it over. Who answers for one is never guessed: who has left is named."""
    gone = withdrawn_on(tables)
    units = Departments(tables.departments)
    people = {person.name for person in tables.people}
    here = {person.name for person in tables.people if person.active != NO}
    for row in rows:
        if (day := gone.get(row.number)) and day < period.last:
            followed.append(Followed(WITHDRAWN, f"指标 {row.number} {day} 已同意撤销：没有给它备行"))
            continue
        heir = successor(units, row.department, period.first, "指标", followed)
        if not heir:
            continue
        for what, name in (("主管领导", row.leader), ("责任人", row.responsible), ("承办人", row.handler)):
            left = [one for one in name.split("、") if one and one not in here]
            why = "不在“人员”里" if left and left[0] not in people else "已不在岗"
            followed += [Followed(NOBODY_HERE, f"{row.number} 的{what} {one} {why}，请改") for one in left]
        yield row._replace(department=heir, due=moved(row.due, before, period))


def moved(day: dt.date | None, before: Period, period: Period) -> dt.date | None:
    """A deadline by as much later as the periods lie apart; the last day of the period, or of a month, stays one."""
    if day is None or day == before.last:
        return day and period.last
    if period.kind == "周":
        return day + (period.first - before.first)
    months = day.year * 12 + day.month - 1 + MONTHS_OF[period.kind]
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month, last if at_end else min(day.day, last))


def successor(units: Departments, name: str, day: dt.date, table: str, followed: list[Followed]) -> str:
    """Who answers for a department from this day on: itself, the one it went into, or '' where it is no more. An unknown name stays."""
    row = units.find(name)
    if row is None or is_in_force(row, day) or (row.since is not None and row.since > day):
        return name
    heir = units.heir(name, day)
    if heir == row.name or not is_in_force(units.find(heir), day):
        followed.append(Followed(STOPPED, f"{row.name} 已停用，没有并入别的部门：{table}没有给它备行"))
        return ""
    followed.append(Followed(STOPPED, f"{row.name} 已停用，并入 {heir}：{table}的行改到 {heir}"))
    return heir


def next_marks(rows: Iterable[Mark], period: Period, tables: Tables, followed: list[Followed]) -> Iterator[Mark]:
    """考评打分 with closed departments followed; a new department gets the rows that every other one of its 类型 has."""
    units = Departments(tables.departments)
    found: dict[str, Mark] = {}
    for row in rows:
        scorer = successor(units, row.scorer, period.first, "考评打分", followed)
        unit = successor(units, row.unit, period.first, "考评打分", followed)
        if scorer and unit and scorer != unit:
            found.setdefault(f"{scorer}/{row.matter}/{unit}", row._replace(scorer=scorer, unit=unit))
    yield from found.values()
    yield from for_new_units(found.values(), period, tables, followed)


def for_new_units(rows: Collection[Mark], period: Period, tables: Tables, followed: list[Followed]) -> Iterator[Mark]:
    """The rows of the departments that nobody has scored yet: those of 启用日期 get what is given to all others of their 类型."""
    force = [one for one in tables.departments if is_in_force(one, period.first) and not one.above and one.ranked != NO]
    scored = {row.unit for row in rows}
    ever = {row.unit for row in tables.marks}
    by_matter = grouped(((row.scorer, row.matter), row) for row in rows)
    left = []
    for one in force if rows else ():
        if one.name in scored or one.name in ever:
            continue
        others = {other.name for other in force if other.kind == one.kind and other.name in scored}
        new = [
            group[0]._replace(unit=one.name)
            for (scorer, _), group in by_matter.items()
            if scorer != one.name and others - {scorer} and others - {scorer} <= {row.unit for row in group}
        ]
        if one.since is not None and new:
            followed.append(Followed(OPENED, f"{one.name}（{one.since} 启用）：考评打分按同类部门加 {len(new)} 行"))
            yield from new
        else:
            left.append(one.name)
    if left:
        followed.append(Followed(UNLISTED, f"{'、'.join(left)}：考评打分从来没有它们的行，要列入考评的请自己加"))
