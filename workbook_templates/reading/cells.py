"""One cell, read as a column wants it and written back: the tolerant half of parsing.

Each `read_*` takes a raw Value and gives the typed value, or raises `Wrong` with what is wrong and what should stand there.
Tolerated without a word: dates as text (2026.3.5, 2026年3月5日, 20260305), full-width digits and letters, characters that nobody sees,
blanks around and inside names, names joined by 、 ， , ; / or a line break, 85% or 85 for a share of 0.85.
"""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

from workbook_templates.reading.characters import UNSEEN, halved, is_nothing
from workbook_templates.reading.days import calendar_day
from workbook_templates.reading.names import JOINTS, Roster, closed, codes_in, names_in, subject_today, without_phones
from workbook_templates.tables.grid import LONGEST_TEXT, NOT_COMPUTED, CellError, Value, fitting
from workbook_templates.tables.lists import LISTS
from workbook_templates.tables.schema import Column

FIRST_YEAR, LAST_YEAR = 2000, 2099
EPOCH = dt.date(1899, 12, 30)
DATE_TEXT = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?")
VAGUE_DATE = re.compile(r"(?:本?年[底末]|(\d{1,2})\s*月[底末])(?:之?前|以前)?")
COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
NUMBER_TEXT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)
MONTH_TEXT = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:月份?)?\s*[底末]?(?:之?前|以前)?")
DAY_TEXT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:之?前|以前)?")
PERSONS = frozenset(
    "责任人 承办人 提出人 审定人 评价人 反馈人 确认人 批准人 评分人 抽查人 被查人 整改责任人 再监督人 谈话人 对象 签发人 姓名".split()
)
"""Columns of persons that need not stand in 人员, and 人员.姓名."""
SUBJECT = "对象"
"""A person, or a department as a whole."""
NAMED = ("人员", "部门")
NOBODY = Roster()


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
    """The text of a code or choice: full-width forms made half-width, characters that nobody sees left out, blanks at the ends cut."""
    return halved(text_of(value))


def means_nothing(value: Value, column: Column) -> bool:
    """Whether the cell holds / 无 暂无 待定 or their like: as good as blank, unless the column's list has the word. Columns that the
    add-in writes hold what it wrote."""
    if not isinstance(value, str) or column.spec.by == "督办" or not is_nothing(value):
        return False
    return not (column.spec.of and plain(value) in LISTS[column.spec.of])


def as_shown(column: Column, value: Value, shown: str | None, *, formula: bool) -> Value:
    """The cell as this column reads it. shown: what it shows where that is not its plain value. A number column takes the value;
    others what is shown (007, 2026.10), but a date stays one where a date or a period belongs; a formula's 0 is no text and no date."""
    if column.kind in ("number", "rate"):
        return value
    if formula and value == 0 and not isinstance(value, bool):
        return None
    if shown is None or isinstance(value, str | CellError | None):
        return value
    if column.kind in ("date", "time"):
        return shown if isinstance(value, float) and not value.is_integer() else value
    return value if is_period(column) and isinstance(value, dt.date) else shown


def is_person(column: Column) -> bool:
    """Whether the cells of this column name persons."""
    return (column.spec.refers == "人员" and column.header != "工号") or column.header in PERSONS


def is_period(column: Column) -> bool:
    return column.header in ("期间", "默认期间", "考核期间")


def is_free(column: Column) -> bool:
    """Whether the cells of this column hold free text: neither names nor codes, choices or periods."""
    spec = column.spec
    return column.kind == "text" and not (spec.of or spec.key or spec.refers or is_person(column) or is_period(column))


def is_code(column: Column) -> bool:
    """Whether the cells of this column hold numbers by which rows are known, their own or those of others: 编号, 工号, 前置编号."""
    return (
        column.kind in ("text", "names")
        and bool(column.spec.key or column.spec.refers or column.header.endswith("编号"))
        and not (is_period(column) or is_person(column) or column.spec.of or column.spec.refers == "部门")
    )


def became_a_day(column: Column, value: Value, shown: str) -> tuple[str, str] | None:
    """问题 and 应为 of a code that a spreadsheet has turned into a date while it was typed: 3-1 into the first of March. value: the cell
    as it is; shown: as it is read."""
    if not isinstance(value, dt.date) or not is_code(column):
        return None
    problem = f"{column.header}被表格软件变成了日期（{text_of(value)}），本次读作“{shown}”"
    return problem, "先把这一格设成“文本”格式，再把原来的编号重填一遍"


def read_text(value: Value, column: Column, roster: Roster = NOBODY) -> str:
    """Free text with its blanks at the ends cut; choices are made half-width, codes and names are written as in their own table. Of several
    departments in a cell for one the first is read, if it is known which there are."""
    if isinstance(value, CellError):
        raise error_in(value)
    spec = column.spec
    if is_period(column):
        if isinstance(value, float) and (remedy := meanings(value)):
            raise Wrong(f"“{text_of(value)}”看不出是几月", remedy)
        return plain(value)
    if spec.refers == "部门" or (spec.refers == "人员" and column.header != "工号"):
        names = names_in(text_of(value), roster.named(spec.refers))
        return "、".join(names[:1] if spec.refers == "部门" and roster.departments else names)
    if column.header in PERSONS:
        return person_text(value, column, roster)
    if not (spec.of or spec.key or spec.refers):
        text = text_of(value).strip()
        return codes_in(text, roster.codes) if roster.codes and is_code(column) else text
    if column.header == "部门":
        return roster.departments.spelt(text_of(value))
    text = plain(value)
    if spec.of and text and text not in LISTS[spec.of]:
        raise Wrong(f"“{text}”不在下拉列表中", "从下拉列表选择：" + "、".join(LISTS[spec.of]))
    return text if spec.of else roster.codes.get(text, text)


def person_text(value: Value, column: Column, roster: Roster) -> str:
    """A person who need not stand in 人员: as typed, without telephone numbers; known names without the blanks in them."""
    text = UNSEEN.sub("", text_of(value)).strip()
    if column.header == "姓名":
        return roster.persons.spelt(without_phones(text)[0])
    if column.header == SUBJECT and column.spec.by != "督办" and (called := subject_today(text, roster.departments)):
        return called  # what was published keeps the name that it had
    names = names_in(text, roster.all)
    known = roster.persons and all(closed(name) in roster.all for name in names)
    return "、".join(names) if names and known else without_phones(text)[0]


def read_names(value: Value, column: Column, roster: Roster = NOBODY) -> tuple[str, ...]:
    """Names joined by 、 or its like; each once, in the order typed. Numbers, and words that are no names, may hold a stroke."""
    if isinstance(value, CellError):
        raise error_in(value)
    if column.spec.refers in NAMED or column.header == "抄送":
        return names_in(text_of(value), roster.named(column.spec.refers))
    parts = (closed(part) for part in JOINTS.split(plain(value)))
    return tuple(dict.fromkeys(roster.codes.get(part, part) for part in parts if part))


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
        text = plain(value)
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
        raise Wrong(f"“{text_of(value)}”不是日期", meanings(value) or "填日期，如 2026-03-05")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Wrong(f"年份 {day.year} 不对", f"填 {FIRST_YEAR} 至 {LAST_YEAR} 年的日期")
    return day


def meanings(value: Value) -> str:
    """What a number may mean that somebody typed as a date or a month, and the cell cut: 2026.1 is January or October, 5.2 the 2nd or the
    20th of May; '' for a number that can mean one thing or nothing."""
    if not isinstance(value, float):
        return ""
    whole, _, part = text_of(value).partition(".")
    if part == "1" and FIRST_YEAR <= int(whole) <= LAST_YEAR:
        return f"可能是 {whole} 年 1 月，也可能是 10 月；写成 {whole}-01 或 {whole}-10，日期写到日"
    if part in ("1", "2", "3") and 1 <= int(whole) <= 12 and calendar_day(2000, int(whole), int(part) * 10):
        return f"可能是 {whole} 月 {part} 日，也可能是 {whole} 月 {part}0 日；写成日期，如 2026-03-05"
    return ""


def read_time(value: Value, column: Column) -> dt.datetime | None:
    """A moment; a bare date is its midnight."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(plain(value)) if plain(value) else None
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
        value = plain(value).removesuffix("%")
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
    number = plain_number(value)
    return number is not None and 0 < number <= 1


def plain_number(value: Value) -> float | None:
    """The number in a cell, typed as a number or as a text without a sign; None for anything else."""
    if isinstance(value, str):
        text = plain(value)
        return float(text.replace(",", "")) if NUMBER_TEXT.fullmatch(text) else None
    return float(value) if isinstance(value, float | int) and not isinstance(value, bool) else None


def number_in(value: Value, remedy: str) -> Fraction | None:
    """The number of a cell, exactly; None for a blank one. Raises Wrong with the remedy."""
    if value is None:
        return None
    if isinstance(value, str):
        text = plain(value)
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
    """A record's value as the cell that holds it: "" and () are blank, exact numbers become floats, names are joined by 、, and a text is
    cut to what a cell keeps."""
    if value is None or isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        return (value if len(value) <= LONGEST_TEXT // 2 else fitting(value)) or None
    if isinstance(value, Fraction | int):
        return float(value)
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value) or None
    raise TypeError(f"no cell holds a {type(value).__name__}")
