"""The mark of a row that has no number of its own: a row of 加减分台账 or 问责记录.

Of a row that a rule proposed it stands for 来源 without its check, so that it stays the same while the row follows its fact; of a
person's row for what makes its key in the table and what it says: one department may have two 奖励 of one day. Two rows of one mark
can't be told apart.
"""

import zlib
from typing import Any

from workbook_templates.reading.cells import text_of, written
from workbook_templates.tables import TABLES

SAID = {"加减分台账": ("分值", "事由"), "问责记录": ("事实",)}
"""Table → the columns beyond its key by which rows of a person differ."""


def mark_of(record: Any) -> str:
    """The mark of a record of these tables: K1a2b3c4d."""
    told = record.origin.partition("#")[0]
    if not told:
        table = TABLES[record.at.table]
        told = "\0".join(text_of(written(getattr(record, table.column(header).field))) for header in (*table.key, *SAID[table.name]))
    return f"K{zlib.crc32(told.encode('utf-8', 'surrogatepass')):08x}"
