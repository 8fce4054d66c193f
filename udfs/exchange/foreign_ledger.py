"""The office's own ledger, understood: which sheet holds which table, where its header is, which column each header means."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeAlias

from workbook_templates.leaving.import_words import ANCHORS, NODE_WORDS, OTHER_WORDS, SHEET_WORDS, SYNONYMS
from workbook_templates.reading.cells import plain
from workbook_templates.reading.foreign import ForeignSheet
from workbook_templates.reading.ledger_sheet import LedgerSheet
from workbook_templates.reading.parse import read_cell
from workbook_templates.tables import TABLES
from workbook_templates.tables.grid import Value

LEDGER_HEADER_WITHIN = 30
"""Rows from the top among which a header is looked for."""
ALIKE = 0.67
"""Two headers that share so much may be one."""
LOOKED_AT = 60
"""Values of a column that a guess is tried on."""
LEDGER, STAGES = "督办台账", "阶段目标"
NODE = "节点："
"""Before the column of 阶段目标 that a header of a ledger means."""
Settled: TypeAlias = tuple[Mapping[str, tuple[str, str]], Mapping[tuple[str, str], str]]
KNOWN, GUESSED, BY_HAND, LEFT_OUT = "认得", "猜的", "人工", "不导入"
BRACKETS = re.compile(r"[（(【\[].*?[）)】\]]")
BETWEEN = re.compile(r"[\W_]+")


class Mapped(NamedTuple):
    """One header of a sheet. place: its column from 0; column: what it means, '' for nothing; how: KNOWN, GUESSED, BY_HAND or LEFT."""

    place: int
    header: str
    column: str
    how: str


class FoundSheet(NamedTuple):
    """A table of a sheet.

    sheet: the sheet, in which nothing else stands. table: '' where it is none of ours. line: the index of its header row.
    columns: its headers. label: its name in 导入对照: the sheet's, with a number from its second table on. look: the whole sheet."""

    sheet: ForeignSheet
    table: str
    line: int
    columns: tuple[Mapped, ...]
    label: str
    look: LedgerSheet


class Remembered(NamedTuple):
    """What the office has settled.

    by_sheet: label of a table and the file it was in → its headers → table and column; a column of '' is: leave it out.
    everywhere: for whatever sheet, (table, header) → column."""

    by_sheet: Mapping[tuple[str, str], Mapping[str, tuple[str, str]]]
    everywhere: Mapping[tuple[str, str], str]

    def key_of(self, label: str, headers: Collection[str]) -> tuple[str, str] | None:
        """Under which key this table was settled: one of its label with mostly the same headers. Another file may have a sheet of the
        same name that is another list."""
        held = {key: sum(own in headers for own in settled) for key, settled in self.by_sheet.items() if key[0] == label}
        best = max(held, key=held.__getitem__, default=None)
        return best if best is not None and held[best] * 2 >= len(self.by_sheet[best]) else None

    def of(self, label: str, headers: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, str]]:
        """What was settled for this table: header → table and column."""
        key = self.key_of(label, {own for own, _ in headers}) if self.by_sheet else None
        return {} if key is None else self.by_sheet[key]


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
NODE_MEANINGS = {squeezed(word): column for column, words in NODE_WORDS.items() for word in words.split()}
HEADER_WORDS = {word for words in MEANINGS.values() for word in words} | NODE_MEANINGS.keys()
"""Every word that heads a column of ours."""


def find_table(sheet: ForeignSheet, remembered: Remembered, label: str = "", look: LedgerSheet | None = None) -> FoundSheet | None:
    """The table and the first header row under which enough is understood, of a header in two rows the lower one."""
    label, look = label or sheet.name, look or LedgerSheet(sheet)
    if (found := header_of(sheet, remembered, label)) is not None:
        line, table = found
        return FoundSheet(sheet, table, line, mapped(sheet, line, table, remembered, label), label, look)
    return unknown_sheet(sheet, remembered, label, look)


def header_of(sheet: ForeignSheet, remembered: Remembered = NOTHING, label: str = "") -> tuple[int, str] | None:
    """The header row of a table of ours, and which table it is."""
    first = first_filled(sheet)
    lines = range(first, min(first + LEDGER_HEADER_WITHIN, len(sheet.rows)))
    for least in (3, 2):  # columns understood for certain
        for line in lines:
            score, table = likeliest(sheet, line, remembered, label, least)
            if score:
                below, lower = likeliest(sheet, line + 1, remembered, label, least) if line + 1 in lines else (0.0, "")
                return (line + 1, lower) if below >= score and has_header_words(sheet, line + 1) else (line, table)
    return None


def has_header_words(sheet: ForeignSheet, line: int) -> bool:
    """Whether a row has words of a header in it: a heading or an instruction below a header is no second row of it."""
    return any(isinstance(value, str) and squeezed(value) in HEADER_WORDS for value in sheet.rows[line])


def first_filled(sheet: ForeignSheet) -> int:
    """The first row that holds something."""
    return next((line for line, row in enumerate(sheet.rows) if any(value is not None for value in row)), 0)


def likeliest(sheet: ForeignSheet, line: int, remembered: Remembered, label: str, least: int) -> tuple[float, str]:
    """The table of ours that a row is most likely the header of, and how likely; 0 for none."""
    headers = headers_at(sheet, line)
    settled = remembered.of(label, headers)
    tables = {table for table, _ in settled.values()} & MEANINGS.keys() or MEANINGS
    both = settled, remembered.everywhere
    scores = [(likeness(headers, table, sheet.name, both, least), table) for table in MEANINGS if table in tables]
    return max(scores, key=lambda score: score[0])


def unknown_sheet(sheet: ForeignSheet, remembered: Remembered, label: str, look: LedgerSheet) -> FoundSheet | None:
    """A table that is none of ours, with the fullest of its first rows as header, for the office to settle."""
    first = first_filled(sheet)
    rows = sheet.rows[first : first + LEDGER_HEADER_WITHIN]
    lines = [(sum(isinstance(value, str) for value in row), -line) for line, row in enumerate(rows, first)]
    if not lines or max(lines)[0] < 3:
        return None
    line = -max(lines)[1]
    headers = headers_at(sheet, line)
    columns = tuple(Mapped(place, own, "", LEFT_OUT) for place, (own, _) in enumerate(headers) if own)
    tables = {table for table, column in remembered.of(label, headers).values() if table and column}
    table = tables.pop() if len(tables) == 1 else ""
    return FoundSheet(sheet, table, line, mapped(sheet, line, table, remembered, label) if table else columns, label, look)


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


def likeness(headers: Sequence[tuple[str, str]], table: str, sheet: str, settled: Settled, least: int) -> float:
    """How many columns of the table these headers name for certain; 0 where that is not enough to be it."""
    found = {column for own, group in headers if own and (column := certain(own, group, table, settled))}
    anchors = ANCHORS[table]
    if len(found) < least or not all(anchor in found for anchor in anchors):
        return 0
    if least < 3 and len(found) * 2 < sum(own != "" for own, _ in headers) and not settled[0]:
        return 0
    share = sum(column.header in found for column in TABLES[table].columns if column.spec.required)
    return len(found) + share / 2 + 1.5 * any(word in sheet for word in SHEET_WORDS[table].split())


def certain(own: str, group: str, table: str, settled: Settled) -> str:
    """The column that a header means by what was settled, or by its words; ''. Of a ledger, NODE and a column of 阶段目标 for what
    each node of a matter has of its own."""
    by_sheet, everywhere = settled
    if own in by_sheet:
        its, column = by_sheet[own]
        return column if its == table else f"{NODE}{column}" if (table, its) == (LEDGER, STAGES) and column else ""
    if (table, own) in everywhere:
        return everywhere[table, own]
    words = MEANINGS[table]
    found = words.get(own) or words.get(group + own, "")
    return NODE + NODE_MEANINGS[own] if not found and table == LEDGER and own in NODE_MEANINGS else found


def mapped(sheet: ForeignSheet, line: int, table: str, remembered: Remembered, label: str) -> tuple[Mapped, ...]:
    """Every header of the row: certain ones first, each column once, then the likeliest of what is left. Of those that mean one column
    the one that bears its very name comes first."""
    pairs = {place: pair for place, pair in enumerate(headers_at(sheet, line)) if pair[0]}
    named = TABLES[table].headers
    headers = dict(sorted(pairs.items(), key=lambda pair: sheet.rows[line][pair[0]] not in named))
    settled = remembered.of(label, list(headers.values())), remembered.everywhere
    found: dict[int, Mapped] = {}
    taken: set[str] = set()
    for place, (own, group) in headers.items():
        column = certain(own, group, table, settled)
        by_hand = own in settled[0] or (table, own) in remembered.everywhere
        if by_hand or (column and column not in taken):
            how = BY_HAND if by_hand and column else KNOWN if column else LEFT_OUT
            if column in taken:
                column, how = "", LEFT_OUT
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
        found.setdefault(place, Mapped(place, own, "", LEFT_OUT))
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
    if table != LEDGER or any(one.column == "状态" for one in columns):
        return columns
    states = {word for value, words in OTHER_WORDS["状态"].items() for word in (value, *words.split())}
    for at, one in enumerate(columns):
        values = [plain(value) for value in values_below(sheet, line, one.place)] if one.column == "进展情况" and one.how == KNOWN else []
        if len(values) > 2 and sum(value in states for value in values) >= 0.8 * len(values):
            columns[at] = one._replace(column="状态", how=GUESSED)
    return columns
