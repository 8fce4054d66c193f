"""The office's own ledger, understood: which sheet holds which table, where its header is, which column each header means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from workbook_templates.leaving.import_words import ANCHORS, OTHER_WORDS, SHEET_WORDS, SYNONYMS
from workbook_templates.reading.cells import plain
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.reading.parse import read_cell
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

LEDGER_HEADER_WITHIN = 30
"""Rows from the top among which a header is looked for."""
ALIKE = 0.67
"""Two headers that share so much may be one."""
LOOKED_AT = 60
"""Values of a column that a guess is tried on."""
KNOWN, GUESSED, BY_HAND, LEFT = "认得", "猜的", "人工", "不导入"
BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
BETWEEN = re.compile(r"[\W_]+")


class Mapped(NamedTuple):
    """One header of a sheet. place: its column from 0; column: what it means, '' for nothing; how: KNOWN, GUESSED, BY_HAND or LEFT."""

    place: int
    header: str
    column: str
    how: str


class FoundSheet(NamedTuple):
    """A sheet and what it holds. table: '' where it is none of ours. line: the index of its header row."""

    sheet: ForeignSheet
    table: str
    line: int
    columns: tuple[Mapped, ...]


class Remembered(NamedTuple):
    """What the office has settled: (sheet, header) → table and column, and (table, header) → column. '' is: leave it out."""

    by_sheet: Mapping[tuple[str, str], tuple[str, str]]
    by_table: Mapping[tuple[str, str], str]


NOTHING = Remembered({}, {})


def squeezed(value: Value) -> str:
    """A header without marks, blanks, line breaks and what stands in brackets: 完成时限（必填） is 完成时限."""
    text = plain(value)
    return BETWEEN.sub("", BRACKETS.sub("", text)) or BETWEEN.sub("", text)


def meanings() -> dict[str, dict[str, str]]:
    """Table → squeezed header → column."""
    found: dict[str, dict[str, str]] = {}
    for table, columns in SYNONYMS.items():
        words = found.setdefault(table, {})
        for column in (*columns, *(one.header for one in TABLES[table].columns)):
            words.setdefault(squeezed(column), column)
        for column, names in columns.items():
            for name in names.split():
                words.setdefault(squeezed(name), column)
    return found


MEANINGS = meanings()


def find_tables(sheets: Iterable[ForeignSheet], remembered: Remembered = NOTHING) -> list[FoundSheet]:
    """Every sheet that has something that may be a header, in the order of the tabs."""
    return [found for sheet in sheets if (found := find_table(sheet, remembered)) is not None]


def find_table(sheet: ForeignSheet, remembered: Remembered) -> FoundSheet | None:
    """The table and the header row under which most is understood: of equal rows the first, but of a header in two rows the lower."""
    settled = {table for (name, _), (table, _) in remembered.by_sheet.items() if name == sheet.name}
    for least in (3, 2):  # columns understood for certain
        best: tuple[float, int, str] | None = None
        for line in range(min(LEDGER_HEADER_WITHIN, len(sheet.rows))):
            headers = headers_at(sheet, line)
            for table in settled & MEANINGS.keys() or MEANINGS:
                score = likeness(headers, table, sheet, remembered, least)
                if score and (best is None or score > best[0] or (score, line) == (best[0], best[1] + 1)):
                    best = score, line, table
        if best is not None:
            _, line, table = best
            return FoundSheet(sheet, table, line, mapped(sheet, line, table, remembered))
    return unknown_sheet(sheet, remembered)


def unknown_sheet(sheet: ForeignSheet, remembered: Remembered) -> FoundSheet | None:
    """A sheet that is none of ours, with the fullest of its first rows as header, for the office to settle."""
    lines = [(sum(isinstance(value, str) for value in row), -line) for line, row in enumerate(sheet.rows[:LEDGER_HEADER_WITHIN])]
    if not lines or max(lines)[0] < 3:
        return None
    line = -max(lines)[1]
    columns = [Mapped(place, own, "", LEFT) for place, (own, _) in enumerate(headers_at(sheet, line)) if own]
    tables = {table for (name, _), (table, column) in remembered.by_sheet.items() if name == sheet.name and table and column}
    if len(tables) == 1:
        table = tables.pop()
        return FoundSheet(sheet, table, line, mapped(sheet, line, table, remembered))
    return FoundSheet(sheet, "", line, tuple(columns))


def headers_at(sheet: ForeignSheet, line: int) -> list[tuple[str, str]]:
    """Each cell of a header row as (its text, the text of the group above it): a header may stand in two rows."""
    own = [squeezed(value) if isinstance(value, str) else "" for value in sheet.rows[line]]
    above = [squeezed(value) if isinstance(value, str) else "" for value in sheet.rows[line - 1]] if line else []
    if sum(map(bool, above)) < 2:
        return [(text, "") for text in own]
    groups, last = [], ""
    for place in range(len(own)):
        text = above[place] if place < len(above) else ""
        last = text or last
        groups.append(last if text or own[place] else "")
    return [(text or (above[place] if place < len(above) else ""), groups[place]) for place, text in enumerate(own)]


def likeness(headers: Sequence[tuple[str, str]], table: str, sheet: ForeignSheet, remembered: Remembered, least: int) -> float:
    """How many columns of the table these headers name for certain; 0 where that is not enough to be it."""
    found = {column for own, group in headers if own and (column := certain(own, group, table, sheet.name, remembered))}
    anchors = ANCHORS[table]
    if len(found) < least or not all(anchor in found for anchor in anchors):
        return 0
    share = sum(column.header in found for column in TABLES[table].columns if column.spec.required)
    return len(found) + share / 2 + 1.5 * any(word in sheet.name for word in SHEET_WORDS[table].split())


def certain(own: str, group: str, table: str, sheet: str, remembered: Remembered) -> str:
    """The column that a header means by what was settled, or by its words; ''."""
    if (sheet, own) in remembered.by_sheet:
        settled, column = remembered.by_sheet[sheet, own]
        return column if settled == table else ""
    if (table, own) in remembered.by_table:
        return remembered.by_table[table, own]
    words = MEANINGS[table]
    return words.get(own) or words.get(group + own, "")


def mapped(sheet: ForeignSheet, line: int, table: str, remembered: Remembered) -> tuple[Mapped, ...]:
    """Every header of the row: certain ones first, each column once, then the likeliest of what is left."""
    headers = {place: pair for place, pair in enumerate(headers_at(sheet, line)) if pair[0]}
    found: dict[int, Mapped] = {}
    taken: set[str] = set()
    for place, (own, group) in headers.items():
        column = certain(own, group, table, sheet.name, remembered)
        settled = (sheet.name, own) in remembered.by_sheet or (table, own) in remembered.by_table
        if settled or (column and column not in taken):
            how = BY_HAND if settled and column else KNOWN if column else LEFT
            if column in taken:
                column, how = "", LEFT
            found[place] = Mapped(place, own, column, how)
            taken |= {column} - {""}
    guesses = [
        (alike(own, name), place, column)
        for place, (own, _) in headers.items()
        if place not in found
        for name, column in MEANINGS[table].items()
        if column not in taken
    ]
    for likely, place, column in sorted(guesses, key=lambda guess: (-guess[0], guess[1])):
        if likely >= ALIKE and place not in found and column not in taken and holds(sheet, line, place, table, column):
            found[place] = Mapped(place, headers[place][0], column, GUESSED)
            taken.add(column)
    for place, (own, _) in headers.items():
        found.setdefault(place, Mapped(place, own, "", LEFT))
    return tuple(by_content(sheet, line, table, [found[place] for place in sorted(found)]))


def alike(one: str, other: str) -> float:
    """0 to 1: how much two headers share."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if len(one) > 1 and len(other) > 1 else 0.0


def values_below(sheet: ForeignSheet, line: int, place: int) -> list[Value]:
    """The first filled cells of a column."""
    cells = (row[place] for row in sheet.rows[line + 1 :] if place < len(row))
    return [value for value, _ in zip((value for value in cells if value is not None), range(LOOKED_AT), strict=False)]


def holds(sheet: ForeignSheet, line: int, place: int, table: str, column: str) -> bool:
    """Whether most of what stands below a header is what the column takes: a guess must not put words under dates."""
    known = TABLES[table].column(column)
    if known.kind not in ("date", "number", "rate"):
        return True
    values = values_below(sheet, line, place)
    return sum(read_cell(known, value, percent=False)[1] is None for value in values) * 2 >= len(values)


def by_content(sheet: ForeignSheet, line: int, table: str, columns: list[Mapped]) -> list[Mapped]:
    """完成情况 that holds nothing but 已完成 and 进行中 is the 状态."""
    if table != "督办台账" or any(one.column == "状态" for one in columns):
        return columns
    states = {word for value, words in OTHER_WORDS["状态"].items() for word in (value, *words.split())}
    for at, one in enumerate(columns):
        values = [plain(value) for value in values_below(sheet, line, one.place)] if one.column == "进展情况" and one.how == KNOWN else []
        if len(values) > 2 and sum(value in states for value in values) >= 0.8 * len(values):
            columns[at] = one._replace(column="状态", how=GUESSED)
    return columns
