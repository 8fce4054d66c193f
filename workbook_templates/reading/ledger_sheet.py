"""A sheet of a ledger that others keep, with what its looks say beside its cells: what is hidden, filtered away, merged."""

from typing import NamedTuple

from workbook_templates.reading.foreign import ForeignSheet


class Merged(NamedTuple):
    """A merged area; rows and columns from 0, the last ones belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class LedgerSheet(NamedTuple):
    """A sheet of an imported ledger.

    cells: what stands in it.
    hidden: the sheet itself is.
    hidden_rows: rows that somebody hid, from 0.
    filtered_rows: rows that a filter which is set leaves out.
    hidden_columns: columns that nobody sees, from 0.
    merged: its merged areas.
    from_1904: columns in which a bare day number counts from 1904.
    seen: whether its looks could be read; where not, nothing of the above is known.
    """

    cells: ForeignSheet
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    filtered_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    from_1904: frozenset[int] = frozenset()
    seen: bool = True
