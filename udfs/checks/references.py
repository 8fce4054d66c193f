"""What a row names and no table has: departments, persons, targets, items, and circles of rows that name each other.

The columns are found in the schema (`refers`), so that a new column that names something is checked without a line here.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from udfs.checks.spellings import known_spelling
from udfs.rules.ground.departments import Departments
from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.periods import parse_period
from udfs.rules.ground.problem_at import at
from workbook_templates.reading.meant import may_be_proposed
from workbook_templates.reading.names import Spellings
from workbook_templates.reading.names import names_in as names_in_cell
from workbook_templates.reading.parse import FIELDS, Tables
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables import TABLES
from workbook_templates.tables.schema import Column

PEOPLE, STAFF_NO = "人员", "工号"
CIRCLE_SHOWN = 5
"""How many rows of a circle a message names."""


class KnownNames(NamedTuple):
    """What may be named. named: table → its keys; written: those of 部门 and 人员 by what they are compared by. twice: names that several
    persons bear. homes: name → department → count. units: the departments."""

    named: Mapping[str, Collection[str]]
    written: Mapping[str, Spellings]
    staff_numbers: Collection[str]
    twice: Collection[str]
    homes: Mapping[str, Mapping[str, int]]
    units: Departments
    departments: Mapping[str, str]


def check_references(tables: Tables) -> list[Problem]:
    """Every cell that names what does not exist or can't be told apart, by table and row; then circles and repeated names."""
    known = known_names(tables)
    problems: list[Problem] = []
    for name, field in FIELDS.items():
        columns = [column for column in TABLES[name].columns if column.spec.refers]
        rows = getattr(tables, field)
        if columns and rows:
            problems += table_problems(rows, columns, known)
    return [*problems, *namesakes(tables), *former_names(tables), *circles(tables), *unknown_stages(tables)]


def known_names(tables: Tables) -> KnownNames:
    """Every name that a cell may hold; 曾用名 count as names of departments."""
    counted = Counter(person.name for person in tables.people if person.name)
    named = {
        "部门": {*(row.name for row in tables.departments), *(name for row in tables.departments for name in row.former)},
        PEOPLE: set(counted),
        "考核权重": {row.kind for row in tables.weightings},
        "目标库": {row.number for row in tables.targets},
        "督办台账": {row.number for row in tables.items},
        "指标": {row.number for row in tables.indicators},
        "风险点": {row.number for row in tables.risk_points},
        "会议": {row.number for row in tables.meetings},
    }
    return KnownNames(
        named,
        {name: Spellings(named[name]) for name in ("部门", PEOPLE)},
        {person.staff_no for person in tables.people},
        {name for name, count in counted.items() if count > 1},
        {name: Counter(homes) for name, homes in grouped((person.name, person.department) for person in tables.people).items()},
        Departments(tables.departments),
        {item.number: item.department for item in tables.items},
    )


def table_problems(rows: Iterable[Any], columns: Iterable[Column], known: KnownNames) -> list[Problem]:
    """The problems of one table, row by row."""
    checks = [check_of(column, known) for column in columns]
    return [problem for row in rows for check in checks for problem in check(row)]


def check_of(column: Column, known: KnownNames) -> Callable[[Any], Iterable[Problem]]:
    """The check of one column, with everything that does not depend on the row looked up before."""
    field, table = column.field, column.spec.refers
    persons = table == PEOPLE and column.header != STAFF_NO
    valid = known.staff_numbers if table == PEOPLE and not persons else known.named[table]
    for other in column.spec.or_of:
        valid = {*valid, *known.named[other]}
    named = "、".join(f"“{one}”" for one in (table, *column.spec.or_of))
    doubtful = known.twice if persons else ()

    def check(row: Any) -> Iterator[Problem]:
        value = getattr(row, field)
        if not value or (value in valid and value not in doubtful):  # nearly every cell
            return
        for name in names_in(value, known.written.get(table)):
            if name not in valid:
                alone = value in (name, (name,)) and may_be_proposed(column)
                meant = known_spelling(name, valid, short=table == "部门") if alone else ""
                yield at(row, column.header, name, f"{named}里没有“{name}”", remedy_for(table, column.header), meant)
            elif name in doubtful and not is_told_apart(name, home_of(row, known), known):
                what = f"“人员”里有多个“{name}”，分不清是哪一位"
                yield at(row, column.header, name, what, "在“人员”把姓名写得可以区分（如加工号后两位），或核对主责部门")

    return check


def is_told_apart(name: str, home: str, known: KnownNames) -> bool:
    """Whether a namesake is told by the department beside it: one there; else one in the 所 of a 班组; else one in a 班组 below."""
    homes, above = known.homes.get(name, {}), known.units.above
    for near in ([home], above(home), [unit for unit in homes if home in above(unit)]):
        if count := sum(homes.get(unit, 0) for unit in near):
            return count == 1
    return False


def names_in(value: str | tuple[str, ...], known: Spellings | None) -> Iterable[str]:
    """The names in one cell. Only persons and departments, which are known, are split: a number may hold any sign."""
    if isinstance(value, tuple):
        return value
    return (value,) if known is None else names_in_cell(value, known)


def home_of(row: Any, known: KnownNames) -> str:
    """The department by which a namesake is told: the row's own, that of its item, or the department the row is about."""
    if row.at.table == "部门":
        return str(row.name)
    department = getattr(row, "department", None)
    return str(known.departments.get(getattr(row, "number", ""), "") if department is None else department)


def remedy_for(table: str, header: str) -> str:
    if header == STAFF_NO:
        return "填“人员”里的工号"
    keys = {"部门": "部门或曾用名", PEOPLE: "姓名", "考核权重": "部门类型"}
    return f"填“{table}”里有的{keys.get(table, '编号')}，或先在“{table}”登记"


def namesakes(tables: Tables) -> list[Problem]:
    """The same name twice in 人员: each row after the first."""
    first: dict[str, int] = {}
    found = []
    for person in tables.people:
        if person.name and first.setdefault(person.name, person.at.row) != person.at.row:
            what = f"与第 {first[person.name]} 行同名"
            found.append(at(person, "姓名", person.name, what, "同一人就删去一行；不同的人以主责部门区分，同部门的请加注区分"))
    return found


def former_names(tables: Tables) -> list[Problem]:
    """曾用名 that leads to more than one department."""
    owners: dict[str, str] = {row.name: row.name for row in tables.departments}
    found = []
    for row in tables.departments:
        for name in row.former:
            if owners.setdefault(name, row.name) != row.name:
                what = f"曾用名“{name}”已属“{owners[name]}”"
                found.append(at(row, "曾用名", name, what, "一个名称只能对应一个部门，删去其中一个"))
    return found


def unknown_stages(tables: Tables) -> list[Problem]:
    """变更记录 that names a stage which its item does not have: the change would move nothing."""
    stages = {(stage.number, stage.stage) for stage in tables.stages}
    return [
        at(
            change,
            "阶段",
            change.stage,
            f"事项 {change.number} 没有这个阶段，变更不起作用",
            "填“阶段目标”里的阶段名；改整个事项的，阶段空着",
        )
        for change in tables.changes
        if change.stage and (change.number, change.stage) not in stages
    ]


def circles(tables: Tables) -> list[Problem]:
    """Rows that lead back to themselves over 前置编号, 上级指标, 并入部门 or 上级部门."""
    items = {row.number: tuple(row.after) for row in tables.items if row.number}
    merged = {row.name: (row.merged_into,) for row in tables.departments}
    above = {row.name: (row.above,) for row in tables.departments}
    found = [
        *circle_problems(tables.items, lambda row: row.number, items, "前置编号"),
        *circle_problems(tables.departments, lambda row: row.name, merged, "并入部门"),
        *circle_problems(tables.departments, lambda row: row.name, above, "上级部门"),
    ]
    month_end = tables.settings.month_end
    for rows in grouped((parse_period(row.period, month_end) or row.period, row) for row in tables.indicators).values():
        parents = {row.number: (row.parent,) for row in rows}
        found += circle_problems(rows, lambda row: row.number, parents, "上级指标")
    return found


def circle_problems(rows: Iterable[Any], key: Callable[[Any], str], leads: Mapping[str, tuple[str, ...]], header: str) -> list[Problem]:
    """One problem for each row on a circle, naming the others; of a large circle the first few."""
    groups = {name: group for group in circles_in(leads) for name in group}
    found = []
    for row in rows:
        name = key(row)
        if name in groups:
            others = [other for other in groups[name][: CIRCLE_SHOWN + 1] if other != name][:CIRCLE_SHOWN]
            more = " 等" if len(groups[name]) > len(others) + 1 else " "
            what = f"与 {'、'.join(others)}{more}构成循环" if others else "指向自己"
            found.append(at(row, header, name, what, f"改掉其中一行的{header}"))
    return found


def circles_in(leads: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The groups of names of which each leads to each other, and names that lead to themselves; names nobody holds lead nowhere.

    Tarjan's strongly connected components, without recursion because a chain may be as long as the ledger. Each group is in
    the order of `leads`.
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: dict[str, None] = {}
    found: list[tuple[str, ...]] = []
    for start in leads:
        if start in order:
            continue
        order[start] = lowest[start] = len(order)
        waiting[start] = None
        path = [(start, iter(leads[start]))]
        while path:
            name, ahead = path[-1]
            step = next((other for other in ahead if other in leads), None)
            if step is None:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[name])
                if lowest[name] == order[name]:
                    found.append(taken_until(name, waiting))
            elif step not in order:
                order[step] = lowest[step] = len(order)
                waiting[step] = None
                path.append((step, iter(leads[step])))
            elif step in waiting:
                lowest[name] = min(lowest[name], order[step])
    places = {name: place for place, name in enumerate(leads)}
    return [tuple(sorted(group, key=places.__getitem__)) for group in found if len(group) > 1 or group[0] in leads[group[0]]]


def taken_until(name: str, waiting: dict[str, None]) -> tuple[str, ...]:
    """Take the names off the end of `waiting`, up to and with `name`."""
    group = []
    while True:
        last, _ = waiting.popitem()
        group.append(last)
        if last == name:
            return tuple(group)
