"""Texts without what nobody reads in them: blanks, marks, the width of letters."""

import re
import unicodedata

MARKS = re.compile(r"[\W_]+")


def letters_of(text: str) -> str:
    """The bare letters of a text, half-width, so that two spellings of one matter meet: 机 密, 机-密 and 机密 in full width."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """The letters of a text in small ones, to compare two matters."""
    return letters_of(text).lower()
