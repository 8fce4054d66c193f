"""What-if (试算): the tables of a run with some settings replaced. 名称=取值, as a clerk types it into 参数 or a rule table.

A name is a setting of 参数, or a cell of a rule table by its key and header: 绿灯下限 and 绿灯含下限 (亮灯规则), 基层抽查权重 (考核权重),
公司级一般主观扣分 (考核分档), 日常反馈间隔天数 (督办频次).
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from udfs.rules.ground.problem_at import shown
from workbook_templates.reading.cells import Wrong, is_doubtful_rate, plain, show_number, show_rate
from workbook_templates.reading.errors import UsageError
from workbook_templates.reading.parse import FIELDS, Tables, read_cell
from workbook_templates.reading.setting_values import BY_NAME, with_values
from workbook_templates.tables import TABLES
from workbook_templates.tables.lists import NO, YES
from workbook_templates.tables.schema import Column
from workbook_templates.tables.settings import SPECS, S

RULE_TABLES = ("亮灯规则", "考核权重", "考核分档", "督办频次")
WEIGHT_TABLE = "考核权重"
EMPTY = "（空）"
EQUALS = re.compile("[=＝]")
NEAR = 6
"""Names that a message proposes."""


class Tried(NamedTuple):
    """One setting of a trial: as it stands in the workbook, and as tried; both as the sheet shows them."""

    name: str
    was: str
    becomes: str


class RuleCells(NamedTuple):
    """A cell of a rule table, in every row that has its key."""

    table: str
    column: Column
    rows: tuple[int, ...]


def tuned(tables: Tables, given: Sequence[str]) -> tuple[Tables, tuple[Tried, ...]]:
    """The tables with the settings of `given` in place. Raises UsageError for what is no 名称=取值, an unknown name, a bad value."""
    places = rule_places(tables)
    tried: dict[str, Tried] = {}
    for text in given:
        name, value = parted(text)
        if name in tried:
            raise UsageError(f"“{name}”写了两次。一次试算里每个名称只写一个取值，什么也没有算。")
        if name in BY_NAME:
            tables, tried[name] = with_setting(tables, name, value)
        elif name in places:
            tables, tried[name] = with_cell(tables, places[name], name, value)
        else:
            raise UsageError(unknown(name, [*BY_NAME, *places]))
    if not tried:
        raise UsageError("没有写要试的取值。写成 名称=取值，如 绿灯下限=85。")
    return tables, tuple(tried.values())


def parted(text: str) -> tuple[str, str]:
    """名称=取值 in its two halves."""
    parts = EQUALS.split(text, maxsplit=1)
    name = "".join(plain(parts[0]).split())
    if len(parts) < 2 or not name:
        raise UsageError(f"“{text}”看不懂。写成 名称=取值，如 绿灯下限=85，等号两边不要空格；取值里有空格的，整个用引号括起来。")
    return name, parts[1].strip()


def rule_places(tables: Tables) -> dict[str, RuleCells]:
    """Name → the cells of the rule tables that it means, in the order of the sheets; of two with one name the first."""
    found: dict[str, RuleCells] = {}
    for table in RULE_TABLES:
        rows = getattr(tables, FIELDS[table])
        keys = [column.field for column in TABLES[table].columns if column.spec.key]
        names = ["".join(getattr(row, field) for field in keys) for row in rows]
        for column in TABLES[table].columns:
            if column.spec.key or (column.kind == "text" and not column.spec.of):
                continue
            for key in dict.fromkeys(filter(None, names)):
                same = tuple(place for place, other in enumerate(names) if other == key)
                found.setdefault(f"{key}{column.header}{'权重' if table == WEIGHT_TABLE else ''}", RuleCells(table, column, same))
    return found


def with_setting(tables: Tables, name: str, value: str) -> tuple[Tables, Tried]:
    """A setting of 参数, read as its cell is; a blank is its default."""
    spec = SPECS[BY_NAME[name]]
    if spec.unit == "%" and is_doubtful_rate(value):
        raise doubtful(name, value)
    try:
        settings = with_values(tables.settings, {name: value})
    except Wrong as error:
        raise refused(name, value, error.args) from None
    was, becomes = (setting_text(spec, getattr(one, BY_NAME[name])) for one in (tables.settings, settings))
    return tables._replace(settings=settings), Tried(name, was, becomes)


def with_cell(tables: Tables, place: RuleCells, name: str, value: str) -> tuple[Tables, Tried]:
    """A cell of a rule table, read as it is in the sheet."""
    field, column = FIELDS[place.table], place.column
    if column.spec.points and is_doubtful_rate(value):
        raise doubtful(name, value)
    typed, told = read_cell(column, value, percent=False)
    if told is not None:
        raise refused(name, value, told)
    rows: list[Any] = list(getattr(tables, field))
    was = getattr(rows[place.rows[0]], column.field)
    for row in place.rows:
        rows[row] = rows[row]._replace(**{column.field: typed})
    texts = [shown(place.table, column.header, one) or EMPTY for one in (was, typed)]
    replaced: dict[str, Any] = {field: tuple(rows)}
    return tables._replace(**replaced), Tried(name, *texts)


def setting_text(spec: S, value: object) -> str:
    """A typed setting as the sheet has it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or EMPTY
    if isinstance(value, Fraction):
        return show_rate(value) if spec.unit == "%" else show_number(value)
    return str(value) if value not in (None, "") else EMPTY


def refused(name: str, value: str, told: Sequence[str]) -> UsageError:
    problem, remedy = told
    return UsageError(f"“{name}={value}”不行：{problem}。{remedy}。什么也没有算。")


def doubtful(name: str, value: str) -> UsageError:
    """0.8 in a place of percentages: which is meant, nobody can tell."""
    whole = show_number(Fraction(plain(value)) * 100)
    return UsageError(
        f"“{name}={value}”不清楚。若是 {whole}%，写 {name}={whole}%；若确是 {plain(value)}%，写 {name}={plain(value)}%。什么也没有算。"
    )


def unknown(name: str, names: Sequence[str]) -> str:
    """The message for a name that there is not, with those that look like it."""
    near = list(dict.fromkeys(likely(name, names)))[:NEAR]
    told = f"相近的有：{'、'.join(near)}。" if near else "可以试的有“参数”表里的全部名称，和 绿灯下限、黄灯下限、基层抽查权重 这样的规则。"
    return f"没有“{name}”这个参数，什么也没有算。{told}"


def likely(name: str, names: Sequence[str]) -> Iterator[str]:
    """Names that are nearly this one, then those that hold it, or of which it holds a part."""
    yield from difflib.get_close_matches(name, names, NEAR, 0.6)
    yield from (other for other in names if name in other)
    yield from difflib.get_close_matches(name, names, NEAR, 0.45)
