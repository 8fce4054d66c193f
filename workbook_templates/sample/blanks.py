"""A record with every cell blank, to be filled by `_replace`; and cells as a line of a list has them."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from workbook_templates.reading.parse import blank
from workbook_templates.sample.fates import day
from workbook_templates.tables.schema import columns_of

Record = TypeVar("Record", bound=NamedTuple)


def blank_record(record: type[Record]) -> Record:
    """`record` with blank cells."""
    return record(*(blank(column) for column in columns_of(record)))


def cells_of(record: type[NamedTuple], headers: str, texts: Iterable[str]) -> dict[str, Any]:
    """Field of a record → what the texts of a line say under these headers: a date as 03-13, a number, or a text; blank where it is ''."""
    columns = {column.header: column for column in columns_of(record)}
    found = ((columns[header], text) for header, text in zip(headers.split(), texts, strict=True))
    read: dict[str, Callable[[str], object]] = {"date": day, "number": Fraction, "text": str}
    return {column.field: read[column.kind](text) if text else blank(column) for column, text in found}
