"""R9: 预警 of spot checks, and the departments that owe a 讲评说明. Each warning once, by its key."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from udfs.rules.ground.figures import percent
from udfs.rules.ground.periods import Period
from udfs.rules.ground.states import FAILED
from udfs.rules.ground.workdays import days_after
from udfs.rules.inspection.inspection import HIGH, MIDDLE, PROBLEM, Plan, check_plans, check_scores, risks
from udfs.rules.judging.judgement import Judgement
from workbook_templates.tables.performance import Inspection
from workbook_templates.tables.schema import Source

AGAIN = "再次发现问题"
OVERDUE = "逾期"
REPEATED, UNCHECKED = "重复问题", "抽查逾期"
"""Sorts of 预警 that only its fact tells apart."""


SEEN_FOR = 365
"""A problem older than so many days warns of nothing any more."""


class Warning(NamedTuple):  # noqa: A001 - the field's word; nobody here warns Python
    """A 预警 about a check of a department.

    number: what it is about (风险编号, or 抽查编号 of a rectification); subject: the same in the key; day: of the problem, or the date that
    was missed; at: the row of the check or the risk point."""

    number: str
    subject: str
    department: str
    day: dt.date
    fact: str
    at: Source


def warnings(judgement: Judgement) -> list[Warning]:
    """On 基准日: problems on 高 points, second problems on one point within 重复问题天数; overdue rectifications, overdue intervals of 高
    and 中 points. Nothing that was due before 启用日期."""
    start = judgement.facts.settings.start
    found = [*problem_warnings(judgement), *rectification_warnings(judgement), *interval_warnings(judgement)]
    return [one for one in found if start is None or one.day >= start]


def problem_warnings(judgement: Judgement) -> Iterator[Warning]:
    known, window = risks(judgement), judgement.facts.settings.repeat_days
    since = days_after(judgement.as_of, -SEEN_FOR)
    problems = sorted(
        (row for row in judgement.facts.inspections if row.result == PROBLEM and row.day and row.risk),
        key=lambda row: row.day or dt.date.min,
    )
    before: dict[str, Inspection] = {}
    for row in problems:
        day = row.day or dt.date.min
        last = before.get(row.risk)
        before[row.risk] = row
        if not since <= day <= judgement.as_of:
            continue
        again = last is not None and last.day is not None and visit_of(last) != visit_of(row) and day <= days_after(last.day, window)
        risk = known.get(row.risk)
        if again and last is not None:
            fact = f"{day} 抽查 {row.number} {AGAIN}（上次 {last.day}）：{row.problem}"
            yield Warning(row.risk, row.risk, row.department, day, fact, row.at)
        elif risk is not None and risk.grade == HIGH:
            fact = f"{day} 抽查 {row.number} 在高风险点发现问题：{row.problem}"
            yield Warning(row.risk, row.risk, row.department, day, fact, row.at)


def visit_of(row: Inspection) -> str | Source:
    """抽查编号; a row without one is a visit of its own."""
    return row.number or row.at


def is_mended(row: Inspection) -> bool:
    """A rectification is done with 整改完成日期, unless the re-check says 不合格."""
    return row.mended is not None and row.recheck != FAILED


def rectification_warnings(judgement: Judgement) -> Iterator[Warning]:
    for row in judgement.facts.inspections:
        if row.mend_due is not None and row.mend_due < judgement.as_of and not is_mended(row):
            told = "复查不合格" if row.recheck == FAILED else "没有完成整改"
            fact = f"整改时限 {row.mend_due}，{told}：{row.demand or row.problem}"
            subject = "/".join(filter(None, (row.number, row.risk)))
            yield Warning(row.number, subject, row.department, row.mend_due, fact, row.at)


def interval_warnings(judgement: Judgement) -> Iterator[Warning]:
    for plan in check_plans(judgement):
        if plan.days_overdue and plan.due is not None and plan.risk.grade in (HIGH, MIDDLE):
            point = plan.risk.point
            yield Warning(point.number, point.number, point.department, plan.due, interval_fact(plan), point.at)


def interval_fact(plan: Plan) -> str:
    last = f"上次抽查 {plan.last}" if plan.last else "还没有抽查过"
    return f"{plan.risk.grade}风险点应在 {plan.due} 以前抽查，{last}，{OVERDUE}未查：{plan.risk.point.point}"


def sort_told(fact: str) -> str:
    """Which of REPEATED and UNCHECKED the fact of a warning in 问责记录 tells; '' where it is neither. Its words are those of above, and
    stand before the colon: what people wrote comes behind it."""
    told = fact.partition("：")[0]
    if AGAIN in told:
        return REPEATED
    return UNCHECKED if "抽查" in told and OVERDUE in told else ""


class Explanation(NamedTuple):
    """A department whose pass rate in the period is below 抽查合格率下限."""

    department: str
    fact: str


def explanations(judgement: Judgement, period: Period | None = None) -> list[Explanation]:
    """讲评说明 of a period (None: that of the judgement), in the order of 部门.排序."""
    bound, period = judgement.facts.settings.pass_bound, period or judgement.period
    return [
        Explanation(name, f"{period.name} 抽查合格率 {one.passed.text()}，低于 {percent(bound)}")
        for name, one in check_scores(judgement, period).items()
        if one.passed.value is not None and one.passed.value < bound
    ]
