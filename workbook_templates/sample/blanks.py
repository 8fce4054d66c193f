"""A record with every cell blank, to be filled by `_replace`."""

from typing import NamedTuple, TypeVar

from workbook_templates.reading.parse import blank
from workbook_templates.tables.schema import columns_of

Record = TypeVar("Record", bound=NamedTuple)


def blank_record(record: type[Record]) -> Record:
    """`record` with blank cells."""
    return record(*(blank(column) for column in columns_of(record)))
