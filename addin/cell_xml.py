"""One value as the XML of a cell, and what of a value survives being stored."""

import datetime as dt
import re
from functools import lru_cache
from math import isfinite

from workbook_templates.reading.characters import clean_text
from workbook_templates.reading.errors import BookRefused
from workbook_templates.tables.grid import LONGEST_TEXT, CellError, Value

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
"""Error codes that every spreadsheet knows."""

Stored = str | float | bool | CellError | None
"""A value as the file has it: a date is its serial number."""

_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff&<>]|_x")
_1900, _1904 = dt.date(1899, 12, 30).toordinal(), dt.date(1904, 1, 1).toordinal()
_SAME_INSTANT = 0.75 / 86_400_000  # days: a spreadsheet keeps milliseconds


def stored(value: Value, date1904: bool) -> Stored:
    """The value as a file can hold it. Raises BookRefused for a date before the calendar or a text that is too long."""
    if isinstance(value, CellError):
        return value if value.code in ERRORS else CellError("#N/A")  # an unknown code would make Excel repair the file
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = clean_text(value)
        if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            raise BookRefused(f"文字有 {len(text)} 个字，一个单元格最多 {LONGEST_TEXT} 个：请缩短后再运行")
        return text or None
    if isinstance(value, dt.date):
        return serial(value, date1904)
    number = float(value)
    return number if isfinite(number) else CellError("#NUM!")


def serial(day: dt.date, date1904: bool) -> float:
    """Days since the workbook's epoch. Excel's 1900 calendar has a 29 February that never was, so days before it count one less."""
    days = float(day.toordinal() - (_1904 if date1904 else _1900))
    if isinstance(day, dt.datetime):
        days += (day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6) / 86_400
    if not date1904 and days < 61:
        days -= 1
    if days < 0 or (not date1904 and days < 1):
        raise BookRefused(f"日期 {day.isoformat()} 早于 Excel 能存的最早日期：请改正后再运行")
    return days


def same(old: Value, new: Value, date1904: bool) -> bool:
    """True when storing `new` over `old`, as it was read, would change nothing that a reader can see."""
    kind = new.__class__
    if old.__class__ is kind:
        if old == new:
            return True
        if kind is float or (isinstance(new, str) and not _SPECIAL.search(new)):
            return False
    try:
        before, after = stored(old, date1904), stored(new, date1904)
    except BookRefused:  # it can't be stored: a difference, refused with its place when it is written
        return False
    if before.__class__ is not after.__class__:
        return False
    if isinstance(before, float) and isinstance(after, float) and (isinstance(old, dt.date) or isinstance(new, dt.date)):
        return abs(before - after) < _SAME_INSTANT
    return before == after


def encoded(value: Value, date1904: bool) -> bytes:
    """What follows a cell's reference and style: its type, its value, its end. Raises BookRefused as `stored` does."""
    if isinstance(value, str):
        return _text_content(value)
    if value is None:
        return b"/>"
    return _content(stored(value, date1904))


def encoded_result(value: Value, date1904: bool) -> bytes:
    """The same for what a formula gives: a text stands in the cell itself, a blank is an empty text."""
    found = stored(value, date1904)
    if found is None or isinstance(found, str):
        return f' t="str"><v>{escaped(found or "")}</v></c>'.encode()
    return _content(found)


def _content(value: Stored) -> bytes:
    if isinstance(value, bool):
        return b' t="b"><v>1</v></c>' if value else b' t="b"><v>0</v></c>'
    if isinstance(value, CellError):
        return f' t="e"><v>{escaped(value.code)}</v></c>'.encode()
    return f"><v>{repr(value).removesuffix('.0')}</v></c>".encode()


@lru_cache(maxsize=50_000)
def _text_content(text: str) -> bytes:
    clean = stored(text, False)
    return b"/>" if clean is None else f' t="inlineStr"><is><t xml:space="preserve">{escaped(str(clean))}</t></is></c>'.encode()


def escaped(text: str) -> str:
    """Text as it stands in a part; what looks like Excel's own escape of a character is escaped itself."""
    if not _SPECIAL.search(text):
        return text
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """A name as Excel writes it in a part, such as `完成_x000a_日期`, as the user sees it."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)
