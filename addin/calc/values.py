"""Blocks of values between Python and Calc: dates are serial numbers there, booleans numbers, formulas texts with a leading =."""

import datetime as dt
import functools
import math
import numbers
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from addin.a1 import Area, Place

DIGITS = 15
EPOCH = dt.datetime(1899, 12, 30)
_TOLD = frozenset({str, float, bool, dt.datetime})
_A_DAY = 86_400_000  # in milliseconds, which is as fine as a serial number holds today's dates


class ErrorText(str):
    """An error cell on its way to xlwings: the text is its code, such as #DIV/0!."""

    __slots__ = ()


def day_number(day: dt.date) -> float:
    """2024-01-01 → 45292.0; a time of day is the fraction. A time zone is dropped: a cell holds the clock on the wall."""
    if not isinstance(day, dt.datetime):
        return float((day - EPOCH.date()).days)
    since = day.replace(tzinfo=None) - EPOCH
    return since.days + (since.seconds + since.microseconds / 1e6) / 86400


@functools.lru_cache(maxsize=10_000)
def moment(number: float) -> dt.datetime | float:
    """45292.5 → 2024-01-01 12:00; the number itself when there is no such day."""
    try:
        return EPOCH + dt.timedelta(milliseconds=round(number * _A_DAY))
    except (OverflowError, ValueError):
        return number


def number_text(number: float | None) -> str | None:
    """A number as Calc shows it in the input line: 15 digits. None for one that it may write in another way than this."""
    if number is None or not (number == 0 or 1e-4 <= abs(number) < 1e15):
        return None
    if number == int(number):
        return str(int(number))
    text = repr(number)
    if len(text) <= DIGITS + 1:  # with its point
        return text
    exact = Decimal(text)
    return f"{exact.quantize(Decimal(1).scaleb(exact.adjusted() - DIGITS + 1), ROUND_HALF_UP).normalize():f}"


class NumberTexts(dict[float | None, str | None]):
    """What `number_text` says of each number that is looked up: most numbers of a block come again."""

    def __missing__(self, number: float | None) -> str | None:
        self[number] = text = number_text(number)
        return text


def python_value(value: Any) -> Any:
    """What a caller writes, as str, bool, int, float, date or datetime; '' for what is missing (None, NaN, NaT, pandas' NA).

    numpy and pandas are not imported for that: their scalars know themselves as Python values.
    """
    kind = type(value)
    if kind is str or kind is bool or kind is int:
        return value
    if value is None or kind.__name__ in ("NAType", "NaTType"):
        return ""
    if isinstance(value, float):
        return "" if math.isnan(value) else float(value)
    if isinstance(value, (str, dt.date)):
        return value
    if kind.__module__ == "numpy" and hasattr(value, "item"):
        return python_value((value.astype("datetime64[us]") if kind.__name__ == "datetime64" else value).item())
    return float(value) if isinstance(value, numbers.Real) or hasattr(value, "as_integer_ratio") else value


def cleaned(
    block: Iterable[Iterable[Any]],
    date_as: Callable[..., Any],
    empty: Any,
    number_as: Callable[[float], Any] | None,
    errors_as_text: bool,
) -> list[list[Any]]:
    """A block as Calc gave it, as xlwings' options want it. date_as takes year … tzinfo by name, as datetime does."""

    as_it_is = number_as is None and date_as is dt.datetime

    def one(value: Any) -> Any:
        kind = type(value)
        if kind is float:
            return value if number_as is None else number_as(value)
        if value is None or value == "":
            return empty
        if kind is ErrorText:
            return str(value) if errors_as_text else None
        if kind is dt.datetime and date_as is not dt.datetime:
            clock = {"hour": value.hour, "minute": value.minute, "second": value.second, "microsecond": value.microsecond}
            return date_as(year=value.year, month=value.month, day=value.day, **clock, tzinfo=None)
        return value

    made = []
    for row in block:
        if as_it_is and _TOLD.issuperset(map(type, row)):  # the hot loop, so it is spelled out
            made.append([empty if value == "" else value for value in row])
        else:
            made.append([one(value) for value in row])
    return made


@dataclass(slots=True)
class SortedBlock:
    """A block as setDataArray takes it, and what it can't say: which of its cells are formulas, days, moments, booleans, numbers."""

    data: list[tuple[str | float, ...]] = field(default_factory=list)
    formulas: dict[Place, str] = field(default_factory=dict)
    days: list[Place] = field(default_factory=list)
    moments: list[Place] = field(default_factory=list)
    booleans: list[Place] = field(default_factory=list)
    has_numbers: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.formulas and not any(value != "" for row in self.data for value in row)


def sorted_block(block: Sequence[Sequence[Any]]) -> SortedBlock:
    """Sort the cells of a block by what they are. TypeError for a value that no cell holds."""
    made = SortedBlock()
    for r, row in enumerate(block):
        line: list[str | float] = []
        for c, value in enumerate(row):
            kind = type(value)
            if kind is str:
                if value.startswith("=") and len(value) > 1:
                    made.formulas[r, c] = value
                    value = ""
                elif value.startswith("'"):
                    value = value[1:]
            elif kind is float or kind is int:
                made.has_numbers = True
                value = float(value)
            else:
                value = _special(made, (r, c), value)
            line.append(value)
        made.data.append(tuple(line))
    return made


def _special(made: SortedBlock, place: Place, value: Any) -> str | float:
    value = python_value(value)
    if isinstance(value, bool):
        made.booleans.append(place)
        return float(value)
    if isinstance(value, dt.date):
        number = day_number(value)
        (made.days if number == int(number) else made.moments).append(place)
        return number
    if isinstance(value, (int, float)):
        made.has_numbers = True
        return float(value)
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a cell can't hold {type(value).__name__}: {value!r}")


def around(rows: int, columns: int, holes: Iterable[Place]) -> list[Area]:
    """Rectangles that cover a block but for some of its cells: bands of whole rows, and the rows with holes in pieces."""
    by_row: dict[int, list[int]] = {}
    for row, column in holes:
        by_row.setdefault(row, []).append(column)
    found: list[Area] = []
    top = 0
    for row in [*sorted(by_row), rows]:
        if row > top:
            found.append(Area(top, 0, row - 1, columns - 1))
        left = 0
        for column in [*sorted(by_row.get(row, ())), *([columns] if row < rows else [])]:
            if column > left:
                found.append(Area(row, left, row, column - 1))
            left = column + 1
        top = row + 1
    return found
