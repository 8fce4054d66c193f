"""A cell of the office's own ledger, read as a column of ours: what stands there, what it probably means, or why it is left blank."""

import calendar
import datetime as dt
import re
import unicodedata
from fractions import Fraction
from typing import Any, NamedTuple

from workbook_templates.leaving.import_words import FOREVER, OTHER_WORDS
from workbook_templates.reading.cells import NOBODY, became_a_day, meanings, means_nothing, plain, plain_number, show_rate, text_of
from workbook_templates.reading.characters import halved
from workbook_templates.reading.days import calendar_day
from workbook_templates.reading.names import Roster
from workbook_templates.reading.parse import Told, blank, read_cell
from workbook_templates.tables.grid import CellError, Value
from workbook_templates.tables.schema import Column

YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|年度)?(?!\d)")
FULL = r"(?:(?P<year>20\d\d)\s*[-./年]\s*)?(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})\s*[日号]?"
DAY = re.compile(rf"{FULL}\s*(?:前|之前|以前|止|完成|星期.|周.|上午|下午|[0-2]?\d[:：]\d\d(?:[:：]\d\d)?)*")
MONTH = re.compile(
    r"(?:(?P<year>20\d\d)\s*[-./年]\s*)?(?P<month>\d{1,2})\s*月?\s*(?P<part>上旬|中旬|下旬|初|中|底|末)?\s*(?:前|之前|完成)?"
)
QUARTER = re.compile(r"(?:(?P<year>20\d\d)\s*年?\s*)?(?:第?(?P<word>[一二三四1234])季度?|[Qq](?P<digit>[1-4]))\s*(?:末|底|内|前)?")
HALF = re.compile(r"(?:(?P<year>20\d\d)\s*年?\s*)?(?P<half>上半年|下半年|年底|年末|年内|全年)\s*(?:前|之前|完成)?")
SPAN = re.compile(r"\s*(?:至|到|~|～|—+|-{2,})\s*|(?<=[日号\d])\s*-\s*(?=20\d\d)")
PARTS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
PORTION = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
PERIOD_MONTH = re.compile(r"(?P<year>20\d\d)\s*[-./年]\s*(?P<month>0?[1-9]|1[0-2])\s*月?份?")
DAYS_TO_1904, FIRST_DAY, LAST_DAY = 1462, 35064, 71588
"""Days between the two beginnings of counting; 2000 to 2099 in a file that counts from 1904."""
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


class ForeignValue(NamedTuple):
    """What a cell gives. value: typed, blank where it is not understood; raw: to be written as it stands, for what only 数据检查 may judge.

    guess: what was made of it, ''; problem: 问题 and 应为, None."""

    value: Any
    guess: str = ""
    problem: Told | None = None
    raw: str = ""


class CellLook(NamedTuple):
    """What a cell shows besides its value. percent: its format is one. shown: its text where that is not the plain value, ''.

    from_1904: its file counts days from 1904."""

    percent: bool = False
    shown: str = ""
    from_1904: bool = False


AS_IT_STANDS = CellLook()


def read_foreign(
    column: Column, value: Value, look: CellLook = AS_IT_STANDS, *, year: int, shares: bool, roster: Roster = NOBODY
) -> ForeignValue:
    """One cell. year: of a date that names none. shares: numbers up to 1 in this column of percentages are shares of 1."""
    percent, never, raw = look.percent, column.spec.never, value
    if means_nothing(value, column):
        return ForeignValue(blank(column))
    if column.header == "期间":
        return period(value, look)
    if column.kind == "date" and isinstance(value, float):
        if look.from_1904 and value.is_integer() and FIRST_DAY <= value <= LAST_DAY:
            value += DAYS_TO_1904
        elif not value.is_integer():
            return decimal_day(column, value, look.shown)
    if column.kind == "number" and not column.spec.points and percent and isinstance(value, float):
        value, percent = float(Fraction(str(value)) * 100), False
    if column.kind in ("text", "names") and look.shown:
        value = look.shown
    if never and isinstance(value, str) and plain(value) in (never, *FOREVER.split()):
        return ForeignValue(None, "" if plain(value) == never else f"“{value.strip()}”当作“{never}”", raw=never)
    share = plain_number(value) if column.kind == "rate" and shares and (isinstance(value, str) or not percent) else None
    if share is not None and 0 < share <= 1:
        typed, problem = read_cell(column, share, percent=True, roster=roster)
        return ForeignValue(typed, f"{share:g} 当作 {show_rate(Fraction(str(share)))}", problem)
    typed, problem = read_cell(column, value, percent=percent, roster=roster)
    problem = problem or became_a_day(column, raw, text_of(value))
    if problem is None or value is None:
        return ForeignValue(typed)
    if typed != blank(column):  # read, but doubtful
        return ForeignValue(typed, problem[0])
    if isinstance(value, CellError) or not plain(value):
        return ForeignValue(blank(column), problem=None if not plain(value) else problem)
    text = unicodedata.normalize("NFKC", text_of(value)).strip()
    found = GUESSES[column.kind](column, text, year) if column.kind in GUESSES else choice(column, text)
    if found is not None:
        return ForeignValue(found, f"“{text}”当作“{shown(found)}”")
    if column.header == "密级":  # blank would mean open: as it stands it is listed, and sealed until somebody mends it
        return ForeignValue("", problem=problem, raw=text)
    return ForeignValue(blank(column), problem=problem)


def decimal_day(column: Column, value: float, shown: str) -> ForeignValue:
    """A number with decimals in a column of dates. Shown 2026.10 it is October; 2026.1 may be January or October, 5.20 no day at all."""
    text = shown or text_of(value)
    whole, _, part = text.partition(".")
    if whole.isdigit() and 2000 <= int(whole) <= 2099 and part.isdigit() and 1 <= int(part) <= 12 and (shown or part != "1"):
        found = month_end(int(whole), int(part))
        return ForeignValue(found, f"“{text}”当作“{found}”")
    remedy = "" if shown else meanings(value)
    return ForeignValue(blank(column), problem=(f"“{text}”不是日期", remedy or f"若是 {whole} 月 {part} 日，填日期，如 2026-03-05"))


def period(value: Value, look: CellLook) -> ForeignValue:
    """The name of a period: 2026.10 and 2026年10月 are 2026-10, 三季度 of 2026 is 2026Q3."""
    if not look.shown and (remedy := meanings(value)):
        return ForeignValue("", problem=(f"“{text_of(value)}”看不出是几月", remedy))
    text = look.shown or (f"{value:%Y-%m}" if isinstance(value, dt.date) else halved(text_of(value)))
    if found := PERIOD_MONTH.fullmatch(text):
        name = f"{found['year']}-{int(found['month']):02}"
    elif (found := QUARTER.fullmatch(text)) and found["year"]:
        name = f"{found['year']}Q{int(found['digit'] or '一二三四1234'.index(found['word']) % 4 + 1)}"
    elif (found := HALF.fullmatch(text)) and found["year"] and "半" in found["half"]:
        name = f"{found['year']}H{1 if found['half'] == '上半年' else 2}"
    elif found := re.fullmatch(r"(20\d\d)年?度?", text):
        name = found[1]
    else:
        name = text
    return ForeignValue(name, "" if name == text else f"“{text}”当作“{name}”")


def shown(value: Any) -> str:
    """A typed value in a message."""
    if isinstance(value, Fraction):
        return show_rate(value) if value <= 1 else text_of(float(value))
    return text_of(value)


def choice(column: Column, text: str) -> str | None:
    """The value of a drop-down list that a word stands for; one that begins with it or holds it where only one value does."""
    known = OTHER_WORDS.get(column.spec.of, {})
    bare = re.sub(r"[\s（(].*", "", text)
    for value, words in known.items():
        if bare in (value, *words.split()) or text in words.split():
            return value
    inside = {value for value, words in known.items() for word in (value, *words.split()) if len(word) > 1 and word in text}
    return inside.pop() if len(inside) == 1 and column.spec.of != "状态" else None


def day(column: Column, text: str, year: int) -> dt.date | None:
    """3月5日前, 2026年3月底, 一季度, 上半年, 2026.1.1-2026.3.31: the last day that is meant."""
    del column
    text = SPAN.split(text)[-1].strip()
    if found := DAY.fullmatch(text):
        return calendar_day(int(found["year"] or year), int(found["month"]), int(found["day"]))
    if found := QUARTER.fullmatch(text):
        quarter = int(found["digit"] or "一二三四1234".index(found["word"]) % 4 + 1)
        return month_end(int(found["year"] or year), quarter * 3)
    if found := HALF.fullmatch(text):
        return month_end(int(found["year"] or year), 6 if found["half"] == "上半年" else 12)
    if (found := MONTH.fullmatch(text)) and ("月" in text or found["year"]) and 1 <= int(found["month"]) <= 12:
        if found["part"] in PARTS:
            return calendar_day(int(found["year"] or year), int(found["month"]), PARTS[found["part"]])
        return month_end(int(found["year"] or year), int(found["month"]))
    return None


def month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def rate(column: Column, text: str, year: int) -> Fraction | None:
    """已完成 is all of it; 约 80% is 80 %."""
    del year
    if choice_of_state(text) == "办结":
        return Fraction(1)
    found = PORTION.findall(text)
    share = Fraction(found[0]) / 100 if len(found) == 1 else None
    return share if share is not None and share <= Fraction(column.spec.high or 1) else None


def choice_of_state(text: str) -> str:
    return next((value for value, words in OTHER_WORDS["状态"].items() if text in words.split()), "")


def number(column: Column, text: str, year: int) -> Fraction | None:
    """The one number in a text such as 5 分, within the column's bounds."""
    del year
    found = NUMBER.findall(text)
    if len(found) != 1:
        return None
    typed, problem = read_cell(column, found[0], percent=False)
    return None if problem else typed


GUESSES = {"date": day, "rate": rate, "number": number}


def year_in(texts: list[str], otherwise: int) -> int:
    """The year that a sheet's name, a title or a file's name speaks of."""
    for text in texts:
        found = YEAR.findall(text)
        if len(set(found)) == 1:
            return int(found[0])
    return otherwise
