"""R17: feedback that says nothing new. It repeats the last one, or holds no figure, no date and no result."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from fractions import Fraction
from typing import NamedTuple

from udfs.rules.ground.grouped import grouped
from udfs.rules.ground.letters import MARKS
from workbook_templates.tables.daily import Feedback

NUMERALS = "〇零一二三四五六七八九十百千万亿两半"
FIGURE = re.compile(
    rf"[0-9\uff10-\uff19]|百分之|[{NUMERALS}]+(?:个|项|次|家|户|台|套|份|人|名|天|日|月|周|年|号|公里|元|成|批|期|轮|场|处|座|条|组|倍)"
)
"""一 alone is none: it stands in 下一步, 进一步, 统一."""

RESULTS = (
    "完成", "办结", "印发", "下发", "通过", "批复", "签订", "签署", "验收", "投运", "投产", "上线", "竣工", "开工", "移交", "交付",
    "整改", "销号", "召开", "提交", "上报", "公示", "发布", "建成", "到位", "到货", "中标", "开标", "审定", "定稿", "达到", "实现",
)  # fmt: skip
"""Words that tell of a result. 无 and 未 before one don't make it less: 未完成 is something that a reader can hold on to."""


class Stale(NamedTuple):
    """A feedback that says nothing new, and why."""

    feedback: Feedback
    reason: str


def stale_feedback(rows: Iterable[Feedback], bound: Fraction) -> list[Stale]:
    """The latest feedback of each item, where it is stale. rows: given ones of the items to look at; bound: 相似反馈下限, 0..1."""
    found = []
    for given in grouped((row.number, row) for row in rows if row.number and row.given is not None and row.content).values():
        given.sort(key=lambda row: (row.due or row.given, row.at.row))
        reason = reason_of(given[-1].content, given[-2].content if len(given) > 1 else "", bound)
        if reason:
            found.append(Stale(given[-1], reason))
    return found


def reason_of(content: str, before: str, bound: Fraction) -> str:
    """Why a feedback is stale; '' where it is not."""
    alike = similarity(content, before, bound) if before else None
    if alike is not None and alike >= bound:
        return "与上次反馈的内容相同" if alike == 1 else f"与上次反馈的内容相似 {int(alike * 100)}%"
    if not FIGURE.search(content) and not any(word in content for word in RESULTS):
        return "没有数字、日期，也没有结果"
    return ""


def similarity(one: str, other: str, bound: Fraction) -> Fraction | None:
    """2 × letters in common blocks ÷ letters of both, marks and blanks aside; None where it can't reach `bound`."""
    first, second = MARKS.sub("", one), MARKS.sub("", other)
    letters = len(first) + len(second)
    if not letters:
        return None
    shared = sum((Counter(first) & Counter(second)).values())
    if Fraction(2 * shared, letters) < bound:
        return None
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return Fraction(2 * sum(block.size for block in blocks), letters)
