"""What a refresh puts on 实时看板: the day, and what its formulas give, for readers that do not compute."""

import datetime as dt

from addin.book import Book
from macros.steps import session
from udfs.rules.ground.periods import Period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import Judgement, judge
from workbook_templates.master.board_formulas import ASKS, SINCE
from workbook_templates.tables.grid import Block, Value


def write(book: Book, reading: session.Reading, known: Judgement | None, calendar: Calendar) -> None:
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
