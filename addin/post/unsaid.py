"""What must not be said: keys, whoever prints or quotes them. And what no line takes: halves of letters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus, unquote, urlsplit

from addin.post.messages import Message

ROOM = 80
"""Letters of another program's words that are shown."""
SHORTEST, SHORTEST_TOKEN = 4, 7
"""Letters of a key, and of a piece of an address, that is blotted out; shorter ones (an extension 01; send, hook, v2) betray nothing and
stand in ordinary words."""


class Hidden(dict[str, str]):
    """Keys by name, which no trace, log or print of a channel shows."""

    def __repr__(self) -> str:
        return "***"


def whole(message: Message) -> Message:
    """The message without halves of letters (lone surrogates), on which every encoding fails."""
    subject, text = (part.encode("utf-8", "replace").decode() for part in (message.subject, message.text))
    return message._replace(subject=subject, text=text)


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
