"""duban new: an empty master with its work folders around it; with --from the next year's, from this year's, which is only read."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from addin import outputs, store
from addin.closed.file_book import FileBook
from addin.post.journals import mailbox_journal
from addin.post.outbox import outbox_path
from macros.steps import run_log, session
from macros.steps.master_file import create, find
from macros.steps.report import Options, Progress, Report, Status, program_name
from udfs.copies.carry_over import RESET, STARTS_ANEW, CarriedOver, CarriedRow, carried_over, year_of
from workbook_templates.reading.cells import plain, text_of, written
from workbook_templates.reading.headers import spelt
from workbook_templates.reading.names import closed
from workbook_templates.reading.parse import READ
from workbook_templates.reading.setting_values import BY_NAME, rows_of_settings
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import CellError, Grid, Value
from workbook_templates.tables.grid import Row as Cells
from workbook_templates.tables.schema import Column, Table

BATCHES, COMPANY = "批次", "单位名称"


def new(folder: Path, options: Options, progress: Progress) -> Report:
    """新建."""
    if options.more.get("from"):
        return next_year(folder, str(options.more["from"]), options, progress)
    name = str(options.more.get("name") or "").strip()
    book = create(folder, {}, name, options, progress)
    message = f"已新建 {book}，旁边是下发、回收、输出、归档、模板五个文件夹。"
    first = "" if name else "单位名称空着，先在“参数”里填上（没有它，文书不能正式编号）；"
    next_step = f"{first}再填“部门”“人员”“督办台账”，然后运行 {program_name()} refresh {folder}。"
    return Report("new", Status.DONE, (message, next_step), {"工作簿": str(book)}, (book,))


def next_year(folder: Path, source: str, options: Options, progress: Progress) -> Report:
    """The new workbook in `folder`, and what was taken over and what not."""
    old = find(Path(source))
    book = FileBook(old)
    reading = session.read(book, options, progress)
    session.require(reading)
    progress("挑出要结转的行")
    year = year_of(reading.tables, reading.as_of) + 1
    carried = carried_over(reading.tables, year)
    grids = book.read([*READ, BATCHES])
    rows = {name: lines(TABLES[name], grids[name], kept) for name, kept in carried.rows.items() if name in grids}
    rows["参数"] = settings_rows(grids["参数"])
    if BATCHES in grids:
        rows[BATCHES] = batch_rows(grids[BATCHES], carried)
    rows["操作日志"] = log_rows(options, old, carried)
    name = str(options.more.get("name") or "").strip()
    if name:
        rows["参数"] = [(setting, name if setting == COMPANY else value, unit, told) for setting, value, unit, told in rows["参数"]]
    company = name or reading.tables.settings.company
    made = create(folder, {table: body for table, body in rows.items() if body}, company, options, progress, year)
    copied = copy_templates(old, made)
    copy_journals(old, made)
    away = outputs.put_away(old, reading.as_of)
    return report(made, old, carried, rows, reading, copied, own_things(book, grids), away)


def lines(table: Table, grid: Grid, kept: Sequence[CarriedRow]) -> list[Cells]:
    """The rows as they stand in the old sheet, in the columns of today; shares and points as the new cells show them."""
    places = {header: place for place, header in enumerate(grid.headers)}
    found: list[Cells] = []
    for record, changed in kept:
        raw = grid.rows[record.at.row - grid.first_row]
        found.append(tuple(
            changed[column.header]
            if column.header in changed
            else cell(column, getattr(record, column.field), raw[places[column.header]] if column.header in places else None)
            for column in table.columns
        ))  # fmt: skip
    return found


def cell(column: Column, value: object, raw: Value) -> Value:
    """What was typed, as it was typed; a share as a share, because the new cell shows per cent whatever the old one did."""
    if isinstance(raw, CellError):
        return None
    if (column.kind == "rate" or column.spec.points) and value is not None:
        return written(value)
    return raw


def settings_rows(grid: Grid) -> list[Cells]:
    """参数 of today with the values of the old workbook, but for those that name a day or period of its year."""
    value_at = grid.headers.index("取值")
    typed: dict[str, Value] = {}
    for name, place in rows_of_settings(grid).items():
        if place is not None:
            value = grid.rows[place][value_at]
            if isinstance(value, float) and (place, "取值") in grid.percent:
                value = f"{value * 100:g}%"
            typed[name] = None if isinstance(value, CellError) else value
    return [
        (name, None if name in RESET else typed.get(str(name), default), unit, told) for name, default, unit, told in default_rows("参数")
    ]


def batch_rows(grid: Grid, carried: CarriedOver) -> list[Cells]:
    """What was sent about items that go over: their answers may still come."""
    table = TABLES[BATCHES]
    places = [grid.headers.index(header) if header in grid.headers else None for header in table.headers]
    at = grid.headers.index("编号") if "编号" in grid.headers else None
    numbers = set(map(plain, carried.items))
    return [
        tuple(None if place is None else row[place] for place in places)
        for row in grid.rows
        if at is not None and plain(row[at]) in numbers
    ]


def log_rows(options: Options, old: Path, carried: CarriedOver) -> list[Cells]:
    """Where the workbook comes from, and the numbers that were given: they are never given again."""
    now = options.now.replace(microsecond=0)
    lines = [run_log.started(carried.year, old.name), *run_log.numbered(carried.left, f"上年 {len(carried.left)} 个编号")]
    return [(now, line.operation, options.operator, line.subject, None, None, line.note) for line in lines]


def copy_journals(old: Path, new: Path) -> None:
    """What has left and which mails were fetched is known in the new year too, so that neither happens again."""
    for path_of in (outbox_path, mailbox_journal):
        if path_of(old).is_file():
            path_of(new).parent.mkdir(exist_ok=True)
            shutil.copyfile(path_of(old), path_of(new))


def copy_templates(old: Path, new: Path) -> list[str]:
    """The office's own templates go along, and what its gateways for text messages want; names of those that were copied."""
    source, target = store.folders(old).templates, store.folders(new).templates
    copied = []
    for path in sorted((*source.glob("*.docx"), *source.glob("短信接口_*.toml"))) if source.is_dir() else ():
        if not path.name.startswith(("~", ".")):
            with suppress(OSError):
                shutil.copyfile(path, target / path.name)
                copied.append(path.name)
    return copied


def own_things(book: FileBook, grids: Mapping[str, Grid]) -> list[str]:
    """The user's own columns of our tables, his tables, and settings that we don't know: named, not taken over."""
    columns = [
        f"{name}的“{spelt(header)}”列"
        for name, headers in book.tables().items()
        if name in TABLES
        for header in headers
        if plain(header) and header not in TABLES[name].headers
    ]
    own_tables = [f"表“{name}”" for name in book.tables() if name not in TABLES]
    name_at = grids["参数"].headers.index("名称")
    settings = [
        f"参数“{plain(row[name_at])}”" for row in grids["参数"].rows if plain(row[name_at]) and closed(text_of(row[name_at])) not in BY_NAME
    ]
    return [*columns, *own_tables, *settings]


def report(
    made: Path, old: Path, carried: CarriedOver, rows: Mapping[str, Sequence[Cells]], reading: session.Reading, copied: Sequence[str],
    own: Sequence[str], away: tuple[int, Sequence[str]],
) -> Report:  # fmt: skip
    """What was taken over, what not and why. away: folders of a month that went to 归档, and those that could not."""
    counts = {name: len(body) for name, body in rows.items() if body and name not in ("参数", "操作日志")}
    before = {name: len(grid.rows) for name, grid in reading.grids.items() if grid.rows}
    stayed = {name: count - counts.get(name, 0) for name, count in before.items() if name in carried.rows and count > counts.get(name, 0)}
    messages = [
        f"已由 {old.name} 建好 {carried.year} 年度的 {made}；{old.name} 没有改动。",
        f"带过来的（基准日 {reading.as_of}）：{listed(counts)}。",
        f"没有带过来的：{listed(stayed)}。办结、取消的事项和它们的记录留在上年的工作簿里。" if stayed else "",
        f"新事项从 {carried.year}-0001 编起；结转事项保留原来的编号。参数照抄，{'、'.join(f'“{name}”' for name in RESET)}空着。",
        f"请核对：没有落地的目标已转为 {carried.year} 年；指标的目标值、底线值照抄上年，期间和完成时限推后一年，实际值空着。",
        f"已同意撤销、新年没有备行的指标：{'、'.join(carried.withdrawn)}。" if carried.withdrawn else "",
        f"按期间新填：{'、'.join(STARTS_ANEW)}。" if any(name in before for name in STARTS_ANEW) else "",
        f"您自己加的没有带过来，需要的请复制：{'、'.join(own)}，以及自己的工作表、公式和图。" if own else "",
        f"文书模板也复制了：{'、'.join(copied)}。" if copied else "",
        f"{old.parent} 里一年以前的输出（{away[0]} 个月的文件夹）移到了它的“归档/输出”。" if away[0] else "",
        f"移不动的（可能有文件打开着）：{'、'.join(away[1])}，下一次再移。" if away[1] else "",
        f"下一步：核对后运行 {program_name()} refresh {made.parent}。",
        *session.unread_note(reading),
    ]
    figures = {
        "工作簿": str(made),
        "年度": carried.year,
        "带过来": counts,
        "没有带过来": stayed,
        "撤销的指标": list(carried.withdrawn),
        "自己加的": list(own),
        "模板": list(copied),
        "归档": away[0],
    }
    status: Status = session.status_of(reading, own)
    return Report("new", status, tuple(filter(None, messages)), figures, (made,))


def listed(counts: Mapping[str, int]) -> str:
    return "、".join(f"{name} {count} 行" for name, count in counts.items()) or "没有"
