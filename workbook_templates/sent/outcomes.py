"""What collecting says of one cell, row or file that came back: a line of 回收清单."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from workbook_templates.reading.characters import cut

ACCEPTED, UNCHANGED, UNDECIDED, REFUSED, MARKED = "采用", "未变", "待定", "拒收", "标记"
OUTCOMES = (UNDECIDED, REFUSED, MARKED, ACCEPTED, UNCHANGED)
"""In the order in which the clerk wants to read them."""
TAKE, KEEP = "采用回收值", "保留现值"
CHOICES = (TAKE, KEEP)
"""取舍: what the clerk decides about a cell that is 待定."""


class CollectEntry(NamedTuple):
    """One line, about one cell, row, sheet or file.

    outcome: what became of it, one of OUTCOMES.
    batch, addressee: whose file it is, as in 批次.
    file: its name.
    sheet, line: where it stands in the file; 0 is a whole sheet or file.
    table: the sheet's own name, as 表 in 批次.
    number, part: the row's key, as 编号 and 阶段 in 批次.
    field: the column; of a form row that is taken, its key.
    sent, returned, now: the value sent, returned and in the master, in their common text form.
    reason, remedy: 问题 and 应为.
    choice: 取舍 that the clerk has made.
    """

    outcome: str
    batch: str
    addressee: str
    file: str
    sheet: str = ""
    line: int = 0
    table: str = ""
    number: str = ""
    part: str = ""
    field: str = ""
    sent: str = ""
    returned: str = ""
    now: str = ""
    reason: str = ""
    remedy: str = ""
    choice: str = ""

    @property
    def mark(self) -> str:
        """What this is about, the same in every run while it is the same: 标识 in the list, by which a 取舍 is found again."""
        place = (self.outcome, self.batch, self.addressee, self.table, self.number, self.part, self.field)
        told: tuple[str, ...] = (*place, self.returned, self.now)
        if self.outcome != UNDECIDED:
            told = (*told, self.file, self.sheet, str(self.line), self.reason)
        return sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:12]

    @property
    def where(self) -> str:
        """For a message: 《运检部.xlsx》“督办台账”第 7 行“提交日期”."""
        line = f"第 {self.line} 行" if self.line else ""
        return f"《{self.file}》" + (f"“{self.sheet}”" if self.sheet else "") + line + (f"“{self.field}”" if self.field else "")

    @property
    def said(self) -> str:
        """One line for the screen."""
        value = f"（{short(self.returned)}）" if self.returned else ""
        return f"{self.where}{value}：{self.reason}" + (f"；{self.remedy}" if self.remedy else "")


def short(text: str, longest: int = 24) -> str:
    return cut(" ".join(text.split()), longest)


def is_waiting(entry: CollectEntry) -> bool:
    """待定 and not decided yet."""
    return entry.outcome == UNDECIDED and not entry.choice


def subject(table: str, number: str, part: str, field: str) -> str:
    """The cell as 操作日志 names it: 督办台账 2026-0001 进展情况, 阶段目标 2026-0001/一 自评完成度."""
    return " ".join(word for word in (table, "/".join(text for text in (number, part) if text), field) if word)


def count(entries: Iterable[CollectEntry], outcome: str) -> int:
    return sum(entry.outcome == outcome for entry in entries)
