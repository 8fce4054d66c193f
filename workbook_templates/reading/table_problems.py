"""What is said of a table as it is read, beside its single cells: 数据检查 lists it. Nothing here stops a row."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from workbook_templates.reading import cells
from workbook_templates.reading.characters import cut
from workbook_templates.reading.headers import all_beside, beside_ours, spelt
from workbook_templates.reading.side_lines import labelled
from workbook_templates.reading.units import MEASURED, UnitCell, differing
from workbook_templates.tables.grid import Grid, Value
from workbook_templates.tables.schema import Column, Source, Table

LONGEST_SHOWN = 200
"""Letters of a cell that an entry about its characters shows."""


UNPRINTABLE, RETYPE = "有控制字符，本次略去", "重新键入这一格；控制字符看不见，别的程序会读错"


class Problem(NamedTuple):
    """A place in a table that is not right.

    table: its sheet. row: as Excel shows it, 0 for the table as a whole. header: the column, blank for the table as a whole.
    value: what stands there. problem: what is wrong. remedy: what should stand there, or what to do. missing: there is no such
    table or, with a header, no such column. proposed: 建议值, what would be right by these rules, '' where they propose nothing.
    """

    table: str
    row: int
    header: str
    value: str
    problem: str
    remedy: str
    missing: bool = False
    proposed: str = ""


def no_column(table: str, header: str, titles: Sequence[str]) -> Problem:
    """A column that a table lacks, or that is one of several alike."""
    for beside in beside_ours(table, titles):
        if beside.header == header:
            remedy = f"把真正的一列改名为“{header}”，其余的另起名字"
            return Problem(table, 0, header, beside.words, f"缺少这一列；{beside.words}都像它，分不清", remedy, missing=True)
    return Problem(table, 0, header, "", "缺少这一列", "把列名改回来", missing=True)


def own_columns_alike(tables: Mapping[str, Sequence[str]]) -> list[Problem]:
    """The columns of the office's own that bear nearly the header of one of ours. tables: their headers, as a Book gives them."""
    return [
        Problem(
            one.table, 0, title, "", f"“{spelt(title)}”与本表的“{one.header}”只差空格、全半角或看不见的字符，按自加的列对待，不读也不改",
            "自加的列另起一个名字；若它才是真正的一列，把另一列改名或删去",
        )
        for one in all_beside(tables) if not one.alone for title in one.titles
    ]  # fmt: skip


def days_for_codes(table: str, column: Column, grid: Grid, place: int, kept: Sequence[int], read: Sequence[Value]) -> Iterator[Problem]:
    """Codes that have become days. kept: the body rows that are records; read: their cells as they are read."""
    for index, value in zip(kept, read, strict=True):
        if isinstance(raw := grid.rows[index][place], dt.date):
            text = cells.text_of(value)
            if told := cells.became_a_day(column, raw, text):
                yield Problem(table, grid.first_row + index, column.header, text, *told)


def unprintable(table: str, grid: Grid) -> Iterator[Problem]:
    """The cells that held control characters (控制字符), also those in columns of the office's own."""
    for at, header in sorted(grid.unclean):
        value = cut(cells.text_of(grid.rows[at][grid.headers.index(header)]), LONGEST_SHOWN)
        yield Problem(table, grid.first_row + at, header, value, UNPRINTABLE, RETYPE)


def side_lines(table: Table, grid: Grid, kept: Sequence[int], cells_of: Sequence[tuple[Value, ...]]) -> dict[int, Problem]:
    """Body rows that are no rows of the table but a sum, a signature or a remark (合计, 填表人, 备注), each with what is said of it."""
    found, remedy = {}, "移到表格外面，隔开一行；确是一行的，把必填的列填全"
    columns = dict(zip(grid.headers, cells_of, strict=True)) if kept and table.group in ("设置", "日常") else {}
    for at, header in labelled(table, columns):
        text = cells.text_of(columns[header][at])
        found[kept[at]] = Problem(table.name, grid.first_row + kept[at], header, text, "是合计、签字或说明，不算一行", remedy)
    return found


def problems_below(table: Table, grid: Grid) -> Iterator[Problem]:
    """What is to be said of the rows below the table that were not read."""
    needed = "、".join(column.header for column in table.columns if column.spec.required)
    for block in grid.below:
        rows = f"第 {block.first} 行" if block.first == block.last else f"第 {block.first} 至 {block.last} 行"
        if block.alike:
            what, remedy = f"表格下面{rows}与表格隔着空行或别的内容，没有读", "移到紧接着表格的下面，中间不留空行和别的内容"
        else:
            what, remedy = f"表格下面{rows}不是表里的行，没有读", f"合计、签字、说明移到别处或与表格隔开一行；是一行的，填上{needed}"
        yield Problem(table.name, block.first, "", block.text, what, remedy)


def unlike_units(table: Table, grid: Grid, records: Iterable[Any]) -> Iterator[Problem]:
    """目标值, 底线值 and 实际值 of one row that are not in one unit."""
    columns = [table.column(header) for header in MEASURED]
    for record in records:
        index = record.at.row - grid.first_row
        numbers = [(column.header, getattr(record, column.field)) for column in columns]
        filled = [UnitCell(header, number, says_percent(grid, index, header)) for header, number in numbers if number is not None]
        if told := differing(record.unit, filled):
            header, what, remedy = told
            yield Problem(table.name, record.at.row, header, cells.show_number(dict(numbers)[header]), what, remedy)


def says_percent(grid: Grid, index: int, header: str) -> bool:
    """Whether a cell is written as a percentage: a number by its format, a text by its sign."""
    place = next(place for place, title in enumerate(grid.headers) if cells.plain(title) == header)
    value = grid.rows[index][place]
    return cells.plain(value).endswith("%") if isinstance(value, str) else (index, grid.headers[place]) in grid.percent


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
