"""Other programs' words made fit to be shown: no key in any of its shapes, one line, short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.post.messages import Message
from addin.post.unsaid import ROOM, unsaid, whole

HOOK = "https://qyapi.example.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4"


@pytest.mark.parametrize(
    ("text", "secrets", "shown"),
    [
        ("invalid key", [HOOK], "invalid key"),
        ("key 693a91f6-7xxx-4bc4 is wrong", [HOOK], "key *** is wrong"),
        ("KEY 693A91F6-7XXX-4BC4", [HOOK], "KEY ***"),
        (f"POST {HOOK} failed", [HOOK], "POST *** failed"),
        ("see https://open.example.com/e?c=1 for more", [], "see *** for more"),
        ("password p+w/9=x", ["p+w/9=x"], "password ***"),
        ("password p%2Bw%2F9%3Dx", ["p+w/9=x"], "password ***"),
        ("code 01 is wrong", ["01"], "code 01 is wrong"),  # an extension is no secret and stands in ordinary words
        ("no key at all", [""], "no key at all"),
        ("one\r\ntwo\tthree\u2028four\x00", [], "one two three four"),
        ("长" * 81, [], "长" * 79 + "…"),
    ],
)
def test_unsaid(text: str, secrets: list[str], shown: str) -> None:
    assert unsaid(text, secrets) == shown


@given(st.text(max_size=60), st.text(st.characters(categories=["L", "N", "P"]), min_size=7, max_size=30), st.text(max_size=60))
def test_no_key_is_left(before: str, key: str, after: str) -> None:
    found = unsaid(f"{before}{key}{after}", [key])
    assert key not in found
    assert len(found) <= ROOM


def test_halves_of_letters_are_replaced() -> None:
    assert whole(Message("", "督\ud83d", "\udc00办")) == Message("", "督?", "?办")
    assert whole(Message("x", "督办", "😀")) == Message("x", "督办", "😀")
