"""What of an item may stand in a paper: of one with 密级 or with a word of 密级词 only number and department; who is named."""

from collections.abc import Iterable

from udfs.rules.judging.judgement import JudgedItem
from udfs.rules.secrecy import has_secret_word, may_leave
from workbook_templates.tables.daily import Item
from workbook_templates.tables.settings import Settings

WITHHELD = "（内容略）"
LONGEST = 200
"""Characters of a text of the ledger that a paper shows; a row of a table higher than its page would be cut."""


def is_secret(item: Item, settings: Settings) -> bool:
    """Whether a paper must not say what the item is about."""
    return not may_leave(settings, item.secrecy, item.matter)


def matter_of(item: Item, settings: Settings) -> str:
    """The matter, or that it is left out."""
    return WITHHELD if is_secret(item, settings) else shortened(item.matter)


def words_about(text: str, judged: JudgedItem | None, settings: Settings) -> str:
    """Free text about an item, without the full stop at its end; '' where the item is secret or the text holds a secret word."""
    if has_secret_word(settings, [text]) or (judged is not None and is_secret(judged.item, settings)):
        return ""
    return shortened(text.rstrip("。；，,. "))


def shortened(text: str) -> str:
    """A text that a table can hold; the whole of it is in the ledger."""
    return text if len(text) <= LONGEST else text[: LONGEST - 2] + "……"


def persons_in(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """The names of 人员 that stand in these texts, in the order of the names: the clerk is told, nothing is changed."""
    joined = "\n".join(texts)
    return [name for name in dict.fromkeys(names) if len(name) > 1 and name in joined]
