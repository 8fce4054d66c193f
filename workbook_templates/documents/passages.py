"""What the templates of bulletins share: their frame, and the columns that say of an item what every list says."""

from collections.abc import Mapping, Sequence

from docx.document import Document as Paper

from workbook_templates.documents.finish import saved
from workbook_templates.documents.paper import Col, col, new_paper, summed
from workbook_templates.documents.parts import annex_list, imprint, opening, signature
from workbook_templates.documents.written import PASSAGES, annex_of, write
from workbook_templates.sheets.style import AMBER, BLUE, GREEN, RED

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


def light_columns(width: float) -> tuple[Col, ...]:
    """A count of each light, its letter on its colour; blue only where the lights go by the time limit."""
    return tuple(summed(light, width, head=light[0], only=only, fill=colour[1:]) for light, colour, only in COLOURS)


def built(
    subject: str,
    text: str,
    tables: Mapping[str, Sequence[Col]],
    annexes: Mapping[str, Sequence[Col] | str],
    passages: Mapping[str, str] = PASSAGES,
) -> bytes:
    """The template of a bulletin in the frame that all of them share; the same bytes each time.

    tables: rows → columns of the tables in its text. annexes: list → the columns of its table, or the text of what is no plain table, in
    their order. passages: what the text says several times."""
    paper: Paper = new_paper(subject)
    opening(paper)
    write(paper, text, tables, passages=passages)
    annex_list(paper)
    signature(paper)
    for rows, content in annexes.items():
        if isinstance(content, str):
            write(paper, annex_of(rows, content), tables)
        else:
            write(paper, f"【附件】{rows}", {f"{rows}.行": content})
    imprint(paper)
    return saved(paper)
