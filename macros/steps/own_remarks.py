"""What the office has put beside and on the rows of a result, and what of it did not go with its row when these were written anew."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from addin import store
from addin.book import Book
from addin.own_columns import Stays
from macros.steps import session
from macros.steps.report import Options
from workbook_templates.reading.errors import DubanError
from workbook_templates.tables import TABLES

if TYPE_CHECKING:
    from addin.closed.remarks import Remarks

SHOWN = 6
"""Rows or keys that are named; the others are counted."""


def commit(book: Book, options: Options, operation: str, note: str) -> tuple[bool, list[str]]:
    """As `session.commit`, for actions that write results; and what the clerk should know of his own remarks there."""
    stays, backup = book.stays(), store.backup_path(book.path, options.now)
    changed = session.commit(book, options, operation, note)
    return changed, words(stays, backup) if changed else []


def words(stays: Iterable[Stays], backup: Path) -> list[str]:
    """A line for each result where something of the office's own has not gone with its row. backup: the workbook as it was."""
    from addin.closed.remarks import remarks_in  # a button on an open workbook mostly reads no file

    rows = {one.table: one.moved for one in stays if one.moved}
    found: dict[str, Remarks] = {}
    with suppress(DubanError, OSError):
        found = remarks_in(backup, rows) if rows and backup.exists() else {}
    told = []
    for one in stays:
        parts = [*of_own_columns(one), *(of_cells(found[one.table]) if one.table in found else ())]
        if parts:
            told.append(f"“{one.table}”：{'；'.join(parts)}。写之前的样子在“归档/备份/{backup.name}”。")
    return told


def of_own_columns(one: Stays) -> Iterator[str]:
    if one.doubled:
        key = "+".join(TABLES[one.table].key)
        apart = "、".join(TABLES[one.table].told_apart)
        where = f"按“{apart}”对上的跟着走，其余留在原来的位置，请核对" if apart else "留在原来的位置，请核对，把重复的改成不同的"
        yield f"{key} 重复的行（{listed(one.doubled)}）旁边自加的内容分不清是哪一行的，{where}"
    if one.with_formulas:
        yield f"自加的列“{'”“'.join(one.with_formulas)}”里有公式，列里手工填的留在原来的位置，没有跟着行走，请核对"
    if one.gone:
        yield f"{one.gone} 行已不在表里或让给了别的行，旁边自加的内容随着去掉了"


def of_cells(one: "Remarks") -> Iterator[str]:
    kinds = (("批注", one.noted), ("手工上的颜色", one.coloured), ("手工隐藏的行", one.hidden), ("表外右边的内容", one.outside))
    places = [f"{kind}（第 {listed([str(row) for row in rows])} 行）" for kind, rows in kinds if rows]
    if places:
        yield f"行重新排过，{'、'.join(places)}留在原来的位置，没有跟着行走，请核对"


def listed(texts: Sequence[str]) -> str:
    more = f" 等 {len(texts)} 处" if len(texts) > SHOWN else ""
    return "、".join(texts[:SHOWN]) + more
