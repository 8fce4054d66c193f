"""The workbook whose cell calls a function: its settings and its tables, for what the formula leaves out.

A sheet full of formulas asks for the same settings thousands of times in one recalculation, so they are kept for a moment: as long as
calls follow each other at once, and never longer than AT_MOST. Nobody can change a cell and have it recalculated between two of them.
"""

import datetime as dt
import time
from collections.abc import Collection
from typing import Any, NamedTuple

import xlwings as xw

from udfs.pages.cell_values import value_of
from udfs.rules.ground.workdays import Calendar
from udfs.rules.judging.lights import Scale, scale_of
from workbook_templates.reading import clock
from workbook_templates.reading.headers import headers_of
from workbook_templates.reading.parse import Tables, parse
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import CellError, Grid, Value
from workbook_templates.tables.settings import Settings

SET_UP_READ = ("参数", "亮灯规则", "节假日", "督办频次", "考核权重")
AT_ONCE, AT_MOST = 0.02, 0.5
"""Seconds."""
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


class OfficeSetUp(NamedTuple):
    """The set-up of the calling workbook; the defaults where it has none."""

    tables: Tables
    scale: Scale
    calendar: Calendar

    @property
    def settings(self) -> Settings:
        return self.tables.settings

    def as_of(self, given: dt.date | None) -> dt.date:
        """基准日: the given one, else that of 参数, else today."""
        return given or self.settings.as_of or clock.now().date()


class _Kept:
    """The last office, when it was read and last asked for."""

    office: OfficeSetUp | None = None
    name: str = ""
    read_at = used_at = 0.0


def caller() -> xw.Book | None:
    """None where no workbook calls."""
    try:
        return xw.Book.caller()
    except Exception:  # each host has its own
        return None


def office() -> OfficeSetUp:
    """The set-up of the workbook that calls."""
    book, now = caller(), time.monotonic()
    name = str(book.fullname) if book else ""
    fresh = now - _Kept.used_at <= AT_ONCE and now - _Kept.read_at <= AT_MOST
    if _Kept.office is None or name != _Kept.name or not fresh:
        _Kept.office, _Kept.name = _office(tables_of(book, SET_UP_READ)), name
        _Kept.read_at = time.monotonic()
    _Kept.used_at = time.monotonic()
    return _Kept.office


def _office(grids: dict[str, Grid]) -> OfficeSetUp:
    tables, _ = parse({name: grids.get(name) or Grid(name, 2, TABLES[name].headers, default_rows(name)) for name in SET_UP_READ})
    return OfficeSetUp(tables, scale_of(tables.light_bounds), Calendar(tables.holidays))


def tables_of(book: xw.Book | None, names: Collection[str]) -> dict[str, Grid]:
    """The tables of these names that the workbook has, each on the sheet of its name."""
    found = {}
    for name in names:
        if book is not None and name in book.sheets and name in (listed := book.sheets[name].tables):
            found[name] = _grid(name, listed[name].range)
    return found


def _grid(name: str, place: Any) -> Grid:
    first, *rows = place.options(ndim=2, err_to_str=True).value
    headers = headers_of(name, ["" if text is None else str(text) for text in first])
    read = [[_value(value) for value in row] for row in rows]
    asked = [header for header in headers if header == "取值" or header in _shares(name)]
    percent = [(at, header) for header in asked for at in _percent_rows(place, headers.index(header), len(rows))]
    return Grid(name, place.row + 1, headers, read, frozenset(percent))


def _shares(name: str) -> set[str]:
    return {column.header for column in TABLES[name].columns if column.kind == "rate" or column.spec.points}


def _value(raw: Any) -> Value:
    return CellError(raw) if raw in _ERRORS else value_of(raw)


def _percent_rows(place: Any, column: int, count: int) -> list[int]:
    """Rows, from 0, where the column shows percent: asked for all at once, then one by one where they differ."""
    if not count:
        return []
    shown = place[1:, column].number_format
    formats = [shown] * count if shown is not None else [place[row + 1, column].number_format for row in range(count)]
    return [row for row, text in enumerate(formats) if "%" in (text or "")]
