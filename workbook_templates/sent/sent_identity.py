"""What a file that was sent says of itself, as cells (label, then value to its right), on the hidden sheet 批次信息 and again on 说明.

Cells survive what names, properties and sheet names do not: re-saving by LibreOffice, WPS and openpyxl, renamed sheets, inserted rows
and columns, a copy of the sheets in a new workbook. `identity_in` finds them again.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from workbook_templates.reading.cells import plain, text_of
from workbook_templates.reading.characters import visible
from workbook_templates.tables.grid import Row

GUIDE, HIDDEN = "说明", "批次信息"
BATCH_LABEL, DEPARTMENT_LABEL, ADDRESSEE_LABEL = "督办批次", "部门", "收件人"
IDENTITY_LABELS = (BATCH_LABEL, ADDRESSEE_LABEL, DEPARTMENT_LABEL)


class Identity(NamedTuple):
    """batch, and what stands under 部门 of 批次: a department, or 领导：张三."""

    batch: str
    department: str


def identity_in(rows: Iterable[Row]) -> Identity | None:
    """What the cells of one sheet say of the file; None where 督办批次, or whose it is, does not stand there with a value to its right."""
    found: dict[str, str] = {}
    for row in rows:
        values = [text_of(value) for value in row if value is not None]
        for label, value in pairwise(values):
            if plain(label) in IDENTITY_LABELS and (told := visible(value).strip()):
                found.setdefault(plain(label), told)
    batch, addressee = found.get(BATCH_LABEL, ""), found.get(ADDRESSEE_LABEL) or found.get(DEPARTMENT_LABEL, "")
    return Identity(batch, addressee) if batch and addressee else None
