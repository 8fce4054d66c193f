"""What every action on the master does alike: read and parse, fix the day, log, commit with a backup, say what happened."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from addin import store
from addin.book import Book
from macros.steps.report import Options, Progress, Report, Status
from udfs.checks.consistency import check_consistency
from udfs.checks.indicator_checks import check_indicators
from udfs.checks.progress_checks import check_progress
from udfs.checks.references import check_references
from udfs.rules.decisions.contradictions import check_proposals
from udfs.rules.discretion import sealed
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.ground.workdays import Calendar
from udfs.rules.supervision.approved import check_applied
from udfs.rules.supervision.improvements import check_improvements
from udfs.rules.supervision.instructions import check_instructions
from workbook_templates.reading import button_options
from workbook_templates.reading.cells import plain
from workbook_templates.reading.errors import BookRefused, UsageError
from workbook_templates.reading.formula_places import OPEN_AND_SAVE, FormulaAt, formulas_named
from workbook_templates.reading.parse import GONE, READ, Tables, parse, parse_table, rows_of
from workbook_templates.reading.table_problems import Problem, own_columns_alike
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import NOT_COMPUTED, CellError, Grid
from workbook_templates.tables.logs import Operation
from workbook_templates.tables.results import CheckRow

LOG = "操作日志"
STANDING = 31
"""Days after which a fixed 基准日 looks forgotten."""
FAR_AHEAD = 366
"""Days that 基准日 may lie ahead of the clock: proposals of a mistyped year would stay in the workbook."""


class Reading(NamedTuple):
    """A workbook as it was read.

    tables: the records.
    problems: the cells that could not be read or are missing.
    grids: the cells as they stand.
    as_of: 基准日, the day that figures are judged on.
    today: what cells are checked against, so that a look back at a past day does not list what has happened since.
    alike: columns of the office's own that bear nearly the header of one of ours, in any table."""

    tables: Tables
    problems: list[Problem]
    grids: dict[str, Grid]
    as_of: dt.date
    today: dt.date
    alike: Sequence[Problem] = ()


def read(book: Book, options: Options, progress: Progress) -> Reading:
    """Read and parse every input table. 基准日: the call's, else the setting's, else today."""
    progress("读取工作簿")
    grids = book.read((*READ, button_options.SHEET))
    progress("检查数据")
    tables, problems = parse(grids)
    tables = sealed(tables, problems)
    as_of = options.as_of or tables.settings.as_of or options.now.date()
    if (as_of - options.now.date()).days > FAR_AHEAD:
        where = "--as-of" if options.as_of else "参数“基准日”"
        raise UsageError(f"基准日 {as_of} 比今天晚一年多，多半是写错了，什么也没有改动。请核对{where}。")
    today = max(as_of, options.now.date(), tables.settings.as_of or as_of)
    return Reading(tables, problems, grids, as_of, today, own_columns_alike(book.tables()))


def read_again(reading: Reading, grids: dict[str, Grid]) -> Reading:
    """The reading after some of its cells have changed."""
    tables, problems = parse(grids)
    return reading._replace(tables=sealed(tables, problems), problems=problems, grids=grids)


def remarks(reading: Reading, options: Options) -> list[str]:
    """What the clerk should know of the day: a 基准日 that was left standing in 参数."""
    day = reading.tables.settings.as_of
    if options.as_of is None and day is not None and (options.now.date() - day).days > STANDING:
        return [f"注意：参数“基准日”停在 {day}，一切都按那一天算。要按今天算，请把它空着。"]
    return []


def period_named(text: str, reading: Reading) -> Period:
    """The period that a text names. Raises UsageError where it names none."""
    period = parse_period(text, reading.tables.settings.month_end)
    if period is None:
        raise UsageError(f"“{text}”不是期间。请写如 2026-03（月）、2026-B2（两月）、2026Q3（季）、2026H1（半年）、2026（年）。")
    return period


def status_of(reading: Reading, entries: object = ()) -> Status:
    """1 where the action has something to list, or cells could not be read that it counted as blank (product.md §4)."""
    return Status.DONE_WITH_ENTRIES if entries or reading.problems else Status.DONE


def noted(report: Report, reading: Reading) -> Report:
    """The report, with status 1 where cells could not be read."""
    return dataclasses.replace(report, status=max(report.status, status_of(reading)))


def unread_note(reading: Reading) -> list[str]:
    """For actions that don't write 数据检查: how many cells could not be read."""
    count = len(reading.problems)
    return [f"有 {count} 处数据读不懂或缺失，按空白计算，可能影响结果；运行“数据检查”看是哪些。"] if count else []


def require(reading: Reading) -> None:
    """Raises BookRefused when an input table or a column that rules go by is gone, or a formula in one has no result: figures made
    without it would be false. Columns of free text alone may be missing."""
    lost = [
        problem
        for problem in reading.problems
        if problem.missing and (not problem.header or problem.table == "参数" or counts(problem.table, problem.header))
    ]
    if lost:
        alike = "（{}都像它，分不清）"
        names = "、".join(
            f"“{p.table}”的“{p.header}”列{alike.format(p.value) if p.value else ''}" if p.header else f"表“{p.table}”" for p in lost
        )
        raise BookRefused(
            f"工作簿里找不到{names}，少了它算出来的数都不对，所以什么也没有改动。"
            "旧版本的工作簿请先运行升级（upgrade）；改过表名、列名的请改回来，或从“归档/备份”里复制回来。"
        )
    refuse_waiting_formulas(reading)


FACTS = ("来源", "原值", "新值", "关联编号", "文号", "取值")
"""Text columns that rules read besides keys, lists and references."""


def counts(table: str, header: str) -> bool:
    """Whether figures or proposals rest on a column; on none of the user's own."""
    column = next((column for column in TABLES[table].columns if column.header == header), None)
    if column is None:
        return False
    spec = column.spec
    return bool(spec.required or spec.key or spec.of or spec.refers) or column.kind != "text" or column.header in FACTS


def logged(book: Book) -> tuple[Operation, ...]:
    """The rows of 操作日志."""
    grid = book.read([LOG]).get(LOG)
    return () if grid is None else parse_table(TABLES[LOG], grid)[0]


def check_rows(reading: Reading, calendar: Calendar) -> list[CheckRow]:
    """Everything that 数据检查 lists, in the order of the sheets and their rows."""
    tables, today = reading.tables, reading.today
    found = [
        *reading.problems,
        *reading.alike,
        *check_buttons(reading),
        *check_numbers(reading),
        *check_references(tables),
        *check_applied(tables, today, calendar, formula_cells(reading)),
        *check_proposals(tables, today, calendar),
        *check_consistency(tables, today, calendar),
        *check_indicators(tables, today),
        *check_improvements(tables, today),
        *check_instructions(tables),
        *check_progress(tables),
    ]
    order = {name: place for place, name in enumerate((*READ, button_options.SHEET))}
    found.sort(key=lambda problem: (order.get(problem.table, len(order)), problem.row))
    return [CheckRow(p.table, p.row or None, p.header, p.value, p.problem, p.remedy, p.proposed, "") for p in dict.fromkeys(found)]


def formula_cells(reading: Reading) -> frozenset[FormulaAt]:
    """The cells in input tables that hold a formula, which is never written over."""
    return frozenset(
        FormulaAt(name, grid.first_row + at, plain(header)) for name, grid in reading.grids.items() for at, header in grid.formulas
    )


def refuse_waiting_formulas(reading: Reading) -> None:
    """Raises BookRefused where a formula that counts has no result: it was typed by a program that does not compute, or what it reads was
    changed since. A blank would be counted for it."""
    waiting = [
        FormulaAt(name, grid.first_row + at, plain(header))
        for name, grid in reading.grids.items()
        for at, header in sorted(grid.formulas)
        if grid.rows[at][grid.headers.index(header)] == CellError(NOT_COMPUTED) and counts(name, plain(header))
    ]
    if waiting:
        raise BookRefused(
            f"有 {len(waiting)} 个公式还没有算出结果：{formulas_named(waiting)}。按空白算会算错，所以什么也没有改动。"
            f"{OPEN_AND_SAVE}，再运行；或把公式改成数值。"
        )


def check_numbers(reading: Reading) -> list[Problem]:
    """Items whose 编号 is a formula that gives nothing: they get no number, since no formula is written over."""
    held = {row for table, row, header in formula_cells(reading) if (table, header) == ("督办台账", "编号")}
    what, remedy = "是公式，结果空着，没有补编号", "改成数值，或删去公式由刷新补"
    return [Problem("督办台账", i.at.row, "编号", "", what, remedy) for i in reading.tables.items if not i.number and i.at.row in held]


def check_buttons(reading: Reading) -> list[Problem]:
    """What is wrong in 按钮选项, which no figure rests on."""
    grid = reading.grids.get(button_options.SHEET)
    if grid is None:
        return [Problem(button_options.SHEET, 0, "", "", GONE, "运行升级（upgrade）补上；没有它，按钮不带选项")]
    return button_options.read(grid)[1]


def replace(book: Book, name: str, rows: Sequence[object]) -> None:
    """Stage the rows of a result table."""
    book.replace(name, TABLES[name].headers, rows_of(rows))


def log(book: Book, options: Options, operation: str, subject: str, note: str, before: str = "", after: str = "") -> None:
    """Stage a row of 操作日志."""
    row = Operation(
        time=options.now.replace(microsecond=0), operation=operation, operator=options.operator, subject=subject,
        before=before, after=after, note=note,
    )  # fmt: skip
    book.append(LOG, TABLES[LOG].headers, rows_of([row]))


def commit(book: Book, options: Options, operation: str, note: str) -> bool:
    """Write what is staged, with a backup and a row in 操作日志; False when nothing differed and nothing was written."""
    book.write_around_formulas()
    if not book.differs():
        book.discard()
        return False
    log(book, options, operation, book.path.name, note)
    return book.commit(store.backup_path(book.path, options.now))
