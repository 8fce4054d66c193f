"""duban check: every cell that is not right becomes a row of 数据检查; nothing else is touched."""

from collections import Counter

from addin.book import Book
from macros.steps import handling, own_remarks, session
from macros.steps.report import Options, Progress, Report, Status
from udfs.checks.handled import open_entries
from udfs.rules.ground.workdays import Calendar
from workbook_templates.tables.results import CheckRow

SHOWN = 20


def check(book: Book, options: Options, progress: Progress) -> Report:
    """数据检查."""
    reading = session.read(book, options, progress)
    last = handling.last_written(book, session.logged(book))
    every = handling.with_handling(session.check_rows(reading, Calendar(reading.tables.holidays)), reading, last).rows
    handling.put(book, options, every, reading, last)
    rows = open_entries(every)
    progress("写入工作簿")
    changed, own = own_remarks.commit(book, options, "数据检查", summary(rows))
    return Report(
        "check",
        Status.DONE_WITH_ENTRIES if rows else Status.DONE,
        (summary(rows), *lines(rows), *seen(every), *(() if changed else ("与上次检查相同，文件没有改动。",)), *own),
        {"数据检查": len(rows), "各表": dict(Counter(row.table for row in rows)), "基准日": reading.as_of.isoformat(), "改动": changed},
        (book.path,),
    )


def seen(every: list[CheckRow]) -> list[str]:
    """How many entries the clerk has looked at already."""
    count = len(every) - len(open_entries(every))
    return [f"另有 {count} 条已核，排在“数据检查”的最下面。"] if count else []


def summary(rows: list[CheckRow]) -> str:
    """One line: how many entries, in which tables."""
    if not rows:
        return "数据检查：没有发现问题。"
    tables = "、".join(f"{table} {count} 条" for table, count in Counter(row.table for row in rows).items())
    return f"数据检查：{len(rows)} 条（{tables}），见工作表“数据检查”。"


def lines(rows: list[CheckRow]) -> list[str]:
    """The first entries, one a line, for the screen."""
    return [*map(line, rows[:SHOWN]), *([f"  其余 {len(rows) - SHOWN} 条见工作表“数据检查”。"] if len(rows) > SHOWN else [])]


def line(row: CheckRow) -> str:
    """督办台账第 7 行“办理时限”（2026-06-31）：不是日期；填日期"""
    place = f"{row.table}第 {row.row} 行" if row.row else row.table
    value = f"（{row.value}）" if row.value else ""
    return f"  {place}{f'“{row.header}”' if row.header else ''}{value}：{row.problem}；{row.remedy}"
