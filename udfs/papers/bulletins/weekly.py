"""周报: one page for the weekly meeting. New, closed, due and overdue items, indicators with a date, spot checks: figures, rows, words.

Of each sort so many rows are shown as one page holds, and how many there are in all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from udfs.papers.bulletins.bulletin_words import NO_NUMBER, period_texts, reported_reason
from udfs.papers.bulletins.supervision_bulletin import is_new, items_in_hand, ordered, parted
from udfs.papers.evidence import Behind, Evidence, counted, counted_checks, counted_items, first_rows
from udfs.papers.paper_matters import days_late, may_name, said_of
from udfs.papers.paper_words import Context, Heading, counts
from udfs.rules.discretion import WITHHELD, matter_of
from udfs.rules.ground.figures import BLANK, weight_of
from udfs.rules.ground.periods import Period, next_period
from udfs.rules.ground.states import PERSON
from udfs.rules.inspection.inspection import PROBLEM, Checked, checked_rows
from udfs.rules.judging.judgement import JudgedItem, Judgement
from workbook_templates.documents.phrases import Phrases
from workbook_templates.reading.characters import cut
from workbook_templates.tables.performance import Indicator

SUBJECT = "督办工作周报"
ROOM = 12
"""Rows that the page holds, two lines each."""
LEAST = {"逾期": 3, "下周到期": 3, "新增": 2, "抽查": 1, "指标": 1}
"""Rows that each sort has a right to; what others leave goes to the first of these that has more."""
WIDE, NARROW = 26, 16
"""Characters of a matter and of a note that a row shows."""

Row = TypeVar("Row")


class WeeklyFigures(NamedTuple):
    """A week.

    running: items in hand at its end. new, closed: given out and closed in it. overdue: of those running, the longest first. due_next:
    those due in the `next` week. indicators: done or due in the week. checks: its spot checks, problems first."""

    judgement: Judgement
    running: tuple[JudgedItem, ...]
    new: tuple[JudgedItem, ...]
    closed: tuple[JudgedItem, ...]
    overdue: tuple[JudgedItem, ...]
    due_next: tuple[JudgedItem, ...]
    next: Period
    indicators: tuple[Indicator, ...]
    checks: tuple[Checked, ...]


def weekly_figures(judgement: Judgement) -> WeeklyFigures:
    """The figures of the judgement's week."""
    period, following = judgement.period, next_period(judgement.period, judgement.facts.settings.month_end)
    mine = items_in_hand(judgement)
    closed, running = parted(mine, judgement)
    first_due = sorted(running, key=lambda judged: (judged.deadline.first or period.last, judged.item.number))
    checks = sorted(checked_rows(judgement), key=lambda one: (one.row.result != PROBLEM, one.row.day or period.first, one.row.number))
    return WeeklyFigures(
        judgement=judgement,
        running=ordered(running, judgement),
        new=ordered((judged for judged in mine if is_new(judged, judgement)), judgement),
        closed=ordered(closed, judgement),
        overdue=tuple(judged for judged in first_due if judged.late),
        due_next=tuple(judged for judged in first_due if following.contains(judged.deadline.first)),
        next=following,
        indicators=tuple(indicators_of(judgement)),
        checks=tuple(checks),
    )


def indicators_of(judgement: Judgement) -> Iterable[Indicator]:
    """Indicators with 完成日期 in the week, and those whose 完成时限 is in it and that are not done; each once, by number; none of a
    person."""
    period = judgement.period
    dated = (row for row in judgement.facts.indicators if row.level != PERSON)
    rows = [row for row in dated if period.contains(row.done) or (row.done is None and period.contains(row.due))]
    return sorted(rows, key=lambda row: (row.done is None, row.number, row.period))


def weekly_linked(figures: WeeklyFigures) -> Iterable[str]:
    return (judged.item.number for judged in (*figures.new, *figures.overdue, *figures.due_next))


def weekly_evidence(figures: WeeklyFigures) -> list[Evidence]:
    """Every figure of the page with its rows."""
    judgement = figures.judgement
    problems = [one for one in figures.checks if one.row.result == PROBLEM]
    told = "完成日期在本周，或完成时限在本周还没有完成的指标"
    return [
        counted_items("在办", "周末还没有办结的督办事项；立项、暂缓、取消的不计", figures.running, judgement),
        counted_items("新增", "下达日期（没有的看立项日期）在本周的事项", figures.new, judgement),
        counted_items("办结", "本周办结的事项", figures.closed, judgement),
        counted_items("下周到期", "考核时限在下周的在办事项", figures.due_next, judgement),
        counted_items("逾期", "周末过了考核时限还没有办结的事项", figures.overdue, judgement),
        counted("指标变动", told, "指标", map(indicator_behind, figures.indicators)),
        counted_checks("抽查次数", "本周的抽查编号数", first_rows(figures.checks), judgement),
        counted_checks("抽查问题", "本周抽查结果为问题的行", problems, judgement),
    ]


def indicator_behind(row: Indicator) -> Behind:
    told = f"{row.done} 完成" if row.done else f"时限 {row.due}，没有完成"
    cells = (row.number, row.name, row.level, row.department, weight_of(row.weight), row.goal, row.actual, None, told)
    return Behind(1, cells, row.at)


# its words


def weekly_texts(figures: WeeklyFigures, heading: Heading, _say: Phrases) -> Context:
    """Everything that a template of 周报 may hold; the names are those of its SHAPE."""
    lists = (figures.overdue, figures.due_next, figures.new, figures.checks, figures.indicators)
    room = allotted({sort: len(rows) for sort, rows in zip(LEAST, lists, strict=True)})
    return {
        **period_texts(figures.judgement, heading, SUBJECT),
        **counts(
            {
                "在办": len(figures.running),
                "新增": len(figures.new),
                "办结": len(figures.closed),
                "下周到期": len(figures.due_next),
                "逾期": len(figures.overdue),
                "指标变动": len(figures.indicators),
                "抽查次数": len(first_rows(figures.checks)),
                "抽查问题": sum(one.row.result == PROBLEM for one in figures.checks),
            }
        ),
        "新增表": shown(room["新增"], figures.new, lambda judged: item_row(judged, figures, due_text(judged))),
        "到期表": shown(room["下周到期"], figures.due_next, lambda judged: item_row(judged, figures, due_text(judged))),
        "逾期表": shown(room["逾期"], figures.overdue, lambda judged: item_row(judged, figures, overdue_text(judged, figures))),
        "指标表": shown(room["指标"], figures.indicators, lambda row: indicator_row(row, figures)),
        "抽查表": shown(room["抽查"], figures.checks, lambda one: checked_row(one, figures)),
    }


def allotted(counted: Mapping[str, int]) -> dict[str, int]:
    """How many rows of each sort are shown; a sort without any takes a line that says so."""
    given = {sort: min(counted[sort], least) for sort, least in LEAST.items()}
    left = ROOM - sum(max(rows, 1) for rows in given.values())
    for sort in LEAST:
        more = min(counted[sort] - given[sort], left)
        given[sort] += more
        left -= more
    return given


def shown(most: int, rows: Sequence[Row], told: Callable[[Row], Context]) -> Context:
    """The first rows of a sort, and how many more there are."""
    return {"行": [told(row) for row in rows[:most]], "另有": str(len(rows) - most) if len(rows) > most else ""}


def line(number: str, matter: str, department: str, note: str, person: str = "") -> Context:
    """A row of the page, of whatever sort."""
    return {"编号": number, "事项": cut(matter, WIDE, "……"), "部门": department, "责任人": person, "情况": note}


def item_row(judged: JudgedItem, figures: WeeklyFigures, note: str) -> Context:
    item, judgement = judged.item, figures.judgement
    person = item.responsible if may_name(judgement) else ""
    return line(item.number or NO_NUMBER, matter_of(item, judgement.facts.settings), judged.department, cut(note, NARROW, "……"), person)


def due_text(judged: JudgedItem) -> str:
    first = judged.deadline.first
    return f"{first.month}月{first.day}日到期" if first else "没有时限"


def overdue_text(judged: JudgedItem, figures: WeeklyFigures) -> str:
    first, judgement = judged.deadline.first, figures.judgement
    reason = said_of(reported_reason(judged, judgement), judged, judgement.facts.settings)
    days = f"逾期{days_late(judged, (judgement.day - first).days)}天" if first else "逾期"
    return f"{days}，{reason or '未报原因'}"


def indicator_row(row: Indicator, figures: WeeklyFigures) -> Context:
    day = row.done or row.due
    when = f"{day.month}月{day.day}日" if day else BLANK
    named = said_of(row.name, None, figures.judgement.facts.settings) or WITHHELD
    return line(row.number, named, row.department, f"{when}完成" if row.done else f"时限{when}，未完成")


def checked_row(one: Checked, figures: WeeklyFigures) -> Context:
    row, point = one.row, one.risk.point.point if one.risk else ""
    about = said_of(row.problem or point or row.demand, None, figures.judgement.facts.settings) or WITHHELD
    return line(row.number, about, row.department, f"{row.level}抽查，{row.result or '结果未填'}")
