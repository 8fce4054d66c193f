"""What-if (试算): what a change of settings would do, found by comparing the results of two runs as their sheets would show them.

compare(scores_of(judge(tables, …)), scores_of(judge(other_tables, …)))
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from udfs.rules.decisions.reconciliation import bare, settle
from udfs.rules.ground.figures import BLANK, fixed, number, percent
from udfs.rules.ground.proposed_rows import ProposalRow, without_undecided
from udfs.rules.judging.judgement import light_rows
from udfs.rules.performance.differentiation import differentiation_rows
from udfs.rules.performance.scoreboard import Scores, check_rows, person_rows, plan_rows, score_rows
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Change, Point
from workbook_templates.tables.schema import Column

WITHOUT_LIGHT = "无灯"
FigureValue = str | int | float | dt.date | None


class TriedFigure(NamedTuple):
    """One cell that would be another. before, after: as a cell holds them (points as printed, shares 0..1); was, becomes: as shown;
    share: it is one, so that a difference of two says nothing."""

    header: str
    before: FigureValue
    after: FigureValue
    was: str
    becomes: str
    share: bool


class Changed(NamedTuple):
    """One row of a result sheet. number: 编号, 工号, 风险编号, or ""; name: who or what it is; home: its department or type."""

    number: str
    name: str
    home: str
    figures: tuple[TriedFigure, ...]


class Proposed(NamedTuple):
    """A proposal that would be added (was: '—'), dropped (becomes: '—') or another one. table: where its row would stand."""

    table: str
    kind: str
    number: str
    subject: str
    was: str
    becomes: str


class Trial(NamedTuple):
    """Everything that would be different.

    lights, departments, persons, checks, plans and spreads are the rows of 亮灯, 部门成绩, 个人成绩, 抽查成绩, 抽查计划 and 差异化 that
    would hold another cell; proposals are what would be proposed, or no more.
    """

    lights: tuple[Changed, ...]
    departments: tuple[Changed, ...]
    persons: tuple[Changed, ...]
    checks: tuple[Changed, ...]
    plans: tuple[Changed, ...]
    spreads: tuple[Changed, ...]
    proposals: tuple[Proposed, ...]

    @property
    def total(self) -> int:
        return sum(map(len, self))


class ComparedSheet(NamedTuple):
    """What of a result sheet is compared. key: of a row, the same in both runs; label: number, name, home."""

    table: str
    headers: tuple[str, ...]
    rows: Callable[[Scores], Iterable[Any]]
    key: Callable[[Any], Hashable]
    label: Callable[[Any], tuple[str, str, str]]


COMPARED = (
    ComparedSheet(
        "亮灯",
        ("灯",),
        lambda scores: light_rows(scores.judgement),
        lambda row: row.at,
        lambda row: (row.number or f"第 {row.at.row} 行", row.matter, row.department),
    ),
    ComparedSheet(
        "部门成绩",
        ("督办", "亮灯", "指标", "抽查", "加减分", "综合", "类型排名", "总排名", "按期办结率", "办结率", "反馈及时率"),
        score_rows,
        lambda row: row.department,
        lambda row: ("", row.department, row.kind),
    ),
    ComparedSheet(
        "个人成绩", ("得分", "等次", "排名"), person_rows, lambda row: row.staff_no, lambda row: (row.staff_no, row.name, row.department)
    ),
    ComparedSheet(
        "抽查成绩",
        ("问题率", "比例计分", "等级", "排名"),
        check_rows,
        lambda row: (row.object_kind, row.department),
        lambda row: ("", row.department, row.kind),
    ),
    ComparedSheet(
        "抽查计划", ("等级", "应查日期", "逾期天数"), plan_rows, lambda row: row.risk, lambda row: (row.risk, row.point, row.department)
    ),
    ComparedSheet(
        "差异化",
        ("差异化率", "结论"),
        lambda scores: differentiation_rows(scores.spread, scores.judgement.facts.settings),
        lambda row: row.scorer,
        lambda row: ("", row.scorer, ""),
    ),
)


def compare(before: Scores, after: Scores) -> Trial:
    """Every light, figure, rank, grade and open proposal of `before` that is another in `after`, or there in one of them only."""
    lights, departments, persons, checks, plans, spreads = (changed_rows(sheet, before, after) for sheet in COMPARED)
    return Trial(
        lights=lights, departments=departments, persons=persons, checks=checks, plans=plans, spreads=spreads,
        proposals=changed_proposals(before, after),
    )  # fmt: skip


def changed_rows(sheet: ComparedSheet, before: Scores, after: Scores) -> tuple[Changed, ...]:
    """The rows of one sheet with the cells that would be different, in the order of `before`, new rows last."""
    columns = [TABLES[sheet.table].column(header) for header in sheet.headers]
    old, new = keyed(sheet, before), keyed(sheet, after)
    found = []
    for key in dict.fromkeys((*old, *new)):
        was, becomes = old.get(key), new.get(key)
        figures = [figure(column, was, becomes, before, after) for column in columns]
        if different := tuple(one for one in figures if one.was != one.becomes):
            found.append(Changed(*sheet.label(was if was is not None else becomes), different))
    return tuple(found)


def keyed(sheet: ComparedSheet, scores: Scores) -> dict[tuple[Hashable, int], Any]:
    """The rows by key; a key that stands twice is counted, so that no row is lost."""
    seen: Counter[Hashable] = Counter()
    found = {}
    for row in sheet.rows(scores):
        key = sheet.key(row)
        found[key, seen[key]] = row
        seen[key] += 1
    return found


def figure(column: Column, was: Any, becomes: Any, before: Scores, after: Scores) -> TriedFigure:
    """One cell of both rows; None for a row that is not there."""
    values = [None if row is None else getattr(row, column.field) for row in (was, becomes)]
    digits = [scores.judgement.facts.settings.digits for scores in (before, after)]
    texts = [text_of(value, column, places) for value, places in zip(values, digits, strict=True)]
    return TriedFigure(column.header, plain_cell(values[0]), plain_cell(values[1]), texts[0], texts[1], column.kind == "rate")


def plain_cell(value: Any) -> FigureValue:
    """A value as a cell or a program takes it; a figure that there is not is None."""
    if value is None or value == "":
        return None
    if isinstance(value, str | dt.date):
        return value
    return int(value) if value.denominator == 1 else float(value)


def text_of(value: Any, column: Column, digits: int) -> str:
    """A value as the sheet shows it."""
    if value is None or value == "":
        return WITHOUT_LIGHT if column.spec.header == "灯" else BLANK
    if isinstance(value, str | dt.date):
        return str(value)
    if column.kind == "rate":
        return percent(value)
    return fixed(value, digits) if column.spec.digits else number(value)


# proposals


def changed_proposals(before: Scores, after: Scores) -> tuple[Proposed, ...]:
    """What the rules would propose and nobody has decided on yet, compared by the key in 来源."""
    old, new = expected(before), expected(after)
    found = []
    for key, one in (old | new).items():
        was, becomes = (side[key].becomes if key in side else BLANK for side in (old, new))
        if was != becomes:
            found.append(one._replace(was=was, becomes=becomes))
    return tuple(found)


def expected(scores: Scores) -> dict[str, Proposed]:
    """来源 → what the rules propose under these settings, those that stand undecided in the sheets too."""
    judgement = scores.judgement
    made = settle(judgement, without_undecided(judgement.facts)).made
    return {bare(row): shown_proposal(row) for rows in made.values() for row in rows}


def shown_proposal(row: ProposalRow) -> Proposed:
    if isinstance(row, Change):
        return Proposed("变更记录", row.change, row.number, row.number, BLANK, f"建议{row.change}")
    if isinstance(row, Point):
        return of_point(row)
    return Proposed("问责记录", row.kind, row.number, row.subject, BLANK, f"建议{row.kind}")


def of_point(row: Point) -> Proposed:
    value = row.points or Fraction(0)
    told = f"建议{'扣' if value < 0 else '加'} {number(abs(value))} 分（{row.kind}）"
    return Proposed("加减分台账", row.kind, row.linked, row.department, BLANK, told)
