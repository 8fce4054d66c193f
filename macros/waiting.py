"""What waits for a decision, and one decision written into the closed workbook as a person would have written it.

One at a time: who decided and when stand in the row, or in 操作日志 where its table has no columns for them. Without both, or where the
row is not any more what was shown, nothing is written.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from addin import store
from addin.book import Book
from addin.closed import closed_book
from addin.foreign.reader import Reader
from macros.collect import collect_files, lists_in
from macros.steps import cut_off, handling, run_log, session
from macros.steps.report import Options, Progress, Report, Status, operator, silent
from udfs.exchange.consequences import person_called
from udfs.pages.waiting_rows import (
    CONFLICTS,
    DECIDED_BY,
    DECIDED_ON,
    NEEDED,
    REFUSALS,
    RESULTS,
    Waiting,
    WaitingAsk,
    WaitingPlace,
    persons,
    waiting_rows,
    who_and_when,
)
from udfs.rules.decisions.closed_years import ClosedYears
from workbook_templates.leaving.collect_list import CHOICE, MARK, waiting_lines
from workbook_templates.reading import clock
from workbook_templates.reading.cells import text_of, written_back
from workbook_templates.reading.errors import BookRefused, DubanError, UsageError
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import parse_table, read_cell
from workbook_templates.sent.outcomes import CHOICES, REFUSED, UNDECIDED
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import At, Value
from workbook_templates.tables.schema import C, Column

__all__ = ["Waiting", "WaitingAsk", "decide", "waiting_of"]

NOTHING = "什么也没有写。"
DAY = Column("day", "date", C(DECIDED_ON, required=True))
PERSON = Column("person", "text", C(DECIDED_BY, required=True))


class Shown(NamedTuple):
    """A workbook with what waits in it. returned: of 回收清单, which only collecting writes."""

    reading: session.Reading
    places: Sequence[WaitingPlace]
    returned: Sequence[Waiting]


def waiting_of(path: Path, as_of: dt.date | None) -> tuple[Waiting, ...]:
    """Everything that waits in the workbook at `path` and in its newest 回收清单, group by group. as_of: 基准日 if the call gives one.

    Raises DubanError where the workbook can't be read."""
    shown = shown_in(closed_book(path), Options(clock.now(), as_of=as_of))
    return (*shown.returned, *(place.waiting for place in shown.places))


def shown_in(book: Book, options: Options) -> Shown:
    reading = session.read(book, options, silent)
    grids = book.read([*RESULTS, handling.SHEET])
    results = {name: parse_table(TABLES[name], grid)[0] for name, grid in grids.items()}
    keys = run_log.rows_noted(session.logged(book))
    places = waiting_rows(reading.tables, results, keys, ClosedYears(reading.tables, reading.as_of))
    return Shown(reading, places, returned_cells(book.path, persons(reading.tables)))


def returned_cells(path: Path, people: tuple[str, ...]) -> tuple[Waiting, ...]:
    """What the newest 回收清单 leaves to the clerk: 待定 without 取舍, and what was refused with what to do about it."""
    lists = lists_in(store.folders(path).output)
    if not lists:
        return ()
    with Reader() as reader:
        ((_, sheets),) = reader.read(lists[-1:])
    if not isinstance(sheets, list):
        return ()
    found = []
    for outcome, group in ((UNDECIDED, CONFLICTS), (REFUSED, REFUSALS)):
        choice = WaitingAsk(CHOICE, CHOICES, kind="choice", help="台账里留哪一个")
        asks = (choice, *who_and_when(people, DECIDED_BY, DECIDED_ON)) if outcome == UNDECIDED else ()
        for line in waiting_lines(sheets, outcome):
            title = " ".join(filter(None, (line["部门"], line["表"], line["编号"], line["列"])))
            facts = tuple((label, text) for label, text in line.items() if text and label not in (CHOICE, MARK))
            found.append(Waiting(f"{group}.{line[MARK]}", group, title, facts, asks))
    return tuple(found)


def decide(path: Path, key: str, answers: Mapping[str, str], progress: Progress) -> Report:
    """Write one decision. answers: by header of the Waiting's asks. A bad answer, or a row that is not what was shown, is status 2 with
    what to do, and nothing is written."""
    try:
        options = Options(clock.now(), operator())
        with store.running(path, run_log.DECISION, options.operator, options.now) as before:
            book = closed_book(path)
            told = cut_off.left_by(book, path, before, options.now)
            store.refuse_if_open(path)
            progress("核对这一条")
            report = decided(book, key, {header: text.strip() for header, text in answers.items()}, options, progress)
        return report if not told else Report(report.action, report.status, (*report.messages, *told), report.figures, report.files)
    except DubanError as error:
        return Report("decide", Status.NOT_DONE, (str(error),), {"改动": False})


def decided(book: Book, key: str, answers: Mapping[str, str], options: Options, progress: Progress) -> Report:
    """Raises DubanError where it is not to be written."""
    shown = shown_in(book, options)
    place = next((one for one in shown.places if one.waiting.key == key), None)
    waiting = place.waiting if place else next((one for one in shown.returned if one.key == key), None)
    if waiting is None:
        raise BookRefused(lapsed(key, shown))
    given = fitting_answers(waiting, answers, shown.reading)
    if place is None:
        return taken(book, waiting, given, options, progress)
    return written_into(book, place, given, options, progress)


def lapsed(key: str, shown: Shown) -> str:
    """Why a key is nobody's: its row says something else by now, or waits no more."""
    known = key.partition(".")[0]
    changed = next((one.waiting for one in shown.places if one.waiting.key.partition(".")[0] == known), None)
    if changed is not None:
        return f"“{changed.title}”这一行在您看过以后改了，{NOTHING}请看过现在的内容，再决定一次。"
    return f"这一条已经不等决定了（已有决定、已失效，或行被删改），{NOTHING}请刷新网页再看。"


def fitting_answers(waiting: Waiting, answers: Mapping[str, str], reading: session.Reading) -> dict[str, str]:
    """The answers that were given, by header. Raises UsageError that names the first that does not fit."""
    if not waiting.asks:
        raise UsageError(f"“{waiting.title}”不用决定，{NOTHING}请照“怎么办”处理。")
    asks = {ask.header: ask for ask in waiting.asks}
    if strange := [header for header in answers if header not in asks]:
        raise UsageError(f"“{waiting.title}”没有“{strange[0]}”可填，{NOTHING}请刷新网页再填。")
    for header, ask in asks.items():
        text = answers.get(header, "")
        if why := (f"没有填。{ask.help}" if ask.required else "") if not text else unfit(ask, text, reading):
            raise UsageError(f"“{waiting.title}”的“{header}”{f'（{text}）' if text else ''}：{why.rstrip('。')}。{NOTHING}")
    given = {header: text for header in asks if (text := answers.get(header, ""))}
    for ask in waiting.asks:
        answer = given.get(ask.header, "") if ask.kind == "choice" else ""
        if lacking := [header for header in NEEDED.get(answer, ()) if header in asks and header not in given]:
            raise UsageError(f"“{waiting.title}”选了“{answer}”，请填“{'”“'.join(lacking)}”。{NOTHING}")
    return given


def unfit(ask: WaitingAsk, text: str, reading: session.Reading) -> str:
    """Why an answer does not fit; '' where it does."""
    if ask.kind == "choice":
        return "" if text in ask.choices else f"不在可选的里面，请选{'、'.join(ask.choices)}"
    if ask.kind == "person":
        called = {closed(name) for name in persons(reading.tables)}
        known = closed(person_called(text, reading.tables.people)) in called
        return "" if known else "“人员”表里没有这个人，请写“人员”里的姓名，或先把人补上"
    if ask.kind == "date":
        day, told = read_cell(DAY, text, percent=False)
        if told is not None:
            return "：".join(told)
        return f"晚于今天（{reading.today}），请填定下来的那一天" if day > reading.today else ""
    return ""


def written_into(book: Book, place: WaitingPlace, given: Mapping[str, str], options: Options, progress: Progress) -> Report:
    """The answers in the cells of the row, one line in 操作日志, a backup before."""
    row = place.record
    table = TABLES[row.at.table]
    grid = book.read([table.name])[table.name]
    cells: dict[At, Value] = {}
    for header, text in given.items():
        if header not in table.headers:
            continue
        if header not in grid.headers:
            raise BookRefused(f"“{table.name}”里没有“{header}”这一列，{NOTHING}请把列名改回来。")
        at = row.at.row - grid.first_row, header
        value, told = read_cell(table.column(header), text, percent=False)
        if told is not None:
            raise UsageError(f"“{place.waiting.title}”的“{header}”（{text}）：{'，'.join(told)}。{NOTHING}")
        cells[at] = written_back(value, table.column(header), percent=at in grid.percent)
    book.update(table.name, cells)
    if not book.differs():
        raise BookRefused(f"“{place.waiting.title}”的格子里已经是这些，{NOTHING}")
    now = text_of(grid.rows[row.at.row - grid.first_row][grid.headers.index(place.header)])
    session.log(book, options, *run_log.decided(table.name, row_named(place), given), before=now, after=given.get(place.header, ""))
    progress("写入工作簿")
    book.commit(store.backup_path(book.path, options.now))
    said = f"已写进“{table.name}”第 {row.at.row} 行：{told_of(given)}。改前改后见“操作日志”，写错了用“撤回”退回；刷新以后各表跟着变。"
    return Report("decide", Status.DONE, (said,), {"改动": True, "表": table.name, "行": row.at.row}, (book.path,))


def row_named(place: WaitingPlace) -> str:
    return place.record.at.key or place.waiting.title


def told_of(given: Mapping[str, str]) -> str:
    return "，".join(f"{header} {text}" for header, text in given.items())


def taken(book: Book, waiting: Waiting, given: Mapping[str, str], options: Options, progress: Progress) -> Report:
    """A 取舍: what collecting does where the clerk has chosen in the list."""
    mark = waiting.key.partition(".")[2]
    line = run_log.decided("回收清单", waiting.title, given)
    more = {"choices": {mark: given[CHOICE]}, "line": line}
    done = collect_files(book, Options(options.now, options.operator, more=more), progress)
    said = f"“{waiting.title}”：{told_of(given)}。"
    return Report("decide", done.status, (said, *done.messages), done.figures, done.files)
