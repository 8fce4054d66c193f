"""duban publish: the published copy of the master, values only, without what is not for everybody.

What is published is the last refresh: a workbook that was changed since is refused, as are formulas that nobody has computed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from addin import outputs, store
from addin.book import Book
from addin.whole_folder import WriteFailed, put_file
from macros.steps import past, run_log, session
from macros.steps.report import Options, Progress, Report, Status, again
from udfs.copies.publication import Publication, is_published, publication
from udfs.rules.discretion import without_contacts
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.judgement import judge, light_rows
from workbook_templates.master.dashboard import refreshed_day
from workbook_templates.master.published import DAY_TILE, PUBLISHED_NAMES, PublishedCopy, published_workbook
from workbook_templates.reading.errors import BookRefused, DubanError, UsageError
from workbook_templates.reading.formula_places import FormulaAt, formulas_named
from workbook_templates.reading.parse import rows_of
from workbook_templates.sheets.table_sheet import BODY
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Block, Grid, Row

SHOWN = 10
"""Cells that a refusal lists."""
ABOUT = "这是督办总台账的公布本：全是数值，没有公式和宏，用 Excel、WPS、LibreOffice 都能打开。要改数，请找{}改总台账。"
WITHOUT = (
    "里面没有：手机和邮箱、考评打分、个人评分、个人成绩、个人的指标、升级与问责、问责记录、没有确认的加减分、没有批准的系统建议、各种日志，"
    "也没有总台账里的图片、批注和另加的工作表。记在个人名下的加减分只写分值。"
)


def publish(book: Book, options: Options, progress: Progress) -> Report:
    """公布."""
    blocks = book.shown(PUBLISHED_NAMES)
    day = day_of(blocks, options.as_of, book.path.name)
    reading = session.read(book, replace(options, as_of=day), progress)
    session.require(reading)
    refuse_look_back(book, reading, options)
    grids = book.read([name for name, table in TABLES.items() if is_published(table)])
    refuse_old_results(reading, grids["亮灯"])
    progress("去掉个人和内部的数据")
    found = publication(grids, blocks, reading.tables, BODY + 1)
    refuse_stale(found)
    progress("排版公布本")
    company = without_contacts(reading.tables.settings.company)
    data = published_workbook(PublishedCopy(company, day, found.tables, found.blocks, notes(found, reading.tables.settings.office)))
    path = outputs.place(book.path, "公布本", day) / f"公布本_{day}.xlsx"
    progress("写入")
    told = report(book, found, day, path, write(book, options, path, data))
    typed = formulas_in(grids["亮灯"])
    return (
        replace(told, messages=(*told.messages[:-1], f"{typed}是您自己的公式，公布的是它现在的值。", told.messages[-1])) if typed else told
    )


def day_of(blocks: dict[str, Block], asked: dt.date | None, name: str) -> dt.date:
    """The day of the last refresh, as 操作台 says it. Raises BookRefused where there was none, UsageError when another is asked for."""
    day = refreshed_day(str(blocks[DAY_TILE][0][0])) if DAY_TILE in blocks else None
    if day is None:
        raise BookRefused(f"“操作台”上没有刷新的日期，不知道结果是哪一天的，没有公布。请先刷新：{again('refresh', name)}。")
    if asked is not None and asked != day:
        raise UsageError(
            f"公布的是上次刷新的结果（{day}），不是 {asked} 的，没有公布。请不加 --as-of 公布；或先加 --as-of {asked} 刷新，"
            "只要没有刷新到过更晚的日子。"
        )
    return day


def refuse_look_back(book: Book, reading: session.Reading, options: Options) -> None:
    """Raises BookRefused where the last refresh looked back: its lights are of that day, the rows beside them of today."""
    latest = past.latest_before(reading, options, lambda: session.logged(book))
    if latest is not None:
        raise BookRefused(
            f"现在的结果是回看 {reading.as_of} 的（已刷新到过 {latest}）：灯是那天的，旁边的状态、进展是现在的，对不上，没有公布。"
            f"请先刷新到最近的一天再公布：{again('refresh', book.path.name)}。"
        )


def refuse_old_results(reading: session.Reading, lights: Grid) -> None:
    """Raises BookRefused where 亮灯 is not what the tables give on that day: something was changed since the refresh. A cell that holds a
    formula is not compared: a refresh writes around it, so what it shows is the office's."""
    ours = TABLES["亮灯"].headers
    headers = [header for header in ours if header in lights.headers]
    computed = rows_of(light_rows(judge(reading.tables, reading.as_of, Calendar(reading.tables.holidays))))
    wanted: dict[object, list[dict[str, object]]] = {}
    for row in computed:
        wanted.setdefault(row[0], []).append(cells_of(row, ours, headers))
    differing: list[object] = []
    for at, row in enumerate(lights.rows):
        shown = cells_of(row, lights.headers, headers)
        compared = [header for header in headers if (at, header) not in lights.formulas]
        lines = wanted.values() if headers[0] not in compared else [wanted.get(shown[headers[0]], [])]
        alike = [(found, line) for found in lines for line in found if all(line[header] == shown[header] for header in compared)]
        if alike:
            alike[0][0].remove(alike[0][1])
        else:
            differing.append(shown[headers[0]])
    differing += [number for number, left in wanted.items() if left]
    numbers = [str(number) for number in dict.fromkeys(differing) if number is not None]
    if numbers:
        named = "、".join(numbers[:SHOWN]) + (f" 等 {len(numbers)} 项" if len(numbers) > SHOWN else "")
        raise BookRefused(f"上次刷新以后数据改过，“亮灯”已不是现在的数（{named}），没有公布。请先刷新再公布。")


def cells_of(row: Row, headers: Sequence[str], wanted: Sequence[str]) -> dict[str, object]:
    """Header → cell; a figure as short as a sheet keeps it."""
    cells = dict(zip(headers, row, strict=True))
    return {header: float(f"{cell:.12g}") if isinstance(cell := cells[header], float) else cell for header in wanted}


def formulas_in(lights: Grid) -> str:
    """The formulas of the office in 亮灯, named; '' where there are none."""
    ours = TABLES["亮灯"].headers
    return formulas_named(FormulaAt("亮灯", lights.first_row + at, header) for at, header in sorted(lights.formulas) if header in ours)


def refuse_stale(found: Publication) -> None:
    """Raises BookRefused where a formula has no result: its old one went when a cell that it reads was changed."""
    if found.stale:
        more = f"等 {len(found.stale)} 处" if len(found.stale) > SHOWN else ""
        named = "、".join(found.stale[:SHOWN]) + more
        raise BookRefused(f"有公式还没有算出现在的值，没有公布：{named}。请用 Excel、WPS 或 LibreOffice 打开总台账，保存，再公布。")


def notes(found: Publication, office: str) -> list[str]:
    """The paragraphs of 公布说明."""
    secret = [f"有 {found.secret} 项含密级或密级词的事项，只列编号、部门、日期和灯，内容写“（内容略）”。"] if found.secret else []
    return [ABOUT.format(office), WITHOUT, *secret]


def write(book: Book, options: Options, path: Path, data: bytes) -> bool:
    """The file, then the log; False where both have this very copy already. Raises BookRefused or BookBusy; then all is as it was."""
    old = path.read_bytes() if path.is_file() else None
    line = run_log.published(path.name, data)
    if old == data and run_log.holds(session.logged(book), line):
        return False
    try:
        put_file(path, data)
    except WriteFailed as error:
        raise BookRefused(f"“{outputs.told(path)}”写不进去（{error}），没有公布。请关闭打开它的程序，检查磁盘和权限后再公布。") from error
    session.log(book, options, *line)
    book.write_around_formulas()
    try:
        book.commit(store.backup_path(book.path, options.now))
    except DubanError:
        book.discard()
        path.unlink(missing_ok=True)
        if old is not None:
            put_file(path, old)
        raise
    return True


def report(book: Book, found: Publication, day: dt.date, path: Path, changed: bool) -> Report:
    """What the clerk and a program are told."""
    rows = sum(len(one.rows) for one in found.tables)
    listed = [f"“{name}”的{'、'.join(headers)}" for name, headers in found.own.items()]
    left = [f"“{name}”的{'、'.join(headers)}" for name, headers in found.hidden.items()]
    messages = [
        f"公布本：{outputs.told(path)}，{len(found.tables)} 张表 {rows} 行，截至 {day}。"
        + ("" if changed else "与上次公布的相同，没有改动。"),
        "没有放进去的：手机和邮箱、考评打分、个人评分、个人成绩、个人的指标、升级与问责、问责记录、没有确认的加减分、日志，以及您自己的工作表、图片、批注。",
        *([f"{found.secret} 项含密级或密级词的事项只写编号、部门、日期和灯。"] if found.secret else []),
        *([f"您自己加的列也在里面：{'；'.join(listed)}。不想公布的，请先移到自己的工作表。"] if listed else []),
        *([f"您自己加的这些列没有放进去：{'；'.join(left)}。"] if left else []),
        *([f"{found.masked} 个格子里有手机、身份证号或邮箱，已写成“（内容略）”。"] if found.masked else []),
        "发出以前请打开看一遍。",
    ]
    figures = {
        "截至": day.isoformat(),
        "文件": str(path),
        "表": {one.table.name: len(one.rows) for one in found.tables},
        "密级事项": found.secret,
        "自加的列": {name: list(headers) for name, headers in found.own.items()},
        "没有公布的列": {name: list(headers) for name, headers in found.hidden.items()},
        "略去号码": found.masked,
        "改动": changed,
    }
    return Report("publish", Status.DONE, tuple(messages), figures, (book.path, path))
