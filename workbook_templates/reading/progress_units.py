"""指标进度 has no 计量单位 of its own: its figures are read in that of their indicator, like 实际值 there."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workbook_templates.reading.cells import text_of
from workbook_templates.reading.names import closed
from workbook_templates.reading.table_problems import Problem
from workbook_templates.reading.units import UNIT, in_unit, is_percent_unit
from workbook_templates.tables.grid import Grid, Row, Value

PROGRESS, INDICATORS, FIGURE = "指标进度", "指标", "实际值"
KEY = ("指标编号", "期间")


def measured_progress(grids: Mapping[str, Grid]) -> tuple[Mapping[str, Grid], list[Problem]]:
    """The grids with the figures of 指标进度 as numbers of their 计量单位, and those written as percentages of another unit."""
    progress, indicators = grids.get(PROGRESS), grids.get(INDICATORS)
    if progress is None or indicators is None or FIGURE not in progress.headers or not {UNIT, *KEY} <= {*indicators.headers}:
        return grids, []
    units = units_of(indicators)
    place = progress.headers.index(FIGURE)
    rows: list[Row] = []
    problems: list[Problem] = []
    for at, row in enumerate(progress.rows):
        key, value, percent = key_in(progress, row), row[place], (at, FIGURE) in progress.percent
        unit = units.get(key, units.get((key[0], "")))
        read = in_unit(value, unit, percent=percent)
        rows.append(row if read is value else (*row[:place], read, *row[place + 1 :]))
        if percent and isinstance(value, float) and unit and not is_percent_unit(unit):
            what = f"填的是百分数，与{UNIT}“{text_of(unit)}”不一致，本次按 {text_of(value)} 计"
            problems.append(Problem(PROGRESS, progress.first_row + at, FIGURE, text_of(value), what, f"按{UNIT}填数字"))
    return {**grids, PROGRESS: replace(progress, rows=rows)}, problems


def units_of(indicators: Grid) -> dict[tuple[str, str], Value]:
    """(指标编号, 期间) → 计量单位; under a number alone the unit that it has first."""
    place = indicators.headers.index(UNIT)
    return dict(reversed(list(pairs_of(indicators, place))))


def pairs_of(indicators: Grid, place: int) -> Iterator[tuple[tuple[str, str], Value]]:
    for row in indicators.rows:
        number, period = key_in(indicators, row)
        yield (number, period), row[place]
        yield (number, ""), row[place]


def key_in(grid: Grid, row: Row) -> tuple[str, str]:
    """指标编号 and 期间 of a row, alike in both tables."""
    number, period = (closed(text_of(row[grid.headers.index(header)])) if header in grid.headers else "" for header in KEY)
    return number, period
