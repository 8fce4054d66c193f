"""duban close: a period is closed (期末定稿): 历史成绩, last places, and a frozen copy in 归档. Closed periods are never computed again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from addin import store
from addin.book import Book
from macros.steps import decisions, past, results, run_log, session
from macros.steps.past import frozen_copy, unfinished_copy
from macros.steps.report import Options, Progress, Report, Status, again, option
from udfs.rules.decisions.closing import Closing, for_closing, last_place_proposals, reopening_row
from udfs.rules.decisions.obstacles import Obstacle, obstacles, open_quarters, unconfirmed_figures
from udfs.rules.decisions.reconciliation import REGAINED, settle_last_places
from udfs.rules.ground.history import is_closed, time_of_closing
from udfs.rules.ground.periods import Period, period_of, previous_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge
from udfs.rules.performance.scoreboard import Scores, scores_of
from workbook_templates.reading.errors import DubanError, UsageError
from workbook_templates.reading.parse import Tables, rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.daily import Accountability

SHOWN = 20
"""So many obstacles are told one by one."""


def close(book: Book, options: Options, progress: Progress) -> Report:
    """定稿."""
    reading = session.read(book, options, progress)
    session.require(reading)
    period = period_asked_for(options, reading)
    then, back = past.look_back(book, reading, options)
    judgement = judge(then.tables, reading.as_of, Calendar(reading.tables.holidays), period)
    closed = is_closed(reading.tables, period)  # also where that lies after 基准日
    if options.more.get("reopen"):
        return reopen(book, options, reading.tables, period, closed)
    if closed:
        raise UsageError(
            f"{period.name} 已经定稿，什么也没有改动。确实要改的，先重开（会记入操作日志），再定稿："
            f"{again('close', book.path.name, period=period.name, reopen=True)}。"
        )
    if period.last > reading.as_of:
        raise UsageError(f"{period.name} 到 {period.last} 才结束（基准日 {reading.as_of}），现在不能定稿，什么也没有改动。")
    progress("计算得分")
    if quarters := open_quarters(judgement):
        raise UsageError(
            f"{period.name} 的成绩由各季度来，{'、'.join(quarters)} 有得分还没有定稿，什么也没有改动。"
            f"请先定稿：{again('close', book.path.name, period=quarters[0])}。"
        )
    scores = scores_of(judgement)
    left = obstacles(scores)
    if left and not options.more.get("anyway"):
        return refused(book, period, left)
    report = write(book, options, reading, for_closing(scores), left, progress)
    return replace(report, messages=(*report.messages, *past.words(back)), figures={**report.figures, **past.figures(back)})


def period_asked_for(options: Options, reading: session.Reading) -> Period:
    """PERIOD; without it, as a button calls, 考核期间 of 参数, else the latest quarter that is over on 基准日.

    It never goes on to an older quarter: a second click must not close another period. Raises UsageError."""
    named, settings = str(options.more.get("period") or ""), reading.tables.settings
    if named or settings.period:
        return session.period_named(named or settings.period, reading)
    if options.more.get("reopen"):
        raise UsageError(f"要重开哪个期间？请写明{option('close', 'period')}，如 2026Q3。什么也没有改动。")
    quarter = period_of(reading.as_of, "季", settings.month_end)
    return quarter if quarter.last <= reading.as_of else previous_period(quarter, settings.month_end)


def reopen(book: Book, options: Options, tables: Tables, period: Period, closed: bool) -> Report:
    """Open a closed period again; the published rows stay where they are."""
    if not closed:
        raise UsageError(f"{period.name} 没有定稿，不用重开，什么也没有改动。")
    book.append("历史成绩", TABLES["历史成绩"].headers, rows_of([reopening_row(period, time_of_closing(tables, period, options.now))]))
    session.commit(book, options, *run_log.reopened(period.name))
    text = f"{period.name} 已重开：以后刷新照常重算这个期间，改好后请再定稿。原来的成绩留在“历史成绩”和“归档”里。"
    return Report("close", Status.DONE, (text,), {"期间": period.name, "重开": True, "改动": True}, (book.path,))


def refused(book: Book, period: Period, left: Sequence[Obstacle]) -> Report:
    """What has to be settled first; nothing is written."""
    named = [f"  {one.at.table}第 {one.at.row} 行：{one.text}" for one in left[:SHOWN]]
    more = [f"  等共 {len(left)} 条"] if len(left) > SHOWN else []
    head = (
        f"{period.name} 还有 {len(left)} 条没有了结，没有定稿，什么也没有改动。了结以后再定稿；"
        f"不等了就{again('close', book.path.name, period=period.name, anyway=True)}，有关成绩注明“未确认”。没有了结的："
    )
    figures = {"期间": period.name, "未了结": [one.text for one in left], "改动": False}
    return Report("close", Status.NOT_DONE, (head, *named, *more), figures)


def write(book: Book, options: Options, reading: session.Reading, scores: Scores, left: Sequence[Obstacle], progress: Progress) -> Report:
    """历史成绩, proposals about last places, the log, and the frozen copy."""
    period = scores.judgement.period
    now = time_of_closing(reading.tables, period, options.now)
    rows = Closing(scores, now, unconfirmed_figures(left)).rows()
    settled = settle_last_places(scores.judgement, reading.tables, last_place_proposals(scores))
    talks = [row.subject for row in settled.made["问责记录"] if isinstance(row, Accountability)]
    talks += [edit.after.subject for edit in settled.edits["问责记录"] if edit.what == REGAINED and isinstance(edit.after, Accountability)]

    def closing(target: Book) -> None:
        target.append("历史成绩", TABLES["历史成绩"].headers, rows_of(rows))
        decisions.put(target, reading, settled, options)

    frozen = frozen_copy(book.path, period.name, now)
    failed = commit(book, options, closing, run_log.closed(period.name, len(rows), len(left)), (frozen, scores), progress)
    messages = [
        f"{period.name} 已定稿：{len(scores.composites)} 个部门、{len(scores.persons)} 人的成绩写入“历史成绩”，以后刷新不再改动。",
        *([f"{len(left)} 条没有了结，有关成绩注明“未确认”。"] if left else []),
        *([f"末位：{'、'.join(talks)}，约谈建议记入“问责记录”，等领导决定。"] if talks else []),
        f"成绩已写入“历史成绩”，但定稿副本“归档/{frozen.name}”没有写成（{failed}）。请自己复制一份工作簿到“归档”。"
        if failed
        else f"定稿副本：归档/{frozen.name}。",
    ]
    day = reading.tables.settings.as_of
    if day is not None and day < now.date():
        messages.append(f"参数“基准日”还是 {day}，在定稿的日子以前：刷新会照那一天重算。要看定稿的成绩，请改成今天，或空着。")
    figures = {
        "期间": period.name,
        "部门": len(scores.composites),
        "个人": len(scores.persons),
        "行": len(rows),
        "未确认": len(left),
        "改动": True,
    }
    return Report("close", Status.DONE_WITH_ENTRIES if left else Status.DONE, tuple(messages), figures, (book.path, frozen))


def commit(
    book: Book, options: Options, closing: Callable[[Book], None], note: run_log.Note, copy: tuple[Path, Scores], progress: Progress
) -> str:
    """Write the closing; '' or why there is no frozen copy. copy: its name, and what its sheets show.

    The copy lies ready before the workbook is written, and gets its name after: who is cut off in between is helped by the next run."""

    def logged(target: Book) -> None:
        closing(target)
        session.log(target, options, note[0], book.path.name, note[1])

    frozen, scores = copy
    making, failed = unfinished_copy(frozen), ""
    progress("留存定稿副本")
    try:
        results.freeze(book.path, making, logged, scores)
    except (OSError, DubanError) as error:
        failed = str(error)
    progress("写入工作簿")
    try:
        closing(book)
        session.commit(book, options, *note)
    except DubanError:
        making.unlink(missing_ok=True)
        raise
    try:
        if not failed:
            store.operate("name frozen copy", lambda: making.replace(frozen))
    except OSError as error:
        failed = str(error)
    return failed
