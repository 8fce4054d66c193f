"""How long a message may be, and that none leaves faster than a channel takes it."""

import pytest

from addin.post.limits import RATES, ROOMS, Pacer, Room


@pytest.mark.parametrize(
    ("text", "room", "fits"),
    [("甲" * 6, Room(6), True), ("甲" * 7, Room(6), False),
     ("甲乙", Room(6, in_bytes=True), True), ("甲乙a", Room(6, in_bytes=True), False),
     ("甲" * 9000, Room(), True)],
)  # fmt: skip
def test_what_there_is_room_for(text: str, room: Room, fits: bool) -> None:
    assert room.takes(text) == fits


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
