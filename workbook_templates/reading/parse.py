"""Grids to records: parse(grids) → (Tables, problems). A wrong cell becomes a problem and counts as blank; no row is dropped."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Annotated, Any, NamedTuple, get_args

from workbook_templates.reading import cells
from workbook_templates.reading.cells import NOBODY, Wrong
from workbook_templates.reading.characters import LONGEST_WORD, UNSEEN, is_ditto, visible
from workbook_templates.reading.meant import may_be_proposed, meaning, rows_as_shown
from workbook_templates.reading.names import Roster, codes_of, names_in, roster_of, without_phones
from workbook_templates.reading.progress_units import measured_progress
from workbook_templates.reading.setting_values import defaults, read_settings
from workbook_templates.reading.table_problems import (
    Problem,
    days_for_codes,
    no_column,
    problems_below,
    repeated,
    side_lines,
    unlike_units,
    unprintable,
)
from workbook_templates.reading.typed import is_never, typed_value
from workbook_templates.reading.units import UNIT
from workbook_templates.tables import TABLES, daily, logs, performance, setup
from workbook_templates.tables.grid import LONGEST_TEXT, Grid, Row, Value, fitting
from workbook_templates.tables.schema import Column, Source, Table
from workbook_templates.tables.settings import Settings


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
    indicators: Annotated[tuple[performance.Indicator, ...], "指标"] = ()
    progress: Annotated[tuple[performance.IndicatorProgress, ...], "指标进度"] = ()
    marks: Annotated[tuple[performance.Mark, ...], "考评打分"] = ()
    ratings: Annotated[tuple[performance.Rating, ...], "个人评分"] = ()
    risk_points: Annotated[tuple[performance.RiskPoint, ...], "风险点"] = ()
    inspections: Annotated[tuple[performance.Inspection, ...], "抽查记录"] = ()
    points: Annotated[tuple[daily.Point, ...], "加减分台账"] = ()
    accountability: Annotated[tuple[daily.Accountability, ...], "问责记录"] = ()
    objections: Annotated[tuple[daily.Objection, ...], "异议"] = ()
    instructions: Annotated[tuple[daily.Instruction, ...], "批示"] = ()
    improvements: Annotated[tuple[daily.Improvement, ...], "制度措施"] = ()
    channels: Annotated[tuple[setup.ChannelRow, ...], "渠道"] = ()
    sent: Annotated[tuple[logs.SentMessage, ...], "发送记录"] = ()
    papers: Annotated[tuple[logs.Paper, ...], "文书登记"] = ()
    closed: Annotated[tuple[logs.Closed, ...], "历史成绩"] = ()
    reminded: Annotated[tuple[logs.ReminderSent, ...], "提醒记录"] = ()


FIELDS: dict[str, str] = {get_args(a)[1]: field for field, a in Tables.__annotations__.items() if field != "settings"}
"""Table name → field of Tables; 参数 is `settings`."""

READ: tuple[str, ...] = ("参数", *FIELDS)
"""The tables to read for `parse`."""

FORMER = TABLES["部门"].column("曾用名")
OWN_CODES = [
    (table.name, column.header)
    for table in TABLES.values()
    for column in table.columns
    if table.group in ("设置", "日常") and column.spec.key and not column.spec.refers and cells.is_code(column)
    if table.unique or column.header == table.key[0]
]
"""Table and column in which a code is at home: 督办台账.编号, 阶段目标.阶段, 抽查记录.抽查编号; elsewhere it is only named."""
GONE = "工作簿里没有这张表"
Told = tuple[str, str]
"""问题 and 应为 of a cell."""


def parse(grids: Mapping[str, Grid]) -> tuple[Tables, list[Problem]]:
    """Every input table of `grids` (read with READ) as records, and what is wrong in them, in sheet order."""
    problems: list[Problem] = []
    settings = defaults()
    if "参数" not in grids:
        problems.append(no_table("参数", "；本次全部按默认值"))
    else:
        settings, wrong = read_settings(grids["参数"])
        problems += problems_below(TABLES["参数"], grids["参数"])
        problems += (Problem("参数", *place, missing=not place[0]) for place in wrong)
        problems += unprintable("参数", grids["参数"])
    fields: dict[str, tuple[Any, ...]] = {}
    roster = roster_in(grids)
    grids, unlike = measured_progress(grids)
    problems += unlike
    for name, field in FIELDS.items():
        if name in grids:
            fields[field], wrong_cells = parse_table(TABLES[name], grids[name], roster)
            problems += wrong_cells
        else:
            problems.append(no_table(name))
    return Tables(settings, **fields), problems


def roster_in(grids: Mapping[str, Grid]) -> Roster:
    """The names in 部门 and 人员, which are read before the cells that name them."""
    departments, former, persons = (
        column_texts(grids.get(table), header) for table, header in (("部门", "部门"), ("部门", "曾用名"), ("人员", "姓名"))
    )
    names = [without_phones(text)[0] for text in departments]
    old = [(one, name) for name, text in zip(names, former, strict=False) for one in cells.read_names(text, FORMER)]
    roster = roster_of(names, [without_phones(text)[0] for text in persons], old)
    return roster._replace(codes=codes_of(text for name, header in OWN_CODES for text in column_texts(grids.get(name), header)))


def column_texts(grid: Grid | None, header: str) -> list[str]:
    """The texts of a column, row by row; none where there is no such column."""
    if grid is None or header not in grid.headers:
        return []
    place = grid.headers.index(header)
    return [cells.text_of(row[place]) for row in grid.rows]


def no_table(name: str, consequence: str = "") -> Problem:
    """A table that the workbook lacks."""
    return Problem(name, 0, "", "", GONE, f"从“归档/备份”的工作簿里把这张表复制回来{consequence}", missing=True)


def parse_table(table: Table, grid: Grid, roster: Roster = NOBODY) -> tuple[tuple[Any, ...], list[Problem]]:
    """The records of one table and its problems. Rows that are blank in all our columns are no records."""
    places = {header: index for index, header in enumerate(grid.headers)}
    ours = [places[column.header] for column in table.columns if column.header in places]
    rows = rows_as_shown(table, grid, places)
    kept = [index for index, row in enumerate(rows) if is_filled(row, ours)]
    cells_of = list(zip(*(rows if len(kept) == len(rows) else [rows[index] for index in kept]), strict=True))
    beside = side_lines(table, grid, kept, cells_of)
    if beside:
        kept = [index for index in kept if index not in beside]
        cells_of = list(zip(*(rows[index] for index in kept), strict=True)) or [()] * len(grid.headers)
    lines = [grid.first_row + index for index in kept]
    percent: dict[str, set[int]] = {column.header: set() for column in table.columns}
    for index, header in grid.percent:
        percent.setdefault(header, set()).add(index)
    problems: list[Problem] = [*beside.values(), *problems_below(table, grid)]
    parsed: list[Sequence[Any]] = []
    for column in table.columns:
        place = places.get(column.header)
        if place is None:
            problems.append(no_column(table.name, column.header, grid.headers))
            parsed.append([blank(column)] * len(kept))
        elif not kept:
            parsed.append([])
        else:
            shown = percent[column.header] if column.kind == "rate" or column.spec.points else None
            values, listed = read_column(column, cells_of[place], [index in shown for index in kept] if shown else None, roster)
            parsed.append(values)
            problems += (Problem(table.name, lines[at], column.header, cells.text_of(cells_of[place][at]), *told) for at, told in listed)
            if cells.is_code(column):
                problems += days_for_codes(table.name, column, grid, place, kept, cells_of[place])
    keys = [parsed[index] for index, column in enumerate(table.columns) if column.spec.key]
    texts = ["/".join(map(key_text, key)) for key in zip(*keys, strict=True)] if keys else [""] * len(kept)
    sources = list(map(Source, repeat(table.name), lines, texts))
    records = tuple(map(table.record._make, zip(*parsed, sources, strict=True)))
    if table.unique:
        problems += repeated(table, sources)
    problems += unprintable(table.name, grid)
    if UNIT in places:
        problems += unlike_units(table, grid, records)
    for at, problem in enumerate(problems):
        line = bisect_left(lines, problem.row)
        if problem.header not in places or lines[line : line + 1] != [problem.row]:
            continue
        column = table.column(problem.header)
        if meant := meaning(column, cells_of[places[problem.header]], line, records[line]):
            problems[at] = problem._replace(remedy=f"建议填 {meant}", proposed=meant if may_be_proposed(column) else "")
    problems.sort(key=lambda problem: problem.row)
    return records, problems


def is_filled(row: Row, places: Sequence[int]) -> bool:
    """Whether the row holds anything in these places; its first cell mostly answers at once."""
    return bool(places) and (row[places[0]] is not None or any(row[place] is not None for place in places))


def read_column(
    column: Column, raw: Sequence[Value], percent: Sequence[bool] | None, roster: Roster
) -> tuple[list[Any], list[tuple[int, Told]]]:
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
    free = cells.is_free(column)
    for key, value in dict(zip(keys, raw, strict=True)).items():
        if free and isinstance(value, str) and len(value) > LONGEST_WORD and (text := value.strip()):
            read[key] = text  # nothing more can be said of nearly every text
            if len(text) > LONGEST_TEXT // 2 and (kept := fitting(text)) != text:
                listed[key] = f"有 {len(text)} 个字，一格最多 {LONGEST_TEXT} 个，写到别处时截到 {len(kept)} 个", "缩短，或另附文件"
            continue
        read[key], told = read_cell(column, value, percent=shown.get(key, False), roster=roster)
        told = told or note_of(column, value, read[key], roster)
        if told is not None:
            listed[key] = told
    places = [(place, listed[key]) for place, key in enumerate(keys) if key in listed] if listed else []
    return list(map(read.__getitem__, keys)), places


def read_cell(column: Column, value: Value, *, percent: bool, roster: Roster = NOBODY) -> tuple[Any, Told | None]:
    """The typed value, and what 数据检查 says of the cell; a wrong cell counts as blank. percent: the cell's format shows percent, which it
    does for a number alone: a text is what it says."""
    empty, percent = blank(column), percent and not isinstance(value, str)
    if is_never(column, value):
        return empty, None
    if cells.means_nothing(value, column):
        value = None
    elif isinstance(value, str) and is_ditto(value) and column.spec.by != "督办":
        return empty, (f"“{value.strip()}”不作内容读", "写出内容")
    try:
        typed = typed_value(column, value, percent=percent, roster=roster)
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


def note_of(column: Column, value: Value, typed: Any, roster: Roster = NOBODY) -> Told | None:
    """What is to be said of a name, code or choice that was read all the same: a telephone number in it, several in a cell for one,
    characters that nobody sees."""
    text = cells.text_of(value)
    if not text or column.kind not in ("text", "names") or text is typed or text == typed:
        return None
    spec, named = column.spec, cells.is_person(column) or column.spec.refers == "部门" or column.kind == "names"
    shown = typed if isinstance(typed, str) else "、".join(typed)
    if named and without_phones(text)[1]:
        said = f"名字里有电话号码，本次读作“{shown}”" if shown else "只有电话号码，没有名字，本次按空白计"
        return said, "只写姓名；电话写到“人员”的手机列"
    if spec.refers == "部门" and column.kind == "text" and len(names := names_in(text, roster.departments)) > 1:
        return f"一格里有 {len(names)} 个部门，本次按“{shown}”", "只写一个；其余的写到协办部门，或另起一行"
    if not typed and visible(text).strip() and not cells.means_nothing(value, column):
        return "读不出内容，本次按空白计", "写出内容，或清空"
    if (named or spec.of or spec.key or spec.refers) and UNSEEN.search(text):
        return f"里面有看不见的字符，本次读作“{shown}”", f"建议填 {shown}"
    return None


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


def rows_of(records: Iterable[Any]) -> list[Row]:
    """Records as rows of cells, in the order of their table's headers: the inverse of `parse_table`."""
    return [tuple(map(cells.written, record[:-1])) for record in records]
