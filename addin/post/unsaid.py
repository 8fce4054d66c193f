"""What other programs say of a message, made fit to be shown: no key, no address of a webhook, one line, short."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus, unquote, urlsplit

ROOM = 80
"""Letters of another program's words that are shown."""
SHORTEST, SHORTEST_TOKEN = 4, 7
"""Letters of a key, and of a piece of an address, that is blotted out; shorter ones (an extension 01; send, hook, v2) betray nothing and
stand in ordinary words."""


def unsaid(text: str, secrets: Iterable[str]) -> str:
    """The text in one line, cut, with every key, every part of one that could be used, and every address as ***."""
    parts = {part for secret in secrets for part in parts_of(secret)}
    for part in sorted(parts, key=len, reverse=True):
        text = re.sub(re.escape(part), "***", text, flags=re.IGNORECASE)
    text = re.sub(r"[a-z][a-z0-9+.-]*://\S*", "***", text, flags=re.IGNORECASE)
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") else letter for letter in text)
    text = " ".join(text.split())
    return text if len(text) <= ROOM else text[: ROOM - 1] + "…"


def parts_of(secret: str) -> Iterator[str]:
    """A key as it may stand in a text: plain, quoted, and of a webhook the token in its path or query."""
    split = urlsplit(secret) if "://" in secret else None
    tokens = re.split(r"[/?&=]", f"{split.path}?{split.query}") if split else []
    whole = [secret] if len(secret) >= SHORTEST else []
    for part in (*whole, *(token for token in tokens if len(token) >= SHORTEST_TOKEN)):
        yield from {part, unquote(part), quote(part, safe=""), quote_plus(part)}
