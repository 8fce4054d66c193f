"""制度措施: what was revised and added in the year out of checks, meetings and the analysis of performance."""

from collections import Counter

from workbook_templates.sample.blanks import blank_record, cells_of
from workbook_templates.sample.days import YEAR
from workbook_templates.sample.lists import read_rows
from workbook_templates.tables.daily import Improvement

MARKS = {"制度": "ZD", "措施": "CS"}
LINE = "日期 类别 名称 缘由 关联编号 责任部门 完成时限 完成日期 说明"
"""Columns that a line of improvements.txt fills in."""


def improvements() -> list[Improvement]:
    """The rows of 制度措施 by date, numbered within their 类别; a deadline in January is one of the next year."""
    rows, counts = [], Counter[str]()
    for line in read_rows("improvements"):
        row = blank_record(Improvement)._replace(**cells_of(Improvement, LINE, line))
        counts[row.kind] += 1
        if row.due is not None and row.day is not None and row.due < row.day:
            row = row._replace(due=row.due.replace(year=YEAR + 1))
        rows.append(row._replace(number=f"{MARKS[row.kind]}{YEAR % 100}-{counts[row.kind]:02}"))
    return rows
