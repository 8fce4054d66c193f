"""One cell, read as a column wants it and written back: the tolerant half of parsing.

Each `read_*` takes a raw Value and gives the typed value, or raises `Wrong` with what is wrong and what should stand there.
Tolerated without a word: dates as text (2026.3.5, 2026年3月5日, 20260305), full-width digits and letters, blanks around and
inside names, names joined by 、 ， , ; or a line break, 85% or 85 for a share of 0.85.
"""

import calendar
import datetime as dt
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Value
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column

FIRST_YEAR, LAST_YEAR = 2000, 2099
EPOCH = dt.date(1899, 12, 30)
DATE_TEXT = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?")
VAGUE_DATE = re.compile(r"(?:本?年[底末]|(\d{1,2})\s*月[底末])(?:之?前|以前)?")
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
NUMBER_TEXT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)
JOINTS = re.compile(r"[、,;\n]+")
SPACES = re.compile(r"\s+")


class Wrong(ValueError):
    """This cell is not what its column holds. args: (问题, 应为)."""


def error_in(value: CellError) -> Wrong:
    """What is wrong with an error cell."""
    if value.code == NOT_COMPUTED:
        return Wrong("公式还没有计算结果", "用 Excel 打开并保存一次，或直接填写内容")
    return Wrong(f"错误值 {value.code}", "改正公式，或直接填写内容")


def text_of(value: Value) -> str:
    """The cell as a person reads it; '' for a blank."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(float(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def plain(value: Value) -> str:
    """The text of a code or choice: full-width forms made half-width, blanks at the ends cut."""
    return unicodedata.normalize("NFKC", text_of(value)).strip()


def read_text(value: Value, column: Column) -> str:
    """Free text with its blanks at the ends cut; codes, choices and names are also made half-width."""
    if isinstance(value, CellError):
        raise error_in(value)
    spec = column.spec
    if not (spec.of or spec.key or spec.refers):
        return text_of(value).strip()
    text = plain(value)
    if spec.refers in ("人员", "部门"):
        text = SPACES.sub("", text)
    if spec.of and text and text not in LISTS[spec.of]:
        raise Wrong(f"“{text}”不在下拉列表中", "从下拉列表选择：" + "、".join(LISTS[spec.of]))
    return text


def read_names(value: Value, column: Column) -> tuple[str, ...]:
    """Names joined by 、 or its like; each once, in the order typed."""
    if isinstance(value, CellError):
        raise error_in(value)
    parts = (SPACES.sub("", part) for part in JOINTS.split(plain(value)))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_date(value: Value, column: Column) -> dt.date | None:
    """A day between 2000 and 2099."""
    if value is None:
        return None
    if isinstance(value, CellError):
        raise error_in(value)
    day = None
    if isinstance(value, dt.datetime):
        day = value.date()
    elif isinstance(value, dt.date):
        day = value
    elif isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        if not text:
            return None
        found = DATE_TEXT.fullmatch(text) or COMPACT_DATE.fullmatch(text)
        if found:
            day = calendar_day(*(int(part) for part in found.groups()))
    elif isinstance(value, float | int) and not isinstance(value, bool) and float(value).is_integer():
        found = COMPACT_DATE.fullmatch(str(int(value)))
        if found:
            day = calendar_day(*(int(part) for part in found.groups()))
        elif 36526 <= value <= 73050:  # the day number of a date whose cell lost its date format
            day = EPOCH + dt.timedelta(int(value))
    if day is None:
        raise Wrong(f"“{text_of(value)}”不是日期", "填日期，如 2026-03-05")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Wrong(f"年份 {day.year} 不对", f"填 {FIRST_YEAR} 至 {LAST_YEAR} 年的日期")
    return day


def proposed_day(text: str, year: int) -> dt.date | None:
    """The day that a vague deadline means: 年底前 and 12月底 are the last day of that year or month; None for another text."""
    found = VAGUE_DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    month = int(found[1] or 12)
    return dt.date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 else None


def calendar_day(year: int, month: int, day: int) -> dt.date | None:
    """None for a day that no calendar has, such as 31 June."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def read_time(value: Value, column: Column) -> dt.datetime | None:
    """A moment; a bare date is its midnight."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value.strip()) if value.strip() else None
        except ValueError:
            raise Wrong(f"“{value}”不是时间", "填时间，如 2026-03-05 09:30:00") from None
    day = read_date(value, column)
    return None if day is None else dt.datetime.combine(day, dt.time())


def exact(number: float) -> Fraction:
    """The decimal as typed: 0.1 is one tenth, not the binary float next to it."""
    return Fraction(Decimal(repr(number)))


def read_number(value: Value, column: Column) -> Fraction | None:
    """A number within the column's bounds."""
    number = number_in(value, "填数字，如 85")
    if number is not None:
        within(number, column)
    return number


def read_rate(value: Value, column: Column, *, percent: bool = False) -> Fraction | None:
    """A share, 0..1. In a cell that shows percent the number is the share; elsewhere it is the number of percent: 80, 80%, "80%"."""
    if isinstance(value, str):
        value = unicodedata.normalize("NFKC", value).strip().removesuffix("%")
        percent = False
    number = number_in(value, "填百分比，如 85%")
    return None if number is None else within(number if percent else number / 100, column)


def read_points(value: Value, column: Column, *, percent: bool = False) -> Fraction | None:
    """Percentage points: 80, "80%", or 0.8 in a cell that shows percent are all 80."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    free = Column(column.field, "rate", column.spec._replace(low=None, high=None))
    share = read_rate(value, free, percent=percent)
    return None if share is None else within(share * 100, column)


def is_doubtful_rate(value: Value) -> bool:
    """A plain number above 0 and up to 1 in a column of percentages: 0.8 may be meant as 80 %, but it is read as it stands."""
    if isinstance(value, str):
        try:
            value = float(unicodedata.normalize("NFKC", value))
        except ValueError:
            return False
    return isinstance(value, float | int) and not isinstance(value, bool) and 0 < value <= 1


def number_in(value: Value, remedy: str) -> Fraction | None:
    """The number of a cell, exactly; None for a blank one. Raises Wrong with the remedy."""
    if value is None:
        return None
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip()
        if not text:
            return None
        if not NUMBER_TEXT.fullmatch(text):
            raise Wrong(f"“{value.strip()}”不是数字", remedy)
        number = Decimal(text.replace(",", ""))
        if abs(number) >= Decimal("1e15") or (number and abs(number) < Decimal("1e-15")):
            raise Wrong(f"“{value.strip()}”超出范围", remedy)
        return Fraction(number)
    if isinstance(value, CellError):
        raise error_in(value)
    if isinstance(value, bool | dt.date):
        raise Wrong(f"“{text_of(value)}”不是数字", remedy)
    if value != value or abs(value) >= 1e15:
        raise Wrong(f"“{value}”超出范围", remedy)
    return exact(value)


def within(number: Fraction, column: Column) -> Fraction:
    """The number, if it lies within the bounds of its column. Raises Wrong."""
    low, high = column.spec.low, column.spec.high
    if (low is None or number >= low) and (high is None or number <= high):
        return number
    shown = show_rate if column.kind == "rate" else show_number
    bounds = "、".join(
        part for part in (low is not None and f"不小于 {shown(exact(low))}", high is not None and f"不大于 {shown(exact(high))}") if part
    )
    raise Wrong(f"{shown(number)} 超出范围", f"填{bounds}的数")


def show_number(number: Fraction) -> str:
    """A number for a message: 3, 0.5."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.10g}"


def show_rate(share: Fraction) -> str:
    """A share for a message: 85%."""
    return f"{show_number(share * 100)}%"


def written_back(value: object, column: Column, *, percent: bool) -> Value:
    """A value as a cell of the user's own sheet holds it: a share goes into a cell that does not show percent as a number of percent."""
    if column.kind == "rate" and isinstance(value, Fraction) and not percent:
        return float(value * 100)
    return written(value)


def written(value: object) -> Value:
    """A record's value as the cell that holds it: "" and () are blank, exact numbers become floats, names are joined by 、."""
    if value is None or isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        return value or None
    if isinstance(value, Fraction | int):
        return float(value)
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value) or None
    raise TypeError(f"no cell holds a {type(value).__name__}")
