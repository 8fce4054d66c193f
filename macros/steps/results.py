"""The result sheets that hold scores: computed ones, and those of a closed period as they were published.

And 实时看板: the day, and what its formulas give, for readers that do not compute.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from addin import store
from addin.book import Book
from addin.closed import closed_book
from macros.steps import session
from macros.steps.past import frozen_copy
from udfs.rules.ground.history import history
from udfs.rules.ground.periods import Period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from udfs.rules.judging.look_back import NO_DOUBTS, Doubts
from udfs.rules.performance.differentiation import differentiation_rows
from udfs.rules.performance.indicator_sheet import indicator_rows
from udfs.rules.performance.scoreboard import (
    Scores,
    check_rows,
    person_rows,
    plan_rows,
    published_departments,
    published_persons,
    score_rows,
)
from udfs.rules.supervision.targets import Landing, landing
from udfs.rules.trace.light_trace import landing_trace, supervision_trace, trace_rows
from udfs.rules.trace.score_trace import score_trace
from workbook_templates.master.board_formulas import ASKS, SINCE
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Block, Grid, Row, Value
from workbook_templates.tables.results import TraceRow

OF_PERIOD = ("部门成绩", "个人成绩", "抽查成绩", "差异化", "指标成绩", "得失分")
"""The result sheets that show one period, and that closing freezes."""
SINCE_4 = ("指标成绩",)
"""Those of them that a copy frozen by an older version does not have."""


def write_scores(book: Book, scores: Scores, result: Landing, doubts: Doubts = NO_DOUBTS) -> list[str]:
    """Stage the sheets of the period, and 抽查计划. A closed period shows what was published; a message where that is not whole."""
    session.replace(book, "抽查计划", doubts.plans(plan_rows(scores)))
    closed = history(scores.judgement.facts).get(scores.judgement.period.name)
    if not closed:
        write_computed(book, scores, result, doubts)
        return []
    frozen = frozen_copy(book.path, scores.judgement.period.name, closed[0].closed)
    try:
        kept = closed_book(frozen).read(OF_PERIOD) if frozen.exists() else {}
    except DubanError:
        kept = {}
    if all(name in kept for name in OF_PERIOD if name not in SINCE_4):
        for name in OF_PERIOD:
            book.replace(name, TABLES[name].headers, published_rows(kept[name], TABLES[name].headers) if name in kept else [])
        return []
    period = scores.judgement.period.name
    session.replace(book, "部门成绩", published_departments(period, closed))
    session.replace(book, "个人成绩", published_persons(period, closed, scores.judgement.facts.people))
    for name in ("抽查成绩", "差异化", "指标成绩", "得失分"):
        session.replace(book, name, [])
    return [f"{period} 已定稿，“{frozen.name}”不在“归档”里，只能按“历史成绩”显示得分；抽查成绩、差异化、指标成绩、得失分空着。"]


def freeze(book: Path, making: Path, closing: Callable[[Book], None], scores: Scores) -> None:
    """The frozen copy, under the name that it has until the workbook is written: the file, what `closing` puts into the workbook, and
    the sheets of the period as computed. It is whole or not there. Raises OSError or DubanError."""
    try:
        store.copy_backup(book, making)
        copy = closed_book(making)
        closing(copy)
        write_computed(copy, scores, landing(scores.judgement.facts, scores.judgement.day))
        copy.commit(None)
    except (OSError, DubanError):
        with suppress(OSError):
            making.unlink(missing_ok=True)
        raise


def published_rows(kept: Grid, headers: Sequence[str]) -> list[Row]:
    """The rows of a frozen copy under these headers; a column that its version did not have yet stays blank."""
    places = [kept.headers.index(header) if header in kept.headers else None for header in headers]
    return [tuple(None if place is None else row[place] for place in places) for row in kept.rows]


def write_computed(book: Book, scores: Scores, result: Landing, doubts: Doubts = NO_DOUBTS) -> None:
    """Stage the sheets of the period as computed."""
    session.replace(book, "部门成绩", score_rows(scores))
    session.replace(book, "个人成绩", doubts.persons(person_rows(scores)))
    session.replace(book, "抽查成绩", check_rows(scores))
    session.replace(book, "差异化", doubts.spreads(differentiation_rows(scores.spread, scores.judgement.facts.settings)))
    session.replace(book, "指标成绩", doubts.indicators(indicator_rows(scores)))
    session.replace(book, "得失分", doubts.traces(traces(scores, result)))


def traces(scores: Scores, result: Landing) -> Sequence[TraceRow]:
    judgement = scores.judgement
    return [
        *supervision_trace(judgement, scores.supervision),
        *trace_rows(judgement, scores.lights),
        *score_trace(scores),
        *landing_trace(str(result.year), result, judgement.facts.settings.digits),
    ]


def write_board(book: Book, reading: session.Reading, known: Judgement | None, calendar: Calendar) -> None:
    """Stage the page; a workbook without it is left as it is. In an open one the formulas compute by themselves.

    known: the judgement of 考核期间 on 基准日, where the tables as they stand have been judged already."""
    shown = book.shown([SINCE, *([ask.name for ask in ASKS] if book.in_file else [])])
    if SINCE not in shown:
        return
    if not book.in_file:
        book.put({SINCE: since(reading.as_of)})
        return
    from udfs.pages.live_board import BoardAsks, day_asked, results

    asked = BoardAsks(*(first(shown.get(ask.name)) for ask in ASKS))
    book.put({SINCE: since(day_asked(asked) or reading.as_of)})

    def judged(period: Period | None, day: dt.date | None) -> Judgement:
        on = day or reading.as_of
        return known if known and period is None and on == known.as_of else judge(reading.tables, on, calendar, period)

    book.results(results(asked, reading.tables.light_bounds, judged))


def since(day: dt.date) -> str:
    return f"存下的数：基准日 {day}"


def first(block: Block | None) -> Value:
    return block[0][0] if block else None
