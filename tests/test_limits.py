"""Texts parted between items and never inside one; messages no faster than a channel takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.post.limits import RATES, ROOMS, Pacer, Room, parted

SIX = Room(6)


@pytest.mark.parametrize(
    ("lines", "room", "texts"),
    [
        ([], SIX, []),
        (["甲乙"], SIX, ["甲乙"]),
        (["甲乙", "丙丁戊"], SIX, ["甲乙\n丙丁戊"]),  # 2 + 1 + 3 letters
        (["甲乙", "丙丁戊己"], SIX, ["甲乙", "丙丁戊己"]),
        (["甲", "乙丙丁戊己庚辛", "壬"], SIX, ["甲", "乙丙丁戊己庚辛", "壬"]),  # too long alone: whole, for the wire to refuse
        (["甲乙", "丙"], Room(10, in_bytes=True), ["甲乙\n丙"]),  # 6 + 1 + 3 bytes
        (["甲乙", "丙a"], Room(10, in_bytes=True), ["甲乙", "丙a"]),
        (["甲" * 9000, "乙"], Room(), ["甲" * 9000 + "\n乙"]),
        (["", "甲"], SIX, ["\n甲"]),
    ],
)
def test_parted(lines: list[str], room: Room, texts: list[str]) -> None:
    assert parted(lines, room) == texts


@given(st.lists(st.text(st.characters(exclude_characters="\n"), max_size=12)), st.integers(1, 40), st.booleans())
def test_no_line_is_lost_or_cut(lines: list[str], most: int, in_bytes: bool) -> None:
    texts = parted(lines, Room(most, in_bytes))
    assert "\n".join(texts).split("\n") == (lines or [""])
    assert all(Room(most, in_bytes).takes(text) or "\n" not in text for text in texts)


def test_every_kind_has_its_limits() -> None:
    assert ROOMS.keys() == RATES.keys()
    assert (ROOMS["企业微信机器人"], ROOMS["短信网关"]) == (Room(2048, in_bytes=True), Room(500))


class Clock:
    """Time that passes by sleeping alone."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, 0.0

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds
        self.slept += seconds


def times(rates: tuple[tuple[int, float], ...], count: int) -> list[float]:
    clock = Clock()
    pacer, found = Pacer(rates, lambda: clock.now, clock.sleep), []
    for _ in range(count):
        pacer.wait()
        found.append(clock.now - 1000.0)
    return found


def test_twenty_a_minute() -> None:
    assert times(RATES["企业微信机器人"], 41) == [0.0] * 20 + [60.0] * 20 + [120.0]


def test_five_a_second_and_a_hundred_a_minute() -> None:
    found = times(RATES["飞书机器人"], 205)
    assert found[:6] == [0.0] * 5 + [1.0]
    assert found[99:101] == [19.0, 60.0]
    for most, seconds in RATES["飞书机器人"]:
        assert all(later - earlier >= seconds for earlier, later in zip(found, found[most:], strict=False))


def test_no_rate_no_wait() -> None:
    assert times(RATES["短信网关"], 500) == [0.0] * 500


def test_a_pause_of_the_caller_counts() -> None:
    clock = Clock()
    pacer = Pacer(((1, 10.0),), lambda: clock.now, clock.sleep)
    pacer.wait()
    clock.now += 7
    pacer.wait()
    assert clock.slept == 3.0
