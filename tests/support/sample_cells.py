"""The rows of the sample company, cell by cell, read without the product’s own reader."""

import datetime as dt
import functools
import re
import unicodedata

from workbook_templates.reading.parse import READ
from workbook_templates.sample import WrongCell, sample_with_wrong_cells
from workbook_templates.tables import TABLES
from workbook_templates.tables.default_rows import default_rows
from workbook_templates.tables.grid import Grid, Row, Value

FIRST_ROW = 4

Rows = dict[str, list[Row]]


@functools.cache
def sample() -> tuple[Rows, tuple[WrongCell, ...]]:
    """Table → rows, and the cells among them that are wrong on purpose."""
    return sample_with_wrong_cells()


def cells(table: str) -> list[dict[str, Value]]:
    """The rows of a table as header → value."""
    return [dict(zip(TABLES[table].headers, row, strict=True)) for row in sample()[0][table]]


def text(value: Value) -> str:
    """A cell as text: half-width, without blanks around it."""
    return unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""


def day(value: Value) -> dt.date | None:
    """A cell as a day; None for a blank or a text that is none."""
    if isinstance(value, dt.date):
        return value
    digits = re.findall(r"\d+", text(value))
    if len(digits) == 1 and len(digits[0]) == 8:
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    return dt.date(*map(int, digits)) if len(digits) == 3 else None


def needed_day(value: Value) -> dt.date:
    """The same of a cell that must hold one."""
    found = day(value)
    assert found is not None, value
    return found


def names(value: Value) -> list[str]:
    """The names in a cell that may hold several."""
    return [re.sub(r"\s", "", part) for part in re.split("[、,;]", text(value)) if part.strip()]


def grids() -> dict[str, Grid]:
    """All input tables as a workbook would give them: shares stand in cells that show percent."""
    found = {}
    for name in READ:
        headers = TABLES[name].headers
        body = sample()[0].get(name) or default_rows(name)
        shares = [column.header for column in TABLES[name].columns if column.kind == "rate"]
        at = {(place, header) for place, row in enumerate(body) for header in shares if isinstance(row[headers.index(header)], float)}
        found[name] = Grid(name, FIRST_ROW, headers, body, frozenset(at))
    return found
