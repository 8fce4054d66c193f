"""Between cells and rules: what xlwings hands to a function raw, as our values and back, and one rule applied to whole ranges.

A blank gives a blank, a bad value a short message in its own cell; a range in is a range of the same shape out.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from workbook_templates.reading import cells
from workbook_templates.reading.cells import Wrong
from workbook_templates.reading.headers import headers_of
from workbook_templates.tables.grid import Block, CellError, Grid, Row, Value
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import C, Column, Table

COM_ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
}
"""Error cells as COM gives them: whole numbers, which the numbers of cells never are."""
NUMBER_CELL, DATE_CELL = Column("", "number", C("")), Column("", "date", C(""))
RATE_CELL, POINTS_CELL = Column("", "rate", C("", low=0, high=1)), Column("", "number", C("", low=-100, high=100, points=True))
CHOICE_CELLS = {name: Column("", "text", C("", of=name)) for name in LISTS}
_MIDNIGHT = dt.time()
MOST_ROWS = 200_000


def value_of(raw: Any) -> Value:
    """One cell as COM gives it; a day without a time is a date, '' is a blank."""
    kind = type(raw)
    if kind is float or kind is bool:
        return raw  # type: ignore[no-any-return]
    if raw is None or raw == "":
        return None
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int):
        return CellError(COM_ERRORS[raw]) if raw in COM_ERRORS else float(raw)
    if isinstance(raw, dt.datetime):  # COM gives the clock on the wall with a time zone that means nothing
        moment = dt.datetime(raw.year, raw.month, raw.day, raw.hour, raw.minute, raw.second)
        return moment.date() if moment.time() == _MIDNIGHT else moment
    if isinstance(raw, dt.date | CellError):
        return raw
    if isinstance(raw, Decimal | Fraction):
        return float(raw)
    raise Wrong(f"{type(raw).__name__} 不是单元格的值", "引用单元格或区域")


def block_of(raw: Any) -> Block:
    """Rows of values: of a range, of one cell, of a list such as {1,2,3}. Wrong for whole columns, a million cells each."""
    if not isinstance(raw, tuple | list):
        return [[value_of(raw)]]
    if len(raw) > MOST_ROWS:
        raise Wrong("区域太大，只引用有数据的行", "不要引用整列")
    if raw and not isinstance(raw[0], tuple | list):
        return [[*map(value_of, raw)]]
    return [[*map(value_of, row)] for row in raw]


def flat(raw: Any) -> list[Value]:
    return [value for row in block_of(raw) for value in row]


def is_given(raw: Any) -> bool:
    """Whether an argument holds anything."""
    if isinstance(raw, tuple | list):
        return any(map(is_given, raw))
    return raw is not None and raw != ""


def cell_of(value: Any) -> Any:
    """What a rule gives, as Excel takes it: a blank is ''."""
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    return f"{value.code}" if isinstance(value, CellError) else value


def told(label: str, error: Wrong) -> str:
    """A bad value, as the cell shows it: 完成度：“好”不是数字."""
    return f"{label}：{error.args[0]}" if label else str(error.args[0])


# Readers: a value to what a rule takes, None for a blank; Wrong for a bad one


def share(value: Value) -> Fraction | None:
    """0.8, 80 and "80%" are all four fifths: a cell that shows percent gives the function only its number."""
    return cells.read_rate(value, RATE_CELL, percent=_is_share(value))


def points(value: Value) -> Fraction | None:
    """A bound in percent: 80, 0.8 and "80%" are all 80."""
    return cells.read_points(value, POINTS_CELL, percent=_is_share(value))


def _is_share(value: Value) -> bool:
    return isinstance(value, float) and -1 <= value <= 1


def number(value: Value) -> Fraction | None:
    return cells.read_number(value, NUMBER_CELL)


def day(value: Value) -> dt.date | None:
    return cells.read_date(value, DATE_CELL)


def choice(name: str) -> Callable[[Value], str | None]:
    """One of a drop-down list."""
    return lambda value: cells.read_text(value, CHOICE_CELLS[name]) or None


def text(value: Value) -> str | None:
    if isinstance(value, CellError):
        raise cells.error_in(value)
    return cells.plain(value) or None


def yes(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    found = cells.read_text(value, CHOICE_CELLS["是否"])
    return None if not found else found == "是"


class GivenCells(NamedTuple):
    """An argument: its name in messages, what was given, how it is read. needed: a blank gives a blank."""

    label: str
    raw: Any
    read: Callable[[Value], Any]
    needed: bool = True

    def one(self) -> Any:
        """An argument that is a single cell. Wrong, with its name."""
        value, *more = flat(self.raw)
        if more:
            raise Wrong(f"{self.label}：只能是一个单元格", "引用一个单元格，或直接写")
        try:
            return self.read(value)
        except Wrong as error:
            raise Wrong(told(self.label, error), *error.args[1:]) from error


def each(rule: Callable[..., Any], *given: GivenCells) -> Any:
    """The rule for each cell. Arguments are of one size, or single cells that hold for all."""
    blocks = [block_of(one.raw) for one in given]
    height, width = max(map(len, blocks)), max(len(block[0]) for block in blocks)
    for one, block in zip(given, blocks, strict=True):
        if (len(block), len(block[0])) not in ((height, width), (1, 1)):
            raise Wrong(f"{one.label}：区域大小和别的参数不同", "给同样大小的区域，或一个单元格")

    def at(row: int, column: int) -> Any:
        values = []
        for one, block in zip(given, blocks, strict=True):
            try:
                value = one.read(block[row][column] if len(block) > row and len(block[0]) > column else block[0][0])
            except Wrong as error:
                return told(one.label, error)
            if value is None and one.needed:
                return ""
            values.append(value)
        try:
            return cell_of(rule(*values))
        except Wrong as error:
            return told("", error)

    made = [[at(row, column) for column in range(width)] for row in range(height)]
    return made[0][0] if (height, width) == (1, 1) else made


def columns(*given: GivenCells) -> list[tuple[Any, ...]]:
    """The cells of several ranges side by side, those left out where all are blank. Wrong with the name of the argument."""
    flats = [flat(one.raw) for one in given]
    height = max(map(len, flats))
    read = []
    for one, values in zip(given, flats, strict=True):
        if len(values) not in (1, height):
            raise Wrong(f"{one.label}：和别的参数不一样多", "给同样大小的区域")
        try:
            typed = [one.read(value) for value in values]
        except Wrong as error:
            raise Wrong(told(one.label, error), *error.args[1:]) from error
        read.append(typed * height if len(values) == 1 else typed)
    return [row for row in zip(*read, strict=True) if any(value is not None for value in row)]


def shaped(raw: Any, values: Iterable[Any]) -> Any:
    """Results, one a cell, in the shape of what was given."""
    block, found = block_of(raw), iter(values)
    made = [[cell_of(next(found)) for _ in row] for row in block]
    return made[0][0] if (len(made), len(made[0])) == (1, 1) else made


def grid_of(raw: Any, table: Table, label: str) -> Grid:
    """A range with the headers of one of our tables in its first row, in any order, as the table. Wrong when a key column is missing."""
    first, *rows = block_of(raw)
    headers = headers_of(table.name, list(map(cells.text_of, first)))
    lost = [column.header for column in table.columns if column.spec.required and column.header not in headers]
    if lost:
        raise Wrong(f"{label}：第一行要是“{table.name}”的表头，缺{'、'.join(lost[:3])}", "连表头一起引用")
    rates = [(place, name) for place, name in enumerate(headers) if name in table.headers and table.column(name).kind == "rate"]
    percent = frozenset((at, name) for place, name in rates for at, row in enumerate(rows) if _is_share(row[place]))
    return Grid(table.name, 2, headers, rows, percent)


def table_out(rows: Iterable[Row]) -> list[list[Any]]:
    """A table, headers and all."""
    return [[cell_of(value) for value in row] for row in rows]
