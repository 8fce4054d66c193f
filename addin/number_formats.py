"""What a cell shows for its number: 2026.1 as 2026.10, 7 as 007, the day 46027 as 1-5. As much of the formats as offices use; of a
format that is not understood here nothing is said, and the number is read as it stands.

ECMA-376 part 1, 18.8.30 and 18.8.31; the built-in date formats are those of a Chinese Excel.
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from workbook_templates.reading.cells import plain
from workbook_templates.tables.grid import Value

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m/d/yy", 31: "yyyy年m月d日", 36: "yyyy年m月", 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 49: "@", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日",
    57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""numFmtId → format code."""

_PERCENT = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_GENERAL = frozenset({"", "general", "@", "g/通用格式"})
_PIECE = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]|(?P<plain>.)', re.DOTALL)
_DAYS = re.compile(r"yyyy|yy|mmmm?|mm|m|dd?|(?P<other>\x00.|[^ymd])", re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"[#0?,]*[#0?,](?:\.[#0?]*)?|\.[#0?]+")
_CONDITION = re.compile(r"\[[<>=]")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def shows_percent(code: str) -> bool:
    """Whether a number format shows a percent sign, which may also stand in a text of it."""
    return "%" in _PERCENT.sub("", code)


@lru_cache(maxsize=1_000)
def may_tell_more(code: str) -> bool:
    """Whether a format may show something that the plain value does not say: not General, text, percent, nor a day with its year."""
    bare = re.sub("\x00.", "", _section(code, False)[0], flags=re.DOTALL).lower()
    if bare in _GENERAL or "%" in bare or _CONDITION.search(code):
        return False
    return not all(letter in bare for letter in "ymd") and not re.search("[hs]", bare)


def is_of_days(code: str) -> bool:
    """Whether a format writes a day."""
    return re.search("[ymd]", re.sub("\x00.", "", _section(code, False)[0], flags=re.DOTALL), re.IGNORECASE) is not None


def shown_besides(value: Value, code: str) -> str | None:
    """The text that a cell of this format shows, where the plain value says something else: 2026.10, 007, 2026年3月. Marks of thousands
    alone say nothing."""
    if not may_tell_more(code) or not isinstance(value, float | dt.date):
        return None
    text = shown(value, code)
    return None if text is None or text.replace(",", "").strip() == plain(value) else text.strip()


def shown(value: float | dt.date, code: str) -> str | None:
    """The text that a cell of this format shows for the value. None: as it stands (General, text, percent), or not understood."""
    marked, signed = _section(code, isinstance(value, float) and value < 0)
    bare = re.sub("\x00.", "", marked, flags=re.DOTALL).lower()
    if bare in _GENERAL or "%" in bare:
        return None
    if isinstance(value, dt.date):
        return _shown_day(value, marked) if re.search("[yd]|m", bare) and not re.search("[hs#0?]", bare) else None
    return None if re.search("[ymdhse]", bare) else _shown_number(abs(value) if signed else value, marked)


@lru_cache(maxsize=1_000)
def _section(code: str, negative: bool) -> tuple[str, bool]:
    """The part of a format that a number goes by, without colours and fillers, and whether it writes the sign of a negative one
    itself. A literal letter has a NUL before it."""
    parts: list[str] = [""]
    for found in _PIECE.finditer(code):
        literal = found["quoted"] or found["escaped"] or ""
        if literal:
            parts[-1] += "".join(f"\x00{letter}" for letter in literal)
        elif found["plain"] == ";":
            parts.append("")
        else:
            parts[-1] += found["plain"] or ""
    signed = negative and len(parts) > 1 and parts[1] != ""
    return parts[signed], signed


def _shown_day(day: dt.date, marked: str) -> str:
    known = {
        "yyyy": f"{day.year}", "yy": f"{day.year % 100:02}", "mmmm": _MONTHS[day.month - 1], "mmm": _MONTHS[day.month - 1],
        "mm": f"{day.month:02}", "m": f"{day.month}", "dd": f"{day.day:02}", "d": f"{day.day}",
    }  # fmt: skip
    return "".join(found["other"].removeprefix("\x00") if found["other"] else known[found[0].lower()] for found in _DAYS.finditer(marked))


def _shown_number(value: float, marked: str) -> str | None:
    """0.00, 000, #,##0 with what stands around it; None where there is no place for digits, or more than one."""
    spots = list(_DIGITS.finditer(marked))
    spot = spots[0][0] if len(spots) == 1 else ","
    whole, _, decimals = spot.partition(".")
    if whole.endswith(","):  # thousands left out
        return None
    number = abs(Decimal(repr(value))).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    top, _, below = f"{number:f}".partition(".")
    kept = len(below.rstrip("0"))
    below = below[: max(kept, len(decimals.rstrip("#").replace("#", "0")))]
    top = top.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        top = f"{int(top or 0):,}" if int(top or 0) else top
    text = top + ("." + below if below or ("." in spot and not decimals) else "")
    around = [piece.replace("\x00", "") for piece in (marked[: spots[0].start()], marked[spots[0].end() :])]
    return ("-" if value < 0 and number else "") + around[0] + text + around[1]
