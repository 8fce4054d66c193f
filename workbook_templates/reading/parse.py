"""Grids to records: parse(grids) → (Tables, problems). A wrong cell becomes a problem and counts as blank; no row is dropped."""

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Annotated, Any, NamedTuple, get_args

from workbook_templates.reading import cells
from workbook_templates.reading.cells import Wrong
from workbook_templates.reading.setting_values import defaults, read_settings
from workbook_templates.tables import TABLES, daily, logs, setup
from workbook_templates.tables.grid import Grid, Row, Value
from workbook_templates.tables.schema import Column, Source, Table
from workbook_templates.tables.settings import Settings


class Problem(NamedTuple):
    """A place in a table that is not right.

    table: its sheet. row: as Excel shows it, 0 for the table as a whole. header: the column, blank for the table as a whole.
    value: what stands there. problem: what is wrong. remedy: what should stand there, or what to do. missing: there is no such
    table or, with a header, no such column.
    """

    table: str
    row: int
    header: str
    value: str
    problem: str
    remedy: str
    missing: bool = False


class Tables(NamedTuple):
    """All input tables of a workbook as records, and its settings. A table that the workbook lacks is empty."""

    settings: Settings
    light_bounds: Annotated[tuple[setup.LightBound, ...], "亮灯规则"] = ()
    holidays: Annotated[tuple[setup.Holiday, ...], "节假日"] = ()
    frequencies: Annotated[tuple[setup.Frequency, ...], "督办频次"] = ()
    deduction_bands: Annotated[tuple[setup.DeductionBand, ...], "考核分档"] = ()
    weightings: Annotated[tuple[setup.Weighting, ...], "考核权重"] = ()
    document_kinds: Annotated[tuple[setup.DocumentKind, ...], "文种"] = ()
    departments: Annotated[tuple[setup.Department, ...], "部门"] = ()
    people: Annotated[tuple[setup.Person, ...], "人员"] = ()
    targets: Annotated[tuple[daily.Target, ...], "目标库"] = ()
    items: Annotated[tuple[daily.Item, ...], "督办台账"] = ()
    stages: Annotated[tuple[daily.Stage, ...], "阶段目标"] = ()
    feedback: Annotated[tuple[daily.Feedback, ...], "反馈记录"] = ()
    changes: Annotated[tuple[daily.Change, ...], "变更记录"] = ()
    rulings: Annotated[tuple[daily.Ruling, ...], "认定记录"] = ()
    meetings: Annotated[tuple[daily.Meeting, ...], "会议"] = ()
    indicators: Annotated[tuple[daily.Indicator, ...], "指标"] = ()
    marks: Annotated[tuple[daily.Mark, ...], "考评打分"] = ()
    ratings: Annotated[tuple[daily.Rating, ...], "个人评分"] = ()
    risk_points: Annotated[tuple[daily.RiskPoint, ...], "风险点"] = ()
    inspections: Annotated[tuple[daily.Inspection, ...], "抽查记录"] = ()
    points: Annotated[tuple[daily.Point, ...], "加减分台账"] = ()
    accountability: Annotated[tuple[daily.Accountability, ...], "问责记录"] = ()
    objections: Annotated[tuple[daily.Objection, ...], "异议"] = ()
    papers: Annotated[tuple[logs.Paper, ...], "文书登记"] = ()
    closed: Annotated[tuple[logs.Closed, ...], "历史成绩"] = ()
    reminded: Annotated[tuple[logs.ReminderSent, ...], "提醒记录"] = ()


FIELDS: dict[str, str] = {get_args(a)[1]: field for field, a in Tables.__annotations__.items() if field != "settings"}
"""Table name → field of Tables; 参数 is `settings`."""

READ: tuple[str, ...] = ("参数", *FIELDS)
"""The tables to read for `parse`."""

Reader = Callable[[Value, Column], Any]
GONE = "工作簿里没有这张表"
Told = tuple[str, str]
"""问题 and 应为 of a cell."""
READERS: dict[str, Reader] = {
    "text": cells.read_text,
    "names": cells.read_names,
    "date": cells.read_date,
    "time": cells.read_time,
    "number": cells.read_number,
    "rate": cells.read_rate,
}


def parse(grids: Mapping[str, Grid]) -> tuple[Tables, list[Problem]]:
    """Every input table of `grids` (read with READ) as records, and what is wrong in them, in sheet order."""
    problems: list[Problem] = []
    settings = defaults()
    if "参数" not in grids:
        problems.append(no_table("参数", "；本次全部按默认值"))
    else:
        settings, wrong = read_settings(grids["参数"])
        problems += (Problem("参数", *place, missing=not place[0]) for place in wrong)
    fields: dict[str, tuple[Any, ...]] = {}
    for name, field in FIELDS.items():
        if name in grids:
            fields[field], wrong_cells = parse_table(TABLES[name], grids[name])
            problems += wrong_cells
        else:
            problems.append(no_table(name))
    return Tables(settings, **fields), problems


def no_table(name: str, consequence: str = "") -> Problem:
    """A table that the workbook lacks."""
    return Problem(name, 0, "", "", GONE, f"从“归档/备份”的工作簿里把这张表复制回来{consequence}", missing=True)


def parse_table(table: Table, grid: Grid) -> tuple[tuple[Any, ...], list[Problem]]:
    """The records of one table and its problems. Rows that are blank in all our columns are no records."""
    places = {cells.plain(header): index for index, header in reversed(list(enumerate(grid.headers)))}
    ours = [places[column.header] for column in table.columns if column.header in places]
    kept = [index for index, row in enumerate(grid.rows) if is_filled(row, ours)]
    cells_of = list(zip(*(grid.rows if len(kept) == len(grid.rows) else [grid.rows[index] for index in kept]), strict=True))
    lines = [grid.first_row + index for index in kept]
    percent: dict[str, set[int]] = {column.header: set() for column in table.columns}
    for index, header in grid.percent:
        percent.setdefault(cells.plain(header), set()).add(index)
    problems: list[Problem] = []
    parsed: list[Sequence[Any]] = []
    for column in table.columns:
        place = places.get(column.header)
        if place is None:
            problems.append(Problem(table.name, 0, column.header, "", "缺少这一列", "把列名改回来", missing=True))
            parsed.append([blank(column)] * len(kept))
        elif not kept:
            parsed.append([])
        else:
            shown = percent[column.header] if column.kind == "rate" or column.spec.points else None
            values, listed = read_column(column, cells_of[place], [index in shown for index in kept] if shown else None)
            parsed.append(values)
            problems += (Problem(table.name, lines[at], column.header, cells.text_of(cells_of[place][at]), *told) for at, told in listed)
    keys = [parsed[index] for index, column in enumerate(table.columns) if column.spec.key]
    texts = ["/".join(map(key_text, key)) for key in zip(*keys, strict=True)] if keys else [""] * len(kept)
    sources = list(map(Source, repeat(table.name), lines, texts))
    records = tuple(map(table.record._make, zip(*parsed, sources, strict=True)))
    if table.unique:
        problems += repeated(table, sources)
    problems = [with_proposal(problem, table, records, lines) for problem in problems]
    problems.sort(key=lambda problem: problem.row)
    return records, problems


def is_filled(row: Row, places: Sequence[int]) -> bool:
    """Whether the row holds anything in these places; its first cell mostly answers at once."""
    return bool(places) and (row[places[0]] is not None or any(row[place] is not None for place in places))


def with_proposal(problem: Problem, table: Table, records: Sequence[Any], lines: Sequence[int]) -> Problem:
    """年底前 or 12月底 in a column of dates: the remedy proposes the day, in the year of the row's first date."""
    column = next((column for column in table.columns if column.header == problem.header), None)
    if not problem.row or column is None or column.kind != "date":
        return problem
    record = records[bisect_left(lines, problem.row)]
    year = next((value.year for value in record if isinstance(value, dt.date)), None)
    day = cells.proposed_day(problem.value, year) if year else None
    return problem if day is None else problem._replace(remedy=f"建议填 {day}")


def read_column(column: Column, raw: Sequence[Value], percent: Sequence[bool] | None) -> tuple[list[Any], list[tuple[int, Told]]]:
    """One column of typed values, and the places in it that are listed, with 问题 and 应为. percent: the cells that show percent.

    Each different raw value is read once: columns repeat themselves, and 100,000 rows must not hurt.
    """
    keys: Sequence[Any] = raw
    split = percent is not None and not all(percent)
    if split:
        keys = list(zip(raw, percent or (), strict=True))
    if bool in set(map(type, raw)):  # True is not 1
        keys = list(zip(keys, map(type, raw), strict=True))
    read: dict[Any, Any] = {}
    listed: dict[Any, Told] = {}
    shown = dict(zip(keys, percent, strict=True)) if percent else {}
    for key, value in dict(zip(keys, raw, strict=True)).items():
        read[key], told = read_cell(column, value, percent=shown.get(key, False))
        if told is not None:
            listed[key] = told
    places = [(place, listed[key]) for place, key in enumerate(keys) if key in listed] if listed else []
    return list(map(read.__getitem__, keys)), places


def read_cell(column: Column, value: Value, *, percent: bool) -> tuple[Any, Told | None]:
    """The typed value, and what 数据检查 says of the cell; a wrong cell counts as blank."""
    empty, read = blank(column), cells.read_points if column.spec.points else READERS[column.kind]
    if column.spec.never and value == column.spec.never:
        return empty, None
    try:
        typed = (
            (cells.read_points if column.spec.points else cells.read_rate)(value, column, percent=True) if percent else read(value, column)
        )
    except Wrong as error:
        problem, remedy = error.args
        return empty, (problem, remedy)
    if column.spec.required and typed == empty:
        return typed, ("必填项空着", hint(column))
    if (column.kind == "rate" or column.spec.points) and not percent and typed is not None and cells.is_doubtful_rate(value):
        share = typed / 100 if column.spec.points else typed
        shown, meant = cells.show_rate(share), cells.show_rate(share * 100)
        return typed, (f"疑似：没有百分号，本次按 {shown} 计", f"若是 {meant}，写成 {meant}；若确是 {shown}，写成 {shown}")
    return typed, None


def blank(column: Column) -> Any:
    """What a blank cell of this column is in a record."""
    return {"text": "", "names": ()}.get(column.kind)


def hint(column: Column) -> str:
    """What to put into an empty required cell."""
    if column.spec.of:
        return "从下拉列表选择"
    kinds = {"date": "填日期，如 2026-03-05", "number": "填数字", "rate": "填百分比，如 85%"}
    return column.spec.help or kinds.get(column.kind, "填写" + column.header)


def key_text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def repeated(table: Table, sources: Iterable[Source]) -> list[Problem]:
    """Keys that stand more than once; each row after the first is listed with the row of the first."""
    first: dict[str, int] = {}
    counted = Counter(source.key for source in sources if source.key.strip("/"))
    found = []
    for source in sources:
        if counted[source.key] > 1 and first.setdefault(source.key, source.row) != source.row:
            remedy = f"与第 {first[source.key]} 行相同；改成不同的，或删去多余的一行"
            found.append(Problem(table.name, source.row, "+".join(table.key), source.key, "重复", remedy))
    return found


def rows_of(records: Iterable[Any]) -> list[Row]:
    """Records as rows of cells, in the order of their table's headers: the inverse of `parse_table`."""
    return [tuple(map(cells.written, record[:-1])) for record in records]
