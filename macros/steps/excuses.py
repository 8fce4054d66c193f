"""免报: what a refresh enters in 反馈记录 for feedback that nobody owes, so that it stays so when the item comes back (rules.md R5)."""

from addin.book import Book
from macros.steps import run_log, session
from macros.steps.report import Options
from udfs.rules.ground.excused import with_excuses
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.states import EXCUSED

TABLE, HEADER = "反馈记录", "原因类别"


def enter(book: Book, reading: session.Reading, options: Options) -> session.Reading:
    """Stage 免报 in each blank 原因类别 of such a row, with one row in 操作日志; the reading goes on with it."""
    rows = reading.tables.feedback
    known = with_excuses(facts_on(reading.tables, reading.as_of)).feedback
    fresh = [place for place, row in enumerate(rows) if not row.late_cause and known[place].late_cause == EXCUSED]
    if not fresh:
        return reading
    first = reading.grids[TABLE].first_row
    book.update(TABLE, {(rows[place].at.row - first, HEADER): EXCUSED for place in fresh})
    for line in run_log.excused([rows[place].at.key for place in fresh]):
        session.log(book, options, *line)
    excused = {*fresh}
    marked = tuple(row._replace(late_cause=EXCUSED) if place in excused else row for place, row in enumerate(rows))
    return reading._replace(tables=reading.tables._replace(feedback=marked))
