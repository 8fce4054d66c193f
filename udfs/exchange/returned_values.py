"""Whether what stands in a returned cell is a value that may go into the master: read by the master's own column, and plausible."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

from workbook_templates.reading.cells import became_a_day
from workbook_templates.sent.returned import ReturnedCell, as_sent, read, shown
from workbook_templates.sent.sent_cells import decimal_text
from workbook_templates.tables.grid import CellError
from workbook_templates.tables.schema import Column

HAPPENED = frozenset({"提交日期", "反馈日期", "完成日期", "整改完成日期", "申请日期", "日期", "截至日期"})
"""Dates of what has happened: none of them lies ahead."""
LONGEST_CELL = 32_000
"""Characters that a cell holds, with room for what a log adds."""


Merged: TypeAlias = Literal["not given", "there already", "take", "clash"]


class ReadAnswer(NamedTuple):
    """A returned cell that was read. text: in the common form of three-way comparing."""

    value: Any
    text: str


class Unfit(NamedTuple):
    """A returned cell that is not taken, as a list shows it, with 问题 and 应为."""

    text: str
    reason: str
    remedy: str


class AnswerDays(NamedTuple):
    """sent: the day of the batch; today: what lies after it has not happened."""

    sent: dt.date
    today: dt.date


def merged(sent: str, returned: str, now: str) -> Merged:
    """The value sent, the value returned, the value now in the master: what becomes of one cell. All three in the common form of
    sent_cells.sent_text, so that 80%, "80%" and 80 of a re-saved file are one answer.

    not given: returned as it was sent. there already: the master holds it. take: only the other side changed it. clash: both did."""
    if returned == sent:
        return "not given"
    if returned == now:
        return "there already"
    return "take" if now == sent else "clash"


def answers(sent: str, returned: Iterable[str]) -> list[str]:
    """The different answers among copies of one cell: none where nobody changed it. A copy that was left as it was sent is no answer."""
    return [text for text in dict.fromkeys(returned) if text != sent]


def answer_in(cell: ReturnedCell, column: Column, sent: str, days: AnswerDays) -> ReadAnswer | Unfit:
    """The cell as a value, or why it is none. What is as it was sent is never unfit."""
    text = as_sent(cell, column)
    if text == sent and not isinstance(cell.value, CellError) and not cell.unlike:
        return ReadAnswer(read(cell, column)[0], text)
    if cell.unlike:
        return Unfit(shown(cell), f"表里有两列“{column.header}”，这一行填得不一样", "只留一列，或改成一样的")
    if cell.formula and not isinstance(cell.value, CellError):
        return Unfit(shown(cell), "填的是公式，不是内容", "选中这一格，复制后“选择性粘贴→数值”")
    typed, told = read(cell, column)
    told = told or became_a_day(column, cell.day, shown(cell))
    if told is not None:
        return Unfit(shown(cell), *told)
    return ReadAnswer(typed, text) if (why := implausible(typed, column, days)) is None else Unfit(shown(cell), *why)


def implausible(value: Any, column: Column, days: AnswerDays) -> tuple[str, str] | None:
    """问题 and 应为 of a value that the sheet's own input checks would not have let in, or that can't be true yet."""
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        return f"有 {len(value)} 个字，太长", f"缩到 {LONGEST_CELL} 个字以内，或另附文件"
    if isinstance(value, dt.date):
        if column.header in HAPPENED and value > days.today:
            return f"日期 {value} 还没有到（今天 {days.today}）", "填实际的日期"
        first, last = days.sent.year - 1, days.sent.year + 2
        if not first <= value.year <= last:
            return f"年份 {value.year} 不对", f"填 {first} 至 {last} 年的日期"
    return None


def exceeds(value: Any, most: Any, header: str) -> tuple[str, str] | None:
    """问题 and 应为 of a number above the one that stands under `header` in its row."""
    if isinstance(value, Fraction) and isinstance(most, Fraction) and value > most:
        return f"{decimal_text(value)} 超过{header} {decimal_text(most)}", f"填 0 至 {decimal_text(most)}"
    return None
