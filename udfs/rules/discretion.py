"""What of an item may leave the house or stand in a paper: of one with a 密级 or a word of 密级词 only number and department (R5)."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from udfs.rules.ground.letters import bare, letters_of
from udfs.rules.judging.judgement import JudgedItem
from workbook_templates.reading.characters import cut, visible
from workbook_templates.reading.parse import Tables
from workbook_templates.reading.phones import IDENTITY, PHONE
from workbook_templates.reading.table_problems import Problem
from workbook_templates.tables.daily import Instruction, Item
from workbook_templates.tables.settings import Settings

SECRECY = "密级"
Marked = TypeVar("Marked", Item, Instruction)
OPEN_MARKS = ("", "无")
"""What 密级 says of a matter that anybody may read."""

UNREAD = "读不懂"
VERBATIM = "批示原话"
"""What stands as the 密级 of an item whose matter is an instruction's own words."""

WITHHELD = "（内容略）"
LONGEST_IN_PAPER = 200
"""Characters of a text of the ledger that a paper shows; a row of a table higher than its page would be cut."""

MAIL_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
DIGIT_OR_AT = re.compile(r"\d{2}|\d\D\d|@")
"""Without one of these a text holds no contact."""


def folded(text: str) -> str:
    """The letters of a text, capital and small ones alike."""
    return letters_of(text).casefold()


def has_secret_word(settings: Settings, texts: Iterable[str]) -> bool:
    """Whether a word of 密级词 stands in one of the texts."""
    words = [word for word in map(folded, settings.secret_words) if word]
    return any(word in text for text in map(folded, texts) for word in words)


def may_leave(settings: Settings, mark: str, *texts: str) -> bool:
    """Whether these texts of a matter may leave the house. mark: its 密级."""
    return mark in OPEN_MARKS and not has_secret_word(settings, texts)


def sealed(tables: Tables, problems: Iterable[Problem]) -> Tables:
    """The tables with a 密级 on every item and instruction whose 密级 can't be read: a wrong cell counts as blank, and blank means open.

    So is an item whose matter still is the very words of an instruction, which never leave (product.md §2).

    problems: what `parse` said of these tables. Without the column 密级 every row of its table is sealed.
    """
    if spoken := {bare(row.content) for row in tables.instructions if bare(row.content)}:
        marked = (item._replace(secrecy=VERBATIM) if is_verbatim(item, spoken) else item for item in tables.items)
        tables = tables._replace(items=tuple(marked))
    unread = {(problem.table, problem.row): problem.value or UNREAD for problem in problems if problem.header == SECRECY}
    if not unread:
        return tables
    instructions = tuple(with_mark(row, unread) for row in tables.instructions)
    return tables._replace(items=tuple(with_mark(item, unread) for item in tables.items), instructions=instructions)


def is_verbatim(item: Item, spoken: Collection[str]) -> bool:
    """Whether an item that anybody may read says no more than an instruction. spoken: the bare letters of all instructions."""
    return item.secrecy in OPEN_MARKS and bare(item.matter) in spoken


def with_mark(row: Marked, unread: Mapping[tuple[str, int], str]) -> Marked:
    """The row with what its 密级 could not be read as, or what stands for the whole column that is gone."""
    mark = unread.get((row.at.table, row.at.row)) or unread.get((row.at.table, 0), "")
    return row._replace(secrecy=mark) if mark else row


def is_secret(item: Item, settings: Settings) -> bool:
    """Whether a paper must not say what the item is about."""
    return not may_leave(settings, item.secrecy, item.matter)


def matter_of(item: Item, settings: Settings) -> str:
    """The matter, or that it is left out."""
    return WITHHELD if is_secret(item, settings) else shortened(item.matter)


def words_about(text: str, judged: JudgedItem | None, settings: Settings) -> str:
    """Free text about an item, without contacts and the full stop at its end; '' where the item or a word of the text is secret."""
    if has_secret_word(settings, [text]) or (judged is not None and is_secret(judged.item, settings)):
        return ""
    return shortened(without_contacts(text.rstrip("。；，,. ")))


def shortened(text: str) -> str:
    """A text that a table can hold; the whole of it is in the ledger."""
    return cut(text, LONGEST_IN_PAPER, "……")


def persons_in(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """The names of 人员 that stand in these texts, in the order of the names: the clerk is told, nothing is changed."""
    joined = "\n".join(texts)
    return [name for name in dict.fromkeys(names) if len(name) > 1 and name in joined]


def without_contacts(text: str, contact: re.Pattern[str] = re.compile(MAIL_ADDRESS, re.ASCII)) -> str:
    """A text without telephone numbers, numbers of identity cards, and what `contact` finds, however wide they are typed; the rest of
    it as it was."""
    if not DIGIT_OR_AT.search(text):
        return text
    letters = [(visible(unicodedata.normalize("NFKC", letter)), letter) for letter in text]
    places = [place for place, (plain, _) in enumerate(letters) for _ in plain]
    read = "".join(plain for plain, _ in letters)
    for pattern in (IDENTITY, PHONE, contact):
        for found in pattern.finditer(read):
            first, last = places[start_of(found)], places[end_of(found) - 1]
            letters[first : last + 1] = [("", WITHHELD), *[("", "")] * (last - first)]
        read = pattern.sub(lambda found: "\n" * len(found[0]), read)  # what is found once is not found again
    return "".join(letter for _, letter in letters)


def start_of(found: re.Match[str]) -> int:
    """Where what is left out begins: behind the word 电话."""
    return max(found.end("label"), found.start()) if "label" in found.re.groupindex else found.start()


def end_of(found: re.Match[str]) -> int:
    """Where it ends: before the extension, which nobody can be called by alone."""
    return found.start("extension") if "extension" in found.re.groupindex else found.end()
