"""What the formulas of 实时看板 give, for readers without the functions: the same rules over the same tables, no spreadsheet asked.

The functions DB_STATUS and DB_SCOREBOARD (module functions) build their tables here too, so that page and formula can't differ.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from udfs.pages import cell_values as cv
from udfs.pages.cell_values import GivenCells
from udfs.rules.ground.figures import printed
from udfs.rules.ground.periods import Period, parse_period
from udfs.rules.judging.department_lights import department_lights
from udfs.rules.judging.judgement import Judgement, light_rows
from udfs.rules.judging.lights import GREEN, YELLOW, Scale, light_of, scale_of
from udfs.rules.performance.composite import LIGHTS, SUPERVISION, by_department, composites
from udfs.rules.performance.scoreboard import share
from udfs.rules.supervision.supervision import supervision
from workbook_templates.master.board_formulas import COLOURS, CUT_OFF, FORMULAS, LIST, LIVE, ON, RANKING, SIZES, STOPPED
from workbook_templates.reading.cells import Wrong, written
from workbook_templates.reading.parse import rows_of
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Block, Row, Value
from workbook_templates.tables.lists import NO, YES
from workbook_templates.tables.settings import Settings
from workbook_templates.tables.setup import LightBound


def status_table(judgement: Judgement) -> list[Row]:
    """The sheet 亮灯 under its headers: DB_STATUS."""
    return [TABLES["亮灯"].headers, *rows_of(light_rows(judgement))]


def scoreboard_table(judgement: Judgement) -> list[Row]:
    """Departments under the headers RANKING, R7 and R3 put together by 考核权重 and ranked within their kind: DB_SCOREBOARD."""
    watched, lights, digits = supervision(judgement), department_lights(judgement), judgement.facts.settings.digits
    rows: list[Row] = [RANKING]
    for name, one in composites(judgement, by_department({SUPERVISION: watched, LIGHTS: lights}), {}).items():
        own, light = watched.get(name), lights.get(name)
        counts = (light.green, light.yellow, light.red) if light else (0, 0, 0)
        points = printed(own.score if own else None, digits), printed(light.score if light else None, digits)
        values = (name, one.kind, *points, *counts, share(own.on_time if own else None), one.kind_rank)
        rows.append(tuple(written(value) for value in values))
    return rows


class Bounds(NamedTuple):
    """What a formula gives in the place of 亮灯规则; None: nothing. Points."""

    green: Fraction | None
    yellow: Fraction | None
    included: bool | None


def bounds_given(green: object, yellow: object, included: object) -> Bounds:
    """Raises Wrong, with the name of the argument."""
    low = GivenCells("绿灯下限", green, cv.points).one(), GivenCells("黄灯下限", yellow, cv.points).one()
    return Bounds(*low, GivenCells("绿灯含下限", included, cv.yes).one())


def trial_scale(rows: Sequence[LightBound], bounds: Bounds) -> Scale:
    """The scale of 亮灯规则 with other bounds in its place."""
    made = []
    for row in rows:
        bound = {GREEN: bounds.green, YELLOW: bounds.yellow}.get(row.light)
        row = row if bound is None else row._replace(bound=bound)
        made.append(row if row.light != GREEN or bounds.included is None else row._replace(included=YES if bounds.included else NO))
    return scale_of(made)


def period_given(period: object, settings: Settings) -> Period | None:
    """None where nothing is given. Raises Wrong."""
    named = GivenCells("期间", period, cv.text).one()
    if named is None:
        return None
    wanted = parse_period(named, settings.month_end)
    if wanted is None:
        raise Wrong(f"期间：“{named}”不是期间", "填 2026-03、2026Q1、2026H1 或 2026")
    return wanted


# the page


class BoardAsks(NamedTuple):
    """The clerk's cells of the page as they stand, in the order of ASKS."""

    switch: Value = ON
    green: Value = None
    yellow: Value = None
    included: Value = None
    period: Value = None
    day: Value = None


def day_asked(asked: BoardAsks) -> dt.date | None:
    """The day on the page; None where there is none, or none that can be read."""
    try:
        return cv.day(asked.day)
    except Wrong:
        return None


def results(asked: BoardAsks, rows: Sequence[LightBound], judged: Callable[[Period | None, dt.date | None], Judgement]) -> dict[str, Block]:
    """Defined name → what its formula gives.

    rows: 亮灯规则. judged: the judgement for a period (None: 考核期间) on a day (None: 基准日)."""
    if asked.switch != ON:
        return filled({"看板_状态": [[STOPPED]]})

    def table(build: Callable[[Judgement], list[Row]], period: Value) -> list[Row]:
        try:
            day = GivenCells("基准日", [[asked.day]], cv.day).one()
            found = judged(None, day)
            wanted = period_given([[period]], found.facts.settings)
            return build(found if wanted is None else judged(wanted, day))
        except Wrong as error:
            return [(cv.told("", error),)]

    lights = fitted("看板_亮灯", table(status_table, None))
    made: dict[str, Block] = {"看板_亮灯": lights, "看板_排名": table(scoreboard_table, asked.period)}
    made["看板_试算灯"] = trial = [[light] for light in trial_lights(asked, rows, column(lights, "亮灯完成度"))]
    computed = column(lights, "计算灯")
    if lights[0][0] == LIST[0]:
        made["看板_现在"] = [[float(computed.count(light)) for light in COLOURS]]
        made["看板_试算"] = [[float(sum(light == value for (value,) in trial)) for light in COLOURS]]
        made["看板_会变"] = [[float(sum(value != light for (value,), light in zip(trial, computed, strict=True)))]]
    return filled(made | {"看板_状态": [[LIVE if lights[0][0] else CUT_OFF]]})


def trial_lights(asked: BoardAsks, rows: Sequence[LightBound], completions: Sequence[Value]) -> list[Value]:
    """DB_LIGHT over the column 亮灯完成度; a bad bound says so in every cell, as it does there."""
    try:
        scale = trial_scale(rows, bounds_given([[asked.green]], [[asked.yellow]], [[asked.included]]))
    except Wrong as error:
        return [cv.told("", error)] * len(completions)
    shares = map(cv.share, completions)
    return [None if value is None else light_of(value, scale) or None for value in shares]


def column(lights: Block, header: str) -> list[Value]:
    """The body of a column of the list."""
    return [None if row[LIST.index(header)] == "" else row[LIST.index(header)] for row in lights[1:]]


def fitted(name: str, rows: Sequence[Row]) -> Block:
    """Rows in the size of a name's range: blanks beyond them, what does not fit left out."""
    _, _, height, width = SIZES[name]
    return [[row[place] if place < len(row) else None for place in range(width)] for row in [*rows, *[()] * height][:height]]


def filled(made: dict[str, Block]) -> dict[str, Block]:
    """Every formula's result in its size, blank where there is none."""
    return {name: fitted(name, made.get(name, [])) for name in FORMULAS}
