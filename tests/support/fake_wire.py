"""A wire that goes nowhere: it keeps what it was given and answers as it is told, and the other side's memory outlives a killed run."""

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from addin.post.messages import Delivery, Message, Wire

TAKEN = Delivery("已发")


class FakeWire:
    def __init__(self, path: Path, answers: Iterable[Delivery] = ()) -> None:
        self.path, self.answers, self.closed = path, list(answers), False

    def send(self, message: Message) -> Delivery:
        """The other side writes down what it was sent, unless the answer says that it certainly was not delivered."""
        outcome = self.answers.pop(0) if self.answers else TAKEN
        if outcome.state != "失败":
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([message.address, message.text], ensure_ascii=False) + "\n")
        return outcome

    def close(self) -> None:
        self.closed = True


def received(path: Path) -> list[tuple[str, str]]:
    """Address and text of everything that the other side has got."""
    return [tuple(json.loads(line)) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def wires(**by_name: Wire) -> Callable[..., tuple[dict[str, Wire], list[str]]]:
    """What stands in for `reminder_sending.wires_of`."""

    def wires_of(channels: Any, company: str, book: Any, held: ExitStack) -> tuple[dict[str, Wire], list[str]]:
        del company, book
        for wire in by_name.values():
            held.callback(wire.close)
        found = {row.name: by_name[row.name] for row in channels if row.name in by_name}
        return found, [f"渠道“{row.name}”还没有设密码" for row in channels if row.name not in by_name]

    return wires_of
