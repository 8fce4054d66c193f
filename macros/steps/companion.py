"""The workbook beside a bulletin (输出/…_数据.xlsx): its figures with the rows behind each, compared with the bulletin first."""

import datetime as dt
from collections.abc import Sequence

from udfs.papers.evidence import HEADERS, Evidence, disagreements
from udfs.papers.paper_words import Context, chinese_day
from udfs.rules.ground.figures import number
from workbook_templates.documents.companion import Answer, CompanionPage, companion_book
from workbook_templates.reading.cells import written
from workbook_templates.reading.errors import DocumentRefused
from workbook_templates.tables.grid import Value
from workbook_templates.tables.schema import Source

TAIL = "_数据.xlsx"


def companion(evidence: Sequence[Evidence], context: Context, company: str, day: dt.date, known: dt.date) -> bytes:
    """The bytes of the workbook. day: 成文日期; known: 基准日. Raises DocumentRefused where rows and figures do not agree."""
    apart = disagreements(evidence, context)
    if apart:
        listed = "\n".join(f"  {line}" for line in apart)
        raise DocumentRefused(f"文书里的数和它的明细对不上，没有写文件：\n{listed}\n这是程序的错，请把这段话和工作簿副本发给维护的人。")
    title = str(context["标题"]).replace("\n", "")
    subtitle = f"{context['文号'] or '送审稿'}；按 {chinese_day(known)} 掌握的记录；只列文书里可以写的内容"
    return companion_book(CompanionPage(company, day, title, subtitle, HEADERS, [answer_of(one) for one in evidence]))


def answer_of(one: Evidence) -> Answer:
    """A figure as cells."""
    rate = one.value if isinstance(one.value, tuple) else None
    plain = all(row.part == 1 for row in one.rows)
    return Answer(
        name=one.name,
        text=one.text,
        top=None if rate is None else float(rate[0]),
        below=None if rate is None else float(rate[1]),
        definition=one.definition,
        sheet=one.sheet,
        rows=[[written(cell) if not isinstance(cell, float) else cell for cell in row.cells] for row in one.rows],
        parts=[None if plain else part_of(row.part) for row in one.rows],
        places=[place_of(row.at) for row in one.rows],
    )


def part_of(part: object) -> Value:
    """What a row gives: in a rate whether it is in the numerator, or its weights."""
    if isinstance(part, tuple):
        top, below = part
        return ("是" if top else "否") if below == 1 else f"{number(top)}/{number(below)}"
    value = written(part)
    return value if isinstance(value, float) else None


def place_of(at: Source) -> str:
    return f"{at.table}第 {at.row} 行" if at.row else ""
