"""duban refresh: compute everything this version knows and rewrite the result sheets and 操作台."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from addin.book import Book
from macros.steps import decisions, excuses, handling, own_remarks, past, results, run_log, session, turned_instructions
from macros.steps.open_sheets import sheets_out
from macros.steps.past import monthly_copy, put_copy
from macros.steps.report import Options, Progress, Report, Status
from udfs.checks.handled import open_entries
from udfs.pages.dashboard_values import dashboard_values
from udfs.pages.period_change import YearFigures, year_figures
from udfs.pages.year_map import year_map
from udfs.rules.decisions.pending import pending_rows
from udfs.rules.ground.figures import rate_figures
from udfs.rules.ground.known_on import facts_on
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge, light_rows, overview
from udfs.rules.judging.look_back import NO_DOUBTS, Doubts
from udfs.rules.judging.numbering import new_numbers
from udfs.rules.performance.scoreboard import Scores, scores_of
from udfs.rules.supervision.advice import advice
from udfs.rules.supervision.reminder_subjects import SheetOut
from udfs.rules.supervision.reminders import reminders
from udfs.rules.supervision.targets import Landing, landing
from workbook_templates.map.map_page import map_values
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables.logs import Operation
from workbook_templates.tables.results import CheckRow


class Results(NamedTuple):
    """What a refresh has computed, for the sheets, 操作台 and the report."""

    scores: Scores
    landing: Landing
    year: YearFigures
    checks: Sequence[CheckRow]


def refresh(book: Book, options: Options, progress: Progress) -> Report:
    """刷新."""
    reading = session.read(book, options, progress)
    session.require(reading)
    operations = session.logged(book)
    last = handling.last_written(book, operations)
    looks_back = past.latest_before(reading, options, lambda: operations) is not None
    adopted = handling.Adoption(reading) if looks_back else handling.adopt(book, options, reading, last)
    reading, numbered = with_numbers(book, adopted.reading, options, operations)
    calendar = Calendar(reading.tables.holidays)
    progress("计算完成度、灯和得分")
    then, back = past.look_back(book, reading, options, operations)
    if back is None:
        reading, turned = turned_instructions.enter(book, reading, options, operations)
        reading, scores, done = decided(book, reading, options, calendar)
        done = done._replace(messages=(*turned, *done.messages))
        then = reading
    else:
        scores, done = scores_of(judge(then.tables, reading.as_of, calendar)), decisions.Done()
    progress("核对数据")
    rows = [*session.check_rows(reading, calendar), *past.check_rows(back)]
    checks = handling.with_handling(rows, reading, last).rows
    found = Results(scores, landing(scores.judgement.facts, scores.judgement.day), year_figures(scores.judgement), checks)
    doubts = back.known.doubts if back else NO_DOUBTS
    progress("写结果表")
    told = [*adopted.messages, *write(book, then, found, doubts, sheets_out(operations, reading)), *past.words(back, doubts.shown)]
    handling.put(book, options, checks, reading, last)
    results.write_board(book, reading, None if back else scores.judgement, calendar)
    progress("写入工作簿")
    kept = keep_saved(book, reading, run_log.latest_day(operations, reading.tables.settings.as_of))
    changed, own = own_remarks.commit(book, options, *run_log.refreshed(reading.as_of, len(open_entries(checks))))
    left = [*own, *kept, *archive(book, reading, options, changed)]
    only = [f"看的是过去的一天（最近刷新到 {back.latest}），只重算结果，不提新建议，也不落实变更。"] if back else []
    written = report(book, found, numbered, done, changed, [*only, *told, *session.remarks(reading, options), *left])
    figures = {"采纳": adopted.taken, "未采纳": list(adopted.left)}
    status = max(written.status, Status.DONE_WITH_ENTRIES) if adopted.left else written.status
    return replace(written, status=status, figures={**written.figures, **figures, **past.figures(back)})


def decided(book: Book, reading: session.Reading, options: Options, calendar: Calendar) -> tuple[session.Reading, Scores, decisions.Done]:
    """The reading after the changes that are 同意, its scores, and with what the rules propose; all of it staged."""
    reading, applied = decisions.apply(book, reading, options, calendar)
    reading = excuses.enter(book, reading, options)
    scores = scores_of(judge(reading.tables, reading.as_of, calendar))
    reading, proposed = decisions.propose(book, reading, scores, options)
    return reading, scores, proposed._replace(applied=applied.applied, messages=(*applied.messages, *proposed.messages))


def write(book: Book, reading: session.Reading, found: Results, doubts: Doubts, out: Sequence[SheetOut]) -> list[str]:
    """Stage every result sheet and 操作台; what is to be told of it. out: the sheets that did not come back."""
    scores, judgement = found.scores, found.scores.judgement
    session.replace(book, "亮灯", doubts.lights(light_rows(judgement)))
    told = results.write_scores(book, scores, found.landing, doubts)
    session.replace(book, "提醒清单", reminders(judgement, reading.tables, out))
    waiting = facts_on(reading.tables, reading.as_of)  # what was decided later was waiting still
    lights = {judged.item.number: judged.light for judged in judgement.items}
    session.replace(book, "升级与问责", pending_rows(waiting, lights, judgement))
    session.replace(book, "工作建议", advice(judgement, scores.supervision, found.landing))
    pages = dashboard_values(judgement, scores.lights, found.landing, found.year, len(open_entries(found.checks)))
    book.put({**pages, **map_values(year_map(judgement))})
    return told


def with_numbers(book: Book, reading: session.Reading, options: Options, operations: Sequence[Operation]) -> tuple[session.Reading, int]:
    """Give new items their numbers, in the sheet and in this run; how many were given. A cell that holds a formula or what can't be read,
    such as an error value, is no blank one: it is listed and left."""
    items = reading.tables.items
    if all(item.number for item in items):
        return reading, 0
    first_row, formulas = reading.grids["督办台账"].first_row, session.formula_cells(reading)
    numbers = new_numbers(items, reading.tables.settings.numbering, reading.as_of, run_log.numbers_given(operations))
    unread = {(problem.table, problem.row, problem.header) for problem in reading.problems}
    numbers = {place: number for place, number in numbers.items() if ("督办台账", items[place].at.row, "编号") not in {*formulas, *unread}}
    if not numbers:
        return reading, 0
    book.update("督办台账", {(items[place].at.row - first_row, "编号"): number for place, number in numbers.items()})
    for line in run_log.numbered([*numbers.values()], f"{len(numbers)} 个新事项"):
        session.log(book, options, *line)
    named = tuple(
        item._replace(number=numbers[place], at=item.at._replace(key=numbers[place])) if place in numbers else item
        for place, item in enumerate(items)
    )
    return reading._replace(tables=reading.tables._replace(items=named)), len(numbers)


def archive(book: Book, reading: session.Reading, options: Options, changed: bool) -> list[str]:
    """The last refresh of each month leaves a copy in 归档: each refresh of today replaces its month's. A look back leaves none.

    A message where the copy could not be written: the workbook itself is done by then."""
    if not (changed and book.in_file and reading.as_of >= options.now.date() and book.path.exists()):
        return []
    return put_copy(book.path, monthly_copy(book.path, reading.as_of))


def keep_saved(book: Book, reading: session.Reading, latest: dt.date | None) -> list[str]:
    """An open workbook is saved, or not, after we are done: the first refresh of a day keeps the file as it was last saved, as the
    copy of the month that it was refreshed in. One saved in a later month than its last refresh holds what was typed since: no copy.

    latest: the last 基准日 in the open workbook. A month's last copy so comes with the first refresh after its last saved one."""
    if book.in_file or latest is None or not latest < reading.as_of or not book.path.exists():
        return []
    try:
        saved = past.refreshed_day(book.path)
        stamp = dt.datetime.fromtimestamp(book.path.stat().st_mtime)  # noqa: DTZ006 - the office's own clock
    except (DubanError, OSError):
        return []  # the file on the disk is not our business here: the open workbook is
    if saved is None or (saved.year, saved.month) != (stamp.year, stamp.month):
        return []
    return put_copy(book.path, monthly_copy(book.path, saved))


def year_told(year: YearFigures) -> dict[str, int]:
    """The counts of the year, for a program."""
    counts = {"督办工作": year.work, "现场已解决": year.solved, "督办提醒": year.reminders, "督办考核": year.assessments}
    return {**counts, "制度": year.regulations, "措施": year.measures}


def report(book: Book, found: Results, numbered: int, done: decisions.Done, changed: bool, more: Sequence[str]) -> Report:
    """What the clerk and a program are told."""
    judgement, result, checks = found.scores.judgement, found.landing, open_entries(found.checks)
    counts = overview(judgement)
    lights = "、".join(f"{light} {count}" for light, count in counts.lights.items() if count) or "没有亮灯的事项"
    messages = [
        f"刷新完成，基准日 {judgement.as_of}：在办 {counts.open} 项，办结 {counts.closed} 项，逾期 {counts.overdue} 项；{lights}。",
        f"目标落地率 {result.rate.text()}。",
        *([f"给 {numbered} 个新事项编了号。"] if numbered else []),
        *done.messages,
        *([f"数据检查 {len(checks)} 条，见工作表“数据检查”；读不懂的格子按空白计算，其余照常。"] if checks else []),
        *([] if changed else ["与上次刷新相同，文件没有改动。"]),
        *more,
    ]
    figures = {
        "基准日": judgement.as_of.isoformat(), "考核期间": judgement.period.name, "状态": counts.by_status, "在办": counts.open,
        "逾期": counts.overdue, "待确认": counts.unconfirmed, "灯": counts.lights, "落地率": rate_figures(result.rate),
        "落地率（按权重）": rate_figures(result.by_weight), **year_told(found.year),
        "编号": numbered, "落实变更": done.applied, "建议升级": done.escalations,
        "建议加减分": done.deductions, "建议问责": done.accountability, "数据检查": len(checks), "改动": changed,
    }  # fmt: skip
    return Report("refresh", Status.DONE_WITH_ENTRIES if checks else Status.DONE, tuple(messages), figures, (book.path,))
