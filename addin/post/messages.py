"""A message as it leaves, the wire that it takes, and what became of it: what the outbox and the wires have in common."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol, TypeAlias

State: TypeAlias = Literal["将发", "已发", "失败", "不明"]
"""将发: it may have left; 已发: the other side has taken it; 失败: it certainly was not taken; 不明: nobody can tell."""
WireKind: TypeAlias = Literal["邮件", "企业微信机器人", "钉钉机器人", "飞书机器人", "短信网关"]
"""渠道.类型."""


class Channel(NamedTuple):
    """One row of 渠道, and its keys, which stand nowhere in the workbook.

    servers, ports: of 邮件 the sending server before the receiving one; of 短信网关 the address; of a robot none.
    account: 账号. secrets: name of a key → the key, such as 密码, 地址 (of a webhook), 密钥."""

    name: str
    kind: WireKind
    servers: tuple[str, ...]
    ports: tuple[int, ...]
    account: str
    secrets: Mapping[str, str]


class Attachment(NamedTuple):
    """A file that goes with a mail. name: as the reader sees it."""

    name: str
    data: bytes


class Message(NamedTuple):
    """One message to one person or group. address: a telephone number or a mail address, "" for the group of a robot; text: no longer
    than the wire takes (whoever makes it sees to that); mentioned: telephone numbers that a robot may call by @; attachments: of a
    mail only; mark: its name in the outbox, from which a mail gets its Message-ID, the same however often it is tried."""

    address: str
    subject: str
    text: str
    mentioned: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    mark: str = ""


class Delivery(NamedTuple):
    """What became of a message. state: never 将发; said: why, in Chinese, without a key or an address of a webhook; again: whether it was
    certainly not delivered and may be by another attempt (a busy line, a full rate); down: whether it is the line and not the message, so
    that nobody else is reached by it either."""

    state: State
    said: str = ""
    again: bool = False
    down: bool = False


class Wire(Protocol):
    """What takes messages of one channel out. Never raises for what the network or the other side does."""

    def send(self, message: Message) -> Delivery: ...
    def close(self) -> None: ...
