"""What is staged, compared with what the workbook holds: the cells that would change, and nothing else."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from addin.a1 import Area
from addin.cell_xml import same
from addin.own_columns import Stays, picker, with_own_columns
from addin.table_part import TablePart
from workbook_templates.reading.errors import BookRefused
from workbook_templates.reading.headers import beside_ours
from workbook_templates.sheets.row_heights import row_measure
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import LONGEST_TEXT, At, Row, Value, fitting


@dataclass(slots=True)
class Staged:
    """What is staged for one table: a whole new content, or rows below and single cells."""

    replaced: tuple[tuple[str, ...], Sequence[Row]] | None = None
    appended: list[tuple[tuple[str, ...], Sequence[Row]]] = field(default_factory=list)
    updated: dict[At, Value] = field(default_factory=dict)


@dataclass(slots=True)
class TableChange:
    """The change of one table, in rows and columns of the sheet.

    table: the table as it was read.
    cells: row → column → value, in rows that the table has; only cells that differ.
    columns: the columns of the rows that are added.
    added: rows below its last.
    last: the last body row after the change.
    conflicts: cells that should be written and hold a formula, which are written around or in the way.
    lifts_filter: whether it is a result, so that its filter goes and hidden rows are shown.
    loses_rows: whether rows that held something go.
    heights: row → points that its texts need.
    stays: what of the user's own does not go with its row.
    """

    table: TablePart
    cells: dict[int, dict[int, Value]]
    columns: tuple[int, ...]
    added: Sequence[Row]
    last: int
    conflicts: list[tuple[int, int]]
    lifts_filter: bool = False
    loses_rows: bool = False
    heights: Mapping[int, float] = field(default_factory=dict)
    stays: Stays | None = None

    @property
    def sheet(self) -> str:
        return self.table.sheet

    @property
    def differs(self) -> bool:
        """Whether it changes anything, or would if no formula stood in the way."""
        return self.writes or bool(self.conflicts)

    @property
    def writes(self) -> bool:
        grown = any(value not in (None, "") for row in self.added for value in row)
        return bool(self.cells or grown or self.loses_rows)


@dataclass(frozen=True, slots=True)
class Body:
    """A table's body as it was read: rows without the blank ones at its end; formulas: (row, column) of cells that formulas fill."""

    table: TablePart
    rows: Sequence[Row]
    formulas: Collection[tuple[int, int]]
    date1904: bool

    def row(self, index: int) -> Row:
        return self.rows[index] if index < len(self.rows) else (None,) * len(self.table.headers)

    @property
    def taken(self) -> int:
        """Body rows in which our columns hold something, formulas included."""
        return max(len(self.rows), rows_taken(self.table, self.formulas))


def rows_taken(table: TablePart, formulas: Collection[tuple[int, int]]) -> int:
    """Body rows down to the last one with a formula in a column of ours, such as one copied down into rows still blank."""
    if not formulas:
        return 0
    ours = TABLES[table.name].headers if table.name in TABLES else table.headers
    columns = {column for column, header in enumerate(table.headers, table.area.left) if header in ours}
    return max((row - table.first + 1 for row, column in formulas if column in columns and row in table.body.rows), default=0)


def column_of_header(table: TablePart, header: str) -> int:
    """The sheet's column of a header. Raises BookRefused when the table has none."""
    try:
        return table.area.left + table.headers.index(header)
    except ValueError:
        where = f"工作表“{table.sheet}”的表“{table.name}”里没有“{header}”列"
        near = next((one.words for one in beside_ours(table.name, table.headers) if one.header == header), "")
        if near:
            raise BookRefused(f"{where}，{near}都像它，分不清：请把真正的一列改名为“{header}”，其余的另起名字，再运行") from None
        raise BookRefused(f"{where}：请恢复这一列的表头后再运行") from None


def change_of(body: Body, staged: Staged, *, around: bool = False) -> TableChange:
    """What is staged for a table, as the cells and rows that differ from its body. Raises BookRefused as `column_of_header` does.

    around: formulas are written around, and new rows come below the last that holds one of them."""
    change = _extended(body, staged, around=around) if staged.replaced is None else _replaced(body, *staged.replaced)
    if around and staged.replaced is not None:
        held = {place for place in change.conflicts if place[0] <= change.last}
        change.cells = {row: kept for row, cells in change.cells.items() if (kept := without(cells, row, held))}
        change.conflicts = sorted(held)
    return change


def without(cells: Mapping[int, Value], row: int, held: Collection[tuple[int, int]]) -> dict[int, Value]:
    """The cells of a row but those in `held`."""
    return {column: value for column, value in cells.items() if (row, column) not in held}


def row_heights(change: TableChange, body: Body) -> dict[int, float]:
    """Row → points, for the rows of a table of ours that change or come: no program measures the rows of a closed file."""
    schema = TABLES.get(change.table.name)
    if schema is None or not set(schema.headers) <= set(change.table.headers):
        return {}
    measure = row_measure(schema)
    places = [change.table.headers.index(header) for header in schema.headers]
    left, first = change.table.area.left, change.table.first
    heights = {}
    for number, cells in change.cells.items():
        row = [*body.row(number - first)]
        for column, value in cells.items():
            row[column - left] = value
        heights[number] = measure([row[place] for place in places])
    if change.added:
        by_place = {column - left: index for index, column in enumerate(change.columns)}
        wanted = [by_place.get(place) for place in places]
        for number, added in enumerate(change.added, change.table.last + 1):
            heights[number] = measure([None if index is None else added[index] for index in wanted])
    return heights


def _replaced(body: Body, headers: tuple[str, ...], rows: Sequence[Row]) -> TableChange:
    """A result table: every row compared with the one in its place, rows too many go, rows too few come."""
    table = body.table
    headers, rows, stays = with_own_columns(table, body.rows, body.formulas, headers, rows)
    columns = tuple(column_of_header(table, header) for header in headers)
    height = table.last - table.first + 1
    cells = {}
    pick = picker([column - table.area.left for column in columns])
    for index in range(min(height, len(rows))):
        changed = _differing(pick(body.row(index)), rows[index], columns, body.date1904)
        if changed:
            cells[table.first + index] = changed
    if not rows:
        own = [column for column in range(table.area.left, table.area.right + 1) if (table.first, column) not in body.formulas]
        changed = {column: None for column in own if body.row(0)[column - table.area.left] is not None}
        if changed:
            cells[table.first] = changed
    kept = max(1, len(rows))
    loses = any(value is not None for index in range(kept, min(height, len(body.rows))) for value in body.row(index))
    written = set(columns)
    conflicts = [place for place in body.formulas if place[1] in written]
    return TableChange(
        table=table,
        cells=cells,
        columns=columns,
        added=rows[height:],
        last=table.first + kept - 1,
        conflicts=conflicts,
        lifts_filter=True,
        loses_rows=loses,
        stays=stays,
    )


def _differing(old: Row, new: Row, columns: Sequence[int], date1904: bool) -> dict[int, Value]:
    """Column → new value where it differs."""
    if tuple(old) == tuple(new) and [*map(type, old)] == [*map(type, new)]:
        return {}
    pairs = zip(columns, old, new, strict=True)
    return {column: after for column, before, after in pairs if not same(before, after, date1904)}


def is_long(value: Value) -> bool:
    """Whether a text may be longer than a cell keeps."""
    return isinstance(value, str) and len(value) > LONGEST_TEXT // 2


def fitting_row(row: Row) -> Row:
    """The row with texts that cells keep: what is only shown is cut, so that it never stops the rest."""
    return [fitting(value) if isinstance(value, str) else value for value in row] if any(map(is_long, row)) else row


def _extended(body: Body, staged: Staged, *, around: bool) -> TableChange:
    """A table of the user's: single cells changed, rows filled in below the last that holds something."""
    table = body.table
    cells: dict[int, dict[int, Value]] = {}
    conflicts = []
    for (index, header), value in staged.updated.items():
        row, column = table.first + index, column_of_header(table, header)
        if not table.first <= row <= table.last:
            raise BookRefused(f"工作表“{table.sheet}”的表“{table.name}”没有第 {row} 行：表已被改动，请重新运行")
        if (row, column) in body.formulas:
            conflicts.append((row, column))
        elif not same(body.row(index)[column - table.area.left], value, body.date1904):
            cells.setdefault(row, {})[column] = value
    headers = tuple(dict.fromkeys(header for named, _ in staged.appended for header in named))
    columns = tuple(column_of_header(table, header) for header in headers)
    rows: list[Row] = []
    for named, block in staged.appended:
        rows += block if named == headers else [[dict(zip(named, row, strict=True)).get(header) for header in headers] for row in block]
    if table.name in TABLES:
        rows = [fitting_row(row) for row in rows]
    start = body.taken if around else len(body.rows)
    blank = max(0, table.last - table.first + 1 - start)
    for index, values in enumerate(rows[:blank], start):
        row = table.first + index
        conflicts += [(row, column) for column in columns if (row, column) in body.formulas]
        changed = _differing((None,) * len(columns), values, columns, body.date1904)
        if changed:
            cells.setdefault(row, {}).update(changed)
    if len(rows) > blank and not around:
        conflicts += [(table.last, column) for column in columns if (table.last, column) in body.formulas]
    last = table.last + max(0, len(rows) - blank)
    return TableChange(table=table, cells=cells, columns=columns, added=rows[blank:], last=last, conflicts=conflicts)


@dataclass(slots=True)
class NameChange:
    """Cells of a defined name that differ: row → column → value. area: what was staged; conflicts as in TableChange.

    results: the cells are filled by a formula of ours, which stays."""

    name: str
    sheet: str
    area: Area
    cells: dict[int, dict[int, Value]]
    conflicts: list[tuple[int, int]]
    results: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.cells or self.conflicts)

    @property
    def writes(self) -> bool:
        return bool(self.cells)


def name_change(
    name: str,
    sheet: str,
    area: Area,
    block: Sequence[Row],
    values: Callable[[int, int], Value],
    formulas: Collection[tuple[int, int]],
    date1904: bool,
) -> NameChange:
    """values: what the sheet holds at a row and column."""
    cells: dict[int, dict[int, Value]] = {}
    for row, new in enumerate(block, area.top):
        columns = range(area.left, area.left + len(new))
        old = [values(row, column) for column in columns]
        changed = _differing(old, new, columns, date1904)
        if any(map(is_long, changed.values())):
            changed = _differing(old, fitting_row(new), columns, date1904)
        if changed:
            cells[row] = changed
    conflicts = [place for place in formulas if area.holds(*place)]
    return NameChange(name, sheet, area, cells, conflicts)


def written_around(change: NameChange) -> NameChange:
    """The change without the cells that hold a formula."""
    cells = {row: kept for row, values in change.cells.items() if (kept := without(values, row, change.conflicts))}
    return replace(change, cells=cells)


def cells_in(cells: Mapping[int, Mapping[int, Value]]) -> list[tuple[int, int]]:
    """(row, column) of every cell."""
    return [(row, column) for row, values in cells.items() for column in values]
