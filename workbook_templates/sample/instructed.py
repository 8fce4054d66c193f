"""批示: what the leaders of the sample company wrote in the year, most of it answered or in the ledger by its end."""

from workbook_templates.sample.blanks import blank_record, cells_of
from workbook_templates.sample.days import YEAR
from workbook_templates.sample.lists import read_rows
from workbook_templates.tables.daily import Instruction

LINE = "日期 领导 类别 内容 对象 关联编号 要求回复日期 回复 回复日期 状态 密级"
"""Columns that a line of instructions.txt fills in."""


def instructions() -> list[Instruction]:
    """The rows of 批示 by date, numbered; a reply that is wanted before its day is one of the next year."""
    rows = []
    for place, line in enumerate(read_rows("instructions"), 1):
        row = blank_record(Instruction)._replace(number=f"PS{YEAR % 100}-{place:02}", **cells_of(Instruction, LINE, line))
        if row.reply_due is not None and row.day is not None and row.reply_due < row.day:
            row = row._replace(reply_due=row.reply_due.replace(year=YEAR + 1))
        rows.append(row)
    return rows
