"""The text of minutes as a reader of Word or of plain text hands it over: paragraphs and tables in their order."""

from typing import NamedTuple


class MinutesBlock(NamedTuple):
    """A paragraph, or a table where it has rows.

    place: where it stands, 第 3 段 or 表 1. number: as it is shown before the text, 一、 or （1）, automatic ones too; '' for none.
    rows: the cells of a table, merged ones repeated."""

    place: str
    number: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
