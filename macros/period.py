"""duban period: the rows of the next period in 指标, 考评打分 and 个人评分, from those of the period before, with blank answers, once."""

from collections import Counter
from collections.abc import Callable, Sequence

from addin import store
from addin.book import Book
from macros.steps import run_log, session
from macros.steps.report import Options, Progress, Report, again
from udfs.copies.next_period import NOBODY_HERE, OF_PERIOD, NextRows, next_rows
from udfs.copies.next_raters import NO_RATER
from udfs.rules.ground.history import is_closed
from udfs.rules.ground.periods import Period, assessed_period
from workbook_templates.reading.errors import UsageError
from workbook_templates.reading.parse import rows_of
from workbook_templates.reading.units import MEASURED, UNIT, written_in_unit
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Grid, Row

SHOWN = 20
"""Lines about persons and departments that a message has."""


def period(book: Book, options: Options, progress: Progress) -> Report:
    """下期."""
    reading = session.read(book, options, progress)
    session.require(reading)
    named = str(options.more.get("period") or "")
    wanted = session.period_named(named, reading) if named else assessed_period(reading.tables.settings, reading.as_of)
    if is_closed(reading.tables, wanted):
        raise UsageError(
            f"{wanted.name} 已经定稿，不能再加行，什么也没有改动。确实要加的，先重开："
            f"{again('close', book.path.name, period=wanted.name, reopen=True)}。"
        )
    progress("备下一期的行")
    found = next_rows(reading.tables, wanted, run_log.prepared_before(session.logged(book), wanted.name))
    if not any(found.earlier.values()) and not any(found.standing.values()):
        raise UsageError(
            f"上一期 {found.before.name} 在{'、'.join(OF_PERIOD)}里都没有行，没有可照着备的，什么也没有改动。"
            f"请核对期间；第一次用的，先自己填一期。"
        )
    for name in OF_PERIOD:
        if rows := found.rows[name]:
            book.append(name, TABLES[name].headers, in_cells(name, rows, reading.grids[name]))
            for line in run_log.prepared(wanted.name, name, found.keys(name)):
                session.log(book, options, *line)
    changed = book.differs()
    if changed:
        progress("写入工作簿")
        book.write_around_formulas()
        book.commit(store.backup_path(book.path, options.now))
    return report(book, found, wanted, reading, changed)


def in_cells(name: str, rows: Sequence[object], grid: Grid) -> list[Row]:
    """The rows as cells. The new rows look like the last one: where that shows per cent, an indicator in % is held as a share."""
    cells = rows_of(rows)
    if name != "指标":
        return cells
    headers, last = TABLES[name].headers, len(grid.rows) - 1
    percent = [place for place, header in enumerate(headers) if header in MEASURED and (last, header) in grid.percent]
    unit = headers.index(UNIT)
    return [
        tuple(
            written_in_unit(getattr(row, TABLES[name].columns[place].field), str(line[unit] or ""), percent=True)
            if place in percent and value is not None
            else value
            for place, value in enumerate(line)
        )
        for row, line in zip(rows, cells, strict=True)
    ]


def report(book: Book, found: NextRows, wanted: Period, reading: session.Reading, changed: bool) -> Report:
    """What was added, who was followed, and what the clerk should look at."""
    followed = found.followed if changed else ()
    lines = [f"  {one.text}" for one in followed[:SHOWN]]
    kinds = Counter(one.what for one in followed)
    messages = [
        f"{wanted.name} 的行已照 {found.before.name} 备好：{counted(lambda name: len(found.rows[name]))}；答案都空着。"
        if changed
        else f"{wanted.name} 的行早已备好，没有新的行要加，没有改动。",
        nothing_to_follow(found),
        f"已经有的没有动：{counted(lambda name: found.standing[name])}。" if any(found.standing.values()) else "",
        f"以前备过、后来删去的没有再加：{counted(lambda name: found.deleted[name])}。" if any(found.deleted.values()) else "",
        f"与上期不同的：{'、'.join(f'{what} {count}' for what, count in kinds.items())}。" if kinds else "",
        *lines,
        f"  等共 {len(followed)} 处，其余请在新加的行里核对。" if len(followed) > SHOWN else "",
        "请核对：目标值、底线值照抄上期，完成时限往后推了一期。" if changed and found.rows["指标"] else "",
        *session.unread_note(reading),
    ]
    figures = {
        "期间": wanted.name,
        "上期": found.before.name,
        "加行": {name: len(found.rows[name]) for name in OF_PERIOD},
        "已有": dict(found.standing),
        "删过": dict(found.deleted),
        "跟进": dict(kinds),
        "改动": changed,
    }
    status = session.status_of(reading, [one for one in followed if one.what in (NOBODY_HERE, NO_RATER)])
    return Report("period", status, tuple(filter(None, messages)), figures, (book.path,))


def nothing_to_follow(found: NextRows) -> str:
    """The tables that have no rows of either period, as at the turn of a year; '' where there is none."""
    names = [name for name in OF_PERIOD if not found.earlier[name] and not found.standing[name]]
    return f"{'、'.join(names)}：上期 {found.before.name} 没有行，没有可照着备的，请自己填一期。" if names else ""


def counted(count: Callable[[str], int]) -> str:
    """指标 12 行、考评打分 30 行; tables without any are left out."""
    return "、".join(f"{name} {count(name)} 行" for name in OF_PERIOD if count(name)) or "没有"
