"""The figures of 周报: one page for the weekly meeting. New, closed, due and overdue items, indicators with a date, spot checks."""

from collections.abc import Iterable
from typing import NamedTuple

from udfs.papers.bulletins.supervision_bulletin import ordered
from udfs.papers.evidence import Behind, Evidence, check_row, counted, item_rows
from udfs.rules.ground.figures import weight_of
from udfs.rules.ground.periods import Period, next_period
from udfs.rules.inspection.inspection import PROBLEM, Checked, checked_rows
from udfs.rules.judging.judgement import JudgedItem, Judgement
from udfs.rules.supervision.supervision import in_hand, is_closed, takes_part
from workbook_templates.tables.daily import Indicator


class WeeklyFigures(NamedTuple):
    """A week. running: in hand at its end; due_next: those due in the next week; indicators: 节点 done or due in the week."""

    judgement: Judgement
    running: tuple[JudgedItem, ...]
    new: tuple[JudgedItem, ...]
    closed: tuple[JudgedItem, ...]
    overdue: tuple[JudgedItem, ...]
    due_next: tuple[JudgedItem, ...]
    next: Period
    indicators: tuple[Indicator, ...]
    checks: tuple[Checked, ...]

    @property
    def problems(self) -> tuple[Checked, ...]:
        return tuple(one for one in self.checks if one.row.result == PROBLEM)

    @property
    def visits(self) -> int:
        return len({one.row.number or one.row.at for one in self.checks})


def weekly_figures(judgement: Judgement) -> WeeklyFigures:
    """The figures of the judgement's week."""
    settings, period = judgement.facts.settings, judgement.period
    following = next_period(period, settings.month_end)
    mine = [judged for judged in judgement.items if takes_part(judged, settings) and in_hand(judged, judgement)]
    running = [judged for judged in mine if not is_closed(judged, period.last)]
    longest = sorted((judged for judged in running if judged.late), key=lambda judged: (judged.deadline.first, judged.item.number))
    soon = sorted(
        (judged for judged in running if following.contains(judged.deadline.first)),
        key=lambda judged: (judged.deadline.first, judged.item.number),
    )
    return WeeklyFigures(
        judgement,
        ordered(running, judgement),
        ordered((judged for judged in mine if period.contains(judged.item.issued or judged.item.registered)), judgement),
        ordered((judged for judged in mine if is_closed(judged, period.last)), judgement),
        tuple(longest),
        tuple(soon),
        following,
        tuple(indicators_of(judgement)),
        tuple(sorted(checked_rows(judgement), key=lambda one: (one.row.result != PROBLEM, one.row.day or period.first, one.row.number))),
    )


def indicators_of(judgement: Judgement) -> Iterable[Indicator]:
    """Indicators with 完成日期 in the week, and those whose 完成时限 is in it and that are not done; each once, by number."""
    period = judgement.period
    rows = [
        row
        for row in judgement.facts.indicators
        if period.contains(row.done) or (period.contains(row.due) and row.done is None and row.due is not None)
    ]
    return sorted(rows, key=lambda row: (row.done is None, row.number, row.period))


def weekly_evidence(figures: WeeklyFigures) -> list[Evidence]:
    """Every figure of the page with its rows."""
    judgement = figures.judgement

    def checks(rows: Iterable[Checked]) -> list[Behind]:
        return [check_row(one, judgement) for one in rows]

    firsts: dict[object, Checked] = {}
    for one in figures.checks:
        firsts.setdefault(one.row.number or one.row.at, one)
    return [
        counted("在办", "周末还没有办结的督办事项；立项、暂缓、取消的不计", "事项", item_rows(figures.running, judgement)),
        counted("新增", "下达日期（没有的看立项日期）在本周的事项", "事项", item_rows(figures.new, judgement)),
        counted("办结", "本周办结的事项", "事项", item_rows(figures.closed, judgement)),
        counted("下周到期", "考核时限在下周的在办事项", "事项", item_rows(figures.due_next, judgement)),
        counted("逾期", "周末过了考核时限还没有办结的事项", "事项", item_rows(figures.overdue, judgement)),
        counted("指标变动", "完成日期在本周，或完成时限在本周还没有完成的指标", "指标", [indicator_row(row) for row in figures.indicators]),
        counted("抽查次数", "本周的抽查编号数", "抽查", checks(firsts.values())),
        counted("抽查问题", "本周抽查结果为问题的行", "抽查", checks(figures.problems)),
    ]


def indicator_row(row: Indicator) -> Behind:
    told = f"{row.done} 完成" if row.done else f"时限 {row.due}，没有完成"
    cells = (row.number, row.name, row.level, row.department, weight_of(row.weight), row.goal, row.actual, None, told)
    return Behind(1, cells, row.at)
