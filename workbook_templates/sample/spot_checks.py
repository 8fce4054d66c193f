"""风险点 and 抽查记录: the points of every post, and the checks of the year row by row."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from workbook_templates.sample.blanks import blank_record, cells_of
from workbook_templates.sample.company import DEPARTMENT_NAMES, HEADS, LEADER_OF
from workbook_templates.sample.days import YEAR, between
from workbook_templates.sample.fates import day
from workbook_templates.sample.lists import read_rows, read_sections
from workbook_templates.sample.words import draw_of
from workbook_templates.tables.performance import Inspection, RiskPoint

BATCHES = (("2026-1", dt.date(YEAR, 1, 5), dt.date(YEAR, 1, 16)), ("2026-2", dt.date(YEAR, 7, 1), dt.date(YEAR, 7, 10)))
"""排查批次, and when the points of each were looked through."""
STALE = ("FX-0706", dt.date(YEAR - 1, 11, 20))
"""The point that nobody has looked through for over a year."""
LEADING = ("党群部", "安监部")
"""Who leads 牵头 checks: the first, the second where the first is checked itself."""
OVERSIGHT = {
    6: ("马红霞", "抽查过程规范，凭证抽样比例偏低"),
    11: ("马红霞", "程序到位"),
    16: ("何秀兰", "覆盖单位多，建议分两次开展"),
    17: ("马红霞", "营销部分管领导为杨丽华，本次由刘志远带队，应补说明"),
    20: ("田甜", "问题定性准确，跟踪复查"),
}
"""Visit → 再监督人 and 再监督意见, on its first row."""
FULLS = (None, None, None, Fraction(10), Fraction(10), Fraction(20), Fraction(5))


FOUND = "结果 问题描述 扣分 整改要求 整改责任人 整改时限 整改完成日期 复查结果 约谈人次"
"""Columns of 抽查记录 that a line of findings.txt fills in."""
POINT = "专业 岗位 环节类别 风险点 来源 抽查层级 抽查间隔天数 岗位责任人 防控措施"
"""Columns of 风险点 that a line of risks.txt fills in, besides the three marks."""


def risk_points() -> list[RiskPoint]:
    """The rows of 风险点 by department."""
    draw = draw_of("risk points")
    return [
        risk_point(f"FX-{DEPARTMENT_NAMES.index(department) + 1:02}{place:02}", department, row, draw)
        for department, rows in read_sections("risks")
        for place, row in enumerate(rows, 1)
    ]


def risk_point(number: str, department: str, line: Sequence[str], draw: Random) -> RiskPoint:
    """One point, from its line."""
    marks = line[5]
    row = blank_record(RiskPoint)._replace(**cells_of(RiskPoint, POINT, (*line[:5], *line[6:])))
    frequency, subjectivity, severity = (Fraction(mark) for mark in marks)
    batch, first, last = draw.choices(BATCHES, (3, 1))[0]
    stale = number == STALE[0]
    return row._replace(
        number=number, department=department, batch="2025-2" if stale else batch, frequency=frequency,
        subjectivity=subjectivity, severity=severity, checker=checker_of(row.check_level, department),
        updated=STALE[1] if stale else between(first, last, draw), full=draw.choice(FULLS),
    )  # fmt: skip


def checker_of(level: str, department: str) -> str:
    """抽查责任人: the leader in charge checks what is 定向, the head what is 日常, the head of a leading department what is 牵头."""
    if level == "牵头":
        return HEADS[LEADING[department == LEADING[0]]]
    return LEADER_OF[department] if level == "定向" else HEADS[department]


def findings() -> dict[tuple[str, str], dict[str, Any]]:
    """抽查编号 and 风险编号 → the cells of what was found there, a problem or a sign and what followed."""
    lines = read_rows("findings")
    return {(visit_number(int(visit)), f"FX-{point}"): cells_of(Inspection, FOUND, line) for visit, point, *line in lines}


def visit_number(place: int) -> str:
    return f"CC{YEAR % 100}-{place:02}"


def inspections(points: Sequence[RiskPoint]) -> list[Inspection]:
    """The rows of 抽查记录: each point of each visit."""
    known, found = {point.number: point for point in points}, findings()
    rows: list[Inspection] = []
    for place, (date, level, checkers, people, numbers) in enumerate(read_rows("visits"), 1):
        chosen = [known[f"FX-{number}"] for number in numbers.split()]
        each, more = divmod(int(people), len(chosen))
        for turn, point in enumerate(chosen):
            row = blank_record(Inspection)._replace(
                number=visit_number(place),
                day=day(date),
                level=level,
                checker=checkers,
                department=point.department,
                inspected=point.owner if each + (turn < more) < 3 else f"{point.owner}等 {each + (turn < more)} 人",
                risk=point.number,
                people=Fraction(each + (turn < more)),
                result="合格",
            )
            if turn == 0 and place in OVERSIGHT:
                row = row._replace(overseer=OVERSIGHT[place][0], oversight=OVERSIGHT[place][1])
            rows.append(row._replace(**found.get((row.number, row.risk), {})))
    return rows


def is_overdue(row: Inspection, on: dt.date) -> bool:
    """Whether its rectification should have been done before that day, and is not at its end."""
    return row.mend_due is not None and row.mend_due < on and (row.mended is None or row.mended > on or row.recheck == "不合格")
