"""A cell as its column's reader reads it, and what a text or cell that stands elsewhere would be in that column."""

from collections.abc import Callable
from typing import Any

from workbook_templates.reading import cells
from workbook_templates.reading.cells import NOBODY, Wrong
from workbook_templates.reading.names import Roster
from workbook_templates.tables.grid import Value
from workbook_templates.tables.schema import Column

Reader = Callable[[Value, Column], Any]
READERS: dict[str, Reader] = {
    "text": cells.read_text,
    "names": cells.read_names,
    "date": cells.read_date,
    "time": cells.read_time,
    "number": cells.read_number,
    "rate": cells.read_rate,
}


def typed_value(column: Column, value: Value, *, percent: bool = False, roster: Roster = NOBODY) -> Any:
    """The cell as its column's reader reads it. percent: the cell shows percent. Raises Wrong."""
    if column.spec.points:
        return cells.read_points(value, column, percent=percent)
    if column.kind == "rate":
        return cells.read_rate(value, column, percent=percent)
    if column.kind == "text":
        return cells.read_text(value, column, roster)
    return cells.read_names(value, column, roster) if column.kind == "names" else READERS[column.kind](value, column)


def is_never(column: Column, value: Value) -> bool:
    """Whether the cell holds the word that stands for no day at all: 长期 of 办理时限."""
    return bool(column.spec.never) and isinstance(value, str) and cells.plain(value) == column.spec.never


def cell_of(column: Column, text: str) -> Value:
    """A text as a cell of this column holds it: a day as a day. None where the column can't read it."""
    if is_never(column, text):
        return column.spec.never
    try:
        typed = typed_value(column, text)
    except Wrong:
        return None
    return text if typed and column.kind in ("text", "names") else cells.written(typed)


def text_in(column: Column, value: Value) -> str:
    """What another cell of the column says, as text: the day 2026/6/9 is 2026-06-09; '' where it says nothing, or can't be read."""
    if is_never(column, value):
        return column.spec.never
    if value is None or cells.means_nothing(value, column):
        return ""
    try:
        typed = typed_value(column, value)
    except Wrong:
        return ""
    return cells.text_of(value).strip() if column.kind in ("number", "rate") else cells.text_of(cells.written(typed))
