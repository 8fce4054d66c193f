"""What cells show and mean beyond their plain values: shown numbers, percentages in their unit, 同上, days without a year."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from workbook_templates.reading import cells
from workbook_templates.reading.characters import UNSEEN, is_ditto, visible
from workbook_templates.reading.days import calendar_day
from workbook_templates.reading.names import closed, without_phones
from workbook_templates.reading.typed import text_in
from workbook_templates.reading.units import MEASURED, UNIT, in_unit
from workbook_templates.tables.grid import Grid, Row, Value
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column, Table


def rows_as_shown(table: Table, grid: Grid, places: Mapping[str, int]) -> Sequence[Row]:
    """The rows, with the cells as their columns read them: what is shown where that is not the plain value, no 0 of a formula where no
    number belongs, and measured values as numbers of their 计量单位. places: header → place in a row."""
    changed: dict[int, list[Value]] = {}
    columns = {grid.headers[places[column.header]]: column for column in table.columns if column.header in places}
    for index, header in {*grid.shown, *grid.formulas}:
        if header in columns:
            place = places[columns[header].header]
            value = grid.rows[index][place]
            read = cells.as_shown(columns[header], value, grid.shown.get((index, header)), formula=(index, header) in grid.formulas)
            if read is not value:
                changed.setdefault(index, list(grid.rows[index]))[place] = read
    for index, row in enumerate(grid.rows) if UNIT in places else ():
        for place in (places[header] for header in MEASURED if header in places):
            value = row[place]
            read = in_unit(value, row[places[UNIT]], percent=(index, grid.headers[place]) in grid.percent)
            if read is not value:
                changed.setdefault(index, list(grid.rows[index]))[place] = read
    return [tuple(changed[index]) if index in changed else row for index, row in enumerate(grid.rows)] if changed else grid.rows


def meaning(column: Column, raw: Sequence[Value], at: int, record: Any) -> str:
    """What a listed cell means by these rules, '' where they propose nothing: what 同上 points to, or the day of 年底前, 12月底, 3月31日.

    raw: the cells of the column, of which it is one; record: its row. A day without a year is counted from 立项日期, else from the row's
    first date: the nearest from it on, in a column before it (立项日期 itself, 审定日期) the nearest of all."""
    value = raw[at]
    if isinstance(value, str) and is_ditto(value):
        return text_in(column, above(raw, at)) if column.spec.by != "督办" else ""
    if isinstance(value, str) and (spelt := spelling(column, value)):
        return spelt
    if column.kind != "date":
        return ""
    dated = [field for field, one in zip(record._fields, record, strict=True) if isinstance(one, dt.date) and field != column.field]
    if not dated:
        return ""
    known = REGISTERED if REGISTERED in dated else dated[0]
    day, later = getattr(record, known), record._fields.index(column.field) > record._fields.index(known)
    meant = proposed_day(value, day.year) or nearest_day(value, day, later=later)
    return meant.isoformat() if meant else ""


REGISTERED = "registered"
"""The field of 立项日期."""
DECISIONS = frozenset(
    "结果 状态 认定 认定灯 准确性 亮点 复查结果 决定意见 批准人 批准日期 确认人 确认日期 审定人 审定日期 评价人 评价日期 处理".split()
)
"""Columns in which somebody decides or judges."""


def may_be_proposed(column: Column) -> bool:
    """Whether a cell of this column may have a 建议值: not a figure, a score, rating or decision, and nothing that the add-in writes."""
    spec = column.spec
    return column.kind not in ("number", "rate") and spec.by not in ("领导", "考评人", "督办") and column.header not in DECISIONS


def spelling(column: Column, value: str) -> str:
    """How the word of a list is written that this cell means, blanks inside it apart, or the cell without the characters that nobody sees;
    '' where nothing is different, and where a telephone number stands in it too."""
    spec = column.spec
    if not may_be_proposed(column):
        return ""
    if spec.of and cells.plain(value) not in LISTS[spec.of]:
        return next((word for word in LISTS[spec.of] if closed(word) == closed(value)), "")
    named = spec.of or spec.key or spec.refers or cells.is_person(column)
    return visible(value).strip() if named and UNSEEN.search(value) and not without_phones(value)[1] else ""


def proposed_day(value: Value, year: int) -> dt.date | None:
    """The day that a vague deadline means: 年底前, 12月底 and 2026.10 are the last day of that year or month; None for another cell."""
    if cells.meanings(value):
        return None
    text = cells.plain(value)
    if found := cells.MONTH_TEXT.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := cells.VAGUE_DATE.fullmatch(text):
        month = int(found[1] or 12)
    else:
        return None
    return (
        dt.date(year, month, calendar.monthrange(year, month)[1])
        if 1 <= month <= 12 and cells.FIRST_YEAR <= year <= cells.LAST_YEAR
        else None
    )


def nearest_day(value: Value, known: dt.date, *, later: bool) -> dt.date | None:
    """The day that a date without a year means (3月31日, 5.20): the nearest to `known`, and not before it where it is a later one; None
    for another cell."""
    found = None if cells.meanings(value) else cells.DAY_TEXT.fullmatch(cells.plain(value))
    days = (calendar_day(known.year + more, int(found[1]), int(found[2])) for more in range(-4, 5)) if found else ()
    fitting = (day for day in days if day is not None and not (later and day < known))
    return min(fitting, key=lambda day: abs(day - known), default=None)


def above(raw: Sequence[Value], at: int) -> Value:
    """The cell above one that says 同上, blanks and other such cells passed over."""
    texts = ((raw[index], cells.text_of(raw[index]).strip()) for index in range(at - 1, -1, -1))
    return next((value for value, text in texts if text and not is_ditto(text)), None)
