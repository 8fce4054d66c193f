"""R13 as formulas of Excel 2016, WPS and LibreOffice: no dynamic arrays, no array entry.

Scores are doubles there, not fractions: a quotient is rounded to NOISE decimals first, so that a half is a half, and then half up.
"""

from fractions import Fraction

from workbook_templates.sent.scored_part import NOT_BEGUN, ScoringRule
from workbook_templates.sent.sent_cells import decimal_text

NOISE = 6
"""Decimals beyond which a quotient of typed decimals says nothing."""


def stepped(quotient: str, step: Fraction) -> str:
    """A quotient in steps of 差异化并档精度, as points of 100."""
    return f"ROUND(ROUND(ROUND({quotient},{NOISE}),0)*{decimal_text(step)},8)"


def share_of_full(score: str, full: str, rule: ScoringRule) -> str:
    """得分 in percent of 满分; "" without one of them."""
    value = stepped(f"{score}*100/{full}/{decimal_text(rule.step)}", rule.step)
    return f'=IF(AND(ISNUMBER({score}),ISNUMBER({full})),IF({full}=0,"",{value}),"")'


def weighted_rating(cells: tuple[str, str, str], rule: ScoringRule) -> str:
    """The three marks by weight; "" while one is missing."""
    whole = sum(rule.weights)
    if not whole:
        return '=""'
    total = "+".join(f"{cell}*{decimal_text(weight)}" for cell, weight in zip(cells, rule.weights, strict=True))
    value = stepped(f"({total})/{decimal_text(whole)}/{decimal_text(rule.step)}", rule.step)
    return f'=IF(COUNT({",".join(cells)})<3,"",{value})'


def shown(cells: str, figure: str, rule: ScoringRule) -> str:
    """A figure of the scores, rounded as the workbook shows it; "" without scores."""
    return f'=IF(COUNT({cells})=0,"",ROUND(ROUND({figure},9),{rule.digits}))'


def mean(cells: str, rule: ScoringRule) -> str:
    return shown(cells, f"AVERAGE({cells})", rule)


def spread(cells: str, rule: ScoringRule) -> str:
    """极差."""
    return shown(cells, f"MAX({cells})-MIN({cells})", rule)


def deviation(cells: str, rule: ScoringRule) -> str:
    """标准差 of the population."""
    return shown(cells, f"STDEVP({cells})", rule)


def told_apart(cells: str, rule: ScoringRule) -> str:
    """The numerator of 差异化率 by 差异化口径."""
    if rule.by == "扣分面":
        return f'COUNTIF({cells},"<100")'
    if rule.by == "异值率":
        return f"SUMPRODUCT(--(FREQUENCY({cells},{cells})>0))"
    return f"(COUNT({cells})-SUMPRODUCT(MAX(FREQUENCY({cells},{cells}))))"


def rate(cells: str, rule: ScoringRule) -> str:
    """差异化率, 0..1; "" without scores."""
    return f'=IF(COUNT({cells})=0,"",{told_apart(cells, rule)}/COUNT({cells}))'


def verdict(cells: str, rule: ScoringRule) -> str:
    """结论, in the words of the sheet 差异化."""
    short = f"ROUND({told_apart(cells, rule)}-{decimal_text(rule.bound)}*COUNT({cells}),8)<0"
    judged = f'IF(COUNT({cells})<{rule.least},"{rule.few}",IF({short},"{rule.low}","{rule.fine}"))'
    return f'=IF(COUNT({cells})=0,"{NOT_BEGUN}",{judged})'


def given(cells: str, rows: int) -> str:
    """How many of the rows have a score."""
    return f'=COUNT({cells})&" / {rows}"'
