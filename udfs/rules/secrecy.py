"""What may leave the house in words: never an item with a 密级, nor one whose words are among 密级词 (R5)."""

import re
import unicodedata
from collections.abc import Iterable

from workbook_templates.reading.parse import Problem, Tables
from workbook_templates.tables.settings import Settings

LEDGER, SECRECY = "督办台账", "密级"
OPEN_MARKS = ("", "无")
"""What 密级 says of a matter that anybody may read."""

BETWEEN = re.compile(r"[\W_]+")
UNREAD = "读不懂"


def squeezed(text: str) -> str:
    """The bare letters of a text: 机 密, 机-密 and 机密 in full width are one word."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def has_secret_word(settings: Settings, texts: Iterable[str]) -> bool:
    """Whether a word of 密级词 stands in one of the texts."""
    words = [word for word in map(squeezed, settings.secret_words) if word]
    return any(word in text for text in map(squeezed, texts) for word in words)


def may_leave(settings: Settings, mark: str, *texts: str) -> bool:
    """Whether these texts of a matter may leave the house. mark: its 密级."""
    return mark in OPEN_MARKS and not has_secret_word(settings, texts)


def sealed(tables: Tables, problems: Iterable[Problem]) -> Tables:
    """The tables with a 密级 on every item whose 密级 could not be read: a wrong cell counts as blank, and blank would mean open.

    problems: what `parse` said of these tables. Without the column 密级 every item is sealed.
    """
    unread = {problem.row: problem.value or UNREAD for problem in problems if (problem.table, problem.header) == (LEDGER, SECRECY)}
    if not unread:
        return tables
    whole_column = unread.get(0, "")
    marks = (unread.get(item.at.row, whole_column) for item in tables.items)
    items = tuple(item._replace(secrecy=mark) if mark else item for item, mark in zip(tables.items, marks, strict=True))
    return tables._replace(items=items)
