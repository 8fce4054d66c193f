"""The sheet 参数 to typed Settings, and the defaults."""

import datetime as dt
import functools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from workbook_templates.reading import cells
from workbook_templates.reading.cells import Wrong
from workbook_templates.reading.characters import cut, is_nothing, one_line, visible
from workbook_templates.reading.headers import beside_ours, place_of
from workbook_templates.reading.names import closed
from workbook_templates.tables.grid import CellError, Grid, Value
from workbook_templates.tables.schema import C, Column
from workbook_templates.tables.settings import SPECS, TYPES, Days, S, Settings, Words

WrongSetting = tuple[int, str, str, str, str]
"""row as Excel shows it, header, value, problem, remedy."""

CODES = frozenset({"考核期间", "编号规则"})
"""Settings of text that are compared; the others are shown: on one line, but as wide as they are typed."""
LONGEST_COMPANY = 50
"""Letters of 单位名称 that headers, file names and papers have room for."""
TOO_LONG = f"填通行的简称，不超过 {LONGEST_COMPANY} 个字；现在页眉里截短，其余照写"
BY_NAME: dict[str, str] = {spec.name: field for field, spec in SPECS.items()}


@functools.cache
def defaults() -> Settings:
    """Settings with every default of rules.md §3."""
    return Settings(**{field: typed(field, spec.default or None) for field, spec in SPECS.items()})


def with_values(settings: Settings, values: Mapping[str, Value]) -> Settings:
    """These settings with some replaced, by Chinese name, as a clerk types them. Raises KeyError for an unknown name, Wrong for a value."""
    return settings._replace(**{BY_NAME[name]: typed(BY_NAME[name], value) for name, value in values.items()})


def read_settings(grid: Grid) -> tuple[Settings, list[WrongSetting]]:
    """The settings of the sheet 参数 and what is wrong there; a wrong value counts as blank, which is the default."""
    values: dict[str, Any] = {}
    wrong: list[WrongSetting] = []
    places = {header: index for index, header in enumerate(grid.headers)}
    if not {"名称", "取值"} <= places.keys():
        near = "、".join(one.words for one in beside_ours("参数", grid.headers) if one.alone)
        unclear = f"；{near}都像它，分不清" if near else ""
        return defaults(), [(0, "名称、取值", near, f"缺少这一列{unclear}", "把列名改回“名称”“取值”")]
    meant = rows_of_settings(grid)
    for index, row in enumerate(grid.rows):
        title, value = cells.text_of(row[places["名称"]]), row[places["取值"]]
        name = closed(title)
        line = grid.first_row + index
        if not name:
            continue
        if name not in BY_NAME:
            wrong.append((line, "名称", name, "没有这个参数", "核对名称；自用的数请放到自己的工作表"))
        elif meant[name] is None:
            remedy = f"把真正的一行改名为“{name}”，删去其余的；本次按默认值计算"
            wrong.append((line, "名称", title, f"有几行都像“{name}”，分不清，都没有读", remedy))
        elif (place := meant[name]) is not None and place != index:
            which = "前一行" if place < index else f"第 {grid.first_row + place} 行"
            wrong.append((line, "名称", title, f"参数重复，以{which}为准", "删去多余的一行"))
        else:
            field = BY_NAME[name]
            at = index, "取值"
            value = cells.as_shown(column_of(field), value, grid.shown.get(at), formula=at in grid.formulas)
            try:
                if isinstance(value, str) and is_nothing(value) and cells.plain(value) not in ("", *SPECS[field].of):
                    raise Wrong(f"“{value.strip()}”不是取值", "用默认值的，空着")
                values[field] = typed(field, value, percent=at in grid.percent)
                if name == "单位名称" and len(values[field]) > LONGEST_COMPANY:
                    beginning = cut(values[field], LONGEST_COMPANY)
                    wrong.append((line, "取值", beginning, f"{name}：有 {len(values[field])} 个字，页眉里写不下", TOO_LONG))
                if SPECS[field].unit == "%" and at in grid.percent and isinstance(value, str) and cells.is_doubtful_rate(value):
                    counted, likely = (cells.show_rate(times * values[field]) for times in (1, 100))
                    remedy = f"若是 {likely}，写成 {likely}；若确是 {counted}，写成 {counted}"
                    wrong.append((line, "取值", cells.text_of(value), f"{name}：疑似：没有百分号，本次按 {counted} 计", remedy))
            except Wrong as error:
                values[field] = getattr(defaults(), field)
                problem, remedy = error.args
                remedy += f"；本次按默认值“{SPECS[field].default}”计算" if SPECS[field].default else "；本次按空着计算"
                wrong.append((line, "取值", cells.text_of(value), f"{name}：{problem}", remedy))
    return defaults()._replace(**values), wrong


def rows_of_settings(grid: Grid) -> dict[str, int | None]:
    """Name of a setting → its body row: the one that bears the name exactly, else the only one like it. grid: with a column 名称."""
    place = grid.headers.index("名称")
    names = [cells.text_of(row[place]) for row in grid.rows]
    return {name: place_of(name, names) for name in BY_NAME}


def typed(field: str, value: Value, *, percent: bool = False) -> Any:
    """One setting as its type; a blank is the default. Raises Wrong."""
    spec, kind = SPECS[field], TYPES[field]
    if isinstance(value, CellError):
        raise cells.error_in(value)
    text = cells.plain(value)
    if not text:
        value = text = spec.default
    if spec.of:
        if text not in spec.of:
            raise Wrong(f"“{text}”不在可选值中", "填" + "、".join(spec.of))
        return text == "是" if kind is bool else text
    if kind is str and not isinstance(value, float) and spec.name not in CODES:
        return one_line(visible(cells.text_of(value))).strip()
    if kind is str:
        return cells.read_text(value, as_column(spec, "text")) if isinstance(value, float) else text
    if kind == dt.date | None:
        return cells.read_date(value, as_column(spec, "date")) if text else None
    if kind is Days or kind == Days:
        return days(text, spec)
    if kind == Words:
        return cells.read_names(value, as_column(spec, "names"))
    if spec.unit == "%":
        share = cells.read_rate(value, as_column(spec._replace(low=0, high=1), "rate"), percent=percent)
        return share if share is not None else Fraction(0)
    number = cells.read_number(value, as_column(spec, "number"))
    if kind is Fraction:
        return number
    if number is None or number.denominator != 1:
        raise Wrong(f"“{text}”不是整数", "填整数")
    return int(number)


def days(text: str, spec: S) -> Days:
    """'7,3,1' → (7, 3, 1), largest first, each once; each a whole number that is not negative."""
    parts = cells.read_names(text, as_column(spec, "names"))
    if not all(part.isdecimal() and int(part) < 1000 for part in parts):
        raise Wrong(f"“{text}”不是天数", "填天数，逗号隔开，如 7,3,1")
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def column_of(field: str) -> Column:
    """The column as which a setting's cell is read."""
    kind = TYPES[field]
    number = kind in (int, Fraction) and not SPECS[field].of
    return as_column(SPECS[field], "number" if number else "date" if kind == dt.date | None else "text")


def as_column(spec: S, kind: Any) -> Column:
    return Column(spec.name, kind, C(spec.name, low=spec.low, high=spec.high))
