"""The tables of one sheet: what stands below or beside a table under a header of its own is a table of its own."""

from collections.abc import Mapping

from udfs.exchange.foreign_ledger import (
    HEADER_WORDS,
    LEDGER_HEADER_WITHIN,
    MEANINGS,
    first_filled,
    header_of,
    headers_at,
    likeness,
    squeezed,
)
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.tables.grid import Row


def regions(sheet: ForeignSheet) -> list[ForeignSheet]:
    """The tables of a sheet, each as a sheet in which nothing else stands; the whole where there is one."""
    blocks = beside(sheet)
    if len(blocks) > 1:
        return [region for block in blocks for region in regions(block)]
    header = header_of(sheet)
    at = above_header(sheet, header[0]) if header else None
    if at is None:
        at = next_header(sheet, header[0] if header else first_header(sheet))
    if at is None:
        return [sheet]
    return [*regions(only(sheet, range(at))), *regions(only(sheet, range(at, len(sheet.rows))))]


def above_header(sheet: ForeignSheet, line: int) -> int | None:
    """Where the table of this header begins, if a list that is none of ours stands above it; else None."""
    start = line - 1 if filled_cells(sheet, line - 1) > 2 else line
    start = title_start(sheet, start, first_filled(sheet))
    lists = sum(filled_cells(sheet, at) > 2 for at in range(start))
    return start if lists > 1 else None


def title_start(sheet: ForeignSheet, line: int, floor: int) -> int:
    """The first of the rows of one cell that stand right above a row: its title."""
    while line - 1 > floor and filled_cells(sheet, line - 1) == 1:
        line -= 1
    return line


def only(sheet: ForeignSheet, rows: range, columns: range | None = None) -> ForeignSheet:
    """The sheet with nothing but what stands in these rows and columns, at the places where it stands."""
    return sheet._replace(rows=[kept(row, columns) if at in rows else () for at, row in enumerate(sheet.rows[: rows.stop])])


def kept(row: Row, columns: range | None) -> Row:
    """A row with blanks where other columns stand."""
    return row if columns is None else tuple(value if place in columns else None for place, value in enumerate(row))


def beside(sheet: ForeignSheet) -> list[ForeignSheet]:
    """The tables that stand side by side with an empty column between them, each with a header of its own."""
    used = sorted({place for row in sheet.rows for place, value in enumerate(row) if value is not None})
    starts = [place for place in used if place - 1 not in used]
    if len(starts) < 2:
        return [sheet]
    blocks: list[range] = []
    for start, stop in zip(starts, [*starts[1:], used[-1] + 1], strict=True):
        joined = bool(blocks) and not (stands_alone(sheet, blocks[-1]) and stands_alone(sheet, range(start, stop), blocks[-1]))
        blocks[-1:] = [range(blocks[-1].start, stop)] if joined else [*blocks[-1:], range(start, stop)]
    return [only(sheet, range(len(sheet.rows)), block) for block in blocks]


def stands_alone(sheet: ForeignSheet, columns: range, left: range | None = None) -> bool:
    """Whether these columns have a header of their own. left: the columns before them, whose header may go on here."""
    part = only(sheet, range(len(sheet.rows)), columns)
    if header_of(part) is not None:
        return True
    line = first_header(part)
    texts = [squeezed(value) for value in part.rows[line] if isinstance(value, str)] if part.rows else []
    if len(texts) < 3 or left is None:
        return len(texts) >= 3
    header = header_of(only(sheet, range(len(sheet.rows)), left))
    return header is None or header[0] != line or sum(text in MEANINGS[header[1]] for text in texts) * 2 <= len(texts)


def first_header(sheet: ForeignSheet) -> int:
    """The fullest of the first rows, by its words."""
    first = first_filled(sheet)
    rows = sheet.rows[first : first + LEDGER_HEADER_WITHIN]
    return -max(((sum(isinstance(value, str) for value in row), -line) for line, row in enumerate(rows, first)), default=(0, 0))[1]


def next_header(sheet: ForeignSheet, line: int) -> int | None:
    """Where the next table below a header begins, with the title above it; None where there is no other. The same header again goes on
    with the same table."""
    ours = {place: own for place, (own, _) in enumerate(headers_at(sheet, line))} if sheet.rows else {}
    for at in range(line + 1, len(sheet.rows)):
        texts = {place: squeezed(value) for place, value in enumerate(sheet.rows[at]) if isinstance(value, str) and value.strip()}
        if len(texts) < 2 or all(ours.get(place) == text for place, text in texts.items()):
            continue
        start = title_start(sheet, at, line)
        apart = filled_cells(sheet, start - 1) == 0 or start < at
        if heads(sheet, at, texts, apart) and mostly_other(ours, texts):
            return start
    return None


def mostly_other(ours: Mapping[int, str], texts: Mapping[int, str]) -> bool:
    """Whether a header is another one than ours: a word in a place where ours means something else."""
    same = sum(ours.get(place) == text for place, text in texts.items())
    return any(text in HEADER_WORDS and ours.get(place) and ours[place] != text for place, text in texts.items()) if same else True


def filled_cells(sheet: ForeignSheet, line: int) -> int:
    return sum(value is not None for value in sheet.rows[line]) if 0 <= line < len(sheet.rows) else 0


def heads(sheet: ForeignSheet, at: int, texts: Mapping[int, str], apart: bool) -> bool:
    """Whether a row is a header: of a table of ours; or, below an empty row or a title, three short words of which half head columns."""
    if len(texts) != filled_cells(sheet, at):
        return False
    row = [(texts.get(place, ""), "") for place in range(len(sheet.rows[at]))]
    known = sum(text in HEADER_WORDS for text in texts.values())
    least = 2 if apart and known == len(texts) else 3
    if any(likeness(row, table, sheet.name, ({}, {}), least) for table in MEANINGS):
        return True
    short = all(len(text) <= 10 and not any(letter.isdigit() for letter in text) for text in texts.values())
    return apart and len(texts) >= 3 and short and known * 2 >= max(len(texts), 4)
