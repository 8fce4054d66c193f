"""What the published copy shows of a table: handed from the rule that cuts it to the layout."""

from collections.abc import Sequence
from typing import NamedTuple

from workbook_templates.tables.grid import At, Row
from workbook_templates.tables.schema import Table


class PublishedTable(NamedTuple):
    """A table as it is published, its columns as the sheet has them, the office's own among them. percent: as in Grid."""

    table: Table
    rows: Sequence[Row]
    percent: frozenset[At]
