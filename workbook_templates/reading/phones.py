"""Telephone numbers, and numbers of identity cards, in any of their common spellings, in half-width text.

With +86, 0086 or 86 before it, blanks, hyphens or dots between its groups, an area code in brackets, an extension behind it. What only
looks alike stays: dates, 编号, 文号, amounts with their unit.
"""

import re

DASH = r"\-\u2010-\u2015\u2212"
BETWEEN = rf"[ \t·{DASH}]{{0,3}}"
"""What may stand between two groups."""
ABROAD = rf"(?:\((?:\+|00)? ?86\)|(?:\+|(?<!\d)00) ?86|(?<!\d)86){BETWEEN}"
BEFORE, AFTER = rf"(?<!\d)(?<!\d[{DASH}])", r"(?!\d)"
NO_AMOUNT = r"(?!\.\d| ?(?:元|万元|亿元?|千瓦|吨|k[wv]))"
EXTENSION = rf"(?:{BETWEEN}(?:转|分机号?|ext\.?|[x*#{DASH}]):? ?\d{{1,6}})?"


def _spelt(*sizes: tuple[int, ...]) -> str:
    """Digits in groups of these sizes, with something between them."""
    return "|".join(BETWEEN.join(rf"\d{{{size}}}" for size in groups) for groups in sizes)


_MOBILE_GROUPS = _spelt((11,), (3, 8), (7, 4), (5, 6), (6, 5), (3, 4, 4), (3, 3, 5), (3, 5, 3), (4, 4, 3), (4, 3, 4))
MOBILE = (
    rf"(?:{ABROAD}|{BEFORE})0?(?=1[ \t{DASH}.]?[3-9])"
    rf"(?:(?:{_MOBILE_GROUPS})|\d{{3}}\.\d{{4}}\.\d{{4}}|\d{{3}}\.\d{{3}}\.\d{{5}}|\d(?: \d){{10}}|\d(?:-\d){{10}}){AFTER}{NO_AMOUNT}"
)
_AREA = r"(?:10|2\d|[3-9]\d\d)"
_LOCAL = rf"[2-9](?:\d{{6,7}}|\d{{2,3}}(?:{BETWEEN}|\.)\d{{4}})"
LANDLINE = rf"(?:(?:{ABROAD}|{BEFORE})(?:0{_AREA}|\( ?0{_AREA} ?\))|{ABROAD}\(?{_AREA}\)?)(?:{BETWEEN}|[./]){_LOCAL}{AFTER}{NO_AMOUNT}"
HOTLINE = rf"{BEFORE}(?<![.¥$])(?=[48]00)(?:{_spelt((3, 3, 4), (3, 4, 3), (4, 3, 3))}){AFTER}{NO_AMOUNT}"
LABEL = r"(?P<label>(?:(?:联系|办公|移动)?电话|手机|座机|联系方式|传真|tel|phone|mobile|fax)(?:号码?)?)\.?\s*:?\s*"
ANY = rf"(?:\(0\d{{2,3}}\) ?)?\+?\d[\d {DASH}]{{2,18}}\d"
PHONE = re.compile(
    rf"(?:{LABEL})?(?:{MOBILE}|{LANDLINE}|{HOTLINE}|(?(label){ANY}|(?!)))(?P<extension>{EXTENSION})", re.IGNORECASE | re.ASCII
)
"""A mobile number, a landline with its area code, a number of a hotline, or any number after 电话, which is its label."""


def _digit_by_digit(*digits: str) -> str:
    return rf"[ {DASH}]?".join(digits)


IDENTITY = re.compile(
    rf"{BEFORE}"
    + _digit_by_digit(
        *("[1-9]", r"\d", r"\d", r"\d", r"\d", r"\d"),
        rf"(?:1[ {DASH}]?9|2[ {DASH}]?0(?=[ {DASH}]?[01]))", r"\d", r"\d",
        rf"(?:0[ {DASH}]?[1-9]|1[ {DASH}]?[0-2])", rf"(?:0[ {DASH}]?[1-9]|[12][ {DASH}]?\d|3[ {DASH}]?[01])",
        *(r"\d", r"\d", r"\d", r"[\dXx]"),
    )
    + AFTER,
    re.ASCII,
)  # fmt: skip
"""A number of an identity card: region, day of birth before 2020, three digits and the last, which may be X."""


def digits_of(phone: str) -> str:
    """A number that PHONE found, as digits alone: without the country and, of a mobile number, the 0 before it; its extension kept."""
    bare = re.sub(r"[^\d转*]", "", re.sub(r"(?:分机号?|ext\.?|x|#)(?=:? ?\d{1,6}$)", "转", re.sub(r"^\D*", "", phone), flags=re.IGNORECASE))
    return re.sub(r"^(?:00)?86(?=0?1[3-9]\d{9}$|0)|^0(?=1[3-9]\d{9}$)", "", bare)
