"""What several papers say alike: passages of their texts, and columns that say of an item what every list says."""

from string import Template

from workbook_templates.documents.paper import Col, col, summed
from workbook_templates.documents.texts import read_texts
from workbook_templates.sheets.style import AMBER, BLUE, GREEN, RED

WORDS = read_texts("passages")
PASSAGES = {name: Template(text).safe_substitute(what=WORDS["what"]) for name, text in WORDS.items()}
"""What several papers say alike."""


def lists_of(this: str) -> dict[str, str]:
    """Lists that 督办通报 and 督办考核通报 have alike. this: what they call their period, 本月 or 本期."""
    return {name: Template(text).substitute(PASSAGES, this=this) for name, text in read_texts("lists").items()}


NUMBER = col("序号", 10)
CODE = col("编号", 21)
MATTER = col("事项", 55, left=True)
DEPARTMENT = Col("主责部门", 27, "{{ 行.部门 }}{% if 行.责任人 %} {{ 行.责任人 }}{% endif %}")
DUE = col("时限", 23, head="考核时限")
REASON = Col("所报原因", 26, "{% if 行.原因 %}{{ 行.原因 }}{% else %}未报{% endif %}", left=True)
COLOURS = (("绿灯", GREEN, ""), ("黄灯", AMBER, ""), ("红灯", RED, ""), ("蓝灯", BLUE, "时限口径"))
"""Light, its colour, and when it is a column of its own."""


def item_columns(*more: Col, matter: float = 55, department: float = 27, due: float = 0) -> tuple[Col, ...]:
    """Number, matter and department of an item, its deadline where that has a width, and more."""
    columns = (NUMBER, CODE, MATTER._replace(width=matter), DEPARTMENT._replace(width=department))
    return (*columns, *((DUE._replace(width=due),) if due else ()), *more)


OVERDUE = item_columns(col("天数", 11, head="逾期天数"), REASON, matter=40, department=26, due=22)
ESCALATED = item_columns(col("批准日期", 20), due=21)
ASSESSED = (NUMBER, col("日期", 23), col("部门", 27), CODE, col("事由", 56, left=True), col("分值", 16))
"""Annexes that 督办通报 and 督办考核通报 have alike."""


def unit_columns(width: float, kind: float = 0, total: str = "合计") -> tuple[Col, ...]:
    """The department of a row, and its 类型 where that has a width. total: what the row of sums says, '' where there is none."""
    kinds = (col("类型", kind, "部门类型", total="—" if total else ""),) if kind else ()
    return (col("名称", width, "部门", head="部门", total=total), *kinds)


def light_columns(width: float) -> tuple[Col, ...]:
    """A count of each light, its letter on its colour; blue only where the lights go by the time limit."""
    return tuple(summed(light, width, head=light[0], only=only, fill=colour[1:]) for light, colour, only in COLOURS)
