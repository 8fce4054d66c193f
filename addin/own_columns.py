"""What the user has typed beside the rows of a result, when these are written anew: it goes with the key of its row."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from addin.table_part import TablePart
from workbook_templates.reading.cells import text_of
from workbook_templates.reading.characters import clean_text, halved
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Row
from workbook_templates.tables.schema import Table


class Stays(NamedTuple):
    """What the user has beside the rows of a result, when these go to other places.

    table, sheet: where it is.
    moved: rows of the sheet where another row of the result will stand, or none: comments, colours and hidden rows stay there.
    doubled: keys that stand more than once, so that what is typed beside them stays in its place.
    gone: how many rows with something typed beside them are no more.
    with_formulas: his columns of formulas in which he has typed something too, which stays in its place."""

    table: str
    sheet: str
    moved: frozenset[int]
    doubled: tuple[str, ...]
    gone: int
    with_formulas: tuple[str, ...]


def with_own_columns(
    table: TablePart, before: Sequence[Row], formulas: Collection[tuple[int, int]], headers: tuple[str, ...], rows: Sequence[Row]
) -> tuple[tuple[str, ...], Sequence[Row], Stays | None]:
    """The new rows with what the user has typed in columns of his own: it goes with its row, by the key of the table.

    before: the rows as they are; formulas: (row, column) of cells that formulas fill; headers, rows: what is written.
    Where a key stands more than once and nothing tells its rows apart, what is typed stays where it is; where the table has no key, all
    of it."""
    schema = TABLES.get(table.name)
    if schema is None or not schema.key or not set(schema.key) <= set(headers) <= set(table.headers):
        return headers, rows, None
    ways = _ways(table, before, headers, rows, schema)
    computed = {column for _, column in formulas}
    places = [place for place, header in enumerate(table.headers) if header not in headers]
    filled = [place for place in places if any(row[place] is not None for row in before)]
    typed = [place for place in filled if table.area.left + place not in computed]
    beside = [table.headers[place] for place in filled if place not in typed and _is_typed_into(table, before, formulas, place)]
    own = [[row[place] for place in typed] for row in before]
    noted = {index: values for index, values in enumerate(own) if any(value is not None for value in values)}
    unclear = [index for index in noted if ways.keys[index] in ways.doubled]
    staying = {index for index in unclear if ways.old[index] not in ways.source}
    taken = [ways.source.get(name, index if index in staying else None) for index, name in enumerate(ways.new)]
    stays = Stays(
        table=table.name,
        sheet=table.sheet,
        moved=frozenset(table.first + index for index in ways.moved),
        doubled=tuple(dict.fromkeys(key_words(ways.keys[index]) for index in unclear)) if ways.moved else (),
        gone=len(noted.keys() - set(taken)),
        with_formulas=tuple(beside) if ways.moved else (),
    )
    if not typed:
        return headers, rows, stays
    blanks = [None] * len(typed)
    own_rows = [blanks if index is None else noted.get(index, blanks) for index in taken]
    titles = (table.headers[place] for place in typed)
    return (*headers, *titles), [[*row, *own] for row, own in zip(rows, own_rows, strict=True)], stays


class _Ways(NamedTuple):
    """How the rows of a result go from where they were to where they will be.

    keys: those of the old rows. doubled: keys that stand more than once, before or after. old, new: what each row goes by: its key, and
    where that is doubled what tells rows of one key apart. source: what stands once in both → its old index. moved: old indexes at which
    another row will stand, or none."""

    keys: Sequence[Row]
    doubled: Collection[Row]
    old: Sequence[Row]
    new: Sequence[Row]
    source: Mapping[Row, int]
    moved: Sequence[int]


def _ways(table: TablePart, before: Sequence[Row], headers: Sequence[str], rows: Sequence[Row], schema: Table) -> _Ways:
    keys, later = _keys(table.headers, before, schema.key), _keys(headers, rows, schema.key)
    doubled = _repeated(keys) | _repeated(later)
    apart = [header for header in schema.told_apart if header in headers] if doubled else []
    old = [(*key, *more) if key in doubled else key for key, more in zip(keys, _keys(table.headers, before, apart), strict=True)]
    new = [(*key, *more) if key in doubled else key for key, more in zip(later, _keys(headers, rows, apart), strict=True)]
    unsure, wanted = _repeated(old) | _repeated(new), set(new)
    source = {name: index for index, name in enumerate(old) if name in wanted and name not in unsure}
    moved = [index for index, name in enumerate(old) if index >= len(new) or new[index] != name]
    return _Ways(keys, doubled, old, new, source, moved)


def _keys(headers: Sequence[str], rows: Sequence[Row], key: Sequence[str]) -> list[Row]:
    """What stands under these headers in each row, as it is compared."""
    pick = picker([headers.index(header) for header in key])
    return [tuple(clean_text(halved(value)) or None if isinstance(value, str) else value for value in pick(row)) for row in rows]


def _repeated(keys: Sequence[Row]) -> set[Row]:
    return {key for key, number in Counter(keys).items() if number > 1}


def key_words(key: Row) -> str:
    """A key as a person reads it: 2026Q4/办公室."""
    return "/".join(text_of(value) for value in key).strip("/") or "空着"


def _is_typed_into(table: TablePart, rows: Sequence[Row], formulas: Collection[tuple[int, int]], place: int) -> bool:
    """Whether a column of formulas holds something else too."""
    column = table.area.left + place
    return any(row[place] is not None and (table.first + index, column) not in formulas for index, row in enumerate(rows))


def picker(indexes: Sequence[int]) -> Callable[[Row], Row]:
    """The values at some places of a row, in that order; all of a row costs one call."""
    if len(indexes) == 1:
        only = indexes[0]
        return lambda row: (row[only],)
    return itemgetter(*indexes) if indexes else lambda _: ()
