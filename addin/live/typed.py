"""Values on their way into an open spreadsheet, which reads what it is given as if a clerk had typed it."""

import datetime as dt
import re
import unicodedata
from functools import lru_cache

from addin.cell_xml import stored
from workbook_templates.tables.grid import CellError, Value

_FIRST = tuple("=+-@'#")
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_LIKE_A_NUMBER = re.compile(
    rf"(?:[\d\s.,:;/+\-%()￥¥$€£元年月日号时点分秒〇零一二三四五六七八九十½¼¾]|上午|下午|星期|周|am|pm|{_MONTHS}|(?<=[\d.])e(?=[+\-\d])|(?<=\s)[ap]$)+",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"[\d½¼¾]|[〇零一二三四五六七八九十]+[年月日时点元]")


@lru_cache(maxsize=50_000)
def needs_apostrophe(text: str) -> bool:
    """Whether a spreadsheet might take the text for something else."""
    if text.startswith(_FIRST) or text.strip().lower() in ("true", "false"):
        return True
    plain = unicodedata.normalize("NFKC", text)  # full-width digits and signs count too
    return bool(_DIGIT.search(text) or _DIGIT.search(plain)) and bool(_LIKE_A_NUMBER.fullmatch(text) or _LIKE_A_NUMBER.fullmatch(plain))


def typed(value: Value) -> str | float | bool | dt.date | None:
    """The value as xlwings is given it. Raises BookRefused for one that no cell can hold.

    An error is written as the formula of its code (=#N/A): Calc knows no other way, and Excel takes it too."""
    kept = stored(value, date1904=False)
    if isinstance(kept, str):
        return f"'{kept}" if needs_apostrophe(kept) else kept
    if isinstance(kept, CellError):
        return f"={kept.code}"
    return value if isinstance(value, dt.date) else kept
