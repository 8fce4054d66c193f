"""How much and how fast a channel takes."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from addin.post.messages import WireKind


class Room(NamedTuple):
    """How long a text may be: most, in bytes of UTF-8, else in letters; most 0: as long as it likes."""

    most: int = 0
    in_bytes: bool = False

    def takes(self, text: str) -> bool:
        return not self.most or (len(text.encode()) if self.in_bytes else len(text)) <= self.most


ROOMS: Mapping[WireKind, Room] = {
    "邮件": Room(),
    "企业微信机器人": Room(2048, in_bytes=True),
    "钉钉机器人": Room(5000, in_bytes=True),  # it says nothing of a limit; longer ones were dropped with a success
    "飞书机器人": Room(18000, in_bytes=True),  # 20 KB with all that stands around the text
    "短信网关": Room(500),
}
RATES: Mapping[WireKind, tuple[tuple[int, float], ...]] = {
    "邮件": (),
    "企业微信机器人": ((20, 60.0),),
    "钉钉机器人": ((20, 60.0),),
    "飞书机器人": ((5, 1.0), (100, 60.0)),
    "短信网关": (),
}
"""Kind → (messages, in how many seconds)."""


class Pacer:
    """Waits before a message where it would be one too many. clock: seconds that only grow."""

    def __init__(
        self, rates: Iterable[tuple[int, float]], clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._last = [(deque[float](maxlen=most), seconds) for most, seconds in rates]
        self._clock, self._sleep = clock, sleep

    def wait(self) -> None:
        """Come back when the next message may leave, and count it."""
        for last, seconds in self._last:
            while len(last) == last.maxlen and (left := last[0] + seconds - self._clock()) > 0:
                self._sleep(left)
        now = self._clock()
        for last, _ in self._last:
            last.append(now)
