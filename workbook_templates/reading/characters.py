"""What stands in a cell and nobody sees or no file can keep, and what stands there and means nothing: one list of each, for all that
is read."""

import re
import unicodedata

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]+")
"""Zero-width characters, marks of direction, soft hyphen, variation selectors: chat programs and web pages leave them in what is copied."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""What no cell, page or paper can hold (控制字符): control characters, halves of characters, non-characters of a file."""
UNSOUND = re.compile(CONTROL.pattern[:-1] + "\r]")
BREAKS = re.compile("[ \t]*[\n\t\u2028\u2029][\\s]*")
NOTHING = re.compile(r"[-/\\\u2010-\u2015\u2500\u2212]+|无|暂无|空|n/a|待定|", re.IGNORECASE)
"""/ \\ — － - 无 暂无 空 N/A 待定."""
BEGINS = re.compile(
    "[-\\s/\\\\\uff0f\uff3c\uff0d\ufe63\ufe68\ufe58\u2010-\u2015\u2500\u2212无暂空nN\uff2e\uff4e待同\u3003" + UNSEEN.pattern[1:-1] + "|$"
)
"""How a cell begins that may hold one of these words: nearly none does, and this is soon seen."""
DITTO = frozenset({"同上", "\u3003"})
LONGEST_WORD = 12
"""Characters of a cell that may still be one of these words, with the blanks around it."""


def is_unsound(text: str) -> bool:
    """Whether a text holds what no cell can keep, or a line end that is none."""
    return not text.isprintable() and UNSOUND.search(text) is not None


def clean_text(text: str) -> str:
    """Without what no cell can hold; every line end is a line feed."""
    if not is_unsound(text):
        return text
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """A text where there is room for one line: its line breaks and tabs are blanks."""
    return text if text.isprintable() else BREAKS.sub(" ", clean_text(text))


def message_line(text: str) -> str:
    """A text for a line of a message or a header of a mail: without line breaks and invisible signs, single blanks between its words."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def cut(text: str, longest: int, mark: str = "…") -> str:
    """As much of a text as there is room for, with the mark behind it where it is longer; …… is that of a paper."""
    return text if len(text) <= longest else text[: max(longest - len(mark), 0)] + mark


def property_text(text: str) -> str:
    """A text among the properties of a file, where there is room for one line of 255 letters."""
    return cut(one_line(text), 255)


def visible(text: str) -> str:
    """The text without the characters that nobody sees (看不见的字符)."""
    return UNSEEN.sub("", text)


def halved(text: str) -> str:
    """The text as names, numbers and codes are compared: full-width forms made half-width, nothing unseen, no blanks at the ends."""
    return text.strip() if text.isascii() else UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()


def is_nothing(text: str) -> bool:
    """Whether a text is one of the words that stand for a blank cell, or holds nothing that anybody sees."""
    return len(text) <= LONGEST_WORD and BEGINS.match(text) is not None and NOTHING.fullmatch(halved(text)) is not None


def is_ditto(text: str) -> bool:
    """Whether a text points to the cell above (同上)."""
    return len(text) <= LONGEST_WORD and BEGINS.match(text) is not None and halved(text) in DITTO
